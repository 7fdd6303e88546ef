//! Answers about reading a document, as the protocol has them.

use super::{offset, position, range};
use crate::ide::{folding, links as document_links, outline, selection};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::Snapshot;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The outline: as a tree, or for clients that know none, as a list in which each names the one above it.
pub(crate) fn symbols(snapshot: &Snapshot, capabilities: &ClientCapabilities) -> lsp::DocumentSymbolResponse {
    let items = outline::outline(snapshot.view());
    if capabilities.symbol_tree {
        return lsp::DocumentSymbolResponse::Nested(tree(snapshot, &items, capabilities));
    }
    let mut list = Vec::new();
    flat(snapshot, &items, None, capabilities, &mut list);
    lsp::DocumentSymbolResponse::Flat(list)
}

fn kind(item: &outline::Item) -> lsp::SymbolKind {
    match item.kind {
        outline::Kind::Article => lsp::SymbolKind::CLASS,
        // What Markdown servers use for headings.
        outline::Kind::Section => lsp::SymbolKind::STRING,
        outline::Kind::Citation => lsp::SymbolKind::KEY,
    }
}

fn tree(snapshot: &Snapshot, items: &[outline::Item], capabilities: &ClientCapabilities) -> Vec<lsp::DocumentSymbol> {
    let symbol = |item: &outline::Item| {
        #[expect(deprecated, reason = "the type has the member and asks for it")]
        lsp::DocumentSymbol {
            name: item.name.clone(),
            detail: item.detail.clone(),
            kind: kind(item),
            tags: None,
            deprecated: None,
            range: range(snapshot.text(), item.span, capabilities.encoding),
            selection_range: range(snapshot.text(), item.heading, capabilities.encoding),
            children: (!item.items.is_empty()).then(|| tree(snapshot, &item.items, capabilities)),
        }
    };
    items.iter().map(symbol).collect()
}

fn flat(
    snapshot: &Snapshot,
    items: &[outline::Item],
    above: Option<&str>,
    capabilities: &ClientCapabilities,
    list: &mut Vec<lsp::SymbolInformation>,
) {
    for item in items {
        #[expect(deprecated, reason = "the type has the member and asks for it")]
        list.push(lsp::SymbolInformation {
            name: item.name.clone(),
            kind: kind(item),
            tags: None,
            deprecated: None,
            location: lsp::Location {
                uri: snapshot.uri.clone(),
                range: range(snapshot.text(), item.span, capabilities.encoding),
            },
            container_name: above.map(str::to_owned),
        });
        flat(snapshot, &item.items, Some(&item.name), capabilities, list);
    }
}

/// What can be folded.
pub(crate) fn folds(snapshot: &Snapshot, capabilities: &ClientCapabilities) -> Vec<lsp::FoldingRange> {
    let text = snapshot.text();
    let fold = |fold: folding::Fold| {
        let lsp::Range { start, end } = range(text, fold.span, capabilities.encoding);
        lsp::FoldingRange {
            start_line: start.line,
            // A client that folds by character keeps what stands before it: the first line whole.
            start_character: None,
            end_line: end.line,
            end_character: (!capabilities.folds_lines).then_some(end.character),
            kind: match fold.kind {
                folding::Kind::Part => None,
                folding::Kind::Comment => Some(lsp::FoldingRangeKind::Comment),
            },
            collapsed_text: None,
        }
    };
    folding::folds(snapshot.view()).into_iter().map(fold).collect()
}

/// Links that can be opened.
pub(crate) fn links(snapshot: &Snapshot, capabilities: &ClientCapabilities) -> Vec<lsp::DocumentLink> {
    let link = |link: document_links::Link<'_>| {
        Some(lsp::DocumentLink {
            range: range(snapshot.text(), link.span, capabilities.encoding),
            target: Some(target(&snapshot.uri, &link.target)?),
            tooltip: None,
            data: None,
        })
    };
    document_links::links(snapshot.view()).into_iter().filter_map(link).collect()
}

/// The address of a target as written in the document `base`: a whole address of the web or of mail, or a file beside
/// the document.
fn target(base: &Url, target: &str) -> Option<Url> {
    match Url::parse(target) {
        Ok(url) => matches!(url.scheme(), "http" | "https" | "mailto" | "ftp" | "file").then_some(url),
        Err(_) if base.scheme() == "file" => base.join(target).ok(),
        Err(_) => None,
    }
}

/// The selections that grow from each position.
pub(crate) fn selections(
    snapshot: &Snapshot,
    positions: &[lsp::Position],
    capabilities: &ClientCapabilities,
) -> Vec<lsp::SelectionRange> {
    let text = snapshot.text();
    let grow = |place: &lsp::Position| {
        let spans = selection::around(snapshot.view(), offset(text, *place, capabilities.encoding));
        let grown = spans.into_iter().rev().fold(None, |parent, span| {
            Some(lsp::SelectionRange { range: range(text, span, capabilities.encoding), parent: parent.map(Box::new) })
        });
        grown.unwrap_or_else(|| {
            let end = position(text, 0, capabilities.encoding);
            lsp::SelectionRange { range: lsp::Range::new(end, end), parent: None }
        })
    };
    positions.iter().map(grow).collect()
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
