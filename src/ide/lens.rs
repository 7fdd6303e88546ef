//! Code lenses above articles: how many sources each cites, and what is still to be done about them.

use super::View;
use crate::bulletin::{Item, ItemGroup};
use crate::rules::{Diagnostic, Safety};
use crate::text::{Span, counted, within};

/// A line above an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The article's heading.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// What can be done about it.
    pub leads: Leads,
}

/// What a lens leads to when it is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere.
    Nowhere,
    /// To the citations that have to be completed.
    ToUndated,
    /// It fixes all that is safe in the file.
    FixesAll,
}

/// A lens for each article that cites.
#[must_use]
pub fn lenses(view: View<'_>) -> Vec<Lens> {
    let bulletin = &view.checked.bulletin;
    let mut lenses = Vec::new();
    for article in &bulletin.articles {
        let citations = within(&bulletin.citations, article.span, |citation| citation.span);
        let groups = within(&bulletin.item_groups, article.span, |group| group.span);
        let items = || {
            let apart = groups.iter().filter(|group| !group.style.is_in_sentence()).flat_map(ItemGroup::cited);
            let inline = citations.iter().flat_map(|citation| &citation.items);
            inline.chain(apart).filter(|item| !item.kind().points_back())
        };
        if items().next().is_none() {
            continue;
        }
        // What needs no date in a note, a rule decides.
        let undated = |item: &&Item| {
            !item.style().is_apart() && item.dates.is_empty() && !item.shares_date && item.undated.is_none()
        };
        let placeholder = |item: &&Item| item.link.is_some_and(|link| link.is_placeholder());
        let mut open = false;
        let mut title = counted(items().count(), "source", "sources");
        for (count, what) in
            [(items().filter(undated).count(), "undated"), (items().filter(placeholder).count(), "without a link yet")]
        {
            if count > 0 {
                open = true;
                title.push_str(&format!(" · {count} {what}"));
            }
        }
        let heading = article.heading.and_then(|heading| view.checked.markdown.blocks.get(heading));
        let span = heading.map_or(Span::empty(article.span.start), |block| block.span);
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
        let text = "# One\n\n*By Ada Vale*\n\nIt rained ([Dawn](https://dawn.com/1) May 9).\n";
        let lenses = ask(text, super::lenses);
        assert_eq!((lenses[0].leads, lenses[1].leads), (Leads::Nowhere, Leads::FixesAll));
        assert_eq!(lenses[1].title, "1 finding to fix safely");
        assert_eq!(ask("# One\n\nIt rained.\n", super::lenses), []);
    }
}
