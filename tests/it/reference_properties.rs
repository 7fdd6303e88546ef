//! Properties of links in prose, lists of works and addresses, and author-date citations, in any text.

use super::citation_faults::settings;
use crate::thread_time::thread_time;
use copydesk::bulletin::Item;
use copydesk::bulletin::items::CitationStyle;
use copydesk::check::{Draft, check};
use copydesk::config::Settings;
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::Diagnostic;
use proptest::prelude::*;

fn findings(text: &str, settings: &Settings) -> Vec<Diagnostic> {
    check(Draft { path: "draft.md", text, settings, gazetteer: &Gazetteer::shipped() }).diagnostics
}

/// Pieces of sentences and lists that these readers look for.
const PIECES: &[&str] = &[
    "Reuters ",
    "the Daily Nation ",
    "Al Jazeera’s ",
    "CNN",
    "told ",
    "reported ",
    "according to ",
    "by ",
    "in ",
    "on ",
    "on May 5 ",
    "May 3, 2018, ",
    "that ",
    "report ",
    "[told Reuters](https://www.reuters.com/article/2018/05/03/a)",
    "[reported on May 5](",
    "https://www.dawn.com/2018/09/05/x?utm_source=a)",
    "[here](#)",
    "[](x)",
    "[a][b]",
    "[b]",
    "[b]: https://b.net/x\n",
    "](",
    "][",
    "[",
    "]",
    "(",
    ")",
    "\n\n",
    "\n",
    ". ",
    ", ",
    "; ",
    "— ",
    "*",
    "_",
    "“",
    "”",
    "é",
    "Mertz, 2018",
    "Mertz (2018, p. 4)",
    "(see Osten 2013: 4; ",
    "\n\n## References\n\n",
    "Mertz, L. (2018). *The pier deal*. Hurst.\n\n",
    "Osten, T. 2013. “Notes.” *Syria Comment* 4(2), 3–9.\n\n",
    "———. n.d. Title. London: Hurst. https://a.net/x\n\n",
    "[1] ",
    "[1]",
    "[2] ",
    "https://t.me/a/1; ",
    "president dot gov.ua/x ",
    "<https://a.net>",
    "[@mertz2018, p. 4]",
    "-@b",
    "@",
    "> ",
    "- ",
    "| a | b |\n|---|---|\n",
    "`x`",
    "![p](q.png)",
    "[^1]",
    "\n\n[^1]: ",
    "Source: ",
    "Sources: ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..16).prop_map(|pieces| pieces.concat())
}

