//! No biography where other articles have one.

use crate::bulletin::structure::same_person;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-biography",
    family: Family::Structure,
    summary: "no biography where other articles have one",
    page: include_str!("../../../docs/rules/missing-biography.md"),
    level: Some(Level::Hint),
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let articles = &doc.bulletin.articles;
    if articles.iter().all(|article| article.biographies.is_empty()) {
        return;
    }
    for article in articles.iter().filter(|article| article.biographies.is_empty()) {
        let Some(author) = article.authors.first() else { continue };
        // One biography serves all that an author has in the issue.
        let known = articles
            .iter()
            .flat_map(|other| &other.biographies)
            .any(|biography| article.authors.iter().any(|author| same_person(&author.value, &biography.subject.value)));
        if !known {
            out.flag(author.span, format!("nothing is said of {}, as of other authors", author.value));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    const RULE: &str = "missing-biography";

    #[test]
    fn an_author_of_whom_nothing_is_said() {
        check(
            RULE,
            "\
## One

*Ada Bern*

Text.

*Ada Bern is an analyst of ports and harbours.*

## Two

*Cem Dal*
 ^^^^^^^ nothing is said of Cem Dal, as of other authors

Text.

## Three

*Ada Bern*

Text.
",
        );
    }

    #[test]
    fn where_nobody_has_one_none_is_missing() {
        check_clean(RULE, "## One\n\n*Ada Bern*\n\nText.\n\n## Two\n\n*Cem Dal*\n\nText.\n");
    }
}
