//! Quality as golden files: what norfolk finds in the sample corpus, and how
//! well it ranks, against what people say is there.
//!
//! A figure that moves is a line of a diff, read before it is committed:
//! `scripts/evaluate` writes the files anew. The test split is only ever
//! summed up; a mistake on it is never shown.

mod ablations;
mod align;
mod citations;
mod enrich;
mod essays;
mod exports;
mod faults;
mod formats;
mod groups;
mod judged;
mod lines;
mod metrics;
mod names;
mod paragraphs;
mod quotations;
mod ranking;
mod reading;
mod runs;
mod table;
mod themes;

use serde::Deserialize;
use std::fmt::Write;
use std::path::PathBuf;

/// A part of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Split {
    /// To develop on.
    Dev,
    /// To be measured on, and nothing else.
    Test,
}

/// The project's folder.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What norfolk got wrong on the dev split.
#[derive(Debug, Default)]
struct Mistakes {
    split: Option<Split>,
    essay: String,
    lines: String,
}

impl Mistakes {
    /// Goes on to another essay.
    fn turn_to(&mut self, essay: &str, split: Split) {
        self.essay = essay.to_string();
        self.split = Some(split);
    }

    /// Notes one, unless the essay is of the test split.
    fn add(&mut self, paragraph: u32, what: &str, expected: &str, got: &str) {
        if self.split == Some(Split::Dev) {
            let essay = &self.essay;
            writeln!(
                self.lines,
                "{what}\t{essay}\t{paragraph}\t{expected}\t{got}"
            )
            .expect("a string takes all that is written to it");
        }
    }

    /// Writes them, sorted, to `SUBJECT.tsv` in the folder that
    /// `NORFOLK_MISTAKES` names; nowhere if it names none.
    fn save(&self, subject: &str) {
        let Some(folder) = std::env::var_os("NORFOLK_MISTAKES") else {
            return;
        };
        let path = PathBuf::from(folder).join(format!("{subject}.tsv"));
        let mut lines: Vec<&str> = self.lines.lines().collect();
        lines.sort_by_key(|line| line.split('\t').next());
        let head = "what\tessay\tparagraph\texpected\tgot\n";
        std::fs::write(path, format!("{head}{}\n", lines.join("\n")))
            .expect("`NORFOLK_MISTAKES` names a folder that can be written");
    }
}

#[test]
fn mistakes_on_the_test_split_are_never_noted() {
    let mut mistakes = Mistakes::default();
    mistakes.turn_to("a.txt", Split::Test);
    mistakes.add(1, "citation missed", "(59)", "");
    assert_eq!(mistakes.lines, "");
    mistakes.turn_to("b.txt", Split::Dev);
    mistakes.add(2, "citation missed", "(60)", "");
    assert_eq!(mistakes.lines, "citation missed\tb.txt\t2\t(60)\t\n");
}
