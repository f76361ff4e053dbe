//! Trends: how much the essays of each year discuss a theme or name a character.
//!
//! A rate needs both its numbers, so each year has its essays counted whether
//! they discuss it or not: what one essay says is not what a year says. Years
//! without essays are not there, essays without a date stand by themselves.

use super::Tagged;
use super::themes::ratio;
use crate::index::{Index, IndexError};
use std::collections::BTreeMap;

/// What some essays say of one theme or character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Discussed {
    /// Essays that discuss it.
    pub essays: u32,
    /// All the essays.
    pub of: u32,
    /// Passages that discuss it.
    pub passages: u32,
    /// Words in those passages.
    pub tagged_words: u64,
    /// Words in all the essays.
    pub words: u64,
}

impl Discussed {
    /// Share of the words that stand in passages on it, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        ratio(self.tagged_words, self.words)
    }

    fn add(&mut self, other: &Discussed) {
        self.essays += other.essays;
        self.of += other.of;
        self.passages += other.passages;
        self.tagged_words += other.tagged_words;
        self.words += other.words;
    }
}

/// What is said of one theme or character year by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// Years with essays, ascending.
    pub years: Vec<(u32, Discussed)>,
    /// Essays without a date.
    pub undated: Discussed,
}

/// Years that follow one another, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub from: u32,
    /// The last; the first, if it is one year.
    pub to: u32,
}

/// How many years are put together where there are too many for a row each.
const BUNDLES: [u32; 8] = [1, 2, 5, 10, 20, 50, 100, 1000];

impl Trend {
    /// All essays, dated or not.
    #[must_use]
    pub fn whole(&self) -> Discussed {
        let mut whole = self.undated;
        for (_, year) in &self.years {
            whole.add(year);
        }
        whole
    }

    /// The years in at most some `rows`, as far as millennia will do: year by
    /// year if they fit, else by as few years as fit, counted from round ones.
    ///
    /// ```
    /// use norfolk::compare::{Discussed, Trend, Years};
    /// let years = [1999, 2008, 2009, 2010].map(|year| (year, Discussed::default()));
    /// let trend = Trend { years: years.to_vec(), undated: Discussed::default() };
    /// let bundles: Vec<Years> = trend.bundled(3).into_iter().map(|(years, _)| years).collect();
    /// let decade = |from| Years { from, to: from + 1 };
    /// assert_eq!(bundles, [decade(1998), decade(2008), decade(2010)]);
    /// ```
    #[must_use]
    pub fn bundled(&self, rows: usize) -> Vec<(Years, Discussed)> {
        let mut bundles = BTreeMap::new();
        for size in BUNDLES {
            bundles = BTreeMap::new();
            for (year, counted) in &self.years {
                let bundle: &mut Discussed = bundles.entry((year / size, size)).or_default();
                bundle.add(counted);
            }
            if bundles.len() <= rows {
                break;
            }
        }
        let years = |(number, size): (u32, u32)| Years {
            from: number * size,
            to: number * size + (size - 1),
        };
        let bundles = bundles.into_iter();
        bundles
            .map(|(key, counted)| (years(key), counted))
            .collect()
    }
}

/// The trends of `count` themes or characters, in the order of the profile;
/// read off columns, no text is touched.
///
/// # Errors
/// If the index cannot be read.
pub fn trends(index: &Index, tagged: Tagged, count: usize) -> Result<Vec<Trend>, IndexError> {
    let mut by_year: BTreeMap<u64, Vec<Discussed>> = BTreeMap::new();
    for segment in index.searcher().segment_readers() {
        let columns = index.passage_columns(segment)?;
        let tags = index.tag_columns(segment)?;
        let years = index.years(segment)?;
        let column = tagged.column(&tags);
        let essays = segment.doc_ids_alive().filter(|doc| columns.is_essay(*doc));
        for essay in essays {
            let row = by_year.entry(years.get_val(essay));
            let row = row.or_insert_with(|| vec![Discussed::default(); count]);
            let words = tags.words.get_val(essay);
            for discussed in &mut *row {
                discussed.of += 1;
                discussed.words += words;
            }
            let mut is_seen = vec![false; count];
            for passage in columns.passages_of(essay) {
                for id in column.values_for_doc(passage) {
                    let Some(id) = usize::try_from(id).ok().filter(|id| *id < count) else {
                        continue;
                    };
                    row[id].passages += 1;
                    row[id].tagged_words += tags.words.get_val(passage);
                    row[id].essays += u32::from(!is_seen[id]);
                    is_seen[id] = true;
                }
            }
        }
    }
    let mut trends = vec![Trend::default(); count];
    for (year, row) in by_year {
        for (trend, discussed) in trends.iter_mut().zip(row) {
            match u32::try_from(year) {
                Ok(0) | Err(_) => trend.undated = discussed,
                Ok(year) => trend.years.push((year, discussed)),
            }
        }
    }
    Ok(trends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(years: &[(u32, u32)], rows: usize, expected: &Expect) {
        let years = years.iter().map(|(year, of)| {
            let of = *of;
            (
                *year,
                Discussed {
                    of,
                    ..Discussed::default()
                },
            )
        });
        let trend = Trend {
            years: years.collect(),
            undated: Discussed::default(),
        };
        let bundled = trend.bundled(rows);
        let shown = bundled.iter().map(|(years, counted)| {
            let Years { from, to } = years;
            format!("{from}-{to} {}", counted.of)
        });
        expected.assert_eq(&shown.collect::<Vec<_>>().join(", "));
    }

    #[test]
    fn years_that_fit_have_a_row_each_and_none_is_invented() {
        check(
            &[(2005, 1), (2009, 2)],
            2,
            &expect!["2005-2005 1, 2009-2009 2"],
        );
        check(&[], 2, &expect![""]);
    }

    #[test]
    fn years_that_do_not_fit_are_put_together_from_round_ones() {
        let many: Vec<(u32, u32)> = (1994..2007).map(|year| (year, 1)).collect();
        check(&many, 3, &expect!["1990-1999 6, 2000-2009 7"]);
        check(
            &[(4, 1), (999, 1), (2000, 1), (9999, 1)],
            3,
            &expect!["0-999 2, 2000-2999 1, 9000-9999 1"],
        );
    }

    #[test]
    fn the_whole_holds_what_has_no_date_too() {
        let one = Discussed {
            essays: 1,
            of: 2,
            passages: 3,
            tagged_words: 10,
            words: 40,
        };
        let trend = Trend {
            years: vec![(2005, one), (2006, one)],
            undated: one,
        };
        let whole = trend.whole();
        assert_eq!((whole.essays, whole.of, whole.passages), (3, 6, 9));
        assert!((whole.share() - 0.25).abs() < f32::EPSILON);
    }
}
