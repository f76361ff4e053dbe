//! Alignment: how much of one wording stands in another, word by word.
//!
//! Local alignment (Smith and Waterman 1981) over words: a word that agrees
//! counts 2, one that nearly does 1, any other and any word left out −1. A gap
//! that the essayist marked costs nothing, whatever it leaves out.

use super::normal::{Token, Vocabulary};
use rustc_hash::FxHashMap;

/// What two wordings share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Sum of what the words count.
    pub(super) score: i32,
    /// Words that agree, or nearly do.
    pub(super) words: u32,
    /// Those of them that agree to the letter.
    pub(super) exact: u32,
    /// Those of them that are no function words.
    pub(super) content: u32,
    /// Steps at which the wordings part: another word, or one too many.
    pub(super) changes: u32,
}

impl Alignment {
    /// By what one alignment is better than another: its score, then fewer changes.
    fn rank(self) -> (i32, u32) {
        (self.score, u32::MAX - self.changes)
    }

    fn step(self, score: i32, changes: u32) -> Alignment {
        Alignment {
            score: self.score + score,
            changes: self.changes + changes,
            ..self
        }
    }
}

/// Shortest word that can be misspelt into another, in characters.
const FUZZY_CHARS: usize = 4;
/// Share of a word's letters that may differ where it is taken for another (QUOTES, 4).
const EDIT_SHARE: f64 = 0.4;

/// Aligns wordings; remembers which words are alike.
#[derive(Debug)]
pub(super) struct Aligner<'v> {
    vocabulary: &'v Vocabulary,
    alike: FxHashMap<(u32, u32), bool>,
    above: Vec<Alignment>,
    row: Vec<Alignment>,
}

impl<'v> Aligner<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Aligner<'v> {
        Aligner {
            vocabulary,
            alike: FxHashMap::default(),
            above: Vec::new(),
            row: Vec::new(),
        }
    }

    /// The best alignment of a stretch of `a` with a stretch of `b`; nothing
    /// if they share no word.
    pub(super) fn align(&mut self, a: &[Token], b: &[Token]) -> Alignment {
        self.above.clear();
        self.above.resize(b.len() + 1, Alignment::default());
        self.row.clone_from(&self.above);
        let mut best = Alignment::default();
        for &from in a {
            self.row[0] = Alignment::default();
            for (at, &to) in b.iter().enumerate() {
                let cell = self.cell(from, to, at);
                self.row[at + 1] = cell;
                if cell.rank() > best.rank() {
                    best = cell;
                }
            }
            std::mem::swap(&mut self.above, &mut self.row);
        }
        best
    }

    fn cell(&mut self, from: Token, to: Token, at: usize) -> Alignment {
        let (corner, above, left) = (self.above[at], self.above[at + 1], self.row[at]);
        let (pair, up, back) = match (from, to) {
            (Token::Word(from), Token::Word(to)) => (
                self.pair(corner, from, to),
                above.step(-1, 1),
                left.step(-1, 1),
            ),
            _ => (corner, above, left),
        };
        let mut best = Alignment::default();
        for cell in [pair, up, back] {
            if cell.rank() > best.rank() && cell.score > 0 {
                best = cell;
            }
        }
        best
    }

    fn pair(&mut self, corner: Alignment, from: u32, to: u32) -> Alignment {
        let is_exact = from == to || self.vocabulary.is_same(from, to);
        if !is_exact && !self.is_alike(from, to) {
            return corner.step(-1, 1);
        }
        let is_content = !self.vocabulary.is_function(from);
        Alignment {
            score: corner.score + 1 + i32::from(is_exact),
            words: corner.words + 1,
            exact: corner.exact + u32::from(is_exact),
            content: corner.content + u32::from(is_content),
            changes: corner.changes + u32::from(!is_exact),
        }
    }

    fn is_alike(&mut self, a: u32, b: u32) -> bool {
        if self.vocabulary.root(a) == self.vocabulary.root(b) {
            return true;
        }
        let vocabulary = self.vocabulary;
        let key = (a.min(b), a.max(b));
        *self
            .alike
            .entry(key)
            .or_insert_with(|| is_misspelt(vocabulary.spelling(a), vocabulary.spelling(b)))
    }
}

/// Whether one of two words may be a slip for the other.
#[expect(clippy::cast_precision_loss, reason = "words are short")]
fn is_misspelt(a: &str, b: &str) -> bool {
    let longest = a.len().max(b.len());
    let shortest = a.len().min(b.len());
    shortest >= FUZZY_CHARS
        && (longest - shortest) as f64 <= EDIT_SHARE * longest as f64
        && (strsim::levenshtein(a, b) as f64) < EDIT_SHARE * longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, words: u32, changes: u32) {
        let mut vocabulary = Vocabulary::of([a, b].into_iter());
        vocabulary.keep_known([a, b].into_iter());
        let tokens = [a, b].map(|text| vocabulary.tokens(text, &[]));
        let mut aligner = Aligner::new(&vocabulary);
        let forth = aligner.align(&tokens[0], &tokens[1]);
        let back = aligner.align(&tokens[1], &tokens[0]);
        assert_eq!((forth.words, forth.changes), (words, changes), "{a} / {b}");
        assert_eq!((back.words, back.changes), (words, changes), "{b} / {a}");
    }

    #[test]
    fn a_gap_fits_what_it_leaves_out() {
        check(
            "the boat lay on the dry marsh",
            "the boat … the dry marsh",
            5,
            0,
        );
        check(
            "the boat lay on the dry marsh",
            "the boat [was] on the dry marsh",
            6,
            0,
        );
    }

    #[test]
    fn an_altered_word_is_a_change() {
        check(
            "the boat lay on the dry marsh",
            "the boat lies on the dry marsh",
            6,
            1,
        );
        check(
            "the boat lay on the dry marsh",
            "the boat lay on the marsh",
            6,
            1,
        );
        check("modelled on the boat", "modeled on the boat", 4, 0);
        check("a flailing arm above it", "a failing arm above it", 5, 1);
    }

    #[test]
    fn wordings_without_a_word_in_common_do_not_align() {
        check("the boat lay", "nobody came home", 0, 0);
        check("", "nobody", 0, 0);
    }

    #[test]
    fn the_part_of_a_longer_wording_aligns_whole() {
        check("lay on the dry", "the boat lay on the dry marsh", 4, 0);
    }
}
