//! Epub: the parts of a book in reading order, each walked as a page.
//!
//! Read with the shared container and XML reader, not with a crate of its
//! own: rbook unpacks whole members before anyone can count their bytes.
//! Cover, contents and copyright pages go where they say what they are; of
//! parts outside the flow of reading only the notes are kept. A book whose
//! text is encrypted is refused; one that only hides its fonts is not.

mod package;
mod pages;

use super::builder::{Draft, MOST_BLOCKS, Reading, Role, too_many_blocks};
use super::container::Archive;
use super::css::Rules;
use super::encoding::problem;
use super::set_off::{self, Look};
use super::sniff::extension;
use super::{ReadError, html, xml};
use package::{Package, Part};
use pages::PageList;
use xml::{Item, Xml};

/// Ways to hide fonts, which leave the text as it is.
const FONT_METHODS: &[&str] = &[
    "http://www.idpf.org/2008/embedding",
    "http://ns.adobe.com/pdf/enc#RC",
];

/// Most style sheets that are read.
const MOST_SHEETS: usize = 20;

/// Reads a book.
///
/// # Errors
/// If it is encrypted, damaged beyond reading, or has no text.
pub(super) fn read(archive: Archive<'_>) -> Result<Reading, ReadError> {
    let mut book = Book::new(archive);
    let package = book.package()?;
    let encrypted = book.encrypted()?;
    let is_encrypted = |part: &Part| encrypted.contains(&part.path);
    if package.parts.iter().any(is_encrypted) {
        return Err(ReadError::Encrypted);
    }
    let pages = book.page_list(&package)?;
    book.rules = book.rules()?;
    let mut read_parts = 0;
    for part in &package.parts {
        read_parts += u32::from(book.take(part, &pages)?);
        if book.reading.drafts.len() > MOST_BLOCKS {
            return Err(too_many_blocks());
        }
    }
    if read_parts == 0 {
        let what = "none of its chapters can be read";
        return Err(ReadError::Damaged(what.to_owned()));
    }
    if book.reading.drafts.is_empty() {
        return Err(ReadError::Unsupported {
            format: "picture-only epub",
            advice: "its pages are pictures; run OCR on them first",
        });
    }
    Ok(book.finish(package))
}

/// The book as far as it is read.
struct Book<'b> {
    archive: Archive<'b>,
    reading: Reading,
    /// How each of its drafts looks.
    looks: Vec<Look>,
    rules: Rules,
    /// The page that the next part begins on.
    page: Option<String>,
}

