//! The article of an actor's name in the wrong case.

use crate::bulletin::Mention;
use crate::bulletin::mentions::Opens;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::profiles::{ArticleCase, profile};
use crate::gazetteer::spelling;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use crate::text::{Offset, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "actor-case",
    family: Family::Actors,
    summary: "“Al-” inside a sentence or “al-” opening one, in an actor’s name",
    page: include_str!("../../../docs/rules/actor-case.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for mention in &doc.bulletin.mentions {
        if mention.place.is_fixed() || mention.place.heading || matches!(mention.form, Form::Variant | Form::Former) {
            continue;
        }
        let written = doc.text(mention.span);
        let bytes = written.as_bytes();
        // Cheap checks for the many names without an article.
        if !bytes.contains(&b'-')
            || !(written.contains("Al-")
                || bytes.starts_with(b"al-")
                || bytes.starts_with(b"El-")
                || bytes.starts_with(b"el-"))
        {
            continue;
        }
        let Some(actor) = mention.actor(doc.gazetteer) else { continue };
        let listed = std::iter::once(&actor.name).chain(&actor.accepted);
        let Some(house) = listed.into_iter().find(|name| spelling::compare(name, written).is_some()) else { continue };
        // A house style that always capitalizes the article has its reasons: `As-Sahab`.
        if house.len() == written.len() {
            judge(doc, mention, house, written, out);
        }
    }
}

fn judge(doc: &Document<'_>, mention: &Mention, house: &str, written: &str, out: &mut Report) {
    let opens = mention.opens(doc.text);
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    let large = profile.is_some_and(|profile| profile.article == ArticleCase::Upper);
    for (at, (ours, theirs)) in house.bytes().zip(written.bytes()).enumerate() {
        if !ours.eq_ignore_ascii_case(&theirs) || !matches!(theirs, b'A' | b'a' | b'E' | b'e') {
            continue;
        }
        let article = house.get(at..at + 3).is_some_and(|article| matches!(article, "al-" | "el-"));
        let starts_word = at == 0 || matches!(house.as_bytes()[at - 1], b' ' | b'-');
        if !article || !starts_word {
            continue;
        }
        let wanted = match (at, opens) {
            (0, Opens::Either) => continue,
            (0, Opens::Yes) => theirs.to_ascii_uppercase(),
            _ if large => ours.to_ascii_uppercase(),
            _ => ours,
        };
        if wanted == theirs {
            continue;
        }
        let start = mention.span.start + Offset::try_from(at).unwrap_or(0);
        let span = Span::new(start, start + 2);
        let right = format!("{}l", char::from(wanted));
        let message = if large {
            ["The house style is “", &right, "-”"]
        } else if wanted.is_ascii_uppercase() {
            ["Write “", &right, "-” at the start of a sentence"]
        } else {
            ["Write “", &right, "-” inside a sentence"]
        };
        // One habit of writing the name, by which side of the rule it is on.
        let group = Group::of_document(format!("{right} {}", written.to_lowercase()));
        out.flag(span, message).in_group(group).fix(Fix::replace(Safety::Safe, span, right));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_article_follows_its_place() {
        check(
            "actor-case",
            "Troops met Al-Shabaab there.\n\
             \u{20}          ^^ Write “al-” inside a sentence\n",
        );
        check("actor-case", "al-Qaeda came.\n^^ Write “Al-” at the start of a sentence\n");
        check_fix(
            "actor-case",
            "They fled: Al-Shabaab came. al-Shabaab’s men stayed—Al-Qaeda left.\n",
            "They fled: al-Shabaab came. Al-Shabaab’s men stayed—al-Qaeda left.\n",
        );
        check_fix("actor-case", "The Hashd Al-Shaabi left.\n", "The Hashd al-Shaabi left.\n");
    }

    #[test]
    fn the_mark_of_a_note_ends_no_sentence() {
        for mark in ["[2]", "[2][3]", "[^2]", "²", "<sup>2</sup>", " [2]"] {
            check_clean(
                "actor-case",
                &format!("The port fell.{mark} Al-Shabaab came. The port{mark} al-Shabaab took.\n"),
            );
            let (small, large) =
                (format!("It fell.{mark} al-Shabaab came.\n"), format!("It fell.{mark} Al-Shabaab came.\n"));
            check_fix("actor-case", &small, &large);
        }
    }

    #[test]
    fn either_case_where_either_is_right() {
        for text in [
            "Al-Shabaab came. Then al-Shabaab left.\n",
            "# What Al-Shabaab Wants\n",
            "# Why al-Shabaab Fights\n",
            "* al-Shabaab\n* Al-Qaeda\n",
            "He said: “Al-Shabaab came” and “al-Shabaab left.”\n",
            "In *The Al-Shabaab Years* he says so.\n",
            "They watch Al Jazeera.\n",
            "Three groups left: (a) Al-Shabaab, (b) al-Qaeda. Two stayed: 1) Al-Qaeda and 2) al-Shabaab.\n",
            "Somalia: Al-Shabaab Returns to the Coast\n",
            "They cite Lower Shabelle: Al-Shabaab Moves North, a report.\n",
            "Update: Al-Shabaab has left.\n",
            "Who was there?\n— Al-Shabaab was.\n",
        ] {
            check_clean("actor-case", text);
        }
    }
}
