//! MISP galaxy clusters, JSON: actors with their synonyms.

use super::entry::{Imported, ImportedActor, Role};
use super::{ImportOptions, Input, json};
use serde_json::Value;

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    json::each(&mut *input.text, json::Place { path: &["values"], list: false }, found, |found, at, value| {
        let place = format!(": values[{at}]");
        if !value.is_object() {
            return found.fault(&place, "the entry is not an object");
        }
        let empty = Value::Null;
        let meta = value.get("meta").unwrap_or(&empty);
        let mut actor = ImportedActor::default();
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
