//! Front matter without marks: `Key: value` lines at the top, as in MultiMarkdown, and Pandoc's title block.

use super::FrontMatterKind;
use crate::text::Slice;

/// Keys of which at least one must occur in the head.
const KNOWN: &[&str] = &["title", "author", "authors", "date", "subtitle", "byline"];

/// The head at the start of `body`: its kind, and its length including the last line end.
pub(super) fn of(body: &str) -> Option<(FrontMatterKind, usize)> {
    let first = *body.as_bytes().first()?;
    if first == b'%' {
        return title_block(body).map(|len| (FrontMatterKind::Title, len));
    }
    first.is_ascii_alphabetic().then(|| lines(body)).flatten().map(|len| (FrontMatterKind::Lines, len))
}

/// `% title` ⏎ `% authors` ⏎ `% date`, each of which may continue on indented lines.
fn title_block(body: &str) -> Option<usize> {
    let mut len = 0;
    let mut fields = 0;
    for line in body.split_inclusive('\n') {
        let opens = line.starts_with("% ") || line.trim_end() == "%";
        if opens && fields < 3 {
            fields += 1;
        } else if !(len > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty()) {
            // A TeX comment is longer.
            let closed = line.trim().is_empty();
            return (closed && fields > 0).then_some(len);
        }
        len += line.len();
    }
    (fields > 0).then_some(len)
}

/// `Key: value` up to the first blank line.
fn lines(body: &str) -> Option<usize> {
    let mut len = 0;
    let mut known = false;
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        if !(len > 0 && line.starts_with([' ', '\t'])) {
            let key = key(line)?;
            known |= KNOWN.iter().any(|known| key.eq_ignore_ascii_case(known));
        }
        len += line.len();
    }
    known.then_some(len)
}

/// The key of a `Key: value` line.
pub(super) fn key(line: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let colon = memchr::memchr(b':', line.as_bytes()).filter(|colon| *colon <= LONGEST)?;
    let (key, value) = (line.slice(..colon), line.slice(colon + 1..));
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    (is_key && (value.starts_with([' ', '\t', '\n']) || value.is_empty())).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_end_at_the_first_blank_line() {
        for (text, head) in [
            ("Title: Quay\nDate: 2017-05-05\n\nText", "Title: Quay\nDate: 2017-05-05\n"),
            (
                "title: Quay\n  and pier\nBase Header Level: 2\n\nText",
                "title: Quay\n  and pier\nBase Header Level: 2\n",
            ),
            ("Author: Ada Holt\n", "Author: Ada Holt\n"),
            ("% Quay\n% Ada Holt; Bo Lind\n% May 5, 2017\n\nText", "% Quay\n% Ada Holt; Bo Lind\n% May 5, 2017\n"),
            ("% Quay\n  and pier\n\nText", "% Quay\n  and pier\n"),
            ("", ""),
            ("LISBON: The quay is shut.\n\nText", ""),
            ("Title: Quay\nand this is prose.\n\nText", ""),
            ("The date: it is late.\nNobody came.\n", ""),
            ("https://quay.al/x\n", ""),
            ("# Title: Quay\n", ""),
            ("%% remark %%\n", ""),
        ] {
            assert_eq!(of(text).map_or("", |(_, len)| text.slice(..len)), head, "{text:?}");
        }
    }
}
