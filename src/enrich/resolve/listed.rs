//! The list of works cited, with its entries at hand by what citations name.
//!
//! A citation looks its entry up by author, year, number or the words that an
//! author or a title begins with; a list may have as many entries as an essay
//! has citations, so none of these goes through the whole of it.

use super::super::WorkCited;
use super::super::citations::joined;
use super::essay::last_word;
use rustc_hash::{FxHashMap, FxHashSet};

/// Characters of an entry, beyond those of a name, in which the name stands.
const HEAD_SPARE: usize = 20;
/// Articles that a short title leaves out.
const ARTICLES: [&str; 3] = ["the ", "a ", "an "];

/// Entries, by their places in the list, and what leads to each.
#[derive(Debug, Default)]
pub(super) struct Listed {
    entries: Vec<WorkCited>,
    /// By the number in square brackets that opens the entry.
    by_number: FxHashMap<String, usize>,
    by_author: FxHashMap<String, Vec<usize>>,
    by_year: FxHashMap<String, Vec<usize>>,
    /// By the first folded word of the entry.
    by_head: FxHashMap<String, Vec<usize>>,
    /// By the first folded word of the title, and of the title without its article.
    by_title: FxHashMap<String, Vec<usize>>,
    /// Last words of the authors' names.
    names: FxHashSet<String>,
}

impl Listed {
    pub(super) fn push(&mut self, entry: WorkCited) {
        let at = self.entries.len();
        let number = entry.as_written.strip_prefix('[');
        if let Some((number, _)) = number.and_then(|rest| rest.split_once(']')) {
            self.by_number.entry(number.to_owned()).or_insert(at);
        }
        if let Some(author) = &entry.author {
            self.names.insert(last_word(author));
            self.by_author.entry(author.clone()).or_default().push(at);
        }
        if let Some(year) = &entry.year {
            self.by_year.entry(year.clone()).or_default().push(at);
        }
        let head = joined(first_words(&entry.as_written));
        self.by_head.entry(first_word(&head)).or_default().push(at);
        let title = joined(entry.title.as_deref().unwrap_or_default());
        let (word, bare) = (first_word(&title), first_word(without_article(&title)));
        if bare != word {
            self.by_title.entry(bare).or_default().push(at);
        }
        self.by_title.entry(word).or_default().push(at);
        self.entries.push(entry);
    }

    pub(super) fn entries(&self) -> &[WorkCited] {
        &self.entries
    }

    pub(super) fn into_entries(self) -> Vec<WorkCited> {
        self.entries
    }

    /// The entry with `number` in a numbered list ("[1] K. …").
    pub(super) fn numbered(&self, number: &str) -> Option<&WorkCited> {
        self.by_number.get(number).map(|at| &self.entries[*at])
    }

    /// Whether an entry is by an author of this last name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Those of exactly this author, in order.
    pub(super) fn by(&self, author: &str) -> impl Iterator<Item = &WorkCited> + Clone {
        self.at(self.by_author.get(author))
    }

    /// Those of a year, in order.
    pub(super) fn of_year(&self, year: &str) -> impl Iterator<Item = &WorkCited> {
        self.at(self.by_year.get(year))
    }

    /// The first whose title has the folded words `short` at its front.
    pub(super) fn titled(&self, short: &str) -> Option<&WorkCited> {
        self.at(self.by_title.get(&first_word(short)))
            .find(|entry| is_front(short, entry.title.as_deref()))
    }

    /// The first that opens with a word of the folded `name`, and has all of them there.
    pub(super) fn opening_with(&self, name: &str) -> Option<&WorkCited> {
        let is_by = |entry: &WorkCited| {
            let head = entry.as_written.chars().take(name.len() + HEAD_SPARE);
            let head = format!(" {} ", joined(&head.collect::<String>()));
            name.split(' ')
                .all(|word| head.contains(&format!(" {word} ")))
        };
        let places = name.split(' ').filter_map(|word| self.by_head.get(word));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        let mut entries = places.into_iter().map(|at| &self.entries[at]);
        entries.find(|entry| is_by(entry))
    }

    fn at(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &WorkCited> + Clone {
        let places = places.map_or(&[][..], Vec::as_slice);
        places.iter().map(|at| &self.entries[*at])
    }
}

/// The first word of folded text; empty if it has none.
fn first_word(folded: &str) -> String {
    folded.split(' ').next().unwrap_or_default().to_owned()
}

/// As much of an entry as its first folded word is in.
fn first_words(entry: &str) -> &str {
    let end = entry.char_indices().nth(2 * HEAD_SPARE);
    &entry[..end.map_or(entry.len(), |(end, _)| end)]
}

fn without_article(title: &str) -> &str {
    let bare = ARTICLES
        .iter()
        .find_map(|article| title.strip_prefix(article));
    bare.unwrap_or(title)
}

/// Whether the folded words `short` are the front of `title`, its article aside.
pub(super) fn is_front(short: &str, title: Option<&str>) -> bool {
    let title = joined(title.unwrap_or_default());
    let is_front = |of: &str| {
        let rest = of.strip_prefix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    !short.is_empty() && (is_front(&title) || is_front(without_article(&title)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn listed() -> Listed {
        let mut listed = Listed::default();
        for (as_written, author, title, year) in [
            (
                "[1] Bell, Ann. The Long Door. 2006.",
                "Bell",
                "The Long Door",
                "2006",
            ),
            ("BBC News. Doors. 2011.", "BBC News", "Doors", "2011"),
            ("Dow, Cy. Keys. 2006.", "Dow", "Keys", "2006"),
        ] {
            listed.push(WorkCited {
                as_written: as_written.to_owned(),
                author: Some(author.to_owned()),
                title: Some(title.to_owned()),
                year: Some(year.to_owned()),
                publisher: None,
                is_novel: false,
            });
        }
        listed
    }

    fn check(found: Option<&WorkCited>, expected: &Expect) {
        expected.assert_eq(found.map_or("none", |entry| &entry.as_written));
    }

    #[test]
    fn an_entry_is_found_by_whatever_names_it() {
        let listed = listed();
        check(
            listed.numbered("1"),
            &expect!["[1] Bell, Ann. The Long Door. 2006."],
        );
        check(listed.numbered("2"), &expect!["none"]);
        check(
            listed.titled("long"),
            &expect!["[1] Bell, Ann. The Long Door. 2006."],
        );
        check(
            listed.titled("the long door"),
            &expect!["[1] Bell, Ann. The Long Door. 2006."],
        );
        check(listed.titled("lon"), &expect!["none"]);
        check(
            listed.opening_with("bbc news"),
            &expect!["BBC News. Doors. 2011."],
        );
        check(listed.opening_with("news"), &expect!["none"]);
        check(listed.by("Dow").next(), &expect!["Dow, Cy. Keys. 2006."]);
        assert_eq!(listed.of_year("2006").count(), 2);
        assert!(listed.has_name("dow") && !listed.has_name("ann"));
    }
}
