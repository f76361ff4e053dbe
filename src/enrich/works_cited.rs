//! The list of works cited: author, title and year of each entry, in whatever
//! style it was written (MLA, APA, Chicago, Harvard, or none).

mod imprint;

use super::WorkCited;
use super::citations::{AuthorForm, Names, joined, looks_like_name};
use crate::text::{is_double_mark, is_single_mark};

/// Headings of lists, folded.
const HEADINGS: &str = "\
    works cited, work cited, works cited list, references, reference list, reference, \
    bibliography, sources, source, works consulted, notes, endnotes, footnotes, \
    primary source, primary sources, secondary sources, secondary source, cited works, \
    further reading, primary text, secondary reading, primary, secondary, \
    annotated bibliography, literature cited, literature, works cited and consulted";

/// Words from which on years are those of a visit, not of the work.
const VISITS: &[&str] = &[
    "Available at",
    "Available from",
    "Accessed",
    "accessed",
    "Retrieved",
    "http",
    "Web.",
    "[Accessed",
];

/// The entries that `text` holds: more than one where lines ran together.
pub(super) fn split_entries(text: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let (before, after) = (&text[start..at], &text[at + 1..]);
        let is_ended = before.ends_with(['.', ')', '>', ']']);
        let is_parted = || begins_entry(front(after)) && year(back(before)).is_some();
        if is_ended && is_parted() {
            entries.push(before);
            start = at + 1;
        }
    }
    entries.push(&text[start..]);
    entries
}

/// Bytes in which an entry that ran together with others is looked for.
const ENTRY_BYTES: usize = 1_000;

fn front(text: &str) -> &str {
    let end = (0..=text.len().min(ENTRY_BYTES)).rfind(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

fn back(text: &str) -> &str {
    let from = text.len().saturating_sub(ENTRY_BYTES);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[from.unwrap_or(0)..]
}

/// "Family, Given. Title" or "Family, G. (2006)", and a year further on.
fn begins_entry(after: &str) -> bool {
    let Some((family, rest)) = after.split_once(", ") else {
        return false;
    };
    let given = rest.split(' ').next().unwrap_or_default();
    let is_given = given.starts_with(char::is_uppercase)
        && given.ends_with('.')
        && given[..given.len() - 1]
            .chars()
            .all(|c| c.is_alphabetic() || c == '-');
    !family.contains(' ') && is_given && looks_like_name(family) && year(rest).is_some()
}

/// The entry `text`, in a list after `previous`; `None` if it is a heading.
pub(super) fn read_entry(
    names: &Names,
    text: &str,
    previous: Option<&WorkCited>,
) -> Option<WorkCited> {
    let entry = without_bullet(text);
    let is_entry = entry.chars().filter(|c| c.is_alphabetic()).count() > 4;
    if !is_entry || is_heading(entry) || is_address(entry) {
        return None;
    }
    let (author, rest) = author(names, entry, previous);
    let title = title(rest).map(|title| without_author(names, title));
    let words: Vec<&str> = title.as_deref().unwrap_or("").split_whitespace().collect();
    let is_title =
        !words.is_empty() && (names.is_novel_title(&words) || names.work(&words) == Some(0));
    let author = author.or_else(|| {
        let names_author = entry.split(|c: char| !c.is_alphanumeric() && c != '-');
        (is_title && names_author.into_iter().any(|w| w == names.family()))
            .then(|| names.family().to_owned())
    });
    let is_novel = is_title && author.as_deref() == Some(names.family());
    let publisher = title.as_deref().and_then(|title| {
        let end = entry.find(title)? + title.len();
        imprint::publisher(before_visit(&entry[end..]))
    });
    Some(WorkCited {
        as_written: text.to_owned(),
        author,
        title,
        year: year(entry),
        publisher: publisher.map(str::to_owned),
        is_novel,
    })
}

/// Whether `entry` is nothing but an address.
fn is_address(entry: &str) -> bool {
    let is_one_word = !entry.trim().contains(char::is_whitespace);
    is_one_word && (entry.contains("://") || entry.starts_with("www."))
}

/// "Title by Author": the title alone.
fn without_author(names: &Names, title: String) -> String {
    let by = title.rfind(" by ").filter(|at| {
        let words: Vec<&str> = title[at + 4..].split_whitespace().collect();
        names.author_form(&words).is_some()
    });
    by.map(|at| title[..at].trim().to_owned()).unwrap_or(title)
}

fn is_heading(entry: &str) -> bool {
    let folded = joined(entry);
    HEADINGS.split(", ").any(|heading| heading == folded)
}

fn without_bullet(text: &str) -> &str {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '•' | '*' | '·' | '–'));
    let text = text.strip_prefix("- ").unwrap_or(text);
    let numbered = text
        .trim_start_matches(['[', '('])
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - numbered.len();
    let after = numbered.trim_start_matches([']', ')', '.']);
    let is_number = (1..5).contains(&digits) && after.len() < numbered.len();
    (if is_number { after } else { text }).trim()
}

