//! The style sheet of an RTF file: what its styles say of a paragraph.

use super::state::Setting;
use crate::read::builder::Role;
use rustc_hash::FxHashMap;

/// What a style makes of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Blocks of this role.
    Is(Role),
    /// Lines of a table of contents or an index: no text of the essay.
    Listing,
}

/// A style of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    meaning: Option<Meaning>,
    parent: i32,
}

/// The styles of a file, by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StyleSheet {
    styles: FxHashMap<i32, Style>,
    /// Of the style that is being read: the one it is based on.
    pub(super) parent: i32,
}

/// Number that stands for no style.
const NO_STYLE: i32 = 222;
/// Longest way from a style to the one that it is based on after all.
const LONGEST_WAY: usize = 12;

impl StyleSheet {
    /// Takes in the style called `name`, set like `setting`.
    pub(super) fn insert(&mut self, name: &str, setting: &Setting) {
        let level = setting.level.map(|level| Meaning::Is(Role::Heading(level)));
        let style = Style {
            meaning: meaning_of(name).or(level),
            parent: std::mem::replace(&mut self.parent, NO_STYLE),
        };
        self.styles.insert(setting.style, style);
    }

    /// What the style of this number means, or the one that it is based on.
    pub(super) fn meaning(&self, mut number: i32) -> Option<Meaning> {
        for _ in 0..LONGEST_WAY {
            let style = self.styles.get(&number)?;
            if style.meaning.is_some() {
                return style.meaning;
            }
            number = style.parent;
        }
        None
    }
}

/// What a style is for, by its name.
fn meaning_of(name: &str) -> Option<Meaning> {
    let name = name.trim().to_lowercase();
    let name = name.split([',', ';']).next().unwrap_or("");
    let level = |rest: &str| rest.trim().parse().ok().filter(|n| (1..=9).contains(n));
    if let Some(level) = name.strip_prefix("heading").and_then(level) {
        return Some(Meaning::Is(Role::Heading(level)));
    }
    let is_listing = ["toc", "contents", "index", "table of"]
        .iter()
        .any(|start| name.starts_with(start));
    let bare: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let role = match bare.as_str() {
        _ if is_listing => return Some(Meaning::Listing),
        "title" => Role::Title,
        "subtitle" | "author" | "authors" | "date" | "byline" => Role::Byline,
        "bibliography" | "workscited" | "references" => Role::WorksCited,
        _ if bare.contains("quot") || bare == "blocktext" => Role::Quotation,
        _ => return None,
    };
    Some(Meaning::Is(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_mean_what_they_are_called() {
        for (name, meaning) in [
            ("heading 2", Some(Meaning::Is(Role::Heading(2)))),
            ("Intense Quote", Some(Meaning::Is(Role::Quotation))),
            ("Quotations", Some(Meaning::Is(Role::Quotation))),
            ("Block Text", Some(Meaning::Is(Role::Quotation))),
            ("Title", Some(Meaning::Is(Role::Title))),
            ("toc 1", Some(Meaning::Listing)),
            ("heading", None),
            ("Normal", None),
        ] {
            assert_eq!(meaning_of(name), meaning, "{name}");
        }
    }

    #[test]
    fn a_style_means_what_it_is_based_on() {
        let mut sheet = StyleSheet::default();
        let setting = |style| Setting {
            style,
            ..Setting::default()
        };
        sheet.insert("Quote", &setting(1));
        sheet.parent = 1;
        sheet.insert("Mine", &setting(2));
        sheet.parent = 3;
        sheet.insert("Its own parent", &setting(3));
        assert_eq!(sheet.meaning(2), Some(Meaning::Is(Role::Quotation)));
        assert_eq!(sheet.meaning(3), None);
    }
}
