//! Splits the pieces of a note into parts: each is one source or a remark.

use super::lexer::{Atom, AtomKind, Sign};
use super::words::{FINITE, lead_len};
use crate::bulletin::citation::words::{MEDIA, PARTICLES, VERBS};
use crate::bulletin::items::{Flaw, FlawKind};
use crate::gazetteer::Gazetteer;
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Offset, Slice, Span, first_word, split_at, trim};
use smallvec::SmallVec;
use std::ops::Range;

/// A stretch of a note that cites one source, or a remark.
#[derive(Debug)]
pub(super) struct Part {
    pub atoms: Vec<Atom>,
    /// Introductory words: `See also`.
    pub lead: Option<Span>,
}

impl Part {
    pub(super) fn span(&self) -> Option<Span> {
        let span = self.atoms.first()?.span.cover(self.atoms.last()?.span);
        Some(self.lead.map_or(span, |lead| lead.cover(span)))
    }
}

/// Splits the pieces of a note into parts. Faults in the separators between them are added to `flaws`.
pub(super) fn parts(text: &str, gazetteer: &Gazetteer, atoms: Vec<Atom>, flaws: &mut Vec<Flaw>) -> Vec<Part> {
    let mut atoms = atoms;
    let mut parts = Vec::new();
    let ends = chunks(text, &mut atoms, flaws);
    if let [end] = *ends {
        // Most notes: their pieces stay where they are.
        atoms.truncate(end);
        within_chunk(text, gazetteer, atoms, flaws, &mut parts);
    } else {
        let mut start = 0;
        let mut atoms = atoms.into_iter();
        for end in ends {
            within_chunk(text, gazetteer, atoms.by_ref().take(end - start).collect(), flaws, &mut parts);
            start = end;
        }
    }
    parts.retain(|part: &Part| !part.atoms.is_empty());
    parts
}

/// What a stretch contains.
#[derive(Clone, Copy, Default)]
struct Holds {
    title: bool,
    date: bool,
    address: bool,
    verb: bool,
    words: usize,
    /// Whether it has words in quotation marks or in italics.
    marked: bool,
    /// Whether it starts with *Ibid.* or a lead-in.
    first: bool,
    /// Whether it has words that are not a name.
    prose: bool,
}

impl Holds {
    fn of(text: &str, atoms: &[Atom]) -> Holds {
        let mut holds = Holds::default();
        for (at, atom) in atoms.iter().enumerate() {
            match &atom.kind {
                AtomKind::Quoted { .. } => (holds.title, holds.marked) = (true, true),
                AtomKind::Emphasis { inner, .. } => {
                    (holds.title, holds.marked) = (true, true);
                    holds.first |= at == 0 && is_ibid(inner.of(text));
                }
                AtomKind::Date(_) => holds.date = true,
                AtomKind::Address { .. } | AtomKind::Target { .. } => holds.address = true,
                AtomKind::Label { .. } => (holds.address, holds.title) = (true, true),
                AtomKind::Round { inner } => {
                    let inside = inner.of(text);
                    holds.date |= inside.len() < 80 && inside.trim_end().ends_with(|c: char| c.is_ascii_digit());
                }
                AtomKind::Words => {
                    let words = atom.span.of(text);
                    holds.verb |= has_finite(words);
                    holds.words += words.split_whitespace().count();
                    holds.prose |= !is_name(words);
                    holds.first |= at == 0 && (is_ibid(words) || lead_len(words) > 0);
                }
                AtomKind::Lone { opens } => holds.title |= *opens,
                AtomKind::Sign(_) | AtomKind::Square { .. } => {}
            }
        }
        holds
    }

    /// Adds what a later stretch contains. Whether the whole starts with a lead-in stays as it is.
    fn add(&mut self, next: Holds) {
        self.title |= next.title;
        self.date |= next.date;
        self.address |= next.address;
        self.verb |= next.verb;
        self.words += next.words;
        self.prose |= next.prose;
        self.marked |= next.marked;
    }

    fn is_complete(self) -> bool {
        self.address || self.date && (self.title || self.words > 0)
    }

    fn is_remark(self) -> bool {
        self.verb || self.prose && !self.title && !self.date && !self.address && self.words > 6
    }
}

