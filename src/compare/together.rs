//! Together: which themes and characters share passages more than chance has it.
//!
//! Three numbers say it, each for what it is good for. Log-likelihood says how
//! sure it is that two go together at all, and what is not sure is left out;
//! log Dice says how much of both is shared, and is the order: it does not
//! depend on the size of the corpus, and neither the commonest nor the rarest
//! come first; lift says it in words, "twice as often as by chance".
//!
//! Sources: Dunning (1993), "Accurate methods for the statistics of surprise
//! and coincidence", with the table of Evert (2005), "The statistics of word
//! cooccurrences"; Rychlý (2008), "A lexicographer-friendly association score";
//! lift is the interest of Brin, Motwani, Ullman and Tsur (1997).

use super::keyness::{CERTAIN, narrow, summand};
use super::{Known, Tagged};
use crate::index::{Index, IndexError};

/// Two that share fewer passages are not said to go together: the least count
/// for which the χ² of a table is thought to hold.
const FEWEST: u32 = 5;

/// What goes together with one theme or character.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Companions {
    /// Other themes, strongest first.
    pub themes: Vec<Companion>,
    /// Other characters, strongest first.
    pub characters: Vec<Companion>,
}

/// A theme or character that goes together with another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Companion {
    /// Its number.
    pub id: u16,
    /// Passages that have both.
    pub passages: u32,
    /// Passages that have it.
    pub of: u32,
    /// Essays with a passage that has both.
    pub essays: u32,
    /// How many times as many passages have both as would by chance.
    pub lift: f32,
    /// How sure it is that this is not chance (G²).
    pub log_likelihood: f32,
    /// How much of both is shared: at most 14, one less is half as much.
    pub log_dice: f32,
}

/// In how many passages and essays two stand together.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    passages: u32,
    essays: u32,
    /// The last essay that was counted, by its place from 1.
    last: u32,
}

/// How often themes and characters share passages: themes first, then
/// characters, each with each; beside itself stands how often it is at all.
#[derive(Debug)]
pub struct Together {
    themes: usize,
    tags: usize,
    passages: u32,
    shared: Vec<Shared>,
}

impl Together {
    /// Counts them over the corpus; read off columns, no text is touched.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn count(index: &Index, known: Known) -> Result<Together, IndexError> {
        let Known { themes, characters } = known;
        let mut together = Together::new(known);
        let mut essays = 0;
        let mut of_passage = Vec::new();
        for segment in index.searcher().segment_readers() {
            let columns = index.passage_columns(segment)?;
            let tags = index.tag_columns(segment)?;
            let alive = segment.doc_ids_alive();
            for essay in alive.filter(|doc| columns.is_essay(*doc)) {
                essays += 1;
                for passage in columns.passages_of(essay) {
                    let below = |id: u64, end| usize::try_from(id).ok().filter(|id| *id < end);
                    let in_themes = tags.themes.values_for_doc(passage);
                    let named = tags.characters.values_for_doc(passage);
                    of_passage.clear();
                    of_passage.extend(in_themes.filter_map(|id| below(id, themes)));
                    let named = named.filter_map(|id| below(id, characters));
                    of_passage.extend(named.map(|id| themes + id));
                    together.add(&of_passage, essays);
                }
            }
        }
        Ok(together)
    }

    fn new(known: Known) -> Together {
        let tags = known.themes + known.characters;
        Together {
            themes: known.themes,
            tags,
            passages: 0,
            shared: vec![Shared::default(); tags * tags],
        }
    }

    /// Adds a passage of an essay, by its place from 1.
    fn add(&mut self, tags: &[usize], essay: u32) {
        self.passages += 1;
        for one in tags {
            for other in tags {
                let shared = &mut self.shared[one * self.tags + other];
                shared.passages += 1;
                shared.essays += u32::from(shared.last != essay);
                shared.last = essay;
            }
        }
    }

    /// What goes together with a theme or character.
    #[must_use]
    pub fn of(&self, tagged: Tagged, id: u16) -> Companions {
        let one = self.place(tagged, id);
        Companions {
            themes: self.companions(one, 0..self.themes),
            characters: self.companions(one, self.themes..self.tags),
        }
    }

    /// The pairs of themes, or of characters, that go together most: the first
    /// by its number, and the other; strongest first.
    #[must_use]
    pub fn strongest(&self, tagged: Tagged) -> Vec<(u16, Companion)> {
        let all = match tagged {
            Tagged::Themes => 0..self.themes,
            Tagged::Characters => self.themes..self.tags,
        };
        let mut pairs = Vec::new();
        for (id, one) in (0..).zip(all.clone()) {
            let others = self.companions(one, all.clone());
            pairs.extend(
                others
                    .into_iter()
                    .filter(|other| other.id > id)
                    .map(|other| (id, other)),
            );
        }
        pairs.sort_by(|a, b| strength(&b.1).total_cmp(&strength(&a.1)));
        pairs
    }

    fn place(&self, tagged: Tagged, id: u16) -> usize {
        match tagged {
            Tagged::Themes => usize::from(id),
            Tagged::Characters => self.themes + usize::from(id),
        }
    }

    fn companions(&self, one: usize, others: std::ops::Range<usize>) -> Vec<Companion> {
        let others = (0..).zip(others).filter(|(_, other)| *other != one);
        let companions = others.filter_map(|(id, other)| self.companion(one, id, other));
        let mut companions: Vec<Companion> = companions.collect();
        companions.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
        companions
    }

    /// The other with what it shares, if it is sure that it does.
    fn companion(&self, one: usize, id: u16, other: usize) -> Option<Companion> {
        let shared = self.shared[one * self.tags + other];
        let own = |tag: usize| self.shared[tag * self.tags + tag].passages;
        let pair = Pair {
            both: shared.passages,
            one: own(one),
            other: own(other),
            all: self.passages,
        };
        let companion = Companion {
            id,
            passages: shared.passages,
            of: pair.other,
            essays: shared.essays,
            lift: pair.lift(),
            log_likelihood: pair.log_likelihood(),
            log_dice: pair.log_dice(),
        };
        let is_sure = pair.both >= FEWEST && companion.log_likelihood >= CERTAIN;
        (is_sure && companion.lift > 1.0).then_some(companion)
    }
}

