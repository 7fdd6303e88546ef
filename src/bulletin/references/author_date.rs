//! Citations by author and year, `(Mertz, 2018, p. 4)`, `Mertz (2018)`, and Pandoc keys, `[@mertz2018]`.
//!
//! * An author and a year count only if the document has a list of works in that form ([`super::works`]). Otherwise
//!   `(Poso, 2012)` is where and when something happened.
//! * A work missing from the list is reported only beyond doubt: the document cites in this form, and the words are not
//!   a place or an event.
//! * Pandoc keys are collected but never judged: their bibliography is a separate file.

use super::words::lead_len;
use super::works::{Entry, Year, year_at};
use crate::bulletin::citation::naming;
use crate::bulletin::citation::words::{EVENTS, VERBS};
use crate::bulletin::items::{CitationStyle, Details, Item, ItemGroup, ItemKind};
use crate::calendar::{self, Written};
use crate::markdown::{Block, BlockKind, Markdown};
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Slice, Span, map_spans};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::ops::Range;

/// How the citations in the text and the list of works disagree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedWorks {
    /// Citations without an entry in the list, in text order.
    pub undefined: Vec<Span>,
    /// Citations whose author is in the list with another year, in text order.
    pub mismatched: Vec<YearMismatch>,
    /// The authors and year of entries that the text never cites, in text order.
    pub unused: Vec<Span>,
}

map_spans!(ListedWorks { undefined, mismatched, unused });

/// A citation whose author is in the list with another year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMismatch {
    /// The year in the text.
    pub year: Span,
    /// The author in the text.
    pub author: Span,
    /// The year of the entry.
    pub listed: Span,
    /// Whether the list has only one work by that author.
    pub alone: bool,
}

map_spans!(YearMismatch { year, author, listed; alone });

/// Represents all years.
const ANY_YEAR: i16 = i16::MIN;

/// The maximum length of a bracketed group that is read, in bytes.
const LONGEST: usize = 400;

/// Finds the citations by author and year; `entries` are those of the lists of works, and `listed` is what they cite.
pub(super) fn read(
    text: &str,
    markdown: &Markdown,
    entries: &[Entry],
    listed: &[Option<ItemGroup>],
) -> (Vec<ItemGroup>, ListedWorks) {
    let mut reader = Reader::new(text, entries, listed);
    if reader.works.is_empty() {
        return (Vec::new(), ListedWorks::default());
    }
    for block in &markdown.blocks {
        let listed = entries.partition_point(|entry| entry.span.end <= block.span.start);
        let is_entry = entries.get(listed).is_some_and(|entry| entry.span.overlaps(block.span));
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell) && !is_entry {
            reader.block(markdown, block);
        }
    }
    reader.finish()
}

/// A work in the list, under the names that a citation uses.
struct Work<'t> {
    authors: &'t str,
    year: Year,
    used: bool,
    /// The item of its entry.
    item: Option<Span>,
    /// The authors and the year; a dash stands for the authors of the preceding entry: `———. 2019.`
    key: Span,
}

/// A citation in the text.
struct Cite {
    author: Span,
    year: Year,
    pages: Option<Span>,
    lead: Option<Span>,
    span: Span,
    found: Found,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Listed,
    /// The index of a work by that author with another year.
    OtherYear(usize),
    Nothing,
}

