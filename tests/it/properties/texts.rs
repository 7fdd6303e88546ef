//! Texts to try: Markdown assembled from the forms of bulletins, and our own issues and pages, damaged.

use copydesk::rules;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::path::Path;
use std::sync::LazyLock;

/// The components of bulletins, whole and broken.
const FRAGMENTS: &[&str] = &[
    "# Boats and Fees\n\n",
    "## The Lake\n",
    "*Mira Holt*\n\n",
    "By Jonas Adeyemi and Lena Brandt\n\n",
    "VOLUME XVI, ISSUE 19\n\n",
    "October 10, 2018\n\n",
    "p.4\n\n",
    "The boats left Jolo ",
    "([Rappler](https://www.rappler.com/nation/2018/09/21/terminal), September 21)",
    " ([ABC](#) May 9).",
    "([Dawn](https://www.dawn.com/news/1), 9 May 2018; AFP, Sept 9th)",
    "(Reuters, April 16, 2018) ",
    "[ABC](#), May 9)",
    "([ABC] (#), May 9",
    "([Media e Lire](http://Media e Lire), April 17)",
    "(, June 3)",
    "(https://www.dawn.com/news/14?utm_source=x, May 3)",
    "(see [Dawn](https://www.dawn.com/1), May 2",
    "Moreover, the the crews ",
    "\"We land at night,\" he said. ",
    "“Nobody stops us,” she said",
    "> quoted (Reuters, May 9)\n",
    "«Hasht al-Shaabi left on 9 May», ",
    "„Al Qaida bleibt– the the“ ",
    "‹al Qaeda› ",
    "in *Inside Al Qaida on 9 May* ",
    "rock 'n' roll of the '90s, 'tis said by 'Ali ",
    "It’s the port’s ",
    "- item one (AFP, May 1)\n",
    "| a | b |\n|---|---|\n| c (AFP, May 1) | d |\n",
    ".[1] ",
    "[^2] ",
    "\n[^2]: See Reuters, May 9.\n",
    "\n## Notes\n\n1. See [Dawn](https://www.dawn.com/2), May 3.\n3. Ibid.\n",
    "the Rapid Action Battalion (RAB) ",
    "the RAB and the U.S. and the US ",
    "al-Shabaab met Al-Shabaab ",
    "Hashd al-Shaabi, Hasht al-Shaabi ",
    "on Monday, October 8, ",
    "on February 30, 2016 ",
    "yesterday, September 21–19 ",
    "in 2016–2014 ",
    "Feb-\n\nruary ",
    "Action Battal\n\nion ",
    " — and/ or— ",
    "<!-- copydesk-ignore doubled-word: why -->\n",
    "<!-- copydesk-ignore-start -->",
    "<!-- copydesk-ignore-end undated-citation -->",
    "`code (AFP, May 1)` ",
    "```\n(AFP, May 1)\n```\n",
    "---\ntitle: x\ndate: 2018-10-10\n---\n",
    "**Shia** and *Shiite* counter-terror ",
    ". ",
    ", ",
    "; ",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "é😀\u{2028}",
    " \u{a0}",
    "\\",
    "*",
    "_",
    "\"",
    "'",
];

/// Our own issues, and the model issue if its project is next to this one.
#[expect(clippy::print_stderr, reason = "a test that skips something says so")]
pub(super) static ISSUES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut issues = Vec::new();
    for folder in ["tests/corpus", "docs/sample", "../shared/corpus"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            eprintln!("skipped: there is no folder {folder}");
            continue;
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
        paths.sort();
        let markdown = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md"));
        issues.extend(markdown.map(|path| std::fs::read_to_string(path).expect("readable")));
    }
    issues
});

/// The examples on the rule pages.
pub(super) static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pages = rules::all().iter().map(|rule| rule.page);
    let blocks = pages.flat_map(|page| page.split("```md ").skip(1)).filter_map(|block| block.split("```").next());
    blocks.filter_map(|block| Some(block.split_once('\n')?.1.to_owned())).collect()
});

