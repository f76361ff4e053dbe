//! One theme or character over the corpus: year by year, and what it goes
//! together with.

use super::{Companions, Tagged, Together, Trend, trends};
use crate::index::{Index, IndexError};

/// What the corpus says of one theme or character.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Which of the two it is.
    pub tagged: Tagged,
    /// Its number.
    pub id: u16,
    /// How much is said of it, year by year.
    pub trend: Trend,
    /// What it goes together with.
    pub together: Companions,
}

/// How many themes and characters a profile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Themes.
    pub themes: usize,
    /// Characters.
    pub characters: usize,
}

impl Known {
    /// How many of a kind.
    #[must_use]
    pub fn of(self, tagged: Tagged) -> usize {
        match tagged {
            Tagged::Themes => self.themes,
            Tagged::Characters => self.characters,
        }
    }
}

/// What the corpus says of a theme or character; read off columns, no text is
/// touched.
///
/// # Errors
/// If the index cannot be read.
pub fn overview(
    index: &Index,
    known: Known,
    tagged: Tagged,
    id: u16,
) -> Result<Overview, IndexError> {
    let mut trends = trends(index, tagged, known.of(tagged))?;
    Ok(Overview {
        tagged,
        id,
        trend: trends.swap_remove(usize::from(id)),
        together: Together::count(index, known)?.of(tagged, id),
    })
}
