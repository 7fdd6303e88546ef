//! Finds definitions and uses in the words of a block.

use super::{Definition, Use, key};
use crate::bulletin::typography::overlaps;
use crate::gazetteer::abbreviations::{expansions, is_common, is_shared, singular};
use crate::gazetteer::codes;
use crate::gazetteer::institutions::institution;
use crate::markdown::{Block, BlockKind};
use crate::parallel;
use crate::text::words::{Flags, Word, WordSet};
use crate::text::{Offset, Slice, Span, floor_boundary};
use smallvec::SmallVec;
use std::ops::Range;

/// A short form made of one word, or of several joined by hyphens.
#[derive(Clone, Copy)]
struct Short {
    span: Span,
    words: usize,
    dotted: bool,
}

/// Finds the definitions and uses, block by block.
#[derive(Default)]
pub(in crate::bulletin) struct Reader {
    pub(super) definitions: Vec<Definition>,
    pub(super) uses: Vec<Use>,
}

impl Reader {
    /// Reads the words from `first` on, of which only the candidates matter; those before `first` belong to the same
    /// sentence, split by a page break.
    pub(in crate::bulletin) fn read(
        &mut self,
        text: &str,
        block: &Block,
        words: &[Word],
        first: usize,
        candidates: &[usize],
    ) {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let aside = heading || block.kind == BlockKind::Cell || block.footnote.is_some();
        // A biography is entirely in italics; elsewhere, emphasis is the title of a work.
        let ends = [words.get(first), words.last()];
        let whole = ends.iter().all(|word| word.is_some_and(|word| word.flags.has(Flags::EMPHASIS)));
        let mut next = first;
        for at in candidates.iter().map(|index| first + index) {
            let word = words[at];
            // Most words have no second capital.
            let several = word.flags.any(Flags::ALL_CAPS | Flags::MIXED_CAPS);
            if !several || at < next || !(word.flags.has(Flags::ALL_CAPS) || is_mixed(word, text)) {
                continue;
            }
            let Some(short) = short_at(text, words, at, first) else { continue };
            next = at + short.words;
            if word.flags.has(Flags::CITED) || is_code(text, short.span) {
                continue;
            }
            if let Some(definition) = definition(text, words, at, short, heading) {
                self.definitions.push(Definition { aside, ..definition });
            } else {
                let stem = singular(short.span.of(text));
                let span = Span::new(short.span.start, short.span.start + stem.len() as Offset);
                let title = !whole && word.flags.has(Flags::EMPHASIS);
                let kept = heading
                    || title
                    || is_between_numbers(text, words, at, next)
                    || is_of_a_statute(text, short.span)
                    || is_in_a_case(text, short.span)
                    || word.flags.has(Flags::QUOTED)
                    || in_all_caps(text, words, at, next);
                self.uses.push(Use {
                    span,
                    key: key(stem),
                    dotted: short.dotted,
                    kept,
                    exempt: kept
                        || aside
                        || is_name_or_number(text, words, at, next)
                        || is_coined(stem)
                        || is_company_form(text, short)
                        || is_dateline(text, words, first..next)
                        || is_speaker(text, words, first..next)
                        || is_zone_or_court(text, word.span),
                    introduced: is_introduced(text, words, at, short),
                    opens: word.flags.has(Flags::SENTENCE_START),
                });
            }
        }
    }

    /// Removes what was found in `places`, which are sorted.
    pub(in crate::bulletin) fn leave_out(&mut self, places: &[Span]) {
        self.definitions.retain(|definition| !overlaps(places, definition.short));
        self.uses.retain(|used| !overlaps(places, used.span));
    }

    /// Appends the results for a later part of the same text.
    pub(in crate::bulletin) fn append(&mut self, later: Reader) {
        let Reader { definitions, uses } = later;
        parallel::join(&mut self.definitions, definitions);
        parallel::join(&mut self.uses, uses);
    }
}

/// `JeM`, `LeT`, `HuJI`: several capitals in a word of at most six letters, half of them capitals. A word in it makes it
/// a name: `OpenAI`.
fn is_mixed(word: Word, text: &str) -> bool {
    if word.span.len() > 6
        || word.span.len() < 3
        || word.flags.has(Flags::APOSTROPHE)
        || !word.flags.has(Flags::CAPITAL)
    {
        return false;
    }
    let word = word.span.of(text);
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let holds_a_word = word.as_bytes().windows(3).any(|three| three.iter().all(u8::is_ascii_lowercase));
    capitals >= 2 && capitals * 2 >= word.len() && word.is_ascii() && !holds_a_word && !word.starts_with("Mc")
}

