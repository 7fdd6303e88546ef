//! `copydesk-bindings MODULE FOLDER` completes the compiled core: writes `copydesk.wasm` into the folder, beside
//! `bindings.js`, through which JavaScript calls it, and the types of that file.
//!
//! It is wasm-bindgen's own command line, cut down to the one call that is needed: cargo fetches and builds it like any
//! other dependency, at the version that the module is built with.

use anyhow::{Context, bail};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [module, folder] = arguments.as_slice() else { bail!("usage: copydesk-bindings MODULE FOLDER") };
    let folder = Path::new(folder);
    Bindgen::new()
        .input_path(module)
        .out_name("bindings")
        .web(true)?
        .typescript(true)
        // Its only caller gives it the module.
        .omit_default_module_path(true)
        // After a panic, the memory of an instance is no longer to be relied on.
        .reset_state_function(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("{} cannot be completed", Path::new(module).display()))?;
    fs::rename(folder.join("bindings_bg.wasm"), folder.join("copydesk.wasm"))?;
    fs::remove_file(folder.join("bindings_bg.wasm.d.ts"))?;
    Ok(())
}
