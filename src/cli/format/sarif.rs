//! SARIF 2.1.0, with the rules that have findings, and their fixes. Results are written as they arrive, and the
//! description of the tool after them, because only then is it known which rules have any.

use super::fingerprint::Fingerprints;
use super::{Checked, Hidden, HiddenBy, Reporter, Style, Summary, uri};
use crate::config::Level;
use crate::rules::{Decision, Diagnostic, Fix, Rule};
use crate::text::{Edit, Encoding, LineIndex, Span, capitalised};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) struct Sarif {
    /// The rules that have findings, each with the address of its page.
    rules: Vec<(&'static Rule, Option<String>)>,
    has_baseline: bool,
    shows_suppressed: bool,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Hint => "note",
    }
}

impl Sarif {
    /// A report; with a baseline, everything reported is new.
    pub(super) fn new(style: &Style) -> Sarif {
        Sarif { rules: Vec::new(), has_baseline: style.has_baseline, shows_suppressed: style.shows_suppressed }
    }

    fn rule(&mut self, rule: &'static Rule, docs: Option<&str>) -> usize {
        self.rules.iter().position(|(known, _)| *known == rule).unwrap_or_else(|| {
            self.rules.push((rule, rule.address(docs)));
            self.rules.len() - 1
        })
    }

    /// A decision that the findings ask for.
    fn result<'a>(&mut self, at: &Source<'a>, print: String, decision: &'a Decision) -> Finding<'a> {
        let all = &at.file.diagnostics;
        let found = &all[decision.first()];
        let related = found.related.iter().map(|one| (&*one.message, one.span));
        let others = decision.others(all).map(|other| (&*other.message, other.span));
        let fixes = decision.fixes(all);
        Finding {
            message: Text { text: decision.message(all) },
            related_locations: at.related(related.chain(others)),
            fixes: fixes.iter().map(|fix| at.repair(fix)).collect(),
            ..self.finding(at, print, found)
        }
    }

    /// A finding that a comment or the baseline hides.
    fn suppressed<'a>(&mut self, at: &Source<'a>, print: String, hidden: &'a Hidden) -> Finding<'a> {
        let (kind, justification, is_known) = match &hidden.by {
            HiddenBy::Comment(reason) => ("inSource", reason.as_deref(), false),
            HiddenBy::Baseline => ("external", Some("Listed in the baseline"), true),
        };
        let finding = self.finding(at, print, &hidden.finding);
        Finding {
            suppressions: Some(Suppression { kind, status: "accepted", justification }),
            baseline_state: finding.baseline_state.map(|new| if is_known { "unchanged" } else { new }),
            related_locations: at.related(hidden.finding.related.iter().map(|one| (&*one.message, one.span))),
            ..finding
        }
    }

    /// What every finding has.
    fn finding<'a>(&mut self, at: &Source<'a>, print: String, found: &'a Diagnostic) -> Finding<'a> {
        Finding {
            rule_id: found.rule.name,
            rule_index: self.rule(found.rule, at.file.docs.as_deref()),
            level: level(found.level),
            message: Text { text: Cow::Borrowed(&found.message) },
            locations: [Location { physical_location: at.place(found.span) }],
            partial_fingerprints: Prints { print },
            suppressions: None,
            baseline_state: self.has_baseline.then_some("new"),
            related_locations: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

/// The document of the findings that are written.
struct Source<'a> {
    file: &'a Checked,
    lines: LineIndex,
    uri: &'a str,
}

impl<'a> Source<'a> {
    fn artifact(&self) -> Artifact<'a> {
        Artifact { uri: self.uri }
    }

    fn place(&self, span: Span) -> Place<'a> {
        Place { artifact_location: self.artifact(), region: self.region(span) }
    }

    fn region(&self, span: Span) -> Region {
        let start = self.lines.position(&self.file.text, span.start, Encoding::Utf32);
        let end = self.lines.position(&self.file.text, span.end, Encoding::Utf32);
        Region {
            start_line: start.line + 1,
            start_column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
        }
    }

    fn related(&self, places: impl Iterator<Item = (&'a str, Span)>) -> Vec<Related<'a>> {
        let related = |(id, (text, span))| {
            let message = Text { text: Cow::Borrowed(text) };
            Related { id, message, physical_location: self.place(span) }
        };
        places.enumerate().map(related).collect()
    }

    fn repair(&self, fix: &Fix) -> Repair<'a> {
        let replacement = |edit: &Edit| Replacement {
            deleted_region: self.region(edit.span),
            inserted_content: Text { text: edit.text.to_string().into() },
        };
        Repair {
            description: Text { text: fix.title().into_owned().into() },
            artifact_changes: [Change {
                artifact_location: self.artifact(),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
            properties: Properties { safety: fix.safety.name() },
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

/// Why a finding does not count.
#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
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
    /// Serialized as a list of at most one.
    #[serde(serialize_with = "listed")]
    suppressions: Option<Suppression<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair<'a>>,
}

fn listed<S: Serializer>(suppression: &Option<Suppression<'_>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(suppression)
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
        let mut hidden: Vec<&Hidden> = Vec::new();
        if self.shows_suppressed {
            hidden.extend(&file.hidden);
            hidden.sort_by_key(|one| (one.finding.span.start, one.finding.rule.name, one.finding.span.end));
        }
        if file.diagnostics.is_empty() && hidden.is_empty() {
            return Ok(());
        }
        let path = file.repository_path();
        let uri = uri(&path);
        let at = Source { file, lines: LineIndex::new(&file.text), uri: &uri };
        let mut prints = Fingerprints::default();
        let mut separator = "\n   ";
        let mut write = |finding: Finding<'_>| -> io::Result<()> {
            out.write_all(std::mem::replace(&mut separator, ",\n   ").as_bytes())?;
            Ok(serde_json::to_writer(&mut *out, &finding)?)
        };
        for decision in file.decisions().iter() {
            let print = prints.unique(&path, file, &file.diagnostics[decision.first()]);
            write(self.result(&at, print, decision))?;
        }
        for one in hidden {
            let print = prints.unique(&path, file, &one.finding);
            write(self.suppressed(&at, print, one))?;
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

/// A rule in SARIF form.
fn describe(rule: &Rule, address: Option<&str>) -> Value {
    let mut described = json!({
        "id": rule.name,
        "name": rule.name.split('-').map(capitalised).collect::<String>(),
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

/// The first paragraph of a page, on one line.
fn opening(page: &str) -> String {
    let paragraph = page.split("\n\n").find(|block| !block.trim_start().starts_with('#')).unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}
