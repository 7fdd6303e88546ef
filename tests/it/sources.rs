//! The list of sources in use: the sources cited in the model issue are known, and unrelated texts are left alone.

use copydesk::bulletin::Bulletin;
use copydesk::check::{Draft, check};
use copydesk::config::{Level, Settings};
use copydesk::gazetteer::Gazetteer;
use copydesk::project::{FileProblem, Options, Project, What};
use std::io::Write;
use std::path::Path;

/// A file next to the repository, which need not exist.
fn beside(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path)).ok();
    if text.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {path} beside the repository");
    }
    text
}

#[test]
fn the_outlets_of_the_model_issue_are_known() {
    let Some(text) = beside("corpus/terrorism-monitor-16-19.md") else { return };
    let gazetteer = Gazetteer::shipped();
    let markdown = copydesk::markdown::parse(&text);
    let bulletin = Bulletin::read("model.md", &text, &markdown, &gazetteer, &Settings::default());
    let mut unresolved = Vec::new();
    for article in &bulletin.articles {
        let inside = |span: copydesk::text::Span| article.span.contains(span);
        let cited: Vec<_> = bulletin
            .cited_items()
            .filter(|item| inside(item.span))
            .filter_map(|item| Some((item.source?.of(&text), item.url(&text))))
            .collect();
        let countries = gazetteer.countries_of(cited.iter().copied());
        let open = cited.iter().filter(|(name, url)| gazetteer.source_of(name, *url, &countries).is_none());
        unresolved.extend(open.map(|(name, _)| name.to_string()));
    }
    assert_eq!(unresolved, [""; 0]);
}

#[test]
fn the_sources_of_the_model_issue_are_left_alone_but_for_three() {
    let Some(text) = beside("corpus/terrorism-monitor-16-19.md") else { return };
    let found = check(Draft {
        path: "model.md",
        text: &text,
        settings: &Settings::default(),
        gazetteer: &Gazetteer::shipped(),
    })
    .diagnostics;
    let mut names: Vec<&str> = found
        .iter()
        .filter(|finding| ["source-alias", "inconsistent-source", "url-source-conflict"].contains(&finding.rule.name))
        .map(|finding| finding.span.of(&text))
        .collect();
    names.dedup();
    assert_eq!(names, ["tolonews", "khabarnama", "middleeastpress"]);
}

#[test]
fn technical_texts_cite_no_sources() {
    let text = "# Changelog\n\n- Faster parser ([#123](https://github.com/a/b/pull/123), [@dawn](https://github.com/dawn))\n\
        - See the [docs](https://docs.rs/tokio) (Trend, Exit, Scroll, the Times)\n- Renamed `tolonews` (dawn, abc)\n\n\
        The standard (1.2, May) says star and nation. [ABC](https://abc.xyz) is not a source; nor is (ap) or (the nation).\n";
    let found =
        check(Draft { path: "CHANGELOG.md", text, settings: &Settings::default(), gazetteer: &Gazetteer::shipped() })
            .diagnostics;
    let family = ["source-alias", "inconsistent-source", "unknown-source", "url-source-conflict"];
    let loud: Vec<_> = found
        .iter()
        .filter(|finding| family.contains(&finding.rule.name) && finding.level >= Level::Warning)
        .map(|finding| (finding.rule.name, finding.span.of(text)))
        .collect();
    assert_eq!(loud, []);
}

/// A folder with a large list of sources: few of them, with long entries.
pub(crate) fn large_list(folder: &Path) {
    let mut list = "id\tname\taliases\thosts\tcountries\tkind\tnote\n".to_owned();
    for at in 0..1_500 {
        let note = "word ".repeat(600);
        list += &format!(
            "paper-{at}\tThe Zebrunda Post {at}\tZebPost {at}\tzebpost{at}.net/en; zebpost{at}.org\tKE\tweb\t{note}\n"
        );
    }
    // With the id of a shipped one.
    list += "dawn\tDawn of Karachi\tDawn\tdawn.com\tPK\tnewspaper\t\n";
    std::fs::write(folder.join("large.tsv"), &list).expect("written");
    std::fs::write(folder.join("copydesk.toml"), "[gazetteer]\nsources = ['large.tsv']\n").expect("written");
}

