//! Single keys from a terminal.
//!
//! * While a [`Keyboard`] exists, keys arrive one by one and are not echoed. The terminal settings are restored when it
//!   is dropped, even in a panic, and before a signal ends or stops the process; they are applied again when the
//!   process continues.
//! * Escape sequences that a terminal sends for arrow keys and the like are skipped, so that no letter in them is taken
//!   for an answer.

use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal};

/// See the module documentation.
pub(super) struct Keyboard {
    waiting: VecDeque<u8>,
}

/// Whether keys can be requested, and people can see the messages.
pub(super) fn is_there() -> bool {
    io::stdin().is_terminal() && super::terminal::is_stderr_terminal()
}

impl Keyboard {
    /// Starts reading keys.
    pub(super) fn open() -> Keyboard {
        mode::set();
        Keyboard { waiting: VecDeque::new() }
    }

    /// The next key, in lower case; `None` if the terminal is gone.
    pub(super) fn key(&mut self) -> Option<char> {
        loop {
            if let Some(byte) = self.waiting.pop_front() {
                if byte.is_ascii_alphanumeric() {
                    return Some(char::from(byte.to_ascii_lowercase()));
                }
                // Enter is not an answer: keys may be followed by it.
                if byte.is_ascii_graphic() {
                    return Some(char::from(byte));
                }
                continue;
            }
            let mut input = io::stdin().lock();
            let came = match input.fill_buf() {
                Ok([]) => return None,
                Ok(bytes) => bytes.to_vec(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return None,
            };
            input.consume(came.len());
            self.waiting.extend(without_sequences(&came));
        }
    }
}

/// The input without the sequences that a terminal sends for arrow keys and the like: an escape character, `[` or `O`,
/// digits and punctuation, a letter.
fn without_sequences(came: &[u8]) -> Vec<u8> {
    let mut keys = Vec::new();
    let mut bytes = came.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != 0x1b {
            keys.push(byte);
        } else if bytes.next_if(|next| matches!(next, b'[' | b'O')).is_some() {
            while bytes.next_if(|next| matches!(next, 0x20..=0x3f)).is_some() {}
            bytes.next();
        }
    }
    keys
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        mode::restore();
    }
}

/// Stores the question on the screen, so that it is shown again after a stop.
pub(super) fn remember(question: &str) {
    mode::remember(question);
}

#[cfg(unix)]
mod mode {
    use crate::cli::terminal::{self, Color};
    use crate::disk;
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use std::io;
    use std::sync::{Mutex, MutexGuard, Once, PoisonError};

    /// The original terminal settings, while others are in effect, and the question on the screen.
    static BEFORE: Mutex<(Option<Termios>, String)> = Mutex::new((None, String::new()));

    fn before() -> MutexGuard<'static, (Option<Termios>, String)> {
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Configures the terminal so that keys arrive one by one. Signal keys (Ctrl-C, Ctrl-Z) still work.
    pub(super) fn set() {
        watch();
        let mut before = before();
        let Ok(now) = tcgetattr(io::stdin()) else { return };
        apply(&now);
        before.0.get_or_insert(now);
    }

    fn apply(now: &Termios) {
        let mut keys = now.clone();
        keys.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        keys.special_codes[SpecialCodeIndex::VMIN] = 1;
        keys.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Keys that were typed ahead are kept.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &keys);
    }

    /// Restores the terminal settings.
    pub(super) fn restore() {
        if let Some(was) = before().0.take() {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &was);
        }
    }

    pub(super) fn remember(question: &str) {
        question.clone_into(&mut before().1);
    }

    /// Restores the terminal before a signal ends or stops the process.
    fn watch() {
        static WATCHED: Once = Once::new();
        WATCHED.call_once(|| {
            let wanted = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT];
            let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
            let _ = std::thread::Builder::new().name("keyboard".to_owned()).spawn(move || {
                for signal in signals.forever() {
                    // Held so that the other thread does not change the terminal in the meantime.
                    let held = before();
                    let set = |was: &Termios| {
                        let _ = tcsetattr(io::stdin(), OptionalActions::Now, was);
                    };
                    match signal {
                        SIGTSTP => {
                            held.0.iter().for_each(set);
                            // Returns when the process is continued.
                            let _ = signal_hook::low_level::emulate_default_handler(signal);
                            held.0.iter().for_each(apply);
                        }
                        SIGCONT => {
                            held.0.iter().for_each(apply);
                            if held.0.is_some() {
                                terminal::note_styled(&held.1, Color::Auto);
                            }
                        }
                        _ => {
                            if let Some(was) = &held.0 {
                                set(was);
                                terminal::note("\n");
                            }
                            disk::end_by_signal(signal);
                        }
                    }
                }
            });
        });
    }
}

#[cfg(not(unix))]
mod mode {
    /// Keys arrive with Enter.
    pub(super) fn set() {}

    pub(super) fn restore() {}

    pub(super) fn remember(_: &str) {}
}

#[cfg(test)]
mod tests {
    use super::without_sequences;

    #[test]
    fn arrows_are_no_answers() {
        for (came, keys) in
            [("y", "y"), ("\x1b[Ay", "y"), ("\x1bOAs", "s"), ("a\x1b[1;5Cq", "aq"), ("\x1b", ""), ("\x1b[15~u", "u")]
        {
            assert_eq!(without_sequences(came.as_bytes()), keys.as_bytes(), "{came:?}");
        }
    }
}
