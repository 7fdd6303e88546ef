//! The components of all report pages: the frame, headings, tables, escaping.
//!
//! A page loads nothing and sends nothing. Its security policy allows only its own style and script, by their hash. All
//! text from a document is escaped, including direction controls, and only web addresses become links.

use super::digest;
use crate::cli::format::xml;
use crate::text::url::Url;
use crate::text::visible;
use std::borrow::Cow;
use std::fmt::Write as _;

const CSS: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// From this length, in bytes, a page takes no more rows, so that it stays below two megabytes.
const FULL: usize = 1_700_000;
/// A single text from a draft is truncated to this many characters.
const LONGEST: usize = 600;
/// Longer addresses are shown, but not linked.
const LONGEST_LINK: usize = 2000;

/// Text from a draft for a page.
pub(super) fn shown(text: &str) -> String {
    xml(&cut(&visible::one_line(text)))
}

/// Text that is already on one line.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => Cow::Owned(format!("{}…", text.get(..at).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// A page being written.
pub(super) struct Page {
    pub(super) out: String,
    /// The depth of the headings: 1 if a document has the page to itself.
    pub(super) depth: usize,
    /// A prefix for ids, which are unique on a page.
    pub(super) prefix: String,
    /// The length of the rest of the page, in bytes, if `out` is part of it.
    pub(super) rest: usize,
}

impl Page {
    pub(super) fn new() -> Page {
        Page { out: String::new(), depth: 1, prefix: String::new(), rest: 0 }
    }

    /// The whole page.
    pub(super) fn finish(self, title: &str) -> String {
        let print = format!(
            "@page {{ size: auto; margin: 22mm 15mm 18mm; @top-left {{ content: \"{}\"; font: 9pt system-ui, sans-serif; }} @top-right {{ content: \"Editorial report\"; font: 9pt system-ui, sans-serif; }} @bottom-right {{ content: counter(page) \" / \" counter(pages); font: 9pt system-ui, sans-serif; }} }}",
            css(&cut(&visible::one_line(title)))
        );
        let policy = format!(
            "default-src 'none'; style-src {} {}; script-src {}; base-uri 'none'; form-action 'none'",
            digest::source(CSS),
            digest::source(&print),
            digest::source(SCRIPT)
        );
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <title>{} – editorial report</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<style>{CSS}</style>\n<style>{print}</style>\n</head>\n<body>\n\
             {}\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            shown(title),
            self.out
        )
    }

    /// Whether the page takes no more rows.
    pub(super) fn is_full(&self) -> bool {
        self.rest + self.out.len() > FULL
    }

    /// A heading in the page's own words, `level` below the page's title.
    pub(super) fn heading(&mut self, level: usize, class: &str, html: &str) {
        let tag = (self.depth + level).min(6);
        let _ = writeln!(self.out, "<h{tag} class=\"{class}\">{html}</h{tag}>");
    }

    /// A paragraph of HTML.
    pub(super) fn paragraph(&mut self, class: &str, html: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = writeln!(self.out, "<p{class}>{html}</p>");
    }

    /// A table whose cells are HTML; nothing if there are no rows. `heads` names the columns: a name that starts with
    /// `#` marks numbers, `@` addresses, `=` dates.
    pub(super) fn table<const N: usize>(
        &mut self,
        class: &str,
        caption: &str,
        heads: &[&str; N],
        rows: impl ExactSizeIterator<Item = [String; N]>,
    ) {
        if rows.len() == 0 {
            return;
        }
        let _ = write!(self.out, "<table class=\"{class}\"><caption>{caption}</caption><thead><tr>");
        for head in heads {
            let (name, class) = column(head);
            let _ = write!(self.out, "<th scope=\"col\"{class}>{name}</th>");
        }
        self.out.push_str("</tr></thead><tbody>\n");
        let mut left_out = 0;
        for row in rows {
            if self.is_full() {
                left_out += 1;
                continue;
            }
            self.out.push_str("<tr>");
            for (head, cell) in heads.iter().zip(row) {
                let (name, class) = column(head);
                let _ = write!(self.out, "<td{class} data-h=\"{name}\">{cell}</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table>\n");
        if left_out > 0 {
            self.left_out(left_out, "row", "rows");
        }
    }

    /// States that the page would become too long.
    pub(super) fn left_out(&mut self, number: usize, one: &str, many: &str) {
        let what = if number == 1 { format!("one more {one} is") } else { format!("{number} more {many} are") };
        let all = "the forms csv and json of the report list everything";
        self.paragraph("quiet", &format!("For length, {what} left out of this page; {all}."));
    }
}

/// The name of a column and the class of its cells.
fn column(head: &str) -> (&str, &'static str) {
    let classes = [('#', " class=\"n\""), ('@', " class=\"a\""), ('=', " class=\"d\"")];
    let known = classes.iter().find_map(|(sign, class)| Some((head.strip_prefix(*sign)?, *class)));
    known.unwrap_or((head, ""))
}

/// Text inside a string in a style sheet.
fn css(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | ',' | '.' | '-' => out.push(c),
            c => {
                let _ = write!(out, "\\{:06x}", u32::from(c));
            }
        }
    }
    out
}

/// An address: a link if it is a web address, with its host and the start of its path for people.
pub(super) fn link(address: &str) -> String {
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let url = Url::parse(address).filter(|_| web && address.len() <= LONGEST_LINK);
    let Some(url) = url else { return shown(address) };
    let words = format!("{}{}", url.bare_host(), url.path().trim_end_matches('/'));
    let words = match words.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
        None => words,
    };
    format!("<a href=\"{}\" rel=\"noreferrer noopener\">{}</a>", xml(&visible::one_line(address)), shown(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
        assert_eq!(link("#"), "#");
        let href = "<a href=\"https://www.dawn.com/a?b&amp;c=&quot;\" rel=\"noreferrer noopener\">dawn.com/a</a>";
        assert_eq!(link("https://www.dawn.com/a?b&c=\""), href);
    }

    #[test]
    fn a_title_cannot_leave_its_style_sheet() {
        assert_eq!(css("A \"</style>"), "A \\000022\\00003c\\00002fstyle\\00003e");
    }

    #[test]
    fn marks_of_direction_are_shown() {
        assert_eq!(shown("a\u{202e}b\nc<"), "a\\u{202e}b c&lt;");
    }

    #[test]
    fn a_page_that_is_full_says_what_it_leaves_out() {
        let mut page = Page::new();
        let long = "x".repeat(1000);
        let rows = vec![[long.clone(), long]; 1000];
        page.table("wide", "Rows", &["one", "two"], rows.into_iter());
        let page = page.finish("t");
        assert!(page.len() < 2_000_000 && page.contains(" more rows are left out of this page"));
    }
}
