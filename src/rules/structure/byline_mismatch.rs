//! Contents, byline and biography that disagree on the author.

use crate::bulletin::structure::{Article, Entry, same_name, same_person};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Spanned;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "byline-mismatch",
    family: Family::Structure,
    summary: "contents, byline and biography that disagree on the author",
    page: include_str!("../../../docs/rules/byline-mismatch.md"),
    level: Some(Level::Warning),
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for entry in doc.bulletin.contents.iter().filter(|entry| !entry.department) {
        if let Some(article) = entry.article.map(|index| &doc.bulletin.articles[index]) {
            with_contents(entry, article, out);
        }
    }
    for article in &doc.bulletin.articles {
        with_biographies(article, out);
    }
}

/// The authors whom the contents announce are those who sign, letter for letter.
fn with_contents(entry: &Entry, article: &Article, out: &mut Report) {
    if entry.authors.is_empty() || article.authors.is_empty() {
        return;
    }
    let missing = |from: &[Spanned<String>], name: &str| !from.iter().any(|other| same_name(&other.value, name));
    let mut told = false;
    for author in article.authors.iter().filter(|author| missing(&entry.authors, &author.value)) {
        let names: Vec<&str> = entry.authors.iter().map(|other| other.value.as_str()).collect();
        out.flag(author.span, format!("the contents name “{}”", names.join("”, “")))
            .related(entry.authors[0].span, "the contents");
        told = true;
    }
    for author in entry.authors.iter().filter(|author| !told && missing(&article.authors, &author.value)) {
        out.flag(author.span, "the byline does not name this author").related(article.authors[0].span, "the byline");
    }
}

/// Each biography is an author's; it may give the name with a title or in full.
fn with_biographies(article: &Article, out: &mut Report) {
    if article.authors.is_empty() {
        return;
    }
    for biography in &article.biographies {
        let subject = &biography.subject;
        if !article.authors.iter().any(|author| same_person(&author.value, &subject.value)) {
            let names: Vec<&str> = article.authors.iter().map(|other| other.value.as_str()).collect();
            out.flag(subject.span, format!("the byline names “{}”", names.join("”, “")))
                .related(article.authors[0].span, "the byline");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    const RULE: &str = "byline-mismatch";

    #[test]
    fn the_contents_and_the_byline_are_compared() {
        check(
            RULE,
            "\
*Ada Berne*

**Ferries Stop**

*Cem Dal and Eda Fox*
             ^^^^^^^ the byline does not name this author

**Cranes Stand**

## Ferries Stop

*Ada Bern*
 ^^^^^^^^ the contents name “Ada Berne”

## Cranes Stand

*Cem Dal*
",
        );
    }

    #[test]
    fn the_biography_is_an_authors() {
        check(
            RULE,
            "\
## Ferries Stop

*Ada Bern*

They stopped.

*Ida Bern is an analyst of ports and of ferries.*
 ^^^^^^^^ the byline names “Ada Bern”
",
        );
        check_clean(RULE, "## A\n\n*Ada Bern*\n\nText.\n\n*Dr. Ada K. Bern is an analyst of ports.*\n");
    }
}
