//! What is added to the publication's own lists, or decided in its configuration, from an editor.

use crate::gazetteer::{Actor, Source};

/// An addition to the publication's own lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addition {
    /// A source; its id is made up when it is added.
    Source(Source),
    /// An actor; its id is made up when it is added.
    Actor(Actor),
    /// An actor whose record accepts a spelling from now on.
    Accept(Actor),
    /// A rule that is turned off in the configuration.
    TurnOff {
        /// Its name.
        rule: String,
    },
    /// Two names that are not the same.
    Reject {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
}
