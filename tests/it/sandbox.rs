//! A sandbox: an empty folder for one test, and the program run in it.
//!
//! The index goes where `NORFOLK_INDEX` says, so that an index above the
//! system's folder for temporary files is never found instead.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Where the index of a sandbox is, below its folder.
pub(crate) const INDEX: &str = ".norfolk";

/// What the program takes today to be: noon of 22 November 2026.
const NOON: &str = "1795348800";

/// An empty folder; gone with its value.
pub(crate) struct Sandbox {
    root: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Sandbox {
        let root = tempfile::tempdir().expect("a folder for the test");
        Sandbox { root }
    }

    /// A folder `essays` with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::new();
        fs::create_dir(sandbox.path("essays")).expect("a folder for essays");
        for (name, text) in files {
            sandbox.write(&format!("essays/{name}"), text);
        }
        sandbox
    }

    /// [`Sandbox::with`], and indexed without a skip.
    pub(crate) fn indexed(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::with(files);
        sandbox.norfolk(&["index", "essays"]).ends_with(0);
        sandbox
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    /// Writes a file, and the folders it needs.
    pub(crate) fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        let parent = path.parent().expect("a file has a folder");
        fs::create_dir_all(parent).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn remove(&self, below: &str) {
        fs::remove_file(self.path(below)).expect("the file was there");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("the file was there");
    }

    /// Whether there is an index that somebody could open.
    pub(crate) fn has_index(&self) -> bool {
        self.path(INDEX).join("norfolk.json").exists()
    }

    /// The program, about to be started in the sandbox.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        program(self.root.path(), args)
    }

    /// Runs the program in the sandbox.
    pub(crate) fn norfolk(&self, args: &[&str]) -> Answer {
        Answer::of(&mut self.command(args))
    }

    /// What the program answers as JSON, with exit code 0.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        self.norfolk(args).ends_with(0).json()
    }
}

/// The program, about to be started in `folder`.
pub(crate) fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_norfolk"));
    command
        .current_dir(folder)
        .env("NORFOLK_INDEX", INDEX)
        // A test that runs at midnight is answered by one day.
        .env("SOURCE_DATE_EPOCH", NOON)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .args(args);
    command
}

/// How the program ended, and what it wrote.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn of(command: &mut Command) -> Answer {
        let output = command.output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("norfolk writes UTF-8");
        Answer {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Like [`Answer::of`], where standard output goes to a pipe of the test's.
    pub(crate) fn of_piped(command: &mut Command) -> Answer {
        let child = command.stderr(Stdio::piped()).spawn();
        let output = child.and_then(std::process::Child::wait_with_output);
        let output = output.expect("the program starts");
        Answer {
            code: output.status.code(),
            out: String::new(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Answer {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Ended with `code`, and standard error holds each of `words`.
    #[track_caller]
    pub(crate) fn says(self, code: i32, words: &[&str]) -> Answer {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not said in {self:#?}");
        }
        self.ends_with(code)
    }

    /// An error: exit code 2, a message with each of `words`, and no answer.
    #[track_caller]
    pub(crate) fn fails(self, words: &[&str]) -> Answer {
        assert_eq!(self.out, "", "an error has no answer");
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.says(2, words)
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Without the one field that says how long it took.
pub(crate) fn without_time(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.remove("elapsed_ms");
    }
    value
}

/// Copies the project's corpus of essays into `folder`, by `order` of its files.
pub(crate) fn copy_corpus(folder: &Path, order: impl Fn(&mut Vec<PathBuf>)) {
    let mut files = corpus();
    order(&mut files);
    fs::create_dir_all(folder).expect("a folder");
    for file in files {
        let name = file.file_name().expect("a file has a name");
        fs::copy(&file, folder.join(name)).expect("an essay is copied");
    }
}

/// The essays of the project's corpus, by name.
pub(crate) fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/essays");
    let entries = fs::read_dir(folder).expect("the corpus is part of the project");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

/// Says that a test could not be made here, and why.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn skip(why: &str) {
    eprintln!("SKIPPED: {why}");
}
