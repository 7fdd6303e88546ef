//! Known actors, first those whose names start with the typed words, sorted by use in this article, the issue and the
//! workspace.
//!
//! * A short form is offered alone only after the article has defined it, and only as defined there.
//! * Before that, the name is offered alone and with its short form, which defines it.
//! * At the start of a sentence, a lower-case article in a name is capitalized.

use super::item::{Item, Kind, MOST, Subject, fit, folded};
use crate::bulletin::Mention;
use crate::bulletin::abbreviations::Definition;
use crate::gazetteer::Actor;
use crate::gazetteer::{Form, spelling};
use crate::ide::{View, symbol};
use crate::text::words::{self, Flags};
use crate::text::{Edit, Offset, Slice, Span, capitalised, within};
use crate::workspace::Workspace;
use std::cmp::Reverse;

/// How many lower-case letters must be typed before names are offered: prose is full of short words.
const LEAST: usize = 4;

/// Words before a hyphen that are not part of a name: `pro-Houthi`.
const PREFIXES: [&str; 10] = ["pro", "anti", "non", "ex", "former", "then", "post", "pre", "counter", "neo"];

/// Actors whose name, abbreviation, alias or folded spelling starts with the last words typed.
pub(super) fn names(view: View<'_>, workspace: &Workspace, typed: Span) -> Vec<Item> {
    let words = typed.of(view.text);
    // The longest run of last words that starts a name is what is being typed.
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    let mut sounding = Vec::new();
    for start in starts {
        let run = words.slice(start..);
        // The preceding name and this one would be one name: `Congo River Alliance`.
        let lead = words.slice(..start).trim_end();
        let before = lead.rsplit(' ').next().unwrap_or_default();
        let at = typed.start + (lead.len() - before.len()) as Offset;
        if before.chars().next().is_some_and(char::is_uppercase)
            && !spelling::opens_sentences(before)
            && !opens_sentence(view, Span::new(at, typed.end))
        {
            continue;
        }
        let prefix = PREFIXES.iter().find_map(|prefix| {
            let (word, rest) = (run.get(..prefix.len())?, run.get(prefix.len()..)?);
            (word.eq_ignore_ascii_case(prefix) && rest.starts_with('-')).then_some(prefix.len() + 1)
        });
        let start = start + prefix.unwrap_or(0);
        let run = words.slice(start..);
        let span = Span::new(typed.start + start as Offset, typed.end);
        if prefix.is_some() && run.is_empty() {
            return named_here(view, span);
        }
        let capital = run.chars().next().is_some_and(char::is_uppercase) || run.contains('-');
        let letters = run.chars().filter(|c| c.is_alphanumeric()).count();
        // `of Islamic Sta`: no name starts with a lower-case word of its own.
        let small = run
            .split_once(' ')
            .is_some_and(|(first, _)| !first.contains('-') && first.chars().next().is_some_and(char::is_lowercase));
        if small || letters < if capital { 2 } else { LEAST } || run.ends_with(' ') {
            continue;
        }
        let (found, by_sound) = starting(view, workspace, run, span, capital);
        if !found.is_empty() && !by_sound {
            return found;
        }
        // Names that only sound similar are dropped if fewer words are the start of a name: `The al-Shab`.
        if sounding.is_empty() {
            sounding = found;
        }
    }
    sounding
}

/// The actors that the article already names, the most frequent first.
fn named_here(view: View<'_>, span: Span) -> Vec<Item> {
    let article = symbol::article(view, span.start);
    let mentions = within(&view.checked.bulletin.mentions, article, |mention| mention.span);
    let mut actors: Vec<(usize, &Actor)> = Vec::new();
    for actor in mentions.iter().filter_map(|mention| mention.actor(view.gazetteer)) {
        match actors.iter_mut().find(|(_, known)| known.id == actor.id) {
            Some((count, _)) => *count += 1,
            None => actors.push((1, actor)),
        }
    }
    actors.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.name.cmp(&b.1.name)));
    actors.into_iter().flat_map(|(_, actor)| Place::of(view, span).items(actor, None, "")).collect()
}

/// How the typed words match a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meets {
    /// They start the name, another accepted name, or the short form.
    Begins,
    /// They start an alias.
    Alias,
    /// They start at a later word of the name.
    Later,
    /// They sound like the start of the name.
    Sound,
}

/// An actor that may be meant.
struct Found<'a> {
    actor: &'a Actor,
    meets: Meets,
    /// How often it is named in this article, in the issue, and in the workspace.
    uses: [usize; 3],
    /// The spelling that matched.
    met: &'a str,
}

