//! A grammar of bulletins, well-formed and broken: front matter, mastheads, headings, bylines, sentences with names,
//! dates, abbreviations and quotations, citations of all kinds, notes, suppression comments and hostile markup.
//!
//! Everything is invented, or a name in the shipped lists.

use crate::dice::Dice;

const SOURCES: &[&str] = &[
    "Reuters",
    "AFP",
    "Dawn",
    "BBC",
    "BBC News",
    "Rappler",
    "Al Jazeera",
    "al-Jazeera",
    "AL JAZEERA",
    "The Ridge Courier",
    "Harbour Post",
    "Daily Times of Nowhere",
    "Hurriyet",
    "Hürriyet",
    "TASS",
    "Tass",
    "RIA Novosti",
    "La Voz del Río",
    "Xinhua",
    "SITE",
    "Author’s interview",
    "author's interview with a fisherman",
    "Press release",
    "Twitter",
    "Telegram",
    "*Dawn*",
    "**AFP**",
    "`AFP`",
    "Ibid",
    "ibid.",
    "Dawn News",
    "Reuter",
    "Reutres",
    "Dawn; AFP",
    "U.S. Department of State",
];

const ADDRESSES: &[&str] = &[
    "https://www.dawn.com/news/1",
    "http://a.net/2018/05/09/x",
    "#",
    "",
    "https://t.co/x",
    "www.rappler.com/nation",
    "https://www.rappler.com/nation/2018/09/21/terminal?utm_source=x&utm_medium=y",
    "http://quay.al;s",
    "http://Media e Lire",
    "https://en.wikipedia.org/wiki/Quay_(dock)",
    "mailto:desk@quay.al",
    "../notes/a.md",
    "<https://a.net/b c>",
    "/story/12",
    "https://reuters.com/2018/9/1",
    "https://afp.com/%zz/%C3%A9",
    "https://xn--a-ecp.ru/é",
    "ftp://a.net/x",
    "https://a.net/“x”",
    "https://a.net/20180509/x.html#a",
    "https://a.net/x(1)(2",
    "javascript:alert(1)",
];

const DATES: &[&str] = &[
    "May 9",
    "9 May",
    "May 9, 2018",
    "9 May 2018",
    "September 21",
    "Sept 9th",
    "Sept. 9",
    "Sep 31",
    "February 30",
    "Feb. 29, 2017",
    "July 22, 31",
    "July 30–August 2",
    "May 9-10",
    "May 10–9",
    "2018-09-01",
    "05/09/16",
    "31.12.2017",
    "13/13/13",
    "2017",
    "n.d.",
    "undated",
    "May 2018",
    "Septmber 3",
    "Monday, October 8",
    "Tuesday, October 8, 2018",
    "accessed May 9",
    "updated June 3",
    "late May",
    "early 2016",
    "9 мая",
    "9 mai 2018",
    "1 Muharram 1440",
    "October 11",
    "October 10, 2019",
    "January 1",
    "Dec 31st",
    "May 0",
    "May 99",
    "0 May",
    "May 9, 20018",
    "May\u{a0}9",
    "MAY 9",
    "may 9",
];

const NAMES: &[&str] = &[
    "al-Shabaab",
    "Al-Shabaab",
    "al-Shabab",
    "Hashd al-Shaabi",
    "Hasht al-Shaabi",
    "Boko Haram",
    "Boko Harem",
    "Islamic State",
    "ISIS",
    "ISIL",
    "Daesh",
    "Tehrik-e-Taliban Pakistan",
    "Tehreek-e-Taliban",
    "TTP",
    "Jaysh al-Islam",
    "Jaish al-Islam",
    "Hezbollah",
    "Hizballah",
    "Abu Sayyaf",
    "Ahrar al-Sham",
    "Jabhat al-Nusra",
    "Hayat Tahrir al-Sham",
    "HTS",
    "Mira Holt",
    "Colonel Halim Adwan",
    "Halim Adwani",
    "Upland Guard",
    "Upland Guards",
    "Mullah Omar",
    "mullah omar",
    "ABU SAYYAF",
    "Kata'ib Hezbollah",
    "Kata’ib Hizballah",
    "the Rapid Action Battalion (RAB)",
    "the RAB",
    "the Ridge Command Post (RCP)",
    "RCP",
    "the U.S.",
    "the US",
    "the UN",
    "U.N.",
    "Muhammad",
    "Mohammed",
    "al- Shabaab",
    "al -Shabaab",
    "Al‑Shabaab",
    "ʿAbd al-Rahman",
    "Abd al-\nRahman",
    "Boko\nHaram",
    "Ḥizb Allāh",
    "Талибан",
    "الشباب",
    "François Ñu",
    "O’Neil",
    "von der Quay",
];

