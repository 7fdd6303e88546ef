//! No comma between a source and its date.

use crate::bulletin::citation::{Item, holds_words, joint, mark, signs};
use crate::bulletin::items::{DatePlace, FieldKind, TitleForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Offset, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-citation-comma",
    family: Family::Citations,
    summary: "no comma between source and date",
    page: include_str!("../../../docs/rules/missing-citation-comma.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Safe,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    if item.style().is_apart() {
        return between_fields(doc, item, out);
    }
    let Some(gap) = item.gap else { return };
    if doc.text(gap).bytes().any(|byte| byte == b',') || item.source.is_none() && item.link.is_none() {
        return;
    }
    // `[“The Fall,”](https://…) May 3`, `Dawn, “Who Fell?” May 3`: the sign stands inside the quotation or the link.
    let before = match item.link.filter(|link| link.span.end == gap.start) {
        Some(link) => doc.text(link.label),
        None => doc.text(Span::new(item.span.start.min(gap.start), gap.start)),
    };
    let bare = before.trim_end_matches(['”', '"', '’', '\'', '»', '*', '_']);
    if bare.ends_with(',') || bare.len() < before.len() && bare.ends_with(['?', '!', '…']) {
        return;
    }
    let between = signs(doc.text, gap);
    let sign = doc.text(between).trim();
    let message = match sign.chars().next() {
        Some('，' | '،' | '、' | '﹐' | '；' | '؛' | ';') => {
            ["“", sign, "” is used instead of the comma between the source and its date"]
        }
        _ => ["No comma between the source and its date", "", ""],
    };
    // A word is removed with the gap: `Reuters on May 9`. A name or a number is not.
    let safety = if holds_words(doc.text(gap)) { Safety::Review } else { Safety::Safe };
    let told = |c: char| c.is_uppercase() || c.is_numeric();
    let fix = || Fix::new(safety, "Add a comma before the date", vec![joint(doc.text, gap, ",")]);
    out.flag(mark(doc.text, between), message).maybe_fix((!doc.text(gap).contains(told)).then(fix));
}

