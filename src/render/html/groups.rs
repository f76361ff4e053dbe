//! Groups of essays on a page: their heat map, and the essays behind each number.

use super::heat_map::{Cell, Row, heat_map};
use super::matrix::{Grouped, names};
use super::{Text, bar, percent, title};
use crate::compare::{Group, GroupShare, MatrixRow};
use crate::profile::Profile;
use crate::render::count;
use std::io::{self, Write};

/// Writes the groups' heat map, and a table for each group.
pub(super) fn group_sections(
    out: &mut dyn Write,
    profile: &Profile,
    themes: &[u16],
    rows: &[MatrixRow],
    grouped: Grouped<'_>,
) -> io::Result<()> {
    let noun = Text(grouped.noun);
    writeln!(
        out,
        "<h2>Essays by {noun}</h2>\n<p class=\"dim\">* marks a theme that one essay makes all or \
         most of. Dispersion is the normalised deviation of proportions (Gries 2008, Lijffijt and \
         Gries 2012): 0 if every essay discusses the theme as much, 1 if one alone does.</p>"
    )?;
    let cell = |group: &Group, theme: u16| {
        let share = group.themes[usize::from(theme)];
        Cell {
            theme,
            share: share.share,
            is_of_one: share.is_of_one,
        }
    };
    let map: Vec<Row> = (grouped.groups.iter().enumerate())
        .map(|(at, group)| Row {
            label: format!("{} ({})", label(group, grouped.noun), group.essays.len()),
            target: format!("g{at}"),
            cells: themes.iter().map(|id| cell(group, *id)).collect(),
        })
        .collect();
    heat_map(
        out,
        &format!("Essays by {noun}"),
        &names(profile, themes),
        &map,
    )?;
    for (at, group) in grouped.groups.iter().enumerate() {
        write_group(out, (profile, themes), rows, grouped.noun, (at, group))?;
    }
    Ok(())
}

/// What the essays of a group have in common, in words.
pub(super) fn label(group: &Group, noun: &str) -> String {
    let none = || format!("no {noun}");
    group.label.clone().unwrap_or_else(none)
}

fn write_group(
    out: &mut dyn Write,
    (profile, themes): (&Profile, &[u16]),
    rows: &[MatrixRow],
    noun: &str,
    (at, group): (usize, &Group),
) -> io::Result<()> {
    let name = label(group, noun);
    let essays = count(group.essays.len() as u64, "essay");
    let words = count(group.words, "word");
    writeln!(
        out,
        "<section id=\"g{at}\">\n<h3>{}</h3>\n<p class=\"dim\">{essays}, {words}</p>",
        Text(&name)
    )?;
    writeln!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">Theme</th><th scope=\"col\">Share</th>\
         <th scope=\"col\">Dispersion</th><th scope=\"col\">Essays</th></tr></thead>\n<tbody>"
    )?;
    for theme in themes {
        let share = &group.themes[usize::from(*theme)];
        if share.share.passages > 0 {
            let name = Text(&profile.themes[usize::from(*theme)].name);
            let id = format!("g{at}-t{theme}");
            write!(
                out,
                "<tr id=\"{id}\"><th scope=\"row\">{name}</th><td class=\"share\">"
            )?;
            write_share(out, share)?;
            writeln!(out, "</td><td>{}</td></tr>", links(rows, group, *theme))?;
        }
    }
    writeln!(out, "</tbody>\n</table>\n</section>")
}

fn write_share(out: &mut dyn Write, share: &GroupShare) -> io::Result<()> {
    bar(out, share.share)?;
    let dispersion = share.dispersion.map(|value| format!("{value:.2}"));
    write!(
        out,
        " {}</td><td class=\"number\">{}{}",
        percent(share.share),
        dispersion.as_deref().unwrap_or("–"),
        if share.is_of_one { "*" } else { "" }
    )
}

/// The essays of a group that discuss a theme, each leading to its passages.
fn links(rows: &[MatrixRow], group: &Group, theme: u16) -> String {
    let essays = group.essays.iter().map(|at| (at, &rows[*at]));
    let links = essays.filter_map(|(at, row)| {
        let share = row.themes[usize::from(theme)];
        let name = Text(title(&row.essay.record, &row.path));
        let link = format!(
            "<a href=\"#e{at}-t{theme}\">{name}</a> ({})",
            percent(share)
        );
        (share.passages > 0).then_some(link)
    });
    links.collect::<Vec<_>>().join(", ")
}
