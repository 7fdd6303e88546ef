//! Prefetching: loads the entries of a large index that a block will need, all at once.
//!
//! * A large index is rarely in the processor's cache, and a miss takes as long as reading a line of text. Misses that
//!   do not depend on one another are waited for together.
//! * No result depends on prefetching.

use super::IndexView;
use super::layout::slot_of;
use crate::text::hash::{START, combine};
use crate::text::words::Word;

/// The maximum number of words prefetched for a block; hardly any paragraph has more.
const MOST: usize = 1000;

/// Names with more words are prefetched only in part.
const LONGEST: usize = 4;

/// The maximum number of names with the same words that are prefetched.
const CHAIN: usize = 8;

/// Prefetches the index entries that a lookup will need. Its buffers are reused for each block.
#[derive(Debug, Default)]
pub struct Prefetcher {
    hashes: Vec<u64>,
    /// Numbers of names plus one.
    names: Vec<u32>,
    /// Where their texts start.
    texts: Vec<u32>,
}

impl Prefetcher {
    /// Prefetches the entries of the names that may start in `words`.
    pub fn prefetch(&mut self, view: &IndexView<'_>, words: &[Word]) {
        let first_words = view.first_words();
        let words = &words[..words.len().min(MOST)];
        self.hashes.clear();
        for at in (0..words.len()).filter(|at| first_words.has(&words[*at..])) {
            let mut hash = START;
            for (count, word) in words[at..].iter().take(LONGEST).enumerate() {
                if count > 0 && !word.is_joined() {
                    break;
                }
                hash = combine(hash, word.hash);
                self.hashes.push(hash.max(1));
            }
        }
        // Each step is done for all names before the next, so that no load waits for another.
        self.names.clear();
        self.names.extend(self.hashes.iter().map(|hash| view.name_under(*hash)));
        self.names.retain(|name| *name > 0);
        self.texts.clear();
        for _ in 0..CHAIN {
            self.texts.extend(self.names.iter().map(|name| view.text_of(*name - 1)));
            self.names.iter_mut().for_each(|name| *name = view.after(*name - 1));
            self.names.retain(|name| *name > 0);
        }
        let text = self.texts.iter().filter_map(|start| view.text.get(*start as usize));
        std::hint::black_box(text.fold(0u8, |sum, byte| sum.wrapping_add(*byte)));
    }
}

impl IndexView<'_> {
    /// The number of the name that ends under a hash plus one; 0 if the first slot has none.
    fn name_under(&self, hash: u64) -> u32 {
        let slot = self.slots.get(slot_of(hash, self.slots.len().wrapping_sub(1))).unwrap_or_default();
        slot.name * u32::from(slot.hash == hash)
    }

    /// Where the text of a name starts.
    fn text_of(&self, number: u32) -> u32 {
        self.names.get(number as usize).map_or(u32::MAX, |name| name.start)
    }

    /// The number of the next name with the same words plus one; 0 after the last.
    fn after(&self, number: u32) -> u32 {
        self.names.get(number as usize).map_or(0, |name| name.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::index::Index;
    use crate::gazetteer::{Actor, compile::Compiler};
    use crate::text::Span;
    use crate::text::words::{self, Flags};

    fn index(names: &[&'static str]) -> Index {
        let mut compiler = Compiler::default();
        for name in names {
            compiler.actor(&Actor { id: name.to_lowercase().into(), name: (*name).into(), ..Actor::default() });
        }
        compiler.finish(1)
    }

    #[test]
    fn names_are_prefetched() {
        let index = index(&["Harbour Watch", "Ridge Front of the North"]);
        let view = index.view();
        let text = "Men of Harbour Watch met the Ridge Front of the North.";
        let mut cut = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut cut);
        let mut prefetcher = Prefetcher::default();
        prefetcher.prefetch(&view, &cut);
        let near: Vec<&[u8]> = prefetcher.texts.iter().map(|start| &view.text[*start as usize..][..5]).collect();
        // The longer one has more words than are prefetched.
        assert_eq!(near, [b"Harbo"]);
        prefetcher.prefetch(&view, &[]);
        assert!(prefetcher.texts.is_empty());
    }
}
