//! A link with tracking parameters, or through a redirect.

use crate::bulletin::citation::{Item, LinkForm};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::url::tracking::{self, Redirect};
use crate::text::{Edit, Slice, Span};
use std::ops::Range;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tracking-link",
    family: Family::Citations,
    summary: "tracking parameters or a redirect in a link",
    page: include_str!("../../../docs/rules/tracking-link.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check { item: Some(check), document: Some(check_links), ..Check::NONE },
    languages: Languages::Every,
    fix_effect: FixEffect {
        replaces: true,
        changes_addresses: Some("it removes what an address does not need"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

/// Addresses in prose and in definitions.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    doc.bulletin.linked_items().for_each(|item| check(doc, item, out));
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(link) = item.link else { return };
    let Some(url) = link.url(doc.text) else {
        // A target that is not yet a valid address may still contain them.
        let target = doc.text(link.target);
        let end = target.find('#').unwrap_or(target.len());
        if let Some(mark) = target.slice(..end).find('?')
            && matches!(link.form, LinkForm::Inline | LinkForm::Unrendered)
        {
            parameters(link.target, target, "", std::slice::from_ref(&(mark + 1..end)), out);
        }
        return;
    };
    if link.form == LinkForm::Unrendered {
        return;
    }
    match tracking::redirect(&url) {
        Some(Redirect::To(page)) => {
            out.flag(link.target, "The link goes through a redirect").fix(Fix::new(
                Safety::Review,
                "Link to the page itself",
                [Edit::replace(link.target, page)],
            ));
            return;
        }
        Some(Redirect::Hidden) => {
            out.flag(
                link.target,
                "The link goes through a service that hides the page’s address: link to the page itself",
            );
            return;
        }
        None => {}
    }
    // Tracking parameters are in the query or the fragment.
    let places = [url.query_range(), url.fragment_range()];
    if places.iter().any(|place| !place.is_empty()) {
        parameters(link.target, doc.text(link.target), url.bare_host(), &places, out);
    }
}

/// Flags the tracking parameters in the query and the fragment, which are at `places` in the target.
fn parameters(place: Span, target: &str, host: &str, places: &[Range<usize>], out: &mut Report) {
    let edits: Vec<Edit> =
        places.iter().filter_map(|range| without_tracking(place, target, host, range.clone())).collect();
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return };
    out.flag(first.span.cover(last.span), "The address contains tracking parameters").fix(Fix::new(
        Safety::Safe,
        "Remove the tracking parameters",
        edits,
    ));
}

/// The edit that removes the tracking parameters from the query or fragment at `range` of a target that starts at
/// `place`.
fn without_tracking(place: Span, target: &str, host: &str, range: Range<usize>) -> Option<Edit> {
    let (gone, kept) = tracking::without(target, host, range)?;
    let base = place.start as usize;
    Some(Edit::replace(Span::at(base + gone.start..base + gone.end), kept))
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
        // An address that still needs repair may contain them too.
        check_fix(
            "tracking-link",
            "Boats left ([Dawn](hhttps://dawn.com/1?id=2&utm_source=x#top), May 9).",
            "Boats left ([Dawn](hhttps://dawn.com/1?id=2#top), May 9).",
        );
        // In the fragment, after `&amp;`, and next to a parameter separated by a semicolon.
        check_fix(
            "tracking-link",
            "Boats left ([Dawn](https://dawn.com/1?id=2;utm_source=x#utm_medium=y), May 9; [AFP](https://afp.com/1?utm_source=x;id=3&amp;utm_term=z), May 9).",
            "Boats left ([Dawn](https://dawn.com/1?id=2), May 9; [AFP](https://afp.com/1?id=3), May 9).",
        );
        check_clean(
            "tracking-link",
            "Boats left ([YouTube](https://www.youtube.com/watch?v=a&t=90), May 9; [Dawn](https://dawn.com/1?s=20#top), May 9).",
        );
        check_clean("tracking-link", "Boats left ([Dawn](dawn#top?utm_source=x), May 9).");
        check_clean("tracking-link", "Boats left ([Dawn](https://dawn.com/utm_source/?source=a), May 9).");
    }
}
