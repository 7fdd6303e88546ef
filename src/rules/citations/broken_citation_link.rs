//! A link that Markdown will not render, or a target that is no address.

use crate::bulletin::citation::{Link, LinkForm, is_placeholder};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span, url::Url};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "broken-citation-link",
    family: Family::Citations,
    summary: "a link that Markdown does not render, or a target that is no address",
    page: include_str!("../../../docs/rules/broken-citation-link.md"),
    level: Some(Level::Error),
    fix: FixKind::Review,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for item in doc.bulletin.cited_items() {
        let Some(link) = item.link else { continue };
        let target = doc.text(link.target);
        match link.form {
            LinkForm::Parted => {
                let gap = Span::new(link.label.end + 1, link.target.start.saturating_sub(1));
                out.flag(link.span, "a space parts the link: Markdown renders none").fix(Fix::new(
                    Safety::Review,
                    "close the gap",
                    vec![Edit::delete(gap)],
                ));
            }
            LinkForm::Unrendered => {
                out.flag(link.span, format!("“{target}” holds a space: Markdown renders no link"))
                    .fix(without_spaces(doc, link).unwrap_or_else(|| unlinked(doc, link)));
            }
            LinkForm::Inline if !is_placeholder(target) && !is_relative(target) && Url::parse(target).is_none() => {
                let flag = out.flag(link.span, format!("“{target}” is no address"));
                let address = format!("https://{target}");
                if Url::parse(&address).is_some() {
                    flag.fix(Fix::insert(Safety::Review, "put “https://” before it", link.target.start, "https://"));
                }
            }
            LinkForm::Inline | LinkForm::Reference | LinkForm::Bare => {}
        }
    }
}

/// An address whose path holds spaces keeps its sense with `%20` for them.
fn without_spaces(doc: &Document<'_>, link: Link) -> Option<Fix> {
    let encoded = doc.text(link.target).replace(' ', "%20");
    let url = Url::parse(&encoded)?;
    let host_is_whole = !url.host().contains('%') && url.path().contains("%20");
    host_is_whole.then(|| {
        Fix::new(Safety::Review, "write %20 for the spaces", vec![Edit::replace(link.target, encoded.as_str())])
    })
}

/// Where the address is only the name again there is nothing to link to.
fn unlinked(doc: &Document<'_>, link: Link) -> Fix {
    Fix::new(Safety::Review, "take the broken link away", vec![Edit::replace(link.span, doc.text(link.label))])
}

/// A path within the publication itself, or another kind of address.
fn is_relative(target: &str) -> bool {
    let first = target.split(['/', '?', '#']).next().unwrap_or("");
    target.starts_with(['/', '.', '#'])
        || ["mailto:", "tel:", "doi:", "file:", "ftp://"].iter().any(|scheme| target.starts_with(scheme))
        || !first.contains('.') && !target.contains(':')
        || [".md", ".html", ".pdf", ".htm"].iter().any(|end| first.ends_with(end))
}
