//! The requests that are copydesk's own: what a bulletin says, an address as a citation, a record for the house's lists.

use super::Document;
use super::edits;
use crate::config::Level;
use crate::ide::across_files::FileEdit;
use crate::ide::cite::Cited;
use crate::ide::contents;
use crate::ide::records::{self, Filled, RecordKind, RecordProposal};
use crate::lsp::document_context::Omission;
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

// What a bulletin says.

/// The result of `copydesk/contents`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContentsAnswer {
    /// Whether it is checked.
    checked: bool,
    /// Why it is not.
    why: Option<&'static str>,
    /// The day of the issue.
    date: Option<String>,
    articles: Vec<Article>,
}

#[derive(Serialize)]
struct Article {
    title: String,
    authors: Vec<String>,
    range: lsp::Range,
    faults: usize,
    cited: Vec<CitedItem>,
    actors: Vec<Named>,
}

#[derive(Serialize)]
struct CitedItem {
    name: String,
    address: Option<String>,
    dates: Vec<String>,
    range: lsp::Range,
    worst: Option<Worst>,
}

#[derive(Serialize)]
struct Worst {
    level: &'static str,
    message: String,
    range: lsp::Range,
}

#[derive(Serialize)]
struct Named {
    name: String,
    times: usize,
    range: lsp::Range,
}

/// What a bulletin says; one that is not checked says nothing.
pub(crate) fn contents(
    document: Document<'_>,
    omission: Option<Omission>,
    found: contents::Contents,
) -> ContentsAnswer {
    let article = |article: contents::Article| Article {
        title: article.title,
        authors: article.authors,
        range: document.range(article.start),
        faults: article.faults,
        cited: article.cited.into_iter().map(|item| cited_item(document, item)).collect(),
        actors: { article.actors.into_iter() }
            .map(|named| Named { name: named.name, times: named.times, range: document.range(named.span) })
            .collect(),
    };
    let articles = if omission.is_some() { Vec::new() } else { found.articles };
    ContentsAnswer {
        checked: omission.is_none(),
        why: omission.map(Omission::sentence),
        date: found.date.map(|date| date.to_string()),
        articles: articles.into_iter().map(article).collect(),
    }
}

fn cited_item(document: Document<'_>, item: contents::Cited) -> CitedItem {
    CitedItem {
        name: item.name,
        address: item.address,
        dates: item.dates,
        range: document.range(item.span),
        worst: item.worst.map(|worst| Worst {
            level: if worst.level == Level::Error { "error" } else { "warning" },
            message: worst.message,
            range: document.range(worst.span),
        }),
    }
}

// A rule.

/// Parameters of `copydesk/explain`.
#[derive(Deserialize)]
pub(crate) struct ExplainParams {
    /// Its name.
    pub(crate) rule: String,
}

// An address as a citation.

/// Parameters of `copydesk/citation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CitationParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    /// What the citation takes the place of; empty where it is inserted.
    pub(crate) range: lsp::Range,
    /// The address.
    pub(crate) address: String,
}

/// The result of `copydesk/citation`: what is written, or why nothing is.
#[derive(Default, Serialize)]
pub(crate) struct CitationAnswer {
    title: Option<String>,
    range: Option<lsp::Range>,
    text: Option<String>,
    snippet: Option<String>,
    refused: Option<String>,
}

/// The citation of an address.
pub(crate) fn citation(document: Document<'_>, cited: Result<Cited, String>) -> CitationAnswer {
    match cited {
        Ok(cited) => CitationAnswer {
            title: Some(cited.title),
            range: Some(document.range(cited.edit.span)),
            text: Some(cited.edit.text.to_string()),
            snippet: Some(cited.snippet),
            refused: None,
        },
        Err(refused) => CitationAnswer { refused: Some(refused), ..CitationAnswer::default() },
    }
}

// A record.

/// Parameters of `copydesk/record`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    /// The words, or a place within them.
    pub(crate) range: lsp::Range,
    /// `actor` or `source`; what stands there says it otherwise.
    #[serde(default)]
    what: Option<String>,
}

impl RecordParams {
    /// What is wanted.
    pub(crate) fn what(&self) -> Option<RecordKind> {
        what(self.what.as_deref()?)
    }
}

fn what(word: &str) -> Option<RecordKind> {
    [RecordKind::Actor, RecordKind::Source].into_iter().find(|what| records::word(*what) == word)
}

/// The result of `copydesk/record`.
#[derive(Serialize)]
pub(crate) struct LookedAnswer {
    what: &'static str,
    name: String,
    range: lsp::Range,
    /// What is to be said first.
    message: Option<String>,
    /// Names that may be meant.
    near: Vec<Near>,
    /// What a new record would say; null where there is none.
    form: Option<Form>,
}

#[derive(Serialize)]
struct Near {
    title: String,
    edit: lsp::WorkspaceEdit,
}

/// What a record says, and the kinds to choose from.
#[derive(Serialize)]
struct Form {
    name: String,
    abbreviation: String,
    kind: String,
    host: String,
    kinds: Vec<&'static str>,
}

/// What stands at a place.
pub(crate) fn looked(document: Document<'_>, found: records::Looked) -> LookedAnswer {
    let near = |near: records::Near| Near {
        title: format!("Write “{}”", near.name),
        edit: edits::workspace_edit(document, &[near.edit], None),
    };
    LookedAnswer {
        what: records::word(found.what),
        range: document.range(found.span),
        name: found.name,
        message: found.message,
        near: found.near.into_iter().map(near).collect(),
        form: found.proposal.map(|RecordProposal { name, abbreviation, kind, host }| Form {
            name,
            abbreviation,
            kind,
            host,
            kinds: records::kinds(found.what),
        }),
    }
}

/// Parameters of `copydesk/addRecord`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddRecordParams {
    /// The document whose house it is.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    what: String,
    name: String,
    #[serde(default)]
    abbreviation: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    host: String,
}

impl AddRecordParams {
    /// What was filled in.
    pub(crate) fn filled(&self) -> Filled {
        let AddRecordParams { name, abbreviation, kind, host, .. } = self;
        let record = RecordProposal {
            name: name.clone(),
            abbreviation: abbreviation.clone(),
            kind: kind.clone(),
            host: host.clone(),
        };
        Filled { what: what(&self.what).unwrap_or(RecordKind::Actor), record }
    }
}

/// The result of `copydesk/addRecord`: the edit and the list that gets the record, or why there is none.
#[derive(Default, Serialize)]
pub(crate) struct Added {
    edit: Option<lsp::WorkspaceEdit>,
    list: Option<Url>,
    refused: Option<String>,
}

/// The edit that adds a record.
pub(crate) fn added(document: Document<'_>, changes: Result<Vec<FileEdit>, String>) -> Added {
    let refused = |refused: &str| Added { refused: Some(refused.to_owned()), ..Added::default() };
    match changes {
        Ok(changes) => {
            let list = changes.first().and_then(|change| Url::from_file_path(&change.path).ok());
            match edits::file_edits(document, changes) {
                Some(edit) => Added { edit: Some(edit), list, refused: None },
                None => refused("This editor cannot create the file that the record belongs into."),
            }
        }
        Err(why) => refused(&why),
    }
}
