//! Every form of citation that occurs in bulletins is listed, and nothing that only looks like one.

use copydesk::check::{Draft, check};
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;

/// What `index` lists for `text`: for each group its items as `source|target|dates`, joined by `; `.
fn listed(text: &str) -> Vec<String> {
    let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
    let checked = check(Draft { path: "draft.md", text, settings: &settings, gazetteer: &Gazetteer::shipped() });
    let groups = checked.bulletin.citations.iter();
    groups
        .map(|group| {
            let items = group.items.iter().map(|item| {
                let dates: Vec<&str> = item.dates.iter().map(|date| date.span.of(text)).collect();
                let source = item.source.map_or("", |source| source.of(text));
                format!("{source}|{}|{}", item.url(text).unwrap_or(""), dates.join(" + "))
            });
            items.collect::<Vec<_>>().join("; ")
        })
        .collect()
}

/// Sentences, each with the group it contains.
const CITED: &[(&str, &str)] = &[
    // Month and day, with and without a year.
    ("Rain closed the pass ([Kabul Now](https://kabulnow.com/a), May 9).", "Kabul Now|https://kabulnow.com/a|May 9"),
    (
        "Prices rose ([Dawn](https://www.dawn.com/news/1), September 21, 2017).",
        "Dawn|https://www.dawn.com/news/1|September 21, 2017",
    ),
    ("The port stayed shut (Reuters, April 16).", "Reuters||April 16"),
    ("The port reopened (Reuters, April 16, 2015).", "Reuters||April 16, 2015"),
    ("Talks were held (Radio Free Europe/Radio Liberty, June 2).", "Radio Free Europe/Radio Liberty||June 2"),
    ("He left the day after (BBC, October 1, 2018).", "BBC||October 1, 2018"),
    // Accounts, channels, websites, domain names.
    (
        "The clip spread ([@frontobserver](https://twitter.com/frontobserver/status/1), July 3).",
        "@frontobserver|https://twitter.com/frontobserver/status/1|July 3",
    ),
    ("The clip spread (@frontobserver, July 3).", "@frontobserver||July 3"),
    ("It was posted at night (Telegram, August 8).", "Telegram||August 8"),
    ("It was posted at night ([Telegram](https://t.me/s/desk), August 8).", "Telegram|https://t.me/s/desk|August 8"),
    ("The list leaked (gazeta.ru, March 4).", "gazeta.ru||March 4"),
    (
        "The list leaked ([Kavkaz-uzel.eu](https://www.kavkaz-uzel.eu/x), March 4).",
        "Kavkaz-uzel.eu|https://www.kavkaz-uzel.eu/x|March 4",
    ),
    ("The video was removed (YouTube, May 30, 2016).", "YouTube||May 30, 2016"),
    ("The ministry denied it (mod.gov.af, June 6).", "mod.gov.af||June 6"),
    ("The ministry denied it (Facebook, January 6).", "Facebook||January 6"),
    // No date.
    (
        "Salaries went unpaid ([Reuters](https://www.reuters.com/article/x)).",
        "Reuters|https://www.reuters.com/article/x|",
    ),
    ("Salaries went unpaid ([Iran-interlink.org](#)).", "Iran-interlink.org||#-"),
    (
        "Two claims exist ([Dawn](https://www.dawn.com/1); [BBC](https://www.bbc.com/2), May 4).",
        "Dawn|https://www.dawn.com/1|; BBC|https://www.bbc.com/2|May 4",
    ),
    // A cross-reference to the publication itself.
    (
        "The split was foreseen (see [Terrorism Monitor](https://jamestown.org/a), June 29).",
        "Terrorism Monitor|https://jamestown.org/a|June 29",
    ),
    ("The split was foreseen (see Terrorism Monitor, June 29).", "Terrorism Monitor||June 29"),
    ("The split was foreseen (Eurasia Daily Monitor, June 29, 2010).", "Eurasia Daily Monitor||June 29, 2010"),
    ("The split was foreseen (see Militant Leadership Monitor, May 2016).", "Militant Leadership Monitor||May 2016"),
    // Several sources.
    ("Both agree ([ABC](#), May 9; [CNN](#), May 10).", "ABC|#|May 9; CNN|#|May 10"),
    (
        "All agree (Reuters, May 9; AFP, May 10; [Dawn](https://dawn.com/3), May 11, 2016).",
        "Reuters||May 9; AFP||May 10; Dawn|https://dawn.com/3|May 11, 2016",
    ),
    // Numeric dates.
    ("He was seen twice (AFP, 09.21.16).", "AFP||09.21.16"),
    ("He was seen twice (Reuters, 8/27/09).", "Reuters||8/27/09"),
    ("He was seen twice ([Dawn](https://dawn.com/4), 2018-08-27).", "Dawn|https://dawn.com/4|2018-08-27"),
    ("He was seen twice (Interfax, 27.08.2009).", "Interfax||27.08.2009"),
    // A bare URL.
    ("The order is public (https://www.dawn.com/news/14, May 3).", "|https://www.dawn.com/news/14|May 3"),
    ("The order is public (http://www.azadî.org/nûçe/7, May 3).", "|http://www.azadî.org/nûçe/7|May 3"),
    ("The order is public (www.dawn.com/news/14, May 3, 2011).", "|www.dawn.com/news/14|May 3, 2011"),
    ("The order is public (<https://www.dawn.com/news/14>, May 3).", "|https://www.dawn.com/news/14|May 3"),
    ("The order is public (Dawn, https://www.dawn.com/news/14, May 3).", "Dawn|https://www.dawn.com/news/14|May 3"),
    // A missing source.
    ("The road was mined (, June 3).", "||June 3"),
    ("The road was mined ([](https://dawn.com/9), June 3).", "|https://dawn.com/9|June 3"),
    // Joined agencies.
    ("Guards fled (AP/RFE/RL, May 4).", "AP/RFE/RL||May 4"),
    ("Guards fled (ITAR-TASS, May 4).", "ITAR-TASS||May 4"),
    ("Guards fled (Interfax-AVN, May 4, 2001).", "Interfax-AVN||May 4, 2001"),
    ("Guards fled (AFP-Reuters, May 4).", "AFP-Reuters||May 4"),
    // Abbreviated months.
    ("Guards fled (Reuters, Sept. 9).", "Reuters||Sept. 9"),
    ("Guards fled (Reuters, Sept 9).", "Reuters||Sept 9"),
    ("Guards fled (Reuters, Nov 1, 2009).", "Reuters||Nov 1, 2009"),
    ("Guards fled (Reuters, Aug. 30, 2009).", "Reuters||Aug. 30, 2009"),
    ("Guards fled ([Dawn](https://dawn.com/10), Dec. 2).", "Dawn|https://dawn.com/10|Dec. 2"),
    // Lead-ins.
    ("A pattern shows (see [Dawn](https://dawn.com/11), May 2).", "Dawn|https://dawn.com/11|May 2"),
    ("A pattern shows (see also Reuters, May 2).", "Reuters||May 2"),
    ("A pattern shows (cf. [Dawn](https://dawn.com/12), May 2).", "Dawn|https://dawn.com/12|May 2"),
    ("A pattern shows (e.g. [Dawn](https://dawn.com/12), May 2).", "Dawn|https://dawn.com/12|May 2"),
    ("He refused (author’s interview with a district elder, Gardez, May 2).", "a district elder, Gardez||May 2"),
    ("He refused (author's interview with Mullah Rauf, May 2).", "Mullah Rauf||May 2"),
    ("He refused (quoted in [Dawn](https://dawn.com/13), May 2).", "Dawn|https://dawn.com/13|May 2"),
    // Several days.
    ("Shells fell (Reuters, July 22, 31).", "Reuters||July 22, 31"),
    ("Shells fell (Reuters, January 15 and 23).", "Reuters||January 15 and 23"),
    ("Shells fell ([Dawn](https://dawn.com/14), July 22–24).", "Dawn|https://dawn.com/14|July 22–24"),
    ("Shells fell (Dawn, July 22, August 3).", "Dawn||July 22 + August 3"),
    ("Shells fell (Dawn, July 22, 2016, August 3, 2017).", "Dawn||July 22, 2016 + August 3, 2017"),
    // Several sources with one date.
    ("State channels aired it (NTV, RTR, ORT, June 27).", "NTV, RTR, ORT||June 27"),
    (
        "Papers ran it ([Dawn](https://dawn.com/15), [The News](https://thenews.com.pk/1), June 27).",
        "Dawn|https://dawn.com/15|; The News|https://thenews.com.pk/1|June 27",
    ),
    // A comma inside the source.
    ("It was a test (The News, Pakistan, Nov. 1).", "The News, Pakistan||Nov. 1"),
    ("It was a test (The Daily Star, Beirut, March 5).", "The Daily Star, Beirut||March 5"),
    // A place in square brackets.
    ("Borders closed (Avesta [Dushanbe], May 2).", "Avesta [Dushanbe]||May 2"),
    ("Borders closed (The Star [Nairobi], May 2).", "The Star [Nairobi]||May 2"),
    // Day before month.
    ("Fees doubled (BBC, 9 May).", "BBC||9 May"),
    ("Fees doubled ([Dawn](https://dawn.com/16), 9 May 2016).", "Dawn|https://dawn.com/16|9 May 2016"),
    // No comma before the date.
    ("Fees doubled ([Dawn](https://dawn.com/17) May 9).", "Dawn|https://dawn.com/17|May 9"),
    ("Fees doubled (Reuters May 9).", "Reuters||May 9"),
    // Accessed.
    ("The page is gone ([Dawn](https://dawn.com/18), accessed May 9).", "Dawn|https://dawn.com/18|May 9"),
    // An author.
    ("His essay said as much (By Karim Sadat, Asharq Alawsat, July 22, 2005).", "Asharq Alawsat||July 22, 2005"),
    (
        "His essay said as much (By Karim Sadat, [Dawn](https://dawn.com/19), July 22, 2005).",
        "Dawn|https://dawn.com/19|July 22, 2005",
    ),
    // From an agency.
    ("The strike went on (Daily Times, May 9, from AFP).", "Daily Times||May 9"),
    ("The strike went on (Daily Times, May 9, 2004 from AFP).", "Daily Times||May 9, 2004"),
    // Broken over lines.
    (
        "The strike went on ([Daily\nTimes](https://dailytimes.com.pk/1),\nMay 9).",
        "Daily\nTimes|https://dailytimes.com.pk/1|May 9",
    ),
    ("> The strike went on ([Dawn](https://dawn.com/20),\n> May 9).", "Dawn|https://dawn.com/20|May 9"),
    // A kind of piece of somebody's.
    ("It was free (WHO Libya tweet, May 9).", "WHO Libya tweet||May 9"),
    ("It was free (WHO Afghanistan situation report, May 9).", "WHO Afghanistan situation report||May 9"),
    ("It was free (AU communiqué, May 9).", "AU communiqué||May 9"),
    // Around the stop, after a title, at the start of a sentence, in a list and a table.
    ("The strike went on. ([Dawn](https://dawn.com/21), May 9)", "Dawn|https://dawn.com/21|May 9"),
    ("The strike went on. (Reuters, May 9).", "Reuters||May 9"),
    ("He wrote “The Long Wait” ([Dawn](https://dawn.com/22), May 9).", "Dawn|https://dawn.com/22|May 9"),
    ("([Dawn](https://dawn.com/23), May 9) The strike went on.", "Dawn|https://dawn.com/23|May 9"),
    ("- The strike went on ([Dawn](https://dawn.com/24), May 9).", "Dawn|https://dawn.com/24|May 9"),
    ("| a | b |\n|---|---|\n| strike | ([Dawn](https://dawn.com/25), May 9) |", "Dawn|https://dawn.com/25|May 9"),
    (
        "1. See the decree ([Official Gazette](https://gazette.gov/1), September 28, 2012).",
        "Official Gazette|https://gazette.gov/1|September 28, 2012",
    ),
    // Malformed, but understood.
    ("Boats left ([ABC](#) May 9).", "ABC|#|May 9"),
    ("Boats left ([ABC](#), 9 May).", "ABC|#|9 May"),
    ("Boats left ([ABC](#), Sept 9).", "ABC|#|Sept 9"),
    ("Boats left ([ABC](#), May 9th, 2018).", "ABC|#|May 9th, 2018"),
    ("Boats left ([ABC](#), May 9 2018).", "ABC|#|May 9 2018"),
    ("Boats left ([ABC](#), Septmber 9).", "ABC|#|Septmber 9"),
    ("Boats left [ABC](#), May 9).", "ABC|#|May 9"),
    ("Boats left ([ABC](#), May 9.", "ABC|#|May 9"),
    ("Boats left ([ABC](#), May 9, [CNN](#), May 10).", "ABC|#|May 9; CNN|#|May 10"),
    ("Boats left ([ABC] (#), May 9).", "ABC|#|May 9"),
    ("Boats left ([Media e Lire](http://Media e Lire), April 17).", "Media e Lire|http://Media e Lire|April 17"),
    ("Boats left ([ABC](#), May 9)).", "ABC|#|May 9"),
    ("Boats left (([ABC](#), May 9).", "ABC|#|May 9"),
    ("Boats left ( [ABC](#) , May 9 ).", "ABC|#|May 9"),
    ("Boats left([ABC](#),May 9).", "ABC|#|May 9"),
    ("Boats left ([ABC](#), May 2018).", "ABC|#|May 2018"),
    ("Boats left ([ABC](#), 2018).", "ABC|#|2018"),
    ("Boats left ([ABC](#), February 30).", "ABC|#|February 30"),
    ("Boats left ([The Iranian](http://The Iranian), August 2018).", "The Iranian|http://The Iranian|August 2018"),
];

