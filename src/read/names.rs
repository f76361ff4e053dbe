//! Names of authors: telling them from other lines, and parting them.

use crate::cite::Name;

/// Small words that belong to the family name after them.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "ten", "ter", "la", "le", "du", "da", "di", "dos", "del",
    "al", "el", "bin", "ibn", "ó", "ní", "o", "mac", "st", "st.", "san",
];
/// Words that no person's name holds, though titles have them capitalised.
const NO_NAMES: &[&str] = &[
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "in",
    "on",
    "to",
    "for",
    "from",
    "with",
    "as",
    "at",
    "by",
    "is",
    "are",
    "be",
    "not",
    "no",
    "my",
    "our",
    "his",
    "her",
    "their",
    "your",
    "how",
    "why",
    "what",
    "who",
    "when",
    "where",
    "which",
    "this",
    "that",
    "these",
    "we",
    "you",
    "it",
    "its",
    "into",
    "between",
    "about",
    "vs",
    "english",
    "literature",
    "essay",
    "class",
    "year",
    "school",
    "college",
    "university",
    "department",
    "period",
    "course",
    "draft",
    "final",
    "paper",
    "question",
    "section",
    "part",
    "chapter",
    "analysis",
    "review",
    "response",
    "journal",
    "fall",
    "spring",
    "summer",
    "autumn",
    "winter",
    "term",
    "semester",
    "introduction",
    "conclusion",
    "abstract",
    "summary",
    "book",
    "novel",
    "report",
    "project",
    "assignment",
    "honors",
    "honours",
    "ap",
    "ib",
    "gcse",
    "unit",
    "grade",
    "level",
    "comp",
    "composition",
    "writing",
    "seminar",
    "studies",
    "philosophy",
    "history",
    "film",
    "page",
    "themes",
    "theme",
    "notes",
    "blog",
    "lit",
    "world",
    "american",
    "british",
    "coursework",
    "contents",
];
/// Accounts and programs that sign files; none of them wrote an essay.
const TEMPLATES: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "author",
    "default",
    "guest",
    "hp",
    "me",
    "microsoft",
    "microsoft office user",
    "owner",
    "root",
    "unknown",
    "unknown author",
    "staff",
    "student",
    "teacher",
    "test",
    "unknown",
    "user",
    "webmaster",
    "windows user",
    "your name",
    "name",
    "editor",
    "pc",
    "dell",
    "lenovo",
];

/// Whether `name` is an account's or a program's, not a person's.
pub(super) fn is_template(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    TEMPLATES.contains(&lower.as_str()) || lower.contains("://") || lower.contains('@')
}

/// Whether `text` could be a person's name: two to four capitalised words.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let capitals = words.iter().filter(|w| is_name_word(w)).count();
    (2..=5).contains(&words.len())
        && capitals >= 2
        && words
            .iter()
            .all(|w| is_name_word(w) || PARTICLES.contains(&w.to_lowercase().as_str()))
        && words.last().is_some_and(|w| is_name_word(w))
}

/// A capitalised word that names may have: "Zoé", "Harcourt-Bélanger", "J.".
fn is_name_word(word: &str) -> bool {
    let bare = word.strip_suffix('.').unwrap_or(word);
    let is_initial = bare.chars().count() == 1 || bare.len() <= 2 && bare.ends_with('.');
    let has_letters = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‐');
    bare.chars().next().is_some_and(char::is_uppercase)
        && bare.chars().all(has_letters)
        && (is_initial || word.len() == bare.len() || bare.len() <= 3)
        && (is_initial && word.len() > bare.len()
            || !NO_NAMES.contains(&bare.to_lowercase().as_str()))
}

/// The people a byline names: "A. Other and B. Else", "A, B & C".
pub(super) fn people(text: &str) -> Vec<Name> {
    let mut found = Vec::new();
    for part in text.split([';', '&', '\n']).flat_map(|p| p.split(" and ")) {
        let pieces: Vec<_> = part
            .split(',')
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect();
        match pieces.as_slice() {
            [family, given] if !family.contains(' ') && !is_person(given) && is_given(given) => {
                found.push(Name {
                    given: (*given).to_owned(),
                    family: (*family).to_owned(),
                });
            }
            [] => {}
            [first, rest @ ..] => {
                found.push(person(first));
                found.extend(rest.iter().filter(|p| is_person(p)).map(|p| person(p)));
            }
        }
    }
    found.retain(|n| !n.family.is_empty() && !is_template(&n.to_string()));
    found
}

fn is_given(text: &str) -> bool {
    text.split_whitespace().count() <= 3 && text.split_whitespace().all(is_name_word)
}

/// One stated author: "Family, Given" or "Given Family".
pub(super) fn stated(text: &str) -> Option<Name> {
    let text = text.trim().trim_end_matches([',', ';']);
    let name = match text.split_once(',') {
        Some((family, given)) if is_given(given) => Name {
            given: given.trim().to_owned(),
            family: family.trim().to_owned(),
        },
        _ => person(text),
    };
    (!name.family.is_empty() && !is_template(text)).then_some(name)
}

/// Parts "Given Family"; the whole is literal if it holds figures or is one word.
pub(super) fn person(text: &str) -> Name {
    let shown = if is_shouted(text) {
        capitalised(text)
    } else {
        text.trim().to_owned()
    };
    let words: Vec<_> = shown.split_whitespace().collect();
    if words.len() < 2 || shown.contains(|c: char| c.is_ascii_digit()) {
        return Name {
            given: String::new(),
            family: words.join(" "),
        };
    }
    let mut at = words.len() - 1;
    if at > 1 && matches!(words[at].trim_end_matches('.'), "Jr" | "Sr" | "II" | "III") {
        at -= 1;
    }
    while at > 1 && PARTICLES.contains(&words[at - 1].to_lowercase().as_str()) {
        at -= 1;
    }
    Name {
        given: words[..at].join(" "),
        family: words[at..].join(" "),
    }
}

fn is_shouted(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() > 3 && letters().all(char::is_uppercase)
}

fn capitalised(text: &str) -> String {
    let mut is_inside = false;
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if is_inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        is_inside = c.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_from_a_title() {
        for text in [
            "Zoé Harcourt-Bélanger",
            "Tadhg Ó Broin",
            "A. B. Reader",
            "Ana de la Cruz",
        ] {
            assert!(is_person(text), "{text}");
        }
        for text in [
            "The Long Road",
            "English Literature",
            "Waiting",
            "Told and Not Told",
            "AP 4",
        ] {
            assert!(!is_person(text), "{text}");
        }
    }

    #[test]
    fn names_are_parted_as_they_are_written() {
        for (text, expected) in [
            (
                "Noor Halloran and Tadhg Ó Broin",
                "Noor|Halloran + Tadhg|Ó Broin",
            ),
            ("Vorster, Anneliese", "Anneliese|Vorster"),
            ("Ann Bell, Cy Dow & Eve Fox", "Ann|Bell + Cy|Dow + Eve|Fox"),
            ("GWENLLIAN PROSSER", "Gwenllian|Prosser"),
            ("Candidate 0412", "|Candidate 0412"),
            ("Microsoft Office User", ""),
        ] {
            let found: Vec<_> = people(text)
                .iter()
                .map(|n| format!("{}|{}", n.given, n.family))
                .collect();
            assert_eq!(found.join(" + "), expected, "{text}");
        }
    }
}
