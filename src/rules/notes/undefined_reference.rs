//! A reference to a definition or an entry that is not there.

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
    if doc.bulletin.cites_by_links() {
        for dead in &doc.bulletin.links.dead {
            out.flag(
                dead.label,
                ["nothing defines the label “", label(doc.text(dead.label)), "”: Markdown renders no link"],
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
                                                                        ^^^^^^^ nothing defines the label “trade”: Markdown renders no link

[1]: https://www.reuters.com/article/2018/05/03/sarnak
",
        );
    }

    #[test]
    fn brackets_that_are_no_labels() {
        for text in [
            "See [one][A] and [two][] and [three].\n\n[a]: https://a.net\n[two]: https://b.net\n",
            "Take a[i][j] and `[x][y]` and [^1][^2] and the notes [1][2].\n\n[^1]: A.\n[^2]: B.\n",
            "“They [sic][3] left,” he said.\n\n## Notes\n\n3. Ibid.\n",
            "The port was sold [see @orrel2013][-@hollin2016].",
        ] {
            check_clean("undefined-reference", text);
        }
    }
}
