//! The order of the problems of a configuration.

use super::Problem;
use crate::text::{LineIndex, Span, floor_boundary};

/// Sorts the problems by place. The TOML parser recovers from a syntax error by guessing, so only the first error of
/// each line is reported, and no problem in a value that a syntax error touches.
pub(super) fn in_order(text: &str, mut syntax: Vec<Problem>, mut others: Vec<Problem>) -> Vec<Problem> {
    for problem in syntax.iter_mut().chain(&mut others) {
        problem.span = within(text, problem.span);
    }
    let lines = LineIndex::new(text);
    syntax.sort_by_key(|problem| problem.span);
    syntax.dedup_by_key(|problem| lines.line_of(problem.span.start));
    // The errors are sorted, one per line: only the last one that starts on the problem's last line or before can touch it.
    let touched = |span: Span| {
        let (first, last) = (lines.line_of(span.start), lines.line_of(span.end));
        let next = syntax.partition_point(|error| lines.line_of(error.span.start) <= last);
        syntax[..next].last().is_some_and(|error| first <= lines.line_of(error.span.start) || error.span.overlaps(span))
    };
    others.retain(|problem| !touched(problem.span));
    let mut all = syntax;
    all.append(&mut others);
    all.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    all
}

/// Moves a span to character boundaries; the parser's error spans may start or end inside a character.
fn within(text: &str, span: Span) -> Span {
    Span::at(floor_boundary(text, span.start as usize)..floor_boundary(text, span.end as usize))
}
