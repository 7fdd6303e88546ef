//! The bulletins of the workspace that nobody has open: read in the background, summed up, and not kept.
//!
//! * One thread reads them, one file at a time; documents that are open never wait for it. It reads nothing outside the
//!   workspace's folders, and nothing that `.gitignore` or `files.exclude` leaves out.
//! * The client may watch the reading and end it; what was read by then is kept.
//! * At most [`MOST`] documents are summed up, none larger than [`LARGEST`](super::library::LARGEST) bytes, and together at most to [`HEAVIEST`]
//!   bytes of memory. Names of files rise with time, so the last by name are read, the very last first.
//! * Readers take the present [`Workspace`] and hold no lock.

use super::library::Library;
use super::state::State;
use super::transport::Client;
use crate::bulletin;
use crate::disk;
use crate::workspace::{Id, Summary, Workspace};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// Documents that are summed up at most.
const MOST: usize = 10_000;

/// Bytes that all summaries may weigh: of issues of 35 kB, some five thousand.
const HEAVIEST: usize = 96 << 20;

/// Documents that are read before what they say is shown.
const BATCH: usize = 64;

/// What the thread is asked to do.
enum Task {
    /// Read these folders, and nothing else any more.
    Folders(Vec<PathBuf>),
    /// A document may have changed, was opened or was closed.
    Look(Url),
}

/// See the module. Clones are cheap and share all.
#[derive(Clone)]
pub(crate) struct Index {
    workspace: Arc<Mutex<Arc<Workspace>>>,
    tasks: Sender<Task>,
    cancelled: Arc<AtomicBool>,
}

/// What the thread works with.
struct Reader {
    workspace: Arc<Mutex<Arc<Workspace>>>,
    cancelled: Arc<AtomicBool>,
    folders: Vec<PathBuf>,
    state: Arc<State>,
    library: Arc<Library>,
    client: Client,
    runtime: tokio::runtime::Handle,
    /// Counts the readings: each has a token of its own.
    readings: u32,
    /// People know that no more documents are taken up.
    full: bool,
}

impl Index {
    /// An empty index with its thread.
    pub(crate) fn new(
        state: Arc<State>,
        library: Arc<Library>,
        client: Client,
        runtime: &tokio::runtime::Handle,
    ) -> Index {
        let (tasks, queue) = mpsc::channel();
        let workspace = Arc::default();
        let cancelled: Arc<AtomicBool> = Arc::default();
        let reader = Reader {
            workspace: Arc::clone(&workspace),
            cancelled: cancelled.clone(),
            folders: Vec::new(),
            state,
            library,
            client,
            runtime: runtime.clone(),
            readings: 0,
            full: false,
        };
        let started = std::thread::Builder::new().name("copydesk-index".to_owned()).spawn(move || reader.run(&queue));
        if let Err(error) = started {
            tracing::error!("the other bulletins of the workspace will not be read: {error}");
        }
        Index { workspace, tasks, cancelled }
    }

