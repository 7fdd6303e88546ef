//! Damage by page breaks: sentences and words split in two.
//!
//! * A paragraph continues in the next one if it ends without a stop, in the middle of a sentence, and the next one
//!   starts as no paragraph does: with a lower-case letter, or with a bracket. If the last word cannot end a sentence
//!   (`the`, `and`), or a bracket is open, the next one may start with anything. A word alone, without a stop, ends no
//!   sentence: `ad`.
//! * Headings, lists, block quotes, code, captions, verse and paragraphs that end with an address are left alone.
//! * A word with a hyphen at the end of a paragraph is split. At the end of a line it may be a compound, so the rest
//!   must not be a word, or the whole word must be known.

use crate::markdown::{Block, BlockKind, Inline, InlineKind, Markdown};
use crate::text::words::WordSet;
use crate::text::{Slice, Span, map_spans};
use rustc_hash::FxHashMap;

/// A paragraph that continues in the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The block before, an index of `Markdown::blocks`; the text continues in the next leaf block that is prose.
    pub before: usize,
    /// The block after.
    pub after: usize,
    /// From the last word before to the first word after.
    pub span: Span,
    /// Between the two paragraphs: line ends, perhaps a comment.
    pub gap: Span,
    /// Whether a word is split too.
    pub in_word: bool,
}

map_spans!(PageBreak { span, gap; before, after, in_word });

/// A word split by a hyphen at the end of a line or paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitWord {
    /// `Feb-` to the end of `ruary`.
    pub span: Span,
    /// The part before, with its hyphen.
    pub head: Span,
    /// The part after.
    pub tail: Span,
    /// Whether it is split by a paragraph's end rather than a line's.
    pub by_paragraph: bool,
    /// Whether the hyphen more likely belongs to the word: `anti-` and `government`.
    pub compound: bool,
}

map_spans!(SplitWord { span, head, tail; by_paragraph, compound });

/// What is split by a page break or a line end.
pub(super) struct Breaks {
    pub(super) breaks: Vec<PageBreak>,
    pub(super) split_words: Vec<SplitWord>,
}

/// Finds the page breaks, and the words that they and line ends split.
pub(super) fn read(text: &str, markdown: &Markdown) -> Breaks {
    let (mut breaks, mut split_words) = (Vec::new(), Vec::new());
    let mut before: Option<usize> = None;
    let mut goes_on = false;
    let mut evidence = Evidence { text, asked: FxHashMap::default() };
    for (index, block) in markdown.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || block.quotes > 0 || block.item.is_some() || block.footnote.is_some() {
            // There may be a comment between the halves.
            if !(block.kind == BlockKind::Html && block.span.of(text).starts_with("<!--")) {
                before = None;
            }
            continue;
        }
        let cut = before.and_then(|before| page_break(text, markdown, before, index, goes_on));
        goes_on = cut.is_some();
        if let Some(cut) = cut {
            if cut.in_word {
                let (head, tail) = (last_token(text, cut.gap.start), first_token(text, cut.gap.end));
                let compound = evidence.is_compound(head, tail);
                split_words.push(SplitWord { span: head.cover(tail), head, tail, by_paragraph: true, compound });
            }
            breaks.push(cut);
        }
        before = Some(index);
    }
    at_line_ends(text, markdown, &mut evidence, &mut split_words);
    split_words.sort_by_key(|word| word.span);
    Breaks { breaks, split_words }
}

/// The maximum number of searches of the text for other spellings of a word, which keeps the cost linear.
const SEARCHES: usize = 16;

/// The evidence on whether a hyphen belongs to a word.
struct Evidence<'a> {
    text: &'a str,
    /// The words that were searched for, and whether they occur in the text.
    asked: FxHashMap<String, bool>,
}

