//! Citations converted from one style to another: nothing is lost, nothing else changes, nothing new is found.

use crate::thread_time::thread_time;
use copydesk::bulletin;
use copydesk::bulletin::items::CitationStyle;
use copydesk::check::{Draft, check};
use copydesk::cite::{Target, Turned, number_in_order, turn};
use copydesk::config::{Config, Settings};
use copydesk::gazetteer::Gazetteer;
use copydesk::text::Span;
use copydesk::text::edits::apply;
use copydesk::works::collection::Collection;
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

/// What a text cites: source, address and first date of each item.
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

/// The words of the text without its citations, notes and note references.
fn prose(text: &str) -> String {
    let own = settings("");
    let read = bulletin::read("a.md", text, &GAZETTEER, &own);
    let mut gone: Vec<Span> = read.citations.iter().map(|citation| citation.span).collect();
    gone.extend(read.notes.iter().map(|note| note.span));
    gone.extend(read.note_references.iter().map(|reference| reference.span));
    let by_author = read.item_groups.iter().filter(|group| group.style == CitationStyle::AuthorDate);
    gone.extend(by_author.map(|group| {
        let open = group.span.of(text).rfind('(').unwrap_or_default();
        Span::new(group.span.start + u32::try_from(open).unwrap_or_default(), group.span.end)
    }));
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
    let words: String = words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']' | ',')).collect();
    // A stop at the end of a quotation is on either side of the mark, or not needed.
    words.replace(".”", "”.").replace("?”.", "?”")
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
    // With the document's line ends.
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
    // In one step, too.
    let at_once = turned(BRACKETS, Target::Numbered);
    assert_eq!((&at_once.text, at_once.count), (&list.text, 4));
    // A list that stays counts as many citations as it has entries.
    let linked = NOTES.replace("[^1] Two", "[^5] Two");
    let kept = turned(&linked, Target::Numbered).kept;
    assert_eq!(
        kept.iter().map(|kept| (&*kept.why, kept.count)).collect::<Vec<_>>(),
        [("a mark of its article has no note", 4)]
    );
}

