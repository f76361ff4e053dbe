//! The normal form of a quotation: what two wordings of one line share.
//!
//! Words are folded; what stands in square brackets and what an ellipsis
//! leaves out is a gap, which fits any words. No word is dropped for being
//! common: short quotations live on them.

use crate::text::{BELOW_TWENTY, Forms, Span, TENS, is_hyphen, raw_words};
use rustc_hash::{FxHashMap, FxHashSet};

/// One place of a normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    /// A word, by its number in the [`Vocabulary`].
    Word(u32),
    /// An ellipsis, or the essayist's own words in brackets.
    Gap,
}

/// A word of quotations.
#[derive(Debug)]
struct Entry {
    /// Folded.
    spelling: Box<str>,
    /// What it shares with its inflections.
    root: u32,
    /// What it shares with its spelling across the ocean.
    letters: u32,
    is_function: bool,
}

/// The words of all quotations of a corpus, numbered.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    forms: Forms,
    by_spelling: FxHashMap<Box<str>, u32>,
    /// Stems and spellings as both sides of the ocean would write them.
    neutral: FxHashMap<Box<str>, u32>,
    entries: Vec<Entry>,
    functions: FxHashSet<&'static str>,
    /// Words met without a hyphen: `remem-ber` is one of them, `well-known` is not.
    whole: FxHashSet<Box<str>>,
}

/// Words that say of the line they stand in.
const FUNCTION_WORDS: &str = "a about after again all always am an and another any \
    are as at away back be because been before being but by can come could course did do does \
    doing done down each even ever every for from get go going gone got had has \
    have having he hed hell her here hers herself hes him himself his how i id if ill in into \
    is it its itself just kind know knew let like little long look made make many may maybe me \
    mean might mine more most much must my myself never no not nothing now of off oh on once \
    one only or other our ours ourselves out over own perhaps quite rather really said same \
    say says see shall she shed shell shes should so some sort still such sure take \
    than that thats the their theirs them themselves then there theres these they thing things \
    think this those though thought through time to too until up upon us very want was way we \
    wed well went were werent what whatever when where whether which while who whole whose why \
    will with would yes yet you your yours yourself";

impl Vocabulary {
    /// A vocabulary that knows the words of `texts` that stand there without a hyphen.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            functions: FUNCTION_WORDS.split_ascii_whitespace().collect(),
            ..Vocabulary::default()
        };
        for text in texts.filter(|text| text.contains(is_hyphen)) {
            let words: Vec<Span> = raw_words(text).collect();
            for pair in words.windows(2) {
                if is_hyphenated(text, pair[0], pair[1]) {
                    vocabulary.halves(text, pair[0], pair[1]);
                }
            }
        }
        vocabulary
    }

    fn halves(&mut self, text: &str, first: Span, second: Span) {
        let joined = [first.of(text), second.of(text)].concat();
        let spelling = self.forms.form(&joined).exact;
        self.whole.insert(spelling);
    }

    /// Keeps of the words that hyphens part only those that `texts` also have in one.
    pub(super) fn keep_known<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        if self.whole.is_empty() {
            return;
        }
        let mut known = FxHashSet::default();
        for text in texts {
            for span in raw_words(text) {
                let spelling = self.forms.form(span.of(text)).exact;
                if self.whole.contains(&spelling) {
                    known.insert(spelling);
                }
            }
        }
        self.whole = known;
    }

    /// The normal form of a quotation, `without` the spans of citations in it;
    /// no gap stands at its ends or beside another.
    pub(super) fn tokens(&mut self, text: &str, without: &[Span]) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut at = 0;
        let words = written_words(text);
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            if word.is_own || without.iter().any(|span| span.contains(word.span)) {
                gap(&mut tokens);
                at = word.span.end;
                continue;
            }
            if is_ellipsis(&text[at..word.span.start]) {
                gap(&mut tokens);
            }
            at = word.span.end;
            let mut spelling = word.text.clone();
            if let Some(next) = words.peek()
                && is_hyphenated(text, word.span, next.span)
                && self.is_whole(&[&*word.text, &*next.text].concat())
            {
                spelling.push_str(&next.text);
                at = next.span.end;
                words.next();
            }
            self.push(&spelling, &mut tokens);
        }
        while tokens.last() == Some(&Token::Gap) {
            tokens.pop();
        }
        tokens
    }

    fn is_whole(&mut self, spelling: &str) -> bool {
        let spelling = self.forms.form(spelling).exact;
        self.whole.contains(&spelling)
    }

    fn push(&mut self, spelling: &str, tokens: &mut Vec<Token>) {
        if let Some(known) = self.by_spelling.get(spelling) {
            tokens.push(Token::Word(*known));
            return;
        }
        let exact = self.forms.form(spelling).exact;
        let words = contraction(&exact).or_else(|| numeral(&exact));
        match words {
            Some(words) => {
                for word in words.into_iter().flatten() {
                    tokens.push(Token::Word(self.number(word)));
                }
            }
            None => tokens.push(Token::Word(self.number(&exact))),
        }
    }

    fn number(&mut self, exact: &str) -> u32 {
        if let Some(number) = self.by_spelling.get(exact) {
            return *number;
        }
        let stem = self.forms.form(exact).stem;
        let number = u32::try_from(self.entries.len()).expect("a vocabulary fits in 32 bits");
        let entry = Entry {
            spelling: exact.into(),
            root: self.neutral(&stem),
            letters: self.neutral(exact),
            is_function: self.functions.contains(exact),
        };
        self.entries.push(entry);
        self.by_spelling.insert(exact.into(), number);
        number
    }

    fn neutral(&mut self, spelling: &str) -> u32 {
        let next = u32::try_from(self.neutral.len()).expect("a vocabulary fits in 32 bits");
        *self.neutral.entry(neutral(spelling).into()).or_insert(next)
    }

    /// Whether two words are one, however it is spelt.
    pub(super) fn is_same(&self, a: u32, b: u32) -> bool {
        self.entries[a as usize].letters == self.entries[b as usize].letters
    }

    /// What a word shares with its inflections.
    pub(super) fn root(&self, word: u32) -> u32 {
        self.entries[word as usize].root
    }

    /// How a word is spelt, folded.
    pub(super) fn spelling(&self, word: u32) -> &str {
        &self.entries[word as usize].spelling
    }

    /// Whether a word stands in any text, whatever it says.
    pub(super) fn is_function(&self, word: u32) -> bool {
        self.entries[word as usize].is_function
    }
}

