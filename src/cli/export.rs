//! Works in the formats of other programs: CSL-JSON, BibTeX, RIS.

mod bibtex;
mod csl;
mod ris;

pub(super) use bibtex::write as bibtex;
pub(super) use csl::write as csl;
pub(super) use ris::write as ris;

use crate::text::visible;
use crate::works::collection::CollectedWork;

/// Writes works; their places are given with the names of the documents.
pub(super) type Writer = fn(&[CollectedWork], &[String]) -> String;

/// Where a work is cited, for people: `cited in a.md:4, b.md:12`.
fn cited_in(work: &CollectedWork, documents: &[String]) -> String {
    let name = |at: usize| documents.get(at).map_or("", String::as_str);
    let mut places: Vec<String> =
        work.cited.iter().map(|place| format!("{}:{}", visible::one_line(name(place.document)), place.line)).collect();
    places.dedup();
    format!("cited in {}", places.join(", "))
}

/// A field on one line, without characters that control a program.
fn clean(field: &str) -> String {
    let words = field.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
