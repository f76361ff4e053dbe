//! JSON: the shapes that scripts rely on. A field may be added, never renamed.
//!
//! Offsets here are counted in Unicode scalar values, into the `text` beside
//! them; everywhere else in norfolk they are bytes.

pub use super::json_compare::{groups, matrix, side_by_side, theme_across};
pub use super::json_overview::{overview, trend};
pub use super::json_quotes::quotes;
use super::plain::{change_name, tag_name};
use super::{SecondHand, cited_place};
use crate::cite::{Citing, Style};
use crate::enrich::{
    CitationKind, EnrichedPassage, EssayRecord, LocatorKind, QuotationKind, QuotationProblem,
};
use crate::index::StoredEssay;
use crate::passage::Passage;
use crate::profile::Profile;
use crate::read::{BlockKind, Format};
use crate::retrieve::{Answer, Hit};
use crate::search::{Correction, Manner};
use crate::text::Span;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Counts characters up to byte offsets of one text.
struct Offsets<'a> {
    text: &'a str,
}

impl Offsets<'_> {
    fn of(&self, span: Span) -> (usize, usize) {
        let start = self.text[..span.start].chars().count();
        (start, start + span.of(self.text).chars().count())
    }
}

/// An essay.
#[derive(Debug, Serialize)]
pub struct Essay {
    id: String,
    path: String,
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    language: Option<String>,
    format: &'static str,
    words: u32,
    paragraphs: u32,
    guessed: Vec<String>,
}

/// An essay of the index.
#[must_use]
pub fn essay(stored: &StoredEssay, path: &str) -> Essay {
    essay_of(&stored.record, format!("{:016x}", stored.place.key), path)
}

/// An essay of which only the record is known.
#[must_use]
pub fn essay_of(record: &EssayRecord, id: String, path: &str) -> Essay {
    let reference = &record.reference;
    Essay {
        id,
        path: path.to_string(),
        title: reference.title.clone(),
        authors: reference.authors.iter().map(ToString::to_string).collect(),
        date: reference.date.map(|date| date.to_string()),
        language: reference.language.clone(),
        format: format_name(record.format),
        words: record.words,
        paragraphs: record.paragraphs,
        guessed: record.guessed.clone(),
    }
}

/// The name of a format: the usual ending of its files.
#[must_use]
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Txt => "txt",
        Format::Md => "md",
        Format::Html => "html",
        Format::Docx => "docx",
        Format::Odt => "odt",
        Format::Rtf => "rtf",
        Format::Epub => "epub",
        Format::Pdf => "pdf",
    }
}

/// Where a passage stands.
#[must_use]
pub fn place(place: &Passage) -> Value {
    json!({
        "paragraph": place.paragraph,
        "part": place.part,
        "page": place.page,
        "heading": place.heading,
    })
}

/// A passage.
#[must_use]
pub fn passage(profile: &Profile, passage: &EnrichedPassage) -> Map<String, Value> {
    let offsets = Offsets {
        text: &passage.text,
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_string(), value);
    put("locator", place(&passage.passage));
    put("text", json!(passage.text));
    put("words", json!(passage.passage.words));
    put("themes", themes(profile, passage));
    let names = |entities: &[crate::profile::Entity], mentioned: &[crate::enrich::Mentioned]| {
        let names = mentioned
            .iter()
            .filter_map(|found| entities.get(usize::from(found.id)));
        names.map(|entity| json!(entity.name)).collect::<Vec<_>>()
    };
    put(
        "characters",
        json!(names(&profile.characters, &passage.characters)),
    );
    put("places", json!(names(&profile.places, &passage.places)));
    put("citations", citations(passage, &offsets));
    put("quotations", quotations(passage, &offsets));
    put("corrections", corrections(profile, passage));
    fields
}

fn themes(profile: &Profile, passage: &EnrichedPassage) -> Value {
    let tags = passage.themes.iter().filter_map(|tag| {
        let theme = profile.themes.get(usize::from(tag.theme))?;
        let evidence: Vec<&str> = tag
            .evidence
            .iter()
            .map(|evidence| evidence.span.of(&passage.text))
            .collect();
        Some(json!({"theme": theme.id, "score": rounded(tag.score), "evidence": evidence}))
    });
    Value::Array(tags.collect())
}

