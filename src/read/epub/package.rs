//! The package of an epub: what the book is, and its parts in reading order.
//!
//! Source: EPUB Packages 3.3 (W3C, 2023), and OPF 2.0.1 (IDPF, 2010), whose
//! roles, dates and guide older books still have.

use crate::read::metadata::Stated;
use crate::read::xml::{Element, Item, Xml};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// A part of the book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its path in the archive.
    pub(super) path: String,
    /// Whether it stands in the flow of reading; notes that pop up do not.
    pub(super) is_linear: bool,
}

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The parts in reading order, each once.
    pub(super) parts: Vec<Part>,
    /// Documents that list pages: navigation of epub 3, the NCX of epub 2.
    pub(super) page_lists: Vec<String>,
    /// What it states of the book.
    pub(super) stated: Stated,
    /// Whether it breaks off.
    pub(super) is_damaged: bool,
}

/// An entry of the manifest.
#[derive(Debug)]
struct Resource {
    path: String,
    is_navigation: bool,
    is_ncx: bool,
}

/// Someone who had a hand in the book.
#[derive(Debug, Default)]
struct Creator {
    id: String,
    name: String,
    role: Option<String>,
}

/// What is gathered while the package is read.
#[derive(Debug, Default)]
struct Reader {
    /// Folder of the package.
    folder: String,
    resources: FxHashMap<String, Resource>,
    /// Names in the manifest of the parts in order, and whether they are linear.
    spine: Vec<(String, bool)>,
    /// Paths of covers, tables of contents, copyright pages.
    left_out: FxHashSet<String>,
    creators: Vec<Creator>,
    titles: Vec<(String, String)>,
    main_title: Option<String>,
    dates: Vec<String>,
    modified: String,
    stated: Stated,
}

/// Parts of a guide that are no text of the book.
const NO_TEXT: &[&str] = &[
    "cover",
    "toc",
    "copyright-page",
    "index",
    "loi",
    "lot",
    "colophon",
    "other.copyright",
];

/// Reads the package that stands at `path` in the archive.
pub(super) fn read(text: &str, path: &str) -> Package {
    let mut reader = Reader {
        folder: path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned(),
        ..Reader::default()
    };
    let mut xml = Xml::new(text);
    while let Some(item) = xml.next() {
        if let Item::Open(element) = item {
            reader.take(&element, &mut xml);
        }
    }
    Package {
        is_damaged: xml.fault().is_some(),
        ..reader.finish()
    }
}

impl Reader {
    fn take(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default().into_owned();
        match element.name().1 {
            "title" => self.titles.push((attribute("id"), xml.text())),
            "creator" => self.creators.push(Creator {
                id: attribute("id"),
                role: element.attribute("role").map(Cow::into_owned),
                name: xml.text(),
            }),
            "language" => self.stated.take("language", &xml.text()),
            "publisher" => self.stated.take("publisher", &xml.text()),
            "date" => {
                let event = attribute("event");
                if !matches!(
                    event.as_str(),
                    "modification" | "conversion" | "original-publication"
                ) {
                    self.dates.push(xml.text());
                }
            }
            "meta" => {
                let (refined, property) = (attribute("refines"), attribute("property"));
                self.refine(refined.trim_start_matches('#'), &property, &xml.text());
            }
            "item" => self.take_resource(element),
            "itemref" => self
                .spine
                .push((attribute("idref"), attribute("linear") != "no")),
            "reference" if NO_TEXT.contains(&attribute("type").as_str()) => {
                let path = resolve(&self.folder, &attribute("href"));
                self.left_out.insert(path);
            }
            _ => {}
        }
    }

    fn take_resource(&mut self, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default();
        let properties = attribute("properties");
        let media_type = attribute("media-type");
        let resource = Resource {
            path: resolve(&self.folder, &attribute("href")),
            is_navigation: properties.split_whitespace().any(|p| p == "nav"),
            is_ncx: media_type == "application/x-dtbncx+xml",
        };
        self.resources
            .entry(attribute("id").into_owned())
            .or_insert(resource);
    }

    /// Takes what a later element says of an earlier one, by its id.
    fn refine(&mut self, refined: &str, property: &str, value: &str) {
        match property {
            "role" => {
                for creator in self.creators.iter_mut().filter(|c| c.id == refined) {
                    creator.role = Some(value.to_owned());
                }
            }
            "dcterms:modified" => value.trim().clone_into(&mut self.modified),
            "title-type" if value.trim() == "main" => self.main_title = Some(refined.to_owned()),
            _ => {}
        }
    }

