//! Writing: one process at a time, whole files in, one commit at the end.

use super::document::FileDocuments;
use super::folder::{self, unusable};
use super::reader::{Index, open_tantivy};
use super::schema::{Fields, build, kind, register_tokenizers};
use super::{FileState, IndexError, Info};
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, TantivyDocument, Term};

/// Memory for documents that wait to be written, per thread of tantivy's.
/// Chosen on 15,000 school essays: a smaller budget makes more segments to
/// merge, a larger one no faster.
const BUDGET_BYTES: usize = 32 << 20;

/// What a [`Writer`] starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The index as it is; an empty one if there is none.
    Update,
    /// An empty index beside the present one, which it replaces at the first commit.
    Rebuild,
}

/// A file that the index knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFile {
    /// How it looked when it was read.
    pub state: FileState,
    /// Number of the folder it was found in.
    pub folder: u32,
    /// Whether it could be read.
    pub is_essay: bool,
    /// Number of its passages.
    pub passages: u64,
    /// Words of its body.
    pub words: u64,
    /// Tokens of its text.
    pub tokens: u64,
}

/// Writes an index. Holds its lock until dropped.
pub struct Writer {
    directory: PathBuf,
    generation: u64,
    fields: Fields,
    documents: IndexWriter,
    known: FxHashMap<u64, KnownFile>,
    lock: File,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the index in `directory` for writing, with `profile` as the text of its profile.
    ///
    /// # Errors
    /// If another process writes it, or it cannot be read or made.
    pub fn open(
        directory: &Path,
        profile: &str,
        start: Start,
        threads: usize,
    ) -> Result<Writer, IndexError> {
        fs::create_dir_all(directory).map_err(|error| unusable(directory, &error))?;
        let lock = lock(directory)?;
        let current = match start {
            Start::Update => folder::read_head(directory)?.map(|head| head.generation),
            Start::Rebuild => None,
        };
        let known = match current {
            Some(_) => Index::open(directory)?.known_files()?,
            None => FxHashMap::default(),
        };
        let generation = current.unwrap_or_else(|| next_generation(directory));
        if let Ok(Some(head)) = folder::read_head(directory) {
            folder::remove_other_generations(directory, head.generation);
        }
        let place = folder::generation(directory, generation);
        let index = match current {
            Some(_) => open_tantivy(directory, &place)?,
            None => create(directory, &place, profile)?,
        };
        let documents = index
            .writer_with_num_threads(threads, threads * BUDGET_BYTES)
            .map_err(|error| unusable(directory, &error))?;
        let fields = build().1;
        Ok(Writer {
            directory: directory.to_path_buf(),
            generation,
            fields,
            documents,
            known,
            lock,
        })
    }

    /// The files it knows, by key, as of the last commit before it was opened.
    #[must_use]
    pub fn known(&self) -> &FxHashMap<u64, KnownFile> {
        &self.known
    }

    /// The fields documents are made for.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Puts a file's documents in place of those it had.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn replace(&self, file: FileDocuments) -> Result<(), IndexError> {
        let mut operations = Vec::with_capacity(file.documents.len() + 1);
        if self.known.contains_key(&file.key) {
            operations.push(UserOperation::Delete(self.key_term(file.key)));
        }
        // One batch goes to one segment: the documents of an essay stand together.
        operations.extend(
            file.documents
                .into_iter()
                .map(UserOperation::<TantivyDocument>::Add),
        );
        self.documents
            .run(operations)
            .map_err(|error| self.failed(&error))?;
        Ok(())
    }

    /// Removes a file's documents.
    pub fn remove(&self, key: u64) {
        self.documents.delete_term(self.key_term(key));
    }

    /// Makes all that was done since the last commit the index, with `info`.
    ///
    /// # Errors
    /// If the disk is full or fails; the index is then as it was.
    ///
    /// # Panics
    /// Never: an info always encodes.
    pub fn commit(mut self, info: &Info) -> Result<(), IndexError> {
        let payload = serde_json::to_string(info).expect("an info always encodes");
        let committed = self.documents.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(|error| self.failed(&error))?;
        let Writer {
            directory,
            generation,
            documents,
            ..
        } = self;
        documents
            .wait_merging_threads()
            .map_err(|error| unusable(&directory, &error))?;
        if folder::read_head(&directory)
            .ok()
            .flatten()
            .map(|head| head.generation)
            != Some(generation)
        {
            folder::write_head(&directory, generation)?;
            folder::remove_other_generations(&directory, generation);
        }
        Ok(())
    }

    /// Gives up an index that was begun: nothing of it is left behind.
    pub fn abandon(self) {
        let Writer {
            directory,
            generation,
            documents,
            lock,
            ..
        } = self;
        drop(documents);
        // What cannot be removed is no index: it has no head, and the next run clears it.
        let _ = fs::remove_dir_all(folder::generation(&directory, generation));
        let _ = fs::remove_file(directory.join(folder::LOCK));
        let _ = fs::remove_dir(&directory);
        drop(lock);
    }

    fn key_term(&self, key: u64) -> Term {
        Term::from_field_u64(self.fields.essay, key)
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> IndexError {
        unusable(&self.directory, error)
    }
}

