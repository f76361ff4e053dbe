//! The worker: a thread that reads a file's pages, with limits.
//!
//! The library may panic or hang on a damaged page. A panic costs that page; a
//! page that takes too long ends the reading with what was read before it. The
//! thread is then left behind: it stops at its next operator, or with the
//! process. Time decides nothing else, so that results do not depend on the
//! machine.

use super::super::encoding::problem;
use super::super::metadata::Stated;
use super::super::{Problem, ReadError};
use super::draw::{Drawing, draw};
use super::glyph::Sheet;
use super::nesting::is_too_deep;
use super::page::Page;
use super::source::{Closed, Source};
use super::stated::{self, Habit};
use super::upright::upright;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Name of the thread that reads a file.
pub(in crate::read) const NAME: &str = "norfolk-pdf";
/// Most pages that are read.
const PAGES: usize = 5_000;
/// Largest file that is read, in bytes.
const FILE_BYTES: usize = 128 << 20;
/// Longest that opening a file, or reading one of its pages, may take.
const STEP: Duration = Duration::from_millis(3500);
/// Longest that a file may take.
const WHOLE: Duration = Duration::from_secs(60);
/// Stack of the thread: objects nest, and the library recurses.
const STACK_BYTES: usize = 64 << 20;
/// Pages that wait to be taken.
const WAITING: usize = 16;

/// What was read of a file.
pub(super) struct Read {
    pub(super) pages: Vec<Page>,
    pub(super) labels: Vec<Option<String>>,
    pub(super) stated: Stated,
    pub(super) problems: Vec<Problem>,
    /// How many pages the file has.
    pub(super) count: usize,
    /// What the program that made it does with words at the ends of lines.
    pub(super) habit: Habit,
}

/// What the thread tells.
enum Message {
    Opened(Box<Opened>),
    Refused(ReadError),
    Page(Option<Box<Sheet>>),
}

/// What a file tells before its pages.
struct Opened {
    count: usize,
    is_encrypted: bool,
    labels: Vec<Option<String>>,
    stated: Stated,
    habit: Habit,
}

/// Reads the pages of a file.
///
/// # Errors
/// When it cannot be opened, or no page of it can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::TooLarge("a PDF of more than 128 MB".to_owned()));
    }
    if is_too_deep(bytes) {
        return Err(damaged("its objects nest too deep"));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = sync_channel(WAITING);
    let bytes = bytes.to_vec();
    let told = Arc::clone(&stop);
    let thread = thread::Builder::new()
        .name(NAME.to_owned())
        .stack_size(STACK_BYTES);
    let started = thread.spawn(move || work(bytes, &sender, &told));
    if started.is_err() {
        return Err(damaged("no thread could be started to read it"));
    }
    let read = gather(&receiver);
    stop.store(true, Ordering::Relaxed);
    read
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(what.to_owned())
}

/// What the gathering has come to.
#[derive(Default)]
struct Tally {
    lost: Vec<usize>,
    unknown: usize,
    known: usize,
    is_late: bool,
    is_encrypted: bool,
}

/// Takes what the thread tells, as long as it may take.
fn gather(receiver: &Receiver<Message>) -> Result<Read, ReadError> {
    let began = Instant::now();
    let mut read: Option<Read> = None;
    let mut tally = Tally::default();
    loop {
        let left = WHOLE.saturating_sub(began.elapsed()).min(STEP);
        match (receiver.recv_timeout(left), &mut read) {
            (Ok(Message::Refused(error)), _) => return Err(error),
            (Ok(Message::Opened(opened)), _) => {
                tally.is_encrypted = opened.is_encrypted;
                let Opened {
                    count,
                    labels,
                    stated,
                    habit,
                    ..
                } = *opened;
                let (pages, problems) = (Vec::new(), Vec::new());
                read = Some(Read {
                    pages,
                    labels,
                    stated,
                    problems,
                    count,
                    habit,
                });
            }
            (Ok(Message::Page(sheet)), Some(read)) => tally.take(sheet, read),
            (Err(RecvTimeoutError::Timeout), _) => {
                tally.is_late = true;
                break;
            }
            (Err(RecvTimeoutError::Disconnected) | Ok(_), _) => break,
        }
    }
    let mut read = read.ok_or_else(|| tally.nothing())?;
    tally.report(&mut read)?;
    Ok(read)
}

