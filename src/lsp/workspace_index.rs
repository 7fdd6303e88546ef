//! The bulletins of the workspace that are not open: read in the background, summarized, and not kept.
//!
//! * One thread reads them, one file at a time; open documents never wait for it. It reads nothing outside the
//!   workspace folders, and nothing excluded by `.gitignore` or `files.exclude`.
//! * The client can follow the reading and cancel it; what has been read by then is kept.
//! * At most [`MOST`] documents are summarized, none larger than [`LARGEST`](super::editor_project::LARGEST) bytes, up
//!   to a total of [`HEAVIEST`] bytes of memory. File names ascend with time, so the last ones by name are read, the
//!   very last first. Callers that need all documents can [tell](Coverage::shortfall) what is missing.
//! * Requests take the current [`Workspace`] and hold no lock. No file is read while a lock is held.
//! * A panic in one document is reported, and reading continues.

use super::editor_project::EditorProject;
use super::state::State;
use super::transport::Client;
use crate::bulletin;
use crate::workspace::{Id, Summary, Workspace};
use crate::{disk, panics};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The maximum number of documents that are summarized.
const MOST: usize = 10_000;

/// The maximum memory for all summaries together, in bytes: about five thousand issues of 35 kB.
const HEAVIEST: usize = 96 << 20;

/// How many documents are read before their summaries are shared.
const BATCH: usize = 64;

/// How much of the workspace is summarized.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Documents that have been examined.
    read: usize,
    /// Documents in the workspace.
    total: usize,
    /// Documents that were examined and could not be read.
    unreadable: usize,
    /// Why not all were examined.
    gap: Option<Gap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Reading,
    Cancelled,
    Full,
}

impl Coverage {
    /// A sentence for people if the summaries do not cover the workspace.
    pub(crate) fn shortfall(&self) -> Option<String> {
        let Coverage { read, total, unreadable, gap } = *self;
        let why = match gap {
            Some(Gap::Reading) => "the workspace is still being read",
            Some(Gap::Cancelled) => "reading the workspace was cancelled",
            Some(Gap::Full) => "the index of the workspace is full",
            None if unreadable > 0 => "the others could not be read (see the log)",
            None => return None,
        };
        let searched = read - unreadable.min(read);
        // Until the files have been counted, their number is unknown.
        let all = if total == 0 { "the".to_owned() } else { format!("the {total}") };
        Some(format!("Only {searched} of {all} documents of the workspace were searched: {why}."))
    }
}

/// The state that requests take.
#[derive(Default)]
struct Present {
    workspace: Arc<Workspace>,
    coverage: Coverage,
}

/// What the thread is asked to do.
enum Task {
    /// Read these folders instead of the current ones.
    Read(Vec<PathBuf>),
    /// Read this document, which may have changed, or been opened or closed.
    Update(Url),
}

/// See the module documentation. Clones are cheap and share everything.
#[derive(Clone)]
pub(crate) struct WorkspaceIndex {
    present: Arc<Mutex<Present>>,
    /// The last shortfall that was reported.
    told: Arc<Mutex<Option<String>>>,
    tasks: Sender<Task>,
    cancelled: Arc<AtomicBool>,
}

/// What the thread works with.
struct Reader {
    present: Arc<Mutex<Present>>,
    cancelled: Arc<AtomicBool>,
    folders: Vec<PathBuf>,
    state: Arc<State>,
    project: Arc<EditorProject>,
    client: Client,
    runtime: tokio::runtime::Handle,
    /// The number of readings: each has its own progress token.
    readings: u32,
    /// Documents that could not be read.
    unreadable: BTreeSet<Url>,
    /// Documents in which copydesk panicked: each is reported once.
    faulty: BTreeSet<Url>,
}

/// The outcome for one document.
enum Outcome {
    Summary(Summary),
    /// It is open: its own state counts.
    Open,
    /// It no longer exists.
    Gone,
    Unreadable,
}

