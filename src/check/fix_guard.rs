//! What no fix may do, whichever rule offers it.
//!
//! * Rules listed in the settings under `[fix] never` change nothing.
//! * Nothing in a quotation changes. The words of a title in italics are changed only by the rules about citations and
//!   structure.
//! * Nothing in code, in a tag or in a comment changes, except comments to copydesk, which are the tool's own. The same
//!   applies to everything else that is not prose ([`crate::markdown::mask`]), and nothing is written into it or in its
//!   place.
//! * Cited sources and the targets of links are changed only by the rules about citations and sources; a rule about notes
//!   may replace one as a whole.
//! * Anything that looks like an address, broken or not, keeps its letters, unless the rule states why
//!   ([`crate::rules::FixEffect`]).
//! * A fix stays within the block of its finding, unless the rule states why.
//! * A fix to the wording does not change the words of a link, and leaves no emphasis mark or link bracket without its
//!   partner.
//! * An edit beside a mark of emphasis leaves it one: a space before the closing mark of `*the end*` would make it a
//!   character like any other.
//! * Inserted line ends match the document's, and so does the apostrophe of a name or term, which lists write straight.

use crate::bulletin::{ItemGroup, addresses};
use crate::markdown::mask::JOINT;
use crate::markdown::{self, BlockKind, Inline, InlineKind, NESTED, Run, RunStyle};
use crate::rules::{Diagnostic, Document, Family, Fix, Rule};
use crate::text::edits::apply;
use crate::text::{Cursor, Edit, Offset, Span};
use std::borrow::Cow;
use std::cell::OnceCell;

/// The longest stretch that is read again to see what an edit does to its emphasis, in bytes.
const LONGEST: Offset = 6000;

/// Enforces these limits, one finding after another; fastest in text order.
pub(super) struct FixGuard<'a> {
    doc: &'a Document<'a>,
    line_end: &'static str,
    /// Whether the author writes curly apostrophes; determined when a fix first inserts one.
    is_curly: OnceCell<bool>,
    quotations: Cursor,
    masks: Cursor,
    inlines: Cursor,
    citations: Cursor,
    blocks: Cursor,
}

