//! The same lists as TOML: an array of tables, `[[actors]]` or `[[sources]]`, whose keys are the columns.
//!
//! * Several values are an array of strings; a single value may be a plain string. A year may be a number, a day a
//!   date.
//! * An unknown key, a value of another type, and a syntax error are problems with their spans; the rest applies.

use super::column::{Cell, CellWriter, Record, Row, column_named, names_of_columns, problem, squeeze};
use crate::config::Problem;
use crate::text::{Slice, Span, floor_boundary};
use toml::de::{DeTable, DeValue};

/// Whether a text is such a list: its first line with content opens a table, which no row of columns does.
#[must_use]
pub fn is_toml(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let said = |line: &&str| !line.is_empty() && !line.starts_with('#');
    text.lines().map(str::trim_start).find(said).is_some_and(|line| line.starts_with("[["))
}

pub(super) fn read<R: Record>(text: &str) -> (Vec<Row<R>>, Vec<Problem>) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let place = |span: std::ops::Range<usize>| within(text, span.start + mark..span.end + mark);
    let (document, errors) = DeTable::parse_recoverable(text.slice(mark..));
    let mut problems: Vec<Problem> = Vec::new();
    // The parser recovers from an error by guessing, so only the first is reported.
    if let Some(error) = errors.first() {
        problems.push(problem(place(error.span().unwrap_or_default()), format!("not valid TOML: {}", error.message())));
    }
    let mut rows = Vec::new();
    for (key, value) in document.get_ref() {
        let DeValue::Array(records) = value.get_ref() else {
            problems.push(problem(place(key.span()), format!("only [[{}]] is read here", R::LIST)));
            continue;
        };
        if key.get_ref() != R::LIST {
            let message = format!("this is read as a list of {}: write [[{}]]", R::LIST, R::LIST);
            problems.push(problem(place(key.span()), message));
            continue;
        }
        for record in records {
            let span = place(record.span());
            let DeValue::Table(entries) = record.get_ref() else {
                problems.push(problem(span, format!("a record is a table: [[{}]]", R::LIST)));
                continue;
            };
            let mut row = Row { span, record: R::default() };
            for (key, value) in entries {
                let Some(column) = column_named::<R>(key.get_ref()) else {
                    let message = format!("there is no key “{}”: {}", key.get_ref(), names_of_columns::<R>());
                    problems.push(problem(place(key.span()), message));
                    continue;
                };
                let taken = match words(value.get_ref()) {
                    Some(words) if words.is_empty() => continue,
                    Some(words) => {
                        let mut cell = Cell::new(squeeze(words.trim()));
                        (column.read)(&mut row.record, &mut cell)
                    }
                    None => Err(format!("“{}” is a text, or a list of texts", column.name)),
                };
                problems.extend(taken.err().map(|message| problem(place(value.span()), message)));
            }
            for (wanted, value) in [("id", row.record.id()), ("name", row.record.name())] {
                // In a text with a syntax error it is unknown what is missing.
                if value.is_empty() && errors.is_empty() {
                    problems.push(problem(span, format!("this record has no “{wanted}”")));
                }
            }
            rows.push(row);
        }
    }
    problems.sort_by_key(|problem| problem.span);
    (rows, problems)
}

/// A value as written in a cell; `None` if it is neither a string nor a list of strings.
fn words(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Array(values) => {
            let texts = values.iter().map(|value| match value.get_ref() {
                DeValue::String(text) => Some(&**text),
                _ => None,
            });
            Some(texts.collect::<Option<Vec<&str>>>()?.join("; "))
        }
        _ => None,
    }
}

/// A span on character boundaries of the text; the spans of errors may be off them.
fn within(text: &str, span: std::ops::Range<usize>) -> Span {
    Span::at(floor_boundary(text, span.start)..floor_boundary(text, span.end))
}

/// Writes records as such a list, without empty values.
#[must_use]
pub fn write<'r, R: Record>(records: impl IntoIterator<Item = &'r R>) -> String {
    let mut out = String::new();
    for record in records {
        if !out.is_empty() {
            out.push('\n');
        }
        write_record(record, &mut out);
    }
    out
}

