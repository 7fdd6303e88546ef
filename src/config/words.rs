//! Words that a setting takes, and which of them may have been meant.

use super::Level;

/// The words for a rule's level, most severe first.
#[must_use]
pub fn levels() -> Vec<&'static str> {
    Level::ALL.iter().rev().map(|level| level.name()).chain(["off"]).collect()
}

/// The known word closest to the written one, if one is close: for “did you mean”. Case, and `_` for `-`, do not count.
pub(super) fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.trim().to_lowercase().replace(['_', ' '], "-");
    let length = written.chars().count();
    let allowed = length.div_ceil(3).min(3);
    // A longer prefix, such as “warn”, is closer than its distance suggests.
    let distance = |known: &str| {
        if length > 2 && known.starts_with(&written) { 1 } else { strsim::osa_distance(&written, known) }
    };
    known
        .into_iter()
        .map(|known| (distance(known), known))
        .filter(|(distance, known)| *distance <= allowed && *distance < known.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// The words as a list in a sentence.
pub(super) fn list<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    words.into_iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let names = || ["profile", "links", "placeholder-links", "date-order", "citation-placement"];
        assert_eq!(nearest("link", names()), Some("links"));
        assert_eq!(nearest("Date_Order", names()), Some("date-order"));
        assert_eq!(nearest("dateorder", names()), Some("date-order"));
        assert_eq!(nearest("warn", levels()), Some("warning"));
        assert_eq!(nearest("colour", names()), None);
        assert_eq!(nearest("", names()), None);
        // For a very short word, only another word of the same length is “near”.
        assert_eq!(nearest("x", ["a"]), None);
    }
}
