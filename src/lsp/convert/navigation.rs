//! Answers that lead from place to place: definition, references, highlights, rename.

use super::edits::{Label, workspace_edit};
use super::{offset, range};
use crate::bulletin::{self, Bulletin};
use crate::disk;
use crate::gazetteer::Gazetteer;
use crate::ide::{rename, symbol};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::DocumentKind;
use crate::lsp::documents::{Snapshot, Text};
use crate::lsp::state::State;
use crate::text::{Edit, Span};
use crate::workspace::Workspace;
use std::sync::Arc;
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The documents beside the one that is asked about: those that are open, and those that are summed up.
pub(crate) struct OtherDocuments {
    /// What is open.
    pub(crate) state: Arc<State>,
    /// What is not.
    pub(crate) workspace: Arc<Workspace>,
}

impl OtherDocuments {
    /// What `work` makes of each other document that names an actor, with its text. Documents that are not open are
    /// read anew, for the summary may be older than the file.
    fn naming<T>(
        &self,
        here: &Snapshot,
        actor: &str,
        work: impl Fn(&Bulletin, &Text, &Gazetteer) -> T,
    ) -> Vec<(Url, Option<i32>, Text, T)> {
        let mut found = Vec::new();
        for snapshot in self.state.snapshots() {
            if snapshot.uri != here.uri && snapshot.kind == DocumentKind::Bulletin {
                let text = Text::new(snapshot.text().text.clone());
                let made = work(&snapshot.checked().bulletin, &text, snapshot.house.gazetteer());
                found.push((snapshot.uri.clone(), Some(snapshot.version), text, made));
            }
        }
        for (id, _) in self.workspace.naming(actor) {
            let Ok(uri) = Url::parse(id) else { continue };
            let Some(text) = uri.to_file_path().ok().and_then(|path| disk::read(&path, disk::FileKind::Document).ok())
            else {
                continue;
            };
            let house = self.state.house(&uri);
            let bulletin = bulletin::read(&house.path, &text, house.gazetteer(), house.settings());
            let text = Text::new(text);
            let made = work(&bulletin, &text, house.gazetteer());
            found.push((uri, None, text, made));
        }
        found
    }
}

/// The places of the thing at a position, and whether each defines it.
fn places(snapshot: &Snapshot, position: lsp::Position, capabilities: &ClientCapabilities) -> Vec<(lsp::Range, bool)> {
    let view = snapshot.view();
    let Some(symbol) = symbol::at(view, offset(snapshot.text(), position, capabilities.encoding)) else {
        return Vec::new();
    };
    let found = symbol::occurrences(view, symbol);
    found.into_iter().map(|place| (range(snapshot.text(), place.span, capabilities.encoding), place.defines)).collect()
}

/// Where the thing at a position is defined; from its definition to the first place that points to it.
pub(crate) fn definition(
    snapshot: &Snapshot,
    position: lsp::Position,
    capabilities: &ClientCapabilities,
) -> Option<lsp::GotoDefinitionResponse> {
    let places = places(snapshot, position, capabilities);
    let here = |place: &lsp::Range| place.start <= position && position <= place.end;
    let (defined, used): (Vec<_>, Vec<_>) = places.into_iter().partition(|(_, defines)| *defines);
    let at_home = defined.iter().any(|(place, _)| here(place));
    let target = if at_home { used.first() } else { defined.first() };
    let range = target?.0;
    Some(lsp::GotoDefinitionResponse::Scalar(lsp::Location { uri: snapshot.uri.clone(), range }))
}

/// Everywhere the thing at a position stands; an actor in the other documents too.
pub(crate) fn references(
    snapshot: &Snapshot,
    params: &lsp::ReferenceParams,
    elsewhere: &OtherDocuments,
    capabilities: &ClientCapabilities,
) -> Vec<lsp::Location> {
    let position = params.text_document_position.position;
    let wanted = |defines: bool| params.context.include_declaration || !defines;
    let found = places(snapshot, position, capabilities).into_iter().filter(|(_, defines)| wanted(*defines));
    let mut all: Vec<lsp::Location> =
        found.map(|(range, _)| lsp::Location { uri: snapshot.uri.clone(), range }).collect();
    if let Some(actor) = actor_id(snapshot, position, capabilities) {
        let spans = |bulletin: &Bulletin, _: &Text, gazetteer: &Gazetteer| -> Vec<Span> {
            let number = gazetteer.number_of(&actor);
            let named = bulletin.mentions.iter().filter(|mention| number.is_some() && mention.actor == number);
            named.map(|mention| mention.span).collect()
        };
        for (uri, _, text, spans) in elsewhere.naming(snapshot, &actor, spans) {
            let place = |span| lsp::Location { uri: uri.clone(), range: range(&text, span, capabilities.encoding) };
            all.extend(spans.into_iter().map(place));
        }
    }
    all
}

