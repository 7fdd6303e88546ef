//! Reviewdog Diagnostic Format: one object, with fixes as suggestions.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::rules::Decision;
use crate::text::{Encoding, LineIndex, Offset, Span};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) struct Rdjson;

impl Reporter for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"source\": {{\"name\": \"copydesk\"}},\n \"diagnostics\": [")
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        for (number, decision) in file.decisions().iter().enumerate() {
            out.write_all(if number > 0 { b",\n  " } else { b"\n  " })?;
            serde_json::to_writer(&mut *out, &finding(file, &lines, decision))?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}

/// A position; columns are counted in bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

impl Range {
    fn of(file: &Checked, lines: &LineIndex, span: Span) -> Range {
        let position = |offset: Offset| {
            let at = lines.position(&file.text, offset, Encoding::Utf8);
            Position { line: at.line + 1, column: at.column + 1 }
        };
        Range { start: position(span.start), end: position(span.end) }
    }
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

/// One `Diagnostic`.
#[derive(Serialize)]
struct Finding<'a> {
    message: Cow<'a, str>,
    location: Location<'a>,
    severity: &'static str,
    code: Code,
    suggestions: Vec<Suggestion>,
    related_locations: Vec<Related<'a>>,
}

fn finding<'a>(file: &'a Checked, lines: &LineIndex, decision: &'a Decision) -> Finding<'a> {
    let range = |span: Span| Range::of(file, lines, span);
    let location = |span: Span| Location { path: &file.path, range: range(span) };
    let found = &file.diagnostics[decision.first()];
    // Suggestions are independent of each other, so only fixes with a single edit qualify.
    let fixes = decision.fixes(&file.diagnostics);
    let single = fixes.iter().filter_map(|fix| if let [edit] = &fix.edits[..] { Some(edit) } else { None });
    let related = found.related.iter().map(|place| (&*place.message, place.span));
    let others = decision.others(&file.diagnostics).map(|other| (&*other.message, other.span));
    Finding {
        message: decision.message(&file.diagnostics),
        location: location(found.span),
        severity: match found.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info | Level::Hint => "INFO",
        },
        code: Code { value: found.rule.name, url: found.rule.address(file.docs.as_deref()) },
        suggestions: single.map(|edit| Suggestion { range: range(edit.span), text: edit.text.to_string() }).collect(),
        related_locations: related
            .chain(others)
            .map(|(message, span)| Related { message, location: location(span) })
            .collect(),
    }
}
