//! Outlets from a BibTeX or BibLaTeX library.
//!
//! * A library with a syntax error is read entry by entry, so that one mistake costs one entry.
//! * biblatex splits the text and decodes LaTeX. Abbreviations and inherited fields are resolved here, within limits: a
//!   few `@string` lines can stand for gigabytes, and entries can inherit from each other in a cycle.

use super::entry::{Imported, ImportedSource};
use super::{ImportOptions, Input, fields, lines, sources};
use crate::bulletin::items::ItemKind;
use crate::calendar::MONTHS;
use crate::works::{Work, WorkDate};
use biblatex::{Bibliography, ChunksExt, EntryType, Pair, RawBibliography, RawChunk, RawEntry, Spanned};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// An entry with more open braces than this is malformed.
const DEEPEST: usize = 50;

/// A field longer than this, in bytes with its abbreviations resolved, contains neither an outlet nor an address.
const LONGEST: usize = 4 << 10;

/// The maximum number of pieces that make up a field, including those that make up its abbreviations.
const PIECES: usize = 1000;

/// The maximum number of entries from which one entry inherits, directly or through others.
const ANCESTORS: usize = 16;

/// Fields that may name the outlet, the best first.
const OUTLETS: [&str; 7] =
    ["journaltitle", "journal", "newspaper", "organization", "institution", "publisher", "howpublished"];

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    let Some(text) = lines::whole(&mut *input.text, found) else { return };
    Library::parse(&text, found).take_all(found);
}

/// The references with their keys.
pub(super) fn works(text: &str, found: &mut Imported) -> Vec<(String, Work)> {
    let library = Library::parse(text, found);
    let mut works = Vec::with_capacity(library.entries.len());
    for (line, entry) in &library.entries {
        match library.work(entry) {
            Ok(work) => works.push((entry.key.v.to_owned(), work)),
            Err(why) => passed_over(*line, &why, found),
        }
    }
    works
}

/// The contents of a library, with abbreviations unresolved.
#[derive(Default)]
struct Library<'t> {
    /// The entries, each with its line.
    entries: Vec<(u64, RawEntry<'t>)>,
    by_key: FxHashMap<&'t str, usize>,
    abbreviations: FxHashMap<&'t str, Value<'t>>,
}

type Value<'t> = Vec<Spanned<RawChunk<'t>>>;

