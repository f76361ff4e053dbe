//! Stop words: those too common to say what a text is about.

/// The list of Lucene's `EnglishAnalyzer` (33 words): a longer one is harmful
/// to passages, and most of all to quotations.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it",
    "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "will", "with",
];

/// Whether a word, folded, is one of those that a search does without.
///
/// ```
/// assert!(norfolk::text::is_stop_word("the"));
/// assert!(!norfolk::text::is_stop_word("them"));
/// ```
#[must_use]
pub fn is_stop_word(exact: &str) -> bool {
    STOP_WORDS.binary_search(&exact).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_halved() {
        assert!(STOP_WORDS.is_sorted());
    }
}
