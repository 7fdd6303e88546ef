//! What can be found by name in a workspace: articles by title and, in open documents, actors, sources and dates.

use super::View;
use crate::calendar::{self, DateStyle, Written};
use crate::text::LineIndex;
use crate::workspace::Workspace;

/// The maximum number of articles in one answer.
pub const MOST: usize = 200;

/// The kind of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An article.
    Article,
    /// An actor, at its first mention in a document.
    Actor,
    /// A source, at its first citation in a document.
    Source,
    /// A date, at its first occurrence in a document.
    Day,
}

/// An article in a document, or something that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its kind.
    pub kind: Kind,
    /// The document's id.
    pub document: String,
    /// The title.
    pub title: String,
    /// The line of its heading, from 0.
    pub line: u32,
}

/// The articles whose title contains all words of `query`: first those of the open documents, which are passed with
/// their ids and lines, then those of the workspace.
#[must_use]
pub fn articles<'a>(
    open: impl IntoIterator<Item = (&'a str, View<'a>, &'a LineIndex)>,
    workspace: &Workspace,
    query: &str,
) -> Vec<Article> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let wanted = |title: &str| {
        let title = title.to_lowercase();
        !title.is_empty() && words.iter().all(|word| title.contains(word.as_str()))
    };
    let article = |document: &str, title: &str, line: u32| Article {
        kind: Kind::Article,
        document: document.to_owned(),
        title: title.to_owned(),
        line,
    };
    let mut found = Vec::new();
    let mut names = Vec::new();
    for (id, view, lines) in open {
        // Without words only articles are listed, because there are many names.
        if !words.is_empty() {
            named(id, view, lines, &wanted, &mut names);
        }
        let titles = view.checked.bulletin.articles.iter().map(|article| &article.title);
        let titles = titles.filter(|title| wanted(&title.value));
        found.extend(titles.map(|title| article(id, &title.value, lines.line_of(title.span.start))));
    }
    let summaries = workspace.documents().flat_map(|(id, summary)| summary.titles.iter().map(move |title| (id, title)));
    let titles = summaries.filter(|(_, (title, _))| wanted(title));
    found.extend(titles.map(|(id, (title, line))| article(id, title, *line)));
    found.append(&mut names);
    found.truncate(MOST);
    found
}

/// The actors, sources and dates in a document that match, each at its first occurrence.
fn named(document: &str, view: View<'_>, lines: &LineIndex, wanted: &impl Fn(&str) -> bool, found: &mut Vec<Article>) {
    let start = found.len();
    let mut add = |kind: Kind, title: String, offset: u32| {
        let is_known = found[start..].iter().any(|known| known.kind == kind && known.title == title);
        if wanted(&title) && !is_known {
            found.push(Article { kind, document: document.to_owned(), title, line: lines.line_of(offset) });
        }
    };
    for mention in &view.checked.bulletin.mentions {
        if let Some(actor) = mention.actor(view.gazetteer) {
            add(Kind::Actor, actor.name.to_string(), mention.span.start);
        }
    }
    for item in view.checked.bulletin.cited_items() {
        if let Some(source) = item.source {
            add(Kind::Source, source.of(view.text).split_whitespace().collect::<Vec<_>>().join(" "), source.start);
        }
    }
    let bulletin = &view.checked.bulletin;
    let cited = bulletin.cited_items().flat_map(|item| &item.dates);
    let mut dates: Vec<&Written> = bulletin.dates.written.iter().map(|mention| &mention.date).chain(cited).collect();
    dates.sort_by_key(|date| date.span);
    for date in dates {
        if let Some(day) = date.resolve(bulletin.issue.date, view.settings.slack_days).day() {
            add(Kind::Day, calendar::print_day(day, DateStyle::MONTH_DAY, None).to_string(), date.span.start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, ask_dated};
    use super::*;
    use crate::workspace::Summary;

    #[test]
    fn open_documents_come_first_and_all_words_count() {
        let far = "# Snow in the North\n\n*By Ada Vale*\n\nSnow fell.\n";
        let summary = ask(far, |view| Summary::of(view.text, &view.checked.bulletin, view.gazetteer));
        let workspace = Workspace::default().changed([("far.md".into(), Some(summary))]);
        let near = "\n# The north wind\n\n*By Ada Vale*\n\nIt blew.\n\n# Rain\n\nIt rained.\n";
        let lines = LineIndex::new(near);
        let found = |query: &str| {
            ask(near, |view| articles([("near.md", view, &lines)], &workspace, query))
                .into_iter()
                .map(|article| format!("{} {} {}", article.document, article.line, article.title))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("north"), ["near.md 1 The north wind", "far.md 0 Snow in the North"]);
        assert_eq!(found("NORTH snow"), ["far.md 0 Snow in the North"]);
        assert_eq!(found("").len(), 2);
    }

    #[test]
    fn actors_and_sources_are_found_where_they_stand_first() {
        let text = "# Rain\n\n*By Ada Vale*\n\nIt rained.\n\nMen of al-Shabaab left (Dawn, May 9). Al-Shabaab came (Dawn, May 8).\n";
        let lines = LineIndex::new(text);
        let found = |query: &str| {
            let found = ask(text, |view| articles([("a.md", view, &lines)], &Workspace::default(), query));
            found.into_iter().map(|found| (found.kind, found.line, found.title)).collect::<Vec<_>>()
        };
        assert_eq!(found("shabaab"), [(Kind::Actor, 6, "al-Shabaab".to_owned())]);
        assert_eq!(found("dawn"), [(Kind::Source, 6, "Dawn".to_owned())]);
    }

    #[test]
    fn days_are_found_however_they_are_written() {
        let text = "# Rain\n\nIt rained on May 9.\n\nIt blew on 9 May (Dawn, May 9, 2018; AFP, June 2).\n";
        let lines = LineIndex::new(text);
        let found = |query: &str| {
            let found = ask_dated(text, |view| articles([("a.md", view, &lines)], &Workspace::default(), query));
            found.into_iter().map(|found| (found.kind, found.line, found.title)).collect::<Vec<_>>()
        };
        assert_eq!(found("may 9"), [(Kind::Day, 2, "May 9, 2018".to_owned())]);
        assert_eq!(found("june"), [(Kind::Day, 4, "June 2, 2018".to_owned())]);
    }
}
