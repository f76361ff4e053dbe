//! Marks: some documents of a segment, as bits, and how many stand before each.

/// A set of documents that numbers its members in their order.
///
/// Source: Jacobson (1989), rank over a bit vector with counts kept by word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<u64>,
    /// How many are marked before each word.
    before: Vec<u32>,
}

impl Marks {
    /// The documents below `64 * words.len()` whose bits are set, from the
    /// lowest of the first word.
    #[must_use]
    pub fn of(words: Vec<u64>) -> Marks {
        let mut count = 0;
        let before = words.iter().map(|word| {
            let before = count;
            count += word.count_ones();
            before
        });
        Marks {
            before: before.collect(),
            words,
        }
    }

    /// How many are marked.
    #[must_use]
    pub fn len(&self) -> usize {
        match (self.before.last(), self.words.last()) {
            (Some(before), Some(word)) => (before + word.count_ones()) as usize,
            _ => 0,
        }
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a document is marked.
    #[must_use]
    pub fn contains(&self, doc: u32) -> bool {
        let word = self.words.get(doc as usize / 64);
        word.is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// How many are marked before a document that is; `None` of one that is not.
    #[must_use]
    pub fn place(&self, doc: u32) -> Option<usize> {
        let at = doc as usize / 64;
        let (word, bit) = (*self.words.get(at)?, 1 << (doc % 64));
        (word & bit != 0).then(|| (self.before[at] + (word & (bit - 1)).count_ones()) as usize)
    }

    /// The last that is marked up to and with `doc`; `None` if none is.
    #[must_use]
    pub fn last_up_to(&self, doc: u32) -> Option<u32> {
        let mut at = doc / 64;
        let mut word = self.words.get(at as usize)? & (u64::MAX >> (63 - doc % 64));
        while word == 0 {
            at = at.checked_sub(1)?;
            word = self.words[at as usize];
        }
        Some(at * 64 + word.ilog2())
    }

    /// How many are marked before the last that is, up to and with `doc`; `None` if none is.
    #[must_use]
    pub fn place_up_to(&self, doc: u32) -> Option<usize> {
        let at = doc as usize / 64;
        let word = self.words.get(at)? & (u64::MAX >> (63 - doc % 64));
        (self.before[at] + word.count_ones())
            .checked_sub(1)
            .map(|place| place as usize)
    }

    /// All that are marked, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.words).flat_map(|(at, word)| {
            let rests =
                std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)));
            let rests = rests.take_while(|rest| *rest != 0);
            rests.map(move |rest| at * 64 + rest.trailing_zeros())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_what_their_bits_say(words in prop::collection::vec(prop_oneof![Just(0), any::<u64>()], 0..5), doc in 0_u32..330) {
            let marks = Marks::of(words.clone());
            let is_set = |doc: &u32| words.get(*doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1);
            let all: Vec<u32> = (0..320).filter(is_set).collect();
            prop_assert_eq!(marks.iter().collect::<Vec<_>>(), all.clone());
            prop_assert_eq!((marks.len(), marks.is_empty()), (all.len(), all.is_empty()));
            prop_assert_eq!(marks.contains(doc), all.contains(&doc));
            prop_assert_eq!(marks.place(doc), all.iter().position(|other| *other == doc));
            if (doc as usize) < 64 * words.len() {
                let last = all.iter().copied().rfind(|other| *other <= doc);
                prop_assert_eq!(marks.last_up_to(doc), last);
                prop_assert_eq!(marks.place_up_to(doc), last.and_then(|last| marks.place(last)));
            }
        }
    }
}
