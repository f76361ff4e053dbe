//! Metadata: what a file states of its essay, and how sure each field is.
//!
//! Trust, from most to least: a list of references beside the files, front
//! matter and the format's own properties, the essay's head, a guess.

use super::dates::find_date;
use super::names;
use crate::cite::Reference;

/// Titles that programs give to files nobody named.
const TEMPLATE_TITLES: &[&str] = &[
    "untitled",
    "untitled document",
    "unknown title",
    "unknown",
    "document",
    "document1",
    "new document",
    "title",
    "essay",
    "home",
    "index",
    "blank",
    "page",
    "no title",
    "google docs",
    "microsoft word",
];

/// What a file states of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stated {
    /// Its fields; those it is silent about are empty.
    pub(super) reference: Reference,
    /// What it only hints at: believed where the essay's head says nothing.
    pub(super) hinted: Reference,
}

impl Stated {
    /// Takes in one field as a hint.
    pub(super) fn hint(&mut self, field: &str, value: &str) {
        let mut hinted = Stated {
            reference: std::mem::take(&mut self.hinted),
            hinted: Reference::default(),
        };
        hinted.take(field, value);
        self.hinted = hinted.reference;
    }

    /// Takes in one field by the name that formats give it, unless it is
    /// known already; a list of authors grows. Unknown names are passed over.
    pub(super) fn take(&mut self, field: &str, value: &str) {
        let value = super::clean::tidy(value).replace('\n', " ");
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let reference = &mut self.reference;
        match field {
            "title" if !is_template_title(value) => keep(&mut reference.title, value),
            "author" if value.contains(" and ") || value.contains([';', '&']) => {
                reference.authors.extend(names::people(value));
            }
            "author" => add_author(reference, value),
            "date" => reference.date = reference.date.or_else(|| find_date(value)),
            "language" if is_language(value) => keep(&mut reference.language, value),
            "container" => keep(&mut reference.container, value),
            "volume" => keep(&mut reference.volume, value),
            "issue" => keep(&mut reference.issue, value),
            "pages" => keep(&mut reference.pages, value),
            "publisher" => keep(&mut reference.publisher, value),
            "url" => keep(&mut reference.url, value),
            "doi" => keep(&mut reference.doi, bare_doi(value)),
            "kind" => keep(&mut reference.kind, value),
            _ => {}
        }
    }
}

fn keep(field: &mut Option<String>, value: &str) {
    field.get_or_insert_with(|| value.to_owned());
}

fn add_author(reference: &mut Reference, value: &str) {
    let value = value
        .strip_prefix("by ")
        .or(value.strip_prefix("By "))
        .unwrap_or(value);
    if let Some(name) = names::stated(value).filter(|name| !reference.authors.contains(name)) {
        reference.authors.push(name);
    }
}

/// Whether `tag` names a language, as BCP 47 has it: "C" is a program's way to
/// say that nobody told it, and "und" the standard's.
fn is_language(tag: &str) -> bool {
    let first = tag.split(['-', '_']).next().unwrap_or("");
    let is_name = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    is_name && !matches!(first, "und" | "mul" | "zxx") || first.eq_ignore_ascii_case("english")
}

fn bare_doi(value: &str) -> &str {
    value.find("10.").map_or(value, |at| &value[at..])
}

/// Whether `title` is what a program calls a file nobody named.
pub(super) fn is_template_title(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let is_file = lower.starts_with("microsoft word - ")
        || [".doc", ".docx", ".txt", ".pdf", ".html"]
            .iter()
            .any(|e| lower.ends_with(e));
    let is_stem = title
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase() && b != b' ');
    is_file || is_stem || lower.is_empty() || TEMPLATE_TITLES.contains(&lower.as_str())
}

/// The field that `key` of front matter or of a list of references names.
pub(super) fn field_of(key: &str) -> &'static str {
    match key
        .trim()
        .trim_matches(['"', '\''])
        .to_ascii_lowercase()
        .as_str()
    {
        "title" => "title",
        "author" | "authors" | "author(s)" | "name" | "by" | "creator" | "byline" => "author",
        "date" | "year" | "published" | "issued" | "created" | "publishdate" | "date-issued" => {
            "date"
        }
        "lang" | "language" | "locale" => "language",
        "container" | "container-title" | "journal" | "book" | "site" | "container_title" => {
            "container"
        }
        "volume" => "volume",
        "issue" | "number" => "issue",
        "page" | "pages" => "pages",
        "publisher" | "institute" | "institution" | "school" | "university" => "publisher",
        "url" | "link" | "canonical" | "canonical_url" => "url",
        "doi" => "doi",
        "type" | "kind" => "kind",
        _ => "",
    }
}

/// A title guessed from a file's name; `None` if it names the errand
/// ("essay final v2") rather than the essay.
pub(super) fn title_of_file(name: &str) -> Option<String> {
    const ERRANDS: &[&str] = &[
        "essay",
        "final",
        "draft",
        "copy",
        "exam",
        "answer",
        "coursework",
        "assignment",
        "paper",
        "document",
        "untitled",
        "new",
        "version",
        "edited",
        "submission",
        "homework",
        "notes",
    ];
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<_> = stem
        .split(['-', '_', ' ', '.'])
        .filter(|w| !w.is_empty())
        .collect();
    let is_word = |w: &&str| {
        w.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
    };
    let is_errand = |w: &&str| ERRANDS.contains(&w.to_lowercase().as_str());
    if words.len() < 3 || !words.iter().all(is_word) || words.iter().any(is_errand) {
        return None;
    }
    let mut title = super::clean::tidy(&words.join(" "));
    let first = title.chars().next()?;
    title.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    Some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_no_titles_and_no_authors() {
        let mut stated = Stated::default();
        stated.take("title", "Untitled document");
        stated.take("title", "essay2-bell");
        stated.take("title", "On Waiting");
        stated.take("author", "Microsoft Office User");
        stated.take("author", "Ann Bell and Cy Dow");
        stated.take("date", "2019-05-12");
        stated.take("language", "C");
        stated.take("language", "en-GB");
        let reference = stated.reference;
        assert_eq!(reference.title.as_deref(), Some("On Waiting"));
        assert_eq!(reference.authors.len(), 2);
        assert_eq!(reference.language.as_deref(), Some("en-GB"));
        assert_eq!(
            reference.date.map(|d| d.to_string()).as_deref(),
            Some("2019-05-12")
        );
    }

    #[test]
    fn a_file_name_is_a_title_only_if_it_says_something() {
        assert_eq!(
            title_of_file("a/on-never-coming.txt").as_deref(),
            Some("On never coming")
        );
        assert_eq!(title_of_file("Essay FINAL v2.txt"), None);
        assert_eq!(title_of_file("F00123.txt"), None);
    }
}
