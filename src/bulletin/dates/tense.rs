//! Whether a clause speaks of what was or of what is to come.

use crate::text::words::{self, Flags, Word};
use crate::text::{Offset, Span};

/// How a clause stands to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// `attacked`, `was killed`
    Past,
    /// `will`, `is scheduled`, or nobody knows.
    Open,
}

/// How many bytes of a sentence are looked at on each side of a date.
const WINDOW: Offset = 240;

/// Words of which one in the sentence leaves the time open: plans, fears, wishes, reports of words about the future.
const OPEN: [&str; 78] = [
    "will",
    "would",
    "shall",
    "should",
    "could",
    "may",
    "might",
    "must",
    "can",
    "cannot",
    "going",
    "plan",
    "plans",
    "planned",
    "planning",
    "schedule",
    "scheduled",
    "schedules",
    "slated",
    "due",
    "set",
    "expected",
    "expects",
    "expect",
    "upcoming",
    "forthcoming",
    "next",
    "ahead",
    "until",
    "till",
    "by",
    "before",
    "deadline",
    "ahead",
    "promised",
    "promises",
    "pledged",
    "vowed",
    "threatened",
    "announced",
    "called",
    "calls",
    "calling",
    "invited",
    "agreed",
    "set",
    "ordered",
    "postponed",
    "delayed",
    "extended",
    "adjourned",
    "moved",
    "rescheduled",
    "approved",
    "decided",
    "voted",
    "wanted",
    "wants",
    "hoped",
    "intended",
    "aimed",
    "proposed",
    "urged",
    "demanded",
    "warned",
    "predicted",
    "forecast",
    "anticipated",
    "prepared",
    "preparing",
    "if",
    "unless",
    "ending",
    "expires",
    "expire",
    "begins",
    "ends",
    "appointed",
];

/// Verbs whose past does not end in -ed.
const IRREGULAR: [&str; 72] = [
    "was", "were", "had", "did", "said", "told", "took", "went", "came", "left", "fell", "rose", "won", "lost", "held",
    "met", "shot", "broke", "blew", "hit", "struck", "fought", "fled", "made", "gave", "got", "found", "saw", "sent",
    "spoke", "wrote", "began", "became", "brought", "bought", "built", "caught", "chose", "cut", "dealt", "drew",
    "drove", "fed", "flew", "forgot", "froze", "grew", "heard", "hid", "kept", "knew", "laid", "led", "lit", "paid",
    "ran", "rang", "rode", "sank", "sat", "shook", "sold", "spent", "stole", "stood", "swore", "taught", "tore",
    "threw", "wore", "woke", "withdrew",
];

/// Words that end in -ed and are no verb in the past.
const NO_VERBS: [&str; 10] =
    ["united", "armed", "hundred", "red", "bed", "need", "indeed", "speed", "seed", "so-called"];

/// The tense in which `sentence` speaks of the day at `day`; [`Tense::Open`] in doubt.
///
/// Looked at are the words of the sentence near the day: some [`WINDOW`] bytes, so that a sentence of many dates costs no
/// more than its length.
#[must_use]
pub fn tense_around(text: &str, sentence: Span, day: Span) -> Tense {
    let from = boundary(text, sentence.start.max(day.start.saturating_sub(WINDOW)));
    let to = boundary(text, sentence.end.min(day.end.saturating_add(WINDOW)));
    let mut near = Vec::new();
    words::split(text, Span::new(from, to), Flags::default(), &mut near);
    let mut past = false;
    for (index, word) in near.iter().enumerate() {
        if day.covers(word.span.start) {
            continue;
        }
        let written = word.span.of(text);
        if OPEN.iter().any(|open| open.eq_ignore_ascii_case(written)) {
            return Tense::Open;
        }
        past |= is_past(text, &near, index);
    }
    if past { Tense::Past } else { Tense::Open }
}

fn is_past(text: &str, words: &[Word], index: usize) -> bool {
    let word = words[index];
    let written = word.span.of(text);
    if word.flags.has(Flags::CAPITAL) && !word.flags.has(Flags::SENTENCE_START) {
        return false;
    }
    if IRREGULAR.iter().any(|verb| verb.eq_ignore_ascii_case(written)) {
        return true;
    }
    if written.len() < 4 || !written.ends_with("ed") || NO_VERBS.iter().any(|no| no.eq_ignore_ascii_case(written)) {
        return false;
    }
    // `the wounded soldiers`, `Iranian-linked`, `is believed`: a participle.
    let before = index.checked_sub(1).map(|at| words[at]);
    let participle = word.flags.has(Flags::AFTER_HYPHEN)
        || before.is_some_and(|before| {
            matches!(
                before.span.of(text).to_ascii_lowercase().as_str(),
                "the" | "a" | "an" | "of" | "is" | "are" | "be" | "been" | "being" | "its" | "his" | "their" | "with"
            )
        });
    !participle
}

fn boundary(text: &str, at: Offset) -> Offset {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    Span::at(at..at).start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tense(text: &str) -> Tense {
        let at = text.find("May 9").unwrap();
        tense_around(text, Span::at(0..text.len()), Span::at(at..at + 5))
    }

    #[test]
    fn the_past() {
        for text in [
            "On May 9, gunmen attacked the camp.",
            "Gunmen killed three guards on May 9.",
            "Three guards were killed on May 9.",
            "The minister fled on May 9 and was caught.",
            "The group said on May 9 that it had left.",
        ] {
            assert_eq!(tense(text), Tense::Past, "{text}");
        }
    }

    #[test]
    fn plans_and_doubt() {
        for text in [
            "The trial will open on May 9.",
            "The vote is scheduled for May 9.",
            "The vote was planned for May 9.",
            "Talks open on May 9.",
            "The United Nations meets on May 9.",
            "The wounded soldiers return on May 9.",
            "The council extended the mandate until May 9.",
            "The government announced an election on May 9.",
            "May 9.",
        ] {
            assert_eq!(tense(text), Tense::Open, "{text}");
        }
    }
}
