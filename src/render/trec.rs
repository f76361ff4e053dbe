//! TREC runs: ranked lists in the form that evaluation programs read.

use crate::rank::Grouping;
use crate::retrieve::Hit;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one topic's ranked list: `TOPIC Q0 DOC RANK SCORE norfolk` a line.
/// A DOC is a paragraph, or an essay if essays were ranked; each stands once,
/// with its best passage, and no more than `most` of them.
///
/// # Errors
/// If `out` cannot be written.
pub fn trec(
    out: &mut dyn Write,
    topic: &str,
    hits: &[Hit],
    grouping: Grouping,
    most: usize,
) -> io::Result<()> {
    let mut seen = FxHashSet::default();
    let mut rank = 0;
    for hit in hits {
        let path = name(&hit.path);
        let doc = match grouping {
            Grouping::Essays => path,
            Grouping::Passages => {
                format!("{path}#p{}", hit.passage.passage.paragraph)
            }
        };
        if rank < most && seen.insert(doc.clone()) {
            rank += 1;
            writeln!(
                out,
                "{} Q0 {doc} {rank} {:.6} norfolk",
                name(topic),
                hit.score
            )?;
        }
    }
    Ok(())
}

/// A name without white space or control characters.
fn name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(name, "%{byte:02X}");
            }
        } else {
            name.push(c);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_white_space() {
        assert_eq!(name("essays/my essay.txt"), "essays/my%20essay.txt");
        assert_eq!(name("a\tb\u{a0}c"), "a%09b%C2%A0c");
    }
}
