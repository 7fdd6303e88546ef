//! A reference to a definition or an entry that does not exist.

use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undefined-reference",
    family: Family::Notes,
    summary: "a link’s label without its definition, or an author and a year without their entry in the list",
    page: include_str!("../../../docs/rules/undefined-reference.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for cite in &doc.bulletin.works.undefined {
        out.flag(*cite, ["The list of works has no entry for “", doc.text(*cite), "”"]);
    }
    // A part of a page has its definitions elsewhere: the page that includes it.
    let links = &doc.bulletin.links;
    let elsewhere = links.definitions.is_empty() && links.dead.len() >= 3;
    if doc.bulletin.cites_by_links() && !elsewhere {
        // In a quotation, brackets contain words that the person quoted did not say.
        for dead in links.dead.iter().filter(|dead| !doc.bulletin.is_quoted(dead.span)) {
            out.flag(
                dead.label,
                ["Nothing defines the label “", label(doc.text(dead.label)), "”, so Markdown does not render the link"],
            );
        }
    }
}

fn label(brackets: &str) -> &str {
    brackets.trim_matches(['[', ']'])
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_label_without_definition() {
        check(
            "undefined-reference",
            "Fighters [told Reuters][1] that the road was mined, and traders [agreed][trade].
                                                                        ^^^^^^^ Nothing defines the label “trade”, so Markdown does not render the link

[1]: https://www.reuters.com/article/2018/05/03/sorvik
",
        );
    }

    const LIST: &str = "

## References

Mertz, L. (2018). *The pier deal*. Hurst.

Osten, T. (2013, March 16). Notes on a ceasefire. *Syria Comment*. https://www.joshualandis.com/blog/notes

World Bank. 2017. *Mali: A review*. Washington: World Bank.
";

    #[test]
    fn an_author_and_a_year_without_their_entry() {
        let fixture = "The port was sold (Mertz, 2018; Hersey, 2016). It failed (see Velden 2015: 44) (World Bank, 2017).
                                ^^^^^^^^^^^^ The list of works has no entry for “Hersey, 2016”
                                                              ^^^^^^^^^^^^^^^ The list of works has no entry for “Velden 2015: 44”
";
        check(
            "undefined-reference",
            &format!("{}{LIST}", fixture.trim_end_matches('\n')).replace("44”\n\n##", "44”\n\n\n##"),
        );
    }

    #[test]
    fn years_in_brackets_that_cite_nobody() {
        for text in [
            "The port was sold (Mertz, 2018). The treaty (Poso, 2012) was signed (see Osten 2013).",
            "The port was sold (Mertz, 2018). They met at a summit (Goma, 2012) and talks (May 2013).",
            "The port was sold (Mertz, 2018) in Sorvik. He was born there (Sorvik, 1960).",
            "It was sold (2011–2014) to two men (population 2,018) (born 1960) (Mertz, 2018) (desk@a.net, 2018).",
            "Mertz (2018) argues so; in Sorvik (2012) and on Tuesday (2013) they met, and so does Osten (2013).",
            "It was sold (Mertz, 2018, p. 4; 2018). See Mertz (2018: 4–6), Osten’s (2013) notes and (Osten 2013).",
            "It was sold (World Bank 2017; see also Mertz 2018, pp. 4–6).",
            "It was sold (Osten, 2013, cited in Mertz, 2018). The treaty of Poso (Poso, 2012) failed.",
            "It was sold (Mertz, 2018; Osten, 2013; Reuters, May 3, 2018).",
        ] {
            check_clean("undefined-reference", &format!("{text}{LIST}"));
        }
        check_clean("undefined-reference", "The port was sold (Hersey, 2016). The treaty (Poso, 2012) failed.");
    }

    #[test]
    fn brackets_that_are_no_labels() {
        for text in [
            "See [one][A] and [two][] and [three].\n\n[a]: https://a.net\n[two]: https://b.net\n",
            "He said “[they][we] left” and > so.",
            "Take a[i][j] and `[x][y]` and [^1][^2] and the notes [1][2].\n\n[^1]: A.\n[^2]: B.\n",
            "“They [sic][3] left,” he said.\n\n## Notes\n\n3. Ibid.\n",
            "The port was sold [see @osten2013][-@hersey2016].",
        ] {
            check_clean("undefined-reference", text);
        }
    }
}
