//! The pages in `docs/rules` are the rules' specification: each example on them is run.
//!
//! A page's blocks are read as an issue of October 10, 2018, with the page's rule enabled:
//!
//! * `md bad` contains a fault for the rule, `md good` does not;
//! * `md fixed` is the result of the rule's fixes, including review ones, on the `md bad` before it;
//! * `date=none` in the info string leaves the issue without a date;
//! * a `toml` block is the configuration for the blocks that follow it;
//! * elsewhere in `docs` a block names its rule: `md bad doubled-word`, `md good doubled-word`.

use copydesk::check::{Draft, check};
use copydesk::config::{Config, Level, Settings};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::{self, Family, FixKind, Rule};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in a folder that end in `end`, by name; the folder may be missing.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// A fenced block: its info string, its text, and the line where it opens, from 1.
struct Fenced {
    info: String,
    text: String,
    line: usize,
}

fn fenced(page: &str) -> Vec<Fenced> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let marks = line.bytes().take_while(|&byte| byte == b'`').count();
        if marks < 3 {
            continue;
        }
        let fence = &line[..marks];
        let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence).collect();
        let text = body.iter().fold(String::new(), |text, line| text + line + "\n");
        blocks.push(Fenced { info: line[marks..].trim().to_owned(), text, line: number + 1 });
    }
    blocks
}

/// The settings for a block: those in the last `toml` block, the date unless it has none, and the rule enabled.
fn settings(config: &Config, rule: &Rule, info: &str) -> Settings {
    let mut settings = config.settings("page.md");
    if !info.split(' ').any(|word| word == "date=none") {
        settings.date = Some(jiff::civil::date(2018, 10, 10));
    }
    if settings.rule(rule.name).is_none() && rule.level_under(&settings).is_none() {
        let on = (rule.name.to_owned(), Some(Level::Warning));
        settings.rules = settings.rules.iter().cloned().chain([on]).collect();
    }
    settings
}

