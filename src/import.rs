//! Reads other people's lists of names and proposes records for the user's own lists.
//!
//! * A reader takes what it can from a malformed list and reports the place of the rest; it never panics.
//! * Line-based formats are read line by line, documents entry by entry, within the limits of `docs/limits.md`.
//! * Names are matched with known ones exactly or typographically, never phonetically.
//! * The result is a set of proposals: new records, names missing from known records, and conflicts for a person to
//!   decide. Known records are not changed, and nothing is adopted without being asked for.
//! * Nothing here opens files or sockets: the caller passes open readers.
//!
//! Each format has one file. All read into [`entry`]; [`actors`], [`sources`] and [`terms`] compare the result with the
//! gazetteer; [`proposals`] is the file that a person edits.

pub mod actors;
mod attack;
mod bibtex;
mod clean;
mod csl;
pub mod entry;
mod fields;
mod ftm;
mod json;
mod lines;
mod misp;
mod ofac;
mod prh;
pub mod proposals;
pub mod references;
mod ris;
pub mod sources;
pub mod table;
pub mod terms;
mod un;
mod vale;
mod wikidata;
mod write;

pub use entry::Imported;
pub use proposals::Proposals;

use crate::gazetteer::{Gazetteer, lists::ListKind};
use std::io::BufRead;

/// An open list.
pub struct Input<'i> {
    /// Its name, for messages.
    pub name: String,
    /// Its content.
    pub text: Box<dyn BufRead + 'i>,
}

/// What the user specified about a list.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// What the list contains, for formats that may contain either.
    pub list: Option<ListKind>,
    /// For tables: which column holds what, `(what, column)`.
    pub columns: Vec<(String, String)>,
}

/// A supported format.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Alternative names.
    pub aliases: &'static [&'static str],
    /// A one-line description.
    pub about: &'static str,
    read: fn(&mut Input<'_>, &ImportOptions, &mut Imported),
}

/// All formats, in the order of the user guide.
pub const FORMATS: &[Format] = &[
    Format {
        name: "opensanctions",
        aliases: &["ftm", "followthemoney"],
        about: "OpenSanctions or any FollowTheMoney entities, one per line",
        read: ftm::read,
    },
    Format {
        name: "un",
        aliases: &["un-xml"],
        about: "the consolidated list of the UN Security Council, XML",
        read: un::read,
    },
    Format {
        name: "ofac",
        aliases: &["ofac-csv", "sdn"],
        about: "the SDN list of OFAC: sdn.csv with alt.csv",
        read: ofac::read,
    },
    Format {
        name: "wikidata",
        aliases: &["sparql"],
        about: "answers of the Wikidata query service, JSON",
        read: wikidata::read,
    },
    Format { name: "misp", aliases: &["misp-galaxy"], about: "a MISP galaxy cluster, JSON", read: misp::read },
    Format {
        name: "attack",
        aliases: &["stix", "mitre-attack"],
        about: "a STIX bundle of MITRE ATT&CK, JSON",
        read: attack::read,
    },
    Format {
        name: "csl",
        aliases: &["csl-json", "zotero"],
        about: "outlets of a CSL-JSON or Zotero JSON library",
        read: csl::read,
    },
    Format {
        name: "bibtex",
        aliases: &["biblatex", "bib"],
        about: "outlets of a BibTeX or BibLaTeX library",
        read: bibtex::read,
    },
    Format { name: "ris", aliases: &[], about: "outlets of a RIS library", read: ris::read },
    Format {
        name: "vale",
        aliases: &["vocabulary"],
        about: "a vocabulary of Vale: accept.txt, reject.txt",
        read: vale::read,
    },
    Format { name: "prh", aliases: &["textlint"], about: "terms of textlint's prh, YAML", read: prh::read },
    Format { name: "csv", aliases: &["tsv", "table"], about: "any table, with --map", read: table::read },
];

/// Finds a format by name or alias.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name || format.aliases.contains(&name))
}

/// Reads one or more files that together form a list.
#[must_use]
pub fn read(format: &Format, inputs: &mut [Input<'_>], options: &ImportOptions) -> Imported {
    let mut found = Imported::new(format.name);
    for input in inputs {
        found.file = input.name.clone();
        (format.read)(input, options, &mut found);
    }
    found.finish();
    found
}

/// Compares what was read with the gazetteer.
#[must_use]
pub fn judge(found: Imported, gazetteer: &Gazetteer) -> Proposals {
    let list = if found.actors.is_empty() && !found.sources.is_empty() {
        proposals::ListContents::Sources
    } else {
        proposals::ListContents::Actors
    };
    let mut proposals = Proposals { list, ..Proposals::default() };
    actors::judge(found.actors, gazetteer, &mut proposals);
    sources::judge(found.sources, gazetteer, &mut proposals);
    terms::judge(found.terms, gazetteer, &mut proposals);
    proposals.sort();
    proposals
}
