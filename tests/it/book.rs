//! The book: every page is in it, every link leads somewhere, and what it says of the server is what the server does.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace('\r', "")
}

/// The pages below a folder, by their path from there.
fn pages(folder: &Path, below: &str, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder.join(below)).expect("a folder").map(|entry| entry.expect("readable")) {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            pages(folder, &format!("{name}/"), out);
        } else if name.ends_with(".md") {
            out.insert(name);
        }
    }
}

/// The links of a page outside of code: the words and the target.
fn links(page: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut fence = "";
    let mut prose = String::new();
    for line in page.lines() {
        let marks = &line[..line.bytes().take_while(|byte| *byte == b'`').count()];
        if marks.len() >= 3 && (fence.is_empty() || fence == marks) {
            fence = if fence.is_empty() { marks } else { "" };
        } else if fence.is_empty() {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    // Code spans: words between equal runs of marks, within a paragraph.
    let spans: Vec<&str> = prose.split('`').collect();
    let outside: String = spans.iter().enumerate().map(|(at, part)| if at % 2 == 0 { *part } else { "code" }).collect();
    for (at, _) in outside.match_indices("](") {
        let target = outside[at + 2..].split(')').next().unwrap_or_default();
        let words = outside[..at].rsplit('[').next().unwrap_or_default();
        if !target.contains(char::is_whitespace) {
            out.push((words.replace('\n', " "), target.to_owned()));
        }
    }
    out
}

/// The anchors of a page's headings, as GitHub and mdBook make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let text = line.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut out, part| {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            part => out.push(part),
        }
        out
    })
}

/// Pages that `.ci/book` gathers from elsewhere, by their place in the book.
fn gathered() -> Vec<(String, String)> {
    let script = read(&root().join(".ci/book"));
    let table = script.split("GATHERED = {").nth(1).and_then(|rest| rest.split('}').next()).expect("the table");
    let pair = |line: &str| {
        let mut words = line.split('"').skip(1).step_by(2);
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    table.lines().filter_map(pair).collect()
}

#[test]
fn every_page_is_in_the_book_once() {
    let mut expected = BTreeSet::new();
    pages(&root().join("docs"), "", &mut expected);
    expected.retain(|page| page != "SUMMARY.md" && !page.starts_with("sample/"));
    let gathered = gathered();
    assert!(gathered.len() >= 5, "{gathered:?}");
    expected.extend(gathered.into_iter().map(|(_, place)| place));
    let listed: Vec<String> = links(&read(&root().join("docs/SUMMARY.md"))).into_iter().map(|(_, to)| to).collect();
    let distinct: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), distinct.len(), "a page is listed twice");
    assert_eq!(distinct, expected);
}

#[test]
fn every_link_leads_somewhere() {
    let mut all = BTreeSet::new();
    pages(&root().join("docs"), "", &mut all);
    let mut files: Vec<String> = all.into_iter().map(|page| format!("docs/{page}")).collect();
    let gathered = gathered();
    files.extend(gathered.iter().map(|(origin, _)| origin.clone()));
    files.push("README.md".to_owned());
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in files.iter().filter(|file| *file != "docs/SUMMARY.md") {
        let text = read(&root().join(file));
        for (words, target) in links(&text) {
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            if path.contains(':') || target == "#" || target == "…" {
                continue;
            }
            seen += 1;
            let place = normal(&Path::new(file).parent().expect("a folder").join(path));
            let in_book = place.strip_prefix("docs").ok().and_then(|place| {
                let place = place.to_string_lossy().replace('\\', "/");
                gathered.iter().find(|(_, to)| *to == place).map(|(origin, _)| PathBuf::from(origin))
            });
            let place = if path.is_empty() { PathBuf::from(file) } else { in_book.unwrap_or(place) };
            if !root().join(&place).exists() {
                wrong.push(format!("{file}: [{words}]({target}) leads nowhere"));
            } else if !anchor.is_empty() && !anchors(&read(&root().join(&place))).contains(anchor) {
                wrong.push(format!("{file}: [{words}]({target}): there is no such heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 100, "hardly a link is seen: {seen}");
}

#[test]
fn the_reader_of_links_sees_them() {
    let page = "See [a](b.md) and `[c](d.md)`.\n\n```md\n[e](f.md)\n```\n\n[g\nh](i.md#j)\n";
    let seen: Vec<String> = links(page).into_iter().map(|(words, to)| format!("{words} {to}")).collect();
    assert_eq!(seen, ["a b.md", "g h i.md#j"]);
    assert!(anchors("## Why `x` is “so”, really\n").contains("why-x-is-so-really"));
}

/// `docs/lsp.md` names every method that the server answers, and no other.
#[test]
fn the_page_on_the_server_names_its_methods() {
    let code = read(&root().join("src/lsp/methods.rs"));
    let names = code.lines().filter_map(|line| line.trim().strip_prefix("async fn ")?.split('(').next());
    // Names that tower-lsp gives otherwise than the protocol.
    let protocol = |name: &str| match name {
        "goto_definition" => "definition".to_owned(),
        "code_action_resolve" => "codeAction/resolve".to_owned(),
        "completion_resolve" => "completionItem/resolve".to_owned(),
        "semantic_tokens_full" => "semanticTokens/full".to_owned(),
        "semantic_tokens_full_delta" => "semanticTokens/full/delta".to_owned(),
        "semantic_tokens_range" => "semanticTokens/range".to_owned(),
        "workspace_diagnostic" => "workspace/diagnostic".to_owned(),
        "cancel_progress" => "workDoneProgress/cancel".to_owned(),
        name => {
            let mut words = name.split('_');
            let first = words.next().unwrap_or_default().to_owned();
            words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
        }
    };
    let answered: BTreeSet<String> = names.map(protocol).collect();
    assert!(answered.len() > 30, "{answered:?}");
    let page = read(&root().join("docs/lsp.md"));
    let spans = page.split('`').skip(1).step_by(2);
    let told: BTreeSet<&str> =
        spans.filter(|span| span.contains('/') || ["initialize", "initialized", "shutdown"].contains(span)).collect();
    let missing: Vec<_> = answered.iter().filter(|name| !told.iter().any(|told| told.ends_with(&***name))).collect();
    assert!(missing.is_empty(), "docs/lsp.md does not name {missing:?}");
    let invented: Vec<_> = told.iter().filter(|told| !answered.iter().any(|name| told.ends_with(&**name))).collect();
    assert!(invented.is_empty(), "the server does not answer {invented:?}");
}
