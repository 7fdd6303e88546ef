//! The citation at a place in another style: a bracket as a note, a note as a bracket.

use super::View;
use super::refactorings::Refactoring;
use crate::cite::{Target, turn};
use crate::text::{Offset, Span, diff};

/// The refactorings of the citation at `offset`; none where it cannot be turned.
#[must_use]
pub fn turnings(view: View<'_>, offset: Offset) -> Vec<Refactoring> {
    let bulletin = &view.checked.bulletin;
    let touches = |span: &Span| span.start <= offset && offset <= span.end;
    let bracket = bulletin.citations.iter().map(|citation| citation.span).find(touches);
    let mark = || bulletin.note_references.iter().map(|reference| reference.span).find(touches);
    let (target, span, title) = match bracket {
        Some(span) => (Target::Notes, span, "Turn into a note"),
        None => match mark() {
            Some(span) => (Target::Brackets, span, "Turn into a bracketed citation"),
            None => return Vec::new(),
        },
    };
    let turned = turn(view.draft, view.checked, target, span);
    if turned.count == 0 {
        return Vec::new();
    }
    let edits = diff::edits(view.text, &turned.text);
    vec![Refactoring { title: title.to_owned(), edits, snippet: None }]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;
    use crate::text::edits::apply;

    fn turned(text: &str, words: &str) -> Option<(String, String)> {
        let found = ask_dated(text, |view| turnings(view, place(text, words).start + 1));
        found.first().map(|found| (found.title.clone(), apply(text, &found.edits)))
    }

    const BRACKETS: &str = "# The road\n\nOne left ([Dawn](https://www.dawn.com/news/1), May 4). Two came \
                            ([Dawn](https://www.dawn.com/news/2), May 5).\n";
    const NOTE: &str = "# The road\n\nOne left ([Dawn](https://www.dawn.com/news/1), May 4). Two came.[^1]\n\n\
                        [^1]: [Dawn](https://www.dawn.com/news/2), May 5, 2018.\n";

    #[test]
    fn one_citation_is_turned_and_the_others_stay() {
        assert_eq!(turned(BRACKETS, "May 5"), Some(("Turn into a note".to_owned(), NOTE.to_owned())));
        let back = ("Turn into a bracketed citation".to_owned(), BRACKETS.to_owned());
        assert_eq!(turned(NOTE, "[^1]\n"), Some(back));
        assert_eq!(turned(NOTE, "Two came"), None);
        // What cannot be turned is not offered.
        let quoted = "# The road\n\n“One left ([Dawn](https://www.dawn.com/news/1), May 4),” he said.\n";
        assert_eq!(turned(quoted, "May 4"), None);
    }
}
