//! Whether a bracketed run is a citation. When in doubt, it is none.

use super::{Citation, DatePlace, Item, LinkForm};
use crate::calendar;
use crate::gazetteer::{Gazetteer, Standing};
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Slice, Span};

/// The judgement on a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Something else in brackets.
    No,
    /// A citation if the document cites elsewhere.
    Doubtful,
    /// A citation.
    Certain,
}

/// Longest name of a source, in words and bytes: anything longer is prose.
const LONGEST_NAME: usize = 12;
const LONGEST_WORDS: usize = 120;

/// Judges a group by its items and by what stands around it in its block.
///
/// What the register says of the sources is noted on the way.
pub(super) fn judge(text: &str, citation: &mut Citation, gazetteer: &Gazetteer, block: Span) -> Verdict {
    let (mut best, mut prose) = (Verdict::No, false);
    for index in 0..citation.items.len() {
        let item = &mut citation.items[index];
        if !item_reads_like_one(text, item) {
            prose = true;
            continue;
        }
        if let Some(source) = item.source {
            item.standing = gazetteer.standing(source.of(text));
        }
        best = best.max(judge_item(text, citation, &citation.items[index], gazetteer, block));
    }
    // One piece of prose makes the whole bracket prose, unless a sibling is a citation beyond doubt.
    if prose && best != Verdict::Certain { Verdict::No } else { best }
}

fn judge_item(text: &str, citation: &Citation, item: &Item, gazetteer: &Gazetteer, block: Span) -> Verdict {
    let dated = !item.dates.is_empty() || item.shares_date;
    let known = item.standing != Standing::Unknown;
    if known && dated && item.link.is_some() {
        return Verdict::Certain;
    }
    let after = text.slice(citation.span.end as usize..block.end.max(citation.span.end) as usize);
    match (item.link, item.source) {
        (Some(link), _) if link.form == LinkForm::Bare => {
            // The address of a listed outlet cites it; any other may lead anywhere.
            let outlet = || gazetteer.source_at(link.target.of(text)).is_some_and(|source| !source.is_platform());
            if dated || ends_clause(after) && outlet() { Verdict::Certain } else { Verdict::Doubtful }
        }
        (Some(link), source) if link.form == LinkForm::Unaddressed => {
            // `[Taliban], May 9`, `[Sunday], May 9`: whoever quotes puts words of his own in such brackets.
            let named = source.filter(|source| calendar::weekday_at(text, source.start as usize).is_none());
            named.map_or(Verdict::No, |name| judge_words(text, citation, item, name, gazetteer, after, block))
        }
        (Some(link), None) => {
            // `[](https://…), June 3`
            if dated && link.form != LinkForm::Reference { Verdict::Certain } else { Verdict::No }
        }
        (Some(link), Some(source)) => {
            let label = source.of(text);
            let target = link.target.of(text);
            if !known && !is_label_of_source(label) {
                return Verdict::No;
            }
            if item.date_place == DatePlace::InLink && !known && !is_medium(label) && !is_domain(label) {
                // `[Report on the floods, May 9](…)` is a title.
                return Verdict::Doubtful;
            }
            if dated {
                return Verdict::Certain;
            }
            // `Thanks ([@alice](…))`: an account is cited with a date, or not at all.
            if label.trim().starts_with('@') {
                return Verdict::No;
            }
            let placeholder = link.form == LinkForm::Inline && (target.is_empty() || target == "#");
            if placeholder || known && is_capital(label) && !is_place(label) && ends_clause(after) {
                Verdict::Certain
            } else if target.contains("://") && !is_technical(label) {
                Verdict::Doubtful
            } else {
                Verdict::No
            }
        }
        (None, None) => {
            // `(, June 3)`: the comma is all that is left of the source.
            let lost = item.gap.is_some_and(|gap| gap.of(text).trim_start().starts_with([',', ';']));
            if dated && lost { Verdict::Certain } else { Verdict::No }
        }
        (None, Some(source)) => judge_words(text, citation, item, source, gazetteer, after, block),
    }
}

