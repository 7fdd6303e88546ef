//! What the words of a name, or of the text beside one, reveal about it.

use super::words::{
    CREDITS, EVENTS, GIVEN_NAMES, LANGUAGES, MEDIA, OFFICES, OPENERS, PARTICLES, PIECES, PLACES, PUBLISHERS, RELATIONS,
    UNITS, VERBS,
};
use crate::text::Slice;
use crate::text::words::is_alphanumeric;

/// The maximum length of a source's name, in words and bytes: anything longer is prose.
const LONGEST_NAME: usize = 12;
const LONGEST_WORDS: usize = 120;

/// What the words of a stretch reveal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::bulletin) struct Reading {
    /// All words.
    pub words: u32,
    /// Capitalized words, or words in a script without capitals.
    pub capitals: u32,
    /// Lower-case words that do not occur in names.
    pub small: u32,
    /// Whether the first word is one of these.
    pub opens_small: bool,
    /// Whether there is a verb, a conjunction, or a part after a comma that starts with a lower-case word: a clause.
    pub clause: bool,
    /// Whether a word indicates a medium: `Daily`, `gazeta`, `account`.
    pub medium: bool,
    /// Whether there are two such words: `Twitter account`.
    pub two_media: bool,
    /// Whether there is a word for bodies that publish among other things: `Institute`.
    pub office: bool,
    /// Whether there is a word from an event's name: `Battle`.
    pub event: bool,
    /// Whether there is a word from a picture credit: `Photo`.
    pub credit: bool,
    /// Whether there is a word from a publisher's name: `Verlag`.
    pub publisher: bool,
    /// Whether all its parts are places.
    pub place: bool,
    /// Whether its first word starts asides and chapter titles: `Updated`, `Figure`.
    pub aside: bool,
    /// Whether it consists of two to four words that start with a given name or a title: `Ahmed Omar`,
    /// `President Rouhani`.
    pub person: bool,
}

/// Reads words. `goes_on` means that they continue a name before them, so that a lower-case word does not start a
/// clause.
pub(in crate::bulletin) fn read(text: &str, goes_on: bool) -> Reading {
    let (text, piece) = match before_piece(text) {
        Some((before, piece)) => (before, Some(piece)),
        None => (text, None),
    };
    let medium = piece.is_some_and(|piece| !is_event_too(piece));
    let mut found = Reading { place: piece.is_none(), medium, ..Reading::default() };
    let (mut first, mut given) = (true, false);
    for (part, words) in text.split([',', ':']).enumerate() {
        let mut opens = part > 0 || goes_on && text.starts_with(',');
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        found.place &= is_place(words);
        for word in words.split(|c: char| c.is_whitespace() || is_joint(c)).map(bare).filter(|word| !word.is_empty()) {
            let Some(letter) = word.chars().find(|c| is_alphanumeric(*c)) else { continue };
            found.words += 1;
            if MEDIA.has(word) {
                found.two_media = found.medium;
                found.medium = true;
            }
            found.credit |= CREDITS.has(word);
            if letter.is_lowercase() && !is_domain(word) && !word.contains(char::is_uppercase) {
                if VERBS.has(word) {
                    found.clause = true;
                }
                if !PARTICLES.has(word) && !MEDIA.has(word) && !RELATIONS.has(word) {
                    found.small += 1;
                    found.opens_small |= first;
                    found.clause |= opens;
                }
            } else {
                found.capitals += u32::from(letter.is_alphabetic());
                found.office |= OFFICES.has(word);
                found.event |= EVENTS.has(word);
                found.publisher |= PUBLISHERS.has(word);
                if first {
                    given = GIVEN_NAMES.has(word);
                }
            }
            if first {
                found.aside = OPENERS.has(word);
            }
            (first, opens) = (false, false);
        }
    }
    found.place &= found.words > 0;
    found.person = given && (2..=4).contains(&found.words) && !text.contains(',') && piece.is_none();
    found.clause |= text.len() > LONGEST_WORDS || !has_at_most(LONGEST_NAME, text);
    found
}

/// Whether the words directly before a date say what happened on it, rather than who reported it: `disclosed`,
/// `payment due`.
pub(super) fn tells_of_date(words: &str) -> bool {
    let found = read(words, false);
    !found.medium && !found.office && (found.small > 0 || found.capitals == 0)
}

/// Whose piece it is, and what kind of piece: `WHO Libya tweet`, `UN situation report`.
fn before_piece(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let mut spaces = memchr::memrchr_iter(b' ', text.as_bytes());
    let (last, longer) = (spaces.next()?, spaces.next());
    let behind = |space: usize| text.slice(space + 1..);
    let space = longer.into_iter().chain([last]).find(|space| PIECES.has(behind(*space)))?;
    let before = text.slice(..space).trim_end();
    // `(English translation, 2008)` is nobody's.
    let whose = before.starts_with(char::is_uppercase) && !(LANGUAGES.has(before) && behind(space) == "translation");
    whose.then_some((before, behind(space)))
}

