//! Items of a group that are not separated by semicolons.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::{Citation, joint, mark, signs};
use crate::bulletin::items::FlawKind;
use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::words::is_alphanumeric;
use crate::text::{Edit, Offset, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-separator",
    family: Family::Citations,
    summary: "items not separated by `; `",
    page: include_str!("../../../docs/rules/citation-separator.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check { group: Some(in_group), ..Check::citation(check) },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, Cited { citation, before, .. }: Cited<'_>, out: &mut Report) {
    for (index, item) in citation.items.iter().enumerate() {
        let Some(separator) = citation.separator(index) else { continue };
        let Some(next) = citation.items.get(index + 1) else { continue };
        if item.shares_date || next.relays || doc.text(separator).contains(';') {
            continue;
        }
        // Any other word belongs to one of the sources: `Dawn (0 May) and AFP, May 10`. `May 9?` is in doubt.
        let mut words = doc.text(separator).split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty());
        let joins = words.all(|word| matches!(word, "and" | "also" | "plus" | "as" | "well"))
            && !doc.text(separator).contains(['?', '!'])
            && !opens_in_lower_case(doc.text(next.span));
        let fix = || {
            let edit = joint(doc.text, separator, ";");
            Fix::new(Safety::Safe, "Separate the sources with “; ”", vec![edit])
        };
        out.flag(mark(doc.text, signs(doc.text, separator)), "Put a semicolon between two sources")
            .maybe_fix(joins.then(fix));
    }
    for stray in citation.stray_punctuation.iter().filter(|stray| doc.text(**stray) != ".") {
        // Including the space around it.
        let end = citation.close.map_or(stray.end, |close| close.start);
        let end = if doc.text(Span::new(stray.end, end)).trim().is_empty() { end } else { stray.end };
        let place = match citation.items.first() {
            Some(first) if stray.end <= first.span.start => Span::new(stray.start, first.span.start),
            _ => Span::new(citation.items.last().map_or(stray.start, |last| last.span.end), end),
        };
        let place = if doc.text(place).contains(is_alphanumeric) { *stray } else { place };
        out.flag(*stray, ["“", doc.text(*stray), "” separates nothing"]).fix(Fix::new(
            Safety::Safe,
            ["Remove the “", doc.text(*stray), "”"],
            [Edit::delete(place)],
        ));
    }
    if let Some(before) = before {
        side_by_side(doc, before, citation, out);
    }
}

/// Whether a source starts with a word of a sentence, `but denied by Dawn`: unlike `al-Hayat` and `eNCA`.
fn opens_in_lower_case(source: &str) -> bool {
    let word = source.split(' ').next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.chars().all(char::is_lowercase) && source.len() > word.len();
    is_plain && !matches!(word, "see" | "also")
}

/// `(Reuters, May 9) (AFP, May 10)`: one group would be enough.
fn side_by_side(doc: &Document<'_>, first: &Citation, second: &Citation, out: &mut Report) {
    let (Some(close), Some(open)) = (first.close, second.open) else { return };
    if !first.is_beside(second, doc.text) {
        return;
    }
    let place = close.cover(open);
    // A stray character before the bracket is removed with it.
    let end = last_end(first);
    let signs = doc.text(Span::new(end.min(close.start), close.start));
    let stray = signs.chars().all(|c| matches!(c, ',' | ';' | '.' | ':') || c.is_whitespace());
    let joint = Span::new(if stray { end.min(close.start) } else { close.start }, place.end);
    out.flag(place, "Two citations side by side belong in one bracket").fix(Fix::new(
        Safety::Safe,
        "Separate the sources with “; ”",
        [Edit::replace(joint, "; ")],
    ));
}

/// Where the last item ends.
fn last_end(citation: &Citation) -> Offset {
    citation.items.last().map_or(citation.span.start, |item| item.span.end)
}

