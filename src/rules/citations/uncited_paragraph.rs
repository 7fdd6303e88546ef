//! A paragraph with figures or claims and no source.

use crate::markdown::BlockKind;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::within;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "uncited-paragraph",
    family: Family::Citations,
    summary: "a paragraph with figures or claims and no source",
    page: include_str!("../../../docs/rules/uncited-paragraph.md"),
    level: None,
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for block in &doc.markdown.blocks {
        let prose = block.kind == BlockKind::Paragraph && block.item.is_none() && block.quotes == 0;
        if !prose || block.span.len() < 120 {
            continue;
        }
        let Some(article) = doc.bulletin.article_at(block.span.start) else { continue };
        if !article.is_body(block.span) || !claims(doc.text(block.span)) {
            continue;
        }
        let cited = !within(&doc.bulletin.citations, block.span, |citation| citation.span).is_empty()
            || !within(&doc.bulletin.note_references, block.span, |note| note.span).is_empty();
        // A paragraph that a page break cuts is cited where it goes on.
        let goes_on = doc.bulletin.breaks.iter().any(|cut| doc.markdown.blocks[cut.before].span == block.span);
        if !cited && !goes_on {
            let end = doc
                .text(block.span)
                .find(". ")
                .map_or(block.span.end, |at| block.span.start + u32::try_from(at + 1).unwrap_or(0));
            out.flag(crate::text::Span::new(block.span.start, end), "figures or claims, and no source");
        }
    }
}

/// Figures, or words that report what somebody said or did.
fn claims(paragraph: &str) -> bool {
    const REPORTS: [&str; 14] = [
        " said ",
        " killed ",
        " claimed ",
        " according to ",
        " reported ",
        " arrested ",
        " announced ",
        " percent",
        " million ",
        " billion ",
        " stated ",
        " wounded ",
        " estimated ",
        " accused ",
    ];
    paragraph.bytes().any(|byte| byte.is_ascii_digit()) || REPORTS.iter().any(|word| paragraph.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, findings, settings};

    #[test]
    fn figures_need_a_source() {
        let claim = "Some 14,000 families left the valley between May and July, officials said, and most of them have not come back to the villages by the river.";
        check_clean("uncited-paragraph", &format!("{claim} That was in spring (Reuters, May 9)."));
        assert_eq!(findings("uncited-paragraph", claim, &settings("uncited-paragraph")).len(), 1);
    }
}
