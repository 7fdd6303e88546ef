//! Compares long forms, and turns one into another.
//!
//! * Case, accents on Latin letters, apostrophes, hyphens, small words, plurals and British or American spelling do not
//!   make two long forms different. Neither do other vowels, because names from other scripts are romanized in many
//!   ways.
//! * [`Agreement::Near`] means that one word differs, and only slightly: a typo. `Somali National Army` and
//!   `Sudanese National Army` are not near.

use super::Use;
use crate::gazetteer::countries;
use crate::gazetteer::phonetic::PhoneticName;
use crate::text::words::WordSet;
use crate::text::{Edit, Offset, Slice, Span, capitalised};
use compact_str::{CompactString, format_compact};
use smallvec::SmallVec;

/// How two long forms relate to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same, except for spelling.
    Same,
    /// Almost the same: one is a typo.
    Near,
    /// Two things.
    Different,
}

/// A word of a long form, folded, and its position in the form.
struct Piece<'a> {
    written: &'a str,
    start: usize,
    folded: CompactString,
}

static SMALL: WordSet =
    WordSet::new(&["and", "a", "an", "at", "de", "du", "des", "for", "in", "la", "of", "on", "the", "to"]);

/// Marks a name from another script, whose spelling is left to the rules on names.
const FOREIGN: [&str; 16] =
    ["al", "el", "ul", "ud", "as", "ash", "ad", "ar", "e", "i", "wal", "wa", "bin", "ibn", "abu", "fi"];

/// How `written` relates to the long form `listed`.
#[must_use]
pub fn compare(written: &str, listed: &str) -> Agreement {
    let (a, b) = (pieces(written), pieces(listed));
    if same(&a, &b) {
        return Agreement::Same;
    }
    let foreign = |pieces: &[Piece<'_>]| pieces.iter().any(|piece| FOREIGN.contains(&piece.folded.as_str()));
    if foreign(&a) || foreign(&b) {
        return Agreement::Different;
    }
    match off(&a, &b) {
        Some(_) => Agreement::Near,
        None => Agreement::Different,
    }
}

/// The edits that turn `written`, which is at `at`, into `listed`, keeping its capitals and its plural; none if they
/// are not near.
#[must_use]
pub fn correction(written: &str, listed: &str, at: Offset) -> Vec<Edit> {
    let (a, b) = (pieces(written), pieces(listed));
    let Some(offset) = off(&a, &b).or_else(|| off_in_a_common_word(&a, &b)) else { return Vec::new() };
    // A proper name is written as listed, including its spelling; in other words only the typo is corrected.
    let proper = b.iter().all(|piece| piece.written.starts_with(char::is_uppercase));
    let pairs = a[offset..].iter().zip(&b);
    let wrong = pairs.filter(|(a, b)| a.folded != b.folded || proper && singular(a.written) != singular(b.written));
    wrong
        .map(|(a, b)| {
            let mut text = b.written.to_owned();
            if a.written.starts_with(char::is_uppercase) {
                text = capitalised(&text);
            }
            if a.written.ends_with('s') && !text.ends_with('s') {
                text.push('s');
            }
            let start = at + a.start as Offset;
            Edit::replace(Span::new(start, start + a.written.len() as Offset), text)
        })
        .collect()
}

/// The edit that writes out the long form at a use, with the short form in brackets: `IEDs` →
/// `improvised explosive devices (IEDs)`. `None` if the surrounding words would have to change as well.
#[must_use]
pub fn spell_out(text: &str, used: Use, long: &str) -> Option<Edit> {
    let (start, end) = (used.span.start as usize, used.span.end as usize);
    let before = text.slice(..start).chars().next_back().unwrap_or(' ');
    let after = text.slice(end..);
    let genitive = ["'s", "’s"].into_iter().find(|ending| after.starts_with(ending)).unwrap_or("");
    let plural = genitive.is_empty() && after.starts_with('s');
    let to = end + genitive.len() + usize::from(plural);
    let next = text.slice(to..).chars().next().unwrap_or(' ');
    let loose =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '“' | '”' | ',' | ';' | ':' | '.' | '—' | '–' | '/');
    if !loose(before) || !loose(next) || used.kept || plural && long.ends_with('s') {
        return None;
    }
    // `a UAV` would become `a unmanned aerial vehicle`.
    let word = text.slice(..start).trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let vowel = long.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    if matches!(word, "a" | "A") && (vowel || long.starts_with(['u', 'U'])) || matches!(word, "an" | "An") && !vowel {
        return None;
    }
    let short = used.span.of(text);
    let s = if plural { "s" } else { "" };
    let long = if used.opens { capitalised(long) } else { long.to_owned() };
    Some(Edit::replace(Span::at(start..to), format!("{long}{s}{genitive} ({short}{s})")))
}