/// Whether capitals and lower-case letters are mixed as in the name of a product or a function, `NjRAT`, `MySQL`,
/// `DeFi`, and not because small words keep their case: `JeM`, `HuJI`, `MoD`.
fn is_coined(short: &str) -> bool {
    /// What stands for a word between capitals: *e*, *ul*, *and*, *of*; `Ch` is one sound.
    const BETWEEN: [&str; 9] = ["a", "aa", "b", "d", "e", "h", "i", "o", "u"];
    if !short.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let behind = short.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let capitals = behind.bytes().filter(u8::is_ascii_uppercase).count();
    // `FAMa`: the last word has two letters.
    let closes = short.len() - behind.len() <= usize::from(capitals >= 3);
    let mut runs = behind.split(|c: char| !c.is_ascii_lowercase()).filter(|run| !run.is_empty());
    !closes || !runs.all(|run| BETWEEN.contains(&run))
}

/// Part of an address, a file name, a variable: not a word of the language.
fn is_code(text: &str, short: Span) -> bool {
    let bytes = text.as_bytes();
    let (start, end) = (short.start as usize, short.end as usize);
    let before = start.checked_sub(1).map_or(b' ', |at| bytes[at]);
    let after = bytes.get(end).copied().unwrap_or(b' ');
    if matches!(before, b'@' | b'#' | b'_' | b'=' | b'&' | b'%' | b'+' | b'\\' | b'$')
        || matches!(after, b'@' | b'_' | b'=' | b'\\' | b'$' | b'&')
        // `README.md`, `.NET`; three points may stand before a word.
        || matches!(before, b'.') && (start == 1 || bytes[start - 2] != b'.')
        || matches!(after, b'.' | b':') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        return true;
    }
    // Only the token around it is scanned, up to the length of an address.
    (before == b'/' || after == b'/') && {
        let from = bytes[start.saturating_sub(200)..start].iter().rev().take_while(|byte| !byte.is_ascii_whitespace());
        let token = &bytes[start - from.count()..start];
        let to = bytes[end..bytes.len().min(end + 40)].iter().take_while(|byte| !byte.is_ascii_whitespace());
        // `A/RES/70/1` is the symbol of a document.
        let symbol = || { token.iter() }.chain(to).any(u8::is_ascii_digit);
        memchr::memmem::find(token, b"://").is_some() || token.starts_with(b"www.") || symbol()
    }
}

/// Initials (`MK Stalin`, `J.D. Vance`), names in capitals (`Jean DUPONT`), states (`Alexandria, VA`), code names
/// (`Operation SERVAL`) and anything with a number (`AK-47`).
fn is_name_or_number(text: &str, words: &[Word], at: usize, next: usize) -> bool {
    let word = words[at];
    let short = Span::new(word.span.start, words[next - 1].span.end);
    if short.of(text).chars().any(char::is_numeric) || word.flags.has(Flags::EMPHASIS) {
        return true;
    }
    let spaced = |word: &Word| word.flags.has(Flags::AFTER_SPACE) && !word.flags.has(Flags::MAYBE_START);
    let name = |word: &Word| word.flags.has(Flags::CAPITAL) && !word.flags.has(Flags::ALL_CAPS);
    let after = words.get(next).filter(|after| after.flags.has(Flags::AFTER_SPACE));
    let initials = word.flags.has(Flags::DOTTED) || word.span.len() == 2 && next == at + 1;
    if initials && after.is_some_and(name) {
        return true;
    }
    let Some(before) = at.checked_sub(1).map(|at| words[at]) else { return false };
    let long = word.span.len() >= 5;
    long && spaced(&word)
        && name(&before)
        && !before.flags.has(Flags::POSSESSIVE)
        && !before.flags.has(Flags::SENTENCE_START)
        || word.span.len() == 2
            && text.slice(..word.span.start as usize).ends_with(", ")
            && name(&before)
            && STATES.has(word.span.of(text))
}

/// The states of the United States in postal abbreviation.
static STATES: WordSet = WordSet::new(&[
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS", "KY", "LA",
    "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR",
    "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
]);

