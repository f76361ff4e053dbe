//! More like this: a text into a query of the words that say most about it.
//!
//! The words are those with the highest tf·idf against the index, each asked
//! for once, as Lucene's `MoreLikeThis` does (after Robertson and Sparck Jones
//! 1994, "Simple, proven approaches to text retrieval"); the passages are then
//! ranked like those of any query. What the text itself holds is no answer.

use super::evaluate::readers;
use super::terms::living;
use super::{Node, QueryError};
use crate::index::Index;
use crate::text::{Forms, is_stop_word};
use rustc_hash::FxHashMap;
use tantivy::schema::Term;

/// Words taken from a text: Lucene's `maxQueryTerms`.
const MOST_WORDS: usize = 25;

/// The words of `text` that say most about it, best first; `None` if it has
/// none that the index knows.
///
/// # Errors
/// If the index cannot be read.
pub fn like(index: &Index, text: &str) -> Result<Option<Node>, QueryError> {
    let mut forms = Forms::default();
    let mut counts: FxHashMap<String, (u32, &str)> = FxHashMap::default();
    for word in forms.words(text) {
        let form = forms.get(word.form);
        let is_said = form.exact.len() > 1 && !is_stop_word(&form.exact);
        if is_said {
            let first = (0, word.span.of(text));
            counts.entry(form.stem.to_string()).or_insert(first).0 += 1;
        }
    }
    let mut weighed = Vec::new();
    let mut stems: Vec<_> = counts.into_iter().collect();
    stems.sort_unstable();
    for (stem, (times, word)) in stems {
        let term = Term::from_field_text(index.fields().text, &stem);
        let mut having = 0;
        for (_, reader) in readers(index) {
            having += u64::from(living(index, reader, &term)?);
        }
        if having > 0 {
            weighed.push((weight(times, having, index.info().passages), word));
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let words = weighed.into_iter().take(MOST_WORDS);
    let nodes: Vec<Node> = words
        .map(|(_, word)| Node::Word(word.to_string()))
        .collect();
    Ok((!nodes.is_empty()).then_some(Node::Items(nodes)))
}

/// tf·idf of a word that stands `times` in the text and in `having` of `all` passages.
#[expect(
    clippy::cast_precision_loss,
    reason = "an order of words needs no 64 bits"
)]
fn weight(times: u32, having: u64, all: u64) -> f32 {
    times as f32 * ((all as f32 + 1.0) / (having as f32 + 1.0)).ln()
}

/// A text whose words are compared with those of passages.
#[derive(Debug)]
pub struct Original {
    words: String,
}

impl Original {
    /// Reads the words of a text.
    #[must_use]
    pub fn new(text: &str, forms: &mut Forms) -> Original {
        Original {
            words: spaced(text, forms),
        }
    }

    /// Whether a passage stands in it word for word, or it in the passage.
    #[must_use]
    pub fn is_same(&self, passage: &str, forms: &mut Forms) -> bool {
        let passage = spaced(passage, forms);
        self.words.contains(&passage) || passage.contains(&self.words)
    }
}

/// The exact forms of a text's words, with a space before and behind each.
fn spaced(text: &str, forms: &mut Forms) -> String {
    let mut out = String::from(" ");
    for word in forms.words(text) {
        out.push_str(&forms.get(word.form).exact);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_and_a_part_of_it_are_the_same_whatever_the_marks() {
        let mut forms = Forms::default();
        let original = Original::new("She lost the “tape”, and never found it.", &mut forms);
        for (passage, is) in [
            ("the tape and NEVER found", true),
            ("Then she lost the tape, and never found it. So what?", true),
            ("she lost the tape but found it", false),
            ("ever found it", false),
        ] {
            assert_eq!(original.is_same(passage, &mut forms), is, "{passage}");
        }
    }

    #[test]
    fn a_rare_word_weighs_more_than_a_common_one() {
        // 2 × ln(100 / 10) against 3 × ln(100 / 50).
        assert!((weight(2, 9, 99) - 4.605).abs() < 1e-3);
        assert!(weight(2, 9, 99) > weight(3, 49, 99));
        assert!(weight(1, 99, 99).abs() < 1e-6);
    }
}
