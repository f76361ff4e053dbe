//! The tree that a query is parsed into, and how it reads.

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
            Node::Field { name, value } if value.contains([' ', '(', ')']) => {
                write!(f, "{name}:\"{value}\"")
            }
            Node::Field { name, value } => write!(f, "{name}:{value}"),
            Node::All(nodes) => join(f, nodes, " AND "),
            Node::Any(nodes) => join(f, nodes, " OR "),
            Node::Not(node) => write!(f, "-{}", Inner(node)),
            Node::Must(node) => write!(f, "+{}", Inner(node)),
            Node::Items(nodes) => join(f, nodes, " "),
        }
    }
}

/// A node inside another: in brackets where it would read as something else.
struct Inner<'a>(&'a Node);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::All(_) | Node::Any(_) | Node::Items(_) => write!(f, "({})", self.0),
            node => write!(f, "{node}"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write!(f, "{}", Inner(node))?;
    }
    Ok(())
}
