//! Pages: comparisons as one HTML file that needs no network and no script.
//!
//! What an essay holds is text: it is escaped, and the page's policy forbids
//! scripts and requests, so that nothing of it can act.

mod across;
mod groups;
mod heat_map;
mod matrix;
mod passages;
mod sides;

pub use across::theme_across;
pub use matrix::{Grouped, matrix};
pub use sides::side_by_side;

use super::safe::is_obeyed;
use crate::compare::Share;
use crate::enrich::EssayRecord;
use std::fmt::{self, Display};
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");

/// A text of which no character is markup, or obeyed by a terminal.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\r' | '\t' => f.write_str(" ")?,
                c if is_obeyed(c) => write!(f, "{}", char::REPLACEMENT_CHARACTER)?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// Writes what comes before a page's content.
fn begin(out: &mut dyn Write, title: &str) -> io::Result<()> {
    let title = Text(title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    )
}

/// Writes what comes after it.
fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</main>\n</body>\n</html>")
}

/// Title of an essay, or its path.
fn title<'a>(record: &'a EssayRecord, path: &'a str) -> &'a str {
    record.reference.title.as_deref().unwrap_or(path)
}

/// Who wrote an essay and when, its path where it has no title, as far as known.
fn byline(record: &EssayRecord, path: &str) -> String {
    let reference = &record.reference;
    let authors = reference.authors.iter().map(ToString::to_string);
    let date = reference.date.map(|date| date.year.to_string());
    let path = reference.title.is_some().then(|| path.to_string());
    let parts: Vec<String> = authors.chain(date).chain(path).collect();
    parts.join(" · ")
}

/// A share in whole hundredths.
fn percent(share: Share) -> String {
    format!("{:.0} %", share.share * 100.0)
}

/// Writes a bar as long as a share.
fn bar(out: &mut dyn Write, share: Share) -> io::Result<()> {
    write!(
        out,
        "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:{:.1}%\"></span></span>",
        share.share * 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_of_an_essay_is_text() {
        let text = Text("<script>\"x\" & 'y'\u{1b}[31m\u{202e}</script>").to_string();
        assert_eq!(
            text,
            "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;\u{fffd}[31m\u{fffd}&lt;/script&gt;"
        );
    }

    proptest! {
        #[test]
        fn no_text_has_markup(text in any::<String>()) {
            let shown = Text(&text).to_string();
            let is_safe = !shown.contains(['<', '>', '"', '\'']);
            prop_assert!(is_safe && !shown.chars().any(is_obeyed));
        }
    }
}
