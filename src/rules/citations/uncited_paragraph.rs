//! A paragraph with figures or claims but no source.

use crate::markdown::BlockKind;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::{Span, within};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "uncited-paragraph",
    family: Family::Citations,
    summary: "a paragraph with figures or claims and no source",
    page: include_str!("../../../docs/rules/uncited-paragraph.md"),
    level: |_| None,
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let breaks = &doc.bulletin.breaks;
    let mut next = 0;
    for (index, block) in doc.markdown.blocks.iter().enumerate() {
        let prose = block.kind == BlockKind::Paragraph && block.item.is_none() && block.quotes == 0;
        if !prose {
            continue;
        }
        // A paragraph that a page break splits is judged as a whole, where it starts.
        let mut whole = block.span;
        let mut last = index;
        next += breaks[next..].iter().take_while(|cut| cut.before < index).count();
        if next > 0 && breaks[next - 1].after == index {
            continue;
        }
        let mut cuts = breaks[next..].iter();
        while let Some(cut) = cuts.next().filter(|cut| cut.before <= last) {
            last = cut.after;
            whole.end = doc.markdown.blocks[last].span.end;
        }
        if whole.len() < 120 {
            continue;
        }
        let Some(article) = doc.bulletin.article_at(whole.start) else { continue };
        if !article.is_body(block.span) || !claims(doc, whole) {
            continue;
        }
        let cited = !within(&doc.bulletin.citations, whole, |citation| citation.span).is_empty()
            || !within(&doc.bulletin.note_references, whole, |note| note.span).is_empty();
        if !cited {
            let end = doc
                .text(block.span)
                .find(". ")
                .map_or(block.span.end, |at| block.span.start + u32::try_from(at + 1).unwrap_or(0));
            out.flag(Span::new(block.span.start, end), "This paragraph has figures or claims, and no source");
        }
    }
}

/// Figures, days given as `yesterday`, or words that report what someone said or did.
fn claims(doc: &Document<'_>, place: Span) -> bool {
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
    let paragraph = doc.text(place);
    paragraph.bytes().any(|byte| byte.is_ascii_digit())
        || REPORTS.iter().any(|word| paragraph.contains(word))
        || !within(&doc.bulletin.dates.relative, place, |day| day.span).is_empty()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, findings, settings};

    #[test]
    fn figures_need_a_source() {
        let claim = "Some 14,000 families left the valley between May and July, officials said, and most of them have not come back to the villages by the river.";
        check_clean("uncited-paragraph", &format!("{claim} That was in spring (Reuters, May 9)."));
        assert_eq!(findings("uncited-paragraph", claim, &settings("uncited-paragraph")).len(), 1);
        let cut = claim.replace("of them ", "of them\n\n");
        assert_eq!(findings("uncited-paragraph", &cut, &settings("uncited-paragraph")).len(), 1);
        check_clean("uncited-paragraph", &format!("{cut} That was in spring (Reuters, May 9)."));
        // Yesterday is as much a claim as the date it stands for.
        let told = |when: &str| {
            format!(
                "Many families left the valley {when}, and most of them have not come back to the villages by the river, or to the farms above it."
            )
        };
        check_clean("uncited-paragraph", &told("at night"));
        assert_eq!(findings("uncited-paragraph", &told("yesterday"), &settings("uncited-paragraph")).len(), 1);
    }
}
