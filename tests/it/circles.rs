//! The structure within the rooms of the server and of the editor's questions: no circle of files, and pure conversion.

use super::house::{shipped, sources};
use std::collections::{BTreeMap, BTreeSet};

/// Rooms that are free of circles.
const ROOMS: [&str; 2] = ["ide", "lsp"];

/// The module of a file: `lsp/convert/edits.rs` is `lsp::convert::edits`.
fn module(file: &str) -> String {
    file.trim_end_matches(".rs").replace('/', "::")
}

/// The paths that a `use` of some code names, groups taken apart.
fn imports(code: &str) -> Vec<String> {
    fn expand(prefix: &str, tree: &str, out: &mut Vec<String>) {
        let Some(open) = tree.find('{') else {
            let path = tree.split(" as ").next().unwrap_or_default().trim();
            out.push(format!("{prefix}{path}").trim_end_matches("::self").to_owned());
            return;
        };
        let prefix = format!("{prefix}{}", tree[..open].trim());
        let inner = tree[open + 1..].trim_end().trim_end_matches('}');
        let (mut depth, mut start) = (0, 0);
        let mut parts = Vec::new();
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(&inner[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        parts.push(&inner[start..]);
        parts.into_iter().filter(|part| !part.trim().is_empty()).for_each(|part| expand(&prefix, part.trim(), out));
    }
    let mut out = Vec::new();
    for statement in code.split(';') {
        let statement = statement.trim_start();
        let start = statement.rfind("use ").filter(|at| {
            let before = statement[..*at].trim_end();
            before.is_empty() || before.ends_with("pub") || before.ends_with(')') || before.ends_with('}')
        });
        let Some(start) = start else { continue };
        expand("", &statement[start + 4..].replace('\n', " "), &mut out);
    }
    out
}

/// Paths that code names without a `use`: `super::edits::x`, `crate::lsp::state`.
fn inline(code: &str) -> Vec<String> {
    let path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c: char| !path(c)).filter(|word| word.contains("::"));
    words.map(|word| word.trim_matches(':').to_owned()).collect()
}

/// The module that a path leads to from a module: the longest part of it that is a file.
fn target(from: &str, path: &str, files: &BTreeSet<String>) -> Option<String> {
    let mut base: Vec<&str> = from.split("::").collect();
    let mut rest: Vec<&str> = path.split("::").collect();
    match rest.first().copied() {
        Some("crate" | "copydesk") => {
            base.clear();
            rest.remove(0);
        }
        Some("self") => drop(rest.remove(0)),
        Some("super") => {
            while rest.first() == Some(&"super") {
                rest.remove(0);
                base.pop();
            }
        }
        // A child of this module, or something from outside.
        Some(first) if files.contains(&format!("{from}::{first}")) => {}
        _ => return None,
    }
    let whole: Vec<&str> = base.into_iter().chain(rest).collect();
    (1..=whole.len()).rev().map(|length| whole[..length].join("::")).find(|module| files.contains(module))
}

/// Which modules of a room a module uses.
fn graph(room: &str) -> BTreeMap<String, BTreeSet<String>> {
    let of_room = |name: &String| name.starts_with(&format!("{room}/")) || *name == format!("{room}.rs");
    let sources: BTreeMap<String, String> = sources().into_iter().filter(|(name, _)| of_room(name)).collect();
    let files: BTreeSet<String> = sources.keys().map(|name| module(name)).collect();
    let uses = |(name, text): (&String, &String)| {
        let (own, code) = (module(name), shipped(name, text));
        let paths = imports(&code).into_iter().chain(inline(&code));
        let used = paths.filter_map(|path| target(&own, &path, &files)).filter(|used| *used != own).collect();
        (own, used)
    };
    sources.iter().map(uses).collect()
}

/// A way from a module back to itself.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(
        at: &str,
        graph: &BTreeMap<String, BTreeSet<String>>,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> bool {
        if let Some(first) = way.iter().position(|module| module == at) {
            way.drain(..first);
            way.push(at.to_owned());
            return true;
        }
        if done.contains(at) {
            return false;
        }
        way.push(at.to_owned());
        if graph.get(at).into_iter().flatten().any(|next| walk(next, graph, way, done)) {
            return true;
        }
        way.pop();
        done.insert(at.to_owned());
        false
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| {
        let mut way = Vec::new();
        walk(start, graph, &mut way, &mut done).then_some(way)
    })
}

#[test]
fn no_circle_of_files() {
    for room in ROOMS {
        let graph = graph(room);
        assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 5, "{room}: hardly a use is seen: {graph:?}");
        let found = circle(&graph).map(|way| way.join(" → "));
        assert_eq!(found, None, "a circle of files in src/{room}");
    }
}

#[test]
fn the_reader_of_imports_sees_them_all() {
    let code = "use super::a::{self, B};\npub use item::{C, D as E};\nuse crate::lsp::{convert::{edits, x}, state::State};\nfn f() { super::y::z() }\n";
    assert_eq!(
        imports(code),
        [
            "super::a",
            "super::a::B",
            "item::C",
            "item::D",
            "crate::lsp::convert::edits",
            "crate::lsp::convert::x",
            "crate::lsp::state::State"
        ]
    );
    assert!(inline(code).contains(&"super::y::z".to_owned()));
    let files = ["lsp", "lsp::a", "lsp::a::item", "lsp::b"].map(str::to_owned).into();
    for (path, to) in [
        ("super::b::X", Some("lsp::b")),
        ("super::X", Some("lsp")),
        ("item::C", Some("lsp::a::item")),
        ("crate::lsp::b", Some("lsp::b")),
        ("std::fs", None),
    ] {
        assert_eq!(target("lsp::a", path, &files).as_deref(), to, "{path}");
    }
    let edge = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let round = BTreeMap::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", &["b"])]);
    assert_eq!(circle(&round), Some(["b", "c", "b"].map(str::to_owned).to_vec()));
    assert_eq!(circle(&BTreeMap::from([edge("a", &["b", "c"]), edge("b", &["c"])])), None);
}

/// Conversion reads no file, checks nothing and asks no document: it turns values into the protocol's.
#[test]
fn conversion_is_pure() {
    const FORBIDDEN: [&str; 8] = ["disk", "check", "bulletin", "project", "markdown", "fix", "workspace", "gazetteer"];
    let mut breaches = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| name.starts_with("lsp/convert")) {
        let code = shipped(&name, &text);
        for path in imports(&code).into_iter().chain(inline(&code)) {
            let room = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next());
            if room.is_some_and(|room| FORBIDDEN.contains(&room)) {
                breaches.push(format!("src/{name} uses {path}"));
            }
            let sessions = ["lsp::state", "lsp::documents", "lsp::transport", "lsp::server", "lsp::library"];
            if target(&module(&name), &path, &sessions.map(str::to_owned).into()).is_some() {
                breaches.push(format!("src/{name} uses {path}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
