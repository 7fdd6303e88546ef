//! `copydesk report`: what its formats contain for the same drafts. The look and behavior of its pages is tested in
//! tests/browser.

use super::*;

const LETTER: &str = "---\ntitle: Harbour Letter\ndate: 2018-10-10\n---\n\n## Boats at Tarsk\n\n*Lena Marsk*\n\n\
    The boats left ([Dawn](#) October 3). The Rapid Action Battalion (RAB) saw them ([Dawn](https://www.dawn.com/a), October 2).\n\n\
    <!-- copydesk-ignore doubled-word: a poem -->\n\nThe the boats came back; RAB saw it.\n\n\
    ## Two\n\n*Tomas Orrel*\n\nThe Royal Air Base (RAB) is shut ([Tarsk Courier](https://courier.test/1), May 3, 1994; RIA). RAB is far.\n";

fn report(desk: &Desk, arguments: &[&str]) -> serde_json::Value {
    desk.run(&[&["report", "--format=json"], arguments].concat()).ends(0).json()
}

#[test]
fn the_ledgers_are_computed_from_the_draft() {
    let desk = Desk::with(&[("a.md", LETTER)]);
    let all = report(&desk, &["a.md"]);
    assert_eq!(all["version"], 1);
    let issue = &all["documents"][0];
    assert_eq!((&issue["title"], &issue["date"]), (&"Harbour Letter".into(), &"2018-10-10".into()));
    assert_eq!((&issue["printable"], &issue["counts"]["errors"]), (&false.into(), &2.into()));
    let sources = &issue["sources"];
    let names: Vec<&str> =
        sources["shares"].as_array().unwrap().iter().map(|one| one["source"].as_str().unwrap()).collect();
    assert_eq!(names[0], "Dawn");
    assert_eq!((&sources["citations"], &sources["shares"][0]["percent"]), (&4.into(), &50.0.into()));
    assert_eq!((&sources["undated"], &sources["without_address"]), (&1.into(), &2.into()));
    assert_eq!((&sources["oldest"]["source"], &sources["oldest"]["days"]), (&"Tarsk Courier".into(), &8926.into()));
    assert_eq!(sources["shares"][0]["countries"][0], "Pakistan");
    let paragraphs = &sources["paragraphs"];
    assert_eq!((&paragraphs["citing"], &paragraphs["on_one_source"]), (&2.into(), &serde_json::json!([10])));
    let first = &issue["articles"][0];
    assert_eq!(first["abbreviations"][0]["conflicts"], serde_json::json!(["Royal Air Base"]));
    assert_eq!((&first["citations"][0]["placeholder"], &first["citations"][1]["age"]), (&true.into(), &8.into()));
    assert_eq!(issue["suppressions"][0]["reason"], "a poem");
    let comma = issue["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "missing-citation-comma");
    let words = &comma.unwrap()["change"]["words"];
    assert_eq!((&words["old"], &words["new"]), (&"".into(), &",".into()));
    assert_eq!(all["summary"]["errors"], 2);
}

#[test]
fn the_page_says_what_stops_an_issue_and_loads_nothing() {
    let hostile = "# <script>alert(1)</script>\n\nIt is & was ([\"Da<wn\"](javascript:alert\\(1\\)) May 9, 2017; [Dawn](https://www.dawn.com/a?b&c), May 8, 2017).\n";
    let desk = Desk::with(&[("a.md", LETTER), ("<b>.md", hostile)]);
    desk.run(&["report", "a.md", "-o", "one.html"]).ends(0).prints("").says("one.html written: 1 document\n");
    let page = desk.read("one.html");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for part in [
        "No: 2 errors stop it.",
        "Dawn: 2 of 4 citations.",
        "<ins>,</ins>",
        "Royal Air Base",
        "a poem",
        "the oldest",
        "2 citations without an address",
        "default-src 'none'",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let page = desk.run(&["report", "--date=2018-10-10", "<b>.md"]).ends(0).out.clone();
    assert!(page.contains("<a href=\"https://www.dawn.com/a?b&amp;c\""), "{page}");
    assert_eq!(page.matches("<script>").count(), 1, "{page}");
    for part in ["href=\"javascript", "<b>.md", "Da<wn", "src=\"", "@import", "url("] {
        assert!(!page.contains(part), "{part}: {page}");
    }
    desk.run(&["report", "none.md"]).ends(2).says("none.md does not exist");
}

#[test]
fn a_folder_gives_an_overview_and_a_page_for_each_document() {
    let desk = Desk::with(&[("in/a/b.md", LETTER), ("in/a-b.md", RIGHT), ("in/ä.md", LETTER)]);
    let ran = desk.run(&["report", DATE, "in", "-o", "r.html"]);
    ran.ends(0).prints("").says("r.html written: 3 documents, a page for each in r\n");
    let overview = desk.read("r.html");
    assert!(overview.contains("1 of 3 can be printed."), "{overview}");
    for name in ["in-a-b-md.html", "in-a-b-md-2.html", "in-md.html"] {
        assert!(overview.contains(&format!("href=\"r/{name}\"")), "{name}: {overview}");
        assert!(desk.read(&format!("r/{name}")).ends_with("</html>\n"));
    }
    assert!(desk.read("r/in-a-b-md.html").contains("in/a-b.md"));
    // Issues of one bulletin share their title, so each is named by its path too.
    for path in ["in/a/b.md", "in/ä.md"] {
        let named = format!("Harbour Letter <span class=\"quiet\">{path}</span></a>: 2 errors");
        assert!(overview.contains(&named), "{named}: {overview}");
    }
    let together = desk.run(&["report", DATE, "in"]).ends(0).out.clone();
    assert!(together.contains("href=\"#d3\"") && together.contains("id=\"d3\""), "{together}");
}

#[test]
fn what_changed_since_an_earlier_report() {
    let desk = Desk::with(&[("a.md", LETTER), ("b.md", RIGHT)]);
    desk.run(&["report", "--format=json", DATE, ".", "-o", "old.json"]).ends(0);
    let same = report(&desk, &["--since-report=old.json", DATE, "a.md", "b.md"]);
    let changes = &same["documents"][0]["changes"];
    assert_eq!((&changes["new"], &changes["gone"]), (&serde_json::json!([]), &serde_json::json!([])));
    let changed = LETTER
        .replace("[Dawn](#) October", "[Dawn](#), October")
        .replace("; RIA", "; [ABC](https://www.abc.net.au/a), Septmber 9")
        .replace("---\n\n## Boats", "---\n\nA line before all.\n\n## Boats");
    desk.write("a.md", changed);
    desk.write("c.md", RIGHT);
    std::fs::remove_file(desk.path("b.md")).unwrap();
    let now = report(&desk, &["--since-report=old.json", DATE, "."]);
    let changes = &now["documents"][0]["changes"];
    let gone: Vec<&str> = changes["gone"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(gone, ["missing-citation-comma", "undated-citation"]);
    let findings = &now["documents"][0]["findings"];
    let new = changes["new"].as_array().unwrap().iter().map(|at| &findings[at.as_u64().unwrap() as usize]["rule"]);
    assert_eq!(new.collect::<Vec<_>>(), ["citation-date-format"]);
    assert_eq!(changes["sources_added"].as_array().unwrap().len(), 1, "{changes}");
    assert_eq!(
        (&now["documents"][1]["changes"]["is_new"], &now["summary"]["missing"]),
        (&true.into(), &serde_json::json!(["b.md"]))
    );
    let page = desk.run(&["report", "--since-report=old.json", DATE, "a.md"]).ends(0).out.clone();
    // On the first screen, and in the part that tells the rest.
    assert_eq!(page.matches("1 new finding, 2 findings gone.").count(), 2, "{page}");
    let words = desk.run(&["report", "--format=markdown", "--since-report=old.json", DATE, "a.md"]).ends(0).out.clone();
    for part in [
        "**Since the last report:** 1 new finding, 2 findings gone.",
        "## Findings that are gone",
        "Sources added: ABC",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let overview = desk.run(&["report", "--since-report=old.json", DATE, "."]).ends(0).out.clone();
    assert!(overview.contains("Since the last report: 1 new finding, 2 findings gone."), "{overview}");
    for (text, says) in [
        ("{", "bad.json is not a copydesk report: `copydesk report --format json` writes one"),
        ("{\"version\": 1}", "bad.json is not a copydesk report"),
        ("{\"version\": 9}", "bad.json is of version 9, which a newer copydesk wrote"),
    ] {
        desk.write("bad.json", text);
        desk.run(&["report", "--since-report=bad.json", "a.md"]).ends(2).prints("").says(says);
    }
    desk.run(&["report", "--since-report=no.json", "a.md"]).ends(2).says("no.json does not exist");
    desk.run(&["report", "--since-report=old.json", "a.md", "-o", "old.json"])
        .ends(2)
        .says("old.json was read by this run");
}

#[test]
fn markdown_and_csv_hold_the_same_ledgers() {
    let desk = Desk::with(&[("a.md", &LETTER.replace("Tarsk Courier", "=Tarsk, \"the\" Courier")), ("b.md", RIGHT)]);
    let markdown = desk.run(&["report", "--format=markdown", DATE]).ends(0).out.clone();
    for part in [
        "# Harbour Letter\n",
        "**Is it printable?** No: 2 errors stop it.",
        "**On whom it leans:** Dawn, 2 of 4 citations.",
        "| Dawn | 2 | 50% | Pakistan |",
        "## Citations by country of the source\n\n| country | citations | share |\n| --- | --- | --- |\n| Pakistan | 2 | 50% |",
        "| secondary | 3 | 75% |",
        "| 1994 | 1 | 25% |",
        "Paragraphs that rest on a single source, cited more than once: line 10.",
        "| doubled-word | a poem |",
        "# Note\n",
    ] {
        assert!(markdown.contains(part), "{part}: {markdown}");
    }
    let csv = desk.run(&["report", "--format=csv", DATE]).ends(0).out.clone();
    let mut lines = csv.split("\r\n");
    assert_eq!(lines.next(), Some("document,article,ledger,line,level,name,value,date,count,share,address,detail"));
    for part in [
        "a.md,Boats at Tarsk,source,,,Dawn,newspaper,,2,100,,Pakistan",
        "a.md,,country,,,Pakistan,,,2,50,,",
        "a.md,,language,,,English,,,2,50,,",
        "a.md,,kind,,,secondary,,,3,75,,",
        "a.md,,age,,,older,,,1,25,,",
        "a.md,,period,,,1994,,,1,25,,",
        "a.md,Boats at Tarsk,citation,10,,Dawn,inline,2018-10-02,8,,https://www.dawn.com/a,",
        "a.md,Boats at Tarsk,abbreviation,10,,RAB,Rapid Action Battalion,,1,,,Royal Air Base",
        ",\"'=Tarsk, \"\"the\"\" Courier\",",
    ] {
        assert!(csv.contains(part), "{part}: {csv}");
    }
}

/// However much a draft cites, its page remains one that a browser opens instantly.
#[test]
fn a_page_stays_below_two_megabytes() {
    let paragraph = |at: usize| {
        format!(
            "The road number {at} is open ([Paper {at}](https://paper{at}.test/a/long/path/to/the/report/{at}) May {}).\n\n",
            at % 28 + 1
        )
    };
    let text: String = (0..3000).map(paragraph).collect();
    let desk = Desk::with(&[("a.md", &format!("# Roads\n\n{text}"))]);
    let page = desk.run(&["report", DATE, "a.md"]).ends(0).out.clone();
    assert!(page.len() < 2_000_000 && page.contains(" left out of this page"), "{}", page.len());
    let csv = desk.run(&["report", "--format=csv", DATE, "a.md"]).ends(0).out.clone();
    assert_eq!(csv.matches(",citation,").count(), 3000);
}

/// If a page cannot include everything, it states what it leaves out: for many articles, and for many documents.
#[test]
fn a_page_of_many_articles_or_documents_stays_below_two_megabytes() {
    let article = |at: usize| {
        format!("## Road {at}\n\n*Lena Marsk*\n\nThe the road is open ([Paper](https://paper.test/{at}) May 3).\n\n")
    };
    let text: String = (0..1500).map(article).collect();
    let desk = Desk::with(&[("in/a.md", &*text), ("in/b.md", &text), ("in/c.md", LETTER)]);
    let page = desk.run(&["report", DATE, "in/a.md"]).ends(0).out.clone();
    assert!(page.len() < 2_000_000, "{}", page.len());
    assert!(page.contains("more articles are left out of this page"), "{}", page.len());
    let page = desk.run(&["report", DATE, "in"]).ends(0).out.clone();
    assert!(page.len() < 2_000_000 && page.ends_with("</html>\n"), "{}", page.len());
    assert!(page.contains("For length, 2 more documents are left out of this page"), "{}", page.len());
    assert!(page.contains("href=\"#d1\"") && !page.contains("href=\"#d2\"") && page.contains("in/c.md"));
}

#[test]
fn every_way_of_citing_stands_in_every_form_of_the_report() {
    let draft = "---\ntitle: Harbour Letter\ndate: 2018-10-10\n---\n\n# Piers\n\n*By Lena Marsk*\n\n\
        The pier shut ([Dawn](https://www.dawn.com/a), October 2).[^1] It sank.[^2] \
        [Reuters reported](https://www.reuters.com/b) so (Mertz, 2016, p. 4).\n\n*The pier (Xinhua, October 3).*\n\n\
        Source: Al Jazeera, October 4.\n\n[^1]: Lena Holt, “Pier Shut,” *The Star*, May 3, 2018.\n\n[^2]: Ibid.\n\n\
        ## References\n\nMertz, L. (2016). *The pier deal*. Hurst.\n";
    let desk = Desk::with(&[("a.md", draft)]);
    let all = report(&desk, &["a.md"]);
    let cited = all["documents"][0]["articles"][0]["citations"].as_array().unwrap();
    let styles: Vec<&str> = cited.iter().map(|one| one["style"].as_str().unwrap()).collect();
    let expected = ["inline", "prose", "author-date", "caption", "caption", "note", "note", "bibliography"];
    assert_eq!(styles, expected);
    for form in ["html", "markdown", "csv"] {
        let printed = desk.run(&["report", &format!("--format={form}"), "a.md"]).ends(0).out.clone();
        for name in ["Dawn", "Reuters", "Mertz", "Xinhua", "Al Jazeera", "The Star", "Hurst"] {
            assert!(printed.contains(name), "{form} {name}");
        }
    }
}

#[test]
fn a_shortened_note_counts_for_the_source_that_it_means() {
    let draft = "---\ntitle: Harbour Letter\ndate: 2018-10-10\n---\n\n# Piers\n\n*By Lena Marsk*\n\n\
        The pier shut.[^1] It sank.[^2] It burned.[^3] It was sold.[^4] It reopened.[^5]\n\n\
        [^1]: Ada Holt, “Pier Shut,” *Reuters*, May 3, 2018; and Tobin Vale, “Boats Gone,” *Xinhua*, May 4, 2018.\n\n\
        [^2]: Vale, “Boats Gone.”\n\n[^3]: Ibid.\n\n[^4]: Holt, “Pier Shut.”\n\n\
        [^5]: The boats were sold twice ([Dawn](https://www.dawn.com/a), October 2).\n";
    for text in [draft.to_owned(), draft.replace("Holt, “Pier Shut.”\n", "Holt, “Pier Shut,” 4.\n")] {
        let desk = Desk::with(&[("a.md", &*text)]);
        let all = report(&desk, &["a.md"]);
        let cited = all["documents"][0]["articles"][0]["citations"].as_array().unwrap();
        let sources: Vec<&str> = cited.iter().map(|one| one["source"].as_str().unwrap()).collect();
        assert_eq!(sources, ["Reuters", "Xinhua", "Xinhua", "Xinhua", "Reuters", "Dawn"]);
    }
}
