//! Faults: bad input and bad luck. Each has a message that says what would do,
//! the exit code of the contract, and leaves nothing half-written.

use super::{ESSAYS, library};
use crate::sandbox::{INDEX, Sandbox, skip};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The old index is there and answers.
#[track_caller]
fn still_answers(sandbox: &Sandbox) {
    let answer = sandbox.json(&["search", "memory", "--format", "json"]);
    assert_eq!(answer["results"][0]["essay"]["path"], "essays/memory.txt");
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox
        .norfolk(&["index", "nowhere"])
        .fails(&["`nowhere`", "no such"]);
    assert!(!sandbox.path(INDEX).exists());
    let library = library();
    library.norfolk(&["index", "nowhere"]).fails(&["`nowhere`"]);
    library
        .norfolk(&["index", "essays", "nowhere"])
        .fails(&["`nowhere`"]);
    still_answers(&library);
}

#[test]
fn no_folder_is_an_error_where_none_is_known() {
    let sandbox = Sandbox::new();
    sandbox.norfolk(&["index"]).fails(&["norfolk index FOLDER"]);
    assert!(!sandbox.path(INDEX).exists());
}

#[test]
fn a_folder_without_essays_is_nothing_found() {
    let sandbox = Sandbox::with(&[]);
    let answer = sandbox
        .norfolk(&["index", "essays"])
        .says(1, &["no essays"]);
    assert!(answer.out.contains("0 essays"), "{}", answer.out);
    assert!(!sandbox.path(INDEX).exists());
    sandbox.write(
        "essays/a.bin",
        [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 1],
    );
    sandbox
        .norfolk(&["index", "essays"])
        .says(1, &["a.bin", "no essays"]);
    assert!(!sandbox.has_index());
    let report = sandbox.norfolk(&["index", "essays", "--format", "json"]);
    assert_eq!(report.ends_with(1).json()["essays"], 0);
    sandbox
        .norfolk(&["search", "memory"])
        .fails(&["norfolk index"]);
}

#[test]
fn an_empty_folder_beside_an_index_leaves_it_as_it_was() {
    let library = library();
    fs::create_dir(library.path("empty")).expect("a folder");
    let report = library.json(&["index", "empty", "--format", "json"]);
    assert_eq!(report["essays"], 3);
    still_answers(&library);
}

#[test]
fn a_file_that_is_no_text_is_skipped_and_the_rest_is_indexed() {
    let sandbox = Sandbox::with(ESSAYS);
    sandbox.write(
        "essays/picture.txt",
        [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 1],
    );
    sandbox.write("essays/empty.txt", "");
    sandbox.norfolk(&["index", "essays"]).says(
        3,
        &["skipped essays/picture.txt", "skipped essays/empty.txt"],
    );
    still_answers(&sandbox);
    let again = sandbox.norfolk(&["index", "essays", "--format", "json"]);
    let again = again.ends_with(3).json();
    assert_eq!(again["unchanged"], 3);
    assert_eq!(again["skipped"].as_array().map(Vec::len), Some(2));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_an_error_or_a_skip() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with(ESSAYS);
    let closed = sandbox.path("essays/closed");
    fs::create_dir(&closed).expect("a folder");
    let mode = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode));
    mode(0o000).expect("a mode");
    if fs::read_dir(&closed).is_ok() {
        skip("who runs this test may read every folder");
    } else {
        let closed = "essays/closed";
        sandbox
            .norfolk(&["index", closed])
            .fails(&[closed, "permission denied"]);
        assert!(!sandbox.path(INDEX).exists());
        sandbox
            .norfolk(&["index", "essays"])
            .says(3, &[closed, "permission denied"]);
        still_answers(&sandbox);
    }
    mode(0o755).expect("a mode");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_or_nowhere_is_skipped() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with(ESSAYS);
    symlink(sandbox.path("essays"), sandbox.path("essays/again")).expect("a link");
    symlink(sandbox.path("gone"), sandbox.path("essays/gone.txt")).expect("a link");
    sandbox
        .norfolk(&["index", "essays"])
        .says(3, &["essays/again", "essays/gone.txt"]);
    still_answers(&sandbox);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let library = library();
    for (args, near) in [
        (&["search", "--theme", "memroy"][..], "memory"),
        (&["search", "theme:memroy"], "memory"),
        (&["compare", "--theme", "memroy"], "memory"),
        (&["themes", "memroy"], "memory"),
        (&["search", "--character", "Tomy"], "Tommy"),
        (&["search", "character:Tomy"], "Tommy"),
        (&["characters", "Tomy"], "Tommy"),
        (
            &["index", "essays", "--profile", "never-let-go"],
            "never-let-me-go",
        ),
        (
            &["inspect", "essays/art.html", "--profile", "never-let-go"],
            "never-let-me-go",
        ),
    ] {
        library.norfolk(args).fails(&["unknown", near]);
    }
    still_answers(&library);
}

