//! Answers that lead from place to place: definition, references, highlights, rename.

use super::edits::{Label, workspace_edit};
use super::{offset, range};
use crate::ide::{rename, thing};
use crate::lsp::capabilities::Offers;
use crate::lsp::document::Snapshot;
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;

/// The places of the thing at a position, and whether each defines it.
fn places(snapshot: &Snapshot, position: lsp::Position, offers: &Offers) -> Vec<(lsp::Range, bool)> {
    let view = snapshot.view();
    let Some(thing) = thing::at(view, offset(snapshot.text(), position, offers.encoding)) else { return Vec::new() };
    let found = thing::occurrences(view, thing);
    found.into_iter().map(|place| (range(snapshot.text(), place.span, offers.encoding), place.defines)).collect()
}

/// Where the thing at a position is defined; from its definition to the first place that points to it.
pub(crate) fn definition(
    snapshot: &Snapshot,
    position: lsp::Position,
    offers: &Offers,
) -> Option<lsp::GotoDefinitionResponse> {
    let places = places(snapshot, position, offers);
    let here = |place: &lsp::Range| place.start <= position && position <= place.end;
    let (defined, used): (Vec<_>, Vec<_>) = places.into_iter().partition(|(_, defines)| *defines);
    let at_home = defined.iter().any(|(place, _)| here(place));
    let target = if at_home { used.first() } else { defined.first() };
    let range = target?.0;
    Some(lsp::GotoDefinitionResponse::Scalar(lsp::Location { uri: snapshot.uri.clone(), range }))
}

/// Everywhere the thing at a position stands.
pub(crate) fn references(snapshot: &Snapshot, params: &lsp::ReferenceParams, offers: &Offers) -> Vec<lsp::Location> {
    let position = params.text_document_position.position;
    let wanted = |defines: bool| params.context.include_declaration || !defines;
    let found = places(snapshot, position, offers).into_iter().filter(|(_, defines)| wanted(*defines));
    found.map(|(range, _)| lsp::Location { uri: snapshot.uri.clone(), range }).collect()
}

/// The same within the document, for marking.
pub(crate) fn highlights(snapshot: &Snapshot, position: lsp::Position, offers: &Offers) -> Vec<lsp::DocumentHighlight> {
    let mark = |(range, defines)| {
        let kind = if defines { lsp::DocumentHighlightKind::WRITE } else { lsp::DocumentHighlightKind::READ };
        lsp::DocumentHighlight { range, kind: Some(kind) }
    };
    places(snapshot, position, offers).into_iter().map(mark).collect()
}

/// Whether something can be renamed at a position.
///
/// # Errors
/// With a sentence for people where it cannot.
pub(crate) fn prepare_rename(
    snapshot: &Snapshot,
    position: lsp::Position,
    offers: &Offers,
) -> jsonrpc::Result<lsp::PrepareRenameResponse> {
    let found =
        rename::prepare(snapshot.view(), offset(snapshot.text(), position, offers.encoding)).map_err(refused)?;
    Ok(lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: range(snapshot.text(), found.span, offers.encoding),
        placeholder: found.name,
    })
}

/// The edits of a rename.
///
/// # Errors
/// With a sentence for people where the new name cannot be.
pub(crate) fn rename(
    snapshot: &Snapshot,
    position: lsp::Position,
    name: &str,
    offers: &Offers,
) -> jsonrpc::Result<lsp::WorkspaceEdit> {
    let at = offset(snapshot.text(), position, offers.encoding);
    let edits = rename::rename(snapshot.view(), at, name).map_err(refused)?;
    let label = Label { text: format!("Rename to {name}"), confirm: false };
    Ok(workspace_edit(snapshot, &edits, Some(&label), offers))
}

fn refused(sentence: String) -> jsonrpc::Error {
    // RequestFailed, 3.17: well formed, and cannot be done.
    jsonrpc::Error { code: jsonrpc::ErrorCode::ServerError(-32803), message: sentence.into(), data: None }
}
