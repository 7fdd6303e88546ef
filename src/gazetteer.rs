//! Known actors and sources, and which spellings are one name.

/// The actors and sources that are known to a house.
#[derive(Debug, Default)]
pub struct Gazetteer {}
