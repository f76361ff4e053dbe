//! The head of an essay: title, authors, date, and lines like them.
//!
//! Head lines come in every order (MLA: name, teacher, course, date, title), so
//! each is first taken for what it alone can be; the title is what is left.
//! Two things tell an author from a title: the words of a title stand in the
//! essay in lower case too, and the author of an essay is not discussed in it.

use super::back::superscript;
use super::builder::{Draft, Role, is_longer};
use super::dates::{find_date, is_date_line};
use super::headline::{Line, classify, signed};
use super::inner::is_question_number;
use super::{layout, names};
use crate::cite::{Date, Name, Reference};

/// Longest title, in words.
const TITLE_WORDS: usize = 20;
/// Most lines that a head has.
const HEAD_LINES: usize = 16;
/// What a head told of its essay.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<Name>,
    pub(super) date: Option<Date>,
}

/// Finds the head of `drafts`, gives its lines their roles, and returns what
/// they tell. What the file states itself (`stated`) helps to know them.
pub(super) fn recognise(drafts: &mut Vec<Draft>, stated: &Reference) -> Found {
    part_lines(drafts);
    drop_repeated_title(drafts);
    demote_sections(drafts);
    let end = head_end(drafts);
    let mut lines: Vec<Line> = (0..end)
        .map(|at| classify(drafts, at, end, stated))
        .collect();
    doubt_unsigned(drafts, &mut lines);
    let mut found = Found::default();
    settle_title(drafts, &mut lines, &mut found);
    for (at, line) in lines.iter().enumerate() {
        let text = drafts[at].text.replace('\n', " ");
        let (role, is_dated) = match line {
            Line::Title => (Role::Title, false),
            Line::Both(title, people) => {
                found.title.get_or_insert_with(|| title.clone());
                found.authors.extend(people.iter().cloned());
                (Role::Title, false)
            }
            Line::Author(people) => {
                found.authors.extend(
                    people
                        .iter()
                        .filter(|p| !found.authors.contains(p))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
                (Role::Byline, true)
            }
            Line::Errand => (Role::Byline, true),
            Line::Question | Line::Other => (Role::Heading(2), false),
        };
        drafts[at].role = role;
        if is_dated {
            let date = find_date(&text);
            let is_better = |d: &Date| {
                found
                    .date
                    .is_none_or(|f| f.month.is_none() && d.month.is_some())
            };
            found.date = date.filter(is_better).or(found.date);
        }
    }
    settle_late_titles(drafts, end, stated, &mut found);
    if found.title.is_none() && stated.title.is_none() {
        found.title = glued_title(drafts);
    }
    found.title = found.title.map(|t| bare_title(&t));
    found
}

/// Parts drafts of several short lines (`<br>`) at the head into lines.
fn part_lines(drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at < drafts.len().min(HEAD_LINES) {
        let draft = &drafts[at];
        let is_short = |l: &str| !is_longer(l, TITLE_WORDS);
        if draft.text.contains('\n')
            && draft.text.split('\n').all(is_short)
            && draft.role != Role::Quotation
            && !layout::is_wrapped(&draft.text)
        {
            let parts: Vec<_> = draft
                .text
                .split('\n')
                .enumerate()
                .map(|(i, line)| Draft {
                    is_tight: draft.is_tight || i > 0,
                    page: draft.page.clone(),
                    ..Draft::new(draft.role, line)
                })
                .collect();
            drafts.splice(at..=at, parts);
        }
        at += 1;
    }
}

/// Drops headings that say the title again: programs put the title that a file
/// states before the one that its author wrote.
fn drop_repeated_title(drafts: &mut Vec<Draft>) {
    let head = drafts.len().min(HEAD_LINES);
    let Some(title) = drafts[..head].iter().position(|d| d.role == Role::Title) else {
        return;
    };
    for at in (title + 1..head).rev() {
        let (before, rest) = drafts.split_at(at);
        let is_heading = matches!(rest[0].role, Role::Title | Role::Heading(_));
        if is_heading && says_again(&rest[0].text, &before[title].text) {
            drafts.remove(at);
        }
    }
}

/// Where three or more claim to be the title, all but the first head sections.
fn demote_sections(drafts: &mut [Draft]) {
    let titles = drafts.iter_mut().filter(|d| d.role == Role::Title);
    let mut titles: Vec<_> = titles.collect();
    if titles.len() > 2 {
        for title in &mut titles[1..] {
            title.role = Role::Heading(1);
        }
    }
}

/// A title after the head is the essay's only if nothing else is; any other
/// heads a section.
fn settle_late_titles(drafts: &mut [Draft], end: usize, stated: &Reference, found: &mut Found) {
    let late = drafts.iter_mut().enumerate().skip(end);
    for (at, draft) in late.filter(|(_, d)| d.role == Role::Title) {
        if found.title.is_none() && stated.title.is_none() && at < HEAD_LINES {
            found.title = Some(draft.text.replace('\n', " "));
        } else {
            draft.role = Role::Heading(1);
        }
    }
}

/// Whether a heading says again what the title says, without what follows in
/// it ("Title | Site"): converters write the title that a file states above it.
fn says_again(heading: &str, title: &str) -> bool {
    let (title, heading) = (crate::text::fold(title), crate::text::fold(heading));
    let rest = title.strip_prefix(heading.trim());
    rest.is_some_and(|rest| !rest.trim_start().starts_with(char::is_alphanumeric))
}

/// How many of `drafts` can belong to the head: up to the first prose.
fn head_end(drafts: &[Draft]) -> usize {
    let limit = drafts.len().saturating_sub(1).min(HEAD_LINES);
    let mut has_title = false;
    for (at, draft) in drafts[..limit].iter().enumerate() {
        let is_head = match draft.role {
            Role::Title | Role::Byline => true,
            Role::Heading(_) if has_title => is_beneath_title(draft, drafts.get(at + 1)),
            Role::Heading(_) => !is_numbered(&draft.text),
            Role::Prose => is_head_line(draft, drafts.get(at + 1)),
            _ => false,
        };
        if !is_head {
            return at;
        }
        has_title |= matches!(draft.role, Role::Title | Role::Heading(_));
    }
    let is_body = |d: &Draft| matches!(d.role, Role::Prose | Role::Quotation);
    if drafts[limit..].iter().any(is_body) {
        limit
    } else {
        limit.saturating_sub(1)
    }
}

/// Whether a line in the type of a heading is a byline: signed, a date, or a name above one.
fn is_beneath_title(line: &Draft, next: Option<&Draft>) -> bool {
    let is_above_date = next.is_some_and(|next| is_date_line(&next.text));
    let text = line.text.as_str();
    signed(text).is_some() || is_date_line(text) || is_above_date && names::is_person(text)
}

fn is_numbered(text: &str) -> bool {
    let bare = text.trim_start_matches('§');
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && bare[digits..].starts_with(['.', ')'])
}

/// Whether a line is short and does not end like a sentence of prose.
fn is_head_line(draft: &Draft, next: Option<&Draft>) -> bool {
    let text = draft.text.as_str();
    if is_longer(text, TITLE_WORDS) || draft.mark.is_some() {
        return is_question_number(text) && text.len() < 400;
    }
    let is_long = is_longer(text, SENTENCE_WORDS - 1);
    let is_cut = is_long && next.is_some_and(|n| n.text.starts_with(char::is_lowercase));
    if is_numbered(text) || is_cut || is_plain_sentence(text) {
        return false;
    }
    let is_open = next.is_some_and(|n| n.is_tight);
    match text.chars().next_back() {
        Some('.') => ends_with_abbreviation(text) || is_date_line(text),
        Some(',' | ';' | ':') => is_open && text.ends_with(':'),
        Some('…') => false,
        _ => !has_sentence_break(text),
    }
}

/// Words from which a line in lower case, with nothing to mark it as a title,
/// is a sentence whose author forgot the stop.
const SENTENCE_WORDS: usize = 11;

fn is_plain_sentence(text: &str) -> bool {
    let long = || text.split_whitespace().filter(|w| w.len() > 3);
    let capitals = long()
        .filter(|w| !w.starts_with(char::is_lowercase))
        .count();
    is_longer(text, SENTENCE_WORDS - 1)
        && capitals * 2 < long().count()
        && !text.contains([':', '–', '—'])
        && !text.ends_with('?')
        && find_date(text).is_none()
}

/// "B.Sc.", "Ph.D.", "Ph.D.": a stop that ends no sentence.
fn ends_with_abbreviation(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let bare = last.trim_end_matches('.');
    text.contains(' ')
        && (bare.contains('.')
            || bare.chars().count() == 1 && bare.chars().all(char::is_uppercase)
            || matches!(bare, "Jr" | "Sr" | "Esq" | "Lit" | "Hons" | "Inc" | "ed"))
}

fn has_sentence_break(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit([' ', '.']).next().unwrap_or("");
        let is_word = word.len() > 4 && word.chars().all(char::is_lowercase);
        is_word && text[at + 2..].starts_with(char::is_uppercase)
    })
}

