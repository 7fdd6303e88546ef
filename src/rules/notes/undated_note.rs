//! A note that cites a source without giving a date.

use crate::bulletin::Item;
use crate::bulletin::ItemGroup;
use crate::bulletin::habits::notes::is_bare;
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::calendar;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Group, Report, Rule};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undated-note",
    family: Family::Notes,
    summary: "a note that cites a source without a date",
    page: include_str!("../../../docs/rules/undated-note.md"),
    level: |_| Some(Level::Info),
    fix: FixKind::None,
    check: Check::group(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    // Outside a bulletin, notes give addresses but no dates.
    if doc.date().is_none() || doc.bulletin.is_technical() {
        return;
    }
    if !matches!(group.style, CitationStyle::Note | CitationStyle::Numbered) {
        return;
    }
    let note = group.note.and_then(|note| doc.bulletin.notes.get(note as usize));
    // A level set in the house style takes precedence.
    let set = [RULE.name, RULE.family.name()].iter().any(|name| doc.settings.rule(name).is_some());
    let habit = doc.bulletin.note_habit(group.span.start);
    let alone = group.cited().count() == 1;
    for item in group.cited().filter(|item| lacks_date(doc, item)) {
        let label = note.map_or("", |note| note.label.as_str());
        let place = note.filter(|_| alone).map_or(item.span, |note| note.mark);
        let mut flag = out.flag(place, ["Note ", label, " cites a source without a date"]);
        if habit.dates_none {
            let article = doc.bulletin.article_at(place.start).map(|article| article.span);
            flag = flag.in_group(Group::of_part(article.unwrap_or(Span::at(0..doc.text.len())), "undated"));
        }
        // It is unknown what a link in a remark cites.
        let named = item.source.is_some() || item.details.as_ref().is_some_and(|details| details.title.is_some());
        // `n.d.` shows that the author looked for a date.
        if habit.dates_sources && !set && named && item.undated.is_none() {
            flag.at_least(Level::Warning);
        }
    }
}

/// Whether an item needs a date and has none: not a bare address, which is left to `bare-url-citation`, nor anything
/// that is identified by a symbol or a number.
fn lacks_date(doc: &Document<'_>, item: &Item) -> bool {
    let Some(details) = &item.details else { return false };
    if !item.dates.is_empty() || is_bare(item) || item.is_pointer(doc.text) {
        return false;
    }
    let by_number = matches!(details.kind, ItemKind::UnDocument | ItemKind::Case | ItemKind::Law | ItemKind::Interview);
    let visited = details.accessed.is_some() || details.modified.is_some();
    let told = item.url(doc.text).is_some_and(|url| calendar::url_date(url).is_some());
    if details.kind.points_back() || by_number || details.symbol.is_some() || told {
        return false;
    }
    !visited || is_news(doc, item)
}

/// Whether a listed news outlet is cited: an access date does not date its reports.
fn is_news(doc: &Document<'_>, item: &Item) -> bool {
    let Some(source) = item.source.filter(|_| item.kind() == ItemKind::News) else { return false };
    let known = doc.gazetteer.source_of(doc.text(source), item.url(doc.text), &[]);
    known.is_some_and(|source| matches!(&*source.kind, "newspaper" | "broadcaster" | "agency"))
}

#[cfg(test)]
mod tests {
    use crate::config::Level;
    use crate::rules::testing::{check, check_clean, findings, settings};

    #[test]
    fn full_forms_without_a_day() {
        check(
            "undated-note",
            "A.[^1] B.[^2] C.[^3]

[^1]: Lena Mertz, “Tanker Leaves,” Reuters, https://www.reuters.com/article/idUSKBN1I40X.
  ^ Note 1 cites a source without a date

[^2]: “Tunnels Closed,” Daily Nation.
  ^ Note 2 cites a source without a date

[^3]: “Port at Night,” Daily Nation, n.d.; “Quay Reopens,” Reuters, May 5, 2018; “Mines,” Xinhua, <https://xinhua.net/m>.
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Note 3 cites a source without a date
                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Note 3 cites a source without a date
",
        );
    }

    #[test]
    fn what_needs_no_day_and_what_has_one() {
        for note in [
            "S/2018/705, paras. 45–48.",
            "*United States v. Darouk*, No. 17-cr-00123.",
            "“Somalia,” World Factbook, CIA, accessed September 4, 2018, https://www.cia.gov/factbook/so.html.",
            "“Quay Reopens,” Reuters, https://www.reuters.com/2018/05/05/port.",
            "The bridge is older: see the map on page 4.",
            "Ibid.",
        ] {
            check_clean("undated-note", &format!("A.[^1]\n\n[^1]: {note}\n"));
        }
    }

    #[test]
    fn a_desk_that_dates_no_note_decides_once() {
        let text = |notes: &[&str]| -> String {
            let marks: String = (1..=notes.len()).map(|n| format!("A.[^{n}] ")).collect();
            notes.iter().zip(1..).fold(marks + "\n", |text, (note, n)| format!("{text}\n[^{n}]: {note}\n"))
        };
        let undated = ["“Quay,” Reuters, <https://a.net/1>.", "“Pier,” Xinhua.", "“Roof,” CNN."];
        let groups = |notes: &[&str]| {
            let found = findings("undated-note", &text(notes), &settings("undated-note"));
            found.iter().filter(|finding| finding.group.is_some()).count()
        };
        assert_eq!(groups(&undated), 3);
        assert_eq!(groups(&undated[..2]), 0);
        assert_eq!(groups(&[undated[0], undated[1], undated[2], "“Tolls,” CNN, May 7, 2018."]), 0);
    }

    #[test]
    fn a_warning_where_the_others_have_a_date() {
        let level = |notes: &[&str], settings: &crate::config::Settings| {
            let marks: String = (1..=notes.len()).map(|n| format!("A.[^{n}] ")).collect();
            let bodies: Vec<String> = notes.iter().zip(1..).map(|(note, n)| format!("[^{n}]: {note}\n")).collect();
            let found =
                crate::rules::testing::findings("undated-note", &format!("{marks}\n\n{}", bodies.join("\n")), settings);
            found.first().map(|finding| finding.level)
        };
        let mut settings = crate::rules::testing::settings("undated-note");
        settings.rules = std::sync::Arc::from([]);
        let [a, b, c] = ["“Quay,” Reuters, May 5, 2018.", "“Pier,” Xinhua, May 6, 2018.", "“Roof,” CNN, May 7, 2018."];
        let undated = "“Tolls,” Al Jazeera, https://www.aljazeera.com/tolls.";
        assert_eq!(level(&[a, b, c, undated], &settings), Some(Level::Warning));
        assert_eq!(level(&[a, undated], &settings), Some(Level::Info));
        settings.rules = std::sync::Arc::from([("undated-note".to_owned(), Some(Level::Hint))]);
        assert_eq!(level(&[a, b, c, undated], &settings), Some(Level::Hint));
    }
}
