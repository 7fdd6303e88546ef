//! Who may be meant by a name that several actors share: each can be written in full.
//!
//! A short form is kept next to the name, in brackets, and thus decides the rest of the article. The choice is the
//! author's, so these are not fixes.

use super::View;
use crate::bulletin::Mention;
use crate::gazetteer::index::bare;
use crate::gazetteer::spelling::equal_in_print;
use crate::gazetteer::{Actor, Form};
use crate::rules::Diagnostic;
use crate::text::Edit;

/// The maximum number of actors that are offered.
const MOST: usize = 6;

/// For a finding about such a name: titles and edits, the most trusted actor first.
#[must_use]
pub fn of_finding(view: View<'_>, finding: &Diagnostic) -> Vec<(String, Edit)> {
    let mentions = &view.checked.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.start < finding.span.start);
    let mention = mentions.get(next).filter(|mention| mention.span == finding.span && mention.actor.is_none());
    let Some(mention) = mention.filter(|mention| !mention.place.heading && !mention.place.is_fixed()) else {
        return Vec::new();
    };
    if view.checked.bulletin.is_quoted(mention.span) {
        return Vec::new();
    }
    let owners = mention.owners(view.text, view.gazetteer);
    owners.iter().take(MOST).filter_map(|actor| in_full(view, mention, actor)).collect()
}

/// `None` if the name is already the full name, or if the short form is not the actor's own.
fn in_full(view: View<'_>, mention: &Mention, actor: &Actor) -> Option<(String, Edit)> {
    let written = mention.span.of(view.text);
    if equal_in_print(bare(&actor.name), written) {
        return None;
    }
    let name = mention.fitted(view.text, &actor.name);
    let full = match mention.form {
        Form::Abbreviation => {
            actor.abbreviations.iter().find(|short| ***short == *written)?;
            format!("{name} ({written})")
        }
        _ => name,
    };
    Some((format!("Write “{full}”"), Edit::replace(mention.span, full)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask_dated;
    use super::*;

    #[test]
    fn each_bearer_can_be_written_in_full() {
        let titles = |text: &str| -> Vec<String> {
            ask_dated(text, |view| {
                let found = view.checked.diagnostics.iter().filter(|found| found.rule.name == "ambiguous-actor");
                found.flat_map(|found| of_finding(view, found)).map(|(title, _)| title).collect()
            })
        };
        let offered = titles("The ADF took the town.");
        assert_eq!(offered, ["Write “Allied Democratic Forces (ADF)”", "Write “Ambazonia Defence Forces (ADF)”"]);
        assert_eq!(titles("Men said: “The ADF took the town.”"), Vec::<String>::new());
        assert_eq!(titles("In Kampala, the Ugandan capital, the ADF shot."), Vec::<String>::new());
    }
}
