//! GitHub Actions workflow commands: findings appear on the changed lines of a pull request.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex, visible};
use std::io::{self, Write};

pub(super) struct GitHub;

impl Reporter for GitHub {
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let path = file.repository_path();
        for decision in file.decisions().iter() {
            let found = &file.diagnostics[decision.first()];
            let command = match found.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info | Level::Hint => "notice",
            };
            let start = lines.position(&file.text, found.span.start, Encoding::Utf32);
            let end = lines.position(&file.text, found.span.end, Encoding::Utf32);
            write!(out, "::{command} title={},file={}", property(found.rule.name), property(&path))?;
            write!(out, ",line={},endLine={}", start.line + 1, end.line + 1)?;
            // GitHub only accepts columns for findings within one line.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column + 1, end.column + 1)?;
            }
            writeln!(out, "::{}", data(&decision.message(&file.diagnostics)))?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Escapes the message of a command, on one line.
fn data(text: &str) -> String {
    visible::one_line(text).replace('%', "%25")
}

/// Escapes a property of a command: separators and terminal control characters are percent-encoded.
fn property(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | ':' | ',') || visible::is_steering(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}
