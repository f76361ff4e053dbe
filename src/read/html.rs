//! HTML: the essay in a page, without the page.
//!
//! An own walk over the tree, one pass and no recursion (pages can nest deeper
//! than a stack). What is no essay goes: menus, banners, forms, comments. A
//! page that is mostly links is first cut down to its main text.

use super::builder::{Draft, Reading, Role};
use super::clean::clean;
use super::elements::{depth, is_block, is_no_essay, role_of, without_tags};
use super::markdown::long_lines;
use super::page;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

/// Reads a page; one nested beyond reason is read as its bare text, since
/// parsing takes time in the square of the depth.
pub(super) fn read(text: &str) -> Reading {
    if depth(text) > DEEPEST {
        return super::plain::read(&without_tags(text));
    }
    let document = Html::parse_document(text);
    let stated = page::stated(&document);
    let root = main_part(&document);
    let mut drafts = walk(root);
    if is_cluttered(&document, root)
        && let Some(main) = main_text(text)
        && let main = walk(Html::parse_document(&main).root_element())
        && words(&main) * 2 > words(&drafts)
    {
        drafts = main;
    }
    Reading { drafts, stated }
}

/// Deepest nesting that is parsed; browsers stop at 512.
const DEEPEST: usize = 1000;

/// Reads markup that stands in another format.
pub(super) fn fragment(text: &str) -> Vec<Draft> {
    if depth(text) > DEEPEST {
        return super::plain::read(&without_tags(text)).drafts;
    }
    walk(Html::parse_fragment(text).root_element())
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

/// What the walk has gathered and what it is inside of.
#[derive(Default)]
struct Walk {
    drafts: Vec<Draft>,
    text: String,
    /// Bytes of `text` that are the words of links.
    linked: usize,
    inside: Vec<Inside>,
    /// Mark of the next draft, if it opens a note or a numbered item.
    mark: Option<String>,
    /// Whether the next draft is a note because it opens with a link back.
    is_note: bool,
}

/// An element the walk is in and has to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Inside {
    Block(Option<Role>),
    Link { start: usize, mark: bool },
    Superscript(usize),
    Numbered(u64),
    Preformatted,
    Inline,
}

