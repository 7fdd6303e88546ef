//! Diagnostics, written directly as JSON: a long draft has thousands, and every edit requests all of them.

use super::AnswerContext;
use crate::config::{Level, Problem, Settings};
use crate::rules::{Decision, Decisions, Diagnostic, Fix, Rule, Safety, Tag};
use crate::text::{Edit, capitalised};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::ops::Range;
use tower_lsp::lsp_types as lsp;

/// A list of diagnostics in JSON, in pieces: the message with them is assembled from these, and nothing parses or
/// copies them on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagnostics(Vec<String>);

impl Diagnostics {
    /// Joins lists.
    pub(crate) fn new(lists: Vec<String>) -> Diagnostics {
        Diagnostics(lists)
    }

    /// Writes the list.
    pub(crate) fn write_to(&self, body: &mut Vec<u8>) {
        body.reserve(self.0.iter().map(String::len).sum::<usize>() + 64);
        let start = body.len();
        body.push(b'[');
        for list in &self.0 {
            let items = list.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or_default();
            if body.len() > start + 1 && !items.is_empty() {
                body.push(b',');
            }
            body.extend_from_slice(items.as_bytes());
        }
        body.push(b']');
    }

    /// The diagnostics one by one.
    pub(crate) fn parse(&self) -> Vec<lsp::Diagnostic> {
        let mut list = Vec::new();
        self.write_to(&mut list);
        serde_json::from_slice(&list).unwrap_or_default()
    }
}

/// The findings of a check, with the decisions that they require.
///
/// The editor underlines the first place of a decision as the command line reports it, and lists the others there;
/// those are hints, with the same fixes.
pub(crate) struct Findings<'a> {
    found: &'a [Diagnostic],
    decisions: Decisions,
    /// The base address of the rule pages in the settings.
    docs: Option<&'a str>,
}

impl<'a> Findings<'a> {
    /// The findings in a bulletin, in text order, with its settings.
    pub(crate) fn new(found: &'a [Diagnostic], settings: &'a Settings) -> Findings<'a> {
        Findings { found, decisions: Decisions::of(found), docs: settings.docs.as_deref() }
    }

    /// The findings with these indices as a JSON list.
    pub(crate) fn list(&self, document: AnswerContext<'_>, indices: Range<usize>) -> String {
        write(indices.filter_map(|finding| self.written(document, finding)))
    }

    /// A diagnostic, as far as the client can show it.
    pub(crate) fn diagnostic(&self, document: AnswerContext<'_>, finding: usize) -> Option<lsp::Diagnostic> {
        let written = serde_json::to_value(self.written(document, finding)?).ok()?;
        serde_json::from_value(written).ok()
    }

    fn written<'w>(&'w self, document: AnswerContext<'w>, finding: usize) -> Option<Written<'w>> {
        let mut written = Written::new(document, self.found.get(finding)?, self.docs);
        let Some(decision) = self.decisions.settling(finding) else { return Some(written) };
        let Some(id) = decision.id() else { return Some(written) };
        if finding == decision.first() {
            written.list_others(document, self.found, decision);
        } else {
            written.severity = lsp::DiagnosticSeverity::HINT;
        }
        written.data.get_or_insert_default().group = Some(id);
        Some(written)
    }
}

/// Problems of a configuration, as a JSON list.
pub(crate) fn problems(document: AnswerContext<'_>, problems: &[Problem]) -> String {
    let written = |problem| Written::problem(document, problem);
    write(problems.iter().map(written))
}

/// One diagnostic for the document as a whole, as a JSON list.
pub(crate) fn fault(code: &str, message: &str) -> String {
    write(std::iter::once(Written::plain(code, lsp::Range::default(), Level::Error, message)))
}

fn write<'a>(diagnostics: impl Iterator<Item = Written<'a>>) -> String {
    let mut body = Vec::with_capacity(1 << 14);
    let written = serde_json::Serializer::new(&mut body).collect_seq(diagnostics);
    // Serializing a diagnostic cannot fail.
    let text = written.ok().and_then(|()| String::from_utf8(body).ok());
    text.unwrap_or_else(|| "[]".to_owned())
}

