//! The parts of a text that are not prose, and how the text reads without them.
//!
//! * Whatever stands for something else (a template, an expression, a formula) is read as a single character,
//!   [`JOINT`], which neither joins nor separates words; alone on its line it is read as an empty comment.
//! * Whatever is not printed (attributes, deletions, marks, targets) is removed. The words of an insertion or a label
//!   remain.
//! * Comments to copydesk in other notations are read as HTML comments, and so are definitions of abbreviations.
//! * Code and comments are skipped, so that nothing opened in them is closed outside.
//!
//! A text without any of this is scanned for a few bytes and not copied. Each closing mark is searched for once, so the
//! work is linear in the length.

mod block;
mod inline;

use super::{Markdown, reader};
use crate::text::{Edit, MapSpans, Offset, Reading, Slice, Span, map_spans};
use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memmem};
use std::ops::Range;

/// Replaces whatever stands for something else.
pub const JOINT: char = '\u{fffc}';

/// The same, alone on its line.
pub const EMPTY: &str = "<!---->";

/// A stretch that is not prose, in the text as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: MaskKind,
}

map_spans!(Mask { span; kind });

/// What a mask is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskKind {
    /// `{{< … >}}`, `{{ … }}`, `{% … %}`.
    Template,
    /// `{.class #id key=value}`, `{: .class}`.
    Attributes,
    /// A fence of colons, the head of an admonition, a label on its own line.
    Directive,
    /// MDX or JSX code: `{…}`, a tag with such values, `import` and `export`.
    Expression,
    /// A formula or a TeX command.
    Math,
    /// `[[target]]`, `![[embed]]`, or the parts around the label.
    Wikilink,
    /// A comment in a notation other than HTML's, or its marks.
    Comment,
    /// Struck through, or deleted in `CriticMarkup`.
    Deletion,
    /// The marks around an insertion or a highlight.
    Mark,
    /// The marks around a definition of an abbreviation, `*[X]: …`.
    Abbreviation,
    /// The indent of an admonition's text.
    Indent,
    /// What the house style excludes from prose.
    Ignored,
}

/// How a mask is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    /// Not at all.
    Gone,
    /// As a single character.
    Joint,
    /// As this.
    As(&'static str),
}

#[derive(Clone, Copy, Debug)]
struct Found {
    mask: Mask,
    reads: Reads,
}

/// A text with its masks, and how it is read.
#[derive(Clone, Debug)]
pub struct Masked<'t> {
    reading: Reading<'t>,
    /// One for each stretch that is read differently from how it is written.
    masks: Vec<Mask>,
}

