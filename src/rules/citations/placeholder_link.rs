//! A link that does not lead anywhere yet.

use crate::bulletin::citation::LinkForm;
use crate::config::{Level, PlaceholderLinks};
use crate::rules::{Check, Document, Family, FixKind, Group, Languages, Report, Rule};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "placeholder-link",
    family: Family::Citations,
    summary: "a link that leads nowhere: `#`, empty, `TODO`, example.com",
    page: include_str!("../../../docs/rules/placeholder-link.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let once = doc.settings.style.placeholder_links == PlaceholderLinks::Once;
    for item in doc.bulletin.formal_items().chain(doc.bulletin.linked_items()) {
        let Some(link) = item.link.filter(|link| link.is_placeholder()) else { continue };
        let bare = link.form == LinkForm::Bare && item.style().is_apart();
        if !bare && !matches!(link.form, LinkForm::Inline | LinkForm::Detached | LinkForm::MissingBracket) {
            continue;
        }
        let flag = out.flag(link.span, "The link leads nowhere");
        if once {
            let article = doc.bulletin.article_at(link.span.start).map_or(Span::empty(0), |article| article.span);
            flag.in_group(Group::of_part(article, "placeholder"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_link_still_to_come() {
        check(
            "placeholder-link",
            "Boats left ([ABC](#), May 9; [Saba](TODO), May 10).
            ^^^^^^^^ The link leads nowhere
                             ^^^^^^^^^^^^ The link leads nowhere
",
        );
        check(
            "placeholder-link",
            "Boats left ([ABC](), May 9).
            ^^^^^^^ The link leads nowhere
",
        );
        check_clean("placeholder-link", "Boats left (Reuters, May 9), see [the list](#list).");
    }
}
