//! `copydesk check`: checks documents and reports the findings.

use super::args::{self, CheckArgs};
use super::baseline::Baseline;
use super::files::{Paths, Source};
use super::format::{Checked, Format, Summary};
use super::since::Since;
use super::{Failure, Outcome, Status, output, say, terminal};
use crate::config::Level;
use crate::disk::{self, Fault};
use crate::panics;
use crate::parallel::Threads;
use crate::project::Project;
use rayon::prelude::*;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// Check bulletins and report what is wrong
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// How findings are reported: human on a terminal, else concise
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,
    /// Write the report to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: output::Force,
    /// The mildest level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = args::levels())]
    fail_on: String,
    /// Leave out the findings that a file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to a file, for --baseline, and report none
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Report only what stands on lines that changed since a Git revision
    #[arg(long, value_name = "GIT-REV")]
    since: Option<String>,
    /// Check again whenever a file changes, until stopped
    #[arg(long, conflicts_with_all = ["output", "write_baseline"])]
    watch: bool,
    /// How many files are checked at a time; as many as there are processors where it is 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    color: terminal::Color,
    /// Say nothing but what was found
    #[arg(long, short)]
    quiet: bool,
    /// Count the findings of each rule at the end
    #[arg(long)]
    statistics: bool,
    #[command(flatten)]
    options: CheckArgs,
}

/// Documents are checked and reported in batches of this size, which bounds memory.
const BATCH: usize = 256;
/// The progress bar appears after this long.
const LONG: Duration = Duration::from_millis(700);

pub(super) fn run(args: &Args) -> Outcome {
    if args.watch {
        return watch(args);
    }
    check_once(args, &mut Times::new())
}

/// Checks again whenever a file changes. Polls modification times, which works everywhere, network folders included.
fn watch(args: &Args) -> Outcome {
    if args.paths.has_stdin() {
        return Err("--watch needs files: standard input does not change".to_owned().into());
    }
    let times = |paths: Vec<PathBuf>| -> Times { paths.into_iter().map(|path| (disk::changed(&path), path)).collect() };
    loop {
        // Taken before the check, so that changes made during it are noticed.
        let project = Arc::new(args.options.project());
        let documents = times(args.paths.all(&project));
        // Includes a file given by `--config`, even if it cannot be read.
        let mut settings_files = times(args.options.settings.config.iter().cloned().collect());
        match check_once(args, &mut settings_files) {
            // The user was told, and may fix it while we wait.
            Ok(_) | Err(Failure::Said) => {}
            Err(Failure::Message(message)) => say(&message),
            Err(failure @ Failure::Output(_)) => return Err(failure),
        }
        if !args.quiet {
            say("waiting for changes; Ctrl-C ends");
        }
        let same = |old: &Times| old.iter().all(|(time, path)| disk::changed(path) == *time);
        while same(&settings_files) && times(args.paths.all(&project)) == documents {
            std::thread::sleep(POLL);
        }
    }
}

/// Files with their modification times; none for missing files.
type Times = Vec<(Option<SystemTime>, PathBuf)>;

/// The polling interval.
const POLL: Duration = Duration::from_millis(300);

