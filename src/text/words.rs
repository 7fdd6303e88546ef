//! Words: the one tokenization that dates, names, abbreviations and terms share.
//!
//! * A word is a run of letters and digits; apostrophes and ʿayn belong inside words, hyphens and spaces separate them.
//! * Points between single letters belong to the word: `U.S.` is one word, with [`Flags::DOTTED`].
//! * The genitive ending (`’s`; `s’` keeps its s) is cut off the word and flagged: `Ansar’s` is the word `Ansar`.
//! * Each word carries the hash of its folded form: case, diacritics, apostrophes and points do not count.

mod hash;
mod letter;
mod scan;
mod word_set;

use super::Span;
use crate::text::Slice;
use hash::hash_plain;

pub use hash::{hash, hash_ascii};
pub use letter::{is_alphabetic, is_alphanumeric};
pub use scan::numbers;
pub use word_set::WordSet;
pub(crate) use word_set::{count_lines, list_lines, word_list};

/// What a word's letters and neighbors reveal about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Flags(u16);

impl Flags {
    /// The first letter is a capital.
    pub const CAPITAL: Flags = Flags(1);
    /// Two or more letters, all capitals (ignoring a final plural `s`: `IEDs`).
    pub const ALL_CAPS: Flags = Flags(1 << 1);
    /// Contains a digit.
    pub const DIGIT: Flags = Flags(1 << 2);
    /// Written with points: `U.S.`
    pub const DOTTED: Flags = Flags(1 << 3);
    /// A genitive ending was cut off.
    pub const POSSESSIVE: Flags = Flags(1 << 4);
    /// The first word of a block, or after a full stop, question or exclamation mark that ends a sentence.
    pub const SENTENCE_START: Flags = Flags(1 << 5);
    /// A hyphen separates this word from the previous one.
    pub const AFTER_HYPHEN: Flags = Flags(1 << 6);
    /// Only spaces (or a line break, or emphasis marks) separate this word from the previous one.
    pub const AFTER_SPACE: Flags = Flags(1 << 7);
    /// Contains a letter that is not ASCII.
    pub const NON_ASCII: Flags = Flags(1 << 8);
    /// Contains an apostrophe or ʿayn.
    pub const APOSTROPHE: Flags = Flags(1 << 9);
    /// Inside a link's text.
    pub const LINK: Flags = Flags(1 << 10);
    /// Inside a quotation or a block quote.
    pub const QUOTED: Flags = Flags(1 << 11);
    /// May start a sentence: after a colon, a dash, a bracket or an opening quotation mark.
    pub const MAYBE_START: Flags = Flags(1 << 12);
    /// Set in emphasis.
    pub const EMPHASIS: Flags = Flags(1 << 13);
    /// Stands for a whole citation group, up to its closing bracket, or is in one.
    pub const CITED: Flags = Flags(1 << 14);
    /// Two or more capitals among other letters: `JeM`, `PhDs`.
    pub const MIXED_CAPS: Flags = Flags(1 << 15);

    /// Whether all of `flags` are set.
    #[must_use]
    #[inline]
    pub const fn has(self, flags: Flags) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// Whether any of `flags` is set.
    #[inline]
    #[must_use]
    pub const fn any(self, flags: Flags) -> bool {
        self.0 & flags.0 != 0
    }

    /// `flags` if `condition` is true, else none. Branchless: the condition is unpredictable.
    #[inline]
    const fn when(self, condition: bool) -> Flags {
        Flags(self.0 * condition as u16)
    }

    /// Sets `flags`.
    #[inline]
    pub const fn set(&mut self, flags: Flags) {
        self.0 |= flags.0;
    }
}

