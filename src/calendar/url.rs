//! The date in an address.

use super::{Date, month_at};
use crate::text::{Slice, Span};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A date in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlDate {
    /// Where it is in the address.
    pub span: Span,
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, if the address contains it.
    pub day: Option<u8>,
}

impl UrlDate {
    /// The day, if the address contains one.
    #[must_use]
    pub fn to_date(&self) -> Option<Date> {
        Date::new(self.year, i8::try_from(self.month).ok()?, i8::try_from(self.day?).ok()?).ok()
    }
}

/// The date in the path or query of an address: `/2018/09/21/`, `-2018-09-21-`, `/20180921-`, `/2018/sep/21/`,
/// `-september-21-2018`, `/21-09-2018/`; a year and month alone if they are between slashes.
///
/// Numbers that may be something else (article ids, status numbers, versions, a headline) are not evidence. Neither is
/// an archive's timestamp: there, the archived address decides.
#[must_use]
pub fn url_date(address: &str) -> Option<UrlDate> {
    let bytes = address.as_bytes();
    let path = memchr::memchr_iter(b':', bytes).find(|at| bytes[*at..].starts_with(b"://")).map_or(0, |at| at + 3);
    let start = path + memchr::memchr(b'/', &bytes[path..])?;
    let host = path..start;
    // Most addresses contain no year, and without one there is no date.
    let is_year = |four: &[u8]| match four {
        [b'1', b'9', c, d] | [b'2', b'0' | b'1', c, d] => c.is_ascii_digit() && d.is_ascii_digit(),
        _ => false,
    };
    let behind = &bytes[start..];
    if !memchr::memchr2_iter(b'1', b'2', behind).any(|at| behind.get(at..at + 4).is_some_and(is_year)) {
        return None;
    }
    let inner = inner_address(address, start);
    let start = match inner {
        Some(inner) => inner + memchr::memchr(b'/', &bytes[inner..])?,
        None => start,
    };
    if inner.is_none() && (is_archive(address.slice(host.clone())) || is_resolver(address.slice(host))) {
        return None;
    }
    let mut month_only = None;
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'#' {
            break;
        }
        if byte.is_ascii_digit() {
            if let Some(found) =
                year_first(address, at).or_else(|| compact(address, at)).or_else(|| day_first(address, at))
            {
                if found.day.is_some() {
                    return Some(found);
                }
                month_only = month_only.or(Some(found));
            }
        } else if byte.is_ascii_alphabetic()
            && let Some(found) = month_first(address, at)
        {
            return Some(found);
        }
        at += 1;
        // A date never starts inside a word.
        let inside = if byte.is_ascii_alphanumeric() { &bytes[at..] } else { &[] };
        at += inside.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    }
    month_only
}

/// Where the host of an address in the path or query starts: `/web/2018…/https://www.dawn.com/…`, `?u=www.dawn.com/…`.
fn inner_address(address: &str, path: usize) -> Option<usize> {
    static HOST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));
    let rest = address.slice(path..);
    let scheme = memchr::memchr2_iter(b':', b'%', rest.as_bytes()).filter_map(|at| {
        let before = rest.slice(..at);
        if !before.strip_suffix('s').unwrap_or(before).ends_with("http") {
            return None;
        }
        let after = rest.slice(at..);
        let after = ["://", ":/", "%3A%2F%2F", "%3a%2f%2f"].iter().find_map(|sign| after.strip_prefix(sign))?;
        Some(address.len() - after.len())
    });
    let is_plain = |at: &usize| matches!(rest.as_bytes()[..*at], [.., b'/' | b'=']);
    let plain = HOST.find_iter(rest.as_bytes()).filter(is_plain).map(|at| path + at);
    scheme.chain(plain).max()
}

/// Whether the numbers of a host’s addresses are names of works: `https://doi.org/10.3366/cor.2007.2.2.187`,
/// `https://undocs.org/S/2018/1002`
fn is_resolver(host: &str) -> bool {
    ["doi.org", "handle.net", "jstor.org", "worldcat.org", "undocs.org", "docs.un.org"].iter().any(|known| {
        host.len() >= known.len()
            && host.get(host.len() - known.len()..).is_some_and(|end| end.eq_ignore_ascii_case(known))
    })
}

