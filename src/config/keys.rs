//! The keys of the configuration file: name, type, default, documentation, and how each is parsed.

use super::read::Reader;
use super::{
    AccessDates, Choice, CitationPlacement, CommaPlace, DateOrder, FinalStop, FormChoice, Globs, Ignored, Links,
    ListOrder, NoteOrder, NotePlacement, NoteTitles, PlaceholderLinks, RepeatedNotes, values,
};
use toml::Value;

pub use super::read::{Key, ValueKind};
pub use super::words::levels;

fn words<T: Choice>() -> Vec<&'static str> {
    T::CHOICES.iter().map(|(word, _)| *word).collect()
}

/// The maximum of `slack-days`: with more, a date without a year would always be in the future.
const MOST_SLACK: u32 = 180;

/// Every key, grouped by table, in the order of the documentation.
pub static KEYS: &[Key] = &[
    Key {
        table: "",
        name: "extends",
        kind: ValueKind::Text,
        default: "",
        example: r#""../house/copydesk.toml""#,
        about: "A configuration to start from, relative to this file: its keys apply unless this file sets them",
        read: Reader::extends,
        write: values::nothing,
    },
    Key {
        table: "",
        name: "rules",
        kind: ValueKind::Levels,
        default: "",
        example: "",
        about: "The level of each rule: error, warning, info, hint or off. Rules not named here keep their own level; \
                a family, such as citations, means all its rules that are not off by default",
        read: Reader::rules,
        write: values::nothing,
    },
    Key {
        table: "",
        name: "style",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "House style",
        read: |reader, value| reader.table("style", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "notes",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "How notes and lists of references are written",
        read: |reader, value| reader.table("notes", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "citations",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Libraries of references, and the list of sources in each document",
        read: |reader, value| reader.table("citations", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "issue",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "The issue",
        read: |reader, value| reader.table("issue", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "abbreviations",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Abbreviations",
        read: |reader, value| reader.table("abbreviations", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "terms",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Words to avoid",
        read: |reader, value| reader.table("terms", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "gazetteer",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Your own actors and sources, in addition to the shipped ones",
        read: |reader, value| reader.table("gazetteer", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "text",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "The language of texts, and what to skip in them",
        read: |reader, value| reader.table("text", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "files",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Which files are read",
        read: |reader, value| reader.table("files", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "fix",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "Fixes",
        read: |reader, value| reader.table("fix", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "docs",
        kind: ValueKind::Table,
        default: "",
        example: "",
        about: "The rule pages",
        read: |reader, value| reader.table("docs", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "overrides",
        kind: ValueKind::Tables,
        default: "",
        example: "",
        about: "Rules, style, notes, lists of sources, terms and issue for some files; a later override takes precedence over an earlier one",
        read: Reader::overrides,
        write: values::nothing,
    },
    Key {
        table: "style",
        name: "profile",
        kind: ValueKind::Text,
        default: "",
        example: r#""jamestown""#,
        about: "The publication whose preferences for names and terms apply: jamestown, ap, guardian, un, …",
        read: Reader::profile,
        write: |shown| shown.layer.style.profile.as_ref().map(|profile| Value::from(&*profile.value)),
    },
    Key {
        table: "style",
        name: "links",
        kind: ValueKind::Choice(words::<Links>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether each source must have a link",
        read: |reader, value| reader.layer.style.links = reader.choice(value).or(reader.layer.style.links),
        write: |shown| values::word(shown.layer.style.links),
    },
    Key {
        table: "style",
        name: "placeholder-links",
        kind: ValueKind::Choice(words::<PlaceholderLinks>),
        default: r#""each""#,
        example: r#""once""#,
        about: "Whether placeholder links are reported one by one, or as one finding per article",
        read: |reader, value| {
            reader.layer.style.placeholder_links = reader.choice(value).or(reader.layer.style.placeholder_links);
        },
        write: |shown| values::word(shown.layer.style.placeholder_links),
    },
    Key {
        table: "style",
        name: "date-order",
        kind: ValueKind::Choice(words::<FormChoice<DateOrder>>),
        default: r#""auto""#,
        example: r#""day-month""#,
        about: "How dates are written: in the document's usual form, “September 21”, or “21 September”",
        read: |reader, value| reader.layer.style.date_order = reader.choice(value).or(reader.layer.style.date_order),
        write: |shown| values::word(shown.layer.style.date_order),
    },
    Key {
        table: "style",
        name: "citation-placement",
        kind: ValueKind::Choice(words::<FormChoice<CitationPlacement>>),
        default: r#""auto""#,
        example: r#""after-full-stop""#,
        about: "Where citations go: on the document's usual side of the full stop, “word (Reuters, May 9).”, or “word. (Reuters, May 9)”",
        read: |reader, value| {
            reader.layer.style.citation_placement = reader.choice(value).or(reader.layer.style.citation_placement);
        },
        write: |shown| values::word(shown.layer.style.citation_placement),
    },
    Key {
        table: "notes",
        name: "order",
        kind: ValueKind::Choice(words::<FormChoice<NoteOrder>>),
        default: r#""auto""#,
        example: r#""title-first""#,
        about: "The order of the fields in a note: the article's usual order, “Author, “Title,” Outlet, May 9, 2018”, “Outlet, “Title” (May 9, 2018)”, “Author. “Title.” Outlet. 9 May 2018. Web.”, or “Outlet (Place), May 9, 2018”",
        read: |reader, value| reader.layer.notes.order = reader.choice(value).or(reader.layer.notes.order),
        write: |shown| values::word(shown.layer.notes.order),
    },
    Key {
        table: "notes",
        name: "comma",
        kind: ValueKind::Choice(words::<FormChoice<CommaPlace>>),
        default: r#""auto""#,
        example: r#""outside""#,
        about: "Where the comma after a title goes: the article's usual place, “Title,” Outlet, or “Title”, Outlet",
        read: |reader, value| reader.layer.notes.comma = reader.choice(value).or(reader.layer.notes.comma),
        write: |shown| values::word(shown.layer.notes.comma),
    },
    Key {
        table: "notes",
        name: "final-stop",
        kind: ValueKind::Choice(words::<FormChoice<FinalStop>>),
        default: r#""auto""#,
        example: r#""never""#,
        about: "Whether notes end in a full stop: as most do in the article, always, or never",
        read: |reader, value| reader.layer.notes.final_stop = reader.choice(value).or(reader.layer.notes.final_stop),
        write: |shown| values::word(shown.layer.notes.final_stop),
    },
    Key {
        table: "notes",
        name: "placement",
        kind: ValueKind::Choice(words::<FormChoice<NotePlacement>>),
        default: r#""auto""#,
        example: r#""after""#,
        about: "Which side of a stop note marks go on: the article's usual side, after it, or before it",
        read: |reader, value| reader.layer.notes.placement = reader.choice(value).or(reader.layer.notes.placement),
        write: |shown| values::word(shown.layer.notes.placement),
    },
    Key {
        table: "notes",
        name: "repeat",
        kind: ValueKind::Choice(words::<RepeatedNotes>),
        default: r#""off""#,
        example: r#""short""#,
        about: "How a source is cited again: in any form, as Ibid. directly after its note and in a shortened form elsewhere, or always in a shortened form",
        read: |reader, value| reader.layer.notes.repeat = reader.choice(value).or(reader.layer.notes.repeat),
        write: |shown| values::word(shown.layer.notes.repeat),
    },
    Key {
        table: "notes",
        name: "titles",
        kind: ValueKind::Choice(words::<NoteTitles>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether each citation in a note needs a title",
        read: |reader, value| reader.layer.notes.titles = reader.choice(value).or(reader.layer.notes.titles),
        write: |shown| values::word(shown.layer.notes.titles),
    },
    Key {
        table: "notes",
        name: "access-dates",
        kind: ValueKind::Choice(words::<AccessDates>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether an address in a note may have the day it was visited, must have it, or must not if the source has a date",
        read: |reader, value| {
            reader.layer.notes.access_dates = reader.choice(value).or(reader.layer.notes.access_dates);
        },
        write: |shown| values::word(shown.layer.notes.access_dates),
    },
    Key {
        table: "citations",
        name: "library",
        kind: ValueKind::Files,
        default: "[]",
        example: r#"["works.bib"]"#,
        about: "Libraries of references, relative to this file: BibTeX (.bib), CSL-JSON (.json) or RIS (.ris). They supply the title, author and date of a new citation",
        read: Reader::library,
        write: |shown| values::lists(shown, ("citations", "library"), shown.config.library.as_deref()),
    },
    Key {
        table: "citations",
        name: "list",
        kind: ValueKind::Text,
        default: "",
        example: r###""## Sources""###,
        about: "The heading of the list of sources in each document: stale-source-list reports a list that does not match what is cited",
        read: |reader, value| reader.layer.list.heading = reader.heading(value).or(reader.layer.list.heading.take()),
        write: |shown| shown.layer.list.heading.as_deref().map(Value::from),
    },
    Key {
        table: "citations",
        name: "list-order",
        kind: ValueKind::Choice(words::<ListOrder>),
        default: r#""alphabetical""#,
        example: r#""cited""#,
        about: "The order of that list: alphabetical, or as the works are cited in the text",
        read: |reader, value| reader.layer.list.order = reader.choice(value).or(reader.layer.list.order),
        write: |shown| values::word(shown.layer.list.order),
    },
    Key {
        table: "issue",
        name: "date",
        kind: ValueKind::Date,
        default: "",
        example: "2018-10-10",
        about: "The issue date if neither the command line, the text nor the file name gives one",
        read: Reader::date,
        write: |shown| shown.layer.date?.to_string().parse().ok().map(Value::Datetime),
    },
    Key {
        table: "issue",
        name: "slack-days",
        kind: ValueKind::Number(MOST_SLACK),
        default: "0",
        example: "3",
        about: "How many days after the issue date a date without a year may still fall",
        read: |reader, value| {
            reader.layer.slack_days = reader.number(value, MOST_SLACK).or(reader.layer.slack_days);
        },
        write: |shown| shown.layer.slack_days.map(Value::from),
    },
    Key {
        table: "abbreviations",
        name: "common",
        kind: ValueKind::Texts,
        default: "[]",
        example: r#"["MNLA"]"#,
        about: "Abbreviations that every reader knows, and that need no definition",
        read: Reader::common,
        write: |shown| shown.config.common.as_deref().map(|common| Value::from(common.to_vec())),
    },
    Key {
        table: "terms",
        name: "discouraged",
        kind: ValueKind::Tables,
        default: "[]",
        example: r#"[{ term = "terror group", use = "armed group" }]"#,
        about: "Words to avoid, and what to write instead",
        read: Reader::discouraged,
        write: |shown| shown.layer.discouraged.as_deref().map(values::terms),
    },
    Key {
        table: "terms.discouraged",
        name: "term",
        kind: ValueKind::Text,
        default: "",
        example: r#""terror group""#,
        about: "Whole words: matched in any case if written in lower case, otherwise exactly as written",
        read: |reader, value| reader.term.term = reader.text(value),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "pattern",
        kind: ValueKind::Text,
        default: "",
        example: r#"'(?i)\bneutrali[sz]ed\b'"#,
        about: "A regular expression, instead of term",
        read: |reader, value| reader.term.pattern = reader.text(value),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "use",
        kind: ValueKind::TextOrTexts,
        default: "[]",
        example: r#""armed group""#,
        about: "What to write instead: one wording, or several with the best first",
        read: |reader, value| reader.term.instead = reader.text_or_texts(value).unwrap_or_default(),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "note",
        kind: ValueKind::Text,
        default: "",
        example: r#""say who calls it that""#,
        about: "The reason, shown with the finding",
        read: |reader, value| reader.term.note = reader.text(value).map(|note| note.value),
        write: values::nothing,
    },
    Key {
        table: "gazetteer",
        name: "actors",
        kind: ValueKind::Files,
        default: "[]",
        example: r#"["names/actors.tsv"]"#,
        about: "Files with your own actors, relative to this file",
        read: |reader, value| reader.config.actors = reader.texts(value),
        write: |shown| values::lists(shown, ("gazetteer", "actors"), shown.config.actors.as_deref()),
    },
    Key {
        table: "gazetteer",
        name: "sources",
        kind: ValueKind::Files,
        default: "[]",
        example: r#"["names/sources.tsv"]"#,
        about: "Files with your own sources, relative to this file",
        read: |reader, value| reader.config.sources = reader.texts(value),
        write: |shown| values::lists(shown, ("gazetteer", "sources"), shown.config.sources.as_deref()),
    },
    Key {
        table: "gazetteer",
        name: "reject",
        kind: ValueKind::Pairs,
        default: "[]",
        example: r#"[["Jaysh al-Islam", "Jaysh al-Adl"]]"#,
        about: "Pairs of names that are never taken for each other",
        read: Reader::reject,
        write: |shown| shown.config.reject.as_deref().map(values::pairs),
    },
    Key {
        table: "text",
        name: "language",
        kind: ValueKind::Text,
        default: "",
        example: r#""en""#,
        about: "The language of texts that do not state their own, as a language tag: en, fr, pt-BR",
        read: |reader, value| reader.config.language = reader.language(value).or(reader.config.language.take()),
        write: |shown| shown.config.language.as_deref().map(Value::from),
    },
    Key {
        table: "text",
        name: "ignore",
        kind: ValueKind::Texts,
        default: "[]",
        example: r#"['<<.*?>>']"#,
        about: "Regular expressions: matching text is not prose, and is neither read nor changed",
        read: Reader::ignore,
        write: |shown| shown.config.ignore.as_deref().map(Ignored::written).map(values::texts),
    },
    Key {
        table: "files",
        name: "extensions",
        kind: ValueKind::Texts,
        default: "[]",
        example: r#"["mdx", "qmd"]"#,
        about: "Extensions of files to read in folders, in addition to md, markdown, mdown and mkd",
        read: Reader::extensions,
        write: |shown| shown.config.extensions.as_deref().map(|extensions| Value::from(extensions.to_vec())),
    },
    Key {
        table: "files",
        name: "exclude",
        kind: ValueKind::Texts,
        default: "[]",
        example: r#"["drafts/**"]"#,
        about: "Files and folders to leave out, in addition to those in .gitignore; even if a command names them",
        read: Reader::exclude,
        write: |shown| shown.config.exclude.as_ref().map(Globs::written).map(values::texts),
    },
    Key {
        table: "fix",
        name: "never",
        kind: ValueKind::Texts,
        default: "[]",
        example: r#"["mixed-quotes"]"#,
        about: "Rules whose fixes are neither offered nor applied; the rules still report",
        read: |reader, value| reader.config.never_fixed = reader.texts(value),
        write: |shown| shown.config.never_fixed.as_deref().map(values::texts),
    },
    Key {
        table: "docs",
        name: "base",
        kind: ValueKind::Text,
        default: "",
        example: r#""https://example.org/copydesk/rules""#,
        about: "The address of the folder that contains the rule pages: SARIF and editors link to them",
        read: |reader, value| reader.config.docs = reader.docs(value).or(reader.config.docs.take()),
        write: |shown| shown.config.docs.as_deref().map(Value::from),
    },
    Key {
        table: "overrides",
        name: "paths",
        kind: ValueKind::Texts,
        default: "",
        example: r#"["archive/**"]"#,
        about: "The files: patterns relative to this file; a folder includes all files in it",
        read: Reader::paths,
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "rules",
        kind: ValueKind::Levels,
        default: "",
        example: r#"{ undated-citation = "off" }"#,
        about: "Levels, as in [rules]",
        read: Reader::rules,
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "style",
        kind: ValueKind::Table,
        default: "",
        example: r#"{ date-order = "day-month" }"#,
        about: "House style, with the keys of [style]",
        read: |reader, value| reader.table("style", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "notes",
        kind: ValueKind::Table,
        default: "",
        example: r#"{ order = "outlet-first" }"#,
        about: "Notes, with the keys of [notes]",
        read: |reader, value| reader.table("notes", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "citations",
        kind: ValueKind::Table,
        default: "",
        example: r###"{ list = "## Sources" }"###,
        about: "The list of sources, with the keys list and list-order of [citations]",
        read: |reader, value| reader.table("citations", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "terms",
        kind: ValueKind::Table,
        default: "",
        example: r#"{ discouraged = [] }"#,
        about: "Words to avoid, with the keys of [terms]",
        read: |reader, value| reader.table("terms", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "issue",
        kind: ValueKind::Table,
        default: "",
        example: r#"{ date = 2016-12-20 }"#,
        about: "The issue, with the keys of [issue]",
        read: |reader, value| reader.table("issue", value),
        write: values::nothing,
    },
];

/// The keys of a table; the empty name is the top level of the file.
pub fn of(table: &str) -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(move |key| key.table == table)
}

/// The key with that name in a table.
#[must_use]
pub fn find(table: &str, name: &str) -> Option<&'static Key> {
    of(table).find(|key| key.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_stands_once_and_in_a_table_that_exists() {
        for (n, key) in KEYS.iter().enumerate() {
            assert!(!KEYS[..n].iter().any(|k| (k.table, k.name) == (key.table, key.name)), "{key:?}");
            let parent = key.table.rsplit_once('.').unwrap_or(("", key.table));
            assert!(key.table.is_empty() || find(parent.0, parent.1).is_some(), "{key:?}");
        }
    }

    const PAGE: &str = include_str!("../../docs/configuration.md");
    const SAMPLE: &str = include_str!("../../docs/copydesk.toml");

    #[test]
    fn each_key_is_on_the_page_with_its_values_and_default() {
        for key in KEYS {
            let full = if key.table.is_empty() { key.name.to_owned() } else { format!("{}.{}", key.table, key.name) };
            let row = PAGE
                .lines()
                .find(|line| line.starts_with(&format!("| `{full}` |")))
                .unwrap_or_else(|| panic!("no row for `{full}` in docs/configuration.md"));
            let words = match key.kind {
                ValueKind::Choice(words) => words(),
                ValueKind::Levels if key.table.is_empty() => levels(),
                _ => Vec::new(),
            };
            assert!(words.iter().all(|word| row.contains(&format!("`\"{word}\"`"))), "{row}");
            assert!(key.default.is_empty() || row.ends_with(&format!("| `{}` |", key.default)), "{row}");
        }
    }

    #[test]
    fn the_page_names_no_key_that_is_not_read() {
        let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
        let mut seen = 0;
        for (full, _) in rows {
            let (table, name) = full.rsplit_once('.').unwrap_or(("", full));
            assert!(find(table, name).is_some(), "docs/configuration.md names `{full}`");
            seen += 1;
        }
        assert_eq!(seen, KEYS.len());
    }

    #[test]
    fn the_examples_on_the_page_and_the_sample_read_without_problems() {
        let blocks: Vec<&str> = PAGE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(blocks.len() > 3);
        for text in blocks.into_iter().chain([SAMPLE]) {
            assert_eq!(crate::config::Config::parse(text).1, [], "{text}");
        }
    }

    #[test]
    fn the_sample_shows_every_key() {
        for key in KEYS {
            let name = regex::escape(key.name);
            let written = regex::Regex::new(&format!(r"(?m)(^(# )?|[\[{{,]\s*){name}(\]| =)")).unwrap();
            assert!(written.is_match(SAMPLE), "{key:?}");
        }
    }

    /// A file with only this key.
    fn alone(key: &Key, value: &str) -> String {
        match key.table {
            "" => format!("{} = {value}", key.name),
            "terms.discouraged" => format!("[terms]\ndiscouraged = [{{ {} = {value} }}]", key.name),
            "overrides" => format!("[[overrides]]\n{} = {value}", key.name),
            table => format!("[{table}]\n{} = {value}", key.name),
        }
    }

    #[test]
    fn each_key_is_read() {
        // Each key rejects a value that no key takes, which shows that each one checks its value.
        for key in KEYS {
            let text = alone(key, "1.5");
            let (_, problems) = crate::config::Config::parse(&text);
            assert!(problems.iter().any(|p| p.span.of(&text) == "1.5" && p.message.contains("must be")), "{key:?}");
        }
    }

    #[test]
    fn examples_and_defaults_are_what_the_key_takes() {
        for key in KEYS {
            for value in [key.example, key.default].into_iter().filter(|value| !value.is_empty()) {
                let text = alone(key, value);
                let (_, problems) = crate::config::Config::parse(&text);
                let refused =
                    |p: &crate::config::Problem| p.message.contains("must be") || p.message.contains("unknown");
                assert!(!problems.iter().any(refused), "{text} {problems:?}");
            }
        }
    }
}
