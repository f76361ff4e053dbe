//! Suggestions: the words of a query that are in no essay, and the nearest
//! words that are.

use super::evaluate::readers;
use super::highlight::Pattern;
use super::terms::{Near, living, see_near};
use super::{Candidates, QueryError, Unit};
use crate::index::Index;
use crate::text::Forms;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::index::SegmentId;
use tantivy::schema::Term;

/// How many words are offered for one that is missing.
const OFFERED: usize = 3;
/// Missing words that neighbours are looked up for: who has more of them has
/// pasted a text rather than mistyped a word.
const LOOKED_UP: usize = 8;

/// A word of a query that no essay has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The word, folded.
    pub word: String,
    /// Words of the index near it: nearest first, then the commoner.
    pub nearest: Vec<String>,
}

/// The words of a query that no essay has, in its order. Empty if every word
/// is somewhere.
///
/// # Errors
/// If the index cannot be read.
pub fn missing(index: &Index, candidates: &Candidates) -> Result<Vec<Missing>, QueryError> {
    let mut forms = Forms::default();
    let mut words: Vec<String> = Vec::new();
    for unit in (0..candidates.units.len()).filter(|unit| candidates.is_nowhere(*unit)) {
        for word in words_of(&candidates.units[unit], &mut forms) {
            let stem = forms.form(&word).stem;
            if !words.contains(&word) && !is_somewhere(index, &stem)? {
                words.push(word);
            }
        }
    }
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let near = neighbours(index, &words[..words.len().min(LOOKED_UP)])?;
    let with_nearest = |(at, word): (usize, String)| {
        let nearest = if at < LOOKED_UP {
            nearest(&word, &near)
        } else {
            Vec::new()
        };
        Missing { word, nearest }
    };
    Ok(words.into_iter().enumerate().map(with_nearest).collect())
}

/// The words that a unit looks for, as they are in the index.
fn words_of(unit: &Unit, forms: &mut Forms) -> Vec<String> {
    match &unit.pattern {
        Pattern::Prefix(word) | Pattern::Fuzzy(word, _) => vec![word.clone()],
        Pattern::Exact(words) => words.clone(),
        Pattern::Stems(_) | Pattern::Near { .. } => {
            let label = unit
                .label
                .rsplit_once("\"~")
                .map_or(&*unit.label, |(l, _)| l);
            let words = forms.words(label);
            let exact = words
                .iter()
                .map(|word| forms.get(word.form).exact.to_string());
            exact.collect()
        }
    }
}

fn is_somewhere(index: &Index, stem: &str) -> Result<bool, QueryError> {
    let fields = index.fields();
    for (_, reader) in readers(index) {
        for field in [fields.text, fields.title] {
            if living(index, reader, &Term::from_field_text(field, stem))? > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The words of the index near one of `words`, and in how many passages each stands.
fn neighbours(index: &Index, words: &[String]) -> Result<BTreeMap<String, u32>, QueryError> {
    let readers = index.searcher().segment_readers();
    let mut near: BTreeMap<(SegmentId, String), u32> = BTreeMap::new();
    for word in words {
        let Some(edits) = reach(word) else { continue };
        let sought = Near {
            word,
            edits,
            starts: &[""],
        };
        see_near(index, readers, &sought, |reader, other, often| {
            near.insert((reader.segment_id(), other.to_string()), often);
        })?;
    }
    let mut found = BTreeMap::new();
    for ((segment, word), mut often) in near {
        let reader = readers.iter().find(|reader| reader.segment_id() == segment);
        if let Some(reader) = reader.filter(|reader| reader.alive_bitset().is_some()) {
            let term = Term::from_field_text(index.fields().exact, &word);
            often = living(index, reader, &term)?;
        }
        if often > 0 {
            *found.entry(word).or_default() += often;
        }
    }
    Ok(found)
}

/// How many letters may be wrong in a slip for a word; `None` if any would
/// make it another word.
fn reach(word: &str) -> Option<u8> {
    match word.chars().count() {
        0..=2 => None,
        3..=4 => Some(1),
        _ => Some(2),
    }
}

/// How many edits part two words; `None` if they are too many for a slip.
fn distance(word: &str, other: &str) -> Option<usize> {
    let reach = usize::from(reach(word)?);
    Some(strsim::osa_distance(word, other)).filter(|distance| *distance <= reach)
}

/// Whether `other` is so surely what was meant by `word` that it may be
/// searched for instead: slips seldom touch the first letter, and short words
/// have neighbours by chance. The reach is that of Lucene's and Elasticsearch's
/// automatic fuzziness: 1 from three letters on, 2 from six, here 1 from four.
#[must_use]
pub(super) fn is_slip(word: &str, other: &str) -> bool {
    let reach = match word.chars().count() {
        0..=3 => return false,
        4..=5 => 1,
        _ => 2,
    };
    let starts = |word: &str| word.chars().take(2).collect::<Vec<_>>();
    let (start, mut other_start) = (starts(word), starts(other));
    let is_same_start = start.first() == other_start.first() || {
        other_start.reverse();
        start == other_start
    };
    is_same_start
        && !word.chars().any(char::is_numeric)
        && strsim::osa_distance(word, other) <= reach
}

fn nearest(word: &str, words: &BTreeMap<String, u32>) -> Vec<String> {
    let mut near: Vec<(usize, bool, Reverse<u32>, &str)> = words
        .iter()
        .filter_map(|(other, often)| {
            let distance = distance(word, other)?;
            Some((
                distance,
                !is_slip(word, other),
                Reverse(*often),
                other.as_str(),
            ))
        })
        .collect();
    near.sort();
    near.into_iter()
        .take(OFFERED)
        .map(|(.., other)| other.to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_keeps_its_first_letter_and_few_letters_differ() {
        for (word, other, is) in [
            ("memroy", "memory", true),
            ("emmory", "memory", true),
            ("remmebers", "remembers", true),
            ("tpae", "tape", true),
            ("tae", "tape", false),
            ("cape", "tape", false),
            ("carre", "cares", false),
            ("xyzzy", "fuzzy", false),
            ("1984", "1994", false),
        ] {
            assert_eq!(is_slip(word, other), is, "{word} {other}");
        }
    }

    #[test]
    fn the_nearest_come_first_and_of_those_the_commonest() {
        let words = [
            ("memory", 9),
            ("memoir", 3),
            ("memoirs", 30),
            ("amemory", 50),
        ];
        let words = words.map(|(word, often)| (word.to_string(), often)).into();
        assert_eq!(nearest("memorry", &words), ["memory", "memoirs", "memoir"]);
    }
}
