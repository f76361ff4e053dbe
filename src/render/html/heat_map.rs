//! The heat map: rows by themes as an SVG whose cells are links.
//!
//! Each cell says its number, so it reads without colour.

use super::Text;
use crate::compare::Share;
use std::io::{self, Write};

/// A row of the map.
pub(super) struct Row {
    /// What it is about.
    pub(super) label: String,
    /// Id of the part of the page that it leads to.
    pub(super) target: String,
    /// One cell a column.
    pub(super) cells: Vec<Cell>,
}

/// A number, and where it leads.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    /// The theme of its column.
    pub(super) theme: u16,
    /// The number.
    pub(super) share: Share,
    /// Whether one essay makes all or most of it.
    pub(super) is_of_one: bool,
}

/// Pixels of a cell, across and down.
const CELL: (usize, usize) = (36, 24);
/// Pixels of the labels' column and of the heads' row.
const LABELS: (usize, usize) = (300, 150);
/// Longest label of a row and of a column, in characters.
const LABEL_CHARS: (usize, usize) = (42, 26);
/// Share from which a cell is dark.
const STRONG: f32 = 0.45;

/// Writes a map called `name` with these columns. A cell leads to the id of its
/// row's target, `-t` and the number of its theme.
pub(super) fn heat_map(
    out: &mut dyn Write,
    name: &str,
    columns: &[&str],
    rows: &[Row],
) -> io::Result<()> {
    let width = LABELS.0 + CELL.0 * columns.len() + LABELS.1;
    let height = LABELS.1 + CELL.1 * rows.len() + 2;
    let name = Text(name);
    writeln!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">\n\
         <svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"group\" aria-label=\"{name}\">"
    )?;
    for (at, column) in columns.iter().enumerate() {
        let x = LABELS.0 + CELL.0 * at + CELL.0 / 2;
        let y = LABELS.1 - 8;
        let column = cut(column, LABEL_CHARS.1);
        let column = Text(&column);
        writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" transform=\"rotate(-45 {x} {y})\">{column}</text>"
        )?;
    }
    for (at, row) in rows.iter().enumerate() {
        write_row(out, columns, row, LABELS.1 + CELL.1 * at)?;
    }
    writeln!(out, "</svg>\n</div>")
}

fn write_row(out: &mut dyn Write, columns: &[&str], row: &Row, top: usize) -> io::Result<()> {
    let base = top + CELL.1 - 8;
    let (target, label) = (&row.target, Text(&row.label));
    writeln!(
        out,
        "<a href=\"#{target}\" aria-label=\"{label}\"><text x=\"0\" y=\"{base}\">{}</text></a>",
        Text(&cut(&row.label, LABEL_CHARS.0))
    )?;
    for (at, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
        let theme = cell.theme;
        let x = LABELS.0 + CELL.0 * at;
        let share = cell.share.share;
        let rect = format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill-opacity=\"{share:.2}\"/>",
            CELL.0, CELL.1
        );
        if cell.share.passages == 0 {
            writeln!(out, "{rect}")?;
            continue;
        }
        let class = if share >= STRONG {
            " class=\"strong\""
        } else {
            ""
        };
        let caution = if cell.is_of_one { "*" } else { "" };
        let said = format!("{}, {column}: {}", row.label, super::percent(cell.share));
        writeln!(
            out,
            "<a href=\"#{target}-t{theme}\"{class} aria-label=\"{0}\"><title>{0}</title>{rect}\
             <text x=\"{1}\" y=\"{base}\" text-anchor=\"middle\">{2:.0}{caution}</text></a>",
            Text(&said),
            x + CELL.0 / 2,
            share * 100.0
        )?;
    }
    Ok(())
}

fn cut(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_string();
    }
    label.chars().take(most - 1).chain(['…']).collect()
}
