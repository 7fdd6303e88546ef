//! SARIF 2.1.0, with the rules that have findings, and their fixes.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::rules::{Decision, Rule};
use crate::text::{Encoding, LineIndex, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

#[derive(Default)]
pub(super) struct Sarif {
    rules: Vec<&'static Rule>,
    results: Vec<Value>,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Hint => "note",
    }
}

/// A path as a relative or `file` URI.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

impl Sarif {
    fn rule(&mut self, rule: &'static Rule) -> usize {
        self.rules.iter().position(|known| *known == rule).unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }

    fn result(
        &mut self,
        (file, path): (&Checked, &str),
        lines: &LineIndex,
        prints: &mut Fingerprints,
        decision: &Decision,
    ) {
        let found = &file.diagnostics[decision.first()];
        let region = |span: Span| {
            let start = lines.position(&file.text, span.start, Encoding::Utf32);
            let end = lines.position(&file.text, span.end, Encoding::Utf32);
            // No byte offsets: they would count bytes of the artifact, whose encoding is unspecified.
            json!({
                "startLine": start.line + 1, "startColumn": start.column + 1,
                "endLine": end.line + 1, "endColumn": end.column + 1,
            })
        };
        let artifact = json!({"uri": uri(path)});
        let place = |span: Span| json!({"artifactLocation": artifact, "region": region(span)});
        let mut result = json!({
            "ruleId": found.rule.name,
            "ruleIndex": self.rule(found.rule),
            "level": level(found.level),
            "message": {"text": decision.message(&file.diagnostics)},
            "locations": [{"physicalLocation": place(found.span)}],
            "partialFingerprints": {"copydesk/v2": prints.unique(path, file, found)},
        });
        let related = found.related.iter().map(|one| (&one.message, one.span));
        let related: Vec<Value> = related
            .chain(decision.others(&file.diagnostics).map(|other| (&other.message, other.span)))
            .enumerate()
            .map(|(id, (text, span))| json!({"id": id, "message": {"text": text}, "physicalLocation": place(span)}))
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        let fixes = decision.fixes(&file.diagnostics);
        if !fixes.is_empty() {
            let fixes = fixes.iter().map(|fix| {
                let replacements: Vec<Value> = fix
                    .edits
                    .iter()
                    .map(|edit| json!({"deletedRegion": region(edit.span), "insertedContent": {"text": edit.text.as_str()}}))
                    .collect();
                json!({
                    "description": {"text": fix.title()},
                    "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
                })
            });
            result["fixes"] = fixes.collect();
        }
        self.results.push(result);
    }
}

impl Reporter for Sarif {
    fn file(&mut self, file: &Checked, _: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let mut prints = Fingerprints::default();
        let path = file.repository_path();
        for decision in file.decisions().iter() {
            self.result((file, &path), &lines, &mut prints, decision);
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = self
            .rules
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.name,
                    "shortDescription": {"text": rule.summary},
                    "help": {"text": rule.page, "markdown": rule.page},
                    "defaultConfiguration": match rule.default_level() {
                        Some(default) => json!({"level": level(default)}),
                        None => json!({"enabled": false}),
                    },
                })
            })
            .collect();
        let report = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "copydesk",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}
