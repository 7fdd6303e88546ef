//! `copydesk config`: shows the effective configuration, and the schema.

use super::args::{self, SettingsArgs};
use super::terminal::Color;
use super::{Outcome, Status, schema, terminal};
use crate::text::visible;
use std::path::PathBuf;

/// Show the configuration
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print the configuration that holds for a file or folder, with each key explained
    Show {
        /// The file or folder; the current folder where none is given
        path: Option<PathBuf>,
        #[command(flatten)]
        settings: SettingsArgs,
    },
    /// Print the JSON Schema of copydesk.toml
    Schema,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = match &args.what {
        What::Show { path, settings } => {
            let project = settings.project(&[]);
            let (config, file) = project.config_in(path.as_deref().unwrap_or(std::path::Path::new(".")));
            args::settle(&project, [], Color::Auto)?;
            let from = file.map_or("# no copydesk.toml: these are the defaults\n\n".to_owned(), |file| {
                format!("# from {}\n\n", visible::escape(&crate::disk::shown(&file.path)))
            });
            from + &config.to_toml()
        }
        What::Schema => format!("{:#}\n", schema::schema()),
    };
    terminal::print_document(&text)?;
    Ok(Status::Clean)
}
