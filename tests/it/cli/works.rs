//! Works: exported, printed from an address, converted.

use super::Desk;
use serde_json::Value;

const NOTES: &str = "\
# The road

The convoy left.[^1] It came back.[^2] Nobody saw it ([Dawn](https://www.dawn.com/news/1?utm_source=x), May 9, 2018).

[^1]: Lena Mertz and Tobin Osten, “Convoy Leaves: 5% of {All} & More,” Reuters, May 3, 2018, https://www.reuters.com/convoy.

[^2]: Ibid.
";

const PROSE: &str = "# B\n\nThe convoy [left](https://reuters.com/convoy/), Reuters reported ([Dawn](https://www.dawn.com/news/1), May 9, 2018).\n";

/// The works in CSL-JSON, by key.
fn csl(desk: &Desk) -> Vec<Value> {
    let works = desk.run(&["index", "--format=csl-json", "."]).ends(0).json();
    works.as_array().expect("a list").clone()
}

#[test]
fn each_work_is_exported_once_with_its_places() {
    let desk = Desk::with(&[("a.md", NOTES), ("b.md", PROSE)]);
    let works = csl(&desk);
    assert_eq!(works.len(), 2, "{works:?}");
    let convoy = &works[1];
    assert_eq!(convoy["id"], "mertz-2018-convoy-leaves");
    assert_eq!(convoy["type"], "article-newspaper");
    assert_eq!(convoy["author"][1]["family"], "Osten");
    assert_eq!(convoy["issued"]["date-parts"][0].to_string(), "[2018,5,3]");
    let cited = convoy["custom"]["cited"].as_array().expect("places");
    let places: Vec<String> =
        cited.iter().map(|one| format!("{}:{}", one["path"].as_str().unwrap(), one["line"])).collect();
    assert_eq!(places, ["a.md:5", "a.md:7", "b.md:3"]);
    assert_eq!(works[0]["custom"]["cited"].as_array().map(Vec::len), Some(2));
    // In any order of names, and among other documents.
    desk.write("z.md", "# Z\n\nA storm came ([Dawn](https://www.dawn.com/news/7), June 9, 2018).\n");
    let ids = |works: Vec<Value>| -> Vec<String> {
        works.iter().map(|work| work["id"].as_str().unwrap().to_owned()).collect()
    };
    let more = ids(csl(&desk));
    assert!(more.len() == 3 && ids(works).iter().all(|id| more.contains(id)), "{more:?}");
}

#[test]
fn what_is_exported_is_read_again() {
    let desk = Desk::with(&[("a.md", NOTES), ("b.md", PROSE)]);
    let bibtex = desk.run(&["index", "--format=bibtex", "."]).ends(0).out.clone();
    let read = biblatex::Bibliography::parse(&bibtex).expect("BibTeX");
    assert_eq!(read.len(), 2, "{bibtex}");
    let convoy = read.get("mertz-2018-convoy-leaves").expect("the key");
    let authors = convoy.author().expect("authors");
    assert_eq!((authors.len(), &*authors[0].name, &*authors[1].given_name), (2, "Mertz", "Tobin"));
    let ris = desk.run(&["index", "--format=ris", "."]).ends(0).out.clone();
    for line in ["TY  - NEWS", "AU  - Osten, Tobin", "TI  - Convoy Leaves: 5% of {All} & More", "DA  - 2018/05/03/"] {
        assert!(ris.lines().any(|other| other == line), "{line}: {ris}");
    }
    assert_eq!(ris.lines().filter(|line| *line == "ER  - ").count(), 2);
    // A video from an unnamed account has no author.
    desk.write("c.md", "# C\n\nIt was filmed.[^1]\n\n[^1]: https://www.youtube.com/watch?v=abc, May 10, 2015.\n");
    let film = desk.run(&["index", "--format=bibtex", "c.md"]).ends(0).out.clone();
    assert!(film.contains("watch?v=abc") && !film.contains("author"), "{film}");
    // `gazetteer import` reads the same files and lists their outlets.
    desk.write("works.bib", &bibtex);
    desk.run(&["gazetteer", "import", "bibtex", "works.bib"]).ends(0);
}

#[test]
fn an_address_is_cited_in_the_style_of_the_house() {
    let address = "https://www.dhakatribune.com/bangladesh/2018/10/05/raid-in-sylhet";
    let desk = Desk::new();
    for (style, expected) in [
        ("note", format!("“[title],” Dhaka Tribune, October 5, 2018, {address}.\n")),
        ("numbered", format!("“[title],” Dhaka Tribune, October 5, 2018, {address}.\n")),
        ("inline", format!("[Dhaka Tribune]({address}), October 5\n")),
        ("caption", format!("Source: [Dhaka Tribune]({address}), October 5\n")),
    ] {
        desk.run(&["source", "--style", style, "--date=2018-10-10", address]).ends(0).prints(&expected);
    }
    desk.write(
        "copydesk.toml",
        "[notes]\norder = \"outlet-first\"\nfinal-stop = \"never\"\n[style]\ndate-order = \"day-month\"\n",
    );
    desk.run(&["source", "--style=note", address])
        .ends(0)
        .prints(&format!("Dhaka Tribune, “[title]” (5 October 2018), {address}\n"));
    let told = desk.run(&["source", "--style=note", "--format=json", "https://a.example.net/x"]).ends(1).json();
    assert_eq!(told["missing"].to_string(), r#"["title","source","date"]"#);
}

#[test]
fn a_library_and_the_document_tell_title_author_and_date() {
    let library = "@article{a, author={Mertz, Lena}, title={Convoy Leaves}, journal={Reuters}, date={2018-05-03}, url={https://www.reuters.com/convoy}}\n";
    let desk = Desk::with(&[
        ("copydesk.toml", "[citations]\nlibrary = [\"works.bib\"]\n"),
        ("works.bib", library),
        ("a.md", NOTES),
    ]);
    desk.run(&["source", "--style=note", "https://reuters.com/convoy/?utm_source=x"])
        .ends(0)
        .prints("Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://reuters.com/convoy/.\n");
    // The document's own style, which is that of most of its citations; its data takes precedence over a library's.
    desk.run(&["source", "--document=a.md", "https://www.reuters.com/convoy"]).ends(0).prints(
        "Lena Mertz and Tobin Osten, “Convoy Leaves: 5% of {All} & More,” Reuters, May 3, 2018, https://www.reuters.com/convoy.\n",
    );
    // The other formats say the same.
    let told = "Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, https://www.reuters.com/convoy.\n";
    for (name, library) in [
        (
            "works.json",
            r#"[{"id":"a","type":"article-newspaper","title":"Convoy Leaves","author":[{"family":"Mertz","given":"Lena"}],"container-title":"Reuters","URL":"https://www.reuters.com/convoy","issued":{"date-parts":[[2018,5,3]]}}]"#,
        ),
        (
            "works.ris",
            "TY  - NEWS\nAU  - Mertz, Lena\nTI  - Convoy Leaves\nT2  - Reuters\nDA  - 2018/05/03/\nUR  - https://www.reuters.com/convoy\nER  - \n",
        ),
    ] {
        desk.write(name, library);
        desk.write("copydesk.toml", format!("[citations]\nlibrary = [\"{name}\"]\n"));
        desk.run(&["source", "--style=note", "https://www.reuters.com/convoy"]).ends(0).prints(told);
    }
    desk.write("copydesk.toml", "[citations]\nlibrary = [\"works.bib\"]\n");
    desk.write("works.bib", "@article{a, title = {");
    desk.run(&["source", "--style=note", "https://www.dawn.com/news/1"]).ends(0).says("works.bib:1:");
    desk.write("copydesk.toml", "[citations]\nlibrary = [\"../works.bib\"]\n");
    desk.run(&["source", "--style=note", "https://www.dawn.com/news/1"]).ends(0).says("is outside the workspace");
}

#[test]
fn citations_are_turned_on_disk_and_as_a_diff() {
    let text = "# The road\n\nNobody saw it ([Dawn](https://www.dawn.com/news/1), May 9, 2018).\n";
    let noted = "# The road\n\nNobody saw it.[^1]\n\n[^1]: [Dawn](https://www.dawn.com/news/1), May 9, 2018.\n";
    let desk = Desk::with(&[("a.md", text)]);
    let diff = desk
        .run(&["cite", "--as=note", "--diff", "a.md"])
        .ends(0)
        .says("1 citation would be turned in 1 file")
        .out
        .clone();
    assert!(diff.contains("+Nobody saw it.[^1]\n") && desk.read("a.md") == text, "{diff}");
    desk.run(&["cite", "--as", "note"]).ends(0).says("1 citation turned in 1 file");
    assert_eq!(desk.read("a.md"), noted);
    desk.run(&["cite", "--as", "inline", "a.md"]).ends(0);
    assert_eq!(desk.read("a.md"), text);
    desk.run_with(&["cite", "--as", "note", "-"], text).ends(0).prints(noted);
    // Citations that are not converted are named, with their line.
    desk.write("a.md", "# The road\n\nIt left.[^1]\n\n[^1]: Author interview with a trader, Beirut, May 2018.\n");
    desk.run(&["cite", "--as", "inline", "a.md"]).ends(1).says("a.md:5 stays: it tells of an interview");
    desk.run(&["cite", "--as", "inline", "b.md"]).ends(2);
}
