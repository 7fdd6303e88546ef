//! Completion.

use super::AnswerContext;
use super::annotations::markup;
use super::edits::text_edit;
use crate::ide::completion::{Completions, Item, Kind, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// What a completion carries so that its documentation can be resolved later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CompletionData {
    /// The document being written.
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

    /// The data of an item that the client sent back.
    pub(crate) fn read(item: &lsp::CompletionItem) -> Option<CompletionData> {
        serde_json::from_value(item.data.clone()?).ok()
    }

    /// What the documentation is about.
    pub(crate) fn subject(&self) -> Subject {
        match self.kind.as_str() {
            "actor" => Subject::Actor(self.name.clone()),
            "source" => Subject::Source(self.name.clone()),
            _ => Subject::Rule(self.name.clone()),
        }
    }
}

/// The documentation of an item.
pub(crate) fn documentation(document: AnswerContext<'_>, card: String) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(markup(card, document.client.markdown_documentation))
}

/// Completions.
pub(crate) fn completion(document: AnswerContext<'_>, found: Completions) -> lsp::CompletionResponse {
    let client = document.client;
    let item = |(rank, item): (usize, Item)| {
        let snippet = item.snippet.filter(|_| client.snippets);
        let format = if snippet.is_some() { lsp::InsertTextFormat::SNIPPET } else { lsp::InsertTextFormat::PLAIN_TEXT };
        let new_text = snippet.unwrap_or_else(|| item.edit.text.into());
        let range = document.range(item.edit.span);
        let detail = (!item.detail.is_empty()).then_some(item.detail);
        let described = detail.clone().filter(|_| client.label_details);
        lsp::CompletionItem {
            label: item.label,
            label_details: described.map(|description| lsp::CompletionItemLabelDetails {
                description: Some(description),
                ..lsp::CompletionItemLabelDetails::default()
            }),
            kind: Some(kind(item.kind)),
            // The date in the address, whatever was chosen last.
            preselect: (rank == 0 && item.kind == Kind::Date).then_some(true),
            detail,
            sort_text: Some(format!("{rank:04}")),
            filter_text: Some(item.filter),
            insert_text_format: Some(format),
            text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit { range, new_text })),
            additional_text_edits: item.also.map(|also| vec![text_edit(document, &also, Some(item.edit.span))]),
            data: item.subject.map(|subject| json!(CompletionData::new(document.uri, &subject))),
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
        Kind::Citation => lsp::CompletionItemKind::REFERENCE,
        Kind::Author => lsp::CompletionItemKind::TEXT,
        Kind::Rule => lsp::CompletionItemKind::ENUM_MEMBER,
        Kind::Key => lsp::CompletionItemKind::PROPERTY,
    }
}
