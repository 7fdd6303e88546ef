//! The pieces of a note: titles between marks, dates, addresses, brackets, separators, and the words between them.
//!
//! The cost is linear in the text: no mark looks for its partner farther than [`REACH`].

use crate::bulletin::items::{Link, LinkForm};
use crate::calendar::{self, Month, MonthForm, Written};
use crate::markdown::{InlineKind, Markdown};
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{Slice, Span, Spanned, ceil_boundary, floor_boundary, split_at};
use std::ops::Range;

/// The maximum distance between a mark or bracket and its partner, in bytes.
const REACH: usize = 600;

/// A piece of a note.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Atom {
    pub span: Span,
    pub kind: AtomKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum AtomKind {
    /// Words without separators between them.
    Words,
    /// A separator of fields or sources.
    Sign(Sign),
    /// `“Title,”`; `inner` includes the comma.
    Quoted {
        inner: Span,
        link: Option<Link>,
        paired: bool,
    },
    /// `*Title*`
    Emphasis {
        inner: Span,
        link: Option<Link>,
    },
    /// `(…)`
    Round {
        inner: Span,
    },
    /// `[…]`
    Square {
        inner: Span,
    },
    /// `[words](https://…)`
    Label {
        link: Link,
    },
    /// A bare address; `meant` if it is printed differently.
    Address {
        link: Link,
        meant: Option<Box<str>>,
    },
    /// The link around the pieces before it.
    Target {
        link: Link,
    },
    Date(Box<Written>),
    /// A quotation mark or bracket without a partner.
    Lone {
        opens: bool,
    },
}

/// A separator of fields or sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Comma,
    Semicolon,
    Colon,
    Stop,
    /// A dash or bar between spaces.
    Dash,
}

impl Atom {
    pub(super) fn is(&self, sign: Sign) -> bool {
        matches!(self.kind, AtomKind::Sign(own) if own == sign)
    }

    pub(super) fn is_words(&self) -> bool {
        matches!(self.kind, AtomKind::Words)
    }

    pub(super) fn date(&self) -> Option<&Written> {
        if let AtomKind::Date(date) = &self.kind { Some(date) } else { None }
    }
}

/// The pieces of `body`.
pub(super) fn atoms(text: &str, markdown: &Markdown, body: Span) -> Vec<Atom> {
    let first = markdown.inlines.partition_point(|inline| inline.span.start < body.start);
    let run = markdown.runs.partition_point(|run| run.span.start < body.start);
    // Most pieces are longer than that.
    let atoms = Vec::with_capacity(4 + body.len() as usize / 8);
    let mut lexer =
        Lexer { text, markdown, end: body.end as usize, inline: first, run, atoms, depth: 0, numbered: (0..0, false) };
    lexer.read(body.start as usize);
    lexer.atoms
}

struct Lexer<'a> {
    text: &'a str,
    markdown: &'a Markdown,
    end: usize,
    /// The index of the next inline element of Markdown.
    inline: usize,
    /// The index of the next run of prose.
    run: usize,
    atoms: Vec<Atom>,
    depth: u8,
    /// The stretch that was searched for a number, and whether it has one.
    numbered: (Range<usize>, bool),
}

