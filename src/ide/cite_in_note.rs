//! An address as a citation in a footnote, for articles that cite in footnotes: a note reference where it is pasted or
//! inserted, and a definition among the others.

use super::View;
use crate::bulletin::items::CitationStyle;
use crate::cite::{marks_before_stop, place_of_definition};
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::Work;
use crate::works::print::HouseForm;
use rustc_hash::FxHashSet;

/// A citation to be written as a note.
pub(super) struct NoteCitation {
    /// The note reference.
    pub(super) edit: Edit,
    /// The definition, unless it is part of `edit`.
    pub(super) also: Option<Edit>,
    /// Whether nothing is left to fill in.
    pub(super) is_whole: bool,
}

/// Whether citations at a place are footnotes: the article has more of them than of brackets or, if it cites nothing
/// yet, the document does.
pub(super) fn is_custom(view: View<'_>, offset: Offset) -> bool {
    let bulletin = &view.checked.bulletin;
    let groups = bulletin.item_groups.iter().filter(|group| group.style == CitationStyle::Note);
    let noted = groups.filter_map(|group| bulletin.notes.get(group.note? as usize)).filter(|note| note.footnote);
    let citing: FxHashSet<&str> = noted.map(|note| note.label.as_str()).collect();
    // Notes are defined where their author likes; what counts is where the text points to them.
    let count = |within: Span| {
        let marks = bulletin.note_references.iter().filter(|mark| mark.footnote && within.contains(mark.span));
        let notes = marks.filter(|mark| citing.contains(mark.label.as_str()));
        let brackets = bulletin.citations.iter().filter(|citation| within.contains(citation.span));
        (notes.count(), brackets.count())
    };
    let article = bulletin.article_at(offset).map(|article| count(article.span)).filter(|counts| *counts != (0, 0));
    let (notes, brackets) = article.unwrap_or_else(|| count(Span::at(0..view.text.len())));
    notes > brackets
}

/// The reference to a new note in place of `span`, and the note’s definition.
pub(super) fn cited(view: View<'_>, span: Span, work: &Work) -> NoteCitation {
    let (text, bulletin) = (view.text, &view.checked.bulletin);
    let (words, is_whole) = printed(view, span.start, work);
    let number = next_number(view, span.start);
    let mark = format!("[^{number}]");
    let definition = format!("{mark}: {words}");
    let also = place_of_definition(text, bulletin, span.start, &definition);
    let edit = place(view, span, &mark);
    // Two edits at the same place would have no defined order.
    let (edit, also) = if also.span.start <= edit.span.end && edit.span.start <= also.span.end {
        (Edit::replace(edit.span, format!("{}{}", edit.text, also.text)), None)
    } else {
        (edit, Some(also))
    };
    NoteCitation { edit, also, is_whole }
}

/// The same at the end of a note: behind what it cites already.
///
/// # Errors
/// A sentence that says where to put the cursor instead.
pub(super) fn added(view: View<'_>, note: Offset, body: Span, span: Span, work: &Work) -> Result<NoteCitation, String> {
    let start = body.start.min(span.start);
    let before = Span::new(start, span.start).of(view.text).trim_end();
    let behind = Span::new(span.end, body.end.max(span.end)).of(view.text);
    if span.start < body.start && !body.is_empty() || !behind.trim_matches(['.', ' ', '\n', '\r']).is_empty() {
        return Err("No citation is written here: put the cursor at the end of the note.".to_owned());
    }
    let (words, is_whole) = printed(view, note, work);
    let cited = before.strip_suffix('.').unwrap_or(before);
    // The place is that of the cursor where nothing stands before it, and the space before it stays.
    let from = if cited.is_empty() { span.start } else { start + Span::at(0..cited.len()).end };
    let stop = behind.trim_end().len() - behind.trim_end().trim_start_matches([' ', '.']).len();
    let edit = Edit::replace(
        Span::new(from, span.end + Span::at(0..stop).end),
        format!("{}{words}", if cited.is_empty() { "" } else { "; " }),
    );
    Ok(NoteCitation { edit, also: None, is_whole })
}

/// A report as a note writes it, and whether nothing is left to fill in.
fn printed(view: View<'_>, offset: Offset, work: &Work) -> (String, bool) {
    let form = HouseForm { gaps: true, ..HouseForm::of(view.text, &view.checked.bulletin, view.settings, offset) };
    (work.print(CitationStyle::Note, &form), work.missing(CitationStyle::Note, &form).is_empty())
}

