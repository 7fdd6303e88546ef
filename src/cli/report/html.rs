//! The page of a document.

use super::charts;
use super::ledger::{Cited, Entry, Excerpt, Figure, Finding, Part, Standing, Tally};
use super::page::{Page, link, shown};
use crate::text::counted;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many reasons and sources the first screen names.
const FIRST: usize = 4;

/// The page of one document.
pub(super) fn page(entry: &Entry) -> String {
    let mut page = Page::new();
    page.out.push_str("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header>\n");
    head(entry, &mut page);
    page.out.push_str("</header>\n<main>\n");
    body(entry, &mut page);
    page.out.push_str("</main>");
    page.finish(&entry.title)
}

/// The title of a document and the details of the issue.
pub(super) fn head(entry: &Entry, page: &mut Page) {
    page.paragraph("kicker", &format!("Editorial report · {}", shown(&entry.path)));
    page.heading(0, "", &shown(&entry.title));
    let said: Vec<String> = [
        entry.issue.volume.map(|volume| format!("Volume {volume}")),
        entry.issue.number.map(|number| format!("issue {number}")),
        Some(entry.issue.date.clone().unwrap_or_else(|| "no issue date".to_owned())),
        Some(counted(entry.articles.iter().filter(|part| part.title.is_some()).count(), "article", "articles")),
        Some(counted(entry.sources.citations, "citation", "citations")),
    ]
    .into_iter()
    .flatten()
    .collect();
    page.paragraph("quiet", &said.join(" · "));
}

/// Everything reported about a document, below its title.
pub(super) fn body(entry: &Entry, page: &mut Page) {
    first_screen(entry, page);
    filters(entry, page);
    findings(entry, page);
    changes(entry, page);
    sources(entry, page);
    abbreviations(entry, page);
    suppressions(entry, page);
    for (at, part) in entry.articles.iter().enumerate() {
        if page.is_full() {
            page.left_out(entry.articles.len() - at, "article", "articles");
            break;
        }
        article(at, part, page);
    }
}

/// Whether it can be printed, in a sentence.
pub(super) fn verdict(entry: &Entry) -> String {
    match entry.counts.errors {
        0 => "Yes: nothing stops it.".to_owned(),
        1 => "No: one error stops it.".to_owned(),
        errors => format!("No: {errors} errors stop it."),
    }
}

