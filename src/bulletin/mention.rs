//! Actors as the text names them.

use super::Bulletin;
use crate::gazetteer::Gazetteer;
use crate::markdown::Block;
use crate::text::{Span, words::Word};

/// A name of an actor in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The name without a genitive ending.
    pub span: Span,
}

pub(super) fn read(text: &str, block: &Block, words: &[Word], gazetteer: &Gazetteer, bulletin: &mut Bulletin) {
    let _ = (text, block, words, gazetteer, bulletin);
}
