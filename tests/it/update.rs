//! Updates: what a second run reads, what it counts, and that the index it
//! leaves is the one that a first run would have made.

use crate::sandbox::{INDEX, Sandbox, skip, without_time};
use norfolk::index::{Info, Lock, Start, Writer};
use serde_json::Value;
use std::fs::{self, File};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const TAPES: &str = "On Tapes\n\nThe tape is lost, and she remembers it in every shop of the town \
                     (Ishiguro 70). Nobody asks her why she does.\n";
const DONORS: &str = "On Donors\n\nThe donors complete, and the carers drive to the next of them \
                      through the night. Ruth is one of them (Ishiguro 231).\n";
const POND: &str = "By the Pond\n\nMiss Lucy tells them by the pond what will become of them, and \
                    none of them asks her anything.\n";
const FILES: &[(&str, &str)] = &[("a.txt", TAPES), ("b.txt", DONORS), ("c.md", POND)];
const BINARY: [u8; 12] = [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 1];

/// Indexes, and gives added, updated, unchanged, removed and skipped.
#[track_caller]
fn counts(sandbox: &Sandbox, args: &[&str]) -> [u64; 5] {
    let mut all = vec!["index", "--format", "json"];
    all.extend(args);
    let answer = sandbox.norfolk(&all);
    assert!(answer.code != Some(2), "{answer:#?}");
    let report = answer.json();
    let skipped = report["skipped"].as_array().expect("a list").len() as u64;
    let count = |name: &str| report[name].as_u64().expect("a count");
    [
        count("added"),
        count("updated"),
        count("unchanged"),
        count("removed"),
        skipped,
    ]
}

/// Everything that an index says, but where it is and how big.
fn all_answers(sandbox: &Sandbox, index: &str) -> Vec<Value> {
    let requests: [&[&str]; 8] = [
        &["search", "tape donors", "-n", "50"],
        &["search", "the", "--exact", "-n", "50", "--explain"],
        &["search", "lucy pond", "--group", "essays"],
        &["search", "--theme", "memory", "-n", "50"],
        &["compare"],
        &["themes"],
        &["characters"],
        &["status", "--check"],
    ];
    let answer = |request: &&[&str]| {
        let mut args = request.to_vec();
        args.extend(["--format", "json", "--index", index]);
        let answer = sandbox.norfolk(&args);
        assert!(matches!(answer.code, Some(0 | 1)), "{answer:#?}");
        let mut answer = without_time(answer.json());
        if let Value::Object(fields) = &mut answer {
            fields.remove("bytes");
            fields.remove("index");
        }
        answer
    };
    requests.iter().map(answer).collect()
}

/// The index answers as one made now, of these folders, does.
#[track_caller]
pub(crate) fn is_as_fresh(sandbox: &Sandbox, args: &[&str]) {
    let mut all = vec!["index", "--index", "fresh"];
    all.extend(args);
    let answer = sandbox.norfolk(&all);
    assert!(matches!(answer.code, Some(0 | 3)), "{answer:#?}");
    let (now, fresh) = (all_answers(sandbox, INDEX), all_answers(sandbox, "fresh"));
    for (now, fresh) in now.iter().zip(fresh) {
        assert_eq!(*now, fresh, "left: updated; right: made now");
    }
    fs::remove_dir_all(sandbox.path("fresh")).expect("an index");
}

#[test]
fn files_that_did_not_change_are_not_read_again() {
    let sandbox = Sandbox::with(FILES);
    assert_eq!(counts(&sandbox, &["essays"]), [3, 0, 0, 0, 0]);
    let before = all_answers(&sandbox, INDEX);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
    assert_eq!(counts(&sandbox, &[]), [0, 0, 3, 0, 0]);
    assert_eq!(all_answers(&sandbox, INDEX), before);
}

