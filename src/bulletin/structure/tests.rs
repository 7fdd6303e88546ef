use super::*;
use crate::gazetteer::Gazetteer;

fn read(text: &str) -> Bulletin {
    read_as("draft.md", text)
}

fn read_as(path: &str, text: &str) -> Bulletin {
    let markdown = crate::markdown::parse(text);
    Bulletin::read(path, text, &markdown, &Gazetteer::shipped(), &Settings::default())
}

/// Articles as `title|authors|sections`, with a `*` at the notes.
fn articles(bulletin: &Bulletin) -> Vec<String> {
    let show = |article: &Article| {
        let authors: Vec<&str> = article.authors.iter().map(|author| author.value.as_str()).collect();
        let sections: Vec<String> = article
            .sections
            .iter()
            .map(|section| format!("{}{}", section.title.value, if section.notes { "*" } else { "" }))
            .collect();
        format!("{}|{}|{}", article.title.value, authors.join(", "), sections.join(", "))
    };
    bulletin.articles.iter().map(show).collect()
}

const ISSUE: &str = "\
# Harbour Watch

Weekly notes on ports and straits

VOLUME IV, ISSUE 7

October 10, 2018

p.1

*Ada Bern*

**BRIEFS**

p.3

*Cem Dal and Eda Fox*

**Why Pilots Left the Strait of Hormuz**

## FERRIES STOP AT NIGHT

*Ada Bern*

Ferries stopped. [1]

#### Notes

1. See the timetable.

## **CRANES STAND STILL**

*Ada Bern*

Cranes stood still.

# Why Pilots Left the Straits of Hormuz

By **Cem Dal** and **Eda Fox**

Pilots left.

## Outlook

They may return.

## Notes

1. Ibid.

*Cem Dal is a pilot and has written about ships for years.*

*Eda Fox was a harbour master in Izmir until last year.*
";

#[test]
fn an_issue_has_a_masthead_contents_and_articles() {
    let bulletin = read(ISSUE);
    let issue = &bulletin.issue;
    assert_eq!(issue.title.as_ref().unwrap().value, "Harbour Watch");
    assert_eq!((issue.volume.unwrap().value, issue.number.unwrap().value), (4, 7));
    assert_eq!(issue.date.unwrap().to_string(), "2018-10-10");
    assert!(matches!(issue.date_origin, Some(DateOrigin::Masthead(place)) if place.of(ISSUE) == "October 10, 2018"));
    assert!(issue.front.of(ISSUE).ends_with("**Why Pilots Left the Strait of Hormuz**\n\n"));
    assert_eq!(
        articles(&bulletin),
        [
            "FERRIES STOP AT NIGHT|Ada Bern|Notes*",
            "CRANES STAND STILL|Ada Bern|",
            "Why Pilots Left the Straits of Hormuz|Cem Dal, Eda Fox|Outlook, Notes*",
        ]
    );
    let contents: Vec<_> = bulletin.contents.iter().map(|e| (e.page.unwrap().value, e.department, e.article)).collect();
    assert_eq!(contents, [(1, true, Some(0)), (3, false, Some(2))]);
    assert_eq!(bulletin.contents[1].authors.len(), 2);
    let about: Vec<_> = bulletin.articles[2].biographies.iter().map(|it| it.subject.value.as_str()).collect();
    assert_eq!(about, ["Cem Dal", "Eda Fox"]);
    let notes = bulletin.articles[2].notes_section().unwrap().of(ISSUE);
    assert_eq!(notes, "Notes\n\n1. Ibid.\n\n");
}

#[test]
fn body_is_neither_heading_nor_byline_nor_notes_nor_biography() {
    let bulletin = read(ISSUE);
    let markdown = crate::markdown::parse(ISSUE);
    let body = bulletin.articles.iter().flat_map(|article| bulletin.body_blocks(&markdown, article));
    let body: Vec<&str> = body.map(|(_, block)| block.span.of(ISSUE)).collect();
    assert_eq!(body, ["Ferries stopped. [1]", "Cranes stood still.", "Pilots left.", "They may return."]);
}

#[test]
fn a_text_without_bylines_is_one_article() {
    assert_eq!(articles(&read("Only text.\n")), ["||"]);
    assert_eq!(articles(&read("# Title\n\nText.\n\n## Part\n\nMore.\n")), ["Title||Part"]);
    assert_eq!(articles(&read("## 1.1.0\n\n- new\n\n## 1.0.0\n\n- old\n")), ["||1.1.0, 1.0.0"]);
    assert_eq!(articles(&read("")), Vec::<String>::new());
    let readme = "# crate\n\n[![badge](a.svg)](b)\n\n- [Install](#install)\n- [Use](#use)\n\n## Install\n\nText.\n\n## Use\n\nText.\n";
    assert_eq!(articles(&read(readme)), ["crate||Install, Use"]);
    assert!(read(readme).contents.is_empty());
}

