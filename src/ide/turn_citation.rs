//! Converts citations to another style: the one at a place, those in its article, or those in the whole document; and
//! numbers footnotes in text order.
//!
//! The citation at a place is converted when the action is requested, and only offered if that succeeds. All others are
//! converted when the action is chosen, and [`turn_all`] reports what stays as it is.

use super::View;
use super::refactorings::Refactoring;
use crate::bulletin::Bulletin;
use crate::bulletin::items::CitationStyle;
use crate::cite::{Kept, Target, in_house_form, number_in_order, turn};
use crate::text::{Edit, Offset, Span, counted, diff};

/// Several citations to be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnAll {
    /// The style to which they are converted.
    pub target: Target,
    /// The part of the text that contains them.
    pub scope: Span,
}

/// The result of a conversion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TurnedAll {
    /// The edits.
    pub edits: Vec<Edit>,
    /// A message about it; `None` if every citation was converted completely.
    pub message: Option<String>,
}

/// The refactorings of the citation at `offset`; empty if it cannot be converted.
#[must_use]
pub fn turnings(view: View<'_>, offset: Offset) -> Vec<Refactoring> {
    let mut found = Vec::new();
    if let Some((target, span, title)) = at(view, offset) {
        let turned = turn(view.draft, view.checked, target, span);
        if turned.count > 0 {
            let edits = diff::edits(view.text, &turned.text);
            found.push(Refactoring { title: title.to_owned(), edits, snippet: None });
        }
    }
    let bulletin = &view.checked.bulletin;
    let touches = |span: Span| span.start <= offset && offset <= span.end;
    let on_note = bulletin.note_references.iter().any(|mark| mark.footnote && touches(mark.span))
        || bulletin.notes.iter().any(|note| note.footnote && touches(note.mark));
    if on_note && let Some(edits) = number_in_order(view.draft, view.checked) {
        found.push(Refactoring { title: "Number the notes in order".to_owned(), edits, snippet: None });
    }
    let in_note = bulletin.notes.iter().find(|note| touches(note.span));
    if let Some(note) = in_note {
        let turned = in_house_form(view.draft, view.checked, note.span);
        if turned.count > 0 {
            let declared = bulletin.note_habit(note.body.start).is_declared();
            let form = if declared { "the house’s form" } else { "the form of the others" };
            let edits = diff::edits(view.text, &turned.text);
            found.push(Refactoring { title: format!("Write this note in {form}"), edits, snippet: None });
        }
    }
    found
}

/// The citations by author and year.
fn by_author(bulletin: &Bulletin) -> impl Iterator<Item = Span> {
    let groups = bulletin.item_groups.iter().filter(|group| group.style == CitationStyle::AuthorDate);
    groups.map(|group| group.span)
}

/// The citation or note reference at `offset`, and the style to which it is converted.
fn at(view: View<'_>, offset: Offset) -> Option<(Target, Span, &'static str)> {
    let bulletin = &view.checked.bulletin;
    let touches = |span: &Span| span.start <= offset && offset <= span.end;
    let bracket = bulletin.citations.iter().map(|citation| citation.span).find(touches);
    let bracket = bracket.or_else(|| by_author(bulletin).find(touches));
    let mark = || bulletin.note_references.iter().map(|reference| reference.span).find(touches);
    match bracket {
        Some(span) => Some((Target::Notes, span, "Turn into a note")),
        None => Some((Target::Brackets, mark()?, "Turn into a bracketed citation")),
    }
}

/// The same for all citations like the one at `offset`: those in its article, if there are several, and those in the
/// document. Each has its title.
#[must_use]
pub fn all_turnings(view: View<'_>, offset: Offset) -> Vec<(String, TurnAll)> {
    let Some((target, _, _)) = at(view, offset) else { return Vec::new() };
    let bulletin = &view.checked.bulletin;
    let count = |scope: Span| match target {
        Target::Notes | Target::Numbered => {
            let brackets = bulletin.citations.iter().map(|citation| citation.span);
            brackets.chain(by_author(bulletin)).filter(|one| scope.contains(*one)).count()
        }
        Target::Brackets => bulletin.note_references.iter().filter(|one| scope.contains(one.span)).count(),
    };
    let style = match target {
        Target::Notes => "notes",
        Target::Brackets => "bracketed citations",
        Target::Numbered => "a numbered list",
    };
    let whole = Span::at(0..view.text.len());
    let article = bulletin.article_at(offset).map(|article| article.span).filter(|_| bulletin.articles.len() > 1);
    let cited = if target == Target::Notes { "citations" } else { "notes" };
    let mut found = Vec::new();
    for (scope, name) in article.map(|scope| (scope, "article")).into_iter().chain([(whole, "document")]) {
        if count(scope) > 1 {
            found.push((format!("Turn the {cited} of this {name} into {style}"), TurnAll { target, scope }));
        }
    }
    found
}

