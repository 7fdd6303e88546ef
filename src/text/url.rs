//! The parts of a web address: the subset of RFC 3986 that a copy desk needs, on slices.

pub mod tracking;

use super::{Offset, Span};
use crate::text::Slice;
use std::borrow::Cow;
use std::ops::Range;

/// An address with a scheme and a host, split into parts.
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
    /// Parses `address`; `None` if it has no `http` or `https` scheme, no host, or white space in it.
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
            // Before the host there may be a name and password, after it a port.
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

    /// Rebuilds an address from the parts that [`Url::parts`] returned.
    #[must_use]
    pub fn in_parts(address: &'a str, parts: Parts) -> Url<'a> {
        Url { address, parts }
    }

    /// The offsets of its parts.
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

    /// The host without a leading `www.`, `m.`, `mobile.` or `amp.`.
    #[must_use]
    pub fn bare_host(&self) -> &'a str {
        self.part(self.parts.bare, self.parts.host_end)
    }

    /// The path with its leading slash; empty if there is none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.part(self.parts.path, self.parts.path_end)
    }

    /// The path and everything after it.
    #[must_use]
    pub fn behind_host(&self) -> &'a str {
        Span::at(self.parts.path as usize..self.address.len()).of(self.address)
    }

    /// The query without its question mark.
    #[must_use]
    pub fn query(&self) -> &'a str {
        Span::at(self.query_range()).of(self.address)
    }

    /// The range of the query in the address, without its question mark.
    #[must_use]
    pub fn query_range(&self) -> Range<usize> {
        let end = self.parts.query_end;
        self.parts.path_end.saturating_add(1).min(end) as usize..end as usize
    }

    /// The range of the fragment in the address, without its `#`.
    #[must_use]
    pub fn fragment_range(&self) -> Range<usize> {
        let end = self.address.len();
        (self.parts.query_end as usize + 1).min(end)..end
    }

    /// The page it leads to, without the parts in which addresses of the same page may differ.
    #[must_use]
    pub fn page(&self) -> Page<'a> {
        let host = self.bare_host();
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        };
        let mut query = Cow::Borrowed(self.query());
        if !query.is_empty() {
            let text = self.query();
            let pairs = tracking::parameters(text).into_iter().filter_map(|found| text.get(found.pair));
            let kept: Vec<&str> = pairs.filter(|pair| !pair.is_empty() && !tracking::tracks(&host, pair)).collect();
            query = Cow::Owned(kept.join("&"));
        }
        // Single-page applications mark their views with `#!/a` and `#/a`; any other fragment is a place on the page.
        let fragment = Span::at(self.fragment_range()).of(self.address);
        let fragment = if fragment.starts_with(['!', '/']) { fragment } else { "" };
        Page { host, path: self.path().trim_end_matches('/'), query, fragment }
    }

    /// Whether only this computer or network can resolve the host: `localhost`, `192.168.0.4`, `archive.local`.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let host = self.host();
        // Hardly any other host ends with these letters.
        if !matches!(host.as_bytes(), [.., b'0'..=b'9' | b't' | b'T' | b'l' | b'L' | b'n' | b'N']) {
            return false;
        }
        let numbers = || host.split('.').map(|part| part.parse::<u8>().ok()).collect::<Option<Vec<u8>>>();
        let last = host.rsplit('.').next().unwrap_or(host);
        match last.as_bytes().first() {
            Some(byte) if byte.is_ascii_digit() => {
                matches!(
                    numbers().as_deref(),
                    Some([127 | 10 | 0, ..] | [192, 168, ..] | [169, 254, ..] | [172, 16..=31, ..])
                )
            }
            _ => ["localhost", "local", "localdomain", "internal", "lan"]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(last)),
        }
    }

    /// Whether it is a site's front page.
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

/// A web page, however its address is written: with or without `www.`, a trailing slash, a fragment or tracking
/// parameters, and over either scheme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page<'a> {
    host: Cow<'a, str>,
    path: &'a str,
    query: Cow<'a, str>,
    fragment: &'a str,
}

impl Page<'_> {
    /// The page as a string that no other page shares.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}{}?{}#{}", self.host, self.path, self.query, self.fragment)
    }
}

/// The host without a leading `www.` or the like, unless that would leave only a name without a dot.
fn without_prefix(host: &str) -> &str {
    let bytes = host.as_bytes();
    let prefixes: &[&str] = match bytes[0] | 0x20 {
        b'w' => &["www."],
        b'm' => &["m.", "mobile."],
        b'a' => &["amp."],
        _ => return host,
    };
    match prefixes.iter().find(|prefix| opens(bytes, prefix)) {
        // The last dot is nearest to the end.
        Some(prefix) if bytes[prefix.len()..].iter().rev().any(|byte| *byte == b'.') => host.slice(prefix.len()..),
        _ => host,
    }
}

/// Whether `bytes` start with `start`, ignoring case; `start` is in lower case.
fn opens(bytes: &[u8], start: &str) -> bool {
    let start = start.as_bytes();
    bytes.starts_with(start) || bytes.get(..start.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(start))
}

/// The length of the address's host, and whether it is a plain host, as nearly all are: letters, digits and hyphens
/// between dots.
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

/// Whether it consists of letters of any script, digits and hyphens, with at least one dot between them; `localhost`
/// needs none.
fn is_host(host: &str) -> bool {
    let (len, is_plain) = host_len(host.as_bytes());
    if is_plain || host.eq_ignore_ascii_case("localhost") {
        return len == host.len();
    }
    let signs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    host.contains('.') && host.split('.').all(|label| !label.is_empty() && label.chars().all(signs))
}

/// Whether the address contains white space of any kind.
fn has_space(address: &str) -> bool {
    // Scanning every byte vectorizes, and almost no address contains such a byte.
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
    fn one_page_has_many_addresses() {
        let page = |address| Url::parse(address).unwrap().page();
        let first = page("https://www.dawn.com/news/1?id=2");
        for same in [
            "http://dawn.com/news/1?id=2",
            "https://Dawn.com/news/1/?id=2#comments",
            "https://m.dawn.com/news/1?utm_source=x&amp;id=2",
            "https://dawn.com:443/news/1?id=2&fbclid=x",
        ] {
            assert_eq!(page(same), first, "{same}");
        }
        for other in ["https://dawn.com/news/1", "https://dawn.com/news/2?id=2", "https://epaper.dawn.com/news/1?id=2"]
        {
            assert_ne!(page(other), first, "{other}");
        }
        assert_ne!(page("https://a.net/#!/b"), page("https://a.net/#!/c"));
    }

    #[test]
    fn local_hosts() {
        for (address, local) in [
            ("http://localhost/x", true),
            ("http://localhost:8080/x", true),
            ("http://127.0.0.1/x", true),
            ("http://192.168.178.2/x", true),
            ("http://nas.local/x", true),
            ("http://192.169.0.1/x", false),
            ("http://172.32.0.1/x", false),
            ("https://local.gov.uk/x", false),
        ] {
            assert_eq!(Url::parse(address).unwrap().is_local(), local, "{address}");
        }
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
