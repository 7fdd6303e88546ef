//! Between our plain data and the protocol's: the only use of protocol positions.

pub(crate) mod answers;
pub(crate) mod completing;
pub(crate) mod edits;
pub(crate) mod house;
pub(crate) mod moving;
pub(crate) mod reading;

use super::capabilities::Offers;
use super::document::{Snapshot, Text};
use super::house::Nature;
use crate::config::{Config, Level, Problem};
use crate::rules::{Diagnostic, Fix, Rule, Safety};
use crate::text::{Encoding, LineColumn, Offset, Span};
use serde_json::json;
use tower_lsp::lsp_types as lsp;

/// A protocol position as line and column.
pub(crate) fn place(position: lsp::Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// The byte at a position.
pub(crate) fn offset(text: &Text, position: lsp::Position, encoding: Encoding) -> Offset {
    text.lines.offset(&text.text, place(position), encoding)
}

/// The bytes of a range, whose ends may come in either order.
pub(crate) fn span(text: &Text, range: lsp::Range, encoding: Encoding) -> Span {
    let (a, b) = (offset(text, range.start, encoding), offset(text, range.end, encoding));
    Span::new(a.min(b), a.max(b))
}

/// The position of a byte.
pub(crate) fn position(text: &Text, offset: Offset, encoding: Encoding) -> lsp::Position {
    let LineColumn { line, column } = text.lines.position(&text.text, offset, encoding);
    lsp::Position { line, character: column }
}

/// The range of a span.
pub(crate) fn range(text: &Text, span: Span, encoding: Encoding) -> lsp::Range {
    lsp::Range { start: position(text, span.start, encoding), end: position(text, span.end, encoding) }
}

/// The name under which the client asked for an encoding.
pub(crate) fn encoding_kind(encoding: Encoding) -> lsp::PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
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

/// How the editor shows the text itself, beside the squiggle: text that could go is faded, a name that no longer holds
/// is struck out.
fn tags(rule: &Rule) -> Option<Vec<lsp::DiagnosticTag>> {
    match rule.name {
        "unused-suppression" | "redundant-citation-year" | "duplicate-citation" | "doubled-word" => {
            Some(vec![lsp::DiagnosticTag::UNNECESSARY])
        }
        "outdated-actor-name" => Some(vec![lsp::DiagnosticTag::DEPRECATED]),
        _ => None,
    }
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

/// The fixes of a finding in the shape of `check --format json`: the best, or all where there are several.
fn data(diagnostic: &Diagnostic) -> Option<serde_json::Value> {
    let fix = |fix: &Fix| {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| json!({"start": edit.span.start, "end": edit.span.end, "text": edit.text}))
            .collect();
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Review => "review",
        };
        json!({"safety": safety, "title": fix.title, "edits": edits})
    };
    let best = diagnostic.fixes.first()?;
    let mut data = json!({"fix": fix(best)});
    if diagnostic.fixes.len() > 1 {
        data["fixes"] = diagnostic.fixes.iter().map(fix).collect();
    }
    Some(data)
}

/// A finding, as far as the client can show it.
pub(crate) fn diagnostic(snapshot: &Snapshot, diagnostic: &Diagnostic, offers: &Offers) -> lsp::Diagnostic {
    let text = snapshot.text();
    let related = offers.related_information && !diagnostic.related.is_empty();
    lsp::Diagnostic {
        range: range(text, diagnostic.span, offers.encoding),
        severity: Some(severity(diagnostic.level)),
        code: Some(lsp::NumberOrString::String(diagnostic.rule.name.to_owned())),
        code_description: if offers.code_description { page(diagnostic.rule) } else { None },
        source: Some("copydesk".to_owned()),
        message: diagnostic.message.to_string(),
        related_information: related.then(|| {
            let place = |related: &crate::rules::Related| lsp::DiagnosticRelatedInformation {
                location: lsp::Location {
                    uri: snapshot.uri.clone(),
                    range: range(text, related.span, offers.encoding),
                },
                message: related.message.to_string(),
            };
            diagnostic.related.iter().map(place).collect()
        }),
        tags: tags(diagnostic.rule).filter(|_| offers.tags),
        data: data(diagnostic),
    }
}

/// All findings of a document, in its order: of a bulletin what checking found, of a configuration its problems.
pub(crate) fn diagnostics(snapshot: &Snapshot, offers: &Offers) -> Vec<lsp::Diagnostic> {
    match snapshot.nature {
        Nature::Bulletin => {
            let found = &snapshot.checked().diagnostics;
            found.iter().map(|found| diagnostic(snapshot, found, offers)).collect()
        }
        Nature::Configuration => {
            let (config, mut problems) = Config::parse(&snapshot.text().text);
            problems.extend(crate::check::problems(&config));
            problems.iter().map(|found| problem(snapshot, found, offers)).collect()
        }
        Nature::Other => Vec::new(),
    }
}

/// A problem in a configuration.
fn problem(snapshot: &Snapshot, problem: &Problem, offers: &Offers) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: range(snapshot.text(), problem.span, offers.encoding),
        severity: Some(severity(problem.severity)),
        code: Some(lsp::NumberOrString::String("configuration".to_owned())),
        source: Some("copydesk".to_owned()),
        message: problem.message.clone(),
        ..lsp::Diagnostic::default()
    }
}