#[test]
fn a_file_that_was_only_touched_is_unchanged() {
    let sandbox = Sandbox::indexed(FILES);
    let file = File::options()
        .write(true)
        .open(sandbox.path("essays/a.txt"));
    let file = file.expect("an essay");
    let later = SystemTime::now() + Duration::from_secs(60);
    file.set_modified(later).expect("a time");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn a_file_that_was_touched_may_change_and_go() {
    let sandbox = Sandbox::indexed(FILES);
    let touch = |name: &str, seconds| {
        let file = File::options().write(true).open(sandbox.path(name));
        let later = SystemTime::now() + Duration::from_secs(seconds);
        file.expect("an essay").set_modified(later).expect("a time");
    };
    for seconds in [60, 120] {
        touch("essays/a.txt", seconds);
        touch("essays/b.txt", seconds);
        assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
        sandbox.norfolk(&["status", "--check"]).ends_with(0);
    }
    sandbox.write("essays/a.txt", TAPES.replace("lost", "found"));
    sandbox.remove("essays/b.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 1, 1, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_the_size_and_the_time_is_seen() {
    let sandbox = Sandbox::indexed(FILES);
    let path = sandbox.path("essays/a.txt");
    let before = fs::metadata(&path).and_then(|metadata| metadata.modified());
    sandbox.write("essays/a.txt", TAPES.replace("lost", "gone"));
    let file = File::options().write(true).open(path).expect("an essay");
    file.set_modified(before.expect("a time")).expect("a time");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 1, 2, 0, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn two_files_of_the_same_words_are_two_essays() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/copy of a.txt", TAPES);
    assert_eq!(counts(&sandbox, &["essays"]), [4, 0, 0, 0, 0]);
    sandbox.remove("essays/a.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn new_changed_and_removed_files_are_counted_apart() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("essays/a.txt", TAPES.replace("lost", "found in the end"));
    sandbox.remove("essays/b.txt");
    sandbox.write("essays/deep/d.txt", DONORS.replace("night", "day"));
    assert_eq!(counts(&sandbox, &["essays"]), [1, 1, 1, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.norfolk(&["search", "lost"]).ends_with(1);
}

#[test]
fn a_file_with_another_name_is_one_removed_and_one_new() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.rename("essays/a.txt", "essays/z.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [1, 0, 2, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn many_updates_leave_what_one_run_would_have_made() {
    let sandbox = Sandbox::indexed(FILES);
    for round in 0..6 {
        sandbox.write(&format!("essays/{round}.txt"), DONORS.replace("231", "99"));
        sandbox.write(
            "essays/a.txt",
            format!("{TAPES}\nRound {round} of the tape.\n"),
        );
        assert_eq!(counts(&sandbox, &["essays"]), [1, 1, 2 + round, 0, 0]);
    }
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.remove("essays/3.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 8, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn a_file_that_fails_is_skipped_until_it_is_repaired() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/d.txt", BINARY);
    assert_eq!(counts(&sandbox, &["essays"]), [3, 0, 0, 0, 1]);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 1]);
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.write("essays/d.txt", POND.replace("Lucy", "Emily"));
    assert_eq!(counts(&sandbox, &["essays"]), [1, 0, 3, 0, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn an_essay_that_can_no_longer_be_read_leaves_the_index() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("essays/a.txt", BINARY);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 2, 1, 1]);
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.remove("essays/a.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 2, 0, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn an_index_may_lose_its_last_essay_and_get_new_ones() {
    let sandbox = Sandbox::indexed(&FILES[..1]);
    sandbox.remove("essays/a.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 0, 1, 0]);
    sandbox.norfolk(&["search", "tape"]).ends_with(1);
    sandbox.norfolk(&["status", "--check"]).ends_with(0);
    sandbox.write("essays/b.txt", DONORS);
    assert_eq!(counts(&sandbox, &["essays"]), [1, 0, 0, 0, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn a_run_looks_only_at_the_folders_it_is_given() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("more/d.txt", DONORS);
    assert_eq!(counts(&sandbox, &["more"]), [1, 0, 0, 0, 0]);
    is_as_fresh(&sandbox, &["essays", "more"]);
    sandbox.remove("essays/a.txt");
    sandbox.write("more/d.txt", POND);
    assert_eq!(counts(&sandbox, &["more"]), [0, 1, 0, 0, 0]);
    assert_eq!(counts(&sandbox, &[]), [0, 0, 3, 1, 0]);
    is_as_fresh(&sandbox, &["essays", "more"]);
}

#[test]
fn a_file_in_two_folders_is_one_essay() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/deep/d.txt", POND.replace("pond", "lake"));
    assert_eq!(
        counts(&sandbox, &["essays", "essays/deep"]),
        [4, 0, 0, 0, 0]
    );
    assert_eq!(counts(&sandbox, &[]), [0, 0, 4, 0, 0]);
    is_as_fresh(&sandbox, &["essays", "essays/deep"]);
    sandbox.remove("essays/deep/d.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 1, 0]);
    sandbox.norfolk(&["search", "lake"]).ends_with(1);
}

#[test]
fn a_folder_below_another_may_be_gone() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/deep/d.txt", POND.replace("pond", "lake"));
    assert_eq!(
        counts(&sandbox, &["essays", "essays/deep"]),
        [4, 0, 0, 0, 0]
    );
    fs::remove_dir_all(sandbox.path("essays/deep")).expect("a folder");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 1, 0]);
    sandbox.norfolk(&["search", "lake"]).ends_with(1);
}

#[test]
fn a_folder_given_in_another_form_is_the_same_folder() {
    let sandbox = Sandbox::indexed(FILES);
    let whole = sandbox.path("essays");
    for given in [
        "./essays/",
        "essays/../essays",
        whole.to_str().expect("UTF-8"),
    ] {
        assert_eq!(counts(&sandbox, &[given]), [0, 0, 3, 0, 0], "{given}");
        is_as_fresh(&sandbox, &[given]);
    }
}

#[test]
fn a_folder_that_is_away_keeps_its_essays() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("more/d.txt", DONORS);
    assert_eq!(counts(&sandbox, &["more"]), [1, 0, 0, 0, 0]);
    sandbox.rename("more", "away");
    assert_eq!(counts(&sandbox, &[]), [0, 0, 3, 0, 1]);
    let status = sandbox.json(&["status", "--format", "json"]);
    assert_eq!(status["essays"], 4);
    sandbox.norfolk(&["index", "more"]).fails(&["`more`"]);
    sandbox.rename("away", "more");
    assert_eq!(counts(&sandbox, &[]), [0, 0, 4, 0, 0]);
    is_as_fresh(&sandbox, &["essays", "more"]);
}

/// Counts of an update of an index that lies beside its essays in `folder`.
#[track_caller]
fn counts_beside(sandbox: &Sandbox, folder: &str) -> [u64; 5] {
    counts(sandbox, &["--index", &format!("{folder}/.norfolk")])
}

#[test]
fn an_index_moves_with_its_essays() {
    let sandbox = Sandbox::new();
    sandbox.write("here/essays/a.txt", TAPES);
    sandbox.write("here/essays/b.txt", DONORS);
    let index = ["--index", "here/.norfolk", "here/essays"];
    assert_eq!(counts(&sandbox, &index), [2, 0, 0, 0, 0]);
    sandbox.rename("here", "there");
    assert_eq!(counts_beside(&sandbox, "there"), [0, 0, 2, 0, 0]);
    sandbox.write("there/essays/b.txt", POND);
    let index = ["--index", "there/.norfolk", "there/essays"];
    assert_eq!(counts(&sandbox, &index), [0, 1, 1, 0, 0]);
    let answer = sandbox.json(&[
        "search",
        "tape",
        "--index",
        "there/.norfolk",
        "--format",
        "json",
    ]);
    assert_eq!(answer["results"][0]["essay"]["path"], "there/essays/a.txt");
}

#[test]
fn an_index_that_is_moved_alone_knows_where_its_essays_are() {
    let sandbox = Sandbox::new();
    sandbox.write("here/essays/a.txt", TAPES);
    let index = ["--index", "here/.norfolk", "here/essays"];
    assert_eq!(counts(&sandbox, &index), [1, 0, 0, 0, 0]);
    fs::create_dir(sandbox.path("there")).expect("a folder");
    sandbox.rename("here/.norfolk", "there/.norfolk");
    // Its files are others now, and read again.
    assert_eq!(counts_beside(&sandbox, "there"), [1, 0, 0, 1, 0]);
    assert_eq!(counts_beside(&sandbox, "there"), [0, 0, 1, 0, 0]);
    sandbox
        .norfolk(&["status", "--check", "--index", "there/.norfolk"])
        .ends_with(0);
}

#[test]
fn an_index_of_another_norfolk_is_made_anew_and_it_is_said() {
    let sandbox = Sandbox::indexed(FILES);
    {
        let lock = Arc::new(Lock::take(&sandbox.path(INDEX)).expect("nobody writes"));
        let old = lock.index().expect("it is whole").expect("it is there");
        let info = Info {
            norfolk: "0.0.1".to_string(),
            ..old.info().clone()
        };
        let mut writer = Writer::open(&lock, &old.profile().expect("its text"), Start::Update, 1)
            .expect("a writer");
        drop(old);
        writer.commit(&info).expect("a commit");
        writer.finish(&|| false).expect("an end");
    }
    let answer = sandbox.norfolk(&["index"]).ends_with(0);
    assert!(answer.out.starts_with("3 added"), "{answer:#?}");
    assert!(answer.err.contains("made by norfolk 0.0.1"), "{answer:#?}");
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn a_single_file_may_be_given() {
    let sandbox = Sandbox::with(FILES);
    assert_eq!(counts(&sandbox, &["essays/a.txt"]), [1, 0, 0, 0, 0]);
    let answer = sandbox.json(&["search", "tape", "--format", "json"]);
    assert_eq!(answer["results"][0]["essay"]["path"], "essays/a.txt");
    sandbox.write("essays/a.txt", POND);
    assert_eq!(counts(&sandbox, &[]), [0, 1, 0, 0, 0]);
    is_as_fresh(&sandbox, &["essays/a.txt"]);
}

#[test]
fn a_rebuild_reads_everything_again() {
    let sandbox = Sandbox::indexed(FILES);
    let before = all_answers(&sandbox, INDEX);
    assert_eq!(counts(&sandbox, &["--rebuild"]), [3, 0, 0, 0, 0]);
    assert_eq!(all_answers(&sandbox, INDEX), before);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
}

#[test]
fn a_rebuild_of_named_folders_holds_these_and_no_other() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("more/d.txt", DONORS);
    assert_eq!(counts(&sandbox, &["more"]), [1, 0, 0, 0, 0]);
    sandbox.rename("essays", "moved");
    sandbox.norfolk(&["index", "--rebuild"]).fails(&["essays"]);
    assert_eq!(counts(&sandbox, &["--rebuild", "moved"]), [3, 0, 0, 0, 0]);
    is_as_fresh(&sandbox, &["moved"]);
}

#[cfg(unix)]
#[test]
fn essays_in_a_folder_that_may_not_be_listed_stay() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/closed/d.txt", POND.replace("pond", "lake"));
    assert_eq!(counts(&sandbox, &["essays"]), [4, 0, 0, 0, 0]);
    let closed = sandbox.path("essays/closed");
    let mode = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode));
    mode(0o000).expect("a mode");
    if fs::read_dir(&closed).is_ok() {
        skip("who runs this test may read every folder");
    } else {
        assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 4, 0, 1]);
        sandbox.norfolk(&["search", "lake"]).ends_with(0);
    }
    mode(0o755).expect("a mode");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 4, 0, 0]);
}

