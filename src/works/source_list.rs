//! The list of sources that is kept in step with what a document cites (`[citations] list`).
//!
//! * What is cited is collected across all styles; each work is in the list once.
//! * An entry that contains at least what the text says about its work stays as it is written; any other is rewritten
//!   with what both say.
//! * Interviews are not listed, because nobody can look them up. A text with author-date citations takes its works from
//!   the list, so nothing is removed there.

use super::collection::{CitedAt, Collection, Part, WorkReader, folded, main_title, page};
use super::print::HouseForm;
use super::{Work, WorkDate, names};
use crate::bulletin::Bulletin;
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::bulletin::source_lists::{ListedSource, SourceList};
use crate::bulletin::structure::Article;
use crate::config::{ListOrder, Settings, SourceListStyle};
use crate::gazetteer::Gazetteer;
use crate::markdown::{BlockKind, Markdown};
use crate::text::url::{Url, tracking};
use crate::text::{Edit, Offset, Slice, Span, diff};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

/// A document whose lists are compared with what it cites.
#[derive(Clone, Copy)]
pub struct ListedDocument<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its Markdown.
    pub markdown: &'a Markdown,
    /// Its content as a bulletin.
    pub bulletin: &'a Bulletin,
    /// Known sources.
    pub gazetteer: &'a Gazetteer,
    /// The settings for it.
    pub settings: &'a Settings,
}

/// A work under the words that people know it by, and a place that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedWork {
    /// `“Convoy Leaves”`; `Reuters, May 3, 2018`
    pub name: String,
    /// Where it is cited or listed.
    pub place: Span,
}

/// A list that is missing, or not in step with what is cited.
#[derive(Clone, Debug, PartialEq)]
pub struct StaleList {
    /// The list's heading; if the list is missing, the title of the article or its first citation.
    pub place: Span,
    /// Whether there is such a list.
    pub exists: bool,
    /// Works that are cited and not listed.
    pub missing: Vec<NamedWork>,
    /// Entries that nothing cites, or that are listed twice.
    pub uncited: Vec<NamedWork>,
    /// Entries that say less than the text, or something different.
    pub outdated: Vec<NamedWork>,
    /// Whether the entries are in a different order from the declared one.
    pub is_out_of_order: bool,
    /// The edits that bring it into step.
    pub edits: Vec<Edit>,
}

impl StaleList {
    /// Whether bringing it into step removes words that a person wrote.
    #[must_use]
    pub fn loses_words(&self) -> bool {
        !self.uncited.is_empty() || !self.outdated.is_empty()
    }
}

/// The lists of a document that are missing, or not in step with what is cited.
#[must_use]
pub fn stale_lists(document: ListedDocument<'_>) -> Vec<StaleList> {
    let Some(style) = document.settings.source_list.as_deref() else { return Vec::new() };
    let scopes = scopes(document.text, document.bulletin, style);
    let several = scopes.len() > 1;
    let marks = first_marks(document.bulletin);
    scopes
        .into_iter()
        .filter_map(|scope| Scope { document, style, span: scope, several, marks: &marks }.stale())
        .collect()
}

/// The parts of a text that have a list each: the articles if the list's heading ranks below theirs, else the whole
/// text.
fn scopes(text: &str, bulletin: &Bulletin, style: &SourceListStyle) -> Vec<Span> {
    let whole = Span::at(0..text.len());
    let levels: Vec<u8> = bulletin.articles.iter().map(|article| article.level).filter(|level| *level > 0).collect();
    let usual = (1..=6).rev().max_by_key(|level| levels.iter().filter(|own| *own == level).count());
    let below = usual.is_some_and(|level| style.level() > level);
    if bulletin.articles.len() < 2 || !below {
        return vec![whole];
    }
    bulletin.articles.iter().map(|article| article.span).collect()
}

