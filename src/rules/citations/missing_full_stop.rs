//! A citation that a new sentence follows without a stop.

use crate::bulletin::citation::{Surroundings, opens_sentence};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-full-stop",
    family: Family::Citations,
    summary: "a citation followed by a capital and no stop",
    page: include_str!("../../../docs/rules/missing-full-stop.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for citation in &doc.bulletin.citations {
        let place = Surroundings::of(doc.text, doc.markdown, citation);
        let Some(next) = place.next_word else { continue };
        if citation.close.is_none()
            || place.before.is_none()
            || place.stop_before.is_some()
            || place.stop_after.is_some()
        {
            continue;
        }
        let word = doc.text(next);
        let certain = opens_sentence(word);
        // A name may go on with the sentence: `reports ([Dawn](…), May 9) President Ghani left`.
        if !certain && place.clause_is_short {
            continue;
        }
        let safety = if certain { Safety::Safe } else { Safety::Review };
        out.flag(next, format!("no full stop between the citation and “{word}”")).fix(Fix::insert(
            safety,
            "put a full stop after the citation",
            citation.span.end,
            ".",
        ));
    }
}
