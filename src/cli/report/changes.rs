//! What changed since an earlier report: `--since-report FILE`, which `copydesk report --format json` wrote.

use crate::cli::Failure;
use crate::disk;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The version of the JSON format.
pub(super) const VERSION: u64 = 1;

/// An earlier report, as far as it is compared.
pub(super) struct Earlier {
    documents: BTreeMap<String, Before>,
}

#[derive(Deserialize)]
struct Report {
    version: u64,
    documents: Vec<Before>,
}

#[derive(Deserialize)]
struct Before {
    path: String,
    findings: Vec<Known>,
    sources: Sources,
}

#[derive(Clone, Deserialize)]
struct Known {
    rule: String,
    level: String,
    message: String,
    line: u32,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Sources {
    citations: usize,
    shares: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    source: String,
}

/// What is new in a document, and what is gone.
#[derive(Serialize)]
pub(super) struct Changes {
    /// Whether the earlier report does not contain this document.
    pub(super) is_new: bool,
    /// The indices of the new findings.
    pub(super) new: Vec<usize>,
    pub(super) gone: Vec<Gone>,
    pub(super) citations_before: usize,
    pub(super) sources_added: Vec<String>,
    pub(super) sources_dropped: Vec<String>,
}

/// A finding that is no longer there.
#[derive(Serialize)]
pub(super) struct Gone {
    pub(super) rule: String,
    pub(super) level: String,
    pub(super) message: String,
    /// Where it was.
    pub(super) line: u32,
}

impl Earlier {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Earlier, Failure> {
        let shown = disk::shown(path);
        let text = disk::read(path, disk::FileKind::Report).map_err(|fault| format!("{shown} {fault}"))?;
        let wrong = || format!("{shown} is not a copydesk report: `copydesk report --format json` writes one");
        let version = serde_json::from_str::<Versioned>(&text).map_err(|_| wrong())?.version;
        if version > VERSION {
            return Err(format!("{shown} is of version {version}, which a newer copydesk wrote").into());
        }
        let report: Report = serde_json::from_str(&text).map_err(|_| wrong())?;
        if report.version == 0 {
            return Err(wrong().into());
        }
        Ok(Earlier { documents: report.documents.into_iter().map(|one| (one.path.clone(), one)).collect() })
    }

    /// What has changed in the document at `path`, whose findings have these fingerprints, in order, and which cites
    /// these sources.
    pub(super) fn compare<'e>(
        &self,
        path: &str,
        fingerprints: &[&str],
        sources: impl Iterator<Item = &'e str>,
    ) -> Changes {
        let Some(before) = self.documents.get(path) else {
            return Changes {
                is_new: true,
                new: Vec::new(),
                gone: Vec::new(),
                citations_before: 0,
                sources_added: Vec::new(),
                sources_dropped: Vec::new(),
            };
        };
        let old: BTreeSet<&str> = before.findings.iter().map(|known| &*known.fingerprint).collect();
        let now: BTreeSet<&str> = fingerprints.iter().copied().collect();
        let gone = before.findings.iter().filter(|known| !now.contains(&*known.fingerprint)).cloned();
        let sources_before: BTreeSet<&str> = before.sources.shares.iter().map(|one| &*one.source).collect();
        let sources_now: BTreeSet<&str> = sources.collect();
        let names = |all: &BTreeSet<&str>, without: &BTreeSet<&str>| -> Vec<String> {
            all.difference(without).map(|name| (*name).to_owned()).collect()
        };
        let new = fingerprints.iter().enumerate().filter(|(_, fingerprint)| !old.contains(*fingerprint));
        Changes {
            is_new: false,
            new: new.map(|(at, _)| at).collect(),
            gone: gone.map(|Known { rule, level, message, line, .. }| Gone { rule, level, message, line }).collect(),
            citations_before: before.sources.citations,
            sources_added: names(&sources_now, &sources_before),
            sources_dropped: names(&sources_before, &sources_now),
        }
    }

    /// The documents in the earlier report that are not among `seen`.
    pub(super) fn missing(&self, seen: &BTreeSet<String>) -> Vec<String> {
        self.documents.keys().filter(|path| !seen.contains(*path)).cloned().collect()
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}
