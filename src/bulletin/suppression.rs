//! Suppression comments: `<!-- copydesk-ignore rule-a, rule-b: reason -->`.
//!
//! * Alone on its line, such a comment covers the next block (a whole list, table or quotation); at the end of a line,
//!   that line. `-start` covers everything up to the matching `-end`, or to the end of the text if there is none;
//!   `-file` covers the whole text.
//! * A comment that names no rule covers all of them.
//! * A comment without its `-->`, even if a later comment happens to close it, covers nothing and is [`Malformed`]; so
//!   is an unknown word after `copydesk-`, and a start without an end (which covers the rest of the text).
//! * Variants such as `copydesk: ignore`, `copydesk_disable` or `copydesk-ignore-next-line`, a missing colon, and names
//!   separated by spaces are understood. Whether a rule exists is checked in [`crate::check`].

use crate::markdown::{Block, BlockKind, InlineKind, Markdown};
use crate::text::{Offset, Slice, Span, Spanned, covering, map_spans};
use compact_str::CompactString;
use memchr::memmem;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A comment that hides findings. A `-start` whose rules end in different places yields one suppression for each end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment.
    pub comment: Span,
    /// What kind of comment it is.
    pub kind: SuppressionKind,
    /// What it covers.
    pub scope: Span,
    /// The rules it names, as written; empty means all rules.
    pub rules: Vec<Spanned<CompactString>>,
    /// The reason given.
    pub reason: Option<Spanned<CompactString>>,
}

map_spans!(Suppression { comment, scope, rules, reason; kind });

/// How a suppression comment determines what it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionKind {
    /// The block after the comment.
    Block,
    /// The line that the comment ends.
    Line,
    /// From here to the matching end.
    Start,
    /// Ends a range: covers nothing by itself.
    End,
    /// The whole text.
    File,
}

impl Suppression {
    /// Whether a finding at `span` is in the covered text; it is enough that it starts or ends there.
    #[must_use]
    pub fn covers(&self, span: Span) -> bool {
        self.kind != SuppressionKind::End && self.scope.start <= span.end && span.start <= self.scope.end
    }

    /// Whether `written`, a name in the comment, means the rule `name`: case and underscores do not matter.
    #[must_use]
    pub fn means(written: &str, name: &str) -> bool {
        let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        written.len() == name.len() && written.bytes().zip(name.bytes()).all(|(a, b)| plain(a) == plain(b))
    }
}

/// A comment to copydesk that cannot do what its author intended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The fault: the comment's first line, the unknown word, the start or a name in it.
    pub span: Span,
    /// What is wrong with it.
    pub fault: SuppressionFault,
}

map_spans!(Malformed { span; fault });

/// What is wrong with a comment to copydesk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionFault {
    /// Its `-->` is missing.
    Unclosed,
    /// No directive starts with this word.
    UnknownWord,
    /// It starts a range that is never ended.
    Endless,
    /// It starts a range that is ended, but not for this rule.
    EndlessRule,
}

/// The content of a comment, regardless of its position.
struct Directive {
    kind: SuppressionKind,
    rules: Vec<Spanned<CompactString>>,
    reason: Option<Spanned<CompactString>>,
}

/// The comments to copydesk.
pub(super) struct Comments {
    pub(super) suppressions: Vec<Suppression>,
    pub(super) malformed: Vec<Malformed>,
}

/// Reads the comments to copydesk.
pub(super) fn read(text: &str, markdown: &Markdown) -> Comments {
    let (mut suppressions, mut malformed) = (Vec::new(), Vec::new());
    let mut open = Open::default();
    // Comments are in order, so the text is scanned for line ends only once, however long its lines are.
    let (mut line_start, mut looked_to) = (0, 0);
    let (list, faults) = (&mut suppressions, &mut malformed);
    let mut blocks = NextBlocks::new(text, markdown);
    for &comment in &markdown.comments {
        let Some(word) = addressed(text, comment) else { continue };
        if is_unclosed(comment.of(text)) {
            unclosed(text, comment, faults);
            continue;
        }
        let Some(Directive { kind, rules, reason }) = directive(text, comment) else {
            faults.extend(word.map(|span| Malformed { span, fault: SuppressionFault::UnknownWord }));
            continue;
        };
        let since = text.as_bytes().get(looked_to as usize..comment.start as usize).unwrap_or_default();
        if let Some(at) = memchr::memrchr2(b'\n', b'\r', since) {
            line_start = looked_to + at as Offset + 1;
        }
        looked_to = comment.start.max(looked_to);
        let (kind, scope) = match kind {
            SuppressionKind::File => (kind, Span::at(0..text.len())),
            SuppressionKind::Start => {
                open.start(list.len(), &rules);
                (kind, Span::at(comment.end as usize..text.len()))
            }
            SuppressionKind::End => {
                open.end(comment.start, &rules);
                (kind, Span::empty(comment.start))
            }
            SuppressionKind::Block | SuppressionKind::Line => place(text, markdown, comment, line_start, &mut blocks),
        };
        list.push(Suppression { comment, kind, scope, rules, reason });
    }
    open.finish(list);
    list.sort_by_key(|suppression| suppression.comment);
    endless(text, list, faults);
    loose(text, markdown, faults);
    faults.sort_by_key(|malformed| malformed.span);
    Comments { suppressions, malformed }
}

