//! Words: where they are, and the two forms in which they are looked up.
//!
//! A word is a run of letters and digits with apostrophes and soft hyphens
//! between them. Each distinct spelling is folded and stemmed once and then
//! known by a number, so the rest of the write path compares integers. Stems
//! are Porter2 (Porter 2001, the Snowball English stemmer).

use super::fold::is_superscript_digit;
use super::{Span, fold_into, is_apostrophe, is_hyphen, is_stop_word};
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use std::num::NonZeroU16;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

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
    /// A number for the stem, by which texts are compared as bags of words;
    /// two stems may share one. `None` for a stop word.
    pub bag: Option<NonZeroU16>,
    exact_token: ShortToken,
    stem_token: ShortToken,
}

impl Form {
    /// Appends `exact` and a space.
    #[inline]
    pub fn push_exact(&self, out: &mut Vec<u8>) {
        self.exact_token.push(&self.exact, out);
    }

    /// Appends `stem` and a space.
    #[inline]
    pub fn push_stem(&self, out: &mut Vec<u8>) {
        self.stem_token.push(&self.stem, out);
    }
}

/// A word of at most 15 bytes and a space behind it, to be copied as it is;
/// no word if its length is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ShortToken {
    bytes: [u8; SHORT_BYTES + 1],
    length: u8,
}

impl ShortToken {
    fn of(word: &str) -> ShortToken {
        let mut bytes = [b' '; SHORT_BYTES + 1];
        let mut length = 0;
        if word.len() <= SHORT_BYTES {
            bytes[..word.len()].copy_from_slice(word.as_bytes());
            length = u8::try_from(word.len() + 1).expect("at most 16");
        }
        ShortToken { bytes, length }
    }

    #[inline]
    fn push(&self, word: &str, out: &mut Vec<u8>) {
        let end = out.len() + usize::from(self.length);
        if self.length == 0 {
            out.extend_from_slice(word.as_bytes());
            out.push(b' ');
        } else {
            // All sixteen: a copy of known length is two instructions.
            out.extend_from_slice(&self.bytes);
            out.truncate(end);
        }
    }
}

/// The distinct spellings read so far, each folded and stemmed once.
///
/// One per thread: it grows with the vocabulary, so a long run calls
/// [`Forms::len`] now and then and starts a new one.
pub struct Forms {
    /// What was asked for last: nine words of ten are among the commonest, and
    /// these are found here, near at hand.
    recent: Vec<(ShortSpelling, u32)>,
    by_short_spelling: FxHashMap<ShortSpelling, u32>,
    by_long_spelling: FxHashMap<Box<str>, u32>,
    numbered: Vec<Form>,
    stemmer: Stemmer,
}