/// A source without a link.
fn judge_words(
    text: &str,
    citation: &Citation,
    item: &Item,
    source: Span,
    gazetteer: &Gazetteer,
    after: &str,
    block: Span,
) -> Verdict {
    let name = source.of(text);
    let known = item.standing != Standing::Unknown || knows_part(gazetteer, name);
    let led = citation.lead.is_some();
    if item.dates.is_empty() {
        let before = text.slice(block.start as usize..citation.span.start as usize);
        let opens = before.trim().is_empty();
        let alone = citation.items.len() == 1;
        // `(AFP)` defines an abbreviation as often as it cites the agency.
        let could_define = name.len() <= 6 && name.chars().all(|c| c.is_uppercase() || c == '-' || c == '.');
        return if known && (!alone || !could_define && !opens && ends_clause(after)) {
            Verdict::Doubtful
        } else {
            Verdict::No
        };
    }
    // A comma separates the source from its date; without one it is an event: `(Boston Marathon April 15)`.
    let comma = item.gap.is_some_and(|gap| gap.of(text).bytes().any(|byte| byte == b','));
    if known && (comma || !is_place(name)) {
        return Verdict::Certain;
    }
    if item.interview {
        return Verdict::Certain;
    }
    if !is_name(name) || name.split(',').all(|part| is_place(part.trim())) {
        return Verdict::No;
    }
    if is_medium(name) && comma || is_domain(name) || name.starts_with('@') || led && comma {
        return Verdict::Certain;
    }
    let day = item.dates.iter().any(|date| date.day.is_some());
    if comma && day && ends_clause(after) { Verdict::Doubtful } else { Verdict::No }
}

/// Whether the item's words are few and none of them is a sentence's.
fn item_reads_like_one(text: &str, item: &Item) -> bool {
    let words = item.source.map_or("", |source| source.of(text));
    let trailer = item.trailer.map_or("", |trailer| trailer.of(text));
    let around = item.link.is_none_or(|link| {
        if item.date_place != DatePlace::Behind {
            return true;
        }
        let before = Span::new(item.span.start, link.span.start.max(item.span.start)).of(text);
        let stop = item.dates.first().map_or(item.span.end, |date| date.span.start);
        let between = Span::new(link.span.end, stop.max(link.span.end)).of(text);
        has_at_most(6, before) && has_at_most(5, between) && !has_verb(before) && !has_verb(between)
    });
    around
        && words.len() <= LONGEST_WORDS
        && has_at_most(LONGEST_NAME, words)
        && has_at_most(8, trailer)
        && !has_verb(trailer)
        && (item.link.is_some() || !first_word(words).is_some_and(|word| OPENS_NO_SOURCE.has(word)))
}

/// Whether there are no more than `most` words.
fn has_at_most(most: usize, words: &str) -> bool {
    words.len() < 2 * most || words.split_whitespace().nth(most).is_none()
}

fn first_word(words: &str) -> Option<&str> {
    let inside = |(_, c): &(usize, char)| is_alphanumeric(*c) || *c == '-';
    let mut chars = words.char_indices();
    let (start, _) = chars.find(inside)?;
    let end = chars.find(|next| !inside(next)).map_or(words.len(), |(end, _)| end);
    Some(words.slice(start..end))
}

/// A few verbs and conjunctions that no source's name and no remark on one holds.
fn has_verb(words: &str) -> bool {
    static VERBS: WordSet = WordSet::new(&[
        "is", "are", "was", "were", "has", "have", "had", "said", "says", "which", "who", "that", "when", "where",
        "will", "would", "can", "could", "should", "killed", "because", "although", "then", "it", "they", "we",
    ]);
    // None is shorter than two letters.
    words.len() > 2 && words.split_whitespace().any(|word| VERBS.has(word.trim_matches(|c: char| !is_alphanumeric(c))))
}

