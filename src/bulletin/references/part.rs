//! Reads the fields of one source: first the anchors (title, date, address, known outlet), then the fields between
//! them.

mod assign;
mod finish;
mod kinds;
mod names;
mod phrases;

use super::lexer::{Atom, AtomKind, Sign, atoms};
use super::split::{Part, by_author, has_finite, is_ibid, is_name};
use super::words::{LANGUAGES, LINK_WORDS, PIECES, is_lead, lead_len};
use crate::bulletin::citation::words::PLACES;
use crate::bulletin::items::{CitationStyle, DatePlace, Details, Flaw, FlawKind, Item, ItemKind, Title, TitleForm};
use crate::calendar::Written;
use crate::gazetteer::{Gazetteer, Standing};
use crate::markdown::Markdown;
use crate::text::words::{hash, is_alphanumeric};
use crate::text::{Offset, Slice, Span, last_word, trim};
use compact_str::CompactString;
pub(super) use names::is_body;
use names::{is_acronym, is_person, opens_title};
use phrases::{
    colon, holds_date, is_aside, is_docket, is_marked, is_number_in_catalogue, is_numbered_law, is_op_cit,
    is_report_code, is_said_of_a_work, is_shelf_mark, is_speech, is_thesis, is_time, is_translation, is_year,
    marks_archive, marks_date, marks_date_alone, marks_undated, may_hold_op_cit, name_of_law, names_a_thesis,
    note_number, opens_address, opens_behind_date, opens_behind_title, opens_clause, opens_detail, opens_note_number,
    pages_behind, pages_in, posted_len, symbol,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::{Cell, RefCell};
use std::sync::OnceLock;

/// The words that a document writes in lower case, collected when they are first needed.
#[derive(Default)]
pub(super) struct Ordinary(OnceLock<FxHashSet<u64>>);

impl Ordinary {
    /// Whether the document also writes the word in lower case.
    pub(super) fn has(&self, text: &str, word: &str) -> bool {
        let words = self.0.get_or_init(|| {
            let words = text.split(|c: char| !is_alphanumeric(c));
            words.filter(|word| word.len() > 2 && word.starts_with(char::is_lowercase)).map(hash).collect()
        });
        words.contains(&hash(word))
    }
}

/// What is read, and what is known before its notes are.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub ordinary: &'a Ordinary,
    pub text: &'a str,
    pub markdown: &'a Markdown,
    pub gazetteer: &'a Gazetteer,
}

impl<'a> Source<'a> {
    /// The input for reading what is cited in a style.
    pub(super) fn in_style(self, style: CitationStyle, names: &'a Names) -> Context<'a> {
        Context { source: self, names, style }
    }
}

/// The input for reading notes.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub source: Source<'a>,
    pub names: &'a Names,
    pub style: CitationStyle,
}

/// What was asked about the names in the notes. Each step of the reading asks again about the same ones, and notes repeat
/// their outlets and authors.
#[derive(Default)]
pub(super) struct Names(RefCell<FxHashMap<CompactString, Answers>>);

/// The answers about a name; `None` if nobody has asked yet.
#[derive(Clone, Copy, Default)]
struct Answers {
    standing: Option<Standing>,
    is_body: Option<bool>,
}

impl Names {
    fn answer<T: Copy>(
        &self,
        name: &str,
        ask: impl FnOnce() -> T,
        kept: impl FnOnce(&mut Answers) -> &mut Option<T>,
    ) -> T {
        let mut names = self.0.borrow_mut();
        match names.get_mut(name) {
            Some(answers) => *kept(answers).get_or_insert_with(ask),
            None => *kept(names.entry(name.into()).or_default()).get_or_insert_with(ask),
        }
    }
}

/// The maximum number of pieces of one source. What has more is a remark, so reading it costs no more than its length.
const MOST_PIECES: usize = 400;

/// A field: the pieces between two separators.
#[derive(Clone, Debug)]
struct Field {
    /// Most fields are one piece.
    atoms: SmallVec<[Atom; 1]>,
    /// The separator before it; `None` if it is missing, or for the first field.
    before: Option<(Sign, Span)>,
    role: Role,
    /// Its first piece and the name in it, once that has been read.
    name: Cell<Option<(Span, Span)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Text,
    Title,
    Date(DateRole),
    Address(AddressRole),
    Pages,
    Detail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateRole {
    Printed,
    Accessed,
    Modified,
    Archived,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AddressRole {
    Own,
    Archived,
}

impl Field {
    fn span(&self) -> Span {
        let first = self.atoms[0].span;
        self.atoms.iter().fold(first, |span, atom| span.cover(atom.span))
    }

    /// Whether it may name somebody: it opens with words, which may be a link or in italics. A title in quotation marks,
    /// or what stands in brackets before the first words, names nobody.
    fn may_name(&self) -> bool {
        matches!(self.atoms[0].kind, AtomKind::Words | AtomKind::Emphasis { .. } | AtomKind::Label { .. })
    }

    /// The words of a field that contains words.
    fn words<'t>(&self, text: &'t str) -> &'t str {
        match self.atoms.first() {
            Some(Atom { kind: AtomKind::Words, span }) => span.of(text),
            _ => "",
        }
    }
}

