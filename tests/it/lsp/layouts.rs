//! Which settings and names apply to a file: the command line and the server are given the same awkward folders.

use super::driver::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A text in which `doubled-word` reports at the level that the configuration sets, and `actor-alias` if the
/// publication's own list is read.
const TEXT: &str = "---\ndate: 2018-10-10\n---\n\n# Rain\n\nIt was the the end for the Ridge Folk.\n";

const NAMES: &str = "id\tname\tvariants\nridge-men\tRidge Men\tRidge Folk\n";

const OFF: &str = "[rules]\ndoubled-word = 'off'\n";
const INFO: &str = "[rules]\ndoubled-word = 'info'\n";
const NAMED: &str = "[gazetteer]\nactors = ['names.tsv']\n";

/// Findings as `file rule level`, sorted.
type Findings = Vec<String>;

/// What both edges should report for a layout.
enum Expected {
    /// These findings, and no problem with the configuration.
    Finds(&'static [&'static str]),
    /// The command line exits with 2 and prints this; the server logs it, and reports these findings with the settings
    /// that remain in effect.
    Refuses(&'static str, &'static [&'static str]),
}
use Expected::{Finds, Refuses};

/// A folder to be checked, and its surroundings.
struct Layout {
    name: &'static str,
    /// Files below a folder that contains `desk`, which is checked.
    files: &'static [(&'static str, &'static str)],
    /// Creates what cannot be written as a file.
    make: fn(&Path),
    /// The folders that the editor opens.
    opened: &'static [&'static str],
    expected: Expected,
}

const PLAIN: Layout =
    Layout { name: "", files: &[("desk/a.md", TEXT)], make: |_| {}, opened: &["desk"], expected: Finds(&[]) };

#[cfg(unix)]
fn link(to: &str, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a link");
}

#[cfg(unix)]
fn pipe(at: &Path) {
    assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo").success());
}

fn folder(at: &Path) {
    std::fs::create_dir_all(at).expect("a folder");
}

