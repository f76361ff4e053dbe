//! Quotations across essays: for people, and as rows of CSV.

use super::plain::{Page, byline, place_of};
use super::second_hand::REMARK;
use super::{SecondHand, count, printable};
use crate::index::StoredEssay;
use crate::passage::Passage;
use crate::quotes::{Density, Group, Occurrence, OnPage, Quotations, Quoted};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Quotations to be written.
#[derive(Debug)]
pub struct QuotesView<'a> {
    /// What was found.
    pub quotations: &'a Quotations,
    /// How many groups are written.
    pub groups: usize,
    /// How many quotations of a group are written.
    pub occurrences: usize,
    /// The essays of what is written, by number.
    pub essays: BTreeMap<usize, StoredEssay>,
    /// The page that was asked for.
    pub page: Option<u32>,
    /// How quotations are cited at second hand, if they are to be.
    pub second_hand: Option<SecondHand<'a>>,
    /// Whether everything was asked for.
    pub is_overview: bool,
}

impl<'a> QuotesView<'a> {
    /// The groups that are written.
    pub(super) fn shown(&self) -> &'a [Group] {
        let groups = &self.quotations.groups;
        &groups[..self.groups.min(groups.len())]
    }

    /// `≈ p. 82`, if pages are the one asked for only in another edition.
    fn cited_page(&self, essay: usize, pages: &[(u32, u32)]) -> Option<String> {
        let asked = self.page?;
        let on_page = self.quotations.on_page(essay, pages, asked)?;
        (on_page == OnPage::Mapped).then(|| format!("≈ p. {asked}"))
    }

    /// How a quotation is cited at second hand, if that is asked for.
    pub(super) fn second_hand(&self, quoted: &Quoted) -> Option<String> {
        let second_hand = self.second_hand.as_ref()?;
        let essay = &self.essays.get(&quoted.essay)?.record.reference;
        let pages = page_ranges(&quoted.pages);
        Some(second_hand.of_pages(essay, &quoted.passage, &pages))
    }

    fn byline(&self, essay: usize) -> String {
        let path = &self.quotations.corpus.essays[essay].path;
        let stored = self.essays.get(&essay);
        stored.map_or_else(|| printable(path), |stored| byline(&stored.record, path))
    }
}

/// Writes quotations, a group a line of the novel.
///
/// # Errors
/// If `out` cannot be written.
pub fn quotes(out: &mut dyn Write, page: Page, view: &QuotesView<'_>) -> io::Result<()> {
    for group in view.shown() {
        write_group(out, page, view, group)?;
    }
    if view.page.is_some() {
        write_paraphrases(out, page, view)?;
    }
    let groups = &view.quotations.groups;
    let quotations: usize = groups.iter().map(|group| group.occurrences.len()).sum();
    let shared = groups.iter().filter(|group| group.essays > 1).count();
    let more = if groups.len() > view.groups {
        format!(", {} shown", view.groups)
    } else {
        String::new()
    };
    let summary = format!(
        "{} of {}, {shared} in two essays or more{more}",
        count(quotations as u64, "quotation"),
        count(groups.len() as u64, "line"),
    );
    writeln!(out, "{}", page.dim(&summary))?;
    if view.second_hand.is_some() && !groups.is_empty() {
        writeln!(out, "{}", page.dim(REMARK))?;
    }
    match view.quotations.density(PARTS) {
        Some(density) if view.is_overview => write_density(out, page, &density),
        _ => Ok(()),
    }
}

/// Parts of the novel in the strip that shows what is quoted most.
const PARTS: usize = 60;

/// Writes which parts of the novel are quoted most, as a strip of bars.
fn write_density(out: &mut dyn Write, page: Page, density: &Density) -> io::Result<()> {
    const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = density.counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    let bar = |count: &u32| BARS[(count * 8).div_ceil(most) as usize];
    let strip: String = density.counts.iter().map(bar).collect();
    let (first, last) = density.pages;
    let edition = printable(&density.edition);
    writeln!(
        out,
        "p. {first} {strip} p. {last} {}",
        page.dim(&format!("({edition})"))
    )
}

fn write_group(
    out: &mut dyn Write,
    page: Page,
    view: &QuotesView<'_>,
    group: &Group,
) -> io::Result<()> {
    writeln!(out, "{}", page.bold(&page.wrap(&quoted(&group.text), "")))?;
    let mut facts = vec![count(group.essays as u64, "essay")];
    if !group.pages.is_empty() {
        let pages = group.pages.iter().map(|(page, essays)| match essays {
            1 => page.clone(),
            essays => format!("{page} (×{essays})"),
        });
        facts.push(format!("p. {}", pages.collect::<Vec<_>>().join(", ")));
    }
    if group.essays > 1 {
        facts.push(group.verdict.name().to_owned());
    }
    let evidence = match group.evidence.as_str() {
        "" => String::new(),
        evidence => format!(": {evidence}"),
    };
    let facts = printable(&(facts.join(" · ") + &evidence));
    writeln!(out, "{}", page.dim(&page.wrap(&facts, "  ")))?;
    for occurrence in group.occurrences.iter().take(view.occurrences) {
        write_occurrence(out, page, view, group, *occurrence)?;
    }
    let left = group.occurrences.len().saturating_sub(view.occurrences);
    if left > 0 {
        writeln!(out, "  {}", page.dim(&format!("and {left} more")))?;
    }
    writeln!(out)
}