impl<'t> Masked<'t> {
    /// Finds the masks of a text whose line ends are LF; `ignored` are additional ones, in order and disjoint.
    #[must_use]
    pub fn of(text: &'t str, ignored: &[Span]) -> Masked<'t> {
        let mut found = if may_hold_masks(text.as_bytes()) { Scanner::new(text).scan() } else { Vec::new() };
        found.extend(
            ignored.iter().map(|&span| Found { mask: Mask { span, kind: MaskKind::Ignored }, reads: Reads::Joint }),
        );
        if found.is_empty() {
            return Masked { reading: Reading::whole(text), masks: Vec::new() };
        }
        let found = disjoint(text, found);
        let edits = edits(text, &found);
        let masks = found.into_iter().map(|found| found.mask).collect();
        Masked { reading: Reading::new(text, &edits), masks }
    }

    /// The text as it is read.
    #[must_use]
    pub fn text(&self) -> &str {
        self.reading.text()
    }

    /// The masks, in the text as written.
    #[must_use]
    pub fn masks(&self) -> &[Mask] {
        &self.masks
    }

    /// The Markdown of the text as read. Its masks have the positions they would have there.
    #[must_use]
    pub fn parse(&self) -> Markdown {
        let mut markdown = reader::read(self.text());
        let replaced = self.reading.replaced().iter();
        markdown.masks =
            self.masks.iter().zip(replaced).map(|(mask, replaced)| Mask { span: replaced.read, ..*mask }).collect();
        markdown
    }

    /// Maps the spans of `value` to the text as written.
    pub fn restore<T: MapSpans>(&self, value: &mut T) {
        self.reading.restore(value);
    }
}

/// Whether anything in a text may be a mask.
fn may_hold_masks(text: &[u8]) -> bool {
    let holds = |needle: &str| memmem::find(text, needle.as_bytes()).is_some();
    let opens = |at: usize, heads: &[&str]| heads.iter().any(|head| text[at..].starts_with(head.as_bytes()));
    // One search answers for all masks with a sign that prose seldom has.
    memchr2(b'{', b'~', text).is_some()
        || memchr_iter(b'$', text).any(|at| may_close_formula(text, at))
        || memchr(b'\\', text).is_some()
        || memchr2_iter(b'%', b'=', text).any(|at| may_open_at_sign(text, at))
        || memchr2_iter(b'!', b'?', text).any(|at| opens(at, &["!!! ", "??? ", "???+"]))
        || memmem::find_iter(text, "]: ").any(|at| opens(at, &["]: #", "]: <>"]))
        || holds("::") && [":::", ":: "].into_iter().any(holds)
        || memchr_iter(b'[', text)
            .any(|at| at > 0 && matches!(text[at - 1], b'[' | b'*') || text.get(at + 1) == Some(&b'!'))
        || opens_line(text, 0)
        || memchr_iter(b'\n', text).any(|end| opens_line(text, end + 1))
}

/// Whether the percent or equals sign at `at` may belong to a mask: `%%`, `<%`, `[% `, `==`, `)=`, `="`.
fn may_open_at_sign(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
    let behind = text.get(at + 1).copied().unwrap_or(b' ');
    match text[at] {
        b'%' => behind == b'%' || matches!(before, b'<' | b'['),
        _ => matches!(behind, b'=' | b'"' | b'\'') || before == b')',
    }
}

/// Whether the dollar sign at `at` may close a formula, or is doubled: unlike that of a price.
fn may_close_formula(text: &[u8], at: usize) -> bool {
    let behind = text.get(at + 1).copied().unwrap_or(b' ');
    behind == b'$'
        || !behind.is_ascii_alphanumeric() && text[..at].last().is_some_and(|before| !before.is_ascii_whitespace())
}

/// Whether a mask that fills its line may start at `at`.
fn opens_line(text: &[u8], at: usize) -> bool {
    let line = || text.get(at..).unwrap_or_default();
    match text.get(at) {
        Some(b'i') => line().starts_with(b"import "),
        Some(b'e') => line().starts_with(b"export "),
        Some(b'/') => line().starts_with(b"///"),
        Some(b'-') => line().starts_with(b"--8<") || line().starts_with(b"-8<-"),
        Some(b'[') => line().starts_with(b"[TOC]"),
        Some(b'%') => line().starts_with(b"% "),
        _ => false,
    }
}

/// Sorts the masks found and merges those that overlap.
fn disjoint(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.mask.span.start, std::cmp::Reverse(found.mask.span.end)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        let span = next.mask.span;
        if text.get(span.range()).is_none() {
            continue;
        }
        match kept.last_mut() {
            Some(last) if span.start < last.mask.span.end => {
                if span.end > last.mask.span.end {
                    last.mask.span.end = span.end;
                    last.reads = Reads::Joint;
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}

/// The replacement for each mask.
fn edits(text: &str, found: &[Found]) -> Vec<Edit> {
    let alone = alone(text, found);
    let mut edits: Vec<Edit> = Vec::with_capacity(found.len());
    for (found, alone) in found.iter().zip(alone) {
        let Found { mask: Mask { mut span, kind }, reads } = *found;
        let least = edits.last().map_or(0, |edit| edit.span.end);
        span.start = span.start.max(least);
        edits.push(match reads {
            Reads::As(words) => Edit::replace(span, words),
            Reads::Joint if alone => Edit::replace(span, EMPTY),
            Reads::Joint => Edit::replace(span, JOINT.encode_utf8(&mut [0; 3]) as &str),
            Reads::Gone if matches!(kind, MaskKind::Deletion | MaskKind::Comment) => {
                Edit::delete(with_blank(text, span, least))
            }
            Reads::Gone => Edit::delete(span),
        });
    }
    edits
}

/// Removes one of the spaces around a removed stretch with it, so that no two remain.
fn with_blank(text: &str, span: Span, least: Offset) -> Span {
    let (before, after) = (text.slice(..span.start as usize), text.slice(span.end as usize..));
    let opens = before.is_empty() || before.ends_with([' ', '\n', '\t']);
    if opens && after.starts_with(' ') {
        Span::new(span.start, span.end + 1)
    } else if span.start > least
        && before.ends_with(' ')
        && (after.is_empty() || after.starts_with(['\n', ',', '.', ';', ':', '!', '?', ')']))
    {
        Span::new(span.start - 1, span.end)
    } else {
        span
    }
}

/// Whether each mask is alone on its line or lines, except for others that are also read as a single character.
fn alone(text: &str, found: &[Found]) -> Vec<bool> {
    let block = |found: &Found| matches!(found.mask.kind, MaskKind::Template | MaskKind::Expression);
    let bytes = text.as_bytes();
    // From the left: only a container's marks, or other masks, come before it.
    let mut alone = Vec::with_capacity(found.len());
    let mut last: Option<(usize, bool)> = None;
    for one in found {
        let start = one.mask.span.start as usize;
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
        let opens = match last {
            Some((end, opens)) if end > line => opens && text.slice(end..start).trim().is_empty(),
            _ => block::prefix(text.slice(line..start)) == start - line,
        };
        let opens = opens && one.reads == Reads::Joint;
        last = Some((one.mask.span.end as usize, opens));
        alone.push(opens);
    }
    // From the right: nothing follows, or only others that end their line.
    let mut next: Option<(usize, bool)> = None;
    for (one, alone) in found.iter().zip(&mut alone).rev() {
        let end = one.mask.span.end as usize;
        let line = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        let ends = match next {
            Some((start, ends)) if start <= line => ends && text.slice(end..start).trim().is_empty(),
            _ => text.slice(end..line).trim().is_empty(),
        };
        let ends = ends && one.reads == Reads::Joint;
        next = Some((one.mask.span.start as usize, ends));
        // A formula on its own line is still part of the sentence around it.
        let apart = || {
            let start = one.mask.span.start as usize;
            let before = text.slice(..start).trim_end_matches([' ', '\t', '>']);
            let after = text.slice(line..);
            let blank = |line: &str| line.trim_matches([' ', '\t', '>', '\n']).is_empty();
            (before.is_empty() || before.ends_with("\n\n") || before.ends_with(">\n"))
                && (after.is_empty() || after.split_inclusive('\n').nth(1).is_none_or(blank))
        };
        *alone = *alone && ends && (block(one) || apart());
    }
    alone
}

/// Scans a text line by line.
struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    found: Vec<Found>,
    /// Where the most recently scanned paragraph ends.
    paragraph: usize,
    searches: Vec<Search>,
    /// Closing marks ahead, for what was opened.
    closers: Vec<Range<usize>>,
    /// The indents of the open admonitions.
    admonitions: Vec<usize>,
    /// Lengths of backquote runs that are not closed before a given position.
    unclosed_code: Vec<(usize, usize)>,
    /// The next position of each of the [`OPENERS`], as far as known.
    openers: [usize; OPENERS.len()],
    /// The next position of `:: `.
    colons: usize,
    /// Where the most recently scanned lines end.
    lines: usize,
}

/// Every mask within a line or paragraph starts with one of these, or with one of these that hides what opens in it.
const OPENERS: [&str; 9] = ["{", "$", "~", "\\", "<", "[[", "[% ", "==", "%%"];

/// The last search for a mark: there is none between `from` and `at`.
struct Search {
    mark: &'static str,
    from: usize,
    at: Option<usize>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Scanner<'t> {
        Scanner {
            text,
            bytes: text.as_bytes(),
            found: Vec::new(),
            paragraph: 0,
            searches: Vec::new(),
            closers: Vec::new(),
            admonitions: Vec::new(),
            unclosed_code: Vec::new(),
            openers: [0; OPENERS.len()],
            colons: 0,
            lines: 0,
        }
    }

    fn scan(mut self) -> Vec<Found> {
        self.blocks();
        self.found
    }

    fn push(&mut self, range: Range<usize>, kind: MaskKind, reads: Reads) {
        self.found.push(Found { mask: Mask { span: Span::at(range), kind }, reads });
    }

    /// The first `mark` at or after `from`; cheap if the positions asked for increase.
    fn find(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        let known = self.searches.iter().position(|search| search.mark == mark);
        if let Some(Search { from: first, at, .. }) = known.map(|known| &self.searches[known])
            && *first <= from
            && at.is_none_or(|at| at >= from)
        {
            return *at;
        }
        let at = self.bytes.get(from..).and_then(|rest| memmem::find(rest, mark.as_bytes())).map(|at| from + at);
        let search = Search { mark, from, at };
        match known {
            Some(known) => self.searches[known] = search,
            None => self.searches.push(search),
        }
        at
    }

    /// Whether nothing opens or closes from `at` to the end of its paragraph.
    fn is_plain(&mut self, at: usize) -> bool {
        let end = self.end_of_lines(at);
        let mut all = OPENERS.iter().zip(&mut self.openers);
        self.closers.is_empty() && all.all(|(opener, next)| seek(self.bytes, opener, next, at) >= end)
    }

    /// Whether `:: ` occurs between two positions.
    fn holds_colons(&mut self, start: usize, end: usize) -> bool {
        seek(self.bytes, ":: ", &mut self.colons, start) < end
    }

    /// Where the line that contains `at` ends, without its line end.
    fn line_end(&self, at: usize) -> usize {
        self.bytes.get(at..).and_then(|rest| memchr(b'\n', rest)).map_or(self.bytes.len(), |len| at + len)
    }

    /// Where the lines around `at` end, before the next empty one. A paragraph may end earlier.
    fn end_of_lines(&mut self, at: usize) -> usize {
        if at >= self.lines {
            let mut ends = memchr::memchr_iter(b'\n', &self.bytes[at..]).map(|end| at + end);
            let end = ends.find(|end| self.bytes.get(end + 1) == Some(&b'\n')).unwrap_or(self.bytes.len());
            self.lines = end.max(at + 1);
        }
        self.lines
    }

    /// Where the paragraph that contains `at` ends: before the next blank line.
    fn paragraph_end(&mut self, at: usize) -> usize {
        if at < self.paragraph {
            return self.paragraph;
        }
        let line = memchr::memrchr(b'\n', &self.bytes[..at]).map_or(0, |before| before + 1);
        let quoted = self.text.slice(line..at).trim_start().starts_with('>');
        let mut end = self.line_end(at);
        while end < self.bytes.len() {
            let next = self.line_end(end + 1);
            let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t') || quoted && *byte == b'>';
            if self.bytes[end + 1..next].iter().all(is_blank) {
                break;
            }
            end = next;
        }
        self.paragraph = end;
        end
    }
}

/// The first position of `mark` at or after `at`, or the length of the text. `next` is where it was last found, from a
/// position no later than `at`.
fn seek(bytes: &[u8], mark: &str, next: &mut usize, at: usize) -> usize {
    if *next <= at {
        *next = memmem::find(&bytes[at..], mark.as_bytes()).map_or(bytes.len(), |found| at + found);
    }
    *next
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How a text is read, with `§` for the character that replaces a mask.
    fn read(text: &str) -> String {
        Masked::of(text, &[]).text().replace(JOINT, "§")
    }

    /// Each mask with its kind.
    fn masks(text: &str) -> Vec<(MaskKind, &str)> {
        Masked::of(text, &[]).masks().iter().map(|mask| (mask.kind, mask.span.of(text))).collect()
    }

    #[track_caller]
    fn reads(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text}");
        }
    }

