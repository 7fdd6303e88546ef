//! Any table with a header: cells separated by commas, semicolons, tabs or bars.
//!
//! `--map name=Group,aliases=AKA` maps columns; columns with well-known names need no map. Several values in a cell are
//! separated by semicolons or bars. Years after a name, `(2021-)`, are removed.

use super::entry::{Imported, ImportedActor, ImportedSource, Role};
use super::{ImportOptions, Input, clean, lines};
use crate::gazetteer::ActorKind;
use crate::gazetteer::lists::ListKind;
use csv::{ByteRecord, ReaderBuilder};
use std::io::BufRead;

/// The fields, each with the column names recognized without a map.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("id", &["id", "uuid", "key"]),
    ("name", &["name", "title", "label", "canonical", "caption"]),
    ("aliases", &["aliases", "alias", "accepted", "aka", "synonyms"]),
    ("abbreviations", &["abbreviations", "abbreviation", "acronym", "short"]),
    ("former", &["former", "fka", "previous names"]),
    ("weak", &["weak"]),
    ("kind", &["kind", "type", "schema"]),
    ("countries", &["countries", "country"]),
    ("languages", &["languages", "language"]),
    ("hosts", &["hosts", "host", "domain", "website", "url"]),
    ("founded", &["founded"]),
    ("dissolved", &["dissolved"]),
    ("note", &["note", "notes"]),
];

/// A cell with more lines than this has an unclosed quotation mark.
const LINES: usize = 50;

pub(super) fn read(input: &mut Input<'_>, options: &ImportOptions, found: &mut Imported) {
    lines::skip_mark(&mut *input.text);
    let delimiter = delimiter(&mut *input.text);
    let (input, allowance) = lines::Limited::new(&mut *input.text);
    // With `\r\n` as one line end, the reader would count lines from its first half; the `\r` is cut off below.
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(input);
    let mut row = ByteRecord::new();
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    let mut list = options.list.unwrap_or(ListKind::Actors);
    loop {
        allowance.renew();
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return found.fault("", &format!("the list cannot be read further: {error}")),
        }
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().any(|cell| memchr::memchr_iter(b'\n', cell).count() > LINES) {
            found.fault_at(line, "a quotation mark of this row may not be closed: it goes on for many lines");
            continue;
        }
        let cells: Vec<String> = row.iter().map(|cell| lines::decode(cell).trim_end_matches('\r').to_owned()).collect();
        let Some(columns) = &columns else {
            let header = match header(&cells, options) {
                Ok(header) => header,
                Err(message) => return found.fault_at(line, &message),
            };
            if options.list.is_none() && header.contains(&Some("hosts")) {
                list = ListKind::Sources;
            }
            columns = Some(header);
            continue;
        };
        let values = columns.iter().zip(&cells).filter_map(|(what, cell)| Some(((*what)?, &**cell)));
        let values: Vec<(&str, &str)> = values.filter(|(_, cell)| !cell.trim().is_empty()).collect();
        if values.is_empty() {
            continue;
        }
        match list {
            ListKind::Actors => actor(&values, line, found),
            ListKind::Sources => source(&values, line, found),
        }
    }
    if columns.is_none() {
        found.fault("", "it holds no row");
    }
}

/// The most frequent delimiter of the first line.
fn delimiter(input: &mut dyn BufRead) -> u8 {
    let Ok(bytes) = input.fill_buf() else { return b',' };
    let first = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())];
    let count = |sign: &u8| memchr::memchr_iter(*sign, first).count();
    // The first one wins a tie.
    *b",\t;|".iter().rev().max_by_key(|sign| count(sign)).unwrap_or(&b',')
}

