//! The same item twice in one group or one sentence.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::{Citation, Item};
use crate::calendar::Written;
use crate::config::Level;
use crate::rules::{Check, Cited, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety, Tag};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "duplicate-citation",
    family: Family::Citations,
    summary: "the same item twice in a group or in one sentence",
    page: include_str!("../../../docs/rules/duplicate-citation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check { group: Some(in_group), ..Check::citation(check) },
    tag: Some(Tag::Unnecessary),
    fix_effect: FixEffect {
        replaces: true,
        changes_addresses: Some("it removes an item with its address"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, Cited { citation, before, .. }: Cited<'_>, out: &mut Report) {
    for (index, item) in citation.items.iter().enumerate() {
        // Groups are short; an item is compared only with the few dozen before it.
        let earlier = citation.items[index.saturating_sub(32)..index].iter().find(|other| same(doc, other, item));
        if let Some(earlier) = earlier {
            let from = citation.items[index - 1].span.end;
            out.flag(item.span, "The same source and date are cited again")
                .related(earlier.span, "First here")
                .fix(removal(Span::new(from, item.span.end)));
        } else if let Some(last) = before.filter(|last| in_one_sentence(doc, last, citation))
            && let Some(earlier) = last.items.iter().take(32).find(|other| same(doc, other, item))
        {
            let flag = out
                .flag(item.span, "The same source and date are cited twice in one sentence")
                .related(earlier.span, "First here");
            if last.items.len() == 1 {
                flag.fix(removal(with_space(doc, last)));
            }
        }
    }
}

/// A group with the space before it, or with the space after it if the group starts its paragraph or touches what
/// follows.
fn with_space(doc: &Document<'_>, citation: &Citation) -> Span {
    let block = doc.markdown.blocks[citation.block].span;
    let before = doc.text(Span::new(block.start, citation.span.start)).trim_end();
    let after = doc.text(Span::new(citation.span.end, block.end.max(citation.span.end)));
    let touched = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '['));
    if before.is_empty() || touched {
        let space = after.len() - after.trim_start().len();
        return Span::at(citation.span.start as usize..citation.span.end as usize + space);
    }
    Span::at(block.start as usize + before.len()..citation.span.end as usize)
}

fn removal(place: Span) -> Fix {
    Fix::new(Safety::Review, "Remove the repeated citation", [Edit::delete(place)])
}

/// The same name, the same address, the same dates. A placeholder is not an address: then name and date decide.
fn same(doc: &Document<'_>, a: &Item, b: &Item) -> bool {
    let (Some(first), Some(second)) = (a.source, b.source) else { return false };
    let alike = |(a, b): (&Written, &Written)| same_day(doc, a, b);
    !a.dates.is_empty()
        && a.dates.len() == b.dates.len()
        && doc.text(first).trim().eq_ignore_ascii_case(doc.text(second).trim())
        && is_one_page(doc, a, b)
        && a.dates.iter().zip(&b.dates).all(alike)
}

/// Whether both lead to the same page, or neither leads anywhere.
fn is_one_page(doc: &Document<'_>, a: &Item, b: &Item) -> bool {
    let page = |item: &Item| Some(item.link?.url(doc.text)?.page());
    a.url(doc.text) == b.url(doc.text) || page(a).is_some_and(|first| Some(first) == page(b))
}

/// Whether two dates mean the same day, however they are written.
fn same_day(doc: &Document<'_>, a: &Written, b: &Written) -> bool {
    let further = |date: &Written| date.further.iter().map(|day| (day.join, day.day.value)).collect::<Vec<_>>();
    let number = |date: &Written| date.month.map(|month| month.value.number);
    let days = match (doc.resolve(a), doc.resolve(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => {
            let year = |date: &Written| date.year.map(|year| year.value);
            number(a) == number(b) && a.day.map(|day| day.value) == b.day.map(|day| day.value) && year(a) == year(b)
        }
        _ => false,
    };
    days && further(a) == further(b)
}

fn in_one_sentence(doc: &Document<'_>, first: &Citation, second: &Citation) -> bool {
    // A stop directly before the second group ends the sentence of both, unless the first comes after its own stop.
    let end = second.around.stop_before.filter(|_| first.around.stop_before.is_none());
    let between = Span::new(first.span.end, end.map_or(second.span.start, |stop| stop.start.max(first.span.end)));
    first.block == second.block && between.len() < 600 && !doc.text(between).contains(['.', '?', '!'])
}

/// The same source twice in one note.
fn in_group(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    if !group.style.is_apart() {
        return;
    }
    let cited: Vec<&Item> = group.cited().filter(|item| !item.kind().points_back()).collect();
    for (index, item) in cited.iter().enumerate() {
        let earlier = cited[index.saturating_sub(32)..index].iter().find(|other| same_work(doc, other, item));
        if let Some(earlier) = earlier {
            let from = cited[index - 1].span.end;
            let fix = removal(Span::new(from, item.span.end));
            let lead = item.details.as_ref().is_some_and(|details| details.lead.is_some());
            out.flag(item.span, "This note cites the same source again")
                .related(earlier.span, "First here")
                .maybe_fix((!lead).then_some(fix));
        }
    }
}

/// The same address, or the same title from the same source on the same day.
fn same_work(doc: &Document<'_>, a: &Item, b: &Item) -> bool {
    let page = |item: &Item| Some(item.link?.url(doc.text)?.page());
    let locator = |item: &Item| item.details.as_ref().and_then(|details| details.pages).map(|pages| doc.text(pages));
    if locator(a) != locator(b) {
        return false;
    }
    match (page(a), page(b)) {
        (Some(first), Some(second)) => first == second,
        (None, None) => {
            let title = |item: &Item| {
                let title = item.details.as_ref().and_then(|details| details.title)?;
                Some(doc.text(title.span).to_lowercase())
            };
            title(a).is_some() && title(a) == title(b) && same(doc, a, b)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn one_witness_is_not_two() {
        check(
            "duplicate-citation",
            "Boats left (Reuters, May 9; Reuters, 9 May 2018).
                            ^^^^^^^^^^^^^^^^^^^ The same source and date are cited again
",
        );
        check_fix(
            "duplicate-citation",
            "Boats left (Reuters, May 9) and sank (Reuters, May 9).",
            "Boats left and sank (Reuters, May 9).",
        );
        check_fix(
            "duplicate-citation",
            "Boats left ([Dawn](https://www.dawn.com/2), May 9; [Dawn](http://dawn.com/2/), May 9).",
            "Boats left ([Dawn](https://www.dawn.com/2), May 9).",
        );
        // A group after the full stop belongs to the sentence before it.
        check_fix(
            "duplicate-citation",
            "Boats left (Reuters, May 9) and sank. (Reuters, May 9)",
            "Boats left and sank. (Reuters, May 9)",
        );
        check_clean("duplicate-citation", "Boats left. (Reuters, May 9) They sank. (Reuters, May 9)");
        check_clean("duplicate-citation", "Boats left (Reuters, May 9). They sank (Reuters, May 9; AFP, May 9).");
    }
}
