//! What the house's own lists are told, as an edit of its files: the client makes it, shows it and can undo it.

use super::position;
use crate::config::{self, Config};
use crate::disk;
use crate::gazetteer::lists::reader;
use crate::gazetteer::{Actor, Source};
use crate::ide::actions::Addition;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::{Snapshot, Text};
use crate::lsp::state::State;
use crate::project::is_in_workspace;
use crate::text::{Edit, Offset, Span};
use std::path::{Path, PathBuf};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// A file and what changes in it.
struct Change {
    path: PathBuf,
    /// Its present text; none where it is to be made.
    text: Option<Text>,
    edit: Edit,
}

/// The edit that tells the house's files; none where they cannot be told by this client, or know already.
pub(crate) fn edit(
    snapshot: &Snapshot,
    addition: &Addition,
    state: &State,
    capabilities: &ClientCapabilities,
) -> Option<lsp::WorkspaceEdit> {
    let path = snapshot.house.configuration().filter(|path| is_in_workspace(path, path))?;
    let text = text_of(&path, state);
    let written = text.as_ref().map_or("", |text| text.text.as_str());
    let (config, _) = Config::parse(written);
    let (key, lists) = match addition {
        Addition::Reject { one, other } => {
            let edit = config::edit::reject(written, one, other)?;
            return workspace_edit(vec![Change { path, text, edit }], capabilities);
        }
        Addition::Source { .. } => ("sources", config.sources()),
        Addition::Actor { .. } => ("actors", config.actors()),
    };
    let folder = path.parent()?.to_owned();
    if let Some(list) = lists.first() {
        let list = folder.join(&list.value);
        if !is_in_workspace(&path, &list) {
            return None;
        }
        let text = text_of(&list, state);
        let edit = row(text.as_ref().map_or("", |text| text.text.as_str()), addition);
        return workspace_edit(vec![Change { path: list, text, edit }], capabilities);
    }
    // A house without lists gets one, and its configuration names it.
    let name = format!("names/{key}.tsv");
    let named = Change { edit: config::edit::list(written, key, &name)?, path, text };
    let list = folder.join(name);
    let text = text_of(&list, state);
    let edit = row(text.as_ref().map_or("", |text| text.text.as_str()), addition);
    workspace_edit(vec![Change { path: list, text, edit }, named], capabilities)
}

/// The text of a file: as the client has it open, else as it lies on disk.
fn text_of(path: &Path, state: &State) -> Option<Text> {
    let open = Url::from_file_path(path).ok().and_then(|uri| state.snapshot(&uri));
    let text =
        open.map(|snapshot| snapshot.text().text.clone()).or_else(|| disk::read(path, disk::FileKind::Document).ok());
    text.map(Text::new)
}