const VERBS: &[&str] = &[
    "left",
    "attacked",
    "met",
    "denied that it knew",
    "neutralized",
    "said of",
    "were seen with",
    "has/have blamed",
    "did not  see",
    "counted 1,200 of",
    "called for counter-terror work by",
    "and and",
    "will have",
];

const PLACES: &[&str] = &[
    "Jolo",
    "the harbour",
    "Kismayo",
    "the lake",
    "its twelve piers",
    "a checkpoint near Idlib",
    "the coun-\ntry",
    "Rakhine State",
    "the north—and the south",
    "the north — and",
    "the 1990's",
    "Ankara/Istanbul",
    "the so-called “state”",
    "N’Djamena",
];

const ADVERBS: &[&str] = &[
    "In May,",
    "On Monday, May 9,",
    "On Tuesday, October 9, 2018,",
    "Yesterday,",
    "Last week,",
    "In 2016–2014,",
    "On February 30, 2016,",
    "By contrast,",
    "Moreover, the the",
    "On May 9–10,",
    "In the ’90s",
    "Since 9/11,",
    "From 2010 to 2008,",
    "Tomorrow",
    "This morning,",
    "By late September 2018,",
    "On the 9th of May",
    "On 9 May",
    "Between May 9 and 7,",
    "",
];

const HEADINGS: &[&str] = &[
    "# Boats and Fees",
    "## The Lake",
    "### *Outlook*",
    "# **Bold Quays**",
    "## Notes",
    "### Notes",
    "# NOTES",
    "## Sources",
    "# Contents",
    "#No space",
    "####### Seven",
    "Setext\n======",
    "Setext two\n---",
    "# ",
    "# Boats `and` [Fees](#)",
    "## Conclusion ##",
    "# In This Issue",
];

const BYLINES: &[&str] = &[
    "*Mira Holt*",
    "By Jonas Adeyemi",
    "By Jonas Adeyemi and Lena Brandt",
    "*By Mira Holt*",
    "Mira Holt",
    "**By Mira Holt**",
    "*Mira Holt is an analyst of harbours.*",
    "By mira holt",
    "_By_ Mira Holt",
    "By Jonas Adeyemi, Lena Brandt & Mira Holt",
];

const BLOCKS: &[&str] = &[
    "> Quoted (Reuters, May 9).",
    "> “We land at night,” he said\n> and left (AFP May 1)",
    "- item one (AFP, May 1)\n- item  two",
    "1. first\n3. third (Dawn, 9 May)",
    "| a | b |\n|---|---|\n| c (AFP, May 1) | al-Shabab |",
    "```\n(AFP, May 1)\n```",
    "    (AFP, May 1)",
    "~~~\nnever closed (AFP, May 1)",
    "<div>\n(AFP, May 1)\n</div>",
    "<table><tr><td>al-Shabab",
    "***",
    "---",
    "p.4",
    "p. 12",
    "VOLUME XVI, ISSUE 19",
    "October 10, 2018",
    "10 October 2018",
    "Volume 16 Issue 19\nOctober 10, 2018",
    "[ref]: https://a.net/x \"title\"",
    "[^2]: See Reuters, May 9.",
    "[^9]: [Dawn](https://www.dawn.com/2), May 3\n    and more",
    "<!-- a comment -->",
    "<!-- never closed (AFP, May 1)",
    "<!-- copydesk-ignore doubled-word: why -->",
    "<!-- copydesk-ignore doubled-word",
    "<!-- copydesk-ignore -->",
    "<!-- copydesk-ignore-start -->",
    "<!-- copydesk-ignore-start undated-citation, doubled-word -->",
    "<!-- copydesk-ignore-end undated-citation -->",
    "<!-- copydesk-ignore-end -->",
    "<!-- copydesk-ignore no-such-rule, nor-this -->",
    "<!-- copydesk-ignroe doubled-word -->",
    "<!--copydesk-ignore doubled-word-->",
    "<!-- copydesk-ignore-line dates --> The the boats.",
    "<!-- copydesk-ignore doubled-word\n-->",
    "<!-- <!-- copydesk-ignore -->",
];

const HOSTILE: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "](",
    "((",
    "))",
    "[[",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "*",
    "**",
    "_",
    "`",
    "``",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "\\",
    "\\(",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "![i](j)",
    "[a]",
    "[a][b]",
    "[a](b",
    "[a](b \"c\")",
    "[a] (#)",
    "[a(#)",
    "[^1",
    "[^1]",
    "[1]",
    "[99]",
    "|",
    "~~",
    "$x$",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{200b}",
    "\u{202e}",
    "\u{ad}",
    "\0",
    "\u{c}",
    "\t",
    "e\u{301}",
    "😀",
    "👩‍🚀",
    "ﬁ",
    "İ",
    "ß",
    "…",
    "..",
    "!?",
    ",,",
    ";;",
    "; ,",
    " ,",
    "( ",
    " )",
    "—",
    "–",
    "--",
    "---",
    "•",
    "¶",
    "§ 4",
    "№ 5",
    "1/2",
    "½",
    "km²",
    "100 %",
    "$5m",
    "@desk",
    "#tag",
];

