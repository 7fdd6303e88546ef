//! Other people’s lists, in every format: no bytes stop a reader, and proposals are read back as they were written.

use crate::dice::Dice;
use crate::ensure;
use copydesk::gazetteer::Gazetteer;
use copydesk::import::{self, ImportOptions, Input, Proposals};

/// Components that the formats expect.
pub const PIECES: &[&str] = &[
    "{\"id\":\"NK-1\",\"caption\":\"Upland Guard\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Upland Guard\"],\"alias\":[\"UG\",\"Guards; of the Upland\"]}}\n",
    "{\"values\":[{\"value\":\"Ridge\"",
    "[{\"type\":\"webpage\",\"container-title\":\"Dawn\"}",
    "]",
    "}",
    "{\"results\":{\"bindings\":[",
    "{\"item\":\"Q1\",\"itemLabel\":\"A\"}",
    ",",
    "\n",
    "\r",
    "\"",
    "'",
    ";",
    "<CONSOLIDATED_LIST><ENTITIES>",
    "<ENTITY>",
    "</ENTITY>",
    "<FIRST_NAME>AL-RIDGE &amp;",
    "</FIRST_NAME>",
    "<ENTITY_ALIAS><ALIAS_NAME>A</ALIAS_NAME>",
    "<!--",
    "<![CDATA[",
    "&#x110000;",
    "&#0;",
    "<!DOCTYPE a [<!ENTITY b \"cc\">]>",
    "&b;",
    "1,2,aka,A,",
    "7,\"UPLAND GUARD\",-0- ,\"SDGT\"\n",
    "-0- ",
    "@online{a, url={https://ridge.example/1}, publisher={Ridge}",
    "}}",
    "@string{x=\"aa\"}",
    "@string{x = x # x}",
    "@string{y = x # x # x}",
    "# ",
    "x",
    "TY  - NEWS\n",
    "T2  - X\n",
    "UR  - https://ridge.example\n",
    "ER  -\n",
    "rules:\n",
    "  - expected: A\n",
    "    pattern: /a/i\n",
    "    patterns: [/(a+)+/, b]\n",
    "*a",
    "&a",
    "name,hosts\n",
    "extends: substitution\nswap:\n  a: b\n",
    "É, é",
    "ʿAbd",
    "\u{feff}",
    "((",
    "{\"type\":\"bundle\",\"objects\":[{\"type\":\"intrusion-set\",\"name\":\"Ridge Viper\",\"aliases\":[\"RV\"]}]}",
    "\0",
    "\\u0000",
    "\\ud800",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    // The first byte chooses the format.
    let mut bytes = vec![dice.bits() as u8];
    for _ in 0..dice.between(1, 20) {
        bytes.extend_from_slice(dice.one_of(PIECES).as_bytes());
    }
    bytes
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let Some((choice, list)) = data.split_first() else { return Ok(()) };
    reads_back(&import::FORMATS[usize::from(*choice) % import::FORMATS.len()], list)
}

/// The bytes are read as a list in this format, and the proposals are read back as they were written.
///
/// # Errors
/// A description of what does not hold.
pub fn reads_back(format: &import::Format, list: &[u8]) -> Result<(), String> {
    let mut inputs = [Input { name: "list".to_owned(), text: Box::new(list) }];
    let found = import::read(format, &mut inputs, &ImportOptions::default());
    let gazetteer = Gazetteer::shipped();
    let proposals = import::judge(found, &gazetteer);
    let _ = proposals.to_tsv(&gazetteer);
    if !proposals.terms.is_empty() {
        return Ok(());
    }
    let written = proposals.to_toml();
    let again = Proposals::parse(&written).map_err(|fault| format!("{}: {fault}\n{written}", format.name))?;
    let same = again.new == proposals.new && again.adds == proposals.adds && again.conflicts == proposals.conflicts;
    ensure(same, || format!("{}: what is written is read otherwise\n{written}", format.name))
}
