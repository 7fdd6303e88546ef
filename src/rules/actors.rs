//! Rules about the names of actors.

use super::Rule;

mod actor_alias;
mod actor_case;
mod ambiguous_actor;
mod inconsistent_actor;
mod inconsistent_name;
mod misspelled_actor;
mod outdated_actor_name;

pub(super) static RULES: &[&Rule] = &[
    &actor_alias::RULE,
    &misspelled_actor::RULE,
    &inconsistent_actor::RULE,
    &inconsistent_name::RULE,
    &actor_case::RULE,
    &outdated_actor_name::RULE,
    &ambiguous_actor::RULE,
];