/// The author that the index gives the essay `a.txt`.
fn author(sandbox: &Sandbox) -> Value {
    let answer = sandbox.json(&["search", "tape", "--format", "json"]);
    answer["results"][0]["essay"]["authors"][0].clone()
}

#[test]
fn a_table_beside_essays_is_read_again_when_it_changes() {
    let sandbox = Sandbox::indexed(FILES);
    assert_eq!(author(&sandbox), Value::Null);
    let head = "file,title,author,date\na.txt,Tapes,";
    sandbox.write("essays/essays.csv", format!("{head}Ada Nair,2001\n"));
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert_eq!(author(&sandbox), "Ada Nair");
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.write("essays/essays.csv", format!("{head}Bea Nair,2001\n"));
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert_eq!(author(&sandbox), "Bea Nair");
    is_as_fresh(&sandbox, &["essays"]);
    sandbox.remove("essays/essays.csv");
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert_eq!(author(&sandbox), Value::Null);
    is_as_fresh(&sandbox, &["essays"]);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
}

#[test]
fn a_bibliography_beside_essays_is_read_again_when_it_changes() {
    let sandbox = Sandbox::indexed(FILES);
    for author_name in ["Nair, Ada", "Nair, Bea"] {
        let entry = format!("@misc{{a, author = {{{author_name}}}, file = {{a.txt}}}}\n");
        sandbox.write("essays/all.bib", entry);
        sandbox.norfolk(&["index", "essays"]).ends_with(0);
        let (family, given) = author_name.split_once(", ").expect("two names");
        assert_eq!(author(&sandbox), format!("{given} {family}"));
        is_as_fresh(&sandbox, &["essays"]);
    }
}

