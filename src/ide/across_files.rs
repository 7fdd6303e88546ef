//! Answers that involve other files: references to an actor, renaming it, additions to the publication’s own lists.
//!
//! An edge knows which other documents there are and how to read them ([`OtherDocuments`], [`Files`]); what to look for
//! in them, and what to change, is decided here.

use super::View;
use super::accept_spelling::with_actor;
use super::addition::Addition;
use super::records::fresh_id;
use super::rename;
use super::symbol::{self, Occurrence, Symbol};
use crate::bulletin::Bulletin;
use crate::config::{self, Config};
use crate::gazetteer::lists::{reader, validate};
use crate::gazetteer::{Actor, Gazetteer, Source};
use crate::text::edits::apply;
use crate::text::{Edit, Offset, Span, diff};
use std::path::{Path, PathBuf};

/// The documents of a workspace other than the current one.
pub trait OtherDocuments {
    /// What the edge needs to show places in a document.
    type Document;

    /// Calls `work` with the text, the bulletin and the gazetteer of every other document that names the actor.
    fn naming<T>(&self, actor: &str, work: impl Fn(&str, &Bulletin, &Gazetteer) -> T) -> Vec<(Self::Document, T)>;
}

/// The occurrences of a symbol in the current document and in the others.
#[derive(Debug)]
pub struct References<D> {
    /// Those in this document.
    pub here: Vec<Occurrence>,
    /// Those in each other document.
    pub elsewhere: Vec<(D, Vec<Span>)>,
}

/// All occurrences of the symbol at `offset`. Only actors are known across documents.
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

/// The edits of a rename in the current document and in the others.
#[derive(Debug)]
pub struct Renamed<D> {
    /// Those in this document.
    pub here: Vec<Edit>,
    /// Those in each other document.
    pub elsewhere: Vec<RenamedElsewhere<D>>,
}

/// The edits of a rename in another document.
#[derive(Debug)]
pub struct RenamedElsewhere<D> {
    /// The document.
    pub document: D,
    /// What changes; never empty.
    pub edits: Vec<Edit>,
    /// Whether its issue date precedes that of the current document: it was printed with the old name.
    pub is_earlier: bool,
}

/// The edits that rename the symbol at `offset` to `name`, for an actor in all documents.
///
/// # Errors
/// A sentence that states why it cannot have that name.
pub fn rename<O: OtherDocuments>(
    view: View<'_>,
    offset: Offset,
    name: &str,
    others: &O,
) -> Result<Renamed<O::Document>, String> {
    let here = rename::rename(view, offset, name)?;
    let date = view.checked.bulletin.issue.date;
    let edits = |actor: &str, text: &str, bulletin: &Bulletin, gazetteer: &Gazetteer| -> (Vec<Edit>, bool) {
        let number = gazetteer.number_of(actor);
        let edits = number.map(|number| rename::of_actor(text, bulletin, number, name.trim())).unwrap_or_default();
        let is_earlier = date.zip(bulletin.issue.date).is_some_and(|(here, there)| there < here);
        (edits, is_earlier)
    };
    let found = match actor_at(view, offset) {
        Some(actor) => others.naming(&actor, |text, bulletin, gazetteer| edits(&actor, text, bulletin, gazetteer)),
        None => Vec::new(),
    };
    let changed = found.into_iter().filter(|(_, (edits, _))| !edits.is_empty());
    let elsewhere =
        changed.map(|(document, (edits, is_earlier))| RenamedElsewhere { document, edits, is_earlier }).collect();
    Ok(Renamed { here, elsewhere })
}

/// The id of the actor at `offset`, which other documents may also name.
#[must_use]
pub fn actor_at(view: View<'_>, offset: Offset) -> Option<String> {
    let Symbol::Actor(mention) = symbol::at(view, offset)? else { return None };
    Some(view.gazetteer.actor_of(mention.actor?)?.id.to_string())
}

/// The files of a project.
pub trait Files {
    /// Whether the configuration file at `config` may name this file, which may be the configuration itself.
    fn is_in_workspace(&self, config: &Path, path: &Path) -> bool;

    /// The current text of a file; `None` if it cannot be read.
    fn text(&self, path: &Path) -> Option<String>;
}

/// An edit of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file.
    pub path: PathBuf,
    /// Its current text; `None` if the file must be created.
    pub text: Option<String>,
    /// What changes in it.
    pub edit: Edit,
}

