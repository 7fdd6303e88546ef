//! Unnumbered lists of works under *References*, *Bibliography*, *Works cited*: an entry is a paragraph or a bullet.
//!
//! An entry in author–date form starts with its authors and a year: `Mertz, L. (2018). *The pier deal*. Hurst.`,
//! `Mertz, Lena. 2018. “Notes.” *Syria Comment*.` The rest is read by its markup and marks: the title, the journal or
//! site in italics, else the publisher, the address.

use crate::bulletin::citation::naming;
use crate::bulletin::citation::words::MEDIA;
use crate::bulletin::items::{
    CitationStyle, DatePlace, Details, Item, ItemGroup, ItemKind, Link, LinkForm, Title, TitleForm,
};
use crate::calendar::{self, Written};
use crate::config::SourceListStyle;
use crate::gazetteer::{Gazetteer, Standing};
use crate::markdown::{Block, BlockKind, Inline, InlineKind, Markdown};
use crate::text::words::WordSet;
use crate::text::{Offset, Slice, Span, Spanned};
use std::ops::Range;

/// The maximum distance into an entry at which authors and a year are looked for, in bytes.
const LONGEST_AUTHORS: usize = 400;

/// An entry of a list of works.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::bulletin) struct Entry {
    /// The whole entry.
    pub span: Span,
    /// The authors and the year by which the text cites it; `None` if the entry has another form.
    pub key: Option<Key>,
}

/// The words by which an entry is cited.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::bulletin) struct Key {
    pub authors: Span,
    pub year: Year,
}

/// The year of a work, or a placeholder for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulletin) struct Year {
    /// The year, including its letter.
    pub span: Span,
    /// `None` for `n.d.` and `forthcoming`.
    pub number: Option<i16>,
    /// The `a` of `2018a`.
    pub letter: Option<u8>,
}

impl Year {
    /// Whether both may mean the same year: `2018` may be `2018a`.
    pub(in crate::bulletin) fn may_be(self, other: Year) -> bool {
        self.number == other.number && (self.letter == other.letter || self.letter.is_none() || other.letter.is_none())
    }
}

/// Whether a heading opens a list of works.
fn is_title(heading: &str) -> bool {
    static TITLES: WordSet = WordSet::new(&[
        "bibliography",
        "cited works",
        "literature",
        "literature cited",
        "list of references",
        "reference list",
        "references",
        "references cited",
        "select bibliography",
        "selected bibliography",
        "selected references",
        "sources",
        "sources cited",
        "works cited",
    ]);
    let mark = |c: char| matches!(c, '#' | ' ' | '*' | '_' | ':' | '=' | '-' | '\r');
    let line = heading.lines().next().unwrap_or_default().trim_matches(mark);
    TITLES.has_in_any_case(line)
}

/// The entries of the lists of works, in text order. `kept` is the house style’s list, which may have a heading of its
/// own. Numbered entries are notes, and are not included.
pub(in crate::bulletin) fn entries(text: &str, markdown: &Markdown, kept: Option<&SourceListStyle>) -> Vec<Entry> {
    let mut found = Vec::new();
    // The level of the heading of the current list; any heading ends one that a paragraph names.
    let mut inside: Option<u8> = None;
    // Whether its entries are items: a paragraph between them or behind them is a remark.
    let mut itemized = false;
    for block in &markdown.blocks {
        match block.kind {
            BlockKind::Heading(level) => {
                let heading = block.span.of(text);
                let opens = is_title(heading) || kept.is_some_and(|list| list.is_heading(heading));
                inside = if opens { Some(level) } else { inside.filter(|list| level > *list) };
                itemized = false;
            }
            BlockKind::Paragraph if inside.is_none() && is_at_margin(block) && block.span.len() < 40 => {
                inside = is_title(block.span.of(text)).then_some(u8::MAX);
                itemized = false;
            }
            BlockKind::Paragraph if itemized && is_at_margin(block) => {}
            BlockKind::Paragraph if inside.is_some() && may_be_entry(markdown, block) => {
                itemized |= block.item.is_some();
                split_lines(text, block.span, &mut found);
            }
            BlockKind::Break => inside = inside.filter(|_| found.is_empty()),
            _ => {}
        }
    }
    found
}

fn is_at_margin(block: &Block) -> bool {
    block.item.is_none() && block.quotes == 0 && block.footnote.is_none()
}

fn may_be_entry(markdown: &Markdown, block: &Block) -> bool {
    let bullet = markdown.item(block).is_none_or(|item| item.number.is_none());
    bullet && block.quotes == 0 && block.footnote.is_none()
}

