//! `copydesk check`: checks documents and reports the findings.

use super::args::{self, CheckArgs};
use super::baseline::{Baseline, NewBaseline};
use super::files::{Paths, Source, say_fault};
use super::format::{Checked, Format, NeededFixes, Style, Summary};
use super::reports::{self, Reports};
use super::since::Since;
use super::{Failure, Outcome, Status, output, say, terminal};
use crate::config::Level;
use crate::disk::{self, Fault, WritePolicy};
use crate::panics;
use crate::parallel::Threads;
use crate::project::Project;
use crate::text::counted;
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// Check bulletins and report what is wrong
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// How to report findings: human on a terminal, otherwise concise
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,
    /// Write the report to a file; - is standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write a report to a file, such as sarif=out.sarif; may be given several times
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = reports::wanted)]
    reports: Vec<reports::Wanted>,
    #[command(flatten)]
    force: output::Force,
    /// Report findings of this level and above; lower ones appear in no format
    #[arg(long, value_name = "LEVEL", default_value = "info", value_parser = args::levels())]
    level: String,
    /// Exit with status 1 if there is a finding of this level or above; such findings are always reported
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = args::levels())]
    fail_on: String,
    /// Report only findings that are not listed in FILE, which --write-baseline wrote
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Remove from the baseline the entries of the checked files that no longer occur; add none
    #[arg(long, requires = "baseline")]
    prune_baseline: bool,
    /// Write the findings of every level to FILE, for use with --baseline, and report none; - is standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since"])]
    write_baseline: Option<PathBuf>,
    /// Report only what changed since the merge base of GIT-REV and HEAD, uncommitted changes included
    #[arg(long, value_name = "GIT-REV")]
    since: Option<String>,
    /// List findings that comments or the baseline hide, marked as suppressed; only SARIF can mark them
    #[arg(long, conflicts_with = "write_baseline")]
    show_suppressed: bool,
    /// Check again whenever a file changes, until stopped
    #[arg(long, conflicts_with_all = ["output", "reports", "write_baseline", "prune_baseline"])]
    watch: bool,
    /// How many files to check at once; 0 means one per CPU
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// When to use color
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    color: terminal::Color,
    /// Print only the findings
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

