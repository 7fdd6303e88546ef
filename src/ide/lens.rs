//! Code lenses above articles: how many sources each cites, and what is still to be done about them.

use super::View;
use crate::bulletin::citation::Item;
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
        let items = || citations.iter().flat_map(|citation| &citation.items);
        if citations.is_empty() {
            continue;
        }
        let undated = |item: &&Item| item.dates.is_empty() && !item.shares_date && item.undated.is_none();
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
        let text = "# One\n\n*By Ada Vale*\n\nIt rained ([Dawn](https://dawn.com/1) May 9).\n";
        let lenses = ask(text, super::lenses);
        assert_eq!((lenses[0].leads, lenses[1].leads), (Leads::Nowhere, Leads::FixesAll));
        assert_eq!(lenses[1].title, "1 finding to fix safely");
        assert_eq!(ask("# One\n\nIt rained.\n", super::lenses), []);
    }
}
