//! Enriching: finding in passages what an essay quotes, cites and discusses.
//!
//! Finders are local (one paragraph at a time); [`resolve`](self) alone sees
//! the whole essay: inherited authors, notes, works cited. Nothing here knows
//! files or tantivy.

mod bare;
mod cache;
mod characters;
mod citations;
mod compile;
mod corrections;
mod editions;
mod enriched;
mod enricher;
mod lexicon;
mod masks;
mod matching;
mod notes;
mod pairing;
mod quotations;
mod resolve;
mod tagger;
mod themes;
mod works_cited;

pub use characters::{Mention, Named};
pub use citations::{CitationFinder, Form, FoundCitation, FoundWork, Origin};
pub use corrections::{Amendment, Change, Correction, TAGS_FILE, Tag, TagsFile, amend};
pub use enriched::{Enriched, EnrichedPassage, EssayRecord, Mentioned, OutlineBlock};
pub use enricher::{Enricher, Finders};
pub use lexicon::Lexicon;
pub use matching::PassageView;
pub use quotations::{FoundQuotation, Next, begins_with_mark, find_quotations};
pub use resolve::{EssayFindings, ParagraphFindings, resolve};
pub use tagger::{Tagger, Tags};

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// An in-text citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Where it stands, brackets included.
    pub span: Span,
    /// In which form.
    pub kind: CitationKind,
    /// What it cites; never empty.
    pub works: Vec<CitedWork>,
}

/// The form of an in-text citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationKind {
    /// (Woolf 12).
    Parenthetical,
    /// Woolf (1925) writes.
    Narrative,
    /// A mark that leads to a note.
    Note,
    /// page 12, in the running text.
    Unparenthesised,
}

/// One work that a citation names, and the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedWork {
    /// Family name in its right form.
    pub author: Option<String>,
    /// Year as written.
    pub year: Option<String>,
    /// Title, if the citation names one.
    pub title: Option<String>,
    /// What `locators` count.
    pub locator_kind: LocatorKind,
    /// Places: ranges with a plain hyphen and all their digits.
    pub locators: Vec<String>,
    /// The author's wrong form, as written.
    pub sic: Option<String>,
    /// Whether it is the novel under study.
    pub is_novel: bool,
}

/// What the locators of a [`CitedWork`] count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocatorKind {
    /// Pages.
    Page,
    /// Chapters.
    Chapter,
    /// Chapter and paragraph, as study guides count (`7.20`).
    ChapterPara,
    /// Paragraphs.
    Paragraph,
    /// Sections.
    Section,
    /// Kindle locations.
    KindleLoc,
    /// Per cent of an e-book.
    Percent,
    /// A note number.
    Note,
    /// No place at all.
    #[default]
    None,
}

/// Words of another, in quotation marks or set off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The words, without their outer marks.
    pub span: Span,
    /// Whose words they are.
    pub kind: QuotationKind,
    /// Whether it is set off as a block.
    pub is_block: bool,
    /// Index of the citation that belongs to it, among those of its passage.
    pub citation: Option<u16>,
    /// What is wrong with its marks.
    pub problem: Option<QuotationProblem>,
}

/// Whose words a [`Quotation`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationKind {
    /// Words of the novel.
    Novel,
    /// Words of a critic.
    Critic,
    /// A title.
    Title,
    /// A word or two, talked about or held at arm's length.
    Term,
    /// Anything else.
    Other,
}

/// A fault in a quotation's marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationProblem {
    /// A closing mark without an opening one.
    NoOpen,
    /// An opening mark without a closing one.
    NoClose,
}

/// A theme that norfolk asserts of a passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeTag {
    /// Index into the profile's themes.
    pub theme: u16,
    /// Strength, 0 to 1.
    pub score: f32,
    /// The words that say so, heaviest first; empty only if a user says so.
    pub evidence: Vec<Evidence>,
}

/// Words that speak for a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand.
    pub span: Span,
    /// Whether in words of another.
    pub is_quoted: bool,
}

/// An entry of an essay's list of works cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCited {
    /// The entry as it stands in the essay.
    pub as_written: String,
    /// Family name of its first author, in its right form.
    pub author: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Year as written.
    pub year: Option<String>,
    /// Publisher, without its place.
    pub publisher: Option<String>,
    /// Whether it is the novel under study.
    pub is_novel: bool,
}
