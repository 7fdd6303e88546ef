//! Anything that looks like a web or email address, broken or not.
//!
//! * Determined only near a given place, so that nobody pays for the addresses of a whole text.
//! * Markdown need not recognize a link: `](http://quay.al;s)` looks like the target of one, `http;//quay.al` like an
//!   address.
//! * A host without a path is not an address: sources are named that way (`dawn.com`).

use crate::text::{Slice, Span};
use memchr::{memchr_iter, memchr2, memchr3, memrchr, memrchr2};
use std::ops::Range;

/// The number of bytes on each side of a place that are searched for an address.
const REACH: usize = 2048;

/// The stretches that look like addresses and share a byte with `span`, or contain an empty `span`.
#[must_use]
pub fn around(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let (start, end) = (span.start as usize, (span.end as usize).min(bytes.len()));
    let least = start.saturating_sub(REACH);
    let line = memrchr2(b'\n', b'\r', &bytes[least..start]).map_or(least, |at| least + at + 1);
    let mut found = Vec::new();
    // A target that contains the place opens before it on its line; others open within the place.
    let opens = last_target(&bytes[line..start]).map_or(start.saturating_sub(1), |at| line + at);
    let closes = memchr_iter(b']', &bytes[opens..end]).map(|at| opens + at + 1);
    for at in closes.filter(|at| bytes[*at..end].starts_with(b"(")) {
        found.extend(target(bytes, at + 1));
    }
    let is_apart = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'|');
    let before = bytes[line..start].iter().rev().take_while(|byte| !is_apart(**byte)).count();
    let after = bytes[end..].iter().take(REACH).take_while(|byte| !is_apart(**byte)).count();
    let mut at = start - before;
    for word in bytes[at..end + after].split(|byte| is_apart(*byte)) {
        in_word(word, &mut |range| found.push(at + range.start..at + range.end));
        at += word.len() + 1;
    }
    let is_near = |place: &Span| {
        if span.is_empty() { place.start < span.start && span.start < place.end } else { place.overlaps(span) }
    };
    found.into_iter().map(Span::at).filter(is_near).filter(|place| !place.of(text).is_empty()).collect()
}

/// Where the last `](` on a line is.
fn last_target(line: &[u8]) -> Option<usize> {
    let mut end = line.len();
    while let Some(at) = memrchr(b']', &line[..end]) {
        // The bracket may be directly before the place.
        if line.get(at + 1).is_none_or(|next| *next == b'(') {
            return Some(at);
        }
        end = at;
    }
    None
}

/// The content of the brackets that open before `at`, up to a comma or semicolon before a space: no address continues
/// there.
fn target(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let line = &bytes[at..bytes.len().min(at + REACH)];
    let line = &line[..memchr2(b'\n', b'\r', line).unwrap_or(line.len())];
    let mut depth = 0;
    let mut close = None;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                close = Some(at);
                break;
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    let inside = match close {
        Some(close) => &line[..close],
        None => line.split(u8::is_ascii_whitespace).next().unwrap_or_default(),
    };
    let goes_on = inside.windows(2).position(|two| matches!(two[0], b',' | b';') && two[1].is_ascii_whitespace());
    let inside = &inside[..goes_on.unwrap_or(inside.len())];
    let start = inside.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let end = inside.iter().rposition(|byte| !byte.is_ascii_whitespace())? + 1;
    Some(at + start..at + end)
}

/// The addresses in a token between white space.
fn in_word(word: &[u8], found: &mut impl FnMut(Range<usize>)) {
    let opens = |at: usize, start: &[u8]| word.get(at..at + start.len()).is_some_and(|w| w.eq_ignore_ascii_case(start));
    let lead = word.iter().take_while(|byte| matches!(byte, b'(' | b'[' | b'*' | b'_' | b'\'')).count();
    if memchr3(b'/', b'@', b':', word).is_none() && !opens(lead, b"www.") {
        return;
    }
    let mut from = 0;
    while let Some(start) = start(word, from, &opens) {
        let end = end(word, start);
        if end > start {
            found(start..end);
        }
        from = end.max(start) + 1;
    }
}