/// The first author's family name and what stands after the authors.
fn author<'a>(
    names: &Names,
    entry: &'a str,
    previous: Option<&WorkCited>,
) -> (Option<String>, &'a str) {
    let dashes = entry.trim_start_matches(['-', '–', '—', '―', '_']);
    if entry.len() - dashes.len() >= 3 {
        let rest = dashes.trim_start_matches(['.', ',', ' ']);
        return (previous.and_then(|entry| entry.author.clone()), rest);
    }
    let head = &entry[..head_end(entry)];
    let rest = &entry[head.len()..];
    let (first, after) = head.split_once(',').unwrap_or((head, ""));
    let words: Vec<&str> = first.split_whitespace().collect();
    let is_given_before = is_given_before(names, &words, after);
    if is_given_before && (looks_like_name(first) || names.author_form(&words).is_some()) {
        let family = match names.author_form(&words) {
            Some(AuthorForm::Right) => Some(names.family().to_owned()),
            _ => words.last().map(|word| (*word).to_owned()),
        };
        return (family, &entry[first.len() + 1..]);
    }
    let is_inverted = !after.is_empty() && words.len() <= 3 && names.work(&words).is_none();
    if names
        .author_form(&words)
        .is_some_and(|form| form == AuthorForm::Right || is_inverted)
    {
        return (
            Some(names.family().to_owned()),
            after_given(entry, head, rest),
        );
    }
    if is_inverted && looks_like_name(first) {
        return (
            Some(first.trim().to_owned()),
            after_given(entry, head, rest),
        );
    }
    let is_given_first = (2..=4).contains(&words.len())
        && after.is_empty()
        && looks_like_name(first)
        && names.work(&words).is_none()
        && rest.trim_start_matches(['.', ' ']).starts_with(opens_title);
    if is_given_first {
        return (
            words.last().map(|w| w.trim_end_matches('.').to_owned()),
            rest,
        );
    }
    let is_body = (1..=BODY_WORDS).contains(&words.len())
        && after.is_empty()
        && first.starts_with(char::is_uppercase)
        && rest.trim_start_matches(['.', ' ']).starts_with('(')
        && names.work(&words).is_none()
        && !names.is_novel_title(&words);
    if is_body {
        return (Some(first.trim().to_owned()), rest);
    }
    (None, entry)
}

/// Most words of a body that is an author ("World Health Organization").
const BODY_WORDS: usize = 6;

/// Whether the first author stands given name first ("K. Smith, Title"):
/// an initial, the novel's author so, or no given names after the comma.
fn is_given_before(names: &Names, words: &[&str], after: &str) -> bool {
    if words.len() < 2 || after.is_empty() {
        return false;
    }
    let is_initial = words[0].ends_with('.') && words[0].chars().count() == 2;
    let is_novelist = names.author_form(words) == Some(AuthorForm::Right)
        && names.author_form(&words[words.len() - 1..]) == Some(AuthorForm::Right);
    let next = after.trim_start();
    let next = &next[..next.find([',', '.', '(']).unwrap_or(next.len())];
    let is_title = next.split_whitespace().count() > 2
        || next
            .split_whitespace()
            .any(|word| word.starts_with(char::is_lowercase));
    is_initial || is_novelist || words.len() == 2 && is_title && !next.starts_with("and ")
}

/// What follows the given names: after the head, or after them within it if
/// the title stands there too ("Smith, J., The Title (London").
fn after_given<'a>(entry: &'a str, head: &'a str, rest: &'a str) -> &'a str {
    if let Some(title) = after_initials(head) {
        return &entry[title..];
    }
    let mut pieces = head.match_indices(',').skip(1);
    let Some((comma, _)) = pieces.next() else {
        return rest;
    };
    let next = head[comma + 1..].trim_start();
    let is_author = next.starts_with("and ")
        || next.starts_with("& ")
        || next.starts_with("ed")
        || next.starts_with("et al")
        || next
            .split([' ', ','])
            .next()
            .is_some_and(|w| w.ends_with('.') && w.len() <= 3)
        || next.is_empty();
    if is_author { rest } else { &entry[comma + 1..] }
}

/// Where the title begins in "Smith, J. K. Title": after initials, if what
/// follows them is no other author.
fn after_initials(head: &str) -> Option<usize> {
    let mut at = head.find(',')? + 1;
    let mut initials = 0;
    loop {
        at = head.len() - head[at..].trim_start().len();
        let mut chars = head[at..].chars();
        let (initial, stop) = (chars.next()?, chars.next()?);
        if !(initial.is_uppercase() && stop == '.') {
            break;
        }
        initials += 1;
        at += initial.len_utf8() + 1;
    }
    let is_title = initials > 0
        && head[at..].starts_with(char::is_uppercase)
        && !head[at..]
            .split(' ')
            .take(2)
            .any(|word| word.ends_with(','));
    is_title.then_some(at)
}

