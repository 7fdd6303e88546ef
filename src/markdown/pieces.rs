//! Splits a long text where Markdown starts afresh, to parse it in pieces: a piece stays in the processor's cache, and
//! several can be parsed at once.
//!
//! * A heading at the margin after a blank line ends paragraphs, lists, quotations and tables.
//! * It does not end fenced code, some HTML, or front matter. The parser of a piece therefore checks its last block
//!   ([`ends`]); if that may continue, it parses the whole rest as one piece.
//! * Definitions of links and footnotes apply to the whole text: a text that may contain one is not split.

use super::{Block, BlockKind};
use std::ops::Range;

/// The pieces of `body`, each of at least `least` bytes; a single piece if it cannot be split.
pub(super) fn of(body: &str, least: usize) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut pieces = Vec::new();
    let mut start = 0;
    if bytes.len() / 2 >= least && memchr::memmem::find(bytes, b"]:").is_none() {
        let heading = memchr::memmem::Finder::new(b"\n#");
        let mut from = least;
        while let Some(at) = bytes.get(from..).and_then(|rest| heading.find(rest)).map(|at| from + at) {
            let cut = at + 1;
            from = cut;
            let blank = matches!(&bytes[..at], [.., b'\n'] | [.., b'\n', b'\r']);
            if blank && is_heading(&bytes[cut..]) && !may_open_metadata(&bytes[start..cut]) {
                pieces.push(start..cut);
                start = cut;
                from = start + least;
            }
        }
    }
    pieces.push(start..bytes.len());
    pieces
}

/// Whether a piece ends with its last block, whatever follows.
pub(super) fn ends(blocks: &[Block]) -> bool {
    blocks.last().is_none_or(|last| !matches!(last.kind, BlockKind::Code | BlockKind::Html))
}

/// Whether a line starts with the marks of a heading.
fn is_heading(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|byte| **byte == b'#').count();
    marks <= 6 && line.get(marks).is_none_or(u8::is_ascii_whitespace)
}

/// Whether front matter, or what Markdown takes for it further down, may open in this piece and close in a later one:
/// the last line that consists only of marks has text directly below it.
fn may_open_metadata(piece: &[u8]) -> bool {
    [b"\n---", b"\n+++"].iter().any(|mark| {
        // Searches forward, because searching backward is slow.
        let lines = memchr::memmem::find_iter(piece, *mark).map(|at| at + 1);
        let top = piece.starts_with(&mark[1..]).then_some(0);
        let last = top.into_iter().chain(lines).filter(|at| below(&piece[at + 3..]).is_some()).last();
        last.and_then(|at| below(&piece[at + 3..])).is_some_and(|text| !text.trim_ascii_start().is_empty())
    })
}

/// The line below the one whose marks end here; `None` if anything follows the marks.
fn below(rest: &[u8]) -> Option<&[u8]> {
    let mut lines = rest.split(|byte| *byte == b'\n');
    lines.next().filter(|line| line.trim_ascii().is_empty())?;
    lines.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(body: &str) -> Vec<&str> {
        of(body, 1).into_iter().map(|piece| &body[piece]).collect()
    }

    #[test]
    fn headings_behind_blank_lines_part_a_text() {
        assert_eq!(
            pieces("# A\n\nText\n\n## B\n\n- c\r\n\r\n### D\n"),
            ["# A\n\nText\n\n", "## B\n\n- c\r\n\r\n", "### D\n"]
        );
        for whole in
            ["", "# A\n", "Text\n# A\n", "Text\n\n #A\n", "Text\n\n#A\n", "Text\n\n####### A\n", "[a]: b\n\n# A\n"]
        {
            assert_eq!(pieces(whole), [whole]);
        }
        assert_eq!(of("# A\n\n# B\n\n# C\n", 6), [0..10, 10..14]);
    }

    #[test]
    fn front_matter_is_not_cut() {
        let closed = "---\na: b\n---\n\nText\n\n";
        assert_eq!(pieces(&format!("{closed}# A\n")), [closed, "# A\n"]);
        let broken = "Text\n\n---\n\nText\n\n";
        assert_eq!(pieces(&format!("{broken}# A\n")), [broken, "# A\n"]);
        for whole in ["---\na: b\n\n# c\n---\n", "Text\n\n+++ \na = 1\n\n# c\n+++\n"] {
            assert_eq!(pieces(whole), [whole]);
        }
    }
}
