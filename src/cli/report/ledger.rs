//! What the report says of a document. It is computed here once, and every form of the report prints the same.

use crate::bulletin::{Bulletin, suppression};
use crate::check::Draft;
use crate::cli::files::Source;
use crate::cli::format::fingerprint::Fingerprints;
use crate::cli::format::{Checked, excerpt};
use crate::cli::index::{self, Contents, Document};
use crate::config::Level;
use crate::disk::Fault;
use crate::gazetteer::codes::{country, language};
use crate::gazetteer::{Form, Gazetteer};
use crate::markdown::BlockKind;
use crate::project::{Context, Project};
use crate::rules::{Decision, Diagnostic, Safety};
use crate::text::url::Url;
use crate::text::{Encoding, LineIndex, Span, within};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many places of a group are shown.
const SHOWN: usize = 3;
/// A proposed change is shown word by word up to this many bytes; beyond that its title says it.
const LONG_CHANGE: u32 = 160;

/// The report of one document.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) path: String,
    /// What the issue or its only article is called; the path where it has no name.
    pub(super) title: String,
    #[serde(flatten)]
    pub(super) issue: index::Issue,
    /// Nothing in it is an error.
    pub(super) printable: bool,
    pub(super) counts: Counts,
    pub(super) findings: Vec<Finding>,
    pub(super) sources: Standing,
    pub(super) articles: Vec<Part>,
    pub(super) suppressions: Vec<Hidden>,
    /// What is new since an earlier report, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<super::changes::Changes>,
}

/// Decisions by level.
#[derive(Clone, Copy, Default, Serialize)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) infos: usize,
    pub(super) hints: usize,
}

impl Counts {
    fn add(&mut self, level: Level) {
        *match level {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
            Level::Info => &mut self.infos,
            Level::Hint => &mut self.hints,
        } += 1;
    }

    pub(super) fn plus(self, other: Counts) -> Counts {
        Counts {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            hints: self.hints + other.hints,
        }
    }

    pub(super) fn total(self) -> usize {
        self.errors + self.warnings + self.infos + self.hints
    }
}

/// What is wrong; findings that one decision settles are one.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) rule: &'static str,
    pub(super) level: &'static str,
    pub(super) message: String,
    /// The title of its article; none outside of articles.
    pub(super) article: Option<String>,
    pub(super) line: u32,
    pub(super) column: u32,
    /// At how many places it stands.
    pub(super) places: usize,
    /// The first of them.
    pub(super) excerpts: Vec<Excerpt>,
    /// The best repair.
    pub(super) change: Option<Change>,
    pub(super) fingerprint: String,
    /// The index of its article among the parts.
    #[serde(skip)]
    pub(super) part: Option<usize>,
}

impl Finding {
    pub(super) fn is_error(&self) -> bool {
        self.level == Level::Error.name()
    }
}

/// Part of a line with the place that is meant.
#[derive(Serialize)]
pub(super) struct Excerpt {
    pub(super) line: u32,
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
}

/// A proposed change.
#[derive(Serialize)]
pub(super) struct Change {
    pub(super) title: String,
    pub(super) safe: bool,
    /// What it replaces at the first place, where that is one stretch of a line, and by what.
    pub(super) words: Option<Replaced>,
}

/// A stretch of a line, and what a change makes of it.
#[derive(Serialize)]
pub(super) struct Replaced {
    pub(super) before: String,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) after: String,
}

/// Where a text stands on its sources.
#[derive(Default, Serialize)]
pub(super) struct Standing {
    /// How often something is cited.
    pub(super) citations: usize,
    pub(super) shares: Vec<Share>,
    pub(super) countries: Vec<Tally>,
    pub(super) languages: Vec<Tally>,
    pub(super) primary: usize,
    pub(super) secondary: usize,
    /// Of a source that is in no register, or is neither.
    pub(super) unclassified: usize,
    pub(super) undated: usize,
    pub(super) without_address: usize,
    pub(super) ages: Vec<Tally>,
    /// The oldest publication of which the day is known.
    pub(super) oldest: Option<Oldest>,
    /// Cited days and months, month by month, or by year where they span more than five years.
    pub(super) timeline: Vec<Tally>,
    pub(super) paragraphs: Paragraphs,
}

