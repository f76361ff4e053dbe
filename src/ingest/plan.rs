//! The plan of a run: which folders it looks at, with which profile, and which
//! of their files are new, changed, unchanged or gone.

use super::corrections::Placed;
use super::found::Found;
use super::walk::{self, Listing};
use super::{IngestError, Options, Skip};
use crate::index::{
    FileState, Folder, IdleCorrection, Index, Info, KnownFile, KnownFiles, Start, profile_hash,
};
use crate::profile::Profile;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::fs;
use std::path::Path;

/// What a run is going to do.
pub(super) struct Plan {
    pub(super) profile: Profile,
    pub(super) start: Start,
    /// Why everything is read again, if it is.
    pub(super) rebuilt: Option<String>,
    /// All folders of the index, those of this run included.
    pub(super) folders: Vec<Folder>,
    /// What the folders of this run hold, by number of the folder; innermost first.
    pub(super) listings: Vec<(u32, Listing)>,
}

impl Plan {
    /// Looks at the folders of a run.
    ///
    /// # Errors
    /// If one that was named is missing, or the profile cannot be used.
    pub(super) fn new(options: &Options<'_>, old: Option<&Index>) -> Result<Plan, IngestError> {
        let profile = choose_profile(options, old)?;
        let rebuilt = old.and_then(|old| reason_to_rebuild(old.info(), &profile, options.start));
        let start = if rebuilt.is_some() {
            Start::Rebuild
        } else {
            options.start
        };
        let mut folders = folders_before(options, old);
        let mut asked = FxHashSet::default();
        for given in options.folders {
            asked.insert(add_folder(&mut folders, given)?);
        }
        if folders.is_empty() {
            return Err(IngestError::NoFolder);
        }
        let all = asked.is_empty() || start == Start::Rebuild;
        let mut listings = Vec::new();
        for (number, folder) in (0..).zip(&folders) {
            // Who names a folder means all that is below it.
            let is_meant = asked
                .iter()
                .any(|asked| folder.full.starts_with(&folders[*asked as usize].full));
            if !all && !is_meant {
                continue;
            }
            match walk::list(folder, options.index, &profile) {
                Ok(listing) => listings.push((number, listing)),
                Err(error) if asked.contains(&number) => return Err(error),
                // The folder around it is there, so this one is gone and not away.
                Err(_) if is_gone(folder, &folders) => {
                    listings.push((number, Listing::default()));
                }
                Err(error) if start == Start::Rebuild => return Err(error),
                // A folder of old that is away (a stick, a share): its essays stay.
                Err(error) => listings.push((u32::MAX, away(folder, &error))),
            }
        }
        listings.sort_by_key(|(number, _)| Reverse(depth(&folders, *number)));
        Ok(Plan {
            profile,
            start,
            rebuilt,
            folders,
            listings,
        })
    }

    /// Parts the files into those to read (with their folder) and the keys of those that are as they were.
    pub(super) fn sort_out(&self, known: &KnownFiles) -> (Vec<(u32, &Found)>, Vec<u64>) {
        let mut seen = FxHashSet::default();
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        // A file that stands in two folders belongs to the inner one, whichever was named last.
        for (number, listing) in &self.listings {
            for file in &listing.files {
                if self.listings.len() > 1 && !seen.insert(file.key) {
                    continue;
                }
                let is_same = known.get(file.key).is_some_and(|known| {
                    known.folder == *number && looks_the_same(known.state, file.state())
                });
                if is_same {
                    unchanged.push(file.key);
                } else {
                    changed.push((*number, file));
                }
            }
        }
        (changed, unchanged)
    }

    /// Users' corrections without effect, in order: of the folders looked at by what
    /// was `placed`, or, of essays that were not read, as it was before; of the others
    /// as it was `before`.
    pub(super) fn idle_corrections(
        &self,
        placed: &Placed,
        before: &[IdleCorrection],
    ) -> Vec<IdleCorrection> {
        let was_idle: FxHashSet<u64> = before.iter().filter_map(|one| one.stamp).collect();
        let is_placed = |stamp| {
            let now = placed.get(&stamp).copied();
            now.unwrap_or_else(|| !was_idle.contains(&stamp))
        };
        let is_listed = |folder| self.listings.iter().any(|(number, _)| *number == folder);
        let others = before.iter().filter(|one| !is_listed(one.folder)).cloned();
        let listed = self.listings.iter();
        let listed =
            listed.flat_map(|(number, listing)| listing.corrections.idle(*number, is_placed));
        let mut idle: Vec<IdleCorrection> = others.chain(listed).collect();
        idle.sort();
        idle
    }

