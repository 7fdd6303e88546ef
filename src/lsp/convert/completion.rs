//! Completion and symbols of the workspace, as the protocol has them.

use super::offset;
use crate::ide::completion::configuration::configuration;
use crate::ide::completion::{self, Item, Kind, Subject};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::DocumentKind;
use crate::lsp::documents::Snapshot;
use crate::workspace::Workspace;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// Symbols of one answer.
const MOST_SYMBOLS: usize = 200;

/// Whose card an item's documentation is: what the client sends back when it looks at an item.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CompletionData {
    /// The document that was written in.
    pub(crate) uri: Url,
    kind: String,
    name: String,
}

impl CompletionData {
    fn new(uri: &Url, subject: &Subject) -> CompletionData {
        let (kind, name) = match subject {
            Subject::Actor(id) => ("actor", id),
            Subject::Source(id) => ("source", id),
            Subject::Rule(name) => ("rule", name),
        };
        CompletionData { uri: uri.clone(), kind: kind.to_owned(), name: name.clone() }
    }

    /// What an item that comes back is about.
    pub(crate) fn read(item: &lsp::CompletionItem) -> Option<CompletionData> {
        serde_json::from_value(item.data.clone()?).ok()
    }

    /// The card.
    pub(crate) fn documentation(
        &self,
        snapshot: &Snapshot,
        workspace: &Workspace,
        capabilities: &ClientCapabilities,
    ) -> Option<lsp::Documentation> {
        let subject = match self.kind.as_str() {
            "actor" => Subject::Actor(self.name.clone()),
            "source" => Subject::Source(self.name.clone()),
            _ => Subject::Rule(self.name.clone()),
        };
        let card = completion::card(snapshot.view(), workspace, &subject)?;
        let (kind, value) = super::annotations::markup(card, capabilities.markdown_documentation);
        Some(lsp::Documentation::MarkupContent(lsp::MarkupContent { kind, value }))
    }
}

/// What can be written at a position.
pub(crate) fn completion(
    snapshot: &Snapshot,
    position: lsp::Position,
    workspace: &Workspace,
    capabilities: &ClientCapabilities,
) -> lsp::CompletionResponse {
    let text = snapshot.text();
    let at = offset(text, position, capabilities.encoding);
    let found = match snapshot.kind {
        DocumentKind::Configuration => configuration(&text.text, at),
        _ => completion::completions(snapshot.view(), workspace, at),
    };
    let item = |(rank, item): (usize, Item)| {
        let snippet = item.snippet.filter(|_| capabilities.snippets);
        let format = if snippet.is_some() { lsp::InsertTextFormat::SNIPPET } else { lsp::InsertTextFormat::PLAIN_TEXT };
        let new_text = snippet.unwrap_or_else(|| item.edit.text.into());
        let range = super::range(text, item.edit.span, capabilities.encoding);
        let detail = (!item.detail.is_empty()).then_some(item.detail);
        let described = detail.clone().filter(|_| capabilities.label_details);
        lsp::CompletionItem {
            label: item.label,
            label_details: described.map(|description| lsp::CompletionItemLabelDetails {
                description: Some(description),
                ..lsp::CompletionItemLabelDetails::default()
            }),
            kind: Some(kind(item.kind)),
            detail,
            sort_text: Some(format!("{rank:04}")),
            filter_text: Some(item.filter),
            insert_text_format: Some(format),
            text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit { range, new_text })),
            data: item.subject.map(|subject| json!(CompletionData::new(&snapshot.uri, &subject))),
            ..lsp::CompletionItem::default()
        }
    };
    let items = found.items.into_iter().enumerate().map(item).collect();
    lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: found.incomplete, items })
}

fn kind(kind: Kind) -> lsp::CompletionItemKind {
    match kind {
        Kind::Source => lsp::CompletionItemKind::REFERENCE,
        Kind::Address => lsp::CompletionItemKind::FILE,
        Kind::Date => lsp::CompletionItemKind::CONSTANT,
        Kind::Actor => lsp::CompletionItemKind::CLASS,
        Kind::Note => lsp::CompletionItemKind::VALUE,
        Kind::Author => lsp::CompletionItemKind::TEXT,
        Kind::Rule => lsp::CompletionItemKind::ENUM_MEMBER,
        Kind::Key => lsp::CompletionItemKind::PROPERTY,
    }
}

/// The articles of the workspace whose title holds all words of the query, those of open documents first.
pub(crate) fn workspace_symbols(
    open: &[Arc<Snapshot>],
    workspace: &Workspace,
    query: &str,
) -> Vec<lsp::SymbolInformation> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let wanted = |title: &str| {
        let title = title.to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    };
    let mut found = Vec::new();
    let mut add = |uri: &Url, title: &str, line: u32| {
        let start = lsp::Position::new(line, 0);
        #[expect(deprecated, reason = "the type has the member and asks for it")]
        found.push(lsp::SymbolInformation {
            name: title.to_owned(),
            kind: lsp::SymbolKind::CLASS,
            tags: None,
            deprecated: None,
            location: lsp::Location { uri: uri.clone(), range: lsp::Range::new(start, start) },
            container_name: uri.path_segments().and_then(|mut parts| parts.next_back()).map(str::to_owned),
        });
    };
    for snapshot in open {
        let text = snapshot.text();
        for article in &snapshot.checked().bulletin.articles {
            if !article.title.value.is_empty() && wanted(&article.title.value) {
                add(&snapshot.uri, &article.title.value, text.lines.line_of(article.title.span.start));
            }
        }
    }
    for (id, summary) in workspace.documents() {
        let Ok(uri) = id.parse() else { continue };
        for (title, line) in summary.titles.iter().filter(|(title, _)| wanted(title)) {
            add(&uri, title, *line);
        }
    }
    found.truncate(MOST_SYMBOLS);
    found
}
