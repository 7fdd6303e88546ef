//! `copydesk cite`: converts citations from one style to another.

use super::args::{self, SettingsArgs};
use super::files::{Paths, Source, say_fault};
use super::fix::unified;
use super::terminal::Color;
use super::{Failure, Outcome, Status, say, terminal};
use crate::check::check;
use crate::cite::{Target, Turned, turn};
use crate::disk::{self, Fault, WritePolicy};
use crate::project::Project;
use crate::text::{Encoding, LineIndex, Span, counted};
use std::collections::HashSet;
use std::sync::Arc;

/// Convert citations to another style: brackets to notes, notes to brackets, either to a numbered list
#[derive(Debug, clap::Args)]
#[command(after_help = STATUS)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The style to convert all citations to
    #[arg(long = "as", value_name = "STYLE", value_enum)]
    style: Style,
    /// Print what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Print only problems
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// The meaning of the exit status.
const STATUS: &str = "Exit status: 0 if every citation has the style (with --diff: would have it); 1 if one is left as it \
                      is; 2 if copydesk could not do its work.";

/// The style that citations are turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Style {
    /// Footnotes
    Note,
    /// Brackets: ([Source](https://…), May 9)
    Inline,
    /// Numbers, and a list of references at the end of each article
    Numbered,
}

pub(super) fn run(args: &Args) -> Outcome {
    let target = match args.style {
        Style::Note => Target::Notes,
        Style::Inline => Target::Brackets,
        Style::Numbered => Target::Numbered,
    };
    let project = Arc::new(args.settings.project(&[]));
    let documents = args.paths.find(&project);
    args::settle(&project, documents.sources.iter().map(|source| &*source.path), Color::Auto)?;
    let mut failed = documents.tell();
    let mut swept = HashSet::new();
    let (mut files, mut count, mut in_notes, mut kept) = (0, 0, 0, 0);
    for source in &documents.sources {
        if !args.diff && !source.stdin && swept.insert(source.path.parent()) {
            disk::sweep(&source.path);
        }
        match cite(source, &project, target, args.diff) {
            Ok((turned, text)) => {
                files += usize::from(turned.count > 0);
                count += turned.count;
                in_notes += turned.in_notes;
                kept += turned.kept.iter().map(|kept| kept.count).sum::<usize>();
                if !args.quiet {
                    tell(source, &turned, &text);
                }
            }
            Err(Stop::Fault(fault)) => {
                say_fault(&fault);
                failed = true;
            }
            Err(Stop::Failure(failure)) => return Err(failure),
        }
    }
    if !args.quiet {
        let did = if args.diff { "would be turned" } else { "turned" };
        let mut sentence = match count {
            0 => "nothing turned".to_owned(),
            _ => format!("{} {did} in {}", counted(count, "citation", "citations"), counted(files, "file", "files")),
        };
        if in_notes > 0 {
            let keep = counted(in_notes, "note keeps", "notes keep");
            sentence += &format!("; {keep} the titles, for which a bracket has no place");
        }
        if kept > 0 {
            sentence += &format!("; {}", counted(kept, "citation stays as it is", "citations stay as they are"));
        }
        say(&sentence);
    }
    Ok(match () {
        () if failed => Status::Failed,
        () if kept > 0 => Status::Found,
        () => Status::Clean,
    })
}

/// Why a document was not converted.
enum Stop {
    /// This document cannot be used; the others can.
    Fault(Fault),
    /// The whole run must end.
    Failure(Failure),
}

/// Converts the citations in one document; also returns its old text.
fn cite(source: &Source, project: &Project, target: Target, diff: bool) -> Result<(Turned, String), Stop> {
    let fault = |message| Stop::Fault(Fault { path: source.shown.clone(), message });
    if !source.stdin {
        disk::leads_to_draft(&source.path).map_err(fault)?;
    }
    let (text, context) = source.read(project).map_err(Stop::Fault)?;
    let draft = context.draft(&source.shown, &text);
    let turned = source.guard(|| turn(draft, &check(draft), target, Span::at(0..text.len()))).map_err(Stop::Fault)?;
    let print = |text: &str| terminal::print_document(text).map_err(Stop::Failure);
    if diff {
        if turned.text != text {
            print(&unified(source, &text, &turned.text))?;
        }
    } else if source.stdin {
        print(&turned.text)?;
    } else if turned.text != text {
        disk::write(&source.path, turned.text.as_bytes(), WritePolicy::Draft { read: &text }).map_err(fault)?;
    }
    Ok((turned, text))
}

/// Reports what stays unchanged, and why.
fn tell(source: &Source, turned: &Turned, text: &str) {
    let lines = LineIndex::new(text);
    for kept in &turned.kept {
        let at = kept.span.start.min(text.len().try_into().unwrap_or(u32::MAX));
        let line = lines.position(text, at, Encoding::Utf32).line + 1;
        say(&format!("{}:{line} stays: {}", source.shown, kept.why));
    }
}