impl Standing {
    /// The source that it rests on, where that is a single one cited at least twice.
    pub(super) fn only_source(&self) -> Option<&str> {
        match &self.shares[..] {
            [only] if only.count > 1 && only.count == self.citations => Some(&only.source),
            _ => None,
        }
    }
}

/// A source and how often it is cited.
#[derive(Clone, Serialize)]
pub(super) struct Share {
    pub(super) source: String,
    /// Whether the register of sources knows it.
    pub(super) listed: bool,
    pub(super) count: usize,
    /// Of all citations, in per cent.
    pub(super) percent: f64,
    pub(super) kind: String,
    pub(super) countries: Vec<String>,
    pub(super) languages: Vec<String>,
}

/// Something counted.
#[derive(Clone, Serialize)]
pub(super) struct Tally {
    pub(super) name: String,
    pub(super) count: usize,
}

/// The oldest citation.
#[derive(Serialize)]
pub(super) struct Oldest {
    pub(super) source: String,
    pub(super) date: String,
    pub(super) line: u32,
    pub(super) days: i64,
}

/// Paragraphs that cite, and those that rest on one source.
#[derive(Default, Serialize)]
pub(super) struct Paragraphs {
    /// How many cite anything.
    pub(super) citing: usize,
    /// How many cite more than once, and always the same source: the lines on which they begin.
    pub(super) on_one_source: Vec<u32>,
}

/// An article, or what stands outside of articles.
#[derive(Serialize)]
pub(super) struct Part {
    /// None for what stands outside of articles.
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) line: u32,
    pub(super) counts: Counts,
    pub(super) sources: Standing,
    pub(super) citations: Vec<Cited>,
    pub(super) actors: Vec<Named>,
    pub(super) abbreviations: Vec<Short>,
    pub(super) notes: Vec<Noted>,
    #[serde(skip)]
    span: Span,
}

impl Part {
    pub(super) fn name(&self) -> &str {
        match self.title.as_deref() {
            None => "Outside of the articles",
            Some("") => "Article without a title",
            Some(title) => title,
        }
    }
}

/// One citation.
#[derive(Clone, Serialize)]
pub(super) struct Cited {
    pub(super) line: u32,
    /// The source as the register names it, else as it is printed, else the host of the address.
    pub(super) source: Option<String>,
    pub(super) title: Option<String>,
    pub(super) style: &'static str,
    pub(super) kind: &'static str,
    /// The note that it stands in.
    pub(super) note: Option<String>,
    pub(super) date: Option<String>,
    /// The date as printed.
    pub(super) date_text: Option<String>,
    /// Days from publication to the issue.
    pub(super) age: Option<i64>,
    pub(super) oldest: bool,
    pub(super) url: Option<String>,
    /// The link leads nowhere: `#`, `TODO`.
    pub(super) placeholder: bool,
    #[serde(skip)]
    start: u32,
    #[serde(skip)]
    key: Option<String>,
    #[serde(skip)]
    counts: bool,
    /// *Ibid.* and shortened notes: date and address stand where they point to.
    pub(super) points_back: bool,
}

/// An actor, and how it is written.
#[derive(Serialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) times: usize,
    pub(super) spellings: Vec<Spelt>,
}

/// A spelling of an actor's name.
#[derive(Serialize)]
pub(super) struct Spelt {
    pub(super) text: String,
    /// `preferred`, `accepted`, `short form`, `not preferred`, `outdated`.
    pub(super) standing: &'static str,
    pub(super) lines: Vec<u32>,
}

/// An abbreviation.
#[derive(Serialize)]
pub(super) struct Short {
    pub(super) short: String,
    pub(super) long: String,
    pub(super) line: u32,
    pub(super) uses: usize,
    /// What else the issue says that it stands for.
    pub(super) conflicts: Vec<String>,
}

