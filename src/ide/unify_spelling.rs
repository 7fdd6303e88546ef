//! Unifies the spelling of a name in an article.
//!
//! * The fix of a finding about a spelling is applied to all findings of the article with the same spelling.
//! * The spelling at the cursor can be the one to keep: then the others are replaced.
//! * Quotations, titles of works, links and words in capitals stay.

use super::View;
use super::refactorings::Refactoring;
use super::symbol::{self, Symbol};
use crate::bulletin::Mention;
use crate::gazetteer::Actor;
use crate::gazetteer::Form;
use crate::gazetteer::index::bare;
use crate::gazetteer::spelling::{compare, equal_in_print};
use crate::rules::{Diagnostic, Subject};
use crate::text::{Edit, Offset, Span, within};

/// The refactorings for a finding about a name: using the proposed spelling wherever this one is used, if that is more
/// than one place; and, if neither is in a list, using this one wherever the proposed one is used.
#[must_use]
pub fn of_finding(view: View<'_>, finding: &Diagnostic) -> Vec<Refactoring> {
    let Some(proposed) = proposal(finding) else { return Vec::new() };
    let article = symbol::article(view, finding.span.start);
    let written = finding.span.of(view.text);
    let same = |other: &&Diagnostic| {
        other.rule.name == finding.rule.name
            && article.contains(other.span)
            && other.span.of(view.text).eq_ignore_ascii_case(written)
    };
    let proposals = view.checked.diagnostics.iter().filter(same).filter_map(proposal);
    let edits: Vec<Edit> = proposals.filter(|edit| edit.text.eq_ignore_ascii_case(&proposed.text)).cloned().collect();
    let mut found = Vec::new();
    if edits.len() > 1 {
        found.push(Refactoring { title: title(&proposed.text), edits, snippet: None });
    }
    if finding.rule.subject == Some(Subject::UnlistedName) {
        let edits = strangers(view, article, &proposed.text, written);
        if !edits.is_empty() {
            found.push(Refactoring { title: title(written), edits, snippet: None });
        }
    }
    found
}

/// The spelling that a finding about a name proposes for it.
fn proposal(finding: &Diagnostic) -> Option<&Edit> {
    let fix = finding.fixes.first().filter(|_| finding.rule.subject.is_some_and(Subject::is_spelling))?;
    match &fix.edits[..] {
        [edit] if edit.span == finding.span => Some(edit),
        _ => None,
    }
}

/// Edits that write `name` for the unlisted name `old` in an article.
fn strangers(view: View<'_>, article: Span, old: &str, name: &str) -> Vec<Edit> {
    let bulletin = &view.checked.bulletin;
    let places = bulletin.unknown_names.iter().flat_map(|stranger| &stranger.spans);
    let places = places.filter(|span| article.contains(**span) && span.of(view.text) == old);
    let mut edits: Vec<Edit> =
        places.filter(|span| !bulletin.is_quoted(**span)).map(|span| Edit::replace(*span, name)).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// The spelling of the actor's name at `offset` in place of all others in the article. Abbreviations, shorter names and
/// former names of the actor stay.
#[must_use]
pub fn of_name(view: View<'_>, offset: Offset) -> Option<Refactoring> {
    let Some(Symbol::Actor(mention)) = symbol::at(view, offset) else { return None };
    let actor = mention.actor(view.gazetteer)?;
    if mention.place.is_fixed() || !is_whole(mention) || view.checked.bulletin.is_quoted(Span::empty(offset)) {
        return None;
    }
    let name = listed(actor, mention.span.of(view.text))?;
    // A spelling that the list rejects is offered only if it is the document's own.
    let is_accepted = std::iter::once(&actor.name).chain(&actor.accepted).any(|own| bare(own) == name);
    if !is_accepted && view.checked.bulletin.habits.spellings.own(&actor.name).as_deref() != Some(name) {
        return None;
    }
    let article = symbol::article(view, offset);
    let others = within(&view.checked.bulletin.mentions, article, |mention| mention.span).iter().filter(|other| {
        let written = other.span.of(view.text);
        other.actor == mention.actor
            && is_whole(other)
            && !other.place.is_fixed()
            && !equal_in_print(written, name)
            && !is_part(written, name)
            && !is_part(name, written)
    });
    let edits: Vec<Edit> = others.map(|other| Edit::replace(other.span, other.fitted(view.text, name))).collect();
    (!edits.is_empty()).then(|| Refactoring { title: title(name), edits, snippet: None })
}

/// Whether the actor is named in full, by a current name.
fn is_whole(mention: &Mention) -> bool {
    matches!(mention.form, Form::Name | Form::Accepted | Form::Variant)
}

/// The listed name with this spelling, as the list has it.
fn listed<'a>(actor: &'a Actor, written: &str) -> Option<&'a str> {
    let names = std::iter::once(&actor.name).chain(&actor.accepted).chain(&actor.variants);
    { names }.map(|name| bare(name)).find(|name| compare(name, written).is_some())
}

