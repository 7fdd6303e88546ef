//! Quotation marks, dashes, and doubled words.
//!
//! * A quotation is the text between a pair of quotation marks, straight or curly, without the marks; a block quote is
//!   one as a whole. Marks that are open at the end of a paragraph quote the rest of it, and continue after a page
//!   break.
//! * The marks of other languages also quote: `« »`, `» «`, `‹ ›`, `„ “`, `‚ ‘`, `「 」`, and TeX marks; they are not in
//!   the list of marks.
//! * An apostrophe is inside a word, at its end, or at its start if letters are omitted (`’tis`, `’n’`), before a short
//!   year and in names (`’Ali`). If a single quotation mark is open, the mark at the end of a word closes it, although
//!   after an `s` the next one may (`‘the militants’ own words’`).
//! * Marks whose role is uncertain (inches, ʿayn, a mark without its partner) are not in the list of marks.

mod other_marks;
mod uneven_spacing;

use super::PageBreak;
use crate::markdown::{Block, Markdown, RunStyle};
use crate::parallel;
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Offset, Slice, Span, is_misread, map_spans, words::Flags, words::Word};

/// Quotation marks, apostrophes, dashes and repeated words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typography {
    /// Paired quotation marks, and apostrophes, in text order; without those in links and emphasis.
    pub marks: Vec<Mark>,
    /// Em dashes and slashes with a space on only one side.
    pub uneven_spacing: Vec<UnevenSpacing>,
    /// Doubled words.
    pub doubled: Vec<Doubled>,
    /// How em dashes are spaced.
    pub dashes: Spacing,
    /// How slashes between words are spaced.
    pub slashes: Spacing,
    /// How many of the marks are straight.
    straight: usize,
}

map_spans!(Typography { marks, uneven_spacing, doubled; dashes, slashes, straight });

/// How often a character has a space on both sides, and how often on neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spacing {
    /// With a space on both sides.
    pub spaced: usize,
    /// Without spaces.
    pub closed: usize,
}

impl Spacing {
    /// Whether the document mostly puts spaces around the character.
    #[must_use]
    pub fn is_spaced(self) -> bool {
        self.spaced > self.closed
    }

    /// Appends the results for a later part of the same text.
    fn add(&mut self, later: Spacing) {
        self.spaced += later.spaced;
        self.closed += later.closed;
    }
}

/// A quotation mark or an apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The character.
    pub span: Span,
    /// Its role.
    pub role: MarkRole,
    /// Whether it is curly.
    pub curly: bool,
}

map_spans!(Mark { span; role, curly });

/// The role of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MarkRole {
    Apostrophe,
    OpenSingle,
    CloseSingle,
    OpenDouble,
    CloseDouble,
}

impl MarkRole {
    /// The character for it, curly or straight.
    #[must_use]
    pub const fn sign(self, curly: bool) -> &'static str {
        match (self, curly) {
            (MarkRole::Apostrophe | MarkRole::CloseSingle, true) => "’",
            (MarkRole::OpenSingle, true) => "‘",
            (MarkRole::OpenDouble, true) => "“",
            (MarkRole::CloseDouble, true) => "”",
            (MarkRole::Apostrophe | MarkRole::OpenSingle | MarkRole::CloseSingle, false) => "'",
            (MarkRole::OpenDouble | MarkRole::CloseDouble, false) => "\"",
        }
    }
}

/// A dash or slash with a space on only one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnevenSpacing {
    /// The character and the space.
    pub span: Span,
    /// The space.
    pub space: Span,
    /// Whether it is a dash rather than a slash.
    pub dash: bool,
}

map_spans!(UnevenSpacing { span, space; dash });

/// A doubled word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// The word.
    pub first: Span,
    /// The repetition.
    pub second: Span,
}

map_spans!(Doubled { first, second });

impl Typography {
    /// Whether both straight and curly marks are in use.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.straight > 0 && self.straight < self.marks.len()
    }
}

/// Whether any part of `span` is in one of the sorted, disjoint quotations.
pub(super) fn overlaps(quotations: &[Span], span: Span) -> bool {
    let next = quotations.partition_point(|quotation| quotation.end <= span.start);
    quotations.get(next).is_some_and(|quotation| quotation.start < span.end.max(span.start + 1))
}

