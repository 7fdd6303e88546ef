//! A name that several actors share, if the article does not say which one is meant.

use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Group, Report, Rule};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "ambiguous-actor",
    family: Family::Actors,
    summary: "a name that several actors share, and the article does not say which is meant",
    page: include_str!("../../../docs/rules/ambiguous-actor.md"),
    level: |_| Some(Level::Hint),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for mention in doc.bulletin.mentions.iter().filter(|mention| mention.actor.is_none()) {
        if mention.place.is_fixed() {
            continue;
        }
        let owners = mention.owners(doc.text, doc.gazetteer);
        let names: Vec<String> = owners.iter().take(4).map(|actor| format!("“{}”", label(actor))).collect();
        // Whoever is meant is meant throughout the article.
        let article = doc.bulletin.article_at(mention.span.start).map_or(Span::empty(0), |article| article.span);
        out.flag(mention.span, format!("Which is meant: {}?", any_of(&names)))
            .in_group(Group::of_part(article, doc.text(mention.span).to_lowercase()));
    }
}

/// `“A”, “B” or “C”`
fn any_of(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// The name, and what distinguishes it from its namesakes.
fn label(actor: &crate::gazetteer::Actor) -> String {
    if actor.countries.is_empty() {
        actor.name.to_string()
    } else {
        format!("{} [{}]", actor.name, actor.countries.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn shared_names_need_company() {
        check(
            "ambiguous-actor",
            "The ADF took the town.\n    ^^^ Which is meant: “Allied Democratic Forces [CD, UG]” or “Ambazonia Defence Forces [CM]”?\n",
        );
        check_clean("ambiguous-actor", "The Allied Democratic Forces (ADF) came. The ADF took the town.\n");
        check_clean("ambiguous-actor", "In Kampala, the Ugandan capital, the ADF shot at an airport.\n");
    }
}