impl Flags {
    /// Clears `flags`.
    #[inline]
    pub const fn clear(&mut self, flags: Flags) {
        self.0 &= !flags.0;
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;
    #[inline]
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// A word in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word without a genitive ending.
    pub span: Span,
    /// Hash of the folded word; see [`hash()`].
    pub hash: u64,
    /// What is known about it.
    pub flags: Flags,
}

/// Splits the bytes `run` of `text` into words and appends them to `words`, all with `style`.
///
/// The last of `words` counts as the previous word, so a caller starts each block with an empty list.
pub fn split(text: &str, run: Span, style: Flags, words: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    let end = run.end as usize;
    let mut at = run.start as usize;
    // Where the previous word ends, unless it is dotted: then a space after it may end a sentence.
    let mut previous_end = words.last().map_or(NO_PREVIOUS, Word::end_unless_dotted);
    while at < end {
        let class = CLASS[bytes[at] as usize];
        if class < LETTER {
            at += 1;
            continue;
        }
        // The common case: a few ASCII letters between two spaces.
        if let Some(letters) = scan::plain(bytes, at, end) {
            let mut word = plain_word(text, at, letters, style);
            word.flags.set(flags_between(text, words, previous_end, at));
            words.push(word);
            at += letters.len;
            previous_end = at;
            continue;
        }
        let (word, next) = other_word(text, at, end, style);
        at = next;
        if let Some(mut word) = word {
            word.flags.set(flags_between(text, words, previous_end, word.span.start as usize));
            words.push(word);
            previous_end = word.end_unless_dotted();
        }
    }
}

/// A word of letters and digits, all ASCII.
#[inline]
fn plain_word(text: &str, start: usize, letters: scan::Letters, style: Flags) -> Word {
    let span = Span::at(start..start + letters.len);
    let capital = text.as_bytes()[start].is_ascii_uppercase();
    let mut flags = style | Flags::CAPITAL.when(capital) | Flags::DIGIT.when(letters.digit);
    if letters.capitals {
        flags.set(capitals_flag(span.of(text)));
    }
    Word { span, hash: letters.hash, flags }
}

/// Whether a run of ASCII letters and digits of that length is a whole word: it is not continued by an apostrophe, a
/// letter of another script or a point between single letters.
#[inline]
fn ends_plainly(bytes: &[u8], start: usize, len: usize) -> bool {
    match bytes.get(start + len) {
        None => true,
        Some(b'.') => len > 1,
        Some(&byte) => !matches!(CLASS[byte as usize], MARK | WIDE),
    }
}

/// The word of any kind that starts at `start`, if there is one, and where to continue.
#[inline(never)]
fn other_word(text: &str, start: usize, end: usize, style: Flags) -> (Option<Word>, usize) {
    let bytes = text.as_bytes();
    if CLASS[bytes[start] as usize] == WIDE {
        let c = text.slice(start..).chars().next().unwrap_or(' ');
        if !is_alphanumeric(c) || is_apostrophe(c) {
            return (None, start + c.len_utf8());
        }
    } else {
        let letters = scan::letters(bytes, start, end);
        if ends_plainly(bytes, start, letters.len) {
            return (Some(plain_word(text, start, letters, style)), start + letters.len);
        }
    }
    let (word, next) = read(text, start, end, style);
    (Some(word), next)
}

/// The flags of a word at `start` that come from the separator before it.
#[inline]
fn flags_between(text: &str, words: &[Word], previous_end: usize, start: usize) -> Flags {
    let space = start == previous_end + 1 && matches!(text.as_bytes()[previous_end], b' ' | b'\n');
    if space { Flags::AFTER_SPACE } else { separator_flags(text, words.last(), start) }
}

/// No previous word, or a dotted one: a value beyond the end of any text.
const NO_PREVIOUS: usize = usize::MAX - 1;

impl Word {
    /// Whether only a space, a hyphen or a line or page break comes before it.
    #[inline]
    #[must_use]
    pub fn is_joined(&self) -> bool {
        self.flags.any(Flags::AFTER_SPACE | Flags::AFTER_HYPHEN)
    }

    /// The byte at which it ends; [`NO_PREVIOUS`] if its points may also end a sentence.
    #[inline]
    const fn end_unless_dotted(&self) -> usize {
        if self.flags.has(Flags::DOTTED) { NO_PREVIOUS } else { self.span.end as usize }
    }
}

/// The role of a byte in a word.
const OTHER: u8 = 0;
const MARK: u8 = 1;
const LETTER: u8 = 2;
const CAPITAL: u8 = 3;
const NUMBER: u8 = 4;
const WIDE: u8 = 5;

const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => LETTER,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => NUMBER,
            b'\'' | b'`' => MARK,
            0x80.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    table
};

