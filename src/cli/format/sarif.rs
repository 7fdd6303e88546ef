//! SARIF 2.1.0, with the rules that have findings, and their fixes. Results are written as they come, and what describes the
//! tool behind them: then it is known which rules have some.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary};
use crate::config::Level;
use crate::rules::{Decision, Rule};
use crate::text::{Encoding, LineIndex, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) struct Sarif {
    /// The rules that have findings, each with the address of its page.
    rules: Vec<(&'static Rule, Option<String>)>,
    has_baseline: bool,
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
    /// A report; with a baseline all that is reported is new.
    pub(super) fn new(has_baseline: bool) -> Sarif {
        Sarif { rules: Vec::new(), has_baseline }
    }

    fn rule(&mut self, rule: &'static Rule, docs: Option<&str>) -> usize {
        self.rules.iter().position(|(known, _)| *known == rule).unwrap_or_else(|| {
            self.rules.push((rule, rule.address(docs)));
            self.rules.len() - 1
        })
    }

    fn result(
        &mut self,
        (file, path): (&Checked, &str),
        lines: &LineIndex,
        prints: &mut Fingerprints,
        decision: &Decision,
    ) -> Value {
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
            "ruleIndex": self.rule(found.rule, file.docs.as_deref()),
            "level": level(found.level),
            "message": {"text": decision.message(&file.diagnostics)},
            "locations": [{"physicalLocation": place(found.span)}],
            "partialFingerprints": {"copydesk/v2": prints.unique(path, file, found)},
            // What comments and baselines hide is not reported: none of the results is suppressed.
            "suppressions": [],
        });
        if self.has_baseline {
            result["baselineState"] = "new".into();
        }
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
                    "properties": {"safety": fix.safety.name()},
                })
            });
            result["fixes"] = fixes.collect();
        }
        result
    }
}

impl Reporter for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            "{{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n \"version\": \"2.1.0\",\n \"runs\": \
             [{{\n  \"columnKind\": \"unicodeCodePoints\",\n  \"results\": ["
        )
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(&file.text);
        let mut prints = Fingerprints::default();
        let path = file.repository_path();
        for (number, decision) in file.decisions().iter().enumerate() {
            let result = self.result((file, &path), &lines, &mut prints, decision);
            write!(out, "{}\n   {result}", if number > 0 { "," } else { "" })?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let rules = self.rules.iter().map(|(rule, address)| describe(rule, address.as_deref()));
        let mut driver = json!({
            "name": "copydesk",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.collect::<Vec<_>>(),
        });
        if !env!("CARGO_PKG_REPOSITORY").is_empty() {
            driver["informationUri"] = env!("CARGO_PKG_REPOSITORY").into();
        }
        writeln!(out, "],\n  \"tool\": {}}}]}}", json!({ "driver": driver }))
    }
}

/// A rule as SARIF describes it.
fn describe(rule: &Rule, address: Option<&str>) -> Value {
    let mut described = json!({
        "id": rule.name,
        "name": rule.name.split('-').map(capital).collect::<String>(),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": opening(rule.page)},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": match rule.default_level() {
            Some(default) => json!({"level": level(default)}),
            None => json!({"enabled": false}),
        },
        "properties": {"tags": [rule.family.name()]},
    });
    if let Some(address) = address {
        described["helpUri"] = address.into();
    }
    described
}

/// A word with a capital.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The first paragraph of a page, on one line.
fn opening(page: &str) -> String {
    let paragraph = page.split("\n\n").find(|block| !block.trim_start().starts_with('#')).unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}