/// `known as RAB`, `(a police force, RAB)`, `(RAB, a police force)`, `the Rapid Action Battalion, RAB,`,
/// `RAB (Rapid Action Battalion, a police force)`, `RAB = Rapid Action Battalion`
fn is_introduced(text: &str, words: &[Word], at: usize, short: Short) -> bool {
    let Short { span, .. } = short;
    let marks = ['*', '_', '"', '“', '”', '[', ']', '‘', '’'];
    // A few characters on either side are enough.
    let before = text.slice((span.start as usize).saturating_sub(12)..span.start as usize).trim_end_matches(marks);
    let after = text.slice(span.end as usize..span.end as usize + 12).trim_start_matches(marks);
    if before.ends_with('(') || after.starts_with(')') || after.starts_with(" = ") {
        return true;
    }
    // `QRM Labs`
    let next = words.get(at + short.words).filter(|next| next.flags.has(Flags::AFTER_SPACE | Flags::CAPITAL));
    if next.is_some_and(|next| COMPANIES.has(next.span.of(text))) {
        return true;
    }
    let says_so = at.checked_sub(1).is_some_and(|before| {
        matches!(
            words[before].span.of(text),
            "or" | "as" | "called" | "dubbed" | "acronym" | "acronyms" | "abbreviated" | "abbreviation" | "initials"
        )
    });
    says_so || is_before_its_name(text, words, at, short) || is_apposition(text, words, at, short)
}

/// What stands at the end of companies' names.
static COMPANIES: WordSet = WordSet::new(&[
    "Airlines",
    "Capital",
    "Corp",
    "Corporation",
    "GmbH",
    "Holdings",
    "Inc",
    "Industries",
    "Labs",
    "LLC",
    "Ltd",
    "Motors",
    "Partners",
    "Software",
    "Studios",
    "Technologies",
    "Ventures",
]);

/// Whether a bracket behind a short form contains a name for it, whatever its letters:
/// `RAB (Rapid Action Battalion, a police force)`, `CMA (Coordination of Azawad Movements)`.
fn is_before_its_name(text: &str, words: &[Word], at: usize, short: Short) -> bool {
    let close = short.span.end as usize;
    let closed = close + text.slice(close..).len() - text.slice(close..).trim_start_matches(['*', '_', '"', ']']).len();
    let Some(run) = words_in_bracket_behind(text, words, at + short.words, closed) else { return false };
    let run = without_article(text, run);
    let is_cited = run.iter().any(|word| word.flags.has(Flags::CITED));
    !is_cited
        && run.len() >= 2
        && (named(text, run) == Some(0) || spells_from_its_start(text, run, &letters_of(short.span.of(text))))
}

/// Whether a short form stands in apposition to its long form: `the Rapid Action Battalion, RAB,`,
/// `the Rapid Action Battalion — RAB —`, `the Rapid Action Battalion [RAB]`, `RAB, the Rapid Action Battalion`.
fn is_apposition(text: &str, words: &[Word], at: usize, short: Short) -> bool {
    let marks = |c: char| c == ' ' || matches!(c, '*' | '_' | '"' | '“' | '”');
    let letters = || letters_of(short.span.of(text));
    let next = at + short.words;
    if let Some(first) = words.get(next)
        && matches!(
            Span::new(short.span.end, first.span.start).of(text).trim_matches(marks),
            "," | "—" | "–" | "-" | "--"
        )
    {
        let run = match first.span.of(text) {
            "or" => run_behind(words, next + 1, letters().len()),
            _ => run_behind(words, next, letters().len()),
        };
        let run = without_article(text, run);
        if letters().len() > 2 && (2..=run.len()).any(|len| by_initials(text, &run[..len], &letters()) == Some(0)) {
            return true;
        }
    }
    let Some(last) = at.checked_sub(1).map(|at| words[at]) else { return false };
    let opens = Span::new(last.span.end, short.span.start).of(text).trim_matches(marks);
    let closes = text.slice(short.span.end as usize..).trim_start_matches(marks).chars().next();
    if !matches!(opens, "," | "—" | "–" | "-" | "--" | "[")
        || closes.is_some_and(|c| !matches!(c, ',' | '—' | '–' | '-' | ']' | '.' | ';' | ':' | '\n'))
    {
        return false;
    }
    letters().len() > 2 && by_initials(text, run_before(words, at, letters().len()), &letters()).is_some()
}

