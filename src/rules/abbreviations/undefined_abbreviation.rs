//! An abbreviation that its article never spells out.

use crate::bulletin::Article;
use crate::bulletin::abbreviations::expansion::spell_out;
use crate::bulletin::abbreviations::linked::Linked;
use crate::bulletin::abbreviations::meaning::Meaning;
use crate::bulletin::abbreviations::{ShortForm, Use, name_opened_by};
use crate::config::Level;
use crate::gazetteer::abbreviations::{is_common, is_shared, key};
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::{Form, english};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Slice, Span};
use rustc_hash::{FxHashMap, FxHashSet};

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
    let mut shouted = Shouted::default();
    let mut unexplained: Vec<(Option<usize>, Use, u64)> = Vec::new();
    for form in &all.forms {
        let Some(first) = form.first else { continue };
        let known = is_common(form.key) && !is_the_rarer_meaning(doc, first.span, form.key)
            || is_kind_of_a_common_one(doc.text(first.span));
        if form.definition.is_some() || form.introduced || known || house.contains(&form.key) {
            continue;
        }
        let short = doc.text(first.span);
        if is_part_of_a_name(doc, first.span)
            || shouted.has(doc, short, form.key)
            || is_a_name(doc, first.span)
            || only_opens_a_name(doc, form, first)
        {
            continue;
        }
        // An outlet goes by its letters; a mission that cites itself is spelled out.
        if doc.gazetteer.knows_source(short) && !doc.gazetteer.bearers(form.key).iter().any(|(_, sure)| *sure) {
            continue;
        }
        unexplained.push((form.article, first, form.key));
    }
    if unexplained.is_empty() {
        return;
    }
    let habits = Habits::of(doc, &unexplained);
    // An author who only links to the pages of many short forms still leaves them unexplained, by habit.
    let linked = Linked::of(doc.text, doc.markdown, doc.bulletin);
    for &(article, first, form) in &unexplained {
        if habits.explain_few(article) || linked.explain(article, form) {
            continue;
        }
        let short = doc.text(first.span);
        let flag = out.flag(first.span, ["“", short, "” is never spelled out in this article"]);
        let long = elsewhere.get(&form).copied();
        // `TTPs` are not two movements called TTP.
        let is_plural = doc.text.slice(first.span.end as usize..).starts_with('s');
        let listed = || Meaning::of(form, doc.gazetteer).long_for(short);
        let long = long.or_else(|| listed().filter(|long| !is_plural || long.starts_with(char::is_lowercase)));
        let edit = long.and_then(|long| spell_out(doc.text, first, long));
        flag.maybe_fix(edit.map(|edit| Fix::replace(Safety::Review, edit.span, edit.text)));
    }
}

/// Which short forms each author explains and leaves unexplained; those of all unsigned articles together, because one
/// desk writes them.
struct Habits<'a> {
    /// The authors of each article.
    authors: Vec<Vec<&'a str>>,
    by_authors: FxHashMap<Vec<&'a str>, Habit>,
}

/// The short forms by their keys.
#[derive(Default)]
struct Habit {
    unexplained: FxHashSet<u64>,
    explained: FxHashSet<u64>,
}

