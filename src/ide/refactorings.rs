//! Refactorings at a place where nothing is wrong: an address as a citation, the date from an address, an abbreviation in
//! full.

use super::View;
use super::symbol::{self, Symbol};
use crate::bulletin::citation::LinkForm;
use crate::calendar;
use crate::check::Draft;
use crate::markdown::InlineKind;
use crate::text::{Edit, Offset, Slice, Span};

/// A refactoring: another way to write something.
#[derive(Clone, Debug, PartialEq)]
pub struct Refactoring {
    /// What it does, as an instruction.
    pub title: String,
    /// What changes.
    pub edits: Vec<Edit>,
}

/// The refactorings at `offset`. Quoted words are left alone.
#[must_use]
pub fn refactorings(view: View<'_>, offset: Offset) -> Vec<Refactoring> {
    if view.checked.bulletin.is_quoted(Span::empty(offset)) {
        return Vec::new();
    }
    let found = [citation_of_address(view, offset), date_of_address(view, offset), in_full(view, offset)];
    found.into_iter().flatten().collect()
}

/// An address in prose as a whole citation, if the lists know its outlet.
fn citation_of_address(view: View<'_>, offset: Offset) -> Option<Refactoring> {
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
            let span = bare_address(text, block.span, offset)?;
            (span, span.of(text))
        }
    };
    let name = view.gazetteer.source_name_of(address)?;
    let issue = checked.bulletin.issue.date;
    let day = calendar::url_date(address).and_then(|told| told.to_date());
    let date = day.map(|day| {
        format!(", {}", calendar::print_day(day, view.checked.bulletin.habits.citation_dates.style(), issue))
    });
    let citation = format!("([{name}]({address}){})", date.unwrap_or_default());
    Some(Refactoring { title: format!("Cite {name}"), edits: vec![Edit::replace(span, citation)] })
}

/// The plain-text address around `offset`.
fn bare_address(text: &str, block: Span, offset: Offset) -> Option<Span> {
    let words = block.of(text);
    let at = (offset.checked_sub(block.start)?) as usize;
    if !words.is_char_boundary(at) {
        return None;
    }
    let inside = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '“' | '”');
    let start = words
        .slice(..at)
        .rfind(|c| !inside(c))
        .map_or(0, |found| found + words.slice(found..).chars().next().map_or(0, char::len_utf8));
    let end = at + words.slice(at..).find(|c| !inside(c)).unwrap_or(words.len() - at);
    let address = words.slice(start..end).trim_end_matches(['.', ',', ';', ':', '!', '?']);
    crate::text::url::Url::parse(address)?;
    let start = block.start + start as Offset;
    Some(Span::new(start, start + address.len() as Offset))
}

/// Adds the date of its address to a source that has none.
fn date_of_address(view: View<'_>, offset: Offset) -> Option<Refactoring> {
    let Some(Symbol::Item(_, item)) = symbol::at(view, offset) else { return None };
    let link = item.link.filter(|link| link.form == LinkForm::Inline)?;
    if !item.dates.is_empty() || item.shares_date || item.undated.is_some() {
        return None;
    }
    let day = calendar::url_date(link.target.of(view.text)).and_then(|told| told.to_date())?;
    let date =
        calendar::print_day(day, view.checked.bulletin.habits.citation_dates.style(), view.checked.bulletin.issue.date);
    Some(Refactoring {
        title: format!("Add the date of the address, {date}"),
        edits: vec![Edit::insert(item.span.end, format!(", {date}"))],
    })
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
    Some(Refactoring { title: format!("Write “{long}”"), edits: vec![Edit::replace(short.span, long)] })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;
    use crate::text::edits::apply;

    fn rewritten(text: &str, words: &str) -> Option<String> {
        let found = ask_dated(text, |view| refactorings(view, place(text, words).start + 1));
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
        assert_eq!(rewritten("Rain fell https://no-such-outlet.net/2018/10/05/rain.", "such"), None);
        assert_eq!(rewritten("“See https://www.dhakatribune.com/2018/10/05/rain”, he said.", "dhaka"), None);
    }

    #[test]
    fn a_source_gets_the_date_of_its_address() {
        let text = "Rain fell ([Dawn](https://www.dawn.com/2017/10/05/rain)).";
        let dated = "Rain fell ([Dawn](https://www.dawn.com/2017/10/05/rain), October 5, 2017).";
        assert_eq!(rewritten(text, "Dawn").as_deref(), Some(dated));
    }

    #[test]
    fn a_short_form_in_full() {
        let text = "The Rapid Response Unit (RRU) left. The RRU came.";
        let full = "The Rapid Response Unit (RRU) left. The Rapid Response Unit came.";
        assert_eq!(rewritten(text, "RRU came").as_deref(), Some(full));
        assert_eq!(rewritten(text, "RRU)"), None);
    }
}