/// A word as written, brackets within it undone.
struct Written {
    span: Span,
    text: String,
    /// Whether it stands in brackets: the essayist's word.
    is_own: bool,
}

/// Longest part of a word, in characters, that brackets change: `[t]he`, `look[ed]`.
const BRACKETED_CHARS: usize = 3;

fn written_words(text: &str) -> Vec<Written> {
    let mut words: Vec<Written> = Vec::new();
    let mut is_own = false;
    let mut at = 0;
    for span in raw_words(text) {
        let between = &text[at..span.start];
        let opened = between.rfind('[');
        let closed = between.rfind(']');
        if opened.is_some() || closed.is_some() {
            is_own = opened > closed;
        }
        at = span.end;
        let is_glued = matches!(between, "[" | "]");
        let part = span.of(text);
        match words.last_mut() {
            Some(last) if is_glued && is_short(last, part, between) => {
                last.text.push_str(part);
                last.span.end = span.end;
                last.is_own = false;
            }
            _ => words.push(Written {
                span,
                text: part.to_owned(),
                is_own,
            }),
        }
    }
    words
}

fn is_short(last: &Written, part: &str, between: &str) -> bool {
    let bracketed = if between == "[" { part } else { &last.text };
    (between == "[" || last.is_own) && bracketed.chars().count() <= BRACKETED_CHARS
}

fn is_hyphenated(text: &str, first: Span, second: Span) -> bool {
    let mut between = text[first.end..second.start].chars();
    between.next().is_some_and(is_hyphen) && between.all(char::is_whitespace)
}

/// Whether what stands between two words leaves words out.
fn is_ellipsis(between: &str) -> bool {
    let dots = between.chars().filter(|c| *c == '.').count();
    between.contains('…') || dots >= 3 || between.contains("..")
}

fn gap(tokens: &mut Vec<Token>) {
    if tokens.last().is_some_and(|last| *last != Token::Gap) {
        tokens.push(Token::Gap);
    }
}

/// A word as both sides of the ocean would spell it.
fn neutral(word: &str) -> String {
    let mut neutral = word.replace("our", "or").replace("ll", "l");
    for (british, american) in [("ys", "yz"), ("is", "iz"), ("grey", "gray"), ("ae", "e")] {
        if neutral.len() > 3 && neutral.contains(british) {
            neutral = neutral.replace(british, american);
        }
    }
    neutral
}

