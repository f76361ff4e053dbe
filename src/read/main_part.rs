//! Which part of a page is the essay, and which surrounds it.
//!
//! A page says so in one of three ways: by an `article` or `main`, by a class
//! that content has in the usual systems, or not at all; then a page that is
//! mostly links is cut down to its main text by the rules of reading views.

use super::back::list_named;
use super::builder::{Draft, Role, is_longer};
use super::clean::tidy;
use scraper::{ElementRef, Html, Selector};
use std::ops::Range;

/// What the usual systems call the element that holds the text of a post.
const CONTENT: &str = ".entry-content, .post-body, .post-content, .post__content, .article-body, \
                       .article__body, .articleBody, .article-content, .article__content, \
                       .story-body, .available-content, .blog-post-content, .e-content, \
                       [itemprop=articleBody], [data-testid=article-body]";
/// Most elements that are weighed against each other.
const MOST_CANDIDATES: usize = 50;
/// Least text of a main part, in bytes.
const LEAST_BYTES: usize = 200;

/// The elements of `root` that `selector` names.
pub(super) fn select<'a>(root: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selector is well formed");
    root.select(&selector).collect()
}

fn text_bytes(element: ElementRef<'_>) -> usize {
    element.text().map(|t| t.trim().len()).sum()
}

/// Bytes of the paragraphs in an element.
fn prose_bytes(element: ElementRef<'_>) -> usize {
    let paragraphs = select(element, "p, blockquote");
    paragraphs.iter().map(|p| text_bytes(*p)).sum()
}

/// The element that `selector` names and that has more than half of `prose`.
fn most_of<'a>(body: ElementRef<'a>, selector: &str, prose: usize) -> Option<ElementRef<'a>> {
    let candidates = select(body, selector).into_iter().take(MOST_CANDIDATES);
    let mut best: Option<(usize, ElementRef<'a>)> = None;
    for candidate in candidates {
        let bytes = prose_bytes(candidate);
        if best.is_none_or(|(most, _)| bytes > most) {
            best = Some((bytes, candidate));
        }
    }
    let (bytes, found) = best?;
    (bytes * 2 > prose && text_bytes(found) > LEAST_BYTES).then_some(found)
}

/// The body of a page.
pub(super) fn body(document: &Html) -> ElementRef<'_> {
    let root = document.root_element();
    select(root, "body").first().copied().unwrap_or(root)
}

/// The element that holds the essay and its head, if the page says so; else
/// its body.
pub(super) fn main_part(document: &Html) -> ElementRef<'_> {
    let body = body(document);
    let prose = prose_bytes(body);
    ["article", "main, [role=main]"]
        .iter()
        .find_map(|selector| most_of(body, selector, prose))
        .unwrap_or(body)
}

