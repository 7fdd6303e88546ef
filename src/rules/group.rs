//! Findings that one decision settles: all straight quotation marks in a curly issue, all mentions under one alias.
//!
//! A rule uses [`Flag::in_group`](super::Flag::in_group) to declare which of its findings are one decision. Every place
//! remains a finding of its own, with its level and its fixes; reports and editors show a decision once
//! ([`Decisions`]).

use super::{Diagnostic, Fix};
use crate::text::edits::Disjoint;
use crate::text::{Edit, Span};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The decision that a finding belongs to, as named by its rule. Findings of one rule with equal groups are settled
/// together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// The words that distinguish the decision from the rule's others.
    key: CompactString,
    /// The article, if each article decides for itself.
    scope: Option<Span>,
}

impl Group {
    /// A decision for the whole document.
    pub fn of_document(key: impl Into<CompactString>) -> Group {
        Group { key: key.into(), scope: None }
    }

    /// A decision for the article, or another part of the document, at `scope`.
    pub fn of_part(scope: Span, key: impl Into<CompactString>) -> Group {
        Group { key: key.into(), scope: Some(scope) }
    }

    /// The words that distinguish the decision from the rule's others; those of two articles may be equal.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A decision: the findings that it settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The findings, by their index among those of the document; never empty.
    places: Vec<usize>,
    /// Its name, unique in the document; `None` if it settles a single finding.
    id: Option<String>,
}

impl Decision {
    /// The index of the first finding.
    #[must_use]
    pub fn first(&self) -> usize {
        self.places[0]
    }

    /// The indices of the findings, by place.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// All findings except the first.
    pub fn others<'a>(&self, found: &'a [Diagnostic]) -> impl Iterator<Item = &'a Diagnostic> + use<'a, '_> {
        self.places[1..].iter().map(|place| &found[*place])
    }

    /// Its name, unique in the document; `None` if it settles a single finding.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What is wrong, with the number of places if there are several.
    #[must_use]
    pub fn message<'a>(&self, found: &'a [Diagnostic]) -> Cow<'a, str> {
        let message = &found[self.first()].message;
        match self.places.len() {
            1 => Cow::Borrowed(message),
            several => Cow::Owned(format!("{message} ({several} places)")),
        }
    }

    /// The fixes for all its places, the best first: each applies everywhere the fix of that rank at each place.
    #[must_use]
    pub fn fixes<'a>(&self, found: &'a [Diagnostic]) -> Cow<'a, [Fix]> {
        if let [only] = self.places[..] {
            return Cow::Borrowed(&found[only].fixes);
        }
        let choices = self.places.iter().map(|place| &found[*place].fixes[..]).filter(|fixes| !fixes.is_empty());
        let ranks = choices.clone().map(<[Fix]>::len).min().unwrap_or(0);
        let of_rank = |rank: usize| everywhere(choices.clone().map(|fixes| &fixes[rank]));
        Cow::Owned((0..ranks).filter_map(of_rank).collect())
    }
}

/// One fix for all places of a decision; of two fixes that touch the same bytes, the one earlier in the text is
/// applied. `None` if there is nothing to fix.
pub fn everywhere<'a>(fixes: impl Iterator<Item = &'a Fix>) -> Option<Fix> {
    let mut taken = Disjoint::default();
    let fixes: Vec<&Fix> = fixes.filter(|fix| taken.take(&fix.edits)).collect();
    let first = fixes.first()?;
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort();
    let title = first.title();
    let title = match fixes.len() {
        1 => title.into_owned(),
        several => {
            let places = if several == 2 { "both places".to_owned() } else { format!("all {several} places") };
            let alike = fixes.iter().all(|fix| fix.title() == title);
            if alike { format!("{title} at {places}") } else { format!("Repair {places}") }
        }
    };
    let safety = fixes.iter().map(|fix| fix.safety).max()?;
    Some(Fix::new(safety, title, edits))
}

/// The decisions required by a document, by their first place.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    decisions: Vec<Decision>,
    /// The decision of each finding.
    of: Vec<usize>,
}

impl Decisions {
    /// The decisions for findings that are sorted by place.
    #[must_use]
    pub fn of(found: &[Diagnostic]) -> Decisions {
        let mut decisions: Vec<Decision> = Vec::new();
        let mut known: FxHashMap<(&str, &Group), usize> = FxHashMap::default();
        let mut of = Vec::with_capacity(found.len());
        for (at, finding) in found.iter().enumerate() {
            let next = decisions.len();
            let decision = match &finding.group {
                Some(group) => *known.entry((finding.rule.name, group)).or_insert(next),
                None => next,
            };
            if decision == next {
                decisions.push(Decision { places: Vec::with_capacity(1), id: None });
            }
            decisions[decision].places.push(at);
            of.push(decision);
        }
        let mut named: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for decision in decisions.iter_mut().filter(|decision| decision.places.len() > 1) {
            let first = &found[decision.first()];
            let Some(group) = &first.group else { continue };
            let number = named.entry((first.rule.name, group.key())).or_default();
            *number += 1;
            decision.id = Some(format!("{}:{number}:{}", first.rule.name, group.key()));
        }
        Decisions { decisions, of }
    }