/// Checks once. Adds the configurations and lists that were read to `settings_files`.
fn check_once(args: &Args, settings_files: &mut Times) -> Outcome {
    let fail_on = Level::named(&args.fail_on).unwrap_or(Level::Warning);
    let mut baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut new_baseline = args.write_baseline.is_some().then(Baseline::default);
    let since = args.since.as_deref().map(Since::new).transpose()?;
    let project = Arc::new(args.options.project());
    let (sources, faults) = args.paths.find(&project);
    let settled = args::settle(&project, sources.iter().map(|source| &*source.path), args.color);
    if args.watch {
        settings_files.extend(project.files().into_iter().map(|path| (disk::changed(&path), path)));
    }
    settled?;
    let mut failed = !faults.is_empty();
    for fault in &faults {
        say_fault(fault);
    }

    let format = args.format.unwrap_or(match &args.output {
        None if terminal::is_stdout_terminal() => Format::Human,
        _ => Format::Concise,
    });
    let shows_hints = !format.for_people() || fail_on == Level::Hint;
    let mut out = args.force.open(args.output.as_deref())?;
    let mut reporter = format.reporter(args.color.wanted(args.output.is_none()), args.quiet);
    let mut summary = Summary::default();
    let progress = Progress::new(sources.len(), args.quiet);
    let pool = pool(args.threads, sources.len())?;
    let threads = Threads::new(args.threads, LONG_TEXT);
    for batch in sources.chunks(BATCH) {
        let look = |source: &Source| {
            let checked = check(source, &project, &threads, format.shows_fixes());
            progress.step();
            checked
        };
        let checked: Vec<_> = match &pool {
            Some(pool) => pool.install(|| batch.par_iter().map(|source| panics::relay(|| look(source))).collect()),
            None => batch.iter().map(look).collect(),
        };
        for (file, source) in checked.into_iter().zip(batch) {
            let reported = file.map(|mut file| {
                source.guard(|| -> Result<(Checked, Vec<u8>), Failure> {
                    if !shows_hints {
                        file.diagnostics.retain(|found| found.level > Level::Hint);
                    }
                    if let Some(since) = &since {
                        since.keep_changed(&mut file, source)?;
                    }
                    if let Some(baseline) = &mut baseline {
                        baseline.drop_known(&mut file);
                    }
                    if let Some(baseline) = &mut new_baseline {
                        baseline.take(&mut file);
                    }
                    // Buffered, so that a document is reported completely or not at all.
                    let mut report = Vec::new();
                    reporter.file(&file, &mut report)?;
                    Ok((file, if format.for_people() { terminal::screened(report) } else { report }))
                })
            });
            match reported.and_then(|reported| reported) {
                Ok(reported) => {
                    let (file, report) = reported?;
                    summary.add(&file);
                    progress.aside(|| out.write_all(&report))?;
                }
                Err(fault) => {
                    progress.aside(|| say_fault(&fault));
                    failed = true;
                }
            }
        }
    }
    progress.end();
    reporter.finish(&summary, &mut out)?;
    if args.statistics {
        let text = statistics(&summary);
        // Statistics must not corrupt a machine-readable report.
        if format.for_people() { out.write_all(text.as_bytes())? } else { terminal::note(&text) }
    }
    out.finish()?;
    if let (Some(path), Some(baseline)) = (&args.write_baseline, &new_baseline) {
        let mut out = args.force.open(Some(path))?;
        out.write_all(baseline.write().as_bytes())?;
        out.finish()?;
        if !args.quiet {
            say(&format!("{} holds {} findings", disk::shown(path), baseline.len()));
        }
    }
    if summary.files == 0 && !args.quiet {
        let why = if failed { "" } else { ": .gitignore and the configuration leave no Markdown file here" };
        say(&format!("0 files checked{why}"));
    }
    Ok(match summary.worst {
        _ if failed => Status::Failed,
        Some(worst) if worst >= fail_on => Status::Found,
        _ => Status::Clean,
    })
}

/// Reports a path that cannot be used.
pub(super) fn say_fault(fault: &Fault) {
    say(&format!("{} {}", fault.path, fault.message));
}

/// The rules, sorted by their number of findings; behind it the number of decisions, where that is another.
fn statistics(summary: &Summary) -> String {
    let mut rules: Vec<_> = summary.rules.iter().map(|(rule, counts)| (*counts, *rule)).collect();
    rules.sort_by(|a, b| b.0.0.cmp(&a.0.0).then(a.1.cmp(b.1)));
    let line = |((findings, decisions), rule)| match decisions {
        1 if findings > 1 => format!("{findings:>6}  {rule} (1 decision)\n"),
        _ if decisions < findings => format!("{findings:>6}  {rule} ({decisions} decisions)\n"),
        _ => format!("{findings:>6}  {rule}\n"),
    };
    rules.into_iter().map(line).collect()
}

/// Documents of at least this many bytes are read on several threads.
const LONG_TEXT: usize = 200_000;

/// A thread pool for this many documents; none if one thread is enough.
fn pool(threads: usize, documents: usize) -> Result<Option<rayon::ThreadPool>, Failure> {
    if threads == 1 || documents < 2 {
        return Ok(None);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map(Some).map_err(|error| Failure::Message(format!("threads cannot be started: {error}")))
}

/// Reads and checks one document, and verifies its fixes if the format shows them.
fn check(source: &Source, project: &Project, threads: &Threads, fixes: bool) -> Result<Checked, Fault> {
    let (text, context) = source.read(project)?;
    let draft = context.draft(&source.shown, &text);
    let look = || {
        let found = crate::check::check(draft);
        if fixes { found.with_verified_fixes(draft) } else { found }
    };
    let found = source.guard(|| threads.lend(text.len(), look))?;
    Ok(Checked {
        path: source.shown.clone(),
        issue_date: found.bulletin.issue.date,
        diagnostics: found.diagnostics,
        text,
    })
}

/// A progress bar on standard error, shown only on a terminal and for long runs.
struct Progress {
    bar: Option<indicatif::ProgressBar>,
    start: Instant,
}

impl Progress {
    fn new(documents: usize, quiet: bool) -> Progress {
        let wanted = !quiet && documents > 1 && terminal::is_stderr_terminal();
        let bar = wanted.then(|| {
            let style = indicatif::ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left");
            let bar = indicatif::ProgressBar::with_draw_target(
                Some(documents as u64),
                indicatif::ProgressDrawTarget::hidden(),
            );
            bar.with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()))
        });
        Progress { bar, start: Instant::now() }
    }

    /// Counts one finished document.
    fn step(&self) {
        let Some(bar) = &self.bar else { return };
        bar.inc(1);
        if bar.is_hidden() && self.start.elapsed() > LONG {
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    }

    /// Hides the bar while `write` runs.
    fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if !bar.is_hidden() => bar.suspend(write),
            _ => write(),
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