/// Where the text first refers to each note, by the note's index.
fn first_marks(bulletin: &Bulletin) -> FxHashMap<u32, Offset> {
    let article = |footnote: bool, place: Offset| {
        bulletin.article_at(place).filter(|_| !footnote).map(|article: &Article| article.span.start)
    };
    let mut first = FxHashMap::default();
    for mark in &bulletin.note_references {
        let key = (mark.label.to_lowercase(), mark.footnote, article(mark.footnote, mark.span.start));
        first.entry(key).or_insert(mark.span.start);
    }
    let marked = bulletin.notes.iter().zip(0u32..).filter_map(|(note, at)| {
        let key = (note.label.to_lowercase(), note.footnote, article(note.footnote, note.span.start));
        Some((at, *first.get(&key)?))
    });
    marked.collect()
}

/// A part of a text with one list.
struct Scope<'a> {
    document: ListedDocument<'a>,
    style: &'a SourceListStyle,
    span: Span,
    several: bool,
    marks: &'a FxHashMap<u32, Offset>,
}

/// An entry in its final form.
struct Line {
    text: String,
    key: (String, Offset),
    /// The existing entry; `None` if it is new.
    entry: Option<usize>,
}

impl Scope<'_> {
    fn stale(&self) -> Option<StaleList> {
        let ListedDocument { text, bulletin, .. } = self.document;
        let none = SourceList::default();
        let own = bulletin.source_lists.iter().rev().find(|list| self.span.contains(list.heading));
        let list = own.unwrap_or(&none);
        if list.is_of_notes {
            return None;
        }
        let by_author = bulletin.item_groups.iter().any(|group| group.style == CitationStyle::AuthorDate);
        let collection = self.collect(list);
        let cited: Vec<usize> =
            (0..collection.works().len()).filter(|at| !collection.works()[*at].1.is_empty()).collect();
        let first = cited.iter().filter_map(|at| self.first_place(&collection.works()[*at].1)).min()?;
        let form = HouseForm::of(text, bulletin, self.document.settings, first);
        let style = if by_author { CitationStyle::Bibliography } else { CitationStyle::Note };
        let printed: FxHashMap<usize, String> =
            cited.iter().map(|at| (*at, self.line(&collection.works()[*at].0, style, &form))).collect();
        let by_line: FxHashMap<&str, usize> = printed.iter().map(|(at, line)| (&**line, *at)).collect();

        let mut stale = StaleList {
            place: own.map_or_else(|| self.title(first), |list| list.heading),
            exists: own.is_some(),
            missing: Vec::new(),
            uncited: Vec::new(),
            outdated: Vec::new(),
            is_out_of_order: false,
            edits: Vec::new(),
        };
        let places: FxHashMap<Offset, Span> = bulletin.cited_items().map(|item| (item.span.start, item.span)).collect();
        let reader = WorkReader::of(text, bulletin, self.document.gazetteer, self.document.settings);
        let mut lines: Vec<Line> = Vec::new();
        let mut listed: FxHashSet<usize> = FxHashSet::default();
        for (at, entry) in list.entries.iter().enumerate() {
            let words = entry.body.of(text);
            let said = works_of(entry, &reader);
            let same = by_line.get(&*one_line(words)).copied();
            let same = same.or_else(|| said.iter().find_map(|work| collection.same(work)));
            let cited = same.filter(|same| printed.contains_key(same));
            let known = cited.is_some_and(|same| !listed.insert(same));
            let work = said.first();
            let named = || NamedWork { name: work.map_or_else(|| shortened(words), name_of), place: entry.body };
            let Some(same) = cited.filter(|_| !known) else {
                if by_author && !known {
                    let key = work.map_or_else(|| folded(words), alphabetical);
                    lines.push(Line { text: words.to_owned(), key: (key, Offset::MAX), entry: Some(at) });
                } else {
                    stale.uncited.push(named());
                }
                continue;
            };
            let (cited, cited_at) = &collection.works()[same];
            let mut whole = cited.clone();
            said.iter().filter(|one| collection.same(one) == Some(same)).for_each(|one| whole.take_from(one));
            let line = self.line(&whole, style, &form);
            let stays = one_line(words) == line || said.iter().any(|said| says_all_of(said, cited));
            if !stays {
                stale.outdated.push(named());
            }
            let key = (alphabetical(&whole), self.first_place(cited_at).unwrap_or(Offset::MAX));
            lines.push(Line { text: if stays { words.to_owned() } else { line }, key, entry: Some(at) });
        }
        for at in cited.iter().filter(|at| !listed.contains(at)) {
            let (work, cited_at) = &collection.works()[*at];
            let place = self.first_place(cited_at).unwrap_or(first);
            let item = cited_at.first().map_or(place, |place| place.start);
            let item = places.get(&item).copied().unwrap_or(Span::empty(item));
            stale.missing.push(NamedWork { name: name_of(work), place: item });
            lines.push(Line { text: printed[at].clone(), key: (alphabetical(work), place), entry: None });
        }
        stale.missing.sort_by_key(|missing| missing.place);
        let order = self.style.order;
        let before = |a: &Line, b: &Line| match order {
            ListOrder::Alphabetical => a.key.cmp(&b.key),
            ListOrder::Cited => a.key.1.cmp(&b.key.1).then_with(|| a.key.0.cmp(&b.key.0)),
        };
        let kept: Vec<&Line> = lines.iter().filter(|line| line.entry.is_some()).collect();
        stale.is_out_of_order = kept.windows(2).any(|pair| before(pair[0], pair[1]).is_gt());
        if stale.exists
            && stale.missing.is_empty()
            && stale.uncited.is_empty()
            && stale.outdated.is_empty()
            && !stale.is_out_of_order
        {
            return None;
        }
        lines.sort_by(before);
        stale.edits = self.edits(own, list, &lines);
        Some(stale)
    }

    /// What the part cites; works that only its list names are included without places that cite them.
    fn collect(&self, list: &SourceList) -> Collection {
        let ListedDocument { text, bulletin, gazetteer, settings, .. } = self.document;
        let entries = list.span_of_entries();
        let by_links = bulletin.cites_by_links();
        let part = |item: &crate::bulletin::Item, style: CitationStyle, note: Option<u32>| {
            let place = note.and_then(|note| self.marks.get(&note).copied()).unwrap_or(item.span.start);
            let inside = !self.several || self.span.start <= place && place < self.span.end;
            match style {
                _ if !inside || item.kind() == ItemKind::Interview => Part::Elsewhere,
                CitationStyle::Bibliography => Part::Listed,
                _ if entries.is_some_and(|entries| entries.contains(item.span)) => Part::Listed,
                CitationStyle::Prose if !by_links => Part::Elsewhere,
                _ => Part::Cited,
            }
        };
        let mut collection = Collection::default();
        collection.add_part("", text, bulletin, gazetteer, settings, &part);
        collection
    }

    /// Where the text first cites a work: for a note, where the text first refers to it.
    fn first_place(&self, places: &[CitedAt]) -> Option<Offset> {
        let notes = &self.document.bulletin.notes;
        let of_mark = |start: Offset| {
            let next = notes.partition_point(|note| note.span.start <= start);
            let note = next.checked_sub(1).filter(|at| start < notes[*at].span.end)?;
            self.marks.get(&u32::try_from(note).ok()?).copied()
        };
        places.iter().map(|place| of_mark(place.start).unwrap_or(place.start)).min()
    }

    /// The item that starts at a place.
    fn cited_at(&self, start: Offset) -> Span {
        let mut items = self.document.bulletin.cited_items();
        items.find(|item| item.span.start == start).map_or(Span::empty(start), |item| item.span)
    }

    /// The title of the part, or the first citation if it has none.
    fn title(&self, first: Offset) -> Span {
        let articles = &self.document.bulletin.articles;
        let titled = articles.iter().find(|article| self.span.contains(article.span) && !article.title.span.is_empty());
        let title = titled.filter(|article| article.heading.is_some()).map(|article| article.title.span);
        title.unwrap_or_else(|| self.cited_at(first))
    }

    /// The work as an entry of the list.
    fn line(&self, work: &Work, style: CitationStyle, form: &HouseForm) -> String {
        let mut work = work.clone();
        // A place in a work is not part of the work.
        if work.extent().is_none() {
            work.pages.clear();
        }
        // Tracking parameters are not part of an address, and a placeholder is not an address.
        work.url = if Url::parse(&work.url).is_some() { tracking::cleaned(&work.url) } else { String::new() };
        if work.source.is_empty() && !work.url.is_empty() {
            let listed = self.document.gazetteer.source_name_of(&work.url);
            work.source = listed.map(str::to_owned).unwrap_or_default();
        }
        one_line(&work.print(style, form))
    }

    /// The edits that turn the list into these lines.
    fn edits(&self, own: Option<&SourceList>, list: &SourceList, lines: &[Line]) -> Vec<Edit> {
        let text = self.document.text;
        let bullet =
            if own.is_some_and(|list| !list.entries.is_empty()) { list.bullet } else { Some(self.usual_bullet()) };
        let loose = match list.entries.as_slice() {
            [first, second, ..] => {
                text.slice(first.span.end as usize..second.span.start as usize).matches('\n').count() > 1
            }
            _ => false,
        };
        let lead = |entry: &ListedSource| Span::new(entry.span.start, entry.body.start).of(text);
        let words: Vec<String> = lines
            .iter()
            .map(|line| match (line.entry.and_then(|at| list.entries.get(at)), bullet) {
                (Some(entry), Some(_)) => format!("{}{}", lead(entry), line.text),
                (_, Some(bullet)) => format!("{bullet} {}", line.text),
                (_, None) => line.text.clone(),
            })
            .collect();
        let body = words.join(if loose || bullet.is_none() { "\n\n" } else { "\n" });
        let Some(own) = own else {
            let (at, behind) = self.end();
            let before = if at == 0 { "" } else { "\n\n" };
            return vec![Edit::insert(at, format!("{before}{}\n\n{body}{behind}", self.style.heading))];
        };
        match own.span_of_entries() {
            Some(span) => {
                let moved = |edit: Edit| {
                    let place = Span::new(edit.span.start + span.start, edit.span.end + span.start);
                    Edit::replace(place, edit.text)
                };
                diff::edits(span.of(text), &body).into_iter().map(moved).collect()
            }
            None => vec![Edit::insert(own.head.end, format!("\n\n{body}"))],
        }
    }

    /// The most common bullet character in the document.
    fn usual_bullet(&self) -> char {
        let text = self.document.text;
        let mut counts = [('*', 0), ('-', 0), ('+', 0)];
        let markdown = self.document.markdown;
        for item in markdown.blocks.iter().filter_map(|block| markdown.item(block)) {
            let sign = item.span.of(text).chars().next();
            if let Some(count) = counts.iter_mut().find(|(known, _)| Some(*known) == sign) {
                count.1 += 1;
            }
        }
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or('*', |(sign, _)| sign)
    }

    /// Where a new list is inserted: after the part's last words, before footnote definitions and the lines about its
    /// authors; and what separates it from the text that follows.
    fn end(&self) -> (Offset, &'static str) {
        let ListedDocument { text, markdown, bulletin, .. } = self.document;
        let biographies: Vec<Span> = bulletin
            .articles
            .iter()
            .filter(|article| self.span.contains(article.span))
            .flat_map(|article| article.biographies.iter().map(|biography| biography.span))
            .collect();
        let from = markdown.blocks.partition_point(|block| block.span.start < self.span.start);
        let to = markdown.blocks.partition_point(|block| block.span.start < self.span.end);
        let closes = |block: &crate::markdown::Block| {
            block.footnote.is_some() || block.kind == BlockKind::Break || biographies.contains(&block.span)
        };
        let last = markdown.blocks[from..to].iter().rev().find(|block| !closes(block));
        let Some(last) = last else {
            let end = self.span.start as usize + self.span.of(text).trim_end().len();
            return (end as Offset, "");
        };
        // A block ends where its text does; whatever closes its item or its quotation comes after that.
        let line = text.slice(last.span.end as usize..).find('\n').unwrap_or(text.len() - last.span.end as usize);
        let end = text.slice(..last.span.end as usize + line).trim_end().len();
        let rest = text.slice(end..).trim_start();
        let parted = rest.is_empty()
            || text.slice(end..).matches('\n').count() > 1
                && text.slice(end..text.len() - rest.len()).matches('\n').count() > 1;
        (end as Offset, if parted { "" } else { "\n" })
    }
}

