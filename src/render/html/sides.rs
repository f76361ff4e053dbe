//! The page of essays side by side: profiles, best passages, what they share
//! and what sets them apart.

use super::passages::passage;
use super::{Text, bar, begin, byline, end, percent, title};
use crate::cite::Citing;
use crate::compare::{SharedQuotation, SideBySide};
use crate::profile::Profile;
use std::io::{self, Write};

/// Writes essays side by side as a page.
///
/// # Errors
/// If `out` cannot be written.
pub fn side_by_side(
    out: &mut dyn Write,
    profile: &Profile,
    citing: &Citing<'_>,
    sides: &SideBySide,
) -> io::Result<()> {
    begin(out, "Essays side by side")?;
    writeln!(out, "<dl>")?;
    for (letter, (essay, path)) in letters().zip(&sides.essays) {
        let record = &essay.record;
        writeln!(
            out,
            "<dt><b>{letter}</b> {}</dt><dd class=\"dim\">{}</dd>",
            Text(title(record, path)),
            Text(&byline(record, path))
        )?;
    }
    writeln!(out, "</dl>")?;
    write_profiles(out, profile, sides)?;
    write_best(out, profile, citing, sides)?;
    write_shared(out, sides)?;
    write_words(out, sides)?;
    end(out)
}

fn letters() -> impl Iterator<Item = String> {
    (1_usize..).map(|number| match u8::try_from(number - 1) {
        Ok(at @ 0..=25) => char::from(b'A' + at).to_string(),
        _ => number.to_string(),
    })
}

fn write_head(out: &mut dyn Write, first: &str, sides: &SideBySide) -> io::Result<()> {
    write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{first}\">\n\
         <table>\n<thead><tr><th scope=\"col\">{first}</th>"
    )?;
    for (letter, _) in letters().zip(&sides.essays) {
        write!(out, "<th scope=\"col\">{letter}</th>")?;
    }
    Ok(())
}

fn write_profiles(out: &mut dyn Write, profile: &Profile, sides: &SideBySide) -> io::Result<()> {
    writeln!(out, "<h2>Themes</h2>")?;
    write_head(out, "Theme", sides)?;
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &sides.themes {
        let theme = row.theme;
        let name = Text(&profile.themes[usize::from(theme)].name);
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#t{theme}\">{name}</a></th>"
        )?;
        for share in &row.shares {
            write!(out, "<td class=\"share\">")?;
            bar(out, *share)?;
            write!(out, " {}</td>", percent(*share))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")
}

fn write_best(
    out: &mut dyn Write,
    profile: &Profile,
    citing: &Citing<'_>,
    sides: &SideBySide,
) -> io::Result<()> {
    writeln!(out, "<h2>Best passages</h2>")?;
    for row in &sides.themes {
        let theme = row.theme;
        let name = Text(&profile.themes[usize::from(theme)].name);
        writeln!(out, "<section id=\"t{theme}\">\n<h3>{name}</h3>")?;
        for ((letter, (essay, _)), best) in letters().zip(&sides.essays).zip(&row.best) {
            if let Some(best) = best {
                writeln!(out, "<h4>{letter}</h4>")?;
                let best = (&essay.record, best);
                passage(out, profile, citing, None, best, &[theme])?;
            }
        }
        writeln!(out, "</section>")?;
    }
    Ok(())
}

fn write_shared(out: &mut dyn Write, sides: &SideBySide) -> io::Result<()> {
    if !sides.shared_pages.is_empty() {
        let pages: Vec<String> = sides.shared_pages.iter().map(ToString::to_string).collect();
        writeln!(
            out,
            "<h2>Pages that they share</h2>\n<p>{}</p>",
            pages.join(", ")
        )?;
    }
    if sides.shared_quotations.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Quotations that they share</h2>")?;
    write_head(out, "Quotation", sides)?;
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for shared in &sides.shared_quotations {
        write_quotation(out, shared)?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")
}

fn write_quotation(out: &mut dyn Write, shared: &SharedQuotation) -> io::Result<()> {
    write!(out, "<tr><th scope=\"row\">“{}”</th>", Text(&shared.text))?;
    for places in &shared.places {
        let places = places.iter().map(|(at, text)| {
            let place = format!("¶{}: “{text}”", at.paragraph);
            Text(&place).to_string()
        });
        write!(out, "<td>{}</td>", places.collect::<Vec<_>>().join("<br>"))?;
    }
    writeln!(out, "</tr>")
}

fn write_words(out: &mut dyn Write, sides: &SideBySide) -> io::Result<()> {
    if sides.keywords.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<h2>Words that set them apart</h2>\n<p class=\"dim\">How often each has the word; \
         log-likelihood (Rayson and Garside 2000) and log ratio (Hardie 2014) of the essay named \
         first against the others.</p>"
    )?;
    write_head(out, "Word", sides)?;
    writeln!(
        out,
        "<th scope=\"col\">Of</th><th scope=\"col\">Log-likelihood</th>\
         <th scope=\"col\">Log ratio</th></tr></thead>\n<tbody>"
    )?;
    for keyword in &sides.keywords {
        write!(out, "<tr><th scope=\"row\">{}</th>", Text(&keyword.word))?;
        for count in &keyword.counts {
            write!(out, "<td class=\"number\">{count}</td>")?;
        }
        let letter = letters().nth(keyword.essay).unwrap_or_default();
        writeln!(
            out,
            "<td>{letter}</td><td class=\"number\">{:.2}</td><td class=\"number\">{:.2}</td></tr>",
            keyword.log_likelihood, keyword.log_ratio
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")
}
