//! The baseline: known findings that are ignored, so that a publication with old issues sees only new faults.
//!
//! * An entry is a rule, a document and the words of the sentence with the finding ([`super::format::fingerprint`]);
//!   each of several equal entries hides one finding.
//! * Paths are relative to the root of the document's Git repository, else to the folder of the baseline.
//! * Entries for documents that a run was not asked for are left alone.

use super::Failure;
use super::files::{Paths, Source};
use super::format::fingerprint::{Fingerprints, of_version_1};
use super::format::{Checked, Hidden, HiddenBy};
use crate::disk;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Counts by document, by rule, by the words of a sentence.
type Entries = BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>;

/// A baseline, and which of its entries have matched.
pub(super) struct Baseline {
    path: PathBuf,
    known: Known,
    /// The documents that have been checked.
    checked: BTreeSet<String>,
}

/// The contents of a baseline; findings that matched are removed.
enum Known {
    Entries(Entries),
    /// Version 1: counts by path as it was typed, by fingerprint.
    Version1(BTreeMap<String, BTreeMap<String, usize>>),
}

/// A file of the current version.
#[derive(Serialize, Deserialize)]
struct Contents {
    version: u64,
    findings: Entries,
}

#[derive(Deserialize)]
struct Version1 {
    files: BTreeMap<String, BTreeMap<String, usize>>,
}

const VERSION: u64 = 2;

impl Baseline {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
        let shown = disk::shown(path);
        let text = disk::read(path, disk::FileKind::Baseline).map_err(|fault| format!("{shown} {fault}"))?;
        let known = parse(&shown, &text)?
            .ok_or_else(|| format!("{shown} is not a copydesk baseline; write a new one with --write-baseline"))?;
        Ok(Baseline { path: path.to_owned(), known, checked: BTreeSet::new() })
    }

    /// Hides the known findings of a document.
    pub(super) fn hide_known(&mut self, file: &mut Checked, source: &Source) {
        let key = key(&self.path, &source.path);
        let found = std::mem::take(&mut file.diagnostics);
        let take = |counts: Option<&mut BTreeMap<String, usize>>, print: &str| -> bool {
            match counts.and_then(|counts| counts.get_mut(print)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            }
        };
        let mut prints = Fingerprints::default();
        let mut new = Vec::new();
        for finding in found {
            let is_known = match &mut self.known {
                Known::Entries(entries) => {
                    let rules = entries.get_mut(&key).and_then(|rules| rules.get_mut(finding.rule.name));
                    rules.is_some() && take(rules, &format!("{:016x}", prints.sentence(file, &finding)))
                }
                Known::Version1(files) => {
                    take(files.get_mut(&file.path), &of_version_1(&file.path, &file.text, &finding))
                }
            };
            if is_known {
                file.hidden.push(Hidden { finding, by: HiddenBy::Baseline });
            } else {
                new.push(finding);
            }
        }
        file.diagnostics = new;
        self.checked.insert(if matches!(self.known, Known::Version1(_)) { file.path.clone() } else { key });
    }

    /// The number of entries that matched nothing, for documents that the run was asked for: those checked, and those
    /// that are gone from a folder that was asked for.
    pub(super) fn stale(&self, asked: &Paths) -> usize {
        match &self.known {
            Known::Entries(entries) => {
                let asked = Asked::of(asked, &self.path);
                let stale = entries.iter().filter(|(path, _)| self.checked.contains(*path) || asked.has_lost(path));
                stale.flat_map(|(_, rules)| rules.values()).flat_map(BTreeMap::values).sum()
            }
            Known::Version1(files) => files
                .iter()
                .filter(|(path, _)| self.checked.contains(*path))
                .flat_map(|(_, prints)| prints.values())
                .sum(),
        }
    }

    /// The contents of the file without its stale entries.
    pub(super) fn pruned(&self, asked: &Paths) -> Result<String, Failure> {
        let before = Baseline::read(&self.path)?;
        let (Known::Entries(left), Known::Entries(mut entries)) = (&self.known, before.known) else {
            return Err(of_old_version(&self.path));
        };
        let asked = Asked::of(asked, &self.path);
        for (path, rules) in left.iter().filter(|(path, _)| self.checked.contains(*path) || asked.has_lost(path)) {
            let Some(kept) = entries.get_mut(path) else { continue };
            for (rule, prints) in rules {
                for (print, stale) in prints {
                    if let Some(count) = kept.get_mut(rule).and_then(|prints| prints.get_mut(print)) {
                        *count = count.saturating_sub(*stale);
                    }
                }
            }
        }
        Ok(write(entries))
    }
}