/// The short form that starts at word `at`; only a lower-case prefix may be joined to it (`pro-IS`).
fn short_at(text: &str, words: &[Word], at: usize, first: usize) -> Option<Short> {
    let word = words[at];
    if word.span.len() > 12 || is_roman(word.span.of(text)) {
        return None;
    }
    if at > first && word.flags.has(Flags::AFTER_HYPHEN) && !is_prefix(words[at - 1]) {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = words.get(end) {
        let joined = next.flags.has(Flags::AFTER_HYPHEN) && !text.slice(..next.span.start as usize).ends_with('\n');
        let part = next.flags.has(Flags::ALL_CAPS)
            || next.span.len() <= 2 && next.flags.has(Flags::CAPITAL)
            || next.flags.has(Flags::DIGIT);
        if !joined || !part || next.span.len() > 8 {
            break;
        }
        end += 1;
    }
    let span = Span::new(word.span.start, words[end - 1].span.end);
    Some(Short { span, words: end - at, dotted: word.flags.has(Flags::DOTTED) })
}

/// `pro-`, `Anti-`: lower-case letters before the hyphen.
fn is_prefix(word: Word) -> bool {
    !word.flags.has(Flags::ALL_CAPS) && !word.flags.has(Flags::DIGIT) && word.span.len() > 1
}

/// The definition whose short form is `short`.
fn definition(text: &str, words: &[Word], at: usize, short: Short, heading: bool) -> Option<Definition> {
    if heading {
        return None;
    }
    let quoted = words[at].flags.has(Flags::QUOTED);
    let key = key(short.span.of(text));
    let bytes = text.as_bytes();
    let (start, end) = (short.span.start as usize, short.span.end as usize);
    let mut open = start;
    while open > 0 && matches!(bytes[open - 1], b'*' | b'_' | b'"' | b'[') {
        open -= 1;
    }
    let mut close = end;
    while close < bytes.len() && matches!(bytes[close], b'*' | b'_' | b'"' | b']') {
        close += 1;
    }
    if open > 0 && bytes[open - 1] == b'(' && bytes.get(close) == Some(&b')') {
        if is_number_of_an_act(text.slice(close + 1..)) {
            return None;
        }
        let Long { span: long, spelled } = long_before(text, words, at, short)?;
        let span = Span::new(long.start, close as Offset + 1);
        return Some(Definition { span, short: short.span, long, key, quoted, aside: false, spelled, first: None });
    }
    // `RAB (Rapid Action Battalion)`
    let run = words_in_bracket_behind(text, words, at + short.words, close)?;
    let last = run.last()?.span.end;
    let len = text.slice(last as usize..).find(')').filter(|len| *len <= 2)?;
    let opened = text.slice(close..).find('(').map(|open| close + open + 1)?;
    let long = Span::new(opened as Offset, last + len as Offset);
    let letters = letters_of(short.span.of(text));
    let is_long = spells_from_its_start(text, run, &letters) && words_count(text, run, &letters);
    is_long.then(|| Definition {
        span: Span::new(short.span.start, long.end + 1),
        short: short.span,
        long,
        key,
        quoted,
        aside: false,
        spelled: true,
        first: None,
    })
}

/// Whether the number of a legal act follows a bracket: `Decision (CFSP) 2025/972`, `Regulation (EU) No 833/2014`.
fn is_number_of_an_act(after: &str) -> bool {
    let Some(after) = after.strip_prefix([' ', '\u{a0}']) else { return false };
    let number = after.strip_prefix("No ").or_else(|| after.strip_prefix("No. ")).unwrap_or(after);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(number);
    first > 0 && number.slice(first..).strip_prefix('/').is_some_and(|rest| digits(rest) > 0)
}

/// The letters and digits that the words of a long form must spell.
fn letters_of(short: &str) -> SmallVec<[char; 8]> {
    singular(short).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words from `next` on that stand in a bracket opened at `close`, up to its first comma.
fn words_in_bracket_behind<'w>(text: &str, words: &'w [Word], next: usize, close: usize) -> Option<&'w [Word]> {
    let rest = text.slice(close..);
    let inside = rest.strip_prefix(" (").or_else(|| rest.strip_prefix('('))?;
    let end = close + rest.len() - inside.len() + inside.find([')', '(', '\n', ';', ','])?;
    let behind = words.get(next..)?;
    // No long form has more than a hundred letters, so that few words are counted.
    let count = behind.iter().take(32).take_while(|word| word.span.end as usize <= end).count();
    Some(&behind[..count])
}

/// Whether words that stand in a bracket or an apposition, without an article, are what `letters` stand for.
fn spells_from_its_start(text: &str, run: &[Word], letters: &[char]) -> bool {
    let run = without_article(text, run);
    let whole = by_initials(text, run, letters).or_else(|| spelled(text, run, letters));
    run.len() >= 2 && letters.len() >= 2 && whole == Some(0)
}

