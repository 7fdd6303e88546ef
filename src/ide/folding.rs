//! What can be folded away: front matter, the contents, articles and sections, code, long comments, quotations, lists.
//!
//! Only what takes more than one line is listed, in order; whole lines are folded.

use super::{View, outline};
use crate::check::Draft;
use crate::markdown::BlockKind;
use crate::text::Span;

/// A range that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the line that stays visible to the last one that is hidden.
    pub span: Span,
    /// Its kind.
    pub kind: Kind,
}

/// The kind of a fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of the text.
    Part,
    /// A comment.
    Comment,
}

/// All folds of a document.
#[must_use]
pub fn folds(view: View<'_>) -> Vec<Fold> {
    let View { draft: Draft { text, .. }, checked } = view;
    let markdown = &checked.markdown;
    let mut folds = Vec::new();
    let mut add = |span: Span, kind| {
        let body = span.of(text).trim_end();
        if body.contains(['\n', '\r']) {
            folds.push(Fold { span: Span::new(span.start, span.start + Span::at(0..body.len()).end), kind });
        }
    };
    if let Some(front) = &markdown.front_matter {
        add(front.span, Kind::Part);
    }
    parts(&outline::outline(view), &mut add);
    for comment in &markdown.comments {
        add(*comment, Kind::Comment);
    }
    // The blocks of one list or quotation are adjacent and make one fold.
    let mut list: Option<Span> = None;
    let mut quote: Option<Span> = None;
    for block in &markdown.blocks {
        if block.kind == BlockKind::Code {
            add(block.span, Kind::Part);
        }
        match (markdown.item(block), list) {
            (Some(_), Some(span)) => list = Some(span.cover(block.span)),
            (Some(item), None) => list = Some(item.span.cover(block.span)),
            (None, Some(span)) => {
                add(span, Kind::Part);
                list = None;
            }
            (None, None) => {}
        }
        match (block.quotes > 0, quote) {
            (true, Some(span)) => quote = Some(span.cover(block.span)),
            (true, None) => quote = Some(block.span),
            (false, Some(span)) => {
                add(span, Kind::Part);
                quote = None;
            }
            (false, None) => {}
        }
    }
    for span in [list, quote].into_iter().flatten() {
        add(span, Kind::Part);
    }
    folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    folds.dedup();
    folds
}

fn parts(items: &[outline::Item], add: &mut impl FnMut(Span, Kind)) {
    for item in items.iter().filter(|item| item.kind != outline::Kind::Citation) {
        add(item.span, Kind::Part);
        parts(&item.items, add);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    fn folded(text: &str) -> Vec<&str> {
        ask(text, folds).into_iter().map(|fold| fold.span.of(text)).collect()
    }

    #[test]
    fn parts_code_and_comments_fold() {
        let text = "---\ntitle: x\n---\n\n# One\n\na\n\n## In\n\n```\nx\n```\n\n<!-- long\ncomment -->\n\n# Two\n";
        let found = folded(text);
        assert!(found.contains(&"---\ntitle: x\n---"), "{found:?}");
        assert!(found.contains(&"<!-- long\ncomment -->"), "{found:?}");
        assert!(found.contains(&"```\nx\n```"), "{found:?}");
        assert!(found.iter().any(|part| part.starts_with("# One") && part.ends_with("comment -->")), "{found:?}");
        assert!(!found.iter().any(|part| part.starts_with("# Two")), "{found:?}");
    }

    #[test]
    fn a_list_and_a_quotation_fold_whole() {
        let found = folded("- a\n- b\n\nx\n\n> q\n> r\n>\n> s\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("- a") && found[0].ends_with('b'));
        assert!(found[1].contains("q\n> r") && found[1].ends_with('s'));
    }

    #[test]
    fn one_line_does_not_fold() {
        assert_eq!(folded("# One\n\n<!-- short -->"), ["# One\n\n<!-- short -->"]);
        assert_eq!(folded("- a"), Vec::<&str>::new());
    }
}
