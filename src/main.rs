//! The binary: arguments → command line or language server → exit code.

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
