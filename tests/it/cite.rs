//! Citations turned from one style into another: nothing is lost, nothing else changes, nothing new is found.

use copydesk::bulletin;
use copydesk::check::{Draft, check};
use copydesk::cite::{Target, Turned, turn};
use copydesk::config::{Config, Settings};
use copydesk::gazetteer::Gazetteer;
use copydesk::text::Span;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

fn settings(config: &str) -> Settings {
    let (config, problems) = Config::parse(config);
    assert_eq!(problems, []);
    Settings { date: "2019-06-01".parse().ok(), ..config.settings("a.md") }
}

fn turned_in(text: &str, target: Target, settings: &Settings) -> Turned {
    let draft = Draft { path: "a.md", text, settings, gazetteer: &GAZETTEER };
    turn(draft, &check(draft), target, Span::at(0..text.len()))
}

fn turned(text: &str, target: Target) -> Turned {
    turned_in(text, target, &settings(""))
}

/// What a text cites: source, address, first day of each item.
fn items(text: &str) -> Vec<String> {
    let own = settings("");
    let read = bulletin::read("a.md", text, &GAZETTEER, &own);
    let words = |span: Option<Span>| span.map_or("", |span| span.of(text)).trim_matches('*').to_owned();
    let day =
        |item: &bulletin::Item| item.date().map(|date| format!("{:?}", date.resolve(own.date, 0))).unwrap_or_default();
    let inline = read.citations.iter().flat_map(|citation| &citation.items);
    let noted = read.item_groups.iter().filter(|group| group.note.is_some()).flat_map(|group| group.cited());
    let title =
        |item: &bulletin::Item| words(item.details.as_ref().and_then(|details| details.title).map(|title| title.span));
    let mut items: Vec<String> = inline
        .chain(noted)
        .filter(|item| !item.kind().points_back())
        .map(|item| {
            format!("{}|{}|{}|{}", words(item.source), item.url(text).unwrap_or_default(), day(item), title(item))
        })
        .collect();
    items.sort();
    items
}

fn findings(text: &str) -> Vec<&'static str> {
    let own = settings("");
    let found = check(Draft { path: "a.md", text, settings: &own, gazetteer: &GAZETTEER }).diagnostics;
    found
        .iter()
        .filter(|finding| finding.level >= copydesk::config::Level::Info)
        .map(|finding| finding.rule.name)
        .collect()
}

/// The words of the text without its citations, notes and their marks.
fn prose(text: &str) -> String {
    let own = settings("");
    let read = bulletin::read("a.md", text, &GAZETTEER, &own);
    let mut gone: Vec<Span> = read.citations.iter().map(|citation| citation.span).collect();
    gone.extend(read.notes.iter().map(|note| note.span));
    gone.extend(read.note_references.iter().map(|reference| reference.span));
    gone.sort();
    let mut out = String::new();
    let mut at = 0;
    for span in gone {
        let range = span.range();
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    let words = out.replace("## References", "").replace("## Sources", "");
    words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']' | ',')).collect()
}

const BRACKETS: &str = "\
# The road

