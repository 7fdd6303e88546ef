//! From pulldown-cmark's events to [`Markdown`].

use super::{AbbreviationDefinition, head, opaque, pieces};
use super::{
    Block, BlockKind, Container, Footnote, FrontMatter, FrontMatterKind, Inline, InlineKind, Item, LinkDefinition,
    Markdown, OPTIONS, Run, RunStyle,
};
use crate::parallel;
use crate::text::{Offset, Slice, Span};
use pulldown_cmark::{Event, LinkType, MetadataBlockKind, Parser, Tag, TagEnd};
use std::ops::Range;

const BOM: char = '\u{feff}';

/// The minimum size of a piece, in bytes: what the parser keeps of it stays in the processor's second-level cache.
const PIECE: usize = 128_000;

/// Up to this length, in bytes, one thread parses the whole text: finding places to split it would cost more than it saves.
const WHOLE: usize = 4_000_000;

pub(super) fn read(text: &str) -> Markdown {
    let several = parallel::is_lent() || text.len() > WHOLE;
    read_in_pieces(text, if several { PIECE } else { usize::MAX })
}

/// Reads pieces of at least `least` bytes, sequentially or several at once.
fn read_in_pieces(text: &str, least: usize) -> Markdown {
    // pulldown-cmark does not recognize front matter after a byte order mark.
    let base = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let head = head::of(text.slice(base..)).map(|(kind, len)| (kind, base..base + len));
    let base = head.as_ref().map_or(base, |(_, head)| head.end);
    let head = |markdown: &mut Markdown| {
        let Some((kind, range)) = &head else { return };
        let span = Span::at(range.clone());
        markdown.front_matter = Some(FrontMatter { kind: *kind, span, content: span });
        let (runs, inlines) = (0..0, 0..0);
        let block = Block { kind: BlockKind::Html, span, runs, inlines, quotes: 0, item: None, footnote: None };
        markdown.blocks.push(block);
    };
    let within = |piece: Range<usize>| piece.start + base..piece.end + base;
    let pieces: Vec<Range<usize>> = pieces::of(text.slice(base..), least).into_iter().map(within).collect();
    if pieces.len() > 1 && parallel::is_lent() {
        let mut markdown = Markdown::default();
        head(&mut markdown);
        let read = parallel::map(pieces, |piece| {
            let mut reader = Reader::new(text, piece.len());
            reader.piece(piece.clone());
            (piece, reader.markdown)
        });
        for (piece, part) in read {
            if piece.end < text.len() && !pieces::ends(&part.blocks) {
                let mut rest = Reader::new(text, text.len() - piece.start);
                rest.piece(piece.start..text.len());
                markdown.append(rest.markdown);
                break;
            }
            markdown.append(part);
        }
        return markdown;
    }
    let mut reader = Reader::new(text, text.len());
    head(&mut reader.markdown);
    for piece in pieces {
        let (start, end) = (piece.start, piece.end);
        let before = reader.mark();
        reader.piece(piece);
        if end < text.len() && !pieces::ends(&reader.markdown.blocks) {
            reader.back_to(&before);
            reader.piece(start..text.len());
            break;
        }
    }
    reader.markdown
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    markdown: Markdown,
    /// The block being filled, an index of `markdown.blocks`, and whether only its own end closes it.
    open: Option<Open>,
    style: RunStyle,
    quotes: u8,
    items: Vec<Option<Container>>,
    lists: Vec<Option<u64>>,
    footnote: Option<Container>,
    /// Links and images being filled, indices of `markdown.inlines`, with the previous style.
    links: Vec<(usize, RunStyle)>,
    /// The end of the last thing inside the innermost link.
    content_end: Offset,
    /// Where the last span with text that was trimmed ended, and where its text does.
    trimmed: (Offset, Offset),
    /// Where something opaque may occur.
    signs: opaque::Signs<'a>,
}

#[derive(Clone, Copy)]
struct Open {
    block: usize,
    implied: bool,
}

/// How much has been read.
#[derive(Clone, Copy)]
struct Mark {
    blocks: usize,
    runs: usize,
    inlines: usize,
    comments: usize,
    items: usize,
    abbreviations: usize,
    definitions: usize,
    footnotes: usize,
    front_matter: Option<FrontMatter>,
}

