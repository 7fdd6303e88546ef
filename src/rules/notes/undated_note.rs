//! A note that cites a source without a date.

use crate::bulletin::Note;
use crate::calendar;
use crate::config::Level;
use crate::markdown::{Inline, InlineKind};
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::within;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undated-note",
    family: Family::Notes,
    summary: "a note that cites a source without a date",
    page: include_str!("../../../docs/rules/undated-note.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    // Outside a bulletin, notes give addresses, and no dates.
    if doc.date().is_none() || doc.bulletin.notes.is_empty() || doc.bulletin.is_technical() {
        return;
    }
    for note in &doc.bulletin.notes {
        let Some(address) = address(doc, note) else { continue };
        if !is_dated(doc, note) && calendar::url_date(address.url(doc.text)).is_none() {
            out.flag(note.mark, ["note ", &note.label, " cites a source without a date"]);
        }
    }
}

/// The first link of a note.
fn address<'a>(doc: &Document<'a>, note: &Note) -> Option<&'a Inline> {
    let inlines = &doc.markdown.inlines;
    let first = inlines.partition_point(|inline| inline.span.start < note.body.start);
    let links = inlines[first..].iter().take_while(|inline| inline.span.start < note.body.end);
    links.into_iter().find(|inline| {
        let link = matches!(inline.kind, InlineKind::Link | InlineKind::Autolink | InlineKind::ReferenceLink);
        link && inline.url(doc.text).starts_with("http")
    })
}

/// Whether the note gives a date or year, or cites in brackets, which the rules on citations judge.
fn is_dated(doc: &Document<'_>, note: &Note) -> bool {
    if !doc.bulletin.dates.within(note.body).is_empty()
        || !within(&doc.bulletin.citations, note.body, |citation| citation.span).is_empty()
    {
        return true;
    }
    let runs = within(&doc.markdown.runs, note.body, |run| run.span);
    runs.iter().any(|run| {
        let prose = doc.text(run.span);
        let numbers = prose.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
        let says = ["n.d.", "no date", "undated", "ibid"].iter().any(|word| prose.to_ascii_lowercase().contains(word));
        says || numbers.into_iter().any(|number| number.starts_with("19") || number.starts_with("20"))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn an_address_without_a_date() {
        check(
            "undated-note",
            "A. [1] B. [2]

## Notes

1. See the poster.
^ note 1 cites a source without a date

<https://a.org/1008772546735628289>

2. [Report](https://a.org/report), n.d.
",
        );
    }

    #[test]
    fn dated_or_no_source() {
        for text in [
            "A. [1]\n\n## Notes\n\n1. See the poster of May 9, <https://a.org/1>\n",
            "A. [1]\n\n## Notes\n\n1. The elders tell it otherwise.\n",
            "A. [1]\n\n## Notes\n\n1. <https://a.org/2018/05/09/poster>\n",
            "A. [1] with `code` and `more`\n\n## Notes\n\n1. <https://a.org/poster>\n",
        ] {
            check_clean("undated-note", text);
        }
    }
}
