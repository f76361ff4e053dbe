//! The inside of a text: headings and block quotations among its prose.
//!
//! Markdown and HTML have marks for them. Word processors do too, but few
//! authors use them: a heading is a short line by itself, a quotation indented.

use super::builder::{BULLET, Draft, Role, is_longer};
use super::layout::ends_sentence;

/// Longest heading, in words.
const HEADING_WORDS: usize = 12;
/// Longest block quotation that only its citation gives away, in words.
const QUOTATION_WORDS: usize = 120;
/// Longest examination question, in words.
const QUESTION_WORDS: usize = 60;
/// Columns that set a paragraph off.
const SET_OFF: usize = 2;

/// Finds headings and block quotations among the prose of a plain text, and
/// joins lines that belong to one paragraph after all.
pub(super) fn mark(drafts: &mut Vec<Draft>) {
    mark_kinds(drafts);
    join_broken(drafts);
}

/// Finds headings and block quotations among prose whose paragraphs are known.
pub(super) fn mark_kinds(drafts: &mut [Draft]) {
    let indented = drafts
        .iter()
        .filter(|d| d.role == Role::Prose && d.indent >= SET_OFF)
        .count();
    let prose = drafts.iter().filter(|d| d.role == Role::Prose).count();
    let is_set_off = |d: &Draft| d.indent >= SET_OFF && indented * 3 <= prose;
    for at in 0..drafts.len() {
        if drafts[at].role != Role::Prose {
            continue;
        }
        let previous = at.checked_sub(1).map(|i| &drafts[i]);
        let next = drafts[at + 1..].first();
        if is_heading(&drafts[at], previous, next) {
            drafts[at].role = Role::Heading(2);
        } else if previous.is_some_and(|p| is_quotation(&drafts[at], p, is_set_off(&drafts[at]))) {
            drafts[at].role = Role::Quotation;
        }
    }
}

fn is_heading(draft: &Draft, previous: Option<&Draft>, next: Option<&Draft>) -> bool {
    let text = draft.text.as_str();
    if is_question_number(text) {
        return true;
    }
    if draft.mark.as_deref() == Some(BULLET) {
        return false;
    }
    let is_after_question =
        previous.is_some_and(|p| matches!(p.role, Role::Heading(_)) && is_question_number(&p.text));
    if is_after_question && !is_longer(text, QUESTION_WORDS) && text.ends_with('?') {
        return true;
    }
    if is_longer(text, HEADING_WORDS) {
        return false;
    }
    let words = text.split_whitespace().count();
    let opens_prose =
        next.is_some_and(|n| n.role == Role::Prose && is_longer(&n.text, words.max(HEADING_WORDS)));
    let is_introduced = previous.is_some_and(|p| p.text.ends_with(':'));
    let is_numbered = is_numbered(text);
    let is_free = !draft.is_tight
        || previous.is_some_and(|p| p.role != Role::Prose || ends_sentence(&p.text));
    let first = text.chars().next().unwrap_or(' ');
    let is_capital = first.is_uppercase() || first.is_ascii_digit() || first == '§';
    let ends_open = !text.ends_with(['.', ',', ';', ':', '!', '…', ')', '”', '"', '’']);
    opens_prose
        && is_free
        && !is_introduced
        && is_capital
        && (ends_open || is_numbered && !text.contains(". "))
        && (!text.ends_with('?') || is_numbered || words <= 8)
}

/// "Q4.", "Question 2: How does …?", "Question 12".
pub(super) fn is_question_number(text: &str) -> bool {
    let lower = text
        .get(..12.min(text.len()))
        .unwrap_or("")
        .to_ascii_lowercase();
    let rest = lower
        .strip_prefix("question")
        .or_else(|| lower.strip_prefix('q'));
    let Some(rest) = rest.map(|r| r.trim_start_matches([' ', '.'])) else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].chars().next();
    (1..=2).contains(&digits)
        && after.is_none_or(|c| matches!(c, '.' | ':' | ')' | ' ' | '-' | 'a'..='d'))
        && !is_longer(text, QUESTION_WORDS)
}