/// Whether the register has the first part of a name, before a comma or a place in brackets, or one of the agencies that
/// a slash or hyphen joins.
fn knows_part(gazetteer: &Gazetteer, name: &str) -> bool {
    let first = name.split([',', '[']).next().unwrap_or(name).trim();
    let part = |part: &str| part.len() < name.len() && gazetteer.knows_source(part.trim());
    part(first) || first.split(['/', '-']).any(part)
}

/// Whether a link's text may name a source: no number, no version, no hash, no code, no sentence.
fn is_label_of_source(label: &str) -> bool {
    let label = label.trim();
    let Some(first) = label.chars().next() else { return false };
    if matches!(first, '#' | '^' | '`' | '!' | '-' | '+' | '~' | '$' | '%' | '{' | '[' | '…') {
        return false;
    }
    if !has_at_most(LONGEST_NAME, label) || label.len() > LONGEST_WORDS || label.contains('`') {
        return false;
    }
    let letters = || label.chars().filter(|c| c.is_alphabetic());
    let few = letters().take(2).count();
    if few < 2 && label.chars().nth(1).is_some() || few == 0 {
        return false;
    }
    // `v1.2.0`, `1f6cac2`, `GH-123`, `PR #12`
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    if label.contains('#') || digits > 0 && !label.contains(' ') && !is_domain(label) && digits * 2 >= letters().count()
    {
        return false;
    }
    let capital = label.chars().any(char::is_uppercase);
    let word = first_word(label).unwrap_or("");
    let wide = || label.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && !c.is_lowercase());
    (capital || wide() || is_domain(label) || first == '@' || has_at_most(1, label)) && !OPENS_NO_SOURCE.has(word)
}

/// Names of things that technical texts link in brackets.
fn is_technical(label: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "documentation",
        "docs",
        "github",
        "gitlab",
        "wikipedia",
        "website",
        "homepage",
        "source",
        "demo",
        "example",
        "examples",
        "api",
        "repository",
        "repo",
        "spec",
        "specification",
        "rfc",
        "pr",
        "issue",
        "license",
        "mit",
        "apache",
        "changelog",
        "guide",
        "tutorial",
        "wiki",
        "readme",
        "crates.io",
        "npm",
        "pypi",
        "docs.rs",
        "reference",
        "manual",
        "book",
        "link",
        "here",
        "details",
        "download",
        "faq",
        "blog",
    ]);
    label.split(|c: char| c.is_whitespace() || c == '-').any(|word| WORDS.has_in_any_case(word))
}

/// Whether words can be the name of a source: capitals, small particles, numbers, an address.
fn is_name(name: &str) -> bool {
    static PARTICLES: WordSet = WordSet::new(&[
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "die",
        "das",
        "del",
        "el",
        "al",
        "e",
        "y",
        "et",
        "und",
        "a",
        "da",
        "do",
        "di",
        "il",
        "ul",
        "s",
        "with",
        "to",
        "at",
        "by",
        "news",
        "newspaper",
        "website",
        "channel",
        "radio",
        "tv",
    ]);
    if is_domain(name) || name.starts_with('@') {
        return true;
    }
    let mut capitals = 0;
    for word in name.split([' ', '\n', '\t', '-', '/', ',', '’', '\'', '(', ')', '[', ']', '"', '“', '”', '*', '_'])
    {
        let Some(first) = word.chars().next() else { continue };
        if first.is_lowercase() && !PARTICLES.has(word.trim_end_matches('.')) && !is_domain(word) {
            return false;
        }
        capitals += u32::from(first.is_alphabetic() && !first.is_lowercase());
    }
    capitals > 0 && !first_word(name).is_some_and(|word| OPENS_NO_SOURCE.has(word))
}

