//! Problems in a configuration, shown where they stand.

use crate::config::{Level, Problem};
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use std::io::Write;

/// Says on standard error what is wrong with a configuration.
pub(in crate::cli) fn say(path: &str, text: &str, problems: &[Problem]) {
    let renderer = Renderer::styled();
    let mut out = anstream::stderr().lock();
    for problem in problems {
        let level = if problem.severity == Level::Error { Title::ERROR } else { Title::WARNING };
        let mark = AnnotationKind::Primary.span(problem.span.range());
        let group = Group::with_title(level.primary_title(&*problem.message))
            .element(Snippet::source(text).path(path).annotation(mark));
        let _ = writeln!(out, "{}\n", renderer.render(&[group]));
    }
}