/// Whether a sentence may mention such a piece as an event: `the offer of peace (Cairo speech, June 4, 2009)`.
fn is_event_too(piece: &str) -> bool {
    matches!(
        piece,
        "announcement"
            | "claim"
            | "comment"
            | "declaration"
            | "interview"
            | "letter"
            | "map"
            | "press briefing"
            | "press conference"
            | "speech"
            | "study"
            | "testimony"
    )
}

/// Punctuation that joins the words of a name.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '/' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | '*' | '_' | '|' | '–' | '—')
}

/// A word without surrounding punctuation and without its genitive ending.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['.', '!', '?', ';']);
    let word = word.trim_matches(['\'', '’', '‘']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Whether there are at most `most` words.
pub(in crate::bulletin) fn has_at_most(most: usize, words: &str) -> bool {
    words.len() < 2 * most || words.split_whitespace().nth(most).is_none()
}

/// Whether there is one of a few verbs and conjunctions that do not occur in remarks on a source.
pub(in crate::bulletin) fn has_verb(words: &str) -> bool {
    words.split_whitespace().any(|word| VERBS.has(word.trim_matches(|c: char| !is_alphanumeric(c))))
}

fn first_word(words: &str) -> Option<&str> {
    let inside = |(_, c): &(usize, char)| is_alphanumeric(*c) || *c == '-';
    let mut chars = words.char_indices();
    let (start, _) = chars.find(inside)?;
    let end = chars.find(|next| !inside(next)).map_or(words.len(), |(end, _)| end);
    Some(words.slice(start..end))
}

/// How a link's text reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulletin) enum Label {
    /// It may name a source.
    Name,
    /// One lower-case word: a name or a remark.
    Small,
    /// A number, a version, a hash, code, a sentence.
    Other,
}

/// Reads a link's text.
pub(in crate::bulletin) fn label(label: &str) -> Label {
    let label = label.trim();
    let Some(first) = label.chars().next() else { return Label::Other };
    if matches!(first, '#' | '^' | '`' | '!' | '-' | '+' | '~' | '$' | '%' | '{' | '[' | '…') {
        return Label::Other;
    }
    if !has_at_most(LONGEST_NAME, label) || label.len() > LONGEST_WORDS || label.contains('`') {
        return Label::Other;
    }
    let letters = || label.chars().filter(|c| c.is_alphabetic());
    let few = letters().take(2).count();
    if few < 2 && label.chars().nth(1).is_some() || few == 0 {
        return Label::Other;
    }
    // `v1.2.0`, `1f6cac2`, `GH-123`, `PR #12`
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    let is_number = || digits > 0 && !label.contains(' ') && digits * 2 >= letters().count();
    if label.contains('#') || is_number() && !is_domain(label) && !is_numbered_name(label) {
        return Label::Other;
    }
    if first_word(label).is_some_and(|word| OPENERS.has(word)) {
        return Label::Other;
    }
    // A script without capitals cannot lack one.
    if letters().any(|c| !c.is_lowercase()) || is_domain(label) || first == '@' {
        Label::Name
    } else if has_at_most(1, label) {
        Label::Small
    } else {
        Label::Other
    }
}

/// `Splash247`, `Digi24`
fn is_numbered_name(label: &str) -> bool {
    let name = label.trim_end_matches(|last: char| last.is_ascii_digit());
    (2..=3).contains(&(label.len() - name.len()))
        && name.starts_with(char::is_uppercase)
        && name.chars().count() > 2
        && name.chars().skip(1).all(char::is_lowercase)
}

/// `iran-interlink.org`, `News.com.au`
pub(in crate::bulletin) fn is_domain(name: &str) -> bool {
    // The maximum length of a host name, RFC 1035.
    const LONGEST: usize = 255;
    let name = name.trim();
    if name.len() > LONGEST {
        return false;
    }
    let Some((host, end)) = name.rsplit_once('.') else { return false };
    !name.contains(char::is_whitespace)
        && host.chars().next_back().is_some_and(is_alphanumeric)
        && host.chars().any(char::is_alphabetic)
        && !host.contains('/')
        && (2..=10).contains(&end.chars().count())
        && end.chars().all(char::is_alphabetic)
}

/// A country or a large city: `(Kabul, September 2018)` gives place and time, not the author.
pub(in crate::bulletin) fn is_place(name: &str) -> bool {
    PLACES.has(name.trim().trim_start_matches("the "))
}

/// A number and its unit: `94 GB`
pub(in crate::bulletin) fn is_measure(name: &str) -> bool {
    let Some((number, unit)) = name.trim().split_once(' ') else { return false };
    let figures = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '~' | '≈' | '<' | '>' | '+');
    number.contains(|c: char| c.is_ascii_digit()) && number.chars().all(figures) && UNITS.has(unit)
}

