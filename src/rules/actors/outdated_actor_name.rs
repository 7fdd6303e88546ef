//! An actor's name used outside the dates for which it was correct.

use crate::bulletin::Mention;
use crate::calendar::MONTHS;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::index::bare;
use crate::gazetteer::{Actor, spelling};
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Tag};
use crate::text::{Slice, floor_boundary};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "outdated-actor-name",
    family: Family::Actors,
    summary: "a name used outside the dates in which it was valid",
    page: include_str!("../../../docs/rules/outdated-actor-name.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Review,
    check: Check::document(check),
    tag: Some(Tag::Deprecated),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let Some(date) = doc.date() else { return };
    let date = date.to_string();
    for mention in &doc.bulletin.mentions {
        if mention.place.is_fixed() || matches!(mention.form, Form::Phrase | Form::Weak) {
            continue;
        }
        let Some(actor) = mention.actor(doc.gazetteer) else { continue };
        if mention.form == Form::Former {
            let written = doc.text(mention.span);
            let Some(until) = held_until(actor, written) else { continue };
            if !is_before(until, &date) || tells_history(doc, mention, until) {
                continue;
            }
            let name = mention.fitted(doc.text, bare(&actor.name));
            let group = Group::of_document(written.to_lowercase());
            let flag = out.flag(mention.span, format!("Called “{name}” since {}", day(until))).in_group(group);
            flag.fix(Fix::replace(Safety::Review, mention.span, name));
        } else if doc.bulletin.is_bulletin()
            && let Some(founded) = actor.founded.as_deref()
            && actor.is_founded_after(&date)
        {
            out.flag(mention.span, format!("There was no such body before {}", day(founded)))
                .in_group(Group::of_document(&*actor.id));
        }
    }
}

/// The last day, month or year for which a former name was correct.
fn held_until<'a>(actor: &'a Actor, written: &str) -> Option<&'a str> {
    let former = actor.former.iter().find(|former| spelling::compare(bare(&former.name), written).is_some())?;
    former.until.as_deref()
}

/// Whether the whole of a day, month or year (`2016`, `2016-07` or `2016-07-28`) is before the date, written the same
/// way.
fn is_before(written: &str, date: &str) -> bool {
    written < date.get(..written.len()).unwrap_or(date)
}

/// `2016-07` in words.
fn day(written: &str) -> String {
    let mut parts = written.split('-');
    let year = parts.next().unwrap_or_default();
    let month =
        parts.next().and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (month, parts.next()) {
        (Some(month), Some(day)) => format!("{month} {}, {year}", day.trim_start_matches('0')),
        (Some(month), None) => format!("{month} {year}"),
        _ => year.to_owned(),
    }
}

/// How much of a sentence is read on each side of a name, in bytes: a paragraph without a full stop may contain
/// thousands of names, and each would read all of it.
const BEFORE: usize = 200;
const AFTER: usize = 1000;

/// Whether the sentence is about the past: it says that this is a former name, or mentions a year for which it was
/// correct.
fn tells_history(doc: &Document<'_>, mention: &Mention, until: &str) -> bool {
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before = doc.text.slice(floor_boundary(doc.text, start.saturating_sub(BEFORE))..start);
    let before = before.rsplit(['\n', '.', '?', '!']).next().unwrap_or(before);
    let after =
        doc.text.slice(end..floor_boundary(doc.text, end + AFTER)).split(['\n', '.', '?', '!']).next().unwrap_or("");
    let year = until.get(..4).unwrap_or(until);
    let telling = |part: &str| {
        let mut words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.any(|word| {
            matches!(
                word.to_lowercase().as_str(),
                "former"
                    | "formerly"
                    | "then"
                    | "known"
                    | "previously"
                    | "previous"
                    | "renamed"
                    | "rebranded"
                    | "predecessor"
                    | "became"
                    | "originally"
                    | "once"
                    | "successor"
                    | "split"
                    | "name"
                    | "called"
            ) || word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && word <= year
        })
    };
    telling(before) || telling(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::check_clean;

    #[test]
    fn the_past_may_be_told() {
        for text in
            ["The group, formerly known as Jamaat ul-Mujahideen Bangladesh, grew.\n", "Jamaat ul-Mujahideen grew.\n"]
        {
            check_clean("outdated-actor-name", text);
        }
    }

    #[test]
    fn days_months_and_years_are_compared_as_far_as_they_go() {
        let date = "2018-10-10";
        for (written, before, after) in [
            ("2016", true, false),
            ("2018", false, false),
            ("2018-09", true, false),
            ("2018-10-11", false, true),
            ("2019", false, true),
        ] {
            let body = crate::gazetteer::Actor { founded: Some(written.into()), ..Default::default() };
            assert_eq!((is_before(written, date), body.is_founded_after(date)), (before, after), "{written}");
        }
        assert_eq!([day("2016"), day("2016-07"), day("2016-07-08")], ["2016", "July 2016", "July 8, 2016"]);
    }
}
