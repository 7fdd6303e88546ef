//! Entries in the contents and headings that differ or lack a counterpart.

use crate::bulletin::structure::{same_title, without_number};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Offset, Slice, Span, Spanned};
use compact_str::CompactString;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "contents-mismatch",
    family: Family::Structure,
    summary: "contents and headings that differ, or have no counterpart",
    page: include_str!("../../../docs/rules/contents-mismatch.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let bulletin = doc.bulletin;
    sections(doc, out);
    // If nothing matches, the list announces something else.
    if !bulletin.contents.iter().any(|entry| entry.article.is_some() && !entry.department) {
        return;
    }
    for entry in bulletin.contents.iter().filter(|entry| !entry.department) {
        let Some(article) = entry.article.map(|index| &bulletin.articles[index]) else {
            out.flag(entry.title.span, "No article has this title");
            continue;
        };
        let (announced, heading) = (&entry.title, &article.title);
        if same_title(&announced.value, &heading.value) {
            continue;
        }
        let to_heading = rewrite(doc, announced, heading, "Write it as in the heading");
        let to_contents = rewrite(doc, heading, announced, "Write the heading as in the contents");
        out.flag(announced.span, ["The heading reads “", &heading.value, "”"])
            .maybe_fix(to_heading)
            .maybe_fix(to_contents)
            .related(heading.span, "The heading");
    }
    for (article, announced) in bulletin.articles.iter().zip(bulletin.announced()) {
        if article.heading.is_some() && !announced {
            out.flag(article.title.span, "The contents do not list this article");
        }
    }
}

/// An article that lists its sections need not list all of them, but those it lists must be worded as in the headings.
fn sections(doc: &Document<'_>, out: &mut Report) {
    let [article] = &doc.bulletin.articles[..] else { return };
    for entry in &doc.bulletin.contents {
        let Some(section) = entry.section.and_then(|index| article.sections.get(index)) else { continue };
        let (announced, heading) = (unnumbered(&entry.title), unnumbered(&section.title));
        if !same_title(&announced.value, &heading.value) {
            out.flag(announced.span, ["The heading reads “", &heading.value, "”"])
                .maybe_fix(rewrite(doc, &announced, &heading, "Write it as in the heading"))
                .maybe_fix(rewrite(doc, &heading, &announced, "Write the heading as in the contents"))
                .related(heading.span, "The heading");
        }
    }
}

/// The title without its number.
fn unnumbered(title: &Spanned<CompactString>) -> Spanned<CompactString> {
    let words = without_number(&title.value);
    let number = Offset::try_from(title.value.len() - words.len()).unwrap_or(0);
    Spanned::new(Span::new(title.span.start + number, title.span.end), words.into())
}

/// Turns one title into the other, touching only what differs; not if there is markup in either.
fn rewrite(
    doc: &Document<'_>,
    title: &Spanned<CompactString>,
    model: &Spanned<CompactString>,
    what: &'static str,
) -> Option<Fix> {
    let (old, new) = (doc.text(title.span), doc.text(model.span));
    let plain = |title: &str| !title.contains(['<', '`', '[', ']', '*', '\\']);
    if old != title.value || new != model.value || !plain(old) || !plain(new) {
        return None;
    }
    let head = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let head = head.unwrap_or(old.len().min(new.len()));
    let (old_rest, new_rest) = (old.slice(head..), new.slice(head..));
    let tail: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let start = title.span.start + Offset::try_from(head).ok()?;
    let end = title.span.end - Offset::try_from(tail).ok()?;
    Some(Fix::new(
        Safety::Review,
        what,
        [Edit::replace(Span::new(start, end), new_rest.slice(..new_rest.len() - tail))],
    ))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    const RULE: &str = "contents-mismatch";

    #[test]
    fn both_ways_are_looked_at() {
        check(
            RULE,
            "\
*Ada Bern*

**Ferries Stop at the Night**
  ^^^^^^^^^^^^^^^^^^^^^^^^^ The heading reads “Ferries Stop at Night”

*Eda Fox*

**Pilots Leave**
  ^^^^^^^^^^^^ No article has this title

## Ferries Stop at Night

*Ada Bern*

## Cranes Stand Still
   ^^^^^^^^^^^^^^^^^^ The contents do not list this article

*Cem Dal*
",
        );
    }

    #[test]
    fn an_article_lists_its_sections_as_they_read() {
        check(
            RULE,
            "\
# Review

## Contents

1. Ground
2. Why do ships come?
   ^^^^^^^^^^^^^^^^^^ The heading reads “Why do big ships come?”
3. Aims

## 1. Ground

1. I look at ships
2. I look at ports

## 2. Why do big ships come?

### Case

**Elwak Port Foundation**

## Means
",
        );
    }

    #[test]
    fn the_contents_follow_the_heading() {
        check_fix(
            RULE,
            "p.1\n\n*Ada Bern*\n\n**Rain in the Basra**\n\n## Rain in Basra\n\n*Ada Bern*\n\n## Two\n\n*Ada Bern*\n",
            "p.1\n\n*Ada Bern*\n\n**Rain in Basra**\n\n## Rain in Basra\n\n*Ada Bern*\n\n## Two\n\n*Ada Bern*\n",
        );
    }

    #[test]
    fn a_comment_in_a_title_goes_to_no_other() {
        let text = "p.1\n\n*Ada Bern*\n\n**Rain <!-- or --> in the Basra**\n\n## Rain in Basra\n\n*Ada Bern*\n\n## Two\n\n*Ada Bern*\n";
        assert_eq!(findings(RULE, text, &settings(RULE)).len(), 2);
        check_fix(RULE, text, text);
    }

    #[test]
    fn signs_and_capitals_do_not_count() {
        check_clean(
            RULE,
            "*Ada Bern*\n\n**RAIN— in “Basra”**\n\n*Cem Dal*\n\n**BRIEFS**\n\n## Rain—in *Basra*\n\n*Ada Bern*\n\n## Two\n\n*Cem Dal*\n",
        );
    }

    #[test]
    fn a_list_that_announces_nothing_here_is_no_contents() {
        check_clean(RULE, "# Kit\n\n- [Use](#use)\n- [Build](#build)\n\n## Use it\n\nText.\n\n## Other\n\nText.\n");
    }
}
