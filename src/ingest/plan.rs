//! The plan of a run: which folders it looks at, with which profile, and what
//! they hold.

use super::corrections::Placed;
use super::found::{File, Found};
use super::spool::{Spool, Spooling};
use super::walk::{self, Ground, Listing};
use super::{IngestError, Options, Skip};
use crate::index::{Folder, IdleCorrection, Index, Info, Start, profile_hash};
use crate::profile::Profile;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::fs;
use std::path::Path;

/// What a run is going to do.
pub(super) struct Plan {
    /// Maybe without what only reading essays takes: see [`Plan::whole_profile`].
    pub(super) profile: Profile,
    is_profile_whole: bool,
    pub(super) start: Start,
    /// Why everything is read again, if it is.
    pub(super) rebuilt: Option<String>,
    /// All folders of the index, those of this run included.
    pub(super) folders: Vec<Folder>,
    /// What the folders of this run hold beside essays, by number of the folder; innermost first.
    pub(super) listings: Vec<(u32, Listing)>,
}

/// The number of what stands for no folder of the index.
const NO_FOLDER: u32 = u32::MAX;

impl Plan {
    /// Looks at the folders of a run. The files that may be essays come in no
    /// order, but those of an inner folder before those of the ones around it.
    ///
    /// # Errors
    /// If a folder that was named is missing, the profile cannot be used, or
    /// the disk of the index is full or fails.
    pub(super) fn new(
        options: &Options<'_>,
        old: Option<&Index>,
        ground: Ground<'_>,
    ) -> Result<(Plan, Spool<Found>), IngestError> {
        let (profile, is_profile_whole) = choose_profile(options, old)?;
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
        let mut plan = Plan {
            profile,
            is_profile_whole,
            start,
            rebuilt,
            folders,
            listings: Vec::new(),
        };
        let mut files = Spooling::begin(ground.lock.directory());
        plan.list(&asked, ground, &mut files)?;
        let files = files.end().map_err(|error| ground.lock.refused(&error))?;
        Ok((plan, files))
    }

    /// Lists the folders that are `asked` for; all if none is, or the index is made anew.
    fn list(
        &mut self,
        asked: &FxHashSet<u32>,
        ground: Ground<'_>,
        files: &mut Spooling<Found>,
    ) -> Result<(), IngestError> {
        let all = asked.is_empty() || self.start == Start::Rebuild;
        for (number, folder) in inner_first(&self.folders) {
            // Who names a folder means all that is below it.
            let is_meant = asked
                .iter()
                .any(|asked| folder.full.starts_with(&self.folders[*asked as usize].full));
            if !all && !is_meant {
                continue;
            }
            let listed = match walk::list(folder, number, ground, &self.profile, files) {
                Err(error @ IngestError::Folder { .. }) if !asked.contains(&number) => {
                    if is_gone(folder, &self.folders) {
                        // The folder around it is there, so this one is gone and not away.
                        (number, Listing::default())
                    } else if self.start == Start::Rebuild {
                        return Err(error);
                    } else {
                        // A folder of old that is away (a stick, a share): its essays stay.
                        (NO_FOLDER, away(folder, &error))
                    }
                }
                listing => (number, listing?),
            };
            self.listings.push(listed);
        }
        Ok(())
    }

    /// The profile with all that reading essays takes.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn whole_profile(&self) -> Result<Cow<'_, Profile>, IngestError> {
        if self.is_profile_whole {
            return Ok(Cow::Borrowed(&self.profile));
        }
        let whole = Profile::from_toml(self.profile.source(), &self.profile.id)?;
        Ok(Cow::Owned(whole))
    }

    /// A file that was found, in its folder.
    pub(super) fn file<'a>(&'a self, found: &'a Found) -> File<'a> {
        let mut listings = self.listings.iter();
        let listing = listings.find(|(number, _)| *number == found.folder);
        let (_, listing) = listing.expect("files are found in folders that were listed");
        File {
            found,
            folder: &self.folders[found.folder as usize],
            beside: &listing.beside,
        }
    }

    /// Whether a folder was looked at.
    pub(super) fn is_listed(&self, folder: u32) -> bool {
        self.listings.iter().any(|(number, _)| *number == folder)
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
        let others = before
            .iter()
            .filter(|one| !self.is_listed(one.folder))
            .cloned();
        let listed = self.listings.iter();
        let listed =
            listed.flat_map(|(number, listing)| listing.corrections.idle(*number, is_placed));
        let mut idle: Vec<IdleCorrection> = others.chain(listed).collect();
        idle.sort();
        idle
    }
}

/// The folders of the index as it is. Who starts over and names folders means
/// these and no other.
fn folders_before(options: &Options<'_>, old: Option<&Index>) -> Vec<Folder> {
    let is_anew = options.start == Start::Rebuild && !options.folders.is_empty();
    old.filter(|_| !is_anew)
        .map_or_else(Vec::new, |old| old.info().folders.clone())
}

/// The profile of a run, and whether it is whole: an index that was made with
/// the very same keeps most of it, and to read the rest takes longer than to look
/// at a thousand files.
fn choose_profile(
    options: &Options<'_>,
    old: Option<&Index>,
) -> Result<(Profile, bool), IngestError> {
    if let Some(profile) = &options.profile {
        return Ok((profile.clone(), true));
    }
    let Some(old) = old else {
        return Ok((Profile::built_in(options.default_profile)?, true));
    };
    let info = old.info();
    let (name, text) = if info.is_built_in {
        let text = Profile::built_in_source(&info.profile)?;
        (info.profile.as_str(), Cow::Borrowed(text))
    } else {
        ("profile.toml", Cow::Owned(old.profile()?))
    };
    let is_same =
        info.norfolk == env!("CARGO_PKG_VERSION") && info.profile_hash == profile_hash(&text);
    match Profile::kept(&info.names).filter(|_| is_same) {
        Some(kept) => Ok((kept.with_source(&text), false)),
        None => Ok((Profile::from_toml(&text, name)?, true)),
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

/// Folders and their numbers, the deepest first.
fn inner_first(folders: &[Folder]) -> Vec<(u32, &Folder)> {
    let mut numbered: Vec<(u32, &Folder)> = (0..).zip(folders).collect();
    numbered.sort_by_key(|(_, folder)| Reverse(folder.full.components().count()));
    numbered
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
