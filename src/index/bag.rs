//! Bags: the words of a passage without their order, as values of a column.
//!
//! A word is a number of 16 bits, and a value holds four: a column takes its
//! time by the value, not by the bit.

use std::num::NonZeroU16;

/// Bits of a number.
const BITS: u32 = 16;
/// Numbers in a value.
const NUMBERS: usize = (u64::BITS / BITS) as usize;

/// The values that hold these numbers.
pub(super) fn pack(numbers: &[NonZeroU16]) -> impl Iterator<Item = u64> + '_ {
    numbers.chunks(NUMBERS).map(|some| {
        let add = |value: u64, number: &NonZeroU16| value << BITS | u64::from(number.get());
        some.iter().rfold(0, add)
    })
}

/// The numbers that a value holds.
pub(super) fn unpack(value: u64) -> impl Iterator<Item = u16> {
    let numbers = (0..u64::BITS)
        .step_by(BITS as usize)
        .map(move |bits| value >> bits & u64::from(u16::MAX));
    numbers
        .filter_map(|number| u16::try_from(number).ok())
        .take_while(|number| *number != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(numbers in proptest::collection::vec(1u16.., 0..20)) {
            let packed: Vec<NonZeroU16> = numbers.iter().copied().filter_map(NonZeroU16::new).collect();
            let values: Vec<u64> = pack(&packed).collect();
            prop_assert_eq!(values.len(), numbers.len().div_ceil(NUMBERS));
            prop_assert_eq!(values.into_iter().flat_map(unpack).collect::<Vec<_>>(), numbers);
        }
    }
}