/// Adds the entries of a paragraph: one, or one per line if each starts with authors and a year.
fn split_lines(text: &str, block: Span, found: &mut Vec<Entry>) {
    let body = block.of(text);
    // `[1] …` is a note.
    if body.starts_with(['[', '\\']) && body.trim_start_matches(['[', '\\']).starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let mut starts = Vec::new();
    let mut at = block.start as usize;
    // If the first line is an entry, so are the others; otherwise one entry spans all lines.
    let first = Span::at(at..at + body.find('\n').unwrap_or(body.len()));
    let several = key(text, first).is_some();
    for line in body.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let span = Span::at(at + indent..at + line.trim_end().len().max(indent));
        if at == block.start as usize || several && key(text, span).is_some() {
            starts.push(span.start);
        }
        at += line.len();
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(block.end);
        let kept = Span::new(*start, end).of(text).trim_end().len();
        found.push(entry(text, *start as usize..*start as usize + kept));
    }
}

/// The entry at a place.
pub(in crate::bulletin) fn entry(text: &str, place: std::ops::Range<usize>) -> Entry {
    let span = Span::at(place);
    Entry { span, key: key(text, span) }
}

/// The year at `at`, or a placeholder for it.
pub(in crate::bulletin) fn year_at(text: &str, at: usize) -> Option<Year> {
    let rest = text.slice(at..);
    for sign in ["n.d.", "n. d.", "nd", "forthcoming", "in press", "in print"] {
        if rest.starts_with(sign) && !rest.slice(sign.len()..).starts_with(char::is_alphanumeric) {
            return Some(Year { span: Span::at(at..at + sign.len()), number: None, letter: None });
        }
    }
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let number: i16 = rest.slice(..4.min(digits)).parse().ok().filter(|_| digits == 4)?;
    if !(1500..=2100).contains(&number) {
        return None;
    }
    let behind = rest.slice(4..);
    let letter = behind.bytes().next().filter(u8::is_ascii_lowercase);
    // `the 1790s`
    if number % 10 == 0 && letter == Some(b's') {
        return None;
    }
    let len = 4 + usize::from(letter.is_some());
    let ends = !rest.slice(len..).starts_with(|c: char| c.is_alphanumeric());
    ends.then(|| Year { span: Span::at(at..at + len), number: Some(number), letter })
}

/// The authors and the year at the start of an entry in author–date form.
pub(in crate::bulletin) fn key(text: &str, entry: Span) -> Option<Key> {
    let start = entry.start as usize;
    let body = entry.of(text);
    let limit = crate::text::floor_boundary(body, body.len().min(LONGEST_AUTHORS));
    let head = body.slice(..limit);
    // A title comes after the year.
    let head = head.slice(..head.find(['“', '"', '«', '”', '*']).unwrap_or(head.len()));
    for (at, c) in head.char_indices() {
        let begins = match c {
            '(' => true,
            '1' | '2' | 'n' | 'f' | 'i' => head.slice(..at).ends_with([' ', '\n']),
            _ => continue,
        };
        let from = at + usize::from(c == '(');
        let Some(year) = begins.then(|| year_at(text, start + from)).flatten() else { continue };
        let behind = text.slice(year.span.end as usize..entry.end as usize);
        let closes = match c {
            '(' => behind.starts_with([')', ',', '/', '–', '-', ';']),
            _ => behind.starts_with(['.', ':', ',']) || year.number.is_none() && behind.starts_with(' '),
        };
        let names = head.slice(..at).trim_end_matches([' ', '\n', ',', ':', '(']);
        // `May 3, 2018`: a day, not an author.
        if !closes || names.ends_with(|c: char| c.is_ascii_digit()) || !are_authors(names) {
            return None;
        }
        // The period of an initial belongs to the author.
        let initial = names.strip_suffix('.').is_some_and(|rest| {
            let last = rest.rsplit([' ', '.', '-', ',']).next().unwrap_or_default();
            last.chars().count() == 1 || matches!(last, "al" | "ed" | "eds" | "Jr" | "Sr" | "Inc")
        });
        let len = if initial { names.len() } else { names.trim_end_matches('.').len() };
        return Some(Key { authors: Span::at(start..start + len), year });
    }
    None
}