    /// All of them, by their first place.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter()
    }

    /// The decision that settles a finding, given by its index.
    #[must_use]
    pub fn settling(&self, finding: usize) -> Option<&Decision> {
        self.decisions.get(*self.of.get(finding)?)
    }

    /// The decision with that name.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.id() == Some(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::rules::{Safety, find};
    use smallvec::SmallVec;

    fn finding(rule: &str, at: u32, group: Option<Group>, fixes: &[Fix]) -> Diagnostic {
        Diagnostic {
            rule: find(rule).expect("a rule"),
            level: Level::Warning,
            span: Span::new(at, at + 1),
            message: "wrong".into(),
            fixes: fixes.iter().cloned().collect::<SmallVec<_>>(),
            related: Vec::new(),
            group: group.map(Box::new),
        }
    }

    fn write(at: u32, text: &str) -> Fix {
        Fix::replace(Safety::Safe, Span::new(at, at + 1), text)
    }

    #[test]
    fn findings_of_one_rule_and_key_are_one_decision() {
        let shia = || Some(Group::of_document("shia"));
        let article = |at| Some(Group::of_part(Span::new(at, at + 9), "shia"));
        let found = [
            finding("inconsistent-term", 0, shia(), &[]),
            finding("doubled-word", 1, None, &[]),
            finding("doubled-word", 2, None, &[]),
            finding("discouraged-term", 3, shia(), &[]),
            finding("inconsistent-term", 4, shia(), &[]),
            finding("inconsistent-term", 10, article(10), &[]),
            finding("inconsistent-term", 12, article(10), &[]),
            finding("inconsistent-term", 20, article(20), &[]),
        ];
        let decisions = Decisions::of(&found);
        let places: Vec<&[usize]> = decisions.iter().map(Decision::places).collect();
        assert_eq!(places, [&[0, 4][..], &[1], &[2], &[3], &[5, 6], &[7]]);
        let ids: Vec<Option<&str>> = decisions.iter().map(Decision::id).collect();
        let (one, two) = (Some("inconsistent-term:1:shia"), Some("inconsistent-term:2:shia"));
        assert_eq!(ids, [one, None, None, None, two, None]);
        assert_eq!(decisions.settling(6), decisions.named("inconsistent-term:2:shia"));
        assert_eq!(decisions.settling(8), None);
        let messages: Vec<_> = decisions.iter().map(|decision| decision.message(&found)).collect();
        assert_eq!((&*messages[0], &*messages[1]), ("wrong (2 places)", "wrong"));
    }

    #[test]
    fn one_repair_serves_all_places() {
        let group = || Some(Group::of_document("a"));
        let fixes = |found: &[Diagnostic]| {
            let decisions = Decisions::of(found);
            let decision = decisions.settling(0).expect("a decision");
            let shown = |fix: &Fix| (fix.title().into_owned(), fix.safety, fix.edits.len());
            decision.fixes(found).iter().map(shown).collect::<Vec<_>>()
        };
        let of = |at, texts: &[&str]| {
            let all: Vec<Fix> = texts.iter().map(|text| write(at, text)).collect();
            finding("discouraged-term", at, group(), &all)
        };
        // Each choice that all places have.
        let found = [of(0, &["x", "y"]), of(2, &["x", "y"]), of(4, &[]), of(6, &["x"])];
        assert_eq!(fixes(&found), [("Write “x” at all 3 places".to_owned(), Safety::Safe, 3)]);
        let found = [of(0, &["x", "y"]), of(2, &["X", "y"])];
        let said = ["Repair both places", "Write “y” at both places"];
        assert_eq!(fixes(&found).iter().map(|fix| &*fix.0).collect::<Vec<_>>(), said);
        // As safe as the least safe one, and no two at one place.
        let review = Fix { safety: Safety::Review, ..write(2, "x") };
        let found = [of(0, &["x"]), finding("discouraged-term", 2, group(), &[review]), of(2, &["z"])];
        assert_eq!(fixes(&found), [("Write “x” at both places".to_owned(), Safety::Review, 2)]);
        assert_eq!(fixes(&[of(0, &[]), of(1, &[])]), []);
        assert_eq!(fixes(&[of(0, &["x"])]), [("Write “x”".to_owned(), Safety::Safe, 1)]);
    }
}