/// Reads punctuation and quotations, block by block.
#[derive(Default)]
pub(super) struct Reader {
    typography: Typography,
    quotations: Vec<Span>,
    /// Where a quotation was still open at the end of the last block.
    unclosed: Option<Offset>,
    /// Whether the part being read may contain marks of other languages.
    has_other_marks: bool,
    /// The positions of the marks, and of characters that share their first byte, in that part; those before `next`
    /// have been read. They are searched for all at once, because runs are short.
    signs: Vec<Offset>,
    next: usize,
}

impl Reader {
    /// A reader for a part of a text.
    pub(super) fn new(text: &str, part: Span) -> Reader {
        let bytes = part.of(text).as_bytes();
        let signs = memchr::memchr3_iter(b'"', b'\'', 0xe2, bytes).map(|at| part.start + at as Offset);
        Reader { has_other_marks: other_marks::may_hold(bytes), signs: signs.collect(), ..Reader::default() }
    }

    /// The next mark in `run`; runs are asked for in order.
    fn next_sign(&mut self, run: Span) -> Option<usize> {
        let before = self.signs[self.next..].iter().take_while(|at| **at < run.start).count();
        self.next += before;
        let at = *self.signs.get(self.next).filter(|at| **at < run.end)?;
        self.next += 1;
        Some(at as usize)
    }

    /// Reads the marks in a block; afterwards, its quotations are the last in [`Reader::quotations`].
    pub(super) fn read(&mut self, text: &str, markdown: &Markdown, block: &Block, breaks: &[PageBreak]) {
        if block.quotes > 0 {
            self.quotations.push(block.span);
            return;
        }
        let before = self.quotations.len();
        let marks = self.typography.marks.len();
        let mut double = None;
        if let Some(end) = self.unclosed.take()
            && breaks
                .binary_search_by_key(&end, |cut| cut.gap.start)
                .is_ok_and(|at| breaks[at].gap.end == block.span.start)
        {
            double = Some(Open { span: Span::empty(block.span.start), certain: false, listed: false });
        }
        let mut reader = BlockReader {
            text,
            block: block.span,
            found: self,
            double,
            outer: None,
            single: None,
            low: false,
            clipped: None,
        };
        for run in markdown.runs(block) {
            if run.style.has(RunStyle::IMAGE) {
                continue;
            }
            let listed = !run.style.has(RunStyle::LINK) && !run.style.has(RunStyle::EMPHASIS);
            let bytes = run.span.of(text).as_bytes();
            while let Some(at) = reader.found.next_sign(run.span) {
                reader.sign(at, listed);
            }
            if !run.style.has(RunStyle::LINK) {
                for at in memchr::memchr_iter(b'/', bytes) {
                    reader.slash(run.span.start as usize + at);
                }
            }
        }
        reader.end();
        if self.has_other_marks {
            other_marks::read(text, markdown, block, &mut self.quotations);
        }
        if self.quotations.len() > before + 1 {
            tidy(&mut self.quotations, before);
        }
        let Typography { marks: all, uneven_spacing, .. } = &mut self.typography;
        if all.len() > marks + 1 {
            all[marks..].sort_unstable_by_key(|mark| mark.span);
        }
        if uneven_spacing.len() > 1 {
            let from = uneven_spacing.partition_point(|sign| sign.span.start < block.span.start);
            uneven_spacing[from..].sort_unstable_by_key(|sign| sign.span);
        }
    }

    /// The quotations so far.
    pub(super) fn quotations(&self) -> &[Span] {
        &self.quotations
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: Reader) {
        let Reader { typography, quotations, unclosed, has_other_marks: _, signs: _, next: _ } = later;
        let Typography { marks, uneven_spacing, doubled, dashes, slashes, straight } = typography;
        self.typography.dashes.add(dashes);
        self.typography.slashes.add(slashes);
        parallel::join(&mut self.typography.marks, marks);
        parallel::join(&mut self.typography.uneven_spacing, uneven_spacing);
        parallel::join(&mut self.typography.doubled, doubled);
        self.typography.straight += straight;
        parallel::join(&mut self.quotations, quotations);
        self.unclosed = unclosed;
    }

