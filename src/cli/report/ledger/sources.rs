//! How a text depends on its sources.

use super::Reader;
use crate::gazetteer::codes::{country, language};
use crate::json::index::{self, IndexedContents};
use crate::text::url::Url;
use crate::text::{Span, within};
use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How a text depends on its sources.
#[derive(Default, Serialize)]
pub(in crate::cli::report) struct Standing {
    /// The number of citations.
    pub(in crate::cli::report) citations: usize,
    pub(in crate::cli::report) shares: Vec<Share>,
    pub(in crate::cli::report) countries: Vec<Tally>,
    pub(in crate::cli::report) languages: Vec<Tally>,
    pub(in crate::cli::report) primary: usize,
    pub(in crate::cli::report) secondary: usize,
    /// Citations of sources that are unlisted, or neither primary nor secondary.
    pub(in crate::cli::report) unclassified: usize,
    pub(in crate::cli::report) undated: usize,
    pub(in crate::cli::report) without_address: usize,
    pub(in crate::cli::report) ages: Vec<Tally>,
    /// The oldest publication whose day is known.
    pub(in crate::cli::report) oldest: Option<Oldest>,
    /// Cited days and months, by month, or by year if they span more than five years.
    pub(in crate::cli::report) timeline: Vec<Tally>,
    pub(in crate::cli::report) paragraphs: Paragraphs,
}

impl Standing {
    /// The source on which it depends, if it cites only one, and at least twice.
    pub(in crate::cli::report) fn only_source(&self) -> Option<&str> {
        match &self.shares[..] {
            [only] if only.count > 1 && only.count == self.citations => Some(&only.source),
            _ => None,
        }
    }
}

/// A source and how often it is cited.
#[derive(Clone, Serialize)]
pub(in crate::cli::report) struct Share {
    pub(in crate::cli::report) source: String,
    /// Whether the source is listed.
    pub(in crate::cli::report) listed: bool,
    pub(in crate::cli::report) count: usize,
    /// Its share of all citations, in percent.
    pub(in crate::cli::report) percent: f64,
    pub(in crate::cli::report) kind: String,
    pub(in crate::cli::report) countries: Vec<String>,
    pub(in crate::cli::report) languages: Vec<String>,
}

/// Something counted.
#[derive(Clone, Serialize)]
pub(in crate::cli::report) struct Tally {
    pub(in crate::cli::report) name: String,
    pub(in crate::cli::report) count: usize,
}

/// Figures about the citations of an issue: every form of the report prints the same.
pub(in crate::cli::report) struct Figure<'a> {
    pub(in crate::cli::report) title: &'static str,
    /// What is counted: the name of the column, and of the ledger in CSV.
    pub(in crate::cli::report) name: &'static str,
    pub(in crate::cli::report) tallies: Cow<'a, [Tally]>,
    /// Whether the figures are periods, one after another.
    pub(in crate::cli::report) in_time: bool,
}

impl Standing {
    /// Citations by country, language, kind, age and time of publication; those of which there is none are left out.
    pub(in crate::cli::report) fn figures(&self) -> Vec<Figure<'_>> {
        let kinds = [("primary", self.primary), ("secondary", self.secondary), ("not known", self.unclassified)];
        let kinds: Vec<Tally> = kinds.into_iter().map(|(name, count)| Tally { name: name.to_owned(), count }).collect();
        let all: [(&str, &str, Cow<'_, [Tally]>); 5] = [
            ("Citations by country of the source", "country", (&self.countries).into()),
            ("Citations by language of the source", "language", (&self.languages).into()),
            ("Primary and secondary sources", "kind", kinds.into()),
            ("Age at the issue date", "age", (&self.ages).into()),
            ("When what is cited was published", "period", (&self.timeline).into()),
        ];
        let some = all.into_iter().filter(|(.., tallies)| tallies.iter().any(|one| one.count > 0));
        some.map(|(title, name, tallies)| Figure { title, name, tallies, in_time: name == "period" }).collect()
    }
}

/// The oldest citation.
#[derive(Serialize)]
pub(in crate::cli::report) struct Oldest {
    pub(in crate::cli::report) source: String,
    pub(in crate::cli::report) date: String,
    pub(in crate::cli::report) line: u32,
    pub(in crate::cli::report) days: i64,
}

/// The paragraphs that cite, and those that depend on one source.
#[derive(Default, Serialize)]
pub(in crate::cli::report) struct Paragraphs {
    /// The number of paragraphs that cite anything.
    pub(in crate::cli::report) citing: usize,
    /// The first lines of the paragraphs that cite more than once, and always the same source.
    pub(in crate::cli::report) on_one_source: Vec<u32>,
}

