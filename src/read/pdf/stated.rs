//! What a PDF states of itself: its page labels, title, author and date.
//!
//! Programs fill these in too: the common list of template titles and names
//! applies, and a date is the file's own, so that only its year can be meant.

use super::super::metadata::Stated;
use super::source::{Dict, Source};
use super::strings::decode;
use pdf_oxide::extractors::{PageLabelExtractor, XmpExtractor};
use pdf_oxide::object::Object;

/// What a program does with words at the ends of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// It breaks them, unless told otherwise.
    Breaks,
    /// Nothing is known of it.
    Unknown,
}

/// Parts of names of programs that break words.
const BREAKERS: &[&str] = &["tex", "groff", "indesign", "quark", "framemaker", "scribus"];

/// What the program that made the file does with words.
pub(super) fn habit(source: &Source) -> Habit {
    let document = source.document();
    let made_by = [document.document_producer(), document.document_creator()];
    let is_breaker = |name: String| {
        let name = name.to_lowercase();
        BREAKERS.iter().any(|part| name.contains(part))
    };
    if made_by.into_iter().flatten().any(is_breaker) {
        Habit::Breaks
    } else {
        Habit::Unknown
    }
}

/// Reads what the file states.
pub(super) fn stated(source: &Source) -> Stated {
    let mut stated = Stated::default();
    let trailer = source
        .document()
        .trailer()
        .as_dict()
        .cloned()
        .unwrap_or_default();
    let info = source.dict(&trailer, "Info").unwrap_or_default();
    let text = |key: &str| text(source, &info, key);
    let packet = XmpExtractor::extract(source.document()).ok().flatten();
    if let Some(packet) = &packet {
        stated.take("title", packet.dc_title.as_deref().unwrap_or_default());
        for author in &packet.dc_creator {
            stated.take("author", author);
        }
        stated.take(
            "language",
            packet.dc_language.as_deref().unwrap_or_default(),
        );
    }
    stated.take("title", &text("Title"));
    if stated.reference.authors.is_empty() {
        stated.take("author", &text("Author"));
    }
    stated
}

fn text(source: &Source, info: &Dict, key: &str) -> String {
    let value = source.get(info, key);
    value
        .as_ref()
        .and_then(Object::as_string)
        .map(decode)
        .unwrap_or_default()
}

/// The labels of `pages` pages, where the file has any.
pub(super) fn labels(source: &Source, pages: usize) -> Vec<Option<String>> {
    let ranges = PageLabelExtractor::extract(source.document()).unwrap_or_default();
    if ranges.is_empty() {
        return vec![None; pages];
    }
    let label = |at| PageLabelExtractor::get_label(&ranges, at);
    (0..pages)
        .map(|at| Some(label(at)).filter(|l| !l.is_empty()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::whole;
    use super::*;

    fn opened(info: &str) -> Source {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r>>1<</S/D/St 7>>]>>>>".to_owned(),
            "<</Type/Pages/Kids[]/Count 0>>".to_owned(),
            format!("<<{info}>>"),
        ];
        let file = String::from_utf8(whole(&objects)).expect("it is ASCII");
        let file = file.replace("/Root 1 0 R", "/Root 1 0 R/Info 3 0 R");
        Source::open(file.into_bytes()).unwrap_or_else(|_| panic!("it opens"))
    }

    #[test]
    fn a_title_that_a_program_gave_is_none() {
        let source = opened("/Title(On Waiting)/Author(Ann Bell)/Producer(pdfTeX-1.40)");
        let reference = stated(&source).reference;
        assert_eq!(reference.title.as_deref(), Some("On Waiting"));
        assert_eq!(reference.authors[0].to_string(), "Ann Bell");
        assert_eq!(habit(&source), Habit::Breaks);
        let source = opened("/Title(Microsoft Word - essay.docx)/Author(Microsoft Office User)");
        assert_eq!(stated(&source), Stated::default());
        assert_eq!(habit(&source), Habit::Unknown);
    }

    #[test]
    fn labels_are_read() {
        let labels: Vec<_> = labels(&opened(""), 3).into_iter().flatten().collect();
        assert_eq!(labels, ["i", "7", "8"]);
    }
}
