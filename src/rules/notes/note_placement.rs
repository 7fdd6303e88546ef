//! A note reference on a different side of a stop from the article's other references.

use crate::bulletin::notes::placement::{self, Mark, Side};
use crate::config::{FormChoice, Level, NotePlacement};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "note-placement",
    family: Family::Notes,
    summary: "a note’s mark on the other side of the stop or quotation mark than the article’s others",
    page: include_str!("../../../docs/rules/note-placement.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.bulletin.note_references.is_empty() {
        return;
    }
    for scope in doc.bulletin.note_scopes() {
        let marks = scope.marks(doc.text);
        let (side, whose) = match doc.settings.notes.placement {
            FormChoice::Declared(NotePlacement::After) => (Side::After, "The house sets them"),
            FormChoice::Declared(NotePlacement::Before) => (Side::Before, "The house sets them"),
            FormChoice::Auto => match placement::habit(&marks) {
                Some(side) => (side, "The article’s other note marks are"),
                None => continue,
            },
        };
        let there = || marks.iter().filter(|mark| mark.side == side);
        let spaced = there().filter(|mark| doc.text(mark.span).starts_with(char::is_whitespace)).count();
        let gap = match there().count() {
            0 => None,
            all => Some(spaced * 2 > all),
        };
        for mark in &marks {
            report(doc, *mark, (side, gap), whose, out);
        }
    }
}

/// Reports a mark on the wrong side. `gap` says whether most marks on the right one follow a space.
fn report(doc: &Document<'_>, mark: Mark, (side, gap): (Side, Option<bool>), whose: &'static str, out: &mut Report) {
    let (where_it_belongs, place) = match (mark.side, side) {
        (Side::Before, Side::After) => (" after the punctuation", mark.span.cover(mark.stop)),
        (Side::InQuotation, Side::After) => (" after the quotation mark", mark.span.cover(mark.stop)),
        // After a quotation mark, the reference is in the same place in either style.
        (Side::After, Side::Before) if mark.stop.len() == 1 => (" before the punctuation", mark.stop.cover(mark.span)),
        _ => return,
    };
    let (own, stop) = (doc.text(mark.span), doc.text(mark.stop));
    let blank = own.len() - own.trim_start().len();
    let space = match gap {
        None => own.slice(..blank),
        Some(false) => "",
        Some(true) if blank > 0 => own.slice(..blank),
        Some(true) => " ",
    };
    let bare = own.slice(blank..);
    let mended = if side == Side::After { format!("{stop}{space}{bare}") } else { format!("{space}{bare}{stop}") };
    let shown = Span::new(mark.span.start + u32::try_from(blank).unwrap_or(0), mark.span.end);
    let title = ["Move the note mark", where_it_belongs];
    out.flag(shown, [whose, where_it_belongs]).fix(Fix::new(Safety::Safe, title, [Edit::replace(place, mended)]));
}

#[cfg(test)]
mod tests {
    use crate::config::{FormChoice, NotePlacement};
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    const NOTES: &str = "\n\n[^1]: A.\n\n[^2]: B.\n\n[^3]: C.\n\n[^4]: D.\n";

    #[test]
    fn most_marks_decide() {
        let after = |last: &str| format!("One.[^1] Two.[^2] Three.[^3] {last}{NOTES}");
        check_fix("note-placement", &after("Four[^4]."), &after("Four.[^4]"));
        // Nothing in a quotation is changed without review.
        for quoted in ["“Four.[^4]” They left.", "“Four[^4],” they said."] {
            let found = findings("note-placement", &after(quoted), &settings("note-placement"));
            assert!(found.len() == 1 && found[0].fixes.is_empty(), "{quoted} {found:?}");
        }
        let before = |last: &str| format!("One[^1]. Two[^2]. Three[^3]. {last}{NOTES}");
        check_fix("note-placement", &before("Four.[^4]"), &before("Four[^4]."));
        let spaced =
            |last: &str| format!("One. [1] Two. [2] Three. [3] {last}\n\n## Notes\n\n1. A.\n2. B.\n3. C.\n4. D.\n");
        check_fix("note-placement", &spaced("Four [4]."), &spaced("Four. [4]"));
        check_fix("note-placement", &spaced("Four[4]."), &spaced("Four. [4]"));
        let tight =
            |last: &str| format!("One.[1] Two.[2] Three.[3] {last}\n\n## Notes\n\n1. A.\n2. B.\n3. C.\n4. D.\n");
        check_fix("note-placement", &tight("Four [4]."), &tight("Four.[4]"));
        check(
            "note-placement",
            "One.[^1] Two.[^2] Three.[^3] Four[^4].
                                 ^^^^ The article’s other note marks are after the punctuation

[^1]: A.

[^2]: B.

[^3]: C.

[^4]: D.
",
        );
    }

    #[test]
    fn where_nothing_is_decided() {
        for text in [
            "One.[^1] Two.[^2] Three[^3]. Four[^4].",
            "One.[^1] Two[^2].",
            "One[^1] two.[^2] Three.[^3] Four.[^4] So[^1] it is.",
        ] {
            check_clean("note-placement", &format!("{text}{NOTES}"));
        }
        // In either style a reference follows the quotation mark.
        check_clean("note-placement", &format!("One[^1]. Two[^2]. Three[^3]. “Four.”[^4] So.{NOTES}"));
    }

    #[test]
    fn the_house_decides() {
        let text = format!("One.[^1] Two.[^2]{NOTES}");
        let mut house = settings("note-placement");
        house.notes.placement = FormChoice::Declared(NotePlacement::Before);
        assert_eq!(findings("note-placement", &text, &house).len(), 2);
    }
}