impl Evidence<'_> {
    /// Whether the word is written with the hyphen: elsewhere in the text, or judging by its first part.
    fn is_compound(&mut self, head: Span, tail: Span) -> bool {
        static PREFIXES: WordSet = WordSet::new(&[
            "anti", "all", "al", "as", "co", "cross", "counter", "ex", "el", "e", "full", "four", "five", "high",
            "half", "long", "low", "large", "mid", "non", "neo", "pro", "pre", "post", "pan", "quasi", "self", "semi",
            "short", "six", "so", "small", "two", "three", "ten", "ultra", "ul", "ud", "vice", "well",
        ]);
        let first = head.of(self.text).trim_end_matches('-');
        let second = tail.of(self.text);
        if second.starts_with(char::is_uppercase) {
            return true;
        }
        match (self.stands(format!("{first}{second}")), self.stands(format!("{first}-{second}"))) {
            (true, false) => false,
            (false, true) => true,
            _ => {
                let last = first.rsplit('-').next().unwrap_or(first);
                PREFIXES.has_in_any_case(last)
            }
        }
    }

    /// Whether the text contains this whole word.
    fn stands(&mut self, word: String) -> bool {
        if let Some(stands) = self.asked.get(&word) {
            return *stands;
        }
        if self.asked.len() == SEARCHES {
            return false;
        }
        let letter =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80 || *byte == b'-');
        let bytes = self.text.as_bytes();
        let stands = memchr::memmem::find_iter(bytes, word.as_bytes()).take(8).any(|at| {
            !at.checked_sub(1).is_some_and(|before| letter(bytes.get(before))) && !letter(bytes.get(at + word.len()))
        });
        self.asked.insert(word, stands);
        stands
    }
}

/// Words split at the end of a line within a paragraph: the rest is not a word by itself, or the text contains the
/// whole word.
fn at_line_ends(text: &str, markdown: &Markdown, evidence: &mut Evidence<'_>, found: &mut Vec<SplitWord>) {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"-\n").chain(memchr::memmem::find_iter(bytes, b"-\r\n")) {
        let next = at + 2 + usize::from(bytes[at + 1] == b'\r');
        if at == 0 || !bytes[at - 1].is_ascii_lowercase() || !bytes.get(next).is_some_and(u8::is_ascii_lowercase) {
            continue;
        }
        let run = markdown.runs.partition_point(|run| run.span.start as usize <= at);
        let Some(run) = run.checked_sub(1).map(|run| markdown.runs[run]) else { continue };
        if (run.span.end as usize) <= next || !run.style.is_plain() {
            continue;
        }
        let Some(block) = markdown.block_at(run.span.start).map(|block| &markdown.blocks[block]) else { continue };
        let (head, tail) = (last_token(text, (at + 1) as u32), first_token(text, next as u32));
        let first = head.of(text).trim_end_matches('-');
        let plain = first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        if block.quotes > 0 || !plain || !is_cut(text, head, tail) {
            continue;
        }
        let second = tail.of(text);
        let whole = format!("{first}{second}");
        let month = |word: &str| crate::calendar::month_at(word, 0).is_some_and(|(_, end)| end == word.len());
        let cut = is_ending(second)
            || month(&whole)
            || cut_again(text, head, tail).is_some_and(|all| month(&all) || evidence.stands(all))
            || evidence.stands(whole) && !evidence.stands(format!("{first}-{second}"));
        if cut {
            found.push(SplitWord { span: head.cover(tail), head, tail, by_paragraph: false, compound: false });
        }
    }
}

/// The whole word, if one of these halves is split again: `Feb-⏎ru-⏎ary`.
fn cut_again(text: &str, head: Span, tail: Span) -> Option<String> {
    const PARTS: usize = 4;
    let line_ends = ['\n', '\r'];
    let mut whole = format!("{}{}", head.of(text).trim_end_matches('-'), tail.of(text));
    let halves = whole.len();
    let (mut start, mut end) = (head.start, tail.end);
    for _ in 0..PARTS {
        let before = text.slice(..start as usize).trim_end_matches(line_ends);
        if before.len() < start as usize && before.ends_with('-') {
            let part = last_token(text, before.len() as u32);
            start = part.start;
            whole.insert_str(0, part.of(text).trim_end_matches('-'));
        }
        let Some(after) = text.slice(end as usize..).strip_prefix('-') else { continue };
        let next = after.trim_start_matches(line_ends);
        if next.len() < after.len() && next.starts_with(|c: char| c.is_ascii_lowercase()) {
            let part = first_token(text, (text.len() - next.len()) as u32);
            end = part.end;
            whole.push_str(part.of(text));
        }
    }
    (whole.len() > halves).then_some(whole)
}

