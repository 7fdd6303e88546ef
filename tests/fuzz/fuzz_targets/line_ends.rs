//! libFuzzer's entry to the target; its body is in the library.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| copydesk_fuzz::libfuzzer("line_ends", data));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!(
        "libFuzzer is not linked in: use `cargo fuzz run line_ends`, or the plain driver, `cargo run --bin drive -- line_ends`"
    );
    std::process::exit(2);
}