/// "1. Two readings", "§3. Consent", "II. The song", "Part One".
fn is_numbered(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let bare = first
        .trim_start_matches('§')
        .trim_end_matches(['.', ')', ':']);
    let is_marked = bare.len() < first.len();
    let is_figure = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_roman = !bare.is_empty() && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_named = matches!(first, "Part" | "Chapter" | "Section" | "Appendix");
    is_marked && (is_figure || is_roman) || is_named || is_figure && bare.len() <= 2
}

/// Whether `draft` is set off as words of another after `previous`: indented,
/// or introduced by a colon, and ending in a citation of its own.
fn is_quotation(draft: &Draft, previous: &Draft, is_set_off: bool) -> bool {
    let text = draft.text.as_str();
    let is_marked = text.starts_with(['"', '“', '‘', '\'', '«']);
    if is_marked || draft.mark.is_some() || !matches!(previous.role, Role::Prose | Role::Quotation)
    {
        return false;
    }
    let is_introduced = previous.text.ends_with(':') || previous.text.ends_with(',');
    let is_cited = ends_with_citation(text);
    match () {
        () if !is_set_off && !is_introduced || is_longer(text, QUOTATION_WORDS) => false,
        () if is_set_off => is_cited || is_introduced || previous.role == Role::Quotation,
        () => is_introduced && is_cited && !text.contains(['“', '"']),
    }
}

/// "… . (Author 12)", "… (12)."
pub(super) fn ends_with_citation(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', ' ']);
    let Some(inner) = bare.strip_suffix(')').and_then(|t| t.rsplit_once('(')) else {
        return false;
    };
    inner.1.len() <= 80 && inner.1.bytes().any(|b| b.is_ascii_digit())
}

/// Joins a line to the unfinished one that it follows without a blank line.
fn join_broken(drafts: &mut Vec<Draft>) {
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let goes_on = kept.last().is_some_and(|last| {
            let is_pair =
                draft.role == last.role && matches!(draft.role, Role::Prose | Role::Quotation);
            let starts_low = draft.text.starts_with(char::is_lowercase);
            let is_open = last.text.ends_with(',') || starts_low && !ends_sentence(&last.text);
            is_pair && draft.is_tight && is_open
        });
        match kept.last_mut() {
            Some(last) if goes_on => {
                last.text.push(' ');
                last.text.push_str(&draft.text);
            }
            _ => kept.push(draft),
        }
    }
    *drafts = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(texts: &[&str]) -> Vec<Role> {
        let mut drafts: Vec<_> = texts.iter().map(|t| Draft::new(Role::Prose, *t)).collect();
        mark(&mut drafts);
        drafts.iter().map(|d| d.role).collect()
    }

    const PROSE: &str = "This is a paragraph of prose that is long enough for a heading to open it, \
                         and it ends with a stop.";

    #[test]
    fn headings_stand_before_prose_and_have_no_stop() {
        for heading in [
            "1. Two readings",
            "§3. Is there consent?",
            "The waiting room",
            "Q4.",
            "Question 2: Why?",
        ] {
            assert_eq!(
                roles(&[PROSE, heading, PROSE])[1],
                Role::Heading(2),
                "{heading}"
            );
        }
        for prose in [
            "They waited.",
            "the end",
            "“Told and not told”",
            "He said this:",
        ] {
            assert_eq!(roles(&[PROSE, prose, PROSE])[1], Role::Prose, "{prose}");
        }
        assert_eq!(roles(&[PROSE, "The end"])[1], Role::Prose);
    }

    #[test]
    fn an_item_of_a_list_is_no_heading() {
        let item = Draft {
            mark: Some(BULLET.to_owned()),
            ..Draft::new(Role::Prose, "The waiting room")
        };
        let mut drafts = [
            Draft::new(Role::Prose, PROSE),
            item,
            Draft::new(Role::Prose, PROSE),
        ];
        mark_kinds(&mut drafts);
        assert_eq!(drafts[1].role, Role::Prose);
    }

    #[test]
    fn a_paragraph_after_a_colon_with_its_own_citation_is_a_quotation() {
        let intro = "She writes of this at length, and what she writes is rather odd:";
        let found = roles(&[intro, "We had been told so many things. (Author 12)", PROSE]);
        assert_eq!(found, [Role::Prose, Role::Quotation, Role::Prose]);
        assert_eq!(
            roles(&[intro, "“We had been told.” (12)", PROSE])[1],
            Role::Prose
        );
    }
}
