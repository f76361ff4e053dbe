//! Odt: the files of `LibreOffice` and of all that export to it.
//!
//! Two wrappings hold one markup: a zip archive (odt, ott) and a single XML
//! file (fodt). Styles are read first, then the body in one walk.

mod styles;
#[cfg(test)]
mod tests;
mod walk;

use super::builder::Reading;
use super::container::Archive;
use super::properties::Properties;
use super::xml::{self, Item, Xml};
use super::{Problem, ReadError, encoding};
use styles::Styles;
use walk::Walk;

/// Reads an archive.
///
/// # Errors
/// If its content is missing, encrypted, or damaged so that nothing is left of it.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Reading, ReadError> {
    let mut problems = Vec::new();
    if is_encrypted(&extra(&mut archive, "META-INF/manifest.xml", &mut problems)) {
        return Err(ReadError::Encrypted);
    }
    let missing = || ReadError::Damaged("`content.xml` is not in it".to_owned());
    let bytes = archive.member("content.xml")?.ok_or_else(missing)?;
    let (text, encoding) = xml::decode(&bytes);
    let mut styles = Styles::default();
    styles.take(
        &extra(&mut archive, "styles.xml", &mut problems),
        &["styles"],
    );
    styles.take(&text, &["automatic-styles"]);
    let mut properties = Properties::default();
    properties.take(&extra(&mut archive, "meta.xml", &mut problems));
    if let Some(name) = archive.damaged() {
        let message = format!("`{name}` in it cannot be unpacked to its end");
        problems.push(encoding::problem("damaged", &message));
    }
    let mut reading = walk(&text, &styles, &properties, problems)?;
    reading.encoding = encoding;
    Ok(reading)
}

/// Reads a single XML file.
///
/// # Errors
/// As [`read`].
pub(super) fn read_flat(text: &str) -> Result<Reading, ReadError> {
    let mut styles = Styles::default();
    styles.take(text, &["styles", "automatic-styles"]);
    let mut properties = Properties::default();
    properties.take(text);
    walk(text, &styles, &properties, Vec::new())
}

fn walk(
    text: &str,
    styles: &Styles,
    properties: &Properties,
    mut problems: Vec<Problem>,
) -> Result<Reading, ReadError> {
    let mut walk = Walk::new(styles);
    if let Some(fault) = walk.read(text) {
        let message = format!("its text is damaged, what stands before is kept: {fault}");
        problems.push(encoding::problem("damaged", &message));
    }
    let drafts = walk.flow.finish()?;
    match problems.first() {
        Some(problem) if drafts.is_empty() => Err(ReadError::Damaged(problem.message.clone())),
        _ => Ok(Reading {
            stated: properties.stated(&drafts),
            drafts,
            encoding: String::new(),
            problems,
        }),
    }
}

/// The text of a member that an essay can do without.
fn extra(archive: &mut Archive<'_>, name: &str, problems: &mut Vec<Problem>) -> String {
    match archive.member(name) {
        Ok(Some(bytes)) => xml::decode(&bytes).0.into_owned(),
        Ok(None) => String::new(),
        Err(error) => {
            problems.push(encoding::problem("damaged", &error.to_string()));
            String::new()
        }
    }
}

/// Whether the manifest says that members are encrypted.
fn is_encrypted(manifest: &str) -> bool {
    let mut xml = Xml::new(manifest);
    while let Some(item) = xml.next() {
        if let Item::Open(element) = item
            && element.name() == ("manifest", "encryption-data")
        {
            return true;
        }
    }
    false
}
