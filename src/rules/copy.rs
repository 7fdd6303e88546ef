//! Rules about the surface of the text: words, quotation marks, dashes, page breaks.

use super::Rule;

mod broken_paragraph;
mod dash_spacing;
mod doubled_word;
mod invisible_character;
mod mixed_quotes;
mod split_word;

pub(super) static RULES: &[&Rule] = &[
    &split_word::RULE,
    &broken_paragraph::RULE,
    &doubled_word::RULE,
    &mixed_quotes::RULE,
    &dash_spacing::RULE,
    &invisible_character::RULE,
];
