//! Damage: a byte that is not the one that was written. Whatever is asked of an
//! index that has one, the answer is that of the sound index, or an error.
//!
//! The bytes here are the same each time; `scripts/faults` flips any.

use crate::crash::list;
use crate::sandbox::{INDEX, Sandbox, copy_corpus};
use norfolk::compare::{Known, Tagged, Together, alike, matrix, theme_across, trends};
use norfolk::index::{Index, IndexError, Start, check};
use norfolk::ingest::{IngestError, Options, Progress, ingest};
use norfolk::profile::Profile;
use norfolk::quotes::Corpus;
use norfolk::rank::{Grouping, Wanted};
use norfolk::retrieve::{Detail, Request, Syntax, retrieve};
use norfolk::search::{Filters, Matching, QueryError};
use std::fmt::Debug;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// One thing that is asked of an index; its answer in full.
type Ask = fn(&Index, &Profile) -> Result<String, IndexError>;

/// What reads every kind of file, each in more than one way.
const ASKED: [Ask; 11] = [
    |index, profile| search(index, profile, "tape memory", Grouping::Passages),
    |index, profile| search(index, profile, "ruth remembers", Grouping::Essays),
    |index, profile| {
        search(
            index,
            profile,
            "\"the tape\" child* hailshan~1",
            Grouping::Passages,
        )
    },
    |index, profile| {
        search(
            index,
            profile,
            "theme:memory page:1-300",
            Grouping::Passages,
        )
    },
    |index, profile| shown(alike(index, profile.themes.len()).and_then(|all| matrix(index, all))),
    |index, profile| shown(theme_across(index, profile.themes.len(), 0, 5)),
    |index, profile| shown(trends(index, Tagged::Themes, profile.themes.len())),
    |index, profile| {
        let known = Known {
            themes: profile.themes.len(),
            characters: profile.characters.len(),
        };
        shown(Together::count(index, known).map(|all| all.strongest(Tagged::Characters)))
    },
    |index, _| shown(Corpus::of_index(index, None)),
    |index, _| shown(index.known_files(0..=u64::MAX)),
    |index, _| shown(index.skipped()),
];

fn shown<T: Debug>(answer: Result<T, IndexError>) -> Result<String, IndexError> {
    answer.map(|answer| format!("{answer:?}"))
}

fn search(
    index: &Index,
    profile: &Profile,
    query: &str,
    grouping: Grouping,
) -> Result<String, IndexError> {
    let request = Request {
        query: query.to_string(),
        syntax: Syntax::Language,
        matching: Matching::Stems,
        filters: Filters::default(),
        wanted: Wanted {
            count: 10,
            grouping,
            per_essay: None,
        },
        detail: Detail::Explained,
    };
    match retrieve(index, profile, &request) {
        Err(QueryError::Index(error)) => Err(error),
        answer => Ok(format!("{answer:?}")),
    }
}

/// All answers of the index in `place`, each as if the program were started for it.
fn ask_all(place: &Path, asked: &[Ask]) -> Vec<Result<String, IndexError>> {
    let ask = |ask: &Ask| {
        let index = Index::open(place)?;
        let profile = Profile::kept(&index.info().names).expect("this norfolk wrote them");
        ask(&index, &profile)
    };
    let answers = catch_unwind(AssertUnwindSafe(|| asked.iter().map(ask).collect()));
    answers.unwrap_or_else(|_| panic!("an answer of `{}` panics", place.display()))
}

/// What became of the answers of a damaged index.
#[derive(Debug, Default)]
struct Told {
    /// The answer is the sound one: what is damaged was not read.
    sound: usize,
    /// The damage is told of.
    refused: usize,
}

impl Told {
    /// Asks the damaged index in `place`.
    #[track_caller]
    fn ask(&mut self, place: &Path, asked: &[Ask], sound: &[String], what: &str) {
        for (at, (answer, sound)) in ask_all(place, asked).into_iter().zip(sound).enumerate() {
            match answer {
                Ok(answer) => {
                    assert!(answer == *sound, "{what}: another answer to number {at}");
                    self.sound += 1;
                }
                Err(error) => {
                    let said = error.to_string();
                    assert!(said.contains("--rebuild"), "{what}: {said}");
                    self.refused += 1;
                }
            }
        }
    }
}

/// What a sound index answers.
fn sound(place: &Path, asked: &[Ask]) -> Vec<String> {
    let answers = ask_all(place, asked).into_iter();
    answers.map(|answer| answer.expect("it is sound")).collect()
}

/// Essays of the corpus: enough for files of several blocks.
const ESSAYS: usize = 15;

/// A sandbox with some of the corpus, and a file that is no essay.
fn corpus() -> Sandbox {
    let sandbox = Sandbox::new();
    copy_corpus(&sandbox.path("essays"), |files| files.truncate(ESSAYS));
    sandbox.write("essays/empty.txt", "");
    sandbox
}

