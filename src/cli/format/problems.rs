//! Problems in configurations and lists, shown in context.

use crate::cli::terminal::Color;
use crate::cli::terminal::{note_styled, say};
use crate::config::{Level, Problem};
use crate::project::{FileProblem, MOST_SHOWN, What, and_more};
use crate::text::visible;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

/// Shows problems on standard error: at most [`MOST_SHOWN`], then how many more there are.
pub(in crate::cli) fn show(problems: &[FileProblem], color: Color) {
    for problem in problems.iter().take(MOST_SHOWN) {
        match &problem.what {
            What::Unread(_) | What::Note(_) | What::AtKey { .. } => say(&problem.sentence()),
            What::At { text, line, problem: at } => {
                let shown = excerpt(&visible::escape(&crate::disk::shown(&problem.path)), text, *line, at);
                note_styled(&format!("{shown}\n\n"), color);
            }
        }
    }
    if let Some(more) = and_more(problems.len()) {
        say(&more);
    }
}

/// Lines longer than this, in bytes, are not drawn.
const LONGEST: usize = 4096;

/// The problem with its lines. Only these are passed on, because the time it takes to draw them grows with the text.
fn excerpt(path: &str, text: &str, line: u32, problem: &Problem) -> String {
    let (start, end) = (problem.span.start as usize, problem.span.end as usize);
    let from = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let after = text.get(end..).unwrap_or_default();
    let to = text.len() - after.len() + after.find('\n').unwrap_or(after.len());
    let lines = text.get(from..to).unwrap_or_default();
    if lines.len() > LONGEST {
        let column = text.get(from..start).unwrap_or_default().chars().count() + 1;
        return format!(
            "{}: {}\n --> {path}:{line}:{column}",
            problem.severity.name(),
            visible::one_line(&problem.message)
        );
    }
    let level = if problem.severity == Level::Error { Title::ERROR } else { Title::WARNING };
    let mark = AnnotationKind::Primary.span(start.saturating_sub(from)..end.saturating_sub(from));
    let snippet = Snippet::source(lines).line_start(line as usize).path(path).annotation(mark);
    Renderer::styled()
        .render(&[Group::with_title(level.primary_title(visible::one_line(&problem.message))).element(snippet)])
}
