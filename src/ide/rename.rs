//! Renames a symbol wherever it occurs in its scope.
//!
//! * An abbreviation changes in its article, including its definition; the label of a note in the note and in all
//!   references to it.
//! * An actor changes wherever it is named in full; its abbreviations stay. [`of_actor`] does the same in any document.
//! * Quotations, titles of works, links and words in capitals stay: nobody’s words are changed.

use super::View;
use super::symbol::{self, Symbol};
use crate::bulletin::{Bulletin, Mention};
use crate::gazetteer::Form;
use crate::gazetteer::actors::ActorRef;
use crate::text::{Edit, Offset, Span};

/// Something that can be renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Its place.
    pub span: Span,
    /// Its current name.
    pub name: String,
}

/// What is at `offset` and can be renamed.
///
/// # Errors
/// A sentence that states why it cannot be renamed.
pub fn prepare(view: View<'_>, offset: Offset) -> Result<Renamable, String> {
    let symbol = symbol::at(view, offset).ok_or("There is no name here that copydesk knows.")?;
    let span = match symbol {
        Symbol::Abbreviation(short) => short.span,
        Symbol::NoteReference(_) | Symbol::Note(_) => {
            let here = symbol::occurrences(view, symbol);
            // A note in a sentence has no label.
            let touched = here
                .iter()
                .filter(|o| !o.span.is_empty())
                .find(|o| o.span.start <= offset.saturating_add(2) && offset <= o.span.end + 1);
            touched.ok_or("This note has no label that could change.")?.span
        }
        Symbol::Actor(mention) => mention.span,
        Symbol::Item(..) => {
            return Err("The name of a source is not changed here: it names what the link leads to.".to_owned());
        }
        Symbol::Rule(_) => return Err("The names of rules are copydesk’s own.".to_owned()),
    };
    Ok(Renamable { span, name: span.of(view.text).to_owned() })
}

/// The edits that rename what is at `offset` to `name`.
///
/// # Errors
/// A sentence that states why it cannot have that name.
pub fn rename(view: View<'_>, offset: Offset, name: &str) -> Result<Vec<Edit>, String> {
    let Renamable { name: old, .. } = prepare(view, offset)?;
    let name = name.trim();
    let symbol = symbol::at(view, offset).ok_or("There is no name here that copydesk knows.")?;
    if name.is_empty() || name.contains(['\n', '\r', '[', ']', '(', ')']) {
        return Err("A name needs letters or digits, and no brackets or line ends.".to_owned());
    }
    if matches!(symbol, Symbol::NoteReference(_) | Symbol::Note(_)) && name.contains(char::is_whitespace) {
        return Err("The label of a note has no spaces.".to_owned());
    }
    if name == old {
        return Ok(Vec::new());
    }
    if let Some(footnote) = note_at(symbol)
        && symbol::note_labels(view, footnote, offset).any(|label| label.eq_ignore_ascii_case(name))
    {
        return Err(format!("There is a note “{name}” already."));
    }
    if let Symbol::Actor(mention) = symbol {
        let actor =
            mention.actor.ok_or("Several actors have this name, and the article does not say which is meant.")?;
        return Ok(of_actor(view.text, &view.checked.bulletin, actor, name));
    }
    let places = symbol::occurrences(view, symbol);
    let kept = places.into_iter().filter(|place| !view.checked.bulletin.is_quoted(place.span));
    Ok(kept.map(|place| Edit::replace(place.span, plural(place.span.of(view.text), name))).collect())
}

/// Whether the symbol is a note or a reference to one, and if so, whether that is a footnote.
fn note_at(symbol: Symbol<'_>) -> Option<bool> {
    match symbol {
        Symbol::NoteReference(mark) => Some(mark.footnote),
        Symbol::Note(note) => Some(note.footnote),
        _ => None,
    }
}

