//! Packages: the parts of a docx, in a zip archive or in one XML file ("flat"),
//! and the relationships by which one part names another.

use super::super::container::Archive;
use super::super::xml::{self, Item, Xml};
use super::super::{ReadError, encoding};
use crate::read::Problem;
use std::borrow::Cow;

/// Where the parts of a file are.
pub(super) enum Package<'b> {
    /// In an archive.
    Zip(Archive<'b>),
    /// In one XML file: their names and texts.
    Flat(Vec<(String, &'b str)>),
}

/// A relationship of a part to another.
#[derive(Debug)]
pub(super) struct Relation {
    /// What the part calls it.
    pub(super) id: String,
    /// The last word of its type (`footnotes`).
    pub(super) kind: String,
    /// Name of the other part.
    pub(super) target: String,
}

impl<'b> Package<'b> {
    /// The parts of a flat package.
    pub(super) fn flat(text: &'b str) -> Self {
        let mut parts = Vec::new();
        let mut xml = Xml::new(text);
        let mut name = String::new();
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name() {
                ("pkg", "part") => name = element.attribute("name").unwrap_or_default().into(),
                ("pkg", "xmlData") => {
                    let start = xml.position();
                    xml.skip();
                    let within = &text[start..xml.position()];
                    let end = within.rfind("</").filter(|_| xml.fault().is_none());
                    let part = &within[..end.unwrap_or(within.len())];
                    parts.push((std::mem::take(&mut name), part));
                }
                _ => {}
            }
        }
        Package::Flat(parts)
    }

    /// The bytes of the part called `name`; `None` if there is none.
    ///
    /// # Errors
    /// See [`Archive::member`].
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Cow<'b, [u8]>>, ReadError> {
        match self {
            Package::Zip(archive) => Ok(archive.member(name)?.map(Cow::Owned)),
            Package::Flat(parts) => {
                let bare = |name: &str| name.trim_start_matches('/').to_ascii_lowercase();
                let found = parts.iter().find(|(known, _)| bare(known) == bare(name));
                Ok(found.map(|(_, text)| Cow::Borrowed(text.as_bytes())))
            }
        }
    }

    /// The text of a part that an essay can do without; what keeps it from
    /// being read is a problem.
    pub(super) fn extra(&mut self, name: &str, problems: &mut Vec<Problem>) -> String {
        match self.part(name) {
            Ok(Some(bytes)) => xml::decode(&bytes).0.into_owned(),
            Ok(None) => String::new(),
            Err(error) => {
                problems.push(encoding::problem("damaged", &error.to_string()));
                String::new()
            }
        }
    }

    /// What the part called `name` is related to; of "", what the package is.
    pub(super) fn relations(&mut self, name: &str) -> Vec<Relation> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let at = format!("{folder}/_rels/{file}.rels");
        let Ok(Some(bytes)) = self.part(at.trim_start_matches('/')) else {
            return Vec::new();
        };
        relations_in(&xml::decode(&bytes).0, folder)
    }

    /// The last part of which only a piece could be read.
    pub(super) fn damaged(&self) -> Option<&str> {
        match self {
            Package::Zip(archive) => archive.damaged(),
            Package::Flat(_) => None,
        }
    }
}

fn relations_in(text: &str, folder: &str) -> Vec<Relation> {
    let mut found = Vec::new();
    let mut xml = Xml::new(text);
    while let Some(item) = xml.next() {
        let Item::Open(element) = item else { continue };
        let attribute = |name| element.attribute(name).unwrap_or_default();
        if element.name() != ("rel", "Relationship") || attribute("TargetMode") == "External" {
            continue;
        }
        let kind = attribute("Type");
        found.push(Relation {
            id: attribute("Id").into_owned(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: resolved(folder, &attribute("Target")),
        });
    }
    found
}

/// The name of the part that `target` is, seen from `folder`.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|n| !n.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." | "" => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_from_the_folder_of_their_part() {
        for (target, name) in [
            ("footnotes.xml", "word/footnotes.xml"),
            ("/word/notes.xml", "word/notes.xml"),
            ("../customXml/a.xml", "customXml/a.xml"),
            ("../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolved("word", target), name);
        }
    }

    #[test]
    fn a_flat_package_has_its_parts_in_one_file() {
        let mut package = Package::flat(
            "<pkg:package><pkg:part pkg:name='/word/a.xml'><pkg:xmlData><w:p/></pkg:xmlData></pkg:part>\
             <pkg:part pkg:name='/_rels/.rels'><pkg:xmlData><Relationships \
             xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
             <Relationship Id='r1' Type='http://x/officeDocument' Target='word/a.xml'/></Relationships>\
             </pkg:xmlData></pkg:part></pkg:package>",
        );
        let relation = package.relations("").pop().expect("there is one");
        assert_eq!(
            (relation.kind.as_str(), relation.target.as_str()),
            ("officeDocument", "word/a.xml")
        );
        assert_eq!(
            package.part("word/a.xml").expect("it is whole").as_deref(),
            Some(&b"<w:p/>"[..])
        );
    }
}
