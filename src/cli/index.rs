//! `copydesk index`: lists articles, citations, actors, abbreviations and notes.

use super::args::{self, SettingsArgs};
use super::files::{Paths, Source, say_fault};
use super::terminal::Color;
use super::{Outcome, Status, export, output, terminal};
use crate::bulletin::citation::Judgement;
use crate::bulletin::items::CitationStyle;
use crate::bulletin::{self, Bulletin, Citation, ItemGroup};
use crate::calendar::{Date, Precision, Resolved, Written};
use crate::config::Settings;
use crate::disk::Fault;
use crate::gazetteer::{Form, Gazetteer};
use crate::project::{Context, Project};
use crate::text::{Encoding, LineIndex, Span, times, visible, within};
use crate::works::collection::Collection;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::Arc;

/// List what bulletins say: articles, citations, actors, abbreviations, notes
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// How it is listed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Print, with `--format json`, what speaks for and against each bracket being a citation
    #[arg(long)]
    debug_weights: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// How documents are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// Each cited work once, for reference managers and citation processors
    CslJson,
    /// The same for LaTeX
    Bibtex,
    /// The same as lines of tags
    Ris,
}

#[derive(Serialize)]
pub(super) struct Document {
    pub(super) path: String,
    pub(super) issue: Issue,
    pub(super) articles: Vec<Article>,
    /// Content outside of any article, mostly before the first.
    #[serde(skip_serializing_if = "Contents::is_empty")]
    pub(super) outside: Contents,
    #[serde(skip)]
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Issue {
    pub(super) date: Option<String>,
    pub(super) volume: Option<u32>,
    pub(super) number: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct Article {
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    pub(super) start: u32,
    pub(super) end: u32,
    #[serde(flatten)]
    pub(super) contents: Contents,
}

#[derive(Default, Serialize)]
pub(super) struct Contents {
    pub(super) citations: Vec<Group>,
    pub(super) actors: Vec<Actor>,
    pub(super) abbreviations: Vec<Abbreviation>,
    pub(super) notes: Vec<Note>,
    /// Brackets that are no citations; only where weights are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<Vec<Refused>>,
}

/// A bracket that is no citation, and why.
#[derive(Serialize)]
pub(super) struct Refused {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) judgement: Weights,
}

/// What was weighed: above a margin of zero it is a citation.
#[derive(Serialize)]
pub(super) struct Weights {
    margin: i16,
    weights: BTreeMap<&'static str, i16>,
}

impl From<Judgement> for Weights {
    fn from(judgement: Judgement) -> Weights {
        let weights = judgement.signs().map(|sign| (sign.name(), sign.weight())).collect();
        Weights { margin: judgement.margin(), weights }
    }
}

impl Contents {
    pub(super) fn is_empty(&self) -> bool {
        self.citations.is_empty()
            && self.actors.is_empty()
            && self.abbreviations.is_empty()
            && self.notes.is_empty()
            && self.refused.as_ref().is_none_or(Vec::is_empty)
    }
}

#[derive(Serialize)]
pub(super) struct Group {
    pub(super) start: u32,
    pub(super) end: u32,
    /// How it is cited.
    pub(super) style: &'static str,
    /// The label of the note or numbered entry that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    pub(super) items: Vec<Item>,
    /// Why it is one; only where weights are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) judgement: Option<Weights>,
}

#[derive(Clone, Serialize)]
pub(super) struct Item {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: &'static str,
    pub(super) source: Option<String>,
    pub(super) source_id: Option<String>,
    pub(super) url: Option<String>,
    /// Its link leads nowhere: `#`, `TODO`.
    #[serde(skip)]
    pub(super) placeholder: bool,
    pub(super) dates: Vec<Day>,
    /// What the rarer fields say, by their names.
    #[serde(flatten)]
    pub(super) more: BTreeMap<&'static str, String>,
}

#[derive(Clone, Serialize)]
pub(super) struct Day {
    pub(super) text: String,
    pub(super) date: Option<String>,
    pub(super) precision: &'static str,
}

#[derive(Serialize)]
pub(super) struct Actor {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) start: u32,
    pub(super) end: u32,
    /// What the name is to the actor.
    #[serde(skip)]
    pub(super) form: Form,
}

#[derive(Serialize)]
pub(super) struct Abbreviation {
    pub(super) short: String,
    pub(super) long: String,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) uses: usize,
}

#[derive(Serialize)]
pub(super) struct Note {
    pub(super) label: String,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) references: Vec<Place>,
    /// What it cites; nothing, where it is a remark.
    pub(super) items: Vec<Item>,
}

#[derive(Clone, Serialize)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

