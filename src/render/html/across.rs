//! The page of one theme: who discusses it most, with the passage that says so.

use super::passages::passage;
use super::{Text, bar, begin, byline, end, percent, title};
use crate::cite::Citing;
use crate::compare::ThemeAcross;
use crate::profile::Profile;
use crate::render::count;
use std::io::{self, Write};

/// Writes one theme across essays as a page.
///
/// # Errors
/// If `out` cannot be written.
pub fn theme_across(
    out: &mut dyn Write,
    profile: &Profile,
    citing: &Citing<'_>,
    across: &ThemeAcross,
) -> io::Result<()> {
    let theme = &profile.themes[usize::from(across.theme)];
    begin(out, &theme.name)?;
    writeln!(
        out,
        "<p>{}</p>\n<p class=\"dim\">Essays that discuss it, most first: the share of their words \
         that stand in passages on the theme, and the strongest of these.</p>",
        Text(&theme.definition)
    )?;
    for (at, row) in across.rows.iter().enumerate() {
        let record = &row.essay.record;
        writeln!(
            out,
            "<section id=\"e{at}\">\n<h2>{}</h2>\n<p class=\"dim\">{}</p>",
            Text(title(record, &row.path)),
            Text(&byline(record, &row.path))
        )?;
        write!(out, "<p>")?;
        bar(out, row.share)?;
        let passages = count(u64::from(row.share.passages), "passage");
        writeln!(out, " {} in {passages}</p>", percent(row.share))?;
        passage(
            out,
            profile,
            citing,
            None,
            (record, &row.best),
            &[across.theme],
        )?;
        writeln!(out, "</section>")?;
    }
    end(out)
}
