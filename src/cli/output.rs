//! Standard output and standard error, and what kind of page they are.

use super::{Color, Outcome};
use crate::render::{Page, Paint};
use anstream::ColorChoice;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Columns where nobody says how wide the page is.
const DEFAULT_WIDTH: usize = 100;

/// Writes to standard output through a buffer.
pub(super) fn write(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    fill(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes a file, whole or not at all.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let is_plain = fs::symlink_metadata(path).map_or(true, |found| found.is_file());
    let written = match path.file_name().filter(|_| is_plain) {
        Some(name) => {
            let mut staged_name = OsString::from(".");
            staged_name.push(name);
            staged_name.push(".new");
            let staged = path.with_file_name(staged_name);
            let written = fs::write(&staged, bytes).and_then(|()| fs::rename(&staged, path));
            if written.is_err() {
                // What is half-written is no one's file.
                let _ = fs::remove_file(&staged);
            }
            written
        }
        // A device or a link is written through.
        None => fs::write(path, bytes),
    };
    written.with_context(|| format!("cannot write `{}`", path.display()))
}

/// Writes one JSON value and a line end to standard output.
pub(super) fn json(value: &impl serde::Serialize) -> Result<()> {
    write(|out| crate::render::write_json(out, value))
}

/// Decides when colour is used, for the whole run.
pub(super) fn use_color(color: Color) {
    match color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
}

/// The page that standard output is.
pub(super) fn page() -> Page {
    let is_terminal = io::stdout().is_terminal();
    let paint = match anstream::AutoStream::choice(&io::stdout()) {
        ColorChoice::Never if is_terminal => Paint::Marks,
        ColorChoice::Never => Paint::None,
        _ => Paint::Colour,
    };
    let width = match terminal_size::terminal_size() {
        Some((terminal_size::Width(width), _)) if is_terminal => usize::from(width),
        _ => std::env::var("COLUMNS")
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(DEFAULT_WIDTH),
    };
    Page {
        width: width.min(120),
        paint,
    }
}

/// Writes a line to standard error; nobody is left to hear if that fails.
pub(super) fn warn(message: &str) {
    let lines: Vec<String> = message.lines().map(printable_line).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

fn printable_line(line: &str) -> String {
    crate::render::printable(line)
}

/// Done, or nothing was found.
pub(super) fn found(is_found: bool) -> Outcome {
    if is_found {
        Outcome::Done
    } else {
        Outcome::Nothing
    }
}
