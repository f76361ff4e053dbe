//! Standard output and standard error, and what kind of page they are.

use super::{Color, Outcome};
use crate::render::{Page, Paint};
use anstream::ColorChoice;
use anyhow::Result;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Columns where nobody says how wide the page is.
const DEFAULT_WIDTH: usize = 100;

/// Writes to standard output through a buffer.
pub(super) fn write(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    fill(&mut out)?;
    out.flush()?;
    Ok(())
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
