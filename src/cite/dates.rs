//! Dates as the styles print them, as far as they are known.
//!
//! Sources: MLA Handbook, 9th ed., 5.68-5.82 and appendix 1; APA Publication
//! Manual, 7th ed., 9.14; Chicago Manual of Style, 17th ed., 9.31.

use super::Date;

/// Months as MLA and Chicago print them.
const MLA_MONTHS: [&str; 12] = [
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The year, or "n.d.".
pub(super) fn year(date: Option<Date>) -> String {
    date.map_or_else(|| "n.d.".to_owned(), |date| date.year.to_string())
}

/// "March 4, 2019", or "n.d.".
pub(super) fn long_date(date: Option<Date>) -> String {
    date.map_or_else(|| "n.d.".to_owned(), chicago_date)
}

/// "4 Mar. 2019", as far as the date is known.
pub(super) fn mla_date(date: Date) -> String {
    let month = date
        .month
        .and_then(|month| MLA_MONTHS.get(usize::from(month).wrapping_sub(1)));
    match (month, date.day) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year),
        (Some(month), None) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// "March 4, 2019", as far as the date is known.
pub(super) fn chicago_date(date: Date) -> String {
    match (month_name(date), date.day) {
        (Some(month), Some(day)) => format!("{month} {day}, {}", date.year),
        (Some(month), None) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// "March 4" or "March", which ends an author-date entry; `None` of a year alone.
pub(super) fn chicago_day(date: Date) -> Option<String> {
    let month = month_name(date)?;
    Some(
        date.day
            .map_or_else(|| month.to_owned(), |day| format!("{month} {day}")),
    )
}

/// "2019, March 4", as far as the date is known.
pub(super) fn apa_date(date: Date) -> String {
    match (month_name(date), date.day) {
        (Some(month), Some(day)) => format!("{}, {month} {day}", date.year),
        (Some(month), None) => format!("{}, {month}", date.year),
        _ => date.year.to_string(),
    }
}

fn month_name(date: Date) -> Option<&'static str> {
    MONTHS
        .get(usize::from(date.month?).wrapping_sub(1))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_printed_as_far_as_it_is_known() {
        for (iso, expected) in [
            (
                "2019-09-04",
                "4 Sept. 2019|September 4, 2019|2019, September 4",
            ),
            ("2019-05", "May 2019|May 2019|2019, May"),
            ("2019", "2019|2019|2019"),
        ] {
            let date = Date::parse_iso(iso).expect("the table holds dates");
            let printed = [mla_date(date), chicago_date(date), apa_date(date)];
            assert_eq!(printed.join("|"), expected);
        }
        assert_eq!(year(None), "n.d.");
    }
}
