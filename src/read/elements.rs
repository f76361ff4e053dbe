//! Elements of a page: which part paragraphs, what they say of the text in
//! them, and which are no part of an essay.

use super::builder::Role;
use scraper::CaseSensitivity;
use scraper::node::Element;

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

fn role_of_heading(element: &Element) -> Option<Role> {
    match element.name() {
        "h1" => Some(Role::Title),
        "h2" | "h3" | "h4" | "h5" | "h6" => {
            Some(Role::Heading(element.name().as_bytes()[1] - b'0'))
        }
        _ => None,
    }
}

/// What an element says of the blocks in it.
pub(super) fn role_of(element: &Element) -> Option<Role> {
    let has = |names: &[&str]| labels(element).any(|label| names.contains(&label.as_str()));
    if let Some(role) = role_of_heading(element) {
        return Some(role);
    }
    match () {
        () if element.name() == "blockquote" => Some(Role::Quotation),
        () if is_note(element) => Some(Role::Note),
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

/// Most words of an element that are looked at.
const MOST_LABELS: usize = 32;

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
    .take(MOST_LABELS)
    .map(str::to_ascii_lowercase)
}

/// What an element of a book says that it is: `epub:type`, and roles of the
/// web's own vocabulary for books without their `doc-`.
fn book_types(element: &Element) -> impl Iterator<Item = &str> {
    let types = element.attr("epub:type").unwrap_or("").split_whitespace();
    let roles = element.attr("role").unwrap_or("").split_whitespace();
    types.chain(roles.filter_map(|role| role.strip_prefix("doc-")))
}

fn is_note(element: &Element) -> bool {
    const NOTES: &[&str] = &[
        "footnote",
        "footnotes",
        "endnote",
        "endnotes",
        "rearnote",
        "rearnotes",
        "note",
    ];
    book_types(element).any(|t| NOTES.contains(&t))
}

/// Whether a link calls a note.
pub(super) fn is_reference_to_note(element: &Element) -> bool {
    book_types(element).any(|t| t == "noteref")
}

/// Whether an element stands where a page of the printed book begins.
pub(super) fn is_page_break(element: &Element) -> bool {
    book_types(element).any(|t| t == "pagebreak")
}

/// Whether an element of a book says that it is no text of it.
pub(super) fn is_left_out_of_book(element: &Element) -> bool {
    const LEFT_OUT: &[&str] = &[
        "cover",
        "toc",
        "landmarks",
        "page-list",
        "pagelist",
        "loi",
        "lot",
        "index",
        "copyright-page",
        "imprint",
        "other-credits",
    ];
    book_types(element).any(|t| LEFT_OUT.contains(&t))
}

/// Parts of class names that pages give to what surrounds an essay.
const CLUTTER: &[&str] = &[
    "cookie",
    "sidebar",
    "breadcrumb",
    "advert",
    "newsletter",
    "subscribe",
    "subscription",
    "author-box",
    "catlinks",
    "infobox",
    "navbox",
    "interlanguage",
    "vector-menu",
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
    if is_left_out_of_book(element) {
        return true;
    }
    if name == "aside" && is_note(element) {
        return false;
    }
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
    // Programs make the ids of headings and sections from their words, whatever those are.
    let is_heading = role_of_heading(element).is_some();
    let is_section =
        name == "section" || element.has_class("section", CaseSensitivity::AsciiCaseInsensitive);
    let id = element.attr("id").map(str::to_ascii_lowercase);
    labels(element).any(|label| {
        let is_id = id.as_ref() == Some(&label);
        CLUTTER_NAMES.contains(&label.as_str()) && !(is_id && is_heading)
            || CLUTTER.iter().any(|part| label.contains(part))
                && !(is_id && (is_heading || is_section))
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
            ("<section id='consent-and-law'>", None, false),
            ("<div class='section' id='related-works'>", None, false),
            ("<h2 id='consent'>", Some(Role::Heading(2)), false),
            ("<section class='related-posts'>", None, true),
            ("<section id='comments'>", None, true),
            ("<aside epub:type='footnote'>", Some(Role::Note), false),
            ("<aside>", None, true),
        ] {
            assert_eq!(first(markup), Some((role, is_left_out)), "{markup}");
        }
    }
}
