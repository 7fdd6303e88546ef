//! Nothing that an action writes brings a finding: each action at each finding of each wrong example of the rules' pages is
//! applied, and the text is checked again.

use super::GAZETTEER;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::ide::View;
use copydesk::ide::actions::{Change, actions, fix_all, fix_group};
use copydesk::rules;
use copydesk::text::Span;
use copydesk::text::edits::apply;

/// The wrong examples of a page.
fn wrong(page: &str) -> impl Iterator<Item = &str> {
    page.split("```md bad\n").skip(1).filter_map(|rest| rest.split("```").next())
}

fn run(text: &str, settings: &Settings) -> Checked {
    check(Draft { path: "2018-10-10-a.md", text, settings, gazetteer: &GAZETTEER })
}

/// How many findings of each rule there are, of those that nobody may print.
fn counted(checked: &Checked) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for finding in checked.diagnostics.iter().filter(|finding| finding.level >= Level::Warning) {
        match counts.iter_mut().find(|(rule, _)| *rule == finding.rule.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.rule.name, 1)),
        }
    }
    counts
}

/// The titles of all actions at the wrong examples of the pages, and the messages there, each once: `tests/corpus/titles.txt` is to be
/// read whole by whoever changes one. `COPYDESK_UPDATE=1` writes it anew.
#[test]
fn titles_and_messages_are_read_whole() {
    let settings = Settings::default();
    let mut said = std::collections::BTreeSet::new();
    for rule in rules::all() {
        for text in wrong(rule.page) {
            let checked = run(text, &settings);
            let draft = Draft { path: "2018-10-10-a.md", text, settings: &settings, gazetteer: &GAZETTEER };
            for finding in &checked.diagnostics {
                said.insert(format!("message  {}", finding.message));
            }
            for action in actions(View { draft, checked: &checked }, Span::at(0..text.len()), |_| true) {
                let title = action.title;
                let first = title.trim_start_matches(['“', '‘', '(', '[', '—', '–']).chars().next();
                assert!(!first.is_some_and(char::is_lowercase) || title.starts_with('“'), "“{title}” starts small");
                let named = rules::all().iter().find(|rule| rule.name.contains('-') && title.contains(rule.name));
                // What is written may name a rule: a suppression is about one.
                assert!(named.is_none() || title.starts_with("Write "), "“{title}” names a rule");
                // Those at every finding are listed once.
                if !["Leave it ", "Never report ", "Explain: "].iter().any(|start| title.starts_with(start)) {
                    said.insert(format!("title    {title}"));
                }
            }
        }
    }
    let all = said.into_iter().collect::<Vec<_>>().join("\n") + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/titles.txt");
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        std::fs::write(&path, &all).expect("written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        known == all,
        "tests/corpus/titles.txt is behind; COPYDESK_UPDATE=1 cargo test properties::written writes it"
    );
}

#[test]
fn no_action_brings_a_finding() {
    let settings = Settings::default();
    let mut faults = Vec::new();
    let mut applied = 0;
    for rule in rules::all() {
        for text in wrong(rule.page) {
            let checked = run(text, &settings);
            let draft = Draft { path: "2018-10-10-a.md", text, settings: &settings, gazetteer: &GAZETTEER };
            let view = View { draft, checked: &checked };
            let before = counted(&checked);
            for action in actions(view, Span::at(0..text.len()), |_| true) {
                let edits = match &action.change {
                    Change::Edits(edits) => edits.clone(),
                    Change::Snippet { edit, .. } => vec![edit.clone()],
                    Change::All { rule } => fix_all(view, rule.as_deref()),
                    Change::Group(group) => fix_group(view, group),
                    Change::AddToLists(_) | Change::Record { .. } | Change::Explain { .. } => continue,
                };
                applied += 1;
                let after = apply(text, &edits);
                let more = counted(&run(&after, &settings)).into_iter().find(|(rule, count)| {
                    before.iter().find(|(known, _)| known == rule).map_or(0, |(_, known)| *known) < *count
                });
                if let Some((found, _)) = more {
                    faults.push(format!("“{}” brings {found}\n{text}→\n{after}", action.title));
                }
            }
        }
    }
    assert!(applied > 500, "{applied}");
    assert!(faults.is_empty(), "{} of {applied}\n{}", faults.len(), faults.join("\n\n"));
}
