//! Whether a clause is about the past or the future.

use crate::text::words::{self, Flags, Word, WordSet};
use crate::text::{Offset, Span, ceil_boundary};

/// The time a clause refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// `attacked`, `was killed`
    Past,
    /// `will`, `is scheduled`, or unknown.
    Open,
}

/// How many bytes of a sentence count on each side of a date.
const WINDOW: Offset = 240;

/// Words that leave the time open if the sentence contains one: plans, wishes, and words about the future.
const OPEN: [&str; 90] = [
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
    "deadline",
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
    "ordered",
    "postponed",
    "delayed",
    "extended",
    "adjourned",
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
    "appointed",
    "coming",
    "tickets",
    "registration",
    "effective",
    "starting",
    "commencing",
    "onward",
    "onwards",
    "booked",
    "agenda",
    "supposed",
    "meant",
    "chose",
    "chosen",
    "picked",
    "selected",
    "designated",
    "requested",
    "asked",
    "toward",
    "towards",
];

/// Words before a day that mark it as a limit or the start of something planned, not as the day on which something
/// happened.
const LIMITS: [&str; 16] = [
    "by",
    "until",
    "till",
    "before",
    "for",
    "through",
    "to",
    "starting",
    "beginning",
    "commencing",
    "opening",
    "effective",
    "expiring",
    "scheduled",
    "due",
    "onwards",
];

/// Verbs that give a planned event another day: `was moved from October 3 to October 9`.
const SHIFTS: [&str; 6] = ["moved", "shifted", "pushed", "brought", "changed", "switched"];

/// Verbs in the present tense: the clause is about the present or the future.
static PRESENT: WordSet = WordSet::new(&[
    "are",
    "am",
    "aren’t",
    "aren't",
    "aims",
    "arrives",
    "appears",
    "airs",
    "begins",
    "begin",
    "becomes",
    "closes",
    "convenes",
    "comes",
    "celebrates",
    "does",
    "do",
    "departs",
    "ends",
    "ends",
    "elects",
    "faces",
    "falls",
    "features",
    "goes",
    "gathers",
    "has",
    "have",
    "hosts",
    "holds",
    "is",
    "isn’t",
    "isn't",
    "invites",
    "intends",
    "includes",
    "kicks",
    "leaves",
    "launches",
    "meets",
    "marks",
    "opens",
    "organizes",
    "organises",
    "presents",
    "publishes",
    "premieres",
    "returns",
    "resumes",
    "runs",
    "remains",
    "releases",
    "retires",
    "starts",
    "seeks",
    "stays",
    "takes",
    "votes",
    "visits",
    "welcomes",
]);

/// Verbs that express a plan after `to`: `talks to resume on May 9`.
static PLANNED: WordSet = WordSet::new(&[
    "attend", "appear", "be", "begin", "close", "convene", "come", "discuss", "decide", "end", "elect", "expire",
    "face", "go", "hold", "host", "hand", "join", "launch", "leave", "meet", "mark", "open", "publish", "resume",
    "return", "run", "release", "retire", "start", "stand", "speak", "sign", "take", "travel", "testify", "vote",
    "visit", "withdraw",
]);

/// Verbs that report words: something said in the past may be about the future.
const REPORTS: [&str; 12] = [
    "said",
    "told",
    "stated",
    "reported",
    "noted",
    "confirmed",
    "claimed",
    "wrote",
    "added",
    "declared",
    "believed",
    "thought",
];

/// Words that start another clause.
const CLAUSES: [&str; 14] = [
    "that", "which", "who", "whom", "whose", "where", "when", "while", "because", "although", "but", "and", "as",
    "after",
];

/// Verbs whose past tense does not end in -ed.
static IRREGULAR: WordSet = WordSet::new(&[
    "broke", "blew", "began", "became", "brought", "bought", "built", "came", "caught", "chose", "cut", "did", "dealt",
    "drew", "drove", "fell", "fought", "fled", "found", "fed", "flew", "forgot", "froze", "gave", "got", "grew", "had",
    "held", "hit", "heard", "hid", "kept", "knew", "left", "lost", "laid", "led", "lit", "met", "made", "paid", "rose",
    "ran", "rang", "rode", "said", "shot", "struck", "saw", "sent", "spoke", "sank", "sat", "shook", "sold", "spent",
    "stole", "stood", "swore", "told", "took", "taught", "tore", "threw", "was", "were", "went", "won", "wrote",
    "wore", "woke", "withdrew",
]);

/// Words ending in -ed that are not past-tense verbs.
const NO_VERBS: [&str; 16] = [
    "united",
    "armed",
    "hundred",
    "red",
    "bed",
    "need",
    "indeed",
    "speed",
    "seed",
    "so-called",
    "interested",
    "based",
    "related",
    "aged",
    "named",
    "titled",
];

