//! A list of sources that is missing, or not in step with what is cited.

use crate::config::{Level, ListOrder};
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::counted;
use crate::works::source_list::{ListedDocument, NamedWork, StaleList, stale_lists};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "stale-source-list",
    family: Family::Citations,
    summary: "the house’s list of sources is missing, or not in step with what is cited",
    page: include_str!("../../../docs/rules/stale-source-list.md"),
    level: |settings| settings.source_list.as_ref().map(|_| Level::Warning),
    fix: FixKind::Safe,
    check: Check::document(check),
    languages: Languages::Every,
    fix_effect: FixEffect {
        changes_addresses: Some("the list repeats the addresses that are cited"),
        leaves_block: Some("the list stands apart from what it lists"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

/// The maximum number of places that a finding points to.
const MOST: usize = 20;

fn check(doc: &Document<'_>, out: &mut Report) {
    let Document { text, markdown, bulletin, settings, gazetteer } = *doc;
    for stale in stale_lists(ListedDocument { text, markdown, bulletin, settings, gazetteer }) {
        // The setting asks for exactly this: removing nothing, and adding nothing that the text does not say.
        let safety = if stale.loses_words() { Safety::Review } else { Safety::Safe };
        let title = if stale.exists { "Update the list of sources" } else { "Write the list of sources" };
        let fix = Fix::new(safety, title, stale.edits.clone());
        let mut flag = out.flag(stale.place, message(doc, &stale)).fix(fix);
        let told = [
            (&stale.missing, "Cited here, but not listed"),
            (&stale.uncited, "Listed, but not cited"),
            (&stale.outdated, "Not as the text cites it"),
        ];
        let missing = if stale.exists { 0 } else { 1 };
        for (works, what) in told.iter().skip(missing) {
            for work in works.iter().take(MOST) {
                flag = flag.related(work.place, *what);
            }
        }
    }
}

fn message(doc: &Document<'_>, stale: &StaleList) -> String {
    let style = doc.settings.source_list.as_deref();
    if !stale.exists {
        let heading = style.map_or("", |style| &style.heading);
        let works = counted(stale.missing.len(), "work is", "works are");
        return format!("The list of sources is missing: {works} cited, and there is no “{heading}”");
    }
    let mut faults = Vec::new();
    let mut tell = |works: &[NamedWork], one: &str, several: &str| match works {
        [] => {}
        [work] => faults.push(format!("{} {one}", work.name)),
        [work, ..] => faults.push(format!("{} works {several}, {} first", works.len(), work.name)),
    };
    tell(&stale.missing, "is missing", "are missing");
    tell(&stale.uncited, "is listed, but cited nowhere else", "are listed, but cited nowhere else");
    tell(&stale.outdated, "is not listed as it is cited", "are not listed as they are cited");
    if stale.is_out_of_order {
        let order = style.map(|style| style.order).unwrap_or_default();
        faults.push(match order {
            ListOrder::Alphabetical => "its entries are not in alphabetical order".to_owned(),
            ListOrder::Cited => "its entries are not in the order of the text".to_owned(),
        });
    }
    format!("The list does not match the text: {}", faults.join("; "))
}

#[cfg(test)]
mod tests {
    use crate::check::{Draft, check};
    use crate::config::{Config, Settings};
    use crate::fix::{Wanted, fix};
    use crate::gazetteer::Gazetteer;
    use crate::rules::testing::{check_with, findings};
    use std::collections::BTreeSet;

    fn house(keys: &str) -> Settings {
        let (config, problems) = Config::parse(&format!("[citations]\nlist = \"## Sources\"\n{keys}"));
        assert!(problems.is_empty(), "{problems:?}");
        Settings { date: "2018-10-10".parse().ok(), ..config.settings("draft.md") }
    }

    fn written(text: &str, settings: &Settings, review: bool) -> String {
        let gazetteer = Gazetteer::shipped();
        let wanted = Wanted { review, rules: vec!["stale-source-list".to_owned()] };
        fix(Draft { path: "draft.md", text, settings, gazetteer: &gazetteer }, &wanted).text
    }

    fn rules(text: &str, settings: &Settings) -> Vec<String> {
        let gazetteer = Gazetteer::shipped();
        let found = check(Draft { path: "draft.md", text, settings, gazetteer: &gazetteer }).diagnostics;
        let told = found.iter().map(|found| format!("{}: {}", found.rule.name, found.message));
        told.filter(|told| !told.starts_with("stale-source-list")).collect()
    }

    /// Documents in every style without a list, and the entries of the list that they are given.
    const DOCUMENTS: &[(&str, &[&str])] = &[
        (
            "# Roads\n\nThe road was shut ([Dawn](https://www.dawn.com/news/1), May 4). It opened ([AFP](https://www.afp.com/a), \
             May 6; see [Dawn](https://www.dawn.com/news/2), May 5, 2017). It shut again ([Dawn](https://www.dawn.com/news/1), \
             May 4).\n",
            &[
                "[AFP](https://www.afp.com/a), May 6, 2018.",
                "[Dawn](https://www.dawn.com/news/2), May 5, 2017.",
                "[Dawn](https://www.dawn.com/news/1), May 4, 2018.",
            ],
        ),
        (
            "# Roads\n\nA.[^1] B.[^2] C.[^3] D.[^4]\n\n[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, \
             https://www.reuters.com/convoy.\n\n[^2]: Ibid., p. 4.\n\n[^3]: See Tobin Arden, “Who Holds the Port?” Al Jazeera, \
             November 9, 2017; “Bridges Closed,” Daily Nation, May 3, 2018.\n\n[^4]: Mertz, “Convoy Leaves.”\n",
            &[
                "Tobin Arden, “Who Holds the Port?” Al Jazeera, November 9, 2017.",
                "“Bridges Closed,” Daily Nation, May 3, 2018.",
                "Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.",
            ],
        ),
        (
            "# Roads\n\nA.[^a] B.[^b] C.[^c]\n\n[^a]: Reuters, “Convoy leaves” (3 May 2018), https://www.reuters.com/convoy\n\
             [^b]: Dawn, “Road shut” (4 May 2018), https://www.dawn.com/news/1\n[^c]: AFP, “Road open” (5 May 2018), \
             https://www.afp.com/a\n",
            &[
                "AFP, “Road open” (5 May 2018), https://www.afp.com/a",
                "Dawn, “Road shut” (4 May 2018), https://www.dawn.com/news/1",
                "Reuters, “Convoy leaves” (3 May 2018), https://www.reuters.com/convoy",
            ],
        ),
        (
            "# Roads\n\nA.[1] B.[2]\n\n## Notes\n\n1. Al-Hayat (London), May 3, 2018.\n2. Author’s interview with a trader, \
             Idlib, May 4, 2018.\n",
            &["Al-Hayat (London), May 3, 2018."],
        ),
        (
            "# Roads\n\nOctober 10, 2018\n\nFighters [told Reuters](https://www.reuters.com/convoy) that the road was shut. [Dawn \
             reported on May 5](https://www.dawn.com/news/1) that it was open. It is, says \
             [a trader](https://www.aljazeera.com/news/trader).\n",
            &[
                "[Al Jazeera](https://www.aljazeera.com/news/trader).",
                "[Dawn](https://www.dawn.com/news/1), May 5, 2018.",
                "[Reuters](https://www.reuters.com/convoy).",
            ],
        ),
        (
            "# Roads\n\n*Ada Vale*\n\nThe road was shut (Reuters, May 4).\n\n## South\n\nIt opened (AFP, May 6).\n\n*Ada Vale is a \
             reporter.*\n",
            &["AFP, May 6, 2018.", "Reuters, May 4, 2018."],
        ),
        (
            "The road is long.\n\n![The road](road.png)\n\n*The road (Ibaa, August 7)*\n\nSource: \
             [Reuters](https://www.reuters.com/road), May 4\n",
            &["Ibaa, August 7, 2018.", "[Reuters](https://www.reuters.com/road), May 4, 2018."],
        ),
    ];

    #[test]
    fn a_list_is_written_for_documents_of_every_style() {
        let settings = house("");
        for (text, entries) in DOCUMENTS {
            let after = written(text, &settings, false);
            let list = format!(
                "## Sources\n\n{}\n",
                entries.iter().map(|entry| format!("* {entry}")).collect::<Vec<_>>().join("\n")
            );
            assert!(after.contains(&list), "{after}\n--- lacks\n{list}");
            // Everything else stays as it was, apart from blank lines, and nothing new is reported.
            let rest = after.replace(list.trim_end(), "");
            let bare = |text: &str| text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            assert_eq!(bare(&rest), bare(text));
            let found: BTreeSet<String> = rules(&after, &settings).into_iter().collect();
            let known: BTreeSet<String> = rules(text, &settings).into_iter().collect();
            assert_eq!(found, known, "{after}");
            assert_eq!(findings("stale-source-list", &after, &settings), [], "{after}");
            assert_eq!(written(&after, &settings, true), after);
            // A list in another order is sorted; what it lists stays.
            let cited = house("list-order = \"cited\"");
            let other = written(&after, &cited, true);
            assert_eq!(findings("stale-source-list", &other, &cited), [], "{other}");
            assert_eq!(written(&other, &settings, true), after, "{other}");
        }
    }

    #[test]
    fn entries_come_go_and_are_put_right() {
        let settings = house("");
        let text = "# Roads

A.[^1] B.[^2]

[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.

[^2]: “Bridges Closed,” Daily Nation, May 3, 2018.

## Sources
^^^^^^^^^^ The list does not match the text: “Bridges Closed” is missing; “Port Shut” is listed, but cited nowhere else; “Convoy Leaves” is not listed as it is cited

The following were used:

- “Port Shut,” Dawn, May 1, 2018.

- Lena Mertz, “Convoy Leaves,” Reuters, May 2, 2018.
";
        check_with("stale-source-list", text, &settings);
        let plain: String = text.split_inclusive('\n').filter(|line| !line.starts_with("^")).collect();
        // What a person wrote is removed only if a person agrees.
        assert_eq!(written(&plain, &settings, false), plain);
        let after = written(&plain, &settings, true);
        assert!(
            after.ends_with(
                "## Sources\n\nThe following were used:\n\n- “Bridges Closed,” Daily Nation, May 3, 2018.\n\n- Lena Mertz, \
                 “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.\n"
            ),
            "{after}"
        );
    }

    #[test]
    fn what_says_more_stays() {
        let settings = house("");
        for entry in [
            "Mertz, Lena. “Convoy Leaves.” *Reuters*. May 3, 2018. https://www.reuters.com/convoy.",
            "Lena Mertz, “Convoy Leaves,” Reuters,\n  May 3, 2018, https://www.reuters.com/convoy, accessed May 9, 2018.",
            "[Reuters](https://www.reuters.com/convoy), May 3, 2018.",
        ] {
            let text = format!(
                "# Roads\n\nA ([Reuters](https://www.reuters.com/convoy), May 3).\n\n## Sources\n\n* {entry}\n"
            );
            assert_eq!(findings("stale-source-list", &text, &settings), [], "{text}");
        }
    }

    #[test]
    fn an_issue_has_a_list_for_each_article_or_one_for_all() {
        let text = "# Harbour Watch\n\nVolume XVI, Issue 19\n\nOctober 10, 2018\n\n## Cranes\n\n*Ada Bern*\n\nThey stand \
                    (Reuters, May 4).\n\n*Ada Bern is a reporter.*\n\n## Locks\n\n*Lena Mertz*\n\nThey are shut (AFP, May \
                    6).\n\n*Lena Mertz is a reporter.*\n";
        let one = written(text, &house(""), false);
        assert_eq!(one.matches("## Sources").count(), 1, "{one}");
        assert!(one.contains("AFP, May 6, 2018.\n* Reuters, May 4, 2018."), "{one}");
        let deeper = house("").source_list.map(|list| {
            std::sync::Arc::new(crate::config::SourceListStyle { heading: "### Sources".into(), ..(*list).clone() })
        });
        let settings = Settings { source_list: deeper, ..house("") };
        let each = written(text, &settings, false);
        assert_eq!(each.matches("### Sources").count(), 2, "{each}");
        for after in [one, each] {
            let found: Vec<String> = rules(&after, &settings);
            assert_eq!(found, rules(text, &settings), "{after}");
        }
    }

    #[test]
    fn works_by_author_and_year_are_taken_from_the_list() {
        let settings = house("");
        let text = "The port was sold (Osten, 2013; Mertz, 2018). Its cranes are old (Lund, 2011).

## Sources
^^^^^^^^^^ The list does not match the text: its entries are not in alphabetical order

Osten, T. (2013, March 16). Notes on a ceasefire. *Syria Comment*. https://www.joshualandis.com/blog/notes

Mertz, L. (2018). *The pier deal*. Hurst.

Velden, I. (2016). *The wool road*. Hurst.
";
        check_with("stale-source-list", text, &settings);
    }

    #[test]
    fn where_there_is_no_list_of_the_house() {
        for text in [
            "# Roads\n\nNothing is cited here, not even (May 4).\n",
            "# Roads\n\nA.[1] B.[2]\n\n## Sources\n\n1. https://www.dawn.com/news/1\n2. https://www.dawn.com/news/2\n",
            "# Tool\n\n```sh\nmake\n```\n\nSee [the manual](https://docs.rs/tool).\n",
            "# Roads\n\nI met a trader (author’s interview with a trader, Idlib, May 4).\n",
        ] {
            assert_eq!(findings("stale-source-list", text, &house("")), [], "{text}");
        }
        let cited = "# Roads\n\nThe road was shut (Reuters, May 4).\n";
        assert_eq!(findings("stale-source-list", cited, &crate::rules::testing::settings("stale-source-list")), []);
    }
}