    #[test]
    fn prose_is_not_copied() {
        for text in [
            "# Quay\n\nThe port cost $5 and $10, or US$5–$7 (~$8).\n\n- one\n- two\n",
            "A [link](https://a.b/c?d==e&f=%20) and [note][1], {unclosed, 50% of 5 == 5.\n\n[1]: <https://a.b>\n",
            "He paid $50,000 (about €40,000), then $7 million.\n\n> Quoted \\[sic\\] \\(AFP\\) words\n",
            "Code `{{ x }}` and ``[[y]]`` stay.\n\n```hugo\n{{< figure >}} $$ %% ~~\n```\n\nText `a\n",
            "[[1]](#note) and [[2]] and [^3], a == b and c == d, ~5 or ~~ 6\n\nTitle\n=====\n",
            "Set [x]: # as it is; import tariffs rose, from “there”.\n\nimport tariffs rose\nexport quotas fell\n",
            "---\ntitle: {{ x }}\n---\n\nText\n",
        ] {
            let masked = Masked::of(text, &[]);
            assert_eq!(masked.text(), text);
            assert_eq!(masked.masks(), []);
        }
    }

    #[test]
    fn templates_are_one_sign() {
        reads(&[
            ("{{< figure src=\"/a.jpg\" >}}\n", "<!---->\n"),
            ("See {{< ref \"a.md\" >}}, then {{% x %}}.\n", "See §, then §.\n"),
            ("Of {{ page.date }} and {{{raw}}}.\n", "Of § and §.\n"),
            ("{% if x %}{% include y.html a=\"b\" %}\nText\n{%- endif -%}\n", "<!----><!---->\nText\n<!---->\n"),
            ("{{< figure\n  src=\"a\"\n\n  title=\"b\"\n>}}\n\nText\n", "<!---->\n\nText\n"),
            ("{{< highlight go >}}\nx := \"a\"\n{{< /highlight >}}\nText\n", "<!---->\nText\n"),
            ("{% raw %}{{ \"a\" }}{% endraw %} text\n", "§ text\n"),
            ("{{% note %}}\nThe text.\n{{% /note %}}\n", "<!---->\nThe text.\n<!---->\n"),
            ("> - {{< x >}}\n", "> - <!---->\n"),
            ("[Dawn]({{ site.url }}/a b) ran\n", "[Dawn](§/a b) ran\n"),
            ("# {{ page.title }}\n", "# §\n"),
            ("Text {# a remark #} on\n", "Text on\n"),
            ("Text {{/* a remark */}}, on\n", "Text, on\n"),
            ("<%= render \"x\" %> and [% INCLUDE \"x\" %]\n", "§ and §\n"),
            ("An {{ unclosed and {{ closed }}.\n", "An {{ unclosed and §.\n"),
        ]);
    }

