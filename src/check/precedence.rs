//! Which of two rules reports a fault that both see: the one that is more exact about what is wrong.

use crate::rules::{self, Diagnostic, Rule};
use crate::text::Span;
use std::sync::LazyLock;

/// A rule and one that it supersedes.
struct Pair {
    exact: &'static Rule,
    general: &'static Rule,
}

/// Everything that rules declare in [`Rule::supersedes`].
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let pairs = rules::all().iter().flat_map(|&exact| exact.supersedes.iter().map(move |name| (exact, name)));
    pairs.filter_map(|(exact, name)| Some(Pair { exact, general: rules::find(name)? })).collect()
});

/// The findings of superseding rules, by their pair in [`PAIRS`].
pub(super) struct Precedence(Vec<Vec<Span>>);

impl Precedence {
    pub(super) fn of(found: &[Diagnostic]) -> Precedence {
        let mut places: Vec<Vec<Span>> = PAIRS.iter().map(|_| Vec::new()).collect();
        for finding in found.iter().filter(|finding| !finding.rule.supersedes.is_empty()) {
            let pairs = PAIRS.iter().zip(&mut places);
            for (_, places) in pairs.filter(|(pair, _)| std::ptr::eq(finding.rule, pair.exact)) {
                places.push(finding.span);
            }
        }
        places.iter_mut().for_each(join);
        Precedence(places)
    }

    /// Whether a more exact rule reports this finding's fault.
    pub(super) fn is_superseded(&self, finding: &Diagnostic) -> bool {
        let mut pairs = PAIRS.iter().zip(&self.0).filter(|(_, places)| !places.is_empty());
        pairs.any(|(pair, places)| std::ptr::eq(finding.rule, pair.general) && meets(places, finding.span))
    }
}

/// Sorts spans and merges those that overlap.
fn join(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|span, last| {
        let overlap = span.start < last.end || span == last;
        if overlap {
            *last = last.cover(*span);
        }
        overlap
    });
}

/// Whether `span` shares a byte with one of the disjoint spans; if either is empty, touching is enough.
fn meets(disjoint: &[Span], span: Span) -> bool {
    let next = disjoint.partition_point(|other| other.end < span.start);
    let mut near = disjoint[next..].iter().take_while(|other| other.start <= span.end);
    near.any(|other| other.overlaps(span) || other.start == span.start || other.is_empty() || span.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn superseded_rules_exist_and_never_supersede_in_turn_what_supersedes_them() {
        let named: usize = rules::all().iter().map(|rule| rule.supersedes.len()).sum();
        assert_eq!(PAIRS.len(), named, "a rule supersedes one that does not exist");
        for Pair { exact, general } in &*PAIRS {
            assert!(!general.supersedes.contains(&exact.name), "{exact:?} and {general:?} supersede one another");
            assert_ne!(exact, general);
        }
    }

    #[test]
    fn exact_findings_supersede_what_they_touch() {
        let mut exact = vec![Span::new(9, 9), Span::new(2, 4), Span::new(1, 3), Span::new(9, 9)];
        join(&mut exact);
        assert_eq!(exact, [Span::new(1, 4), Span::new(9, 9)]);
        for (start, end, meeting) in
            [(0, 1, false), (0, 2, true), (4, 5, false), (4, 4, true), (9, 10, true), (6, 7, false)]
        {
            assert_eq!(meets(&exact, Span::new(start, end)), meeting, "{start}..{end}");
        }
    }
}
