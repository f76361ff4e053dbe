//! The walk over the tree of a page: elements in, drafts of blocks out.
//!
//! One pass and no recursion, since pages can nest deeper than a stack. What
//! is no essay is not entered; each word is in one draft, however blocks nest.

use super::builder::{Draft, Role};
use super::clean::clean;
use super::css::Rules;
use super::elements::{is_block, is_no_essay, is_page_break, is_reference_to_note, role_of};
use super::markdown::long_lines;
use super::set_off::Look;

use rustc_hash::FxHashMap;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use std::ops::Range;

/// What a walk starts from, and what it leaves to the next one.
#[derive(Debug, Default)]
pub(super) struct Setting<'p> {
    /// The page that the text begins on, as printed.
    pub(super) page: Option<String>,
    /// The pages that begin at elements, by their ids.
    pub(super) pages: Option<&'p FxHashMap<String, String>>,
    /// The element that holds the text of the essay.
    pub(super) content: Option<ElementRef<'p>>,
    /// The style sheet, if what it says is to be known of each draft.
    pub(super) rules: Option<&'p Rules>,
}

/// What a walk has found.
#[derive(Debug)]
pub(super) struct Walked {
    /// The blocks in order.
    pub(super) drafts: Vec<Draft>,
    /// How each of them looks, if there were rules.
    pub(super) looks: Vec<Look>,
    /// The page that it ended on.
    pub(super) page: Option<String>,
    /// Which drafts are of the element that holds the text.
    pub(super) content: Option<Range<usize>>,
}

/// What the walk has gathered and what it is inside of.
#[derive(Default)]
struct Walk<'p> {
    drafts: Vec<Draft>,
    text: String,
    /// Bytes of `text` that are the words of links.
    linked: usize,
    inside: Vec<Inside>,
    /// What elements around say of the blocks in them, innermost last.
    roles: Vec<Role>,
    /// Elements around in which line ends are kept.
    preformatted: usize,
    /// Mark of the next draft, if it opens a note or a numbered item.
    mark: Option<String>,
    /// Whether the next draft is a note because it opens with a link back.
    is_note: bool,
    /// Marks that stood in the text, by the id of what they link to.
    called: FxHashMap<String, String>,
    setting: Setting<'p>,
    /// The page that `text` begins on.
    begun_on: Option<String>,
    /// How blocks around are set, innermost last.
    settings: Vec<Look>,
    looks: Vec<Look>,
    /// Whether words within the line are bold, innermost last.
    bold: Vec<bool>,
    /// Whether all of `text` is bold.
    is_bold: bool,
    content: Option<Range<usize>>,
}

/// An element the walk is in and has to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Inside {
    Block(Option<Role>),
    Link(Link),
    Superscript(usize),
    Numbered(u64),
    Preformatted,
    Inline,
}

/// A link that the walk is in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    /// Where its words begin.
    start: usize,
    /// The id that it leads to, if it names one.
    target: Option<String>,
    /// Whether it says that it calls a note.
    calls_note: bool,
}

/// Walks over `root`.
pub(super) fn walk(root: ElementRef<'_>, setting: Setting<'_>) -> Walked {
    let content = setting.content.map(|element| element.id());
    let mut walk = Walk {
        setting,
        ..Walk::default()
    };
    let mut node = *root;
    loop {
        let is_open = match node.value() {
            Node::Text(text) => {
                walk.push(text);
                false
            }
            Node::Element(element) => {
                if content == Some(node.id()) {
                    walk.flush();
                    walk.content = Some(walk.drafts.len()..usize::MAX);
                }
                walk.open(element, node.id() == root.id())
            }
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
                return walk.finish();
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            node = node.parent().expect("the root was not left");
            walk.close();
            if content == Some(node.id()) {
                walk.end_content();
            }
        }
    }
}

