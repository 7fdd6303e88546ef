//! What can be written at a place: sources, addresses, dates, actors, notes, authors, rules.
//!
//! * The best come first; what this document uses goes before what the workspace uses, and that before what is only known.
//! * At most [`MOST`] items are given, and the answer says when there are more.
//! * Nothing is offered in code, HTML, front matter or the targets of links that cite nothing.

mod actors;
mod citations;
pub mod configuration;
mod context;

use super::View;
use crate::rules;
use crate::text::{Edit, Offset, Slice, Span};
use crate::workspace::Workspace;
use context::Context;

/// Items of one answer.
pub const MOST: usize = 100;

/// What a place can hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completions {
    /// The best first.
    pub items: Vec<Item>,
    /// There are more, or other ones as the words go on.
    pub incomplete: bool,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What people read.
    pub label: String,
    /// A few words more.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// What is written, as plain text.
    pub edit: Edit,
    /// The same with places to fill in, in the syntax of LSP snippets; replaces the same span.
    pub snippet: Option<String>,
    /// What the words typed are compared with.
    pub filter: String,
    /// Whose card explains it: the id of an actor or source.
    pub subject: Option<Subject>,
}

/// What an item stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A source, as a whole item of a citation.
    Source,
    /// An address of a source.
    Address,
    /// A date.
    Date,
    /// An actor.
    Actor,
    /// A note's label.
    Note,
    /// An author.
    Author,
    /// The name of a rule.
    Rule,
    /// A key or value of the configuration.
    Key,
}

/// What an item's card is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An actor, by id.
    Actor(String),
    /// A source, by id.
    Source(String),
    /// A rule, by name.
    Rule(String),
}

/// What can be written at `offset`.
#[must_use]
pub fn completions(view: View<'_>, workspace: &Workspace, offset: Offset) -> Completions {
    let mut items = match context::context(view, offset) {
        None => return Completions::default(),
        Some(Context::Source { from, typed }) => citations::sources(view, workspace, from, typed),
        Some(Context::Address { source, typed }) => citations::addresses(view, workspace, source, typed),
        Some(Context::Date { item, typed }) => citations::dates(view, item, typed),
        Some(Context::Name { typed }) => actors::names(view, workspace, typed),
        Some(Context::Note { typed, footnote }) => notes(view, typed, footnote),
        Some(Context::Author { typed }) => authors(view, workspace, typed),
        Some(Context::Rule { typed }) => rule_names(typed),
    };
    let incomplete = items.len() > MOST || items.iter().any(|item| matches!(item.kind, Kind::Source | Kind::Actor));
    items.truncate(MOST);
    Completions { items, incomplete }
}

/// The card of an item, for when it is looked at.
#[must_use]
pub fn card(view: View<'_>, workspace: &Workspace, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Actor(id) => Some(super::cards::actor(view.gazetteer.actor(id)?, view.gazetteer, workspace)),
        Subject::Source(id) => Some(super::cards::source(view.gazetteer.source(id)?, workspace)),
        Subject::Rule(name) => Some(rules::find(name)?.page.trim_end().to_owned()),
    }
}

impl Item {
    /// An item that writes its label.
    fn plain(label: impl Into<String>, detail: impl Into<String>, kind: Kind, span: Span) -> Item {
        let label = label.into();
        let edit = Edit::replace(span, label.clone());
        Item { filter: label.clone(), label, detail: detail.into(), kind, edit, snippet: None, subject: None }
    }
}

/// Labels of notes that exist, and the next number.
fn notes(view: View<'_>, typed: Span, footnote: bool) -> Vec<Item> {
    let article = super::symbol::article(view, typed.start);
    let notes = view.checked.bulletin.notes.iter().filter(|note| note.footnote == footnote);
    let here = notes.filter(|note| footnote || article.covers(note.span.start));
    let close = if view.text.get(typed.end as usize..).is_some_and(|rest| rest.starts_with(']')) { "" } else { "]" };
    here.map(|note| {
        let words: Vec<&str> = note.body.of(view.text).split_whitespace().take(10).collect();
        let mut item = Item::plain(note.label.clone(), words.join(" "), Kind::Note, typed);
        item.edit.text.push_str(close);
        item
    })
    .collect()
}

/// Everybody who wrote for this document or the workspace, the busiest first.
fn authors(view: View<'_>, workspace: &Workspace, typed: Span) -> Vec<Item> {
    let mut known: Vec<(usize, &str)> = workspace.authors().map(|(name, count)| (count, name)).collect();
    for author in view.checked.bulletin.articles.iter().flat_map(|article| &article.authors) {
        // The name that is being written is none yet.
        if !author.span.covers(typed.start) && known.iter().all(|(_, name)| *name != author.value) {
            known.push((0, &author.value));
        }
    }
    known.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    known.into_iter().map(|(_, name)| Item::plain(name, "author", Kind::Author, typed)).collect()
}

fn rule_names(typed: Span) -> Vec<Item> {
    let item = |rule: &&rules::Rule| {
        let subject = Some(Subject::Rule(rule.name.to_owned()));
        Item { subject, ..Item::plain(rule.name, rule.summary, Kind::Rule, typed) }
    };
    rules::all().iter().map(item).collect()
}

/// Letters and digits in lower case, other marks as single spaces, so that `al-Shab` and `Al Shab` meet.
fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !crate::text::words::is_apostrophe(c) && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out
}

/// How well folded words fit a folded name: 0 at its start, 1 at the start of one of its words; none elsewhere.
fn fit(name: &str, typed: &str) -> Option<u8> {
    if typed.is_empty() || name.starts_with(typed) {
        return Some(0);
    }
    name.match_indices(' ').any(|(at, _)| name.slice(at + 1..).starts_with(typed)).then_some(1)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ide::tests::ask_dated;
    use crate::text::edits::apply;

    /// What is offered at the `|` in `text`: labels, and the text after the first.
    pub(in crate::ide) fn offered(text: &str) -> (Vec<String>, String) {
        let place = text.find('|').expect("a mark");
        let text = text.replacen('|', "", 1);
        ask_dated(&text, |view| {
            let found = completions(view, &Workspace::default(), u32::try_from(place).unwrap());
            let first = found.items.first().map_or(text.clone(), |item| apply(&text, std::slice::from_ref(&item.edit)));
            (found.items.into_iter().map(|item| item.label).collect(), first)
        })
    }

    #[test]
    fn rules_in_comments() {
        let (labels, after) = offered("<!-- copydesk-ignore undated-c|: no -->");
        assert!(labels.contains(&"undated-citation".to_owned()));
        assert!(after.starts_with("<!-- copydesk-ignore "));
    }

    #[test]
    fn folded_names_meet() {
        assert_eq!(folded("al-Shabaab"), "al shabaab");
        assert_eq!(folded("Qa’ida (AQ)"), "qaida aq ");
        assert_eq!(fit("al shabaab", "shab"), Some(1));
        assert_eq!(fit("al shabaab", "al sh"), Some(0));
        assert_eq!(fit("al shabaab", "aab"), None);
    }
}