/// One citation.
#[derive(Clone, Serialize)]
pub(in crate::cli::report) struct Cited {
    pub(in crate::cli::report) line: u32,
    /// The source as listed, else as printed, else the host of the address, else what identifies the work: who was
    /// interviewed, the author, the number of a law, the title.
    pub(in crate::cli::report) source: Option<String>,
    pub(in crate::cli::report) title: Option<String>,
    pub(in crate::cli::report) style: &'static str,
    pub(in crate::cli::report) kind: &'static str,
    /// The note that contains it.
    pub(in crate::cli::report) note: Option<String>,
    pub(in crate::cli::report) date: Option<String>,
    /// The date as printed.
    pub(in crate::cli::report) date_text: Option<String>,
    /// Days from publication to the issue.
    pub(in crate::cli::report) age: Option<i64>,
    pub(in crate::cli::report) oldest: bool,
    pub(in crate::cli::report) url: Option<String>,
    /// Whether the link is a placeholder: `#`, `TODO`.
    pub(in crate::cli::report) placeholder: bool,
    #[serde(skip)]
    start: u32,
    /// The key that identifies its source.
    #[serde(skip)]
    key: Option<String>,
    /// Whether it is counted: a list of works repeats what the text cites.
    #[serde(skip)]
    counts: bool,
    /// Whether it is an *Ibid.* or a shortened note: its date and address are in the note that it refers to.
    pub(in crate::cli::report) points_back: bool,
}