impl<'a> FixGuard<'a> {
    /// `line_end` is the document's own.
    pub(super) fn of(doc: &'a Document<'a>, line_end: &'static str) -> FixGuard<'a> {
        let [quotations, masks, inlines, citations, blocks] = [Cursor::default(); 5];
        FixGuard { doc, line_end, is_curly: OnceCell::new(), quotations, masks, inlines, citations, blocks }
    }

    /// Drops the fixes that change protected text, and writes the document's own line ends and apostrophes into the others.
    pub(super) fn enforce(&mut self, finding: &mut Diagnostic) {
        let (rule, place) = (finding.rule, finding.span);
        if self.doc.settings.never_fixes(rule.name) {
            finding.fixes.clear();
        }
        finding.fixes.retain(|fix| self.is_allowed(rule, place, &fix.edits));
        if is_wording(rule.family) {
            for fix in &mut finding.fixes {
                let inserts = fix.edits.iter().any(|edit| edit.text.contains('\''));
                if inserts && *self.is_curly.get_or_init(|| self.doc.bulletin.prefers_curly_marks()) {
                    fix.curl_apostrophes();
                }
            }
        }
        finding.fixes.iter_mut().for_each(|fix| self.write_line_ends(fix));
    }

    /// Writes the document's own line ends into a fix.
    pub(super) fn write_line_ends(&self, fix: &mut Fix) {
        if self.line_end == "\n" {
            return;
        }
        for edit in &mut fix.edits {
            if let Cow::Owned(own) = with_line_ends(&edit.text, self.line_end) {
                edit.text = own.into();
            }
        }
    }

    /// Whether a rule may make these edits for a finding at `place`.
    pub(super) fn is_allowed(&mut self, rule: &Rule, place: Span, edits: &[Edit]) -> bool {
        let effect = rule.fix_effect;
        if rule.family != Family::Tool && edits.iter().any(|edit| self.touches_mask(edit)) {
            return false;
        }
        edits.iter().all(|edit| {
            (!self.changes_quotation(edit.span) || self.ends_title(edit))
                && !self.touches_protected_text(rule.family, edit)
        }) && (effect.changes_addresses.is_some() || !self.changes_address(edits))
            && (effect.leaves_block.is_some() || !self.leaves_block(place, edits))
            && !self.breaks_emphasis(edits)
    }

    /// Whether edits that write no marks of emphasis make others of those beside them.
    fn breaks_emphasis(&self, edits: &[Edit]) -> bool {
        let text = self.doc.text;
        let is_mark = |byte: &u8| matches!(byte, b'*' | b'_');
        let beside = |edit: &Edit| {
            let (before, after) = (edit.span.start as usize, edit.span.end as usize);
            text.as_bytes()[..before].last().is_some_and(is_mark) || text.as_bytes().get(after).is_some_and(is_mark)
        };
        let marks = |text: &str| text.as_bytes().iter().any(is_mark);
        let writes = |edit: &Edit| marks(&edit.text) || marks(edit.span.of(text));
        if !edits.iter().any(beside) || edits.iter().any(writes) {
            return false;
        }
        let Some(reach) = edits.iter().map(|edit| edit.span).reduce(Span::cover) else { return false };
        let blocks = &self.doc.markdown.blocks;
        let touched = blocks[blocks.partition_point(|block| block.span.end < reach.start)..].iter();
        let touched = touched.map(|block| block.span).take_while(|block| block.start <= reach.end);
        let place = touched.fold(reach, Span::cover);
        // What is longer is no paragraph that somebody emphasized words in.
        if place.len() > LONGEST {
            return false;
        }
        let moved = |edit: &Edit| {
            let span = Span::new(edit.span.start - place.start, edit.span.end - place.start);
            Edit::replace(span, edit.text.as_str())
        };
        let moved: Vec<Edit> = edits.iter().map(moved).collect();
        let emphasized = |text: &str| markdown::parse(text).emphasized();
        emphasized(place.of(text)) != emphasized(&apply(place.of(text), &moved))
    }

    /// Whether an edit reaches into text that is not prose, touches a place where something was removed, or writes the
    /// character that replaces a mask.
    fn touches_mask(&mut self, edit: &Edit) -> bool {
        let masks = &self.doc.markdown.masks;
        let first = self.masks.seek(masks, |mask| mask.span.end < edit.span.start);
        let near = masks[first..].iter().take_while(|mask| mask.span.start <= edit.span.end);
        let touches = |mask: Span| match (mask.is_empty(), edit.span.is_empty()) {
            (true, true) => mask.start == edit.span.start,
            (true, false) => edit.span.start < mask.start && mask.start < edit.span.end,
            _ => changes(mask, edit.span),
        };
        near.map(|mask| mask.span).any(touches) || !masks.is_empty() && edit.text.contains([JOINT])
    }

    /// Whether edits change something that looks like an address, or the target of a link, whatever it looks like. An
    /// address that is rewritten unchanged elsewhere does not count.
    fn changes_address(&self, edits: &[Edit]) -> bool {
        let text = self.doc.text;
        edits.iter().any(|edit| {
            let is_kept = |address: Span| {
                edit.span.contains(address) && edits.iter().any(|edit| addresses::is_kept(text, address, &edit.text))
            };
            addresses::around(text, edit.span)
                .into_iter()
                .chain(self.targets(edit.span))
                .any(|address| !is_kept(address))
        })
    }

    /// The targets of links that an edit of `span` changes.
    fn targets(&self, span: Span) -> impl Iterator<Item = Span> {
        let links = self
            .doc
            .markdown
            .inlines_near(span)
            .filter(|inline| matches!(inline.kind, InlineKind::Link | InlineKind::Image));
        links.map(|link| link.target).filter(move |target| changes(*target, span))
    }

    /// Whether edits reach beyond the block of the finding at `place`.
    fn leaves_block(&mut self, place: Span, edits: &[Edit]) -> bool {
        let Some(reach) = edits.iter().map(|edit| edit.span).reduce(Span::cover) else { return false };
        let blocks = &self.doc.markdown.blocks;
        let first = self.blocks.seek(blocks, |block| block.span.end < reach.start);
        let touching = |span: Span| span.start <= reach.end && reach.start <= span.end;
        let near = blocks[first..].iter().map(|block| block.span).take_while(|block| touching(*block));
        // An edit that ends between two blocks belongs to the one in which it changes something.
        let mut inside = near.clone().filter(|block| block.overlaps(reach));
        let block = match (inside.next(), inside.next()) {
            (Some(block), None) => Some(block),
            (Some(_), Some(_)) => return true,
            (None, _) => {
                near.clone().find(|block| touching(*block) && block.start <= place.end && place.start <= block.end)
            }
        };
        let text = self.doc.text;
        let is_blank = |span: Span| span.of(text).chars().all(|c| c.is_whitespace() || c == '>');
        match block {
            Some(block) => {
                let own = block.start <= place.end && place.start <= block.end;
                let before = Span::new(reach.start, block.start.max(reach.start));
                let after = Span::new(block.end.min(reach.end), reach.end);
                !own || !is_blank(before) || !is_blank(after)
            }
            // Between the blocks are link definitions, each on its own line.
            None => reach.of(text).contains(['\n', '\r']) && !is_blank(reach),
        }
    }

    /// Whether an edit of `span` changes something inside a quotation.
    fn changes_quotation(&mut self, span: Span) -> bool {
        // Quotations are disjoint.
        let all = &self.doc.bulletin.quotations;
        let next = self.quotations.seek(all, |quotation| quotation.end <= span.start);
        all.get(next).is_some_and(|quotation| changes(*quotation, span))
    }

    /// Whether an edit changes only the punctuation between the title of a cited work and its closing mark: that
    /// belongs to the note, not to the title.
    fn ends_title(&self, edit: &Edit) -> bool {
        let place = edit.span;
        if edit.text.contains(char::is_alphanumeric) || place.of(self.doc.text).contains(char::is_alphanumeric) {
            return false;
        }
        let groups = &self.doc.bulletin.item_groups;
        let next = groups.partition_point(|group| group.span.start <= place.start);
        let Some(group) = next.checked_sub(1).map(|at| &groups[at]) else { return false };
        let titles = group.items.iter().filter_map(|item| item.details.as_ref()?.title);
        titles.into_iter().any(|title| title.span.end <= place.start && place.end <= title.whole.end + 1)
    }

    /// Whether an edit changes code or comments or, if the rule is not about citations, a cited source or the target of
    /// a link.
    fn touches_protected_text(&mut self, family: Family, edit: &Edit) -> bool {
        // Text that is written back as it is read keeps its letters.
        if family == Family::Tool || edit.span.of(self.doc.text) == edit.text {
            return false;
        }
        let cites = matches!(family, Family::Citations | Family::Sources);
        let wording = is_wording(family);
        if wording && tears_markup(edit.span.of(self.doc.text), &edit.text) {
            return true;
        }
        if !cites && family != Family::Structure && self.changes_title(edit.span) {
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
        let near = inlines[from.saturating_sub(NESTED)..].iter();
        if near.take_while(|inline| inline.span.start <= edit.span.end).any(fixed) {
            return true;
        }
        let removes = |source: Span| family == Family::Notes && edit.span.contains(source);
        !cites && self.changed_sources(edit.span).any(|source| !removes(source))
    }

    /// Whether an edit of `span` changes something in the title of a work: a few words in italics, the first
    /// capitalized, but not a whole block such as a byline or biography.
    fn changes_title(&self, span: Span) -> bool {
        let runs = &self.doc.markdown.runs;
        let first = runs.partition_point(|run| run.span.end <= span.start);
        let near = runs[first..].iter().take_while(|run| run.span.start < span.end.max(span.start + 1));
        near.filter(|run| run.style.has(RunStyle::EMPHASIS) && changes(run.span, span))
            .any(|run| self.is_title(run.span))
    }

    /// Whether a run in italics is a title or part of one.
    fn is_title(&self, run: Span) -> bool {
        let blocks = &self.doc.markdown.blocks;
        let at = blocks.partition_point(|block| block.span.end <= run.start);
        let Some(block) = blocks.get(at).filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell))
        else {
            return false;
        };
        let said = |run: &&Run| run.span.of(self.doc.text).contains(char::is_alphanumeric);
        let runs: Vec<&Run> = self.doc.markdown.runs(block).iter().filter(said).collect();
        let is_whole = runs.iter().all(|run| run.style.has(RunStyle::EMPHASIS));
        let italic = runs.split(|run| !run.style.has(RunStyle::EMPHASIS));
        let title = italic.into_iter().find(|part| part.iter().any(|part| part.span == run));
        let title = title.and_then(|part| Some(part.first()?.span.cover(part.last()?.span)));
        let defined = |title: Span| self.doc.bulletin.abbreviations.definitions.iter().any(|d| d.span.overlaps(title));
        title.is_some_and(|title| {
            let words = title.of(self.doc.text).trim();
            !is_whole && words.starts_with(char::is_uppercase) && words.contains([' ', '\n', '\r']) && !defined(title)
        })
    }