/// The element in `part` that holds the text of the essay, if one says so.
pub(super) fn content(part: ElementRef<'_>) -> Option<ElementRef<'_>> {
    most_of(part, CONTENT, prose_bytes(part))
}

/// Whether a word processor, or pandoc, wrote the page: nothing surrounds its text.
pub(super) fn is_document(document: &Html) -> bool {
    const PROGRAMS: &[&str] = &[
        "pandoc",
        "microsoft word",
        "libreoffice",
        "openoffice",
        "tex4ht",
    ];
    let generators = select(document.root_element(), "meta[name=generator i]");
    let by_program = generators.iter().any(|meta| {
        let content = meta.value().attr("content").unwrap_or("").to_lowercase();
        PROGRAMS.iter().any(|program| content.contains(program))
    });
    by_program || !select(document.root_element(), "body.doc-content, p.MsoNormal").is_empty()
}

/// Longest page, in bytes, that is cut down to its main text.
const CUT_BYTES: usize = 4 << 20;

/// Whether a page without an article of its own is a fourth links, or more.
pub(super) fn is_cluttered(root: ElementRef<'_>) -> bool {
    let is_whole = root.value().name() == "body";
    let links = || {
        let links = select(root, "a[href]:not([href^='#'])");
        links.iter().map(|a| text_bytes(*a)).sum::<usize>()
    };
    is_whole && links() * 4 > text_bytes(root)
}

/// The main text of a saved page, as markup.
pub(super) fn main_text(text: &str) -> Option<String> {
    let config = dom_smoothie::Config {
        keep_classes: true,
        ..Default::default()
    };
    if text.len() > CUT_BYTES || text.matches('<').count() > CUT_BYTES / 64 {
        return None;
    }
    let mut reader = dom_smoothie::Readability::new(text, None, Some(config)).ok()?;
    reader
        .parse()
        .ok()
        .map(|article| article.content.to_string())
}

/// Drops what surrounds the `content` among the drafts of `part`: before it,
/// all but the head, which on a whole page is the `title` and its byline;
/// after it, all but notes and works cited.
pub(super) fn keep_content(
    drafts: Vec<Draft>,
    content: &Range<usize>,
    part: ElementRef<'_>,
    title: Option<&str>,
) -> Vec<Draft> {
    let is_whole = part.value().name() == "body";
    let mut kept = Vec::with_capacity(drafts.len());
    for (at, mut draft) in drafts.into_iter().enumerate() {
        let is_title = title.is_some_and(|title| tidy(&draft.text) == title);
        let is_kept = if at < content.start {
            !is_whole || is_title || draft.role == Role::Byline
        } else {
            at < content.end || matches!(draft.role, Role::Note | Role::WorksCited)
        };
        if at < content.start && is_whole && is_title {
            draft.role = Role::Title;
        }
        if is_kept {
            kept.push(draft);
        }
    }
    kept
}

/// Openings of lines after which a page shows other texts, or other people's.
const TAILS: &[&str] = &[
    "more from ",
    "recommended from",
    "recommended for you",
    "related posts",
    "related articles",
    "related stories",
    "related content",
    "you might also like",
    "you may also like",
    "you might also enjoy",
    "read next",
    "what to read next",
    "up next",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "join the discussion",
    "discussion about this post",
    "one thought on",
    "most viewed",
    "most popular",
    "trending now",
    "sign up for",
    "subscribe to ",
    "written by ",
];
/// The same, as whole lines; a number may stand before them.
const TAIL_LINES: &[&str] = &[
    "comments",
    "comment",
    "responses",
    "thoughts",
    "replies",
    "related",
    "recommended",
];
/// Most words of such a line.
const TAIL_WORDS: usize = 10;
/// Fewest words of a paragraph that can only be the essay's.
const PROSE_WORDS: usize = 25;

/// Drops what a page shows after the essay, but for notes and works cited.
pub(super) fn cut_tail(drafts: &mut Vec<Draft>) {
    let is_long = |d: &&Draft| d.role == Role::Prose && is_longer(&d.text, PROSE_WORDS);
    let mut prose = 0;
    let tail = drafts.iter().position(|draft| {
        prose += usize::from(is_long(&draft));
        prose > 1 && is_tail(draft)
    });
    let Some(start) = tail else { return };
    let after = &drafts[start..];
    let list = after
        .iter()
        .position(|d| list_named(d.text.trim()).is_some());
    let end = list.map_or(drafts.len(), |list| start + list);
    let mut at = 0;
    drafts.retain(|draft| {
        at += 1;
        !(start < at && at <= end) || matches!(draft.role, Role::Note | Role::WorksCited)
    });
}

fn is_tail(draft: &Draft) -> bool {
    if !matches!(draft.role, Role::Prose | Role::Heading(_) | Role::Title)
        || is_longer(&draft.text, TAIL_WORDS)
    {
        return false;
    }
    let line = draft.text.trim().to_lowercase();
    let bare = line.trim_matches(|c: char| !c.is_alphabetic());
    let is_sentence = line.ends_with('.');
    !is_sentence && TAILS.iter().any(|tail| line.starts_with(tail))
        || TAIL_LINES.contains(&bare)
        || line.contains(" thoughts on “")
        || line.contains(" thoughts on \"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: &str, expected: Option<&str>) {
        let document = Html::parse_document(markup);
        let found = content(main_part(&document));
        assert_eq!(found.and_then(|e| e.value().attr("class")), expected);
    }

    #[test]
    fn the_element_with_most_of_the_prose_is_the_content() {
        let long = "<p>".to_owned() + &"Prose of the essay. ".repeat(20) + "</p>";
        let teaser = "<div class='entry-content'><p>A teaser.</p></div>";
        let page = format!("<div class='post-body'>{long}</div>{teaser}");
        check(&page, Some("post-body"));
        check(&format!("<div class='text'>{long}</div>{teaser}"), None);
        let posts = format!("<div class='post-body'>{long}</div>").repeat(2);
        check(&posts, None);
    }

    #[test]
    fn what_a_page_shows_after_the_essay_is_dropped() {
        let prose = "word ".repeat(PROSE_WORDS + 1);
        let mut drafts: Vec<_> = [
            &*prose,
            "Related",
            &prose,
            "2 Comments",
            &prose,
            "Works Cited",
            "So.",
        ]
        .map(|text| Draft::new(Role::Prose, text))
        .into();
        cut_tail(&mut drafts);
        let texts: Vec<_> = drafts.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, [&prose, "Related", &prose, "Works Cited", "So."]);
    }
}
