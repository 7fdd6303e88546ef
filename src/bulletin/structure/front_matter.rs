//! What front matter states about the issue or article: title, date, authors, volume, number.
//!
//! TOML has its own parser. Of YAML, only what front matter needs is understood: `key: value` at the left margin,
//! quoted or not, lists in brackets or as `- item` lines, `name:` in the items, and dates one level deeper (`date:`
//! with `created:` below it, or in braces). Everything else is skipped.

use super::byline::bare_names;
use super::masthead::{day_at, day_in_title, number};
use crate::markdown::{FrontMatterKind, Markdown};
use crate::text::{Slice, Span, Spanned};
use compact_str::CompactString;
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

/// The contents of the front matter.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<Spanned<CompactString>>,
    pub(super) date: Option<Spanned<Date>>,
    /// The rank of that date's key: lower is better.
    rank: Option<usize>,
    /// The day of the last revision.
    pub(super) updated: Option<Date>,
    pub(super) authors: Vec<Spanned<CompactString>>,
    pub(super) volume: Option<Spanned<u32>>,
    pub(super) number: Option<Spanned<u32>>,
    pub(super) language: Option<CompactString>,
}

/// Keys for the issue's date, the best first, and last those of its revision; `_` and `-` do not count.
const DATES: [&[&str]; 4] = [
    &["date", "issuedate", "dateissued", "dateofissue"],
    &[
        "published",
        "publishdate",
        "publisheddate",
        "publishedat",
        "publishedon",
        "publishedtime",
        "publishtime",
        "pubdate",
        "publicationdate",
        "datepublished",
        "dateofpublication",
        "posted",
        "postdate",
        "dateposted",
        "written",
        "analysisdate",
        "dateofanalysis",
        "reportdate",
        "dateofreport",
        "releasedate",
    ],
    &["created", "createdat", "createdon", "creationdate", "datecreated"],
    &[
        "lastmodified",
        "lastmodifiedat",
        "lastmod",
        "modified",
        "modifieddate",
        "modifiedat",
        "datemodified",
        "updated",
        "updatedat",
        "updateddate",
        "dateupdated",
        "lastupdated",
        "lastupdate",
    ],
];

/// Keys under which a date is the document's: `date:` with `created:` below it. Under others it may be an event's.
const PARENTS: [&str; 20] = [
    "date",
    "dates",
    "meta",
    "metadata",
    "page",
    "post",
    "article",
    "publication",
    "issue",
    "params",
    "extra",
    "document",
    "header",
    "info",
    "publish",
    "published",
    "timestamps",
    "history",
    "dc",
    "seo",
];

/// A key in the form used for comparison.
fn folded(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '"' | '\'')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The rank of a key as the issue's date.
fn date_rank(key: &str) -> Option<usize> {
    let key = folded(key);
    DATES.iter().position(|keys| keys.contains(&key.as_str()))
}

fn is_parent(key: &str) -> bool {
    PARENTS.contains(&folded(key).as_str())
}

/// The day in a value, including `2018-10-03T10:00:00Z`. A range of days is not a day.
fn day(text: &str, span: Span) -> Option<Spanned<Date>> {
    let value = span.of(text);
    let iso = value.get(..10).and_then(|day| Some((day.parse().ok()?, value.slice(10..))));
    if let Some((day, rest)) = iso {
        let hour = rest.trim_start_matches([' ', 'T', 't']);
        let hour = hour.len() < rest.len() && hour.as_bytes().get(1..3).is_some_and(|next| next.contains(&b':'));
        if rest.is_empty() || hour || rest.starts_with(['Z', 'z', '+']) {
            return Some(Spanned::new(span, day));
        }
    }
    if value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |from: usize, to: usize| value.slice(from..to).parse().ok();
        let year = value.slice(..4).parse().ok().filter(|year| (1900..=2100).contains(year))?;
        return Date::new(year, part(4, 6)?, part(6, 8)?).ok().map(|day| Spanned::new(span, day));
    }
    day_at(text, span)
}

pub(super) fn read(text: &str, markdown: &Markdown) -> FrontMatter {
    let mut data = FrontMatter::default();
    match markdown.front_matter {
        Some(front) if front.kind == FrontMatterKind::Toml => data.toml(text, front.content),
        Some(front) if front.kind == FrontMatterKind::Title => data.title_block(text, front.content),
        Some(front) => data.yaml(text, front.content),
        None => {}
    }
    data
}

impl FrontMatter {
    /// The day in the title.
    pub(super) fn day_in_title(&self, text: &str) -> Option<Spanned<Date>> {
        day_in_title(text, self.title.as_ref()?.span)
    }

