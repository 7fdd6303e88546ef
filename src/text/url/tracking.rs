//! The parts of an address that the page does not need: tracking parameters, and redirects around it.

use super::Url;
use crate::text::Slice;
use crate::text::words::WordSet;
use std::ops::Range;

/// A parameter of a query or fragment, as a range of the containing text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The separator before it: `&`, `&amp;` or `;`; empty before the first parameter.
    pub separator: Range<usize>,
    /// Name and value.
    pub pair: Range<usize>,
}

/// The parameters of `query`. A semicolon separates them like `&`, and `&amp;` is the HTML form of `&`.
#[must_use]
pub fn parameters(query: &str) -> Vec<Parameter> {
    let mut found = Vec::new();
    let (mut separator, mut start) = (0..0, 0);
    let bytes = query.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'&', b';', bytes.get(at..).unwrap_or_default()) {
        let sign = at + next;
        let len = if bytes.get(sign..).is_some_and(|rest| rest.starts_with(b"&amp;")) { 5 } else { 1 };
        found.push(Parameter { separator, pair: start..sign });
        (separator, start) = (sign..sign + len, sign + len);
        at = start;
    }
    found.push(Parameter { separator, pair: start..query.len() });
    found
}

/// Whether a parameter only records where a reader came from. The names are from the trackers' own manuals. Some count
/// only on certain hosts: `t` is a time in a YouTube video, but on X it identifies who shared a post.
#[must_use]
pub fn tracks(host: &str, pair: &str) -> bool {
    static ANYWHERE: WordSet = WordSet::new(&[
        "__twitter_impression",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "at_custom1",
        "cmpid",
        "dclid",
        "fbclid",
        "ftag",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "ncid",
        "ns_campaign",
        "ns_mchannel",
        "ns_source",
        "ocid",
        "oly_enc_id",
        "ref_src",
        "ref_url",
        "smid",
        "smtyp",
        "sr_share",
        "srsltid",
        "ttclid",
        "twclid",
        "wbraid",
        "wpisrc",
        "xtor",
        "yclid",
    ]);
    let name = pair.split('=').next().unwrap_or("");
    if name.starts_with("utm_")
        || name.starts_with("at_medium")
        || name.starts_with("at_campaign")
        || ANYWHERE.has(name)
    {
        return true;
    }
    let here: &[&str] = match host {
        "twitter.com" | "x.com" => &["s", "t", "cxt", "ref"],
        "youtube.com" | "youtu.be" | "music.youtube.com" => &["si", "feature", "pp", "ab_channel"],
        "facebook.com" | "fb.watch" => {
            &["rdid", "sfnsn", "paipv", "eav", "__tn__", "ref", "refid", "fref", "share_url"]
        }
        "instagram.com" => &["utm", "ig_rid", "ig_mid"],
        "tiktok.com" | "vm.tiktok.com" => {
            &["_r", "_t", "is_from_webapp", "is_copy_url", "sender_device", "sender_web_id", "share_app_id"]
        }
        "linkedin.com" => &["trk", "trackingId", "lipi", "rcm", "lici"],
        "reddit.com" => &["share_id", "rdt", "ref_source"],
        "open.spotify.com" => &["si"],
        "nytimes.com" => &["partner", "emc", "campaign_id", "instance_id", "segment_id", "regi_id", "user_id"],
        "wsj.com" => &["mod", "reflink"],
        "theguardian.com" => &["CMP"],
        "bloomberg.com" => &["srnd", "sref", "leadSource"],
        _ => return false,
    };
    here.contains(&name)
}

