//! What comes before and after a citation: spaces, stops, the next word.

use super::Citation;
use crate::calendar;
use crate::text::words::{WordSet, word_list};
use crate::text::{Offset, Slice, Span, map_spans, tail};

/// The text around one group, within its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The last character before the group, ignoring spaces; `None` if the group starts its block.
    pub before: Option<char>,
    /// The spaces before it, possibly empty.
    pub space_before: Span,
    /// The full stop that ends the sentence before it; with the preceding ones if there are several apart, `. .`
    pub stop_before: Option<Span>,
    /// The full stop right after it.
    pub stop_after: Option<Span>,
    /// The spaces between the group and a stop or comma after it.
    pub space_before_stop: Option<Span>,
    /// Whether the group touches the word after it.
    pub glued_after: bool,
    /// The word that starts the next sentence, if no stop ends this one.
    pub run_on: Option<RunOn>,
}

map_spans!(Surroundings {
    space_before, stop_before, stop_after, space_before_stop, run_on;
    before, glued_after,
});

/// A new sentence without a stop before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOn {
    /// Its first word.
    pub word: Span,
    /// Whether the word can only start a sentence; otherwise it may be a name within this one.
    pub certain: bool,
}

map_spans!(RunOn { word; certain });

impl Surroundings {
    /// Looks around `citation` within its block, which may be `quoted`.
    pub(super) fn of(text: &str, block: Span, quoted: bool, citation: &Citation) -> Surroundings {
        // Block quote marks start its lines.
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}') || quoted && c == '>';
        let before = text.slice(block.start as usize..citation.span.start.max(block.start) as usize);
        let after = text.slice(citation.span.end as usize..block.end.max(citation.span.end) as usize);
        let words = before.trim_end_matches(blank);
        let space_before = Span::new(block.start + words.len() as Offset, citation.span.start);
        let sign = words.chars().next_back();
        let stop_before =
            stop_before(words).map(|at| Span::new(block.start + at as Offset, block.start + words.len() as Offset));
        let trimmed = after.trim_start_matches([' ', '\t', '\u{a0}']);
        let space_after = (after.len() - trimmed.len()) as Offset;
        let next = trimmed.chars().next();
        let end = citation.span.end;
        let ends_with_points = trimmed.starts_with("..") || trimmed.starts_with('…');
        let stop = next == Some('.') && !ends_with_points;
        let stop_after = (stop && space_after == 0).then(|| Span::new(end, end + 1));
        let space_before_stop =
            (space_after > 0 && matches!(next, Some('.' | ',' | ';' | ':' | '?' | '!')) && !ends_with_points)
                .then(|| Span::new(end, end + space_after));
        let run_on = next_word(after, end, blank)
            .filter(|_| {
                citation.close.is_some()
                    && sign.is_some()
                    && stop_before.is_none()
                    && !ends_sentence(words)
                    && !ends_inside(text, citation)
            })
            .map(|word| RunOn { word, certain: opens_sentence(word.of(text)) && !names_a_title(text, word) })
            .filter(|run_on| run_on.certain || !clause_is_short(words));
        Surroundings {
            before: sign,
            space_before,
            stop_before,
            stop_after,
            space_before_stop,
            glued_after: space_after == 0 && next.is_some_and(char::is_alphanumeric),
            run_on,
        }
    }
}

/// Whether `words` end in a full stop that does not belong to an abbreviation.
pub(crate) fn ends_in_stop(words: &str) -> bool {
    stop_before(words).is_some()
}

/// The start of the full stop that ends `words`, unless it belongs to an abbreviation.
fn stop_before(words: &str) -> Option<usize> {
    let mut at = words.len().checked_sub(1)?;
    if !words.ends_with('.') || words.ends_with("..") {
        return None;
    }
    // `left. . (Reuters, May 9)`
    while let Some(earlier) =
        words.slice(..at).trim_end_matches(' ').strip_suffix('.').filter(|rest| !rest.ends_with('.'))
    {
        at = earlier.len();
    }
    let word = words
        .slice(..at)
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"'))
        .next()
        .unwrap_or("");
    static SHORT: WordSet = word_list!("words/shortened.txt");
    let mut letters = word.chars();
    let single = matches!((letters.next(), letters.next()), (Some(only), None) if only.is_alphabetic());
    let shortens = word.contains('.') || single || SHORT.has(word);
    (!shortens).then_some(at)
}

