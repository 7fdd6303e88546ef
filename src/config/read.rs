//! Parses the text. Tables are walked by hand, so that one run reports every problem with its span.

use super::discouraged::{Discouraged, Matcher};
use super::problems::in_order;
use super::words::{levels, list, nearest};
use super::{Choice, Config, Globs, Ignored, Layer, Level, Problem, Shown};
use crate::text::{Span, Spanned};
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// A value with its span, as the TOML parser returns it.
pub(super) type Value<'i> = toml::Spanned<DeValue<'i>>;

/// What value a key takes.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// A table with keys of its own.
    Table,
    /// A list of tables.
    Tables,
    /// Rule names, each with a level or `off`.
    Levels,
    /// A text.
    Text,
    /// A text or a list of texts.
    TextOrTexts,
    /// A list of texts.
    Texts,
    /// A list of files, relative to the configuration that names them.
    Files,
    /// A list of pairs of texts.
    Pairs,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// A whole number, at most this.
    Number(u32),
    /// A day.
    Date,
}

/// A key that may occur in the configuration file.
#[derive(Debug)]
pub struct Key {
    /// The table that contains it: empty for the top level, `overrides` and `terms.discouraged` for the items of these
    /// lists.
    pub table: &'static str,
    /// The key.
    pub name: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// Its value if it is not set, as TOML; empty if there is none.
    pub default: &'static str,
    /// A value as it might be written, as TOML; empty for tables.
    pub example: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Parses its value.
    pub(super) read: for<'a, 'b, 'i> fn(&'a mut Reader, &'b Value<'i>),
    /// Its effective value as TOML; `None` if it has none.
    pub(super) write: fn(&Shown<'_>) -> Option<toml::Value>,
}

/// The state of parsing. The `read` function of each [`Key`] stores one value in it.
#[derive(Default)]
pub(super) struct Reader {
    /// The keys that may occur in the file.
    known: &'static [Key],
    pub(super) config: Config,
    /// What applies to all files, or the current override.
    pub(super) layer: Layer,
    /// The current discouraged term.
    pub(super) term: Term,
    overrides: Vec<Layer>,
    /// Whether an override is being read.
    in_override: bool,
    problems: Vec<Problem>,
}

/// A discouraged term while its keys are parsed.
#[derive(Default)]
pub(super) struct Term {
    pub(super) term: Option<Spanned<String>>,
    pub(super) pattern: Option<Spanned<String>>,
    pub(super) instead: Vec<Spanned<String>>,
    pub(super) note: Option<String>,
}

/// Parses a configuration with the keys in `known`.
pub(super) fn read(text: &str, known: &'static [Key]) -> (Config, Vec<Problem>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { known, ..Reader::default() };
    reader.keys("", document.get_ref());
    let Reader { mut config, layer, overrides, problems, .. } = reader;
    config.layers = std::iter::once(layer).chain(overrides).map(Layer::shared).collect();

    let syntax = errors.iter().map(|error| Problem {
        span: Span::at(error.span().unwrap_or_default()),
        message: format!("not valid TOML: {}", error.message()),
        severity: Level::Error,
    });
    (config, in_order(text, syntax.collect(), problems))
}

/// The key at a position in a configuration, with its tables (`style.links`), and whether the position is in its value.
#[must_use]
pub fn key_at(text: &str, place: Span) -> (Option<String>, bool) {
    fn find(table: &DeTable<'_>, at: Span, above: &str) -> Option<(String, bool)> {
        let full = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        table.iter().find_map(|(name, value)| {
            let key = full(name.get_ref());
            inside(value, at, &key).or_else(|| {
                let holds = |span: Range<usize>| span.start <= at.start as usize && at.end as usize <= span.end;
                // The span of a table with a header is the header.
                let is_table = matches!(value.get_ref(), DeValue::Table(_));
                let (in_name, in_value) = (holds(name.span()), holds(value.span()));
                (in_name || in_value).then_some((key, !in_name && !is_table))
            })
        })
    }
    fn inside(value: &Value<'_>, at: Span, key: &str) -> Option<(String, bool)> {
        match value.get_ref() {
            DeValue::Table(entries) => find(entries, at, key),
            DeValue::Array(items) => items.iter().find_map(|item| inside(item, at, key)),
            _ => None,
        }
    }
    let (document, _) = DeTable::parse_recoverable(text);
    find(document.get_ref(), place, "").map_or((None, false), |(key, is_value)| (Some(key), is_value))
}