/// The completions for a run of words, and whether they only sound similar.
fn starting(view: View<'_>, workspace: &Workspace, run: &str, span: Span, capital: bool) -> (Vec<Item>, bool) {
    let typed = folded(run);
    let typed = typed.trim_end();
    let place = Place::of(view, span);
    let mut found: Vec<Found<'_>> = Vec::new();
    let date = view.checked.bulletin.issue.date.map(|date| date.to_string());
    let mut add = |actor, met, short: bool| {
        if date.as_deref().is_some_and(|date| Actor::is_founded_after(actor, date)) {
            return;
        }
        let Some(meets) = meets(actor, met, typed, short) else { return };
        // Words in lower case must start the name itself; otherwise every `front` would offer names.
        if !capital && meets > Meets::Alias {
            return;
        }
        match found.iter_mut().find(|known| known.actor.id == actor.id) {
            Some(known) if meets < known.meets => (known.meets, known.met) = (meets, met),
            Some(_) => {}
            None => found.push(Found { actor, meets, uses: place.uses(workspace, actor), met }),
        }
    };
    for completion in view.gazetteer.complete(run, MOST) {
        let short = completion.form == Form::Abbreviation;
        // An abbreviation must match exactly.
        if short && !completion.name.starts_with(run) {
            continue;
        }
        if let Some(actor) = view.gazetteer.actor_of(completion.actor) {
            add(actor, completion.name, short);
        }
    }
    // Short forms that the article itself defines.
    for (definition, mention) in place.definitions() {
        let short = definition.short.of(view.text);
        if short.starts_with(run)
            && let Some(actor) = mention.actor(view.gazetteer)
        {
            add(actor, short, true);
        }
    }
    found.sort_by_key(|found| {
        let used = Reverse(found.uses);
        (found.meets != Meets::Begins, used, found.meets, found.actor.name.len())
    });
    let mut items = place.unlisted_short_forms(run);
    let by_sound = items.is_empty() && found.iter().all(|found| found.meets == Meets::Sound);
    items.extend(found.iter().flat_map(|found| place.items(found.actor, Some(found.met), run)));
    (items, by_sound)
}

/// How the typed words, folded, match an actor by one of its names.
fn meets(actor: &Actor, met: &str, typed: &str, short: bool) -> Option<Meets> {
    let own = || std::iter::once(&actor.name).chain(&actor.accepted);
    let behind_article = |name: &str| {
        let name = folded(name);
        ["al ", "el ", "the "]
            .iter()
            .any(|article| name.strip_prefix(article).is_some_and(|rest| rest.starts_with(typed)))
    };
    if short || own().any(|name| fit(&folded(name), typed) == Some(0) || behind_article(name)) {
        return Some(Meets::Begins);
    }
    let met = folded(met);
    if fit(&met, typed) == Some(0) {
        return Some(Meets::Alias);
    }
    if own().any(|name| fit(&folded(name), typed).is_some()) {
        return Some(Meets::Later);
    }
    // Nobody would look for a later word of an alias, and a few letters sound like many names.
    const ENOUGH: usize = 5;
    let sounds =
        fit(&met, typed).is_none() && typed.chars().count() >= ENOUGH && met.chars().next() == typed.chars().next();
    sounds.then_some(Meets::Sound)
}

/// Where a name is written.
struct Place<'a> {
    view: View<'a>,
    span: Span,
    article: Span,
    opens: bool,
}

impl<'a> Place<'a> {
    fn of(view: View<'a>, span: Span) -> Place<'a> {
        Place { view, span, article: symbol::article(view, span.start), opens: opens_sentence(view, span) }
    }

    /// The mentions of an actor within `span`.
    fn mentions(&self, actor: &Actor, span: Span) -> impl Iterator<Item = &'a Mention> {
        let number = self.view.gazetteer.number_of(&actor.id);
        let mentions = within(&self.view.checked.bulletin.mentions, span, |mention| mention.span);
        mentions.iter().filter(move |mention| number.is_some() && mention.actor == number)
    }

    fn uses(&self, workspace: &Workspace, actor: &Actor) -> [usize; 3] {
        let issue = Span::at(0..self.view.text.len());
        [self.mentions(actor, self.article).count(), self.mentions(actor, issue).count(), workspace.actor(&actor.id)]
    }

    /// The article’s definitions before the place, each with the mention of the actor that it names, if any.
    fn all_definitions(&self) -> impl Iterator<Item = (&'a Definition, Option<&'a Mention>)> {
        let before = Span::new(self.article.start, self.span.start.max(self.article.start));
        let bulletin = &self.view.checked.bulletin;
        let all = bulletin.abbreviations.definitions_in(before).iter().filter(|definition| !definition.quoted);
        all.map(|definition| {
            let near = within(&bulletin.mentions, definition.span, |mention| mention.span);
            (definition, near.iter().find(|mention| mention.actor.is_some()))
        })
    }