/// First words of brackets that hold a date and cite nothing, and of asides.
static OPENS_NO_SOURCE: WordSet = WordSet::new(&[
    "Photo",
    "Photos",
    "Image",
    "Images",
    "Picture",
    "Credit",
    "Updated",
    "Update",
    "Last",
    "Posted",
    "Published",
    "Born",
    "born",
    "Died",
    "died",
    "Part",
    "Chapter",
    "Figure",
    "Fig",
    "Table",
    "Section",
    "Article",
    "Version",
    "Vol",
    "Volume",
    "Issue",
    "No",
    "Operation",
    "Battle",
    "Siege",
    "Treaty",
    "Attack",
    "Attacks",
    "Camp",
    "Ramadan",
    "Eid",
    "Christmas",
    "Easter",
    "Ashura",
    "Muharram",
    "Nowruz",
    "Passover",
    "Independence",
    "Week",
    "Day",
    "Days",
    "Phase",
    "Round",
    "Episode",
    "Season",
    "Released",
    "Release",
    "Deadline",
    "Due",
    "Between",
    "From",
    "Since",
    "Until",
    "Before",
    "After",
    "During",
    "On",
    "In",
    "As",
    "If",
    "When",
    "Where",
    "While",
    "Although",
    "But",
    "However",
    "Resolution",
    "Act",
    "Law",
]);

/// Words that make a name a medium's or an office's.
fn is_medium(name: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "News",
        "Times",
        "Post",
        "Daily",
        "Radio",
        "TV",
        "Television",
        "Press",
        "Agency",
        "Herald",
        "Tribune",
        "Journal",
        "Gazette",
        "Monitor",
        "Review",
        "Channel",
        "Media",
        "Online",
        "Today",
        "Weekly",
        "Magazine",
        "Broadcasting",
        "Broadcast",
        "Ministry",
        "Department",
        "Embassy",
        "Report",
        "Reports",
        "Telegraph",
        "Courier",
        "Chronicle",
        "Observer",
        "Guardian",
        "Mail",
        "Express",
        "Mirror",
        "Standard",
        "Nation",
        "Star",
        "Sun",
        "Bulletin",
        "Newspaper",
        "Website",
        "Telegram",
        "Twitter",
        "Facebook",
        "YouTube",
        "Blog",
        "Wire",
        "Dispatch",
        "Inquirer",
        "Examiner",
        "Globe",
        "World",
        "Voice",
        "Insight",
        "Digital",
        "Network",
        "Newswire",
        "Institute",
        "Foundation",
        "Commission",
        "Office",
        "Gazeta",
        "Pravda",
        "Agence",
        "Hurriyet",
        "Zeitung",
    ]);
    name.split([' ', '\n', '-', '/', ',']).any(|word| WORDS.has(word.trim_matches(['*', '_', '.', '"'])))
}

/// Whether a label reads like a name: `([standard](…))` is a word.
fn is_capital(label: &str) -> bool {
    label.chars().any(char::is_uppercase) || is_domain(label)
}

/// `iran-interlink.org`, `News.com.au`
fn is_domain(name: &str) -> bool {
    let name = name.trim();
    let Some((host, end)) = name.rsplit_once('.') else { return false };
    !name.contains(char::is_whitespace)
        && host.chars().next_back().is_some_and(is_alphanumeric)
        && host.chars().any(char::is_alphabetic)
        && (2..=10).contains(&end.chars().count())
        && end.chars().all(char::is_alphabetic)
}

/// A country or a large city: `(Kabul, September 2018)` is where and when, not who wrote it.
fn is_place(name: &str) -> bool {
    static PLACES: &str = include_str!("places.txt");
    static SORTED: std::sync::LazyLock<Vec<&str>> = std::sync::LazyLock::new(|| {
        let mut places: Vec<&str> = PLACES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        places.sort_unstable();
        places
    });
    SORTED.binary_search(&name.trim().trim_start_matches("the ")).is_ok()
}

/// Whether a clause or sentence ends after the group: what stands there is no small letter.
fn ends_clause(after: &str) -> bool {
    match after.trim_start_matches([' ', '\n', '\r', '\t', '*', '_', '”', '"', '’']).chars().next() {
        None => true,
        Some(c) => c.is_uppercase() || matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')' | '[' | '|'),
    }
}
