//! Notes and note references.
//!
//! * A note is an item under a *Notes* or *Sources* heading (`1. See …`, `[1] See …`, `1 See …`), an entry of a list
//!   `[1] https://…` below a text that refers to it, or a Markdown footnote. Where a document has one list of notes, an
//!   item outside it that goes on counting, cites something and is referred to is one, too.
//! * A reference is `[1]` or `[^1]` in prose, also in `[1, 2]`, in a link `[[1]](#n1)` and in `<sup>1</sup>`. Whether
//!   it really refers to a note is for the rules to decide: `[1]` alone proves little.
//! * Numbers are unique within an article; footnotes, as in Markdown, within the document.

pub mod placement;

use super::Bulletin;
use super::structure::{Article, without_number};
use super::typography::overlaps;
use crate::markdown::{Block, BlockKind, InlineKind, Item, Markdown};
use crate::parallel;
use crate::text::words::{Flags, Word, WordSet};
use crate::text::{Offset, Slice, Span, map_spans, within};
use compact_str::{CompactString, ToCompactString};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// The start of the label of a note that has no number yet, while citations are converted.
pub(crate) const UNNUMBERED: &str = "copydesk-new-";

/// A note: an item under a *Notes* heading, or a footnote definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The whole note.
    pub span: Span,
    /// Its label, `1` or the name of a footnote.
    pub label: CompactString,
    /// The label's span, without brackets or stop.
    pub mark: Span,
    /// Its text.
    pub body: Span,
    /// Whether it is a Markdown footnote.
    pub footnote: bool,
    /// The number of its list of notes in the document, counted from 1; 0 for footnotes.
    pub list: u32,
    /// Whether it is an entry in a list of references or addresses (`Sources`, `[1] https://…`) rather than an endnote.
    pub entry: bool,
}

map_spans!(Note { span, mark, body; label, footnote, list, entry });

/// `[1]` or `[^1]` in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteReference {
    /// Including its brackets; in `[1, 2]` only the number.
    pub span: Span,
    /// The label it refers to.
    pub label: CompactString,
    /// The label's span; empty for the numbers that `[1–3]` skips.
    pub mark: Span,
    /// Whether it is a Markdown footnote.
    pub footnote: bool,
    /// The footnote that it refers to, as an index of the notes. The number of a list is found in its [`Scope`].
    pub note: Option<u32>,
    /// Whether it is the text of a link, or inside one.
    pub linked: bool,
    /// In a quotation or block quote: the brackets may belong to the quoted text.
    pub quoted: bool,
    /// Whether it follows the end of a sentence or clause, as a note reference does: `in the 1970s. [1]`
    pub behind: bool,
}

map_spans!(NoteReference { span, mark; label, footnote, note, linked, quoted, behind });

/// Notes and references that belong together: those of an article.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The notes, in text order.
    pub notes: &'a [Note],
    /// The references, in text order.
    pub references: &'a [NoteReference],
}

impl<'a> Scope<'a> {
    /// The scopes of a text without articles: a list of notes that starts again from 1 ends one.
    fn parted(self) -> Vec<Scope<'a>> {
        let mut scopes = Vec::new();
        let mut rest = self;
        while let Some(first) = rest.plain_notes().next() {
            let again = rest.plain_notes().find(|note| note.list > first.list && note.label == "1");
            let Some(again) = again else { break };
            let last = rest.plain_notes().take_while(|note| note.span.start < again.span.start).last().unwrap_or(first);
            let notes = rest.notes.partition_point(|note| note.span.start < again.span.start);
            let references = rest.references.partition_point(|reference| reference.span.start < last.span.end);
            let (before, after) = (rest.notes.split_at(notes), rest.references.split_at(references));
            scopes.push(Scope { notes: before.0, references: after.0 });
            rest = Scope { notes: before.1, references: after.1 };
        }
        scopes.push(rest);
        scopes
    }

    /// The numbered notes other than footnotes.
    pub fn plain_notes(self) -> impl Iterator<Item = &'a Note> + Clone {
        self.notes.iter().filter(|note| !note.footnote)
    }

    /// Their labels.
    #[must_use]
    pub fn plain_labels(self) -> FxHashSet<&'a str> {
        self.plain_notes().map(|note| note.label.as_str()).collect()
    }

    /// The references to them.
    pub fn plain_references(self) -> impl Iterator<Item = &'a NoteReference> + Clone {
        self.references.iter().filter(|reference| !reference.footnote)
    }
}

impl Bulletin {
    /// The scopes within which note numbers are unique: the articles, or the whole text if no article is known or all
    /// articles share the notes at its end.
    #[must_use]
    pub fn note_scopes(&self) -> Vec<Scope<'_>> {
        scopes(&self.notes, &self.note_references, &self.articles)
    }
}

/// The scopes of notes and references; see [`Bulletin::note_scopes`].
pub(super) fn scopes<'a>(notes: &'a [Note], references: &'a [NoteReference], articles: &[Article]) -> Vec<Scope<'a>> {
    let whole = Scope { notes, references };
    if notes.is_empty() && references.is_empty() {
        return Vec::new();
    }
    if articles.len() < 2 {
        return whole.parted();
    }
    let scopes: Vec<Scope<'_>> = articles
        .iter()
        .map(|article| Scope {
            notes: within(notes, article.span, |note| note.span),
            references: within(references, article.span, |reference| reference.span),
        })
        .collect();
    let noted = scopes.iter().filter(|scope| scope.plain_notes().next().is_some()).count();
    let starts = scopes.iter().filter(|scope| scope.plain_references().any(|reference| reference.label == "1"));
    let referring = scopes.iter().filter(|scope| scope.plain_references().next().is_some()).count();
    if noted == 1 && referring > 1 && starts.count() == 1 { vec![whole] } else { scopes }
}

