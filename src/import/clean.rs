//! Normalizes names from lists: entities, unusual spaces, stray quotation marks, numbering, capitals.

use crate::text::Slice;
use crate::text::url::Url;
use crate::text::words::is_apostrophe;

/// Longer texts are not names, in characters.
const LONGEST: usize = 200;

/// Puts text on one line: decodes entities, removes control and zero-width characters, collapses white space.
pub(super) fn plain(text: &str) -> String {
    let text = entities(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else if !c.is_control() && !is_unseen(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Invisible characters: direction marks, joiners, byte order marks, soft hyphens.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Decodes HTML and XML entities, up to twice, because lists are often escaped twice.
fn entities(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = &*text;
        while let Some(at) = rest.find('&') {
            out.push_str(rest.slice(..at));
            rest = rest.slice(at..);
            let near = &rest.as_bytes()[..rest.len().min(12)];
            let known = memchr::memchr(b';', near).and_then(|end| Some((entity(rest.slice(1..end))?, end)));
            match known {
                Some((sign, end)) => {
                    out.push(sign);
                    rest = rest.slice(end + 1..);
                }
                None => {
                    out.push('&');
                    rest = rest.slice(1..);
                }
            }
        }
        out.push_str(rest);
        text = out;
    }
    text
}

/// The character of a numeric entity, or of a named one common in lists of names.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("shy", '\u{ad}'),
        ("agrave", 'à'),
        ("aacute", 'á'),
        ("acirc", 'â'),
        ("auml", 'ä'),
        ("ccedil", 'ç'),
        ("egrave", 'è'),
        ("eacute", 'é'),
        ("ecirc", 'ê'),
        ("euml", 'ë'),
        ("iacute", 'í'),
        ("icirc", 'î'),
        ("iuml", 'ï'),
        ("ntilde", 'ñ'),
        ("oacute", 'ó'),
        ("ocirc", 'ô'),
        ("ouml", 'ö'),
        ("uacute", 'ú'),
        ("uuml", 'ü'),
    ];
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

/// Normalizes a name, except for its case; `None` if the text cannot be a name.
pub(super) fn name(written: &str) -> Option<String> {
    if written.len() > LONGEST * 8 {
        return None;
    }
    let text = plain(written);
    let mut name = unnumbered(&text);
    loop {
        let bare = bare(name);
        if bare.len() == name.len() {
            break;
        }
        name = bare;
    }
    let usable = name.chars().any(char::is_alphabetic)
        && name.chars().all(is_latin)
        && name.chars().count() <= LONGEST
        && !matches!(
            name,
            "-0-" | "n/a" | "N/A" | "NA" | "na" | "None" | "none" | "null" | "NULL" | "Unknown" | "unknown"
        );
    // These separate names and dates in our lists.
    (usable && !name.contains([';', '@', '\u{fffd}'])).then(|| name.to_owned())
}

/// Removes numbering: `(b) Name`, `(aa) Name`, `a) Name`, `1) Name`.
fn unnumbered(name: &str) -> &str {
    let inner = name.strip_prefix('(').unwrap_or(name);
    match inner.split_once(')') {
        Some((mark, rest))
            if rest.starts_with(' ')
                && !mark.is_empty()
                && mark.len() <= 2
                && mark.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) =>
        {
            rest.trim_start()
        }
        _ => name,
    }
}

/// Removes one layer of quotation marks, points and commas around a name. A leading apostrophe may be a letter: `'Abd`.
fn bare(name: &str) -> &str {
    const MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];
    let name = name.trim_matches(MARKS).trim_matches([',', ' ']);
    let mut signs = name.chars();
    match (signs.next(), signs.next_back()) {
        (Some(first), Some(last)) if matches!(first, '\'' | '‘' | '`') && matches!(last, '\'' | '’') => {
            signs.as_str().trim()
        }
        (Some(first), Some('.')) if !signs.as_str().contains('.') && !first.is_whitespace() && name.contains(' ') => {
            name.slice(..name.len() - 1).trim_end()
        }
        _ => name,
    }
}