/// Whether a host keeps copies of pages, under the day of the copy.
fn is_archive(host: &str) -> bool {
    // Archive hosts are written in lower case, all but one in a thousand.
    let small = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    };
    let host = small.strip_prefix("www.").unwrap_or(&small);
    let archive = host.strip_prefix("archive.").or_else(|| host.strip_prefix("web.archive."));
    archive.is_some_and(|end| matches!(end, "org" | "ph" | "is" | "today" | "md" | "li" | "vn" | "fo" | "st"))
        || [
            "archive-it.org",
            "archive.org",
            "arquivo.pt",
            "perma.cc",
            "webcitation.org",
            "ghostarchive.org",
            "mementoweb.org",
        ]
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
        || host.starts_with("webarchive.")
}

/// `2018/09/21`, `2018-9-21`, `2018/sep/21`, `2018/0921`, `2018/09/`, `2018-09/21`
fn year_first(address: &str, at: usize) -> Option<UrlDate> {
    let (year, next) = number(address, at, 4, 4)?;
    let year = i16::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
    // The symbol of a document of the United Nations: `view_doc.asp?symbol=S/2018/1002`.
    if matches!(address.as_bytes()[..at], [.., b'/' | b'=', b'A' | b'E' | b'S', b'/']) {
        return None;
    }
    let sign = sign(address, next)?;
    let after = next + 1;
    if let Some((month, day)) = number(address, after, 4, 4).map(|(both, _)| (both / 100, both % 100))
        && ends(address, after + 4)
    {
        return found(at..after + 4, year, month, Some(day));
    }
    let (month, next) = number(address, after, 1, 2).or_else(|| {
        let (month, len) = month_at(address, after)?;
        Some((u32::from(month.number), after + len))
    })?;
    if let Some(second) = self::sign(address, next)
        && let Some((day, end)) = number(address, next + 1, 1, 2)
        && ends(address, end)
        && (second == sign || second == b'/' || sign == b'/')
        && !counts(address, end, second, end - next - 1)
    {
        return found(at..end, year, month, Some(day));
    }
    // A month alone needs slashes around it: `/2018/09/story`.
    let bytes = address.as_bytes();
    let slashes = sign == b'/' && bytes.get(next).is_none_or(|byte| *byte == b'/') && bytes[at - 1] == b'/';
    (slashes && next - after == 2).then(|| found(at..next, year, month, None)).flatten()
}

/// `20180921`, `201809211045`
fn compact(address: &str, at: usize) -> Option<UrlDate> {
    let digits = address.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !matches!(digits, 8 | 12 | 14) || address.as_bytes().get(at + digits).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let value: u32 = address.slice(at..at + 8).parse().ok()?;
    let year = i16::try_from(value / 10_000).ok().filter(|year| (1990..=2100).contains(year))?;
    if digits > 8 {
        let hour: u32 = address.slice(at + 8..at + 10).parse().ok()?;
        let minute: u32 = address.slice(at + 10..at + 12).parse().ok()?;
        if hour > 23 || minute > 59 {
            return None;
        }
    }
    found(at..at + 8, year, value / 100 % 100, Some(value % 100))
}

/// `21-09-2018`, `21-september-2018`, `21/09/2018`
fn day_first(address: &str, at: usize) -> Option<UrlDate> {
    let (first, next) = number(address, at, 1, 2)?;
    let sign = sign(address, next)?;
    if let Some((month, len)) = month_at(address, next + 1) {
        let next = next + 1 + len;
        let (year, end) = (self::sign(address, next)? == sign).then(|| number(address, next + 1, 4, 4))??;
        return (ends(address, end) && is_apart(address, at, end))
            .then(|| found(at..end, i16::try_from(year).ok()?, u32::from(month.number), Some(first)))?;
    }
    let (second, next) = number(address, next + 1, 1, 2)?;
    let (year, end) = (self::sign(address, next)? == sign).then(|| number(address, next + 1, 4, 4))??;
    let year = i16::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
    if !ends(address, end) {
        return None;
    }
    match (first, second) {
        // Either number may be the month.
        (1..=12, 1..=12) if first != second => None,
        (_, 1..=12) => found(at..end, year, second, Some(first)),
        (1..=12, _) => found(at..end, year, first, Some(second)),
        _ => None,
    }
}

