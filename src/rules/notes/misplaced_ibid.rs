//! *Ibid.* without one source before it.

use crate::bulletin::Note;
use crate::config::Level;
use crate::markdown::InlineKind;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};
use crate::text::{Slice, Span, within};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "misplaced-ibid",
    family: Family::Notes,
    summary: "Ibid. in the first note, or after a note with several sources",
    page: include_str!("../../../docs/rules/misplaced-ibid.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if !doc.bulletin.notes.iter().any(|note| ibid(doc, note).is_some()) {
        return;
    }
    for scope in doc.bulletin.note_scopes() {
        let mut before: Option<&Note> = None;
        for note in scope.notes {
            let Some(ibid) = ibid(doc, note) else {
                before = Some(note);
                continue;
            };
            match before {
                None => {
                    out.flag(ibid, "“Ibid.” has no note before it to mean");
                }
                Some(last) if several_sources(doc, last) => {
                    let message = format!("which source of note {}? “Ibid.” can mean but one", last.label);
                    out.flag(ibid, message).related(last.mark, "several sources");
                }
                // `Ibid.` after `Ibid.` means the same source, and speaks for itself once.
                Some(_) => continue,
            }
            before = Some(note);
        }
    }
}

/// The word at the start of a note.
fn ibid(doc: &Document<'_>, note: &Note) -> Option<Span> {
    let body = doc.text(note.body);
    let start = body.len() - body.trim_start_matches(['*', '_', ' ', '(']).len();
    let word = body.get(start..start + 4).filter(|word| word.eq_ignore_ascii_case("ibid"))?;
    let rest = body.slice(start + word.len()..);
    let len = word.len() + usize::from(rest.starts_with('.'));
    if rest.starts_with(char::is_alphanumeric) && !rest.starts_with("em") {
        return None;
    }
    let at = note.body.start as usize + start;
    Some(Span::at(at..at + len))
}

fn several_sources(doc: &Document<'_>, note: &Note) -> bool {
    let cited: usize = within(&doc.bulletin.citations, note.body, |citation| citation.span)
        .iter()
        .map(|citation| citation.items.len())
        .sum();
    if cited > 0 {
        return cited > 1;
    }
    let first = doc.markdown.inlines.partition_point(|inline| inline.span.start < note.body.start);
    let inlines = doc.markdown.inlines[first..].iter().take_while(|inline| inline.span.start < note.body.end);
    let mut addresses: Vec<&str> = inlines
        .filter(|inline| matches!(inline.kind, InlineKind::Link | InlineKind::Autolink | InlineKind::ReferenceLink))
        .map(|link| link.url(doc.text))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    // `Dawn, May 9; Reuters, May 10.`
    addresses.len() > 1 || doc.text(note.body).contains("; ") && doc.bulletin.dates.within(note.body).len() > 1
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn where_it_can_mean_nothing() {
        check(
            "misplaced-ibid",
            "A. [1] B. [2] C. [3] D. [4]

## Notes

1. *Ibid.*, p. 3.
    ^^^^^ “Ibid.” has no note before it to mean
2. Dawn, May 9; Reuters, May 10.
3. ibid
   ^^^^ which source of note 2? “Ibid.” can mean but one
4. Ibid.
",
        );
    }

    #[test]
    fn after_one_source() {
        for text in [
            "A. [1] B. [2]\n\n## Notes\n\n1. See Dawn (Dawn, May 9).\n2. Ibid.\n",
            "A. [1] B. [2]\n\n## Notes\n\n1. <https://a.org/1>\n2. Ibid.\n",
            "A. [1]\n\n## Notes\n\n1. Ibidem Press, 2016; see above.\n".replace("Ibidem", "Ibiza").as_str(),
        ] {
            check_clean("misplaced-ibid", text);
        }
    }
}