    /// Known files of this run's folders that are not among those listed; in order.
    pub(super) fn missing(&self, known: &KnownFiles) -> Vec<KnownFile> {
        let looked_at: FxHashSet<u32> = self.listings.iter().map(|(number, _)| *number).collect();
        let mut is_there = vec![false; known.as_slice().len()];
        for file in self.listings.iter().flat_map(|(_, listing)| &listing.files) {
            if let Some(place) = known.place(file.key) {
                is_there[place] = true;
            }
        }
        let files = known.as_slice().iter().zip(is_there);
        files
            .filter(|(file, is_there)| !is_there && looked_at.contains(&file.folder))
            .map(|(file, _)| *file)
            .collect()
    }

    /// Keys of those missing files that stand below what could not be listed:
    /// they may be there.
    ///
    /// # Errors
    /// If what the index as it is, `old`, stores of them is damaged.
    pub(super) fn hidden(
        &self,
        missing: &[KnownFile],
        old: &Index,
    ) -> Result<FxHashSet<u64>, IngestError> {
        let skips = self
            .listings
            .iter()
            .flat_map(|(_, listing)| &listing.skipped);
        let unlisted: Vec<String> = skips.map(|skip| format!("{}/", skip.path)).collect();
        if unlisted.is_empty() || missing.is_empty() {
            return Ok(FxHashSet::default());
        }
        let keys = missing.iter().map(|file| file.key).collect();
        let mut paths = old.shown_paths(&keys)?;
        paths.retain(|_, path| unlisted.iter().any(|folder| path.starts_with(folder)));
        Ok(paths.into_keys().collect())
    }
}

/// Whether a file need not be read. Times of 0 could hide a change.
fn looks_the_same(known: FileState, now: FileState) -> bool {
    now.modified != 0 && (known.size, known.modified) == (now.size, now.modified)
}

/// The folders of the index as it is. Who starts over and names folders means
/// these and no other.
fn folders_before(options: &Options<'_>, old: Option<&Index>) -> Vec<Folder> {
    let is_anew = options.start == Start::Rebuild && !options.folders.is_empty();
    old.filter(|_| !is_anew)
        .map_or_else(Vec::new, |old| old.info().folders.clone())
}

fn choose_profile(options: &Options<'_>, old: Option<&Index>) -> Result<Profile, IngestError> {
    if let Some(profile) = &options.profile {
        return Ok(profile.clone());
    }
    match old {
        Some(old) if old.info().is_built_in => Ok(Profile::built_in(&old.info().profile)?),
        Some(old) => Ok(Profile::from_toml(&old.profile()?, "profile.toml")?),
        None => Ok(Profile::built_in(options.default_profile)?),
    }
}

/// Why everything must be enriched anew, if it must.
fn reason_to_rebuild(old: &Info, profile: &Profile, start: Start) -> Option<String> {
    if start == Start::Rebuild {
        return None;
    }
    if old.norfolk != env!("CARGO_PKG_VERSION") {
        return Some(format!("the index was made by norfolk {}", old.norfolk));
    }
    if old.profile_hash != profile_hash(profile.source()) {
        return Some(format!(
            "profile `{}` is not the one the index was made with",
            profile.id
        ));
    }
    None
}

/// The number of a folder among those of the index, new if it is.
fn add_folder(folders: &mut Vec<Folder>, given: &Path) -> Result<u32, IngestError> {
    let full = fs::canonicalize(given).map_err(|error| IngestError::Folder {
        path: given.to_path_buf(),
        reason: walk::reason(&error),
    })?;
    let given = given.to_string_lossy().replace('\\', "/");
    let known = folders.iter().position(|folder| folder.full == full);
    let number = known.unwrap_or(folders.len());
    if known.is_some() {
        folders[number].given = given;
    } else {
        folders.push(Folder::new(given, full));
    }
    Ok(u32::try_from(number).expect("fewer than 2^32 folders"))
}

/// Whether a folder is no longer there, and another of the index holds its place.
fn is_gone(folder: &Folder, folders: &[Folder]) -> bool {
    let holds = |outer: &Folder| {
        outer.full != folder.full && folder.full.starts_with(&outer.full) && outer.full.exists()
    };
    !folder.full.exists() && folders.iter().any(holds)
}

/// How deep a folder lies; 0 for one that is not of the index.
fn depth(folders: &[Folder], number: u32) -> usize {
    let folder = folders.get(number as usize);
    folder.map_or(0, |folder| folder.full.components().count())
}

fn away(folder: &Folder, error: &IngestError) -> Listing {
    let reason = match error {
        IngestError::Folder { reason, .. } => format!(
            "{reason}; its essays stay in the index, until it is made of other folders with `--rebuild FOLDER`"
        ),
        error => error.to_string(),
    };
    Listing {
        skipped: vec![Skip {
            path: folder.given.clone(),
            reason,
        }],
        ..Listing::default()
    }
}
