//! GitLab Code Quality report.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex};
use serde_json::json;
use std::io::{self, Write};

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
            let finding = json!({
                "description": decision.message(&file.diagnostics),
                "check_name": found.rule.name,
                "fingerprint": fingerprints.unique(&path, file, found),
                "severity": severity,
                "location": {
                    "path": path,
                    "lines": {"begin": line(found.span.start), "end": line(found.span.end)},
                },
            });
            write!(out, "{}\n  {finding}", if number > 0 { "," } else { "" })?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}
