//! No cycles among files.
//!
//! A module may use what its parent defines, and its own children; that is how a room shares its vocabulary. Between
//! other files in a room, use goes in one direction only: otherwise neither could be read, tested or moved without the
//! other. `architecture.rs` enforces the order of the rooms. The same applies to the extension's files, by their
//! imports.

use super::architecture::{root, shipped, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms without any cycle, not even between a module and its parent.
const STRICT: [&str; 2] = ["ide", "lsp"];

/// The names of a module and those around it: `["lsp", "convert"]`; empty for `lib.rs`.
type Name = Vec<String>;

/// One leaf of a `use`.
struct Use {
    path: Name,
    /// Its name here.
    name: String,
}

/// Modules, their `use` items, and the paths they write out.
#[derive(Default)]
struct Tree {
    uses: BTreeMap<Name, Vec<Use>>,
    paths: BTreeMap<Name, Vec<Name>>,
}

impl Tree {
    /// The tree of the files, each given as `(path below src, code)`.
    fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Tree {
        let mut tree = Tree::default();
        for (path, code) in files {
            let name = path.trim_end_matches(".rs").split('/').map(str::to_owned);
            let name: Name = if path == "lib.rs" { Vec::new() } else { name.collect() };
            let (uses, rest) = split_uses(code);
            tree.uses.insert(name.clone(), uses);
            tree.paths.insert(name, written_paths(&rest));
        }
        tree
    }

    /// The module that a path leads to, as far as it consists of modules, following re-exports. `None` for other
    /// crates.
    fn lead(&self, from: &[String], path: &[String]) -> Option<Name> {
        let (mut at, mut rest) = match path.split_first()? {
            (first, rest) if first == "crate" => (Vec::new(), rest),
            (first, rest) if first == "self" => (from.to_vec(), rest),
            (first, _) if first == "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                (from.get(..from.len().checked_sub(up)?)?.to_vec(), &path[up..])
            }
            (first, _) if self.uses.contains_key(&child(from, first)) => (from.to_vec(), path),
            _ => return None,
        };
        // A chain of re-exports ends sooner than this.
        for _ in 0..32 {
            let Some((first, behind)) = rest.split_first() else { break };
            let next = child(&at, first);
            if self.uses.contains_key(&next) {
                (at, rest) = (next, behind);
                continue;
            }
            let exported = self.uses.get(&at)?.iter().find(|leaf| leaf.name == *first && leaf.path != path);
            return Some(exported.and_then(|leaf| self.lead(&at, &leaf.path)).unwrap_or(at));
        }
        Some(at)
    }

    /// The modules that each module uses.
    fn used(&self) -> BTreeMap<&Name, BTreeSet<Name>> {
        let used = self.uses.iter().map(|(module, uses)| {
            let taken = uses.iter().map(|leaf| leaf.path.clone());
            let written = self.paths[module].iter().map(|path| {
                let known = uses.iter().find(|leaf| leaf.name == path[0]);
                known.map_or_else(|| path.clone(), |leaf| [&leaf.path[..], &path[1..]].concat())
            });
            (module, taken.chain(written).filter_map(|path| self.lead(module, &path)).collect())
        });
        used.collect()
    }

    /// Which modules in a room use which, including parents and children.
    fn within(&self, room: &str) -> BTreeMap<String, BTreeSet<String>> {
        let inside = |module: &[String]| module.first().is_some_and(|first| first == room);
        let used = self.used().into_iter().filter(|(module, _)| inside(module));
        used.map(|(module, used)| {
            let used = used.iter().filter(|other| inside(other) && *other != module).map(|other| other.join("::"));
            (module.join("::"), used.collect())
        })
        .collect()
    }

    /// One cycle for each room that has any, where a module and its children may use one another:
    /// `r: r::a → r::b → r::a`.
    fn circles(&self) -> Vec<String> {
        let rooms: BTreeSet<&String> = self.uses.keys().filter_map(|module| module.first()).collect();
        let apart = |(module, used): (String, BTreeSet<String>)| {
            let of = |parent: &str, child: &str| child.strip_prefix(parent).is_some_and(|rest| rest.starts_with("::"));
            let used = used.into_iter().filter(|other| !of(other, &module) && !of(&module, other)).collect();
            (module, used)
        };
        let circle_of = |room: &String| {
            let uses = self.within(room).into_iter().map(apart).collect();
            circle(&uses).map(|circle| circle.join(" → "))
        };
        rooms.into_iter().filter_map(circle_of).collect()
    }
}

