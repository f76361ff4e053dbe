//! The tree that a query is parsed into, and how it reads.

use crate::text::is_single_mark;
use std::fmt;

/// A query, parsed. Prints as a query that means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word, by stem.
    Word(String),
    /// A word's beginning.
    Prefix(String),
    /// A word with up to this many letters wrong.
    Fuzzy(String, u8),
    /// Words in this order: word for word, or with up to `slop` words between, by stem.
    Phrase {
        /// The words as written.
        words: String,
        /// Words that may stand between.
        slop: Option<u32>,
    },
    /// A field and the value asked of it.
    Field {
        /// One of the known fields.
        name: &'static str,
        /// As written, without marks.
        value: String,
    },
    /// All must match.
    All(Vec<Node>),
    /// One must match.
    Any(Vec<Node>),
    /// Must not match.
    Not(Box<Node>),
    /// Must match, among items that need not.
    Must(Box<Node>),
    /// Ranked items: the more match, the better.
    Items(Vec<Node>),
}

impl Node {
    /// Whether it asks of fields only: nothing of it is ranked.
    pub(super) fn is_filter(&self) -> bool {
        match self {
            Node::Field { .. } => true,
            Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
                nodes.iter().all(Node::is_filter)
            }
            Node::Not(node) | Node::Must(node) => node.is_filter(),
            _ => false,
        }
    }

    /// The value of an `in:` field.
    pub(super) fn scope(&self) -> Option<&str> {
        match self {
            Node::Field { name: "in", value } => Some(value),
            _ => None,
        }
    }

    /// Whether an `in:` stands in it without a word beside it.
    pub(super) fn has_stray_in(&self) -> bool {
        self.is_stray(Beside::Nothing)
    }

    fn is_stray(&self, beside: Beside) -> bool {
        match self {
            Node::Field { name, .. } => *name == "in" && beside == Beside::Nothing,
            Node::Not(node) | Node::Must(node) => node.is_stray(beside),
            Node::Any(nodes) => nodes.iter().any(Node::has_stray_in),
            Node::All(nodes) | Node::Items(nodes) => {
                let beside = if nodes.iter().any(Node::has_words) {
                    Beside::Words
                } else {
                    Beside::Nothing
                };
                nodes.iter().any(|node| node.is_stray(beside))
            }
            _ => false,
        }
    }

    fn has_words(&self) -> bool {
        match self {
            Node::Field { .. } | Node::Not(_) => false,
            Node::Must(node) => node.has_words(),
            Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
                nodes.iter().any(Node::has_words)
            }
            _ => true,
        }
    }

    /// The same query with other nodes for its words, where `change` has one;
    /// what must not match stays.
    pub(super) fn with_words(self, change: &impl Fn(&str) -> Option<Node>) -> Node {
        let all = |nodes: Vec<Node>| {
            let nodes = nodes.into_iter();
            nodes.map(|node| node.with_words(change)).collect()
        };
        match self {
            Node::Word(word) => change(&word).unwrap_or(Node::Word(word)),
            Node::Must(node) => Node::Must(Box::new(node.with_words(change))),
            Node::All(nodes) => Node::All(all(nodes)),
            Node::Any(nodes) => Node::Any(all(nodes)),
            Node::Items(nodes) => Node::Items(all(nodes)),
            node => node,
        }
    }

    /// Whether `sought` stands in it.
    pub(super) fn holds(&self, sought: &Node) -> bool {
        self == sought
            || match self {
                Node::Not(node) | Node::Must(node) => node.holds(sought),
                Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
                    nodes.iter().any(|node| node.holds(sought))
                }
                _ => false,
            }
    }

    /// Calls `see` with every word that may match, in order.
    pub(super) fn each_word<'a>(&'a self, see: &mut impl FnMut(&'a str)) {
        match self {
            Node::Word(word) => see(word),
            Node::Must(node) => node.each_word(see),
            Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
                for node in nodes {
                    node.each_word(see);
                }
            }
            _ => {}
        }
    }
}

/// What stands beside a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Words,
    Nothing,
}

/// Whether a field's value reads as it is only between marks.
fn needs_marks(value: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | ')');
    value.contains(parts) || value.starts_with(is_single_mark) || value.ends_with(TRAILING)
}

/// Marks that end a sentence or a part of it rather than a field's value.
pub(super) const TRAILING: [char; 4] = [',', ';', '!', '?'];

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Word(word) => f.write_str(word),
            Node::Prefix(word) => write!(f, "{word}*"),
            Node::Fuzzy(word, distance) => write!(f, "{word}~{distance}"),
            Node::Phrase { words, slop: None } => write!(f, "\"{words}\""),
            Node::Phrase {
                words,
                slop: Some(slop),
            } => write!(f, "\"{words}\"~{slop}"),
            Node::Field { name, value } if needs_marks(value) => write!(f, "{name}:\"{value}\""),
            Node::Field { name, value } => write!(f, "{name}:{value}"),
            Node::All(nodes) => join(f, nodes, " AND "),
            Node::Any(nodes) => join(f, nodes, " OR "),
            Node::Not(node) => write!(f, "-{}", Inner(node, Place::BehindSign)),
            Node::Must(node) => write!(f, "+{}", Inner(node, Place::BehindSign)),
            Node::Items(nodes) => join(f, nodes, " "),
        }
    }
}

/// A node inside another: in brackets where it would read as something else.
struct Inner<'a>(&'a Node, Place);

/// Where a node stands inside another.
#[derive(PartialEq, Eq)]
enum Place {
    BehindSign,
    InList,
}

impl fmt::Display for Inner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::All(_) | Node::Any(_) | Node::Items(_) => write!(f, "({})", self.0),
            Node::Not(_) | Node::Must(_) if self.1 == Place::BehindSign => {
                write!(f, "({})", self.0)
            }
            node => write!(f, "{node}"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write!(f, "{}", Inner(node, Place::InList))?;
    }
    Ok(())
}