impl Lexer<'_> {
    fn read(&mut self, start: usize) {
        let mut at = start;
        while at < self.end {
            if self.text.as_bytes()[at] == b' ' {
                at += 1;
                continue;
            }
            let next = self.step(at);
            at = ceil_boundary(self.text, next.max(at + 1)).min(self.end);
        }
    }

    /// The pieces of a part of the text, read separately.
    fn inside(&self, span: Span) -> Vec<Atom> {
        if self.depth > 2 {
            return vec![Atom { span, kind: AtomKind::Words }];
        }
        let run = self.markdown.runs.partition_point(|run| run.span.start < span.start);
        let inline = self.markdown.inlines.partition_point(|inline| inline.span.start < span.start);
        let mut lexer = Lexer {
            text: self.text,
            markdown: self.markdown,
            end: span.end as usize,
            inline,
            run,
            atoms: Vec::new(),
            depth: self.depth + 1,
            numbered: (0..0, false),
        };
        lexer.read(span.start as usize);
        lexer.atoms
    }

    fn push(&mut self, span: Span, kind: AtomKind) -> usize {
        self.atoms.push(Atom { span, kind });
        span.end as usize
    }

    /// Adds words; if the last piece is words, extends it.
    fn words(&mut self, span: Span) -> usize {
        match self.atoms.last_mut() {
            Some(last) if last.is_words() => last.span.end = span.end,
            _ => {
                self.push(span, AtomKind::Words);
            }
        }
        span.end as usize
    }

    /// Reads the piece at `at` and returns its end.
    fn step(&mut self, at: usize) -> usize {
        let text = self.text;
        let rest = text.slice(at..self.end);
        let Some(c) = rest.chars().next() else { return self.end };
        if c == '\n'
            && let Some((mark, end)) = list_mark(rest)
        {
            return if self.atoms.is_empty() {
                at + end
            } else {
                self.push(Span::at(at + mark..at + end), AtomKind::Sign(Sign::Semicolon))
            };
        }
        if c.is_whitespace() || c == '\\' {
            return at + c.len_utf8();
        }
        while self.markdown.inlines.get(self.inline).is_some_and(|inline| (inline.span.end as usize) <= at) {
            self.inline += 1;
        }
        if let Some(end) = self.inline(at) {
            return end;
        }
        let before = character_before(text, at);
        let opens_word = before.is_none_or(|c| !is_alphanumeric(c) || is_unspaced(c));
        match c {
            '*' | '_' => return self.emphasis(at),
            '“' | '„' | '«' | '‘' | '"' | '\'' if opens_word => {
                if let Some(end) = self.quoted(at, c) {
                    return end;
                }
                if !matches!(c, '‘' | '\'') {
                    let opens = rest.slice(c.len_utf8()..).starts_with(|c: char| !c.is_whitespace());
                    return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Lone { opens });
                }
            }
            '”' => {
                let next = rest.slice(c.len_utf8()..).chars().next();
                let turned =
                    before.is_none_or(|c| c.is_whitespace() || c == '(') && next.is_some_and(char::is_alphanumeric);
                if turned && let Some(end) = self.quoted(at, c) {
                    return end;
                }
                return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Lone { opens: turned });
            }
            '"' => return self.push(Span::at(at..at + 1), AtomKind::Lone { opens: false }),
            '»' => return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Lone { opens: false }),
            '(' | '[' => {
                let close = if c == '(' { ')' } else { ']' };
                let Some(len) = self.bracket_len(at, c, close) else {
                    return self.push(Span::at(at..at + 1), AtomKind::Lone { opens: true });
                };
                let inner = Span::at(at + 1..at + len - 1);
                let kind = if c == '(' { AtomKind::Round { inner } } else { AtomKind::Square { inner } };
                return self.push(Span::at(at..at + len), kind);
            }
            ')' | ']' => return self.push(Span::at(at..at + 1), AtomKind::Lone { opens: false }),
            ',' | '，' | '،' => return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Sign(Sign::Comma)),
            ';' => return self.push(Span::at(at..at + 1), AtomKind::Sign(Sign::Semicolon)),
            ':' if self.is_colon(at, rest) => return self.push(Span::at(at..at + 1), AtomKind::Sign(Sign::Colon)),
            '—' | '–' | '|' | '-' if before.is_none_or(char::is_whitespace) && is_dash(rest, c) => {
                return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Sign(Sign::Dash));
            }
            // `Reuters · May 5, 2018 · https://…`; behind an address the next source follows.
            '·' | '•' if before.is_none_or(char::is_whitespace) && rest.slice(c.len_utf8()..).starts_with(' ') => {
                let addressed = self.atoms.last().is_some_and(|last| matches!(last.kind, AtomKind::Address { .. }));
                let sign = if addressed { Sign::Semicolon } else { Sign::Dash };
                return self.push(Span::at(at..at + c.len_utf8()), AtomKind::Sign(sign));
            }
            '/' if self.is_slash(rest) => return self.push(Span::at(at..at + 1), AtomKind::Sign(Sign::Dash)),
            '.' if self.is_stop(at, rest) => return self.push(Span::at(at..at + 1), AtomKind::Sign(Sign::Stop)),
            _ => {}
        }
        if opens_word {
            if let Some(end) = self.address(at, rest) {
                return end;
            }
            if let Some(end) = self.date(at, rest) {
                return end;
            }
        }
        self.word(at, rest)
    }

    /// The length of a bracketed text at `at`, including both brackets. Those in a link or in code behind it are its own.
    fn bracket_len(&self, at: usize, open: char, close: char) -> Option<usize> {
        let inlines = self.markdown.inlines.get(self.inline..).unwrap_or_default();
        let mut inlines = inlines.iter().skip_while(|inline| inline.span.start as usize <= at).peekable();
        let mut depth = 0usize;
        let mut own = at;
        for (offset, c) in self.text.slice(at..self.end).char_indices().take_while(|(offset, _)| *offset < REACH) {
            while let Some(inline) = inlines.next_if(|inline| inline.span.start as usize <= at + offset) {
                own = own.max(inline.span.end as usize);
            }
            if at + offset < own {
                continue;
            }
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
                if depth == 0 {
                    return Some(offset + c.len_utf8());
                }
            }
        }
        None
    }

    /// Whether a slash between spaces separates fields: `Dawn, May 9, 2018 / https://…`; in `AFP / Reuters` it joins names.
    fn is_slash(&self, rest: &str) -> bool {
        let Some(behind) = rest.strip_prefix("/ ") else { return false };
        let address = || ["http", "www.", "<http"].iter().any(|start| behind.trim_start().starts_with(start));
        self.atoms.last().is_some_and(|last| last.date().is_some() || address())
    }

    /// A word, up to its last letter: the punctuation is read next.
    fn word(&mut self, at: usize, rest: &str) -> usize {
        // `3 Rajab 1441/27 February 2020`: the same day in two calendars.
        if matches!(rest.as_bytes(), [b'1', b'3'..=b'4', b'0'..=b'9', b'0'..=b'9', b'/', b'0'..=b'9' | b'A'..=b'Z', ..])
            && calendar::written_in_citation_at(self.text, at + 5).is_some_and(|date| date.day.is_some())
        {
            return self.push(Span::at(at..at + 4), AtomKind::Words) + 1;
        }
        let mut end = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let letters = end;
        if letters > 0 && rest.as_bytes().get(letters) == Some(&b' ') {
            return self.words(Span::at(at..at + letters));
        }
        for (offset, c) in rest.slice(letters..).char_indices() {
            let offset = letters + offset;
            if c.is_ascii_alphanumeric() {
                end = offset + 1;
                continue;
            }
            let next = rest.slice(offset + c.len_utf8()..).chars().next();
            let joins = next.is_some_and(|next| !next.is_whitespace());
            let ends = match c {
                c if c.is_whitespace() => true,
                ',' | ';' | ':' => {
                    let letter = next.is_some_and(|next| !next.is_alphanumeric() || c == ',' && next.is_uppercase());
                    !joins || letter || c == ';'
                }
                '(' | ')' | '[' | ']' | '“' | '”' | '"' | '«' | '»' | '„' | '*' | '，' | '،' | '—' | '<' => {
                    true
                }
                '.' => self.is_stop(at + offset, rest.slice(offset..)),
                _ => false,
            };
            if ends && offset > 0 {
                break;
            }
            end = offset + c.len_utf8();
        }
        self.words(Span::at(at..at + end))
    }

    /// Whether a colon separates fields: a title, an address or the pages after a bracketed year follow.
    fn is_colon(&self, at: usize, rest: &str) -> bool {
        let behind = rest.slice(1..).trim_start_matches([' ', '\n', '\t']);
        let spaced = rest.slice(1..).starts_with(char::is_whitespace);
        let bracket = self.atoms.last().is_some_and(|atom| {
            matches!(atom.kind, AtomKind::Round { .. } | AtomKind::Quoted { .. } | AtomKind::Emphasis { .. })
                && atom.span.end as usize == at
        });
        spaced && (behind.starts_with(['“', '"', '‘', '«', '„', '*', '_', '[', '<']) || behind.starts_with("http"))
            || bracket
    }

    /// Whether a period ends more than an abbreviation: white space or the end of the text follows.
    fn is_stop(&self, at: usize, rest: &str) -> bool {
        let behind = rest.slice(1..);
        let behind = behind.trim_start_matches(['*', '_', ')']);
        if behind.trim().is_empty() {
            return true;
        }
        if behind.starts_with('.') {
            return !self.text.slice(..at).ends_with('.') && behind.trim_start_matches('.').trim().is_empty();
        }
        if !behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '<' | '[')) {
            return false;
        }
        let before = self.text.slice(floor_boundary(self.text, at.saturating_sub(24))..at);
        let word = before.rsplit(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’')).next().unwrap_or("");
        let initial = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
        let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
        !(initial || dotted || ABBREVIATIONS.has_in_any_case(word))
    }

    /// The inline element of Markdown that starts at `at`.
    fn inline(&mut self, at: usize) -> Option<usize> {
        let inline = self.markdown.inlines.get(self.inline).filter(|inline| inline.span.start as usize == at)?;
        let (span, label) = (inline.span, inline.label);
        if span.end as usize > self.end {
            return None;
        }
        let link = |form| Link::new(self.text, span, label, inline.target, form);
        match inline.kind {
            // `<desk@harbour.example>` is no source.
            InlineKind::Autolink
                if inline.target.of(self.text).contains('@') && !is_web(inline.target.of(self.text)) =>
            {
                Some(self.words(span))
            }
            InlineKind::Autolink => {
                let link = Link::new(self.text, span, inline.target, inline.target, LinkForm::Bare);
                Some(self.push(span, AtomKind::Address { link, meant: None }))
            }
            InlineKind::Link | InlineKind::ReferenceLink => {
                let url = inline.url(self.text);
                // A link back to the text.
                if url.len() > 1 && url.starts_with('#') {
                    return Some(span.end as usize);
                }
                let meant: Option<Box<str>> = inline.referenced.clone();
                let shown = label.of(self.text);
                if inline.kind == InlineKind::Link && (is_web(shown) && !shown.contains(' ')) {
                    let link = Link::new(self.text, span, inline.target, inline.target, LinkForm::Bare);
                    return Some(self.push(span, AtomKind::Address { link, meant: None }));
                }
                let form = if inline.kind == InlineKind::Link { LinkForm::Inline } else { LinkForm::Reference };
                let link = link(form);
                let inside = self.inside(label);
                match inside.as_slice() {
                    [Atom { kind: AtomKind::Quoted { inner, paired, .. }, span: whole }]
                        if *whole == label || whole.len() + 2 >= label.len() =>
                    {
                        self.push(span, AtomKind::Quoted { inner: *inner, link: Some(link), paired: *paired });
                    }
                    [Atom { kind: AtomKind::Emphasis { inner, .. }, .. }] => {
                        self.push(span, AtomKind::Emphasis { inner: *inner, link: Some(link) });
                    }
                    // `[Rules for “Banks”](https://…)`: a word of the title.
                    [Atom { kind: AtomKind::Words, .. }, rest @ ..]
                        if rest.iter().any(|atom| matches!(atom.kind, AtomKind::Quoted { .. }))
                            && rest.iter().all(|atom| match atom.kind {
                                AtomKind::Quoted { inner, .. } => !inner.of(self.text).ends_with([',', '.']),
                                _ => atom.kind == AtomKind::Words,
                            }) =>
                    {
                        self.push(span, AtomKind::Label { link });
                    }
                    _ if inside.iter().any(|atom| {
                        matches!(atom.kind, AtomKind::Quoted { .. } | AtomKind::Date(_) | AtomKind::Emphasis { .. })
                    }) =>
                    {
                        self.atoms.extend(inside);
                        self.push(Span::empty(span.end), AtomKind::Target { link });
                    }
                    _ => {
                        self.push(span, AtomKind::Label { link });
                    }
                }
                if let Some(meant) = meant
                    && let Some(atom) = self.atoms.last_mut()
                    && let AtomKind::Label { link } = &atom.kind
                {
                    // The address is written elsewhere.
                    atom.kind = AtomKind::Address { link: *link, meant: Some(meant) };
                }
                Some(span.end as usize)
            }
            InlineKind::Html | InlineKind::FootnoteReference | InlineKind::Image => Some(span.end as usize),
            InlineKind::Code => Some(self.words(span)),
        }
    }

    /// Emphasized words, including their marks.
    fn emphasis(&mut self, at: usize) -> usize {
        let runs = &self.markdown.runs;
        while runs.get(self.run).is_some_and(|run| (run.span.start as usize) < at) {
            self.run += 1;
        }
        let Some(first) =
            runs.get(self.run).filter(|run| run.style.is_emphasized() && run.span.start as usize <= at + 4)
        else {
            let len = self.text.slice(at..self.end).len()
                - self.text.slice(at..self.end).trim_start_matches(['*', '_']).len();
            return at + len;
        };
        let mark = self.text.slice(at..first.span.start as usize);
        if !mark.chars().all(|c| matches!(c, '*' | '_' | '[' | '\\')) {
            return at + 1;
        }
        let mut inner = first.span;
        for run in &runs[self.run + 1..] {
            let between = self.text.slice(inner.end as usize..run.span.start as usize);
            if !run.style.is_emphasized()
                || run.span.end as usize > self.end
                || between.len() > 400
                || closes(between, mark)
            {
                break;
            }
            inner.end = run.span.end;
        }
        // A line break in italics separates runs; if they contain a link, its target comes after them.
        let link = self.markdown.inlines.get(self.inline).filter(|inline| {
            inline.kind == InlineKind::Link && inline.label.contains(inner) && inline.span.start as usize >= at
        });
        let link = link.map(|inline| Link::new(self.text, inline.span, inline.label, inline.target, LinkForm::Inline));
        let closed = link.map_or(inner.end, |link| link.span.end) as usize;
        let behind = self.text.slice(closed..self.end);
        let end = closed + (behind.len() - behind.trim_start_matches(['*', '_']).len()).min(mark.len().max(1));
        let inside = if is_only_words(inner.of(self.text)) { Vec::new() } else { self.inside(inner) };
        // `*“Port Deal,” Reuters*` contains a title and more; `*“We Left”: A Report*` is a title.
        let parted = |atom: &Atom, at: usize| {
            self.text.slice(..atom.span.end as usize).trim_end_matches(['”', '"', '’', '\'', '»']).ends_with(',')
                || inside.get(at + 1).is_some_and(|next| next.is(Sign::Comma))
        };
        let speaks = |(at, atom): (usize, &Atom)| match &atom.kind {
            AtomKind::Quoted { .. } => atom.span == inner || parted(atom, at),
            AtomKind::Address { .. } => true,
            // `*Proceedings, May 3, 2018, Oslo*` is a title; in `*“Port Deal,” Reuters, May 3, 2018*` the date ends it.
            AtomKind::Date(date) => {
                let last = inside[at + 1..].iter().all(|next| !next.is_words());
                let whole =
                    self.atoms.is_empty() && self.text.slice(end..self.end).trim_matches(['.', ' ', '\n']).is_empty();
                let titled = inside.iter().any(|atom| matches!(atom.kind, AtomKind::Quoted { .. }));
                date.day.is_some() && date.year.is_some() && inside.len() > 3 && last && (whole || titled)
            }
            _ => false,
        };
        if inside.iter().enumerate().any(speaks) {
            self.atoms.extend(inside);
            return end;
        }
        self.push(Span::at(at..end), AtomKind::Emphasis { inner, link })
    }

    /// Words in quotation marks that open at `at`.
    fn quoted(&mut self, at: usize, open: char) -> Option<usize> {
        let start = at + open.len_utf8();
        let limit = ceil_boundary(self.text, self.end.min(start + REACH)).min(self.end);
        let (close, mark, paired) = closing(self.text.slice(start..limit), open)?;
        let inner = Span::at(start..start + close);
        if inner.is_empty() && open == '\'' {
            return None;
        }
        let end = start + close + mark;
        // `“[Title](https://…),”`
        let linked = self.text.as_bytes().get(start) == Some(&b'[');
        let first = || self.markdown.inlines.partition_point(|inline| (inline.span.start as usize) < start);
        let link = linked.then(first).and_then(|first| self.markdown.inlines.get(first)).filter(|inline| {
            inline.kind == InlineKind::Link
                && inline.span.start as usize == start
                && inline.span.end as usize <= start + close
                && start + close <= inline.span.end as usize + 2
        });
        let (inner, link) = match link {
            Some(inline) => {
                (inline.label, Some(Link::new(self.text, inline.span, inline.label, inline.target, LinkForm::Inline)))
            }
            None => (inner, None),
        };
        Some(self.push(Span::at(at..end), AtomKind::Quoted { inner, link, paired }))
    }

    /// A bare address at `at`.
    fn address(&mut self, at: usize, rest: &str) -> Option<usize> {
        let angle = usize::from(rest.starts_with('<'));
        let word = rest.slice(angle..);
        if !may_open_address(word) {
            return None;
        }
        let opens = is_web(word) || is_broken_web(word);
        let doi = word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("doi:"))
            && word.as_bytes().get(4).is_some_and(|next| !next.is_ascii_whitespace());
        if let Some(len) = placeholder_len(word) {
            let span = Span::at(at..at + len);
            let link = Link::new(self.text, span, span, span, LinkForm::Bare);
            return Some(self.push(span, AtomKind::Address { link, meant: None }));
        }
        if !opens && !doi && !is_host_with_path(word) && !spells_dots(word) {
            return None;
        }
        let mut len = address_len(word);
        let mut meant = String::new();
        let mut from = 0;
        // `president dot gov.ua`
        while let Some(dot) = dot_len(word.slice(len..)) {
            meant.push_str(word.slice(from..len));
            meant.push('.');
            from = len + dot;
            len = from + address_len(word.slice(from..));
        }
        let meant: Option<Box<str>> = (from > 0).then(|| (meant + word.slice(from..len)).into());
        if len == 0 {
            return None;
        }
        let mut form = LinkForm::Bare;
        let address = meant.as_deref().unwrap_or(word.slice(..len));
        if is_web(word) && !doi && lacks_host(address) {
            // `http://Daily Nation`: this is not an address, and it extends to the next separator.
            let tail = word.slice(len..);
            let more = tail.find([',', ';', '\n', '>', '“', '"']).unwrap_or(tail.len()).min(60);
            len += tail.slice(..more).trim_end_matches(['.', ' ']).len();
            form = LinkForm::Unrendered;
        }
        let target = Span::at(at + angle..at + angle + len);
        let close = usize::from(angle == 1 && word.slice(len..).starts_with('>'));
        let span = Span::at(at..at + angle + len + close);
        let link = Link::new(self.text, span, target, target, form);
        Some(self.push(span, AtomKind::Address { link, meant }))
    }

    /// A date, including the year after it that a typo separates from it or misprints: `May 4. 2018`, `May 4, 20018`.
    fn with_slipped_year(&self, date: Written) -> Written {
        let end = date.span.end as usize;
        let behind = self.text.slice(end..self.end);
        if date.year.is_some() || date.day.is_none() || !behind.starts_with(['.', ',', ' ', '\n']) {
            return date;
        }
        // `November 18 (30), 1889`: the day in another calendar.
        let calendar = behind.strip_prefix(" (").and_then(|inside| inside.split_once(')'));
        let calendar = calendar.filter(|(day, _)| day.len() < 3 && day.bytes().all(|byte| byte.is_ascii_digit()));
        let behind = calendar.map_or(behind, |(_, rest)| rest);
        let digits = behind.trim_start_matches(['.', ',', ' ', '\n']);
        let sign = behind.slice(..behind.len() - digits.len());
        let start = self.end - digits.len();
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        let closed =
            !digits.slice(len..).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | ':'));
        let year = match (sign, len) {
            (". " | "., " | ",, " | ", , ", 4) => digits.slice(..len).parse().ok(),
            // The date of an old newspaper: `December 17, 1889`
            (sign, 4) if matches!(sign.trim_end_matches([' ', '\n']), "" | ",") => old_year(digits, start)
                .or_else(|| calendar.and_then(|_| calendar::year_at(self.text, start)))
                .and_then(|old| old.year)
                .map(|year| year.value),
            (", " | " ", 5) => one_digit_less(digits.slice(..len)),
            _ => None,
        };
        let Some(year) = year.filter(|year| closed && (1500..=2100).contains(year)) else { return date };
        let place = Span::at(start..start + len);
        let span = date.span.cover(place);
        Written { span, year: Some(Spanned::new(place, year)), assumed: date.assumed || len > 4, ..date }
    }

    /// Whether the word before `at` labels the number that follows: `Issue 22`, `vol. 3`.
    fn is_number_of_something(&self, at: usize) -> bool {
        let Some(Atom { kind: AtomKind::Words, span }) = self.atoms.last() else { return false };
        let words = self.text.slice(span.start as usize..at).trim_end();
        let word = words.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        COUNTED.has_in_any_case(word.trim_end_matches('.'))
    }

    /// Whether a number comes before the next sign that no date contains.
    fn has_number_ahead(&mut self, at: usize) -> bool {
        let (stretch, numbered) = &mut self.numbered;
        if !stretch.contains(&at) {
            let bytes = self.text.as_bytes().get(at..self.end).unwrap_or_default();
            let ends = |(at, byte): (usize, &u8)| match byte {
                b'0'..=b'9' | b'"' | b'*' | b'_' | b'(' | b'[' | b'<' | b';' => true,
                // `“`, `”`
                0xe2 => matches!(bytes[at..], [_, 0x80, 0x9c | 0x9d, ..]),
                _ => false,
            };
            let len = bytes.iter().enumerate().position(ends).unwrap_or(bytes.len());
            *numbered = bytes.get(len).is_some_and(u8::is_ascii_digit);
            *stretch = at..at + len + 1;
        }
        *numbered
    }

    /// A date at `at`, which is the start of a word.
    fn date(&mut self, at: usize, rest: &str) -> Option<usize> {
        let first = rest.as_bytes().first()?;
        if !first.is_ascii_alphanumeric() || !first.is_ascii_digit() && !self.has_number_ahead(at) {
            return None;
        }
        // `Issue 22, 30 April 2019`
        if first.is_ascii_digit() && self.is_number_of_something(at) {
            return None;
        }
        let date = calendar::written_in_citation_at(self.text, at).filter(|date| date.span.end as usize <= self.end);
        let date = date
            .filter(|date| is_whole(self.text, date))
            .or_else(|| old_month(self.text, at))
            .or_else(|| month_in_numbers(rest, at))
            .or_else(|| foreign(self.text, at, rest))
            .or_else(|| {
                // `“Mali Overview,” 2018`, `accessed 2018`
                let after_sign = self.atoms.last().is_none_or(|last| match &last.kind {
                    AtomKind::Sign(_) | AtomKind::Quoted { .. } => true,
                    AtomKind::Words => {
                        let words = last.span.of(self.text);
                        ["accessed", "retrieved", "modified", "updated", "visited"]
                            .iter()
                            .any(|mark| words.ends_with(mark))
                    }
                    _ => false,
                });
                let year = calendar::year_at(self.text, at).or_else(|| old_year(rest, at)).filter(|_| after_sign)?;
                let behind = self.text.slice(year.span.end as usize..self.end);
                let letter = behind.starts_with(|c: char| c.is_ascii_lowercase());
                let behind = behind.slice(usize::from(letter)..);
                let leads = ["available", "accessed", "retrieved", "at http", "http", "<http", "[", "("];
                let led = behind.starts_with(' ') && leads.iter().any(|lead| behind.trim_start().starts_with(lead));
                let ends = behind.is_empty() || behind.starts_with([',', '.', ';', ')', ':', ']', '\n']);
                (ends || led).then_some(year)
            })?;
        let date = self.with_slipped_year(date);
        let span = date.span;
        let end = self.push(span, AtomKind::Date(Box::new(date)));
        // The letter of `2018a` is not part of the date.
        let letter = self.text.slice(end..self.end).starts_with(|c: char| c.is_ascii_lowercase());
        Some(end + usize::from(letter))
    }
}

