//! Words together: which passages have several words in order, or near one
//! another. Decided by tantivy's positions; the text is read only where the
//! forms of a stem leave it open which of them stands in its place.

use super::QueryError;
use super::filters::Segment;
use super::highlight::{Pattern, count_matches};
use crate::index::Positions;
use crate::text::Forms;
use std::collections::BTreeMap;
use tantivy::DocAddress;
use tantivy::schema::Term;

/// Where the words of a pattern stand in one passage: by word, ascending.
type Places<'a> = Vec<&'a [u32]>;

impl Segment<'_> {
    /// The passages that have all of these stems as `pattern` wants them, ascending, and how often.
    pub(super) fn together(
        &self,
        stems: &[String],
        pattern: &Pattern,
    ) -> Result<Vec<(u32, u32)>, QueryError> {
        let docs = self.with_all(stems)?;
        let places = self.places(stems, &docs)?;
        let mut hits = Vec::new();
        for (at, doc) in docs.iter().enumerate() {
            let places: Places = places.iter().map(|word| word.of(at)).collect();
            let times = match pattern {
                Pattern::Near { slop, .. } => windows(stems, &places, *slop),
                _ => sequences(&places),
            };
            if times > 0 {
                hits.push((*doc, times));
            }
        }
        Ok(hits)
    }

    /// The passages that have these words in order, word for word, and how often.
    pub(super) fn word_for_word(
        &self,
        words: &[String],
        pattern: &Pattern,
        forms: &mut Forms,
    ) -> Result<Vec<(u32, u32)>, QueryError> {
        let stems: Vec<String> = words
            .iter()
            .map(|word| forms.form(word).stem.to_string())
            .collect();
        let mut hits = self.together(&stems, pattern)?;
        let docs: Vec<u32> = hits.iter().map(|(doc, _)| *doc).collect();
        let places = self.places(&stems, &docs)?;
        let mut is_open = vec![false; docs.len()];
        for (word, places) in words.iter().zip(&places) {
            let term = Term::from_field_text(self.index.fields().exact, word);
            let times = self.index.times(self.reader, &term, &docs)?;
            for (at, times) in times.into_iter().enumerate() {
                is_open[at] |= places.of(at).len() != times as usize;
            }
        }
        for (hit, is_open) in hits.iter_mut().zip(is_open) {
            if is_open {
                let address = DocAddress::new(self.ord, hit.0);
                hit.1 = count_matches(pattern, &self.index.passage(address)?.text, forms);
            }
        }
        hits.retain(|(_, times)| *times > 0);
        Ok(hits)
    }

    /// The passages that have each of the stems somewhere, ascending.
    fn with_all(&self, stems: &[String]) -> Result<Vec<u32>, QueryError> {
        let mut all: Option<Vec<(u32, u32)>> = None;
        for stem in stems {
            let term = Term::from_field_text(self.index.fields().text, stem);
            let having = self.postings(&term)?;
            all = Some(match all {
                None => having,
                Some(kept) => in_both(&kept, &having),
            });
        }
        Ok(all.into_iter().flatten().map(|(doc, _)| doc).collect())
    }

    /// For each stem, where it stands in each of `docs`; looked up once a stem.
    fn places(&self, stems: &[String], docs: &[u32]) -> Result<Vec<Positions>, QueryError> {
        let mut by_stem: BTreeMap<&str, Positions> = BTreeMap::new();
        for stem in stems {
            if !by_stem.contains_key(stem.as_str()) {
                let term = Term::from_field_text(self.index.fields().text, stem);
                by_stem.insert(stem, self.index.positions(self.reader, &term, docs)?);
            }
        }
        let of = |stem: &String| by_stem[stem.as_str()].clone();
        Ok(stems.iter().map(of).collect())
    }
}

/// What is in both of two lists sorted by document.
fn in_both(some: &[(u32, u32)], others: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut others = others.iter().peekable();
    let mut both = Vec::new();
    for hit in some {
        while others.next_if(|other| other.0 < hit.0).is_some() {}
        if others.peek().is_some_and(|other| other.0 == hit.0) {
            both.push(*hit);
        }
    }
    both
}

/// How often the words stand one right behind the other; runs do not overlap.
fn sequences(places: &Places) -> u32 {
    let (mut count, mut next) = (0, 0);
    let words = (0..).zip(places).skip(1);
    for start in places[0] {
        let mut rest = words.clone();
        if *start >= next && rest.all(|(at, word)| word.binary_search(&(start + at)).is_ok()) {
            count += 1;
            next = start + u32::try_from(places.len()).unwrap_or(u32::MAX);
        }
    }
    count
}

/// How many shortest windows hold every word, with at most `slop` others
/// between; windows do not overlap.
fn windows(stems: &[String], places: &Places, slop: u32) -> u32 {
    let mut all: Vec<(u32, usize)> = Vec::new();
    for (word, stem) in stems.iter().enumerate() {
        // A word that is sought twice stands in its places once.
        if !stems[..word].contains(stem) {
            all.extend(places[word].iter().map(|place| (*place, word)));
        }
    }
    all.sort_unstable();
    let reach = u32::try_from(stems.len())
        .unwrap_or(u32::MAX)
        .saturating_add(slop);
    let (mut count, mut next) = (0, 0);
    for (at, (start, _)) in all.iter().enumerate() {
        if *start < next {
            continue;
        }
        let mut missing: Vec<&String> = stems.iter().collect();
        let within = all[at..]
            .iter()
            .take_while(|(place, _)| *place < start.saturating_add(reach));
        for (place, word) in within {
            if let Some(found) = missing.iter().position(|stem| **stem == stems[*word]) {
                missing.remove(found);
            }
            if missing.is_empty() {
                count += 1;
                next = place + 1;
                break;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_once_each() {
        assert_eq!(sequences(&vec![&[0, 5, 9], &[1, 6, 11]]), 2);
        assert_eq!(sequences(&vec![&[0, 1, 2], &[0, 1, 2]]), 1);
        assert_eq!(sequences(&vec![&[3], &[2]]), 0);
    }

    #[test]
    fn windows_hold_every_word_in_any_order() {
        let stems = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let pair = stems(&["tape", "lost"]);
        assert_eq!(windows(&pair, &vec![&[4], &[1]], 2), 1);
        assert_eq!(windows(&pair, &vec![&[4], &[1]], 1), 0);
        let twice = stems(&["that", "that"]);
        assert_eq!(windows(&twice, &vec![&[1], &[1]], 3), 0);
        assert_eq!(windows(&twice, &vec![&[1, 3], &[1, 3]], 3), 1);
    }
}