/// Whether the words of a long form, except small ones and at most a third of the others, contribute their first letters
/// to its short form: `AMISOM`, `VADER (Valence Aware Dictionary and sEntiment Reasoner)`, but not `SIEM (Sysmon Event
/// ID 8 data)`, nor `endpoint security (EDR)`.
fn words_count(text: &str, run: &[Word], letters: &[char]) -> bool {
    const LONGEST: usize = 12;
    /// A third of the words that are looked at.
    const MOST_IDLE: usize = 11;
    let run = without_article(text, run);
    let large = run.iter().filter(|word| !is_particle(word.span.of(text))).count();
    if letters.len() > LONGEST || large / 3 > MOST_IDLE {
        return false;
    }
    // How many letters the words so far may spell, a bit each, by how many of them are idle.
    let mut spelled = [0u16; MOST_IDLE + 1];
    spelled[0] = 1;
    for word in run.iter().map(|word| word.span.of(text)) {
        let mut next = [0u16; MOST_IDLE + 1];
        for idle in 0..=large / 3 {
            if is_particle(word) {
                next[idle] |= spelled[idle];
            }
            if idle < large / 3 {
                next[idle + 1] |= spelled[idle];
            }
            for done in (0..letters.len()).filter(|done| spelled[idle] >> done & 1 == 1) {
                let idle = idle + usize::from(!starts_with(word, letters[done]));
                let mut spelling = word.chars();
                let left = letters[done..].iter().take_while(|letter| spelling.any(|c| same(c, **letter)));
                if idle <= large / 3 {
                    next[idle] |= (1..=left.count()).fold(0, |bits, taken| bits | 1 << (done + taken));
                }
            }
        }
        spelled = next;
    }
    spelled.iter().any(|bits| bits >> letters.len() & 1 == 1)
}

/// Whether a letter is a word’s first, or stands for it: `eXchange`, `Extensible`.
fn starts_with(word: &str, letter: char) -> bool {
    word.chars().next().is_some_and(|c| same(c, letter))
        || word.contains(|c: char| c.is_uppercase() && same(c, letter))
        || letter == 'X' && word.starts_with(['e', 'E'])
}

/// A word that a short form may leave out.
fn is_particle(word: &str) -> bool {
    LEFT_OUT.contains(&word) || matches!(word, "a" | "an" | "wal" | "ul" | "ud" | "e" | "i" | "fi" | "el" | "bin")
}

fn without_article<'w>(text: &str, run: &'w [Word]) -> &'w [Word] {
    match run {
        [article, rest @ ..] if matches!(article.span.of(text), "the" | "The") => rest,
        _ => run,
    }
}

/// A long form before its short form.
struct Long {
    span: Span,
    /// Whether its letters spell the short form.
    spelled: bool,
}

/// Small words, whose initials a short form leaves out.
const LEFT_OUT: [&str; 12] = ["of", "the", "for", "and", "in", "on", "de", "la", "du", "des", "to", "al"];

/// The long form before the bracket of word `at`: the shortest run of words whose letters contain the short form's in
/// order (Schwartz and Hearst, 2003), or else the capitalized name before the bracket.
fn long_before(text: &str, words: &[Word], at: usize, short: Short) -> Option<Long> {
    let stem = singular(short.span.of(text));
    let letters = letters_of(stem);
    let before = &words[..at];
    let last = before.last()?;
    // Only spaces, marks, a link's target and the bracket may come between, or a page break.
    let gap = Span::new(last.span.end, short.span.start).of(text);
    let gap = gap.strip_prefix("'s").or_else(|| gap.strip_prefix("’s")).unwrap_or(gap);
    let gap = match gap.split_once("](") {
        Some((marks, target)) if marks.len() <= 3 && target.len() <= 400 => target.split_once(')')?.1,
        _ => gap,
    };
    let mark = |c: char| c.is_whitespace() || matches!(c, '(' | '*' | '_' | '"' | '”' | '’' | '\'' | '[' | ']');
    if gap.len() > 8 || !gap.chars().all(mark) {
        return None;
    }
    let window = run_before(words, at, letters.len());
    let long = |first: usize| Span::new(window[first].span.start, last.span.end);
    let by_letters = || spelled(text, window, &letters).filter(|first| words_count(text, &window[*first..], &letters));
    if let Some(first) = by_initials(text, window, &letters).or_else(by_letters) {
        return Some(Long { span: long(first), spelled: true });
    }
    // After a title, `“A Dual Game” (PDF)`, the bracket describes the work; and common short forms need no long form.
    let title = last.flags.has(Flags::QUOTED) && !words[at].flags.has(Flags::QUOTED);
    let known = is_common(key(stem)) && expansions(key(stem)).next().is_none();
    if title || known {
        return None;
    }
    // A code or a country behind a name belongs to what it names: `Scattered Spider (UNC3944)`, `Cloud South (US)`.
    let is_code = letters.iter().filter(|c| c.is_numeric()).count() > 1;
    let is_country = stem.len() == 2 && codes::country(stem) != stem || is_common(key(stem)) && !is_shared(key(stem));
    if is_code || is_country {
        return None;
    }
    // Letters that the name does not contain stand for its other name only if it is a body, or most of them are its
    // initials, `Islamic State-Khurasan (ISKP)`: not `Drupal Steward (WAF)`.
    let first = named(text, window)?;
    let initials = window[first..].iter().filter_map(|word| word.span.of(text).chars().next());
    let shared = initials.fold(0, |at, initial| at + usize::from(letters.get(at).is_some_and(|c| same(*c, initial))));
    let is_name = institution(long(first).of(text)).is_some() || shared > 1 && shared * 2 > letters.len();
    is_name.then(|| Long { span: long(first), spelled: false })
}

