//! Entries for published work, as hayagriva prints them from the CSL styles.
//!
//! A reference goes in as a CSL-JSON item, which keeps what BibLaTeX loses (a
//! thesis' university). The locale is this room's own: hayagriva decodes all
//! 63 of its own at once (0.1 s), while English needs a page of terms. What the
//! styles leave wrong is put right here:
//!
//! - italics and quotation marks are read off the tree of elements, so that
//!   titles within titles can be set off and inner marks made single;
//! - APA: titles are cased and given names shortened before (hayagriva prints
//!   "W.-chew" for Wai-chew);
//! - MLA: a URL loses its scheme, and a page without a site keeps its title in
//!   quotation marks;
//! - a particle is kept from going behind the given name;
//! - no day of access is passed for what stands on paper;
//! - a stop after a question mark goes, and a comma before a stop or bracket.

use super::citing::title_of;
use super::csl_json::written_date;
use super::entry::{stopped, without_scheme};
use super::kind::Kind;
use super::people::initials;
use super::titles::{Face, has_stop, inner_marks, pointed};
use super::{Citing, Name, Reference, Style};
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{FontStyle, IndependentStyle, Locale, LocaleFile};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, Formatted,
};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// Stand for the marks of a quotation until what is between them is known.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Stands for a space in a family name, so that no particle is taken off it.
const SPACE: char = '\u{e002}';

/// The terms and dates of English that the three styles ask for; written for
/// this room in CSL's locale format.
const LOCALE: &str = include_str!("english.xml");

/// A title is printed as it is written: told that it is English, hayagriva would
/// case it again, titles within it included.
const NOT_ENGLISH: &str = "zxx";

/// The entry for a published work; `None` if the style prints nothing for it.
pub(super) fn entry(citing: &Citing<'_>, essay: &Reference, kind: Kind) -> Option<String> {
    let item: Item = serde_json::from_value(csl_item(citing, essay, kind)).ok()?;
    let style = style(citing.style);
    let mut driver = BibliographyDriver::new();
    let cited = CitationItem::with_entry(&item);
    driver.citation(CitationRequest::from_items(vec![cited], style, locales()));
    let request = BibliographyRequest {
        style,
        locale: None,
        locale_files: locales(),
    };
    let rendered = driver.finish(request).bibliography?.items.pop()?;
    let mut out = String::new();
    write_elements(citing, &rendered.content.0, &mut out);
    let out = mended(citing, essay, kind, &out);
    out.chars().any(char::is_alphanumeric).then_some(out)
}

fn locales() -> &'static [Locale] {
    static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
    LOCALES.get_or_init(|| {
        let file = LocaleFile::from_xml(LOCALE).expect("the room's own locale is valid CSL");
        vec![file.into()]
    })
}

/// Chicago is hayagriva's 18th edition, whose entries for these kinds are those of the 17th.
fn style(style: Style) -> &'static IndependentStyle {
    static STYLES: [OnceLock<IndependentStyle>; 4] = [const { OnceLock::new() }; 4];
    let (slot, archived) = match style {
        Style::Mla => (0, ArchivedStyle::ModernLanguageAssociation),
        Style::Apa => (1, ArchivedStyle::AmericanPsychologicalAssociation),
        Style::Chicago => (2, ArchivedStyle::ChicagoNotes),
        Style::ChicagoAuthorDate => (3, ArchivedStyle::ChicagoAuthorDate),
    };
    STYLES[slot].get_or_init(|| match archived.get() {
        hayagriva::citationberg::Style::Independent(style) => style,
        hayagriva::citationberg::Style::Dependent(_) => {
            unreachable!("the styles are independent ones")
        }
    })
}

/// The reference as a CSL-JSON item for printing in the style.
fn csl_item(citing: &Citing<'_>, essay: &Reference, kind: Kind) -> Value {
    let is_apa = citing.style == Style::Apa;
    let is_online = kind == Kind::Web || essay.url.is_some();
    let title = title_of(essay);
    let title = if is_apa {
        citing.known().sentence_case(title)
    } else {
        title.to_owned()
    };
    let mut item = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(key.to_owned(), value);
        }
    };
    let text = |field: &Option<String>| field.clone().map(Value::String);
    let authors = essay
        .authors
        .iter()
        .map(|name| csl_name(name, citing.style))
        .collect();
    put("id", Some("work".into()));
    put("type", Some(kind.csl().into()));
    put("title", Some(title.into()));
    put("author", Some(Value::Array(authors)));
    put("issued", essay.date.map(written_date));
    put(
        "accessed",
        citing
            .accessed
            .filter(|_| essay.date.is_none() && is_online)
            .map(written_date),
    );
    put("container-title", text(&essay.container));
    put("volume", text(&essay.volume));
    put("issue", text(&essay.issue));
    put("page", text(&essay.pages));
    put("publisher", text(&essay.publisher));
    put("URL", text(&essay.url));
    put("DOI", text(&essay.doi));
    let is_within = citing.style == Style::Mla && essay.publisher.is_some();
    let genre = if is_within { "thesis" } else { "Thesis" };
    put("genre", (kind == Kind::Thesis).then(|| genre.into()));
    put("language", Some(NOT_ENGLISH.into()));
    Value::Object(item)
}

