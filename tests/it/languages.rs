//! Texts in other languages cite in their own ways: nothing is found in them, and nothing is changed.
//!
//! The texts in `tests/corpus/languages` cite works and outlets of their languages and English ones, in footnotes, endnotes and
//! lists. They have no fault of the kinds that are found in every language.

use copydesk::check::{Draft, check};
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;
use std::path::Path;

#[test]
fn notes_in_other_languages_are_left_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/languages");
    let settings = Settings::default();
    let gazetteer = Gazetteer::shipped();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let draft = Draft { path: &name, text: &text, settings: &settings, gazetteer: &gazetteer };
        let checked = check(draft);
        let found: Vec<_> = checked.diagnostics.iter().map(|found| (found.rule.name, found.span.of(&text))).collect();
        assert_eq!(found, [], "{name}");
        assert!(!checked.bulletin.note_references.is_empty(), "{name} has no notes");
        count += 1;
    }
    assert!(count > 15, "{count} texts");
}

#[test]
fn the_same_date_is_a_fault_in_english() {
    let settings = Settings::default();
    let text = "# Quays\n\nThe city closed the port in January, and the men who ran it left.[^1]\n\n\
        [^1]: Lena Vogt, Cranes Stand Still, Reuters, 03.05.2018.\n";
    let gazetteer = Gazetteer::shipped();
    let checked = check(Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer });
    let names: Vec<_> = checked.diagnostics.iter().map(|found| found.rule.name).collect();
    assert!(names.contains(&"citation-date-format"), "{names:?}");
}
