//! Phonetic names: how transliterated names sound, to match an unknown name with a listed one.
//!
//! * A [`PhoneticName`] contains the sounds of a name, without particles and with articles split off. Its
//!   [`PhoneticName::key`] (consonants in coarse classes) finds candidates. [`PhoneticName::similarity`] scores them: a
//!   weighted edit distance over classes of sounds (Freeman, Condon and Ackerman, 2006), in which the weakest word
//!   decides.
//! * English words are compared letter by letter (treating British and American spellings alike), so that an army is
//!   not a front.
//! * Nothing here allocates; a name that exceeds the capacity of a [`PhoneticName`] cannot be compared.

use super::english::in_one_spelling;
use super::spelling::letters_of;
use crate::text::Slice;
use crate::text::words::{is_alphanumeric, is_apostrophe};

/// The capacity of a folded name in sounds.
const ROOM: usize = 64;
/// Its capacity in words.
const WORDS: usize = 10;

/// A name as it sounds.
#[derive(Clone, Copy, Debug)]
pub struct PhoneticName {
    sounds: [u8; ROOM],
    len: u8,
    /// Where each word ends.
    ends: [u8; WORDS],
    /// Which words are compared letter by letter, one bit each.
    literal: u16,
    words: u8,
}

impl PhoneticName {
    /// Folds a name; `None` if it has no word with a sound, or too many.
    #[must_use]
    pub fn new(name: &str) -> Option<PhoneticName> {
        let mut folded = PhoneticName { sounds: [0; ROOM], len: 0, ends: [0; WORDS], literal: 0, words: 0 };
        let mut word = WordBuffer::default();
        let mut written = name.char_indices().peekable();
        let mut hyphen_before = false;
        let shouts = !name.contains(char::is_lowercase);
        loop {
            let next = written.next();
            match next {
                Some((_, c)) if is_alphanumeric(c) && !is_apostrophe(c) => word.push(c)?,
                Some((at, c)) if is_apostrophe(c) => {
                    // `Islamic State's`: the ending does not count as a sound.
                    let ending = name.slice(at + c.len_utf8()..).strip_prefix('s');
                    if word.len > 0 && ending.is_some_and(|rest| !rest.starts_with(is_alphanumeric)) {
                        written.next();
                    }
                }
                other => {
                    let hyphen = matches!(other, Some((_, '-' | '‐' | '‑')));
                    if word.len > 0 {
                        let last =
                            other.is_none() || !name.slice(other.map_or(0, |(at, _)| at)..).contains(is_alphanumeric);
                        // `US-Japan`: an article is in capitals only where all the name is.
                        let may_be_article = shouts || !word.caps;
                        folded.word(&word, (hyphen_before, hyphen), may_be_article, last)?;
                        word = WordBuffer::default();
                        hyphen_before = hyphen;
                    }
                    if other.is_none() {
                        break;
                    }
                }
            }
        }
        (folded.words > 0).then_some(folded)
    }