#[test]
fn a_table_that_cannot_be_read_is_skipped_and_said() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/essays.csv", "colour,shape\nred,round\n");
    let answer = sandbox.norfolk(&["index", "essays"]);
    answer.says(3, &["skipped essays/essays.csv"]);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 1]);
}

#[test]
fn another_profile_makes_everything_anew() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write(
        "own.toml",
        "id = \"own\"\nwork = { title = \"Tapes\", year = 1999 }\n\
         author = { given = \"Ada\", family = \"Otieno\" }\n\
         [[themes]]\nid = \"memory\"\nname = \"Memory\"\nstrong = [\"donor*\"]\n",
    );
    let own = ["index", "essays", "--profile", "own.toml"];
    sandbox.norfolk(&own).says(0, &["read again", "`own`"]);
    is_as_fresh(&sandbox, &["essays", "--profile", "own.toml"]);
    let on = |sandbox: &Sandbox| {
        let answer = sandbox.json(&["search", "--theme", "memory", "--format", "json"]);
        answer["results"][0]["essay"]["path"].clone()
    };
    assert_eq!(on(&sandbox), "essays/b.txt");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
    let built_in = ["index", "--profile", "never-let-me-go"];
    sandbox.norfolk(&built_in).says(0, &["read again"]);
    assert_eq!(on(&sandbox), "essays/a.txt");
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn what_is_to_be_passed_over_is() {
    let sandbox = Sandbox::indexed(FILES);
    sandbox.write("essays/.hidden.txt", TAPES);
    sandbox.write("essays/.deep/a.txt", TAPES);
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 3, 0, 0]);
    sandbox.write("essays/.norfolkignore", "*.md\n");
    assert_eq!(counts(&sandbox, &["essays"]), [0, 0, 2, 1, 0]);
    is_as_fresh(&sandbox, &["essays"]);
}

#[test]
fn an_index_among_the_essays_is_no_essay() {
    let sandbox = Sandbox::with(FILES);
    let args = ["essays", "--index", "essays/index"];
    assert_eq!(counts(&sandbox, &args), [3, 0, 0, 0, 0]);
    assert_eq!(counts(&sandbox, &args), [0, 0, 3, 0, 0]);
}