impl Reader<'_> {
    /// All citations in a part, in text order. *Ibid.* and shortened notes cite what they refer to.
    pub(super) fn cited(&self, contents: &IndexedContents) -> Vec<Cited> {
        let issue = self.bulletin.issue.date;
        let all = || contents.citations.iter().flat_map(|group| &group.items);
        let meant: HashSet<u32> = all().filter_map(|item| item.meant).collect();
        let of_meant: HashMap<u32, _> =
            all().filter(|item| meant.contains(&item.start)).map(|item| (item.start, self.source(item))).collect();
        let cites_by_author = contents.citations.iter().any(|group| group.style == "author-date");
        let mut out = Vec::new();
        for group in &contents.citations {
            for item in group.items.iter().filter(|item| item.kind != "text") {
                let points_back = matches!(item.kind, "ibid" | "short" | "op-cit");
                let more = |name| item.more.get(name).map(String::as_str);
                let (source, key) = match item.meant.and_then(|start| of_meant.get(&start)) {
                    Some(meant) if points_back && item.source.is_none() => meant.clone(),
                    _ => self.source(item),
                };
                let day = item.dates.first();
                let date = day.and_then(|day| day.date.clone());
                let exact: Option<Date> = match day {
                    Some(day) if day.precision == "day" => day.date.as_deref().and_then(|date| date.parse().ok()),
                    _ => None,
                };
                let age = exact.zip(issue).map(|(day, issue)| days_between(day, issue));
                out.push(Cited {
                    line: self.line(item.start),
                    source,
                    title: more("title").map(str::to_owned),
                    style: group.style,
                    kind: item.kind,
                    note: group.note.clone(),
                    date,
                    date_text: day.map(|day| day.text.clone()),
                    age,
                    oldest: false,
                    url: item.url.clone(),
                    placeholder: item.placeholder,
                    start: item.start,
                    key,
                    // The list of works repeats what the text cites by author and year.
                    counts: !(cites_by_author && group.style == "bibliography"),
                    points_back,
                });
            }
        }
        out.sort_by_key(|cited| cited.start);
        let oldest = out.iter().filter_map(|cited| cited.age).max().filter(|age| *age > 0);
        out.iter_mut().for_each(|cited| cited.oldest = oldest.is_some() && cited.age == oldest);
        out
    }

    /// The name of a source, and the key that identifies it.
    fn source(&self, item: &index::IndexedItem) -> (Option<String>, Option<String>) {
        if let Some(known) = item.source_id.as_deref().and_then(|id| self.gazetteer().source(id)) {
            return (Some(known.name.to_string()), Some(format!("id:{}", known.id)));
        }
        let by_author = matches!(item.kind, "author-date" | "pandoc").then(|| item.more.get("author")).flatten();
        if let Some(name) = item.source.as_ref().or(by_author).filter(|name| !name.trim().is_empty()) {
            return (Some(name.clone()), Some(name.to_lowercase()));
        }
        let host = item.url.as_deref().and_then(Url::parse).map(|url| url.bare_host().to_lowercase());
        let host = host.filter(|host| !host.is_empty());
        (host.clone().or_else(|| named_otherwise(item)), host)
    }

    /// How the text depends on the sources of these citations.
    pub(super) fn standing(&self, cited: &[&Cited]) -> Standing {
        let issue = self.bulletin.issue.date;
        let cited: Vec<&Cited> = cited.iter().copied().filter(|cited| cited.counts).collect();
        let total = cited.len();
        let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
        let (mut countries, mut languages) = (BTreeMap::new(), BTreeMap::new());
        let mut standing = Standing { citations: total, ..Standing::default() };
        let mut ages = [0; AGES.len()];
        for one in &cited {
            let known = one.key.as_deref().and_then(|key| key.strip_prefix("id:"));
            let known = known.and_then(|id| self.gazetteer().source(id));
            match standing_of(one.kind, known.map_or("", |known| &known.kind)) {
                Some(true) => standing.primary += 1,
                Some(false) => standing.secondary += 1,
                None => standing.unclassified += 1,
            }
            let nowhere = "not in the register";
            match known {
                Some(known) if !known.countries.is_empty() => {
                    known.countries.iter().for_each(|code| *countries.entry(country(code)).or_insert(0) += 1);
                }
                Some(_) => *countries.entry("no one country").or_insert(0) += 1,
                None => *countries.entry(nowhere).or_insert(0) += 1,
            }
            match known {
                Some(known) if !known.languages.is_empty() => {
                    known.languages.iter().for_each(|code| *languages.entry(language(code)).or_insert(0) += 1);
                }
                Some(_) => *languages.entry("no particular language").or_insert(0) += 1,
                None => *languages.entry(nowhere).or_insert(0) += 1,
            }
            if !one.points_back {
                standing.undated += usize::from(one.date_text.is_none());
                standing.without_address += usize::from(one.url.is_none() || one.placeholder);
                ages[age_class(one)] += 1;
            }
            let (Some(name), Some(key)) = (&one.source, &one.key) else { continue };
            let share = shares.entry(key).or_insert_with(|| Share {
                source: name.clone(),
                listed: known.is_some(),
                count: 0,
                percent: 0.0,
                kind: known.map(|known| known.kind.to_string()).unwrap_or_default(),
                countries: known.iter().flat_map(|one| &one.countries).map(|code| country(code).to_owned()).collect(),
                languages: known.iter().flat_map(|one| &one.languages).map(|code| language(code).to_owned()).collect(),
            });
            share.count += 1;
        }
        standing.shares = shares.into_values().collect();
        for share in &mut standing.shares {
            share.percent = per_cent(share.count, total);
        }
        standing.shares.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.source.cmp(&b.source)));
        standing.countries = tallies(countries);
        standing.languages = tallies(languages);
        if issue.is_some() {
            let named = AGES.iter().zip(ages).map(|(name, count)| Tally { name: (*name).to_owned(), count });
            standing.ages = named.filter(|tally| tally.count > 0).collect();
            let oldest = cited.iter().filter(|one| one.age.is_some_and(|age| age > 0)).max_by_key(|one| one.age);
            standing.oldest = oldest.and_then(|one| {
                Some(Oldest {
                    source: one.source.clone().unwrap_or_else(|| "a source without a name".to_owned()),
                    date: one.date.clone()?,
                    line: one.line,
                    days: one.age?,
                })
            });
        }
        standing.timeline = timeline(cited.iter().filter_map(|one| one.date.as_deref()));
        standing
    }

    /// How the paragraphs of an article cite. A note counts for the paragraph with its reference.
    pub(super) fn paragraphs(&self, article: Span, citations: &[Cited], paragraphs: &[Span]) -> Paragraphs {
        let notes = within(&self.bulletin.notes, article, |note| note.span);
        let marks = within(&self.bulletin.note_references, article, |mark| mark.span);
        // If two notes have the same label, the first is meant.
        let labels: HashMap<_, Span> =
            notes.iter().rev().map(|note| ((&*note.label, note.footnote), note.span)).collect();
        let mut out = Paragraphs::default();
        for paragraph in within(paragraphs, article, |span| *span) {
            let before = notes.partition_point(|note| note.span.start <= paragraph.start);
            if notes[..before].last().is_some_and(|note| paragraph.start < note.span.end) {
                continue;
            }
            let here = cited_in(citations, *paragraph).iter().filter(|one| one.style != "bibliography");
            let marks = within(marks, *paragraph, |mark| mark.span).iter();
            let meant = marks.filter_map(|mark| labels.get(&(&*mark.label, mark.footnote)));
            let in_notes = meant.flat_map(|note| cited_in(citations, *note));
            let keys: Vec<Option<&str>> = here.chain(in_notes).map(|one| one.key.as_deref()).collect();
            let Some(first) = keys.first() else { continue };
            out.citing += 1;
            if keys.len() > 1 && first.is_some() && keys.iter().all(|key| key == first) {
                out.on_one_source.push(self.line(paragraph.start));
            }
        }
        out
    }
}

