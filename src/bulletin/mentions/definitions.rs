//! What an article defines takes precedence over the lists: in the article with `Black Liberation Army (BLA)`, `BLA` is
//! not a Baloch army.
//!
//! * A short form that its article spells out belongs to the actor named by the long form, or to none.
//! * A long form that does not spell the short form, as in `Murat Aydar (PKK)`, proves nothing about it.
//! * A listed name inside a long form, `al-Qaeda in Senegal (AQS)`, is part of another name, and not a mention.

use super::Mention;
use crate::bulletin::Article;
use crate::bulletin::abbreviations::expansion::{self, Agreement};
use crate::bulletin::abbreviations::{Abbreviations, Definition, key};
use crate::bulletin::structure::article_at;
use crate::gazetteer::actors::{ActorRef, LIKELY, is_short};
use crate::gazetteer::index::bare;
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::{Actor, Gazetteer, spelling};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Assigns the mentions to the actors that their article's definitions name, and removes those that belong to none.
pub(super) fn apply(
    text: &str,
    gazetteer: &Gazetteer,
    articles: &[Article],
    abbreviations: &Abbreviations,
    mentions: &mut Vec<Mention>,
) {
    let definitions = &abbreviations.definitions;
    if definitions.is_empty() || mentions.is_empty() {
        return;
    }
    let article_of = |place: Span| article_at(articles, place.start).map(|article| article.span);
    let mut defined: FxHashMap<(Option<Span>, u64), &Definition> = FxHashMap::default();
    for definition in definitions.iter().filter(|definition| !definition.quoted) {
        defined.entry((article_of(definition.short), definition.key)).or_insert(definition);
    }
    if defined.is_empty() {
        return;
    }
    // The actor of each definition, by the long form's span and the short form in question.
    let mut decided: FxHashMap<(Span, u64), Option<ActorRef>> = FxHashMap::default();
    mentions.retain_mut(|mention| {
        let written = mention.span.of(text);
        if !is_short(written) {
            return !is_inside_a_long_form(text, definitions, mention);
        }
        let short = key(written);
        let Some(definition) = defined.get(&(article_of(mention.span), short)) else { return true };
        let bearer =
            *decided.entry((definition.long, short)).or_insert_with(|| bearer(text, gazetteer, mention, definition));
        if bearer.is_none() && !definition.spelled {
            return true;
        }
        if let Some(actor) = bearer
            && mention.actor != Some(actor)
        {
            let owners = gazetteer.owners(mention.name, written);
            mention.form = owners.iter().find(|owner| owner.actor == actor).map_or(mention.form, |owner| owner.form);
            mention.actor = Some(actor);
        }
        mention.open &= bearer.is_none();
        bearer.is_some()
    });
}

/// The actor of a short form, one of whose names is the long form.
fn bearer(text: &str, gazetteer: &Gazetteer, mention: &Mention, definition: &Definition) -> Option<ActorRef> {
    let long = definition.long.of(text);
    let owners = gazetteer.owners(mention.name, mention.span.of(text));
    { owners.iter() }
        .map(|owner| owner.actor)
        .find(|owner| gazetteer.actor_of(*owner).is_some_and(|actor| is_named(actor, long)))
}

/// Whether a long form is one of the actor's names, however spelled, or nearly one of them.
fn is_named(actor: &Actor, long: &str) -> bool {
    // It is usually one of them, letter by letter.
    if actor.names().any(|name| bare(name) == long) {
        return true;
    }
    let sound = PhoneticName::new(long);
    actor.names().any(|name| {
        let name = bare(name);
        spelling::compare(name, long).is_some()
            || expansion::compare(long, name) != Agreement::Different
            || expansion::differs_in_a_common_word(long, name)
            || sound.zip(PhoneticName::new(name)).is_some_and(|(a, b)| a.similarity(&b) >= LIKELY)
    })
}

/// Whether a listed name is only part of a long form that spells its short form, and not all that it names.
fn is_inside_a_long_form(text: &str, definitions: &[Definition], mention: &Mention) -> bool {
    let next = definitions.partition_point(|definition| definition.long.end < mention.span.end);
    definitions.get(next).is_some_and(|definition| {
        let Span { start, end } = definition.long;
        // `the Syrian al-Nusra Front (SNF)` ends with the name; `al-Qaeda in Senegal (AQS)` continues after it.
        definition.spelled
            && start <= mention.span.start
            && mention.span.end < end
            && !Span::new(mention.span.end, end).of(text).starts_with(['’', '\'', ',', '.'])
    })
}

#[cfg(test)]
mod tests {
    use crate::check::{Draft, check};
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn actors(text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::shipped();
        let checked = check(Draft { path: "a.md", text, settings: &Settings::default(), gazetteer: &gazetteer });
        let mentions = checked.bulletin.mentions.iter();
        mentions.filter_map(|mention| Some(mention.actor(&gazetteer)?.id.to_string())).collect()
    }

    #[test]
    fn what_an_article_defines_rules_over_the_lists() {
        for text in [
            "The Black Liberation Army (BLA) fell. BLA men hid.\n",
            "The report of Reporters sans frontières (RSF) is out. RSF counts the dead.\n",
            "Al-Qaeda in Somalia (AQIS) lost two towns, and AQIS knows it.\n",
            "Read the paper “A Dual Game” (PDF). The UN put a PDF of it online.\n",
        ] {
            assert_eq!(actors(text).iter().filter(|id| *id != "united-nations").count(), 0, "{text}");
        }
        let own = actors("An Ogaden National Liberty Front (ONLF) camp fell, and the ONLF fled.\n");
        assert_eq!(own, ["ogaden-national-liberation-front", "ogaden-national-liberation-front"]);
    }
}
