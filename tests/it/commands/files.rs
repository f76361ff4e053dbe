//! What stands in a folder and is no essay: pipes, devices, links, files of
//! any size and name. Each is passed over with a reason, and the essays beside
//! it are indexed.
#![cfg(unix)]

use super::ESSAYS;
use crate::sandbox::{Sandbox, skip};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

/// Indexes `essays` with what was put into it; `reasons` are said, and the essays found.
#[track_caller]
fn check(sandbox: &Sandbox, code: i32, reasons: &[&str]) {
    let answer = sandbox.norfolk(&["index", "essays"]).says(code, reasons);
    assert!(answer.out.starts_with("3 added"), "{}", answer.out);
    let found = sandbox.json(&["search", "memory", "--format", "json"]);
    assert_eq!(found["results"][0]["essay"]["path"], "essays/memory.txt");
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
    let again = sandbox.norfolk(&["index", "essays"]).ends_with(code);
    assert!(again.out.contains("3 unchanged"), "{}", again.out);
}

#[test]
fn a_pipe_is_never_opened() {
    let sandbox = Sandbox::with(ESSAYS);
    let path = sandbox.path("essays/pipe.txt");
    if !Command::new("mkfifo")
        .arg(&path)
        .status()
        .is_ok_and(|status| status.success())
    {
        return skip("there is no `mkfifo`");
    }
    check(
        &sandbox,
        3,
        &["skipped essays/pipe.txt: not a regular file"],
    );
    let alone = sandbox.norfolk(&["index", "essays/pipe.txt", "--index", "other"]);
    alone.says(1, &["not a regular file"]);
}

#[test]
fn sockets_and_devices_are_never_opened() {
    let sandbox = Sandbox::with(ESSAYS);
    let _socket = UnixListener::bind(sandbox.path("essays/socket.txt")).expect("a socket");
    for device in ["null", "zero"] {
        let link = sandbox.path(&format!("essays/{device}.txt"));
        symlink(format!("/dev/{device}"), link).expect("a link");
    }
    let reasons = ["socket", "null", "zero"].map(|n| format!("essays/{n}.txt: not a regular file"));
    check(&sandbox, 3, &reasons.each_ref().map(String::as_str));
    sandbox
        .norfolk(&["inspect", "/dev/zero"])
        .fails(&["`/dev/zero`", "larger than 64 MB"]);
    sandbox.norfolk(&["inspect", "/dev/null"]).fails(&["empty"]);
    sandbox.norfolk(&["inspect", "essays"]).fails(&["`essays`"]);
}

#[test]
fn a_link_to_a_folder_above_is_not_followed() {
    let sandbox = Sandbox::with(ESSAYS);
    sandbox.write(
        "beside.txt",
        "It stands beside the folder, and is not meant by it.\n",
    );
    fs::create_dir_all(sandbox.path("essays/deep/er")).expect("folders");
    symlink("../..", sandbox.path("essays/deep/up")).expect("a link");
    symlink("../../../essays", sandbox.path("essays/deep/er/round")).expect("a link");
    symlink("/", sandbox.path("essays/everything")).expect("a link");
    symlink("loop.txt", sandbox.path("essays/loop.txt")).expect("a link");
    check(
        &sandbox,
        3,
        &[
            "essays/deep/up",
            "essays/deep/er/round",
            "essays/everything",
            "essays/loop.txt",
        ],
    );
    symlink(
        sandbox.path("beside.txt"),
        sandbox.path("essays/linked.txt"),
    )
    .expect("a link");
    let answer = sandbox.norfolk(&["index", "essays"]).ends_with(3);
    assert!(answer.out.starts_with("1 added"), "{}", answer.out);
}

#[test]
fn files_of_any_size_are_told_apart() {
    let sandbox = Sandbox::with(ESSAYS);
    sandbox.write("essays/nothing.txt", "");
    for name in ["holes.txt", "holes.docx", "essays.csv"] {
        let file = File::create(sandbox.path(&format!("essays/{name}"))).expect("a file");
        if file.set_len(10 << 30).is_err() {
            return skip("files here have no holes");
        }
    }
    check(
        &sandbox,
        3,
        &[
            "essays/nothing.txt: empty",
            "essays/holes.txt: larger than 12 MB of text",
            "essays/holes.docx: larger than 64 MB",
            "essays/essays.csv: larger than 64 MB",
        ],
    );
}

