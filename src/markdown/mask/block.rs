//! What occupies a whole line: fences, heads of admonitions, definitions, MDX code.

use super::{MaskKind, Reads, Scanner};
use crate::text::Slice;

/// Fenced code.
struct Fence {
    mark: u8,
    len: usize,
    quoted: bool,
    /// Raw HTML that contains a comment to copydesk: the fences are removed.
    raw: bool,
}

/// How many bytes at the start of a line belong to containers: spaces, and the marks of quotations and list items.
pub(super) fn prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'*' | b'+') if matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')) => at += 1,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let marked = digits <= 9
                    && matches!(bytes.get(at + digits), Some(b'.' | b')'))
                    && matches!(bytes.get(at + digits + 1), None | Some(b' ' | b'\t'));
                if !marked {
                    return at;
                }
                at += digits + 1;
            }
            _ => return at,
        }
    }
}

/// Where front matter between marks ends; 0 if there is none.
fn front_matter_end(text: &str) -> usize {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let base = text.len() - body.len();
    for (mark, ends) in [("---", &["---", "..."][..]), ("+++", &["+++"][..])] {
        let Some(rest) = body.strip_prefix(mark) else { continue };
        if !rest.lines().next().unwrap_or_default().trim().is_empty() {
            continue;
        }
        let mut at = base;
        for (n, line) in body.split_inclusive('\n').enumerate() {
            at += line.len();
            if n > 0 && ends.contains(&line.trim_end()) {
                return at;
            }
        }
    }
    base
}