/// The id of the actor at a position.
fn actor_id(snapshot: &Snapshot, position: lsp::Position, capabilities: &ClientCapabilities) -> Option<String> {
    let at = offset(snapshot.text(), position, capabilities.encoding);
    let actor = rename::actor_at(snapshot.view(), at)?;
    Some(snapshot.house.gazetteer().actor_of(actor)?.id.to_string())
}

/// The same within the document, for marking.
pub(crate) fn highlights(
    snapshot: &Snapshot,
    position: lsp::Position,
    capabilities: &ClientCapabilities,
) -> Vec<lsp::DocumentHighlight> {
    let mark = |(range, defines)| {
        let kind = if defines { lsp::DocumentHighlightKind::WRITE } else { lsp::DocumentHighlightKind::READ };
        lsp::DocumentHighlight { range, kind: Some(kind) }
    };
    places(snapshot, position, capabilities).into_iter().map(mark).collect()
}

/// Whether something can be renamed at a position.
///
/// # Errors
/// With a sentence for people where it cannot.
pub(crate) fn prepare_rename(
    snapshot: &Snapshot,
    position: lsp::Position,
    capabilities: &ClientCapabilities,
) -> jsonrpc::Result<lsp::PrepareRenameResponse> {
    let found =
        rename::prepare(snapshot.view(), offset(snapshot.text(), position, capabilities.encoding)).map_err(refused)?;
    Ok(lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: range(snapshot.text(), found.span, capabilities.encoding),
        placeholder: found.name,
    })
}

/// The edits of a rename: of an actor in all documents of the workspace.
///
/// # Errors
/// With a sentence for people where the new name cannot be.
pub(crate) fn rename(
    snapshot: &Snapshot,
    position: lsp::Position,
    name: &str,
    elsewhere: &OtherDocuments,
    capabilities: &ClientCapabilities,
) -> jsonrpc::Result<lsp::WorkspaceEdit> {
    let at = offset(snapshot.text(), position, capabilities.encoding);
    let edits = rename::rename(snapshot.view(), at, name).map_err(refused)?;
    let label = Label { text: format!("Rename to {name}"), confirm: false };
    let mut edit = workspace_edit(snapshot, &edits, Some(&label), capabilities);
    let Some(actor) = actor_id(snapshot, position, capabilities) else { return Ok(edit) };
    let renamed = |bulletin: &Bulletin, text: &Text, gazetteer: &Gazetteer| -> Vec<Edit> {
        let number = gazetteer.number_of(&actor);
        number.map(|number| rename::of_actor(&text.text, bulletin, number, name.trim())).unwrap_or_default()
    };
    for (uri, version, text, edits) in elsewhere.naming(snapshot, &actor, renamed) {
        if edits.is_empty() {
            continue;
        }
        let plain = edits.into_iter().map(|edit| lsp::TextEdit {
            range: range(&text, edit.span, capabilities.encoding),
            new_text: edit.text.into(),
        });
        match &mut edit.document_changes {
            Some(lsp::DocumentChanges::Edits(documents)) => documents.push(lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: plain.map(lsp::OneOf::Left).collect(),
            }),
            _ => {
                edit.changes.get_or_insert_default().insert(uri, plain.collect());
            }
        }
    }
    Ok(edit)
}

fn refused(sentence: String) -> jsonrpc::Error {
    // RequestFailed, 3.17: well formed, and cannot be done.
    jsonrpc::Error { code: jsonrpc::ErrorCode::ServerError(-32803), message: sentence.into(), data: None }
}
