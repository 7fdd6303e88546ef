//! Answers that lead from place to place: definition, references, highlights, rename.

use super::Document;
use super::edits::{self, Label};
use crate::ide::rename::Renamable;
use crate::ide::symbol::Occurrence;
use crate::text::{Edit, Span};
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;

/// The definition of the symbol at a position; if that is the definition, its first use. What is defined nowhere is explained,
/// if at all, where it stands first.
pub(crate) fn definition(
    document: Document<'_>,
    position: lsp::Position,
    places: &[Occurrence],
) -> Option<lsp::GotoDefinitionResponse> {
    let places = places.iter().map(|place| (document.range(place.span), place.defines));
    let (defined, used): (Vec<_>, Vec<_>) = places.partition(|(_, defines)| *defines);
    let is_here = |place: &lsp::Range| place.start <= position && position <= place.end;
    let at_definition = defined.iter().any(|(place, _)| is_here(place));
    let (range, _) = if at_definition || defined.is_empty() { used.first() } else { defined.first() }?;
    Some(lsp::GotoDefinitionResponse::Scalar(lsp::Location { uri: document.uri.clone(), range: *range }))
}

/// The locations of a symbol in the document that was asked about.
pub(crate) fn locations(document: Document<'_>, places: &[Occurrence], with_definition: bool) -> Vec<lsp::Location> {
    let wanted = places.iter().filter(|place| with_definition || !place.defines);
    wanted.map(|place| document.location(place.span)).collect()
}

/// The locations of spans.
pub(crate) fn spans(document: Document<'_>, spans: Vec<Span>) -> impl Iterator<Item = lsp::Location> {
    spans.into_iter().map(move |span| document.location(span))
}

/// Highlights of a symbol.
pub(crate) fn highlights(document: Document<'_>, places: &[Occurrence]) -> Vec<lsp::DocumentHighlight> {
    let highlight = |place: &Occurrence| {
        let kind = if place.defines { lsp::DocumentHighlightKind::WRITE } else { lsp::DocumentHighlightKind::READ };
        lsp::DocumentHighlight { range: document.range(place.span), kind: Some(kind) }
    };
    places.iter().map(highlight).collect()
}

/// What can be renamed.
pub(crate) fn renamable(document: Document<'_>, found: Renamable) -> lsp::PrepareRenameResponse {
    lsp::PrepareRenameResponse::RangeWithPlaceholder { range: document.range(found.span), placeholder: found.name }
}

/// The edits of a rename in the document that was asked about.
pub(crate) fn renamed(document: Document<'_>, name: &str, edits: &[Edit]) -> lsp::WorkspaceEdit {
    let label = Label { text: format!("Rename to {name}"), confirm: false };
    edits::workspace_edit(document, edits, Some(&label))
}

/// Adds the edits of another document to those of a rename. One that is not open, or was printed with the old name, is
/// changed only once somebody has agreed.
pub(crate) fn add_renamed(edit: &mut lsp::WorkspaceEdit, document: Document<'_>, edits: &[Edit], is_earlier: bool) {
    let plain = edits::text_edits(document, edits);
    let asked = match (is_earlier, document.version) {
        (true, _) => Some("In earlier issues"),
        (false, None) => Some("In documents that are not open"),
        (false, Some(_)) => None,
    };
    let asked = asked.filter(|_| document.client.annotations && edit.document_changes.is_some());
    if let Some(label) = asked {
        let annotation =
            lsp::ChangeAnnotation { label: label.to_owned(), needs_confirmation: Some(true), description: None };
        edit.change_annotations.get_or_insert_default().insert(label.to_owned(), annotation);
    }
    let annotated = |text_edit| match asked {
        Some(label) => lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: label.to_owned() }),
        None => lsp::OneOf::Left(text_edit),
    };
    match &mut edit.document_changes {
        Some(lsp::DocumentChanges::Edits(documents)) => documents.push(lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                uri: document.uri.clone(),
                version: document.version,
            },
            edits: plain.into_iter().map(annotated).collect(),
        }),
        _ => {
            edit.changes.get_or_insert_default().insert(document.uri.clone(), plain);
        }
    }
}

/// The error of a request that is well-formed and cannot be done: `RequestFailed` of 3.17.
pub(crate) fn refused(sentence: String) -> jsonrpc::Error {
    jsonrpc::Error { code: jsonrpc::ErrorCode::ServerError(-32803), message: sentence.into(), data: None }
}
