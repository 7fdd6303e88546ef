//! A safe fix leaves a sentence that can be printed: claims, citations and ways of combining them, in all combinations.

use copydesk::bulletin;
use copydesk::check::Draft;
use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;

const CLAIMS: [&str; 15] = [
    "Guards left the port",
    "The guard said “the port is shut”",
    "The guard said “we left it”",
    "In 2017, 12 men came with $5 million",
    "He left the U.S.",
    "They met at 9 p.m.",
    "The firm is Elwak Shipping Inc.",
    "Prices rose by 4.5%",
    "The *Elwak Star* sank",
    "The men—all of them—left",
    "The port (an old one) fell",
    "See the “List of Ports, 2017”",
    "Al-Shabaab’s men came to Iran/Iraq",
    "Did the guards leave",
    "He met Mr",
];

const CITATIONS: [&str; 38] = [
    "(Reuters, May 9)",
    "(Reuters May 9)",
    "(Reuters,May 9)",
    "(Reuters , May 9)",
    "(Reuters, May  9)",
    "( Reuters, May 9 )",
    "(Reuters, 9 May)",
    "(Reuters, May 9th)",
    "(Reuters, Sept. 9, 2017)",
    "(Reuters, May 9, 2018)",
    "(Reuters, May 9 2018)",
    "(Reuters, 9–10 May)",
    "(Reuters, May 9 and 10)",
    "(Reuters on May 9)",
    "(Reuters – May 9)",
    "(Reuters, the 9th of May)",
    "(May 9, Reuters)",
    "(Reuters, May 9; AFP, May 10)",
    "(Reuters, May 9;AFP, May 10)",
    "(Reuters, May 9, AFP, May 10)",
    "(Reuters, May 9 and AFP, May 10)",
    "(Reuters, May 9;)",
    "(; Reuters, May 9)",
    "(see Reuters May 9)",
    "(Reuters, May 9) (AFP, May 10)",
    "(Reuters, May 9), (AFP, May 10)",
    "([Dawn](https://www.dawn.com/news/1), May 9)",
    "([Dawn](https://www.dawn.com/news/1) May 9)",
    "([ Dawn ](https://www.dawn.com/news/1) , 9 May)",
    "([Dawn](https://www.dawn.com/news/1?utm_source=x&id=2), May 9)",
    "([dawn](https://www.dawn.com/news/1), May 9; [Saba](https://www.sabanew.net/a), 10 May)",
    "(Dawn, May 9, p. 4)",
    "(author’s interview with a guard, Elwak, May 9)",
    "(Reuters)",
    "(Reuters, May 9 / AFP, May 10)",
    "(Reuters [May 9])",
    "([Dawn](https://www.dawn.com/news/1)، May 9)",
    "([Dawn](https://www.dawn.com/news/1) · May 9)",
];

/// `C` is the claim, `S` its citation.
const SHAPES: [&str; 24] = [
    "C S.",
    "C. S",
    "C. S.",
    "C S",
    "CS.",
    "C  S.",
    "C S .",
    "C. S The men came.",
    "C. S. The men came.",
    "C S The men came.",
    "C S.The men came.",
    "C S, as he said.",
    "C S; the men came.",
    "C S: the men came.",
    "C S and came back.",
    "C S—the men came.",
    "- C S",
    "> C. S",
    "C. S, as he said.",
    "C. S and came back.",
    "(C. S).",
    "C. S?",
    "C. S…",
    "C.[1] S The men came.",
];

/// The fixed text of each paragraph with the old one.
fn fixed(paragraphs: &[String]) -> Vec<(String, String)> {
    let (settings, gazetteer) =
        (Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() }, Gazetteer::shipped());
    let safe = |text: &str| {
        fix(Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer }, &Wanted::default()).text
    };
    let text = paragraphs.join("\n\n") + "\n";
    let once = safe(&text);
    assert_eq!(safe(&once), once, "fixed again");
    let after: Vec<String> = once.trim_end().split("\n\n").map(str::to_owned).collect();
    assert_eq!(after.len(), paragraphs.len(), "{once}");
    paragraphs.iter().cloned().zip(after).collect()
}

