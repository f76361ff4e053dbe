//! Words: where they are, and the two forms in which they are looked up.
//!
//! A word is a run of letters and digits with apostrophes and soft hyphens
//! between them. Each distinct spelling is folded and stemmed once and then
//! known by a number, so the rest of the write path compares integers. Stems
//! are Porter2 (Porter 2001, the Snowball English stemmer).

use super::fold::is_superscript_digit;
use super::{Span, fold_into, is_apostrophe, is_hyphen};
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// The number of its [`Form`] in the [`Forms`] that read it.
    pub form: u32,
}

/// The forms in which a word is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Folded, without apostrophes or a possessive ’s.
    pub exact: Box<str>,
    /// The stem of `exact`.
    pub stem: Box<str>,
}

/// The distinct spellings read so far, each folded and stemmed once.
///
/// One per thread: it grows with the vocabulary, so a long run calls
/// [`Forms::len`] now and then and starts a new one.
pub struct Forms {
    by_spelling: FxHashMap<Box<str>, u32>,
    numbered: Vec<Form>,
    stemmer: Stemmer,
}

impl Default for Forms {
    fn default() -> Self {
        Forms {
            by_spelling: FxHashMap::default(),
            numbered: Vec::new(),
            stemmer: Stemmer::new(Algorithm::English),
        }
    }
}

impl std::fmt::Debug for Forms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forms")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Forms {
    /// How many distinct spellings it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbered.len()
    }

    /// Whether it has read no word yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbered.is_empty()
    }

    /// The form numbered `id` by this table.
    #[must_use]
    pub fn get(&self, id: u32) -> &Form {
        &self.numbered[id as usize]
    }

    /// The words of `text` in order, disjoint; empty if it has none.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 5);
        for span in raw_words(text) {
            let form = self.number(span.of(text));
            words.push(Word { span, form });
        }
        words
    }

    /// The form of one spelling, as `words` would give it.
    ///
    /// ```
    /// let mut forms = norfolk::text::Forms::default();
    /// let form = forms.form("Memories’");
    /// assert_eq!((&*form.exact, &*form.stem), ("memories", "memori"));
    /// ```
    pub fn form(&mut self, spelling: &str) -> Form {
        let id = self.number(spelling);
        self.numbered[id as usize].clone()
    }

    /// The form of two words of `text` as one, if only a hyphen parts them:
    /// `Bridge-water` is also `Bridgewater`.
    pub fn joined(&mut self, text: &str, first: Word, second: Word) -> Option<Form> {
        let between = &text[first.span.end..second.span.start];
        let mut chars = between.chars();
        let is_hyphenated = chars.next().is_some_and(is_hyphen) && chars.next().is_none();
        is_hyphenated.then(|| self.form(&[first.span.of(text), second.span.of(text)].concat()))
    }

    fn number(&mut self, spelling: &str) -> u32 {
        if let Some(id) = self.by_spelling.get(spelling) {
            return *id;
        }
        let exact = exact_form(spelling);
        let stem = self.stemmer.stem(&exact).into();
        let id = u32::try_from(self.numbered.len()).expect("a vocabulary fits in 32 bits");
        self.numbered.push(Form {
            exact: exact.into(),
            stem,
        });
        self.by_spelling.insert(spelling.into(), id);
        id
    }
}

fn exact_form(spelling: &str) -> String {
    let mut folded = String::with_capacity(spelling.len());
    fold_into(spelling, &mut folded);
    if let Some(owner) = folded.strip_suffix("'s") {
        folded.truncate(owner.len());
    }
    folded.retain(|c| c != '\'');
    folded
}

/// The spans of the words of `text`, in order and disjoint.
pub fn raw_words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = next_word_start(text, bytes, at)?;
        at = word_end(text, bytes, start);
        Some(Span::new(start, at))
    })
}

fn next_word_start(text: &str, bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next().expect("`at` is a char boundary");
            if c.is_alphanumeric() && !is_superscript_digit(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

fn word_end(text: &str, bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        if bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        if bytes[at].is_ascii() && bytes[at] != b'\'' {
            break;
        }
        let c = text[at..].chars().next().expect("`at` is a char boundary");
        let after = at + c.len_utf8();
        let goes_on = (c.is_alphanumeric() && !is_superscript_digit(c)) || is_combining_mark(c);
        let joins = (is_apostrophe(c) && c != '`') || c == '\u{ad}';
        let is_inside = text[after..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric);
        if !(goes_on || joins && is_inside) {
            break;
        }
        at = after;
    }
    at
}

/// Words as a word processor counts them: runs without white space that hold
/// a letter or digit.
///
/// ```
/// assert_eq!(norfolk::text::count_words("well-known — isn’t it?"), 3);
/// ```
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|run| run.chars().any(char::is_alphanumeric))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact_forms(text: &str) -> String {
        let mut forms = Forms::default();
        let words = forms.words(text);
        words
            .iter()
            .map(|w| &*forms.get(w.form).exact)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn words_keep_apostrophes_and_part_at_hyphens() {
        for (text, exact) in [
            ("Kathy H.’s well-known tape", "kathy h s well known tape"),
            ("Tommy’s and students’ don't", "tommy and students dont"),
            ("machines.¹ Next", "machines next"),
            ("word¹ next", "word next"),
            ("remem\u{ad}ber", "remember"),
            ("(Ishiguro59)", "ishiguro59"),
            ("", ""),
            ("‘ complete’", "complete"),
        ] {
            assert_eq!(exact_forms(text), exact, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_spans_in_order_with_a_letter_or_digit(text in "\\PC{0,80}") {
            let mut end = 0;
            for span in raw_words(&text) {
                prop_assert!(span.start >= end && !span.is_empty());
                prop_assert!(span.of(&text).chars().any(char::is_alphanumeric));
                end = span.end;
            }
        }
    }
}
