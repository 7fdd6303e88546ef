//! Two accepted names of one actor in one article.

use crate::bulletin::{Mention, Whose};
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::actors::ActorRef;
use crate::gazetteer::index::bare;
use crate::gazetteer::profiles::profile;
use crate::gazetteer::spelling::equal_in_print;
use crate::rules::{Check, Document, Family, Fix, FixKind, Group, Report, Rule, Safety, Subject};
use crate::text::{Edit, Slice, Span, within};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inconsistent-actor",
    family: Family::Actors,
    summary: "two accepted names or spellings of one actor in one article",
    page: include_str!("../../../docs/rules/inconsistent-actor.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    subject: Some(Subject::ListedName),
    ..Rule::DEFAULT
};

/// One name of an actor in an article.
struct Use<'a> {
    /// As it is first written.
    text: &'a str,
    /// As it is listed: spellings of one listed name are left to [`check_spellings`].
    listed: String,
    short: bool,
    count: usize,
    first: Span,
}

fn check(doc: &Document<'_>, out: &mut Report) {
    check_spellings(doc, out);
    let whole = [Span::at(0..doc.text.len())];
    let articles: Vec<Span> = doc.bulletin.articles.iter().map(|article| article.span).collect();
    let mut mentions: Vec<(ActorRef, &Mention)> = Vec::new();
    for &article in if articles.is_empty() { &whole[..] } else { &articles[..] } {
        let here = within(&doc.bulletin.mentions, article, |mention| mention.span).iter().filter(|mention| {
            matches!(mention.form, Form::Name | Form::Accepted | Form::Abbreviation)
                && !mention.place.is_fixed()
                && !mention.place.heading
        });
        mentions.clear();
        mentions.extend(here.filter_map(|mention| Some((mention.actor?, mention))));
        // The sort is stable: the mentions of one actor stay in text order.
        mentions.sort_by_key(|(actor, _)| *actor);
        for of_one in mentions.chunk_by(|a, b| a.0 == b.0).filter(|of_one| of_one.len() > 1) {
            judge(doc, article, of_one, out);
        }
    }
}

/// Two spellings of one name in one article: the one that the article does not keep to is flagged.
fn check_spellings(doc: &Document<'_>, out: &mut Report) {
    let spellings = &doc.bulletin.habits.spellings;
    let profile = doc.settings.style.profile.as_deref().and_then(profile);
    if spellings.are_listed() {
        return;
    }
    for mention in doc.bulletin.mentions.iter().filter(|mention| !mention.place.is_fixed()) {
        if !matches!(mention.form, Form::Name | Form::Accepted | Form::Variant) {
            continue;
        }
        let (Some(number), Some(actor)) = (mention.actor, mention.actor(doc.gazetteer)) else { continue };
        // A declared spelling is left to `actor-alias`.
        if profile.is_some_and(|profile| profile.actor(&actor.id).is_some()) {
            continue;
        }
        let (written, listed) = (doc.text(mention.span), mention.house_spelling(doc.text, actor));
        let kept = spellings.kept(&doc.bulletin.articles, mention.span.start, number, &listed);
        let Some(kept) = kept.map(|kept| mention.fitted(doc.text, kept)) else { continue };
        if equal_in_print(&kept, written)
            || doc.gazetteer.is_rejected(written, &kept)
            || mention.is_other_name(doc.text, &doc.bulletin.mentions)
        {
            continue;
        }
        let own = spellings.own(&listed).is_some_and(|own| equal_in_print(&mention.fitted(doc.text, &own), &kept));
        let flag = if own {
            out.flag(mention.span, [Whose::Document.says(), " “", &kept, "”"])
        } else {
            out.flag(mention.span, ["This article also writes “", &kept, "”"])
        };
        // The spelling that the article keeps to.
        let article = doc.bulletin.article_at(mention.span.start).map_or(Span::at(0..doc.text.len()), |a| a.span);
        let flag = flag.in_group(Group::of_part(article, format!("{} {}", actor.id, listed.to_lowercase())));
        flag.fix(Fix::replace(Safety::Review, mention.span, kept));
    }
}

