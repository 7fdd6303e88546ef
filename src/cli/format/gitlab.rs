//! GitLab Code Quality report.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex};
use serde_json::{Value, json};
use std::io::{self, Write};

#[derive(Default)]
pub(super) struct GitLab {
    findings: Vec<Value>,
}

impl Reporter for GitLab {
    fn file(&mut self, file: &Checked, _: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let mut fingerprints = Fingerprints::default();
        let path = file.repository_path();
        for decision in file.decisions().iter() {
            let found = &file.diagnostics[decision.first()];
            let line = |offset| lines.position(&file.text, offset, Encoding::Utf32).line + 1;
            let severity = match found.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info | Level::Hint => "info",
            };
            self.findings.push(json!({
                "description": decision.message(&file.diagnostics),
                "check_name": found.rule.name,
                "fingerprint": fingerprints.unique(&path, file, found),
                "severity": severity,
                "location": {
                    "path": path,
                    "lines": {"begin": line(found.span.start), "end": line(found.span.end)},
                },
            }));
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &self.findings)?;
        writeln!(out)
    }
}