/// Share of glyphs without a character, in hundredths, that is worth a word.
const UNKNOWN: usize = 10;

impl Tally {
    fn take(&mut self, sheet: Option<Box<Sheet>>, read: &mut Read) {
        if let Some(sheet) = sheet {
            self.unknown += sheet.unknown;
            self.known += sheet.glyphs.len();
            let page = Page::of(*sheet, read.pages.last());
            read.pages.push(page);
        } else {
            self.lost.push(read.pages.len() + 1);
            read.pages.push(Page::default());
        }
    }

    fn nothing(&self) -> ReadError {
        damaged(if self.is_late {
            "it takes too long to open"
        } else {
            "its objects cannot be read"
        })
    }

    /// Notes what went wrong; an error if nothing went right.
    fn report(&self, read: &mut Read) -> Result<(), ReadError> {
        let is_empty = read.pages.iter().all(|p| p.regions.is_empty());
        let done = read.pages.len();
        if is_empty && self.is_encrypted && done > 0 && done == self.lost.len() {
            return Err(ReadError::Encrypted);
        }
        if is_empty && (self.is_late || done == self.lost.len()) {
            return Err(damaged("none of its pages can be read"));
        }
        if is_empty && self.unknown > 0 {
            return Err(damaged(
                "its fonts do not say which characters their glyphs are",
            ));
        }
        let mut add = |kind: &str, message: String| read.problems.push(problem(kind, &message));
        if !self.lost.is_empty() {
            let lost: Vec<String> = self.lost.iter().take(10).map(ToString::to_string).collect();
            add(
                "damaged_pages",
                format!("pages that cannot be read: {}", lost.join(", ")),
            );
        }
        if done < read.count {
            add(
                "pages_missing",
                format!("only {done} of {} pages were read", read.count),
            );
        }
        if self.unknown * 100 > (self.known + self.unknown) * UNKNOWN {
            add(
                "unknown_characters",
                format!(
                    "{} glyphs whose fonts do not say which characters they are",
                    self.unknown
                ),
            );
        }
        Ok(())
    }
}

/// Reads the file and tells of it, until there is no more or nobody listens.
fn work(bytes: Vec<u8>, sender: &SyncSender<Message>, stop: &AtomicBool) {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let source = Source::open(bytes)?;
        let count = source.pages();
        let opened = Opened {
            count,
            is_encrypted: source.is_encrypted(),
            labels: stated::labels(&source, count.min(PAGES)),
            stated: stated::stated(&source),
            habit: stated::habit(&source),
        };
        Ok((source, Message::Opened(Box::new(opened))))
    }));
    let (source, message) = match opened {
        Ok(Ok(opened)) => opened,
        Ok(Err(Closed::Locked)) => {
            let _ = sender.send(Message::Refused(ReadError::Encrypted));
            return;
        }
        Ok(Err(Closed::Damaged)) | Err(_) => return,
    };
    let count = source.pages().min(PAGES);
    if sender.send(message).is_err() {
        return;
    }
    for at in 0..count {
        let page = || sheet(&source, at, stop);
        let sheet = catch_unwind(AssertUnwindSafe(page)).ok().flatten();
        if stop.load(Ordering::Relaxed) || sender.send(Message::Page(sheet.map(Box::new))).is_err()
        {
            return;
        }
    }
}

/// The page at this place, as it is seen.
fn sheet(source: &Source, at: usize, stop: &AtomicBool) -> Option<Sheet> {
    let leaf = source.leaf(at)?;
    let goes_on = || !stop.load(Ordering::Relaxed);
    let Drawing {
        placed,
        rules,
        unknown,
    } = draw(source, &leaf.content, &leaf.resources, &goes_on);
    let comments = source.comments(at);
    Some(Sheet {
        unknown,
        comments,
        ..upright(&placed, &rules, leaf.frame, leaf.turn)
    })
}