/// A label in lower case, because Markdown treats `[^A]` and `[^a]` as one. Nearly all are numbers.
#[must_use]
pub fn folded(label: &CompactString) -> CompactString {
    if label.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        label.clone()
    } else {
        label.to_lowercase()
    }
}

/// Whether a heading with this text starts a list of notes: `Notes`, `ENDNOTES:`, `**References**`, `7. References`,
/// `参考文献 (References)`.
pub(crate) fn is_title(heading: &str) -> bool {
    static TITLES: WordSet = WordSet::new(&[
        "bibliography",
        "citations",
        "endnotes",
        "endnote",
        "end notes",
        "footnotes",
        "list of sources",
        "notes",
        "note",
        "notes and references",
        "notes & references",
        "notes and sources",
        "references",
        "references and notes",
        "sources",
        "sources and notes",
        "works cited",
    ]);
    let mark = |byte: &u8| matches!(byte, b'#' | b' ' | b'*' | b'_');
    let line = heading.slice(heading.bytes().take_while(mark).count()..);
    let line = line.slice(..memchr::memchr(b'\n', line.as_bytes()).unwrap_or(line.len()));
    let end = line.bytes().rposition(|byte| !mark(&byte) && !matches!(byte, b':' | b'\r')).map_or(0, |last| last + 1);
    let line = line.slice(..end);
    let line = without_number(line);
    // The same in English.
    let gloss = line.strip_suffix(')').and_then(|line| line.split_once(" ("));
    let translated = gloss.filter(|(own, _)| !own.is_ascii()).map(|(_, gloss)| gloss);
    TITLES.has_in_any_case(translated.unwrap_or(line))
}

/// Finds the notes. References are found later, word by word ([`References`]).
pub(super) fn read(text: &str, markdown: &Markdown) -> Vec<Note> {
    let mut reader = Reader { text, notes: Vec::new(), list: 0, entries: false, item: None, pending: None };
    let mut scattered = Scattered::default();
    let mut inside = false;
    // The list has no heading: it ends with its last entry.
    let mut by_itself = false;
    for (index, block) in markdown.blocks.iter().enumerate() {
        if by_itself && (block.kind != BlockKind::Paragraph || !is_entry(text, block)) {
            (inside, by_itself) = (false, false);
            reader.stop();
        }
        if let Some(footnote) = markdown.footnote(block) {
            reader.footnote(block, footnote);
            continue;
        }
        match block.kind {
            BlockKind::Heading(_) => {
                scattered.last = None;
                inside = is_title(block.span.of(text));
                reader.list += u32::from(inside);
                reader.entries = !names_notes(block.span.of(text));
                reader.stop();
            }
            BlockKind::Paragraph if block.item.is_none() && block.span.len() < 40 && is_title(block.span.of(text)) => {
                inside = true;
                reader.list += 1;
                reader.entries = !names_notes(block.span.of(text));
                reader.stop();
            }
            BlockKind::Break => {
                inside &= reader.notes.is_empty();
                reader.stop();
            }
            BlockKind::Paragraph if inside => reader.block(markdown, block),
            BlockKind::Paragraph if opens_list(text, &markdown.blocks[index..]) => {
                (inside, by_itself) = (true, true);
                reader.list += 1;
                reader.entries = true;
                reader.stop();
                reader.block(markdown, block);
            }
            _ => scattered.look_at(markdown, block),
        }
    }
    let mut notes = reader.notes;
    scattered.add_to(&mut notes, text);
    in_sentences(text, markdown, &mut notes);
    notes
}

/// The number of bytes within which the bracket of a note in a sentence must close.
const LONGEST_INLINE: usize = 4000;

/// Adds the notes inside sentences: `The mayor denies it.^[Tobin Osten, “…”]`
fn in_sentences(text: &str, markdown: &Markdown, notes: &mut Vec<Note>) {
    let mut found: Vec<Note> = Vec::new();
    let mut done = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"^[") {
        if at < done {
            continue;
        }
        let run = markdown.runs.partition_point(|run| (run.span.end as usize) <= at);
        let in_prose = markdown.runs.get(run).is_some_and(|run| run.span.start as usize <= at);
        let Some(len) = bracket(text.slice(at + 1..)).filter(|_| in_prose) else { continue };
        let (start, end) = (at + 2, at + 1 + len);
        let inner = text.slice(start..end).trim();
        // `^[0-9]+` is a pattern.
        let speaks = inner.contains(' ') && inner.contains(|c: char| c.is_lowercase()) || may_cite(inner);
        if !speaks || inner.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && !may_cite(inner) {
            continue;
        }
        done = end + 1;
        found.push(Note {
            span: Span::at(at..end + 1),
            label: CompactString::default(),
            mark: Span::at(start..start),
            body: Span::at(start..end),
            footnote: true,
            list: 0,
            entry: false,
        });
    }
    if found.is_empty() {
        return;
    }
    let alone = !notes.iter().any(|note| note.footnote);
    for (note, number) in found.iter_mut().zip(1u32..) {
        note.label = if alone { number.to_compact_string() } else { compact_str::format_compact!("^{number}") };
    }
    notes.append(&mut found);
    notes.sort_by_key(|note| note.span);
}

