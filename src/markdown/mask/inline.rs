//! Masks within a line or a paragraph: templates, attributes, expressions, formulas, wikilinks, change marks.

use super::block::{is_label, speaks};
use super::{MaskKind, Reads, Scanner};
use crate::text::Slice;
use memchr::{memchr, memmem, memrchr};

/// Templates whose content is not prose either.
const VERBATIM: &[&str] = &[
    "asciinema",
    "chart",
    "code",
    "codeblock",
    "codetabs",
    "comment",
    "css",
    "d2",
    "gist",
    "graphviz",
    "highlight",
    "html",
    "javascript",
    "json",
    "katex",
    "latex",
    "math",
    "mermaid",
    "plantuml",
    "raw",
    "rawhtml",
    "schema",
    "script",
    "stylesheet",
    "style",
    "verbatim",
    "svg",
];

/// HTML elements whose content is not Markdown.
const RAW_ELEMENTS: &[&str] = &["script", "style", "pre", "textarea", "svg", "math"];

/// The maximum length of a formula, an expression or an attribute list.
const LONGEST: usize = 2000;

/// The maximum length of a wikilink.
const LONGEST_WIKILINK: usize = 300;

/// How deep braces may nest.
const DEEPEST: usize = 32;

/// Change marks: the opening one, the closing one, and whether the words between them are printed.
const CHANGES: &[(&str, &str, bool)] =
    &[("{--", "--}", false), ("{>>", "<<}", false), ("{++", "++}", true), ("{==", "==}", true)];

