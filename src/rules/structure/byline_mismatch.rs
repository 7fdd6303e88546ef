//! Contents, byline and biography that disagree on the author.

use crate::bulletin::structure::{Article, Entry, same_name, same_person};
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
    // The authors whom the contents name where the byline differs, by article.
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

/// The authors whom the contents announce are those who sign, letter for letter. Whether something was said.
fn with_contents(entry: &Entry, article: &Article, out: &mut Report) -> bool {
    if entry.authors.is_empty() || article.authors.is_empty() {
        return false;
    }
    let missing = |from: &[Spanned<CompactString>], name: &str| !from.iter().any(|other| same_name(&other.value, name));
    let mut told = false;
    for author in article.authors.iter().filter(|author| missing(&entry.authors, &author.value)) {
        let names: Vec<&str> = entry.authors.iter().map(|other| other.value.as_str()).collect();
        let mut flag = out
            .flag(author.span, ["the contents name “", &names.join("”, “"), "”"])
            .related(entry.authors[0].span, "the contents");
        // One wrong byline is one fault, though the biography disagrees with it too.
        for subject in strange(article).filter(|subject| names.iter().any(|name| same_person(name, &subject.value))) {
            flag = flag.related(subject.span, "the biography");
        }
        told = true;
    }
    for author in entry.authors.iter().filter(|author| !told && missing(&article.authors, &author.value)) {
        out.flag(author.span, "the byline does not name this author").related(article.authors[0].span, "the byline");
    }
    told
}

/// Each biography is an author's; it may give the name with a title or in full. Nothing is said of those whom the contents
/// name too.
fn with_biographies(article: &Article, announced: &[Spanned<CompactString>], out: &mut Report) {
    for subject in strange(article) {
        if announced.iter().any(|author| same_person(&author.value, &subject.value)) {
            continue;
        }
        let names: Vec<&str> = article.authors.iter().map(|other| other.value.as_str()).collect();
        out.flag(subject.span, ["the byline names “", &names.join("”, “"), "”"])
            .related(article.authors[0].span, "the byline");
    }
}

/// Of whom the biographies tell that are no authors; none where nobody signs.
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
        assert_eq!(related, ["the contents", "the biography"]);
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
