//! Themes, measured: what a paragraph argues, against what norfolk asserts.
//!
//! Themes named in passing are not scored at all. The interval is over essays,
//! not paragraphs: the paragraphs of an essay are alike.

use super::essays::{Found, Labelled};
use super::metrics::{Counts, bootstrap, mean};
use super::table::{Row, row, scores};

/// What was found of the themes of one split.
#[derive(Debug, Default)]
pub(super) struct Themes {
    /// By essay, then by theme.
    essays: Vec<Vec<Counts>>,
}

impl Themes {
    pub(super) fn begin_essay(&mut self, themes: usize) {
        self.essays.push(vec![Counts::default(); themes]);
    }

    /// Measures a paragraph of the essay that was begun last.
    pub(super) fn add(&mut self, themes: &[&str], labelled: &Labelled, found: &Found) {
        let counts = self.essays.last_mut().expect("an essay was begun");
        let has = |list: &[String], theme: &str| list.iter().any(|other| other == theme);
        for (theme, counts) in themes.iter().zip(counts) {
            if !has(&labelled.themes.weak, theme) {
                let is_labelled = has(&labelled.themes.strong, theme);
                counts.add(is_labelled, has(&found.themes, theme));
            }
        }
    }

    pub(super) fn rows(&self, themes: &[&str]) -> Vec<Row> {
        let every: Vec<usize> = (0..self.essays.len()).collect();
        let by_theme = self.sums(&every);
        let mut micro = Counts::default();
        for counts in &by_theme {
            micro += *counts;
        }
        let (low, high) = bootstrap(every.len(), |drawn| macro_of(&self.sums(drawn), Counts::f1));
        let whole = |measure: fn(&Counts) -> f64| format!("{:.3}", macro_of(&by_theme, measure));
        let mut rows = vec![
            row("macro precision", whole(Counts::precision)),
            row("macro recall", whole(Counts::recall)),
            row("macro F1", whole(Counts::f1)),
            row("  95 % of resamples", format!("{low:.3} to {high:.3}")),
        ];
        rows.extend(scores("micro", &micro));
        rows.push(row("by theme: F1, P/R, labels", String::new()));
        for (theme, counts) in themes.iter().zip(&by_theme) {
            let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
            let labels = counts.labelled;
            let figures = format!("{f1:.2} {p:.2}/{r:.2} {labels:2}");
            rows.push(row(&format!("  {theme}"), figures));
        }
        rows
    }

    /// Sums over some essays, by theme.
    fn sums(&self, essays: &[usize]) -> Vec<Counts> {
        let mut sums = vec![Counts::default(); self.essays[0].len()];
        for essay in essays {
            for (sum, counts) in sums.iter_mut().zip(&self.essays[*essay]) {
                *sum += *counts;
            }
        }
        sums
    }
}

/// The mean over the themes that are labelled at all.
fn macro_of(by_theme: &[Counts], measure: fn(&Counts) -> f64) -> f64 {
    let labelled = by_theme.iter().filter(|counts| counts.labelled > 0);
    mean(&labelled.map(measure).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_in_passing_is_not_scored() {
        let mut labelled = Labelled::default();
        labelled.themes.strong = vec!["art".to_string()];
        labelled.themes.weak = vec!["loss".to_string()];
        let found = Found {
            themes: vec!["loss".to_string(), "time".to_string()],
            ..Found::default()
        };
        let mut themes = Themes::default();
        themes.begin_essay(3);
        themes.add(&["art", "loss", "time"], &labelled, &found);
        let [art, loss, time] = themes.essays[0][..] else {
            panic!("three themes")
        };
        assert_eq!((art.labelled, art.recalled), (1, 0));
        assert_eq!(loss, Counts::default());
        assert_eq!((time.found, time.right), (1, 0));
    }
}
