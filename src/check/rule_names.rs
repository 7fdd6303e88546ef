//! Validates rule and profile names, and suggests rules for unknown names.

use crate::config::{Config, Level, Problem};
use crate::rules::{self, Family};

/// Suggestions are computed for this many unknown names in a configuration: each is compared with every rule's name,
/// and no more problems than this are shown.
const SUGGESTED: usize = 100;

/// The unknown rule and profile names in `config`, each with its span in the file it was parsed from.
#[must_use]
pub fn problems(config: &Config) -> Vec<Problem> {
    let levels = config.rules().map(|(name, _)| name).filter(|name| Family::named(&name.value).is_none());
    let names = levels.chain(config.never_fixed());
    let mut unknown: Vec<_> = names.filter(|name| rules::find(&name.value).is_none()).collect();
    unknown.sort_by_key(|name| name.span);
    let message = |at: usize, name: &str| if at < SUGGESTED { unknown_rule(name) } else { no_rule(name) };
    let named = unknown.into_iter().enumerate();
    let mut problems: Vec<Problem> = named
        .map(|(at, name)| Problem { span: name.span, message: message(at, &name.value), severity: Level::Error })
        .collect();
    problems.extend(crate::gazetteer::profiles::problems(config));
    problems
}

/// The message for an unknown rule name, with suggestions.
#[must_use]
pub fn unknown_rule(name: &str) -> String {
    match like(name)[..] {
        [] => no_rule(name),
        [near] => format!("no rule is named “{name}”; did you mean “{near}”?"),
        [first, second, ..] => format!("no rule is named “{name}”; did you mean “{first}” or “{second}”?"),
    }
}

fn no_rule(name: &str) -> String {
    format!("no rule is named “{name}”; `copydesk rules` lists them all")
}

/// The rules with names similar to `name`, most similar first.
fn like(name: &str) -> Vec<&'static str> {
    if let Some(near) = near(name) {
        return vec![near];
    }
    let name = name.to_ascii_lowercase().replace('_', "-");
    let likeness = |rule: &str| {
        // A part of a name counts too: `weekday` means `weekday-mismatch`.
        if name.len() > 3 && rule.contains(&*name) { 1.0 } else { strsim::jaro_winkler(rule, &name) }
    };
    let mut alike: Vec<(f64, &str)> = rules::all().iter().map(|rule| (likeness(rule.name), rule.name)).collect();
    alike.retain(|(likeness, _)| *likeness > 0.85);
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    // Drop names that merely share a prefix with a much better match.
    let best = alike.first().map_or(0.0, |(likeness, _)| *likeness);
    alike.into_iter().take_while(|(likeness, _)| *likeness > best - 0.04).map(|(_, rule)| rule).collect()
}

/// The rule whose name is close enough that a fix may write it.
pub(super) fn near(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    let distance = |rule: &str| strsim::osa_distance(&name, rule);
    let (distance, near) = rules::all().iter().map(|rule| (distance(rule.name), rule.name)).min()?;
    // At most one typo per five letters: `note` is not a typo for `note-order`.
    (distance <= 3 && distance * 5 <= near.len()).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_are_shown_where_they_stand() {
        let text = "[rules]\nundated-citation = 'off'\nundated-citations = 'hint'\n[[overrides]]\npaths = ['a']\nrules = { nonsense = 'off' }\n";
        let (config, read) = Config::parse(text);
        assert_eq!(read, []);
        let said: Vec<_> = problems(&config).into_iter().map(|p| (p.span.of(text), p.message)).collect();
        assert_eq!(
            said,
            [
                (
                    "undated-citations",
                    "no rule is named “undated-citations”; did you mean “undated-citation”?".to_owned()
                ),
                ("nonsense", "no rule is named “nonsense”; `copydesk rules` lists them all".to_owned()),
            ]
        );
    }

    #[test]
    fn only_near_names_are_meant() {
        assert_eq!(near("Undated_Citation"), Some("undated-citation"));
        assert_eq!(near("undatd-citaton"), Some("undated-citation"));
        assert_eq!(near("citation"), None);
        assert_eq!(near(""), None);
    }
}