/// Whether these letters are a word ending but not a word.
fn is_ending(tail: &str) -> bool {
    static ENDINGS: WordSet = WordSet::new(&[
        "ally", "ance", "ances", "ation", "ations", "ence", "ences", "ity", "ities", "ing", "ings", "ible", "ious",
        "ical", "ism", "ists", "ized", "ised", "izing", "ising", "ization", "ly", "ment", "ments", "ness", "ous",
        "sion", "sions", "tion", "tions", "tional", "tive", "tively", "ture",
    ]);
    ENDINGS.has(tail)
}

/// The words around the gap between two paragraphs, if the first continues in the second.
fn page_break(text: &str, markdown: &Markdown, before: usize, after: usize, goes_on: bool) -> Option<PageBreak> {
    let (first, second) = (&markdown.blocks[before], &markdown.blocks[after]);
    let bytes = text.as_bytes();
    let end = first.span.end as usize;
    // Nearly all paragraphs end with a stop.
    let last = *bytes.get(end.checked_sub(1)?)?;
    if matches!(last, b'.' | b'!' | b'?' | b':' | b';' | b'"' | b'*' | b'_' | b'`' | b'>' | b'|' | b'\\') {
        return None;
    }
    let open = *bytes.get(second.span.start as usize)?;
    let last_char = text.slice(..end).chars().next_back()?;
    let in_word = last == b'-' && open.is_ascii_alphabetic();
    let may_be_cut = in_word || last_char.is_alphanumeric() || matches!(last, b',' | b')' | b']');
    if !may_be_cut {
        return None;
    }
    if !is_text(text, markdown, first, goes_on) || !ends_in_prose(markdown, first) {
        return None;
    }
    let head = last_token(text, first.span.end);
    let tail = first_token(text, second.span.start);
    let gap = Span::new(first.span.end, second.span.start);
    let found = PageBreak { before, after, span: head.cover(tail), gap, in_word };
    if in_word {
        return is_cut(text, head, tail).then_some(found);
    }
    let words = first.span.of(text);
    let small = open.is_ascii_lowercase()
        && !is_address(text, second.span.start)
        && (!is_bare_word(second.span.of(text)) || cannot_end(head.of(text)));
    let bracket = open == b'(' && last_char.is_alphanumeric();
    let goes_on = if matches!(last, b')' | b']') {
        small && words.len() >= LONG
    } else if last == b',' {
        words.len() >= LONG && (small || opens_a_word(text, second.span.start))
    } else if small || bracket {
        true
    } else {
        words.len() >= LONG
            && (cannot_end(head.of(text)) || bracket_stands_open(text, first, second))
            && opens_a_word(text, second.span.start)
    };
    goes_on.then_some(found)
}

/// A paragraph of this many bytes is more than a caption or a line in a letter.
const LONG: usize = 60;

/// Whether a block is running text: it starts as a sentence does or continues from the page before, contains several
/// words, and is neither verse nor a caption.
fn is_text(text: &str, markdown: &Markdown, block: &Block, goes_on: bool) -> bool {
    let words = block.span.of(text);
    let opens = words.chars().next().is_some_and(|c| {
        c.is_uppercase()
            || words.starts_with("al-")
            || matches!(c, '“' | '"' | '‘' | '\'' | '(' | '[' | '*' | '_')
            || c.is_numeric()
    });
    if !goes_on && !opens {
        return false;
    }
    if !goes_on && words.bytes().filter(|byte| *byte == b' ').take(4).count() < 4 {
        return false;
    }
    // A picture, or the words below one.
    const CAPTIONS: [&str; 8] = ["Figure ", "Fig. ", "Table ", "Photo", "Image", "Source", "Map ", "Chart "];
    if CAPTIONS.iter().any(|caption| words.starts_with(caption)) {
        return false;
    }
    let inlines = markdown.inlines(block);
    if inlines.first().is_some_and(|inline| inline.kind == InlineKind::Image && inline.span.start == block.span.start) {
        return false;
    }
    // Verse: several lines, all of them short.
    let short = |line: &str| line.len() < 50;
    !(words.len() < 1000 && words.contains('\n') && words.lines().all(short))
}