/// Whether a comment lacks its `-->`, or has only that of a later one.
fn is_unclosed(comment: &str) -> bool {
    let inner = comment.strip_prefix("<!--").unwrap_or(comment);
    inner.strip_suffix("-->").is_none_or(|inner| inner.contains("<!--"))
}

/// The unclosed comments to copydesk in a stretch that Markdown treats as one comment.
fn unclosed(text: &str, whole: Span, malformed: &mut Vec<Malformed>) {
    let all = whole.of(text);
    let mut starts = memmem::find_iter(all.as_bytes(), "<!--").peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(all.len());
        let comment = Span::new(whole.start + start as Offset, whole.start + end as Offset);
        if addressed(text, comment).is_some() && is_unclosed(comment.of(text)) {
            malformed.push(Malformed { span: first_line(text, comment), fault: SuppressionFault::Unclosed });
        }
    }
}

/// Comments to copydesk that Markdown treats as text, because nothing closes them in their block.
fn loose(text: &str, markdown: &Markdown, malformed: &mut Vec<Malformed>) {
    // Few texts have the sign at all.
    let opens = memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| text.as_bytes()[*at..].starts_with(b"<!--"));
    for Span { start, end } in opens.map(|at| Span::at(at..at + 4)) {
        let in_front_matter = markdown.front_matter.is_some_and(|front| front.span.covers(start));
        let is_escaped = text.as_bytes()[..start as usize].ends_with(b"\\");
        if covering(&markdown.comments, start).is_some() || in_front_matter || is_escaped {
            continue;
        }
        let Some(block) = markdown.block_at(start).map(|index| &markdown.blocks[index]) else { continue };
        if !block.span.covers(start) || matches!(block.kind, BlockKind::Code | BlockKind::Html) {
            continue;
        }
        let inlines = markdown.inlines(block);
        let next = inlines.partition_point(|inline| inline.span.start <= start);
        let is_code = |kind: InlineKind| matches!(kind, InlineKind::Code | InlineKind::Html);
        // Code in a link is the deepest nesting.
        if inlines[next.saturating_sub(3)..next].iter().any(|inline| is_code(inline.kind) && inline.span.covers(start))
        {
            continue;
        }
        let rest = Span::new(end, block.span.end).of(text);
        let len = memmem::find(rest.as_bytes(), b"<!--").unwrap_or(rest.len());
        let comment = Span::new(start, end + len as Offset);
        if addressed(text, comment).is_some() {
            malformed.push(Malformed { span: first_line(text, comment), fault: SuppressionFault::Unclosed });
        }
    }
}

/// The starts, or the names in them, that are never ended.
fn endless(text: &str, list: &[Suppression], malformed: &mut Vec<Malformed>) {
    let to_the_end = Span::at(text.len()..text.len()).end;
    // The parts of one start are adjacent.
    for parts in list.chunk_by(|one, other| one.comment == other.comment) {
        let endless = parts.iter().filter(|part| part.kind == SuppressionKind::Start && part.scope.end == to_the_end);
        for part in endless {
            if parts.len() == 1 {
                malformed.push(Malformed { span: part.comment, fault: SuppressionFault::Endless });
            } else {
                let names = part.rules.iter();
                malformed.extend(names.map(|name| Malformed { span: name.span, fault: SuppressionFault::EndlessRule }));
            }
        }
    }
}

/// The first line of a comment, without trailing white space.
fn first_line(text: &str, comment: Span) -> Span {
    let all = comment.of(text);
    let line = all.split(['\n', '\r']).next().unwrap_or(all).trim_end();
    Span::new(comment.start, comment.start + line.len() as Offset)
}

