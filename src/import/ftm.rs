//! FollowTheMoney entities as published by OpenSanctions: one JSON object per line.
//!
//! Organizations and persons are read; other entities (vessels, addresses, sanctions) are skipped. Weak aliases and
//! abbreviations become weak names: in this format, neither identifies an entity on its own.

use super::entry::{Imported, ImportedActor, Role};
use super::{ImportOptions, Input, json, lines};
use crate::gazetteer::ActorKind;
use serde_json::Value;

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    lines::each(&mut *input.text, found, |found, number, line| {
        if line.trim().is_empty() {
            return;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(entity) => take(&entity, number, found),
            Err(error) => found.fault(&format!(":{number}:{}", error.column()), &json::sentence(&error)),
        }
    });
}

fn take(entity: &Value, line: u64, found: &mut Imported) {
    let place = format!(":{line}");
    let empty = Value::Null;
    let properties = entity.get("properties").unwrap_or(&empty);
    let terror = json::texts(properties, "topics").iter().any(|topic| topic.starts_with("crime.terror"));
    let kind = match json::text(entity, "schema") {
        "Person" => ActorKind::Person,
        "Organization" | "LegalEntity" if terror => ActorKind::Group,
        "Organization" | "LegalEntity" | "PublicBody" | "Company" => ActorKind::Organisation,
        "" => return found.fault(&place, "the entity names no schema"),
        _ => return found.leave_out("entities that are neither organisations nor persons"),
    };
    let mut actor = ImportedActor { kind, ..ImportedActor::default() };
    let roles = [
        ("name", Role::Name),
        ("alias", Role::Alias),
        ("previousName", Role::Former),
        ("weakAlias", Role::Weak),
        ("abbreviation", Role::Weak),
    ];
    for (key, role) in roles {
        for name in json::texts(properties, key) {
            actor.call(role, name);
        }
        if key == "name" && actor.name.is_empty() {
            actor.call(Role::Name, json::text(entity, "caption"));
        }
    }
    for country in json::texts(properties, "country").into_iter().chain(json::texts(properties, "jurisdiction")) {
        actor.country(country);
    }
    let first = |keys: [&str; 2]| keys.iter().flat_map(|key| json::texts(properties, key)).find_map(super::clean::day);
    actor.founded = first(["incorporationDate", "birthDate"]);
    actor.dissolved = first(["dissolutionDate", "deathDate"]);
    let datasets = json::texts(entity, "datasets");
    if !datasets.is_empty() {
        actor.note = super::clean::plain(&format!("listed by {}", datasets.join(", ")));
    }
    found.take(&place, json::text(entity, "id"), actor);
}
