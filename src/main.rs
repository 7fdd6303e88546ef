//! The binary: arguments → command line or language server → exit code.

/// A check makes many small strings and lists that soon go again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
