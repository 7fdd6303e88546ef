//! Straight and curly quotation marks or apostrophes in one issue.

use crate::bulletin::typography::Role;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "mixed-quotes",
    family: Family::Copy,
    summary: "straight and curly quotation marks or apostrophes in one issue",
    page: include_str!("../../../docs/rules/mixed-quotes.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if !doc.bulletin.typography.is_mixed() {
        return;
    }
    let to_curly = doc.bulletin.prefers_curly_marks();
    if !to_curly && !doc.bulletin.own_marks().any(|mark| mark.curly) {
        return;
    }
    for mark in doc.bulletin.own_marks().filter(|mark| mark.curly != to_curly) {
        let sign = if mark.role == Role::Apostrophe { "apostrophe" } else { "quotation mark" };
        let message = if to_curly {
            format!("a straight {sign}, where most in this issue are curly")
        } else {
            format!("a curly {sign}, where most in this issue are straight")
        };
        out.flag(mark.span, message).fix(Fix::replace(Safety::Safe, mark.span, mark.role.sign(to_curly)));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "mixed-quotes";

    #[test]
    fn the_fewer_kind_is_marked() {
        check(
            RULE,
            "\
The port’s guards “slept” and the navy's men left.
                                      ^ a straight apostrophe, where most in this issue are curly
",
        );
        check(
            RULE,
            "\
The port's guards \"slept\" and the navy’s men left.
                                      ^ a curly apostrophe, where most in this issue are straight
",
        );
    }

    #[test]
    fn every_mark_gets_its_partner() {
        check_fix(
            RULE,
            "It’s the port’s gate, the men’s hut, the king’s road, the navy’s 'own', the guards' \"own\" and '90s’ style.",
            "It’s the port’s gate, the men’s hut, the king’s road, the navy’s ‘own’, the guards’ “own” and ’90s’ style.",
        );
    }

    #[test]
    fn quotations_links_and_code_keep_theirs() {
        check_clean(RULE, "The port’s guards said “it's late”, see [Bob's list](https://a.example.net/b) and `it's`.");
        check_clean(RULE, "The port’s gate.\n\n> It's late.\n");
        check_clean(RULE, "The port’s gate fell (Bob's Gazette, May 3).");
    }

    #[test]
    fn inches_and_single_marks_are_nobodys() {
        check_clean(RULE, "The port’s 5\" pipe and a 6' rope.");
    }
}
