//! A full form of a work that has already been cited in full.

use crate::bulletin::ItemGroup;
use crate::bulletin::items::{Item, TitleForm};
use crate::config::{Level, RepeatedNotes};
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Offset, Slice, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "repeated-full-note",
    family: Family::Notes,
    summary: "the full form again, where the house wants Ibid. or a shortened form",
    page: include_str!("../../../docs/rules/repeated-full-note.md"),
    fix_effect: FixEffect {
        reveals: true,
        replaces: true,
        changes_addresses: Some("the address stands in the full form"),
        ..FixEffect::FORM
    },
    level: |settings| (settings.notes.repeat != RepeatedNotes::Off).then_some(Level::Warning),
    fix: FixKind::Review,
    check: Check::group(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    let Some(own) = group.note else { return };
    for item in group.cited() {
        let Some(details) = &item.details else { continue };
        let Some(before) = details.repeats.filter(|before| *before != own) else { continue };
        let Some(note) = doc.bulletin.notes.get(before as usize) else { continue };
        let ibid = doc.settings.notes.repeat == RepeatedNotes::Ibid && before + 1 == own && group.cited().count() == 1;
        let message = if ibid { "“Ibid.” would do: note " } else { "A shortened form is enough: note " };
        let fix = (!ibid).then(|| shorten(doc, item)).flatten();
        out.flag(item.span, [message, &note.label, " has it in full"])
            .related(note.mark, "In full here")
            .maybe_fix(fix);
    }
}

/// Shortens the item to the surname and the title; everything before and after them is removed.
fn shorten(doc: &Document<'_>, item: &Item) -> Option<Fix> {
    let details = item.details.as_ref().filter(|details| details.pages.is_none())?;
    let title = details.title.filter(|title| title.form == TitleForm::Quoted)?;
    let author = item.author.filter(|author| author.end <= title.whole.start)?;
    let names = doc.text(author);
    if names.contains(',') || names.contains(" and ") || item.source.is_none_or(|source| source.start < title.whole.end)
    {
        return None;
    }
    let given = names.len() - names.rsplit(' ').next().map_or(0, str::len);
    let close = doc.text(title.whole).chars().next_back()?;
    let mark = Span::new(title.whole.end - close.len_utf8() as Offset, title.whole.end);
    let stopped = doc.text.slice(item.span.end as usize..).starts_with('.');
    let edits = vec![
        Edit::delete(Span::new(author.start, author.start + given as Offset)),
        Edit::replace(Span::new(title.span.end, mark.start), "."),
        Edit::delete(Span::new(mark.end, item.span.end + Offset::from(stopped))),
    ];
    Some(Fix::new(Safety::Review, "Write the shorter form", edits))
}

#[cfg(test)]
mod tests {
    use crate::check::{Draft, check};
    use crate::config::{RepeatedNotes, Settings};
    use crate::gazetteer::Gazetteer;
    use crate::rules::testing::{check_with, settings};

    #[test]
    fn the_house_decides() {
        let text = "A.[^1] B.[^2]

[^1]: Lena Mertz, “Quay Reopens,” Reuters, May 5, 2018.

[^2]: Lena Mertz, “Quay Reopens,” Reuters, May 5, 2018.
";
        let own = |repeat| {
            let mut settings: Settings = settings("repeated-full-note");
            settings.notes.repeat = repeat;
            settings
        };
        let marked = |message: &str| {
            text.replace("[^2]: Lena Mertz, “Quay Reopens,” Reuters, May 5, 2018.", &format!("[^2]: Lena Mertz, “Quay Reopens,” Reuters, May 5, 2018.\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ {message}"))
        };
        check_with("repeated-full-note", &marked("“Ibid.” would do: note 1 has it in full"), &own(RepeatedNotes::Ibid));
        check_with(
            "repeated-full-note",
            &marked("A shortened form is enough: note 1 has it in full"),
            &own(RepeatedNotes::Short),
        );
    }
    #[test]
    fn many_titles_may_end_in_the_same_word() {
        // Each fourth note from the fortieth on repeats the one forty-one notes before.
        let titles: Vec<String> =
            (0..160).map(|n| format!("Quay {} of May 2018", if n % 4 == 3 && n > 40 { n - 41 } else { n })).collect();
        let references: String = (1..=160).map(|n| format!("It left.[^{n}] ")).collect();
        let notes = titles
            .iter()
            .zip(1..)
            .map(|(title, n)| format!("\n[^{n}]: Lena Mertz, “{title},” Reuters, May 5, 2018.\n"));
        let text = format!("{references}\n{}", notes.collect::<String>());
        let mut settings: Settings = settings("repeated-full-note");
        settings.notes.repeat = RepeatedNotes::Short;
        let gazetteer = Gazetteer::shipped();
        let checked = check(Draft { path: "quay.md", text: &text, settings: &settings, gazetteer: &gazetteer });
        let found = checked.diagnostics.iter().filter(|finding| finding.rule.name == "repeated-full-note").count();
        assert_eq!(found, 30);
    }
}