    /// The cited sources and link targets that an edit of `span` changes.
    pub(super) fn changed_sources(&mut self, span: Span) -> impl Iterator<Item = Span> + use<'a> {
        let citations = &self.doc.bulletin.citations;
        let next = self.citations.seek(citations, |citation| citation.span.end <= span.start);
        let near = citations[next..].iter().take_while(move |citation| citation.span.start < span.end.max(1));
        let groups = &self.doc.bulletin.item_groups;
        let next = groups.partition_point(|group| group.span.end <= span.start);
        let apart = groups[next..].iter().take_while(move |group| group.span.start < span.end.max(1));
        let items = near.flat_map(|citation| &citation.items).chain(apart.flat_map(ItemGroup::cited));
        let places = items.flat_map(|item| {
            let target = item.link.map(|link| link.target);
            item.source.into_iter().chain(target)
        });
        places.filter(move |place| changes(*place, span))
    }
}

/// Whether the rules of a family are about the wording of the text, not about citations or form.
const fn is_wording(family: Family) -> bool {
    matches!(family, Family::Actors | Family::Abbreviations | Family::Terms)
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
    use crate::bulletin::Bulletin;
    use crate::check::Draft;
    use crate::config::Settings;
    use crate::fix::{Wanted, fix};
    use crate::gazetteer::Gazetteer;
    use crate::rules::FixEffect;

    #[test]
    fn emphasis_outlives_an_edit_beside_its_marks() {
        let breaks = |text: &str, at: usize, written: &str| {
            let markdown = markdown::parse(text);
            let (settings, gazetteer) = (Settings::default(), Gazetteer::shipped());
            let bulletin = Bulletin::read("a.md", text, &markdown, &gazetteer, &settings);
            let doc =
                Document { text, markdown: &markdown, bulletin: &bulletin, settings: &settings, gazetteer: &gazetteer };
            FixGuard::of(&doc, "\n").breaks_emphasis(&[Edit::replace(Span::at(at..at), written)])
        };
        for (text, at, written, breaks_it) in [
            ("It rained.\n\n*the end*", 13, " ", true),
            ("It rained.\n\n*the end*", 20, " ", true),
            ("It rained.\n\n*the end*", 20, ",", false),
            ("It rained.\n\n*the end*", 21, " ", false),
            ("- **the end**", 4, " ", true),
            ("It rained *all* day", 10, ",", false),
            ("It rained *all* day", 3, " ", false),
            ("It rained *all* day", 10, "*", false),
        ] {
            assert_eq!(breaks(text, at, written), breaks_it, "{text} {at}");
        }
    }

    #[test]
    fn inserted_apostrophes_are_the_documents() {
        let gazetteer = Gazetteer::shipped();
        let settings = Settings::default();
        for (text, expected) in [
            ("The port’s guards met Kataib Hezbollah.", "The port’s guards met Kata’ib Hezbollah."),
            ("The port's guards met Kataib Hezbollah.", "The port's guards met Kata'ib Hezbollah."),
            ("The guards met Kataib Hezbollah.", "The guards met Kata'ib Hezbollah."),
            // The words of a quotation are its speaker's.
            ("“The port’s shut.” It's said: Kataib Hezbollah.", "“The port’s shut.” It’s said: Kata’ib Hezbollah."),
            // The marks are one decision, no matter how many fixes are applied at once.
            ("The port’s Kataib Hezbollah met Katb Hizbal.", "The port’s Kata’ib Hezbollah met Kata’ib Hezbollah."),
        ] {
            let draft = |text| Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
            let wanted = Wanted { review: true, rules: Vec::new() };
            let once = fix(draft(text), &wanted).text;
            assert_eq!(once, expected, "{text}");
            assert_eq!(fix(draft(&once), &wanted).text, once, "{text}");
        }
    }

    #[test]
    fn inserted_line_ends_are_the_documents() {
        assert_eq!(with_line_ends("a\n\nb\r\n", "\r\n"), "a\r\n\r\nb\r\n");
        assert_eq!(with_line_ends("a", "\r\n"), "a");
    }

    /// Whether a rule may replace `words` with `new` for a finding at `place`.
    fn allows(rule: &Rule, text: &str, (words, new): (&str, &str), place: &str) -> bool {
        let (settings, gazetteer) = (Settings::default(), Gazetteer::default());
        let markdown = crate::markdown::parse(text);
        let bulletin = Bulletin::read("a.md", text, &markdown, &gazetteer, &settings);
        let doc =
            Document { text, markdown: &markdown, bulletin: &bulletin, settings: &settings, gazetteer: &gazetteer };
        let span = |words: &str| {
            let at = text.find(words).unwrap_or_else(|| panic!("{words:?} in {text:?}"));
            Span::at(at..at + words.len())
        };
        FixGuard::of(&doc, "\n").is_allowed(rule, span(place), &[Edit::replace(span(words), new)])
    }

    const CITING: Rule = Rule { family: Family::Citations, ..Rule::DEFAULT };

    #[test]
    fn fixes_stay_within_their_block() {
        let text = "One two.\n\n# Three\n\n- four\n- five\n\n| six | seven |\n|---|---|\n| eight | nine |\n\n[a]: https://b.c/d\n";
        for (words, place, stays) in [
            ("two", "One", true),
            (" two.", "two", true),
            ("two.\n\n", "two", true),
            ("two.\n\n# Th", "two", false),
            ("two.\n\n# Three\n\n- four", "Three", false),
            ("Three", "two", false),
            ("four\n- f", "four", false),
            ("- four", "four", false),
            ("six | s", "six", false),
            ("eight", "eight", true),
            ("[a]", "[a]", true),
        ] {
            let leaves = Rule { fix_effect: FixEffect { leaves_block: Some("a test"), ..FixEffect::FORM }, ..CITING };
            assert_eq!(allows(&CITING, text, (words, "x"), place), stays, "{words:?} of {place:?}");
            assert!(allows(&leaves, text, (words, "x"), place));
        }
    }

    #[test]
    fn fixes_keep_the_letters_of_addresses() {
        for (text, words, new, keeps) in [
            ("Boats left (Reuters, May 9](http://quay.al;s).", ";s", "; s", false),
            ("Boats left ([Dawn](http://quay.al;s), May 9).", ";s", "; s", false),
            ("Boats left ([Dawn](quay;s.al), May 9).", ";s", "; s", false),
            ("Boats left (https://quay.al/x,y, May 9).", ",y", ", y", false),
            ("Boats left (www.quay—x.al/x, May 9).", "quay", "Quay", false),
            ("See http;//quay.al/the/the for it.", "the/the", "the", false),
            ("Write to m.holt@quay.al for it.", "quay", "Quay", false),
            ("Boats left ([Dawn](http://quay.al;s) , May 9).", " ,", ",", true),
            // The target of a link need not look like an address.
            ("Boats left ([Dawn](<quay; ,s>) , May 9).", " ,s", ",s", false),
            ("Boats left ([*Dawn*](<quay; ,s>) , May 9).", "; ,", ";", false),
            ("Boats left ([Dawn](<quay; ,s>) , May 9).", ") ,", "),", true),
            ("Boats left ([Dawn](<quay ,s>), May 9).", "[Dawn](<quay ,s>), ", "([Dawn](<quay ,s>)) ", true),
            (
                "Boats left ([Dawn](http://quay.al/x), May 9).",
                "([Dawn](http://quay.al/x), ",
                "[Dawn](http://quay.al/x) (",
                true,
            ),
            ("Boats left (Dawn;AFP).", ";", "; ", true),
        ] {
            let mends =
                Rule { fix_effect: FixEffect { changes_addresses: Some("a test"), ..FixEffect::FORM }, ..CITING };
            assert_eq!(allows(&CITING, text, (words, new), words), keeps, "{words:?} in {text:?}");
            assert!(allows(&mends, text, (words, new), words));
        }
    }

    #[test]
    fn only_rules_about_citations_change_what_is_cited() {
        let copying = Rule { family: Family::Copy, ..Rule::DEFAULT };
        for text in [
            "Boats left (Lagos Boat Post, May 9).",
            "Boats left.[^1]\n\n[^1]: “The Quay,” Lagos Boat Post, May 9, 2018.\n",
            "# Boats\n\nBoats left.\n\n## Notes\n\n1. Lagos Boat Post, “The Quay,” May 9, 2018.\n",
        ] {
            for (rule, may) in [(&CITING, true), (&copying, false)] {
                assert_eq!(allows(rule, text, ("Boat Post", "Post"), "Boat Post"), may, "{text}");
            }
        }
        assert!(allows(&copying, "The Lagos Boat Post closed.", ("Boat Post", "Post"), "Boat Post"));
    }

    /// Drafts with broken addresses, whatever the rules offer: applies every safe fix, as an editor does on save.
    #[test]
    fn no_address_changes_when_all_is_fixed() {
        let (settings, gazetteer) = (Settings::default(), Gazetteer::shipped());
        for (text, address) in [
            ("Boats left (Reuters, May 9](http://quay.al;s) and sank the the boats.", "http://quay.al;s"),
            ("Boats left ([Dawn](http://quay.al;s) , May 9).", "http://quay.al;s"),
            ("Boats left ([Dawn] (http://quay.al,s;t), May 9 2018, AFP, May 8).", "http://quay.al,s;t"),
            ("Boats left (http;//quay.al,s—t/u May 9).", "http;//quay.al,s"),
            ("Boats left ([Dawn](htp://quay.al/(a;b), 9 May).", "htp://quay.al/(a;b"),
            ("Boats left [Dawn](http://quay.al/Al-Shabaab—x;y), May 9).", "http://quay.al/Al-Shabaab—x;y"),
        ] {
            let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
            let fixed = fix(draft, &Wanted::default()).text;
            assert!(fixed.contains(address), "{text:?} becomes {fixed:?}");
        }
        // A misread date reaches across another source.
        let text = "Boats left (see [BBC]() (0 May) & [TASS](<https://a.net/b c>) (Septmber 3).)";
        let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
        for finding in crate::check::check(draft).diagnostics {
            let fixed = finding.fixes.iter().map(|fix| crate::text::edits::apply(text, &fix.edits));
            let keeps = |fixed: String| fixed.contains("https://a.net/b c");
            let may = finding.rule.fix_effect.changes_addresses.is_some();
            assert!(may || { fixed }.all(keeps), "{finding:?}");
        }
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