/// The words outside the citations of a text.
fn words(text: &str) -> Vec<String> {
    let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
    let read = bulletin::read("a.md", text, &Gazetteer::shipped(), &settings);
    let mut kept = String::new();
    let mut at = 0;
    for citation in &read.citations {
        let (start, end) = (citation.span.start as usize, citation.span.end as usize);
        kept.push_str(text.get(at..start).unwrap_or_default());
        kept.push(' ');
        at = end.max(at);
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    let words = kept.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Strings that no printed sentence contains.
const MISPRINTS: [&str; 17] =
    [" ,", " .", " ;", ",,", ";;", ";,", ",;", ".,", ",.", ".;", "(,", "(;", ",)", ";)", "( ", " )", ".."];

/// Why a sentence cannot be printed after a fix, if it could before; `None` if it still can.
fn spoilt(before: &str, after: &str) -> Option<String> {
    if let Some(sign) = MISPRINTS.iter().find(|sign| after.matches(**sign).count() > before.matches(**sign).count()) {
        return Some(format!("“{sign}”"));
    }
    let open = |text: &str| text.matches(['(', '[']).count().abs_diff(text.matches([')', ']']).count());
    if open(after) > open(before) {
        return Some("a bracket is lost".to_owned());
    }
    // A stop ends a sentence, and no sentence starts in lower case.
    let small = |text: &str| {
        let starts = text.match_indices("). ").map(|(at, stop)| &text[at + stop.len()..]);
        starts.filter(|rest| rest.starts_with(char::is_lowercase)).count()
    };
    if small(after) > small(before) {
        return Some("a stop in mid-sentence".to_owned());
    }
    (words(before) != words(after)).then(|| "other words".to_owned())
}

#[test]
fn a_cited_sentence_can_be_printed_after_its_safe_fixes() {
    let mut changed = 0;
    let mut faults = Vec::new();
    for shape in SHAPES {
        for claims in CLAIMS.chunks(4) {
            let set =
                |claim: &&str, citation: &&str| shape.replace('S', "§").replace('C', claim).replace('§', citation);
            let all: Vec<String> =
                claims.iter().flat_map(|claim| CITATIONS.iter().map(move |citation| set(claim, citation))).collect();
            for (before, after) in fixed(&all) {
                changed += usize::from(before != after);
                faults.extend(spoilt(&before, &after).map(|why| format!("{why}\n  {before}\n  {after}")));
            }
        }
    }
    assert!(changed > 3000, "{changed}");
    assert!(faults.is_empty(), "{} of {changed}:\n{}", faults.len(), faults.join("\n"));
}

/// Sentences for the rules that fix prose: dashes, slashes, marks, points, cases. All of them in a document with one
/// habit, and in one with the other.
const PROSE: [&str; 24] = [
    "The port —the big one— fell to the guards.",
    "The port— the big one —fell to the guards.",
    "The port — the big one— fell to the guards.",
    "“The port is shut.” —Ada Vale",
    "He said— and left.",
    "From 1999— or later— it was shut.",
    "He came w/ the men and left w/o them.",
    "The Iran/ Iraq war and the AFP /Reuters pool.",
    "The and/ or form, and the men/ women of the port.",
    "See src/ and tests/ and /usr/ and the docs/ folder.",
    "The port's men said \"it is shut\" and 'it's ours'.",
    "The port’s men said “it is shut” and ‘it’s ours’.",
    "The guards' men of the '90s came 'round, rock 'n' roll.",
    "A 6\" pipe and a 5' rope of 3'4\" by 2\".",
    "The US came. The U.S. left. In the U.S. he met the US’s men.",
    "The U.N. and the UN met in the U.N. It was over.",
    "He joined the U.K. The U.K. Army left the UK.",
    "Al-Shabaab came, and Al-Shabaab left; the al-Shabaab men stayed.",
    "Guards said: al-Shabaab came. “Al-Shabaab left.”",
    "On the 9th of May, 2018 he left; on the 3rd he came.",
    "On 9 May the port fell, between 9 and 12 May it burned.",
    "On Sept. 9, 2017 it was shut, on Jan 3 open.",
    "The May 9th attack and the 9th May attack and a 9 May attack.",
    "The [Iran/ Iraq](https://a.example/b—c/ d) link and `a —b/ c` code.",
];

#[test]
fn prose_can_be_printed_after_its_safe_fixes() {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphabetic());
        kept.flat_map(char::to_lowercase).collect()
    };
    let habits = [
        "It’s the port’s gate, the men’s hut — an old one — and the guards’ road (Reuters, May 9). It isn’t ours.",
        "It's the port's gate, the men's hut—an old one—and the guards' road (Reuters, May 9). It isn't ours.",
    ];
    for habit in habits {
        let mut all = vec![habit.to_owned(); 3];
        all.extend(PROSE.iter().map(|sentence| (*sentence).to_owned()));
        for (before, after) in fixed(&all) {
            let sign = MISPRINTS.iter().chain(&["  ", "— —"]);
            let new: Vec<_> =
                { sign }.filter(|sign| after.matches(**sign).count() > before.matches(**sign).count()).collect();
            assert!(new.is_empty(), "{new:?}\n{before}\n{after}");
            // Dates are rewritten; everywhere else the letters stay.
            let dated = before.contains("May") || before.contains("Sept");
            assert!(dated || letters(&before) == letters(&after), "{before}\n{after}");
            // Both dashes of a pair are spaced alike.
            let uneven = |text: &str| text.matches("— ").count() + text.matches(" —").count();
            assert!(uneven(&after) % 2 == 0 || uneven(&after) <= uneven(&before), "{before}\n{after}");
        }
    }
}
