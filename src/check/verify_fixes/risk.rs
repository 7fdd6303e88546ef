//! Which fixes are risky: likely enough to expose a fault that they need verifying first.

use super::{Choice, FixVerifier};
use crate::markdown::Block;
use crate::rules::Diagnostic;
use crate::text::{Edit, Slice, Span};
use std::ops::Range;

/// How many neighboring findings on each side are compared.
const NEAR: usize = 4;

impl<'a> FixVerifier<'a> {
    /// Whether a fix may expose a fault: its rule changes how the text is read, or the fix touches another finding,
    /// ends inside a word, or is among unbalanced brackets.
    pub(super) fn is_risky(&mut self, choice: Choice) -> bool {
        let (finding, fix) = (&self.found[choice.finding], self.fix(choice));
        finding.rule.fix_effect.reveals
            || self.is_crowded(choice)
            || fix.edits.iter().any(|edit| is_glued(self.doc.text, edit) || !self.is_balanced(edit))
    }

    /// Whether a fix touches another finding or its edits.
    fn is_crowded(&self, choice: Choice) -> bool {
        let at = choice.finding;
        let near = at.saturating_sub(NEAR)..self.found.len().min(at + NEAR + 1);
        let places = |finding: &'a Diagnostic| {
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
            edits.map(|edit| edit.span).chain([finding.span])
        };
        let edits = &self.fix(choice).edits;
        { near }
            .filter(|other| *other != at)
            .flat_map(|other| places(&self.found[other]))
            .any(|place| edits.iter().any(|edit| edit.span.start <= place.end && place.start <= edit.span.end))
    }

    /// Whether brackets are balanced in every block that an edit touches.
    fn is_balanced(&mut self, edit: &Edit) -> bool {
        let (text, blocks) = (self.doc.text, &self.doc.markdown.blocks);
        blocks_of(blocks, edit.span).all(|block| {
            let look = || are_balanced(blocks[block].span.of(text));
            *self.balanced.entry(block).or_insert_with(look)
        })
    }
}

/// Whether an edit writes or joins part of a longer word.
fn is_glued(text: &str, edit: &Edit) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/');
    let before = text.slice(..edit.span.start as usize).ends_with(joins);
    let after = text.slice(edit.span.end as usize..).starts_with(joins);
    match edit.text.as_str() {
        "" => before && after,
        written => before && written.starts_with(joins) || after && written.ends_with(joins),
    }
}

/// The blocks that a span touches.
pub(super) fn blocks_of(blocks: &[Block], place: Span) -> Range<usize> {
    let from = blocks.partition_point(|block| block.span.end < place.start);
    from..blocks.partition_point(|block| block.span.start <= place.end).max(from)
}

/// Whether every bracket has its partner.
fn are_balanced(text: &str) -> bool {
    let (mut round, mut square) = (0i32, 0i32);
    text.bytes().all(|byte| {
        match byte {
            b'(' => round += 1,
            b')' => round -= 1,
            b'[' => square += 1,
            b']' => square -= 1,
            _ => {}
        }
        round >= 0 && square >= 0
    }) && round == 0
        && square == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_have_partners() {
        for (text, balanced) in [("a (b [c] d)", true), (") (", false), ("(a", false), ("a]", false), ("", true)] {
            assert_eq!(are_balanced(text), balanced, "{text}");
        }
    }

    #[test]
    fn words_hold_together() {
        for (written, start, end, glued) in [
            ("a", 0, 3, false),
            ("a", 0, 2, true),
            ("", 3, 4, true),
            ("", 3, 8, false),
            (",", 3, 3, false),
            ("x", 4, 7, true),
        ] {
            assert_eq!(is_glued("one two/ ten", &Edit::replace(Span::new(start, end), written)), glued, "{start}");
        }
    }
}
