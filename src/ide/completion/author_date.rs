//! Citations by author and year, in a text with a list of works: mentions for entries, and entries for mentions.

use super::item::{Item, Kind, fit, folded};
use super::notes::known_works;
use crate::bulletin::ItemGroup;
use crate::bulletin::items::{CitationStyle, Item as Cited};
use crate::ide::View;
use crate::text::{Offset, Slice, Span};
use crate::works::names;
use crate::works::print::HouseForm;
use crate::workspace::Workspace;

/// The listed works whose authors start with the typed words: `Mertz, 2018`, with a comma if the text has one
/// elsewhere.
pub(super) fn mentions(view: View<'_>, typed: Span) -> Vec<Item> {
    let groups = &view.checked.bulletin.item_groups;
    let items = || groups.iter().flat_map(|group| &group.items);
    let entries: Vec<&Cited> = items().filter(|item| item.is_author_date_entry()).collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let cited = items().find(|item| item.style() == CitationStyle::AuthorDate && !item.span.overlaps(typed));
    let comma = cited.is_none_or(|item| item.span.of(view.text).contains(", "));
    let words = folded(typed.of(view.text));
    let mention = |entry: &&Cited| {
        let authors = entry.author?.of(view.text);
        let names = names::authors(authors);
        let who = match names.as_slice() {
            [] => return None,
            [one] => one.sort_name().to_owned(),
            [one, other] if !other.sort_name().is_empty() => format!("{} and {}", one.sort_name(), other.sort_name()),
            [one, ..] => format!("{} et al.", one.sort_name()),
        };
        fit(&folded(&who), words.trim_end())?;
        let year = match entry.date().and_then(|date| date.year) {
            Some(year) => {
                let letter = view.text.slice(year.span.end as usize..).chars().next().filter(char::is_ascii_lowercase);
                format!("{}{}", year.value, letter.map(String::from).unwrap_or_default())
            }
            None => entry.undated?.of(view.text).to_owned(),
        };
        let title = entry.details.as_ref().and_then(|details| details.title);
        let title = title.map_or("", |title| title.span.of(view.text));
        let label = format!("{who}{} {year}", if comma { "," } else { "" });
        Some(Item::plain(label, title.split_whitespace().collect::<Vec<_>>().join(" "), Kind::Citation, typed))
    };
    let mut found: Vec<Item> = Vec::new();
    for item in entries.iter().filter_map(mention) {
        if found.iter().all(|known| known.label != item.label) {
            found.push(item);
        }
    }
    found
}

/// Entries missing from the list, for an entry being typed at `offset`: works that this document or another cites in
/// some other way. Empty outside a list.
pub(super) fn entries(view: View<'_>, workspace: &Workspace, offset: Offset) -> Vec<Item> {
    let (text, bulletin) = (view.text, &view.checked.bulletin);
    let at = offset as usize;
    if bulletin.works.undefined.is_empty() || !text.is_char_boundary(at) {
        return Vec::new();
    }
    let start = super::context::line_start(text, at);
    let line = text.slice(start..at);
    let words = line.trim_start_matches(['*', '-', ' ']);
    let typed = Span::at(at - words.len()..at);
    let rest = text.slice(at..);
    let is_open = rest.is_empty() || rest.starts_with(['\n', '\r']);
    let listed = |group: &&ItemGroup| group.style == CitationStyle::Bibliography;
    // After the first entry, or below the heading of the list.
    let headed = text
        .slice(..start)
        .trim_end()
        .rsplit('\n')
        .next()
        .is_some_and(|above| above.starts_with('#') && crate::bulletin::notes::is_title(above));
    let behind = bulletin.item_groups.iter().find(listed).is_some_and(|first| first.span.start < offset);
    if !is_open || !(headed || behind) || words.contains(['(', '.', '“']) {
        return Vec::new();
    }
    let form = HouseForm::of(text, bulletin, view.settings, offset);
    let known = known_works(view, workspace, "");
    let mut found: Vec<Item> = Vec::new();
    for mention in &bulletin.works.undefined {
        let cited = folded(mention.of(text));
        for work in &known {
            let family = names::authors(&work.author).first().map(|name| folded(name.sort_name())).unwrap_or_default();
            let year = work.date().and_then(|date| date.year()).map(|year| year.to_string()).unwrap_or_default();
            let is_meant =
                !family.is_empty() && !year.is_empty() && cited.starts_with(&family) && cited.contains(&year);
            if !is_meant || fit(&family, folded(words).trim_end()).is_none() {
                continue;
            }
            let entry = work.print(CitationStyle::Bibliography, &form);
            let mut item = Item::plain(entry.clone(), "the text cites it", Kind::Citation, typed);
            item.filter = format!("{} {entry}", words.trim_end());
            if found.iter().all(|known| known.label != item.label) {
                found.push(item);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::offered;
    use crate::ide::tests::ask_dated;

    const LIST: &str = "\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n\nOsten, T., & Lund, K. (2013a, March 16). Notes on a \
                        ceasefire. *Syria Comment*. https://www.joshualandis.com/blog/notes\n";

    #[test]
    fn a_mention_is_that_of_an_entry() {
        let after = |typed: &str| {
            offered(&format!("It was sold (Mertz 2018), and (Osten and Lund 2013a). It failed ({typed}{LIST}")).1
        };
        assert!(after("Mer|).").contains("It failed (Mertz 2018)."), "{}", after("Mer|)."));
        assert!(after("Lun|).").contains("It failed (Osten and Lund 2013a)."));
        // No new findings.
        let text = after("Mer|).");
        let found: Vec<String> = ask_dated(&text, |view| {
            let told = view.checked.diagnostics.iter().filter(|found| found.level > crate::config::Level::Hint);
            told.map(|found| found.rule.name.to_owned()).collect()
        });
        assert_eq!(found, Vec::<String>::new(), "{text}");
        let comma = offered(&format!("It was sold (Mertz, 2018). It failed (Ost|).{LIST}"));
        assert!(comma.0.contains(&"Osten and Lund, 2013a".to_owned()), "{:?}", comma.0);
        assert!(!offered("It was sold (Mer|").0.iter().any(|label| label.contains("Mertz")));
    }

    #[test]
    fn an_entry_is_that_of_a_mention() {
        let text = format!(
            "It was sold (Mertz, 2018; Vale, 2017).[^1]{LIST}\nVal|\n\n[^1]: Ada Vale, “The Quay Shuts,” *Dawn*, May 3, 2017.\n"
        );
        let (labels, after) = offered(&text);
        assert_eq!(labels[0], "Vale, A. (2017, May 3). The Quay Shuts. *Dawn*.", "{labels:?}");
        let undefined = |text: &str| ask_dated(text, |view| view.checked.bulletin.works.undefined.len());
        assert_eq!((undefined(&text.replace("Val|\n\n", "")), undefined(&after)), (1, 0), "{after}");
        assert!(!offered(&text.replace("Val|", "").replace("It was", "Val| was")).0.contains(&labels[0]));
    }
}