/// All spans that are found and all edits are in the text, on character boundaries.
fn places_lie_in(text: &str) -> Result<(), TestCaseError> {
    for finding in findings(text, &settings()) {
        prop_assert!(text.get(finding.span.range()).is_some(), "{text:?} {finding:?}");
        for place in &finding.related {
            prop_assert!(text.get(place.span.range()).is_some(), "{text:?} {finding:?}");
        }
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            prop_assert!(text.get(edit.span.range()).is_some(), "{text:?} {finding:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_are_read(text in text()) {
        places_lie_in(&text)?;
    }

    #[test]
    fn any_string_is_read(text in "(?s)[\\[\\]()@;:.,<> a-dMR“”’éß0-9#\n*-]{0,90}") {
        places_lie_in(&text)?;
    }
}

/// A correct article with one fault, its rule, and the words at which it must be reported.
const FAULTS: &[(&str, &str, &str)] = &[
    ("tracking-link", "The union [confirmed it](https://a.net/x?fbclid=IwAR0abc) in May.", "fbclid=IwAR0abc"),
    ("tracking-link", "The union [confirmed it][u].\n\n[u]: https://a.net/x?utm_source=feed", "utm_source=feed"),
    ("placeholder-link", "The union [confirmed it](TODO) in May.", "[confirmed it](TODO)"),
    ("broken-citation-link", "The union [confirmed it](htps://a.net/x) in May.", "htps://a.net/x"),
    ("broken-citation-link", "The union [confirmed it](http://The Union) in May.", "[confirmed it](http://The Union)"),
    ("url-date-conflict", "Dawn [reported on August 5](https://dawn.com/2018/09/05/x) that it shut.", "August 5"),
    ("url-date-conflict", "It shut, [Dawn wrote](https://dawn.com/2018/09/05/x) on August 5.", "August 5"),
    ("url-source-conflict", "It shut, [Daily Trust wrote](https://www.dawn.com/news/1) in May.", "Daily Trust"),
    ("undefined-reference", "It shut, [traders said][trade].", "[trade]"),
    ("vague-link-text", "It shut ([link](https://a.net/x)).", "[link](https://a.net/x)"),
    ("reference-year-mismatch", "It was sold (Mertz, 2017, p. 4).", "2017"),
    ("undefined-reference", "It was sold (Mertz 2018; Velden 2011).", "Velden 2011"),
];

/// A list of works, for author-date citations.
const WORKS: &str = "\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n";

#[test]
fn each_fault_is_told_once_where_it_stands_and_its_fix_ends_it() {
    let quiet = ["undated-issue", "unknown-source"];
    let found = |text: &str| -> Vec<_> {
        let all = findings(text, &settings()).into_iter();
        all.filter(|finding| !quiet.contains(&finding.rule.name)).collect()
    };
    for (rule, sentence, words) in FAULTS {
        for (before, after) in
            [("", ""), ("Boats left the bay. ", " They came back."), ("> ", ""), ("- ", "\n- Boats left.")]
        {
            // A definition must start its line, and a quotation may contain brackets of its own.
            if sentence.contains("]:") && !before.is_empty() || sentence.contains("[trade]") && before == "> " {
                continue;
            }
            let text = format!("{before}{sentence}{after}{WORKS}");
            let told = found(&text);
            let other: Vec<_> = told.iter().filter(|finding| finding.rule.name != "unused-reference").collect();
            assert!(other.len() == 1 && other[0].rule.name == *rule, "{text}\n{told:?}");
            assert!(other[0].span.of(&text).contains(words), "{text}\n{told:?}");
            if other[0].fixes.is_empty() {
                continue;
            }
            let wanted = Wanted { review: true, rules: vec![(*rule).to_owned()] };
            let draft =
                Draft { path: "draft.md", text: &text, settings: &settings(), gazetteer: &Gazetteer::shipped() };
            let mended = copydesk_fixed(draft, &wanted);
            assert_ne!(mended, text);
            let left: Vec<_> =
                found(&mended).into_iter().filter(|finding| finding.rule.name != "unused-reference").collect();
            assert!(left.is_empty(), "{mended}\n{left:?}");
        }
    }
}

fn copydesk_fixed(draft: Draft<'_>, wanted: &Wanted) -> String {
    fix(draft, wanted).text
}

/// A text whose length grows with a number.
type Shape = fn(usize) -> String;

/// Marks of as many notes, and the notes.
fn noted(count: usize, note: fn(usize) -> String) -> String {
    let marks: String = (1..=count).map(|n| format!("The quay was shut.[^{n}]\n\n")).collect();
    let notes: String = (1..=count).map(|n| format!("[^{n}]: {}\n\n", note(n))).collect();
    format!("# The quay\n\n{marks}{notes}")
}

/// One note with so many pieces.
fn one_note(count: usize, piece: fn(usize) -> String) -> String {
    let body: String = (1..=count).map(piece).collect();
    format!("# The quay\n\nThe quay was shut.[^1]\n\n[^1]: {}\n", body.trim_end())
}

/// Documents of many notes, and long notes: each with the number at which it takes a noticeable time.
const GROWING: &[(&str, usize, Shape)] = &[
    ("notes", 400, |n| {
        noted(n, |n| format!("Lena Holt, “Quay {n} Shut,” Reuters, May 3, 2018, https://www.reuters.com/{n}."))
    }),
    ("Ibid.", 500, |n| {
        noted(n, |n| if n == 1 { "“Quay,” Reuters, May 3, 2018.".into() } else { "Ibid., p. 4.".into() })
    }),
    ("short forms", 400, |n| {
        noted(n, |n| {
            if n % 2 == 1 {
                format!("Lena Holt, “Quay {n},” Dawn, May 3, 2018.")
            } else {
                format!("Holt, “Ship {n},” p. 4.")
            }
        })
    }),
    ("sources with semicolons", 500, |n| one_note(n, |n| format!("Lena Holt, “Quay {n},” Dawn, May 3, 2018; "))),
    ("sources with commas", 2000, |n| one_note(n, |n| format!("Lena Holt, “Quay {n},” Dawn, May 3, 2018, "))),
    ("lead-ins", 1500, |n| one_note(n, |_| "see Mertz, ".into())),
    ("reprints", 1500, |n| one_note(n, |_| "quoted by Khaama Press, ".into())),
    ("sentences behind a year", 1500, |n| one_note(n, |n| format!("Mertz (2018). Quay {n} shut. "))),
    ("a remark with dates", 500, |n| {
        one_note(n, |n| format!("The harbour master of quay {n} told us on May 3 that he kept no book. "))
    }),
    ("titles that stay open", 500, |n| one_note(n, |n| format!("“Quay {n}, "))),
    ("names", 2000, |n| one_note(n, |_| "Lena Holt, ".into())),
    ("days", 2000, |n| one_note(n, |_| "May 3, 2018, ".into())),
    ("addresses", 500, |n| one_note(n, |n| format!("https://www.dawn.com/{n} "))),
    ("notes in the sentence", 400, |n| {
        (0..n).map(|n| format!("The quay was shut.^[“Quay {n},” Reuters, May 3, 2018.]\n\n")).collect()
    }),
];

/// Four times the notes, and a note four times as long, take at most six times the time to check.
#[test]
fn notes_are_read_in_linear_time() {
    let settings = settings();
    for (name, count, shape) in GROWING {
        let cost = |text: &str| {
            let before = thread_time();
            let _ = findings(text, &settings);
            thread_time().saturating_sub(before)
        };
        let (small, large) = (shape(*count), shape(count * 4));
        // The first run makes the tables. A single run may be disturbed.
        let _ = cost(&small);
        let is_linear = (0..5).any(|_| cost(&large) <= cost(&small) * 6);
        assert!(is_linear, "{name}: four times as much takes more than six times the time");
    }
}

/// Time grows with the length of the text: ten times as much takes at most fifteen times as long.
#[test]
fn much_of_it_is_read_in_linear_time() {
    let shapes: [fn(usize) -> String; 10] = [
        |n| "Reuters [told](https://a.net/x) ".repeat(n),
        |n| {
            format!(
                "{}\n\n{}",
                "[a][b] ".repeat(n),
                (0..n).map(|i| format!("[x{i}]: https://a.net\n")).collect::<String>()
            )
        },
        |n| {
            format!(
                "{}\n\n## References\n\n{}",
                "(Mertz, 2018) ".repeat(n),
                "Mertz, L. (2018). *The deal*. Hurst.\n\n".repeat(n)
            )
        },
        |n| format!("{}\n\n## References\n\nMertz, L. (2018). *A*. B.\n", "Mertz (2018) in (Velden, 2011) ".repeat(n)),
        |n| {
            format!(
                "A. [1]\n\n{}",
                (1..=n.min(900)).map(|i| format!("[{i}] https://t.me/a/{i}; https://t.me/b/{i}\n")).collect::<String>()
            )
        },
        |n| "[@mertz2018; -@b ".repeat(n),
        |n| {
            let marks: String = (1..=n).map(|i| format!("A.[^{i}] ")).collect();
            let notes = (1..=n).map(|i| format!("[^{i}]: “Quay {i},” Reuters, May 3, 2018.\n\n")).collect::<String>();
            format!("{marks}\n\n{notes}")
        },
        |n| {
            let marks: String = (1..=n).map(|i| format!("A.[^{i}] ")).collect();
            let notes = (2..=n).map(|i| format!("[^{i}]: Ibid., p. {i}.\n\n")).collect::<String>();
            format!("{marks}\n\n[^1]: “Quay,” Reuters, May 3, 2018.\n\n{notes}")
        },
        |n| format!("A.[^1]\n\n[^1]: {}\n", "Reuters and others, ".repeat(n)),
        |n| "A.^[“Quay,” Reuters, May 3, 2018; see B.] C^[d ".repeat(n),
    ];
    for shape in shapes {
        let seconds = |n: usize| {
            let text = shape(n);
            let before = thread_time();
            let _ = findings(&text, &settings());
            thread_time().saturating_sub(before).as_secs_f64()
        };
        let small = seconds(300).max(0.01);
        let large = seconds(3000);
        assert!(large < small * 40.0, "{} took {large} s, {small} s for a tenth", shape(1));
    }
}

/// The lines of the examples of one kind in the grammar.
fn examples(kind: &str) -> Vec<&'static str> {
    let page = include_str!("../../docs/grammar.md");
    let fence = format!("```md {kind}\n");
    let (_, rest) = page.split_once(&*fence).unwrap_or_else(|| panic!("no examples of {kind}"));
    rest.lines().take_while(|line| *line != "```").collect()
}

