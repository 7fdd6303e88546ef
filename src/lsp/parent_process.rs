//! Watches the process that started the server.
//!
//! If an editor is killed, our input closes, which ends the server. This covers the case that another child of the
//! editor keeps the input open. On systems without a way to ask, the closed input must be enough.

use std::time::Duration;

/// How often the process is checked. A server orphaned for a few seconds does no harm.
const EVERY: Duration = Duration::from_secs(1);

/// Calls `gone` when the process `parent`, which the client named as its own, has exited.
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
    /// Whether we are its direct child: our parent id changes when it exits, even if it is left a zombie.
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
        // A process of another user cannot be signaled, but exists.
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
