//! Stray lines: a citation on a line of its own belongs to the words before it.
//!
//! Essays put it there after a block quotation, and conversions break it off.
//! A number alone may be a page's, so it needs a quotation before it.

use super::builder::{Draft, Role};

/// Longest citation on a line of its own, in bytes.
const LINE_BYTES: usize = 100;

/// Joins citations on lines of their own to the paragraphs before them.
pub(super) fn join(drafts: &mut Vec<Draft>) {
    let mut at = 1;
    while at < drafts.len() {
        if is_citation_of(&drafts[at], &drafts[at - 1]) {
            let stray = drafts.remove(at).text;
            let before = &mut drafts[at - 1].text;
            before.push(' ');
            before.push_str(&stray);
        } else {
            at += 1;
        }
    }
}

fn is_citation_of(draft: &Draft, before: &Draft) -> bool {
    let is_body = |d: &Draft| matches!(d.role, Role::Prose | Role::Quotation);
    let line = draft.text.trim_end_matches(['.', ' ']);
    let inside = line
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let Some(inside) = inside.filter(|i| i.len() < LINE_BYTES && !i.contains(['(', ')', '\n']))
    else {
        return false;
    };
    let is_quoted =
        before.role == Role::Quotation || before.text.ends_with(['”', '"', '’', '\'', '»']);
    let is_ended = is_quoted || before.text.ends_with(['.', '?', '!', '…']);
    let has_figure = inside.contains(|c: char| c.is_ascii_digit());
    is_body(draft)
        && is_body(before)
        && has_figure
        && (is_page(inside) && is_quoted || is_named(inside) && is_ended)
}

/// "236", "236-37".
fn is_page(inside: &str) -> bool {
    inside
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–' | '—'))
}

/// "Smith 236", "p. 236": a name or a label and figures at the end.
fn is_named(inside: &str) -> bool {
    let first = inside.split([' ', ',', '.']).next().unwrap_or_default();
    let is_label = ["p", "pp", "pg", "page", "pages", "ch", "chapter", "ibid"]
        .iter()
        .any(|label| first.eq_ignore_ascii_case(label));
    let is_name = first.starts_with(char::is_uppercase) && first.len() > 2;
    (is_label || is_name) && inside.ends_with(|c: char| c.is_ascii_digit() || c == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, line: &str, expected: &str) {
        let mut drafts = vec![
            Draft::new(Role::Prose, before),
            Draft::new(Role::Prose, line),
        ];
        join(&mut drafts);
        let shown: Vec<&str> = drafts.iter().map(|draft| &*draft.text).collect();
        assert_eq!(shown.join(" | "), expected);
    }

    #[test]
    fn a_citation_on_its_own_line_joins_the_words_before_it() {
        check("She was gone.", "(Smith 236)", "She was gone. (Smith 236)");
        check("“It was gone.”", "(236).", "“It was gone.” (236).");
        check("“It was gone.”", "(pp. 3-4)", "“It was gone.” (pp. 3-4)");
        check(
            "She was gone.",
            "(Smith, 2005, p. 4)",
            "She was gone. (Smith, 2005, p. 4)",
        );
    }

    #[test]
    fn other_lines_in_brackets_stay() {
        check("She was gone.", "(236)", "She was gone. | (236)");
        check(
            "She was gone.",
            "(852 words)",
            "She was gone. | (852 words)",
        );
        check("On Glass", "(Smith 236)", "On Glass | (Smith 236)");
        check(
            "She was gone.",
            "(Smith 4) says no.",
            "She was gone. | (Smith 4) says no.",
        );
    }
}