/// Whether words may be the authors of a work: names, not a sentence.
fn are_authors(names: &str) -> bool {
    let opens = names.trim_start_matches(['*', '_', '—', '–', '-', ' ']);
    let long_dash = opens.is_empty() && !names.is_empty();
    let small = names.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    long_dash
        || opens.starts_with(|c: char| c.is_uppercase() || !c.is_ascii())
            && !names.contains("http")
            && !names.contains(['[', ']', '“', '"'])
            && !naming::has_verb(names)
            && small * 2 <= names.split_whitespace().count() + 2
}

/// Reads an entry in author–date form.
pub(in crate::bulletin) fn read(
    text: &str,
    markdown: &Markdown,
    gazetteer: &Gazetteer,
    entry: &Entry,
) -> Option<ItemGroup> {
    let Key { authors, year } = entry.key.as_ref()?;
    let mut item = Item::bare(entry.span);
    item.author = Some(*authors);
    item.date_place = DatePlace::First;
    let mut details = Details { style: CitationStyle::Bibliography, kind: ItemKind::Report, ..Details::default() };
    let after = date(text, *year, entry.span, &mut item);
    let fields = Fields { text, inlines: inlines_in(markdown, entry.span), start: after, end: entry.span.end as usize };
    fields.read(after, &mut item, &mut details, gazetteer);
    item.details = Some(Box::new(details));
    Some(ItemGroup {
        span: entry.span,
        style: CitationStyle::Bibliography,
        note: None,
        items: vec![item],
        flaws: Vec::new(),
    })
}

/// Records the date of an entry, `(2013, March 16)`; returns where the text after it starts.
fn date(text: &str, year: Year, entry: Span, item: &mut Item) -> usize {
    let mut end = year.span.end as usize;
    match year.number {
        None => item.undated = Some(year.span),
        Some(number) => {
            let digits = Span::new(year.span.start, year.span.start + 4);
            let mut date = Written::of_year(digits, number);
            let rest = text.slice(end..entry.end as usize);
            let day = rest.strip_prefix([',', ';']).map(|rest| end + 1 + rest.len() - rest.trim_start().len());
            let written = day.and_then(|at| {
                calendar::written_at(text, at)
                    .filter(|day| day.year.is_none())
                    .or_else(|| calendar::month_alone_at(text, at))
            });
            if let Some(day) = written {
                end = day.span.end as usize;
                date = Written { span: digits.cover(day.span), year: Some(Spanned::new(digits, number)), ..day };
            }
            item.dates.push(date);
        }
    }
    let rest = text.slice(end..entry.end as usize);
    let close = rest.find([')', '.', ':']).filter(|at| *at < 60).map_or(0, |at| at + 1);
    // `(2018/1966)` and `(2018–2019)` end with their bracket.
    let bracketed = text.slice(..year.span.start as usize).ends_with('(');
    if bracketed {
        end + rest.find(')').filter(|at| *at < 60).map_or(close, |at| at + 1)
    } else {
        end + 1.min(rest.len())
    }
}

fn inlines_in(markdown: &Markdown, span: Span) -> &[Inline] {
    let all = &markdown.inlines;
    let from = all.partition_point(|inline| inline.span.start < span.start);
    let to = from + all[from..].partition_point(|inline| inline.span.start < span.end);
    &all[from..to]
}

/// The fields after the year.
struct Fields<'a> {
    text: &'a str,
    inlines: &'a [Inline],
    start: usize,
    end: usize,
}

