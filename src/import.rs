//! Other people's lists, read as proposals for the house's own lists.
//!
//! * A reader takes what it can of a list that is dirty, and says of the rest where it stands; it never panics.
//! * Lists of lines are read a line at a time, documents an entry at a time: no list is held whole as text.
//! * What is read is held against what the house knows by exact and typographic equality, never by folding.
//! * The outcome is proposals: a new record, names that a known record lacks, or a conflict that a person must decide.
//!   Nothing that is known is changed, and nothing is taken unasked.
//! * Nothing here opens a file, and nothing reads the network: the edge hands in what it has opened.
//!
//! One file a format; [`entry`] is what they all read into, [`actors`], [`sources`] and [`terms`] judge it, and
//! [`proposals`] is what a person edits.

pub mod actors;
mod attack;
mod bibtex;
mod clean;
mod csl;
pub mod entry;
mod ftm;
mod json;
mod lines;
mod misp;
mod ofac;
mod prh;
pub mod proposals;
mod ris;
pub mod sources;
pub mod table;
pub mod terms;
mod un;
mod vale;
mod wikidata;

pub use entry::Found;
pub use proposals::Proposals;

use crate::gazetteer::{Gazetteer, lists::ListKind};
use std::io::BufRead;

/// A list that was opened.
pub struct Input<'i> {
    /// Its name, as people know it.
    pub name: String,
    /// What it says.
    pub text: Box<dyn BufRead + 'i>,
}

/// What the user says of a list.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the list holds, where its format leaves that open.
    pub list: Option<ListKind>,
    /// For tables: which column holds what, `(what, column)`.
    pub columns: Vec<(String, String)>,
}

/// A form that lists come in.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Other names that it is known by.
    pub aliases: &'static [&'static str],
    /// What it is, in one line.
    pub about: &'static str,
    read: fn(&mut Input<'_>, &Options, &mut Found),
}

/// All formats, in the order of the guide.
pub const FORMATS: &[Format] = &[
    Format {
        name: "opensanctions",
        aliases: &["ftm", "followthemoney"],
        about: "OpenSanctions or any FollowTheMoney entities, a line each",
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

/// The format that is called so.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name || format.aliases.contains(&name))
}

/// Reads lists that belong together.
#[must_use]
pub fn read(format: &Format, inputs: &mut [Input<'_>], options: &Options) -> Found {
    let mut found = Found::new(format.name);
    for input in inputs {
        found.file = input.name.clone();
        (format.read)(input, options, &mut found);
    }
    found.finish();
    found
}

/// Holds what was read against what is known.
#[must_use]
pub fn judge(found: Found, gazetteer: &Gazetteer) -> Proposals {
    let list = if found.actors.is_empty() && !found.sources.is_empty() {
        proposals::Kind::Sources
    } else {
        proposals::Kind::Actors
    };
    let mut proposals = Proposals { list, ..Proposals::default() };
    actors::judge(found.actors, gazetteer, &mut proposals);
    sources::judge(found.sources, gazetteer, &mut proposals);
    terms::judge(found.terms, gazetteer, &mut proposals);
    proposals.sort();
    proposals
}
