//! An item of a note, written in another form: what formatting and the quick fixes of form write.
//!
//! * A [`Rewriting`] starts as the item stands. Its owner changes the form or the work, and asks for the words.
//! * The words come from the printer. They are refused if a word of the item would be lost, or one would be added.

use super::print::HouseForm;
use super::{Work, WorkDate, names};
use crate::bulletin::habits::notes::{comma, order};
use crate::bulletin::habits::{NoteHabit, Whose};
use crate::bulletin::items::{DatePlace, FieldKind, ItemKind, TitleForm};
use crate::bulletin::{Bulletin, Item};
use crate::calendar::Written;
use crate::config::{AccessDates, CommaPlace, NoteOrder, Settings};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::institutions::is_collection;
use crate::text::{Edit, Offset, Slice, Span, diff};
use compact_str::CompactString;

/// An item of a note that is being rewritten.
pub struct Rewriting<'t> {
    text: &'t str,
    item: &'t Item,
    /// From its first field to its last.
    place: Span,
    /// What it cites.
    pub work: Work,
    /// How it is written.
    pub form: HouseForm,
}

impl<'t> Rewriting<'t> {
    /// The item as it stands: its dates and the marks of its title stay as they are printed.
    #[must_use]
    pub fn of(text: &'t str, bulletin: &Bulletin, settings: &Settings, item: &'t Item) -> Rewriting<'t> {
        let lead = item.details.as_ref().and_then(|details| details.lead).filter(|lead| item.span.contains(*lead));
        let start = lead.map_or(item.span.start, |lead| lead.end);
        let words = Span::new(start, item.span.end).of(text);
        let start = start + (words.len() - words.trim_start().len()) as Offset;
        let end = start + words.trim().trim_end_matches('.').len() as Offset;
        // The point of an abbreviation belongs to its field.
        let fields = item.fields();
        let end = fields.iter().map(|field| field.span.end).fold(end, Offset::max).min(item.span.end);
        // So do the marks of emphasis around it.
        let marks = |c: char| matches!(c, '*' | '_');
        let before = text.slice(..start as usize);
        let start = start - (before.len() - before.trim_end_matches(marks).len()) as Offset;
        let behind = text.slice(end as usize..);
        let end = end + (behind.len() - behind.trim_start_matches(marks).len()) as Offset;
        Rewriting {
            text,
            item,
            place: Span::new(start, end),
            work: Work::of(text, item, item, bulletin.issue.date, settings.slack_days),
            form: HouseForm { keeps_dates: true, keeps_title_marks: true, ..HouseForm::of_item(text, item) },
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Span {
        self.place
    }

    /// Whether the printer writes it as it stands, but for line ends and the words before the day of a visit.
    #[must_use]
    pub fn is_as_it_stands(&self) -> bool {
        let stands = self.place.of(self.text).replace("accessed on ", "accessed ");
        stands.split_whitespace().eq(self.printed().0.split_whitespace())
    }

    /// The words without the stop at the end.
    fn printed(&self) -> (String, bool) {
        let (mut words, in_address) = self.work.part(&self.form);
        if self.form.order == NoteOrder::Mla && words.ends_with('.') {
            words.pop();
        }
        (words, in_address)
    }

    /// Gives it the form that the house has declared, or that most notes of its article have. What neither decides stays.
    pub fn follow(&mut self, habit: &NoteHabit, bulletin: &Bulletin, gazetteer: &Gazetteer, access: AccessDates) {
        let item = self.item;
        // A work without title has no other order.
        let titled = !self.work.title.is_empty();
        if let Some((order, _)) = habit.order.filter(|(order, _)| titled && *order != NoteOrder::Untitled) {
            self.form.order = order;
        }
        self.form.comma = habit.comma.map_or(self.form.comma, |(comma, _)| comma);
        if lacks_marks(self.text, item, habit, gazetteer) {
            self.quote(habit);
        }
        // In other languages, dates keep their words.
        let english = bulletin.language.is_english_at(Span::empty(item.span.start));
        if let Some(date) = item.date().or(item.other_dates().next()).filter(|_| english) {
            self.form.dates = bulletin.habits.citation_dates.style_of(date, self.text);
            self.form.keeps_dates = false;
        }
        if access == AccessDates::Forbidden {
            self.leave_out_visit();
        }
    }

    /// Puts the fields in another order. A comma that it has not yet stands where the others have theirs.
    pub fn reorder(&mut self, order: NoteOrder, habit: &NoteHabit) {
        self.form.order = order;
        if let Some((place, _)) = habit.comma.filter(|_| comma(self.text, self.item).is_none()) {
            self.form.comma = place;
        }
    }

    /// Puts the title in the quotation marks of the others.
    pub fn quote(&mut self, habit: &NoteHabit) {
        self.work.title_form = Some(TitleForm::Quoted);
        self.form.marks = habit.title_marks.unwrap_or(self.form.marks);
        self.form.comma = habit.comma.map_or(CommaPlace::Inside, |(comma, _)| comma);
    }

    /// Leaves out the day of the visit, if the work has a date of its own. Whether it did.
    pub fn leave_out_visit(&mut self) -> bool {
        let goes = !self.work.dates.is_empty() && self.work.accessed.is_some();
        if goes {
            self.work.accessed = None;
        }
        goes
    }

    /// The words in its form, and whether they end in an address; `None` if a word would be lost.
    #[must_use]
    pub fn words(&self) -> Option<(String, bool)> {
        let (words, in_address) = self.printed();
        (self.keeps_words(&words) && self.keeps_italics(&words)).then_some((words, in_address))
    }

    /// The edits that write it so, with nothing changed that stays; `None` if a word would be lost, or nothing changes.
    #[must_use]
    pub fn edits(&self) -> Option<Vec<Edit>> {
        let (words, _) = self.words()?;
        let stands = self.place.of(self.text);
        if stands.split_whitespace().eq(words.split_whitespace()) {
            return None;
        }
        // The title stays where it is, and the other fields move around it: what is quoted is not touched.
        let title = self.item.details.as_ref().and_then(|details| details.title).map(|title| title.span);
        let title = title.filter(|title| self.place.contains(*title) && !title.is_empty());
        let anchor = title.and_then(|title| Some((title, words.find(title.of(self.text))?)));
        let Some((title, at)) = anchor else { return Some(edits_within(self.text, self.place, &words)) };
        let before = Span::new(self.place.start, title.start);
        let behind = Span::new(title.end, self.place.end);
        let mut edits = edits_within(self.text, before, words.slice(..at));
        let words = words.slice(at + title.len() as usize..);
        // The closing mark too.
        let close = |words: &str| {
            let signs = words.len() - words.trim_start_matches([',', '.']).len();
            let mark = words.slice(signs..).chars().next().filter(|c| QUOTES.contains(c))?;
            Some(signs + mark.len_utf8())
        };
        match (close(behind.of(self.text)), close(words)) {
            (Some(old), Some(new)) => {
                let mark = Span::new(behind.start, behind.start + old as Offset);
                edits.extend(edits_within(self.text, mark, words.slice(..new)));
                edits.extend(edits_within(self.text, Span::new(mark.end, behind.end), words.slice(new..)));
            }
            _ => edits.extend(edits_within(self.text, behind, words)),
        }
        Some(edits)
    }

    /// Whether the new words have as many marks of emphasis: italics may span more than one field.
    fn keeps_italics(&self, words: &str) -> bool {
        let title = self.item.details.as_ref().and_then(|details| details.title);
        let loses = title.is_some_and(|title| title.form == TitleForm::Emphasised)
            && self.work.title_form == Some(TitleForm::Quoted);
        let addresses: Vec<&str> =
            [&*self.work.url, &*self.work.archived].into_iter().filter(|url| !url.is_empty()).collect();
        let count = |words: &str| {
            let bare = addresses.iter().fold(words.to_owned(), |words, address| words.replace(address, ""));
            bare.matches(['*', '_']).count()
        };
        count(self.place.of(self.text)) == count(words) + if loses { 2 } else { 0 }
    }

    /// Whether each word of the item, but for those of its dates, stands in the new words as often.
    fn keeps_words(&self, words: &str) -> bool {
        let (text, item) = (self.text, self.item);
        let mut gone: Vec<Span> = item.dates.iter().chain(item.other_dates()).map(|date| date.span).collect();
        if let Some(accessed) = item.details.as_ref().and_then(|details| details.accessed.as_ref())
            && self.work.accessed.is_none()
        {
            gone.push(visit(text, self.place, accessed.span));
        }
        gone.sort_unstable();
        let mut undated = String::new();
        let mut at = self.place.start;
        for span in gone.into_iter().filter(|span| self.place.contains(*span)) {
            if span.start > at {
                undated.push_str(text.slice(at as usize..span.start as usize));
                undated.push(' ');
            }
            at = at.max(span.end);
        }
        undated.push_str(text.slice(at as usize..self.place.end as usize));
        let split = |words: &str| -> Vec<CompactString> {
            let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let mut words: Vec<CompactString> = words.map(Into::into).collect();
            words.sort_unstable();
            words
        };
        let (old, new) = (split(&undated), split(words));
        let mut rest = new.iter();
        // What comes is that of the dates, and `p.`.
        let dates = self.work.dates.iter().chain(&self.work.accessed).chain(&self.work.modified);
        let dated: usize = dates.map(|date| words_of_date(date, &self.form)).sum();
        old.iter().all(|word| rest.any(|other| other == word)) && new.len() <= old.len() + dated + 2
    }
}

/// The marks that close a title.
const QUOTES: [char; 6] = ['”', '’', '"', '\'', '»', '“'];

/// A field of a note that stands elsewhere than in the notes of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// The address comes before the outlet or the title.
    Address(Span),
    /// The outlet comes before the title.
    OutletFirst(Span),
    /// The title comes before the outlet.
    TitleFirst(Span),
    /// The date comes before the outlet.
    Date(Span),
    /// The surname comes before the given name.
    Surname(Span),
}