/// The mentions of one actor in one article.
fn judge(doc: &Document<'_>, article: Span, mentions: &[(ActorRef, &Mention)], out: &mut Report) {
    let first = doc.text(mentions[0].1.span);
    if mentions.iter().all(|(_, mention)| doc.text(mention.span) == first) {
        return;
    }
    let Some(actor) = mentions[0].1.actor(doc.gazetteer) else { return };
    let mut uses: Vec<Use<'_>> = Vec::new();
    for (_, mention) in mentions {
        let (text, listed) = (doc.text(mention.span), mention.house_spelling(doc.text, actor));
        match uses.iter_mut().find(|known| equal_in_print(&known.listed, &listed)) {
            Some(known) => known.count += 1,
            None if is_introduced(doc, mention.span) => {}
            None => uses.push(Use {
                text,
                listed,
                short: mention.form == Form::Abbreviation,
                count: 1,
                first: mention.span,
            }),
        }
    }
    // Full names are compared with one another, and so are short forms: `ISIS` and `ISIL`.
    for short in [false, true] {
        let alike = || uses.iter().filter(|one| one.short == short);
        let order = |one: &&Use<'_>| (!short && one.text == bare(&actor.name), one.count, std::cmp::Reverse(one.first));
        let Some(best) = alike().max_by_key(order) else { continue };
        for other in alike().filter(|one| one.first != best.first) {
            if !(is_part(other, best) || is_part(best, other) || doc.gazetteer.is_rejected(other.text, best.text)) {
                let of_other = mentions.iter().map(|(_, mention)| *mention);
                let of_other =
                    of_other.filter(|mention| equal_in_print(&mention.house_spelling(doc.text, actor), &other.listed));
                flag(doc, article, of_other, (other, best), out);
            }
        }
    }
}

/// Flags the mentions under the one name, because the other is better.
fn flag<'m>(
    doc: &Document<'_>,
    article: Span,
    mentions: impl Iterator<Item = &'m Mention>,
    (other, best): (&Use<'_>, &Use<'_>),
    out: &mut Report,
) {
    for mention in mentions {
        out.flag(mention.span, ["This article also writes “", best.text, "”"])
            .in_group(Group::of_part(article, other.text.to_lowercase()))
            .related(best.first, "Written so here")
            .maybe_fix(rewritten(doc, mention, best.text));
    }
}

/// Replaces the name with the other one. If both are spelled out with the same short form, `X (SF)` and `Y (SF)`, the
/// later of the two becomes the short form.
fn rewritten(doc: &Document<'_>, mention: &Mention, best: &str) -> Option<Fix> {
    let name = mention.span;
    let written = mention.fitted(doc.text, best);
    let all = &doc.bulletin.abbreviations.definitions;
    let next = all.partition_point(|definition| definition.span.end < name.end);
    let Some(own) = all.get(next).filter(|definition| definition.long.overlaps(name)) else {
        return Some(Fix::replace(Safety::Review, name, written));
    };
    let short = doc.text(own.short);
    if own.first.is_some() {
        return own.whole(doc.text).map(|whole| Fix::replace(Safety::Review, whole, short));
    }
    let mut edits = vec![Edit::replace(name, written.as_str())];
    let later = all[next + 1..].iter().filter(|other| other.first == Some(next));
    for other in later.filter(|other| doc.text(other.long).ends_with(best)) {
        edits.push(Edit::replace(other.whole(doc.text)?, doc.text(other.short)));
    }
    Some(Fix::new(Safety::Review, format!("Write “{written}”"), edits))
}

/// Whether the name is introduced as a second one: `also known as X`, `(X)`, `or X`.
fn is_introduced(doc: &Document<'_>, span: Span) -> bool {
    let before = doc.text.slice(..span.start as usize).trim_end_matches(['“', '"', '*', '_', '\'', '‘']);
    let before = before.strip_suffix(" the ").unwrap_or(before).trim_end();
    ["as", "(", "or", "called", "named", "dubbed", "—", "–", "/"].iter().any(|word| before.ends_with(word))
}

