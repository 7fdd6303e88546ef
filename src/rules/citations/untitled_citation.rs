//! A citation without a title, or with an empty one.

use crate::bulletin::Item;
use crate::bulletin::items::{ItemKind, TitleForm};
use crate::config::{Level, NoteTitles};
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "untitled-citation",
    family: Family::Citations,
    summary: "a note that cites a report without its title, or with an empty one",
    page: include_str!("../../../docs/rules/untitled-citation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(details) = item.details.as_ref().filter(|details| details.style.is_apart()) else { return };
    let titled =
        matches!(details.kind, ItemKind::News | ItemKind::Web | ItemKind::Journal | ItemKind::Report | ItemKind::Book);
    match details.title {
        Some(title) if title.form == TitleForm::Quoted && title.span.is_empty() => {
            out.flag(title.whole, "The title’s quotation marks are empty");
        }
        None if titled && item.source.is_some() && doc.settings.notes.titles == NoteTitles::Required => {
            out.flag(item.span, "The title is missing");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::config::NoteTitles;
    use crate::rules::testing::{check, check_clean, check_with, settings};

    #[test]
    fn titles_are_the_house_s_wish() {
        check(
            "untitled-citation",
            "A.[^1]

[^1]: Lena Mertz, “,” Reuters, May 5, 2018.
                  ^^^ The title’s quotation marks are empty
",
        );
        check_clean("untitled-citation", "A.[^1]\n\n[^1]: Reuters, May 5, 2018.\n");
        let mut required = settings("untitled-citation");
        required.notes.titles = NoteTitles::Required;
        check_with(
            "untitled-citation",
            "A.[^1]\n\n[^1]: Reuters, May 5, 2018.\n      ^^^^^^^^^^^^^^^^^^^^ The title is missing\n",
            &required,
        );
    }
}