fn others(entry: &Entry) -> String {
    let counts = [
        (entry.counts.warnings, "warning", "warnings"),
        (entry.counts.infos, "remark worth a look", "remarks worth a look"),
        (entry.counts.hints, "hint", "hints"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(*n, one, many)).collect();
    match &counts[..] {
        [] => String::new(),
        [only] => format!("{only}."),
        [first @ .., last] => format!("{} and {last}.", first.join(", ")),
    }
}

/// Whether it can be printed, what prevents that, and which sources it depends on.
fn first_screen(entry: &Entry, page: &mut Page) {
    page.out.push_str("<div class=\"cards\">\n");
    let class = if entry.printable { "yes" } else { "no" };
    let _ = writeln!(page.out, "<section class=\"card {class}\">");
    page.heading(1, "", "Is it printable?");
    page.paragraph("verdict", &verdict(entry));
    let others = others(entry);
    let fixable = entry.findings.iter().filter(|found| found.change.as_ref().is_some_and(|change| change.safe)).count();
    if !others.is_empty() {
        let besides = if entry.printable { "To look at: " } else { "Also " };
        page.paragraph("", &format!("{besides}{others}"));
    }
    if fixable > 0 {
        let them = counted(fixable, "finding has", "findings have");
        page.paragraph(
            "quiet",
            &format!(
                "{them} a safe fix; <code>copydesk fix</code> applies {}.",
                if fixable == 1 { "it" } else { "them" }
            ),
        );
    }
    if let Some(changes) = &entry.changes {
        let said = match changes.is_new {
            true => "The last report does not include it.".to_owned(),
            false => format!("Since the last report: {}.", changed(changes.new.len(), changes.gone.len())),
        };
        page.paragraph("", &said);
    }
    page.out.push_str("</section>\n<section class=\"card stops\">\n");
    page.heading(1, "", "What stops it");
    let errors: Vec<(usize, &Finding)> =
        entry.findings.iter().enumerate().filter(|(_, found)| found.is_error()).collect();
    if errors.is_empty() {
        page.paragraph("verdict", "Nothing.");
    }
    let mut named = 0;
    for article in errors.chunk_by(|(_, a), (_, b)| a.part == b.part).take(FIRST) {
        let name = article[0].1.part.map_or("Outside the articles", |part| entry.articles[part].name());
        let count = counted(article.len(), "error", "errors");
        page.paragraph("", &format!("{}: <strong>{count}</strong>", shown(name)));
        page.out.push_str("<ul>\n");
        for (at, found) in article.iter().take(FIRST.saturating_sub(named).max(1)) {
            let (prefix, message) = (&page.prefix, shown(&found.message));
            let _ = writeln!(page.out, "<li><a href=\"#{prefix}f{at}\">line {}: {message}</a></li>", found.line);
            named += 1;
        }
        page.out.push_str("</ul>\n");
    }
    if errors.len() > named {
        page.paragraph("quiet", &format!("and {} more below", errors.len() - named));
    }
    page.out.push_str("</section>\n<section class=\"card\">\n");
    page.heading(1, "", "On whom it leans");
    leaning(entry, page);
    page.out.push_str("</section>\n</div>\n");
}

fn leaning(entry: &Entry, page: &mut Page) {
    let sources = &entry.sources;
    let Some(first) = sources.shares.first() else {
        page.paragraph("verdict", if sources.citations == 0 { "It cites nothing." } else { "No source is named." });
        return;
    };
    let verdict = match sources.shares.get(1) {
        None if sources.shares.len() == 1 && first.count == sources.citations => {
            format!("{} alone.", shown(&first.source))
        }
        _ => format!(
            "{}: {} of {}.",
            shown(&first.source),
            first.count,
            counted(sources.citations, "citation", "citations")
        ),
    };
    page.paragraph("verdict", &verdict);
    page.out.push_str("<ul>\n");
    for share in sources.shares.iter().skip(1).take(2) {
        let _ = writeln!(page.out, "<li>{}: {}</li>", shown(&share.source), share.count);
    }
    let named = sources.shares.len();
    let _ = writeln!(page.out, "<li>{} in all</li>", counted(named, "source", "sources"));
    let alone: Vec<String> = entry
        .articles
        .iter()
        .filter_map(|part| Some(format!("{} ({})", shown(part.name()), shown(part.sources.only_source()?))))
        .collect();
    if !alone.is_empty() && entry.articles.len() > 1 {
        let (what, each) =
            (counted(alone.len(), "article rests", "articles rest"), if alone.len() > 1 { " each" } else { "" });
        let _ = writeln!(page.out, "<li>{what} on one source{each}: {}</li>", some(&alone, "; "));
    }
    let (on_one, citing) = (sources.paragraphs.on_one_source.len(), sources.paragraphs.citing);
    if on_one > 0 {
        let paragraphs = counted(citing, "paragraph with citations", "paragraphs with citations");
        let rest = if citing == 1 { "rests" } else { "rest" };
        let _ = writeln!(page.out, "<li>{on_one} of {paragraphs} {rest} on a single source</li>");
    }
    for (number, what) in [(sources.undated, "without a date"), (sources.without_address, "without an address")] {
        if number > 0 {
            let _ = writeln!(page.out, "<li>{} {what}</li>", counted(number, "citation", "citations"));
        }
    }
    page.out.push_str("</ul>\n");
}

/// The first of these, and the number of the others.
pub(super) fn some(names: &[String], between: &str) -> String {
    const NAMED: usize = 8;
    let first = &names[..names.len().min(NAMED)];
    let more = match names.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", first.join(between))
}

/// The controls, which the script makes visible.
fn filters(entry: &Entry, page: &mut Page) {
    // If several documents share a page, the controls of the page serve all of them.
    if entry.findings.is_empty() && entry.sources.citations == 0 || !page.prefix.is_empty() {
        return;
    }
    let mut options = String::new();
    for (at, part) in entry.articles.iter().enumerate() {
        let _ = write!(options, "<option value=\"{at}\">{}</option>", shown(part.name()));
    }
    let rules: BTreeSet<&str> = entry.findings.iter().map(|found| found.rule).collect();
    let rules: String = rules.iter().map(|rule| format!("<option>{rule}</option>")).collect();
    controls(&options, &rules, false, page);
}

/// The form with these articles and rules; `documents` if the page lists several.
pub(super) fn controls(articles: &str, rules: &str, documents: bool, page: &mut Page) {
    page.out.push_str("<form class=\"filters\" hidden aria-label=\"What is shown\">\n");
    page.out.push_str("<div><label for=\"filter-search\">Search</label><input type=\"search\" id=\"filter-search\" name=\"search\" autocomplete=\"off\"></div>\n");
    let any = |name: &str, label: &str, options: &str| {
        format!(
            "<div><label for=\"filter-{name}\">{label}</label><select id=\"filter-{name}\" name=\"{name}\">\
             <option value=\"\">all</option>{options}</select></div>\n"
        )
    };
    if !articles.is_empty() {
        page.out.push_str(&any("article", "Article", articles));
    }
    if !rules.is_empty() {
        page.out.push_str(&any("rule", "Rule", rules));
        let levels = "<option>error</option><option>warning</option><option>info</option><option>hint</option>";
        page.out.push_str(&any("level", "Severity", levels));
        page.out.push_str(
            "<div><label for=\"filter-sort\">Order</label><select id=\"filter-sort\" name=\"sort\"><option value=\"place\">by place</option>\
             <option value=\"level\">by severity</option><option value=\"rule\">by rule</option></select></div>\n",
        );
    }
    if documents {
        page.out.push_str(&any("printable", "Printable", "<option>yes</option><option>no</option>"));
    }
    page.out.push_str("<button type=\"reset\">Show all</button>\n<output role=\"status\"></output>\n</form>\n");
}

fn findings(entry: &Entry, page: &mut Page) {
    if page.prefix.is_empty() {
        page.out.push_str("<div id=\"findings\" tabindex=\"-1\"></div>\n");
    }
    let is_new: BTreeSet<usize> = entry.changes.iter().flat_map(|changes| &changes.new).copied().collect();
    let (errors, others): (Vec<_>, Vec<_>) = entry.findings.iter().enumerate().partition(|(_, found)| found.is_error());
    for (title, mut list) in [("What stops the issue", errors), ("To look at", others)] {
        if list.is_empty() {
            continue;
        }
        list.sort_by_key(|(_, found)| found.part);
        page.heading(1, "big", title);
        let mut told = 0;
        for of_part in list.chunk_by(|(_, a), (_, b)| a.part == b.part) {
            if page.is_full() {
                break;
            }
            let name = of_part[0].1.part.map_or("Outside the articles", |part| entry.articles[part].name());
            page.out.push_str("<div class=\"by-article\">\n");
            page.heading(2, "mid", &shown(name));
            page.out.push_str("<ol class=\"findings\">\n");
            for (at, found) in of_part {
                if page.is_full() {
                    break;
                }
                finding(*at, found, is_new.contains(at), page);
                told += 1;
            }
            page.out.push_str("</ol>\n</div>\n");
        }
        if told < list.len() {
            page.left_out(list.len() - told, "finding", "findings");
        }
    }
    if entry.findings.is_empty() {
        page.heading(1, "big", "Findings");
        page.paragraph("", "Nothing was found.");
    }
}

fn finding(at: usize, found: &Finding, is_new: bool, page: &mut Page) {
    let (level, rule) = (found.level, found.rule);
    let part = found.part.map_or(String::new(), |part| part.to_string());
    let class = level.get(..1).unwrap_or_default();
    let _ = writeln!(
        page.out,
        "<li class=\"finding {class}\" id=\"{0}f{at}\" data-level=\"{level}\" data-rule=\"{rule}\" data-article=\"{part}\">",
        page.prefix
    );
    let new = if is_new { " · new" } else { "" };
    let _ = writeln!(
        page.out,
        "<p><span class=\"level {level}\">{level}</span> <span class=\"quiet\">line {} · {rule}{new}</span></p><p class=\"said\">{}</p>",
        found.line,
        shown(&found.message)
    );
    let words = found.change.as_ref().and_then(|change| change.words.as_ref());
    let shown_places = found.excerpts.len();
    // A change of a single place also shows that place.
    let excerpts = if words.is_some() && shown_places == 1 { &[] } else { &found.excerpts[..] };
    for Excerpt { line, before, text, after } in excerpts {
        let at = if shown_places > 1 { format!("{line}: ") } else { String::new() };
        let _ = writeln!(
            page.out,
            "<p class=\"excerpt\">{at}{}<mark>{}</mark>{}</p>",
            shown(before),
            shown(text),
            shown(after)
        );
    }
    if found.places > shown_places {
        page.paragraph("quiet", &format!("and {} more", found.places - shown_places));
    }
    if let Some(change) = &found.change {
        let safety = if change.safe { "a safe fix" } else { "for review" };
        let _ = write!(page.out, "<p>Proposed: {} <span class=\"quiet\">({safety})</span></p>", shown(&change.title));
        if let Some(words) = words {
            let old = if words.old.is_empty() { String::new() } else { format!("<del>{}</del>", shown(&words.old)) };
            let new = if words.new.is_empty() { String::new() } else { format!("<ins>{}</ins>", shown(&words.new)) };
            let _ =
                write!(page.out, "<p class=\"excerpt\">{}{old}{new}{}</p>", shown(&words.before), shown(&words.after));
        }
    }
    page.out.push_str("</li>\n");
}

/// `2 new findings, 1 finding gone`
pub(super) fn changed(new: usize, gone: usize) -> String {
    format!("{}, {}", counted(new, "new finding", "new findings"), counted(gone, "finding gone", "findings gone"))
}

fn changes(entry: &Entry, page: &mut Page) {
    let Some(changes) = &entry.changes else { return };
    page.heading(1, "big", "Since the last report");
    if changes.is_new {
        page.paragraph("", "The last report does not include this document.");
        return;
    }
    let citations = match (changes.citations_before, entry.sources.citations) {
        (before, now) if before == now => format!("{} as before.", counted(now, "citation", "citations")),
        (before, now) => format!("{}, {before} before.", counted(now, "citation", "citations")),
    };
    page.paragraph("", &format!("{}. {citations}", changed(changes.new.len(), changes.gone.len())));
    for (what, names) in
        [("Sources added", &changes.sources_added), ("Sources no longer cited", &changes.sources_dropped)]
    {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
            page.paragraph("", &format!("{what}: {}", names.join("; ")));
        }
    }
    page.table(
        "wide",
        "Findings that are gone",
        &["#was on line", "severity", "what was wrong"],
        changes.gone.iter().map(|gone| [gone.line.to_string(), shown(&gone.level), shown(&gone.message)]),
    );
}