/// Checks again whenever a file changes. Polls modification times, which works everywhere, including network folders.
fn watch(args: &Args) -> Outcome {
    if args.paths.has_stdin() {
        return Err("--watch needs files: standard input does not change".to_owned().into());
    }
    let times = |paths: Vec<PathBuf>| -> Times { paths.into_iter().map(|path| (disk::changed(&path), path)).collect() };
    loop {
        // Taken before the check, so that changes made during it are noticed.
        let project = Arc::new(args.options.project());
        let documents = times(args.paths.all(&project));
        // Includes a file given with `--config`, even if it cannot be read.
        let mut settings_files = times(args.options.settings.config.iter().cloned().collect());
        match check_once(args, &mut settings_files) {
            // The user has been told, and may fix it while we wait.
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

/// Files with their modification times; `None` for missing files.
type Times = Vec<(Option<SystemTime>, PathBuf)>;

const POLL: Duration = Duration::from_millis(300);

/// What happens to the findings before they are reported.
struct Filter {
    /// The lowest level that is reported.
    level: Level,
    baseline: Option<Baseline>,
    /// The baseline to be written.
    new_baseline: Option<NewBaseline>,
    since: Option<Since>,
}

impl Filter {
    fn new(args: &Args, level: Level, sources: &[Source]) -> Result<Filter, Failure> {
        Ok(Filter {
            level,
            baseline: args.baseline.as_deref().map(Baseline::read).transpose()?,
            new_baseline: args.write_baseline.as_deref().map(NewBaseline::new),
            since: args.since.as_deref().map(|revision| Since::new(revision, sources)).transpose()?,
        })
    }

    fn apply(&mut self, file: &mut Checked, source: &Source) -> Result<(), Failure> {
        if let Some(baseline) = &mut self.new_baseline {
            baseline.take(file, source);
        }
        // Before anything else, which must not make known findings look stale.
        if let Some(baseline) = &mut self.baseline {
            baseline.hide_known(file, source);
        }
        file.retain(|found| found.level >= self.level);
        match &mut self.since {
            Some(since) => since.keep_changed(file, source),
            None => Ok(()),
        }
    }

    /// Reports stale entries, removes them on request, and writes the new baseline.
    fn finish(self, args: &Args) -> Result<(), Failure> {
        let write = |path: &Path, text: &str, policy| {
            disk::write(path, text.as_bytes(), policy)
                .map_err(|fault| Failure::Message(format!("{} {fault}", disk::shown(path))))
        };
        if let (Some(path), Some(baseline)) = (&args.baseline, &self.baseline) {
            let stale = baseline.stale(&args.paths);
            let shown = disk::shown(path);
            let entries = counted(stale, "entry", "entries");
            if args.prune_baseline && stale > 0 {
                write(path, &baseline.pruned(&args.paths)?, WritePolicy::Own)?;
                say(&format!("{entries} removed from {shown}: what they list is no longer found"));
            } else if stale > 0 {
                say(&format!("{entries} of {shown} {} stale", if stale == 1 { "is" } else { "are" }));
            }
        }
        if let (Some(path), Some(baseline)) = (&args.write_baseline, self.new_baseline) {
            let found = baseline.len();
            let text = baseline.written(&args.paths)?;
            if path == Path::new("-") {
                return terminal::print_exact(&text);
            }
            let mut out = args.force.open(Some(path))?;
            out.write_all(text.as_bytes())?;
            out.finish()?;
            if !args.quiet {
                say(&format!("{} written to {}", counted(found, "finding", "findings"), disk::shown(path)));
            }
        }
        Ok(())
    }
}

/// Checks once. Adds the configurations and lists that were read to `settings_files`.
fn check_once(args: &Args, settings_files: &mut Times) -> Outcome {
    let fail_on = Level::named(&args.fail_on).unwrap_or(Level::Warning);
    let level = Level::named(&args.level).unwrap_or(Level::Info).min(fail_on);
    let project = Arc::new(args.options.project());
    let documents = args.paths.find(&project);
    let sources = &documents.sources;
    let settled = args::settle(&project, sources.iter().map(|source| &*source.path), args.color);
    if args.watch {
        settings_files.extend(project.files().into_iter().map(|path| (disk::changed(&path), path)));
    }
    settled?;
    let mut filter = Filter::new(args, level, sources)?;
    let mut failed = documents.tell();

    let style = Style {
        color: args.color,
        quiet: args.quiet,
        fail_on,
        has_baseline: args.baseline.is_some(),
        shows_suppressed: args.show_suppressed,
    };
    let mut reports = Reports::open((args.format, args.output.as_deref()), &args.reports, &style, &args.force)?;
    let needed = if args.write_baseline.is_some() { NeededFixes::None } else { reports.needed_fixes() };
    let mut summary = Summary::default();
    let progress = Progress::new(sources.len(), args.quiet);
    let pool = pool(args.threads, sources.len())?;
    let threads = Threads::new(args.threads, LONG_TEXT);
    for batch in sources.chunks(BATCH) {
        let look = |source: &Source| {
            let checked = check(source, &project, &threads, needed);
            progress.step();
            checked
        };
        let checked: Vec<_> = match &pool {
            Some(pool) => pool.install(|| batch.par_iter().map(|source| panics::relay(|| look(source))).collect()),
            None => batch.iter().map(look).collect(),
        };
        for (file, source) in checked.into_iter().zip(batch) {
            let reported = file.map(|mut file| {
                source.guard(|| -> Result<_, Failure> {
                    filter.apply(&mut file, source)?;
                    let said = reports.say(&file)?;
                    Ok((file, said))
                })
            });
            match reported.and_then(|reported| reported) {
                Ok(reported) => {
                    let (file, said) = reported?;
                    summary.add(&file);
                    progress.aside(|| reports.write(&said))?;
                }
                Err(fault) => {
                    progress.aside(|| say_fault(&fault));
                    failed = true;
                }
            }
        }
    }
    progress.end();
    let statistics = args.statistics.then(|| statistics(&summary));
    if args.write_baseline.as_deref() != Some(Path::new("-")) {
        reports.finish(&summary, statistics.as_deref())?;
    }
    filter.finish(args)?;
    if summary.files == 0 && !args.quiet {
        let why = match failed || !documents.excluded.is_empty() {
            true => "",
            false => ": .gitignore and the configuration leave no Markdown file here",
        };
        say(&format!("0 files checked{why}"));
    }
    Ok(match summary.worst {
        _ if failed => Status::Failed,
        Some(worst) if worst >= fail_on => Status::Found,
        _ => Status::Clean,
    })
}

/// The rules, sorted by their number of findings, followed by the number of decisions if it differs.
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

/// A thread pool for this many documents; `None` if one thread is enough.
pub(super) fn pool(threads: usize, documents: usize) -> Result<Option<rayon::ThreadPool>, Failure> {
    if threads == 1 || documents < 2 {
        return Ok(None);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map(Some).map_err(|error| Failure::Message(format!("threads cannot be started: {error}")))
}

/// Reads and checks one document, and verifies its fixes as far as the reports need it.
fn check(source: &Source, project: &Project, threads: &Threads, needed: NeededFixes) -> Result<Checked, Fault> {
    let (text, context) = source.read(project)?;
    let draft = context.draft(&source.shown, &text);
    let look = || {
        let found = crate::check::check(draft);
        match needed {
            NeededFixes::None => (found, 0),
            NeededFixes::Certain => found.with_certain_fixes(draft),
            NeededFixes::Verified => (found.with_verified_fixes(draft), 0),
        }
    };
    let (found, unverified) = source.guard(|| threads.lend(text.len(), look))?;
    let checked = Checked::new(source.shown.clone(), text, found).with_docs(context.settings.docs.clone());
    Ok(Checked { unverified, ..checked })
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
