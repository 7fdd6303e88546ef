//! A missing or extra space around or inside the brackets or commas of a citation.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::{self, Citation, Link, LinkForm, mark};
use crate::bulletin::items::{FieldKind, FlawKind, Item, TitleForm};
use crate::config::{CitationPlacement, Level};
use crate::rules::{Check, Cited, Document, Family, Fix, FixKind, IntoMessage, Report, Rule, Safety};
use crate::text::words::is_alphabetic;
use crate::text::{Edit, Offset, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-spacing",
    family: Family::Citations,
    summary: "a missing or extra space around or inside brackets or commas",
    page: include_str!("../../../docs/rules/citation-spacing.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check { group: Some(in_group), ..Check::citation(check) },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, Cited { citation, before, .. }: Cited<'_>, out: &mut Report) {
    // Two adjacent groups are one fault, whatever the space between them.
    let beside = before.is_some_and(|before| before.is_beside(citation, doc.text));
    around(doc, citation, beside, out);
    inside(doc, citation, out);
}

/// One space, or a line end, before the group.
fn around(doc: &Document<'_>, citation: &Citation, beside: bool, out: &mut Report) {
    let place = &citation.around;
    if place.before.is_none() {
        return;
    }
    let space = doc.text(place.space_before);
    // No space after an opening quotation mark.
    let opens = |c: char| {
        let before = doc.text.slice(..place.space_before.start as usize).strip_suffix(c).unwrap_or_default();
        matches!(c, '"' | '\'') && !before.ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation())
    };
    let ends = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | '”' | '"' | '\'' | '%' | '?' | '!' | '’');
    let glued = citation.open.is_some() && space.is_empty() && place.before.is_some_and(|c| ends(c) && !opens(c));
    if glued || !beside && space.len() > 1 && !space.contains(['\n', '\r']) {
        let message = if glued { "No space before the citation" } else { "More than one space before the citation" };
        mend(doc, place.space_before, " ", message, out);
    }
    // Between two stops the space goes with the first of them.
    let before_stop = doc.bulletin.habits.citation_placement == CitationPlacement::BeforeFullStop;
    let moved = before_stop && place.stop_before.is_some_and(|stop| !doc.bulletin.is_quoted(stop));
    if let Some(space) = place.space_before_stop
        && !(moved && doc.text.slice(space.end as usize..).starts_with('.'))
    {
        mend(doc, space, "", "Unwanted space between the citation and the stop after it", out);
    } else if place.glued_after && place.run_on.is_none() {
        let at = Span::empty(citation.span.end);
        mend(doc, at, " ", "No space after the citation", out);
    }
}

fn inside(doc: &Document<'_>, citation: &Citation, out: &mut Report) {
    let (Some(first), Some(last)) = (citation.items.first(), citation.items.last()) else { return };
    let opens = citation.lead.map_or(first.span.start, |lead| lead.start);
    // Before `, June 3` a source is missing, rather than a space being extra.
    let lost = citation.lead.is_none() && first.source.is_none() && first.link.is_none();
    if let Some(open) = citation.open.filter(|_| !lost) {
        spaceless(doc, Span::new(open.end, opens), out);
    }
    if let Some(lead) = citation.lead {
        let gap = Span::new(lead.end, first.span.start);
        if gap.len() > 1 && doc.text(gap).chars().all(|c| c == ' ') {
            mend(doc, gap, " ", "More than one space in the citation", out);
        }
    }
    if let Some(close) = citation.close {
        spaceless(doc, Span::new(last.span.end, close.start), out);
    }
    for (index, item) in citation.items.iter().enumerate() {
        if let Some(link) = &item.link
            && is_loose(doc, link)
        {
            spaceless_link(doc, *link, out);
        }
        if let Some(gap) = item.gap
            && item.source.or(item.link.map(|link| link.span)).is_some()
        {
            spaced(doc, gap, ", ", out);
        }
        if let Some(separator) = citation.separator(index) {
            let sign = if item.shares_date { ", " } else { "; " };
            spaced(doc, separator, sign, out);
        }
    }
}

/// Whether the brackets of a link may contain spaces inside: nearly all consist of letters between four brackets.
fn is_loose(doc: &Document<'_>, link: &Link) -> bool {
    let label = link.label;
    let bytes = doc.text.as_bytes();
    let other = |at: Offset| bytes.get(at as usize).is_some_and(|byte| !byte.is_ascii_graphic());
    link.span.len() != label.len() + link.target.len() + 4 || other(label.start) || other(label.end.wrapping_sub(1))
}