fn strength(companion: &Companion) -> f32 {
    companion.log_dice
}

/// Two things among passages: how many have both, and each, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Passages that have both.
    pub both: u32,
    /// Passages that have the one.
    pub one: u32,
    /// Passages that have the other.
    pub other: u32,
    /// All passages.
    pub all: u32,
}

impl Pair {
    /// How many passages would have both by chance.
    fn expected(&self) -> f64 {
        f64::from(self.one) * f64::from(self.other) / f64::from(self.all.max(1))
    }

    /// How many times as many passages have both as would by chance; 0 if none
    /// would.
    ///
    /// ```
    /// use norfolk::compare::Pair;
    /// // By chance 20 × 30 / 100 = 6 passages would have both.
    /// assert_eq!(Pair { both: 12, one: 20, other: 30, all: 100 }.lift(), 2.0);
    /// ```
    #[must_use]
    pub fn lift(&self) -> f32 {
        let expected = self.expected();
        if expected > 0.0 {
            narrow(f64::from(self.both) / expected)
        } else {
            0.0
        }
    }

    /// The log-likelihood (G²) of all four cells: both, either alone, neither.
    ///
    /// ```
    /// use norfolk::compare::Pair;
    /// // Half of all have the one, half the other, and so a quarter both: chance.
    /// assert_eq!(Pair { both: 25, one: 50, other: 50, all: 100 }.log_likelihood(), 0.0);
    /// ```
    #[must_use]
    pub fn log_likelihood(&self) -> f32 {
        let [both, one, other, all] = [self.both, self.one, self.other, self.all].map(f64::from);
        let expected = |row: f64, column: f64| row * column / all.max(1.0);
        let cells = [
            (both, expected(one, other)),
            (one - both, expected(one, all - other)),
            (other - both, expected(all - one, other)),
            (all - one - other + both, expected(all - one, all - other)),
        ];
        let sum: f64 = cells
            .iter()
            .map(|(seen, by_chance)| summand(*seen, *by_chance))
            .sum();
        narrow((2.0 * sum).max(0.0))
    }

