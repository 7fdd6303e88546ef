//! `copydesk index`: lists articles, citations, actors, abbreviations and notes.

use super::args::{self, SettingsArgs};
use super::files::{Paths, Source, say_fault};
use super::terminal::Color;
use super::{Outcome, Status, export, output, terminal};
use crate::bulletin;
use crate::disk::Fault;
use crate::json::index::{self, IndexedDocument, IndexedItem};
use crate::project::Project;
use crate::text::{Encoding, LineIndex, times, visible};
use crate::works::collection::Collection;
use std::io::Write;
use std::sync::Arc;

/// List the contents of bulletins: articles, citations, actors, abbreviations, notes
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The format of the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// With `--format json`, print the evidence for and against each bracket being a citation
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
    /// The same in the RIS format
    Ris,
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
        out.write_all(index::BEGIN.as_bytes())?;
    }
    let mut first = true;
    for source in sources {
        match read(source, &project, args.debug_weights) {
            Ok((document, text)) => {
                if args.format == Format::Json {
                    index::document(&document, first, &mut out)?;
                } else {
                    out.write_all(&terminal::screened(human(&document, &text).into_bytes()))?;
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
        out.write_all(index::END.as_bytes())?;
    }
    out.finish()?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// Writes each work that the documents cite, once. Returns whether a document could not be read.
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

/// The indexed contents of a document, and its text.
fn read(source: &Source, project: &Project, weights: bool) -> Result<(IndexedDocument, String), Fault> {
    let (text, context) = source.read(project)?;
    let document = source.guard(|| {
        let bulletin = bulletin::read(&source.shown, &text, &context.gazetteer, &context.settings);
        index::describe(context.draft(&source.shown, &text), &bulletin, weights)
    })?;
    Ok((document, text))
}

/// A cited item for people: its source or another name, and its dates; for *Ibid.* and the like, what they refer to.
fn cited(item: &IndexedItem) -> String {
    let form = match item.kind {
        "ibid" => "Ibid.",
        "short" => "shortened form",
        "op-cit" => "op. cit.",
        "text" => return "remark".to_owned(),
        _ => {
            let title = item.more.get("title");
            let named = item.source.as_ref().or(title).or(item.url.as_ref());
            let days: Vec<&str> = item.dates.iter().map(|day| day.date.as_deref().unwrap_or(&day.text)).collect();
            let dates = if days.is_empty() { "undated".to_owned() } else { days.join(", ") };
            return format!("{}, {dates}", named.map_or("(no source)", String::as_str));
        }
    };
    match item.more.get("refers") {
        Some(note) => format!("{form}, the work in note {note}"),
        None => format!("{form}, not traced to a note"),
    }
}

/// The listing for people.
fn human(document: &IndexedDocument, text: &str) -> String {
    use std::fmt::Write;
    let lines = LineIndex::new(text);
    let line = |offset| lines.position(text, offset, Encoding::Utf32).line + 1;
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
                let _ = writeln!(out, "{:>6}  {}", line(citation.start), visible::one_line(&cited(item)));
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
