//! `copydesk cite`: turns citations from one style into another.

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

/// Turn citations into another style: brackets into notes, notes into brackets, either into a numbered list
#[derive(Debug, clap::Args)]
#[command(after_help = STATUS)]
pub(super) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// The style that all citations get
    #[arg(long = "as", value_name = "STYLE", value_enum)]
    style: Style,
    /// Print what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Print problems only
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// What the exit status says.
const STATUS: &str = "Exit status: 0 where every citation has the style, or would have it with --diff; 1 where one stays as \
                      it is; 2 where copydesk could not do its work.";

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
            sentence += &format!(
                "; {} in a note, for a bracket has no place for it",
                counted(in_notes, "title stays", "titles stay")
            );
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

/// Why a document was left.
enum Stop {
    /// This document cannot be used; the others can.
    Fault(Fault),
    /// The whole run must end.
    Failure(Failure),
}

/// Turns the citations of one document; gives its old text too.
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

/// Says what stays as it is, and why.
fn tell(source: &Source, turned: &Turned, text: &str) {
    let lines = LineIndex::new(text);
    for kept in &turned.kept {
        let at = kept.span.start.min(text.len().try_into().unwrap_or(u32::MAX));
        let line = lines.position(text, at, Encoding::Utf32).line + 1;
        say(&format!("{}:{line} stays: {}", source.shown, kept.why));
    }
}
