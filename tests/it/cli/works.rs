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
    // In whatever order they are named, and among other documents.
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
    // The same files are read by `gazetteer import`, which lists their outlets.
    desk.write("works.bib", &bibtex);
    desk.run(&["gazetteer", "import", "bibtex", "works.bib"]).ends(0);
}