fn write_occurrence(
    out: &mut dyn Write,
    page: Page,
    view: &QuotesView<'_>,
    group: &Group,
    occurrence: Occurrence,
) -> io::Result<()> {
    let quoted_at = &view.quotations.corpus.quotations[occurrence.quotation];
    let mut parts = vec![view.byline(quoted_at.essay), place_of(&quoted_at.passage)];
    parts.extend(quoted_at.cited.as_deref().map(printable));
    parts.extend(view.cited_page(quoted_at.essay, &quoted_at.pages));
    if occurrence.contradicts {
        parts.push("contradicts the others".to_owned());
    }
    let indent = "  ";
    writeln!(out, "{}", page.wrap(&parts.join("  "), indent))?;
    if !is_same_wording(&quoted_at.text, &group.text) {
        let altered = if occurrence.is_altered {
            "  altered"
        } else {
            ""
        };
        let text = quoted(&quoted_at.text) + altered;
        writeln!(out, "{}", page.dim(&page.wrap(&text, "      ")))?;
    }
    if let Some(cited) = view.second_hand(quoted_at) {
        writeln!(out, "{}", page.wrap(&printable(&cited), "      "))?;
    }
    Ok(())
}

/// Whether two wordings differ in case, marks and spacing at most.
fn is_same_wording(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric() || *c == '…');
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(a) == letters(b) && a.contains("..") == b.contains("..")
}

fn quoted(text: &str) -> String {
    format!("“{}”", printable(text).trim())
}

fn write_paraphrases(out: &mut dyn Write, page: Page, view: &QuotesView<'_>) -> io::Result<()> {
    let paraphrases = &view.quotations.corpus.paraphrases;
    if paraphrases.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", page.bold("cited without a quotation"))?;
    for found in paraphrases {
        let mut parts = vec![view.byline(found.essay), place_of(&found.passage)];
        parts.push(printable(&found.cited));
        parts.extend(view.cited_page(found.essay, &found.pages));
        writeln!(out, "{}", page.wrap(&parts.join("  "), "  "))?;
    }
    writeln!(out)
}

/// Quotations as rows of CSV, one an occurrence.
#[must_use]
pub fn quotes_rows(view: &QuotesView<'_>) -> Vec<Vec<String>> {
    let head = [
        "line",
        "verdict",
        "essays",
        "path",
        "title",
        "paragraph",
        "part",
        "page",
        "as_written",
        "citation",
        "pages",
        "altered",
        "contradicts",
    ];
    let mut head = head.map(str::to_owned).to_vec();
    head.extend(view.second_hand.as_ref().map(|_| "second_hand".to_owned()));
    let mut rows = vec![head];
    for group in view.shown() {
        for occurrence in &group.occurrences {
            rows.push(row(view, group, *occurrence));
        }
    }
    rows
}

fn row(view: &QuotesView<'_>, group: &Group, occurrence: Occurrence) -> Vec<String> {
    let quoted = &view.quotations.corpus.quotations[occurrence.quotation];
    let Passage {
        paragraph, part, ..
    } = quoted.passage;
    let title = view.essays.get(&quoted.essay);
    let title = title.and_then(|essay| essay.record.reference.title.clone());
    let yes_or_no = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let mut cells = vec![
        group.text.clone(),
        group.verdict.name().to_owned(),
        group.essays.to_string(),
        view.quotations.corpus.essays[quoted.essay].path.clone(),
        title.unwrap_or_default(),
        paragraph.to_string(),
        part.to_string(),
        quoted.passage.page.clone().unwrap_or_default(),
        quoted.text.clone(),
        quoted.cited.clone().unwrap_or_default(),
        page_ranges(&quoted.pages).join(" "),
        yes_or_no(occurrence.is_altered),
        yes_or_no(occurrence.contradicts),
    ];
    if view.second_hand.is_some() {
        cells.push(view.second_hand(quoted).unwrap_or_default());
    }
    cells
}

/// `59`, `124-125`.
pub(super) fn page_ranges(pages: &[(u32, u32)]) -> Vec<String> {
    let range = |(from, to): &(u32, u32)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    pages.iter().map(range).collect()
}
