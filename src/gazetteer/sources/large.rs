//! Sources of lists too large to be held: found through a mapped index, read when they are met, and then kept.

use super::super::index::{self, Builder, Form, Index};
use super::super::lists::compile;
use super::super::lists::record::Source;
use super::{domain, letters};
use std::sync::{Arc, OnceLock};

/// Sources that have their places made together.
const PAGE: usize = 64;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Large {
    index: Arc<Index>,
    /// Those that were met, by number, a page at a time.
    met: Vec<OnceLock<Box<[OnceLock<Source>]>>>,
}

/// What a name in the index is to its source.
const LETTERS: Form = Form::Phrase;
const HOST: Form = Form::Weak;
const ID: Form = Form::Former;

/// Adds all that a source is found by.
pub(in crate::gazetteer) fn add(builder: &mut Builder, source: &Source, number: u32) {
    builder.name(&source.name, Form::Name, number, false);
    let others = source.accepted.iter().map(|name| (name, Form::Accepted));
    for (name, form) in others.chain(source.aliases.iter().map(|name| (name, Form::Variant))) {
        builder.name(name, form, number, false);
    }
    for name in std::iter::once(&source.name).chain(&source.accepted).chain(&source.aliases) {
        builder.name(&run_together(name), LETTERS, number, false);
    }
    for host in &source.hosts {
        builder.name(domain(host), HOST, number, false);
    }
    builder.name(&source.id, ID, number, false);
}

fn run_together(name: &str) -> String {
    letters(name).into_iter().collect()
}

impl Large {
    pub(super) fn new(index: Arc<Index>) -> Large {
        let pages = (index.view().actors() as usize).div_ceil(PAGE);
        Large { index, met: std::iter::repeat_with(OnceLock::new).take(pages).collect() }
    }

    /// The source of that number; none where its row is damaged.
    pub(super) fn at(&self, number: u32) -> Option<&Source> {
        let number_here = number as usize;
        let page = self.met.get(number_here / PAGE)?;
        let page = page.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(PAGE).collect());
        let read = || self.index.view().row(number).and_then(compile::source).unwrap_or_default();
        Some(page[number_here % PAGE].get_or_init(read)).filter(|source| !source.id.is_empty())
    }

    /// The sources with a name of these letters, each once, with their numbers.
    pub(super) fn named(&self, name: &str) -> Vec<(u32, &Source)> {
        self.bearing(&run_together(name), LETTERS)
    }

    /// The sources with a host of that domain.
    pub(super) fn living_at(&self, host: &str) -> Vec<&Source> {
        self.bearing(host, HOST).into_iter().map(|(_, source)| source).collect()
    }

    pub(super) fn of_id(&self, id: &str) -> Option<&Source> {
        self.bearing(id, ID).into_iter().map(|(_, source)| source).find(|source| source.id == id)
    }

    fn bearing(&self, name: &str, form: Form) -> Vec<(u32, &Source)> {
        let mut numbers: Vec<u32> =
            self.index.view().same_words(name).filter(|entry| entry.form == form).map(|entry| entry.actor).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| Some((number, self.at(number)?))).collect()
    }

    /// The sources one of whose names or hosts has a word that `prefix` begins, each once, with what it begins.
    pub(super) fn completing(&self, prefix: &str, limit: usize) -> Vec<(&Source, &str)> {
        let (key, len) = index::folded_bytes(prefix);
        let mut found: Vec<(u32, &str)> = Vec::new();
        if len == 0 {
            return Vec::new();
        }
        for entry in self.index.view().completing(key, len).take(limit.saturating_mul(8)) {
            let is_name = matches!(entry.form, Form::Name | Form::Accepted | Form::Variant | HOST);
            if is_name && found.iter().all(|(known, _)| *known != entry.actor) {
                found.push((entry.actor, entry.text));
            }
            if found.len() == limit {
                break;
            }
        }
        found.into_iter().filter_map(|(number, name)| Some((self.at(number)?, name))).collect()
    }
}
