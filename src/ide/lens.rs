//! Code lenses above articles: how many sources each cites, and what is still to be done about them.

use super::View;
use crate::bulletin::citation::Item;
use crate::text::{Span, counted, within};

/// A line above an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The article's heading.
    pub span: Span,
    /// What it says.
    pub title: String,
}

/// A lens for each article that cites.
#[must_use]
pub fn lenses(view: View<'_>) -> Vec<Lens> {
    let bulletin = &view.checked.bulletin;
    let mut lenses = Vec::new();
    for article in &bulletin.articles {
        let citations = within(&bulletin.citations, article.span, |citation| citation.span);
        let items = || citations.iter().flat_map(|citation| &citation.items);
        if citations.is_empty() {
            continue;
        }
        let undated = |item: &&Item| item.dates.is_empty() && !item.shares_date && item.undated.is_none();
        let placeholder = |item: &&Item| item.link.is_some_and(|link| link.is_placeholder());
        let mut title = counted(items().count(), "source", "sources");
        for (count, what) in
            [(items().filter(undated).count(), "undated"), (items().filter(placeholder).count(), "without a link yet")]
        {
            if count > 0 {
                title.push_str(&format!(" · {count} {what}"));
            }
        }
        let heading = article.heading.and_then(|heading| view.checked.markdown.blocks.get(heading));
        let span = heading.map_or(Span::empty(article.span.start), |block| block.span);
        lenses.push(Lens { span, title });
    }
    lenses
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn sources_are_counted() {
        let text = "# One\n\n*By Ada Vale*\n\nIt rained ([Dawn](#), May 9; [Reuters](https://reuters.com/x)).\n";
        let titles: Vec<_> = ask(text, lenses).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["2 sources · 1 undated · 1 without a link yet"]);
        assert_eq!(ask("# One\n\nIt rained.\n", lenses), []);
    }
}
