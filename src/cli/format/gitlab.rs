//! GitLab Code Quality report.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

/// One issue in the report.
#[derive(Serialize)]
struct Finding<'a> {
    description: Cow<'a, str>,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

pub(super) struct GitLab;

impl Reporter for GitLab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let mut fingerprints = Fingerprints::default();
        let path = file.repository_path();
        for (number, decision) in file.decisions().iter().enumerate() {
            let found = &file.diagnostics[decision.first()];
            let line = |offset| lines.position(&file.text, offset, Encoding::Utf32).line + 1;
            let severity = match found.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info | Level::Hint => "info",
            };
            let finding = Finding {
                description: decision.message(&file.diagnostics),
                check_name: found.rule.name,
                fingerprint: fingerprints.unique(&path, file, found),
                severity,
                location: Location {
                    path: &path,
                    lines: Lines { begin: line(found.span.start), end: line(found.span.end) },
                },
            };
            out.write_all(if number > 0 { b",\n  " } else { b"\n  " })?;
            serde_json::to_writer(&mut *out, &finding)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}