    #[test]
    fn attributes_are_gone() {
        reads(&[
            ("![m](m.png){width=\"50%\"} and [r]{.x title=\"R\"}.\n", "![m](m.png) and [r].\n"),
            ("## Quay {#id key=\"v\"}\n", "## Quay\n"),
            ("[r](https://a.net/b){target=\"_blank\" rel='x'}.\n", "[r](https://a.net/b).\n"),
            ("[r](https://a.net/b_(c)){.x key=\"v\"}~~not~~.\n", "[r](https://a.net/b_(c)).\n"),
            ("https://a.net/{id=1}.\n", "https://a.net/{id=1}.\n"),
            ("| a |\n|---|\n| b |\n{: class=\"t t-striped\"}\n", "| a |\n|---|\n| b |\n\n"),
            ("Text.\n{:.lead}\n\n*x*{: .y}\n", "Text.\n\n\n*x*\n"),
            ("Code `x`{.py} and `<b>`{=html}\n", "Code `x` and `<b>`\n"),
            ("{::comment}\nthe the\n{:/comment}\nText\n", "\nText\n"),
            ("# Quay {-}\n", "# Quay\n"),
        ]);
    }

    #[test]
    fn directives_are_gone() {
        reads(&[
            ("::: {.callout-note title=\"X\"}\nText.\n:::\n", "\nText.\n\n"),
            (":::note Al Qaida\nText.\n:::\n", "\nText.\n\n"),
            ("!!! note \"Raid\"\n    Text\n    more.\n\n    - item\n\nOut\n", "\nText\nmore.\n\n- item\n\nOut\n"),
            ("??? tip\n    !!! note\n        Deep.\n    Less.\n", "\n\nDeep.\nLess.\n"),
            ("=== \"Tab one\"\n\n\tText\n", "\n\nText\n"),
            ("> [!WARNING] Al Qaida\n> Text\n", "> \n> Text\n"),
            ("(my-label)=\n# Quay\n", "\n# Quay\n"),
            ("/// note | Title\nText\n///\n", "\nText\n\n"),
            ("!!! what a day\n", "\n"),
            ("* TOC\n{:toc}\n\nText\n", "* \n\n\nText\n"),
            ("key:: value \"x\"\n", "\n"),
            ("- Mend it [due:: 2018-05-09] \"now\".\n", "- Mend it  \"now\".\n"),
            ("See [the [key] of it](x) and [a::b].\n", "See [the [key] of it](x) and [a::b].\n"),
            ("--8<-- \"notes/quay's.md\"\n\nText\n", "\n\nText\n"),
            ("-8<- \"x\"\n\n1. It\n\n    --8<-- \"x\"\n", "\n\n1. It\n\n    \n"),
            ("; --8<-- \"x\" and -8 < 3.\n", "; --8<-- \"x\" and -8 < 3.\n"),
            ("What!!! No???\n", "What!!! No???\n"),
        ]);
    }

