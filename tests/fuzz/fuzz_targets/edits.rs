//! libFuzzer's entry to the target; its body is in the library.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| copydesk_fuzz::libfuzzer("edits", data));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!(
        "libFuzzer is not linked in: use `cargo fuzz run edits`, or the plain driver, `cargo run --bin drive -- edits`"
    );
    std::process::exit(2);
}
