//! SARIF 2.1.0, with the rules that have findings, and their fixes. Results are written as they come, and what describes the
//! tool behind them: then it is known which rules have some.

use super::fingerprint::Fingerprints;
use super::{Checked, Reporter, Summary, uri};
use crate::config::Level;
use crate::rules::{Decision, Fix, Rule};
use crate::text::{Encoding, LineIndex, Span};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
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

    fn result<'a>(
        &mut self,
        (file, uri): (&'a Checked, &'a str),
        (lines, print): (&LineIndex, String),
        decision: &'a Decision,
    ) -> Finding<'a> {
        let found = &file.diagnostics[decision.first()];
        let region = |span: Span| Region::of(file, lines, span);
        let artifact = Artifact { uri };
        let place = |span: Span| Place { artifact_location: artifact, region: region(span) };
        let related = found.related.iter().map(|one| (&*one.message, one.span));
        let others = decision.others(&file.diagnostics).map(|other| (&*other.message, other.span));
        let related = related.chain(others).enumerate();
        let related = related.map(|(id, (text, span))| Related {
            id,
            message: Text { text: text.into() },
            physical_location: place(span),
        });
        let fixes = decision.fixes(&file.diagnostics);
        let fix = |fix: &Fix| Repair {
            description: Text { text: fix.title().into_owned().into() },
            artifact_changes: [Change {
                artifact_location: artifact,
                replacements: fix
                    .edits
                    .iter()
                    .map(|edit| Replacement {
                        deleted_region: region(edit.span),
                        inserted_content: Text { text: edit.text.to_string().into() },
                    })
                    .collect(),
            }],
            properties: Properties { safety: fix.safety.name() },
        };
        Finding {
            rule_id: found.rule.name,
            rule_index: self.rule(found.rule, file.docs.as_deref()),
            level: level(found.level),
            message: Text { text: decision.message(&file.diagnostics) },
            locations: [Location { physical_location: place(found.span) }],
            partial_fingerprints: Prints { print },
            suppressions: [],
            baseline_state: self.has_baseline.then_some("new"),
            related_locations: related.collect(),
            fixes: fixes.iter().map(fix).collect(),
        }
    }
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

#[derive(Clone, Copy, Serialize)]
struct Artifact<'a> {
    uri: &'a str,
}

/// A place in a document. No byte offsets: they would count bytes of the artifact, whose encoding is unspecified.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl Region {
    fn of(file: &Checked, lines: &LineIndex, span: Span) -> Region {
        let start = lines.position(&file.text, span.start, Encoding::Utf32);
        let end = lines.position(&file.text, span.end, Encoding::Utf32);
        Region {
            start_line: start.line + 1,
            start_column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Place<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Related<'a> {
    id: usize,
    message: Text<'a>,
    physical_location: Place<'a>,
}

#[derive(Serialize)]
struct Prints {
    #[serde(rename = "copydesk/v2")]
    print: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Properties {
    safety: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair<'a> {
    description: Text<'a>,
    artifact_changes: [Change<'a>; 1],
    properties: Properties,
}

/// One `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    partial_fingerprints: Prints,
    /// What comments and baselines hide is not reported: none of the results is suppressed.
    suppressions: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair<'a>>,
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
        let uri = uri(&path);
        for (number, decision) in file.decisions().iter().enumerate() {
            let print = prints.unique(&path, file, &file.diagnostics[decision.first()]);
            out.write_all(if number > 0 { b",\n   " } else { b"\n   " })?;
            serde_json::to_writer(&mut *out, &self.result((file, &uri), (&lines, print), decision))?;
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
