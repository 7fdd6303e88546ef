//! JSON: one object for the whole report, or one per finding.
//!
//! Offsets count bytes from 0; lines and columns count from 1, columns in Unicode scalar values.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::rules::{Decision, Diagnostic, Fix};
use crate::text::{Encoding, LineIndex, Offset};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct Place {
    offset: Offset,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: Offset,
    end: Offset,
    text: &'a str,
}

#[derive(Serialize)]
struct Repair<'a> {
    safety: &'static str,
    title: Cow<'a, str>,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Finding<'a> {
    path: &'a str,
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    start: Place,
    end: Place,
    fix: Option<Repair<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair<'a>>,
    related: Vec<Related<'a>>,
    group: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    hints: usize,
}

fn place(file: &Checked, lines: &LineIndex, offset: Offset) -> Place {
    let at = lines.position(&file.text, offset, Encoding::Utf32);
    Place { offset, line: at.line + 1, column: at.column + 1 }
}

fn repair(fix: &Fix) -> Repair<'_> {
    Repair {
        safety: fix.safety.name(),
        title: fix.title(),
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit { start: edit.span.start, end: edit.span.end, text: &edit.text })
            .collect(),
    }
}

/// The findings of a document, in order.
fn findings<'a>(file: &'a Checked) -> impl Iterator<Item = Finding<'a>> {
    let (lines, decisions) = (LineIndex::new(&file.text), file.decisions());
    file.diagnostics.iter().enumerate().map(move |(at, found)| finding(file, &lines, found, decisions.settling(at)))
}

fn finding<'a>(
    file: &'a Checked,
    lines: &LineIndex,
    found: &'a Diagnostic,
    decision: Option<&Decision>,
) -> Finding<'a> {
    Finding {
        path: &file.path,
        rule: found.rule.name,
        level: found.level.name(),
        message: &found.message,
        start: place(file, lines, found.span.start),
        end: place(file, lines, found.span.end),
        fix: found.fixes.first().map(repair),
        fixes: if found.fixes.len() > 1 { found.fixes.iter().map(repair).collect() } else { Vec::new() },
        related: found
            .related
            .iter()
            .map(|related| Related {
                message: &related.message,
                start: place(file, lines, related.span.start),
                end: place(file, lines, related.span.end),
            })
            .collect(),
        // Unique in the report, which has many documents.
        group: decision.and_then(Decision::id).map(|id| format!("{}:{id}", file.path)),
    }
}

/// One object. What counts all documents stands behind the findings, which are written as they come.
pub(super) struct Json;

impl Reporter for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\": 1,\n \"diagnostics\": [")
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        for (number, finding) in findings(file).enumerate() {
            out.write_all(if number > 0 { b",\n  " } else { b"\n  " })?;
            serde_json::to_writer(&mut *out, &finding)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let counts = Counts {
            files: summary.files,
            errors: summary.count(Level::Error),
            warnings: summary.count(Level::Warning),
            infos: summary.count(Level::Info),
            hints: summary.count(Level::Hint),
        };
        let date = summary.issue_date().map(|date| date.to_string());
        writeln!(out, "],\n \"issue_date\": {},", serde_json::to_string(&date)?)?;
        writeln!(out, " \"summary\": {}}}", serde_json::to_string(&counts)?)
    }
}

/// One object per line.
pub(super) struct JsonLines;

impl Reporter for JsonLines {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        for finding in findings(file) {
            serde_json::to_writer(&mut *out, &finding)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
