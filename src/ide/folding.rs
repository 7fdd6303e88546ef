//! What can be folded: front matter, the contents, articles and sections, code, long comments, quotations, lists,
//! notes.
//!
//! Only ranges of more than one line are listed, in order; whole lines are folded.

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
    // Notes with only blank lines between them make one fold.
    let mut notes: Option<Span> = None;
    for note in &checked.bulletin.notes {
        let beside = |before: &Span| {
            let gap = text.get(before.end as usize..note.span.start as usize);
            gap.is_some_and(|gap| gap.trim().is_empty())
        };
        notes = match notes {
            Some(run) if beside(&run) => Some(run.cover(note.span)),
            run => {
                run.into_iter().for_each(|run| add(run, Kind::Part));
                Some(note.span)
            }
        };
    }
    notes.into_iter().for_each(|run| add(run, Kind::Part));
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
    fn notes_fold_together() {
        let text = "# One\n\nIt rained.[^1] It blew.[^2]\n\n[^1]: Dawn, May 4, 2018.\n\n[^2]: Ibid.\n\nIt froze.[^3]\n\n[^3]: Dawn, May 5,\n    2018.\n";
        let found = folded(text);
        assert!(found.contains(&"[^1]: Dawn, May 4, 2018.\n\n[^2]: Ibid."), "{found:?}");
        assert!(found.contains(&"[^3]: Dawn, May 5,\n    2018."), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        // A list below its heading is one fold, however its numbers are written.
        for entry in ["1. ", "[1] "] {
            let text = format!(
                "# One\n\nIt rained.[1] It blew.[2]\n\n## Notes\n\n{entry}Dawn, May 4, 2018.\n\n{}Ibid.\n",
                entry.replace('1', "2")
            );
            let found: Vec<String> = folded(&text).into_iter().map(str::to_owned).collect();
            let lists = found.iter().filter(|fold| fold.starts_with(entry.trim_end())).count();
            assert_eq!((lists, found.len()), (1, 3), "{found:?}");
        }
    }

    #[test]
    fn one_line_does_not_fold() {
        assert_eq!(folded("# One\n\n<!-- short -->"), ["# One\n\n<!-- short -->"]);
        assert_eq!(folded("- a"), Vec::<&str>::new());
    }
}
