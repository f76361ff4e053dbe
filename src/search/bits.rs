//! A set of documents of one segment, as bits.

/// A set of numbers below a fixed size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    size: u32,
}

impl Bits {
    /// The empty set of numbers below `size`.
    #[must_use]
    pub fn none(size: u32) -> Bits {
        Bits {
            words: vec![0; size.div_ceil(64) as usize],
            size,
        }
    }

    /// All numbers below `size`.
    #[must_use]
    pub fn all(size: u32) -> Bits {
        let mut bits = Bits {
            words: vec![u64::MAX; size.div_ceil(64) as usize],
            size,
        };
        if let Some(last) = bits.words.last_mut()
            && !size.is_multiple_of(64)
        {
            *last = (1 << (size % 64)) - 1;
        }
        bits
    }

    /// The numbers below `size` whose bits are set, from the lowest of the first word.
    #[must_use]
    pub fn of(size: u32, words: &[u64]) -> Bits {
        debug_assert_eq!(words.len(), size.div_ceil(64) as usize);
        Bits {
            words: words.to_vec(),
            size,
        }
    }

    /// Adds a number below `size`.
    pub fn insert(&mut self, number: u32) {
        self.words[(number / 64) as usize] |= 1 << (number % 64);
    }

    /// Whether it holds `number`.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        number < self.size && self.words[(number / 64) as usize] >> (number % 64) & 1 == 1
    }

    /// Keeps what is also in `other`.
    pub fn intersect(&mut self, other: &Bits) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word &= other);
    }

    /// Adds all of `other`.
    pub fn unite(&mut self, other: &Bits) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word |= other);
    }

    /// Removes all of `other`.
    pub fn subtract(&mut self, other: &Bits) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word &= !other);
    }

    /// How many it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Its numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.words).flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_what_their_operations_say() {
        let mut bits = Bits::none(130);
        for number in [0, 63, 64, 129] {
            bits.insert(number);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(Bits::all(130).len(), 130);
        let mut rest = Bits::all(130);
        rest.subtract(&bits);
        assert_eq!(rest.len(), 126);
        rest.intersect(&bits);
        assert!(rest.is_empty());
        rest.unite(&bits);
        assert_eq!(rest, bits);
        assert!(bits.contains(129) && !bits.contains(130));
        assert_eq!(Bits::of(130, &[1 | 1 << 63, 1, 2]), bits);
    }
}
