//! Edits, and the code actions that carry them.

use super::AnswerContext;
use super::diagnostics::Findings;
use super::positions::{self, IndexedText};
use crate::cite::Target;
use crate::ide::across_files::FileEdit;
use crate::ide::actions::{Action, Kind};
use crate::ide::turn_citation::TurnAll;
use crate::text::{Edit, Offset, Span};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.copydesk";

/// Edits of one text.
pub(crate) fn text_edits(document: AnswerContext<'_>, edits: &[Edit]) -> Vec<lsp::TextEdit> {
    let before_last = |at: usize| at.checked_sub(1).and_then(|before| edits.get(before)).map(|edit| edit.span);
    let edit = |(at, edit): (usize, &Edit)| text_edit(document, edit, before_last(at));
    edits.iter().enumerate().map(edit).collect()
}

/// One edit, with the one before it in the text, if any.
pub(crate) fn text_edit(document: AnswerContext<'_>, edit: &Edit, before: Option<Span>) -> lsp::TextEdit {
    let Edit { span, text } = within_lines(&document.text.text, edit, before);
    lsp::TextEdit { range: document.range(span), new_text: text.into() }
}

/// What is appended behind the last line end goes before it instead: the text becomes the same, and the place is in a line that
/// every editor has. Neovim has none behind the last line end, and would leave an empty line there.
fn within_lines(text: &str, edit: &Edit, before: Option<Span>) -> Edit {
    let end = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
    let Some(lines) = text.strip_suffix(end).filter(|_| edit.span == Span::empty(Span::at(0..text.len()).end)) else {
        return edit.clone();
    };
    let last = Span::at(0..lines.len()).end;
    match edit.text.strip_suffix(end) {
        // Two edits in one place have no order.
        Some(words) if before.is_none_or(|before| before.end < last) => Edit::insert(last, format!("{end}{words}")),
        _ => edit.clone(),
    }
}

/// The annotation of an edit, for clients that show one.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// What the edit does.
    pub(crate) text: String,
    /// Whether a person should confirm each place before it is applied.
    pub(crate) confirm: bool,
}

/// Edits of one document as a workspace edit; for this version of it, if the client supports versions.
pub(crate) fn workspace_edit(document: AnswerContext<'_>, edits: &[Edit], label: Option<&Label>) -> lsp::WorkspaceEdit {
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

/// Edits of files, which may have to be created; `None` if the client cannot create them.
pub(crate) fn file_edits(document: AnswerContext<'_>, changes: Vec<FileEdit>) -> Option<lsp::WorkspaceEdit> {
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
        let text = IndexedText::new(text.unwrap_or_default());
        let edit = within_lines(&text.text, &edit, None);
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
    /// The decision whose fixes are the only ones it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<String>,
    /// For a decision, which of the fixes at each place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rank: Option<usize>,
    /// The citations that it converts to another style, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) turn: Option<TurnData>,
}

/// Many citations to be converted to another style: their range in the document, and the style.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TurnData {
    start: u32,
    end: u32,
    style: String,
}

impl TurnData {
    pub(crate) fn of(all: TurnAll) -> TurnData {
        let style = match all.target {
            Target::Notes => "note",
            Target::Brackets => "inline",
            Target::Numbered => "numbered",
        };
        TurnData { start: all.scope.start, end: all.scope.end, style: style.to_owned() }
    }

    pub(crate) fn all(&self) -> TurnAll {
        let target = match self.style.as_str() {
            "inline" => Target::Brackets,
            "numbered" => Target::Numbered,
            _ => Target::Notes,
        };
        TurnAll { target, scope: Span::new(self.start.min(self.end), self.end) }
    }
}

impl CodeActionData {
    /// Data that does not change anything yet.
    pub(crate) fn of(uri: &Url) -> CodeActionData {
        CodeActionData { uri: uri.clone(), rule: None, group: None, rank: None, turn: None }
    }

    /// The data of an action that the client sent back.
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

/// Whether a client that asks for `only` these kinds of actions wants this one; without the list it wants all.
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
    /// Applies the edits that the client then has resolved.
    Resolved(CodeActionData),
    /// Runs a command of the client's own.
    Command(lsp::Command),
}

/// A code action. `shown` are the diagnostics that the client sent.
pub(crate) fn code_action(
    document: AnswerContext<'_>,
    findings: &Findings<'_>,
    action: &Action,
    effect: Effect,
    shown: &[lsp::Diagnostic],
) -> lsp::CodeActionOrCommand {
    let mended = action.finding.and_then(|finding| {
        let ours = findings.diagnostic(document, finding)?;
        // The client's own diagnostic, if it sent one: some clients compare all members.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::edits::apply;

    #[test]
    fn what_is_appended_goes_before_the_last_line_end() {
        let end = |text: &str| Span::at(0..text.len()).end;
        for (text, words) in [("a\n", "\nb\n"), ("a\r\n", "b\r\n"), ("\n", "b\n"), ("a\n\n", "\n")] {
            let appended = Edit::insert(end(text), words);
            let moved = within_lines(text, &appended, None);
            assert!(moved.span.end < end(text), "{text:?}");
            assert_eq!(apply(text, &[moved]), apply(text, &[appended]));
        }
        // Nothing else moves: an open last line, words in a line, an edit right before.
        let last = Edit::insert(2, "b\n");
        for (text, edit, before) in [
            ("a", Edit::insert(1, "\nb\n"), None),
            ("a\n", Edit::insert(2, "b"), None),
            ("a\n", Edit::insert(1, "b\n"), None),
            ("a\n", Edit::replace(Span::new(1, 2), "\n\n"), None),
            ("a\n", last.clone(), Some(Span::new(0, 1))),
            ("a\n", last, Some(Span::new(1, 2))),
        ] {
            assert_eq!(within_lines(text, &edit, before), edit, "{text:?}");
        }
    }
}