/// `ELF`, `IS-K`, `U.N.`: letters that may abbreviate the name before them.
pub(in crate::bulletin) fn is_short_form(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    name.len() <= 10
        && !name.contains(char::is_whitespace)
        && (2..=8).contains(&letters().count())
        && letters().next().is_some_and(char::is_uppercase)
        && letters().filter(|c| c.is_lowercase()).count() * 2 < letters().count()
}

/// Whether `short` consists of the initials of the words that end `before`, with or without small words.
pub(in crate::bulletin) fn shortens(short: &str, before: &str) -> bool {
    initials_end_with(short, before, false) || initials_end_with(short, before, true)
}

fn initials_end_with(short: &str, before: &str, with_small: bool) -> bool {
    let mut wanted = short.chars().filter(|c| c.is_uppercase()).rev();
    let mut next = wanted.next();
    let words = before.rsplit(|c: char| c.is_whitespace() || is_joint(c)).map(bare);
    // There may be a few small words in between: `the Front for the Defense of the Homeland (FDH)`.
    for first in words.filter_map(|word| word.chars().next()).take(4 * short.len()) {
        let Some(letter) = next else { break };
        if first.is_lowercase() && !with_small {
            continue;
        }
        if !first.to_uppercase().eq(letter.to_uppercase()) {
            return false;
        }
        next = wanted.next();
    }
    next.is_none()
}

