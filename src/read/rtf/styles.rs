//! The style sheet of an RTF file: what its styles say of a paragraph.

use super::state::Setting;
use crate::read::builder::Role;
use crate::read::style_names::{Style as Named, style_named};
use rustc_hash::FxHashMap;

/// A style of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    meaning: Option<Named>,
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
        let level = setting.level.map(|level| Named::Is(Role::Heading(level)));
        let style = Style {
            meaning: style_named(name.trim().trim_end_matches(';')).or(level),
            parent: std::mem::replace(&mut self.parent, NO_STYLE),
        };
        self.styles.insert(setting.style, style);
    }

    /// What the style of this number means, or the one that it is based on.
    pub(super) fn meaning(&self, mut number: i32) -> Option<Named> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(sheet.meaning(2), Some(Named::Is(Role::Quotation)));
        assert_eq!(sheet.meaning(3), None);
    }
}
