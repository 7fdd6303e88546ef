//! Answers that lead from place to place: definitions, references, highlights, renames.

use super::AnswerContext;
use super::edits::{self, Label};
use super::positions::IndexedText;
use crate::ide::listed::{Listed, OwnRecord};
use crate::ide::records;
use crate::ide::rename::Renamable;
use crate::ide::symbol::Occurrence;
use crate::text::{Edit, Span};
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The definition of the symbol at a position; if that is the definition, its first use. A symbol without a definition
/// is explained, if at all, where it first occurs.
pub(crate) fn definition(
    document: AnswerContext<'_>,
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

/// The scheme of a record in the built-in lists: `copydesk-record://actor/al-shabaab.toml?file:///desk/a.md`. A client
/// that shows such addresses requests their text with `copydesk/listed`.
pub(crate) const RECORD: &str = "copydesk-record";

/// The location of a record: in one of the publication's lists, else in a view of the client's, if it has one.
pub(crate) fn record(
    document: AnswerContext<'_>,
    listed: &Listed,
    own: Option<OwnRecord>,
) -> Option<lsp::GotoDefinitionResponse> {
    let location = match own {
        Some(OwnRecord { path, text, span }) => {
            let (uri, text) = (Url::from_file_path(path).ok()?, IndexedText::new(text));
            AnswerContext { uri: &uri, version: None, text: &text, client: document.client }.location(span)
        }
        None if document.client.opens_records => {
            let Listed { what, id } = listed;
            let mut uri = Url::parse(&format!("{RECORD}://{}/{id}.toml", records::word(*what))).ok()?;
            // Clients decode a query once.
            uri.set_query(Some(&document.uri.as_str().replace('%', "%25")));
            lsp::Location { uri, range: lsp::Range::default() }
        }
        None => return None,
    };
    Some(lsp::GotoDefinitionResponse::Scalar(location))
}

/// The locations of a symbol in the document that was asked about.
pub(crate) fn locations(
    document: AnswerContext<'_>,
    places: &[Occurrence],
    with_definition: bool,
) -> Vec<lsp::Location> {
    let wanted = places.iter().filter(|place| with_definition || !place.defines);
    wanted.map(|place| document.location(place.span)).collect()
}

/// The locations of spans.
pub(crate) fn spans(document: AnswerContext<'_>, spans: Vec<Span>) -> impl Iterator<Item = lsp::Location> {
    spans.into_iter().map(move |span| document.location(span))
}

/// Highlights of a symbol.
pub(crate) fn highlights(document: AnswerContext<'_>, places: &[Occurrence]) -> Vec<lsp::DocumentHighlight> {
    let highlight = |place: &Occurrence| {
        let kind = if place.defines { lsp::DocumentHighlightKind::WRITE } else { lsp::DocumentHighlightKind::READ };
        lsp::DocumentHighlight { range: document.range(place.span), kind: Some(kind) }
    };
    places.iter().map(highlight).collect()
}

/// The places of a label that change together while one of them is being typed.
pub(crate) fn linked(document: AnswerContext<'_>, places: &[Span]) -> lsp::LinkedEditingRanges {
    let ranges = places.iter().map(|place| document.range(*place)).collect();
    // The characters that a label may consist of.
    lsp::LinkedEditingRanges { ranges, word_pattern: Some("[^\\s\\[\\]()]+".to_owned()) }
}

/// What can be renamed.
pub(crate) fn renamable(document: AnswerContext<'_>, found: Renamable) -> lsp::PrepareRenameResponse {
    lsp::PrepareRenameResponse::RangeWithPlaceholder { range: document.range(found.span), placeholder: found.name }
}

/// The edits of a rename in the document that was asked about.
pub(crate) fn renamed(document: AnswerContext<'_>, name: &str, edits: &[Edit]) -> lsp::WorkspaceEdit {
    let label = Label { text: format!("Rename to “{name}”"), confirm: false };
    edits::workspace_edit(document, edits, Some(&label))
}

/// Adds the edits of another document to those of a rename. If it is not open, or was printed with the old name, it is
/// changed only after someone has agreed.
pub(crate) fn add_renamed(
    edit: &mut lsp::WorkspaceEdit,
    document: AnswerContext<'_>,
    edits: &[Edit],
    is_earlier: bool,
) {
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

/// The error for a request that is well-formed but cannot be fulfilled: `RequestFailed` in 3.17.
pub(crate) fn refused(sentence: String) -> jsonrpc::Error {
    jsonrpc::Error { code: jsonrpc::ErrorCode::ServerError(-32803), message: sentence.into(), data: None }
}