/// Text assembled from fragments.
pub(super) fn markdown() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        9 => select(FRAGMENTS).prop_map(str::to_owned),
        1 => "[ -~é\n]{0,6}",
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

/// Strings that slip into a draft.
const INTRUDERS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "*",
    "**",
    ".",
    ",",
    ";",
    " ",
    "-",
    "—",
    "/",
    "\n",
    "\n\n",
    "\u{a0}",
    "é😀",
    "`",
    "[1]",
    "[^1]",
    "(RAB)",
    " Al-Shabaab ",
    " Hasht al-Shaabi ",
    " the U.S. and the US ",
    " ISIS ",
    " Reuters ",
    " May 9, 2018 ",
    " 9 May ",
    " yesterday ",
    " (Reuters, May 9) ",
    " (AFP May 9) ",
    " ([Dawn](https://www.dawn.com/news/1), May 9)",
    "[ABC](#), May 9)",
    " https://www.dawn.com/news/1 ",
    "https://t.co/x",
    "> ",
    "<!-- -->",
];

/// Marks that are put around words.
const PAIRS: &[(&str, &str)] = &[
    ("“", "”"),
    ("\"", "\""),
    ("‘", "’"),
    ("*", "*"),
    ("**", "**"),
    ("(", ")"),
    ("([", "](https://www.rappler.com/x), May 9)"),
    ("[", "](https://www.rappler.com/2018/09/21/x)"),
    ("`", "`"),
    ("<!-- ", " -->"),
];

