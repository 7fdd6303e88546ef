//! A listed spelling of an actor's name that neither the document nor the list prefers.

use crate::bulletin::Whose;
use crate::bulletin::habits::english;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::countries;
use crate::gazetteer::layers::Layer;
use crate::gazetteer::profiles::profile;
use crate::gazetteer::spelling::{equal_in_print, is_article};
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Subject};
use crate::text::words::is_apostrophe;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "actor-alias",
    family: Family::Actors,
    summary: "a listed variant of an actor’s name that neither the document nor the list prefers",
    page: include_str!("../../../docs/rules/actor-alias.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    subject: Some(Subject::ListedName),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    let spellings = &doc.bulletin.habits.spellings;
    for mention in &doc.bulletin.mentions {
        let long = matches!(mention.form, Form::Name | Form::Accepted);
        let judged =
            mention.form == Form::Variant || long && (!mention.exact || profile.is_some() || !spellings.are_listed());
        if !judged || mention.place.is_fixed() {
            continue;
        }
        let (Some(number), Some(actor)) = (mention.actor, mention.actor(doc.gazetteer)) else { continue };
        let written = doc.text(mention.span);
        let house = mention.house_spelling(doc.text, actor);
        // The name that the profile prefers; a shorter form of it stays.
        let preferred = profile.and_then(|profile| profile.actor(&actor.id)).filter(|name| !name.contains(written));
        let deviates = mention.form == Form::Variant || !mention.exact;
        let is_declared = number.layer() == Layer::Custom;
        let (whose, house) = match preferred {
            Some(name) => (Whose::House, mention.fitted(doc.text, name)),
            None if is_declared => (Whose::House, house),
            // Two spellings in one article are left to `inconsistent-actor`.
            None if spellings.kept(&doc.bulletin.articles, mention.span.start, number, &house).is_some() => continue,
            None => match spellings.own(&house).filter(|_| deviates || spellings.are_respelt(number, &house)) {
                Some(own) => (Whose::Document, mention.fitted(doc.text, &own)),
                None => (Whose::ShippedList, house),
            },
        };
        // Points in `U.S.` are left to `inconsistent-abbreviation`.
        let points = |name: &str| name.replace('.', "");
        if equal_in_print(&house, written)
            || equal_in_print(&points(&house), &points(written))
            || removes_a_word(written, &house)
            || mention.is_other_name(doc.text, &doc.bulletin.mentions)
            || whose == Whose::ShippedList && is_british_too(doc, written, &house)
            || doc.gazetteer.is_rejected(written, &house)
        {
            continue;
        }
        // Whether this spelling of the actor may stay is one decision.
        let group = Group::of_document(format!("{} {}", actor.id, written.to_lowercase()));
        let flag = out.flag(mention.span, [whose.says(), " “", &house, "”"]).in_group(group);
        flag.fix(Fix::replace(Safety::Review, mention.span, house));
    }
}

/// Whether a name is the British spelling of the listed one in a document in British English: `Israel Defence Forces`.
fn is_british_too(doc: &Document<'_>, written: &str, listed: &str) -> bool {
    english::is_british_for(written, listed) && english::is_british_around(doc.text, written)
}

/// Whether the sentence would lose a word: `Iranian Revolutionary Guards` says whose `Revolutionary Guards` they are.
fn removes_a_word(written: &str, house: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let parts = name.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c));
        parts.filter(|word| word.len() > 2 && !is_article(word)).map(str::to_lowercase).collect()
    };
    let (mine, theirs) = (words(written), words(house));
    let codes = |words: &[String]| -> Vec<u32> { words.iter().filter_map(|word| countries::named(word)).collect() };
    mine.len() > theirs.len() && theirs.iter().all(|word| mine.contains(word))
        || codes(&mine).iter().any(|country| !codes(&theirs).contains(country))
}

#[cfg(test)]
mod tests {
    use crate::config::{Settings, Style};
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn a_british_document_keeps_british_names() {
        let name = "The Israel Defence Forces left.";
        check_fix("actor-alias", name, "The Israel Defense Forces left.");
        check_clean("actor-alias", &format!("{name} The harbour was shut."));
        check_fix(
            "actor-alias",
            &format!("{name} The harbor was shut."),
            "The Israel Defense Forces left. The harbor was shut.",
        );
        // What is British in the list is so by its own choice.
        check_fix(
            "actor-alias",
            "The Kenya Defense Forces left. The harbor was shut.",
            "The Kenya Defence Forces left. The harbor was shut.",
        );
        check_clean("actor-alias", "The Badr Organisation left its neighbours.");
    }