/// Whether words outside a title contain a finite verb.
pub(super) fn has_finite(words: &str) -> bool {
    words.len() > 2
        && words.split_ascii_whitespace().any(|word| {
            // No verb of the lists has a capital.
            let word = if word.as_bytes()[0].is_ascii_uppercase() { "" } else { bare(word) };
            VERBS.has(word) || FINITE.has(word)
        })
        || speaks_of_me(words)
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    if is_bare(word) { word } else { word.trim_matches(|c: char| !is_alphanumeric(c)) }
}

/// Whether no sign stands around a word, as is the case with most.
fn is_bare(word: &str) -> bool {
    let ends = word.as_bytes().first().zip(word.as_bytes().last());
    ends.is_some_and(|(first, last)| first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric())
}

/// `I geocoded the towns`: a pronoun followed by a word in lower case, without a number.
fn speaks_of_me(words: &str) -> bool {
    let at = memchr::memchr_iter(b'I', words.as_bytes()).find(|at| {
        let (before, behind) = (words.slice(..*at), words.slice(at + 1..));
        (before.is_empty() || before.ends_with(' ')) && behind.starts_with(' ')
    });
    let behind = at.map(|at| words.slice(at + 2..));
    behind.is_some_and(|behind| {
        behind.starts_with(|c: char| c.is_lowercase())
            && !["and ", "in ", "of ", "to "].iter().any(|small| behind.starts_with(small))
    })
}

pub(super) fn is_ibid(words: &str) -> bool {
    let word = words.trim_start_matches(['*', '_']).split([' ', '.', ',', '*', '_', '\n']).next().unwrap_or("");
    word.eq_ignore_ascii_case("ibid")
        || word.eq_ignore_ascii_case("ibidem")
        || word.eq_ignore_ascii_case("ebd")
        || word.eq_ignore_ascii_case("ebenda")
        || word == "Id" && (words.starts_with("Id.") || words == word)
}

/// `pp. 15–16`, `88`
fn is_pages(words: &str) -> bool {
    words.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | 'p' | '.' | ' ')).is_empty()
}

/// Words that open a sentence.
static SENTENCE: WordSet = WordSet::new(&[
    "A", "All", "Although", "An", "Another", "As", "Both", "He", "However", "In", "It", "Its", "Many", "Most", "Note",
    "Others", "She", "Since", "Some", "The", "Their", "There", "These", "They", "This", "Those", "While",
]);

/// Whether a verb tells of the word before it: `Ibid. is used …`
pub(super) fn speaks_of_a_word(verb: &str) -> bool {
    matches!(verb, "is" | "was" | "means" | "meant" | "stands" | "should" | "may" | "can" | "refers")
}

/// Splits at semicolons, and at full stops after which another source starts: where each chunk of the pieces ends.
fn chunks(text: &str, atoms: &mut [Atom], flaws: &mut Vec<Flaw>) -> SmallVec<[usize; 4]> {
    let mut chunks = Chunks { text, ends: SmallVec::new(), start: 0, sentence: 0, held: 0, holds: Holds::default() };
    for at in 0..atoms.len() {
        let next = atoms.get(at + 1);
        let atom = &atoms[at];
        // `The Guardian; June 12, 2018`: the semicolon is used as a comma.
        let is_dated = |atom: &Atom| matches!(atom.kind, AtomKind::Date(_) | AtomKind::Round { .. });
        if atom.is(Sign::Semicolon)
            && next.is_some_and(|next| next.date().is_some())
            && !chunks.holds(atoms).date
            && !atoms[chunks.sentence..at].iter().any(is_dated)
        {
            flaws.push(Flaw { span: atom.span, kind: FlawKind::WrongSign });
            atoms[at].kind = AtomKind::Sign(Sign::Comma);
            continue;
        }
        let ends_title =
            matches!(&atom.kind, AtomKind::Quoted { inner, .. } if inner.of(text).trim_end().ends_with('.'));
        let semicolon = atom.is(Sign::Semicolon);
        // `2019;“Ferry …”`
        if semicolon
            && atom.span.of(text) == ";"
            && let Some(next) = next
            && !matches!(next.kind, AtomKind::Sign(_))
        {
            let gap = Span::new(atom.span.end, next.span.start).of(text);
            if gap.is_empty() || gap.len() > 1 && gap.bytes().all(|byte| byte == b' ') {
                flaws.push(Flaw { span: Span::new(atom.span.start, next.span.start), kind: FlawKind::Spacing });
            }
        }
        if semicolon {
            chunks.end_sentence(atoms, at);
            chunks.end(at + 1);
        } else if atom.is(Sign::Stop) || ends_title {
            chunks.end_sentence(atoms, at + 1);
        }
    }
    chunks.end_sentence(atoms, atoms.len());
    chunks.end(atoms.len());
    chunks.ends
}