/// Reads one part; `None` if it is a remark.
pub(super) fn read(context: Context<'_>, part: Part, flaws: &mut Vec<Flaw>) -> Option<Item> {
    let span = part.span().filter(|_| part.atoms.len() <= MOST_PIECES)?;
    let mut reader = Reader {
        context,
        item: Item::bare(span),
        details: Details { style: context.style, lead: part.lead, ..Details::default() },
        note: None,
        flaws: Vec::new(),
        surname_only: false,
        addressed: part.atoms.iter().any(|atom| matches!(atom.kind, AtomKind::Address { .. })),
        op_cit: may_hold_op_cit(span.of(context.source.text)),
    };
    let mut pieces = part.atoms;
    // The separator that ends the part is not one of its pieces.
    while let Some(Atom { kind: AtomKind::Sign(_), .. }) = pieces.last() {
        pieces.pop();
    }
    while let Some(Atom { kind: AtomKind::Sign(_), .. }) = pieces.first() {
        pieces.remove(0);
    }
    let (first, last) = (pieces.first()?.span, pieces.last()?.span);
    reader.item.span = first.cover(last);
    let is_one = reader.read(pieces)?;
    if !is_one {
        return None;
    }
    let Reader { mut item, details, flaws: own, .. } = reader;
    flaws.extend(own);
    item.details = Some(Box::new(details));
    Some(item)
}

struct Reader<'a> {
    context: Context<'a>,
    item: Item,
    details: Details,
    /// The number of the note referred to: `(see note 1 above)`.
    note: Option<Span>,
    flaws: Vec<Flaw>,
    surname_only: bool,
    /// Whether there is a bare address outside brackets.
    addressed: bool,
    /// Whether *op. cit.* may be anywhere in the part.
    op_cit: bool,
}

