//! Checkstyle XML, which most build servers read.

use super::{Checked, Reporter, Summary, xml};
use crate::config::Level;
use crate::text::{Encoding, LineIndex};
use std::io::{self, Write};

#[derive(Default)]
pub(super) struct Checkstyle {
    opened: bool,
}

impl Checkstyle {
    fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !std::mem::replace(&mut self.opened, true) {
            writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
        }
        Ok(())
    }
}

impl Reporter for Checkstyle {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)?;
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
        self.open(out)?;
        writeln!(out, "</checkstyle>")
    }
}