#[test]
fn a_heading_of_notes_becomes_that_of_the_list() {
    let text = "# Roads\n\nThe road shut.[^1] It reopened.[^2]\n\n## Notes\n\n\
        [^1]: “Road Shut,” *Dawn*, May 3, 2019.\n\n[^2]: “Road Open,” *Reuters*, May 9, 2019.\n";
    let list = turned(text, Target::Numbered).text;
    let expected = "# Roads\n\nThe road shut.[1] It reopened.[2]\n\n## Notes\n\n\
        1. “Road Shut,” *Dawn*, May 3, 2019.\n2. “Road Open,” *Reuters*, May 9, 2019.\n";
    assert_eq!(list, expected);
    assert_eq!(items(&turned(&list, Target::Notes).text), items(text));
    // Another heading stays, and the list has its own.
    let list = turned(&text.replace("## Notes", "## Aftermath"), Target::Numbered).text;
    assert!(list.contains("## Aftermath\n\n## References\n\n1. "), "{list}");
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
fn an_author_is_named_where_the_bracket_goes_on() {
    let text = "# The road\n\nIt left.[^1] It came.[^2]\n\n[^1]: See Lena Mertz, Reuters, May 3, 2019, https://www.reuters.com/a.\n\n\
                [^2]: Dawn, May 4, 2019; Tobin Osten, Al Jazeera, May 5, 2019.\n";
    let brackets = turned(text, Target::Brackets).text;
    assert!(brackets.contains("(see by Lena Mertz, [Reuters](https://www.reuters.com/a), May 3)"), "{brackets}");
    assert!(brackets.contains("(Dawn, May 4; by Tobin Osten, Al Jazeera, May 5)"), "{brackets}");
}

#[test]
fn the_mark_of_a_footnote_stands_behind_its_word() {
    let text = "# The road\n\nIt left [1]. It came [2], and went [1, 2].\n\n## References\n\n\
                1. Dawn, May 4, 2019, https://www.dawn.com/news/1.\n2. Dawn, May 5, 2019, https://www.dawn.com/news/2.\n";
    let notes = turned(text, Target::Notes).text;
    assert!(notes.contains("It left[^1]. It came[^2], and went[^1][^2].\n"), "{notes}");
}

/// `words`, cited in a bracket and in a note, in a document with `more`.
fn quoted(bracketed: &str, noted: &str, more: &str) {
    let with = |words: &str, cited: &str| words.replace('*', cited);
    let source = "[Dawn](https://www.dawn.com/news/1), May 4";
    let note = format!("\n[^1]: {source}, 2019.\n");
    let bracketed = format!("# The road\n\n{more}{}\n", with(bracketed, &format!("({source})")));
    let noted = format!("# The road\n\n{more}{}\n{note}", with(noted, "[^1]"));
    assert_eq!(turned(&bracketed, Target::Notes).text, noted);
    assert_eq!(turned(&noted, Target::Brackets).text, bracketed);
}

#[test]
fn the_stop_of_a_quotation_changes_sides() {
    for (bracketed, noted) in [
        ("He said “the road is shut” *. She left.", "He said “the road is shut.”* She left."),
        ("He said \"the road is shut\" *.", "He said \"the road is shut.\"*"),
        ("He called it “shut” *, and left.", "He called it “shut,”* and left."),
        ("It was “the ‘end’” *. She left.", "It was “the ‘end.’”* She left."),
        ("She asked “who shut it?” *. He left.", "She asked “who shut it?”* He left."),
        ("He said “and so on…” *.", "He said “and so on…”*"),
        ("He said “and so on . . .” *. She left.", "He said “and so on . . .”* She left."),
        ("It is “shut (for good)” *.", "It is “shut (for good).”*"),
        ("It is shut (“for good”) *.", "It is shut (“for good”).*"),
        ("It is “shut” * again.", "It is “shut”* again."),
        ("It was the clerks’ *. She left.", "It was the clerks’.* She left."),
        ("It is “shut” *; she left.", "It is “shut”;* she left."),
        ("Who shut it? *", "Who shut it?*"),
        ("They flew to the “U.S.” *.", "They flew to the “U.S.”*"),
        ("They flew to the U.S. *. She left.", "They flew to the U.S.* She left."),
        ("They flew to the U.S. * army base.", "They flew to the U.S.* army base."),
    ] {
        quoted(bracketed, noted, "");
    }
    // The document decides.
    let british = "It was ‘long’, ‘dark’, and ‘cold’.\n\n";
    quoted("He called it ‘shut’ *. She left.", "He called it ‘shut’.* She left.", british);
    quoted("He called it ‘shut’ *, and left.", "He called it ‘shut’,* and left.", british);
    quoted("She asked ‘who?’ *. He left.", "She asked ‘who?’* He left.", british);
    quoted(
        "He called it “shut” *. She left.",
        "He called it “shut”.* She left.",
        "It was “long”, “dark”, and “cold”.\n\n",
    );
    // So do its dates, if it has no other quotation.
    let days = "# A\n\nIt shut (Dawn, 3 May; Dawn, 5 May). He called it “shut” (Dawn, 4 May).\n";
    assert!(turned(days, Target::Notes).text.contains("“shut”.[^2]"));
    // Two stops are one too many.
    let doubled = "# A\n\nWho shut it? (Dawn, May 4). She left.\n";
    assert!(turned(doubled, Target::Notes).text.contains("Who shut it?[^1] She left."));
    // The house decides with the side of the comma in its notes.
    let house = settings("[notes]\ncomma = \"outside\"");
    let text = "# A\n\nHe called it “shut” (Dawn, May 4).\n";
    assert!(turned_in(text, Target::Notes, &house).text.contains("“shut”.[^1]"));
}

#[test]
fn other_languages_keep_their_stops_and_dates() {
    for (text, noted) in [
        (
            "---\nlang: de\n---\n\n# Die Straße\n\nEr sagte: „Die Straße ist zu“ (Dawn, 4. Mai). Dann war Ruhe, und niemand kam.\n",
            "zu“.[^1] Dann war Ruhe, und niemand kam.\n\n[^1]: Dawn, 4. Mai 2019.\n",
        ),
        (
            "---\nlang: fr\n---\n\n# La route\n\nOn dit que « la route est fermée » (Dawn, 4 mai). Puis rien ne vint.\n",
            "fermée ».[^1] Puis rien ne vint.\n\n[^1]: Dawn, 4 mai 2019.\n",
        ),
    ] {
        let notes = turned(text, Target::Notes).text;
        assert!(notes.ends_with(noted), "{notes}");
    }
}

#[test]
fn words_that_no_field_holds_keep_their_bracket() {
    for bracket in ["‘Laba qof oo la qabtay’, Dawn, May 16", "[Dawn](https://www.dawn.com/news/1), May 4, in Russian"]
    {
        let text = format!("# The road\n\nIt shut ({bracket}). It opened (Dawn, May 9).\n");
        let notes = turned(&text, Target::Notes);
        assert!(notes.count == 1 && notes.text.contains(bracket), "{}", notes.text);
    }
}

#[test]
fn a_short_form_goes_before_the_full_form_that_it_needs() {
    // The third note stays: its remark belongs to the first one’s work no more if that is gone.
    let text = "# The road\n\nIt left.[^1] It came.[^2] It sank.[^3] It rose.[^4]\n\n\
        [^1]: Lena Mertz, “Convoy Leaves,” *The Mast*, May 3, 2019, https://www.themast.example.net/a.\n\n[^2]: Mertz, “Convoy Leaves.”\n\n\
        [^3]: Tobin Osten, “Boats,” Reuters, May 4, 2019.\n\n[^4]: Ibid. The clerk was away.\n";
    let brackets = turned(text, Target::Brackets);
    assert_eq!((brackets.count, brackets.kept.len()), (2, 2), "{}", brackets.text);
    assert!(brackets.text.contains("It sank.[^2] It rose.[^3]"), "{}", brackets.text);
}

#[test]
fn words_between_two_sources_stay() {
    let text = "# The road\n\nIt left.[^1]\n\n[^1]: Dawn, May 4, 2019; see also Lena Mertz, Reuters, May 5, 2019.\n";
    let brackets = turned(text, Target::Brackets).text;
    assert_eq!(brackets, "# The road\n\nIt left (Dawn, May 4; see also by Lena Mertz, Reuters, May 5).\n");
}

#[test]
fn the_number_by_which_a_note_names_another_follows_it() {
    let text = "# The road\n\nIt left.[^1] It came.[^3] It sank.[^2] It rose.[^4] It fell (Dawn, May 7).\n\n\
        [^1]: Lena Mertz, “Convoy Leaves,” *The Mast*, May 3, 2019.\n\n[^2]: Tobin Osten, “Boats,” Reuters, May 4, 2019.\n\n\
        [^3]: Ann Lind, “The Bridge,” Dawn, May 5, 2019.\n\n[^4]: The clerk was away; see note 3 above, and *supra* nn. 1 & 2.\n";
    // Osten’s note comes third, Lind’s second.
    let list = turned(text, Target::Numbered).text;
    assert!(list.contains("2. Ann Lind") && list.contains("see note 2 above, and *supra* nn. 1 & 3."), "{list}");
    let notes = turned(&list, Target::Notes).text;
    assert!(notes.contains("[^2]: Ann Lind") && notes.contains("see note 2 above, and *supra* nn. 1 & 3."), "{notes}");
    let settings = settings("");
    let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &GAZETTEER };
    let edits = number_in_order(draft, &check(draft)).expect("the notes are in another order");
    let ordered = apply(text, &edits);
    assert!(
        ordered.contains("[^2]: Ann Lind") && ordered.contains("see note 2 above, and *supra* nn. 1 & 3."),
        "{ordered}"
    );
    // Notes without a title would go into brackets, and nothing would be left to see.
    let text = text.replace("Ann Lind, “The Bridge,” ", "").replace("Tobin Osten, “Boats,” ", "");
    let brackets = turned(&text, Target::Brackets);
    assert!(brackets.text.contains("see note 3 above, and *supra* nn. 1 & 2."), "{}", brackets.text);
    let named: Vec<_> = brackets.kept.iter().filter(|kept| kept.why.contains("by its number")).collect();
    assert_eq!(named.len(), 2, "{:?}", brackets.kept);
}

