//! An article without an author although others have one.

use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-byline",
    family: Family::Structure,
    summary: "an article without an author although others have one",
    page: include_str!("../../../docs/rules/missing-byline.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let articles = &doc.bulletin.articles;
    let signed = articles.iter().filter(|article| !article.authors.is_empty()).count();
    // One byline among many texts is the exception.
    if signed == 0 || signed * 2 < articles.len() {
        return;
    }
    for article in articles.iter().filter(|article| article.heading.is_some() && article.authors.is_empty()) {
        out.flag(article.title.span, "This article names no author, though others do");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    const RULE: &str = "missing-byline";

    #[test]
    fn an_article_that_nobody_signs() {
        check(
            RULE,
            "\
## One

*Ada Bern*

Text.

*Ada Bern is an analyst of ports and harbours.*

## Two
   ^^^ This article names no author, though others do

Text.

## Three

*Cem Dal*

Text.
",
        );
    }

    #[test]
    fn sections_need_none() {
        check_clean(
            RULE,
            "# One\n\n*Ada Bern*\n\nText.\n\n## Part\n\nText.\n\n# Two\n\n*Cem Dal*\n\nText.\n\n# Outlook\n\nText.\n",
        );
        check_clean(RULE, "# Kit\n\nText.\n\n# Use\n\nText.\n");
    }
}