fn corrections(profile: &Profile, passage: &EnrichedPassage) -> Value {
    let corrections = passage.corrections.iter().filter_map(|correction| {
        let (kind, name) = tag_name(profile, correction.tag)?;
        let change = change_name(correction.change);
        Some(json!({"change": change, "kind": kind, "name": name}))
    });
    Value::Array(corrections.collect())
}

fn citations(passage: &EnrichedPassage, offsets: &Offsets<'_>) -> Value {
    let citations = passage.citations.iter().map(|citation| {
        let (start, end) = offsets.of(citation.span);
        let works: Vec<Value> = citation
            .works
            .iter()
            .map(|work| {
                json!({
                    "author": work.author,
                    "year": work.year,
                    "title": work.title,
                    "locator_kind": locator_kind(work.locator_kind),
                    "locator": work.locators,
                    "sic": work.sic,
                    "novel": work.is_novel,
                })
            })
            .collect();
        json!({
            "as_written": citation.span.of(&passage.text),
            "start": start,
            "end": end,
            "kind": citation_kind(citation.kind),
            "works": works,
        })
    });
    Value::Array(citations.collect())
}

fn quotations(passage: &EnrichedPassage, offsets: &Offsets<'_>) -> Value {
    let quotations = passage.quotations.iter().map(|quotation| {
        let (start, end) = offsets.of(quotation.span);
        json!({
            "text": quotation.span.of(&passage.text),
            "start": start,
            "end": end,
            "kind": quotation_kind(quotation.kind),
            "block": quotation.is_block,
            "citation": quotation.citation,
            "problem": quotation.problem.map(quotation_problem),
        })
    });
    Value::Array(quotations.collect())
}

fn citation_kind(kind: CitationKind) -> &'static str {
    match kind {
        CitationKind::Parenthetical => "parenthetical",
        CitationKind::Narrative => "narrative",
        CitationKind::Note => "note",
        CitationKind::Unparenthesised => "unparenthesised",
    }
}

fn locator_kind(kind: LocatorKind) -> &'static str {
    match kind {
        LocatorKind::Page => "page",
        LocatorKind::Chapter => "chapter",
        LocatorKind::ChapterPara => "chapter_para",
        LocatorKind::Paragraph => "paragraph",
        LocatorKind::Section => "section",
        LocatorKind::KindleLoc => "kindle_loc",
        LocatorKind::Percent => "percent",
        LocatorKind::Note => "note",
        LocatorKind::None => "none",
    }
}

fn quotation_kind(kind: QuotationKind) -> &'static str {
    match kind {
        QuotationKind::Novel => "novel",
        QuotationKind::Critic => "critic",
        QuotationKind::Title => "title",
        QuotationKind::Term => "term",
        QuotationKind::Other => "other",
    }
}

fn quotation_problem(problem: QuotationProblem) -> &'static str {
    match problem {
        QuotationProblem::NoOpen => "no_open",
        QuotationProblem::NoClose => "no_close",
    }
}

fn block_kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Body => "body",
        BlockKind::BlockQuotation => "block_quotation",
        BlockKind::Title => "title",
        BlockKind::Byline => "byline",
        BlockKind::Heading => "heading",
        BlockKind::Note => "note",
        BlockKind::WorksCited => "works_cited",
    }
}

/// A score with as many digits as mean something.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

/// The name of a style on the command line.
#[must_use]
pub fn style_name(style: Style) -> &'static str {
    match style {
        Style::Mla => "mla",
        Style::Apa => "apa",
        Style::Chicago => "chicago",
        Style::ChicagoAuthorDate => "chicago-author-date",
    }
}

/// One ranked passage.
#[must_use]
pub fn hit(profile: &Profile, hit: &Hit, citing: &Citing<'_>) -> Value {
    let mut fields = Map::new();
    fields.insert("rank".to_string(), json!(hit.rank));
    fields.insert("score".to_string(), json!(rounded(hit.score)));
    fields.insert("essay".to_string(), json!(essay(&hit.essay, &hit.path)));
    fields.extend(passage(profile, &hit.passage));
    let offsets = Offsets {
        text: &hit.passage.text,
    };
    let highlights: Vec<_> = hit
        .highlights
        .iter()
        .map(|span| offsets.of(*span))
        .collect();
    fields.insert("highlights".to_string(), json!(highlights));
    fields.insert("cite".to_string(), cite(profile, hit, citing));
    if !hit.explanation.is_empty() {
        let features: Map<String, Value> = hit
            .explanation
            .iter()
            .map(|(name, value)| (name.clone(), json!(rounded(*value))))
            .collect();
        fields.insert("explanation".to_string(), Value::Object(features));
    }
    Value::Object(fields)
}

