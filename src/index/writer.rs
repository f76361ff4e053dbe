//! Writing: one process at a time, whole files in, whole commits out.

use super::directory::Files;
use super::document::{FileDocuments, FileState, touched_document, touched_key};
use super::folder::{self, refused, unusable};
use super::merging::Bounded;
use super::payload::Payload;
use super::reader::{open_tantivy, unreadable};
use super::schema::{Fields, build, register_tokenizers, settings};
use super::seal::is_damage;
use super::{Base, IndexError, Info, KnownFile, Lock};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

/// Memory for documents that wait to be written, per thread of tantivy's.
/// Chosen on 15,000 school essays: a smaller budget makes more segments to
/// merge, a larger one no faster.
const BUDGET_BYTES: usize = 32 << 20;
/// For all threads together: memory does not grow with the number of cores.
const MOST_BUDGET_BYTES: usize = 128 << 20;
/// tantivy takes no less for a thread.
const LEAST_BUDGET_BYTES: usize = 16 << 20;
/// Each holds all that it merges in memory.
const MERGE_THREADS: usize = 1;
/// How soon a run that only waits for merges ends when it is stopped.
const STOP_IS_SEEN_WITHIN: Duration = Duration::from_millis(50);

/// What a [`Writer`] starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The index as it is; an empty one if there is none.
    Update,
    /// An empty index beside the present one, which it replaces at the end.
    Rebuild,
}

/// Writes an index.
pub struct Writer {
    lock: Arc<Lock>,
    generation: u64,
    publish: Publish,
    fields: Fields,
    documents: IndexWriter,
    /// Held while operations are handed over, so that they are queued in the order of their stamps.
    order: Mutex<()>,
}

/// When the generation that is written becomes the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Publish {
    /// It is the index already.
    Done,
    /// There is none that it could take the place of.
    AtFirstCommit,
    /// Only whole: until then the old one is the index.
    AtEnd,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("directory", &self.lock.directory())
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the index that is locked for writing, with `profile` as the text of its profile.
    ///
    /// # Errors
    /// If it cannot be read or made.
    pub fn open(
        lock: &Arc<Lock>,
        profile: &str,
        start: Start,
        threads: usize,
    ) -> Result<Writer, IndexError> {
        let directory = lock.directory();
        let head = folder::read_head(directory);
        let (current, publish) = match (start, head) {
            (Start::Update, head) => match head? {
                Some(head) => (Some(head.generation), Publish::Done),
                None => (None, Publish::AtFirstCommit),
            },
            (Start::Rebuild, Ok(None)) => (None, Publish::AtFirstCommit),
            (Start::Rebuild, _) => (None, Publish::AtEnd),
        };
        let generation = current.unwrap_or_else(|| next_generation(directory));
        let place = folder::generation(directory, generation);
        let index = match current {
            Some(_) => open_tantivy(directory, &place)?,
            None => create(directory, &place, profile)?,
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(budget_bytes(threads))
            .num_merge_threads(MERGE_THREADS)
            .build();
        let documents = index
            .writer_with_options(options)
            .map_err(|error| unusable(directory, &error))?;
        documents.set_merge_policy(Box::new(Bounded));
        let fields = build().1;
        Ok(Writer {
            lock: Arc::clone(lock),
            generation,
            publish,
            fields,
            documents,
            order: Mutex::new(()),
        })
    }

    /// The fields documents are made for.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Writes a file's documents, in place of those it had if it was `known`.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn write(&self, file: FileDocuments, known: Option<&KnownFile>) -> Result<(), IndexError> {
        // One batch goes to one segment: the documents of an essay stand together.
        let mut operations: Vec<_> = known.into_iter().flat_map(|k| self.deletes(k)).collect();
        operations.extend(file.documents.into_iter().map(UserOperation::Add));
        self.take(operations)
    }

    /// Writes that a file looks otherwise, but holds what it held.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn touch(&self, known: &KnownFile, now: FileState) -> Result<(), IndexError> {
        let mark = UserOperation::Add(touched_document(&self.fields, known.key, now));
        self.take(vec![UserOperation::Delete(self.mark_term(known.key)), mark])
    }

    /// Removes a file's documents.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn remove(&self, known: &KnownFile) -> Result<(), IndexError> {
        self.take(self.deletes(known).collect())
    }

    fn take(&self, operations: Vec<UserOperation<TantivyDocument>>) -> Result<(), IndexError> {
        // tantivy takes the deletes of its queue to be in the order of their
        // stamps. Stamping and queueing are two steps: of two threads that do
        // both at once, one could have documents that it adds deleted.
        let in_order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = self.documents.run(operations);
        drop(in_order);
        taken.map_err(|error| failed(self.lock.directory(), &error))?;
        Ok(())
    }

    fn deletes(&self, known: &KnownFile) -> impl Iterator<Item = UserOperation<TantivyDocument>> {
        let mark = known.is_touched.then(|| self.mark_term(known.key));
        let terms = [self.key_term(known.key)].into_iter().chain(mark);
        terms.map(UserOperation::Delete)
    }

    fn key_term(&self, key: u64) -> Term {
        Term::from_field_u64(self.fields.essay, key)
    }

    /// The term of what says that a file was touched.
    fn mark_term(&self, key: u64) -> Term {
        self.key_term(touched_key(key))
    }

    /// Whether what is committed is seen at once, before the run ends.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.publish != Publish::AtEnd
    }

    /// Commits all that was done since the last commit, with `info`.
    ///
    /// # Errors
    /// If the disk is full or fails; the index is then as it was.
    pub fn commit(&mut self, info: &Info) -> Result<(), IndexError> {
        let directory = self.lock.directory();
        let failed = |error| failed(directory, &error);
        let mut prepared = self.documents.prepare_commit().map_err(failed)?;
        let payload = Payload {
            opstamp: prepared.opstamp(),
            generation: self.generation,
            info: Base::of(directory).to_write(info),
        };
        prepared.set_payload(&payload.encode());
        prepared.commit().map_err(failed)?;
        if self.publish == Publish::AtFirstCommit {
            self.publish()?;
        }
        Ok(())
    }

    /// Ends the writing: what is committed is the index, also of a rebuild.
    /// Waits until small segments are merged, unless `is_stopped` says not to.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn finish(mut self, is_stopped: &dyn Fn() -> bool) -> Result<(), IndexError> {
        if self.publish == Publish::AtEnd {
            self.publish()?;
        }
        let Writer {
            lock, documents, ..
        } = self;
        let (sender, merged) = mpsc::channel();
        thread::spawn(move || {
            let merged = documents.wait_merging_threads();
            // Merges go on when nobody waits for them any more: nobody else may write until then.
            drop(lock);
            sender.send(merged)
        });
        loop {
            match merged.recv_timeout(STOP_IS_SEEN_WITHIN) {
                // A merge that fails leaves the segments it was made of, which are whole.
                Ok(_) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) if is_stopped() => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn publish(&mut self) -> Result<(), IndexError> {
        folder::write_head(self.lock.directory(), self.generation)?;
        self.publish = Publish::Done;
        Ok(())
    }

    /// Why it failed. What went wrong on a thread of tantivy's is known only
    /// once that thread has ended; `error` is what was heard of it before.
    #[must_use]
    pub fn failure(mut self, error: IndexError) -> IndexError {
        match self.documents.prepare_commit() {
            Err(cause) => failed(self.lock.directory(), &cause),
            Ok(_) => error,
        }
    }
}

