//! Works: what is cited, independent of how and where it is written.
//!
//! * A [`Work`] contains the fields of one source as words. [`Work::of`] takes them from an item in a document; a
//!   library of references provides them too.
//! * [`mod@print`] writes a work in house style, in every citation style.
//! * [`collection`] collects each work once, across styles and documents, and assigns it a key.
//! * Nothing is invented: a field that is not printed anywhere is empty.

pub mod collection;
pub mod library;
pub mod names;
pub mod print;
pub mod rewrite;
pub mod source_list;

use crate::bulletin::items::{ItemKind, TitleForm};
use crate::bulletin::{Bulletin, Item};
use crate::calendar::{self, Date, DateStyle, Resolved, Written, YearPart};
use crate::text::Span;

/// A source, as far as it is known. Unknown fields are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// Its kind.
    pub kind: ItemKind,
    /// All authors, as printed.
    pub author: String,
    /// The title of the smallest thing cited, without its marks.
    pub title: String,
    /// How the title is formatted, if it was printed.
    pub title_form: Option<TitleForm>,
    /// The publisher: the outlet, the journal, the publishing house, the account.
    pub source: String,
    /// Whether the source was printed in italics.
    pub source_in_italics: bool,
    /// The source’s id in the gazetteer.
    pub source_id: String,
    /// Where it is published, or where an interview took place.
    pub place: String,
    /// Who was interviewed.
    pub persons: String,
    /// The platform of an account.
    pub platform: String,
    /// The language, if stated.
    pub language: String,
    /// The number of a report, a docket.
    pub number: String,
    /// The volume of a journal.
    pub volume: String,
    /// The issue of a journal.
    pub issue: String,
    /// `S/2018/705`
    pub symbol: String,
    /// Page, paragraph or chapter, without `p.`
    pub pages: String,
    /// The address.
    pub url: String,
    /// The archived copy.
    pub archived: String,
    /// When it was published; the first date is the work's, others are further days of the same source.
    pub dates: Vec<WorkDate>,
    /// The access date.
    pub accessed: Option<WorkDate>,
    /// When it was last changed.
    pub modified: Option<WorkDate>,
    /// Whether the text says that there is no date: `n.d.`
    pub undated: bool,
    /// What follows the date in brackets: `from AFP`.
    pub trailer: String,
    /// Whether a placeholder stands for its date, for a person to fill in.
    pub gap: bool,
    /// The same for the day of the visit.
    pub visit_gap: bool,
}

/// A date of a work.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkDate {
    /// The date as printed.
    pub words: String,
    /// Its parts.
    pub written: Written,
    /// The day, month or year that it means.
    pub meant: Resolved,
}

impl WorkDate {
    /// The day, month or year in a text; `None` if the words are not a date.
    #[must_use]
    pub fn parse(words: &str) -> Option<WorkDate> {
        let words = words.trim();
        let read = [calendar::written_in_citation_at, calendar::month_alone_at, calendar::year_at];
        let whole = |date: &Written| date.span == Span::at(0..words.len());
        let written = read.iter().find_map(|read| read(words, 0).filter(whole))?;
        Some(WorkDate::of(words, written, None, 0))
    }

    /// A day.
    #[must_use]
    pub fn of_day(day: Date) -> Option<WorkDate> {
        WorkDate::parse(&day.to_string())
    }