struct Reader<'t> {
    text: &'t str,
    works: Vec<Work<'t>>,
    /// The first works whose authors contain a word, in lower case: for each year, and for any year.
    by_word: FxHashMap<(String, Option<i16>), Vec<usize>>,
    /// Names that the text uses as places: `in Sorvik`.
    places: OnceCell<FxHashSet<&'t str>>,
    groups: Vec<(Span, Vec<Cite>)>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, entries: &[Entry], listed: &[Option<ItemGroup>]) -> Reader<'t> {
        let mut works: Vec<Work<'t>> = Vec::new();
        let keyed = entries.iter().zip(listed).filter_map(|(entry, group)| Some((entry.key.as_ref()?, group)));
        for (key, group) in keyed {
            let own = key.authors.of(text);
            // A dash stands for the authors of the preceding entry.
            let same = own.trim_matches(['—', '–', '-', '_', '.', ' ']).is_empty();
            let authors = if same { works.last().map_or(own, |last| last.authors) } else { own };
            let item = group.as_ref().and_then(|group| Some(group.items.first()?.span));
            works.push(Work { authors, year: key.year, used: false, item, key: key.authors.cover(key.year.span) });
        }
        let mut by_word: FxHashMap<(String, Option<i16>), Vec<usize>> = FxHashMap::default();
        for (index, work) in works.iter().enumerate() {
            let own = words(work.authors).map(str::to_lowercase).chain(initials(work.authors));
            for word in own {
                // No year has more suffix letters than the alphabet.
                for year in [work.year.number, Some(ANY_YEAR)] {
                    let found = by_word.entry((word.clone(), year)).or_default();
                    if found.len() < 32 && found.last() != Some(&index) {
                        found.push(index);
                    }
                }
            }
        }
        Reader { text, works, by_word, places: OnceCell::new(), groups: Vec::new() }
    }

    /// Reads the brackets in a block.
    fn block(&mut self, markdown: &Markdown, block: &Block) {
        let (text, base) = (self.text, block.span.start as usize);
        let bytes = block.span.of(text).as_bytes();
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'(', &bytes[from..]).map(|at| from + at) {
            from = open + 1;
            let limit = bytes.len().min(from + LONGEST);
            let Some(len) = bytes[from..limit].iter().position(|byte| matches!(byte, b')' | b'(')) else { continue };
            if bytes[from + len] == b'(' {
                continue;
            }
            let inside = base + from..base + from + len;
            let has_year = bytes[from..from + len].windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
                || inside_has_sign(text.slice(inside.clone()));
            if !has_year || in_code(markdown, block, base + open) {
                continue;
            }
            if self.brackets(inside.clone()) || self.narrative(base, inside) {
                from += len + 1;
            }
        }
    }

    /// `(Mertz, 2018, p. 4; see Hersey 2016: 44)`
    fn brackets(&mut self, inside: Range<usize>) -> bool {
        let text = self.text;
        let whole = Span::at(inside.start - 1..inside.end + 1);
        let mut cites = Vec::new();
        let mut at = inside.start;
        let mut other = false;
        for part in text.slice(inside).split(';') {
            other |= !self.part(at, part, &mut cites);
            at += part.len() + 1;
        }
        // Next to a listed work, anything else in the brackets is a remark or an outlet.
        if cites.is_empty() || other && !cites.iter().any(|cite| cite.found == Found::Listed) {
            return false;
        }
        self.groups.push((whole, cites));
        true
    }

    /// One source and its years; `false` if the text is not one.
    fn part(&self, start: usize, part: &str, cites: &mut Vec<Cite>) -> bool {
        let text = self.text;
        let lead = part.len() - part.trim_start().len();
        let mut at = start + lead;
        let end = start + part.trim_end().len();
        let mut lead = None;
        let rest = text.slice(at..end);
        if let Some(len) = lead_in(rest) {
            lead = Some(Span::at(at..at + rest.slice(..len).trim_end_matches([' ', ',']).len()));
            at += len;
        }
        let rest = text.slice(at..end);
        let mut year = None;
        for (offset, c) in rest.char_indices() {
            let opens = offset == 0 || rest.slice(..offset).ends_with([' ', ',', '\n', '(']);
            if opens && (c.is_ascii_digit() || matches!(c, 'n' | 'f' | 'i')) {
                year = year_at(text, at + offset);
                if year.is_some() || c.is_ascii_digit() {
                    break;
                }
            }
        }
        let Some(year) = year else { return false };
        let names = text.slice(at..year.span.start as usize).trim_end_matches([' ', ',', '\n', ':']);
        if names.is_empty() {
            // `; 2019`: another work of the same author.
            let Some(author) = cites.last().map(|last| last.author) else { return false };
            return self.years(author, year, end, lead, cites);
        }
        if !are_names(names) {
            return false;
        }
        self.years(Span::at(at..at + names.len()), year, end, lead, cites)
    }

    /// The years and pages after an author, up to `end`.
    fn years(&self, author: Span, first: Year, end: usize, lead: Option<Span>, cites: &mut Vec<Cite>) -> bool {
        let text = self.text;
        let before = cites.len();
        let mut next = Some(first);
        let mut at = first.span.end as usize;
        while let Some(year) = next.take() {
            let found = self.find(author, year);
            let span = author.cover(year.span);
            cites.push(Cite { author, year, pages: None, lead, span, found });
            at = year.span.end as usize;
            let rest = text.slice(at..end);
            let behind = end - rest.trim_start_matches([',', ' ', '\n', '&']).len();
            let behind = if text.slice(behind..end).starts_with("and ") { behind + 4 } else { behind };
            next = year_at(text, behind).filter(|year| year.span.end as usize <= end && behind > at);
        }
        let rest = text.slice(at..end);
        let tail = rest.trim_start_matches([',', ':', ' ', '\n']);
        if tail.is_empty() {
            return true;
        }
        let separated = tail.len() < rest.len();
        // `(Osten, 2013, cited in Mertz, 2018)`
        if separated && lead_in(tail).is_some() && self.part(end - tail.len(), tail, cites) {
            return true;
        }
        match pages(tail).filter(|_| separated) {
            Some(pages) => {
                let from = end - tail.len() + pages.start;
                let span = Span::at(from..from + pages.len());
                if let Some(last) = cites.last_mut() {
                    last.pages = Some(span);
                    last.span = last.span.cover(Span::at(end - tail.len()..end - tail.len() + tail.trim_end().len()));
                }
                true
            }
            None => {
                cites.truncate(before);
                false
            }
        }
    }

    /// `Mertz (2018, p. 4)`, `Mertz and Osten (2018)`: the author precedes the bracket, and the list contains that
    /// name.
    fn narrative(&mut self, block: usize, inside: Range<usize>) -> bool {
        let text = self.text;
        let Some(year) = year_at(text, inside.start) else { return false };
        let before = text.slice(block..inside.start - 1);
        let trimmed = before.trim_end();
        if trimmed.len() == before.len() {
            return false;
        }
        let names = trimmed.strip_suffix("’s").or_else(|| trimmed.strip_suffix("'s")).unwrap_or(trimmed);
        let names = names.strip_suffix("s’").map_or(names, |rest| names.slice(..rest.len() + 1));
        // Only a name that is in the list, or whose bearer argues something, is an author.
        let argues = argues(text.slice(inside.end + 1..));
        let Some(len) = self.names_before(names).or_else(|| if argues { surnames_before(names) } else { None }) else {
            return false;
        };
        let end = block + names.len();
        let author = Span::at(end - len..end);
        let mut cites = Vec::new();
        if !self.years(author, year, inside.end, None, &mut cites) {
            return false;
        }
        if cites.iter().all(|cite| cite.found == Found::Nothing) && !argues {
            return false;
        }
        self.groups.push((Span::new(author.start, Span::at(0..inside.end + 1).end), cites));
        true
    }

    /// The length of the names at the end of `before`: as many words as the list has.
    fn names_before(&self, before: &str) -> Option<usize> {
        let mut best = None;
        let mut start = before.len();
        for _ in 0..8 {
            let word = before.slice(..start).rsplit([' ', '\n']).next().filter(|word| !word.is_empty())?;
            start -= word.len();
            let joint = matches!(word, "and" | "&" | "et" | "al." | "of" | "the" | "on" | "for" | "de" | "al");
            let plain = word.trim_matches(|c: char| !is_alphanumeric(c));
            if word.ends_with([',', '.', ';', ':']) && word != "al." && !(best.is_some() && word.ends_with(',')) {
                break;
            }
            if !joint {
                if !plain.starts_with(char::is_uppercase) {
                    break;
                }
                let names = before.slice(start..);
                if !self.works_of(names, Some(ANY_YEAR)).is_empty() {
                    best = Some(names.len());
                }
            }
            if start == 0 {
                break;
            }
            start = before.slice(..start).trim_end_matches([' ', '\n']).len();
        }
        best
    }

    /// The works of a year whose authors a citation may mean: their authors have every name that it gives.
    fn works_of(&self, names: &str, year: Option<i16>) -> Vec<usize> {
        static SMALL: WordSet =
            WordSet::new(&["al", "and", "de", "der", "et", "for", "of", "on", "the", "van", "von", "with"]);
        let mut told = words(names).filter(|word| !SMALL.has(word)).map(str::to_lowercase);
        let Some(first) = told.next() else { return Vec::new() };
        let Some(found) = self.by_word.get(&(first, year)) else { return Vec::new() };
        let mut found = found.clone();
        for word in told {
            found.retain(|index| {
                let authors = self.works[*index].authors;
                words(authors).any(|own| own.to_lowercase() == word) || initials(authors).as_ref() == Some(&word)
            });
        }
        found
    }

    fn find(&self, author: Span, year: Year) -> Found {
        let names = author.of(self.text);
        if self.works_of(names, year.number).iter().any(|&index| self.works[index].year.may_be(year)) {
            return Found::Listed;
        }
        self.works_of(names, Some(ANY_YEAR)).first().map_or(Found::Nothing, |&index| Found::OtherYear(index))
    }

    /// Whether the text uses the name as a place, or the name is a known place: `in Sorvik`.
    fn is_place(&self, names: &str) -> bool {
        let places = self.places.get_or_init(|| {
            let mut found = FxHashSet::default();
            let mut before = "";
            for word in self.text.split_ascii_whitespace() {
                if matches!(before, "in" | "In" | "at" | "At" | "near" | "from" | "From" | "to" | "around" | "outside")
                {
                    let name = word.trim_matches(|c: char| !is_alphanumeric(c));
                    if name.starts_with(char::is_uppercase) {
                        found.insert(name);
                    }
                }
                before = word;
            }
            found
        });
        naming::is_place(names) || words(names).next().is_some_and(|first| places.contains(first))
    }

    /// The item of the only entry that a citation may mean.
    fn meant(&self, cite: &Cite) -> Option<Span> {
        let names = cite.author.of(self.text);
        let may_be = |index: &usize| self.works[*index].year.may_be(cite.year);
        let mut found: Vec<usize> = self.works_of(names, cite.year.number).into_iter().filter(may_be).collect();
        if found.len() > 1 {
            let same_letter = |index: &usize| self.works[*index].year.letter == cite.year.letter;
            found.retain(same_letter);
        }
        // `Mertz (2018)` is not the work of Mertz and Osten, if Mertz has one of her own.
        if found.len() > 1 && !names.contains("et al") {
            let several = |names: &str| names.contains(['&', ';']) || names.contains(" and ");
            found.retain(|index| several(self.works[*index].authors) == several(names));
        }
        match found.as_slice() {
            [only] => self.works[*only].item,
            _ => None,
        }
    }

    fn finish(mut self) -> (Vec<ItemGroup>, ListedWorks) {
        let text = self.text;
        let mut groups = std::mem::take(&mut self.groups);
        let cites_so = groups.iter().flat_map(|(_, cites)| cites).any(|cite| cite.found == Found::Listed);
        // Brackets that name no listed author do not count, unless they are beyond doubt.
        groups.retain(|(whole, cites)| {
            let known = cites.iter().any(|cite| cite.found != Found::Nothing);
            known
                || cites_so
                    && cites.iter().all(|cite| !self.is_place(cite.author.of(text)) && is_author(text, *whole, cite))
        });
        let mut listed = ListedWorks::default();
        for cite in groups.iter().flat_map(|(_, cites)| cites) {
            let works = self.works_of(cite.author.of(text), cite.year.number);
            match cite.found {
                Found::Listed => {
                    for index in works {
                        self.works[index].used |= self.works[index].year.may_be(cite.year);
                    }
                }
                Found::OtherYear(index) => {
                    let works = self.works_of(cite.author.of(text), Some(ANY_YEAR));
                    let (listed_year, alone) = (self.works[index].year.span, works.len() == 1);
                    listed.mismatched.push(YearMismatch {
                        year: cite.year.span,
                        author: cite.author,
                        listed: listed_year,
                        alone,
                    });
                    // It is cited, with a mistake.
                    for index in works {
                        self.works[index].used = true;
                    }
                }
                Found::Nothing => listed.undefined.push(cite.span),
            }
        }
        if cites_so || !listed.mismatched.is_empty() {
            listed.unused = self.works.iter().filter(|work| !work.used).map(|work| work.key).collect();
        }
        let groups = groups.into_iter().map(|(span, cites)| ItemGroup {
            span,
            style: CitationStyle::AuthorDate,
            note: None,
            items: cites.iter().map(|cite| item(cite, self.meant(cite))).collect(),
            flaws: Vec::new(),
        });
        (groups.collect(), listed)
    }
}

