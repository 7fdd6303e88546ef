//! Notes that contain only addresses: `[1] https://t.me/front/1120; https://www.president dot gov.ua/en/news/1`.
//!
//! * Semicolons or spaces separate them. A comma between two is a fault, and so is a mark after the last one.
//! * A host may be disguised so that it is not linked: ` dot `, `(dot)`, `[.]`, `hxxp`. The address is given as meant.

use crate::bulletin::items::{CitationStyle, Details, Flaw, FlawKind, Item, ItemKind, Link, LinkForm};
use crate::gazetteer::Gazetteer;
use crate::text::url::Url;
use crate::text::{Slice, Span};

/// The addresses of a note, and the faulty marks between them; `None` if the note contains anything else.
pub(super) fn read(
    text: &str,
    body: Span,
    style: CitationStyle,
    gazetteer: &Gazetteer,
) -> Option<(Vec<Item>, Vec<Flaw>)> {
    let start = body.start as usize;
    let all = body.of(text);
    let (mut items, mut flaws) = (Vec::new(), Vec::new());
    let mut at = 0;
    let place = |from: usize, to: usize| Span::at(start + from..start + to);
    loop {
        at += all.slice(at..).len() - all.slice(at..).trim_start().len();
        let (address, whole) = address_at(all, at)?;
        let printed = all.slice(address.clone());
        let meant = undisguised(printed);
        let target = place(address.start, address.end);
        let link = Link::new(text, place(whole.start, whole.end), target, target, LinkForm::Bare);
        let meant = meant.filter(|meant| Url::parse(meant).is_some());
        if link.url(text).is_none() && meant.is_none() && !printed.starts_with("www.") {
            return None;
        }
        let kind = kind_of(meant.as_deref().unwrap_or(printed), gazetteer);
        let details = Details { style, kind, address: meant.map(Into::into), ..Details::default() };
        items.push(Item { link: Some(link), details: Some(Box::new(details)), ..Item::bare(link.span) });
        at = whole.end;
        let rest = all.slice(at..);
        let sign = rest.trim_start();
        let before = at;
        at += rest.len() - sign.len();
        match sign.as_bytes().first() {
            None => break,
            Some(b'.') if sign.trim_end().len() == 1 => break,
            Some(mark @ (b';' | b',' | b'.')) => {
                let end = at + 1;
                let behind = all.slice(end..);
                if behind.trim().is_empty() {
                    flaws.push(Flaw { span: place(at, end), kind: FlawKind::Surplus });
                    break;
                }
                if *mark == b',' {
                    flaws.push(Flaw { span: place(at, end), kind: FlawKind::CommaBetweenSources });
                } else if !behind.starts_with(char::is_whitespace) {
                    flaws.push(Flaw { span: place(at, end), kind: FlawKind::Spacing });
                }
                at = end;
            }
            // A space alone.
            Some(_) if at > before => {
                let joint = ["and ", "& ", "also "].into_iter().find(|joint| sign.starts_with(joint));
                at += joint.map_or(0, str::len);
            }
            Some(_) => return None,
        }
    }
    Some((items, flaws))
}

/// The address at `at`, without angle brackets and with them.
fn address_at(all: &str, at: usize) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let rest = all.slice(at..);
    if let Some(inner) = rest.strip_prefix('<') {
        let len = inner.find(['>', '\n'])?;
        let inside = at + 1..at + 1 + len;
        return inner.slice(len..).starts_with('>').then(|| (inside, at..at + len + 2));
    }
    let (mut end, mut is_disguised) = (0, false);
    loop {
        end += word_len(rest.slice(end..));
        // ` dot ` continues the host.
        let Some(next) = DISGUISES.iter().find(|sign| rest.slice(end..).starts_with(**sign)) else { break };
        let behind = rest.slice(end + next.len()..);
        if !behind.starts_with(char::is_alphanumeric) {
            break;
        }
        end += next.len();
        is_disguised = true;
    }
    let found = rest.slice(..end);
    let kept = found.trim_end_matches(['.', ',', ':', '!', '?', '\'', '’', '*', '_']);
    let hosted = is_disguised
        && kept.split(['/', '?']).next().is_some_and(|host| {
            let labels = || host.split('.').map(str::trim);
            host.contains(" dot ") && labels().all(|label| !label.is_empty())
        });
    let opens = ["http", "hxxp", "www.", "HTTP", "WWW."].iter().any(|start| kept.starts_with(start));
    (opens && kept.len() > 8 || hosted).then(|| (at..at + kept.len(), at..at + kept.len()))
}

/// What replaces the dot in a host that nobody should follow by mistake.
const DISGUISES: [&str; 3] = [" dot ", " (dot) ", " [dot] "];

