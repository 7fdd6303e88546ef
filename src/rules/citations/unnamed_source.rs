//! A date or a link without the name of a source.

use crate::bulletin::citation::{DatePlace, Item, LinkForm};
use crate::bulletin::items::{CitationStyle, ItemKind, TitleForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span, url::Url};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unnamed-source",
    family: Family::Citations,
    summary: "a date or a link without a source",
    page: include_str!("../../../docs/rules/unnamed-source.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    if item.is_author_date_entry() {
        return;
    }
    if item.source.is_some() {
        return;
    }
    if item.style().is_apart() {
        return titled(doc, item, out);
    }
    // Words that were read as a title, an author or no field may stand alone in a source line: `Source: [Harbour Labs -
    // Cranes at Rest](…)`, `Source: Osten, *The Last Lock* (2018)`, `Source: Tolls Act 1960, page 1`
    let in_source_line = item.style() == CitationStyle::Caption;
    // `(Dawn; the pier, closed May 3)`
    if in_source_line || item.link.is_none() {
        let date = item.date().map_or(item.span.end, |date| date.span.start);
        let before = Span::new(item.span.start, date.max(item.span.start));
        let labelled = in_source_line && item.link.is_some_and(|link| !link.label.is_empty());
        if labelled || doc.text(before).contains(char::is_alphabetic) {
            return;
        }
    }
    match item.link {
        Some(link) if link.form == LinkForm::Bare => {}
        Some(link) => {
            let name = doc.gazetteer.source_name_of(doc.text(link.target));
            out.flag(link.span, "The link names no source").maybe_fix(name.map(|name| {
                Fix::new(Safety::Review, format!("Name “{name}” as the source"), [Edit::replace(link.label, name)])
            }));
        }
        None => {
            out.flag(item.span, "The source is missing: only its date is here");
        }
    }
}

/// A note or entry with the title and date of a report, but no publisher.
fn titled(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = &item.details else { return };
    let Some(title) = details.title.filter(|title| title.form == TitleForm::Quoted) else { return };
    let full = matches!(details.kind, ItemKind::News | ItemKind::Web | ItemKind::Video | ItemKind::Social);
    // In a list of works an author’s page needs no outlet.
    let own_page = details.style == CitationStyle::Bibliography && item.author.is_some() && item.link.is_some()
        || is_on_own_site(doc, item);
    if !full || own_page || item.author.is_none() && item.dates.is_empty() && item.link.is_none() {
        return;
    }
    let day = item.date().filter(|date| date.day.is_some());
    let Some(place) =
        day.map(|date| date.span).or(item.link.map(|link| link.span).filter(|link| link.start >= title.whole.end))
    else {
        return;
    };
    let name = item.url(doc.text).and_then(|url| doc.gazetteer.source_name_of(url));
    let fix = name.filter(|_| item.date_place == DatePlace::Behind && place.start >= title.whole.end);
    out.flag(place, "No outlet is named between the title and the date").maybe_fix(fix.map(|name| {
        Fix::new(
            Safety::Review,
            format!("Name “{name}” as the source"),
            [Edit::insert(place.start, format!("{name}, "))],
        )
    }));
}

/// Whether the address is that of the author’s own site: a name of the author is in its host.
fn is_on_own_site(doc: &Document<'_>, item: &Item) -> bool {
    let Some((author, url)) = item.author.zip(item.url(doc.text).and_then(Url::parse)) else { return false };
    let host = url.bare_host().to_lowercase();
    let names = doc.text(author).split(|c: char| !c.is_alphanumeric()).filter(|name| name.chars().count() > 4);
    { names }.any(|name| name.starts_with(char::is_uppercase) && host.contains(&name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn somebody_must_have_said_it() {
        check(
            "unnamed-source",
            "Boats left (, June 3; [](https://a.net/x), June 4).
            ^^^^^^^^ The source is missing: only its date is here
                      ^^^^^^^^^^^^^^^^^^^ The link names no source
",
        );
        check_fix(
            "unnamed-source",
            "Boats left ([](https://www.dawn.com/1), June 4).",
            "Boats left ([Dawn](https://www.dawn.com/1), June 4).",
        );
        check_clean("unnamed-source", "He was freed (June 3).");
        let note = |host: &str| {
            let text = format!("A.[^1]\n\n[^1]: Ada Velden, “On Cranes,” June 3, 2018, https://{host}/cranes.\n");
            findings("unnamed-source", &text, &settings("unnamed-source")).len()
        };
        assert_eq!((note("velden.eth.limo"), note("cranes.eth.limo")), (0, 1));
        for source in [
            "[Harbour Labs - Cranes at Rest](https://a.net/cranes)",
            "Osten, *The Last Lock* (2018); Velden, *Cranes*, page 3",
            "Mongala, “What Is at Stake?”",
            "Tolls Act 1960, page 1; Osten, page 12",
        ] {
            check_clean("unnamed-source", &format!("The cranes stood still.\n\nSource: {source}\n"));
        }
    }
}