#[test]
fn the_number_by_which_the_text_names_a_note_follows_it() {
    let text = "# The road\n\nIt left.[^1] It came (Dawn, May 7). It sank.[^2] It rose.[^3] It fell (see notes 1–3, and note 2 above).\n\n\
        A diplomatic note 2 was sent, with note 3 to the accounts.\n\n\
        [^1]: Lena Mertz, “Convoy Leaves,” *The Mast*, May 3, 2019.\n\n[^2]: Reuters, May 4, 2019.\n\n\
        [^3]: Ann Lind, “The Bridge,” Dawn, May 5, 2019; see nn. 1–2.\n";
    // A note comes in between: the range becomes a list.
    let notes = turned(text, Target::Notes);
    assert_eq!((notes.count, notes.kept.len()), (1, 0), "{:?}", notes.kept);
    assert!(notes.text.contains("It fell (see notes 1, 3 and 4, and note 3 above)."), "{}", notes.text);
    assert!(notes.text.contains("see nn. 1 and 3.\n"), "{}", notes.text);
    assert!(notes.text.contains("A diplomatic note 2 was sent, with note 3 to the accounts."), "{}", notes.text);
    // And back: what is named stays a note, the range goes on.
    let list = turned(&notes.text, Target::Numbered).text;
    assert!(list.contains("(see notes 1, 3 and 4, and note 3 above)") && list.contains("see nn. 1 and 3.\n"), "{list}");
    let again = turned(&list, Target::Notes).text;
    assert!(
        again.contains("(see notes 1, 3 and 4, and note 3 above)") && again.contains("see nn. 1 and 3.\n"),
        "{again}"
    );
    let brackets = turned(text, Target::Brackets);
    assert!(
        brackets.text.contains("It sank.[^2]") && brackets.text.contains("(see notes 1–3, and note 2 above)"),
        "{}",
        brackets.text
    );
    assert!(brackets.kept.iter().any(|kept| kept.why == "the text names it by its number"), "{:?}", brackets.kept);
    // What nothing names goes, and the numbers close up.
    let named = text
        .replace("notes 1–3, and note 2 above", "note 3")
        .replace("; see nn. 1–2", "")
        .replace("“The Bridge,” ", "");
    let brackets = turned(&named, Target::Brackets);
    assert!(
        brackets.text.contains("It sank (Reuters, May 4). It rose.[^2] It fell (see note 2)."),
        "{}",
        brackets.text
    );
}

#[test]
fn an_entry_keeps_the_emphasis_that_it_starts_with() {
    let text = "# The road\n\nIt left [1]. It came [2].\n\n## References\n\n1. *The Mast*, May 4, 2019.\n2. **Dawn**, May 5, 2019.\n";
    let notes = turned(text, Target::Notes).text;
    assert!(notes.contains("[^1]: *The Mast*, May 4, 2019.\n[^2]: **Dawn**, May 5, 2019.\n"), "{notes}");
    assert_eq!(items(&turned(&notes, Target::Numbered).text), items(text));
}

#[test]
fn definitions_follow_the_order_of_their_marks() {
    // The first paragraph is tried twice: one of its brackets stays.
    let text = "# The road\n\nIt left ([Reuters](https://www.reuters.com/a), May 3). “It came ([Dawn](https://www.dawn.com/1), May 4),” he said. It \
                sank ([Dawn](https://www.dawn.com/news/2), May 5).\n\nIt rose ([Dawn](https://www.dawn.com/3), May 6).[^1]\n\n[^1]: The clerk knows.\n";
    for text in [
        text.to_owned(),
        text.replace(
            ").[^1]",
            ").[^1] It fell ([Dawn](https://www.dawn.com/3), May 7; [Dawn](https://www.dawn.com/3), May 7).",
        ),
    ] {
        let notes = turned(&text, Target::Notes).text;
        let labels = notes.lines().filter_map(|line| line.strip_prefix("[^")?.split_once("]:"));
        let labels: Vec<u32> = labels.map(|(label, _)| label.parse().expect("a number")).collect();
        assert!(labels.len() > 3 && labels.is_sorted(), "{notes}");
    }
}

#[test]
fn a_mark_beside_a_remark_becomes_a_bracket() {
    let text = "# The road\n\nIt left ([Dawn](https://www.dawn.com/1), May 4).[^1] It came.[^2]\n\n[^1]: The clerk knows.\n\n[^2]: So does he.\n";
    let notes = turned(text, Target::Notes).text;
    assert!(notes.contains("It left.[^1][^2] It came.[^3]"), "{notes}");
    assert_eq!(turned(&notes, Target::Brackets).text, text);
    let list = "# The road\n\nIt left [1, 2].\n\n## Notes\n\n1. The clerk knows.\n2. Dawn, May 4, 2019.\n";
    assert!(turned(list, Target::Brackets).text.contains("It left (Dawn, May 4)[1].\n"));
}

#[test]
fn words_that_lead_to_a_later_source_stay() {
    let text = "# The road\n\nIt left.[^1][^2] It came.[^3]\n\n[^1]: Reuters, May 3, 2019.\n\n[^2]: See *The Guardian*, May 4, 2019.\n\n\
                [^3]: Dawn, May 4, 2019; see also Lena Mertz, Reuters, May 5, 2019.\n";
    let brackets = turned(text, Target::Brackets).text;
    assert!(brackets.contains("It left (Reuters, May 3; see *The Guardian*, May 4)."), "{brackets}");
    assert!(brackets.contains("It came (Dawn, May 4; see also by Lena Mertz, Reuters, May 5)."), "{brackets}");
    let notes = turned(&brackets, Target::Notes).text;
    assert!(notes.contains("[^1]: Reuters, May 3, 2019; see *The Guardian*, May 4, 2019.\n"), "{notes}");
    assert!(notes.contains("[^2]: Dawn, May 4, 2019; see also Lena Mertz, Reuters, May 5, 2019.\n"), "{notes}");
}

#[test]
fn an_ibid_that_means_nothing_keeps_nothing_else() {
    let text = "# The road\n\nIt left.[^1]\n\nIt came.[^2]\n\nIt sank.[^3]\n\n[^1]: Ibid.\n\n[^2]: Ibid.\n\n[^3]: Dawn, May 4, 2019.\n";
    let brackets = turned(text, Target::Brackets);
    assert_eq!((brackets.count, brackets.kept.len()), (1, 2), "{:?}", brackets.kept);
    assert!(brackets.text.contains("It sank (Dawn, May 4).\n\n[^1]: Ibid.\n\n[^2]: Ibid.\n"), "{}", brackets.text);
    // Nor does one that means an interview by way of a remark.
    let text = "# The road\n\nIt left.[^1]\n\nIt came.[^2]\n\nIt sank.[^3]\n\nIt rose.[^4]\n\n[^1]: Author’s interview with a trader, Idlib, May 5, \
                2018.\n\n[^2]: Ibid. The clerk was away.\n\n[^3]: Ibid.\n\n[^4]: Dawn, May 4, 2019.\n";
    let brackets = turned(text, Target::Brackets);
    assert_eq!((brackets.count, brackets.kept.len()), (1, 3), "{:?}", brackets.kept);
    assert!(brackets.text.contains("[^3]: Ibid.\n"), "{}", brackets.text);
}