/// An error of tantivy's, with what would do if it is one of the system's.
fn failed(directory: &Path, error: &TantivyError) -> IndexError {
    // What fails on a thread of tantivy's is handed on as text.
    let text = error.to_string();
    let number = text.split("(os error ").nth(1);
    let number = number.and_then(|rest| rest.split(')').next()?.parse().ok());
    match number.map(std::io::Error::from_raw_os_error) {
        Some(system) => refused(directory, &system),
        None if is_damage(&text) => unreadable(directory, error),
        None => unusable(directory, &text),
    }
}

/// Memory for documents that wait to be written, for one of `threads`.
fn budget_bytes(threads: usize) -> usize {
    (MOST_BUDGET_BYTES / threads.max(1)).clamp(LEAST_BUDGET_BYTES, BUDGET_BYTES)
}

fn next_generation(directory: &Path) -> u64 {
    (1..u64::MAX)
        .find(|number| !folder::generation(directory, *number).exists())
        .expect("numbers do not run out")
}

fn create(directory: &Path, place: &Path, profile: &str) -> Result<tantivy::Index, IndexError> {
    folder::make_folder(place)
        .and_then(|()| folder::write_whole(&place.join(folder::PROFILE), profile.as_bytes()))
        .map_err(|error| refused(directory, &error))?;
    let files = Files::open(place).map_err(|error| unusable(directory, &error))?;
    let (schema, _) = build();
    let index = tantivy::Index::create(files, schema, settings())
        .map_err(|error| failed(directory, &error))?;
    register_tokenizers(&index);
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::document::{FilePlace, skip_document};
    use crate::index::{Index, profile_hash};
    use std::sync::Barrier;

    /// Two threads that end a commit together show best what they mix up.
    const FILES: [u64; 2] = [1, 2];
    const COMMITS: u64 = 100;

    #[test]
    fn files_written_again_by_threads_at_once_are_all_there() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let lock = Arc::new(Lock::take(root.path()).expect("a lock"));
        let mut writer = Writer::open(&lock, "", Start::Update, 2).expect("a writer");
        let info = Info {
            profile_hash: profile_hash(""),
            ..Info::default()
        };
        for commit in 0..COMMITS {
            let begin = Barrier::new(FILES.len());
            thread::scope(|scope| {
                for key in FILES {
                    let (writer, begin) = (&writer, &begin);
                    scope.spawn(move || {
                        let known = (commit > 0).then(|| known(key));
                        let file = file(writer.fields(), key, commit);
                        begin.wait();
                        writer.write(file, known.as_ref()).expect("written");
                    });
                }
            });
            writer.commit(&info).expect("committed");
        }
        writer.finish(&|| false).expect("finished");
        let index = Index::open(root.path()).expect("an index");
        let mut found = index.skipped().expect("files");
        found.sort();
        let last = (COMMITS - 1).to_string();
        assert!(found.iter().all(|(_, _, commit)| *commit == last));
        assert_eq!(
            found.into_iter().map(|(key, ..)| key).collect::<Vec<_>>(),
            FILES,
        );
    }

    fn file(fields: &Fields, key: u64, commit: u64) -> FileDocuments {
        let place = FilePlace {
            key,
            folder: 0,
            below: key.to_string(),
        };
        skip_document(fields, place, FileState::default(), commit.to_string())
    }

    fn known(key: u64) -> KnownFile {
        KnownFile {
            key,
            state: FileState::default(),
            folder: 0,
            is_essay: false,
            is_touched: false,
            passages: 0,
            words: 0,
            tokens: 0,
        }
    }
}