/// The year of an old book: `1884`
fn old_year(rest: &str, at: usize) -> Option<Written> {
    let len = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let year = rest.slice(..len).parse().ok().filter(|year| len == 4 && (1500..1900).contains(year))?;
    Some(Written::of_year(Span::at(at..at + len), year))
}

/// A month in numbers: `2018-05`. Two digits that may be those of a later year are a range: `2005-07`, `1998-02`.
fn month_in_numbers(rest: &str, at: usize) -> Option<Written> {
    let digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let (year, rest) = rest.split_at_checked(4)?;
    let (month, behind) = rest.strip_prefix('-')?.split_at_checked(2)?;
    let closed = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '/'));
    if !closed || !digits(year) || !digits(month) {
        return None;
    }
    let (year, number): (i16, u8) = (year.parse().ok()?, month.parse().ok()?);
    if !(2000..2100).contains(&year) || !(1..=12).contains(&number) || i16::from(number) > year % 100 {
        return None;
    }
    let (year_at, month_at) = (Span::at(at..at + 4), Span::at(at + 5..at + 7));
    let month = Some(Spanned::new(month_at, Month { number, form: MonthForm::Numeric, capital: true }));
    let order = calendar::Order::MonthYear;
    Some(Written { span: year_at.cover(month_at), month, order, ..Written::of_year(year_at, year) })
}

