//! From the pieces of a note to its parts: one source each, or a remark.

use super::lexer::{Atom, AtomKind, Sign};
use super::words::{FINITE, lead_len};
use crate::bulletin::citation::words::{MEDIA, PARTICLES, VERBS};
use crate::bulletin::items::{Flaw, FlawKind};
use crate::gazetteer::Gazetteer;
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Offset, Span};

/// A stretch of a note that cites one source, or a remark.
#[derive(Debug)]
pub(super) struct Part {
    pub atoms: Vec<Atom>,
    /// Words that lead in: `See also`.
    pub lead: Option<Span>,
}

impl Part {
    pub(super) fn span(&self) -> Option<Span> {
        let span = self.atoms.first()?.span.cover(self.atoms.last()?.span);
        Some(self.lead.map_or(span, |lead| lead.cover(span)))
    }
}

/// Splits the pieces of a note into parts. What is wrong with the signs between them is added to `flaws`.
pub(super) fn parts(text: &str, gazetteer: &Gazetteer, atoms: Vec<Atom>, flaws: &mut Vec<Flaw>) -> Vec<Part> {
    let mut parts = Vec::new();
    for chunk in chunks(text, atoms, flaws) {
        within_chunk(text, gazetteer, chunk, flaws, &mut parts);
    }
    parts.retain(|part: &Part| !part.atoms.is_empty());
    parts
}

/// What a stretch holds.
#[derive(Clone, Copy, Default)]
struct Holds {
    title: bool,
    date: bool,
    address: bool,
    verb: bool,
    words: usize,
    /// It opens with *Ibid.* or a lead.
    first: bool,
    /// Words that are no name.
    prose: bool,
}

impl Holds {
    fn of(text: &str, atoms: &[Atom]) -> Holds {
        let mut holds = Holds::default();
        for (at, atom) in atoms.iter().enumerate() {
            match &atom.kind {
                AtomKind::Quoted { .. } => holds.title = true,
                AtomKind::Emphasis { inner, .. } => {
                    holds.title = true;
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

    fn is_complete(self) -> bool {
        self.address || self.date && (self.title || self.words > 0)
    }

    fn is_remark(self) -> bool {
        self.verb || self.prose && !self.title && !self.date && !self.address && self.words > 6
    }
}

/// Whether a finite verb stands in words outside of a title.
pub(super) fn has_finite(words: &str) -> bool {
    words.len() > 2
        && words.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !is_alphanumeric(c));
            VERBS.has(word) || FINITE.has(word)
        })
}

pub(super) fn is_ibid(words: &str) -> bool {
    let word = words.trim_start_matches(['*', '_']).split([' ', '.', ',', '*', '_', '\n']).next().unwrap_or("");
    word.eq_ignore_ascii_case("ibid")
        || word.eq_ignore_ascii_case("ibidem")
        || word == "Id" && (words.starts_with("Id.") || words == word)
}

/// Splits at semicolons, and at stops behind which another source opens.
fn chunks(text: &str, atoms: Vec<Atom>, flaws: &mut Vec<Flaw>) -> Vec<Vec<Atom>> {
    let mut found: Vec<Vec<Atom>> = Vec::new();
    let mut current: Vec<Atom> = Vec::new();
    let mut sentence: Vec<Atom> = Vec::new();
    let mut holds = Holds::default();
    let flush = |current: &mut Vec<Atom>, sentence: &mut Vec<Atom>, holds: &mut Holds, found: &mut Vec<Vec<Atom>>| {
        if sentence.is_empty() {
            return;
        }
        let next = Holds::of(text, sentence);
        if !current.is_empty() && starts_anew(text, *holds, next, current, sentence) {
            found.push(std::mem::take(current));
            *holds = Holds::default();
        }
        holds.title |= next.title;
        holds.date |= next.date;
        holds.address |= next.address;
        holds.verb |= next.verb;
        holds.words += next.words;
        holds.prose |= next.prose;
        current.append(sentence);
    };
    let mut atoms = atoms.into_iter().peekable();
    while let Some(mut atom) = atoms.next() {
        // `The Guardian; June 12, 2018`: the semicolon stands for a comma.
        let is_dated = |atom: &Atom| matches!(atom.kind, AtomKind::Date(_) | AtomKind::Round { .. });
        if atom.is(Sign::Semicolon)
            && !holds.date
            && atoms.peek().is_some_and(|next| next.date().is_some())
            && !sentence.iter().any(is_dated)
        {
            flaws.push(Flaw { span: atom.span, kind: FlawKind::WrongSign });
            atom.kind = AtomKind::Sign(Sign::Comma);
        }
        let ends_title =
            matches!(&atom.kind, AtomKind::Quoted { inner, .. } if inner.of(text).trim_end().ends_with('.'));
        let (semicolon, stop) = (atom.is(Sign::Semicolon), atom.is(Sign::Stop) || ends_title);
        // `2019;“Ferry …”`
        if semicolon
            && atom.span.of(text) == ";"
            && let Some(next) = atoms.peek()
            && !next.is(Sign::Semicolon)
        {
            let gap = Span::new(atom.span.end, next.span.start).of(text);
            if gap.is_empty() || gap.len() > 1 && gap.bytes().all(|byte| byte == b' ') {
                flaws.push(Flaw { span: Span::new(atom.span.start, next.span.start), kind: FlawKind::Spacing });
            }
        }
        if semicolon {
            flush(&mut current, &mut sentence, &mut holds, &mut found);
            current.push(atom);
            found.push(std::mem::take(&mut current));
            holds = Holds::default();
            continue;
        }
        sentence.push(atom);
        if stop {
            flush(&mut current, &mut sentence, &mut holds, &mut found);
        }
    }
    flush(&mut current, &mut sentence, &mut holds, &mut found);
    if !current.is_empty() {
        found.push(current);
    }
    found
}

/// Whether what follows a stop is another source, or a remark, and not the next field.
fn starts_anew(text: &str, current: Holds, next: Holds, before: &[Atom], atoms: &[Atom]) -> bool {
    // An address alone is that of what stands before it.
    let linked = matches!(atoms, [Atom { kind: AtomKind::Label { .. }, .. }, rest @ ..] if rest.len() < 2);
    if next.address && next.words == 0 && (!next.title || linked) {
        return false;
    }
    if next.first || current.is_remark() {
        return true;
    }
    if next.verb {
        return !next.title || current.is_complete();
    }
    let first_words = match atoms.first() {
        Some(Atom { kind: AtomKind::Words, span }) => span.of(text),
        _ => "",
    };
    let is_tail = opens_tail(first_words);
    if !current.is_complete() || is_tail {
        return false;
    }
    // A bracket with a year is an imprint or the year of a list: its title follows.
    let year_first =
        matches!(before, [Atom { kind: AtomKind::Words, .. }, Atom { kind: AtomKind::Round { .. }, .. }, ..])
            && !before.iter().any(|atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. }));
    if year_first {
        return false;
    }
    // Translations, `Emphasis added`: a remark.
    next.title || next.date && next.words > 0 || !next.address && !next.date && next.words > 1
}