/// Whether the first letters of the words of `long` spell `short`, with or without small words.
#[must_use]
pub fn is_spelled_by(short: &str, long: &str) -> bool {
    let wanted = short.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase);
    let mut first = pieces_of(long).filter_map(|piece| piece.folded.chars().next());
    // Each letter starts a word, in order.
    wanted.into_iter().all(|letter| first.any(|c| c == letter))
}

fn same(a: &[Piece<'_>], b: &[Piece<'_>]) -> bool {
    let bones = |pieces: &[Piece<'_>]| {
        pieces.iter().flat_map(|piece| piece.folded.chars()).filter(|c| !is_vowel(*c)).collect::<String>()
    };
    let apart = |a: &[Piece<'_>]| {
        a.len() == b.len()
            && a.iter().zip(b).any(|(a, b)| a.folded != b.folded && countries::NEIGHBORS.has(a.folded.as_str()))
    };
    let listed = bones(b);
    // More words before it, `the Kenyan navy of the African Union Mission`, do not matter.
    let tail = &a[a.len().saturating_sub(b.len())..];
    !listed.is_empty() && (bones(a) == listed || bones(tail) == listed) && !apart(tail)
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Where in `a` the words of `b` start, if all but one are the same and that one is near.
fn off(a: &[Piece<'_>], b: &[Piece<'_>]) -> Option<usize> {
    let (offset, wrong) = one_word_off(a, b)?;
    near(&a[offset + wrong].folded, &b[wrong].folded).then_some(offset)
}

/// Where in `a` the words of `b` start, and which of these differs, if all but one are the same.
fn one_word_off(a: &[Piece<'_>], b: &[Piece<'_>]) -> Option<(usize, usize)> {
    if a.len() < b.len() || b.len() < 2 {
        return None;
    }
    let offset = a.len() - b.len();
    let mut wrong = a[offset..].iter().zip(b).enumerate().filter(|(_, (a, b))| a.folded != b.folded);
    let (at, _) = wrong.next()?;
    wrong.next().is_none().then_some((offset, at))
}

/// The same, if the differing word is a common one with the same initial, and the shared words distinguish the body
/// from others: `Eritrean Liberty Front` for the Eritrean Liberation Front, but not `Black Liberation Army` for the
/// Baloch one.
fn off_in_a_common_word(a: &[Piece<'_>], b: &[Piece<'_>]) -> Option<usize> {
    let (offset, wrong) = one_word_off(a, b)?;
    let common = |piece: &Piece<'_>| {
        PhoneticName::new(&piece.folded).is_some_and(|word| word.is_english())
            && countries::named(&piece.folded).is_none()
    };
    let initial = |piece: &Piece<'_>| piece.folded.chars().next();
    let telling = b.iter().enumerate().any(|(at, piece)| at != wrong && !common(piece));
    let (written, listed) = (&a[offset + wrong], &b[wrong]);
    (telling && common(listed) && initial(written) == initial(listed)).then_some(offset)
}

/// Whether two long forms differ in one common word, and their other words name one body.
#[must_use]
pub fn differs_in_a_common_word(written: &str, listed: &str) -> bool {
    off_in_a_common_word(&pieces(written), &pieces(listed)).is_some()
}