/// Whether a name is another one without some of its words: `Hasina`, `Sheikh Hasina`.
fn is_part(short: &str, long: &str) -> bool {
    let mut long = long.split([' ', '-', '\n']);
    short.split([' ', '-', '\n']).all(|word| long.any(|other| other.eq_ignore_ascii_case(word)))
}

fn title(name: &str) -> String {
    format!("Use “{}” everywhere in the article", name.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, place};
    use super::*;
    use crate::text::edits::apply;

    /// What is offered for the finding on `words`, and the text after it.
    fn offered(text: &str, words: &str) -> Vec<(String, String)> {
        ask_dated(text, |view| {
            let span = place(text, words);
            let found = view.checked.diagnostics.iter().filter(|found| found.span.start == span.start);
            let rewrites = found.flat_map(|finding| of_finding(view, finding));
            rewrites.map(|rewrite| (rewrite.title, apply(text, &rewrite.edits))).collect()
        })
    }

    fn here(text: &str, words: &str) -> Option<String> {
        ask_dated(text, |view| of_name(view, place(text, words).start + 1)).map(|rewrite| apply(text, &rewrite.edits))
    }

    #[test]
    fn either_spelling_of_an_unlisted_name_serves_the_article() {
        let text = "# One\n\nMen of Harakat al-Zumrani left. Then Harakat al-Zumraani came, and Harakat al-Zumraani \
            stayed. “Harakat al-Zumrani lives,” they said.\n\n# Two\n\nHarakat al-Zumraani left.\n";
        let offered = offered(text, "Harakat al-Zumrani left");
        let titles: Vec<&str> = offered.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["Use “Harakat al-Zumrani” everywhere in the article"]);
        let after = &offered[0].1;
        assert!(after.contains("Then Harakat al-Zumrani came, and Harakat al-Zumrani stayed."), "{after}");
    }

    #[test]
    fn what_is_proposed_is_written_at_all_places() {
        let text = "It met Hasht al-Shaabi there. Then Hasht al-Shaabi left. “Hasht al-Shaabi lives,” they said.";
        let offered = offered(text, "Hasht al-Shaabi there");
        assert_eq!(offered[0].0, "Use “Hashd al-Shaabi” everywhere in the article");
        assert_eq!(
            offered[0].1,
            "It met Hashd al-Shaabi there. Then Hashd al-Shaabi left. “Hasht al-Shaabi lives,” they said."
        );
    }

    #[test]
    fn the_name_at_hand_is_used_for_the_other_ones() {
        let text = "Jabhat al-Nusra came. Men of the al-Nusra Front left. “The al-Nusra Front lives,” they said.";
        assert_eq!(
            here(text, "Jabhat").as_deref(),
            Some("Jabhat al-Nusra came. Men of the Jabhat al-Nusra left. “The al-Nusra Front lives,” they said.")
        );
        assert_eq!(here("Jabhat al-Nusra came and left.", "Jabhat"), None);
        // Never to a spelling that the list rejects.
        assert_eq!(here("Hasht al-Shaabi came. Hashd al-Shaabi left.", "Hasht"), None);
        assert_eq!(here("The Fatemiyoun Brigade came. Fatemiyoun stayed.", "Fatemiyoun"), None);
    }
}
