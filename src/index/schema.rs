//! The fields of the index.
//!
//! Passages and essays are documents of one index, so that one commit holds
//! both. The documents of an essay stand together: the essay first (`seq` 0),
//! then its passages in order, which `document` and the writer see to and
//! search relies on. Files that could not be read are documents too: what is
//! known of a file is then committed, or not, with everything else.

use super::stream::{EXACT_TOKENIZER, STEM_TOKENIZER, StreamTokenizer};
use tantivy::index::IndexSettings;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

/// What a document of the index stands for: the values of `kind`.
pub(super) mod kind {
    /// A whole essay.
    pub(in crate::index) const ESSAY: u64 = 0;
    /// A passage.
    pub(in crate::index) const PASSAGE: u64 = 1;
    /// A file that could not be read.
    pub(in crate::index) const SKIPPED: u64 = 2;
    /// A file that was touched since it was indexed: how it looks now. Its
    /// `order` is the key of the file, so that its own key is another.
    pub(in crate::index) const TOUCHED: u64 = 3;
}

/// The fields of the index; the names are those on disk.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Essay, passage or skipped file.
    pub kind: Field,
    /// Key of the file: the same for an essay and all its passages.
    pub essay: Field,
    /// 0 for the essay, then the number of the passage.
    pub seq: Field,
    /// Stems of a passage's words, with positions.
    pub text: Field,
    /// Exact forms of a passage's words.
    pub exact: Field,
    /// Stems of an essay's title, with positions.
    pub title: Field,
    /// Exact forms of an essay's authors.
    pub author: Field,
    /// Year of an essay.
    pub year: Field,
    /// Numbers for the stems of a passage, stop words left out: what passages
    /// are compared by, without reading their text.
    pub bag: Field,
    /// Numbers of a passage's themes.
    pub theme: Field,
    /// Strengths of a passage's themes in thousandths, in the order of `theme`.
    pub strength: Field,
    /// Numbers of a passage's characters.
    pub character: Field,
    /// How often each of a passage's characters is named, in the order of `character`.
    pub mentions: Field,
    /// Numbers of a passage's places.
    pub place: Field,
    /// Pages of the novel that a passage cites.
    pub page: Field,
    /// Words in a passage or essay.
    pub words: Field,
    /// Number of an essay's passages.
    pub passages: Field,
    /// Number of the folder a file was found in.
    pub folder: Field,
    /// Tokens of `text` in a whole essay: its length for ranking.
    pub tokens: Field,
    /// Size of the file in bytes.
    pub size: Field,
    /// Fingerprint of when the file was last changed.
    pub modified: Field,
    /// Hash of the file's bytes.
    pub hash: Field,
    /// Hash of the file's path below its folder: the order of equal scores,
    /// wherever the folder stands.
    pub order: Field,
    /// Everything needed to show a passage or essay.
    pub stored: Field,
}

/// Bytes of stored values that are compressed together: at twice tantivy's
/// 16 KiB an index takes 2 % less, and ten passages are read as fast.
const BLOCK: usize = 32 << 10;

/// How tantivy stores an index.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: BLOCK,
        ..IndexSettings::default()
    }
}

/// Builds the schema and its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let key = NumericOptions::default().set_fast().set_indexed();
    let value = NumericOptions::default().set_fast();
    let stems = text(STEM_TOKENIZER, IndexRecordOption::WithFreqsAndPositions);
    let exact = text(EXACT_TOKENIZER, IndexRecordOption::WithFreqs);
    let fields = Fields {
        kind: schema.add_u64_field("kind", value.clone()),
        essay: schema.add_u64_field("essay", key.clone()),
        seq: schema.add_u64_field("seq", value.clone()),
        text: schema.add_text_field("text", stems.clone()),
        exact: schema.add_text_field("exact", exact.clone()),
        title: schema.add_text_field("title", stems),
        author: schema.add_text_field("author", exact),
        year: schema.add_u64_field("year", value.clone()),
        bag: schema.add_u64_field("bag", value.clone()),
        theme: schema.add_u64_field("theme", key.clone()),
        strength: schema.add_u64_field("strength", value.clone()),
        character: schema.add_u64_field("character", key.clone()),
        mentions: schema.add_u64_field("mentions", value.clone()),
        place: schema.add_u64_field("place", key.clone()),
        page: schema.add_u64_field("page", key),
        words: schema.add_u64_field("words", value.clone()),
        passages: schema.add_u64_field("passages", value.clone()),
        folder: schema.add_u64_field("folder", value.clone()),
        tokens: schema.add_u64_field("tokens", value.clone()),
        size: schema.add_u64_field("size", value.clone()),
        modified: schema.add_u64_field("modified", value.clone()),
        hash: schema.add_u64_field("hash", value.clone()),
        order: schema.add_u64_field("order", value),
        stored: schema.add_bytes_field("stored", BytesOptions::default().set_stored()),
    };
    (schema.build(), fields)
}

fn text(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// Registers the tokenizers: tantivy does not store them with an index.
pub(super) fn register_tokenizers(index: &tantivy::Index) {
    index.tokenizers().register(STEM_TOKENIZER, StreamTokenizer);
    index
        .tokenizers()
        .register(EXACT_TOKENIZER, StreamTokenizer);
}
