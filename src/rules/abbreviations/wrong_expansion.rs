//! A long form that is all but what its short form stands for.

use crate::bulletin::abbreviation::Definition;
use crate::bulletin::abbreviation::expansion::{Likeness, compare, correction};
use crate::config::Level;
use crate::gazetteer::abbreviations::expansions;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "wrong-expansion",
    family: Family::Abbreviations,
    summary: "a long form that is all but what its abbreviation stands for",
    page: include_str!("../../../docs/rules/wrong-expansion.md"),
    level: Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::Document(check),
};

/// Of one short form, no more definitions than this are compared with one another.
const COMPARED: usize = 16;

fn check(doc: &Document<'_>, out: &mut Report) {
    if !doc.bulletin.is_bulletin() {
        return;
    }
    let mut unlisted: FxHashMap<u64, Vec<&Definition>> = FxHashMap::default();
    for definition in doc.bulletin.abbreviations.definitions.iter().filter(|definition| !definition.quoted) {
        let listed = expansions(definition.key);
        if listed.is_empty() {
            let others = unlisted.entry(definition.key).or_default();
            if others.len() < COMPARED {
                others.push(definition);
            }
            continue;
        }
        let long = doc.text(definition.long);
        // What is right for one meaning is not measured against another.
        if listed.iter().any(|right| compare(long, right) == Likeness::Same) {
            continue;
        }
        if let Some(right) = listed.iter().find(|right| compare(long, right) == Likeness::Near) {
            flag(doc, out, definition, right);
        }
    }
    for definitions in unlisted.values().filter(|definitions| definitions.len() > 1) {
        among_themselves(doc, out, definitions);
    }
}

/// Where no list knows a short form, the issue's own long forms are held against the one that stands there most.
fn among_themselves(doc: &Document<'_>, out: &mut Report, definitions: &[&Definition]) {
    let long = |definition: &Definition| doc.text(definition.long);
    let times =
        |one: &Definition| definitions.iter().filter(|other| compare(long(one), long(other)) == Likeness::Same).count();
    let mut most = definitions[0];
    for definition in &definitions[1..] {
        if times(definition) > times(most) {
            most = definition;
        }
    }
    for definition in definitions {
        if compare(long(definition), long(most)) == Likeness::Near {
            flag(doc, out, definition, long(most)).related(most.span, "the other long form");
        }
    }
}

fn flag<'o>(doc: &Document<'_>, out: &'o mut Report, definition: &Definition, right: &str) -> crate::rules::Flag<'o> {
    let (long, short) = (doc.text(definition.long), doc.text(definition.short));
    let edits = correction(long, right, definition.long.start);
    let mut written = long.to_owned();
    for edit in edits.iter().rev() {
        let from = edit.span.start - definition.long.start;
        let place = from as usize..(edit.span.end - definition.long.start) as usize;
        written.replace_range(place, &edit.text);
    }
    let fix = Fix::new(Safety::Review, format!("write “{written}”"), edits);
    out.flag(definition.long, format!("“{short}” stands for “{right}”")).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "wrong-expansion";

    #[test]
    fn a_slip_is_flagged() {
        check(
            RULE,
            "\
They laid Improved Explosive Devices (IEDs) at night (Dawn, May 9).
          ^^^^^^^^^^^^^^^^^^^^^^^^^^ “IEDs” stands for “improvised explosive device”
The Kenyan Defense Forces (KDF) came (Dawn, May 9).
    ^^^^^^^^^^^^^^^^^^^^^ “KDF” stands for “Kenya Defence Forces”
",
        );
    }

    #[test]
    fn right_long_forms_and_other_things() {
        for text in [
            "Two Vehicle-Borne Improvised Explosive Devices (VBIEDs) failed (Dawn, May 9).",
            "The Kenya Defense Forces (KDF) came (Dawn, May 9).",
            "The Sudanese National Army (SNA) came (Dawn, May 9).",
            "The Kachin Defence Forum (KDF) met (Dawn, May 9).",
            "“The Kenyan Defense Forces (KDF) came,” he said (Dawn, May 9).",
            "He wrote: \"Improved Explosive Devices (IEDs) failed\" (Dawn, May 9).",
            "> The Kenyan Defense Forces (KDF) came.\n\nIt rained (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn the_issue_is_held_against_itself() {
        check(
            RULE,
            "\
# One

The Permanent Riverine Commission (PRQ) met. The PRQ agreed (Dawn, May 9).

# Two

The Permanent Riverline Commission (PRQ) met. The PRQ agreed (Dawn, May 9).
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “PRQ” stands for “Permanent Riverine Commission”
",
        );
    }

    #[test]
    fn the_wrong_words_are_mended() {
        check_fix(
            RULE,
            "They laid Improved Explosive Devices (IEDs) near the Kenyan Defense Forces (KDF) camp (Dawn, May 9).",
            "They laid Improvised Explosive Devices (IEDs) near the Kenya Defence Forces (KDF) camp (Dawn, May 9).",
        );
    }
}
