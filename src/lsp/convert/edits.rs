//! Edits, and the code actions that carry them.

use super::Document;
use super::diagnostics::Findings;
use super::positions::{self, Text};
use crate::ide::across_files::FileEdit;
use crate::ide::actions::{Action, Kind};
use crate::text::{Edit, Offset};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.copydesk";

/// Edits of one text.
pub(crate) fn text_edits(document: Document<'_>, edits: &[Edit]) -> Vec<lsp::TextEdit> {
    let edit = |edit: &Edit| lsp::TextEdit { range: document.range(edit.span), new_text: edit.text.to_string() };
    edits.iter().map(edit).collect()
}

/// The annotation of an edit, for clients that show one.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// What the edit does.
    pub(crate) text: String,
    /// A person should confirm each place before it is applied.
    pub(crate) confirm: bool,
}

/// Edits of one document as an edit of the workspace; for this version of it, if the client supports versions.
pub(crate) fn workspace_edit(document: Document<'_>, edits: &[Edit], label: Option<&Label>) -> lsp::WorkspaceEdit {
    let edits = text_edits(document, edits);
    if !document.client.document_changes {
        return lsp::WorkspaceEdit {
            changes: Some(HashMap::from([(document.uri.clone(), edits)])),
            ..lsp::WorkspaceEdit::default()
        };
    }
    let label = label.filter(|_| document.client.annotations);
    let annotated = |text_edit| match label {
        Some(label) => lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: label.text.clone() }),
        None => lsp::OneOf::Left(text_edit),
    };
    let edited = lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: document.uri.clone(),
            version: document.version,
        },
        edits: edits.into_iter().map(annotated).collect(),
    };
    let annotation = |label: &Label| lsp::ChangeAnnotation {
        label: label.text.clone(),
        needs_confirmation: Some(label.confirm),
        description: None,
    };
    lsp::WorkspaceEdit {
        changes: None,
        document_changes: Some(lsp::DocumentChanges::Edits(vec![edited])),
        change_annotations: label.map(|label| HashMap::from([(label.text.clone(), annotation(label))])),
    }
}

/// Edits of files, which may have to be created; none if the client cannot create them.
pub(crate) fn file_edits(document: Document<'_>, changes: Vec<FileEdit>) -> Option<lsp::WorkspaceEdit> {
    let client = document.client;
    let creates = changes.iter().any(|change| change.text.is_none());
    if creates && !client.makes_files {
        return None;
    }
    let mut operations = Vec::new();
    let mut plain = HashMap::new();
    for FileEdit { path, text, edit } in changes {
        let uri = Url::from_file_path(path).ok()?;
        let is_new = text.is_none();
        let text = Text::new(text.unwrap_or_default());
        let position = |offset: Offset| positions::position(&text, offset, client.encoding);
        let range = lsp::Range::new(position(edit.span.start), position(edit.span.end));
        let edit = lsp::TextEdit { range, new_text: edit.text.into() };
        if is_new {
            operations.push(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(lsp::CreateFile {
                uri: uri.clone(),
                options: Some(lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) }),
                annotation_id: None,
            })));
        }
        plain.insert(uri.clone(), vec![edit.clone()]);
        operations.push(lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None },
            edits: vec![lsp::OneOf::Left(edit)],
        }));
    }
    Some(if client.document_changes {
        lsp::WorkspaceEdit {
            document_changes: Some(lsp::DocumentChanges::Operations(operations)),
            ..lsp::WorkspaceEdit::default()
        }
    } else {
        lsp::WorkspaceEdit { changes: Some(plain), ..lsp::WorkspaceEdit::default() }
    })
}

/// What a code action carries if its edits are resolved later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CodeActionData {
    /// The document that it changes.
    pub(crate) uri: Url,
    /// The rule whose fixes it applies; all safe fixes if it names none.
    pub(crate) rule: Option<String>,
    /// The decision whose fixes it applies, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<String>,
    /// Which of the fixes of each place, for a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rank: Option<usize>,
}

impl CodeActionData {
    /// The data of an action that comes back.
    pub(crate) fn read(action: &lsp::CodeAction) -> Option<CodeActionData> {
        serde_json::from_value(action.data.clone()?).ok()
    }
}

fn kind(kind: Kind) -> lsp::CodeActionKind {
    match kind {
        Kind::Quick => lsp::CodeActionKind::QUICKFIX,
        Kind::FixAll => lsp::CodeActionKind::new(FIX_ALL),
        Kind::Refactoring => lsp::CodeActionKind::REFACTOR_REWRITE,
    }
}

/// Whether a client that asks for `only` these kinds of actions wants this one; without them it wants all.
pub(crate) fn is_wanted(only: Option<&[lsp::CodeActionKind]>, wanted: Kind) -> bool {
    let kind = kind(wanted);
    let within = |only: &lsp::CodeActionKind| {
        kind.as_str().strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(within))
}

/// What a code action does when it is chosen.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Applies this edit.
    Edit(lsp::WorkspaceEdit),
    /// Applies the edits that the client resolves then.
    Resolved(CodeActionData),
    /// Runs a command of the client's own.
    Command(lsp::Command),
}

/// A code action. `shown` are the diagnostics that the client sent.
pub(crate) fn code_action(
    document: Document<'_>,
    findings: &Findings<'_>,
    action: &Action,
    effect: Effect,
    shown: &[lsp::Diagnostic],
) -> lsp::CodeActionOrCommand {
    let mended = action.finding.and_then(|finding| {
        let ours = findings.diagnostic(document, finding)?;
        // The client's own, if it sent it: some compare all members.
        let theirs = shown.iter().find(|shown| shown.code == ours.code && shown.range == ours.range);
        Some(vec![theirs.cloned().unwrap_or(ours)])
    });
    let (edit, data, command) = match effect {
        Effect::Edit(edit) => (Some(edit), None, None),
        Effect::Resolved(data) => (None, serde_json::to_value(data).ok(), None),
        Effect::Command(command) => (None, None, Some(command)),
    };
    lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action.kind)),
        diagnostics: mended,
        edit,
        command,
        is_preferred: (document.client.preferred && action.preferred).then_some(true),
        data,
        ..lsp::CodeAction::default()
    })
}
