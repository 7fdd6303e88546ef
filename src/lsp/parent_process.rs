//! Whether the process that started us still runs.
//!
//! An editor that is killed closes our input, and that ends us. This is for the rest: the input may be held open by
//! another child of the editor. On systems without a way to ask, the closed input has to do.

use std::time::Duration;

/// How often is asked. An orphan of a few seconds harms nobody.
const EVERY: Duration = Duration::from_secs(1);

/// Calls `gone` when the process `parent` has ended; `parent` is what the client says of itself.
pub(crate) async fn watch(parent: u32, gone: impl FnOnce()) {
    let watched = Watched::new(parent);
    while watched.runs() {
        tokio::time::sleep(EVERY).await;
    }
    tracing::info!("process {parent}, which started this server, is gone");
    gone();
}

#[cfg(unix)]
struct Watched {
    process: Option<rustix::process::Pid>,
    /// Its child is us, and becomes another's when it ends, even where nobody buries it.
    direct: bool,
    parent: u32,
}

#[cfg(unix)]
impl Watched {
    fn new(parent: u32) -> Watched {
        let process = i32::try_from(parent).ok().and_then(rustix::process::Pid::from_raw);
        Watched { process, direct: std::os::unix::process::parent_id() == parent, parent }
    }

    fn runs(&self) -> bool {
        if self.direct && std::os::unix::process::parent_id() != self.parent {
            return false;
        }
        // A process of another user cannot be signalled, and runs.
        self.process
            .is_none_or(|process| !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH)))
    }
}

#[cfg(not(unix))]
struct Watched;

#[cfg(not(unix))]
impl Watched {
    fn new(_: u32) -> Watched {
        Watched
    }

    fn runs(&self) -> bool {
        true
    }
}
