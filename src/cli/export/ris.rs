//! RIS: a tag, two spaces, a hyphen, a space, the value.

use super::{cited_in, clean};
use crate::bulletin::items::ItemKind;
use crate::works::WorkDate;
use crate::works::collection::CollectedWork;
use crate::works::names::{AuthorName, authors};

pub(in crate::cli) fn write(works: &[CollectedWork], documents: &[String]) -> String {
    works.iter().map(|work| record(work, documents)).collect::<Vec<_>>().join("\n")
}

fn record(collected: &CollectedWork, documents: &[String]) -> String {
    let work = &collected.work;
    let mut out = String::new();
    let mut put = |tag: &str, value: &str| {
        let value = clean(value);
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\n"));
        }
    };
    put("TY", kind(work.kind));
    put("ID", &collected.key);
    let account = matches!(work.kind, ItemKind::Social | ItemKind::Video) && work.author.is_empty();
    if account {
        put("AU", &work.source);
    } else if work.kind == ItemKind::Interview {
        put("AU", &work.persons);
        put("A2", &work.author);
    } else {
        for name in authors(&clean(&work.author)) {
            match name {
                AuthorName::Person { family, given } => put("AU", &format!("{family}, {given}")),
                AuthorName::Institution(name) => put("AU", &name),
                AuthorName::Others => put("AU", "et al."),
            }
        }
    }
    put("TI", &work.title);
    let is_published = matches!(
        work.kind,
        ItemKind::Book
            | ItemKind::Thesis
            | ItemKind::Report
            | ItemKind::Statement
            | ItemKind::UnDocument
            | ItemKind::Dataset
    );
    put(if is_published { "PB" } else { "T2" }, if account { &work.platform } else { &work.source });
    put("CY", &work.place);
    put("VL", &work.volume);
    put("IS", &work.issue);
    put("M1", if work.number.is_empty() { &work.symbol } else { &work.number });
    let (first, last) = work.extent().unwrap_or_default();
    put("SP", first);
    put("EP", last);
    if let Some(date) = work.date() {
        let parts = date.parts();
        put("PY", &parts.first().map_or_else(|| date.words.clone(), ToString::to_string));
        put("DA", &slashed(date));
    }
    put("Y2", &work.accessed.as_ref().map(slashed).unwrap_or_default());
    put("UR", &work.url);
    put("L2", &work.archived);
    put("LA", &work.language);
    put("N1", &cited_in(collected, documents));
    out.push_str("ER  - \n");
    out
}

/// `2018/05/03/`, as far as known.
fn slashed(date: &WorkDate) -> String {
    let parts = date.parts();
    let part = |at: usize| parts.get(at).map(|part| format!("{part:02}")).unwrap_or_default();
    if parts.is_empty() { String::new() } else { format!("{}/{}/{}/", part(0), part(1), part(2)) }
}

fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::News => "NEWS",
        ItemKind::Journal => "JOUR",
        ItemKind::Book => "BOOK",
        ItemKind::Report | ItemKind::UnDocument => "RPRT",
        ItemKind::Thesis => "THES",
        ItemKind::Case => "CASE",
        ItemKind::Law => "STAT",
        ItemKind::Dataset => "DATA",
        ItemKind::Broadcast | ItemKind::Video => "VIDEO",
        ItemKind::Interview => "PCOMM",
        ItemKind::Web | ItemKind::Link | ItemKind::Social => "ELEC",
        _ => "GEN",
    }
}
