//! Document symbols, folding ranges, document links, selection ranges, and workspace symbols.

use super::AnswerContext;
use crate::ide::articles::{self, Article};
use crate::ide::folding::{self, Fold};
use crate::ide::links::Link;
use crate::ide::outline::{Item, Kind};
use crate::text::Span;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The outline: as a tree or, for clients without support for trees, as a list in which each item names its parent.
pub(crate) fn symbols(document: AnswerContext<'_>, items: &[Item]) -> lsp::DocumentSymbolResponse {
    if document.client.symbol_tree {
        return lsp::DocumentSymbolResponse::Nested(tree(document, items));
    }
    let mut list = Vec::new();
    flatten(document, items, None, &mut list);
    lsp::DocumentSymbolResponse::Flat(list)
}

fn kind(item: &Item) -> lsp::SymbolKind {
    match item.kind {
        Kind::Article => lsp::SymbolKind::CLASS,
        // The kind that Markdown servers use for headings.
        Kind::Section => lsp::SymbolKind::STRING,
        Kind::Citation => lsp::SymbolKind::KEY,
    }
}

fn tree(document: AnswerContext<'_>, items: &[Item]) -> Vec<lsp::DocumentSymbol> {
    let symbol = |item: &Item| {
        #[expect(deprecated, reason = "the type has the member and asks for it")]
        lsp::DocumentSymbol {
            name: item.name.clone(),
            detail: item.detail.clone(),
            kind: kind(item),
            tags: None,
            deprecated: None,
            range: document.range(item.span),
            selection_range: document.range(item.heading),
            children: (!item.items.is_empty()).then(|| tree(document, &item.items)),
        }
    };
    items.iter().map(symbol).collect()
}

fn flatten(document: AnswerContext<'_>, items: &[Item], parent: Option<&str>, list: &mut Vec<lsp::SymbolInformation>) {
    for item in items {
        let location = document.location(item.span);
        list.push(information(item.name.clone(), kind(item), location, parent.map(str::to_owned)));
        flatten(document, &item.items, Some(&item.name), list);
    }
}

fn information(
    name: String,
    kind: lsp::SymbolKind,
    location: lsp::Location,
    container_name: Option<String>,
) -> lsp::SymbolInformation {
    #[expect(deprecated, reason = "the type has the member and asks for it")]
    lsp::SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// The articles of a workspace.
pub(crate) fn articles(articles: Vec<Article>) -> Vec<lsp::SymbolInformation> {
    let symbol = |article: Article| {
        let uri: Url = article.document.parse().ok()?;
        let start = lsp::Position::new(article.line, 0);
        let file = uri.path_segments().and_then(|mut parts| parts.next_back()).map(str::to_owned);
        let location = lsp::Location { uri, range: lsp::Range::new(start, start) };
        let kind = match article.kind {
            articles::Kind::Article => lsp::SymbolKind::CLASS,
            articles::Kind::Actor => lsp::SymbolKind::OBJECT,
            articles::Kind::Source => lsp::SymbolKind::NAMESPACE,
            articles::Kind::Day => lsp::SymbolKind::EVENT,
        };
        Some(information(article.title, kind, location, file))
    };
    articles.into_iter().filter_map(symbol).collect()
}

/// Folding ranges.
pub(crate) fn folds(document: AnswerContext<'_>, folds: Vec<Fold>) -> Vec<lsp::FoldingRange> {
    let fold = |fold: Fold| {
        let lsp::Range { start, end } = document.range(fold.span);
        lsp::FoldingRange {
            start_line: start.line,
            // A client that folds by character keeps the text before this: the whole first line.
            start_character: None,
            end_line: end.line,
            end_character: (!document.client.folds_lines).then_some(end.character),
            kind: match fold.kind {
                folding::Kind::Part => None,
                folding::Kind::Comment => Some(lsp::FoldingRangeKind::Comment),
            },
            collapsed_text: None,
        }
    };
    folds.into_iter().map(fold).collect()
}

/// Links that can be opened.
pub(crate) fn links(document: AnswerContext<'_>, links: Vec<Link<'_>>) -> Vec<lsp::DocumentLink> {
    let link = |link: Link<'_>| {
        let target = Some(target(document.uri, &link.target)?);
        Some(lsp::DocumentLink { range: document.range(link.span), target, tooltip: None, data: None })
    };
    links.into_iter().filter_map(link).collect()
}

/// The address of a target as written in the document `base`: an absolute web or mail address, or a file relative to
/// the document.
fn target(base: &Url, target: &str) -> Option<Url> {
    match Url::parse(target) {
        Ok(url) => matches!(url.scheme(), "http" | "https" | "mailto" | "ftp" | "file").then_some(url),
        Err(_) if base.scheme() == "file" => base.join(target).ok(),
        Err(_) => None,
    }
}

/// The selections that grow from a position, the smallest first.
pub(crate) fn selection(document: AnswerContext<'_>, spans: Vec<Span>) -> lsp::SelectionRange {
    let grown = spans.into_iter().rev().fold(None, |parent, span| {
        Some(lsp::SelectionRange { range: document.range(span), parent: parent.map(Box::new) })
    });
    let empty = || lsp::SelectionRange { range: document.range(Span::empty(0)), parent: None };
    grown.unwrap_or_else(empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_whole_addresses_or_neighbours() {
        let base: Url = "file:///desk/a/b.md".parse().expect("a URL");
        let found = |text| target(&base, text).map(|url| url.to_string());
        assert_eq!(found("https://a.example/é"), Some("https://a.example/%C3%A9".to_owned()));
        assert_eq!(found("../c.md#x"), Some("file:///desk/c.md#x".to_owned()));
        assert_eq!(found("javascript:alert(1)"), None);
        assert_eq!(target(&"untitled:U-1".parse().expect("a URL"), "c.md"), None);
    }
}