/// No space inside the brackets of a link: `[ Source ]( https://… )`.
#[cold]
fn spaceless_link(doc: &Document<'_>, link: Link, out: &mut Report) {
    if matches!(link.form, LinkForm::Bare | LinkForm::MissingBracket) {
        return;
    }
    let Link { span, label, target, form, .. } = link;
    let inner = (form == LinkForm::Inline && label.end + 2 <= target.start)
        .then(|| Span::new(label.end + 2, span.end.saturating_sub(1)));
    let spaces = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
    let mut gaps = Vec::new();
    for brackets in [Some(label), inner].into_iter().flatten() {
        let within = doc.text(brackets);
        let start = brackets.end - offset(within.trim_start_matches(spaces));
        let end = brackets.start + offset(within.trim_end_matches(spaces));
        if start < end {
            gaps.extend([Span::new(brackets.start, start), Span::new(end, brackets.end)]);
        }
    }
    gaps.retain(|gap| !gap.is_empty());
    let Some(first) = gaps.first() else { return };
    out.flag(*first, "Unwanted space inside the bracket").fix(Fix::new(
        Safety::Safe,
        "Correct the spacing",
        gaps.iter().map(|gap| Edit::delete(*gap)).collect::<Vec<_>>(),
    ));
}

fn offset(text: &str) -> Offset {
    Offset::try_from(text.len()).unwrap_or(Offset::MAX)
}

/// Between a bracket and the words next to it there may only be a line end.
fn spaceless(doc: &Document<'_>, gap: Span, out: &mut Report) {
    let text = doc.text(gap);
    if !text.is_empty() && text.chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}')) {
        mend(doc, gap, "", "Unwanted space inside the bracket", out);
    }
}

/// A mark with its space, or with a line end in place of the space.
fn spaced(doc: &Document<'_>, gap: Span, sign: &str, out: &mut Report) {
    let text = doc.text(gap);
    if text == sign {
        return;
    }
    // Anything but this mark and spaces is left to another rule.
    if sign.chars().next().is_some_and(|sign| citation::is_loose(text, sign)) {
        mend(doc, gap, sign, ["“", sign, "” belongs here"], out);
    }
}

fn mend(doc: &Document<'_>, place: Span, text: &str, message: impl IntoMessage, out: &mut Report) {
    out.flag(mark(doc.text, place), message).fix(Fix::new(
        Safety::Safe,
        "Correct the spacing",
        [Edit::replace(place, text)],
    ));
}

/// In a note, a space before a comma, or none or two after it. The commas of an address, a title or a name are its own.
fn in_group(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    if !group.style.is_apart() {
        return;
    }
    for flaw in group.flaws.iter().filter(|flaw| flaw.kind == FlawKind::Spacing) {
        let spaced = doc.text(flaw.span).ends_with(' ');
        let message = if spaced { "More than one space after the semicolon" } else { "No space after the semicolon" };
        out.flag(flaw.span, message).fix(Fix::replace(Safety::Safe, flaw.span, "; "));
    }
    for item in group.cited() {
        between_fields(doc, item, out);
        let bytes = doc.text.as_bytes();
        let copy = item.details.as_ref().and_then(|details| details.archived);
        let addresses = item.link.iter().chain(&copy).map(|link| link.span);
        let title = item.details.as_ref().and_then(|details| details.title).map(|title| title.span);
        let (start, end) = (item.span.start as usize, item.span.end as usize);
        let mut done = start;
        for comma in memchr::memchr_iter(b',', bytes.get(start..end).unwrap_or_default()) {
            let at = start + comma;
            if at < done {
                continue;
            }
            // Nearly all commas have one space after them and none before.
            if matches!(bytes[at.saturating_sub(1)..], [before, b',', b' ', after, ..] if before != b' ' && after != b' ')
            {
                continue;
            }
            let own = addresses.clone().chain(title).chain(item.source).chain(target_around(doc, at as Offset));
            if let Some(place) = own.into_iter().find(|place| place.covers(at as Offset)) {
                done = place.end as usize;
                continue;
            }
            let before = doc.text.slice(item.span.start as usize..at);
            let behind = doc.text.slice(at + 1..end);
            let blanks = before.len() - before.trim_end_matches(' ').len();
            let after = behind.len() - behind.trim_start_matches(' ').len();
            let word = behind.starts_with(is_alphabetic) && before.ends_with(is_alphabetic);
            if blanks > 0 && !before.trim_end().is_empty() && !before.trim_end_matches(' ').ends_with('\n') {
                // Commas with nothing but spaces between them are one fault: without the spaces they would be another.
                let words = before.trim_end_matches([' ', ',']).len();
                let first = if before.slice(words..).contains(',') { start + words } else { at - blanks };
                done = end - behind.trim_start_matches([' ', ',']).len();
                let last = at + 1 + doc.text.slice(at + 1..done).rfind(',').map_or(0, |comma| comma + 1);
                let place = Span::at(first..last);
                let more = doc.text(place).trim_start_matches(' ').len() > 1;
                let message = if more { "One comma is enough" } else { "Unwanted space before the comma" };
                out.flag(place, message).fix(Fix::replace(Safety::Safe, place, ","));
            } else if word && behind.contains(' ') {
                let place = Span::at(at..at + 1);
                out.flag(place, "No space after the comma").fix(Fix::replace(Safety::Safe, place, ", "));
            } else if after > 1 && !behind.trim_start_matches(' ').starts_with('\n') {
                let place = Span::at(at + 1..at + 1 + after);
                out.flag(place, "More than one space after the comma").fix(Fix::replace(Safety::Safe, place, " "));
            }
        }
    }
}

