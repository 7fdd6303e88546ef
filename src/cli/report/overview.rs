//! The overview of several documents: which can be printed, what prevents the others, and which sources they depend on.

use super::charts;
use super::html;
use super::ledger::{Counts, Entry, Tally, per_cent};
use super::page::{Page, shown};
use crate::text::counted;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the overview stores for a document.
struct Row {
    path: String,
    title: String,
    date: Option<String>,
    counts: Counts,
    citations: usize,
    leans: Option<String>,
    undated: usize,
    /// The address of its page, or its place on this page; `None` if the page has no room for it.
    href: Option<String>,
    /// The number of new findings and of findings gone, if there is an earlier report.
    changes: Option<(usize, usize)>,
}

impl Row {
    /// The title, and the path: issues of one bulletin share their title.
    fn name(&self) -> String {
        match self.title == self.path {
            true => shown(&self.path),
            false => format!("{} <span class=\"quiet\">{}</span>", shown(&self.title), shown(&self.path)),
        }
    }

    /// HTML that links to the document, if its page can be reached.
    fn linked(&self, html: &str) -> String {
        self.href.as_ref().map_or_else(|| html.to_owned(), |href| format!("<a href=\"{href}\">{html}</a>"))
    }
}

/// See the module documentation.
#[derive(Default)]
pub(super) struct Overview {
    rows: Vec<Row>,
    sources: BTreeMap<String, usize>,
    citations: usize,
    /// Documents in an earlier report that are gone.
    pub(super) missing: Vec<String>,
}

impl Overview {
    /// Adds a document.
    pub(super) fn add(&mut self, entry: &Entry, href: Option<String>) {
        for share in &entry.sources.shares {
            *self.sources.entry(share.source.clone()).or_default() += share.count;
        }
        self.citations += entry.sources.citations;
        let leans = entry.sources.shares.first();
        self.rows.push(Row {
            path: entry.path.clone(),
            title: entry.title.clone(),
            date: entry.issue.date.clone(),
            counts: entry.counts,
            citations: entry.sources.citations,
            leans: leans.map(|share| format!("{}: {}%", share.source, share.percent)),
            undated: entry.sources.undated,
            href,
            changes: entry.changes.as_ref().map(|changes| (changes.new.len(), changes.gone.len())),
        });
    }

    /// The page; `below` is what follows the table.
    pub(super) fn page(&self, below: &str) -> String {
        let mut page = Page { rest: below.len(), ..Page::new() };
        page.out.push_str("<header>\n");
        page.paragraph("kicker", "Editorial report");
        page.heading(0, "", &counted(self.rows.len(), "document", "documents"));
        page.out.push_str("</header>\n<main>\n");
        self.cards(&mut page);
        html::controls("", "", self.rows.len() > 1, &mut page);
        self.table(&mut page);
        if !self.missing.is_empty() {
            page.heading(1, "big", "In the last report and no longer here");
            let names: Vec<String> = self.missing.iter().map(|path| shown(path)).collect();
            page.paragraph("", &html::some(&names, "; "));
        }
        if self.citations > 0 {
            page.heading(1, "big", "On whom they lean");
            let mut tallies: Vec<Tally> =
                self.sources.iter().map(|(name, count)| Tally { name: name.clone(), count: *count }).collect();
            tallies.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
            page.out.push_str("<figure><figcaption>Citations by source, over all documents</figcaption>\n");
            charts::bars("all-sources", "Citations by source, over all documents", &tallies, &mut page.out);
            page.out.push_str("</figure>\n");
            let rows: Vec<[String; 3]> = tallies
                .iter()
                .take(SOURCES)
                .map(|one| {
                    let percent = per_cent(one.count, self.citations);
                    [shown(&one.name), one.count.to_string(), format!("{percent}%")]
                })
                .collect();
            page.table("wide", "Sources", &["source", "#citations", "#share"], rows.into_iter());
            if tallies.len() > SOURCES {
                page.left_out(tallies.len() - SOURCES, "source", "sources");
            }
        }
        page.out.push_str(below);
        let unlinked = self.rows.iter().filter(|row| row.href.is_none()).count();
        if unlinked > 0 {
            page.left_out(unlinked, "document", "documents");
            page.paragraph("quiet", "With <code>--output FILE</code> each document has a page of its own.");
        }
        page.out.push_str("</main>");
        page.finish(&counted(self.rows.len(), "document", "documents"))
    }

