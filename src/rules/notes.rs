//! Rules about notes and note references, article by article.

use super::Rule;

mod access_date;
mod incomplete_interview;
mod misplaced_ibid;
mod note_order;
mod note_placement;
mod note_punctuation;
mod reference_year_mismatch;
mod repeated_full_note;
mod undated_note;
mod undefined_note;
mod undefined_reference;
mod unreferenced_note;
mod unresolved_short_note;
mod unused_reference;

pub(super) static RULES: &[&Rule] = &[
    &undefined_note::RULE,
    &unreferenced_note::RULE,
    &note_order::RULE,
    &misplaced_ibid::RULE,
    &unresolved_short_note::RULE,
    &repeated_full_note::RULE,
    &undated_note::RULE,
    &note_punctuation::RULE,
    &incomplete_interview::RULE,
    &access_date::RULE,
    &undefined_reference::RULE,
    &unused_reference::RULE,
    &reference_year_mismatch::RULE,
    &note_placement::RULE,
];