/// The target around `at` of a link, also of one that is no address of an item: an interview may contain it.
fn target_around(doc: &Document<'_>, at: Offset) -> Option<Span> {
    doc.markdown.inlines_near(Span::empty(at)).map(|inline| inline.target).find(|target| target.covers(at))
}

/// No space, or more than one, after the mark that closes a title.
fn between_fields(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let title = item.details.as_ref().and_then(|details| details.title);
    let Some(title) = title.filter(|title| title.form == TitleForm::Quoted) else { return };
    // Nearly every title has one space after it.
    if matches!(doc.text.as_bytes()[title.whole.end as usize..], [b' ', next, ..] if next != b' ') {
        return;
    }
    let fields = item.fields();
    for (before, after) in fields.iter().zip(fields.iter().skip(1)) {
        if before.kind != FieldKind::Title || before.span.end > after.span.start {
            continue;
        }
        let gap = Span::new(before.span.end, after.span.start);
        let blank = doc.text(gap);
        if blank.is_empty() {
            let first = doc.text(after.span).chars().next();
            // Chinese and Japanese put none.
            if first.is_some_and(|c| c as u32 >= 0x3000) {
                continue;
            }
            let letter = first.map_or(0, char::len_utf8);
            let place = Span::new(gap.start, gap.start + Offset::try_from(letter).unwrap_or(0));
            out.flag(place, "No space after the title").fix(Fix::insert(Safety::Safe, "Add a space", gap.start, " "));
        } else if blank.len() > 1 && blank.bytes().all(|byte| byte == b' ') {
            out.flag(gap, "More than one space after the title").fix(Fix::replace(Safety::Safe, gap, " "));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn one_space_before_and_none_inside() {
        check(
            "citation-spacing",
            "Boats left(Reuters,May 9 ) .
          ^ No space before the citation
                  ^ “, ” belongs here
                        ^ Unwanted space inside the bracket
                          ^ Unwanted space between the citation and the stop after it
",
        );
        check_fix("citation-spacing", "Boats left(Reuters,May 9 ) .", "Boats left (Reuters, May 9).");
        check_clean("citation-spacing", "Boats left\n(Reuters,\nMay 9).");
        for gap in [",  ", ",\u{3000}", ", · ", ",، ", ",, "] {
            let text = format!("Boats left ([Dawn](https://dawn.com/1){gap}May 9).");
            check_fix("citation-spacing", &text, "Boats left ([Dawn](https://dawn.com/1), May 9).");
        }
    }

    #[test]
    fn commas_in_a_row_are_one_fault() {
        let note = |note: &str| format!("Boats left.[^1]\n\n[^1]: {note}\n");
        for commas in [" ,", ", ,", " , ,", ", , , ,", " , , ,, ,", ",  , "] {
            let text = note(&format!("Dawn{commas} May 9, 2018."));
            check_fix("citation-spacing", &text, &note("Dawn, May 9, 2018."));
        }
        check_fix("citation-spacing", &note("Dawn , , May 9 , 2018."), &note("Dawn, May 9, 2018."));
    }

    #[test]
    fn the_target_of_a_link_keeps_its_commas() {
        // The link of an interview is no address of its own.
        check_clean(
            "citation-spacing",
            "Boats left.[^1]\n\n[^1]: [Author’s interview, Lagos, May 9, 2018](<https://a.net/; ,b,c>).\n",
        );
    }
}
