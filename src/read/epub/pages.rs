//! Pages of the printed book: where the lists of an epub say that they begin.

use super::package::resolve;
use crate::read::xml::{Element, Item, Xml};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Printed pages by the path of a document and the id of an element in it.
#[derive(Debug, Default)]
pub(super) struct PageList {
    documents: FxHashMap<String, FxHashMap<String, String>>,
}

impl PageList {
    /// The pages that begin in the document at `path`, by the ids of elements.
    pub(super) fn of(&self, path: &str) -> Option<&FxHashMap<String, String>> {
        self.documents.get(path)
    }

    /// Takes in the pages that the document `text` at `path` lists: the links
    /// of a page list, or the page targets of an NCX.
    pub(super) fn take(&mut self, text: &str, path: &str) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut xml = Xml::new(text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name().1 {
                "nav" if is_page_list(&element) => self.take_links(&mut xml, folder),
                "nav" | "navMap" => xml.skip(),
                "pageTarget" => self.take_target(&mut xml, folder),
                _ => {}
            }
        }
    }

    fn take_links(&mut self, xml: &mut Xml<'_>, folder: &str) {
        let mut depth = 1_usize;
        while depth > 0
            && let Some(item) = xml.next()
        {
            match item {
                Item::Close => depth -= 1,
                Item::Open(element) => match element.attribute("href") {
                    Some(href) => self.insert(folder, &href, &xml.text()),
                    None => depth += 1,
                },
                Item::Text(_) => {}
            }
        }
    }

    /// `<pageTarget><navLabel><text>12</text></navLabel><content src="…"/></pageTarget>`
    fn take_target(&mut self, xml: &mut Xml<'_>, folder: &str) {
        let (mut depth, mut label, mut address) = (1_usize, String::new(), None);
        while depth > 0
            && let Some(item) = xml.next()
        {
            match item {
                Item::Close => depth -= 1,
                Item::Open(element) => {
                    depth += 1;
                    address = element.attribute("src").map(Cow::into_owned).or(address);
                }
                Item::Text(text) => label.push_str(&text),
            }
        }
        if let Some(address) = address {
            self.insert(folder, &address, &label);
        }
    }

    fn insert(&mut self, folder: &str, address: &str, label: &str) {
        let Some((_, id)) = address.split_once('#') else {
            return;
        };
        let document = self.documents.entry(resolve(folder, address)).or_default();
        document.insert(id.to_owned(), label.trim().to_owned());
    }
}

fn is_page_list(element: &Element<'_>) -> bool {
    let types = element.attribute("type");
    types.is_some_and(|types| types.split_whitespace().any(|t| t == "page-list"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_in_old_books_and_new_ones() {
        let mut list = PageList::default();
        list.take(
            r##"<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><a href="a.xhtml#x">A</a></nav>
            <nav epub:type="page-list"><ol><li><a href="text/a.xhtml#p1">1</a></li><li><a href="text/a.xhtml">2</a></li></ol></nav></html>"##,
            "OPS/nav.xhtml",
        );
        list.take(
            r#"<ncx><pageList><pageTarget id="t"><navLabel><text> iv </text></navLabel><content src="text/a.xhtml#p4"/></pageTarget></pageList></ncx>"#,
            "OPS/toc.ncx",
        );
        let pages = list.of("OPS/text/a.xhtml").expect("it has pages");
        assert_eq!(pages.len(), 2);
        assert_eq!(pages["p1"], "1");
        assert_eq!(pages["p4"], "iv");
    }
}