/// The length of the text up to the partner of the bracket that starts `rest`, without its own, within its paragraph.
pub(super) fn bracket(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut line = false;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST_INLINE) {
        match byte {
            b'\n' if line => return None,
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
        line = byte == b'\n' || line && matches!(byte, b' ' | b'\t' | b'\r' | b'>');
    }
    None
}

/// Whether a heading mentions notes, as opposed to only references or sources.
fn names_notes(heading: &str) -> bool {
    heading.as_bytes().windows(4).any(|four| four.eq_ignore_ascii_case(b"note"))
}

/// The number and the text of a line that starts with a number in square brackets: `[1] https://…`
fn numbered(line: &str) -> Option<(u32, &str)> {
    let rest = line.strip_prefix('[').or_else(|| line.strip_prefix("\\["))?;
    let len = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let number = rest.slice(..len).parse().ok().filter(|_| len < 4)?;
    let rest = rest.slice(len..);
    let rest = rest.strip_prefix(']').or_else(|| rest.strip_prefix("\\]"))?;
    let body = rest.trim_start_matches([' ', '\t', '.', ':']);
    (body.len() < rest.len() && !body.is_empty()).then_some((number, body))
}

/// Whether a block starts an entry in a list without a heading.
fn is_entry(text: &str, block: &Block) -> bool {
    block.item.is_none() && block.quotes == 0 && numbered(block.span.of(text)).is_some()
}

/// Whether a list of notes without a heading starts with the first block: entries `[1]`, `[2]` … most of which cite
/// something, below a text that refers to the first.
fn opens_list(text: &str, blocks: &[Block]) -> bool {
    let Some(first) = blocks.first().filter(|first| is_entry(text, first)) else { return false };
    if numbered(first.span.of(text)).is_none_or(|(number, _)| number != 1) {
        return false;
    }
    let (mut last, mut entries, mut cite) = (0, 0, 0);
    for block in blocks.iter().take_while(|block| block.kind == BlockKind::Paragraph && is_entry(text, block)) {
        for (number, body) in block.span.of(text).lines().filter_map(numbered) {
            if number != last + 1 {
                return false;
            }
            last = number;
            entries += 1;
            cite += u32::from(may_cite(body));
        }
    }
    let before = text.slice(..first.span.start as usize);
    let points = ["[1]", "[1,", "[1-", "[1–", "[1;", "\\[1\\]", "<sup>1</sup>"];
    cite * 4 >= entries * 3
        && points.iter().any(|point| memchr::memmem::find(before.as_bytes(), point.as_bytes()).is_some())
}

/// The numbers in square brackets, as in `[7]`, `[3, 4]` and `[5–9]`.
fn numbers_in_brackets(text: &str) -> FxHashSet<u64> {
    let mut numbers = FxHashSet::default();
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = text.slice(at + 1..);
        let is_listed = |c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '-' | '–' | ' ');
        let end = rest.find(|c| !is_listed(c)).unwrap_or(rest.len());
        if rest.slice(end..).trim_start_matches('\\').starts_with(']') {
            numbers.extend(
                rest.slice(..end).split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u64>().ok()),
            );
        }
    }
    numbers
}

/// Whether a note may cite something: it contains an address, a title or a year, or starts as notes do.
fn may_cite(body: &str) -> bool {
    static OPENS: WordSet = WordSet::new(&["Author", "Cf", "Ibid", "Interview", "See"]);
    let is_year =
        |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && word.starts_with(['1', '2']);
    body.starts_with(['“', '"', '‘', '«', '„', '*', '_', '<', '['])
        || body.contains("http")
        || body.contains("www.")
        || body.contains(" dot ")
        || OPENS.has(body.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
        || body.split(|c: char| !c.is_alphanumeric()).any(is_year)
}

/// Numbered items outside the list of notes that may be notes all the same: each section may end with its own, which
/// go on counting.
#[derive(Default)]
struct Scattered {
    found: Vec<(u64, Note)>,
    /// The number of the item before, and whether its list counts from one, as an ordinary list does.
    last: Option<(u64, bool)>,
}

impl Scattered {
    /// Takes note of a block outside the list of notes.
    fn look_at(&mut self, markdown: &Markdown, block: &Block) {
        let item = markdown.item(block).filter(|item| item.depth == 1 && block.quotes == 0);
        let Some((item, number)) = item.and_then(|item| Some((item, item.number?))) else {
            self.last = None;
            return;
        };
        let follows = self.last.filter(|(last, _)| number == *last || number == last + 1);
        let from_one = follows.map_or(number <= 1, |(_, from_one)| from_one);
        if !from_one && self.last.is_none_or(|(last, _)| last != number) {
            let digits = number.to_compact_string();
            let (start, len) = (item.span.start, Offset::try_from(digits.len()).unwrap_or(0));
            let (mark, body) = (Span::new(start, start + len), Span::new(block.span.start, item.span.end));
            let note = Note { span: item.span, label: digits, mark, body, footnote: false, list: 1, entry: false };
            self.found.push((number, note));
        }
        self.last = Some((number, from_one));
    }

    /// Adds those that cite something and have a number to which the text refers, and which no note of its only list of
    /// notes has.
    fn add_to(self, notes: &mut Vec<Note>, text: &str) {
        let Some(first) = notes.iter().find(|note| !note.footnote).filter(|_| !self.found.is_empty()) else { return };
        let (list, entry) = (first.list, first.entry);
        if notes.iter().any(|note| !note.footnote && note.list != list) {
            return;
        }
        let mut taken: FxHashSet<CompactString> = notes.iter().map(|note| note.label.clone()).collect();
        let referred = numbers_in_brackets(text);
        for (number, note) in self.found {
            let is_note =
                note.mark.of(text) == note.label && may_cite(note.body.of(text)) && referred.contains(&number);
            if is_note && taken.insert(note.label.clone()) {
                notes.push(Note { list, entry, ..note });
            }
        }
        notes.sort_by_key(|note| note.span);
    }
}

struct Reader<'a> {
    text: &'a str,
    notes: Vec<Note>,
    /// The number of lists of notes started.
    list: u32,
    /// Whether the list is one of references or addresses.
    entries: bool,
    /// The list item of the last note.
    item: Option<Item>,
    /// The end of paragraphs that belong to the last note if another note follows.
    pending: Option<Offset>,
}