/// The next free number for a footnote. A reference at `offset` is still being typed, so it does not count.
pub(super) fn next_number(view: View<'_>, offset: Offset) -> u32 {
    let bulletin = &view.checked.bulletin;
    let labels = bulletin.notes.iter().filter(|note| note.footnote).map(|note| &note.label);
    let marks = bulletin.note_references.iter().filter(|mark| mark.footnote && !mark.span.covers(offset));
    labels
        .chain(marks.map(|mark| &mark.label))
        .filter_map(|label| label.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        .saturating_add(1)
}

/// The edit that inserts a reference: directly after the preceding words, or after the punctuation if references go
/// there.
fn place(view: View<'_>, span: Span, mark: &str) -> Edit {
    let text = view.text;
    let before = text.slice(..span.start as usize);
    let start = Span::at(0..before.trim_end_matches(' ').len()).end;
    let gap = Span::new(start, span.start).of(text);
    let behind = text.slice(span.end as usize..);
    let signs = if marks_before_stop(text, &view.checked.bulletin, view.settings) {
        ""
    } else {
        behind.slice(..behind.len() - behind.trim_start_matches(['.', ',', ';', ':', '!', '?', '”', '’', '"']).len())
    };
    let end = span.end + Span::at(0..signs.len()).end;
    // The space before the cursor separates the reference from the words after it.
    let ends = signs.is_empty() && !behind.is_empty() && !behind.starts_with(['\n', '\r', ' ']);
    Edit::replace(Span::new(start, end), format!("{signs}{mark}{}", if ends { gap } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::super::cite::citation;
    use super::super::tests::{ask, ask_dated};
    use super::*;
    use crate::text::edits::apply;

    const ADDRESS: &str = "https://www.dawn.com/2018/10/05/rain?utm_source=x";
    const NOTES: &str =
        "\n\n[^1]: Lena Holt, “Quay Reopens,” *Reuters*, May 5, 2018.\n\n[^2]: “Boats Found,” *Xinhua*, May 7, 2018.\n";

    /// The text after an address is pasted at the `|`.
    fn pasted(prose: &str) -> Option<String> {
        let text = format!("# Rain\n\n*By Ada Vale*\n\n{prose}{NOTES}");
        let place = text.find('|').expect("a mark") as Offset;
        let text = text.replacen('|', "", 1);
        let cited = ask_dated(&text, |view| citation(view, Span::empty(place), ADDRESS)).ok()?;
        let mut edits = vec![cited.edit];
        edits.extend(cited.also);
        edits.sort_by_key(|edit| edit.span);
        Some(apply(&text, &edits))
    }

    #[test]
    fn an_article_in_footnotes_gets_one_more() {
        let note = "[^3]: “[[title]](https://www.dawn.com/2018/10/05/rain),” *Dawn*, October 5, 2018.";
        for (before, after) in [
            ("It is shut.[^1] Boats came.[^2] Rain fell|.", "Rain fell.[^3]\n"),
            ("It is shut.[^1] Boats came.[^2] Rain fell.|", "Rain fell.[^3]\n"),
            ("It is shut.[^1] Boats came.[^2] Rain fell. |", "Rain fell.[^3]\n"),
            ("It is shut.[^1] Boats came.[^2] Rain fell | in May.", "Rain fell[^3] in May.\n"),
            ("It is shut.[^1] Boats came.[^2] Rain fell |in May.", "Rain fell[^3] in May.\n"),
            ("It is shut.[^1] “Rain fell|,” he said. Boats came.[^2]", "“Rain fell,”[^3] he said. Boats"),
        ] {
            let found = pasted(before).expect("a citation");
            assert!(found.contains(after) && found.contains(note), "{before}: {found}");
            let labels = ask_dated(&found, |view| {
                view.checked.bulletin.notes.iter().map(|note| note.label.to_string()).collect::<Vec<_>>()
            });
            assert_eq!(labels.len(), 3, "{found}");
        }
        let plain = pasted(
            "It is shut.[^1] Boats came.[^2] Rain fell|.\n\nMore.[^8] Last.[^9]\n\n[^8]: “A,” Xinhua, May 1, 2018.\n\n[^9]: “B,” Reuters, May 2, 2018.",
        );
        assert!(plain.expect("a citation").contains(",” Dawn, October 5, 2018."), "as many are plain");
        // Anyone who has opened a bracket wants a citation in brackets.
        assert!(pasted("It is shut.[^1] Boats came.[^2] Rain fell (|).").expect("a citation").contains("([Dawn]("));
    }

    #[test]
    fn a_note_takes_in_one_more_source_at_its_end() {
        let report = "“[[title]](https://www.dawn.com/2018/10/05/rain),” *Dawn*, October 5, 2018.";
        let added = |notes: &str| {
            let place = notes.find('|').expect("a mark") as Offset;
            let text = notes.replacen('|', "", 1);
            let cited = ask_dated(&text, |view| citation(view, Span::empty(place), ADDRESS))?;
            assert!(cited.also.is_none());
            Ok::<String, String>(apply(&text, &[cited.edit]))
        };
        for (before, after) in [
            ("Shut.[^1]\n\n[^1]: “Boats Found,” *Xinhua*, May 7, 2018.|\n", "*Xinhua*, May 7, 2018; "),
            ("Shut.[^1]\n\n[^1]: “Boats Found,” *Xinhua*, May 7, 2018|.\n", "*Xinhua*, May 7, 2018; "),
            ("Shut.[^1]\n\n[^1]: “Boats Found,” *Xinhua*, May 7, 2018. |\n", "*Xinhua*, May 7, 2018; "),
            ("Shut.[^1] Open.[^2]\n\n[^1]: “Boats Found,” *Xinhua*, May 7, 2018.\n\n[^2]: |\n", "\n\n[^2]: "),
        ] {
            assert!(
                added(before).expect("a citation").ends_with(&format!("{after}{report}\n")),
                "{before}: {:?}",
                added(before)
            );
        }
        for within in
            ["[^1]: “Boats |Found,” *Xinhua*, May 7, 2018.\n", "[^1|]: “Boats Found,” *Xinhua*, May 7, 2018.\n"]
        {
            let why = added(&format!("Shut.[^1]\n\n{within}")).unwrap_err();
            assert!(why.contains("at the end of the note"), "{why}");
        }
    }

    #[test]
    fn brackets_stay_the_custom_of_others() {
        let custom = |text: &str| ask(text, |view| is_custom(view, Span::at(0..text.len() - 1).end));
        assert!(!custom("It rained ([Dawn](https://dawn.com/1), May 9)."));
        assert!(!custom("It rained."));
        assert!(!custom("It rained.[^1] It blew ([Dawn](https://dawn.com/1), May 9).\n\n[^1]: See above.\n"));
        assert!(custom("It rained.[^1]\n\n[^1]: “Boats Found,” *Xinhua*, May 7, 2018.\n"));
    }
}
