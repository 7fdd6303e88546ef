//! Cards in Markdown: what the lists know of an actor or a source.

use crate::gazetteer::codes::country;
use crate::gazetteer::{Actor, Gazetteer, Source, Text};
use crate::rules::Rule;
use crate::text::times;
use crate::workspace::Workspace;
use std::fmt::Write as _;

/// The maximum number of lines with content in a card.
const LINES: usize = 12;
/// The maximum number of characters in a card.
const CHARACTERS: usize = 900;
/// The maximum number of names in one line.
const NAMES: usize = 4;

/// A card that can be read at a glance: what does not fit is cut off at the end of a line.
#[must_use]
pub fn short(card: &str) -> String {
    let (mut kept, mut lines, mut fenced) = (String::new(), 0, false);
    for line in card.trim_end().split_inclusive('\n') {
        let is_fence = line.starts_with("```");
        // A code block must end too.
        let room = if fenced || is_fence { 4 } else { 2 };
        if lines + usize::from(!line.trim().is_empty()) > LINES - usize::from(fenced || is_fence)
            || kept.chars().count() + line.chars().count() + room > CHARACTERS
        {
            if fenced {
                kept.push_str("```\n");
            }
            return format!("{}\n\n…", kept.trim_end());
        }
        lines += usize::from(!line.trim().is_empty());
        fenced ^= is_fence;
        kept.push_str(line);
    }
    kept.trim_end().to_owned()
}

/// The card of a rule: what it flags, why in two sentences, and one example.
#[must_use]
pub fn rule(rule: &Rule) -> String {
    let part = |from: &str, to: &str| Some(rule.page.split_once(from)?.1.split_once(to)?.0);
    let why = part("## Why\n", "\n## ").unwrap_or_default().trim();
    let paragraph = why.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut ends = paragraph.match_indices(". ").map(|(at, _)| at + 1);
    let why = ends.nth(1).and_then(|end| paragraph.get(..end)).unwrap_or(&paragraph);
    let example = part("```md bad", "\n```").and_then(|example| Some(example.split_once('\n')?.1)).unwrap_or_default();
    let example = if example.is_empty() { String::new() } else { format!("\n\n```md\n{example}\n```") };
    short(&format!("**{}**: {}\n\n{why}{example}", rule.name, rule.summary))
}

/// The page of a rule for reading in an editor: each example states whether it is wrong, right, or the fixed version.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut page = String::with_capacity(rule.page.len() + 200);
    for line in rule.page.lines() {
        let kind = line.strip_prefix("```md ").map(|kind| kind.split(' ').next().unwrap_or_default());
        let (said, line) = match kind {
            Some("bad") => ("❌ **Wrong**\n\n", "```md"),
            Some("good") => ("✅ **Right**\n\n", "```md"),
            Some("fixed") => ("🔧 **Repaired**\n\n", "```md"),
            _ => ("", line),
        };
        page.push_str(said);
        page.push_str(line);
        page.push('\n');
    }
    page
}

/// A few names, and the number of the others.
fn some<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    let shown = all.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The names of countries.
fn countries(codes: &[Text]) -> String {
    some(codes.iter().map(|code| country(code)))
}

/// The card of an actor. `here` states where the current document names it.
#[must_use]
pub fn actor(actor: &Actor, gazetteer: &Gazetteer, workspace: &Workspace, here: &str) -> String {
    let mut card = format!("**{}**", actor.name);
    if let Some(short) = actor.abbreviations.first() {
        let _ = write!(card, " ({short})");
    }
    let lands = countries(&actor.countries);
    if !lands.is_empty() {
        let _ = write!(card, " · {lands}");
    }
    if !here.is_empty() {
        let _ = write!(card, "\n\n{here}");
    }
    let named = workspace.actor(&actor.id);
    if named > 0 {
        // File names ascend with time.
        let last =
            workspace.naming(&actor.id).map(|(id, _)| id.rsplit('/').next().unwrap_or(id)).max().unwrap_or_default();
        let _ = write!(card, "\n\nnamed {} elsewhere in the workspace, last in {last}", times(named));
    }
    let mut line = |what: &str, said: String| {
        if !said.is_empty() {
            let _ = write!(card, "\n\n{what}: {said}");
        }
    };
    line(
        "not to be confused with",
        some({ actor.confusables.iter() }.filter_map(|id| gazetteer.actor(id)).map(|other| &*other.name)),
    );
    line("also", some(actor.accepted.iter().map(|name| &**name)));
    line("not", some(actor.variants.iter().map(|name| &**name)));
    let former = actor.former.iter().map(|former| match &former.until {
        Some(until) => format!("{} (until {until})", former.name),
        None => former.name.to_string(),
    });
    line("formerly", former.take(NAMES).collect::<Vec<_>>().join(", "));
    let parent = actor.parent.as_deref().and_then(|id| gazetteer.actor(id));
    line("part of", parent.map(|parent| parent.name.to_string()).unwrap_or_default());
    line("founded", actor.founded.as_deref().unwrap_or_default().to_owned());
    line("dissolved", actor.dissolved.as_deref().unwrap_or_default().to_owned());
    if !actor.note.is_empty() {
        let _ = write!(card, "\n\n{}", actor.note);
    }
    short(&card)
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
    line("also", some(source.accepted.iter().map(|name| &**name)));
    line("countries", countries(&source.countries));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    /// Whether a card can be read at a glance.
    fn is_short(card: &str) -> bool {
        card.lines().filter(|line| !line.trim().is_empty()).count() <= LINES + 1
            && card.chars().count() <= CHARACTERS
            && card.matches("```").count().is_multiple_of(2)
    }

    #[test]
    fn a_page_says_which_example_is_wrong() {
        let page = page(rules::find("doubled-word").expect("a rule"));
        assert!(page.contains("❌ **Wrong**\n\n```md\n") && page.contains("✅ **Right**\n\n```md\n"), "{page}");
        assert!(!page.contains("```md bad") && !page.contains("```md good"), "{page}");
    }

    #[test]
    fn every_card_can_be_read_at_a_glance() {
        let (gazetteer, workspace) = (Gazetteer::shipped(), Workspace::default());
        for one in gazetteer.actors() {
            let card = actor(one, &gazetteer, &workspace, "named 3 times in this document: in “One” and “Two”");
            assert!(is_short(&card), "{card}");
        }
        for one in rules::all() {
            let card = rule(one);
            assert!(is_short(&card) && card.contains(one.summary), "{card}");
            assert!(card.contains("```md\n"), "{} has no example: {card}", one.name);
        }
        let long = format!("**A**\n\n```md\n{}```\n", "word word\n".repeat(40));
        assert!(is_short(&short(&long)), "{}", short(&long));
    }
}
