//! Reviewdog Diagnostic Format: one object, with fixes as suggestions.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

#[derive(Default)]
pub(super) struct Rdjson {
    findings: Vec<Value>,
}

impl Reporter for Rdjson {
    fn file(&mut self, file: &Checked, _: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        // Columns are counted in bytes.
        let range = |span: Span| {
            let place = |offset| {
                let at = lines.position(&file.text, offset, Encoding::Utf8);
                json!({"line": at.line + 1, "column": at.column + 1})
            };
            json!({"start": place(span.start), "end": place(span.end)})
        };
        for decision in file.decisions().iter() {
            let found = &file.diagnostics[decision.first()];
            let severity = match found.level {
                Level::Error => "ERROR",
                Level::Warning => "WARNING",
                Level::Info | Level::Hint => "INFO",
            };
            // Suggestions are independent of each other, so only fixes with a single edit qualify.
            let fixes = decision.fixes(&file.diagnostics);
            let suggestions: Vec<Value> = fixes
                .iter()
                .filter_map(|fix| if let [edit] = &fix.edits[..] { Some(edit) } else { None })
                .map(|edit| json!({"range": range(edit.span), "text": edit.text.as_str()}))
                .collect();
            let related: Vec<Value> = found
                .related
                .iter()
                .map(|place| {
                    json!({"message": place.message, "location": {"path": file.path, "range": range(place.span)}})
                })
                .chain(decision.others(&file.diagnostics).map(|other| {
                    json!({"message": other.message, "location": {"path": file.path, "range": range(other.span)}})
                }))
                .collect();
            self.findings.push(json!({
                "message": decision.message(&file.diagnostics),
                "location": {"path": file.path, "range": range(found.span)},
                "severity": severity,
                "code": {"value": found.rule.name},
                "suggestions": suggestions,
                "related_locations": related,
            }));
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let report = json!({"source": {"name": "copydesk"}, "diagnostics": self.findings});
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}
