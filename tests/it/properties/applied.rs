//! What an action makes of a text, of the settings and of the known names, and which findings that brings.

use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Config, Level, Settings};
use copydesk::gazetteer::lists::reader;
use copydesk::gazetteer::{Actor, CustomLists, Gazetteer, Source};
use copydesk::ide::View;
use copydesk::ide::across_files::{FileEdit, Files, add_to_lists};
use copydesk::ide::actions::{Action, Change, fix_all, fix_group};
use copydesk::ide::addition::Addition;
use copydesk::ide::turn_citation::turn_all;
use copydesk::text::edits::apply;
use std::path::Path;
use std::sync::Arc;

/// What an action leads to.
pub(super) struct Applied {
    /// The text.
    pub(super) text: String,
    settings: Settings,
    gazetteer: Arc<Gazetteer>,
    path: String,
    /// The name that the house has added. What is written otherwise may then be found wrong, but not the name.
    name: Option<String>,
}

impl Applied {
    /// A finding that must not be printed, and that there were fewer of.
    pub(super) fn brings(&self, before: &Checked) -> Option<&'static str> {
        let Applied { text, settings, gazetteer, path, name } = self;
        let after = check(Draft { path, text, settings, gazetteer });
        let known = counted(before);
        let count_before = |rule: &str| known.iter().find(|(known, _)| *known == rule).map_or(0, |(_, count)| *count);
        let is_at_name = |found: &&str| {
            let mut places = after.diagnostics.iter().filter(|other| named(other.rule.name) == *found);
            name.as_deref().is_none_or(|name| places.any(|found| found.span.of(text) == name))
        };
        let more = counted(&after).into_iter().filter(|(rule, count)| count_before(rule) < *count);
        more.map(|(rule, _)| rule).find(is_at_name)
    }
}

/// The name of a rule: one fault has two, in a bracket and in a note.
pub(super) fn named(rule: &'static str) -> &'static str {
    if rule == "undated-note" { "undated-citation" } else { rule }
}

/// How many findings each rule has, counting those that must not be printed.
pub(super) fn counted(checked: &Checked) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for finding in checked.diagnostics.iter().filter(|finding| finding.level >= Level::Warning) {
        let name = named(finding.rule.name);
        match counts.iter_mut().find(|(rule, _)| *rule == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts
}

/// Applies an action to the text, or to the lists of a house that has none yet; none where nothing is written.
pub(super) fn applied(view: View<'_>, action: &Action) -> Option<Applied> {
    let edits = match &action.change {
        Change::Edits(edits) => edits.clone(),
        Change::Snippet { edit, .. } => vec![edit.clone()],
        Change::All { rule } => fix_all(view, rule.as_deref()),
        Change::Group(group) => fix_group(view, group),
        Change::Turn(all) => turn_all(view, *all).edits,
        Change::AddToLists(addition) | Change::Record { addition, .. } => return added(view, addition),
        Change::Explain { .. } => return None,
    };
    Some(Applied {
        text: apply(view.text, &edits),
        settings: view.settings.clone(),
        gazetteer: Gazetteer::shipped(),
        path: view.path.to_owned(),
        name: None,
    })
}

/// A folder with no file in it.
struct Empty;

impl Files for Empty {
    fn is_in_workspace(&self, _: &Path, _: &Path) -> bool {
        true
    }

    fn text(&self, _: &Path) -> Option<String> {
        None
    }
}

fn added(view: View<'_>, addition: &Addition) -> Option<Applied> {
    let mut lists = CustomLists::default();
    let mut settings = view.settings.clone();
    let name = match addition {
        Addition::Source(source) => Some(source.name.to_string()),
        Addition::Actor(actor) => Some(actor.name.to_string()),
        _ => None,
    };
    for FileEdit { path, text, edit } in
        add_to_lists(addition, Path::new("/desk/copydesk.toml"), &Empty, view.gazetteer).ok()?
    {
        let text = apply(text.as_deref().unwrap_or_default(), &[edit]);
        match path.file_name()?.to_str()? {
            "actors.tsv" => lists.actors = reader::read::<Actor>(&text).0.into_iter().map(|row| row.record).collect(),
            "sources.tsv" => {
                lists.sources = reader::read::<Source>(&text).0.into_iter().map(|row| row.record).collect();
            }
            _ => {
                let (config, problems) = Config::parse(&text);
                assert!(problems.is_empty(), "{text}");
                lists.rejected = config.rejected().to_vec();
                settings = Settings { date: settings.date, ..config.settings(view.path) };
            }
        }
    }
    let (text, path) = (view.text.to_owned(), view.path.to_owned());
    Some(Applied { text, settings, gazetteer: Gazetteer::with(lists), path, name })
}
