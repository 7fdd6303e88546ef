//! Dates, notes, abbreviations and terms: what is found is within the text, whatever the text is; and a fix removes its
//! own finding and causes no other.

use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Config, Level, Settings};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::{Diagnostic, Family};
use copydesk::text::{Span, edits};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FAMILIES: [Family; 4] = [Family::Abbreviations, Family::Dates, Family::Notes, Family::Terms];

fn settings() -> Settings {
    let house = "[terms]\ndiscouraged = [{ term = 'terror group', use = ['armed group', 'militants'] }]\n";
    Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Config::parse(house).0.settings("draft.md") }
}

fn read(text: &str) -> Checked {
    check(Draft { path: "draft.md", text, settings: &settings(), gazetteer: &Gazetteer::shipped() })
}

/// An article around a paragraph with a fault, so that nothing else is wrong with it.
fn article(paragraph: &str) -> String {
    format!(
        "# Ferries on the Lake\n\n*Amina Diallo*\n\n{paragraph}\n\nThe harbor was shut in the night ([Daily Nation](https://nation.africa/ferry), August 14).\n"
    )
}

/// How often each rule reports at warning level or above.
fn loud(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in found.iter().filter(|finding| matches!(finding.level, Level::Warning | Level::Error)) {
        *counts.entry(finding.rule.name).or_default() += 1;
    }
    counts
}

const CITED: &str = "([Daily Nation](https://nation.africa/ferry), August 14)";

/// Faults with a fix: the rule that reports, and the paragraph.
const FAULTY: &[(&str, &str)] = &[
    // Abbreviations.
    ("undefined-abbreviation", "Two IEDs were found below the bridge CITED."),
    ("undefined-abbreviation", "The RAB’s men shut the port CITED. The RAB will stay."),
    ("undefined-abbreviation", "AMISOM shut the port CITED. Few trust AMISOM."),
    ("undefined-abbreviation", "Men of the PULO shut the port CITED."),
    ("undefined-abbreviation", "The raid (by the KDF, in May) shut the port CITED."),
    ("late-abbreviation", "The RRQ’s boats stayed in port. The River Rescue Corps (RRQ) has no fuel CITED."),
    ("late-abbreviation", "RRQ boats stayed in port. The *River Rescue Corps* (RRQ) has no fuel CITED."),
    (
        "redefined-abbreviation",
        "The River Rescue Corps (RRQ) has no fuel. The River Rescue Corps (RRQ) asked for some CITED.",
    ),
    (
        "redefined-abbreviation",
        "An improvised explosive device (IED) failed. Two *improvised explosive devices* (IEDs) did not CITED.",
    ),
    ("unused-abbreviation", "The River Rescue Corps (RRQ) has no fuel CITED."),
    ("unused-abbreviation", "The *River Rescue Corps* (**RRQ**), a force, has no fuel CITED."),
    ("wrong-expansion", "An Improved Explosive Device (IED) failed CITED. The IED was large."),
    ("wrong-expansion", "The Kenyan Defense Forces (KDF) left CITED. The KDF lost two men."),
    ("wrong-expansion", "The Syria Democratic Forces (SDF) left CITED. The SDF lost two men."),
    ("wrong-expansion", "The National Intelligence and Securitty Agency (NISA) left CITED. NISA lost two men."),
    ("inconsistent-abbreviation", "A U.S. ship and a U.S. plane left; a US tanker stayed CITED."),
    ("inconsistent-abbreviation", "A US ship and a US plane left the U.S. CITED."),
    ("inconsistent-abbreviation", "The U.S. ship of the U.S. Navy left the US. It was late CITED."),
    // Dates.
    ("weekday-mismatch", "On Monday, October 2, the ferry left CITED."),
    ("weekday-mismatch", "It sank on March 5, 2018 (Sunday), a mile off CITED."),
    ("weekday-mismatch", "It sank on Saturday, December 31, 2017, a mile off CITED."),
    ("weekday-mismatch", "The ferry was stopped ([Daily Nation](https://nation.africa/ferry), Friday, June 10, 2017)."),
    ("date-format", "On the 9th of May, 2017, the note was found CITED."),
    ("date-format", "The hearings ran from 22 to 24 July, and again on 30 and 31 August CITED."),
    ("date-format", "The archive was opened in August, 2016 CITED."),
    ("date-format", "The annex was signed in Rabat on 2017-08-27 and lost soon after CITED."),
    ("date-format", "The archive was sealed on Septmber 9 by order of the court CITED."),
    ("date-format", "It was Tues. 8 May 2018 when the court sat CITED."),
    ("relative-date", "The bridge was closed yesterday CITED."),
    ("relative-date", "Yesterday’s toll was high CITED."),
    ("relative-date", "Last Friday, the bridge was mined; it was built last year CITED."),
    ("relative-date", "In July this year, the bridge was opened CITED."),
    ("relative-date", "Two days ago the bridge was closed; next Monday it opens CITED."),
    // Notes.
    (
        "note-order",
        "The port is shut.[2] The bridge is open.[1]\n\n## Notes\n\n1. Daily Nation, May 9.\n2. Reuters, May 9.",
    ),
    (
        "note-order",
        "The port is shut.[1] The bridge is open.[2]\n\n## Notes\n\n2. Daily Nation, May 9.\n\n1. Reuters, May 9.",
    ),
    // Terms.
    ("inconsistent-term", "Shia villages and Shia shrines lie on the bank CITED. The Shiites have left."),
    ("inconsistent-term", "A counterterrorism unit searched the port CITED. The counter-terrorism law allows it."),
    ("inconsistent-term", "A Shia man, a Shi’ite man and a Shia boy left CITED."),
    ("discouraged-term", "A terror group holds the ford CITED."),
    ("discouraged-term", "Terror groups and an old terror\ngroup hold the ford CITED."),
];