/// How the issue depends on its sources.
fn sources(entry: &Entry, page: &mut Page) {
    if entry.sources.citations == 0 {
        return;
    }
    page.heading(1, "big", "Where it stands on its sources");
    let id = format!("{}issue", page.prefix);
    figures(&id, &entry.sources, page);
    if let Some(oldest) = &entry.sources.oldest {
        page.paragraph(
            "",
            &format!(
                "The oldest citation is {}, {}, on line {}: {} before the issue.",
                shown(&oldest.source),
                shown(&oldest.date),
                oldest.line,
                counted(usize::try_from(oldest.days).unwrap_or_default(), "day", "days")
            ),
        );
    }
    shares(&entry.sources, page);
    let articles = entry.articles.iter().filter(|part| part.sources.citations > 0);
    let rows: Vec<[String; 6]> = articles
        .map(|part| {
            let sources = &part.sources;
            let most = sources.shares.first();
            [
                shown(part.name()),
                sources.citations.to_string(),
                sources.shares.len().to_string(),
                most.map(|share| format!("{}: {}%", shown(&share.source), share.percent)).unwrap_or_default(),
                sources.undated.to_string(),
                sources.without_address.to_string(),
            ]
        })
        .collect();
    if rows.len() > 1 {
        let heads = ["article", "#citations", "#sources", "leans most on", "#undated", "#without address"];
        page.table("wide", "Article by article", &heads, rows.into_iter());
    }
}