fn walk(root: ElementRef<'_>) -> Vec<Draft> {
    let mut walk = Walk::default();
    let mut node = *root;
    loop {
        let is_open = match node.value() {
            Node::Text(text) => {
                walk.push(text);
                false
            }
            Node::Element(element) => walk.open(element, node.id() == root.id()),
            _ => false,
        };
        if is_open && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        if is_open {
            walk.close();
        }
        loop {
            if node.id() == root.id() {
                walk.flush();
                return walk.drafts;
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            node = node.parent().expect("the root was not left");
            walk.close();
        }
    }
}

impl Walk {
    fn push(&mut self, text: &str) {
        if self.inside.contains(&Inside::Preformatted) {
            self.text.push_str(text);
            return;
        }
        for (i, run) in text.split([' ', '\n', '\t', '\r', '\u{c}']).enumerate() {
            if i > 0 && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            self.text.push_str(run);
        }
    }

    /// Enters an element; whether its children are to be walked.
    fn open(&mut self, element: &Element, is_root: bool) -> bool {
        let name = element.name();
        if !is_root
            && is_no_essay(
                element,
                self.inside.contains(&Inside::Block(Some(Role::Quotation))),
            )
        {
            if is_block(name) {
                self.flush();
            }
            return false;
        }
        let inside = match name {
            "br" => {
                self.break_line();
                return false;
            }
            "a" => self.open_link(element),
            "sup" => Inside::Superscript(self.text.len()),
            "ol" => {
                self.flush();
                let start = element
                    .attr("start")
                    .and_then(|s| s.parse().ok())
                    .unwrap_or(1);
                Inside::Numbered(start)
            }
            "pre" => {
                self.flush();
                Inside::Preformatted
            }
            _ if is_block(name) => {
                self.flush();
                if name == "li" {
                    self.number_item();
                }
                Inside::Block(role_of(element))
            }
            _ => Inside::Inline,
        };
        self.inside.push(inside);
        true
    }

    /// Two breaks in a row part paragraphs.
    fn break_line(&mut self) {
        if self.text.trim_end_matches(' ').ends_with('\n') {
            self.flush();
        } else {
            self.text.push('\n');
        }
    }

    fn number_item(&mut self) {
        let list = self.inside.iter_mut().rev().find_map(|i| match i {
            Inside::Numbered(number) => Some(number),
            _ => None,
        });
        if let Some(number) = list {
            self.mark = Some(number.to_string());
            *number += 1;
        }
    }

    fn open_link(&mut self, element: &Element) -> Inside {
        let is_within = element.attr("href").is_some_and(|href| href.contains('#'));
        Inside::Link {
            start: self.text.len(),
            mark: is_within,
        }
    }

    fn close(&mut self) {
        match self.inside.last() {
            Some(Inside::Block(_) | Inside::Numbered(_) | Inside::Preformatted) => {
                self.flush();
                self.mark = None;
            }
            Some(Inside::Superscript(start)) => self.raise(*start),
            Some(Inside::Link { start, mark }) => self.close_link(*start, *mark),
            _ => {}
        }
        self.inside.pop();
    }

    /// Turns the figures since `start` into superscripts: they are a note mark.
    fn raise(&mut self, start: usize) {
        let Some(raised) = self.text.get(start..).and_then(superscripts) else {
            return;
        };
        self.text.truncate(self.text[..start].trim_end().len());
        self.text.push_str(&raised);
    }

    /// A link within the page on a figure is a note mark; at the start of a
    /// block it leads back, and the block is the note.
    fn close_link(&mut self, start: usize, is_within: bool) {
        let start = start.min(self.text.len());
        let text = self.text[start..].trim();
        if matches!(text, "↩" | "↩︎" | "^" | "↑" | "⏎" | "↵" | "[back]" | "Back") {
            self.text.truncate(start);
            return;
        }
        if is_within && superscripts(text).is_some() {
            if self.text[..start].trim().is_empty() {
                self.mark = Some(text.trim_matches(['[', ']', '(', ')', '.']).to_owned());
                self.is_note = true;
                self.text.clear();
            } else {
                self.raise(start);
            }
            return;
        }
        self.linked += self.text.len() - start;
    }

    /// Ends the block whose text was gathered.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let is_note = std::mem::take(&mut self.is_note);
        let cleaned = clean(&text);
        let words = cleaned.trim();
        if words.is_empty() {
            return;
        }
        let role = self.inside.iter().rev().find_map(|i| match i {
            Inside::Block(role) => *role,
            _ => None,
        });
        let role = if is_note {
            Role::Note
        } else {
            role.unwrap_or(Role::Prose)
        };
        let is_menu = linked * 10 >= words.len() * 7 && words.len() < 200;
        if is_menu
            && matches!(role, Role::Prose | Role::Heading(_))
            && !words.ends_with(['.', '!', '?'])
        {
            return;
        }
        let (role, text) = back_linked(role, words, &mut self.mark);
        for line in long_lines(text) {
            let mark = self.mark.take();
            self.drafts.push(Draft {
                mark,
                ..Draft::new(role, line)
            });
        }
    }
}

/// Without a mark of its own, a note takes the figure that opens it.
fn back_linked<'t>(role: Role, text: &'t str, mark: &mut Option<String>) -> (Role, &'t str) {
    if role == Role::Note
        && mark.is_none()
        && let Some((found, len)) = super::back::note_mark(text)
    {
        *mark = Some(found);
        return (role, &text[len..]);
    }
    (role, text)
}

/// The superscript digits, from nought.
pub(super) const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// "1", "[12]" as superscript digits; `None` if it is no note mark.
fn superscripts(text: &str) -> Option<String> {
    let bare = text.trim().trim_matches(['[', ']', '(', ')']);
    let is_mark = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_mark.then(|| {
        bare.bytes()
            .map(|b| RAISED[usize::from(b - b'0')])
            .collect()
    })
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
