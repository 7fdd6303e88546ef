//! A long form that almost matches what its short form stands for.

use crate::bulletin::abbreviations::Definition;
use crate::bulletin::abbreviations::expansion::{Agreement, compare, correction};
use crate::bulletin::abbreviations::meaning::Meaning;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "wrong-expansion",
    family: Family::Abbreviations,
    summary: "a long form that is almost, but not quite, what its abbreviation stands for",
    page: include_str!("../../../docs/rules/wrong-expansion.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    supersedes: &["actor-alias", "misspelled-actor", "inconsistent-actor"],
    ..Rule::DEFAULT
};

/// The maximum number of definitions of one short form that are compared with one another.
const COMPARED: usize = 16;

fn check(doc: &Document<'_>, out: &mut Report) {
    if !doc.bulletin.is_bulletin() {
        return;
    }
    let mut meanings: FxHashMap<u64, Meaning<'_>> = FxHashMap::default();
    let mut unlisted: FxHashMap<u64, Vec<&Definition>> = FxHashMap::default();
    for definition in doc.bulletin.abbreviations.definitions.iter().filter(|definition| !definition.quoted) {
        let meaning = meanings.entry(definition.key).or_insert_with(|| Meaning::of(definition.key, doc.gazetteer));
        if meaning.is_unknown() {
            let others = unlisted.entry(definition.key).or_default();
            if others.len() < COMPARED {
                others.push(definition);
            }
            continue;
        }
        if let Some(right) = meaning.slip(doc.text(definition.long)) {
            flag(doc, out, definition, right);
        }
    }
    for definitions in unlisted.values().filter(|definitions| definitions.len() > 1) {
        among_themselves(doc, out, definitions);
    }
}

/// If no list has the short form, the issue's own long forms are compared with the most frequent one.
fn among_themselves(doc: &Document<'_>, out: &mut Report, definitions: &[&Definition]) {
    let long = |definition: &Definition| doc.text(definition.long);
    // They are nearly always all the same, letter by letter.
    let mut forms: Vec<(&Definition, usize)> = Vec::new();
    for definition in definitions {
        match forms.iter_mut().find(|(known, _)| long(known) == long(definition)) {
            Some((_, count)) => *count += 1,
            None => forms.push((definition, 1)),
        }
    }
    let times = |(one, own): &(&Definition, usize)| {
        let others = forms.iter().filter(|(other, _)| !std::ptr::eq(*other, *one));
        let same = others.filter(|(other, _)| compare(long(one), long(other)) == Agreement::Same);
        own + same.map(|(_, count)| count).sum::<usize>()
    };
    let [first, rest @ ..] = forms.as_slice() else { return };
    let (mut most, mut most_times) = (first, times(first));
    for form in rest {
        let times = times(form);
        if times > most_times {
            (most, most_times) = (form, times);
        }
    }
    for (form, _) in &forms {
        if compare(long(form), long(most.0)) == Agreement::Near {
            for definition in definitions.iter().filter(|definition| long(definition) == long(form)) {
                flag(doc, out, definition, long(most.0)).related(most.0.span, "The other long form");
            }
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
    let fix = Fix::new(Safety::Review, format!("Write “{written}”"), edits);
    let group = Group::of_document(format!("{short} {}", long.to_lowercase()));
    out.flag(definition.long, ["“", short, "” stands for “", right, "”"]).in_group(group).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{CustomLists, Gazetteer};
    use crate::rules::testing::{check, check_clean, check_fix, settings};

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
            // Several things share these short forms.
            "The Somalia National Army (SNA) came (Dawn, May 9).",
            "The Union of Congolese Patriot Men (UPC) came (Dawn, May 9).",
            // An actor's former names, and other names of it.
            "The Group for the Support of Islam and Muslims (JNIM) came (Dawn, May 9).",
            "The Islamic State of Iraq and Syria (ISIS) came (Dawn, May 9).",
            "The Kachin Defence Forum (KDF) met (Dawn, May 9).",
            "“The Kenyan Defense Forces (KDF) came,” he said (Dawn, May 9).",
            "He wrote: \"Improved Explosive Devices (IEDs) failed\" (Dawn, May 9).",
            "> The Kenyan Defense Forces (KDF) came.\n\nIt rained (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn actors_bear_their_short_forms() {
        check(
            RULE,
            "\
The Patani United Liberartion Organization (PULO) met (Dawn, May 9).
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “PULO” stands for “Patani United Liberation Organization”
",
        );
        check_fix(
            RULE,
            "The Tigrayan Defense Forces (TDF) met (Dawn, May 9).",
            "The Tigray Defense Forces (TDF) met (Dawn, May 9).",
        );
    }

    #[test]
    fn a_house_s_own_actor_decides() {
        let mut house = CustomLists::default();
        let list = "id\tname\tabbreviations\nriverine-rescue-corps\tRiverine Rescue Corps\tRRQ\n";
        assert_eq!(house.read(crate::gazetteer::lists::ListKind::Actors, list), []);
        let gazetteer = Gazetteer::with(house);
        let found = |text| {
            let checked = crate::check::check(crate::check::Draft {
                path: "a.md",
                text,
                settings: &settings(RULE),
                gazetteer: &gazetteer,
            });
            let found = checked.diagnostics.into_iter().filter(|finding| finding.rule.name == RULE);
            found.map(|finding| finding.message.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            found("The Riverline Rescue Corps (RRQ) met (Dawn, May 9). Now a Riverine rescue corps (RRQ) left."),
            ["“RRQ” stands for “Riverine Rescue Corps”"]
        );
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
