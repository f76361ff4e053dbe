//! Comparing essays by what they discuss: all of them, one theme, side by side.
//!
//! A share is the part of an essay's words that stands in passages tagged with
//! a theme, so every number leads to passages.

mod find;
mod groups;
mod keyness;
mod overview;
mod themes;
mod together;
mod trends;

pub use find::{FindError, find_essay, find_essays};
pub use groups::{Group, GroupBy, GroupShare, dispersion, group, group_by_year};
pub use keyness::{Keyword, log_likelihood, log_ratio};
pub use overview::{Known, Overview, overview};
pub use themes::{EssayShares, Share, Tagged, alike, shares};
pub use together::{Companion, Companions, Pair, Together};
pub use trends::{Discussed, Trend, Years, trends};

use crate::enrich::EnrichedPassage;
use crate::index::{Index, IndexError, StoredEssay};
use crate::passage::Passage;
use crate::quotes::{Corpus, Paginations, Quotations};
use std::collections::BTreeMap;
use tantivy::DocAddress;

/// All essays by all themes.
#[derive(Debug)]
pub struct Matrix {
    /// One row an essay, like essays next to one another.
    pub rows: Vec<MatrixRow>,
}

/// One essay and its share of every theme.
#[derive(Debug)]
pub struct MatrixRow {
    /// The essay.
    pub essay: StoredEssay,
    /// Its path, as shown.
    pub path: String,
    /// Its share of each theme, in the order of the profile.
    pub themes: Vec<Share>,
    /// Where it stands in the index.
    pub address: DocAddress,
}

/// One theme across essays.
#[derive(Debug)]
pub struct ThemeAcross {
    /// The theme, by number.
    pub theme: u16,
    /// The essays that discuss it, most first.
    pub rows: Vec<AcrossRow>,
}

/// What one essay says about a theme.
#[derive(Debug)]
pub struct AcrossRow {
    /// The essay.
    pub essay: StoredEssay,
    /// Its path, as shown.
    pub path: String,
    /// How much of it discusses the theme.
    pub share: Share,
    /// The passage that does so most.
    pub best: EnrichedPassage,
}

/// Two or more essays side by side.
#[derive(Debug)]
pub struct SideBySide {
    /// The essays and their paths, as shown.
    pub essays: Vec<(StoredEssay, String)>,
    /// Themes that one of them discusses, strongest first.
    pub themes: Vec<SideTheme>,
    /// Quotations of the novel that at least two of them have.
    pub shared_quotations: Vec<SharedQuotation>,
    /// Pages of the novel that at least two of them cite; sorted.
    pub shared_pages: Vec<u32>,
    /// Words that one of them uses far more than the others.
    pub keywords: Vec<Keyword>,
}

/// One theme in essays side by side.
#[derive(Debug)]
pub struct SideTheme {
    /// The theme, by number.
    pub theme: u16,
    /// The share of each essay.
    pub shares: Vec<Share>,
    /// The best passage of each; `None` for one that does not discuss it.
    pub best: Vec<Option<EnrichedPassage>>,
}

/// A quotation that several essays have.
#[derive(Debug)]
pub struct SharedQuotation {
    /// In the wording most like the others.
    pub text: String,
    /// For each essay the passages that have it, and its wording there.
    pub places: Vec<Vec<(Passage, String)>>,
}

/// Names essays, [`alike`] or some of them: the matrix. Of essays that are
/// equal but for their names, the first by path stands first.
///
/// Most of the time that it takes goes by reading what is stored of each, so
/// what is not shown had better not be named.
///
/// # Errors
/// If the index cannot be read.
pub fn matrix(index: &Index, mut essays: Vec<EssayShares>) -> Result<Matrix, IndexError> {
    // What stands together in the store is unpacked once if it is read together.
    essays.sort_by_key(|essay| essay.address);
    let rows = essays.into_iter().map(|shares| {
        let essay = index.essay(shares.address)?;
        Ok(MatrixRow {
            path: index.shown_path(&essay),
            essay,
            themes: shares.themes,
            address: shares.address,
        })
    });
    let mut rows = rows.collect::<Result<Vec<MatrixRow>, IndexError>>()?;
    rows.sort_by_cached_key(|row| (themes::likeness(&row.themes), row.path.clone()));
    Ok(Matrix { rows })
}

/// Which essays discuss a theme, most first, each with the passage that does so
/// most; of equal shares, the one with more passages, then the first by path.
///
/// # Errors
/// If the index cannot be read.
pub fn theme_across(
    index: &Index,
    themes: usize,
    theme: u16,
    count: usize,
) -> Result<ThemeAcross, IndexError> {
    let of_theme = |essay: &EssayShares| essay.themes[usize::from(theme)];
    let most_first = |a: Share, b: Share| {
        let by_share = b.share.total_cmp(&a.share);
        by_share.then(b.passages.cmp(&a.passages))
    };
    let mut essays = shares(index, themes)?;
    essays.retain(|essay| of_theme(essay).passages > 0);
    essays.sort_by(|a, b| most_first(of_theme(a), of_theme(b)).then(a.order.cmp(&b.order)));
    essays.truncate(count);
    let mut rows = Vec::new();
    for shares in essays {
        let essay = index.essay(shares.address)?;
        let passages = passages_of(index, shares.address)?;
        if let Some(best) = best_passage(&passages, theme) {
            rows.push(AcrossRow {
                path: index.shown_path(&essay),
                essay,
                share: of_theme(&shares),
                best: best.clone(),
            });
        }
    }
    rows.sort_by(|a, b| most_first(a.share, b.share).then_with(|| a.path.cmp(&b.path)));
    Ok(ThemeAcross { theme, rows })
}