/// Whether a character is a Latin letter or not a letter.
fn is_latin(c: char) -> bool {
    !c.is_alphabetic()
        || matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{250}'..='\u{36f}' | '\u{1d00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}')
}

/// Whether a name is written in capitals and has at least two letters.
pub(super) fn is_capitals(name: &str) -> bool {
    !name.chars().any(char::is_lowercase) && name.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// Whether a name is one word of two to eight capitals and digits: `HSM`, `PKK/KCK`, `IS-K`.
pub(super) fn is_short_form(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&letters)
        && name.chars().count() <= 8
        && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))
        && !["AL-", "EL-"].iter().any(|article| name.starts_with(article))
}

/// Splits `Name (Other name)` in two; years in brackets, `(2021-)`, are not a name.
pub(super) fn without_brackets(name: String) -> (String, Option<String>) {
    let Some((outer, inner)) = name.strip_suffix(')').and_then(|open| open.rsplit_once(" (")) else {
        return (name, None);
    };
    let outer = outer.trim_end();
    if outer.is_empty() || inner.contains(['(', ')']) || outer.matches('(').count() != outer.matches(')').count() {
        return (name, None);
    }
    let inner = inner.trim();
    let inner = inner.chars().any(char::is_alphabetic).then(|| inner.to_owned());
    (outer.to_owned(), inner)
}

/// Converts a name in capitals to the usual case: `AL-SHABAAB` becomes `al-Shabaab`. Words that look like abbreviations
/// stay, and so do all other names.
pub(super) fn in_case(name: &str) -> String {
    if !is_capitals(name) {
        return name.to_owned();
    }
    const SMALL: &[&str] = &[
        "OF", "AND", "THE", "FOR", "IN", "ON", "TO", "AT", "BY", "DE", "LA", "DES", "DU", "DEL", "ET", "Y", "E", "BIN",
        "BINT", "IBN", "WA", "VA", "FI", "WAL", "VON", "VAN",
    ];
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while !rest.is_empty() {
        let is_part = |c: char| c.is_alphanumeric() || is_apostrophe(c) || is_mark(c);
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() {
            let mut signs = rest.chars();
            out.extend(signs.next());
            rest = signs.as_str();
            continue;
        }
        let opens = out.is_empty();
        let joins = after.starts_with('-');
        let vowels = word.chars().any(|c| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y') || !c.is_ascii());
        let numeral = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let bracketed = out.ends_with('(') && after.starts_with(')') && is_short_form(word);
        // The Arabic article and the Persian izafat: `al-`, `ash-`, `ul-`, `e-`.
        let article = joins && word.len() <= 3 && word.starts_with(['A', 'E', 'I', 'U']) && !numeral
            || matches!(word, "AL" | "EL") && after.starts_with(' ');
        if article || !opens && SMALL.contains(&word) {
            out.push_str(&word.to_lowercase());
        } else if !vowels
            || bracketed
            || numeral
            || word.chars().any(|c| c.is_ascii_digit())
            || after.starts_with('.') && word.len() == 1
        {
            out.push_str(word);
        } else {
            let mut up = true;
            for c in word.chars() {
                if up && c.is_alphabetic() {
                    out.push(c);
                    up = false;
                } else {
                    out.extend(c.to_lowercase());
                }
            }
        }
        rest = after;
    }
    out
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Turns `LAST, First` into `First Last`.
pub(super) fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !last.trim().is_empty() => {
            let (first, last) = (first.trim().trim_end_matches(','), last.trim());
            format!("{} {}", in_case(first), in_case(last))
        }
        _ => name.to_owned(),
    }
}

/// A country code in capitals.
pub(super) fn country(code: &str) -> Option<String> {
    let code = code.trim();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| code.to_ascii_uppercase())
}

