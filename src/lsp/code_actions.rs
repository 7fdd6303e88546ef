//! Code actions: what can be done at a place, and its edits.

use super::convert::AnswerContext;
use super::convert::diagnostics::Findings;
use super::convert::edits::{self, CodeActionData, Effect, Label, TurnData, workspace_edit};
use crate::ide::View;
use crate::ide::across_files::{self, FileEdit, Files};
use crate::ide::actions::{self, Action, Change, GroupFix};
use crate::ide::addition::Addition;
use crate::ide::{records, turn_citation};
use crate::works::library::Library;
use serde_json::{Value, json};
use std::path::Path;
use tower_lsp::lsp_types as lsp;

/// The client's command that adds a record, after asking for what the text does not contain: document, range, kind.
const ADD_RECORD: &str = "copydesk.addRecord";
/// The client's command that inserts text with placeholders to fill in: document, range, snippet.
const INSERT_SNIPPET: &str = "copydesk.insertSnippet";
/// The client's command that shows the page of a rule: the rule's name.
const EXPLAIN: &str = "copydesk.explain";

/// Where the additions to lists go.
pub(crate) struct Lists<'a, F> {
    /// The configuration file that applies to the document, or would if it existed.
    pub(crate) config: Option<&'a Path>,
    /// The texts of files.
    pub(crate) files: &'a F,
}

/// The code actions at a place, the best first. `library` says what is known about addresses.
pub(crate) fn code_actions<F: Files>(
    view: View<'_>,
    document: AnswerContext<'_>,
    params: &lsp::CodeActionParams,
    lists: &Lists<'_, F>,
    library: &dyn Fn() -> Library,
) -> lsp::CodeActionResponse {
    let only = params.context.only.as_deref();
    let wanted = |kind| edits::is_wanted(only, kind);
    let found = actions::actions_from(view, document.span(params.range), library, wanted);
    let findings = Findings::new(&view.checked.diagnostics, view.draft.settings);
    let convert = |action: Action| {
        let effect = effect(view, document, &action, lists)?;
        Some(edits::code_action(document, &findings, &action, effect, &params.context.diagnostics))
    };
    found.into_iter().filter_map(convert).collect()
}

/// What an action does; `None` if this client cannot do it.
fn effect<F: Files>(
    view: View<'_>,
    document: AnswerContext<'_>,
    action: &Action,
    lists: &Lists<'_, F>,
) -> Option<Effect> {
    match &action.change {
        Change::Edits(edits) => {
            // The action was chosen by name, so it needs no confirmation; the label explains the other places.
            let label = (edits.len() > 1).then(|| Label { text: action.title.clone(), confirm: false });
            Some(Effect::Edit(workspace_edit(document, edits, label.as_ref())))
        }
        Change::AddToLists(addition) => add_to_lists(view, document, addition, lists).map(Effect::Edit),
        Change::Record { span, what, addition } => {
            // If the editor asks for values, the text to write is computed once they are filled in.
            lists.config?;
            let arguments = || vec![json!(document.uri), json!(document.range(*span)), json!(records::word(*what))];
            let asked = command(document, ADD_RECORD, &action.title, arguments);
            asked.or_else(|| add_to_lists(view, document, addition, lists).map(Effect::Edit))
        }
        Change::Snippet { edit, snippet } => {
            let range = document.range(edit.span);
            let arguments = || vec![json!(document.uri), json!(range), json!(snippet)];
            let plain = || Effect::Edit(workspace_edit(document, std::slice::from_ref(edit), None));
            Some(command(document, INSERT_SNIPPET, &action.title, arguments).unwrap_or_else(plain))
        }
        Change::Explain { rule } => command(document, EXPLAIN, &action.title, || vec![json!(rule.name)]),
        Change::All { rule } => {
            let data = CodeActionData { rule: rule.clone(), ..CodeActionData::of(document.uri) };
            Some(resolved_or_edit(view, document, data))
        }
        Change::Turn(all) => {
            let turn = Some(TurnData::of(*all));
            Some(resolved_or_edit(view, document, CodeActionData { turn, ..CodeActionData::of(document.uri) }))
        }
        Change::Group(GroupFix { group, rank }) => {
            let (group, rank) = (Some(group.clone()), Some(*rank));
            Some(resolved_or_edit(view, document, CodeActionData { group, rank, ..CodeActionData::of(document.uri) }))
        }
    }
}