/// Reads the word that starts at `start`; returns it and where to continue.
fn read(text: &str, start: usize, end: usize, style: Flags) -> (Word, usize) {
    let bytes = text.as_bytes();
    let mut flags = style;
    let mut at = start;
    let (mut capitals, mut plain) = (0u32, true);
    let mut first = true;
    while at < end {
        match CLASS[bytes[at] as usize] {
            LETTER => {}
            CAPITAL => {
                capitals += 1;
                if first {
                    flags.set(Flags::CAPITAL);
                }
            }
            NUMBER => flags.set(Flags::DIGIT),
            class @ (WIDE | MARK) => {
                let c = text.slice(at..).chars().next().unwrap_or(' ');
                let next = at + c.len_utf8();
                if class == WIDE && (is_alphanumeric(c) && !is_apostrophe(c) || is_joiner(c)) {
                    flags.set(Flags::NON_ASCII);
                    plain = false;
                    if c.is_uppercase() {
                        capitals += 1;
                        if first {
                            flags.set(Flags::CAPITAL);
                        }
                    }
                } else if is_apostrophe(c) && next < end && continues(text, next) {
                    if is_genitive(text, next, end) {
                        flags.set(Flags::POSSESSIVE);
                        let word = finish(text, start, at, flags, capitals, plain);
                        return (word, next + 1);
                    }
                    flags.set(Flags::APOSTROPHE);
                    plain = false;
                } else {
                    break;
                }
                first = false;
                at = next;
                continue;
            }
            _ => {
                if at == start + 1
                    && bytes[at] == b'.'
                    && !flags.has(Flags::DIGIT)
                    && let Some(stop) = dotted(bytes, start, end)
                {
                    flags.set(Flags::DOTTED);
                    let capitals = bytes[start..stop].iter().filter(|byte| byte.is_ascii_uppercase()).count();
                    let next = if is_apostrophe_at(text, stop) && is_genitive_after(text, stop, end) {
                        flags.set(Flags::POSSESSIVE);
                        stop + text.slice(stop..).chars().next().map_or(0, char::len_utf8) + 1
                    } else {
                        stop
                    };
                    return (finish(text, start, stop, flags, count(capitals), false), next);
                }
                break;
            }
        }
        first = false;
        at += 1;
    }
    (finish(text, start, at, flags, capitals, plain), at)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn finish(text: &str, start: usize, end: usize, mut flags: Flags, capitals: u32, plain: bool) -> Word {
    let word = text.slice(start..end);
    if capitals >= 2 {
        flags.set(capitals_flag(word));
    }
    let hash = if plain { hash_plain(word.as_bytes()) } else { hash(word) };
    Word { span: Span::at(start..end), hash, flags }
}

/// The flag for a word with several capitals: `IEDs` is a plural abbreviation; `As` and `Is` are words.
#[inline(never)]
fn capitals_flag(word: &str) -> Flags {
    let stem = word.strip_suffix('s').unwrap_or(word);
    if stem.chars().any(|c| c.is_alphabetic() && !c.is_uppercase()) { Flags::MIXED_CAPS } else { Flags::ALL_CAPS }
}

/// Whether there is a letter or digit at `at`.
fn continues(text: &str, at: usize) -> bool {
    text.slice(at..).chars().next().is_some_and(is_alphanumeric)
}

/// Whether the `s` at `at` is a genitive ending.
fn is_genitive(text: &str, at: usize, end: usize) -> bool {
    matches!(text.as_bytes()[at], b's' | b'S')
        && (at + 1 >= end || !continues(text, at + 1) && !is_apostrophe_at(text, at + 1))
}

fn is_genitive_after(text: &str, apostrophe: usize, end: usize) -> bool {
    let next = apostrophe + text.slice(apostrophe..).chars().next().map_or(0, char::len_utf8);
    next < end && is_genitive(text, next, end)
}

fn is_apostrophe_at(text: &str, at: usize) -> bool {
    text.slice(at..).chars().next().is_some_and(is_apostrophe)
}

/// Characters used inside names as an apostrophe, hamza or ʿayn.
#[must_use]
#[inline]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | 'ʻ' | '´' | 'ˈ')
}

/// Zero-width characters that belong to the word around them.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The end of a run of single letters with points, such as `U.S.`, that starts at `start`; at least two letters.
fn dotted(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    let mut letters = 0;
    loop {
        let letter = at < end && bytes[at].is_ascii_alphabetic();
        let point = at + 1 < end && bytes[at + 1] == b'.';
        if letter && point {
            letters += 1;
            at += 2;
        } else if letter && letters > 0 && !(at + 1 < end && CLASS[bytes[at + 1] as usize] >= LETTER) {
            // `U.S` without its last point.
            return Some(at + 1);
        } else {
            return (letters >= 2 && !letter).then_some(at);
        }
    }
}

/// The flags that the separator gives to the word at `start`, if it is more than a space.
#[inline(never)]
fn separator_flags(text: &str, before: Option<&Word>, start: usize) -> Flags {
    let Some(before) = before else { return Flags::SENTENCE_START };
    if !before.flags.has(Flags::DOTTED) {
        match &text.as_bytes()[before.span.end as usize..start] {
            b", " | b" (" | b" ([" => return Flags::MAYBE_START,
            b"-" => return Flags::AFTER_HYPHEN,
            b". " | b"). " if abbreviates(before.span.of(text)) => return Flags::MAYBE_START,
            b". " | b"). " => return Flags::SENTENCE_START,
            _ => {}
        }
    }
    Separator::between(text, before, start).flags(text, before)
}

