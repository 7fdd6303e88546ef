//! An address in place of a named source.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::{Item, Link, LinkForm};
use crate::bulletin::habits::notes::is_bare;
use crate::bulletin::items::CitationStyle;
use crate::calendar;
use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::{Slice, Span};

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
        // Another bracket before it: a link, or the remains of one.
        let before = doc.text.slice(..link.span.start as usize);
        let within = before.ends_with("](")
            || before.ends_with('(') && cited.citation.open.is_none_or(|open| open.end != link.span.start);
        let fix = if within { None } else { linked(doc, item, link) };
        out.flag(link.span, "An address is given where the source should be named").maybe_fix(fix);
    }
}

/// The fix: the source’s listed name as a link to the address, and the date in the address.
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
    // `Dawn, May 9, https://…`: what stands between them stays behind the link.
    let between = item.source.map(|source| Span::new(source.end, link.span.start.max(source.end)));
    if let Some(between) = between.filter(|between| item.dates.iter().any(|date| between.contains(date.span))) {
        text.push_str(doc.text(between).trim_end_matches([',', ' ']));
    }
    if item.dates.is_empty() && !item.shares_date {
        let date = calendar::url_date(&address)?;
        let day = calendar::Date::new(date.year, i8::try_from(date.month).ok()?, i8::try_from(date.day?).ok()?).ok()?;
        text.push_str(", ");
        text.push_str(&calendar::print_day(day, doc.bulletin.habits.citation_dates.style(), doc.date()));
    }
    Some(Fix::replace(Safety::Review, place, text))
}

/// A note that consists only of an address, when the others contain more.
fn in_group(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    let habit = doc.bulletin.note_habit(group.span.start);
    let is_habit = match group.style {
        CitationStyle::Bibliography => habit.bare_addresses || habit.bare_entries,
        _ => habit.bare_addresses,
    };
    if !group.style.is_apart() || is_habit || doc.bulletin.is_technical() {
        return;
    }
    let page = |item: &Item| Some(item.link?.url(doc.text)?.page());
    for (index, item) in group.items.iter().enumerate().filter(|(_, item)| is_bare(item)) {
        let Some(link) = item.link.filter(|link| link.form == LinkForm::Bare) else { continue };
        // `For the map of the quay, see https://…` says what the page is.
        let lead = item.details.as_ref().and_then(|details| details.lead).map_or("", |lead| doc.text(lead));
        if lead.split_whitespace().nth(3).is_some() {
            continue;
        }
        // The same address again is left to `duplicate-citation`.
        let before = &group.items[index.saturating_sub(32)..index];
        if page(item).is_some_and(|own| before.iter().filter_map(page).any(|other| other == own)) {
            continue;
        }
        out.flag(link.span, "An address is given where the source should be named");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn a_list_of_addresses_is_a_habit() {
        let count = |list: &str| {
            let text = format!("# A\n\nIt rained.\n\n## Sources\n\n{list}");
            findings("bare-url-citation", &text, &settings("bare-url-citation")).len()
        };
        let named = "- Ada Vale, “Rain,” Dawn, May 3, 2018, https://dawn.com/4\n".repeat(2);
        let bare = "- https://a.net/1\n- https://b.net/2\n- https://c.net/3\n";
        assert_eq!(count(bare), 0);
        assert_eq!(count(&format!("{named}{bare}")), 3);
        assert_eq!(count("- https://a.net/1\n- https://b.net/2\n"), 2);
    }

    #[test]
    fn an_address_is_no_name() {
        check(
            "bare-url-citation",
            "Boats left (https://www.dawn.com/news/1, May 9).
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ An address is given where the source should be named
",
        );
        check_fix(
            "bare-url-citation",
            "Boats left (Dawn, https://www.dawn.com/news/1, May 9).",
            "Boats left ([Dawn](https://www.dawn.com/news/1), May 9).",
        );
        check_fix(
            "bare-url-citation",
            "Boats left (Dawn, May 9, https://www.dawn.com/news/1).",
            "Boats left ([Dawn](https://www.dawn.com/news/1), May 9).",
        );
        let left_over = "Boats left ([dawn.com] here (https://www.dawn.com/news/1), May 9).";
        check_fix("bare-url-citation", left_over, left_over);
        check_clean("bare-url-citation", "Boats left (gazeta.ru, May 9), says https://a.net/x.");
    }
}
