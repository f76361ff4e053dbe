//! One theme or character over the corpus, for people: how much is said of it
//! year by year, and what it goes together with. Every number is followed by
//! the search that shows its passages.

use super::tables::{label, theme_head, theme_rows};
use super::{Page, count, printable};
use crate::compare::{Companion, Discussed, Overview, Tagged, ThemeAcross, Trend, Years};
use crate::profile::Profile;
use std::io::{self, Write};

/// Rows of years, at most: they fit a screen with what stands below them.
const YEARS: usize = 20;
/// Themes, and characters, that are named as going together with one.
const COMPANIONS: usize = 8;
/// Essays without which a year says little: its bar is a pale one.
const FEW: u32 = 3;
/// The longest bar, in columns.
const BAR: usize = 30;
/// What stands between columns.
const GAP: &str = "  ";

/// Writes one theme over the corpus, then across essays, each with the passage
/// that says so.
///
/// # Errors
/// If `out` cannot be written.
pub fn theme(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    said: &Overview,
    across: &ThemeAcross,
) -> io::Result<()> {
    theme_head(out, page, profile, across.theme)?;
    overview(out, page, profile, said)?;
    writeln!(out)?;
    theme_rows(out, page, across)
}

/// Writes one character over the corpus.
///
/// # Errors
/// If `out` cannot be written.
pub fn character(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    said: &Overview,
) -> io::Result<()> {
    let name = printable(&profile.characters[usize::from(said.id)].name);
    writeln!(out, "{}\n", page.bold(&name))?;
    overview(out, page, profile, said)?;
    writeln!(out)
}

/// Writes what the corpus says of one theme or character.
fn overview(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    overview: &Overview,
) -> io::Result<()> {
    let whole = overview.trend.whole();
    let passages = count(u64::from(whole.passages), "passage");
    let essays = count(u64::from(whole.of), "essay");
    writeln!(out, "{passages} in {} of {essays}", whole.essays)?;
    if whole.passages == 0 {
        return Ok(());
    }
    write_years(out, page, profile, overview)?;
    write_together(out, page, profile, overview)
}

/// Writes how much is said year by year.
fn write_years(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    overview: &Overview,
) -> io::Result<()> {
    let years = overview.trend.bundled(YEARS);
    let undated = overview.trend.undated;
    let Some((last, _)) = years.iter().rfind(|(_, year)| year.passages > 0) else {
        return writeln!(out, "{}", page.dim("no essay that does has a date"));
    };
    let mut rows: Vec<(String, Discussed)> = (years.iter())
        .map(|(years, said)| (dashed(*years), *said))
        .collect();
    if undated.of > 0 {
        rows.push(("no date".to_string(), undated));
    }
    write_bars(out, page, &rows)?;
    let option = option(profile, overview.tagged, overview.id);
    write_search(out, page, &format!("{option} --year {}", dotted(*last)))
}

/// Writes rows of years with a bar each, as long as the page is wide.
fn write_bars(out: &mut dyn Write, page: Page, rows: &[(String, Discussed)]) -> io::Result<()> {
    let head = ["years", "words", "essays", "passages"].map(str::to_string);
    let cells = rows.iter().map(|(label, said)| {
        let essays = format!("{} of {}", said.essays, said.of);
        [
            label.clone(),
            percent(said),
            essays,
            said.passages.to_string(),
        ]
    });
    let cells: Vec<[String; 4]> = cells.collect();
    let widths = widths(std::iter::once(&head).chain(&cells));
    let beside: usize = widths.iter().map(|width| width + GAP.len()).sum();
    let longest = page.width.saturating_sub(beside).clamp(1, BAR);
    let line = |[label, share, essays, passages]: &[String; 4], bar: &str| {
        let [of_label, of_share, of_essays, of_passages] = widths;
        format!(
            "{label:<of_label$}{GAP}{share:>of_share$}{GAP}{bar:longest$}{GAP}\
             {essays:>of_essays$}{GAP}{passages:>of_passages$}"
        )
    };
    writeln!(out, "\n{}", page.dim(&line(&head, "")))?;
    let shares = rows.iter().map(|(_, said)| said.share());
    let most = shares.fold(0.0, f32::max);
    for (cells, (_, said)) in cells.iter().zip(rows) {
        writeln!(out, "{}", line(cells, &bar(said, most, longest)))?;
    }
    let few = if rows.iter().any(|(_, said)| said.of < FEW) {
        format!("; ░ fewer than {FEW} essays")
    } else {
        String::new()
    };
    let legend = format!("words: share of all that stand in such passages{few}");
    writeln!(out, "{}", page.dim(&page.wrap(&legend, "")))
}