    /// A year with its month and day, as far as known; `None` if there is no such day.
    #[must_use]
    pub fn of_parts(parts: &[i16]) -> Option<WorkDate> {
        let month = |month: i16| calendar::MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?);
        let date = match *parts {
            [year] => WorkDate::parse(&format!("{year:04}")),
            [year, number] => WorkDate::parse(&format!("{} {year:04}", month(number)?)),
            [year, number, day] => WorkDate::parse(&format!("{} {day}, {year:04}", month(number)?)),
            _ => None,
        };
        date.filter(|date| date.parts() == parts)
    }

    fn of(text: &str, written: Written, issue: Option<Date>, slack: u32) -> WorkDate {
        let meant = written.resolve(issue, slack);
        WorkDate { words: plain(written.span.of(text)), written, meant }
    }

    /// The year that it means.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        match self.meant {
            Resolved::Day(day) => Some(day.year()),
            Resolved::Month(year, _) | Resolved::Year(year) => Some(year),
            Resolved::Impossible | Resolved::Unknown => self.written.year.map(|year| year.value),
        }
    }

    /// Its year, month and day, as far as known; empty if the year is unknown.
    #[must_use]
    pub fn parts(&self) -> Vec<i16> {
        match self.meant {
            Resolved::Day(day) => vec![day.year(), day.month().into(), day.day().into()],
            Resolved::Month(year, month) => vec![year, month.into()],
            Resolved::Year(year) => vec![year],
            Resolved::Impossible | Resolved::Unknown => Vec::new(),
        }
    }

    /// `2018-09-21`, `2018-09`, `2018`; empty if the year is unknown.
    #[must_use]
    pub fn iso(&self) -> String {
        let parts = self.parts();
        let digits = |at: usize, part: &i16| if at == 0 { format!("{part:04}") } else { format!("{part:02}") };
        parts.iter().enumerate().map(|(at, part)| digits(at, part)).collect::<Vec<_>>().join("-")
    }

    /// How precise it is: 3 for a day, 2 for a month, 1 for a year.
    #[must_use]
    pub fn exactness(&self) -> usize {
        self.parts().len()
    }

    /// The date with its year, in a style. A season stays as it is printed.
    #[must_use]
    pub fn in_full(&self, style: DateStyle) -> String {
        let Some(year) = self.year().filter(|_| !self.written.is_stretch()) else { return self.words.clone() };
        calendar::house_form(&self.written, style, YearPart::With(year)).into()
    }

    /// The date as printed, with its year after it if it has none.
    #[must_use]
    pub fn in_its_words(&self) -> String {
        let year = self.year().filter(|_| self.written.year.is_none() && !self.written.is_stretch());
        year.map_or_else(|| self.words.clone(), |year| format!("{} {year}", self.words))
    }

    /// Whether a bracket leaves the year out: it is the issue’s own.
    fn has_own_year(&self, issue: Option<Date>) -> bool {
        let ahead = |issue: Date| self.meant.day().is_none_or(|day| day > issue);
        let own = issue.is_some_and(|issue| self.year() == Some(issue.year()) && !ahead(issue));
        own && !self.written.is_stretch()
    }

    /// The date as printed, without the issue’s own year at its end, unless the document `keeps_year`.
    #[must_use]
    pub fn words_in_brackets(&self, issue: Option<Date>, keeps_year: bool) -> String {
        let year = self.year().filter(|_| !keeps_year && self.has_own_year(issue));
        let bare = year.and_then(|year| self.words.strip_suffix(&format!(" {year}")));
        bare.unwrap_or(&self.words).to_owned()
    }

    /// The date as in a bracketed citation of an issue: the issue's own year is omitted, unless it `keeps_year`.
    #[must_use]
    pub fn in_brackets(&self, style: DateStyle, issue: Option<Date>, keeps_year: bool) -> String {
        if self.has_own_year(issue) && !keeps_year {
            return calendar::house_form(&self.written, style, YearPart::Without).into();
        }
        self.in_full(style)
    }
}

/// The place in the work that the end of a bracket names, as a note has it: `p. 4`, `para. 12`.
fn locator(trailer: &str) -> Option<&str> {
    let number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(char::is_whitespace);
    let pages = trailer.strip_prefix("pp. ").or_else(|| trailer.strip_prefix("p. "));
    let parts = ["para. ", "paras. ", "ch. "].into_iter().find_map(|part| trailer.strip_prefix(part));
    pages.filter(|rest| number(rest)).or_else(|| parts.filter(|rest| number(rest)).map(|_| trailer))
}

impl Work {
    /// The contents of an item. Its dates are those of `dated`, which is the item itself or, in brackets, the one whose
    /// date it shares.
    #[must_use]
    pub fn of(text: &str, item: &Item, dated: &Item, issue: Option<Date>, slack: u32) -> Work {
        let words = |span: Option<Span>| span.map(|span| plain(span.of(text))).unwrap_or_default();
        let date = |date: &Written| WorkDate::of(text, date.clone(), issue, slack);
        let address = item.url(text).unwrap_or_default();
        let is_real = item.link.is_none_or(|link| !link.is_placeholder());
        let mut work = Work {
            kind: item.kind(),
            author: words(item.author),
            source: words(item.source),
            source_in_italics: item.is_emphasised(text),
            url: if is_real { address.to_owned() } else { String::new() },
            undated: item.undated.is_some(),
            trailer: words(item.trailer),
            ..Work::default()
        };
        if let Some(pages) = locator(&work.trailer) {
            work.pages = pages.to_owned();
            work.trailer.clear();
        }
        let dates = dated.dates.iter().map(date);
        if item.accessed {
            work.accessed = dates.into_iter().next();
        } else {
            work.dates = dates.collect();
        }
        let Some(details) = &item.details else { return work };
        work.title = words(details.title.map(|title| title.span));
        work.title_form = details.title.map(|title| title.form);
        for (field, span) in [
            (&mut work.place, details.place),
            (&mut work.persons, details.persons),
            (&mut work.platform, details.platform),
            (&mut work.language, details.language),
            (&mut work.number, details.number),
            (&mut work.volume, details.volume),
            (&mut work.issue, details.issue),
            (&mut work.symbol, details.symbol),
            (&mut work.pages, details.pages),
        ] {
            *field = words(span);
        }
        work.accessed = details.accessed.as_ref().map(date).or(work.accessed);
        work.modified = details.modified.as_ref().map(date);
        work.archived = details.archived.map(|copy| copy.target.of(text).to_owned()).unwrap_or_default();
        work
    }