impl<'a> Habits<'a> {
    fn of(doc: &Document<'a>, unexplained: &[(Option<usize>, Use, u64)]) -> Habits<'a> {
        let all = &doc.bulletin.abbreviations;
        let names = |article: &'a Article| article.authors.iter().map(|author| author.value.as_str()).collect();
        let authors = doc.bulletin.articles.iter().map(names).collect();
        let mut habits = Habits { authors, by_authors: FxHashMap::default() };
        for (article, _, key) in unexplained {
            // Readers of a bulletin are told who the armed groups are, however many there are.
            if doc.gazetteer.bearers(*key).is_empty() {
                habits.of_article(*article).unexplained.insert(*key);
            }
        }
        for form in all.forms.iter().filter(|form| all.definition_of(form).is_some_and(|found| found.spelled)) {
            habits.of_article(form.article).explained.insert(form.key);
        }
        habits
    }

    fn of_article(&mut self, article: Option<usize>) -> &mut Habit {
        let authors = article.and_then(|at| self.authors.get(at)).cloned().unwrap_or_default();
        self.by_authors.entry(authors).or_default()
    }

    /// Whether an article is written for readers who know its short forms: its author leaves many unexplained and explains
    /// far fewer. That is a habit, and not a fault in each of them.
    fn explain_few(&self, article: Option<usize>) -> bool {
        /// How many unexplained short forms make a habit.
        const MANY: usize = 8;
        /// How many of them there are at least for one that is explained.
        const RATIO: usize = 2;
        let authors = article.and_then(|at| self.authors.get(at));
        let habit = authors.map_or_else(|| self.by_authors.get(&[][..]), |authors| self.by_authors.get(authors));
        habit.is_some_and(|habit| {
            let unexplained = habit.unexplained.len();
            unexplained >= MANY && unexplained >= RATIO * habit.explained.len()
        })
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

/// Whether one letter tells kinds of what every reader knows apart: `USB-C`.
fn is_kind_of_a_common_one(short: &str) -> bool {
    short.split_once('-').is_some_and(|(stem, kind)| kind.len() == 1 && is_common(key(stem)))
}

/// Whether a short form is part of an actor's longer name: `FARC dissidents`.
fn is_part_of_a_name(doc: &Document<'_>, place: Span) -> bool {
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= place.start);
    mentions.get(next).is_some_and(|mention| mention.span.covers(place.start) && mention.span.len() > place.len() + 1)
}

/// Whether a short form in no list stands in its article only at the beginning of a person's or a firm's name: `KAG Drogo`,
/// `DLA Piper`.
fn only_opens_a_name(doc: &Document<'_>, form: &ShortForm, first: Use) -> bool {
    let Some(name) = name_opened_by(doc.text, first.span) else { return false };
    let article = form.article.and_then(|article| doc.bulletin.articles.get(article));
    let whole = article.map_or(Span::at(0..doc.text.len()), |article| article.span);
    let mut uses = doc.bulletin.abbreviations.uses_in(whole).iter().filter(|used| used.key == form.key);
    Meaning::of(form.key, doc.gazetteer).is_unknown()
        && uses.all(|used| name_opened_by(doc.text, used.span) == Some(name))
}

/// Whether the letters are the name that the lists prefer, in capitals: `HASM`.
fn is_a_name(doc: &Document<'_>, place: Span) -> bool {
    let mentions = &doc.bulletin.mentions;
    let next = mentions.partition_point(|mention| mention.span.end <= place.start);
    mentions.get(next).is_some_and(|mention| mention.span == place && mention.form == Form::Name)
}

/// Which words in capitals are no short forms. Each is judged once, however many articles use it.
#[derive(Default)]
struct Shouted(FxHashMap<u64, bool>);

impl Shouted {
    /// Whether a word is merely in capitals: it is an English word or two, or is also written in other letters in the
    /// document, `VMware`, `Dutch`.
    fn has(&mut self, doc: &Document<'_>, short: &str, form: u64) -> bool {
        // `COULDN’T`
        if english::is_contraction(short) {
            return true;
        }
        if short.len() < 4 || !short.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return false;
        }
        // A text with hundreds of words in capitals is searched only for the first of them.
        let searched = self.0.len() < 32;
        *self.0.entry(form).or_insert_with(|| is_shouted(doc, short, form, searched))
    }
}

/// See [`Shouted::has`]; `searched` tells whether the document may be searched for other writings.
fn is_shouted(doc: &Document<'_>, short: &str, form: u64, searched: bool) -> bool {
    const ENDINGS: [&str; 13] =
        ["ED", "ING", "TION", "NESS", "MENT", "LY", "ERS", "ATES", "ABLE", "IBLE", "ICAL", "IENT", "ATE"];
    // `WSAESHUTDOWN`: no short form is that long.
    if short.len() >= 11 {
        return true;
    }
    // `MEND` and `PLAN` are also words, but in the lists.
    if !Meaning::of(form, doc.gazetteer).is_unknown() {
        return false;
    }
    let small = short.to_lowercase();
    english::is_common_word(&small)
        || english::is_two_common_words(&small)
        || PhoneticName::new(&small).is_some_and(|word| short.len() > 4 && word.is_english())
        || short.len() >= 7 && ENDINGS.iter().any(|ending| short.ends_with(ending))
        || searched && is_written_otherwise(doc.text.as_bytes(), short.as_bytes())
}

/// Whether a word in capitals stands in a text in other letters; one of four letters must be written as a name, outside
/// addresses and file names: `fact` is no other writing of `FACT`.
fn is_written_otherwise(text: &[u8], word: &[u8]) -> bool {
    /// The letters of English, the rarest first: places with a rare letter are few.
    const RAREST: &[u8] = b"QZXJKVBPYGFWMUCLDRHSNIOATE";
    let rank = |letter: &u8| RAREST.iter().position(|rare| rare == letter);
    let Some((offset, rarest)) = word.iter().enumerate().min_by_key(|(_, letter)| rank(letter)) else { return false };
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let joins = |byte: &u8| {
        letter(byte)
            || word.len() == 4 && matches!(byte, b'/' | b'-' | b'_' | b'@' | b'=' | b'#' | b'&' | b'`' | b'\\' | b'.')
    };
    memchr::memchr2_iter(*rarest, rarest.to_ascii_lowercase(), text).any(|at| {
        let Some(at) = at.checked_sub(offset) else { return false };
        let end = at + word.len();
        let written = text.get(at..end).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let after = if after.starts_with(b".") && !after.get(1).is_some_and(joins) { &after[1..] } else { after };
        written != word
            && written.eq_ignore_ascii_case(word)
            && (word.len() > 4 || written.iter().any(u8::is_ascii_uppercase))
            && !at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(joins)
            && !after.first().is_some_and(joins)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, check_with, findings, settings};
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
            "It rained at 23:59 AFT, at 3 p.m. PKT and at 10am NST (Dawn, May 9).",
            "It breaks 18 Q.R.C. § 1512(c) and QRS § 16-642(A) (Dawn, May 9).",
            "They lost *Weber v. QRM* and QQX v. Halvorsen (Dawn, May 9).",
            "They COULDN’T and DON'T stop it (Dawn, May 9).",
            "Harbour Bank N.A. sued Corporación Quemper, S.A. (Dawn, May 9).",
            "A map by QRG Drogvar came; he lives. Men met QRG Drogvar (Dawn, May 9).",
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
    fn links_instead_of_explanations_are_a_habit() {
        let links = "QQA, QQB, QQD, QQE, QQF, QQG and QQH".split(", ").collect::<Vec<_>>().join("]], [[queue|");
        let links = links.replace(" and ", "]] and [[queue|");
        check_clean(RULE, &format!("The [[queue|{links}]] met the RRQ (Dawn, May 9)."));
    }

    #[test]
    fn a_link_to_its_page_explains_it() {
        for text in [
            "The [[rapid-rescue-queue|RRQ]] came; the RRQ left (Dawn, May 9).",
            "The RRQ left; in May [[queue|the RRQ]] came (Dawn, May 9).",
            "They met the [[queue|RRQ]]’s men and [[queue|RRQs]] (Dawn, May 9).",
            "The [RRQ](https://a.example.net/rapid-rescue-queue) came; the RRQ left (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
        for text in [
            "The [[queue|Queue]] RRQ left (Dawn, May 9).",
            "The [[queue|men of the RRQ]] left (Dawn, May 9).",
            "The RRQ left [[port|Aden]] (Dawn, May 9).",
            "The [RRQ](https://rrq.example.net/about-us) came (Dawn, May 9).",
            "# One\n\n*Amina Diallo*\n\nThe [[queue|RRQ]] came (Dawn, May 9).\n\n# Two\n\n*Jonas Weber*\n\nThe RRQ left (Dawn, May 9).\n",
        ] {
            assert_eq!(findings(RULE, text, &settings(RULE)).len(), 1, "{text}");
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
    fn stress_commands_and_coined_names_are_no_abbreviations() {
        for text in [
            "The confidence is HIGH in one case, LOW in BOTH others and MODERATE or DEFINITE in none (Dawn, May 9).",
            "A GET or a POST and a PUT reach the README; then DROP it to ZERO (Dawn, May 9).",
            "He runs NjRAT, XMRig, PuTTY, WinRM, WebUI, MySQL, GxFWD, DcRAT and DeFi (Dawn, May 9).",
            "The .NET code and the API, a DNS name, JSON over TCP, SaaS and the IoT are known (Dawn, May 9).",
            "Quarvan GmbH hosts it, and IONOS does not (Dawn, May 9).",
            "The SHADOWLADDER kit failed with WSAQSHUTDXWN (Dawn, May 9).",
            "Men of QRM Labs came. QRM sells maps (Dawn, May 9).",
            "They speak QUORVAN and other Quorvan tongues (Dawn, May 9).",
            "Two HTTPS and VPSes came; a VPS (virtual private server) is cheap (Dawn, May 9).",
        ] {
            check_clean(RULE, text);
        }
        for text in [
            "They met QRG Drogvar; QRG men left (Dawn, May 9).\n         ^^^ “QRG” is never spelled out in this article\n",
            "The QRG Drogvar camp fell (Dawn, May 9).\n    ^^^ “QRG” is never spelled out in this article\n",
            "The men of N.A. left (Dawn, May 9).\n           ^^^^ “N.A.” is never spelled out in this article\n",
            "They lost to QRM (Dawn, May 9).\n             ^^^ “QRM” is never spelled out in this article\n",
            "The FACT left; it is a fact (Dawn, May 9).\n    ^^^^ “FACT” is never spelled out in this article\n",
            "The AMISOM men left (Dawn, May 9). See https://amisom.example.org/amisom for it.\n    ^^^^^^ “AMISOM” is never spelled out in this article\n",
            "The RRQM left, see https://example.net/rrqm/rrqm-boats.html (Dawn, May 9).\n    ^^^^ “RRQM” is never spelled out in this article\n",
            "The MEND fired, to mend it (Dawn, May 9).\n    ^^^^ “MEND” is never spelled out in this article\n",
            "The HuJQ fired (Dawn, May 9).\n    ^^^^ “HuJQ” is never spelled out in this article\n",
            "The QoD fired (Dawn, May 9).\n    ^^^ “QoD” is never spelled out in this article\n",
            "The FAQa fired (Dawn, May 9).\n    ^^^^ “FAQa” is never spelled out in this article\n",
            "The RRQ... RRQM fired (Dawn, May 9).\n    ^^^ “RRQ” is never spelled out in this article\n           ^^^^ “RRQM” is never spelled out in this article\n",
        ] {
            check(RULE, text);
        }
    }

    #[test]
    fn an_article_for_those_who_know_them_explains_none() {
        const MANY: &str = "QQA, QQB, QQD, QQE, QQF, QQG, QQH and QQK met (Dawn, May 9).";
        let count = |text: &str| findings(RULE, text, &settings(RULE)).len();
        assert_eq!(count(MANY), 0);
        assert_eq!(count(&MANY.replace("QQK", "others")), 7);
        // Actors do not count.
        let actors = "AQAP, AQIM, TTP, BLA, PKK, FARC, ELN, MILF and LRA met (Dawn, May 9).";
        assert!(count(actors) >= 8, "{}", count(actors));
        // A text that also explains many is judged by that.
        let some = "The Quick Rescue Lane (QRL) and the Far Rescue Lane (FRL) met.";
        assert_eq!(count(&format!("{some} {MANY}")), 0);
        let half = "The Quick Rescue Lane (QRL), the Far Rescue Lane (FRL), the New Rescue Lane (NRL), the Old Rescue Lane (ORL) and the Low Rescue Lane (LRL) met.";
        assert_eq!(count(&format!("{half} {MANY}")), 8);
        // Each article has its own habit.
        let two =
            format!("# One\n\n*Amina Diallo*\n\n{MANY}\n\n# Two\n\n*Jonas Weber*\n\nThe RRQ fired (Dawn, May 9).\n");
        assert_eq!(count(&two), 1);
        // One author has one habit.
        let (one, other) = ("QQA, QQB, QQD and QQE met (Dawn, May 9).", "QQF, QQG, QQH and QQK met (Dawn, May 9).");
        let signed = format!("# One\n\n*Amina Diallo*\n\n{one}\n\n# Two\n\n*Jonas Weber*\n\n{other}\n");
        assert_eq!(count(&signed), 8);
        assert_eq!(count(&signed.replace("Jonas Weber", "Amina Diallo")), 0);
        let same = signed.replace("Jonas Weber", "Amina Diallo").replace(other, one);
        assert_eq!(count(&same), 8);
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
        check_fix(RULE, "The RABs of the clinic left (Dawn, May 9).", "The RABs of the clinic left (Dawn, May 9).");
        check_fix(RULE, "RAB’s men left (Dawn, May 9).", "Rapid Action Battalion’s (RAB) men left (Dawn, May 9).");
        check_fix(RULE, "The AMYC left (Dawn, May 9).", "The Ansar Muslim Youth Center (AMYC) left (Dawn, May 9).");
        // Two armies: which one is meant is not ours to decide.
        check_fix(RULE, "The SNA left (Dawn, May 9).", "The SNA left (Dawn, May 9).");
        check_fix(RULE, "A pro-RAB crowd left (Dawn, May 9).", "A pro-RAB crowd left (Dawn, May 9).");
    }
}
