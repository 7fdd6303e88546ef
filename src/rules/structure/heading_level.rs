//! Articles of one issue, or an article and its sections, at levels that do not match.

use crate::bulletin::structure::{Article, Section, without_number};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Offset, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "heading-level",
    family: Family::Structure,
    summary: "articles of one issue, or sections of one article, at levels that do not fit",
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
            let message = format!(
                "The heading of this article is at level {}, those of the others at level {level}",
                article.level
            );
            out.flag(article.title.span, message).maybe_fix(shift(doc, article, level));
        }
    }
    for article in articles.iter().filter(|article| !article.authors.is_empty() || articles.len() > 1) {
        let deeper = article
            .sections
            .iter()
            .filter(|section| !section.kept)
            .map(|section| section.level)
            .filter(|level| *level > article.level);
        let level = usual(deeper).unwrap_or(article.level + 1).min(6);
        let high = |level: u8| level > 0 && level <= article.level && article.level > 0;
        for section in article.sections.iter().filter(|section| !section.kept && high(section.level)) {
            let edit = relevel(doc, section.heading, level).filter(|_| level > article.level);
            let message = format!(
                "The heading of this section is at level {}, that of its article at level {}",
                section.level, article.level
            );
            out.flag(section.title.span, message)
                .maybe_fix(
                    edit.map(|edit| Fix::new(Safety::Review, format!("Move the heading to level {level}"), vec![edit])),
                )
                .related(article.title.span, "The article");
        }
    }
    if doc.bulletin.is_bulletin() && !doc.bulletin.is_technical() {
        for article in articles {
            among_siblings(doc, article, out);
        }
    }
}

/// Flags the only section of an article that is a level above or below its siblings.
fn among_siblings(doc: &Document<'_>, article: &Article, out: &mut Report) {
    let below = |section: &&Section| section.level > article.level && !section.notes;
    let sections: Vec<&Section> = article.sections.iter().filter(below).collect();
    let Some(top) = sections.iter().map(|section| section.level).min() else { return };
    let Some((odd, level)) = too_high(&sections, top).or_else(|| too_low(doc, article, &sections, top)) else { return };
    let section = sections[odd];
    let fix = relevel(doc, section.heading, level)
        .map(|edit| Fix::new(Safety::Review, format!("Move the heading to level {level}"), vec![edit]));
    let message =
        format!("The heading of this section is at level {}, those beside it at level {level}", section.level);
    let sibling = sections.iter().find(|other| other.level == level);
    let flag = out.flag(section.title.span, message).maybe_fix(fix);
    if let Some(sibling) = sibling {
        flag.related(sibling.title.span, "A section beside it");
    }
}

/// A single section above all others: those before it are not part of any section, and therefore its siblings.
fn too_high(sections: &[&Section], top: u8) -> Option<(usize, u8)> {
    let mut high = sections.iter().enumerate().filter(|(_, section)| section.level == top);
    let (Some((odd, _)), None) = (high.next(), high.next()) else { return None };
    let before = &sections[..odd];
    (before.len() > 1 && before.iter().all(|section| section.level == top + 1)).then_some((odd, top + 1))
}

/// A single section below all others that something shows to be their sibling: it comes before all of them, its number
/// follows that of the one before, it closes the article, or it is as long as they are. A subsection is seldom alone,
/// but it may be.
fn too_low(doc: &Document<'_>, article: &Article, sections: &[&Section], top: u8) -> Option<(usize, u8)> {
    let mut low = sections.iter().enumerate().filter(|(_, section)| section.level > top);
    let (Some((odd, section)), None) = (low.next(), low.next()) else { return None };
    let siblings = sections.len() - 1;
    if siblings < 2 {
        return None;
    }
    let told = match odd.checked_sub(1).map(|before| sections[before]) {
        // A second title directly below the title.
        None => article.heading.is_some_and(|heading| heading + 1 < section.heading),
        Some(before) => {
            let follows = numbered(&before.title.value).is_some_and(|n| numbered(&section.title.value) == Some(n + 1));
            let closes = odd == siblings && is_closing(&section.title.value);
            follows || closes || siblings > 2 && is_as_long(doc, article, sections, odd)
        }
    };
    told.then_some((odd, top))
}

/// The number before a title, if it is a whole number: `3. Outlook`, but not `2.1 Outlook`.
fn numbered(title: &str) -> Option<u32> {
    let end = title.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = title.split_at(end);
    rest.trim_start_matches(['.', ')']).starts_with(' ').then(|| number.parse().ok())?
}

/// Whether a title closes the article as a whole.
fn is_closing(title: &str) -> bool {
    let title = without_number(title).trim_matches(|c: char| !c.is_alphanumeric());
    ["conclusion", "conclusions", "outlook", "implications"].iter().any(|name| title.eq_ignore_ascii_case(name))
}

