//! Invariants: what always holds, by the numbers of the crate's head. The
//! first is held by `layers`, the fifth by `determinism`.

use crate::sandbox::{Sandbox, copy_corpus, corpus};
use norfolk::compare::passages_of;
use norfolk::enrich::{Enriched, EnrichedPassage, Enricher, Finders};
use norfolk::index::{Index, IndexError, Start, check};
use norfolk::ingest::{Options, Progress, Report, ingest};
use norfolk::passage::split;
use norfolk::profile::Profile;
use norfolk::read::{BlockKind, Essay, read};
use norfolk::text::Span;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// File names of every format, and of none.
const NAMES: &[&str] = &[
    "a.txt", "a.md", "a.html", "a.docx", "a.odt", "a.rtf", "a.epub", "a.pdf", "a.csv", "a",
];

/// Pieces that formats and layouts are made of.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<h1>",
    "<blockquote>",
    "<title>",
    "<!--",
    "-->",
    "<script>",
    "&#27;",
    "&amp",
    "# ",
    "> ",
    "---\n",
    "+++\n",
    "title: ",
    "```",
    "* ",
    "[^1]",
    "[^1]: ",
    "1. ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    " ",
    "Works Cited\n",
    "by Ann Lee\n",
    "“",
    "”",
    "\"",
    "'",
    "(59)",
    "(Ishiguro 59)",
    "Ishiguro",
    "p. 12",
    "Kathy H.",
    "¹",
    "é",
    "e\u{301}",
    "ﬁ",
    "\u{ad}",
    "\u{a0}",
    "\u{202e}",
    "\u{9b}",
    "\0",
    "\u{feff}",
    "word ",
    "?",
    "…",
    ". . .",
    "Word. ",
    "%PDF-1.7",
    "PK\u{3}\u{4}",
    "{\\rtf1 ",
    "}",
    "â€œ",
    "𝔘",
    "-\n",
    "12\n",
];

fn corpus_essays() -> Vec<(String, Essay)> {
    let essay = |path: PathBuf| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let bytes = fs::read(path).expect("an essay of the corpus");
        let essay = read(&bytes, &name).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, essay)
    };
    corpus().into_iter().map(essay).collect()
}

fn profile() -> Profile {
    Profile::built_in("never-let-me-go").expect("a built-in profile loads")
}

/// Fails unless an essay is made as the reader promises.
fn assert_is_essay(essay: &Essay) {
    let mut end = 0;
    for block in &essay.blocks {
        let text = block.span.of(&essay.text);
        assert!(block.span.start >= end && !text.is_empty(), "{essay:?}");
        assert_eq!(text.trim(), text);
        assert!(!text.contains('\n'), "{text:?}");
        end = block.span.end;
    }
    let is_obeyed = |c: char| c.is_control() && c != '\n';
    assert!(!essay.text.contains(is_obeyed), "{:?}", essay.text);
    let numbers: Vec<u32> = essay
        .blocks
        .iter()
        .filter_map(|block| block.number)
        .collect();
    assert!(
        (1..).zip(&numbers).all(|(number, found)| number == *found),
        "{numbers:?}"
    );
}

/// Fails unless the passages of an essay are in order, disjoint, and cover
/// each body block.
fn assert_is_split(essay: &Essay) {
    let passages = split(essay);
    let mut end = 0;
    for passage in &passages {
        assert!(passage.span.start >= end && !passage.span.is_empty());
        end = passage.span.end;
    }
    let mut left = passages.iter().peekable();
    for (index, block) in (0..).zip(&essay.blocks) {
        let is_body = matches!(block.kind, BlockKind::Body | BlockKind::BlockQuotation);
        assert_eq!(block.number.is_some(), is_body, "{block:?}");
        let mut joined = String::new();
        let mut part = 0;
        while let Some(passage) = left.next_if(|passage| passage.block == index) {
            part += 1;
            assert_eq!(
                (Some(passage.paragraph), passage.part),
                (block.number, part)
            );
            joined += passage.span.of(&essay.text);
        }
        let expected = if is_body {
            block.span.of(&essay.text)
        } else {
            ""
        };
        assert_eq!(joined, expected);
    }
    assert!(left.next().is_none(), "a passage of no block");
}