/// Sentences without any.
const NOT_CITED: &[&str] = &[
    "He was released the next day (February 17).",
    "He was released the next day (February 17, 2016).",
    "He governed twice (1999–2004) and lost.",
    "The governor (2009-2013) fled.",
    "The ruling came early (see Part One).",
    "The ruling came early (see above).",
    "Islamic State-Khurasan (IS-K) claimed it.",
    "The Rapid Action Battalion (RAB) denied it.",
    "The word *hawala* (trust) is older.",
    "They met at dawn (though in May few travel).",
    "The raid (on May 9, before sunrise) failed.",
    "The blast (which killed 14 on June 2, 2016) was the first.",
    "The bombing (Brussels, March 22, 2016) changed the law.",
    "The summit (Astana, May 2018) ended early.",
    "He runs Hill ([Hill Accounts](https://en.wikipedia.org/wiki/Hill_account), [LinkedIn](https://www.linkedin.com), [GitHub](https://www.github.com)).",
    "See the Hill Foundation (https://hill.org/) and Lake (https://www.lake.tech/).",
    "The paper (a policy report, May 2018) was short.",
    "The battle (the siege map, May 9) ended early.",
    "The second summit (Kabul, Afghanistan, February 28, 2018) ended early.",
    "(Photo: AFP, May 5)",
    "(Image credit: Reuters, 2018)",
    "(Updated: May 9, 2018)",
    "(Last updated May 9, 2018)",
    "The battle (Operation Sunrise, May 9) ended early.",
    "The commander (born May 5, 1970) fled.",
    "He counted them (14 in all, May to June).",
    "The function `f(x, May 9)` fails.",
    "The interval (0, 1) is open.",
    "Costs fell ($4 million, May 2018 prices) at last.",
    "![Map](map.png) (2018)",
    "KABUL (Reuters) - Rain closed the pass.",
    "See [the manual](https://docs.rs/x) (in English).",
    "Use the flag ([docs](https://docs.rs/x)).",
    "Fixed a crash ([#123](https://github.com/a/b/issues/123)).",
    "Fixed a crash ([1f6cac2](https://github.com/a/b/commit/1f6cac2)).",
    "Thanks ([@alice](https://github.com/alice))!",
    "## [1.2.0](https://github.com/a/b/compare/1.1.0...1.2.0) (2018-05-09)",
    "Released as 1.2.0 (2018-05-09).",
    "```\n([ABC](#), May 9)\n```",
    "    ([ABC](#), May 9)",
    "<div>\n([ABC](#), May 9)\n</div>",
    "`([ABC](#), May 9)`",
    "[a link](https://en.wikipedia.org/wiki/May_(film))",
    "The series (April 3–9, 2018) drew crowds.",
    "He turned 30 (in June 2017).",
    "This is dual-licensed ([MIT](LICENSE-MIT) or [Apache](LICENSE-APACHE)).",
    "The table (Table 3, May 2018) shows it.",
    "It has two parts (a) and (b).",
    "A smile :) and (another, 2018 style) one.",
];

#[test]
fn every_real_form_is_listed() {
    let mut wrong = Vec::new();
    for (text, expected) in CITED {
        let expected = expected.replace("||#-", "|#|");
        let found = listed(text);
        if found != [expected.as_str()] {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CITED.len(), wrong.join("\n"));
}

#[test]
fn no_look_alike_is_listed() {
    let wrong: Vec<_> =
        NOT_CITED.iter().map(|text| (text, listed(text))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn look_alikes_stay_out_beside_real_citations() {
    for look_alike in NOT_CITED {
        let text = format!("Rain closed the pass (Reuters, May 9).\n\n{look_alike}\n");
        let found = listed(&text);
        // A lone link may count if the document cites; a bracket without a source may not.
        assert!(found.len() == 1, "{look_alike}: {found:?}");
    }
}

#[test]
fn there_are_enough_cases() {
    assert!(CITED.len() + NOT_CITED.len() >= 120, "{}", CITED.len() + NOT_CITED.len());
}
