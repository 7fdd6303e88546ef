//! Two forms of one term in one article.

use crate::bulletin::TermUse;
use crate::config::Level;
use crate::gazetteer::profiles::{Profile, profile};
use crate::gazetteer::terms;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, IntoMessage, Report, Rule, Safety};
use crate::text::{Span, capitalised, within};
use rustc_hash::FxHashMap;
use std::cell::LazyCell;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-term",
    family: Family::Terms,
    summary: "two forms of one term in one article",
    page: include_str!("../../../docs/rules/inconsistent-term.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

/// How often the forms of a term occur in an article, and where first. No term has more forms than this.
const FORMS: usize = 8;

#[derive(Default)]
struct Count<'a> {
    times: [u32; FORMS],
    first: [Option<&'a TermUse>; FORMS],
}

impl Count<'_> {
    /// The most frequent form; the first one if two are equally frequent.
    fn most(&self) -> u8 {
        let order = |form: &usize| (self.times[*form], std::cmp::Reverse(self.first[*form].map(|used| used.span)));
        (0..FORMS)
            .filter(|form| self.times[*form] > 0)
            .max_by_key(order)
            .and_then(|form| u8::try_from(form).ok())
            .unwrap_or(0)
    }
}

fn check(doc: &Document<'_>, out: &mut Report) {
    let all = &doc.bulletin.terms;
    if all.is_empty() || !doc.bulletin.is_bulletin() {
        return;
    }
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    let is_curly = LazyCell::new(|| doc.bulletin.prefers_curly_marks());
    if doc.bulletin.articles.is_empty() {
        let whole = Span::at(0..doc.text.len());
        agree(doc, out, (whole, &all.iter().collect::<Vec<_>>()), profile, &is_curly);
    }
    for article in &doc.bulletin.articles {
        let uses = within(all, article.span, |used| used.span).iter().filter(|used| article.is_text(used.span));
        agree(doc, out, (article.span, &uses.collect::<Vec<_>>()), profile, &is_curly);
    }
}

/// Checks that one article uses one form of each term.
fn agree(
    doc: &Document<'_>,
    out: &mut Report,
    (article, uses): (Span, &[&TermUse]),
    profile: Option<&Profile>,
    is_curly: &LazyCell<bool, impl FnOnce() -> bool>,
) {
    let mut counts: FxHashMap<u16, Count<'_>> = FxHashMap::default();
    for used in uses {
        let (count, form) = (counts.entry(used.found.term).or_default(), used.found.form as usize);
        if form < FORMS {
            count.times[form] += 1;
            count.first[form].get_or_insert(used);
        }
    }
    for used in uses {
        let count = &counts[&used.found.term];
        let preferred = profile.and_then(|profile| profile.term(used.found.term));
        let form = preferred.unwrap_or_else(|| count.most());
        if form == used.found.form {
            continue;
        }
        let term = &terms::all()[used.found.term as usize];
        let Some(preferred_form) = term.forms().nth(form as usize) else { continue };
        let Some(wanted) = preferred_form.get(used.found.ending as usize) else { continue };
        // Forms are listed with a straight apostrophe.
        let is_curly = wanted.contains('\'') && **is_curly;
        let wanted = if is_curly { wanted.replace('\'', "’") } else { (*wanted).to_owned() };
        let wanted = if used.capital { capitalised(&wanted) } else { wanted };
        let written = doc.text(used.span);
        let message = match profile.filter(|_| preferred.is_some()) {
            Some(profile) => {
                ["The profile “", profile.name, "” writes “", &wanted, "”, not “", written, "”"].into_message()
            }
            None => ["“", written, "” here, “", preferred_form[0], "” elsewhere in this article"].into_message(),
        };
        let flag = out.flag(used.span, message).fix(Fix::replace(Safety::Review, used.span, wanted));
        // Which form the article uses is one decision.
        let flag = flag.in_group(Group::of_part(article, preferred_form[0]));
        if let Some(first) = count.first[form as usize] {
            flag.related(first.span, "The other form");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FORMS;
    use crate::config::{Settings, Style};
    use crate::gazetteer::terms;
    use crate::rules::testing::{check, check_clean, check_fix, check_with, settings};

    const RULE: &str = "inconsistent-term";

    #[test]
    fn the_rarer_form_is_flagged() {
        check(
            RULE,
            "\
A counterterrorism raid, a Shia shrine, Shias and counterterrorism (Dawn, May 9).
Shiite clerics of the counter-terror force (Dawn, May 10).
^^^^^^ “Shiite” here, “Shia” elsewhere in this article
                      ^^^^^^^^^^^^^^ “counter-terror” here, “counterterror” elsewhere in this article
",
        );
    }

    #[test]
    fn names_quotations_and_single_forms() {
        for text in [
            "A Shia shrine and the Shiite Ulema Council (Dawn, May 9).",
            "An organisation joined the World Health Organization (Dawn, May 9).",
            "The defense minister of the Department of Defence (Defence Web, May 9).",
            "# Shiite Shrines\n\nA Shia shrine (Dawn, May 9).",
            "A Shia shrine (Dawn, May 9).\n\n> A Shiite shrine.\n",
            "A Shia shrine, “a Shiite shrine,” he said, \"the Shiites' shrine,\" a ‘Shiite place’ (Dawn, May 9).",
            "The army moved to counter terrorism; counterterrorism raids (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
        check_clean(RULE, "# Usage\n\nAn organisation, an organization.");
    }

    #[test]
    fn a_profile_decides() {
        let guardian =
            Settings { style: Style { profile: Some("guardian".into()), ..Style::default() }, ..settings(RULE) };
        check_with(
            RULE,
            "\
Counterterrorism raids (Dawn, May 9).
^^^^^^^^^^^^^^^^ The profile “guardian” writes “Counter-terrorism”, not “Counterterrorism”
",
            &guardian,
        );
    }

    #[test]
    fn endings_are_kept() {
        check_fix(
            RULE,
            "Shia and Shia and Shiites organised; organizing, organized, recognised (Dawn, May 9).",
            "Shia and Shia and Shias organized; organizing, organized, recognised (Dawn, May 9).",
        );
    }

    #[test]
    fn no_term_has_too_many_forms() {
        assert!(terms::all().iter().all(|term| term.forms().len() <= FORMS));
    }
}