/// Whether a sentence ends before the group, perhaps with a note reference after its stop: `left.[1]`, `left?`
fn ends_sentence(words: &str) -> bool {
    let mut rest = words;
    // `[1]`, `[^1]`, `[^1][^2]`
    while let Some(inner) = rest.strip_suffix(']') {
        let Some(open) = inner.rfind('[').filter(|open| inner.len() - open < 24) else { break };
        rest = rest.slice(..open);
    }
    rest = rest.trim_end_matches(|c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'));
    // A stop itself is handled by `stop_before`, unless a reference follows it.
    rest.ends_with(['?', '!', '…']) || rest.ends_with("...") || rest.len() < words.len() && rest.ends_with('.')
}

/// Whether `The` starts a name, such as a newspaper's: `The Nation`.
fn names_a_title(text: &str, word: Span) -> bool {
    let rest = text.slice(word.end as usize..).trim_start_matches(' ');
    word.of(text) == "The" && rest.chars().next().is_some_and(char::is_uppercase)
}

/// Whether there is a full stop inside the closing bracket.
fn ends_inside(text: &str, citation: &Citation) -> bool {
    citation.stray_punctuation.iter().any(|stray| stray.of(text) == ".")
}

/// The capitalized word after a group, with at most spaces in between.
fn next_word(after: &str, end: Offset, blank: impl Fn(char) -> bool) -> Option<Span> {
    let trimmed = after.trim_start_matches(blank);
    let lead = after.len() - trimmed.len();
    if !trimmed.chars().next()?.is_uppercase() {
        return None;
    }
    let len = trimmed.find(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')).unwrap_or(trimmed.len());
    // `(Reuters, May 9) June 3` adds a date.
    let digit = trimmed.slice(len..).trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit());
    if digit && calendar::month_at(trimmed, 0).is_some() {
        return None;
    }
    let start = end + lead as Offset;
    Some(Span::new(start, start + len as Offset))
}

/// Whether there are few words since the last stop, or they start with a word that leaves the main clause to come.
fn clause_is_short(words: &str) -> bool {
    static SUBORDINATORS: WordSet = WordSet::new(&[
        "According",
        "After",
        "As",
        "Although",
        "Because",
        "Before",
        "Both",
        "Despite",
        "During",
        "Following",
        "Given",
        "In",
        "If",
        "Like",
        "Since",
        "Though",
        "Unlike",
        "While",
        "When",
        "With",
    ]);
    // The maximum length of a clause.
    let words = tail(words, 400);
    let from = words.rfind(['.', '?', '!', ';', ':']).map_or(0, |at| at + 1);
    let clause = words.get(from..).unwrap_or("").trim_start();
    let first = clause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    clause.split_whitespace().take(5).count() < 5 || SUBORDINATORS.has(first)
}

/// Whether a capitalized word starts a sentence and is not a name.
pub(crate) fn opens_sentence(word: &str) -> bool {
    static SENTENCE_OPENERS: WordSet = WordSet::new(&[
        "A",
        "About",
        "Accordingly",
        "Additionally",
        "After",
        "Again",
        "All",
        "Also",
        "Although",
        "Among",
        "An",
        "Analysts",
        "And",
        "Another",
        "Anyone",
        "As",
        "At",
        "Attacks",
        "Authorities",
        "Because",
        "Before",
        "Besides",
        "Both",
        "But",
        "By",
        "Consequently",
        "Currently",
        "Despite",
        "During",
        "Each",
        "Earlier",
        "Either",
        "Even",
        "Every",
        "Experts",
        "Few",
        "Finally",
        "First",
        "Following",
        "For",
        "Fourth",
        "From",
        "Further",
        "Furthermore",
        "Given",
        "He",
        "Hence",
        "Her",
        "Here",
        "His",
        "How",
        "However",
        "If",
        "In",
        "Indeed",
        "Initially",
        "Instead",
        "It",
        "Its",
        "Later",
        "Likewise",
        "Local",
        "Many",
        "Meanwhile",
        "Moreover",
        "Most",
        "Nevertheless",
        "No",
        "None",
        "Nonetheless",
        "Not",
        "Notably",
        "Nor",
        "Now",
        "Officials",
        "On",
        "Once",
        "One",
        "Only",
        "Other",
        "Others",
        "Our",
        "Over",
        "Previously",
        "Recently",
        "Second",
        "She",
        "Similarly",
        "Since",
        "So",
        "Some",
        "Such",
        "Third",
        "Thus",
        "Under",
        "Yet",
    ]);
    static MORE: WordSet = WordSet::new(&[
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "Therefore",
        "These",
        "They",
        "This",
        "Those",
        "Though",
        "Through",
        "Throughout",
        "To",
        "Today",
        "Two",
        "Until",
        "We",
        "What",
        "When",
        "Where",
        "While",
        "With",
        "Without",
    ]);
    SENTENCE_OPENERS.has(word) || MORE.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_end_sentences_and_shorten_words() {
        assert_eq!(stop_before("It rained."), Some(9));
        assert_eq!(stop_before("It rained. ."), Some(9));
        for words in ["in the U.S.", "Acme Inc.", "and so on..", "et al.", "It rained", "He met Mr.", "Brig. Gen."] {
            assert_eq!(stop_before(words), None, "{words}");
        }
    }

    #[test]
    fn a_sentence_may_end_before_its_note() {
        let (short, long) = ("a".repeat(22), "a".repeat(23));
        assert!(ends_sentence(&format!("It rained.[{short}]")) && !ends_sentence(&format!("It rained.[{long}]")));
        for words in ["It rained?", "It rained.[1]", "It rained.[^1][^b]", "It rained.²", "It rained…", "It rained..."]
        {
            assert!(ends_sentence(words), "{words}");
        }
        for words in ["It rained", "It rained [sic]", "It rained.", "It rained[1]"] {
            assert!(!ends_sentence(words), "{words}");
        }
    }

    #[test]
    fn a_short_or_open_clause_is_no_sentence() {
        assert!(clause_is_short("It rained. He left"));
        assert!(clause_is_short("According to three reports from the border town"));
        assert!(!clause_is_short("The ministry closed all three crossings to the north"));
    }

    /// What surrounds the first citation of a text.
    fn around(text: &str) -> String {
        let (gazetteer, settings) = (crate::gazetteer::Gazetteer::shipped(), crate::config::Settings::default());
        let read = crate::bulletin::read("draft.md", text, &gazetteer, &settings);
        let around = read.citations[0].around;
        let place = |name: &str, span: Option<Span>| span.map(|span| format!("{name}{:?}", span.of(text)));
        let run_on =
            |run_on: RunOn| format!("{} {}", run_on.word.of(text), if run_on.certain { "starts" } else { "may start" });
        let parts = [
            around.before.map(|before| before.to_string()),
            place("space ", Some(around.space_before)),
            place("stop before ", around.stop_before),
            place("stop ", around.stop_after),
            place("before the stop ", around.space_before_stop),
            around.glued_after.then(|| "glued".to_owned()),
            around.run_on.map(run_on),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_surrounds_a_citation() {
        for (text, expected) in [
            ("It rained (Reuters, May 9).", "d, space \" \", stop \".\""),
            ("It rained(Reuters, May 9)", "d, space \"\""),
            ("It rained \u{a0}(Reuters, May 9) , and", "d, space \" \\u{a0}\", before the stop \" \""),
            ("(Reuters, May 9) It rained.", "space \"\""),
            ("It rained. (Reuters, May 9)", "., space \" \", stop before \".\""),
            ("It rained. .  (Reuters, May 9)", "., space \"  \", stop before \". .\""),
            ("It rained (Reuters, May 9) .", "d, space \" \", before the stop \" \""),
            ("It rained (Reuters, May 9)…", "d, space \" \""),
            ("It rained (Reuters, May 9) ...", "d, space \" \""),
            ("It rained (Reuters, May 9)?", "d, space \" \""),
            ("It rained (Reuters, May 9) ?", "d, space \" \", before the stop \" \""),
            ("It rained (Reuters, May 9)and", "d, space \" \", glued"),
            ("It rained (Reuters, May 9)—and", "d, space \" \""),
            ("> It rained\n> (Reuters, May 9).", "d, space \"\\n> \", stop \".\""),
            ("It rained > (Reuters, May 9).", ">, space \" \", stop \".\""),
            // A sentence that starts without a stop before it.
            ("It rained hard on the town (Reuters, May 9) Moreover, it", "n, space \" \", Moreover starts"),
            ("It rained hard on the town (Reuters, May 9)Moreover, it", "n, space \" \", glued, Moreover starts"),
            ("It rained hard on the town (Reuters, May 9) Ox’s-head", "n, space \" \", Ox’s-head may start"),
            ("It rained (Reuters, May 9) Oxford", "d, space \" \""),
            ("It rained (Reuters, May 9) Moreover, it", "d, space \" \", Moreover starts"),
            ("It rained hard on the town (Reuters, May 9) The town", "n, space \" \", The starts"),
            ("It rained hard on the town (Reuters, May 9) The Nation", "n, space \" \", The may start"),
            ("In the night it rained on the town (Reuters, May 9) Oxford", "n, space \" \""),
            ("It rained hard on the town? (Reuters, May 9) Moreover, it", "?, space \" \""),
            ("It rained hard on the town. (Reuters, May 9) Moreover, it", "., space \" \", stop before \".\""),
            ("It rained hard on the town (Reuters, May 9.) Moreover, it", "n, space \" \""),
            ("It rained hard on the town (Reuters, May 9) June 3", "n, space \" \""),
            ("It rained hard on the town (Reuters, May 9) June rains", "n, space \" \", June may start"),
            ("It rained hard on the town ([Dawn](https://dawn.com/x), May 9 Moreover, it", "n, space \" \""),
            ("([Dawn](https://dawn.com/x), May 9) Moreover, it rained", "space \"\""),
            ("It rained hard on the town (Reuters, May 9) moreover", "n, space \" \""),
        ] {
            assert_eq!(around(text), expected, "{text}");
        }
        assert!(ends_in_stop("It rained.") && !ends_in_stop("It rained") && !ends_in_stop("J."));
        assert_eq!(stop_before("He met J."), None);
        assert_eq!(stop_before("."), Some(0));
        assert!(opens_sentence("Moreover") && opens_sentence("They") && !opens_sentence("Oxford"));
    }
}
