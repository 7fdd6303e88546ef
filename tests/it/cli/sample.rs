//! The sample contains an issue with one of each common fault, and an article with notes; `tests/corpus/sample.tsv`
//! lists what must be found in it, and nothing else may be. Set `COPYDESK_UPDATE` to rewrite the list, and review the
//! changes.

use super::repository;
use copydesk::check::{Draft, check};
use copydesk::config::Config;
use copydesk::gazetteer::Gazetteer;
use copydesk::text::LineIndex;

#[test]
fn the_sample_has_these_faults_and_no_other() {
    let read = |name: &str| std::fs::read_to_string(repository(name)).unwrap_or_default().replace('\r', "");
    let (config, problems) = Config::parse(&read("docs/sample/copydesk.toml"));
    assert_eq!(problems, []);
    let mut table = "file\tline\tlevel\trule\ttext\n".to_owned();
    for path in ["issue.md", "notes.md"] {
        let text = read(&format!("docs/sample/{path}"));
        let settings = config.settings(path);
        let found =
            check(Draft { path, text: &text, settings: &settings, gazetteer: &Gazetteer::shipped() }).diagnostics;
        let lines = LineIndex::new(&text);
        for one in &found {
            let words: Vec<&str> = one.span.of(&text).split_whitespace().collect();
            let line = lines.line_of(one.span.start) + 1;
            table += &format!("{path}\t{line}\t{}\t{}\t{}\n", one.level.name(), one.rule.name, words.join(" "));
        }
    }
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        std::fs::write(repository("tests/corpus/sample.tsv"), table).unwrap();
        return;
    }
    let expected = read("tests/corpus/sample.tsv");
    let missing: Vec<&str> = expected.lines().filter(|row| !table.lines().any(|found| found == *row)).collect();
    let more: Vec<&str> = table.lines().filter(|row| !expected.lines().any(|wanted| wanted == *row)).collect();
    assert!(missing.is_empty() && more.is_empty(), "not found: {missing:#?}\nnot expected: {more:#?}");
}
