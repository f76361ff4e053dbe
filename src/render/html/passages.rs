//! A passage on a page: where it stands, what speaks for its themes, its text.

use super::super::cited_place;
use super::Text;
use crate::cite::Citing;
use crate::enrich::{EnrichedPassage, EssayRecord};
use crate::profile::Profile;
use crate::text::Span;
use std::io::{self, Write};

/// Where a passage stands: `¶4`, and its page where there is one.
pub(super) fn place(passage: &EnrichedPassage) -> String {
    let page = passage.passage.page.as_deref();
    let page = page.map_or_else(String::new, |page| format!(" (p. {page})"));
    format!("¶{}{page}", passage.passage.paragraph)
}

/// Writes a passage, the words that speak for these themes set off.
pub(super) fn passage(
    out: &mut dyn Write,
    profile: &Profile,
    citing: &Citing<'_>,
    id: Option<&str>,
    (record, passage): (&EssayRecord, &EnrichedPassage),
    themes: &[u16],
) -> io::Result<()> {
    let id = id.map_or_else(String::new, |id| format!(" id=\"{id}\""));
    let tags = || {
        let tags = passage.themes.iter();
        tags.filter(|tag| themes.contains(&tag.theme))
    };
    let named: Vec<String> = tags()
        .filter_map(|tag| Some((profile.themes.get(usize::from(tag.theme))?, tag.score)))
        .map(|(theme, score)| format!("{} {score:.2}", theme.name))
        .collect();
    let cited = citing.in_text(&record.reference, Some(&cited_place(&passage.passage)));
    writeln!(
        out,
        "<article class=\"passage\"{id}>\n<p class=\"place\">{} · {} · {}</p>",
        Text(&place(passage)),
        Text(&cited),
        Text(&named.join(", "))
    )?;
    let mut spans: Vec<Span> = tags()
        .flat_map(|tag| &tag.evidence)
        .map(|evidence| evidence.span)
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    write!(out, "<blockquote><p>")?;
    let mut at = 0;
    for span in spans {
        if span.start < at || span.is_empty() {
            continue;
        }
        write!(
            out,
            "{}<mark>{}</mark>",
            Text(&passage.text[at..span.start]),
            Text(span.of(&passage.text))
        )?;
        at = span.end;
    }
    writeln!(
        out,
        "{}</p></blockquote>\n</article>",
        Text(passage.text[at..].trim_end())
    )
}