/// The host of a URL or bare host, as our lists write it.
pub(super) fn host(address: &str) -> Option<String> {
    let address = plain(address);
    let whole = if address.contains("://") { address } else { format!("https://{address}") };
    let url = Url::parse(&whole)?;
    let host = url.bare_host();
    let end = host.rsplit('.').next().unwrap_or_default();
    let is_name = host.contains('.') && !end.is_empty() && end.chars().all(char::is_alphabetic);
    is_name.then(|| host.to_lowercase())
}

/// The year, month or day of a timestamp: `2010-04-12T00:00:00Z` gives `2010-04-12`.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('+');
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &&str, many: usize| part.len() == many && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = parts.first().is_some_and(|year| digits(year, 4))
        && parts.len() <= 3
        && parts[1..].iter().all(|part| digits(part, 2));
    // Wikidata writes an unknown month or day as `00`.
    fits.then(|| day.strip_suffix("-00-00").or_else(|| day.strip_suffix("-00")).unwrap_or(day).to_owned())
}

/// Derives an id from a name: lower-case ASCII letters, digits and hyphens.
pub(super) fn id(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !is_apostrophe(*c) && !is_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else {
            match c {
                'ı' => out.push('i'),
                'ø' | 'Ø' => out.push('o'),
                'ł' | 'Ł' => out.push('l'),
                'đ' | 'Đ' => out.push('d'),
                'ß' => out.push_str("ss"),
                'æ' | 'Æ' => out.push_str("ae"),
                _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
                _ => {}
            }
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_dirt() {
        for (written, clean) in [
            ("  AL-SHABAAB\u{a0} ", Some("AL-SHABAAB")),
            ("(b) Lions of the Valley", Some("Lions of the Valley")),
            ("(aa) “Lions”", Some("Lions")),
            ("\u{feff}\"Lions\" ", Some("Lions")),
            ("'Abd al-Karim", Some("'Abd al-Karim")),
            ("'THE LIONS'", Some("THE LIONS")),
            ("Lions &amp;amp; Sons", Some("Lions & Sons")),
            ("Qa&#39;im AT&T", Some("Qa'im AT&T")),
            ("-0- ", None),
            ("الشباب", None),
            ("a@b", None),
            ("  ", None),
            ("\u{fffd}x", None),
        ] {
            assert_eq!(name(written).as_deref(), clean, "{written}");
        }
    }

    #[test]
    fn capitals_become_names() {
        for (written, cased) in [
            ("AL-SHABAAB", "al-Shabaab"),
            ("MUJAHIDIN AL-SHABAAB MOVEMENT", "Mujahidin al-Shabaab Movement"),
            ("JAMA'AT ANSAR OF THE VALLEY", "Jama'at Ansar of the Valley"),
            ("LIONS (JMB)", "Lions (JMB)"),
            ("TEHRIK-E VALLEY II", "Tehrik-e Valley II"),
            ("al-Shabaab", "al-Shabaab"),
        ] {
            assert_eq!(in_case(written), cased);
        }
    }

    #[test]
    fn ids_are_plain() {
        assert_eq!(id("Jaʿīsh al-Ḥaqq (2nd)"), "jaish-al-haqq-2nd");
        assert_eq!(id("  "), "");
    }

    #[test]
    fn dates_and_hosts() {
        assert_eq!(day("2010-04-12T00:00:00Z").as_deref(), Some("2010-04-12"));
        assert_eq!(day("2010-00-00").as_deref(), Some("2010"));
        assert_eq!(day("April 2010"), None);
        assert_eq!(host("https://www.Dhakatribune.com/x").as_deref(), Some("dhakatribune.com"));
        assert_eq!(host("dawn.com").as_deref(), Some("dawn.com"));
        assert_eq!(host("10.0.0.1"), None);
        assert_eq!(host("no host"), None);
    }
}
