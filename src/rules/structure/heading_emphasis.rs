//! A bold heading whose siblings are not bold.

use crate::config::Level;
use crate::markdown::{InlineKind, Run, RunStyle};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "heading-emphasis",
    family: Family::Structure,
    summary: "a bold heading whose siblings are not bold",
    page: include_str!("../../../docs/rules/heading-emphasis.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let articles = &doc.bulletin.articles;
    if articles.len() > 1 {
        siblings(doc, &articles.iter().filter_map(|article| article.heading).collect::<Vec<_>>(), out);
    }
    for article in articles.iter().filter(|article| !article.authors.is_empty() || articles.len() > 1) {
        let mut levels: Vec<u8> =
            article.sections.iter().map(|section| section.level).filter(|level| *level > 0).collect();
        levels.sort_unstable();
        levels.dedup();
        for level in levels {
            let sections = article.sections.iter().filter(|section| section.level == level && !section.notes);
            siblings(doc, &sections.map(|section| section.heading).collect::<Vec<_>>(), out);
        }
    }
}

/// Flags the bold among headings of one rank if at least as many are plain.
fn siblings(doc: &Document<'_>, headings: &[usize], out: &mut Report) {
    let bold: Vec<usize> = headings.iter().copied().filter(|heading| is_bold(doc, *heading)).collect();
    if bold.len() * 2 > headings.len() {
        return;
    }
    for heading in bold {
        let runs = doc.markdown.runs(&doc.markdown.blocks[heading]);
        let strong = runs.iter().filter(|run| run.style.has(RunStyle::STRONG));
        let Some(span) = strong.map(|run| run.span).reduce(Span::cover) else { continue };
        out.flag(span, "This heading is bold; no other of its level is").maybe_fix(plain(doc, heading));
    }
}

/// Whether all the words of a heading are bold; in `Standards **IMPROVED**`, the bold stresses one of them.
fn is_bold(doc: &Document<'_>, heading: usize) -> bool {
    let block = &doc.markdown.blocks[heading];
    let has_words = |run: &&Run| doc.text(run.span).contains(char::is_alphanumeric);
    let mut runs = doc.markdown.runs(block).iter().filter(has_words).peekable();
    let is_strong = |style: RunStyle| style.has(RunStyle::STRONG);
    let has_code = || doc.markdown.inlines(block).iter().any(|inline| inline.kind == InlineKind::Code);
    runs.peek().is_some() && runs.all(|run| is_strong(run.style)) && !has_code()
}

/// Removes the marks around each bold run; not if there is other markup between the marks and the run.
fn plain(doc: &Document<'_>, heading: usize) -> Option<Fix> {
    let runs = doc.markdown.runs(&doc.markdown.blocks[heading]);
    let mut edits = Vec::new();
    for run in runs.iter().filter(|run| run.style.has(RunStyle::STRONG)) {
        let before = Span::new(run.span.start.checked_sub(2)?, run.span.start);
        let after = Span::new(run.span.end, run.span.end + 2);
        let mark = doc.text(before);
        if !matches!(mark, "**" | "__") || doc.text(after) != mark {
            return None;
        }
        edits.extend([Edit::delete(before), Edit::delete(after)]);
    }
    Some(Fix::new(Safety::Safe, "Remove the bold", edits))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    const RULE: &str = "heading-emphasis";

    #[test]
    fn the_odd_one_is_marked() {
        check(
            RULE,
            "\
## One

*Ada Bern*

## **Two parts**
     ^^^^^^^^^ This heading is bold; no other of its level is

*Ada Bern*

### **One**

### **Two**
",
        );
    }

    #[test]
    fn the_marks_go() {
        check_fix(
            RULE,
            "# T\n\n*Ada Bern*\n\n## One\n\n## **Two** – __three__\n\n## Four\n",
            "# T\n\n*Ada Bern*\n\n## One\n\n## Two – three\n\n## Four\n",
        );
    }

    #[test]
    fn other_markup_is_left_to_a_person() {
        let text = "# T\n\n*Ada Bern*\n\n## One\n\n## **[Two](https://a.example.net)**\n\n## Four\n";
        check_fix(RULE, text, text);
    }

    #[test]
    fn words_that_are_stressed_make_no_bold_heading() {
        for heading in ["## Two - **Old Data:**", "## Two ✅ **IMPROVED**", "## **Two** parts", "## `two` **Three**"] {
            check_clean(RULE, &format!("# T\n\n*Ada Bern*\n\n## One\n\n{heading}\n\n## Four\n"));
        }
    }

    #[test]
    fn ranks_that_agree() {
        check_clean(RULE, "# T\n\n*Ada Bern*\n\n## **One**\n\n## **Two**\n\n## Four\n\n### Five\n");
        check_clean(RULE, "# Kit\n\n## **One**\n\n## Two\n");
    }
}
