//! Terms that a house writes in one of several ways: `Shia`/`Shiite`, `counterterrorism`/`counter-terrorism`.
//!
//! * A term in a proper name (`World Health Organization`, `Shiite Ulema Council`), a citation, a quotation or the title
//!   of a work is none: it is written as its owner writes it.

use super::Bulletin;
use crate::gazetteer::terms::{Finder, Found};
use crate::markdown::{Block, BlockKind};
use crate::text::words::{Flags, Word};
use crate::text::{Span, map_spans};

/// A term in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermUse {
    /// The words.
    pub span: Span,
    /// Which term, in which form.
    pub found: Found,
    /// Its first letter is a capital.
    pub capital: bool,
}

map_spans!(TermUse { span; found, capital });

pub(super) fn read(finder: &Finder, block: &Block, words: &[Word], telling: &[usize], bulletin: &mut Bulletin) {
    // Titles have a wording of their own, and capitals that tell nothing.
    if matches!(block.kind, BlockKind::Heading(_)) {
        return;
    }
    for &at in telling {
        let Some(found) = finder.at(&words[at..]) else { continue };
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
        bulletin.terms.push(TermUse { span, found, capital: first.has(Flags::CAPITAL) });
    }
}

/// Whether the words `at..next` are part of a proper name: a capital inside a sentence, or a name right behind them.
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