#[test]
fn each_fix_takes_its_finding_away_and_brings_no_other() {
    let mut wrong = Vec::new();
    for (rule, paragraph) in FAULTY {
        let text = article(&paragraph.replace("CITED", CITED));
        let found = read(&text).diagnostics;
        let own: Vec<&Diagnostic> = found.iter().filter(|finding| finding.rule.name == *rule).collect();
        if !own.iter().any(|finding| !finding.fixes.is_empty()) {
            wrong.push(format!("{paragraph}\n  {rule} offers no fix"));
        }
        let mine = found.iter().filter(|finding| FAMILIES.contains(&finding.rule.family));
        for (finding, fix) in mine.flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix))) {
            let name = finding.rule.name;
            let fixed = edits::apply(&text, &fix.edits);
            let after = read(&fixed).diagnostics;
            let times = |found: &[Diagnostic]| found.iter().filter(|finding| finding.rule.name == name).count();
            if times(&after) >= times(&found) {
                wrong.push(format!("{paragraph}\n  {name} stays after: {}", fix.title()));
            }
            let before = loud(&found);
            let new = loud(&after).into_iter().filter(|(name, count)| before.get(name).unwrap_or(&0) < count);
            for (new, _) in new {
                let said = after.iter().find(|finding| finding.rule.name == new).map(|finding| &finding.message);
                wrong.push(format!("{paragraph}\n  {name} ({}) brings {new}: {said:?}", fix.title()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every span stored for a document by these families, with a word on what it is.
fn places(checked: &Checked) -> Vec<(&'static str, Span)> {
    let bulletin = &checked.bulletin;
    let mut places = Vec::new();
    for definition in &bulletin.abbreviations.definitions {
        places.extend([("definition", definition.span), ("short", definition.short), ("long", definition.long)]);
    }
    places.extend(bulletin.abbreviations.uses.iter().map(|used| ("use", used.span)));
    places.extend(bulletin.terms.iter().map(|used| ("term", used.span)));
    for mention in &bulletin.dates.written {
        places.extend([("date", mention.date.span), ("sentence", mention.sentence)]);
    }
    places.extend(bulletin.dates.relative.iter().map(|relative| ("relative", relative.span)));
    places.extend(bulletin.dates.ranges.iter().map(|range| ("range", range.span)));
    for note in &bulletin.notes {
        places.extend([("note", note.span), ("mark", note.mark), ("body", note.body)]);
    }
    places.extend(bulletin.note_references.iter().map(|reference| ("reference", reference.span)));
    for finding in &checked.diagnostics {
        places.push((finding.rule.name, finding.span));
        places.extend(finding.related.iter().map(|related| ("related", related.span)));
        places.extend(finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| ("edit", edit.span)));
    }
    places
}

/// Components of texts: the parts that these families look for, and those they are mistaken for.
const FRAGMENTS: &[&str] = &[
    "The Rapid Response Battalion (RRB)",
    "RRB (Rapid Response Battalion)",
    "the RRBs’ men",
    "U.S.",
    "US",
    "IS-K",
    "pro-",
    "JeM",
    "(",
    ")",
    "[",
    "]",
    "(KDF)",
    "Kenyan Defense Forces",
    "*",
    "**",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "May 9",
    "9 May",
    "30 and 31 August",
    "February 30",
    "Tuesday",
    "Monday, October 2",
    ", 2018",
    "2016–2014",
    "2018-09-21",
    "5/9/2017",
    "Septmber 9",
    "yesterday",
    "last ",
    "year",
    "two days ago",
    "ago",
    "[1]",
    "[2]",
    "[^1]",
    "[^1]: See Dawn, May 9.",
    "\n\n## Notes\n\n",
    "1. See Dawn, May 9.\n",
    "2. Ibid.\n",
    "Shia",
    "Shi’ite",
    "counter-",
    "counterterrorism",
    "terror group",
    "terror\ngroup",
    "airstrikes",
    ".",
    ",",
    ";",
    "—",
    "-",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    "# ",
    "| a | RRB |\n|---|---|\n",
    "- ",
    "`",
    "```\n",
    "<!-- x -->",
    "é",
    "العربية",
    "😀",
    "\u{a0}",
    "\u{301}",
    "([Dawn](https://dawn.com/1), May 9)",
    "](https://a.org)",
    "¹",
    "\u{2028}",
    "ﬁ",
    "İ",
];

proptest! {
    #[test]
    fn what_is_found_lies_in_the_text(parts in prop::collection::vec(0..FRAGMENTS.len(), 0..40)) {
        let text: String = parts.iter().map(|part| FRAGMENTS[*part]).collect();
        let checked = read(&text);
        for (what, span) in places(&checked) {
            prop_assert!(text.get(span.range()).is_some(), "{what} {span:?} in {text:?}");
        }
        let bulletin = &checked.bulletin;
        prop_assert!(bulletin.abbreviations.definitions.is_sorted_by_key(|definition| definition.span.start));
        prop_assert!(bulletin.abbreviations.uses.is_sorted_by_key(|used| used.span.start));
        prop_assert!(bulletin.terms.is_sorted_by_key(|used| used.span.start));
        prop_assert!(bulletin.note_references.is_sorted_by_key(|reference| reference.span.start));
        for fix in checked.diagnostics.iter().flat_map(|finding| &finding.fixes) {
            let apart = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
            prop_assert!(apart, "{:?} in {text:?}", fix.edits);
        }
    }
}

/// Names and abbreviations see the same mistake: only the rule that knows most about it reports.
#[test]
fn one_slip_in_a_long_form_is_told_once() {
    for (words, rule) in [
        ("Kenyan Defense Forces (KDF)", "wrong-expansion"),
        ("Kenya Defense Forces (KDF)", "actor-alias"),
        ("Syria Democratic Forces (SDF)", "wrong-expansion"),
        ("Improved Explosive Devices (IEDs)", "wrong-expansion"),
    ] {
        let short = words.rsplit('(').next().expect("a bracket").trim_end_matches(')');
        let text = article(&format!("The {words} shut the port {CITED}. The {short} stayed."));
        let at = text.find(words).expect("it stands there");
        let slip = Span::at(at..at + words.len());
        let found = read(&text).diagnostics;
        let said: Vec<_> = found.iter().filter(|d| d.span.overlaps(slip)).map(|d| d.rule.name).collect();
        assert_eq!(said, [rule], "{words}");
    }
}