    fn finish(mut self) -> Package {
        let is_main = |t: &&(String, String)| Some(&t.0) == self.main_title.as_ref();
        if let Some((_, title)) = self.titles.iter().find(is_main).or(self.titles.first()) {
            self.stated.take("title", title);
        }
        // The day on which the file was made, for want of another, is none of the book's.
        let day = |date: &str| date.trim().get(..10).map(str::to_owned);
        let is_true = |date: &&String| day(date).is_none() || day(date) != day(&self.modified);
        if let Some(date) = self.dates.iter().find(is_true) {
            self.stated.take("date", date);
        }
        for creator in &self.creators {
            let role = creator.role.as_deref().map(str::trim);
            if role.is_none_or(|role| role.is_empty() || role == "aut") {
                self.stated.take("author", &creator.name);
            }
        }
        let mut seen = FxHashSet::default();
        let mut parts = Vec::new();
        for (id, is_linear) in &self.spine {
            let Some(resource) = self.resources.get(id) else {
                continue;
            };
            let path = &resource.path;
            let is_text = !resource.is_navigation && !self.left_out.contains(path);
            if is_text && seen.insert(path.as_str()) {
                parts.push(Part {
                    path: path.clone(),
                    is_linear: *is_linear,
                });
            }
        }
        let lists = self
            .resources
            .values()
            .filter(|r| r.is_navigation || r.is_ncx);
        let mut page_lists: Vec<_> = lists.map(|r| r.path.clone()).collect();
        page_lists.sort_unstable();
        Package {
            parts,
            page_lists,
            stated: self.stated,
            is_damaged: false,
        }
    }
}

/// The path in the archive of an address in a document that stands in `folder`.
pub(super) fn resolve(folder: &str, address: &str) -> String {
    let address = address.split('#').next().unwrap_or("");
    let address = unescaped(address);
    let mut steps: Vec<&str> = match address.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in address.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

/// An address without its `%20`.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        let escaped = digits.and_then(|d| u8::from_str_radix(d, 16).ok());
        if let Some(byte) = escaped.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_within_the_archive() {
        for (folder, address, path) in [
            ("OPS", "text/a.xhtml#n1", "OPS/text/a.xhtml"),
            ("OPS/text", "../notes%20two.xhtml", "OPS/notes two.xhtml"),
            ("OPS", "../../../etc/passwd", "etc/passwd"),
            ("OPS", "/a.xhtml", "a.xhtml"),
            ("", "%zz%", "%zz%"),
        ] {
            assert_eq!(resolve(folder, address), path);
        }
    }

    #[test]
    fn the_package_says_who_wrote_what_and_in_which_order() {
        let package = read(
            r##"<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
            <metadata><dc:title id="s">A Subtitle</dc:title><dc:title id="t">On &amp; Off</dc:title>
            <meta refines="#t" property="title-type">main</meta>
            <dc:creator id="c1">Ann Bell</dc:creator><dc:creator opf:role="trl">Tom Trans</dc:creator>
            <dc:creator id="c2">Ed Itor</dc:creator><meta refines="#c2" property="role">edt</meta>
            <dc:date opf:event="modification">2024-01-01</dc:date><dc:date>2024-03-01</dc:date>
            <dc:date>2019-05-02</dc:date><meta property="dcterms:modified">2024-03-01T10:00:00Z</meta>
            <dc:language>en-GB</dc:language></metadata>
            <manifest><item id="b" href="b.xhtml"/><item id="a" href="x/a%20b.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/>
            <item id="c" href="cover.xhtml"/></manifest>
            <spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b" linear="no"/><itemref idref="a"/><itemref idref="?"/></spine>
            <guide><reference type="cover" href="cover.xhtml"/></guide></package>"##,
            "OPS/content.opf",
        );
        let reference = package.stated.reference;
        let authors: Vec<_> = reference.authors.iter().map(ToString::to_string).collect();
        assert_eq!(reference.title.as_deref(), Some("On & Off"));
        assert_eq!(authors, ["Ann Bell"]);
        assert_eq!(
            reference.date.map(|d| d.to_string()).as_deref(),
            Some("2019-05-02")
        );
        let parts: Vec<_> = package
            .parts
            .iter()
            .map(|p| (p.path.as_str(), p.is_linear))
            .collect();
        assert_eq!(parts, [("OPS/x/a b.xhtml", true), ("OPS/b.xhtml", false)]);
        assert_eq!(package.page_lists, ["OPS/nav.xhtml"]);
    }
}