/// Runs the blocks on a page; returns what is wrong with them.
fn run(name: &str, page: &str, own: Option<&'static Rule>) -> Vec<String> {
    let gazetteer = Gazetteer::shipped();
    let mut wrong = Vec::new();
    let mut config = Config::default();
    let mut last_bad: Option<(String, Settings, &'static Rule)> = None;
    for Fenced { info, text, line } in fenced(page) {
        let mut words = info.split(' ');
        match (words.next(), words.next()) {
            (Some("toml"), _) => {
                let (read, problems) = Config::parse(&text);
                wrong.extend(problems.iter().map(|problem| format!("{name}:{line}: {}", problem.message)));
                config = read;
            }
            (Some("md"), Some(mark @ ("bad" | "good" | "fixed"))) => {
                if mark == "fixed" {
                    let Some((bad, settings, rule)) = last_bad.take() else {
                        wrong.push(format!("{name}:{line}: no bad block stands before this"));
                        continue;
                    };
                    let wanted = Wanted { review: true, rules: vec![rule.name.to_owned()] };
                    let fixed =
                        fix(Draft { path: "page.md", text: &bad, settings: &settings, gazetteer: &gazetteer }, &wanted)
                            .text;
                    if fixed != text {
                        wrong.push(format!("{name}:{line}: the fixes of {} give\n{fixed}", rule.name));
                    }
                    continue;
                }
                let Some(rule) = words.next().and_then(rules::find).or(own) else {
                    wrong.push(format!("{name}:{line}: no rule is named in “{info}”"));
                    continue;
                };
                let settings = settings(&config, rule, &info);
                let found = check(Draft { path: "page.md", text: &text, settings: &settings, gazetteer: &gazetteer })
                    .diagnostics;
                let found: Vec<_> = found.iter().filter(|finding| finding.rule == rule).collect();
                if found.is_empty() == (mark == "bad") {
                    let said = found.iter().map(|d| format!("\n  {}: {}", d.span.of(&text), d.message));
                    let said: String = if found.is_empty() { " none".into() } else { said.collect() };
                    wrong.push(format!("{name}:{line}: this block is {mark}; findings of {}:{said}", rule.name));
                }
                for finding in found {
                    if finding.fixes.iter().any(|fix| kind(fix.safety) > order(rule.fix)) {
                        wrong.push(format!("{name}:{line}: {} offers a better fix than it claims", rule.name));
                    }
                }
                last_bad = (mark == "bad").then_some((text, settings, rule));
            }
            (Some("md"), _) => wrong.push(format!("{name}:{line}: “{info}” is neither bad nor good nor fixed")),
            _ => {}
        }
    }
    wrong
}

fn order(kind: FixKind) -> u8 {
    match kind {
        FixKind::None => 0,
        FixKind::Review => 1,
        FixKind::Safe => 2,
    }
}

fn kind(safety: rules::Safety) -> u8 {
    match safety {
        rules::Safety::Review => 1,
        rules::Safety::Safe => 2,
    }
}

#[test]
fn every_example_on_a_rules_page_is_true() {
    let wrong: Vec<String> = rules::all().iter().flat_map(|rule| run(rule.name, rule.page, Some(rule))).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_in_the_guides_is_true() {
    let guides = files(&root().join("docs/guide"), ".md");
    let concepts = files(&root().join("docs/concepts"), ".md");
    let wrong: Vec<String> =
        guides.iter().chain(&concepts).flat_map(|path| run(&stem(path), &read(path), None)).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_page_has_the_same_parts() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let mut at = 0;
        for heading in [&format!("# {}\n\n", rule.name), "\n## Why\n", "\n## Flagged\n", "\n## Fine\n"] {
            match rule.page[at..].find(heading) {
                Some(found) => at += found + heading.len() - 1,
                None => wrong.push(format!("{}: no “{}”", rule.name, heading.trim())),
            }
        }
        if (rule.fix != FixKind::None) != rule.page.contains("\n## Fix\n") {
            wrong.push(format!("{}: a page has a part on the fix where there is one", rule.name));
        }
        let marks: BTreeSet<String> =
            fenced(rule.page).iter().filter_map(|block| block.info.split(' ').nth(1).map(str::to_owned)).collect();
        for mark in ["bad", "good"].into_iter().chain((rule.fix != FixKind::None).then_some("fixed")) {
            if !marks.contains(mark) {
                wrong.push(format!("{}: no block is marked {mark}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files, lists and pages name the same rules, and each is in its family.
#[test]
fn files_lists_and_pages_agree() {
    let listed: BTreeSet<String> = rules::all().iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(listed.len(), rules::all().len(), "a rule is listed twice");
    let pages: BTreeSet<String> = files(&root().join("docs/rules"), ".md").iter().map(|path| stem(path)).collect();
    let pages: BTreeSet<String> = pages.into_iter().filter(|page| page != "README").collect();
    assert_eq!(listed, pages, "lists and pages");
    let mut in_files = BTreeSet::new();
    for family in
        std::fs::read_dir(root().join("src/rules")).expect("rules").map(|entry| entry.expect("readable").path())
    {
        for path in files(&family, ".rs") {
            let text = read(&path);
            let name = stem(&path).replace('_', "-");
            if !text.contains("RULE: Rule = Rule {") {
                continue;
            }
            assert!(text.contains(&format!("name: \"{name}\"")), "{}: the rule is named otherwise", path.display());
            let rule = rules::find(&name).unwrap_or_else(|| panic!("{name} is in no list"));
            assert_eq!(format!("{:?}", rule.family).to_lowercase(), stem(&family), "{name} stands in another family");
            assert!(text.contains(&format!("docs/rules/{name}.md")), "{name} shows another page");
            in_files.insert(name);
        }
    }
    assert_eq!(listed, in_files, "lists and files");
}

/// Suppression comments distinguish names from reasons by the hyphen.
#[test]
fn every_name_is_made_of_words_and_hyphens() {
    for rule in rules::all() {
        let words: Vec<&str> = rule.name.split('-').collect();
        let small = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(words.len() > 1 && words.iter().all(small), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{}: {}", rule.name, rule.summary);
    }
}

/// The list of all rules, as in `docs/rules/README.md`.
fn list() -> String {
    let mut page = String::from(
        "# The rules\n\n\
         Each rule has a page that says why, what is flagged and what is fine; its examples are tested. The level holds\n\
         unless `[rules]` in `copydesk.toml` says otherwise. A safe fix cannot change what the text says and is applied\n\
         by `copydesk fix`; a review fix waits for a person, or for `--review`.\n",
    );
    let mut families: Vec<Family> = rules::all().iter().map(|rule| rule.family).collect();
    families.dedup();
    for family in families {
        let title = match family {
            Family::Tool => "The tool itself".to_owned(),
            other => format!("{other:?}"),
        };
        let _ = write!(page, "\n## {title}\n\n| rule | level | fix | what it flags |\n| --- | --- | --- | --- |\n");
        for rule in rules::all().iter().filter(|rule| rule.family == family) {
            let level = rule.default_level().map_or("off", Level::name);
            let fix = match rule.fix {
                FixKind::None => "–",
                FixKind::Review => "review",
                FixKind::Safe => "safe",
            };
            let name = rule.name;
            let summary = rule.summary.replace('|', "\\|");
            let _ = writeln!(page, "| [`{name}`]({name}.md) | {level} | {fix} | {summary} |");
        }
    }
    page
}

#[test]
fn the_list_of_rules_is_up_to_date() {
    let path = root().join("docs/rules/README.md");
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        std::fs::write(&path, list()).expect("written");
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(stands == list(), "docs/rules/README.md is behind; COPYDESK_UPDATE=1 cargo test --test it pages writes it");
}

/// The end of a rule's page: its level, its fixes, how to silence it.
fn own_settings(rule: &Rule) -> String {
    let name = rule.name;
    let level = match rule.default_level() {
        Some(level) => format!("Level: `{}`.", level.name()),
        None => "Level: `off`, until it is asked for.".to_owned(),
    };
    let fix = match rule.fix {
        FixKind::None => "It has no fix.",
        FixKind::Review => "Its fixes are for review.",
        FixKind::Safe => "It has safe fixes, which `copydesk fix` applies.",
    };
    let set = match rule.default_level() {
        Some(_) => format!("`{name} = \"off\"` under `[rules]` in `copydesk.toml` switches it off"),
        None => format!("`{name} = \"warning\"` under `[rules]` in `copydesk.toml` switches it on"),
    };
    let hide = format!("`<!-- copydesk-ignore {name}: the reason -->` hides a finding where it stands");
    format!("## Level\n\n{level} {fix}\n{set}; {hide}.\n")
}

#[test]
fn every_rules_page_says_its_level_its_fix_and_how_to_silence_it() {
    let mut behind = Vec::new();
    for rule in rules::all() {
        let path = root().join(format!("docs/rules/{}.md", rule.name));
        let page = read(&path);
        let (body, stands) = page.split_once("## Level\n").unwrap_or((&page, ""));
        if format!("## Level\n{stands}") == own_settings(rule) {
            continue;
        }
        if std::env::var_os("COPYDESK_UPDATE").is_some() {
            std::fs::write(&path, format!("{}\n\n{}", body.trim_end(), own_settings(rule))).expect("written");
        } else {
            behind.push(rule.name);
        }
    }
    assert!(behind.is_empty(), "COPYDESK_UPDATE=1 cargo test --test it pages writes the pages of {behind:?}");
}