/// The chunks so far, and the one that is being read.
struct Chunks<'a> {
    text: &'a str,
    ends: SmallVec<[usize; 4]>,
    /// Where the current chunk starts, and its last sentence.
    start: usize,
    sentence: usize,
    /// What the chunk contains up to the piece at `held`. Most chunks are one sentence, about which nothing is asked.
    holds: Holds,
    held: usize,
}

impl Chunks<'_> {
    /// What the sentences of the chunk contain, without the last.
    fn holds(&mut self, atoms: &[Atom]) -> Holds {
        if self.held < self.sentence {
            self.holds.add(Holds::of(self.text, &atoms[self.held..self.sentence]));
            self.held = self.sentence;
        }
        self.holds
    }

    /// Adds the last sentence to its chunk, or starts another with it.
    fn end_sentence(&mut self, atoms: &[Atom], end: usize) {
        let (before, sentence) = (&atoms[self.start..self.sentence], &atoms[self.sentence..end]);
        if sentence.is_empty() {
            return;
        }
        if !before.is_empty() {
            let (current, next) = (self.holds(atoms), Holds::of(self.text, sentence));
            if starts_anew(self.text, current, next, before, sentence) {
                self.end(self.sentence);
            }
            self.holds.add(next);
            self.held = end;
        }
        self.sentence = end;
    }

    /// Ends the chunk.
    fn end(&mut self, end: usize) {
        if end > self.start {
            self.ends.push(end);
        }
        (self.start, self.sentence, self.held) = (end, end, end);
        self.holds = Holds::default();
    }
}

/// Whether what follows a full stop is another source or a remark, rather than the next field.
fn starts_anew(text: &str, current: Holds, next: Holds, before: &[Atom], atoms: &[Atom]) -> bool {
    // A lone address belongs to what precedes it.
    let linked = matches!(atoms, [Atom { kind: AtomKind::Label { .. }, .. }, rest @ ..] if rest.len() < 2);
    if next.address && next.words == 0 && (!next.title || linked) {
        return false;
    }
    let first_words = match atoms.first() {
        Some(Atom { kind: AtomKind::Words, span }) => span.of(text),
        _ => "",
    };
    // `Ibid. and op. cit. are not used here`: a sentence about the words.
    let alone = |before: &[Atom]| matches!(before, [ibid, rest @ ..] if rest.len() < 4 && is_ibid(ibid.span.of(text)) && rest.iter().all(|atom| atom.is(Sign::Stop)));
    let first_word = first_word(first_words);
    if next.verb && (matches!(first_word, "and" | "or") || speaks_of_a_word(first_word)) && alone(before) {
        return false;
    }
    // `“It speaks, not the author.” Lena Mertz, “The Author,” …`: a quotation and its source.
    let quotation = matches!(before, [Atom { kind: AtomKind::Quoted { .. }, .. }])
        && matches!(atoms, [Atom { kind: AtomKind::Words, .. }, comma, Atom { kind: AtomKind::Quoted { .. } | AtomKind::Emphasis { .. }, .. }, ..] if comma.is(Sign::Comma));
    // `Osten, op. cit. Lena Mertz, “Tolls,” …`
    let pointed_back = next.title
        && matches!(before, [.., Atom { kind: AtomKind::Words, span }, stop] if stop.is(Sign::Stop) && ends_in_op_cit(span.of(text)));
    if next.first || quotation || pointed_back || current.is_remark() {
        return true;
    }
    // `Osten, *The Pier*, 15–16. The “red” crates were lost.`
    let pages = match before {
        [.., Atom { kind: AtomKind::Words, span }, stop] if stop.is(Sign::Stop) => is_pages(span.of(text)),
        _ => false,
    };
    if pages && current.title && next.words > 2 && SENTENCE.has(first_word) {
        return true;
    }
    if next.verb {
        return !next.title || current.is_complete();
    }
    let is_tail = opens_tail(first_words);
    if !current.is_complete() || is_tail {
        return false;
    }
    // A bracket with a year is an imprint or the year of a list entry: the title follows.
    let year_first = !current.marked
        && matches!(before, [Atom { kind: AtomKind::Words, .. }, Atom { kind: AtomKind::Round { .. }, .. }, ..]);
    if year_first {
        return false;
    }
    // Translations, `Emphasis added`: a remark.
    next.title || next.date && next.words > 0 || !next.address && !next.date && next.words > 1
}

