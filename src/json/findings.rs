//! Findings: one object for the whole report, or one per finding.
//!
//! Offsets count bytes from 0; lines and columns count from 1, columns in Unicode scalar values.

use crate::config::Level;
use crate::rules::{Decision, Decisions, Diagnostic, Fix};
use crate::text::{Encoding, LineIndex, Offset};
use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::AddAssign;

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

/// A document with what was found in it.
#[derive(Clone, Copy)]
pub(crate) struct Reported<'a> {
    /// Its path as shown to people.
    pub(crate) path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
    /// The findings, in order.
    pub(crate) diagnostics: &'a [Diagnostic],
}

/// How many documents were checked, and how many findings there are of each level.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Totals {
    pub(crate) files: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    pub(crate) hints: usize,
}

impl Totals {
    /// The totals of `files` documents; `count` tells how many findings of a level they have.
    pub(crate) fn of(files: usize, count: impl Fn(Level) -> usize) -> Totals {
        Totals {
            files,
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
            hints: count(Level::Hint),
        }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.hints += other.hints;
    }
}

/// The issue date that all documents share, if they share one.
pub(crate) fn common_date(dates: &BTreeSet<Option<Date>>) -> Option<Date> {
    if dates.len() > 1 { None } else { dates.first().copied().flatten() }
}

fn place(file: Reported<'_>, lines: &LineIndex, offset: Offset) -> Place {
    let at = lines.position(file.text, offset, Encoding::Utf32);
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
fn findings<'a>(file: Reported<'a>) -> impl Iterator<Item = Finding<'a>> {
    let (lines, decisions) = (LineIndex::new(file.text), Decisions::of(file.diagnostics));
    file.diagnostics.iter().enumerate().map(move |(at, found)| finding(file, &lines, found, decisions.settling(at)))
}

fn finding<'a>(
    file: Reported<'a>,
    lines: &LineIndex,
    found: &'a Diagnostic,
    decision: Option<&Decision>,
) -> Finding<'a> {
    Finding {
        path: file.path,
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

/// What stands before all findings of the one object. What counts all documents stands behind them, for they are written as
/// they come.
pub(crate) const BEGIN: &str = "{\"version\": 1,\n \"diagnostics\": [";

/// What stands between the findings of two documents that have some.
pub(crate) const SEPARATOR: &str = ",";

/// Writes the findings of a document into the one object.
pub(crate) fn document(file: Reported<'_>, out: &mut dyn Write) -> io::Result<()> {
    if file.diagnostics.is_empty() {
        return Ok(());
    }
    for (number, finding) in findings(file).enumerate() {
        out.write_all(if number > 0 { b",\n  " } else { b"\n  " })?;
        serde_json::to_writer(&mut *out, &finding)?;
    }
    Ok(())
}

/// Ends the one object. `date` is the issue date that all documents share.
pub(crate) fn end(date: Option<Date>, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let date = date.map(|date| date.to_string());
    writeln!(out, "],\n \"issue_date\": {},", serde_json::to_string(&date)?)?;
    writeln!(out, " \"summary\": {}}}", serde_json::to_string(totals)?)
}

/// Writes the findings of a document, one object a line.
pub(crate) fn lines(file: Reported<'_>, out: &mut dyn Write) -> io::Result<()> {
    if file.diagnostics.is_empty() {
        return Ok(());
    }
    for finding in findings(file) {
        serde_json::to_writer(&mut *out, &finding)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
