//! The language server over a real pipe.

mod driver;
mod flood;
mod sync;
mod transport;