/// Whether words end in *op. cit* or *loc. cit*, without its last point.
fn ends_in_op_cit(words: &str) -> bool {
    let lower = words.get(words.len().saturating_sub(9)..).unwrap_or(words).to_ascii_lowercase();
    ["op. cit", "op.cit", "op cit", "loc. cit", "loc.cit", "loc cit"].iter().any(|end| lower.ends_with(end))
}

/// Whether words start something that belongs to the preceding source: `Web`, `p. 4`, `Accessed …`, `Vol. 3`.
fn opens_tail(words: &str) -> bool {
    static TAILS: WordSet = WordSet::new(&[
        "accessed",
        "archived",
        "available",
        "ch",
        "doi",
        "in",
        "last",
        "no",
        "p",
        "para",
        "paras",
        "pp",
        "print",
        "retrieved",
        "trans",
        "translated",
        "updated",
        "url",
        "viewed",
        "vol",
        "web",
    ]);
    let word = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    TAILS.has_in_any_case(word) || words.starts_with(|c: char| c.is_ascii_digit())
}

/// The pieces of a chunk: those that the current part has so far, and those ahead. Moving on takes constant time.
struct Pieces {
    all: Vec<Atom>,
    /// The places of the pieces of the part.
    own: Range<usize>,
    /// What is known of them.
    since: Since,
    /// The place of the first piece ahead; those before it have been passed.
    at: usize,
    /// How many of the pieces ahead are a date, a title or an address.
    anchors: usize,
}

impl Pieces {
    fn of(atoms: Vec<Atom>) -> Pieces {
        let anchors = atoms.iter().filter(|atom| is_anchor(atom)).count();
        Pieces { all: atoms, own: 0..0, since: Since::default(), at: 0, anchors }
    }

    /// The pieces ahead, the next one first.
    fn ahead(&self) -> &[Atom] {
        self.all.get(self.at..).unwrap_or_default()
    }

    /// The pieces of the part.
    fn own(&self) -> &[Atom] {
        self.all.get(self.own.clone()).unwrap_or_default()
    }

    /// Passes pieces that belong to no part; another part starts behind them.
    fn skip(&mut self, count: usize) {
        let passed = self.ahead().iter().take(count);
        let (count, anchors) =
            passed.fold((0, 0), |(all, anchors), atom| (all + 1, anchors + usize::from(is_anchor(atom))));
        self.at += count;
        self.anchors -= anchors;
    }

    /// Puts words in the place of the piece that was passed last.
    fn put_back(&mut self, span: Span) {
        let Some(before) = self.at.checked_sub(1).filter(|_| !span.is_empty()) else { return };
        self.all[before] = Atom { span, kind: AtomKind::Words };
        self.at = before;
    }

    /// Makes the next piece one of the part.
    fn pass(&mut self, text: &str) {
        let Some(next) = self.all.get(self.at) else { return };
        self.since.pass(text, next);
        self.anchors -= usize::from(is_anchor(next));
        if self.own.is_empty() {
            self.own.start = self.at;
        }
        self.at += 1;
        self.own.end = self.at;
    }

    /// Starts another part, and returns the pieces of the one before.
    fn take(&mut self) -> Vec<Atom> {
        self.since = Since::default();
        let own = std::mem::replace(&mut self.own, 0..0);
        if own == (0..self.all.len()) {
            return std::mem::take(&mut self.all);
        }
        let taken = Atom { span: Span::empty(0), kind: AtomKind::Words };
        let pieces = self.all.get_mut(own).unwrap_or_default();
        pieces.iter_mut().map(|piece| std::mem::replace(piece, taken.clone())).collect()
    }
}

/// Whether a piece is a date, a title or an address.
fn is_anchor(atom: &Atom) -> bool {
    matches!(
        atom.kind,
        AtomKind::Date(_) | AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Address { .. }
    )
}

