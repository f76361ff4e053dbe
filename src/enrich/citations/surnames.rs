//! Names that nobody knows: an author by the looks of one.
//!
//! A name has capitals and none of the words that begin labels, dates and
//! headings; several are joined by commas and "and".

use super::names::without_possessive;
use super::tokens::{Token, TokenKind, tokens};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Capitalised words that begin no author's name.
static NOT_NAMES: WordList = LazyLock::new(|| {
    word_list(
        "\
    see in the a an my his her their our your its it he she they we you i this that these \
    those table figure fig part book vol volume no number act scene line lines year grade \
    week day days months years age aged ages room question questions exercise task unit \
    level group appendix lesson period class form series season episode war phase step type \
    version top over under about around approximately circa since until till from before \
    after between and or but for with at on by to of as like only also even including \
    usually especially january february march april may june july august september october \
    november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday \
    wednesday thursday friday saturday sunday spring summer autumn fall winter ad bc bce ce \
    born died published isbn london paris england america usa uk chapter page note notes \
    yes not one two three four five six seven eight nine ten both all some total score \
    rating marks mark stars star apollo route highway interstate rule law section amendment \
    title word words wordcount figures stage test version model covid channel area district \
    building apt suite size world option point reason example problem case study day night \
    activity box chart diagram draft graph mach map photo photos image picture poster panel frame \
    shot clip plate seminar slide standard surah zone ward cell house flat street road avenue \
    flight train hour paper component module unit lecture radio channel windows article clause resolution \
    parts candidate student centre center english maths history exhibit track side verse canto \
    stanza sonnet poem op opus symphony episode sequel film movie minute minutes hours seconds \
    key ks ao aos tier band mock exam course code classroom block floor gate platform bus line \
    size grades years ages pages chapters books volumes acts scenes rows items entry entries \
    exhibitions phase round heat game match set sets team teams sample samples group groups \
    experiment experiments trial trials participant participants respondent patient patients \
    edinburgh oxford cambridge dublin glasgow manchester toronto sydney \
    paris scotland britain american european penguin routledge macmillan \
    bloomsbury methuen harpercollins palgrave \
    boeing airbus psalm psalms genesis exodus corinthians romans isaiah \
    hour if when where while which who what because so then there emphasis italics maybe \
    almost nearly roughly unlike today now",
    )
});

/// Small words that may stand inside an author's name.
static PARTICLES: WordList = LazyLock::new(|| {
    word_list(
        "\
    de van von der den ten ter la le du da di del della dos al el bin ibn st mac",
    )
});

/// Small words that show a run of capitalised words to be a title.
static TITLE_WORDS: WordList = LazyLock::new(|| {
    word_list(
        "\
    of the a an in to on for and with at my from as",
    )
});

/// School words for a text handed out with the question.
static SOURCES: WordList = LazyLock::new(|| {
    word_list(
        "\
    source document doc passage text article sources documents passages texts articles \
    excerpt handout",
    )
});

/// Whether `word`, case aside, is one of the words of `list`.
pub(crate) fn is_in(list: &WordList, word: &str) -> bool {
    list.contains(word) || list.contains(word.to_lowercase().as_str())
}

/// A list of lower-case words, hashed when it is first asked.
pub(crate) type WordList = LazyLock<FxHashSet<&'static str>>;

/// The words of `list`, parted by spaces.
pub(crate) fn word_list(list: &'static str) -> FxHashSet<&'static str> {
    list.split(' ').collect()
}

/// The family name of the first author that `tokens` name by their looks.
pub(crate) fn unknown_author(tokens: &[Token<'_>]) -> Option<String> {
    let first_group = first_author(tokens);
    if first_group.is_empty() || tokens.len() > 9 {
        return None;
    }
    let is_initial = |t: &Token<'_>| {
        let next = tokens.iter().find(|next| next.start > t.start);
        t.text.len() == 1
            && t.is_capitalised()
            && next.is_some_and(|next| next.kind == TokenKind::Stop)
    };
    let is_name_word = |t: &Token<'_>| {
        is_initial(t)
            || t.is_capitalised() && !is_in(&NOT_NAMES, t.text)
            || t.kind == TokenKind::Stop
            || is_in(&PARTICLES, t.text)
    };
    let is_joined = tokens.iter().all(|t| {
        is_name_word(t)
            || matches!(t.kind, TokenKind::Ampersand | TokenKind::Comma)
            || t.is_word("and")
            || t.is_word("et")
    });
    let words: Vec<_> = first_group
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .collect();
    let last = words.last()?;
    let is_plausible = is_joined
        && first_group.iter().all(is_name_word)
        && words.len() <= 4
        && last.is_capitalised()
        && last.text.chars().count() > 1
        && (last.text.chars().count() > 4 || !last.text.chars().all(char::is_uppercase));
    is_plausible.then(|| {
        let mut family = last.text.to_owned();
        for particle in words
            .iter()
            .rev()
            .skip(1)
            .take_while(|t| is_in(&PARTICLES, t.text))
        {
            family = format!("{} {family}", particle.text);
        }
        without_possessive(&family).to_owned()
    })
}

/// The tokens before "and", "&", "et al." or a comma.
fn first_author<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let end = tokens.iter().position(|t| {
        matches!(t.kind, TokenKind::Ampersand | TokenKind::Comma)
            || t.is_word("and")
            || t.is_word("et")
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

/// Whether `tokens` look like an unknown work's title: capitals with small words between.
pub(crate) fn looks_like_title(tokens: &[Token<'_>]) -> bool {
    let words: Vec<_> = tokens
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .collect();
    let is_small = |t: &Token<'_>| is_in(&TITLE_WORDS, t.text);
    words.len() >= 2
        && words.len() == tokens.len()
        && words[0].is_capitalised()
        && words.iter().all(|t| t.is_capitalised() || is_small(t))
        && words.iter().any(|t| is_small(t))
        && words
            .iter()
            .any(|t| !is_small(t) && !is_in(&NOT_NAMES, t.text))
}

/// Whether `word` is a small word inside names ("van", "de").
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether `word` names a text handed out with the question ("Source 2").
pub(crate) fn is_source_word(word: &str) -> bool {
    is_in(&SOURCES, word)
        || word.len() > 4 && strsim::osa_distance(&word.to_lowercase(), "source") == 1
}

/// Whether `text` is a name by its looks: up to four capitalised words.
pub(crate) fn looks_like_name(text: &str) -> bool {
    let tokens = tokens(text);
    !tokens.is_empty()
        && unknown_author(&tokens).is_some()
        && tokens
            .iter()
            .all(|t| matches!(t.kind, TokenKind::Word | TokenKind::Stop))
}