impl Reader<'_> {
    fn stop(&mut self) {
        self.item = None;
        self.pending = None;
    }

    fn footnote(&mut self, block: &Block, footnote: crate::markdown::Footnote) {
        if let Some(last) = self.notes.last_mut()
            && last.footnote
            && last.span == footnote.span
        {
            return;
        }
        self.notes.push(Note {
            span: footnote.span,
            label: footnote.label.of(self.text).into(),
            mark: footnote.label,
            body: Span::new(block.span.start.max(footnote.label.end), footnote.span.end),
            footnote: true,
            list: 0,
            entry: false,
        });
    }

    /// A paragraph under a *Notes* heading.
    fn block(&mut self, markdown: &Markdown, block: &Block) {
        if let Some(item) = markdown.item(block) {
            let within = self.item.is_some_and(|last| last.span.contains(item.span));
            if within || item.depth != 1 {
                return;
            }
            if item.number.is_none() {
                // `- [1] https://…`
                let line = block.span.of(self.text);
                if numbered(line).is_some()
                    && let Some((mark, body)) = self.opens(block.span.start as usize, line)
                {
                    self.note(item.span, mark, Span::at(body..body).start);
                    self.item = Some(item);
                }
                return;
            }
            let len = item.span.of(self.text).bytes().take_while(u8::is_ascii_digit).count();
            let mark = Span::at(item.span.start as usize..item.span.start as usize + len);
            self.note(item.span, mark, block.span.start);
            self.item = Some(item);
            return;
        }
        self.item = None;
        let mut at = block.span.start as usize;
        let mut found = false;
        for line in block.span.of(self.text).split_inclusive('\n') {
            // `1 Muharram` may start a line of prose.
            let follows = found || at == block.span.start as usize || line.starts_with(['[', '\\', '<']);
            if let Some((mark, body)) = self.opens(at, line).filter(|_| follows) {
                if let Some(last) = self.notes.last_mut().filter(|_| found) {
                    last.span.end = Span::at(at..at).start;
                    last.body.end = last.span.end.max(last.body.start);
                    trim(self.text, last);
                }
                found = true;
                let span = Span::new(Span::at(at..at).start, block.span.end);
                self.note(span, mark, Span::at(body..body).start);
            }
            at += line.len();
        }
        if found {
            return;
        }
        // An address alone continues the note; other words do so only between two notes, because a biography follows
        // the last.
        let address = markdown.runs(block).iter().all(|run| run.style.has(crate::markdown::RunStyle::LINK))
            || block.span.of(self.text).trim_start_matches('<').starts_with("http");
        if address && self.pending.is_none() {
            self.extend(block.span.end);
        } else if is_label(block.span.of(self.text)) {
            self.stop();
        } else {
            self.pending = Some(block.span.end);
        }
    }

    /// Extends the last note, if it is one of the current list.
    fn extend(&mut self, end: Offset) {
        let list = self.list;
        if let Some(last) = self.notes.last_mut().filter(|note| !note.footnote && note.list == list) {
            last.span.end = end;
            last.body.end = end;
        }
    }

    fn note(&mut self, span: Span, mark: Span, body: Offset) {
        if let Some(end) = self.pending.take() {
            self.extend(end);
        }
        let label = mark.of(self.text).into();
        let (list, entry) = (self.list, self.entries);
        self.notes.push(Note { span, label, mark, body: Span::new(body, span.end), footnote: false, list, entry });
    }

    /// Whether the rest of a line starts with the next letter in brackets: `[a]`, `[b]`.
    fn is_next_letter(&self, rest: &str) -> bool {
        let [letter @ b'a'..=b'z', b']' | b'\\' | b'<', ..] = rest.as_bytes() else { return false };
        let before = self.notes.iter().rev().find(|note| note.list == self.list && is_letter(&note.label));
        *letter == before.map_or(b'a', |note| note.label.as_bytes()[0] + 1)
    }

    /// Whether a line starts a note: the span of its number, and where its text starts.
    fn opens(&self, at: usize, line: &str) -> Option<(Span, usize)> {
        let mut start = 0;
        let mut bracket = false;
        for lead in ["<sup>", "[", "\\[", "["] {
            if line.slice(start..).starts_with(lead) {
                start += lead.len();
                bracket = true;
            }
        }
        let mut len = line.slice(start..).bytes().take(4).take_while(u8::is_ascii_digit).count();
        if bracket && len == 0 && self.is_next_letter(line.slice(start..)) {
            len = 1;
        }
        if !(1..=3).contains(&len) {
            return None;
        }
        let mark = Span::at(at + start..at + start + len);
        let mut rest = line.slice(start + len..);
        if bracket {
            for tail in ["\\]", "]", "]", "</sup>"] {
                rest = rest.strip_prefix(tail).unwrap_or(rest);
            }
            // `[[1]](#ref1) See …`
            if rest.starts_with("(#") {
                rest = rest.find(')').map_or(rest, |end| rest.slice(end + 1..));
            }
            let rest = rest.trim_start_matches(['.', ':', ' ', '\t']);
            return (!rest.trim().is_empty()).then(|| (mark, at + line.len() - rest.len()));
        }
        // `1 See …`: a bare number must be the next one, and be followed by a sentence.
        let number: u32 = line.slice(start..start + len).parse().ok()?;
        let last =
            self.notes.last().filter(|note| note.list == self.list).and_then(|note| note.label.parse::<u32>().ok());
        if number != last.unwrap_or(0) + 1 || !rest.starts_with([' ', '\t', '.']) {
            return None;
        }
        let rest = rest.trim_start_matches(['.', ' ', '\t']);
        let opens = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '*' | '[' | '<'))
            || rest.starts_with("http");
        opens.then(|| (mark, at + line.len() - rest.len()))
    }
}