/// How to cite the essay of a passage, and at second hand what it quotes of the novel.
fn cite(profile: &Profile, hit: &Hit, citing: &Citing<'_>) -> Value {
    let reference = &hit.essay.record.reference;
    let place = cited_place(&hit.passage.passage);
    let second_hand = SecondHand::new(profile, *citing).of_passage(reference, &hit.passage);
    let second_hand = second_hand
        .iter()
        .map(|cited| json!({"quotation": cited.quotation, "in_text": cited.in_text}));
    json!({
        "style": style_name(citing.style),
        "in_text": citing.in_text(reference, Some(&place)),
        "later": citing.later(reference, Some(&place)),
        "entry": citing.entry(reference),
        "second_hand": second_hand.collect::<Vec<_>>(),
    })
}

/// The answer to a search.
#[must_use]
pub fn answer(
    profile: &Profile,
    query: &str,
    answer: &Answer,
    citing: &Citing<'_>,
    elapsed_ms: f64,
) -> Value {
    let results: Vec<Value> = answer
        .hits
        .iter()
        .map(|found| hit(profile, found, citing))
        .collect();
    let themes: Vec<_> = (answer.themes.iter())
        .filter_map(|(id, count)| Some((&profile.themes.get(usize::from(*id))?.id, count)))
        .collect();
    let characters: Vec<_> = (answer.characters.iter())
        .filter_map(|(id, count)| Some((&profile.characters.get(usize::from(*id))?.name, count)))
        .collect();
    json!({
        "query": query,
        "understood": answer.understood,
        "total": answer.total,
        "essays": answer.essays,
        "elapsed_ms": elapsed_ms,
        "results": results,
        "facets": {"themes": themes, "characters": characters},
        "suggestions": suggestions(answer),
        "missing": answer.missing.iter().map(|missing| &missing.word).collect::<Vec<_>>(),
        "corrections": answer.corrections.iter().map(correction).collect::<Vec<_>>(),
        "names": answer.names.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// The nearest words to those that are missing, and what doubtful ones may mean.
fn suggestions(answer: &Answer) -> Vec<&String> {
    let near = answer.missing.iter().flat_map(|missing| &missing.nearest);
    near.chain(answer.doubts.iter().map(|doubt| &doubt.meant))
        .collect()
}

fn correction(correction: &Correction) -> Value {
    let manner = match correction.manner {
        Manner::Instead => "instead",
        Manner::Also => "also",
    };
    json!({"from": correction.from, "to": correction.to, "manner": manner})
}

/// What was read from one file.
#[must_use]
pub fn inspection(
    profile: &Profile,
    path: &str,
    read: &crate::read::Essay,
    enriched: &crate::enrich::Enriched,
) -> Value {
    let paragraphs: Vec<Value> = read
        .blocks
        .iter()
        .map(|block| {
            json!({
                "number": block.number,
                "kind": block_kind(block.kind),
                "page": block.page,
                "text": block.span.of(&read.text),
            })
        })
        .collect();
    let passages: Vec<Value> = (enriched.passages.iter())
        .map(|found| Value::Object(passage(profile, found)))
        .collect();
    let works_cited: Vec<Value> = (enriched.essay.works_cited.iter())
        .map(|work| {
            json!({
                "as_written": work.as_written,
                "author": work.author,
                "title": work.title,
                "year": work.year,
                "publisher": work.publisher,
                "novel": work.is_novel,
            })
        })
        .collect();
    let problems: Vec<Value> = (enriched.essay.problems.iter())
        .map(|problem| json!({"kind": problem.kind, "message": problem.message}))
        .collect();
    json!({
        "essay": essay_of(&enriched.essay, String::new(), path),
        "encoding": read.encoding,
        "paragraphs": paragraphs,
        "passages": passages,
        "works_cited": works_cited,
        "edition": enriched.essay.edition,
        "problems": problems,
    })
}
