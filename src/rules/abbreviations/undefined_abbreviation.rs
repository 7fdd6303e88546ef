//! An abbreviation that its article never spells out.

use crate::bulletin::abbreviations::expansion::spell_out;
use crate::bulletin::abbreviations::meaning::Meaning;
use crate::config::Level;
use crate::gazetteer::Form;
use crate::gazetteer::abbreviations::{is_common, is_shared};
use crate::gazetteer::phonetic::PhoneticName;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::Span;
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undefined-abbreviation",
    family: Family::Abbreviations,
    summary: "an abbreviation that its article never spells out",
    page: include_str!("../../../docs/rules/undefined-abbreviation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let all = &doc.bulletin.abbreviations;
    if all.uses.is_empty() || !doc.bulletin.is_bulletin() {
        return;
    }
    let house: Vec<u64> =
        doc.settings.common_abbreviations.iter().map(|short| crate::bulletin::abbreviations::key(short)).collect();
    // The definitions in the other articles of the issue.
    let mut elsewhere: FxHashMap<u64, &str> = FxHashMap::default();
    for definition in &all.definitions {
        elsewhere.entry(definition.key).or_insert_with(|| doc.text(definition.long));
    }
    let mut searches = 0;
    for form in &all.forms {
        let Some(first) = form.first else { continue };
        let known = is_common(form.key) && !is_the_rarer_meaning(doc, first.span, form.key);
        if form.definition.is_some() || form.introduced || known || house.contains(&form.key) {
            continue;
        }
        let short = doc.text(first.span);
        if is_part_of_a_name(doc, first.span) {
            continue;
        }
        if is_shouted(doc, short, &mut searches) {
            continue;
        }
        if is_a_name(doc, first.span) {
            continue;
        }
        // An outlet goes by its letters; a mission that cites itself is spelled out.
        if doc.gazetteer.knows_source(short) && !doc.gazetteer.bearers(form.key).iter().any(|(_, sure)| *sure) {
            continue;
        }
        let flag = out.flag(first.span, ["“", short, "” is never spelled out in this article"]);
        let long = elsewhere.get(&form.key).copied();
        let long = long.or_else(|| Meaning::of(form.key, doc.gazetteer).long_for(short));
        let edit = long.and_then(|long| spell_out(doc.text, first, long));
        flag.maybe_fix(edit.map(|edit| Fix::replace(Safety::Review, edit.span, edit.text)));
    }
}

/// Whether a short form that every reader knows in one meaning stands for an actor here: `MIT` in an article about
/// Turkey.
fn is_the_rarer_meaning(doc: &Document<'_>, place: Span, short: u64) -> bool {
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= place.start);
    is_shared(short)
        && mentions.get(next).is_some_and(|mention| mention.span.overlaps(place) && mention.form == Form::Weak)
}

/// Whether a short form is part of an actor's longer name: `FARC dissidents`.
fn is_part_of_a_name(doc: &Document<'_>, place: Span) -> bool {
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= place.start);
    mentions.get(next).is_some_and(|mention| mention.span.covers(place.start) && mention.span.len() > place.len() + 1)
}

/// Whether the letters are the name that the lists prefer, in capitals: `HASM`.
fn is_a_name(doc: &Document<'_>, place: Span) -> bool {
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= place.start);
    mentions.get(next).is_some_and(|mention| mention.span == place && mention.form == Form::Name)
}

