//! Fields of a note in another order than the others have.

use crate::bulletin::Item;
use crate::bulletin::habits::notes::order;
use crate::bulletin::items::{FieldKind, ItemKind};
use crate::config::{Level, NoteOrder};
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-order",
    family: Family::Citations,
    summary: "the fields of a note in another order than the house has, or the other notes",
    page: include_str!("../../../docs/rules/citation-order.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = item.details.as_ref().filter(|details| details.style.is_apart()) else { return };
    let news = matches!(
        details.kind,
        ItemKind::News | ItemKind::Web | ItemKind::Journal | ItemKind::Report | ItemKind::Video | ItemKind::Social
    );
    let (Some(source), true) = (item.source, news) else { return };
    let Some((wanted, whose)) = doc.bulletin.note_habit(item.span.start).order else { return };
    let fields = item.fields();
    let place = |kind: FieldKind| fields.iter().position(|field| field.kind == kind);
    let (Some(outlet), title) = (place(FieldKind::Source), place(FieldKind::Title)) else { return };
    let says = whose.says();
    if let (Some(address), Some(_)) = (place(FieldKind::Address), title)
        && address < outlet.min(title.unwrap_or(outlet))
    {
        out.flag(fields[address].span, [says, " the address last"]);
        return;
    }
    let Some(own) = order(doc.text, item).filter(|own| *own != NoteOrder::Untitled) else { return };
    match wanted {
        NoteOrder::TitleFirst | NoteOrder::Mla => {
            if own == NoteOrder::OutletFirst {
                // An institution in first place may be the author.
                if !is_outlet(doc, item) {
                    return;
                }
                let title = details.title.map_or(source, |title| title.whole);
                out.flag(Span::new(source.start, title.end.max(source.end)), [says, " the title before the outlet"]);
            } else if let Some(date) = item.date()
                && date.span.start < source.start
            {
                out.flag(Span::new(date.span.start, source.end), [says, " the outlet before the date"]);
            } else if wanted == NoteOrder::TitleFirst
                && own == NoteOrder::TitleFirst
                && let Some(author) = item.author
                && is_inverted(doc.text(author))
            {
                out.flag(author, [says, " the given name first"]);
            }
        }
        NoteOrder::OutletFirst if own != NoteOrder::OutletFirst && item.author.is_none() => {
            let title = details.title.map_or(source, |title| title.whole);
            out.flag(title.cover(source), [says, " the outlet before the title"]);
        }
        _ => {}
    }
}

/// Whether a listed outlet is cited, and no institution that writes reports of its own.
fn is_outlet(doc: &Document<'_>, item: &Item) -> bool {
    let Some(source) = item.source else { return false };
    let known = doc.gazetteer.source_of(doc.text(source), item.url(doc.text), &[]);
    known.is_some_and(|source| {
        matches!(&*source.kind, "newspaper" | "broadcaster" | "agency" | "web" | "magazine" | "newsletter" | "blog")
    })
}

/// `Mertz, Lena`
fn is_inverted(author: &str) -> bool {
    let Some((surname, given)) = author.split_once(", ") else { return false };
    !surname.contains(' ')
        && !given.contains([',', '&'])
        && !given.contains(" and ")
        && given.split(' ').count() <= 2
        && !matches!(given.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "PhD" | "MD")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{NOTES, check, check_clean};

    #[test]
    fn one_that_deviates() {
        for (note, marks, message) in [
            (
                "“Tunnels Closed,” May 4, 2018, Daily Nation.",
                (18, 25),
                "this issue mostly writes the outlet before the date",
            ),
            (
                "Daily Nation, “Tunnels Closed,” May 4, 2018.",
                (0, 31),
                "this issue mostly writes the title before the outlet",
            ),
            (
                "https://www.nation.co.ke/b, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                (0, 26),
                "this issue mostly writes the address last",
            ),
            (
                "Mertz, Lena, “Tunnels Closed,” Daily Nation, May 4, 2018.",
                (0, 11),
                "this issue mostly writes the given name first",
            ),
        ] {
            let marks = format!("{}{} {message}", " ".repeat(6 + marks.0), "^".repeat(marks.1));
            check("citation-order", &format!("{NOTES}{note}\n{marks}\n"));
        }
    }

    #[test]
    fn two_forms_of_equal_weight_are_none() {
        check_clean(
            "citation-order",
            "A.[^1] B.[^2]\n\n[^1]: “Quay Reopens,” Al Jazeera, May 5, 2018.\n\n[^2]: Reuters, “Bakers Meet,” May 6, 2018.\n",
        );
        check_clean("citation-order", &format!("{NOTES}Ilyas Velden, *The Wool Road* (London: Hurst, 2016), 88.\n"));
    }
}