/// A month with such a year: `April 1849`.
fn old_month(text: &str, at: usize) -> Option<Written> {
    let (month, len) = calendar::month_at(text, at).filter(|(month, _)| month.capital)?;
    let start = at + len + 1;
    let year = old_year(text.get(start..)?, start).filter(|_| text.as_bytes().get(start - 1) == Some(&b' '))?;
    let closed =
        !text.slice(year.span.end as usize..).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–'));
    let name = Span::at(at..at + len);
    let month = Some(Spanned::new(name, month));
    closed.then(|| Written { span: name.cover(year.span), month, order: calendar::Order::MonthYear, ..year })
}

/// The year meant by five digits of which one is typed twice: `20018`.
fn one_digit_less(digits: &str) -> Option<i16> {
    let bytes = digits.as_bytes();
    let twice = bytes.iter().zip(bytes.iter().skip(1)).position(|(a, b)| a == b)?;
    [digits.slice(..twice), digits.slice(twice + 1..)].concat().parse().ok()
}

/// Whether a date has a year or a day, and is not the start of something else: `3/4`, `May`.
fn is_whole(text: &str, date: &Written) -> bool {
    let behind = text.slice(date.span.end as usize..);
    let goes_on = match behind.strip_prefix(':') {
        // `May 10:30` is not a day; `May 10, 2015: https://…` is.
        Some(rest) => rest.starts_with(|c: char| c.is_ascii_digit()),
        None => behind.starts_with(|c: char| c.is_alphanumeric() || c == '/') && !is_of_another_calendar(behind),
    };
    !goes_on && (date.year.is_some() || date.day.is_some())
}