fn child(parent: &[String], name: &str) -> Name {
    parent.iter().cloned().chain([name.to_owned()]).collect()
}

/// A cycle in a graph, with its first node repeated at the end.
fn circle(uses: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn visit<'g>(
        at: &'g str,
        uses: &'g BTreeMap<String, BTreeSet<String>>,
        way: &mut Vec<&'g str>,
        done: &mut BTreeSet<&'g str>,
    ) -> Option<Vec<String>> {
        if let Some(from) = way.iter().position(|seen| *seen == at) {
            return Some(way[from..].iter().chain([&at]).map(|name| (*name).to_owned()).collect());
        }
        if !done.insert(at) {
            return None;
        }
        way.push(at);
        let found = uses.get(at).into_iter().flatten().find_map(|next| visit(next, uses, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|start| visit(start, uses, &mut Vec::new(), &mut done))
}

/// The `use` items in a file, and the code without them.
fn split_uses(code: &str) -> (Vec<Use>, String) {
    let (mut uses, mut rest) = (Vec::new(), String::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        let behind = bare.strip_prefix("pub(").and_then(|behind| behind.split_once(") ")).map(|(_, behind)| behind);
        let behind = behind.or_else(|| bare.strip_prefix("pub ")).unwrap_or(bare);
        let Some(tree) = behind.strip_prefix("use ") else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some(line) = lines.next() else { break };
            tree.push_str(line.trim());
        }
        let tree = tree.split(';').next().unwrap_or_default().to_owned();
        leaves(&tree, &[], &mut |path, name| uses.push(Use { path, name }));
    }
    (uses, rest)
}

/// The leaves of a `use` tree: `a::{b, c as d}` is `a::b` and `a::c`.
fn leaves(tree: &str, before: &[String], found: &mut impl FnMut(Name, String)) {
    let tree = tree.trim();
    if let Some((head, group)) = tree.split_once('{') {
        let head = head.trim().trim_end_matches("::");
        let parts = head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        let before: Name = before.iter().cloned().chain(parts).collect();
        let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
        let (mut depth, mut from) = (0, 0);
        for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    leaves(&group[from..at], &before, found);
                    from = at + 1;
                }
                _ => {}
            }
        }
    } else if !tree.is_empty() {
        let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias.trim())));
        let path: Name = before.iter().cloned().chain(path.split("::").map(|part| part.trim().to_owned())).collect();
        let last = path.iter().rfind(|part| *part != "self").cloned().unwrap_or_default();
        let path = if path.last().is_some_and(|part| part == "self") && path.len() > 1 {
            path[..path.len() - 1].to_vec()
        } else {
            path
        };
        found(path, alias.map_or(last, str::to_owned));
    }
}

/// Written-out paths: `super::state::read(…)`.
fn written_paths(code: &str) -> Vec<Name> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut paths = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let start = rest[..at]
            .rfind(|c| !is_word(c))
            .map_or(0, |before| before + rest[before..].chars().next().map_or(1, char::len_utf8));
        let end = rest[at..].find(|c| !is_word(c) && c != ':').map_or(rest.len(), |length| at + length);
        let path: Name = rest[start..end].split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        if start < at && path.len() > 1 {
            paths.push(path);
        }
        rest = &rest[end.max(at + 2)..];
    }
    paths
}

#[test]
fn no_circle_of_files() {
    let tree = shipped_tree();
    // If uses were not recognized at all, no cycle would be found.
    assert!(tree.used().values().map(BTreeSet::len).sum::<usize>() > 500);
    let circles = tree.circles();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
    for room in STRICT {
        let within = tree.within(room);
        assert!(within.len() > 5, "hardly a file is seen in {room}");
        assert_eq!(circle(&within), None, "a circle of files in src/{room}");
    }
}

