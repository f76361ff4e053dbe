//! The pipeline: each file read, enriched and handed to the index, in parallel.

use super::corrections::{Placed, correct};
use super::counts::{Done, Outcome};
use super::found::File;
use super::load::{Problem, is_large, load, too_much_text};
use super::plan::Plan;
use super::sort_out::Changed;
use super::{IngestError, Progress, Skip};
use crate::enrich::{Enricher, Finders};
use crate::index::{
    FileDocuments, FilePlace, FileState, KnownFile, Writer, essay_documents, skip_document,
};
use crate::read;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// What every file of a run goes through.
pub(super) struct Pipeline<'a> {
    pub(super) writer: &'a Writer,
    pub(super) plan: &'a Plan,
    pub(super) progress: &'a dyn Progress,
}

/// The threads that files are taken by, and what each has learnt of words,
/// which serves all the files of a run.
pub(super) struct Threads<'f> {
    pool: &'f ThreadPool,
    finders: &'f Finders,
    enrichers: Vec<Mutex<Enricher<'f>>>,
    /// Held while a large file is taken.
    large: Mutex<()>,
}

impl<'f> Threads<'f> {
    /// Those of `pool`, which have met no word yet.
    pub(super) fn new(pool: &'f ThreadPool, finders: &'f Finders) -> Threads<'f> {
        let enricher = || Mutex::new(Enricher::new(finders));
        let threads = pool.current_num_threads();
        Threads {
            pool,
            finders,
            enrichers: std::iter::repeat_with(enricher).take(threads).collect(),
            large: Mutex::default(),
        }
    }

    /// That of the thread this is called from.
    fn enricher(&self) -> &Mutex<Enricher<'f>> {
        &self.enrichers[rayon::current_thread_index().unwrap_or(0) % self.enrichers.len()]
    }
}

impl Pipeline<'_> {
    /// Takes files through the pipeline, and tells `tally` what became of each
    /// and what was known of it: nothing of those not begun before the run was
    /// stopped.
    ///
    /// # Errors
    /// If the index cannot be written, or the first error of `files`.
    pub(super) fn take(
        &self,
        files: impl Iterator<Item = Result<Changed, IngestError>> + Send,
        threads: &Threads<'_>,
        tally: &(dyn Fn(Option<(Done, Option<KnownFile>)>) + Sync),
    ) -> Result<(), IngestError> {
        threads.pool.install(|| {
            files.par_bridge().try_for_each(|file| {
                let Changed { found, known } = file?;
                if self.progress.is_stopped() {
                    tally(None);
                    return Ok(());
                }
                let done = self.take_file(threads, self.plan.file(&found), known.as_ref())?;
                self.progress.file_done(done.words);
                tally(Some((done, known)));
                Ok(())
            })
        })
    }

    fn take_file(
        &self,
        threads: &Threads<'_>,
        file: File<'_>,
        known: Option<&KnownFile>,
    ) -> Result<Done, IngestError> {
        let found = file.found;
        let _one_at_a_time = is_large(file).then(|| threads.large.lock());
        let (bytes, state) = match load(file) {
            Ok(loaded) => loaded,
            Err(problem) => return self.not_loaded(problem, file, known),
        };
        if let Some(known) = known
            && known.is_essay
            && (known.state.hash, known.folder) == (state.hash, found.folder)
        {
            if known.state != state {
                self.writer.touch(known, state)?;
            }
            return Ok(Done::empty(Outcome::Same));
        }
        let read = {
            let mut enricher = threads.enricher().lock().expect("no thread panics with it");
            self.documents(&mut enricher, threads.finders, file, &bytes, state)
        };
        match read {
            Ok((documents, placed)) => {
                let done = self.write(documents, known, Outcome::Read)?;
                Ok(Done { placed, ..done })
            }
            Err(reason) => {
                let (documents, outcome) = self.skip(file, state, reason);
                self.write(documents, known, outcome)
            }
        }
    }

    /// Reads, enriches and corrects a file, or says why it is no essay.
    fn documents<'f>(
        &self,
        enricher: &mut Enricher<'f>,
        finders: &'f Finders,
        file: File<'_>,
        bytes: &[u8],
        state: FileState,
    ) -> Result<(FileDocuments, Placed), String> {
        let name = file.name();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut essay = read::read(bytes, &name).map_err(|error| error.to_string())?;
            for sidecar in file.sidecars().iter().flat_map(|sidecars| &sidecars.parsed) {
                sidecar.apply(&name, &mut essay);
            }
            too_much_text(&essay).map_or_else(|| Ok(enricher.enrich(&essay)), Err)
        }));
        match read {
            Ok(Ok((mut found, words))) => {
                let placed = correct(file.amended(), &mut found);
                let (fields, place) = (self.writer.fields(), place(file));
                let forms = enricher.forms();
                let documents = essay_documents(fields, place, state, found, &words, forms);
                Ok((documents, placed))
            }
            Ok(Err(reason)) => Err(reason),
            Err(_) => {
                *enricher = Enricher::new(finders);
                Err("norfolk failed on it; please report this file".to_string())
            }
        }
    }

    fn write(
        &self,
        documents: FileDocuments,
        known: Option<&KnownFile>,
        outcome: Outcome,
    ) -> Result<Done, IngestError> {
        let done = Done {
            passages: documents.passages,
            words: documents.words,
            tokens: documents.tokens,
            outcome,
            placed: Placed::default(),
        };
        self.writer.write(documents, known)?;
        Ok(done)
    }

    /// What becomes of a file whose bytes could not be had.
    fn not_loaded(
        &self,
        problem: Problem,
        file: File<'_>,
        known: Option<&KnownFile>,
    ) -> Result<Done, IngestError> {
        let (reason, state) = match problem {
            Problem::NoEssay(reason) => (reason, file.state()),
            Problem::Gone if file.folder.full.exists() => {
                if let Some(known) = known {
                    self.writer.remove(known)?;
                }
                return Ok(Done::empty(Outcome::Gone));
            }
            Problem::Gone => ("its folder went away while it was read".to_string(), NEVER),
            Problem::System(reason) => (reason, NEVER),
        };
        let is_away = state == NEVER;
        let (documents, outcome) = self.skip(file, state, reason);
        match outcome {
            Outcome::Skipped(skip) if is_away && known.is_some() => {
                Ok(Done::empty(Outcome::Away(skip)))
            }
            outcome => self.write(documents, known, outcome),
        }
    }

    fn skip(&self, file: File<'_>, state: FileState, reason: String) -> (FileDocuments, Outcome) {
        let fields = self.writer.fields();
        let documents = skip_document(fields, place(file), state, reason.clone());
        let path = file.shown();
        (documents, Outcome::Skipped(Skip { path, reason }))
    }
}

/// How no file looks: what stands for it is tried again by the next run.
const NEVER: FileState = FileState {
    size: 0,
    modified: 0,
    hash: 0,
};

fn place(file: File<'_>) -> FilePlace {
    FilePlace {
        key: file.found.key,
        folder: file.found.folder,
        below: file.below(),
    }
}
