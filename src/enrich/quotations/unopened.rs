//! Where a quotation begins whose opening mark is missing.
//!
//! What leads into it tells: a colon, a capital within the sentence, "said
//! that", a speaker's comma, the verb of speech. Where nothing leads in, an
//! essay that speaks in the present has begun the sentence itself, and the
//! words of another come after its subject and verb ("they are told and…").

use super::edges::{BACK_WORDS, skip_points, skip_spaces, words_of};
use crate::text::sentences;

/// Words after which a comma or "that" brings the words of another.
const LEAD_INS: &str = "\
    says said say saying states stated state stating statement quote quotes quoted \
    quotation line lines words word writes wrote explains explained asks asked tells told \
    replies replied claims claimed notes noted observes argues argued remarks adds added \
    admits confesses thinks thought recalls exclaims mentions mentioned declares comments \
    describes reads sentence passage repeats repeating shouts shouted warns warned insists \
    lists answers answered whispers cries reminds concludes";

/// Verbs right after which the words of another may come.
const SPEECH: &str = "\
    says said states stated writes wrote asks asked replies replied shouts shouted adds added \
    answers answered whispers exclaims";

/// Words that after a verb of speech do not begin what is said.
const NOT_SAID: &str = "that to about of in on with as by how for at";

/// Most words between a verb of speech and its "that".
const BEFORE_THAT: usize = 3;

/// Most words between a verb of speech and its comma.
const BEFORE_COMMA: usize = 4;

/// Capitalised words that, within a sentence, begin another.
const OPENERS: &str = "You Your You're We Our My None Nothing Everything Why What There";

/// Of these, ones that begin a sentence only after a comma or a verb of speech.
const WEAK_OPENERS: &str = "I I'm I'd I'll I've The It It's He She They If When How All A";

/// Verbs with which an essay says that it thinks, not what another said.
const OWN_THOUGHTS: &str = "think believe feel would found find can am was will do did";

/// Words of the first person: the words of another.
const FIRST_PERSON: &str = "i i'm i'd i'll i've we we're we'd our us my me you you're your";

/// Verbs of a sentence in the present, after which its quotation may begin.
const AUXILIARIES: &str = "\
    is are am will can may might would could should must has have they're they'll she's he's \
    it's that's she'll he'll it'll there's who's";

/// Of these, ones that are often quoted too.
const MODALS: &str = "will can may might would could should must";

/// What may stand between such a verb and the quotation.
const ADVERBS: &str = "been be all just only never always now still also really not both";

/// Most words of the subject before such a verb.
const SUBJECT_WORDS: usize = 5;

/// Words that join a clause to the one before it.
const JOINTS: &str = "and but so because while as or yet";

/// Where the words before the closing mark at `close` began. Never before `limit`.
pub(super) fn quotation_start(text: &str, limit: usize, close: usize) -> usize {
    let floor = words_back(text, limit, close);
    let starts: Vec<usize> = sentences(&text[floor..close])
        .iter()
        .map(|s| floor + s.start)
        .collect();
    let own = starts.last().copied().unwrap_or(floor);
    if let Some(cue) = lead_in(text, own, close) {
        return cue;
    }
    let is_own_cut = own == floor && floor > limit;
    let before = starts.iter().rev().nth(1).copied();
    let earlier = before.and_then(|start| lead_in(text, start, own));
    let is_capital = |at: usize| text[at..].trim_start().starts_with(char::is_uppercase);
    if let Some(cue) = earlier.filter(|cue| is_capital(*cue) && !is_own_cut) {
        return cue;
    }
    let own = skip_spaces(text, own.max(skip_points(text, limit)));
    predicate(text, own, close).unwrap_or(own)
}

/// The place [`BACK_WORDS`] words before `close`, or `limit`.
fn words_back(text: &str, limit: usize, close: usize) -> usize {
    let mut words = 0;
    let mut was_space = true;
    for (at, c) in text[limit..close].char_indices().rev() {
        if c.is_whitespace() {
            was_space = true;
        } else if was_space {
            was_space = false;
            words += 1;
            if words > BACK_WORDS {
                let word = &text[limit..limit + at + c.len_utf8()];
                return limit + word.len();
            }
        }
    }
    limit
}

/// Where words of another begin between `from` and `to`, if something leads
/// into them there.
fn lead_in(text: &str, from: usize, to: usize) -> Option<usize> {
    let part = &text[from..to];
    if let Some(colon) = part.rfind(": ") {
        return Some(skip_spaces(text, from + colon + 1));
    }
    let words: Vec<(usize, &str)> = words_of(part).collect();
    let has_two = |at: &usize| words.len() >= at + 2;
    if let Some(at) = opener(&words).filter(has_two) {
        return Some(from + words[at].0);
    }
    if let Some((at, is_that)) = cue(&words).filter(|(at, _)| has_two(at)) {
        let start = from + words[at].0;
        let clause = is_that.then(|| after_subject(text, start, to)).flatten();
        return Some(clause.unwrap_or(start));
    }
    let said = (1..words.len()).find(|at| {
        is_in(SPEECH, words[at - 1].1) && !is_in(NOT_SAID, words[*at].1) && has_two(at)
    })?;
    Some(from + words[said].0)
}