/// Conversion reads no file, checks nothing and queries no document: it turns values into the protocol's.
#[test]
fn conversion_is_pure() {
    const ROOMS: [&str; 8] = ["disk", "check", "bulletin", "project", "markdown", "fix", "workspace", "gazetteer"];
    const NEIGHBOURS: [&str; 3] = ["state", "documents", "transport"];
    let tree = shipped_tree();
    let mut seen = 0;
    let mut breaches = Vec::new();
    for (module, used) in tree.used() {
        if !module.starts_with(&["lsp".to_owned(), "convert".to_owned()]) {
            continue;
        }
        seen += used.len();
        let forbidden = |other: &&Name| match &other[..] {
            [lsp, neighbour, ..] if lsp == "lsp" => NEIGHBOURS.contains(&neighbour.as_str()),
            [room, ..] => ROOMS.contains(&room.as_str()),
            [] => false,
        };
        breaches.extend(
            used.iter().filter(forbidden).map(|other| format!("{} uses {}", module.join("::"), other.join("::"))),
        );
    }
    assert!(seen > 20 && breaches.is_empty(), "{seen} uses are seen\n{}", breaches.join("\n"));
}

/// The part of `src` that ships.
fn shipped_tree() -> Tree {
    let files: BTreeMap<String, String> =
        sources().into_iter().map(|(name, text)| (name.clone(), shipped(&name, &text))).collect();
    let files = files.iter().map(|(name, code)| (name.as_str(), code.as_str()));
    Tree::new(files.filter(|(name, _)| *name != "main.rs"))
}

#[test]
fn circles_are_seen() {
    let circles = |files: &[(&'static str, &'static str)]| Tree::new(files.iter().copied()).circles();
    let a = ("r/a.rs", "use super::b::B;\n");
    let round = ["r::a → r::b → r::a"];
    assert_eq!(circles(&[("r.rs", "pub mod a;\n"), a, ("r/b.rs", "fn f() { super::a::go() }\n")]), round);
    assert_eq!(
        circles(&[("r.rs", ""), a, ("r/b.rs", "use crate::{c::C,\n    r::{x, a::{self}}};\n"), ("c.rs", "")]),
        round
    );
    assert_eq!(circles(&[("r.rs", ""), a, ("r/b.rs", "use super::a;\nfn f() { a::go() }\n")]), round);
    // Through re-exports, and through other modules.
    assert_eq!(circles(&[("r.rs", "pub use a::{A, Z};\n"), a, ("r/b.rs", "fn f(a: super::A) {}\n")]), round);
    assert_eq!(circles(&[("r.rs", "pub(crate) use a::A as D;\n"), a, ("r/b.rs", "use super::D;\n")]), round);
    let three = [("r.rs", ""), a, ("r/b.rs", "use super::c;\n"), ("r/c.rs", "use super::a as d;\n")];
    assert_eq!(circles(&three), ["r::a → r::b → r::c → r::a"]);
    // A parent and its children do not form a cycle, nor does a name from another crate, nor a path that ends.
    let none = [("r.rs", "use a::A;\n"), ("r/a.rs", "use super::R;\nuse std::b;\n"), ("r/b.rs", "use super::a;\n")];
    assert_eq!(circles(&none), [""; 0]);
    assert_eq!(Tree::new(none).within("r")["r::b"], BTreeSet::from(["r::a".to_owned()]));
}

/// The extension's files import one another in one direction.
#[test]
fn no_circle_in_the_extension() {
    let folder = root().join("editors/vscode/src");
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|end| end == "ts") {
            let text = std::fs::read_to_string(&path).expect("readable");
            uses.insert(stem(&path), imports(&text));
        }
    }
    assert!(uses.values().any(|imports| !imports.is_empty()), "no import is seen in {}", folder.display());
    assert_eq!(circle(&uses), None);
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The sibling files that a TypeScript file imports: `from "./client"`.
fn imports(text: &str) -> BTreeSet<String> {
    let quoted = text.split(['"', '\'']).filter(|part| part.starts_with("./"));
    quoted.map(|part| stem(Path::new(part))).collect()
}

#[test]
fn imports_are_seen() {
    let text = "import { a } from \"./a\";\nimport * as vscode from \"vscode\";\nconst b = await import('./b.js');\n";
    assert_eq!(imports(text), BTreeSet::from(["a".to_owned(), "b".to_owned()]));
}
