//! `copydesk fix`: applies fixes to documents.

mod interactive;

use super::args::{self, SettingsArgs};
use super::files::{Documents, Paths, STDIN, Source, say_fault};
use super::terminal::Color;
use super::{Failure, Outcome, Status, say, terminal};
use crate::check::Draft;
use crate::config::Level;
use crate::disk::{self, Fault, WritePolicy};
use crate::fix::{Fixed, Wanted, fix};
use crate::project::Project;
use crate::text::diff::operations;
use crate::text::{counted, visible};
use similar::DiffOp;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Fix what can be fixed: safe fixes, and others on request
#[derive(Debug, clap::Args)]
#[command(after_help = STATUS)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// Also apply the fixes that need review
    #[arg(long)]
    review: bool,
    /// Apply only this rule's fixes; may be given several times
    #[arg(long = "rule", value_name = "NAME", value_parser = args::rule_name)]
    rules: Vec<String>,
    /// Print what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Ask on the terminal about each fix, including those for review; what you accept is written at the end
    #[arg(long, conflicts_with_all = ["diff", "review"])]
    interactive: bool,
    /// Ask each question on one line, for screen readers
    #[arg(long, requires = "interactive")]
    plain: bool,
    /// Exit with status 1 if a finding of this level or above is left
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = args::levels())]
    fail_on: String,
    /// Also exit with status 1 if anything was fixed, or would be
    #[arg(long)]
    exit_non_zero_on_fix: bool,
    /// Print only problems
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// The meaning of the exit status.
const STATUS: &str = "Exit status: 0 if no finding at or above --fail-on is left (with --diff: would be left); 1 if one \
                      is; 2 if copydesk could not do its work.";

pub(super) fn run(args: &Args) -> Outcome {
    let fail_on = Level::named(&args.fail_on).unwrap_or(Level::Warning);
    let wanted = Wanted { review: args.review, rules: args.rules.clone() };
    let project = Arc::new(args.settings.project(&[]));
    let documents = args.paths.find(&project);
    let sources = &documents.sources;
    args::settle(&project, sources.iter().map(|source| &*source.path), Color::Auto)?;
    let mut failed = documents.tell();
    if args.interactive {
        return interactive::run(args, &documents, &project, fail_on, failed);
    }
    for excluded in documents.excluded.iter().filter(|excluded| excluded.source.stdin && !args.diff) {
        // Text that is piped through is passed on unchanged.
        match excluded.source.read(&project) {
            Ok((text, _)) => terminal::print_document(&text)?,
            Err(fault) => {
                say_fault(&fault);
                failed = true;
            }
        }
    }
    let mut totals = Totals::default();
    let mut swept = HashSet::new();
    for source in sources {
        let writes = !args.diff && !source.stdin;
        if writes && swept.insert(source.path.parent()) {
            disk::sweep(&source.path);
        }
        match repair(source, &project, &wanted, args.diff) {
            Ok(repaired) => totals.add(&repaired, fail_on),
            Err(Stop::Fault(fault)) => {
                say_fault(&fault);
                failed = true;
            }
            Err(Stop::Failure(failure)) => return Err(failure),
        }
    }
    if !args.quiet {
        say(&match sources.len() {
            0 => "0 files looked at".to_owned(),
            _ => totals.sentence(args.diff),
        });
    }
    Ok(match () {
        () if failed => Status::Failed,
        () if totals.fails > 0 || args.exit_non_zero_on_fix && totals.fixes > 0 => Status::Found,
        () => Status::Clean,
    })
}

/// What was done to all documents, and what remains.
#[derive(Default)]
struct Totals {
    /// Documents that changed, or would change.
    files: usize,
    /// Fixes in them.
    fixes: usize,
    /// Remaining findings, except hints.
    left: usize,
    /// Those that determine the exit status.
    fails: usize,
}

impl Totals {
    fn add(&mut self, repaired: &Repaired, fail_on: Level) {
        self.files += usize::from(repaired.applied > 0);
        self.fixes += repaired.applied;
        let at_least = |level| repaired.left.iter().filter(|left| **left >= level).count();
        self.left += at_least(Level::Info.min(fail_on));
        self.fails += at_least(fail_on);
    }

    fn sentence(&self, diff: bool) -> String {
        let Totals { files, fixes, left, .. } = *self;
        let did = if diff { "would be applied" } else { "applied" };
        let done = match fixes {
            0 if left == 0 => "nothing to fix".to_owned(),
            0 => "nothing fixed".to_owned(),
            _ => format!("{} {did} in {}", counted(fixes, "fix", "fixes"), counted(files, "file", "files")),
        };
        match left {
            0 => done,
            _ => format!("{done}; {}", counted(left, "finding remains", "findings remain")),
        }
    }
}

