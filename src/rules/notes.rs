//! Rules on notes and what points to them, article by article.

use super::Rule;

mod misplaced_ibid;
mod note_order;
mod reference_year_mismatch;
mod undated_note;
mod undefined_note;
mod undefined_reference;
mod unreferenced_note;
mod unused_reference;

pub(super) static RULES: &[&Rule] = &[
    &undefined_note::RULE,
    &unreferenced_note::RULE,
    &note_order::RULE,
    &misplaced_ibid::RULE,
    &undated_note::RULE,
    &undefined_reference::RULE,
    &unused_reference::RULE,
    &reference_year_mismatch::RULE,
];