/// Fails unless every span of a passage is a span of its text.
fn assert_spans(passage: &EnrichedPassage) {
    let is_span = |span: Span| {
        let text = passage.text.get(span.start..span.end);
        assert!(
            text.is_some_and(|text| !text.is_empty()),
            "{span:?} of {passage:?}"
        );
    };
    for citation in &passage.citations {
        is_span(citation.span);
        assert!(!citation.works.is_empty(), "{citation:?}");
    }
    for quotation in &passage.quotations {
        is_span(quotation.span);
        let citation = quotation.citation.map(usize::from);
        assert!(citation.is_none_or(|index| index < passage.citations.len()));
    }
    for tag in &passage.themes {
        assert!(
            !tag.evidence.is_empty() && (0.0..=1.0).contains(&tag.score),
            "{tag:?}"
        );
        tag.evidence
            .iter()
            .for_each(|evidence| is_span(evidence.span));
    }
    for mentioned in passage.characters.iter().chain(&passage.places) {
        assert!(!mentioned.spans.is_empty(), "{mentioned:?}");
        mentioned.spans.iter().for_each(|span| is_span(*span));
    }
    let starts = |spans: Vec<Span>| spans.iter().map(|span| span.start).collect::<Vec<_>>();
    assert!(starts(passage.citations.iter().map(|c| c.span).collect()).is_sorted());
    assert!(starts(passage.quotations.iter().map(|q| q.span).collect()).is_sorted());
}

/// Fails unless what was found in an essay points into it.
fn assert_points_into(enriched: &Enriched, essay: &Essay) {
    assert_eq!(enriched.passages.len(), split(essay).len());
    for passage in &enriched.passages {
        assert_eq!(passage.text, passage.passage.span.of(&essay.text));
        assert_spans(passage);
    }
}

#[test]
fn invariant_3_splitting_the_corpus_loses_nothing() {
    for (name, essay) in corpus_essays() {
        assert_is_essay(&essay);
        assert!(!split(&essay).is_empty(), "{name} has no passage");
        assert_is_split(&essay);
    }
}

#[test]
fn invariant_4_spans_in_the_corpus_are_spans_of_the_source() {
    let finders = Finders::new(&profile());
    let mut enricher = Enricher::new(&finders);
    let mut found = [0, 0, 0, 0];
    for (_, essay) in corpus_essays() {
        let (whole, _) = enricher.enrich(&essay);
        assert_points_into(&whole, &essay);
        for passage in &whole.passages {
            found[0] += passage.citations.len();
            found[1] += passage.quotations.len();
            found[2] += passage.themes.len();
            found[3] += passage.characters.len();
        }
    }
    assert!(found.iter().all(|count| *count > 100), "{found:?}");
}

/// Few cases a format: the formats are many, and a run is unoptimised.
fn few() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn invariant_2_any_bytes_are_an_essay_or_an_error(
        bytes in proptest::collection::vec(any::<u8>(), 0..600)
    ) {
        for name in NAMES {
            if let Ok(essay) = read(&bytes, name) {
                assert_is_essay(&essay);
            }
        }
    }

    #[test]
    fn invariants_2_and_3_any_text_is_read_and_split_without_loss(text in pieces()) {
        for name in NAMES {
            if let Ok(essay) = read(text.as_bytes(), name) {
                assert_is_essay(&essay);
                assert_is_split(&essay);
            }
        }
    }
}

#[test]
fn invariant_4_spans_in_any_text_are_spans_of_the_source() {
    let finders = Finders::new(&profile());
    let enricher = std::cell::RefCell::new(Enricher::new(&finders));
    proptest!(few(), |(text in pieces())| {
        for name in ["a.txt", "a.md", "a.html"] {
            if let Ok(essay) = read(text.as_bytes(), name) {
                let (whole, _) = enricher.borrow_mut().enrich(&essay);
                assert_points_into(&whole, &essay);
            }
        }
    });
}