pub(super) fn run(args: &Args) -> Outcome {
    let project = Arc::new(args.settings.project(&[]));
    let documents = args.paths.find(&project);
    let sources = &documents.sources;
    args::settle(&project, sources.iter().map(|source| &*source.path), Color::Auto)?;
    let mut failed = documents.tell();
    let export = match args.format {
        Format::CslJson => Some(export::csl as export::Writer),
        Format::Bibtex => Some(export::bibtex as export::Writer),
        Format::Ris => Some(export::ris as export::Writer),
        Format::Human | Format::Json => None,
    };
    let mut out = output::Output::stdout();
    if let Some(export) = export {
        failed |= write_works(sources, &project, export, &mut out)?;
        out.finish()?;
        return Ok(if failed { Status::Failed } else { Status::Clean });
    }
    if args.format == Format::Json {
        write!(out, "{{\"version\": 1, \"documents\": [")?;
    }
    let mut first = true;
    for source in sources {
        match read(source, &project, args.debug_weights) {
            Ok(document) => {
                if args.format == Format::Json {
                    out.write_all(if first { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut out, &document).map_err(std::io::Error::from)?;
                } else {
                    out.write_all(&terminal::screened(human(&document).into_bytes()))?;
                }
                first = false;
            }
            Err(fault) => {
                say_fault(&fault);
                failed = true;
            }
        }
    }
    if args.format == Format::Json {
        writeln!(out, "\n]}}")?;
    }
    out.finish()?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// Writes each work that the documents cite once. Whether a document could not be read.
fn write_works(
    sources: &[Source],
    project: &Project,
    write: export::Writer,
    out: &mut output::Output,
) -> Result<bool, std::io::Error> {
    let mut collection = Collection::default();
    let mut failed = false;
    for source in sources {
        let added = source.read(project).and_then(|(text, context)| {
            source.guard(|| {
                let (gazetteer, settings) = (&context.gazetteer, &context.settings);
                let bulletin = bulletin::read(&source.shown, &text, gazetteer, settings);
                collection.add(&source.shown, &text, &bulletin, gazetteer, settings);
            })
        });
        if let Err(fault) = added {
            say_fault(&fault);
            failed = true;
        }
    }
    let (works, documents) = collection.finish();
    out.write_all(write(&works, &documents).as_bytes())?;
    Ok(failed)
}

fn read(source: &Source, project: &Project, weights: bool) -> Result<Document, Fault> {
    let (text, context) = source.read(project)?;
    source.guard(|| {
        let bulletin = bulletin::read(&source.shown, &text, &context.gazetteer, &context.settings);
        describe(&source.shown, text, &bulletin, &context, weights)
    })
}

/// Describes the content of a document; with `weights`, why each bracket is a citation or none.
pub(super) fn describe(path: &str, text: String, bulletin: &Bulletin, context: &Context, weights: bool) -> Document {
    let (settings, gazetteer) = (&context.settings, &context.gazetteer);
    let reader = Reader { text: &text, bulletin, settings, gazetteer, weights };
    let articles: Vec<Article> = bulletin
        .articles
        .iter()
        .map(|article| Article {
            title: article.title.value.to_string(),
            authors: article.authors.iter().map(|author| author.value.to_string()).collect(),
            start: article.span.start,
            end: article.span.end,
            contents: reader.contents(article.span),
        })
        .collect();
    let mut outside = Contents::default();
    let mut at = 0;
    let end = Span::at(text.len()..text.len());
    for article in bulletin.articles.iter().map(|article| article.span).chain([end]) {
        let part = reader.contents(Span::new(at, article.start.max(at)));
        outside.citations.extend(part.citations);
        outside.actors.extend(part.actors);
        outside.abbreviations.extend(part.abbreviations);
        outside.notes.extend(part.notes);
        if let Some(refused) = part.refused {
            outside.refused.get_or_insert_default().extend(refused);
        }
        at = article.end.max(at);
    }
    let issue = Issue {
        date: bulletin.issue.date.map(|date| date.to_string()),
        volume: bulletin.issue.volume.as_ref().map(|volume| volume.value),
        number: bulletin.issue.number.as_ref().map(|number| number.value),
    };
    Document { path: path.to_owned(), issue, articles, outside, text }
}

struct Reader<'a> {
    text: &'a str,
    bulletin: &'a Bulletin,
    settings: &'a Settings,
    gazetteer: &'a Gazetteer,
    weights: bool,
}

impl Reader<'_> {
    fn words(&self, span: Span) -> String {
        crate::markdown::seen(span.of(self.text)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The content of one part of the text.
    fn contents(&self, part: Span) -> Contents {
        let bulletin = self.bulletin;
        let mut references: HashMap<_, Vec<Place>> = HashMap::new();
        for reference in within(&bulletin.note_references, part, |reference| reference.span) {
            let place = Place { start: reference.span.start, end: reference.span.end };
            references.entry((&*reference.label, reference.footnote)).or_default().push(place);
        }
        let mut uses: HashMap<u64, usize> = HashMap::new();
        for used in bulletin.abbreviations.uses_in(part) {
            *uses.entry(used.key).or_default() += 1;
        }
        let citations = within(&bulletin.citations, part, |citation| citation.span);
        let others = within(&bulletin.item_groups, part, |group| group.span);
        let items = citations.iter().flat_map(|citation| &citation.items);
        let items = items.chain(others.iter().flat_map(ItemGroup::cited));
        let named = items.filter_map(|item| Some((item.source?.of(self.text), item.url(self.text))));
        let countries = self.gazetteer.countries_of(named);
        let others = others.iter().map(|group| self.other_group(group, &countries));
        let mut groups: Vec<Group> = citations.iter().map(|citation| self.group(citation, &countries)).collect();
        groups.extend(others.filter(|group| !group.items.is_empty()));
        groups.sort_by_key(|group| group.start);
        let items_of = |note: Span| {
            let from = groups.partition_point(|group| group.start < note.start);
            let groups = groups[from..].iter().take_while(|group| group.start < note.end);
            groups.filter(|group| group.note.is_some()).flat_map(|group| group.items.clone()).collect()
        };
        let notes = within(&bulletin.notes, part, |note| note.span)
            .iter()
            .map(|note| Note {
                label: note.label.to_string(),
                start: note.span.start,
                end: note.span.end,
                references: references.get(&(&*note.label, note.footnote)).cloned().unwrap_or_default(),
                items: items_of(note.span),
            })
            .collect();
        Contents {
            citations: groups,
            actors: within(&bulletin.mentions, part, |mention| mention.span)
                .iter()
                .filter_map(|mention| {
                    let actor = self.gazetteer.actor_of(mention.actor?)?;
                    let Span { start, end } = mention.span;
                    let (id, text) = (actor.id.to_string(), self.words(mention.span));
                    Some(Actor { id, text, start, end, form: mention.form })
                })
                .collect(),
            abbreviations: bulletin
                .abbreviations
                .definitions_in(part)
                .iter()
                .map(|definition| Abbreviation {
                    short: self.words(definition.short),
                    long: self.words(definition.long),
                    start: definition.span.start,
                    end: definition.span.end,
                    uses: uses.get(&definition.key).copied().unwrap_or_default(),
                })
                .collect(),
            notes,
            refused: self.weights.then(|| {
                within(&bulletin.refused, part, |refused| refused.span)
                    .iter()
                    .map(|refused| Refused {
                        start: refused.span.start,
                        end: refused.span.end,
                        judgement: refused.judgement.into(),
                    })
                    .collect()
            }),
        }
    }

    fn group(&self, citation: &Citation, countries: &[&str]) -> Group {
        let items = citation.dated_items().map(|(item, dated)| self.item(item, dated, countries));
        let judgement = self.weights.then(|| Weights::from(citation.judgement));
        let (start, end) = (citation.span.start, citation.span.end);
        let style = if citation.in_caption { CitationStyle::Caption } else { CitationStyle::Inline };
        Group { start, end, style: style.name(), note: None, items: items.collect(), judgement }
    }

    fn other_group(&self, group: &ItemGroup, countries: &[&str]) -> Group {
        let label =
            group.note.and_then(|note| self.bulletin.notes.get(note as usize)).map(|note| note.label.to_string());
        let items = group.items.iter().map(|item| self.item(item, item, countries)).collect();
        let (start, end) = (group.span.start, group.span.end);
        Group { start, end, style: group.style.name(), note: label, items, judgement: None }
    }

    /// An item, with the dates of `dated`.
    fn item(&self, item: &bulletin::Item, dated: &bulletin::Item, countries: &[&str]) -> Item {
        let source = item.source.map(|source| self.words(source));
        let known = self.gazetteer.source_of(source.as_deref().unwrap_or_default(), item.url(self.text), countries);
        Item {
            start: item.span.start,
            end: item.span.end,
            kind: item.kind().name(),
            source_id: known.map(|source| source.id.to_string()),
            source,
            url: item.url(self.text).map(str::to_owned),
            placeholder: item.link.is_some_and(|link| link.is_placeholder()),
            dates: dated.dates.iter().flat_map(|date| self.days(date)).collect(),
            more: self.more(item),
        }
    }

    /// The rarer fields of an item, by their names.
    fn more(&self, item: &bulletin::Item) -> BTreeMap<&'static str, String> {
        let mut more = BTreeMap::new();
        let mut put = |name, value: Option<String>| {
            if let Some(value) = value {
                more.insert(name, value);
            }
        };
        put("author", item.author.map(|author| self.words(author)));
        let Some(details) = &item.details else { return more };
        let day = |date: &Written| self.days(date).into_iter().next().and_then(|day| day.date);
        put("title", details.title.map(|title| self.words(title.span)));
        for (name, place) in [
            ("lead", details.lead),
            ("place", details.place),
            ("persons", details.persons),
            ("platform", details.platform),
            ("language", details.language),
            ("number", details.number),
            ("volume", details.volume),
            ("issue", details.issue),
            ("symbol", details.symbol),
            ("pages", details.pages),
            ("text", details.anchor),
            ("key", details.key),
        ] {
            put(name, place.map(|place| self.words(place)));
        }
        put("accessed", details.accessed.as_ref().and_then(day));
        put("modified", details.modified.as_ref().and_then(day));
        put("archived", details.archived.map(|copy| copy.target.of(self.text).to_owned()));
        let note = details.refers.and_then(|note| self.bulletin.notes.get(note as usize));
        put("refers", note.map(|note| note.label.to_string()));
        more
    }

    /// All days of a written date: the first, and any further ones.
    fn days(&self, written: &Written) -> Vec<Day> {
        let (issue, slack): (Option<Date>, u32) = (self.bulletin.issue.date, self.settings.slack_days);
        // Further days are listed separately, so they are cut from the text of the first.
        let first = match written.further.first() {
            Some(_) => {
                let parts = [written.month.map(|month| month.span), written.day.map(|day| day.span)];
                let span = parts.into_iter().flatten().reduce(Span::cover).unwrap_or(written.span);
                self.words(written.weekday.map_or(span, |weekday| weekday.span.cover(span)))
            }
            None => self.words(written.span),
        };
        let precision = match written.precision() {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
        };
        let mut days = vec![day(first, written.resolve(issue, slack), precision)];
        let further = written.further.iter().zip(written.resolve_further(issue, slack));
        days.extend(further.map(|(further, resolved)| day(self.words(further.span), resolved, "day")));
        days
    }
}

fn day(text: String, resolved: Resolved, precision: &'static str) -> Day {
    let (date, precision) = match resolved {
        Resolved::Day(day) => (Some(day.to_string()), precision),
        Resolved::Month(year, month) => (Some(format!("{year:04}-{month:02}")), precision),
        Resolved::Year(year) => (Some(format!("{year:04}")), precision),
        Resolved::Impossible => (None, "none"),
        Resolved::Unknown => (None, precision),
    };
    Day { text, date, precision }
}

/// The listing for people.
fn human(document: &Document) -> String {
    use std::fmt::Write;
    let lines = LineIndex::new(&document.text);
    let line = |offset| lines.position(&document.text, offset, Encoding::Utf32).line + 1;
    let mut out = visible::escape(&document.path).into_owned();
    let issue = &document.issue;
    for (name, value) in [
        ("volume", issue.volume.map(|volume| volume.to_string())),
        ("number", issue.number.map(|number| number.to_string())),
        ("date", issue.date.clone()),
    ] {
        if let Some(value) = value {
            let _ = write!(out, ", {name} {value}");
        }
    }
    out.push('\n');
    let parts = document.articles.iter().map(|article| {
        let by =
            if article.authors.is_empty() { String::new() } else { format!(", by {}", article.authors.join(", ")) };
        (format!("{}{by}", article.title), &article.contents)
    });
    let outside = (!document.outside.is_empty()).then(|| ("outside of the articles".to_owned(), &document.outside));
    for (title, contents) in parts.chain(outside) {
        let _ = writeln!(out, "\n  {}", visible::one_line(&title));
        for citation in &contents.citations {
            for item in &citation.items {
                let source = item.source.as_deref().or(item.url.as_deref()).unwrap_or("(no source)");
                let dates: Vec<&str> = item.dates.iter().map(|day| day.date.as_deref().unwrap_or(&day.text)).collect();
                let dates = if dates.is_empty() { "undated".to_owned() } else { dates.join(", ") };
                let _ = writeln!(
                    out,
                    "{:>6}  {}, {}",
                    line(citation.start),
                    visible::one_line(source),
                    visible::one_line(&dates)
                );
            }
        }
        for actor in &contents.actors {
            let _ = writeln!(out, "{:>6}  {} ({})", line(actor.start), visible::one_line(&actor.text), actor.id);
        }
        for one in &contents.abbreviations {
            let (short, long) = (visible::one_line(&one.short), visible::one_line(&one.long));
            let _ = writeln!(out, "{:>6}  {short}: {long}, used {}", line(one.start), times(one.uses));
        }
        for note in &contents.notes {
            let _ = writeln!(
                out,
                "{:>6}  note {}, referred to {}",
                line(note.start),
                visible::one_line(&note.label),
                times(note.references.len())
            );
        }
    }
    out.push('\n');
    out
}
