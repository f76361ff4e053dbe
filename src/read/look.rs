//! Looks: how a style, or a paragraph itself, says that a paragraph looks.

use super::paragraph::Alignment;
use super::style_names::Style;

/// Whether a run is seen: what it, or its style, says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is.
    Shown,
    /// It is hidden.
    Hidden,
    /// Nothing is said.
    #[default]
    Unsaid,
}

impl Sight {
    /// This, or `other` where this says nothing.
    pub(super) fn or(self, other: Sight) -> Sight {
        if self == Sight::Unsaid { other } else { self }
    }
}

/// How a paragraph looks; what is not said is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// What its style, or its outline level, says that it is.
    pub(super) style: Option<Style>,
    /// Indentation of the beginnings of its lines, in twips.
    pub(super) left: Option<i32>,
    /// Indentation of their ends, in twips.
    pub(super) right: Option<i32>,
    /// How far its first line stands out to the left, in twips.
    pub(super) hanging: Option<i32>,
    /// Where it stands.
    pub(super) alignment: Option<Alignment>,
    /// Its list; "0" for none.
    pub(super) list: Option<String>,
    /// Its level in the list, from 0.
    pub(super) level: Option<usize>,
    /// Whether it begins a page.
    pub(super) begins_page: Option<bool>,
    /// The number of the page that it begins.
    pub(super) page_number: Option<u32>,
    /// Whether its runs, unless they say otherwise, are seen.
    pub(super) sight: Sight,
    /// Whether they are raised.
    pub(super) is_raised: Option<bool>,
}

impl Look {
    /// This look, with `below` where it says nothing.
    pub(super) fn over(self, below: &Look) -> Look {
        Look {
            style: self.style.or(below.style),
            left: self.left.or(below.left),
            right: self.right.or(below.right),
            hanging: self.hanging.or(below.hanging),
            alignment: self.alignment.or(below.alignment),
            list: self.list.or_else(|| below.list.clone()),
            level: self.level.or(below.level),
            begins_page: self.begins_page.or(below.begins_page),
            page_number: self.page_number.or(below.page_number),
            sight: self.sight.or(below.sight),
            is_raised: self.is_raised.or(below.is_raised),
        }
    }
}

/// A measure in twips (1/1440 inch): a bare number is one, "12pt" and the like
/// are turned into one.
pub(super) fn twips(value: &str) -> Option<i32> {
    let value = value.trim();
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number: f64 = value[..value.len() - unit.len()].parse().ok()?;
    let each = match unit {
        "" => 1.0,
        "pt" => 20.0,
        "pc" => 240.0,
        "in" => 1440.0,
        "cm" => 1440.0 / 2.54,
        "mm" => 144.0 / 2.54,
        _ => return None,
    };
    let twips = (number * each).clamp(-30_000.0, 30_000.0);
    #[expect(clippy::cast_possible_truncation, reason = "clamped above")]
    Some(twips.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_read_in_any_unit() {
        for (value, expected) in [
            ("720", Some(720)),
            ("0.5in", Some(720)),
            ("1.27cm", Some(720)),
            ("-36pt", Some(-720)),
            ("50%", None),
            ("9e99", None),
            ("", None),
        ] {
            assert_eq!(twips(value), expected, "{value}");
        }
    }
}
