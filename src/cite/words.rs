//! Whether a citation that is rewritten still says every word.

use crate::bulletin::{Bulletin, ItemGroup, Note};
use crate::text::words::is_alphanumeric;
use crate::text::{Span, within};
use rustc_hash::FxHashSet;

/// Words of a note that refers to another one that say nothing else.
pub(super) const WORDS_BACK: &str =
    "ibid ibidem id idem ebd ebenda op cit loc supra infra note notes n nn fn footnote above below at p pp";

/// The places in a note that are no words: dates, addresses, and the numbers of other notes.
pub(super) fn not_words(bulletin: &Bulletin, note: &Note, group: &ItemGroup) -> Vec<Span> {
    let mut found: Vec<Span> =
        within(&bulletin.cross_references, note.body, |one| one.span).iter().map(|one| one.span).collect();
    for item in &group.items {
        let details = item.details.as_ref();
        let visits = details.into_iter().flat_map(|details| [&details.accessed, &details.modified]).flatten();
        found.extend(item.dates.iter().chain(visits).map(|date| date.span));
        found.extend(item.link.map(|link| link.target));
    }
    found
}

/// Whether a text says each word of a place, except those `apart`: in dates and addresses.
pub(super) fn holds_words(text: &str, place: Span, mut apart: Vec<Span>, told: &str) -> bool {
    // `Web` is not a field: it says that there is an address.
    const JOINTS: [&str; 6] = ["and", "by", "in", "of", "on", "web"];
    let words = |words: &str| -> Vec<String> {
        let words = words.split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let told: FxHashSet<String> = words(told).into_iter().collect();
    apart.sort_unstable();
    let mut at = place.start;
    let mut said = Vec::new();
    for span in apart.into_iter().filter(|span| place.contains(*span)).chain([Span::empty(place.end)]) {
        said.extend(words(Span::new(at, span.start.max(at)).of(text)));
        at = at.max(span.end);
    }
    said.iter().all(|word| told.contains(word) || JOINTS.contains(&word.as_str()))
}