    #[test]
    fn code_of_mdx_is_one_sign() {
        reads(&[
            ("import A from './a'\nimport {B} from \"b\";\n\nText\n", "<!---->\n<!---->\n\nText\n"),
            ("import {\n  A,\n  B\n} from './a'\n\nText\n", "<!---->\n\nText\n"),
            ("export const meta = {\n  title: 'x'\n}\n\nText\n", "<!---->\n\nText\n"),
            ("{props.a === \"x\" ? 'a' : 'b'}\n", "<!---->\n"),
            ("It costs {price.toFixed(2)} now\n", "It costs § now\n"),
            ("<Tabs values={[{label: \"x\"}]}>\n\nText\n\n</Tabs>\n", "<!---->\n\nText\n\n</Tabs>\n"),
            ("A <Price value={5} /> and <b class=\"{x}\">c</b>\n", "A § and <b class=\"{x}\">c</b>\n"),
            ("{/* a remark */}\n\nText\n", "\n\nText\n"),
            ("<Tabs\n  a={[\"x\"]}\n  b=\"the the\"\n>\n\nText\n", "<!---->\n\nText\n"),
            ("<script>\nlet a = {b: `$`}\n</script>\n", "<script>\nlet a = {b: `$`}\n</script>\n"),
        ]);
    }

