//! The names of months and weekdays: in full, shortened and misspelled.

use super::{Month, MonthForm, Weekday};
use crate::text::Slice;
use crate::text::words::WordSet;

/// The months in full.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The weekdays in full, Monday first.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

/// Short forms of more than three letters.
static SHORT_MONTHS: WordSet = WordSet::new(&["febr", "octo", "sept"]);

/// Their short forms, in lower case and without a stop.
pub(crate) const SHORT_WEEKDAYS: [(&str, Weekday); 11] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("tues", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("weds", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("thur", Weekday::Thursday),
    ("thurs", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Misspellings of months that are too short to be judged by edit distance.
const SLIPS: [(&str, u8); 15] = [
    ("mrach", 3),
    ("marhc", 3),
    ("macrh", 3),
    ("apirl", 4),
    ("arpil", 4),
    ("aprli", 4),
    ("juen", 6),
    ("jnue", 6),
    ("jluy", 7),
    ("juyl", 7),
    ("agust", 8),
    ("augst", 8),
    ("auguts", 8),
    ("agusut", 8),
    ("ocober", 10),
];

/// Words and names that are one typo away from a month.
const NO_MONTHS: [&str; 26] = [
    "augusta",
    "augusto",
    "auguste",
    "augustin",
    "augusts",
    "marcha",
    "marche",
    "marches",
    "marched",
    "junes",
    "julys",
    "aprils",
    "decembers",
    "novembers",
    "octobers",
    "septembers",
    "januarys",
    "septembre",
    "novembre",
    "decembre",
    "octobre",
    "decembrie",
    "noviembre",
    "diciembre",
    "dezember",
    "oktober",
];

/// The word of ASCII letters at `at`.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let len = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    // An accented letter continues the word: it is not one of these names.
    match rest.as_bytes().get(len) {
        Some(0x80..) if rest.slice(len..).starts_with(char::is_alphabetic) => "",
        _ => rest.slice(..len),
    }
}

/// The month at `at`, and its length in bytes including its stop.
#[must_use]
pub fn month_at(text: &str, at: usize) -> Option<(Month, usize)> {
    let first = *text.as_bytes().get(at)?;
    if !matches!(first | 0x20, b'j' | b'f' | b'm' | b'a' | b's' | b'o' | b'n' | b'd') {
        return None;
    }
    let capital = first.is_ascii_uppercase();
    let rest = &text.as_bytes()[at..];
    let opened = opens_month(rest);
    if let Some(number) = opened
        && let name = MONTHS[usize::from(number) - 1]
        && rest.starts_with(name.as_bytes())
        && rest.get(name.len()).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphabetic())
    {
        // Nearly every month is written like this.
        return Some((Month { number, form: MonthForm::Full, capital }, name.len()));
    }
    let word = word_at(text, at);
    if !(3..=11).contains(&word.len()) {
        return None;
    }
    if let Some(number) = opened {
        if MONTHS[usize::from(number) - 1].eq_ignore_ascii_case(word) {
            return Some((Month { number, form: MonthForm::Full, capital }, word.len()));
        }
        if word.len() == 3 || SHORT_MONTHS.has_in_any_case(word) {
            let stop = text.as_bytes().get(at + word.len()) == Some(&b'.');
            let form = MonthForm::Abbreviated { stop };
            return Some((Month { number, form, capital }, word.len() + usize::from(stop)));
        }
    }
    misspelt(word).map(|number| (Month { number, form: MonthForm::Misspelt, capital }, word.len()))
}

/// The first three letters of each month, in lower case, packed into a number.
const OPENINGS: [u32; 12] = {
    let mut openings = [0; 12];
    let mut month = 0;
    while month < 12 {
        openings[month] = opening(MONTHS[month].as_bytes());
        month += 1;
    }
    openings
};

/// The first three letters of a word of at least three, in lower case, packed into a number.
const fn opening(word: &[u8]) -> u32 {
    u32::from_le_bytes([word[0], word[1], word[2], 0]) | 0x0020_2020
}

/// The month whose first three letters start `word`, ignoring case.
fn opens_month(word: &[u8]) -> Option<u8> {
    let opening = opening(word.first_chunk::<3>()?);
    OPENINGS.iter().zip(1..).find_map(|(month, number)| (*month == opening).then_some(number))
}

/// The month that is one typo away from `word`: a letter more, less or different, or two swapped; two typos in words of
/// eight letters or more. Short months are too close to other words.
fn misspelt(word: &str) -> Option<u8> {
    if (4..=6).contains(&word.len())
        && let Some((_, number)) = SLIPS.iter().find(|(slip, _)| slip.eq_ignore_ascii_case(word))
    {
        return Some(*number);
    }
    if word.len() < 6 {
        return None;
    }
    // March, April, May, June and July are one typo away from too many words. The others all start with different
    // letters.
    let first = word.as_bytes()[0] | 0x20;
    let opens = |month: &str| month.len() >= 6 && month.as_bytes()[0] | 0x20 == first;
    let (month, number) = MONTHS.iter().zip(1..).find(|(month, _)| opens(month))?;
    let most = if month.len() >= 8 { 2 } else { 1 };
    if month.len().abs_diff(word.len()) > most {
        return None;
    }
    // Fast path: almost no word is a month, and its letters rule out most.
    let (ours, theirs) = (letters(word), letters(month));
    let few = |letters: u32| letters.count_ones() as usize <= most;
    if !few(ours & !theirs) || !few(theirs & !ours) {
        return None;
    }
    let small = word.to_ascii_lowercase();
    let is_slip = !NO_MONTHS.contains(&small.as_str())
        && strsim::damerau_levenshtein(&month.to_ascii_lowercase(), &small) <= most;
    is_slip.then_some(number)
}

/// Which letters of the alphabet a word of ASCII letters contains, one bit each.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte.to_ascii_lowercase().wrapping_sub(b'a') & 31))
}

