//! `path:line:column: level[rule] message`: one finding per line, for editors and `grep`.

use super::{Checked, Reporter, Summary};
use crate::text::{Encoding, LineIndex, visible};
use std::io::{self, Write};

pub(super) struct Concise;

impl Reporter for Concise {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let path = visible::escape(&file.path);
        for found in &file.diagnostics {
            let place = lines.position(&file.text, found.span.start, Encoding::Utf32);
            let (line, column) = (place.line + 1, place.column + 1);
            let (level, rule) = (found.level.name(), found.rule.name);
            writeln!(out, "{path}:{line}:{column}: {level}[{rule}] {}", visible::one_line(&found.message))?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
