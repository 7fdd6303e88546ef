//! A citation followed by a new sentence without a stop.

use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-full-stop",
    family: Family::Citations,
    summary: "a citation followed by a capital and no stop",
    page: include_str!("../../../docs/rules/missing-full-stop.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::citation(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, cited: Cited<'_>, out: &mut Report) {
    let place = &cited.citation.around;
    let Some(next) = place.run_on else { return };
    let word = doc.text(next.word);
    // The sentence may continue with a name: `reports ([Dawn](…), May 9) President Ghani left`.
    let safety = if next.certain { Safety::Safe } else { Safety::Review };
    let stop = if place.glued_after { ". " } else { "." };
    out.flag(next.word, ["No full stop between the citation and “", word, "”"]).fix(Fix::insert(
        safety,
        "Add a full stop after the citation",
        cited.citation.span.end,
        stop,
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn a_new_sentence_needs_the_end_of_the_last() {
        check(
            "missing-full-stop",
            "Boats left (Reuters, May 9) However, they sank.
                            ^^^^^^^ No full stop between the citation and “However”
",
        );
        check_fix(
            "missing-full-stop",
            "Boats left (Reuters, May 9)However, they sank.",
            "Boats left (Reuters, May 9). However, they sank.",
        );
        for text in [
            "According to The News (The News, May 9) The Nation left.",
            "Did the boats leave the port that day? (Reuters, May 9) The navy is silent.",
            "The boats had left the port that day.[1] (Reuters, May 9) The navy is silent.",
        ] {
            check_clean("missing-full-stop", text);
        }
        check_clean("missing-full-stop", "According to the navy (Reuters, May 9) President Diaz fled.");
    }
}
