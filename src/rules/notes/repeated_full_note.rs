//! A full form where the same work was cited in full before.

use crate::bulletin::ItemGroup;
use crate::config::{Level, RepeatedNotes};
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "repeated-full-note",
    family: Family::Notes,
    summary: "the full form again, where the house wants Ibid. or a shortened form",
    page: include_str!("../../../docs/rules/repeated-full-note.md"),
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
        let message = if ibid { "“Ibid.” would do: note " } else { "a shortened form would do: note " };
        // The last name of the one author, and the title with its marks.
        let author = item
            .author
            .map(|author| doc.text(author))
            .filter(|author| !author.contains([',', ' ']) || !author.contains(" and "));
        let surname = author.and_then(|author| author.rsplit(' ').next());
        let short = match (ibid, surname, details.title) {
            (true, ..) => Some("Ibid".to_owned()),
            (false, Some(surname), Some(title)) => {
                Some(format!("{surname}, {}", doc.text(title.whole).trim_end_matches(',')))
            }
            _ => None,
        };
        let fix = short.filter(|_| details.pages.is_none()).map(|short| {
            let stop =
                if ibid && !doc.text(Span::new(item.span.end, item.span.end + 1)).starts_with('.') { "." } else { "" };
            Fix::new(Safety::Review, "write the shorter form", [Edit::replace(item.span, format!("{short}{stop}"))])
        });
        out.flag(item.span, [message, &note.label, " has it in full"])
            .related(note.mark, "in full here")
            .maybe_fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{RepeatedNotes, Settings};
    use crate::rules::testing::{check_with, settings};

    #[test]
    fn the_house_decides() {
        let text = "A.[^1] B.[^2]

[^1]: Lena Marsk, “Port Reopens,” Reuters, May 5, 2018.

[^2]: Lena Marsk, “Port Reopens,” Reuters, May 5, 2018.
";
        let own = |repeat| {
            let mut settings: Settings = settings("repeated-full-note");
            settings.notes.repeat = repeat;
            settings
        };
        let marked = |message: &str| {
            text.replace("[^2]: Lena Marsk, “Port Reopens,” Reuters, May 5, 2018.", &format!("[^2]: Lena Marsk, “Port Reopens,” Reuters, May 5, 2018.\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ {message}"))
        };
        check_with("repeated-full-note", &marked("“Ibid.” would do: note 1 has it in full"), &own(RepeatedNotes::Ibid));
        check_with(
            "repeated-full-note",
            &marked("a shortened form would do: note 1 has it in full"),
            &own(RepeatedNotes::Short),
        );
    }
}