/// The charts, each with its table.
fn figures(id: &str, sources: &Standing, page: &mut Page) {
    page.out.push_str("<div class=\"figures\">\n");
    let shares: Vec<Tally> =
        sources.shares.iter().map(|one| Tally { name: one.source.clone(), count: one.count }).collect();
    let by_source = Figure { title: "Citations by source", name: "source", tallies: shares.into(), in_time: false };
    let named = by_source.tallies.iter().any(|one| one.count > 0).then_some(by_source);
    for (number, Figure { title, name, tallies, in_time }) in named.into_iter().chain(sources.figures()).enumerate() {
        let _ = writeln!(page.out, "<figure><figcaption>{title}</figcaption>");
        let id = format!("{id}-chart-{number}");
        if in_time {
            charts::columns(&id, title, &tallies, &mut page.out);
        } else {
            charts::bars(&id, title, &tallies, &mut page.out);
        }
        let most = if name == "source" { TABLE } else { usize::MAX };
        let rows: Vec<[String; 3]> = tallies
            .iter()
            .filter(|one| one.count > 0)
            .take(most)
            .map(|one| {
                let percent = super::ledger::per_cent(one.count, sources.citations);
                [shown(&one.name), one.count.to_string(), format!("{percent}%")]
            })
            .collect();
        page.table("small", title, &[name, "#citations", "#of all"], rows.into_iter());
        if tallies.len() > most {
            page.paragraph("quiet", "All sources are in the table below.");
        }
        page.out.push_str("</figure>\n");
    }
    page.out.push_str("</div>\n");
}

