//! Lists of actors and sources: text that people write, read into records.

pub mod column;
pub mod custom;
pub mod pack;
pub mod reader;
pub mod record;
pub mod table;
pub mod toml;
pub mod validate;

pub use column::Text;
pub use custom::{CustomLists, ListKind, RejectedPairs};
pub use record::{Actor, ActorKind, Former, Source};