#[test]
fn a_single_article_takes_author_and_title_from_its_front_matter() {
    let text = "---\ntitle: \"Rain over Basra\" # draft\ndate: 2018-10-02\nauthors:\n  - Ada Bern\n  - name: Cem Dal\nvolume: XVI\nissue: 19\n---\n\nIt rained.\n";
    let bulletin = read(text);
    assert_eq!(articles(&bulletin), ["Rain over Basra|Ada Bern, Cem Dal|"]);
    assert_eq!(bulletin.issue.date.unwrap().to_string(), "2018-10-02");
    assert_eq!((bulletin.issue.volume.unwrap().value, bulletin.issue.number.unwrap().value), (16, 19));
    let toml = "+++\ntitle = 'Rain'\ndate = 2018-10-03T10:00:00Z\nauthors = [\"Ada Bern\"]\n+++\n\nIt rained.\n";
    let bulletin = read(toml);
    assert_eq!(articles(&bulletin), ["Rain|Ada Bern|"]);
    assert_eq!(bulletin.issue.date.unwrap().to_string(), "2018-10-03");
    let inline = "---\nauthors: [Ada Bern, \"Cem Dal\"]\nauthor_note: x\ndate: October 4, 2018\n---\n";
    assert_eq!(read(inline).issue.date.unwrap().to_string(), "2018-10-04");
}

#[test]
fn the_first_source_of_a_date_wins_and_none_is_guessed() {
    let dated = "# T\n\n*Ada Bern*\n\nOctober 4, 2018\n\nText.\n";
    assert_eq!(read_as("2017-01-02-t.md", dated).issue.date.unwrap().to_string(), "2018-10-04");
    let undated = "# T\n\n*Ada Bern*\n\nIt was seen on October 4, 2018.\n";
    let bulletin = read_as("2017-01-02-t.md", undated);
    assert_eq!(bulletin.issue.date.unwrap().to_string(), "2017-01-02");
    assert_eq!(bulletin.issue.date_origin, Some(DateOrigin::FileName));
    assert_eq!(read(undated).issue.date, None);
    assert_eq!(read("# Changes\n\n## 1.0.0 - 2018-10-04\n\nText.\n").issue.date, None);
    let given = Settings { fallback_date: Some(jiff::civil::date(2016, 1, 1)), ..Settings::default() };
    let markdown = crate::markdown::parse(undated);
    let bulletin = Bulletin::read("t.md", undated, &markdown, &Gazetteer::shipped(), &given);
    assert_eq!(bulletin.issue.date_origin, Some(DateOrigin::Configuration));
}

#[test]
fn an_article_follows_where_another_ends() {
    let text = "\
## One

*Ada Bern*

Text.

*Ada Bern is an analyst of ports and harbours.*

## Two

Text.

## Three

*Cem Dal*

Text.

## Four Ships

Text.
";
    assert_eq!(articles(&read(text)), ["One|Ada Bern|", "Two||", "Three|Cem Dal|Four Ships"]);
}

