//! Articles of one issue, or an article and its sections, at levels that do not fit.

use crate::bulletin::Article;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Offset, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "heading-level",
    family: Family::Structure,
    summary: "articles of one issue at different levels, or a section as high as its article",
    page: include_str!("../../../docs/rules/heading-level.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    fix_effect: FixEffect { leaves_block: Some("the sections of an article move with its heading"), ..FixEffect::FORM },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let articles = &doc.bulletin.articles;
    if let Some(level) = usual(articles.iter().map(|article| article.level)).filter(|_| articles.len() > 1) {
        for article in articles.iter().filter(|article| article.level > 0 && article.level != level) {
            let message = format!("this article stands at level {}, others at {level}", article.level);
            out.flag(article.title.span, message).maybe_fix(shift(doc, article, level));
        }
    }
    for article in articles.iter().filter(|article| !article.authors.is_empty() || articles.len() > 1) {
        let deeper = article.sections.iter().map(|section| section.level).filter(|level| *level > article.level);
        let level = usual(deeper).unwrap_or(article.level + 1).min(6);
        let high = |level: u8| level > 0 && level <= article.level && article.level > 0;
        for section in article.sections.iter().filter(|section| high(section.level)) {
            let edit = relevel(doc, section.heading, level).filter(|_| level > article.level);
            let message = format!("a section at level {}, its article at {}", section.level, article.level);
            out.flag(section.title.span, message)
                .maybe_fix(edit.map(|edit| Fix::new(Safety::Review, format!("set it to level {level}"), vec![edit])))
                .related(article.title.span, "the article");
        }
    }
}

/// The level that most have; of several such the first one met.
fn usual(levels: impl Iterator<Item = u8>) -> Option<u8> {
    let mut counts = [(0u32, 0u32); 7];
    for (at, level) in levels.enumerate().filter(|(_, level)| (1..=6).contains(level)) {
        let (count, first) = &mut counts[level as usize];
        if *count == 0 {
            *first = at as u32;
        }
        *count += 1;
    }
    let level = (1..=6u8).max_by_key(|level| {
        let (count, first) = counts[*level as usize];
        (count, u32::MAX - first)
    });
    level.filter(|level| counts[*level as usize].0 > 0)
}

/// Moves an article to `level`, and its sections with it, so that they stay below it.
fn shift(doc: &Document<'_>, article: &Article, level: u8) -> Option<Fix> {
    let mut edits = vec![relevel(doc, article.heading?, level)?];
    for section in article.sections.iter().filter(|section| section.level > article.level) {
        let moved = (section.level + level).saturating_sub(article.level).min(6);
        if moved <= level {
            return None;
        }
        edits.push(relevel(doc, section.heading, moved)?);
    }
    Some(Fix::new(Safety::Review, format!("move it and its sections to level {level}"), edits))
}

/// Gives a heading as many `#` marks as its new level asks for; not where it is underlined.
fn relevel(doc: &Document<'_>, heading: usize, level: u8) -> Option<Edit> {
    let block = doc.markdown.blocks.get(heading)?.span;
    let marks = doc.text(block).bytes().take_while(|byte| *byte == b'#').count();
    let span = Span::new(block.start, block.start + Offset::try_from(marks).ok()?);
    (marks > 0).then(|| Edit::replace(span, "#".repeat(usize::from(level))))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "heading-level";

    #[test]
    fn articles_and_sections() {
        check(
            RULE,
            "\
## One

*Ada Bern*

### Part

## **Outlook**
     ^^^^^^^ a section at level 2, its article at 2

## Two

*Ada Bern*

# Three
  ^^^^^ this article stands at level 1, others at 2

*Cem Dal*

## Part
",
        );
    }

    #[test]
    fn an_article_moves_with_its_sections() {
        check_fix(
            RULE,
            "## One\n\n*Ada Bern*\n\n### Part\n\n## Outlook\n\n# Two\n\n*Cem Dal*\n\n## Part\n\n### Detail\n\n## Three\n\n*Ada Bern*\n",
            "## One\n\n*Ada Bern*\n\n### Part\n\n### Outlook\n\n## Two\n\n*Cem Dal*\n\n### Part\n\n#### Detail\n\n## Three\n\n*Ada Bern*\n",
        );
    }

    #[test]
    fn levels_that_fit() {
        check_clean(
            RULE,
            "## One\n\n*Ada Bern*\n\n#### Notes\n\n1. A\n\n## Two\n\n*Cem Dal*\n\n### Part\n\n#### Detail\n",
        );
        check_clean(RULE, "# Kit\n\n## Use\n\n### Here\n\n# Other\n");
    }

    #[test]
    fn underlined_headings_are_left_to_a_person() {
        let text = "One\n---\n\n*Ada Bern*\n\nTwo\n---\n\n*Ada Bern*\n\nThree\n=====\n\n*Cem Dal*\n";
        check_fix(RULE, text, text);
    }
}