impl Reader<'_> {
    /// Whether the register knows a name.
    fn knows(&self, name: &str) -> bool {
        let name = trim(name);
        name.len() > 1 && self.standing(name) != Standing::Unknown
    }

    /// What the register knows of a name.
    fn standing(&self, name: &str) -> Standing {
        let ask = || self.context.source.gazetteer.standing(name);
        self.context.names.answer(name, ask, |answers| &mut answers.standing)
    }

    /// Whether a word marks a name as that of a body.
    fn is_body(&self, name: &str) -> bool {
        self.context.names.answer(name, || is_body(name), |answers| &mut answers.is_body)
    }

    /// Reads the pieces; `Some(false)` for a remark.
    fn read(&mut self, pieces: Vec<Atom>) -> Option<bool> {
        let text = self.context.source.text;
        let opening = match &pieces.first()?.kind {
            AtomKind::Words => pieces[0].span.of(text),
            AtomKind::Emphasis { inner, .. } => inner.of(text),
            _ => "",
        };
        if is_ibid(opening) {
            return Some(!self.is_about_ibid(&pieces) && self.ibid(&pieces));
        }
        let mut pieces = pieces;
        // `System Design Interview - Harbour Labs, accessed …`: a title, not an interview.
        let is_page = self.join_title_of_page(&mut pieces);
        if !is_page && let Some(done) = self.interview(&pieces) {
            return Some(done);
        }
        let mut pieces = self.mend_titles(self.join_quotations(self.join_nicknames(pieces)));
        self.cut_clause(&mut pieces);
        if !is_page && !self.join_title_of_page(&mut pieces) && self.is_remark(&pieces) {
            return Some(false);
        }
        if self.law(&pieces) {
            return Some(true);
        }
        let mut fields = self.fields(pieces);
        self.roles(&mut fields);
        if self.social(&mut fields) || self.case(&mut fields) {
            self.tail(&fields);
            return Some(self.finish(&fields));
        }
        self.assign(&mut fields);
        self.tail(&fields);
        Some(self.finish(&fields))
    }

    /// Takes a clause about a source away from its end: `Mertz, “The Pier Deal,” 44, arguing that the levy ended in 2018`.
    /// What follows the clause must not be the rest of a sentence, nor contain an address.
    fn cut_clause(&self, pieces: &mut Vec<Atom>) {
        let text = self.context.source.text;
        let words = |atom: &Atom| if atom.is_words() { atom.span.of(text) } else { "" };
        let named = pieces.first().is_some_and(|first| is_name(words(first)));
        let is_source = |atom: &Atom| match &atom.kind {
            AtomKind::Date(date) => date.day.is_some() || date.year.is_some(),
            AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } => named,
            AtomKind::Address { .. } | AtomKind::Target { .. } => true,
            _ => false,
        };
        let Some(from) = pieces.iter().position(is_source) else { return };
        let Some(at) = pieces[from..].iter().position(|atom| opens_clause(words(atom))) else { return };
        let clause = from + at;
        let goes_on = pieces[clause + 1..].iter().any(|atom| match &atom.kind {
            AtomKind::Words => has_finite(words(atom)) && !opens_clause(words(atom)),
            AtomKind::Address { .. } | AtomKind::Target { .. } | AtomKind::Label { .. } => true,
            AtomKind::Round { inner } | AtomKind::Square { inner } => inner.of(text).contains("://"),
            _ => false,
        });
        if !goes_on {
            let signs = pieces[..clause].iter().rev().take_while(|atom| matches!(atom.kind, AtomKind::Sign(_))).count();
            pieces.truncate(clause - signs);
        }
    }

    /// Whether the pieces are a remark: they have a finite verb outside a title, or no anchor.
    fn is_remark(&self, pieces: &[Atom]) -> bool {
        let text = self.context.source.text;
        let dated = |date: &Written| date.day.is_some() || date.year.is_some();
        let mut anchor = false;
        let (mut behind, mut sentence) = (false, false);
        for atom in pieces {
            match &atom.kind {
                AtomKind::Words => {
                    let words = atom.span.of(text);
                    sentence |= !words.is_ascii() && words.contains('。');
                    // A clause after a complete citation does not make it a remark.
                    let clause = behind && opens_clause(words);
                    if accords(words) || has_finite(words) && !(is_speech(words) || clause || is_marked(words)) {
                        return true;
                    }
                }
                AtomKind::Quoted { .. } | AtomKind::Emphasis { .. } | AtomKind::Label { .. } => anchor = true,
                AtomKind::Address { .. } | AtomKind::Target { .. } => (anchor, behind) = (true, true),
                AtomKind::Date(date) => {
                    anchor |= dated(date);
                    behind = true;
                }
                AtomKind::Round { inner } => anchor |= inner.of(text).contains(|c: char| c.is_ascii_digit()),
                _ => {}
            }
        }
        let is_anchor = |words: &str| {
            symbol(words).is_some()
                || is_docket(words)
                || is_shelf_mark(words)
                || self.op_cit && is_op_cit(words)
                || pages_in(words).is_some()
                || pages_behind(words).is_some()
        };
        anchor = anchor
            || pieces.iter().any(|atom| atom.is_words() && is_anchor(atom.span.of(text)))
            || is_numbered_law(name_of_law(text, pieces));
        !anchor || sentence && !behind
    }

    /// Joins the pieces of `Ada "Lorry Queen" Vale` into one name; the title comes later.
    fn join_nicknames(&self, mut pieces: Vec<Atom>) -> Vec<Atom> {
        let text = self.context.source.text;
        let is_title = |atom: &Atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. });
        let joined = (1..pieces.len().saturating_sub(2)).find(|at| {
            let [before, nickname, behind, later @ ..] = &pieces[at - 1..] else { return false };
            let AtomKind::Quoted { inner, link: None, .. } = &nickname.kind else { return false };
            let is_short = inner.of(text).split_whitespace().count() < 4 && !inner.of(text).ends_with([',', '.']);
            let words = |atom: &Atom| (atom.is_words()).then(|| atom.span.of(text));
            let name = words(before).zip(words(behind)).map(|(first, last)| format!("{first} {last}"));
            is_short
                && name.is_some_and(|name| is_person(&name))
                && !self.knows(behind.span.of(text))
                && later.iter().any(is_title)
        });
        if let Some(at) = joined {
            let span = pieces[at - 1].span.cover(pieces[at + 1].span);
            pieces.splice(at - 1..=at + 1, [Atom { span, kind: AtomKind::Words }]);
        }
        pieces
    }

    /// Makes words of what a sentence or a title without marks quotes: `The “expert” topics behaved alike`, `the Act
    /// “establishes requirements”`, `On “Tidal” Models - Harbour Labs`.
    fn join_quotations(&self, mut pieces: Vec<Atom>) -> Vec<Atom> {
        let text = self.context.source.text;
        let is_words = |atom: Option<&Atom>| atom.is_some_and(|atom| atom.is_words());
        let mut at = 0;
        while at + 1 < pieces.len() {
            at += 1;
            let AtomKind::Quoted { inner, link: None, .. } = &pieces[at].kind else { continue };
            let (before, next) = (&pieces[at - 1], pieces.get(at + 1));
            if !before.is_words() {
                continue;
            }
            let quoted = inner.of(text);
            let (words, behind) = (before.span.of(text), next.map_or("", |next| next.span.of(text)));
            let clause = quoted.starts_with(char::is_lowercase) && quoted.split(' ').nth(2).is_some();
            let goes_on = is_words(next) && !quoted.ends_with([',', '.', '?', '!']);
            let joined = goes_on && behind.starts_with(char::is_lowercase) && !opens_behind_title(behind);
            // Between an author and an outlet both signs are missing; other words belong to the title.
            let is_author = || is_person(words) || self.is_body(words);
            let entitled = words.starts_with(char::is_uppercase)
                && match next {
                    Some(_) if goes_on => {
                        (opens_title(words) || is_name(words) && !opens_behind_title(behind) && !is_author())
                            && !self.knows(words)
                            && !self.knows(behind)
                    }
                    Some(next) => next.is(Sign::Dash) && opens_title(words),
                    None => false,
                };
            if !(entitled || (clause || joined) && !is_name(words)) {
                continue;
            }
            let last = if entitled && goes_on || joined { at + 1 } else { at };
            let span = before.span.cover(pieces[last].span);
            pieces.splice(at - 1..=last, [Atom { span, kind: AtomKind::Words }]);
            at -= 1;
        }
        pieces
    }

    /// Makes one piece of the title of a page that was visited, whatever it contains: `Cranes at Rest | May 2018 - Harbour
    /// Labs, accessed May 2, 2019, https://…`. False if the pieces are anything else.
    fn join_title_of_page(&self, pieces: &mut Vec<Atom>) -> bool {
        let text = self.context.source.text;
        let is_visit = |pair: &[Atom]| {
            pair[0].is_words()
                && pair[1].date().is_some()
                && matches!(marks_date(pair[0].span.of(text)), Some(DateRole::Accessed))
        };
        let is_marked = |atom: &Atom| matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Emphasis { .. });
        let Some(visit) = pieces.windows(2).position(is_visit) else { return false };
        let is_address = |atom: &Atom| matches!(atom.kind, AtomKind::Address { .. } | AtomKind::Label { .. });
        let Some(dash) = pieces[..visit].iter().rposition(|atom| atom.is(Sign::Dash)) else { return false };
        // Words quoted in the middle of a title belong to it: `Ten “Dead Ends” to Avoid | Harbour Labs`.
        let stands_apart = |at: usize| is_marked(&pieces[at]) && (at == 0 || !pieces[at - 1].is_words());
        if (0..pieces.len()).any(stands_apart) || !pieces[visit..].iter().any(is_address) {
            return false;
        }
        let first = match &pieces[..dash] {
            [author, comma, ..] if comma.is(Sign::Comma) && is_person(author.span.of(text)) => 2,
            _ => 0,
        };
        let Some(title) = pieces.get(first..dash).and_then(|title| Some(title.first()?.span.cover(title.last()?.span)))
        else {
            return false;
        };
        pieces.splice(first..dash, [Atom { span: title, kind: AtomKind::Words }]);
        true
    }

    /// Makes a title of the words that a lone quotation mark opens or closes.
    fn mend_titles(&mut self, pieces: Vec<Atom>) -> Vec<Atom> {
        let text = self.context.source.text;
        if !pieces.iter().any(|atom| matches!(atom.kind, AtomKind::Lone { .. })) {
            return pieces;
        }
        let is_quote = |atom: &Atom| matches!(atom.span.of(text), "“" | "”" | "\"" | "„" | "«" | "»");
        let lone = pieces.iter().position(|atom| matches!(atom.kind, AtomKind::Lone { .. }) && is_quote(atom));
        let Some(at) = lone else {
            for atom in &pieces {
                let bracket =
                    matches!(atom.kind, AtomKind::Lone { .. }) && matches!(atom.span.of(text), "(" | ")" | "[" | "]");
                if bracket {
                    self.flaws.push(Flaw { span: atom.span, kind: FlawKind::Unpaired });
                }
            }
            // What follows an open bracket is a separate field: `Dawn (Karachi, May 4`.
            let parted = pieces.into_iter().filter_map(|atom| match atom.kind {
                AtomKind::Lone { opens: true } if atom.span.of(text) == "(" => {
                    Some(Atom { kind: AtomKind::Sign(Sign::Comma), ..atom })
                }
                AtomKind::Lone { .. } => None,
                _ => Some(atom),
            });
            return parted.collect();
        };
        let quoted = pieces.iter().any(|atom| {
            matches!(atom.kind, AtomKind::Quoted { .. })
                && !matches!(atom.span.of(text).chars().next(), Some('‘' | '\''))
        });
        let AtomKind::Lone { opens } = pieces[at].kind else { return pieces };
        // `dell’”out-group”`: it opens, whatever its shape.
        if !opens && text.slice(pieces[at].span.end as usize..).starts_with(char::is_alphanumeric) {
            return pieces.into_iter().filter(|atom| !matches!(atom.kind, AtomKind::Lone { .. })).collect();
        }
        if quoted {
            for atom in pieces.iter().filter(|atom| matches!(atom.kind, AtomKind::Lone { .. })) {
                self.flaws.push(Flaw { span: atom.span, kind: FlawKind::Unpaired });
            }
            return pieces.into_iter().filter(|atom| !matches!(atom.kind, AtomKind::Lone { .. })).collect();
        }
        let mut pieces = pieces;
        if opens {
            // The title ends before the known outlet, or before the last words that precede the date.
            let (mut ends, mut last_words, mut known) = (Vec::new(), None, None);
            for (index, atom) in pieces.iter().enumerate().skip(at + 1) {
                match &atom.kind {
                    AtomKind::Date(_) | AtomKind::Address { .. } => break,
                    AtomKind::Round { inner } if holds_date(inner.of(text)) => break,
                    AtomKind::Words | AtomKind::Label { .. } | AtomKind::Emphasis { .. } => {
                        let name = match &atom.kind {
                            AtomKind::Emphasis { inner, .. } => inner.of(text),
                            AtomKind::Label { link } => link.label.of(text),
                            _ => atom.span.of(text),
                        };
                        if index > at + 1 && ends.last() == Some(&(index - 1)) {
                            last_words = Some(index);
                            if known.is_none() && self.knows(name) {
                                known = Some(index);
                            }
                        }
                    }
                    AtomKind::Sign(Sign::Comma) => ends.push(index),
                    AtomKind::Quoted { inner, .. } if inner.of(text).ends_with([',', '.', '?', '!']) => {
                        ends.push(index);
                    }
                    _ => {}
                }
            }
            let end = known.or(last_words).unwrap_or_else(|| {
                pieces
                    .iter()
                    .skip(at + 1)
                    .position(|atom| match &atom.kind {
                        AtomKind::Date(_) | AtomKind::Address { .. } => true,
                        AtomKind::Round { inner } => holds_date(inner.of(text)),
                        _ => false,
                    })
                    .map_or(pieces.len(), |len| at + 1 + len)
            });
            let mut last = end - 1;
            while last > at && matches!(pieces[last].kind, AtomKind::Sign(_)) {
                last -= 1;
            }
            if last == at {
                pieces.remove(at);
                return pieces;
            }
            let start = pieces[at].span.end;
            let close = pieces[last].span.end;
            self.flaws.push(Flaw { span: pieces[at].span.cover(pieces[last].span), kind: FlawKind::Unpaired });
            let whole = pieces[at].span.cover(pieces[last].span);
            let title = Atom {
                span: whole,
                kind: AtomKind::Quoted { inner: Span::new(start, close), link: None, paired: true },
            };
            pieces.splice(at..=last, [title]);
        } else {
            let mut first = at;
            while first > 0 && matches!(pieces[first - 1].kind, AtomKind::Sign(_)) {
                first -= 1;
            }
            if first == 0 || !pieces[first - 1].is_words() {
                pieces.remove(at);
                return pieces;
            }
            first -= 1;
            let whole = pieces[first].span.cover(pieces[at].span);
            self.flaws.push(Flaw { span: whole, kind: FlawKind::Unpaired });
            let inner = Span::new(whole.start, pieces[at].span.start);
            let title = Atom { span: whole, kind: AtomKind::Quoted { inner, link: None, paired: true } };
            pieces.splice(first..=at, [title]);
        }
        pieces
    }

    /// Groups the pieces into fields.
    fn fields(&mut self, pieces: Vec<Atom>) -> Vec<Field> {
        let text = self.context.source.text;
        // A separator stands between two of them.
        let mut fields: Vec<Field> = Vec::with_capacity(pieces.len() / 2 + 1);
        let mut before: Option<(Sign, Span)> = None;
        let mut open = false;
        let mut pieces = pieces.into_iter().peekable();
        while let Some(atom) = pieces.next() {
            if let AtomKind::Sign(sign) = atom.kind {
                before = Some((sign, atom.span));
                open = false;
                continue;
            }
            // A date among other words is part of a name: `Note verbale dated 3 March 2017 from …`.
            let mut atom = atom;
            if atom.date().is_some() {
                let follows = pieces.peek().is_some_and(|next| {
                    let words = next.span.of(text);
                    next.is_words() && !opens_behind_date(words) && !is_time(&words.to_ascii_lowercase())
                });
                let joint = fields.last_mut().filter(|_| open).and_then(|field| field.atoms.last_mut());
                let dated = joint.is_some_and(|joint| {
                    let words = joint.span.of(text);
                    let last = last_word(words);
                    let piece = words.slice(..words.len() - last.len()).trim_end();
                    // `Dawn, statement of May 3, 2017`: a piece and its date.
                    let is_piece = matches!(last, "dated" | "of" | "from") && PIECES.has_in_any_case(piece);
                    if is_piece && !follows && joint.is_words() {
                        joint.span.end = joint.span.start + piece.len() as Offset;
                        return false;
                    }
                    ["dated", "of", "since", "from", "for", "the", "until"].contains(&last)
                });
                if follows || dated {
                    atom.kind = AtomKind::Words;
                }
            }
            // `*The Pier Deal* London: Hurst, 2016`
            let imprint = atom.is_words()
                && colon(atom.span.of(text))
                    .is_some_and(|(place, publisher)| PLACES.has(place) || self.is_body(publisher));
            let starts = match &atom.kind {
                AtomKind::Date(_) | AtomKind::Address { .. } | AtomKind::Quoted { .. } | AtomKind::Label { .. } => true,
                // `Charles Velden *fils*, *The Locks*`: a word of the name.
                AtomKind::Emphasis { inner, .. } if open && is_byname(inner.of(text)) => continue,
                AtomKind::Emphasis { .. } => true,
                AtomKind::Words => fields.last().is_some_and(|field| {
                    field.atoms.iter().all(|atom| match &atom.kind {
                        // `*The Pier Deal.* London: Hurst, 2016`
                        AtomKind::Emphasis { inner, .. } => {
                            imprint || inner.of(text).ends_with('.') || is_aside(atom.span.of(text))
                        }
                        AtomKind::Words | AtomKind::Label { .. } => false,
                        _ => true,
                    })
                }),
                AtomKind::Target { link } => {
                    self.item.link = self.item.link.or(Some(*link));
                    continue;
                }
                _ => false,
            };
            if open && !starts {
                let Some(field) = fields.last_mut() else { continue };
                match field.atoms.last_mut() {
                    Some(last) if last.is_words() && atom.is_words() => {
                        last.span = last.span.cover(atom.span);
                    }
                    _ => field.atoms.push(atom),
                }
                continue;
            }
            fields.push(Field { atoms: SmallVec::from_buf([atom]), before, role: Role::Text, name: Cell::new(None) });
            before = None;
            open = true;
        }
        fields
    }

    /// Assigns each field its role, based on its own words and those before it.
    fn roles(&mut self, fields: &mut [Field]) {
        let text = self.context.source.text;
        let mut date_role = DateRole::Printed;
        let mut address_role = AddressRole::Own;
        for at in 0..fields.len() {
            if let [Atom { kind: AtomKind::Words, span }] = fields[at].atoms.as_mut_slice()
                && let Some(from) = pages_behind(span.of(text))
            {
                let locator = Span::new(span.start + from as Offset, span.end);
                span.end = span.start + span.of(text).slice(..from).trim_end().len() as Offset;
                if let Some((from, to)) = pages_in(locator.of(text)) {
                    self.details.pages = Some(Span::new(locator.start + from, locator.start + to));
                }
            }
            let next_is_date = fields.get(at + 1).is_some_and(|next| next.atoms[0].date().is_some());
            let field = &fields[at];
            let first = &field.atoms[0];
            let role = match &first.kind {
                AtomKind::Quoted { .. } => Role::Title,
                AtomKind::Date(_) => Role::Date(std::mem::replace(&mut date_role, DateRole::Printed)),
                AtomKind::Address { .. } => Role::Address(std::mem::replace(&mut address_role, AddressRole::Own)),
                AtomKind::Words => {
                    let words = first.span.of(text);
                    if let Some(role) = marks_date(words)
                        && (next_is_date || marks_date_alone(words))
                    {
                        date_role = role;
                        // Words before the mark remain: `Reuters accessed May 4`.
                        Role::Detail
                    } else if let Some((from, to)) = opens_note_number(words) {
                        self.note = Some(Span::new(first.span.start + from, first.span.start + to));
                        Role::Detail
                    } else if marks_archive(words) {
                        address_role = AddressRole::Archived;
                        Role::Detail
                    } else if opens_address(words) {
                        if let Some(language) = words.split(' ').find(|word| LANGUAGES.has(word)) {
                            self.details.language = inside(first.span, words, language);
                        }
                        Role::Detail
                    } else if let Some((from, to)) = pages_in(words).filter(|_| field.atoms.len() == 1) {
                        let span = Span::new(first.span.start + from, first.span.start + to);
                        self.details.pages = Some(self.details.pages.map_or(span, |pages| pages.cover(span)));
                        Role::Pages
                    } else if self.op_cit && is_op_cit(words) || self.detail(words, first.span) {
                        Role::Detail
                    } else {
                        Role::Text
                    }
                }
                AtomKind::Square { inner } if is_translation(inner.of(text)) => Role::Detail,
                AtomKind::Square { inner } | AtomKind::Round { inner } => {
                    self.bracket(*inner, at > 0);
                    Role::Detail
                }
                AtomKind::Emphasis { inner, .. } if is_op_cit(inner.of(text)) => Role::Detail,
                _ => Role::Text,
            };
            fields[at].role = role;
        }
    }

    /// Reads a field with details about the source: a number, a language, the kind of piece.
    fn detail(&mut self, words: &str, span: Span) -> bool {
        let opens = opens_detail(words);
        let bare = words.trim_end_matches('.');
        if opens && self.counted(words, span) {
            return true;
        }
        if let Some((from, to)) = symbol(words) {
            self.details.symbol = Some(Span::new(span.start + from, span.start + to));
            self.details.kind = ItemKind::UnDocument;
            // `Security Council resolution 2368`
            let body = words.slice(..from as usize).trim_end();
            if is_name(body) && self.item.source.is_none() {
                self.item.source = inside(span, words, body);
            }
            return true;
        }
        if opens && marks_undated(bare) {
            self.item.undated = Some(span);
            return true;
        }
        if PIECES.has_in_any_case(bare) {
            self.details.kind = match bare.to_ascii_lowercase().as_str() {
                "press release" | "press statement" | "statement" | "media release" | "news release" | "speech"
                | "press briefing" => ItemKind::Statement,
                "dataset" | "data export" => ItemKind::Dataset,
                "video" => ItemKind::Video,
                _ => self.details.kind,
            };
            return true;
        }
        if names_a_thesis(bare) {
            self.details.kind = ItemKind::Thesis;
            return true;
        }
        if LANGUAGES.has(trim(words)) {
            self.details.language = Some(span);
            return true;
        }
        if let Some(language) = words.strip_prefix("in ").filter(|language| LANGUAGES.has(language.trim())) {
            self.details.language = inside(span, words, language);
            return true;
        }
        if opens {
            if let Some(len) = posted_len(words) {
                self.item.source = Some(Span::new(span.start + len as Offset, span.end));
                return true;
            }
            let lower = words.to_ascii_lowercase();
            if is_aside(&lower) || is_said_of_a_work(&lower) || is_time(lower.trim_end_matches('.')) {
                return true;
            }
        }
        let numbered = words.bytes().any(|byte| byte.is_ascii_digit());
        if numbered && (is_docket(words) || is_report_code(words)) {
            // Pages and names of files are no numbers of reports.
            let names = words.starts_with(char::is_uppercase) && !words.contains(char::is_lowercase);
            self.details.number = self.details.number.or(names.then_some(span));
            return true;
        }
        is_number_in_catalogue(words) || numbered && is_shelf_mark(words)
    }

    /// Reads a volume or an issue.
    fn counted(&mut self, words: &str, span: Span) -> bool {
        let number_behind = |openings: &[&str]| {
            openings.iter().find_map(|opening| {
                let rest = words.get(opening.len()..)?;
                let digits = rest.trim_start();
                let counts = words.slice(..opening.len()).eq_ignore_ascii_case(opening)
                    && digits.starts_with(|c: char| c.is_ascii_digit());
                counts.then(|| {
                    let start = span.end - digits.len() as Offset;
                    let len = digits.find([' ', ',']).unwrap_or(digits.len());
                    Span::new(start, start + len as Offset)
                })
            })
        };
        if let Some(volume) = number_behind(&["volume", "vol."]) {
            self.details.volume = Some(volume);
            return true;
        }
        let Some(issue) = number_behind(&["number", "nos.", "no.", "issue", "iss."]) else { return false };
        self.details.issue = Some(issue);
        if self.details.volume.is_none() && self.details.title.is_none() {
            self.details.number = Some(span);
        }
        true
    }

    /// Reads the contents of brackets; `behind` if something precedes them.
    fn bracket(&mut self, inner: Span, behind: bool) -> bool {
        let text = self.context.source.text;
        let mut pieces = atoms(text, self.context.source.markdown, inner);
        let words = inner.of(text).trim();
        // `([1961] New York: Vintage, 1988)`: the year in which a reprinted work appeared.
        let first_printed = take_first_year(text, &mut pieces);
        if let [Atom { kind: AtomKind::Date(date), .. }] = pieces.as_slice() {
            return self.put_date(Written::clone(date), DatePlace::InBrackets);
        }
        if LANGUAGES.has(words.trim_start_matches("in ")) {
            self.details.language = inside(inner, inner.of(text), words.trim_start_matches("in "));
            return true;
        }
        if let Some(number) = note_number(words) {
            self.note = Some(Span::new(inner.start + number.0, inner.start + number.1));
            return true;
        }
        if let Some((from, to)) = pages_in(words).filter(|_| behind) {
            let start = inner.end - inner.of(text).trim_start().len() as Offset;
            self.details.pages = self.details.pages.or(Some(Span::new(start + from, start + to)));
            return true;
        }
        // `(cf. https://…)`, `(available at https://…)`
        if let [Atom { kind: AtomKind::Words, span }, Atom { kind: AtomKind::Address { .. }, .. }, ..] =
            pieces.as_slice()
            && (opens_address(span.of(text)) || is_lead(span.of(text)))
        {
            pieces.remove(0);
        }
        match pieces.first().map(|atom| &atom.kind) {
            Some(AtomKind::Quoted { .. }) if behind => return true,
            Some(AtomKind::Address { link, .. }) => {
                if self.item.link.is_none() && !self.addressed {
                    self.item.link = Some(*link);
                } else {
                    self.details.archived = Some(*link);
                }
                self.date_behind_address(&pieces);
                return true;
            }
            // `Ministry of Energy ([annual report](https://…), March 2, 2017)`
            Some(AtomKind::Label { link }) => {
                let label = link.label.of(text).trim();
                if marks_archive(label) {
                    self.details.archived = self.details.archived.or(Some(*link));
                    return true;
                }
                self.item.link = self.item.link.or(Some(*link));
                if !LINK_WORDS.has_in_any_case(label) && self.details.title.is_none() {
                    self.details.title = Some(Title { span: link.label, whole: link.span, form: TitleForm::Linked });
                }
                if let Some(date) = pieces.iter().find_map(Atom::date) {
                    self.put_date(date.clone(), DatePlace::InBrackets);
                }
                return true;
            }
            Some(AtomKind::Words | AtomKind::Date(_)) => {}
            _ => return false,
        }
        // `(see Dawn, May 9)`
        if let Atom { kind: AtomKind::Words, span } = &mut pieces[0] {
            let rest = span.of(text).slice(lead_len(span.of(text))..).trim_start_matches([' ', ',', ':', '\n', '\r']);
            if !rest.is_empty() {
                span.start = span.end - rest.len() as Offset;
            }
        }
        let first = pieces[0].span.of(text);
        // `(New York: Gnome Press: 1950)`, `(Basic Books 1999)`
        let last_year = || {
            let bare = words.trim_end_matches('.');
            let year = bare.get(bare.len().checked_sub(4)?..).filter(|year| behind && is_year(year))?;
            let place = inside(inner, inner.of(text), year)?;
            let apart = bare.slice(..bare.len() - 4).ends_with([' ', ':', ',']);
            year.parse().ok().filter(|_| apart && bare.len() > 5).map(|year| Written::of_year(place, year))
        };
        let date = pieces.iter().rev().find_map(Atom::date).cloned().or_else(last_year).or(first_printed);
        if let Some(role) = marks_date(first) {
            if let Some(date) = date {
                match role {
                    DateRole::Accessed => self.details.accessed = Some(date),
                    _ => self.details.modified = Some(date),
                }
            }
            return true;
        }
        if marks_archive(first) {
            self.details.archived = pieces.iter().find_map(|atom| match &atom.kind {
                AtomKind::Address { link, .. } => Some(*link),
                AtomKind::Label { link } => Some(*link),
                _ => None,
            });
            return true;
        }
        // `Osten (ed.)`
        if matches!(words, "ed." | "eds." | "ed" | "eds" | "editor" | "editors" | "trans." | "translator") {
            return true;
        }
        if ["hereafter", "copy on file", "on file", "henceforth", "emphasis", "name withheld", "in "]
            .iter()
            .any(|opening| words.starts_with(opening))
        {
            return true;
        }
        // `(arguing that the levy ended in 2018)`
        if opens_clause(first) || has_finite(first) && !is_speech(first) {
            return behind;
        }
        if let Some(date) = date {
            // `(Dawn, accessed May 9)`
            if let Some(at) = pieces.iter().position(|atom| atom.is_words() && marks_date_alone(atom.span.of(text)))
                && pieces.get(at + 1).is_some_and(|next| next.date().is_some())
            {
                self.details.accessed = Some(date);
                self.imprint(&pieces[..at]);
                return true;
            }
            self.put_date(date, DatePlace::InBrackets);
            self.imprint(&pieces);
            return true;
        }
        // `(Index: MDE 31/8225/2018)`
        if let Some(number) =
            ["Index: ", "AI Index: ", "Index number: "].iter().find_map(|label| words.strip_prefix(label))
        {
            self.details.number = inside(inner, inner.of(text), number);
            return true;
        }
        // `(forthcoming)`
        if behind && matches!(words, "forthcoming" | "in press" | "n.d.") {
            self.item.undated = self.item.undated.or_else(|| inside(inner, inner.of(text), words));
            return true;
        }
        // `(London: Hurst, forthcoming)`, `(Cornell University Press, n.d.)`
        let undated =
            ["forthcoming", "in press", "n.d."].iter().find_map(|sign| words.strip_suffix(sign)?.strip_suffix(", "));
        if let Some(publisher) =
            undated.filter(|publisher| behind && self.is_body(publisher) && colon(publisher).is_none())
        {
            self.item.source = inside(inner, inner.of(text), publisher);
            self.details.kind = ItemKind::Book;
        }
        if let Some(before) = undated.filter(|_| behind) {
            let sign = words.slice(before.len() + 2..);
            self.item.undated = self.item.undated.or_else(|| inside(inner, inner.of(text), sign));
        }
        if let Some((place, publisher)) = colon(undated.unwrap_or(words)).filter(|_| behind) {
            self.details.place = inside(inner, inner.of(text), place);
            self.item.source = inside(inner, inner.of(text), publisher);
            self.details.kind = ItemKind::Book;
            return true;
        }
        // `[“Quay Reopens”](https://…) (Reuters)`; `(MEDIUM)` is a rating, and no outlet.
        let is_outlet = |standing| matches!(standing, Standing::Printed(_));
        let before = text.slice(..inner.start as usize).trim_end_matches(['(', '[', ' ']);
        let behind_title = behind && before.ends_with([')', '”', '"', '’', '*', '_']);
        if behind_title && self.item.source.is_none() && is_outlet(self.standing(words)) && !PLACES.has(words) {
            self.item.source = Some(whole_trim(text, inner));
            return true;
        }
        if behind && pieces.len() <= 3 && is_name(words) && !is_acronym(words) && !words.starts_with('@') {
            self.details.place = Some(whole_trim(text, inner));
            return true;
        }
        false
    }

    /// `(London: Hurst, 2016)`, `(PhD diss., King’s College London, 2017)`, `(Vol. 163, No. 2, April/May 2018)`,
    /// `(E.D.N.Y. May 3, 2018)`
    fn imprint(&mut self, pieces: &[Atom]) {
        let text = self.context.source.text;
        // The year may also come before the place.
        let first = usize::from(pieces.first().is_some_and(|first| first.date().is_some())) * 2;
        let pieces = pieces.get(first..).unwrap_or_default();
        // An address is part of no name.
        let ends = |atom: &Atom| atom.date().is_some() || matches!(atom.kind, AtomKind::Address { .. });
        let end = pieces.iter().position(ends).unwrap_or(pieces.len());
        let head = &pieces[..end];
        let (Some(first), Some(last)) =
            (head.first(), head.iter().rev().find(|atom| !matches!(atom.kind, AtomKind::Sign(_))))
        else {
            return;
        };
        let mut all = first.span.cover(last.span);
        // `Harper & Brothers: 1942`
        if let Some(date) = self.item.dates.first().filter(|date| all.covers(date.span.start)) {
            all.end = date.span.start;
        }
        let words = all.of(text).trim_end_matches([' ', ',', ':']);
        let words = words.split(['[', '\\']).next().unwrap_or(words).trim_end_matches([',', ' ']);
        let leads = ["reprint, ", "Reprint, ", "repr. ", "rev. ed., "];
        let named = leads.iter().find_map(|lead| words.strip_prefix(lead));
        if let Some((place, publisher)) = colon(named.unwrap_or(words)) {
            self.details.place = inside(all, words, place);
            self.item.source = inside(all, words, publisher);
            if self.details.kind == ItemKind::News {
                self.details.kind = ItemKind::Book;
            }
            return;
        }
        let mut names: Vec<Span> = Vec::new();
        for atom in head.iter().filter(|atom| atom.is_words()) {
            let words = atom.span.of(text);
            if is_thesis(words) {
                self.details.kind = ItemKind::Thesis;
            } else if !self.detail(words, atom.span) {
                names.push(atom.span);
            }
        }
        // `UNDP, “Title” (New York, March 12, 2019)`
        names.retain(|name| {
            let place = PLACES.has(name.of(text));
            if place {
                self.details.place = self.details.place.or(Some(*name));
            }
            !place
        });
        if let (Some(first), Some(last)) = (names.first(), names.last()) {
            let name = if self.details.kind == ItemKind::Thesis { *first } else { first.cover(*last) };
            self.item.source = Some(name);
            if self.details.kind == ItemKind::News {
                self.details.kind = ItemKind::Book;
            }
        }
    }

    /// The date after an address in brackets: `(https://…, accessed May 9)`.
    fn date_behind_address(&mut self, pieces: &[Atom]) {
        let Some(at) = pieces.iter().position(|atom| atom.date().is_some()) else { return };
        let Some(date) = pieces[at].date().cloned() else { return };
        let before = pieces[..at].iter().rev().find(|atom| !matches!(atom.kind, AtomKind::Sign(_)));
        match before.filter(|atom| atom.is_words()).map(|atom| marks_date(atom.span.of(self.context.source.text))) {
            Some(Some(DateRole::Accessed)) => self.details.accessed = self.details.accessed.take().or(Some(date)),
            Some(Some(_)) => self.details.modified = self.details.modified.take().or(Some(date)),
            // The date of something else: `(https://…, a decree of May 9)`.
            Some(None) => {}
            None => {
                self.put_date(date, DatePlace::InBrackets);
            }
        }
    }

    fn put_date(&mut self, date: Written, place: DatePlace) -> bool {
        if self.item.dates.is_empty() {
            self.item.dates.push(date);
            self.item.date_place = place;
        }
        true
    }
}