/// Where somebody signs, a line before that could be a name is no author.
fn doubt_unsigned(drafts: &[Draft], lines: &mut [Line]) {
    let is_signed =
        |at: &usize| matches!(lines[*at], Line::Author(_)) && signed(&drafts[*at].text).is_some();
    let Some(signature) = (0..lines.len()).find(is_signed) else {
        return;
    };
    for at in 0..signature {
        if matches!(lines[at], Line::Author(_)) && drafts[at].role != Role::Byline {
            lines[at] = Line::Other;
        }
    }
}

/// Decides which line is the title, and what the lines beside it are.
fn settle_title(drafts: &[Draft], lines: &mut [Line], found: &mut Found) {
    let named: Vec<_> = (0..lines.len())
        .filter(|at| lines[*at] == Line::Title)
        .collect();
    if let [first, ..] = named.as_slice() {
        found.title = Some(title_text(drafts, &named));
        set_beside(drafts, lines, *first, named[named.len() - 1]);
        return;
    }
    if lines.iter().any(|l| matches!(l, Line::Both(..))) {
        return;
    }
    let others: Vec<_> = (0..lines.len())
        .filter(|at| lines[*at] == Line::Other)
        .collect();
    let opens_with_name = matches!(lines.first(), Some(Line::Author(_) | Line::Errand));
    let marked = others
        .iter()
        .copied()
        .find(|at| matches!(drafts[*at].role, Role::Heading(_)));
    let centred = others
        .iter()
        .copied()
        .find(|at| opens_with_name && drafts[*at].indent >= 8);
    let Some(first) = marked.or(centred).or_else(|| others.first().copied()) else {
        name_for_title(drafts, lines, found);
        return;
    };
    if lines[..first].contains(&Line::Question) {
        return;
    }
    // ": What it means" is the second half of a title that begins a line above.
    let is_second_half = first > 0 && drafts[first].text.starts_with(':');
    let first = first - usize::from(is_second_half);
    let mut last = first + usize::from(is_second_half);
    let is_free = |at: usize| match &lines[at] {
        Line::Other => true,
        Line::Author(_) => signed(&drafts[at].text).is_none(),
        _ => false,
    };
    while last + 1 < lines.len() && is_free(last + 1) && runs_on(drafts, last) {
        last += 1;
    }
    found.title = Some(title_text(drafts, &(first..=last).collect::<Vec<_>>()));
    lines[first..=last].fill(Line::Title);
    set_beside(drafts, lines, first, last);
}

