//! No biography in an article although others have one.

use crate::bulletin::structure::same_person;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Spanned;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-biography",
    family: Family::Structure,
    summary: "no biography in an article although others have one",
    page: include_str!("../../../docs/rules/missing-biography.md"),
    level: |_| Some(Level::Hint),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let articles = &doc.bulletin.articles;
    let mut silent =
        articles.iter().filter(|article| article.biographies.is_empty() && !article.authors.is_empty()).peekable();
    if silent.peek().is_none() {
        return;
    }
    // By last name, so that no author is compared with all others.
    let mut known: FxHashMap<String, Vec<&str>> = FxHashMap::default();
    for biography in articles.iter().flat_map(|article| &article.biographies) {
        known.entry(last_name(&biography.subject.value)).or_default().push(&biography.subject.value);
    }
    if known.is_empty() {
        return;
    }
    // One biography covers everything an author has in the issue.
    let is_known = |author: &Spanned<CompactString>| {
        let people = known.get(&last_name(&author.value));
        people.is_some_and(|people| people.iter().take(NAMESAKES).any(|person| same_person(&author.value, person)))
    };
    for article in silent {
        if !article.authors.iter().any(is_known) {
            let author = &article.authors[0];
            out.flag(author.span, format!("No biography of {}, though other authors have one", author.value));
        }
    }
}

/// No issue has more authors with the same last name.
const NAMESAKES: usize = 20;

fn last_name(name: &str) -> String {
    name.split_whitespace().next_back().unwrap_or("").to_lowercase()
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
 ^^^^^^^ No biography of Cem Dal, though other authors have one

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
