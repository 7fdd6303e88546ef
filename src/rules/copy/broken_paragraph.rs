//! A sentence split in two by a page break.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::Edit;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "broken-paragraph",
    family: Family::Copy,
    summary: "a sentence cut in two by a page break",
    page: include_str!("../../../docs/rules/broken-paragraph.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    fix_effect: FixEffect {
        reveals: true,
        leaves_block: Some("a page break cuts the paragraph into two blocks"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    // A split word is left to split-word.
    for cut in doc.bulletin.breaks.iter().filter(|cut| !cut.in_word) {
        let flag = out.flag(cut.span, "The sentence goes on in the next paragraph: a page break cut it in two");
        // There may be a comment between the halves, or the word before the break may be repeated after it: then a
        // person joins them.
        let words = (doc.text(cut.span).split_whitespace().next(), doc.text(cut.span).split_whitespace().next_back());
        if doc.text(cut.gap).trim().is_empty() && words.0 != words.1 {
            let edits = [Edit::replace(cut.gap, " ")];
            flag.fix(Fix::new(Safety::Review, "Join the paragraphs", edits));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, check_fix, findings, settings};

    const RULE: &str = "broken-paragraph";

    #[test]
    fn the_words_around_the_break_are_marked() {
        let text = "The navy sent two ships of the\n\ncoastal fleet to the strait.\n";
        let found = findings(RULE, text, &settings(RULE));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span.of(text), "the\n\ncoastal");
    }

    #[test]
    fn paragraphs_are_joined() {
        check_fix(
            RULE,
            "The navy sent two ships of the\r\n\r\ncoastal fleet to the strait.\r\n",
            "The navy sent two ships of the coastal fleet to the strait.\r\n",
        );
    }

    #[test]
    fn a_word_on_both_sides_of_the_break_is_for_a_person() {
        let text = "The navy sent two ships that could\n\ncould not leave the strait.\n";
        assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1);
        check_fix(RULE, text, text);
    }

    #[test]
    fn a_cut_word_is_another_rules() {
        check_clean(RULE, "The council will not meet past Novem-\n\nber, the clerk said.\n");
    }

    #[test]
    fn a_comment_between_the_halves_stays() {
        let text = "The navy sent two ships of the\n\n<!-- page 3 -->\n\ncoastal fleet to the strait.\n";
        assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1);
        check_fix(RULE, text, text);
    }
}
