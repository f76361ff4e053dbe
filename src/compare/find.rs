//! Finding the essay that a user names: by its path, or by a part of its path
//! or title.
//!
//! What names none is answered with the essays whose path, title or authors
//! come nearest, word by word (optimal string alignment distance, strsim).

use crate::index::{Index, IndexError, StoredEssay};
use crate::text::fold;
use tantivy::DocAddress;
use thiserror::Error;

/// Candidates named in a message.
const NAMED: usize = 10;

/// A name that stands for no one essay.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FindError {
    /// Several essays have it; by path.
    #[error("`{name}` names several essays; give more of the path:{}", listed(.candidates))]
    Several {
        /// The name as given.
        name: String,
        /// The paths of those that have it.
        candidates: Vec<String>,
    },
    /// No essay has it; the nearest first.
    #[error("no essay `{name}` in the index; {}", nearest(.candidates))]
    Unknown {
        /// The name as given.
        name: String,
        /// The paths of those that come near; empty if none does.
        candidates: Vec<String>,
    },
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

fn listed(candidates: &[String]) -> String {
    let named = candidates.iter().take(NAMED);
    let lines: Vec<String> = named.map(|path| format!("\n  {path}")).collect();
    let more = match candidates.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    lines.concat() + &more
}

fn nearest(candidates: &[String]) -> String {
    if candidates.is_empty() {
        "`norfolk compare` lists all".to_owned()
    } else {
        format!("the nearest:{}", listed(candidates))
    }
}

/// Finds the one essay that a path, or a part of a path or title, names.
///
/// # Errors
/// If there is not just one, with candidates; or the index cannot be read.
pub fn find_essay(index: &Index, name: &str) -> Result<DocAddress, FindError> {
    let mut found = find_essays(index, &[name])?;
    Ok(found.remove(0))
}

/// Finds the one essay that each of `names` names, in their order: all at once,
/// as the essays are read once for it.
///
/// # Errors
/// If there is not just one for one of them, with candidates; or the index
/// cannot be read.
pub fn find_essays<S: AsRef<str>>(
    index: &Index,
    names: &[S],
) -> Result<Vec<DocAddress>, FindError> {
    let mut sought: Vec<Sought<'_>> = names
        .iter()
        .map(|name| Sought::new(name.as_ref()))
        .collect();
    for address in index.essays()? {
        if sought.iter().all(|one| one.exact.is_some()) {
            break;
        }
        let essay = index.essay(address)?;
        let path = index.shown_path(&essay);
        let title = essay.record.reference.title.as_deref().map(fold);
        let folded = fold(&path);
        for one in &mut sought {
            let is_in = |text: &str| text.contains(&one.part);
            if path == one.name {
                one.exact = Some(address);
            } else if is_in(&folded) || title.as_deref().is_some_and(is_in) {
                one.found.push((path.clone(), address));
            }
        }
    }
    sought.into_iter().map(|one| one.only(index)).collect()
}

/// A name that is looked for, and what has been found of it.
struct Sought<'a> {
    name: &'a str,
    part: String,
    /// The essay whose path it is.
    exact: Option<DocAddress>,
    /// Essays that have it in their path or title.
    found: Vec<(String, DocAddress)>,
}

impl<'a> Sought<'a> {
    fn new(name: &'a str) -> Sought<'a> {
        Sought {
            name,
            part: fold(name),
            exact: None,
            found: Vec::new(),
        }
    }

    /// The one that it names.
    fn only(mut self, index: &Index) -> Result<DocAddress, FindError> {
        if let Some(exact) = self.exact {
            return Ok(exact);
        }
        self.found.sort();
        let name = self.name.to_owned();
        match self.found.as_slice() {
            [(_, address)] => Ok(*address),
            [] => Err(FindError::Unknown {
                candidates: near(index, &self.part)?,
                name,
            }),
            _ => Err(FindError::Several {
                name,
                candidates: self.found.into_iter().map(|(path, _)| path).collect(),
            }),
        }
    }
}

/// The paths of the essays that have most words of `name`, or words like them.
fn near(index: &Index, name: &str) -> Result<Vec<String>, IndexError> {
    let wanted: Vec<&str> = words(name).collect();
    let mut near = Vec::new();
    for address in index.essays()? {
        let essay = index.essay(address)?;
        let path = index.shown_path(&essay);
        let known = known_by(&essay, &path);
        let is_there = |wanted: &&&str| words(&known).any(|word| is_like(wanted, word));
        let count = wanted.iter().filter(is_there).count();
        if count > 0 {
            near.push((count, path));
        }
    }
    let most = near.iter().map(|(count, _)| *count).max();
    near.retain(|(count, _)| Some(*count) == most);
    near.sort();
    Ok(near.into_iter().map(|(_, path)| path).collect())
}

/// What an essay may be known by: path, title and authors, folded.
fn known_by(essay: &StoredEssay, path: &str) -> String {
    let reference = &essay.record.reference;
    let authors = reference.authors.iter().map(ToString::to_string);
    let parts = [path.to_owned()].into_iter().chain(reference.title.clone());
    fold(&parts.chain(authors).collect::<Vec<_>>().join(" "))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether two words are the same but for a slip: one letter in four.
fn is_like(wanted: &str, word: &str) -> bool {
    const LETTERS_A_SLIP: usize = 4;
    let slips = wanted.chars().count().min(word.chars().count()) / LETTERS_A_SLIP;
    wanted == word || strsim::osa_distance(wanted, word) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_slip_is_like_the_one_that_was_meant() {
        for (wanted, word, is) in [
            ("rafiq", "rafiq", true),
            ("rafik", "rafiq", true),
            ("zoe", "joe", false),
            ("txt", "md", false),
            ("hailsham", "hialsham", true),
            ("memory", "bodies", false),
        ] {
            assert_eq!(is_like(wanted, word), is, "{wanted} {word}");
        }
    }

    #[test]
    fn a_message_names_the_candidates_and_how_many_more() {
        let paths: Vec<String> = (10..22).map(|n| format!("essays/{n}.txt")).collect();
        let error = FindError::Several {
            name: "txt".to_owned(),
            candidates: paths,
        };
        let message = error.to_string();
        assert!(
            message.contains("\n  essays/19.txt\n  and 2 more"),
            "{message}"
        );
        let error = FindError::Unknown {
            name: "txt".to_owned(),
            candidates: Vec::new(),
        };
        assert!(error.to_string().ends_with("`norfolk compare` lists all"));
    }
}
