//! Docx: the files of Word and of all that export to it.
//!
//! Three wrappings hold one markup: parts in a zip archive (docx, docm, dotx),
//! the same parts in one XML file (flat), and the XML of Word 2003. Styles and
//! numbering are read first, then body and notes in one walk each.

mod embedded;
mod fields;
mod marks;
mod numbering;
mod package;
mod styles;
#[cfg(test)]
mod tests;
mod walk;

use super::builder::{Draft, Reading};
use super::container::Archive;
use super::properties::Properties;
use super::xml;
use super::{Problem, ReadError, encoding};
use marks::Marks;
use numbering::Numbering;
use package::{Package, Relation};
use styles::Styles;
use walk::Walk;

/// Reads an archive of parts.
///
/// # Errors
/// If its document is missing, encrypted, or damaged so that nothing is left of it.
pub(super) fn read(archive: Archive<'_>) -> Result<Reading, ReadError> {
    read_package(Package::Zip(archive))
}

/// Reads parts that stand in one XML file.
///
/// # Errors
/// As [`read`].
pub(super) fn read_flat(text: &str) -> Result<Reading, ReadError> {
    read_package(Package::flat(text))
}

/// Reads the XML of Word 2003.
///
/// # Errors
/// As [`read`].
pub(super) fn read_2003(text: &str) -> Result<Reading, ReadError> {
    let styles = Styles::read(text);
    let mut walk = Walk::new(&styles, Numbering::read(text), Marks::default());
    let mut problems = Vec::new();
    note_fault(walk.read(text), "the file", &mut problems);
    let mut properties = Properties::default();
    properties.take(text);
    finish(walk.flow.finish()?, &properties, problems)
}

fn read_package(mut package: Package<'_>) -> Result<Reading, ReadError> {
    let mut problems = Vec::new();
    let whole = package.relations("");
    let name = target(&whole, "officeDocument").unwrap_or("word/document.xml");
    let bytes = package
        .part(name)?
        .ok_or_else(|| ReadError::Damaged(format!("`{name}` is not in it")))?;
    let (text, encoding) = xml::decode(&bytes);
    let relations = package.relations(name);
    let mut extra = |kind: &str| {
        let usual = format!("word/{kind}.xml");
        package.extra(target(&relations, kind).unwrap_or(&usual), &mut problems)
    };
    let styles = Styles::read(&extra("styles"));
    let numbering = Numbering::read(&extra("numbering"));
    let notes = ["footnotes", "endnotes"].map(&mut extra);
    let mut marks = Marks::default();
    marks.take(&extra("settings"));
    marks.take(&text);
    let mut walk = Walk::new(&styles, numbering, marks);
    for relation in relations.iter().filter(|r| r.kind == "aFChunk") {
        if let Ok(Some(bytes)) = package.part(&relation.target) {
            walk.embed(relation.id.clone(), embedded::read(&bytes));
        }
    }
    note_fault(walk.read(&text), name, &mut problems);
    for text in notes.iter().filter(|text| !text.is_empty()) {
        note_fault(walk.read(text), "the part of the notes", &mut problems);
    }
    if let Some(name) = package.damaged() {
        note_fault(
            Some("it cannot be unpacked to its end".to_owned()),
            name,
            &mut problems,
        );
    }
    let mut properties = Properties::default();
    for kind in ["core-properties", "extended-properties"] {
        if let Some(name) = target(&whole, kind) {
            properties.take(&package.extra(name, &mut problems));
        }
    }
    let mut reading = finish(walk.flow.finish()?, &properties, problems)?;
    reading.encoding = encoding;
    Ok(reading)
}

fn target<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    let found = relations.iter().find(|relation| relation.kind == kind);
    found.map(|relation| relation.target.as_str())
}

fn note_fault(fault: Option<String>, name: &str, problems: &mut Vec<Problem>) {
    if let Some(fault) = fault {
        let message = format!("`{name}` is damaged, what stands before is kept: {fault}");
        problems.push(encoding::problem("damaged", &message));
    }
}

/// A damaged file that has text is an essay with a problem; one without is damaged.
fn finish(
    drafts: Vec<Draft>,
    properties: &Properties,
    problems: Vec<Problem>,
) -> Result<Reading, ReadError> {
    let has_text = drafts.iter().any(|d| !d.text.is_empty());
    match problems.first() {
        Some(problem) if !has_text => Err(ReadError::Damaged(problem.message.clone())),
        _ => Ok(Reading {
            stated: properties.stated(&drafts),
            drafts,
            encoding: "utf-8".to_owned(),
            problems,
        }),
    }
}