/// A protocol `Diagnostic`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    range: lsp::Range,
    severity: lsp::DiagnosticSeverity,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_description: Option<lsp::CodeDescription>,
    source: &'static str,
    message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_information: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<[lsp::DiagnosticTag; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    location: Location<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    uri: &'a lsp::Url,
    range: lsp::Range,
}

/// The part of a diagnostic that only copydesk reads, in the form of `check --format json`: its fixes (the best, or all
/// if there are several), and the decision that settles it with others. The fixes are those that the rules propose:
/// diagnostics do not wait for fixes to be verified, code actions do.
#[derive(Default, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<WrittenFix<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<WrittenFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenFix<'a> {
    safety: &'static str,
    title: Cow<'a, str>,
    #[serde(serialize_with = "write_edits")]
    edits: &'a [Edit],
}

fn write_edits<S: Serializer>(edits: &&[Edit], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(edits.iter().map(WrittenEdit::new))
}

#[derive(Serialize)]
struct WrittenEdit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

impl<'a> WrittenEdit<'a> {
    fn new(edit: &'a Edit) -> WrittenEdit<'a> {
        WrittenEdit { start: edit.span.start, end: edit.span.end, text: &edit.text }
    }
}

impl<'a> Written<'a> {
    fn new(document: AnswerContext<'a>, diagnostic: &'a Diagnostic, docs: Option<&str>) -> Written<'a> {
        let client = document.client;
        let related = if client.related_information { diagnostic.related.as_slice() } else { &[] };
        let place = |related: &'a crate::rules::Related| Related {
            location: Location { uri: document.uri, range: document.range(related.span) },
            message: &related.message,
        };
        let fixes = &diagnostic.fixes;
        Written {
            code_description: if client.code_description { page(diagnostic.rule, docs) } else { None },
            related_information: related.iter().map(place).collect(),
            tags: tag(diagnostic.rule).filter(|_| client.tags).map(|tag| [tag]),
            data: fixes.first().map(|best| Data {
                fix: Some(WrittenFix::new(best)),
                fixes: if fixes.len() > 1 { fixes.iter().map(WrittenFix::new).collect() } else { Vec::new() },
                group: None,
            }),
            ..Written::plain(
                diagnostic.rule.name,
                document.range(diagnostic.span),
                diagnostic.level,
                &*diagnostic.message,
            )
        }
    }

    /// Lists the other places of the finding's decision.
    fn list_others(&mut self, document: AnswerContext<'a>, found: &'a [Diagnostic], decision: &Decision) {
        if document.client.related_information {
            let others = decision.places()[1..].iter().map(|place| &found[*place]);
            self.related_information.extend(others.map(|other| Related {
                location: Location { uri: document.uri, range: document.range(other.span) },
                message: &other.message,
            }));
        }
    }

    /// A problem in a configuration.
    fn problem(document: AnswerContext<'a>, problem: &'a Problem) -> Written<'a> {
        Written::plain("configuration", document.range(problem.span), problem.severity, capitalised(&problem.message))
    }

    /// A diagnostic without the parts that only rules have.
    fn plain(code: &'a str, range: lsp::Range, level: Level, message: impl Into<Cow<'a, str>>) -> Written<'a> {
        Written {
            range,
            severity: severity(level),
            code,
            code_description: None,
            source: "copydesk",
            message: message.into(),
            related_information: Vec::new(),
            tags: None,
            data: None,
        }
    }
}

impl<'a> WrittenFix<'a> {
    fn new(fix: &'a Fix) -> WrittenFix<'a> {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Review => "review",
        };
        WrittenFix { safety, title: fix.title(), edits: &fix.edits }
    }
}

fn severity(level: Level) -> lsp::DiagnosticSeverity {
    match level {
        Level::Error => lsp::DiagnosticSeverity::ERROR,
        Level::Warning => lsp::DiagnosticSeverity::WARNING,
        Level::Info => lsp::DiagnosticSeverity::INFORMATION,
        Level::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// A rule's tag as a protocol tag.
fn tag(rule: &Rule) -> Option<lsp::DiagnosticTag> {
    rule.tag.map(|tag| match tag {
        Tag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    })
}

/// The address of a rule's page.
fn page(rule: &Rule, docs: Option<&str>) -> Option<lsp::CodeDescription> {
    let href = rule.address(docs)?.parse().ok()?;
    Some(lsp::CodeDescription { href })
}
