//! libFuzzer's entry to the target; its body is in the library.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| copydesk_fuzz::libfuzzer("dates", data));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!(
        "libFuzzer is not linked in: use `cargo fuzz run dates`, or the plain driver, `cargo run --bin drive -- dates`"
    );
    std::process::exit(2);
}