    /// The marks and the quotations of the whole text.
    pub(super) fn finish(self) -> (Typography, Vec<Span>) {
        (self.typography, self.quotations)
    }

    /// Finds pairs of the same word separated only by space and emphasis marks.
    pub(super) fn read_doubled(&mut self, text: &str, words: &[Word], candidates: &[usize]) {
        for &at in candidates {
            let Some(before) = at.checked_sub(1).filter(|before| words[*before].hash == words[at].hash) else {
                continue;
            };
            let [first, second] = [&words[before], &words[at]];
            let plain = second.flags.has(Flags::AFTER_SPACE)
                && !second.flags.has(Flags::CAPITAL)
                && !second.flags.has(Flags::DIGIT)
                && !first.flags.has(Flags::POSSESSIVE)
                && !second.flags.has(Flags::POSSESSIVE);
            let between = Span::new(first.span.end, second.span.start).of(text);
            let apart = between.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_'));
            if plain && apart && !may_be_doubled(second.span.of(text)) {
                self.typography.doubled.push(Doubled { first: first.span, second: second.span });
            }
        }
    }
}

/// Sorts the quotations of a block and keeps the outermost ones.
fn tidy(quotations: &mut Vec<Span>, from: usize) {
    quotations[from..].sort_unstable();
    let mut kept = from;
    for at in from + 1..quotations.len() {
        let next = quotations[at];
        if next.start < quotations[kept].end {
            quotations[kept].end = quotations[kept].end.max(next.end);
        } else {
            kept += 1;
            quotations[kept] = next;
        }
    }
    quotations.truncate(kept + 1);
}

/// An opening mark that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    /// The mark; empty if the quotation continues from the previous page.
    span: Span,
    /// Whether the character can only be an opening mark: it is curly.
    certain: bool,
    /// Whether it belongs in the list of marks.
    listed: bool,
}

struct Single {
    open: Open,
    /// A mark after an `s`: it closes the quotation unless a better one follows.
    shut: Option<(Span, bool, bool)>,
}

struct BlockReader<'a> {
    text: &'a str,
    block: Span,
    found: &'a mut Reader,
    double: Option<Open>,
    /// A straight mark before another opening one, which opens a quotation if a closing mark is left over:
    /// `"the “drone” flew”`.
    outer: Option<Open>,
    single: Option<Single>,
    /// Whether a low mark is open: the next curly one is its partner, whichever way it turns.
    low: bool,
    /// The position of the second apostrophe in `'n'`.
    clipped: Option<Offset>,
}

/// The role of a single mark before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leading {
    Apostrophe,
    Quotation,
    /// It may be either.
    Unsure,
}

/// Words that always lack their first letters.
static CLIPPED: WordSet = WordSet::new(&[
    "bout", "em", "fraid", "kay", "n", "neath", "nother", "nuff", "til", "tis", "tisn", "twas", "tween", "twere",
    "twill", "twixt", "twould",
]);

/// Words that may lack their first letters.
static MAY_BE_CLIPPED: WordSet = WordSet::new(&[
    "burbs", "cause", "cept", "cos", "coz", "cuz", "er", "flu", "fore", "gainst", "hood", "im", "less", "phone", "pon",
    "round", "sup", "un",
]);

/// Names that start with an ʿayn.
static NAMES: WordSet = WordSet::new(&[
    "abbas", "abd", "abdallah", "abdel", "abdul", "abdullah", "abid", "abud", "adel", "adil", "adnan", "adnani",
    "afrin", "ain", "ajlun", "akif", "ala", "alam", "alawi", "alawis", "alawite", "alawites", "ali", "amar", "amil",
    "amir", "ammar", "amr", "anbar", "aqaba", "aqil", "arab", "arabi", "arafat", "arif", "arish", "aruri", "asa",
    "ashura", "asi", "asim", "asir", "asiri", "ata", "atif", "atiya", "atiyah", "awad", "awda", "awlaqi", "ayn",
    "aysh", "azam", "aziz", "azzam", "eid", "id", "idlib", "iffat", "ilm", "imad", "imran", "iraq", "iraqi", "isa",
    "isam", "issa", "issam", "izz", "oman", "omar", "othman", "ubayd", "ubayda", "ubaydah", "ubaydi", "uday", "ulama",
    "ulema", "umar", "umayr", "umra", "uqayl", "uqba", "urf", "urwa", "utayba", "utaybi", "uthman", "uthmani",
]);

