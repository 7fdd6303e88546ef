//! Edits to the text of a configuration file that preserve everything else: comments, order, spacing.

use crate::text::{Edit, Slice, Span};
use toml::de::{DeTable, DeValue};

/// The edit that adds a pair to `gazetteer.reject`; `None` if the text is invalid TOML or already has the pair.
#[must_use]
pub fn reject(text: &str, a: &str, b: &str) -> Option<Edit> {
    let (config, _) = super::Config::parse(text);
    let known = config.rejected().iter().any(|[x, y]| (x == a && y == b) || (x == b && y == a));
    (!known).then(|| append(text, "reject", &format!("[{}, {}]", quoted(a), quoted(b)))).flatten()
}

/// The edit that adds a file to `gazetteer.actors` or `gazetteer.sources`.
#[must_use]
pub fn list(text: &str, key: &str, file: &str) -> Option<Edit> {
    append(text, key, &quoted(file))
}

/// Adds an item to a list in `[gazetteer]`, creating the list and the table if needed.
fn append(text: &str, key: &str, item: &str) -> Option<Edit> {
    let document = DeTable::parse(text).ok()?;
    let Some((name, table)) = document.get_ref().iter().find(|(name, _)| name.get_ref() == "gazetteer") else {
        let gap = match text {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        return Some(Edit::insert(end(text.len()), format!("{gap}[gazetteer]\n{key} = [{item}]\n")));
    };
    let DeValue::Table(entries) = table.get_ref() else { return None };
    if let Some((_, value)) = entries.iter().find(|(name, _)| name.get_ref() == key) {
        let DeValue::Array(items) = value.get_ref() else { return None };
        let close = value.span().end.checked_sub(1)?;
        // After the last item, so that a trailing comma and a comment keep their place.
        return Some(match items.iter().last() {
            Some(last) => Edit::insert(end(last.span().end), format!(", {item}")),
            None => Edit::insert(end(close), item),
        });
    }
    // `[gazetteer]` on its own line: insert the key below.
    let header = name.span().end;
    let line = header + text.slice(header..).find('\n')?;
    text.slice(header..line)
        .trim_start()
        .starts_with(']')
        .then(|| Edit::insert(end(line + 1), format!("{key} = [{item}]\n")))
}

fn end(at: usize) -> crate::text::Offset {
    Span::at(at..at).start
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::edits::apply;

    fn after(text: &str) -> String {
        apply(text, &[reject(text, "Hamza", "Ham\"as").expect("an edit")])
    }

    #[test]
    fn a_pair_is_added_where_it_belongs() {
        for (text, expected) in [
            ("", "[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n"),
            (
                "[style]\nlinks = 'required'",
                "[style]\nlinks = 'required'\n\n[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n",
            ),
            (
                "[gazetteer] # ours\nactors = []\n",
                "[gazetteer] # ours\nreject = [[\"Hamza\", 'Ham\"as']]\nactors = []\n",
            ),
            ("[gazetteer]\nreject = []\n", "[gazetteer]\nreject = [[\"Hamza\", 'Ham\"as']]\n"),
            (
                "[gazetteer]\nreject = [\n  [\"a\", \"b\"], # why\n]\n",
                "[gazetteer]\nreject = [\n  [\"a\", \"b\"], [\"Hamza\", 'Ham\"as'], # why\n]\n",
            ),
        ] {
            assert_eq!(after(text), expected);
            let (config, problems) = Config::parse(expected);
            assert_eq!(problems, []);
            assert!(config.rejected().contains(&["Hamza".to_owned(), "Ham\"as".to_owned()]));
        }
    }

    #[test]
    fn nothing_is_added_twice_or_to_a_broken_file() {
        assert_eq!(reject("[gazetteer]\nreject = [[\"a\", \"b\"]]", "b", "a"), None);
        assert_eq!(reject("[gazetteer\n", "b", "a"), None);
    }

    #[test]
    fn a_list_is_named() {
        let text = "[gazetteer]\nsources = [\"a.tsv\"]\n";
        assert_eq!(
            apply(text, &[list(text, "sources", "b.tsv").unwrap()]),
            "[gazetteer]\nsources = [\"a.tsv\", \"b.tsv\"]\n"
        );
    }
}