/// Whether words open what belongs to the source before: `Web`, `p. 4`, `Accessed …`, `Vol. 3`.
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

/// Splits what no semicolon or stop parts: at leads, `and`, at a comma before the next title, between addresses.
fn within_chunk(text: &str, gazetteer: &Gazetteer, mut atoms: Vec<Atom>, flaws: &mut Vec<Flaw>, parts: &mut Vec<Part>) {
    let mut lead = None;
    let mut at = 0;
    let mut since = Since::default();
    while at < atoms.len() {
        let first = atoms[..at].iter().all(|atom| matches!(atom.kind, AtomKind::Sign(_)));
        if let AtomKind::Words = atoms[at].kind
            && first
            && let Some(len) = denial_len(text, &atoms[at..])
        {
            // `The mayor denies this: Tobin Osten, “…”`
            let span = atoms[at].span;
            let rest = atoms.split_off(at + 1);
            let own = Span::new(skip_blanks(text, span.start + len + 1, span.end), span.end);
            atoms[at].span.end = span.start + len;
            parts.push(Part { atoms: std::mem::take(&mut atoms), lead: lead.take() });
            atoms.push(Atom { span: own, kind: AtomKind::Words });
            atoms.extend(rest);
            (at, since) = (0, Since::default());
            continue;
        }
        if let AtomKind::Words = atoms[at].kind
            && let Some((from, len)) = find_lead(text, &atoms[at], first)
        {
            let span = atoms[at].span;
            let (start, mut end) = (span.start + from, span.start + from + len);
            let mut behind = at + 1;
            // `See, for example, …`
            if end == span.end {
                while let Some(skip) = example_len(text, &atoms[behind..]) {
                    end = atoms[behind + skip - 1].span.end;
                    behind += skip;
                    if let Some(Atom { kind: AtomKind::Sign(Sign::Comma), .. }) = atoms.get(behind) {
                        end = atoms[behind].span.end;
                        behind += 1;
                    }
                }
            }
            // `For the raid, see …`: all before it leads in, unless it is a sentence or a source of its own.
            let before = Holds::of(text, &atoms[..at]);
            let own = before.title && before.date
                || before.address && before.words < 4
                || before.verb
                || parts_remark(text, &span, from);
            let mut rest = atoms.split_off(behind);
            if end < span.end {
                let words = Span::new(skip_blanks(text, end, span.end), span.end);
                if !words.is_empty() {
                    rest.insert(0, Atom { span: words, kind: AtomKind::Words });
                }
            }
            let opening = if own || lead.is_some() && at > 0 { start } else { atoms[0].span.start };
            if own {
                atoms.truncate(at);
                if from > 0 {
                    atoms.push(Atom { span: Span::new(span.start, start), kind: AtomKind::Words });
                }
                parts.push(Part { atoms: std::mem::take(&mut atoms), lead: lead.take() });
            }
            lead = Some(Span::new(opening, trim_end(text, opening, end)));
            atoms = rest;
            at = 0;
            since = Since::default();
            continue;
        }
        if let Some(joint) = joint(text, gazetteer, &atoms, at, &since) {
            let rest = atoms.split_off(joint.next);
            atoms.truncate(joint.end);
            if let Some(span) = joint.flaw {
                flaws.push(Flaw { span, kind: FlawKind::CommaBetweenSources });
            }
            parts.push(Part { atoms: std::mem::take(&mut atoms), lead: lead.take() });
            atoms = rest;
            at = 0;
            since = Since::default();
            continue;
        }
        since.pass(text, &atoms[at]);
        at += 1;
    }
    // `…; and Tobin Osten, …`
    if let Some(first) = atoms.first_mut()
        && first.kind == AtomKind::Words
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

/// What was passed since the part began.
#[derive(Default)]
struct Since {
    title: bool,
    date: bool,
    address: bool,
    /// The address before is an archive's, or leads to one.
    words: bool,
}

impl Since {
    fn pass(&mut self, text: &str, atom: &Atom) {
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
    end: usize,
    next: usize,
    flaw: Option<Span>,
}

fn joint(text: &str, gazetteer: &Gazetteer, atoms: &[Atom], at: usize, since: &Since) -> Option<Joint> {
    let atom = &atoms[at];
    let next = atoms.get(at + 1);
    match &atom.kind {
        AtomKind::Sign(Sign::Comma) if at > 0 => {
            let next = next?;
            let pages = |words: &str| {
                words.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | 'p' | '.' | ' ')).is_empty()
            };
            let closed = match &atoms[at - 1].kind {
                AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Round { .. } => true,
                AtomKind::Words => pages(atoms[at - 1].span.of(text)),
                _ => false,
            };
            // `…, May 4, 2018, “Quay Reopens,” …`
            if since.date && since.title && closed && matches!(next.kind, AtomKind::Quoted { .. }) {
                return Some(Joint { end: at, next: at + 1, flaw: Some(atom.span) });
            }
            // `Reuters, May 3, 2018, Al Jazeera, May 5, 2018`; with an author: `…, 2018, Tobin Osten, “The Pier Deal,” …`
            if since.date && next.kind == AtomKind::Words && closed {
                let words = next.span.of(text);
                let (words, joined) = match words.strip_prefix("and ") {
                    Some(rest) => (rest, true),
                    None => (words, false),
                };
                let behind = atoms.get(at + 2).is_some_and(|atom| atom.is(Sign::Comma));
                let dated = behind && matches!(atoms.get(at + 3).map(|atom| &atom.kind), Some(AtomKind::Date(_)));
                let titled =
                    behind && matches!(atoms.get(at + 3).map(|atom| &atom.kind), Some(AtomKind::Quoted { .. }));
                let named = dated && (!since.title || joined) && gazetteer.knows_source(words)
                    || titled && since.title && is_name(words);
                if named {
                    return Some(Joint { end: at, next: at + 1, flaw: (!joined).then_some(atom.span) });
                }
            }
            if since.address
                && !since.title
                && matches!(next.kind, AtomKind::Address { .. })
                && matches!(atoms[at - 1].kind, AtomKind::Address { .. })
            {
                return Some(Joint { end: at, next: at + 1, flaw: Some(atom.span) });
            }
            None
        }
        AtomKind::Words if at > 0 => {
            let words = atom.span.of(text);
            let after_source = since.date
                && matches!(
                    atoms[at - 1].kind,
                    AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Sign(Sign::Comma) | AtomKind::Round { .. }
                );
            if matches!(words, "and" | "&" | "and also" | "with" | "or")
                && after_source
                && matches!(next?.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Label { .. })
            {
                return Some(Joint { end: at, next: at + 1, flaw: None });
            }
            // `Mertz, May 3, 2018 and Osten, May 9, 2018`
            let rest = words.strip_prefix("and ").or_else(|| words.strip_prefix("with ")).filter(|_| after_source)?;
            let behind = &atoms.get(at + 1)?.kind;
            let opens = *behind == AtomKind::Sign(Sign::Comma) && is_name(rest);
            opens.then_some(Joint { end: at, next: at, flaw: None })
        }
        AtomKind::Address { .. }
            if at > 0 && matches!(atoms[at - 1].kind, AtomKind::Address { .. }) && !since.title =>
        {
            Some(Joint { end: at, next: at, flaw: None })
        }
        _ => None,
    }
}

