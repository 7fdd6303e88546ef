//! Citations in other styles than the bracketed one: in notes, lists, captions and sentences.
//!
//! A reader of a style is a function that returns its [`ItemGroup`]s; [`read`] calls each and puts them in order.

mod addresses;

use super::items::ItemGroup;
use super::notes::Note;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;

/// Finds the citations in all styles but the inline one, by place. It runs before the blocks are read: no reader of prose
/// looks inside an item.
pub(super) fn read(text: &str, markdown: &Markdown, notes: &[Note], gazetteer: &Gazetteer) -> Vec<ItemGroup> {
    let mut groups: Vec<ItemGroup> = Vec::new();
    let _ = markdown;
    groups.extend(addresses::of_notes(text, notes, gazetteer));
    groups.sort_by_key(|group| group.span);
    groups
}
