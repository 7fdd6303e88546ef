//! When to check a document that is being edited.
//!
//! There is no fixed delay. A document whose last check was [`QUICK`] is checked at once, and so is any document if the
//! author had paused for as long as a check takes; otherwise edits are collected until the next pause, for at most
//! [`LONGEST`].

use std::time::Duration;
use tokio::time::Instant;

/// A faster check than this is not noticed, but collecting edits would be.
const QUICK: Duration = Duration::from_millis(20);

/// The longest that an edit waits for its check.
const LONGEST: Duration = Duration::from_millis(300);

/// The longest pause that a slow document waits for.
const PAUSE: Duration = Duration::from_millis(150);

/// The schedule of one document.
#[derive(Default)]
pub(crate) struct Debounce {
    running: bool,
    /// The revision last checked, or being checked.
    seen: u64,
    /// How long the last check took.
    took: Duration,
    /// The last edit.
    changed: Option<Instant>,
    /// The first edit that no check has seen.
    since: Option<Instant>,
    due: Option<Instant>,
}

impl Debounce {
    /// The document was edited.
    pub(crate) fn changed(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        let before = self.changed.replace(now);
        self.due = Some(due(self.took, since, before, now));
    }

    /// When the next check starts; `None` while one is running, or if nothing has changed.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.running)
    }

    /// Starts a check of `revision`; returns whether it is needed. The notice of an edit may arrive after the start of
    /// the check that included it.
    pub(crate) fn start(&mut self, revision: u64) -> bool {
        self.running = self.seen != revision;
        self.seen = revision;
        self.since = None;
        self.due = None;
        self.running
    }

    /// The check ended.
    pub(crate) fn finish(&mut self, took: Duration) {
        self.running = false;
        self.took = took;
    }
}

/// When to check a document whose last check took `took`, first edited at `since`, then at `before`, and last at `now`.
fn due(took: Duration, since: Instant, before: Option<Instant>, now: Instant) -> Instant {
    let pause = took.min(PAUSE);
    let paused = before.is_none_or(|before| now >= before + pause);
    if took < QUICK || paused { now } else { (now + pause).min(since + LONGEST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_documents_do_not_wait_and_slow_ones_not_long() {
        let ms = Duration::from_millis;
        let start = Instant::now();
        let just = |now: u64| Some(start + ms(now - 1));
        assert_eq!(due(ms(5), start, just(7), start + ms(7)), start + ms(7));
        assert_eq!(due(ms(40), start, just(7), start + ms(7)), start + ms(47));
        assert_eq!(due(ms(900), start, just(7), start + ms(7)), start + ms(157));
        assert_eq!(due(ms(900), start, just(290), start + ms(290)), start + ms(300));
        // After a pause there is no delay.
        assert_eq!(due(ms(40), start, None, start), start);
        assert_eq!(due(ms(40), start + ms(50), Some(start), start + ms(50)), start + ms(50));
        assert_eq!(due(ms(40), start + ms(30), Some(start), start + ms(30)), start + ms(70));
    }

    #[test]
    fn a_revision_is_checked_once_and_one_check_runs_at_a_time() {
        let now = Instant::now();
        let mut debounce = Debounce::default();
        assert_eq!(debounce.due(), None);
        debounce.changed(now);
        assert_eq!(debounce.due(), Some(now));
        assert!(debounce.start(7));
        debounce.changed(now);
        assert_eq!(debounce.due(), None);
        debounce.finish(Duration::ZERO);
        assert!(debounce.due().is_some() && !debounce.start(7) && debounce.due().is_none());
    }
}
