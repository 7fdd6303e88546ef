//! What appears in prose without being words: bare addresses, file names, citation keys and accounts. No run contains
//! them.

use crate::text::{Slice, Span};
use memchr::{memchr, memchr3};

/// Extensions that mark a word as a file name.
const EXTENSIONS: &[&str] = &[
    "7z", "apk", "asp", "aspx", "avi", "bat", "bmp", "bz2", "cfg", "conf", "css", "csv", "dll", "dmg", "doc", "docm",
    "docx", "eml", "epub", "exe", "gif", "gz", "htm", "html", "ico", "ini", "iso", "jar", "jpeg", "jpg", "js", "json",
    "jsx", "lnk", "log", "md", "mdx", "mkv", "mov", "mp3", "mp4", "msi", "odt", "ogg", "pdf", "php", "png", "ppt",
    "pptx", "ps1", "py", "qmd", "rar", "rmd", "rs", "rtf", "sh", "sql", "svg", "tar", "tgz", "tif", "tiff", "toml",
    "ts", "tsv", "tsx", "txt", "vbs", "wav", "webm", "webp", "xls", "xlsm", "xlsx", "xml", "xz", "yaml", "yml", "zip",
];

/// Extensions of pictures.
const PICTURES: &[&str] =
    &["avif", "bmp", "gif", "heic", "ico", "jpeg", "jpg", "pdf", "png", "svg", "tif", "tiff", "webp", "mp4", "mov"];

/// Whether a picture's description is only its file name.
pub(super) fn is_file_name(description: &str) -> bool {
    // A description may contain thousands of others: only its end is read.
    let description = description.trim_end();
    PICTURES.iter().any(|known| {
        let extension = description.len().checked_sub(known.len()).and_then(|at| description.get(at..));
        extension.is_some_and(|end| end.eq_ignore_ascii_case(known))
            && description.as_bytes()[..description.len() - known.len()].ends_with(b".")
    })
}

/// The characters that mark something opaque in a part of a text. What was found is kept from run to run, because runs
/// are short.
pub(super) struct Signs<'t> {
    /// The text up to the end of the part.
    bytes: &'t [u8],
    /// Everything before this has been asked for.
    at: usize,
    /// The next `#`, and the next other mark, as far as known.
    tag: usize,
    other: usize,
}

impl<'t> Signs<'t> {
    /// The marks in the text from `start` to `end`.
    pub(super) fn of(text: &'t str, start: usize, end: usize) -> Signs<'t> {
        let (tag, other) = (0, 0);
        Signs { bytes: text.slice(..end).as_bytes(), at: start + 1, tag, other }
    }

    /// The next mark in `run`; runs are asked for in order.
    fn next_in(&mut self, run: Span) -> Option<usize> {
        let from = self.at.max(run.start as usize + 1) - 1;
        let rest = self.bytes.get(from..)?;
        if self.tag <= from {
            self.tag = memchr(b'#', rest).map_or(usize::MAX, |at| from + at);
        }
        if self.other <= from {
            self.other = memchr3(b'.', b':', b'@', rest).map_or(usize::MAX, |at| from + at);
        }
        let next = self.tag.min(self.other);
        if next >= run.end as usize {
            return None;
        }
        self.at = next + 2;
        Some(next)
    }
}

/// Finds everything opaque in a run, in order and disjoint.
pub(super) fn find(text: &str, run: Span, signs: &mut Signs<'_>, found: &mut impl FnMut(Span)) {
    let run_text = run.of(text);
    let bytes = run_text.as_bytes();
    let mut from = 0;
    while let Some(at) = signs.next_in(run) {
        let at = at - run.start as usize;
        if at < from {
            continue;
        }
        // Nearly all points and colons end something.
        let place = match (bytes[at], bytes.get(at + 1)) {
            (b'#', _) => tag(bytes, at),
            (b'@', _) => account(bytes, at, from),
            (b':', Some(b'/' | b'\\')) => address(bytes, at, from),
            (b'.', Some(next)) if next.is_ascii_alphanumeric() => file(bytes, at, from),
            _ => None,
        };
        if let Some((start, end)) = place.filter(|(start, end)| start < end) {
            // Ends are always next to ASCII, but a cut inside a character would not be a valid position.
            let end = run_text.slice(..end).len();
            found(Span::at(run.start as usize + start..run.start as usize + end));
            from = end;
        }
    }
}

/// `https://…`, with the colon at `at`.
fn address(bytes: &[u8], at: usize, from: usize) -> Option<(usize, usize)> {
    // `C:\\Users\\x`
    let is_letter = |at: usize| bytes[..at].last().is_some_and(u8::is_ascii_alphabetic);
    if bytes.get(at + 1) == Some(&b'\\') && is_letter(at) && !is_letter(at - 1) && at > from {
        return Some((at - 1, address_end(bytes, at + 1)));
    }
    if !bytes[at..].starts_with(b"://") {
        return None;
    }
    let scheme = bytes[from..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (scheme > 1).then(|| (at - scheme, address_end(bytes, at + 3)))
}

/// Where an address ends: before white space and quoting marks, without the sentence's final punctuation.
fn address_end(bytes: &[u8], start: usize) -> usize {
    // Curly quotation marks, the object replacement character and the no-break space.
    const SIGNS: [&str; 9] = ["“", "”", "‘", "’", "«", "»", "…", "\u{fffc}", "\u{a0}"];
    let ends = |at: &usize| match bytes[*at] {
        b' ' | b'\n' | b'\t' | b'\r' | 0x0c | b'<' | b'>' | b'"' | b'|' | b'`' => true,
        0x80.. => SIGNS.iter().any(|sign| bytes[*at..].starts_with(sign.as_bytes())),
        _ => false,
    };
    let is_final = |byte: &u8| matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_');
    let without_final = |address: &[u8]| address.iter().rposition(|byte| !is_final(byte)).map_or(0, |last| last + 1);
    let end = (start..bytes.len()).find(ends).unwrap_or(bytes.len());
    let address = &bytes[start..end];
    let mut len = without_final(address);
    if !matches!(address[..len].last(), Some(b')' | b']')) {
        return start + len;
    }
    // A closing bracket belongs to the address if one opens for it there.
    let surplus = |close: u8, open: u8| {
        let count = |sign: u8| address[..len].iter().filter(|byte| **byte == sign).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (surplus(b')', b'('), surplus(b']', b'['));
    while let Some(close @ (b')' | b']')) = address[..len].last() {
        let surplus = if *close == b')' { &mut round } else { &mut square };
        if *surplus == 0 {
            break;
        }
        *surplus -= 1;
        len = without_final(&address[..len - 1]);
    }
    start + len
}

/// `name@host`, `@key`, `@account`, with the sign at `at`.
fn account(bytes: &[u8], at: usize, from: usize) -> Option<(usize, usize)> {
    let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'\'');
    let before = bytes[from..at].iter().rev().take_while(name).count();
    // A name starts with a letter; `-@key` is a key.
    let before = bytes[at - before..at].iter().position(u8::is_ascii_alphanumeric).map_or(0, |lead| before - lead);
    let key =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'/' | b'+' | b'\'');
    let rest = &bytes[at + 1..];
    if rest.first() == Some(&b'{') && before == 0 {
        let end = memchr::memchr(b'}', rest)?;
        return Some((at, at + end + 2));
    }
    let len = rest.iter().take_while(key).count();
    let key = &rest[..len];
    let kept = key.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1);
    let is_account = key.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_account.then_some((at - before, at + 1 + kept))
}

