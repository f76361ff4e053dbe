//! The query language: a string into a tree.
//!
//! ```text
//! query  = item+                          ranked: the more match, the better
//! item   = chain
//! chain  = both ("OR" both)*
//! both   = unary ("AND" unary)*
//! unary  = ("+" | "-" | "NOT")? atom
//! atom   = "(" query ")" | "\"" words "\"" ("~" number)? | field ":" value
//!        | word "*" | word "~" number? | word
//! ```
//! Marks may be curly or straight. What cannot be parsed is an error that
//! points at the place.

use super::{Node, QueryError};

/// The fields that a query can name.
const FIELDS: &[&str] = &[
    "title",
    "author",
    "theme",
    "character",
    "place",
    "page",
    "year",
    "essay",
    "in",
];

/// Parses a query; `None` if it holds nothing to look for.
///
/// ```
/// use norfolk::search::parse;
/// let tree = parse("tape AND (lost OR “washed up”) -film").unwrap().unwrap();
/// assert_eq!(tree.to_string(), "(tape AND (lost OR \"washed up\")) -film");
/// ```
///
/// # Errors
/// [`QueryError::Syntax`] with the place and what would do.
pub fn parse(query: &str) -> Result<Option<Node>, QueryError> {
    let clean: Vec<char> = query
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut parser = Parser {
        query: &clean,
        at: 0,
        depth: 0,
    };
    let node = parser.items()?;
    if parser.at < clean.len() {
        return Err(parser.error("this bracket closes nothing: remove it, or open one before it"));
    }
    Ok(node)
}

/// Plain words as a query: every mark and operator is a plain character.
#[must_use]
pub(crate) fn plain(text: &str) -> Option<Node> {
    let words = text.split_whitespace().filter(|run| has_word(run));
    let nodes: Vec<Node> = words.map(|word| Node::Word(word.to_string())).collect();
    (!nodes.is_empty()).then(|| single_or(nodes, Node::Items))
}

/// Brackets inside brackets beyond this are no query of a person's.
const DEEPEST: usize = 64;

