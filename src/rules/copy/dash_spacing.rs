//! A space on one side of an em dash or a slash.

use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "dash-spacing",
    family: Family::Copy,
    summary: "a space on one side of an em dash or a slash",
    page: include_str!("../../../docs/rules/dash-spacing.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::Safe,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for sign in &doc.bulletin.typography.uneven_spacing {
        if doc.bulletin.is_quoted(sign.span) {
            continue;
        }
        let typography = &doc.bulletin.typography;
        let (name, habit) = if sign.dash { ("dash", typography.dashes) } else { ("slash", typography.slashes) };
        // `MSBuild /Platform`, `the code in include/ reads it`: a path or an option starts or ends like this.
        let before = sign.space.start == sign.span.start;
        let may_be_path = !sign.dash && (before || !joins_names(doc, sign.span));
        let safety = if may_be_path { Safety::Review } else { Safety::Safe };
        let fix = if habit.is_spaced() {
            let bare = if before { sign.span.end } else { sign.span.start };
            Fix::insert(safety, "Add a space on the other side too", bare, " ")
        } else {
            Fix::new(safety, "Remove the space", [Edit::delete(sign.space)])
        };
        out.flag(sign.span, ["The ", name, " has a space on one side only"]).fix(fix);
    }
}

/// Whether the words on both sides of a sign are names: `Basra/ Umm Qasr`.
fn joins_names(doc: &Document<'_>, sign: Span) -> bool {
    let (before, after) = (doc.text.slice(..sign.start as usize), doc.text.slice(sign.end as usize..));
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    [word, after.trim_start()].iter().all(|side| side.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use crate::rules::Safety;
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    const RULE: &str = "dash-spacing";

    #[test]
    fn the_sign_and_its_space_are_marked() {
        check(
            RULE,
            "\
The ferry— the last one.
         ^^ The dash has a space on one side only
",
        );
    }

    #[test]
    fn the_space_goes() {
        check_fix(
            RULE,
            "The ferry —the last— and the Basra/ Umm Qasr road.",
            "The ferry—the last—and the Basra/Umm Qasr road.",
        );
    }

    #[test]
    fn a_document_that_sets_them_between_spaces_gets_the_other_space() {
        check_fix(
            RULE,
            "The ferry — an old one — left. The port— the last —is shut, and Iran / Iraq and Basra/ Umm Qasr met.",
            "The ferry — an old one — left. The port — the last — is shut, and Iran / Iraq and Basra / Umm Qasr met.",
        );
        check_fix(
            RULE,
            "The ferry—an old one—left — and the port— the last—is shut.",
            "The ferry—an old one—left — and the port—the last—is shut.",
        );
    }

    #[test]
    fn a_slash_behind_a_space_may_begin_a_path() {
        let text = "Hazara /Shia men came to the Basra/ Umm Qasr road. The code in include/ reads it.";
        let found = findings(RULE, text, &settings(RULE));
        let safety: Vec<Safety> = found.iter().map(|finding| finding.fixes[0].safety).collect();
        assert_eq!(safety, [Safety::Review, Safety::Safe, Safety::Review]);
    }

    #[test]
    fn a_slash_that_ends_the_name_of_a_folder_parts_no_words() {
        for text in [
            "Move archive/ and backup/ out of the way.",
            "The logs/ Directory is new; it scans only root + scripts/ directories.",
            "They are no standalone /documents/ nodes.",
            "All of it is in Ferries - Old/ including the maps.",
            "It moved from src/ to tests/ or to docs/ in May.",
        ] {
            check_clean(RULE, text);
        }
        for text in [
            "It is dry and/ or hot.",
            "They met in Kabul/ Kandahar.",
            "The Iraqi/ Syrian talks failed.",
            "The men/ women of the port left.",
            "It sails with/ without the mail.",
        ] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_dash_before_who_said_it_stays() {
        check_clean(RULE, "“The gate is shut.” —Ada Vale\n\n*The gate is shut.* —Ada Vale, port master\n");
    }

    #[test]
    fn a_dash_that_opens_or_closes_a_stretch_has_one_side() {
        for habit in ["It rained — twice — and the road — the last — is shut.", "The ferry—an old one—left."]
        {
            for stretch in [
                "*— End of report —*",
                "**— For release —**",
                "*— Ada Vale (desk)*",
                "(— a note —) is here.",
                "[— a link —](https://a.net/b)",
                "“— No —” he said.",
                "It fell after **ten months —** and rose.",
                "It fell after **ten months —**\"and\" rose.",
                "It fell.**— The end —**",
                "He left —, and she stayed.",
            ] {
                check_clean(RULE, &format!("{habit}\n\n{stretch}\n"));
            }
        }
        check_fix(
            RULE,
            "It rained — twice — and the *road*— the last — is shut. The pier —“old”— fell.",
            "It rained — twice — and the *road* — the last — is shut. The pier — “old” — fell.",
        );
    }

    #[test]
    fn both_sides_or_none() {
        check_clean(RULE, "The ferry—the last — and and/or either / or; see src/ and tests/ or /usr/bin.");
        check_clean(RULE, "— He said “the ferry— the last”.");
    }
}