/// The fields of an item in a note, with only a space between two of them.
fn between_fields(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // A linked title may be part of a sentence.
    let title = item.details.as_ref().and_then(|details| details.title);
    if title.is_some_and(|title| title.form == TitleForm::Linked) {
        return;
    }
    let fields = item.fields();
    // `Dawn, “Bakers Strike” (May 4, 2018) https://…`
    let bracketed = item.date_place == DatePlace::InBrackets && !item.dates.is_empty();
    if let Some(address) = fields.last().filter(|field| bracketed && field.kind == FieldKind::Address) {
        let before = Span::new(item.span.start, address.span.start);
        let words = doc.text(before).trim_end();
        let at = before.start + words.len() as Offset;
        if words.ends_with(')') && at < address.span.start {
            out.flag(Span::new(at, at + 1), "No comma before the address").fix(Fix::insert(
                Safety::Safe,
                "Add a comma",
                at,
                ",",
            ));
        }
    }
    for (before, after) in fields.iter().zip(fields.iter().skip(1)) {
        let gap = Span::new(before.span.end, after.span.start);
        if doc.text(gap).starts_with(',') {
            continue;
        }
        let between = signs(doc.text, gap);
        let blank = doc.text(between);
        let visit = after.kind == FieldKind::Date && before.kind == FieldKind::Date && blank.starts_with(" accessed");
        if visit {
            let place = Span::new(before.span.end, before.span.end + 1);
            let fix = Fix::insert(Safety::Safe, "Add a comma", before.span.end, ",");
            out.flag(place, "No comma before the day of the visit").fix(fix);
            continue;
        }
        if before.span.end > after.span.start
            || blank.is_empty()
            || !blank.trim_matches([' ', '\n', '\r', '\t', '<']).is_empty()
        {
            continue;
        }
        // `“Who Mends the Pier?” Al Jazeera`: the punctuation is inside the closing mark.
        // So it is in the label of a link: `[“Who Mends the Pier,”](https://…) Al Jazeera`
        let words = doc.text(before.span);
        let label = if words.starts_with('[') { words.split_once("](") } else { None };
        let label = label.map_or(words, |(label, _)| label);
        let ends = label.trim_end_matches(['”', '"', '’', '\'', '»', '*', '_', '“']);
        let title_ends = title.is_some_and(|title| doc.text(title.span).ends_with(['?', '!', '…']));
        let by_itself = ends.ends_with([',', '?', '!', '.', ':', ';', '…']) || title_ends;
        if by_itself && before.kind == FieldKind::Title {
            continue;
        }
        // `the gallery at https://…`, `Mertz on “Doubt”`: words of a sentence.
        let last = doc.text.slice(before.span.start as usize..between.start as usize).rsplit(' ').next().unwrap_or("");
        if matches!(
            last,
            "In" | "read" | "at" | "on" | "in" | "for" | "of" | "from" | "by" | "via" | "see" | "and" | "to" | "under"
        ) {
            continue;
        }
        // `According to the *Hill Register*`, `Velden’s “Preface”`
        if matches!(last, "the" | "a" | "an") || last.ends_with("’s") || last.ends_with("'s") {
            continue;
        }
        // `et al.`, `Mertz, L.`
        if before.kind == FieldKind::Author && ends.ends_with('.') {
            continue;
        }
        let inside = before.kind == FieldKind::Title && label == words && ends.len() < words.len();
        let at = if inside { before.span.start + ends.len() as Offset } else { before.span.end };
        let message = match after.kind {
            FieldKind::Address => "No comma before the address",
            FieldKind::Date => "No comma between the source and its date",
            _ => "No comma between two parts of the citation",
        };
        let place = Span::new(between.start, between.end.max(between.start + 1));
        out.flag(place, message).fix(Fix::insert(Safety::Safe, "Add a comma", at, ","));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn a_comma_in_the_label_of_a_link_is_enough() {
        let note = |label: &str| {
            format!("It left.[^1]\n\n[^1]: [{label}](https://www.bbc.com/news/world-2) *BBC*, October 6, 2018.\n")
        };
        check_clean("missing-citation-comma", &note("“Minister Resigns,”"));
        check_clean("missing-citation-comma", &note("“Who Resigns?”"));
        check_fix(
            "missing-citation-comma",
            &note("“Minister Resigns”"),
            &note("“Minister Resigns”").replace(") *BBC", "), *BBC"),
        );
    }

    #[test]
    fn what_happened_on_a_day_is_no_source() {
        for text in [
            "They left (Dawn, May 3; third raid; found Jun 17, disclosed Jun 23; seen by Geo, May 4).",
            "Four are open (the port, Jul 9 — the Jul 9 date is Dawn’s).",
            "It is old (Dawn, May 3; many victims discovered Jun 25; payment due Jul 3).",
        ] {
            check_clean("missing-citation-comma", text);
        }
        for text in
            ["They left (Dawn, May 3; Quay Gazette Jun 23).", "They left (Dawn, May 3; Harbour press release Jun 23)."]
        {
            let found = findings("missing-citation-comma", text, &settings("missing-citation-comma"));
            assert_eq!(found.len(), 1, "{text}");
        }
    }

    #[test]
    fn the_comma_may_stand_inside_a_quotation() {
        for words in [
            "YouTube, “The Fall,” May 3",
            "YouTube, \"The Fall,\" May 3",
            "YouTube, *The Fall,* May 3",
            "CNN’s ‘Amanpour,’ May 3",
            "“Panorama,” BBC One, May 3",
            "Dawn, “Who Fell?” May 3",
            "Dawn, [“The Fall,”](https://dawn.com/2) May 3",
            "[Dawn,](https://dawn.com/2) May 3",
        ] {
            for rule in ["missing-citation-comma", "citation-spacing", "citation-separator", "undated-citation"] {
                check_clean(rule, &format!("Boats left (Dawn, May 2; {words})."));
            }
        }
        check_fix(
            "citation-date-format",
            "Boats left (YouTube, “The Fall,” 3 May, 2017).",
            "Boats left (YouTube, “The Fall,” May 3, 2017).",
        );
        check_fix(
            "missing-citation-comma",
            "Boats left (“The Fall,” Dawn May 3).",
            "Boats left (“The Fall,” Dawn, May 3).",
        );
    }

    #[test]
    fn one_date_may_be_that_of_all_sources() {
        for words in [
            "Xinhua; Dawn; both May 3",
            "Xinhua; Dawn; AFP; all May 3",
            "[Xinhua](https://a.cn/b); Dawn; both on May 3",
        ] {
            for rule in ["missing-citation-comma", "citation-separator", "undated-citation", "unnamed-source"] {
                check_clean(rule, &format!("Boats left ({words})."));
            }
        }
    }

    #[test]
    fn a_comma_parts_source_and_date() {
        check(
            "missing-citation-comma",
            "Boats left (Reuters May 9; [Dawn](https://dawn.com/1)June 3).
                   ^ No comma between the source and its date
                                                     ^ No comma between the source and its date
",
        );
        check_fix("missing-citation-comma", "Boats left (*Reuters* May 9).", "Boats left (*Reuters*, May 9).");
        check_fix("missing-citation-comma", "Boats left (Reuters – May 9).", "Boats left (Reuters, May 9).");
        check_fix("missing-citation-comma", "Boats left (Dawn. May 9).", "Boats left (Dawn, May 9).");
        check_clean("missing-citation-comma", "Boats left (Dawn, from May 9 to May 12).");
        check_clean("citation-date-format", "Boats left (Dawn, from May 9 to May 12).");
        for gap in ["， ", "، ", "、", " · ", " • ", " – ", "； "] {
            let text = format!("Boats left ([Dawn](https://dawn.com/1){gap}May 9).");
            check_fix("missing-citation-comma", &text, "Boats left ([Dawn](https://dawn.com/1), May 9).");
        }
        check_clean("missing-citation-comma", "Guards came (Boston Marathon April 15).");
        // A nickname is part of a name, not a title.
        for name in ["Ada “Lorry Queen” Vale", "Ada \"Lorry\" Vale Holt"] {
            let note = format!("It is shut.[^1]\n\n[^1]: {name}, *Roads of the North* (London: Hurst, 2016), 12.\n");
            check_clean("missing-citation-comma", &note);
        }
    }
    #[test]
    fn words_that_a_title_quotes_are_part_of_it() {
        let list = |entry: &str| {
            format!(
                "Cranes stand still.[^1]\n\n[^1]: Ada Vale, “Quays,” Reuters, May 3, 2018.\n\n## Works cited\n\n1. {entry}\n"
            )
        };
        let visit = "accessed May 2, 2019, [https://a.net/x](https://a.net/x)";
        for title in [
            "On 'Tidal' Cranes \\- The Harbour Blog",
            "The Council's Quay 'Memory' and the Turn to Long Leases",
            "Quays Lost: Breaking the \"tide wall\" with many small cranes",
            "Running Harbours Through “Tidal Traps” - Harbour Labs",
            "Small Quays: A Look at the Book 'Cranes at Rest' \\- Quay Review",
        ] {
            check_clean("missing-citation-comma", &list(&format!("{title}, {visit}")));
        }
        check(
            "missing-citation-comma",
            "It is shut.[^1]

[^1]: Ada Vale “Cranes Stand Still” Reuters, May 3, 2018.
              ^ No comma between two parts of the citation
                                   ^ No comma between two parts of the citation
",
        );
    }
}
