//! The article of an actor's name in the wrong case.

use crate::bulletin::Mention;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::profiles::{ArticleCase, profile};
use crate::gazetteer::spelling;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use crate::text::words::Flags;
use crate::text::{Offset, Slice, Span};

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
        // A few looks for the many names without an article.
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
        // A house that writes the article large everywhere has its reasons: `As-Sahab`.
        if house.len() == written.len() {
            judge(doc, mention, house, written, out);
        }
    }
}

fn judge(doc: &Document<'_>, mention: &Mention, house: &str, written: &str, out: &mut Report) {
    let opens = opens_sentence(doc, mention);
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
            ["the house style is “", &right, "-”"]
        } else if wanted.is_ascii_uppercase() {
            ["“", &right, "-” opens a sentence in a capital"]
        } else {
            ["“", &right, "-” is small inside a sentence"]
        };
        // One habit of writing the name, on one side of the rule.
        let group = Group::of_document(format!("{right} {}", written.to_lowercase()));
        out.flag(span, message).in_group(group).fix(Fix::replace(Safety::Safe, span, right));
    }
}

/// Whether a name opens a sentence.
#[derive(Clone, Copy)]
enum Opens {
    Yes,
    No,
    /// It may be written either way: after an opening quotation mark or bracket, in a list or a table, after `U.S.`
    Either,
}

fn opens_sentence(doc: &Document<'_>, mention: &Mention) -> Opens {
    let first = mention.place.first;
    if mention.place.loose {
        return Opens::Either;
    }
    if first.has(Flags::SENTENCE_START) {
        return Opens::Yes;
    }
    if !first.has(Flags::MAYBE_START) {
        return Opens::No;
    }
    let before = doc.text.slice(..mention.span.start as usize).trim_end_matches([' ', '\n', '*', '_']);
    match before.chars().next_back() {
        Some(':' | ';' | '—' | '–' | '-' | ',' | '/') => Opens::No,
        _ => Opens::Either,
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
             \u{20}          ^^ “al-” is small inside a sentence\n",
        );
        check("actor-case", "al-Qaeda came.\n^^ “Al-” opens a sentence in a capital\n");
        check_fix(
            "actor-case",
            "They fled: Al-Shabaab came. al-Shabaab’s men stayed—Al-Qaeda left.\n",
            "They fled: al-Shabaab came. Al-Shabaab’s men stayed—al-Qaeda left.\n",
        );
        check_fix("actor-case", "The Hashd Al-Shaabi left.\n", "The Hashd al-Shaabi left.\n");
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
        ] {
            check_clean("actor-case", text);
        }
    }
}
