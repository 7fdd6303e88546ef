//! The words that distinguish a citation from something that only looks like one. They are in data files, one per line.

use crate::text::words::{WordSet, word_list};

/// Words that mark a name as a medium’s or a ministry’s: `Daily`, `gazeta`, `Twitter`, `account`.
pub(in crate::bulletin) static MEDIA: WordSet = word_list!("words/media.txt");
/// Words in names of bodies that publish, and of others too: `Institute`, `World`.
pub(in crate::bulletin) static OFFICES: WordSet = word_list!("words/offices.txt");
/// Lower-case words inside names: `of`, `al`, `der`.
pub(in crate::bulletin) static PARTICLES: WordSet = word_list!("words/particles.txt");
/// Words after a comma that link another name or the kind of piece to a source: `via`, `edition`.
pub(in crate::bulletin) static RELATIONS: WordSet = word_list!("words/relations.txt");
/// Verbs and conjunctions that do not occur in names.
pub(in crate::bulletin) static VERBS: WordSet = word_list!("words/verbs.txt");
/// First words of asides: `Updated`, `Chapter`, `During`.
pub(in crate::bulletin) static OPENERS: WordSet = word_list!("words/openers.txt");
/// Words of the names of events: `Battle`, `Summit`.
pub(in crate::bulletin) static EVENTS: WordSet = word_list!("words/events.txt");
/// Words of credits under pictures: `Photo`, `Getty`.
pub(in crate::bulletin) static CREDITS: WordSet = word_list!("words/credits.txt");
/// Words of publishers' names: `Verlag`, `Routledge`.
pub(in crate::bulletin) static PUBLISHERS: WordSet = word_list!("words/publishers.txt");
/// What technical texts link to in brackets: `docs`, `GitHub`.
pub(in crate::bulletin) static TECHNICAL: WordSet = word_list!("words/technical.txt");
/// Given names and personal titles.
pub(in crate::bulletin) static GIVEN_NAMES: WordSet = word_list!("words/given-names.txt");
/// Countries, regions and cities.
pub(in crate::bulletin) static PLACES: WordSet = word_list!("words/places.txt");
