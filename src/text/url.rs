//! The parts of a web address: as much of RFC 3986 as a copy desk asks for, on slices.

use std::ops::Range;

/// An address with a scheme and a host, in parts. All parts are byte ranges of the address as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    address: &'a str,
    host: Range<usize>,
    path: Range<usize>,
    query: Range<usize>,
}

impl<'a> Url<'a> {
    /// Parts `address`; none where it has no `http` or `https` scheme, no host, or white space in it.
    #[must_use]
    pub fn parse(address: &'a str) -> Option<Url<'a>> {
        let scheme = ["https://", "http://"]
            .iter()
            .find(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
        if address.contains(char::is_whitespace) {
            return None;
        }
        let start = scheme.len();
        let end = address[start..].find(['/', '?', '#']).map_or(address.len(), |at| start + at);
        // A name or password before the host, a port behind it.
        let host_start = address[start..end].rfind('@').map_or(start, |at| start + at + 1);
        let host_end = address[host_start..end].find(':').map_or(end, |at| host_start + at);
        let host = &address[host_start..host_end];
        let well_formed = host
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'));
        if host.is_empty() || !well_formed || !host.contains('.') && !host.eq_ignore_ascii_case("localhost") {
            return None;
        }
        let fragment = address[end..].find('#').map_or(address.len(), |at| end + at);
        let query = address[end..fragment].find('?').map_or(fragment, |at| end + at);
        Some(Url { address, host: host_start..host_end, path: end..query, query: (query + 1).min(fragment)..fragment })
    }

    /// The host as written.
    #[must_use]
    pub fn host(&self) -> &'a str {
        &self.address[self.host.clone()]
    }

    /// The host without `www.`, `m.`, `mobile.` or `amp.` before it.
    #[must_use]
    pub fn bare_host(&self) -> &'a str {
        let host = self.host();
        ["www.", "m.", "mobile.", "amp."]
            .iter()
            .find_map(|prefix| {
                host.get(..prefix.len()).filter(|s| s.eq_ignore_ascii_case(prefix)).map(|_| &host[prefix.len()..])
            })
            .filter(|rest| rest.contains('.'))
            .unwrap_or(host)
    }

    /// The path with its leading slash; empty where there is none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        &self.address[self.path.clone()]
    }

    /// The query without its question mark.
    #[must_use]
    pub fn query(&self) -> &'a str {
        &self.address[self.query.clone()]
    }

    /// Where the query stands in the address, without its question mark.
    #[must_use]
    pub fn query_range(&self) -> Range<usize> {
        self.query.clone()
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
