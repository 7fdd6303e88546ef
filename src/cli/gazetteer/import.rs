//! `copydesk gazetteer import`: turns other people's lists into proposals, and edited proposals into a custom list.

use crate::cli::args::{self, SettingsArgs};
use crate::cli::output::Force;
use crate::cli::terminal::Color;
use crate::cli::{Outcome, Status, say};
use crate::disk;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::lists::ListKind;
use crate::import::{self, ImportOptions, Input, Proposals, table};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// The format name of edited proposals.
const PROPOSALS: &str = "proposals";

/// Turn another list into proposals: new records, names that known records lack, conflicts
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The format of the list
    #[arg(value_name = "FORMAT", value_parser = formats())]
    format: String,
    /// The list, or several files that belong together (sdn.csv and alt.csv), or - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// What the list contains, if its format does not say
    #[arg(long = "as", value_name = "LIST", value_enum)]
    list: Option<Kind>,
    /// For tables: which columns contain what, such as name=Group,aliases=AKA
    #[arg(long = "map", value_name = "WHAT=COLUMN", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
    /// Write proposals to edit, or rows for your own list: a list's new records, or all records of edited proposals
    #[arg(long = "format", value_name = "FORM", value_enum)]
    form: Option<Form>,
    #[command(flatten)]
    settings: SettingsArgs,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Actors,
    Sources,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Toml,
    Tsv,
}

fn formats() -> impl TypedValueParser<Value = String> {
    let known =
        import::FORMATS.iter().map(|format| PossibleValue::new(format.name).aliases(format.aliases).help(format.about));
    let edited = PossibleValue::new(PROPOSALS).help("edited proposals: prints rows for your own list");
    PossibleValuesParser::new(known.chain([edited]))
}

fn column(text: &str) -> Result<(String, String), String> {
    let (what, column) = text.split_once('=').ok_or("write it as WHAT=COLUMN, such as name=Group")?;
    if !table::FIELDS.iter().any(|(field, _)| *field == what) {
        let fields: Vec<&str> = table::FIELDS.iter().map(|(field, _)| *field).collect();
        return Err(format!("a column may hold {}", fields.join(", ")));
    }
    Ok((what.to_owned(), column.to_owned()))
}

pub(in crate::cli) fn run(args: &Args) -> Outcome {
    let (project, draft) = (args.settings.project(&[]), Path::new("draft.md"));
    args::settle(&project, [draft], Color::Auto)?;
    let gazetteer = project.for_path(draft).gazetteer;
    let mut status = Status::Clean;
    let product = match import::format(&args.format) {
        Some(format) => {
            let mut inputs = Vec::new();
            for path in &args.files {
                inputs.push(Input { name: shown(path), text: open(path)? });
            }
            let list = args.list.map(|kind| match kind {
                Kind::Actors => ListKind::Actors,
                Kind::Sources => ListKind::Sources,
            });
            let found = import::read(format, &mut inputs, &ImportOptions { list, columns: args.columns.clone() });
            if tell(&found) {
                status = Status::Failed;
            }
            rows_or_toml(import::judge(found, &gazetteer), args.form, &gazetteer)
        }
        None => edited(args, &gazetteer)?,
    };
    for fault in &product.faults {
        say(fault);
        status = Status::Failed;
    }
    if status == Status::Failed {
        // A file would be mistaken for the whole list.
        if let Some(file) = args.output.as_deref().filter(|file| *file != Path::new("-")) {
            say(&format!("{} was not written: what could not be read is missing from it", disk::shown(file)));
            return Ok(status);
        }
        if product.is_empty {
            return Ok(status);
        }
    }
    let mut out = args.force.open(args.output.as_deref())?;
    out.write_all(product.text.as_bytes())?;
    out.finish()?;
    Ok(status)
}

/// The output of an import.
struct Product {
    text: String,
    /// What could not be turned into a row.
    faults: Vec<String>,
    /// Whether it contains no record and no term.
    is_empty: bool,
}

impl Product {
    fn new((text, faults): (String, Vec<String>), is_empty: bool) -> Product {
        Product { text, faults, is_empty }
    }
}

/// The proposals from a list, or rows for those that need no review.
fn rows_or_toml(mut proposals: Proposals, form: Option<Form>, gazetteer: &Gazetteer) -> Product {
    if form != Some(Form::Tsv) {
        let is_empty = [&proposals.new, &proposals.adds, &proposals.conflicts].iter().all(|records| records.is_empty());
        let is_empty = is_empty && proposals.terms.is_empty();
        return Product::new((proposals.to_toml(), Vec::new()), is_empty);
    }
    let left = proposals.adds.len() + proposals.conflicts.len() + proposals.terms.len();
    if left > 0 {
        say(&format!("only new records make rows unseen; left out: {left}, which the proposals show"));
    }
    proposals.adds.clear();
    let is_empty = proposals.new.is_empty();
    Product::new(proposals.to_tsv(gazetteer), is_empty)
}

fn edited(args: &Args, gazetteer: &Gazetteer) -> Result<Product, String> {
    let mut all = Proposals::default();
    for path in &args.files {
        let proposals = Proposals::read(&mut *open(path)?).map_err(|fault| format!("{}: {fault}", shown(path)))?;
        if !(all.new.is_empty() && all.adds.is_empty()) && all.list != proposals.list {
            return Err(format!("{} holds another kind of records than the files before it", shown(path)));
        }
        all.list = proposals.list;
        all.new.extend(proposals.new);
        all.adds.extend(proposals.adds);
        all.conflicts.extend(proposals.conflicts);
    }
    if args.form == Some(Form::Toml) {
        return Ok(Product::new((all.to_toml(), Vec::new()), false));
    }
    if !all.conflicts.is_empty() {
        let many = all.conflicts.len();
        say(&format!("conflicts are not taken, and {many} are left: make their headings [[new]] or [[adds]]"));
    }
    let is_empty = all.new.is_empty() && all.adds.is_empty();
    Ok(Product::new(all.to_tsv(gazetteer), is_empty))
}

/// Reports what could not be read, and what was skipped. Returns whether anything could not be read.
fn tell(found: &import::Imported) -> bool {
    found.problems.iter().for_each(|problem| say(problem));
    let unsaid = found.faults - found.problems.len();
    if unsaid > 0 {
        say(&format!("and {unsaid} more faults"));
    }
    for (what, count) in &found.left_out {
        say(&format!("left out: {count} {what}"));
    }
    found.faults > 0
}

fn shown(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { disk::shown(path) }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, String> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = disk::open(path, disk::FileKind::Library).map_err(|fault| format!("{} {fault}", disk::shown(path)))?;
    Ok(Box::new(file))
}