fn lock(present: &Mutex<Present>) -> MutexGuard<'_, Present> {
    present.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WorkspaceIndex {
    /// An empty index with its thread.
    pub(crate) fn new(
        state: Arc<State>,
        project: Arc<EditorProject>,
        client: Client,
        runtime: &tokio::runtime::Handle,
    ) -> WorkspaceIndex {
        let (tasks, queue) = mpsc::channel();
        let present = Arc::default();
        let cancelled: Arc<AtomicBool> = Arc::default();
        let reader = Reader {
            present: Arc::clone(&present),
            cancelled: cancelled.clone(),
            folders: Vec::new(),
            state,
            project,
            client,
            runtime: runtime.clone(),
            readings: 0,
            unreadable: BTreeSet::new(),
            faulty: BTreeSet::new(),
        };
        let started = std::thread::Builder::new().name("copydesk-index".to_owned()).spawn(move || reader.run(&queue));
        if let Err(error) = started {
            tracing::error!("the other bulletins of the workspace will not be read: {error}");
        }
        WorkspaceIndex { present, told: Arc::default(), tasks, cancelled }
    }

    /// The current summaries.
    pub(crate) fn workspace(&self) -> Arc<Workspace> {
        lock(&self.present).workspace.clone()
    }

    /// The current summaries, and how much they cover.
    pub(crate) fn present(&self) -> (Arc<Workspace>, Coverage) {
        let present = lock(&self.present);
        (present.workspace.clone(), present.coverage.clone())
    }

    /// What is missing in `coverage`, unless that was the last thing reported.
    pub(crate) fn news(&self, coverage: &Coverage) -> Option<String> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let shortfall = coverage.shortfall();
        let news = shortfall.clone().filter(|shortfall| told.as_ref() != Some(shortfall));
        *told = shortfall;
        news
    }

    /// Reads these folders, instead of those read before.
    pub(crate) fn read(&self, folders: Vec<PathBuf>) {
        self.cancelled.store(true, Ordering::Relaxed);
        if !folders.is_empty() {
            // From now on, until the thread has caught up.
            lock(&self.present).coverage.gap = Some(Gap::Reading);
        }
        let _ = self.tasks.send(Task::Read(folders));
    }

    /// A document was opened, closed, or changed on disk.
    pub(crate) fn update(&self, uri: Url) {
        let _ = self.tasks.send(Task::Update(uri));
    }

    /// Cancels a reading that is under way.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// The documents in the folders that the configurations do not exclude.
struct Selection(Arc<EditorProject>);

impl disk::Selection for Selection {
    fn excludes(&self, path: &Path) -> bool {
        self.0.excludes(path)
    }

    fn takes(&self, path: &Path) -> bool {
        self.0.takes(path)
    }
}

