//! The record behind a name or a source: which of the publication's lists contains it, or what the built-in lists say.

use super::View;
use super::across_files::Files;
use super::records::RecordKind;
use super::symbol::{self, Symbol};
use crate::config::Config;
use crate::gazetteer::lists::column::{Record, Row};
use crate::gazetteer::lists::{reader, toml};
use crate::gazetteer::{Actor, Gazetteer, Source};
use crate::text::{Offset, Span};
use std::path::{Path, PathBuf};

/// A record of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Whether it is an actor or a source.
    pub what: RecordKind,
    /// Its id.
    pub id: String,
}

/// The place of a record in a publication's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRecord {
    /// The list.
    pub path: PathBuf,
    /// The whole text of the list.
    pub text: String,
    /// The record.
    pub span: Span,
}

/// The record of the actor or source at `offset`. Something that the article itself defines has its definition there.
#[must_use]
pub fn at(view: View<'_>, offset: Offset) -> Option<Listed> {
    match symbol::at(view, offset)? {
        Symbol::Actor(mention) => {
            Some(Listed { what: RecordKind::Actor, id: mention.actor(view.gazetteer)?.id.to_string() })
        }
        Symbol::Item(item) if !item.kind().points_back() => {
            let name = item.source.map(|source| source.of(view.text)).unwrap_or_default();
            let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let source = view.gazetteer.source_of(&words, item.url(view.text), &[])?;
            Some(Listed { what: RecordKind::Source, id: source.id.to_string() })
        }
        _ => None,
    }
}

/// Where the publication's own lists, named in the configuration at `config`, contain a record.
#[must_use]
pub fn in_own_lists(listed: &Listed, config: &Path, files: &impl Files) -> Option<OwnRecord> {
    let (settings, _) = Config::parse(&files.text(config)?);
    let lists = match listed.what {
        RecordKind::Actor => settings.actors(),
        RecordKind::Source => settings.sources(),
    };
    lists.iter().find_map(|list| {
        let path = config.parent()?.join(&list.value);
        let text = files.is_in_workspace(config, &path).then(|| files.text(&path))??;
        let span = match listed.what {
            RecordKind::Actor => row(&text, |actor: &Actor| *actor.id == listed.id),
            RecordKind::Source => row(&text, |source: &Source| *source.id == listed.id),
        }?;
        Some(OwnRecord { path, text, span })
    })
}

fn row<R: Record>(list: &str, is_meant: impl Fn(&R) -> bool) -> Option<Span> {
    let (rows, _) = reader::read::<R>(list);
    rows.iter().find(|row: &&Row<R>| is_meant(&row.record)).map(|row| row.span)
}

/// A record for reading in an editor: in the form of a TOML list, so that it can be copied into one.
#[must_use]
pub fn page(listed: &Listed, gazetteer: &Gazetteer) -> Option<String> {
    let record = match listed.what {
        RecordKind::Actor => toml::write([gazetteer.actor(&listed.id)?]),
        RecordKind::Source => toml::write([gazetteer.source(&listed.id)?]),
    };
    let key = match listed.what {
        RecordKind::Actor => Actor::LIST,
        RecordKind::Source => Source::LIST,
    };
    Some(format!(
        "# As copydesk knows it. This page cannot be changed: to say otherwise, copy the record into\n\
         # a list of your own, which `gazetteer.{key}` in copydesk.toml names, and change it there.\n\n{record}"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, place};
    use super::*;

    struct House(&'static [(&'static str, &'static str)]);

    impl Files for House {
        fn is_in_workspace(&self, _: &Path, path: &Path) -> bool {
            path.starts_with("w") && !path.starts_with("w/..")
        }

        fn text(&self, path: &Path) -> Option<String> {
            let found = self.0.iter().find(|(name, _)| Path::new(name) == path)?;
            Some(found.1.to_owned())
        }
    }

    const TEXT: &str =
        "Men of al-Shabaab and the Rapid Response Unit (RRU) left (Dawn, May 9; The Zed, May 8). The RRU came.";

    fn listed(words: &str) -> Option<Listed> {
        ask(TEXT, |view| at(view, place(TEXT, words).start))
    }

    #[test]
    fn listed_names_and_sources_have_a_record() {
        let found = |words: &str| listed(words).map(|it| (it.what, it.id));
        assert_eq!(found("al-Shabaab"), Some((RecordKind::Actor, "al-shabaab".to_owned())));
        assert_eq!(found("Dawn"), Some((RecordKind::Source, "dawn".to_owned())));
        for words in ["The Zed", "RRU came", "left"] {
            assert_eq!(found(words), None, "{words}");
        }
    }

    #[test]
    fn a_page_can_be_read_as_a_list() {
        let gazetteer = Gazetteer::shipped();
        for what in ["al-Shabaab", "Dawn"] {
            let listed = listed(what).expect("a record");
            let page = page(&listed, &gazetteer).expect("a page");
            let ids: Vec<String> = match listed.what {
                RecordKind::Actor => {
                    reader::read::<Actor>(&page).0.iter().map(|row| row.record.id.to_string()).collect()
                }
                RecordKind::Source => {
                    reader::read::<Source>(&page).0.iter().map(|row| row.record.id.to_string()).collect()
                }
            };
            assert_eq!(ids, [listed.id], "{page}");
        }
    }

    #[test]
    fn the_house_s_own_record_stands_in_its_list() {
        let listed = listed("al-Shabaab").expect("a record");
        let config = Path::new("w/copydesk.toml");
        let own = |list: &'static str| {
            let files = [("w/copydesk.toml", "[gazetteer]\nactors = ['a.tsv', 'b.tsv']\n"), ("w/b.tsv", list)];
            let files: &'static [(&str, &str)] = Box::leak(Box::new(files));
            in_own_lists(&listed, config, &House(files)).map(|own| own.span.of(&own.text).to_owned())
        };
        assert_eq!(own("id\tname\nx\tX\nal-shabaab\tThe Youth\n").as_deref(), Some("al-shabaab\tThe Youth"));
        assert_eq!(own("id\tname\nx\tX\n"), None);
        let outside = House(&[("w/copydesk.toml", "[gazetteer]\nactors = ['../a.tsv']\n")]);
        assert_eq!(in_own_lists(&listed, config, &outside), None);
    }
}
