//! What front matter says of the issue or article: title, date, authors, volume, number.
//!
//! TOML is read by its own reader. Of YAML only what front matter needs is understood: `key: value` at the left margin,
//! quoted or not, lists in brackets or as `- item` lines, and `name:` in the items. Whatever else stands there is passed over.

use super::byline::bare_names;
use super::masthead::{day_at, number};
use crate::markdown::{FrontMatterKind, Markdown};
use crate::text::{Slice, Span, Spanned};
use compact_str::CompactString;
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

/// What the front matter says.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<Spanned<CompactString>>,
    pub(super) date: Option<Spanned<Date>>,
    pub(super) authors: Vec<Spanned<CompactString>>,
    pub(super) volume: Option<Spanned<u32>>,
    pub(super) number: Option<Spanned<u32>>,
    pub(super) language: Option<CompactString>,
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
    /// Takes the scalar at `span` for `key`.
    fn take(&mut self, key: &str, text: &str, span: Span) {
        let is = |name: &str| key.eq_ignore_ascii_case(name);
        let value = span.of(text);
        if value.is_empty() {
            return;
        }
        if is("title") {
            self.title = Some(Spanned::new(span, value.into()));
        } else if is("date") || is("issue_date") || is("issue-date") {
            // `2018-10-03T10:00:00Z` holds a day too.
            let day = value.get(..10).and_then(|day| day.parse().ok()).map(|day| Spanned::new(span, day));
            self.date = self.date.or(day).or_else(|| day_at(text, span));
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
            // A title of two lines has its first one for a name.
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
            } else {
                continue;
            };
            let from = start + (value.as_ptr() as usize - line.as_ptr() as usize);
            self.yaml_value(name, text, Span::at(from..from + value.len()));
        }
    }

    fn yaml_value(&mut self, key: &str, text: &str, span: Span) {
        let value = span.of(text);
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

/// A plain scalar without the comment behind it.
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