impl Default for Forms {
    fn default() -> Self {
        Forms {
            recent: vec![(ShortSpelling::default(), 0); 1 << RECENT_BITS],
            by_short_spelling: FxHashMap::default(),
            by_long_spelling: FxHashMap::default(),
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
            let form = match short_within(text, span) {
                Some(short) => self.number_of_short(short, span.of(text)),
                None => self.number_of_long(span.of(text)),
            };
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
        match short_within(spelling, Span::new(0, spelling.len())) {
            Some(short) => self.number_of_short(short, spelling),
            None => self.number_of_long(spelling),
        }
    }

    fn number_of_short(&mut self, short: ShortSpelling, spelling: &str) -> u32 {
        let place = place_of(short);
        let (recent, id) = self.recent[place];
        if recent == short {
            return id;
        }
        let id = if let Some(id) = self.by_short_spelling.get(&short) {
            *id
        } else {
            let id = self.add(spelling);
            self.by_short_spelling.insert(short, id);
            id
        };
        self.recent[place] = (short, id);
        id
    }

    fn number_of_long(&mut self, spelling: &str) -> u32 {
        if let Some(id) = self.by_long_spelling.get(spelling) {
            return *id;
        }
        let id = self.add(spelling);
        self.by_long_spelling.insert(spelling.into(), id);
        id
    }

    fn add(&mut self, spelling: &str) -> u32 {
        let id = u32::try_from(self.numbered.len()).expect("a vocabulary fits in 32 bits");
        let form = self.read(spelling);
        self.numbered.push(form);
        id
    }

    fn read(&self, spelling: &str) -> Form {
        let exact = exact_form(spelling);
        let stem: Box<str> = self.stemmer.stem(&exact).into();
        Form {
            bag: (!is_stop_word(&exact)).then(|| bag_number(&stem)),
            exact_token: ShortToken::of(&exact),
            stem_token: ShortToken::of(&stem),
            exact: exact.into(),
            stem,
        }
    }
}

/// A spelling of 1 to 15 bytes, and its length: nearly every word of an essay,
/// looked up without going where a string is.
type ShortSpelling = (u64, u64);

const SHORT_BYTES: usize = 15;
const RECENT_BITS: u32 = 11;

/// The word of `text` at `span`, if it is short.
fn short_within(text: &str, span: Span) -> Option<ShortSpelling> {
    let length = u8::try_from(span.len()).ok()?;
    if length == 0 || span.len() > SHORT_BYTES {
        return None;
    }
    let bytes = text.as_bytes();
    let value = if let Some(window) = bytes.get(span.start..=span.start + SHORT_BYTES) {
        // One load, and what stands behind the word is cut off.
        let window = window.try_into().expect("there are sixteen");
        u128::from_le_bytes(window) & ((1 << (8 * length)) - 1)
    } else {
        let mut window = [0; SHORT_BYTES + 1];
        window[..span.len()].copy_from_slice(&bytes[span.start..span.end]);
        u128::from_le_bytes(window)
    };
    let value = value | u128::from(length) << (8 * SHORT_BYTES);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    Some((value as u64, (value >> 64) as u64))
}

/// Where a spelling stands among the recent ones.
fn place_of((low, high): ShortSpelling) -> usize {
    // Fibonacci hashing (Knuth 1973, 6.4) of both halves.
    let hash = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(hash >> (64 - RECENT_BITS)).expect("a few bits")
}

fn bag_number(stem: &str) -> NonZeroU16 {
    let [a, b, ..] = xxh3_64(stem.as_bytes()).to_le_bytes();
    NonZeroU16::new(u16::from_le_bytes([a, b])).unwrap_or(NonZeroU16::MIN)
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
    if !text.is_ascii() {
        return count_runs(
            text.chars()
                .map(|c| (c.is_whitespace(), c.is_alphanumeric())),
        );
    }
    count_runs(text.bytes().map(|byte| {
        let is_space = byte <= b' ' && char::from(byte).is_whitespace();
        (is_space, byte.is_ascii_alphanumeric())
    }))
}

/// How many runs without space hold a letter or digit, of characters as whether
/// they are the one or the other.
fn count_runs(chars: impl Iterator<Item = (bool, bool)>) -> usize {
    let (mut count, mut is_counted) = (0, false);
    for (is_space, is_of_word) in chars {
        count += usize::from(is_of_word && !is_counted);
        is_counted = !is_space && (is_counted || is_of_word);
    }
    count
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

    #[test]
    fn spellings_of_any_length_are_told_apart() {
        let mut forms = Forms::default();
        let spellings: Vec<String> = (1..40).map(|length| "a".repeat(length)).collect();
        for _ in 0..2 {
            for (spelling, id) in spellings.iter().zip(0..) {
                assert_eq!(forms.number(spelling), id);
            }
        }
        assert_eq!(forms.len(), spellings.len());
    }

    #[test]
    fn stop_words_are_in_no_bag_and_all_of_a_stem_have_one_number() {
        let mut forms = Forms::default();
        assert_eq!(forms.form("The").bag, None);
        let bag = forms.form("Memories").bag;
        assert!(bag.is_some());
        assert_eq!(bag, forms.form("memory").bag);
        assert_ne!(bag, forms.form("tape").bag);
    }

    proptest! {
        #[test]
        fn words_are_counted_as_runs_without_white_space(text in "[a\\-’é \n\u{a0}\u{3000}\u{1c}1\u{300}]{0,40}") {
            let runs = text.split_whitespace();
            let words = runs.filter(|run| run.chars().any(char::is_alphanumeric));
            prop_assert_eq!(count_words(&text), words.count());
        }

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
