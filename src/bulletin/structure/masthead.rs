//! The masthead: volume and number, and the date line.

use crate::calendar::{Written, written_at};
use crate::text::words::WordSet;
use crate::text::{Slice, Span, Spanned};
use jiff::civil::Date;

/// The maximum length of a masthead line, in bytes.
pub(super) const LINE: u32 = 120;

/// Volume and number on a line such as `VOLUME XVI, ISSUE 19` or `Vol. 16 No. 19`.
pub(super) fn volume_and_number(text: &str, line: Span) -> (Option<Spanned<u32>>, Option<Spanned<u32>>) {
    let (mut volume, mut issue) = (None, None);
    if line.len() > LINE {
        return (volume, issue);
    }
    let mut words = tokens(text, line).peekable();
    while let Some(word) = words.next() {
        let is = |names: &[&str]| names.iter().any(|name| word.of(text).eq_ignore_ascii_case(name));
        let mut next = || words.peek().and_then(|next| Some(Spanned::new(*next, number(next.of(text))?)));
        if volume.is_none() && is(&["volume", "vol"]) {
            volume = next();
        } else if issue.is_none() && (is(&["issue", "iss"]) || volume.is_some() && is(&["number", "no", "nr"])) {
            issue = next();
        }
    }
    (volume, issue)
}

/// A whole number in Arabic or Roman numerals.
pub(super) fn number(written: &str) -> Option<u32> {
    if written.is_empty() || written.len() > 12 {
        return None;
    }
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok().filter(|number| *number < 100_000);
    }
    roman(written)
}

