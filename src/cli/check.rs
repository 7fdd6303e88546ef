//! `copydesk check`: reports.

use super::files::{Paths, Source};
use super::houses::{self, Houses};
use super::report::{Checked, Format, Summary};
use super::{Failure, Outcome, Status, say};
use crate::config::Level;
use crate::disk::Fault;
use rayon::prelude::*;
use std::io::Write;
use std::sync::Arc;

/// Check bulletins and report what is wrong
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// How findings are reported
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// The mildest level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = houses::levels())]
    fail_on: String,
    /// How many files are checked at a time; as many as there are processors where it is 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    #[command(flatten)]
    options: houses::Options,
}

/// Documents that are checked before the first of them is reported: bounds what is held in memory.
const BATCH: usize = 256;

pub(super) fn run(args: &Args) -> Outcome {
    let fail_on = Level::named(&args.fail_on).unwrap_or(Level::Warning);
    let houses = Arc::new(Houses::new(&args.options)?);
    let (sources, faults) = args.paths.find(&houses);
    for source in &sources {
        houses.of(&source.path);
    }
    houses.check_whole()?;
    let mut failed = !faults.is_empty();
    for fault in &faults {
        say_fault(fault);
    }
    let pool = pool(args.threads, sources.len())?;
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut reporter = args.format.reporter();
    let mut summary = Summary::default();
    for batch in sources.chunks(BATCH) {
        let look = || batch.par_iter().map(|source| check(source, &houses)).collect::<Vec<_>>();
        let checked: Vec<_> = match &pool {
            Some(pool) => pool.install(look),
            None => batch.iter().map(|source| check(source, &houses)).collect(),
        };
        for file in checked {
            match file {
                Ok(file) => {
                    summary.add(&file);
                    reporter.file(&file, &mut out)?;
                }
                Err(fault) => {
                    say_fault(&fault);
                    failed = true;
                }
            }
        }
    }
    reporter.finish(&summary, &mut out)?;
    out.flush()?;
    if summary.files == 0 {
        let why = if failed { "" } else { ": .gitignore and the configuration leave no Markdown file here" };
        say(&format!("0 files checked{why}"));
    }
    Ok(match summary.worst {
        _ if failed => Status::Failed,
        Some(worst) if worst >= fail_on => Status::Found,
        _ => Status::Clean,
    })
}

/// Says that a path cannot be used.
pub(super) fn say_fault(fault: &Fault) {
    say(&format!("{} {}", fault.path, fault.message));
}

/// Threads for so many documents; none where one does.
fn pool(threads: usize, documents: usize) -> Result<Option<rayon::ThreadPool>, Failure> {
    if threads == 1 || documents < 2 {
        return Ok(None);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map(Some).map_err(|error| Failure::Message(format!("threads cannot be started: {error}")))
}

fn check(source: &Source, houses: &Houses) -> Result<Checked, Fault> {
    let text = source.read()?;
    let decided = houses.of(&source.path);
    let found = crate::check::check(&source.shown, &text, &decided.settings, &decided.gazetteer);
    Ok(Checked {
        path: source.shown.clone(),
        issue_date: found.bulletin.issue.date,
        diagnostics: found.diagnostics,
        text,
    })
}
