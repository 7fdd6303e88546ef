//! Outlets from a CSL-JSON or Zotero JSON library: the publication of each item, and the host of its URL.

use super::entry::{Imported, ImportedSource};
use super::{ImportOptions, Input, json, sources};
use serde_json::Value;

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    // CSL-JSON is an array; some tools wrap it in an object.
    json::each(&mut *input.text, json::Place { path: &["items"], list: true }, found, |found, at, item| {
        let id = first(item, &["id", "key", "citationKey"]);
        let place = format!(": item {at}");
        if !item.is_object() {
            return found.fault(&place, "the item is not an object");
        }
        let kind = first(item, &["type", "itemType"]);
        let Some(kind) = outlet_kind(kind) else { return found.leave_out("books, theses and the like") };
        let title = first(
            item,
            &[
                "container-title",
                "publicationTitle",
                "websiteTitle",
                "blogTitle",
                "programTitle",
                "publisher",
                "institution",
            ],
        );
        let mut source = ImportedSource { from: vec![found.from(&place, id)], kind, ..ImportedSource::default() };
        source.name = sources::outlet(title).unwrap_or_default();
        source.lives(first(item, &["URL", "url"]));
        if !title.contains(' ') {
            source.lives(title);
        }
        source.language(first(item, &["language"]));
        found.source(source);
    });
}

fn first<'v>(item: &'v Value, keys: &[&str]) -> &'v str {
    keys.iter().map(|key| json::text(item, key)).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// The kind of outlet for an item type; `None` for items that do not appear in an outlet.
fn outlet_kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "article-newspaper" | "newspaperArticle" => "newspaper",
        "article-magazine" | "magazineArticle" => "magazine",
        "article-journal" | "journalArticle" => "journal",
        "broadcast" | "radioBroadcast" | "tvBroadcast" => "broadcaster",
        "article" | "webpage" | "post-weblog" | "post" | "blogPost" | "forumPost" | "report" | "document" | "" => "web",
        _ => return None,
    })
}
