//! What the house style excludes from prose: `[text] ignore`.

use super::discouraged;
use crate::text::{Span, Spanned};
use regex::Regex;

/// Patterns of stretches that are neither read nor changed, compiled once. Matching takes linear time.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    written: Vec<Spanned<String>>,
    patterns: Vec<Regex>,
}

impl Ignored {
    /// Compiles the patterns. Invalid ones are skipped and returned, each with a message.
    pub(super) fn new(patterns: Vec<Spanned<String>>) -> (Ignored, Vec<Spanned<String>>) {
        let (mut ignored, mut faults) = (Ignored::default(), Vec::new());
        for pattern in patterns {
            match discouraged::compile(&pattern.value) {
                Ok(compiled) => {
                    ignored.patterns.push(compiled);
                    ignored.written.push(pattern);
                }
                Err(message) => faults.push(Spanned::new(pattern.span, message)),
            }
        }
        (ignored, faults)
    }

    /// The patterns as written.
    #[must_use]
    pub fn written(&self) -> &[Spanned<String>] {
        &self.written
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The matches in `text`, in order; overlapping ones are merged.
    #[must_use]
    pub fn find_in(&self, text: &str) -> Vec<Span> {
        let matches = self.patterns.iter().flat_map(|pattern| pattern.find_iter(text));
        let mut found: Vec<Span> =
            matches.map(|found| Span::at(found.range())).filter(|span| !span.is_empty()).collect();
        found.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(found.len());
        for span in found {
            match joined.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn matches_are_joined_and_in_order() {
        let (config, problems) = Config::parse("[text]\nignore = ['<<.*?>>', 'b>>c', \"\\\\bTK\\\\b\"]\n");
        assert_eq!(problems, []);
        let text = "a <<b>>c and TK, <<d>>";
        let found: Vec<_> = config.settings("a.md").ignore.find_in(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["<<b>>c", "TK", "<<d>>"]);
        assert!(Config::default().settings("a.md").ignore.is_empty());
    }

    #[test]
    fn what_is_no_pattern_is_shown_where_it_stands() {
        let text = "[text]\nignore = ['(a', 'x*', 'fine']\n";
        let (config, problems) = Config::parse(text);
        let places: Vec<_> = problems.iter().map(|problem| problem.span.of(text)).collect();
        assert_eq!(places, ["'(a'", "'x*'"]);
        assert!(problems[0].message.starts_with("not a regular expression: "), "{problems:?}");
        assert_eq!(config.settings("a.md").ignore.written().len(), 1);
    }

    #[test]
    fn languages_and_extensions_are_read() {
        let text = "[text]\nlanguage = 'pt-BR'\n[files]\nextensions = ['mdx', '.qmd', '*.Rmd', 'a/b', '.']\n";
        let (config, problems) = Config::parse(text);
        assert_eq!(problems.iter().map(|problem| problem.span.of(text)).collect::<Vec<_>>(), ["'a/b'", "'.'"]);
        assert_eq!(config.settings("a.md").language.as_deref(), Some("pt-BR"));
        assert!(["mdx", "qmd", "rmd"].iter().all(|extension| config.takes_extension(extension)));
        assert!(!config.takes_extension("txt"));
        for wrong in ["english", "e", "en-", "fr FR", "12"] {
            let text = format!("[text]\nlanguage = '{wrong}'\n");
            let (config, problems) = Config::parse(&text);
            assert_eq!(problems.len(), 1, "{wrong}");
            assert_eq!(config.settings("a.md").language, None);
        }
    }
}