/// Whether words may be the name of a person or a body: each word has a capital, but for particles.
pub(super) fn is_name(words: &str) -> bool {
    let words = words.trim();
    let count = words.split_whitespace().count();
    (1..=12).contains(&count)
        && words.split_whitespace().all(|word| {
            let bare = word.trim_matches(|c: char| !is_alphanumeric(c) && c != '@');
            bare.is_empty()
                || bare.starts_with(|c: char| {
                    c.is_uppercase() || c == '@' || !c.is_lowercase() && c.is_alphabetic() || c.is_ascii_digit()
                })
                || PARTICLES.has(bare)
                || MEDIA.has(bare)
                || bare.contains('.')
                || bare.contains(char::is_uppercase)
                || matches!(bare, "and" | "with" | "et" | "in" | "von" | "ed" | "eds" | "’s" | "for" | "on")
        })
        && words.contains(|c: char| c.is_uppercase() || !c.is_ascii() || c == '@' || c == '.')
}

/// The words at which a source is led in, in a piece of words: their place and length. `See` opens it, or `see` and
/// `quoted in` stand behind a sign.
fn find_lead(text: &str, atom: &Atom, first: bool) -> Option<(Offset, Offset)> {
    let words = atom.span.of(text);
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
    if first && (words.contains(" from") || words.contains(" on")) {
        let ends = [" based on", " adapted from", " drawn from", " compiled from", " taken from", " calculated from"];
        let lead = ends.iter().find_map(|lead| {
            let (before, behind) = words.split_once(*lead)?;
            let opens = behind.trim().is_empty() || behind.starts_with(' ') && is_name(behind);
            (opens && !has_finite(before)).then_some(before.len() + lead.len())
        });
        if let Some(len) = lead {
            return Some((0, len as Offset));
        }
    }
    let quotes = ["quoted in ", "cited in ", "as quoted in ", "as cited in "].into_iter();
    let quotes = quotes.filter(|lead| words.starts_with(lead)).map(|lead| lead.len() as Offset - 1);
    quotes.map(|len| (0, len)).next()
}

/// The length of a sentence that a colon parts from the author, or the outlet, of a source.
fn denial_len(text: &str, atoms: &[Atom]) -> Option<Offset> {
    let [Atom { span, .. }, comma, next, ..] = atoms else { return None };
    let (before, behind) = span.of(text).split_once(": ")?;
    let titled = matches!(next.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Date(_));
    (comma.is(Sign::Comma) && titled && has_finite(before) && is_name(behind)).then_some(before.len() as Offset)
}

/// `, for example ,` behind `See`: how many pieces it is.
fn example_len(text: &str, atoms: &[Atom]) -> Option<usize> {
    let words = |atom: &Atom| {
        matches!(
            atom.span.of(text),
            "for example" | "e.g." | "for instance" | "inter alia" | "among others" | "in particular" | "especially"
        )
    };
    match atoms {
        [comma, example, ..] if comma.is(Sign::Comma) && example.kind == AtomKind::Words && words(example) => Some(2),
        [example, ..] if example.kind == AtomKind::Words && words(example) => Some(1),
        _ => None,
    }
}

/// Whether the words before a lead in one piece are a sentence.
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