impl Walk<'_> {
    fn end_content(&mut self) {
        self.flush();
        if let Some(content) = &mut self.content {
            content.end = self.drafts.len();
        }
    }

    fn finish(mut self) -> Walked {
        self.flush();
        Walked {
            drafts: self.drafts,
            looks: self.looks,
            page: self.setting.page,
            content: self.content,
        }
    }
    fn push(&mut self, text: &str) {
        if self.text.is_empty() {
            self.begun_on.clone_from(&self.setting.page);
            self.is_bold = true;
        }
        self.is_bold &= self.is_in_bold() || text.trim_ascii().is_empty();
        if self.preformatted > 0 {
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

    /// Whether words that come next are bold.
    fn is_in_bold(&self) -> bool {
        let of_block = self.settings.last().is_some_and(|look| look.is_bold);
        self.bold.last().copied().unwrap_or(of_block)
    }

    /// Enters an element; whether its children are to be walked.
    fn open(&mut self, element: &Element, is_root: bool) -> bool {
        let name = element.name();
        if let Some(page) = self.page_begun(element) {
            self.setting.page = Some(page);
        }
        if is_page_break(element) {
            return false;
        }
        if !is_root && is_no_essay(element, self.roles.contains(&Role::Quotation)) {
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
                self.preformatted += 1;
                Inside::Preformatted
            }
            _ if is_block(name) => {
                self.flush();
                if name == "li" {
                    self.number_item();
                }
                if let Some(rules) = self.setting.rules {
                    let outer = self.settings.last().copied().unwrap_or_default();
                    self.settings.push(rules.look(element, outer));
                }
                let called = self.called_note(element);
                let role = role_of(element).or(called);
                self.roles.extend(role);
                Inside::Block(role)
            }
            _ => Inside::Inline,
        };
        if let (Some(rules), Inside::Inline) = (self.setting.rules, &inside) {
            self.bold.push(rules.is_bold(element, self.is_in_bold()));
        }
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

    /// The page that begins with an element, as printed, if one does.
    fn page_begun(&self, element: &Element) -> Option<String> {
        let id = element.attr("id");
        let listed = self
            .setting
            .pages
            .zip(id)
            .and_then(|(pages, id)| pages.get(id));
        listed
            .cloned()
            .or_else(|| page_label(element).filter(|_| is_page_break(element)))
    }

    /// A paragraph that the text has called by a mark is a note with that mark.
    fn called_note(&mut self, element: &Element) -> Option<Role> {
        let mark = self.called.get(element.attr("id")?)?;
        if !matches!(element.name(), "p" | "li" | "dd" | "aside") {
            return None;
        }
        self.mark = Some(mark.clone());
        self.roles.is_empty().then_some(Role::Note)
    }

    fn open_link(&mut self, element: &Element) -> Inside {
        let target = element.attr("href").and_then(|href| href.split_once('#'));
        Inside::Link(Link {
            start: self.text.len(),
            target: target.map(|(_, id)| id.to_owned()),
            calls_note: is_reference_to_note(element),
        })
    }

    fn close(&mut self) {
        match self.inside.last() {
            Some(Inside::Block(_) | Inside::Numbered(_) | Inside::Preformatted) => {
                self.flush();
                self.mark = None;
            }
            Some(Inside::Superscript(start)) => self.raise(*start),
            _ => {}
        }
        match self.inside.pop() {
            Some(Inside::Link(link)) => self.close_link(link),
            Some(Inside::Block(role)) => {
                self.settings.pop();
                self.roles
                    .truncate(self.roles.len() - usize::from(role.is_some()));
            }
            Some(Inside::Preformatted) => self.preformatted -= 1,
            Some(Inside::Inline) => drop(self.bold.pop()),
            _ => {}
        }
    }

    /// Cuts the text off, and with it what the elements around have of it.
    fn cut(&mut self, length: usize) {
        self.text.truncate(length);
        for inside in &mut self.inside {
            if let Inside::Link(Link { start, .. }) | Inside::Superscript(start) = inside {
                *start = length.min(*start);
            }
        }
    }

    /// Turns the figures since `start` into superscripts: they are a note mark.
    fn raise(&mut self, start: usize) {
        let Some(raised) = self.text.get(start..).and_then(superscripts) else {
            return;
        };
        self.cut(self.text[..start].trim_end().len());
        self.text.push_str(&raised);
    }

    /// A link within the page on a figure is a note mark; at the start of a
    /// block it leads back, and the block is the note.
    fn close_link(&mut self, link: Link) {
        let start = link.start;
        let text = self.text[start..].trim();
        if matches!(text, "↩" | "↩︎" | "^" | "↑" | "⏎" | "↵" | "[back]" | "Back") {
            self.cut(start);
            return;
        }
        let Some(mark) = link.target.as_ref().and_then(|_| mark_of(text)) else {
            if !link.calls_note {
                self.linked += self.text.len() - start;
            }
            return;
        };
        if self.text[..start].trim().is_empty() && !link.calls_note {
            self.mark = Some(mark);
            self.is_note = true;
            self.cut(0);
            return;
        }
        self.raise(start);
        if let Some(target) = link.target {
            self.called.insert(target, mark);
        }
    }

    /// Ends the block whose text was gathered.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.cut(0);
        let linked = std::mem::take(&mut self.linked);
        let is_note = std::mem::take(&mut self.is_note);
        let cleaned = clean(&text);
        let words = cleaned.trim();
        if words.is_empty() {
            return;
        }
        let role = if is_note {
            Role::Note
        } else {
            self.roles.last().copied().unwrap_or(Role::Prose)
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
            let mut look = self.settings.last().copied().unwrap_or_default();
            look.is_bold = self.is_bold;
            if self.setting.rules.is_some() {
                self.looks.push(look);
            }
            self.drafts.push(Draft {
                indent: look.columns(),
                mark: self.mark.take(),
                page: self.begun_on.clone(),
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

/// The figures of "1", "[12]", "³"; `None` if it is no note mark.
fn mark_of(text: &str) -> Option<String> {
    let figure = |c| super::back::superscript(c).unwrap_or(c);
    let plain: String = text.chars().take(8).map(figure).collect();
    superscripts(&plain).map(|_| {
        plain
            .trim_matches(['[', ']', '(', ')', '.', ' '])
            .to_owned()
    })
}

/// The printed page that an element which breaks pages announces.
fn page_label(element: &Element) -> Option<String> {
    let label = element.attr("title").or(element.attr("aria-label"))?;
    let last = label.split_whitespace().next_back()?.trim_end_matches('.');
    (last.len() <= 8).then(|| last.to_owned())
}

/// "1", "[12]" as superscript digits; `None` if it is no note mark.
pub(super) fn superscripts(text: &str) -> Option<String> {
    let bare = text.trim().trim_matches(['[', ']', '(', ')']);
    let is_mark = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_mark.then(|| {
        bare.bytes()
            .map(|b| RAISED[usize::from(b - b'0')])
            .collect()
    })
}
