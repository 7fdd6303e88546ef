//! Findings as the protocol writes them: straight to JSON, for a long draft has thousands and each edit asks for all.

use super::range;
use crate::config::{Level, Problem};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::DocumentKind;
use crate::lsp::documents::Snapshot;
use crate::parallel;
use crate::rules::{Diagnostic, Fix, Rule, Safety, Tag};
use crate::text::Edit;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use tower_lsp::lsp_types as lsp;

/// Findings as a list in JSON, in pieces: the message that carries them is put together from these, and nothing reads or
/// copies them on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings(Vec<String>);

impl Findings {
    /// Writes the list.
    pub(crate) fn write_to(&self, body: &mut Vec<u8>) {
        body.reserve(self.0.iter().map(String::len).sum::<usize>() + 64);
        let start = body.len();
        body.push(b'[');
        // Each piece is a list, of which only a lone one may be empty.
        for list in &self.0 {
            if body.len() > start + 1 {
                body.push(b',');
            }
            body.extend_from_slice(&list.as_bytes()[1..list.len() - 1]);
        }
        body.push(b']');
    }

    /// The findings one by one.
    pub(crate) fn read(&self) -> Vec<lsp::Diagnostic> {
        let mut list = Vec::new();
        self.write_to(&mut list);
        serde_json::from_slice(&list).unwrap_or_default()
    }
}

/// All findings of a document, in its order: of a bulletin what checking found, of a configuration its problems.
pub(crate) fn findings(snapshot: &Snapshot, capabilities: &ClientCapabilities) -> Findings {
    let written = match snapshot.kind {
        DocumentKind::Bulletin => {
            let found = &snapshot.checked().diagnostics;
            let write =
                |found: &[Diagnostic]| write(found.iter().map(|found| Finding::new(snapshot, found, capabilities)));
            snapshot.on_threads(|| parallel::map(found.chunks(AT_ONCE).collect(), write)).into_iter().collect()
        }
        DocumentKind::Configuration => {
            let (_, problems) = crate::project::parse(&snapshot.text().text);
            let problems = crate::project::most_shown(problems);
            write(problems.iter().map(|problem| Finding::of_problem(snapshot, problem, capabilities)))
                .map(|list| vec![list])
        }
        DocumentKind::Other => Ok(Vec::new()),
    };
    // Nothing in a finding can fail to be written.
    written.map_or_else(
        |error| {
            tracing::error!("findings could not be written as JSON: {error}");
            Findings::default()
        },
        Findings,
    )
}

/// So many findings are written in one piece of work.
const AT_ONCE: usize = 512;

fn write<'a>(findings: impl Iterator<Item = Finding<'a>>) -> serde_json::Result<String> {
    let mut body = Vec::with_capacity(1 << 14);
    serde_json::Serializer::new(&mut body).collect_seq(findings)?;
    Ok(String::from_utf8(body).unwrap_or_else(|_| "[]".to_owned()))
}

/// A finding, as far as the client can show it.
pub(crate) fn diagnostic(
    snapshot: &Snapshot,
    diagnostic: &Diagnostic,
    capabilities: &ClientCapabilities,
) -> Option<lsp::Diagnostic> {
    let written = serde_json::to_value(Finding::new(snapshot, diagnostic, capabilities)).ok()?;
    serde_json::from_value(written).ok()
}

/// A `Diagnostic` of the protocol.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    range: lsp::Range,
    severity: lsp::DiagnosticSeverity,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_description: Option<lsp::CodeDescription>,
    source: &'static str,
    message: &'a str,
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

/// The fixes of a finding in the shape of `check --format json`: the best, or all where there are several. They are what the
/// rules propose: findings do not wait for trials, and what an action offers was tried.
#[derive(Serialize)]
struct Data<'a> {
    fix: WrittenFix<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<WrittenFix<'a>>,
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

impl<'a> Finding<'a> {
    fn new(snapshot: &'a Snapshot, diagnostic: &'a Diagnostic, capabilities: &ClientCapabilities) -> Finding<'a> {
        let text = snapshot.text();
        let related = if capabilities.related_information { diagnostic.related.as_slice() } else { &[] };
        let place = |related: &'a crate::rules::Related| Related {
            location: Location { uri: &snapshot.uri, range: range(text, related.span, capabilities.encoding) },
            message: &related.message,
        };
        let fixes = &diagnostic.fixes;
        Finding {
            range: range(text, diagnostic.span, capabilities.encoding),
            severity: severity(diagnostic.level),
            code: diagnostic.rule.name,
            code_description: if capabilities.code_description { page(diagnostic.rule) } else { None },
            source: "copydesk",
            message: &diagnostic.message,
            related_information: related.iter().map(place).collect(),
            tags: tag(diagnostic.rule).filter(|_| capabilities.tags).map(|tag| [tag]),
            data: fixes.first().map(|best| Data {
                fix: WrittenFix::new(best),
                fixes: if fixes.len() > 1 { fixes.iter().map(WrittenFix::new).collect() } else { Vec::new() },
            }),
        }
    }

    /// A problem in a configuration.
    fn of_problem(snapshot: &Snapshot, problem: &'a Problem, capabilities: &ClientCapabilities) -> Finding<'a> {
        Finding {
            range: range(snapshot.text(), problem.span, capabilities.encoding),
            severity: severity(problem.severity),
            code: "configuration",
            code_description: None,
            source: "copydesk",
            message: &problem.message,
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

/// A rule's tag in the protocol's terms.
fn tag(rule: &Rule) -> Option<lsp::DiagnosticTag> {
    rule.tag.map(|tag| match tag {
        Tag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    })
}

/// Where a rule's page can be read: in the repository that the package names, and nowhere as long as it names none.
/// An address that is not known to exist would be a dead link in every editor.
fn page(rule: &Rule) -> Option<lsp::CodeDescription> {
    const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
    if REPOSITORY.is_empty() {
        return None;
    }
    let href = format!("{REPOSITORY}/blob/v{}/docs/rules/{}.md", env!("CARGO_PKG_VERSION"), rule.name);
    href.parse().ok().map(|href| lsp::CodeDescription { href })
}
