//! Answers that reach into other files: references to an actor, its rename, additions to the publication's own lists.
//!
//! An edge knows which other documents there are and how to read them ([`OtherDocuments`], [`Files`]); what is looked for
//! in them and what changes is decided here.

use super::View;
use super::actions::Addition;
use super::rename;
use super::symbol::{self, Occurrence, Symbol};
use crate::bulletin::Bulletin;
use crate::config::{self, Config};
use crate::gazetteer::lists::reader;
use crate::gazetteer::{Actor, Gazetteer, Source};
use crate::text::{Edit, Offset, Span};
use std::path::{Path, PathBuf};

/// The documents of a workspace beside the one that is asked about.
pub trait OtherDocuments {
    /// What the edge needs of a document to show places in it.
    type Document;

    /// Calls `work` with the text, the reading and the known names of every other document that names an actor.
    fn naming<T>(&self, actor: &str, work: impl Fn(&str, &Bulletin, &Gazetteer) -> T) -> Vec<(Self::Document, T)>;
}

/// The places of a symbol in the document that is asked about, and in the others.
#[derive(Debug)]
pub struct References<D> {
    /// Those in this document.
    pub here: Vec<Occurrence>,
    /// Those in each other document.
    pub elsewhere: Vec<(D, Vec<Span>)>,
}

/// Everywhere the symbol at `offset` stands. Only actors are known across documents.
#[must_use]
pub fn references<O: OtherDocuments>(view: View<'_>, offset: Offset, others: &O) -> References<O::Document> {
    let here = symbol::occurrences_at(view, offset);
    let spans = |actor: &str, bulletin: &Bulletin, gazetteer: &Gazetteer| -> Vec<Span> {
        let number = gazetteer.number_of(actor);
        let named = bulletin.mentions.iter().filter(|mention| number.is_some() && mention.actor == number);
        named.map(|mention| mention.span).collect()
    };
    let elsewhere = match actor_at(view, offset) {
        Some(actor) => others.naming(&actor, |_, bulletin, gazetteer| spans(&actor, bulletin, gazetteer)),
        None => Vec::new(),
    };
    References { here, elsewhere }
}

/// The edits of a rename in the document that is asked about, and in the others.
#[derive(Debug)]
pub struct Renamed<D> {
    /// Those in this document.
    pub here: Vec<Edit>,
    /// Those in each other document; never empty.
    pub elsewhere: Vec<(D, Vec<Edit>)>,
}

/// The edits that give the symbol at `offset` the name `name`: an actor in all documents.
///
/// # Errors
/// A sentence that says why it cannot have that name.
pub fn rename<O: OtherDocuments>(
    view: View<'_>,
    offset: Offset,
    name: &str,
    others: &O,
) -> Result<Renamed<O::Document>, String> {
    let here = rename::rename(view, offset, name)?;
    let edits = |actor: &str, text: &str, bulletin: &Bulletin, gazetteer: &Gazetteer| -> Vec<Edit> {
        let number = gazetteer.number_of(actor);
        number.map(|number| rename::of_actor(text, bulletin, number, name.trim())).unwrap_or_default()
    };
    let mut elsewhere = match actor_at(view, offset) {
        Some(actor) => others.naming(&actor, |text, bulletin, gazetteer| edits(&actor, text, bulletin, gazetteer)),
        None => Vec::new(),
    };
    elsewhere.retain(|(_, edits)| !edits.is_empty());
    Ok(Renamed { here, elsewhere })
}

/// The id of the actor at `offset`, which other documents may name too.
#[must_use]
pub fn actor_at(view: View<'_>, offset: Offset) -> Option<String> {
    let Symbol::Actor(mention) = symbol::at(view, offset)? else { return None };
    Some(view.gazetteer.actor_of(mention.actor?)?.id.to_string())
}

/// The files of a project.
pub trait Files {
    /// Whether the configuration file at `config` may name this file, which may be the configuration itself.
    fn is_in_workspace(&self, config: &Path, path: &Path) -> bool;

