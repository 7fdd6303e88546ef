//! The gazetteer’s verdicts on the names of sources printed so far.

use crate::gazetteer::{Gazetteer, Standing};
use crate::text::Span;

const SLOTS: usize = 64;

/// A cache, because a document names the same few sources again and again. A lookup in the gazetteer takes a thousand
/// instructions, a lookup here fifty, which makes a check 2 % faster.
pub(super) struct Standings {
    /// Where a name was last printed, and its standing; each name has one slot.
    slots: [(Span, Standing); SLOTS],
}

impl Default for Standings {
    fn default() -> Standings {
        Standings { slots: [(Span::empty(0), Standing::Unknown); SLOTS] }
    }
}

impl Standings {
    /// The standing of the name printed at `place`.
    pub(super) fn of(&mut self, text: &str, place: Span, gazetteer: &Gazetteer) -> Standing {
        let name = place.of(text);
        let (Some(first), Some(last)) = (name.bytes().next(), name.bytes().next_back()) else {
            return gazetteer.standing(name);
        };
        let slot = (usize::from(first) * 7 + usize::from(last) * 3 + name.len()) % SLOTS;
        let (known, standing) = &mut self.slots[slot];
        if known.of(text) != name {
            (*known, *standing) = (place, gazetteer.standing(name));
        }
        *standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_standing() {
        let gazetteer = Gazetteer::shipped();
        let text = "Reuters Reuters Rooters Dawn Reuters Rooters";
        let mut standings = Standings::default();
        for _ in 0..2 {
            let mut at = 0;
            for name in text.split(' ') {
                let place = Span::at(at..at + name.len());
                assert_eq!(standings.of(text, place, &gazetteer), gazetteer.standing(name), "{name}");
                at += name.len() + 1;
            }
        }
        assert_eq!(standings.of(text, Span::empty(3), &gazetteer), gazetteer.standing(""));
    }
}