#[test]
fn a_query_that_cannot_be_read_is_shown_with_the_place() {
    let library = library();
    library.norfolk(&["search"]).fails(&["nothing to look for"]);
    library
        .norfolk(&["search", ""])
        .fails(&["nothing to look for"]);
    library
        .norfolk(&["search", "  \t "])
        .fails(&["nothing to look for"]);
    for (query, column) in [("(memory", 0), ("pond AND (memory", 9)] {
        let answer = library.norfolk(&["search", query]).fails(&[query]);
        let caret = answer.err.lines().find(|line| line.trim() == "^");
        let caret = caret.expect("a line that points at the place");
        assert_eq!(caret.find('^'), Some(column + 2), "{}", answer.err);
    }
    for query in ["memory)", "\"memory", "pond AND", "theme:", "()"] {
        library
            .norfolk(&["search", "--", query])
            .fails(&["error: "]);
    }
}

#[test]
fn where_there_is_no_index_it_says_how_to_make_one() {
    let sandbox = Sandbox::with(ESSAYS);
    for args in [
        &["search", "memory"][..],
        &["compare"],
        &["themes"],
        &["characters"],
        &["cite", "a"],
        &["show", "a"],
        &["status"],
    ] {
        sandbox.norfolk(args).fails(&["no index", "norfolk index"]);
    }
    assert!(!sandbox.path(INDEX).exists());
}

#[test]
fn an_index_of_another_version_is_made_anew_only_if_asked() {
    let library = library();
    let head = format!("{INDEX}/norfolk.json");
    let old = fs::read_to_string(library.path(&head)).expect("a head");
    let version = format!("\"format_version\":{}", norfolk::index::FORMAT_VERSION);
    assert!(old.contains(&version), "{old}");
    let other = old.replace(&version, "\"format_version\":99");
    library.write(&head, &other);
    for args in [&["search", "memory"][..], &["status"], &["index", "essays"]] {
        library.norfolk(args).fails(&["99", "--rebuild"]);
    }
    let now = fs::read_to_string(library.path(&head)).expect("a head");
    assert_eq!(now, other);
    library
        .norfolk(&["index", "--rebuild", "essays"])
        .ends_with(0);
    still_answers(&library);
}

/// The files of tantivy's in the index, by name.
fn stored(index: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in fs::read_dir(index).expect("an index") {
        let folder = folder.expect("an entry").path();
        if folder.is_dir() {
            let entries = fs::read_dir(folder).expect("a generation");
            files.extend(entries.map(|entry| entry.expect("an entry").path()));
        }
    }
    files.sort();
    files
}