/// The replacement for a stretch of an address so that nothing in its query or fragment (at `range`) tracks the reader;
/// `None` if nothing does.
#[must_use]
pub fn without(address: &str, host: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
    let text = address.get(range.clone())?;
    let pairs = parameters(text);
    let pair = |at: &Parameter| text.get(at.pair.clone()).unwrap_or_default();
    if !pairs.iter().any(|found| tracks(host, pair(found))) {
        return None;
    }
    let mut kept = String::new();
    for found in pairs.iter().filter(|found| !tracks(host, pair(found))) {
        if !kept.is_empty() {
            kept.push_str(text.get(found.separator.clone()).unwrap_or_default());
        }
        kept.push_str(pair(found));
    }
    // The separator before it is removed with the last parameter.
    let from = if kept.is_empty() { range.start.saturating_sub(1) } else { range.start };
    Some((from..range.end, kept))
}

/// The address without its tracking parts. If it leads through a redirect that contains the page's own address, that
/// address.
#[must_use]
pub fn cleaned(address: &str) -> String {
    let mut cleaned = address.to_owned();
    if let Some(Redirect::To(page)) = Url::parse(address).and_then(|url| redirect(&url))
        && Url::parse(&page).is_some()
    {
        cleaned = page;
    }
    let Some(url) = Url::parse(&cleaned) else { return cleaned };
    let host = url.bare_host().to_owned();
    // The fragment comes after the query, and is edited first.
    for range in [url.fragment_range(), url.query_range()].into_iter().filter(|range| !range.is_empty()) {
        if let Some((gone, kept)) = without(&cleaned, &host, range) {
            cleaned.replace_range(gone, &kept);
        }
    }
    cleaned
}

/// A service between a link and its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// The link contains the page's address.
    To(String),
    /// The link hides the page's address, as URL shorteners do.
    Hidden,
}

/// The redirect that an address leads through: a search engine, a social network, a mail gateway, a shortener.
#[must_use]
pub fn redirect(url: &Url<'_>) -> Option<Redirect> {
    static SHORTENERS: WordSet = WordSet::new(&[
        "adf.ly",
        "aje.io",
        "bbc.in",
        "bit.do",
        "bit.ly",
        "bitly.com",
        "buff.ly",
        "cnn.it",
        "cutt.ly",
        "dlvr.it",
        "econ.st",
        "fb.me",
        "flip.it",
        "goo.gl",
        "ift.tt",
        "is.gd",
        "j.mp",
        "lnkd.in",
        "nyti.ms",
        "on.ft.com",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "reut.rs",
        "shorturl.at",
        "surl.li",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
        "wapo.st",
    ]);
    let host = url.bare_host();
    if SHORTENERS.has_in_any_case(host) {
        return (url.path().len() > 1).then_some(Redirect::Hidden);
    }
    let (path, parameter) = (url.path(), |names: &[&str]| parameter(url.query(), names));
    let inner = match host {
        _ if host.starts_with("google.") && path == "/url" => parameter(&["q", "url"]),
        _ if host.starts_with("google.") && path.starts_with("/amp/s/") => {
            secure(url.behind_host().strip_prefix("/amp/s/")?)
        }
        "l.facebook.com" | "lm.facebook.com" | "l.instagram.com" => parameter(&["u"]),
        "facebook.com" | "m.facebook.com" if path.starts_with("/l.php") => parameter(&["u"]),
        "l.threads.net" | "l.threads.com" => parameter(&["u"]),
        "youtube.com" if path == "/redirect" => parameter(&["q"]),
        "linkedin.com" if path.starts_with("/redir/") || path.starts_with("/safety/go") => parameter(&["url"]),
        "vk.com" if path == "/away.php" => parameter(&["to"]),
        "out.reddit.com" => parameter(&["url"]),
        "t.umblr.com" | "href.li" => parameter(&["z"]),
        "linkprotect.cudasvc.com" => parameter(&["a"]),
        "urldefense.proofpoint.com" => {
            parameter_as(url.query(), "u", |value| percent_decoded(&value.replace('-', "%").replace('_', "/")))
        }
        "urldefense.com" | "urldefense.us" => between_marks(url.behind_host()).or_else(|| parameter(&["u"])),
        "secure-web.cisco.com" => {
            url.behind_host().rsplit_once('/').and_then(|(_, last)| address(&percent_decoded(last)?))
        }
        _ if host.ends_with(".safelinks.protection.outlook.com") => parameter(&["url"]),
        _ if host.ends_with(".cdn.ampproject.org") => secure(url.behind_host().split_once("/s/")?.1),
        _ if host.ends_with(".mimecast.com") && path.starts_with("/s/") => return Some(Redirect::Hidden),
        _ => return None,
    };
    Some(inner.map_or(Redirect::Hidden, Redirect::To))
}