fn item(cite: &Cite, meant: Option<Span>) -> Item {
    let digits = Span::new(cite.year.span.start, cite.year.span.start + 4);
    let date = cite.year.number.map(|number| Written::of_year(digits, number));
    let details = Details {
        style: CitationStyle::AuthorDate,
        kind: ItemKind::AuthorDate,
        lead: cite.lead,
        pages: cite.pages,
        meant,
        ..Details::default()
    };
    let mut item = Item::bare(cite.span);
    item.author = Some(cite.author);
    item.undated = cite.year.number.is_none().then_some(cite.year.span);
    item.dates.extend(date);
    item.details = Some(Box::new(details));
    item
}

/// Whether brackets with a placeholder instead of a year may be a citation.
fn inside_has_sign(inside: &str) -> bool {
    ["n.d.", "forthcoming", "in press"].iter().any(|sign| inside.contains(sign))
}

fn in_code(markdown: &Markdown, block: &Block, at: usize) -> bool {
    let at = Span::at(at..at).start;
    let inlines = markdown.inlines(block);
    let next = inlines.partition_point(|inline| inline.span.start <= at);
    inlines[..next].iter().rev().take(4).any(|inline| inline.span.covers(at))
}

/// The words of names, without punctuation.
fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !(is_alphanumeric(c) || matches!(c, '’' | '\''))).filter(|word| word.chars().count() > 1)
}

