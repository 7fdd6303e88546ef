//! `copydesk report`: the editorial report, for those who decide whether an issue is printed.
//!
//! * `ledger` computes what is said of a document; `html`, `overview` and `tables` print it.
//! * A page stands by itself: it loads nothing, and its script only filters and sorts what the page holds.
//! * Documents are read in batches and their pages written at once, so memory holds one batch.

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

/// Write the editorial report: what stops an issue, and where it stands on its sources
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The file to write; standard output where none is named. Of several documents, a page in HTML is an overview, and each
    /// has its own page in the folder beside it, which is named as FILE is without its ending
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// Also say what changed since an earlier report, which --format json wrote
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
    /// A page that stands by itself
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
    let pool = pool(0, sources.len())?;
    for batch in sources.chunks(BATCH) {
        let read = |source| ledger::read(source, &project);
        let entries: Vec<_> = match &pool {
            Some(pool) => pool.install(|| batch.par_iter().map(|source| panics::relay(|| read(source))).collect()),
            None => batch.iter().map(read).collect(),
        };
        for entry in entries {
            match entry {
                Ok(mut entry) => {
                    let fingerprints: Vec<&str> = entry.findings.iter().map(|found| &*found.fingerprint).collect();
                    let sources = entry.sources.shares.iter().map(|one| &*one.source);
                    entry.changes =
                        earlier.as_ref().map(|earlier| earlier.compare(&entry.path, &fingerprints, sources));
                    seen.insert(entry.path.clone());
                    report.add(&entry)?;
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

/// The report that is being written.
struct Report<'a> {
    args: &'a Args,
    /// How many documents there are.
    documents: usize,
    /// The folder of the pages of several documents, and the names that are taken there.
    folder: Option<PathBuf>,
    names: BTreeSet<String>,
    overview: Overview,
    /// The pages that stand on the overview itself.
    pages: String,
    /// What other forms than HTML have written.
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

    /// Adds a document.
    fn add(&mut self, entry: &Entry) -> Result<(), Failure> {
        self.counts = self.counts.plus(entry.counts);
        self.number += 1;
        match self.args.format {
            Form::Html => self.add_page(entry)?,
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

    fn add_page(&mut self, entry: &Entry) -> Result<(), Failure> {
        if self.documents < 2 {
            self.pages = html::page(entry);
        } else if let Some(folder) = self.folder.clone() {
            if self.names.is_empty() {
                disk::make_folder(&folder).map_err(|fault| format!("{} {fault}", disk::shown(&folder)))?;
            }
            let name = self.name(&entry.path);
            self.write(&folder.join(&name), &html::page(entry))?;
            let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            self.overview.add(entry, Some(format!("{}/{name}", uri(&folder))));
        } else {
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
        Ok(())
    }

    /// The name of a document's page: letters, digits and hyphens of its path, unique in the folder.
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

    /// The output of forms other than HTML, with its beginning written.
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

/// What stands behind the documents in JSON.
#[derive(Serialize)]
struct End {
    files: usize,
    #[serde(flatten)]
    counts: Counts,
    /// Documents of the earlier report that are gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}