#[test]
fn what_stays_is_told_once() {
    let text = "# The road\n\nIt left [1–2]. It came [1–2].\n\n## References\n\n1. Reuters, May 3, 2019.\n2. Dawn, May 4, 2019.\n";
    assert_eq!(turned(text, Target::Brackets).kept.len(), 2);
    // No second list comes beside one by author and year.
    let text = format!(
        "# Goats\n\nNobody counts goats (Toure, 2014). They are few.[^1]\n\n{LISTED}\n[^1]: Dawn, May 4, 2019.\n"
    );
    let list = turned(&text, Target::Numbered);
    assert_eq!(list.text, text);
    assert!(
        list.kept.iter().any(|kept| kept.why == "its article has a list of works by author and year"),
        "{:?}",
        list.kept
    );
}

/// Two notes and what becomes of them in brackets.
fn in_brackets(notes: [&str; 2]) -> (String, Vec<String>) {
    let text = format!("# The road\n\nIt left.[^1] It came.[^2]\n\n[^1]: {}\n\n[^2]: {}\n", notes[0], notes[1]);
    let turned = turned(&text, Target::Brackets);
    (turned.text, turned.kept.into_iter().map(|kept| kept.why).collect())
}

#[test]
fn no_remark_is_lost() {
    let full = "Jonas Weir, “A Post of Stone,” *The Guardian*, April 2, 2018.";
    for remark in
        ["Ibid. The commander disagrees.", "Weir, “A Post of Stone,” copy on file.", "Ibid., p. 4, with a map."]
    {
        let (text, kept) = in_brackets([full, remark]);
        // If it means the note before, that one stays too.
        assert!(text.contains(&format!(": {remark}\n")) && !kept.is_empty(), "{text}");
    }
    for plain in ["Ibid., p. 4.", "Weir, “A Post of Stone,” p. 4.", "Weir, op. cit., p. 4.", "Weir (note 1), p. 4."]
    {
        let (text, kept) = in_brackets([full, plain]);
        assert!(
            text.contains("It came (By Jonas Weir, *The Guardian*, April 2, 2018, p. 4).") && kept.is_empty(),
            "{text}"
        );
    }
    // Nor where the house shortens what is cited again.
    let house = settings("[notes]\nrepeat = \"ibid\"");
    let text = format!(
        "# The road\n\nIt left.[^1] It came.[^2] It sank (Dawn, May 4).\n\n[^1]: {full}\n\n[^2]: {full} A copy is on file.\n"
    );
    let notes = turned_in(&text, Target::Notes, &house).text;
    assert!(notes.contains("A copy is on file.\n") && notes.contains("It sank.[^3]"), "{notes}");
}

#[test]
fn a_book_is_in_no_bracket_even_if_another_note_has_its_title() {
    let (text, kept) =
        in_brackets(["Henrik Dahl, *Dams and Debts* (Oslo: Fjord Press, 2006), p. 14.", "Dahl, op. cit., p. 99."]);
    assert!(text.contains("It left.[^1] It came.[^2]") && kept.len() == 2, "{text} {kept:?}");
}

#[test]
fn a_note_stays_before_an_ibid_that_may_mean_several() {
    let (text, kept) = in_brackets(["Reuters, May 3, 2019; Dawn, May 4, 2019.", "Ibid."]);
    assert!(text.contains("It left.[^1] It came.[^2]") && kept.len() == 2, "{text} {kept:?}");
}

#[test]
fn pages_and_words_that_lead_to_a_source_come_back() {
    for note in [
        "Sara Lind, Dawn, September 20, 2018, p. 2.",
        "Dawn, September 20, 2018, pp. 3–4.",
        "See, for example, Dawn, September 20, 2018.",
        "See, e.g., Dawn, September 20, 2018.",
        "Quoted in *The Mast*, September 20, 2018.",
        "But see *The Mast*, September 20, 2018.",
    ] {
        let text = format!("# The road\n\nIt left.[^1]\n\n[^1]: {note}\n");
        let bracket = turned(&text, Target::Brackets);
        assert_eq!((bracket.count, bracket.kept.len()), (1, 0), "{note}");
        assert_eq!(turned(&bracket.text, Target::Notes).text, text, "{}", bracket.text);
    }
}

#[test]
fn marks_beside_each_other_go_together() {
    // The second note also has a mark of its own; in one sentence, nothing is cited twice.
    let text = "# The road\n\nIt left.[^1] It went on,[^1] and on.[^1][^2] It came.[^2]\n\n[^1]: Reuters, May 3, 2019.\n\n\
                [^2]: “It Ends,” Reuters, May 4, 2019.\n";
    let brackets = turned(text, Target::Brackets);
    assert_eq!((&*brackets.text, brackets.count), (text, 0));
    let apart = text.replace("It went on,[^1] and on", "It went on");
    let brackets = turned(&apart, Target::Brackets).text;
    assert!(
        brackets.contains("It went on (Reuters, May 3; Reuters, May 4).[^1] It came (Reuters, May 4).[^1]"),
        "{brackets}"
    );
    // One mark of two: the note keeps all that it says.
    let own = settings("");
    let draft = Draft { path: "a.md", text: &apart, settings: &own, gazetteer: &GAZETTEER };
    let last = apart.find("[^2]\n").and_then(|at| u32::try_from(at).ok()).expect("a mark");
    let one = turn(draft, &check(draft), Target::Brackets, Span::new(last, last + 4));
    assert!(
        one.text.contains("It came (Reuters, May 4).[^2]")
            && one.text.contains("[^2]: “It Ends,” Reuters, May 4, 2019.\n"),
        "{}",
        one.text
    );
}