/// Whether a block ends in prose, rather than in an address, code or a picture.
fn ends_in_prose(markdown: &Markdown, block: &Block) -> bool {
    // An image may be inside a link.
    let ends = |inline: &&Inline| inline.span.end >= block.span.end;
    let Some(last) = markdown.inlines(block).iter().rev().take(4).find(ends) else { return true };
    matches!(last.kind, InlineKind::ReferenceLink | InlineKind::FootnoteReference) && last.referenced.is_none()
}

/// Whether the text at `at` starts with an address or a path rather than a word.
fn is_address(text: &str, at: u32) -> bool {
    let token = text.slice(at as usize..).split([' ', '\n', '\r', '\t']).next().unwrap_or("");
    let inner = token.trim_end_matches(|c: char| !c.is_alphanumeric());
    inner.contains(['/', '_', '=', '<', '(', '\\', '@', '{', '$', '`', ':']) || inner.contains('.') && inner.len() > 4
}

/// Whether a paragraph is one word without a stop, as labels of a page are: `GET ACCESS TODAY⏎⏎ad`.
fn is_bare_word(words: &str) -> bool {
    words.chars().all(char::is_alphanumeric)
}

fn opens_a_word(text: &str, at: u32) -> bool {
    text.slice(at as usize..).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"'))
        && !is_address(text, at)
}

/// Whether a word never ends a sentence: articles, conjunctions, prepositions that need an object.
fn cannot_end(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "a",
        "an",
        "and",
        "at",
        "among",
        "against",
        "although",
        "another",
        "between",
        "because",
        "could",
        "during",
        "every",
        "from",
        "his",
        "has",
        "had",
        "into",
        "if",
        "its",
        "is",
        "including",
        "my",
        "nor",
        "or",
        "of",
        "onto",
        "our",
        "other",
        "recent",
        "several",
        "such",
        "should",
        "the",
        "to",
        "toward",
        "towards",
        "than",
        "their",
        "upon",
        "with",
        "whether",
        "while",
        "whose",
        "who",
        "which",
        "was",
        "were",
        "would",
        "your",
    ]);
    WORDS.has(word)
}

/// Whether the first of two paragraphs leaves open a parenthesis that the second closes.
fn bracket_stands_open(text: &str, first: &Block, second: &Block) -> bool {
    let balance = |bytes: &[u8]| {
        let mut open = 0i64;
        for byte in bytes {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
        }
        open
    };
    let tail = first.span.of(text).as_bytes();
    let tail = &tail[tail.len().saturating_sub(400)..];
    let head = second.span.of(text).as_bytes();
    let head = &head[..head.len().min(400)];
    balance(tail) > 0 && head.iter().find(|byte| matches!(byte, b'(' | b')')) == Some(&b')')
}

/// The last run of characters without white space before `end`.
fn last_token(text: &str, end: u32) -> Span {
    let token = text.slice(..end as usize).rsplit([' ', '\n', '\r', '\t']).next().unwrap_or("");
    Span::at(end as usize - token.len()..end as usize)
}

/// The word at `start`: letters and digits, or everything up to the next white space if there are none.
fn first_token(text: &str, start: u32) -> Span {
    let rest = text.slice(start as usize..);
    let letters = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let len = if letters > 0 { letters } else { rest.find([' ', '\n', '\r', '\t']).unwrap_or(rest.len()) };
    Span::at(start as usize..start as usize + len)
}

/// Whether `Feb-` and `ruary` are halves of a word; `short-` and `and` are not.
fn is_cut(text: &str, head: Span, tail: Span) -> bool {
    let head = head.of(text).trim_end_matches('-');
    let tail = tail.of(text);
    head.chars().next_back().is_some_and(char::is_alphabetic)
        && !tail.is_empty()
        && !matches!(tail, "and" | "or" | "to" | "nor" | "but" | "as" | "und")
}

#[cfg(test)]
mod tests {
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Bulletin {
        Bulletin::read("a.md", text, &crate::markdown::parse(text), &Gazetteer::shipped(), &Settings::default())
    }

    fn breaks(text: &str) -> Vec<&str> {
        read(text).breaks.iter().map(|cut| cut.span.of(text)).collect()
    }