/// Whether a paragraph is the label of a part of a list: `**Court records**`
fn is_label(paragraph: &str) -> bool {
    let bare = paragraph.trim_end_matches(':');
    ["**", "__"].into_iter().any(|mark| {
        let label = bare.strip_prefix(mark).and_then(|label| label.strip_suffix(mark));
        label.is_some_and(|label| !label.is_empty() && !label.contains(mark))
    })
}

/// Whether a label is a letter: `[a]`
fn is_letter(label: &str) -> bool {
    matches!(label.as_bytes(), [b'a'..=b'z'])
}

fn trim(text: &str, note: &mut Note) {
    let kept = note.span.of(text).trim_end().len();
    note.span = Span::at(note.span.range().start..note.span.range().start + kept);
    note.body.end = note.span.end.max(note.body.start);
}

/// Finds the references that consist of numbers, block by block.
#[derive(Default)]
pub(super) struct References {
    found: Vec<NoteReference>,
    /// Where those in the last block are, including their brackets.
    in_block: Vec<Span>,
}

impl References {
    /// Reads the references in a block and returns their spans.
    pub(super) fn read(&mut self, text: &str, words: &[Word], candidates: &[usize], quotations: &[Span]) -> &[Span] {
        self.in_block.clear();
        let mut done = 0;
        for word in candidates.iter().map(|&index| words[index]) {
            if !word.flags.has(Flags::DIGIT) || word.flags.has(Flags::CITED) || word.span.start < done {
                continue;
            }
            if let Some(place) = self.read_number(text, word, quotations) {
                done = place.end;
                self.in_block.push(place);
            }
        }
        &self.in_block
    }

    /// Reads the reference at a number, if it is one, and returns its span.
    #[inline]
    fn read_number(&mut self, text: &str, word: Word, quotations: &[Span]) -> Option<Span> {
        let before = *text.as_bytes().get((word.span.start as usize).checked_sub(1)?)?;
        if !matches!(before, b'[' | b'^' | b'>') || word.span.len() > 3 {
            return None;
        }
        reference(text, word, before, quotations, &mut self.found)
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: References) {
        let References { found, in_block: _ } = later;
        parallel::join(&mut self.found, found);
    }
}

/// The length of a place in a work that is cited behind the number of its note, up to a bracket or semicolon: `p. 3`.
fn place_in_work(rest: &str) -> Option<usize> {
    const PARTS: [&str; 14] =
        ["annex", "art.", "ch.", "chap.", "fig.", "p.", "page", "para", "pp.", "pt.", "sec.", "table", "§", "¶"];
    const LONGEST: usize = 40;
    let end = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b']' | b';' | b'[' | b'\n'))?;
    let place = rest.slice(..end);
    let is_place = PARTS.iter().any(|part| place.starts_with(part)) && place.contains(|c: char| c.is_ascii_digit());
    (is_place && !rest.slice(end..).starts_with(['[', '\n'])).then_some(end)
}