#[test]
fn what_stands_in_a_quotation_stays() {
    let text = "# The road\n\n“It left,[^1] and came,” he said.\n\n> It sank.[^2]\n\n[^1]: Reuters, May 3, 2019.\n\n[^2]: Dawn, May 4, 2019.\n";
    let brackets = turned(text, Target::Brackets);
    assert_eq!(brackets.text, text);
    assert!(brackets.kept.iter().all(|kept| kept.why == "it stands in a quotation"), "{:?}", brackets.kept);
}

#[test]
fn notes_in_sentences_are_notes_too() {
    let text = "# The road\n\nIt left.^[“Road Shut,” *Dawn*, May 3, 2019.] It came.^[Reuters, May 5, 2019.]\n";
    let list = turned(text, Target::Numbered).text;
    let expected = "# The road\n\nIt left.[1] It came.[2]\n\n## References\n\n1. “Road Shut,” *Dawn*, May 3, 2019.\n2. Reuters, May 5, 2019.\n";
    assert_eq!(list, expected);
    let brackets = turned(text, Target::Brackets).text;
    assert_eq!(brackets, "# The road\n\nIt left (*Dawn*, May 3).^[“Road Shut.”] It came (Reuters, May 5).\n");
    let more = text.replace("It came", "It sank ([Dawn](https://www.dawn.com/news/9), May 6). It came");
    let notes = turned(&more, Target::Notes).text;
    assert_eq!(
        notes,
        more.replace(
            " ([Dawn](https://www.dawn.com/news/9), May 6).",
            ".^[[Dawn](https://www.dawn.com/news/9), May 6, 2019.]"
        )
    );
}

#[test]
fn marks_that_form_a_range_stay() {
    let text = "# The road\n\nIt left [1]–[3]. It came [4].\n\n## References\n\n1. Reuters, May 3, 2019.\n2. Dawn, May 4, 2019.\n3. Reuters, May 5, \
                2019.\n4. Dawn, May 6, 2019.\n";
    let notes = turned(text, Target::Notes);
    assert_eq!((&*notes.text, &*notes.kept[0].why), (text, "its marks form a range"));
    let brackets = turned(text, Target::Brackets).text;
    assert!(
        brackets.contains("It left [1]–[3]. It came (Dawn, May 6).") && brackets.contains("3. Reuters"),
        "{brackets}"
    );
    // In one bracket it is understood.
    let notes = turned(&text.replace("[1]–[3]", "[1–3]"), Target::Notes).text;
    assert!(notes.contains("It left[^1][^2][^3]. It came[^4]."), "{notes}");
}

#[test]
fn an_article_with_endnotes_gets_no_footnotes_beside_them() {
    let text =
        "# The road\n\nIt left. [1] It came (Dawn, May 4).\n\n## Notes\n\n1. “Road Shut,” Reuters, May 3, 2019.\n";
    let notes = turned(text, Target::Notes);
    assert_eq!((&*notes.text, &*notes.kept[0].why), (text, "its article has a list of notes already"));
}

#[test]
fn other_languages_keep_their_words() {
    let french = "---\nlang: fr\n---\n\n# Le port\n\nLe port est fermé.[^1] Rien ne bouge.[^2]\n\n[^1]: Claire Aubin, « Le port », *Le Monde*, 3 mai 2019.\n\n\
                  [^2]: *Libération*, 4 mai 2019.\n";
    let brackets = turned(french, Target::Brackets);
    assert!(brackets.text.contains("fermé.[^1] Rien ne bouge (*Libération*, 4 mai)."), "{}", brackets.text);
    assert!(brackets.kept[0].why.contains("in this language"), "{:?}", brackets.kept);
    // What leads to a source is no source.
    for (lead, language) in [("Vgl.", "de"), ("Siehe auch", "de"), ("Voir", "fr"), ("Cité dans", "fr")] {
        let text = format!(
            "---\nlang: {language}\n---\n\n# Port\n\nDer Hafen blieb zu.[^1]\n\n[^1]: {lead} *Die Zeit*, 4. Mai 2019.\n"
        );
        let brackets = turned(&text, Target::Brackets).text;
        assert!(brackets.contains(&format!("zu ({} *Die Zeit*, 4. Mai).", lead.to_lowercase())), "{brackets}");
        assert_eq!(turned(&brackets, Target::Notes).text, text);
    }
    // The last note goes on to mean the one before it.
    let german = "---\nlang: de\n---\n\n# Der Hafen\n\nDer Hafen blieb drei Tage zu.[^1] Er war lange voll.[^2]\n\n[^1]: *Die Zeit*, 4. Mai 2019.\n\n[^2]: Ebd.\n";
    let brackets = turned(german, Target::Brackets).text;
    assert!(brackets.contains("voll (*Die Zeit*, 4. Mai)."), "{brackets}");
    // Sources are separated as the language does it.
    let several = "---\nlang: fr\n---\n\n# Le port\n\nLe port est fermé (*Le Monde*, 3 mai ; *Libération*, 4 mai 2018). Rien ne bouge, et on ne sait pas pourquoi.\n";
    let notes = turned(several, Target::Notes).text;
    assert!(notes.contains("[^1]: *Le Monde*, 3 mai 2019\u{a0}; *Libération*, 4 mai 2018.\n"), "{notes}");
    assert_eq!(turned(&notes, Target::Brackets).text, several.replace(" ;", "\u{a0};"));
}

#[test]
fn articles_whose_notes_name_each_other_keep_their_footnotes() {
    let text = |named: &str| {
        format!(
            "# The road\n\n*By Ada Vale*\n\nIt left.[^1] It came.[^2]\n\n# The port\n\n*By Tom Hill*\n\nIt is shut.[^3] It opened \
             (see note {named}).[^4]\n\n[^1]: Reuters, May 3, 2019.\n\n[^2]: Dawn, May 4, 2019.\n\n[^3]: Reuters, May 5, 2019.\n\n\
             [^4]: Dawn, May 6, 2019.\n"
        )
    };
    let own = turned(&text("3"), Target::Numbered);
    assert_eq!((own.count, own.kept.len()), (4, 0));
    assert!(own.text.contains("It opened (see note 1).[2]"), "{}", own.text);
    let other = turned(&text("2"), Target::Numbered);
    assert_eq!((other.count, other.kept.len()), (0, 2), "{}", other.text);
    assert!(other.kept[0].why.contains("name each other by number"), "{:?}", other.kept);
}