/// A Roman numeral up to 3999, in its canonical form only.
fn roman(written: &str) -> Option<u32> {
    const FIGURES: [(&str, u32); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let mut rest = written;
    let mut sum = 0;
    for (figure, value) in FIGURES {
        let repeats = if figure.len() == 1 && !matches!(figure, "V" | "L" | "D") { 3 } else { 1 };
        for _ in 0..repeats {
            match rest.get(..figure.len()) {
                Some(head) if head.eq_ignore_ascii_case(figure) => {
                    rest = rest.slice(figure.len()..);
                    sum += value;
                }
                _ => break,
            }
        }
    }
    (rest.is_empty() && sum > 0).then_some(sum)
}

/// The first full date (day and year) on a line; for a range its end, if it is no longer than an issue's period.
pub(super) fn day_at(text: &str, line: Span) -> Option<Spanned<Date>> {
    let date = date_at(text, line)?;
    Some(Spanned::new(date.span, last_day(&date)?))
}

/// The first date with a year on a line.
fn date_at(text: &str, line: Span) -> Option<Written> {
    // A full date has at least four digits, and most lines have none.
    let figures = line.of(text).bytes().filter(u8::is_ascii_digit).take(4).count();
    if line.len() > LINE || figures < 4 {
        return None;
    }
    let mut dates = tokens(text, line).filter_map(|word| {
        let date = written_at(text, word.start as usize).filter(|date| date.span.end <= line.end)?;
        // An older one is a day of history.
        let recent = date.year.is_some_and(|year| year.value >= 1900);
        date.day.filter(|_| recent).map(|_| date)
    });
    let first = dates.next()?;
    // `December 28, 2018 – January 3, 2019`
    let second = dates.find(|date| date.span.start >= first.span.end);
    let joined = second.filter(|date| {
        let joint = Span::new(first.span.end, date.span.start).of(text).trim();
        matches!(joint, "–" | "-" | "—" | "to" | "through" | "until" | "/")
    });
    match joined.map(|last| (first.resolve(None, 0).day(), last)) {
        Some((Some(from), last)) => {
            let near = last.resolve(None, 0).day().is_some_and(|day| is_period(from, day));
            near.then(|| Written { span: first.span.cover(last.span), ..last })
        }
        Some((None, _)) => None,
        None => Some(first),
    }
}

/// The last day of a date, unless the date spans more than an issue's period.
fn last_day(date: &Written) -> Option<Date> {
    let first = date.resolve(None, 0).day()?;
    let Some(last) = date.resolve_further(None, 0).last() else { return Some(first) };
    let last = last.day()?;
    // `28 December–3 January 2019`
    let first = if last < first { first.checked_sub(jiff::Span::new().years(1)).ok()? } else { first };
    is_period(first, last).then_some(last)
}

/// Whether an issue may cover the days from one to another: at most a month. Anything longer is the subject of the
/// text.
fn is_period(from: Date, to: Date) -> bool {
    from.until(to).is_ok_and(|span| (0..=31).contains(&span.get_days()))
}

/// Words in titles of issues, as opposed to events.
static PERIODICALS: WordSet = WordSet::new(&[
    "brief",
    "briefing",
    "briefs",
    "bulletin",
    "chronicle",
    "daily",
    "diary",
    "digest",
    "dispatch",
    "edition",
    "fortnightly",
    "gazette",
    "issue",
    "journal",
    "log",
    "minutes",
    "monitor",
    "monthly",
    "news",
    "newsletter",
    "notes",
    "observer",
    "outlook",
    "overview",
    "quarterly",
    "recap",
    "report",
    "review",
    "roundup",
    "sitrep",
    "summary",
    "survey",
    "tracker",
    "update",
    "updates",
    "watch",
    "week",
    "weekly",
    "wrap-up",
]);

/// Words in titles that indicate an event: the day after them is the event's.
static EVENTS: WordSet = WordSet::new(&[
    "ambush",
    "anniversary",
    "arrest",
    "assassination",
    "assault",
    "attack",
    "attacks",
    "battle",
    "blast",
    "bombing",
    "bombings",
    "clashes",
    "coup",
    "crash",
    "death",
    "deaths",
    "earthquake",
    "election",
    "elections",
    "execution",
    "explosion",
    "fire",
    "flood",
    "funeral",
    "hearing",
    "hijacking",
    "hostage",
    "incident",
    "interview",
    "invasion",
    "killing",
    "killings",
    "massacre",
    "meeting",
    "murder",
    "offensive",
    "operation",
    "protest",
    "protests",
    "raid",
    "raids",
    "rally",
    "referendum",
    "revolution",
    "riot",
    "riots",
    "shooting",
    "siege",
    "speech",
    "storm",
    "strike",
    "strikes",
    "summit",
    "testimony",
    "trial",
    "uprising",
    "verdict",
    "visit",
    "vote",
    "war",
]);

/// The day of an issue in its title: `Digest, 19 January 2026`, `Weekly News (January 19–25, 2026)`.
pub(super) fn day_in_title(text: &str, title: Span) -> Option<Spanned<Date>> {
    let day = day_at(text, title)?;
    let lead = Span::new(title.start, day.span.start).of(text).trim_end();
    let tail = Span::new(day.span.end, title.end).of(text).trim_start();
    let mut words = title.of(text).split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let (mut periodical, mut event) = (false, false);
    for word in words.by_ref() {
        periodical |= PERIODICALS.has_in_any_case(word);
        event |= EVENTS.has_in_any_case(word);
    }
    let before = lead.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let opens = !lead.contains(char::is_alphanumeric);
    let closes = !tail.contains(char::is_alphanumeric);
    let parted = lead.ends_with([',', ':', '(', '[', '–', '—', '-', '|', '·', '•', ';', '/']);
    let set_off = opens && (closes || tail.starts_with([':', ',', '–', '—', '-', '|', '·', '•'])) || parted;
    let fits = if periodical {
        // `Report on the Raid of January 19, 2026`
        let named = lead.rsplit(|c: char| !c.is_alphanumeric()).nth(1).unwrap_or("");
        set_off && !event
            || set_off && parted && closes
            || ["for", "ending", "from"].iter().any(|word| word.eq_ignore_ascii_case(before))
            || PERIODICALS.has_in_any_case(before)
            || before == "of" && PERIODICALS.has_in_any_case(named)
    } else {
        set_off && !event && !(parted && !closes && !lead.ends_with(['(', '[']))
    };
    fits.then_some(day)
}

/// Words before a date, alone on their line, that mark it as the issue's.
const LABELS: [&str; 51] = [
    "date",
    "published",
    "published on",
    "published at",
    "date published",
    "first published",
    "publication date",
    "date of publication",
    "issued",
    "issued on",
    "date of issue",
    "issue date",
    "posted",
    "posted on",
    "written",
    "written on",
    "date written",
    "analysis date",
    "date of analysis",
    "report date",
    "date of report",
    "released",
    "release date",
    "compiled",
    "compiled on",
    "generated",
    "generated on",
    "prepared",
    "prepared on",
    "drafted",
    "drafted on",
    "created",
    "filed",
    "dated",
    "updated",
    "last updated",
    "as of",
    "data as of",
    "information cut-off",
    "information cutoff",
    "cut-off date",
    "cutoff date",
    "revised",
    "last revised",
    "modified",
    "last modified",
    "document date",
    "week ending",
    "for the week ending",
    "week ended",
    "for the week ended",
];

/// Those of them after which the day of a revision stands.
const REVISIONS: [&str; 6] = ["updated", "last updated", "revised", "last revised", "modified", "last modified"];

/// Words before the days that an issue covers, alone on their line. A single day after them need not be the last one.
const PERIODS: [&str; 14] = [
    "week",
    "week of",
    "for the week",
    "for the week of",
    "for the week from",
    "the week of",
    "the week from",
    "covering",
    "covering the period",
    "covering the week of",
    "period",
    "period covered",
    "reporting period",
    "review period",
];

/// Whether a line consists only of a date: `October 10, 2018`, `Published: Wednesday, October 10, 2018`.
pub(super) fn is_date_line(text: &str, line: Span, date: Span) -> bool {
    let lead = Span::new(line.start, date.start).of(text);
    let tail = Span::new(date.end, line.end).of(text);
    let alone = !lead.contains(char::is_alphanumeric) && !tail.contains(char::is_alphanumeric);
    alone || is_labelled(text, line, date)
}

/// Whether words, or a table's cell, are a label of the issue's date.
pub(super) fn is_label(words: &str) -> bool {
    is_one_of(&LABELS, words)
}

/// Whether a label announces the day of a revision.
pub(super) fn is_label_of_revision(words: &str) -> bool {
    is_one_of(&REVISIONS, words)
}

fn is_one_of(labels: &[&str], words: &str) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    labels.iter().any(|label| words.eq_ignore_ascii_case(label))
}

