//! A name that sounds like a listed one but is not listed.

use crate::bulletin::mentions::is_given_as_another;
use crate::config::Level;
use crate::gazetteer::index::bare;
use crate::gazetteer::spelling::equal_in_print;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Subject};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "misspelled-actor",
    family: Family::Actors,
    summary: "a name that is close to a listed actor’s but is not a listed spelling of it",
    page: include_str!("../../../docs/rules/misspelled-actor.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    subject: Some(Subject::NearName),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for stranger in &doc.bulletin.unknown_names {
        let Some(meant) = &stranger.meant else { continue };
        let own = doc.bulletin.habits.spellings.own(&meant.name);
        let name = bare(own.as_deref().unwrap_or(&meant.name));
        for &span in &stranger.spans {
            let before =
                || doc.bulletin.mentions[..doc.bulletin.mentions.partition_point(|m| m.span.start < span.start)].last();
            if equal_in_print(name, doc.text(span))
                || before().is_some_and(|before| is_given_as_another(doc.text, before.span, span))
            {
                continue;
            }
            // Whether that name is meant is one decision.
            let group = Group::of_document(doc.text(span).to_lowercase());
            let flag = out.flag(span, ["Not a known name: did you mean “", name, "”?"]).in_group(group);
            flag.fix(Fix::replace(Safety::Review, span, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn misspellings_are_explained() {
        check(
            "misspelled-actor",
            "Recently Hasht al-Shaabi was founded.\n\
             \u{20}        ^^^^^^^^^^^^^^^ Not a known name: did you mean “Hashd al-Shaabi”?\n",
        );
        check_fix(
            "misspelled-actor",
            "Men of Harakat Nuur al-Din al-Zenki fled.\n",
            "Men of Harakat Nour al-Din al-Zenki fled.\n",
        );
    }

    #[test]
    fn other_names_are_left_alone() {
        for text in [
            "The Ansar al-Mahdi and the Liberation Army left.\n",
            "The Zenkis left with Women of the Cup.\n",
            "Mahmoud Ali and Mohammed Ali left.\n",
            "The Islamic State–Khorasan Province left Islamic State – Sahel Province.\n",
            "He fled to Khorasan Province.\n",
            "Men of Harakat Nour al-Din al-Zenki (also spelled Harakat Nuur al-Din al-Zenki) fled.\n",
        ] {
            check_clean("misspelled-actor", text);
        }
    }
}