#[test]
fn numbers_in_one_bracket_become_one_bracket() {
    let text = "# The road\n\nIt left [1]. It came [2, 3].\n\n## References\n\n1. Dawn, May 4, 2019.\n\
                2. Dawn, May 5, 2019.\n3. “Boats,” Reuters, May 6, 2019.\n";
    let brackets = turned(text, Target::Brackets).text;
    // The list has no gaps.
    assert!(brackets.contains("It came (Dawn, May 5; Reuters, May 6)[1].\n"), "{brackets}");
    assert!(brackets.contains("It left (Dawn, May 4).") && brackets.contains("1. “Boats.”\n"), "{brackets}");
}

const LISTED: &str = "\
## References

Bernus, E. (1981). *Wells and Herds*. Paris: Orstom.

Klein, J., & Abdou, M. (2018). *Livestock without Numbers*. London: Hurst.

Toure, I. (2014). The invisible herd. *Nomadic Peoples*, 18(1), 22–41.
";

#[test]
fn citations_by_author_and_year_become_notes() {
    let text = format!(
        "# Goats\n\nNobody counts goats (see Toure, 2014, p. 33; Klein & Abdou, 2018). Klein and Abdou (2018) count them. \
         They are “taxed” (Bernus, 1981).\n\n{LISTED}"
    );
    let notes = turned(&text, Target::Notes);
    assert_eq!((notes.count, &*notes.kept), (3, &[][..]));
    let expected = format!(
        "# Goats\n\nNobody counts goats.[^1] Klein and Abdou[^2] count them. They are “taxed.”[^3]\n\n{LISTED}\n\
         [^1]: See I. Toure, “The invisible herd,” *Nomadic Peoples* 18:1 (2014), p. 33; J. Klein and M. Abdou, *Livestock \
         without Numbers* (London: Hurst, 2018).\n\n\
         [^2]: J. Klein and M. Abdou, *Livestock without Numbers* (London: Hurst, 2018).\n\n\
         [^3]: E. Bernus, *Wells and Herds* (Paris: Orstom, 1981).\n"
    );
    assert_eq!(notes.text, expected);
    for target in [Target::Brackets, Target::Numbered] {
        let kept = turned(&text, target);
        assert_eq!((&kept.text, kept.kept.len()), (&text, 3));
        assert_eq!(kept.kept[0].why, "it cites a list of works by author and year");
    }
    // What the list leaves open, a remark and a quotation stay.
    for cited in [
        "Goats are many (Toure, 2014; personal communication).",
        "“Goats are many (Toure, 2014),” he said.",
        "Goats are many (Toure, 2015).",
        "(Toure, 2014) counts goats.",
    ] {
        let text = format!("# Goats\n\nGoats are few (Bernus, 1981).\n\n{cited}\n\n{LISTED}");
        let notes = turned(&text, Target::Notes);
        assert!(notes.count == 1 && notes.kept.len() == 1 && notes.text.contains(cited), "{}", notes.text);
    }
}

/// Each work with the number of places that cite or list it.
fn places(text: &str) -> Vec<(String, usize)> {
    let own = settings("");
    let read = bulletin::read("a.md", text, &GAZETTEER, &own);
    let mut collection = Collection::default();
    collection.add("a.md", text, &read, &GAZETTEER, &own);
    collection.finish().0.into_iter().map(|work| (work.key, work.cited.len())).collect()
}

/// Paragraphs with two notes each, of which only one can become a bracket: in one sentence, nothing is cited twice.
fn half_of_it_can_be_turned(paragraphs: u32) -> String {
    let mut text = "# The port\n".to_owned();
    for n in 0..paragraphs {
        text.push_str(&format!("\nIt was shut,[^{}] and stayed so.[^{}]\n", 2 * n + 1, 2 * n + 2));
    }
    for n in 0..paragraphs {
        for note in [2 * n + 1, 2 * n + 2] {
            text.push_str(&format!("\n[^{note}]: Dawn, May 4, 2019, https://www.dawn.com/news/{n}.\n"));
        }
    }
    text
}

#[test]
fn a_fault_in_one_paragraph_keeps_nothing_in_another() {
    for paragraphs in [1, 2, 9, 120] {
        let turned = turned(&half_of_it_can_be_turned(paragraphs), Target::Brackets);
        assert_eq!((turned.count, turned.kept.len()), (paragraphs as usize, paragraphs as usize));
        assert!(turned.kept.iter().all(|kept| kept.why.contains("bring a finding")), "{:?}", turned.kept[0]);
        assert!(!findings(&turned.text).contains(&"duplicate-citation"));
    }
}

#[test]
fn what_cannot_be_turned_costs_linear_time() {
    let time = |paragraphs: u32| {
        let text = half_of_it_can_be_turned(paragraphs);
        let own = settings("");
        let draft = Draft { path: "a.md", text: &text, settings: &own, gazetteer: &GAZETTEER };
        let checked = check(draft);
        let before = thread_time();
        assert_eq!(turn(draft, &checked, Target::Brackets, Span::at(0..text.len())).count, paragraphs as usize);
        thread_time().saturating_sub(before)
    };
    let (small, large) = (time(40), time(320));
    assert!(large < small * 8 * 3, "{small:?} for 40, {large:?} for 320");
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
        ("ISPR, press release, May 5, 2019.", "no place for some of its words"),
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
    // Numbers continue in text order; a name stays.
    let text = "# The road\n\nOne.[^1] Two ([Dawn](https://www.dawn.com/news/1), May 4). Three.[^key] Four.[^2]\n\n\
                [^1]: Reuters, May 3, 2019, https://www.reuters.com/a.\n\n[^key]: Reuters, May 5, 2019, https://www.reuters.com/b.\n\n\
                [^2]: Reuters, May 6, 2019, https://www.reuters.com/c.\n";
    let notes = turned(text, Target::Notes).text;
    assert!(notes.contains("Two.[^2] Three.[^key] Four.[^3]"), "{notes}");
    assert!(notes.contains("a.\n\n[^2]: Dawn, May 4, 2019, https://www.dawn.com/news/1.\n\n[^key]:"), "{notes}");
    // Ibid. if the house style uses it, outlet first, no final stop, references before the stop.
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
    assert_eq!(turned(&block("by author"), Target::Notes).text, block("by author, in notes"));
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "The convoy left",
        "Two bridges were closed",
        "Nobody came back",
        "The governor denied it",
        "Traders kept away",
        "He called it “a long road”",
        "She asked “who shut it?”",
    ])
}

