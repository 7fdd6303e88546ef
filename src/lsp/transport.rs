//! Between the pipe and the handlers.
//!
//! tower-lsp 0.20 gives us the routing, the types, the life cycle and cancellation; its own loop is not used, since it
//! ends at the first malformed frame, blocks when the client does not read, stops reading while handlers wait for
//! the client, dies of a panic and does not exit. Here instead:
//!
//! * one thread reads [`frames`] and passes each through the [`gate`];
//! * handlers that wait go on as tasks of the runtime;
//! * one thread writes what was said through the [`outlet`].
//!
//! Queues are not bounded: a client that writes without reading costs memory, never a dead lock. Frames are bounded.

pub(crate) mod frames;
mod gate;
mod message;
mod outlet;

pub(crate) use outlet::Outlet;

use frames::{Frame, Frames};
use gate::{Flow, Gate};
use std::io::{BufReader, Read, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};

/// Why serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The client said `exit`; whether `shutdown` came before.
    Exit {
        /// A `shutdown` came first.
        orderly: bool,
    },
    /// The client closed its end without a word, or after `shutdown`.
    Closed {
        /// A `shutdown` came first.
        orderly: bool,
    },
    /// The process that started us is gone.
    Orphaned,
}

/// How long what was said may take to be written once serving ends, and running handlers to answer a closed input.
const GRACE: Duration = Duration::from_secs(1);

/// Both ends of the pipe.
pub(crate) struct Transport {
    out: Outlet,
    written: outlet::Written,
    ending: Sender<End>,
    ended: Receiver<End>,
}

impl Transport {
    /// Starts writing to `output`.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(crate) fn new(output: impl Write + Send + 'static) -> std::io::Result<Transport> {
        let (ending, ended) = mpsc::channel();
        let broken = ending.clone();
        let (out, written) = Outlet::start(output, move || {
            let _ = broken.send(End::Closed { orderly: false });
        })?;
        Ok(Transport { out, written, ending, ended })
    }

    /// The way to the client.
    pub(crate) fn outlet(&self) -> Outlet {
        self.out.clone()
    }

    /// Ends serving, for a reason found elsewhere, when called.
    pub(crate) fn ender(&self) -> impl Fn(End) + Send + Sync + 'static + use<> {
        let ending = self.ending.clone();
        move |end| {
            let _ = ending.send(end);
        }
    }

    /// Serves what `input` says with `service`, until one of the two ends.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(crate) fn serve<S>(
        self,
        input: impl Read + Send + 'static,
        service: S,
        runtime: &Handle,
    ) -> std::io::Result<End>
    where
        S: Service<Request, Response = Option<Response>> + Send + 'static,
        S::Future: Send + 'static,
        S::Error: std::fmt::Display + Send + 'static,
    {
        let gate = Gate::new(service, runtime.clone(), self.out.clone());
        let ending = self.ending.clone();
        std::thread::Builder::new().name("copydesk-read".to_owned()).spawn(move || {
            let end = read(input, gate);
            let _ = ending.send(end);
        })?;
        // The reader holds a sender, so there is an end to receive.
        let end = self.ended.recv().unwrap_or(End::Closed { orderly: false });
        self.out.close();
        self.written.wait(GRACE);
        Ok(end)
    }
}

fn read<S>(input: impl Read, mut gate: Gate<S>) -> End
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
{
    let mut frames = Frames::new(BufReader::with_capacity(64 << 10, input), frames::LIMIT);
    loop {
        match frames.next() {
            Ok(Some(Frame::Body(body))) => {
                if let Flow::Exit { orderly } = gate.take(&body) {
                    return End::Exit { orderly };
                }
            }
            Ok(Some(Frame::TooLong(length))) => {
                tracing::warn!("a message of {length} bytes was dropped; at most {} are read", frames::LIMIT);
            }
            Ok(None) => break,
            Err(error) => {
                tracing::warn!("the client cannot be read any more: {error}");
                break;
            }
        }
    }
    let orderly = gate.shut_down();
    // A script may close its end once everything is asked, and still read the answers.
    let busy = gate.busy();
    let until = Instant::now() + GRACE;
    while busy.strong_count() > 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
    End::Closed { orderly }
}