impl Reader<'_> {
    /// A reader for `len` bytes of `text`.
    fn new(text: &str, len: usize) -> Reader<'_> {
        Reader {
            text,
            base: 0,
            // About as much as prose with many sources needs; reallocating would cost more.
            markdown: Markdown {
                blocks: Vec::with_capacity(len / 96),
                runs: Vec::with_capacity(len / 48),
                inlines: Vec::with_capacity(len / 160),
                ..Markdown::default()
            },
            open: None,
            style: RunStyle::default(),
            quotes: 0,
            items: Vec::new(),
            lists: Vec::new(),
            footnote: None,
            links: Vec::new(),
            content_end: 0,
            trimmed: (0, 0),
            signs: opaque::Signs::of("", 0, 0),
        }
    }

    /// Reads a piece of the text; no block spans its start.
    fn piece(&mut self, piece: Range<usize>) {
        self.base = piece.start;
        self.signs = opaque::Signs::of(self.text, piece.start, piece.end);
        let mut events = Parser::new_ext(self.text.slice(piece), OPTIONS).into_offset_iter();
        for (event, range) in events.by_ref() {
            self.event(&event, range);
        }
        self.close();
        let found = events.reference_definitions().iter().map(|(_, definition)| self.span(&definition.span));
        let mut definitions: Vec<_> = found.filter_map(|span| definition_of_link(self.text, span)).collect();
        definitions.sort_unstable_by_key(|definition| definition.span);
        self.markdown.definitions.append(&mut definitions);
    }

    fn mark(&self) -> Mark {
        let Markdown {
            blocks,
            runs,
            inlines,
            comments,
            abbreviations,
            definitions,
            masks: _,
            hidden: _,
            items,
            footnotes,
            front_matter,
        } = &self.markdown;
        Mark {
            blocks: blocks.len(),
            runs: runs.len(),
            inlines: inlines.len(),
            comments: comments.len(),
            abbreviations: abbreviations.len(),
            definitions: definitions.len(),
            items: items.len(),
            footnotes: footnotes.len(),
            front_matter: *front_matter,
        }
    }

    /// Discards everything read since `mark`.
    fn back_to(&mut self, mark: &Mark) {
        let markdown = &mut self.markdown;
        markdown.blocks.truncate(mark.blocks);
        markdown.runs.truncate(mark.runs);
        markdown.inlines.truncate(mark.inlines);
        markdown.comments.truncate(mark.comments);
        markdown.abbreviations.truncate(mark.abbreviations);
        markdown.definitions.truncate(mark.definitions);
        markdown.items.truncate(mark.items);
        markdown.footnotes.truncate(mark.footnotes);
        markdown.front_matter = mark.front_matter;
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::at(range.start + self.base..range.end + self.base)
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(_) => self.prose(span),
            Event::Code(_) => {
                let fence = span.of(self.text).bytes().take_while(|&byte| byte == b'`').count() as Offset;
                let label = Span::new(span.start + fence, span.end.saturating_sub(fence));
                self.inline(InlineKind::Code, span, label);
            }
            Event::Html(_) => {
                self.open_implied(span, BlockKind::Html);
                self.grow(span);
            }
            Event::InlineHtml(_) => {
                self.inline(InlineKind::Html, span, span);
                let tag = span.of(self.text);
                if tag.starts_with("<!--") {
                    self.markdown.comments.push(span);
                } else if tag.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("<abbr")) {
                    self.abbreviation(span);
                }
            }
            Event::FootnoteReference(_) => {
                self.inline(InlineKind::FootnoteReference, span, Span::new(span.start + 2, span.end.saturating_sub(1)));
            }
            Event::SoftBreak | Event::HardBreak => self.soft_break(span),
            Event::Rule => {
                self.close();
                self.open_block(span, BlockKind::Break, false);
                self.close();
            }
            Event::TaskListMarker(_) => self.open_implied(span, BlockKind::Paragraph),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.inline(InlineKind::Code, span, span),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.open_block(span, BlockKind::Paragraph, false),
            Tag::Heading { level, .. } => self.open_block(span, BlockKind::Heading(*level as u8), false),
            Tag::CodeBlock(_) => self.open_block(span, BlockKind::Code, false),
            Tag::HtmlBlock => self.open_block(span, BlockKind::Html, false),
            Tag::TableCell => {
                let lead = span.of(self.text).len() - span.of(self.text).trim_start().len();
                self.open_block(Span::new(span.start + lead as Offset, span.end), BlockKind::Cell, false);
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => self.close(),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.close();
                let number = self.lists.last().copied().flatten();
                if let Some(Some(next)) = self.lists.last_mut() {
                    *next = next.saturating_add(1);
                }
                let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                let span = self.trim(span);
                self.markdown.items.push(Item { number, span, depth });
                self.items.push(Container::last(&self.markdown.items));
            }
            Tag::FootnoteDefinition(_) => {
                self.close();
                // The parser's label has other blanks than the text.
                let behind = self.text.slice(span.start as usize + 2..);
                let len = behind.find("]:").unwrap_or_default();
                let label = Span::at(span.start as usize + 2..span.start as usize + 2 + len);
                let span = self.trim(span);
                self.markdown.footnotes.push(Footnote { label, span });
                self.footnote = Container::last(&self.markdown.footnotes);
            }
            Tag::MetadataBlock(kind) => {
                let kind = match kind {
                    MetadataBlockKind::YamlStyle => FrontMatterKind::Yaml,
                    MetadataBlockKind::PlusesStyle => FrontMatterKind::Toml,
                };
                // It is front matter only at the very top; further down it is prose that looks like it.
                let content = inside_marks(self.text, span);
                if self.markdown.blocks.is_empty() && self.markdown.front_matter.is_none() {
                    self.markdown.front_matter = Some(FrontMatter { kind, span, content });
                }
                self.open_block(span, BlockKind::Html, false);
            }
            Tag::Emphasis => self.emphasis(RunStyle::EMPHASIS, span),
            Tag::Strong => self.emphasis(RunStyle::STRONG, span),
            Tag::Strikethrough => self.emphasis(RunStyle::STRUCK, span),
            Tag::Link { link_type, dest_url, .. } => self.link(*link_type, dest_url, span, RunStyle::LINK),
            Tag::Image { link_type, dest_url, .. } => self.link(*link_type, dest_url, span, RunStyle::IMAGE),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.close();
                self.items.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.footnote = None;
            }
            TagEnd::Emphasis => self.style.0 &= !RunStyle::EMPHASIS.0,
            TagEnd::Strong => self.style.0 &= !RunStyle::STRONG.0,
            TagEnd::Strikethrough => self.style.0 &= !RunStyle::STRUCK.0,
            TagEnd::Link | TagEnd::Image => self.end_link(span),
            TagEnd::HtmlBlock => {
                if let Some(open) = self.open {
                    let span = self.markdown.blocks[open.block].span;
                    comments(self.text, span, &mut self.markdown);
                }
                self.close();
            }
            _ => self.close(),
        }
    }

    fn link(&mut self, link_type: LinkType, url: &str, span: Span, style: RunStyle) {
        self.open_implied(span, BlockKind::Paragraph);
        let kind = match (style, link_type) {
            (RunStyle::IMAGE, _) => InlineKind::Image,
            (_, LinkType::Inline) => InlineKind::Link,
            (_, LinkType::Autolink | LinkType::Email) => InlineKind::Autolink,
            _ => InlineKind::ReferenceLink,
        };
        let referenced =
            (!matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email)).then(|| url.into());
        self.links.push((self.markdown.inlines.len(), self.style));
        self.grow(span);
        self.content_end = span.start + if kind == InlineKind::Image { 2 } else { 1 };
        let label = Span::empty(self.content_end);
        self.markdown.inlines.push(Inline { kind, span, label, target: Span::empty(span.end), referenced });
        self.style.0 |= style.0;
    }

    fn end_link(&mut self, span: Span) {
        let Some((index, style)) = self.links.pop() else { return };
        self.style = style;
        let content_end = self.content_end;
        self.content_end = span.end;
        let text = self.text;
        let link = &mut self.markdown.inlines[index];
        if link.kind == InlineKind::Autolink {
            link.label = Span::new(span.start + 1, span.end.saturating_sub(1));
            link.target = link.label;
            return;
        }
        let rest = text.get(content_end as usize..span.end as usize).unwrap_or("");
        let Some(bracket) = memchr::memchr(b']', rest.as_bytes()) else { return };
        link.label.end = content_end + bracket as Offset;
        if link.kind == InlineKind::Image && opaque::is_file_name(link.label.of(text)) {
            let label = link.label;
            while self.markdown.runs.last().is_some_and(|run| label.contains(run.span)) {
                self.markdown.runs.pop();
            }
        }
        let link = &mut self.markdown.inlines[index];
        if link.referenced.is_none() {
            link.target = target(text, Span::new(link.label.end + 1, span.end));
        }
    }

    fn inline(&mut self, kind: InlineKind, span: Span, label: Span) {
        self.open_implied(span, BlockKind::Paragraph);
        self.markdown.inlines.push(Inline { kind, span, label, target: Span::empty(span.end), referenced: None });
        self.grow(span);
    }

    /// The abbreviation that a tag `<abbr title="…">` opens: the text up to the end tag, which stands for the title.
    fn abbreviation(&mut self, tag: Span) {
        let inside = tag.of(self.text);
        let Some(at) = inside.find("title=").map(|at| at + "title=".len()) else { return };
        let Some(quote) = inside.slice(at..).chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { return };
        let title = at + 1;
        let Some(len) = inside.slice(title..).find(quote) else { return };
        let long = Span::at(tag.start as usize + title..tag.start as usize + title + len);
        const LONGEST: usize = 80;
        let rest = self.text.slice(tag.end as usize..(tag.end as usize).saturating_add(LONGEST));
        let Some(end) = rest.find("</") else { return };
        let short = Span::at(tag.end as usize..tag.end as usize + end);
        self.markdown.abbreviations.push(AbbreviationDefinition { short, long });
    }

    /// Cuts opaque text out of the runs of the open block.
    fn cut_runs(&mut self, first: usize) {
        let text = self.text;
        let runs = &mut self.markdown.runs;
        let mut holes = Vec::new();
        for run in &runs[first..] {
            opaque::find(text, run.span, &mut self.signs, &mut |hole| holes.push(hole));
        }
        if holes.is_empty() {
            return;
        }
        let mut holes = holes.into_iter().peekable();
        for run in runs.split_off(first) {
            let Run { mut span, style } = run;
            while let Some(hole) = holes.next_if(|hole| hole.start < span.end) {
                if span.start < hole.start {
                    runs.push(Run { span: Span::new(span.start, hole.start), style });
                }
                span.start = hole.end;
            }
            if !span.is_empty() {
                runs.push(Run { span, style });
            }
        }
    }

    /// Prose at `span`: a new run, or an extension of the last one if the two touch and share a style.
    fn prose(&mut self, span: Span) {
        self.open_implied(span, BlockKind::Paragraph);
        self.grow(span);
        let Some(open) = self.open else { return };
        let block = &self.markdown.blocks[open.block];
        if matches!(block.kind, BlockKind::Code | BlockKind::Html) {
            return;
        }
        let fresh = block.runs.start as usize == self.markdown.runs.len();
        if !fresh
            && let Some(last) = self.markdown.runs.last_mut()
            && last.span.end == span.start
            && last.style == self.style
        {
            last.span.end = span.end;
            return;
        }
        self.markdown.runs.push(Run { span, style: self.style });
    }

    /// A line break joins the runs around it, unless a quotation mark or an indent follows.
    fn soft_break(&mut self, span: Span) {
        if let Some(last) = self.markdown.runs.last_mut()
            && last.span.end == span.start
        {
            last.span.end = span.end;
        }
        self.grow(span);
    }

    fn open_block(&mut self, span: Span, kind: BlockKind, implied: bool) {
        self.close();
        let runs = self.markdown.runs.len() as u32;
        let inlines = self.markdown.inlines.len() as u32;
        self.open = Some(Open { block: self.markdown.blocks.len(), implied });
        let span = if implied { span } else { self.trim(span) };
        self.markdown.blocks.push(Block {
            kind,
            span,
            runs: runs..runs,
            inlines: inlines..inlines,
            quotes: self.quotes,
            item: self.items.last().copied().flatten(),
            footnote: self.footnote,
        });
    }

    /// The text of a tight list item comes without a paragraph around it.
    fn open_implied(&mut self, span: Span, kind: BlockKind) {
        if self.open.is_none() {
            self.open_block(span, kind, true);
        }
    }

    /// Starts a style. Its marks belong to the block, at the start and the end of a tight list item too.
    fn emphasis(&mut self, style: RunStyle, span: Span) {
        self.open_implied(Span::empty(span.start), BlockKind::Paragraph);
        self.grow(span);
        self.style.0 |= style.0;
    }

    /// Extends the open block and the open link at least to the end of `span`.
    fn grow(&mut self, span: Span) {
        if !self.links.is_empty() {
            self.content_end = self.content_end.max(span.end);
        }
        if let Some(Open { block, implied: true }) = self.open {
            let block = &mut self.markdown.blocks[block];
            block.span.end = block.span.end.max(span.end);
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.cut_runs(self.markdown.blocks[open.block].runs.start as usize);
        let block = &mut self.markdown.blocks[open.block];
        block.runs.end = self.markdown.runs.len() as u32;
        block.inlines.end = self.markdown.inlines.len() as u32;
        if open.implied {
            let span = block.span;
            self.markdown.blocks[open.block].span = self.trim(span);
        }
    }

    /// `span` without the white space at its end. Nested items end at one place, whose white space is searched once.
    fn trim(&mut self, span: Span) -> Span {
        let (end, kept) = self.trimmed;
        if span.end == end && span.start < kept {
            return Span::new(span.start, kept);
        }
        let len = span.of(self.text).trim_end_matches(['\n', '\r', ' ', '\t']).len();
        let kept = span.start + len as Offset;
        if len > 0 {
            self.trimmed = (span.end, kept);
        }
        Span::new(span.start, kept)
    }
}