/// A document as bytes; the input of the target `line_ends`.
#[must_use]
pub fn generate(dice: &mut Dice) -> Vec<u8> {
    document(dice).into_bytes()
}

/// The same, but nine documents in ten are a few short blocks; the input of the target `document`, whose cost grows with
/// the square of the length.
#[must_use]
pub fn generate_mostly_short(dice: &mut Dice) -> Vec<u8> {
    if dice.once_in(10) { generate(dice) } else { few_blocks(dice).into_bytes() }
}

/// One to four short blocks, of which the first may be a heading, and the last a few notes.
fn few_blocks(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.once_in(12) {
        front_matter(dice, &mut text);
    }
    if dice.once_in(5) {
        block(dice, &mut text, HEADINGS);
    }
    for _ in 0..dice.between(1, 2) {
        if dice.once_in(5) {
            let blocks = if dice.once_in(4) { BYLINES } else { BLOCKS };
            block(dice, &mut text, blocks);
        } else {
            let most = if dice.once_in(3) { 3 } else { 1 };
            paragraph_of(dice, &mut text, 1, most);
        }
    }
    if dice.once_in(6) {
        notes(dice, &mut text, 2);
    }
    for _ in 0..dice.below(3) {
        slip(dice, &mut text);
    }
    line_ends(dice, text)
}

fn front_matter(dice: &mut Dice, text: &mut String) {
    let date = dice.one_of(&["2018-10-10", "10 October", "\"2018-10-10\"", "soon", "2018-02-30"]);
    let end = dice.one_of(&["---\n", "...\n", "--\n", ""]);
    text.push_str(&format!("---\ntitle: {}\ndate: {date}\nauthor: [\n{end}\n", dice.one_of(NAMES)));
}

/// A document: up to two articles and some thirty blocks, or a few blocks alone.
#[must_use]
pub fn document(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.once_in(6) {
        front_matter(dice, &mut text);
    }
    for _ in 0..dice.between(0, 2) {
        block(dice, &mut text, HEADINGS);
        block(dice, &mut text, BYLINES);
        for _ in 0..dice.between(0, 6) {
            if dice.once_in(5) {
                block(dice, &mut text, BLOCKS);
            } else {
                paragraph(dice, &mut text);
            }
        }
        if dice.once_in(3) {
            notes(dice, &mut text, 5);
        }
    }
    for _ in 0..dice.between(0, 3) {
        match dice.below(3) {
            0 => block(dice, &mut text, BLOCKS),
            1 => block(dice, &mut text, HEADINGS),
            _ => paragraph(dice, &mut text),
        }
    }
    for _ in 0..dice.below(4) {
        slip(dice, &mut text);
    }
    line_ends(dice, text)
}

