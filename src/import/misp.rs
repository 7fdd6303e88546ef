//! MISP galaxy clusters, JSON: actors with their synonyms.

use super::entry::{Actor, Found, Role};
use super::{Input, Options, json};
use serde_json::Value;

pub(super) fn read(input: &mut Input<'_>, _: &Options, found: &mut Found) {
    json::each(&mut *input.text, json::Place { path: &["values"], list: false }, found, |found, at, value| {
        let place = format!(": values[{at}]");
        if !value.is_object() {
            return found.fault(&place, "the entry is no object");
        }
        let empty = Value::Null;
        let meta = value.get("meta").unwrap_or(&empty);
        let mut actor = Actor::default();
        actor.call(Role::Name, json::text(value, "value"));
        for name in json::texts(meta, "synonyms") {
            actor.call(Role::Alias, name);
        }
        for country in json::texts(meta, "country") {
            actor.country(country);
        }
        found.take(&place, json::text(value, "uuid"), actor);
    });
}
