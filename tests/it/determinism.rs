//! Determinism: the same corpus gives the same answers, whatever the number of
//! threads and the order in which its files came to be. Invariant 5.

use crate::sandbox::{Sandbox, copy_corpus, without_time};
use std::fs;
use std::path::PathBuf;

/// What is asked of every index.
const REQUESTS: &[&[&str]] = &[
    &[
        "search",
        "Hailsham memory",
        "-n",
        "50",
        "--explain",
        "--format",
        "json",
    ],
    &["search", "the", "--exact", "-n", "1000", "--format", "json"],
    &[
        "search",
        "love OR art",
        "--group",
        "essays",
        "--format",
        "json",
    ],
    &[
        "search", "--theme", "memory", "-n", "100", "--format", "json",
    ],
    &[
        "search",
        "--character",
        "ruth",
        "--passages-per-essay",
        "1",
        "--format",
        "json",
    ],
    &["search", "organ donation", "--format", "trec", "-n", "1000"],
    &["compare", "--format", "json"],
    &[
        "compare", "--theme", "language", "-n", "50", "--format", "json",
    ],
    &[
        "compare",
        "tulloch-small",
        "tran-bodies",
        "--format",
        "json",
    ],
    &["themes", "--format", "json"],
    &["quotes", "--format", "json"],
    &["characters", "--format", "json"],
];

/// Everything the index answers, without how long it took.
fn answers(sandbox: &Sandbox) -> Vec<String> {
    let answer = |request: &&[&str]| {
        let answer = sandbox.norfolk(request).ends_with(0);
        if request.contains(&"json") {
            without_time(answer.json()).to_string()
        } else {
            answer.out
        }
    };
    REQUESTS.iter().map(answer).collect()
}

fn rebuilt(sandbox: &Sandbox, jobs: &str) -> Vec<String> {
    sandbox
        .norfolk(&["index", "--rebuild", "corpus", "--jobs", jobs])
        .ends_with(0);
    answers(sandbox)
}

#[test]
fn threads_and_the_order_of_files_change_no_answer() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("corpus");
    copy_corpus(&folder, |_| {});
    let one = rebuilt(&sandbox, "1");
    assert!(one.iter().all(|answer| answer.len() > 100), "{one:?}");
    for jobs in ["2", "8"] {
        assert_eq!(rebuilt(&sandbox, jobs), one, "with {jobs} threads");
    }
    // The same paths, so the same keys: only when each file came to be differs.
    for order in [<[PathBuf]>::reverse, by_length] {
        fs::remove_dir_all(&folder).expect("a folder");
        copy_corpus(&folder, |files| order(files));
        assert_eq!(rebuilt(&sandbox, "2"), one, "with files in another order");
    }
}

fn by_length(files: &mut [PathBuf]) {
    files.sort_by_key(|file| (file.as_os_str().len(), file.clone()));
}

#[test]
fn the_order_in_which_essays_join_an_index_changes_no_answer() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("corpus");
    copy_corpus(&folder, |files| files.truncate(30));
    sandbox.norfolk(&["index", "corpus"]).ends_with(0);
    copy_corpus(&folder, |files| files.reverse());
    sandbox.norfolk(&["index", "corpus"]).ends_with(0);
    let joined = answers(&sandbox);
    assert_eq!(
        joined,
        rebuilt(&sandbox, "2"),
        "left: joined later; right: at once"
    );
}
