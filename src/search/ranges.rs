//! Ranges of years and pages, as they are written on the command line.

use std::fmt;
use std::str::FromStr;

/// Years, both ends included: `2005`, `2005..2012`, `2005..`, `..2012`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange(pub(super) Range);

/// Pages, both ends included: `81`, `81..83`, `81-83`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange(pub(super) Range);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (from, to) if from == to => write!(f, "{from}"),
            (from, u64::MAX) => write!(f, "{from}.."),
            (0, to) => write!(f, "..{to}"),
            (from, to) => write!(f, "{from}..{to}"),
        }
    }
}

impl fmt::Display for YearRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for PageRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for YearRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        range(text).map(YearRange).ok_or_else(|| {
            format!("`{text}` is no year or range of years; write 2005, 2005..2012 or 2005..")
        })
    }
}

impl FromStr for PageRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        range(text)
            .map(PageRange)
            .ok_or_else(|| format!("`{text}` is no page or range of pages; write 81 or 81..83"))
    }
}

fn range(text: &str) -> Option<Range> {
    let number = |end: &str| end.trim().parse::<u64>().ok();
    let (from, to) = match text
        .split_once("..")
        .or_else(|| text.split_once(['-', '–']))
    {
        Some((from, to)) if from.trim().is_empty() => (0, number(to)?),
        Some((from, to)) if to.trim().is_empty() => (number(from)?, u64::MAX),
        Some((from, to)) => (number(from)?, number(to)?),
        None => (number(text)?, number(text)?),
    };
    (from <= to).then_some(Range { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_written_in_several_ways() {
        for (text, from, to) in [
            ("81", 81, 81),
            ("81..83", 81, 83),
            ("81-83", 81, 83),
            ("81..", 81, u64::MAX),
            ("..83", 0, 83),
        ] {
            assert_eq!(range(text), Some(Range { from, to }), "{text}");
        }
        for text in ["", "x", "83..81", "8a"] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