/// Open starts, as indices of the suppressions: by name, and those without names.
#[derive(Default)]
struct Open {
    named: HashMap<String, Vec<usize>>,
    nameless: Vec<usize>,
    /// The ends found, by start and name; no name for a start without names.
    ended: Vec<(usize, Option<String>, Offset)>,
}

impl Open {
    fn key(rule: &str) -> String {
        rule.to_ascii_lowercase().replace('_', "-")
    }

    fn start(&mut self, index: usize, rules: &[Spanned<CompactString>]) {
        if rules.is_empty() {
            self.nameless.push(index);
        }
        for rule in rules {
            self.named.entry(Open::key(&rule.value)).or_default().push(index);
        }
    }

    /// Ends the named rules at `end`, or all of them if none is named.
    fn end(&mut self, end: Offset, rules: &[Spanned<CompactString>]) {
        let named: Vec<_> = if rules.is_empty() {
            self.ended.extend(self.nameless.drain(..).map(|index| (index, None, end)));
            self.named.drain().collect()
        } else {
            rules.iter().filter_map(|rule| self.named.remove_entry(&Open::key(&rule.value))).collect()
        };
        for (name, indices) in named {
            self.ended.extend(indices.into_iter().map(|index| (index, Some(name.clone()), end)));
        }
    }

    /// Assigns the starts their scopes; one whose rules end in different places becomes several.
    fn finish(mut self, list: &mut Vec<Suppression>) {
        self.ended.sort_unstable();
        for ended in self.ended.chunk_by(|(one, ..), (other, ..)| one == other) {
            let index = ended[0].0;
            let ends: HashMap<Option<&str>, Offset> =
                ended.iter().map(|(_, name, end)| (name.as_deref(), *end)).collect();
            let start = &mut list[index];
            if let Some(end) = ends.get(&None) {
                start.scope.end = *end;
                continue;
            }
            let mut by_end: BTreeMap<Offset, Vec<Spanned<CompactString>>> = BTreeMap::new();
            for rule in std::mem::take(&mut start.rules) {
                let end = ends.get(&Some(&*Open::key(&rule.value))).copied().unwrap_or(start.scope.end);
                by_end.entry(end).or_default().push(rule);
            }
            if let Some((end, rules)) = by_end.pop_last() {
                (start.scope.end, start.rules) = (end, rules);
            }
            let start = Suppression { rules: Vec::new(), ..start.clone() };
            list.extend(by_end.into_iter().map(|(end, rules)| {
                let scope = Span::new(start.scope.start, end);
                Suppression { scope, rules, ..start.clone() }
            }));
        }
    }
}

/// What a comment without a range covers.
fn place(
    text: &str,
    markdown: &Markdown,
    comment: Span,
    line_start: Offset,
    blocks: &mut NextBlocks<'_>,
) -> (SuppressionKind, Span) {
    let index = markdown.block_at(comment.start);
    let around = index.map(|index| &markdown.blocks[index]).filter(|block| comment.start < block.span.end);
    match around {
        Some(block) if !matches!(block.kind, BlockKind::Html | BlockKind::Code) => {
            let after = text.as_bytes().get(comment.end as usize..).unwrap_or_default();
            let mut rest = after.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r'));
            if block.kind == BlockKind::Cell || rest.all(|byte| matches!(byte, b' ' | b'\t' | b'|')) {
                (SuppressionKind::Line, Span::new(line_start, comment.start))
            } else {
                (SuppressionKind::Block, block.span)
            }
        }
        own => (SuppressionKind::Block, blocks.after(comment, own)),
    }
}

/// Finds the block after a comment. The last answers are cached, so that many comments before one block stay cheap.
struct NextBlocks<'a> {
    text: &'a str,
    markdown: &'a Markdown,
    /// Blocks that turned out to contain only comments, and the first block after them.
    comments: Range<usize>,
    /// The first block of the last scope, the nesting depth of the comment before it, and the scope.
    last: Option<(usize, (u8, u8), Span)>,
}

