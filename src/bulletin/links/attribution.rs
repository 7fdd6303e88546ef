//! Who published the page behind a link, according to the sentence around it, and when.
//!
//! * A source counts only as *the one reporting*: in the link’s text (`[told Reuters]`, `[Al Jazeera reported]`), beside
//!   it (`Reuters [reported]`, `[reported] by Reuters`) or in its clause (`According to Reuters, [the road]`). An outlet
//!   that a sentence is about (`CNN has no office where [the harbor] is shut`) does not count.
//! * A date counts only in a link’s text that names the outlet, or directly after the outlet’s verb: most dates in prose
//!   are those of events.

use crate::bulletin::citation::naming;
use crate::calendar::{self, Written};
use crate::gazetteer::{Gazetteer, Standing};
use crate::text::words::{Flags, Word, WordSet};
use crate::text::{Slice, Span};
use std::ops::Range;

/// The number of words on each side of a link that are searched for the outlet reporting.
const REACH: usize = 40;
/// The maximum number of words in an outlet’s name.
const LONGEST_NAME: usize = 7;

/// Verbs of publishing and saying.
static SAYS: WordSet = WordSet::new(&[
    "added",
    "aired",
    "alleged",
    "alleges",
    "announced",
    "announces",
    "argued",
    "argues",
    "asserted",
    "asserts",
    "broadcast",
    "called",
    "carried",
    "cited",
    "cites",
    "claimed",
    "claims",
    "confirmed",
    "confirms",
    "counted",
    "counts",
    "described",
    "describes",
    "detailed",
    "details",
    "disclosed",
    "documented",
    "documents",
    "estimated",
    "estimates",
    "featured",
    "found",
    "finds",
    "identified",
    "identifies",
    "interviewed",
    "listed",
    "lists",
    "mapped",
    "noted",
    "notes",
    "posted",
    "posts",
    "printed",
    "prints",
    "profiled",
    "published",
    "publishes",
    "quoted",
    "quotes",
    "reported",
    "reporting",
    "reports",
    "recorded",
    "records",
    "released",
    "releases",
    "revealed",
    "reveals",
    "ran",
    "runs",
    "said",
    "says",
    "shared",
    "shares",
    "showed",
    "shows",
    "spoke",
    "speculated",
    "stated",
    "states",
    "suggested",
    "suggests",
    "tallied",
    "tells",
    "told",
    "tweeted",
    "tweets",
    "verified",
    "verifies",
    "warned",
    "warns",
    "wrote",
    "writes",
    "writing",
    "writer",
]);

/// Verbs of publishing alone: their subject is an outlet.
static PUBLISHES: WordSet = WordSet::new(&[
    "aired",
    "broadcast",
    "posted",
    "posts",
    "printed",
    "published",
    "publishes",
    "reported",
    "reporting",
    "reports",
    "tweeted",
    "writes",
    "wrote",
]);

/// What an outlet publishes: `a Reuters report`.
static PIECES: WordSet = WordSet::new(&[
    "account",
    "analysis",
    "article",
    "articles",
    "broadcast",
    "column",
    "count",
    "coverage",
    "data",
    "database",
    "dataset",
    "dispatch",
    "documentary",
    "editorial",
    "estimate",
    "estimates",
    "exclusive",
    "exposé",
    "factsheet",
    "feature",
    "figures",
    "footage",
    "interview",
    "interviews",
    "investigation",
    "investigations",
    "item",
    "map",
    "news",
    "op-ed",
    "page",
    "piece",
    "podcast",
    "poll",
    "post",
    "profile",
    "report",
    "reports",
    "reporting",
    "review",
    "statement",
    "statistics",
    "story",
    "stories",
    "study",
    "summary",
    "survey",
    "tally",
    "timeline",
    "transcript",
    "tweet",
    "video",
    "website",
    "writeup",
]);

/// Words that may come between an outlet and its verb.
static ADVERBS: WordSet = WordSet::new(&[
    "also",
    "already",
    "and",
    "earlier",
    "even",
    "first",
    "further",
    "had",
    "has",
    "have",
    "initially",
    "itself",
    "just",
    "later",
    "meanwhile",
    "now",
    "once",
    "previously",
    "recently",
    "repeatedly",
    "separately",
    "since",
    "then",
    "thus",
    "were",
    "was",
]);