/// The edit that adds a row to the text of a list, in its own columns; the first row names them where there is none.
fn row(text: &str, addition: &Addition) -> Edit {
    let id = |name: &str| {
        let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let plain: String = plain.collect();
        plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let written = match addition {
        Addition::Source { name, host } => {
            let hosts = host.iter().cloned().map(Into::into).collect();
            let source = Source { id: id(name).into(), name: name.clone().into(), hosts, ..Source::default() };
            reader::row_like(text, &source)
        }
        Addition::Actor { name } | Addition::Reject { one: name, .. } => {
            let actor = Actor { id: id(name).into(), name: name.clone().into(), ..Actor::default() };
            reader::row_like(text, &actor)
        }
    };
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { ends };
    Edit::insert(Span::at(0..text.len()).end, format!("{gap}{}", written.replace('\n', ends)))
}

fn workspace_edit(changes: Vec<Change>, capabilities: &ClientCapabilities) -> Option<lsp::WorkspaceEdit> {
    let makes = changes.iter().any(|change| change.text.is_none());
    if makes && !capabilities.makes_files {
        return None;
    }
    let mut operations = Vec::new();
    let mut plain = std::collections::HashMap::new();
    for Change { path, text, edit } in changes {
        let uri = Url::from_file_path(path).ok()?;
        let place = |offset: Offset| match &text {
            Some(text) => position(text, offset, capabilities.encoding),
            None => lsp::Position::default(),
        };
        let range = lsp::Range::new(place(edit.span.start), place(edit.span.end));
        let edit = lsp::TextEdit { range, new_text: edit.text.into() };
        if text.is_none() {
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
    Some(if capabilities.document_changes {
        lsp::WorkspaceEdit {
            document_changes: Some(lsp::DocumentChanges::Operations(operations)),
            ..lsp::WorkspaceEdit::default()
        }
    } else {
        lsp::WorkspaceEdit { changes: Some(plain), ..lsp::WorkspaceEdit::default() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::library::Library;
    use serde_json::{Value, json};
    use std::sync::Arc;

    /// The edit for an addition, in a folder that holds these files; its URIs without the folder.
    fn told(files: &[(&str, &str)], addition: &Addition, makes_files: bool) -> Option<Value> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        let uri = Url::from_file_path(folder.path().join("a.md")).expect("a URL");
        let state = State::new(Arc::new(Library::new(|_| {})));
        state.open(lsp::TextDocumentItem::new(uri.clone(), "markdown".into(), 1, "Rain.".into()));
        let operations = if makes_files { json!(["create"]) } else { json!([]) };
        let client =
            json!({"workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": operations}}});
        let capabilities = ClientCapabilities::read(&serde_json::from_value(client).expect("capabilities"));
        let edit = edit(&state.snapshot(&uri).expect("open"), addition, &state, &capabilities)?;
        let root = Url::from_directory_path(folder.path()).expect("a URL").to_string();
        let shown = serde_json::to_string(&edit).expect("JSON").replace(&root, "");
        Some(serde_json::from_str::<Value>(&shown).expect("JSON")["documentChanges"].clone())
    }

    #[test]
    fn a_row_is_added_in_the_columns_of_the_list() {
        let source = Addition::Source { name: "The Zongo Paper".to_owned(), host: Some("zongo.net".to_owned()) };
        let config = "[gazetteer]\nsources = ['names/ours.csv']\n";
        let files = [("copydesk.toml", config), ("names/ours.csv", "name,hosts,id\nA,a.net,a")];
        let changes = told(&files, &source, false).expect("an edit");
        assert_eq!(changes[0]["textDocument"]["uri"], "names/ours.csv");
        assert_eq!(changes[0]["edits"][0]["newText"], "\nThe Zongo Paper,zongo.net,the-zongo-paper\n");
        assert_eq!(changes[0]["edits"][0]["range"]["start"], json!({"line": 1, "character": 9}));
    }

    #[test]
    fn a_house_without_a_list_gets_one_where_the_client_makes_files() {
        let actor = Addition::Actor { name: "Hashd".to_owned() };
        assert_eq!(told(&[], &actor, false), None);
        let changes = told(&[("copydesk.toml", "[style]\n")], &actor, true).expect("an edit");
        assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!("names/actors.tsv")));
        let written = changes[1]["edits"][0]["newText"].as_str().expect("text");
        assert!(written.starts_with("id\tname\t") && written.contains("\nhashd\tHashd\t"), "{written}");
        assert_eq!(changes[2]["edits"][0]["newText"], "\n[gazetteer]\nactors = [\"names/actors.tsv\"]\n");
    }

    #[test]
    fn two_names_are_told_apart_once() {
        let reject = Addition::Reject { one: "Hamza".to_owned(), other: "Hamas".to_owned() };
        let changes = told(&[("copydesk.toml", "")], &reject, false).expect("an edit");
        assert_eq!(changes[0]["edits"][0]["newText"], "[gazetteer]\nreject = [[\"Hamza\", \"Hamas\"]]\n");
        let known = "[gazetteer]\nreject = [['Hamas', 'Hamza']]\n";
        assert_eq!(told(&[("copydesk.toml", known)], &reject, false), None);
    }
}