/// Splits where there is no semicolon or full stop: at lead-ins, `and`, a comma before the next title, between
/// addresses.
fn within_chunk(text: &str, gazetteer: &Gazetteer, atoms: Vec<Atom>, flaws: &mut Vec<Flaw>, parts: &mut Vec<Part>) {
    let mut lead = None;
    let mut pieces = Pieces::of(atoms);
    while let Some(next) = pieces.ahead().first() {
        let (span, is_words) = (next.span, next.is_words());
        let first = !pieces.since.anything;
        if is_words
            && first
            && let Some(len) = denial_len(text, pieces.ahead())
        {
            // `The mayor denies this: Tobin Osten, “…”`
            pieces.skip(1);
            pieces.put_back(Span::new(skip_blanks(text, span.start + len + 1, span.end), span.end));
            let mut part = pieces.take();
            part.push(Atom { span: Span::new(span.start, span.start + len), kind: AtomKind::Words });
            parts.push(Part { atoms: part, lead: lead.take() });
            continue;
        }
        if first && let Some(behind) = topic(text, pieces.ahead()) {
            // `on the chain, Tobin Osten, “…”`: the topic is a lead-in.
            let opening = pieces.own().first().map_or(span.start, |first| first.span.start);
            pieces.skip(behind);
            pieces.take();
            lead = Some(Span::new(opening, trim_end(text, opening, span.end)));
            continue;
        }
        if is_words
            && let Some((from, len)) = find_lead(text, span, first)
            // `quoted by Khaama Press`, without any other field of a source: the outlet that reprinted the report.
            && (first || pieces.anchors > 0 || !span.of(text).contains(" by "))
        {
            let (start, mut end) = (span.start + from, span.start + from + len);
            pieces.skip(1);
            // `See, for example, …`
            if end == span.end {
                while let Some(skip) = example_len(text, pieces.ahead()) {
                    end = pieces.ahead()[skip - 1].span.end;
                    pieces.skip(skip);
                    if let Some(Atom { kind: AtomKind::Sign(Sign::Comma), span }) = pieces.ahead().first() {
                        end = span.end;
                        pieces.skip(1);
                    }
                }
            } else {
                pieces.put_back(Span::new(skip_blanks(text, end, span.end), span.end));
            }
            // `For the raid, see …`: everything before it is a lead-in, unless it is a sentence or a source of its own.
            let before = Holds::of(text, pieces.own());
            // `Osten, “The Pier,” 15, quoted in Mertz, “Tolls”`
            let named = match pieces.own() {
                [name, comma, title, ..] => {
                    name.is_words()
                        && is_name(name.span.of(text))
                        && comma.is(Sign::Comma)
                        && matches!(title.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. })
                }
                _ => false,
            };
            let own = before.title && (before.date || named)
                || before.address && before.words < 4
                || before.verb
                || parts_remark(text, &span, from);
            let opening = match pieces.own().first() {
                _ if own => start,
                Some(_) if lead.is_some() => start,
                first => first.map_or(span.start, |first| first.span.start),
            };
            let mut part = pieces.take();
            if own {
                if from > 0 {
                    part.push(Atom { span: Span::new(span.start, start), kind: AtomKind::Words });
                }
                parts.push(Part { atoms: part, lead: lead.take() });
            }
            lead = Some(Span::new(opening, trim_end(text, opening, end)));
            continue;
        }
        let own = pieces.own().last().map(|last| (last, &pieces.since));
        if let Some((last, since)) = own
            && let Some(joint) = joint(text, gazetteer, last, since, pieces.ahead())
        {
            if joint.joins {
                pieces.skip(1);
            }
            if let Some(span) = joint.flaw {
                flaws.push(Flaw { span, kind: FlawKind::CommaBetweenSources });
            }
            parts.push(Part { atoms: pieces.take(), lead: lead.take() });
            continue;
        }
        pieces.pass(text);
    }
    let mut atoms = pieces.take();
    // `…; and Tobin Osten, …`
    if let Some(first) = atoms.first_mut()
        && first.is_words()
    {
        let words = first.span.of(text);
        let len = ["and also ", "and ", "as well as ", "also ", "with "]
            .iter()
            .find(|joint| words.starts_with(**joint))
            .map_or(0, |joint| joint.len());
        first.span.start += len as Offset;
    }
    if matches!(atoms.first(), Some(Atom { kind: AtomKind::Words, span }) if matches!(span.of(text), "and" | "also" | "&"))
    {
        atoms.remove(0);
    }
    parts.push(Part { atoms, lead });
}