    /// The definitions that name an actor.
    fn definitions(&self) -> impl Iterator<Item = (&'a Definition, &'a Mention)> {
        self.all_definitions().filter_map(|(definition, mention)| Some((definition, mention?)))
    }

    /// The short forms that start with `run` and that the article defines for bodies and things in no list.
    fn unlisted_short_forms(&self, run: &str) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for (definition, mention) in self.all_definitions() {
            let (short, long) = (definition.short.of(self.view.text), definition.long.of(self.view.text));
            let is_new = items.iter().all(|item| item.label != short);
            if mention.is_none() && is_new && short.starts_with(run) {
                let long = long.split_whitespace().collect::<Vec<_>>().join(" ");
                items.push(Item::plain(short, long, Kind::Actor, self.span));
            }
        }
        items
    }

    /// The completions for an actor, those that start with the typed words first.
    fn items(&self, actor: &Actor, met: Option<&str>, run: &str) -> Vec<Item> {
        let text = self.view.text;
        let number = self.view.gazetteer.number_of(&actor.id);
        let own = self.definitions().filter(|(_, mention)| mention.actor == number);
        let defined = own.map(|(definition, _)| definition.short.of(text)).last();
        let countries = actor.countries.join(", ");
        let name = if self.opens { capitalised(&actor.name) } else { actor.name.to_string() };
        let mut items = Vec::new();
        match defined {
            Some(short) if short.starts_with(run) => {
                items.push(self.item(actor, short.to_owned(), &actor.name, met));
                items.push(self.item(actor, name, &countries, met));
            }
            Some(short) => {
                items.push(self.item(actor, name, &countries, met));
                items.push(self.item(actor, short.to_owned(), &actor.name, met));
            }
            None => {
                let full = actor.abbreviations.first().map(|short| format!("{name} ({short})"));
                items.push(self.item(actor, name, &countries, met));
                items.extend(full.map(|full| self.item(actor, full, "with its short form", met)));
            }
        }
        items
    }

    fn item(&self, actor: &Actor, text: String, detail: &str, met: Option<&str>) -> Item {
        Item {
            edit: Edit::replace(self.span, text.clone()),
            filter: met.map_or_else(|| text.clone(), str::to_owned),
            label: text,
            detail: detail.to_owned(),
            kind: Kind::Actor,
            snippet: None,
            also: None,
            subject: Some(Subject::Actor(actor.id.to_string())),
        }
    }
}

/// A text without note references at its end: `It fell.[^1][2]`
fn without_note_marks(text: &str) -> &str {
    let mut rest = text;
    while let Some(open) = rest.strip_suffix(']').and_then(|rest| rest.rfind('[')) {
        let label = rest.slice(open + 1..rest.len() - 1);
        let is_mark = label.starts_with('^') || !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
        if !is_mark {
            break;
        }
        rest = rest.slice(..open);
    }
    rest
}

/// Whether the word at the start of `span` starts a sentence.
fn opens_sentence(view: View<'_>, span: Span) -> bool {
    let text = view.text;
    let lead = text.slice(..span.start as usize).trim_end_matches(' ');
    let sentence = without_note_marks(lead);
    if sentence.len() < lead.len() && lead.len() < span.start as usize {
        return sentence.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', '…']);
    }
    let block = view.checked.markdown.block_at(span.start).map(|index| view.checked.markdown.blocks[index].span);
    // A few words back are enough; a block starts a sentence.
    const REACH: usize = 200;
    let line = text.slice(..span.start as usize).rfind("\n\n").map_or(0, |end| end + 2);
    let start = block.map_or(line, |block| block.start as usize).min(span.start as usize);
    let from = crate::text::ceil_boundary(text, start.max((span.start as usize).saturating_sub(REACH)));
    if from > start && span.start as usize - from < 2 {
        return false;
    }
    let mut all = Vec::new();
    words::split(text, Span::at(from..span.end as usize), Flags::default(), &mut all);
    let found = all.iter().position(|word| word.span.start == span.start);
    found.is_some_and(|at| all[at].flags.has(Flags::SENTENCE_START) && (at > 0 || from == start))
}

#[cfg(test)]
mod tests {
    use super::super::tests::offered;
    use super::*;
    use crate::ide::tests::ask_dated;