/// Places in a file of this length: so many, evenly, and the last byte.
fn places(length: usize, count: usize) -> impl Iterator<Item = usize> {
    let places = (0..count).map(move |number| number * length / count);
    places.chain([length - 1]).filter(move |at| *at < length)
}

#[test]
fn a_damaged_index_answers_as_the_sound_one_or_not_at_all() {
    let sandbox = corpus();
    sandbox.write("essays/away.txt", "On Ponds\n\nMiss Lucy tells them.\n");
    sandbox.norfolk(&["index", "essays"]).ends_with(3);
    sandbox.remove("essays/away.txt");
    sandbox.norfolk(&["index", "essays"]).ends_with(3);
    let place = sandbox.path(INDEX);
    let sound = sound(&place, &ASKED);
    let mut told = Told::default();
    let mut files = Vec::new();
    list(&place, &mut files);
    for file in &files {
        let written = fs::read(file).expect("a file");
        if written.is_empty() {
            continue;
        }
        for at in places(written.len(), 15) {
            let mut damaged = written.clone();
            damaged[at] ^= 1 << (at % 8);
            fs::write(file, &damaged).expect("a file");
            told.ask(
                &place,
                &ASKED,
                &sound,
                &format!("byte {at} of {}", file.display()),
            );
        }
        fs::write(file, &written).expect("a file");
    }
    assert!(told.sound > 300 && told.refused > 300, "{told:?}");
}

/// Adds all essays of the sandbox to the index in `place`, each by a commit of its own.
fn add(sandbox: &Sandbox, place: &Path) -> Result<(), IndexError> {
    struct Unseen;
    impl Progress for Unseen {
        fn begins(&self, _: u64) {}
        fn file_done(&self, _: u64) {}
        fn commits(&self) {}
    }
    let options = Options {
        index: place,
        folders: &[sandbox.path("essays")],
        profile: None,
        default_profile: "never-let-me-go",
        start: Start::Update,
        jobs: 1,
        commit_bytes: 1,
    };
    match ingest(&options, &Unseen) {
        Err(IngestError::Index(error)) => Err(error),
        report => {
            report.expect("the essays are read");
            Ok(())
        }
    }
}

fn copy(from: &Path, to: &Path) {
    let mut files = Vec::new();
    list(from, &mut files);
    for file in files {
        let copied = to.join(file.strip_prefix(from).expect("it is below"));
        fs::create_dir_all(copied.parent().expect("a file has a folder")).expect("folders");
        fs::copy(file, copied).expect("a file is copied");
    }
}

/// The files of segments, of which a merge makes new ones.
fn segments(place: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    list(place, &mut files);
    let is_of_segment = |file: &PathBuf| file.file_stem().is_some_and(|name| name.len() == 32);
    files.retain(is_of_segment);
    files
}

#[test]
fn a_merge_takes_over_no_damage() {
    let sandbox = corpus();
    sandbox
        .norfolk(&["index", "essays", "--index", "before"])
        .ends_with(3);
    let before = sandbox.path("before");
    for number in 1..9 {
        let essay = format!("Tape {number}\n\nRuth remembers the tape (Ishiguro {number}).\n");
        sandbox.write(&format!("essays/{number}.txt"), essay);
    }
    let merged = sandbox.path("merged");
    copy(&before, &merged);
    add(&sandbox, &merged).expect("it is sound");
    let segment = segments(&before);
    let is_merged = |file: &PathBuf| {
        !merged
            .join(file.strip_prefix(&before).expect("below"))
            .exists()
    };
    assert!(
        segment.len() > 5 && segment.iter().all(is_merged),
        "{segment:?}"
    );
    // (Where documents stand differs by merges: only what does not say so.)
    let asked = [&ASKED[..4], &ASKED[6..8]].concat();
    let sound = sound(&merged, &asked);
    let (mut told, mut refused) = (Told::default(), 0);
    for file in segment {
        let written = fs::read(&file).expect("a file");
        for at in places(written.len(), 2) {
            let place = sandbox.path("damaged");
            copy(&before, &place);
            let mut damaged = written.clone();
            damaged[at] ^= 1 << (at % 8);
            let name = file.strip_prefix(&before).expect("below");
            fs::write(place.join(name), damaged).expect("a file");
            let what = format!("byte {at} of {}", name.display());
            match add(&sandbox, &place) {
                Ok(()) => {
                    assert!(check(&place).is_err(), "{what} is damaged no more");
                    told.ask(&place, &asked, &sound, &what);
                }
                Err(error) => {
                    assert!(error.to_string().contains("--rebuild"), "{what}: {error}");
                    refused += 1;
                }
            }
            fs::remove_dir_all(place).expect("an index");
        }
    }
    assert!(told.refused > 0 && refused > 0, "{told:?}, {refused}");
}
