//! Characters and places: which names a passage mentions, and where.
//!
//! The longest form wins; a phrase that only looks like a name consumes it.
//! Short forms ("Emily") are kept aside until the whole essay has been read:
//! they count where it has a longer one.

use super::lexicon::Target;
use super::matching::{Direction, Match, Run, Scan};
use crate::text::Span;

/// One naming of a character or a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Whom or what it names.
    pub named: Named,
    /// Where.
    pub span: Span,
}

/// Whom or what a [`Mention`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Index into the profile's characters.
    Character(u16),
    /// Index into the profile's places.
    Place(u16),
}

/// A mention before the essay is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Naming {
    /// Number in the lexicon, characters and places together.
    pub(super) entity: u16,
    pub(super) span: Span,
    /// Whether it counts only if the essay names the entity in full.
    pub(super) is_short: bool,
}

/// Settles the names among `matches`: in order, disjoint. The characters go
/// into the scan, for the phrases that want one.
pub(super) fn settle(scan: &mut Scan, matches: &[Match], is_masked: &[bool]) -> Vec<Naming> {
    let target = |m: &Match| scan.lexicon.patterns[m.pattern as usize].target;
    let mut names: Vec<Match> = matches
        .iter()
        .filter(|m| matches!(target(m), Target::Name { .. } | Target::Blocker))
        .copied()
        .collect();
    names.sort_by_key(|m| {
        (
            std::cmp::Reverse(m.len()),
            target(m) != Target::Blocker,
            m.first,
        )
    });
    let mut taken: Vec<Match> = Vec::new();
    for name in names {
        let overlaps = |other: &Match| other.first <= name.last && name.first <= other.last;
        if !taken.iter().any(overlaps) {
            taken.push(name);
        }
    }
    taken.sort_by_key(|m| m.first);
    let mut found = Vec::new();
    for (at, name) in taken.iter().enumerate() {
        let Target::Name { entity, is_short } = target(name) else {
            continue;
        };
        let rule = &scan.lexicon.entities[usize::from(entity)];
        let next_is_name = taken
            .get(at + 1)
            .is_some_and(|next| next.first == name.last + 1);
        if is_masked[name.first]
            || (rule.surname_blocks && !next_is_name && scan.has_surname(name.last))
        {
            continue;
        }
        let is_met = || {
            let window = if rule.window_words == 0 {
                scan.view.words.len()
            } else {
                rule.window_words
            };
            scan.is_within(window, (name.first, name.last), &rule.requires)
        };
        let needs = !rule.requires.is_empty() && (is_short || !rule.has_short_forms);
        let meets = needs && is_met();
        if needs && !meets && !is_short {
            continue;
        }
        found.push(Naming {
            entity,
            span: scan.span(name.first, name.last),
            is_short: is_short && !meets,
        });
        if rule.is_character {
            let run = Run {
                first: name.first,
                last: name.last,
                number: rule.number,
            };
            scan.characters.push(run);
        }
    }
    found
}

/// Settles the euphemisms among `matches`: which forms have the novel's sense.
pub(super) fn settle_euphemisms(scan: &mut Scan, matches: &[Match]) {
    let target = |m: &Match| scan.lexicon.patterns[m.pattern as usize].target;
    let (mut forms, mut in_sense) = (Vec::new(), Vec::new());
    for form in matches {
        let Target::Euphemism(number) = target(form) else {
            continue;
        };
        let run = Run {
            first: form.first,
            last: form.last,
            number,
        };
        forms.push(run);
        let is_ordinary = matches.iter().any(|other| {
            target(other) == Target::Ordinary(number)
                && other.first <= form.last
                && form.first <= other.last
        });
        if !is_ordinary && has_sense(scan, run) {
            in_sense.push(run);
        }
    }
    scan.euphemism_forms = forms;
    scan.euphemisms = in_sense;
}

fn has_sense(scan: &Scan, form: Run) -> bool {
    let rule = &scan.lexicon.euphemisms[usize::from(form.number)];
    if scan.stands_beside(form.last, Direction::On, &rule.not_after) {
        return false;
    }
    let is_free = rule.cues.is_empty() && rule.before.is_empty() && !rule.is_quoted;
    is_free
        || (rule.is_quoted && scan.is_in_marks(form.first))
        || scan.stands_beside(form.first, Direction::Back, &rule.before)
        || scan.is_within(rule.window_words, (form.first, form.last), &rule.cues)
}
