//! The labeled notes, printed from what was read: the same text, or one that means the same. The cases are next to the
//! repository, not in it; without them there is nothing to do.

use copydesk::bulletin::items::{CitationStyle, ItemKind};
use copydesk::bulletin::{self, Bulletin};
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;
use copydesk::works::Work;
use copydesk::works::print::HouseForms;
use std::path::Path;
use std::sync::Arc;

/// Cases that read differently once printed, each by its words, with the reason why that is right.
const OTHERWISE: &[(&str, &str)] = &[
    ("Twitter post by", "the words around an account and the time of day are no fields"),
    (
        "telephone interview with",
        "how somebody was met, and that no name is given, are no fields: an interview is never printed anew",
    ),
    ("in Dari, 1330 GMT", "the hour of a broadcast is no field"),
    ("Data from the", "the words before a data set are no field"),
];

struct Reader {
    gazetteer: Arc<Gazetteer>,
    settings: Settings,
}

impl Reader {
    fn read(&self, text: &str) -> Bulletin {
        bulletin::read("2019-06-01-a.md", text, &self.gazetteer, &self.settings)
    }

    fn works(&self, text: &str) -> Vec<Work> {
        let read = self.read(text);
        let items = read.item_groups.iter().filter(|group| in_note(group.style)).flat_map(|group| group.cited());
        items.map(|item| Work::of(text, item, item, read.issue.date, 0)).collect()
    }
}

fn in_note(style: CitationStyle) -> bool {
    matches!(style, CitationStyle::Note | CitationStyle::Numbered)
}

/// The fields that are compared: the typography of a title, a source and a date is a matter of form.
fn said(work: &Work) -> Work {
    let mut work = work.clone();
    (work.title_form, work.source_in_italics, work.source_id) = (None, false, String::new());
    work.pages = work.pages.replace('-', "–");
    for date in work.dates.iter_mut().chain(&mut work.accessed).chain(&mut work.modified) {
        if !date.parts().is_empty() {
            date.words = date.iso();
            date.written = copydesk::works::WorkDate::of_parts(&date.parts()).expect("a date").written;
        }
    }
    work
}

#[test]
fn the_labelled_notes_are_printed_as_they_stand() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/note-cases.tsv");
    let Ok(cases) = std::fs::read_to_string(&path) else { return };
    let cases: Vec<Vec<&str>> = cases.lines().skip(1).map(|row| row.split('\t').collect()).collect();
    let reader = Reader {
        gazetteer: Gazetteer::shipped(),
        settings: Settings { date: "2019-06-01".parse().ok(), ..Settings::default() },
    };
    let (mut as_they_stand, mut otherwise_set, mut wrong) = (0, 0, Vec::new());
    for case in &cases {
        let (Some(text), Some(faults)) = (case.get(2), case.get(4)) else { continue };
        if faults.trim() != "[]" {
            continue;
        }
        let text = text.replace("\\n", "\n");
        let read = reader.read(&text);
        let forms = HouseForms::of(&text, &read, &reader.settings);
        for group in read.item_groups.iter().filter(|group| in_note(group.style)) {
            let Some(note) = group.note.map(|note| &read.notes[note as usize]) else { continue };
            for item in group.cited().filter(|item| !item.kind().points_back() && item.kind() != ItemKind::Text) {
                let work = Work::of(&text, item, item, read.issue.date, 0);
                let form = forms.own(&text, group, note, item);
                let (words, _) = work.part(&form);
                let stands: Vec<&str> = item.span.of(&text).split_whitespace().collect();
                let stands = stands.join(" ");
                if stands.trim_end_matches('.').ends_with(words.trim_end_matches('.')) {
                    as_they_stand += 1;
                    continue;
                }
                let note = format!("The convoy left.[^1]\n\n[^1]: {}\n", work.print(CitationStyle::Note, &form));
                let again = reader.works(&note);
                if again.iter().map(said).collect::<Vec<_>>() == [said(&work)] {
                    otherwise_set += 1;
                } else if !OTHERWISE.iter().any(|(part, _)| stands.contains(part)) {
                    wrong.push(format!("{}: {stands}\n  → {words}", case[0]));
                }
            }
        }
    }
    assert!(as_they_stand > 40, "{as_they_stand} as they stand, {otherwise_set} set otherwise");
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), as_they_stand + otherwise_set, wrong.join("\n"));
}
