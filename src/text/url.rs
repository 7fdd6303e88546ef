//! The parts of a web address: the subset of RFC 3986 that a copy desk needs, on slices.

use super::{Offset, Span};
use crate::text::Slice;
use std::ops::Range;

/// An address with a scheme and a host, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    address: &'a str,
    parts: Parts,
}

/// The offsets of an address's parts, kept so that an address is parsed once ([`Url::in_parts`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    host: Offset,
    /// Where the host starts without `www.` and the like.
    bare: Offset,
    host_end: Offset,
    path: Offset,
    /// At the query's question mark, the fragment or the end.
    path_end: Offset,
    /// Where the fragment starts, or at the end.
    query_end: Offset,
}

impl<'a> Url<'a> {
    /// Parses `address`; none if it has no `http` or `https` scheme, no host, or white space in it.
    #[must_use]
    pub fn parse(address: &'a str) -> Option<Url<'a>> {
        let bytes = address.as_bytes();
        let scheme = ["https://", "http://"].iter().find(|scheme| opens(bytes, scheme))?;
        let behind = |at: usize, found: Option<usize>| found.map_or(bytes.len(), |found| at + found);
        let mut host = scheme.len();
        let (len, mut is_named) = host_len(&bytes[host..]);
        let path = host + len;
        let mut host_end = path;
        if !is_named {
            // A name or password before the host, a port behind it.
            host = memchr::memrchr(b'@', &bytes[host..path]).map_or(host, |at| host + at + 1);
            host_end = memchr::memchr(b':', &bytes[host..path]).map_or(path, |at| host + at);
            is_named = is_host(address.slice(host..host_end));
        }
        if !is_named || has_space(address) {
            return None;
        }
        let path_end = behind(path, memchr::memchr2(b'?', b'#', &bytes[path..]));
        let query_end = match bytes.get(path_end) {
            Some(b'?') => behind(path_end, memchr::memchr(b'#', &bytes[path_end..])),
            _ => path_end,
        };
        let bare = host_end - without_prefix(address.slice(host..host_end)).len();
        let [host, bare, host_end, path, path_end, query_end] =
            [host, bare, host_end, path, path_end, query_end].map(|at| Span::at(at..at).start);
        Some(Url { address, parts: Parts { host, bare, host_end, path, path_end, query_end } })
    }

    /// Restores an address from the parts that [`Url::parts`] returned.
    #[must_use]
    pub fn in_parts(address: &'a str, parts: Parts) -> Url<'a> {
        Url { address, parts }
    }

    /// Where its parts stand.
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.parts
    }

    fn part(&self, start: Offset, end: Offset) -> &'a str {
        Span::new(start, end).of(self.address)
    }

    /// The host as written.
    #[must_use]
    pub fn host(&self) -> &'a str {
        self.part(self.parts.host, self.parts.host_end)
    }

    /// The host without `www.`, `m.`, `mobile.` or `amp.` before it.
    #[must_use]
    pub fn bare_host(&self) -> &'a str {
        self.part(self.parts.bare, self.parts.host_end)
    }

    /// The path with its leading slash; empty where there is none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.part(self.parts.path, self.parts.path_end)
    }

    /// The query without its question mark.
    #[must_use]
    pub fn query(&self) -> &'a str {
        Span::at(self.query_range()).of(self.address)
    }

    /// Where the query stands in the address, without its question mark.
    #[must_use]
    pub fn query_range(&self) -> Range<usize> {
        let end = self.parts.query_end;
        self.parts.path_end.saturating_add(1).min(end) as usize..end as usize
    }

    /// Whether it names a site's front page.
    #[must_use]
    pub fn is_site_root(&self) -> bool {
        let path = self.path().as_bytes();
        let slashes = path.iter().take_while(|byte| **byte == b'/').count();
        let end = path.iter().rposition(|byte| *byte != b'/').map_or(slashes, |last| last + 1);
        let names_front = match &path[slashes..end] {
            [] | b"index.html" | b"index.htm" | b"index.php" | b"home" => true,
            [first, second] => first.is_ascii_alphabetic() && second.is_ascii_alphabetic(),
            _ => false,
        };
        names_front && self.query().is_empty()
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
    match prefixes.iter().find(|prefix| opens(bytes, prefix)) {
        // The last point is nearest to the end.
        Some(prefix) if bytes[prefix.len()..].iter().rev().any(|byte| *byte == b'.') => host.slice(prefix.len()..),
        _ => host,
    }
}

/// Whether `bytes` open with `start`, which is of small letters, in whatever case.
fn opens(bytes: &[u8], start: &str) -> bool {
    let start = start.as_bytes();
    bytes.starts_with(start) || bytes.get(..start.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(start))
}

/// How far an address reaches from its host on without its path, query and fragment, and whether that is a host, as nearly
/// all are: letters, digits and hyphens between points.
fn host_len(address: &[u8]) -> (usize, bool) {
    let (mut points, mut plain, mut last, mut len) = (false, true, b'.', 0);
    for &byte in address {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'/' | b'?' | b'#' => break,
            b'.' if last != b'.' => points = true,
            _ => plain = false,
        }
        last = byte;
        len += 1;
    }
    (len, plain && points && last != b'.')
}

/// Whether letters of any script, digits and hyphens stand between points, at least one; `localhost` needs none.
fn is_host(host: &str) -> bool {
    let (len, is_plain) = host_len(host.as_bytes());
    if is_plain || host.eq_ignore_ascii_case("localhost") {
        return len == host.len();
    }
    let signs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    host.contains('.') && host.split('.').all(|label| !label.is_empty() && label.chars().all(signs))
}

/// Whether white space stands in an address, of whatever kind.
fn has_space(address: &str) -> bool {
    // Scanning every byte vectorises, and almost no address holds such a byte.
    let odd = address.bytes().fold(false, |odd, byte| odd | (byte <= b' ') | !byte.is_ascii());
    odd && address.contains(char::is_whitespace)
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