impl Scanner<'_> {
    /// Scans all lines.
    pub(super) fn blocks(&mut self) {
        let mut at = front_matter_end(self.text);
        let mut fence = None;
        let mut may_open = true;
        while at < self.bytes.len() {
            if self.bytes[at] == b'\n' && fence.is_none() {
                (at, may_open) = (at + 1, true);
                continue;
            }
            let end = self.line_end(at);
            // Most lines start with a letter and belong to paragraphs without masks.
            if fence.is_none() && self.admonitions.is_empty() && self.is_plain_line(at, end) {
                (at, may_open) = (end + 1, false);
                continue;
            }
            (at, may_open) = self.line(at, end, &mut fence, may_open);
        }
    }

    /// Whether a line is prose at first sight: it starts with a letter that cannot open code, a placeholder or a field,
    /// and nothing opens from there to the end of its paragraph.
    fn is_plain_line(&mut self, at: usize, end: usize) -> bool {
        let line = &self.bytes[at..end];
        line[0].is_ascii_alphabetic()
            && line.len() > 3
            && !matches!(line, [b'e', b'x', b'p', ..] | [b'i', b'm', b'p', ..])
            && !self.holds_colons(at, end)
            && self.is_plain(at)
    }

    /// Reads the line from `at` to `end`. Returns where the next one starts, and whether MDX code may open there.
    fn line(&mut self, at: usize, end: usize, fence: &mut Option<Fence>, may_open: bool) -> (usize, bool) {
        let line = self.text.slice(at..end);
        let start = at + prefix(line);
        let content = self.text.slice(start..end).trim_end();
        let quoted = line.trim_start().starts_with('>');
        if content.is_empty() && fence.is_none() {
            return (end + 1, true);
        }
        if !quoted && !content.is_empty() {
            self.dedent(at, line);
        }
        if let Some(open) = fence {
            let marks = content.bytes().take_while(|byte| *byte == open.mark).count();
            let closes = marks >= open.len && marks == content.len();
            if closes && open.raw {
                self.push(start..start + content.len(), MaskKind::Attributes, Reads::Gone);
            }
            if closes || open.quoted && !quoted {
                *fence = None;
            }
            if closes || fence.is_some() {
                return (end + 1, true);
            }
        }
        if let Some(opened) = self.fence(content, start, end, quoted) {
            *fence = Some(opened);
            return (end + 1, true);
        }
        let whole = start..start + content.len();
        // A placeholder for the table of contents.
        let is_placeholder = content.eq_ignore_ascii_case("toc")
            && self.text.slice((end + 1).min(self.bytes.len())..).trim_start().starts_with("{:toc");
        let has_colons = self.holds_colons(start, end);
        if let Some(admonition) = directive(content, quoted, has_colons).or(is_placeholder.then_some(false)) {
            self.push(whole, MaskKind::Directive, Reads::Gone);
            if admonition && !quoted {
                self.admonitions.push(columns(line));
            }
            let is_myst = content.trim_start_matches(':').starts_with('{');
            return (if is_myst { self.options(end) } else { end } + 1, true);
        }
        // A comment of MyST: unlike the title block of Pandoc, which opens the document, and unlike the head of a table.
        if may_open && content.starts_with("% ") && !content.contains('|') && !self.text.slice(..at).trim().is_empty() {
            self.push(whole, MaskKind::Comment, Reads::Gone);
            return (end + 1, true);
        }
        if content.starts_with("*[")
            && let Some(close) = content.find("]:").filter(|close| *close > 2)
            && !content.slice(close + 2..).trim().is_empty()
            && !content.contains("-->")
        {
            self.push(start..start + 1, MaskKind::Abbreviation, Reads::As("<!--*"));
            self.push(whole.end..whole.end, MaskKind::Abbreviation, Reads::As("-->"));
            return (end + 1, true);
        }
        if let Some((opens, closes)) = definition_comment(content) {
            self.push(start..start + opens, MaskKind::Comment, Reads::As("<!-- "));
            self.push(start + closes..whole.end, MaskKind::Comment, Reads::As(" -->"));
            return (end + 1, true);
        }
        if may_open && start == at && is_module_code(content) {
            let end = self.module_code(at);
            self.push(at..end, MaskKind::Expression, Reads::Joint);
            return (self.line_end(end) + 1, true);
        }
        // The underline of a heading.
        if content.bytes().all(|byte| byte == b'=') {
            return (end + 1, true);
        }
        let end = if !has_colons && self.is_plain(start) { end } else { self.inlines(start, end) };
        (end + 1, content.starts_with('#'))
    }

    /// The options of a MyST directive, `:name: value`, on the lines behind the one that ends at `end`. Returns where the
    /// last one ends.
    fn options(&mut self, mut end: usize) -> usize {
        while end < self.bytes.len() {
            let (start, next) = (end + 1, self.line_end(end + 1));
            let content = self.text.slice(start..next).trim();
            let name = content.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
            if !name.is_some_and(is_label) {
                break;
            }
            self.push(start..next, MaskKind::Directive, Reads::Gone);
            end = next;
        }
        end
    }

    /// Strips the indent of the open admonitions from a line, and closes those it does not belong to.
    fn dedent(&mut self, at: usize, line: &str) {
        let indent = columns(line);
        while self.admonitions.last().is_some_and(|base| indent < base + 4) {
            self.admonitions.pop();
        }
        let mut left = self.admonitions.len() * 4;
        let mut len = 0;
        for byte in line.bytes() {
            match byte {
                b' ' if left > 0 => left -= 1,
                b'\t' if left > 0 => left = left.saturating_sub(4),
                _ => break,
            }
            len += 1;
        }
        if len > 0 {
            self.push(at..at + len, MaskKind::Indent, Reads::Gone);
        }
    }

    /// The fence that a line opens.
    fn fence(&mut self, content: &str, start: usize, end: usize, quoted: bool) -> Option<Fence> {
        let mark = *content.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let len = content.bytes().take_while(|byte| *byte == mark).count();
        let info = content.slice(len..);
        if len < 3 || mark == b'`' && info.contains('`') {
            return None;
        }
        let next = self.text.slice(end + 1..self.line_end((end + 1).min(self.bytes.len())));
        let raw =
            info.trim() == "{=html}" && next.trim_start().starts_with("<!--") && speaks(next.trim_start().slice(4..));
        if raw {
            self.push(start..start + content.len(), MaskKind::Attributes, Reads::Gone);
        }
        Some(Fence { mark, len, quoted, raw })
    }

    /// Where `import` or `export` code that starts at `at` ends: at a line end with all brackets closed, or before a
    /// blank line.
    fn module_code(&mut self, at: usize) -> usize {
        let paragraph = self.paragraph_end(at);
        let mut depth = 0_i32;
        let mut line = at;
        loop {
            let end = self.line_end(line);
            for byte in &self.bytes[line..end] {
                match byte {
                    b'{' | b'(' | b'[' => depth += 1,
                    b'}' | b')' | b']' => depth -= 1,
                    _ => {}
                }
            }
            if end >= self.bytes.len() || depth <= 0 || end >= paragraph && depth > 64 {
                return end;
            }
            // An object may contain blank lines, as long as the next text is indented or closes it.
            let next = self.text.slice(end + 1..).trim_start_matches('\n');
            if end >= paragraph && !next.starts_with([' ', '\t', '}', ')', ']']) {
                return end;
            }
            line = end + 1;
        }
    }
}

