//! A compiled index with damaged bytes: it is refused, or it answers something; it never panics and never loops.
//!
//! An input describes the damage, in groups of five bytes: four for a position, one for the byte written there.
//! Positions usually count from the end of the header, where damage is not detected when the index is opened, and once
//! in eight times from the start.

use crate::dice::Dice;
use crate::document;
use copydesk::check::{Draft, check};
use copydesk::gazetteer::compile::Compiler;
use copydesk::gazetteer::index::Index;
use copydesk::gazetteer::lists::ListKind;
use copydesk::gazetteer::{CustomLists, Gazetteer};
use std::sync::{Arc, LazyLock};

const ACTORS: &str = "id\tname\tabbreviations\taccepted\tvariants\n\
    upland-guard\tUpland Guard\tUG\tGuard of the Upland\tUpland Guards; Uplands Guard\n\
    ridge-council\tRidge Council\tRC\t\tCouncil of the Ridge\n\
    halim-adwan\tHalim Adwan\t\tColonel Adwan\tHaleem Adwan\n";

const SOURCES: &str = "id\tname\taliases\thosts\nridge-courier\tRidge Courier\tThe Ridge Courier; Courier\tridge.example\n\
    harbour-post\tHarbour Post\tHP\tpost.example\n";

const DRAFT: &str = "Upland Guards met Haleem Adwan and the Council of the Ridge in the RC ([Courier](https://ridge.example/1), May 9; HP, May 3).\n";

/// The number of bytes in which damage is detected when the index is opened.
const HEADER: usize = 256;

static INDEXES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [(ListKind::Actors, ACTORS), (ListKind::Sources, SOURCES)].map(|(list, text)| {
        let mut compiler = Compiler::default();
        compiler.add(list, text);
        compiler.finish(7).bytes().to_vec()
    })
});

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    (0..5 * dice.between(0, 12)).map(|_| dice.bits() as u8).collect()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let damaged = |whole: &Vec<u8>| {
        let mut bytes = whole.clone();
        for group in data.chunks_exact(5) {
            let place = u32::from_le_bytes([group[0], group[1], group[2], group[3]]) as usize;
            let from = if place % 8 == 0 { 0 } else { HEADER.min(bytes.len() / 2) };
            let at = from + (place / 8) % (bytes.len() - from);
            bytes[at] = group[4];
        }
        Index::open(bytes).ok().map(Arc::new)
    };
    let [actors, sources] = &*INDEXES;
    let own = CustomLists { large: damaged(actors), large_sources: damaged(sources), ..CustomLists::default() };
    let gazetteer = Gazetteer::with(own);
    let checked =
        check(Draft { path: "draft.md", text: DRAFT, settings: &document::settings(), gazetteer: &gazetteer });
    document::places_hold(DRAFT, &checked)?;
    let _ = gazetteer.complete_sources("ri", 20);
    let _ = gazetteer.source_near("Ridge Couriers");
    Ok(())
}
