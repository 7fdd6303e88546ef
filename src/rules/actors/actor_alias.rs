//! A listed spelling of an actor's name that neither the document nor the list prefers.

use crate::bulletin::Whose;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::layers::Layer;
use crate::gazetteer::profiles::profile;
use crate::gazetteer::spelling::equal_in_print;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Subject};

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
        // What the profile prefers; a shorter form of it stays.
        let preferred = profile.and_then(|profile| profile.actor(&actor.id)).filter(|name| !name.contains(written));
        let deviates = mention.form == Form::Variant || !mention.exact;
        let is_declared = number.layer() == Layer::Custom;
        let (whose, house) = match preferred {
            Some(name) => (Whose::House, mention.fitted(doc.text, name)),
            None if is_declared => (Whose::House, house),
            // Two spellings in one article are `inconsistent-actor`'s.
            None if spellings.kept(&doc.bulletin.articles, mention.span.start, number, &house).is_some() => continue,
            None => match spellings.own(&house).filter(|_| deviates || spellings.are_respelt(number, &house)) {
                Some(own) => (Whose::Document, mention.fitted(doc.text, &own)),
                None => (Whose::ShippedList, house),
            },
        };
        if equal_in_print(&house, written) || doc.gazetteer.is_rejected(written, &house) {
            continue;
        }
        // Whether this spelling of the actor may stand.
        let group = Group::of_document(format!("{} {}", actor.id, written.to_lowercase()));
        let flag = out.flag(mention.span, [whose.says(), " “", &house, "”"]).in_group(group);
        flag.fix(Fix::replace(Safety::Review, mention.span, house));
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Settings, Style};
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn variants_are_corrected() {
        check(
            "actor-alias",
            "The raid was blamed on the Lashkar-i-Jhangvi cell.\n\
             \u{20}                          ^^^^^^^^^^^^^^^^^ the shipped list prefers “Lashkar-e-Jhangvi”\n",
        );
        check_fix("actor-alias", "Ash-Shabaab’s men left.\n", "Al-Shabaab’s men left.\n");
        check_fix("actor-alias", "They met al Qaeda envoys.\n", "They met al-Qaeda envoys.\n");
    }

    #[test]
    fn a_profile_prefers_its_own() {
        let style = Style { profile: Some("ap".into()), ..Style::default() };
        let settings = Settings { style, ..settings("actor-alias") };
        let found = findings("actor-alias", "They met al-Qaeda envoys of Islamic State.\n", &settings);
        assert_eq!(
            found.iter().map(|finding| &*finding.message).collect::<Vec<_>>(),
            ["the house style is “al-Qaida”"]
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
        // Two are no habit, and in one article they are a mixture.
        check(
            "actor-alias",
            "Men of al-Qa'ida met others of al-Qa'ida.
       ^^^^^^^^^ the shipped list prefers “al-Qaeda”
                               ^^^^^^^^^ the shipped list prefers “al-Qaeda”
",
        );
        check_clean("actor-alias", "Men of al-Qa'ida met others of al-Qaeda.\n");
        // Another article of the issue.
        check(
            "actor-alias",
            "# One\n\n*Mira Holt*\n\nMen of al-Qa'ida met others of al-Qa'ida. Al-Qa'ida left.\n\n# Two\n\n*Jon Ade*\n\n\
             Men of al-Qaeda left.
       ^^^^^^^^ this issue mostly writes “al-Qa'ida”
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
