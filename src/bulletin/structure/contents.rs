//! The contents: what the front announces, and which headings are meant.

use super::byline::{self, bare_names, trim, unmarked};
use super::{ContentsEntry, Heading, in_capitals};
use crate::markdown::{BlockKind, InlineKind, Markdown, character_of};
use crate::text::words::is_alphanumeric;
use crate::text::{Slice, Span, Spanned};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// The maximum length of a line in the contents, in bytes.
const LINE: u32 = 300;

/// An announced title and a heading that share this fraction of their words may be one.
const ALIKE: f64 = 0.7;
/// The same if the author is the same.
const ALIKE_BY_AUTHOR: f64 = 0.3;
/// Titles are compared word by word for at most this many pairs: contents are short, and no text may cost the square of
/// its length.
const PAIRS: usize = 20_000;
/// The maximum number of departments considered: no issue has more.
pub(super) const DEPARTMENTS: usize = 50;

/// The contents in a range of blocks, with the headings that are meant (indices of `headings`).
pub(super) fn read(
    text: &str,
    markdown: &Markdown,
    blocks: Range<usize>,
    headings: &[Heading],
) -> Vec<(ContentsEntry, Option<usize>)> {
    let mut reader = Reader { text, open: Draft::default(), entries: Vec::new() };
    let mut listed: Vec<ContentsEntry> = Vec::new();
    // Lists under the contents heading, and the others.
    let mut told: Vec<ContentsEntry> = Vec::new();
    let mut last_item = None;
    let mut under_heading = false;
    for block in &markdown.blocks[blocks.clone()] {
        match block.kind {
            BlockKind::Heading(_) => {
                reader.close();
                under_heading = is_contents(block.span.of(text));
            }
            BlockKind::Paragraph if block.quotes == 0 && block.footnote.is_none() => match markdown.item(block) {
                None => reader.paragraph(block.span),
                Some(item) if item.depth == 1 && last_item != Some(item.span) => {
                    last_item = Some(item.span);
                    let entries = if under_heading { &mut told } else { &mut listed };
                    entries.extend(list_entry(text, markdown, block));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    reader.close();
    let mut entries = assign(reader.entries, headings);
    // A list before the first article is the contents if its heading says so, or if most of it names articles.
    if !told.is_empty() {
        entries.extend(assign(told, headings));
    } else if let listed = assign(listed, headings)
        && are_met(&listed)
    {
        entries.extend(listed);
    }
    entries.sort_by_key(|(entry, _)| entry.span);
    entries
}

/// Whether the entries announce headings and not something else: at least two, and half of them.
fn are_met(entries: &[(ContentsEntry, Option<usize>)]) -> bool {
    let met = entries.iter().filter(|(_, heading)| heading.is_some()).count();
    met >= 2 && met * 2 >= entries.len()
}

/// The sections that an article lists under a heading that says so, with the headings that are meant. A list of links
/// is left out: its addresses give the targets, and its words may be shorter.
pub(super) fn read_sections(
    text: &str,
    markdown: &Markdown,
    headings: &[Heading],
) -> Vec<(ContentsEntry, Option<usize>)> {
    let Some(at) = headings.iter().position(|heading| lists_sections(&heading.title.value)) else { return Vec::new() };
    let from = headings[at].block + 1;
    let until = headings.get(at + 1).map_or(markdown.blocks.len(), |next| next.block);
    let mut listed: Vec<ContentsEntry> = Vec::new();
    let mut last_item = None;
    for block in &markdown.blocks[from..until] {
        let Some(item) = markdown.item(block).filter(|_| block.kind == BlockKind::Paragraph) else { return Vec::new() };
        if item.depth != 1 || last_item == Some(item.span) {
            continue;
        }
        last_item = Some(item.span);
        if markdown.inlines(block).iter().any(|inline| inline.kind == InlineKind::Link) {
            return Vec::new();
        }
        let title = unmarked(text, block.span);
        listed.push(entry(block.span, Spanned::new(title, without_marks(title.of(text))), Vec::new(), None));
    }
    let mut entries = assign(listed, &headings[at + 1..]);
    if !are_met(&entries) {
        return Vec::new();
    }
    for (entry, heading) in &mut entries {
        entry.department = false;
        *heading = heading.map(|index| index + at + 1);
    }
    entries
}

/// Whether a heading announces the list of an article's sections.
fn lists_sections(heading: &str) -> bool {
    let words = heading.trim_matches(|c: char| !c.is_alphanumeric());
    is_contents(heading) || ["index", "outline"].iter().any(|name| words.eq_ignore_ascii_case(name))
}

/// A title without the number that a list or a heading gives it: `3. Outlook`, `IV) Outlook`, `2.1 Outlook`.
#[must_use]
pub fn without_number(title: &str) -> &str {
    let number = title.len() - title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let roman = title.len() - title.trim_start_matches(['I', 'V', 'X']).len();
    let rest = match title.slice(number.max(roman)..) {
        // Four digits are a year.
        rest if (1..4).contains(&number) && rest.starts_with([' ', ')']) => rest,
        rest if roman > 0 && rest.starts_with(['.', ')']) => rest,
        _ => return title,
    };
    let rest = rest.trim_start_matches(['.', ')']);
    if rest.starts_with(' ') && !rest.trim().is_empty() { rest.trim_start() } else { title }
}

/// A title with character references decoded: front matter that a template prints as it is may contain them.
pub(super) fn without_entities(title: &str) -> CompactString {
    let mut rest = title;
    let mut out = CompactString::default();
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let end = reference.find(';').filter(|end| *end < 32).map_or(1, |end| end + 1);
        match character_of(reference.slice(..end)).filter(|c| !c.is_control()) {
            Some(c) => {
                out.push(c);
                rest = reference.slice(end..);
            }
            None => {
                out.push('&');
                rest = reference.slice(1..);
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a heading or line announces contents.
pub(super) fn is_contents(heading: &str) -> bool {
    let words = heading.trim_matches(|c: char| !c.is_alphanumeric());
    ["contents", "table of contents", "in this issue", "inside this issue", "inside", "this issue"]
        .iter()
        .any(|name| words.eq_ignore_ascii_case(name))
}

/// An entry that is being read.
#[derive(Default)]
struct Draft {
    span: Option<Span>,
    page: Option<Spanned<u32>>,
    authors: Vec<Spanned<CompactString>>,
    title: Option<Spanned<CompactString>>,
}

struct Reader<'a> {
    text: &'a str,
    open: Draft,
    entries: Vec<ContentsEntry>,
}

impl Reader<'_> {
    /// Page mark, author in italics, title in bold, in any order and each on its own line.
    fn paragraph(&mut self, paragraph: Span) {
        if paragraph.len() > 4 * LINE {
            return self.close();
        }
        let mut at = paragraph.start as usize;
        for line in paragraph.of(self.text).split_inclusive('\n') {
            let span = trim(self.text, Span::at(at..at + line.len()));
            at += line.len();
            self.line(span);
        }
    }

    fn line(&mut self, line: Span) {
        let set = line.of(self.text);
        if let Some(page) = page_mark(self.text, line) {
            // The mark starts an entry, unless the entry started without one.
            if self.open.page.is_some() || self.open.title.is_some() && self.open.authors.is_empty() {
                self.close();
            }
            if self.open.title.is_some() && self.entries.iter().any(|entry| entry.page.is_some()) {
                self.close();
            }
            self.open.page = Some(page);
        } else if enclosed(set, "**") || enclosed(set, "__") {
            if self.open.title.is_some() {
                self.close();
            }
            let span = unmarked(self.text, line);
            self.open.title = Some(Spanned::new(span, without_marks(span.of(self.text))));
        } else if enclosed(set, "*") || enclosed(set, "_") {
            if self.open.title.is_some() && !self.open.authors.is_empty() {
                self.close();
            }
            let names = bare_names(self.text, unmarked(self.text, line));
            if names.is_empty() {
                return self.close();
            }
            self.open.authors.extend(names);
        } else {
            return self.close();
        }
        self.open.span = Some(self.open.span.map_or(line, |span| span.cover(line)));
    }

    /// Keeps the open entry if it has a title and something else.
    fn close(&mut self) {
        let draft = std::mem::take(&mut self.open);
        let (Some(title), Some(span)) = (draft.title, draft.span) else { return };
        if draft.page.is_some() || !draft.authors.is_empty() {
            self.entries.push(entry(span, title, draft.authors, draft.page));
        }
    }
}

fn entry(
    span: Span,
    title: Spanned<CompactString>,
    authors: Vec<Spanned<CompactString>>,
    page: Option<Spanned<u32>>,
) -> ContentsEntry {
    ContentsEntry { span, title, authors, page, department: false, article: None, section: None }
}

/// `p.4`, `page 4`
fn page_mark(text: &str, line: Span) -> Option<Spanned<u32>> {
    let set = line.of(text);
    let rest = ["page", "pp.", "p."].iter().find_map(|mark| {
        let head = set.get(..mark.len())?;
        head.eq_ignore_ascii_case(mark).then(|| set.slice(mark.len()..))
    })?;
    let page = rest.trim();
    if page.is_empty() || page.len() > 5 || !page.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Spanned::new(line, page.parse().ok()?))
}

fn enclosed(line: &str, mark: &str) -> bool {
    line.len() > 2 * mark.len() && line.starts_with(mark) && line.ends_with(mark)
}

fn without_marks(title: &str) -> CompactString {
    if !title.contains(['*', '_', '\\']) {
        // Most titles.
        return title.into();
    }
    title.replace("**", "").replace("__", "").replace('\\', "").into()
}

/// A list item: `[Title](#place), Author`, `Title, by Author`, `**Title** — Author`.
fn list_entry(text: &str, markdown: &Markdown, block: &crate::markdown::Block) -> Option<ContentsEntry> {
    if block.span.len() > LINE {
        return None;
    }
    let link = markdown.inlines(block).iter().find(|inline| inline.kind == InlineKind::Link);
    let all = block.span.of(text);
    let (title, rest) = if let Some(link) = link {
        (unmarked(text, link.label), Span::new(link.span.end, block.span.end))
    } else if let Some(end) = all.strip_prefix("**").and_then(|rest| rest.find("**")) {
        let start = block.span.start as usize;
        (Span::at(start + 2..start + 2 + end), Span::new((start + end + 4) as u32, block.span.end))
    } else {
        let cut = [", by ", " by ", " — ", " – ", ", "].iter().find_map(|sign| all.rfind(sign));
        // A comma separates title and author only if a name follows.
        let start = block.span.start as usize;
        let named = cut.filter(|at| !after_separator(text, Span::at(start + at..start + all.len())).is_empty());
        let end = start + named.unwrap_or(all.len());
        (unmarked(text, Span::at(start..end)), Span::at(end..start + all.len()))
    };
    let title = Spanned::new(title, without_marks(title.of(text)));
    (!title.value.is_empty()).then(|| entry(block.span, title, after_separator(text, rest), None))
}

/// The authors after a title in a list.
fn after_separator(text: &str, rest: Span) -> Vec<Spanned<CompactString>> {
    let all = rest.of(text);
    let kept = all.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut start = rest.start as usize + (all.len() - kept.len());
    if kept.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) {
        start += 3;
    }
    let tail = all.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let end = (rest.start as usize + tail).max(start);
    bare_names(text, Span::at(start..end))
}

/// Finds the heading that each entry means: the one with the same words, else the most similar.
fn assign(mut entries: Vec<ContentsEntry>, headings: &[Heading]) -> Vec<(ContentsEntry, Option<usize>)> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut taken = vec![false; headings.len()];
    let mut met: Vec<Option<usize>> = vec![None; entries.len()];
    // Most titles are announced verbatim.
    let forms: [fn(&str) -> Cow<'_, str>; 3] = [
        |title| Cow::Borrowed(title),
        |title| Cow::Owned(normal(title)),
        |title| Cow::Owned(normal(without_number(title))),
    ];
    for form in forms {
        if met.iter().all(Option::is_some) {
            break;
        }
        let titles = headings.iter().enumerate().rev().map(|(index, heading)| (form(&heading.title.value), index));
        let by_title: FxHashMap<Cow<'_, str>, usize> = titles.collect();
        for (entry, met) in entries.iter().zip(&mut met).filter(|(_, met)| met.is_none()) {
            *met = by_title.get(&form(&entry.title.value)).copied().filter(|index| !taken[*index]);
            if let Some(index) = *met {
                taken[index] = true;
            }
        }
    }
    let open: Vec<usize> = (0..entries.len()).filter(|index| met[*index].is_none()).collect();
    let free: Vec<usize> = (0..headings.len()).filter(|index| !taken[*index]).collect();
    if !open.is_empty() && open.len().saturating_mul(free.len()) <= PAIRS {
        let titles: Vec<String> = headings.iter().map(|heading| normal(without_number(&heading.title.value))).collect();
        for index in open {
            let entry = &entries[index];
            let title = normal(without_number(&entry.title.value));
            let likest = free
                .iter()
                .filter(|heading| !taken[**heading])
                .map(|heading| (likeness(entry, &title, &headings[*heading], &titles[*heading]), *heading))
                .filter(|(likeness, _)| *likeness > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, heading)) = likest {
                taken[heading] = true;
                met[index] = Some(heading);
            }
        }
    }
    for (entry, heading) in entries.iter_mut().zip(&met) {
        entry.department = heading.is_none() && is_department(&entry.title.value);
    }
    entries.into_iter().zip(met).collect()
}

/// How similar an announced title and a heading are, by their normalized words; 0 if they are too far apart.
fn likeness(entry: &ContentsEntry, announced: &str, heading: &Heading, title: &str) -> f64 {
    let shared = shared_words(announced, title);
    if shared < ALIKE_BY_AUTHOR {
        return 0.0;
    }
    let authors = heading.byline.as_ref().map_or(&[][..], |byline| &byline.authors);
    let same_author = entry.authors.iter().any(|a| authors.iter().any(|b| byline::same_name(&a.value, &b.value)));
    if shared >= ALIKE || same_author && shared >= ALIKE_BY_AUTHOR { shared } else { 0.0 }
}

/// The fraction of the words that two normalized titles share, from 0 to 1.
fn shared_words(a: &str, b: &str) -> f64 {
    let a: Vec<&str> = a.split(' ').take(60).collect();
    let mut b: Vec<&str> = b.split(' ').take(60).collect();
    let all = a.len() + b.len();
    let shared =
        a.iter().filter(|word| b.iter().position(|other| other == *word).map(|at| b.swap_remove(at)).is_some()).count();
    2.0 * shared as f64 / all as f64
}

/// Whether two titles are equal except for case, spaces and punctuation.
#[must_use]
pub fn same_title(a: &str, b: &str) -> bool {
    normal(a) == normal(b)
}

/// The words of a title: in lower case, separated by single spaces, without punctuation.
fn normal(title: &str) -> String {
    let mut words = String::with_capacity(title.len());
    // Whether a space is needed before the next letter.
    let mut gap = false;
    for c in title.chars() {
        if is_alphanumeric(c) {
            if gap && !words.is_empty() {
                words.push(' ');
            }
            gap = false;
            if c.is_ascii() {
                words.push(c.to_ascii_lowercase());
            } else {
                words.extend(c.to_lowercase());
            }
        } else if !matches!(c, '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '*') {
            gap = true;
        }
    }
    words
}

/// Whether a title names a part of the issue that contains several pieces.
fn is_department(title: &str) -> bool {
    let words = title.split_whitespace().count();
    let known = [
        "brief",
        "briefs",
        "in brief",
        "news briefs",
        "editorial",
        "editorials",
        "letters",
        "interviews",
        "reviews",
        "book reviews",
        "commentary",
        "features",
        "news",
        "analysis",
    ];
    words <= 3 && in_capitals(title) || known.iter().any(|name| title.trim().eq_ignore_ascii_case(name))
}