    /// Uses the scalar at `span` for `key`.
    fn take(&mut self, key: &str, text: &str, span: Span) {
        let is = |name: &str| key.eq_ignore_ascii_case(name);
        let value = span.of(text);
        if value.is_empty() {
            return;
        }
        if is("title") {
            self.title = Some(Spanned::new(span, value.into()));
        } else if let Some(rank) = date_rank(key) {
            let day = day(text, span);
            if rank + 1 == DATES.len() {
                self.updated = self.updated.max(day.as_ref().map(|day| day.value));
            }
            if self.rank.is_none_or(|known| rank < known) && day.is_some() {
                (self.date, self.rank) = (day, Some(rank));
            }
        } else if is("author") || is("authors") || is("by") || is("byline") {
            self.authors.extend(bare_names(text, span));
        } else if is("lang") || is("language") || is("locale") {
            self.language = self.language.take().or_else(|| Some(value.into()));
        } else if is("volume") {
            self.volume = number(value).map(|volume| Spanned::new(span, volume));
        } else if is("issue") || is("number") {
            self.number = number(value).map(|number| Spanned::new(span, number));
        }
    }

    fn toml(&mut self, text: &str, content: Span) {
        let (document, _) = DeTable::parse_recoverable(content.of(text));
        for (key, value) in document.get_ref() {
            self.toml_value(key.get_ref(), value, text, content);
        }
    }

    fn toml_value(&mut self, key: &str, value: &toml::Spanned<DeValue<'_>>, text: &str, content: Span) {
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items {
                    if !matches!(item.get_ref(), DeValue::Array(_)) {
                        self.toml_value(key, item, text, content);
                    }
                }
            }
            // `[[authors]]` with a name each.
            DeValue::Table(table) => {
                if let Some((_, name)) = table.iter().find(|(inner, _)| inner.get_ref() == "name")
                    && !matches!(name.get_ref(), DeValue::Array(_) | DeValue::Table(_))
                {
                    self.toml_value(key, name, text, content);
                }
                // `[date]` with `created`.
                if is_parent(key) {
                    let dates = table.iter().filter(|(inner, _)| date_rank(inner.get_ref()).is_some());
                    for (inner, value) in dates {
                        if !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_)) {
                            self.toml_value(inner.get_ref(), value, text, content);
                        }
                    }
                }
            }
            _ => {
                let place = value.span();
                let base = content.start as usize;
                self.take(key, text, unquoted(text, Span::at(base + place.start..base + place.end)));
            }
        }
    }

    /// `% title` ⏎ `% author; author` ⏎ `% date`
    fn title_block(&mut self, text: &str, content: Span) {
        let mut at = content.start as usize;
        let mut keys = ["title", "author", "date"].into_iter();
        let mut key = "";
        for line in content.of(text).split_inclusive('\n') {
            let words = line.strip_prefix('%').inspect(|_| key = keys.next().unwrap_or_default()).unwrap_or(line);
            let mut from = at + line.len() - words.len();
            at += line.len();
            // The first line of a two-line title is used as its name.
            for part in words.split_inclusive(if key == "author" { ';' } else { '\n' }) {
                let name = part.trim_end().trim_end_matches(';').trim();
                let start = from + part.len() - part.trim_start().len();
                from += part.len();
                if key != "title" || self.title.is_none() {
                    self.take(key, text, Span::at(start..start + name.len()));
                }
            }
        }
    }

    fn yaml(&mut self, text: &str, content: Span) {
        let mut key = "";
        let mut at = content.start as usize;
        for line in content.of(text).split_inclusive('\n') {
            let start = at;
            at += line.len();
            let trimmed = line.trim_end();
            let indent = trimmed.len() - trimmed.trim_start().len();
            let rest = trimmed.trim_start();
            if rest.is_empty() || rest.starts_with('#') {
                continue;
            }
            let (name, value) = if let Some(item) = rest.strip_prefix("- ") {
                // `- name: Ebi Spahiu` or `- Ebi Spahiu`
                let item = item.trim_start();
                let item = item.strip_prefix("name:").map_or(item, str::trim_start);
                if item.contains(": ") {
                    continue;
                }
                (key, item)
            } else if let Some(name) = rest.strip_prefix("name:").filter(|_| indent > 0) {
                (key, name.trim_start())
            } else if indent == 0 {
                let Some((name, value)) = rest.split_once(':') else { continue };
                key = name.trim_end();
                (key, value.trim())
            } else if is_parent(key)
                && let Some((name, value)) = rest.split_once(':')
                && date_rank(name).is_some()
            {
                (name, value.trim())
            } else {
                continue;
            };
            let from = start + (value.as_ptr() as usize - line.as_ptr() as usize);
            self.yaml_value(name, text, Span::at(from..from + value.len()));
        }
    }

    fn yaml_value(&mut self, key: &str, text: &str, span: Span) {
        let value = span.of(text);
        if let Some(map) = value.strip_prefix('{').filter(|_| is_parent(key)) {
            for pair in map.trim_end_matches('}').split(',') {
                let Some((name, value)) = pair.split_once(':') else { continue };
                let value = value.trim();
                let from = value.as_ptr() as usize - text.as_ptr() as usize;
                if date_rank(name.trim()).is_some() {
                    self.take(name.trim(), text, unquoted(text, Span::at(from..from + value.len())));
                }
            }
            return;
        }
        let Some(list) = value.strip_prefix('[') else {
            let span = uncommented(text, span);
            return self.take(key, text, unquoted(text, span));
        };
        let list = list.strip_suffix(']').unwrap_or(list);
        let mut at = span.start as usize + 1;
        for item in list.split(',') {
            let lead = item.len() - item.trim_start().len();
            let from = at + lead;
            at += item.len() + 1;
            self.take(key, text, unquoted(text, Span::at(from..from + item.trim().len())));
        }
    }
}

