//! Crashes: what a run that ends before its time leaves, and that the next one
//! makes of it what one whole run would have made. Invariant 7.
//!
//! The runs here end at instants that are the same each time; `scripts/faults`
//! kills them at any.

use crate::sandbox::{INDEX, Sandbox, copy_corpus};
use crate::update::is_as_fresh;
use norfolk::index::{Index, IndexError, Start, check};
use norfolk::ingest::{IngestError, Options, Progress, Report, ingest};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Essays of the project's corpus.
const ESSAYS: u64 = 45;
/// Some ten commits of them.
const COMMIT_BYTES: u64 = 20_000;

/// A sandbox with the corpus in `essays`.
fn corpus() -> Sandbox {
    let sandbox = Sandbox::new();
    copy_corpus(&sandbox.path("essays"), |_| {});
    sandbox
}

fn index(sandbox: &Sandbox, start: Start, progress: &dyn Progress) -> Report {
    // As it would be given in the sandbox, so that paths are shown alike.
    let folders = [sandbox.path("essays")];
    let options = Options {
        index: &sandbox.path(INDEX),
        folders: &folders,
        profile: None,
        default_profile: "never-let-me-go",
        start,
        jobs: 2,
        commit_bytes: COMMIT_BYTES,
    };
    loop {
        match ingest(&options, progress) {
            // Merges of a run that was stopped go on; the program would end with it.
            Err(IngestError::Index(IndexError::Locked { .. })) => thread::yield_now(),
            report => return report.expect("the corpus is indexed"),
        }
    }
}

fn open(sandbox: &Sandbox) -> Index {
    Index::open(&sandbox.path(INDEX)).expect("an index")
}

/// Stops a run once this many files are done.
struct StopsAfter(AtomicU64);

impl StopsAfter {
    fn files(count: u64) -> StopsAfter {
        StopsAfter(AtomicU64::new(count))
    }
}