/// `unodc` of `United Nations Office on Drugs and Crime`.
fn initials(authors: &str) -> Option<String> {
    if authors.contains(',') {
        return None;
    }
    let capitals = authors.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    let short: String = capitals.flat_map(char::to_lowercase).collect();
    (short.len() > 2).then_some(short)
}

/// The length of a lead-in with the spaces after it: `see`, `e.g.,`, `cited in`, and `in` and the like before a year.
fn lead_in(part: &str) -> Option<usize> {
    const OTHERS: [&str; 3] = ["adapted from", "for example", "in"];
    let other = |lead: &&&str| {
        part.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
            && part.slice(lead.len()..).starts_with([' ', ','])
    };
    let len = match lead_len(part) {
        0 => OTHERS.iter().find(other)?.len(),
        len => len,
    };
    let rest = part.slice(len..);
    (!rest.is_empty()).then(|| len + rest.len() - rest.trim_start_matches([' ', ',']).len())
}

/// Whether words are names in the form that citations use: `Mertz`, `Mertz and Osten`, `van der Berg et al.`,
/// `World Bank`.
fn are_names(names: &str) -> bool {
    static SMALL: WordSet = WordSet::new(&[
        "al", "al.", "and", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "et", "for",
        "ibn", "in", "la", "le", "of", "on", "the", "ten", "ter", "und", "van", "von", "y", "zu",
    ]);
    let mut count = 0;
    let mut capital = false;
    for word in names.split([' ', '\n', ',']).filter(|word| !word.is_empty()) {
        count += 1;
        let opens =
            word.starts_with(char::is_uppercase) || word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        capital |= opens || word.contains('-') && word.chars().any(char::is_uppercase);
        let joined = word.contains(['-', '’', '\'']) && word.chars().any(char::is_uppercase);
        if word == "&" || SMALL.has(word) || joined {
            continue;
        }
        if !opens
            || VERBS.has(word)
            || word.contains(|c: char| {
                c.is_ascii_digit() || matches!(c, '@' | '/' | '"' | '“' | '*' | '[' | '`' | '=' | ':')
            })
        {
            return false;
        }
    }
    capital && count <= 12 && calendar::month_at(names, 0).is_none()
}

