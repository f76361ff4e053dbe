//! Elements of a page: which part paragraphs, what they say of the text in
//! them, and which are no part of an essay.

use super::builder::Role;
use scraper::node::Element;

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

/// Whether an element parts paragraphs.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "tr"
            | "ul"
    )
}

/// What an element says of the blocks in it.
pub(super) fn role_of(element: &Element) -> Option<Role> {
    let has = |names: &[&str]| labels(element).any(|label| names.contains(&label.as_str()));
    match element.name() {
        "blockquote" => return Some(Role::Quotation),
        "h1" => return Some(Role::Title),
        "h2" | "h3" | "h4" | "h5" | "h6" => {
            return Some(Role::Heading(element.name().as_bytes()[1] - b'0'));
        }
        _ => {}
    }
    match () {
        () if has(&[
            "footnotes",
            "endnotes",
            "doc-endnotes",
            "footnote",
            "doc-footnote",
            "doc-endnote",
            "footnote-text",
            "msofootnotetext",
            "msoendnotetext",
            "footnotedef",
        ]) =>
        {
            Some(Role::Note)
        }
        () if has(&[
            "references",
            "doc-bibliography",
            "csl-bib-body",
            "csl-entry",
            "works-cited",
            "workscited",
            "bibliography",
            "reflist",
            "msobibliography",
        ]) =>
        {
            Some(Role::WorksCited)
        }
        () if element.name() != "p" && element.name() != "div" => None,
        () if has(&["title", "msotitle", "entry-title", "post-title"]) => Some(Role::Title),
        () if has(&[
            "author",
            "byline",
            "date",
            "subtitle",
            "msosubtitle",
            "affiliation",
            "institute",
        ]) =>
        {
            Some(Role::Byline)
        }
        () if has(&[
            "quote",
            "blockquote",
            "msoquote",
            "block-quote",
            "msointensequote",
        ]) =>
        {
            Some(Role::Quotation)
        }
        () => None,
    }
}

/// The words of an element's class, id and role, in lower case.
fn labels(element: &Element) -> impl Iterator<Item = String> {
    [
        element.attr("class"),
        element.attr("id"),
        element.attr("role"),
    ]
    .into_iter()
    .flatten()
    .flat_map(str::split_whitespace)
    .map(str::to_ascii_lowercase)
}

/// Parts of class names that pages give to what surrounds an essay.
const CLUTTER: &[&str] = &[
    "cookie",
    "sidebar",
    "breadcrumb",
    "advert",
    "newsletter",
    "subscribe",
    "pagination",
    "popup",
    "modal",
    "social",
    "sharedaddy",
    "sharing",
    "related",
    "recommend",
    "navbar",
    "site-header",
    "site-footer",
    "skip-link",
    "screen-reader",
    "masthead",
    "colophon",
    "promo",
    "toolbar",
    "consent",
];
/// Whole class names, ids and roles of what surrounds an essay.
const CLUTTER_NAMES: &[&str] = &[
    "nav",
    "menu",
    "comments",
    "comment-list",
    "comment",
    "comment-respond",
    "respond",
    "disqus_thread",
    "toc",
    "doc-toc",
    "share",
    "navigation",
    "search",
    "banner",
    "contentinfo",
    "complementary",
    "widget",
    "ad",
    "ads",
    "footer",
    "tags",
    "post-tags",
    "tagcloud",
    "table-of-contents",
    "entry-footer",
    "post-navigation",
    "author-bio",
    "doc-backlink",
    "footnote-back",
    "footnote-backref",
    "reversefootnote",
    "mw-editsection",
    "noprint",
    "journal",
    "hidden",
];

/// Whether an element and all in it is no part of an essay.
pub(super) fn is_no_essay(element: &Element, is_quoted: bool) -> bool {
    let name = element.name();
    let is_tool = matches!(
        name,
        "script"
            | "style"
            | "head"
            | "noscript"
            | "template"
            | "iframe"
            | "form"
            | "button"
            | "select"
            | "svg"
            | "math"
            | "nav"
            | "aside"
            | "video"
            | "audio"
            | "canvas"
            | "object"
            | "input"
            | "textarea"
            | "figcaption"
            | "img"
            | "caption"
            | "dialog"
            | "title"
    );
    let is_hidden = element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(|s| {
            s.replace(' ', "")
                .to_ascii_lowercase()
                .contains("display:none")
        });
    if is_tool || is_hidden || name == "footer" && !is_quoted {
        return true;
    }
    if matches!(name, "body" | "html" | "article" | "main" | "p") {
        return name == "p" && labels(element).any(|l| l == "journal");
    }
    labels(element).any(|label| {
        CLUTTER_NAMES.contains(&label.as_str()) || CLUTTER.iter().any(|part| label.contains(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::{ElementRef, Html};

    fn first(markup: &str) -> Option<(Option<Role>, bool)> {
        let page = Html::parse_fragment(markup);
        let element = page.root_element().children().find_map(ElementRef::wrap)?;
        Some((
            role_of(element.value()),
            is_no_essay(element.value(), false),
        ))
    }

    #[test]
    fn elements_say_what_they_hold() {
        for (markup, role, is_left_out) in [
            ("<p class='MsoTitle'>", Some(Role::Title), false),
            ("<section role='doc-endnotes'>", Some(Role::Note), false),
            ("<div class='cookie-notice'>", None, true),
            ("<footer>", None, true),
            ("<div class='entry-content'>", None, false),
        ] {
            assert_eq!(first(markup), Some((role, is_left_out)), "{markup}");
        }
    }
}