struct Parser<'a> {
    query: &'a [char],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn items(&mut self) -> Result<Option<Node>, QueryError> {
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(')') => break,
                Some(_) => nodes.extend(self.chain()?),
            }
        }
        Ok((!nodes.is_empty()).then(|| single_or(nodes, Node::Items)))
    }

    fn chain(&mut self) -> Result<Option<Node>, QueryError> {
        self.operators("OR", Node::Any, |parser| {
            parser.operators("AND", Node::All, Parser::unary)
        })
    }

    /// Operands parted by an operator's word.
    fn operators(
        &mut self,
        word: &str,
        make: fn(Vec<Node>) -> Node,
        operand: impl Fn(&mut Self) -> Result<Option<Node>, QueryError>,
    ) -> Result<Option<Node>, QueryError> {
        let mut nodes: Vec<Node> = operand(self)?.into_iter().collect();
        loop {
            let before = self.at;
            if !self.take_operator(word) {
                return Ok((!nodes.is_empty()).then(|| single_or(nodes, make)));
            }
            if nodes.is_empty() {
                self.at = before;
                return Err(self.error(&format!("nothing stands before {word}")));
            }
            self.skip_space();
            if matches!(self.peek(), None | Some(')')) {
                self.at = before;
                return Err(self.error(&format!("nothing stands after {word}")));
            }
            nodes.extend(operand(self)?);
        }
    }

    fn unary(&mut self) -> Result<Option<Node>, QueryError> {
        self.skip_space();
        if self.is_operator("AND") || self.is_operator("OR") {
            return Ok(None);
        }
        let sign = match self.peek() {
            Some('-') if self.peek_at(1).is_some_and(|c| !c.is_whitespace()) => Some('-'),
            Some('+') if self.peek_at(1).is_some_and(|c| !c.is_whitespace()) => Some('+'),
            _ => None,
        };
        if sign.is_some() {
            self.at += 1;
        } else if self.take_operator("NOT") {
            let node = self.unary()?;
            return match node {
                Some(node) => Ok(Some(Node::Not(Box::new(node)))),
                None => Err(self.error("nothing stands after NOT")),
            };
        }
        let node = self.atom()?.map(Box::new);
        Ok(match sign {
            Some('-') => node.map(Node::Not),
            Some(_) => node.map(Node::Must),
            None => node.map(|node| *node),
        })
    }

    fn atom(&mut self) -> Result<Option<Node>, QueryError> {
        match self.peek() {
            Some('(') => self.group(),
            Some(mark) if is_phrase_mark(mark) => self.phrase(),
            _ => self.word_or_field(),
        }
    }

    fn group(&mut self) -> Result<Option<Node>, QueryError> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("too many brackets inside one another"));
        }
        let node = self.items()?;
        self.depth -= 1;
        if self.peek() != Some(')') {
            self.at = open;
            return Err(self.error("this bracket is never closed: add a `)`"));
        }
        self.at += 1;
        Ok(node)
    }

    fn phrase(&mut self) -> Result<Option<Node>, QueryError> {
        let words = self.quoted()?;
        let slop = if self.peek() == Some('~') {
            Some(self.number_after_tilde()?)
        } else {
            None
        };
        Ok(has_word(&words).then_some(Node::Phrase { words, slop }))
    }

    /// The text between two marks, on one line, single-spaced.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.at;
        let rest = &self.query[open + 1..];
        let Some(close) = rest.iter().position(|c| is_phrase_mark(*c)) else {
            return Err(self.error("this quotation mark is never closed: add a `\"`"));
        };
        self.at = open + 1 + close + 1;
        let words: String = rest[..close].iter().collect();
        Ok(words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn number_after_tilde(&mut self) -> Result<u32, QueryError> {
        self.at += 1;
        let digits: String = self.query[self.at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        let number = digits
            .parse()
            .map_err(|_| self.error("`~` takes a number of words, as in \"a b\"~3"))?;
        self.at += digits.len();
        Ok(number)
    }

    fn word_or_field(&mut self) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        while self.peek().is_some_and(|c| !ends_word(c)) {
            self.at += 1;
            let name: String = self.query[start..self.at].iter().collect();
            if let Some(field) = name.strip_suffix(':').and_then(known_field) {
                return self.field(field).map(Some);
            }
        }
        if self.at == start {
            // A mark no word can begin with: passed over like any other punctuation.
            self.at += 1;
            return Ok(None);
        }
        let word: String = self.query[start..self.at].iter().collect();
        self.check_field(start, &word)?;
        word_node(&word).map_err(|message| {
            self.at = start;
            self.error(&message)
        })
    }

    fn field(&mut self, name: &'static str) -> Result<Node, QueryError> {
        let start = self.at;
        let value = if self.peek().is_some_and(is_phrase_mark) {
            self.quoted()?
        } else {
            while self.peek().is_some_and(|c| !ends_word(c)) {
                self.at += 1;
            }
            self.query[start..self.at].iter().collect()
        };
        if value.trim().is_empty() {
            self.at = start;
            return Err(self.error(&format!("nothing stands after `{name}:`")));
        }
        Ok(Node::Field { name, value })
    }

    /// A word like `theem:memory` names a field that does not exist.
    fn check_field(&mut self, start: usize, word: &str) -> Result<(), QueryError> {
        let Some((name, value)) = word.split_once(':') else {
            return Ok(());
        };
        let is_name = name.len() > 1 && name.chars().all(|c| c.is_ascii_lowercase());
        if !is_name || value.is_empty() || value.starts_with('/') {
            return Ok(());
        }
        self.at = start;
        Err(self.error(&format!(
            "no field `{name}:`; the fields are {}",
            FIELDS.join(", ")
        )))
    }

    fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.query.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn is_operator(&self, word: &str) -> bool {
        let end = self.at + word.len();
        let stands = self
            .query
            .get(self.at..end)
            .is_some_and(|c| c.iter().copied().eq(word.chars()));
        stands
            && self
                .query
                .get(end)
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'))
    }

    fn take_operator(&mut self, word: &str) -> bool {
        self.skip_space();
        let stands = self.is_operator(word);
        if stands {
            self.at += word.len();
        }
        stands
    }

    fn error(&self, message: &str) -> QueryError {
        QueryError::Syntax {
            message: message.to_string(),
            query: self.query.iter().collect(),
            column: self.at,
        }
    }
}

