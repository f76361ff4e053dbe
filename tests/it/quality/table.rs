//! Tables of figures: a name, and a column a split.

use super::metrics::{Counts, share};
use std::fmt::Write;

/// A line: a name and a figure, already written.
pub(super) type Row = (String, String);

/// Width of a column; figures are shorter.
const COLUMN_WIDTH: usize = 22;
const NAME_WIDTH: usize = 30;

/// A line of a table.
pub(super) fn row(name: &str, figure: String) -> Row {
    (name.to_string(), figure)
}

/// A share, and the counts it is made of: `0.950 190/200`.
pub(super) fn ratio(part: u32, whole: u32) -> String {
    match whole {
        0 => "-     0/0".to_string(),
        _ => format!("{:.3} {part}/{whole}", share(part, whole)),
    }
}

/// Three lines: precision, recall and F1.
pub(super) fn scores(name: &str, counts: &Counts) -> [Row; 3] {
    [
        row(
            &format!("{name} precision"),
            ratio(counts.right, counts.found),
        ),
        row(
            &format!("{name} recall"),
            ratio(counts.recalled, counts.labelled),
        ),
        row(&format!("{name} F1"), format!("{:.3}", counts.f1())),
    ]
}

/// Writes a table under its heading: one column of figures a `(name, rows)`, all with the same lines.
pub(super) fn write(out: &mut String, heading: &str, columns: &[(&str, Vec<Row>)]) {
    let mut lines = vec![format!("{heading:NAME_WIDTH$}")];
    lines.extend(
        columns[0]
            .1
            .iter()
            .map(|(name, _)| format!("{name:NAME_WIDTH$}")),
    );
    for (name, rows) in columns {
        write!(lines[0], " {name:COLUMN_WIDTH$}").expect("a string takes all");
        for (at, (row, figure)) in rows.iter().enumerate() {
            assert_eq!(*row, columns[0].1[at].0, "columns have the same lines");
            write!(lines[at + 1], " {figure:COLUMN_WIDTH$}").expect("a string takes all");
        }
    }
    for line in lines {
        writeln!(out, "{}", line.trim_end()).expect("a string takes all");
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_under_their_split() {
        let mut out = String::new();
        let column = |part| vec![row("right", ratio(part, 8)), row("of none", ratio(0, 0))];
        let columns = [("dev", column(2)), ("test", column(8))];
        write(&mut out, "THINGS", &columns);
        let cells: Vec<Vec<&str>> = out
            .lines()
            .map(|l| l.split_whitespace().collect())
            .collect();
        assert_eq!(cells[0], ["THINGS", "dev", "test"]);
        assert_eq!(cells[1], ["right", "0.250", "2/8", "1.000", "8/8"]);
        assert_eq!(cells[2], ["of", "none", "-", "0/0", "-", "0/0"]);
        let starts = ["dev", "0.250", "-"].map(|cell| out.lines().find_map(|l| l.find(cell)));
        assert_eq!(starts, [Some(NAME_WIDTH + 1); 3]);
    }
}