    /// Adds a word.
    fn word(
        &mut self,
        word: &WordBuffer,
        (hyphen_before, hyphen_after): (bool, bool),
        may_be_article: bool,
        last: bool,
    ) -> Option<()> {
        let mut letters = word.letters();
        let capital = word.capital;
        let drop = match letters {
            b"al" | b"el" | b"ul" | b"wal" | b"wa" | b"waal" | b"va" | b"bin" | b"ibn" | b"ben" | b"the" | b"of"
            | b"for" | b"and" => true,
            b"il" | b"ad" | b"adh" | b"an" | b"ar" | b"as" | b"ash" | b"at" | b"ath" | b"az" | b"ud" | b"ur"
            | b"us" | b"ut" | b"uz" => may_be_article && hyphen_after || hyphen_before && !capital,
            // `wa-l-Jihad`
            b"l" => hyphen_before && hyphen_after,
            b"e" | b"i" | b"ye" | b"yi" => !capital || hyphen_before,
            b"in" | b"fi" | b"de" | b"la" | b"du" | b"des" => !capital,
            _ => false,
        };
        if drop {
            return Some(());
        }
        if let Some(english) = in_one_spelling(letters) {
            self.literal |= 1 << self.words;
            return self.put(english.iter().copied());
        }
        if word.caps && letters.len() > 1 || letters.iter().any(u8::is_ascii_digit) || !letters.is_ascii() {
            self.literal |= 1 << self.words;
            return self.put(letters.iter().copied());
        }
        // `Abdelhakim`, `Abdurrahman`: two words, like `Abdel Hakim`.
        if let [b'a', b'b', b'd', b'u' | b'e' | b'a', c, rest @ ..] = letters
            && rest.len() >= 4
            && (*c == b'l' && !rest.starts_with(b"la") || rest.first() == Some(c) && *c != b'l')
        {
            let mut sounds = [0; 32];
            self.put(b"abd".iter().copied())?;
            let len = sound(rest, &mut sounds);
            return self.put(sounds[..len].iter().copied());
        }
        // `Salahuddin`, `Salaheddine`: two words, like `Salah al-Din`.
        if let [.., b'n'] | [.., b'n', b'e'] = letters
            && let Some(stem) = before_din(letters)
        {
            if !stem.is_empty() {
                let mut sounds = [0; 32];
                let len = sound(stem, &mut sounds);
                self.put(sounds[..len].iter().copied())?;
            }
            return self.put(b"din".iter().copied());
        }
        // `Abdur Rahim`, `Abdus Salam`
        if !last && let [b'a', b'b', b'd', b'u' | b'e', b'r' | b's' | b'n' | b'z' | b't'] = letters {
            return self.put(b"abd".iter().copied());
        }
        // `Jamaatul Ahrar`, `Abdel Fattah`; `Waljamaa`, `Alharamain`.
        if !last
            && letters.len() >= 5
            && let [stem @ .., b'u' | b'e' | b'a', b'l'] = letters
        {
            letters = stem;
        }
        if letters.len() >= 7
            && let [b'w', b'a', b'l', stem @ ..] | [b'a', b'l', stem @ ..] = letters
            && !stem.starts_with(b"i")
        {
            letters = stem;
        }
        let mut sounds = [0; 32];
        let len = sound(letters, &mut sounds);
        self.put(sounds[..len].iter().copied())
    }

    fn put(&mut self, sounds: impl Iterator<Item = u8>) -> Option<()> {
        for sound in sounds {
            *self.sounds.get_mut(self.len as usize)? = sound;
            self.len += 1;
        }
        *self.ends.get_mut(self.words as usize)? = self.len;
        self.words += 1;
        Some(())
    }

    /// The sounds of a word.
    fn nth(&self, word: usize) -> &[u8] {
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        &self.sounds[start as usize..self.ends[word] as usize]
    }

    /// The number of words, without particles.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words as usize
    }

    /// The number of letters and sounds; diphthongs count as two.
    #[must_use]
    pub fn sounds(&self) -> usize {
        let written = &self.sounds[..self.len as usize];
        written.len() + written.iter().filter(|sound| matches!(**sound, AI | AU)).count()
    }

    /// Whether all its words are English.
    #[must_use]
    pub fn is_english(&self) -> bool {
        u32::from(self.words) == self.literal.count_ones()
    }

    /// The first sixteen consonants in coarse classes, the first in the highest byte: spellings of the same name share
    /// this key. Word boundaries do not count: `Ansar Allah`, `Ansarullah`.
    #[must_use]
    pub fn key(&self) -> u128 {
        self.key_with(class)
    }

    /// A second key under which it is found: `kh` and `ch` may stand for an `h` (`Rachim`, `Rahim`). `None` if it
    /// contains neither.
    #[must_use]
    pub fn other_key(&self) -> Option<u128> {
        // Words that are compared letter by letter contain neither: their letters are in lower case.
        let harsh = |sound: &u8| matches!(*sound, KH | CH);
        let soft = |sound, last, before| if matches!(sound, KH | CH) { 0 } else { class(sound, last, before) };
        self.sounds[..self.len as usize].iter().any(harsh).then(|| self.key_with(soft))
    }

    fn key_with(&self, class: impl Fn(u8, bool, Option<u8>) -> u8) -> u128 {
        let mut key = 0u128;
        let mut left = 16;
        let mut before = 0;
        for word in 0..self.words() {
            let literal = self.literal & 1 << word != 0;
            let sounds = self.nth(word);
            for (at, &sound) in sounds.iter().enumerate() {
                let class = if literal {
                    sound
                } else {
                    class(sound, at + 1 == sounds.len(), at.checked_sub(1).map(|at| sounds[at]))
                };
                if class == 0 || class == before && !literal {
                    continue;
                }
                if left == 0 {
                    return key;
                }
                left -= 1;
                key |= u128::from(class) << (8 * left);
                before = class;
            }
        }
        key
    }

    /// How similar two names sound, from 0 to 1; names that sound the same score 1.
    #[must_use]
    pub fn similarity(&self, other: &PhoneticName) -> f32 {
        if self.words == other.words {
            let likeness = |word| self.word_similarity(other, word);
            return (0..self.words()).map(likeness).fold(1.0, f32::min);
        }
        // A joined word: compared as one, and nothing may be English.
        let (long, short) = if self.words > other.words { (self, other) } else { (other, self) };
        if self.literal != 0 || other.literal != 0 || long.words - short.words > 1 || long.has_one_more(short) {
            return 0.0;
        }
        alike(&self.sounds[..self.len as usize], &other.sounds[..other.len as usize]) - 0.02
    }

    /// Whether one name is the other plus a word: `Ahmad Massoud` is the son of `Ahmad Shah Massoud`.
    fn has_one_more(&self, other: &PhoneticName) -> bool {
        const ALIKE: f32 = 0.8;
        (0..self.words()).any(|left_out| {
            let kept = (0..self.words()).filter(|word| *word != left_out);
            kept.zip(0..other.words()).all(|(mine, theirs)| alike(self.nth(mine), other.nth(theirs)) >= ALIKE)
        })
    }

    /// The same for one word of each.
    fn word_similarity(&self, other: &PhoneticName, word: usize) -> f32 {
        let literal = (self.literal | other.literal) & 1 << word != 0;
        let (a, b) = (self.nth(word), other.nth(word));
        if DISTINCT.iter().any(|(one, two)| (a, b) == (*one, *two) || (a, b) == (*two, *one)) {
            return 0.0;
        }
        if literal { f32::from(u8::from(a == b)) } else { alike(a, b) }
    }

    /// How similar the first words are: they distinguish people with the same family name.
    #[must_use]
    pub fn first_similarity(&self, other: &PhoneticName) -> f32 {
        if self.words != other.words {
            return 1.0;
        }
        self.word_similarity(other, 0)
    }
}

