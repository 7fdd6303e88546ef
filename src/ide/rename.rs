//! Renames a symbol wherever it occurs in its scope.
//!
//! * An abbreviation changes in its article, including its definition; the label of a note in the note and in all
//!   references to it.
//! * An actor changes wherever it is named in full; its abbreviations stay. [`of_actor`] does the same in any document.
//! * Quotations, titles of works, links and words in capitals stay: nobody's words are changed.

use super::View;
use super::symbol::{self, Symbol};
use crate::bulletin::{Bulletin, Mention};
use crate::gazetteer::Form;
use crate::gazetteer::actors::ActorRef;
use crate::text::{Edit, Offset, Span};

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Its place.
    pub span: Span,
    /// Its present name.
    pub name: String,
}

/// What stands at `offset`, if it can be renamed; else a sentence that says why not.
///
/// # Errors
/// The sentence.
pub fn prepare(view: View<'_>, offset: Offset) -> Result<Renamable, String> {
    let symbol = symbol::at(view, offset).ok_or("there is no name here that copydesk knows")?;
    let span = match symbol {
        Symbol::Abbreviation(short) => short.span,
        Symbol::NoteReference(_) | Symbol::Note(_) => {
            let here = symbol::occurrences(view, symbol);
            let touched = here.iter().find(|o| o.span.start <= offset.saturating_add(2) && offset <= o.span.end + 1);
            touched.ok_or("this note has no label that could change")?.span
        }
        Symbol::Actor(mention) => mention.span,
        Symbol::Item(..) => return Err("the name of a source is not renamed: it is what the link leads to".to_owned()),
        Symbol::Rule(_) => return Err("the names of rules are copydesk’s own".to_owned()),
    };
    Ok(Renamable { span, name: span.of(view.text).to_owned() })
}

/// The edits that give what stands at `offset` the name `name`.
///
/// # Errors
/// A sentence that says why it cannot have that name.
pub fn rename(view: View<'_>, offset: Offset, name: &str) -> Result<Vec<Edit>, String> {
    let Renamable { name: old, .. } = prepare(view, offset)?;
    let name = name.trim();
    let symbol = symbol::at(view, offset).ok_or("there is no name here that copydesk knows")?;
    if name.is_empty() || name.contains(['\n', '\r', '[', ']', '(', ')']) {
        return Err("a name needs letters or digits, and no brackets or line ends".to_owned());
    }
    if matches!(symbol, Symbol::NoteReference(_) | Symbol::Note(_)) && name.contains(char::is_whitespace) {
        return Err("the label of a note holds no spaces".to_owned());
    }
    if name == old {
        return Ok(Vec::new());
    }
    if let Symbol::Actor(mention) = symbol {
        let actor = mention.actor.ok_or("several actors bear this name: which is meant is not decided here")?;
        return Ok(of_actor(view.text, &view.checked.bulletin, actor, name));
    }
    let places = symbol::occurrences(view, symbol);
    let kept = places.into_iter().filter(|place| !view.checked.bulletin.is_quoted(place.span));
    Ok(kept.map(|place| Edit::replace(place.span, plural(place.span.of(view.text), name))).collect())
}

/// The edits that give an actor the name `name` in a document, where it is named in full outside of quotations.
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
    fn what_has_no_name_is_refused_in_words() {
        let text = "It rained (Reuters, May 9). The Rapid Unit (RU) left.";
        assert!(renamed(text, "rained", "x").unwrap_err().contains("no name here"));
        assert!(renamed(text, "Reuters", "x").unwrap_err().contains("source"));
        assert!(renamed(text, "RU)", "a)b").unwrap_err().contains("brackets"));
    }
}
