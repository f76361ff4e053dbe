//! Places as the styles print them: a label, and ranges with as many digits as
//! the style keeps.
//!
//! Sources: MLA Handbook, 9th ed., 2.139 and 6.16-6.26; APA Publication Manual,
//! 7th ed., 8.13; Chicago Manual of Style, 17th ed., 9.61 and 14.147-14.160.

use super::{Locator, LocatorLabel, Numbering};

/// The place behind an author in an MLA parenthesis, its comma included; empty
/// for what MLA does not print.
pub(super) fn mla(place: &Locator, numbering: Numbering) -> String {
    let value = ranges(&place.value, '-', two_digits);
    let labels = match place.label {
        LocatorLabel::Page => return format!(" {value}"),
        LocatorLabel::Paragraph if numbering == Numbering::Counted => ["par.", "pars."],
        LocatorLabel::Chapter => ["ch.", "chs."],
        LocatorLabel::Section => ["sec.", "secs."],
        LocatorLabel::Paragraph | LocatorLabel::Location | LocatorLabel::Percent => {
            return String::new();
        }
    };
    format!(", {}", labelled(labels, &value))
}

/// "p. 3", "paras. 3–4", "Chapter 7".
pub(super) fn apa(place: &Locator) -> String {
    let value = ranges(&place.value, '–', every_digit);
    let labels = match place.label {
        LocatorLabel::Page => ["p.", "pp."],
        LocatorLabel::Paragraph => ["para.", "paras."],
        LocatorLabel::Chapter => ["Chapter", "Chapters"],
        LocatorLabel::Section => ["Section", "Sections"],
        LocatorLabel::Location => ["loc.", "locs."],
        LocatorLabel::Percent => return format!("{value}%"),
    };
    labelled(labels, &value)
}

/// "3", "para. 3", "124–25".
pub(super) fn chicago(place: &Locator) -> String {
    let value = ranges(&place.value, '–', changed_digits);
    let labels = match place.label {
        LocatorLabel::Page => return value,
        LocatorLabel::Paragraph => ["para.", "paras."],
        LocatorLabel::Chapter => ["chap.", "chaps."],
        LocatorLabel::Section => ["sec.", "secs."],
        LocatorLabel::Location => ["loc.", "locs."],
        LocatorLabel::Percent => return format!("{value}%"),
    };
    labelled(labels, &value)
}

fn labelled([one, several]: [&str; 2], value: &str) -> String {
    let is_several = value.contains(['-', '–', ',']);
    format!("{} {value}", if is_several { several } else { one })
}

/// `value` with the `dash` between the ends of its ranges, the second end
/// shortened to as many digits as `kept` says.
fn ranges(value: &str, dash: char, kept: fn(&str, &str) -> usize) -> String {
    let range = |part: &str| {
        let Some((from, to)) = part.split_once(['-', '–']) else {
            return part.to_owned();
        };
        let (from, to) = (from.trim(), to.trim());
        if !is_number(from) || !is_number(to) {
            return format!("{from}{dash}{to}");
        }
        let to = with_all_digits(from, to);
        let kept = if to.len() == from.len() && *to > *from {
            kept(from, &to)
        } else {
            to.len()
        };
        format!("{from}{dash}{}", &to[to.len() - kept..])
    };
    let parts: Vec<String> = value.split(", ").map(range).collect();
    parts.join(", ")
}

/// The end of a range with the digits it left out: "25" after "124" is "125"; what
/// is no number stays.
pub(super) fn with_all_digits(from: &str, to: &str) -> String {
    let left_out = from.len().saturating_sub(to.len());
    if is_number(from) && is_number(to) {
        format!("{}{to}", &from[..left_out])
    } else {
        to.to_owned()
    }
}

fn is_number(end: &str) -> bool {
    !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit())
}

/// Digits of `to` from the first that differs; both have as many.
fn changed(from: &str, to: &str) -> usize {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b);
    to.len() - same.count()
}

/// APA keeps every digit.
fn every_digit(_: &str, to: &str) -> usize {
    to.len()
}

/// MLA keeps the last two digits, or more if more change: 96-101, 103-04, 395-401.
fn two_digits(from: &str, to: &str) -> usize {
    changed(from, to).max(2).min(to.len())
}

/// Chicago keeps what changes, after 1 to 9 of a hundred only that, otherwise two
/// digits at least: 71–72, 100–104, 107–8, 321–28, 498–532.
fn changed_digits(from: &str, to: &str) -> usize {
    let changed = changed(from, to);
    match from.as_bytes() {
        [.., b'0', b'0'] => to.len(),
        [_, .., b'0', _] => changed,
        _ => changed.max(2).min(to.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LocatorLabel::{Chapter, Location, Page, Paragraph, Percent, Section};

    #[test]
    fn a_range_keeps_the_digits_that_its_style_keeps() {
        for (value, in_mla, in_apa, in_chicago) in [
            ("59", " 59", "p. 59", "59"),
            ("59-60", " 59-60", "pp. 59–60", "59–60"),
            ("3-10", " 3-10", "pp. 3–10", "3–10"),
            ("96-101", " 96-101", "pp. 96–101", "96–101"),
            ("100-104", " 100-04", "pp. 100–104", "100–104"),
            ("101-108", " 101-08", "pp. 101–108", "101–8"),
            ("101-8", " 101-08", "pp. 101–108", "101–8"),
            ("107-112", " 107-12", "pp. 107–112", "107–12"),
            ("124–25", " 124-25", "pp. 124–125", "124–25"),
            ("321-8", " 321-28", "pp. 321–328", "321–28"),
            ("498-532", " 498-532", "pp. 498–532", "498–532"),
            ("1103-1104", " 1103-04", "pp. 1103–1104", "1103–4"),
            ("1496-1500", " 1496-500", "pp. 1496–1500", "1496–500"),
            (
                "59, 124-125",
                " 59, 124-25",
                "pp. 59, 124–125",
                "59, 124–25",
            ),
            ("iv-xi", " iv-xi", "pp. iv–xi", "iv–xi"),
            ("60-59", " 60-59", "pp. 60–59", "60–59"),
        ] {
            let place = Locator {
                label: Page,
                value: value.to_owned(),
            };
            assert_eq!(mla(&place, Numbering::ByStyle), in_mla, "{value}");
            assert_eq!(apa(&place), in_apa, "{value}");
            assert_eq!(chicago(&place), in_chicago, "{value}");
        }
    }

    #[test]
    fn a_label_is_the_styles_own() {
        for (label, value, in_mla, in_apa, in_chicago) in [
            (Paragraph, "2", ", par. 2", "para. 2", "para. 2"),
            (Paragraph, "2-3", ", pars. 2-3", "paras. 2–3", "paras. 2–3"),
            (Chapter, "7", ", ch. 7", "Chapter 7", "chap. 7"),
            (
                Section,
                "2, 4",
                ", secs. 2, 4",
                "Sections 2, 4",
                "secs. 2, 4",
            ),
            (Location, "1200", "", "loc. 1200", "loc. 1200"),
            (Percent, "23", "", "23%", "23%"),
        ] {
            let place = Locator {
                label,
                value: value.to_owned(),
            };
            assert_eq!(mla(&place, Numbering::Counted), in_mla);
            assert_eq!(apa(&place), in_apa);
            assert_eq!(chicago(&place), in_chicago);
        }
    }
}
