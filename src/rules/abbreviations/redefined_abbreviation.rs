//! An abbreviation that one article spells out twice.

use crate::bulletin::abbreviations::expansion::{Agreement, compare};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "redefined-abbreviation",
    family: Family::Abbreviations,
    summary: "an abbreviation spelled out twice in one article",
    page: include_str!("../../../docs/rules/redefined-abbreviation.md"),
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
    // By the first definition of a short form, the first in prose: tables and footnotes are read on their own.
    let mut in_prose: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, definition) in all.definitions.iter().enumerate().filter(|(_, definition)| !definition.aside) {
        let first = *in_prose.entry(definition.first.unwrap_or(at)).or_insert(at);
        if first == at {
            continue;
        }
        let first = &all.definitions[first];
        // Two meanings are a different fault, and so is a mistake in one of the two.
        if definition.quoted
            || first.quoted
            || compare(doc.text(definition.long), doc.text(first.long)) != Agreement::Same
        {
            continue;
        }
        let short = doc.text(definition.short);
        out.flag(definition.span, ["“", short, "” is spelled out already: write only “", short, "”"])
            .related(first.span, "Spelled out here")
            .maybe_fix(definition.whole(doc.text).map(|whole| Fix::replace(Safety::Review, whole, short)));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "redefined-abbreviation";

    #[test]
    fn the_second_definition_is_flagged() {
        check(
            RULE,
            "\
The Rapid Response Battalion (RRB) left. The Rapid Response Battalion (RRB) fired (Dawn, May 9).
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “RRB” is spelled out already: write only “RRB”
",
        );
    }

    #[test]
    fn quotations_and_other_meanings() {
        for text in [
            "The Rapid Response Battalion (RRB) left (Dawn, May 9).\n\n> The Rapid Response Battalion (RRB) fired.",
            "The Rapid Response Battalion (RRB) left. “The Rapid Response Battalion (RRB) fired” (Dawn, May 9).",
            "“The Rapid Response Battalion (RRB) fired.” The Rapid Response Battalion (RRB) left (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left. \"The Rapid Response Battalion (RRB) fired\" (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left. The Royal River Bank (RRB) closed (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn tables_and_footnotes_are_read_on_their_own() {
        for text in [
            "| Rapid Response Battalion (RRB) | 3 |\n|---|---|\n| two | 4 |\n\nThe Rapid Response Battalion (RRB) left (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left (Dawn, May 9).\n\n| one | 3 |\n|---|---|\n| RRB (Rapid Response Battalion) | 4 |\n",
            "The Rapid Response Battalion (RRB) left (Dawn, May 9).[^1]\n\n[^1]: The Rapid Response Battalion (RRB) is old.\n",
        ] {
            check_clean(RULE, text);
        }
        check(
            RULE,
            "\
| Rapid Response Battalion (RRB) | 3 |
|---|---|
| two | 4 |

The Rapid Response Battalion (RRB) left. The Rapid Response Battalion (RRB) fired (Dawn, May 9).
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “RRB” is spelled out already: write only “RRB”
",
        );
    }

    #[test]
    fn the_short_form_stays() {
        check_fix(
            RULE,
            "An improvised explosive device (IED) failed. Two *improvised explosive devices* (IEDs) did not (Dawn, May 9).",
            "An improvised explosive device (IED) failed. Two IEDs did not (Dawn, May 9).",
        );
    }
}
