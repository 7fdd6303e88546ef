//! `copydesk config`: what holds, and what may be set.

use super::houses::{self, Houses};
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
        options: houses::Reading,
    },
    /// Print the JSON Schema of copydesk.toml
    Schema,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = match &args.what {
        What::Show { path, options } => {
            let houses = Houses::new(options, &[])?;
            let (config, file) = houses.config_of(path.as_deref().unwrap_or(std::path::Path::new(".")));
            houses.check_whole()?;
            let from = file.map_or("# no copydesk.toml: these are the defaults\n\n".to_owned(), |file| {
                format!("# from {}\n\n", visible::escape(&crate::disk::shown(&file)))
            });
            from + &config.to_toml()
        }
        What::Schema => format!("{:#}\n", schema::schema()),
    };
    terminal::print_document(&text)?;
    Ok(Status::Clean)
}
