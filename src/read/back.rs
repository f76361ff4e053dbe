//! Back matter: notes and works cited, which no paragraph number counts.

use super::builder::{Draft, Role, is_longer};
use super::clean::first_bytes;

/// A list at the end of an essay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Works cited.
    Works,
    /// Footnotes or endnotes.
    Notes,
}

const WORKS_HEADINGS: &[&str] = &[
    "works cited",
    "work cited",
    "works consulted",
    "works used",
    "works referenced",
    "cited works",
    "works cited and consulted",
    "references",
    "reference",
    "reference list",
    "list of references",
    "bibliography",
    "select bibliography",
    "selected bibliography",
    "works cited list",
    "sources",
    "sources used",
    "sources cited",
    "source",
    "literature cited",
    "citations",
    "bibliographie",
    "primary sources",
    "secondary sources",
    "primary source",
    "primary text",
    "primary texts",
    "secondary source",
    "further reading",
    "works citied",
    "bibliography and references",
    "works cited page",
];
const NOTES_HEADINGS: &[&str] = &[
    "notes",
    "endnotes",
    "footnotes",
    "end notes",
    "note",
    "foot notes",
];

/// The list that a heading opens, whatever its case, number and colon.
pub(super) fn list_named(line: &str) -> Option<List> {
    if line.len() > 40 {
        return None;
    }
    let bare = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = bare
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    match () {
        () if WORKS_HEADINGS.contains(&bare.as_str()) => Some(List::Works),
        () if NOTES_HEADINGS.contains(&bare.as_str()) => Some(List::Notes),
        () => None,
    }
}

/// Gives the drafts of notes and works cited their roles.
pub(super) fn mark(drafts: &mut Vec<Draft>) {
    part_glued_list(drafts);
    drafts.iter_mut().for_each(mark_back_linked);
    let mut open = None;
    let mut at = 0;
    while at < drafts.len() {
        match list_opened(drafts, at) {
            Some(list) => {
                open = Some(list);
                let is_works = list == List::Works;
                drafts[at].role = if is_works {
                    Role::WorksCited
                } else {
                    Role::Heading(2)
                };
            }
            None if open.is_some() && closes(&drafts[at]) => open = None,
            None => {
                if open == Some(List::Works) && opens_notes(drafts, at) {
                    open = Some(List::Notes);
                }
                if let Some(list) = open {
                    at = take_entry(drafts, at, list);
                }
            }
        }
        at += 1;
    }
    mark_trailing_entries(drafts);
    mark_trailing_notes(drafts);
}

/// A numbered paragraph that ends in an arrow back to the text is a note: its
/// page was a web page once.
fn mark_back_linked(draft: &mut Draft) {
    let bare = draft.text.trim_end_matches(['↩', '\u{fe0e}', ' ']);
    if bare.len() == draft.text.len() || draft.role != Role::Prose {
        return;
    }
    draft.text.truncate(bare.len());
    if draft.mark.is_some() {
        draft.role = Role::Note;
    } else if let Some((mark, len)) = note_mark(&draft.text) {
        draft.mark = Some(mark);
        draft.text.drain(..len);
        draft.role = Role::Note;
    }
}

/// The list that the draft at `at` opens, if what follows looks like one.
fn list_opened(drafts: &[Draft], at: usize) -> Option<List> {
    let draft = &drafts[at];
    if !matches!(draft.role, Role::Prose | Role::Heading(_) | Role::Title) {
        return None;
    }
    let list = list_named(&draft.text)?;
    let is_sublist = at > 0 && drafts[at - 1].role == Role::WorksCited;
    let next = drafts.get(at + 1..(at + 4).min(drafts.len()))?;
    let fits = |d: &Draft| match list {
        List::Works => {
            d.role == Role::WorksCited || is_entry_like(&d.text) || list_named(&d.text).is_some()
        }
        List::Notes => d.role == Role::Note || d.mark.is_some() || note_mark(&d.text).is_some(),
    };
    let notes = next.iter().skip(1).position(|d| has_raised_mark(&d.text));
    let next = match (list, notes) {
        (List::Works, Some(at)) if !has_raised_mark(&next[0].text) => &next[..=at],
        _ => next,
    };
    let fitting = next.iter().filter(|d| fits(d)).count();
    (is_sublist || at > 0 && fitting > 0 && fitting * 2 >= next.len()).then_some(list)
}

