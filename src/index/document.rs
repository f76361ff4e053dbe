//! Documents: an enriched essay into tantivy's documents, and back.
//!
//! What is searched is in fields of its own; what is shown is one stored
//! value a document, in postcard's compact encoding.

use super::bag;
use super::schema::{Fields, kind};
use super::stream::Streams;
use crate::enrich::{Enriched, EnrichedPassage, EssayRecord};
use crate::text::{Forms, Word};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;
use xxhash_rust::xxh3::xxh3_64;

/// How a file looked when it was read: what an update compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileState {
    /// Size in bytes.
    pub size: u64,
    /// When it last changed, as a fingerprint of the times that the system
    /// gives; 0 if that was too recent for a later change to show.
    pub modified: u64,
    /// Hash of its bytes (xxh3).
    pub hash: u64,
}

/// Where an essay's file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePlace {
    /// Key of the file: see [`Base::key`](super::Base::key).
    pub key: u64,
    /// Number of the folder it was found in, among the index's folders.
    pub folder: u32,
    /// Path below that folder, with `/` between names; empty if the folder is the file itself.
    pub below: String,
}

/// What an essay's document stores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredEssay {
    /// Where its file is.
    pub place: FilePlace,
    /// What is known of it.
    pub record: EssayRecord,
}

/// What the document of a file that could not be read stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSkip {
    /// Where the file is.
    pub place: FilePlace,
    /// Why it could not be read.
    pub reason: String,
}

/// The documents of one file, to be written together.
#[derive(Debug)]
pub struct FileDocuments {
    /// Number of its passages.
    pub passages: u64,
    /// Words of its body.
    pub words: u64,
    /// Tokens of its text.
    pub tokens: u64,
    pub(super) documents: Vec<TantivyDocument>,
}

/// Makes the documents of an essay: the essay, then its passages.
///
/// `words` holds the words of each passage, read by `forms`.
#[must_use]
pub fn essay_documents(
    fields: &Fields,
    place: FilePlace,
    state: FileState,
    enriched: Enriched,
    words: &[Vec<Word>],
    forms: &mut Forms,
) -> FileDocuments {
    let Enriched { essay, passages } = enriched;
    let (key, total_words) = (place.key, u64::from(essay.words));
    let mut documents = Vec::with_capacity(passages.len() + 1);
    documents.push(TantivyDocument::default());
    let mut tokens = 0;
    for ((passage, words), seq) in passages.iter().zip(words).zip(1..) {
        let mut streams = Streams::of_length(passage.text.len(), words.len());
        streams.add(&passage.text, words, forms);
        tokens += streams.tokens;
        documents.push(passage_document(fields, key, seq, passage, &streams));
    }
    let stored = StoredEssay {
        place,
        record: essay,
    };
    let passages = documents.len() as u64 - 1;
    documents[0] = essay_document(fields, &stored, state, forms);
    documents[0].add_u64(fields.tokens, tokens);
    documents[0].add_u64(fields.passages, passages);
    FileDocuments {
        passages,
        words: total_words,
        tokens,
        documents,
    }
}

fn essay_document(
    fields: &Fields,
    stored: &StoredEssay,
    state: FileState,
    forms: &mut Forms,
) -> TantivyDocument {
    let mut document = file_document(fields, kind::ESSAY, &stored.place, state);
    let reference = &stored.record.reference;
    if let Some(title) = &reference.title {
        let mut streams = Streams::default();
        let words = forms.words(title);
        streams.add(title, &words, forms);
        document.add_text(fields.title, streams.stems());
    }
    let mut authors = Streams::default();
    for author in &reference.authors {
        let name = author.to_string();
        let words = forms.words(&name);
        authors.add(&name, &words, forms);
    }
    document.add_text(fields.author, authors.exact());
    if let Some(year) = reference
        .date
        .and_then(|date| u64::try_from(date.year).ok())
    {
        document.add_u64(fields.year, year);
    }
    document.add_u64(fields.words, u64::from(stored.record.words));
    document.add_bytes(fields.stored, &encode(stored));
    document
}

fn passage_document(
    fields: &Fields,
    key: u64,
    seq: u64,
    passage: &EnrichedPassage,
    streams: &Streams,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, kind::PASSAGE);
    document.add_u64(fields.essay, key);
    document.add_u64(fields.seq, seq);
    document.add_text(fields.text, streams.stems());
    document.add_text(fields.exact, streams.exact());
    for value in bag::pack(&streams.bag) {
        document.add_u64(fields.bag, value);
    }
    for tag in &passage.themes {
        document.add_u64(fields.theme, u64::from(tag.theme));
        document.add_u64(fields.strength, thousandths(tag.score));
    }
    for character in &passage.characters {
        document.add_u64(fields.character, u64::from(character.id));
        // One added by hand has no span.
        document.add_u64(fields.mentions, character.spans.len().max(1) as u64);
    }
    for place in &passage.places {
        document.add_u64(fields.place, u64::from(place.id));
    }
    for page in passage.cited_pages() {
        document.add_u64(fields.page, u64::from(page));
    }
    document.add_u64(fields.words, u64::from(passage.passage.words));
    document.add_bytes(fields.stored, &encode(passage));
    document
}

/// Makes the document of a file that could not be read.
#[must_use]
pub fn skip_document(
    fields: &Fields,
    place: FilePlace,
    state: FileState,
    reason: String,
) -> FileDocuments {
    let mut document = file_document(fields, kind::SKIPPED, &place, state);
    document.add_bytes(fields.stored, &encode(&StoredSkip { place, reason }));
    FileDocuments {
        passages: 0,
        words: 0,
        tokens: 0,
        documents: vec![document],
    }
}

/// The key of the document that says that the file with `key` was touched.
pub(super) fn touched_key(key: u64) -> u64 {
    !key
}

/// Makes the document that says how a file looks since it was touched.
pub(super) fn touched_document(fields: &Fields, key: u64, now: FileState) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, kind::TOUCHED);
    document.add_u64(fields.essay, touched_key(key));
    document.add_u64(fields.order, key);
    document.add_u64(fields.seq, 0);
    add_state(fields, &mut document, now);
    document
}

fn file_document(
    fields: &Fields,
    kind: u64,
    place: &FilePlace,
    state: FileState,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, kind);
    document.add_u64(fields.essay, place.key);
    document.add_u64(fields.folder, u64::from(place.folder));
    document.add_u64(fields.seq, 0);
    add_state(fields, &mut document, state);
    document.add_u64(fields.order, xxh3_64(place.below.as_bytes()));
    document
}

fn add_state(fields: &Fields, document: &mut TantivyDocument, state: FileState) {
    document.add_u64(fields.size, state.size);
    document.add_u64(fields.modified, state.modified);
    document.add_u64(fields.hash, state.hash);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=1000"
)]
fn thousandths(score: f32) -> u64 {
    (score * 1000.0).clamp(0.0, 1000.0).round() as u64
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).expect("a value in memory always encodes")
}

/// Decodes what a document stores; `None` if it is of another kind.
pub(super) fn decode<T: for<'a> Deserialize<'a>>(
    fields: &Fields,
    document: &TantivyDocument,
) -> Option<T> {
    let stored = document.get_first(fields.stored)?.as_bytes()?;
    postcard::from_bytes(stored).ok()
}
