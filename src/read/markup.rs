//! Markup as text, before it is parsed: how deep it nests, and its words
//! where that is too deep.

use std::borrow::Cow;

/// How deep the tags of `text` nest, at most; those that end by themselves aside.
pub(super) fn depth(text: &str) -> usize {
    const ENDLESS: &[&str] = &[
        "p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "hr", "img", "meta", "link",
        "input", "col", "area", "base", "wbr", "source", "embed", "param", "track", "o:p",
    ];
    let is_endless = |name: &str| ENDLESS.iter().any(|e| e.eq_ignore_ascii_case(name));
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        let name_end = tag
            .find(|c: char| !c.is_ascii_alphanumeric() && c != ':')
            .unwrap_or(tag.len());
        let name = &tag[..name_end];
        if let Some(ended) = tag.strip_prefix('/') {
            let ended = ended.split(['>', ' ']).next().unwrap_or("");
            depth = depth.saturating_sub(usize::from(!is_endless(ended)));
        } else if !name.is_empty() && !is_endless(name) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// `text` with a blank line for each tag.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, piece) in text.split('<').enumerate() {
        let words = if i == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, words)| words)
        };
        if !words.trim().is_empty() {
            out.push_str(words.trim());
            out.push_str("\n\n");
        }
    }
    out
}

/// Deepest nesting that is parsed, which takes time in the square of it;
/// browsers stop at 512.
const DEEPEST: usize = 1000;
/// Most tags that are parsed: each takes some hundred bytes of memory.
const MOST_TAGS: usize = 150_000;

/// Whether the tree of `text` would take more time or memory than any essay's.
pub(super) fn is_too_big(text: &str) -> bool {
    text.bytes().filter(|b| *b == b'<').count() > MOST_TAGS || depth(text) > DEEPEST
}

/// Elements that never have an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// XHTML as HTML: `<a id="x"/>` gets its end tag, for to a parser of HTML it
/// is open until the end of the page.
pub(super) fn closed(text: &str) -> Cow<'_, str> {
    let head = super::clean::first_bytes(text, 1024);
    if !head.contains("<?xml") && !head.contains("xhtml") || !text.contains("/>") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let Some(length) = tag_bytes(tag) else { break };
        let (tag, after) = tag.split_at(length);
        out.push_str(before);
        let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != ':');
        let name = name.into_iter().next().unwrap_or("");
        match tag.strip_suffix("/>") {
            Some(open) if !name.is_empty() && !VOID.contains(&name) => {
                out.push_str(open);
                out.push_str("></");
                out.push_str(name);
                out.push('>');
            }
            _ => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Bytes of the tag or comment that begins `text`; `None` if it never ends.
fn tag_bytes(text: &str) -> Option<usize> {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
        if text.starts_with(open) {
            return text.find(close).map(|at| at + close.len());
        }
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_of_xhtml_get_their_end_tags() {
        let head = "<?xml version='1.0'?>";
        for (written, expected) in [
            ("<p><a id='1'/>so</p>", "<p><a id='1'></a>so</p>"),
            (
                "<title/><br/><img alt='/>'/>",
                "<title></title><br/><img alt='/>'/>",
            ),
            ("<!-- <a/> --><b/> < <i/", "<!-- <a/> --><b></b> < <i/"),
        ] {
            assert_eq!(
                closed(&format!("{head}{written}")),
                format!("{head}{expected}")
            );
        }
        assert_eq!(closed("<a/>"), "<a/>");
    }

    #[test]
    fn pages_beyond_reason_are_not_parsed() {
        assert!(is_too_big(&"<b>".repeat(DEEPEST + 1)));
        assert!(is_too_big(&"<p>".repeat(MOST_TAGS + 1)));
        assert!(!is_too_big(&"<p>so</p>".repeat(1000)));
        assert_eq!(without_tags("<p>One<p>Two"), "One\n\nTwo\n\n");
    }
}
