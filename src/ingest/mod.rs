//! Ingest: folders of files in, a committed index out.
//!
//! The only room that names rayon and walks folders. Every file is read and
//! enriched on its own thread's turn and handed to tantivy as one batch; one
//! bad file is a line of the report and never ends a run.

mod corrections;
mod counts;
mod found;
mod load;
mod pipeline;
mod plan;
mod report;
mod sort_out;
mod spool;
mod walk;
mod work;

pub use corrections::correct_alone;
pub use load::file_bytes;
pub use report::{Report, Skip};
pub use work::{Options, Progress, ingest};

use crate::index::IndexError;
use crate::profile::ProfileError;
use std::path::PathBuf;
use thiserror::Error;

/// Why a run could not be done at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IngestError {
    /// A folder that was named is not there, or may not be listed.
    #[error("cannot index `{}`: {reason}", path.display())]
    Folder {
        /// As it was given.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// No folder was named, and the index knows none.
    #[error("no folder to index; name one: `norfolk index FOLDER`")]
    NoFolder,
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The threads cannot be started.
    #[error("cannot start {0} threads; ask for fewer with `--jobs`")]
    Threads(usize),
}
