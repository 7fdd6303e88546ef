//! The structure of the code: which module may use which, where files are opened, what a page names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms, lowest first; those in one entry are neighbors and may use one another.
const ROOMS: &[&[&str]] = &[
    &["panics"],
    &["parallel"],
    &["text"],
    &["markdown"],
    &["calendar"],
    &["config"],
    &["gazetteer"],
    &["bulletin"],
    &["works"],
    &["workspace"],
    &["rules"],
    &["check"],
    &["fix"],
    &["cite"],
    &["ide"],
    &["import"],
    &["disk"],
    &["project"],
    &["json"],
    &["cli", "lsp", "web"],
    &["main"],
];

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

/// Every Rust file in `src`, by its path below it, without comments and tests.
pub(super) fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|end| end == "rs") {
                out.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root().join("src")).expect("below").to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(path).expect("readable"))
    };
    files.into_iter().map(read).collect()
}

/// The code that ships: without comments, and without everything from the first `#[cfg(test)]` before a module. Files
/// that are such a module are empty.
pub(super) fn shipped(name: &str, text: &str) -> String {
    if name == "rules/testing.rs" {
        return String::new();
    }
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]"
            && lines.peek().is_some_and(|next| next.contains("mod ") && next.ends_with('{'))
        {
            break;
        }
        if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

fn room(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or(name)
}

/// The rooms named in a piece of code: `crate::room`, `use crate::{room, …}`, and `super::room` from the top.
fn used(name: &str, code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, path) in code.match_indices("crate::").chain(code.match_indices("copydesk::")) {
        let rest = &code[at + path.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut next = true;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => next = true,
                    c if next && c.is_alphabetic() => {
                        rooms.push(word(&group[at..]));
                        next = false;
                    }
                    _ => {}
                }
            }
        } else {
            rooms.push(word(rest));
        }
    }
    // As many `super` as the file is deep lead to the top.
    let depth = name.split('/').count();
    let up = "super::".repeat(depth);
    for (at, _) in code.match_indices(&up) {
        if !code[..at].ends_with("super::") {
            rooms.push(word(&code[at + up.len()..]));
        }
    }
    rooms.retain(|room| rank(room).is_some());
    rooms
}

#[test]
fn a_module_uses_only_those_before_it() {
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if name == "lib.rs" {
            continue;
        }
        let own = rank(room(&name)).unwrap_or_else(|| panic!("src/{name} stands in no room: add it to ROOMS"));
        for used in used(&name, &shipped(&name, &text)) {
            if rank(&used).is_some_and(|rank| rank > own) {
                breaches.push(format!("src/{name} uses {used}, which comes after {}", room(&name)));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_reader_of_uses_sees_them_all() {
    let code =
        "use crate::{bulletin::{Item, lsp}, check, text::Span};\nfn f(x: crate::rules::Rule) { super::cli::go() }\n";
    assert_eq!(used("fix.rs", code), ["bulletin", "check", "text", "rules", "cli"]);
    assert_eq!(used("fix/deep.rs", "use super::lsp;\nuse super::super::lsp;"), ["lsp"]);
    let hidden = "// use crate::lsp;\nfn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::lsp;\n}\n";
    assert_eq!(used("fix.rs", &shipped("fix.rs", hidden)), [""; 0]);
}

/// `src/lib.rs` is the map: every module with a sentence, lowest first.
#[test]
fn the_map_lists_every_module_in_order() {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).expect("readable");
    let listed: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("//! * [`")?.split('`').next()).collect();
    let ranks: Vec<_> = listed.iter().map(|room| rank(room)).collect();
    assert!(ranks.iter().all(Option::is_some) && ranks.is_sorted(), "{listed:?}");
    let mut declared: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut listed = listed;
    declared.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, declared);
}