/// Why a document was not fixed.
enum Stop {
    /// This document cannot be used; the others can.
    Fault(Fault),
    /// The whole run must end.
    Failure(Failure),
}

/// What was done to one document, and what remains.
struct Repaired {
    /// How many fixes were applied, or would be applied.
    applied: usize,
    /// The levels of the findings afterwards.
    left: Vec<Level>,
}

/// Fixes one document.
fn repair(source: &Source, project: &Project, wanted: &Wanted, diff: bool) -> Result<Repaired, Stop> {
    if !source.stdin {
        disk::leads_to_draft(&source.path)
            .map_err(|message| Stop::Fault(Fault { path: source.shown.clone(), message }))?;
    }
    let (text, context) = source.read(project).map_err(Stop::Fault)?;
    let draft = context.draft(&source.shown, &text);
    let (Fixed { text: new, applied, .. }, left) = source
        .guard(|| {
            let fixed = fix(draft, wanted);
            let found = crate::check::check(Draft { text: &fixed.text, ..draft }).diagnostics;
            let left = found.iter().map(|finding| finding.level).collect();
            (fixed, left)
        })
        .map_err(Stop::Fault)?;
    let print = |text: &str| terminal::print_document(text).map_err(Stop::Failure);
    if diff {
        if new != text {
            print(&unified(source, &text, &new))?;
        }
    } else if source.stdin {
        print(&new)?;
    } else if new != text {
        let fault = |message| Stop::Fault(Fault { path: source.shown.clone(), message });
        let policy = WritePolicy::Draft { read: &text };
        disk::write(&source.path, new.as_bytes(), policy).map_err(fault)?;
    }
    Ok(Repaired { applied, left })
}

/// A unified diff for `patch -p1` and `git apply`, with names relative to the working directory.
pub(super) fn unified(source: &Source, old: &str, new: &str) -> String {
    let path = match source.shown.as_str() {
        STDIN => STDIN.to_owned(),
        _ => disk::shown(&disk::relative_to(&disk::absolute(Path::new(".")), &disk::absolute(&source.path))),
    };
    let (a, b) = (diff_name(&format!("a/{path}")), diff_name(&format!("b/{path}")));
    // For these programs only a line feed ends a line.
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut text = format!("--- {a}\n+++ {b}\n");
    for hunk in similar::group_diff_ops(operations(&old, &new), 3) {
        let [Some(first), Some(last)] = [hunk.first(), hunk.last()] else { continue };
        let range = |from: Range<usize>, to: Range<usize>| hunk_range(from.start..to.end);
        let (gone, come) = (range(first.old_range(), last.old_range()), range(first.new_range(), last.new_range()));
        text.push_str(&format!("@@ -{gone} +{come} @@\n"));
        for operation in &hunk {
            let (gone, come) = (&old[operation.old_range()], &new[operation.new_range()]);
            if matches!(operation, DiffOp::Equal { .. }) {
                gone.iter().for_each(|same| push_line(&mut text, ' ', same));
            } else {
                gone.iter().for_each(|gone| push_line(&mut text, '-', gone));
                come.iter().for_each(|come| push_line(&mut text, '+', come));
            }
        }
    }
    text
}

/// Adds a line of a hunk behind its sign.
fn push_line(text: &mut String, sign: char, line: &str) {
    text.push(sign);
    text.push_str(line);
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

/// The lines of a hunk in one of the texts, as the header of a unified diff counts them: the first, from 1, and how many.
fn hunk_range(lines: Range<usize>) -> String {
    match lines.len() {
        // The line behind which they would stand.
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// A file name for a diff header: followed by a tab if it contains spaces, and quoted as Git does if it contains
/// special characters.
fn diff_name(name: &str) -> String {
    if name.contains(|c| visible::is_steering(c) || matches!(c, '"' | '\\')) {
        let mut quoted = String::from("\"");
        for c in name.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                c if visible::is_steering(c) => {
                    let mut bytes = [0; 4];
                    c.encode_utf8(&mut bytes).bytes().for_each(|byte| quoted.push_str(&format!("\\{byte:03o}")));
                }
                c => quoted.push(c),
            }
        }
        return quoted + "\"";
    }
    if name.contains(' ') { format!("{name}\t") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_diff_are_read_again() {
        assert_eq!(diff_name("a/b.md"), "a/b.md");
        assert_eq!(diff_name("a/b c.md"), "a/b c.md\t");
        assert_eq!(diff_name("a/\"\\\n\t\u{1b}\u{9b}é.md"), r#""a/\"\\\n\t\033\302\233é.md""#);
    }
}