/// Where authors end at the latest: at a bracket, a title's mark or a full stop.
fn head_end(entry: &str) -> usize {
    let mut word_start = 0;
    for (at, c) in entry.char_indices() {
        let next = entry[at + c.len_utf8()..].chars().next();
        match c {
            '(' | '*' | '_' => return at,
            _ if is_double_mark(c) => return at,
            _ if is_single_mark(c) && word_start == at => return at,
            '.' if next.is_none_or(char::is_whitespace) && at - word_start > 1 => return at,
            _ => {}
        }
        if c.is_whitespace() || c == '-' || c == '.' {
            word_start = at + c.len_utf8();
        }
    }
    entry.len()
}

fn opens_title(c: char) -> bool {
    matches!(c, '(' | '*' | '_') || is_double_mark(c) || is_single_mark(c) || c.is_uppercase()
}

/// The title at the front of `rest`, after years and stops.
fn title(rest: &str) -> Option<String> {
    let rest = after_year(rest);
    let first = rest.chars().next()?;
    let marked = match first {
        '*' | '_' => Some(rest[1..].trim_start_matches(first).split(first).next()?),
        _ if is_double_mark(first) || is_single_mark(first) => {
            let inside = &rest[first.len_utf8()..];
            Some(&inside[..closing(inside, first)])
        }
        _ => None,
    };
    let title = marked.unwrap_or_else(|| &rest[..title_end(rest)]);
    let title = title.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '*' | '_')
    });
    title
        .contains(char::is_alphabetic)
        .then(|| title.to_owned())
}

/// Where a title that `open` opened is closed.
fn closing(inside: &str, open: char) -> usize {
    let is_double = is_double_mark(open);
    inside
        .char_indices()
        .find(|(at, c)| {
            let same = if is_double {
                is_double_mark(*c)
            } else {
                is_single_mark(*c)
            };
            let next = inside[at + c.len_utf8()..].chars().next();
            same && next.is_none_or(|next| !next.is_alphanumeric())
        })
        .map_or(inside.len(), |(at, _)| at)
}

fn after_year(rest: &str) -> &str {
    let is_point = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':');
    let mut rest = rest.trim_start_matches(is_point);
    for editor in ["eds.", "ed.", "editor.", "et al."] {
        rest = rest
            .strip_prefix(editor)
            .unwrap_or(rest)
            .trim_start_matches(is_point);
    }
    if let Some((inside, after)) = rest.strip_prefix('(').and_then(|r| r.split_once(')'))
        && (inside.contains(|c: char| c.is_ascii_digit())
            || inside.contains("n.d")
            || inside.starts_with("ed")
            || inside.starts_with("dir"))
    {
        return after_year(after);
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4
        && rest[4..]
            .trim_start_matches(['a', 'b', 'c'])
            .starts_with(['.', ',']);
    if is_year {
        after_year(&rest[4..])
    } else {
        rest
    }
}

/// Where an unmarked title ends: at its full stop, its imprint or a bracket.
fn title_end(rest: &str) -> usize {
    let end = [". ", " (", "? ", " [", "."]
        .iter()
        .filter_map(|stop| {
            rest.find(stop)
                .map(|at| at + usize::from(stop.starts_with('?')))
        })
        .min()
        .unwrap_or(rest.len());
    let head = &rest[..end];
    let imprint = head.match_indices(", ").find(|(at, _)| {
        let place = &head[at + 2..];
        let ends = place.find([':', ',']).map(|i| &place[..i]);
        ends.is_some_and(|p| p.split_whitespace().count() <= 2 && p.starts_with(char::is_uppercase))
            && place.contains(|c: char| c == ':' || c.is_ascii_digit())
    });
    imprint.map_or(end, |(at, _)| at)
}

/// `entry` without the address and the date of a visit.
fn before_visit(entry: &str) -> &str {
    let visit = VISITS.iter().filter_map(|word| entry.find(word)).min();
    &entry[..visit.unwrap_or(entry.len())]
}

/// The year of the work: in brackets, else the last before a date of visit.
fn year(entry: &str) -> Option<String> {
    let entry = before_visit(entry);
    let mut last = None;
    for (at, _) in entry.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let digits = entry[at..].bytes().take_while(u8::is_ascii_digit).count();
        let before = entry[..at].chars().next_back();
        let is_start =
            before.is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '-' | '–' | '£' | '$'));
        let is_year = digits == 4
            && entry[at..at + 4]
                .parse()
                .is_ok_and(|y: u16| (1500..2036).contains(&y));
        let is_page =
            entry[..at].trim_end().ends_with("p.") || entry[..at].trim_end().ends_with("pp.");
        if is_start && is_year && !is_page {
            let year = entry[at..at + 4].to_owned();
            let is_bracketed = entry[..at].rfind('(') > entry[..at].rfind(')');
            if is_bracketed {
                return Some(year);
            }
            last = Some(year);
        }
    }
    last
}
