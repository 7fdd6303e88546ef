//! The editor and the command line report the same for the same text, however it came about.

use super::driver::{Client, Random};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A finding, without the parts that only one side has.
type Finding = (String, String, String, [u64; 4]);

/// The documents in this repository, and the model issue if it is available.
#[expect(clippy::print_stdout, reason = "a test says what it skips")]
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["docs", "docs/rules", "docs/sample", "../shared/corpus"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            println!("skipped: {folder} is not here");
            continue;
        };
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        found.extend(files.filter(|path| path.extension().is_some_and(|e| e == "md")));
    }
    found.sort();
    found
}

fn checked(path: &Path) -> Vec<Finding> {
    let done = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--format", "json", "--no-config", "--level", "hint"])
        .arg(path)
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let place = |place: &Value| [place["line"].as_u64().unwrap() - 1, place["column"].as_u64().unwrap() - 1];
    let mut groups = HashSet::new();
    let found = report["diagnostics"].as_array().expect("findings").iter().map(|d| {
        let ([a, b], [c, e]) = (place(&d["start"]), place(&d["end"]));
        let word = |key: &str| d[key].as_str().expect("a word").to_owned();
        // The one difference: after the first place of a group, all others are hints.
        let shown = d["group"].as_str().is_none_or(|group| groups.insert(group));
        let level = if shown { word("level") } else { "hint".to_owned() };
        (word("rule"), level, word("message"), [a, b, c, e])
    });
    found.collect()
}

/// The server's findings, with positions counted in characters.
fn told(diagnostics: &Value) -> Vec<Finding> {
    let found = diagnostics.as_array().expect("findings").iter().map(|d| {
        let level = ["error", "warning", "info", "hint"][d["severity"].as_u64().unwrap() as usize - 1];
        let at = |end: &str, part: &str| d["range"][end][part].as_u64().unwrap();
        let range = [at("start", "line"), at("start", "character"), at("end", "line"), at("end", "character")];
        let word = |key: &str| d[key].as_str().expect("a word").to_owned();
        (word("code"), level.to_owned(), word("message"), range)
    });
    found.collect()
}

fn client(pull: bool) -> Client {
    let mut capabilities = json!({"general": {"positionEncodings": ["utf-32"]}});
    if pull {
        capabilities["textDocument"] = json!({"diagnostic": {}});
    }
    Client::start(capabilities)
}

fn pulled(client: &mut Client, uri: &str) -> Vec<Finding> {
    let answer = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    told(&answer["result"]["items"])
}

/// The name under which a document is opened: in a folder without a configuration above it.
fn uri(path: &Path) -> String {
    format!("file:///no-such-desk/{}", path.file_name().and_then(|name| name.to_str()).expect("a name"))
}

#[test]
fn pushed_and_pulled_findings_are_those_of_the_command_line() {
    let (mut pushing, mut pulling) = (client(false), client(true));
    let mut all = 0;
    for path in corpus() {
        let text = std::fs::read_to_string(&path).expect("a text");
        let expected = checked(&path);
        all += expected.len();
        let uri = uri(&path);
        pulling.open(&uri, &text);
        assert_eq!(pulled(&mut pulling, &uri), expected, "pulled, {}", path.display());
        pushing.open(&uri, &text);
        let pushed = pushing.wait("findings", |m| {
            m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri.as_str()
        });
        assert_eq!(told(&pushed["params"]["diagnostics"]), expected, "pushed, {}", path.display());
        pushing.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
    assert!(all > 20, "the corpus has findings: {all}");
}

/// The position of a byte, counted by hand.
fn position(text: &str, at: usize, encoding: &str) -> Value {
    let normal = text[..at].replace("\r\n", "\n");
    let line = normal.matches(['\n', '\r']).count();
    let last = text[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    let before = &text[last..at];
    let column = match encoding {
        "utf-8" => before.len(),
        "utf-16" => before.encode_utf16().count(),
        _ => before.chars().count(),
    };
    json!({"line": line, "character": column})
}

#[test]
fn after_any_edits_the_findings_are_those_of_a_text_opened_anew() {
    const PIECES: [&str; 14] = [
        "([Daily Nation](https://nation.africa/x), May 9)",
        "([ABC](#) May 9; [CNN](#), Sept 5)",
        " 😀 العربية ",
        "\r\n\r\n",
        "\n",
        "“the the”",
        "(RRU)",
        " Rapid Response Unit",
        "[1]",
        "## Notes\n\n1. See.\n",
        "al-Shabaab",
        "Tuesday, May 9, 2018",
        ")",
        "`",
    ];
    let mut numbers = Random(0x9e37_79b9_7f4a_7c15);
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let capabilities = json!({"general": {"positionEncodings": [encoding]}, "textDocument": {"diagnostic": {}}});
        let mut client = Client::start(capabilities);
        let mut text =
            "---\ndate: 2018-10-10\n---\n\n# 😀 One\n\n*By Ada Vale*\n\nRain fell (Reuters, May 9).\n".to_owned();
        let uri = "file:///no-such-desk/edited.md";
        client.open(uri, &text);
        for version in 2..60 {
            let boundaries: Vec<usize> = text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .filter(|at| !inside_crlf(&text, *at))
                .collect();
            let (a, b) = (boundaries[numbers.below(boundaries.len())], numbers.below(12));
            let from = boundaries.iter().position(|at| *at == a).expect("found");
            let to = boundaries[(from + b).min(boundaries.len() - 1)];
            let piece = PIECES[numbers.below(PIECES.len())];
            let range = json!({"start": position(&text, a, encoding), "end": position(&text, to, encoding)});
            let changes = json!([{"range": range, "text": piece}]);
            let document = json!({"uri": uri, "version": version});
            client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
            text.replace_range(a..to, piece);
            if version % 6 == 0 {
                let mut fresh = Client::start(json!({
                    "general": {"positionEncodings": [encoding]}, "textDocument": {"diagnostic": {}}
                }));
                fresh.open(uri, &text);
                assert_eq!(
                    pulled(&mut client, uri),
                    pulled(&mut fresh, uri),
                    "{encoding}, version {version}: {text:?}"
                );
            }
        }
    }
}

/// No client places a cursor between a carriage return and its line feed.
fn inside_crlf(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes()[at - 1] == b'\r' && text.as_bytes().get(at) == Some(&b'\n')
}
