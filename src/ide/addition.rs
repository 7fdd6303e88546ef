//! Additions from an editor to the publication's own lists, or decisions in its configuration.

use crate::gazetteer::{Actor, Source};

/// An addition to the publication's own lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addition {
    /// A source; its id is generated when it is added.
    Source(Source),
    /// An actor; its id is generated when it is added.
    Actor(Actor),
    /// An actor whose record accepts a spelling from now on.
    Accept(Actor),
    /// A rule to be turned off in the configuration.
    TurnOff {
        /// Its name.
        rule: String,
    },
    /// Two names that are not the same.
    Reject {
        /// One name.
        one: String,
        /// The other name.
        other: String,
    },
}
