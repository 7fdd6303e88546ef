//! libFuzzer's entry to the target; its body is in the library.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| copydesk_fuzz::libfuzzer("configuration", data));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!(
        "libFuzzer is not linked in: use `cargo fuzz run configuration`, or the plain driver, `cargo run --bin drive -- configuration`"
    );
    std::process::exit(2);
}
