//! Cards in Markdown: what the lists know of an actor or a source.

use crate::gazetteer::{Actor, Gazetteer, Source};
use crate::workspace::Workspace;
use std::fmt::Write as _;

/// The card of an actor.
#[must_use]
pub fn actor(actor: &Actor, gazetteer: &Gazetteer, workspace: &Workspace) -> String {
    let mut card = format!("**{}**", actor.name);
    if let Some(short) = actor.abbreviations.first() {
        let _ = write!(card, " ({short})");
    }
    let mut line = |what: &str, said: String| {
        if !said.is_empty() {
            let _ = write!(card, "\n\n{what}: {said}");
        }
    };
    line("also", actor.accepted.join(", "));
    line("not", actor.variants.join(", "));
    let former = actor.former.iter().map(|former| match &former.until {
        Some(until) => format!("{} (until {until})", former.name),
        None => former.name.to_string(),
    });
    line("formerly", former.collect::<Vec<_>>().join(", "));
    line("countries", actor.countries.join(", "));
    let parent = actor.parent.as_deref().and_then(|id| gazetteer.actor(id));
    line("part of", parent.map(|parent| parent.name.to_string()).unwrap_or_default());
    let others = actor.confusables.iter().filter_map(|id| gazetteer.actor(id)).map(|other| &*other.name);
    line("not to be confused with", others.collect::<Vec<_>>().join(", "));
    line("founded", actor.founded.as_deref().unwrap_or_default().to_owned());
    line("dissolved", actor.dissolved.as_deref().unwrap_or_default().to_owned());
    if !actor.note.is_empty() {
        let _ = write!(card, "\n\n{}", actor.note);
    }
    let named = workspace.actor(&actor.id);
    if named > 0 {
        let _ = write!(card, "\n\nnamed {} elsewhere in the workspace", times(named));
    }
    card
}

/// The card of a source.
#[must_use]
pub fn source(source: &Source, workspace: &Workspace) -> String {
    let mut card = format!("**{}**", source.name);
    if let Some(host) = source.hosts.first() {
        let _ = write!(card, " · {host}");
    }
    let mut line = |what: &str, said: String| {
        if !said.is_empty() {
            let _ = write!(card, "\n\n{what}: {said}");
        }
    };
    line("also", source.accepted.join(", "));
    line("countries", source.countries.join(", "));
    line("languages", source.languages.join(", "));
    line("kind", source.kind.to_string());
    if !source.note.is_empty() {
        let _ = write!(card, "\n\n{}", source.note);
    }
    if let Some(used) = workspace.source(&source.name) {
        let _ = write!(card, "\n\ncited {} elsewhere in the workspace", times(used.count));
    }
    card
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