/// The places of a footnote’s label, in its definition and its references, which change together while one is edited.
/// `None` if the label occurs only once, or if the places cannot be edited together.
#[must_use]
pub fn linked(view: View<'_>, offset: Offset) -> Option<Vec<Span>> {
    let symbol = symbol::at(view, offset)?;
    note_at(symbol).filter(|footnote| *footnote)?;
    let places: Vec<Span> = symbol::occurrences(view, symbol).into_iter().map(|place| place.span).collect();
    let label = places.first()?.of(view.text);
    let alike = places.iter().all(|place| place.of(view.text) == label && !place.is_empty());
    let inside = places.iter().any(|place| place.start <= offset && offset <= place.end);
    let quoted = places.iter().any(|place| view.checked.bulletin.is_quoted(*place));
    (places.len() > 1 && alike && inside && !quoted).then_some(places)
}

/// The edits that rename an actor to `name` in a document, wherever it is named in full outside quotations.
#[must_use]
pub fn of_actor(text: &str, bulletin: &Bulletin, actor: ActorRef, name: &str) -> Vec<Edit> {
    let named = bulletin.mentions.iter().filter(|mention| mention.actor == Some(actor));
    let changes = named.filter(|mention| {
        let short = matches!(mention.form, Form::Abbreviation | Form::Phrase);
        !short && !mention.place.is_fixed() && !bulletin.is_quoted(mention.span)
    });
    let edit = |mention: &Mention| {
        let name = mention.fitted(text, name);
        (mention.span.of(text) != name).then(|| Edit::replace(mention.span, name))
    };
    changes.filter_map(edit).collect()
}

/// The new abbreviation with the plural ending of the old one.
fn plural(old: &str, name: &str) -> String {
    let ends = old.strip_suffix('s').is_some_and(|stem| stem.len() >= 2 && stem.ends_with(char::is_uppercase));
    if ends && !name.ends_with('s') { format!("{name}s") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, place};
    use super::*;
    use crate::text::edits::apply;

    fn renamed(text: &str, words: &str, name: &str) -> Result<String, String> {
        ask(text, |view| rename(view, place(text, words).start, name)).map(|edits| apply(text, &edits))
    }

    #[test]
    fn a_short_form_changes_with_its_definition() {
        assert_eq!(
            renamed("The Rapid Unit (RU) left. The RU’s men went.", "RU’s", "RPU").unwrap(),
            "The Rapid Unit (RPU) left. The RPU’s men went."
        );
    }

    #[test]
    fn an_actor_changes_where_it_is_named_in_full() {
        assert_eq!(
            renamed(
                "Al-Shabaab left. Men of al-Shabaab said “al-Shabaab lives” and went.",
                "al-Shabaab said",
                "the Youth"
            )
            .unwrap(),
            "The Youth left. Men of the Youth said “al-Shabaab lives” and went."
        );
    }

    #[test]
    fn a_label_changes_with_its_marks() {
        let text = "Rain fell.[^dawn] It froze.[^dawn] It blew.[^2]\n\n[^dawn]: Dawn, May 4, 2018.\n\n[^2]: AFP, May 5, 2018.\n";
        let after = renamed(text, "dawn]:", "rain").unwrap();
        assert_eq!(after, text.replace("[^dawn]", "[^rain]"));
        assert_eq!(renamed(text, "dawn]:", "2").unwrap_err(), "There is a note “2” already.");
        let linked = |words: &str| ask(text, |view| linked(view, place(text, words).start + 2));
        assert_eq!(linked("dawn] It").unwrap().len(), 3);
        assert_eq!(linked("dawn]:").unwrap().len(), 3);
        assert_eq!(ask(text, |view| super::linked(view, place(text, "2]:").start)).unwrap().len(), 2);
        assert_eq!(linked("froze"), None);
        assert_eq!(linked("Dawn, May"), None);
    }

    #[test]
    fn what_has_no_name_is_refused_in_words() {
        let text = "It rained (Reuters, May 9). The Rapid Unit (RU) left.";
        assert!(renamed(text, "rained", "x").unwrap_err().contains("no name here"));
        assert!(renamed(text, "Reuters", "x").unwrap_err().contains("source"));
        assert!(renamed(text, "RU)", "a)b").unwrap_err().contains("brackets"));
    }
}
