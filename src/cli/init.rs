//! `copydesk init`: writes a configuration to start from.

use super::{Outcome, Status, say};
use crate::config::{Config, FILE_NAME};
use crate::disk::{self, WritePolicy};
use std::path::{Path, PathBuf};

/// Write a copydesk.toml with every key explained
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder; the current one where none is given
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let path = args.folder.as_deref().unwrap_or(Path::new("")).join(FILE_NAME);
    let shown = disk::shown(&path);
    let text = Config::default().to_toml();
    disk::write(&path, text.as_bytes(), WritePolicy::New).map_err(|fault| format!("{shown} {fault}"))?;
    say(&format!("{shown} written; every key stands at its default"));
    Ok(Status::Clean)
}