impl Reader {
    fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            let mut updated: BTreeSet<Url> = BTreeSet::new();
            let mut folders = None;
            for task in std::iter::once(first).chain(queue.try_iter()) {
                match task {
                    Task::Read(new) => {
                        folders = Some(new);
                        updated.clear();
                    }
                    Task::Update(uri) => {
                        updated.insert(uri);
                    }
                }
            }
            // Documents are guarded one by one; no other panic may end the thread either.
            let done = panics::catch(|| {
                if let Some(folders) = folders {
                    self.folders = folders;
                    self.read();
                }
                self.update(updated);
            });
            if let Err(panic) = done {
                tracing::error!("reading the workspace failed: {panic}");
                lock(&self.present).coverage.gap = Some(Gap::Cancelled);
            }
        }
    }

    fn present(&self) -> Arc<Workspace> {
        lock(&self.present).workspace.clone()
    }

    /// Shares changed summaries.
    fn share(&self, changes: Vec<(Id, Option<Summary>)>) {
        let next = Arc::new(self.present().changed(changes));
        lock(&self.present).workspace = next;
    }

    fn update(&mut self, uris: BTreeSet<Url>) {
        let mut changes: Vec<_> = uris.into_iter().filter_map(|uri| self.change(&uri)).collect();
        let present = self.present();
        if present.len() >= MOST || present.weight() >= HEAVIEST {
            // What is known is kept up to date.
            let left_out =
                changes.extract_if(.., |(id, _)| !present.knows(id)).filter(|(_, new)| new.is_some()).count();
            let mut shared = lock(&self.present);
            shared.coverage.total += left_out;
            let first = left_out > 0 && shared.coverage.gap != Some(Gap::Full);
            if first {
                shared.coverage.gap = Some(Gap::Full);
            }
            drop(shared);
            if first {
                tracing::warn!("{} documents of the workspace are summed up: new ones are left out", present.len());
            }
        }
        lock(&self.present).coverage.unreadable = self.unreadable.len();
        if !changes.is_empty() {
            self.share(changes);
        }
    }

    /// The change for one document; `None` if it does not belong to the workspace.
    fn change(&mut self, uri: &Url) -> Option<(Id, Option<Summary>)> {
        let path = uri.to_file_path().ok()?;
        let ours = (disk::is_markdown(&path) || self.project.takes(&path))
            && self.folders.iter().any(|folder| path.starts_with(folder));
        ours.then(|| (Id::from(uri.as_str()), self.summary(uri, &path)))
    }

    /// The summary of a document, if it is not open and can be read.
    fn summary(&mut self, uri: &Url, path: &Path) -> Option<Summary> {
        let outcome = panics::catch(|| self.look(uri, path)).unwrap_or_else(|panic| {
            let message = format!("{} could not be read: {panic}", path.display());
            if self.faulty.insert(uri.clone()) {
                self.client.show_message(lsp::MessageType::ERROR, message);
            } else {
                tracing::error!("{message}");
            }
            Outcome::Unreadable
        });
        if matches!(outcome, Outcome::Unreadable) {
            self.unreadable.insert(uri.clone());
        } else {
            self.unreadable.remove(uri);
        }
        match outcome {
            Outcome::Summary(summary) => Some(summary),
            Outcome::Open | Outcome::Gone | Outcome::Unreadable => None,
        }
    }

    fn look(&self, uri: &Url, path: &Path) -> Outcome {
        if self.state.snapshot(uri).is_some() {
            return Outcome::Open;
        }
        if disk::size(path).is_none() && !path.exists() {
            return Outcome::Gone;
        }
        let text = match self.project.read(path) {
            Ok(text) => text,
            Err(message) => {
                tracing::info!("{}: {message}", path.display());
                return Outcome::Unreadable;
            }
        };
        let context = self.state.context(uri);
        let bulletin = bulletin::read(&context.path, &text, context.gazetteer(), context.settings());
        Outcome::Summary(Summary::of(&text, &bulletin, context.gazetteer()))
    }

    /// Reads all folders.
    fn read(&mut self) {
        self.cancelled.store(false, Ordering::Relaxed);
        self.readings += 1;
        self.unreadable.clear();
        let coverage = Coverage { gap: Some(Gap::Reading), ..Coverage::default() };
        *lock(&self.present) = Present { workspace: Arc::default(), coverage };
        let project = self.project.clone();
        let walked = disk::walk(&self.folders, Selection(project));
        for fault in &walked.faults {
            tracing::info!("{}: {}", fault.path, fault.message);
        }
        let mut files = walked.files;
        let total = files.len();
        let mut gap = None;
        if files.len() > MOST {
            tracing::warn!("the workspace holds {total} documents: the last {MOST} by name are read");
            files.drain(..files.len() - MOST);
            gap = Some(Gap::Full);
        }
        let cover = |reader: &Reader, read, gap| {
            let unreadable = reader.unreadable.len();
            lock(&reader.present).coverage = Coverage { read, total, unreadable, gap };
        };
        cover(self, 0, Some(Gap::Reading));
        let progress = Progress::begin(self, files.len());
        let mut batch = Vec::with_capacity(BATCH);
        let mut read = 0;
        for path in files.iter().rev() {
            if self.cancelled.load(Ordering::Relaxed) {
                tracing::info!("reading the workspace was ended after {read} of {} documents", files.len());
                gap = Some(Gap::Cancelled);
                break;
            }
            read += 1;
            let Ok(uri) = Url::from_file_path(path) else { continue };
            batch.push((Id::from(uri.as_str()), self.summary(&uri, path)));
            if batch.len() == BATCH {
                self.share(std::mem::take(&mut batch));
                cover(self, read, Some(Gap::Reading));
                progress.report(read);
                if self.present().weight() >= HEAVIEST {
                    tracing::warn!("the index of the workspace is full after {read} of {} documents", files.len());
                    gap = Some(Gap::Full);
                    break;
                }
            }
        }
        self.share(batch);
        cover(self, read, gap);
        progress.end();
    }
}