/// Takes the lock of an index, or says who has it. The system frees it when
/// the process ends, however it ends.
fn lock(directory: &Path) -> Result<File, IndexError> {
    let path = directory.join(folder::LOCK);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| unusable(directory, &error))?;
    match file.try_lock() {
        Ok(()) => {
            // The number is for a message only: a failure to write it is no failure.
            let _ = file.set_len(0);
            let _ = file.rewind();
            let _ = write!(file, "{}", std::process::id());
            Ok(file)
        }
        Err(fs::TryLockError::WouldBlock) => {
            let mut number = String::new();
            let _ = file.read_to_string(&mut number);
            let holder = if number.is_empty() {
                "another process".to_string()
            } else {
                format!("process {}", number.trim())
            };
            Err(IndexError::Locked {
                path: directory.to_path_buf(),
                holder,
            })
        }
        Err(fs::TryLockError::Error(error)) => Err(unusable(directory, &error)),
    }
}

fn next_generation(directory: &Path) -> u64 {
    (1..u64::MAX)
        .find(|number| !folder::generation(directory, *number).exists())
        .expect("numbers do not run out")
}

fn create(directory: &Path, place: &Path, profile: &str) -> Result<tantivy::Index, IndexError> {
    fs::create_dir_all(place).map_err(|error| unusable(directory, &error))?;
    folder::write_whole(&place.join(folder::PROFILE), profile.as_bytes())
        .map_err(|error| unusable(directory, &error))?;
    let (schema, _) = build();
    let index = tantivy::Index::create_in_dir(place, schema)
        .map_err(|error| unusable(directory, &error))?;
    register_tokenizers(&index);
    Ok(index)
}

impl Index {
    /// The files it knows, by key.
    ///
    /// # Errors
    /// If its columns cannot be read.
    pub(super) fn known_files(&self) -> Result<FxHashMap<u64, KnownFile>, IndexError> {
        let mut known = FxHashMap::default();
        for segment in self.searcher().segment_readers() {
            let columns = [
                "kind", "essay", "folder", "size", "modified", "hash", "passages", "words",
                "tokens",
            ]
            .map(|name| self.column(segment, name));
            let [
                kinds,
                keys,
                folders,
                sizes,
                modified,
                hashes,
                passages,
                words,
                tokens,
            ] = columns;
            let (kinds, keys) = (kinds?, keys?);
            let (folders, sizes, modified) = (folders?, sizes?, modified?);
            let (hashes, passages) = (hashes?, passages?);
            let (words, tokens) = (words?, tokens?);
            for doc in segment.doc_ids_alive() {
                let value = |column: &super::reader::Values| column.get_val(doc);
                let kind = value(&kinds);
                if kind == kind::PASSAGE {
                    continue;
                }
                let file = KnownFile {
                    state: FileState {
                        size: value(&sizes),
                        modified: value(&modified),
                        hash: value(&hashes),
                    },
                    folder: u32::try_from(value(&folders)).unwrap_or(u32::MAX),
                    is_essay: kind == kind::ESSAY,
                    passages: value(&passages),
                    words: value(&words),
                    tokens: value(&tokens),
                };
                known.insert(value(&keys), file);
            }
        }
        Ok(known)
    }
}