/// Words that separate a clause from the preceding one.
static PARTS: WordSet = WordSet::new(&[
    "after", "although", "because", "before", "but", "once", "since", "though", "unless", "until", "when", "where",
    "whereas", "which", "while", "who", "whom", "whose",
]);

/// Where a sentence names a link’s source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Attribution {
    /// Nowhere.
    #[default]
    None,
    /// The link’s text is the name of the page’s owner, and nothing is reported: `he works for the [Institute](…)`.
    Name,
    /// Elsewhere in the link’s clause: `According to Reuters, [the road](…)`.
    Clause,
    /// In the link’s text or right beside it.
    Link,
}

/// What a sentence says about the page that it links to.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub source: Option<Span>,
    pub standing: Standing,
    pub attribution: Attribution,
    pub date: Option<Written>,
}

/// A link among the words of its block.
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub gazetteer: &'a Gazetteer,
    pub words: &'a [Word],
    /// The words of the link’s text.
    pub anchor: Range<usize>,
    /// The words of its sentence, as far as they are read.
    pub sentence: Range<usize>,
    /// The whole link, and its text.
    pub link: Span,
    pub label: Span,
    pub host: Option<&'a str>,
    pub address: &'a str,
}

impl<'a> Place<'a> {
    /// The link with this text at this place among `words`.
    pub(super) fn new(
        (text, gazetteer, words): (&'a str, &'a Gazetteer, &'a [Word]),
        (link, label): (Span, Span),
        (address, host): (&'a str, Option<&'a str>),
    ) -> Place<'a> {
        let from = words.partition_point(|word| word.span.start < label.start);
        let to = from + words[from..].partition_point(|word| word.span.start < label.end);
        let opens = |at: usize| words[at].flags.has(Flags::SENTENCE_START);
        let least = from.saturating_sub(REACH);
        let mut start = from.min(words.len());
        while start > least && !(start < words.len() && opens(start)) {
            start -= 1;
        }
        let most = (to + REACH).min(words.len());
        let end = (to..most).find(|at| opens(*at)).unwrap_or(most);
        Place { text, gazetteer, words, anchor: from..to, sentence: start..end.max(to), link, label, host, address }
    }

    /// The span of the sentence, as far as it is read.
    pub(super) fn sentence_span(&self) -> Span {
        let words = &self.words[self.sentence.clone()];
        let start = words.first().map_or(self.link.start, |word| word.span.start).min(self.link.start);
        let end = words.last().map_or(self.link.end, |word| word.span.end).max(self.link.end);
        Span::new(start, end)
    }

    /// What the sentence says about the link’s page.
    pub(super) fn read(&self) -> Told {
        let told = self.in_anchor().or_else(|| self.beside()).or_else(|| self.in_clause()).unwrap_or_default();
        Told { date: told.date.or_else(|| self.published()), ..told }
    }

    /// The date directly after a verb of publishing in the link’s text: `[reported on May 5](…)`,
    /// `[posted](…) on May 5`.
    fn published(&self) -> Option<Written> {
        let mut verbs = self.anchor.clone().take(REACH).filter(|at| PUBLISHES.has_in_any_case(self.word(*at)));
        verbs.find_map(|at| self.date_behind(at + 1))
    }

    fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| word.span.of(self.text))
    }

    /// The text between the word at `at` and the next one.
    fn gap(&self, at: usize) -> &'a str {
        let (Some(word), Some(next)) = (self.words.get(at), self.words.get(at + 1)) else { return "" };
        self.visible(word.span.end, next.span.start)
    }

    fn says(&self, at: usize) -> bool {
        SAYS.has_in_any_case(self.word(at))
    }

    /// An outlet’s name that starts at the word at `from` and ends before `limit`: the longest that the gazetteer
    /// contains.
    fn name_from(&self, from: usize, limit: usize) -> Option<(Range<usize>, Span, Standing)> {
        let first = self.words.get(from)?;
        if !first.flags.any(Flags::CAPITAL | Flags::DIGIT | Flags::NON_ASCII) && !matches!(self.word(from), "al" | "el")
        {
            return None;
        }
        let most = (from..limit.min(from + LONGEST_NAME)).take_while(|at| *at == from || self.is_joined(*at)).count();
        (1..=most).rev().find_map(|len| self.named(from..from + len))
    }

    /// An outlet’s name that ends with the word before `to`.
    fn name_before(&self, to: usize, least: usize) -> Option<(Range<usize>, Span, Standing)> {
        let mut first = to.checked_sub(1).filter(|first| *first >= least)?;
        let mut found = None;
        while to - first <= LONGEST_NAME {
            let opens = self.words.get(first)?.flags.any(Flags::CAPITAL | Flags::DIGIT | Flags::NON_ASCII);
            if opens && let Some(name) = self.named(first..to) {
                found = Some(name);
            }
            if first == least || !self.is_joined(first) {
                break;
            }
            first -= 1;
        }
        found
    }

    /// Whether the word at `at` continues a name before it.
    fn is_joined(&self, at: usize) -> bool {
        let gap = at.checked_sub(1).map_or("", |before| self.gap(before));
        self.words[at].is_joined() || matches!(gap, " & " | "/" | "." | "’" | "'" | ". " | "!" | "@")
    }

    fn named(&self, words: Range<usize>) -> Option<(Range<usize>, Span, Standing)> {
        let (first, last) = (self.words.get(words.start)?, self.words.get(words.end.checked_sub(1)?)?);
        let span = first.span.cover(last.span);
        let name = span.of(self.text);
        if name.contains(['[', ']', '(', '\n']) && !name.contains('\n') {
            return None;
        }
        // `In a` has the same letters as INA.
        let last = self.words.get(words.end - 1)?;
        if !last.flags.any(Flags::CAPITAL | Flags::DIGIT | Flags::NON_ASCII) {
            return None;
        }
        match self.gazetteer.standing(name) {
            Standing::Unknown => self.is_outlet(name).then_some((words, span, Standing::Unknown)),
            standing => Some((words, span, standing)),
        }
    }

    /// Whether an unlisted name is that of the site that the link leads to, or contains words that mark it as a medium:
    /// `Sorvik Gazette`.
    fn is_outlet(&self, name: &str) -> bool {
        let small = |word: &str| matches!(word, "of" | "for" | "de" | "and" | "&" | "al" | "el" | "the");
        let mut words = name.split([' ', '\n', '-']);
        let opens = |word: &str| word.starts_with(char::is_uppercase);
        if !opens(name)
            || name.starts_with("The ")
            || !words.all(|word| opens(word) || small(word))
            || !name.rsplit(' ').next().is_some_and(opens)
        {
            return false;
        }
        let several = name.contains(' ');
        naming::is_domain(name) && several
            || self.host.is_some_and(|host| naming::is_at_host(name, host)) && (several || name.len() > 5)
            || several && {
                let reading = naming::read(name, false);
                reading.medium && reading.small == 0 && !reading.clause && reading.capitals > 1
            }
    }

    /// Whether the words before `at` introduce the one reporting: `according to`, `told`, `reported by`.
    fn introduces(&self, at: usize, least: usize) -> bool {
        let before = |at: usize| at.checked_sub(1).filter(|before| *before >= least);
        let Some(mut last) = before(at) else { return false };
        // `the` is not part of a name.
        if matches!(self.word(last), "the" | "The" | "a" | "an") {
            let Some(earlier) = before(last) else { return false };
            last = earlier;
        }
        let second = before(last).map_or("", |second| self.word(second));
        match self.word(last) {
            "to" => {
                second.eq_ignore_ascii_case("according")
                    || matches!(second, "spoke" | "speaking" | "talking" | "statement" | "interview")
            }
            "by" => SAYS.has_in_any_case(second) || PIECES.has_in_any_case(second),
            "with" => second.eq_ignore_ascii_case("interview"),
            "in" | "from" | "on" => matches!(
                second,
                "published" | "reported" | "quoted" | "wrote" | "writing" | "interview" | "report" | "article"
            ),
            "told" | "tells" | "telling" | "per" | "via" | "Via" | "Per" | "said" | "says" | "noted" => true,
            // `reported Reuters`, `wrote the Guardian`
            word => PUBLISHES.has(word),
        }
    }

    /// The verb directly after an outlet’s name that ends before `at`: `reported`, `has since reported`.
    fn verb_behind(&self, at: usize, limit: usize) -> Option<usize> {
        let verb = (at..limit).take(3).find(|next| !ADVERBS.has(self.word(*next)))?;
        let together =
            (at..=verb).all(|next| next == 0 || !self.gap(next - 1).contains([',', ';', ':', '.', '(', ')']));
        (together && self.says(verb)).then_some(verb)
    }

    /// An outlet in the link’s text.
    fn in_anchor(&self) -> Option<Told> {
        let Range { start, end } = self.anchor.clone();
        let mut at = start;
        while at < end.min(start + REACH) {
            let Some((name, source, standing)) = self.name_from(at, end) else {
                at += 1;
                continue;
            };
            let genitive = self.words[name.end - 1].flags.has(Flags::POSSESSIVE);
            let told = |date| Some(Told { source: Some(source), standing, attribution: Attribution::Link, date });
            let verb = self.verb_behind(name.end, end).filter(|_| !genitive);
            if let Some(verb) = verb {
                // `[Al Jazeera reported on May 3](…)`, `[Al Jazeera reported](…) on May 3`
                return told(self.date_behind(verb + 1));
            }
            if self.introduces(name.start, start) {
                let piece = name.start.checked_sub(2).filter(|piece| *piece > start && PIECES.has(self.word(*piece)));
                let date = self.date_behind(name.end).or_else(|| self.date_before(name.start, start));
                // `[a May 3 report by Reuters](…)`
                return told(date.or_else(|| self.date_before(piece?, start)));
            }
            // `[Sluice opens twice (Reuters, May 3)](…)`
            let opens = Span::new(self.label.start, source.start).of(self.text).ends_with('(');
            if opens && let Some(date) = self.date_behind(name.end).filter(|date| date.span.end < self.label.end) {
                return told(Some(date));
            }
            if PIECES.has_in_any_case(self.word(name.end)) && name.end < end && self.gap(name.end - 1).len() <= 5 {
                // `[a May 3 Reuters report](…)`
                return told(self.date_before(name.start, start).or_else(|| self.date_behind(name.end + 1)));
            }
            if self.is_whole_anchor(&name) {
                return self.named_alone(&name, source, standing);
            }
            at = name.end;
        }
        None
    }

    /// Whether a link’s text is only a name, with or without an article and a date.
    fn is_whole_anchor(&self, name: &Range<usize>) -> bool {
        let before = (self.anchor.start..name.start).all(|at| matches!(self.word(at), "the" | "The" | "a" | "an"));
        let behind = name.end == self.anchor.end
            || self.date_behind(name.end).is_some_and(|date| {
                let rest = Span::new(date.span.end, self.label.end).of(self.text);
                !rest.contains(char::is_alphanumeric)
            });
        before && behind
    }

    /// A link whose text is an outlet’s name: the sentence decides whether that outlet is the one reporting.
    fn named_alone(&self, name: &Range<usize>, source: Span, standing: Standing) -> Option<Told> {
        let Range { start, end } = self.sentence.clone();
        let told = |attribution, date| Some(Told { source: Some(source), standing, attribution, date });
        let inside = self.date_behind(name.end);
        if inside.is_some() && name.end < self.anchor.end {
            return told(Attribution::Link, inside);
        }
        if let Some(verb) = self.verb_behind(self.anchor.end, end) {
            return told(Attribution::Link, self.date_behind(verb + 1));
        }
        if self.introduces(self.anchor.start, start) {
            return told(Attribution::Link, inside);
        }
        if PIECES.has(self.word(self.anchor.end)) && self.anchor.end < end && self.words[self.anchor.end].is_joined() {
            return told(Attribution::Link, self.date_behind(self.anchor.end + 1));
        }
        // `The ferry sank. [Reuters](…)`, `… ([Reuters](…))`, `— [Reuters](…)`: the sentence says nothing else about
        // it.
        let before = self.text.slice(..self.link.start as usize).trim_end_matches([' ', '*', '_']);
        let after = self.text.slice(self.link.end as usize..).trim_start_matches([' ', '*', '_']);
        let opens =
            before.is_empty() || before.ends_with(['.', '(', '—', '–', ':', '!', '?', '\n', '>', '-', '|', '/', ';']);
        let ends = after.is_empty() || after.starts_with(['.', ')', '\n', ';', '|', '/']) || inside.is_some();
        if opens && ends {
            return told(Attribution::Link, inside);
        }
        // The outlet is the publisher of its own pages; for any other page, that is uncertain.
        let own = self.gazetteer.source_of(source.of(self.text), Some(self.address), &[]);
        let own = own.zip(self.host).is_some_and(|(own, host)| own.lives_at(host))
            || standing == Standing::Unknown
                && self.host.is_some_and(|host| naming::is_at_host(source.of(self.text), host));
        if own { told(Attribution::Name, None) } else { None }
    }

    /// An outlet directly beside the link: `Reuters [reported on May 5](…)`, `[reported](…) by Reuters`.
    fn beside(&self) -> Option<Told> {
        let Range { start, end } = self.anchor.clone();
        let told = |(_, source, standing), date| {
            Some(Told { source: Some(source), standing, attribution: Attribution::Link, date })
        };
        let touches = |at: usize| {
            at > self.sentence.start && {
                let between = Span::new(self.words[at - 1].span.end, self.words[at].span.start).of(self.text);
                !between.contains([',', ';', ':', '.', '(', ')', '—'])
            }
        };
        if start < end
            && touches(start)
            && let Some(name) = self.name_before(start, self.sentence.start)
        {
            let genitive = self.words[start - 1].flags.has(Flags::POSSESSIVE);
            if !genitive && let Some(verb) = self.verb_behind(start, end) {
                return told(name, self.date_behind(verb + 1));
            }
            // `the BBC’s [report of May 4](…)`, `a Reuters [investigation](…)`
            let piece = (start..end.min(start + 4)).find(|at| PIECES.has_in_any_case(self.word(*at)));
            if let Some(piece) = piece.filter(|piece| genitive || piece + 1 == end && end - start <= 3) {
                return told(name, self.date_behind(piece + 1).or_else(|| self.date_before(piece, start)));
            }
        }
        // `Reuters has [reported](…)`
        if start < end && self.says(start) && touches(start) {
            let mut at = start;
            while at > self.sentence.start && ADVERBS.has(self.word(at - 1)) && start - at < 3 && touches(at) {
                at -= 1;
            }
            if at < start
                && touches(at)
                && let Some(name) = self.name_before(at, self.sentence.start)
            {
                return told(name, self.date_behind(start + 1));
            }
        }
        // `[told](…) Reuters`, `[according to](…) Reuters`, `[reported](…) by the Guardian`
        let mut next = end;
        while next < self.sentence.end
            && matches!(self.word(next), "by" | "to" | "the" | "The" | "with" | "in")
            && next < end + 2
        {
            next += 1;
        }
        let joined = (end..=next).all(|at| {
            at > 0 && at < self.words.len() && {
                let between = Span::new(self.words[at - 1].span.end, self.words[at].span.start).of(self.text);
                at == end || !between.contains([',', ';', '.'])
            }
        });
        let closing = self.text.slice(self.link.end as usize..).starts_with([' ', '\n']);
        if start < end
            && joined
            && closing
            && self.introduces(next, start)
            && let Some(name) = self.name_from(next, self.sentence.end)
        {
            let date = self.date_behind(name.0.end);
            return told(name, date);
        }
        None
    }

    /// An outlet elsewhere in the link’s clause.
    fn in_clause(&self) -> Option<Told> {
        let told = |(_, source, standing), date| {
            Some(Told { source: Some(source), standing, attribution: Attribution::Clause, date })
        };
        // Backwards: `Reuters reported on May 5 that [the road](…)`, `According to Reuters, [the road](…)`
        let mut at = self.anchor.start;
        while at > self.sentence.start {
            at -= 1;
            if self.parts(at) {
                break;
            }
            if self.says(at) {
                let mut from = at;
                while from > self.sentence.start && ADVERBS.has(self.word(from - 1)) && at - from < 3 {
                    from -= 1;
                }
                let close = from > self.sentence.start && !self.gap(from - 1).contains([',', ';', '.', ':']);
                if close
                    && let Some(name) = self.name_before(from, self.sentence.start)
                    && !self.words[from - 1].flags.has(Flags::POSSESSIVE)
                {
                    return told(name, self.date_behind(at + 1));
                }
            }
            if self.introduces(at, self.sentence.start)
                && let Some(name) = self.name_from(at, self.anchor.start)
                && !self.words[name.0.end - 1].flags.has(Flags::POSSESSIVE)
            {
                let date = self.date_behind(name.0.end);
                return told(name, date);
            }
        }
        // Forwards: `[The road](…) was mined, Reuters reported.`, `… according to Reuters`
        let mut at = self.anchor.end;
        while at < self.sentence.end {
            if self.parts(at) {
                break;
            }
            let behind_link = at > self.anchor.start;
            if behind_link && let Some(name) = self.name_from(at, self.sentence.end) {
                if let Some(verb) = self.verb_behind(name.0.end, self.sentence.end) {
                    return told(name, self.date_behind(verb + 1));
                }
                if self.introduces(at, self.anchor.end) {
                    let date = self.date_behind(name.0.end);
                    return told(name, date);
                }
                at = name.0.end;
                continue;
            }
            at += 1;
        }
        None
    }

    /// Whether another clause begins at the word at `at`, or ends before it.
    fn parts(&self, at: usize) -> bool {
        let gap = at.checked_sub(1).map_or("", |before| self.gap(before));
        let own_mark = at == self.anchor.start || at == self.anchor.end;
        gap.contains([';', '—']) && !own_mark
            || PARTS.has(self.word(at))
            || self.word(at) == "and" && gap.starts_with(',')
            || self.words[at].flags.has(Flags::LINK) && !self.anchor.contains(&at)
    }

    /// The date directly after the word before `at`: `on May 5`, `, May 5`, `(May 5)`. Only a punctuation mark or the
    /// end of a clause may follow it: `reported May 5 raids` is about the raids.
    fn date_behind(&self, at: usize) -> Option<Written> {
        let last = self.words.get(at.checked_sub(1)?)?;
        let mut first = at;
        if matches!(self.word(first), "on" | "dated" | "of") {
            first += 1;
        }
        let word = self.words.get(first)?;
        if first >= self.words.len() || word.span.start > last.span.end + 700 {
            return None;
        }
        let between = self.visible(last.span.end, self.words.get(at)?.span.start);
        if !matches!(between.trim(), "" | "," | "(" | ", (" | "[" | ":" | "–" | "—" | "'s" | "’s") {
            return None;
        }
        let date = calendar::written_at(self.text, word.span.start as usize)?;
        if date.day.is_none() || date.is_ambiguous() {
            return None;
        }
        let after = self.text.slice(date.span.end as usize..);
        let plain = after.trim_start_matches([' ', ']', '*', '_']);
        let next = plain.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let ends = plain.is_empty()
            || plain.starts_with([',', '.', ';', ':', ')', '(', '\n', '|', '“', '"', '–', '—', '[', '?', '!'])
            || matches!(
                next,
                "that"
                    | "the"
                    | "a"
                    | "an"
                    | "how"
                    | "on"
                    | "about"
                    | "and"
                    | "it"
                    | "he"
                    | "she"
                    | "they"
                    | "its"
                    | "his"
                    | "their"
                    | "there"
                    | "more"
                    | "some"
                    | "in"
                    | "as"
                    | "showing"
                    | "saying"
                    | "citing"
                    | "claiming"
            );
        ends.then_some(date)
    }

    /// The date directly before the word at `at`, not before `least`: `a May 3 Reuters report`.
    fn date_before(&self, at: usize, least: usize) -> Option<Written> {
        (least..at).rev().take(4).find_map(|first| {
            let date = calendar::written_at(self.text, self.words[first].span.start as usize)?;
            let between = Span::new(date.span.end, self.words[at].span.start).of(self.text);
            (date.day.is_some() && !date.is_ambiguous() && matches!(between.trim(), "" | ",")).then_some(date)
        })
    }

    /// What a reader sees between two places, without link targets.
    fn visible(&self, from: u32, to: u32) -> &'a str {
        if self.label.end >= from && self.link.end <= to {
            let before = Span::new(from, self.label.end).of(self.text).trim();
            let after = Span::new(self.link.end, to).of(self.text);
            return if before.is_empty() { after } else { before };
        }
        Span::new(from, to).of(self.text)
    }
}