/// The locator after a year, without its label: `p. 4`, `44`, `para. 12`.
fn pages(tail: &str) -> Option<Range<usize>> {
    let label = ["pp. ", "p. ", "pp.", "p.", "s. "].into_iter().find(|label| tail.starts_with(label)).unwrap_or("");
    let other =
        ["para. ", "paras. ", "ch. ", "chap. ", "art. ", "fig. ", "table ", "Table ", "sec. ", "vol. ", "§ ", "at "];
    let kept =
        if label.is_empty() { other.into_iter().find(|label| tail.starts_with(label)).unwrap_or("") } else { "" };
    let from = label.len();
    let number = tail.slice(from + kept.len()..);
    let len = number
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '–' | ',' | ' ' | '.')))
        .unwrap_or(number.len());
    let text = number.slice(..len).trim_end_matches([' ', ',', '.']);
    let counts = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    let plain =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ' | 'i' | 'v' | 'x' | 'f' | '.'));
    let whole = number.slice(text.len()..).trim_matches([' ', '.', ',']).is_empty();
    (counts && plain && whole && text.len() < 24).then(|| from..from + kept.len() + text.len())
}

/// Whether the words after a year are a verb that only an author can be the subject of: `Mertz (2018) argues`.
fn argues(behind: &str) -> bool {
    static ARGUES: WordSet = WordSet::new(&[
        "agree",
        "agrees",
        "argue",
        "argued",
        "argues",
        "asserts",
        "assumes",
        "concludes",
        "concluded",
        "contend",
        "contends",
        "criticises",
        "criticizes",
        "define",
        "defines",
        "disagree",
        "disagrees",
        "distinguish",
        "distinguishes",
        "doubt",
        "doubts",
        "estimate",
        "estimates",
        "examines",
        "maintain",
        "maintains",
        "note",
        "notes",
        "objects",
        "observe",
        "observes",
        "propose",
        "proposes",
        "recommends",
        "rejects",
        "suggest",
        "suggests",
        "write",
        "writes",
        "wrote",
    ]);
    let Some(rest) = behind.strip_prefix(' ') else { return false };
    ARGUES.has(rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or(""))
}

