//! Keeps a panic in one document from affecting the others.
//!
//! * [`catch`] runs the work on one document and returns a panic as a value that says what went wrong and where.
//! * An edge installs [`install_hook`] once, so that a caught panic prints nothing and its location in the code is
//!   known.
//! * Work that moves to another thread goes through [`relay`], so that the location survives the way back.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, resume_unwind};
use std::sync::Once;

/// A panic that was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    message: String,
    /// `file:line:column`; `None` if the hook is not installed.
    place: Option<String>,
}

/// A clause that states what happened, in which version, and what to do; an edge names the document before it.
impl fmt::Display for Panic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "copydesk {} has a bug", env!("CARGO_PKG_VERSION"))?;
        if let Some(place) = &self.place {
            write!(out, " at {place}")?;
        }
        write!(out, " ({}); please report it {}", self.message, whereto())?;
        out.write_str(", with the smallest text that shows it")
    }
}

/// Where to report a bug.
fn whereto() -> &'static str {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => "to the maintainers of copydesk",
        _ => concat!("at ", env!("CARGO_PKG_REPOSITORY"), "/issues"),
    }
}

thread_local! {
    /// How many calls of [`catch`] and [`relay`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// The location of the last panic in this thread.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the work on one document; if it panics, returns an error that says so.
///
/// Whatever the work changes must be dropped with it, or be consistent at any point, as caches behind a lock or a
/// `OnceLock` are.
///
/// # Errors
/// If the work panics.
pub fn catch<R>(work: impl FnOnce() -> R) -> Result<R, Panic> {
    struct Depth;
    impl Drop for Depth {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get() - 1);
        }
    }
    DEPTH.set(DEPTH.get() + 1);
    let depth = Depth;
    let result = catch_unwind(AssertUnwindSafe(work));
    drop(depth);
    result.map_err(|payload| panic_of(&*payload))
}

/// Runs work on a pool thread: a panic is passed on, with its location, to whoever waits for the result.
pub fn relay<R>(work: impl FnOnce() -> R) -> R {
    catch(work).unwrap_or_else(|panic| resume_unwind(Box::new(panic)))
}

fn panic_of(payload: &(dyn Any + Send)) -> Panic {
    if let Some(relayed) = payload.downcast_ref::<Panic>() {
        return relayed.clone();
    }
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    // A message may quote the document: one short line of it is enough.
    let text = text.unwrap_or_default();
    let mut message: String = text.chars().take(MESSAGE).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if message.len() < text.len() {
        message.push('…');
    }
    Panic { message, place: PLACE.take() }
}

/// The maximum number of characters shown of a panic's message.
const MESSAGE: usize = 200;

/// Silences caught panics and records their location. A panic that nobody catches is passed to `tell` as one sentence;
/// with `verbose`, all panics are printed in the usual way, with their backtraces.
pub fn install_hook(verbose: bool, tell: fn(&str)) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            let caught = DEPTH.get() > 0;
            PLACE.set(info.location().map(ToString::to_string));
            if verbose {
                usual(info);
            } else if !caught {
                tell(&panic_of(info.payload()).to_string());
            }
        }));
    });
}

/// Text that makes reading a document panic, in builds with debug assertions only: the tests of both edges use it.
pub const REHEARSAL: &str = "copydesk-debug-panic";

/// Panics if `text` asks for it; does nothing in a release build.
pub(crate) fn rehearse(text: &str) {
    if cfg!(debug_assertions) && memchr::memmem::find(text.as_bytes(), REHEARSAL.as_bytes()).is_some() {
        #[expect(clippy::panic, reason = "that is what it is for")]
        {
            panic!("the text asks for a panic");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_sentence() {
        install_hook(false, |_| {});
        assert_eq!(catch(|| 7), Ok(7));
        let said = catch(|| panic!("no\n{}", "x".repeat(300))).unwrap_err().to_string();
        assert!(
            said.contains(env!("CARGO_PKG_VERSION")) && said.contains("(no xxx") && said.contains("xxx…)"),
            "{said}"
        );
        assert!(said.contains("panics.rs:") && !said.contains('\n'), "{said}");
        assert!(catch(|| rehearse("none here")).is_ok());
        assert_eq!(catch(|| rehearse(REHEARSAL)).is_err(), cfg!(debug_assertions));
    }

    #[test]
    fn a_panic_on_another_thread_keeps_its_place() {
        install_hook(false, |_| {});
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let line = line!() + 1;
        let work = |n: usize| if n == 700 { panic!("at {n}") } else { n };
        let panic = catch(|| pool.install(|| crate::parallel::map((0..1000).collect(), work))).unwrap_err();
        assert_eq!(panic.message, "at 700");
        assert!(panic.place.is_some_and(|place| place.contains(&format!("panics.rs:{line}:"))));
    }

    #[test]
    fn an_inner_catch_leaves_the_outer_in_force() {
        install_hook(false, |_| {});
        let outer = catch(|| {
            assert!(catch(|| panic!("inner")).is_err());
            panic!("outer");
        });
        assert_eq!(outer.map_err(|panic| panic.message), Err("outer".to_owned()));
        assert_eq!(DEPTH.get(), 0);
    }
}