    /// The present text of a file; none if it cannot be read.
    fn text(&self, path: &Path) -> Option<String>;
}

/// An edit of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file.
    pub path: PathBuf,
    /// Its present text; none if the file has to be created.
    pub text: Option<String>,
    /// What changes in it.
    pub edit: Edit,
}

/// The edits that make an addition to the lists that the configuration file at `config` names; none if they have it
/// already, or if they lie outside of the workspace. A configuration without such a list gets one, unless it extends another.
#[must_use]
pub fn add_to_lists(addition: &Addition, config: &Path, files: &impl Files) -> Option<Vec<FileEdit>> {
    if !files.is_in_workspace(config, config) {
        return None;
    }
    let text = files.text(config);
    let written = text.as_deref().unwrap_or_default();
    let (settings, _) = Config::parse(written);
    let (key, lists) = match addition {
        Addition::Reject { one, other } => {
            let edit = config::edit::reject(written, one, other)?;
            return Some(vec![FileEdit { path: config.to_owned(), text, edit }]);
        }
        Addition::Source { .. } => ("sources", settings.sources()),
        Addition::Actor { .. } => ("actors", settings.actors()),
    };
    let folder = config.parent()?;
    let with_row = |path: PathBuf| {
        let text = files.text(&path);
        let edit = row(text.as_deref().unwrap_or_default(), addition);
        FileEdit { path, text, edit }
    };
    if let Some(list) = lists.first() {
        let list = folder.join(&list.value);
        return files.is_in_workspace(config, &list).then(|| vec![with_row(list)]);
    }
    // A list of its own would hide those of the configuration that it extends.
    if settings.extends().is_some() {
        return None;
    }
    let name = format!("names/{key}.tsv");
    let named = config::edit::list(written, key, &name)?;
    Some(vec![with_row(folder.join(name)), FileEdit { path: config.to_owned(), text, edit: named }])
}