/// What has been passed since the part began.
#[derive(Default)]
struct Since {
    /// Anything but separators.
    anything: bool,
    title: bool,
    date: bool,
    address: bool,
    words: bool,
}

impl Since {
    fn pass(&mut self, text: &str, atom: &Atom) {
        self.anything |= !matches!(atom.kind, AtomKind::Sign(_));
        match &atom.kind {
            AtomKind::Quoted { .. } => self.title = true,
            AtomKind::Date(_) => self.date = true,
            AtomKind::Round { inner } => {
                let inside = inner.of(text);
                self.date |= inside.len() < 40 && inside.trim_end().ends_with(|c: char| c.is_ascii_digit());
            }
            AtomKind::Address { .. } => self.address = true,
            AtomKind::Words => self.words = true,
            _ => {}
        }
    }
}

/// Where one source ends and the next begins without a semicolon.
struct Joint {
    /// Whether the piece ahead only joins the two, and belongs to neither.
    joins: bool,
    flaw: Option<Span>,
}

/// Whether another source starts with the next of the pieces `ahead`, or behind it. `last` is the piece before them.
fn joint(text: &str, gazetteer: &Gazetteer, last: &Atom, since: &Since, ahead: &[Atom]) -> Option<Joint> {
    let [atom, ahead @ ..] = ahead else { return None };
    let next = ahead.first();
    match &atom.kind {
        AtomKind::Sign(Sign::Comma) => {
            let next = next?;
            let closed = match &last.kind {
                AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Round { .. } => true,
                AtomKind::Words => is_pages(last.span.of(text)),
                _ => false,
            };
            // `…, May 4, 2018, “Quay Reopens,” Reuters, May 5, 2018`; without a date of its own it may be a chapter:
            // `*The Pier Deal*, Hurst, 2007, “On Tolls”`.
            let dated = || {
                let own = ahead.iter().take_while(|atom| !atom.is(Sign::Semicolon));
                own.skip(1).any(|atom| matches!(atom.kind, AtomKind::Date(_) | AtomKind::Address { .. }))
            };
            if since.date && since.title && closed && matches!(next.kind, AtomKind::Quoted { .. }) && dated() {
                return Some(Joint { joins: true, flaw: Some(atom.span) });
            }
            // `Reuters, May 3, 2018, Al Jazeera, May 5, 2018`; with an author: `…, 2018, Tobin Osten, “The Pier Deal,” …`
            if since.date && next.is_words() && closed {
                let words = next.span.of(text);
                let (words, joined) = match words.strip_prefix("and ") {
                    Some(rest) => (rest, true),
                    None => (words, false),
                };
                let behind = ahead.get(1).is_some_and(|atom| atom.is(Sign::Comma));
                let dated = behind && matches!(ahead.get(2).map(|atom| &atom.kind), Some(AtomKind::Date(_)));
                let titled = behind && matches!(ahead.get(2).map(|atom| &atom.kind), Some(AtomKind::Quoted { .. }));
                let named = dated && (!since.title || joined) && gazetteer.knows_source(words)
                    || titled && since.title && (is_name(words) || joined && by_author(words).is_some());
                if named {
                    return Some(Joint { joins: true, flaw: (!joined).then_some(atom.span) });
                }
            }
            if since.address
                && !since.title
                && matches!(next.kind, AtomKind::Address { .. })
                && matches!(last.kind, AtomKind::Address { .. })
            {
                return Some(Joint { joins: true, flaw: Some(atom.span) });
            }
            None
        }
        AtomKind::Words => {
            let words = atom.span.of(text);
            let after_source = since.date
                && matches!(
                    last.kind,
                    AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Sign(Sign::Comma) | AtomKind::Round { .. }
                );
            if matches!(words, "and" | "&" | "and also" | "with" | "or")
                && after_source
                && matches!(next?.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Label { .. })
            {
                return Some(Joint { joins: true, flaw: None });
            }
            // `Mertz, May 3, 2018 and Osten, May 9, 2018`
            let after_address = since.title && matches!(last.kind, AtomKind::Address { .. });
            let rest = words.strip_prefix("and ").or_else(|| words.strip_prefix("with "));
            let rest = rest.filter(|_| after_source || after_address)?;
            let behind = &next?.kind;
            let opens = *behind == AtomKind::Sign(Sign::Comma) && is_name(rest);
            opens.then_some(Joint { joins: false, flaw: None })
        }
        AtomKind::Address { .. } if matches!(last.kind, AtomKind::Address { .. }) && !since.title => {
            Some(Joint { joins: false, flaw: None })
        }
        _ => None,
    }
}