/// Whether the same day in another calendar follows a slash: `27 February 2020/3 Rajab 1441`.
fn is_of_another_calendar(behind: &str) -> bool {
    let Some(day) = behind.strip_prefix('/') else { return false };
    let month = day.trim_start_matches(|c: char| c.is_ascii_digit());
    month.len() < day.len() && month.strip_prefix(' ').is_some_and(|month| month.starts_with(char::is_uppercase))
}

/// A date in another language: `12 mars 2018`.
fn foreign(text: &str, at: usize, rest: &str) -> Option<Written> {
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words = rest.slice(..floor_boundary(rest, rest.len().min(40)));
    let mut len = 0;
    for (count, word) in words.split(' ').enumerate().take(5) {
        len += word.len() + usize::from(count > 0);
        let bare = word.trim_end_matches([',', '.', ';', ')']);
        if count > 0 && bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            len -= word.len() - bare.len();
            return calendar::foreign_date(text, Span::at(at..at + len));
        }
    }
    None
}

/// Whether a text contains nothing but words: no quotation, no address and no date.
fn is_only_words(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
        && split_at(text, " dot ").is_none()
        && placeholder_len(text).is_none()
}

/// Whether the emphasis closes between two runs.
fn closes(between: &str, mark: &str) -> bool {
    !mark.is_empty() && between.contains(mark)
}