/// The edits that make an addition to the lists named in the configuration file at `config`. If the configuration names
/// no such list, one is created, unless it extends another configuration.
///
/// # Errors
/// A sentence that states why it cannot be made: the lists already contain it, or are outside the workspace.
pub fn add_to_lists(
    addition: &Addition,
    config: &Path,
    files: &impl Files,
    gazetteer: &Gazetteer,
) -> Result<Vec<FileEdit>, String> {
    const OUTSIDE: &str = "The house’s lists lie outside of this workspace.";
    if !files.is_in_workspace(config, config) {
        return Err(OUTSIDE.to_owned());
    }
    let text = files.text(config);
    let written = text.as_deref().unwrap_or_default();
    let (settings, _) = Config::parse(written);
    let in_config = |edit: Option<Edit>, why: &str| match edit {
        Some(edit) => Ok(vec![FileEdit { path: config.to_owned(), text: text.clone(), edit }]),
        None => Err(why.to_owned()),
    };
    let (key, lists) = match addition {
        Addition::Reject { one, other } => {
            return in_config(config::edit::reject(written, one, other), "The configuration says so already.");
        }
        Addition::TurnOff { rule } => {
            return in_config(config::edit::turn_off(written, rule), "The configuration says so already.");
        }
        Addition::Source(_) => ("sources", settings.sources()),
        Addition::Actor(_) | Addition::Accept(_) => ("actors", settings.actors()),
    };
    let folder = config.parent().ok_or(OUTSIDE)?;
    let with_record = |path: PathBuf| -> Result<FileEdit, String> {
        let text = files.text(&path);
        let edit = record(text.as_deref().unwrap_or_default(), addition, gazetteer)?;
        Ok(FileEdit { path, text, edit })
    };
    if let Some(list) = lists.first() {
        let list = folder.join(&list.value);
        return if files.is_in_workspace(config, &list) {
            Ok(vec![with_record(list)?])
        } else {
            Err(OUTSIDE.to_owned())
        };
    }
    // A list of its own would hide those of the configuration that it extends.
    if settings.extends().is_some() {
        return Err("The configuration extends another one: add the name to the lists of that one.".to_owned());
    }
    let name = format!("names/{key}.tsv");
    let named = config::edit::list(written, key, &name).ok_or("The configuration has a fault: mend it first.")?;
    Ok(vec![with_record(folder.join(name))?, FileEdit { path: config.to_owned(), text, edit: named }])
}

/// The edit that adds a record to the text of a list, with the list’s columns; a new list gets a first row that names
/// them.
///
/// # Errors
/// A sentence that states what would be wrong with the list.
fn record(text: &str, addition: &Addition, gazetteer: &Gazetteer) -> Result<Edit, String> {
    let appended = |written: String| {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
        Edit::insert(Span::at(0..text.len()).end, format!("{gap}{}", written.replace('\n', line_end)))
    };
    let shipped = Gazetteer::shipped();
    let (edit, faults): (Edit, FindFaults) = match addition {
        Addition::Source(source) => {
            let (rows, _) = reader::read::<Source>(text);
            let taken = |id: &str| gazetteer.source(id).is_some() || rows.iter().any(|row| *row.record.id == *id);
            let source = Source { id: fresh_id(&source.name, "source", taken).into(), ..source.clone() };
            (appended(reader::row_like(text, &source)), source_faults)
        }
        Addition::Actor(actor) => {
            let (rows, _) = reader::read::<Actor>(text);
            let taken = |id: &str| gazetteer.actor(id).is_some() || rows.iter().any(|row| *row.record.id == *id);
            let actor = Actor { id: fresh_id(&actor.name, "actor", taken).into(), ..actor.clone() };
            (appended(reader::row_like(text, &actor)), actor_faults)
        }
        Addition::Accept(actor) => {
            let edits = diff::edits(text, &with_actor(text, actor));
            let edit = match <[Edit; 1]>::try_from(edits) {
                Ok([edit]) => edit,
                Err(_) => Edit::replace(Span::at(0..text.len()), with_actor(text, actor)),
            };
            (edit, actor_faults)
        }
        Addition::Reject { .. } | Addition::TurnOff { .. } => return Err("That is not a record of a list.".to_owned()),
    };
    let before = faults(text, &shipped);
    let after = faults(&apply(text, std::slice::from_ref(&edit)), &shipped);
    match after.into_iter().find(|fault| !before.contains(fault)) {
        Some(fault) => Err(format!("The list would have a fault: {fault}.")),
        None => Ok(edit),
    }
}