fn reference(text: &str, word: Word, before: u8, quotations: &[Span], found: &mut Vec<NoteReference>) -> Option<Span> {
    let start = word.span.start as usize;
    let lead = match before {
        b'[' if text.slice(..start).ends_with("\\[") => "\\[",
        b'[' => "[",
        b'^' if text.slice(..start).ends_with("[^") => "[^",
        b'>' if text.slice(..start).ends_with("<sup>") => "<sup>",
        _ => return None,
    };
    let open = start - lead.len();
    let bytes = text.as_bytes();
    let number = |at: usize| bytes.get(at..).map_or(0, |b| b.iter().take(4).take_while(|b| b.is_ascii_digit()).count());
    let mut marks: SmallVec<[Span; 2]> = SmallVec::new();
    let mut at = start;
    let close = loop {
        let len = number(at);
        if !(1..=3).contains(&len) || marks.len() > 30 {
            return None;
        }
        // Notes count from 1: `[0-9]` is a pattern.
        if lead != "[^" && bytes[at..at + len].iter().all(|digit| *digit == b'0') {
            return None;
        }
        marks.push(Span::at(at..at + len));
        at += len;
        let rest = text.slice(at..);
        let tail = ["\\]", "]", "</sup>"].into_iter().find(|tail| rest.starts_with(tail));
        if let Some(tail) = tail {
            break at + tail.len();
        }
        let gap = rest.len() - rest.trim_start_matches([',', ';', ' ', '-', '–']).len();
        if gap == 0 || lead == "[^" {
            return None;
        }
        at += gap;
        if lead == "[" && rest.starts_with(',') && number(at) == 0 {
            // `[5, p. 3]`, `[5, p. 3; 6]`
            at += place_in_work(text.slice(at..))?;
            match text.slice(at..) {
                behind if behind.starts_with(']') => break at + 1,
                behind => at += behind.len() - behind.trim_start_matches([';', ' ']).len(),
            }
        }
    };
    // `array[1]` and `f(x)[1]` in a technical text look the same; the rules check what precedes them.
    let ahead = text.slice(..open).trim_end_matches([' ', '\u{a0}']);
    let behind = ahead.ends_with(['.', ',', ';', ':', '!', '?', ')', '”', '"', '’', ']']) || open == ahead.len();
    let whole = Span::at(open..close);
    let quoted = word.flags.has(Flags::QUOTED) || overlaps(quotations, whole);
    let mut before: Option<Span> = None;
    for mark in &marks {
        let reference = |label: CompactString, mark: Span, span: Span| NoteReference {
            span,
            label,
            mark,
            footnote: lead == "[^",
            note: None,
            linked: word.flags.has(Flags::LINK),
            quoted,
            behind: behind && !ahead.is_empty(),
        };
        // `[1–4]` also refers to 2 and 3.
        if let Some(before) = before
            && Span::new(before.end, mark.start).of(text).contains(['-', '–'])
            && let (Ok(first), Ok(last)) = (before.of(text).parse::<u32>(), mark.of(text).parse::<u32>())
            && last.saturating_sub(first) <= 50
        {
            let between = (first + 1..last).map(|number| number.to_compact_string());
            found.extend(between.map(|label| reference(label, Span::empty(mark.start), whole)));
        }
        let span = if marks.len() == 1 { whole } else { *mark };
        found.push(reference(mark.of(text).into(), *mark, span));
        before = Some(*mark);
    }
    Some(whole)
}

/// Adds the references that Markdown found, and removes the numbers of the notes themselves.
pub(super) fn resolve_references(
    text: &str,
    markdown: &Markdown,
    notes: &[Note],
    references: References,
) -> Vec<NoteReference> {
    let mut references = references.found;
    references.retain(|reference| {
        let next = notes.partition_point(|note| note.span.start <= reference.mark.start);
        notes[..next].last().is_none_or(|note| note.mark != reference.mark)
    });
    let footnotes = notes.iter().any(|note| note.footnote);
    let inlines = if footnotes { markdown.inlines.as_slice() } else { &[] };
    for inline in inlines.iter().filter(|inline| inline.kind == InlineKind::FootnoteReference) {
        references.push(footnote_reference(text, inline.span));
    }
    if footnotes {
        // Markdown treats a reference without its footnote as plain text.
        let mut runs = markdown.runs.iter().peekable();
        let carets = memchr::memchr_iter(b'^', text.as_bytes()).filter(|at| text.as_bytes()[..*at].ends_with(b"["));
        for caret in carets {
            while runs.next_if(|run| run.span.end as usize <= caret).is_some() {}
            if runs.peek().is_none_or(|run| run.span.start as usize >= caret) {
                continue;
            }
            let label = text.slice(caret + 1..);
            let len = label.bytes().take(64).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            let end = caret + 1 + len.count();
            if end > caret + 1 && text.slice(end..).starts_with(']') {
                references.push(footnote_reference(text, Span::at(caret - 1..end + 1)));
            }
        }
    }
    lettered(text, markdown, notes, &mut references);
    let in_sentences = notes.iter().filter(|note| note.mark.is_empty());
    references.extend(in_sentences.map(|note| NoteReference {
        span: note.span,
        label: note.label.clone(),
        mark: note.mark,
        footnote: true,
        note: None,
        linked: false,
        quoted: false,
        behind: true,
    }));
    references.sort_by_key(|reference| reference.mark);
    references.dedup_by(|a, b| a.mark == b.mark && !a.mark.is_empty());
    if footnotes {
        find_footnotes(notes, &mut references);
    }
    references
}

/// Finds the footnote of each reference: the first with its label.
fn find_footnotes(notes: &[Note], references: &mut [NoteReference]) {
    let mut footnotes = FxHashMap::with_capacity_and_hasher(notes.len(), Default::default());
    for (note, index) in notes.iter().zip(0..).filter(|(note, _)| note.footnote) {
        footnotes.entry(folded(&note.label)).or_insert(index);
    }
    for reference in references.iter_mut().filter(|reference| reference.footnote) {
        reference.note = footnotes.get(&folded(&reference.label)).copied();
    }
}

