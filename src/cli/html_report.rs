//! `copydesk report`: the editorial report, a self-contained HTML page.
//!
//! The page runs no script and loads nothing. All text from a document is escaped; only web addresses become links.

use super::args::{self, CheckArgs};
use super::files::{Paths, Source, say_fault};
use super::format::{Checked, Summary, excerpt, xml};
use super::index::{self, Contents, Document};
use super::{Outcome, Status, output, say, terminal};
use crate::config::Level;
use crate::disk::{self, Fault};
use crate::project::Project;
use crate::text::{Encoding, LineIndex, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Write the editorial report: what was found, and ledgers of sources, names, abbreviations and notes
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The page to write; standard output where none is named
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: output::Force,
    #[command(flatten)]
    options: CheckArgs,
}

const HEAD: &str = concat!(
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Editorial report</title>\n",
    "<meta name=\"viewport\" content=\"width=device-width\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    "<meta name=\"referrer\" content=\"no-referrer\">\n<style>\n",
    include_str!("html_report.css"),
    "</style>\n</head>\n<body>\n<h1>Editorial report</h1>\n"
);

pub(super) fn run(args: &Args) -> Outcome {
    let project = Arc::new(args.options.project());
    let documents = args.paths.find(&project);
    let sources = &documents.sources;
    args::settle(&project, sources.iter().map(|source| &*source.path), terminal::Color::Auto)?;
    let mut failed = documents.tell();
    let mut summary = Summary::default();
    let mut parts = String::new();
    for source in sources {
        match read(source, &project) {
            Ok((checked, document)) => {
                summary.add(&checked);
                part(&checked, &document, &mut parts);
            }
            Err(fault) => {
                say_fault(&fault);
                failed = true;
            }
        }
    }
    let mut out = args.force.open(args.output.as_deref())?;
    let counts: Vec<String> = Level::ALL
        .into_iter()
        .rev()
        .map(|level| format!("<span class=\"level {0}\">{1} {0}</span>", level.name(), summary.decisions(level)))
        .collect();
    write!(out, "{HEAD}<p>{} documents: {}</p>\n{parts}</body>\n</html>\n", summary.files, counts.join(", "))?;
    out.finish()?;
    if let Some(path) = &args.output {
        say(&format!("{} written: {} documents", disk::shown(path), summary.files));
    }
    Ok(if failed { Status::Failed } else { Status::Clean })
}

fn read(source: &Source, project: &Project) -> Result<(Checked, Document), Fault> {
    let (text, context) = source.read(project)?;
    source.guard(|| {
        let found = crate::check::check(context.draft(&source.shown, &text));
        let document = index::describe(&source.shown, text.clone(), &found.bulletin, &context, false);
        (Checked::new(source.shown.clone(), text, found), document)
    })
}

/// How many places of a group are shown.
const SHOWN: usize = 3;

/// Renders the part of a line around a place, which is marked.
fn marked(checked: &Checked, lines: &LineIndex, place: Span) -> String {
    let line = lines.line(&checked.text, lines.line_of(place.start));
    let (before, marked, after) = excerpt(&checked.text, line, place);
    format!("{}<mark>{}</mark>{}", xml(&before), xml(&marked), xml(&after))
}