/// Whether the letters of a name match those of a host: `Kabul Now` at `kabulnow.com`.
pub(in crate::bulletin) fn is_at_host(name: &str, host: &str) -> bool {
    let labels = host.rsplit('.').skip(1);
    let Some(main) = labels.max_by_key(|label| label.len()) else { return false };
    let letters = || name.chars().filter(|c| is_alphanumeric(*c)).flat_map(char::to_lowercase);
    let plain: String = main.chars().filter(|c| is_alphanumeric(*c)).flat_map(char::to_lowercase).collect();
    let name: String = letters().take(64).collect();
    let least = plain.len().min(name.len());
    least >= 4 && (plain.contains(&name) || name.contains(&plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_number() {
        for name in ["Splash247", "Digi24", "Tele5"] {
            assert!(matches!(label(name), Label::Name), "{name}");
        }
        for other in ["v1.2.0", "1f6cac2", "GH-123", "A123", "Ver2019", "CVE2019"] {
            assert!(matches!(label(other), Label::Other), "{other}");
        }
    }

    #[test]
    fn names_and_clauses() {
        for name in
            ["Palinfo Twitter account", "Zhas Qazaq gazeta", "Voice of the Caliphate radio", "al-Ghad", "Bar-Kulan"]
        {
            let found = read(name, false);
            assert!(found.capitals > 0 && found.small == 0 && !found.clause, "{name}");
        }
        for clause in ["Dawn, which went online", "The Standard, founded", "Amaq, back", "a map of the raid"] {
            let found = read(clause, false);
            assert!(found.small > 0 || found.clause, "{clause}");
        }
        assert!(read("Zhas Qazaq gazeta", false).medium && read("Ahmed Omar", false).person);
        assert!(read("Kabul, Afghanistan", false).place && !read("Kabul Now", false).place);
    }

    #[test]
    fn short_forms_are_made_of_initials() {
        assert!(shortens("PRF", "The Popular Relief Front"));
        assert!(shortens("PFLP", "the Popular Front for the Liberation of Palestine"));
        assert!(shortens("VOA", "Voice of America"));
        assert!(!shortens("PRF", "officials of the ministry said"));
        assert!(is_short_form("IS-K") && is_short_form("PRF") && !is_short_form("Dawn"));
    }

    #[test]
    fn hosts_bear_names() {
        assert!(is_at_host("Kabul Now", "kabulnow.com") && is_at_host("The Kabul Now", "kabulnow.com"));
        assert!(!is_at_host("Abu Ubaidah", "dawn.com") && !is_at_host("AP", "apnews.com"));
    }

    #[test]
    fn what_words_reveal() {
        // All words, those with a capital, those that occur in no name, and everything else.
        for (text, counts, what) in [
            ("Dawn", [1, 1, 0], ""),
            ("", [0, 0, 0], ""),
            ("—, ", [0, 0, 0], ""),
            ("Kabul", [1, 1, 0], "place"),
            ("Kabul, Afghanistan", [2, 2, 0], "place"),
            ("Kabul Now, Afghanistan", [3, 3, 0], ""),
            ("Afghanistan, Kabul Now", [3, 3, 0], ""),
            ("Ahmed Omar", [2, 2, 0], "person"),
            ("Ahmed", [1, 1, 0], ""),
            ("Ahmed, Omar", [2, 2, 0], ""),
            ("Ahmed Omar Rauf Karim", [4, 4, 0], "person"),
            ("Ahmed Omar Rauf Karim Sadat", [5, 5, 0], ""),
            ("Omar Daily", [2, 2, 0], "medium person"),
            ("Twitter account", [2, 1, 0], "medium two_media"),
            ("Sorvik’s Daily!", [2, 2, 0], "medium"),
            ("English translation", [2, 1, 0], ""),
            ("Sorvik translation", [1, 1, 0], "medium"),
            ("Sorvik Institute", [2, 2, 0], "office"),
            ("Battle of Sorvik", [3, 2, 0], "event aside"),
            ("Photo by Omar", [3, 2, 0], "credit aside"),
            ("Sorvik Verlag", [2, 2, 0], "publisher"),
            ("Updated Sorvik", [2, 2, 0], "aside"),
            ("Sorvik Updated", [2, 2, 0], ""),
            ("24 Horas", [2, 1, 0], ""),
            ("gazeta.ru", [1, 1, 0], ""),
            ("iSorvik", [1, 1, 0], ""),
            ("al-Ghad", [2, 1, 0], ""),
            ("اليوم", [1, 1, 0], ""),
            ("ships", [1, 0, 1], "opens_small"),
            ("tall ships", [2, 0, 2], "opens_small"),
            ("Sorvik ships", [2, 1, 1], ""),
            ("Sorvik, ships", [2, 1, 1], "clause"),
            ("Sorvik: ships", [2, 1, 1], "clause"),
            ("Sorvik, via Omar", [3, 2, 0], ""),
            ("Sorvik, Omar ships", [3, 2, 1], ""),
            ("Sorvik was", [2, 1, 1], "clause"),
        ] {
            let found = read(text, false);
            assert_eq!([found.words, found.capitals, found.small], counts, "{text}");
            let flags = [
                (found.opens_small, "opens_small"),
                (found.clause, "clause"),
                (found.medium, "medium"),
                (found.two_media, "two_media"),
                (found.office, "office"),
                (found.event, "event"),
                (found.credit, "credit"),
                (found.publisher, "publisher"),
                (found.place, "place"),
                (found.aside, "aside"),
                (found.person, "person"),
            ];
            let flags: Vec<&str> = flags.into_iter().filter_map(|(holds, name)| holds.then_some(name)).collect();
            assert_eq!(flags.join(" "), what, "{text}");
        }
        // What goes on behind a name: only a comma makes a clause of it.
        assert!(!read("ships", true).clause && read(", ships", true).clause && !read(", Sorvik", true).clause);
        // A long text is a clause.
        assert!(!read("S ".repeat(12).trim(), false).clause && read("S ".repeat(13).trim(), false).clause);
        assert!(!read(&"S".repeat(120), false).clause && read(&"S".repeat(121), false).clause);
    }

    #[test]
    fn what_a_label_is() {
        use Label::{Name, Other, Small};
        for (text, expected) in [
            ("Dawn", Name),
            (" Dawn ", Name),
            ("Sorvik ships", Name),
            ("A", Name),
            ("AB", Name),
            ("اليوم", Name),
            ("iran-interlink.org", Name),
            ("@desk", Name),
            ("photo", Small),
            ("the photo", Other),
            ("", Other),
            ("…", Other),
            ("A1", Other),
            ("7", Other),
            ("[Dawn]", Other),
            ("#Dawn", Other),
            ("Dawn #4", Other),
            ("the `Dawn` Daily", Other),
            ("Abc1", Name),
            ("ab12", Other),
            ("Ab12", Other),
            ("abc12", Other),
            ("Courier2018", Other),
            ("Channel 4", Name),
            ("12 4 A", Other),
            ("12 4 AB", Name),
            ("Figure 4", Other),
            ("-Dawn", Other),
            ("S S S S S S S S S S S S", Name),
            ("S S S S S S S S S S S S S", Other),
        ] {
            assert_eq!(label(text), expected, "{text}");
        }
        assert_eq!([label(&"S".repeat(120)), label(&"S".repeat(121))], [Name, Other]);
        for (most, words, holds) in
            [(1, "Dawn", true), (1, "A B", false), (2, "Dawn News", true), (2, "A B C", false), (3, " A  B C ", true)]
        {
            assert_eq!(has_at_most(most, words), holds, "{words}");
        }
        assert!(has_verb("is") && has_verb("it “was” there") && !has_verb("from AFP") && !has_verb(""));
        assert!(is_measure("94 GB") && is_measure("1.3 TB") && !is_measure("24 Horas") && !is_measure("GB"));
        assert!(
            is_domain("dawn.com")
                && !is_domain("a/dawn.sh")
                && !is_domain("see dawn.com")
                && !is_domain("dawn")
                && !is_domain("1.2")
        );
    }
}
