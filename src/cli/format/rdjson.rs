//! Reviewdog Diagnostic Format: one object, with fixes as suggestions.

use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::text::{Encoding, LineIndex, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) struct Rdjson;

impl Reporter for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"source\": {{\"name\": \"copydesk\"}},\n \"diagnostics\": [")
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
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
        for (number, decision) in file.decisions().iter().enumerate() {
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
            let mut code = json!({"value": found.rule.name});
            if let Some(address) = found.rule.address(file.docs.as_deref()) {
                code["url"] = address.into();
            }
            let finding = json!({
                "message": decision.message(&file.diagnostics),
                "location": {"path": file.path, "range": range(found.span)},
                "severity": severity,
                "code": code,
                "suggestions": suggestions,
                "related_locations": related,
            });
            write!(out, "{}\n  {finding}", if number > 0 { "," } else { "" })?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}
