//! Outlets from a RIS library: one tag per line.
//!
//! Hand-written, because RIS crates need the whole text and silently skip malformed lines.

use super::entry::{Imported, ImportedSource};
use super::{ImportOptions, Input, clean, fields, lines, sources};
use crate::bulletin::items::ItemKind;
use crate::text::Slice;
use crate::works::Work;

#[derive(Default)]
struct Record {
    kind: String,
    id: String,
    /// The outlet, with the rank of its tag: the lowest wins.
    outlet: Option<(usize, String)>,
    address: String,
    language: String,
}

/// Tags that may contain the outlet, best first.
const OUTLETS: [&str; 7] = ["T2", "JF", "JO", "JA", "BT", "PB", "DP"];

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
    each(input, found, keep, take);
}

/// Reads the records: `keep` gets each tag with its value, `take` each record. Anything that is not RIS is reported.
fn each<R: Default>(
    input: &mut Input<'_>,
    found: &mut Imported,
    keep: impl Fn(&mut R, &str, &str),
    mut take: impl FnMut(R, u64, &mut Imported),
) {
    let mut record: Option<(u64, R)> = None;
    let mut any = false;
    let mut continued = false;
    lines::each(&mut *input.text, found, |found, number, line| {
        let Some((tag, value)) = tag(line) else {
            // Long values continue on the next line.
            if !line.trim().is_empty() && !continued {
                found.fault_at(number, "this is not a line of RIS, which starts with a tag such as `T2  - `");
            }
            return;
        };
        any = true;
        match tag {
            "TY" => {
                if let Some((line, open)) = record.take() {
                    found.fault_at(number, &format!("the record of line {line} has no end (`ER  -`)"));
                    take(open, line, found);
                }
                let mut open = R::default();
                keep(&mut open, tag, value);
                record = Some((number, open));
            }
            "ER" => match record.take() {
                Some((line, whole)) => take(whole, line, found),
                None => found.fault_at(number, "a record ends that did not begin (`TY  -`)"),
            },
            tag => match &mut record {
                None => found.fault_at(number, &format!("“{tag}” is outside a record (`TY  -`)")),
                Some((_, record)) => keep(record, tag, value),
            },
        }
        continued = record.is_some();
    });
    if let Some((line, open)) = record {
        found.fault_at(line, "the record has no end (`ER  -`)");
        take(open, line, found);
    } else if !any {
        found.fault("", "it holds no record");
    }
}

/// The references with their keys.
pub(super) fn works(input: &mut Input<'_>, found: &mut Imported) -> Vec<(String, Work)> {
    let mut works = Vec::new();
    each(
        input,
        found,
        |fields: &mut Fields, tag, value| fields.0.push((tag.to_owned(), value.to_owned())),
        |fields, _, _| {
            works.push(fields.work());
        },
    );
    works
}

/// The tags of a record with their values.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn first(&self, tags: &[&str]) -> String {
        let value = |tag: &&str| self.0.iter().find(|(own, value)| own == tag && !value.is_empty());
        tags.iter().find_map(value).map(|(_, value)| clean::plain(value)).unwrap_or_default()
    }

    fn work(&self) -> (String, Work) {
        let kind = match self.first(&["TY"]).to_ascii_uppercase().as_str() {
            "NEWS" | "MGZN" => ItemKind::News,
            "JOUR" | "EJOUR" | "JFULL" => ItemKind::Journal,
            "BOOK" | "CHAP" | "EBOOK" | "EDBOOK" => ItemKind::Book,
            "RPRT" => ItemKind::Report,
            "THES" => ItemKind::Thesis,
            "CASE" => ItemKind::Case,
            "STAT" | "BILL" => ItemKind::Law,
            "DATA" => ItemKind::Dataset,
            "VIDEO" | "SOUND" | "MPCT" => ItemKind::Video,
            _ => ItemKind::Web,
        };
        let published = matches!(kind, ItemKind::Book | ItemKind::Report | ItemKind::Thesis);
        let source = if published { ["PB", "T2", "JF"] } else { ["T2", "JF", "JO"] };
        let authors: Vec<String> = self
            .0
            .iter()
            .filter(|(tag, name)| matches!(&**tag, "AU" | "A1") && !name.is_empty())
            .map(|(_, name)| fields::spoken(&clean::plain(name)))
            .collect();
        let (first, last) = (self.first(&["SP"]), self.first(&["EP"]));
        let source = self.first(&source);
        let work = Work {
            kind,
            author: fields::joined(&authors),
            title: self.first(&["TI", "T1", "CT"]),
            source: if source.is_empty() { self.first(&["JA", "BT", "PB", "DP"]) } else { source },
            place: self.first(&["CY", "PP"]),
            volume: self.first(&["VL"]),
            issue: self.first(&["IS"]),
            pages: if last.is_empty() || last == first { first } else { format!("{first}–{last}") },
            url: self.first(&["UR", "LK"]),
            dates: fields::date(&self.first(&["DA", "Y1", "PY"])).into_iter().collect(),
            accessed: fields::date(&self.first(&["Y2"])),
            ..Work::default()
        };
        (self.first(&["ID", "AN"]), work)
    }
}

fn keep(record: &mut Record, tag: &str, value: &str) {
    match tag {
        "TY" => record.kind = value.to_ascii_uppercase(),
        "ID" | "AN" if record.id.is_empty() => value.clone_into(&mut record.id),
        "UR" if record.address.is_empty() => value.clone_into(&mut record.address),
        "LA" => value.clone_into(&mut record.language),
        tag => {
            if let Some(rank) = OUTLETS.iter().position(|known| *known == tag)
                && !value.is_empty()
                && record.outlet.as_ref().is_none_or(|(best, _)| rank < *best)
            {
                record.outlet = Some((rank, value.to_owned()));
            }
        }
    }
}

/// `T2  - Dhaka Tribune`; some tools write one space, or none at the end.
fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let tag = line.get(..2)?;
    let fits = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = line.slice(2..).trim_start_matches(' ').strip_prefix('-')?;
    (fits && line.slice(2..).starts_with(' ')).then_some((tag, value.trim()))
}

fn take(record: Record, line: u64, found: &mut Imported) {
    let kind = match &*record.kind {
        "NEWS" => "newspaper",
        "MGZN" => "magazine",
        "JOUR" | "EJOUR" | "JFULL" => "journal",
        "ELEC" | "WEB" | "BLOG" | "RPRT" | "GEN" | "ICOMM" | "MISC" | "" => "web",
        "VIDEO" | "SOUND" | "MPCT" => "broadcaster",
        _ => return found.leave_out("books, theses and the like"),
    };
    let place = format!(":{line}");
    let title = record.outlet.map(|(_, title)| clean::plain(&title)).unwrap_or_default();
    let mut source = ImportedSource { from: vec![found.from(&place, &record.id)], kind, ..ImportedSource::default() };
    source.name = sources::outlet(&title).unwrap_or_default();
    source.lives(&record.address);
    if !title.contains(' ') {
        source.lives(&title);
    }
    source.language(&record.language);
    found.source(source);
}
