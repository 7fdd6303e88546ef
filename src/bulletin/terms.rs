//! Terms that a house style writes in one of several ways: `Shia`/`Shiite`, `counterterrorism`/`counter-terrorism`.
//!
//! * A term in a proper name (`World Health Organization`, `Shiite Ulema Council`), a citation, a quotation or the
//!   title of a work does not count: it is written as its owner writes it.

use super::typography::overlaps;
use crate::gazetteer::terms::{self, Found};
use crate::markdown::{Block, BlockKind};
use crate::parallel;
use crate::text::words::{Flags, Word};
use crate::text::{Span, map_spans};

/// A term in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermUse {
    /// The words.
    pub span: Span,
    /// Which term, and in which form.
    pub found: Found,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

map_spans!(TermUse { span; found, capital });

/// Finds the terms, block by block.
#[derive(Default)]
pub(super) struct Reader {
    terms: Vec<TermUse>,
}

impl Reader {
    /// Reads the terms of a block.
    pub(super) fn read(&mut self, block: &Block, words: &[Word], candidates: &[usize]) {
        // Titles have their own wording, and capitals that prove nothing.
        if matches!(block.kind, BlockKind::Heading(_)) {
            return;
        }
        for &at in candidates {
            let Some(found) = terms::at(&words[at..]) else { continue };
            let next = at + found.words as usize;
            let taken = &words[at..next];
            let first = taken[0].flags;
            let aside = |word: &Word| {
                [Flags::CITED, Flags::QUOTED, Flags::LINK, Flags::EMPHASIS].iter().any(|flag| word.flags.has(*flag))
            };
            if taken.iter().any(aside)
                || taken.iter().any(|word| word.flags.has(Flags::ALL_CAPS))
                || is_name(words, at, next, found)
            {
                continue;
            }
            let span = Span::new(taken[0].span.start, taken[taken.len() - 1].span.end);
            self.terms.push(TermUse { span, found, capital: first.has(Flags::CAPITAL) });
        }
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: Reader) {
        let Reader { terms } = later;
        parallel::join(&mut self.terms, terms);
    }

    /// Removes what was found in `places`, which are sorted.
    pub(super) fn leave_out(&mut self, places: &[Span]) {
        self.terms.retain(|term| !overlaps(places, term.span));
    }

    /// All terms.
    pub(super) fn finish(self) -> Vec<TermUse> {
        self.terms
    }
}

/// Whether the words `at..next` are part of a proper name: they have a capital inside a sentence, or a name directly
/// follows.
fn is_name(words: &[Word], at: usize, next: usize, found: Found) -> bool {
    let first = words[at].flags;
    if !first.has(Flags::CAPITAL) {
        return false;
    }
    let capital = |word: Option<&Word>| {
        word.is_some_and(|word| {
            word.flags.has(Flags::CAPITAL) && word.flags.has(Flags::AFTER_SPACE) && !word.flags.has(Flags::MAYBE_START)
        })
    };
    // `Defence of the Realm`, `Center for Policy`.
    let particle = words.get(next).is_some_and(|word| word.flags.has(Flags::AFTER_SPACE) && word.span.len() <= 3);
    !found.name && !first.has(Flags::SENTENCE_START)
        || capital(words.get(next))
        || !found.name && particle && capital(words.get(next + 1))
}