impl Scanner<'_> {
    /// Scans from `at` to the end of the line. What opens there may close further down; returns the end of the line in
    /// which the last one closes.
    pub(super) fn inlines(&mut self, mut at: usize, mut end: usize) -> usize {
        while at < end {
            let is_trigger =
                |byte: &u8| matches!(byte, b'`' | b'{' | b'<' | b'$' | b'\\' | b'~' | b'=' | b'%' | b'[' | b']');
            let Some(next) = self.bytes[at..end].iter().position(is_trigger).map(|found| at + found) else { break };
            at = match self.closers.iter().position(|closer| closer.start <= next) {
                Some(closer) => self.closers.swap_remove(closer).end.max(next),
                None => self.inline(next),
            };
            if at > end {
                end = self.line_end(at);
            }
        }
        end
    }

    /// Reads what opens at `at`, and returns where it ends; the next byte if nothing opens.
    fn inline(&mut self, at: usize) -> usize {
        let found = match self.bytes[at] {
            b'`' => self.code(at),
            b'{' => self.brace(at),
            b'<' => self.tag(at),
            b'[' => self.wikilink(at),
            b']' => self.target(at),
            b'\\' => self.backslash(at),
            b'$' => self.dollars(at),
            b'~' => self.strikethrough(at),
            b'=' => self.highlight(at),
            b'%' => self.percent(at),
            _ => None,
        };
        found.unwrap_or(at + 1)
    }

    fn rest(&self, at: usize) -> &str {
        self.text.slice(at..)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.slice(at.saturating_sub(4)..at).chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text.slice(at..at.saturating_add(4)).chars().next()
    }

    /// How often the byte at `at` is repeated in a row.
    fn repeats(&self, at: usize) -> usize {
        let byte = self.byte(at);
        self.bytes.get(at..).unwrap_or_default().iter().take_while(|one| Some(**one) == byte).count()
    }

    /// Code is skipped; raw HTML that contains a comment to copydesk loses its backquotes.
    fn code(&mut self, at: usize) -> Option<usize> {
        let len = self.repeats(at);
        let paragraph = self.paragraph_end(at);
        if self.unclosed_code.iter().any(|known| known.0 == len && at < known.1) {
            return Some(at + len);
        }
        let mut from = at + len;
        while let Some(next) = memchr(b'`', &self.bytes[from..paragraph]).map(|next| from + next) {
            let closing = self.repeats(next);
            from = next + closing;
            if closing != len {
                continue;
            }
            const RAW: &str = "{=html}";
            let inner = self.text.slice(at + len..next).trim();
            if self.rest(from).starts_with(RAW)
                && inner.strip_prefix("<!--").is_some_and(|words| words.ends_with("-->") && speaks(words))
            {
                self.push(at..at + len, MaskKind::Attributes, Reads::Gone);
                self.push(next..from + RAW.len(), MaskKind::Attributes, Reads::Gone);
                return Some(from + RAW.len());
            }
            return Some(from);
        }
        self.unclosed_code.retain(|known| known.0 != len);
        self.unclosed_code.push((len, paragraph));
        Some(at + len)
    }

    fn brace(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        if rest.starts_with("{{") || rest.starts_with("{%") {
            return self.template(at);
        }
        if rest.starts_with("{/*") {
            return self.comment(at, "{/*", "*/}");
        }
        if rest.starts_with("{#") && matches!(self.byte(at + 2), Some(b' ' | b'\n' | b'\t' | b'-' | b'#')) {
            return self.comment(at, "{#", "#}");
        }
        if rest.starts_with("{::") {
            return self.kramdown(at);
        }
        if let Some(&(opens, closes, printed)) = CHANGES.iter().find(|(opens, ..)| rest.starts_with(opens)) {
            return self.change(at, opens, closes, printed);
        }
        if rest.starts_with("{~~") {
            return self.substitution(at);
        }
        self.braces(at)
    }

    /// Whether `closes` closes what `opens` opens at `at`: nothing of the kind opens between them.
    fn pair(&mut self, at: usize, opens: &'static str, closes: &'static str) -> Option<usize> {
        let close = self.find(closes, at + opens.len())?;
        let again = self.find(opens, at + opens.len());
        again.is_none_or(|again| again > close).then_some(close)
    }

    /// `{{< … >}}`, `{{% … %}}`, `{{/* … */}}`, `{{ … }}`, `{% … %}`, with its content if that is code.
    fn template(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let (opens, closes) = match rest.as_bytes() {
            [b'{', b'{', b'<', ..] => ("{{<", ">}}"),
            [b'{', b'{', b'%', ..] => ("{{%", "%}}"),
            [b'{', b'{', b'/', b'*', ..] => return self.comment(at, "{{/*", "*/}}"),
            [b'{', b'{', b'{', ..] => ("{{{", "}}}"),
            [b'{', b'{', ..] => ("{{", "}}"),
            _ => ("{%", "%}"),
        };
        let close = self.pair(at, opens, closes)?;
        let mut end = close + closes.len();
        let inner = self.text.slice(at + opens.len()..close);
        let (is_block, name) = (closes != "}}" && closes != "}}}", name(inner));
        if is_block
            && !inner.trim_end().ends_with('/')
            && let Some(known) = VERBATIM.iter().find(|known| name.eq_ignore_ascii_case(known))
            && let Some(after) = self.end_tag(end, opens, known)
        {
            end = after;
        }
        self.push(at..end, MaskKind::Template, Reads::Joint);
        Some(end)
    }

    /// The end of the tag that closes the template `known`.
    fn end_tag(&mut self, from: usize, opens: &'static str, known: &str) -> Option<usize> {
        let mut at = from;
        while let Some(start) = self.find(opens, at) {
            at = start + opens.len();
            let inner = self.rest(at).trim_start_matches(['-', ' ', '\n']);
            let named = inner
                .strip_prefix('/')
                .or_else(|| inner.strip_prefix("end"))
                .map(|inner| inner.trim_start())
                .is_some_and(|inner| inner.get(..known.len()).is_some_and(|name| name.eq_ignore_ascii_case(known)));
            if named {
                let closes = if opens == "{%" {
                    "%}"
                } else if opens == "{{<" {
                    ">}}"
                } else {
                    "%}}"
                };
                return self.find(closes, at).map(|close| close + closes.len());
            }
        }
        None
    }

    /// A comment; one addressed to copydesk is read as an HTML comment.
    fn comment(&mut self, at: usize, opens: &'static str, closes: &'static str) -> Option<usize> {
        let close = self.pair(at, opens, closes)?;
        let (inner, end) = (at + opens.len(), close + closes.len());
        let words = self.text.slice(inner..close);
        if speaks(words) && !words.contains("--") {
            self.push(at..inner, MaskKind::Comment, Reads::As("<!--"));
            self.push(close..end, MaskKind::Comment, Reads::As("-->"));
        } else {
            self.push(at..end, MaskKind::Comment, Reads::Gone);
        }
        Some(end)
    }

    /// `{::comment}…{:/comment}`, `{::nomarkdown}…`, `{::options … /}`.
    fn kramdown(&mut self, at: usize) -> Option<usize> {
        let close = self.line_end(at);
        let end = at + memchr(b'}', &self.bytes[at..close])? + 1;
        let inner = self.text.slice(at + 3..end - 1);
        let name = name(inner);
        let end = match name {
            "comment" | "nomarkdown" if !inner.ends_with('/') => {
                let close = self.find("{:/", end)?;
                close + memchr(b'}', &self.bytes[close..])? + 1
            }
            _ => end,
        };
        self.push(at..end, MaskKind::Comment, Reads::Gone);
        Some(end)
    }

    /// `{--deleted--}`, `{>>remark<<}`, `{++inserted++}`, `{==highlighted==}`.
    fn change(&mut self, at: usize, opens: &'static str, closes: &'static str, printed: bool) -> Option<usize> {
        let close = self.pair(at, opens, closes)?;
        let (inner, end) = (at + opens.len(), close + closes.len());
        if printed {
            self.push(at..inner, MaskKind::Mark, Reads::Gone);
            self.push(close..end, MaskKind::Mark, Reads::Gone);
            self.closers.push(close..end);
            return Some(inner);
        }
        self.push(at..end, MaskKind::Deletion, Reads::Gone);
        Some(end)
    }

    /// `{~~old~>new~~}`
    fn substitution(&mut self, at: usize) -> Option<usize> {
        let close = self.pair(at, "{~~", "~~}")?;
        let arrow = self.find("~>", at + 3).filter(|arrow| *arrow < close)?;
        self.push(at..arrow + 2, MaskKind::Deletion, Reads::Gone);
        self.push(close..close + 3, MaskKind::Mark, Reads::Gone);
        self.closers.push(close..close + 3);
        Some(arrow + 2)
    }

    /// The brace that closes the one at `at`, within the paragraph; quoted braces do not count.
    fn closing_brace(&mut self, at: usize) -> Option<usize> {
        let end = self.paragraph_end(at).min(at + LONGEST);
        let mut depth = 0_usize;
        for (offset, byte) in self.bytes.get(at..end)?.iter().enumerate() {
            match byte {
                b'{' if depth == DEEPEST => return None,
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + offset),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Attributes of the preceding element, or an expression.
    fn braces(&mut self, at: usize) -> Option<usize> {
        if self.is_in_address(at) {
            return None;
        }
        let close = self.closing_brace(at)?;
        let end = close + 1;
        let inner = self.text.slice(at + 1..close);
        if inner.trim().is_empty() && !inner.is_empty() {
            // Nothing else than `{" "}` can be meant.
            return Some(end);
        }
        let line = memrchr(b'\n', &self.bytes[..at]).map_or(0, |before| before + 1);
        let lead = self.text.slice(line..at);
        let ends_line = self.text.slice(end..self.line_end(end)).trim().is_empty();
        let is_heading = ends_line && lead.trim_start_matches([' ', '>']).starts_with('#');
        let has_own_line = ends_line && super::block::prefix(lead) == lead.len();
        let is_attached =
            self.before(at).is_some_and(|before| matches!(before, ')' | ']' | '`' | '*' | '_' | ':' | '"'));
        let opens_span = lead.ends_with(|c: char| !c.is_whitespace());
        if is_attributes(inner) && (is_heading || has_own_line || is_attached || inner.starts_with(':') || opens_span) {
            let blanks = if is_heading { lead.len() - lead.trim_end().len() } else { 0 };
            self.push(at - blanks..end, MaskKind::Attributes, Reads::Gone);
        } else {
            self.push(at..end, MaskKind::Expression, Reads::Joint);
        }
        Some(end)
    }

    /// Comments and elements are left to Markdown; tags with values in braces are not.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        if rest.starts_with("<!--") {
            return self.find("-->", at + 4).map(|close| close + 3);
        }
        if rest.starts_with("<%") {
            let end = self.pair(at, "<%", "%>")? + 2;
            self.push(at..end, MaskKind::Template, Reads::Joint);
            return Some(end);
        }
        let open = if rest.starts_with("</") { 2 } else { 1 };
        let name_len = rest
            .bytes()
            .skip(open)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            .count();
        let name = rest.slice(open..open + name_len).to_ascii_lowercase();
        let next = self.byte(at + open + name_len)?;
        if name_len == 0 || !rest.as_bytes().get(open).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        if next == b':' || next == b'@' {
            // An address.
            let line = self.line_end(at);
            return memchr(b'>', &self.bytes[at..line]).map(|close| at + close + 1);
        }
        if !matches!(next, b' ' | b'\t' | b'\n' | b'/' | b'>') {
            return None;
        }
        let (end, has_code) = self.tag_end(at + open + name_len)?;
        if has_code {
            self.push(at..end, MaskKind::Expression, Reads::Joint);
            return Some(end);
        }
        if open == 1
            && let Some(raw) = RAW_ELEMENTS.iter().find(|raw| **raw == name)
            && self.byte(end - 2) != Some(b'/')
        {
            let close = match *raw {
                "script" => "</script",
                "style" => "</style",
                "pre" => "</pre",
                "textarea" => "</textarea",
                "svg" => "</svg",
                _ => "</math",
            };
            return self.find(close, end).or(Some(end));
        }
        Some(end)
    }

    /// Where a tag whose attributes start at `at` ends, and whether it is code to Markdown: a value stands in braces, or an
    /// attribute has a name that HTML in Markdown may not have, `@click="…"`.
    fn tag_end(&mut self, mut at: usize) -> Option<(usize, bool)> {
        let paragraph = self.paragraph_end(at).min(at + LONGEST);
        let mut has_code = false;
        while at < paragraph {
            match self.bytes[at] {
                b'>' => return Some((at + 1, has_code)),
                b'<' => return None,
                quote @ (b'"' | b'\'') => {
                    has_code |= self.is_binding(at);
                    at += 2 + memchr(quote, &self.bytes[at + 1..paragraph])?;
                }
                // A template's `{{ … }}` within the tag counts too.
                b'{' => {
                    has_code = true;
                    at = self.closing_brace(at)? + 1;
                }
                _ => at += 1,
            }
        }
        None
    }

    /// Whether the quoted value at `at` belongs to an attribute as Vue and Angular write them: `@click="…"`,
    /// `#cell="…"`, `[value]="…"`, `(input)="…"`, `*ngIf="…"`.
    fn is_binding(&self, at: usize) -> bool {
        let Some(name) = self.text.slice(at.saturating_sub(80)..at).strip_suffix('=') else { return false };
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        name.starts_with(['@', '#', '[', '(', '*']) && name.contains(|c: char| c.is_ascii_alphabetic())
    }

    /// `[[target]]`, `[[target|label]]`, `![[file]]`.
    fn wikilink(&mut self, at: usize) -> Option<usize> {
        if self.rest(at).starts_with("[% ") {
            let end = self.pair(at, "[% ", " %]")? + 3;
            self.push(at..end, MaskKind::Template, Reads::Joint);
            return Some(end);
        }
        if !self.rest(at).starts_with("[[") {
            return self.field(at);
        }
        // No farther than a wikilink may extend: a line may open any number of them.
        let limit = self.bytes.len().min(at + LONGEST_WIKILINK).max(at + 2);
        let line = memchr(b'\n', &self.bytes[at + 2..limit]).map_or(limit, |len| at + 2 + len);
        let close = at + 2 + memchr(b']', &self.bytes[at + 2..line])?;
        let inner = self.text.slice(at + 2..close);
        let is_link = self.rest(close).starts_with("]]")
            && !inner.contains('[')
            && !inner.trim().is_empty()
            // A note mark, or the label of a link in brackets.
            && !inner.bytes().all(|byte| byte.is_ascii_digit())
            && !inner.starts_with(['^', '@'])
            && !matches!(self.byte(close + 2), Some(b'(' | b':'));
        if !is_link {
            return None;
        }
        let end = close + 2;
        let embeds = at > 0 && self.bytes[at - 1] == b'!';
        match inner.rfind('|') {
            Some(bar) if !embeds && !inner.slice(bar + 1..).trim().is_empty() => {
                self.push(at..at + 2 + bar + 1, MaskKind::Wikilink, Reads::Gone);
                self.push(close..end, MaskKind::Wikilink, Reads::Gone);
                self.closers.push(close..end);
                Some(at + 2 + bar + 1)
            }
            _ => {
                self.push(at - usize::from(embeds)..end, MaskKind::Wikilink, Reads::Joint);
                Some(end)
            }
        }
    }

    /// An Obsidian field in a sentence: `[due:: 2018-05-09]`.
    fn field(&mut self, at: usize) -> Option<usize> {
        let limit = self.bytes.len().min(at + LONGEST_WIKILINK);
        let colons = at + memchr(b':', &self.bytes[at..limit])?;
        if !self.rest(colons).starts_with(":: ") || !is_label(self.text.slice(at + 1..colons)) {
            return None;
        }
        let line = self.line_end(colons).min(limit);
        let end = colons + memchr(b']', &self.bytes[colons..line])? + 1;
        self.push(at..end, MaskKind::Attributes, Reads::Gone);
        Some(end)
    }

    /// The target of a link may contain templates, but nothing else opens in it.
    fn target(&mut self, at: usize) -> Option<usize> {
        if self.byte(at + 1) != Some(b'(') {
            return None;
        }
        let line = self.line_end(at);
        let mut end = at + 2;
        let mut depth = 0_usize;
        while end < line {
            match self.bytes[end] {
                b'{' if matches!(self.byte(end + 1), Some(b'{' | b'%')) => {
                    end = self.template(end).unwrap_or(end + 1);
                    continue;
                }
                b' ' | b'\t' => break,
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                _ => {}
            }
            end += 1;
        }
        Some(end)
    }

    /// `\(…\)`, `\[…\]`, `\begin{…}…\end{…}`, `\command{…}`; any other backslash escapes the next character.
    fn backslash(&mut self, at: usize) -> Option<usize> {
        let closes = match self.byte(at + 1)? {
            b'(' => r"\)",
            b'[' => r"\]",
            byte if byte.is_ascii_alphabetic() || byte == b'@' => return self.command(at),
            byte if byte.is_ascii() => return Some(at + 2),
            _ => return None,
        };
        let paragraph = self.paragraph_end(at).min(at + LONGEST);
        let close = self.find(closes, at + 2).filter(|close| *close < paragraph);
        if let Some(close) = close
            && is_formula(self.text.slice(at + 2..close))
        {
            self.push(at..close + 2, MaskKind::Math, Reads::Joint);
            return Some(close + 2);
        }
        Some(at + 2)
    }

    /// A TeX command: with its arguments, or alone on its line.
    fn command(&mut self, at: usize) -> Option<usize> {
        if self.before(at).is_some_and(|before| before.is_alphanumeric() || matches!(before, ':' | '\\' | '/')) {
            return None;
        }
        let rest = self.rest(at + 1);
        let len = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'@' | b'*')).count();
        let name = rest.slice(..len);
        let mut end = at + 1 + len;
        if name == "begin" && self.byte(end) == Some(b'{') {
            let close = self.find(r"\end{", end)?;
            let end = close + memchr(b'}', &self.bytes[close..])? + 1;
            self.push(at..end, MaskKind::Math, Reads::Joint);
            return Some(end);
        }
        let start = end;
        if name == "@ref" && self.byte(end) == Some(b'(') {
            end += memchr(b')', &self.bytes[end..self.line_end(end)])? + 1;
        }
        loop {
            end = match self.byte(end) {
                Some(b'{') => self.closing_brace(end)? + 1,
                Some(b'[') if end > start || self.rest(end).slice(..80).contains("]{") => {
                    end + memchr(b']', &self.bytes[end..self.line_end(end)])? + 1
                }
                _ => break,
            };
        }
        let line = memrchr(b'\n', &self.bytes[..at]).map_or(0, |before| before + 1);
        let alone = self.text.slice(line..at).trim().is_empty()
            && self.text.slice(end..self.line_end(end)).trim().is_empty()
            && len > 1;
        if end == start && !alone {
            return None;
        }
        self.push(at..end, MaskKind::Math, Reads::Joint);
        Some(end)
    }

    /// `$…$` and `$$…$$`.
    fn dollars(&mut self, at: usize) -> Option<usize> {
        let len = self.repeats(at);
        if len > 2 || self.is_in_address(at) {
            return Some(at + len);
        }
        if len == 2 {
            let close = self.find("$$", at + 2).filter(|close| *close > at + 2);
            let Some(close) = close.filter(|close| close - at <= 2 * LONGEST) else { return Some(at + 2) };
            self.push(at..close + 2, MaskKind::Math, Reads::Joint);
            return Some(close + 2);
        }
        let opens =
            !self.before(at).is_some_and(char::is_alphanumeric) && !self.after(at + 1).is_none_or(char::is_whitespace);
        if !opens {
            return None;
        }
        let paragraph = self.paragraph_end(at).min(at + LONGEST);
        let mut from = at + 1;
        // The next dollar signs decide: after a price, none of them can close a formula.
        for _ in 0..4 {
            let close = from + memchr(b'$', &self.bytes[from..paragraph.max(from)])?;
            from = close + 1;
            let escaped = self.bytes[close - 1] == b'\\';
            let closes = !escaped
                && !self.before(close).is_none_or(char::is_whitespace)
                && !self.after(close + 1).is_some_and(|after| after.is_alphanumeric());
            if closes {
                let inner = self.text.slice(at + 1..close);
                if !is_formula(inner)
                    && (inner.contains(char::is_whitespace) || !inner.starts_with(char::is_alphabetic))
                {
                    return None;
                }
                self.push(at..close + 1, MaskKind::Math, Reads::Joint);
                return Some(close + 1);
            }
        }
        None
    }

    /// `~~deleted~~`
    fn strikethrough(&mut self, at: usize) -> Option<usize> {
        let len = self.repeats(at);
        if len != 2 || self.after(at + 2).is_none_or(char::is_whitespace) || self.is_in_address(at) {
            return Some(at + len);
        }
        let close = self.closing(at, "~~")?;
        self.push(at..close + 2, MaskKind::Deletion, Reads::Gone);
        Some(close + 2)
    }

    /// `==highlighted==`
    fn highlight(&mut self, at: usize) -> Option<usize> {
        let len = self.repeats(at);
        let opens = len == 2
            && !self.after(at + 2).is_none_or(char::is_whitespace)
            && !self.before(at).is_some_and(|before| before.is_alphanumeric() || matches!(before, '!' | '<' | '>'));
        if !opens || self.is_in_address(at) {
            return Some(at + len);
        }
        let close = self.closing(at, "==").filter(|close| !self.after(close + 2).is_some_and(char::is_alphanumeric));
        let Some(close) = close else { return Some(at + 2) };
        self.push(at..at + 2, MaskKind::Mark, Reads::Gone);
        self.push(close..close + 2, MaskKind::Mark, Reads::Gone);
        self.closers.push(close..close + 2);
        Some(at + 2)
    }

    /// The two-character mark that closes the one at `at` within the paragraph, directly after a word.
    fn closing(&mut self, at: usize, mark: &'static str) -> Option<usize> {
        let paragraph = self.paragraph_end(at);
        let mut from = at + 2;
        for _ in 0..4 {
            let close = self.find(mark, from).filter(|close| *close < paragraph)?;
            let len = self.repeats(close);
            if len == 2 && !self.before(close).is_none_or(char::is_whitespace) {
                return Some(close);
            }
            from = close + len;
        }
        None
    }

    /// `%%remark%%`
    fn percent(&mut self, at: usize) -> Option<usize> {
        let len = self.repeats(at);
        let opens = len == 2 && !self.before(at).is_some_and(char::is_alphanumeric) && !self.is_in_address(at);
        if !opens {
            return Some(at + len);
        }
        let Some(close) = self.find("%%", at + 2) else { return Some(at + 2) };
        let words = self.text.slice(at + 2..close);
        if speaks(words) && !words.contains("--") {
            self.push(at..at + 2, MaskKind::Comment, Reads::As("<!--"));
            self.push(close..close + 2, MaskKind::Comment, Reads::As("-->"));
        } else {
            self.push(at..close + 2, MaskKind::Comment, Reads::Gone);
        }
        Some(close + 2)
    }

    /// Whether the position is inside a bare address.
    fn is_in_address(&self, at: usize) -> bool {
        let near = &self.bytes[at.saturating_sub(LONGEST_WIKILINK)..at];
        let apart = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'(' | b'<' | b'>' | b'[' | b']' | b'"');
        let start = near.iter().rposition(apart).map_or(0, |before| before + 1);
        let word = &near[start..];
        // The bracket before an address, of a link's target too, closes behind it.
        let mut depth = 0_i32;
        let is_over = near[..start].ends_with(b"(")
            && word.iter().any(|byte| {
                depth += i32::from(*byte == b'(') - i32::from(*byte == b')');
                depth < 0
            });
        !is_over && (memmem::find(word, b"://").is_some() || word.starts_with(b"www."))
    }
}