/// The number of rows in the table under the chart of sources; another table below it has all of them.
const TABLE: usize = 12;

fn shares(sources: &Standing, page: &mut Page) {
    page.table(
        "wide",
        "Sources",
        &["source", "#citations", "#share", "kind", "countries", "languages"],
        sources.shares.iter().map(|share| {
            let kind = if share.listed { shown(&share.kind) } else { "not in the register".to_owned() };
            [
                shown(&share.source),
                share.count.to_string(),
                format!("{}%", share.percent),
                kind,
                shown(&share.countries.join(", ")),
                shown(&share.languages.join(", ")),
            ]
        }),
    );
}

/// Abbreviations that stand for several things in the issue.
fn abbreviations(entry: &Entry, page: &mut Page) {
    let all = entry.articles.iter().flat_map(|part| part.abbreviations.iter().map(move |one| (part, one)));
    let rows: Vec<[String; 4]> = all
        .filter(|(_, one)| !one.conflicts.is_empty())
        .map(|(part, one)| {
            [
                shown(&one.short),
                shown(&one.long),
                shown(&one.conflicts.join("; ")),
                format!("{}, line {}", shown(part.name()), one.line),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.heading(1, "big", "Abbreviations that stand for several things");
        page.table("wide", "Conflicts", &["short form", "stands for", "also stands for", "where"], rows.into_iter());
    }
}

fn suppressions(entry: &Entry, page: &mut Page) {
    if entry.suppressions.is_empty() {
        return;
    }
    page.heading(1, "big", "What is hidden, and why");
    page.table(
        "wide",
        "Comments that hide findings",
        &["#line", "applies to", "rules", "reason"],
        entry.suppressions.iter().map(|one| {
            let rules = if one.rules.is_empty() { "all rules".to_owned() } else { shown(&one.rules.join(", ")) };
            let reason = one.reason.as_deref().map_or("<em>no reason is given</em>".to_owned(), shown);
            [one.line.to_string(), one.hides.to_owned(), rules, reason]
        }),
    );
}

fn article(at: usize, part: &Part, page: &mut Page) {
    let _ = writeln!(page.out, "<section class=\"article\" data-article=\"{at}\">");
    page.heading(1, "big", &shown(part.name()));
    let mut said = Vec::new();
    if !part.authors.is_empty() {
        said.push(format!("by {}", shown(&part.authors.join(", "))));
    }
    let counts = part.counts;
    if counts.total() > 0 {
        said.push(format!(
            "{}, {}",
            counted(counts.errors, "error", "errors"),
            counted(counts.warnings, "warning", "warnings")
        ));
    }
    said.push(counted(part.sources.citations, "citation", "citations"));
    if let Some(only) = part.sources.only_source() {
        said.push(format!("rests on {} alone", shown(only)));
    }
    page.paragraph("quiet", &said.join(" · "));
    let on_one = &part.sources.paragraphs.on_one_source;
    if !on_one.is_empty() {
        let what = if on_one.len() == 1 { "One paragraph rests" } else { "Paragraphs that rest" };
        page.paragraph("", &format!("{what} on a single source, cited more than once: {}.", lines(on_one)));
    }
    shares(&part.sources, page);
    page.table(
        "wide",
        "Citations",
        &["#line", "source", "=date", "#age in days", "@address"],
        part.citations.iter().map(cited),
    );
    page.table(
        "wide",
        "Names",
        &["name", "#times", "as written"],
        part.actors.iter().map(|actor| {
            let written: Vec<String> = actor
                .spellings
                .iter()
                .map(|one| {
                    let standing = match one.standing {
                        "outdated" | "not preferred" => format!("<strong>{}</strong>", one.standing),
                        standing => standing.to_owned(),
                    };
                    let times = match one.lines.len() {
                        1 => String::new(),
                        many => format!(", {many} times"),
                    };
                    format!("{} ({standing}{times}, {})", shown(&one.text), lines(&one.lines))
                })
                .collect();
            [shown(&actor.name), actor.times.to_string(), written.join("; ")]
        }),
    );
    page.table(
        "wide",
        "Abbreviations",
        &["#line", "short form", "stands for", "#uses", "also stands for"],
        part.abbreviations.iter().map(|one| {
            [
                one.line.to_string(),
                shown(&one.short),
                shown(&one.long),
                one.uses.to_string(),
                shown(&one.conflicts.join("; ")),
            ]
        }),
    );
    page.table(
        "wide",
        "Notes",
        &["#line", "note", "referred to", "cites"],
        part.notes.iter().map(|note| {
            let from = match note.references.is_empty() {
                true => "<em>nothing points to it</em>".to_owned(),
                false => lines(&note.references),
            };
            [note.line.to_string(), shown(&note.label), from, shown(&note.sources.join("; "))]
        }),
    );
    page.out.push_str("</section>\n");
}

/// `line 3`, `lines 3, 5 and 2 more`
fn lines(numbers: &[u32]) -> String {
    let mut distinct: Vec<String> = numbers.iter().map(u32::to_string).collect();
    distinct.dedup();
    format!("{} {}", if distinct.len() == 1 { "line" } else { "lines" }, some(&distinct, ", "))
}

fn cited(one: &Cited) -> [String; 5] {
    let date = match (&one.date, &one.date_text) {
        (Some(date), _) => shown(date),
        (None, Some(text)) => format!("{} <span class=\"quiet\">(no year known)</span>", shown(text)),
        (None, None) if one.points_back => "<span class=\"quiet\">as before</span>".to_owned(),
        (None, None) => "<em>undated</em>".to_owned(),
    };
    let age = match one.age {
        Some(age) if age < 0 => format!("<strong>{age}, after the issue</strong>"),
        Some(age) if one.oldest => format!("<strong>{age}, the oldest</strong>"),
        Some(age) => age.to_string(),
        None => String::new(),
    };
    let address = match &one.url {
        Some(url) if one.placeholder => format!("<em>leads nowhere:</em> {}", shown(url)),
        Some(url) => link(url),
        None if one.points_back => String::new(),
        None => "<em>none</em>".to_owned(),
    };
    let note =
        one.note.as_deref().map_or(String::new(), |note| format!(" <span class=\"quiet\">note {}</span>", shown(note)));
    let source = one.source.as_deref().map_or("<em>no name</em>".to_owned(), shown);
    [one.line.to_string(), format!("{source}{note}"), date, age, address]
}
