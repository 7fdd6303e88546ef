//! Checkstyle XML, which most build servers read.

use super::{Checked, Reporter, Summary, xml};
use crate::config::Level;
use crate::text::{Encoding, LineIndex};
use std::io::{self, Write};

pub(super) struct Checkstyle;

impl Reporter for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        writeln!(out, "  <file name=\"{}\">", xml(&file.path))?;
        for decision in file.decisions().iter() {
            let found = &file.diagnostics[decision.first()];
            let at = lines.position(&file.text, found.span.start, Encoding::Utf32);
            let severity = match found.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info | Level::Hint => "info",
            };
            let (line, column, rule) = (at.line + 1, at.column + 1, found.rule.name);
            let message = xml(&decision.message(&file.diagnostics));
            write!(out, "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\"")?;
            writeln!(out, " message=\"{message}\" source=\"copydesk.{rule}\"/>")?;
        }
        writeln!(out, "  </file>")
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</checkstyle>")
    }
}
