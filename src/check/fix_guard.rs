//! What no fix may do, whichever rule offers it.
//!
//! * Nothing in a quotation changes.
//! * Nothing in code, in a tag or in a comment changes; comments to copydesk are the tool's own.
//! * Cited sources and the targets of links are changed only by the rules about citations and sources.
//! * A fix to the wording changes no words of a link, and leaves no mark of emphasis or bracket of a link alone.
//! * An inserted line end is the document's own.

use crate::markdown::{Inline, InlineKind};
use crate::rules::{Diagnostic, Document, Family};
use crate::text::{Cursor, Edit, Span};
use std::borrow::Cow;

/// Enforces this, one finding after the other; cheapest in text order.
pub(super) struct FixGuard<'a> {
    doc: &'a Document<'a>,
    line_end: &'static str,
    quotations: Cursor,
    inlines: Cursor,
    citations: Cursor,
}

impl<'a> FixGuard<'a> {
    /// `line_end` is the document's own.
    pub(super) fn of(doc: &'a Document<'a>, line_end: &'static str) -> FixGuard<'a> {
        let [quotations, inlines, citations] = [Cursor::default(); 3];
        FixGuard { doc, line_end, quotations, inlines, citations }
    }

    /// Drops the fixes that change protected text, and writes the document's own line ends into the others.
    pub(super) fn enforce(&mut self, finding: &mut Diagnostic) {
        let family = finding.rule.family;
        finding.fixes.retain(|fix| self.is_allowed(family, &fix.edits));
        if self.line_end == "\n" {
            return;
        }
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            if let Cow::Owned(own) = with_line_ends(&edit.text, self.line_end) {
                edit.text = own.into();
            }
        }
    }

    /// Whether a rule of this family may make these edits.
    pub(super) fn is_allowed(&mut self, family: Family, edits: &[Edit]) -> bool {
        edits.iter().all(|edit| !self.changes_quotation(edit.span) && !self.touches_protected_text(family, edit))
    }

    /// Whether an edit of `span` changes something inside a quotation.
    fn changes_quotation(&mut self, span: Span) -> bool {
        // Quotations are disjoint.
        let all = &self.doc.bulletin.quotations;
        let next = self.quotations.seek(all, |quotation| quotation.end <= span.start);
        all.get(next).is_some_and(|quotation| changes(*quotation, span))
    }

    /// Whether an edit changes code or comments, or, where the rule is not about citations, a cited source or the target
    /// of a link.
    fn touches_protected_text(&mut self, family: Family, edit: &Edit) -> bool {
        if family == Family::Tool {
            return false;
        }
        let cites = matches!(family, Family::Citations | Family::Sources);
        let wording = matches!(family, Family::Actors | Family::Abbreviations | Family::Terms);
        if wording && tears_markup(edit.span.of(self.doc.text), &edit.text) {
            return true;
        }
        let fixed = |inline: &Inline| match inline.kind {
            InlineKind::Code | InlineKind::Html => changes(inline.span, edit.span),
            InlineKind::Autolink => !cites && changes(inline.span, edit.span),
            InlineKind::Link | InlineKind::ReferenceLink | InlineKind::Image => {
                !cites && changes(inline.target, edit.span)
                    || wording && changes(inline.label, edit.span) && !edit.span.contains(inline.span)
            }
            InlineKind::FootnoteReference => false,
        };
        let inlines = &self.doc.markdown.inlines;
        let from = self.inlines.seek(inlines, |inline| inline.span.start < edit.span.start);
        // Nesting is shallow: an image in a link, code in a link.
        let near = inlines[from.saturating_sub(4)..].iter();
        if near.take_while(|inline| inline.span.start <= edit.span.end).any(fixed) {
            return true;
        }
        !cites && self.changes_source(edit.span)
    }

    /// Whether an edit of `span` changes a cited source or the target of its link.
    pub(super) fn changes_source(&mut self, span: Span) -> bool {
        let citations = &self.doc.bulletin.citations;
        let next = self.citations.seek(citations, |citation| citation.span.end <= span.start);
        let near = citations[next..].iter().take_while(|citation| citation.span.start < span.end.max(1));
        near.flat_map(|citation| &citation.items).any(|item| {
            let places = [item.source, item.link.map(|link| link.target)];
            places.into_iter().flatten().any(|place| changes(place, span))
        })
    }
}

/// Whether paired marks lose their partner.
fn tears_markup(old: &str, new: &str) -> bool {
    let plain = |text: &str| !text.bytes().any(|byte| matches!(byte, b'*' | b'_' | b'[' | b']'));
    if plain(old) && plain(new) {
        return false;
    }
    let odd = |mark: &str| (old.matches(mark).count() + new.matches(mark).count()) % 2 == 1;
    let count = |text: &str, bracket: char| text.matches(bracket).count();
    odd("**") || odd("*") || odd("_") || count(old, '[') != count(new, '[') || count(old, ']') != count(new, ']')
}

/// Whether an edit of `span` changes something inside `place`; at its edges nothing is inside.
fn changes(place: Span, span: Span) -> bool {
    if span.is_empty() {
        place.start < span.start && span.start < place.end
    } else {
        place.start < span.end && span.start < place.end
    }
}

fn with_line_ends<'a>(text: &'a str, line_end: &str) -> Cow<'a, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\n', line_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserted_line_ends_are_the_documents() {
        assert_eq!(with_line_ends("a\n\nb\r\n", "\r\n"), "a\r\n\r\nb\r\n");
        assert_eq!(with_line_ends("a", "\r\n"), "a");
    }

    #[test]
    fn marks_keep_their_partners() {
        for (old, torn) in [
            ("al-Nusra Front", false),
            ("*al-Nusra* Front", false),
            ("Jabhat *al-Nusra", true),
            ("Jabhat **al-Nusra", true),
            ("Jabhat (**al-Nusra**)", false),
            ("al [Qaeda", true),
        ] {
            assert_eq!(tears_markup(old, "X"), torn, "{old}");
        }
    }

    #[test]
    fn places_have_edges() {
        let place = Span::new(2, 5);
        for (start, end, inside) in [
            (0, 2, false),
            (2, 2, false),
            (3, 3, true),
            (5, 5, false),
            (1, 3, true),
            (4, 6, true),
            (5, 8, false),
            (0, 20, true),
        ] {
            assert_eq!(changes(place, Span::new(start, end)), inside, "{start}..{end}");
        }
    }
}
