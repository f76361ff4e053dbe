//! Style names: what the style of a paragraph says that the paragraph is.
//!
//! Word processors name their own styles in English in the file, whatever the
//! language they show them in; templates of universities and translated
//! exports do not, so the commonest names of other languages are known too.

use super::builder::Role;

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// They are this.
    Is(Role),
    /// They are no part of the essay: tables of contents, captions.
    LeftOut,
}

/// Names of heading styles, before their level.
const HEADINGS: &[&str] = &[
    "heading",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nadpis",
    "заголовок",
    "标题",
    "見出し",
    "제목",
];
/// Whole names, without spaces, and what they stand for.
const NAMES: &[(&str, Style)] = &[
    ("title", Style::Is(Role::Title)),
    ("titel", Style::Is(Role::Title)),
    ("titre", Style::Is(Role::Title)),
    ("título", Style::Is(Role::Title)),
    ("titolo", Style::Is(Role::Title)),
    ("mlatitle", Style::Is(Role::Title)),
    ("apatitle", Style::Is(Role::Title)),
    ("essaytitle", Style::Is(Role::Title)),
    ("papertitle", Style::Is(Role::Title)),
    ("subtitle", Style::Is(Role::Byline)),
    ("untertitel", Style::Is(Role::Byline)),
    ("soustitre", Style::Is(Role::Byline)),
    ("subtítulo", Style::Is(Role::Byline)),
    ("author", Style::Is(Role::Byline)),
    ("authors", Style::Is(Role::Byline)),
    ("byline", Style::Is(Role::Byline)),
    ("date", Style::Is(Role::Byline)),
    ("affiliation", Style::Is(Role::Byline)),
    ("institution", Style::Is(Role::Byline)),
    ("sectiontitle", Style::Is(Role::Heading(1))),
    ("heading", Style::Is(Role::Heading(2))),
    ("blocktext", Style::Is(Role::Quotation)),
    ("zitat", Style::Is(Role::Quotation)),
    ("cita", Style::Is(Role::Quotation)),
    ("citazione", Style::Is(Role::Quotation)),
    ("citaat", Style::Is(Role::Quotation)),
    ("citat", Style::Is(Role::Quotation)),
    ("extract", Style::Is(Role::Quotation)),
    ("displayedextract", Style::Is(Role::Quotation)),
    ("bibliography", Style::Is(Role::WorksCited)),
    ("bibliographie", Style::Is(Role::WorksCited)),
    ("literaturverzeichnis", Style::Is(Role::WorksCited)),
    ("workscited", Style::Is(Role::WorksCited)),
    ("references", Style::Is(Role::WorksCited)),
    ("reference", Style::Is(Role::WorksCited)),
    ("referencelist", Style::Is(Role::WorksCited)),
    ("footnote", Style::Is(Role::Note)),
    ("footnotetext", Style::Is(Role::Note)),
    ("endnote", Style::Is(Role::Note)),
    ("endnotetext", Style::Is(Role::Note)),
    ("caption", Style::LeftOut),
    ("imagecaption", Style::LeftOut),
    ("tablecaption", Style::LeftOut),
    ("beschriftung", Style::LeftOut),
    ("tocheading", Style::LeftOut),
    ("contentsheading", Style::LeftOut),
    ("tableoffigures", Style::LeftOut),
];
/// What the names of lists before the text begin with; a level follows.
const LISTINGS: &[&str] = &["toc", "contents", "index", "tableofcontents"];
/// Parts of names of styles for block quotations.
const QUOTATIONS: &[&str] = &["quote", "quotation", "blockquo"];

/// What the style called `name` says; `None` if it says nothing.
pub(super) fn style_named(name: &str) -> Option<Style> {
    let name = name.to_lowercase();
    let bare: String = name
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .collect();
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let level = &bare[stem.len()..];
    if HEADINGS.contains(&stem)
        && let Ok(level @ 1..=9) = level.parse()
    {
        return Some(Style::Is(Role::Heading(level)));
    }
    if !level.is_empty() && LISTINGS.contains(&stem) {
        return Some(Style::LeftOut);
    }
    if let Some((_, style)) = NAMES
        .iter()
        .find(|(known, _)| *known == bare || *known == stem)
    {
        return Some(*style);
    }
    let is_quotation = QUOTATIONS.iter().any(|part| bare.contains(part));
    is_quotation.then_some(Style::Is(Role::Quotation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_known_by_its_name() {
        for (name, style) in [
            ("heading 1", Some(Style::Is(Role::Heading(1)))),
            ("Überschrift 2", Some(Style::Is(Role::Heading(2)))),
            ("Title", Some(Style::Is(Role::Title))),
            ("Intense Quote", Some(Style::Is(Role::Quotation))),
            ("MLA Block Quotation", Some(Style::Is(Role::Quotation))),
            ("Block Text", Some(Style::Is(Role::Quotation))),
            ("footnote text", Some(Style::Is(Role::Note))),
            ("Bibliography 1", Some(Style::Is(Role::WorksCited))),
            ("toc 2", Some(Style::LeftOut)),
            ("index", None),
            ("Body Text", None),
            ("Normal (Web)", None),
        ] {
            assert_eq!(style_named(name), style, "{name}");
        }
    }
}
