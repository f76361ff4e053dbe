//! HTML: the essay in a page, without the page.
//!
//! What is no essay goes in the walk: menus, banners, forms, comments. A page
//! that is mostly links is first cut down to its main text. Chapters of books
//! are read here too, which are pages with nothing around them.

use super::builder::{Draft, Reading};
use super::elements::is_left_out_of_book;
use super::markup::{closed, is_too_big, without_tags};
use super::page;
use super::walk::{Setting, walk};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, Selector};

/// Reads a page; one too big to be parsed is read as its bare text.
pub(super) fn read(text: &str) -> Reading {
    if is_too_big(text) {
        return super::plain::read(&without_tags(text));
    }
    let text = &closed(text);
    let document = Html::parse_document(text);
    let stated = page::stated(&document);
    let root = main_part(&document);
    let mut drafts = drafts(root);
    if is_cluttered(&document, root)
        && let Some(main) = main_text(text)
        && let main = self::drafts(Html::parse_document(&main).root_element())
        && words(&main) * 2 > words(&drafts)
    {
        drafts = main;
    }
    Reading {
        drafts,
        stated,
        ..Reading::default()
    }
}

fn drafts(root: ElementRef<'_>) -> Vec<Draft> {
    walk(root, Setting::default()).0
}

/// Reads markup that stands in another format.
pub(super) fn fragment(text: &str) -> Vec<Draft> {
    if is_too_big(text) {
        return super::plain::read(&without_tags(text)).drafts;
    }
    drafts(Html::parse_fragment(text).root_element())
}

/// A chapter of a book.
#[derive(Debug)]
pub(super) struct Chapter {
    /// Its blocks; none if it says that it is no text of the book.
    pub(super) drafts: Vec<Draft>,
    /// The printed page that it ends on.
    pub(super) page: Option<String>,
}

/// Reads a chapter that begins on `page`, with the printed pages that begin at
/// its elements, by their ids.
pub(super) fn chapter(
    text: &str,
    pages: Option<&FxHashMap<String, String>>,
    page: Option<String>,
) -> Chapter {
    if is_too_big(text) {
        let drafts = super::plain::read(&without_tags(text)).drafts;
        return Chapter { drafts, page };
    }
    let document = Html::parse_document(&closed(text));
    let root = document.root_element();
    let body = select(root, "body").first().copied().unwrap_or(root);
    let mut parts = body.children().filter_map(ElementRef::wrap);
    let only = parts.next().filter(|_| parts.next().is_none());
    let is_left_out = |part: &ElementRef<'_>| is_left_out_of_book(part.value());
    if is_left_out(&body) || only.as_ref().is_some_and(is_left_out) {
        let drafts = Vec::new();
        return Chapter { drafts, page };
    }
    let (drafts, page) = walk(body, Setting { page, pages });
    Chapter { drafts, page }
}

fn words(drafts: &[Draft]) -> usize {
    drafts
        .iter()
        .map(|d| d.text.split_ascii_whitespace().count())
        .sum()
}

fn select<'a>(root: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selector is well formed");
    root.select(&selector).collect()
}

fn text_bytes(element: ElementRef<'_>) -> usize {
    element.text().map(|t| t.trim().len()).sum()
}

/// The one element that holds the essay, if the page says so.
fn main_part(document: &Html) -> ElementRef<'_> {
    let root = document.root_element();
    let body = select(root, "body").first().copied().unwrap_or(root);
    let prose: usize = select(body, "p, blockquote")
        .iter()
        .map(|p| text_bytes(*p))
        .sum();
    for selector in ["article", "main, [role=main]"] {
        if let [only] = select(body, selector).as_slice()
            && select(*only, "p, blockquote")
                .iter()
                .map(|p| text_bytes(*p))
                .sum::<usize>()
                * 2
                > prose
            && text_bytes(*only) > 200
        {
            return *only;
        }
    }
    body
}

/// Longest page, in bytes, that is cut down to its main text.
const CUT_BYTES: usize = 4 << 20;

/// Whether a page without an article of its own is a fourth links, or more.
fn is_cluttered(document: &Html, root: ElementRef<'_>) -> bool {
    if root.value().name() != "body"
        || select(
            document.root_element(),
            "meta[name=generator][content=pandoc]",
        )
        .len()
            == 1
    {
        return false;
    }
    let links: usize = select(root, "a[href]:not([href^='#'])")
        .iter()
        .map(|a| text_bytes(*a))
        .sum();
    links * 4 > text_bytes(root)
}

/// The main text of a saved page, as markup.
fn main_text(text: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(text: &str, expected: &Expect) {
        let mut out = String::new();
        for draft in read(text).drafts {
            let mark = draft.mark.map_or(String::new(), |m| format!(" ({m})"));
            let text = super::super::clean::tidy(&draft.text);
            writeln!(out, "{:?}{mark}: {text}", draft.role).expect("a string takes all");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_page_is_left_with_its_essay() {
        check(
            "<html><body><nav>Home</nav><div class='cookie-banner'>We use cookies.</div><h1>On <em>Waiting</em></h1>
             <p>First&nbsp;one.<sup>1</sup></p><blockquote><p>Words of <b>another</b>.</p></blockquote>
             <div>Bare div.</div><footer>© Site</footer><script>x</script></body></html>",
            &expect![[r"
                Title: On Waiting
                Prose: First one.¹
                Quotation: Words of another.
                Prose: Bare div.
            "]],
        );
    }

    #[test]
    fn two_breaks_part_paragraphs() {
        check(
            "<div>One line.<br><br>Another <br>\n<br> and a third.</div>",
            &expect![[r"
                Prose: One line.
                Prose: Another
                Prose: and a third.
            "]],
        );
    }

    #[test]
    fn notes_are_known_by_their_links() {
        check(
            "<p>Prose<a href='#ftnt1' id='ftnt_ref1'>[1]</a> goes on.<a href='#fn2'><sup>2</sup></a></p>
             <div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> A note.</p></div>
             <section class='footnotes'><ol start=2><li id=fn2><p>Another. <a href='#r2'>↩︎</a></p></li></ol></section>",
            &expect![[r"
                Prose: Prose¹ goes on.²
                Note (1): A note.
                Note (2): Another.
            "]],
        );
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let text = format!(
            "{}deep{}",
            "<div><b>".repeat(5000),
            "</b></div>".repeat(5000)
        );
        assert_eq!(read(&text).drafts.len(), 1);
    }
}