/// Converts the citations.
#[must_use]
pub fn turn_all(view: View<'_>, all: TurnAll) -> TurnedAll {
    let turned = turn(view.draft, view.checked, all.target, all.scope);
    let mut told: Vec<String> = Vec::new();
    if turned.in_notes > 0 {
        let keep = counted(turned.in_notes, "note keeps", "notes keep");
        told.push(format!("{keep} the titles, for which a bracket has no place"));
    }
    if let [first, ..] = turned.kept.as_slice() {
        let count = turned.kept.iter().map(|kept: &Kept| kept.count).sum();
        let line = line_of(view.text, first.span.start);
        let stay = counted(count, "citation stays as it is", "citations stay as they are");
        let first = if count == 1 { "" } else { "the first " };
        told.push(format!("{stay}, {first}in line {line}: {}", turned.kept[0].why));
    }
    let message = (!told.is_empty()).then(|| format!("{}.", told.join("; ")));
    TurnedAll { edits: diff::edits(view.text, &turned.text), message }
}

fn line_of(text: &str, offset: Offset) -> u32 {
    crate::text::LineIndex::new(text).line_of(offset) + 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask_dated, ask_with, place};
    use super::*;
    use crate::config::Config;
    use crate::text::edits::apply;

    fn turned(text: &str, words: &str) -> Option<(String, String)> {
        let found = ask_dated(text, |view| turnings(view, place(text, words).start + 1));
        found.first().map(|found| (found.title.clone(), apply(text, &found.edits)))
    }

    const BRACKETS: &str = "# The road\n\nOne left ([Dawn](https://www.dawn.com/news/1), May 4). Two came \
                            ([Dawn](https://www.dawn.com/news/2), May 5).\n";
    const NOTE: &str = "# The road\n\nOne left ([Dawn](https://www.dawn.com/news/1), May 4). Two came.[^1]\n\n\
                        [^1]: [Dawn](https://www.dawn.com/news/2), May 5, 2018.\n";

    const ISSUE: &str = "# The road\n\n*Ada Vale*\n\nOne left ([Dawn](https://www.dawn.com/news/1), May 4). Two came \
                         ([Dawn](https://www.dawn.com/news/2), May 5).\n\n# The port\n\n*Tom Hill*\n\nIt is shut ([AFP](https://www.afp.com/a), \
                         May 6). “It is open ([AFP](https://www.afp.com/b), May 7),” he said.\n";

    #[test]
    fn an_article_and_a_document_are_turned() {
        let all = |text: &str, words: &str, which: usize| {
            ask_dated(text, |view| {
                let found = all_turnings(view, place(text, words).start + 1);
                let (title, all) = found.get(which).cloned().expect("an action");
                let turned = turn_all(view, all);
                (title, apply(text, &turned.edits), turned.message)
            })
        };
        let (title, after, message) = all(ISSUE, "May 4", 0);
        assert_eq!((&*title, message), ("Turn the citations of this article into notes", None));
        assert!(
            after.contains("One left.[^1] Two came.[^2]\n") && after.contains("([AFP](https://www.afp.com/a), May 6)"),
            "{after}"
        );
        let (title, back, _) = all(&after, "[^1]", 0);
        assert_eq!(title, "Turn the notes of this article into bracketed citations");
        assert_eq!(back, ISSUE);
        // What stays is reported.
        let (title, after, message) = all(ISSUE, "May 4", 1);
        assert_eq!(title, "Turn the citations of this document into notes");
        assert_eq!(message.as_deref(), Some("1 citation stays as it is, in line 11: it stands in a quotation."));
        assert!(after.contains("It is shut.[^3] “It is open ([AFP]"), "{after}");
        let titled = "# The road\n\nOne left.[^1] Two came.[^2]\n\n[^1]: “Road Shut,” Dawn, May 4, 2018, https://www.dawn.com/news/1.\n\n\
                      [^2]: “Road Open,” Dawn, May 5, 2018, https://www.dawn.com/news/2.\n";
        let (_, after, message) = all(titled, "[^1]", 0);
        assert_eq!(message.as_deref(), Some("2 notes keep the titles, for which a bracket has no place."));
        assert!(after.contains("[^1]: “Road Shut.”"), "{after}");
    }

    #[test]
    fn notes_are_numbered_in_the_order_of_the_text() {
        let numbered = |text: &str| {
            let found = ask_dated(text, |view| turnings(view, place(text, "[^").start + 1));
            let order = found.iter().find(|found| found.title == "Number the notes in order");
            order.map(|found| apply(text, &found.edits))
        };
        let moved = "# The road\n\nTwo came.[^2] One left.[^1] It did.[^2]\n\n[^1]: Dawn, May 4, 2018.\n\n[^2]: AFP, May 5, 2018, as\n    \
                     in [^1].\n";
        let after = "# The road\n\nTwo came.[^1] One left.[^2] It did.[^1]\n\n[^1]: AFP, May 5, 2018, as\n    in [^2].\n\n[^2]: Dawn, May 4, \
                     2018.\n";
        assert_eq!(numbered(moved).as_deref(), Some(after));
        assert_eq!(numbered(after), None);
        // Without a note, the meaning of a reference is unknown; names have no order.
        for text in [
            moved.replace("It did.[^2]", "It did.[^3]"),
            moved.replace("[^2]", "[^afp]").replace("[^1]", "[^dawn]"),
            moved.replace("[^1]: Dawn", "[^2]: Dawn"),
        ] {
            assert_eq!(numbered(&text), None, "{text}");
        }
    }

    #[test]
    fn a_note_gets_the_form_of_the_house_or_of_the_others() {
        let text = "# Rain\n\nA.[^1] B.[^2] C.[^3] D.[^4]\n\n[^1]: “Port Shut,” Reuters, May 3, 2018.\n\n[^2]: “Port Open,” Dawn, May 4, \
                    2018.\n\n[^3]: “Port Sold,” Daily Nation, May 5, 2018.\n\n[^4]: Reuters, “Port Burns” (May 6, 2018).\n";
        let title = |keys: &str, words: &str| {
            let (config, problems) = Config::parse(keys);
            assert!(problems.is_empty(), "{problems:?}");
            ask_with(text, &config.settings("a.md"), |view| {
                turnings(view, place(text, words).start).pop().map(|found| found.title)
            })
        };
        let others = "Write this note in the form of the others";
        assert_eq!(title("", "Port Burns").as_deref(), Some(others));
        assert_ne!(title("", "Port Open").as_deref(), Some(others));
        let house = title("[notes]\norder = 'title-first'\n", "Port Burns");
        assert_eq!(house.as_deref(), Some("Write this note in the house’s form"));
    }

    #[test]
    fn one_citation_is_turned_and_the_others_stay() {
        assert_eq!(turned(BRACKETS, "May 5"), Some(("Turn into a note".to_owned(), NOTE.to_owned())));
        let back = ("Turn into a bracketed citation".to_owned(), BRACKETS.to_owned());
        assert_eq!(turned(NOTE, "[^1]\n"), Some(back));
        assert_eq!(turned(NOTE, "Two came"), None);
        // So is a citation by author and year.
        let listed = "# The road\n\nIt is long (Lund, 2011), and old (Hale, 2012).\n\n## References\n\nHale, T. (2012). *Roads*. London: \
                      Hurst.\n\nLund, A. (2011). *Ports*. London: Hurst.\n";
        let (title, noted) = turned(listed, "Lund, 2011)").expect("an action");
        assert_eq!(title, "Turn into a note");
        assert!(noted.contains("It is long,[^1] and old (Hale, 2012).\n"), "{noted}");
        assert!(noted.ends_with("\n\n[^1]: A. Lund, *Ports* (London: Hurst, 2011).\n"), "{noted}");
        let all = ask_dated(listed, |view| all_turnings(view, place(listed, "Lund, 2011)").start + 1));
        assert_eq!(all[0].0, "Turn the citations of this document into notes");
        // What cannot be converted is not offered.
        let quoted = "# The road\n\n“One left ([Dawn](https://www.dawn.com/news/1), May 4),” he said.\n";
        assert_eq!(turned(quoted, "May 4"), None);
    }
}
