//! Edits and the actions that carry them, as the protocol has them.

use super::{diagnostic, range, span};
use crate::ide::actions::{self, Action, Change, Kind};
use crate::lsp::capabilities::Offers;
use crate::lsp::document::Snapshot;
use crate::rules::Safety;
use crate::text::Edit;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.copydesk";

/// Edits of one text.
pub(crate) fn text_edits(snapshot: &Snapshot, edits: &[Edit], offers: &Offers) -> Vec<lsp::TextEdit> {
    let text = snapshot.text();
    edits
        .iter()
        .map(|edit| lsp::TextEdit { range: range(text, edit.span, offers.encoding), new_text: edit.text.clone() })
        .collect()
}

/// Edits of one document as an edit of the workspace: for this version where the client can tell versions apart. What a
/// person should look at first says so, with `label`, where the client can show that.
pub(crate) fn workspace_edit(
    snapshot: &Snapshot,
    edits: &[Edit],
    label: Option<&str>,
    offers: &Offers,
) -> lsp::WorkspaceEdit {
    let edits = text_edits(snapshot, edits, offers);
    if !offers.document_changes {
        return lsp::WorkspaceEdit {
            changes: Some(HashMap::from([(snapshot.uri.clone(), edits)])),
            ..lsp::WorkspaceEdit::default()
        };
    }
    let label = label.filter(|_| offers.annotations);
    let annotated = |text_edit| match label {
        Some(label) => lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: label.to_owned() }),
        None => lsp::OneOf::Left(text_edit),
    };
    let document = lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: snapshot.uri.clone(),
            version: Some(snapshot.version),
        },
        edits: edits.into_iter().map(annotated).collect(),
    };
    let annotation = |label: &str| lsp::ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: Some(true),
        description: None,
    };
    lsp::WorkspaceEdit {
        changes: None,
        document_changes: Some(lsp::DocumentChanges::Edits(vec![document])),
        change_annotations: label.map(|label| HashMap::from([(label.to_owned(), annotation(label))])),
    }
}

/// An action that was offered without its edits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// Of which document.
    pub(crate) uri: Url,
    /// The rule whose fixes it applies; all safe fixes where none is named.
    rule: Option<String>,
}

impl Chosen {
    /// What an action that comes back was.
    pub(crate) fn read(action: &lsp::CodeAction) -> Option<Chosen> {
        serde_json::from_value(action.data.clone()?).ok()
    }

    /// Its edits, of the present text: the client asks when it is about to apply them.
    pub(crate) fn edit(&self, snapshot: &Snapshot, offers: &Offers) -> lsp::WorkspaceEdit {
        let edits = actions::fix_all(snapshot.view(), self.rule.as_deref());
        let label = self.rule.as_ref().map(|rule| format!("Fix all of {rule}"));
        workspace_edit(snapshot, &edits, label.as_deref(), offers)
    }
}

/// What can be done at a place, best first.
pub(crate) fn code_actions(
    snapshot: &Snapshot,
    params: &lsp::CodeActionParams,
    offers: &Offers,
) -> lsp::CodeActionResponse {
    let wanted = |kind: &str| match &params.context.only {
        None => true,
        Some(only) => only
            .iter()
            .any(|only| kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))),
    };
    let touched = span(snapshot.text(), params.range, offers.encoding);
    let convert = |action: Action<'_>| {
        let kind = match action.kind {
            Kind::Quick => lsp::CodeActionKind::QUICKFIX,
            Kind::FixAll => lsp::CodeActionKind::new(FIX_ALL),
        };
        if !wanted(kind.as_str()) {
            return None;
        }
        let found = action.finding.map(|finding| {
            let ours = diagnostic(snapshot, finding, offers);
            // The client's own, where it sent it: some compare all members.
            let theirs = params.context.diagnostics.iter().find(|d| d.code == ours.code && d.range == ours.range);
            vec![theirs.cloned().unwrap_or(ours)]
        });
        let (edit, data) = match action.change {
            Change::Edits { edits, safety } => {
                // One fix chosen by name was looked at; the annotation is for the rest of what it touches.
                let label = (safety == Safety::Review && edits.len() > 1).then_some(action.title.as_str());
                (Some(workspace_edit(snapshot, &edits, label, offers)), None)
            }
            Change::All { rule } => {
                let chosen = Chosen { uri: snapshot.uri.clone(), rule };
                if offers.resolves_edits {
                    (None, serde_json::to_value(chosen).ok())
                } else {
                    (Some(chosen.edit(snapshot, offers)), None)
                }
            }
        };
        Some(lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            title: action.title,
            kind: Some(kind),
            diagnostics: found,
            edit,
            is_preferred: (offers.preferred && action.preferred).then_some(true),
            data,
            ..lsp::CodeAction::default()
        }))
    };
    actions::actions(snapshot.view(), touched).into_iter().filter_map(convert).collect()
}