/// The length of one or two surnames at the end of a text: `Mertz`, `Mertz and Osten`, `Mertz et al.`
fn surnames_before(before: &str) -> Option<usize> {
    let own = before.strip_suffix(" et al.").unwrap_or(before);
    let mut words = own.rsplit([' ', '\n']);
    let is_surname = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.len() > 2
            && letters.all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
    };
    let last = words.next().filter(|word| is_surname(word))?;
    let (mut len, mut next) = (last.len(), words.next().unwrap_or(""));
    if matches!(next, "and" | "&")
        && let Some(first) = words.next().filter(|word| is_surname(word))
    {
        len += next.len() + first.len() + 2;
        next = words.next().unwrap_or("");
    }
    // `Hurricane Katrina (2005)`
    (!next.starts_with(char::is_uppercase) || next.ends_with(['.', ':'])).then_some(len + before.len() - own.len())
}

/// Whether a citation missing from the list is one beyond doubt: not a place, an event or an outlet.
fn is_author(text: &str, whole: Span, cite: &Cite) -> bool {
    let names = cite.author.of(text);
    if cite.year.number.is_none() {
        return false;
    }
    if names.split(' ').any(|word| EVENTS.has(word)) {
        return false;
    }
    // `the treaty (Poso, 2012)`
    static KINDS: WordSet = WordSet::new(&[
        "accord",
        "accords",
        "agreement",
        "attack",
        "battle",
        "bombing",
        "ceasefire",
        "conference",
        "congress",
        "convention",
        "declaration",
        "earthquake",
        "election",
        "elections",
        "exhibition",
        "fair",
        "festival",
        "flood",
        "floods",
        "game",
        "games",
        "massacre",
        "meeting",
        "meetings",
        "protocol",
        "raid",
        "raids",
        "referendum",
        "revolt",
        "riots",
        "session",
        "siege",
        "strike",
        "summit",
        "talks",
        "treaty",
        "treaties",
        "truce",
        "uprising",
        "war",
        "workshop",
    ]);
    let before = text.slice(..whole.start as usize).trim_end();
    // `the treaty of Poso (Poso, 2012)`
    if before.ends_with(names) {
        return false;
    }
    let last = before.rsplit(|c: char| !is_alphanumeric(c)).next().unwrap_or_default();
    !KINDS.has_in_any_case(last)
}