/// The length of a possible address: up to white space, or to a semicolon or comma that separates it from the next.
fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            byte if byte.is_ascii_whitespace() => break,
            b'<' | b'>' | b'"' => break,
            b';' | b',' => {
                let behind = &bytes[at + 1..];
                let next = [&b"http"[..], b"www.", b"<"].iter().any(|start| behind.starts_with(start));
                if next || behind.first().is_none_or(u8::is_ascii_whitespace) {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// The address that a disguised one means: `president dot gov.ua`, `hxxps://site[.]net`; `None` if it is not disguised.
fn undisguised(printed: &str) -> Option<String> {
    let disguised = ["dot", "[.]", "hxxp", "(.)", "[:]"].iter().any(|sign| printed.contains(sign));
    if !disguised {
        return None;
    }
    let scheme = printed.find("://").map_or(0, |at| at + 3);
    let end = printed.slice(scheme..).find(['/', '?']).map_or(printed.len(), |at| scheme + at);
    let (host, path) = printed.split_at_checked(end)?;
    let mut host = host.to_owned();
    for (sign, meant) in [
        (" dot ", "."),
        (" (dot) ", "."),
        (" [dot] ", "."),
        ("(dot)", "."),
        ("[dot]", "."),
        ("[.]", "."),
        ("(.)", "."),
        ("[:]", ":"),
        ("hxxp", "http"),
    ] {
        host = host.replace(sign, meant);
    }
    let scheme = if host.contains("://") { "" } else { "https://" };
    let meant = format!("{scheme}{host}{path}");
    (meant != printed).then_some(meant)
}

/// The kind of source that an address leads to, judged by its host.
fn kind_of(address: &str, gazetteer: &Gazetteer) -> ItemKind {
    match gazetteer.source_at(address) {
        Some(source) if matches!(&*source.id, "youtube" | "vimeo") => ItemKind::Video,
        Some(source) if source.is_platform() => ItemKind::Social,
        Some(_) => ItemKind::News,
        None => ItemKind::Web,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses, and the faulty marks.
    type Found = (Vec<String>, Vec<(String, FlawKind)>);

    fn found(text: &str) -> Option<Found> {
        let (items, flaws) = read(text, Span::at(0..text.len()), CitationStyle::Numbered, &Gazetteer::shipped())?;
        let urls = items.iter().map(|item| item.url(text).unwrap_or_default().to_owned()).collect();
        Some((urls, flaws.iter().map(|flaw| (flaw.span.of(text).to_owned(), flaw.kind)).collect()))
    }

    #[test]
    fn addresses_and_nothing_else() {
        for (text, urls) in [
            ("https://t.me/front/1120", &["https://t.me/front/1120"][..]),
            ("https://t.me/a/1; https://t.me/a/2.", &["https://t.me/a/1", "https://t.me/a/2"]),
            ("https://t.me/a/1 ; <https://t.me/a/2>", &["https://t.me/a/1", "https://t.me/a/2"]),
            ("https://t.me/a/1\nhttps://t.me/a/2", &["https://t.me/a/1", "https://t.me/a/2"]),
            ("https://www.president dot gov.ua/en/news/1", &["https://www.president.gov.ua/en/news/1"]),
            ("https://isw dot pub/x; president dot gov dot ua/y", &["https://isw.pub/x", "https://president.gov.ua/y"]),
            ("hxxps://site[.]net/a", &["https://site.net/a"]),
            ("https://a.net/x?b=1;c=2; www.b.net/y", &["https://a.net/x?b=1;c=2", "www.b.net/y"]),
            ("https://a.net/x and https://b.net/y", &["https://a.net/x", "https://b.net/y"]),
            ("https://www.dotmac.net/dotted", &["https://www.dotmac.net/dotted"]),
        ] {
            let urls: Vec<String> = urls.iter().map(|url| (*url).to_owned()).collect();
            assert_eq!(found(text), Some((urls, vec![])), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_list_of_addresses() {
        for text in [
            "",
            "See https://a.net/x",
            "https://a.net/x (accessed May 9)",
            "Reuters, May 3, 2018, https://a.net/x",
            "https://a.net/x, May 3, 2018.",
            "A dot is a point.",
            "[Dawn](https://dawn.com/1)",
            "httpd is a server",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn signs_between_and_behind() {
        use FlawKind::{CommaBetweenSources, Spacing, Surplus};
        for (text, sign, kind) in [
            ("https://t.me/a/1;", ";", Surplus),
            ("https://t.me/a/1,", ",", Surplus),
            ("https://t.me/a/1;https://t.me/a/2", ";", Spacing),
            ("https://t.me/a/1, https://t.me/a/2", ",", CommaBetweenSources),
        ] {
            assert_eq!(found(text).map(|(_, flaws)| flaws), Some(vec![(sign.to_owned(), kind)]), "{text}");
        }
    }
}
