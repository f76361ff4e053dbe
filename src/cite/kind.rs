//! What kind of work a reference is, as far as printing it goes.

use super::titles::Face;
use super::{Reference, Style};

/// The kinds that styles print apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An essay that appeared nowhere.
    Unpublished,
    /// An article in a journal.
    Journal,
    /// An article in a magazine.
    Magazine,
    /// An article in a newspaper.
    Newspaper,
    /// A page or post on a site.
    Web,
    /// A thesis or dissertation.
    Thesis,
    /// A book, or a report.
    Book,
    /// A chapter of a book.
    Chapter,
}

impl Kind {
    /// The stated kind; unstated, the one its container and address speak for.
    pub(super) fn of(essay: &Reference) -> Kind {
        match essay.kind.as_deref() {
            Some("article-magazine") => Kind::Magazine,
            Some("article-newspaper") => Kind::Newspaper,
            Some(kind) if kind.starts_with("article") || kind == "review" => Kind::Journal,
            Some("thesis") => Kind::Thesis,
            Some("book" | "report" | "collection") => Kind::Book,
            Some("chapter" | "entry" | "paper-conference") => Kind::Chapter,
            Some("webpage" | "post" | "post-weblog") => Kind::Web,
            Some(_) | None if essay.container.is_some() => {
                let has_issue = essay.volume.is_some() || essay.issue.is_some();
                if has_issue { Kind::Journal } else { Kind::Web }
            }
            _ if essay.url.is_some() || essay.doi.is_some() => Kind::Web,
            _ => Kind::Unpublished,
        }
    }

    /// CSL's word for it.
    pub(super) fn csl(self) -> &'static str {
        match self {
            Kind::Unpublished => "manuscript",
            Kind::Journal => "article-journal",
            Kind::Magazine => "article-magazine",
            Kind::Newspaper => "article-newspaper",
            Kind::Web => "webpage",
            Kind::Thesis => "thesis",
            Kind::Book => "book",
            Kind::Chapter => "chapter",
        }
    }

    /// The face its title is set in within a text.
    ///
    /// APA sets it as the list does, save for an unpublished essay, whose
    /// readers know no such rule.
    pub(super) fn face(self, style: Style) -> Face {
        let is_italic = match style {
            Style::Mla => matches!(self, Kind::Book | Kind::Thesis),
            Style::Apa => matches!(self, Kind::Book | Kind::Thesis | Kind::Web),
            Style::Chicago | Style::ChicagoAuthorDate => self == Kind::Book,
        };
        if is_italic { Face::Italic } else { Face::Roman }
    }
}

/// The address a list prints: the DOI behind its resolver, or the URL.
pub(super) fn url_shown(essay: &Reference) -> Option<String> {
    let doi = essay
        .doi
        .as_ref()
        .map(|doi| format!("https://doi.org/{doi}"));
    doi.or_else(|| essay.url.clone())
}
