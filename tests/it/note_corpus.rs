//! Notes, lists, links, captions and author-date citations, each in an article of its own: what is read, and what is
//! reported.
//!
//! `tests/corpus/notes.tsv` has one case per line: the text (`\n` is a line end), the fields that must be read of its
//! sources, and everything reported at warning or above, each with its words. A case without fields is a look-alike.

use copydesk::bulletin::{self, Bulletin, Item};
use copydesk::check::{Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::gazetteer::Gazetteer;
use serde_json::Value;

const HEAD: &str = "---\ntitle: The road to Sarnak\ndate: 2019-06-01\n---\n\n";
const TITLE: &str = "# The road to Sarnak\n\n";

/// The value read for a field.
fn read(bulletin: &Bulletin, text: &str, item: &Item, field: &str) -> Option<String> {
    let words = |span: Option<copydesk::text::Span>| {
        span.map(|span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let details = item.details.as_ref();
    match field {
        "author" => words(item.author),
        "source" => words(item.source),
        "title" => words(details.and_then(|details| details.title).map(|title| title.span)),
        "volume" => words(details.and_then(|details| details.volume)),
        "issue" => words(details.and_then(|details| details.issue)),
        "number" => words(details.and_then(|details| details.number)),
        "pages" => words(details.and_then(|details| details.pages)),
        "persons" => words(details.and_then(|details| details.persons)),
        "place" => words(details.and_then(|details| details.place)),
        "platform" => words(details.and_then(|details| details.platform)),
        "url" => item.url(text).map(str::to_owned),
        "refers" => {
            let note = details.and_then(|details| details.refers)?;
            Some(bulletin.notes.get(note as usize)?.label.to_string())
        }
        "date" => {
            let date = item.date()?;
            let resolved = date.resolve(bulletin.issue.date, 0);
            let whole = resolved.day().map(|day| day.to_string());
            whole.or_else(|| {
                let year = date.year?.value;
                Some(date.month.map_or(format!("{year}"), |month| format!("{year}-{:02}", month.value.number)))
            })
        }
        other => panic!("no field is called {other}"),
    }
}

#[test]
fn every_case_is_read_and_judged_as_it_says() {
    let gazetteer = Gazetteer::shipped();
    let settings = Settings::default();
    let mut wrong = Vec::new();
    let mut cases = 0;
    for line in include_str!("../corpus/notes.tsv").lines().skip(1) {
        let [text, fields, said] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let text = text.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', "\\");
        let title = if text.starts_with("# ") { "" } else { TITLE };
        let text = format!("{HEAD}{title}{}\n", text.trim_end());
        cases += 1;
        let bulletin = bulletin::read("page.md", &text, &gazetteer, &settings);
        let mut items: Vec<&Item> = bulletin.item_groups.iter().flat_map(|group| group.cited()).collect();
        items.extend(bulletin.citations.iter().flat_map(|citation| &citation.items));
        let fields: Vec<serde_json::Map<String, Value>> = serde_json::from_str(fields).expect("fields");
        for field in fields {
            let agrees = |item: &&Item| {
                field.iter().all(|(name, value)| read(&bulletin, &text, item, name).as_deref() == value.as_str())
            };
            match items.iter().position(agrees) {
                Some(at) => _ = items.remove(at),
                None => wrong.push(format!("{text}\nnot read: {field:?}")),
            }
        }
        let said: Vec<[String; 2]> = serde_json::from_str(said).expect("findings");
        let found =
            check(Draft { path: "page.md", text: &text, settings: &settings, gazetteer: &gazetteer }).diagnostics;
        let loud = found.iter().filter(|finding| finding.level >= Level::Warning);
        let loud: Vec<[String; 2]> =
            loud.map(|finding| [finding.rule.name.to_owned(), finding.span.of(&text).to_owned()]).collect();
        if loud != said {
            wrong.push(format!("{text}\nsaid: {loud:?}\nand not: {said:?}"));
        }
    }
    assert!(cases > 250);
    assert!(wrong.is_empty(), "{}\n{} of {cases} cases", wrong.join("\n\n"), wrong.len());
}
