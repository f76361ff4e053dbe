//! Correcting: a word that no essay has is searched for as the nearest that
//! some have, a known misspelling of a name as the name too, and a compound
//! that is nowhere by its parts. Whatever is changed is said.

use super::highlight::Pattern;
use super::suggest::is_slip;
use super::{Candidates, Matching, Missing, Node};
use crate::profile::Profile;
use crate::text::Forms;

/// A word of a query that was searched for in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As searched for.
    pub to: String,
    /// Whether what was typed is searched for too.
    pub manner: Manner,
}

/// Whether a correction replaces what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// No essay has it as it was typed.
    Instead,
    /// Some essays do.
    Also,
}

/// The query that was more likely meant, and what of it is other; `None` if
/// every word stands as it is.
#[must_use]
pub fn correct(
    profile: &Profile,
    node: &Node,
    candidates: &Candidates,
    missing: &[Missing],
) -> Option<(Node, Vec<Correction>)> {
    let mut forms = Forms::default();
    let mut corrections: Vec<Correction> = Vec::new();
    node.each_word(&mut |word| {
        if corrections.iter().all(|known| known.from != word) {
            corrections.extend(correction(profile, word, candidates, missing, &mut forms));
        }
    });
    if corrections.is_empty() {
        return None;
    }
    let changed = node.clone().with_words(&|word| {
        let correction = corrections.iter().find(|known| known.from == word)?;
        Some(correction.node())
    });
    Some((changed, corrections))
}

impl Correction {
    fn node(&self) -> Node {
        let words = self.to.split(' ').map(|word| Node::Word(word.to_string()));
        let mut words: Vec<Node> = words.collect();
        let to = match words.len() {
            1 => words.remove(0),
            _ => Node::Items(words),
        };
        match self.manner {
            Manner::Instead => to,
            Manner::Also => Node::Any(vec![Node::Word(self.from.clone()), to]),
        }
    }
}

fn correction(
    profile: &Profile,
    word: &str,
    candidates: &Candidates,
    missing: &[Missing],
    forms: &mut Forms,
) -> Option<Correction> {
    let pattern = Pattern::of(&Node::Word(word.to_string()), Matching::Stems, forms)?;
    let unit = candidates
        .units
        .iter()
        .position(|unit| unit.pattern == pattern)?;
    let manner = if candidates.is_nowhere(unit) {
        Manner::Instead
    } else {
        Manner::Also
    };
    let parts: Vec<String> = forms
        .words(word)
        .iter()
        .map(|part| part.span.of(word).to_string())
        .collect();
    let to = if parts.len() > 1 {
        let mut is_found = |part: &String| {
            let exact = forms.form(part).exact;
            missing.iter().all(|missing| *missing.word != *exact)
        };
        let is_apart = manner == Manner::Instead && parts.iter().any(&mut is_found);
        is_apart.then(|| parts.join(" "))
    } else {
        let form = forms.form(word);
        let name = profile
            .spelling(word)
            .filter(|name| is_slip(&form.exact, &forms.form(name).exact));
        name.map(str::to_string).or_else(|| {
            let missing = missing
                .iter()
                .find(|missing| *missing.word == *form.exact)?;
            let is_meant = |near: &&String| is_slip(&form.exact, near);
            missing.nearest.iter().find(is_meant).cloned()
        })
    }?;
    let is_other = forms.form(&to).stem != forms.form(word).stem;
    is_other.then(|| Correction {
        from: word.to_string(),
        to,
        manner,
    })
}