/// `september-21-2018`, `sept-21-2018`; `september-2018` is not enough
fn month_first(address: &str, at: usize) -> Option<UrlDate> {
    let (month, len) = month_at(address, at)?;
    let next = at + len;
    let sign = sign(address, next)?;
    let (day, next) = number(address, next + 1, 1, 2)?;
    let next = if address.get(next..next + 2).is_some_and(|end| matches!(end, "st" | "nd" | "rd" | "th")) {
        next + 2
    } else {
        next
    };
    let (year, end) = (self::sign(address, next)? == sign).then(|| number(address, next + 1, 4, 4))??;
    let year = i16::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
    (ends(address, end) && is_apart(address, at, end))
        .then(|| found(at..end, year, u32::from(month.number), Some(day)))?
}

/// Whether the number of `digits` digits after a `sign`, which ends at `end`, belongs to a headline:
/// `/2018/09/5-things-to-know`, `/2018-09-5-things`.
fn counts(address: &str, end: usize, sign: u8, digits: usize) -> bool {
    let rest = address.slice(end..).as_bytes();
    let headline = matches!(rest, [b'-' | b'_' | b'+', next, ..] if next.is_ascii_alphabetic());
    headline && (sign == b'/' || digits == 1)
}

/// Whether a date in words is not part of a headline: it starts or ends its segment, and no preposition or the like
/// introduces it, as in `the-march-3-2018-raid` and `remembering-the-attacks-of-september-11-2001`.
fn is_apart(address: &str, start: usize, end: usize) -> bool {
    let before = address.slice(..start);
    let opens = before.ends_with(['/', '=', '?', '&']);
    let rest = address.slice(end..);
    let closes = rest.is_empty() || rest.starts_with(['/', '.', '?', '#', '&']);
    let word = before.trim_end_matches(['-', '_', '.']).rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let led = [
        "of",
        "on",
        "the",
        "since",
        "from",
        "before",
        "after",
        "until",
        "till",
        "by",
        "to",
        "in",
        "about",
        "remembering",
    ];
    opens || closes && !led.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn found(range: std::ops::Range<usize>, year: i16, month: u32, day: Option<u32>) -> Option<UrlDate> {
    let month = u8::try_from(month).ok()?;
    let day = match day {
        Some(day) => Some(u8::try_from(day).ok()?),
        None => None,
    };
    let exists = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day.unwrap_or(1)).ok()?).is_ok();
    exists.then(|| UrlDate { span: Span::at(range), year, month, day })
}

/// The number of `least` to `most` digits at `at`, and where it ends; more digits may follow.
fn number(address: &str, at: usize, least: usize, most: usize) -> Option<(u32, usize)> {
    let digits = address.as_bytes().get(at..)?.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    (least..=most).contains(&digits).then(|| Some((address.slice(at..at + digits).parse().ok()?, at + digits)))?
}

fn sign(address: &str, at: usize) -> Option<u8> {
    address.as_bytes().get(at).copied().filter(|byte| matches!(byte, b'/' | b'-' | b'_' | b'.'))
}