    #[test]
    fn formulas_are_one_sign() {
        reads(&[
            ("The rate $f'(x)$ and $$g''(t) = \"x\"$$ rose.\n", "The rate § and § rose.\n"),
            ("So \\(a_1 + b\\) and \\[x^2\\] hold, \\(AFP\\) said.\n", "So § and § hold, \\(AFP\\) said.\n"),
            ("Then\n\n$$\na = b\n$$\n\nText\n", "Then\n\n<!---->\n\nText\n"),
            ("It is\n$$a = b$$\nand so\n", "It is\n§\nand so\n"),
            ("\\begin{align}\na\n\\end{align}\n\n\\newpage\n", "<!---->\n\n<!---->\n"),
            ("See \\@ref(fig:a) and \\cite[12]{b}.\n", "See § and §.\n"),
            ("In C:\\Users\\x and \\$5 or 5\\$ it is.\n", "In C:\\Users\\x and \\$5 or 5\\$ it is.\n"),
            ("$x$-axis, $n$ men, $20 or 30$ more\n", "§-axis, § men, $20 or 30$ more\n"),
        ]);
    }

    #[test]
    fn targets_of_wikilinks_are_gone_and_labels_stay() {
        reads(&[
            ("See [[Raid of Sept. 21]], [[Al Qaida|the group]] and ![[a b.png|300]].\n", "See §, the group and §.\n"),
            ("[[A#B|one]] [[toc]]\n", "one §\n"),
            ("[[Dawn]](https://a.b) is a link\n", "[[Dawn]](https://a.b) is a link\n"),
        ]);
    }

