//! Properties of notes: the examples in the grammar are read as it says, each planted fault yields one finding at its
//! place, and its fix removes it.

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

/// Three correct notes, a fourth with a fault, the rule that reports it with its words, and the fixed note.
#[test]
fn each_rule_of_notes_tells_its_fault_once_and_its_fix_ends_it() {
    let declared = |keys: &str| {
        let text = format!("[notes]\n{keys}\n");
        let (config, problems) = copydesk::config::Config::parse(&text);
        assert!(problems.is_empty(), "{keys}: {problems:?}");
        Settings { date: settings().date, ..config.settings("a.md") }
    };
    let sound = [
        "“Quay Reopens,” Al Jazeera, May 5, 2018.",
        "Lena Mertz, “Bakers Meet,” Reuters, May 6, 2018.",
        "“Boats Found,” Xinhua, May 7, 2018.",
    ];
    for (keys, note, rule, words) in [
        ("", "“Tunnels Closed,” May 4, 2018, Daily Nation.", "citation-order", "May 4, 2018, Daily Nation"),
        ("", "Daily Nation, “Tunnels Closed,” May 4, 2018.", "citation-order", "Daily Nation, “Tunnels Closed,”"),
        ("", "Osten, Tobin, “Tunnels Closed,” Daily Nation, May 4, 2018.", "citation-order", "Osten, Tobin"),
        ("", "Tobin Osten, Tunnels Closed, Daily Nation, May 4, 2018.", "unquoted-title", "Tunnels Closed"),
        ("", "“,” Daily Nation, May 4, 2018.", "untitled-citation", "“,”"),
        ("titles = \"required\"", "Daily Nation, May 4, 2018.", "untitled-citation", "Daily Nation"),
        ("", "Osten, “Tunnels Closed.”", "unresolved-short-note", "Osten, “Tunnels Closed.”"),
        ("", "Lena, “Bakers Meet.”", "unresolved-short-note", "Lena, “Bakers Meet.”"),
        ("", "Mertz, May 9, 2018.", "unresolved-short-note", "Mertz, May 9, 2018"),
        ("repeat = \"short\"", "Lena Mertz, “Bakers Meet,” Reuters, May 6, 2018.", "repeated-full-note", "Lena Mertz"),
        ("", "Author’s interview with a pilot, Goma.", "incomplete-interview", "Author’s interview with a pilot, Goma"),
        ("", "Author interview, May 4, 2018.", "incomplete-interview", "Author interview, May 4, 2018"),
        (
            "",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, accessed May 1, 2018, https://www.nation.co.ke/b.",
            "access-date",
            "May 1, 2018",
        ),
        (
            "",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, accessed July 1, 2019, https://www.nation.co.ke/b.",
            "access-date",
            "July 1, 2019",
        ),
        (
            "access-dates = \"required\"",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, https://www.nation.co.ke/b.",
            "access-date",
            "https://www.nation.co.ke/b",
        ),
        (
            "access-dates = \"forbidden\"",
            "“Tunnels Closed,” Daily Nation, May 4, 2018, accessed May 8, 2018, https://www.nation.co.ke/b.",
            "access-date",
            "May 8, 2018",
        ),
    ] {
        let own = declared(keys);
        let text = document(&[sound[0], sound[1], sound[2], note]);
        let draft = Draft { path: "a.md", text: &text, settings: &own, gazetteer: &GAZETTEER };
        let found = check(draft).diagnostics;
        let named: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(named, [rule], "{note}: {found:?}");
        let place = found[0].span.of(&text);
        assert!(place.contains(words) || words.contains(place), "{note}: {place}");
        if matches!(rule, "citation-order" | "unquoted-title" | "repeated-full-note") {
            let wanted = Wanted { review: true, rules: vec![rule.to_owned()] };
            let fixed = fix(draft, &wanted).text;
            assert_ne!(fixed, text, "{note}");
            let draft = Draft { text: &fixed, ..draft };
            assert!(check(draft).diagnostics.is_empty(), "{fixed}");
        }
    }
}

#[test]
fn each_rule_of_links_and_lists_tells_its_fault_once() {
    const LIST: &str = "\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n";
    const TOWN: &str = "\n\n[town]: https://www.reuters.com/article/2018/05/03/sorvik\n";
    let told = "Fighters [told Reuters][town] that the road was mined";
    for (text, rule, words) in [
        (format!("The pier was sold (Mertz, 2018; Hersey, 2016).{LIST}"), "undefined-reference", "Hersey, 2016"),
        (format!("The pier was sold (Mertz, 2017).{LIST}"), "reference-year-mismatch", "2017"),
        (
            format!("The pier was sold (Mertz, 2018).{LIST}\nOsten, T. (2016). *Water kings*. Verso.\n"),
            "unused-reference",
            "Osten, T. (2016",
        ),
        (format!("{told}, and traders [agreed][trade].{TOWN}"), "undefined-reference", "[trade]"),
        (
            format!("{told}.{TOWN}[road]: https://www.dawn.com/1\n"),
            "unused-reference",
            "[road]: https://www.dawn.com/1",
        ),
        (
            "He denied it ([here](https://www.dawn.com/1)).".to_owned(),
            "vague-link-text",
            "[here](https://www.dawn.com/1)",
        ),
        (
            "[Dawn reported on May 5](https://www.reuters.com/article/dam) that it broke.".to_owned(),
            "url-source-conflict",
            "Dawn",
        ),
        (
            "[Reuters reported on May 5](https://www.reuters.com/article/2019/05/09/dam) that it broke.".to_owned(),
            "url-date-conflict",
            "May 5",
        ),
        ("The governor [denied it](#).".to_owned(), "placeholder-link", "[denied it](#)"),
    ] {
        let text = format!("# The road\n\n{text}\n");
        let found = checked(&text).diagnostics;
        let found = found.iter().filter(|finding| finding.rule.name != "unknown-source");
        let found: Vec<(&str, &str)> = found.map(|finding| (finding.rule.name, finding.span.of(&text))).collect();
        assert_eq!(found, [(rule, words)], "{text}");
    }
}

#[test]
fn a_mark_on_the_other_side_is_told_once_and_moved() {
    let text = document(&[
        "“Quay Reopens,” Al Jazeera, May 5, 2018.",
        "“Bakers Meet,” Reuters, May 6, 2018.",
        "“Boats Found,” Xinhua, May 7, 2018.",
        "“Tunnels Closed,” Daily Nation, May 4, 2018.",
    ]);
    let marred = text.replacen("town.[^2]", "town[^2].", 1);
    let found = checked(&marred).diagnostics;
    assert_eq!(found.iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), ["note-placement"]);
    let own = settings();
    let draft = Draft { path: "a.md", text: &marred, settings: &own, gazetteer: &GAZETTEER };
    assert_eq!(fix(draft, &Wanted::default()).text, text);
}

/// Correct notes, and one with a fault: the words, their replacement, and the rule that reports it.
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
