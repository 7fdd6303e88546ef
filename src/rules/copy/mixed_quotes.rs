//! Straight and curly quotation marks or apostrophes in one issue.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};

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
    let (curly, straight) = doc
        .bulletin
        .own_marks()
        .fold((0, 0), |(curly, straight), mark| if mark.curly { (curly + 1, straight) } else { (curly, straight + 1) });
    let message = format!("Straight and curly marks are mixed: {curly} curly, {straight} straight");
    let title = if to_curly { "Write curly marks" } else { "Write straight marks" };
    for mark in doc.bulletin.own_marks().filter(|mark| mark.curly != to_curly) {
        let fix = Fix::replace(Safety::Safe, mark.span, mark.role.sign(to_curly)).titled(title);
        // Which marks the document uses is one decision.
        out.flag(mark.span, message.clone()).in_group(Group::of_document("marks")).fix(fix);
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
                                      ^ Straight and curly marks are mixed: 3 curly, 1 straight
",
        );
        check(
            RULE,
            "\
The port's guards \"slept\" and the navy’s men left.
                                      ^ Straight and curly marks are mixed: 1 curly, 3 straight
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
    fn leading_apostrophes_are_no_quotation_marks() {
        for (before, after) in [
            ("It’s the port’s gate, the men’s ‘own’: rock 'n' roll of the '90s.", "rock ’n’ roll of the ’90s."),
            ("It’s the port’s gate, the men’s ‘own’: 'tis said 'Ali told 'em.", "’tis said ’Ali told ’em."),
            ("It’s the port’s gate, the men’s ‘own’: al-'Adnani and the '08 class.", "al-’Adnani and the ’08 class."),
        ] {
            let kept = before.split_once(": ").map_or("", |(kept, _)| kept);
            check_fix(RULE, before, &format!("{kept}: {after}"));
        }
        // If there are two readings, neither is chosen.
        let either = "It’s the port’s gate: 'round the militants' camp.";
        check_fix(RULE, either, either);
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
