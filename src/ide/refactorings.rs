//! Refactorings of text that is not wrong: an address becomes a citation, an abbreviation is written in full.

use super::View;
use super::cite;
use super::symbol::{self, Symbol};
use crate::check::Draft;
use crate::markdown::InlineKind;
use crate::text::{Edit, Offset, Span};
use crate::works::library::Library;

/// A refactoring: another way to write something.
#[derive(Clone, Debug, PartialEq)]
pub struct Refactoring {
    /// What it does, as an instruction.
    pub title: String,
    /// What changes.
    pub edits: Vec<Edit>,
    /// The only edit as an LSP snippet, if something is left to fill in.
    pub snippet: Option<String>,
}

/// The refactorings at `offset`. Quoted words are left alone. `library` says what else is known about addresses, and is
/// asked only if there is one.
#[must_use]
pub fn refactorings(view: View<'_>, offset: Offset, library: &dyn Fn() -> Library) -> Vec<Refactoring> {
    if view.checked.bulletin.is_quoted(Span::empty(offset)) {
        return Vec::new();
    }
    let found = [citation_of_address(view, offset, library), in_full(view, offset)];
    found.into_iter().flatten().collect()
}

/// An address in prose as a whole citation.
fn citation_of_address(view: View<'_>, offset: Offset, library: &dyn Fn() -> Library) -> Option<Refactoring> {
    let View { draft: Draft { text, .. }, checked } = view;
    let block = &checked.markdown.blocks[checked.markdown.block_at(offset)?];
    if checked.bulletin.citations.iter().any(|citation| citation.span.contains(Span::empty(offset))) {
        return None;
    }
    let autolink =
        checked.markdown.inlines(block).iter().find(|inline| {
            inline.kind == InlineKind::Autolink && inline.span.start <= offset && offset <= inline.span.end
        });
    let (span, address) = match autolink {
        Some(inline) => (inline.span, inline.target.of(text)),
        None => {
            let span = cite::bare_address(text, block.span, offset)?;
            (span, span.of(text))
        }
    };
    let cited = cite::citation_from(view, span, address, &library()).ok()?;
    let snippet = (!cited.is_whole && cited.also.is_none()).then_some(cited.snippet);
    let mut edits: Vec<Edit> = [cited.edit].into_iter().chain(cited.also).collect();
    edits.sort_by_key(|edit| edit.span);
    Some(Refactoring { title: cited.title, edits, snippet })
}

/// An abbreviation in full.
fn in_full(view: View<'_>, offset: Offset) -> Option<Refactoring> {
    let Some(Symbol::Abbreviation(short)) = symbol::at(view, offset) else { return None };
    let abbreviations = &view.checked.bulletin.abbreviations;
    let definition = abbreviations.definitions_in(short.article).iter().find(|d| d.key == short.key)?;
    if definition.span.contains(short.span) {
        return None;
    }
    let long = definition.long.of(view.text).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Refactoring {
        title: format!("Write “{long}”"), edits: vec![Edit::replace(short.span, long)], snippet: None
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;
    use crate::text::edits::apply;

    fn rewritten(text: &str, words: &str) -> Option<String> {
        let found = ask_dated(text, |view| refactorings(view, place(text, words).start + 1, &Library::default));
        found.first().map(|rewrite| apply(text, &rewrite.edits))
    }

    #[test]
    fn an_address_becomes_a_citation() {
        let cited = "Rain fell ([Dhaka Tribune](https://www.dhakatribune.com/2018/10/05/rain), October 5).";
        assert_eq!(
            rewritten("Rain fell https://www.dhakatribune.com/2018/10/05/rain.", "dhaka").as_deref(),
            Some(cited)
        );
        assert_eq!(
            rewritten("Rain fell <https://www.dhakatribune.com/2018/10/05/rain>.", "dhaka").as_deref(),
            Some(cited)
        );
        assert_eq!(
            rewritten("Rain fell https://no-such-outlet.net/2018/10/05/rain.", "such").as_deref(),
            Some("Rain fell ([no-such-outlet.net](https://no-such-outlet.net/2018/10/05/rain), October 5).")
        );
        assert_eq!(rewritten("“See https://www.dhakatribune.com/2018/10/05/rain”, he said.", "dhaka"), None);
    }

    #[test]
    fn a_short_form_in_full() {
        let text = "The Rapid Response Unit (RRU) left. The RRU came.";
        let full = "The Rapid Response Unit (RRU) left. The Rapid Response Unit came.";
        assert_eq!(rewritten(text, "RRU came").as_deref(), Some(full));
        assert_eq!(rewritten(text, "RRU)"), None);
    }
}
