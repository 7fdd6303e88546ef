//! Runs independent parts in parallel when the caller provides a thread pool.
//!
//! * A check starts no threads: without a pool ([`Threads`]) the parts run sequentially on the caller's thread.
//! * Results are in the order of the parts, and no finding depends on where a text is split, so the same text gives the
//!   same findings on any number of threads.

use crate::panics;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Threads that an edge provides for reading long texts; started for the first of them.
#[derive(Debug)]
pub struct Threads {
    count: usize,
    from: usize,
    /// `None` if no threads can be started: then the work is done without them.
    pool: OnceLock<Option<rayon::ThreadPool>>,
}

impl Threads {
    /// That many threads, 0 for as many as the machine has, for texts of at least `from` bytes.
    #[must_use]
    pub const fn new(count: usize, from: usize) -> Threads {
        Threads { count, from, pool: OnceLock::new() }
    }

    /// Does the work on a text of that length, in bytes; on these threads if it is long and is not already running on
    /// any.
    pub fn lend<R: Send>(&self, len: usize, work: impl FnOnce() -> R + Send) -> R {
        if self.count == 1 || len < self.from || rayon::current_thread_index().is_some() {
            return work();
        }
        let start = || rayon::ThreadPoolBuilder::new().num_threads(self.count).build().ok();
        match self.pool.get_or_init(start) {
            Some(pool) => pool.install(|| panics::relay(work)),
            None => work(),
        }
    }
}

/// Whether the caller runs on several threads, so that parts may be processed in parallel.
pub(crate) fn is_lent() -> bool {
    rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1
}

/// Does `work` for each part: in parallel if the caller runs on several threads, else in order.
pub(crate) fn map<P: Send, R: Send>(parts: Vec<P>, work: impl Fn(P) -> R + Sync + Send) -> Vec<R> {
    if parts.len() > 1 && is_lent() {
        parts.into_par_iter().map(|part| panics::relay(|| work(part))).collect()
    } else {
        parts.into_iter().map(work).collect()
    }
}

/// Appends the results of a later part to those of the earlier ones.
pub(crate) fn join<T>(earlier: &mut Vec<T>, mut later: Vec<T>) {
    if earlier.is_empty() {
        *earlier = later;
    } else {
        earlier.append(&mut later);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_order_with_and_without_threads() {
        let doubled: Vec<i32> = (0..1000).map(|n| 2 * n).collect();
        let work = || map((0..1000).collect(), |n: i32| 2 * n);
        assert_eq!(work(), doubled);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(pool.install(work), doubled);
    }
    #[test]
    fn threads_are_lent_to_long_texts_only() {
        let threads = Threads::new(2, 100);
        let on_thread = || rayon::current_thread_index().is_some();
        assert!(!threads.lend(99, on_thread));
        assert!(threads.lend(100, on_thread));
        assert!(!Threads::new(1, 100).lend(100, on_thread));
    }
}