#[test]
fn a_large_list_of_sources_has_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    large_list(folder.path());
    let load = || {
        let index_cache = copydesk::disk::IndexCache::at(&folder.path().join("cache"));
        let context = Project::new(Options { index_cache, ..Options::default() }).for_path(&folder.path().join("a.md"));
        assert!(!context.problems().iter().any(FileProblem::is_error), "{:?}", context.problems());
        let note = context.problems().iter().find_map(|problem| match &problem.what {
            What::Note(note) => Some(note.clone()),
            _ => None,
        });
        (context.gazetteer, note)
    };
    let (gazetteer, note) = load();
    assert_eq!(note, None);
    // By name, alias, letters, host, folder on a host, and id.
    for name in ["The Zebrunda Post 77", "Zebrunda Post 77", "ZebPost 77", "Zebrunda-Post 77", "zebpost77.org"] {
        let named = gazetteer.sources_named(name);
        assert_eq!(named.iter().map(|found| &*found.source.id).collect::<Vec<_>>(), ["paper-77"], "{name}");
    }
    assert!(gazetteer.sources_named("The Zebrunda Post").is_empty());
    assert!(gazetteer.knows_source("The Zebrunda Post 1499") && !gazetteer.knows_source("The Zebrunda Post 1500"));
    let at = |address| gazetteer.source_at(address).map(|source| &*source.id);
    assert_eq!(at("https://www.zebpost12.net/en/2018/1"), Some("paper-12"));
    assert_eq!(at("https://zebpost12.net/fr/1"), None);
    assert_eq!(gazetteer.source("paper-3").map(|source| &*source.name), Some("The Zebrunda Post 3"));
    let completed = gazetteer.complete_sources("zebrunda post 12", 5);
    assert_eq!(completed.len(), 5);
    assert!(completed.iter().all(|(source, _)| source.name.starts_with("The Zebrunda Post 12")));
    assert_eq!(gazetteer.complete_sources("zebpost77.n", 5)[0].0.id, "paper-77");
    // A publication's record replaces the shipped one.
    assert_eq!(gazetteer.source("dawn").map(|source| &*source.name), Some("Dawn of Karachi"));
    let text = "It rained ([ZebPost 5](https://zebpost5.net/en/1), May 9; [Dawn](https://dawn.com/1), May 9).\n";
    let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
    let found = check(Draft { path: "a.md", text, settings: &settings, gazetteer: &gazetteer }).diagnostics;
    let written: Vec<_> =
        found.iter().filter(|f| f.rule.name == "source-alias").map(|f| &*f.fixes[0].edits[0].text).collect();
    assert_eq!(written, ["The Zebrunda Post 5", "Dawn of Karachi"]);
    drop(gazetteer);

    std::fs::write(folder.path().join(".copydesk-sources.index"), "something else").expect("written");
    assert!(load().1.is_some_and(|note| note.contains("refused")));
    std::fs::remove_file(folder.path().join(".copydesk-sources.index")).expect("removed");
    assert_eq!(load().1, None, "the one in the cache fits");
}

#[test]
fn the_lists_of_a_house_may_be_toml() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("copydesk.toml", "[gazetteer]\nsources = ['sources.toml']\nactors = ['actors.toml']\n");
    write("sources.toml", "[[sources]]\nid = 'ridge-echo'\nname = 'Ridge Echo'\naliases = ['Ridgecho']\n");
    write("actors.toml", "[[actors]]\nid = 'ridge-men'\nname = 'Ridge Men'\nvariants = ['Ridj Men']\n");
    write("a.md", "Men of the Ridj Men left ([Ridgecho](https://ridge.net/1), May 9).\n");
    let run = |arguments: &[&str]| {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let (_, found) = run(&["check", "--format", "concise", "--date", "2018-10-10", "a.md"]);
    assert!(found.contains("The house style is “Ridge Men”") && found.contains("source-alias"), "{found}");
    assert_eq!(run(&["gazetteer", "check"]), (Some(0), String::new()));
    let (_, list) = run(&["gazetteer", "list", "actors", "--format", "toml"]);
    write("all.toml", &list);
    assert_eq!(run(&["gazetteer", "check", "all.toml"]), (Some(0), String::new()));
    write("actors.toml", "[[actors]]\nid = 'ridge-men'\nname = 'Ridge Men'\nnick = 'x'\n");
    let (code, found) = run(&["gazetteer", "check"]);
    assert_eq!(code, Some(1));
    assert!(found.contains("actors.toml:4:1: there is no key “nick”"), "{found}");
}
