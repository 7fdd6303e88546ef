//! The parts of a web address: as much of RFC 3986 as a copy desk asks for, on slices.

use super::{Offset, Span};
use std::ops::Range;

/// An address with a scheme and a host, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    address: &'a str,
    parts: Parts,
}

/// Where the parts of an address stand in it, in bytes: what is kept of an address that many ask about, so that it is
/// parsed once ([`Url::in_parts`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    host: (Offset, Offset),
    /// Where the host stands without `www.` and the like.
    bare: (Offset, Offset),
    /// The path stands from here to the query's question mark, the fragment or the end.
    path: (Offset, Offset),
    query: (Offset, Offset),
}

impl<'a> Url<'a> {
    /// Parts `address`; none where it has no `http` or `https` scheme, no host, or white space in it.
    #[must_use]
    pub fn parse(address: &'a str) -> Option<Url<'a>> {
        let bytes = address.as_bytes();
        let scheme = ["https://", "http://"].iter().find(|scheme| {
            bytes.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
        let start = scheme.len();
        let end = start + memchr::memchr3(b'/', b'?', b'#', &bytes[start..]).unwrap_or(bytes.len() - start);
        // A name or password before the host, a port behind it.
        let host_start = memchr::memrchr(b'@', &bytes[start..end]).map_or(start, |at| start + at + 1);
        let host_end = memchr::memchr(b':', &bytes[host_start..end]).map_or(end, |at| host_start + at);
        let host = &address[host_start..host_end];
        if !is_host(host) || has_space(address) {
            return None;
        }
        let fragment = memchr::memchr(b'#', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        let query = memchr::memchr(b'?', &bytes[end..fragment]).map_or(fragment, |at| end + at);
        let part = |range: Range<usize>| {
            let Span { start, end } = Span::at(range);
            (start, end)
        };
        let (path, query) = (part(end..query), part((query + 1).min(fragment)..fragment));
        let bare = part(host_end - without_prefix(host).len()..host_end);
        Some(Url { address, parts: Parts { host: part(host_start..host_end), bare, path, query } })
    }

    /// The address whose parts [`Url::parts`] gave.
    #[must_use]
    pub fn in_parts(address: &'a str, parts: Parts) -> Url<'a> {
        Url { address, parts }
    }

    /// Where its parts stand.
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.parts
    }

    fn part(&self, (start, end): (Offset, Offset)) -> &'a str {
        Span::new(start, end).of(self.address)
    }

    /// The host as written.
    #[must_use]
    pub fn host(&self) -> &'a str {
        self.part(self.parts.host)
    }

    /// The host without `www.`, `m.`, `mobile.` or `amp.` before it.
    #[must_use]
    pub fn bare_host(&self) -> &'a str {
        self.part(self.parts.bare)
    }

    /// The path with its leading slash; empty where there is none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.part(self.parts.path)
    }

    /// The query without its question mark.
    #[must_use]
    pub fn query(&self) -> &'a str {
        self.part(self.parts.query)
    }

    /// Where the query stands in the address, without its question mark.
    #[must_use]
    pub fn query_range(&self) -> Range<usize> {
        self.parts.query.0 as usize..self.parts.query.1 as usize
    }

    /// Whether it names a site's front page.
    #[must_use]
    pub fn is_site_root(&self) -> bool {
        let path = self.path().trim_matches('/');
        self.query().is_empty()
            && (path.is_empty()
                || path.len() == 2 && path.bytes().all(|byte| byte.is_ascii_alphabetic())
                || matches!(path, "index.html" | "index.htm" | "index.php" | "home"))
    }
}

/// A host without `www.` and the like before it, unless nothing but a name without a point is left.
fn without_prefix(host: &str) -> &str {
    let bytes = host.as_bytes();
    let prefixes: &[&str] = match bytes[0] | 0x20 {
        b'w' => &["www."],
        b'm' => &["m.", "mobile."],
        b'a' => &["amp."],
        _ => return host,
    };
    let opens =
        |prefix: &&&str| bytes.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()));
    match prefixes.iter().find(opens) {
        Some(prefix) if bytes[prefix.len()..].contains(&b'.') => &host[prefix.len()..],
        _ => host,
    }
}

/// Whether letters, digits and hyphens stand between points, at least one; `localhost` needs none.
fn is_host(host: &str) -> bool {
    let (mut points, mut label) = (0, 0);
    for &byte in host.as_bytes() {
        match byte {
            b'.' if label == 0 => return false,
            b'.' => (points, label) = (points + 1, 0),
            b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => label += 1,
            // Letters of other scripts are judged by character below.
            0x80.. => label += 1,
            _ => return false,
        }
    }
    let letters = host.is_ascii() || host.chars().all(|c| c.is_ascii() || c.is_alphanumeric());
    label > 0 && letters && (points > 0 || host.eq_ignore_ascii_case("localhost"))
}

/// Whether white space stands in an address, of whatever kind.
fn has_space(address: &str) -> bool {
    if address.is_ascii() {
        let bytes = address.as_bytes();
        memchr::memchr3(b' ', b'\n', b'\t', bytes).is_some() || memchr::memchr3(b'\r', 0x0b, 0x0c, bytes).is_some()
    } else {
        address.contains(char::is_whitespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let url = Url::parse("https://www.dawn.com/news/1?utm_source=x&id=2#top").unwrap();
        assert_eq!(
            (url.host(), url.bare_host(), url.path(), url.query()),
            ("www.dawn.com", "dawn.com", "/news/1", "utm_source=x&id=2")
        );
        assert_eq!(Url::parse("HTTP://u:p@exit.al:80").unwrap().host(), "exit.al");
        assert_eq!(Url::parse("https://m.me").unwrap().bare_host(), "m.me");
    }

    #[test]
    fn no_address() {
        for address in [
            "",
            "#",
            "http://",
            "http://The Iranian",
            "http://Iranian",
            "www.dawn.com",
            "https://a..b/c",
            "mailto:a@b.c",
        ] {
            assert_eq!(Url::parse(address), None, "{address}");
        }
    }

    #[test]
    fn front_pages() {
        for (address, root) in [
            ("http://Lapsi.al", true),
            ("https://exit.al/", true),
            ("https://exit.al/en/", true),
            ("https://exit.al/?p=4", false),
            ("https://exit.al/a/b", false),
        ] {
            assert_eq!(Url::parse(address).unwrap().is_site_root(), root, "{address}");
        }
    }
}