/// Words after which a letter in quotation marks is just a letter.
static BEFORE_A_LETTER: WordSet = WordSet::new(&[
    "a",
    "an",
    "and",
    "any",
    "as",
    "be",
    "by",
    "called",
    "character",
    "each",
    "every",
    "for",
    "from",
    "if",
    "in",
    "integer",
    "is",
    "key",
    "let",
    "letter",
    "letters",
    "most",
    "named",
    "of",
    "on",
    "or",
    "parameter",
    "silent",
    "symbol",
    "than",
    "that",
    "the",
    "then",
    "to",
    "type",
    "value",
    "variable",
    "where",
    "with",
    "write",
]);

impl BlockReader<'_> {
    fn before(&self, at: usize) -> Option<char> {
        let from = self.block.start as usize;
        match self.text.as_bytes()[from..at].last()? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.slice(from..at).chars().next_back(),
        }
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text.slice(at..self.block.end as usize).chars().next()
    }

    /// Reads a quotation mark, an apostrophe or an em dash, if one starts at `at`.
    fn sign(&mut self, at: usize, listed: bool) {
        let bytes = self.text.as_bytes();
        let (sign, len) = match bytes[at] {
            b'"' => ('"', 1),
            b'\'' => ('\'', 1),
            _ if bytes.get(at + 1) == Some(&0x80) => match bytes.get(at + 2) {
                Some(0x94) => ('—', 3),
                Some(0x98) => ('‘', 3),
                Some(0x99) => ('’', 3),
                Some(0x9c) => ('“', 3),
                Some(0x9d) => ('”', 3),
                Some(0x9e) => {
                    self.low = true;
                    return;
                }
                _ => return,
            },
            _ => return,
        };
        let span = Span::at(at..at + len);
        let (before, after) = (self.before(at), self.after(at + len));
        if len == 3 && matches!(before, Some('Ÿ' | '€')) && self.is_byte(at) {
            return;
        }
        match sign {
            '“' | '”' if std::mem::take(&mut self.low) => {}
            '"' | '“' | '”' => self.double(span, sign, before, after, listed),
            '—' => self.dash(span, before, after),
            _ => self.single(span, sign, before, after, listed),
        }
    }

    /// Whether the mark at `at` is the third byte of a character that was read in another encoding: `ðŸ’¥`, `â€”`.
    fn is_byte(&self, at: usize) -> bool {
        let mut before = self.text.slice(self.block.start as usize..at).chars().rev();
        let (second, first) = (before.next(), before.next());
        first.zip(second).is_some_and(|(first, second)| matches!(first, 'â' | 'ð') && is_misread(first, second))
    }

    fn double(&mut self, span: Span, sign: char, before: Option<char>, after: Option<char>, listed: bool) {
        let space_before = before.is_none_or(char::is_whitespace);
        let space_after = after.is_none_or(char::is_whitespace);
        let opens = match sign {
            '“' => true,
            // Some people type the closing mark before a word for the opening one.
            '”' => self.double.is_none() && space_before && after.is_some_and(is_alphanumeric),
            // `5"`, and a mark that touches words on both sides or on neither, do not open a quotation.
            _ if self.double.is_none() => !space_after && !before.is_some_and(is_alphanumeric),
            _ => space_before && !space_after,
        };
        let certain = sign != '"';
        if opens && sign == '”' {
            self.double = Some(Open { span, certain: false, listed: false });
        } else if opens {
            // Of two opening marks the outer one counts, if it can be nothing else; otherwise it may count again after
            // the pair.
            if self.double.is_none_or(|open| !open.certain && !open.span.is_empty()) {
                self.outer = self.double.replace(Open { span, certain, listed }).filter(|_| sign == '“').or(self.outer);
            }
        } else if let Some(open) =
            self.double.take().or_else(|| self.outer.take().map(|open| Open { listed: false, ..open }))
        {
            self.found.quotations.push(Span::new(open.span.end, span.start));
            // If there is a space on the inner side or a letter on the outer, the character only looks like a quotation
            // mark.
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let start = open.span.start as usize;
            let opens = !space(self.after(open.span.end as usize)) && !self.before(start).is_some_and(is_alphanumeric);
            if !open.span.is_empty() && !opens || space(before) {
                return;
            }
            if !open.span.is_empty() {
                self.list(open.span, MarkRole::OpenDouble, open.certain, open.listed);
            }
            self.list(span, MarkRole::CloseDouble, certain, listed);
        }
    }

    fn single(&mut self, span: Span, sign: char, before: Option<char>, after: Option<char>, listed: bool) {
        let curly = sign != '\'';
        if self.clipped == Some(span.start) {
            // The second of `'n'`.
            return self.list(span, MarkRole::Apostrophe, curly, listed);
        }
        let word_before = before.is_some_and(is_alphanumeric);
        let word_after = after.is_some_and(is_alphanumeric);
        match (word_before, word_after) {
            (true, true) => {
                // `‘` within a word is an ʿayn; feet are followed by inches.
                if sign != '‘' && !before.is_some_and(|c| c.is_ascii_digit()) {
                    self.list(span, MarkRole::Apostrophe, curly, listed);
                }
            }
            (false, true) => match self.leading(span, sign, before) {
                Leading::Apostrophe => self.list(span, MarkRole::Apostrophe, curly, listed),
                Leading::Quotation => {
                    self.end_single();
                    self.single = Some(Single { open: Open { span, certain: curly, listed }, shut: None });
                }
                Leading::Unsure => {}
            },
            _ if sign == '‘' => {
                if !word_before && !after.is_none_or(char::is_whitespace) {
                    self.end_single();
                    self.single = Some(Single { open: Open { span, certain: true, listed }, shut: None });
                }
            }
            (true, false) => {
                let genitive = matches!(before, Some('s' | 'S'))
                    && after == Some(' ')
                    && self.text.slice(span.end as usize + 1..).starts_with(|c: char| is_alphanumeric(c));
                match &mut self.single {
                    Some(single) if genitive => {
                        // Then the first one was an apostrophe.
                        let first = single.shut.replace((span, curly, listed));
                        if let Some((span, curly, listed)) = first {
                            self.list(span, MarkRole::Apostrophe, curly, listed);
                        }
                    }
                    Some(_) => self.shut(span, curly, listed),
                    None if before.is_some_and(char::is_alphabetic) => {
                        self.list(span, MarkRole::Apostrophe, curly, listed);
                    }
                    None => {}
                }
            }
            (false, false) => {
                if self.single.is_some() && before.is_some_and(|c| !c.is_whitespace()) {
                    self.shut(span, curly, listed);
                }
            }
        }
    }

    /// The role of a single mark before a word. A curly one shows it itself. A straight one is an apostrophe if letters
    /// or digits are omitted (`'tis`, `'90s`) and in names (`'Ali`), unless a partner makes it a quotation mark.
    fn leading(&mut self, mark: Span, sign: char, before: Option<char>) -> Leading {
        const NEAR: usize = 40;
        const SENTENCE: usize = 300;
        if sign == '‘' {
            return Leading::Quotation;
        }
        let rest = self.text.slice(mark.end as usize..self.block.end as usize);
        let word = rest.split(|c| !is_alphanumeric(c)).next().unwrap_or_default();
        let shut = rest.slice(word.len()..).starts_with(['\'', '’']);
        if matches!(word, "n" | "N") && shut && (sign == '’' || self.joins(mark)) {
            self.clipped = Some(mark.end + 1);
            return Leading::Apostrophe;
        }
        if sign == '’' {
            return Leading::Apostrophe;
        }
        let capital = word.starts_with(char::is_uppercase);
        let near = if word.starts_with(|c: char| c.is_ascii_digit()) {
            NEAR
        } else if CLIPPED.has_in_any_case(word) && !shut {
            return Leading::Apostrophe;
        } else if MAY_BE_CLIPPED.has(word) || capital && NAMES.has_in_any_case(word) || self.goes_on(mark, before) {
            SENTENCE
        } else {
            return Leading::Quotation;
        };
        match self.partner(mark, near) {
            None => Leading::Apostrophe,
            // `'30 February'`
            Some(true) => Leading::Quotation,
            // `'30 years'`, or `'90s and the boys' boats`
            Some(false) => Leading::Unsure,
        }
    }

    /// Whether `'n'` means *and*: `rock 'n' roll`, not `the letter 'n'`.
    fn joins(&self, mark: Span) -> bool {
        let before = self.text.slice(self.block.start as usize..mark.start as usize);
        let before = before.trim_end_matches([' ', '-']);
        let word = before.rsplit(|c| !is_alphanumeric(c)).next().unwrap_or_default();
        let after = self.text.slice((mark.end as usize + 2).min(self.block.end as usize)..self.block.end as usize);
        let after = after.trim_start_matches([' ', '-']);
        !word.is_empty() && after.starts_with(is_alphanumeric) && !BEFORE_A_LETTER.has_in_any_case(word)
    }

    /// Whether a hyphen joins the mark to a word: `al-'Adnani`.
    fn goes_on(&self, mark: Span, before: Option<char>) -> bool {
        before == Some('-') && self.before(mark.start as usize - 1).is_some_and(is_alphanumeric)
    }

    /// Whether a nearby mark may close a quotation that opens with this one: certainly, or perhaps as a genitive's.
    fn partner(&self, mark: Span, near: usize) -> Option<bool> {
        let after = self.text.slice(mark.end as usize..self.block.end as usize);
        let (mut before, mut inner) = (None, 0);
        for (at, sign) in after.char_indices().take_while(|(at, _)| *at < near) {
            if sign == '\''
                && let Some(before) = before
            {
                let after = after.slice(at + sign.len_utf8()..).chars().next();
                let word_after = after.is_some_and(is_alphanumeric);
                if !char::is_whitespace(before) && !word_after {
                    if inner == 0 {
                        return Some(before != 's');
                    }
                    inner -= 1;
                } else if char::is_whitespace(before) && word_after {
                    inner += 1;
                }
            }
            before = Some(sign);
        }
        None
    }

    /// The open single quotation mark meets its partner.
    fn shut(&mut self, span: Span, curly: bool, listed: bool) {
        let Some(single) = self.single.take() else { return };
        if let Some((span, curly, listed)) = single.shut {
            self.list(span, MarkRole::Apostrophe, curly, listed);
        }
        self.found.quotations.push(Span::new(single.open.span.end, span.start));
        self.list(single.open.span, MarkRole::OpenSingle, single.open.certain, single.open.listed);
        self.list(span, MarkRole::CloseSingle, curly, listed);
    }

    /// No better partner was found.
    fn end_single(&mut self) {
        // A quotation in single marks is short; a longer one is an ʿayn and a genitive.
        const LONGEST: Offset = 300;
        let Some(Single { open, shut: Some((span, curly, listed)) }) = self.single.take() else { return };
        if span.start - open.span.end <= LONGEST {
            self.single = Some(Single { open, shut: None });
            self.shut(span, curly, listed);
        } else {
            self.list(span, MarkRole::Apostrophe, curly, listed);
        }
    }

    fn end(&mut self) {
        self.end_single();
        // A closing mark used as an opening one is only closed by another closing one.
        let reversed = |open: &Open| self.text.slice(open.span.start as usize..).starts_with('”');
        if let Some(open) = self.double.take().filter(|open| open.span.is_empty() || !reversed(open)) {
            self.found.quotations.push(Span::new(open.span.end, self.block.end));
            self.found.unclosed = Some(self.block.end);
        }
    }

    fn list(&mut self, span: Span, role: MarkRole, curly: bool, listed: bool) {
        if listed {
            self.found.typography.straight += usize::from(!curly);
            self.found.typography.marks.push(Mark { span, role, curly });
        }
    }
}