impl Misplaced {
    /// The field that stands elsewhere than the habit of the article asks for.
    #[must_use]
    pub fn of(text: &str, item: &Item, habit: &NoteHabit, gazetteer: &Gazetteer) -> Option<Misplaced> {
        let details = item.details.as_ref().filter(|details| details.style.is_note())?;
        let news = matches!(
            details.kind,
            ItemKind::News | ItemKind::Web | ItemKind::Journal | ItemKind::Report | ItemKind::Video | ItemKind::Social
        );
        let source = item.source.filter(|_| news)?;
        let (wanted, whose) = habit.order?;
        let fields = item.fields();
        let place = |kind: FieldKind| fields.iter().position(|field| field.kind == kind);
        let (outlet, title) = (place(FieldKind::Source)?, place(FieldKind::Title));
        if let (Some(address), Some(title)) = (place(FieldKind::Address), title)
            && address < outlet.min(title)
        {
            return Some(Misplaced::Address(fields[address].span));
        }
        let own = order(text, item).filter(|own| *own != NoteOrder::Untitled)?;
        let title = details.title.map_or(source, |title| title.whole);
        match wanted {
            NoteOrder::TitleFirst | NoteOrder::Mla if own == NoteOrder::OutletFirst => {
                // An institution in first place may be the author.
                let place = Span::new(source.start, title.end.max(source.end));
                is_outlet(text, item, gazetteer).then_some(Misplaced::OutletFirst(place))
            }
            NoteOrder::TitleFirst | NoteOrder::Mla => {
                // A bracketed year before the title is an author-date form, one behind a title without marks may be part
                // of it, and an archive comes last.
                let unmarked = details.title.is_none_or(|title| title.form == TitleForm::Bare);
                let bracketed = |date: &Written| {
                    item.date_place == DatePlace::InBrackets
                        && (unmarked || date.span.start < title.start && title != source)
                };
                let early = |date: &&Written| date.span.start < source.start && !bracketed(date);
                let behind = Span::new(source.end.min(item.span.end), item.span.end).of(text);
                if let Some(date) = item.date().filter(early)
                    && !is_collection(source.of(text))
                    && !has_shelf_mark(behind)
                {
                    return Some(Misplaced::Date(Span::new(date.span.start, source.end)));
                }
                let spoken = wanted == NoteOrder::TitleFirst && own == NoteOrder::TitleFirst;
                let own_form = whose == Whose::Document && habit.inverts_names;
                let author = item.author.filter(|_| spoken && !own_form)?;
                names::inverted(author.of(text)).map(|_| Misplaced::Surname(author))
            }
            NoteOrder::OutletFirst if own != NoteOrder::OutletFirst && item.author.is_none() => {
                Some(Misplaced::TitleFirst(title.cover(source)))
            }
            _ => None,
        }
    }
}