/// A citation in brackets: source, address, a day in May 2019 or an earlier year.
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

/// A document that cites by author and year, with its list.
fn by_author() -> impl Strategy<Value = String> {
    let work = prop::sample::select(vec![
        ("Bernus", "1981"),
        ("Klein and Abdou", "2018"),
        ("Klein & Abdou", "2018"),
        ("Toure", "2014"),
    ]);
    let page = prop::sample::select(vec!["", "", ", p. 33", ", 12–14", ": 7"]);
    let bracket = prop::collection::vec((work.clone(), page.clone()), 1..3);
    let lead = prop::sample::select(vec!["", "", "see ", "e.g., "]);
    let parts = |mut cites: Vec<((&'static str, &'static str), &'static str)>| {
        // Nobody cites a work twice in one bracket.
        cites.dedup_by_key(|((_, year), _)| *year);
        let parts: Vec<String> = cites.iter().map(|((who, year), page)| format!("{who}, {year}{page}")).collect();
        parts.join("; ")
    };
    let sentence = prop_oneof![
        (word(), lead, bracket, prop::sample::select(vec![". ", ", and it rained. ", ".\n\n"]))
            .prop_map(move |(words, lead, cites, end)| format!("{words} ({lead}{}){end}", parts(cites))),
        (work, page).prop_map(|((who, year), page)| format!("As {who} ({year}{page}) argues, the road is long. ")),
    ];
    prop::collection::vec(sentence, 1..7)
        .prop_map(|sentences| format!("# Goats\n\n{}\n\n{LISTED}", sentences.concat().trim_end()))
}

/// A note of any kind: full, in short, *Ibid.*, *op. cit.*, of two sources, an interview, a copy in an archive, a remark.
fn note() -> impl Strategy<Value = String> {
    let full = (0..6usize, 1..28u8).prop_map(|(which, day)| {
        let (author, title, source, url) = [
            ("Lena Mertz, ", "Convoy Leaves", "Reuters", ", https://www.reuters.com/convoy"),
            ("", "Port Shut for a Week", "Daily Nation", ", https://nation.africa/port"),
            ("Tobin Osten and Lena Mertz, ", "Who Holds the Port?", "*Al Jazeera*", ""),
            ("Petra Hollin, ", "Grain on the Border", "The Guardian", ""),
            ("", "", "Dawn", ", https://www.dawn.com/news/1"),
            ("", "", "Al-Hayat (London)", ""),
        ][which];
        let title = match title {
            "" => String::new(),
            title if title.ends_with('?') => format!("“{title}” "),
            title => format!("“{title},” "),
        };
        format!("{author}{title}{source}, May {day}, 2018{url}")
    });
    let lead = prop::sample::select(vec!["", "", "", "See ", "See also "]);
    prop_oneof![
        4 => (lead, full.clone()).prop_map(|(lead, full)| format!("{lead}{full}.")),
        1 => (full.clone(), full.clone()).prop_map(|(one, other)| format!("{one}; {other}.")),
        1 => full.prop_map(|full| format!("{full}, accessed October 2, 2018.")),
        2 => Just("Ibid.".to_owned()),
        1 => (1..90u8).prop_map(|page| format!("Ibid., p. {page}.")),
        1 => Just("Mertz, “Convoy Leaves.”".to_owned()),
        1 => Just("Hollin, op. cit., p. 4.".to_owned()),
        1 => Just("Author’s interview with a customs officer, Mombasa, April 2, 2018.".to_owned()),
        1 => Just(
            "“Statement No. 12,” Ministry of Defence, May 4, 2018, https://www.mod.gov.iq/12, archived at \
             https://web.archive.org/web/20180504101010/https://www.mod.gov.iq/12."
                .to_owned()
        ),
        1 => Just("UN Security Council, “Final Report,” S/2018/705, July 27, 2018, para. 45.".to_owned()),
        1 => Just("The harbour master says otherwise, and kept no book.".to_owned()),
    ]
}

/// A document that cites in notes, with a bracket now and then.
fn noted() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec![".[^{n}] ", ",[^{n}] and it rained. ", ".[^{n}]\n\n"]);
    let sentence = (word(), ends, note(), prop::option::weighted(0.2, cited()));
    prop::collection::vec(sentence, 1..7).prop_map(|sentences| {
        let (mut text, mut notes) = (String::new(), String::new());
        for (number, (words, end, note, bracket)) in (1..).zip(sentences) {
            let bracket = bracket.map(|item| format!(" ({item})")).unwrap_or_default();
            text.push_str(&format!("{words}{bracket}{}", end.replace("{n}", &number.to_string())));
            notes.push_str(&format!("[^{number}]: {note}\n\n"));
        }
        format!("# The road\n\n{}\n\n{}\n", text.trim_end(), notes.trim_end())
    })
}

