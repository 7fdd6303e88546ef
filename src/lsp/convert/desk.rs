//! copydesk's own requests: the contents of a bulletin, an address as a citation, a record for the publication's lists.

use super::AnswerContext;
use super::edits;
use crate::config::Level;
use crate::ide::across_files::FileEdit;
use crate::ide::cite::Cited;
use crate::ide::contents;
use crate::ide::listed::Listed;
use crate::ide::records::{self, Filled, RecordKind, RecordProposal};
use crate::lsp::document_context::Omission;
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

// The contents of a bulletin.

/// The result of `copydesk/contents`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContentsAnswer {
    /// Whether it is checked.
    checked: bool,
    /// Why not.
    why: Option<&'static str>,
    /// The date of the issue.
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

/// The contents of a bulletin; empty if it is not checked.
pub(crate) fn contents(
    document: AnswerContext<'_>,
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

fn cited_item(document: AnswerContext<'_>, item: contents::Cited) -> CitedItem {
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
    /// What the citation replaces; empty if it is inserted.
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
    /// What is written elsewhere with it: the definition of a note.
    also: Option<lsp::TextEdit>,
    refused: Option<String>,
}

/// An address as a citation.
pub(crate) fn citation(document: AnswerContext<'_>, cited: Result<Cited, String>) -> CitationAnswer {
    match cited {
        Ok(cited) => CitationAnswer {
            title: Some(cited.title),
            range: Some(document.range(cited.edit.span)),
            text: Some(cited.edit.text.to_string()),
            snippet: Some(cited.snippet),
            also: cited.also.map(|edit| edits::text_edit(document, &edit, Some(cited.edit.span))),
            refused: None,
        },
        Err(refused) => CitationAnswer { refused: Some(refused), ..CitationAnswer::default() },
    }
}

// A record.

/// Parameters of `copydesk/listed`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedParams {
    /// The document whose lists apply.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    what: String,
    id: String,
}

impl ListedParams {
    /// The record.
    pub(crate) fn listed(&self) -> Option<Listed> {
        Some(Listed { what: what(&self.what)?, id: self.id.clone() })
    }
}

/// Parameters of `copydesk/record`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
    /// The words, or a position within them.
    pub(crate) range: lsp::Range,
    /// `actor` or `source`, unless the text there shows otherwise.
    #[serde(default)]
    what: Option<String>,
}

impl RecordParams {
    /// The kind of record requested.
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
    /// What to tell the person first.
    message: Option<String>,
    /// Names that may be meant.
    near: Vec<Near>,
    /// The values of a new record; null if there is none.
    form: Option<Form>,
}

#[derive(Serialize)]
struct Near {
    title: String,
    edit: lsp::WorkspaceEdit,
}

/// The values of a record, and the kinds to choose from.
#[derive(Serialize)]
struct Form {
    name: String,
    abbreviation: String,
    kind: String,
    host: String,
    kinds: Vec<&'static str>,
}

/// What is at a place.
pub(crate) fn looked(document: AnswerContext<'_>, found: records::Looked) -> LookedAnswer {
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
    /// The document whose lists are extended.
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
    /// The values that were filled in.
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

/// The result of `copydesk/addRecord`: the edit and the list that the record is added to, or why there is none.
#[derive(Default, Serialize)]
pub(crate) struct Added {
    edit: Option<lsp::WorkspaceEdit>,
    list: Option<Url>,
    refused: Option<String>,
}

/// The edit that adds a record.
pub(crate) fn added(document: AnswerContext<'_>, changes: Result<Vec<FileEdit>, String>) -> Added {
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
