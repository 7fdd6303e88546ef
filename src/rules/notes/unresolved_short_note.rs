//! A shortened form without its full form before it.

use crate::bulletin::ItemGroup;
use crate::bulletin::items::{CitationStyle, ItemKind, Unresolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Slice;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unresolved-short-note",
    family: Family::Notes,
    summary: "a shortened note without its full form before it, or one that fits two",
    page: include_str!("../../../docs/rules/unresolved-short-note.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check { document: Some(cross_references), ..Check::group(check) },
    supersedes: &["undated-note"],
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    // An entry in a list is not a shortened note.
    if group.style == CitationStyle::Bibliography {
        return;
    }
    for item in group.cited().filter(|item| matches!(item.kind(), ItemKind::Short | ItemKind::OpCit)) {
        let Some(details) = &item.details else { continue };
        let Some(unresolved) = details.unresolved else { continue };
        let label = |note: u32| doc.bulletin.notes.get(note as usize).map(|note| note.label.as_str());
        let named = |note: Option<u32>| match note.and_then(label) {
            Some(label) => format!("note {label}"),
            None => "the list of works".to_owned(),
        };
        let message = match unresolved {
            Unresolved::Later(note) => {
                format!("The full form comes only later, in note {}", label(note).unwrap_or_default())
            }
            Unresolved::Two(a, b) if named(a) == named(b) => {
                format!("This could be either of two works in {}", named(a))
            }
            Unresolved::Two(a, b) => format!("This could be the work in {} or the one in {}", named(a), named(b)),
            Unresolved::OtherDate(note) => format!("The date is another one in {}", named(note)),
            Unresolved::GivenName(note) => {
                format!("This is the author’s given name, the surname is in {}", named(note))
            }
            _ => match details.near {
                Some(name) => {
                    let name = doc.text(name);
                    format!("No earlier note gives this source in full: did you mean “{name}”?")
                }
                None => "No earlier note gives this source in full".to_owned(),
            },
        };
        out.flag(item.span, message);
    }
}

/// `See note 9 above`, if there is no note 9.
fn cross_references(doc: &Document<'_>, out: &mut Report) {
    for place in &doc.bulletin.unknown_notes {
        let words = doc.text(*place);
        let number = words.slice(words.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1)..);
        out.flag(*place, format!("There is no note {number}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Draft;
    use crate::gazetteer::Gazetteer;
    use crate::rules::testing::{check, check_clean, settings};

    #[test]
    fn what_has_no_full_form_before_it() {
        check(
            "unresolved-short-note",
            "A.[^1] B.[^2] C.[^3] D.[^4] E.[^5]

[^1]: Osten, “The Pier Deal.”
      ^^^^^^^^^^^^^^^^^^^^^^^ The full form comes only later, in note 2

[^2]: Tobin Osten, “The Pier Deal,” Reuters, May 9, 2018.

[^3]: Tobin Osten, “The Tax Deal,” Reuters, June 9, 2018.

[^4]: Osten, op. cit.
      ^^^^^^^^^^^^^^ This could be the work in note 2 or the one in note 3

[^5]: Hersey, “A Plain Divided,” 4; see note 9 above.
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ No earlier note gives this source in full
                                        ^^^^^^ There is no note 9
",
        );
    }

    #[test]
    fn a_misspelt_name_is_told_by_the_one_near_it() {
        check(
            "unresolved-short-note",
            "A.[^1] B.[^2] C.[^3]

[^1]: Emil Campardon, *The Court* (London: Hurst, 2016), 4.

[^2]: Compardon, *The Court*, 9.
      ^^^^^^^^^^^^^^^^^^^^^^^^^ No earlier note gives this source in full: did you mean “Campardon”?

[^3]: Campardon, *The Court*, 12.
",
        );
    }

    #[test]
    fn what_has_one() {
        for text in [
            "A.[^1] B.[^2]\n\n[^1]: Tobin Osten, “The Pier Deal,” Reuters, May 9, 2018.\n\n[^2]: Osten, “Pier Deal.”\n",
            "A.[^1] B.[^2]\n\n[^1]: Tobin Osten, *The Pier Deal* (London: Hurst, 2016), 4.\n\n[^2]: Osten, op. cit., p. 9.\n",
            "A.[^1]\n\n[^1]: “We do not sell water.”\n",
        ] {
            check_clean("unresolved-short-note", text);
        }
    }

    #[test]
    fn an_earlier_chapter_may_have_the_full_form() {
        let reported = |path: &str, text: &str| {
            let (settings, gazetteer) = (settings("unresolved-short-note"), Gazetteer::shipped());
            crate::check::check(Draft { path, text, settings: &settings, gazetteer: &gazetteer }).diagnostics.len()
        };
        let tolls = "A.[^1] B.[^2] C.[^3]\n\n[^1]: Ada Vale, “Rain,” Dawn, May 9, 2018.\n\n\
            [^2]: Hersey, “A Plain Divided,” 4.\n\n[^3]: Osten, op. cit., p. 9.\n";
        for path in ["chapter-6.md", "06-tolls.md", "conclusion.md"] {
            assert_eq!(reported(path, tolls), 0, "{path}");
        }
        for path in ["tolls.md", "chapter-1.md", "01-tolls.md", "2018-10-10-tolls.md"] {
            assert_eq!(reported(path, tolls), 2, "{path}");
        }
        assert_eq!(reported("tolls.md", &format!("# Chapter 6\n\n{tolls}")), 0);
        // A number does not make a chapter of a signed article.
        assert_eq!(reported("06-tolls.md", &format!("# Tolls\n\n*By Ada Vale*\n\n{tolls}")), 2);
        // What only this file can decide is decided.
        let later = "A.[^1] B.[^2]\n\n[^1]: Osten, “The Pier Deal.”\n\n[^2]: Tobin Osten, “The Pier Deal,” Reuters, May 9, 2018.\n";
        assert_eq!(reported("chapter-6.md", later), 1);
    }
}
