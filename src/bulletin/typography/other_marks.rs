//! The quotation marks of other languages: guillemets in either direction, low marks, corner brackets, TeX marks.
//!
//! A mark without its partner quotes the rest of its block if it can only be an opening mark, and nothing if it may be
//! something else: an arrow, a comma, code.

use crate::markdown::{Block, Markdown, RunStyle};
use crate::text::words::is_alphanumeric;
use crate::text::{Slice, Span};

/// Adds the quotations of a block.
pub(super) fn read(text: &str, markdown: &Markdown, block: &Block, quotations: &mut Vec<Span>) {
    if !may_hold(block.span.of(text).as_bytes()) {
        return;
    }
    let mut open: Option<Open> = None;
    // A mark that may be something else does not hide one that certainly opens.
    let mut outer: Option<Open> = None;
    for run in markdown.runs(block) {
        if run.style.has(RunStyle::IMAGE) {
            continue;
        }
        let (mut at, end) = (run.span.start as usize, run.span.end as usize);
        while let Some(c) = text.slice(at..end).chars().next() {
            let next = at + c.len_utf8();
            match &open {
                Some(of) => {
                    if of.shuts(text.slice(at..end)) {
                        quotations.push(Span::at(of.start..at));
                        open = outer.take();
                    } else if !of.certain
                        && let Some(inner) = Open::at(text, block.span, at, c).filter(|inner| inner.certain)
                    {
                        outer = open.replace(inner);
                    }
                }
                None => open = Open::at(text, block.span, at, c),
            }
            at = next;
        }
    }
    if let Some(of) = open.filter(|of| of.certain) {
        quotations.push(Span::at(of.start..block.span.end as usize));
    }
}

/// Whether a text may contain such marks.
pub(super) fn may_hold(bytes: &[u8]) -> bool {
    let may_open = |at: usize| {
        matches!(
            bytes.get(at..),
            Some(
                [0xc2, 0xab | 0xbb, ..]
                    | [b'`', b'`', ..]
                    | [0xe2, 0x80, 0x9a | 0x9e | 0xb9 | 0xba, ..]
                    | [0xe3, 0x80, 0x8c | 0x8e, ..]
            )
        )
    };
    memchr::memchr3_iter(0xc2, 0xe3, b'`', bytes).any(may_open) || memchr::memchr_iter(0xe2, bytes).any(may_open)
}

/// A mark that waits for its partner.
struct Open {
    /// Where the quotation starts.
    start: usize,
    /// Any of these closes it.
    partners: &'static [&'static str],
    /// Whether it can only open.
    certain: bool,
}

impl Open {
    /// The mark at `at`, if it opens a quotation.
    fn at(text: &str, block: Span, at: usize, c: char) -> Option<Open> {
        let before = text.slice(block.start as usize..at).chars().next_back();
        let rest = text.slice(at + c.len_utf8()..block.end as usize);
        let touches = rest.chars().next().is_some_and(|c| !c.is_whitespace());
        let leads = touches && !before.is_some_and(is_alphanumeric);
        let open = |partners, certain| Some(Open { start: at + c.len_utf8(), partners, certain });
        match c {
            '«' => open(&["»"], true),
            '‹' => open(&["›"], true),
            '„' if leads => open(&["“", "”", "\""], true),
            '「' => open(&["」"], true),
            '『' => open(&["』"], true),
            // German and Danish reverse them; an unpaired French one, or an arrow, does not open anything.
            '»' if leads => open(&["«", "»"], false),
            '›' if leads => open(&["‹", "›"], false),
            '‚' if leads => open(&["‘", "’"], false),
            '`' if rest.starts_with('`') => {
                Some(Open { start: at + 2, partners: &["''", "”", "\""], certain: false })
            }
            _ => None,
        }
    }

    /// Whether `rest` starts with its partner.
    fn shuts(&self, rest: &str) -> bool {
        self.partners.iter().any(|partner| rest.starts_with(partner))
    }
}

#[cfg(test)]
mod tests {
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
    use crate::text::Span;

    fn read(text: &str) -> Bulletin {
        Bulletin::read("a.md", text, &crate::markdown::parse(text), &Gazetteer::shipped(), &Settings::default())
    }

    #[test]
    fn marks_of_other_languages_quote() {
        for (text, quoted) in [
            ("He said, «Al Qaida is here» there.", &["Al Qaida is here"][..]),
            ("He said, « Al Qaida est là » there.", &[" Al Qaida est là "]),
            ("He said, »Al Qaida bleibt« there.", &["Al Qaida bleibt"]),
            ("He said, »Al Qaida stannar» there.", &["Al Qaida stannar"]),
            ("He said, ‹Al Qaida› and „Al Qaida bleibt“ there.", &["Al Qaida", "Al Qaida bleibt"]),
            ("He said, „Al Qaida zostaje” there.", &["Al Qaida zostaje"]),
            ("He said, ``Al Qaida'' there.", &["Al Qaida"]),
            ("He said, ‚so‘ there.", &["so"]),
            ("He said, «the men\n\nThey left.", &["the men"]),
            ("It holds `` and «Al Qaida» there.", &["Al Qaida"]),
            ("It says ``Al Qaida «is» here'' there.", &["Al Qaida «is» here"]),
            ("彼は「去る」と。", &["去る"]),
        ] {
            let bulletin = read(text);
            let found: Vec<&str> = bulletin.quotations.iter().map(|span| span.of(text)).collect();
            assert!(quoted.iter().all(|words| bulletin.is_quoted(place(text, words))), "{text}: {found:?}");
            assert!(!bulletin.is_quoted(Span::at(0..2)) || text.starts_with('彼'), "{text}: {found:?}");
            assert!(!bulletin.is_quoted(place(text, " there")) || !text.contains(" there"), "{text}: {found:?}");
        }
    }

    fn place(text: &str, words: &str) -> Span {
        text.find(words).map_or(Span::empty(0), |at| Span::at(at..at + words.len()))
    }

    #[test]
    fn arrows_and_commas_quote_nothing() {
        for text in ["Read more » and leave.", "They left » then came.", "It cost 5 ‚ and `` here."] {
            assert!(read(text).quotations.is_empty(), "{text}");
        }
    }
}