/// The weekday at `at`, and its length in bytes including its stop.
#[must_use]
pub fn weekday_at(text: &str, at: usize) -> Option<(Weekday, usize)> {
    // The second letter rules out `September` and `March`.
    let [first, second, ..] = *text.as_bytes().get(at..)? else { return None };
    if !matches!(
        (first, second | 0x20),
        (b'M', b'o') | (b'T', b'u' | b'h') | (b'W', b'e') | (b'F', b'r') | (b'S', b'a' | b'u')
    ) {
        return small_weekday_at(text, at);
    }
    let word = word_at(text, at);
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    if let Some((name, day)) = WEEKDAYS.iter().find(|(name, _)| *name == word) {
        return Some((*day, name.len()));
    }
    let (_, day) = SHORT_WEEKDAYS.iter().find(|(short, _)| short.eq_ignore_ascii_case(word))?;
    let stop = usize::from(text.as_bytes().get(at + word.len()) == Some(&b'.'));
    Some((*day, word.len() + stop))
}

/// `tuesday`: a typo; short forms in lower case are other words.
fn small_weekday_at(text: &str, at: usize) -> Option<(Weekday, usize)> {
    let ahead = text.as_bytes().get(at + 3..)?;
    // Hardly any word has `day` this early.
    let day = ahead.windows(3).take(4).position(|letters| letters == b"day")?;
    let word = word_at(text, at);
    let small = word.len() == day + 6 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let (name, day) = WEEKDAYS.iter().find(|(name, _)| small && name.eq_ignore_ascii_case(word))?;
    Some((*day, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months() {
        let read = |word| month_at(word, 0).map(|(month, len)| (month.number, month.form, len));
        assert_eq!(read("May 9"), Some((5, MonthForm::Full, 3)));
        assert_eq!(read("sept. 9"), Some((9, MonthForm::Abbreviated { stop: true }, 5)));
        assert_eq!(read("Nov 9"), Some((11, MonthForm::Abbreviated { stop: false }, 3)));
        for (word, number) in [
            ("Septmber", 9),
            ("Febuary", 2),
            ("Ocotber", 10),
            ("Agust", 8),
            ("Decmber", 12),
            ("Janurary", 1),
            ("Augst", 8),
            ("Novemeber", 11),
            ("Mrach", 3),
            ("Juen", 6),
            ("Augost", 8),
            ("Setembr", 9),
            ("Febuaryy", 2),
        ] {
            assert_eq!(read(word).map_or(0, |(number, ..)| number), number, "{word}");
        }
        for word in [
            "Match",
            "Agusst",
            "Octobbrr",
            "Sepembrrr",
            "Marsh",
            "Mayor",
            "Augusta",
            "Novel",
            "Juneau",
            "Decembrist",
            "Maya",
            "Octopus",
            "Janitor",
            "Mayé",
            "",
        ] {
            assert_eq!(read(word), None, "{word}");
        }
    }

    #[test]
    fn weekdays() {
        assert_eq!(weekday_at("Tues. May", 0), Some((Weekday::Tuesday, 5)));
        assert_eq!(weekday_at("Sunday", 0), Some((Weekday::Sunday, 6)));
        assert_eq!(weekday_at("Weds. May", 0), Some((Weekday::Wednesday, 5)));
        assert_eq!(weekday_at("wednesday", 0), Some((Weekday::Wednesday, 9)));
        assert_eq!(weekday_at("friday", 0), Some((Weekday::Friday, 6)));
        for word in ["Sunda", "wed", "fridays", "someday", "monDay", "mONday", "today", "birthday"] {
            assert_eq!(weekday_at(word, 0), None, "{word}");
        }
        assert_eq!(weekday_at("sun", 0), None);
    }
}
