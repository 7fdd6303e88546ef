//! Results of the Wikidata query service: JSON, simplified or in the SPARQL standard form.
//!
//! A query returns one row per combination of values; rows of the same item are merged. The user says whether they are
//! actors or sources; by default, a query with websites (`site`) is about sources.

use super::entry::{Imported, ImportedActor, ImportedSource, Role};
use super::{ImportOptions, Input, clean, json};
use crate::gazetteer::lists::ListKind;
use rustc_hash::FxHashMap;
use serde_json::Value;

/// An item with its values, by query variable.
#[derive(Default)]
struct Item {
    id: String,
    row: usize,
    values: Vec<(String, String)>,
}

pub(super) fn read(input: &mut Input<'_>, options: &ImportOptions, found: &mut Imported) {
    let mut items: Vec<Item> = Vec::new();
    let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
    let place = json::Place { path: &["results", "bindings"], list: true };
    json::each(&mut *input.text, place, found, |found, row, binding| {
        let Some(fields) = binding.as_object() else {
            return found.fault(&format!(": row {row}"), "the row is not an object");
        };
        let id = value(fields.get("item").or_else(|| fields.values().find(|value| is_item(value))));
        let id = id.rsplit('/').next().unwrap_or_default().to_owned();
        if id.is_empty() {
            return found.fault(&format!(": row {row}"), "the row names no item");
        }
        let at = *by_id.entry(id.clone()).or_insert(items.len());
        if at == items.len() {
            items.push(Item { id, row, values: Vec::new() });
        }
        for (key, field) in fields {
            let pair = (key.to_ascii_lowercase(), value(Some(field)).to_owned());
            // Rows repeat the values of an item.
            if !pair.1.is_empty() && items[at].values.len() < 1000 && !items[at].values.contains(&pair) {
                items[at].values.push(pair);
            }
        }
    });
    let sites = items.iter().any(|item| item.values.iter().any(|(key, _)| is_site(key)));
    let list = options.list.unwrap_or(if sites { ListKind::Sources } else { ListKind::Actors });
    for item in items {
        match list {
            ListKind::Actors => actor(&item, found),
            ListKind::Sources => source(&item, found),
        }
    }
}

fn value(field: Option<&Value>) -> &str {
    match field {
        Some(Value::String(text)) => text,
        Some(field) => json::text(field, "value"),
        None => "",
    }
}

fn is_item(field: &Value) -> bool {
    value(Some(field)).contains("/entity/Q")
}

fn is_site(key: &str) -> bool {
    matches!(key, "site" | "website" | "url" | "p856")
}

/// The names in a column: the label service joins several with commas.
fn names<'i>(item: &'i Item, id: &'i str) -> impl Iterator<Item = (Role, &'i str)> {
    item.values.iter().flat_map(move |(key, value)| {
        let (role, joined) = match &**key {
            "itemlabel" | "label" | "name" => (Role::Name, false),
            "alt" | "altlabel" | "alias" => (Role::Alias, false),
            "itemaltlabel" | "aliases" => (Role::Alias, true),
            "short" | "shortname" | "p1813" => (Role::Abbreviation, false),
            "official" | "officialname" | "native" => (Role::Alias, false),
            "former" | "formername" => (Role::Former, false),
            _ => return Vec::new(),
        };
        let parts = if joined { value.split(", ").collect() } else { vec![&**value] };
        // Items without a label in the language are labeled with their number.
        parts.into_iter().filter(|part| *part != id).map(|part| (role, part)).collect()
    })
}

fn actor(item: &Item, found: &mut Imported) {
    let mut actor = ImportedActor::default();
    let mut all: Vec<_> = names(item, &item.id).collect();
    all.sort_by_key(|(role, _)| *role != Role::Name);
    for (role, name) in all {
        actor.call(role, name);
    }
    for (key, value) in &item.values {
        match &**key {
            "country" | "countrycode" | "iso" | "p297" => actor.country(value),
            "inception" | "founded" | "p571" => actor.founded = actor.founded.take().or_else(|| clean::day(value)),
            "dissolved" | "p576" => actor.dissolved = actor.dissolved.take().or_else(|| clean::day(value)),
            _ => {}
        }
    }
    found.take(&format!(": row {}", item.row), &item.id, actor);
}

fn source(item: &Item, found: &mut Imported) {
    let place = format!(": row {}", item.row);
    let mut source = ImportedSource { from: vec![found.from(&place, &item.id)], ..ImportedSource::default() };
    for (role, name) in names(item, &item.id) {
        let Some(name) = clean::name(name) else { continue };
        if role == Role::Name && source.name.is_empty() {
            source.name = name;
        } else {
            source.call(name);
        }
    }
    for (key, value) in &item.values {
        match &**key {
            key if is_site(key) => source.lives(value),
            "country" | "countrycode" | "iso" | "p297" => source.country(value),
            "language" | "lang" | "p218" => source.language(value),
            _ => {}
        }
    }
    if source.name.is_empty() {
        return found.leave_out("records without a name in Latin letters");
    }
    let name = source.name.clone();
    source.aliases.retain(|alias| *alias != name);
    found.source(source);
}