fn ends(address: &str, at: usize) -> bool {
    address.as_bytes().get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric() || *byte == b'T')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_dates_in_addresses() {
        for address in [
            "https://a.net/2018/09/21/story",
            "https://a.net/2018/9/21/story",
            "https://a.net/news/2018-09-21",
            "https://a.net/story-2018-09-21-update.html",
            "https://a.net/20180921-story",
            "https://a.net/story_20180921.html",
            "https://a.net/2018/sep/21/story",
            "https://a.net/2018/september/21",
            "https://a.net/story-september-21-2018",
            "https://a.net/story-sept-21-2018.html",
            "https://a.net/story/september-21st-2018",
            "https://a.net/21-09-2018/story",
            "https://a.net/21-september-2018/story",
            "https://a.net/21/09/2018/story",
            "https://a.net/09-21-2018/story",
            "https://a.net/story?date=2018-09-21&x=1",
            "https://a.net/n1/2018/0921/c90000-9502.html",
            "https://a.net/archive/2018-09/21/story",
            "https://a.net/story/201809211045",
            "https://a.net/201809211045/story",
            "https://a.net/2018.09.21/story",
            "https://a.net/2018_09_21/story",
            "https://a.net/2018-09-21T10:45:00Z",
            "https://web.archive.org/web/20190102030405/https://www.a.net/2018/09/21/story",
            "https://web.archive.org/web/20190102030405/http:/a.net/2018/09/21/story",
            "https://archive.ph/2019.01.02-120000/https://a.net/story-2018-09-21",
            "https://web.archive.org/web/2019/www.a.net/2018/09/21/story",
            "https://proxy.net/r?d=20190102&u=https://a.net/2018/09/21/story",
        ] {
            let date = url_date(address).and_then(|date| date.to_date());
            assert_eq!(date, Some(jiff::civil::date(2018, 9, 21)), "{address}");
        }
        for address in
            ["https://a.net/2018/09/story", "https://a.net/2018/09/5-things-to-know", "https://a.net/2018/09/21_men"]
        {
            let month = url_date(address).unwrap();
            assert_eq!((month.year, month.month, month.day), (2018, 9, None), "{address}");
        }
    }

    #[test]
    fn where_the_date_is() {
        for (address, written) in [
            ("https://a.net/2018/09/21/story", "2018/09/21"),
            ("/2018/09/21/story", "2018/09/21"),
            ("https://a.net/story-2018-9-1.html", "2018-9-1"),
            ("https://a.net/n1/2018/0921/c90000-9502.html", "2018/0921"),
            ("https://a.net/2018/sept/21/story", "2018/sept/21"),
            ("https://a.net/20180921-story", "20180921"),
            ("https://a.net/story/201809212359", "20180921"),
            ("https://a.net/story/201809210000", "20180921"),
            ("https://a.net/21-09-2018/story", "21-09-2018"),
            ("https://a.net/05-05-2018/story", "05-05-2018"),
            ("https://a.net/21-september-2018/story", "21-september-2018"),
            ("https://a.net/story-september-21st-2018", "september-21st-2018"),
            ("https://a.net/1990/01/01/story", "1990/01/01"),
            ("https://a.net/2100/01/01/story", "2100/01/01"),
            ("https://a.net/2018/09/story", "2018/09"),
        ] {
            assert_eq!(url_date(address).map(|date| date.span.of(address)), Some(written), "{address}");
        }
        let date = url_date("https://a.net/05-05-2018/story").unwrap().to_date();
        assert_eq!(date, Some(jiff::civil::date(2018, 5, 5)));
    }

    #[test]
    fn numbers_that_are_no_dates() {
        for address in [
            "https://a.net/",
            "https://a.net",
            "",
            "https://a.net/1008772546735628289",
            "https://a.net/news/20189921",
            "https://a.net/2018/13/40/x",
            "https://a.net/20180921x",
            "https://a.net/201809212459",
            "https://a.net/201809212360",
            "https://a.net/2018-09-21a",
            "https://a.net/2018-09_21.x",
            "https://a.net/1989/09/21/story",
            "https://a.net/2018/9/story",
            "https://a.net/2018-09/story",
            "https://a.net/x2018/09/story",
            "https://a.net/v1.2.2018",
            "https://a.net/story-45739201",
            "https://a.net/may-the-force-2018",
            "https://a.net/2018/top-10",
            "https://a.net/02-03-2018",
            "https://a.net/p/12345678",
            "https://a.net/tel/20180921555",
            "https://a.net/2018-19/season",
            "https://a.net/@34.512,69.178",
            "https://2018-09-21.net/story",
            "https://a.net/x#2018-09-21",
            "https://a.net/2018/02/30/x",
            "https://web.archive.org/web/20180930120000/https://www.a.net/news/123/x",
            "https://web.archive.org/web/20180930120000/a.net/story",
            "https://archive.ph/2018.09.30-120000/https://www.a.net/news/1",
            "https://archive.is/20180930/x",
            "https://wayback.archive-it.org/1068/20180930120000/http://a.net/",
            "https://webarchive.nationalarchives.gov.uk/20180930120000/https://a.net/x",
            "https://perma.cc/2018-09-21",
            "https://arquivo.pt/wayback/20180930120000/http://a.net/x",
            "https://a.net/news/what-we-know-about-september-11-2001-attacks",
            "https://a.net/timeline-of-the-march-3-2018-raid",
            "https://a.net/remembering-the-attacks-of-september-11-2001",
            "https://a.net/raid-of-21-september-2018-explained",
            "https://a.net/2018-09-5-things",
            "https://undocs.org/S/2018/1002",
            "https://undocs.org/en/E/CN.4/2018/10",
            "https://docs.un.org/en/S/2018/10",
            "https://www.un.org/en/ga/search/view_doc.asp?symbol=S/2018/1002",
            "https://a.net/docs/S/2018/0921.pdf",
            "https://a.net/2018/0921abc/story",
            "https://a.net/2018/09215/story",
            "https://a.net/20189/21/story",
            "https://web.archive.org/web/20190102/https://the-long-upland-courier.net/story",
        ] {
            assert_eq!(url_date(address), None, "{address}");
        }
    }
}
