//! A publication’s own lists, TSV and TOML: every problem is in the list, and a text that names its records is checked
//! with it.

use crate::dice::Dice;
use crate::{document, ensure, text_of};
use copydesk::check::{Draft, check};
use copydesk::gazetteer::lists::ListKind;
use copydesk::gazetteer::{CustomLists, Gazetteer};

const CELLS: &[&str] = &[
    "id",
    "name",
    "abbreviations",
    "accepted",
    "variants",
    "former",
    "weak",
    "phrases",
    "confusables",
    "kind",
    "countries",
    "parent",
    "founded",
    "dissolved",
    "note",
    "aliases",
    "hosts",
    "languages",
    "upland-guard",
    "Upland Guard",
    "UG; U.G.",
    "Upland Guards; Guard of the Upland",
    "al-shabaab",
    "Old Guard@2016-07",
    "x@",
    "@",
    "group",
    "person",
    "newspaper",
    "nothing",
    "SO; KE",
    "zz",
    "2011-02-30",
    "ridgecourier.example; www.ridge.example",
    "http://a b",
    ";",
    "; ;",
    "\"",
    "é",
    "",
    " ",
    "\u{feff}",
    "الشباب",
    "the",
    "of",
];

const TOML: &[&str] = &[
    "[[actors]]\n",
    "[[sources]]\n",
    "[[actor]]\n",
    "id = \"upland-guard\"\n",
    "name = \"Upland Guard\"\n",
    "variants = [\"Upland Guards\"]\n",
    "kind = \"group\"\n",
    "hosts = [\"ridge.example\"]\n",
    "name = 7\n",
    "nmae = \"x\"\n",
    "countries = [\"SO\", \"zz\"]\n",
    "former = [\"Old Guard@2016\"]\n",
    "[",
    "\"",
    "\n",
    "# note\n",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    let mut text = String::new();
    if dice.once_in(3) {
        for _ in 0..dice.below(14) {
            text.push_str(dice.one_of(TOML));
        }
        return text.into_bytes();
    }
    if !dice.once_in(4) {
        text.push_str(dice.one_of(&[
            "id\tname\tvariants\tformer\tkind\n",
            "id\tname\taliases\thosts\n",
            "id\tname\tabbreviations\n",
            "id,name,variants\n",
        ]));
    }
    for _ in 0..dice.below(8) {
        let separator = if dice.once_in(8) { "," } else { "\t" };
        let row: Vec<&str> = (0..dice.between(1, 7)).map(|_| dice.one_of(CELLS)).collect();
        text.push_str(&row.join(separator));
        text.push_str(dice.one_of(&["\n", "\n", "\n", "\r\n", "\r", ""]));
    }
    text.into_bytes()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let text = &*text_of(data);
    for list in [ListKind::Actors, ListKind::Sources] {
        let mut own = CustomLists::default();
        for problem in own.read(list, text) {
            ensure(text.get(problem.span.range()).is_some(), || {
                format!("a problem lies outside the list: {problem:?}")
            })?;
        }
        if own.is_empty() {
            continue;
        }
        let named: Vec<String> = own
            .actors
            .iter()
            .flat_map(|actor| actor.variants.iter().chain([&actor.name]))
            .map(ToString::to_string)
            .collect();
        let draft = format!("Boats left with {} (Upland Guards, May 9).\n", named.join(" and "));
        let gazetteer = Gazetteer::with(own);
        let checked =
            check(Draft { path: "draft.md", text: &draft, settings: &document::settings(), gazetteer: &gazetteer });
        document::places_hold(&draft, &checked)?;
    }
    Ok(())
}