/// A plain scalar without the comment after it.
fn uncommented(text: &str, span: Span) -> Span {
    let value = span.of(text);
    if value.starts_with(['"', '\'']) {
        let quote = value.as_bytes()[0];
        let end = value.bytes().skip(1).position(|byte| byte == quote).map_or(value.len(), |end| end + 2);
        return Span::at(span.start as usize..span.start as usize + end);
    }
    let len = value.find(" #").map_or(value.len(), |comment| value.slice(..comment).trim_end().len());
    Span::at(span.start as usize..span.start as usize + len)
}

/// A scalar without its quotation marks.
fn unquoted(text: &str, span: Span) -> Span {
    let value = span.of(text);
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if value.len() >= 2 * quote.len() && value.starts_with(quote) && value.ends_with(quote) {
            let len = quote.len();
            return Span::at(span.start as usize + len..span.end as usize - len);
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(front: &str) -> Option<String> {
        let text = format!("{front}\n\nText.\n");
        read(&text, &crate::markdown::parse(&text)).date.map(|day| day.value.to_string())
    }

    #[test]
    fn the_date_has_many_keys() {
        for yaml in [
            "date: 2018-10-03",
            "date: 2018-10-03T10:00:00Z",
            "date: 2018-10-03 10:00:00 +0200",
            "date: \"October 3, 2018\"",
            "date: 20181003",
            "date: 3 October 2018 # the issue",
            "date: 1–3 October 2018",
            "issue_date: 2018-10-03",
            "published: 2018-10-03",
            "publishDate: 2018-10-03",
            "publish-date: 2018-10-03",
            "pubDate: Wed, 03 Oct 2018 10:00:00 GMT",
            "created: 2018-10-03",
            "last_modified: 2018-10-03",
            "lastmod: 2019-01-01\ncreated: 2018-12-31\npublished: 2018-10-03",
            "date:\n    created: 2018-10-03T18:00:00Z\n    updated: 2018-10-15T16:30:00Z",
            "date:\n  updated: 2018-10-15\n  created: 2018-10-03",
            "date: { created: 2018-10-03, updated: 2018-10-15 }",
            "metadata:\n  date: 2018-10-03",
            "pubDate: 2018-10-03 03:10\ndate:\n  - 13 January – 2 March 2017",
        ] {
            assert_eq!(date(&format!("---\n{yaml}\n---")).as_deref(), Some("2018-10-03"), "{yaml}");
        }
        for toml in [
            "date = 2018-10-03",
            "publishDate = \"2018-10-03\"",
            "[date]\ncreated = 2018-10-03\nupdated = 2018-10-15",
            "[extra]\npublished = 2018-10-03",
        ] {
            assert_eq!(date(&format!("+++\n{toml}\n+++")).as_deref(), Some("2018-10-03"), "{toml}");
        }
    }

    #[test]
    fn other_days_are_not_the_issue_s() {
        for yaml in [
            "date: 13 January – 2 March 2017",
            "date: last-modified",
            "date: October 2018",
            "date: 2012-01-01 – 2018-10-03",
            "event_date: 2018-10-03",
            "event:\n  date: 2018-10-03",
            "expires: 2018-10-03",
        ] {
            assert_eq!(date(&format!("---\n{yaml}\n---")), None, "{yaml}");
        }
        assert_eq!(date("+++\n[event]\ndate = 2018-10-03\n+++"), None);
    }
}
