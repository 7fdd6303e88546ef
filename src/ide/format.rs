//! Formats citations in house style.
//!
//! Formatting applies the safe fixes of the *citations* family, so that the rules alone decide about form and there is one
//! way by which text changes. It is idempotent, since fixes are applied until nothing changes.

use super::View;
use crate::fix::{self, Wanted};
use crate::rules::{self, Family, FixKind};
use crate::text::{Edit, Span, diff};

/// The edits that format the citations within `span`, sorted and disjoint.
#[must_use]
pub fn format(view: View<'_>, span: Span) -> Vec<Edit> {
    let form = rules::all().iter().filter(|rule| rule.family == Family::Citations && rule.fix == FixKind::Safe);
    // What replaces an address is no matter of form.
    let rules = form.filter(|rule| !rule.fix_effect.replaces).map(|rule| rule.name.to_owned()).collect();
    let fixed = fix::fix(view.draft, &Wanted { review: false, rules });
    let mut edits = diff::edits(view.text, &fixed.text);
    edits.retain(|edit| span.contains(edit.span));
    edits
}
