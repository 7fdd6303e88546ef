//! Abbreviations: where an article defines them, and where it uses them.
//!
//! * A definition is a short form in brackets right after its long form, `Rapid Action Battalion (RAB)`, or the long
//!   form in brackets after the short one, `RAB (Rapid Action Battalion)`. Links, emphasis and page breaks do not part them.
//! * Short forms are compared by [`key`]: capitals and digits, without points, hyphens and a plural s.
//! * Uses in headings, citations, quotations and text set in capitals are kept apart: they ask for no definition.

use super::Bulletin;
use crate::markdown::{Block, BlockKind};
use crate::text::words::{Flags, Word};
use crate::text::{Offset, Span};

/// Where abbreviations stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abbreviations {
    /// Definitions by place.
    pub definitions: Vec<Definition>,
    /// Uses by place; the short form inside a definition is none.
    pub uses: Vec<Use>,
}

/// `Rapid Action Battalion (RAB)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Long and short form with the brackets.
    pub span: Span,
    /// The short form.
    pub short: Span,
    /// The long form.
    pub long: Span,
    /// What short forms are compared by.
    pub key: u64,
    /// In a quotation.
    pub quoted: bool,
}

/// A short form in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The short form with its points, without a plural s or genitive ending.
    pub span: Span,
    /// What short forms are compared by.
    pub key: u64,
    /// Written with points, `U.S.`
    pub dotted: bool,
    /// In a heading, a quotation, or text in capitals: asks for no definition.
    pub exempt: bool,
}

impl Abbreviations {
    /// The definitions within `span`.
    #[must_use]
    pub fn definitions_in(&self, span: Span) -> &[Definition] {
        crate::text::within(&self.definitions, span, |definition| definition.span)
    }

    /// The uses within `span`.
    #[must_use]
    pub fn uses_in(&self, span: Span) -> &[Use] {
        crate::text::within(&self.uses, span, |used| used.span)
    }
}

/// What short forms are compared by: `IS-K` and `ISK`, `U.S.` and `US`, `IEDs` and `IED` are each one; case counts.
#[must_use]
pub fn key(short: &str) -> u64 {
    let mut state = 0u64;
    let short = plural_stem(short);
    for byte in short.bytes().filter(|byte| !matches!(byte, b'.' | b'-' | b' ')) {
        state = (state.rotate_left(7) ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    state
}

/// `IEDs` → `IED`; `JeMs` → `JeM`
fn plural_stem(short: &str) -> &str {
    match short.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 && stem.ends_with(|c: char| c.is_uppercase()) => stem,
        _ => short,
    }
}

/// A short form made of one word, or of several joined by hyphens.
#[derive(Clone, Copy)]
struct Short {
    span: Span,
    words: usize,
    dotted: bool,
}

/// Reads the words from `first` on; those before it belong to the same sentence, cut by a page break.
pub(super) fn read(text: &str, block: &Block, words: &[Word], first: usize, bulletin: &mut Bulletin) {
    let heading = matches!(block.kind, BlockKind::Heading(_));
    let mut at = first;
    while at < words.len() {
        let word = words[at];
        // Most words are neither capitals nor stand in brackets.
        if !(word.flags.has(Flags::ALL_CAPS) || word.flags.has(Flags::CAPITAL) && is_mixed(word.span.of(text))) {
            at += 1;
            continue;
        }
        let Some(short) = short_at(text, words, at, first) else {
            at += 1;
            continue;
        };
        let next = at + short.words;
        if word.flags.has(Flags::CITED) {
            at = next;
            continue;
        }
        if let Some(definition) = definition(text, words, at, short, heading) {
            bulletin.abbreviations.definitions.push(definition);
        } else {
            let stem = plural_stem(short.span.of(text));
            let span = Span::new(short.span.start, short.span.start + stem.len() as Offset);
            let exempt = heading || word.flags.has(Flags::QUOTED) || shouted(words, at, next);
            bulletin.abbreviations.uses.push(Use { span, key: key(stem), dotted: short.dotted, exempt });
        }
        at = next;
    }
}

/// `JeM`, `LeT`, `IS-K`: a capital that is not the only one, in a word of at most six letters.
fn is_mixed(word: &str) -> bool {
    word.len() <= 6 && word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.starts_with("Mc")
}

/// The short form that starts at word `at`; joined to nothing before it but a small prefix (`pro-IS`).
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
        let joined = next.flags.has(Flags::AFTER_HYPHEN) && !text[..next.span.start as usize].ends_with('\n');
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

/// `pro-`, `Anti-`: small letters before the hyphen.
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
        let long = long_before(text, words, at, short)?;
        let span = Span::new(long.start, close as Offset + 1);
        return Some(Definition { span, short: short.span, long, key, quoted });
    }
    // `RAB (Rapid Action Battalion)`
    let rest = text.get(close..)?;
    let inside = rest.strip_prefix(" (").or_else(|| rest.strip_prefix('('))?;
    let opened = close + rest.len() - inside.len();
    let len = inside.find([')', '(', '\n', ';', ','])?;
    if inside.as_bytes()[len] != b')' || len > 100 {
        return None;
    }
    let long = Span::at(opened..opened + len);
    let spelled = &words[at + short.words..];
    let count = spelled.iter().take_while(|word| word.span.end <= long.end).count();
    let letters = initials(text, &spelled[..count]);
    let wanted: String = plural_stem(short.span.of(text)).chars().filter(|c| c.is_alphabetic()).collect();
    (count >= 2 && letters.eq_ignore_ascii_case(&wanted)).then(|| Definition {
        span: Span::new(short.span.start, long.end + 1),
        short: short.span,
        long,
        key,
        quoted,
    })
}