/// Whether the place of a document in an archive follows: `MC/ET/LXV/369`. Then the archive is named where it belongs.
fn has_shelf_mark(behind: &str) -> bool {
    behind.split([' ', ',', ';']).any(|word| {
        word.contains('/')
            && !word.contains("//")
            && word.contains(|c: char| c.is_ascii_uppercase())
            && word.contains(|c: char| c.is_ascii_digit())
    })
}

/// Whether a listed outlet is cited, and no institution that writes reports of its own.
fn is_outlet(text: &str, item: &Item, gazetteer: &Gazetteer) -> bool {
    let Some(source) = item.source else { return false };
    let is_outlet = |kind: &str| {
        matches!(kind, "newspaper" | "broadcaster" | "agency" | "web" | "magazine" | "newsletter" | "blog")
    };
    match gazetteer.source_of(source.of(text), item.url(text), &[]) {
        Some(source) => is_outlet(&source.kind),
        // Several share the name: `The Guardian`.
        None => {
            let named = gazetteer.sources_named(source.of(text));
            !named.is_empty() && named.iter().all(|candidate| is_outlet(&candidate.source.kind))
        }
    }
}

/// The edits that turn what stands at a place into `words`.
fn edits_within(text: &str, place: Span, words: &str) -> Vec<Edit> {
    let moved =
        |edit: Edit| Edit::replace(Span::new(edit.span.start + place.start, edit.span.end + place.start), edit.text);
    diff::edits(place.of(text), words).into_iter().map(moved).collect()
}