/// The items of one style in a text.
fn items(text: &str, style: CitationStyle) -> Vec<Item> {
    let read = copydesk::bulletin::read("draft.md", text, &Gazetteer::shipped(), &settings());
    let groups = read.item_groups.into_iter().filter(|group| group.style == style);
    groups.flat_map(|group| group.items).collect()
}

#[test]
fn the_examples_of_the_grammar_are_read_as_it_says() {
    for line in examples("prose") {
        let found = items(line, CitationStyle::Prose);
        assert!(found.len() == 1 && found[0].source.is_some(), "{line}\n{found:?}");
    }
    for line in examples("addresses") {
        let text = format!("It was told. [1]\n\n[1] {line}\n");
        let found = items(&text, CitationStyle::Numbered);
        assert!(!found.is_empty() && found.iter().all(|item| item.url(&text).is_some()), "{line}\n{found:?}");
    }
    for line in examples("sources") {
        let found = items(line, CitationStyle::Caption);
        assert!(
            found.iter().filter(|item| item.source.is_some()).count() == line.matches(';').count() + 1,
            "{line}\n{found:?}"
        );
    }
    for line in examples("works") {
        let text = format!("Text.\n\n## References\n\n{line}\n");
        let found = items(&text, CitationStyle::Bibliography);
        let [work] = found.as_slice() else { panic!("{line}\n{found:?}") };
        let titled = work.details.as_ref().is_some_and(|details| details.title.is_some());
        assert!(work.author.is_some() && work.source.is_some() && titled, "{line}\n{found:?}");
    }
    for line in examples("author-date") {
        let text = format!("{line}\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n");
        let found = items(&text, CitationStyle::AuthorDate);
        assert!(found.len() == 1 && found[0].author.is_some() && found[0].dates.len() == 1, "{line}\n{found:?}");
    }
}
