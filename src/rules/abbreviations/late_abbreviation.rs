//! An abbreviation that is used before its article spells it out.

use crate::bulletin::abbreviations::expansion::spell_out;
use crate::bulletin::abbreviations::linked::Linked;
use crate::config::Level;
use crate::gazetteer::abbreviations::is_common;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::Edit;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "late-abbreviation",
    family: Family::Abbreviations,
    summary: "an abbreviation used before it is spelled out",
    page: include_str!("../../../docs/rules/late-abbreviation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let all = &doc.bulletin.abbreviations;
    if !doc.bulletin.is_bulletin() {
        return;
    }
    let mut linked = None;
    for form in &all.forms {
        let (Some(first), Some(definition)) = (form.first, all.definition_of(form)) else { continue };
        if first.span.start >= definition.span.start || form.introduced || is_common(form.key) {
            continue;
        }
        let linked = linked.get_or_insert_with(|| Linked::of(doc.text, doc.markdown, doc.bulletin));
        if linked.explain(form.article, form.key) {
            continue;
        }
        let short = doc.text(first.span);
        let flag = out
            .flag(first.span, ["“", short, "” is used before it is spelled out"])
            .related(definition.span, "Spelled out here");
        // The definition moves to the first use. A person decides whether the text it leaves reads well.
        let whole = definition.whole(doc.text).filter(|_| !definition.quoted);
        if let (Some(whole), Some(edit)) = (whole, spell_out(doc.text, first, doc.text(definition.long))) {
            let later = Edit::replace(whole, doc.text(definition.short));
            flag.fix(Fix::new(
                Safety::Review,
                format!("Spell it out here, and later write “{short}”"),
                vec![edit, later],
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "late-abbreviation";

    #[test]
    fn the_first_use_is_flagged() {
        check(
            RULE,
            "\
The RRB fired. The Rapid Response Battalion (RRB) left (Dawn, May 9).
    ^^^ “RRB” is used before it is spelled out
",
        );
    }

    #[test]
    fn titles_quotations_and_what_everyone_knows() {
        for text in [
            "# The RRB leaves\n\nThe Rapid Response Battalion (RRB) left. The RRB fired (Dawn, May 9).",
            "“The RRB is here,” he said; \"the RRB!\" He meant the Rapid Response Battalion (RRB) (Dawn, May 9).",
            "> The RRB is here.\n\nHe meant the Rapid Response Battalion (RRB) (Dawn, May 9).",
            "The UN met. The United Nations (UN) is old (Dawn, May 9).",
            "The [[queue|RRB]] fired. The Rapid Response Battalion (RRB) left (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn the_definition_moves() {
        check_fix(
            RULE,
            "The RRB’s men fired. The Rapid Response Battalion (RRB) left (Dawn, May 9).",
            "The Rapid Response Battalion’s (RRB) men fired. The RRB left (Dawn, May 9).",
        );
    }
}