fn header(cells: &[String], options: &ImportOptions) -> Result<Vec<Option<&'static str>>, String> {
    let names: Vec<String> = cells.iter().map(|cell| clean::plain(cell)).collect();
    let mut columns = vec![None; cells.len()];
    for (what, column) in &options.columns {
        let what = FIELDS.iter().find(|(field, _)| field == what).map(|(field, _)| *field);
        let at = names
            .iter()
            .position(|name| name == column)
            .or_else(|| names.iter().position(|name| name.eq_ignore_ascii_case(column)));
        match at {
            Some(at) => columns[at] = what,
            None => return Err(format!("there is no column “{column}”: the columns are {}", first(&names))),
        }
    }
    for (field, known) in FIELDS {
        if columns.contains(&Some(field)) {
            continue;
        }
        let free =
            |at: &usize| columns[*at].is_none() && known.iter().any(|name| name.eq_ignore_ascii_case(&names[*at]));
        if let Some(at) = (0..names.len()).find(free) {
            columns[at] = Some(field);
        }
    }
    if columns.contains(&Some("name")) {
        Ok(columns)
    } else {
        Err(format!("no column holds names: say which with --map name=COLUMN; the columns are {}", first(&names)))
    }
}

/// The first column names, for a message.
fn first(names: &[String]) -> String {
    const SAID: usize = 20;
    let more = if names.len() > SAID { format!(" and {} more", names.len() - SAID) } else { String::new() };
    format!("{}{more}", names[..names.len().min(SAID)].join(", "))
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty())
}

/// Removes years: `Military Forces of Mali (2021-)`.
fn without_period(name: &str) -> &str {
    let Some((before, period)) = name.trim_end().strip_suffix(')').and_then(|open| open.rsplit_once(" (")) else {
        return name;
    };
    let is_period = period.len() >= 4 && period.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_period { before } else { name }
}

fn actor(values: &[(&str, &str)], line: u64, found: &mut Imported) {
    let mut actor = ImportedActor::default();
    let mut id = "";
    let kind = values.iter().find(|(what, _)| *what == "kind").map_or("", |(_, kind)| *kind);
    let kind = kind.trim().to_ascii_lowercase();
    if let Some((_, known)) = ActorKind::ALL.iter().find(|(word, _)| *word == kind) {
        actor.kind = *known;
    }
    for role in ["name", "aliases", "abbreviations", "former", "weak"] {
        let as_role = match role {
            "name" => Role::Name,
            "aliases" => Role::Alias,
            "abbreviations" => Role::Abbreviation,
            "former" => Role::Former,
            _ => Role::Weak,
        };
        for (_, cell) in values.iter().filter(|(what, _)| *what == role) {
            parts(cell).for_each(|name| actor.call(as_role, without_period(name)));
        }
    }
    for (what, cell) in values {
        match *what {
            "id" => id = cell.trim(),
            "countries" => parts(cell).for_each(|code| actor.country(code)),
            "founded" => actor.founded = clean::day(cell),
            "dissolved" => actor.dissolved = clean::day(cell),
            "note" => actor.note = clean::plain(cell),
            _ => {}
        }
    }
    found.take(&format!(":{line}"), id, actor);
}

fn source(values: &[(&str, &str)], line: u64, found: &mut Imported) {
    let place = format!(":{line}");
    let of =
        |field: &'static str| values.iter().filter(move |(what, _)| *what == field).flat_map(|(_, cell)| parts(cell));
    let id = of("id").next().unwrap_or_default();
    let names: Vec<String> = of("name").filter_map(clean::name).collect();
    if names.is_empty() {
        return found.leave_out("records without a name in Latin letters");
    }
    // If a cell names several outlets, the other columns cannot be assigned to one of them.
    let alone = names.len() == 1;
    for name in names {
        let mut source = ImportedSource { from: vec![found.from(&place, id)], name, ..ImportedSource::default() };
        if alone {
            of("aliases").filter_map(clean::name).for_each(|alias| source.call(alias));
            of("hosts").for_each(|host| source.lives(host));
            of("countries").for_each(|code| source.country(code));
            of("languages").for_each(|code| source.language(code));
        }
        found.source(source);
    }
}
