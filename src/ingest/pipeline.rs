//! The pipeline: each file read, enriched and handed to the index, in parallel.

use super::counts::{Done, Read};
use super::load::regular_file_bytes;
use super::walk::Found;
use super::{IngestError, Progress, Skip};
use crate::enrich::{Enricher, Finders};
use crate::index::{
    FileDocuments, FilePlace, FileState, Folder, Writer, essay_documents, skip_document,
};
use crate::profile::Profile;
use crate::read::{self, ReadError};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What every file of a run goes through.
pub(super) struct Pipeline<'a> {
    pub(super) writer: &'a Writer,
    /// All folders of the index.
    pub(super) folders: &'a [Folder],
    pub(super) progress: &'a dyn Progress,
}

impl Pipeline<'_> {
    /// Takes files, each with the number of its folder, through the pipeline on `jobs` threads.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub(super) fn take(
        &self,
        files: &[(u32, &Found)],
        profile: &Profile,
        jobs: usize,
    ) -> Result<Vec<Done>, IngestError> {
        let finders = Finders::new(profile);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|_| IngestError::Threads(jobs))?;
        // One a thread: what it has learnt of words serves all the files it takes.
        let enrichers: Vec<_> = (0..jobs)
            .map(|_| Mutex::new(Enricher::new(&finders)))
            .collect();
        self.progress.begins(files.len() as u64);
        let done: Result<Vec<Done>, _> = pool.install(|| {
            let of_thread = || &enrichers[rayon::current_thread_index().unwrap_or(0) % jobs];
            files
                .par_iter()
                .with_max_len(16)
                .map(|(folder, file)| {
                    let mut enricher = of_thread().lock().expect("no thread panics with it");
                    let (documents, done) = self.process(&mut enricher, &finders, *folder, file);
                    self.progress.file_done(done.words);
                    if let Some(documents) = documents {
                        self.writer.replace(documents)?;
                    }
                    Ok(done)
                })
                .collect()
        });
        done
    }

    /// Takes one file through the pipeline; no documents if it need not be written.
    fn process<'f>(
        &self,
        enricher: &mut Enricher<'f>,
        finders: &'f Finders,
        folder: u32,
        file: &Found,
    ) -> (Option<FileDocuments>, Done) {
        let place = FilePlace {
            key: file.key,
            folder,
            below: file.below.clone(),
        };
        let done = |outcome| Done {
            key: file.key,
            passages: 0,
            words: 0,
            tokens: 0,
            outcome,
        };
        let skip = |state: FileState, reason: String| {
            let documents =
                skip_document(self.writer.fields(), place.clone(), state, reason.clone());
            let path = self.folders[folder as usize].shown(&file.below);
            (Some(documents), done(Err(Skip { path, reason })))
        };
        let (bytes, state) = match load(file) {
            Ok(loaded) => loaded,
            Err(reason) => return skip(file.state, reason),
        };
        let known = self.writer.known().get(&file.key);
        if known.is_some_and(|known| {
            known.is_essay && known.state.hash == state.hash && known.folder == folder
        }) {
            return (None, done(Ok(Read::Same)));
        }
        let name = file.full.file_name().unwrap_or_default().to_string_lossy();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut essay = read::read(&bytes, &name)?;
            for sidecar in file.sidecars.iter().flat_map(|sidecars| &sidecars.parsed) {
                sidecar.apply(&name, &mut essay);
            }
            Ok::<_, ReadError>(enricher.enrich(&essay))
        }));
        match read {
            Ok(Ok((found, words))) => {
                let forms = enricher.forms();
                let documents =
                    essay_documents(self.writer.fields(), place, state, found, &words, forms);
                let done = Done {
                    key: file.key,
                    passages: documents.passages,
                    words: documents.words,
                    tokens: documents.tokens,
                    outcome: Ok(Read::Changed),
                };
                (Some(documents), done)
            }
            Ok(Err(error)) => skip(state, error.to_string()),
            Err(_) => {
                *enricher = Enricher::new(finders);
                skip(
                    state,
                    "norfolk failed on it; please report this file".to_string(),
                )
            }
        }
    }
}

/// Reads a file's bytes and hashes them, sidecars included.
fn load(file: &Found) -> Result<(Vec<u8>, FileState), String> {
    let bytes = regular_file_bytes(&file.full)?;
    let seed = file.sidecars.as_ref().map_or(0, |sidecars| sidecars.stamp);
    let hash = xxh3_64_with_seed(&bytes, seed);
    Ok((bytes, FileState { hash, ..file.state }))
}
