//! Lines: a query that is a remembered line finds the passages that have it,
//! with a word wrong or left out too, before all others.
//!
//! A passage has the line if most of the pairs of neighbours in it stand side
//! by side in the passage too, stop words and all, and in one place. That is
//! the query likelihood of ordered pairs at full weight, unstemmed words after
//! it, as quotations want; what has no line is ranked by what it is about.

use super::proximity::MOST_WORDS;
use super::{Grouping, Ranked, texts};
use crate::index::{Index, IndexError, Positions};
use crate::search::Candidates;
use crate::text::Form;
use tantivy::schema::Term;

/// A line has at least this many words.
const SHORTEST: usize = 4;
/// A passage has a line if it has this share of its pairs: of nine words, two
/// may be wrong. At .5, twice as many topics of Cranfield would be lines.
const SHARE: f32 = 0.6;
/// Fewer pairs than this are a turn of phrase, unless they are the whole line.
const FEWEST: usize = 4;

/// How much of the query's line each of the best has: 1 to 4, most by its
/// pairs, then by its very words; 0 if it does not have it.
pub(super) fn lines(
    index: &Index,
    candidates: &Candidates,
    grouping: Grouping,
    best: &[Ranked],
) -> Result<Vec<f32>, IndexError> {
    let words = &candidates.words[..candidates.words.len().min(MOST_WORDS)];
    let mut all = vec![0.0; best.len()];
    if words.len() < SHORTEST {
        return Ok(all);
    }
    let line = Line::of(words);
    for ord in 0..candidates.segments.len() {
        let mut texts = texts(candidates, ord, grouping, best);
        texts.retain(|(doc, _)| 2 * candidates.units_in(ord, *doc) >= candidates.units.len());
        let docs: Vec<u32> = texts.iter().map(|(doc, _)| *doc).collect();
        let reader = &index.searcher().segment_readers()[ord];
        let read = |stem: &&str| {
            let term = Term::from_field_text(index.fields().text, stem);
            index.positions(reader, &term, &docs)
        };
        let places: Vec<Positions> = line.stems.iter().map(read).collect::<Result<_, _>>()?;
        let shares = (0..docs.len()).map(|at| line.share(&|stem: usize| places[stem].of(at)));
        let having: Vec<(u32, usize, f32)> = (texts.iter().zip(shares))
            .filter(|(_, share)| *share > 0.0)
            .map(|((doc, member), share)| (*doc, *member, share))
            .collect();
        add_exact(index, words, ord, &having, &mut all)?;
    }
    Ok(all)
}

/// A query as a line.
struct Line<'a> {
    /// Its distinct stems.
    stems: Vec<&'a str>,
    /// Numbers of the stems that stand side by side in it, each pair once.
    pairs: Vec<[usize; 2]>,
    /// Its length in words.
    words: u32,
}

impl<'a> Line<'a> {
    fn of(words: &'a [Form]) -> Line<'a> {
        let mut stems: Vec<&str> = Vec::new();
        let mut numbers = Vec::new();
        for word in words {
            let known = stems.iter().position(|stem| **stem == *word.stem);
            numbers.push(known.unwrap_or(stems.len()));
            if known.is_none() {
                stems.push(&word.stem);
            }
        }
        let mut pairs: Vec<[usize; 2]> = numbers.windows(2).map(|p| [p[0], p[1]]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Line {
            stems,
            pairs,
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
        }
    }

    /// The share of its pairs that stand in one place of a text; 0 if that is no line.
    #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
    fn share<'b>(&self, places: &impl Fn(usize) -> &'b [u32]) -> f32 {
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (pair, [first, second]) in self.pairs.iter().enumerate() {
            let (first, second) = (places(*first), places(*second));
            let is_before = |place: &&u32| second.binary_search(&(*place + 1)).is_ok();
            found.extend(first.iter().filter(is_before).map(|place| (*place, pair)));
        }
        let all = self.pairs.len();
        if all + 1 < SHORTEST || found.len() < all.min(FEWEST) {
            return 0.0;
        }
        found.sort_unstable();
        let (mut most, mut first) = (0, 0);
        for last in 0..found.len() {
            while found[last].0 - found[first].0 > self.words {
                first += 1;
            }
            let mut pairs: Vec<usize> = found[first..=last].iter().map(|(_, p)| *p).collect();
            pairs.sort_unstable();
            pairs.dedup();
            most = most.max(pairs.len());
        }
        let share = most as f32 / all as f32;
        let has_line = most == all || most >= FEWEST && share >= SHARE;
        if has_line { share } else { 0.0 }
    }
}

/// Adds what has the line, by its pairs and by how many of its very words it has.
#[expect(clippy::cast_precision_loss, reason = "a line has few words")]
fn add_exact(
    index: &Index,
    words: &[Form],
    ord: usize,
    having: &[(u32, usize, f32)],
    all: &mut [f32],
) -> Result<(), IndexError> {
    let reader = &index.searcher().segment_readers()[ord];
    let docs: Vec<u32> = having.iter().map(|(doc, ..)| *doc).collect();
    let mut exact = vec![0_u32; docs.len()];
    for word in words.iter().filter(|_| !docs.is_empty()) {
        let term = Term::from_field_text(index.fields().exact, &word.exact);
        let times = index.times(reader, &term, &docs)?;
        for (count, times) in exact.iter_mut().zip(times) {
            *count += u32::from(times > 0);
        }
    }
    for ((_, member, share), exact) in having.iter().zip(exact) {
        let line = 1.0 + 2.0 * share + exact as f32 / words.len() as f32;
        all[*member] = all[*member].max(line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Forms;

    /// The share of a line that a text has.
    fn share(line: &str, text: &str) -> f32 {
        let mut forms = Forms::default();
        let mut read = |text: &str| -> Vec<Form> {
            let words = forms.words(text);
            words
                .iter()
                .map(|word| forms.get(word.form).clone())
                .collect()
        };
        let (words, text) = (read(line), read(text));
        let line = Line::of(&words);
        let places_of = |stem: &&str| -> Vec<u32> {
            let is_it = |(_, word): &(u32, &Form)| *word.stem == **stem;
            (0..)
                .zip(&text)
                .filter(is_it)
                .map(|(place, _)| place)
                .collect()
        };
        let places: Vec<Vec<u32>> = line.stems.iter().map(places_of).collect();
        line.share(&|stem: usize| places[stem].as_slice())
    }

    #[test]
    fn a_line_is_had_with_a_word_wrong_or_left_out() {
        let text = "She wrote that the tide takes what the tide has brought, every year.";
        for (line, expected) in [
            ("the tide takes what the tide has brought", 1.0),
            ("the tide took what the tide had brought", 0.0),
            ("the tide takes what the sea has brought", 5.0 / 7.0),
            ("the tide takes what tide has brought", 5.0 / 6.0),
            ("a tide takes time", 0.0),
            ("the tide takes what", 1.0),
            ("the year of the tide", 0.0),
        ] {
            let share = share(line, text);
            assert!((share - expected).abs() < 1e-6, "{line}: {share}");
        }
    }
}
