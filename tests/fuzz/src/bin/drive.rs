//! The driver as a program: see `copydesk_fuzz::driver`.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk_fuzz::driver::main(std::env::args().skip(1))
}