/// Of two lines that could be names, the first is the title.
fn name_for_title(drafts: &[Draft], lines: &mut [Line], found: &mut Found) {
    let is_bare =
        |at: &usize| matches!(lines[*at], Line::Author(_)) && signed(&drafts[*at].text).is_none();
    let mut names = (0..lines.len()).filter(is_bare);
    if let (Some(first), Some(_)) = (names.next(), names.next()) {
        found.title = Some(drafts[first].text.clone());
        lines[first] = Line::Title;
    }
}

/// What stands between title and byline belongs to them; what follows the
/// byline is a heading of the text.
fn set_beside(drafts: &[Draft], lines: &mut [Line], first: usize, last: usize) {
    let is_known = |l: &Line| matches!(l, Line::Author(_) | Line::Errand);
    let byline = lines.iter().rposition(is_known).unwrap_or(0);
    for at in 0..lines.len() {
        if lines[at] != Line::Other || matches!(drafts[at].role, Role::Heading(_)) {
            continue;
        }
        let is_subtitle = at == last + 1 && (drafts[at].is_tight || at < byline);
        match () {
            () if is_subtitle => lines[at] = Line::Title,
            () if at < first || at < byline || drafts[at].is_tight => lines[at] = Line::Errand,
            () => {}
        }
    }
}

