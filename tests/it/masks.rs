//! Text that is not prose is neither read nor changed: templates, attributes, formulas, targets, addresses.
//!
//! The texts in `tests/corpus/markup` contain in their markup what the rules look for, and none of it in their prose.

use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Config, Settings};
use copydesk::fix::{Wanted, fix};
use copydesk::gazetteer::Gazetteer;
use copydesk::markdown::MaskKind;
use std::path::Path;

fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/markup");
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut all: Vec<_> = files
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    all.sort();
    assert!(all.len() > 7);
    all
}

fn settings() -> Settings {
    Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() }
}

fn checked(text: &str, settings: &Settings) -> Checked {
    check(Draft { path: "a.md", text, settings, gazetteer: &Gazetteer::shipped() })
}

/// The rules that report, each with the words it flags.
fn found<'t>(text: &'t str, settings: &Settings) -> Vec<(&'static str, &'t str)> {
    let found = checked(text, settings).diagnostics;
    found.iter().map(|found| (found.rule.name, found.span.of(text))).collect()
}

fn fixed(text: &str, review: bool) -> String {
    let (settings, gazetteer) = (settings(), Gazetteer::shipped());
    let draft = Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer };
    fix(draft, &Wanted { review, rules: Vec::new() }).text
}

/// The bytes of all masks, in order.
fn masked(text: &str) -> Vec<String> {
    let checked = checked(text, &settings());
    checked.markdown.masks.iter().map(|mask| mask.span.of(text).to_owned()).collect()
}

#[test]
fn markup_has_no_findings_and_no_fix_changes_it() {
    for (name, text) in corpus() {
        assert_eq!(found(&text, &settings()), [], "{name}");
        assert_eq!(fixed(&text, false), text, "{name}");
        assert_eq!(fixed(&text, true), text, "{name}");
        // With any line ends.
        let windows = text.replace('\n', "\r\n");
        assert_eq!(found(&windows, &settings()), [], "{name}");
        assert_eq!(fixed(&windows, true), windows, "{name}");
    }
}

/// Faults in the prose directly next to markup are found and fixed, and the markup stays.
#[test]
fn fixes_beside_markup_leave_its_bytes() {
    let faults = [
        "The the pier is shut. ",
        "He met Al Qaida on the 21st Sept, 2018. ",
        "She left (Reuters May 3). ",
        "\"No,\" they said. ",
        "Hasht al-Shaabi 's men ",
    ];
    for (name, text) in corpus() {
        for fault in faults {
            let spoilt: String = text
                .split_inclusive('\n')
                .map(|line| {
                    // Before every line that starts with a word of prose.
                    if line.starts_with(char::is_uppercase) && !line.contains(": ") {
                        format!("{fault}{line}")
                    } else {
                        line.to_owned()
                    }
                })
                .collect();
            assert!(!found(&spoilt, &settings()).is_empty(), "{name}: {fault}");
            let before = masked(&spoilt);
            for review in [false, true] {
                assert_eq!(masked(&fixed(&spoilt, review)), before, "{name}: {fault}");
            }
        }
    }
}

/// Faults that markup hides in one document are found in another without it.
#[test]
fn the_words_of_the_corpus_are_faults_in_prose() {
    let text = "“No,” she said. “Never.” It’s the boys’ “boat.”\n\nThe the boat of Al Qaida left on the 21st Sept, 2018, at \"noon\".\n";
    let rules: Vec<_> = found(text, &settings()).into_iter().map(|(rule, _)| rule).collect();
    for rule in ["doubled-word", "actor-alias", "date-format", "mixed-quotes"] {
        assert!(rules.contains(&rule), "{rule} of {rules:?}");
    }
}

#[test]
fn what_stands_for_words_joins_none() {
    for text in [
        "The {{ x }} the boats of the quay left.\n",
        "They saw that {$x$} that was it, and the $a_1$ the rate.\n",
        "The [[Quay]] the town, the ![[a.png]] the sea.\n",
        "They met Hayat Tahrir {{ x }} al-Shaam men.\n",
    ] {
        assert_eq!(found(text, &settings()), [], "{text}");
    }
    // A removed stretch does not separate words.
    assert_eq!(found("The ~~old~~ the boat left.\n", &settings()), [("doubled-word", "The ~~old~~ the")]);
    assert_eq!(fixed("The ~~old~~ the boat left.\n", true), "The ~~old~~ the boat left.\n");
}

#[test]
fn changes_are_read_as_they_will_be_printed() {
    let cite = |date: &str| format!("He met them ([Dawn](https://www.dawn.com/a), {date}).\n");
    for date in
        ["~~May 3~~ May 4", "{~~May 3~>May 4~~}", "==May 4==", "{--May 3--}{++May 4++}", "{==May 4==}{>>sure?<<}"]
    {
        assert_eq!(found(&cite(date), &settings()), [], "{date}");
    }
    // The words of an insertion and of a label are prose.
    let text = "He saw {++the the++} boat and [[Al-Qaeda|Al Qaida]].\n";
    assert_eq!(found(text, &settings()), [("doubled-word", "the the"), ("actor-alias", "Al Qaida")]);
    let text = "He left ({++[Dawn](https://www.dawn.com/a), 4 May++}).\n";
    assert_eq!(fixed(text, false), "He left ({++[Dawn](https://www.dawn.com/a), May 4++}).\n");
}