/// The span of a link's target in `(target "title")`: CommonMark ends it only at ASCII white space.
fn target(text: &str, parentheses: Span) -> Span {
    let all = parentheses.of(text);
    let Some(inner) = all.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return Span::empty(parentheses.end);
    };
    let white = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0xb | 0xc);
    let lead = inner.bytes().take_while(white).count();
    let start = parentheses.start + 1 + lead as Offset;
    let inner = &inner.as_bytes()[lead..];
    if let Some(rest) = inner.strip_prefix(b"<") {
        let len = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        return Span::new(start + 1, start + 1 + len as Offset);
    }
    let len = inner.iter().position(white).unwrap_or(inner.len());
    Span::new(start, start + len as Offset)
}

/// The definition of a link's target in `span`: `[label]: <target> "title"`.
fn definition_of_link(text: &str, span: Span) -> Option<LinkDefinition> {
    let written = span.of(text);
    let close = written.find("]:")?;
    let behind = close + 2;
    let white = |c: char| c.is_ascii_whitespace() || c == '>';
    let start = behind + written.slice(behind..).len() - written.slice(behind..).trim_start_matches(white).len();
    let place = |range: Range<usize>| Span::at(span.start as usize + range.start..span.start as usize + range.end);
    let target = match written.slice(start..).strip_prefix('<') {
        Some(rest) => start + 1..start + 1 + rest.find('>').unwrap_or(rest.len()),
        None => {
            start
                ..start
                    + written.slice(start..).find(|c: char| c.is_ascii_whitespace()).unwrap_or(written.len() - start)
        }
    };
    let written = written.trim_end_matches(['\n', '\r', ' ', '\t']).len();
    let open = span.of(text).find('[')? + 1;
    Some(LinkDefinition { span: place(open - 1..written), label: place(open..close.max(open)), target: place(target) })
}

