//! Rules on the surface of the text: words, quotation marks, dashes, page breaks.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
