//! What the linker is told beyond cargo's defaults.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=scripts/build.rs");
    let is = |name: &str, value: &str| var(name).is_ok_and(|given| given == value);
    // A program that may be loaded anywhere has its 60,000 addresses put right
    // each time it starts, which took a sixth of a search. The stack, the heap
    // and the libraries still lie where nobody can foretell.
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