/// Pairs that are different names although they differ in a single sound: Salah and Saleh, Saad and Said, Nadir and
/// Nazir, Qadir and Khadir.
const DISTINCT: [(&[u8], &[u8]); 4] =
    [(b"sala", b"sale"), (b"sad", &[b's', AI, b'd']), (b"nadir", b"nazir"), (b"qadir", &[KH, b'a', b'd', b'i', b'r'])];

/// The letters of one word.
#[derive(Default)]
struct WordBuffer {
    bytes: [u8; 32],
    len: usize,
    capital: bool,
    caps: bool,
}

impl WordBuffer {
    fn push(&mut self, c: char) -> Option<()> {
        if self.len == 0 {
            self.capital = c.is_uppercase();
            self.caps = true;
        }
        self.caps &= !c.is_lowercase();
        if c.is_ascii_alphanumeric() {
            return self.byte(c.to_ascii_lowercase() as u8);
        }
        for letter in letters_of(c) {
            // The cedilla and the háček change the sound of their letter.
            self.byte(match c {
                'ş' | 'š' | 'Ş' | 'Š' => SS,
                _ => u8::try_from(letter).unwrap_or(b'?'),
            })?;
        }
        Some(())
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    fn letters(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

const KH: u8 = b'X';
const GH: u8 = b'G';
const SH: u8 = b'S';
const CH: u8 = b'C';
/// `ş`
const SS: u8 = b'Z';
const TH: u8 = b'T';
const DH: u8 = b'D';
const AI: u8 = b'Y';
const AU: u8 = b'W';

/// Writes the sounds of a word and returns their number.
fn sound(letters: &[u8], out: &mut [u8; 32]) -> usize {
    let mut len = 0;
    let mut at = 0;
    let vowel = |letter: Option<&u8>| matches!(letter, Some(b'a' | b'e' | b'i' | b'o' | b'u'));
    // -allah, -ullah, -ollah; -ulah
    let allah_suffix = match letters {
        [_, .., b'a' | b'u' | b'o', b'l', b'l', b'a', b'h'] => letters.len() - 5,
        [_, _, .., b'u' | b'o', b'l', b'a', b'h'] => letters.len() - 4,
        _ => usize::MAX,
    };
    while at < letters.len() {
        let (here, next) = (letters[at], letters.get(at + 1).copied().unwrap_or(0));
        let here = if at == allah_suffix { b'a' } else { here };
        let (sound, mut taken) = match (here, next) {
            (b'k', b'h') => (KH, 2),
            (b'g', b'h') => (GH, 2),
            (b's', b'h') if letters.get(at + 2) != Some(&b'h') => (SH, 2),
            (b's', b'y') if vowel(letters.get(at + 2)) => (SH, 2),
            (b's', b'c') if letters.get(at + 2) == Some(&b'h') => (SH, 3),
            (b'c', b'h') => (CH, 2),
            (b't', b'h') => (TH, 2),
            (b'd', b'h') => (DH, 2),
            (b'd', b'z') if letters.get(at + 2) == Some(&b'h') => (b'j', 3),
            (b'd', b'j') => (b'j', 2),
            (b'z', b'h') => (b'j', 2),
            (b'p', b'h') => (b'f', 2),
            // `Saeed`, `Said`
            (b'a', b'e') if letters.get(at + 2) == Some(&b'e') => (AI, 3),
            // `Rezaei`, `Rezai`
            (b'a', b'e') if letters.get(at + 2) == Some(&b'i') => (AI, 3),
            // `Qaeda`, `Qaida`; `Israel`, `Israil`
            (b'a', b'e') if !vowel(letters.get(at + 2)) => (AI, 2),
            (b'e', b'e') => (b'i', 2),
            (b'i', b'e') if at + 2 == letters.len() => (b'i', 2),
            // `Taoufik`, `Tawfik`; `Sahraoui`, `Sahrawi`; `Ouahab`, `Wahab`
            (b'a', b'o') if letters.get(at + 2) == Some(&b'u') && !vowel(letters.get(at + 3)) => (AU, 3),
            (b'o', b'u')
                if vowel(letters.get(at + 2)) && at.checked_sub(1).is_none_or(|before| vowel(letters.get(before))) =>
            {
                (b'w', 2)
            }
            (b'o', b'o' | b'u') => (b'u', 2),
            (b'a' | b'e', b'i') if letters.get(at + 2) == Some(&b'y') && vowel(letters.get(at + 3)) => (here, 2),
            (b'a' | b'e', b'y' | b'i') if !vowel(letters.get(at + 2)) => (AI, 2),
            (b'a', b'u') => (AU, 2),
            (b'a' | b'o', b'w' | b'v') if at + 2 < letters.len() && !vowel(letters.get(at + 2)) => (AU, 2),
            // `Belkacem`, `Hocine`
            (b'c', b'e' | b'i') if at > 0 => (b's', 1),
            (b'v', _) => (b'w', 1),
            (b'x', _) => (b'h', 1),
            (b'y', _) if at > 0 && !vowel(Some(&next)) => (b'i', 1),
            _ => (here, 1),
        };
        // Doubled letters.
        while letters.get(at + taken) == Some(&letters[at + taken - 1]) {
            taken += 1;
        }
        // -ah, -eh; -iya, -iyya, -ia.
        let end = at + taken == letters.len();
        if end && sound == b'h' && len > 0 && matches!(out[len - 1], b'a' | b'e') {
            break;
        }
        if sound == b'y' && len > 0 && out[len - 1] == b'i' {
            at += taken;
            continue;
        }
        if end && sound == b'e' && len > 0 && matches!(out[len - 1], b'n' | b'l') {
            // `Dine`, `Eddine`
            break;
        }
        if len < out.len() && !(len > 0 && out[len - 1] == sound) {
            out[len] = sound;
            len += 1;
        }
        at += taken;
    }
    // `Mourabitoun`, `Murabitin`: two cases of the same plural.
    if len >= 7 && out[len - 2..len] == *b"un" {
        out[len - 2] = b'i';
        if out[len - 3] == b'i' {
            out[len - 2] = b'n';
            len -= 1;
        }
    }
    len
}

/// The coarse class of a sound; 0 for those that vary or disappear.
fn class(sound: u8, last: bool, before: Option<u8>) -> u8 {
    match sound {
        b'a' | b'e' | b'i' | b'o' | b'u' | AI | AU | b'h' => 0,
        b't' | TH if last && matches!(before, Some(b'a' | b'e')) => 0,
        b'k' | b'q' | b'g' | b'j' | b'c' | KH | GH => b'k',
        b't' | b'd' | b's' | b'z' | SH | CH | SS | TH | DH => b't',
        b'b' | b'p' => b'b',
        b'y' if before.is_some() => 0,
        _ => sound,
    }
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u' | AI | AU)
}

/// The cost of taking one sound for another.
fn substitution(a: u8, b: u8) -> f32 {
    if a == b {
        return 0.0;
    }
    let (a, b) = (a.min(b), a.max(b));
    match (a, b) {
        (b'a', b'e') | (b'o', b'u') => 0.1,
        (b'e', b'i') => 0.15,
        (AI, b'e' | b'i') | (AU, b'a' | b'o' | b'u') => 0.2,
        // `Umair` is not `Umar`.
        (AI, b'a') => 0.9,
        // `Hassan` is not `Hussein`, nor `Jamal` `Jamil`.
        (b'a', b'o' | b'u') => 1.0,
        (b'a', b'i') => 1.1,
        (b'e' | b'i', b'o' | b'u') | (AU, AI) => 0.7,
        (AI, b'o' | b'u') | (AU, b'e' | b'i') => 0.7,
        (b'k', b'q') | (GH, b'g') | (b'c', b'k') => 0.1,
        (b'g', b'q') => 0.2,
        (KH, b'k' | b'q') => 0.25,
        // `Sabkha` is not `Sabha`.
        (CH, KH | b'h' | b'k') | (KH, b'h') => 0.35,
        (GH, b'q' | b'k') => 0.4,
        (b'g', b'k') => 0.4,
        (CH, SH) | (SH | CH, SS) => 0.1,
        (SS, b's') => 0.3,
        // `Bashir` is not `Basir`, nor `Nazir` `Nasir`.
        (SH, b's') | (b's', b'z') => 0.85,
        (CH, b'c' | b's') => 0.5,
        (TH, b't') => 0.1,
        (TH, b's') => 0.25,
        (DH, TH) | (TH, b'd') => 0.35,
        (DH, b'd' | b'z') => 0.1,
        (b'd', b'z') | (DH, b't') => 0.4,
        (b'c', b'j' | b's') => 0.3,
        (b'g', b'j') => 0.3,
        (b'd', b't') => 0.5,
        (b'b', b'p') => 0.4,
        (b'i', b'y') | (b'u', b'w') => 0.2,
        _ => 1.2,
    }
}

/// The cost of omitting the sound at `at` in `word`.
fn omission(word: &[u8], at: usize) -> f32 {
    // `Nasr` is not `Nasir`, nor `Amr` `Amir`.
    let brief = word.len() < 6;
    let sound = word[at];
    let before = at.checked_sub(1).map(|at| word[at]);
    let after = word.get(at + 1).copied();
    match sound {
        // `Masud` is not `Mahsud`.
        b'h' if before.is_some_and(is_vowel) && after.is_some_and(|sound| !is_vowel(sound)) => 1.0,
        b'h' => 0.35,
        b't' | TH if after.is_none() && before.is_some_and(|sound| matches!(sound, b'a' | b'e')) => 0.2,
        b'y' => 0.3,
        // `Islam` is not `Islami`, nor `Ansar` `Ansaru`.
        b'i' | b'u' | b'o' | AI | AU if after.is_none() => 1.6,
        b'a' | b'e' if after.is_none() => 1.0,
        // A plural is a different name.
        b's' if after.is_none() => 2.0,
        // `Jamaat` is not `Jamiat`.
        _ if is_vowel(sound) && (before.is_some_and(is_vowel) || after.is_some_and(is_vowel)) => 1.3,
        // `Asadullah` is not `Saadullah`.
        _ if is_vowel(sound) && before.is_none() => 1.4,
        _ if is_vowel(sound) => {
            if brief {
                0.9
            } else {
                0.5
            }
        }
        _ => 1.2,
    }
}

/// The part before the ending `-uddin`, `-eddine`, `-addeen` or `-udin`; nothing remains of `Eddine`.
fn before_din(letters: &[u8]) -> Option<&[u8]> {
    let stem = letters.strip_suffix(b"e").unwrap_or(letters);
    let stem = stem.strip_suffix(b"in").or_else(|| stem.strip_suffix(b"een"))?;
    let ([stem @ .., b'u' | b'e' | b'a', b'd', b'd'] | [stem @ .., b'u', b'd']) = stem else { return None };
    (stem.is_empty() || stem.len() >= 3).then_some(stem)
}

/// How similar two words sound, from 0 to 1.
fn alike(a: &[u8], b: &[u8]) -> f32 {
    if a == b {
        return 1.0;
    }
    let longest = a.len().max(b.len());
    let mut row = [0f32; ROOM + 1];
    for at in 0..b.len() {
        row[at + 1] = row[at] + omission(b, at);
    }
    for (i, &sound) in a.iter().enumerate() {
        let cost = omission(a, i);
        let mut corner = row[0];
        row[0] += cost;
        for (j, &other) in b.iter().enumerate() {
            let change = corner + substitution(sound, other);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j + 1] + cost).min(row[j] + omission(b, j));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a word has few letters")]
    let share = row[b.len()] / longest as f32;
    (1.0 - share).max(0.0)
}

#[cfg(test)]
mod tests;