/// The works in an entry.
fn works_of(entry: &ListedSource, reader: &WorkReader<'_>) -> Vec<Work> {
    let items = entry.groups.iter().flat_map(|group| &group.items);
    items.filter(|item| item.kind() != ItemKind::Text).map(|item| reader.read(item, item)).collect()
}

/// Whether an entry says at least what the text says about its work, and nothing different.
fn says_all_of(entry: &Work, cited: &Work) -> bool {
    let family =
        |author: &str| -> Vec<String> { names::authors(author).iter().map(|name| folded(name.sort_name())).collect() };
    let same_date = |a: &WorkDate, b: &WorkDate| a.parts().starts_with(&b.parts());
    let (listed, own) = (folded(&entry.title), folded(&cited.title));
    (cited.author.is_empty() || family(&entry.author) == family(&cited.author))
        && (own.is_empty() || listed == own || main_title(&entry.title) == own)
        && (cited.source.is_empty()
            || folded(&entry.source) == folded(&cited.source)
            || !entry.source_id.is_empty() && entry.source_id == cited.source_id)
        && (page(cited).is_none() || page(cited) == page(entry))
        && cited.date().is_none_or(|date| entry.date().is_some_and(|own| same_date(own, date)))
        && (cited.symbol.is_empty() || cited.symbol == entry.symbol)
}

