//! Converts citations by author and year, `(Mertz, 2018, p. 4)` and `Mertz (2018)`, to footnotes that say what the list of
//! works says about them. The list stays.

use super::notes::{NewNote, new_mark, of_works, write};
use super::stops::Stops;
use super::{Kept, Turned, is_in_note, marks_before_stop};
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::bulletin::{Bulletin, ItemGroup};
use crate::check::{Checked, Draft};
use crate::markdown::BlockKind;
use crate::text::Span;
use crate::works::print::HouseForms;
use crate::works::{self, Work};

/// The citations by author and year in a part of the text; Pandoc’s keys are not among them.
fn cited(bulletin: &Bulletin, scope: Span) -> impl Iterator<Item = &ItemGroup> {
    bulletin.item_groups.iter().filter(move |group| {
        group.style == CitationStyle::AuthorDate
            && scope.overlaps(group.span)
            && group.items.iter().all(|item| item.kind() == ItemKind::AuthorDate)
    })
}

/// Whether there are any.
pub(super) fn is_used(bulletin: &Bulletin, scope: Span) -> bool {
    cited(bulletin, scope).next().is_some()
}

/// Says that they stay.
pub(super) fn kept(bulletin: &Bulletin, scope: Span) -> impl Iterator<Item = Kept> {
    cited(bulletin, scope).map(|group| Kept::one(group.span, "it cites a list of works by author and year"))
}

/// Converts them to footnotes.
pub(super) fn to_notes(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let before_stop = marks_before_stop(text, bulletin, draft.settings);
    let stops = Stops::of(text, bulletin);
    let forms = HouseForms::of(text, bulletin, draft.settings);
    let mut kept = Vec::new();
    let mut new: Vec<NewNote> = Vec::new();
    for group in cited(bulletin, scope) {
        match plan(draft, checked, group) {
            Ok((works, end)) => {
                let form = forms.at(group.span.start);
                let edits = stops.mark_for(place(text, group), end, before_stop, &new_mark(new.len()), &form);
                let leads = group.items.iter().map(|item| item.details.as_ref()?.lead).map(|lead| Some(lead?.of(text)));
                new.push(NewNote { span: group.span, edits, body: of_works(leads.zip(works), &form, "; ") });
            }
            Err(why) => kept.push(Kept::one(group.span, why)),
        }
    }
    write(draft, checked, new, kept)
}

/// The works that a group cites, and where its block ends.
fn plan(draft: Draft<'_>, checked: &Checked, group: &ItemGroup) -> Result<(Vec<Work>, u32), &'static str> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let block = checked.markdown.block_at(group.span.start).map(|block| &checked.markdown.blocks[block]);
    let Some(block) = block.filter(|block| block.kind == BlockKind::Paragraph) else {
        return Err("it stands in a heading, a table or a caption");
    };
    if is_in_note(bulletin, group.span) {
        return Err("it stands in a note");
    }
    if bulletin.is_quoted(Span::new(group.span.start, group.span.start + 1)) {
        return Err("it stands in a quotation");
    }
    if place(text, group).start <= block.span.start {
        return Err("it opens its paragraph");
    }
    if has_remark(text, group) {
        return Err("it holds a remark");
    }
    let mut works = Vec::new();
    for item in &group.items {
        let meant = works::meant(text, bulletin, draft.settings.slack_days, item, item, None);
        let [work] = meant.as_slice() else { return Err("the list of works does not say which work it is") };
        works.push(work.clone());
    }
    Ok((works, block.span.end))
}

/// What the reference replaces: the brackets, without the author before them.
fn place(text: &str, group: &ItemGroup) -> Span {
    let open = group.span.of(text).rfind('(').unwrap_or(0);
    Span::new(group.span.start + u32::try_from(open).unwrap_or(0), group.span.end)
}

/// Whether the brackets contain words that belong to none of the items.
fn has_remark(text: &str, group: &ItemGroup) -> bool {
    let whole = place(text, group);
    let mut at = whole.start;
    let mut spans: Vec<Span> = group.items.iter().map(|item| item.span).collect();
    spans.extend(group.items.iter().filter_map(|item| item.details.as_ref()?.lead));
    spans.sort_unstable();
    for span in spans.into_iter().chain([Span::empty(whole.end)]) {
        let between = text.get(at as usize..span.start.max(at) as usize).unwrap_or_default();
        let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if words.into_iter().any(|word| word != "and") {
            return true;
        }
        at = at.max(span.end);
    }
    false
}