The convoy left before dawn ([Reuters](https://www.reuters.com/convoy), May 3). Two bridges were closed, traders said
([Dawn](https://www.dawn.com/news/1), September 21, 2017; [Daily Nation](https://www.nation.co.ke/b), May 4), and shops
stayed shut.

The governor denied it (see [Dawn](https://www.dawn.com/news/2), May 9). Nobody came ([Dawn](https://www.dawn.com/news/2), May 9).
";

const NOTES: &str = "\
# The road

The convoy left before dawn.[^1] Two bridges were closed, traders said,[^2] and shops
stayed shut.

The governor denied it.[^3] Nobody came.[^4]

[^1]: [Reuters](https://www.reuters.com/convoy), May 3, 2019.

[^2]: [Dawn](https://www.dawn.com/news/1), September 21, 2017; [Daily Nation](https://www.nation.co.ke/b), May 4, 2019.

[^3]: See [Dawn](https://www.dawn.com/news/2), May 9, 2019.

[^4]: [Dawn](https://www.dawn.com/news/2), May 9, 2019.
";

#[test]
fn brackets_become_notes_and_brackets_again() {
    let notes = turned(BRACKETS, Target::Notes);
    assert_eq!((&*notes.text, notes.count, &*notes.kept), (NOTES, 4, &[][..]));
    let brackets = turned(NOTES, Target::Brackets);
    assert_eq!((brackets.count, &*brackets.kept), (4, &[][..]));
    assert_eq!(brackets.text, BRACKETS.replace("said\n(", "said ("));
    assert_eq!(turned(NOTES, Target::Notes).text, NOTES);
    assert_eq!(turned(BRACKETS, Target::Brackets).text, BRACKETS);
    // With the line ends of the document.
    let windows = BRACKETS.replace('\n', "\r\n");
    assert_eq!(turned(&windows, Target::Notes).text, NOTES.replace('\n', "\r\n"));
}

#[test]
fn notes_become_a_list_and_notes_again() {
    let list = turned(NOTES, Target::Numbered);
    assert!(
        list.text.contains("before dawn.[1] Two") && list.text.contains("## References\n\n1. [Reuters]"),
        "{}",
        list.text
    );
    assert!(!list.text.contains("[^"), "{}", list.text);
    assert_eq!(list.count, 4);
    assert_eq!(items(&list.text), items(NOTES));
    let notes = turned(&list.text, Target::Notes);
    assert_eq!((items(&notes.text), notes.kept.len(), notes.count), (items(NOTES), 0, 4), "{}", notes.text);
    assert_eq!(prose(&notes.text), prose(NOTES));
    // At once, too.
    let at_once = turned(BRACKETS, Target::Numbered);
    assert_eq!((&at_once.text, at_once.count), (&list.text, 4));
    // A list that stays is as many citations as it has entries.
    let linked = NOTES.replace("[^1] Two", "[^5] Two");
    let kept = turned(&linked, Target::Numbered).kept;
    assert_eq!(
        kept.iter().map(|kept| (&*kept.why, kept.count)).collect::<Vec<_>>(),
        [("a mark of its article has no note", 4)]
    );
}

#[test]
fn what_a_bracket_has_no_place_for_stays_in_the_note() {
    let text = "\
# The road

The convoy left.[^1] It came back.[^2] Nobody saw it.[^3] The port was shut,[^4] and stayed so.[^2]

[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2019, https://www.reuters.com/convoy.

[^2]: Ibid.

[^3]: The harbour master says otherwise.

[^4]: Dawn, September 21, 2018, https://www.dawn.com/news/1.
";
    let brackets = turned(text, Target::Brackets);
    assert_eq!(brackets.in_notes, 1);
    assert_eq!(brackets.kept.iter().map(|kept| &*kept.why).collect::<Vec<_>>(), ["it is a remark"]);
    let mertz = "By Lena Mertz, [Reuters](https://www.reuters.com/convoy), May 3";
    let expected = format!(
        "# The road\n\nThe convoy left ({mertz}).[^1] It came back ({mertz}). Nobody saw it.[^2] The port was shut \
         ([Dawn](https://www.dawn.com/news/1), September 21, 2018), and stayed so ({mertz}).\n\n[^1]: “Convoy Leaves.”\n\n\
         [^2]: The harbour master says otherwise.\n"
    );
    assert_eq!(brackets.text, expected);
    assert_eq!(findings(&brackets.text), [""; 0]);
}

#[test]
fn what_cannot_be_turned_is_told() {
    for (text, why) in [
        (
            "([Reuters](https://www.reuters.com/a), May 3) The convoy left. It came ([Dawn](https://www.dawn.com/1), May 4).",
            "opens its paragraph",
        ),
        (
            "“The convoy left ([Reuters](https://www.reuters.com/a), May 3),” he said ([Dawn](https://www.dawn.com/1), May 4).",
            "in a quotation",
        ),
        (
            "| A |\n|---|\n| It left ([Reuters](https://www.reuters.com/a), May 3). |\n\nIt came ([Dawn](https://www.dawn.com/1), May 4).",
            "in a heading, a table or a caption",
        ),
    ] {
        let notes = turned(&format!("# The road\n\n{text}\n"), Target::Notes);
        assert_eq!(notes.count, 1, "{}", notes.text);
        assert!(notes.kept.len() == 1 && notes.kept[0].why.contains(why), "{:?}", notes.kept);
    }
    for (note, why) in [
        ("Author interview with a customs officer, Beirut, May 2019.", "an interview"),
        ("S/2018/705, paras. 45–48.", "names no source"),
        (
            "“Dam,” *CTC Sentinel*, March 2018, archived at https://web.archive.org/web/20190504101010/https://ctc.westpoint.edu/dam.",
            "no place for its copy in an archive",
        ),
    ] {
        let text = format!("# The road\n\nIt left.[^1]\n\n[^1]: {note}\n");
        let brackets = turned(&text, Target::Brackets);
        assert_eq!(brackets.text, text, "{note}");
        assert!(brackets.kept.len() == 1 && brackets.kept[0].why.contains(why), "{note}: {:?}", brackets.kept);
    }
}

#[test]
fn notes_follow_the_house_and_their_neighbours() {
    // Numbers run on in the order of the text; a name stays.
    let text = "# The road\n\nOne.[^1] Two ([Dawn](https://www.dawn.com/news/1), May 4). Three.[^key] Four.[^2]\n\n\
                [^1]: Reuters, May 3, 2019, https://www.reuters.com/a.\n\n[^key]: Reuters, May 5, 2019, https://www.reuters.com/b.\n\n\
                [^2]: Reuters, May 6, 2019, https://www.reuters.com/c.\n";
    let notes = turned(text, Target::Notes).text;
    assert!(notes.contains("Two.[^2] Three.[^key] Four.[^3]"), "{notes}");
    assert!(notes.contains("a.\n\n[^2]: Dawn, May 4, 2019, https://www.dawn.com/news/1.\n\n[^key]:"), "{notes}");
    // Ibid. where the house has it, outlet first, no stop, marks before the stop.
    let house = settings(
        "[notes]\nrepeat = \"ibid\"\nfinal-stop = \"never\"\nplacement = \"before\"\n[style]\ndate-order = \"day-month\"\n",
    );
    let text = "# The road\n\nOne ([Dawn](https://www.dawn.com/news/1), 4 May). Two ([Dawn](https://www.dawn.com/news/1), 4 May).\n";
    let notes = turned_in(text, Target::Notes, &house).text;
    assert_eq!(
        notes,
        "# The road\n\nOne[^1]. Two[^2].\n\n[^1]: [Dawn](https://www.dawn.com/news/1), 4 May 2019\n\n[^2]: Ibid.\n"
    );
}

/// The guide shows one text in three styles.
#[test]
fn the_guide_shows_what_is_made() {
    let page = include_str!("../../docs/guide/citing.md").replace('\r', "");
    let block = |style: &str| {
        let rest = page.split(&format!("```markdown {style}\n")).nth(1).expect("a block");
        rest.split("```").next().expect("its end").to_owned()
    };
    let (brackets, notes, list) = (block("brackets"), block("notes"), block("numbered"));
    assert_eq!(turned(&brackets, Target::Notes).text, notes);
    assert_eq!(turned(&brackets, Target::Numbered).text, list);
    assert_eq!(turned(&notes, Target::Numbered).text, list);
    assert_eq!(turned(&notes, Target::Brackets).text, brackets.replace("(see\n", "(see "));
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "The convoy left",
        "Two bridges were closed",
        "Nobody came back",
        "The governor denied it",
        "Traders kept away",
    ])
}

/// A citation in brackets: source, address, day of May 2019 or an earlier year.
fn cited() -> impl Strategy<Value = String> {
    let source = prop::sample::select(vec![
        ("Reuters", "https://www.reuters.com/a"),
        ("Dawn", "https://www.dawn.com/news/"),
        ("Daily Nation", "https://www.nation.co.ke/n"),
        ("Al Jazeera", "https://www.aljazeera.com/n"),
    ]);
    (source, 1..28u8, 1..400u16, prop::option::of(2014..2018u16), any::<bool>()).prop_map(
        |((name, url), day, page, year, linked)| {
            let date = year.map_or(format!("May {day}"), |year| format!("May {day}, {year}"));
            if linked { format!("[{name}]({url}{page}), {date}") } else { format!("{name}, {date}") }
        },
    )
}

fn document() -> impl Strategy<Value = String> {
    let group = prop::collection::vec(cited(), 1..3);
    let sentence = (word(), prop::option::of(group), prop::sample::select(vec![". ", ", and it rained. ", ".\n\n"]))
        .prop_map(|(words, group, end)| {
            let group = group.map(|items| format!(" ({})", items.join("; "))).unwrap_or_default();
            format!("{words}{group}{end}")
        });
    prop::collection::vec(sentence, 1..9)
        .prop_map(|sentences| format!("# The road\n\n{}\n", sentences.concat().trim_end()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn turning_there_and_back_loses_nothing(text in document()) {
        let before = (items(&text), findings(&text).len());
        let notes = turned(&text, Target::Notes);
        prop_assert_eq!(&items(&notes.text), &before.0);
        prop_assert!(findings(&notes.text).len() <= before.1, "{}\n{:?}", notes.text, findings(&notes.text));
        prop_assert_eq!(prose(&notes.text), prose(&text));
        let back = turned(&notes.text, Target::Brackets);
        prop_assert_eq!(&items(&back.text), &before.0);
        prop_assert!(findings(&back.text).len() <= before.1);
        let list = turned(&notes.text, Target::Numbered);
        prop_assert_eq!(&items(&list.text), &before.0);
        prop_assert!(findings(&list.text).len() <= before.1);
        let again = turned(&list.text, Target::Notes);
        prop_assert_eq!(&items(&again.text), &before.0);
        prop_assert_eq!(prose(&again.text), prose(&text));
    }

    #[test]
    fn no_text_panics(text in "(\\(|\\)|\\[\\^?[0-9a]\\]:? ?|Reuters|, May 3|; |\\. |\n\n|## Notes\n|[0-9]\\. |“|”|Ibid\\.|https://a\\.net/[a-z] |é){0,40}") {
        for target in [Target::Notes, Target::Brackets, Target::Numbered] {
            let _ = turned(&text, target);
        }
    }
}
