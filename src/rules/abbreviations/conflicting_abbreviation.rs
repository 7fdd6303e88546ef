//! One abbreviation for two things in one article.

use crate::bulletin::abbreviations::expansion::{Agreement, compare, is_spelled_by};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "conflicting-abbreviation",
    family: Family::Abbreviations,
    summary: "one abbreviation with two meanings in one article",
    page: include_str!("../../../docs/rules/conflicting-abbreviation.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let all = &doc.bulletin.abbreviations;
    if !doc.bulletin.is_bulletin() {
        return;
    }
    for definition in &all.definitions {
        let Some(first) = definition.first.map(|first| &all.definitions[first]) else { continue };
        let (long, before) = (doc.text(definition.long), doc.text(first.long));
        let short = doc.text(definition.short);
        // What a speaker means by it does not bind the author.
        if definition.quoted || first.quoted {
            continue;
        }
        // A name and its translation share a short form that spells only one of the two.
        if compare(long, before) != Agreement::Different || !is_spelled_by(short, long) || !is_spelled_by(short, before)
        {
            continue;
        }
        out.flag(definition.span, ["“", short, "” stood for “", before, "” earlier"])
            .related(first.span, "The other meaning");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    const RULE: &str = "conflicting-abbreviation";

    #[test]
    fn the_second_meaning_is_flagged() {
        check(
            RULE,
            "\
The Rapid Response Battalion (RRB) left. The Royal River Bank (RRB) closed (Dawn, May 9).
                                             ^^^^^^^^^^^^^^^^^^^^^^ “RRB” stood for “Rapid Response Battalion” earlier
",
        );
    }

    #[test]
    fn quotations_do_not_conflict() {
        for text in [
            "The Rapid Response Battalion (RRB) left. “The Royal River Bank (RRB) closed,” he said (Dawn, May 9).",
            "He wrote: \"The Royal River Bank (RRB) closed.\" The Rapid Response Battalion (RRB) left (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left (Dawn, May 9).\n\n> The Royal River Bank (RRB) closed.",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn translations_and_spellings_do_not_conflict() {
        for text in [
            "An integer linear program (ILP) and integer linear programming (ILP) are one (Dawn, May 9).",
            "The Kurdistan Workers’ Party (PKK) left. The Partiya Karkerên Kurdistanê (PKK) fired (Dawn, May 9).",
            "The Kenya Defence Forces (KDF) left. The Kenya Defense Forces (KDF) fired (Dawn, May 9).",
            "The Rapid Response Battalion (RRB) left. The Rapid Response Battallion (RRB) fired (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }
}