/// A word with what is written after it: `memor*`, `word~1`.
fn word_node(word: &str) -> Result<Option<Node>, String> {
    if let Some(stem) = word.strip_suffix('*') {
        return Ok(has_word(stem).then(|| Node::Prefix(stem.to_string())));
    }
    if let Some((stem, distance)) = word.rsplit_once('~')
        && has_word(stem)
    {
        return match distance {
            "" | "1" => Ok(Some(Node::Fuzzy(stem.to_string(), 1))),
            "2" => Ok(Some(Node::Fuzzy(stem.to_string(), 2))),
            _ => Err("`~` after a word takes 1 or 2 wrong letters, as in word~1".to_string()),
        };
    }
    Ok(has_word(word).then(|| Node::Word(word.to_string())))
}

fn single_or(mut nodes: Vec<Node>, make: fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        make(nodes)
    }
}

fn known_field(name: &str) -> Option<&'static str> {
    FIELDS.iter().find(|field| **field == name).copied()
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn is_phrase_mark(c: char) -> bool {
    crate::text::is_double_mark(c)
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_phrase_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(query: &str, understood: &str) {
        let printed = match parse(query) {
            Ok(Some(node)) => node.to_string(),
            Ok(None) => "nothing".to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(printed, understood, "{query}");
    }

    #[test]
    fn a_query_is_read_as_people_write_it() {
        check("Hailsham memory", "Hailsham memory");
        check("“told and  not told” tape", "\"told and not told\" tape");
        check("\"a b\"~3", "\"a b\"~3");
        check("+must -not NOT this", "+must -not -this");
        check("a AND b OR c", "(a AND b) OR c");
        check("memor* word~1 word~", "memor* word~1 word~1");
        check(
            "theme:memory character:\"Kathy H.\" page:81..83",
            "theme:memory character:\"Kathy H.\" page:81..83",
        );
        check(
            "(tape",
            "this bracket is never closed: add a `)`\n  (tape\n  ^",
        );
        check(
            "tape)",
            "this bracket closes nothing: remove it, or open one before it\n  tape)\n      ^",
        );
        check(
            "say \"tape",
            "this quotation mark is never closed: add a `\"`\n  say \"tape\n      ^",
        );
        check("tape AND", "nothing stands after AND\n  tape AND\n      ^");
        check("  ", "nothing");
        check("?! ( ) – 🙂", "nothing");
        check("well-known - dash", "well-known dash");
        check("and or not", "and or not");
        check("https://example.org", "https://example.org");
    }

    #[test]
    fn an_unknown_field_is_pointed_at() {
        let error = parse("tape theem:memory")
            .expect_err("no such field")
            .to_string();
        assert!(error.starts_with("no field `theem:`"), "{error}");
        assert!(error.ends_with("\n       ^"), "{error}");
    }

    proptest! {
        #[test]
        fn any_query_parses_or_explains_itself(query in "[a-z ()+\\-~*:\"“”ANDORT0-9]{0,40}") {
            if let Ok(Some(node)) = parse(&query) {
                let printed = node.to_string();
                let again = parse(&printed);
                prop_assert!(again.is_ok(), "{printed}");
                prop_assert_eq!(again.expect("parsed").expect("a node").to_string(), printed);
            }
        }
    }
}