fn csl_name(name: &Name, style: Style) -> Value {
    if name.given.is_empty() {
        return json!({ "literal": name.family });
    }
    let (family, suffix) = name.family_and_suffix();
    let given = match style {
        Style::Apa => initials(&name.given),
        _ => name.given.clone(),
    };
    let given = if given.is_empty() {
        name.given.clone()
    } else {
        given
    };
    let family = family.replace(' ', &SPACE.to_string());
    let mut item = json!({ "family": family, "given": given });
    if let Some(suffix) = suffix {
        item["suffix"] = suffix.into();
    }
    item
}

fn write_elements(citing: &Citing<'_>, elements: &[ElemChild], out: &mut String) {
    for element in elements {
        match element {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => write_text(citing, text, out),
            ElemChild::Elem(inner) => write_elements(citing, &inner.children.0, out),
            ElemChild::Markup(text) => out.push_str(text),
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn write_text(citing: &Citing<'_>, text: &Formatted, out: &mut String) {
    let is_italic = text.formatting.font_style == FontStyle::Italic;
    if text.text.starts_with("http") {
        out.push_str(&text.text);
    } else if is_italic {
        out.push_str(&citing.known().set(&text.text, Face::Italic));
    } else {
        out.push_str(&citing.known().set(&text.text, Face::Roman));
    }
}

/// `printed` with what the styles leave wrong put right.
fn mended(citing: &Citing<'_>, essay: &Reference, kind: Kind, printed: &str) -> String {
    let mut out = marked(&printed.trim().replace(SPACE, " "));
    let title = title_of(essay);
    let set = citing.known().set(title, Face::Italic);
    if essay.title.is_none() {
        out = out.replacen(&format!("\"{title}.\""), &format!("{title}."), 1);
        out = out.replacen(&set, title, 1);
    }
    if citing.style == Style::Apa {
        out = out.replace("”. ", ".” ");
    }
    if citing.style == Style::Apa && kind == Kind::Thesis && essay.authors.is_empty() {
        out = out.replacen(" [Thesis].", "", 1);
        out = out.replacen(". (", " [Thesis]. (", 1);
    }
    if citing.style == Style::Mla {
        if let Some(url) = &essay.url {
            out = out.replace(url.as_str(), without_scheme(url));
        }
        if kind == Kind::Web && essay.title.is_some() && essay.container.is_none() {
            let roman = inner_marks(&citing.known().set(title, Face::Roman));
            let quoted = format!("\"{}\"", stopped(roman));
            let stop = format!("{set}.");
            let from = if out.contains(&stop) { stop } else { set };
            out = out.replacen(&from, &quoted, 1);
        }
    }
    out
}

/// Quotation marks in place of their stand-ins, the marks within them single,
/// and no stop after a stop.
fn marked(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    for (at, part) in printed.split(OPEN).enumerate() {
        match part.split_once(CLOSE) {
            Some((quoted, rest)) => {
                out.push('"');
                out.push_str(&quoted_within(quoted));
                out.push('"');
                out.push_str(rest);
            }
            None if at == 0 => out.push_str(part),
            None => {
                out.push('"');
                out.push_str(part);
            }
        }
    }
    for (wrong, right) in [
        ("?.", "?"),
        ("!.", "!"),
        ("?_.", "?_"),
        ("!_.", "!_"),
        (",.", "."),
        (",)", ")"),
    ] {
        out = out.replace(wrong, right);
    }
    without_second_stops(&out)
}

/// `printed` without the stops that stand after marks within which is one.
fn without_second_stops(printed: &str) -> String {
    let mut parts = printed.split("\".");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(if has_stop(&out) { "\"" } else { "\"." });
        out.push_str(part);
    }
    out
}

/// What stands between quotation marks: its own marks single, its last comma or
/// stop within them too.
fn quoted_within(quoted: &str) -> String {
    match quoted.char_indices().next_back() {
        Some((at, point @ (',' | '.'))) => pointed(&inner_marks(&quoted[..at]), point),
        _ => inner_marks(quoted),
    }
}
