//! Dates that name something: `the 15 May Organization`, `the September 11 attacks`.

use crate::calendar::{Order, Written};
use crate::text::words::{Flags, Word, WordSet};

/// Words before a day on which something happens.
static BEFORE_DAYS: WordSet = WordSet::new(&[
    "after", "around", "about", "and", "as", "by", "before", "between", "circa", "dated", "early", "from", "for", "is",
    "late", "last", "on", "of", "or", "since", "till", "to", "through", "that", "until", "was",
]);

/// Nouns that a date names as often as it dates them.
static EVENTS: WordSet = WordSet::new(&[
    "accord",
    "accords",
    "agreement",
    "agreements",
    "alliance",
    "anniversary",
    "attacks",
    "battalion",
    "bombings",
    "brigade",
    "brigades",
    "bridge",
    "coalition",
    "coup",
    "faction",
    "forces",
    "front",
    "group",
    "hijackers",
    "incident",
    "incidents",
    "killings",
    "liberation",
    "martyrs",
    "massacre",
    "massacres",
    "movement",
    "movements",
    "network",
    "organisation",
    "organization",
    "park",
    "party",
    "plotters",
    "protests",
    "revolution",
    "riots",
    "school",
    "square",
    "stadium",
    "street",
    "university",
    "uprising",
    "war",
]);

/// Whether the date that starts at word `index` names something, or may do so.
///
/// Only a bare day does; with its weekday, its year or further days it is a date.
pub(super) fn is_named(text: &str, words: &[Word], index: usize, date: &Written) -> bool {
    if date.year.is_some() || date.weekday.is_some() || !date.further.is_empty() || date.day.is_none() {
        return false;
    }
    let first = words[index];
    if first.flags.has(Flags::AFTER_HYPHEN) {
        return true;
    }
    let before = index.checked_sub(1).map(|at| words[at]).filter(|_| first.flags.has(Flags::AFTER_SPACE));
    let next = words[index..].iter().find(|word| word.span.start >= date.span.end).copied();
    let next = next.filter(|word| word.is_joined());
    let word = before.map_or("", |word| word.span.of(text));
    let dates = BEFORE_DAYS.has_in_any_case(word);
    // `Operation 9 May`; `In May` at the start of a sentence is not a name.
    if before.is_some_and(|word| word.flags.has(Flags::CAPITAL) && !word.flags.has(Flags::SENTENCE_START)) && !dates {
        return true;
    }
    if let Some(next) = next {
        if next.flags.has(Flags::AFTER_HYPHEN) {
            return true;
        }
        let follower = next.span.of(text);
        if EVENTS.has_in_any_case(follower) {
            return true;
        }
        // `the 23 May Democratic Alliance`, but `On 9 May President Ghani`.
        if next.flags.has(Flags::CAPITAL) {
            return !dates || word.eq_ignore_ascii_case("of") || word.eq_ignore_ascii_case("and");
        }
        // `he had 9 May flowers`: nothing indicates that a day is meant.
        let the = ["the", "this", "that"].iter().any(|known| known.eq_ignore_ascii_case(word));
        if date.order == Order::DayMonth && before.is_some() && !dates && !the {
            return true;
        }
    }
    // `17 November claimed the attack`, `members of 17 November`: a group's name reads like a day.
    date.order == Order::DayMonth
        && (before.is_none() && first.flags.has(Flags::SENTENCE_START) && next.is_some()
            || follows_members(text, words, index))
}

/// `members of`, `leader of`: what follows is a group.
fn follows_members(text: &str, words: &[Word], index: usize) -> bool {
    let [.., members, of] = &words[..index] else { return false };
    of.span.of(text) == "of"
        && matches!(
            members.span.of(text).to_ascii_lowercase().as_str(),
            "member"
                | "members"
                | "leader"
                | "leaders"
                | "founder"
                | "founders"
                | "supporters"
                | "remnants"
                | "fighters"
                | "commander"
                | "wing"
                | "hunt"
                | "trial"
        )
}
