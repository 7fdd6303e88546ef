//! One abbreviation both with and without points.

use crate::bulletin::abbreviations::Use;
use crate::config::Level;
use crate::gazetteer::profiles::profile;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety};
use crate::text::{Offset, Slice, Span};
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-abbreviation",
    family: Family::Abbreviations,
    summary: "one abbreviation with and without points",
    page: include_str!("../../../docs/rules/inconsistent-abbreviation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

/// How often a short form occurs with and without points, and where first.
#[derive(Default)]
struct Count {
    dotted: u32,
    plain: u32,
    first_dotted: Option<Use>,
    first_plain: Option<Use>,
}

fn check(doc: &Document<'_>, out: &mut Report) {
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    let uses = &doc.bulletin.abbreviations.uses;
    let all_plain = uses.iter().all(|used| !used.dotted);
    if profile.is_none() && all_plain || !doc.bulletin.is_bulletin() {
        return;
    }
    let mut counts: FxHashMap<u64, Count> = FxHashMap::default();
    for used in uses.iter().filter(|used| !used.kept) {
        let count = counts.entry(used.key).or_default();
        if used.dotted {
            count.dotted += 1;
            count.first_dotted.get_or_insert(*used);
        } else {
            count.plain += 1;
            count.first_plain.get_or_insert(*used);
        }
    }
    for used in uses.iter().filter(|used| !used.kept) {
        let count = &counts[&used.key];
        let preferred = profile.and_then(|profile| profile.abbreviation(used.key));
        let points = match (preferred, count.first_dotted, count.first_plain) {
            (Some(form), ..) => form.contains('.'),
            (None, Some(dotted), Some(plain)) => match count.dotted.cmp(&count.plain) {
                std::cmp::Ordering::Equal => dotted.span < plain.span,
                most => most.is_gt(),
            },
            _ => continue,
        };
        if used.dotted == points {
            continue;
        }
        let written = doc.text(used.span);
        let wanted = preferred.map_or_else(|| rewrite(written, points), str::to_owned);
        let why = match profile.filter(|_| preferred.is_some()) {
            Some(profile) => format!("The profile “{}” writes “{wanted}”", profile.name),
            None => format!("This issue writes “{wanted}” elsewhere"),
        };
        let other = if points { count.first_dotted } else { count.first_plain };
        let flag = out.flag(used.span, why).fix(fix(doc, *used, &wanted)).in_group(Group::of_document(wanted.as_str()));
        if let Some(other) = other {
            flag.related(other.span, "Written so here");
        }
    }
}

/// `US` → `U.S.`
fn rewrite(written: &str, points: bool) -> String {
    let letters = written.chars().filter(|c| *c != '.');
    if points { letters.flat_map(|c| [c, '.']).collect() } else { letters.collect() }
}

/// The fix; for review if the last point may also end the sentence.
fn fix(doc: &Document<'_>, used: Use, wanted: &str) -> Fix {
    let after = doc.text.slice(used.span.end as usize..);
    if wanted.ends_with('.') {
        // `in the US. Then` keeps a single stop.
        let stop = Offset::from(after.starts_with('.') && !after.starts_with(".."));
        return Fix::replace(Safety::Safe, Span::new(used.span.start, used.span.end + stop), wanted);
    }
    let next = after.chars().find(|c| !c.is_whitespace() && !matches!(c, '*' | '_'));
    let (safety, text) = match next {
        Some(_) if after.starts_with("\n\n") || after.starts_with("\r\n\r\n") => (Safety::Safe, format!("{wanted}.")),
        // `the U.S. They` and `the U.S. Army` look the same.
        Some(c) if c.is_uppercase() && after.starts_with(char::is_whitespace) => (Safety::Review, wanted.to_owned()),
        None => (Safety::Safe, format!("{wanted}.")),
        Some(_) => (Safety::Safe, wanted.to_owned()),
    };
    Fix::replace(safety, used.span, text)
}

#[cfg(test)]
mod tests {
    use crate::config::{Settings, Style};
    use crate::rules::testing::{check, check_clean, check_fix, check_with, settings};

    const RULE: &str = "inconsistent-abbreviation";

    #[test]
    fn the_rarer_form_is_flagged() {
        check(
            RULE,
            "\
The U.S. envoy, a U.S. ship and a US plane came (Dawn, May 9).
                                  ^^ This issue writes “U.S.” elsewhere
",
        );
    }

    #[test]
    fn where_it_agrees_or_may_not_be_touched() {
        for text in [
            "The U.S. envoy and the UK envoy met (Dawn, May 9).",
            "The U.S. envoy spoke (Dawn, May 9).\n\n> The US came.",
            "The U.S. envoy spoke: “The US came.” He wrote: \"The US left\" (Dawn, May 9).",
            "The U.S. court ruled in 17 US 316 and in 106 US 466 (Dawn, May 9).",
            "# US Ships\n\nThe U.S. envoy paid US$5 (US Navy, May 9).",
            "The US sued under 22 U.S. Code § 2776 and lost *Weber v. U.S.* (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn a_profile_decides() {
        let with =
            |name: &str| Settings { style: Style { profile: Some(name.into()), ..Style::default() }, ..settings(RULE) };
        check_with(RULE, "The US envoy came (Dawn, May 9).\n    ^^ The profile “ap” writes “U.S.”\n", &with("ap"));
        check_with(RULE, "The U.S. envoy came (Dawn, May 9).\n    ^^^^ The profile “bbc” writes “US”\n", &with("bbc"));
    }

    #[test]
    fn stops_are_kept() {
        check_fix(
            RULE,
            "The U.S. envoy and a U.S. ship left the US. They were back in the US, he said (Dawn, May 9).",
            "The U.S. envoy and a U.S. ship left the U.S. They were back in the U.S., he said (Dawn, May 9).",
        );
        check_fix(
            RULE,
            "The US envoy and a US ship (Dawn, May 9).\n\nThey left the U.S.\n\nThey stayed.",
            "The US envoy and a US ship (Dawn, May 9).\n\nThey left the US.\n\nThey stayed.",
        );
    }
}
