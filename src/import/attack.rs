//! A STIX bundle of MITRE ATT&CK: its intrusion sets and their aliases.

use super::entry::{Imported, ImportedActor, Role};
use super::{ImportOptions, Input, json};
use serde_json::Value;

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    json::each(&mut *input.text, json::Place { path: &["objects"], list: false }, found, |found, at, object| {
        let place = format!(": objects[{at}]");
        let is = |key: &str| object.get(key).and_then(Value::as_bool).unwrap_or(false);
        match json::text(object, "type") {
            "intrusion-set" | "threat-actor" if is("revoked") || is("x_mitre_deprecated") => {
                return found.leave_out("objects that were withdrawn");
            }
            "intrusion-set" | "threat-actor" => {}
            "" => return found.fault(&place, "the object has no type"),
            _ => return found.leave_out("objects that are not groups"),
        }
        let mut actor = ImportedActor::default();
        actor.call(Role::Name, json::text(object, "name"));
        for name in json::texts(object, "aliases").into_iter().chain(json::texts(object, "x_mitre_aliases")) {
            actor.call(Role::Alias, name);
        }
        // The well-known number, such as G0064.
        let references = object.get("external_references").and_then(Value::as_array);
        let number = references.and_then(|references| {
            references.iter().find(|reference| json::text(reference, "source_name").starts_with("mitre-"))
        });
        let id = number.map_or("", |reference| json::text(reference, "external_id"));
        let id = if id.is_empty() { json::text(object, "id") } else { id };
        found.take(&place, id, actor);
    });
}
