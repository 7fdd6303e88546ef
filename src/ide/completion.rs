//! Completion at a position: sources, addresses, dates, actors, notes, authors, rules.
//!
//! * The best come first: what this document uses, then what the workspace uses, then what the lists contain.
//! * At most [`MOST`] items are returned, and the result says if there are more.
//! * Nothing is offered in code, HTML, front matter or link targets outside citations.

mod actors;
mod author_date;
mod citations;
pub mod configuration;
mod context;
mod item;
mod notes;

use super::View;
use crate::rules;
use crate::text::{Offset, Span};
use crate::workspace::Workspace;
use context::Context;

pub use item::{Completions, Item, Kind, MOST, Subject};

/// The completions at `offset`.
#[must_use]
pub fn completions(view: View<'_>, workspace: &Workspace, offset: Offset) -> Completions {
    let entries = author_date::entries(view, workspace, offset);
    if !entries.is_empty() {
        return Completions { items: entries, incomplete: true };
    }
    let mut items = match context::context(view, offset) {
        None => return Completions::default(),
        Some(Context::Source { from, typed }) => {
            let mut items = if from == typed.start { author_date::mentions(view, typed) } else { Vec::new() };
            items.extend(citations::sources(view, workspace, from, typed));
            items
        }
        Some(Context::Address { source, typed }) => citations::addresses(view, workspace, source, typed),
        Some(Context::Date { item, typed }) => citations::dates(view, item, typed),
        Some(Context::Name { typed }) => actors::names(view, workspace, typed),
        Some(Context::Note { typed, footnote }) => notes::labels(view, workspace, typed, footnote),
        Some(Context::NoteText { typed, body }) => {
            let mut items = notes::words(view, workspace, typed, body);
            // A note may also name actors.
            if let Some(typed) = context::name_at(view.text, offset) {
                items.extend(actors::names(view, workspace, typed));
            }
            items
        }
        Some(Context::Author { typed }) => authors(view, workspace, typed),
        Some(Context::Rule { typed }) => rule_names(typed),
        Some(Context::Directive { typed }) => directives(typed),
    };
    let incomplete = items.len() > MOST
        || items.iter().any(|item| matches!(item.kind, Kind::Source | Kind::Actor | Kind::Date | Kind::Citation));
    items.truncate(MOST);
    Completions { items, incomplete }
}

/// Whether a space typed before `offset` requests completions: before a date, and within the name of a source. A space
/// follows every word, and requests nothing else.
#[must_use]
pub fn asks_behind_space(view: View<'_>, offset: Offset) -> bool {
    // An editor may ask later than it indicates: anything typed since the space counts.
    if !view.text.get(..offset as usize).is_some_and(|before| before.ends_with(' ')) {
        return true;
    }
    match context::context(view, offset) {
        Some(Context::Date { .. }) => true,
        Some(Context::Source { typed, .. }) => !typed.is_empty(),
        // Where a source or a field of it begins.
        Some(Context::NoteText { typed, .. }) => typed.is_empty() || typed.of(view.text).ends_with(", "),
        _ => false,
    }
}

/// The documentation of an item, as a card.
#[must_use]
pub fn card(view: View<'_>, workspace: &Workspace, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Actor(id) => Some(super::cards::actor(view.gazetteer.actor(id)?, view.gazetteer, workspace, "")),
        Subject::Source(id) => Some(super::cards::short(&super::cards::source(view.gazetteer.source(id)?, workspace))),
        Subject::Rule(name) => Some(super::cards::rule(rules::find(name)?)),
    }
}

/// The authors in this document and in the workspace, the most frequent first.
fn authors(view: View<'_>, workspace: &Workspace, typed: Span) -> Vec<Item> {
    let mut known: Vec<(usize, &str)> = workspace.authors().map(|(name, count)| (count, name)).collect();
    for author in view.checked.bulletin.articles.iter().flat_map(|article| &article.authors) {
        // The name that is being typed does not count.
        if !author.span.covers(typed.start) && known.iter().all(|(_, name)| *name != author.value) {
            known.push((0, &author.value));
        }
    }
    known.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    known.into_iter().map(|(_, name)| Item::plain(name, "author", Kind::Author, typed)).collect()
}