pub(super) fn write_record<R: Record>(record: &R, out: &mut String) {
    out.push_str(&format!("[[{}]]\n", R::LIST));
    for column in R::COLUMNS {
        let mut cell = String::new();
        // No separator is used here, so nothing needs quoting for it.
        let mut writer = CellWriter::bare(&mut cell);
        (column.write)(record, &mut writer);
        let list = writer.is_list();
        if cell.is_empty() {
            continue;
        }
        let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
        let value = match list {
            true => {
                let values: Vec<String> = cell.split("; ").map(text).collect();
                format!("[{}]", values.join(", "))
            }
            false => text(&cell),
        };
        out.push_str(&format!("{} = {value}\n", column.name));
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::{read, row_like};
    use super::super::record::{Actor, Source};
    use super::*;

    #[test]
    fn the_shipped_lists_come_back() {
        let (actors, _) = read::<Actor>(include_str!("../data/actors.tsv"));
        let actors: Vec<Actor> = actors.into_iter().map(|row| row.record).collect();
        let (rows, problems) = read::<Actor>(&write(&actors));
        assert_eq!(problems, []);
        assert!(rows.into_iter().map(|row| row.record).eq(actors));
        let (sources, _) = read::<Source>(include_str!("../data/sources.tsv"));
        let sources: Vec<Source> = sources.into_iter().map(|row| row.record).collect();
        let (rows, problems) = read::<Source>(&write(&sources));
        assert_eq!(problems, []);
        assert!(rows.into_iter().map(|row| row.record).eq(sources));
    }

    #[test]
    fn what_a_person_writes() {
        let text = "# Ours\n\n[[actors]]\nid = 'ridge-men'\nname = \"Ridge  Men\"\nabbreviations = ['RM', 'RMN']\n\
            former = 'Old Ridge@2016-07'\nfounded = 2012\ndissolved = 2018-05-01\nkind = 'group'\n";
        let (rows, problems) = read::<Actor>(text);
        assert_eq!(problems, []);
        let actor = &rows[0].record;
        assert_eq!((&*actor.name, actor.abbreviations.len()), ("Ridge Men", 2));
        assert_eq!(actor.former[0].until.as_deref(), Some("2016-07"));
        assert_eq!((actor.founded.as_deref(), actor.dissolved.as_deref()), (Some("2012"), Some("2018-05-01")));
    }

    #[test]
    fn problems_stand_at_their_place() {
        let text = "[[actors]]\nid = 'a'\nname = 'A'\nnick = 'x'\nkind = 'army'\nweak = [1]\n\n[[actors]]\nid = 'b'\n\
            \n[[sources]]\nid = 'c'\n";
        let (rows, problems) = read::<Actor>(text);
        assert_eq!(rows.len(), 2);
        let shown: Vec<_> = problems.iter().map(|p| (p.span.of(text), p.message.split(':').next().unwrap())).collect();
        assert_eq!(
            shown,
            [
                ("nick", "there is no key “nick”"),
                ("'army'", "there is no kind “army”"),
                ("[1]", "“weak” is a text, or a list of texts"),
                ("[[actors]]", "this record has no “name”"),
                ("sources", "this is read as a list of actors"),
            ]
        );
        let text = "[[actors]]\nid = 'a'\nname = \n";
        let (_, problems) = read::<Actor>(text);
        assert!(problems[0].message.starts_with("not valid TOML"), "{problems:?}");
    }

    #[test]
    fn a_record_is_added_in_the_same_form() {
        let actor = Actor { id: "b".into(), name: "B".into(), ..Actor::default() };
        let text = "[[actors]]\nid = 'a'\nname = 'A'\n";
        let more = row_like(text, &actor);
        assert_eq!(more, "\n[[actors]]\nid = \"b\"\nname = \"B\"\nkind = \"group\"\n");
        assert_eq!(read::<Actor>(&format!("{text}{more}")).0.len(), 2);
    }
}