/// The run of words before word `at` that a short form of so many letters may stand for: it crosses no sentence, comma
/// or citation.
fn run_before(words: &[Word], at: usize, letters: usize) -> &[Word] {
    let before = &words[..at];
    let from = at.saturating_sub((letters + 5).min(letters * 2 + 1));
    let mut start = at.saturating_sub(1);
    while start > from && before[start].is_joined() && !before[start - 1].flags.has(Flags::CITED) {
        start -= 1;
    }
    &before[start..]
}

/// The run of words from word `from` on that a short form of so many letters may stand for.
fn run_behind(words: &[Word], from: usize, letters: usize) -> &[Word] {
    let behind = words.get(from..).unwrap_or_default();
    let joined = behind.iter().skip(1).take((letters + 5).min(letters * 2 + 1)).take_while(|word| word.is_joined());
    &behind[..behind.len().min(1 + joined.count())]
}

/// The first word of the run at the end of `window` whose words, ignoring small ones, start with `letters` in turn.
fn by_initials(text: &str, window: &[Word], letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    for (index, word) in window.iter().enumerate().rev() {
        let spelling = word.span.of(text);
        if spelling.chars().next().is_some_and(|c| same(c, letters[left - 1])) {
            left -= 1;
        } else if !LEFT_OUT.contains(&spelling) || left == letters.len() {
            return None;
        }
        if left == 0 {
            let opens = word.flags.has(Flags::CAPITAL) || letters.len() >= 3;
            return (opens && letters.len() >= 2).then_some(index);
        }
    }
    None
}

/// The first word of the shortest run at the end of `window` that spells `letters`.
fn spelled(text: &str, window: &[Word], letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    for (index, word) in window.iter().enumerate().rev() {
        let spelling = word.span.of(text);
        let mut rest = spelling;
        // The first letter of the short form starts a word.
        while left > 0 {
            let wanted = letters[left - 1];
            if left == 1 {
                if rest.chars().next().is_some_and(|c| same(c, wanted)) {
                    left = 0;
                }
                break;
            }
            let Some((found, _)) = rest.char_indices().rev().find(|(_, c)| same(*c, wanted)) else { break };
            rest = rest.slice(..found);
            left -= 1;
        }
        if left == 0 {
            // `the` and the like do not start a long form.
            let opens = spelling.chars().next().is_some_and(char::is_uppercase) || letters.len() >= 3;
            return opens.then_some(index);
        }
    }
    None
}

fn same(a: char, b: char) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(&b) } else { a.to_lowercase().eq(b.to_lowercase()) }
}