/// Whether words may be the name of a person or body: each word, except particles, has a capital.
pub(super) fn is_name(words: &str) -> bool {
    const MOST: usize = 12;
    let words = trim(words);
    let mut count = 0;
    for word in words.split_ascii_whitespace() {
        count += 1;
        if count > MOST || !may_be_in_name(word) {
            return false;
        }
    }
    count > 0 && words.contains(|c: char| c.is_uppercase() || !c.is_ascii() || c == '@' || c == '.')
}

/// Whether a name may contain a word: one with a capital or digit, a particle.
fn may_be_in_name(word: &str) -> bool {
    if word.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return true;
    }
    let bare = if is_bare(word) { word } else { word.trim_matches(|c: char| !is_alphanumeric(c) && c != '@') };
    bare.is_empty()
        || bare.starts_with(|c: char| {
            c.is_uppercase() || c == '@' || !c.is_lowercase() && c.is_alphabetic() || c.is_ascii_digit()
        })
        || PARTICLES.has(bare)
        || MEDIA.has(bare)
        || bare.contains('.')
        || bare.contains(char::is_uppercase)
        || matches!(
            bare,
            "and" | "with" | "et" | "in" | "von" | "ed" | "eds" | "’s" | "for" | "on" | "others" | "d" | "l"
        )
}

/// `the reply by Tobin Osten`: the author.
pub(super) fn by_author(words: &str) -> Option<&str> {
    // Most words do not contain it.
    split_at(words, " by ")?;
    let (what, author) = words.rsplit_once(" by ")?;
    let plain = what.starts_with(|c: char| c.is_lowercase()) && !has_finite(what);
    (plain && is_name(author)).then_some(author)
}

/// The place and length of the words that introduce a source, in a piece of words. `See` starts the piece, or `see` and
/// `quoted in` follow a separator.
fn find_lead(text: &str, span: Span, first: bool) -> Option<(Offset, Offset)> {
    let words = span.of(text);
    let len = lead_len(words);
    if len > 0 && (first || words.starts_with(|c: char| c.is_lowercase())) {
        return Some((0, len as Offset));
    }
    // `For the raid see Mertz`
    if first && (words.starts_with("For ") || words.starts_with("On ")) {
        for lead in [" see also ", " see "] {
            if let Some(at) = words.find(lead) {
                return Some((at as Offset + 1, lead.len() as Offset - 2));
            }
        }
    }
    // `Calculations based on “…”`, `Figures adapted from Osten, “…”`
    if first && let Some(len) = basis_len(words) {
        return Some((0, len as Offset));
    }
    if !words.starts_with(['q', 'c', 'a']) {
        return None;
    }
    let quotes = ["quoted in ", "cited in ", "as quoted in ", "as cited in "].into_iter();
    let quotes = quotes.filter(|lead| words.starts_with(lead)).map(|lead| lead.len() as Offset - 1);
    quotes.map(|len| (0, len)).next()
}

/// The length of `Calculations based on` or `Figures adapted from` before a source.
fn basis_len(words: &str) -> Option<usize> {
    static BASES: WordSet = WordSet::new(&["adapted", "based", "calculated", "compiled", "drawn", "taken"]);
    let based = memchr::memchr_iter(b' ', words.as_bytes()).map(|blank| (blank, words.slice(blank + 1..)));
    based
        .filter_map(|(blank, rest)| {
            let (basis, behind) = rest.split_once(' ').filter(|(basis, _)| BASES.has(basis))?;
            let joint = if basis == "based" { "on" } else { "from" };
            Some((blank, basis.len() + 1 + joint.len(), behind.strip_prefix(joint)?))
        })
        .find(|(blank, _, behind)| {
            let opens = behind.trim().is_empty() || behind.starts_with(' ') && is_name(behind);
            opens && !has_finite(words.slice(..*blank))
        })
        .map(|(blank, len, _)| blank + 1 + len)
}