impl<'a> NextBlocks<'a> {
    fn new(text: &'a str, markdown: &'a Markdown) -> NextBlocks<'a> {
        NextBlocks { text, markdown, comments: 0..0, last: None }
    }

    /// The block after a comment in the block `own`: the whole list, table or quotation that it starts.
    fn after(&mut self, comment: Span, own: Option<&Block>) -> Span {
        let blocks = &self.markdown.blocks;
        let from = blocks.partition_point(|block| block.span.start < comment.end);
        let first = self.first_without_comment(from);
        let depth = (self.depth(own), own.map_or(0, |block| block.quotes));
        if let Some((block, around, scope)) = self.last
            && (block, around) == (first, depth)
        {
            return scope;
        }
        let Some(scope) = self.scope(first, depth) else { return Span::empty(comment.end) };
        self.last = Some((first, depth, scope));
        scope
    }

    /// The first block from `from` that is not a comment.
    fn first_without_comment(&mut self, from: usize) -> usize {
        if !self.comments.contains(&from) {
            let blocks = &self.markdown.blocks;
            let is_comment =
                |block: &&Block| block.kind == BlockKind::Html && block.span.of(self.text).starts_with("<!--");
            self.comments = from..from + blocks[from..].iter().take_while(is_comment).count();
        }
        self.comments.end
    }

    fn depth(&self, block: Option<&Block>) -> u8 {
        block.and_then(|block| self.markdown.item(block)).map_or(0, |item| item.depth)
    }

    /// What the block `first` starts, seen from a comment at this depth in lists and quotations.
    fn scope(&self, first: usize, (depth, quotes): (u8, u8)) -> Option<Span> {
        let mut blocks = self.markdown.blocks.get(first..)?.iter();
        let first = blocks.next()?;
        let deeper = |block: &Block| self.depth(Some(block)) > depth || block.quotes > quotes;
        let mut scope = first.span;
        for block in blocks {
            let together = match first.kind {
                BlockKind::Cell => block.kind == BlockKind::Cell && touches(self.text, scope.end, block.span.start),
                _ => deeper(first) && deeper(block),
            };
            if !together {
                break;
            }
            scope.end = block.span.end;
        }
        Some(scope)
    }
}

/// Whether there is no empty line between two positions.
fn touches(text: &str, from: Offset, to: Offset) -> bool {
    let between = Span::new(from, to).of(text);
    !between.contains("\n\n") && !between.contains("\n\r") && !between.contains("\r\r")
}

/// What every directive starts with, in any case.
const NAME: &str = "copydesk";

/// The text of a comment from the name of the program on; `None` if it is not addressed to copydesk.
fn to_copydesk(inner: &str) -> Option<&str> {
    let rest = inner.trim_start().trim_start_matches('-').trim_start();
    let named = rest.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
    (named && rest.len() > NAME.len()).then_some(rest)
}

/// Whether a comment is addressed to copydesk. For `copydesk-word`, it returns the span of that. If no word is joined
/// to the name, it may be a note to people (`copydesk: look at this`) unless it is a directive, and there is no span.
fn addressed(text: &str, comment: Span) -> Option<Option<Span>> {
    let inner = comment.of(text).strip_prefix("<!--")?;
    let rest = to_copydesk(inner)?;
    let start = comment.start + (comment.of(text).len() - rest.len()) as Offset;
    let joined = rest.slice(NAME.len()..).strip_prefix(['-', '_']);
    let Some(word) = joined.filter(|word| word.starts_with(char::is_alphanumeric)) else {
        return directive(text, comment).is_some().then_some(None);
    };
    let len = word.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(word.len());
    let len = NAME.len() + 1 + word.slice(..len).trim_end_matches(['-', '_']).len();
    Some(Some(Span::new(start, start + len as Offset)))
}

