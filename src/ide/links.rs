//! Links that can be opened, with their targets.

use super::View;
use crate::check::Draft;
use crate::markdown::InlineKind;
use crate::text::Span;
use std::borrow::Cow;

/// A link that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The target as written, or the link's text if the target is elsewhere.
    pub span: Span,
    /// The target; relative ones as written.
    pub target: Cow<'a, str>,
}

/// All links of a document, in order. Targets within the document (`#…`) and empty ones are left out: they include the
/// placeholders that writers leave.
#[must_use]
pub fn links(view: View<'_>) -> Vec<Link<'_>> {
    let View { draft: Draft { text, .. }, checked } = view;
    let mut links = Vec::new();
    for inline in &checked.markdown.inlines {
        let span = match inline.kind {
            InlineKind::Link | InlineKind::Image if !inline.target.is_empty() => inline.target,
            InlineKind::Link | InlineKind::Image | InlineKind::Autolink | InlineKind::ReferenceLink => inline.label,
            InlineKind::Code | InlineKind::Html | InlineKind::FootnoteReference => continue,
        };
        let target = inline.url(text);
        if !target.is_empty() && !target.starts_with('#') {
            links.push(Link { span, target: Cow::Borrowed(target) });
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn targets_are_found_where_they_stand() {
        let text = "[a](https://a.example/x) <https://b.example> [c][r] ![d](d.png) [e](#) [f](#part) `[g](h)`\n\n[r]: https://c.example\n";
        let found: Vec<(String, String)> = ask(text, |view| {
            links(view).into_iter().map(|l| (l.span.of(text).to_owned(), l.target.into_owned())).collect()
        });
        let expected = [
            ("https://a.example/x", "https://a.example/x"),
            ("https://b.example", "https://b.example"),
            ("c", "https://c.example"),
            ("d.png", "d.png"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
