//! What can be done at a place, over a real pipe: offered by its title, worked out where the client asks later, and
//! applied to the text as a client would.

use super::driver::Client;
use serde_json::{Value, json};

/// A document with its client.
struct Desk {
    client: Client,
    uri: String,
    text: String,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A folder with a configuration, and a document of October 10, 2018 that is open.
    fn new(text: &str) -> Desk {
        Desk::configured("", text)
    }

    /// The same with that configuration.
    fn configured(configuration: &str, text: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("copydesk.toml"), configuration).expect("written");
        let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
        let mut client = Client::spawn();
        client.initialize(json!({
            "capabilities": {
                "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
                "textDocument": {"codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": true,
                    "resolveSupport": {"properties": ["edit"]}
                }}
            },
            "workspaceFolders": [{"uri": root, "name": "desk"}]
        }));
        let uri = root.join("2018-10-10-a.md").expect("a URL").to_string();
        client.open(&uri, text);
        Desk { client, uri, text: text.to_owned(), _folder: folder }
    }

    /// The actions right behind the first letter of `words`.
    fn actions(&mut self, words: &str) -> Vec<Value> {
        let at = self.text.find(words).expect("the words stand in the text");
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let column = self.text[start..at].encode_utf16().count() + 1;
        let place = json!({"line": self.text[..at].matches('\n').count(), "character": column});
        let params = json!({
            "textDocument": {"uri": self.uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}
        });
        let answer = self.client.request("textDocument/codeAction", params);
        answer["result"].as_array().cloned().unwrap_or_default()
    }

    /// The edit of the action whose title begins so.
    fn edit(&mut self, words: &str, title: &str) -> Value {
        let actions = self.actions(words);
        let chosen = actions.iter().find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title)));
        let chosen = chosen.unwrap_or_else(|| panic!("no “{title}” in {actions:#?}")).clone();
        match &chosen["edit"] {
            Value::Null => self.client.request("codeAction/resolve", chosen)["result"]["edit"].clone(),
            edit => edit.clone(),
        }
    }

    /// The text after that action.
    fn after(&mut self, words: &str, title: &str) -> String {
        let edit = self.edit(words, title);
        let changes = edit["documentChanges"].as_array().expect("changes");
        assert_eq!((changes.len(), &changes[0]["textDocument"]["uri"]), (1, &json!(self.uri)), "{edit}");
        let mut text = self.text.clone();
        let offset = |place: &Value| {
            let line = place["line"].as_u64().expect("a line");
            let column = place["character"].as_u64().expect("a column");
            let start: usize = self.text.split_inclusive('\n').take(line as usize).map(str::len).sum();
            let units: Vec<u16> = self.text[start..].encode_utf16().take(column as usize).collect();
            start + String::from_utf16(&units).expect("whole letters").len()
        };
        for edit in changes[0]["edits"].as_array().expect("edits").iter().rev() {
            let range = &edit["range"];
            text.replace_range(
                offset(&range["start"])..offset(&range["end"]),
                edit["newText"].as_str().expect("a text"),
            );
        }
        text
    }
}

#[test]
fn fixes_that_nobody_wants_are_not_offered() {
    let text = "Rain fell ([Dawn](https://dawn.com/a) May 9). It fell on on Monday.\n";
    let mut desk = Desk::configured("[fix]\nnever = ['missing-citation-comma']\n", text);
    let titles = |actions: &[Value]| -> Vec<String> {
        actions.iter().filter_map(|action| action["title"].as_str()).map(str::to_owned).collect()
    };
    let offered = titles(&desk.actions(" May 9"));
    assert!(offered.iter().any(|title| title.starts_with("Ignore missing-citation-comma")), "{offered:?}");
    assert!(!offered.iter().any(|title| title.starts_with("Insert") || title.starts_with("Fix all")), "{offered:?}");
    let mut desk = Desk::new(text);
    assert_ne!(titles(&desk.actions(" May 9")), offered);
}

#[test]
fn all_of_a_rule_is_fixed_in_the_file() {
    let text = "Rain fell ([Dawn](https://dawn.com/a),May 9). 😀 It fell ([Dawn](https://dawn.com/b), May 10 ).\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("0 )", "Fix all of citation-spacing in this file"),
        "Rain fell ([Dawn](https://dawn.com/a), May 9). 😀 It fell ([Dawn](https://dawn.com/b), May 10).\n"
    );
}

#[test]
fn one_action_repairs_all_places_of_a_decision() {
    let text =
        "# 😀\n\nShiite clerics met Shiite elders in the Shiite town (Dawn, May 9).\n\nShia men and Shias came.\n";
    let mut desk = Desk::new(text);
    let titles = |desk: &mut Desk, words: &str| -> Vec<String> {
        let actions = desk.actions(words);
        actions.iter().filter_map(|action| action["title"].as_str().map(str::to_owned)).take(2).collect()
    };
    let all = "Fix everywhere: “Shia” here, “Shiite” elsewhere in this article";
    assert_eq!(titles(&mut desk, "Shia men"), ["Write “Shiite”", all]);
    assert_eq!(titles(&mut desk, "Shias"), ["Write “Shiites”", all]);
    let fixed = text.replace("Shia men and Shias", "Shiite men and Shiites");
    assert_eq!(desk.after("Shias", all), fixed);
    assert_eq!(desk.after("Shia men", all), fixed);
    // Of marks the whole document has one kind.
    let text = "The port’s “gate” and the “hut” fell. The \"wall\" did not, nor the men's boat.\n";
    let mut desk = Desk::new(text);
    let fixed = "The port’s “gate” and the “hut” fell. The “wall” did not, nor the men’s boat.\n";
    assert_eq!(desk.after("\"wall", "Write curly marks everywhere"), fixed);
}