/// Reads a comment; `None` if it is not a directive to copydesk.
fn directive(text: &str, comment: Span) -> Option<Directive> {
    let inner = comment.of(text).strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner);
    let mut rest = to_copydesk(inner)?;
    rest = rest.slice(NAME.len()..).trim_start_matches(['-', '_', ':', ' ']);
    let verb = ["ignore", "disable", "suppress", "enable"].into_iter().find(|verb| starts(rest, verb))?;
    rest = rest.slice(verb.len()..);
    let mut kind = if verb == "enable" { SuppressionKind::End } else { SuppressionKind::Block };
    // A suffix is joined to the word: after a space, it is the name of a rule.
    const SUFFIXES: [(&str, SuppressionKind); 8] = [
        ("start", SuppressionKind::Start),
        ("begin", SuppressionKind::Start),
        ("end", SuppressionKind::End),
        ("file", SuppressionKind::File),
        ("next-line", SuppressionKind::Block),
        ("next-block", SuppressionKind::Block),
        ("next", SuppressionKind::Block),
        ("line", SuppressionKind::Block),
    ];
    if let Some(close) = rest.strip_prefix(['-', '_'])
        && let Some((suffix, of)) = SUFFIXES.into_iter().find(|(suffix, _)| starts(close, suffix))
    {
        kind = of;
        rest = close.slice(suffix.len()..);
    }
    if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_')) && !rest.starts_with("--") {
        return None;
    }
    let inner_end = comment.start + 4 + inner.len() as Offset;
    let start = inner_end - rest.len() as Offset;
    let (names, reason) = names_and_reason(rest);
    let place = |part: &str| {
        let from = start + (part.as_ptr() as usize - rest.as_ptr() as usize) as Offset;
        Spanned::new(Span::new(from, from + part.len() as Offset), part.into())
    };
    let all = names.iter().any(|name| matches!(*name, "*" | "all"));
    let rules = if all { Vec::new() } else { names.into_iter().map(place).collect() };
    Some(Directive { kind, rules, reason: (!reason.is_empty()).then(|| place(reason)) })
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| {
        start.bytes().zip(word.bytes()).all(|(a, b)| a.to_ascii_lowercase() == b || a == b'_' && b == b'-')
    })
}