    /// The first of its dates.
    #[must_use]
    pub fn date(&self) -> Option<&WorkDate> {
        self.dates.first()
    }

    /// The first and the last page that it occupies in its journal; a page alone is a place in it.
    #[must_use]
    pub fn extent(&self) -> Option<(&str, &str)> {
        let (first, last) = self.pages.split_once(['–', '-', '—'])?;
        let is_page = |page: &str| !page.is_empty() && page.len() < 8 && page.chars().all(char::is_alphanumeric);
        (self.kind == ItemKind::Journal && is_page(first) && is_page(last)).then_some((first, last))
    }

    /// Whether it contains enough to be looked up: an address, a title, a symbol, a source with a date, or the person
    /// interviewed.
    #[must_use]
    pub fn names_something(&self) -> bool {
        let said = |field: &String| !field.is_empty();
        said(&self.url)
            || said(&self.title)
            || said(&self.symbol)
            || said(&self.persons)
            || said(&self.number)
            || (said(&self.source) || said(&self.author)) && !self.dates.is_empty()
    }
}

/// The works that an item means: its own, or those of the note that an *Ibid.* or a shortened form refers to. A remark
/// means none. `dated` is as in [`Work::of`], and `note` is the item's own note.
#[must_use]
pub fn meant(text: &str, bulletin: &Bulletin, slack: u32, item: &Item, dated: &Item, note: Option<u32>) -> Vec<Work> {
    let of = |item: &Item, dated: &Item| Work::of(text, item, dated, bulletin.issue.date, slack);
    if !item.kind().points_back() {
        return if item.kind() == ItemKind::Text { Vec::new() } else { vec![of(item, dated)] };
    }
    // What the same note cites is cited already.
    let details = item.details.as_ref().filter(|details| details.refers.is_none_or(|refers| Some(refers) != note));
    let meant = details.and_then(|details| bulletin.cited_at(details.meant?));
    let mut works: Vec<Work> = meant.map(|(item, dated)| of(item, dated)).into_iter().collect();
    let pages = details.and_then(|details| details.pages);
    for work in &mut works {
        work.pages = pages.map(|pages| pages.of(text).to_owned()).unwrap_or_default();
    }
    works
}

/// Words on one line, with single spaces, without block quote marks.
fn plain(words: &str) -> String {
    words.split_whitespace().filter(|word| *word != ">").collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn dates_are_read_from_words() {
        for (words, iso, exactness) in [
            ("2018-09-21", "2018-09-21", 3),
            ("September 21, 2018", "2018-09-21", 3),
            ("21 September 2018", "2018-09-21", 3),
            ("March 2018", "2018-03", 2),
            ("2018", "2018", 1),
        ] {
            let date = WorkDate::parse(words).expect(words);
            assert_eq!((&*date.iso(), date.exactness()), (iso, exactness), "{words}");
        }
        for words in ["", "soon", "May 3, 2018, at noon", "in 2018"] {
            assert_eq!(WorkDate::parse(words), None, "{words}");
        }
        assert_eq!(
            WorkDate::parse("2018-09-21").map(|d| d.in_full(DateStyle::DAY_MONTH)).as_deref(),
            Some("21 September 2018")
        );
    }

    #[test]
    fn a_note_that_points_back_means_one_item() {
        let text = "# Piers\n\nThe pier shut.[^1] It sank.[^2] It burned.[^3] It was sold.[^4]\n\n\
            [^1]: Ada Holt, “Pier Shut,” *Reuters*, May 3, 2018; and Tobin Vale, “Boats Gone,” *Xinhua*, May 4, 2018.\n\n\
            [^2]: Vale, “Boats Gone,” 7.\n\n[^3]: Ibid., 9.\n\n[^4]: Holt, “Pier Shut.”\n";
        let bulletin = crate::bulletin::read("a.md", text, &Gazetteer::shipped(), &Settings::default());
        let titles =
            bulletin.item_groups.iter().flat_map(|group| group.items.iter().map(move |item| (group.note, item)));
        let titles: Vec<String> = titles
            .flat_map(|(note, item)| meant(text, &bulletin, 0, item, item, note))
            .map(|work| format!("{} {}", work.title, work.pages).trim_end().to_owned())
            .collect();
        assert_eq!(titles, ["Pier Shut", "Boats Gone", "Boats Gone 7", "Boats Gone 9", "Pier Shut"]);
    }
}