/// Whether one word is a typo for another.
fn near(a: &str, b: &str) -> bool {
    if countries::NEIGHBORS.has(a) || countries::NEIGHBORS.has(b) {
        return false;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // `Kenya` and `Kenyan`, `Somali` and `Somalia`.
    if short.len() >= 4 && long.strip_prefix(short).is_some_and(|ending| matches!(ending, "n" | "an" | "a" | "i")) {
        return true;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    short.len() >= 7 && shared >= 4 && distance(a.as_bytes(), b.as_bytes()) <= 2
}

/// How many letters must be added, removed or changed; words are short.
fn distance(a: &[u8], b: &[u8]) -> usize {
    const LONGEST: usize = 32;
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return LONGEST;
    }
    let mut row = [0; LONGEST + 1];
    for (n, cell) in row.iter_mut().enumerate() {
        *cell = n;
    }
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    pieces_of(text).collect()
}

/// The words of a text except small ones.
fn pieces_of(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut start = 0;
    let parts = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`'));
    text.split(parts).filter_map(move |written| {
        let folded = fold(written);
        let place = start;
        start += written.len();
        start += text.slice(start..).chars().next().map_or(0, char::len_utf8);
        (!folded.is_empty() && !SMALL.has(folded.as_str())).then_some(Piece { written, start: place, folded })
    })
}

/// Lower case, no apostrophes, no plural; American spelling.
fn fold(word: &str) -> CompactString {
    let mut folded = if word.is_ascii() { fold_ascii(word) } else { fold_any(word) };
    if folded.len() > 3 && folded.ends_with('s') && !folded.ends_with("ss") {
        folded.pop();
    }
    // `linear programming`, `a linear program`
    if let Some(stem) = folded.strip_suffix("ing").filter(|stem| stem.len() >= 5) {
        let doubled = stem.bytes().rev().take(2).collect::<SmallVec<[u8; 2]>>();
        let len = stem.len() - usize::from(doubled[0] == doubled[1] && doubled[0] != b's');
        folded.truncate(len);
    }
    for (british, american) in
        [("isation", "ization"), ("ised", "ized"), ("our", "or"), ("amme", "am"), ("tre", "ter"), ("fence", "fense")]
    {
        if let Some(stem) = folded.strip_suffix(british) {
            folded = format_compact!("{stem}{american}");
            break;
        }
    }
    folded
}

fn fold_ascii(word: &str) -> CompactString {
    let mut folded = if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        CompactString::from(word)
    } else {
        word.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    folded.make_ascii_lowercase();
    folded
}

fn fold_any(word: &str) -> CompactString {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ā' | 'ã' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ē' => 'e',
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'ō' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'ū' => 'u',
            'ç' | 'ć' => 'c',
            'ş' | 'š' | 'ṣ' => 's',
            'ğ' => 'g',
            'ñ' => 'n',
            'ḥ' => 'h',
            'ṭ' => 't',
            c => c,
        })
        .collect()
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(written: &str, listed: &str) -> String {
        let mut text = written.to_owned();
        for edit in correction(written, listed, 0).iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        text
    }

    #[test]
    fn spelling_does_not_part() {
        for (a, b) in [
            ("Improvised Explosive Devices", "improvised explosive device"),
            ("Vehicle Borne Improvised Explosive Device", "vehicle-borne improvised explosive device"),
            ("Kenya Defense Forces", "Kenya Defence Forces"),
            ("Popular Mobilisation Forces", "Popular Mobilization Forces"),
            ("Kurdistan Workers' Party", "Kurdistan Workers’ Party"),
            ("African Union Mission to Somalia", "African Union Mission in Somalia"),
            ("Islamic State-Khorasan", "Islamic State-Khurasan"),
            ("Multi-National Joint Task Force", "Multinational Joint Task Force"),
            ("Turkish National Intelligence Organization", "National Intelligence Organisation"),
        ] {
            assert_eq!(compare(a, b), Agreement::Same, "{a} / {b}");
        }
    }

    #[test]
    fn slips_are_near_and_mended() {
        for (a, b, mended) in [
            ("Improved Explosive Devices", "improvised explosive device", "Improvised Explosive Devices"),
            ("improved explosive device", "improvised explosive device", "improvised explosive device"),
            ("Kenyan Defense Forces", "Kenya Defence Forces", "Kenya Defence Forces"),
            ("Syria Democratic Forces", "Syrian Democratic Forces", "Syrian Democratic Forces"),
            (
                "Federal Security Services of Nowhere",
                "Federal Security Service",
                "Federal Security Services of Nowhere",
            ),
        ] {
            assert_eq!(corrected(a, b), mended, "{a} / {b}");
        }
        assert_eq!(compare("Improved Explosive Devices", "improvised explosive device"), Agreement::Near);
        assert_eq!(compare("Kenyan Defense Forces", "Kenya Defence Forces"), Agreement::Near);
    }

    #[test]
    fn a_common_word_with_the_same_initial_is_a_slip() {
        for (a, b, mended) in [
            ("Eritrean Liberty Front", "Eritrean Liberation Front", "Eritrean Liberation Front"),
            ("Tigray Democratic Forces", "Tigray Defense Forces", "Tigray Defense Forces"),
            ("Moro National Liberty Front", "Moro National Liberation Front", "Moro National Liberation Front"),
        ] {
            assert!(differs_in_a_common_word(a, b), "{a} / {b}");
            assert_eq!(corrected(a, b), mended, "{a} / {b}");
        }
        for (a, b) in [
            ("Black Liberation Army", "Balochistan Liberation Army"),
            ("Eritrean National Front", "Eritrean Liberation Front"),
            ("National Liberty Army", "National Liberation Army"),
            ("Syrian National Army", "Somali National Army"),
        ] {
            assert!(!differs_in_a_common_word(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn two_things_are_no_slips() {
        for (a, b) in [
            ("Somali National Army", "Syrian National Army"),
            ("Sudanese National Army", "Somali National Army"),
            ("Nigerien Armed Forces", "Nigerian Armed Forces"),
            ("Iraqi Security Forces", "Internal Security Forces"),
            ("Ambazonia Defence Forces", "Allied Democratic Forces"),
            ("National Liberation Army", "National Liberation Front"),
            ("Ahrar al-Sham", "Ansar al-Sham"),
            ("", "Ansar"),
        ] {
            assert_eq!(compare(a, b), Agreement::Different, "{a} / {b}");
        }
    }
}