    fn cards(&self, page: &mut Page) {
        let stopped: Vec<&Row> = self.rows.iter().filter(|row| row.counts.errors > 0).collect();
        let all = self.rows.iter().fold(Counts::default(), |sum, row| sum.plus(row.counts));
        page.out.push_str("<div class=\"cards\">\n");
        let _ = writeln!(page.out, "<section class=\"card {}\">", if stopped.is_empty() { "yes" } else { "no" });
        page.heading(1, "", "Are they printable?");
        let verdict = match (stopped.len(), self.rows.len()) {
            (_, 0) => "No document was read.".to_owned(),
            (0, 1) => "Yes: nothing stops it.".to_owned(),
            (0, _) => "Yes: nothing stops any of them.".to_owned(),
            (some, rows) => format!("{} of {rows} can be printed.", rows - some),
        };
        page.paragraph("verdict", &verdict);
        let counts = [
            counted(all.errors, "error", "errors"),
            counted(all.warnings, "warning", "warnings"),
            counted(all.infos, "remark", "remarks"),
        ];
        page.paragraph("", &format!("{}.", counts.join(", ")));
        let changes: Vec<(usize, usize)> = self.rows.iter().filter_map(|row| row.changes).collect();
        if !changes.is_empty() {
            let (new, gone) = changes.iter().fold((0, 0), |(new, gone), one| (new + one.0, gone + one.1));
            page.paragraph("", &format!("Since the last report: {}.", html::changed(new, gone)));
        }
        page.out.push_str("</section>\n<section class=\"card stops\">\n");
        page.heading(1, "", "What stops them");
        let mut worst = stopped.clone();
        worst.sort_by(|a, b| b.counts.errors.cmp(&a.counts.errors).then_with(|| a.path.cmp(&b.path)));
        if worst.is_empty() {
            page.paragraph("verdict", "Nothing.");
        } else {
            page.out.push_str("<ol>\n");
            for row in worst.iter().take(5) {
                let errors = counted(row.counts.errors, "error", "errors");
                let _ = writeln!(page.out, "<li>{}: {errors}</li>", row.linked(&row.name()));
            }
            page.out.push_str("</ol>\n");
            if worst.len() > 5 {
                page.paragraph("quiet", &format!("and {} more below", worst.len() - 5));
            }
        }
        page.out.push_str("</section>\n<section class=\"card\">\n");
        page.heading(1, "", "On whom they lean");
        let most = self.sources.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        match most {
            Some((name, count)) => {
                let of = counted(self.citations, "citation", "citations");
                page.paragraph("verdict", &format!("{}: {count} of {of}.", shown(name)));
                page.paragraph("", &format!("{} in all.", counted(self.sources.len(), "source", "sources")));
            }
            None => page.paragraph("verdict", "They cite nothing."),
        }
        page.out.push_str("</section>\n</div>\n");
    }

    fn table(&self, page: &mut Page) {
        let row = |row: &Row| {
            let verdict = match row.counts.errors {
                0 => "<span class=\"level hint\" data-printable=\"yes\">yes</span>",
                _ => "<span class=\"level error\" data-printable=\"no\">no</span>",
            };
            [
                row.linked(&row.name()),
                row.date.as_deref().map_or("<em>none</em>".to_owned(), shown),
                verdict.to_owned(),
                row.counts.errors.to_string(),
                row.counts.warnings.to_string(),
                row.citations.to_string(),
                row.undated.to_string(),
                row.leans.as_deref().map(shown).unwrap_or_default(),
            ]
        };
        let heads =
            ["document", "=issue date", "printable", "#errors", "#warnings", "#citations", "#undated", "leans most on"];
        if self.rows.iter().any(|row| row.changes.is_some()) {
            let [a, b, c, d, e, f, g, h] = heads;
            page.table(
                "wide",
                "Documents",
                &[a, b, c, d, e, f, g, h, "#new findings", "#gone"],
                self.rows.iter().map(|one| {
                    let [a, b, c, d, e, f, g, h] = row(one);
                    let (new, gone) = one
                        .changes
                        .map_or((String::new(), String::new()), |(new, gone)| (new.to_string(), gone.to_string()));
                    [a, b, c, d, e, f, g, h, new, gone]
                }),
            );
        } else {
            page.table("wide", "Documents", &heads, self.rows.iter().map(row));
        }
    }
}

/// The number of sources in the overview.
const SOURCES: usize = 100;

/// The approximate length of the overview of that many documents, in bytes.
pub(super) fn length(documents: usize) -> usize {
    (20_000 + 600 * documents).min(700_000)
}