/// Whether a title lacks the quotation marks that the others of its article have: it has no marks, or a report of news is in
/// italics. The names of cases have none, nor need the titles of numbered reports.
#[must_use]
pub fn lacks_marks(text: &str, item: &Item, habit: &NoteHabit, gazetteer: &Gazetteer) -> bool {
    let Some(details) = item.details.as_ref().filter(|details| details.style.is_note()) else { return false };
    let Some(title) = details.title.filter(|_| habit.quotes_titles) else { return false };
    let is_numbered = details.kind == ItemKind::Report && details.number.is_some();
    if is_numbered || details.kind == ItemKind::Case {
        return false;
    }
    let of_outlet =
        || details.kind == ItemKind::News || details.kind != ItemKind::Book && is_outlet(text, item, gazetteer);
    let in_italics = title.form == TitleForm::Emphasised && item.date().is_some_and(|date| date.day.is_some());
    title.form == TitleForm::Bare || in_italics && of_outlet()
}

/// How many words a date has.
fn words_of_date(date: &WorkDate, form: &HouseForm) -> usize {
    form.date(date).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// The day of a visit with the words before it: `, accessed on May 4, 2018`.
fn visit(text: &str, place: Span, date: Span) -> Span {
    let before = Span::new(place.start, date.start).of(text);
    let start = before.rfind([',', '(', '.', ';', '[']).unwrap_or(before.len());
    let lead = before.slice(start..);
    let few = lead.split_whitespace().count() <= 4;
    if few { Span::new(place.start + start as Offset, date.end) } else { date }
}
