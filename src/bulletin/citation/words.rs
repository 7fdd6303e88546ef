//! The words by which a citation is told from what only looks like one. They stand in data files, one a line.

use crate::text::words::{WordSet, word_list};

/// Words that make a name a medium’s or a ministry’s: `Daily`, `gazeta`, `Twitter`, `account`.
pub(super) static MEDIA: WordSet = word_list!("words/media.txt");
/// Words of names that publish, and of others too: `Institute`, `World`.
pub(super) static OFFICES: WordSet = word_list!("words/offices.txt");
/// Small words that stand within names: `of`, `al`, `der`.
pub(super) static PARTICLES: WordSet = word_list!("words/particles.txt");
/// Words behind a comma that tie another name or the kind of piece to a source: `via`, `edition`.
pub(super) static RELATIONS: WordSet = word_list!("words/relations.txt");
/// Verbs and conjunctions that no name holds.
pub(super) static VERBS: WordSet = word_list!("words/verbs.txt");
/// First words of asides: `Updated`, `Chapter`, `During`.
pub(super) static OPENERS: WordSet = word_list!("words/openers.txt");
/// Words of the names of events: `Battle`, `Summit`.
pub(super) static EVENTS: WordSet = word_list!("words/events.txt");
/// Words of credits under pictures: `Photo`, `Getty`.
pub(super) static CREDITS: WordSet = word_list!("words/credits.txt");
/// Words of publishers' names: `Verlag`, `Routledge`.
pub(super) static PUBLISHERS: WordSet = word_list!("words/publishers.txt");
/// What technical texts link in brackets: `docs`, `GitHub`.
pub(super) static TECHNICAL: WordSet = word_list!("words/technical.txt");
/// Given names and titles of persons.
pub(super) static GIVEN_NAMES: WordSet = word_list!("words/given-names.txt");
/// Countries, regions and cities.
pub(super) static PLACES: WordSet = word_list!("words/places.txt");
