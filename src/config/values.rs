//! Settings as TOML values.

use super::{Choice, Discouraged, Origin, Shown};
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

/// The files that a key of a table names. Those from an extended configuration are printed as absolute paths, because
/// they are relative to the file that names them.
pub(super) fn lists(
    shown: &Shown<'_>,
    (table, key): (&'static str, &'static str),
    lists: Option<&[Spanned<String>]>,
) -> Option<Value> {
    let origin: &Origin = shown.config.stated.get(&(table, key)).unwrap_or(&None);
    let nearest = shown.config.nearest.as_deref();
    let folder = origin.as_deref().filter(|origin| nearest.is_some_and(|nearest| nearest != *origin));
    let folder = folder.and_then(std::path::Path::parent);
    let whole = |list: &Spanned<String>| match folder {
        Some(folder) => Value::from(folder.join(&list.value).to_string_lossy().into_owned()),
        None => Value::from(list.value.clone()),
    };
    lists.map(|lists| Value::Array(lists.iter().map(whole).collect()))
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
