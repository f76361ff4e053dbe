//! Tables: the heat map of essays by themes, one theme across essays, essays
//! side by side, and what the corpus discusses; for people, and as CSV.

use super::plain::{Page, by_hand};
use super::{count, printable};
use crate::compare::{Group, Matrix, MatrixRow, Share, SideBySide, SideTheme, ThemeAcross};
use crate::enrich::EnrichedPassage;
use crate::profile::Profile;
use std::io::{self, Write};

/// Shades for shares of 0, up to 10, 25, 50 and 100 per cent: they read without colour.
const SHADES: [(f32, &str); 5] = [
    (0.0, "·"),
    (0.10, "░"),
    (0.25, "▒"),
    (0.50, "▓"),
    (1.0, "█"),
];

fn shade(share: f32) -> &'static str {
    SHADES
        .iter()
        .find(|(to, _)| share <= *to)
        .map_or("█", |(_, shade)| shade)
}

fn percent(share: Share) -> String {
    format!("{:.0} %", share.share * 100.0)
}

/// Title or path of an essay, cut to `width` characters.
pub(super) fn label(title: Option<&str>, path: &str, width: usize) -> String {
    let name = printable(title.unwrap_or(path));
    if name.chars().count() <= width {
        return name;
    }
    let cut: String = name.chars().take(width.saturating_sub(1)).collect();
    format!("{cut}…")
}

/// Writes the matrix of essays by these themes as a heat map.
///
/// # Errors
/// If `out` cannot be written.
pub fn heat_map(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    themes: &[u16],
    matrix: &Matrix,
) -> io::Result<()> {
    let rows = matrix.rows.iter().map(|row| ShadedRow {
        name: (row.essay.record.reference.title.as_deref())
            .unwrap_or(&row.path)
            .to_string(),
        cells: cells(themes, |theme| (row.themes[theme], false)),
    });
    write_map(out, page, profile, themes, &rows.collect::<Vec<_>>())
}

/// Writes groups of essays by these themes as a heat map.
///
/// # Errors
/// If `out` cannot be written.
pub fn group_map(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    themes: &[u16],
    (noun, groups): (&str, &[Group]),
) -> io::Result<()> {
    let rows = groups.iter().map(|group| ShadedRow {
        name: format!(
            "{} ({})",
            group.label.clone().unwrap_or_else(|| format!("no {noun}")),
            group.essays.len()
        ),
        cells: cells(themes, |theme| {
            let share = group.themes[theme];
            (share.share, share.is_of_one)
        }),
    });
    let rows: Vec<ShadedRow> = rows.collect();
    write_map(out, page, profile, themes, &rows)?;
    if rows.iter().any(|row| row.cells.iter().any(|cell| cell.1)) {
        let legend = "* one essay makes all or most of it";
        writeln!(out, "{}", page.dim(legend))?;
    }
    Ok(())
}

/// A row of a heat map: its name, and each share with whether it is uneven.
struct ShadedRow {
    name: String,
    cells: Vec<(Share, bool)>,
}

fn cells(themes: &[u16], share: impl Fn(usize) -> (Share, bool)) -> Vec<(Share, bool)> {
    themes.iter().map(|id| share(usize::from(*id))).collect()
}

fn write_map(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    themes: &[u16],
    rows: &[ShadedRow],
) -> io::Result<()> {
    let ids: Vec<&str> = themes
        .iter()
        .map(|id| profile.themes[usize::from(*id)].id.as_str())
        .collect();
    let columns = ids.len() * 4;
    let width = page.width.saturating_sub(columns + 2).clamp(16, 48);
    let heads: Vec<String> = ids.iter().map(|id| id.chars().take(3).collect()).collect();
    write!(out, "{:width$} ", "")?;
    for head in &heads {
        write!(out, " {}", page.bold(&format!("{head:<3}")))?;
    }
    writeln!(out)?;
    for row in rows {
        let name = label(Some(&row.name), "", width);
        let pad = width - name.chars().count();
        write!(out, "{name}{:pad$} ", "")?;
        for (share, is_of_one) in &row.cells {
            let shade = shade(share.share);
            let end = if *is_of_one { "*" } else { shade };
            write!(out, " {shade}{shade}{end}")?;
        }
        writeln!(out)?;
    }
    let legend = "· none  ░ to 10 %  ▒ to 25 %  ▓ to 50 %  █ over 50 % of the words";
    writeln!(out, "{}", page.dim(legend))?;
    let names = heads
        .iter()
        .zip(&ids)
        .map(|(head, id)| format!("{head} = {id}"));
    let names = names.collect::<Vec<_>>().join("  ");
    writeln!(
        out,
        "{}",
        page.dim(&textwrap::fill(&names, page.width.max(40)))
    )
}