/// Takes the years in square brackets out of the pieces of an imprint, and returns the first of them.
fn take_first_year(text: &str, pieces: &mut Vec<Atom>) -> Option<Written> {
    let mut first = None;
    pieces.retain(|atom| {
        let AtomKind::Square { inner } = atom.kind else { return true };
        let words = inner.of(text);
        let year = words.trim_matches(['\\', ' ']);
        let place = inside(inner, words, year).filter(|_| is_year(year));
        first = first.take().or_else(|| Some(Written::of_year(place?, year.parse().ok()?)));
        place.is_none()
    });
    first
}

/// Whether words contain `According to`, which names a source in a sentence.
fn accords(words: &str) -> bool {
    memchr::memchr_iter(b'A', words.as_bytes())
        .any(|at| words.slice(at..).starts_with("According to ") && (at == 0 || words.slice(..at).ends_with(' ')))
}

/// Whether a word in italics behind a name is part of it: `fils`, `père`.
fn is_byname(words: &str) -> bool {
    words.starts_with(char::is_lowercase) && words.len() < 12 && words.chars().all(char::is_alphabetic)
}

/// The span of a part of some words.
fn inside(span: Span, words: &str, part: &str) -> Option<Span> {
    let at = (part.as_ptr() as usize).checked_sub(words.as_ptr() as usize)?;
    (at + part.len() <= words.len())
        .then(|| Span::new(span.start + at as Offset, span.start + (at + part.len()) as Offset))
}

fn whole_trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    inside(span, words, words.trim()).unwrap_or(span)
}

/// The span of the authors, without an `and` before them.
fn strip_joint(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let opening = ["By ", "by ", "In ", "in "].iter().find_map(|opening| words.strip_prefix(*opening));
    let bare = opening.unwrap_or(words);
    let bare = by_author(bare).unwrap_or(bare);
    let bare = bare.trim_end_matches([',', ':', ' ']);
    inside(span, words, bare).unwrap_or(span)
}