/// The sort key of an entry: the family name of its first author, else its source, else its title.
fn alphabetical(work: &Work) -> String {
    let author = names::authors(&work.author);
    let who = author.first().map_or(&*work.source, |name| name.sort_name());
    let host = || page(work).unwrap_or_default();
    let bare = |words: &str| {
        let plain: String = folded(&words.nfd().filter(|c| !is_mark(*c)).collect::<String>());
        ["the ", "a ", "an "].iter().find_map(|article| plain.strip_prefix(article)).unwrap_or(&plain).to_owned()
    };
    let first = [bare(who), bare(&work.title), host()].into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    let date = work.date().map(WorkDate::iso).unwrap_or_default();
    format!("{first}|{}|{date}|{}", bare(&work.title), work.url)
}

/// A combining mark.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// `“Convoy Leaves”`, `Reuters, May 3, 2018`, `reuters.com/convoy`
fn name_of(work: &Work) -> String {
    if !work.title.is_empty() {
        return format!("“{}”", shortened(&work.title));
    }
    let date = work.date().map(|date| date.words.clone());
    let who = [&work.source, &work.author].into_iter().find(|words| !words.is_empty()).cloned();
    let parts: Vec<String> = who.into_iter().chain(date).collect();
    if parts.is_empty() { shortened(&work.url) } else { parts.join(", ") }
}

/// The beginning of the words, if there are many.
fn shortened(words: &str) -> String {
    const MOST: usize = 60;
    let words = one_line(words);
    if words.chars().count() <= MOST {
        return words;
    }
    let head: String = words.chars().take(MOST).collect();
    format!("{}…", head.trim_end())
}

/// Words on one line, with single spaces.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