/// Below the command line and the server there is no protocol, no JSON, no color, no runtime.
#[test]
fn the_core_knows_no_edge() {
    const EDGE: [&str; 10] = [
        "tower_lsp",
        "lsp_types",
        "serde_json",
        "anstyle",
        "anstream",
        "annotate_snippets",
        "indicatif",
        "clap",
        "tokio",
        "tracing",
    ];
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if matches!(room(&name), "cli" | "lsp" | "web" | "json") {
            continue;
        }
        let code = shipped(&name, &text);
        // Other people's lists are JSON, as the configuration is TOML: that is content, not a protocol.
        let lists = |edge: &str| room(&name) == "import" && edge == "serde_json";
        breaches.extend(
            EDGE.iter()
                .filter(|edge| !lists(edge) && code.contains(&format!("{edge}::")))
                .map(|edge| format!("src/{name} uses {edge}")),
        );
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Only `disk.rs` opens files. Clippy forbids the calls below the edges; this test also covers the edges.
#[test]
fn disk_alone_touches_the_file_system() {
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if name == "disk.rs" || name.starts_with("disk/") {
            continue;
        }
        // The type of a handle on standard output.
        let code = shipped(&name, &text).replace("std::io::Result<std::fs::File>", "");
        for word in
            ["std::fs", "fs::", "tempfile", "memmap2", "File::open", "std::net", "tokio::net", "process::Command"]
        {
            if code.contains(word) {
                breaches.push(format!("src/{name} uses {word}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Everything printed goes through `cli/terminal.rs`, which escapes terminal control characters. The server writes
/// protocol messages and its log; the progress bar draws itself.
#[test]
fn the_terminal_alone_is_written_to_in_one_place() {
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if matches!(&*name, "cli/terminal.rs" | "lsp.rs") {
            continue;
        }
        let code = shipped(&name, &text);
        for word in
            ["io::stdout", "io::stderr", "io::{stdout", "io::{stderr", "anstream::", "print!(", "println!(", "dbg!("]
        {
            if code.contains(word) {
                breaches.push(format!("src/{name} uses {word}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Rules query the bulletin: they read no Markdown events and compile no pattern.
#[test]
fn rules_ask_the_bulletin() {
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if !name.starts_with("rules") {
            continue;
        }
        let code = shipped(&name, &text);
        for word in ["pulldown_cmark", "Regex", "regex::", "markdown::parse"] {
            if code.contains(word) {
                breaches.push(format!("src/{name} uses {word}"));
            }
        }
        // A rule calls no other rule: `super` would lead from one rule's file to its siblings.
        if name.matches('/').count() == 2 && code.contains("super::") && !code.contains("pub(super)") {
            breaches.push(format!("src/{name} looks at its neighbours"));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Everything known about a rule is in its file: no other file contains a rule's name.
#[test]
fn rules_are_known_by_name_to_nobody_else() {
    let names: Vec<&str> = copydesk::rules::all().iter().map(|rule| rule.name).collect();
    let mut breaches = Vec::new();
    for (name, text) in sources() {
        if room(&name) == "rules" {
            continue;
        }
        let code = shipped(&name, &text);
        // A key in `[style]` with the same name as the rule, and the example for a key that takes rules.
        let is_key = |rule: &str| match rule {
            "citation-placement" => ["config/keys.rs", "cli/config.rs"].contains(&&*name),
            "mixed-quotes" => name == "config/keys.rs" && code.contains(r##"example: r#"["mixed-quotes"]"#"##),
            _ => false,
        };
        let named = names.iter().filter(|rule| code.contains(&format!("\"{rule}\"")) && !is_key(rule));
        breaches.extend(named.map(|rule| format!("src/{name} names {rule}")));
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Type names that two rooms may share: each means the same thing at a different level, and its module says which.
const SHARED: &[&str] = &["Article", "Cited", "Item", "Link", "OtherDocuments", "Subject"];

/// The public types in a file: those that start a line.
fn public_types(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter_map(|line| {
        let rest = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "))?;
        let rest = ["struct ", "enum ", "trait ", "type ", "union "].iter().find_map(|kind| rest.strip_prefix(kind))?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    })
}

/// One name, one meaning: docs/glossary.md.
#[test]
fn no_type_name_means_two_things() {
    let mut rooms: BTreeMap<String, std::collections::BTreeSet<String>> = BTreeMap::new();
    for (name, text) in sources() {
        for word in public_types(&shipped(&name, &text)) {
            rooms.entry(word.to_owned()).or_default().insert(room(&name).to_owned());
        }
    }
    assert!(rooms.len() > 150, "hardly a type is seen: {}", rooms.len());
    let shared: Vec<_> = rooms.iter().filter(|(_, rooms)| rooms.len() > 1).collect();
    let new: Vec<_> = shared.iter().filter(|(word, _)| !SHARED.contains(&word.as_str())).collect();
    assert!(new.is_empty(), "these names stand for types of several rooms: {new:?}");
}

#[test]
fn the_reader_of_types_sees_them() {
    let code = "pub struct A<T>(T);\npub(crate) enum B {}\npub(super) struct C;\nstruct D;\n    pub type E = u8;\npub type F = u8;\n";
    assert_eq!(public_types(code).collect::<Vec<_>>(), ["A", "B", "F"]);
}

/// Whether a path below `folder` exists; `<name>` stands for any name.
fn exists(folder: &Path, path: &str) -> bool {
    let Some((first, rest)) = path.split_once('/').or((!path.is_empty()).then_some((path, ""))) else {
        return folder.exists();
    };
    let Some((before, after)) = first.split_once('<').and_then(|(a, b)| Some((a, b.split_once('>')?.1))) else {
        return exists(&folder.join(first), rest);
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let fits =
        |name: &str| name.starts_with(before) && name.ends_with(after) && name.len() > before.len() + after.len();
    entries.filter(|entry| fits(&entry.file_name().to_string_lossy())).any(|entry| exists(&entry.path(), rest))
}

/// Code spans on a page that are paths: they start with a top-level name, or end like a file name.
fn paths(page: &str) -> Vec<&str> {
    let spans = page.split('`').skip(1).step_by(2);
    let ends = [".rs", ".md", ".toml", ".json", ".txt", ".py", ".tsv", ".csv", ".yml", ".sh", ".ts", ".lua"];
    let is_path = |span: &&str| {
        let plain = span.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/<>".contains(&byte));
        let top = span.split('/').next().unwrap_or_default();
        plain && (span.contains('/') && root().join(top).exists() || ends.iter().any(|end| span.ends_with(end)))
    };
    spans.filter(is_path).collect()
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let mut pages = ["CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/glossary.md", "docs/security.md"]
        .map(str::to_owned)
        .to_vec();
    let decisions = std::fs::read_dir(root().join("docs/decisions")).expect("readable");
    pages.extend(decisions.map(|page| format!("docs/decisions/{}", page.expect("readable").file_name().display())));
    for page in &pages {
        let text = std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        let named = paths(&text);
        let missing: Vec<_> = named
            .iter()
            .filter(|path| {
                let tops = [root().to_owned(), root().join("src"), root().join("docs")];
                !tops.iter().any(|top| exists(top, path.trim_end_matches('/')))
            })
            .collect();
        assert!(missing.is_empty(), "{page} names {missing:?}");
        assert!(page != "docs/architecture.md" || named.len() > 5, "{page} names hardly a path: {named:?}");
    }
}

#[test]
fn every_decision_is_listed() {
    let folder = root().join("docs/decisions");
    let list = std::fs::read_to_string(folder.join("README.md")).expect("readable");
    for page in std::fs::read_dir(&folder).expect("readable") {
        let name = page.expect("readable").file_name().display().to_string();
        assert!(
            name == "README.md" || list.contains(&format!("({name})")),
            "docs/decisions/README.md does not list {name}"
        );
    }
}

#[test]
fn the_reader_of_paths_sees_them() {
    assert_eq!(
        paths("See `src/fix.rs`, `src/`, `a b/c`, `x.md`, `textDocument/hover` and `std::fs`."),
        ["src/fix.rs", "src/", "x.md"]
    );
    assert!(exists(root(), "src/rules/<family>/doubled_word.rs") || exists(root(), "src/rules/<family>/<rule>.rs"));
    assert!(!exists(root(), "src/rules/<family>/no-such-file.rs"));
}
