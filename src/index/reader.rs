//! Reading: a committed index, as it was at the instant it was opened.

use super::columns::SegmentColumns;
use super::directory::Files;
use super::document::{StoredEssay, StoredSkip, decode};
use super::folder::{self, META, unusable};
use super::payload::Payload;
use super::schema::{Fields, build, kind, register_tokenizers};
use super::{Base, IndexError, Info, profile_hash};
use crate::enrich::EnrichedPassage;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::directory::error::OpenReadError;
use tantivy::index::IndexMeta;
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument, TantivyError};

/// A committed index. Later commits do not change what it answers.
pub struct Index {
    path: PathBuf,
    searcher: Searcher,
    fields: Fields,
    info: Info,
    /// The folder of its generation.
    place: PathBuf,
    /// By segment; read when first asked for.
    pub(super) columns: Vec<SegmentColumns>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `directory`, as of one commit.
    ///
    /// # Errors
    /// If there is none, it is of another format, or damaged.
    pub fn open(directory: &Path) -> Result<Index, IndexError> {
        let mut head = read_head(directory)?;
        loop {
            let opened = Index::open_generation(directory, head.generation);
            let now = read_head(directory)?;
            // Another generation took its place meanwhile, and its files may be gone.
            if opened.is_err() && now != head {
                head = now;
                continue;
            }
            return opened;
        }
    }

    fn open_generation(directory: &Path, generation: u64) -> Result<Index, IndexError> {
        let place = folder::generation(directory, generation);
        let index = open_tantivy(directory, &place)?;
        let meta = || fs::read(place.join(META)).map_err(|error| damaged(directory, &error));
        let mut commit = meta()?;
        let (searcher, metas) = loop {
            let searcher = open_searcher(directory, &index)?;
            let metas = index.load_metas();
            let now = meta()?;
            // What was committed between the two is of the next.
            if now == commit {
                break (searcher, metas);
            }
            commit = now;
        };
        let metas = metas.map_err(|error| unreadable(directory, &error))?;
        let payload = payload_of(directory, &metas)?;
        if payload.generation != generation {
            return Err(damaged(directory, &"its commit is of another generation"));
        }
        let segments = searcher.segment_readers().len();
        Ok(Index {
            path: directory.to_path_buf(),
            columns: vec![SegmentColumns::default(); segments],
            searcher,
            fields: build().1,
            info: Base::of(directory).as_read(payload.info),
            place,
        })
    }

    /// The folder it lives in.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says of itself.
    #[must_use]
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// The text of the profile it was made with.
    ///
    /// # Errors
    /// If it cannot be read, or is another.
    pub fn profile(&self) -> Result<String, IndexError> {
        let profile = fs::read_to_string(self.place.join(folder::PROFILE))
            .map_err(|error| self.damaged(&format!("profile: {error}")))?;
        if self.info.profile_hash == profile_hash(&profile) {
            Ok(profile)
        } else {
            Err(self.damaged(&"its profile is not the one it was made with"))
        }
    }

