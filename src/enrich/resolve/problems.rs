//! What is odd about an essay's citations, said once for the whole essay.

use super::EssayFindings;
use crate::enrich::{CitationKind, CitedWork, LocatorKind};
use crate::read::Problem;
use std::collections::BTreeSet;

/// Pages that a reprint may have beyond the longest edition known.
const SPARE_PAGES: u32 = 40;

/// The problems of `findings`, in a fixed order.
pub(super) fn problems(findings: &EssayFindings, max_page: u32) -> Vec<Problem> {
    let works: Vec<&CitedWork> = findings
        .paragraphs
        .iter()
        .flat_map(|p| &p.citations)
        .flat_map(|c| &c.works)
        .collect();
    let mut problems = Vec::new();
    not_listed(findings, &works, &mut problems);
    beyond_edition(&works, max_page, &mut problems);
    mixed_styles(findings, &mut problems);
    problems
}

fn problem(kind: &str, message: String) -> Problem {
    Problem {
        kind: kind.to_owned(),
        message,
    }
}

fn not_listed(findings: &EssayFindings, works: &[&CitedWork], problems: &mut Vec<Problem>) {
    if findings.works_cited.is_empty() {
        return;
    }
    let listed: BTreeSet<&str> = findings
        .works_cited
        .iter()
        .filter_map(|entry| entry.author.as_deref())
        .collect();
    let cited: BTreeSet<&str> = works
        .iter()
        .filter_map(|work| work.author.as_deref())
        .collect();
    for author in cited.difference(&listed) {
        problems.push(problem(
            "cited_not_listed",
            format!("`{author}` is cited but not listed"),
        ));
    }
    for author in listed.difference(&cited) {
        problems.push(problem(
            "listed_not_cited",
            format!("`{author}` is listed but not cited"),
        ));
    }
}

fn beyond_edition(works: &[&CitedWork], max_page: u32, problems: &mut Vec<Problem>) {
    let pages = works
        .iter()
        .filter(|w| w.is_novel && w.locator_kind == LocatorKind::Page);
    let beyond: BTreeSet<u32> = pages
        .flat_map(|work| &work.locators)
        .filter_map(|page| page.split('-').next()?.parse().ok())
        .filter(|page| *page > max_page + SPARE_PAGES)
        .collect();
    for page in beyond {
        let message = format!("page `{page}` is beyond the last page of any known edition");
        problems.push(problem("page_beyond_edition", message));
    }
}

/// Author and page here, author and year there.
fn mixed_styles(findings: &EssayFindings, problems: &mut Vec<Problem>) {
    let in_brackets = findings
        .paragraphs
        .iter()
        .flat_map(|p| &p.citations)
        .filter(|c| c.kind == CitationKind::Parenthetical)
        .flat_map(|c| &c.works)
        .filter(|w| w.author.is_some() && w.locator_kind == LocatorKind::Page);
    let (dated, undated): (Vec<_>, Vec<_>) = in_brackets.partition(|w| w.year.is_some());
    if dated.len() >= 2 && undated.len() >= 2 {
        let message = format!(
            "{} citations with a year, {} without",
            dated.len(),
            undated.len()
        );
        problems.push(problem("mixed_styles", message));
    }
}
