//! Problems in a configuration, shown where they stand.

use crate::cli::terminal;
use crate::config::{Level, Problem};
use crate::text::visible;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

/// Says on standard error what is wrong with a configuration.
pub(in crate::cli) fn say(path: &str, text: &str, problems: &[Problem]) {
    let renderer = Renderer::styled();
    for problem in problems {
        let level = if problem.severity == Level::Error { Title::ERROR } else { Title::WARNING };
        let mark = AnnotationKind::Primary.span(problem.span.range());
        let group = Group::with_title(level.primary_title(visible::one_line(&problem.message)))
            .element(Snippet::source(text).path(visible::escape(path)).annotation(mark));
        terminal::note_styled(&format!("{}\n\n", renderer.render(&[group])));
    }
}
