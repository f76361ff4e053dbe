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
//! Marks may be curly or straight, double or single; `&&` and `||` are AND and
//! OR; any other punctuation parts words. What cannot be parsed is an error
//! that points at the place.

use super::fields::{self, check_form, check_name};
use super::lexis::{
    is_joiner, is_junk, is_phrase_mark, is_single_opener, is_word_char, single_close, word_node,
};
use super::tree::TRAILING;
use super::{Node, QueryError};
use crate::profile::Profile;

/// Parses a query; `None` if it holds nothing to look for. Whether a name is
/// one of the profile's is not checked.
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
    parse_with(query, &check_form)
}

/// Parses a query whose themes, characters and places are a profile's.
///
/// # Errors
/// [`QueryError::Syntax`] with the place and what would do.
pub fn parse_for(query: &str, profile: &Profile) -> Result<Option<Node>, QueryError> {
    parse_with(query, &|name, value| check_name(profile, name, value))
}

fn parse_with(query: &str, check: Check<'_>) -> Result<Option<Node>, QueryError> {
    let clean = super::lexis::clean(query);
    let mut parser = Parser {
        query: &clean,
        at: 0,
        depth: 0,
        in_at: 0,
        check,
    };
    let node = parser.items()?;
    if parser.at < clean.len() {
        return Err(parser.error("this bracket closes nothing: remove it, or open one before it"));
    }
    if node.as_ref().is_some_and(Node::has_stray_in) {
        let message =
            "`in:` says where words stand: put a word beside it, as in `in:quotation tape`";
        return Err(parser.error_at(parser.in_at, message));
    }
    Ok(node)
}

/// Plain words as a query: every mark and operator is a plain character. Any
/// word will do, the commonest too: a run of topics goes on until it is as deep
/// as asked, where a person is told what truly matches (MAP on the corpus .637;
/// without the passages that have only common words .621).
#[must_use]
pub(crate) fn plain(text: &str) -> Option<Node> {
    let has_word = |run: &&str| run.chars().any(char::is_alphanumeric);
    let words = text.split_whitespace().filter(has_word);
    let nodes: Vec<Node> = words.map(|word| Node::Word(word.to_string())).collect();
    (!nodes.is_empty()).then(|| single_or(nodes, Node::Any))
}

/// Says what is wrong with a field's value, if anything is.
type Check<'a> = &'a dyn Fn(&str, &str) -> Result<(), String>;

/// Brackets inside brackets beyond this are no query of a person's.
const DEEPEST: usize = 64;

/// The words of operators, and the marks that other programs have for them.
const AND: [&str; 2] = ["AND", "&&"];
const OR: [&str; 2] = ["OR", "||"];
const NOT: [&str; 1] = ["NOT"];

