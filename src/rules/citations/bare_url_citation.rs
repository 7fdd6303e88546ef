//! An address where a named source should stand.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::{Item, Link, LinkForm};
use crate::bulletin::habits::notes::is_bare;
use crate::calendar;
use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::Slice;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "bare-url-citation",
    family: Family::Citations,
    summary: "an address where a named source should stand",
    page: include_str!("../../../docs/rules/bare-url-citation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check { group: Some(in_group), ..Check::citation(check) },
    supersedes: &["unnamed-source"],
    fix_effect: FixEffect {
        reveals: true,
        replaces: true,
        changes_addresses: Some("it makes the address the target of a link"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, cited: Cited<'_>, out: &mut Report) {
    for item in &cited.citation.items {
        let Some(link) = item.link.filter(|link| link.form == LinkForm::Bare) else { continue };
        // Another bracket before it: a link, or what is left of one.
        let before = doc.text.slice(..link.span.start as usize);
        let within = before.ends_with("](")
            || before.ends_with('(') && cited.citation.open.is_none_or(|open| open.end != link.span.start);
        let fix = if within { None } else { linked(doc, item, link) };
        out.flag(link.span, "an address stands where the source should be named").maybe_fix(fix);
    }
}

/// The name from the register of sources around the address, and the date that the address holds.
fn linked(doc: &Document<'_>, item: &Item, link: Link) -> Option<Fix> {
    let written = doc.text(link.target);
    let address = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    let given = item.source.map(|source| doc.text(source));
    if given.is_some_and(|name| name.contains(['[', ']', '(', ')'])) {
        return None;
    }
    let name = given.or_else(|| doc.gazetteer.source_name_of(&address))?;
    let mut text = format!("[{name}]({address})");
    let place = match item.source {
        // `Dawn, https://…`
        Some(source) => source.cover(link.span),
        None => link.span,
    };
    if item.dates.is_empty() && !item.shares_date {
        let date = calendar::url_date(&address)?;
        let day = calendar::Date::new(date.year, i8::try_from(date.month).ok()?, i8::try_from(date.day?).ok()?).ok()?;
        text.push_str(", ");
        text.push_str(&calendar::print_day(day, doc.bulletin.habits.citation_dates.style(), doc.date()));
    }
    Some(Fix::replace(Safety::Review, place, text))
}

/// A note that is an address and nothing else, where the others are more.
fn in_group(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    if !group.style.is_apart()
        || doc.bulletin.note_habit(group.span.start).bare_addresses
        || doc.bulletin.is_technical()
    {
        return;
    }
    for item in group.cited().filter(|item| is_bare(item)) {
        let Some(link) = item.link.filter(|link| link.form == LinkForm::Bare) else { continue };
        out.flag(link.span, "an address stands where the source should be named");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn an_address_is_no_name() {
        check(
            "bare-url-citation",
            "Boats left (https://www.dawn.com/news/1, May 9).
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ an address stands where the source should be named
",
        );
        check_fix(
            "bare-url-citation",
            "Boats left (Dawn, https://www.dawn.com/news/1, May 9).",
            "Boats left ([Dawn](https://www.dawn.com/news/1), May 9).",
        );
        let left_over = "Boats left ([dawn.com] here (https://www.dawn.com/news/1), May 9).";
        check_fix("bare-url-citation", left_over, left_over);
        check_clean("bare-url-citation", "Boats left (gazeta.ru, May 9), says https://a.net/x.");
    }
}
