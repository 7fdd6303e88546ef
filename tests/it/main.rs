//! The integration tests: one binary.

mod lsp;
mod pages;

mod citations;