struct Parser<'a> {
    query: &'a [char],
    at: usize,
    depth: usize,
    /// Where `in:` was last seen.
    in_at: usize,
    check: Check<'a>,
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
        self.operators(&OR, Node::Any, |parser| {
            parser.operators(&AND, Node::All, Parser::unary)
        })
    }

    /// Operands parted by an operator.
    fn operators(
        &mut self,
        forms: &[&str],
        make: fn(Vec<Node>) -> Node,
        operand: impl Fn(&mut Self) -> Result<Option<Node>, QueryError>,
    ) -> Result<Option<Node>, QueryError> {
        let mut nodes: Vec<Node> = operand(self)?.into_iter().collect();
        loop {
            let before = self.at;
            let Some(form) = self.take_operator(forms) else {
                return Ok((!nodes.is_empty()).then(|| single_or(nodes, make)));
            };
            let at = self.at - form.len();
            if nodes.is_empty() {
                return Err(self.error_at(at, &format!("nothing stands before {form}")));
            }
            self.skip_space();
            let is_next = self.is_operator(&AND) || self.is_operator(&OR);
            if is_next || matches!(self.peek(), None | Some(')')) {
                return Err(self.error_at(before, &format!("nothing stands after {form}")));
            }
            nodes.extend(operand(self)?);
        }
    }

    fn unary(&mut self) -> Result<Option<Node>, QueryError> {
        self.skip_space();
        if self.is_operator(&AND) || self.is_operator(&OR) {
            return Ok(None);
        }
        let is_before_word = self.peek_at(1).is_some_and(|c| !c.is_whitespace());
        let sign = self.peek().filter(|c| is_before_word && "+-".contains(*c));
        if sign.is_some() {
            self.at += 1;
        } else if self.is_operator(&NOT) {
            return self.negated().map(Some);
        }
        let node = self.atom()?;
        Ok(match (sign, node) {
            (Some('-'), Some(node)) => Some(Node::Not(Box::new(node))),
            // A field has to hold in any case.
            (Some(_), Some(node)) if !node.is_filter() => Some(Node::Must(Box::new(node))),
            (_, node) => node,
        })
    }

    /// What stands after one NOT or several: of two, one undoes the other.
    fn negated(&mut self) -> Result<Node, QueryError> {
        let mut is_negated = false;
        while self.take_operator(&NOT).is_some() {
            is_negated = !is_negated;
        }
        self.skip_space();
        let at = self.at;
        let node = match self.peek() {
            None | Some(')') => None,
            Some(_) => self.unary()?,
        };
        match node {
            Some(node) if is_negated => Ok(Node::Not(Box::new(node))),
            Some(node) => Ok(node),
            None => Err(self.error_at(at, "nothing stands after NOT")),
        }
    }

    fn atom(&mut self) -> Result<Option<Node>, QueryError> {
        while self.peek().is_some_and(is_junk) && !self.opens_phrase() {
            self.at += 1;
        }
        match self.peek() {
            Some('(') => self.group(),
            Some(_) if self.opens_phrase() => self.phrase(),
            Some(c) if is_word_char(c) => self.word_or_field(),
            _ => Ok(None),
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
            return Err(self.error_at(open, "this bracket is never closed: add a `)`"));
        }
        self.at += 1;
        Ok(node)
    }

    /// Whether a quotation mark stands here; a single one must be closed, since
    /// else it is an apostrophe.
    fn opens_phrase(&self) -> bool {
        self.peek().is_some_and(|c| {
            is_phrase_mark(c) || is_single_opener(c) && single_close(self.query, self.at).is_some()
        })
    }

    fn phrase(&mut self) -> Result<Option<Node>, QueryError> {
        let words = self.quoted()?;
        let slop = if self.peek() == Some('~') {
            Some(self.number_after_tilde()?)
        } else {
            None
        };
        let has_word = words.chars().any(char::is_alphanumeric);
        Ok(has_word.then_some(Node::Phrase { words, slop }))
    }

    /// The text between two marks, on one line, single-spaced.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.at;
        let is_double = is_phrase_mark(self.query[open]);
        let mut rest = (open + 1..self.query.len()).filter(|at| is_phrase_mark(self.query[*at]));
        let close = if is_double {
            rest.next()
        } else {
            single_close(self.query, open)
        };
        let Some(close) = close else {
            return Err(self.error("this quotation mark is never closed: add a `\"`"));
        };
        self.at = close + 1;
        let words = self.query[open + 1..close].iter();
        let words: String = words.filter(|c| !is_phrase_mark(**c)).collect();
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
        if let Some(name) = self.field_name() {
            return self.field(name).map(Some);
        }
        while let Some(c) = self.peek()
            && (is_word_char(c) || is_joiner(c))
        {
            self.at += 1;
        }
        let word: String = self.query[start..self.at].iter().collect();
        self.check_field(start, &word)?;
        let has_star_before = start > 0 && self.query[start - 1] == '*';
        let begins = start - usize::from(has_star_before);
        word_node(&word, has_star_before).map_err(|message| self.error_at(begins, &message))
    }

    /// A known field's name and a colon, passed over. With a capital and a
    /// space behind it, it is more likely the end of a title ("On Place: …").
    fn field_name(&mut self) -> Option<&'static str> {
        let rest = &self.query[self.at..];
        let letters = rest.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let name: String = rest[..letters].iter().collect();
        let known = fields::known(&name).filter(|_| rest.get(letters) == Some(&':'))?;
        let is_written_apart = rest.get(letters + 1).is_none_or(|c| c.is_whitespace());
        if is_written_apart && name != known {
            return None;
        }
        if known == "in" {
            self.in_at = self.at;
        }
        self.at += letters + 1;
        Some(known)
    }

    fn field(&mut self, name: &'static str) -> Result<Node, QueryError> {
        let start = self.at;
        let value = if self.opens_phrase() {
            self.quoted()?
        } else {
            let ends = |c: char| c.is_whitespace() || "()".contains(c) || is_phrase_mark(c);
            while self.peek().is_some_and(|c| !ends(c)) {
                self.at += 1;
            }
            let value: String = self.query[start..self.at].iter().collect();
            value.trim_end_matches(TRAILING).to_string()
        };
        if !value.chars().any(char::is_alphanumeric) && value != "*" {
            let message = format!("nothing stands after `{name}:`; write the value right after it");
            return Err(self.error_at(start, &message));
        }
        (self.check)(name, &value).map_err(|message| self.error_at(start, &message))?;
        Ok(Node::Field { name, value })
    }

    /// A word like `theem:memory` names a field that does not exist.
    fn check_field(&self, start: usize, word: &str) -> Result<(), QueryError> {
        let Some((name, value)) = word.split_once(':') else {
            return Ok(());
        };
        // How near a word may be is no part of it.
        let value = value.split('~').next().unwrap_or_default();
        let is_name = name.len() > 1 && name.chars().all(|c| c.is_ascii_lowercase());
        if !is_name || !value.chars().any(char::is_alphanumeric) {
            return Ok(());
        }
        Err(self.error_at(start, &fields::unknown(name)))
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

    fn is_operator(&self, forms: &[&str]) -> bool {
        self.operator(forms).is_some()
    }

    /// The form of an operator that stands here.
    fn operator<'f>(&self, forms: &[&'f str]) -> Option<&'f str> {
        let rest = &self.query[self.at..];
        let stands = |form: &&&str| {
            let end = form.len();
            rest.len() >= end
                && rest[..end].iter().copied().eq(form.chars())
                && rest
                    .get(end)
                    .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'))
        };
        forms.iter().find(stands).copied()
    }

    fn take_operator<'f>(&mut self, forms: &[&'f str]) -> Option<&'f str> {
        self.skip_space();
        let form = self.operator(forms)?;
        self.at += form.len();
        Some(form)
    }

    fn error(&self, message: &str) -> QueryError {
        self.error_at(self.at, message)
    }

    fn error_at(&self, column: usize, message: &str) -> QueryError {
        QueryError::Syntax {
            message: message.to_string(),
            query: self.query.iter().collect(),
            column,
        }
    }
}

fn single_or(mut nodes: Vec<Node>, make: fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        make(nodes)
    }
}

#[cfg(test)]
mod tests;