impl<'a> Fields<'a> {
    fn rest(&self, at: usize) -> &'a str {
        self.text.slice(at..self.end)
    }

    fn skip(&self, at: usize) -> usize {
        let rest = self.rest(at);
        at + rest.len() - rest.trim_start_matches([' ', '\n', '.', ',', ';', ':', ')']).len()
    }

    fn read(&self, at: usize, item: &mut Item, details: &mut Details, gazetteer: &Gazetteer) {
        let mut at = self.skip(at);
        item.link = self.address();
        if let Some((title, next)) = self.title(at) {
            details.title = Some(title);
            at = next;
        }
        // What is said about the work is no field of it: `Mertz (2018). *The Pier Deal* – on its tolls`.
        let fields = &Fields { end: self.annotation(at).unwrap_or(self.end), ..*self };
        fields.read_behind(at, item, details, gazetteer);
    }

    /// Where a remark behind a dash starts, in lower case.
    fn annotation(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at).trim_start();
        let words = rest.strip_prefix(['–', '—']).or_else(|| rest.strip_prefix("- "))?.trim_start();
        words.starts_with(char::is_lowercase).then(|| self.end - rest.len())
    }

    /// Reads the fields after the title, which ends at `at`.
    fn read_behind(&self, mut at: usize, item: &mut Item, details: &mut Details, gazetteer: &Gazetteer) {
        let text = self.text;
        // Brackets after the title describe the edition: `(Report No. 12)`, `[PhD thesis, King’s College]`.
        let rest = self.rest(self.skip(at));
        if rest.starts_with(['(', '[']) && !rest.starts_with("[http") {
            let close = rest.find([')', ']']).unwrap_or(0);
            let inside = rest.slice(1..close.max(1));
            let lower = inside.to_ascii_lowercase();
            if lower.contains("thesis") || lower.contains("diss") {
                details.kind = ItemKind::Thesis;
                let school = inside.rsplit_once(", ").filter(|(_, school)| school.starts_with(char::is_uppercase));
                if let Some((_, school)) = school {
                    let end = self.end - rest.len() + 1 + inside.len();
                    item.source = Some(Span::at(end - school.len()..end));
                }
            }
            if inside.contains("No.") && close > 0 {
                let from = self.end - rest.len() + 1;
                details.number = Some(Span::at(from..from + inside.len()));
            }
            if close > 0 && !rest.slice(close + 1..).starts_with('(') {
                at = self.end - rest.len() + close + 1;
            }
        }
        let emphasised = |at: usize| self.emphasis(at).filter(|(whole, _)| !self.is_address(whole.clone()));
        let titled = details.title.is_some_and(|title| title.form == TitleForm::Emphasised);
        let host = emphasised(at).filter(|_| !titled);
        if item.source.is_some() {
            // The institution of a thesis.
        } else if let Some((whole, inside)) = host {
            let before = self.text.slice(at..whole.start).trim_matches([' ', ',', '.', '\n', ':']);
            if before == "In" || before.starts_with("In ") || before.starts_with("in ") {
                // A chapter: the publisher of the book comes after its title.
                details.kind = ItemKind::Book;
                let behind = self.pages(whole.end, details);
                self.publisher(behind, item, details);
            } else {
                // `*Survival, 59*(2)`: the volume stands in italics, too.
                let words = self.text.slice(inside.clone());
                let behind = words.rsplit_once(", ").filter(|(_, volume)| is_volume(volume));
                let (name, from) = match behind {
                    Some((name, volume)) => (inside.start..inside.start + name.len(), inside.end - volume.len()),
                    None => (inside, whole.end),
                };
                item.source = Some(Span::at(name));
                details.kind = self.volume(from, details);
            }
        } else {
            self.publisher(at, item, details);
            if titled && details.kind == ItemKind::Report && item.source.is_some() {
                details.kind = ItemKind::Book;
            }
        }
        self.accessed(at, details);
        if let Some(source) = item.source {
            item.standing = gazetteer.standing(source.of(text));
            let name = source.of(text);
            let medium = item.standing != Standing::Unknown || name.split(' ').any(|word| MEDIA.has(word));
            if details.kind == ItemKind::Web && medium {
                details.kind = ItemKind::News;
            }
        }
        if details.kind == ItemKind::Report && item.link.is_some() {
            details.kind = ItemKind::Web;
        }
    }

    /// The title at `at`, and where it ends.
    fn title(&self, at: usize) -> Option<(Title, usize)> {
        let rest = self.rest(at);
        let span = |range: Range<usize>| Span::at(range);
        if let Some(link) =
            self.inlines.iter().find(|inline| inline.span.start as usize == at && inline.kind == InlineKind::Link)
        {
            let label = trimmed(self.text, link.label);
            return Some((Title { span: label, whole: link.span, form: TitleForm::Bare }, link.span.end as usize));
        }
        if rest.starts_with(['*', '_']) {
            let (whole, inside) = self.emphasis(at).filter(|(whole, _)| whole.start == at)?;
            let inside = trimmed(self.text, span(inside));
            return Some((Title { span: inside, whole: span(whole.clone()), form: TitleForm::Emphasised }, whole.end));
        }
        for (open, close) in [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('‘', '’')] {
            let Some(inner) = rest.strip_prefix(open) else { continue };
            let len = inner.char_indices().find(|(at, c)| {
                *c == close
                    && !(close == '’' && inner.slice(at + close.len_utf8()..).starts_with(char::is_alphanumeric))
            });
            let Some((len, _)) = len else { continue };
            let from = at + open.len_utf8();
            let inside = trimmed(self.text, span(from..from + len));
            let whole = at..from + len + close.len_utf8();
            return Some((Title { span: inside, whole: span(whole.clone()), form: TitleForm::Quoted }, whole.end));
        }
        // The words up to the end of their sentence.
        let mut last = 0;
        let end = rest.char_indices().find_map(|(at, c)| {
            let behind = rest.slice(at + c.len_utf8()..);
            let word = rest.slice(last..at);
            if c == ' ' || c == '\n' {
                last = at + 1;
            }
            let ends = match c {
                '.' => word.chars().count() > 2 && !matches!(word, "Vol" | "vol" | "No" | "eds" | "Mr" | "Dr" | "Gen"),
                '?' | '!' => true,
                '*' | '<' => return Some(at),
                'h' if behind.starts_with("ttp") => return Some(at),
                _ => false,
            };
            let next = behind.trim_start();
            let opens = next.is_empty()
                || next.starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '_' | '(' | '[' | '<' | '“'))
                || next.starts_with("http");
            (ends && opens && (behind.is_empty() || behind.starts_with([' ', '\n'])))
                .then(|| at + usize::from(c != '.'))
        });
        let len = rest.slice(..end.unwrap_or(rest.len())).trim_end_matches([' ', ',', '.', '\n', '(']).len();
        let place = span(at..at + len);
        (len > 0)
            .then_some((Title { span: place, whole: place, form: TitleForm::Bare }, at + end.unwrap_or(rest.len())))
    }

    /// The first words in italics from `at` on, with their marks and without them.
    fn emphasis(&self, at: usize) -> Option<(Range<usize>, Range<usize>)> {
        let rest = self.rest(at);
        let open = rest.char_indices().find(|(at, c)| {
            let before = rest.slice(..*at);
            *c == '*' || *c == '_' && !before.ends_with(char::is_alphanumeric) && !before.ends_with('/')
        });
        let (open, mark) = open?;
        let inner = rest.slice(open + 1..);
        let len = inner.find(mark).filter(|len| *len > 0 && !inner.slice(..*len).contains("http"))?;
        let from = at + open + 1;
        Some((from - 1..from + len + 1, from..from + len))
    }

    fn is_address(&self, range: Range<usize>) -> bool {
        self.inlines.iter().any(|inline| inline.target.overlaps(Span::at(range.clone())))
    }

    /// The volume, number and pages of a journal; returns the kind of source that they indicate.
    fn volume(&self, at: usize, details: &mut Details) -> ItemKind {
        let rest = self.rest(at);
        let start = at + rest.len() - rest.trim_start_matches([',', ' ', '*', '_', '\n']).len();
        let rest = self.rest(start);
        let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let len = number(rest);
        if !(1..=4).contains(&len) || calendar::year_at(self.text, start).is_some() {
            return ItemKind::Web;
        }
        details.volume = Some(Span::at(start..start + len));
        let mut next = start + len;
        let behind = self.rest(next).trim_start_matches(['*', '_', ' ', ',']);
        let open = self.end - behind.len();
        for sign in ["(", "no. ", "No. "] {
            let Some(inner) = behind.strip_prefix(sign) else { continue };
            let digits = number(inner);
            if digits > 0 {
                details.issue = Some(Span::at(open + sign.len()..open + sign.len() + digits));
                next = open + sign.len() + digits;
            }
        }
        self.pages(next, details);
        ItemKind::Journal
    }

    /// The pages after `at`; returns where they end.
    fn pages(&self, at: usize, details: &mut Details) -> usize {
        let rest = self.rest(at);
        let start = self.end - rest.trim_start_matches([')', ',', ':', ' ', '(', '*', '_', '\n']).len();
        let rest = self.rest(start);
        let label = ["pp. ", "p. ", "pp.", "p."].into_iter().find(|label| rest.starts_with(label)).unwrap_or("");
        let len = rest
            .slice(label.len()..)
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '–')))
            .unwrap_or(rest.len() - label.len());
        let from = start + label.len();
        let range = Span::at(from..from + len);
        let joint = range.of(self.text).contains(['-', '–']);
        if len == 0 || label.is_empty() && !joint || calendar::year_at(self.text, from).is_some() {
            return at;
        }
        details.pages = Some(range);
        from + len
    }

    /// `Hurst`, `London: Hurst` after a title, in one of the following sentences.
    fn publisher(&self, at: usize, item: &mut Item, details: &mut Details) {
        static NONE: WordSet = WordSet::new(&[
            "Accessed",
            "Available",
            "DOI",
            "Doi",
            "In",
            "Online",
            "Retrieved",
            "URL",
            "Unpublished",
            "Updated",
        ]);
        let mut start = self.skip(at);
        for _ in 0..4 {
            let rest = self.rest(start);
            let end = sentence_end(rest);
            let words = rest.slice(..end).trim_matches([' ', ',', '.', '\n', '(', ')']);
            let from = start + rest.find(words).unwrap_or(0);
            let whole = Span::at(from..from + words.len());
            let first = words.split([' ', ':']).next().unwrap_or_default();
            let opens = words.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
            let named = opens && !NONE.has(first) && words.len() < 160;
            match words.find(|c: char| c.is_ascii_digit()) {
                None if named => {
                    match words.split_once(": ") {
                        Some((place, name)) if !place.contains('.') => {
                            details.place = Some(Span::new(whole.start, whole.start + place.len() as Offset));
                            let name = Span::new(whole.end - name.len() as Offset, whole.end);
                            item.source = Some(trimmed(self.text, name));
                        }
                        _ => item.source = Some(whole),
                    }
                    return;
                }
                // `Issue Brief No. 14`
                Some(_) if named && words.contains("No. ") => details.number = Some(whole),
                // `Small Wars & Insurgencies 22: 14–30`
                Some(number) if named && words.slice(number..).contains([':', '(']) => {
                    let name = words.slice(..number).trim_end_matches([' ', ',']);
                    item.source = Some(Span::new(whole.start, whole.start + name.len() as Offset));
                    details.kind = self.volume(from + number, details);
                    return;
                }
                _ => {}
            }
            if !rest.slice(end..).starts_with('.') {
                return;
            }
            start = self.skip(start + end);
        }
    }

    /// The address: a link’s target, or a bare address.
    fn address(&self) -> Option<Link> {
        let link = self.inlines.iter().find(|inline| {
            (inline.span.end as usize) <= self.end
                && matches!(inline.kind, InlineKind::Link | InlineKind::Autolink)
                && !inline.target.is_empty()
        });
        if let Some(inline) = link {
            let form = if inline.kind == InlineKind::Link { LinkForm::Inline } else { LinkForm::Bare };
            return Some(Link::new(self.text, inline.span, inline.label, inline.target, form));
        }
        let body = self.text.slice(self.start..self.end);
        let base = self.start;
        let at = ["https://", "http://", "www."].iter().filter_map(|sign| body.find(sign)).min()?;
        crate::bulletin::citation::address(self.text, base + at, self.end)
    }

    /// `Retrieved May 3, 2018, from …`, `Accessed 3 May 2018`
    fn accessed(&self, at: usize, details: &mut Details) {
        let rest = self.rest(at);
        for sign in
            ["Retrieved ", "retrieved ", "Accessed ", "accessed ", "Accessed on ", "accessed on ", "Retrieved on "]
        {
            let Some(found) = rest.find(sign) else { continue };
            let from = at + found + sign.len();
            if let Some(date) = calendar::written_at(self.text, from) {
                details.accessed = Some(date);
                return;
            }
        }
    }
}