    /// How much of both is shared: 14 plus the binary logarithm of the Dice
    /// coefficient. 14 if neither stands alone; 13 for half as much.
    ///
    /// ```
    /// use norfolk::compare::Pair;
    /// assert_eq!(Pair { both: 20, one: 20, other: 20, all: 100 }.log_dice(), 14.0);
    /// assert_eq!(Pair { both: 10, one: 20, other: 20, all: 100 }.log_dice(), 13.0);
    /// ```
    #[must_use]
    pub fn log_dice(&self) -> f32 {
        let [both, one, other] = [self.both, self.one, self.other].map(f64::from);
        narrow(14.0 + (2.0 * both / (one + other)).log2())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn assert_near(found: f32, by_hand: f32) {
        assert!((found - by_hand).abs() < 0.001, "{found}, not {by_hand}");
    }

    /// 100 passages, 20 with the one, 30 with the other, 12 with both:
    ///
    /// |         | other | not | all |
    /// | one     | 12    | 8   | 20  |
    /// | not     | 18    | 62  | 80  |
    /// | all     | 30    | 70  | 100 |
    ///
    /// By chance 20·30/100 = 6, 20·70/100 = 14, 80·30/100 = 24 and 80·70/100 = 56.
    /// 12 ln(12/6) = 8.3178; 8 ln(8/14) = −4.4769; 18 ln(18/24) = −5.1783;
    /// 62 ln(62/56) = 6.3106; twice their sum, 4.9732, is 9.9463.
    /// Log Dice: 14 + log2(24/50) = 14 − 1.0589 = 12.9411.
    #[test]
    fn an_ordinary_pair_is_as_worked_by_hand() {
        let pair = Pair {
            both: 12,
            one: 20,
            other: 30,
            all: 100,
        };
        assert_near(pair.log_likelihood(), 9.9463);
        assert_near(pair.log_dice(), 12.9411);
        assert_near(pair.lift(), 2.0);
    }

    /// The one stands never without the other: 5 of 5, among 10, of 50. By chance
    /// 5·10/50 = 1, 5·40/50 = 4, 45·10/50 = 9 and 45·40/50 = 36 against 5, 0, 5 and 40.
    /// 5 ln 5 = 8.0472; nothing; 5 ln(5/9) = −2.9389; 40 ln(40/36) = 4.2144; twice
    /// their sum, 9.3227, is 18.6454. Log Dice: 14 + log2(10/15) = 13.4150.
    #[test]
    fn a_cell_of_nothing_adds_nothing() {
        let pair = Pair {
            both: 5,
            one: 5,
            other: 10,
            all: 50,
        };
        assert_near(pair.log_likelihood(), 18.6454);
        assert_near(pair.log_dice(), 13.4150);
        assert_near(pair.lift(), 5.0);
    }

    /// Counts of 256 together, 3035 and 1000, with log2: 14 + log2(512/4035) = 14 − 2.9783.
    #[test]
    fn log_dice_takes_the_binary_logarithm() {
        let pair = Pair {
            both: 256,
            one: 3035,
            other: 1000,
            all: 1_000_000,
        };
        assert_near(pair.log_dice(), 11.0217);
    }

    #[test]
    fn what_is_in_all_passages_goes_together_with_nothing() {
        let pair = Pair {
            both: 30,
            one: 30,
            other: 100,
            all: 100,
        };
        assert_near(pair.log_likelihood(), 0.0);
        assert_near(pair.lift(), 1.0);
        assert_near(
            Pair {
                both: 0,
                one: 0,
                other: 0,
                all: 0,
            }
            .lift(),
            0.0,
        );
    }

    /// Three themes and a character in 50 passages of ten essays: theme 1 in all,
    /// theme 0 in 10, with theme 2 in five of them and with the character in six.
    #[test]
    fn the_commonest_is_no_companion_and_one_essay_is_counted_once() {
        let mut together = Together::new(Known {
            themes: 3,
            characters: 1,
        });
        for number in 0..50 {
            let essay = 1 + number / 5;
            match number {
                0..4 => together.add(&[0, 1, 2, 3], essay),
                4 => together.add(&[0, 1, 2], essay),
                5..7 => together.add(&[0, 1, 3], essay),
                7..10 => together.add(&[0, 1], essay),
                10 => together.add(&[1, 2], essay),
                _ => together.add(&[1], essay),
            }
        }
        let shown = |companions: &[Companion]| {
            let shown = companions.iter().map(|c| {
                format!(
                    "{}: {} of {} in {}, {:.2}",
                    c.id, c.passages, c.of, c.essays, c.lift
                )
            });
            shown.collect::<Vec<_>>().join("; ")
        };
        let found = together.of(Tagged::Themes, 0);
        expect!["2: 5 of 6 in 1, 4.17"].assert_eq(&shown(&found.themes));
        expect!["0: 6 of 6 in 2, 5.00"].assert_eq(&shown(&found.characters));
        let pairs = together.strongest(Tagged::Themes);
        assert_eq!(
            pairs
                .iter()
                .map(|(one, other)| (*one, other.id))
                .collect::<Vec<_>>(),
            [(0, 2)]
        );
        assert!(together.strongest(Tagged::Characters).is_empty());
    }
}