impl Progress for StopsAfter {
    fn begins(&self, _: u64) {}
    fn file_done(&self, _: u64) {
        let less = |left: u64| Some(left.saturating_sub(1));
        let _ = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
    }
    fn commits(&self) {}
    fn is_stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

/// Looks at the index whenever a file is done.
struct Onlooker {
    place: PathBuf,
    /// Essays seen in it, in the order of time.
    seen: Mutex<Vec<u64>>,
}

impl Progress for Onlooker {
    fn begins(&self, _: u64) {}
    fn file_done(&self, _: u64) {
        // One at a time, so that what is seen is in order.
        let mut seen = self.seen.lock().expect("no onlooker panics");
        match Index::open(&self.place) {
            Ok(index) => {
                check(&self.place).expect("what is committed is whole");
                seen.push(index.info().essays);
            }
            Err(IndexError::Missing(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    fn commits(&self) {}
}

#[test]
fn a_long_run_commits_as_it_goes_and_each_commit_is_whole() {
    let sandbox = corpus();
    let onlooker = Onlooker {
        place: sandbox.path(INDEX),
        seen: Mutex::default(),
    };
    index(&sandbox, Start::Update, &onlooker);
    let mut seen = onlooker.seen.into_inner().expect("no onlooker panicked");
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert!(seen.len() > 3, "{seen:?}");
    let info = open(&sandbox).info().clone();
    assert_eq!((info.essays, info.is_unfinished), (ESSAYS, false));
}

#[test]
fn a_run_that_is_stopped_keeps_what_is_done_and_the_next_goes_on() {
    let sandbox = corpus();
    for stop in [0, 1, 10, 12] {
        let before = Index::open(&sandbox.path(INDEX)).map_or(0, |index| index.info().essays);
        let report = index(&sandbox, Start::Update, &StopsAfter::files(stop));
        assert!(report.stopped);
        if report.essays == 0 {
            assert!(!sandbox.path(INDEX).exists(), "nothing is left of no essay");
            continue;
        }
        assert_eq!(report.added + report.left, ESSAYS - before);
        assert!(report.added >= stop);
        let info = open(&sandbox).info().clone();
        assert_eq!((info.essays, info.is_unfinished), (report.essays, true));
        sandbox.norfolk(&["status", "--check"]).ends_with(0);
        let status = sandbox.json(&["status", "--format", "json"]);
        assert_eq!(status["finished"], false);
    }
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert!(!open(&sandbox).info().is_unfinished);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn a_run_that_is_stopped_while_it_looks_for_files_misses_none() {
    let sandbox = corpus();
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    let report = index(&sandbox, Start::Update, &StopsAfter::files(0));
    assert!(report.stopped);
    assert_eq!((report.removed, report.essays), (0, ESSAYS));
    let info = open(&sandbox).info().clone();
    assert_eq!((info.essays, info.is_unfinished), (ESSAYS, false));
}

#[test]
fn a_rebuild_that_is_stopped_leaves_the_index_as_it_was() {
    let sandbox = corpus();
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    fs::remove_file(corpus_file(&sandbox)).expect("an essay");
    let report = index(&sandbox, Start::Rebuild, &StopsAfter::files(20));
    assert_eq!((report.left, report.essays), (ESSAYS - 1, ESSAYS));
    assert_eq!(open(&sandbox).info().essays, ESSAYS);
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
    assert_eq!(generations(&sandbox), 1);
}

#[test]
fn a_rebuild_is_not_seen_before_its_end() {
    let sandbox = corpus();
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    fs::remove_file(corpus_file(&sandbox)).expect("an essay");
    let onlooker = Onlooker {
        place: sandbox.path(INDEX),
        seen: Mutex::default(),
    };
    index(&sandbox, Start::Rebuild, &onlooker);
    let seen = onlooker.seen.into_inner().expect("no onlooker panicked");
    assert!(seen.iter().all(|essays| *essays == ESSAYS), "{seen:?}");
    assert_eq!(open(&sandbox).info().essays, ESSAYS - 1);
    assert_eq!(generations(&sandbox), 1);
}

/// Takes a folder away once some files of it are done.
struct Unplugs {
    folder: PathBuf,
    files: AtomicU64,
}

impl Progress for Unplugs {
    fn begins(&self, _: u64) {}
    fn file_done(&self, _: u64) {
        if self.files.fetch_sub(1, Ordering::SeqCst) == 1 {
            let away = self.folder.with_extension("away");
            fs::rename(&self.folder, away).expect("a folder");
        }
    }
    fn commits(&self) {}
}

#[test]
fn essays_of_a_folder_that_goes_away_while_it_is_read_stay() {
    let sandbox = corpus();
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    let entries = fs::read_dir(sandbox.path("essays")).expect("a folder");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let mut bytes = fs::read(&path).expect("an essay");
        bytes.extend_from_slice(b"\n");
        fs::write(path, bytes).expect("an essay");
    }
    let unplugs = Unplugs {
        folder: sandbox.path("essays"),
        files: AtomicU64::new(10),
    };
    let report = index(&sandbox, Start::Update, &unplugs);
    assert_eq!((report.essays, report.removed), (ESSAYS, 0));
    assert!(report.skipped.len() > 30, "{report:?}");
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
    sandbox.rename("essays.away", "essays");
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    is_as_fresh(&sandbox, &["essays"]);
}

fn corpus_file(sandbox: &Sandbox) -> PathBuf {
    sandbox.path("essays/tulloch-small-words.txt")
}

fn generations(sandbox: &Sandbox) -> usize {
    let entries = fs::read_dir(sandbox.path(INDEX)).expect("an index");
    entries
        .filter(|entry| entry.as_ref().expect("an entry").path().is_dir())
        .count()
}

/// What a run meets when a file grows beyond a limit.
#[cfg(unix)]
#[derive(Debug, Clone, Copy)]
enum Limit {
    /// The write fails, as on a full disk.
    Fails,
    /// The process is killed.
    Kills,
}

/// Runs `norfolk index` with files of at most so many blocks; whether it went through.
#[cfg(unix)]
fn index_with_limit(sandbox: &Sandbox, limit: Limit, blocks: u32) -> bool {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;
    let trap = match limit {
        Limit::Fails => "trap '' XFSZ;",
        Limit::Kills => "",
    };
    // No file of the system's own is made of a process that is killed.
    let script =
        format!("ulimit -c 0; {trap} ulimit -f {blocks}; exec \"$0\" index essays --jobs 1");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_norfolk")])
        .current_dir(sandbox.path(""))
        .env("NORFOLK_INDEX", INDEX)
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "{limit:?} {blocks}: {said}");
    match (limit, output.status.code()) {
        (_, Some(0)) => true,
        (Limit::Fails, Some(2)) => {
            assert!(said.contains("free some space"), "{blocks}: {said}");
            false
        }
        (Limit::Kills, None) if output.status.signal().is_some() => false,
        (_, code) => panic!("{limit:?} {blocks}: {code:?} {said}"),
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_fails_or_dies_while_it_writes_leaves_the_old_index_whole() {
    for limit in [Limit::Fails, Limit::Kills] {
        let sandbox = corpus();
        let spare = sandbox.path("spare");
        fs::rename(corpus_file(&sandbox), &spare).expect("an essay");
        let mut ended = Vec::new();
        for blocks in [1, 64, 100, 110, 120, 100_000] {
            ended.push(index_with_limit(&sandbox, limit, blocks));
            assert_whole(&sandbox, 0);
        }
        assert_eq!(ended, [false, false, false, false, false, true]);
        fs::rename(&spare, corpus_file(&sandbox)).expect("an essay");
        for blocks in [1, 2, 4] {
            assert!(!index_with_limit(&sandbox, limit, blocks));
            assert_whole(&sandbox, ESSAYS - 1);
        }
        sandbox.norfolk(&["index", "essays"]).ends_with(0);
        is_as_fresh(&sandbox, &["essays"]);
    }
}

/// There is no index, or a whole one of at least so many essays.
#[cfg(unix)]
fn assert_whole(sandbox: &Sandbox, least: u64) {
    let place = sandbox.path(INDEX);
    match check(&place) {
        Ok(()) => assert!(open(sandbox).info().essays >= least),
        Err(IndexError::Missing(_)) => assert_eq!(least, 0),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn one_changed_byte_of_any_file_is_found_by_a_check() {
    let sandbox = Sandbox::indexed(&[
        (
            "a.txt",
            "On Tapes\n\nShe remembers the tape (Ishiguro 70), and Ruth.\n",
        ),
        (
            "b.txt",
            "On Donors\n\nThe donors complete, and the carers drive.\n",
        ),
        ("c.txt", "On Ponds\n\nMiss Lucy tells them by the pond.\n"),
    ]);
    sandbox.remove("essays/b.txt");
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    let place = sandbox.path(INDEX);
    let mut files = Vec::new();
    list(&place, &mut files);
    let mut flipped = 0;
    for file in &files {
        let sound = fs::read(file).expect("a file");
        for at in sampled(sound.len()) {
            let mut damaged = sound.clone();
            damaged[at] ^= 1 << (at % 8);
            fs::write(file, &damaged).expect("a file");
            let found = check(&place);
            assert!(found.is_err(), "byte {at} of {}", file.display());
            flipped += 1;
        }
        fs::write(file, &sound).expect("a file");
        check(&place).expect("it is as it was");
    }
    assert!(flipped > 2000, "{flipped} in {files:?}");
}

/// Every byte of the end of a file, where its footer is, and some before.
fn sampled(length: usize) -> impl Iterator<Item = usize> {
    const END_BYTES: usize = 160;
    let end = length.saturating_sub(END_BYTES);
    (0..end).step_by(1 + end / 100).chain(end..length)
}

pub(crate) fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
    files.sort();
}