/// Splits `rule-a, rule-b: reason`. Without a colon, the first word that does not look like a name starts the reason:
/// every rule's name has a hyphen.
fn names_and_reason(rest: &str) -> (Vec<&str>, &str) {
    if let Some((names, reason)) = rest.split_once(':') {
        let names = names.split([',', ';', ' ', '\t', '\n', '\r']).map(str::trim).filter(|name| !name.is_empty());
        return (names.collect(), reason.trim());
    }
    let mut names = Vec::new();
    let mut left = rest.trim();
    let alone = !left.contains(char::is_whitespace);
    let mut listed = false;
    while !left.is_empty() {
        let end = left.find([',', ';', ' ', '\t', '\n', '\r']).unwrap_or(left.len());
        let name = left.slice(..end);
        let after = left.slice(end..).trim_start();
        let comma = after.starts_with([',', ';']);
        let hyphened = name.contains(['-', '_']) && name.chars().any(char::is_alphanumeric);
        if !(listed || hyphened || comma || alone) {
            break;
        }
        if !name.is_empty() {
            names.push(name);
        }
        listed = comma;
        left = after.trim_start_matches([',', ';']).trim_start();
    }
    (names, left.trim_start_matches(['-', '–', '—', '(']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Vec<Suppression> {
        let markdown = crate::markdown::parse(text);
        Bulletin::read("a.md", text, &markdown, &Gazetteer::default(), &Settings::default()).suppressions
    }

    /// The kind, the covered text, the names and the reason of each suppression.
    fn told(text: &str) -> Vec<(SuppressionKind, &str, String, Option<String>)> {
        let show = |s: Suppression| {
            for rule in &s.rules {
                assert_eq!(rule.span.of(text), rule.value);
            }
            let names = s.rules.iter().map(|rule| rule.value.as_str()).collect::<Vec<_>>().join(" ");
            (s.kind, s.scope.of(text), names, s.reason.map(|reason| reason.value.into()))
        };
        read(text).into_iter().map(show).collect()
    }

    fn one(text: &str) -> (SuppressionKind, &str) {
        let all = told(text);
        assert_eq!(all.len(), 1, "{text:?}: {all:?}");
        (all[0].0, all[0].1)
    }

    #[test]
    fn names_and_reasons() {
        for (inside, names, reason) in [
            ("copydesk-ignore", "", None),
            ("copydesk-ignore doubled-word", "doubled-word", None),
            ("copydesk-ignore doubled-word: a title", "doubled-word", Some("a title")),
            ("copydesk-ignore a-b, c-d: why: so", "a-b c-d", Some("why: so")),
            ("copydesk-ignore: the whole block is old", "", Some("the whole block is old")),
            ("copydesk-ignore a-b c-d", "a-b c-d", None),
            ("copydesk-ignore a-b,c-d , e-f", "a-b c-d e-f", None),
            ("copydesk-ignore a-b it is a title", "a-b", Some("it is a title")),
            ("copydesk-ignore a-b — a title", "a-b", Some("a title")),
            ("copydesk-ignore a-b -- a title", "a-b", Some("a title")),
            ("copydesk-ignore this is old", "", Some("this is old")),
            ("copydesk-ignore citations", "citations", None),
            ("copydesk-ignore all: old", "", Some("old")),
            ("CopyDesk: Ignore a-b", "a-b", None),
            ("copydesk_ignore_next_line a-b", "a-b", None),
            ("copydesk-disable-next-block a-b", "a-b", None),
            ("copydesk-ignore\na-b:\nbecause", "a-b", Some("because")),
        ] {
            let text = format!("<!-- {inside} -->\nWords.");
            let expected = (SuppressionKind::Block, "Words.", names.to_owned(), reason.map(str::to_owned));
            assert_eq!(told(&text), [expected], "{inside}");
            assert_eq!(told(&text.replace("<!-- ", "<!--").replace(" -->", "-->")).len(), 1, "{inside}");
        }
        for other in ["copydesk", "copydesk-ignored a-b", "ignore a-b", "copydesk-explain a-b", "a copydesk-ignore", ""]
        {
            assert_eq!(told(&format!("<!-- {other} -->\nWords.")), [], "{other}");
        }
    }

    #[test]
    fn alone_it_covers_the_next_block() {
        use SuppressionKind::Block;
        let c = "<!-- copydesk-ignore a-b -->";
        assert_eq!(one(&format!("One.\n\n{c}\nTwo\nlines.\n\nThree.")), (Block, "Two\nlines."));
        assert_eq!(one(&format!("One.\n{c}\n\nTwo.")), (Block, "Two."));
        assert_eq!(one(&format!("{c}\n# Two\n\nThree.")), (Block, "# Two"));
        assert_eq!(one(&format!("{c}\n\n- a\n- b\n\n  c\n\nThree.")), (Block, "a\n- b\n\n  c"));
        assert_eq!(one(&format!("{c}\n\n> a\n>\n> b\n\nThree.")), (Block, "a\n>\n> b"));
        assert_eq!(
            one(&format!("{c}\n\n| a | b |\n|---|---|\n| c | d |\n\nThree.")),
            (Block, "a | b |\n|---|---|\n| c | d")
        );
        assert_eq!(one(&format!("- a\n\n  {c}\n\n  b\n- d")), (Block, "b"));
        assert_eq!(one(&format!("One.\n\n{c}")), (Block, ""));
        let two = told("<!-- copydesk-ignore a-b -->\n<!-- copydesk-ignore c-d -->\nWords.");
        assert!(two.iter().all(|(kind, scope, ..)| (*kind, *scope) == (Block, "Words.")), "{two:?}");
    }

    #[test]
    fn at_the_end_of_a_line_it_covers_the_line() {
        use SuppressionKind::Line;
        let c = "<!-- copydesk-ignore a-b -->";
        assert_eq!(one(&format!("One\ntwo {c}\nthree")), (Line, "two "));
        assert_eq!(one(&format!("- one\n- two {c}\n- three")), (Line, "- two "));
        assert_eq!(one(&format!("# One {c}\n\nTwo")), (Line, "# One "));
        assert_eq!(one(&format!("One\r\ntwo {c}\r\nthree")), (Line, "two "));
        assert_eq!(one(&format!("| a | b |\n|---|---|\n| c | d {c} |\n")), (Line, "| c | d "));
        assert_eq!(one(&format!("One {c} two\nthree")), (SuppressionKind::Block, &*format!("One {c} two\nthree")));
    }

    #[test]
    fn ranges_end_by_name() {
        let text = "<!-- copydesk-ignore-start a-b, c-d -->\nOne.\n\n<!-- copydesk-ignore-end a-b -->\nTwo.\n\n<!-- copydesk-ignore-end -->\nThree.";
        let all = read(text);
        let scopes: Vec<_> =
            all.iter().filter(|s| s.kind == SuppressionKind::Start).map(|s| (&*s.rules[0].value, s)).collect();
        assert_eq!(scopes.len(), 2);
        for (name, start) in scopes {
            let covered = start.scope.of(text);
            assert!(covered.contains("One."), "{name}");
            assert_eq!(covered.contains("Two."), name == "c-d");
            assert!(!covered.contains("Three."));
        }
        let text = "One.\n\n<!-- copydesk-ignore-start: old -->\n\nTwo.\n\nThree.";
        assert_eq!(one(text), (SuppressionKind::Start, "\n\nTwo.\n\nThree."));
        assert_eq!(one("One.\n\n<!-- copydesk-ignore-file a-b -->").1.len(), 39);
    }
}
