//! CSL-JSON, the data of citation processors and reference managers: <https://docs.citationstyles.org>.

use super::{cited_in, clean};
use crate::bulletin::items::ItemKind;
use crate::works::collection::CollectedWork;
use crate::works::names::{AuthorName, authors};
use crate::works::{Work, WorkDate};
use serde_json::{Map, Value, json};

pub(in crate::cli) fn write(works: &[CollectedWork], documents: &[String]) -> String {
    let items: Vec<String> = works.iter().map(|work| format!("\n  {}", item(work, documents))).collect();
    format!("[{}\n]\n", items.join(","))
}

fn item(collected: &CollectedWork, documents: &[String]) -> Value {
    let work = &collected.work;
    let mut fields = Map::new();
    let mut put = |name: &str, value: &str| {
        let value = clean(value);
        if !value.is_empty() {
            fields.insert(name.to_owned(), value.into());
        }
    };
    put("id", &collected.key);
    put("type", kind(work.kind));
    put("title", &work.title);
    match work.kind {
        ItemKind::Book
        | ItemKind::Thesis
        | ItemKind::Report
        | ItemKind::Statement
        | ItemKind::UnDocument
        | ItemKind::Dataset => put("publisher", &work.source),
        ItemKind::Case | ItemKind::Law => put("authority", &work.source),
        ItemKind::Social | ItemKind::Video if !work.platform.is_empty() => put("container-title", &work.platform),
        _ => put("container-title", &work.source),
    }
    put(if work.kind == ItemKind::Interview { "event-place" } else { "publisher-place" }, &work.place);
    put("volume", &work.volume);
    put("issue", &work.issue);
    put("number", if work.number.is_empty() { &work.symbol } else { &work.number });
    put("page", &work.extent().map(|(first, last)| format!("{first}-{last}")).unwrap_or_default());
    put("URL", &work.url);
    put("archive_location", &work.archived);
    put("language", &work.language);
    put("note", &cited_in(collected, documents));
    let persons = match work.kind {
        ItemKind::Interview => vec![("author", work.persons.as_str()), ("interviewer", &work.author)],
        ItemKind::Social | ItemKind::Video if work.author.is_empty() => vec![("author", work.source.as_str())],
        _ => vec![("author", work.author.as_str())],
    };
    for (role, field) in persons {
        let names = names(field, work);
        if !names.is_empty() {
            fields.insert(role.to_owned(), names.into());
        }
    }
    for (name, date) in [("issued", work.date()), ("accessed", work.accessed.as_ref())] {
        if let Some(date) = date {
            fields.insert(name.to_owned(), csl_date(date));
        }
    }
    let cited: Vec<Value> = collected
        .cited
        .iter()
        .map(|place| json!({"path": documents.get(place.document), "start": place.start, "line": place.line}))
        .collect();
    fields.insert("custom".to_owned(), json!({"cited": cited, "source_id": work.source_id}));
    Value::Object(fields)
}

fn names(field: &str, work: &Work) -> Vec<Value> {
    // A person who was interviewed is described, and not always named.
    let field = clean(field);
    if work.kind == ItemKind::Interview && field == work.persons {
        return if field.is_empty() { Vec::new() } else { vec![json!({"literal": field})] };
    }
    let name = |name: &AuthorName| match name {
        AuthorName::Person { family, given } => json!({"family": family, "given": given}),
        AuthorName::Institution(name) => json!({"literal": name}),
        AuthorName::Others => json!({"literal": "et al."}),
    };
    authors(&field).iter().map(name).collect()
}

fn csl_date(date: &WorkDate) -> Value {
    let parts = date.parts();
    if parts.is_empty() { json!({"literal": date.words}) } else { json!({"date-parts": [parts]}) }
}

/// The type of a work in CSL 1.0.2.
fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::News => "article-newspaper",
        ItemKind::Journal => "article-journal",
        ItemKind::Book => "book",
        ItemKind::Report | ItemKind::UnDocument => "report",
        ItemKind::Thesis => "thesis",
        ItemKind::Case => "legal_case",
        ItemKind::Law => "legislation",
        ItemKind::Dataset => "dataset",
        ItemKind::Broadcast => "broadcast",
        ItemKind::Social => "post",
        ItemKind::Video => "motion_picture",
        ItemKind::Interview => "interview",
        ItemKind::Statement => "document",
        ItemKind::Web | ItemKind::Link => "webpage",
        ItemKind::Ibid
        | ItemKind::Short
        | ItemKind::OpCit
        | ItemKind::AuthorDate
        | ItemKind::Pandoc
        | ItemKind::Text => "article",
    }
}
