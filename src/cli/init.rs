//! `copydesk init`: writes a configuration to start from, and settings for an editor.

use super::schema::schema;
use super::{Outcome, Status, say};
use crate::config::{Config, FILE_NAME};
use crate::disk::{self, WritePolicy};
use std::path::{Path, PathBuf};

/// Write a copydesk.toml with every key explained, and optionally settings for an editor
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder [default: the current one]
    folder: Option<PathBuf>,
    /// Also write this folder's settings for an editor, so that it starts copydesk; an existing copydesk.toml is kept
    #[arg(long, value_name = "EDITOR", value_enum)]
    editor: Option<Editor>,
}

/// An editor for which settings can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Editor {
    /// .vscode/settings.json, for the extension: safe fixes on save, and completion in copydesk.toml
    #[value(name = "vscode")]
    VSCode,
    /// .nvim.lua, which Neovim 0.11 or later reads if `exrc` is set: it starts the server for Markdown files
    Neovim,
}

impl Editor {
    /// The name of the file and its contents.
    fn settings(self) -> (&'static str, &'static str) {
        match self {
            Editor::VSCode => (".vscode/settings.json", include_str!("init/vscode.json")),
            Editor::Neovim => (".nvim.lua", include_str!("init/neovim.lua")),
        }
    }
}

/// The file with the configuration schema for TOML editors.
const SCHEMA: &str = "copydesk.schema.json";

pub(super) fn run(args: &Args) -> Outcome {
    let folder = args.folder.as_deref().unwrap_or(Path::new(""));
    let write = |name: &str, text: &str| -> Result<String, String> {
        let path = folder.join(name);
        let shown = disk::shown(&path);
        if let Some(inner) = Path::new(name).parent().filter(|inner| !inner.as_os_str().is_empty()) {
            disk::make_folder(&folder.join(inner)).map_err(|fault| format!("{shown} {fault}"))?;
        }
        disk::write(&path, text.as_bytes(), WritePolicy::New).map_err(|fault| format!("{shown} {fault}"))?;
        Ok(shown)
    };
    if args.editor.is_none() || !disk::is_present(&folder.join(FILE_NAME)) {
        // The line that tells editors where the schema is (Taplo, Even Better TOML, Tombi).
        let text = format!("#:schema ./{SCHEMA}\n\n{}", Config::default().to_toml());
        let shown = write(FILE_NAME, &text)?;
        say(&format!("{shown} written; every key has its default value"));
    }
    if !disk::is_present(&folder.join(SCHEMA)) {
        let shown = write(SCHEMA, &format!("{:#}\n", schema()))?;
        say(&format!("{shown} written; by it editors complete and check {FILE_NAME}"));
    }
    if let Some(editor) = args.editor {
        let (name, text) = editor.settings();
        let shown = write(name, text).map_err(|fault| format!("{fault}; what belongs in it is:\n{text}"))?;
        say(&format!("{shown} written"));
    }
    Ok(Status::Clean)
}
