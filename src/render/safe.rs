//! Safety: what an essay or a file name holds is data. No character of it that
//! a terminal would obey is written as it is.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Whether a terminal would obey a character: it is a control character, or
/// turns the direction of what is written about.
pub(super) fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without characters that a terminal would obey.
///
/// ```
/// assert_eq!(norfolk::render::printable("a\u{1b}[31mb\n"), "a\u{fffd}[31mb ");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_obeyed(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Writes a value as JSON, and a line end. Characters that a terminal would
/// obey are escaped: a program reads the same value, a terminal shows it.
///
/// ```
/// let mut out = Vec::new();
/// norfolk::render::write_json(&mut out, &"é\u{9b}31m").expect("a vector takes all");
/// assert_eq!(out, "\"é\\u009b31m\"\n".as_bytes());
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Escaping))?;
    writeln!(out)
}

/// JSON on one line, with more escapes than the rules of JSON ask for.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_obeyed(*c)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            written = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}
