//! The clock for measurements that other programs must not disturb.

use std::time::Duration;

/// The processor time that this thread has used, in the system's finest units.
#[cfg(unix)]
pub(crate) fn thread_time() -> Duration {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(spent).expect("time only grows")
}

/// The time that has passed: only Unix is asked for the time of a thread.
#[cfg(not(unix))]
pub(crate) fn thread_time() -> Duration {
    use std::{sync::LazyLock, time::Instant};
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
