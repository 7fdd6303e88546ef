//! Completion items, and how typed words are matched.

use crate::text::{Edit, Slice, Span};

/// The maximum number of items in one result.
pub const MOST: usize = 100;

/// The completions at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completions {
    /// The best first.
    pub items: Vec<Item>,
    /// Whether there are more, or others once more has been typed.
    pub incomplete: bool,
}

/// One completion.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is shown.
    pub label: String,
    /// A few more words.
    pub detail: String,
    /// Its kind.
    pub kind: Kind,
    /// What is inserted, as plain text.
    pub edit: Edit,
    /// The same as an LSP snippet with placeholders; it replaces the same span.
    pub snippet: Option<String>,
    /// Another edit, elsewhere in the document, that is applied with it.
    pub also: Option<Edit>,
    /// What typed words are matched against.
    pub filter: String,
    /// What its documentation is about.
    pub subject: Option<Subject>,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A source, as a whole item of a citation.
    Source,
    /// An address of a source.
    Address,
    /// A date.
    Date,
    /// An actor.
    Actor,
    /// A note's label.
    Note,
    /// A whole citation in a note.
    Citation,
    /// An author.
    Author,
    /// The name of a rule.
    Rule,
    /// A key or value of the configuration.
    Key,
}

/// What the documentation of an item is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An actor, by id.
    Actor(String),
    /// A source, by id.
    Source(String),
    /// A rule, by name.
    Rule(String),
}

impl Item {
    /// An item that inserts its label.
    pub(super) fn plain(label: impl Into<String>, detail: impl Into<String>, kind: Kind, span: Span) -> Item {
        let label = label.into();
        let edit = Edit::replace(span, label.clone());
        Item {
            filter: label.clone(),
            label,
            detail: detail.into(),
            kind,
            edit,
            snippet: None,
            also: None,
            subject: None,
        }
    }
}

/// Letters and digits in lower case, anything else as single spaces, so that `al-Shab` matches `Al Shab`.
pub(super) fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        // Nearly all letters are plain; each completion folds every name of the lists.
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !crate::text::words::is_apostrophe(c) && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out
}

/// How well folded words match a folded name: 0 at its start, 1 at the start of a later word; `None` elsewhere.
pub(super) fn fit(name: &str, typed: &str) -> Option<u8> {
    if typed.is_empty() || name.starts_with(typed) {
        return Some(0);
    }
    name.match_indices(' ').any(|(at, _)| name.slice(at + 1..).starts_with(typed)).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_names_meet() {
        assert_eq!(folded("al-Shabaab"), "al shabaab");
        assert_eq!(folded("Qa’ida (AQ)"), "qaida aq ");
        assert_eq!(fit("al shabaab", "shab"), Some(1));
        assert_eq!(fit("al shabaab", "al sh"), Some(0));
        assert_eq!(fit("al shabaab", "aab"), None);
    }
}
