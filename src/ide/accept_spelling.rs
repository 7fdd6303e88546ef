//! Accepting a spelling: the resulting record in the publication's own list of actors.

use crate::gazetteer::lists::{reader, table, toml};
use crate::gazetteer::{Actor, Form, Gazetteer};
use crate::rules::{Diagnostic, Subject};
use crate::text::Edit;
use crate::text::edits::apply;

/// The words of a finding, on one line: the spelling that it is about, if it is about one.
#[must_use]
pub fn spelling(finding: &Diagnostic, text: &str) -> Option<String> {
    let is_spelling = finding.rule.subject.is_some_and(Subject::is_spelling);
    is_spelling.then(|| finding.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The record that accepts the spelling that a finding is about: that of the actor with that name, or with the name
/// that the finding proposes instead; a new record if no list has the name. `None` if the finding is not about a
/// spelling, if several actors are meant, or if the spelling is already accepted.
#[must_use]
pub fn accepting(finding: &Diagnostic, text: &str, gazetteer: &Gazetteer) -> Option<Actor> {
    let spelling = spelling(finding, text)?;
    let only = |name: &str| -> Result<Option<(&Actor, Form)>, ()> {
        match gazetteer.named(name)[..] {
            [] => Ok(None),
            [ref owner] => Ok(gazetteer.actor_of(owner.actor).map(|actor| (actor, owner.form))),
            _ => Err(()),
        }
    };
    let bearer = match only(&spelling).ok()? {
        Some((_, Form::Country)) => return None,
        Some((actor, _)) => Some(actor),
        None => {
            let writes = finding.fixes.first().and_then(|fix| fix.edits.iter().find(|edit| edit.span == finding.span));
            writes.map(|edit| only(&edit.text)).transpose().ok()?.flatten().map(|(actor, _)| actor)
        }
    };
    let Some(bearer) = bearer else {
        if finding.rule.subject != Some(Subject::UnlistedName) {
            return None;
        }
        let plain = spelling.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let id = plain.collect::<String>().split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        return (!id.is_empty()).then(|| Actor { id: id.into(), name: spelling.into(), ..Actor::default() });
    };
    if *bearer.name == *spelling || bearer.accepted.iter().any(|name| **name == *spelling) {
        return None;
    }
    let mut actor = bearer.clone();
    accept(&mut actor, &spelling);
    Some(actor)
}

/// Makes a spelling an accepted name of an actor.
pub fn accept(actor: &mut Actor, spelling: &str) {
    actor.variants.retain(|name| **name != *spelling);
    actor.weak.retain(|name| **name != *spelling);
    actor.former.retain(|former| *former.name != *spelling);
    actor.accepted.push(spelling.to_owned().into());
}

/// The text of a list with an actor in it, in place of the record with the same id. A table that lacks a column that
/// the record needs is given all columns.
#[must_use]
pub fn with_actor(list: &str, actor: &Actor) -> String {
    let (rows, _) = reader::read::<Actor>(list);
    let known = rows.iter().find(|row| row.record.id == actor.id);
    // Everything else in the publication's row is kept.
    let row = reader::row_like(list, actor);
    let changed = match known {
        Some(known) => apply(list, &[Edit::replace(known.span, row.trim())]),
        None if list.is_empty() || list.ends_with('\n') => format!("{list}{row}"),
        None => format!("{list}\n{row}"),
    };
    let says = |text: &str| reader::read::<Actor>(text).0.iter().any(|row| row.record == *actor);
    if says(&changed) {
        return changed;
    }
    let others = rows.iter().map(|row| &row.record).filter(|record| record.id != actor.id);
    let all = others.chain([actor]);
    if toml::is_toml(list) { toml::write(all) } else { table::write(all, '\t') }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Draft, check};
    use crate::config::Settings;

    #[test]
    fn the_record_of_the_bearer_accepts_the_spelling() {
        let gazetteer = Gazetteer::shipped();
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let text = "# Note\n\nHashd al-Shabi men came. Hashd al-Shabi men went.\n";
        let found = check(Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer }).diagnostics;
        let spelled = found.iter().find(|finding| spelling(finding, text).is_some()).expect("a spelling");
        let word = spelling(spelled, text).unwrap();
        let actor = accepting(spelled, text, &gazetteer).expect("a record");
        assert!(actor.accepted.iter().any(|name| **name == *word), "{actor:?}");
        assert!(!actor.variants.iter().any(|name| **name == *word), "{actor:?}");
        // A new list, a second spelling of the same actor, and a list that lacks the column.
        let list = with_actor("", &actor);
        assert_eq!(reader::read::<Actor>(&list).0[0].record, actor);
        let more = Actor { accepted: vec!["Another".into()], ..actor.clone() };
        let again = with_actor(&list, &more);
        let rows = reader::read::<Actor>(&again).0;
        assert!(rows.len() == 1 && rows[0].record == more, "{again}");
        let short = with_actor("id\tname\nridge-men\tRidge Men\n", &actor);
        let rows = reader::read::<Actor>(&short).0;
        assert!(rows.len() == 2 && rows[1].record == actor, "{short}");
        let toml = with_actor("[[actors]]\nid = \"ridge-men\"\nname = \"Ridge Men\"\n", &actor);
        let rows = reader::read::<Actor>(&toml).0;
        assert!(rows.len() == 2 && rows[1].record == actor, "{toml}");
    }
}