/// Whether all words of `short` are in `long`: `Fatemiyoun`, `Fatemiyoun Brigade`.
fn is_part(short: &Use<'_>, long: &Use<'_>) -> bool {
    let words = |text: &str| -> Vec<String> {
        let cut = text.split(|c: char| !c.is_alphanumeric() && !crate::text::words::is_apostrophe(c));
        cut.filter(|word| word.len() > 2).map(str::to_lowercase).collect()
    };
    let long_words = words(long.text);
    words(short.text).iter().all(|word| {
        long_words.iter().any(|other| {
            other == word || other.strip_suffix('s') == Some(word) || word.strip_suffix('s') == Some(other)
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn one_article_keeps_to_one_name() {
        check(
            "inconsistent-actor",
            "Jabhat al-Nusra came first. Later the al-Nusra Front left, and Jabhat al-Nusra stayed.\n\
             \u{20}                                     ^^^^^^^^^^^^^^ This article also writes “Jabhat al-Nusra”\n",
        );
    }

    #[test]
    fn one_article_keeps_to_one_spelling() {
        let ten = "Men of al-Qa'ida met envoys of al-Qa'ida. ".repeat(5);
        check(
            "inconsistent-actor",
            &format!("{ten}\nThen al-Qaeda left.\n     ^^^^^^^^ This issue mostly writes “al-Qa'ida”\n"),
        );
        check(
            "inconsistent-actor",
            "Men of al-Qa'ida met others of al-Qaeda.
       ^^^^^^^^^ This article also writes “al-Qaeda”
",
        );
        check_clean("inconsistent-actor", "Men of al-Qa'ida met al-Qa’ida in Iraq; Al-Qa'ida left.\n");
        // Two names, and a second spelling of one of them: each mention is told once.
        check(
            "inconsistent-actor",
            "The Lord's Resistance Army came; the Lord’s Resistance Army and the Lords Resistance Army left.
                                                                    ^^^^^^^^^^^^^^^^^^^^^ This article also writes “Lord's Resistance Army”
",
        );
        check_clean("inconsistent-actor", "Men of al-Qa'ida said: “Al-Qaeda is here”, as in *Inside al-Qaeda*.\n");
    }

    #[test]
    fn a_second_spelling_may_be_told() {
        for text in [
            "The Houthis (also Huthis) came.\n",
            "Jaish-e-Mohammed (Jaish-e-Muhammad) came, and Jaish-e-Mohammed left.\n",
            "Jaish-e-Mohammed, also spelled Jaish-e-Muhammad, came.\n",
        ] {
            check_clean("inconsistent-actor", text);
            check_clean("actor-alias", text);
        }
        check(
            "inconsistent-actor",
            "The Houthis (also Huthis) came. The Huthis left.
                                    ^^^^^^ This article also writes “Houthis”
",
        );
    }

    #[test]
    fn one_article_keeps_to_one_short_form() {
        check(
            "inconsistent-actor",
            "Islamic State (ISIS) came first. ISIS men stayed; later ISIL left.\n\
             \u{20}                                                       ^^^^ This article also writes “ISIS”\n",
        );
        for text in [
            "FARC came. The FARC-EP left.\n",
            "The ISIS (or ISIL) men came.\n",
            "ISIS came. “ISIL left,” he said.\n",
            "Islamic State came. ISIS left.\n",
        ] {
            check_clean("inconsistent-actor", text);
        }
    }

    #[test]
    fn a_state_is_not_its_movement() {
        for text in [
            "The Taliban held the press. The Islamic Emirate of Afghanistan printed stamps.\n",
            "The Taliban wrote.\n\n- Islamic Emirate of Afghanistan, “The Gazette” (2001)\n",
            "Islamic State wrote.\n\n- Ada Poe, Daesh: A Short History (London: Quill, 2016)\n- Bo Lind, Daesh at Sea, 2017.\n",
        ] {
            check_clean("inconsistent-actor", text);
        }
    }

    #[test]
    fn short_and_long_forms_go_together() {
        for text in [
            "The Fatemiyoun Brigade came. Fatemiyoun stayed.\n",
            "The Rapid Action Battalion (RAB) came. RAB stayed.\n",
            "Jabhat al-Nusra, also known as the al-Nusra Front, came.\n",
        ] {
            check_clean("inconsistent-actor", text);
        }
    }
}
