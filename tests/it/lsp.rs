//! The language server over a real pipe.

#![expect(clippy::needless_pass_by_value, reason = "values are written with `json!` where they are passed")]

mod actions;
mod agree;
mod answers;
mod completing;
mod diagnostics;
mod driver;
mod flood;
mod isolation;
mod large;
mod layouts;
mod model;
mod reading;
mod settings;
mod styles;
mod sync;
mod transport;