impl<'t> Library<'t> {
    fn parse(text: &'t str, found: &mut Imported) -> Library<'t> {
        let mut library = Library::default();
        let pieces = pieces(text);
        let records = || pieces.iter().filter(|(_, piece)| is_record(piece)).map(|(line, _)| *line);
        if !pieces.iter().any(|(_, piece)| is_deep(piece))
            && let Ok(raw) = RawBibliography::parse(text)
            // An unclosed brace may swallow entries and still be balanced by a later mistake.
            && raw.entries.len() == records().count()
        {
            library.add(raw, records());
            return library;
        }
        for (line, piece) in &pieces {
            if is_deep(piece) {
                found.fault_at(*line, "the entry has too many open braces");
                continue;
            }
            match RawBibliography::parse(piece) {
                Ok(raw) => library.add(raw, std::iter::repeat(*line)),
                Err(error) if is_record(piece) => passed_over(*line, &error.kind.to_string(), found),
                // Entries that use the broken abbreviation report it.
                Err(_) => {}
            }
        }
        library
    }

    fn add(&mut self, raw: RawBibliography<'t>, lines: impl Iterator<Item = u64>) {
        self.abbreviations.extend(raw.abbreviations.into_iter().map(|Pair { key, value }| (key.v, value.v)));
        for (entry, line) in raw.entries.into_iter().zip(lines) {
            self.by_key.entry(entry.v.key.v).or_insert(self.entries.len());
            self.entries.push((line, entry.v));
        }
    }

    fn take_all(&self, found: &mut Imported) {
        for (line, entry) in &self.entries {
            if let Err(why) = self.take(*line, entry, found) {
                passed_over(*line, &why, found);
            }
        }
    }

    /// Reads the outlet of one entry; an error says why its fields cannot be read.
    fn take(&self, line: u64, entry: &RawEntry<'t>, found: &mut Imported) -> Result<(), String> {
        let kind = match EntryType::new(entry.kind.v) {
            EntryType::Article | EntryType::Unknown(_) => "",
            EntryType::Online | EntryType::Misc | EntryType::Report | EntryType::TechReport => "web",
            _ => {
                found.leave_out("books, theses and the like");
                return Ok(());
            }
        };
        let family = self.family(entry)?;
        let field = |key: &str| {
            let mut texts = family.iter().enumerate().map(|(distance, entry)| {
                let inherits_title = distance > 0 && key == "journaltitle" && is_periodical(entry);
                self.field(entry, if inherits_title { "title" } else { key })
            });
            // The entry's own field, else the nearest inherited one.
            texts.find(|text| text.as_ref().is_ok_and(|text| !text.trim().is_empty()) || text.is_err())
        };
        let title = OUTLETS.iter().find_map(|key| field(key)).transpose()?.unwrap_or_default();
        let url = field("url").transpose()?.unwrap_or_default();
        let language_id = field("langid").transpose()?.unwrap_or_default();
        let place = format!(":{line}");
        let mut source =
            ImportedSource { from: vec![found.from(&place, entry.key.v)], kind, ..ImportedSource::default() };
        source.name = sources::outlet(&title).unwrap_or_default();
        source.lives(&url);
        if title.contains("://") {
            // `howpublished = {\url{…}}`
            source.name.clear();
            source.lives(title.trim_start_matches("\\url"));
        } else if !title.contains(' ') {
            source.lives(&title);
        }
        source.language(language(&language_id));
        found.source(source);
        Ok(())
    }

    /// Reads a whole reference; an error says why a field cannot be read.
    fn work(&self, entry: &RawEntry<'t>) -> Result<Work, String> {
        let family = self.family(entry)?;
        let field = |keys: &[&str]| -> Result<String, String> {
            for key in keys {
                for entry in &family {
                    let text = self.field(entry, key)?;
                    if !text.trim().is_empty() {
                        return Ok(text.split_whitespace().collect::<Vec<_>>().join(" "));
                    }
                }
            }
            Ok(String::new())
        };
        let volume = field(&["volume"])?;
        let journal = field(&["journaltitle", "journal", "newspaper"])?;
        let kind = match EntryType::new(entry.kind.v) {
            EntryType::Article if volume.is_empty() => ItemKind::News,
            EntryType::Article => ItemKind::Journal,
            EntryType::Book | EntryType::InBook | EntryType::InCollection | EntryType::Collection => ItemKind::Book,
            EntryType::Report | EntryType::TechReport => ItemKind::Report,
            EntryType::Thesis | EntryType::PhdThesis | EntryType::MastersThesis => ItemKind::Thesis,
            _ => ItemKind::Web,
        };
        let source = match journal.is_empty() {
            true => field(&["organization", "institution", "school", "publisher", "howpublished"])?,
            false => journal,
        };
        let names: Vec<String> = field(&["author"])?.split(" and ").map(fields::spoken).collect();
        let others = names.last().is_some_and(|last| last == "others");
        let names: Vec<String> = names.into_iter().filter(|name| name != "others" && !name.is_empty()).collect();
        let date = match field(&["date"])? {
            date if !date.is_empty() => fields::date(&date),
            _ => self.date_of_parts(entry, &field(&["year"])?, &field(&["day"])?),
        };
        Ok(Work {
            kind,
            author: if others { format!("{} et al.", fields::joined(&names)) } else { fields::joined(&names) },
            title: field(&["title"])?,
            source: if source.contains("://") { String::new() } else { source },
            place: field(&["address", "location"])?,
            issue: field(&["number", "issue"])?,
            volume,
            pages: field(&["pages"])?.replace("--", "–"),
            url: field(&["url"])?,
            dates: date.into_iter().collect(),
            accessed: fields::date(&field(&["urldate"])?),
            ..Work::default()
        })
    }

    /// A date with year, month and day in separate fields. A month is a word, a number or one of the abbreviations
    /// `jan` to `dec`.
    fn date_of_parts(&self, entry: &RawEntry<'t>, year: &str, day: &str) -> Option<WorkDate> {
        let year: i16 = year.trim().parse().ok()?;
        let written = entry.fields.iter().rev().find(|field| field.key.v.eq_ignore_ascii_case("month"));
        let month = written.and_then(|field| match &field.value.v[..] {
            [only] => match only.v {
                RawChunk::Abbreviation(name) => Some(name.to_owned()),
                RawChunk::Normal(text) => Some(text.to_owned()),
            },
            _ => self.field(entry, "month").ok(),
        });
        let number = month.and_then(|month| {
            let word: String = month.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
            let named =
                MONTHS.iter().position(|name| word.len() > 2 && name.to_ascii_lowercase().starts_with(word.as_str()));
            named.and_then(|at| i16::try_from(at + 1).ok()).or_else(|| word.parse().ok())
        });
        let day = day.trim().parse().ok();
        let parts: Vec<i16> = std::iter::once(year).chain(number).chain(number.and(day)).collect();
        WorkDate::of_parts(&parts).or_else(|| WorkDate::of_parts(&[year]))
    }

    /// The entry and those that it inherits from through `crossref` and `xdata`, the nearest first.
    fn family<'l>(&'l self, entry: &'l RawEntry<'t>) -> Result<Vec<&'l RawEntry<'t>>, String> {
        let mut family = vec![entry];
        let mut next = 0;
        while let Some(entry) = family.get(next).copied() {
            next += 1;
            for key in ["crossref", "xdata"] {
                let parents = self.field(entry, key)?;
                for parent in parents.split(',').filter_map(|key| self.by_key.get(key.trim())) {
                    let parent = &self.entries[*parent].1;
                    if family.len() <= ANCESTORS && !family.iter().any(|known| std::ptr::eq(*known, parent)) {
                        family.push(parent);
                    }
                }
            }
        }
        Ok(family)
    }

