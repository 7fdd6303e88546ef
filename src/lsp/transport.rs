//! The transport between the pipe and the handlers.
//!
//! tower-lsp 0.20 provides routing, types, life cycle and cancellation. Its own loop is not used: it ends at the first
//! malformed frame, blocks when the client does not read, stops reading while handlers wait for the client, dies on a
//! panic, and does not exit. Instead:
//!
//! * one thread reads [`frames`] and passes each to the [dispatcher](dispatch);
//! * handlers that wait continue as tasks of the runtime;
//! * one thread writes everything sent to the [`client`].
//!
//! Queues are unbounded: a client that writes without reading costs memory, but never a deadlock. Frames are bounded.

mod client;
mod dispatch;
mod frames;
mod message;

pub(crate) use client::Client;
pub(crate) use dispatch::respond_raw;

use dispatch::{Dispatcher, Flow};
use frames::{Frame, Frames};
use std::io::{BufReader, Read, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};

/// Why serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The client sent `exit`.
    Exit {
        /// A `shutdown` came first.
        orderly: bool,
    },
    /// The client closed its end.
    Closed {
        /// A `shutdown` came first.
        orderly: bool,
    },
    /// The process that started the server is gone.
    Orphaned,
}

/// How long queued messages may take to be written once serving ends, and how long running handlers may take to answer
/// once the input is closed.
const GRACE: Duration = Duration::from_secs(1);

/// Both ends of the pipe.
pub(crate) struct Transport {
    client: Client,
    written: client::Written,
    ending: Sender<End>,
    ended: Receiver<End>,
}

impl Transport {
    /// Starts writing to `output`.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(crate) fn new(output: impl Write + Send + 'static) -> std::io::Result<Transport> {
        let (ending, ended) = mpsc::channel();
        let broken = ending.clone();
        let (client, written) = Client::start(output, move || {
            let _ = broken.send(End::Closed { orderly: false });
        })?;
        Ok(Transport { client, written, ending, ended })
    }

    /// The client, for sending messages.
    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// A function that ends serving for a reason detected elsewhere.
    pub(crate) fn ender(&self) -> impl Fn(End) + Send + Sync + 'static + use<> {
        let ending = self.ending.clone();
        move |end| {
            let _ = ending.send(end);
        }
    }

    /// Serves the messages from `input` with `service`, until one of the two ends.
    ///
    /// # Errors
    /// If no thread can be started.
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
        let dispatcher = Dispatcher::new(service, runtime.clone(), self.client.clone());
        let ending = self.ending.clone();
        std::thread::Builder::new().name("copydesk-read".to_owned()).spawn(move || {
            let end = read(input, dispatcher);
            let _ = ending.send(end);
        })?;
        // The reader holds a sender, so there is an end to receive.
        let end = self.ended.recv().unwrap_or(End::Closed { orderly: false });
        self.client.close();
        self.written.wait(GRACE);
        Ok(end)
    }
}

fn read<S>(input: impl Read, mut dispatcher: Dispatcher<S>) -> End
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
{
    let mut frames = Frames::new(BufReader::with_capacity(64 << 10, input), frames::LIMIT);
    loop {
        match frames.next() {
            Ok(Some(Frame::Body(body))) => {
                if let Flow::Exit { orderly } = dispatcher.handle(&body) {
                    return End::Exit { orderly };
                }
            }
            Ok(Some(Frame::TooLong(length))) => {
                dispatcher.refuse_frame(length, frames::LIMIT);
            }
            Ok(None) => break,
            Err(error) => {
                tracing::warn!("the client cannot be read any more: {error}");
                break;
            }
        }
    }
    let orderly = dispatcher.is_shut_down();
    // A script may close its end after its last request and still read the responses.
    let busy = dispatcher.busy();
    let until = Instant::now() + GRACE;
    while busy.strong_count() > 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
    End::Closed { orderly }
}
