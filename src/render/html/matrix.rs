//! The page of all essays: a heat map, and for each essay its themes and the
//! passages that its numbers count.

use super::groups::group_sections;
use super::heat_map::{Cell, Row, heat_map};
use super::passages::{passage, place};
use super::{Text, bar, begin, byline, end, percent, title};
use crate::cite::Citing;
use crate::compare::{Group, Matrix, MatrixRow};
use crate::enrich::EnrichedPassage;
use crate::profile::Profile;
use crate::render::count;
use std::io::{self, Write};

/// Essays in groups, above all of them.
#[derive(Debug, Clone, Copy)]
pub struct Grouped<'a> {
    /// What they are grouped by, as a noun.
    pub noun: &'a str,
    /// The groups; their essays are rows of the matrix.
    pub groups: &'a [Group],
}

/// Writes all essays by these themes as a page. `passages` are those of each row;
/// `left_out` is how many essays are not among the rows.
///
/// # Errors
/// If `out` cannot be written.
pub fn matrix(
    out: &mut dyn Write,
    (profile, themes): (&Profile, &[u16]),
    citing: &Citing<'_>,
    (matrix, passages): (&Matrix, &[Vec<EnrichedPassage>]),
    grouped: Option<Grouped<'_>>,
    left_out: usize,
) -> io::Result<()> {
    begin(out, "Essays by theme")?;
    write_lead(out, &matrix.rows, left_out)?;
    if let Some(grouped) = grouped {
        group_sections(out, profile, themes, &matrix.rows, grouped)?;
        writeln!(out, "<h2>All essays</h2>")?;
    }
    let rows = matrix.rows.iter().enumerate();
    let rows: Vec<Row> = rows.map(|(at, row)| row_of(themes, at, row)).collect();
    heat_map(out, "Essays by theme", &names(profile, themes), &rows)?;
    for (at, (row, passages)) in matrix.rows.iter().zip(passages).enumerate() {
        write_essay(out, (profile, themes), citing, at, (row, passages))?;
    }
    end(out)
}

/// Names of themes.
pub(super) fn names<'a>(profile: &'a Profile, themes: &[u16]) -> Vec<&'a str> {
    let themes = themes.iter().map(|id| &profile.themes[usize::from(*id)]);
    themes.map(|theme| theme.name.as_str()).collect()
}

fn row_of(themes: &[u16], at: usize, row: &MatrixRow) -> Row {
    let cell = |id: &u16| Cell {
        theme: *id,
        share: row.themes[usize::from(*id)],
        is_of_one: false,
    };
    Row {
        label: title(&row.essay.record, &row.path).to_string(),
        target: format!("e{at}"),
        cells: themes.iter().map(cell).collect(),
    }
}

fn write_lead(out: &mut dyn Write, rows: &[MatrixRow], left_out: usize) -> io::Result<()> {
    let essays = count(rows.len() as u64, "essay");
    writeln!(
        out,
        "<p class=\"dim\">{essays}. A number is the share of an essay’s words, in per cent, that \
         stand in passages on the theme; it leads to those passages.</p>"
    )?;
    if left_out > 0 {
        let more = count(left_out as u64, "essay");
        writeln!(
            out,
            "<p>{more} more are left out, to keep the page small enough to open.</p>"
        )?;
    }
    Ok(())
}

fn write_essay(
    out: &mut dyn Write,
    (profile, themes): (&Profile, &[u16]),
    citing: &Citing<'_>,
    at: usize,
    (row, passages): (&MatrixRow, &[EnrichedPassage]),
) -> io::Result<()> {
    let record = &row.essay.record;
    writeln!(
        out,
        "<section id=\"e{at}\">\n<h2>{}</h2>\n<p class=\"dim\">{}</p>",
        Text(title(record, &row.path)),
        Text(&byline(record, &row.path))
    )?;
    writeln!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">Theme</th><th scope=\"col\">Share</th>\
         <th scope=\"col\">Passages</th></tr></thead>\n<tbody>"
    )?;
    let mut shares: Vec<_> = themes
        .iter()
        .map(|id| (*id, row.themes[usize::from(*id)]))
        .collect();
    shares.retain(|(_, share)| share.passages > 0);
    shares.sort_by(|a, b| b.1.share.total_cmp(&a.1.share).then(a.0.cmp(&b.0)));
    for (theme, share) in shares {
        let name = Text(&profile.themes[usize::from(theme)].name);
        let id = format!("e{at}-t{theme}");
        write!(
            out,
            "<tr id=\"{id}\"><th scope=\"row\">{name}</th><td class=\"share\">"
        )?;
        bar(out, share)?;
        write!(out, " {}</td><td>", percent(share))?;
        for (number, passage) in passages.iter().enumerate() {
            if passage.themes.iter().any(|tag| tag.theme == theme) {
                let place = place(passage);
                write!(out, "<a href=\"#e{at}-p{number}\">{}</a> ", Text(&place))?;
            }
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")?;
    for (number, found) in passages.iter().enumerate() {
        if found.themes.iter().any(|tag| themes.contains(&tag.theme)) {
            let id = format!("e{at}-p{number}");
            passage(out, profile, citing, Some(&id), (record, found), themes)?;
        }
    }
    let entry = citing.entry(&record.reference);
    writeln!(out, "<p class=\"dim\">{}</p>\n</section>", Text(&entry))
}
