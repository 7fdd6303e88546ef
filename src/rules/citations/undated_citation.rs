//! A source without a date.

use crate::bulletin::Item;
use crate::bulletin::citation::LinkForm;
use crate::bulletin::items::CitationStyle;
use crate::calendar;
use crate::config::Level;
use crate::markdown::mask::JOINT;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undated-citation",
    family: Family::Citations,
    summary: "a source without any date",
    page: include_str!("../../../docs/rules/undated-citation.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    check: Check::item(check),
    fix_effect: FixEffect { reveals: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // Undated sources in notes and lists are left to `undated-note`.
    if item.style().is_apart() {
        return;
    }
    // Below a table the name of an institute is enough; that of a newspaper is not.
    if item.style() == CitationStyle::Caption && !doc.is_news(item) {
        return;
    }
    let bare = item.link.is_some_and(|link| link.form == LinkForm::Bare);
    // A bare address is left to `bare-url-citation`, whose fix also looks for the date.
    if !item.dates.is_empty() || item.shares_date || item.undated.is_some() || item.relays || bare {
        return;
    }
    let Some(source) = item.source else { return };
    // A template may insert the date there.
    if doc.text(item.span).contains(JOINT) {
        return;
    }
    // `([program](https://…))` is a link in brackets; a source that is neither an address nor listed has a capital
    // somewhere: `al-Ghad`, `eNCA`.
    let name = doc.text(source);
    if name.chars().next().is_some_and(char::is_lowercase)
        && !name.contains(|c: char| c == '.' || c.is_uppercase())
        && item.link.is_some()
        && doc.gazetteer.source_of(name, item.url(doc.text), &[]).is_none()
    {
        return;
    }
    let place = item.link.map_or(source, |link| link.span);
    out.flag(place, ["“", name.trim(), "” is cited without a date"]).maybe_fix(from_address(doc, item));
}

/// The date in the address, added after the link. A day after the issue is not the day of the report.
fn from_address(doc: &Document<'_>, item: &Item) -> Option<Fix> {
    let link = item.link.filter(|link| link.form == LinkForm::Inline && link.span.end == item.span.end)?;
    let day = calendar::url_date(doc.text(link.target)).and_then(|told| told.to_date())?;
    if doc.date().is_some_and(|issue| day > issue) {
        return None;
    }
    let date = calendar::print_day(day, doc.bulletin.habits.citation_dates.style(), doc.date());
    let title = format!("Add the date of the address, {date}");
    Some(Fix::insert(Safety::Review, title, link.span.end, format!(", {date}")))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn a_word_written_as_a_word_names_no_newspaper() {
        let text = |name: &str| format!("It rained (Dawn, May 3). It snowed (Geo, May 4). He was lost ({name}).");
        check_clean("undated-citation", &text("punch"));
        let found = findings("undated-citation", &text("Punch"), &settings("undated-citation"));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_address_may_hold_the_date() {
        for (before, after) in [
            (
                "Boats left ([Dawn](https://dawn.com/2018/09/22/boats)).",
                "Boats left ([Dawn](https://dawn.com/2018/09/22/boats), September 22).",
            ),
            (
                "Boats left ([AFP](https://afp.com/x), May 9; [Dawn](https://dawn.com/boats-2017-09-22)).",
                "Boats left ([AFP](https://afp.com/x), May 9; [Dawn](https://dawn.com/boats-2017-09-22), September 22, 2017).",
            ),
        ] {
            check_fix("undated-citation", before, after);
        }
        // No day, a day after the issue, an address elsewhere.
        for text in [
            "Boats left ([Dawn](https://dawn.com/2018/09/boats)).",
            "Boats left ([Dawn](https://dawn.com/2018/12/22/boats)).",
            "Boats left ([Dawn][1]).\n\n[1]: https://dawn.com/2018/09/22/boats",
        ] {
            check_fix("undated-citation", text, text);
        }
    }

    #[test]
    fn a_remark_beside_a_source_is_none() {
        for words in [
            "in Urdu; Dawn, May 9",
            "killed at night; [Dawn](https://dawn.com/1), May 9",
            "Quetta; Dawn, May 9",
            "formerly PML; Dawn, May 9",
            "149 dead; Dawn, May 9",
            "Dawn, May 9; emphasis added",
            "Dawn, May 9; no group claimed it",
            "Dawn, May 9; see map; Geo, May 10",
            "Dawn, May 9; translated from Urdu",
        ] {
            for rule in ["undated-citation", "citation-separator", "citation-spacing", "unnamed-source"] {
                check_clean(rule, &format!("Boats left ({words})."));
            }
        }
        check_clean("undated-citation", "The RRB (Rapid Response Battalion; Dawn, May 9) left.");
        check(
            "undated-citation",
            "Boats left (Sorvik Post; Dawn, May 9; Dawn, May 10; Xinhua).
            ^^^^^^^^^^^ “Sorvik Post” is cited without a date
                                                    ^^^^^^ “Xinhua” is cited without a date
",
        );
    }

    #[test]
    fn what_was_done_with_a_report_later_has_its_own_date() {
        for words in [
            "Dawn, May 9, accessed May 12",
            "[Dawn](https://dawn.com/1), May 9, updated May 12",
            "Dawn, May 9; last accessed on May 12",
            "Dawn, May 9 (corrected May 12)",
            "Dawn, May 9 – updated May 12; Geo, May 10",
        ] {
            for rule in ["undated-citation", "citation-separator", "missing-citation-comma", "unnamed-source"] {
                check_clean(rule, &format!("Boats left ({words})."));
            }
        }
    }

    #[test]
    fn every_source_has_a_date() {
        check(
            "undated-citation",
            "Boats left ([ABC](#); [Dawn](https://dawn.com/1), May 9).
            ^^^^^^^^ “ABC” is cited without a date
",
        );
        check(
            "undated-citation",
            "Boats left ([al-Sahil](#); [eNavy](#)).
            ^^^^^^^^^^^^^ “al-Sahil” is cited without a date
                           ^^^^^^^^^^ “eNavy” is cited without a date
",
        );
        check(
            "undated-citation",
            "Boats left.

Sources: Dawn, May 9; Xinhua; World Bank.
                      ^^^^^^ “Xinhua” is cited without a date
",
        );
        check_clean("undated-citation", "![Boats](b.png)\n\n*Source: Xinhua*\n\nSource: own survey.");
        // A template may supply it.
        check_clean("undated-citation", "Boats left (Dawn, May 9; [AFP](https://www.afp.com/a), {{ page.date }}).");
        // A link in brackets is not a source.
        check_clean("undated-citation", "Boats left (Dawn, May 9) for the feast ([program](https://a.net/feast)).");
        check_clean("undated-citation", "Boats left (NTV, RTR, June 27; [Charter](https://a.net/c), n.d.).");
        check_clean("undated-citation", "Boats left (Dawn, May 9; UNIAN, *ibid.*; Geo, same day).");
    }
}