#[test]
fn a_plain_list_may_be_the_contents() {
    let text = "\
# Harbour Watch

## In this issue

- [Ferries Stop at Night](#ferries), by Ada Bern
- **Cranes Stand Still** — Cem Dal
- Pilots Leave, Eda Fox

## Ferries Stop at Night

*Ada Bern*

Text.

## Cranes Stand Still

*Cem Dal*

Text.
";
    let bulletin = read(text);
    let contents: Vec<_> = bulletin
        .contents
        .iter()
        .map(|entry| (entry.title.value.as_str(), entry.authors[0].value.as_str(), entry.article))
        .collect();
    assert_eq!(
        contents,
        [
            ("Ferries Stop at Night", "Ada Bern", Some(0)),
            ("Cranes Stand Still", "Cem Dal", Some(1)),
            ("Pilots Leave", "Eda Fox", None),
        ]
    );
}

#[test]
fn a_masthead_makes_an_issue_of_unsigned_articles() {
    let text =
        "# Watch\n\nVol. 2 No. 3\n\n## One\n\nText.\n\n### Part\n\nText.\n\n## Two\n\nText.\n\n## Notes\n\n1. A\n";
    assert_eq!(articles(&read(text)), ["One||Part", "Two||Notes*"]);
}

#[test]
fn front_matter_gives_the_title_where_no_heading_is_one() {
    let titled = "---\ntitle: \"The Quay&#58; A Story &amp; a Half\"\nauthor: Ada Bern\n---\n\n";
    let story = "The Quay: A Story & a Half|Ada Bern";
    for (text, expected) in [
        ("Ships came.\n\n### Notes\n\n1. None.\n", format!("{story}|Notes*")),
        ("Ships came.\n\n## Ground\n\nText.\n", format!("{story}|Ground")),
        ("## Ground\n\nShips came.\n\n### Part\n\nText.\n", format!("{story}|Ground, Part")),
        // It has a title of its own at the top.
        ("# A Quay\n\nShips came.\n\n## Ground\n\nText.\n", "A Quay|Ada Bern|Ground".to_owned()),
    ] {
        assert_eq!(articles(&read(&format!("{titled}{text}"))), [expected], "{text}");
    }
    // Without front matter the heading of the notes is not a title either.
    assert_eq!(articles(&read("Ships came.\n\n### Notes\n\n1. None.\n")), ["||Notes*"]);
    assert_eq!(articles(&read("# Introduction\n\nShips came.\n")), ["Introduction||"]);
}

#[test]
fn a_name_in_bold_below_a_section_signs_nothing() {
    let text = "Review\n======\n\nA draft.\n\n## Ground\n\nShips came to the port.\n\n";
    for names in ["### Case\n\n**Elwak Port Foundation**\n\nText.\n", "### Case\n\n**Ada Bern**\n\nShe came.\n"] {
        assert_eq!(articles(&read(&format!("{text}{names}"))), ["Review||Ground, Case"], "{names}");
    }
    // Directly below the masthead, and below the name of a department, there are bylines.
    let issue = "# Harbour Watch\n\nWeekly notes on ports.\n\n## Cranes Stand Still\n\n**Ada Bern**\n\nText.\n";
    assert_eq!(articles(&read(issue)), ["Cranes Stand Still|Ada Bern|"]);
    let department = "# Harbour Watch\n\n## BRIEFS\n\n### Cranes Stand Still\n\n**Ada Bern**\n\nText.\n";
    assert_eq!(articles(&read(department)), ["Cranes Stand Still|Ada Bern|"]);
    // A line in italics below one of several sections is not a byline either.
    let lone = "# Review\n\nA draft of it.\n\n## Model\n\n*Simple Assumptions*\n\nText.\n\n## Results\n\nText.\n";
    assert_eq!(articles(&read(lone)), ["Review||Model, Results"]);
    // Nor is a bold line below one of several sections, in a dated report.
    let bold = "# Threat Profile, May 9, 2018\n\n## Methods\n\n### Access\n\nThey call.\n\n### Stay\n\n**SIM Swapping**\n\nThey stay.\n\n## Victims\n\nMany.\n";
    assert_eq!(articles(&read(bold)), ["Threat Profile, May 9, 2018||Methods, Access, Stay, Victims"]);
    // Nor are the titles of block quotes; an epigraph stands apart.
    let quotes = "# Notes\n\n## Cranes\n\n**Dock Experience**\n> Slow.\n\n## Quays\n\n**Quay Experience**\n> Slow.\n";
    assert_eq!(articles(&read(quotes)), ["Notes||Cranes, Quays"]);
    let epigraph = "# Notes\n\n## Cranes\n\n**Ada Bern**\n\n> Slow.\n\n## Quays\n\n**Bo Lind**\n\nText.\n";
    assert_eq!(articles(&read(epigraph)), ["Cranes|Ada Bern|", "Quays|Bo Lind|"]);
    let body = "# Harbour Watch\n\n## Cranes\n\n*Ministry of Ports*\n\nText.\n";
    assert_eq!(articles(&read(body)), ["Harbour Watch||Cranes"]);
}

#[test]
fn an_article_lists_its_own_sections() {
    let listed = |text: &str| -> Vec<(String, Option<usize>)> {
        let read = read(text);
        read.contents.iter().map(|entry| (entry.title.value.to_string(), entry.section)).collect()
    };
    let text = "# Review\n\n## Outline\n\n1. Ground\n2. Why do ships come?\n3. Nothing like it\n\n\
        ## Ground\n\n1. I look at ships\n2. I look at ports\n\n## Why do big ships come?\n\nText.\n";
    let expected = [("Ground", Some(1)), ("Why do ships come?", Some(2)), ("Nothing like it", None)];
    assert_eq!(listed(text), expected.map(|(title, section)| (title.to_owned(), section)));
    // Under another heading, or if it consists of links, a list is just a list; so is one with few matches.
    for other in ["## Aims", "## Contents\n\nFirst this:"] {
        assert_eq!(listed(&text.replace("## Outline", other)), [], "{other}");
    }
    assert_eq!(listed(&text.replace("1. Ground\n2. Why", "1. [Ground](#ground)\n2. Why")), []);
    assert_eq!(listed(&text.replace("1. Ground\n", "1. Else\n")), []);
}

#[test]
fn numbers_before_titles() {
    for (title, bare) in [
        ("3. Outlook", "Outlook"),
        ("2.1 Outlook", "Outlook"),
        ("IV. Outlook", "Outlook"),
        ("2) Outlook", "Outlook"),
        ("2017 in Review", "2017 in Review"),
        ("I Was There", "I Was There"),
        ("3.", "3."),
        ("Outlook", "Outlook"),
    ] {
        assert_eq!(without_number(title), bare);
    }
}

#[test]
fn a_line_of_fields_below_the_title_gives_the_date() {
    let date = |lines: &str| {
        let text = format!("# The road\n\n{lines}\n\nIt rained on the quay for days.\n");
        read(&text).issue.date.map(|date| date.to_string())
    };
    for lines in [
        "*Ada Vale, 15 June 2020*",
        "A week on the road\n\nNairobi, 15 June 2020",
        "![The quay](quay.jpg)\n\nBy Ada Vale, 15 June 2020",
        "![The quay](quay.jpg)\n\n*The quay at dusk*\n\n*Ada Vale, 15 June 2020*",
    ] {
        assert_eq!(date(lines).as_deref(), Some("2020-06-15"), "{lines}");
    }
    for lines in [
        "![The quay](quay.jpg)\n\n*Kidal, 15 June 2020*",
        "> We left.\n\nAda Vale, 15 June 2020",
        "It rained on the quay for days, and nobody came to ask about the boats that had been tied up there all week long, or about the men.\n\n*Ada Vale, 15 June 2020*",
    ] {
        assert_eq!(date(lines), None, "{lines}");
    }
}

#[test]
fn the_date_of_a_source_further_down_is_not_the_issues() {
    let date = |text: &str| read(text).issue.date.map(|date| date.to_string());
    let list = "- **Source:** Dawn\n- **Date:** January 11, 2018\n";
    assert_eq!(date(&format!("# Voices\n\n## Data\n\n{list}")).as_deref(), Some("2018-01-11"));
    assert_eq!(date(&format!("# Voices\n\n## Documents\n\n## 1. Quotations\n\n### Lena Holt\n\n{list}")), None);
}

#[test]
fn a_table_or_quotation_of_fields_gives_the_date() {
    let date = |text: &str| read(text).issue.date.map(|date| date.to_string());
    for text in [
        "# Ports\n\n| Field | Detail |\n|---|---|\n| **Series** | Ports |\n| **Date** | 2018-10-10 |\n\nIt rained.\n",
        "| id | HW-7 |\n|---|---|\n| date | 2018-10-10 |\n\n# Ports\n",
        "# Ports\n\nPublished: 2018-10-10 (KST) | Series: Ports | Author: Ada Vale\n\nIt rained.\n",
        "# Ports\n\n> **Report** HW-7 · **Published** 2018-10-10 · **Series** Ports\n\nIt rained.\n",
    ] {
        assert_eq!(date(text).as_deref(), Some("2018-10-10"), "{text}");
    }
    for text in [
        "# Ports\n\n| Date | Event |\n|---|---|\n| 2018-10-10 | Rain |\n",
        "# Ports\n\n> Date: October 10, 2018\n> Dear Lena\n",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}

#[test]
fn the_day_of_a_revision_is_known_too() {
    let updated = |text: &str| read(text).issue.updated.map(|date| date.to_string());
    for text in [
        "---\ndate: 2018-10-10\nlast_updated: 2018-10-17\n---\n\n# Ports\n",
        "# Ports\n\n**Published:** October 10, 2018\\\n**Last updated:** October 17, 2018\n",
        "# Ports\n\n| Date | 2018-10-10 |\n|---|---|\n| Last updated | 2018-10-17 |\n",
    ] {
        assert_eq!(updated(text).as_deref(), Some("2018-10-17"), "{text}");
        assert_eq!(read(text).issue.date.unwrap().to_string(), "2018-10-10", "{text}");
    }
    assert_eq!(updated("# Ports\n\nPublished: October 10, 2018\n"), None);
}