/// The first word of the capitalized name that ends `window`; it may contain small particles.
fn named(text: &str, window: &[Word]) -> Option<usize> {
    const INSIDE: [&str; 16] =
        ["of", "the", "for", "and", "in", "al", "el", "ul", "e", "i", "de", "la", "wal", "ud", "du", "des"];
    // `the People’s Defense Force`, but `Turkey’s National Intelligence Organization`.
    static OWNERS: WordSet = WordSet::new(&["Children", "Farmer", "Lord", "Men", "People", "Prophet", "Women"]);
    let mut first = None;
    for (index, word) in window.iter().enumerate().rev() {
        if word.flags.has(Flags::POSSESSIVE) && !OWNERS.has(word.span.of(text)) {
            break;
        }
        if word.flags.has(Flags::CAPITAL) {
            first = Some(index);
        } else if first.is_none() || !INSIDE.contains(&word.span.of(text)) {
            break;
        }
    }
    let first = first?;
    let first = first + usize::from(window[first].span.of(text) == "The");
    let capitals = window[first..].iter().filter(|word| word.flags.has(Flags::CAPITAL)).count();
    (capitals >= 2).then_some(first)
}

/// Whether the words `at..next` belong to text in capitals: two adjacent words in capitals, or one that is a word
/// rather than a short form, `DO NOT ENTER`, `MEET MARKET`, `SEC. 802. DEFINITION`.
fn in_all_caps(text: &str, words: &[Word], at: usize, next: usize) -> bool {
    let is_caps = |word: &Word| word.flags.has(Flags::ALL_CAPS) && !word.flags.has(Flags::CITED);
    let is_number = |word: &Word| word.flags.has(Flags::DIGIT) && !word.flags.has(Flags::ALL_CAPS);
    let is_single = |word: &Word| matches!(word.span.of(text), "A" | "I");
    // A stop separates the run, but not next to a number.
    let goes_on = |one: &Word, other: &Word| {
        let gap = text.get(one.span.end as usize..other.span.start as usize).unwrap_or("(");
        let open = gap.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'-' | b'*' | b'_' | b'\''));
        open || gap.len() <= 2 && gap.starts_with('.') && (is_number(one) || is_number(other))
    };
    let belongs = |word: &Word| is_caps(word) || is_number(word) || is_single(word);
    let mut from = at;
    while from > 0 && at - from < REACH && belongs(&words[from - 1]) && goes_on(&words[from - 1], &words[from]) {
        from -= 1;
    }
    let mut to = next;
    while let Some(word) = words.get(to)
        && to - next < REACH
        && belongs(word)
        && goes_on(&words[to - 1], word)
    {
        to += 1;
    }
    let (before, after) = (&words[from..at], &words[next..to]);
    let others = || before.iter().chain(after).filter(|word| is_caps(word));
    let long = others().filter(|word| word.span.len() > 3).count();
    if !others().any(|_| true) {
        return false;
    }
    long >= 2 || others().chain(&words[at..next]).any(|word| is_shouted(word.span.of(text)))
}

/// How many words on either side are checked to tell whether a text is in capitals.
const REACH: usize = 6;

/// Whether a word in capitals is a word and not a short form: a small one, `OF`, or a longer one that is pronounceable
/// and in no list.
fn is_shouted(word: &str) -> bool {
    static SMALL: WordSet = WordSet::new(&[
        "AND", "ARE", "AT", "BE", "BUT", "BY", "DO", "FOR", "FROM", "HAS", "IN", "IS", "IT", "NO", "NOT", "OF", "ON",
        "OR", "OUR", "THAT", "THE", "THIS", "TO", "WAS", "WE", "WITH", "YOU",
    ]);
    let spoken = |word: &str| word.bytes().any(|byte| matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y'));
    let known = || is_common(key(word)) || expansions(key(word)).next().is_some();
    SMALL.has(word) || word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase()) && spoken(word) && !known()
}