/// The words before a date on its line.
pub(super) fn label_before(text: &str, line: Span, date: Span) -> &str {
    let lead = Span::new(line.start, date.start).of(text).trim_end();
    lead.strip_suffix(" the").unwrap_or(lead).trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a line labels the issue's date: `Analysis date: October 10, 2018`. A time may follow after a colon.
pub(super) fn is_labelled(text: &str, line: Span, date: Span) -> bool {
    let lead = Span::new(line.start, date.start).of(text);
    let tail = Span::new(date.end, line.end).of(text);
    let words = label_before(text, line, date);
    // `2018-10-10 (KST)`
    let tail_words = tail.trim_matches([' ', '*', '_', '\\']);
    let remark = tail_words.len() < 24 && tail_words.starts_with('(') && tail_words.ends_with(')');
    let hour = lead.contains(':') && tail.len() < 24 && tail.contains(|c: char| c.is_ascii_digit());
    (is_label(words) || is_one_of(&PERIODS, words) && is_range(text, date))
        && (hour || remark || !tail.contains(char::is_alphanumeric))
}

/// Lower-case words in the fields of a masthead line.
static FIELD_WORDS: WordSet = WordSet::new(&[
    "analyst",
    "analysts",
    "and",
    "at",
    "al",
    "bureau",
    "by",
    "bin",
    "compiled",
    "correspondent",
    "correspondents",
    "de",
    "del",
    "desk",
    "du",
    "edited",
    "edition",
    "editor",
    "editors",
    "el",
    "filed",
    "for",
    "issue",
    "issued",
    "la",
    "last",
    "min",
    "minute",
    "minutes",
    "modified",
    "no",
    "number",
    "office",
    "on",
    "posted",
    "prepared",
    "program",
    "programme",
    "published",
    "read",
    "released",
    "reporter",
    "reporters",
    "reporting",
    "research",
    "researcher",
    "researchers",
    "revised",
    "staff",
    "team",
    "the",
    "unit",
    "updated",
    "van",
    "vol",
    "volume",
    "von",
    "written",
]);

/// Words of lines whose date is that of a picture, a source or a life.
static NOT_OF_THE_ISSUE: WordSet = WordSet::new(&[
    "born",
    "cartoon",
    "chart",
    "credit",
    "credits",
    "died",
    "drawing",
    "figure",
    "graphic",
    "illustration",
    "image",
    "images",
    "map",
    "memory",
    "photo",
    "photograph",
    "photographs",
    "photos",
    "picture",
    "pictures",
    "screenshot",
    "source",
    "sources",
    "table",
    "video",
]);

/// Whether a line below the title consists of fields, one of which is its date, and the others say who wrote it, where, or
/// what it is: `By Ada Vale, 15 June 2020`, `June 15, 2020 | 5 min read`, `*Research desk. Written: 15 June 2020.*`.
pub(super) fn is_line_of_fields(text: &str, line: Span, date: Span) -> bool {
    let lead = Span::new(line.start, date.start).of(text);
    let tail = Span::new(date.end, line.end).of(text);
    // `— Ada Vale, 15 June 2020` is behind words that are quoted, `(Dawn, 15 June 2020)` behind any.
    let of_words_before = lead.starts_with(['—', '–', '-', '~', '(', '[']);
    !of_words_before && are_fields(lead) && are_fields(tail)
}

/// Whether a line starts as a byline or with a label of the issue's date. Other names and dates behind a picture may be its
/// caption.
pub(super) fn opens_byline(text: &str, line: Span) -> bool {
    let first = line.of(text).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ["author", "authors", "by", "date", "issued", "posted", "published", "updated", "words", "written"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether part of a line consists of names, titles and what says how they belong to the issue, and of no sentence.
fn are_fields(part: &str) -> bool {
    let mut rest = part;
    loop {
        let end = end_of_field(rest);
        let field = rest.slice(..end).trim_matches(|c: char| !c.is_alphanumeric());
        if !is_label(field) && !field.split_whitespace().all(is_word_of_field) {
            return false;
        }
        rest = rest.slice(end..).trim_start_matches(|c: char| !c.is_alphanumeric());
        if rest.is_empty() {
            return true;
        }
    }
}

/// Where the first field ends: at a sign that divides fields, or at a stop that does not shorten the word before it.
fn end_of_field(rest: &str) -> usize {
    let mut letters = 0;
    for (at, c) in rest.char_indices() {
        match c {
            ',' | ';' | '|' | '·' | '•' | '—' | '–' | '(' | ')' => return at,
            '.' | '/' if letters > 3 => return at,
            _ => letters = if c.is_alphanumeric() { letters + 1 } else { 0 },
        }
    }
    rest.len()
}

fn is_word_of_field(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let barred = EVENTS.has_in_any_case(word) || NOT_OF_THE_ISSUE.has_in_any_case(word);
    // A name, a number, a time.
    let proper = !word.starts_with(char::is_lowercase) && word.len() < 24;
    !barred && (proper || FIELD_WORDS.has(word))
}

/// Whether a date is a range of days.
fn is_range(text: &str, date: Span) -> bool {
    written_at(text, date.start as usize)
        .is_some_and(|first| first.span.end < date.end || first.resolve_further(None, 0).last().is_some())
}

/// The day in a file name: `2018-10-10-…`, `…_20181010`, `…-2018-1010-…`.
pub(super) fn day_in_name(path: &str) -> Option<Date> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let bytes = name.as_bytes();
    let figures = |from: usize, len: usize| -> Option<i32> {
        let part = bytes.get(from..from + len)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |sum, byte| sum * 10 + i32::from(byte - b'0')))
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).filter(|at| *at == 0 || !digit(*at - 1)).find_map(|at| {
        let year = figures(at, 4)?;
        let (month, day, end) = match bytes.get(at + 4)? {
            sign @ (b'-' | b'_' | b'.') if bytes.get(at + 7) == Some(sign) => {
                (figures(at + 5, 2)?, figures(at + 8, 2)?, at + 10)
            }
            // The number of a vulnerability, `CVE-2018-1010`, is no day.
            b'-' | b'_' if !name.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("cve-")) => {
                (figures(at + 5, 2)?, figures(at + 7, 2)?, at + 9)
            }
            _ => (figures(at + 4, 2)?, figures(at + 6, 2)?, at + 8),
        };
        if digit(end) || !(1900..2100).contains(&year) {
            return None;
        }
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

/// Runs of letters and digits.
fn tokens(text: &str, line: Span) -> impl Iterator<Item = Span> {
    let mut at = line.start as usize;
    line.of(text).split(|c: char| !c.is_alphanumeric()).filter_map(move |token| {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        at = at.max(start);
        (!token.is_empty()).then(|| Span::at(start..start + token.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(line: &str) -> (Option<u32>, Option<u32>) {
        let (volume, number) = volume_and_number(line, Span::at(0..line.len()));
        (volume.map(|volume| volume.value), number.map(|number| number.value))
    }

    #[test]
    fn volumes_in_roman_and_arabic_figures() {
        assert_eq!(issue("VOLUME XVI, ISSUE 19"), (Some(16), Some(19)));
        assert_eq!(issue("Vol. 16 No. 19"), (Some(16), Some(19)));
        assert_eq!(issue("Publication: Harbour Watch Volume: 9 Issue: iv"), (Some(9), Some(4)));
        assert_eq!(issue("**Volume 3 | Number 2** • May 4, 2017"), (Some(3), Some(2)));
        assert_eq!(issue("The volume of trade is no issue"), (None, None));
        assert_eq!(number("IIII"), None);
        assert_eq!(number("MCMXCIX"), Some(1999));
        assert_eq!(number("civil"), None);
    }

    fn told(line: &str) -> Option<String> {
        let span = Span::at(0..line.len());
        let day = day_at(line, span).filter(|day| is_date_line(line, span, day.span))?;
        Some(day.value.to_string())
    }

    #[test]
    fn lines_that_give_the_date() {
        for line in [
            "October 10, 2018",
            "Date: October 10, 2018",
            "**Date:** 10 October 2018",
            "Written: the 10th of October 2018",
            "Analysis date: 2018-10-10",
            "Published: Wednesday, October 10, 2018",
            "Last updated: October 10, 2018, 14:30 GMT",
            "As of: 10/10/2018",
            "October 3–10, 2018",
            "Date: October 3, 2018 – October 10, 2018",
            "Week of October 4–10, 2018",
            "Week ending 10 October 2018",
            "For the week of October 4 to October 10, 2018",
            "**Reporting period:** 4-10 October 2018",
            "Covering 4 October to 10 October 2018",
        ] {
            assert_eq!(told(line).as_deref(), Some("2018-10-10"), "{line}");
        }
        assert_eq!(told("28 December–3 January 2019").as_deref(), Some("2019-01-03"));
        for line in [
            "13 January – 2 March 2017",
            "Event date: October 10, 2018",
            "Date of birth: October 10, 2018",
            "Date: October 2018",
            "Date: October 10",
            "He left on October 10, 2018.",
            "Date: 10 October 2018 is when he left",
            "January 1, 2012 – October 10, 2018",
            "Week of October 10, 2018",
            "Reporting period: 2018-10-10",
            "Reporting period: January 1, 2018 – October 10, 2018",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn lines_of_fields_that_give_the_date() {
        let read = |line: &str| {
            let span = Span::at(0..line.len());
            day_at(line, span).filter(|day| is_line_of_fields(line, span, day.span)).map(|day| day.value.to_string())
        };
        for line in [
            "By Ada Vale, 15 June 2020",
            "Ada Vale | 15 June 2020",
            "Nairobi, 15 June 2020",
            "Ada Vale — 15 June 2020",
            "Ada Vale · June 15, 2020 · 5 min read",
            "Compiled by the desk. Written: 15 June 2020.",
            "Compiled by the desk on 15 June 2020",
            "J. Osten (Dakar), 15 June 2020",
            "Published 15 June 2020 by Ada Vale",
            "Published June 15, 2020, updated June 16, 2020",
            "15 June 2020 | Ada Vale",
            "15 June 2020, Dakar",
            "Briefing no. 4 — 15 June 2020",
            "Research desk, Sahel programme, 15 June 2020",
            "Updated 15 June 2020, 14:00 GMT",
            "15 June 2020, by Ada Vale and Tobin Osten",
            "Author: Ada Vale / Date: 15 June 2020",
            "Information cut-off: 15 June 2020",
        ] {
            assert_eq!(read(line).as_deref(), Some("2020-06-15"), "{line}");
        }
        for line in [
            "The council met here on 15 June 2020.",
            "The council met here, 15 June 2020",
            "Photograph by Ada Vale, 15 June 2020",
            "Source: Dawn, 15 June 2020",
            "In memory of Tobin Osten, 15 June 2020",
            "— Ada Vale, 15 June 2020",
            "(Dawn, 15 June 2020)",
            "[Dawn](https://dawn.com/1), 15 June 2020",
            "Battle of Kidal, 15 June 2020",
            "Dakar, 15 June 2020 – it rained",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn titles_that_give_the_date() {
        let read = |title: &str| day_in_title(title, Span::at(0..title.len())).map(|day| day.value.to_string());
        for title in [
            "Digest, 25 January 2026",
            "Week 04 Politics Digest (January 19-25, 2026)",
            "Sahel Watch – January 25, 2026",
            "January 25, 2026",
            "January 25, 2026: What We Know",
            "25 January 2026 | Morning Briefing",
            "Weekly Report for January 25, 2026",
            "News Roundup from January 19 to 25, 2026",
            "Security Bulletin 2026-01-25",
            "Digest for the Week Ending January 25, 2026",
            "Report: Clashes in the North (25 January 2026)",
            "Bulletin of January 25, 2026",
            "The Harbour [25 January 2026]",
        ] {
            assert_eq!(read(title).as_deref(), Some("2026-01-25"), "{title}");
        }
        for title in [
            "The Raid of January 25, 2026",
            "Report on the Raid of January 25, 2026",
            "Kabul Bombing, 25 January 2026",
            "The January 25, 2026 Attacks: A Retrospective",
            "Siege of Marib, 1 January 2020 – 25 January 2026",
            "What Happened on January 25, 2026",
            "Digest, January 2026",
            "Digest, January 25",
            "Digest 04/05/2026",
            "Growing Strawberries",
        ] {
            assert_eq!(read(title), None, "{title}");
        }
    }

    #[test]
    fn days_in_lines_and_names() {
        let line = "Volume XVI • Wednesday, October 10, 2018";
        let day = day_at(line, Span::at(0..line.len())).unwrap();
        assert_eq!(day.value.to_string(), "2018-10-10");
        assert!(!is_date_line(line, Span::at(0..line.len()), day.span));
        let month = "October 2018";
        assert_eq!(day_at(month, Span::at(0..month.len())), None);
        let name = |path: &str| day_in_name(path).map(|day| day.to_string());
        assert_eq!(name("drafts/2018-10-10-strawberries.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("monitor_20181010.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("2018.10.10.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("2018-10-10/draft.md"), None);
        assert_eq!(name("call-0201810109.md"), None);
        assert_eq!(name("2018-13-10.md"), None);
        assert_eq!(name("HW-2018-1010-PORTS.md").as_deref(), Some("2018-10-10"));
        assert_eq!(name("CVE-2018-1010.md"), None);
        assert_eq!(name("2018-2020.md"), None);
    }
}