/// What identifies a work that names no source.
fn named_otherwise(item: &index::IndexedItem) -> Option<String> {
    let field = |name| item.more.get(name).filter(|words| !words.trim().is_empty());
    if item.kind == "interview" {
        return Some(field("persons").map_or_else(|| "interview".to_owned(), |who| format!("interview with {who}")));
    }
    ["author", "symbol", "number", "title"].into_iter().find_map(field).cloned()
}

/// The citations that start within this span, from a list in text order.
pub(super) fn cited_in(citations: &[Cited], span: Span) -> &[Cited] {
    let from = citations.partition_point(|cited| cited.start < span.start);
    let to = citations.partition_point(|cited| cited.start < span.end);
    citations.get(from..to).unwrap_or_default()
}

/// Age groups of citations, the youngest first.
const AGES: [&str; 9] = [
    "after the issue date",
    "up to a week",
    "up to a month",
    "up to three months",
    "up to a year",
    "up to five years",
    "older",
    "day not known",
    "undated",
];

fn age_class(cited: &Cited) -> usize {
    match cited.age {
        Some(i64::MIN..0) => 0,
        Some(..=7) => 1,
        Some(..=31) => 2,
        Some(..=92) => 3,
        Some(..=366) => 4,
        Some(..=1826) => 5,
        Some(_) => 6,
        None if cited.date_text.is_some() => 7,
        None => 8,
    }
}

/// Whether a cited source is a primary source; `None` if unknown.
fn standing_of(kind: &str, register: &str) -> Option<bool> {
    match kind {
        "interview" | "statement" | "un-document" | "case" | "law" | "dataset" | "social" => return Some(true),
        "book" | "journal" | "thesis" => return Some(false),
        _ => {}
    }
    match register {
        "official" | "un" | "dataset" | "extremist-media" | "platform" => Some(true),
        "" | "aggregator" | "archive" => None,
        _ => Some(false),
    }
}

fn days_between(day: Date, issue: Date) -> i64 {
    day.until(issue).map_or(0, |span| i64::from(span.get_days()))
}

/// A part of a whole in percent, to one decimal place.
pub(in crate::cli::report) fn per_cent(part: usize, whole: usize) -> f64 {
    (part * 1000 + whole / 2).checked_div(whole).map_or(0.0, |tenths| tenths as f64 / 10.0)
}

/// The counts, the most frequent first.
fn tallies(counts: BTreeMap<&str, usize>) -> Vec<Tally> {
    let mut all: Vec<Tally> = counts.into_iter().map(|(name, count)| Tally { name: name.to_owned(), count }).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    all
}

/// Cited days and months by month, or by year if they span more than five years; empty periods within the span are
/// included.
fn timeline<'a>(dates: impl Iterator<Item = &'a str>) -> Vec<Tally> {
    let months: Vec<(i32, i32)> = dates
        .filter_map(|date| {
            let mut parts = date.split('-');
            let year = parts.next()?.parse().ok()?;
            Some((year, parts.next().map_or(0, |month| month.parse().unwrap_or(0))))
        })
        .collect();
    let years = months.iter().map(|(year, _)| *year);
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    // A date with only a year has no month.
    let by_year = last - first >= 5 || months.iter().any(|(_, month)| *month == 0);
    let mut counts: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for (year, month) in &months {
        *counts.entry((*year, if by_year { 0 } else { *month })).or_default() += 1;
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().last().copied()) else {
        return Vec::new();
    };
    let number = |(year, month): (i32, i32)| if by_year { year } else { year * 12 + month - 1 };
    // A single very old citation would add centuries of empty periods.
    if number(last) - number(first) < 60 {
        for at in number(first)..=number(last) {
            counts.entry(if by_year { (at, 0) } else { (at / 12, at % 12 + 1) }).or_default();
        }
    }
    let name = |(year, month)| if by_year { format!("{year:04}") } else { format!("{year:04}-{month:02}") };
    counts.into_iter().map(|(period, count)| Tally { name: name(period), count }).collect()
}