/// Two sources in a note separated by a comma.
fn in_group(_: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    for flaw in group.flaws.iter().filter(|flaw| flaw.kind == FlawKind::CommaBetweenSources) {
        out.flag(flaw.span, "Put a semicolon between two sources").fix(Fix::replace(Safety::Safe, flaw.span, ";"));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_semicolon_may_be_followed_by_and() {
        let all = crate::config::Settings {
            date: Some(jiff::civil::date(2018, 10, 10)),
            ..crate::config::Settings::default()
        };
        for text in ["Boats left (Reuters, May 9; and AFP, May 10).", "Boats left (Reuters, May 9; & AFP, May 10)."] {
            for rule in ["citation-separator", "citation-spacing", "unknown-source", "unnamed-source"] {
                let found = crate::rules::testing::findings(rule, text, &all);
                assert!(found.is_empty(), "{text} {found:?}");
            }
        }
    }

    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn words_between_two_sources_stay() {
        for text in [
            "Boats left ([Dawn](https://dawn.com/1) (0 May) and [AFP](https://a.net/x), May 9).",
            "Boats left ([Dawn](https://dawn.com/1), 1 Muharram 1440 / [AFP](https://a.net/x), May 9).",
            "Boats left (Reuters, May 9? AFP, May 10).",
            "Boats left (Reuters, May 9]. The town fell AFP, May 10).",
            "Boats left (Reuters, May 9. The town fell, AFP, May 10).",
            "Boats left (Reuters, May 9, but denied by AFP, May 10).",
        ] {
            check_fix("citation-separator", text, text);
        }
    }

    #[test]
    fn who_passed_a_report_on_is_no_second_source() {
        for words in [
            "AFP, May 3, via [Dawn](https://dawn.com/1)",
            "AFP, May 3 via [Dawn](https://dawn.com/1)",
            "AFP, May 3, via SITE, May 4",
            "[AFP](https://afp.com/1), May 3, as quoted by [Dawn](https://dawn.com/1), May 4",
            "AFP, May 3, citing [Dawn](https://dawn.com/1)",
            "AFP, May 3, translated by [MEMRI](https://memri.org/1)",
        ] {
            let text = format!("Boats left ({words}).");
            check_clean("citation-separator", &text);
            check_clean("undated-citation", &text);
        }
        check_fix(
            "citation-separator",
            "Boats left (AFP, May 3, see also [Dawn](https://dawn.com/1), May 4, In Focus, May 5).",
            "Boats left (AFP, May 3; see also [Dawn](https://dawn.com/1), May 4; In Focus, May 5).",
        );
    }

    #[test]
    fn an_address_behind_the_date_is_no_second_source() {
        for words in [
            "Dawn, May 9, https://www.dawn.com/news/1",
            "Dawn, May 9: https://www.dawn.com/news/1",
            "Dawn, May 9. https://www.dawn.com/news/1",
            "Dawn, May 9 – https://www.dawn.com/news/1",
            "Dawn, May 9, [link](https://www.dawn.com/news/1)",
            "Dawn, May 9 [archived](https://www.dawn.com/news/1); Geo, May 10",
        ] {
            check_clean("citation-separator", &format!("Boats left ({words})."));
            check_clean("undated-citation", &format!("Boats left ({words})."));
        }
        check_fix(
            "citation-separator",
            "Boats left (Dawn, May 9, https://geo.tv/1, May 10).",
            "Boats left (Dawn, May 9; https://geo.tv/1, May 10).",
        );
    }

    #[test]
    fn a_semicolon_parts_the_sources() {
        check(
            "citation-separator",
            "Boats left (Reuters, May 9, AFP, May 10; ).
                          ^^ Put a semicolon between two sources
                                       ^ “;” separates nothing
",
        );
        check_fix(
            "citation-separator",
            "Boats left (Reuters, May 9 and AFP, May 10).",
            "Boats left (Reuters, May 9; AFP, May 10).",
        );
        check_fix(
            "citation-separator",
            "Boats left (Reuters, May 9. AFP, May 10).",
            "Boats left (Reuters, May 9; AFP, May 10).",
        );
        check_fix(
            "citation-separator",
            "Boats left (Reuters, May 9) (AFP, May 10).",
            "Boats left (Reuters, May 9; AFP, May 10).",
        );
        check_fix(
            "citation-separator",
            "Boats left (*Dawn*, May 9, *AFP*, May 10).",
            "Boats left (*Dawn*, May 9; *AFP*, May 10).",
        );
        for joint in [" / ", " – ", " · ", " & "] {
            let text = format!("Boats left (Reuters, May 9{joint}AFP, May 10).");
            check_fix("citation-separator", &text, "Boats left (Reuters, May 9; AFP, May 10).");
        }
        check_clean("citation-separator", "Boats left (NTV, RTR, ORT, June 27; Dawn, July 22, August 3).");
    }
}
