//! The program: parses its arguments, does what they say, and turns what came
//! of it into an exit code.

use clap::Parser;
use norfolk::cli::{Args, execute, report_failure};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    match execute(args) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => ExitCode::from(report_failure(&error)),
    }
}
