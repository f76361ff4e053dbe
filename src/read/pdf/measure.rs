//! Measures: lengths counted in steps, and numbers of other kinds made lengths.
//!
//! A cast of a float stops at the ends of what it is cast to, so none of these
//! can go wrong; they stand here so that it is said once.

/// The step of this width that a length falls into.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a length beyond all steps falls into the last"
)]
pub(super) fn step(length: f32, width: f32) -> i32 {
    (length / width) as i32
}

/// Where the step begins.
#[expect(clippy::cast_precision_loss, reason = "steps are few")]
pub(super) fn start(step: i32, width: f32) -> f32 {
    step as f32 * width
}

/// Whole columns in a length.
pub(super) fn columns(length: f32, width: f32) -> usize {
    usize::try_from(step(length, width)).unwrap_or(0)
}

/// A count of things that are few.
pub(super) fn count(things: usize) -> f32 {
    f32::from(u16::try_from(things).unwrap_or(u16::MAX))
}

/// A number of a file as a length.
#[expect(clippy::cast_possible_truncation, reason = "pages need no 64 bits")]
pub(super) fn length(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_beyond_all_measure_do_no_harm() {
        assert_eq!(step(9.9, 4.0), 2);
        assert_eq!(step(f32::INFINITY, 4.0), i32::MAX);
        assert_eq!(step(f32::NAN, 4.0), 0);
        assert_eq!(columns(-3.0, 0.5), 0);
    }
}
