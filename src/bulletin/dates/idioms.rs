//! Relative words that do not mean a day: speech, suppositions, proverbs.

use crate::calendar::{Relative, RelativeDay};
use crate::text::words::{Flags, Word, WordSet};
use crate::text::{Slice, Span};

/// How many words on each side of relative ones are examined, within their sentence.
const NEAR: usize = 24;

/// Words of someone speaking: nobody writes a report like this.
static SPEAKERS: WordSet = WordSet::new(&[
    "I", "I’m", "I've", "I’ve", "I'm", "I’ll", "I'll", "I’d", "I'd", "my", "me", "myself", "you", "your",
]);

/// Words that make a future day, or today, a supposition.
static SUPPOSITIONS: WordSet = WordSet::new(&[
    "could",
    "couldn’t",
    "couldn't",
    "if",
    "imagine",
    "might",
    "suppose",
    "would",
    "wouldn’t",
    "wouldn't",
    "whether",
]);

/// Words before `yesterday` and `tomorrow` that give them another meaning than a day.
static BEFORE_AGES: WordSet = WordSet::new(&["born", "like", "than", "no", "not", "only", "of", "if", "as"]);

/// What belongs to an age rather than a day: `yesterday’s news`.
static AGES: WordSet = WordSet::new(&[
    "enemies",
    "enemy",
    "friends",
    "friend",
    "hero",
    "heroes",
    "leader",
    "leaders",
    "man",
    "men",
    "news",
    "papers",
    "terrorist",
    "terrorists",
    "war",
    "wars",
    "winner",
    "winners",
    "world",
]);

/// Whether the relative words at `index` do not mean a day: someone speaks, supposes, or uses a saying.
pub(super) fn is_idiom(text: &str, words: &[Word], index: usize, relative: Relative) -> bool {
    let said = |at: usize| words.get(at).map_or("", |word| word.span.of(text));
    let before = index.checked_sub(1).map_or("", said);
    let after = index + words[index..].iter().take_while(|word| word.span.start < relative.span.end).count();
    let (first, end) = sentence(words, index, after);
    let has = |range: std::ops::Range<usize>, set: &WordSet| range.into_iter().any(|at| set.has_in_any_case(said(at)));
    // `– He left yesterday`: a line of dialogue.
    let opening = words.first().map_or(0, |word| word.span.start as usize);
    let dialogue = text.slice(..opening).trim_end_matches(' ').ends_with(['–', '—']);
    if dialogue || speaks(text, words, first, end) {
        return true;
    }
    match relative.day {
        RelativeDay::Days(days) => {
            // `today or tomorrow`, `yesterday’s enemies are today’s friends`
            let pair = |at: usize| is_day(said(at)) && joined(text, words, index.min(at), index.max(at));
            let paired = (index.saturating_sub(3)..index).any(pair) || (after..(after + 3).min(end)).any(pair);
            let owned = words[index].flags.has(Flags::POSSESSIVE);
            let age =
                owned && (AGES.has_in_any_case(said(after)) || (first..end).any(|at| at != index && is_day(said(at))));
            let supposed = days >= 0 && has(first..index, &SUPPOSITIONS);
            paired || age || supposed || BEFORE_AGES.has_in_any_case(before) || before == "gone"
        }
        // `from next week to next decade`
        _ => {
            let ranged = before.eq_ignore_ascii_case("from")
                && said(after) == "to"
                && matches!(said(after + 1), "next" | "last" | "the" | "this");
            let supposed = said(index).eq_ignore_ascii_case("next") && has(first..index, &SUPPOSITIONS);
            ranged
                || supposed
                || before == "to"
                    && (first..index).any(|at| {
                        said(at).eq_ignore_ascii_case("from") && matches!(said(at + 1), "last" | "next" | "this")
                    })
        }
    }
}

/// Whether the sentence contains a first- or second-person word.
fn speaks(text: &str, words: &[Word], first: usize, end: usize) -> bool {
    words[first..end].iter().any(|word| {
        let said = word.span.of(text);
        // `World War I`, `part I`
        let numeral = said == "I" && !followed_by_verb(text, words, *word);
        SPEAKERS.has_in_any_case(said) && said != "i" && !numeral && said != "ME" && said != "MY"
    })
}

/// Whether a small word follows without punctuation: `I left`, but not `World War I, which`.
fn followed_by_verb(text: &str, words: &[Word], word: Word) -> bool {
    let next = words.iter().find(|next| next.span.start >= word.span.end);
    let before = words.iter().rev().find(|before| before.span.end <= word.span.start);
    let named =
        before.is_some_and(|before| before.flags.has(Flags::CAPITAL) && !before.flags.has(Flags::SENTENCE_START));
    !named
        && next.is_some_and(|next| {
            next.flags.has(Flags::AFTER_SPACE) && !next.flags.has(Flags::CAPITAL) && next.span.of(text).len() > 1
        })
}

fn is_day(word: &str) -> bool {
    ["yesterday", "today", "tomorrow"].iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// Whether there are only joints between two words.
fn joined(text: &str, words: &[Word], first: usize, second: usize) -> bool {
    words[first + 1..second]
        .iter()
        .all(|word| matches!(word.span.of(text), "and" | "or" | "as" | "than" | "gone" | "not" | "here" | "to"))
}

/// The sentence around the words from `index` to `after`, with at most [`NEAR`] words on each side.
fn sentence(words: &[Word], index: usize, after: usize) -> (usize, usize) {
    let from = index.saturating_sub(NEAR);
    let opens = |at: &usize| words[*at].flags.has(Flags::SENTENCE_START);
    let first = (from..=index).rev().find(opens).unwrap_or(from);
    let to = (after + NEAR).min(words.len());
    let end = (after..to).find(opens).unwrap_or(to);
    (first, end)
}

/// The speaker in `Q: Were you ill?`, before the colon at the start of a block: initials, or a name of up to three
/// words.
#[must_use]
pub fn speaker(text: &str, block: Span) -> Option<&str> {
    let line = block.of(text).trim_start_matches(['*', '_', '>', ' ']);
    let colon = line.get(..line.len().min(60)).unwrap_or(line).find([':', '.'])?;
    let label = line.slice(..colon).trim_end_matches(['*', '_']);
    let stop = line.slice(colon..).starts_with('.');
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let words = || label.split_whitespace();
    let named = words().count() <= 3
        && words().all(capital)
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '’' | '\''));
    (!label.is_empty() && named && (!stop || matches!(label, "Q" | "A"))).then_some(label)
}
