//! A word written twice.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "doubled-word",
    family: Family::Copy,
    summary: "a word written twice",
    page: include_str!("../../../docs/rules/doubled-word.md"),
    level: Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for pair in &doc.bulletin.typography.doubled {
        let flag = out.flag(pair.first.cover(pair.second), format!("“{}” stands twice", doc.text(pair.second)));
        let gap = Span::new(pair.first.end, pair.second.start);
        if doc.text(gap).trim().is_empty() {
            let edits = vec![Edit::delete(Span::new(gap.start, pair.second.end))];
            flag.fix(Fix::new(Safety::Review, "remove the second", edits));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "doubled-word";

    #[test]
    fn both_are_marked() {
        check(
            RULE,
            "\
It was the the end.
       ^^^^^^^ “the” stands twice
",
        );
    }

    #[test]
    fn the_second_goes() {
        check_fix(RULE, "The the end of\nof the the the road.", "The end of the road.");
    }

    #[test]
    fn emphasis_parts_no_words_but_its_marks_stay() {
        check(
            RULE,
            "\
It was *the* the end.
        ^^^^^^^^ “the” stands twice
",
        );
        check_fix(RULE, "It was *the* the end.", "It was *the* the end.");
    }

    #[test]
    fn a_citation_is_read_as_any_words() {
        check(
            RULE,
            "\
Boats left (see see Reuters, May 9).
            ^^^^^^^ “see” stands twice
",
        );
        check_fix(
            RULE,
            "Boats left ([Dawn](https://dawn.com/1), on on May 10).",
            "Boats left ([Dawn](https://dawn.com/1), on May 10).",
        );
    }

    #[test]
    fn some_words_stand_twice() {
        check_clean(RULE, "He knew that that had had no end. They saw Bora Bora, then [1] then `a` a.");
    }

    #[test]
    fn a_quotation_is_flagged_and_left_as_it_is() {
        check_fix(RULE, "He said “the the end”.", "He said “the the end”.");
    }
}