/// The list marker after a line break: where it starts and ends.
fn list_mark(rest: &str) -> Option<(usize, usize)> {
    let line = rest.trim_start_matches(['\n', '\r', ' ', '\t', '>']);
    let start = rest.len() - line.len();
    let marked = line.starts_with(['-', '*', '+', '•']) && line.chars().nth(1).is_some_and(|next| next == ' ');
    marked.then(|| (start, start + line.chars().next().map_or(0, char::len_utf8)))
}

/// The character before `at`. A backslash only keeps Markdown from reading the sign behind it: `Title \\- Outlet`.
fn character_before(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at.checked_sub(1)?) {
        Some(&byte) if byte.is_ascii() && byte != b'\\' => Some(char::from(byte)),
        _ => text.slice(..at).trim_end_matches('\\').chars().next_back(),
    }
}

/// Whether a letter belongs to a script that puts no blanks between words: Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff)
}

fn is_dash(rest: &str, dash: char) -> bool {
    rest.slice(dash.len_utf8()..).starts_with(char::is_whitespace)
}

/// The mark that closes the quotation opened by `open`: its place, its length, and whether it is the right partner.
fn closing(rest: &str, open: char) -> Option<(usize, usize, bool)> {
    let partner: &[char] = match open {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '‘' => &['’'],
        '"' => &['"'],
        '\'' => &['\''],
        // `”Title,“`
        _ => &['”', '“'],
    };
    let single = matches!(open, '‘' | '\'');
    let mut depth = 0;
    let mut other = None;
    let mut late = None;
    // The first mark that closes anything: if one of `"The "Quay", Dawn, "July"` is missing, nothing is nested.
    let mut first = None;
    let mut before = open;
    let bytes = rest.as_bytes();
    let mut end = 0;
    loop {
        let len = bytes[end..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b' ').count();
        let at = end + len;
        if len > 0 {
            before = char::from(bytes[at - 1]);
        }
        let Some(c) = rest.slice(at..).chars().next() else { break };
        end = at + c.len_utf8();
        let next = rest.slice(at + c.len_utf8()..).chars().next();
        let word_next = next.is_some_and(|next| is_alphanumeric(next) && !is_unspaced(next));
        if single && partner.contains(&c) && !word_next {
            // An apostrophe after a plural is followed by a space, not by punctuation.
            if matches!(before, ',' | '.' | '?' | '!') || next.is_none_or(|next| !next.is_whitespace()) {
                return Some((at, c.len_utf8(), true));
            }
            late = late.or(Some((at, c.len_utf8(), true)));
        } else if c == '\n' && next == Some('\n') {
            break;
        } else if partner.contains(&c) && (!word_next || open != '"') && !single {
            if depth == 0 {
                return Some((at, c.len_utf8(), open != '”'));
            }
            first = first.or(Some((at, c.len_utf8(), true)).filter(|_| c == '"'));
            depth -= 1;
        } else if c == '"' && open == c && before.is_whitespace() {
            // `"The "Quiet" Quay"`
            depth += 1;
        } else if c == '“' && open == c && !word_next && before != open && !before.is_whitespace() {
            // `“Title“`
            return Some((at, c.len_utf8(), false));
        } else if c == open && !single && !partner.contains(&open) && c != '"' {
            // A second one opens: it is nested, or the first is not closed.
            depth += 1;
        } else if matches!(c, '”' | '"') && depth == 0 && !word_next && before != ' ' {
            // Curly although it opened straight, or double although it opened single.
            other = other.or(Some((at, c.len_utf8(), false)));
            if single {
                return late.or(other);
            }
        } else if single && matches!(c, '“' | '"') && before == ' ' {
            depth += 1;
        }
        before = c;
    }
    late.or(first).or(if depth == 0 { other } else { None })
}

