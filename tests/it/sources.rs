//! The register of sources at work: what the model issue cites is known, and foreign texts are left in peace.

use copydesk::bulletin::Bulletin;
use copydesk::check::check;
use copydesk::config::{Level, Settings};
use copydesk::gazetteer::Gazetteer;
use std::io::Write;
use std::path::Path;

/// A file beside the repository, which need not be there.
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
    let found = check("model.md", &text, &Settings::default(), &Gazetteer::shipped()).diagnostics;
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
    let found = check("CHANGELOG.md", text, &Settings::default(), &Gazetteer::shipped()).diagnostics;
    let family = ["source-alias", "inconsistent-source", "unknown-source", "url-source-conflict"];
    let loud: Vec<_> = found
        .iter()
        .filter(|finding| family.contains(&finding.rule.name) && finding.level >= Level::Warning)
        .map(|finding| (finding.rule.name, finding.span.of(text)))
        .collect();
    assert_eq!(loud, []);
}
