//! Terms that a house writes in one of several ways: `Shia`/`Shiite`, `counterterrorism`/`counter-terrorism`.

use super::Bulletin;
use crate::config::Settings;
use crate::markdown::Block;
use crate::text::{Span, words::Word};

/// A term in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TermUse {
    /// The words.
    pub span: Span,
}

pub(super) fn read(text: &str, block: &Block, words: &[Word], settings: &Settings, bulletin: &mut Bulletin) {
    let _ = (text, block, words, settings, bulletin);
}