/// Whether the first of some notes follows the works cited without a heading: it
/// has a mark, which the entries before it have not.
fn opens_notes(drafts: &[Draft], at: usize) -> bool {
    let is_entry = |d: &Draft| d.role == Role::WorksCited && list_named(&d.text).is_none();
    let follows = at > 0 && is_entry(&drafts[at - 1]) && !has_raised_mark(&drafts[at - 1].text);
    let is_first = || note_mark(&drafts[at].text).is_some_and(|(mark, _)| mark == "1");
    follows && drafts[at].role == Role::Prose && has_raised_mark(&drafts[at].text) && is_first()
}

/// Whether a mark in brackets, or a raised one, opens `text`.
fn has_raised_mark(text: &str) -> bool {
    let is_open = text.starts_with('[') || text.chars().next().and_then(superscript).is_some();
    is_open && note_mark(text).is_some()
}

/// Words from which a paragraph without a year is no entry of a list.
const PROSE_WORDS: usize = 60;

/// A heading of something else, or long prose, ends a list.
fn closes(draft: &Draft) -> bool {
    match draft.role {
        Role::Heading(_) | Role::Title => true,
        Role::Prose => {
            let is_prose = is_longer(&draft.text, PROSE_WORDS) && !is_entry_like(&draft.text);
            is_prose && note_mark(&draft.text).is_none()
                || !is_longer(&draft.text, 3) && draft.text.to_lowercase().starts_with("appendi")
        }
        _ => false,
    }
}

/// Takes the draft at `at` into the open list; returns where it now ends.
fn take_entry(drafts: &mut Vec<Draft>, at: usize, list: List) -> usize {
    let draft = &mut drafts[at];
    if !matches!(draft.role, Role::Prose | Role::Quotation) {
        return at;
    }
    if list == List::Works {
        draft.role = Role::WorksCited;
        return at;
    }
    draft.role = Role::Note;
    if let Some((mark, len)) = note_mark(&draft.text) {
        draft.mark = Some(mark);
        draft.text.drain(..len);
    } else if draft.mark.is_none() && drafts[at - 1].role == Role::Note {
        let text = drafts.remove(at).text;
        drafts[at - 1].text.push(' ');
        drafts[at - 1].text.push_str(&text);
        return at - 1;
    }
    at
}

/// Most words of an entry in a list of works cited; annotations run longer.
const ENTRY_WORDS: usize = 90;

/// Whether `text` could be an entry: it is short and has a year or an address.
fn is_entry_like(text: &str) -> bool {
    let has_place = |t: &str| t.contains("http") || t.contains("www.") || t.contains("n.d.");
    (has_year(text) || has_place(text)) && !is_longer(text, ENTRY_WORDS)
}

fn has_year(text: &str) -> bool {
    let mut runs = text.as_bytes().split(|b| !b.is_ascii_digit());
    runs.any(|run| matches!(run, [b'1', b'5'..=b'9', _, _] | [b'2', b'0', _, _]))
}

/// The mark that opens a note (`1`, `*`), and the bytes it takes with the
/// white space after it. Figures without brackets or stop count as one only
/// before a capital or a mark.
pub(super) fn note_mark(text: &str) -> Option<(String, usize)> {
    let first = text.chars().next()?;
    let (mark, rest) = match first {
        '[' | '(' => {
            let close = if first == '[' { ']' } else { ')' };
            let inner = text[1..].strip_prefix('^').unwrap_or(&text[1..]);
            let (mark, rest) = inner.split_once(close)?;
            (mark.to_owned(), rest.strip_prefix(':').unwrap_or(rest))
        }
        '*' | '†' | '‡' => {
            let rest = text.trim_start_matches(first);
            (text[..text.len() - rest.len()].to_owned(), rest)
        }
        _ if superscript(first).is_some() => {
            let rest = text.trim_start_matches(|c| superscript(c).is_some());
            (
                text[..text.len() - rest.len()]
                    .chars()
                    .filter_map(superscript)
                    .collect(),
                rest,
            )
        }
        _ if first.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let mark = text[..text.len() - rest.len()].to_owned();
            (mark, rest.strip_prefix(['.', ')', ':']).unwrap_or(rest))
        }
        _ => return None,
    };
    let is_short = !mark.is_empty() && mark.len() <= 4 && !mark.contains(' ');
    let trimmed = rest.trim_start();
    let is_parted = trimmed.len() < rest.len() || !first.is_ascii_digit();
    (is_short && is_parted && !trimmed.is_empty()).then(|| (mark, text.len() - trimmed.len()))
}