#[test]
fn a_house_says_what_else_is_no_prose() {
    let (config, problems) = Config::parse("[text]\nignore = ['##.*?##', '\\bTK\\w+']\n");
    assert_eq!(problems, []);
    let house = Settings { date: settings().date, ..config.settings("a.md") };
    let text = "He met ##the the Al Qaida## and TKAl left.\n";
    assert_eq!(found(text, &house), []);
    assert!(found(text, &settings()).contains(&("doubled-word", "the the")));
    let kinds: Vec<_> = checked(text, &house).markdown.masks.iter().map(|mask| mask.kind).collect();
    assert_eq!(kinds, [MaskKind::Ignored, MaskKind::Ignored]);
}

#[test]
fn comments_suppress_in_every_notation() {
    let fault = "The the boat left.\n";
    for comment in [
        "<!-- copydesk-ignore doubled-word: a name -->",
        "{/* copydesk-ignore doubled-word: a name */}",
        "{{/* copydesk-ignore doubled-word: a name */}}",
        "{# copydesk-ignore doubled-word #}",
        "%% copydesk-ignore doubled-word %%",
        "[//]: # (copydesk-ignore doubled-word)",
        "[comment]: # \"copydesk-ignore doubled-word: a name\"",
        "```{=html}\n<!-- copydesk-ignore doubled-word -->\n```",
        "`<!-- copydesk-ignore doubled-word -->`{=html}\n",
    ] {
        assert_eq!(found(&format!("{comment}\n\n{fault}"), &settings()), [], "{comment}");
        assert_eq!(found(&format!("{fault}\n{comment}\n\nThe the end.\n"), &settings()), [("doubled-word", "The the")]);
    }
    // A comment that hides nothing, and one with a word we do not know, are reported in every notation.
    for (text, rule) in [
        ("{/* copydesk-ignore doubled-word */}\n\nA boat.\n", "unused-suppression"),
        ("%% copydesk-ignroe doubled-word %%\n\nA boat.\n", "malformed-suppression"),
    ] {
        assert_eq!(found(text, &settings()).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>(), [rule], "{text}");
    }
    assert_eq!(fixed("{/* copydesk-ignore doubled-word */}\n\nA boat.\n", true), "A boat.\n");
}

#[test]
fn markup_defines_abbreviations() {
    let cite = "He left ([Reuters](https://www.reuters.com/article/a), May 3).";
    for text in [
        format!("# Quay\n\nThe QZG came. {cite}\n\n*[QZG]: Quay Guard\n"),
        format!("# Quay\n\nThe <abbr title=\"Quay Guard\">QZG</abbr> came, and the QZG left. {cite}\n"),
    ] {
        assert_eq!(found(&text, &settings()), [], "{text}");
    }
    let text = format!("# Quay\n\nThe QZG came. {cite}\n\n*[QZX]: Quay Guard\n");
    assert_eq!(found(&text, &settings()), [("undefined-abbreviation", "QZG")]);
}

#[test]
fn heads_without_marks_are_front_matter() {
    for (text, day) in [
        ("Title: Nets\nDate: 2017-05-05\nAuthor: Ines Vogel\n\n# Nets\n\nA net.\n", Some((2017, 5, 5))),
        ("% Nets\n% Ines Vogel\n% 5 May 2017\n\nA net.\n", Some((2017, 5, 5))),
        ("Nets: a story\nDate and place unknown.\n\nA net.\n", None),
    ] {
        let checked = checked(text, &Settings::default());
        assert_eq!(checked.bulletin.issue.date, day.map(|(y, m, d)| jiff::civil::date(y, m, d)), "{text}");
        assert_eq!(fixed(text, true), text);
    }
}

#[test]
fn signatures_and_notes_make_a_bulletin_and_a_name_in_code_no_manual() {
    let rules = |text: &str| -> Vec<&str> { found(text, &settings()).into_iter().map(|(rule, _)| rule).collect() };
    let text = "The QZG came, and the QZG left.";
    let front = format!("---\nauthor: Ines Vogel\n---\n\n# Quay\n\n{text}\n");
    assert_eq!(rules(&front), ["undefined-abbreviation"]);
    let noted = format!("# Quay\n\n{text}[^1]\n\n[^1]: Ines Vogel, *The Quay* (London: Hurst, 2010), 4.\n");
    assert!(rules(&noted).contains(&"undefined-abbreviation"), "{noted}");
    assert!(!rules(&format!("# Quay\n\n{text}\n")).contains(&"undefined-abbreviation"));

    let late = "sent `tide.zip` to the port on the 3rd of April, 2018.";
    assert!(rules(&format!("# Quay\n\nBy Ines Vogel\n\nThe gang {late}\n")).contains(&"date-format"));
    assert!(rules(&format!("# Quay\n\nThe gang {late}\n")).contains(&"date-format"));
    let manual = format!("# Tool\n\nRun `tool --all`, then `tool --end`, which {late}\n\n```sh\ntool\n```\n");
    assert!(!rules(&manual).contains(&"date-format"));
}