/// Pandoc keys: `[@mertz2018, p. 4; see @osten2013]`.
pub(super) fn keys(text: &str, markdown: &Markdown) -> Vec<ItemGroup> {
    let mut groups = Vec::new();
    let bytes = text.as_bytes();
    let mut done = 0;
    for at in memchr::memchr_iter(b'@', bytes) {
        if at < done || !at.checked_sub(1).is_some_and(|before| matches!(bytes[before], b'[' | b'-' | b' ')) {
            continue;
        }
        let floor = crate::text::floor_boundary(text, at.saturating_sub(LONGEST).max(done));
        let before = text.slice(floor..at);
        let Some(open) = before.rfind(['[', ']', '\n']).filter(|open| before.slice(*open..).starts_with('[')) else {
            continue;
        };
        let open = floor + open;
        let end = crate::text::floor_boundary(text, (at + LONGEST).min(text.len()));
        let Some(close) = text.slice(at..end).find([']', '[', '\n']).map(|len| at + len) else { continue };
        let prose = markdown.runs.partition_point(|run| run.span.start as usize <= open);
        let in_prose = markdown.runs[..prose].last().is_some_and(|run| run.span.covers(Span::at(open..open).start));
        if bytes[close] != b']' || bytes.get(close + 1) == Some(&b'(') || !in_prose {
            continue;
        }
        let mut items = Vec::new();
        let mut from = open + 1;
        for part in text.slice(open + 1..close).split(';') {
            items.extend(key(from, part));
            from += part.len() + 1;
        }
        done = close + 1;
        if !items.is_empty() {
            let span = Span::at(open..close + 1);
            groups.push(ItemGroup { span, style: CitationStyle::AuthorDate, note: None, items, flaws: Vec::new() });
        }
    }
    groups
}

/// `see -@mertz2018, p. 4`
fn key(start: usize, part: &str) -> Option<Item> {
    let mark = part.find('@')?;
    let before = part.slice(..mark);
    if !(before.is_empty() || before.ends_with([' ', '-'])) {
        return None;
    }
    let rest = part.slice(mark + 1..);
    let inside = |c: char| {
        is_alphanumeric(c)
            || matches!(c, '_' | ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/')
    };
    let len = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
    let len = rest.slice(..len).trim_end_matches(|c: char| !is_alphanumeric(c)).len();
    if len == 0 {
        return None;
    }
    let from = start + mark + 1;
    let tail = rest.slice(len..).trim_start_matches([',', ' ']);
    let locator = pages(tail).map(|pages| {
        let at = from + rest.len() - tail.len() + pages.start;
        Span::at(at..at + pages.len())
    });
    let lead = part.len() - part.trim_start().len();
    let span = Span::at(start + lead..start + part.trim_end().len().max(lead));
    let details = Details {
        style: CitationStyle::AuthorDate,
        kind: ItemKind::Pandoc,
        key: Some(Span::at(from..from + len)),
        pages: locator,
        ..Details::default()
    };
    Some(Item { details: Some(Box::new(details)), ..Item::bare(span) })
}