/// One change to a draft, at a random place.
#[derive(Clone, Copy, Debug)]
enum Slip {
    Lose(Part),
    Double(Part),
    Swap(Part),
    Intrude(&'static str),
    Surround((&'static str, &'static str)),
    Break,
    Join,
    Carriage,
}

/// What is lost, doubled or swapped.
#[derive(Clone, Copy, Debug)]
enum Part {
    Line,
    Word,
    Letter,
}

impl Part {
    fn cut(self, text: &str) -> Vec<&str> {
        match self {
            Part::Line => text.split_inclusive('\n').collect(),
            Part::Word => text.split_inclusive(' ').collect(),
            Part::Letter => text.split_inclusive(|_| true).collect(),
        }
    }
}

impl Slip {
    fn happen(self, text: String, (place, length): (Index, usize)) -> String {
        let words = |from: &str, to: &str| {
            let mut parts: Vec<&str> = text.split(from).collect();
            let tail = parts.split_off((1 + place.index(parts.len())).min(parts.len()));
            let head = parts.join(from);
            if tail.is_empty() { head } else { format!("{head}{to}{}", tail.join(from)) }
        };
        let part = match self {
            Slip::Lose(part) | Slip::Double(part) | Slip::Swap(part) => part,
            Slip::Intrude(_) => Part::Letter,
            Slip::Surround(_) => Part::Word,
            Slip::Break => return words(" ", "\n"),
            Slip::Join => return words("\n\n", " "),
            Slip::Carriage => return text.replace("\r\n", "\n").replace('\n', "\r\n"),
        };
        let mut parts = part.cut(&text);
        if parts.is_empty() {
            return text;
        }
        let at = place.index(parts.len());
        match self {
            Slip::Lose(_) => drop(parts.remove(at)),
            Slip::Double(_) => parts.insert(at, parts[at]),
            Slip::Swap(_) if at + 1 < parts.len() => parts.swap(at, at + 1),
            Slip::Intrude(words) => parts.insert(at, words),
            Slip::Surround((open, close)) => {
                let until = (at + length).min(parts.len());
                let last = parts[until - 1];
                let (word, space) = last.split_at(last.trim_end().len());
                parts.splice(until - 1..until, [word, close, space]);
                parts.insert(at, open);
            }
            _ => {}
        }
        parts.concat()
    }
}

/// A stretch of an issue, or an example, with some mistakes.
pub(super) fn marred() -> impl Strategy<Value = String> {
    let part = || select(&[Part::Line, Part::Word, Part::Letter][..]);
    let slip = prop_oneof![
        1 => part().prop_map(Slip::Lose),
        1 => part().prop_map(Slip::Double),
        1 => part().prop_map(Slip::Swap),
        4 => select(INTRUDERS).prop_map(Slip::Intrude),
        2 => select(PAIRS).prop_map(Slip::Surround),
        1 => Just(Slip::Break),
        1 => Just(Slip::Join),
        1 => Just(Slip::Carriage),
    ];
    let slips = prop::collection::vec((slip, (any::<Index>(), 1..6usize)), 1..6);
    (stretch(), slips).prop_map(|(text, slips)| slips.into_iter().fold(text, |text, (slip, at)| slip.happen(text, at)))
}

/// A dozen lines of an issue, or an example.
fn stretch() -> impl Strategy<Value = String> {
    let lines = |(issue, from): (Index, Index)| {
        let lines: Vec<&str> = issue.get(&ISSUES[..]).split_inclusive('\n').collect();
        let from = from.index(lines.len());
        lines[from..(from + 12).min(lines.len())].concat()
    };
    prop_oneof![
        any::<(Index, Index)>().prop_map(lines),
        any::<Index>().prop_map(|example| example.get(&EXAMPLES[..]).clone()),
    ]
}

/// The components of a long paragraph: unclosed brackets, links that Markdown rejects, letters of two to four bytes.
const PROSE: &[&str] = &[
    "(",
    "([",
    "[",
    "](",
    "([Dawn](https://www.dawn.com/“1”",
    "([Dawn] (https://www.dawn.com/1’",
    "[Dawn](http://Da wn “x”",
    "[Dawn(https://www.dawn.com/é",
    "[Dawn]https://www.dawn.com/😀",
    "(see also https://www.dawn.com/“x”",
    "; ",
    ", ",
    " on May 9, ",
    " on 9 May the men attacked — ",
    " the Rapid Action Battalion (“RAB”) ",
    "“",
    "”",
    " ’",
    "é",
    "😀",
    " Qa’ida ",
    " al-Shabaab’s “men” ",
    "\n",
];

/// A long paragraph: if a reader looks only a certain number of bytes ahead or back, that place may be inside a letter.
pub(super) fn long_paragraph() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(PROSE).prop_map(str::to_owned),
        1 => (select(&["’", "é", "😀", "“a” ", "a"][..]), 1..900usize).prop_map(|(letter, times)| letter.repeat(times)),
    ];
    let pieces = prop::collection::vec(piece, 4..40);
    ("[a-z]{0,4}", pieces).prop_map(|(shift, pieces)| format!("{shift}{}", pieces.concat()))
}

/// Each opening, then letters of several bytes past every reader's limit, then each continuation, with every shift.
pub(super) fn at_limits() -> impl Iterator<Item = String> {
    let openings = ["(", "([Dawn](https://a.b/1) ", "([Dawn](", "[Dawn] (", "[", "On May 9, "];
    let ends = [
        "[Dawn](https://a.b/“1” x",
        "[Dawn]https://a.b/“1”",
        "[Dawn(https://a.b/“1”",
        "the men attacked on May 9 (“RAB”, a force) and left.",
        "]",
    ];
    let limits = [12, 240, 400, 4000];
    openings.into_iter().flat_map(move |opening| {
        ends.into_iter().flat_map(move |end| {
            limits.into_iter().flat_map(move |limit: usize| {
                ["’", "é", "😀"].into_iter().flat_map(move |letter| {
                    (0..letter.len()).map(move |shift| {
                        let letters = letter.repeat(limit.saturating_sub(12 + shift) / letter.len());
                        format!("{}{opening}{letters} {end}{letters}\n", "x".repeat(shift))
                    })
                })
            })
        })
    })
}