/// Writes one theme across essays, each with the passage that says so.
///
/// # Errors
/// If `out` cannot be written.
pub fn theme_across(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    across: &ThemeAcross,
) -> io::Result<()> {
    theme_head(out, page, profile, across.theme)?;
    theme_rows(out, page, across)
}

/// Writes a theme's name and definition.
pub(super) fn theme_head(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    theme: u16,
) -> io::Result<()> {
    let theme = &profile.themes[usize::from(theme)];
    let head = format!(
        "{} — {}",
        printable(&theme.name),
        printable(&theme.definition)
    );
    let name = printable(&theme.name);
    let wrapped = textwrap::fill(&head, page.width.max(40));
    writeln!(out, "{}\n", wrapped.replacen(&name, &page.bold(&name), 1))
}

/// Writes essays that discuss a theme, each with the passage that says so.
pub(super) fn theme_rows(out: &mut dyn Write, page: Page, across: &ThemeAcross) -> io::Result<()> {
    for row in &across.rows {
        let title = row.essay.record.reference.title.as_deref();
        let name = page.bold(&label(title, &row.path, 70));
        let passages = count(u64::from(row.share.passages), "passage");
        writeln!(
            out,
            "{:>5}  {name}  {}",
            percent(row.share),
            page.dim(&passages)
        )?;
        write_best(out, page, &row.path, &row.best, across.theme)?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_best(
    out: &mut dyn Write,
    page: Page,
    path: &str,
    best: &EnrichedPassage,
    theme: u16,
) -> io::Result<()> {
    let evidence: Vec<String> = (best.themes.iter())
        .filter(|tag| tag.theme == theme)
        .flat_map(|tag| &tag.evidence)
        .map(|evidence| printable(evidence.span.of(&best.text)))
        .collect();
    let evidence = if evidence.is_empty() {
        by_hand()
    } else {
        evidence.join(", ")
    };
    let place = format!(
        "{} ¶{}: {evidence}",
        printable(path),
        best.passage.paragraph,
    );
    let options = textwrap::Options::new(page.width.max(40))
        .initial_indent("       ")
        .subsequent_indent("       ");
    let text = textwrap::fill(&printable(best.text.trim_end()), &options);
    writeln!(out, "{text}")?;
    for line in textwrap::wrap(&place, &options) {
        writeln!(out, "{}", page.dim(&line))?;
    }
    Ok(())
}

/// Writes essays side by side.
///
/// # Errors
/// If `out` cannot be written.
pub fn side_by_side(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    sides: &SideBySide,
) -> io::Result<()> {
    for (letter, (essay, path)) in ('A'..='Z').zip(&sides.essays) {
        let title = label(essay.record.reference.title.as_deref(), path, 60);
        writeln!(
            out,
            "{}  {} ({})",
            page.bold(&letter.to_string()),
            title,
            printable(path)
        )?;
    }
    writeln!(out)?;
    for row in &sides.themes {
        write_side_theme(out, page, profile, sides, row)?;
    }
    write_shared(out, page, sides)?;
    for (at, letter) in (0..sides.essays.len()).zip('A'..='Z') {
        let words: Vec<String> = (sides.keywords.iter())
            .filter(|keyword| keyword.essay == at)
            .map(|keyword| format!("{} ({})", printable(&keyword.word), keyword.counts[at]))
            .collect();
        if !words.is_empty() {
            writeln!(
                out,
                "{} {}",
                page.bold(&format!("words of {letter}")),
                words.join(", ")
            )?;
        }
    }
    Ok(())
}

/// Writes one theme: the share of each essay, and its best passage.
fn write_side_theme(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    sides: &SideBySide,
    row: &SideTheme,
) -> io::Result<()> {
    let theme = &profile.themes[usize::from(row.theme)];
    write!(out, "{}", page.bold(&format!("{:<12}", theme.id)))?;
    for share in &row.shares {
        write!(
            out,
            " {} {:>5}",
            shade(share.share).repeat(3),
            percent(*share)
        )?;
    }
    writeln!(out)?;
    for ((letter, (_, path)), best) in ('A'..='Z').zip(&sides.essays).zip(&row.best) {
        if let Some(best) = best {
            writeln!(out, "       {}", page.bold(&letter.to_string()))?;
            write_best(out, page, path, best, row.theme)?;
        }
    }
    Ok(())
}

/// Writes what several of the essays cite and quote.
fn write_shared(out: &mut dyn Write, page: Page, sides: &SideBySide) -> io::Result<()> {
    if !sides.shared_pages.is_empty() {
        let pages: Vec<String> = sides.shared_pages.iter().map(ToString::to_string).collect();
        writeln!(out, "\n{} {}", page.bold("shared pages"), pages.join(", "))?;
    }
    for shared in &sides.shared_quotations {
        writeln!(
            out,
            "{} “{}”",
            page.bold("shared quotation"),
            printable(&shared.text)
        )?;
    }
    Ok(())
}

/// Writes what the corpus discusses: names with passages and essays, most first.
///
/// # Errors
/// If `out` cannot be written.
pub fn tags(out: &mut dyn Write, page: Page, rows: &[(String, u64, u64)]) -> io::Result<()> {
    let most = rows.iter().map(|row| row.1).max().unwrap_or(1).max(1);
    let width = rows
        .iter()
        .map(|row| row.0.chars().count())
        .max()
        .unwrap_or(0);
    for (name, passages, essays) in rows {
        let length = usize::try_from(passages * 30 / most).unwrap_or(30);
        let bar = "█".repeat(length.max(usize::from(*passages > 0)));
        let name = printable(name);
        let pad = width - name.chars().count().min(width);
        let counts = format!(
            "{} in {}",
            count(*passages, "passage"),
            count(*essays, "essay")
        );
        writeln!(
            out,
            "{}{:pad$}  {bar} {}",
            page.bold(&name),
            "",
            page.dim(&counts)
        )?;
    }
    Ok(())
}

/// Writes rows of cells as CSV (RFC 4180). A cell that a spreadsheet would take
/// for a formula gets an apostrophe before it.
///
/// # Errors
/// If `out` cannot be written.
pub fn csv(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(&printable(cell))).collect();
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

fn csv_cell(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '@', '\t', '\r'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_string()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// The matrix as rows of CSV: essays by these themes, shares from 0 to 1.
#[must_use]
pub(crate) fn matrix_rows(profile: &Profile, themes: &[u16], matrix: &Matrix) -> Vec<Vec<String>> {
    let mut head = vec!["path".to_string(), "title".to_string()];
    head.extend(theme_ids(profile, themes));
    let row = |row: &MatrixRow| {
        let title = row.essay.record.reference.title.clone().unwrap_or_default();
        let mut line = vec![row.path.clone(), title];
        let shares = themes.iter().map(|id| row.themes[usize::from(*id)]);
        line.extend(shares.map(|share| format!("{:.4}", share.share)));
        line
    };
    std::iter::once(head)
        .chain(matrix.rows.iter().map(row))
        .collect()
}

/// Groups as rows of CSV: by these themes, shares and then dispersions, from 0 to 1.
#[must_use]
pub(crate) fn group_rows(
    profile: &Profile,
    themes: &[u16],
    (noun, groups): (&str, &[Group]),
) -> Vec<Vec<String>> {
    let mut head = vec![noun.to_string(), "essays".to_string(), "words".to_string()];
    head.extend(theme_ids(profile, themes));
    head.extend(theme_ids(profile, themes).map(|id| format!("{id} dispersion")));
    let row = |group: &Group| {
        let shares = || themes.iter().map(|id| group.themes[usize::from(*id)]);
        let mut line = vec![
            group.label.clone().unwrap_or_default(),
            group.essays.len().to_string(),
            group.words.to_string(),
        ];
        line.extend(shares().map(|share| format!("{:.4}", share.share.share)));
        let dispersion = |value: f32| format!("{value:.4}");
        line.extend(shares().map(|share| share.dispersion.map_or_else(String::new, dispersion)));
        line
    };
    std::iter::once(head)
        .chain(groups.iter().map(row))
        .collect()
}

fn theme_ids(profile: &Profile, themes: &[u16]) -> impl Iterator<Item = String> {
    themes
        .iter()
        .map(|id| profile.themes[usize::from(*id)].id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_and_never_a_formula() {
        for (cell, written) in [
            ("a", "a"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "'=1+1"),
            ("-0.5", "-0.5"),
        ] {
            assert_eq!(csv_cell(cell), written);
        }
    }

    #[test]
    fn a_shade_says_how_much() {
        let shades: String = [0.0, 0.05, 0.2, 0.4, 0.9].map(shade).concat();
        assert_eq!(shades, "·░▒▓█");
    }
}
