//! BibTeX, with `url` and `urldate` as in BibLaTeX.

use super::{cited_in, clean};
use crate::bulletin::items::ItemKind;
use crate::works::collection::CollectedWork;
use crate::works::names::{AuthorName, authors};

pub(in crate::cli) fn write(works: &[CollectedWork], documents: &[String]) -> String {
    works.iter().map(|work| entry(work, documents)).collect::<Vec<_>>().join("\n")
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn entry(collected: &CollectedWork, documents: &[String]) -> String {
    let work = &collected.work;
    let mut out = format!("@{}{{{}", kind(work.kind), collected.key);
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!(",\n  {name} = {value}"));
        }
    };
    let account = matches!(work.kind, ItemKind::Social | ItemKind::Video) && work.author.is_empty();
    let author = match () {
        () if account && !work.source.is_empty() => braced(&format!("{{{}}}", escaped(&clean(&work.source)))),
        () if work.kind == ItemKind::Interview && !work.persons.is_empty() => {
            braced(&format!("{{{}}}", escaped(&clean(&work.persons))))
        }
        () => braced(&names(&work.author)),
    };
    put("author", author);
    put("title", text(&work.title));
    let container = match work.kind {
        ItemKind::News | ItemKind::Journal => "journal",
        ItemKind::Book => "publisher",
        ItemKind::Thesis => "school",
        ItemKind::Report | ItemKind::UnDocument => "institution",
        ItemKind::Statement | ItemKind::Case | ItemKind::Law | ItemKind::Dataset => "organization",
        _ => "howpublished",
    };
    let source = if work.platform.is_empty() || !account { &work.source } else { &work.platform };
    put(container, text(source));
    put("address", text(&work.place));
    put("volume", text(&work.volume));
    put("number", text(if work.issue.is_empty() { &work.number } else { &work.issue }));
    put("eprint", text(&work.symbol));
    put("pages", work.extent().map(|(first, last)| text(&format!("{first}--{last}"))).unwrap_or_default());
    if let Some(date) = work.date() {
        let parts = date.parts();
        match parts.first() {
            Some(year) => put("year", braced(&year.to_string())),
            None => put("year", text(&date.words)),
        }
        let month = parts.get(1).and_then(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?));
        put("month", month.map(|month| (*month).to_owned()).unwrap_or_default());
        put("day", parts.get(2).map(|day| braced(&day.to_string())).unwrap_or_default());
    }
    put("url", address(&work.url));
    put(
        "urldate",
        work.accessed.as_ref().map(|date| braced(&date.iso())).filter(|date| date != "{}").unwrap_or_default(),
    );
    put("archived", address(&work.archived));
    put("language", text(&work.language));
    put("note", text(&cited_in(collected, documents)));
    out.push_str("\n}\n");
    out
}

fn braced(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{{{value}}}") }
}

fn text(words: &str) -> String {
    braced(&escaped(&clean(words)))
}

/// An address: braces would end the field.
fn address(url: &str) -> String {
    braced(&clean(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))
}

/// Words with LaTeX's special characters escaped.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    // An unpaired brace would swallow the following entries, whatever precedes it.
    if is_balanced(words) { out } else { out.replace("\\{", "(").replace("\\}", ")") }
}

fn is_balanced(words: &str) -> bool {
    let mut open = 0i32;
    for c in words.chars() {
        open += i32::from(c == '{') - i32::from(c == '}');
        if open < 0 {
            return false;
        }
    }
    open == 0
}

fn names(field: &str) -> String {
    let name = |name: AuthorName| match name {
        AuthorName::Person { family, given } => format!("{}, {}", escaped(&family), escaped(&given)),
        AuthorName::Institution(name) => format!("{{{}}}", escaped(&name)),
        AuthorName::Others => "others".to_owned(),
    };
    authors(&clean(field)).into_iter().map(name).collect::<Vec<_>>().join(" and ")
}

fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::News | ItemKind::Journal => "article",
        ItemKind::Book => "book",
        ItemKind::Thesis => "phdthesis",
        ItemKind::Report | ItemKind::UnDocument => "techreport",
        _ => "misc",
    }
}
