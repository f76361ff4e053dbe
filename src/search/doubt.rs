//! Doubts: a word of a query that some essays have, but that looks like a slip
//! for one which far more have. Essays hold slips too, so that a misspelt word
//! is seldom in none of them. It is searched for as typed, and the other offered.

use super::evaluate::readers;
use super::highlight::Pattern;
use super::suggest::is_slip;
use super::terms::{Near, living, see_near};
use super::{Candidates, QueryError};
use crate::index::Index;
use crate::text::Forms;
use std::collections::BTreeSet;
use tantivy::schema::Term;

/// How many times as many passages have the word that was meant. Of 250 rare
/// words of 1,500 essays by students, 24 have so much commoner a neighbour, and
/// 18 of them are slips for it (`beleive`, `enviornment`); at 8 times, 20 of 33.
const COMMONER: usize = 15;
/// A word that more of a thousand passages have than this is no slip: the commonest
/// slip of those essays, `becuase`, is in 4 of a thousand.
const RARE_PER_THOUSAND: usize = 5;
/// However few passages there are, a word in this many may be one.
const RARE: usize = 20;
/// The shortest word that is doubted, in letters: shorter ones have neighbours by chance.
const SHORTEST: usize = 5;
/// The shortest word that may have two letters wrong.
const LONG: usize = 8;
/// Words of a query that are doubted: who has more has pasted a text.
const DOUBTED: usize = 8;

/// A word that may be a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// As typed, folded.
    pub word: String,
    /// What may be meant.
    pub meant: String,
    /// Passages that have the word, by its stem.
    pub passages: usize,
    /// Passages that have what may be meant.
    pub meant_passages: usize,
}

/// The words of a query that may be slips, in its order.
///
/// # Errors
/// If the index cannot be read.
pub fn doubts(index: &Index, candidates: &Candidates) -> Result<Vec<Doubt>, QueryError> {
    let mut forms = Forms::default();
    let mut found = Vec::new();
    for (at, unit) in candidates.units.iter().enumerate().take(DOUBTED) {
        let passages: usize = (candidates.segments.iter())
            .map(|segment| segment.hits[at].len())
            .sum();
        let is_word = matches!(&unit.pattern, Pattern::Stems(words) if words.len() == 1);
        let letters = unit.label.chars().count();
        if is_word && letters >= SHORTEST && passages > 0 {
            let word = forms.form(&unit.label).exact.to_string();
            found.extend(doubt(index, word, passages, &mut forms)?);
        }
    }
    Ok(found)
}

fn doubt(
    index: &Index,
    word: String,
    passages: usize,
    forms: &mut Forms,
) -> Result<Option<Doubt>, QueryError> {
    let all = usize::try_from(index.info().passages).unwrap_or(usize::MAX);
    let is_common = passages > RARE.max(all * RARE_PER_THOUSAND / 1000);
    if is_common || passages.saturating_mul(COMMONER) > all {
        return Ok(None);
    }
    let stem = forms.form(&word).stem;
    let mut best: Option<(usize, String)> = None;
    for near in neighbours(index, &word)? {
        let often = passages_with(index, &near)?;
        let is_other = forms.form(&near).stem != stem;
        let is_better = best.as_ref().is_none_or(|(most, _)| often > *most);
        if is_other && is_better && often >= passages.saturating_mul(COMMONER) {
            best = Some((often, near));
        }
    }
    Ok(best.map(|(meant_passages, meant)| Doubt {
        word,
        meant,
        passages,
        meant_passages,
    }))
}

/// The words that `word` may be a slip for: they begin with one of its first
/// two letters.
fn neighbours(index: &Index, word: &str) -> Result<BTreeSet<String>, QueryError> {
    let edits = if word.chars().count() < LONG { 1 } else { 2 };
    let letters: BTreeSet<String> = word.chars().take(2).map(String::from).collect();
    let starts: Vec<&str> = letters.iter().map(String::as_str).collect();
    let mut near = BTreeSet::new();
    let readers = index.searcher().segment_readers();
    let sought = Near {
        word,
        edits,
        starts: &starts,
    };
    see_near(index, readers, &sought, |_, other, _| {
        if is_slip(word, other) {
            near.insert(other.to_string());
        }
    })?;
    Ok(near)
}

fn passages_with(index: &Index, word: &str) -> Result<usize, QueryError> {
    let term = Term::from_field_text(index.fields().exact, word);
    let mut passages = 0;
    for (_, reader) in readers(index) {
        passages += living(index, reader, &term)? as usize;
    }
    Ok(passages)
}