fn block(dice: &mut Dice, text: &mut String, blocks: &[&'static str]) {
    text.push_str(dice.one_of(blocks));
    text.push_str(dice.one_of(&["\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "  \n"]));
}

fn paragraph(dice: &mut Dice, text: &mut String) {
    let (least, most) = if dice.once_in(40) { (10, 40) } else { (1, 4) };
    paragraph_of(dice, text, least, most);
}

/// A paragraph of so many sentences.
fn paragraph_of(dice: &mut Dice, text: &mut String, least: usize, most: usize) {
    let mut words = String::new();
    for _ in 0..dice.between(least, most) {
        sentence(dice, &mut words);
    }
    // Sometimes hard-wrapped.
    let width = if dice.once_in(4) { dice.between(20, 80) } else { usize::MAX };
    let mut column = 0;
    for word in words.split_inclusive(' ') {
        column += word.len();
        if column > width && word.len() > 1 {
            text.push_str(word.trim_end_matches(' '));
            text.push('\n');
            column = 0;
        } else {
            text.push_str(word);
        }
    }
    text.push_str(dice.one_of(&["\n\n", "\n\n", "\n\n", "\n"]));
}

fn sentence(dice: &mut Dice, text: &mut String) {
    let quoted = dice.once_in(6);
    if quoted {
        text.push_str(dice.one_of(&["“", "\"", "‘", "“‘"]));
    }
    for part in [ADVERBS, NAMES, VERBS, if dice.once_in(3) { NAMES } else { PLACES }] {
        text.push_str(dice.one_of(part));
        text.push_str(dice.one_of(&[" ", " ", " ", " ", " ", " ", "  ", "\n", ", "]));
        if dice.once_in(12) {
            text.push_str(dice.one_of(HOSTILE));
        }
    }
    if quoted {
        text.push_str(dice.one_of(&["”", "\"", "’", ",” he said", "”,", ".”", ""]));
    }
    match dice.below(8) {
        0 => text.push_str(dice.one_of(&[".", "!", "…", ".[1]", "[^2].", ".[2] [3]"])),
        1 => text.push_str(". "),
        _ => group(dice, text),
    }
    text.push(' ');
}

/// A citation group, usually well-formed.
fn group(dice: &mut Dice, text: &mut String) {
    text.push_str(dice.one_of(&[" (", " (", " (", " (", "(", " ( ", " (see ", " (cf. ", " [", " ((", "", ". ("]));
    let items = if dice.once_in(30) { dice.between(4, 12) } else { dice.between(1, 3) };
    for item in 0..items {
        if item > 0 {
            text.push_str(dice.one_of(&["; ", "; ", "; ", ";", ", ", " ;", " and ", " & ", "; ;", "\n", " / "]));
        }
        let (source, address) = (dice.one_of(SOURCES), dice.one_of(ADDRESSES));
        let link = match dice.below(12) {
            0..6 => format!("[{source}]({address})"),
            6 | 7 => source.to_owned(),
            8 => address.to_owned(),
            9 => format!("[{source}] ({address})"),
            10 => format!("[{source}, {}]({address})", dice.one_of(DATES)),
            _ => format!(
                "{}{source}{}{address}{}",
                dice.one_of(&["[", ""]),
                dice.one_of(&["](", "(", "]"]),
                dice.one_of(&[")", ""])
            ),
        };
        let gap = dice.one_of(&[", ", ", ", ", ", ", ", ",", " ", " , ", ", accessed ", " – ", ",\n"]);
        match dice.below(10) {
            0 => text.push_str(&link),
            1 => text.push_str(&format!("{}{gap}{link}", dice.one_of(DATES))),
            2 => text.push_str(&format!("{link} ({})", dice.one_of(DATES))),
            3 => text.push_str(&format!(
                "{link}{gap}{}{}",
                dice.one_of(DATES),
                dice.one_of(&[", p. 4", " from AFP", ".", ","])
            )),
            _ => text.push_str(&format!("{link}{gap}{}", dice.one_of(DATES))),
        }
    }
    text.push_str(dice.one_of(&[").", ").", ").", ").", ")", ".)", "", "]", ")) .", " ).", "),", ";).", ") Thus"]));
}

fn notes(dice: &mut Dice, text: &mut String, most: usize) {
    text.push_str(dice.one_of(&["## Notes\n\n", "Notes\n\n", "# Notes\n", "**Notes**\n\n", ""]));
    for number in 1..=dice.between(1, most) {
        let number = if dice.once_in(8) { dice.between(0, 40) } else { number };
        text.push_str(&match dice.below(4) {
            0 => format!("[^{number}]: "),
            1 => format!("[{number}] "),
            2 => format!("{number}) "),
            _ => format!("{number}. "),
        });
        match dice.below(4) {
            0 => text.push_str(dice.one_of(&["Ibid.", "Ibid., p. 4.", "Op. cit.", "See above.", ""])),
            _ => sentence(dice, text),
        }
        text.push_str(dice.one_of(&["\n", "\n", "\n\n"]));
    }
    text.push('\n');
}

/// One typing error at a character boundary: letters lost, doubled or inserted, or the whole rest lost.
fn slip(dice: &mut Dice, text: &mut String) {
    let mut boundary = |text: &str| {
        let mut at = dice.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (from, to) = (boundary(text), boundary(text));
    let (from, to) = (from.min(to), from.max(to));
    match dice.below(5) {
        0 => {
            let end = text[from..].char_indices().nth(dice.between(1, 9)).map_or(text.len(), |(at, _)| from + at);
            text.replace_range(from..end, "");
        }
        1 if to - from < 400 => text.insert_str(to, &text[from..to].to_owned()),
        2 if dice.once_in(4) => text.truncate(from),
        _ => text.insert_str(from, dice.one_of(HOSTILE)),
    }
}

/// Usually LF, otherwise CRLF, a lone CR, or a mixture.
fn line_ends(dice: &mut Dice, text: String) -> String {
    match dice.below(12) {
        0 | 1 => text.replace('\n', "\r\n"),
        2 => text.replace('\n', "\r"),
        3 => text.split_inclusive('\n').map(|line| line.replace('\n', dice.one_of(&["\n", "\r\n", "\r"]))).collect(),
        _ => text,
    }
}
