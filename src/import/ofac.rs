//! OFAC's list of Specially Designated Nationals: `sdn.csv` with `alt.csv`, in any order; `add.csv` is skipped.
//!
//! * Rows are told apart by their columns, because neither file has a header.
//! * `-0-` means empty. Persons are written `LAST, First`. The files are Windows-1252 and end in a control character.
//! * Weak names are quoted in the remarks of `sdn.csv`; `alt.csv` has the strong ones.

use super::entry::{Imported, ImportedActor, Role};
use super::{ImportOptions, Input, clean, lines};
use crate::gazetteer::ActorKind;
use crate::text::Slice;
use csv::{ByteRecord, ReaderBuilder};

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    let (input, allowance) = lines::Limited::new(&mut *input.text);
    // With `\r\n` as one line end, the reader would count lines from its first half; the `\r` is white space of the
    // cell.
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(input);
    let mut row = ByteRecord::new();
    loop {
        allowance.renew();
        match reader.read_byte_record(&mut row) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => return found.fault("", &format!("the list cannot be read further: {error}")),
        }
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = row.iter().map(|cell| cell_of(&lines::decode(cell))).collect();
        take(&cells, line, found);
    }
}

fn cell_of(cell: &str) -> String {
    let cell = clean::plain(cell.trim_start_matches('\u{feff}').trim_start_matches("ï»¿"));
    if cell == "-0-" { String::new() } else { cell }
}

fn take(cells: &[String], line: u64, found: &mut Imported) {
    let is_number = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let place = format!(":{line}");
    match cells {
        // The control character at the end, and empty rows.
        [only] if only.is_empty() => {}
        [id, _, kind, name, ..] if is_number(id) && cells.len() <= 6 && is_alias(kind) => {
            let role = match &*kind.to_ascii_lowercase() {
                "fka" => Role::Former,
                "nka" => Role::Renamed,
                _ => Role::Alias,
            };
            let actor = found.actor(&place, id);
            actor.shouted = true;
            // If `alt.csv` comes first, it is not yet known whether this is a person.
            let turned = if actor.kind == ActorKind::Person { clean::turned(name) } else { name.clone() };
            actor.call(role, &turned);
        }
        [id, name, kind, _program, ..] if is_number(id) && cells.len() >= 11 => {
            let person = kind.eq_ignore_ascii_case("individual");
            if matches!(&*kind.to_ascii_lowercase(), "vessel" | "aircraft") {
                // Drops aliases that came first.
                if let Some(actor) = found.known(id) {
                    *actor = ImportedActor::default();
                }
                return found.leave_out("vessels and aircraft");
            }
            let kind = if person { ActorKind::Person } else { ActorKind::Group };
            let mut actor = ImportedActor { kind, shouted: true, ..ImportedActor::default() };
            actor.call(Role::Name, &if person { clean::turned(name) } else { name.clone() });
            if let Some(early) = found.known(id).filter(|early| early.name.is_empty()) {
                let names: Vec<_> = early.names().map(|(role, name)| (role, name.to_owned())).collect();
                for (role, name) in names {
                    actor.call(role, &if person { clean::turned(&name) } else { name });
                }
            }
            remarks(cells.get(11).map_or("", |remarks| remarks), person, &mut actor);
            found.take(&place, id, actor);
        }
        [id, ..] if is_number(id) && cells.len() == 6 => found.leave_out("addresses"),
        _ => found.fault(&place, "this is not a row of sdn.csv, alt.csv or add.csv"),
    }
}

fn is_alias(kind: &str) -> bool {
    ["aka", "fka", "nka", "a.k.a.", "f.k.a.", "n.k.a."].iter().any(|known| kind.eq_ignore_ascii_case(known))
}

/// `a.k.a. 'THE LIONS'; f.k.a. 'LIONS OF THE SOUTH'; Organization Established Date 2004`
fn remarks(remarks: &str, person: bool, actor: &mut ImportedActor) {
    for remark in remarks.split(';') {
        let remark = remark.trim().trim_end_matches('.');
        for (mark, role) in [("a.k.a. ", Role::Weak), ("f.k.a. ", Role::Former), ("n.k.a. ", Role::Renamed)] {
            if let Some(name) = remark.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark)) {
                let name = remark.slice(name.len()..);
                actor.call(role, &if person { clean::turned(name) } else { name.to_owned() });
            }
        }
        if let Some(date) = remark.strip_prefix("Organization Established Date ") {
            actor.founded = date.split(' ').next_back().and_then(clean::day);
        }
    }
}
