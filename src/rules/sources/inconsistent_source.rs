//! A source that is in no list, spelled in two ways.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-source",
    family: Family::Sources,
    summary: "two spellings of one source that is in no list",
    page: include_str!("../../../docs/rules/inconsistent-source.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for deviation in doc.bulletin.source_deviations(doc.text, doc.gazetteer) {
        let written = doc.text(deviation.span);
        if doc.gazetteer.is_rejected(written, &deviation.preferred) {
            continue;
        }
        out.flag(deviation.span, ["“", written, "” is “", &deviation.preferred, "” elsewhere"])
            .fix(Fix::replace(Safety::Review, deviation.span, deviation.preferred.clone()))
            .in_group(Group::of_document(written.to_lowercase()))
            .related(deviation.model, "Written differently here");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_rarer_spelling_is_flagged() {
        check(
            "inconsistent-source",
            "A ([Hill Country Courier](#), May 9).

B ([Hill-Country Courier](#), May 9).
    ^^^^^^^^^^^^^^^^^^^^ “Hill-Country Courier” is “Hill Country Courier” elsewhere

C ([Hill Country Courier](#), May 10).
",
        );
    }

    #[test]
    fn of_two_the_earlier_is_kept() {
        check_fix(
            "inconsistent-source",
            "A ([The Ridge Echo](#), May 9). B ([Ridge Echo](#), May 9).",
            "A ([The Ridge Echo](#), May 9). B ([The Ridge Echo](#), May 9).",
        );
    }

    #[test]
    fn listed_sources_accounts_and_initials_are_not_judged() {
        check_clean(
            "inconsistent-source",
            "A ([tolonews](#), May 9; [TOLOnews](#), May 9; [@RidgeEcho](#), May 9; [@ridgeecho](#), May 9; [RDX](#), May 9; [Rdx](#), May 9).",
        );
    }

    #[test]
    fn sentences_name_sources_too() {
        check(
            "inconsistent-source",
            "Hill News Agency sent a film. A reporter of HILL News Agency was there, and Hill News Agency said so.
                                            ^^^^^^^^^^^^^^^^ “HILL News Agency” is “Hill News Agency” elsewhere
",
        );
        check_fix(
            "inconsistent-source",
            "A ([Radio Ridge](#), May 9; [Radio Ridge](#), May 10). Then RADIO Ridge’s van burned.",
            "A ([Radio Ridge](#), May 9; [Radio Ridge](#), May 10). Then Radio Ridge’s van burned.",
        );
        // The article of a sentence is not part of the name, and two names are two.
        check_clean(
            "inconsistent-source",
            "A ([The Ridge Herald](#), May 9). Men of the Ridge Herald and of the Hill Herald came; the Hill Tribune left.",
        );
    }

    #[test]
    fn one_host_has_one_name_and_a_slip_is_none() {
        let cite = |name: &str, host: &str, number: u8| format!("A ([{name}](https://{host}/{number}), May 9).");
        let three = |host: &str| [1, 2, 3].map(|number| cite("Ridge Now", host, number)).join(" ");
        let found = |text: &str| {
            crate::rules::testing::findings(
                "inconsistent-source",
                text,
                &crate::rules::testing::settings("inconsistent-source"),
            )
            .len()
        };
        assert_eq!(found(&format!("{} {}", three("ridgenow.net"), cite("Ridge News Now", "ridgenow.net", 4))), 1);
        assert_eq!(found(&format!("{} {}", three("ridgenow.net"), cite("Valley Echo", "www.ridgenow.net", 4))), 1);
        assert_eq!(found(&format!("{} {}", three("ridgenow.net"), cite("Valley Echo", "valleyecho.net", 4))), 0);
        // A host with many names is a platform.
        let many =
            [("Valley Echo", 4), ("Hill Post", 5)].map(|(name, number)| cite(name, "ridgenow.net", number)).join(" ");
        assert_eq!(found(&format!("{} {many}", three("ridgenow.net"))), 0);
        let post = "A ([Upland Courier](#), May 9). B ([Upland Courier](#), May 10).";
        assert_eq!(found(&format!("{post} C ([Upland Couriers](#), May 9).")), 1);
        assert_eq!(found("A ([Upland Courier](#), May 9). C ([Upland Couriers](#), May 9)."), 0);
        assert_eq!(found(&format!("{post} C ([Lowland Courier](#), May 9).")), 0);
        // One of each: the word that occurs in no other name and no sentence is the misspelled one.
        assert_eq!(found("A ([Foreign Ridge Review](#), May 9). C ([Forieng Ridge Review](#), May 9)."), 1);
        assert_eq!(found("A ([Uplan Ridge Review](#), May 9). C ([Uplam Ridge Review](#), May 9)."), 0);
    }

    #[test]
    fn pages_without_a_day_may_be_called_anything() {
        let entry = |number: usize, words: &str| {
            format!(
                "{number}. {words}, accessed May 2, 2018, [https://ridge.org/{number}](https://ridge.org/{number})\n"
            )
        };
        let list = |words: &[&str]| {
            let entries: String = words.iter().zip(1..).map(|(words, number)| entry(number, words)).collect();
            format!("Cranes stand still.\n\n## Works cited\n\n{entries}")
        };
        check_clean(
            "inconsistent-source",
            &list(&["ridge.org", "ridge.org", "Cranes at Rest and Other Stories", "Ridge"]),
        );
        check_clean("inconsistent-source", &list(&["Cranes - Ridge", "Quays - Ridge", "Tides - The Harbour Ridge"]));
    }

    #[test]
    fn a_name_over_a_line_end_is_the_same_name() {
        check_clean(
            "inconsistent-source",
            "A ([Hill Country Courier](#), May 9). B ([Hill Country\nCourier](#), May 9).",
        );
    }

    /// What is renamed in a text: `written → preferred`.
    fn renamed(text: &str) -> String {
        let settings = crate::rules::testing::settings("inconsistent-source");
        let found = crate::rules::testing::findings("inconsistent-source", text, &settings);
        let renamed = found.iter().map(|found| format!("{} → {}", found.span.of(text), found.fixes[0].edits[0].text));
        renamed.collect::<Vec<_>>().join("; ")
    }

    /// Citations of these sources, each at its address.
    fn cited(sources: &[(&str, &str)]) -> String {
        let cite = |((name, address), day): (&(&str, &str), usize)| format!("A ([{name}]({address}), May {day}).\n\n");
        sources.iter().zip(1..).map(cite).collect()
    }

    #[test]
    fn a_slip_in_a_listed_name_beside_the_right_one() {
        for (sources, expected) in [
            (
                &["International Crisis Group", "International Crisis Gruop"][..],
                "International Crisis Gruop → International Crisis Group",
            ),
            (
                &["International Crisis Gruop", "International Crisis Group"],
                "International Crisis Gruop → International Crisis Group",
            ),
            (&["International Crisis Group", "International Crisis Grove"], ""),
            // Short names that differ by a letter are different names.
            (&["Reuters", "Reuterss"], ""),
        ] {
            let sources: Vec<(&str, &str)> = sources.iter().map(|name| (*name, "#")).collect();
            assert_eq!(renamed(&cited(&sources)), expected, "{sources:?}");
        }
    }

    #[test]
    fn two_listed_names_of_one_source_in_notes() {
        let notes = |sources: &[&str]| {
            let references: String = (1..=sources.len()).map(|number| format!("A.[^{number}] ")).collect();
            let note = |(name, number): (&&str, usize)| {
                format!("[^{number}]: “Quay {number} Reopens,” {name}, May {number}, 2018.\n\n")
            };
            format!("{references}\n\n{}", sources.iter().zip(1..).map(note).collect::<String>())
        };
        for (sources, expected) in [
            (&["New York Times", "New York Times"][..], ""),
            (&["New York Times", "The New York Times"], ""),
            // Of two equally frequent names, the source's own.
            (&["New York Times", "NYT"], "NYT → New York Times"),
            (&["NYT", "New York Times"], "NYT → New York Times"),
            (&["NYT", "New York Times", "NYT"], "New York Times → NYT"),
            (&["NYT", "NY Times", "New York Times"], "NYT → New York Times; NY Times → New York Times"),
        ] {
            assert_eq!(renamed(&notes(sources)), expected, "{sources:?}");
        }
    }

    #[test]
    fn names_that_differ_by_a_letter() {
        let [courier, couriers, uplond] = ["Upland Courier", "Upland Couriers", "Uplond Courier"];
        for (sources, expected) in [
            (&[courier, courier, couriers][..], "Upland Couriers → Upland Courier"),
            (&[couriers, courier, courier], "Upland Couriers → Upland Courier"),
            (&[courier, uplond, courier], "Uplond Courier → Upland Courier"),
            (&["Ridge Bay", courier, uplond, courier], "Uplond Courier → Upland Courier"),
            // With three other names between the two in the order of the alphabet.
            (
                &[
                    courier,
                    courier,
                    "Upland Courie Suns",
                    "Upland Courie Tents",
                    "Upland Courie Units",
                    "Hill Bays",
                    "Upland Couriez",
                ],
                "Upland Couriez → Upland Courier",
            ),
            // Other signs: the more frequent form.
            (&["Upland-Courier", courier, courier], "Upland-Courier → Upland Courier"),
            (&[courier, "Upland-Courier", "Upland-Courier"], "Upland Courier → Upland-Courier"),
            // Short names, and names with another number, are different names.
            (&["Hill Sun", "Hill Sun", "Hill Son"], ""),
            (&["Upland Letter IX", "Upland Letter IX", "Upland Letter X"], ""),
            (&["Upland Letter 9", "Upland Letter 9", "Upland Letter 8"], ""),
            // Equally frequent: a word that occurs elsewhere is right; a plural may be another name.
            (&["Foreign Ridge Review", "Forieng Ridge Review"], "Forieng Ridge Review → Foreign Ridge Review"),
            (&["Forieng Ridge Review", "Foreign Ridge Review"], "Forieng Ridge Review → Foreign Ridge Review"),
            (&["Foreign Reporter", "Forieng Reporter"], "Forieng Reporter → Foreign Reporter"),
            (&["Foreigns Ridge Review", "Foreign Ridge Review"], ""),
            (&["Uplands Ridge Review", "Upland Ridge Review"], ""),
            (&["Uplan Ridge Review", "Uplam Ridge Review"], ""),
        ] {
            let sources: Vec<(&str, &str)> = sources.iter().map(|name| (*name, "#")).collect();
            assert_eq!(renamed(&cited(&sources)), expected, "{sources:?}");
        }
    }

    #[test]
    fn names_at_one_host() {
        let (now, other) = ("https://ridgenow.net/1", "https://hill.net/1");
        for (sources, expected) in [
            // Two that share no word need three of the other.
            (&[("Ridge Now", now), ("Ridge Now", now), ("Valley Echo", now)][..], ""),
            (
                &[("Ridge Now", now), ("Ridge Now", now), ("Ridge Now", now), ("Valley Echo", now)],
                "Valley Echo → Ridge Now",
            ),
            (&[("Ridge Now", now), ("Ridge Now", now), ("Ridge News Now", now)], "Ridge News Now → Ridge Now"),
            (&[("Ridge Now", other), ("Ridge Now", now), ("Valley Echo", now)], ""),
            (&[("Daily Now", other), ("Daily Now", other), ("Daily Echo", other)], ""),
            // One of each: the later one, if it adds nothing, and the host bears the name.
            (&[("Ridge News Now", now), ("Ridge Now", now)], "Ridge Now → Ridge News Now"),
            (&[("Ridge Now", now), ("Ridge Bay Now", now)], ""),
            (&[("Ridge News Now", other), ("Ridge Now", other)], ""),
            (&[("Ridge Now", now), ("Valley Echo", now)], ""),
            (
                &[("The Echo of Ridge", "https://echoofridge.net/1"), ("Ridge Echo", "https://echoofridge.net/1")],
                "Ridge Echo → The Echo of Ridge",
            ),
        ] {
            assert_eq!(renamed(&cited(sources)), expected, "{sources:?}");
        }
    }
}