/// The capitalised word that begins a sentence within the sentence of `words`.
fn opener(words: &[(usize, &str)]) -> Option<usize> {
    (1..words.len()).find(|at| {
        let (before, word) = (words[at - 1].1, straight(words[*at].1));
        let next = words.get(at + 1).map_or("", |next| next.1);
        let is_led = before.ends_with(',') || is_in(LEAD_INS, before) || before == "that";
        let is_weak = WEAK_OPENERS.split(' ').any(|known| known == word)
            && is_led
            && !(word == "I" && is_in(OWN_THOUGHTS, next));
        let is_strong = OPENERS.split(' ').any(|known| known == word);
        (is_strong || is_weak) && !before.ends_with(['.', '?', '!'])
    })
}

/// The word after a speaker's "that" (`true`) or comma.
fn cue(words: &[(usize, &str)]) -> Option<(usize, bool)> {
    let mut since = usize::MAX;
    for (at, (_, word)) in words.iter().enumerate() {
        since = since.saturating_add(1);
        if is_in(LEAD_INS, word) {
            since = 0;
        }
        let is_that = (1..=BEFORE_THAT).contains(&since) && *word == "that";
        if is_that || since <= BEFORE_COMMA && word.ends_with(',') {
            return Some((at + 1, is_that));
        }
    }
    None
}

/// What comes after the subject and verb of the last clause between `from`
/// and `to`, if the sentence is in the present and so the essay's.
fn predicate(text: &str, from: usize, to: usize) -> Option<usize> {
    let words: Vec<(usize, &str)> = words_of(&text[from..to]).collect();
    let is_present = |word: &(usize, &str)| is_in(AUXILIARIES, word.1) || is_in(LEAD_INS, word.1);
    if !words.iter().any(is_present) {
        return None;
    }
    let comma = words.iter().rposition(|word| word.1.ends_with(','));
    let mut clause = comma.map_or(0, |at| at + 1);
    while words.get(clause).is_some_and(|word| is_in(JOINTS, word.1)) {
        clause += 1;
    }
    let start = from + words.get(clause)?.0;
    let is_long = words.len() > clause + 2;
    after_subject(text, start, to).or_else(|| (clause > 0 && is_long).then_some(start))
}

/// Past a subject of the third person and its verb, at the front of a clause.
fn after_subject(text: &str, from: usize, to: usize) -> Option<usize> {
    let words: Vec<(usize, &str)> = words_of(&text[from..to]).collect();
    let verb = words
        .iter()
        .take(SUBJECT_WORDS + 1)
        .position(|word| is_in(AUXILIARIES, word.1))?;
    let is_others = |word: &(usize, &str)| is_in(FIRST_PERSON, word.1) || word.1.ends_with(',');
    if words[..=verb].iter().any(is_others) {
        return None;
    }
    let is_more = |word: &&(usize, &str)| is_in(ADVERBS, word.1) || is_in(AUXILIARIES, word.1);
    let rest = if is_in(MODALS, words[verb].1) {
        verb
    } else {
        verb + 1 + words[verb + 1..].iter().take_while(is_more).count()
    };
    words.get(rest + 1)?;
    Some(from + words[rest].0)
}

/// Whether `word`, case and marks at its ends aside, is in `list`.
fn is_in(list: &str, word: &str) -> bool {
    let word = straight(word.trim_matches(|c: char| !c.is_alphanumeric())).to_lowercase();
    !word.is_empty() && list.split_whitespace().any(|known| known == word)
}

/// `word` with straight apostrophes.
fn straight(word: &str) -> String {
    word.replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` ends where the mark stands.
    fn check(text: &str, expected: &str) {
        let start = quotation_start(text, 0, text.len());
        assert_eq!(&text[start..], expected, "{text}");
    }

    #[test]
    fn what_leads_in_says_where_the_words_begin() {
        for (text, expected) in [
            (
                "It rains. Then this: the gate was shut",
                "the gate was shut",
            ),
            (
                "She turns to them all Your gate is shut",
                "Your gate is shut",
            ),
            (
                "She speaks in a flat tone, I lost the gate",
                "I lost the gate",
            ),
            (
                "The keeper says My name is Ann P. I'm old now",
                "My name is Ann P. I'm old now",
            ),
            (
                "Ann says the gate was shut for good",
                "the gate was shut for good",
            ),
            ("She says that it was gone", "it was gone"),
            (
                "He warns us early that she might be gone for good",
                "might be gone for good",
            ),
            (
                "Reed says that the gate is a mouth without teeth",
                "a mouth without teeth",
            ),
            ("She shouts that they’re all made of grass", "made of grass"),
            (
                "She says that we are all of us gone",
                "we are all of us gone",
            ),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn an_essay_in_the_present_began_the_sentence_itself() {
        for (text, expected) in [
            (
                "The keepers of the gate are gone and not gone",
                "gone and not gone",
            ),
            (
                "When Ann comes, and she is afraid of the long grass",
                "afraid of the long grass",
            ),
            ("It rains. It was gone for good", "It was gone for good"),
            (
                "I think it is late. We are gone for good",
                "We are gone for good",
            ),
        ] {
            check(text, expected);
        }
    }
}