/// The ASCII digit that `c` is the superscript of.
pub(super) fn superscript(c: char) -> Option<char> {
    match c {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10),
        _ => None,
    }
}

/// Bytes at the end of a list of works that have a year among them.
const TAIL_BYTES: usize = 300;

/// "… the end. Works Cited Author, …": parts a list glued to the last lines.
fn part_glued_list(drafts: &mut Vec<Draft>) {
    const NAMES: &[&str] = &[
        "Works Cited",
        "Work Cited",
        "WORKS CITED",
        "References",
        "Bibliography",
        "Reference List",
    ];
    for at in (drafts.len().saturating_sub(3)..drafts.len()).rev() {
        let draft = &drafts[at];
        let before = first_bytes(&draft.text, draft.text.len().saturating_sub(TAIL_BYTES));
        let tail = &draft.text[before.len()..];
        if draft.role != Role::Prose || !has_year(tail) {
            continue;
        }
        let glued = NAMES
            .iter()
            .filter_map(|name| draft.text.rfind(name).map(|p| (p, name.len())));
        let Some((start, len)) = glued
            .max()
            .filter(|(p, len)| is_glued(&draft.text, *p, *len))
        else {
            continue;
        };
        let tail = drafts[at].text.split_off(start);
        let (name, entries) = tail.split_at(len);
        let name = Draft::new(Role::Prose, name);
        let entries = entries.trim_start_matches([':', ' ', '\n', '.']).to_owned();
        let kept = drafts[at].text.trim_end().len();
        drafts[at].text.truncate(kept);
        drafts.insert(at + 1, Draft::new(Role::Prose, entries));
        drafts.insert(at + 1, name);
        if kept == 0 {
            drafts.remove(at);
        }
        return;
    }
}

/// Whether a list's name at `start` follows a sentence and precedes entries.
fn is_glued(text: &str, start: usize, len: usize) -> bool {
    let before = text[..start].trim_end();
    let is_first = before.is_empty();
    let after = text[start + len..].trim_start_matches([':', ' ', '\n', '.']);
    (is_first || before.len() < start && before.ends_with(['.', '!', '?', ')', '”', '"', '’']))
        && after
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"'))
        && has_year(after)
        && (is_first || after.len() * 2 < text.len().max(1000))
}

/// Entries at the very end of an essay that no heading announces.
fn mark_trailing_entries(drafts: &mut [Draft]) {
    for at in (1..drafts.len()).rev() {
        let draft = &drafts[at];
        match draft.role {
            // Formats with notes of their own put them last.
            Role::Note => {}
            Role::Prose if is_bare_entry(&draft.text) => drafts[at].role = Role::WorksCited,
            _ => return,
        }
    }
}

/// "Family, Given. Title. Place, 2006." and "Family, G. (2006) Title."
fn is_bare_entry(text: &str) -> bool {
    let Some((family, rest)) = text.split_once(", ") else {
        return false;
    };
    let is_name = family.split_whitespace().count() <= 2
        && family.chars().next().is_some_and(char::is_uppercase)
        && family
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
    let given: Vec<_> = rest.split_whitespace().take(3).collect();
    let has_given = given
        .first()
        .is_some_and(|g| g.chars().next().is_some_and(char::is_uppercase))
        && given.iter().any(|g| g.ends_with('.') || g.starts_with('('));
    is_name && has_given && has_year(text) && text.split_whitespace().count() <= 50
}

