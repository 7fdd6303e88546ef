//! Lists of actors and sources: text that people write, read into records.

pub mod compile;
pub mod custom;
pub mod record;
pub mod table;
mod toml;
pub mod validate;

pub use custom::{CustomLists, ListKind};
pub use record::{Actor, Former, Kind, Source, Text};
