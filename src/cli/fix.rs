//! `copydesk fix`: applies fixes to documents.

use super::args::{self, SettingsArgs};
use super::files::{Paths, Source};
use super::terminal::Color;
use super::{Failure, Outcome, Status, check, say, terminal};
use crate::disk::{self, Fault, WritePolicy};
use crate::fix::{Fixed, Wanted, fix};
use crate::project::Project;
use crate::text::visible;
use std::collections::HashSet;
use std::sync::Arc;

/// Repair what can be repaired: safe fixes, and others on request
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// Apply the fixes too that a person should look at
    #[arg(long)]
    review: bool,
    /// Apply this rule's fixes only; may be given several times
    #[arg(long = "rule", value_name = "NAME", value_parser = args::rule_name)]
    rules: Vec<String>,
    /// Print what would change and write nothing; the exit status is 1 where something would
    #[arg(long)]
    diff: bool,
    /// Say nothing but what went wrong
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: &Args) -> Outcome {
    let wanted = Wanted { review: args.review, rules: args.rules.clone() };
    let project = Arc::new(args.settings.project(&[]));
    let (sources, faults) = args.paths.find(&project);
    args::settle(&project, sources.iter().map(|source| &*source.path), Color::Auto)?;
    let mut failed = !faults.is_empty();
    faults.iter().for_each(check::say_fault);
    let (mut files, mut fixes) = (0, 0);
    let mut swept = HashSet::new();
    for source in &sources {
        let writes = !args.diff && !source.stdin;
        if writes && swept.insert(source.path.parent()) {
            disk::sweep(&source.path);
        }
        match repair(source, &project, &wanted, args.diff) {
            Ok(0) => {}
            Ok(applied) => (files, fixes) = (files + 1, fixes + applied),
            Err(Stop::Fault(fault)) => {
                check::say_fault(&fault);
                failed = true;
            }
            Err(Stop::Failure(failure)) => return Err(failure),
        }
    }
    if !args.quiet {
        say(&match (fixes, sources.len()) {
            (_, 0) => "0 files looked at".to_owned(),
            (0, _) if failed => "nothing fixed".to_owned(),
            (0, _) => "nothing to fix".to_owned(),
            (fixes, _) => {
                let s = |n: usize| if n == 1 { "" } else { "s" };
                let did = if args.diff { "would be applied" } else { "applied" };
                format!("{fixes} fix{} {did} in {files} file{}", if fixes == 1 { "" } else { "es" }, s(files))
            }
        });
    }
    Ok(match () {
        () if failed => Status::Failed,
        () if args.diff && fixes > 0 => Status::Found,
        () => Status::Clean,
    })
}

/// Why a document was not fixed.
enum Stop {
    /// This document cannot be used; the others can.
    Fault(Fault),
    /// The whole run must end.
    Failure(Failure),
}

/// Fixes one document and returns how many fixes were applied.
fn repair(source: &Source, project: &Project, wanted: &Wanted, diff: bool) -> Result<usize, Stop> {
    let (text, context) = source.read(project).map_err(Stop::Fault)?;
    let draft = context.draft(&source.shown, &text);
    let Fixed { text: new, applied, .. } = source.guard(|| fix(draft, wanted)).map_err(Stop::Fault)?;
    let print = |text: &str| terminal::print_document(text).map_err(Stop::Failure);
    if diff {
        if new != text {
            print(&unified(&source.shown, &text, &new))?;
        }
    } else if source.stdin {
        print(&new)?;
    } else if new != text {
        let fault = |message| Stop::Fault(Fault { path: source.shown.clone(), message });
        let policy = WritePolicy::Draft { read: &text };
        disk::write(&source.path, new.as_bytes(), policy).map_err(fault)?;
    }
    Ok(applied)
}

/// A unified diff for `patch` and `git apply`.
fn unified(path: &str, old: &str, new: &str) -> String {
    let (a, b) = if path.starts_with('/') { ("", "") } else { ("a/", "b/") };
    let (a, b) = (diff_name(&format!("{a}{path}")), diff_name(&format!("{b}{path}")));
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&a, &b).to_string()
}

/// A file name for a diff header: followed by a tab if it contains blanks, and quoted as Git does if it contains special
/// characters.
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
