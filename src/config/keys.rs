//! The keys of the configuration file: name, type, default, documentation, and how each is parsed.

use super::read::Reader;
use super::{
    AccessDates, Choice, CitationPlacement, CommaPlace, DateOrder, FinalStop, FormChoice, Globs, Ignored, Links,
    NoteOrder, NotePlacement, NoteTitles, PlaceholderLinks, RepeatedNotes, values,
};
use toml::Value;

pub use super::read::{Key, Kind};
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
        kind: Kind::Text,
        default: "",
        example: r#""../house/copydesk.toml""#,
        about: "Another configuration, relative to this file: its keys hold where this file is silent",
        read: Reader::extends,
        write: values::nothing,
    },
    Key {
        table: "",
        name: "rules",
        kind: Kind::Levels,
        default: "",
        example: "",
        about: "The level of each rule: error, warning, info, hint or off. A rule that is not named keeps its own; a family, \
                such as citations, is all its rules that are on",
        read: Reader::rules,
        write: values::nothing,
    },
    Key {
        table: "",
        name: "style",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "House style",
        read: |reader, value| reader.table("style", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "notes",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "How notes and lists of references are written",
        read: |reader, value| reader.table("notes", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "citations",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "What is known of the works that are cited",
        read: |reader, value| reader.table("citations", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "issue",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "The issue",
        read: |reader, value| reader.table("issue", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "abbreviations",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "Abbreviations",
        read: |reader, value| reader.table("abbreviations", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "terms",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "Words",
        read: |reader, value| reader.table("terms", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "gazetteer",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "The house's own actors and sources, beside the shipped ones",
        read: |reader, value| reader.table("gazetteer", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "text",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "What is read of a text",
        read: |reader, value| reader.table("text", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "files",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "Which files are read",
        read: |reader, value| reader.table("files", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "fix",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "Fixes",
        read: |reader, value| reader.table("fix", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "docs",
        kind: Kind::Table,
        default: "",
        example: "",
        about: "The pages of the rules",
        read: |reader, value| reader.table("docs", value),
        write: values::nothing,
    },
    Key {
        table: "",
        name: "overrides",
        kind: Kind::Tables,
        default: "",
        example: "",
        about: "Rules, style, terms and issue for some files; a later override wins over an earlier one",
        read: Reader::overrides,
        write: values::nothing,
    },
    Key {
        table: "style",
        name: "profile",
        kind: Kind::Text,
        default: "",
        example: r#""jamestown""#,
        about: "The house whose preferences for names and terms hold: jamestown, ap, guardian, un, …",
        read: Reader::profile,
        write: |shown| shown.layer.style.profile.as_ref().map(|profile| Value::from(&*profile.value)),
    },
    Key {
        table: "style",
        name: "links",
        kind: Kind::Choice(words::<Links>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether each source must carry a link",
        read: |reader, value| reader.layer.style.links = reader.choice(value).or(reader.layer.style.links),
        write: |shown| values::word(shown.layer.style.links),
    },
    Key {
        table: "style",
        name: "placeholder-links",
        kind: Kind::Choice(words::<PlaceholderLinks>),
        default: r#""each""#,
        example: r#""once""#,
        about: "Whether each placeholder link is reported for itself, or those of an article as one finding",
        read: |reader, value| {
            reader.layer.style.placeholder_links = reader.choice(value).or(reader.layer.style.placeholder_links);
        },
        write: |shown| values::word(shown.layer.style.placeholder_links),
    },
    Key {
        table: "style",
        name: "date-order",
        kind: Kind::Choice(words::<FormChoice<DateOrder>>),
        default: r#""auto""#,
        example: r#""day-month""#,
        about: "How dates are written: as each document mostly does, “September 21”, or “21 September”",
        read: |reader, value| reader.layer.style.date_order = reader.choice(value).or(reader.layer.style.date_order),
        write: |shown| values::word(shown.layer.style.date_order),
    },
    Key {
        table: "style",
        name: "citation-placement",
        kind: Kind::Choice(words::<FormChoice<CitationPlacement>>),
        default: r#""auto""#,
        example: r#""after-full-stop""#,
        about: "Where a citation stands: as in most of each document, “word (Reuters, May 9).”, or “word. (Reuters, May 9)”",
        read: |reader, value| {
            reader.layer.style.citation_placement = reader.choice(value).or(reader.layer.style.citation_placement);
        },
        write: |shown| values::word(shown.layer.style.citation_placement),
    },
    Key {
        table: "notes",
        name: "order",
        kind: Kind::Choice(words::<FormChoice<NoteOrder>>),
        default: r#""auto""#,
        example: r#""title-first""#,
        about: "The order of the fields in a note: as in most of each article, “Author, “Title,” Outlet, May 9, 2018”, “Outlet, “Title” (May 9, 2018)”, “Author. “Title.” Outlet. 9 May 2018. Web.”, or “Outlet (Place), May 9, 2018”",
        read: |reader, value| reader.layer.notes.order = reader.choice(value).or(reader.layer.notes.order),
        write: |shown| values::word(shown.layer.notes.order),
    },
    Key {
        table: "notes",
        name: "comma",
        kind: Kind::Choice(words::<FormChoice<CommaPlace>>),
        default: r#""auto""#,
        example: r#""outside""#,
        about: "The comma behind a title: as in most of each article, “Title,” Outlet, or “Title”, Outlet",
        read: |reader, value| reader.layer.notes.comma = reader.choice(value).or(reader.layer.notes.comma),
        write: |shown| values::word(shown.layer.notes.comma),
    },
    Key {
        table: "notes",
        name: "final-stop",
        kind: Kind::Choice(words::<FormChoice<FinalStop>>),
        default: r#""auto""#,
        example: r#""never""#,
        about: "Whether notes end in a full stop: as in most of each article, always, or never",
        read: |reader, value| reader.layer.notes.final_stop = reader.choice(value).or(reader.layer.notes.final_stop),
        write: |shown| values::word(shown.layer.notes.final_stop),
    },
    Key {
        table: "notes",
        name: "placement",
        kind: Kind::Choice(words::<FormChoice<NotePlacement>>),
        default: r#""auto""#,
        example: r#""after""#,
        about: "On which side of a stop the marks of notes stand: as in most of each article, after it, or before it",
        read: |reader, value| reader.layer.notes.placement = reader.choice(value).or(reader.layer.notes.placement),
        write: |shown| values::word(shown.layer.notes.placement),
    },
    Key {
        table: "notes",
        name: "repeat",
        kind: Kind::Choice(words::<RepeatedNotes>),
        default: r#""off""#,
        example: r#""short""#,
        about: "What stands where a full note comes again: anything, Ibid. right behind it and a shortened form elsewhere, or a shortened form",
        read: |reader, value| reader.layer.notes.repeat = reader.choice(value).or(reader.layer.notes.repeat),
        write: |shown| values::word(shown.layer.notes.repeat),
    },
    Key {
        table: "notes",
        name: "titles",
        kind: Kind::Choice(words::<NoteTitles>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether each citation in a note needs a title",
        read: |reader, value| reader.layer.notes.titles = reader.choice(value).or(reader.layer.notes.titles),
        write: |shown| values::word(shown.layer.notes.titles),
    },
    Key {
        table: "notes",
        name: "access-dates",
        kind: Kind::Choice(words::<AccessDates>),
        default: r#""optional""#,
        example: r#""required""#,
        about: "Whether an address in a note needs the day on which it was visited, may have it, or must not where the source has a date",
        read: |reader, value| {
            reader.layer.notes.access_dates = reader.choice(value).or(reader.layer.notes.access_dates);
        },
        write: |shown| values::word(shown.layer.notes.access_dates),
    },
    Key {
        table: "citations",
        name: "library",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["works.bib"]"#,
        about: "Libraries of references, relative to this file: BibTeX (.bib), CSL-JSON (.json) or RIS (.ris). They give a new citation its title, author and date",
        read: |reader, value| reader.config.library = reader.texts(value),
        write: |shown| values::lists(shown, ("citations", "library"), shown.config.library.as_deref()),
    },
    Key {
        table: "issue",
        name: "date",
        kind: Kind::Date,
        default: "",
        example: "2018-10-10",
        about: "The issue date where neither the command line, the text nor the file name gives one",
        read: Reader::date,
        write: |shown| shown.layer.date?.to_string().parse().ok().map(Value::Datetime),
    },
    Key {
        table: "issue",
        name: "slack-days",
        kind: Kind::Number(MOST_SLACK),
        default: "0",
        example: "3",
        about: "Days after the issue date that a date without a year may still mean",
        read: |reader, value| {
            reader.layer.slack_days = reader.number(value, MOST_SLACK).or(reader.layer.slack_days);
        },
        write: |shown| shown.layer.slack_days.map(Value::from),
    },
    Key {
        table: "abbreviations",
        name: "common",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["MNLA"]"#,
        about: "Abbreviations that every reader knows: they need no definition",
        read: Reader::common,
        write: |shown| shown.config.common.as_deref().map(|common| Value::from(common.to_vec())),
    },
    Key {
        table: "terms",
        name: "discouraged",
        kind: Kind::Tables,
        default: "[]",
        example: r#"[{ term = "terror group", use = "armed group" }]"#,
        about: "Words the house does not want, and what to write instead",
        read: Reader::discouraged,
        write: |shown| shown.layer.discouraged.as_deref().map(values::terms),
    },
    Key {
        table: "terms.discouraged",
        name: "term",
        kind: Kind::Text,
        default: "",
        example: r#""terror group""#,
        about: "Whole words; in any case where written small, else as written",
        read: |reader, value| reader.term.term = reader.text(value),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "pattern",
        kind: Kind::Text,
        default: "",
        example: r#"'(?i)\bneutrali[sz]ed\b'"#,
        about: "A regular expression, in place of term",
        read: |reader, value| reader.term.pattern = reader.text(value),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "use",
        kind: Kind::TextOrTexts,
        default: "[]",
        example: r#""armed group""#,
        about: "What to write instead: one text, or several with the best first",
        read: |reader, value| reader.term.instead = reader.text_or_texts(value).unwrap_or_default(),
        write: values::nothing,
    },
    Key {
        table: "terms.discouraged",
        name: "note",
        kind: Kind::Text,
        default: "",
        example: r#""say who calls it that""#,
        about: "Why, shown with the finding",
        read: |reader, value| reader.term.note = reader.text(value).map(|note| note.value),
        write: values::nothing,
    },
    Key {
        table: "gazetteer",
        name: "actors",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["names/actors.tsv"]"#,
        about: "Files with the house's actors, relative to this file",
        read: |reader, value| reader.config.actors = reader.texts(value),
        write: |shown| values::lists(shown, ("gazetteer", "actors"), shown.config.actors.as_deref()),
    },
    Key {
        table: "gazetteer",
        name: "sources",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["names/sources.tsv"]"#,
        about: "Files with the house's sources, relative to this file",
        read: |reader, value| reader.config.sources = reader.texts(value),
        write: |shown| values::lists(shown, ("gazetteer", "sources"), shown.config.sources.as_deref()),
    },
    Key {
        table: "gazetteer",
        name: "reject",
        kind: Kind::Pairs,
        default: "[]",
        example: r#"[["Jaysh al-Islam", "Jaysh al-Adl"]]"#,
        about: "Pairs of names that are never taken for one another",
        read: Reader::reject,
        write: |shown| shown.config.reject.as_deref().map(values::pairs),
    },
    Key {
        table: "text",
        name: "language",
        kind: Kind::Text,
        default: "",
        example: r#""en""#,
        about: "The language of texts that do not name their own, as a language tag: en, fr, pt-BR",
        read: |reader, value| reader.config.language = reader.language(value).or(reader.config.language.take()),
        write: |shown| shown.config.language.as_deref().map(Value::from),
    },
    Key {
        table: "text",
        name: "ignore",
        kind: Kind::Texts,
        default: "[]",
        example: r#"['<<.*?>>']"#,
        about: "Regular expressions: what matches is not prose, and is neither read nor changed",
        read: Reader::ignore,
        write: |shown| shown.config.ignore.as_deref().map(Ignored::written).map(values::texts),
    },
    Key {
        table: "files",
        name: "extensions",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["mdx", "qmd"]"#,
        about: "Extensions of the files that are read in folders, beside md, markdown, mdown and mkd",
        read: Reader::extensions,
        write: |shown| shown.config.extensions.as_deref().map(|extensions| Value::from(extensions.to_vec())),
    },
    Key {
        table: "files",
        name: "exclude",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["drafts/**"]"#,
        about: "Files and folders to leave out, beside those that .gitignore names; also where a command names them",
        read: Reader::exclude,
        write: |shown| shown.config.exclude.as_ref().map(Globs::written).map(values::texts),
    },
    Key {
        table: "fix",
        name: "never",
        kind: Kind::Texts,
        default: "[]",
        example: r#"["mixed-quotes"]"#,
        about: "Rules whose fixes are neither offered nor applied; they report as ever",
        read: |reader, value| reader.config.never_fixed = reader.texts(value),
        write: |shown| shown.config.never_fixed.as_deref().map(values::texts),
    },
    Key {
        table: "docs",
        name: "base",
        kind: Kind::Text,
        default: "",
        example: r#""https://example.org/copydesk/rules""#,
        about: "The address of the folder in which the pages of the rules lie: SARIF and editors link to them",
        read: |reader, value| reader.config.docs = reader.docs(value).or(reader.config.docs.take()),
        write: |shown| shown.config.docs.as_deref().map(Value::from),
    },
    Key {
        table: "overrides",
        name: "paths",
        kind: Kind::Texts,
        default: "",
        example: r#"["archive/**"]"#,
        about: "The files: patterns relative to this file; a folder takes all files in it",
        read: Reader::paths,
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "rules",
        kind: Kind::Levels,
        default: "",
        example: r#"{ undated-citation = "off" }"#,
        about: "Levels, as in [rules]",
        read: Reader::rules,
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "style",
        kind: Kind::Table,
        default: "",
        example: r#"{ date-order = "day-month" }"#,
        about: "House style, with the keys of [style]",
        read: |reader, value| reader.table("style", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "notes",
        kind: Kind::Table,
        default: "",
        example: r#"{ order = "outlet-first" }"#,
        about: "Notes, with the keys of [notes]",
        read: |reader, value| reader.table("notes", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "terms",
        kind: Kind::Table,
        default: "",
        example: r#"{ discouraged = [] }"#,
        about: "Words, with the keys of [terms]",
        read: |reader, value| reader.table("terms", value),
        write: values::nothing,
    },
    Key {
        table: "overrides",
        name: "issue",
        kind: Kind::Table,
        default: "",
        example: r#"{ date = 2016-12-20 }"#,
        about: "The issue, with the keys of [issue]",
        read: |reader, value| reader.table("issue", value),
        write: values::nothing,
    },
];

/// The keys of a table; the empty name is the top of the file.
pub fn of(table: &str) -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(move |key| key.table == table)
}

/// The key of that name in a table.
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
                Kind::Choice(words) => words(),
                Kind::Levels if key.table.is_empty() => levels(),
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

    /// A file in which only this key stands.
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
        // A value that no key takes is refused by each, which shows that each looks at its value.
        for key in KEYS {
            let text = alone(key, "1.5");
            let (_, problems) = crate::config::Config::parse(&text);
            assert!(problems.iter().any(|p| p.span.of(&text) == "1.5" && p.message.contains("wanted")), "{key:?}");
        }
    }

    #[test]
    fn examples_and_defaults_are_what_the_key_takes() {
        for key in KEYS {
            for value in [key.example, key.default].into_iter().filter(|value| !value.is_empty()) {
                let text = alone(key, value);
                let (_, problems) = crate::config::Config::parse(&text);
                let refused =
                    |p: &crate::config::Problem| p.message.contains("wanted") || p.message.contains("unknown");
                assert!(!problems.iter().any(refused), "{text} {problems:?}");
            }
        }
    }
}
