//! A reference to a note that does not exist.

use crate::bulletin::notes::Scope;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undefined-note",
    family: Family::Notes,
    summary: "a reference to a note that is not there",
    page: include_str!("../../../docs/rules/undefined-note.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check::document(check),
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.bulletin.note_references.is_empty() {
        return;
    }
    let scopes = doc.bulletin.note_scopes();
    let noted = scopes.iter().any(|scope| scope.plain_notes().next().is_some());
    for scope in &scopes {
        let defined = scope.plain_labels();
        let speaks = !defined.is_empty() || refers_clearly(doc, *scope, noted);
        for reference in scope.plain_references().filter(|_| speaks) {
            // A link leads elsewhere; in a quotation the brackets may belong to the quoted text.
            let other = reference.linked || reference.quoted;
            if !other && !defined.contains(reference.label.as_str()) {
                out.flag(reference.span, ["There is no note ", &reference.label]);
            }
        }
    }
    let footnotes = doc.bulletin.note_references.iter().filter(|reference| reference.footnote);
    for reference in footnotes.filter(|reference| reference.note.is_none()) {
        out.flag(reference.span, ["There is no footnote ", &reference.label]);
    }
}

/// Whether references in a text without notes can only be note references: counted from 1, each after the end of a
/// sentence or clause, in a bulletin.
fn refers_clearly(doc: &Document<'_>, scope: Scope<'_>, noted: bool) -> bool {
    let bulletin = noted || doc.bulletin.cites_dated();
    let mut expected = 1u32;
    for reference in scope.plain_references() {
        let number = reference.label.parse::<u32>().unwrap_or(0);
        if number > expected || number == 0 || !reference.behind || reference.linked {
            return false;
        }
        expected = expected.max(number + 1);
    }
    bulletin && expected > 1 && !doc.bulletin.is_technical()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, findings, settings};

    #[test]
    fn each_reference_without_a_note() {
        check(
            "undefined-note",
            "One. [1] Two, [2] three. [3, 4]
              ^^^ There is no note 2
                             ^ There is no note 4

## Notes

1. One.
3. Three.
",
        );
        check(
            "undefined-note",
            "One.[^1] Two.[^b] Three.[^c]
             ^^^^ There is no footnote b

[^1]: One.
[^C]: Three.
",
        );
    }

    #[test]
    fn each_section_may_end_with_its_own_note() {
        let notes = "\
Six. [6] One. [1]

6. Dawn, “Six,” https://dawn.com/6

## References

1. Dawn, “One,” https://dawn.com/1

## The harbour

Two, [2] three. [2, 3] Five. [5]
                             ^^^ There is no note 5

2. Geo, “Two,” https://geo.tv/2
3. Geo, “Three,” https://geo.tv/3

## The quay

Four things are to be done.

4. See the harbour master.
";
        check("undefined-note", notes);
        // Steps are no notes, and neither is what cites nothing.
        for list in ["1. Go.\n2. Read https://dawn.com/2.", "2. Go on."] {
            let text = format!(
                "One. [1] Two. [2]\n\n## Notes\n\n1. Dawn, “One,” https://dawn.com/1\n\n## Steps\n\nThus:\n\n{list}\n"
            );
            assert_eq!(findings("undefined-note", &text, &settings("undefined-note")).len(), 1, "{text}");
        }
    }

    #[test]
    fn brackets_that_are_no_references() {
        for text in [
            "Take list[1] and f(x)[2] or [3] of them.",
            "See [1] and [2].\n\n[1]: https://a.org\n[2]: https://b.org\n",
            "- [ ] one\n- [x] two\n",
            "“There were [10] men,” he said. [1]\n\n## Notes\n\n1. One.\n"
                .replace("“There were [10] men,” he said.", "> There were [10] men.\n\nSo. ")
                .as_str(),
            "The range [0, 1] and the class `[^1]`.",
            "As shown [1], it works. `code`",
            "[^a] is no reference where there are no footnotes.",
        ] {
            check_clean("undefined-note", text);
        }
    }
}
