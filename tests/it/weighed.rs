//! Which brackets are citations and which are not: asides, nicknames, definitions, imprints, credits and clauses are
//! left alone, both in documents that cite and in those that do not; media that are in no list are found.

use copydesk::bulletin::citation::Sign;
use copydesk::check::{Checked, Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::gazetteer::Gazetteer;

/// A document that cites, so that doubtful groups count.
const CITING: &str = "Rain closed the pass ([Reuters](https://www.reuters.com/article/rain), May 9).\n\n";

fn checked(text: &str) -> Checked {
    let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
    check(Draft { path: "draft.md", text, settings: &settings, gazetteer: &Gazetteer::shipped() })
}

/// Names of the sources cited in a text.
fn cited(text: &str) -> Vec<String> {
    let items = |checked: &Checked| {
        checked
            .bulletin
            .formal_items()
            .map(|item| item.source.map_or("", |source| source.of(text)).to_owned())
            .collect()
    };
    items(&checked(text))
}

/// Asserts that none of the texts contains a citation, or is reported as a faulty one.
fn leaves_alone(texts: &[&str]) {
    let mut wrong = Vec::new();
    for text in texts {
        if !cited(text).is_empty() {
            wrong.push(format!("alone: {text}"));
        }
        let text = format!("{CITING}{text}\n");
        let checked = checked(&text);
        let told: Vec<&str> = checked
            .diagnostics
            .iter()
            .filter(|found| found.span.start as usize >= CITING.len() && found.level >= Level::Warning)
            .map(|found| found.rule.name)
            .filter(|rule| rule.contains("citation") || rule.contains("link") || rule.contains("source"))
            .collect();
        if checked.bulletin.formal_items().count() != 1 || !told.is_empty() {
            wrong.push(format!("in a document that cites: {text} {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn asides_with_a_linked_name() {
    leaves_alone(&[
        "The pit (operated by [Glencore](https://www.glencore.com/about)) closed.",
        "The pit ([Glencore](https://www.glencore.com/about)) closed.",
        "Three men (including [Karim Dahir](https://en.wikipedia.org/wiki/Karim_Dahir)) fled.",
        "Three men (for one, [Karim Dahir](https://en.wikipedia.org/wiki/Karim_Dahir), and two more) fled.",
        "He lives there ([photo](https://www.dawn.com/h)) now.",
        "He lives there ([here](https://www.dawn.com/h), [there](https://www.reuters.com/b)).",
        "“It rained” – [Daily Nation](https://nation.africa/a) (also carried by [Reuters](https://www.reuters.com/b)).",
        "He left (his flight, [KQ 100](https://flights.net/a/1), landed on May 3).",
        "The letter ([full text in Arabic](https://www.dawn.com/news/1), May 3) is long.",
        "The weekly ([Dawn](https://www.dawn.com/)) sold well.",
        "His account ([@leader](https://twitter.com/leader)) is closed.",
        "It needs the tool ([GitHub](https://github.com/a/b)).",
    ]);
}

#[test]
fn nicknames_and_definitions() {
    leaves_alone(&[
        "Karim Omar ([Abu Musa](https://www.dawn.com/profile)) left.",
        "Karim Omar (“Abu Musa”) left, and (“the Lion”, May 3) came.",
        "The Front for Land and Bread ([FLB](https://www.flb.net/who-we-are)) withdrew.",
        "It was signed by the Front for Land and Bread ([FLB](https://www.flb.net/who-we-are)).",
        "The Kurdistan Workers’ Party ([PKK](https://www.pkk-site.net/who)) withdrew.",
        "Voice of America ([VOA](https://www.voanews.com/about)) is old.",
    ]);
}

#[test]
fn clauses_with_a_verb() {
    leaves_alone(&[
        "The paper (Dawn, which closed its bureau on May 3) sold well.",
        "The paper (The Star, launched on May 3, 1902) is old.",
        "The paper (The Star, shut down May 3, 2016) is old.",
        "The channel (Amaq, suspended on May 3) returned.",
        "The group (whose channel, [Amaq](https://t.me/amaq), was closed on May 3) spoke.",
        "The group (its paper, [al-Naba](https://t.me/naba), appeared on May 3) spoke.",
        "He spoke (in an interview with [Dawn](https://www.dawn.com/news/1) on May 3).",
        "He spoke (he told [Dawn](https://www.dawn.com/news/1) on May 3 that it rained).",
        "He spoke (Reuters said on May 3).",
        "He spoke (Dawn began printing on May 3).",
    ]);
}

#[test]
fn imprints_of_books() {
    leaves_alone(&[
        "See *Holding Hills* (London: Hurst, 2016).",
        "See *Holding Hills* (New York: Verso, 2018), 12.",
        "See *Holding Hills* (Cambridge, MA: MIT Press, 2004).",
        "See *Holding Hills* (Oxford and New York: Oxford University Press, 2004), p. 3.",
        "See *Holding Hills* (Oxford University Press, 2004).",
        "See *Holding Hills* (Washington, D.C.: Brookings Institution Press, 2012).",
        "See *Holding Hills* ([Hurst](https://hurst.com/x/y), 2012).",
        "See “Hills,” in *Wars* (Beirut: Dar al-Saqi, March 2012).",
        "As was shown (Mertz, 2018), it rained (World Bank, 2019).",
    ]);
}

#[test]
fn credits_under_pictures() {
    leaves_alone(&[
        "Fighters (AFP Photo/John Doe, May 5) rest.",
        "Fighters rest (John Doe/AFP, May 5).",
        "Fighters rest (Getty Images, May 5, 2018).",
        "Fighters rest (Wikimedia Commons, May 2018).",
        "![Fighters](a.jpg)\n\n*Fighters rest (AFP, 2018).*",
        "![Fighters](a.jpg)\n\n*Fighters rest (Reuters).*",
        "![Fighters](a.jpg)\n*Fighters rest (Anadolu Agency, May 2018).*",
    ]);
}

#[test]
fn citations_in_captions() {
    let in_caption =
        |text: &str| checked(&format!("{CITING}{text}\n")).bulletin.citations[1..].iter().all(|one| one.in_caption);
    for text in [
        "![Quay](a.jpg)\n*The quay (Quay Watch, May 5).*",
        "![Quay](a.jpg)\nThe quay (Quay Watch, May 5).",
        "![Quay](a.jpg)\n\n*The quay (Quay Watch, May 5).*",
        "![Quay](a.jpg)\n\nThe quay (Quay Watch, May 5).",
    ] {
        assert_eq!(cited(&format!("{CITING}{text}\n")), ["Reuters", "Quay Watch"], "{text}");
        assert!(in_caption(text), "{text}");
    }
    let long = format!("![Quay](a.jpg) {} It left (Dawn, May 5).", "The quay is long. ".repeat(30));
    assert!(!in_caption(&long), "a paragraph with a picture in front is no caption");
}

#[test]
fn persons_and_events() {
    leaves_alone(&[
        "He said so (Boris Johnson, May 3, 2018).",
        "He said so (President Rouhani, May 3).",
        "They met (Camp David Summit, September 17, 1978).",
        "They met (Second Congo War, August 2, 1998).",
        "They met (Idlib, Syria, May 3, 2018).",
    ]);
}

#[test]
fn unlisted_media_without_a_link() {
    for name in [
        "Palinfo Twitter account",
        "Sahat al-Balad Facebook page",
        "Twitter account of the mayor",
        "Telegram channel of the brigade",
        "Hirak TV",
        "Zhas Qazaq gazeta",
        "Safa News Agency",
        "Radio Kwizera",
        "Amad website",
        "Nedelja weekly",
        "Diario El Norte",
        "@mayor_office",
        "khabar24.kz",
    ] {
        let text = format!("A strike began ({name}, August 5, 2018).");
        assert_eq!(cited(&text), [name], "{text}");
        let text = format!("A strike began ({name}, August 5, 2018) and went on.");
        assert_eq!(cited(&text), [name], "{text}");
    }
    // Weaker names, if the document cites.
    for name in ["ibaa news agency", "Nurkent", "Hill Country Courier"] {
        let text = format!("{CITING}A strike began ({name}, May 3).");
        assert_eq!(cited(&text), ["Reuters", name], "{text}");
    }
}

#[test]
fn a_document_that_links_its_sources_hides_no_other_names() {
    let five = [1, 2, 3, 4, 5].map(|n| format!("Rain fell ([Dawn](https://dawn.com/{n}), May {n}).")).join(" ");
    let text = format!("{five}\n\nA strike began (Nurkent Daily, May 3). It ended (Nurkent Daily, May 4).\n");
    assert_eq!(cited(&text).len(), 7, "{text}");
}

#[test]
fn every_bracket_can_say_why() {
    let text = "It rained (Palinfo Twitter account, August 5, 2018). See *Hills* (London: Hurst, 2016).";
    let bulletin = checked(text).bulletin;
    let signs: Vec<Sign> = bulletin.citations[0].judgement.signs().collect();
    assert!(signs.contains(&Sign::Medium) && signs.contains(&Sign::Comma), "{signs:?}");
    assert!(bulletin.citations[0].judgement.margin() > 0);
    let refused =
        bulletin.refused.iter().find(|refused| refused.span.of(text).starts_with("(London")).expect("weighed");
    assert!(refused.judgement.signs().any(|sign| sign == Sign::Imprint) && refused.judgement.margin() < 0);
    let sum: i16 = refused.judgement.signs().map(Sign::weight).sum();
    assert_eq!(sum, refused.judgement.margin());
}