/// The separator between two words, of any length.
#[derive(Default)]
struct Separator {
    /// A space or a line end.
    space: bool,
    /// A line end.
    line_end: bool,
    hyphen: bool,
    /// A period, question or exclamation mark.
    stop: bool,
    /// A space after such a stop.
    spaced_stop: bool,
    /// Anything that makes the separator more than a space.
    other: bool,
    /// Something after which a sentence may start.
    opens: bool,
}

impl Separator {
    /// Scans the text between the previous word and the one at `start`.
    fn between(text: &str, before: &Word, start: usize) -> Separator {
        let mut from = before.span.end as usize;
        if before.flags.has(Flags::POSSESSIVE) {
            from += text.slice(from..).chars().next().map_or(0, char::len_utf8) + 1;
        }
        let between = text.get(from..start).unwrap_or("");
        // `Workers’ Party`: the apostrophe of a plural genitive does not separate a name.
        let between = if before.span.of(text).ends_with('s') {
            between.strip_prefix("’ ").or_else(|| between.strip_prefix("' ")).map_or(between, |_| " ")
        } else {
            between
        };
        let (between, behind_link) = without_target(before, between);
        let mut separator = Separator { spaced_stop: before.flags.has(Flags::DOTTED), ..Separator::default() };
        for c in between.chars().chain(behind_link.chars()) {
            separator.add(c);
        }
        separator
    }

    fn add(&mut self, c: char) {
        match c {
            '\n' | '\r' | ' ' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {
                self.space = true;
                self.line_end |= matches!(c, '\n' | '\r');
                self.spaced_stop |= self.stop;
            }
            '*' | '_' | '[' | '~' | '\\' => {}
            '>' if self.line_end => {}
            '-' | '\u{2010}' | '\u{2011}' => self.hyphen = true,
            '.' | '?' | '!' | '…' => {
                self.stop = true;
                self.other = true;
            }
            '"' | '\'' | '”' | '’' | ')' | ']' => self.other = true,
            _ => {
                self.other = true;
                self.opens = true;
            }
        }
        self.opens |= matches!(c, '"' | '“' | '‘' | '(' | '—' | '–' | ':');
    }

    fn flags(&self, text: &str, before: &Word) -> Flags {
        if self.spaced_stop {
            let certain = !before.flags.has(Flags::DOTTED) && !abbreviates(before.span.of(text));
            return match (certain, self.other) {
                (true, _) => Flags::SENTENCE_START,
                (false, true) => Flags::MAYBE_START,
                (false, false) => Flags::AFTER_SPACE | Flags::MAYBE_START,
            };
        }
        match (self.other || self.opens, self.hyphen, self.space) {
            (true, _, true) if !self.opens => Flags::default(),
            (true, ..) => Flags::MAYBE_START,
            (false, true, space) if !space || self.line_end => Flags::AFTER_HYPHEN,
            (false, true, _) => Flags::MAYBE_START,
            (false, false, true) => Flags::AFTER_SPACE,
            (false, false, false) => Flags::default(),
        }
    }
}

/// The text before and after a link's target, if the previous word is the last of its label: an address reveals nothing
/// about the sentence.
fn without_target<'t>(before: &Word, between: &'t str) -> (&'t str, &'t str) {
    let bytes = between.as_bytes();
    let close = bytes.iter().take(4).position(|byte| *byte == b']');
    let Some(close) = close.filter(|_| before.flags.has(Flags::LINK)) else { return (between, "") };
    if bytes.get(close + 1) != Some(&b'(') {
        return (between, "");
    }
    let mut depth = 0u32;
    for at in memchr::memchr2_iter(b'(', b')', &bytes[close + 1..]) {
        let at = close + 1 + at;
        depth = if bytes[at] == b'(' { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return (between.slice(..close), between.slice(at + 1..));
        }
    }
    (between, "")
}