/// Whether the title goes on in the line after the one at `at`.
fn runs_on(drafts: &[Draft], at: usize) -> bool {
    const OPEN: &[&str] = &[
        "in", "of", "the", "and", "a", "an", "to", "for", "on", "with", "from", "as", "at", "or",
        "into", "&",
    ];
    let (line, next) = (drafts[at].text.as_str(), &drafts[at + 1]);
    let last = line.rsplit(' ').next().unwrap_or("").to_lowercase();
    let starts_low = next.text.starts_with(|c: char| c.is_lowercase());
    let is_parted = line.ends_with([':', '-', '–', '—']);
    next.is_tight && (is_parted || starts_low || OPEN.contains(&last.as_str()))
        || is_parted && next.indent > 0
}

fn title_text(drafts: &[Draft], at: &[usize]) -> String {
    let mut title = String::new();
    for at in at {
        let line = drafts[*at].text.replace('\n', " ");
        if !title.is_empty() && !line.starts_with(':') {
            title.push(' ');
        }
        title.push_str(&line);
    }
    title
}

/// A title without "Title:" before it, marks around it or a note mark after it.
fn bare_title(title: &str) -> String {
    let title = title.trim().trim_start_matches('#').trim();
    let title = title.trim_end_matches(|c| superscript(c).is_some());
    let title = match title.rsplit_once("[^") {
        Some((title, mark)) if mark.find(']') == Some(mark.len() - 1) => title.trim_end(),
        _ => title,
    };
    let title = ["Title: ", "TITLE: ", "title: "]
        .iter()
        .find_map(|p| title.strip_prefix(p))
        .unwrap_or(title);
    for (open, close) in [('“', '”'), ('"', '"'), ('‘', '’'), ('*', '*'), ('_', '_')] {
        let inner = title.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner.filter(|t| !t.contains([open, close])) {
            return inner.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Longest title looked for at the head of a paragraph, in words.
const GLUED_WORDS: usize = 12;

/// A title glued to the first paragraph: words that a sentence's opener
/// follows with no stop between, and that the essay repeats further on.
fn glued_title(drafts: &[Draft]) -> Option<String> {
    const OPENERS: &[&str] = &[
        "The",
        "In",
        "This",
        "It",
        "A",
        "An",
        "When",
        "There",
        "As",
        "I",
        "Throughout",
        "By",
    ];
    let first = drafts.iter().find(|d| d.role == Role::Prose)?;
    let mut end = 0;
    for (count, word) in first.text.split(' ').take(GLUED_WORDS + 1).enumerate() {
        let is_opener = count >= 2 && OPENERS.contains(&word);
        if is_opener {
            let title = first.text[..end].trim();
            let folded = crate::text::fold(title);
            let rest = first
                .text
                .get(end..(end + 4000).min(first.text.len()))
                .unwrap_or(&first.text[end..]);
            let is_repeated = crate::text::fold(rest).contains(&folded);
            return is_repeated.then(|| title.to_owned());
        }
        if word.ends_with(['.', ',', ';', '!']) {
            return None;
        }
        end += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests;