/// A note.
#[derive(Serialize)]
pub(super) struct Noted {
    pub(super) label: String,
    pub(super) line: u32,
    /// The lines that point to it.
    pub(super) references: Vec<u32>,
    /// What it cites.
    pub(super) sources: Vec<String>,
}

/// A comment that hides findings.
#[derive(Serialize)]
pub(super) struct Hidden {
    pub(super) line: u32,
    /// `a block`, `a line`, `a range`, `the whole text`.
    pub(super) hides: &'static str,
    /// All rules where it names none.
    pub(super) rules: Vec<String>,
    pub(super) reason: Option<String>,
}

/// Reads, checks and describes a document.
pub(super) fn read(source: &Source, project: &Project) -> Result<Entry, Fault> {
    let (text, context) = source.read(project)?;
    source.guard(|| {
        let draft = context.draft(&source.shown, &text);
        let found = with_changes(crate::check::check(draft), draft);
        let document = index::describe(&source.shown, text.clone(), &found.bulletin, &context, false);
        let paragraphs: Vec<Span> = {
            let blocks = found.markdown.blocks.iter();
            let prose = blocks.filter(|block| block.kind == BlockKind::Paragraph && block.footnote.is_none());
            prose.map(|block| block.span).collect()
        };
        let lines = LineIndex::new(&text);
        let reader = Reader { bulletin: &found.bulletin, context: &context, lines: &lines, text: &text };
        let mut entry = reader.entry(document, &paragraphs);
        let mut checked = Checked::new(source.shown.clone(), text.clone(), found);
        // Hints are for whoever writes, in an editor; no report has them.
        checked.diagnostics.retain(|found| found.level > Level::Hint);
        add_findings(&mut entry, &checked, &lines);
        entry
    })
}

/// The fixes that the report proposes: for an error those that hold, for the rest those that hold without being verified,
/// since verifying takes longer than the check itself.
fn with_changes(found: crate::check::Checked, draft: Draft<'_>) -> crate::check::Checked {
    let errors = found.diagnostics.iter().enumerate().filter(|(_, one)| one.level == Level::Error);
    let verified: Vec<_> = errors.map(|(at, _)| (at, found.fixes(draft, at).into_owned())).collect();
    let (mut found, _) = found.with_certain_fixes(draft);
    for (at, fixes) in verified {
        found.diagnostics[at].fixes = fixes.into();
    }
    found
}