/// The two words of a contraction, with or without its apostrophe, unless it
/// is also a word of its own (`well`, `were`).
fn contraction(word: &str) -> Option<[Option<&'static str>; 2]> {
    const CONTRACTIONS: [(&str, [&str; 2]); 31] = [
        ("arent", ["are", "not"]),
        ("cannot", ["can", "not"]),
        ("cant", ["can", "not"]),
        ("couldnt", ["could", "not"]),
        ("didnt", ["did", "not"]),
        ("doesnt", ["does", "not"]),
        ("dont", ["do", "not"]),
        ("hadnt", ["had", "not"]),
        ("hasnt", ["has", "not"]),
        ("havent", ["have", "not"]),
        ("im", ["i", "am"]),
        ("isnt", ["is", "not"]),
        ("itll", ["it", "will"]),
        ("ive", ["i", "have"]),
        ("mightnt", ["might", "not"]),
        ("mustnt", ["must", "not"]),
        ("neednt", ["need", "not"]),
        ("shouldnt", ["should", "not"]),
        ("theyd", ["they", "had"]),
        ("theyll", ["they", "will"]),
        ("theyre", ["they", "are"]),
        ("theyve", ["they", "have"]),
        ("wasnt", ["was", "not"]),
        ("werent", ["were", "not"]),
        ("weve", ["we", "have"]),
        ("wont", ["will", "not"]),
        ("wouldnt", ["would", "not"]),
        ("youd", ["you", "had"]),
        ("youll", ["you", "will"]),
        ("youre", ["you", "are"]),
        ("youve", ["you", "have"]),
    ];
    let at = CONTRACTIONS
        .binary_search_by_key(&word, |(short, _)| short)
        .ok()?;
    Some(CONTRACTIONS[at].1.map(Some))
}

/// The words of a numeral from 0 to 99.
fn numeral(word: &str) -> Option<[Option<&'static str>; 2]> {
    if word.len() > 2 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: usize = word.parse().ok()?;
    let (tens, units) = match number {
        0..20 => (None, Some(BELOW_TWENTY[number])),
        _ if number.is_multiple_of(10) => (Some(TENS[number / 10 - 2]), None),
        _ => (Some(TENS[number / 10 - 2]), Some(BELOW_TWENTY[number % 10])),
    };
    Some([tens, units])
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(texts: &[&str], expected: &Expect) {
        let mut vocabulary = Vocabulary::of(texts.iter().copied());
        vocabulary.keep_known(texts.iter().copied());
        let normal = texts.iter().map(|text| {
            let tokens = vocabulary.tokens(text, &[]);
            let words = tokens.iter().map(|token| match token {
                Token::Word(word) => vocabulary.spelling(*word),
                Token::Gap => "…",
            });
            words.collect::<Vec<_>>().join(" ") + "\n"
        });
        expected.assert_eq(&normal.collect::<String>());
    }

    #[test]
    fn an_ellipsis_and_brackets_are_gaps() {
        check(
            &[
                "the tide . . . came [slowly] in",
                "…the tide... came in […]",
                "[T]he tide [they] watch[ed], and so on. Then it went.",
                "[The tide] came in",
            ],
            &expect![[r#"
                the tide … came … in
                the tide … came in
                the tide … watched and so on then it went
                came in
            "#]],
        );
    }

    #[test]
    fn a_hyphen_goes_where_the_word_is_known_without() {
        check(
            &[
                "any-thing of the well-known sort",
                "anything",
                "remem-\nber",
            ],
            &expect![[r#"
                anything of the well known sort
                anything
                remem ber
            "#]],
        );
    }

    #[test]
    fn apostrophes_accents_case_and_figures_make_no_difference() {
        check(
            &["Don’t be NAÏVE at 31", "dont be naive at thirty-one"],
            &expect![[r#"
                do not be naive at thirty one
                do not be naive at thirty one
            "#]],
        );
    }

    #[test]
    fn both_sides_of_the_ocean_share_a_root() {
        let mut vocabulary = Vocabulary::of(std::iter::empty());
        for (british, american) in [
            ("modelled", "modeled"),
            ("favourite", "favorite"),
            ("realised", "realized"),
            ("grey", "gray"),
        ] {
            let (a, b) = (vocabulary.number(british), vocabulary.number(american));
            assert_eq!(vocabulary.root(a), vocabulary.root(b), "{british}");
        }
    }
}