/// Where the first sentence of an entry ends, or where something begins that cannot be a name: an address, italics.
fn sentence_end(rest: &str) -> usize {
    let ends = |(at, c): (usize, char)| {
        let behind = rest.slice(at + c.len_utf8()..);
        let stops = match c {
            '.' => {
                let word = rest.slice(..at).rsplit([' ', '\n', '.']).next().unwrap_or_default();
                let shortened = word.chars().count() < 2 || matches!(word, "No" | "no" | "Vol" | "vol" | "ed" | "eds");
                behind.trim().is_empty() || behind.starts_with([' ', '\n']) && !shortened
            }
            ';' | '<' | '[' | '*' => true,
            'h' => behind.starts_with("ttp") && (at == 0 || rest.slice(..at).ends_with([' ', '\n', '('])),
            'd' => behind.starts_with("oi:") || behind.starts_with("oi.org"),
            _ => false,
        };
        stops.then_some(at)
    };
    rest.char_indices().find_map(ends).unwrap_or(rest.len())
}

/// `59`: the number of a volume.
fn is_volume(words: &str) -> bool {
    (1..=4).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_digit())
}

/// A span without the spaces and the final commas or periods around it.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = words.len() - words.trim_start().len();
    let end = words.trim_end_matches([' ', '\n', ',', '.', ';']).len().max(start);
    Span::new(span.start + start as Offset, span.start + end as Offset)
}
