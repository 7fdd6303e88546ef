//! What holds for notes: the examples of the grammar are read as it says, each planted fault gives one finding at its place,
//! and its fix ends it.

use copydesk::bulletin;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<std::sync::Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

fn settings() -> Settings {
    Settings { date: Some("2019-06-01".parse().expect("a day")), ..Settings::default() }
}

fn document(notes: &[&str]) -> String {
    let marks: Vec<String> = (1..=notes.len()).map(|n| format!("The convoy left the town.[^{n}]")).collect();
    let bodies: Vec<String> = notes.iter().enumerate().map(|(n, note)| format!("[^{}]: {note}\n", n + 1)).collect();
    format!("# The road\n\n{}\n\n{}", marks.join(" "), bodies.join("\n"))
}

fn checked(text: &str) -> Checked {
    check(Draft { path: "a.md", text, settings: &settings(), gazetteer: &GAZETTEER })
}

#[test]
fn the_examples_of_the_grammar_are_read_as_it_says() {
    let page = include_str!("../../docs/grammar.md");
    let table = page.split("| note | kind |").nth(1).expect("a table of notes");
    let mut seen = 0;
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [note, kind, author, title, source, date] = cells[..] else { panic!("{row}") };
        let text = document(&[note]);
        let read = bulletin::read("a.md", &text, &GAZETTEER, &settings());
        let items: Vec<_> = read.item_groups.iter().flat_map(|group| group.cited()).collect();
        seen += 1;
        if kind == "remark" {
            assert!(items.is_empty(), "{note}");
            continue;
        }
        let [item] = items[..] else { panic!("{note}: {} items", items.len()) };
        let words = |span: Option<copydesk::text::Span>| span.map_or("", |span| span.of(&text));
        let printed = item.details.as_ref().and_then(|details| details.title).map(|title| title.span);
        let day = item.date().map(|date| format!("{:?}", date.precision())).unwrap_or_default();
        assert_eq!(item.kind().name(), kind, "{note}");
        assert_eq!((words(item.author), words(printed), words(item.source)), (author, title, source), "{note}");
        let expected = match date.len() {
            10 => "Day",
            7 => "Month",
            4 => "Year",
            _ => "",
        };
        assert_eq!(day, expected, "{note}");
    }
    assert!(seen > 10);
}

/// Sound notes, and one that is marred: the words, what takes their place, and the rule that says so.
#[test]
fn each_planted_fault_gives_one_finding_and_its_fix_ends_it() {
    const SOUND: [&str; 4] = [
        "“Quay Reopens,” Al Jazeera, May 5, 2018.",
        "“Bakers Meet,” Reuters, May 6, 2018.",
        "“Boats Found,” Xinhua, May 7, 2018.",
        "Lena Mertz, “Tunnels Closed,” Daily Nation, May 4, 2018, https://www.nation.co.ke/news/bridges.",
    ];
    assert!(checked(&document(&SOUND)).diagnostics.is_empty());
    for (words, marred, rule) in [
        ("Closed,”", "Closed”,", "note-punctuation"),
        ("Closed,”", "Closed,,”", "note-punctuation"),
        ("Closed,” ", "Closed” ", "missing-citation-comma"),
        ("Closed,” ", "Closed,”", "citation-spacing"),
        ("Nation, May", "Nation May", "missing-citation-comma"),
        ("Nation, May", "Nation , May", "citation-spacing"),
        ("Nation, May", "Nation; May", "note-punctuation"),
        ("2018, https", "2018 https", "missing-citation-comma"),
        ("May 4, 2018", "May 4 2018", "citation-date-format"),
        ("May 4, 2018", "4 May 2018", "citation-date-format"),
        ("May 4, 2018", "May 4th, 2018", "citation-date-format"),
        ("May 4, 2018", "May 4. 2018", "citation-date-format"),
        ("Nation, May", "Nation. May", "note-punctuation"),
        ("/bridges.", "/bridges?utm_source=x.", "tracking-link"),
    ] {
        let note = SOUND[3].replace(words, marred);
        let text = document(&[SOUND[0], SOUND[1], SOUND[2], &note]);
        let found = checked(&text).diagnostics;
        let named: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(named, [rule], "{note}");
        let (start, end) = (text.find(&note).expect("the note"), text.find(&note).expect("the note") + note.len());
        let place = found[0].span.range();
        assert!(start <= place.start && place.end <= end, "{note}: {place:?}");
        let own = settings();
        let draft = Draft { path: "a.md", text: &text, settings: &own, gazetteer: &GAZETTEER };
        let fixed = fix(draft, &Wanted::default());
        assert!(checked(&fixed.text).diagnostics.is_empty(), "{note}: {}", fixed.text);
    }
}
