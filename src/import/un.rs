//! The consolidated list of the UN Security Council: XML, streamed.
//!
//! `FIRST_NAME` is the name of an entity; names of persons have up to four parts. `ALIAS_NAME` may contain several
//! names; low-quality aliases are weak, and `f.k.a.` marks a former name.

use super::entry::{Imported, ImportedActor, Role};
use super::lines::{Counted, Limited, decode};
use super::{ImportOptions, Input};
use crate::gazetteer::ActorKind;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The deepest nesting that is read.
const DEEPEST: usize = 100;

#[derive(Default)]
struct Record {
    line: u64,
    names: [String; 4],
    id: String,
    person: bool,
    aliases: Vec<(String, String)>,
}

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    let (mut input, allowance) = Limited::new(&mut *input.text);
    let mut reader = Reader::from_reader(Counted::new(&mut input));
    let mut depth = 0;
    let mut buffer = Vec::new();
    let mut record: Option<Record> = None;
    let mut text = String::new();
    let mut any = false;
    loop {
        buffer.clear();
        if record.is_none() {
            allowance.renew();
        }
        let line = reader.get_ref().line;
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                // The current record may be incomplete, so it is dropped.
                return found.fault_at(reader.get_ref().line, &format!("this is not XML: {error}"));
            }
        };
        match event {
            Event::Start(tag) => {
                text.clear();
                depth += 1;
                if depth > DEEPEST {
                    return found.fault_at(line, "this is nested too deep");
                }
                match tag.local_name().as_ref() {
                    name @ (b"ENTITY" | b"INDIVIDUAL") => {
                        any = true;
                        record = Some(Record { line, person: name == b"INDIVIDUAL", ..Record::default() });
                    }
                    b"ENTITY_ALIAS" | b"INDIVIDUAL_ALIAS" => {
                        if let Some(record) = &mut record {
                            record.aliases.push(Default::default());
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(part) => text.push_str(&decode(&part)),
            Event::CData(part) => text.push_str(&decode(&part)),
            Event::GeneralRef(name) => {
                text.push('&');
                text.push_str(&decode(&name));
                text.push(';');
            }
            Event::End(tag) => {
                depth -= 1;
                let name = tag.local_name();
                if matches!(name.as_ref(), b"ENTITY" | b"INDIVIDUAL") {
                    if let Some(record) = record.take() {
                        take(&record, found);
                    }
                } else if let Some(record) = &mut record {
                    let value = text.trim().to_owned();
                    match (name.as_ref(), record.aliases.last_mut()) {
                        (b"FIRST_NAME", _) => record.names[0] = value,
                        (b"SECOND_NAME", _) => record.names[1] = value,
                        (b"THIRD_NAME", _) => record.names[2] = value,
                        (b"FOURTH_NAME", _) => record.names[3] = value,
                        (b"REFERENCE_NUMBER", _) => record.id = value,
                        (b"DATAID", _) if record.id.is_empty() => record.id = value,
                        (b"QUALITY", Some(alias)) => alias.0 = value,
                        (b"ALIAS_NAME", Some(alias)) => alias.1 = value,
                        _ => {}
                    }
                }
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let last = reader.get_ref().line;
    if let Some(record) = record {
        found.fault_at(last, &format!("the list breaks off in the record of line {}", record.line));
    } else if !any {
        found.fault_at(last, "it holds no ENTITY and no INDIVIDUAL");
    }
}

fn take(record: &Record, found: &mut Imported) {
    let mut actor = ImportedActor {
        kind: if record.person { ActorKind::Person } else { ActorKind::Group },
        ..ImportedActor::default()
    };
    let parts: Vec<&str> = record.names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    actor.call(Role::Name, &parts.join(" "));
    for (quality, names) in &record.aliases {
        let quality = quality.trim().to_ascii_lowercase();
        let role = match &*quality {
            "low" => Role::Weak,
            quality if quality.starts_with("f.k.a") || quality == "fka" => Role::Former,
            _ => Role::Alias,
        };
        actor.call(role, names);
    }
    found.take(&format!(":{}", record.line), &record.id, actor);
}