/// The tense that the clause around `day` uses for it; [`Tense::Open`] if in doubt.
///
/// Only the words within [`WINDOW`] bytes of the day count, so that a sentence with many dates costs linear time.
#[must_use]
pub fn tense_around(text: &str, sentence: Span, day: Span) -> Tense {
    let from = ceil_boundary(text, sentence.start.max(day.start.saturating_sub(WINDOW)) as usize);
    let to = ceil_boundary(text, sentence.end.min(day.end.saturating_add(WINDOW)) as usize);
    let mut near = Vec::new();
    words::split(text, Span::at(from..to), Flags::default(), &mut near);
    let said = |word: Word, list: &[&str]| list.contains(&word.span.of(text));
    if near.iter().any(|word| !day.covers(word.span.start) && said(*word, &OPEN)) {
        return Tense::Open;
    }
    let first = near.partition_point(|word| word.span.start < day.start);
    let after = near.partition_point(|word| word.span.start < day.end);
    // `until May 9`, `for the May 9 match`
    let article = first > 0 && said(near[first - 1], &["the", "a", "its", "their"]);
    let before = first.checked_sub(1 + usize::from(article)).map(|at| near[at]);
    if before.is_some_and(|before| said(before, &LIMITS)) {
        return Tense::Open;
    }
    if before.is_some_and(|before| said(before, &["from"])) && near.iter().any(|word| said(*word, &SHIFTS)) {
        return Tense::Open;
    }
    // Another clause starts at a word if the word itself indicates it, or if punctuation precedes it.
    let parts = |index: usize| {
        let gap = Span::new(near[index - 1].span.end, near[index].span.start).of(text);
        said(near[index], &CLAUSES) || gap.contains([',', ';', ':', '—', '–', '(', ')'])
    };
    let verb = |index: usize| is_past(text, &near, index) && !said(near[index], &REPORTS);
    // `said on May 9`, `killed in Kabul on May 9`: the clause up to the day.
    if first > 1 && said(near[first - 2], &REPORTS) {
        return Tense::Past;
    }
    let opening = (1..first).rev().find(|index| parts(*index)).unwrap_or(0);
    // `The club is hosting a tournament between interested groups on May 9`, `talks to resume on May 9`
    let present = |index: usize| {
        let small = !near[index].flags.has(Flags::CAPITAL) || near[index].flags.has(Flags::SENTENCE_START);
        let written = near[index].span.of(text);
        let planned = index > 0 && said(near[index - 1], &["to"]) && PLANNED.has_in_any_case(written);
        small && (PRESENT.has_in_any_case(written) || planned)
    };
    if (opening..first).any(present) {
        return Tense::Open;
    }
    if (opening..first).any(verb) {
        // `the men who fled meet on May 9`: the verb may belong to the men.
        let relative = said(near[opening], &["who", "which", "whom", "whose", "where"]);
        return if relative { Tense::Open } else { Tense::Past };
    }
    // `On May 9, gunmen attacked`: the clause after the day, if the day starts the sentence or its clause.
    let leads = opening == 0 || first - opening <= 2;
    let closing = (after + 1..near.len()).find(|index| parts(*index)).unwrap_or(near.len());
    if leads && (after..closing).any(verb) && !(after..closing).any(present) { Tense::Past } else { Tense::Open }
}

fn is_past(text: &str, words: &[Word], index: usize) -> bool {
    let word = words[index];
    let written = word.span.of(text);
    if word.flags.has(Flags::CAPITAL) && !word.flags.has(Flags::SENTENCE_START) {
        return false;
    }
    if IRREGULAR.has_in_any_case(written) {
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
            "The group took the town and burned it on May 9.",
            "In a raid on May 9, three men were shot.",
            "Were they there on May 9?",
            "Rebels moved into the town on May 9.",
            "The siege lasted from May 9 on.",
            "Three men died in the May 9 raid.",
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
            "The ministry said the vote takes place on May 9.",
            "The men who attacked the base meet on May 9.",
            "The base was fortified, and the ambassador leaves on May 9.",
            "The lease was renewed through May 9.",
            "The club is hosting a tournament between all interested groups starting May 9.",
            "The club is hosting a tournament for all interested groups on May 9.",
            "Groups interested in the talks convene on May 9.",
            "The court opens the trial of the accused men on May 9.",
            "The envoys arranged talks to resume on May 9.",
            "The men accused of the raid are in court on May 9.",
            "On May 9, the newly elected council takes its seats.",
            "The party has registered for the rally on May 9.",
            "The tickets sold out for the night of May 9.",
            "The tickets for the May 9 match sold out.",
            "Sales opened for the May 9 match.",
            "The rally was moved from May 9 to the end of the month.",
            "The envoy was supposed to fly on May 9.",
            "The council chose May 9 for the vote.",
        ] {
            assert_eq!(tense(text), Tense::Open, "{text}");
        }
    }
}