    #[test]
    fn variants_are_corrected() {
        check(
            "actor-alias",
            "The raid was blamed on the Lashkar-i-Jhangvi cell.\n\
             \u{20}                          ^^^^^^^^^^^^^^^^^ The shipped list prefers “Lashkar-e-Jhangvi”\n",
        );
        check_fix("actor-alias", "Ash-Shabaab’s men left.\n", "Al-Shabaab’s men left.\n");
        check_fix("actor-alias", "They met al Qaeda envoys.\n", "They met al-Qaeda envoys.\n");
        // A lost apostrophe.
        check_fix("actor-alias", "The Womens Protection Units fled.\n", "The Women's Protection Units fled.\n");
        check_fix("actor-alias", "The Lords' Resistance Army fled.\n", "The Lord's Resistance Army fled.\n");
        check_fix("actor-alias", "The Kurdistan Worker's Party fled.\n", "The Kurdistan Workers' Party fled.\n");
        check_clean("actor-alias", "The People's Protection Units fled; the House of Lords met.\n");
        check_clean("actor-alias", "The Kurdistan Worker Party fled from the worker's party.\n");
    }

    #[test]
    fn the_singular_is_answered_in_the_singular() {
        for (before, after) in [
            ("Huthi fighters met a Huthi envoy.\n", "Houthi fighters met a Houthi envoy.\n"),
            ("A Huthi-run town fell; the Huthis left.\n", "A Houthi-run town fell; the Houthis left.\n"),
            ("The Uighurs met an Uighur envoy.\n", "The Uyghurs met an Uyghur envoy.\n"),
        ] {
            check_fix("actor-alias", before, after);
        }
        check_clean("actor-alias", "Huthi men met Huthi men in a Huthi-run town. The Huthis left.\n");
    }

    #[test]
    fn no_word_that_the_sentence_needs_is_lost() {
        for text in [
            "The Iranian Revolutionary Guards trained a militia.\n",
            "The US Central Command and the U.S. State Department were silent.\n",
            "Ansar al-Sharia in Yemen is small; Ansar al-Sharia holds two towns.\n",
            "ISIS-Khurasan, ISIS-Mozambique and ISIS-Sinai are far away.\n",
        ] {
            check_clean("actor-alias", text);
        }
    }

    #[test]
    fn a_profile_prefers_its_own() {
        let style = Style { profile: Some("ap".into()), ..Style::default() };
        let settings = Settings { style, ..settings("actor-alias") };
        let found = findings("actor-alias", "They met al-Qaeda envoys of Islamic State.\n", &settings);
        assert_eq!(
            found.iter().map(|finding| &*finding.message).collect::<Vec<_>>(),
            ["The house style is “al-Qaida”"]
        );
    }

    #[test]
    fn the_documents_own_spelling_is_its_style() {
        check_clean("actor-alias", "Men of al-Qa'ida met al-Qa'ida in Iraq. Al-Qa'ida’s emir left.\n");
        check_clean("actor-alias", "The Huthis shelled it; the Huthis left, and Huthi guns stayed with the Huthis.\n");
        check_clean(
            "actor-alias",
            "Kata'ib Hizballah left Kata'ib Hizballah’s hill to Kata'ib Hizballah. Hezbollah denied it.\n",
        );
        // Two are not a habit, and in one article they are a mixture.
        check(
            "actor-alias",
            "Men of al-Qa'ida met others of al-Qa'ida.
       ^^^^^^^^^ The shipped list prefers “al-Qaeda”
                               ^^^^^^^^^ The shipped list prefers “al-Qaeda”
",
        );
        check_clean("actor-alias", "Men of al-Qa'ida met others of al-Qaeda.\n");
        // Another article of the issue.
        check(
            "actor-alias",
            "# One\n\n*Mira Holt*\n\nMen of al-Qa'ida met others of al-Qa'ida. Al-Qa'ida left.\n\n# Two\n\n*Jon Ade*\n\n\
             Men of al-Qaeda left.
       ^^^^^^^^ This issue mostly writes “al-Qa'ida”
",
        );
    }

    #[test]
    fn names_of_others_stay() {
        for text in [
            "> The Lashkar-i-Jhangvi cell is gone.\n",
            "In *The Lashkar-i-Jhangvi Papers* he tells more.\n",
            "It is known ([Lashkar-i-Jhangvi](https://a.example.net/x), May 9).\n",
            "Hay’at Tahrir al-Sham left.\n",
            "See `Lashkar-i-Jhangvi` and <https://a.example.net/Lashkar-i-Jhangvi>.\n",
        ] {
            check_clean("actor-alias", text);
        }
    }
}
