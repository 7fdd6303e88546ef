//! Outlets from a RIS library: one tag per line.
//!
//! Hand-written, because RIS crates need the whole text and silently skip malformed lines.

use super::entry::{Found, Source};
use super::{Input, Options, clean, lines, sources};
use crate::text::Slice;

#[derive(Default)]
struct Record {
    line: u64,
    kind: String,
    id: String,
    /// The outlet, with the rank of its tag: the lowest wins.
    outlet: Option<(usize, String)>,
    address: String,
    language: String,
}

/// Tags that may contain the outlet, best first.
const OUTLETS: [&str; 7] = ["T2", "JF", "JO", "JA", "BT", "PB", "DP"];

pub(super) fn read(input: &mut Input<'_>, _: &Options, found: &mut Found) {
    let mut record: Option<Record> = None;
    let mut any = false;
    let mut continued = false;
    lines::each(&mut *input.text, found, |found, number, line| {
        let Some((tag, value)) = tag(line) else {
            // Long values continue on the next line.
            if !line.trim().is_empty() && !continued {
                found.fault_at(number, "this is no line of RIS: it opens with a tag, such as `T2  - `");
            }
            return;
        };
        any = true;
        match tag {
            "TY" => {
                if let Some(open) = record.take() {
                    found.fault_at(number, &format!("the record of line {} has no end (`ER  -`)", open.line));
                    take(open, found);
                }
                record = Some(Record { line: number, kind: value.to_ascii_uppercase(), ..Record::default() });
            }
            "ER" => match record.take() {
                Some(whole) => take(whole, found),
                None => found.fault_at(number, "a record ends that did not begin (`TY  -`)"),
            },
            tag => match &mut record {
                None => found.fault_at(number, &format!("“{tag}” stands in no record (`TY  -`)")),
                Some(record) => keep(record, tag, value),
            },
        }
        continued = record.is_some();
    });
    if let Some(open) = record {
        found.fault_at(open.line, "the record has no end (`ER  -`)");
        take(open, found);
    } else if !any {
        found.fault("", "there is no record in it");
    }
}

fn keep(record: &mut Record, tag: &str, value: &str) {
    match tag {
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

fn take(record: Record, found: &mut Found) {
    let kind = match &*record.kind {
        "NEWS" => "newspaper",
        "MGZN" => "magazine",
        "JOUR" | "EJOUR" | "JFULL" => "journal",
        "ELEC" | "WEB" | "BLOG" | "RPRT" | "GEN" | "ICOMM" | "MISC" | "" => "web",
        "VIDEO" | "SOUND" | "MPCT" => "broadcaster",
        _ => return found.leave_out("books, theses and the like"),
    };
    let place = format!(":{}", record.line);
    let title = record.outlet.map(|(_, title)| clean::plain(&title)).unwrap_or_default();
    let mut source = Source { from: vec![found.from(&place, &record.id)], kind, ..Source::default() };
    source.name = sources::outlet(&title).unwrap_or_default();
    source.lives(&record.address);
    if !title.contains(' ') {
        source.lives(&title);
    }
    source.language(&record.language);
    found.source(source);
}
