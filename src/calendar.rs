//! Dates as they are written, what day they mean, and how the house writes them.

pub use jiff::civil::{Date, Weekday};
