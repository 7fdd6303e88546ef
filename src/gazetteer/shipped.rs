//! The shipped lists: compiled before the crate is, and stored as bytes in the executable.
//!
//! * People edit `data/actors.tsv`, `data/sources.tsv` and `data/countries.tsv`; `data/actors.index` and
//!   `data/sources.index` are compiled from them. A test compares the two, and `COPYDESK_UPDATE=1 cargo test shipped`
//!   rewrites the indexes.
//! * Nothing is read at startup: a record is unpacked when first needed, and its words stay slices of the executable.

use super::index::Index;
use std::sync::{Arc, OnceLock};

/// The shipped actors.
#[must_use]
pub(super) fn actors() -> Arc<Index> {
    static INDEX: OnceLock<Arc<Index>> = OnceLock::new();
    opened(&INDEX, include_bytes!("data/actors.index"))
}

/// The shipped sources.
#[must_use]
pub(super) fn sources() -> Arc<Index> {
    static INDEX: OnceLock<Arc<Index>> = OnceLock::new();
    opened(&INDEX, include_bytes!("data/sources.index"))
}

fn opened(index: &OnceLock<Arc<Index>>, bytes: &'static [u8]) -> Arc<Index> {
    let open = || match Index::open(bytes) {
        Ok(index) => Arc::new(index),
        Err(why) => unreachable!("a test holds that the shipped lists can be read, but {why}"),
    };
    index.get_or_init(open).clone()
}

#[cfg(test)]
mod tests {
    use super::super::compile::{Curated, curated};
    use super::super::lists::record::{Actor, Source};
    use super::super::lists::table;
    use super::*;

    /// The index of a list that people edit, with the checksum of its text.
    fn compiled<R: Curated>(list: &str, more: &str) -> Index {
        let (rows, problems) = table::read::<R>(list);
        assert_eq!(problems, []);
        let records: Vec<R> = rows.into_iter().map(|row| row.record).collect();
        curated(&records, crate::text::hash::checksum(format!("{list}{more}").as_bytes()), !more.is_empty())
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what it compares, when it is asked to")]
    fn the_compiled_lists_are_those_that_people_edit() {
        let countries = include_str!("data/countries.tsv");
        let actors = compiled::<Actor>(include_str!("data/actors.tsv"), countries);
        let sources = compiled::<Source>(include_str!("data/sources.tsv"), "");
        for (name, index) in [("actors", actors), ("sources", sources)] {
            let path = format!("{}/src/gazetteer/data/{name}.index", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("COPYDESK_UPDATE").is_some() {
                std::fs::write(&path, index.bytes()).unwrap();
            }
            // What is written now is compiled in next time.
            let same = std::fs::read(&path).unwrap() == index.bytes();
            assert!(same, "{path} is behind {name}.tsv: COPYDESK_UPDATE=1 cargo test shipped rewrites it");
        }
    }

    #[test]
    fn the_executable_holds_them_whole() {
        for index in [actors(), sources()] {
            assert!(index.is_whole() && index.shipped_view().is_some());
            assert!(index.view().records() >= 450, "{}", index.view().records());
        }
    }
}
