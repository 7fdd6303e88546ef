//! `copydesk report`: the editorial report, for those who decide whether an issue is printed.
//!
//! * `ledger` computes what is reported about a document; `html`, `overview` and `tables` print it.
//! * A page is self-contained: it loads nothing, and its script only filters and sorts what is on the page.
//! * Documents are read in batches and their pages written at once, so only one batch is in memory.

mod changes;
mod charts;
mod digest;
mod html;
mod ledger;
mod overview;
mod page;
mod tables;

use super::args::{self, CheckArgs};
use super::check::pool;
use super::files::{Paths, say_fault};
use super::format::uri;
use super::{Failure, Outcome, Status, output, say, terminal};
use crate::disk;
use crate::panics;
use crate::text::counted;
use changes::Earlier;
use ledger::{Counts, Entry};
use overview::Overview;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Write the editorial report: what holds up an issue, and how well it is sourced
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The file to write [default: standard output]. With several documents, an HTML report is an overview, and each document
    /// gets its own page in the folder beside it that has the name of FILE without its extension
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// Also say what changed since an earlier report, written with --format json
    #[arg(long, value_name = "FILE")]
    since_report: Option<PathBuf>,
    #[command(flatten)]
    force: output::Force,
    #[command(flatten)]
    options: CheckArgs,
}

/// The forms of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One page that needs no other file
    #[default]
    Html,
    /// Tables for people
    Markdown,
    /// One table of all ledgers
    Csv,
    /// Everything, for programs and for --since-report
    Json,
}

/// Documents are read and reported in batches of this size.
const BATCH: usize = 32;

pub(super) fn run(args: &Args) -> Outcome {
    let project = Arc::new(args.options.project());
    let documents = args.paths.find(&project);
    let sources = &documents.sources;
    args::settle(&project, sources.iter().map(|source| &*source.path), terminal::Color::Auto)?;
    let earlier = args.since_report.as_deref().map(Earlier::read).transpose()?;
    let mut failed = documents.tell();
    let mut report = Report::new(args, sources.len());
    let mut seen = BTreeSet::new();
    let own_pages = report.has_own_pages();
    let pool = pool(0, sources.len())?;
    for batch in sources.chunks(BATCH) {
        let read = |source| {
            let mut entry = ledger::read(source, &project)?;
            let fingerprints: Vec<&str> = entry.findings.iter().map(|found| &*found.fingerprint).collect();
            let sources = entry.sources.shares.iter().map(|one| &*one.source);
            entry.changes = earlier.as_ref().map(|earlier| earlier.compare(&entry.path, &fingerprints, sources));
            let page = own_pages.then(|| html::page(&entry));
            Ok((entry, page))
        };
        let entries: Vec<Result<_, disk::Fault>> = match &pool {
            Some(pool) => pool.install(|| batch.par_iter().map(|source| panics::relay(|| read(source))).collect()),
            None => batch.iter().map(read).collect(),
        };
        for entry in entries {
            match entry {
                Ok((entry, page)) => {
                    report.add(&entry, page)?;
                    seen.insert(entry.path);
                }
                Err(fault) => {
                    say_fault(&fault);
                    failed = true;
                }
            }
        }
    }
    let missing = earlier.map(|earlier| earlier.missing(&seen)).unwrap_or_default();
    report.finish(missing)?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// The report being written.
struct Report<'a> {
    args: &'a Args,
    /// The number of documents.
    documents: usize,
    /// The folder for the pages of several documents, and the names already used there.
    folder: Option<PathBuf>,
    names: BTreeSet<String>,
    overview: Overview,
    /// The pages included in the overview itself.
    pages: String,
    /// The output of formats other than HTML so far.
    out: Option<output::Output>,
    counts: Counts,
    number: usize,
}

