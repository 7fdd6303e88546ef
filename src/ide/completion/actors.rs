//! Known actors: in full at first mention, abbreviated after it.

use super::item::{Item, Kind, MOST, Subject, fit, folded};
use crate::bulletin::Mention;
use crate::gazetteer::Actor;
use crate::gazetteer::Form;
use crate::ide::{View, symbol};
use crate::text::{Edit, Offset, Slice, Span, within};
use crate::workspace::Workspace;

/// How many lower-case letters must be typed before names are offered: prose is full of short words.
const LEAST: usize = 4;

/// Actors whose name, abbreviation, alias or folded spelling starts with the last words typed.
pub(super) fn names(view: View<'_>, workspace: &Workspace, typed: Span) -> Vec<Item> {
    let words = typed.of(view.text);
    // The longest run of last words that starts a name is what is being typed.
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    for start in starts {
        let run = words.slice(start..);
        let span = Span::new(typed.start + start as Offset, typed.end);
        let capital = run.chars().next().is_some_and(char::is_uppercase) || run.contains('-');
        let letters = run.chars().filter(|c| c.is_alphanumeric()).count();
        // `of Islamic Sta`: no name starts with a lower-case word of its own.
        let small = run
            .split_once(' ')
            .is_some_and(|(first, _)| !first.contains('-') && first.chars().next().is_some_and(char::is_lowercase));
        if small || letters < if capital { 2 } else { LEAST } || run.ends_with(' ') {
            continue;
        }
        let found = starting(view, workspace, run, span, capital);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn starting(view: View<'_>, workspace: &Workspace, run: &str, span: Span, capital: bool) -> Vec<Item> {
    let words = folded(run);
    let words = words.trim_end();
    let article = symbol::article(view, span.start);
    let mut found: Vec<(usize, bool, &Actor, &str)> = Vec::new();
    for completion in view.gazetteer.complete(run, MOST) {
        let short = completion.form == Form::Abbreviation;
        // An abbreviation is typed as it is; and lower-case letters must start the name itself, or every `front` would
        // offer names.
        let opens = fit(&folded(completion.name), words) == Some(0);
        if short && !completion.name.starts_with(run) || !capital && !opens {
            continue;
        }
        let Some(actor) = view.gazetteer.actor_of(completion.actor) else { continue };
        if found.iter().all(|(_, _, known, _)| known.id != actor.id) {
            found.push((uses(view, workspace, actor, article), !opens, actor, completion.name));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.name.len().cmp(&b.2.name.len())));
    found.iter().flat_map(|(_, _, actor, met)| items(view, actor, met, span, article)).collect()
}

/// How often the actor is named: in this article, then anywhere else.
fn uses(view: View<'_>, workspace: &Workspace, actor: &Actor, article: Span) -> usize {
    named(view, actor, article).count() * 1000 + workspace.actor(&actor.id)
}

/// The mentions of the actor within `span`.
fn named<'a>(view: View<'a>, actor: &Actor, span: Span) -> impl Iterator<Item = &'a Mention> {
    let number = view.gazetteer.number_of(&actor.id);
    let mentions = within(&view.checked.bulletin.mentions, span, |mention| mention.span);
    mentions.iter().filter(move |mention| number.is_some() && mention.actor == number)
}

/// The full name with its abbreviation if the article has not named the actor yet; else the abbreviation, then the name.
fn items(view: View<'_>, actor: &Actor, met: &str, span: Span, article: Span) -> Vec<Item> {
    let short = actor.abbreviations.first();
    let before = Span::new(article.start, span.start);
    let mentioned = named(view, actor, before).next().is_some();
    let detail = actor.countries.join(", ");
    let item = |text: String, detail: &str| Item {
        edit: Edit::replace(span, text.clone()),
        label: text,
        detail: detail.to_owned(),
        kind: Kind::Actor,
        snippet: None,
        filter: met.to_owned(),
        subject: Some(Subject::Actor(actor.id.to_string())),
    };
    match short {
        Some(short) if mentioned => {
            vec![item(short.to_string(), &actor.name), item(actor.name.to_string(), &detail)]
        }
        Some(short) => vec![item(format!("{} ({short})", actor.name), &detail)],
        None => vec![item(actor.name.to_string(), &detail)],
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::offered;

    #[test]
    fn in_full_first_and_short_after() {
        let (labels, after) = offered("Men of Islamic State-Khur|");
        assert_eq!(labels[0], "Islamic State-Khurasan (IS-K)");
        assert_eq!(after, "Men of Islamic State-Khurasan (IS-K)");
        assert_eq!(offered("Islamic State-Khurasan (IS-K) left. Then Islamic State-Khur|").0[0], "IS-K");
    }

    #[test]
    fn by_a_later_word_and_by_a_variant() {
        assert!(offered("Men of Shabaa|").0.iter().any(|label| label.starts_with("al-Shabaab")));
        assert!(offered("It rained on the righ|").0.is_empty());
    }
}
