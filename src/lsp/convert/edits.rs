//! Edits and the actions that carry them, as the protocol has them.

use super::diagnostics::diagnostic;
use super::{list_edits, range, span};
use crate::ide::actions::{self, Action, Change, Kind};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::Snapshot;
use crate::lsp::state::State;
use crate::rules::FixKind;
use crate::text::Edit;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.copydesk";

/// Edits of one text.
pub(crate) fn text_edits(snapshot: &Snapshot, edits: &[Edit], capabilities: &ClientCapabilities) -> Vec<lsp::TextEdit> {
    let text = snapshot.text();
    edits
        .iter()
        .map(|edit| lsp::TextEdit {
            range: range(text, edit.span, capabilities.encoding),
            new_text: edit.text.to_string(),
        })
        .collect()
}

/// What an edit says of itself, where the client can show it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// What it does.
    pub(crate) text: String,
    /// A person should look at each place before it is applied.
    pub(crate) confirm: bool,
}

/// Edits of one document as an edit of the workspace: for this version where the client can tell versions apart.
pub(crate) fn workspace_edit(
    snapshot: &Snapshot,
    edits: &[Edit],
    label: Option<&Label>,
    capabilities: &ClientCapabilities,
) -> lsp::WorkspaceEdit {
    let edits = text_edits(snapshot, edits, capabilities);
    if !capabilities.document_changes {
        return lsp::WorkspaceEdit {
            changes: Some(HashMap::from([(snapshot.uri.clone(), edits)])),
            ..lsp::WorkspaceEdit::default()
        };
    }
    let label = label.filter(|_| capabilities.annotations);
    let annotated = |text_edit| match label {
        Some(label) => lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: label.text.clone() }),
        None => lsp::OneOf::Left(text_edit),
    };
    let document = lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: snapshot.uri.clone(),
            version: Some(snapshot.version),
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
        document_changes: Some(lsp::DocumentChanges::Edits(vec![document])),
        change_annotations: label.map(|label| HashMap::from([(label.text.clone(), annotation(label))])),
    }
}

/// An action that was offered without its edits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CodeActionData {
    /// Of which document.
    pub(crate) uri: Url,
    /// The rule whose fixes it applies; all safe fixes where none is named.
    rule: Option<String>,
}

impl CodeActionData {
    /// What an action that comes back was.
    pub(crate) fn read(action: &lsp::CodeAction) -> Option<CodeActionData> {
        serde_json::from_value(action.data.clone()?).ok()
    }

    /// Its edits, of the present text: the client asks when it is about to apply them.
    pub(crate) fn edit(&self, snapshot: &Snapshot, capabilities: &ClientCapabilities) -> lsp::WorkspaceEdit {
        let edits = actions::fix_all(snapshot.view(), self.rule.as_deref());
        // Safe fixes were asked for as such; those of a rule that are not safe are looked at one by one.
        let label = self.rule.as_ref().map(|rule| {
            let safe = crate::rules::find(rule).is_some_and(|rule| rule.fix == FixKind::Safe);
            Label { text: format!("Fix all of {rule}"), confirm: !safe }
        });
        workspace_edit(snapshot, &edits, label.as_ref(), capabilities)
    }
}

