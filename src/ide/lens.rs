//! Code lenses above articles: how many sources each cites, and what remains to be done about them.

use super::View;
use super::by_article::by_article;
use crate::bulletin::{Item, ItemGroup};
use crate::rules::{Diagnostic, Safety};
use crate::text::{Span, counted, within};

/// A line above an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The article's heading.
    pub span: Span,
    /// Its text.
    pub title: String,
    /// What can be done about it.
    pub leads: Leads,
}

/// What a lens leads to when it is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere.
    Nowhere,
    /// To the citations that must be completed.
    ToUndated,
    /// It applies all safe fixes in the file.
    FixesAll,
}

/// A lens for each article that cites.
#[must_use]
pub fn lenses(view: View<'_>) -> Vec<Lens> {
    let bulletin = &view.checked.bulletin;
    let apart = bulletin.item_groups.iter().filter(|group| !group.style.is_in_sentence()).flat_map(ItemGroup::cited);
    let inline = bulletin.citations.iter().flat_map(|citation| &citation.items);
    let cited = by_article(bulletin, inline.chain(apart).filter(|item| !item.kind().points_back()));
    let mut lenses = Vec::new();
    for (article, items) in bulletin.articles.iter().zip(cited).filter(|(_, items)| !items.is_empty()) {
        // A rule decides which items in notes need no date.
        let undated = |item: &&&Item| {
            !item.style().is_apart() && item.dates.is_empty() && !item.shares_date && item.undated.is_none()
        };
        let placeholder = |item: &&&Item| item.link.is_some_and(|link| link.is_placeholder());
        let mut open = false;
        let mut title = counted(items.len(), "source", "sources");
        for (count, what) in [
            (items.iter().filter(undated).count(), "undated"),
            (items.iter().filter(placeholder).count(), "without a link yet"),
        ] {
            if count > 0 {
                open = true;
                title.push_str(&format!(" · {count} {what}"));
            }
        }
        // Without a heading, its first words: what comes before them is front matter.
        let blocks = &view.checked.markdown.blocks;
        let first = || blocks.partition_point(|block| block.span.start < article.span.start);
        let block = blocks.get(article.heading.unwrap_or_else(first));
        let span = block.map_or(Span::empty(article.span.start), |block| block.span);
        let leads = if open { Leads::ToUndated } else { Leads::Nowhere };
        lenses.push(Lens { span, title, leads });
        let safe = |found: &&Diagnostic| found.fixes.first().is_some_and(|fix| fix.safety == Safety::Safe);
        let found = within(&view.checked.diagnostics, article.span, |found| found.span).iter().filter(safe).count();
        if found > 0 {
            let title = format!("{} to fix safely", counted(found, "finding", "findings"));
            lenses.push(Lens { span, title, leads: Leads::FixesAll });
        }
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
        let titles: Vec<_> = ask(text, super::lenses).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["2 sources · 1 undated · 1 without a link yet"]);
        let text = "# One\n\n*By Ada Vale*\n\nIt is shut.[^1] It stays so.[^2]\n\n\
            [^1]: “Port Shut,” *The Star*, May 3, 2018.\n[^2]: Ibid.\n";
        let titles: Vec<_> = ask(text, super::lenses).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["1 source"]);
        // A footnote counts where the text points to it, wherever it is defined.
        let text = "# One\n\n*By Ada Vale*\n\nIt is shut.[^1] It stays so.[^2]\n\n# Two\n\n*By Tom Hill*\n\nIt is open.[^3]\n\n\
            [^1]: “Port Shut,” *The Star*, May 3, 2018.\n\n[^2]: “Pier Shut,” *The Star*, May 4, 2018.\n\n\
            [^3]: “Road Open,” *The Star*, May 5, 2018.\n";
        let titles: Vec<_> = ask(text, super::lenses).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["2 sources", "1 source"]);
        // A text without a heading has it above its first words.
        let text = "---\ndate: 2018-05-10\n---\n\nIt rained ([Dawn](https://dawn.com/1), May 9).\n";
        assert_eq!(ask(text, super::lenses)[0].span.of(text), "It rained ([Dawn](https://dawn.com/1), May 9).");
        let text = "# One\n\n*By Ada Vale*\n\nIt rained ([Dawn](https://dawn.com/1) May 9).\n";
        let lenses = ask(text, super::lenses);
        assert_eq!((lenses[0].leads, lenses[1].leads), (Leads::Nowhere, Leads::FixesAll));
        assert_eq!(lenses[1].title, "1 finding to fix safely");
        assert_eq!(ask("# One\n\nIt rained.\n", super::lenses), []);
    }
}