/// Renders the section of one document.
fn part(checked: &Checked, document: &Document, out: &mut String) {
    let _ = writeln!(out, "<h2>{}</h2>", xml(&document.path));
    let issue = &document.issue;
    let said: Vec<String> = [
        issue.volume.map(|volume| format!("volume {volume}")),
        issue.number.map(|number| format!("issue {number}")),
        Some(issue.date.clone().unwrap_or_else(|| "no issue date".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let _ = writeln!(out, "<p class=\"quiet\">{}</p>", said.join(", "));
    let lines = LineIndex::new(&checked.text);
    if checked.diagnostics.is_empty() {
        let _ = writeln!(out, "<p>Nothing found.</p>");
    }
    table(
        "Findings",
        &["line", "level", "what is wrong", "where"],
        checked.decisions().iter().map(|decision| {
            let found = &checked.diagnostics[decision.first()];
            let at = lines.position(&checked.text, found.span.start, Encoding::Utf32);
            let places = decision.places().iter().take(SHOWN).map(|place| checked.diagnostics[*place].span);
            let excerpts: Vec<String> = places.map(|place| marked(checked, &lines, place)).collect();
            let more = decision.places().len().saturating_sub(SHOWN);
            let more =
                if more > 0 { format!("<br><span class=\"quiet\">and {more} more</span>") } else { String::new() };
            let level = found.level.name();
            [
                (at.line + 1).to_string(),
                format!("<span class=\"level {level}\">{level}</span>"),
                format!(
                    "{}<br><span class=\"quiet\">{}</span>",
                    xml(&decision.message(&checked.diagnostics)),
                    found.rule.name
                ),
                format!("{}{more}", excerpts.join("<br>")),
            ]
        }),
        out,
    );
    let line = |offset| lines.line_of(offset) + 1;
    for article in &document.articles {
        let _ = writeln!(out, "<h3>{}</h3>", xml(&article.title));
        if !article.authors.is_empty() {
            let _ = writeln!(out, "<p class=\"quiet\">by {}</p>", xml(&article.authors.join(", ")));
        }
        ledgers(&article.contents, &line, out);
    }
    if !document.outside.is_empty() {
        let _ = writeln!(out, "<h3>Outside of the articles</h3>");
        ledgers(&document.outside, &line, out);
    }
}

/// Renders the tables of citations, names, abbreviations and notes.
fn ledgers(contents: &Contents, line: &dyn Fn(u32) -> u32, out: &mut String) {
    let items = contents.citations.iter().flat_map(|group| group.items.iter().map(move |item| (group.start, item)));
    table(
        "Citations",
        &["line", "source", "date", "address"],
        items.map(|(start, item)| {
            let date = |day: &index::Day| match &day.date {
                Some(date) => xml(date),
                None => format!("{} (no year known)", xml(&day.text)),
            };
            let dates: Vec<String> = item.dates.iter().map(date).collect();
            [
                line(start).to_string(),
                item.source.as_deref().map_or("<em>no name</em>".to_owned(), xml),
                if dates.is_empty() { "<em>undated</em>".to_owned() } else { dates.join(", ") },
                item.url.as_deref().map(link).unwrap_or_default(),
            ]
        }),
        out,
    );
    let mut actors: BTreeMap<&str, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
    for actor in &contents.actors {
        actors.entry(&actor.id).or_default().entry(&actor.text).or_default().push(line(actor.start));
    }
    table(
        "Names",
        &["times", "actor", "as written", "lines"],
        actors.iter().map(|(id, spellings)| {
            let mut at: Vec<u32> = spellings.values().flatten().copied().collect();
            let times = at.len();
            at.sort_unstable();
            at.dedup();
            let written: Vec<String> =
                spellings.iter().map(|(text, at)| format!("{} ({})", xml(text), at.len())).collect();
            let at: Vec<String> = at.iter().map(u32::to_string).collect();
            [times.to_string(), xml(id), written.join(", "), at.join(", ")]
        }),
        out,
    );
    table(
        "Abbreviations",
        &["line", "short form", "stands for", "used"],
        contents
            .abbreviations
            .iter()
            .map(|one| [line(one.start).to_string(), xml(&one.short), xml(&one.long), format!("{} times", one.uses)]),
        out,
    );
    table(
        "Notes",
        &["line", "note", "referred to on lines", ""],
        contents.notes.iter().map(|note| {
            let from: Vec<String> = note.references.iter().map(|place| line(place.start).to_string()).collect();
            let from = if from.is_empty() { "<em>nothing points to it</em>".to_owned() } else { from.join(", ") };
            [line(note.start).to_string(), xml(&note.label), from, String::new()]
        }),
        out,
    );
}

/// Renders a table whose cells are HTML already; nothing if there are no rows.
fn table(title: &str, heads: &[&str; 4], rows: impl Iterator<Item = [String; 4]>, out: &mut String) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    let heads: String = heads.iter().map(|head| format!("<th>{head}</th>")).collect();
    let _ = writeln!(out, "<h4>{title}</h4>\n<table>\n<tr>{heads}</tr>");
    for [first, rest @ ..] in rows {
        let rest: String = rest.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = writeln!(out, "<tr><td class=\"number\">{first}</td>{rest}</tr>");
    }
    out.push_str("</table>\n");
}

/// Renders an address, as a link if it is a web address.
fn link(url: &str) -> String {
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let shown = xml(url);
    if web { format!("<a href=\"{shown}\" rel=\"noreferrer noopener\">{shown}</a>") } else { shown }
}