/// A baseline to be written.
pub(super) struct NewBaseline {
    path: PathBuf,
    entries: Entries,
    /// The documents that have been checked.
    checked: BTreeSet<String>,
}

impl NewBaseline {
    /// An empty one, to be written to a file.
    pub(super) fn new(path: &Path) -> NewBaseline {
        NewBaseline { path: path.to_owned(), entries: Entries::new(), checked: BTreeSet::new() }
    }

    /// Moves all findings of a document into it.
    pub(super) fn take(&mut self, file: &mut Checked, source: &Source) {
        let key = key(&self.path, &source.path);
        let mut prints = Fingerprints::default();
        for finding in std::mem::take(&mut file.diagnostics) {
            let print = format!("{:016x}", prints.sentence(file, &finding));
            let rules = self.entries.entry(key.clone()).or_default();
            *rules.entry(finding.rule.name.to_owned()).or_default().entry(print).or_default() += 1;
        }
        self.checked.insert(key);
    }

    /// The number of findings.
    pub(super) fn len(&self) -> usize {
        self.entries.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values).sum()
    }

    /// The new contents of the file: the new entries, and those in the file it replaces that belong to documents the
    /// run was not asked for.
    pub(super) fn written(mut self, asked: &Paths) -> Result<String, Failure> {
        let before = disk::read_to_replace(&self.path, disk::FileKind::Baseline);
        match before.map(|text| parse(&disk::shown(&self.path), &text)).transpose()?.flatten() {
            Some(Known::Entries(old)) => {
                let asked = Asked::of(asked, &self.path);
                let others = old.into_iter().filter(|(path, _)| !self.checked.contains(path) && !asked.has_lost(path));
                self.entries.extend(others);
            }
            Some(Known::Version1(files)) if files.keys().any(|path| !self.checked.contains(path)) => {
                return Err(of_old_version(&self.path));
            }
            Some(Known::Version1(_)) | None => {}
        }
        Ok(write(self.entries))
    }
}

/// The files and folders that a run was asked for, as named in a baseline, and as absolute paths.
struct Asked {
    places: Vec<(String, PathBuf)>,
}

impl Asked {
    fn of(paths: &Paths, baseline: &Path) -> Asked {
        Asked { places: paths.named().map(|path| (key(baseline, path), disk::absolute(path))).collect() }
    }

    /// Whether a document was asked for, by itself or through a folder, and no longer exists.
    fn has_lost(&self, document: &str) -> bool {
        self.places.iter().any(|(key, place)| {
            let rest = if key.is_empty() { Some(document) } else { document.strip_prefix(key.as_str()) };
            match rest {
                Some("") => disk::size(place).is_none(),
                Some(rest) if key.is_empty() || rest.starts_with('/') => {
                    disk::size(&place.join(rest.trim_start_matches('/'))).is_none()
                }
                _ => false,
            }
        })
    }
}

/// The contents of a file; `None` if it is not a baseline.
fn parse(shown: &str, text: &str) -> Result<Option<Known>, Failure> {
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else { return Ok(None) };
    match json.get("version").and_then(serde_json::Value::as_u64) {
        Some(VERSION) => Ok(Contents::deserialize(json).ok().map(|contents| Known::Entries(contents.findings))),
        Some(1) => Ok(Version1::deserialize(json).ok().map(|contents| Known::Version1(contents.files))),
        Some(version) if version > VERSION => Err(format!(
            "{shown} is a baseline of version {version}; this copydesk reads versions up to {VERSION}: update it"
        )
        .into()),
        _ => Ok(None),
    }
}

fn of_old_version(path: &Path) -> Failure {
    let shown = disk::shown(path);
    format!("{shown} is a baseline of version 1, which is only read; remove it, and write one of all documents with --write-baseline")
        .into()
}

/// The name of a document or folder in a baseline.
fn key(baseline: &Path, path: &Path) -> String {
    let whole = disk::located(path);
    // A pipe or device is not in any meaningful folder.
    let folder = match disk::is_present(baseline) && disk::size(baseline).is_none() {
        true => disk::absolute(Path::new(".")),
        false => disk::located(baseline).parent().map(Path::to_owned).unwrap_or_default(),
    };
    let root = disk::repository(&whole).unwrap_or(folder);
    disk::shown(&disk::relative_to(&root, &whole))
}

/// Empty entries are omitted.
fn write(mut findings: Entries) -> String {
    findings.retain(|_, rules| {
        rules.retain(|_, prints| {
            prints.retain(|_, count| *count > 0);
            !prints.is_empty()
        });
        !rules.is_empty()
    });
    let text = serde_json::to_string_pretty(&Contents { version: VERSION, findings });
    text.unwrap_or_default() + "\n"
}
