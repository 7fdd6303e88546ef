//! The articles of a workspace, by their titles.

use super::View;
use crate::text::LineIndex;
use crate::workspace::Workspace;

/// The most articles of one answer.
pub const MOST: usize = 200;

/// An article of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The document's id.
    pub document: String,
    /// The title.
    pub title: String,
    /// The line of its heading, from 0.
    pub line: u32,
}

/// The articles whose title holds all words of `query`: first those of the open documents, which come with their ids and
/// lines, then those of the workspace.
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
        document: document.to_owned(),
        title: title.to_owned(),
        line,
    };
    let mut found = Vec::new();
    for (id, view, lines) in open {
        let titles = view.checked.bulletin.articles.iter().map(|article| &article.title);
        let titles = titles.filter(|title| wanted(&title.value));
        found.extend(titles.map(|title| article(id, &title.value, lines.line_of(title.span.start))));
    }
    let summaries = workspace.documents().flat_map(|(id, summary)| summary.titles.iter().map(move |title| (id, title)));
    let titles = summaries.filter(|(_, (title, _))| wanted(title));
    found.extend(titles.map(|(id, (title, line))| article(id, title, *line)));
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
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
}
