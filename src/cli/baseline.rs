//! The baseline: known findings that are ignored, so that a publication with old issues sees new faults only.
//!
//! A finding is identified by its file, its rule and the words around it, so that it survives moved lines. Of several
//! identical findings, as many are ignored as the baseline counts.

use super::Failure;
use super::format::Checked;
use super::format::fingerprint::Fingerprints;
use crate::disk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The contents of the file: for each document the fingerprints of its findings, with a count.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Baseline {
    version: u32,
    files: BTreeMap<String, BTreeMap<String, usize>>,
}

const VERSION: u32 = 1;

impl Baseline {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
        let shown = disk::shown(path);
        let text = disk::read(path, disk::FileKind::Baseline).map_err(|fault| format!("{shown} {fault}"))?;
        let baseline: Baseline =
            serde_json::from_str(&text).map_err(|error| format!("{shown} is no baseline of copydesk: {error}"))?;
        if baseline.version != VERSION {
            let version = baseline.version;
            return Err(format!("{shown} is a baseline of version {version}; this copydesk reads {VERSION}").into());
        }
        Ok(baseline)
    }

    /// Removes the known findings of a document.
    pub(super) fn drop_known(&mut self, file: &mut Checked) {
        let Some(known) = self.files.get(&file.path) else { return };
        let mut prints = Fingerprints::default();
        let (path, text) = (&file.path, &file.text);
        file.diagnostics.retain(|found| {
            let (print, before) = prints.next(path, text, found);
            known.get(&print).is_none_or(|count| before >= *count)
        });
    }

    /// Adds all findings of a document.
    pub(super) fn take(&mut self, file: &mut Checked) {
        let mut prints = Fingerprints::default();
        for found in std::mem::take(&mut file.diagnostics) {
            let (print, before) = prints.next(&file.path, &file.text, &found);
            self.files.entry(file.path.clone()).or_default().insert(print, before + 1);
        }
    }

    /// The number of findings.
    pub(super) fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).sum()
    }

    /// Serializes the baseline.
    pub(super) fn write(&self) -> String {
        let version = VERSION;
        let text = serde_json::to_string_pretty(&Baseline { version, files: self.files.clone() });
        text.unwrap_or_default() + "\n"
    }
}