/// Adds the references to lettered notes: `[a]`, `<sup>a</sup>`.
fn lettered(text: &str, markdown: &Markdown, notes: &[Note], references: &mut Vec<NoteReference>) {
    let labels: FxHashSet<&str> =
        notes.iter().filter(|note| !note.footnote && is_letter(&note.label)).map(|note| note.label.as_str()).collect();
    if labels.is_empty() {
        return;
    }
    let own = |at: u32| {
        let next = notes.partition_point(|note| note.mark.start < at);
        notes.get(next).is_some_and(|note| note.mark.start == at)
    };
    for run in &markdown.runs {
        for at in memchr::memchr_iter(b'[', run.span.of(text).as_bytes()) {
            let start = run.span.start as usize + at;
            let label = text.get(start + 1..start + 2).filter(|label| labels.contains(label)).unwrap_or_default();
            if label.is_empty()
                || !text.slice(start + 2..).starts_with(']')
                || own(Span::at(start + 1..start + 1).start)
            {
                continue;
            }
            let ahead = text.slice(..start).trim_end_matches([' ', '\u{a0}']);
            references.push(NoteReference {
                span: Span::at(start..start + 3),
                label: label.into(),
                mark: Span::at(start + 1..start + 2),
                footnote: false,
                note: None,
                linked: false,
                quoted: false,
                behind: ahead.ends_with(['.', ',', ';', ':', '!', '?', ')', '”', '"', '’', ']']),
            });
        }
    }
}

