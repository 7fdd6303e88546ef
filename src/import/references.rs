//! Whole references from a library, for citations: BibTeX, CSL-JSON and RIS, recognized by the file name.

use super::entry::Imported;
use super::fields::{date, joined};
use super::{Input, bibtex, json, lines, ris};
use crate::bulletin::items::ItemKind;
use crate::works::{Work, WorkDate};
use serde_json::Value;

/// The references of a library with their keys, and what could not be read.
#[must_use]
pub fn references(input: &mut Input<'_>) -> (Vec<(String, Work)>, Vec<String>) {
    let mut found = Imported::new("");
    found.file.clone_from(&input.name);
    let name = input.name.to_ascii_lowercase();
    let works = match () {
        () if name.ends_with(".bib") || name.ends_with(".bibtex") => {
            lines::whole(&mut *input.text, &mut found).map(|text| bibtex::works(&text, &mut found)).unwrap_or_default()
        }
        () if name.ends_with(".json") => csl(input, &mut found),
        () if name.ends_with(".ris") => ris::works(input, &mut found),
        () => {
            found.fault("", "a library is BibTeX (.bib), CSL-JSON (.json) or RIS (.ris), by the end of its name");
            Vec::new()
        }
    };
    (works, found.problems)
}

fn csl(input: &mut Input<'_>, found: &mut Imported) -> Vec<(String, Work)> {
    let mut works = Vec::new();
    json::each(&mut *input.text, json::Place { path: &["items"], list: true }, found, |found, at, item| {
        if !item.is_object() {
            return found.fault(&format!(": item {at}"), "the item is not an object");
        }
        let first = |keys: &[&str]| {
            keys.iter()
                .map(|key| json::text(item, key).trim())
                .find(|text| !text.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        let id = match item.get("id") {
            Some(Value::Number(number)) => number.to_string(),
            _ => first(&["id", "key", "citationKey"]),
        };
        let kind = csl_kind(&first(&["type", "itemType"]));
        let container = ["container-title", "publicationTitle", "websiteTitle", "blogTitle", "programTitle"];
        let publisher = ["publisher", "institution", "university", "authority"];
        let published = matches!(kind, ItemKind::Book | ItemKind::Report | ItemKind::Thesis | ItemKind::Statement);
        let source = if published { first(&publisher) } else { first(&container) };
        works.push((
            id,
            Work {
                kind,
                author: csl_names(item),
                title: first(&["title"]),
                source: if source.is_empty() { first(&[&container[..], &publisher[..]].concat()) } else { source },
                place: first(&["publisher-place", "place"]),
                volume: first(&["volume"]),
                issue: first(&["issue"]),
                number: first(&["number", "reportNumber"]),
                pages: first(&["page", "pages"]),
                url: first(&["URL", "url"]),
                language: String::new(),
                dates: csl_date(item.get("issued")).or_else(|| date(&first(&["date"]))).into_iter().collect(),
                accessed: csl_date(item.get("accessed")).or_else(|| date(&first(&["accessDate"]))),
                ..Work::default()
            },
        ));
    });
    works
}

fn csl_names(item: &Value) -> String {
    let list = item.get("author").or_else(|| item.get("creators")).and_then(Value::as_array);
    let name = |name: &Value| {
        let part = |keys: [&str; 2]| {
            keys.iter().find_map(|key| name.get(*key).and_then(Value::as_str)).unwrap_or_default().trim().to_owned()
        };
        let whole = part(["literal", "name"]);
        let particle = part(["non-dropping-particle", "dropping-particle"]);
        let parts = [part(["given", "firstName"]), particle, part(["family", "lastName"])];
        let spoken = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        let is_author = name.get("creatorType").is_none_or(|role| role == "author");
        Some(if whole.is_empty() { spoken } else { whole }).filter(|name| is_author && !name.is_empty())
    };
    joined(&list.into_iter().flatten().filter_map(name).collect::<Vec<_>>())
}

fn csl_date(value: Option<&Value>) -> Option<WorkDate> {
    let value = value?;
    if let Some(words) =
        value.as_str().or_else(|| value.get("raw")?.as_str()).or_else(|| value.get("literal")?.as_str())
    {
        return date(words);
    }
    let parts = value.get("date-parts")?.get(0)?.as_array()?;
    let number =
        |part: &Value| part.as_i64().or_else(|| part.as_str()?.parse().ok()).and_then(|part| part.try_into().ok());
    let parts: Vec<i16> = parts.iter().map_while(number).collect();
    WorkDate::of_parts(&parts)
}

fn csl_kind(kind: &str) -> ItemKind {
    match kind {
        "article-newspaper" | "article-magazine" | "newspaperArticle" | "magazineArticle" => ItemKind::News,
        "article-journal" | "journalArticle" => ItemKind::Journal,
        "book" | "chapter" | "bookSection" => ItemKind::Book,
        "report" => ItemKind::Report,
        "thesis" => ItemKind::Thesis,
        "legal_case" | "case" => ItemKind::Case,
        "legislation" | "statute" | "bill" => ItemKind::Law,
        "dataset" => ItemKind::Dataset,
        "broadcast" | "tvBroadcast" | "radioBroadcast" => ItemKind::Broadcast,
        "post" => ItemKind::Social,
        "motion_picture" | "videoRecording" => ItemKind::Video,
        "interview" => ItemKind::Interview,
        "document" => ItemKind::Statement,
        _ => ItemKind::Web,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::items::CitationStyle;
    use crate::works::print::HouseForm;

    fn notes(name: &str, text: &str) -> Vec<String> {
        let mut input = Input { name: name.to_owned(), text: Box::new(text.as_bytes()) };
        let (works, problems) = references(&mut input);
        assert_eq!(problems, [""; 0]);
        works
            .iter()
            .map(|(key, work)| format!("{key}: {}", work.print(CitationStyle::Note, &HouseForm::default())))
            .collect()
    }

    #[test]
    fn three_formats_give_one_note() {
        let expected = "a1: Lena Mertz and Tobin Osten, “Convoy Leaves,” Reuters, May 3, 2018, \
                        accessed June 1, 2018, https://www.reuters.com/convoy.";
        for (name, text) in [
            (
                "a.bib",
                "@article{a1, author={Mertz, Lena and Tobin Osten}, title={Convoy {L}eaves}, journal={Reuters}, year=2018, month=may, day=3, url={https://www.reuters.com/convoy}, urldate={2018-06-01}}",
            ),
            (
                "a.bib",
                "@online{a1, author={Mertz, Lena and Osten, Tobin}, title={Convoy Leaves}, organization={Reuters}, date={2018-05-03}, url={https://www.reuters.com/convoy}, urldate={2018-06-01}}",
            ),
            (
                "a.json",
                r#"[{"id":"a1","type":"article-newspaper","title":"Convoy Leaves","container-title":"Reuters","author":[{"family":"Mertz","given":"Lena"},{"literal":"Tobin Osten"}],"issued":{"date-parts":[[2018,5,3]]},"accessed":{"raw":"2018-06-01"},"URL":"https://www.reuters.com/convoy"}]"#,
            ),
            (
                "a.json",
                r#"{"items":[{"key":"a1","itemType":"newspaperArticle","title":"Convoy Leaves","publicationTitle":"Reuters","creators":[{"creatorType":"author","firstName":"Lena","lastName":"Mertz"},{"creatorType":"author","firstName":"Tobin","lastName":"Osten"},{"creatorType":"translator","firstName":"A","lastName":"B"}],"date":"2018-05-03","accessDate":"2018-06-01T10:00:00Z","url":"https://www.reuters.com/convoy"}]}"#,
            ),
            (
                "a.ris",
                "TY  - NEWS\nID  - a1\nAU  - Mertz, Lena\nA1  - Osten, Tobin\nTI  - Convoy Leaves\nT2  - Reuters\nDA  - 2018/05/03/\nPY  - 2018\nY2  - 2018/06/01/\nUR  - https://www.reuters.com/convoy\nER  - \n",
            ),
        ] {
            assert_eq!(notes(name, text), [expected], "{name}");
        }
    }

    #[test]
    fn a_broken_library_is_told() {
        for (name, text) in
            [("a.txt", ""), ("a.json", "[{"), ("a.bib", "@article{a, title = {"), ("a.ris", "TY  - NEWS\n")]
        {
            let mut input = Input { name: name.to_owned(), text: Box::new(text.as_bytes()) };
            let (_, problems) = references(&mut input);
            assert!(!problems.is_empty(), "{name}");
        }
    }
}