/// What *Ibid.* and shortened forms mean, by title and source.
fn meant(text: &str) -> Vec<String> {
    let own = settings("");
    let read = bulletin::read("a.md", text, &GAZETTEER, &own);
    let groups = read.item_groups.iter().filter(|group| group.note.is_some());
    let back = groups.flat_map(|group| group.cited().map(move |item| (item, group.note)));
    let works = back.filter(|(item, _)| item.kind().points_back()).flat_map(|(item, note)| {
        let works = copydesk::works::meant(text, &read, 0, item, item, note);
        works.into_iter().map(|work| format!("{}|{}|{}", work.title, work.source, work.pages)).collect::<Vec<_>>()
    });
    works.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn notes_of_every_kind_come_back(text in noted()) {
        let before = findings(&text).len();
        // As a list, and notes again. A bracket that becomes a note may come before an *Ibid.*, which is then written in full.
        let brackets = text.contains(" (");
        let cited = |text: &str| {
            let mut items = items(text);
            if brackets {
                items.dedup();
            }
            items
        };
        let list = turned(&text, Target::Numbered);
        prop_assert!(findings(&list.text).len() <= before, "{}\n{:?}", list.text, findings(&list.text));
        prop_assert_eq!(cited(&list.text), cited(&text));
        let notes = turned(&list.text, Target::Notes);
        prop_assert_eq!(cited(&notes.text), cited(&text));
        prop_assert_eq!(prose(&notes.text), prose(&text));
        prop_assert!(findings(&notes.text).len() <= before);
        if !brackets {
            prop_assert_eq!(meant(&notes.text), meant(&text));
            // Entries of a list stand without blank lines between them, and stay so.
            prop_assert!(notes.text.split_whitespace().eq(text.split_whitespace()), "{}", notes.text);
        }
        // In brackets: nothing is lost that is not said, and nothing else changes.
        let inline = turned(&text, Target::Brackets);
        prop_assert!(findings(&inline.text).len() <= before, "{}\n{:?}", inline.text, findings(&inline.text));
        prop_assert_eq!(prose(&inline.text), prose(&text));
        prop_assert!(inline.count > 0 || inline.text == text);
        for word in ["Convoy Leaves", "Port Shut for a Week", "Grain on the Border", "harbour master", "customs officer", "S/2018/705"] {
            prop_assert!(!text.contains(word) || inline.text.contains(word), "{word} is lost\n{}", inline.text);
        }
        let again = turned(&inline.text, Target::Notes);
        prop_assert!(findings(&again.text).len() <= before, "{}\n{:?}", again.text, findings(&again.text));
        prop_assert_eq!(prose(&again.text), prose(&text));
    }
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
    fn citations_by_author_and_year_are_kept_in_notes(text in by_author()) {
        let notes = turned(&text, Target::Notes);
        prop_assert_eq!(&notes.kept, &vec![]);
        prop_assert_eq!(places(&notes.text), places(&text), "{}", notes.text);
        prop_assert_eq!(prose(&notes.text), prose(&text));
        prop_assert!(findings(&notes.text).len() <= findings(&text).len(), "{}\n{:?}", notes.text, findings(&notes.text));
        prop_assert_eq!(&turned(&notes.text, Target::Notes).text, &notes.text);
        // The notes and the list differ in nothing if the notes become a numbered list and notes again.
        let again = turned(&turned(&notes.text, Target::Numbered).text, Target::Notes).text;
        prop_assert_eq!(places(&again), places(&text), "{}", again);
    }

    #[test]
    fn no_text_panics(text in "(\\(|\\)|\\[\\^?[0-9a]\\]:? ?|Reuters|, May 3|; |\\. |\n\n|## Notes\n|[0-9]\\. |“|”|Ibid\\.|https://a\\.net/[a-z] |é){0,40}") {
        for target in [Target::Notes, Target::Brackets, Target::Numbered] {
            let _ = turned(&text, target);
        }
    }
}

const IBID: &str = "\
# The road

The convoy left.[^1] It came back.[^2] Two bridges were closed ([Dawn](https://www.dawn.com/news/1), May 4). Nobody came.[^3]

[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2019, https://www.reuters.com/convoy.

[^2]: Ibid.

[^3]: Ibid.
";

#[test]
fn ibid_goes_on_to_mean_what_it_meant() {
    let cited = |bracket: &str, repeat: &str| {
        let text = IBID.replace("([Dawn](https://www.dawn.com/news/1), May 4)", bracket);
        turned_in(&text, Target::Notes, &settings(&format!("[notes]\nrepeat = \"{repeat}\"")))
    };
    let dawn = "([Dawn](https://www.dawn.com/news/1), May 4)";
    // A note comes in between: the one after it is named again.
    for repeat in ["off", "ibid", "short"] {
        let turned = cited(dawn, repeat);
        assert_eq!((turned.count, &*turned.kept), (1, &[][..]), "{}", turned.text);
        assert!(
            turned.text.contains(
                "\n\n[^3]: Dawn, May 4, 2019, https://www.dawn.com/news/1.\n\n[^4]: Mertz, “Convoy Leaves.”\n"
            ),
            "{}",
            turned.text
        );
        assert!(turned.text.contains("[^2]: Ibid.\n"), "{}", turned.text);
    }
    // The same work again is shortened, or written in full, depending on the settings.
    let again = "([Reuters](https://www.reuters.com/convoy), May 3)";
    assert!(cited(again, "ibid").text.contains("[^3]: Ibid.\n\n[^4]: Ibid.\n"), "{}", cited(again, "ibid").text);
    assert!(
        cited(again, "short").text.contains("[^3]: Mertz, “Convoy Leaves.”\n\n[^4]: Ibid.\n"),
        "{}",
        cited(again, "short").text
    );
    // If the full form is removed, another one replaces it.
    let text = IBID.replace("Lena Mertz, “Convoy Leaves,” Reuters", "Reuters");
    let own = settings("");
    let draft = Draft { path: "a.md", text: &text, settings: &own, gazetteer: &GAZETTEER };
    let first = text.find("[^1]").and_then(|at| u32::try_from(at).ok()).expect("a mark");
    let one = turn(draft, &check(draft), Target::Brackets, Span::new(first, first + 4));
    assert_eq!((one.count, &*one.kept), (1, &[][..]), "{}", one.text);
    assert!(
        one.text.contains("[^1]: Reuters, May 3, 2019, https://www.reuters.com/convoy.\n\n[^2]: Ibid.\n"),
        "{}",
        one.text
    );
    // All of it is converted to brackets.
    let all = turned(&text, Target::Brackets);
    assert_eq!(
        (all.count, all.text.matches("([Reuters](https://www.reuters.com/convoy), May 3)").count()),
        (3, 3),
        "{}",
        all.text
    );
}

#[test]
fn a_list_has_as_many_entries_as_numbers_that_are_read() {
    let notes = |count: u32| -> String {
        let marks: String = (1..=count).map(|number| format!("The convoy left.[^{number}]\n\n")).collect();
        let definitions = (1..=count)
            .map(|number| format!("[^{number}]: [Dawn](https://www.dawn.com/news/{number}), May 4, 2019.\n\n"));
        format!("# The road\n\n{marks}{}", definitions.collect::<String>())
    };
    let listed = turned(&notes(999), Target::Numbered);
    assert_eq!((listed.count, listed.kept.len()), (999, 0));
    assert!(listed.text.contains("The convoy left.[999]\n\n## References\n\n1. [Dawn]"));
    let many = turned(&notes(1000), Target::Numbered);
    assert_eq!((many.count, many.text == notes(1000)), (0, true));
    assert!(many.kept[0].why.contains("[1000] may be a year"), "{:?}", many.kept);
}