    /// tantivy's view of it.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Bytes of its files on the disk.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        folder::bytes(&self.place)
    }

    /// Reads back a passage.
    ///
    /// # Errors
    /// If what is stored is damaged.
    pub fn passage(&self, address: DocAddress) -> Result<EnrichedPassage, IndexError> {
        self.stored(address)
    }

    /// Reads back an essay.
    ///
    /// # Errors
    /// If what is stored is damaged.
    pub fn essay(&self, address: DocAddress) -> Result<StoredEssay, IndexError> {
        self.stored(address)
    }

    /// The path of an essay, as shown.
    #[must_use]
    pub fn shown_path(&self, essay: &StoredEssay) -> String {
        self.shown(essay.place.folder, &essay.place.below)
    }

    fn shown(&self, folder: u32, below: &str) -> String {
        self.info
            .folders
            .get(folder as usize)
            .map_or_else(|| below.to_string(), |folder| folder.shown(below))
    }

    /// The addresses of all essays, in the order of the index.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub fn essays(&self) -> Result<Vec<DocAddress>, IndexError> {
        self.of_kind(kind::ESSAY)
    }

    /// The files that could not be read, as key, shown path and reason; sorted by path.
    ///
    /// # Errors
    /// If what is stored is damaged.
    pub fn skipped(&self) -> Result<Vec<(u64, String, String)>, IndexError> {
        let mut skipped = Vec::new();
        for address in self.of_kind(kind::SKIPPED)? {
            let skip: StoredSkip = self.stored(address)?;
            let path = self.shown(skip.place.folder, &skip.place.below);
            skipped.push((skip.place.key, path, skip.reason));
        }
        skipped.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(skipped)
    }

    /// The paths of files with these keys, as shown.
    ///
    /// # Errors
    /// If what is stored is damaged.
    pub fn shown_paths(&self, keys: &FxHashSet<u64>) -> Result<FxHashMap<u64, String>, IndexError> {
        let mut paths = FxHashMap::default();
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let (kinds, of_files) = (
                self.column(segment, "kind")?,
                self.column(segment, "essay")?,
            );
            for doc in self.file_documents(segment)? {
                if !keys.contains(&of_files.get_val(doc)) {
                    continue;
                }
                let address = DocAddress::new(ord, doc);
                let place = match kinds.get_val(doc) {
                    kind::ESSAY => self.stored::<StoredEssay>(address)?.place,
                    kind::SKIPPED => self.stored::<StoredSkip>(address)?.place,
                    _ => continue,
                };
                paths.insert(place.key, self.shown(place.folder, &place.below));
            }
        }
        Ok(paths)
    }

    /// The documents of files of a kind.
    fn of_kind(&self, kind: u64) -> Result<Vec<DocAddress>, IndexError> {
        let mut found = Vec::new();
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let kinds = self.column(segment, "kind")?;
            let mut docs = self.file_documents(segment)?;
            docs.retain(|doc| kinds.get_val(*doc) == kind);
            found.extend(docs.into_iter().map(|doc| DocAddress::new(ord, doc)));
        }
        Ok(found)
    }

    /// Reads back what is stored of a document.
    pub(super) fn stored<T: for<'a> Deserialize<'a>>(
        &self,
        address: DocAddress,
    ) -> Result<T, IndexError> {
        let document: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(|error| unreadable(&self.path, &error))?;
        decode(&self.fields, &document)
            .ok_or_else(|| damaged(&self.path, &"a stored passage cannot be decoded"))
    }

    /// An error at this index.
    #[must_use]
    pub fn damaged(&self, reason: &dyn std::fmt::Display) -> IndexError {
        damaged(&self.path, reason)
    }
}

/// Opens tantivy's files in `place` as part of the index `directory`.
pub(super) fn open_tantivy(directory: &Path, place: &Path) -> Result<tantivy::Index, IndexError> {
    let files = Files::open(place).map_err(|error| damaged(directory, &error))?;
    let index = tantivy::Index::open(files).map_err(|error| unreadable(directory, &error))?;
    register_tokenizers(&index);
    if index.schema() != build().0 {
        return Err(damaged(
            directory,
            &"its fields are not those of this norfolk",
        ));
    }
    Ok(index)
}

fn read_head(directory: &Path) -> Result<folder::Head, IndexError> {
    folder::read_head(directory)?.ok_or_else(|| IndexError::Missing(directory.to_path_buf()))
}

/// What a commit says of itself.
pub(super) fn payload_of(directory: &Path, metas: &IndexMeta) -> Result<Payload, IndexError> {
    let payload = metas.payload.as_deref().and_then(Payload::decode);
    payload
        .filter(|payload| payload.opstamp == metas.opstamp)
        .ok_or_else(|| damaged(directory, &"its last commit is not one of norfolk's"))
}

/// Opens the segments of the last commit, each of which has the documents it is said to have.
fn open_searcher(directory: &Path, index: &tantivy::Index) -> Result<Searcher, IndexError> {
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .map_err(|error| unreadable(directory, &error))?;
    let searcher = reader.searcher();
    for segment in searcher.segment_readers() {
        let kinds = segment.fast_fields().u64("kind");
        let kinds = kinds.map_err(|error| unreadable(directory, &error))?;
        let deleted = segment.alive_bitset().map_or(0, |alive| {
            segment.max_doc() - u32::try_from(alive.num_alive_docs()).unwrap_or(u32::MAX)
        });
        if (kinds.num_docs(), deleted) != (segment.max_doc(), segment.num_deleted_docs()) {
            return Err(damaged(
                directory,
                &"it has not the documents it is said to have",
            ));
        }
    }
    Ok(searcher)
}

/// What an error of tantivy's says of the index `directory`.
pub(super) fn unreadable(directory: &Path, error: &TantivyError) -> IndexError {
    match error {
        // In its own words, and not in those of all that it went through.
        TantivyError::IoError(error)
        | TantivyError::OpenReadError(OpenReadError::IoError {
            io_error: error, ..
        }) => match error.raw_os_error() {
            Some(_) => unusable(directory, error),
            None => damaged(directory, error),
        },
        error => damaged(directory, error),
    }
}

fn damaged(directory: &Path, reason: &dyn std::fmt::Display) -> IndexError {
    IndexError::Damaged {
        path: directory.to_path_buf(),
        reason: reason.to_string(),
    }
}