/// The lines between the first and the last line of front matter.
fn inside_marks(text: &str, span: Span) -> Span {
    let all = span.of(text).trim_end();
    let start = all.find('\n').map_or(all.len(), |at| at + 1);
    let end = all.rfind('\n').map_or(start, |at| at + 1).max(start);
    Span::new(span.start + start as Offset, span.start + end as Offset)
}

/// Lists the comments in a block of HTML, and the definitions of abbreviations that are read as comments.
fn comments(text: &str, block: Span, markdown: &mut Markdown) {
    let html = block.of(text);
    let mut at = 0;
    while let Some(start) = html.slice(at..).find("<!--").map(|start| at + start) {
        let end = html.slice(start..).find("-->").map_or(html.len(), |end| start + end + 3);
        let comment = Span::new(block.start + start as Offset, block.start + end as Offset);
        markdown.comments.push(comment);
        markdown.abbreviations.extend(definition(text, comment));
        at = end;
    }
}

/// The definition of an abbreviation, read as a comment: `<!--*[RAB]: …-->`.
fn definition(text: &str, comment: Span) -> Option<AbbreviationDefinition> {
    let inner = comment.of(text).strip_prefix("<!--*[")?.strip_suffix("-->")?;
    let (short, rest) = inner.split_once("]:")?;
    let long = rest.trim();
    let base = comment.start as usize + "<!--*[".len();
    let lead = rest.len() - rest.trim_start().len();
    let start = base + short.len() + 2 + lead;
    Some(AbbreviationDefinition {
        short: Span::at(base..base + short.len()),
        long: Span::at(start..start + long.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use proptest::prelude::*;

    fn blocks(text: &str) -> Vec<(BlockKind, &str)> {
        parse(text).blocks.iter().map(|block| (block.kind, block.span.of(text))).collect()
    }

    fn prose(text: &str) -> Vec<&str> {
        parse(text).runs.iter().map(|run| run.span.of(text)).collect()
    }

    #[test]
    fn leaf_blocks_in_order() {
        use BlockKind::{Cell, Code, Heading, Paragraph};
        let text = "# A *b*\n\nOne\ntwo.\n\n- x\n- y\n\n  z\n\n> q\n> r\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        assert_eq!(
            blocks(text),
            [
                (Heading(1), "# A *b*"),
                (Paragraph, "One\ntwo."),
                (Paragraph, "x"),
                (Paragraph, "y"),
                (Paragraph, "z"),
                (Paragraph, "q\n> r"),
                (Code, "```\ncode\n```"),
                (Cell, "a"),
                (Cell, "b"),
                (Cell, "c"),
                (Cell, "d"),
            ]
        );
        let markdown = parse(text);
        assert_eq!(markdown.blocks[5].quotes, 1);
        assert_eq!(
            prose("One\ntwo *three* `four` [five](#) five<br>six \\* 7"),
            ["One\ntwo ", "three", " ", " ", "five", " five", "six ", "* 7"]
        );
    }

    #[test]
    fn links_know_label_and_target() {
        let text = "See [ABC](https://a.b/c_(d) \"title\"), <https://x.y>, [r][1], ![i](j.png) and [*x* `]` y](<a b>).\n\n[1]: https://z.w/\n";
        let markdown = parse(text);
        let links: Vec<_> = markdown.inlines.iter().map(|i| (i.kind, i.label.of(text), i.url(text))).collect();
        assert_eq!(
            links,
            [
                (InlineKind::Link, "ABC", "https://a.b/c_(d)"),
                (InlineKind::Autolink, "https://x.y", "https://x.y"),
                (InlineKind::ReferenceLink, "r", "https://z.w/"),
                (InlineKind::Image, "i", "j.png"),
                (InlineKind::Link, "*x* `]` y", "a b"),
                (InlineKind::Code, "]", ""),
            ]
        );
    }

    #[test]
    fn definitions_of_links_have_their_places() {
        let text = "See [a][One] and [two].\n\n[One]: https://a.net/x \"Title\"\n[two]:\n  <https://b.net/y z>\n\n> [q]: c.net\n\n[^1]: A note.\n[two]: https://again.net\n";
        let found = |text: &str| -> Vec<(String, String)> {
            let own = |span: Span| span.of(text).to_owned();
            parse(text).definitions.iter().map(|one| (own(one.label), own(one.target))).collect()
        };
        let wanted = [("One", "https://a.net/x"), ("two", "https://b.net/y z"), ("q", "c.net")];
        assert_eq!(found(text), wanted.map(|(label, target)| (label.to_owned(), target.to_owned())));
        assert_eq!(found("[a]: x\n")[0].1, "x");
        assert_eq!(found("[a][b] `[c]: d`\n"), []);
    }

    #[test]
    fn lists_count_and_footnotes_have_labels() {
        let text = "3. a\n\n4. b\n\n   c[^n]\n\n[^n]: note *x*\n";
        let markdown = parse(text);
        let items: Vec<_> = markdown.blocks.iter().map(|b| markdown.item(b).and_then(|item| item.number)).collect();
        assert_eq!(items, [Some(3), Some(4), Some(4), None]);
        assert_eq!(markdown.footnote(&markdown.blocks[3]).unwrap().label.of(text), "n");
        assert_eq!(markdown.inlines[0].label.of(text), "n");
        // The parser knows it with other blanks.
        for label in ["  é2", "a  b", "a\tb"] {
            let text = format!("[^{label}]: note\n");
            assert_eq!(parse(&text).footnotes[0].label.of(&text), label);
        }
    }

    #[test]
    fn front_matter_behind_a_byte_order_mark() {
        let text = "\u{feff}---\r\ndate: 2018-10-10\r\n---\r\n\r\nText";
        let markdown = parse(text);
        let front = markdown.front_matter.unwrap();
        assert_eq!(front.content.of(text), "date: 2018-10-10\r\n");
        assert_eq!(markdown.blocks.last().unwrap().span.of(text), "Text");
        let toml = parse("+++\ntitle = 'x'\n+++\n");
        assert_eq!(toml.front_matter.unwrap().kind, FrontMatterKind::Toml);
        assert_eq!(parse("a\n\n---\nb: c\n---\n").front_matter, None);
    }

    #[test]
    fn comments_in_blocks_and_lines() {
        let text = "<!-- one -->\n\ntext <!-- two\nlines --> more\n\n<div>\n<!-- three --> <!-- four -->\n</div>\n";
        let markdown = parse(text);
        let comments: Vec<_> = markdown.comments.iter().map(|span| span.of(text)).collect();
        assert_eq!(comments, ["<!-- one -->", "<!-- two\nlines -->", "<!-- three -->", "<!-- four -->"]);
    }

    #[test]
    fn what_may_go_on_is_read_in_one_piece() {
        for text in [
            "Text\n\n# A\n\n```\ncode\n\n# b\n```\n\n# C\n",
            "Text\n\n# A\n\n<!-- comment\n\n# b\n-->\n\n# C\n",
            "- ```\n\n# A\n\n> ~~~\n\n# B\n\n1. one\n\n# C\n\n3. three\n",
        ] {
            assert_eq!(read_in_pieces(text, 1), read_in_pieces(text, usize::MAX), "{text}");
        }
    }

    proptest! {
        #[test]
        fn pieces_change_nothing(
            lines in prop::collection::vec(
                prop::sample::select(vec![
                    "", "", "", "# A", "## *b* c", "#", "text [l](u) and", "- item", "1. one", "> quote", "```", "~~~",
                    "<!-- c", "-->", "a <!-- b", "c --> d", "---", "+++", "...", "a: b", "<div>", "</div>", "| a | b |",
                    "|---|---|", "    code", "  more", "*open", "`tick", "[x][y]", "![i](", "<script>", "***", "\t- deep",
                ]),
                0..24,
            ),
            ends in prop::sample::select(vec!["\n", "\r\n"]),
            least in 1usize..40,
        ) {
            let text = lines.join(ends);
            let whole = read_in_pieces(&text, usize::MAX);
            prop_assert_eq!(&read_in_pieces(&text, least), &whole);
            static THREADS: std::sync::LazyLock<rayon::ThreadPool> =
                std::sync::LazyLock::new(|| rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap());
            prop_assert_eq!(&THREADS.install(|| read_in_pieces(&text, least)), &whole);
        }

        #[test]
        fn all_places_lie_in_the_text(text in "[a-z*_\\[\\]()<>!`#\\-|>\\\\\n\r \u{e9}😀.:0-9^&;~\t+]{0,80}") {
            let markdown = parse(&text);
            let mut last = 0;
            for run in &markdown.runs {
                prop_assert!(text.get(run.span.range()).is_some());
                prop_assert!(run.span.start >= last);
                last = run.span.end;
            }
            for block in &markdown.blocks {
                prop_assert!(text.get(block.span.range()).is_some());
                prop_assert!(block.runs.end as usize <= markdown.runs.len());
            }
            for inline in &markdown.inlines {
                prop_assert!(text.get(inline.span.range()).is_some());
                prop_assert!(text.get(inline.label.range()).is_some(), "{:?}", inline);
                prop_assert!(text.get(inline.target.range()).is_some(), "{:?}", inline);
            }
            for comment in &markdown.comments {
                prop_assert!(text.get(comment.range()).is_some());
            }
        }
    }
}