/// The address in one of the parameters.
fn parameter(query: &str, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| parameter_as(query, name, percent_decoded))
}

fn parameter_as(query: &str, name: &str, decode: impl Fn(&str) -> Option<String>) -> Option<String> {
    let value = |pair: &Parameter| query.get(pair.pair.clone())?.strip_prefix(name)?.strip_prefix('=');
    let pairs = parameters(query);
    address(&decode(pairs.iter().find_map(value)?)?)
}

/// `/v3/__https://dawn.com/1__;!!…`
fn between_marks(path: &str) -> Option<String> {
    let inner = path.split_once("/__")?.1;
    let inner = inner.slice(..inner.rfind("__;").or_else(|| inner.rfind("__"))?);
    // A gateway merges two slashes into one.
    let (scheme, rest) = inner.split_once(":/")?;
    // It writes some characters as `*` and keeps them elsewhere: then the address cannot be recovered.
    if rest.contains('*') {
        return None;
    }
    address(&format!("{scheme}://{}", rest.trim_start_matches('/')))
}

/// An address without its scheme; `https` is assumed.
fn secure(rest: &str) -> Option<String> {
    address(&format!("https://{rest}"))
}

fn address(inner: &str) -> Option<String> {
    Url::parse(inner).is_some().then(|| inner.to_owned())
}

fn percent_decoded(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'%' {
            out.push(u8::from_str_radix(value.get(at + 1..at + 3)?, 16).ok()?);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(address: &str) -> Option<Redirect> {
        redirect(&Url::parse(address).unwrap())
    }

    #[test]
    fn redirects_hold_an_address_or_hide_it() {
        for (address, inner) in [
            ("https://www.google.com/url?sa=t&q=https%3A%2F%2Fa.net%2F1", "https://a.net/1"),
            (
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.net%2F1&amp;data=05",
                "https://a.net/1",
            ),
            ("https://urldefense.com/v3/__https://a.net/1?p=2__;!!Xy!z$", "https://a.net/1?p=2"),
            ("https://urldefense.com/v3/__https:/a.net/1__;!!Xy", "https://a.net/1"),
            ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.net_news_1&d=DwMF", "https://a.net/news/1"),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.net%2F1&h=AT0", "https://a.net/1"),
            ("https://www.google.co.uk/amp/s/www.a.net/1", "https://www.a.net/1"),
        ] {
            let expected = Some(Redirect::To(inner.to_owned()));
            assert_eq!(through(address), expected, "{address}");
        }
        for address in
            ["https://bit.ly/3abc", "https://T.co/AbCd", "https://urldefense.com/v3/__https://a.net/*__;Kw!!x"]
        {
            assert_eq!(through(address), Some(Redirect::Hidden), "{address}");
        }
        for address in
            ["https://youtu.be/abc", "https://www.google.com/search?q=https", "https://t.co/", "https://a.net/url?q=1"]
        {
            assert_eq!(through(address), None, "{address}");
        }
    }

    #[test]
    fn a_semicolon_separates_parameters() {
        let query = "a=1&amp;b=2;c=3&d";
        let pairs: Vec<&str> = parameters(query).into_iter().map(|found| query.get(found.pair).unwrap()).collect();
        assert_eq!(pairs, ["a=1", "b=2", "c=3", "d"]);
    }

    #[test]
    fn some_parameters_track_on_their_own_hosts_only() {
        assert!(tracks("x.com", "t=abc") && !tracks("youtube.com", "t=90") && tracks("youtube.com", "si=x"));
        assert!(tracks("a.net", "utm_source=x") && !tracks("a.net", "s=20"));
    }
}