#[cfg(unix)]
const LAYOUTS: &[Layout] = &[
    Layout { name: "no configuration", expected: Finds(&["a.md doubled-word warning"]), ..PLAIN },
    Layout {
        name: "one configuration",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", INFO)],
        expected: Finds(&["a.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "the nearest of two",
        files: &[
            ("desk/a.md", TEXT),
            ("desk/sub/b.md", TEXT),
            ("desk/copydesk.toml", OFF),
            ("desk/sub/copydesk.toml", INFO),
        ],
        expected: Finds(&["sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a nested one that says nothing extends nothing",
        files: &[("desk/sub/b.md", TEXT), ("desk/copydesk.toml", OFF), ("desk/sub/copydesk.toml", "")],
        expected: Finds(&["sub/b.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a folder called copydesk.toml",
        files: &[("desk/sub/b.md", TEXT), ("desk/copydesk.toml", INFO)],
        make: |desk| folder(&desk.join("sub/copydesk.toml")),
        expected: Finds(&["sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a link to a folder, called copydesk.toml",
        files: &[("desk/sub/b.md", TEXT), ("desk/copydesk.toml", INFO), ("elsewhere/x.md", TEXT)],
        make: |desk| link("../../elsewhere", &desk.join("sub/copydesk.toml")),
        expected: Finds(&["sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a broken one hides the one above it",
        files: &[("desk/sub/b.md", TEXT), ("desk/copydesk.toml", OFF), ("desk/sub/copydesk.toml", "[rules\n")],
        expected: Refuses("not valid TOML", &["sub/b.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a rule that nobody knows",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", "[rules]\ndoubled-word = 'info'\nsplit-wurd = 'off'\n")],
        expected: Refuses("no rule is named “split-wurd”; did you mean “split-word”?", &["a.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a NUL",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", "[rules]\0\n")],
        expected: Refuses("copydesk.toml is not a text file: there is a NUL at byte 7", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "no UTF-8",
        make: |desk| std::fs::write(desk.join("copydesk.toml"), b"# \xff\n").expect("written"),
        expected: Refuses("copydesk.toml is not UTF-8: byte 2 is 0xff", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a link within the workspace",
        files: &[("desk/a.md", TEXT), ("desk/house/style.toml", INFO)],
        make: |desk| link("house/style.toml", &desk.join("copydesk.toml")),
        expected: Finds(&["a.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a link out of the workspace",
        files: &[("desk/a.md", TEXT), ("secret.toml", "[secret]\npassword = 'swordfish'\n")],
        make: |desk| link("../secret.toml", &desk.join("copydesk.toml")),
        expected: Refuses("copydesk.toml leads out of the workspace, and was not read", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a link within the repository",
        files: &[("desk/sub/b.md", TEXT), ("desk/.git/HEAD", ""), ("desk/style.toml", INFO)],
        make: |desk| link("../style.toml", &desk.join("sub/copydesk.toml")),
        expected: Finds(&["sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a link to nothing",
        make: |desk| link("gone.toml", &desk.join("copydesk.toml")),
        expected: Refuses("copydesk.toml does not exist", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a link to itself",
        make: |desk| link("copydesk.toml", &desk.join("copydesk.toml")),
        expected: Refuses("copydesk.toml is a link that leads back to itself", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a pipe",
        make: |desk| pipe(&desk.join("copydesk.toml")),
        expected: Refuses("copydesk.toml is a pipe, not a file", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a device",
        make: |desk| link("/dev/zero", &desk.join("copydesk.toml")),
        expected: Refuses("copydesk.toml is a device, not a file", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "overrides",
        files: &[
            ("desk/a.md", TEXT),
            ("desk/sub/b.md", TEXT),
            ("desk/copydesk.toml", "[[overrides]]\npaths = ['sub']\nrules = { doubled-word = 'info' }\n"),
        ],
        expected: Finds(&["a.md doubled-word warning", "sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "files that are left out",
        files: &[("desk/a.md", TEXT), ("desk/sub/b.md", TEXT), ("desk/copydesk.toml", "[files]\nexclude = ['sub']\n")],
        expected: Finds(&["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "files that a nested configuration leaves out",
        files: &[
            ("desk/a.md", TEXT),
            ("desk/sub/b.md", TEXT),
            ("desk/sub/copydesk.toml", "[files]\nexclude = ['b.md']\n"),
        ],
        expected: Finds(&["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "two folders of the workspace",
        files: &[("desk/one/b.md", TEXT), ("desk/one/copydesk.toml", INFO), ("desk/two/c.md", TEXT)],
        opened: &["desk/one", "desk/two"],
        expected: Finds(&["one/b.md doubled-word info", "two/c.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a folder of the workspace below the configuration",
        files: &[("desk/sub/b.md", TEXT), ("desk/copydesk.toml", INFO)],
        opened: &["desk/sub"],
        expected: Finds(&["sub/b.md doubled-word info"]),
        ..PLAIN
    },
    Layout {
        name: "a list",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED), ("desk/names.tsv", NAMES)],
        expected: Finds(&["a.md actor-alias warning", "a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list above the configuration, in the repository",
        files: &[
            ("desk/.git/HEAD", ""),
            ("desk/sub/b.md", TEXT),
            ("desk/sub/copydesk.toml", "[gazetteer]\nactors = ['../names.tsv']\n"),
            ("desk/names.tsv", NAMES),
        ],
        expected: Finds(&["sub/b.md actor-alias warning", "sub/b.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list that is not there",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED)],
        expected: Refuses("names.tsv does not exist", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list outside",
        files: &[
            ("desk/a.md", TEXT),
            ("desk/copydesk.toml", "[gazetteer]\nactors = ['../names.tsv']\n"),
            ("names.tsv", "password: swordfish\n"),
        ],
        expected: Refuses("names.tsv is outside the workspace", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list outside, by its whole path",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", "[gazetteer]\nsources = ['/etc/passwd']\n")],
        expected: Refuses("/etc/passwd is outside the workspace", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list outside, through a link",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED), ("secret", "password: swordfish\n")],
        make: |desk| link("../secret", &desk.join("names.tsv")),
        expected: Refuses("names.tsv is outside the workspace", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list that is a pipe",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED)],
        make: |desk| pipe(&desk.join("names.tsv")),
        expected: Refuses("names.tsv is a pipe, not a file", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list that is a folder",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED)],
        make: |desk| folder(&desk.join("names.tsv")),
        expected: Refuses("names.tsv is a folder, not a file", &["a.md doubled-word warning"]),
        ..PLAIN
    },
    Layout {
        name: "a list with a fault",
        files: &[("desk/a.md", TEXT), ("desk/copydesk.toml", NAMED), ("desk/names.tsv", "id\tname\tvariant\n")],
        expected: Refuses("“variant”", &["a.md doubled-word warning"]),
        ..PLAIN
    },
];

/// The findings of `copydesk check` below a folder, its exit status, and its messages.
fn checked(desk: &Path) -> (Findings, i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--format", "json", "."])
        .current_dir(desk)
        .output()
        .expect("it runs");
    let talk = String::from_utf8_lossy(&done.stderr).into_owned();
    let report: Value = serde_json::from_slice(&done.stdout).unwrap_or_default();
    let found = report["diagnostics"].as_array().into_iter().flatten();
    let word = |finding: &Value, key: &str| finding[key].as_str().expect("a word").to_owned();
    let line = |f: &Value| format!("{} {} {}", word(f, "path"), word(f, "rule"), word(f, "level"));
    let mut found: Findings = found.map(line).collect();
    found.sort();
    (found, done.status.code().expect("no signal"), talk)
}

/// The server's findings in each of the documents.
fn told(client: &mut Client, documents: &BTreeMap<String, String>) -> Findings {
    let mut found = Findings::new();
    for (name, uri) in documents {
        let answer = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        for finding in answer["result"]["items"].as_array().expect("findings") {
            let level =
                ["error", "warning", "info", "hint"][finding["severity"].as_u64().expect("a level") as usize - 1];
            found.push(format!("{name} {} {level}", finding["code"].as_str().expect("a rule")));
        }
    }
    found.sort();
    found
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

#[cfg(unix)]
#[test]
fn both_edges_say_the_same_of_awkward_folders() {
    for layout in LAYOUTS {
        let name = layout.name;
        let place = tempfile::tempdir().expect("a folder");
        let place = place.path().canonicalize().expect("it is there");
        for (file, text) in layout.files {
            let path = place.join(file);
            folder(path.parent().expect("a folder"));
            std::fs::write(path, text).expect("written");
        }
        let desk = place.join("desk");
        (layout.make)(&desk);

        let (found, status, talk) = checked(&desk);
        let mut client = Client::spawn();
        let folders: Vec<Value> =
            layout.opened.iter().map(|folder| json!({"uri": uri(&place.join(folder)), "name": folder})).collect();
        let capabilities = json!({"textDocument": {"diagnostic": {}}});
        client.initialize(json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders}));
        let mut documents = BTreeMap::new();
        for (file, text) in layout.files.iter().filter(|(file, _)| file.ends_with(".md")) {
            let Some(shown) = file.strip_prefix("desk/") else { continue };
            let uri = uri(&place.join(file));
            client.open(&uri, text);
            documents.insert(shown.to_owned(), uri);
        }
        let told = told(&mut client, &documents);
        match &layout.expected {
            Finds(expected) => {
                assert_eq!(found, *expected, "{name}, command line: {talk}");
                assert_eq!(told, *expected, "{name}, server: {}", client.log());
                assert!(status < 2 && talk.is_empty(), "{name}: {status}, {talk}");
            }
            Refuses(sentence, expected) => {
                assert_eq!((status, found.len()), (2, 0), "{name}, command line: {talk}");
                assert!(talk.contains(sentence), "{name}, command line: {talk}");
                assert_eq!(told, *expected, "{name}, server: {}", client.log());
                let message = client.said("window/showMessage")["params"]["message"].to_string();
                assert!(message.contains(sentence), "{name}, server: {message}");
                client.logged(sentence);
                let all = talk + &message + &client.log();
                assert!(!all.contains("swordfish") && !all.contains("root:x"), "{name}: {all}");
            }
        }
    }
}

/// The nth line of a configuration.
type Line = fn(usize) -> String;

#[test]
fn a_broken_configuration_of_many_faults_is_shown_in_part() {
    let place = tempfile::tempdir().expect("a folder");
    let desk = place.path().canonicalize().expect("it is there");
    let shapes: [(&str, Line); 4] = [
        ("", |n| format!("key{n} = 1\n")),
        ("[rules]\n", |n| format!("undated-citatio{n} = 'off'\n")),
        ("[rules]\n", |n| format!("r{n} = 'loud'\n")),
        ("", |_| "[issue]\n".to_owned()),
    ];
    std::fs::write(desk.join("a.md"), TEXT).expect("written");
    for (head, line) in shapes {
        let text = head.to_owned() + &(0..350).map(line).collect::<String>();
        std::fs::write(desk.join("copydesk.toml"), &text).expect("written");
        let (found, status, talk) = checked(&desk);
        assert_eq!((found.len(), status), (0, 2), "{talk}");
        assert_eq!(talk.matches("\nerror: ").count() + usize::from(talk.starts_with("error: ")), 100, "{talk}");
        assert!(talk.ends_with("more problems\n"), "{talk}");
        let more: usize =
            talk.split("and ").last().and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("a number");
        assert!((249..=250).contains(&more), "{talk}");

        let mut client = Client::start(json!({"textDocument": {"diagnostic": {}}}));
        let uri = uri(&desk.join("copydesk.toml"));
        client.notify(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": text}}),
        );
        let answer = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        let shown = answer["result"]["items"].as_array().expect("problems").clone();
        assert_eq!(shown.len(), 101);
        assert_eq!(shown[100]["message"], format!("And {more} more problems").as_str());
    }
}