/// The directives in comments to copydesk.
fn directives(typed: Span) -> Vec<Item> {
    let all = [
        ("copydesk-ignore", "hides findings in the next block, or in this line"),
        ("copydesk-ignore-start", "hides findings from here on"),
        ("copydesk-ignore-end", "ends what was started"),
        ("copydesk-ignore-file", "hides findings in the whole file"),
    ];
    all.into_iter().map(|(word, detail)| Item::plain(word, detail, Kind::Rule, typed)).collect()
}

fn rule_names(typed: Span) -> Vec<Item> {
    let item = |rule: &&rules::Rule| {
        let subject = Some(Subject::Rule(rule.name.to_owned()));
        Item { subject, ..Item::plain(rule.name, rule.summary, Kind::Rule, typed) }
    };
    rules::all().iter().map(item).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ide::tests::ask_dated;
    use crate::text::edits::apply;

    /// The completions at the `|` in `text`: their labels, and the text after accepting the first.
    pub(in crate::ide) fn offered(text: &str) -> (Vec<String>, String) {
        let place = text.find('|').expect("a mark");
        let text = text.replacen('|', "", 1);
        ask_dated(&text, |view| {
            let found = completions(view, &Workspace::default(), u32::try_from(place).unwrap());
            let first = found.items.first().map_or(text.clone(), |item| apply(&text, std::slice::from_ref(&item.edit)));
            (found.items.into_iter().map(|item| item.label).collect(), first)
        })
    }

    /// The completions at the `|`, each with the text after it, beside an archive of other documents.
    pub(in crate::ide) fn offered_beside(archive: &[&str], text: &str) -> Vec<(String, String)> {
        let place = text.find('|').expect("a mark");
        let text = text.replacen('|', "", 1);
        let summary = |old: &&str| {
            let gazetteer = crate::gazetteer::Gazetteer::shipped();
            ask_dated(old, |view| crate::workspace::Summary::of(old, &view.checked.bulletin, &gazetteer))
        };
        let summaries = archive.iter().zip(0..).map(|(old, at)| (format!("{at}").into(), Some(summary(old))));
        let workspace = Workspace::default().changed(summaries);
        ask_dated(&text, |view| {
            let found = completions(view, &workspace, u32::try_from(place).unwrap());
            let after = |item: Item| (item.label, apply(&text, &[item.edit]));
            found.items.into_iter().map(after).collect()
        })
    }

    #[test]
    fn rules_in_comments() {
        let (labels, after) = offered("<!-- copydesk-ignore undated-c|: no -->");
        assert!(labels.contains(&"undated-citation".to_owned()));
        assert!(after.starts_with("<!-- copydesk-ignore "));
        let (labels, after) = offered("<!-- copydesk-|");
        assert_eq!((labels.len(), &*labels[3]), (4, "copydesk-ignore-file"));
        assert_eq!(after, "<!-- copydesk-ignore");
    }

    #[test]
    fn authors_in_front_matter() {
        let text = "---\nauthors: [Ada V|\n---\n\n# One\n\n*By Ada Vale*\n\nIt rained.\n\n# Two\n\n*By Tom Hill*\n\nIt blew.\n";
        let (labels, after) = offered(text);
        assert!(labels.contains(&"Ada Vale".to_owned()), "{labels:?}");
        assert!(after.starts_with("---\nauthors: [Ada Vale\n---"), "{after}");
        assert_eq!(
            offered("---\ntitle: Ada V|\n---\n\n# One\n\n*By Ada Vale*\n\nIt rained.\n").0,
            Vec::<String>::new()
        );
    }
}