    #[test]
    fn a_bare_word_ends_no_sentence() {
        for text in
            ["[Harbour](#) GET THE MAP OF THE PORT TODAY\n\nad", "The guards saw a barrel of oil\n\nmenu\n\nThey left."]
        {
            assert!(breaks(text).is_empty(), "{text}");
        }
        for text in ["The guards saw a barrel of oil\n\nburning.", "The guards saw a barrel of oil at the\n\npier"] {
            assert_eq!(breaks(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn sentences_cut_in_two() {
        assert_eq!(breaks("The guards saw a barrel of oil and\n\nthe old gate.\n\nThey left."), ["and\n\nthe"]);
        assert_eq!(breaks("It was the Coastal Guard Force\r\n\r\n(CGF), that came."), ["Force\r\n\r\n(CGF),"]);
        assert_eq!(
            breaks("They work to bring down the port\n\n([Exit.al](#), March 14). Later they left."),
            ["port\n\n([Exit.al](#),"]
        );
        assert_eq!(
            breaks(
                "In May the council asked all the people of the coast (fishers and other\n\nSailors) to stay at home."
            ),
            ["other\n\nSailors"]
        );
        assert_eq!(
            breaks("They asked the owners of\n\n<!-- page 4 -->\n\nships to wait."),
            ["of\n\n<!-- page 4 -->\n\nships"]
        );
        assert_eq!(
            breaks("One sentence was cut here and\n\nthen once more in the\n\nmiddle."),
            ["and\n\nthen", "the\n\nmiddle"]
        );
    }

    #[test]
    fn paragraphs_that_end() {
        for text in [
            "The guards saw a barrel.\n\nthe old gate.",
            "The statement read:\n\nwe ask all people",
            "## Guards saw a barrel of oil and\n\nthe old gate",
            "- The guards saw a barrel of oil and\n\nthe old gate",
            "> The guards saw a barrel of oil and\n\nthe old gate",
            "The guards saw a barrel of oil and\n\n> the old gate",
            "Rain falls\non the gate\n\nand on the quay\nno ship",
            "Figure 2: The gate of the old port seen from\n\nthe quay",
            "![gate](a.png) The gate of the old port seen from\n\nthe quay",
            "The whole list stands on <https://house.example.org/list>\n\nand in print.",
            "The whole list stands on [the list](https://house.example.org/list)\n\nand in print.",
            "[![Build](https://a.example.org/b.svg) of the day and night](https://a.example.org/b)\n\ncargo builds",
            "Install the thing with one of these commands\n\n`cargo install`",
            "Install the thing with one of these commands\n\ncargo_install::now()",
            "Usage\n\nrun it",
            "Ports closed on Monday after the storm\n\nThe ferries stopped.",
            "apples\n\npears and plums and the\n\nrest",
        ] {
            assert!(breaks(text).is_empty(), "{text:?}: {:?}", breaks(text));
        }
    }

    #[test]
    fn words_cut_in_two() {
        let text = "The council will meet past Feb-\n\nruary next year and then decide.";
        let bulletin = read(text);
        let cut = &bulletin.split_words[0];
        assert_eq!((cut.head.of(text), cut.tail.of(text), cut.by_paragraph), ("Feb-", "ruary", true));
        assert!(bulletin.breaks[0].in_word);
        let text = "They held a purely anti-\n\ngovernment rally was held at the gate of the port.";
        assert!(read(text).split_words[0].compound);
        let cuts = |text: &str| -> Vec<String> {
            read(text).split_words.iter().map(|cut| cut.span.of(text).replace('\n', "|")).collect()
        };
        assert_eq!(
            cuts("They found employ-\nment in Sep-\ntember and other govern-\ners. The governers left."),
            ["employ-|ment", "Sep-|tember", "govern-|ers",]
        );
        assert_eq!(cuts("They met in Feb-\nru-\nary."), ["Feb-|ru", "ru-|ary"]);
        assert_eq!(cuts("They will meet here past Feb-\n\nru-\nary."), ["Feb-||ru", "ru-|ary"]);
        assert!(
            cuts("A zero-\ncost, well-\nknown and short-\nand-long `a-\nment` way\n\n- employ-\n- ment").is_empty()
        );
        assert!(read("The council thinks in short-\n\nand long-term plans.").split_words.is_empty());
    }
}