/// Shows the client how far reading has progressed, if it wants to know.
struct Progress {
    client: Client,
    token: Option<lsp::ProgressToken>,
    all: usize,
}

impl Progress {
    fn begin(reader: &Reader, all: usize) -> Progress {
        // A few documents are read before anyone could look.
        let wanted = reader.state.capabilities().progress && all > BATCH;
        let token = wanted.then(|| lsp::ProgressToken::String(format!("copydesk/index/{}", reader.readings)));
        let progress = Progress { client: reader.client.clone(), token, all };
        if let Some(token) = progress.token.clone() {
            // The client handles messages in order, so its response need not be awaited.
            let params = lsp::WorkDoneProgressCreateParams { token };
            let created = reader.client.request::<lsp::request::WorkDoneProgressCreate>(params);
            reader.runtime.spawn(created);
            progress.send(lsp::WorkDoneProgress::Begin(lsp::WorkDoneProgressBegin {
                title: "Reading the workspace".to_owned(),
                cancellable: Some(true),
                message: Some(format!("{all} documents")),
                percentage: Some(0),
            }));
        }
        progress
    }

    fn report(&self, done: usize) {
        self.send(lsp::WorkDoneProgress::Report(lsp::WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(format!("{done} of {} documents", self.all)),
            percentage: u32::try_from(done * 100 / self.all.max(1)).ok(),
        }));
    }

    fn end(&self) {
        self.send(lsp::WorkDoneProgress::End(lsp::WorkDoneProgressEnd { message: None }));
    }

    fn send(&self, progress: lsp::WorkDoneProgress) {
        let Some(token) = self.token.clone() else { return };
        let value = lsp::ProgressParamsValue::WorkDone(progress);
        self.client.notify::<lsp::notification::Progress>(lsp::ProgressParams { token, value });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_searched_is_said() {
        let said = |read, total, unreadable, gap| Coverage { read, total, unreadable, gap }.shortfall();
        assert_eq!(said(7, 7, 0, None), None);
        assert_eq!(said(0, 0, 0, None), None);
        let full =
            "Only 10000 of the 10200 documents of the workspace were searched: the index of the workspace is full.";
        assert_eq!(said(10_000, 10_200, 0, Some(Gap::Full)).as_deref(), Some(full));
        let unreadable =
            "Only 6 of the 7 documents of the workspace were searched: the others could not be read (see the log).";
        assert_eq!(said(7, 7, 1, None).as_deref(), Some(unreadable));
        let reading = "Only 0 of the documents of the workspace were searched: the workspace is still being read.";
        assert_eq!(said(0, 0, 0, Some(Gap::Reading)).as_deref(), Some(reading));
        assert!(
            said(3, 9, 0, Some(Gap::Cancelled))
                .is_some_and(|said| said.contains("3 of the 9") && said.contains("cancelled"))
        );
    }
}
