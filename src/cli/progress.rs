//! The progress bar: files found, files read, words a second, time left. Hides
//! itself where standard error is no terminal.

use super::stop::Stop;
use crate::ingest::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often it is drawn at least.
const TICK: Duration = Duration::from_millis(200);

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is one that indicatif reads")
}

/// A bar on standard error, that ends a run when it is stopped.
pub(super) struct Bar {
    stop: Stop,
    shown: ProgressBar,
    words: AtomicU64,
}

impl Bar {
    pub(super) fn new(stop: Stop) -> Bar {
        let shown = ProgressBar::new_spinner();
        shown.set_style(style("{spinner} {human_pos} files found"));
        shown.enable_steady_tick(TICK);
        Bar {
            stop,
            shown,
            words: AtomicU64::new(0),
        }
    }

    pub(super) fn finish(self) -> Stop {
        self.shown.finish_and_clear();
        self.stop
    }
}

impl Progress for Bar {
    fn looks(&self, files: u64) {
        if files.is_multiple_of(1024) {
            self.shown.set_position(files);
        }
    }

    fn begins(&self, files: u64) {
        self.shown.reset();
        self.shown.set_length(files);
        self.shown.set_style(style(
            "{bar:30} {human_pos}/{human_len} files  {msg}  {eta} left",
        ));
    }

    fn file_done(&self, words: u64) {
        let words = self.words.fetch_add(words, Ordering::Relaxed) + words;
        self.shown.inc(1);
        if self.shown.is_hidden() || !self.shown.position().is_multiple_of(32) {
            return;
        }
        let a_second = words * 1000
            / u64::try_from(self.shown.elapsed().as_millis())
                .unwrap_or(1)
                .max(1);
        self.shown
            .set_message(format!("{}/s", crate::render::count(a_second, "word")));
    }

    fn commits(&self) {
        self.shown.set_message("writing the index");
    }

    fn is_stopped(&self) -> bool {
        self.stop.is_asked()
    }
}
