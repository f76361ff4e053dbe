//! Entries that do nothing: those that no text has, and false friends that
//! share no word with their theme.

use super::entry::{Choice, Entry, Slot};

/// Whether a false friend could take a word from one of the `entries` of its theme.
pub(super) fn takes_from(friend: &str, entries: &[Entry]) -> bool {
    Entry::parse(friend).is_ok_and(|friend| {
        let slots = |entry: &'_ Entry| {
            friend
                .slots
                .iter()
                .any(|a| entry.slots.iter().any(|b| may_meet(a, b)))
        };
        entries.iter().any(slots)
    })
}

/// Why no text has what `source` asks for.
pub(super) fn never_matches(source: &str) -> Option<String> {
    let entry = Entry::parse(source).ok()?;
    if entry.near.is_some_and(|near| near.window_words == 0) {
        return Some("nothing stands within 0 words; write how many after `~`".to_owned());
    }
    let is_known = |c: char| c.is_alphanumeric() || c.is_whitespace() || "=*|'‘’{}:~-.".contains(c);
    let odd = source.chars().find(|c| !is_known(*c))?;
    Some(format!(
        "no word has `{odd}` in it; write the words without"
    ))
}

/// Whether some word could fill both slots.
fn may_meet(one: &Slot, other: &Slot) -> bool {
    one.choices
        .iter()
        .any(|a| other.choices.iter().any(|b| choices_meet(a, b)))
}

fn choices_meet(one: &Choice, other: &Choice) -> bool {
    match (one, other) {
        (Choice::Word { text: a, .. }, Choice::Word { text: b, .. }) => {
            let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
            let shorter = a.chars().count().min(b.chars().count());
            shared == shorter || (shared > 2 && shared + 1 >= shorter)
        }
        (Choice::Word { .. }, Choice::Any) | (Choice::Any, _) => false,
        _ => true,
    }
}