#[test]
fn a_damaged_index_is_an_error_and_never_an_answer() {
    let sandbox = library();
    let sound = sandbox.norfolk(&["search", "memory"]).out;
    let files = stored(&sandbox.path(INDEX));
    let mut damaged = 0;
    for file in &files {
        let bytes = fs::read(file).expect("a file");
        if bytes.is_empty() || file.extension().is_none() {
            continue;
        }
        // A line end at the end of JSON is no loss.
        let last = bytes.trim_ascii_end().len() - 1;
        for left in [0, bytes.len() / 2, last] {
            fs::write(file, &bytes[..left]).expect("a file");
            let name = file.display();
            let check = sandbox.norfolk(&["status", "--check"]);
            assert_eq!(check.code, Some(2), "{name} cut to {left}: {check:#?}");
            assert!(!check.err.contains("panicked"), "{name}: {}", check.err);
            assert!(check.err.contains("--rebuild"), "{name}: {}", check.err);
            let answer = sandbox.norfolk(&["search", "memory"]);
            assert!(!answer.err.contains("panicked"), "{name}: {}", answer.err);
            assert!(
                answer.code == Some(2) || answer.out == sound,
                "{name}: {answer:#?}"
            );
        }
        fs::write(file, &bytes).expect("a file");
        damaged += 1;
    }
    assert!(damaged > 6, "{files:?}");
    still_answers(&sandbox);
}

#[test]
fn a_damaged_index_is_made_anew() {
    // Who searches needs no profile.
    let profile = "index-1/profile.toml";
    for damage in ["norfolk.json", "index-1/meta.json", profile] {
        let sandbox = library();
        sandbox.write(&format!("{INDEX}/{damage}"), "{");
        let search = sandbox.norfolk(&["search", "memory"]);
        if damage == profile {
            search.ends_with(0);
        } else {
            search.fails(&["--rebuild"]);
        }
        sandbox.norfolk(&["index", "essays"]).fails(&["--rebuild"]);
        sandbox
            .norfolk(&["index", "--rebuild", "essays"])
            .ends_with(0);
        still_answers(&sandbox);
    }
}

#[test]
fn a_flipped_bit_is_found_by_a_check() {
    let sandbox = library();
    let files = stored(&sandbox.path(INDEX));
    let store = files
        .iter()
        .find(|file| file.extension().is_some_and(|e| e == "store"));
    let store = store.expect("passages are stored");
    let mut bytes = fs::read(store).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(store, bytes).expect("a file");
    sandbox
        .norfolk(&["status", "--check"])
        .fails(&["damaged", ".store", "not as it was written"]);
}

#[test]
fn an_index_that_is_being_written_is_read_and_not_written() {
    let library = library();
    let lock = File::options()
        .read(true)
        .write(true)
        .open(library.path(INDEX).join("lock"))
        .expect("an index has a lock");
    lock.try_lock().expect("nobody writes it");
    for args in [
        &["index", "essays"][..],
        &["index"],
        &["index", "--rebuild", "essays"],
    ] {
        library.norfolk(args).fails(&["being written"]);
        still_answers(&library);
    }
    drop(lock);
    library.norfolk(&["index", "essays"]).ends_with(0);
}

#[test]
fn an_index_where_a_file_is_cannot_be_made() {
    let sandbox = Sandbox::with(ESSAYS);
    sandbox.write("file", "a file");
    sandbox
        .norfolk(&["index", "essays", "--index", "file"])
        .fails(&["file"]);
    assert_eq!(fs::read(sandbox.path("file")).expect("a file"), b"a file");
    sandbox
        .norfolk(&["search", "memory", "--index", "file"])
        .fails(&["file"]);
}

#[test]
fn what_a_stopped_rebuild_left_is_never_the_index() {
    let sandbox = library();
    let left = format!("{INDEX}/index-2");
    sandbox.write(&format!("{left}/meta.json"), "{");
    still_answers(&sandbox);
    sandbox
        .norfolk(&["index", "--rebuild", "essays"])
        .ends_with(0);
    still_answers(&sandbox);
    assert_eq!(
        stored(&sandbox.path(INDEX))
            .iter()
            .filter(|file| file.ends_with("meta.json"))
            .count(),
        1,
        "one generation is left"
    );
}