/// Where the next address in a token starts.
fn start(word: &[u8], from: usize, opens: &impl Fn(usize, &[u8]) -> bool) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'+');
    let len = |from: usize| word[from..].iter().take_while(|byte| is_name(byte)).count();
    let mut at = from;
    while at < word.len() {
        if !word[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let name = len(at);
        let rest = &word[at + name..];
        // A scheme, correctly written or not.
        let web = opens(at, b"http") || opens(at, b"hxxp");
        let is_address = rest.starts_with(b"://")
            || opens(at, b"www.") && name > 4
            || web && name <= 6 && rest.len() > 2 && matches!(rest[0], b':' | b';' | b'/' | b'.')
            || rest.first() == Some(&b'/') && is_host(&word[at..at + name])
            || rest.first() == Some(&b'@') && is_host(&rest[1..=len(at + name + 1)]);
        if is_address {
            return Some(at);
        }
        at += name;
    }
    None
}

/// Whether a name consists of labels separated by points, the last one of letters.
fn is_host(name: &[u8]) -> bool {
    let Some(point) = memrchr(b'.', name) else { return false };
    let last = &name[point + 1..];
    let first = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    first.len() > 1 && last.len() > 1 && last.iter().all(u8::is_ascii_alphabetic)
}

/// The end of an address that starts at `from`: before an unpaired bracket, before the next address, without
/// sentence-ending punctuation.
fn end(word: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut end = word.len();
    for (at, byte) in word.iter().enumerate().skip(from) {
        match byte {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b')' | b'[' | b']' => {
                end = at;
                break;
            }
            b',' | b';' if word[at + 1..].starts_with(b"http") || word[at + 1..].starts_with(b"www.") => {
                end = at;
                break;
            }
            // A dash or quotation mark of several bytes.
            0xE2 if word[at..].starts_with("—".as_bytes()) || word[at..].starts_with("”".as_bytes()) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let is_stop = |byte: &u8| matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_');
    end - word[from..end].iter().rev().take_while(|byte| is_stop(byte)).count()
}

/// Whether `text` still contains the words of an address that was at `place` in the old text.
#[must_use]
pub fn is_kept(old: &str, place: Span, text: &str) -> bool {
    text.contains(old.slice(place.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What looks like an address around the words between `«` and `»`.
    fn near(marked: &str) -> Vec<String> {
        let start = marked.find('«').unwrap();
        let end = marked.find('»').unwrap() - '«'.len_utf8();
        let text = marked.replace(['«', '»'], "");
        around(&text, Span::at(start..end)).iter().map(|place| place.of(&text).to_owned()).collect()
    }

    #[test]
    fn addresses_are_seen_broken_or_not() {
        for (text, address) in [
            ("See https://quay«.»al/x, he said", "https://quay.al/x"),
            ("(Reuters, May 9](http://quay.al«»;s)", "http://quay.al;s"),
            ("[Dawn](dawn«.»com/1 2), x", "dawn.com/1 2"),
            ("[Media](http://Media «»e Lire), May 9", "http://Media e Lire"),
            ("[Dawn](https://dawn.com/«»1, May 9).", "https://dawn.com/1"),
            ("at www.quay«.»al today", "www.quay.al"),
            ("at http;//quay.al«/»x today", "http;//quay.al/x"),
            ("at htp://quay«.»al", "htp://quay.al"),
            ("at https:quay.al«/»x.", "https:quay.al/x"),
            ("at dawn.com/news«/»1.", "dawn.com/news/1"),
            ("mail m.holt@quay«.»al now", "m.holt@quay.al"),
            ("--https://quay«.»al", "https://quay.al"),
            ("(https://a.al/x_(y)«_»z)", "https://a.al/x_(y)_z"),
            ("https://a.al/«x»;https://b.al", "https://a.al/x"),
            ("ends at https://quay.al/«é»x", "https://quay.al/éx"),
        ] {
            assert!(near(text).contains(&address.to_owned()), "{text}: {:?}", near(text));
        }
    }

    #[test]
    fn words_are_no_addresses() {
        for text in [
            "AP/«R»FE/RL",
            "and«/»or",
            "U.S.«/»Canada",
            "No.5«/»6",
            "at dawn«.»com today",
            "the ratio 3«:»4",
            "[Dawn](https://dawn.com/1, «May» 9).",
            "https://quay.al/x«,» he",
            "https://quay.al/x«»",
            "«»https://quay.al/x",
            "(https://quay.al/x«)»",
            "[Dawn](https://dawn.com/1)«,» May 9",
            "he said: “no«»”",
            "[Media](http://Media e\n«»Lire), May 9",
            "[Media](http://Media e\r«»Lire), May 9",
            "uses https«.»",
        ] {
            assert_eq!(near(text), [""; 0], "{text}");
        }
    }
}