/// Whether the last of the words `within` are the place in a dateline at the start of a sentence,
/// `NAIROBI, September 21 (Reuters) –`.
fn is_dateline(text: &str, words: &[Word], within: Range<usize>) -> bool {
    let Range { start: first, end: next } = within;
    if words[next - 1].span.len() < 4 {
        return false;
    }
    let opens = words[first..next].iter().rev().take(5).position(|word| word.flags.has(Flags::SENTENCE_START));
    let Some(first) = opens.map(|back| next - 1 - back) else { return false };
    if next > first + 4 || !words[first..next].iter().all(|word| word.flags.has(Flags::ALL_CAPS)) {
        return false;
    }
    let end = words[next - 1].span.end as usize;
    let rest = text.slice(end..floor_boundary(text, end + 100)).split('\n').next().unwrap_or_default();
    let is_dash = |at: &usize| ["—", "–", " -- ", " - "].iter().any(|dash| rest.slice(*at..).starts_with(dash));
    let Some(dash) = memchr::memchr2_iter(0xe2, b' ', rest.as_bytes()).find(is_dash) else { return false };
    let between = rest.slice(..dash);
    let opens = between.trim_start().strip_prefix(',').map_or(between.trim_start(), str::trim_start);
    // Between the place and the dash there is a country, a day and an agency, or nothing.
    (opens.is_empty() || opens.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('))
        && !between.as_bytes().windows(2).any(|pair| pair == b". ")
}

/// Whether the last of the words `within` belong to the name of a speaker that opens a block, in capitals:
/// `MS. HADDAD: I said so.`
fn is_speaker(text: &str, words: &[Word], within: Range<usize>) -> bool {
    let Range { start: first, end: next } = within;
    let behind = || words[next..].iter().take_while(|word| word.flags.has(Flags::ALL_CAPS)).take(3).count();
    if next - first > 4 || !words[first..next].iter().all(|word| word.flags.has(Flags::ALL_CAPS)) {
        return false;
    }
    let name = &words[first..next + behind()];
    let closes = name.last().is_some_and(|last| text.slice(last.span.end as usize..).starts_with(':'));
    closes && (name.len() > 1 || is_shouted(name[0].span.of(text)))
}

/// Whether a short form is the time zone of an hour, `23:59 AFT`, or the reports or the court of a case,
/// `[2019] UKSC 12`, `(2019) 3 WLR 45`.
fn is_zone_or_court(text: &str, short: Span) -> bool {
    let before = text.slice((short.start as usize).saturating_sub(12)..short.start as usize);
    let Some(before) = before.strip_suffix(' ') else { return false };
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_hour = before.len() - number.len() == 2 && number.ends_with(':');
    let year = if number.len() < before.len() { number.trim_end() } else { before };
    let year = year.strip_suffix([')', ']']).unwrap_or("");
    let is_year = year.len() > 4 && year.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
    // `10am ET`
    let half = before.strip_suffix("am").or_else(|| before.strip_suffix("pm"));
    let is_half = half.is_some_and(|hour| hour.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    is_hour || is_half || before.ends_with(".m.") || is_year && text.slice(short.end as usize..).starts_with(' ')
}

/// Whether words `at..next` stand between the numbers of a volume and a page, as the reports of a court: `17 US 316`.
fn is_between_numbers(text: &str, words: &[Word], at: usize, next: usize) -> bool {
    let is_number = |word: &Word| word.span.len() <= 5 && word.span.of(text).bytes().all(|byte| byte.is_ascii_digit());
    let before = at.checked_sub(1).map(|before| words[before]);
    words[at].flags.has(Flags::AFTER_SPACE)
        && before.is_some_and(|before| is_number(&before) && before.span.len() <= 3)
        && words.get(next).is_some_and(|after| after.flags.has(Flags::AFTER_SPACE) && is_number(after))
}

/// Whether a short form cites a statute: `18 U.S.C. § 1512`, `22 U.S. Code § 2776`, `A.R.S. § 16-642`.
fn is_of_a_statute(text: &str, short: Span) -> bool {
    let after = text.slice(short.end as usize..).trim_start_matches([' ', '\u{a0}']);
    let after = after.strip_prefix("Code").map_or(after, |after| after.trim_start_matches([' ', '\u{a0}']));
    after.starts_with('§')
}

/// Whether a short form is a party of a case: `Trump v. CASA`.
fn is_in_a_case(text: &str, short: Span) -> bool {
    let marks = ['*', '_'];
    text.slice(..short.start as usize).trim_end_matches(marks).ends_with(" v. ")
        || text.slice(short.end as usize..).trim_start_matches(marks).starts_with(" v. ")
}

/// Whether a short form with points stands behind a company's name and tells its legal form: `Harbour Bank N.A.`,
/// `Corporación Quemper, S.A.`
fn is_company_form(text: &str, short: Short) -> bool {
    let before = text.slice(..short.span.start as usize);
    let behind = before.strip_suffix(", ").or_else(|| before.strip_suffix(' '));
    let name = behind.and_then(|name| name.rsplit([' ', '\n']).next());
    short.dotted
        && matches!(short.span.of(text), "A.G." | "A.S." | "B.V." | "N.A." | "N.V." | "S.A." | "S.L.")
        && name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// `XVI`, `II`: numbers, not names.
pub(super) fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
        && word.len() >= 2
        && !matches!(word, "CD" | "DC" | "MD" | "CV" | "CIV" | "MC" | "MI" | "CC" | "DM" | "CDC" | "MIC" | "DMC")
}
