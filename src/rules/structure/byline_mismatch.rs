//! Contents, byline and biography that disagree about the author.

use crate::bulletin::structure::{Article, ContentsEntry, same_name, same_person};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Spanned;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "byline-mismatch",
    family: Family::Structure,
    summary: "contents, byline and biography that disagree on the author",
    page: include_str!("../../../docs/rules/byline-mismatch.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    // The authors in the contents if they differ from the byline, by article.
    let mut announced: FxHashMap<usize, &[Spanned<CompactString>]> = FxHashMap::default();
    for entry in doc.bulletin.contents.iter().filter(|entry| !entry.department) {
        if let Some(index) = entry.article
            && with_contents(entry, &doc.bulletin.articles[index], out)
        {
            announced.insert(index, &entry.authors);
        }
    }
    for (index, article) in doc.bulletin.articles.iter().enumerate() {
        with_biographies(article, announced.get(&index).copied().unwrap_or_default(), out);
    }
}

/// The authors in the contents must match the byline letter for letter. Returns whether anything was reported.
fn with_contents(entry: &ContentsEntry, article: &Article, out: &mut Report) -> bool {
    if entry.authors.is_empty() || article.authors.is_empty() {
        return false;
    }
    let missing = |from: &[Spanned<CompactString>], name: &str| !from.iter().any(|other| same_name(&other.value, name));
    let mut told = false;
    for author in article.authors.iter().filter(|author| missing(&entry.authors, &author.value)) {
        let names: Vec<&str> = entry.authors.iter().map(|other| other.value.as_str()).collect();
        let mut flag = out
            .flag(author.span, ["The contents name “", &names.join("”, “"), "”"])
            .related(entry.authors[0].span, "The contents");
        // One wrong byline is one fault, even if the biography disagrees with it too.
        for subject in strange(article).filter(|subject| names.iter().any(|name| same_person(name, &subject.value))) {
            flag = flag.related(subject.span, "The biography");
        }
        told = true;
    }
    for author in entry.authors.iter().filter(|author| !told && missing(&article.authors, &author.value)) {
        out.flag(author.span, "The byline does not name this author").related(article.authors[0].span, "The byline");
    }
    told
}

/// Each biography must belong to an author; it may give the name with a title or in full. People who are also in the
/// contents are not reported.
fn with_biographies(article: &Article, announced: &[Spanned<CompactString>], out: &mut Report) {
    for subject in strange(article) {
        if announced.iter().any(|author| same_person(&author.value, &subject.value)) {
            continue;
        }
        let names: Vec<&str> = article.authors.iter().map(|other| other.value.as_str()).collect();
        out.flag(subject.span, ["The byline names “", &names.join("”, “"), "”"])
            .related(article.authors[0].span, "The byline");
    }
}

/// The people with a biography who are not authors; none if there is no byline.
fn strange(article: &Article) -> impl Iterator<Item = &Spanned<CompactString>> {
    let subjects = article.biographies.iter().map(|biography| &biography.subject);
    subjects.filter(|subject| {
        !article.authors.is_empty() && !article.authors.iter().any(|author| same_person(&author.value, &subject.value))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, findings, settings};

    const RULE: &str = "byline-mismatch";

    #[test]
    fn the_contents_and_the_byline_are_compared() {
        check(
            RULE,
            "\
*Ada Berne*

**Ferries Stop**

*Cem Dal and Eda Fox*
             ^^^^^^^ The byline does not name this author

**Cranes Stand**

## Ferries Stop

*Ada Bern*
 ^^^^^^^^ The contents name “Ada Berne”

## Cranes Stand

*Cem Dal*
",
        );
    }

    #[test]
    fn one_wrong_byline_is_one_fault() {
        let text = "\
*Ada Berne*

**Ferries Stop**

*Cem Dal*

**Cranes Stand**

## Ferries Stop

*Ada Bern*

They stopped.

*Ada Berne is an analyst of ports and of ferries.*

## Cranes Stand

*Cem Dal*
";
        let found = findings(RULE, text, &settings(RULE));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].span.of(text), "Ada Bern");
        let related: Vec<&str> = found[0].related.iter().map(|related| &*related.message).collect();
        assert_eq!(related, ["The contents", "The biography"]);
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
 ^^^^^^^^ The byline names “Ada Bern”
",
        );
        check_clean(RULE, "## A\n\n*Ada Bern*\n\nText.\n\n*Dr. Ada K. Bern is an analyst of ports.*\n");
    }
}
