//! Formats citations in house style.
//!
//! Formatting applies the safe fixes of the families *citations* and *notes*, and rewrites notes in house style: the
//! order of their fields, comma, full stop and dates, as declared or as in most notes of the article. It is idempotent:
//! fixes are applied until nothing changes, and a note in house style stays as it is.

use super::View;
use crate::check::{Draft, check};
use crate::cite::in_house_form;
use crate::fix::{self, Wanted};
use crate::rules::{self, Family, FixKind};
use crate::text::{Edit, Span, diff};

/// The edits that format the citations within `span`, sorted and disjoint.
#[must_use]
pub fn format(view: View<'_>, span: Span) -> Vec<Edit> {
    let form = rules::all()
        .iter()
        .filter(|rule| matches!(rule.family, Family::Citations | Family::Notes) && rule.fix == FixKind::Safe);
    // Replacing an address is not a matter of form.
    let rules = form.filter(|rule| !rule.fix_effect.replaces).map(|rule| rule.name.to_owned()).collect();
    let fixed = fix::fix(view.draft, &Wanted { review: false, rules });
    let draft = Draft { text: &fixed.text, ..view.draft };
    let has_notes = !view.checked.bulletin.notes.is_empty();
    let written = has_notes.then(|| in_house_form(draft, &check(draft), Span::at(0..fixed.text.len())).text);
    let mut edits = diff::edits(view.text, written.as_deref().unwrap_or(&fixed.text));
    edits.retain(|edit| span.contains(edit.span));
    edits
}