impl<'b> Book<'b> {
    fn new(archive: Archive<'b>) -> Book<'b> {
        let reading = Reading {
            encoding: "utf-8".to_owned(),
            ..Reading::default()
        };
        Book {
            archive,
            reading,
            looks: Vec::new(),
            rules: Rules::default(),
            page: None,
        }
    }

    /// The text of a member, if there is one of this name that can be read.
    fn text(&mut self, path: &str) -> Result<Option<String>, ReadError> {
        match self.archive.member(path) {
            Ok(Some(bytes)) => Ok(Some(xml::decode(&bytes).0.into_owned())),
            Ok(None) | Err(ReadError::Damaged(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The package, or what can be known without one.
    fn package(&mut self) -> Result<Package, ReadError> {
        let container = self.text("META-INF/container.xml")?.unwrap_or_default();
        let stated = package_path(&container);
        let is_package = |name: &&str| extension(name) == "opf" && !name.starts_with("__MACOSX/");
        let path = stated
            .filter(|path| self.archive.has(path))
            .or_else(|| self.archive.names().find(is_package).map(str::to_owned));
        let mut package = Package::default();
        if let Some(path) = path
            && let Some(text) = self.text(&path)?
        {
            package = package::read(&text, &path);
        }
        if package.parts.is_empty() || package.is_damaged {
            self.note_damage("its list of chapters");
        }
        if package.parts.is_empty() {
            package.parts = self.documents();
        }
        Ok(package)
    }

    /// All documents by name, for want of a list of them.
    fn documents(&self) -> Vec<Part> {
        let is_document = |name: &&str| {
            matches!(extension(name).as_str(), "xhtml" | "html" | "htm")
                && !name.starts_with("__MACOSX/")
        };
        let mut names: Vec<_> = self.archive.names().filter(is_document).collect();
        names.sort_unstable();
        let part = |path: &&str| Part {
            path: (*path).to_owned(),
            is_linear: true,
        };
        names.iter().map(part).collect()
    }

    /// Paths of the members that are encrypted.
    fn encrypted(&mut self) -> Result<Vec<String>, ReadError> {
        let Some(text) = self.text("META-INF/encryption.xml")? else {
            return Ok(Vec::new());
        };
        let mut paths = Vec::new();
        let mut is_font = false;
        let mut xml = Xml::new(&text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name().1 {
                "EncryptedData" => is_font = false,
                "EncryptionMethod" => {
                    let method = element.attribute("Algorithm").unwrap_or_default();
                    is_font = FONT_METHODS.contains(&&*method);
                }
                "CipherReference" if !is_font => {
                    let address = element.attribute("URI").unwrap_or_default();
                    paths.push(package::resolve("", &address));
                }
                _ => {}
            }
        }
        Ok(paths)
    }

    fn page_list(&mut self, package: &Package) -> Result<PageList, ReadError> {
        let mut pages = PageList::default();
        for path in &package.page_lists {
            if let Some(text) = self.text(path)? {
                pages.take(&text, path);
            }
        }
        Ok(pages)
    }

    /// The style sheets, as one.
    fn rules(&mut self) -> Result<Rules, ReadError> {
        let is_sheet = |name: &&str| extension(name) == "css" && !name.starts_with("__MACOSX/");
        let names = self.archive.names().filter(is_sheet).take(MOST_SHEETS);
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_unstable();
        let mut sheet = String::new();
        for name in names {
            sheet.push_str(&self.text(&name)?.unwrap_or_default());
        }
        Ok(Rules::of(&sheet))
    }

    /// Reads a part; whether it could be.
    fn take(&mut self, part: &Part, pages: &PageList) -> Result<bool, ReadError> {
        let Some(text) = self.text(&part.path)? else {
            self.note_damage(&format!("`{}`", part.path));
            return Ok(false);
        };
        let page = self.page.take();
        let chapter = html::chapter(&text, &self.rules, pages.of(&part.path), page);
        self.page = chapter.page;
        for (draft, look) in chapter.drafts.into_iter().zip(chapter.looks) {
            if part.is_linear || draft.role == Role::Note {
                self.reading.drafts.push(draft);
                self.looks.push(look);
            }
        }
        Ok(true)
    }

    fn note_damage(&mut self, what: &str) {
        let message = format!("{what} cannot be read");
        self.reading.problems.push(problem("damaged", &message));
    }

    fn finish(mut self, package: Package) -> Reading {
        if let Some(name) = self.archive.damaged().map(str::to_owned) {
            self.note_damage(&format!("the end of `{name}`"));
        }
        self.reading.stated = package.stated;
        let title = self.reading.stated.reference.title.as_deref();
        demote_titles(&mut self.reading.drafts, title);
        let is_heading = |d: &Draft| matches!(d.role, Role::Title | Role::Heading(_));
        if !self.reading.drafts.iter().any(is_heading) {
            // A word processor's book has no elements for what its author set apart.
            set_off::mark(&mut self.reading.drafts, &self.looks);
        }
        self.reading
    }
}

/// Where the container says that the package stands.
fn package_path(container: &str) -> Option<String> {
    let mut xml = Xml::new(container);
    while let Some(item) = xml.next() {
        if let Item::Open(element) = item
            && element.name().1 == "rootfile"
            && let Some(path) = element.attribute("full-path")
        {
            return Some(package::resolve("", &path));
        }
    }
    None
}

/// The title of a chapter is a heading of the book, whose title is another.
fn demote_titles(drafts: &mut [Draft], title: Option<&str>) {
    let Some(title) = title else { return };
    let folded = |text: &str| crate::text::fold(&super::clean::tidy(text).replace('\n', " "));
    let title = folded(title);
    for draft in drafts.iter_mut().filter(|d| d.role == Role::Title) {
        if folded(&draft.text) != title {
            draft.role = Role::Heading(1);
        }
    }
}

#[cfg(test)]
mod tests;