/// Whether the text of a section, and that of the section before it, are each at least half the usual length of the
/// others.
fn is_as_long(doc: &Document<'_>, article: &Article, sections: &[&Section], odd: usize) -> bool {
    let end = article.notes_section().map_or(article.span.end, |notes| notes.start);
    let end = article.biographies.first().map_or(end, |biography| biography.span.start.min(end));
    let length = |at: usize| {
        let next = sections.get(at + 1).map_or(end, |next| next.title.span.start);
        doc.text(Span::new(sections[at].title.span.end, next.max(sections[at].title.span.end))).trim().len()
    };
    let mut others: Vec<usize> = (0..sections.len()).filter(|at| *at != odd && at + 1 != odd).map(length).collect();
    others.sort_unstable();
    let usual = others[others.len() / 2];
    usual > 0 && length(odd) * 2 >= usual && length(odd - 1) * 2 >= usual
}

/// The level that most have; of several, the first one encountered.
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

/// Moves an article to `level`, together with its sections, so that they stay below it.
fn shift(doc: &Document<'_>, article: &Article, level: u8) -> Option<Fix> {
    let mut edits = vec![relevel(doc, article.heading?, level)?];
    for section in article.sections.iter().filter(|section| section.level > article.level) {
        let moved = (section.level + level).saturating_sub(article.level).min(6);
        if moved <= level {
            return None;
        }
        edits.push(relevel(doc, section.heading, moved)?);
    }
    Some(Fix::new(Safety::Review, format!("Move the article and its sections to level {level}"), edits))
}

/// Gives a heading as many `#` marks as its new level requires; not if it is underlined.
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
     ^^^^^^^ The heading of this section is at level 2, that of its article at level 2

## Two

*Ada Bern*

# Three
  ^^^^^ The heading of this article is at level 1, those of the others at level 2

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

    const OPENING: &str = "# One\n\n*Ada Bern*\n\nRain fell on the port.\n\n";

    /// An article whose sections have these headings, each with a sentence below.
    fn article(headings: &[&str]) -> String {
        let sections = headings.iter().map(|heading| format!("{heading}\n\nGuards came to the port.\n\n"));
        format!("{OPENING}{}", sections.collect::<String>())
    }

    #[test]
    fn one_section_apart_from_its_siblings() {
        for (before, after) in [
            // Nothing precedes it.
            (&["### Ground", "## Raid", "## Outlook"][..], &["## Ground", "## Raid", "## Outlook"][..]),
            (&["### Ground", "### Raid", "## Aims", "### Means"], &["### Ground", "### Raid", "### Aims", "### Means"]),
            // A number that continues the sequence.
            (&["## 1. Ground", "### 2. Raid", "## 3. Aims"], &["## 1. Ground", "## 2. Raid", "## 3. Aims"]),
            // A section that closes the article.
            (&["## Ground", "## Raid", "### Conclusion"], &["## Ground", "## Raid", "## Conclusion"]),
            (&["### Ground", "### Raid", "##### Outlook"], &["### Ground", "### Raid", "### Outlook"]),
            // As long as the others.
            (&["## Ground", "## Raid", "### Aims", "## Means"], &["## Ground", "## Raid", "## Aims", "## Means"]),
        ] {
            check_fix(RULE, &article(before), &article(after));
        }
    }

    #[test]
    fn parts_of_sections_are_no_siblings() {
        for headings in [
            &["## Ground", "### Raid", "### Aims", "## Means"][..],
            &["## Ground", "### Raid", "## Aims"],
            &["## 1. Ground", "### 1.1 Raid", "## 2. Aims"],
            &["## Ground", "### Raid"],
            &["## Ground", "## Raid", "#### Notes"],
        ] {
            check_clean(RULE, &article(headings));
        }
        // A short remark within a long section.
        let long = "Guards came to the port, and nobody knows why. ".repeat(9);
        let text =
            article(&["## Ground", "## Raid", "### Aside", "## Means"]).replace("Guards came to the port.", &long);
        check_clean(RULE, &text.replace(&format!("### Aside\n\n{long}"), "### Aside\n\nRain fell."));
        // A second title.
        check_clean(RULE, "# One\n\n### Two\n\nRain fell (Reuters, May 9).\n\n## Three\n\nRain.\n\n## Four\n\nRain.\n");
        check_clean(
            RULE,
            "# Kit\n\n## Use\n\nText.\n\n## Build\n\nText.\n\n### Install\n\nText.\n\n## Licence\n\nText.\n",
        );
    }

    #[test]
    fn underlined_headings_are_left_to_a_person() {
        let text = "One\n---\n\n*Ada Bern*\n\nTwo\n---\n\n*Ada Bern*\n\nThree\n=====\n\n*Cem Dal*\n";
        check_fix(RULE, text, text);
    }
}