/// Whether this has the form of a language tag (BCP 47): `en`, `pt-BR`, `zh-Hans`.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let is_language = |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(is_language)
        && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// How people write a table.
fn heading(table: &str) -> String {
    match table {
        "" => "at the top of the file".to_owned(),
        "overrides" => "in [[overrides]]".to_owned(),
        "terms.discouraged" => "in a discouraged term".to_owned(),
        table => format!("in [{table}]"),
    }
}

fn place<T>(spanned: &toml::Spanned<T>) -> Span {
    Span::at(spanned.span())
}

/// The type of a value, with its article.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

impl Reader {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into(), severity: Level::Error });
    }

    fn warning(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into(), severity: Level::Warning });
    }

    fn wrong_type(&mut self, value: &Value<'_>, wanted: &str) {
        let found = type_name(value.get_ref());
        self.error(place(value), format!("this must be {wanted}, not {found}"));
    }

    fn keys(&mut self, table: &str, entries: &DeTable<'_>) {
        for (name, value) in entries {
            match self.keys_of(table).find(|key| key.name == name.get_ref()) {
                Some(key) => {
                    self.config.stated.insert((key.table, key.name), None);
                    (key.read)(self, value);
                }
                None => self.unknown(table, place(name), name.get_ref()),
            }
        }
    }

    fn keys_of<'t>(&self, table: &'t str) -> impl Iterator<Item = &'static Key> + use<'t> {
        self.known.iter().filter(move |key| key.table == table)
    }

    fn unknown(&mut self, table: &str, span: Span, name: &str) {
        let here = heading(table);
        let known = || self.keys_of(table).map(|key| key.name);
        let elsewhere = || self.known.iter().find(|key| key.name == name && !matches!(key.table, "overrides"));
        let help = if let Some(near) = nearest(name, known()) {
            format!("did you mean “{near}”?")
        } else if let Some(key) = elsewhere() {
            format!("it belongs {}", heading(key.table))
        } else {
            format!("the keys are {}", list(known()))
        };
        self.error(span, format!("unknown key “{name}” {here}: {help}"));
    }

    /// Reads a table whose keys are known.
    pub(super) fn table(&mut self, name: &'static str, value: &Value<'_>) {
        match value.get_ref() {
            DeValue::Table(entries) => self.keys(name, entries),
            _ => self.wrong_type(value, "a table"),
        }
    }

    /// `[[overrides]]`
    pub(super) fn overrides(&mut self, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong_type(value, "a list of tables, each under [[overrides]]");
        };
        for item in items {
            let DeValue::Table(entries) = item.get_ref() else {
                self.wrong_type(item, "a table");
                continue;
            };
            let before = std::mem::take(&mut self.layer);
            self.in_override = true;
            self.keys("overrides", entries);
            self.in_override = false;
            let layer = std::mem::replace(&mut self.layer, before);
            if !entries.contains_key("paths") {
                self.error(place(item), "this override has no “paths”, so it applies to no file");
            }
            if !["rules", "style", "notes", "citations", "terms", "issue"].iter().any(|key| entries.contains_key(*key))
            {
                let message = "this override has no “rules”, “style”, “notes”, “citations”, “terms” or “issue”, so it \
                               changes nothing";
                self.warning(place(item), message);
            }
            // Without valid paths it would apply to all files.
            if layer.paths.is_some() {
                self.overrides.push(layer);
            }
        }
    }

    /// `[rules]`, and `rules` of an override.
    pub(super) fn rules(&mut self, value: &Value<'_>) {
        let DeValue::Table(entries) = value.get_ref() else {
            return self.wrong_type(value, "a table of rules and levels");
        };
        for (name, level) in entries {
            let Some(word) = self.text(level) else { continue };
            let known = match word.value.as_str() {
                "off" => None,
                word => Some(Level::named(word)),
            };
            match known {
                Some(None) => self.wrong_word(&word, &levels()),
                known => {
                    let name = Spanned::new(place(name), name.get_ref().to_string());
                    self.layer.rules.push((name, known.flatten()));
                }
            }
        }
        self.layer.rules.sort_by_key(|(name, _)| name.span);
    }

    /// `extends`
    pub(super) fn extends(&mut self, value: &Value<'_>) {
        let Some(file) = self.text(value) else { return };
        if !file.value.ends_with(".toml") {
            self.error(file.span, "this must be the name of a configuration file, which ends in .toml");
            return;
        }
        self.config.extends = Some(file);
    }

    /// `style.profile`
    pub(super) fn profile(&mut self, value: &Value<'_>) {
        if let Some(name) = self.text(value) {
            self.layer.style.profile = Some(Spanned::new(name.span, Arc::from(name.value)));
        }
    }

    /// `citations.library`
    pub(super) fn library(&mut self, value: &Value<'_>) {
        if self.in_override {
            self.error(
                place(value),
                "libraries apply to all files: name them in [citations], outside of [[overrides]]",
            );
            return;
        }
        self.config.library = self.texts(value);
    }

    /// `citations.list`: a Markdown heading.
    pub(super) fn heading(&mut self, value: &Value<'_>) -> Option<Arc<str>> {
        let heading = self.text(value)?;
        let words = heading.value.trim_start_matches('#');
        let level = heading.value.len() - words.len();
        let is_heading = (1..=6).contains(&level) && words.starts_with(' ') && !words.contains(['\n', '\r']);
        if !is_heading || super::heading_words(words).is_empty() {
            self.error(heading.span, "no heading of Markdown; write it with its marks, such as “## Sources”");
            return None;
        }
        Some(Arc::from(heading.value))
    }

    /// `issue.date`: a TOML date, or a text in that format.
    pub(super) fn date(&mut self, value: &Value<'_>) {
        let date = match value.get_ref() {
            DeValue::Datetime(written) => written.date.filter(|_| written.time.is_none()).and_then(|date| {
                let year = i16::try_from(date.year).ok()?;
                Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
            }),
            DeValue::String(text) if text.len() == "2018-10-10".len() => text.parse().ok(),
            DeValue::String(_) => None,
            _ => return self.wrong_type(value, "a date"),
        };
        match date {
            Some(date) => self.layer.date = Some(date),
            None => self.error(place(value), "no day of the calendar; write it as 2018-10-10"),
        }
    }

    /// `abbreviations.common`
    pub(super) fn common(&mut self, value: &Value<'_>) {
        self.config.common = self.texts(value).map(|list| list.into_iter().map(|text| text.value).collect());
    }

    /// `terms.discouraged`
    pub(super) fn discouraged(&mut self, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong_type(value, "a list of tables, such as { term = \"…\", use = \"…\" }");
        };
        let mut terms = Vec::new();
        for item in items {
            let DeValue::Table(entries) = item.get_ref() else {
                self.wrong_type(item, "a table such as { term = \"…\", use = \"…\" }");
                continue;
            };
            self.term = Term::default();
            let before = self.problems.len();
            self.keys("terms.discouraged", entries);
            let Term { term, pattern, instead, note } = std::mem::take(&mut self.term);
            let (written, is_pattern, matcher) = match (term, pattern) {
                (Some(term), None) => {
                    let matcher = Matcher::phrase(&term.value);
                    (term, false, Ok(matcher))
                }
                (None, Some(pattern)) => {
                    let matcher = Matcher::pattern(&pattern.value);
                    (pattern, true, matcher)
                }
                (Some(_), Some(pattern)) => {
                    self.error(pattern.span, "“term” and “pattern” exclude each other");
                    continue;
                }
                (None, None) => {
                    // An invalid key has already been reported.
                    if self.problems.len() == before {
                        self.error(place(item), "a discouraged term needs “term” or “pattern”");
                    }
                    continue;
                }
            };
            let matcher = match matcher {
                Ok(matcher) => matcher,
                Err(message) => {
                    self.error(written.span, message);
                    continue;
                }
            };
            let (again, instead): (Vec<_>, Vec<_>) =
                instead.into_iter().partition(|text| matcher.is_match(&text.value));
            for text in again {
                self.error(text.span, "this holds the discouraged term itself, so it would be found again");
            }
            let instead = instead.into_iter().map(|text| text.value).collect();
            terms.push(Discouraged { written, is_pattern, matcher, instead, note });
        }
        self.layer.discouraged = Some(terms.into());
    }

    /// `gazetteer.reject`
    pub(super) fn reject(&mut self, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong_type(value, "a list of pairs of names");
        };
        let mut pairs = Vec::new();
        for item in items {
            let Some(names) = self.texts(item) else { continue };
            match <[Spanned<String>; 2]>::try_from(names) {
                Ok(pair) => pairs.push(pair.map(|name| name.value)),
                Err(names) => {
                    self.error(place(item), format!("this must be a list of two names; it has {}", names.len()));
                }
            }
        }
        self.config.reject = Some(pairs);
    }

    /// `text.language`
    pub(super) fn language(&mut self, value: &Value<'_>) -> Option<Arc<str>> {
        let tag = self.text(value)?;
        if !is_language_tag(&tag.value) {
            self.error(tag.span, format!("“{}” is not a language tag; write en, fr or pt-BR", tag.value));
            return None;
        }
        Some(Arc::from(tag.value))
    }

    /// `docs.base`
    pub(super) fn docs(&mut self, value: &Value<'_>) -> Option<Arc<str>> {
        let address = self.text(value)?;
        let is_web = ["https://", "http://"].iter().any(|scheme| address.value.starts_with(scheme));
        if !is_web || address.value.contains(char::is_whitespace) {
            self.error(address.span, "this must be a web address, such as https://example.org/rules");
            return None;
        }
        Some(Arc::from(address.value.trim_end_matches('/')))
    }

    /// `text.ignore`
    pub(super) fn ignore(&mut self, value: &Value<'_>) {
        let Some(patterns) = self.texts(value) else { return };
        let (ignored, faults) = Ignored::new(patterns);
        for fault in faults {
            self.error(fault.span, fault.value);
        }
        self.config.ignore = Some(Arc::new(ignored));
    }

    /// `files.extensions`: with or without the dot.
    pub(super) fn extensions(&mut self, value: &Value<'_>) {
        let Some(written) = self.texts(value) else { return };
        let mut extensions = Vec::new();
        for extension in written {
            let bare = extension.value.trim_start_matches("*.").trim_start_matches('.');
            if bare.is_empty() || bare.contains(['.', '/', '\\', '*', '?']) {
                let message = format!("“{}” is not an extension; write mdx or txt", extension.value);
                self.error(extension.span, message);
            } else {
                extensions.push(bare.to_owned());
            }
        }
        self.config.extensions = Some(extensions);
    }

    /// `files.exclude`
    pub(super) fn exclude(&mut self, value: &Value<'_>) {
        self.config.exclude = self.globs(value);
    }

    /// `paths` of an override.
    pub(super) fn paths(&mut self, value: &Value<'_>) {
        self.layer.paths = self.globs(value);
        if matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()) {
            self.warning(place(value), "no paths, so this override holds for no file");
        }
    }

    fn globs(&mut self, value: &Value<'_>) -> Option<Globs> {
        let (globs, faults) = Globs::new(self.texts(value)?);
        for fault in faults {
            self.error(fault.span, fault.value);
        }
        Some(globs)
    }

    /// Reads one of a few words.
    pub(super) fn choice<T: Choice>(&mut self, value: &Value<'_>) -> Option<T> {
        let word = self.text(value)?;
        let found = T::CHOICES.iter().find(|(known, _)| *known == word.value).map(|(_, choice)| *choice);
        if found.is_none() {
            let words: Vec<&str> = T::CHOICES.iter().map(|(word, _)| *word).collect();
            self.wrong_word(&word, &words);
        }
        found
    }

    fn wrong_word(&mut self, word: &Spanned<String>, known: &[&str]) {
        let near = nearest(&word.value, known.iter().copied());
        let help = near.map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
        let known = list(known.iter().copied());
        self.error(word.span, format!("unknown value “{}”: {help}allowed are {known}", word.value));
    }

    /// Reads a whole number from 0 to `most`.
    pub(super) fn number(&mut self, value: &Value<'_>, most: u32) -> Option<u32> {
        let DeValue::Integer(written) = value.get_ref() else {
            self.wrong_type(value, "a whole number");
            return None;
        };
        let number = u32::from_str_radix(written.as_str(), written.radix()).ok().filter(|number| *number <= most);
        if number.is_none() {
            self.error(place(value), format!("this must be a number from 0 to {most}"));
        }
        number
    }

    /// Reads a text that is not blank and trims it.
    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<Spanned<String>> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(value, "text in quotes");
            return None;
        };
        let text = text.trim();
        if text.is_empty() {
            self.error(place(value), "this text is empty");
            return None;
        }
        Some(Spanned::new(place(value), text.to_owned()))
    }

    /// Reads a list of texts. Items of another type are reported and skipped.
    pub(super) fn texts(&mut self, value: &Value<'_>) -> Option<Vec<Spanned<String>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "a list of texts, such as [\"…\", \"…\"]");
            return None;
        };
        Some(items.iter().filter_map(|item| self.text(item)).collect())
    }

    /// Reads a text or a list of texts.
    pub(super) fn text_or_texts(&mut self, value: &Value<'_>) -> Option<Vec<Spanned<String>>> {
        match value.get_ref() {
            DeValue::Array(_) => self.texts(value),
            DeValue::String(_) => self.text(value).map(|text| vec![text]),
            _ => {
                self.wrong_type(value, "text in quotes, or a list of such texts");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each problem as the text of its span, and its message.
    fn problems(text: &str) -> Vec<(&str, String)> {
        Config::parse(text).1.into_iter().map(|problem| (problem.span.of(text), problem.message)).collect()
    }

    #[track_caller]
    fn one(text: &str, under: &str, message: &str) {
        assert_eq!(problems(text), [(under, message.to_owned())]);
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest() {
        one("[style]\nlink = 'each'", "link", "unknown key “link” in [style]: did you mean “links”?");
        one("[styl]\n", "styl", "unknown key “styl” at the top of the file: did you mean “style”?");
        one("slack-days = 3", "slack-days", "unknown key “slack-days” at the top of the file: it belongs in [issue]");
        one(
            "[files]\nverbose = 1",
            "verbose",
            "unknown key “verbose” in [files]: the keys are “extensions”, “exclude”",
        );
        let text = "[[overrides]]\npath = []\npaths = ['a']\nrules = {}";
        one(text, "path", "unknown key “path” in [[overrides]]: did you mean “paths”?");
        let text = "[terms]\ndiscouraged = [{term = 'a', user = 'b'}]";
        one(text, "user", "unknown key “user” in a discouraged term: did you mean “use”?");
    }

    #[test]
    fn a_wrong_type_says_what_is_wanted() {
        one("style = 'ap'", "'ap'", "this must be a table, not text in quotes");
        one("[style]\nlinks = true", "true", "this must be text in quotes, not true or false");
        one("[rules]\nx = 1", "1", "this must be text in quotes, not a whole number");
        one("[abbreviations]\ncommon = ['UN', 7]", "7", "this must be text in quotes, not a whole number");
        let message = "this must be a list of texts, such as [\"…\", \"…\"], not text in quotes";
        one("[gazetteer]\nactors = 'a.tsv'", "'a.tsv'", message);
        one("[issue]\nslack-days = '3'", "'3'", "this must be a whole number, not text in quotes");
        one("overrides = [1]", "1", "this must be a table, not a whole number");
    }

    #[test]
    fn a_wrong_value_lists_the_allowed_ones() {
        let message = "unknown value “require”: did you mean “required”? allowed are “optional”, “required”";
        one("[style]\nlinks = 'require'", "'require'", message);
        let message = "unknown value “loud”: allowed are “error”, “warning”, “info”, “hint”, “off”";
        one("[rules]\nundated-citation = \"loud\"", "\"loud\"", message);
        one("[issue]\nslack-days = -1", "-1", "this must be a number from 0 to 180");
        one("[issue]\nslack-days = 99999999999", "99999999999", "this must be a number from 0 to 180");
        let message = "no day of the calendar; write it as 2018-10-10";
        one("[issue]\ndate = 'May 9'", "'May 9'", message);
        one("[issue]\ndate = '2018-02-30'", "'2018-02-30'", message);
        one("[issue]\ndate = 2018-10-10T12:00:00", "2018-10-10T12:00:00", message);
        one("[gazetteer]\nactors = [' ']", "' '", "this text is empty");
        one("[gazetteer]\nreject = [['a']]", "['a']", "this must be a list of two names; it has 1");
    }

    #[test]
    fn an_override_must_say_where_and_what() {
        one("[[overrides]]\nrules = {}", "[[overrides]]", "this override has no “paths”, so it applies to no file");
        one("[[overrides]]\npaths = []\nrules = {}", "[]", "no paths, so this override holds for no file");
        let text = "[[overrides]]\npaths = ['a']";
        let message = "this override has no “rules”, “style”, “notes”, “citations”, “terms” or “issue”, so it changes \
                       nothing";
        one(text, "[[overrides]]", message);
        assert_eq!(Config::parse(text).1[0].severity, Level::Warning);
        let text = "[[overrides]]\npaths = ['a[']\nrules = { x = 'off' }";
        one(text, "'a['", "not a path pattern: unclosed character class; missing ']'");
        let message = "patterns are relative to the configuration file’s folder and stay within it";
        one("[files]\nexclude = ['ok', '../x']", "'../x'", message);
    }

    #[test]
    fn an_override_whose_paths_cannot_be_read_holds_nowhere() {
        for paths in ["'a.md'", "['a[']"] {
            let text = format!("[[overrides]]\npaths = {paths}\nrules = {{ x = 'off' }}");
            let (config, problems) = Config::parse(&text);
            assert_eq!(problems.len(), 1);
            assert_eq!(config.settings("a.md").rule("x"), None);
        }
    }

    #[test]
    fn a_discouraged_term_must_be_found_and_not_found_again() {
        let term = |item: &str| format!("[terms]\ndiscouraged = [{item}]");
        let fault = |item: &str, under: &str, message: &str| one(&term(item), under, message);
        fault("{pattern = '(a'}", "'(a'", "not a regular expression: unclosed group");
        fault("{pattern = 'a*'}", "'a*'", "this matches the empty text, so it would be found everywhere");
        fault("{term = 'a', pattern = 'b'}", "'b'", "“term” and “pattern” exclude each other");
        fault("{use = 'a'}", "{use = 'a'}", "a discouraged term needs “term” or “pattern”");
        fault("{term = 3}", "3", "this must be text in quotes, not a whole number");
        let message = "this holds the discouraged term itself, so it would be found again";
        fault("{term = 'force', use = ['army', 'armed force']}", "'armed force'", message);

        let text = term("{term = 'force', use = ['army', 'armed force'], note = 'why'}, {term = 'x'}");
        let settings = Config::parse(&text).0.settings("a.md");
        assert_eq!(settings.discouraged.len(), 2);
        assert_eq!(settings.discouraged[0].instead, ["army"]);
        assert_eq!(settings.discouraged[0].note.as_deref(), Some("why"));
    }

    #[test]
    fn errors_of_syntax_are_told_once_a_line_and_the_rest_holds() {
        let text = "[style]\nlinks = required\n[isue]\n[rules]\nx = \"off\n";
        assert_eq!(
            problems(text),
            [
                ("required", "not valid TOML: string values must be quoted, expected literal string".to_owned()),
                ("isue", "unknown key “isue” at the top of the file: did you mean “issue”?".to_owned()),
                ("", "not valid TOML: invalid basic string, expected `\"`".to_owned()),
            ]
        );
        assert_eq!(Config::parse(text).0.settings("a.md").style.links, crate::config::Links::Required);
        one("[issue]\nslack-days = 09", "0", "not valid TOML: unexpected leading zero, expected nothing");
        one("[issue]\n[issue]\n", "issue", "not valid TOML: duplicate key");
    }

    #[test]
    fn unknown_rules_are_kept_with_their_places() {
        let text = "[rules]\nb = 'off'\na = 'error'\n[[overrides]]\npaths = ['x']\nrules = { 'c d' = 'hint' }";
        let (config, problems) = Config::parse(text);
        assert_eq!(problems, []);
        let rules: Vec<_> = config.rules().map(|(name, level)| (name.span.of(text), *level)).collect();
        assert_eq!(rules, [("b", None), ("a", Some(Level::Error)), ("'c d'", Some(Level::Hint))]);
    }

    #[test]
    fn a_byte_order_mark_and_windows_lines_move_no_place() {
        let text = "\u{feff}[style]\r\nlinks = 'required'\r\nprofile = 'ap'\r\n# é\r\nlinx = 1\r\n";
        one(text, "linx", "unknown key “linx” in [style]: did you mean “links”?");
        let (config, _) = Config::parse(text);
        assert_eq!(config.settings("a.md").style.links, crate::config::Links::Required);
        assert_eq!(config.profiles().map(|profile| profile.span.of(text)).collect::<Vec<_>>(), ["'ap'"]);
    }

    /// Pieces of configuration in any order, whole and cut.
    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "[style]\n",
            "[[overrides]]\n",
            "paths = [",
            "'a/**'",
            "]\r\n",
            "rules = {",
            "}\n",
            "x = ",
            "\"off\"",
            "date = 2018-02-30\n",
            "[issue]\n",
            "'''é\n",
            "\\u00",
            "[terms]\n",
            "discouraged = [{",
            "pattern = '(",
            "[[",
            "=",
            "\u{feff}",
            ",",
            "\"",
            "slack-days = 0x",
            "links = required\n",
            "\0",
            "#",
        ];
        proptest::collection::vec(proptest::sample::select(PIECES).prop_map(str::to_owned), 0..24)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in prop_oneof![any::<String>(), pieces()]) {
            let (config, problems) = Config::parse(&text);
            for problem in &problems {
                prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
                prop_assert!(!problem.message.contains('\n'), "{problem:?}");
            }
            prop_assert!(problems.is_sorted_by_key(|problem| problem.span));
            let shown = config.to_toml();
            let (_, again) = Config::parse(&shown);
            prop_assert!(!again.iter().any(|problem| problem.severity == Level::Error), "{shown} {again:?}");
        }
    }
}
