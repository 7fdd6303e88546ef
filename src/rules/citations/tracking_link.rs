//! A link that carries tracking parameters, or leads through a redirect.

use crate::bulletin::citation::{Item, LinkForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::words::WordSet;
use crate::text::{Edit, Slice, Span, url::Url};
use std::ops::Range;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tracking-link",
    family: Family::Citations,
    summary: "tracking parameters or a redirect in a link",
    page: include_str!("../../../docs/rules/tracking-link.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::item(check),
    languages: Languages::Every,
    fix_effect: FixEffect {
        replaces: true,
        changes_addresses: Some("it removes what an address does not need"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(link) = item.link else { return };
    let Some(url) = link.url(doc.text) else {
        // What is no address yet may still carry them.
        let target = doc.text(link.target);
        let end = target.find('#').unwrap_or(target.len());
        if let Some(mark) = target.slice(..end).find('?')
            && matches!(link.form, LinkForm::Inline | LinkForm::Unrendered)
        {
            parameters(link.target, target, mark + 1..end, out);
        }
        return;
    };
    // Whatever tracks stands in the query, and so does the address behind a redirect.
    if url.query().is_empty() || link.form == LinkForm::Unrendered {
        return;
    }
    if let Some(wrapped) = wrapped(&url) {
        out.flag(link.target, "the link leads through a redirect").fix(Fix::new(
            Safety::Review,
            "link to the page itself",
            [Edit::replace(link.target, wrapped)],
        ));
        return;
    }
    parameters(link.target, doc.text(link.target), url.query_range(), out);
}

/// Flags what tracks in a query, which stands at `range` in the target.
fn parameters(place: Span, target: &str, range: Range<usize>, out: &mut Report) {
    let query = target.slice(range.clone());
    if !query.split('&').any(tracks) {
        return;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracks(pair)).collect();
    // The question mark goes with the last parameter.
    let from = if kept.is_empty() { range.start - 1 } else { range.start };
    let base = place.start as usize;
    let place = Span::at(base + from..base + range.end);
    out.flag(place, "the link carries tracking parameters").fix(Fix::new(
        Safety::Safe,
        "take the tracking parameters away",
        [Edit::replace(place, kept.join("&"))],
    ));
}

/// Whether a parameter only tells where a reader came from. Names as the trackers' own manuals give them.
fn tracks(pair: &str) -> bool {
    static NAMES: WordSet = WordSet::new(&[
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "twclid",
        "yclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "ocid",
        "cmpid",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "smid",
        "sr_share",
        "ftag",
    ]);
    let name = pair.split('=').next().unwrap_or("");
    name.starts_with("utm_") || name.starts_with("at_medium") || name.starts_with("at_campaign") || NAMES.has(name)
}

/// The address inside a redirect of a search engine or a social network.
fn wrapped(url: &Url<'_>) -> Option<String> {
    let parameter = match (url.bare_host(), url.path()) {
        (host, "/url") if host.starts_with("google.") => &["q=", "url="][..],
        ("l.facebook.com" | "lm.facebook.com" | "l.instagram.com", _) => &["u="],
        ("youtube.com", "/redirect") => &["q="],
        ("out.reddit.com", _) => &["url="],
        ("t.umblr.com" | "href.li", _) => &["z="],
        _ => return None,
    };
    let value = url.query().split('&').find_map(|pair| parameter.iter().find_map(|name| pair.strip_prefix(name)))?;
    let decoded = percent_decoded(value)?;
    Url::parse(&decoded).is_some().then_some(decoded)
}

fn percent_decoded(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digits = value.get(at + 1..at + 3)?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_clean, check_fix};

    #[test]
    fn what_the_page_does_not_need_goes() {
        check_fix(
            "tracking-link",
            "Boats left ([Dawn](https://dawn.com/1?id=2&utm_source=x#top), May 9).",
            "Boats left ([Dawn](https://dawn.com/1?id=2#top), May 9).",
        );
        check_fix(
            "tracking-link",
            "Boats left ([Dawn](https://www.google.com/url?q=https%3A%2F%2Fdawn.com%2F1), May 9).",
            "Boats left ([Dawn](https://dawn.com/1), May 9).",
        );
        // An address that is still to be mended carries them too.
        check_fix(
            "tracking-link",
            "Boats left ([Dawn](hhttps://dawn.com/1?id=2&utm_source=x#top), May 9).",
            "Boats left ([Dawn](hhttps://dawn.com/1?id=2#top), May 9).",
        );
        check_clean("tracking-link", "Boats left ([Dawn](dawn#top?utm_source=x), May 9).");
        check_clean("tracking-link", "Boats left ([Dawn](https://dawn.com/utm_source/?source=a), May 9).");
    }
}
