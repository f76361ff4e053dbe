//! Token streams: words that were found and folded before, handed to tantivy.
//!
//! Words are found, folded and stemmed once, in parallel, for everything that
//! needs them. What reaches tantivy is a string of ready tokens, parted by
//! spaces; its tokenizer only takes them apart again.

use crate::text::{Forms, Word};
use std::num::NonZeroU16;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name of the tokenizer of stemmed fields.
pub(super) const STEM_TOKENIZER: &str = "norfolk_stems";
/// Name of the tokenizer of exact fields.
pub(super) const EXACT_TOKENIZER: &str = "norfolk_exact";
/// Before a token: it stands at the position of the token before it.
const SAME_POSITION: u8 = 1;
/// Bytes that a stream has to spare: words are copied with what stands behind them.
const ROOM: usize = 16;

/// What a text's words are handed to tantivy as.
#[derive(Debug, Default)]
pub(super) struct Streams {
    stems: Vec<u8>,
    exact: Vec<u8>,
    /// The number of each word that has one.
    pub(super) bag: Vec<NonZeroU16>,
    /// How many positions they have.
    pub(super) tokens: u64,
}

impl Streams {
    /// Has room for the words of a text.
    pub(super) fn of_length(bytes: usize, words: usize) -> Streams {
        Streams {
            stems: Vec::with_capacity(bytes + ROOM),
            exact: Vec::with_capacity(bytes + ROOM),
            bag: Vec::with_capacity(words),
            tokens: 0,
        }
    }

    /// Adds a text's words. Two words with only a hyphen between them are also
    /// added joined, at the position of the first, so that a name broken by a
    /// hyphen is found whole.
    pub(super) fn add(&mut self, text: &str, words: &[Word], forms: &mut Forms) {
        self.tokens += words.len() as u64;
        for (at, word) in words.iter().enumerate() {
            let form = forms.get(word.form);
            form.push_stem(&mut self.stems);
            form.push_exact(&mut self.exact);
            self.bag.extend(form.bag);
            if let Some(next) = words.get(at + 1)
                && let Some(joined) = forms.joined(text, *word, *next)
            {
                self.stems.push(SAME_POSITION);
                joined.push_stem(&mut self.stems);
                self.exact.push(SAME_POSITION);
                joined.push_exact(&mut self.exact);
            }
        }
    }

    /// The stems, as a stream.
    pub(super) fn stems(&self) -> &str {
        std::str::from_utf8(&self.stems).expect("made of words")
    }

    /// The exact forms, as a stream.
    pub(super) fn exact(&self) -> &str {
        std::str::from_utf8(&self.exact).expect("made of words")
    }
}

/// Takes a stream apart into its tokens.
#[derive(Debug, Clone)]
pub(super) struct StreamTokenizer;

impl Tokenizer for StreamTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            rest: text,
            token: Token {
                position: usize::MAX,
                ..Token::default()
            },
        }
    }
}

/// The tokens of a stream, in order.
pub(super) struct Stream<'a> {
    rest: &'a str,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.as_bytes().iter().position(|b| *b == b' ') else {
            return false;
        };
        let mut token = &self.rest[..end];
        if token.as_bytes().first() == Some(&SAME_POSITION) {
            token = &token[1..];
        } else {
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.token.text.clear();
        self.token.text.push_str(token);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphenated_word_is_also_found_joined_at_the_same_place() {
        let mut forms = Forms::default();
        let text = "Judy Bridge-water’s songs";
        let words = forms.words(text);
        let mut streams = Streams::default();
        streams.add(text, &words, &mut forms);
        let mut found = Vec::new();
        let mut tokenizer = StreamTokenizer;
        tokenizer
            .token_stream(streams.exact())
            .process(&mut |token| {
                found.push(format!("{} {}", token.position, token.text));
            });
        assert_eq!(
            found,
            ["0 judy", "1 bridge", "1 bridgewater", "2 water", "3 songs"]
        );
        assert_eq!(streams.tokens, 4);
    }
}