/// The widest cell of each column.
fn widths<'a, const N: usize>(rows: impl Iterator<Item = &'a [String; N]>) -> [usize; N] {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// Writes the search that shows the passages counted above; on a line of its
/// own, as it is to be copied.
fn write_search(out: &mut dyn Write, page: Page, options: &str) -> io::Result<()> {
    let search = format!("to read: norfolk search {options}");
    writeln!(out, "{}", page.dim(&search))
}

/// A share of words; what is less than one in a hundred is not nothing.
fn percent(said: &Discussed) -> String {
    let percent = said.share() * 100.0;
    if said.passages > 0 && percent < 0.5 {
        "<1 %".to_string()
    } else {
        format!("{percent:.0} %")
    }
}

/// A bar as long as the share is against the largest; pale if few essays say so.
fn bar(said: &Discussed, most: f32, longest: usize) -> String {
    let full = if said.of < FEW { "░" } else { "█" };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a length between 0 and the longest"
    )]
    let length = (said.share() / most.max(f32::MIN_POSITIVE) * longest as f32).round() as usize;
    full.repeat(length.clamp(usize::from(said.passages > 0), longest))
}

/// `2005`, or `2005–2009`.
fn dashed(years: Years) -> String {
    let Years { from, to } = years;
    if from == to {
        from.to_string()
    } else {
        format!("{from}–{to}")
    }
}

/// `2005`, or `2005..2009`, as `--year` takes it.
fn dotted(years: Years) -> String {
    dashed(years).replace('–', "..")
}

/// Writes which themes and characters go together with it.
fn write_together(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    overview: &Overview,
) -> io::Result<()> {
    let lists = [
        (Tagged::Themes, &overview.together.themes),
        (Tagged::Characters, &overview.together.characters),
    ];
    if lists.iter().all(|(_, companions)| companions.is_empty()) {
        let none = "no theme or character shares its passages more often than by chance";
        return writeln!(out, "\n{}", page.dim(&page.wrap(none, "")));
    }
    let own = option(profile, overview.tagged, overview.id);
    for (tagged, companions) in lists {
        if let Some(first) = companions.first() {
            write_companions(out, page, profile, tagged, companions)?;
            let other = option(profile, tagged, first.id);
            write_search(out, page, &format!("{own} {other}"))?;
        }
    }
    Ok(())
}

fn write_companions(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    tagged: Tagged,
    companions: &[Companion],
) -> io::Result<()> {
    let head = [noun(tagged), "passages", "essays", "× chance"].map(str::to_string);
    let cells = companions.iter().take(COMPANIONS).map(|one| {
        [
            printable(name(profile, tagged, one.id)),
            format!("{} of {}", one.passages, one.of),
            one.essays.to_string(),
            format!("{:.1}", one.lift),
        ]
    });
    let cells: Vec<[String; 4]> = cells.collect();
    let widths = widths(std::iter::once(&head).chain(&cells));
    let beside: usize = widths[1..].iter().map(|width| width + GAP.len()).sum();
    let of_name = widths[0].min(page.width.saturating_sub(beside).max(8));
    let line = |[name, shared, essays, lift]: &[String; 4]| {
        let [_, of_shared, of_essays, of_lift] = widths;
        let name = label(None, name, of_name);
        format!(
            "{name:<of_name$}{GAP}{shared:>of_shared$}{GAP}{essays:>of_essays$}{GAP}{lift:>of_lift$}"
        )
    };
    writeln!(out, "\n{}", page.dim(&line(&head)))?;
    for cells in &cells {
        writeln!(out, "{}", line(cells))?;
    }
    Ok(())
}