fn is_web(word: &str) -> bool {
    let opens = |start: &str| word.get(..start.len()).is_some_and(|w| w.eq_ignore_ascii_case(start));
    opens("http://") || opens("https://") || opens("hxxp") || opens("www.")
}

/// `http//www.dawn.com`, `htp://dawn.com`, `hhttps://dawn.com`, `http:/dawn.com`: a malformed scheme.
fn is_broken_web(word: &str) -> bool {
    let len = word.bytes().take(8).take_while(|byte| matches!(byte, b'h' | b't' | b'p' | b's')).count();
    let behind = word.slice(len..);
    (3..8).contains(&len)
        && word.slice(..len).contains("tp")
        && [":/", "//", ";//", ":\\\\"].iter().any(|sign| behind.starts_with(sign))
}

/// `TODO`, in place of an address.
fn placeholder_len(word: &str) -> Option<usize> {
    if !word.starts_with(['T', 'X']) {
        return None;
    }
    let len = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    matches!(word.slice(..len), "TODO" | "TBD" | "TK" | "XXX").then_some(len)
}

/// Whether an address with a scheme contains nothing that could be a host.
fn lacks_host(address: &str) -> bool {
    let host = split_at(address, "//").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or("");
    !host.contains('.') && !host.eq_ignore_ascii_case("localhost")
}

/// Whether what follows may be an address: it starts like one, or a sign of an address follows its first letters.
fn may_open_address(word: &str) -> bool {
    let bytes = word.as_bytes();
    if matches!(bytes.first(), Some(b'h' | b'H' | b'w' | b'W' | b'd' | b'D' | b'T' | b'X')) {
        return true;
    }
    let host = bytes.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')));
    let Some(sign) = host else { return false };
    match bytes[sign] {
        b'/' | b':' | b';' | b'[' | b'(' => true,
        // ` dot `, ` [dot] `
        b' ' => matches!(bytes.get(sign + 1), Some(b'd' | b'[')),
        _ => false,
    }
}