/// The first word of a template.
fn name(inner: &str) -> &str {
    let inner = inner.trim_start_matches(['-', '~', ' ', '\n', '\t']);
    inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// Whether braces contain attributes: `.class`, `#id`, `key=value`, `:`, `=format`.
fn is_attributes(inner: &str) -> bool {
    let inner = inner.trim();
    // kramdown's, including names of lists: `{:toc}`.
    if inner.starts_with(':') {
        return true;
    }
    let (Some(first), second) = (inner.chars().next(), inner.chars().nth(1)) else { return true };
    match first {
        '.' | '#' => second.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-'),
        '=' => second.is_some_and(char::is_alphabetic),
        '-' => second.is_none(),
        _ => {
            let key =
                inner.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')).count();
            key > 0 && inner.as_bytes().get(key) == Some(&b'=') && inner.as_bytes().get(key + 1) != Some(&b'=')
        }
    }
}

/// Whether the text between formula marks is a formula: it contains TeX characters, or no word.
fn is_formula(inner: &str) -> bool {
    let inner = inner.trim();
    if inner.is_empty() {
        return false;
    }
    let command = |part: &[u8]| part[0] == b'\\' && part[1].is_ascii_alphabetic();
    if inner.as_bytes().windows(2).any(command) || inner.contains(['^', '_', '=', '<', '>', '≤', '≥', '∈', '→', '×'])
    {
        return true;
    }
    let word = |word: &str| {
        word.chars().count() > 1 && !matches!(word, "sin" | "cos" | "tan" | "log" | "ln" | "exp" | "min" | "max")
    };
    inner.contains(char::is_alphabetic) && !inner.split(|c: char| !c.is_alphabetic()).any(word)
}
