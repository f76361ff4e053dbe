//! Units: what of a query is ranked.

use super::highlight::Pattern;
use super::{Matching, Node};
use crate::text::{Form, Forms, is_stop_word};

/// Something ranked: a word, a phrase, the words with a common beginning.
#[derive(Debug, Clone)]
pub struct Unit {
    /// How it reads.
    pub label: String,
    /// How often the query has it.
    pub repeats: u32,
    /// How it is found in a text.
    pub pattern: Pattern,
}

/// The ranked units of a query, each once; what must not match ranks nothing.
pub(super) fn units(node: &Node, matching: Matching, forms: &mut Forms) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    collect_units(node, matching, forms, &mut units);
    let is_stop = |unit: &Unit| {
        matches!(&unit.pattern, Pattern::Stems(words) if words.len() == 1)
            && is_stop_word(&unit.label)
    };
    if !units.iter().all(is_stop) {
        units.retain(|unit| !is_stop(unit));
    }
    units
}

/// The plain words of a query that may match, in its order.
pub(super) fn words(node: &Node, forms: &mut Forms) -> Vec<Form> {
    match node {
        Node::Word(text) => {
            let words = forms.words(text);
            words
                .iter()
                .map(|word| forms.get(word.form).clone())
                .collect()
        }
        Node::Must(node) => words(node, forms),
        Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
            nodes.iter().flat_map(|node| words(node, forms)).collect()
        }
        _ => Vec::new(),
    }
}

/// Adds the units of a node to those found before it.
pub(super) fn collect_units(
    node: &Node,
    matching: Matching,
    forms: &mut Forms,
    units: &mut Vec<Unit>,
) {
    match node {
        Node::Not(_) | Node::Field { .. } => {}
        Node::Must(node) => collect_units(node, matching, forms, units),
        Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
            for node in nodes {
                collect_units(node, matching, forms, units);
            }
        }
        leaf => {
            let Some(pattern) = Pattern::of(leaf, matching, forms) else {
                return;
            };
            if let Some(unit) = units.iter_mut().find(|unit| unit.pattern == pattern) {
                unit.repeats += 1;
            } else {
                let label = crate::text::fold(&leaf.to_string());
                units.push(Unit {
                    label,
                    repeats: 1,
                    pattern,
                });
            }
        }
    }
}