/// `t.me/channel/12`: a host with a path, without a scheme.
fn is_host_with_path(word: &str) -> bool {
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let slash = word.bytes().take(80).take_while(is_host).count();
    if word.as_bytes().get(slash) != Some(&b'/') {
        return false;
    }
    let host = word.slice(..slash);
    let Some((name, tld)) = host.rsplit_once('.') else { return false };
    (2..=6).contains(&tld.len()) && tld.bytes().all(|byte| byte.is_ascii_lowercase()) && !name.is_empty()
}

/// `president dot gov.ua/…`
fn spells_dots(word: &str) -> bool {
    let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(word.len());
    let name = word.slice(..end);
    let Some(dot) = dot_len(word.slice(end..)) else { return false };
    let behind = word.slice(end + dot..);
    let len = behind.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))).unwrap_or(behind.len());
    let last = behind.slice(..len).trim_end_matches('.');
    name.len() > 1
        && name.bytes().all(|byte| !byte.is_ascii_uppercase())
        && (2..=20).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
        && (behind.slice(len..).starts_with('/')
            || last.contains('.')
            || matches!(last, "com" | "org" | "net" | "ru" | "ua" | "ir" | "me" | "info"))
}

/// The length of a spelled-out dot: ` dot `, `[.]`, `(dot)`.
fn dot_len(rest: &str) -> Option<usize> {
    [" dot ", " [dot] ", "[dot]", "[.]", "(dot)", "(.)"].iter().find(|dot| rest.starts_with(**dot)).map(|dot| dot.len())
}

fn address_len(word: &str) -> usize {
    let mut depth = 0usize;
    let mut end = word.len();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.');
    let mut next = 0;
    loop {
        let at = next + word.as_bytes()[next..].iter().take_while(|byte| plain(byte)).count();
        let Some(c) = word.slice(at..).chars().next() else { break };
        next = at + c.len_utf8();
        let stops = match c {
            c if c.is_whitespace() => true,
            '<' | '>' | '"' | '“' | '”' | '»' | '`' | '|' => true,
            '(' => {
                depth += 1;
                false
            }
            ')' if depth == 0 => true,
            ')' => {
                depth -= 1;
                false
            }
            '[' | ']' => true,
            ';' | ',' => {
                let behind = word.slice(at + 1..);
                is_web(behind) || behind.starts_with(char::is_whitespace) || behind.is_empty()
            }
            _ => false,
        };
        if stops {
            end = at;
            break;
        }
    }
    let address = word.slice(..end);
    // `…` shows that it was cut off, so it is kept.
    if address.ends_with("...") && !address.ends_with("....") {
        return address.len();
    }
    address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_']).len()
}

/// Words after which a number is not a day.
static COUNTED: WordSet = WordSet::new(&[
    "art",
    "article",
    "box",
    "chapter",
    "chap",
    "ch",
    "doc",
    "episode",
    "fig",
    "figure",
    "folder",
    "iss",
    "issue",
    "law",
    "no",
    "nos",
    "number",
    "p",
    "page",
    "pages",
    "para",
    "paragraph",
    "part",
    "pp",
    "report",
    "section",
    "series",
    "table",
    "vol",
    "vols",
    "volume",
]);

/// Words whose period does not end a sentence.
static ABBREVIATIONS: WordSet = WordSet::new(&[
    "al", "approx", "apr", "art", "arts", "aug", "ca", "cf", "ch", "chap", "chs", "col", "corp", "dec", "dept", "dr",
    "ed", "eds", "e.g", "esp", "est", "feb", "fig", "fn", "ft", "gen", "gov", "hon", "i.e", "inc", "jan", "jr", "jul",
    "jun", "loc", "lt", "ltd", "maj", "mar", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "n.d", "oct", "op", "p",
    "para", "paras", "pp", "prof", "pt", "rep", "res", "rev", "sec", "sen", "sep", "sept", "sgt", "sr", "st", "supp",
    "trans", "univ", "v", "vgl", "vol", "vols", "vs",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_quote_in_its_own_marks() {
        for (text, title) in [
            ("The \"Quiet\" Quay\", https://dawn.com", "The \"Quiet\" Quay"),
            ("The Endless, \"Very Quiet,\" Quay\", https://dawn.com", "The Endless, \"Very Quiet,\" Quay"),
            ("A \"B\"\", Dawn", "A \"B\""),
            ("The Quay,\" Dawn; \"The Gate,\" Geo", "The Quay,"),
            // One mark is missing.
            ("The \"Quiet Quay\", Dawn", "The \"Quiet Quay"),
        ] {
            assert_eq!(closing(text, '"').map(|(len, ..)| &text[..len]), Some(title), "{text}");
        }
    }

    #[test]
    fn brackets_close_behind_the_links_and_code_in_them() {
        for text in ["([A);[](m](http://a.net/x) May 1)", "(see `:)`)", "[a [b](<http://a.net/]>)]", "(a (b) c)"] {
            let markdown = crate::markdown::parse(text);
            let pieces = atoms(text, &markdown, Span::at(0..text.len()));
            let spans: Vec<&str> = pieces.iter().map(|piece| piece.span.of(text)).collect();
            assert_eq!(spans, [text]);
        }
    }
}
