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
        let pages = text.trim();
        let pages = BEFORE_PAGES
            .iter()
            .find_map(|before| pages.strip_prefix(before));
        range(pages.unwrap_or(text))
            .map(PageRange)
            .ok_or_else(|| format!("`{text}` is no page or range of pages; write 81 or 81..83"))
    }
}

/// What stands before a page in essays.
const BEFORE_PAGES: [&str; 6] = ["pp.", "p.", "pages", "page", "pp", "p"];

fn range(text: &str) -> Option<Range> {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let by_dash = || {
        let (from, to) = text.split_once(is_dash)?;
        Some((from, full(from.trim(), to.trim())))
    };
    let by_dots = text.split_once("..");
    let ends = by_dots.map(|(from, to)| (from, to.to_string()));
    let (from, to) = ends
        .or_else(by_dash)
        .unwrap_or_else(|| (text, text.to_string()));
    let (from, to) = (from.trim(), to.trim());
    let number = |end: &str| end.parse::<u64>().ok();
    let (from, to) = match (from, to) {
        ("", "") => return None,
        ("", to) => (0, number(to)?),
        (from, "") => (number(from)?, u64::MAX),
        (from, to) => (number(from)?, number(to)?),
    };
    (from <= to).then_some(Range { from, to })
}

/// The end of a range, if it has one, with the digits that it shares with the beginning: `124-25`.
fn full(from: &str, to: &str) -> String {
    if to.is_empty() {
        return String::new();
    }
    let shared = from.len().saturating_sub(to.len());
    match from.get(..shared) {
        Some(shared) if from.is_ascii() => format!("{shared}{to}"),
        _ => to.to_string(),
    }
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
            ("124-25", 124, 125),
            ("2005–12", 2005, 2012),
        ] {
            assert_eq!(range(text), Some(Range { from, to }), "{text}");
        }
        let pages = |text: &str| text.parse::<PageRange>().map(|range| range.to_string());
        assert_eq!(pages("pp. 81—83"), Ok("81..83".to_string()));
        assert_eq!(pages("p.7"), Ok("7".to_string()));
        for text in ["", "x", "..", "83..81", "8a", "124-23", "100..9", "١-é"] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