fn initials(text: &str, words: &[Word]) -> String {
    const SMALL: [&str; 12] = ["of", "the", "for", "and", "in", "on", "de", "la", "du", "des", "to", "al"];
    let kept = words.iter().map(|word| word.span.of(text)).filter(|word| !SMALL.contains(word));
    kept.filter_map(|word| word.chars().next()).collect()
}

/// The long form before the bracket of word `at`: the shortest run of words whose letters hold the short form's in order
/// (Schwartz and Hearst, 2003), or else the capitalised name that stands there.
fn long_before(text: &str, words: &[Word], at: usize, short: Short) -> Option<Span> {
    let stem = plural_stem(short.span.of(text));
    let letters: Vec<char> = stem.chars().filter(|c| c.is_alphanumeric()).collect();
    let before = &words[..at];
    let last = before.last()?;
    // Only spaces, marks and the bracket stand between, or a page break.
    let gap = Span::new(last.span.end, short.span.start).of(text);
    let gap = gap.strip_prefix("'s").or_else(|| gap.strip_prefix("’s")).unwrap_or(gap);
    if gap.len() > 8
        || !gap.chars().all(|c| c.is_whitespace() || matches!(c, '(' | '*' | '_' | '"' | '”' | '’' | '\'' | '[' | ']'))
    {
        return None;
    }
    let reach = (letters.len() + 5).min(letters.len() * 2 + 1);
    let from = before.len().saturating_sub(reach);
    // The run may not cross a sentence, comma or citation.
    let mut start = before.len() - 1;
    while start > from && joined(before[start]) && !before[start - 1].flags.has(Flags::CITED) {
        start -= 1;
    }
    let window = &before[start..];
    spelled(text, window, &letters).or_else(|| named(text, window)).map(|first| {
        let end = last.span.end;
        Span::new(window[first].span.start, end)
    })
}

fn joined(word: Word) -> bool {
    word.flags.has(Flags::AFTER_SPACE) || word.flags.has(Flags::AFTER_HYPHEN)
}

/// The first word of the shortest run at the end of `window` that spells `letters`.
fn spelled(text: &str, window: &[Word], letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    for (index, word) in window.iter().enumerate().rev() {
        let spelling = word.span.of(text);
        let mut characters: Vec<char> = spelling.chars().collect();
        // The first letter of the short form opens a word.
        while left > 0 {
            let wanted = letters[left - 1];
            if left == 1 {
                if characters.first().is_some_and(|c| same(*c, wanted)) {
                    left = 0;
                }
                break;
            }
            let Some(found) = characters.iter().rposition(|c| same(*c, wanted)) else { break };
            characters.truncate(found);
            left -= 1;
        }
        if left == 0 {
            // `the` and the like open no long form.
            let opens = spelling.chars().next().is_some_and(char::is_uppercase) || letters.len() >= 3;
            return opens.then_some(index);
        }
    }
    None
}

fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// The first word of the capitalised name that ends `window`; small particles may stand inside.
fn named(text: &str, window: &[Word]) -> Option<usize> {
    const INSIDE: [&str; 16] =
        ["of", "the", "for", "and", "in", "al", "el", "ul", "e", "i", "de", "la", "wal", "ud", "du", "des"];
    // `the People’s Defense Force`, but `Turkey’s National Intelligence Organization`.
    const OWNERS: [&str; 7] = ["People", "Lord", "Women", "Men", "Children", "Farmer", "Prophet"];
    let mut first = None;
    for (index, word) in window.iter().enumerate().rev() {
        if word.flags.has(Flags::POSSESSIVE) && !OWNERS.contains(&word.span.of(text)) {
            break;
        }
        if word.flags.has(Flags::CAPITAL) {
            first = Some(index);
        } else if first.is_none() || !INSIDE.contains(&word.span.of(text)) {
            break;
        }
    }
    let first = first?;
    let capitals = window[first..].iter().filter(|word| word.flags.has(Flags::CAPITAL)).count();
    (capitals >= 2).then_some(first)
}

/// Text set in capitals: two neighbours in capitals beside the word.
fn shouted(words: &[Word], at: usize, next: usize) -> bool {
    let capitals =
        |word: Option<&Word>| word.is_some_and(|word| word.flags.has(Flags::ALL_CAPS) && word.span.len() > 3);
    let before = at.checked_sub(1).map(|at| &words[at]);
    let after = words.get(next);
    capitals(before) && capitals(after)
        || capitals(after) && capitals(words.get(next + 1))
        || capitals(before) && capitals(at.checked_sub(2).map(|at| &words[at]))
}

/// `XVI`, `II`: numbers, not names.
fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
        && word.len() >= 2
        && !matches!(word, "CD" | "DC" | "MD" | "CV" | "CIV" | "MC" | "MI" | "CC" | "DM" | "CDC" | "MIC" | "DMC")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let checked = check("a.md", text, &Settings::default(), &Gazetteer::shipped());
        let abbreviations = checked.bulletin.abbreviations;
        let definitions = abbreviations.definitions.iter();
        (
            definitions.map(|d| (d.short.of(text).to_owned(), d.long.of(text).to_owned())).collect(),
            abbreviations.uses.iter().filter(|used| !used.exempt).map(|used| used.span.of(text).to_owned()).collect(),
        )
    }

    #[test]
    fn long_forms_are_found() {
        for (text, short, long) in [
            ("The Rapid Response Battalion (RRB) left.", "RRB", "Rapid Response Battalion"),
            ("The *Rapid Response Battalion* (**RRB**) left.", "RRB", "Rapid Response Battalion"),
            ("An African Union Mission in Somalia (AMISOM) base", "AMISOM", "African Union Mission in Somalia"),
            ("Islamic State-Khurasan (IS-K) said", "IS-K", "Islamic State-Khurasan"),
            ("by the Kurdistan Workers’ Party (PKK) in", "PKK", "Kurdistan Workers’ Party"),
            ("improvised explosive devices (IEDs) and", "IEDs", "improvised explosive devices"),
            ("from Jaish-e-Mohammed (JeM) to", "JeM", "Jaish-e-Mohammed"),
            ("the RRB (Rapid Response Battalion) left", "RRB", "Rapid Response Battalion"),
            ("Turkey’s National Intelligence Organization (MIT) said", "MIT", "National Intelligence Organization"),
        ] {
            assert_eq!(read(text).0, [(short.to_owned(), long.to_owned())], "{text}");
        }
    }

    #[test]
    fn brackets_that_define_nothing() {
        for text in [
            "It rained (Reuters, May 9).",
            "the third point (A) stands",
            "said he, coldly (RRB)",
            "# The Long Road Home (LRH)",
        ] {
            assert_eq!(read(text).0, [], "{text}");
        }
    }

    #[test]
    fn uses_are_listed_without_endings() {
        let text = "Pro-IS cells, the RRB’s men, IEDs, IS-K and U.S. troops; THE WHOLE LINE SHOUTS; Part XVI; ([BBC](#), May 9).";
        assert_eq!(read(text).1, ["IS", "RRB", "IED", "IS-K", "U.S."]);
    }

    #[test]
    fn keys_meet() {
        assert_eq!(key("IS-K"), key("ISK"));
        assert_eq!(key("U.S."), key("US"));
        assert_eq!(key("IEDs"), key("IED"));
        assert_ne!(key("JeM"), key("JEM"));
    }
}
