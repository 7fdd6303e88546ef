//! An abbreviation that is defined but never used.

use crate::config::Level;
use crate::gazetteer::profiles::{Define, profile};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Slice, Span};
use rustc_hash::FxHashSet;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unused-abbreviation",
    family: Family::Abbreviations,
    summary: "an abbreviation that is given and never used",
    page: include_str!("../../../docs/rules/unused-abbreviation.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let all = &doc.bulletin.abbreviations;
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    if !doc.bulletin.is_bulletin() || profile.is_some_and(|profile| profile.define == Define::Always) {
        return;
    }
    // One that is defined again is left to another rule, and so is one with two meanings.
    let again: FxHashSet<usize> = all.definitions.iter().filter_map(|definition| definition.first).collect();
    for form in all.forms.iter().filter(|form| form.uses == 0) {
        if form.definition.is_some_and(|definition| again.contains(&definition)) {
            continue;
        }
        let Some(definition) = all.definition_of(form).filter(|definition| !definition.quoted) else { continue };
        let short = doc.text(definition.short);
        let fix = (definition.long.end <= definition.short.start).then(|| {
            // Including the space before the bracket.
            let start =
                doc.text.slice(..definition.short.start as usize).rfind('(').unwrap_or(definition.long.end as usize);
            let start = doc.text.slice(..start).trim_end().len();
            // Emphasis that starts with the bracket would then start with a space.
            let opens = doc.text.slice(..start).trim_end_matches(['*', '_']);
            let place = Span::new(Span::at(start..start).start, definition.span.end);
            (opens.len() == start || !opens.ends_with(' ')).then(|| Fix::replace(Safety::Review, place, ""))
        });
        out.flag(definition.short, ["“", short, "” is not used again"]).maybe_fix(fix.flatten());
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, check_with, settings};

    const RULE: &str = "unused-abbreviation";

    #[test]
    fn given_and_never_used() {
        check(
            RULE,
            "\
The Rapid Response Battalion (RRB) left (Dawn, May 9).
                              ^^^ “RRB” is not used again
",
        );
    }

    #[test]
    fn any_use_will_do() {
        for text in [
            "The Rapid Response Battalion (RRB) left. The RRB’s men fired (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left. “The RRB fired” (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left (Dawn, May 9).\n\n## The RRB returns\n",
            "The Rapid Response Battalion (RRB) left. An RRB-UN patrol came (Dawn, May 9).",
            "“The Rapid Response Battalion (RRB) left,” he said (Dawn, May 9).",
            "He wrote: \"The Rapid Response Battalion (RRB) left\" (Dawn, May 9).",
            "> The Rapid Response Battalion (RRB) left.\n\nIt rained (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left. The Rapid Response Battalion (RRB) fired (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn a_house_may_always_give_it() {
        let ap = crate::config::Settings {
            style: crate::config::Style { profile: Some("ap".into()), ..crate::config::Style::default() },
            ..settings(RULE)
        };
        check_with(RULE, "The Rapid Response Battalion (RRB) left (Dawn, May 9).\n", &ap);
    }

    #[test]
    fn the_bracket_goes() {
        check_fix(
            RULE,
            "The *Rapid Response Battalion* (RRB) left (Dawn, May 9).",
            "The *Rapid Response Battalion* left (Dawn, May 9).",
        );
    }
}