    /// The text of a field, with its abbreviations resolved and its LaTeX decoded; empty if the entry has no such
    /// field.
    fn field(&self, entry: &RawEntry<'t>, key: &str) -> Result<String, String> {
        let of_key = |field: &&Pair<'t>| field.key.v.eq_ignore_ascii_case(key);
        let Some(field) = entry.fields.iter().rev().find(of_key) else { return Ok(String::new()) };
        let value = self.resolve(key, &field.value.v)?;
        if value.len() > LONGEST {
            return Err(format!("the field “{key}” is longer than {} kB", LONGEST >> 10));
        }
        let chunk = Spanned::zero(RawChunk::Normal(&value));
        let alone = RawEntry {
            key: Spanned::zero("entry"),
            kind: Spanned::zero("misc"),
            fields: vec![Pair::new(Spanned::zero(key), Spanned::zero(vec![chunk]))],
        };
        let alone =
            RawBibliography { preamble: String::new(), entries: vec![Spanned::zero(alone)], abbreviations: Vec::new() };
        let decoded = Bibliography::from_raw(alone).map_err(|error| error.kind.to_string())?;
        let decoded = decoded.iter().next().and_then(|entry| entry.get(key).map(|chunks| chunks.format_verbatim()));
        Ok(decoded.unwrap_or_default())
    }

    /// A value with its abbreviations resolved, within the limits.
    fn resolve(&self, key: &str, value: &Value<'t>) -> Result<Cow<'t, str>, String> {
        if let [only] = &value[..]
            && let RawChunk::Normal(text) = only.v
        {
            return Ok(Cow::Borrowed(text));
        }
        let mut text = String::new();
        let mut pieces = 0;
        // The rest of each abbreviation that is being resolved, the outermost first.
        let mut open = vec![value.iter()];
        while let Some(rest) = open.last_mut() {
            let Some(chunk) = rest.next() else {
                open.pop();
                continue;
            };
            pieces += 1;
            match chunk.v {
                RawChunk::Normal(part) => text.push_str(part),
                RawChunk::Abbreviation(name) => match self.abbreviations.get(name) {
                    Some(value) => open.push(value.iter()),
                    None => return Err(format!("unknown abbreviation {name:?}")),
                },
            }
            if text.len() > LONGEST || pieces > PIECES {
                let most = LONGEST >> 10;
                return Err(format!("the abbreviations in “{key}” stand for more than {most} kB of text"));
            }
        }
        Ok(Cow::Owned(text))
    }
}

fn passed_over(line: u64, why: &str, found: &mut Imported) {
    found.fault_at(line, &format!("the entry was passed over: {why}"));
}

fn is_periodical(entry: &RawEntry<'_>) -> bool {
    entry.kind.v.eq_ignore_ascii_case("periodical")
}

/// The text from each line that starts with `@` up to the next, with its line number.
fn pieces(text: &str) -> Vec<(u64, &str)> {
    let mut starts: Vec<(u64, usize)> = Vec::new();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if line.trim_start().starts_with('@') {
            starts.push((number, at));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    starts.iter().zip(ends).filter_map(|((line, start), end)| Some((*line, text.get(*start..end)?))).collect()
}

/// Whether a piece is an entry of the library.
fn is_record(piece: &str) -> bool {
    let opens =
        |word: &&str| piece.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    !["@string", "@comment", "@preamble"].iter().any(opens)
}

/// Whether more braces are open at some point than in any valid entry.
fn is_deep(piece: &str) -> bool {
    let (mut open, mut most) = (0usize, 0);
    for byte in piece.bytes() {
        match byte {
            b'{' => {
                open += 1;
                most = most.max(open);
            }
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most > DEEPEST
}

/// The language code for a babel language name.
fn language(name: &str) -> &str {
    match name {
        "english" | "american" | "british" | "USenglish" | "UKenglish" => "en",
        "french" => "fr",
        "german" | "ngerman" => "de",
        "spanish" => "es",
        "russian" => "ru",
        "arabic" => "ar",
        "turkish" => "tr",
        "persian" | "farsi" => "fa",
        code => code,
    }
}
