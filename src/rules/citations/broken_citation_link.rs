//! A link that Markdown will not render, or a target that is not an address.

use crate::bulletin::citation::{Item, Link, LinkForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::words::WordSet;
use crate::text::{Edit, Offset, Slice, Span, url::Url};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "broken-citation-link",
    family: Family::Citations,
    summary: "a link that Markdown does not render, or a target that is not an address",
    page: include_str!("../../../docs/rules/broken-citation-link.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    check: Check { item: Some(check), document: Some(check_links), ..Check::NONE },
    languages: Languages::Every,
    supersedes: &["unbalanced-citation", "citation-spacing"],
    fix_effect: FixEffect {
        reveals: true,
        replaces: true,
        changes_addresses: Some("it repairs the address"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

/// Addresses in prose and in definitions.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    // `[before]: /newsletters/2021/03/10/`: a definition may lead to another page of the site.
    let works_here = |item: &&Item| {
        item.link.is_some_and(|link| is_on_the_site(doc.text(link.target)) || is_picture(doc.text(link.target)))
    };
    doc.bulletin.linked_items().filter(|item| !works_here(item)).for_each(|item| check(doc, item, out));
}

/// A picture in the text itself: `[image1]: <data:image/png;base64,…>`, as word processors export them.
fn is_picture(target: &str) -> bool {
    target.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"))
}

/// A path from the root of the site on which the text appears.
fn is_on_the_site(target: &str) -> bool {
    target.starts_with('/') && !target.starts_with("//")
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(link) = item.link else { return };
    let target = doc.text(link.target);
    match link.form {
        LinkForm::Detached => {
            // Spaces inside the bracket do not split the link.
            let between = doc.text(Span::new(link.label.end + 1, link.target.start));
            let open = between.rfind('(').unwrap_or(0);
            let gap = Span::new(link.label.end + 1, link.label.end + 1 + open as Offset);
            let sign = doc.text(gap).trim();
            let [open, what, close] = if sign.is_empty() { ["", "A space", ""] } else { ["“", sign, "”"] };
            // Without the gap it must be a link.
            let leads = link.url(doc.text).is_some() || link.is_placeholder() || is_path(target);
            let fix =
                leads.then(|| Fix::new(Safety::Review, "Remove what is between the brackets", [Edit::delete(gap)]));
            out.flag(gap, [open, what, close, " splits the link, so Markdown does not render it"]).maybe_fix(fix);
        }
        LinkForm::Unrendered => {
            let fix = without_spaces(doc, link).or_else(|| unlinked(doc, link));
            out.flag(link.span, ["“", target, "” contains a space, so Markdown does not render the link"])
                .maybe_fix(fix);
        }
        LinkForm::MissingBracket => {
            let whole = format!("[{}]({target})", doc.text(link.label));
            // With a space in its address, it would not be a link either.
            let fix = (!target.contains(' ')).then(|| {
                let edits = [Edit::replace(link.span, whole)];
                Fix::new(Safety::Review, "Add the missing bracket of the link", edits)
            });
            out.flag(link.span, "A bracket of the link is missing, so Markdown does not render it").maybe_fix(fix);
        }
        // In a quotation, such brackets contain words that the person quoted did not say.
        LinkForm::Unaddressed if doc.bulletin.is_quoted(link.span) => {}
        LinkForm::Unaddressed => {
            out.flag(link.span, "The link has no address, so Markdown does not render it")
                .maybe_fix(unlinked(doc, link));
        }
        LinkForm::Inline if !link.is_placeholder() => {
            let url = link.url(doc.text);
            let unreachable = match url {
                Some(url) if url.is_local() => Some("” can be reached only from inside one network"),
                Some(_) => return,
                // A note may cite another page of the site.
                None if is_own_page(target) || item.style().is_apart() && is_on_the_site(target) => return,
                None => unreachable_from_elsewhere(target),
            };
            let repaired = if unreachable.is_none() || target.starts_with("//") { repaired(target) } else { None };
            let fix = repaired.map(|address| Fix::replace(Safety::Review, link.target, address));
            out.flag(link.span, ["“", target, unreachable.unwrap_or("” is not an address")]).maybe_fix(fix);
        }
        LinkForm::Bare if item.style().is_apart() && !link.is_placeholder() => bare(doc, item, link, out),
        LinkForm::Inline | LinkForm::Reference | LinkForm::Bare => {}
    }
}

/// An address whose path contains spaces keeps its meaning with `%20` in their place.
fn without_spaces(doc: &Document<'_>, link: Link) -> Option<Fix> {
    let encoded = doc.text(link.target).replace(' ', "%20");
    let url = Url::parse(&encoded)?;
    let host_is_whole = !url.host().contains('%') && url.path().contains("%20");
    host_is_whole
        .then(|| Fix::new(Safety::Review, "Write %20 for the spaces", [Edit::replace(link.target, encoded.as_str())]))
}

/// If the address only repeats the name, there is nothing to link to, and the link may go; but not if the house style
/// requires links.
fn unlinked(doc: &Document<'_>, link: Link) -> Option<Fix> {
    (!doc.is_on("unlinked-citation")).then(|| {
        Fix::new(
            Safety::Review,
            "Remove the broken link, and keep its text",
            [Edit::replace(link.span, doc.text(link.label))],
        )
    })
}

/// The address with its scheme corrected: `htp://`, `https:/`, `http://https://`, none at all, brackets around it.
fn repaired(target: &str) -> Option<String> {
    static SLIPS: WordSet = WordSet::new(&["http", "https", "htp", "htps", "htttp", "htttps", "hhttps", "ttp", "ttps"]);
    let bare = target.trim_matches(['(', ')', '<', '>', '"', '“', '”', ',', ';']);
    // `//host` leaves the scheme to the linking page.
    let mut rest = bare.strip_prefix("//").unwrap_or(bare);
    let mut scheme = "https";
    while let Some(end) = rest.find([':', '/']) {
        let word = rest.slice(..end).to_ascii_lowercase();
        if !SLIPS.has(word.as_str()) {
            break;
        }
        scheme = if word.ends_with('s') { "https" } else { "http" };
        rest = rest.slice(end..).trim_start_matches([':', '/']);
    }
    let address = format!("{scheme}://{rest}");
    Url::parse(&address).filter(|url| url.host().contains('.')).map(|_| address.clone())
}

/// Why nobody else can follow a target that is not a web address: it names a file, a mailbox, a device. `None` if it is
/// merely misspelled.
fn unreachable_from_elsewhere(target: &str) -> Option<&'static str> {
    static MAIL: WordSet = WordSet::new(&["mailto", "tel", "sms", "skype", "callto"]);
    static DEVICE: WordSet = WordSet::new(&[
        "about",
        "blob",
        "chrome",
        "chrome-extension",
        "content",
        "data",
        "file",
        "javascript",
        "view-source",
    ]);
    const FILE: &str = "” is a file on one computer";
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or("");
    let has_scheme = target.as_bytes().get(scheme.len()) == Some(&b':');
    if has_scheme && MAIL.has_in_any_case(scheme) {
        Some("” opens a mailbox or a telephone, no report")
    } else if has_scheme && (scheme.len() == 1 || DEVICE.has_in_any_case(scheme))
        || target.starts_with(r"\\")
        || target.starts_with("~/")
    {
        // `C:\Users`, `\\server\share`
        Some(FILE)
    } else if target.starts_with("//") {
        Some("” lacks its scheme")
    } else if is_path(target) {
        Some("” is a file beside the draft, not an address on the web")
    } else {
        None
    }
}

/// Whether a target is a path: it starts like one, or its first component is not a host.
fn is_path(target: &str) -> bool {
    let first = target.split(['/', '\\', '?', '#']).next().unwrap_or("");
    static SCHEMES: WordSet = WordSet::new(&["http", "https"]);
    static FILES: WordSet = WordSet::new(&[
        "doc", "docx", "html", "htm", "jpg", "jpeg", "mhtml", "odt", "pdf", "png", "rtf", "txt", "xlsx", "xls",
    ]);
    let ends_as_file = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| FILES.has_in_any_case(end));
    target.starts_with(['/', '.', '\\'])
        || !first.contains(['.', ':']) && !SCHEMES.has_in_any_case(first)
        || first.len() == target.len() && ends_as_file(first)
}

/// Whether a target is a page of the publication itself, a place on this page, or an identifier such as a DOI.
fn is_own_page(target: &str) -> bool {
    static DRAFTS: WordSet = WordSet::new(&["md", "markdown", "mdx", "qmd", "rmd"]);
    let path = target.split(['?', '#']).next().unwrap_or("");
    let is_draft = path.rsplit_once('.').is_some_and(|(_, end)| DRAFTS.has_in_any_case(end));
    target.starts_with('#')
        || is_draft && unreachable_from_elsewhere(path).is_none_or(|_| is_path(path) && !path.starts_with("//"))
        || ["doi:", "ftp://", "urn:", "hdl:"].iter().any(|scheme| opens(target, scheme))
}

fn opens(target: &str, scheme: &str) -> bool {
    target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// A bare address in a note that was cut off or lacks its scheme.
fn bare(doc: &Document<'_>, item: &Item, link: Link, out: &mut Report) {
    let written = doc.text(link.target);
    // An address spelled with `dot` is understood.
    let address = item.url(doc.text).unwrap_or(written);
    let lower = address.to_ascii_lowercase();
    if written.contains('…') || written.ends_with("...") {
        out.flag(link.target, "The address is cut off");
    } else if ["www.", "doi:", "hxxp", "10."].iter().any(|start| lower.starts_with(start)) || address != written {
        // Readers and their browsers know what is meant.
    } else if !doc.bulletin.note_habit(link.span.start).drops_schemes
        && !["http://", "https://", "ftp://"].iter().any(|scheme| lower.starts_with(scheme))
    {
        let fix = if address.contains("//") || address.contains(":/") {
            repaired(address).map(|whole| Fix::replace(Safety::Review, link.target, whole))
        } else {
            Some(Fix::new(Safety::Review, "Put “https://” before it", [Edit::insert(link.target.start, "https://")]))
        };
        out.flag(link.target, ["“", written, "” is not a whole address: “https://” is missing before the host"])
            .maybe_fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn a_definition_may_lead_to_a_page_of_the_site() {
        let text = |target: &str| format!("Crews [left][a], [said Dawn](https://www.dawn.com/1).\n\n[a]: {target}\n");
        check_clean("broken-citation-link", &text("/newsletters/2021/03/10/"));
        check_clean("broken-citation-link", &text("<data:image/png;base64,iVBORw0KGgo=>"));
        let settings = crate::rules::testing::settings("broken-citation-link");
        for target in ["htps://a.net/x", "file:///C:/x.pdf", "//a.net/x"] {
            assert_eq!(
                crate::rules::testing::findings("broken-citation-link", &text(target), &settings).len(),
                1,
                "{target}"
            );
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_by_its_form() {
        check(
            "broken-citation-link",
            "Boats left ([ABC] (https://a.net/x), May 9).
                 ^ A space splits the link, so Markdown does not render it
",
        );
        for (before, after) in [
            ("[Top Channel](http://Top Channel)", "Top Channel"),
            ("[ABC]\u{a0}(https://a.net/x)", "[ABC](https://a.net/x)"),
            ("[ABC]\n(https://a.net/x)", "[ABC](https://a.net/x)"),
            ("[ABC] ( https://a.net/x)", "[ABC](https://a.net/x)"),
            ("[ABC].(https://a.net/x)", "[ABC](https://a.net/x)"),
            ("[ABC](https://a.net/x y)", "[ABC](https://a.net/x%20y)"),
            ("[ABC](htp://a.net/x)", "[ABC](http://a.net/x)"),
            ("[ABC(https://a.net/x)", "[ABC](https://a.net/x)"),
            ("ABC](https://a.net/x)", "[ABC](https://a.net/x)"),
            ("[ABC](https://a.net/x", "[ABC](https://a.net/x)"),
        ] {
            let sentence = |link: &str| format!("Boats left ({link}, May 9).");
            check_fix("broken-citation-link", &sentence(before), &sentence(after));
        }
        // The target has no end: what stands in its bracket belongs to the citation.
        for (link, target) in [
            ("[ABC](https://a.net/x, accessed 9 May", "https://a.net/x"),
            ("[ABC](http://The ABC, updated 9 May", "http://The ABC"),
            ("[ABC](http://The ABC; 9 May", "http://The ABC"),
            ("[ABC](<https://a.net/b c>, 9 May", "<https://a.net/b c>"),
            ("[ABC](<https://a.net/b c> – 9 May", "<https://a.net/b c>"),
            ("[ABC](ftp://a.net/x y, 9 May", "ftp://a.net/x y"),
            ("[ABC](../notes/a.md, updated 9 May", "../notes/a.md"),
            ("[ABC](htps://a.net/x, updated 9 May", "htps://a.net/x"),
            ("[ABC]([http://a.net/x; 9 May", "[http://a.net/x"),
        ] {
            let said = "A bracket of the link is missing, so Markdown does not render it";
            for text in [format!("Boats left ({link})."), format!("Boats left, says {link}).")] {
                let found = crate::rules::testing::findings(
                    "broken-citation-link",
                    &text,
                    &crate::rules::testing::settings("broken-citation-link"),
                );
                let places: Vec<_> = found.iter().map(|found| (found.span.of(&text), &*found.message)).collect();
                assert_eq!(places, [(&*format!("[ABC]({target}"), said)], "{text}");
                check_clean("bare-url-citation", &text);
            }
        }
        for target in [
            "file:///C:/Users/x/abc.html",
            r"C:\Users\x\abc.html",
            "sources/abc.pdf",
            "/news/abc",
            "abc.pdf",
            "mailto:a@b.net",
            "http://localhost/x",
            "https://192.168.0.4/x",
        ] {
            let found = crate::rules::testing::findings(
                "broken-citation-link",
                &format!("Boats left ([ABC]({target}), May 9)."),
                &crate::rules::testing::settings("broken-citation-link"),
            );
            assert_eq!(found.len(), 1, "{target}");
        }
        check_fix(
            "broken-citation-link",
            "Boats left ([ABC](//a.net/x), May 9).",
            "Boats left ([ABC](https://a.net/x), May 9).",
        );
        check_clean("broken-citation-link", "Boats left ([ABC](../16-18/boats.md), May 9; [CNN](#), May 10).");
    }
}