/// A client command, if the client has it.
fn command(
    document: AnswerContext<'_>,
    name: &str,
    title: &str,
    arguments: impl FnOnce() -> Vec<Value>,
) -> Option<Effect> {
    document.client.has_command(name).then(|| {
        Effect::Command(lsp::Command {
            title: title.to_owned(),
            command: name.to_owned(),
            arguments: Some(arguments()),
        })
    })
}

/// Defers the edits until the action is chosen, if the client can request them then.
fn resolved_or_edit(view: View<'_>, document: AnswerContext<'_>, data: CodeActionData) -> Effect {
    if document.client.resolves_edits { Effect::Resolved(data) } else { Effect::Edit(resolve(view, document, &data).0) }
}

fn add_to_lists<F: Files>(
    view: View<'_>,
    document: AnswerContext<'_>,
    addition: &Addition,
    lists: &Lists<'_, F>,
) -> Option<lsp::WorkspaceEdit> {
    let changes = across_files::add_to_lists(addition, lists.config?, lists.files, view.gazetteer).ok()?;
    edits::file_edits(document, changes)
}

/// The files that change when a record, as filled in by a person, is added.
///
/// # Errors
/// A sentence that says what must be changed first.
pub(crate) fn add_record<F: Files>(
    view: View<'_>,
    filled: &records::Filled,
    lists: &Lists<'_, F>,
) -> Result<Vec<FileEdit>, String> {
    let addition = records::addition(filled, view.gazetteer)?;
    let config = lists.config.ok_or("Save this document first: its folder says where the house’s lists lie.")?;
    across_files::add_to_lists(&addition, config, lists.files, view.gazetteer)
}