fn footnote_reference(text: &str, span: Span) -> NoteReference {
    let mark = Span::new(span.start + 2, span.end.saturating_sub(1));
    NoteReference {
        span,
        label: mark.of(text).into(),
        mark,
        footnote: true,
        note: None,
        linked: false,
        quoted: false,
        behind: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Bulletin {
        let markdown = crate::markdown::parse(text);
        Bulletin::read("draft.md", text, &markdown, &Gazetteer::shipped(), &Settings::default())
    }

    fn notes(text: &str) -> Vec<(String, String)> {
        read(text).notes.iter().map(|note| (note.label.to_string(), note.body.of(text).to_owned())).collect()
    }

    fn pair(label: &str, body: &str) -> (String, String) {
        (label.to_owned(), body.to_owned())
    }

    #[test]
    fn notes_in_every_dress() {
        let expected = [pair("1", "See the decree."), pair("2", "Ibid.")];
        for text in [
            "## Notes\n\n1. See the decree.\n2. Ibid.\n",
            "#### ENDNOTES\n\n1. See the decree.\n\n2. Ibid.\n",
            "**Notes**\n\n[1] See the decree.\n\n[2] Ibid.\n",
            "Notes:\n\n[1] See the decree.\n[2] Ibid.\n",
            "Footnotes\n---------\n\n1 See the decree.\n\n2 Ibid.\n",
            "# References\n\n\\[1\\] See the decree.\n\n\\[2\\] Ibid.\n",
            "## Notes\n\n[[1]](#_ednref1) See the decree.\n\n[[2]](#_ednref2) Ibid.\n",
            "## Notes\n\n1) See the decree.\n2) Ibid.\n\n## About\n\n3. No note.\n",
            "A.[^1] B.[^2]\n\n[^1]: See the decree.\n[^2]: Ibid.\n",
            "A.^[See the decree.] B.^[Ibid.]\n",
            "## Sources\n\n- [1] See the decree.\n- [2] Ibid.\n",
        ] {
            assert_eq!(notes(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_in_sentences() {
        let text = "A.^[See the [decree](https://a.org/1).] B.[^1] C.^[Ibid.] `D.^[See E.]` 2^[n] ^[a-z]+ F^[G\n\nH]\n\n[^1]: Ibid.\n";
        assert_eq!(
            notes(text),
            [pair("^1", "See the [decree](https://a.org/1)."), pair("^2", "Ibid."), pair("1", "Ibid.")]
        );
        let bulletin = read(text);
        let places: Vec<_> = bulletin.note_references.iter().map(|reference| reference.span.of(text)).collect();
        assert_eq!(places, ["^[See the [decree](https://a.org/1).]", "[^1]", "^[Ibid.]"]);
    }

    #[test]
    fn letters_count_notes() {
        let text = "A [a]. B [b]. C [sic]. D [x]\n\n## Notes\n\n[a] See the decree.\n\n[b] Ibid.\n\n[x] Done.\n";
        let expected = [pair("a", "See the decree."), pair("b", "Ibid.")];
        assert_eq!(notes(text), expected);
        let bulletin = read(text);
        let places: Vec<_> = bulletin.note_references.iter().map(|reference| reference.span.of(text)).collect();
        assert_eq!(places, ["[a]", "[b]"]);
        assert_eq!(notes("## Notes\n\n[x] Done.\n\n[ ] To do.\n"), []);
    }

    #[test]
    fn what_goes_on_a_note() {
        let text = "## Notes\n\n1. See the poster.\n\n<https://a.org/1>\n\n2. See also:  \nhttps://a.org/2\n\n*Ann Lee is an analyst.*\n";
        assert_eq!(
            notes(text),
            [pair("1", "See the poster.\n\n<https://a.org/1>"), pair("2", "See also:  \nhttps://a.org/2")]
        );
        // A list does not continue in the next one.
        for words in ["(Dawn, May 3)", "<https://a.org/1>"] {
            let text = format!("## Sources\n\n1. See the poster.\n\n## Notes\n\n{words}\n\n2. Ibid.\n");
            assert_eq!(notes(&text), [pair("1", "See the poster."), pair("2", "Ibid.")]);
        }
        // A label divides the list.
        let text = "## Sources\n\n1. “Fees,” Dawn, May 3, 2018.\n\n**Court records**\n\n2. Ibid.\n";
        assert_eq!(notes(text), [pair("1", "“Fees,” Dawn, May 3, 2018."), pair("2", "Ibid.")]);
        // Between two notes it is no entry of its own.
        let text = "## Sources\n\n1. Tolls\n\n“Fees,” Dawn, May 3, 2018.\n\n2. Ibid.\n";
        assert_eq!(read(text).item_groups.len(), 2);
        assert_eq!(notes("## Tasks\n\n1. Do this.\n"), []);
        assert_eq!(notes("## Notes\n\nTwenty men.\n\n20 Men came.\n"), []);
        // A number at the start of a line is a note only behind another one.
        assert_eq!(notes("## Sources\n\nIt rained (Dawn, May 9,\n1 Muharram 1440).\n"), []);
        assert_eq!(notes("## Notes\n\n1 Dawn, May 9\n2 Ibid.\n"), [pair("1", "Dawn, May 9"), pair("2", "Ibid.")]);
    }

    #[test]
    fn a_list_that_starts_again_ends_a_scope() {
        let text = "A. [1]\n\n## Notes\n\n1. a\n\n## B\n\nB. [1] C. [2]\n\n## Notes\n\n1. b\n2. c\n";
        let bulletin = read(text);
        let scopes: Vec<_> = bulletin.note_scopes().iter().map(|s| (s.notes.len(), s.references.len())).collect();
        assert_eq!(scopes, [(1, 1), (2, 2)]);
    }

    #[test]
    fn references_in_every_dress() {
        let text = "One. [1] Two.[2] Three \\[3\\] four [4, 5] five [6–8] six<sup>8</sup> [[9]](#n9) [^10] [2018] [sic] [1a] [](x) [0-9]";
        let bulletin = read(text);
        let labels: Vec<_> = bulletin.note_references.iter().map(|reference| reference.label.as_str()).collect();
        assert_eq!(labels, ["1", "2", "3", "4", "5", "6", "7", "8", "8", "9", "10"]);
        let spans: Vec<_> = bulletin.note_references.iter().map(|reference| reference.span.of(text)).collect();
        assert_eq!(spans[..4], ["[1]", "[2]", "\\[3\\]", "4"]);
    }

    #[test]
    fn references_with_a_place_in_the_work() {
        let text = "One [1, p. 3]. Two [2, pp. 4–5; 3, §2]. Three [4, who said so] [5, 40 of them] [6, page of\nall 3] [7, p. [x 3]]";
        let bulletin = read(text);
        let labels: Vec<_> = bulletin.note_references.iter().map(|reference| reference.label.as_str()).collect();
        assert_eq!(labels, ["1", "2", "3"]);
        assert_eq!(bulletin.note_references[0].span.of(text), "[1, p. 3]");
        assert_eq!(bulletin.note_references[2].mark.of(text), "3");
    }

    #[test]
    fn footnotes_with_and_without_definition() {
        let text = "One.[^1] Two.[^two] Three.[^three]\n\n[^1]: A.\n[^two]: B.\n";
        let bulletin = read(text);
        let labels: Vec<_> = bulletin.note_references.iter().map(|reference| reference.label.as_str()).collect();
        assert_eq!(labels, ["1", "two", "three"]);
        assert!(bulletin.note_references.iter().all(|reference| reference.footnote));
    }

    #[test]
    fn lists_without_a_heading() {
        let labels = |text: &str| -> Vec<String> { notes(text).into_iter().map(|(label, _)| label).collect() };
        for (text, found) in [
            ("A. [1] B. [2]\n\n[1] https://t.me/a/1; https://t.me/a/2\n\n[2] https://www.a dot b/c\n", &["1", "2"][..]),
            ("A. [1] B. [2]\n\n[1] https://t.me/a/1\n[2] https://t.me/a/2\n", &["1", "2"]),
            ("A. [1] B. [2]\n\n[1] “Port,” Tasnim, May 5.\n\n[2] Ibid.\n\nA biography.\n", &["1", "2"]),
            ("A. [1]\n\n[1] https://t.me/a/1\n\n## B\n\nC. [1]\n\n[1] https://t.me/a/2\n", &["1", "1"]),
            ("A. \\[1\\]\n\n\\[1\\] https://t.me/a/1\n", &["1"]),
            // Nothing refers to it, it is not a list of citations, or it does not count from 1.
            ("A.\n\n[1] https://t.me/a/1\n", &[]),
            ("A. [1]\n\n[1] of them came.\n\n[2] of them left.\n", &[]),
            ("A. [2]\n\n[2] https://t.me/a/1\n", &[]),
            ("A. [1]\n\n[1] https://t.me/a/1\n\n[3] https://t.me/a/2\n", &[]),
            ("A. [1]\n\n[350–450] men came in 2018.\n", &[]),
            ("A. [1]\n\n> [1] https://t.me/a/1\n", &[]),
        ] {
            assert_eq!(labels(text), found, "{text}");
        }
    }

    #[test]
    fn titles() {
        for title in ["Notes", "#### Notes", "## **NOTES:**", "References ##", "Endnotes\n---", "## Sources"] {
            assert!(is_title(title), "{title}");
        }
        for title in
            ["## 7. References", "7.2 Sources", "12) Notes", "## 12. 참고 문헌 (References)", "Références (Notes)"]
        {
            assert!(is_title(title), "{title}");
        }
        for title in
            ["Notes on Syria", "Sources of income", "Release notes", "", "Noted", "7.", "A call (notes)", "1980 Notes"]
        {
            assert!(!is_title(title), "{title}");
        }
    }
}