/// `on the chain,` before a source: the number of pieces, including the comma.
fn topic(text: &str, atoms: &[Atom]) -> Option<usize> {
    let [Atom { kind: AtomKind::Words, span }, comma, next, ..] = atoms else { return None };
    let words = span.of(text);
    if !comma.is(Sign::Comma) || !words.starts_with(['o', 'O', 'f', 'F', 'a', 'A', 'r', 'R']) {
        return None;
    }
    let opens = ["on ", "On ", "for ", "For ", "about ", "regarding ", "Regarding ", "as for ", "As for "];
    let about = opens.iter().any(|opening| words.starts_with(*opening))
        && !words.contains(" see ")
        && !is_name(words)
        && !has_finite(words);
    let cites = match &next.kind {
        AtomKind::Quoted { .. } => true,
        AtomKind::Words => {
            is_name(next.span.of(text))
                && atoms.get(3).is_some_and(|sign| sign.is(Sign::Comma))
                && atoms.get(4).is_some_and(|title| {
                    matches!(title.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Date(_))
                })
        }
        _ => false,
    };
    (about && cites).then_some(2)
}

/// The length of a sentence, or of its beginning, that a colon or a verb separates from the author or outlet of a source.
fn denial_len(text: &str, atoms: &[Atom]) -> Option<Offset> {
    let [Atom { span, .. }, comma, next, ..] = atoms else { return None };
    let titled = matches!(next.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Date(_));
    if !comma.is(Sign::Comma) || !titled {
        return None;
    }
    let words = span.of(text);
    // Most words contain no colon.
    if memchr::memchr(b':', words.as_bytes()).is_some()
        && let Some((before, behind)) = words.split_once(": ")
        && has_finite(before)
        && is_name(behind)
    {
        return Some(before.len() as Offset);
    }
    // `The best account is Lena Mertz, “…”`
    if matches!(next.kind, AtomKind::Date(_)) || !words.starts_with(char::is_uppercase) {
        return None;
    }
    static COPULAS: WordSet = WordSet::new(&["are", "is", "remain", "remains", "was"]);
    let mut blanks = memchr::memchr_iter(b' ', words.as_bytes()).map(|blank| (blank, words.slice(blank + 1..)));
    blanks.find_map(|(blank, rest)| {
        let (verb, name) = rest.split_once(' ').filter(|(verb, _)| COPULAS.has(verb))?;
        let before = words.slice(..blank);
        (before.contains(' ') && is_name(name) && !has_finite(before)).then_some((blank + 1 + verb.len()) as Offset)
    })
}

/// `, for example ,` after `See`: the number of pieces.
fn example_len(text: &str, atoms: &[Atom]) -> Option<usize> {
    let words = |atom: &Atom| {
        matches!(
            atom.span.of(text),
            "for example" | "e.g." | "for instance" | "inter alia" | "among others" | "in particular" | "especially"
        )
    };
    match atoms {
        [comma, example, ..] if comma.is(Sign::Comma) && example.is_words() && words(example) => Some(2),
        [example, ..] if example.is_words() && words(example) => Some(1),
        _ => None,
    }
}

/// Whether the words before a lead-in in one piece are a sentence.
fn parts_remark(text: &str, span: &Span, from: Offset) -> bool {
    has_finite(Span::new(span.start, span.start + from).of(text))
}

fn skip_blanks(text: &str, at: Offset, end: Offset) -> Offset {
    let rest = Span::new(at, end).of(text);
    end - rest.trim_start_matches([' ', ',', '\n']).len() as Offset
}

fn trim_end(text: &str, start: Offset, end: Offset) -> Offset {
    start + Span::new(start, end).of(text).trim_end_matches([' ', ',', '\n']).len() as Offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verbs_have_no_capitals() {
        for letter in ('A'..='Z').map(String::from) {
            let verbs = VERBS.opening(&letter).chain(FINITE.opening(&letter));
            assert_eq!(verbs.filter(|verb| verb.starts_with(char::is_uppercase)).collect::<Vec<_>>(), [""; 0]);
        }
        assert!(has_finite("The ministry “denies” it"));
        assert!(!has_finite("Denies"));
    }
}