/// Indexes `folder` into `index`, two threads.
fn index_folder(index: &Path, folder: &Path, start: Start, progress: &dyn Progress) -> Report {
    let options = Options {
        index,
        folders: &[folder.to_path_buf()],
        profile: None,
        default_profile: "never-let-me-go",
        start,
        jobs: 2,
        commit_bytes: u64::MAX,
    };
    ingest(&options, progress).expect("the corpus is indexed")
}

/// Hears nothing.
struct Deaf;

impl Progress for Deaf {
    fn begins(&self, _: u64) {}
    fn file_done(&self, _: u64) {}
    fn commits(&self) {}
}

#[test]
fn invariant_6_what_was_found_survives_the_index_unchanged() {
    let sandbox = Sandbox::new();
    copy_corpus(&sandbox.path("corpus"), |_| {});
    let place = sandbox.path("index");
    index_folder(&place, &sandbox.path("corpus"), Start::Update, &Deaf);
    let index = Index::open(&place).expect("an index");
    let profile = profile();
    let finders = Finders::new(&profile);
    let mut enricher = Enricher::new(&finders);
    let mut essays = corpus_essays();
    for address in index.essays().expect("essays") {
        let stored = index.essay(address).expect("an essay");
        let found = essays
            .iter()
            .position(|(name, _)| *name == stored.place.below);
        let (name, essay) = essays.swap_remove(found.expect("an essay of the corpus"));
        let (whole, _) = enricher.enrich(&essay);
        assert_eq!(stored.record, whole.essay, "{name}");
        let passages = passages_of(&index, address).expect("its passages");
        assert_eq!(passages, whole.passages, "{name}");
    }
    assert!(essays.is_empty(), "not in the index: {essays:?}");
}

/// Copies an index at instants of a run: what a crash then would leave.
struct Photographer<'a> {
    index: &'a Path,
    album: &'a Path,
    pictures: Mutex<Vec<PathBuf>>,
}

impl Photographer<'_> {
    fn take(&self) {
        let mut pictures = self.pictures.lock().expect("no thread panics with it");
        let picture = self.album.join(pictures.len().to_string());
        copy(self.index, &picture);
        pictures.push(picture);
    }
}

impl Progress for Photographer<'_> {
    fn begins(&self, _: u64) {
        self.take();
    }
    fn file_done(&self, _: u64) {
        self.take();
    }
    fn commits(&self) {
        self.take();
    }
}

/// Copies a folder; files that go away meanwhile are not in the copy.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            // What is gone meanwhile is gone for a crash as well.
            let _ = fs::copy(entry.path(), to);
        }
    }
}

#[test]
fn invariant_7_a_crash_leaves_the_old_index_or_the_new_one() {
    let sandbox = Sandbox::new();
    let (folder, place) = (sandbox.path("corpus"), sandbox.path("index"));
    for (start, essays, before) in [
        (Start::Update, 10, None),
        (Start::Update, 20, Some(10)),
        (Start::Rebuild, 25, Some(20)),
    ] {
        copy_corpus(&folder, |files| files.truncate(essays));
        let album = sandbox.path(&format!("album-{essays}"));
        let photographer = Photographer {
            index: &place,
            album: &album,
            pictures: Mutex::default(),
        };
        let report = index_folder(&place, &folder, start, &photographer);
        assert_eq!(report.essays, essays as u64);
        let pictures = photographer
            .pictures
            .into_inner()
            .expect("no thread panicked");
        assert!(pictures.len() > 10, "{pictures:?}");
        for picture in pictures {
            match (Index::open(&picture), before) {
                (Ok(index), Some(before)) => {
                    assert_eq!(index.info().essays, before, "{picture:?}");
                    check(&picture).expect("the old index is whole");
                }
                (Err(IndexError::Missing(_)), None) => {}
                (other, _) => panic!("{picture:?}: {other:?}"),
            }
        }
        let index = Index::open(&place).expect("the new index");
        assert_eq!(index.info().essays, essays as u64);
        check(&place).expect("the new index is whole");
    }
}
