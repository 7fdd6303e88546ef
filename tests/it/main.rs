//! The integration tests: one binary.

mod lsp;

mod citations;