/// Sets essays side by side.
///
/// # Errors
/// If the index cannot be read.
pub fn side_by_side(
    index: &Index,
    themes: usize,
    paginations: Paginations,
    essays: &[DocAddress],
) -> Result<SideBySide, IndexError> {
    let all = shares(index, themes)?;
    let shares_of = |address: &DocAddress| -> Vec<Share> {
        let found = all.iter().find(|essay| essay.address == *address);
        found.map_or_else(
            || vec![Share::default(); themes],
            |essay| essay.themes.clone(),
        )
    };
    let mut named = Vec::new();
    let mut passages = Vec::new();
    for address in essays {
        let essay = index.essay(*address)?;
        let path = index.shown_path(&essay);
        named.push((essay, path));
        passages.push(passages_of(index, *address)?);
    }
    let shares: Vec<Vec<Share>> = essays.iter().map(shares_of).collect();
    let quotations = Quotations::group(Corpus::of_index(index, Some(essays))?, paginations);
    Ok(SideBySide {
        essays: named,
        themes: side_themes(&shares, &passages, themes),
        shared_quotations: shared_quotations(&quotations, essays),
        shared_pages: shared_pages(&passages),
        keywords: keyness::keywords(&passages),
    })
}

fn side_themes(
    shares: &[Vec<Share>],
    passages: &[Vec<EnrichedPassage>],
    themes: usize,
) -> Vec<SideTheme> {
    let mut rows: Vec<SideTheme> = (0..themes)
        .filter_map(|theme| {
            let of_theme: Vec<Share> = shares.iter().map(|shares| shares[theme]).collect();
            if of_theme.iter().all(|share| share.passages == 0) {
                return None;
            }
            let theme = u16::try_from(theme).ok()?;
            let best = passages
                .iter()
                .map(|p| best_passage(p, theme).cloned())
                .collect();
            Some(SideTheme {
                theme,
                shares: of_theme,
                best,
            })
        })
        .collect();
    let largest = |row: &SideTheme| row.shares.iter().map(|s| s.share).fold(0.0_f32, f32::max);
    rows.sort_by(|a, b| {
        largest(b)
            .total_cmp(&largest(a))
            .then(a.theme.cmp(&b.theme))
    });
    rows
}

/// The passages of an essay, in order.
///
/// # Errors
/// If what is stored is damaged.
pub fn passages_of(index: &Index, essay: DocAddress) -> Result<Vec<EnrichedPassage>, IndexError> {
    let reader = index.searcher().segment_reader(essay.segment_ord);
    let columns = index.passage_columns(reader)?;
    let mut passages = Vec::new();
    for doc in essay.doc_id + 1..reader.max_doc() {
        if !columns.is_passage(doc) {
            break;
        }
        passages.push(index.passage(DocAddress::new(essay.segment_ord, doc))?);
    }
    Ok(passages)
}

/// The passage in which a theme is strongest; the first of equals.
#[must_use]
pub fn best_passage(passages: &[EnrichedPassage], theme: u16) -> Option<&EnrichedPassage> {
    let strength = |passage: &EnrichedPassage| {
        passage
            .themes
            .iter()
            .find(|tag| tag.theme == theme)
            .map(|tag| tag.score)
    };
    let mut best: Option<(f32, &EnrichedPassage)> = None;
    for passage in passages {
        if let Some(score) = strength(passage)
            && best.is_none_or(|(highest, _)| score > highest)
        {
            best = Some((score, passage));
        }
    }
    best.map(|(_, passage)| passage)
}

fn shared_quotations(quotations: &Quotations, essays: &[DocAddress]) -> Vec<SharedQuotation> {
    let corpus = &quotations.corpus;
    let shared = quotations.groups.iter().filter(|group| group.essays > 1);
    let with_places = shared.map(|group| {
        let mut places = vec![Vec::new(); essays.len()];
        for occurrence in &group.occurrences {
            let quoted = &corpus.quotations[occurrence.quotation];
            let address = corpus.essays[quoted.essay].address;
            let place = (quoted.passage.clone(), quoted.text.clone());
            let same = (0..essays.len()).filter(|at| essays[*at] == address);
            same.for_each(|at| places[at].push(place.clone()));
        }
        SharedQuotation {
            text: group.text.clone(),
            places,
        }
    });
    with_places.collect()
}

fn shared_pages(passages: &[Vec<EnrichedPassage>]) -> Vec<u32> {
    let mut essays_by_page: BTreeMap<u32, usize> = BTreeMap::new();
    for passages in passages {
        let mut pages: Vec<u32> = passages
            .iter()
            .flat_map(EnrichedPassage::cited_pages)
            .collect();
        pages.sort_unstable();
        pages.dedup();
        for page in pages {
            *essays_by_page.entry(page).or_default() += 1;
        }
    }
    essays_by_page
        .into_iter()
        .filter(|(_, essays)| *essays > 1)
        .map(|(page, _)| page)
        .collect()
}
