//! JSON: one object for the whole report, or one per finding. [`crate::json::findings`] defines their contents.

use super::{Checked, Reporter, Summary};
use crate::json::findings::{self, Reported, Totals};
use std::io::{self, Write};

fn reported(file: &Checked) -> Reported<'_> {
    Reported { path: &file.path, text: &file.text, diagnostics: &file.diagnostics }
}

/// One object.
pub(super) struct Json;

impl Reporter for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(findings::BEGIN.as_bytes())
    }

    fn separator(&self) -> &'static str {
        findings::SEPARATOR
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        findings::document(reported(file), out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let totals = Totals::of(summary.files, |level| summary.count(level));
        findings::end(summary.issue_date(), &totals, out)
    }
}

/// One object per line.
pub(super) struct JsonLines;

impl Reporter for JsonLines {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        findings::lines(reported(file), out)
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
