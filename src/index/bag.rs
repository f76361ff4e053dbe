//! Bags: the words of a passage without their order, as values of a column.
//!
//! A word is a number of 16 bits, and a value holds four: a column takes its
//! time by the value, not by the bit. The first number is the sum of the others:
//! of this column, by far the largest, a search reads a few values, and to
//! verify all of it would take as long as the search.

use std::num::NonZeroU16;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a number.
const BYTES: usize = size_of::<u16>();
/// Bytes of a value.
const VALUE_BYTES: usize = size_of::<u64>();

/// The values that hold these numbers.
pub(super) fn pack(numbers: &[NonZeroU16]) -> Vec<u64> {
    let mut bytes = vec![0; (BYTES * (1 + numbers.len())).next_multiple_of(VALUE_BYTES)];
    let (first, rest) = bytes.split_at_mut(BYTES);
    for (place, number) in rest.chunks_exact_mut(BYTES).zip(numbers) {
        place.copy_from_slice(&number.get().to_le_bytes());
    }
    first.copy_from_slice(&sum(rest));
    let (values, _) = bytes.as_chunks();
    values.iter().copied().map(u64::from_le_bytes).collect()
}

/// The numbers that values hold; `None` if they are not those that were packed.
pub(super) fn unpack(values: impl Iterator<Item = u64>) -> Option<Vec<u16>> {
    let bytes: Vec<u8> = values.flat_map(u64::to_le_bytes).collect();
    let (first, rest) = bytes.split_first_chunk()?;
    if *first != sum(rest) {
        return None;
    }
    let (numbers, _) = rest.as_chunks();
    let numbers = numbers.iter().copied().map(u16::from_le_bytes);
    Some(numbers.take_while(|number| *number != 0).collect())
}

fn sum(numbers: &[u8]) -> [u8; BYTES] {
    let [a, b, ..] = xxh3_64(numbers).to_le_bytes();
    [a, b]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers that fill a value in a row, with the sum.
    const ROW: usize = VALUE_BYTES / BYTES;

    fn packed(numbers: &[u16]) -> Vec<u64> {
        let numbers: Vec<_> = numbers
            .iter()
            .copied()
            .filter_map(NonZeroU16::new)
            .collect();
        pack(&numbers)
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(numbers in proptest::collection::vec(1u16.., 0..20)) {
            let values = packed(&numbers);
            prop_assert_eq!(values.len(), (1 + numbers.len()).div_ceil(ROW));
            prop_assert_eq!(unpack(values.into_iter()), Some(numbers));
        }
    }

    #[test]
    fn values_with_another_bit_more_or_fewer_are_not_unpacked() {
        let values = packed(&[7, 7, 9, 1900, 4]);
        for bit in 0..u64::BITS {
            for at in 0..values.len() {
                let mut damaged = values.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(unpack(damaged.into_iter()), None, "value {at}, bit {bit}");
            }
        }
        assert_eq!(unpack(values[..1].iter().copied()), None);
        assert_eq!(unpack(values.iter().copied().chain([0])), None);
        assert_eq!(unpack(std::iter::empty()), None);
    }
}
