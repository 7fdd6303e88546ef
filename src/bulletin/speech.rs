//! Speech that is written down as it was said: a transcript repeats its words, its days and its forms, and nobody corrects
//! them.

use crate::text::{Slice, Span, floor_boundary};

/// Whether a place is in a line of a transcript, after its time stamp: `[28:38] know more about about`,
/// `00:12:34 I left yesterday`.
#[must_use]
pub fn is_spoken(text: &str, place: Span) -> bool {
    /// How far from its stamp speech may be, and how many bytes marks and stamp may take: no line is searched over and
    /// over.
    const LONGEST: usize = 4000;
    const LONGEST_STAMP: usize = 40;
    let before = text.slice(..place.start as usize);
    let least = before.len().saturating_sub(LONGEST);
    let end = memchr::memrchr(b'\n', &before.as_bytes()[least..]);
    let Some(start) = end.map(|end| least + end + 1).or((least == 0).then_some(0)) else { return false };
    let line = before.slice(start..floor_boundary(before, start + LONGEST_STAMP));
    let line = line.trim_start_matches([' ', '\t', '>', '-', '*', '_', '“', '"']);
    let stamp = line.strip_prefix(['[', '(']);
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let time = stamp.unwrap_or(line);
    let time = time.slice(..time.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count());
    // `10:30 The ferry left` is an agenda.
    let parts = time.split(':').filter(|part| is_number(part)).count();
    parts == time.split(':').count() && (parts == 3 || parts == 2 && stamp.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_stamp_opens_a_line_of_speech() {
        let spoken = |text: &str| is_spoken(text, Span::at(text.len()..text.len()));
        for text in [
            "[28:38] what we know",
            "It rained.\n[28:41] the quay",
            "> [2:28] >> They were",
            "- **[1:02:03]** It was",
            "(0:07) It was",
            "00:12:34 I left",
        ] {
            assert!(spoken(text), "{text}");
        }
        assert!(!spoken(&format!("[28:38] {}", "so ".repeat(2000))));
        for text in
            ["10:30 The ferry left", "[28] It was", "[1:2:3:4] It was", "[28:38] No.\nIt was", "", "It was at 00:12:34"]
        {
            assert!(!spoken(text), "{text}");
        }
    }
}
