//! Users' corrections of tags: the files that hold them, and which of them
//! have no effect.
//!
//! Such a file speaks for the essays in its folder and below. An essay is read
//! again when what is said of it changes, and only then; so what has no place
//! in an essay that was not read is what had none before.

use super::load::regular_file_bytes;
use crate::enrich::{Amendment, Enriched, TAGS_FILE, TagsFile, amend};
use crate::index::IdleCorrection;
use crate::profile::Profile;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The corrections of one passage, and where they stand.
#[derive(Debug)]
pub(super) struct Amended {
    /// Full path of the essay.
    pub(super) full: PathBuf,
    /// What to change.
    pub(super) amendment: Amendment,
    /// What the index knows the essay by.
    pub(super) key: u64,
    /// Hash of the essay's path and of what to change.
    pub(super) stamp: u64,
    /// The file that says so, as shown, and the line.
    place: (Arc<str>, usize),
}

/// For corrections, by their stamps, whether the passage they mean was there.
pub(super) type Placed = FxHashMap<u64, bool>;

/// What files of corrections say.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    pub(super) amended: Vec<Arc<Amended>>,
    /// What makes no sense: file, line and why.
    faults: Vec<(Arc<str>, usize, String)>,
    /// Stamps of those whose essay is not there.
    lost: FxHashSet<u64>,
}

impl Corrections {
    /// Reads the file at `path`; `key` tells essays apart.
    pub(super) fn read(
        path: &Path,
        shown: &str,
        profile: &Profile,
        key: &dyn Fn(&Path) -> u64,
    ) -> Corrections {
        let shown: Arc<str> = shown.into();
        let text = regular_file_bytes(path).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "not UTF-8; save it as that".to_owned())
        });
        let file = match text {
            Ok(text) => TagsFile::parse(text.trim_start_matches('\u{feff}'), profile),
            Err(why) => TagsFile {
                faults: vec![(1, why)],
                ..TagsFile::default()
            },
        };
        let folder = path.parent().unwrap_or(path);
        let amended = file.amendments.into_iter().map(|(line, amendment)| {
            let full: PathBuf = folder.join(&amendment.essay).components().collect();
            let key = key(&full);
            let stamp = xxh3_64_with_seed(format!("{amendment:?}").as_bytes(), key);
            let place = (Arc::clone(&shown), line);
            Arc::new(Amended {
                full,
                amendment,
                key,
                stamp,
                place,
            })
        });
        let amended = amended.collect();
        let faults = file.faults.into_iter();
        let faults = faults.map(|(line, why)| (Arc::clone(&shown), line, why));
        Corrections {
            amended,
            faults: faults.collect(),
            lost: FxHashSet::default(),
        }
    }

    pub(super) fn add(&mut self, other: Corrections) {
        self.amended.extend(other.amended);
        self.faults.extend(other.faults);
    }

    /// Notes those whose essay is not there, by the keys of those that are.
    pub(super) fn lose(&mut self, is_there: impl Fn(u64) -> bool) {
        let lost = self.amended.iter().filter(|one| !is_there(one.key));
        self.lost = lost.map(|one| one.stamp).collect();
    }

    /// Those without effect, of the folder with this number.
    pub(super) fn idle(&self, folder: u32, is_placed: impl Fn(u64) -> bool) -> Vec<IdleCorrection> {
        let idle = |(path, line): (&Arc<str>, usize), reason, stamp| IdleCorrection {
            path: path.to_string(),
            line,
            reason,
            folder,
            stamp,
        };
        let faults = self.faults.iter();
        let faults = faults.map(|(path, line, why)| idle((path, *line), why.clone(), None));
        let unplaced = self.amended.iter().filter_map(|one| {
            let reason = if self.lost.contains(&one.stamp) {
                format!(
                    "`{}` is none of the essays here; correct `essay`",
                    one.amendment.essay
                )
            } else if is_placed(one.stamp) {
                return None;
            } else {
                one.no_place()
            };
            Some(idle((&one.place.0, one.place.1), reason, Some(one.stamp)))
        });
        faults.chain(unplaced).collect()
    }
}

impl Amended {
    /// Says that the passage is not there.
    fn no_place(&self) -> String {
        let Amendment {
            essay,
            paragraph,
            part,
            starts,
            ..
        } = &self.amendment;
        let part = part.map_or_else(String::new, |part| format!(", part {part},"));
        format!(
            "paragraph {paragraph}{part} of `{essay}` does not begin with “{starts}”, nor does \
             exactly one other; correct `paragraph` or `starts`"
        )
    }
}

/// Corrects an essay; which corrections had their place.
pub(super) fn correct(amended: &[Arc<Amended>], found: &mut Enriched) -> Placed {
    let placed = amended.iter();
    let placed = placed.map(|one| (one.stamp, amend(&mut found.passages, &one.amendment)));
    placed.collect()
}

/// Corrects the essay at `path`, which is in no index, as the files in its
/// folder and in those above say; what they say without effect, in words.
#[must_use]
pub fn correct_alone(path: &Path, profile: &Profile, found: &mut Enriched) -> Vec<String> {
    let Ok(path) = path.canonicalize() else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = path
        .ancestors()
        .skip(1)
        .map(|above| above.join(TAGS_FILE))
        .collect();
    files.retain(|file| file.is_file());
    let mut idle = Vec::new();
    for file in files.iter().rev() {
        let mut corrections = Corrections::read(file, &file.to_string_lossy(), profile, &|_| 0);
        corrections.amended.retain(|one| one.full == path);
        let placed = correct(&corrections.amended, found);
        idle.extend(corrections.idle(0, |stamp| placed.get(&stamp) == Some(&true)));
    }
    idle.iter().map(ToString::to_string).collect()
}
