//! A word split in two by a line end or a page break.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "split-word",
    family: Family::Copy,
    summary: "a word cut by a hyphen at the end of a line or paragraph",
    page: include_str!("../../../docs/rules/split-word.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    fix_effect: FixEffect {
        reveals: true,
        leaves_block: Some("a page break cuts the word into two blocks"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for word in &doc.bulletin.split_words {
        let place = if word.by_paragraph { "a page break" } else { "a line end" };
        let (head, tail) = (doc.text(word.head), doc.text(word.tail));
        let flag = out.flag(word.span, ["“", head, "” and “", tail, "” are one word, cut by ", place]);
        // There may be a comment between the halves: then a person joins them.
        let gap = Span::new(word.head.end, word.tail.start);
        if !doc.text(gap).trim().is_empty() {
            continue;
        }
        let joined = Fix::replace(Safety::Review, Span::new(gap.start - 1, word.tail.end), tail);
        let first = head.trim_end_matches('-');
        let joined = joined.titled(["Write “", first, tail, "”"]);
        let compound = Fix::replace(Safety::Review, Span::new(gap.start, word.tail.end), tail);
        let compound = compound.titled(["Write “", head, tail, "”"]);
        if word.compound {
            flag.fix(compound).fix(joined)
        } else {
            flag.fix(joined).fix(compound)
        };
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, check_fix, findings, settings};

    const RULE: &str = "split-word";

    #[test]
    fn both_halves_are_told() {
        let found = findings(RULE, "The toll rose in Sep-\ntember.\n", &settings(RULE));
        assert_eq!(found[0].message, "“Sep-” and “tember” are one word, cut by a line end");
        assert_eq!(found[0].fixes.len(), 2);
    }

    #[test]
    fn a_page_break_in_a_word_is_mended_whole() {
        check_fix(
            RULE,
            "The council will not meet past Novem-\n\nber, the clerk said.\n",
            "The council will not meet past November, the clerk said.\n",
        );
    }

    #[test]
    fn a_compound_keeps_its_hyphen() {
        check_fix(
            RULE,
            "They came to hold an anti-\n\ngovernment rally at noon.\n",
            "They came to hold an anti-government rally at noon.\n",
        );
        check_fix(
            RULE,
            "A roll-on ferry lay beside the roll-\n\non ferry of the navy.\n",
            "A roll-on ferry lay beside the roll-on ferry of the navy.\n",
        );
    }

    #[test]
    fn a_line_may_end_in_a_compound() {
        check_clean(RULE, "A zero-\ncost gate, a well-\nknown ferry and a short-\nand long-term plan.\n");
    }
}