/// Whether a full stop after this word is more likely to mark an abbreviation than to end a sentence.
pub(crate) fn abbreviates(word: &str) -> bool {
    static SHORT: WordSet = WordSet::new(&[
        "Adm", "Aug", "al", "approx", "Brig", "Col", "Capt", "Cpl", "Co", "Corp", "cf", "Dr", "Dec", "etc", "ed",
        "eds", "Feb", "Gen", "Gov", "Hon", "Inc", "Jr", "Jan", "Lt", "Ltd", "Mr", "Mrs", "Ms", "Maj", "No", "Nov",
        "Oct", "Prof", "pp", "Rep", "Rev", "Sgt", "Sen", "St", "Sr", "Sept", "vs", "vol",
    ]);
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(only), None) if only.is_uppercase()) || SHORT.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        split(text, Span::at(0..text.len()), Flags::default(), &mut words);
        words
    }

    fn texts(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| word.span.of(text)).collect()
    }

    #[test]
    fn hyphens_part_words_and_apostrophes_do_not() {
        assert_eq!(texts("Dasht-e-Barchi, Qa'ida"), ["Dasht", "e", "Barchi", "Qa'ida"]);
        assert_eq!(texts("Muharir al-Ansar’s posters"), ["Muharir", "al", "Ansar", "posters"]);
        assert_eq!(texts("the militants' 'own' words"), ["the", "militants", "own", "words"]);
        assert_eq!(texts("Jama'at-ud-Da'wa's men"), ["Jama'at", "ud", "Da'wa", "men"]);
    }

    #[test]
    fn points_belong_to_single_letters() {
        assert_eq!(
            texts("the U.S. and the U.K.'s e.g. A. Smith"),
            ["the", "U.S.", "and", "the", "U.K.", "e.g.", "A", "Smith"]
        );
        assert_eq!(texts("in the U.S"), ["in", "the", "U.S"]);
        assert_eq!(texts("A"), ["A"]);
    }

    #[test]
    fn the_hash_folds_case_marks_and_points() {
        for (a, b) in [
            ("Qa’ida", "QAIDA"),
            ("Öcalan", "ocalan"),
            ("U.S.", "us"),
            ("ʿAyn", "ayn"),
            ("Manëz", "Manez"),
            ("internationalisation", "Internationalisation"),
            ("na\u{308}me", "näme"),
        ] {
            assert_eq!(hash(a), hash(b), "{a} {b}");
        }
        assert_ne!(hash("Shabaab"), hash("Shabab"));
        assert_ne!(hash("abcdefgh"), hash("abcdefghi"));
    }

    #[test]
    fn flags_say_what_stands_around() {
        let text = "Gen. Ali met al-Shabaab. U.S. forces left; \"Then 25 IEDs\" blew—Al said.\nNext one’s";
        let words = words(text);
        let flags = |word: &str| words.iter().find(|w| w.span.of(text) == word).unwrap().flags;
        assert!(flags("Gen").has(Flags::SENTENCE_START | Flags::CAPITAL));
        assert!(flags("Ali").has(Flags::MAYBE_START) && !flags("Ali").has(Flags::SENTENCE_START));
        assert!(flags("Shabaab").has(Flags::AFTER_HYPHEN));
        assert!(flags("U.S.").has(Flags::SENTENCE_START | Flags::DOTTED | Flags::ALL_CAPS));
        assert!(flags("forces").has(Flags::AFTER_SPACE));
        assert!(flags("Then").has(Flags::MAYBE_START));
        assert!(flags("25").has(Flags::DIGIT));
        assert!(flags("IEDs").has(Flags::ALL_CAPS));
        assert!(flags("Al").has(Flags::MAYBE_START));
        assert!(flags("Next").has(Flags::SENTENCE_START));
        assert!(flags("one").has(Flags::POSSESSIVE));
    }

    #[test]
    fn an_address_is_no_part_of_the_sentence() {
        let text = "The [port](https://a.org/(b).html) closed. [Reports](c.md), May";
        let mut words = Vec::new();
        for (run, style) in [(0..4, Flags::default()), (5..9, Flags::LINK), (34..43, Flags::default())] {
            split(text, Span::at(run), style, &mut words);
        }
        let closed = words.last().unwrap();
        assert_eq!((closed.span.of(text), closed.flags), ("closed", Flags::AFTER_SPACE));
        split(text, Span::at(44..51), Flags::LINK, &mut words);
        split(text, Span::at(59..text.len()), Flags::default(), &mut words);
        let flags: Vec<Flags> = words[3..].iter().map(|word| word.flags).collect();
        assert_eq!(flags, [Flags::SENTENCE_START | Flags::LINK | Flags::CAPITAL, Flags::MAYBE_START | Flags::CAPITAL]);
    }

    proptest! {
        #[test]
        fn words_lie_in_the_text_in_order(text in "[a-zA-Z0-9'’ʿ.\\- \u{300}éЖ世😀\n*]{0,40}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(text.get(word.span.range()).is_some());
                prop_assert!(word.span.start >= last && !word.span.is_empty());
                prop_assert_eq!(word.hash, hash(word.span.of(&text)));
                last = word.span.end;
            }
        }
    }
}