/// Whether a word is merely in capitals: it is an English word, or also occurs in lower case in the document.
fn is_shouted(doc: &Document<'_>, short: &str, searches: &mut usize) -> bool {
    const ENDINGS: [&str; 7] = ["ED", "ING", "TION", "NESS", "MENT", "LY", "ERS"];
    if short.len() < 5 || !short.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let small = short.to_lowercase();
    // A text with hundreds of words in capitals is searched only for the first of them.
    *searches += 1;
    let searched = *searches <= 32;
    PhoneticName::new(&small).is_some_and(|word| word.is_english())
        || short.len() >= 7 && ENDINGS.iter().any(|ending| short.ends_with(ending))
        || searched
            && memchr::memmem::find_iter(doc.text.as_bytes(), small.as_bytes()).any(|at| {
                let letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
                let bytes = doc.text.as_bytes();
                !letter(at.checked_sub(1).and_then(|before| bytes.get(before))) && !letter(bytes.get(at + small.len()))
            })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, check_with, settings};
    use std::sync::Arc;

    const RULE: &str = "undefined-abbreviation";

    #[test]
    fn the_first_use_is_flagged() {
        check(
            RULE,
            "\
The RRQ fired. Then RRQ men, pro-RRQ crowds and the RRQs left (Dawn, May 9).
    ^^^ “RRQ” is never spelled out in this article
",
        );
    }

    #[test]
    fn an_apposition_that_is_no_long_form_defines_nothing() {
        for text in [
            "The RRQ, a police force, left (Dawn, May 9).\n    ^^^ “RRQ” is never spelled out in this article\n",
            "The RRQ, the Islamic State and others left (Dawn, May 9).\n    ^^^ “RRQ” is never spelled out in this article\n",
            "The RRQ (in the north) left (Dawn, May 9).\n    ^^^ “RRQ” is never spelled out in this article\n",
            "The RRQ (Rangoon) left (Dawn, May 9).\n    ^^^ “RRQ” is never spelled out in this article\n",
        ] {
            check(RULE, text);
        }
    }

    #[test]
    fn these_need_no_definition() {
        for text in [
            "Models of OpenAI and FedEx left (Dawn, May 9).\n",
            "Cairo blamed HASM for it. HASM denied it (Dawn, May 9).",
            "The UN, NATO, U.S. and EU forces, NGOs and the BBC met (Dawn, May 9).",
            "He held an AK-47, an RPG-7 and a G3 in the MH17 case (Dawn, May 9).",
            "The USS Cole and HMS Ocean left NYC; the MV Harbour Star and its LED lamps stayed (Dawn, May 9).",
            "# THE RRQ IS BACK\n\nIt rained (Dawn, May 9).",
            "> The RRQ is back.\n\nIt rained (Dawn, May 9).",
            "“The RRQ is back,” he said (Dawn, May 9).",
            "He said: \"The RRQ is back\" (Dawn, May 9).",
            "The ‘men of the RRQ’ are back (Dawn, May 9).",
            "Part XVI, Article VII and World War II (Dawn, May 9).",
            "MK Stalin, J.D. Vance and Jean DUPONT met in Alexandria, VA (Dawn, May 9).",
            "It rained (RRQ News, May 9; RRQ, May 10).",
            "A police force (known as RRQ) came; the RRQ left (Dawn, May 9).",
            "A police force called RRQ came; the RRQ left (Dawn, May 9).",
            "The Rapid Rescue Queue, RRQ, came; the RRQ left (Dawn, May 9).",
            "The Rapid Rescue Queue — “RRQ” — came; the RRQ left (Dawn, May 9).",
            "The Rapid Rescue Queue [RRQ] came; the RRQ left (Dawn, May 9).",
            "He led the Rapid Rescue Queue, *RRQ*. The RRQ left (Dawn, May 9).",
            "MR. HADDAD: It rained.\n\nMS. O’NEIL: No.\n\nHADDAD: It did (Dawn, May 9).",
            "It rained at 23:59 AFT and at 3 p.m. PKT (Dawn, May 9).",
            "It rained, see *Rex v. Rain* [2019] UKSC 12, (2019) 3 WLR 45 (Dawn, May 9).",
            "RRQ = Rapid Rescue Queue. The RRQ left (Dawn, May 9).",
            // Only the other citation shows that these are outlets.
            "It rained (Vejret, May 8; RRQ, May 9). The boats left (Dawn, May 9).",
            "The RRQ (Rapid Rescue Queue) came; the RRQ left (Dawn, May 9).",
            "The RRQ (the *Rapid Rescue Queue*) came; the RRQ left (Dawn, May 9).",
            "The RRQ (Rapid Rescue Queue, a police force) came; the RRQ left (Dawn, May 9).",
            "The RRQ (Queue of Rapid Rescue) came; the RRQ left (Dawn, May 9).",
            "JNIM (Jama'at Nusrat al-Islam wal-Muslimin) came; JNIM left (Dawn, May 9).",
            "AQIM (al-Qaeda in the Islamic Maghreb) came; AQIM left (Dawn, May 9).",
            "RRQ, the Rapid Rescue Queue, came; the RRQ left (Dawn, May 9).",
            "The RRQ – the Rapid Rescue Queue – came; the RRQ left (Dawn, May 9).",
            "The RRQ, or *Rapid Rescue Queue*, came; the RRQ left (Dawn, May 9).",
            "The Rapid Rescue Queue\n\n(RRQ) came; the RRQ left (Dawn, May 9).",
            "See https://example.net/ABQ/RRQ, README.md and `RRQ`, @RRQ and #RRQ (Dawn, May 9).",
            "| RRQ | 3 |\n|---|---|\n| QQX | 4 |\n\nIt rained (Dawn, May 9).",
            "It ran NOT for 30 km but for 30 MW (Dawn, May 9).",
            "They saw the MEET MARKET app; a sign read WARNING: DO NOT TOUCH (Dawn, May 9).",
            "SEC. 812. DEFINITION OF RURAL THEFT. It rained (Dawn, May 9).",
            "See A/RES/70/1, S/PRST/2015/14 and SC/11790 in Washington, D.C. (Dawn, May 9).",
            "MOMBASA, September 21 (Reuters) – It rained in PORT SUDAN and in NYAMLELL TOWN (Dawn, May 9).",
            "GOMA, Congo — It rained (Dawn, May 9).",
            "They paid in KES, 30 UGX and NGN 500 (Dawn, May 9).",
            "He was RELEASED; a blocklist is a BLOCKLIST (Dawn, May 9).",
            "An MIT police officer and the MIT Department of Aeronautics came (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
    }

    #[test]
    fn the_first_use_outside_quotations_is_flagged() {
        check(
            RULE,
            "\
“The RRQ is back,” said one. \"RRQ men,\" said another. The RRQ is back (Dawn, May 9).
                                                          ^^^ “RRQ” is never spelled out in this article
",
        );
    }

    #[test]
    fn manuals_are_left_alone() {
        check_clean(RULE, "# Usage\n\nThe API takes a JSON value over TCP. See the RFC.");
    }

    #[test]
    fn the_house_knows_more() {
        let house = crate::config::Settings { common_abbreviations: Arc::from(["RRQ".to_owned()]), ..settings(RULE) };
        check_with(RULE, "The R.R.Q. and the RRQs fired (Dawn, May 9).\n", &house);
    }

    #[test]
    fn two_in_one_word() {
        check(
            RULE,
            "\
A UN-RRQ force and RRQ-QQX talks (Dawn, May 9).
     ^^^ “RRQ” is never spelled out in this article
                       ^^^ “QQX” is never spelled out in this article
",
        );
    }

    #[test]
    fn what_is_known_is_offered() {
        check_fix(
            RULE,
            "Two IEDs went off (Dawn, May 9).",
            "Two improvised explosive devices (IEDs) went off (Dawn, May 9).",
        );
        check_fix(RULE, "RAB’s men left (Dawn, May 9).", "Rapid Action Battalion’s (RAB) men left (Dawn, May 9).");
        check_fix(RULE, "The AMYC left (Dawn, May 9).", "The Ansar Muslim Youth Center (AMYC) left (Dawn, May 9).");
        // Two armies: which one is meant is not ours to decide.
        check_fix(RULE, "The SNA left (Dawn, May 9).", "The SNA left (Dawn, May 9).");
        check_fix(RULE, "A pro-RAB crowd left (Dawn, May 9).", "A pro-RAB crowd left (Dawn, May 9).");
    }
}
