//! *Ibid.* that does not follow a single source.

use crate::bulletin::ItemGroup;
use crate::bulletin::items::{Item, ItemKind, Unresolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};
use crate::text::{Offset, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "misplaced-ibid",
    family: Family::Notes,
    summary: "Ibid. with no source before it, or after a note with several, or with none",
    page: include_str!("../../../docs/rules/misplaced-ibid.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::group(check),
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    for item in group.cited().filter(|item| item.kind() == ItemKind::Ibid) {
        let Some(unresolved) = item.details.as_ref().and_then(|details| details.unresolved) else { continue };
        let note = |note: u32| doc.bulletin.notes.get(note as usize);
        let place = word(doc, item);
        // The `Id.` of legal writing follows rules of its own.
        if doc.text(place).starts_with("Id") {
            continue;
        }
        match unresolved {
            Unresolved::Several(before) => {
                let Some(before) = note(before) else { continue };
                let message = format!("Note {} cites several sources, and “Ibid.” can mean only one", before.label);
                out.flag(place, message).related(before.mark, "Several sources");
            }
            Unresolved::Remark(before) => {
                let Some(before) = note(before) else { continue };
                let message = format!("Note {} cites nothing that “Ibid.” could refer to", before.label);
                out.flag(place, message).related(before.mark, "A remark");
            }
            _ => {
                out.flag(place, "There is no note before “Ibid.” for it to refer to");
            }
        }
    }
}

/// The word itself, including its stop.
fn word(doc: &Document<'_>, item: &Item) -> Span {
    let words = doc.text(item.span);
    let bare = words.trim_start_matches(['*', '_']);
    let start = item.span.start + (words.len() - bare.len()) as Offset;
    let len = bare.find(|c: char| !c.is_alphabetic()).unwrap_or(bare.len());
    let stop = doc.text.slice(start as usize + len..).starts_with('.');
    Span::new(start, start + (len + usize::from(stop)) as Offset)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn where_it_can_mean_nothing() {
        check(
            "misplaced-ibid",
            "A. [1] B. [2] C. [3] D. [4] E. [5] F. [6]

## Notes

1. *Ibid.*, p. 3.
    ^^^^^ There is no note before “Ibid.” for it to refer to
2. Dawn, May 9, 2018; Reuters, May 10, 2018.
3. ibid
   ^^^^ Note 2 cites several sources, and “Ibid.” can mean only one
4. Ibid.
5. The dam is older than the town.
6. Ibid.
   ^^^^^ Note 5 cites nothing that “Ibid.” could refer to
",
        );
    }

    #[test]
    fn the_order_of_the_references_decides() {
        // Note 2 is referred to first.
        check(
            "misplaced-ibid",
            "A.[^2] B.[^1]

[^1]: “Quay Reopens,” Reuters, May 5, 2018.

[^2]: Ibid.
      ^^^^^ There is no note before “Ibid.” for it to refer to
",
        );
        check_clean("misplaced-ibid", "A.[^2] B.[^1]\n\n[^1]: Ibid.\n\n[^2]: “Quay Reopens,” Reuters, May 5, 2018.\n");
    }

    #[test]
    fn after_one_source() {
        for text in [
            "A. [1] B. [2]\n\n## Notes\n\n1. See Dawn (Dawn, May 9).\n2. Ibid.\n",
            "A. [1] B. [2]\n\n## Notes\n\n1. <https://a.org/1>\n2. Ibid.\n",
            "A. [1] B. [2] C. [3]\n\n## Notes\n\n1. “Quay Reopens,” Reuters, May 5, 2018.\n2. Ibid., 4.\n3. Ibid.\n",
            "A. [1]\n\n## Notes\n\n1. Ibiza Press, 2016; see above.\n",
        ] {
            check_clean("misplaced-ibid", text);
        }
    }
}
