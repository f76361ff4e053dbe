//! HTML: the essay in a page, without the page.
//!
//! A page is of one of three sorts: one of a site, with much around the essay;
//! one that a word processor wrote, where margins tell quotations from prose;
//! and a chapter of a book. Menus, banners, forms and comments go in all.

use super::builder::{Draft, Reading};
use super::css::Rules;
use super::elements::is_left_out_of_book;
use super::main_part::{
    body, content, cut_tail, is_cluttered, is_document, keep_content, main_part, main_text, select,
};
use super::markup::{closed, is_too_big, without_tags};
use super::set_off::Look;
use super::walk::{Setting, walk};
use super::{page, set_off};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html};

/// Reads a page; one too big to be parsed is read as its bare text.
pub(super) fn read(text: &str) -> Reading {
    if is_too_big(text) {
        return super::plain::read(&without_tags(text));
    }
    let text = &closed(text);
    let document = Html::parse_document(text);
    let stated = page::stated(&document);
    let drafts = if is_document(&document) {
        document_drafts(&document)
    } else {
        page_drafts(&document, text, stated.reference.title.as_deref())
    };
    Reading {
        drafts,
        stated,
        ..Reading::default()
    }
}

/// The drafts of a page that a word processor wrote.
fn document_drafts(document: &Html) -> Vec<Draft> {
    let sheets = select(document.root_element(), "style");
    let sheet: String = sheets.iter().flat_map(ElementRef::text).collect();
    let rules = Rules::of(&sheet);
    let setting = Setting {
        rules: Some(&rules),
        ..Setting::default()
    };
    let mut walked = walk(body(document), setting);
    set_off::mark(&mut walked.drafts, &walked.looks);
    walked.drafts
}

/// The drafts of a page that stands on a site, and says that this is its title.
fn page_drafts(document: &Html, text: &str, title: Option<&str>) -> Vec<Draft> {
    let part = main_part(document);
    let setting = Setting {
        content: content(part),
        ..Setting::default()
    };
    let walked = walk(part, setting);
    let mut drafts = match walked.content {
        Some(content) => keep_content(walked.drafts, &content, part, title),
        None => walked.drafts,
    };
    if is_cluttered(part)
        && let Some(main) = main_text(text)
        && let main = self::drafts(Html::parse_document(&main).root_element())
        && words(&main) * 2 > words(&drafts)
    {
        drafts = main;
    }
    cut_tail(&mut drafts);
    drafts
}

fn drafts(root: ElementRef<'_>) -> Vec<Draft> {
    walk(root, Setting::default()).drafts
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
    /// How each of them looks.
    pub(super) looks: Vec<Look>,
    /// The printed page that it ends on.
    pub(super) page: Option<String>,
}

/// Reads a chapter that begins on `page`, with the printed pages that begin at
/// its elements, by their ids, and the style sheet of the book.
pub(super) fn chapter(
    text: &str,
    rules: &Rules,
    pages: Option<&FxHashMap<String, String>>,
    page: Option<String>,
) -> Chapter {
    if is_too_big(text) {
        let drafts = super::plain::read(&without_tags(text)).drafts;
        let looks = vec![Look::default(); drafts.len()];
        return Chapter {
            drafts,
            looks,
            page,
        };
    }
    let document = Html::parse_document(&closed(text));
    let body = body(&document);
    let mut parts = body.children().filter_map(ElementRef::wrap);
    let only = parts.next().filter(|_| parts.next().is_none());
    let is_left_out = |part: &ElementRef<'_>| is_left_out_of_book(part.value());
    if is_left_out(&body) || only.as_ref().is_some_and(is_left_out) {
        return Chapter {
            drafts: Vec::new(),
            looks: Vec::new(),
            page,
        };
    }
    let setting = Setting {
        page,
        pages,
        rules: Some(rules),
        ..Setting::default()
    };
    let walked = walk(body, setting);
    Chapter {
        drafts: walked.drafts,
        looks: walked.looks,
        page: walked.page,
    }
}

fn words(drafts: &[Draft]) -> usize {
    let words = |d: &Draft| d.text.split_ascii_whitespace().count();
    drafts.iter().map(words).sum()
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
    fn a_site_is_left_around_the_text_of_a_post() {
        let prose = "Prose of the essay, long enough to count. ".repeat(6);
        check(
            &format!(
                "<title>A Blog: On Doors</title><h1>A Blog</h1><p>Notes on books.</p>
                 <h3 class='entry-title'>On Doors</h3><div class='post-body'><p>{prose}</p><p>{prose}</p></div>
                 <p>Labels: novels</p><div><p>A comment.</p></div>"
            ),
            &expect![[r"
                Title: On Doors
                Prose: Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count.
                Prose: Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count.
            "]],
        );
    }

    #[test]
    fn margins_set_quotations_off_where_a_word_processor_wrote() {
        let prose = "Prose of the essay, long enough to count. ".repeat(3);
        check(
            &format!(
                "<style>.c1{{margin-left:36pt;margin-right:36pt}}</style><body class='doc-content'>
                 <p><span>{prose}</span></p><p class='c1'>They were never told to wait.</p>"
            ),
            &expect![[r"
                Prose: Prose of the essay, long enough to count. Prose of the essay, long enough to count. Prose of the essay, long enough to count.
                Quotation: They were never told to wait.
            "]],
        );
    }

    #[test]
    fn bold_lines_head_sections_where_a_word_processor_wrote() {
        let prose = "It waits. ".repeat(13);
        check(
            &format!(
                "<style>.c1{{font-weight:700}}</style><body class='doc-content'><p>{prose}</p>
                 <p><span class='c1'>They Open</span></p><p>{prose}</p><p><b>They</b> Shut</p><p>{prose}</p>"
            ),
            &expect![[r"
                Prose: It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits.
                Heading(2): They Open
                Prose: It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits.
                Prose: They Shut
                Prose: It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits. It waits.
            "]],
        );
    }

    #[test]
    fn a_link_may_hold_paragraphs_and_raised_signs() {
        for (page, texts) in [
            (
                "<p>a<a href='#x'>b<div>é waits.</div></a></p>",
                "ab|é waits.",
            ),
            ("<p>a<sup>b<div>é waits.</div></sup></p>", "ab|é waits."),
            (
                "<p>It waits. <a href='#x'><sup>1</sup></a></p>",
                "It waits.¹",
            ),
            (
                "<p>It waits. <sup><a href='#x'> 1</a></sup></p>",
                "It waits.¹",
            ),
        ] {
            let drafts = read(page).drafts;
            let found: Vec<_> = drafts.iter().map(|d| d.text.as_str()).collect();
            assert_eq!(found.join("|"), texts, "{page}");
        }
    }

    #[test]
    fn a_raised_figure_in_a_link_takes_its_spaces_along() {
        check(
            "<p>They wait. <a href='#n'><sup> 1</sup> </a>So<a href='#m'> </a></p>",
            &expect![[r"
                Prose: They wait.¹ So
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