    #[test]
    fn changes_read_as_they_will_be_printed() {
        reads(&[
            ("It was ~~not~~ here.\n", "It was here.\n"),
            ("On ~~May 3~~ May 4, {--not --}{++really ++}now.\n", "On May 4, really now.\n"),
            ("On {~~May 3~>May 4~~}, ==that day=={>>which?<<}.\n", "On May 4, that day.\n"),
            ("It {==was==}{>>is?<<} here {>>why<<}.\n", "It was here.\n"),
            ("It is %%a remark%% here.\n\n%%\nlong\n\nremark\n%%\n\nEnd\n", "It is here.\n\n\n\nEnd\n"),
            ("~~~\n~~a~~\n~~~\n", "~~~\n~~a~~\n~~~\n"),
        ]);
    }

    #[test]
    fn comments_to_copydesk_read_as_comments_of_html() {
        reads(&[
            ("{/* copydesk-ignore x */}\n", "<!-- copydesk-ignore x -->\n"),
            ("%% copydesk-ignore %%\n", "<!-- copydesk-ignore -->\n"),
            ("{# copydesk-ignore #}\n", "<!-- copydesk-ignore -->\n"),
            ("[//]: # (copydesk-ignore x)\n", "<!-- copydesk-ignore x -->\n"),
            ("[comment]: <> \"copydesk-ignore\"\n", "<!-- copydesk-ignore -->\n"),
            ("```{=html}\n<!-- copydesk-ignore -->\n```\n", "\n<!-- copydesk-ignore -->\n\n"),
            ("Text `<!-- copydesk-ignore -->`{=html}\n", "Text <!-- copydesk-ignore -->\n"),
            ("*[RAB]: Rapid Action\n", "<!--*[RAB]: Rapid Action-->\n"),
        ]);
        let text = "*[RAB]: Rapid Action\n\n<abbr title=\"Quay Guard\">QG</abbr> left.\n";
        let markdown = Masked::of(text, &[]).parse();
        let read = Masked::of(text, &[]).text().to_owned();
        let defined: Vec<_> =
            markdown.abbreviations.iter().map(|one| (one.short.of(&read), one.long.of(&read))).collect();
        assert_eq!(defined, [("RAB", "Rapid Action"), ("QG", "Quay Guard")]);
    }

    #[test]
    fn masks_have_their_kinds() {
        use MaskKind::{Attributes, Deletion, Math, Template, Wikilink};
        assert_eq!(
            masks("{{< a >}} [b](c){.d} $e$ [[f|g]] ~~h~~"),
            [
                (Template, "{{< a >}}"),
                (Attributes, "{.d}"),
                (Math, "$e$"),
                (Wikilink, "[[f|"),
                (Wikilink, "]]"),
                (Deletion, "~~h~~"),
            ]
        );
        let (text, ignored) = ("a {{b TK}} c TK", [Span::new(5, 7), Span::new(13, 15)]);
        let masked = Masked::of(text, &ignored);
        assert_eq!(masked.text().replace(JOINT, "§"), "a § c §");
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_restored(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "{{", "}}", "{{<", ">}}", "{%", "%}", "{", "}", "{#", "#}", "{--", "--}", "{++", "++}", "{~~", "~>", "~~}",
                    "$", "$$", "\\(", "\\)", "\\[", "\\]", "[[", "]]", "|", "%%", "~~", "==", ":::", "\n", "\n\n", "    ", "`", "```\n",
                    "a", "é", " ", "<!--", "-->", "<A b={", ">", "!!! note\n", "*[A]: b\n", "import a from 'b'\n", "](", ")", "\"",
                    "copydesk", "{/*", "*/}", "> ", "# ", "{.a}", "\\begin{", "\\end{", "https://", "{::", "{:/", "raw", "endraw",
                ]),
                0..40,
            ),
        ) {
            let text = parts.concat();
            let masked = Masked::of(&text, &[]);
            let mut last = 0;
            for mask in masked.masks() {
                prop_assert!(text.get(mask.span.range()).is_some());
                prop_assert!(mask.span.start >= last);
                last = mask.span.end;
            }
            let mut markdown = masked.parse();
            masked.restore(&mut markdown);
            for run in &markdown.runs {
                prop_assert!(text.get(run.span.range()).is_some());
            }
        }
    }
}