impl<'a> Report<'a> {
    fn new(args: &'a Args, documents: usize) -> Report<'a> {
        let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
        let folder = file.filter(|_| documents > 1 && args.format == Form::Html).map(|file| file.with_extension(""));
        Report {
            args,
            documents,
            folder,
            names: BTreeSet::new(),
            overview: Overview::default(),
            pages: String::new(),
            out: None,
            counts: Counts::default(),
            number: 0,
        }
    }

    /// Whether each document has a page that is not part of the overview.
    fn has_own_pages(&self) -> bool {
        self.args.format == Form::Html && (self.documents < 2 || self.folder.is_some())
    }

    /// Adds a document, and its own page if it has one.
    fn add(&mut self, entry: &Entry, page: Option<String>) -> Result<(), Failure> {
        self.counts = self.counts.plus(entry.counts);
        self.number += 1;
        match self.args.format {
            Form::Html => self.add_page(entry, page)?,
            Form::Markdown => {
                let text = tables::markdown(entry);
                self.out()?.write_all(text.as_bytes())?;
            }
            Form::Csv => tables::csv(entry, self.out()?)?,
            Form::Json => {
                let first = self.number == 1;
                let out = self.out()?;
                out.write_all(if first { b"\n" } else { b",\n" })?;
                serde_json::to_writer(out, entry).map_err(std::io::Error::from)?;
            }
        }
        Ok(())
    }

    fn add_page(&mut self, entry: &Entry, page: Option<String>) -> Result<(), Failure> {
        match (page, self.folder.clone()) {
            (Some(page), None) => self.pages = page,
            (Some(page), Some(folder)) => {
                if self.names.is_empty() {
                    disk::make_folder(&folder).map_err(|fault| format!("{} {fault}", disk::shown(&folder)))?;
                }
                let name = self.name(&entry.path);
                self.write(&folder.join(&name), &page)?;
                let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                self.overview.add(entry, Some(format!("{}/{name}", uri(&folder))));
            }
            (None, _) => {
                let rest = overview::length(self.documents) + self.pages.len();
                let mut page = page::Page { depth: 2, prefix: format!("d{}-", self.number), rest, ..page::Page::new() };
                let fits = !page.is_full();
                if fits {
                    let _ = writeln!(page.out, "<article class=\"issue\" id=\"d{}\">", self.number);
                    html::head(entry, &mut page);
                    html::body(entry, &mut page);
                    page.out.push_str("</article>\n");
                    self.pages.push_str(&page.out);
                }
                self.overview.add(entry, fits.then(|| format!("#d{}", self.number)));
            }
        }
        Ok(())
    }

    /// The name of a document's page: the letters, digits and hyphens of its path, unique in the folder.
    fn name(&mut self, path: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let words: String = path.chars().map(plain).take(100).collect();
        let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
        let base = if words.is_empty() { "document".to_owned() } else { words.join("-") };
        let mut name = format!("{base}.html");
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{base}-{number}.html");
            number += 1;
        }
        name
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), Failure> {
        let mut out = self.args.force.open(Some(path))?;
        out.write_all(text.as_bytes())?;
        out.finish()
    }

    /// The output of formats other than HTML, with its beginning written.
    fn out(&mut self) -> Result<&mut output::Output, Failure> {
        if self.out.is_none() {
            let mut out = self.args.force.open(self.args.output.as_deref())?;
            match self.args.format {
                Form::Json => write!(out, "{{\"version\": {}, \"documents\": [", changes::VERSION)?,
                Form::Csv => tables::csv_head(&mut out)?,
                Form::Markdown | Form::Html => {}
            }
            self.out = Some(out);
        }
        self.out.as_mut().ok_or(Failure::Said)
    }

    fn finish(mut self, missing: Vec<String>) -> Result<(), Failure> {
        let (number, folder) = (self.number, self.folder.take());
        if self.args.format == Form::Html {
            self.overview.missing = missing;
            let alone = self.documents < 2 && number == 1;
            let text = if alone { std::mem::take(&mut self.pages) } else { self.overview.page(&self.pages) };
            let mut out = self.args.force.open(self.args.output.as_deref())?;
            out.write_all(text.as_bytes())?;
            out.finish()?;
        } else {
            let (form, counts) = (self.args.format, self.counts);
            let out = self.out()?;
            if form == Form::Json {
                let end = End { files: number, counts, missing };
                let end = serde_json::to_string(&end).map_err(std::io::Error::from)?;
                writeln!(out, "\n], \"summary\": {end}}}")?;
            }
            self.out.take().map_or(Ok(()), output::Output::finish)?;
        }
        if let Some(path) = self.args.output.as_deref().filter(|file| *file != Path::new("-")) {
            let pages = folder.filter(|_| number > 0);
            let pages =
                pages.map(|folder| format!(", a page for each in {}", disk::shown(&folder))).unwrap_or_default();
            say(&format!("{} written: {}{pages}", disk::shown(path), counted(number, "document", "documents")));
        }
        Ok(())
    }
}

/// What follows the documents in JSON.
#[derive(Serialize)]
struct End {
    files: usize,
    #[serde(flatten)]
    counts: Counts,
    /// Documents in the earlier report that are gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}