/// Byte-level prefilter: whether a word in `text` may be repeated, so that [`Reader::read_doubled`] has to check.
pub(super) fn may_repeat(text: &str) -> bool {
    let bytes = text.as_bytes();
    let apart = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'*' | b'_' | 0xc2 | 0xa0);
    let inside = |byte: &u8| INSIDE[usize::from(*byte)];
    let repeats = |space: usize| {
        let mut end = space;
        while end > 0 && apart(&bytes[end - 1]) {
            end -= 1;
        }
        // Usually the space follows punctuation.
        if end == 0 || !inside(&bytes[end - 1]) {
            return false;
        }
        let start = space + 1 + bytes[space + 1..].iter().take_while(|byte| apart(byte)).count();
        let len = bytes[start..].iter().take_while(|byte| inside(byte)).count();
        // Usually the last letters differ.
        if len == 0 || len > end || !bytes[end - 1].eq_ignore_ascii_case(&bytes[start + len - 1]) {
            return false;
        }
        bytes[end - len..end].eq_ignore_ascii_case(&bytes[start..start + len])
    };
    // The second byte of a non-breaking space stands for it. It and line ends are rare: they are searched for separately.
    memchr::memchr_iter(b' ', bytes).any(repeats) || memchr::memchr2_iter(b'\n', 0xa0, bytes).any(repeats)
}