/// `#tag/tag`, with the sign at `at`: a word after it, and nothing before it.
fn tag(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let apart = bytes[..at].last().is_none_or(|before| before.is_ascii_whitespace() || *before == b'(');
    let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    let len = bytes[at + 1..].iter().take_while(name).count();
    let is_tag = apart && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    is_tag.then_some((at, at + 1 + len))
}

/// `www.…`, or a word that ends in a known extension, with a dot at `at`.
fn file(bytes: &[u8], at: usize, from: usize) -> Option<(usize, usize)> {
    let goes_back = |byte: u8| {
        byte.is_ascii()
            && !byte.is_ascii_whitespace()
            && !matches!(byte, b'(' | b'[' | b'<' | b'>' | b'"' | b'|' | b'`' | b',' | b';' | b'=')
    };
    if let Some(web) = at.checked_sub(3).filter(|web| *web >= from)
        && bytes[web..at].eq_ignore_ascii_case(b"www")
        && (web == from || !goes_back(bytes[web - 1]))
    {
        return Some((web, address_end(bytes, at)));
    }
    let len = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if !(2..=4).contains(&len) {
        return None;
    }
    let end = at + 1 + len;
    let extension = &bytes[at + 1..end];
    // `a.txt.gz` and `x.md/y` continue.
    let goes_on = matches!(bytes.get(end), Some(b'/' | b'_' | b'-'))
        || bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    let is_one_case = extension.iter().all(u8::is_ascii_uppercase)
        || extension.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let known = is_one_case && EXTENSIONS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(extension));
    if !known || goes_on {
        return None;
    }
    // Last, because a long word may contain many points.
    let before = bytes[from..at].iter().rev().take_while(|byte| goes_back(**byte)).count();
    let start = at - before;
    bytes[start..at].iter().any(u8::is_ascii_alphanumeric).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        find(text, Span::at(0..text.len()), &mut Signs::of(text, 0, text.len()), &mut |span| all.push(span));
        all.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn addresses_files_and_keys_are_opaque() {
        for (text, expected) in [
            ("See https://quay.al/Al-Shabaab_May%209.pdf.", &["https://quay.al/Al-Shabaab_May%209.pdf"][..]),
            ("(http://quay.al/a_(b)), then", &["http://quay.al/a_(b)"]),
            ("“ftp://quay.al/x”", &["ftp://quay.al/x"]),
            ("at www.quay.al/x, or mail a.holt@quay.al.", &["www.quay.al/x", "a.holt@quay.al"]),
            ("[@o'neil2018, p. 3; -@holt:2019]", &["@o'neil2018", "@holt:2019"]),
            ("said @QuayWatch. Then", &["@QuayWatch"]),
            ("Open Al_Qaida-raid.2018.PDF and maps/raid.png now", &["Al_Qaida-raid.2018.PDF", "maps/raid.png"]),
            ("They left. The U.S. and al.com and 5.30 and e.g. this.", &[]),
            ("A note: it @ noon. x.so y.Md", &[]),
            ("é.pdf ü@ö", &[]),
            ("Tagged #al-qaida/raid (#x) C#y # z #1 in C:\\Users\\x.", &["#al-qaida/raid", "#x", "C:\\Users\\x"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn descriptions_may_be_names_of_files() {
        assert!(is_file_name("Screen Shot 2020-05-01 at 8.27.53 AM.png"));
        assert!(!is_file_name("The pier at 8.27."));
    }
}