/// Writes the pairs of themes, or characters, that go together most.
///
/// # Errors
/// If `out` cannot be written.
pub fn pairs(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    tagged: Tagged,
    pairs: &[(u16, Companion)],
) -> io::Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let shown = pairs.iter().map(|(one, other)| {
        let names = [*one, other.id].map(|id| printable(name(profile, tagged, id)));
        format!("{} ({})", names.join(" + "), other.passages)
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    let line = format!("often in one passage: {shown}");
    writeln!(out, "\n{}", page.dim(&page.wrap(&line, "")))
}

/// Names with their counts as rows of CSV under a head; at the end, for every
/// year and for essays without a date, the share of words, the essays that
/// discuss it, and all the essays.
#[must_use]
pub fn trend_rows(noun: &str, rows: &[(String, Trend)]) -> Vec<Vec<String>> {
    let mut head = [noun, "passages", "essays"].map(str::to_string).to_vec();
    let years = rows.first().map_or(&[][..], |(_, trend)| &trend.years);
    let years = years.iter().map(|(year, _)| year.to_string());
    for label in years.chain(["undated".to_string()]) {
        head.extend([
            label.clone(),
            format!("{label} essays"),
            format!("{label} of"),
        ]);
    }
    let row = |(name, trend): &(String, Trend)| {
        let whole = trend.whole();
        let mut row = vec![
            name.clone(),
            whole.passages.to_string(),
            whole.essays.to_string(),
        ];
        let years = trend.years.iter().map(|(_, said)| said);
        for said in years.chain([&trend.undated]) {
            let share = format!("{:.4}", said.share());
            row.extend([share, said.essays.to_string(), said.of.to_string()]);
        }
        row
    };
    std::iter::once(head).chain(rows.iter().map(row)).collect()
}

fn noun(tagged: Tagged) -> &'static str {
    match tagged {
        Tagged::Themes => "themes",
        Tagged::Characters => "characters",
    }
}

/// What a theme or character is called by.
fn name(profile: &Profile, tagged: Tagged, id: u16) -> &str {
    match tagged {
        Tagged::Themes => &profile.themes[usize::from(id)].id,
        Tagged::Characters => &profile.characters[usize::from(id)].name,
    }
}

/// The option of `norfolk search` that keeps to a theme or character.
fn option(profile: &Profile, tagged: Tagged, id: u16) -> String {
    let option = match tagged {
        Tagged::Themes => "--theme",
        Tagged::Characters => "--character",
    };
    format!("{option} {}", word(&printable(name(profile, tagged, id))))
}

/// A name as one word of a command line.
fn word(name: &str) -> String {
    let is_of = |allowed: &str| {
        name.chars()
            .all(|c| c.is_alphanumeric() || allowed.contains(c))
    };
    if is_of("-_.") {
        name.to_string()
    } else if is_of("-_. ',") {
        format!("\"{name}\"")
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_of_a_command_line_whatever_it_holds() {
        for (name, written) in [
            ("memory", "memory"),
            ("Ann B.", "\"Ann B.\""),
            ("O'Hara", "\"O'Hara\""),
            ("$(date) 'x'", r"'$(date) '\''x'\'''"),
        ] {
            assert_eq!(word(name), written);
        }
    }

    #[test]
    fn a_bar_is_as_long_as_the_share_and_pale_if_few_say_so() {
        let said = |of, tagged_words| Discussed {
            essays: 1,
            of,
            passages: u32::from(tagged_words > 0),
            tagged_words,
            words: 100,
        };
        for (of, words, drawn) in [
            (3, 40, "████████"),
            (3, 20, "████"),
            (2, 20, "░░░░"),
            (3, 1, "█"),
            (3, 0, ""),
        ] {
            assert_eq!(bar(&said(of, words), 0.4, 8), drawn);
        }
    }
}