/// Finds the faults in a list that extends the shipped one.
type FindFaults = fn(&str, &Gazetteer) -> Vec<String>;

fn actor_faults(list: &str, shipped: &Gazetteer) -> Vec<String> {
    let (rows, problems) = reader::read::<Actor>(list);
    let found = validate::actors(&rows, &shipped.actors());
    problems.into_iter().chain(found).map(|problem| problem.message).collect()
}

fn source_faults(list: &str, shipped: &Gazetteer) -> Vec<String> {
    let (rows, problems) = reader::read::<Source>(list);
    let found = validate::sources(&rows, &shipped.sources());
    problems.into_iter().chain(found).map(|problem| problem.message).collect()
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
            let changed = &renamed.elsewhere[0];
            assert_eq!(
                (changed.document, apply(others.0[0].1, &changed.edits)),
                ("a.md", "The Youth left. “Al-Shabaab lives,” they said.".to_owned())
            );
            // Anything but an actor stays within its document.
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
        let edits = add_to_lists(addition, Path::new("w/copydesk.toml"), &folder, &Gazetteer::shipped()).ok()?;
        let after = |edit: FileEdit| {
            let text = apply(edit.text.as_deref().unwrap_or_default(), &[edit.edit]);
            (edit.path.to_str().expect("a name").to_owned(), text)
        };
        Some(edits.into_iter().map(after).collect())
    }

    #[test]
    fn a_row_is_added_in_the_columns_of_the_list() {
        let source = Source { name: "The Zongo Paper".into(), hosts: vec!["zongo.net".into()], ..Source::default() };
        let source = Addition::Source(source);
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
        let actor = Addition::Actor(Actor { name: "Hashd".into(), ..Actor::default() });
        // A list would hide those of the extended configuration.
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
    fn a_list_stays_valid() {
        let list = ("w/copydesk.toml", "[gazetteer]\nactors = ['a.tsv']\n");
        let add = |rows: &'static str, actor: Actor| added(&[list, ("w/a.tsv", rows)], &Addition::Actor(actor));
        let actor = |name: &'static str, short: &'static str| {
            let abbreviations = Some(short).filter(|short| !short.is_empty()).into_iter().map(Into::into).collect();
            Actor { name: name.into(), abbreviations, ..Actor::default() }
        };
        // A short form that another actor has, and the name of another actor.
        assert_eq!(add("id\tname\tabbreviations\n", actor("Ridge Men", "PMU")), None);
        assert_eq!(add("id\tname\tabbreviations\n", actor("Boko Haram", "")), None);
        assert!(add("id\tname\tabbreviations\n", actor("Ridge Men", "RM9")).is_some());
        // The id of another actor, and a name without ASCII letters.
        let row = |name| add("id\tname\nridge-men\tMen\n", actor(name, "")).expect("edits")[0].1.clone();
        assert!(row("Ridge Men").ends_with("\nridge-men-2\tRidge Men\n"), "{}", row("Ridge Men"));
        assert!(row("Жители").ends_with("\nactor-1\tЖители\n"), "{}", row("Жители"));
        // An existing fault does not prevent an addition.
        assert!(add("id\tname\n\tMen\n", actor("Ridge Men", "")).is_some());
    }

    #[test]
    fn a_rule_is_turned_off() {
        let off = Addition::TurnOff { rule: "split-word".to_owned() };
        let edits = added(&[], &off).expect("edits");
        assert_eq!(edits, [("w/copydesk.toml".to_owned(), "[rules]\nsplit-word = \"off\"\n".to_owned())]);
    }

    #[test]
    fn two_names_are_told_apart_once() {
        let reject = Addition::Reject { one: "Hamza".to_owned(), other: "Hamas".to_owned() };
        let edits = added(&[("w/copydesk.toml", "")], &reject).expect("edits");
        assert_eq!(edits[0].1, "[gazetteer]\nreject = [[\"Hamza\", \"Hamas\"]]\n");
        assert_eq!(added(&[("w/copydesk.toml", "[gazetteer]\nreject = [['Hamas', 'Hamza']]\n")], &reject), None);
    }
}