struct Reader<'a> {
    bulletin: &'a Bulletin,
    context: &'a Context,
    lines: &'a LineIndex,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, offset: u32) -> u32 {
        self.lines.line_of(offset) + 1
    }

    fn gazetteer(&self) -> &Gazetteer {
        &self.context.gazetteer
    }

    fn entry(&self, document: Document, paragraphs: &[Span]) -> Entry {
        let mut parts: Vec<Part> = document
            .articles
            .iter()
            .map(|article| {
                let span = Span::new(article.start, article.end);
                let part = self.part(Some(article.title.clone()), span, &article.contents, paragraphs);
                Part { authors: article.authors.clone(), ..part }
            })
            .collect();
        if !document.outside.is_empty() {
            let whole = Span::at(0..self.text.len());
            parts.push(self.part(None, whole, &document.outside, &[]));
        }
        conflicts(&mut parts);
        let all: Vec<&Cited> = parts.iter().flat_map(|part| &part.citations).collect();
        let mut sources = self.standing(&all);
        for part in &parts {
            sources.paragraphs.citing += part.sources.paragraphs.citing;
            sources.paragraphs.on_one_source.extend(&part.sources.paragraphs.on_one_source);
        }
        let title = self.bulletin.issue.title.as_ref().map(|title| title.value.to_string());
        let title = title.or_else(|| match &document.articles[..] {
            [only] => Some(only.title.clone()),
            _ => None,
        });
        Entry {
            title: title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| document.path.clone()),
            path: document.path,
            issue: document.issue,
            printable: true,
            counts: Counts::default(),
            findings: Vec::new(),
            sources,
            articles: parts,
            suppressions: self.suppressions(),
            changes: None,
        }
    }

    fn part(&self, title: Option<String>, span: Span, contents: &Contents, paragraphs: &[Span]) -> Part {
        let citations = self.cited(contents);
        let counted: Vec<&Cited> = citations.iter().collect();
        let mut sources = self.standing(&counted);
        if title.is_some() {
            sources.paragraphs = self.paragraphs(span, &citations, paragraphs);
        }
        let notes = contents.notes.iter().map(|note| {
            let cited = cited_in(&citations, Span::new(note.start, note.end));
            Noted {
                label: note.label.clone(),
                line: self.line(note.start),
                references: note.references.iter().map(|place| self.line(place.start)).collect(),
                sources: cited.iter().filter_map(|cited| cited.source.clone()).collect(),
            }
        });
        Part {
            title,
            authors: Vec::new(),
            line: self.line(span.start),
            counts: Counts::default(),
            sources,
            actors: self.actors(contents),
            abbreviations: contents
                .abbreviations
                .iter()
                .map(|one| Short {
                    short: one.short.clone(),
                    long: one.long.clone(),
                    line: self.line(one.start),
                    uses: one.uses,
                    conflicts: Vec::new(),
                })
                .collect(),
            notes: notes.collect(),
            citations,
            span,
        }
    }

    /// Every citation of a part, in the order of the text. *Ibid.* and shortened notes cite what they refer to.
    fn cited(&self, contents: &Contents) -> Vec<Cited> {
        let issue = self.bulletin.issue.date;
        let mut of_notes: HashMap<&str, (Option<String>, Option<String>)> = HashMap::new();
        let cites_by_author = contents.citations.iter().any(|group| group.style == "author-date");
        let mut out = Vec::new();
        for group in &contents.citations {
            for item in group.items.iter().filter(|item| item.kind != "text") {
                let points_back = matches!(item.kind, "ibid" | "short" | "op-cit");
                let more = |name| item.more.get(name).map(String::as_str);
                let (source, key) = match more("refers").and_then(|label| of_notes.get(label)) {
                    Some(meant) if points_back && item.source.is_none() => meant.clone(),
                    _ => self.source(item),
                };
                if let Some(label) = group.note.as_deref() {
                    of_notes.entry(label).or_insert_with(|| (source.clone(), key.clone()));
                }
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
                    // The list of works says once more what the text cites by author and year.
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

    /// The name of a source, and what tells it from others.
    fn source(&self, item: &index::Item) -> (Option<String>, Option<String>) {
        if let Some(known) = item.source_id.as_deref().and_then(|id| self.gazetteer().source(id)) {
            return (Some(known.name.to_string()), Some(format!("id:{}", known.id)));
        }
        let by_author = matches!(item.kind, "author-date" | "pandoc").then(|| item.more.get("author")).flatten();
        if let Some(name) = item.source.as_ref().or(by_author).filter(|name| !name.trim().is_empty()) {
            return (Some(name.clone()), Some(name.to_lowercase()));
        }
        let host = item.url.as_deref().and_then(Url::parse).map(|url| url.bare_host().to_lowercase());
        let host = host.filter(|host| !host.is_empty());
        (host.clone(), host)
    }

    /// Where these citations stand.
    fn standing(&self, cited: &[&Cited]) -> Standing {
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
                Some(_) => *languages.entry("no one language").or_insert(0) += 1,
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

    /// How the paragraphs of an article cite, those of a note where its mark stands.
    fn paragraphs(&self, article: Span, citations: &[Cited], paragraphs: &[Span]) -> Paragraphs {
        let notes = within(&self.bulletin.notes, article, |note| note.span);
        let marks = within(&self.bulletin.note_references, article, |mark| mark.span);
        // Of two notes with one label the first is meant.
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

    /// The actors of a part, the most frequent first.
    fn actors(&self, contents: &Contents) -> Vec<Named> {
        let mut actors: BTreeMap<&str, BTreeMap<(&str, &'static str), Vec<u32>>> = BTreeMap::new();
        for actor in &contents.actors {
            let standing = match actor.form {
                Form::Name => "preferred",
                Form::Abbreviation => "short form",
                Form::Variant => "not preferred",
                Form::Former => "outdated",
                Form::Accepted | Form::Weak | Form::Phrase | Form::Country => "accepted",
            };
            let lines = actors.entry(&actor.id).or_default().entry((&actor.text, standing)).or_default();
            lines.push(self.line(actor.start));
        }
        let mut named: Vec<Named> = actors
            .into_iter()
            .filter_map(|(actor, spellings)| {
                let name = self.gazetteer().actor(actor)?.name.to_string();
                let times = spellings.values().map(Vec::len).sum();
                let spelt =
                    |((text, standing), lines): ((&str, _), _)| Spelt { text: text.to_owned(), standing, lines };
                let mut spellings: Vec<Spelt> = spellings.into_iter().map(spelt).collect();
                spellings.sort_by(|a, b| b.lines.len().cmp(&a.lines.len()).then_with(|| a.text.cmp(&b.text)));
                Some(Named { name, times, spellings })
            })
            .collect();
        named.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.name.cmp(&b.name)));
        named
    }

    fn suppressions(&self) -> Vec<Hidden> {
        let mut known = BTreeSet::new();
        let comments = self.bulletin.suppressions.iter();
        let starts = comments.filter(|one| one.kind != suppression::Kind::End && known.insert(one.comment.start));
        starts
            .map(|one| Hidden {
                line: self.line(one.comment.start),
                hides: match one.kind {
                    suppression::Kind::Block => "a block",
                    suppression::Kind::Line => "a line",
                    suppression::Kind::Start | suppression::Kind::End => "a range",
                    suppression::Kind::File => "the whole text",
                },
                rules: one.rules.iter().map(|rule| rule.value.to_string()).collect(),
                reason: one.reason.as_ref().map(|reason| reason.value.to_string()),
            })
            .collect()
    }
}

/// The citations that begin in this span, of those in the order of the text.
fn cited_in(citations: &[Cited], span: Span) -> &[Cited] {
    let from = citations.partition_point(|cited| cited.start < span.start);
    let to = citations.partition_point(|cited| cited.start < span.end);
    citations.get(from..to).unwrap_or_default()
}

/// How old citations are, the youngest first.
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

/// Whether what is cited is a source of the first hand; none where that is not known.
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

/// A part of a whole in per cent, to one place.
pub(super) fn per_cent(part: usize, whole: usize) -> f64 {
    (part * 1000).checked_div(whole).map_or(0.0, |tenths| tenths as f64 / 10.0)
}

/// The most frequent first.
fn tallies(counts: BTreeMap<&str, usize>) -> Vec<Tally> {
    let mut all: Vec<Tally> = counts.into_iter().map(|(name, count)| Tally { name: name.to_owned(), count }).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    all
}

/// Cited days and months by month, or by year where they span more than five years; periods without any are listed too, as
/// long as they are within the span.
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
    // A date that names a year alone stands in no month.
    let by_year = last - first >= 5 || months.iter().any(|(_, month)| *month == 0);
    let mut counts: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for (year, month) in &months {
        *counts.entry((*year, if by_year { 0 } else { *month })).or_default() += 1;
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().last().copied()) else {
        return Vec::new();
    };
    let number = |(year, month): (i32, i32)| if by_year { year } else { year * 12 + month - 1 };
    // A single citation of long ago would draw centuries of nothing.
    if number(last) - number(first) < 60 {
        for at in number(first)..=number(last) {
            counts.entry(if by_year { (at, 0) } else { (at / 12, at % 12 + 1) }).or_default();
        }
    }
    let name = |(year, month)| if by_year { format!("{year:04}") } else { format!("{year:04}-{month:02}") };
    counts.into_iter().map(|(period, count)| Tally { name: name(period), count }).collect()
}

/// Says of each abbreviation what else the issue takes it for.
fn conflicts(parts: &mut [Part]) {
    let plain = |long: &str| long.to_lowercase().replace(['-', '’', '\''], " ");
    let mut meanings: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for one in parts.iter().flat_map(|part| &part.abbreviations) {
        meanings.entry(one.short.clone()).or_default().entry(plain(&one.long)).or_insert_with(|| one.long.clone());
    }
    for one in parts.iter_mut().flat_map(|part| &mut part.abbreviations) {
        let own = plain(&one.long);
        if let Some(all) = meanings.get(&one.short) {
            one.conflicts = all.iter().filter(|(key, _)| **key != own).map(|(_, long)| long.clone()).collect();
        }
    }
}

/// Puts what was found into the report.
fn add_findings(entry: &mut Entry, checked: &Checked, lines: &LineIndex) {
    let mut prints = Fingerprints::default();
    // What stands outside of articles comes last, and spans the whole text.
    let titled = entry.articles.partition_point(|part| part.title.is_some());
    for decision in checked.decisions().iter() {
        let first = &checked.diagnostics[decision.first()];
        let begun = entry.articles[..titled].partition_point(|part| part.span.start <= first.span.start);
        let part = begun.checked_sub(1).filter(|part| first.span.start < entry.articles[*part].span.end);
        entry.counts.add(first.level);
        if let Some(part) = part {
            entry.articles[part].counts.add(first.level);
        }
        let at = lines.position(&checked.text, first.span.start, Encoding::Utf32);
        let places = decision.places().iter().take(SHOWN).map(|place| checked.diagnostics[*place].span);
        entry.findings.push(Finding {
            rule: first.rule.name,
            level: first.level.name(),
            message: decision.message(&checked.diagnostics).into_owned(),
            article: part.map(|part| entry.articles[part].name().to_owned()),
            line: at.line + 1,
            column: at.column + 1,
            places: decision.places().len(),
            excerpts: places.map(|place| shown(checked, lines, place)).collect(),
            change: change(checked, lines, decision, first),
            fingerprint: prints.unique("", checked, first),
            part,
        });
    }
    entry.printable = entry.counts.errors == 0;
}

fn shown(checked: &Checked, lines: &LineIndex, place: Span) -> Excerpt {
    let number = lines.line_of(place.start);
    let (before, text, after) = excerpt(&checked.text, lines.line(&checked.text, number), place);
    Excerpt { line: number + 1, before, text, after }
}

/// The best repair of a decision.
fn change(checked: &Checked, lines: &LineIndex, decision: &Decision, first: &Diagnostic) -> Option<Change> {
    let fixes = decision.fixes(&checked.diagnostics);
    let best = fixes.first()?;
    let words = first.fixes.first().and_then(|fix| {
        let number = lines.line_of(first.span.start);
        let line = lines.line(&checked.text, number);
        let inside = |span: Span| line.start <= span.start && span.end <= line.end;
        let edits: Vec<_> = fix.edits.iter().collect();
        let whole = edits.iter().map(|edit| edit.span).reduce(Span::cover)?;
        if !edits.iter().all(|edit| inside(edit.span) && !edit.text.contains('\n')) || whole.len() > LONG_CHANGE {
            return None;
        }
        let (mut new, mut at) = (String::new(), whole.start);
        for edit in edits {
            new.push_str(Span::new(at, edit.span.start).of(&checked.text));
            new.push_str(&edit.text);
            at = edit.span.end;
        }
        // White space that stays is no part of the change.
        let old = whole.of(&checked.text);
        let same = |a: (usize, char), b: (usize, char)| a.1 == b.1 && a.1.is_whitespace();
        let back = old.char_indices().rev().zip(new.char_indices().rev()).take_while(|(a, b)| same(*a, *b)).count();
        let kept: usize = old.chars().rev().take(back).map(char::len_utf8).sum();
        let whole = Span::at(whole.start as usize..whole.end as usize - kept);
        new.truncate(new.len() - kept);
        let (before, old, after) = excerpt(&checked.text, line, whole);
        let new = crate::text::visible::source_line(&new).into_owned();
        // An excerpt that had to cut what is replaced shows no change.
        (old == crate::text::visible::source_line(whole.of(&checked.text))).then_some(Replaced {
            before,
            old,
            new,
            after,
        })
    });
    Some(Change { title: best.title().into_owned(), safe: best.safety == Safety::Safe, words })
}