/// The edit that adds a row to the text of a list, in its own columns; the first row names them if the list is new.
fn row(text: &str, addition: &Addition) -> Edit {
    let id = |name: &str| {
        let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let plain: String = plain.collect();
        plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let written = match addition {
        Addition::Source { name, host } => {
            let hosts = host.iter().cloned().map(Into::into).collect();
            let source = Source { id: id(name).into(), name: name.clone().into(), hosts, ..Source::default() };
            reader::row_like(text, &source)
        }
        Addition::Actor { name } | Addition::Reject { one: name, .. } => {
            let actor = Actor { id: id(name).into(), name: name.clone().into(), ..Actor::default() };
            reader::row_like(text, &actor)
        }
    };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
    Edit::insert(Span::at(0..text.len()).end, format!("{gap}{}", written.replace('\n', line_end)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, place};
    use super::*;
    use crate::text::edits::apply;
    use std::collections::BTreeMap;

    /// Other documents, by name.
    struct Others(Vec<(&'static str, &'static str)>);

    impl OtherDocuments for Others {
        type Document = &'static str;

        fn naming<T>(&self, _: &str, work: impl Fn(&str, &Bulletin, &Gazetteer) -> T) -> Vec<(&'static str, T)> {
            let one = |(name, text): &(&'static str, &'static str)| {
                (*name, ask(text, |view| work(view.text, &view.checked.bulletin, view.gazetteer)))
            };
            self.0.iter().map(one).collect()
        }
    }

    #[test]
    fn an_actor_is_found_and_renamed_in_all_documents() {
        let others = Others(vec![("a.md", "Al-Shabaab left. “Al-Shabaab lives,” they said."), ("b.md", "Rain fell.")]);
        let text = "Men of al-Shabaab came.";
        ask(text, |view| {
            let at = place(text, "al-Shabaab").start;
            let found = references(view, at, &others);
            assert_eq!(found.here.len(), 1);
            assert_eq!(
                found.elsewhere.iter().map(|(name, spans)| (*name, spans.len())).collect::<Vec<_>>(),
                [("a.md", 2), ("b.md", 0)]
            );
            let renamed = rename(view, at, "the Youth", &others).expect("a name");
            assert_eq!(apply(text, &renamed.here), "Men of the Youth came.");
            assert_eq!(renamed.elsewhere.len(), 1);
            let (name, edits) = &renamed.elsewhere[0];
            assert_eq!(
                (*name, apply(others.0[0].1, edits)),
                ("a.md", "The Youth left. “Al-Shabaab lives,” they said.".to_owned())
            );
            // What is no actor stays in its document.
            assert!(references(view, 0, &others).elsewhere.is_empty());
        });
    }

    struct Folder(BTreeMap<&'static str, &'static str>);

    impl Files for Folder {
        fn is_in_workspace(&self, _: &Path, path: &Path) -> bool {
            path.starts_with("w") && !path.starts_with("w/..")
        }

        fn text(&self, path: &Path) -> Option<String> {
            Some((*self.0.get(path.to_str()?)?).to_owned())
        }
    }

    /// The edits for an addition in a folder with these files, each as the file's name and its new text.
    fn added(files: &[(&'static str, &'static str)], addition: &Addition) -> Option<Vec<(String, String)>> {
        let folder = Folder(files.iter().copied().collect());
        let edits = add_to_lists(addition, Path::new("w/copydesk.toml"), &folder)?;
        let after = |edit: FileEdit| {
            let text = apply(edit.text.as_deref().unwrap_or_default(), &[edit.edit]);
            (edit.path.to_str().expect("a name").to_owned(), text)
        };
        Some(edits.into_iter().map(after).collect())
    }

    #[test]
    fn a_row_is_added_in_the_columns_of_the_list() {
        let source = Addition::Source { name: "The Zongo Paper".to_owned(), host: Some("zongo.net".to_owned()) };
        let config = ("w/copydesk.toml", "[gazetteer]\nsources = ['names/ours.csv']\n");
        let row = |list| added(&[config, ("w/names/ours.csv", list)], &source).expect("edits");
        let ours = |text: &str| vec![("w/names/ours.csv".to_owned(), text.to_owned())];
        assert_eq!(
            row("name,hosts,id\nA,a.net,a"),
            ours("name,hosts,id\nA,a.net,a\nThe Zongo Paper,zongo.net,the-zongo-paper\n")
        );
        let outside = ("w/copydesk.toml", "[gazetteer]\nsources = ['../ours.csv']\n");
        assert_eq!(added(&[outside], &source), None);
        assert_eq!(row("name,id\r\nA,a\r\n"), ours("name,id\r\nA,a\r\nThe Zongo Paper,the-zongo-paper\r\n"));
    }

    #[test]
    fn a_configuration_without_a_list_gets_one() {
        let actor = Addition::Actor { name: "Hashd".to_owned() };
        // One that extends another would hide the other's.
        assert_eq!(added(&[("w/copydesk.toml", "extends = '../house.toml'\n")], &actor), None);
        for files in [&[("w/copydesk.toml", "[style]\n")][..], &[]] {
            let edits = added(files, &actor).expect("edits");
            let (name, text) = &edits[0];
            assert!(
                name == "w/names/actors.tsv" && text.starts_with("id\tname\t") && text.contains("\nhashd\tHashd\t"),
                "{text}"
            );
            assert_eq!(edits[1].0, "w/copydesk.toml");
            assert!(edits[1].1.ends_with("[gazetteer]\nactors = [\"names/actors.tsv\"]\n"), "{}", edits[1].1);
        }
    }

    #[test]
    fn two_names_are_told_apart_once() {
        let reject = Addition::Reject { one: "Hamza".to_owned(), other: "Hamas".to_owned() };
        let edits = added(&[("w/copydesk.toml", "")], &reject).expect("edits");
        assert_eq!(edits[0].1, "[gazetteer]\nreject = [[\"Hamza\", \"Hamas\"]]\n");
        assert_eq!(added(&[("w/copydesk.toml", "[gazetteer]\nreject = [['Hamas', 'Hamza']]\n")], &reject), None);
    }
}
