//! Settings as TOML values.

use super::{Choice, Discouraged, Shown};
use crate::text::Spanned;
use toml::Value;

/// The value of a key that is printed in another way, such as a table.
pub(super) fn nothing(_: &Shown<'_>) -> Option<Value> {
    None
}

/// The word of a choice.
pub(super) fn word<T: Choice>(choice: Option<T>) -> Option<Value> {
    choice.map(|choice| Value::from(choice.word()))
}

/// A list of texts.
pub(super) fn texts(list: &[Spanned<String>]) -> Value {
    Value::Array(list.iter().map(|text| Value::from(text.value.clone())).collect())
}

/// A list of pairs of texts.
pub(super) fn pairs(list: &[[String; 2]]) -> Value {
    Value::Array(list.iter().map(|pair| Value::from(pair.to_vec())).collect())
}

/// A list of discouraged terms.
pub(super) fn terms(list: &[Discouraged]) -> Value {
    Value::Array(list.iter().map(term).collect())
}

fn term(term: &Discouraged) -> Value {
    let mut table = toml::Table::new();
    let key = if term.is_pattern { "pattern" } else { "term" };
    table.insert(key.to_owned(), Value::from(term.written.value.clone()));
    match &*term.instead {
        [] => {}
        [one] => drop(table.insert("use".to_owned(), Value::from(one.clone()))),
        several => drop(table.insert("use".to_owned(), Value::from(several.to_vec()))),
    }
    if let Some(note) = &term.note {
        table.insert("note".to_owned(), Value::from(note.clone()));
    }
    Value::Table(table)
}