#[test]
fn a_finding_is_silenced_with_a_reason() {
    let mut desk = Desk::new("One.\n\nIt fell fell there.\n");
    assert_eq!(
        desk.after("fell fell", "Ignore doubled-word here"),
        "One.\n\n<!-- copydesk-ignore doubled-word: reason -->\nIt fell fell there.\n"
    );
}

#[test]
fn names_go_to_the_lists_of_the_house() {
    let text = "Rain fell ([The Zongo Paper](https://zongo.net/1), May 9). Men of Hasht al-Shaabi left.\n";
    let mut desk = Desk::new(text);
    let edit = desk.edit("The Zongo", "Add “The Zongo Paper” to the house’s sources");
    let written = edit["documentChanges"][1]["edits"][0]["newText"].as_str().expect("text");
    assert!(written.contains("\nthe-zongo-paper\tThe Zongo Paper\t") && written.contains("zongo.net"), "{written}");
    let edit = desk.edit("Hasht", "Add “Hasht al-Shaabi” to the house’s actors");
    assert!(edit.to_string().contains("hasht-al-shaabi"), "{edit}");
    let edit = desk.edit("Hasht", "“Hasht al-Shaabi” and “Hashd al-Shaabi” are not the same");
    assert!(edit.to_string().contains("reject = "), "{edit}");
}

#[test]
fn a_pasted_address_becomes_a_citation() {
    let mut desk = Desk::new("Rain fell https://www.dhakatribune.com/2018/10/05/rain.\n");
    assert_eq!(
        desk.after("dhaka", "Cite Dhaka Tribune"),
        "Rain fell ([Dhaka Tribune](https://www.dhakatribune.com/2018/10/05/rain), October 5).\n"
    );
}

#[test]
fn short_forms_are_defined_and_expanded() {
    let text = "The RAB came. Then the RAB left ([Dawn](https://dawn.com/a), May 9).\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("RAB came", "Write “"),
        "The Rapid Action Battalion (RAB) came. Then the RAB left ([Dawn](https://dawn.com/a), May 9).\n"
    );
    let mut desk = Desk::new("The Rapid Response Unit (RRU) left. The RRU came.\n");
    assert_eq!(
        desk.after("RRU came", "Write “Rapid Response Unit”"),
        "The Rapid Response Unit (RRU) left. The Rapid Response Unit came.\n"
    );
}

#[test]
fn notes_are_numbered_anew() {
    let text = "One. [2] Two. [1]\n\n## Notes\n\n1. See the second.\n2. See the first.\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("[1]", "Number references and notes"),
        "One. [1] Two. [2]\n\n## Notes\n\n1. See the first.\n2. See the second.\n"
    );
}

#[test]
fn one_spelling_serves_the_article() {
    let text = "# One\n\nMen of Harakat al-Zumrani left. Then Harakat al-Zumraani came, and 😀 Harakat al-Zumraani \
        stayed. “Harakat al-Zumraani lives,” they said.\n";
    let mut desk = Desk::new(text);
    // The one at hand, and the one that the issue writes more often.
    let after = desk.after("Harakat al-Zumrani left", "Use “Harakat al-Zumrani” everywhere in the article");
    assert!(after.contains("Then Harakat al-Zumrani came, and 😀 Harakat al-Zumrani stayed. “Harakat al-Zumraani"));
    let mut desk = Desk::new("Jabhat al-Nusra came. Men of al-Nusra Front left. So did the al-Nusra Front.\n");
    assert_eq!(
        desk.after("al-Nusra Front left", "Write “Jabhat al-Nusra” everywhere"),
        "Jabhat al-Nusra came. Men of Jabhat al-Nusra left. So did the Jabhat al-Nusra.\n"
    );
}

#[test]
fn a_fix_is_offered_where_it_holds() {
    let titles = |actions: &[Value]| -> Vec<String> {
        actions.iter().filter_map(|action| action["title"].as_str()).map(str::to_owned).collect()
    };
    // The bracket in the address would stay open, so that the citation would be no better.
    let mut desk = Desk::new("Guards fled ([Dawn](https://da(wn.com/1), May 9).\n");
    let offered = titles(&desk.actions("[Dawn"));
    assert!(offered.iter().any(|title| title == "Ignore broken-citation-link here"), "{offered:?}");
    assert!(!offered.iter().any(|title| title.starts_with("Set the brackets")), "{offered:?}");
    // The bracket alone would leave the citation without a space before it.
    let mut desk = Desk::new("Guards fled,[Dawn](https://dawn.com/1), May 9) said he.\n");
    assert_eq!(
        desk.after("[Dawn", "Put “(” before it and set the space right"),
        "Guards fled, ([Dawn](https://dawn.com/1), May 9) said he.\n"
    );
}
