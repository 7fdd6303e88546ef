//! Nothing that an action writes causes a finding: each action at each finding in each wrong example on the rule pages
//! is applied, and the text is checked again.

use super::GAZETTEER;
use super::applied::applied;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::Settings;
use copydesk::ide::View;
use copydesk::ide::actions::actions;
use copydesk::rules;
use copydesk::text::Span;

/// The wrong examples on a page.
fn wrong(page: &str) -> impl Iterator<Item = &str> {
    page.split("```md bad\n").skip(1).filter_map(|rest| rest.split("```").next())
}

fn run(text: &str, settings: &Settings) -> Checked {
    check(Draft { path: "2018-10-10-a.md", text, settings, gazetteer: &GAZETTEER })
}

/// The titles of all actions at the wrong examples on the pages, and the messages there, each once: anyone who changes
/// one should read the whole of `tests/corpus/titles.txt`. `COPYDESK_UPDATE=1` rewrites it.
#[test]
fn titles_and_messages_are_read_whole() {
    let settings = Settings::default();
    let mut said = std::collections::BTreeSet::new();
    for rule in rules::all() {
        for text in wrong(rule.page) {
            let checked = run(text, &settings);
            let draft = Draft { path: "2018-10-10-a.md", text, settings: &settings, gazetteer: &GAZETTEER };
            for finding in &checked.diagnostics {
                let related = finding.related.iter().map(|related| &related.message);
                for message in related.chain([&finding.message]) {
                    assert!(!message.starts_with(char::is_lowercase), "“{message}” starts small");
                }
                said.insert(format!("message  {}", finding.message));
            }
            for action in actions(View { draft, checked: &checked }, Span::at(0..text.len()), |_| true) {
                let title = action.title;
                assert!(!title.starts_with(char::is_lowercase), "“{title}” starts small");
                let named = rules::all().iter().find(|rule| rule.name.contains('-') && title.contains(rule.name));
                // The written text may name a rule: a suppression is about one.
                assert!(named.is_none() || title.starts_with("Write "), "“{title}” names a rule");
                // Actions at every finding are listed once.
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
    let mut count = 0;
    for rule in rules::all() {
        for text in wrong(rule.page) {
            let checked = run(text, &settings);
            let draft = Draft { path: "2018-10-10-a.md", text, settings: &settings, gazetteer: &GAZETTEER };
            let view = View { draft, checked: &checked };
            for action in actions(view, Span::at(0..text.len()), |_| true) {
                let Some(after) = applied(view, &action) else { continue };
                count += 1;
                if let Some(found) = after.brings(&checked) {
                    faults.push(format!("“{}” brings {found}\n{text}→\n{}", action.title, after.text));
                }
            }
        }
    }
    assert!(count > 500, "{count}");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n\n"));
}