/// The edits of an action that was offered without them, for the current text: the client is about to apply them. With
/// them, a message to show, if there is one.
pub(crate) fn resolve(
    view: View<'_>,
    document: AnswerContext<'_>,
    data: &CodeActionData,
) -> (lsp::WorkspaceEdit, Option<String>) {
    if let Some(turn) = &data.turn {
        let turned = turn_citation::turn_all(view, turn.all());
        let label = Label { text: "Turn citations".to_owned(), confirm: false };
        return (workspace_edit(document, &turned.edits, Some(&label)), turned.message);
    }
    if let Some(group) = &data.group {
        let edits = actions::fix_group(view, &GroupFix { group: group.clone(), rank: data.rank.unwrap_or_default() });
        // The action was chosen by name, and says that it changes all places.
        let label = (edits.len() > 1).then(|| Label { text: "Fix everywhere".to_owned(), confirm: false });
        return (workspace_edit(document, &edits, label.as_ref()), None);
    }
    let edits = actions::fix_all(view, data.rule.as_deref());
    // The action was chosen by name, and can be undone in one step.
    let label = data.rule.is_some().then(|| Label { text: "Fix all in this file".to_owned(), confirm: false });
    (workspace_edit(document, &edits, label.as_ref()), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::gazetteer::Actor;
    use crate::lsp::client_capabilities::ClientCapabilities;
    use crate::lsp::convert::diagnostics;
    use crate::lsp::documents::Snapshot;
    use crate::rules::{Diagnostic, Family, Fix, FixKind, Related, Rule, Safety, Tag};
    use crate::text::{Edit, Span};
    use std::path::PathBuf;

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
            Diagnostic { rule: &RULE, level: Level::Warning, span, message, fixes: [fix].into(), related, group: None }
        };
        let edits = vec![Edit::replace(one, "1"), Edit::replace(two, "2")];
        let fix = Fix::new(Safety::Review, "Count", edits);
        let related = vec![Related { span: two, message: "as here".into() }];
        Snapshot::found(TEXT, vec![finding(one, fix.clone(), related), finding(two, fix, Vec::new())])
    }

    fn client(capabilities: Value) -> ClientCapabilities {
        ClientCapabilities::read(&serde_json::from_value(capabilities).expect("capabilities"))
    }

    fn rich() -> ClientCapabilities {
        client(json!({
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

    /// A folder without any file.
    struct Empty;

    impl Files for Empty {
        fn is_in_workspace(&self, _: &Path, _: &Path) -> bool {
            true
        }

        fn text(&self, _: &Path) -> Option<String> {
            None
        }
    }

    fn ask(snapshot: &Snapshot, client: &ClientCapabilities, only: &Value) -> Vec<Value> {
        let place = json!({"line": 0, "character": 6});
        let params = json!({"textDocument": {"uri": "file:///desk/a.md"}, "range": {"start": place, "end": place},
            "context": {"diagnostics": [], "only": only}});
        let params = serde_json::from_value(params).expect("parameters");
        let view = snapshot.view().expect("no panic");
        let lists = Lists { config: None, files: &Empty };
        let actions = code_actions(view, snapshot.document(client), &params, &lists, &Library::default);
        actions.iter().map(|action| serde_json::to_value(action).expect("JSON")).collect()
    }

    fn titles(actions: &[Value]) -> Vec<&str> {
        actions.iter().filter_map(|action| action["title"].as_str()).collect()
    }

    #[test]
    fn a_diagnostic_carries_all_that_the_client_can_show() {
        let snapshot = snapshot();
        let found = |client| {
            let checked = snapshot.checked().expect("no panic");
            let findings = diagnostics::Findings::new(&checked.diagnostics, snapshot.draft().settings);
            let list = findings.list(snapshot.document(&client), 0..checked.diagnostics.len());
            serde_json::from_str::<Value>(&list).expect("JSON")
        };
        let two = json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 12}});
        let edits = json!([{"start": 8, "end": 11, "text": "1"}, {"start": 12, "end": 15, "text": "2"}]);
        assert_eq!(
            found(rich())[0],
            json!({
                "range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 8}},
                "severity": 2, "code": "redundant-citation-year", "source": "copydesk", "message": "wrong", "tags": [1],
                "relatedInformation": [{"location": {"uri": "file:///desk/a.md", "range": two}, "message": "as here"}],
                "data": {"fix": {"safety": "review", "title": "Count", "edits": edits}}
            })
        );
        let poor = &found(client(json!({})))[0];
        assert_eq!((poor.get("tags"), poor.get("relatedInformation")), (None, None));
    }

    #[test]
    fn actions_carry_edits_of_their_version() {
        let actions = ask(&snapshot(), &rich(), &Value::Null);
        let expected = ["Count", "Fix all in this file: a test", "Leave it in this whole file, with a reason: a test"];
        assert_eq!(titles(&actions), expected);
        let change = &actions[0]["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": "file:///desk/a.md", "version": 7}));
        assert_eq!(change["edits"][1]["newText"], "2");
        assert_eq!(change["edits"][1]["annotationId"], "Count");
        assert_eq!(actions[0]["edit"]["changeAnnotations"]["Count"]["needsConfirmation"], false);
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "redundant-citation-year");
        // It is resolved when it is chosen.
        assert_eq!(actions[1].get("edit"), None);
        let action = serde_json::from_value(actions[1].clone()).expect("an action");
        assert_eq!(
            CodeActionData::read(&action).and_then(|data| data.rule).as_deref(),
            Some("redundant-citation-year")
        );
    }

    #[test]
    fn a_plain_client_gets_plain_edits() {
        let literal = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}});
        let plain = client(json!({"textDocument": {"codeAction": literal}}));
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

    #[test]
    fn files_are_edited_and_created_as_the_client_can() {
        let snapshot = snapshot();
        let addition = Addition::Actor(Actor { name: "Hashd".into(), ..Actor::default() });
        let config = PathBuf::from(if cfg!(windows) { "C:\\w\\copydesk.toml" } else { "/w/copydesk.toml" });
        let lists = Lists { config: Some(&config), files: &Empty };
        let edit = |capabilities: Value| {
            let view = snapshot.view().expect("no panic");
            let edit = add_to_lists(view, snapshot.document(&client(capabilities)), &addition, &lists);
            edit.map(|edit| serde_json::to_value(edit).expect("JSON"))
        };
        let with = |operations: Value| json!({"workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": operations}}});
        assert_eq!(edit(with(json!([]))), None);
        let changes = edit(with(json!(["create"]))).expect("an edit")["documentChanges"].clone();
        let uri = |change: &Value| change["uri"].as_str().is_some_and(|uri| uri.ends_with("/w/names/actors.tsv"));
        assert!(changes[0]["kind"] == "create" && uri(&changes[0]) && uri(&changes[1]["textDocument"]), "{changes}");
        assert_eq!(changes[1]["edits"][0]["range"]["end"], json!({"line": 0, "character": 0}));
        assert_eq!(
            (&changes[2]["kind"], &changes[3]["edits"][0]["newText"]),
            (&json!("create"), &json!("[gazetteer]\nactors = [\"names/actors.tsv\"]\n"))
        );
    }
}