/// Notes at the very end, or before the works cited, that no heading announces.
fn mark_trailing_notes(drafts: &mut [Draft]) {
    let end = drafts
        .iter()
        .rposition(|d| d.role != Role::WorksCited)
        .map_or(0, |at| at + 1);
    let is_marked = |d: &Draft| d.role == Role::Prose && has_raised_mark(&d.text);
    let start = drafts[..end]
        .iter()
        .rposition(|d| !is_marked(d))
        .map_or(0, |at| at + 1);
    let is_first = |d: &Draft| note_mark(&d.text).is_some_and(|(mark, _)| mark == "1");
    if start == 0 || start >= end || !is_first(&drafts[start]) {
        return;
    }
    for draft in &mut drafts[start..end] {
        if let Some((mark, len)) = note_mark(&draft.text) {
            draft.mark = Some(mark);
            draft.text.drain(..len);
            draft.role = Role::Note;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(texts: &[&str]) -> Vec<String> {
        let mut drafts: Vec<_> = texts.iter().map(|t| Draft::new(Role::Prose, *t)).collect();
        mark(&mut drafts);
        drafts
            .iter()
            .map(|d| {
                format!(
                    "{:?}{}",
                    d.role,
                    d.mark.as_ref().map_or(String::new(), |m| format!(" {m}"))
                )
            })
            .collect()
    }

    #[test]
    fn a_list_of_works_is_known_by_its_heading() {
        let entry = "Author, Ann. A Title. Press, 2006.";
        for heading in [
            "Works Cited",
            "WORK CITED:",
            "## References",
            "7. Bibliography",
            "Sources",
        ] {
            assert_eq!(
                roles(&["Prose.", heading, entry]),
                ["Prose", "WorksCited", "WorksCited"]
            );
        }
        assert_eq!(
            roles(&["Prose.", "Sources", "Where do they come from?"])[1],
            "Prose"
        );
    }

    #[test]
    fn notes_keep_their_marks() {
        let found = roles(&["Prose.", "Notes", "1 Author, p. 80.", "[2] Ibid.", "³ So."]);
        assert_eq!(found[1..], ["Heading(2)", "Note 1", "Note 2", "Note 3"]);
        assert_eq!(
            roles(&["Prose.", "[1] Author, p. 3.", "[2] Ibid."])[1..],
            ["Note 1", "Note 2"]
        );
    }

    #[test]
    fn notes_after_the_works_cited_need_no_heading() {
        let entry = "Bell, A. Doors. 2006.";
        let found = roles(&[
            "Prose.",
            "Works Cited",
            entry,
            "[1] Bell, p. 5.",
            "[2] Ibid.",
        ]);
        assert_eq!(found[2..], ["WorksCited", "Note 1", "Note 2"]);
        let found = roles(&[
            "Prose.",
            "References",
            "[1] Bell, A. Doors. 2006.",
            "[2] Dow, C. Keys. 2008.",
        ]);
        assert_eq!(found[2..], ["WorksCited", "WorksCited"]);
    }

    #[test]
    fn a_numbered_paragraph_with_an_arrow_back_is_a_note() {
        let found = roles(&[
            "Prose.",
            "Works Cited",
            "Bell, A. Doors. 2006.",
            "1. Ibid. ↩",
        ]);
        assert_eq!(found[1..], ["WorksCited", "WorksCited", "Note 1"]);
    }

    #[test]
    fn entries_need_no_heading_at_the_very_end() {
        assert_eq!(
            roles(&["Prose.", "Author, Ann. A Title. Press, 2006."])[1],
            "WorksCited"
        );
        assert_eq!(
            roles(&["Prose.", "In 2006, Ann wrote. It was good."])[1],
            "Prose"
        );
    }

    #[test]
    fn entries_at_the_end_may_have_notes_after_them() {
        let entry = Draft::new(Role::Prose, "Author, Ann. A Title. Press, 2006.");
        let note = Draft::new(Role::Note, "A note.");
        let mut drafts = vec![Draft::new(Role::Prose, "Prose."), entry, note];
        mark(&mut drafts);
        let roles: Vec<_> = drafts.iter().map(|d| d.role).collect();
        assert_eq!(roles, [Role::Prose, Role::WorksCited, Role::Note]);
    }

    #[test]
    fn a_list_glued_to_the_last_paragraph_is_parted() {
        let text = format!(
            "{} It ends. Works Cited Author, Ann. A Title. Press, 2006.",
            "Prose. ".repeat(9)
        );
        assert_eq!(roles(&[&text]), ["Prose", "WorksCited", "WorksCited"]);
    }
}