/// What can be done at a place, best first.
pub(crate) fn code_actions(
    snapshot: &Snapshot,
    params: &lsp::CodeActionParams,
    state: &State,
    capabilities: &ClientCapabilities,
) -> lsp::CodeActionResponse {
    let named = |kind: Kind| match kind {
        Kind::Quick => lsp::CodeActionKind::QUICKFIX,
        Kind::FixAll => lsp::CodeActionKind::new(FIX_ALL),
        Kind::Refactoring => lsp::CodeActionKind::REFACTOR_REWRITE,
    };
    let wanted = |kind: Kind| match &params.context.only {
        None => true,
        Some(only) => only.iter().any(|only| {
            let kind = named(kind);
            kind.as_str().strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }),
    };
    let touched = span(snapshot.text(), params.range, capabilities.encoding);
    let convert = |action: Action<'_>| {
        let found = action.finding.and_then(|finding| {
            let ours = diagnostic(snapshot, finding, capabilities)?;
            // The client's own, where it sent it: some compare all members.
            let theirs = params.context.diagnostics.iter().find(|d| d.code == ours.code && d.range == ours.range);
            Some(vec![theirs.cloned().unwrap_or(ours)])
        });
        let (edit, data) = match action.change {
            Change::Edits(edits) => {
                // It was chosen by name, so it is applied; the label tells what the other places are about.
                let label = (edits.len() > 1).then(|| Label { text: action.title.clone(), confirm: false });
                (Some(workspace_edit(snapshot, &edits, label.as_ref(), capabilities)), None)
            }
            // What cannot be written down for this client is not offered.
            Change::House(addition) => (Some(list_edits::edit(snapshot, &addition, state, capabilities)?), None),
            Change::All { rule } => {
                let chosen = CodeActionData { uri: snapshot.uri.clone(), rule };
                if capabilities.resolves_edits {
                    (None, serde_json::to_value(chosen).ok())
                } else {
                    (Some(chosen.edit(snapshot, capabilities)), None)
                }
            }
        };
        Some(lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            title: action.title,
            kind: Some(named(action.kind)),
            diagnostics: found,
            edit,
            is_preferred: (capabilities.preferred && action.preferred).then_some(true),
            data,
            ..lsp::CodeAction::default()
        }))
    };
    actions::actions(snapshot.view(), touched, wanted).into_iter().filter_map(convert).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::rules::{Diagnostic, Family, Fix, Related, Rule, Safety, Tag};
    use crate::text::Span;
    use serde_json::{Value, json};

    static RULE: Rule = Rule {
        name: "redundant-citation-year",
        family: Family::Citations,
        summary: "a test",
        page: "",
        level: |_| Some(Level::Warning),
        fix: FixKind::Safe,
        tag: Some(Tag::Unnecessary),
        ..Rule::DEFAULT
    };

    const TEXT: &str = "é 😀 one two\n";

    /// `one` and `two` are wrong; the first has a fix, which touches both.
    fn snapshot() -> Snapshot {
        let (one, two) = (Span::new(8, 11), Span::new(12, 15));
        let finding = |span, fix: Fix, related| {
            let message = "wrong".into();
            Diagnostic { rule: &RULE, level: Level::Warning, span, message, fixes: [fix].into(), related }
        };
        let edits = vec![Edit::replace(one, "1"), Edit::replace(two, "2")];
        let fix = Fix::new(Safety::Review, "count", edits);
        let related = vec![Related { span: two, message: "as here".into() }];
        Snapshot::found(TEXT, vec![finding(one, fix.clone(), related), finding(two, fix, Vec::new())])
    }

    fn state() -> State {
        State::new(std::sync::Arc::new(crate::lsp::library::Library::new(|_| {})))
    }

    fn capabilities(capabilities: Value) -> ClientCapabilities {
        ClientCapabilities::read(&serde_json::from_value(capabilities).expect("capabilities"))
    }

    fn rich() -> ClientCapabilities {
        capabilities(json!({
            "workspace": {"workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}}},
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "isPreferredSupport": true,
                    "dataSupport": true, "resolveSupport": {"properties": ["edit"]}
                }
            }
        }))
    }

    fn ask(snapshot: &Snapshot, capabilities: &ClientCapabilities, only: &Value) -> Vec<Value> {
        let place = json!({"line": 0, "character": 6});
        let params = json!({"textDocument": {"uri": "file:///desk/a.md"}, "range": {"start": place, "end": place},
            "context": {"diagnostics": [], "only": only}});
        let params = serde_json::from_value(params).expect("parameters");
        let actions = code_actions(snapshot, &params, &state(), capabilities);
        actions.iter().map(|action| serde_json::to_value(action).expect("JSON")).collect()
    }

    fn titles(actions: &[Value]) -> Vec<&str> {
        actions.iter().filter_map(|action| action["title"].as_str()).collect()
    }

    #[test]
    fn a_finding_says_all_that_the_client_can_show() {
        let snapshot = snapshot();
        let found = |capabilities| {
            let mut list = Vec::new();
            super::super::diagnostics::findings(&snapshot, &capabilities).write_to(&mut list);
            serde_json::from_slice::<Value>(&list).expect("JSON")
        };
        let two = json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 12}});
        let edits = json!([{"start": 8, "end": 11, "text": "1"}, {"start": 12, "end": 15, "text": "2"}]);
        assert_eq!(
            found(rich())[0],
            json!({
                "range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 8}},
                "severity": 2, "code": "redundant-citation-year", "source": "copydesk", "message": "wrong", "tags": [1],
                "relatedInformation": [{"location": {"uri": "file:///desk/a.md", "range": two}, "message": "as here"}],
                "data": {"fix": {"safety": "review", "title": "count", "edits": edits}}
            })
        );
        let poor = &found(capabilities(json!({})))[0];
        assert_eq!((poor.get("tags"), poor.get("relatedInformation")), (None, None));
    }

    #[test]
    fn actions_carry_edits_of_their_version() {
        let actions = ask(&snapshot(), &rich(), &Value::Null);
        let expected =
            ["Count", "Fix all of redundant-citation-year in this file", "Ignore redundant-citation-year here"];
        assert_eq!(titles(&actions), expected);
        let change = &actions[0]["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": "file:///desk/a.md", "version": 7}));
        assert_eq!(change["edits"][1]["newText"], "2");
        assert_eq!(change["edits"][1]["annotationId"], "Count");
        assert_eq!(actions[0]["edit"]["changeAnnotations"]["Count"]["needsConfirmation"], false);
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "redundant-citation-year");
        // Worked out when it is chosen.
        assert_eq!(actions[1].get("edit"), None);
        let action = serde_json::from_value(actions[1].clone()).expect("an action");
        assert_eq!(
            CodeActionData::read(&action).and_then(|chosen| chosen.rule).as_deref(),
            Some("redundant-citation-year")
        );
    }

    #[test]
    fn a_plain_client_gets_plain_edits() {
        let literal = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}});
        let plain = capabilities(json!({"textDocument": {"codeAction": literal}}));
        let actions = ask(&snapshot(), &plain, &Value::Null);
        assert_eq!(actions[0]["edit"]["changes"]["file:///desk/a.md"][0]["newText"], "1");
        assert_eq!(actions[0].get("isPreferred"), None);
        assert!(actions[1]["edit"].is_object());
    }

    #[test]
    fn only_what_is_asked_for_is_offered() {
        let snapshot = snapshot();
        assert_eq!(ask(&snapshot, &rich(), &json!(["quickfix"])).len(), 3);
        assert_eq!(ask(&snapshot, &rich(), &json!(["source.organizeImports", "quick"])).len(), 0);
        assert_eq!(ask(&snapshot, &rich(), &json!(["source.fixAll"])).len(), 0);
    }
}