    /// What the workspace says at present.
    pub(crate) fn workspace(&self) -> Arc<Workspace> {
        self.workspace.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads these folders, in place of those read before.
    pub(crate) fn read(&self, folders: Vec<PathBuf>) {
        self.cancelled.store(true, Ordering::Relaxed);
        let _ = self.tasks.send(Task::Folders(folders));
    }

    /// A document was opened, closed, or changed on disk.
    pub(crate) fn look(&self, uri: Url) {
        let _ = self.tasks.send(Task::Look(uri));
    }

    /// Ends a reading that is under way.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Reader {
    fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            let mut looked: BTreeSet<Url> = BTreeSet::new();
            let mut folders = None;
            for task in std::iter::once(first).chain(queue.try_iter()) {
                match task {
                    Task::Folders(new) => {
                        folders = Some(new);
                        looked.clear();
                    }
                    Task::Look(uri) => {
                        looked.insert(uri);
                    }
                }
            }
            if let Some(folders) = folders {
                self.folders = folders;
                self.read();
            }
            let mut changes: Vec<_> = looked.into_iter().filter_map(|uri| self.look(&uri)).collect();
            let present = self.present();
            if present.len() >= MOST || present.weight() >= HEAVIEST {
                // What is known is kept up to date.
                let all = changes.len();
                changes.retain(|(id, _)| present.knows(id));
                if changes.len() < all && !std::mem::replace(&mut self.full, true) {
                    tracing::warn!("{} documents of the workspace are summed up: new ones are left out", present.len());
                }
            }
            if !changes.is_empty() {
                self.put(changes);
            }
        }
    }

    fn present(&self) -> Arc<Workspace> {
        self.workspace.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, changes: Vec<(Id, Option<Summary>)>) {
        let next = Arc::new(self.present().changed(changes));
        *self.workspace.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// The change that one document makes; none where it is no concern of ours.
    fn look(&self, uri: &Url) -> Option<(Id, Option<Summary>)> {
        let path = uri.to_file_path().ok()?;
        let ours = disk::is_markdown(&path) && self.folders.iter().any(|folder| path.starts_with(folder));
        ours.then(|| (Id::from(uri.as_str()), self.summary(uri, &path)))
    }

    /// What a document says; none where it is open (its own state speaks for it) or cannot be read.
    fn summary(&self, uri: &Url, path: &Path) -> Option<Summary> {
        if self.state.snapshot(uri).is_some() {
            return None;
        }
        let text = self.library.read(path).map_err(|message| tracing::info!("{}: {message}", path.display())).ok()?;
        let house = self.state.house(uri);
        let bulletin = bulletin::read(&house.path, &text, house.gazetteer(), house.settings());
        Some(Summary::of(&text, &bulletin, house.gazetteer()))
    }

    /// Reads all folders.
    fn read(&mut self) {
        self.cancelled.store(false, Ordering::Relaxed);
        self.readings += 1;
        self.full = false;
        let library = self.library.clone();
        let folders = self.folders.clone();
        let walked = disk::walk(&folders, move |path| library.excludes(path));
        for fault in &walked.faults {
            tracing::info!("{}: {}", fault.path, fault.message);
        }
        let mut files = walked.files;
        if files.len() > MOST {
            tracing::warn!("the workspace holds {} documents: the last {MOST} by name are read", files.len());
            files.drain(..files.len() - MOST);
        }
        *self.workspace.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
        let progress = Progress::begin(self, files.len());
        let mut batch = Vec::with_capacity(BATCH);
        for (at, path) in files.iter().rev().enumerate() {
            if self.cancelled.load(Ordering::Relaxed) {
                tracing::info!("reading the workspace was ended after {at} of {} documents", files.len());
                break;
            }
            let Ok(uri) = Url::from_file_path(path) else { continue };
            batch.push((Id::from(uri.as_str()), self.summary(&uri, path)));
            if batch.len() == BATCH {
                self.put(std::mem::take(&mut batch));
                progress.report(at + 1);
                if self.present().weight() >= HEAVIEST {
                    let (read, all) = (at + 1, files.len());
                    tracing::warn!(
                        "the workspace says more than is kept in memory: the last {read} of {all} documents by name were read"
                    );
                    break;
                }
            }
        }
        self.put(batch);
        progress.end();
    }
}

/// Tells the client how far a reading is, where it wants to know.
struct Progress<'a> {
    reader: &'a Reader,
    token: Option<lsp::ProgressToken>,
    all: usize,
}

impl<'a> Progress<'a> {
    fn begin(reader: &'a Reader, all: usize) -> Progress<'a> {
        // A few documents are read before anybody could look.
        let wanted = reader.state.capabilities().progress && all > BATCH;
        let token = wanted.then(|| lsp::ProgressToken::String(format!("copydesk/index/{}", reader.readings)));
        let progress = Progress { reader, token, all };
        if let Some(token) = progress.token.clone() {
            // The client takes messages in order, so its answer need not be waited for.
            let ask = lsp::WorkDoneProgressCreateParams { token };
            let created = reader.client.request::<lsp::request::WorkDoneProgressCreate>(ask);
            reader.runtime.spawn(created);
            progress.say(lsp::WorkDoneProgress::Begin(lsp::WorkDoneProgressBegin {
                title: "Reading the workspace".to_owned(),
                cancellable: Some(true),
                message: Some(format!("{all} documents")),
                percentage: Some(0),
            }));
        }
        progress
    }

    fn report(&self, done: usize) {
        self.say(lsp::WorkDoneProgress::Report(lsp::WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(format!("{done} of {} documents", self.all)),
            percentage: u32::try_from(done * 100 / self.all.max(1)).ok(),
        }));
    }

    fn end(&self) {
        self.say(lsp::WorkDoneProgress::End(lsp::WorkDoneProgressEnd { message: None }));
    }

    fn say(&self, progress: lsp::WorkDoneProgress) {
        let Some(token) = self.token.clone() else { return };
        let value = lsp::ProgressParamsValue::WorkDone(progress);
        self.reader.client.notify::<lsp::notification::Progress>(lsp::ProgressParams { token, value });
    }
}