    fn first(text: &str) -> String {
        offered(text).0.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn the_name_alone_or_with_its_short_form() {
        let (labels, after) = offered("Men of Islamic State-Khur|");
        assert_eq!(labels[..2], ["Islamic State-Khurasan", "Islamic State-Khurasan (IS-K)"]);
        assert_eq!(after, "Men of Islamic State-Khurasan");
        let boko = offered("Men of Boko|").0;
        assert!(boko.contains(&"Boko Haram".to_owned()) && boko.iter().any(|label| label.starts_with("Boko Haram (")));
        // Only short forms that the article has defined.
        assert_eq!(first("The al-Shabaab left. Then the al-Sh|"), "al-Shabaab");
    }

    #[test]
    fn the_short_form_that_the_article_defines() {
        let text = "Islamic State-Khurasan (ISKP) left.";
        assert_eq!(offered(&format!("{text} Then ISK|")).0[..2], ["ISKP", "Islamic State-Khurasan"]);
        assert_eq!(offered(&format!("{text} Then Islamic State-Khur|")).0[..2], ["Islamic State-Khurasan", "ISKP"]);
    }

    #[test]
    fn a_short_form_that_the_article_gives_to_a_body_in_no_list() {
        let text = "# One\n\n*By Ada Vale*\n\nThe Joint River Mechanism (JRM) met. The JR|\n";
        assert_eq!(offered(text).0[0], "JRM");
        // Before its definition, and in another article, it has no meaning.
        let other = text.replace("The JR|", "It left.\n\n# Two\n\n*By Ada Vale*\n\nThe JR|");
        assert!(!offered(&other).0.contains(&"JRM".to_owned()));
        assert!(!offered("The JR| met. The Joint River Mechanism (JRM) left.").0.contains(&"JRM".to_owned()));
    }

    #[test]
    fn by_a_later_word_and_by_a_variant() {
        assert!(offered("Men of Shabaa|").0.iter().any(|label| label.starts_with("al-Shabaab")));
        assert!(offered("It rained on the righ|").0.is_empty());
    }

    #[test]
    fn few_letters_behind_a_hyphen_are_enough() {
        assert_eq!(first("Men of al-Q|"), "al-Qaeda");
        assert!(offered("Men of al-S|").0.contains(&"al-Shabaab".to_owned()));
        assert!(first("Men of IS-K|").starts_with("Islamic State-Khurasan"));
        assert!(!offered("Men of IS-|").0.is_empty());
        assert!(first("Many pro-Houth|").starts_with("Houthi"));
        assert_eq!(first("The Houthis left. Many pro-|"), "Houthis");
        assert_eq!(offered("Men of Mosu|").0.iter().filter(|label| label.contains("Hamas")).count(), 0);
    }

    #[test]
    fn a_small_article_is_large_where_a_sentence_starts() {
        assert_eq!(first("It rained. Al-Shab|"), "Al-Shabaab");
        assert_eq!(first("Al-Shab|"), "Al-Shabaab");
        assert_eq!(first("It rained on Al-Shab|"), "al-Shabaab");
        // A note reference comes between the sentences.
        for mark in ["[^1]", "[2]", "[^1][^2]", "”[^1]"] {
            assert_eq!(first(&format!("It rained.{mark} Al-Shab|")), "Al-Shabaab", "{mark}");
            assert_eq!(first(&format!("It rained.{mark} The al-Shab|")), "al-Shabaab", "{mark}");
            assert_eq!(first(&format!("It rained{mark} on Al-Shab|")), "al-Shabaab", "{mark}");
        }
    }

    /// The findings in an accepted completion, for a name typed without its last letter between `before` and `after`.
    fn findings(name: &str, before: &str, after: &str) -> Vec<String> {
        let mut letters = name.chars();
        letters.next_back();
        let (labels, accepted) = offered(&format!("{before}{}|", letters.as_str()));
        if labels.is_empty() {
            return Vec::new();
        }
        let text = format!("{accepted}{after}");
        ask_dated(&text, |view| {
            let own = |span: Span| (before.len() as Offset) < span.end && span.start < accepted.len() as Offset;
            // Only the author knows which of several actors is meant.
            let asks = |found: &&crate::rules::Diagnostic| found.rule.name == "ambiguous-actor";
            let found = view.checked.diagnostics.iter().filter(|found| own(found.span) && !asks(found));
            found.map(|found| format!("{text} {}: {}", found.rule.name, found.message)).collect()
        })
    }

    #[test]
    fn no_accepted_name_earns_a_finding() {
        let gazetteer = crate::gazetteer::Gazetteer::shipped();
        let mut found = Vec::new();
        for actor in gazetteer.actors().into_iter().filter(|actor| actor.name.chars().count() > 5) {
            if actor.is_founded_after("2018-10-10") {
                continue;
            }
            found.extend(findings(
                &actor.name,
                "# Rain\n\n*Ada Vale*\n\nIt rained on men of ",
                " there (Reuters, May 9).\n",
            ));
            found.extend(findings(&actor.name, "# Rain\n\n*Ada Vale*\n\nIt rained. ", " left (Reuters, May 9).\n"));
        }
        assert!(found.is_empty(), "{} {:#?}", found.len(), &found[..found.len().min(30)]);
    }
}