#[test]
fn files_of_any_name_are_essays() {
    let sandbox = Sandbox::with(&[]);
    let names: [&[u8]; 6] = [
        b"caf\xe9.txt",
        b"caf\xe8.txt",
        b"a\nb.txt",
        b"  .txt",
        b"-n.txt",
        &[b"long".repeat(61), b".md".to_vec()].concat(),
    ];
    for (at, name) in names.iter().enumerate() {
        let path = sandbox.path("essays").join(OsStr::from_bytes(name));
        let text = format!("They wait in the {at}th room of the house, and nobody comes.\n");
        if fs::write(path, text).is_err() {
            return skip("names here are Unicode");
        }
    }
    let answer = sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert!(answer.out.starts_with("6 added"), "{}", answer.out);
    let again = sandbox.norfolk(&["index"]).ends_with(0);
    assert!(again.out.contains("6 unchanged"), "{}", again.out);
    let found = sandbox.json(&["search", "room", "-n", "9", "--format", "json"]);
    assert_eq!(found["essays"], 6);
    let paths = found["results"].as_array().expect("results").iter();
    let mut paths: Vec<&str> = paths.filter_map(|r| r["essay"]["path"].as_str()).collect();
    paths.sort_unstable();
    assert!(paths.contains(&"essays/caf\u{fffd}.txt"), "{paths:?}");
}

#[test]
fn a_folder_of_many_files_is_listed_whole_by_any_number_of_threads() {
    let sandbox = Sandbox::new();
    // Threads take some hundreds at a time: these are more than one takes.
    let essays = 700;
    for number in 0..essays {
        let text = format!("She drives all night, and counts to {number} on the road.");
        sandbox.write(&format!("essays/{number}.txt"), text);
    }
    for number in 0..5 {
        sandbox.write(&format!("essays/empty-{number}.txt"), "");
    }
    for jobs in ["1", "2", "7"] {
        let index = ["index", "essays", "--index", jobs, "--jobs", jobs];
        let ask = |index: &[&str]| sandbox.norfolk(index).ends_with(3).out;
        let first = ask(&index);
        assert!(
            first.starts_with("700 added, 0 updated, 0 unchanged, 0 removed, 5 skipped"),
            "{first}"
        );
        let again = ask(&index);
        assert!(
            again.starts_with("0 added, 0 updated, 700 unchanged, 0 removed, 5 skipped"),
            "{again}"
        );
        sandbox
            .norfolk(&["status", "--check", "--index", jobs])
            .ends_with(0);
    }
}

#[test]
fn what_is_no_essay_or_was_only_touched_is_never_taken_for_a_passage() {
    let sandbox = Sandbox::indexed(ESSAYS);
    let answers = |sandbox: &Sandbox| {
        let all = [
            "search memory --group essays",
            "search NOT zeppelin",
            "compare",
            "themes",
        ];
        all.map(|request| {
            let request: Vec<&str> = request.split(' ').collect();
            sandbox.norfolk(&request).ends_with(0).out
        })
    };
    let before = answers(&sandbox);
    // Each run leaves a segment of its own, with no essay in it.
    sandbox.write("essays/empty.txt", "");
    sandbox.norfolk(&["index"]).ends_with(3);
    assert_eq!(answers(&sandbox), before);
    let essay = sandbox.path("essays/memory.txt");
    let text = fs::read(&essay).expect("an essay");
    fs::write(&essay, text).expect("the same essay");
    let touched = sandbox.norfolk(&["index"]).ends_with(3).out;
    assert!(
        touched.starts_with("0 added, 0 updated, 3 unchanged"),
        "{touched}"
    );
    assert_eq!(answers(&sandbox), before);
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
}
