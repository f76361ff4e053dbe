//! The program: parses its arguments, does what they say, and turns what came
//! of it into an exit code.

use clap::Parser;
use mimalloc::MiMalloc;
use norfolk::cli::{Args, execute, report_failure};
use std::process::ExitCode;

/// Indexing allocates on every thread and frees on others: with this it takes a
/// sixth less of the processor's time than with the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    match execute(args) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => ExitCode::from(report_failure(&error)),
    }
}
