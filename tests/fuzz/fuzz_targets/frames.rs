//! libFuzzer's entry to the target; its body is in the library.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| copydesk_fuzz::libfuzzer("frames", data));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!(
        "libFuzzer is not linked in: use `cargo fuzz run frames`, or the plain driver, `cargo run --bin drive -- frames`"
    );
    std::process::exit(2);
}