/// The bytes of words: ASCII letters and digits, and all bytes of other letters.
const INSIDE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 128 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Words that English does double.
fn may_be_doubled(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "again", "bye", "blah", "chop", "did", "do", "does", "et", "far", "had", "her", "his", "ha", "hey", "hush",
        "is", "knock", "long", "much", "many", "no", "night", "now", "never", "over", "really", "so", "that", "tut",
        "there", "very", "was", "well", "you", "yes",
    ]);
    WORDS.has(word) || word.len() == 1 && word != "a"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Bulletin {
        Bulletin::read("a.md", text, &crate::markdown::parse(text), &Gazetteer::shipped(), &Settings::default())
    }

    fn quotations(text: &str) -> Vec<&str> {
        read(text).quotations.iter().map(|span| span.of(text)).collect()
    }

    fn roles(text: &str) -> Vec<MarkRole> {
        read(text).typography.marks.iter().map(|mark| mark.role).collect()
    }

    #[test]
    fn a_text_tells_whether_a_word_may_repeat() {
        for text in
            ["(see see Reuters)", "([Dawn](#), on On May 9)", "May\u{a0}may", "a *the*  the b", "the\r\nthe", "é é"]
        {
            assert!(may_repeat(text), "{text:?}");
        }
        for text in ["", " ", "([Daily Nation](https://nation.africa/daily-nation), September 21)", "in an", "a.  b"] {
            assert!(!may_repeat(text), "{text:?}");
        }
    }

    #[test]
    fn quotations_with_marks_of_two_kinds() {
        for (text, quoted) in [
            ("He notes, \"...“drone” has come to fly.” Then he left.", "...“drone” has come to fly."),
            ("It holds ”the right of way (ROW).” He left.", "the right of way (ROW)."),
        ] {
            assert_eq!(quotations(text), [quoted], "{text}");
        }
        for text in ["It holds ”the right of way.", "A 5\" gun, a “gun” and more."] {
            assert!(quotations(text).iter().all(|quoted| quoted.len() < 5), "{text}");
        }
    }

    #[test]
    fn quotations_straight_curly_and_nested() {
        assert_eq!(quotations("He said \"go home\" and left."), ["go home"]);
        assert_eq!(quotations("He said “go home” and *left*."), ["go home"]);
        assert_eq!(quotations("They call it “the ‘new’ port,” he said."), ["the ‘new’ port,"]);
        assert_eq!(quotations("They call it 'the \"new\" port' now."), ["the \"new\" port"]);
        assert_eq!(quotations("They call it \"the *new* [port](https://a.b)\"."), ["the *new* [port](https://a.b)"]);
        assert_eq!(quotations("the so-called ‘militants’ own words’ were"), ["militants’ own words"]);
        assert_eq!(quotations("called 'terrorists' by them"), ["terrorists"]);
        assert_eq!(quotations("He wrote ‘30 February’ and '31 April' there"), ["30 February", "31 April"]);
        assert_eq!(quotations("> A block quote\n> of two lines\n\nText"), ["A block quote\n> of two lines"]);
        assert_eq!(quotations("He wrote: “All ships\n\nText"), ["All ships"]);
        // Characters of another encoding.
        assert_eq!(quotations("ðŸ’¥ It was a wordâ€” and it’s â€œthe endâ€”"), [""; 0]);
        assert_eq!(quotations("It cost “5 €” then."), ["5 €"]);
        assert_eq!(
            quotations("He wrote to all: “The ships have left the\n\nport of Basra.” Then he went."),
            ["The ships have left the", "port of Basra."]
        );
    }

    #[test]
    fn no_quotations() {
        for text in [
            "The militants' guns and the state's men don't fit.",
            "A pipe of 5\" and one of 6\" broke.",
            "‘Abd al-Rahman’s men and the Qa’ida’s.",
            "In the '90s and the ’80s.",
            "rock ’n’ roll and rock 'n' roll",
            "'Tis said that the militants' men and 'Ali's, al-'Adnani's and 'Umar's left 'em",
            "Home » News » Mali, and 5'' or 6'' of rain",
            "`\"code\"` stands apart",
        ] {
            assert!(quotations(text).is_empty(), "{text}: {:?}", quotations(text));
        }
    }

    #[test]
    fn marks_know_what_they_do() {
        use MarkRole::{Apostrophe, CloseDouble, CloseSingle, OpenDouble, OpenSingle};
        assert_eq!(roles("The men's 'own' \"words\""), [Apostrophe, OpenSingle, CloseSingle, OpenDouble, CloseDouble]);
        assert_eq!(roles("the militants’ guns in ’99"), [Apostrophe, Apostrophe]);
        assert_eq!(roles("since '98 they left"), [Apostrophe]);
        assert_eq!(roles("the date ‘30 February’ is none"), [OpenSingle, CloseSingle]);
        assert_eq!(roles("the date '30 February' is none"), [OpenSingle, CloseSingle]);
        assert_eq!(roles("the term '30 years' is long"), [Apostrophe]);
        assert_eq!(roles("Rock 'n' roll, drum-'n'-bass"), [Apostrophe; 4]);
        assert_eq!(roles("a 'rock 'n' roll' band"), [OpenSingle, Apostrophe, Apostrophe, CloseSingle]);
        assert_eq!(roles("the letter 'n' is"), [OpenSingle, CloseSingle]);
        assert_eq!(roles("'Tis late; give 'em 'til May, for 'Ali and al-'Adnani"), [Apostrophe; 5]);
        assert_eq!(roles("'Ali met the 'rebel' of Homs"), [Apostrophe, OpenSingle, CloseSingle]);
        assert_eq!(roles("'Ali has left,' he said, 'round noon'"), [OpenSingle, CloseSingle, OpenSingle, CloseSingle]);
        assert_eq!(roles("pro-'rebel' men got 'flu' and 'em'"), [OpenSingle, CloseSingle].repeat(3));
        assert_eq!(roles("Jama‘at and 5'10\" and [Bob's](https://a.b)"), []);
        assert!(read("It’s Bob's.").typography.is_mixed());
        assert!(!read("It’s Bob’s.").typography.is_mixed());
    }

    fn uneven(text: &str) -> Vec<&str> {
        read(text).typography.uneven_spacing.iter().map(|sign| sign.span.of(text)).collect()
    }

    #[test]
    fn signs_with_a_space_on_one_side() {
        assert_eq!(uneven("Albania— the port"), ["— "]);
        assert_eq!(uneven("Albania —the port and Iran/ Iraq"), [" —", "/ "]);
        assert_eq!(uneven("Hazara /Shia men hit/ run"), [" /", "/ "]);
        for text in [
            "Albania — the port",
            "Albania—the port",
            "— said the guard",
            "the src/ directory and tests/ and",
            "w/ milk, in /usr/bin and /Users or either / or",
            "the port —\nthe old one—\nwas shut",
            "see https://a.b/c/ there",
        ] {
            assert!(uneven(text).is_empty(), "{text}: {:?}", uneven(text));
        }
    }

    #[test]
    fn words_written_twice() {
        let doubled = |text: &str| read(text).typography.doubled.len();
        assert_eq!(doubled("It was the the end of of it."), 2);
        assert_eq!(doubled("The the end, *the* the end, the\nthe end."), 3);
        for text in [
            "He said that that had had no end.",
            "They went to Bora Bora and Baden Baden.",
            "the end. The end, the-the",
            "on page 10 10 times",
            "the `x` the, the [1] the",
            "long long int",
        ] {
            assert_eq!(doubled(text), 0, "{text}");
        }
    }
}