/// Whether a comment is addressed to copydesk.
pub(super) fn speaks(words: &str) -> bool {
    words.trim_start().starts_with("copydesk")
}

/// The width of a line’s leading white space.
fn columns(line: &str) -> usize {
    line.bytes()
        .map_while(|byte| match byte {
            b' ' => Some(1),
            b'\t' => Some(4),
            _ => None,
        })
        .sum()
}

/// Whether a line is a fence of colons, the head of an admonition or a label; and whether indented text belongs to it.
fn directive(content: &str, quoted: bool, has_colons: bool) -> Option<bool> {
    let word = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '"');
    if content.starts_with(":::") {
        return Some(false);
    }
    for mark in ["!!!", "???+", "???"] {
        if let Some(rest) = content.strip_prefix(mark) {
            return (rest.starts_with([' ', '\t']) && word(rest)).then_some(true);
        }
    }
    if let Some(rest) = content.strip_prefix("===") {
        let rest = rest.trim_start_matches(['!', '+']);
        return rest.trim_start().starts_with('"').then_some(true);
    }
    if let Some(rest) = content.strip_prefix("///") {
        let rest = rest.trim_start_matches('/');
        return (rest.is_empty() || rest.starts_with(' ')).then_some(false);
    }
    if let Some(rest) = content.strip_prefix("[!") {
        let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        return (quoted && word > 0 && rest.as_bytes().get(word) == Some(&b']')).then_some(false);
    }
    // A file that PyMdown’s Snippets put here: `--8<-- "notes.md"`.
    if content.starts_with('-') && content.trim_start_matches('-').starts_with("8<-") {
        return Some(false);
    }
    let is_target = content.strip_prefix('(').and_then(|rest| rest.strip_suffix(")=")).is_some_and(is_label);
    // An Obsidian field: `key:: value`.
    let is_field = has_colons && content.split_once(":: ").is_some_and(|(key, _)| is_label(key));
    (is_target || is_field || content == "[TOC]").then_some(false)
}

/// Whether a text is the label of a target or the key of a field.
pub(super) fn is_label(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
}

/// A link definition that contains only a comment to copydesk, `[//]: # (…)`: how many bytes open it, and where it
/// closes.
fn definition_comment(content: &str) -> Option<(usize, usize)> {
    let rest = content.strip_prefix('[')?;
    let (label, rest) = rest.split_once("]:")?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('#').or_else(|| rest.strip_prefix("<>"))?.trim_start();
    if label.contains([' ', '[', '^']) {
        return None;
    }
    let close = match rest.as_bytes().first()? {
        b'(' => ')',
        b'"' => '"',
        b'\'' => '\'',
        _ => return None,
    };
    let inner = rest.slice(1..);
    let opens = content.len() - inner.len();
    let words = inner.strip_suffix(close)?;
    speaks(words).then_some((opens, opens + words.len()))
}

/// Whether a line is module code in MDX.
fn is_module_code(line: &str) -> bool {
    let quoted = |rest: &str| rest.trim_start().starts_with(['"', '\'']);
    if let Some(rest) = line.strip_prefix("import ") {
        let from = rest.rfind(" from ").or_else(|| rest.rfind("} from"));
        return quoted(rest) && rest.trim_end().ends_with(['"', '\'', ';'])
            || rest.trim_start().starts_with('{') && (from.is_some() || !rest.contains('}'))
            || from
                .is_some_and(|at| quoted(rest.slice(at..).trim_start_matches(['}', ' ']).trim_start_matches("from")));
    }
    let Some(rest) = line.strip_prefix("export ") else { return false };
    let declares = ["const ", "let ", "var ", "function ", "async function ", "class ", "interface ", "type "];
    declares.iter().any(|word| rest.starts_with(word)) && rest.contains(['=', '(', '{'])
        || rest.starts_with("default ") && rest.contains(['(', '{', '=', ';'])
        || rest.starts_with('{')
        || rest.starts_with("* from ")
}
