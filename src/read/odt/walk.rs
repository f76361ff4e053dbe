//! The walk: the body of an odt, in reading order, one pass.
//!
//! Notes stand where they are referred to, with the mark that is printed.
//! Deleted text, annotations, indexes and hidden sections are passed over.

use super::super::builder::Role;
use super::super::flow::Flow;
use super::super::look::{Look, Sight};
use super::super::pages::{Opening, Section};
use super::super::paragraph::End;
use super::super::style_names::Style;
use super::super::xml::{Element, Item, Xml};
use super::styles::{Family, Styles};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Longest mark of a note.
const MARK_CHARACTERS: usize = 5;

/// A list that the walk is in.
#[derive(Debug)]
struct List {
    style: String,
    /// The number of the item that is open, until a paragraph has it.
    item: Option<u32>,
}

/// An element that the walk is in and has to undo.
#[derive(Debug)]
enum Inside {
    Paragraph(Box<Look>),
    /// Text in a paragraph, and how it looks.
    Run {
        sight: Sight,
        is_raised: bool,
    },
    List,
    Note,
    /// A bibliography that the program made.
    Works,
    Other,
}

/// A walk over a file.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    pub(super) flow: Flow,
    inside: Vec<Inside>,
    lists: Vec<List>,
    /// How far each level of each list style has been counted.
    counts: FxHashMap<(String, usize), u32>,
    marks: FxHashSet<String>,
    /// The mark of the note that is open.
    mark: String,
    /// The section whose pages are being read.
    section: Section,
}

impl<'a> Walk<'a> {
    pub(super) fn new(styles: &'a Styles) -> Self {
        Walk {
            styles,
            flow: Flow::default(),
            inside: Vec::new(),
            lists: Vec::new(),
            counts: FxHashMap::default(),
            marks: FxHashSet::default(),
            mark: String::new(),
            section: Section::default(),
        }
    }

    /// Walks the body in `text`; what ended it before its end.
    pub(super) fn read(&mut self, text: &str) -> Option<String> {
        let mut xml = Xml::new(text);
        let mut is_begun = false;
        while !self.flow.is_full()
            && let Some(item) = xml.next()
        {
            match item {
                Item::Open(element) if !is_begun => match element.name() {
                    ("office", name) if name.starts_with("document") || name == "body" => {
                        self.inside.push(Inside::Other);
                    }
                    ("office", "text") => {
                        is_begun = true;
                        self.inside.push(Inside::Other);
                    }
                    _ => xml.skip(),
                },
                Item::Open(element) => self.open(&mut xml, &element),
                Item::Close => self.close(),
                Item::Text(text) => self.write(&text),
            }
        }
        while !self.inside.is_empty() {
            self.close();
        }
        self.flow.pages.end_section(self.section);
        xml.fault().map(str::to_owned)
    }

    fn open(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        match element.name() {
            ("text", name) => self.open_text(xml, element, name),
            ("office", "annotation" | "forms" | "scripts" | "binary-data")
            | ("table", "covered-table-cell")
            | ("draw", "object" | "object-ole") => xml.skip(),
            _ => self.inside.push(Inside::Other),
        }
    }

    /// Enters an element of text, or passes over it.
    fn open_text(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, name: &str) {
        let inside = match name {
            "p" | "h" => self.open_paragraph(element, name),
            "span" => self.run(element),
            "list" => self.open_list(element),
            "note-citation" => {
                let label = element.attribute("label").map(Cow::into_owned);
                let printed = xml.text();
                self.mark = label.unwrap_or(printed);
                return;
            }
            "note-body" => self.open_note(),
            "bibliography" => Inside::Works,
            "tracked-changes" | "ruby-text" | "hidden-text" | "script" | "table-of-content"
            | "illustration-index" | "table-index" | "object-index" | "user-index"
            | "alphabetical-index" => return xml.skip(),
            "section" if element.attribute("display").is_some_and(|d| d == "none") => {
                return xml.skip();
            }
            _ => {
                self.take_mark(element, name);
                self.like_around()
            }
        };
        self.inside.push(inside);
    }

    /// Takes in an element that stands for a character, a break or an item.
    fn take_mark(&mut self, element: &Element<'_>, name: &str) {
        match name {
            "s" | "tab" => self.write(" "),
            "line-break" => self.write("\n"),
            "soft-page-break" => self.flow.pages.turn_as_printed(),
            "list-item" => self.open_item(element),
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.inside.pop() {
            Some(Inside::Paragraph(look)) => self.close_paragraph(&look),
            Some(Inside::Note) => self.flow.close_note(),
            Some(Inside::List) => {
                self.lists.pop();
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        let (sight, is_raised) = match self.inside.last() {
            Some(Inside::Paragraph(look)) => (look.sight, look.is_raised == Some(true)),
            Some(Inside::Run { sight, is_raised }) => (*sight, *is_raised),
            _ => return,
        };
        match sight {
            Sight::Hidden => {}
            _ if is_raised => self.flow.push_raised(text),
            _ => self.flow.push(text),
        }
    }

    /// An element that says nothing of its text: it looks like what is around it.
    fn like_around(&self) -> Inside {
        match self.inside.last() {
            Some(Inside::Paragraph(look)) => Inside::Run {
                sight: look.sight,
                is_raised: look.is_raised == Some(true),
            },
            Some(Inside::Run { sight, is_raised }) => Inside::Run {
                sight: *sight,
                is_raised: *is_raised,
            },
            _ => Inside::Other,
        }
    }

    fn run(&self, element: &Element<'_>) -> Inside {
        let name = element.attribute("style-name").unwrap_or_default();
        let look = self.styles.look(Family::Text, &name);
        match self.like_around() {
            Inside::Run { sight, is_raised } => Inside::Run {
                sight: look.sight.or(sight),
                is_raised: look.is_raised.unwrap_or(is_raised),
            },
            other => other,
        }
    }

    fn open_paragraph(&mut self, element: &Element<'_>, name: &str) -> Inside {
        let style = element.attribute("style-name").unwrap_or_default();
        let mut look = self.styles.look(Family::Paragraph, &style);
        if name == "h" && !matches!(look.style, Some(Style::Is(Role::Title | Role::Heading(_)))) {
            let level = element
                .attribute("outline-level")
                .and_then(|v| v.parse().ok());
            look.style = Some(Style::Is(Role::Heading(level.unwrap_or(1))));
        }
        if look.begins_page == Some(true) || look.page_number.is_some() {
            self.turn_page(look.page_number);
        }
        self.flow.open_paragraph();
        Inside::Paragraph(Box::new(look))
    }

    fn turn_page(&mut self, number: Option<u32>) {
        let section = Section {
            opening: Opening::NewPage,
            start: number,
            ..Section::default()
        };
        match number {
            _ if self.flow.pages.is_at_start() => self.section = section,
            None => self.flow.pages.turn(),
            Some(_) => {
                self.flow.pages.end_section(self.section);
                self.section = section;
            }
        }
    }

    fn close_paragraph(&mut self, look: &Look) {
        let is_works = self.inside.iter().any(|i| matches!(i, Inside::Works));
        let role = match look.style {
            Some(Style::Is(role)) => Some(role),
            _ if is_works => Some(Role::WorksCited),
            _ => None,
        };
        let is_listed = !self.lists.is_empty();
        let item = self.lists.last_mut().and_then(|list| list.item.take());
        if let Some(paragraph) = self.flow.paragraph() {
            paragraph.role = role;
            paragraph.is_item = is_listed;
            paragraph.mark = item.filter(|_| role.is_none()).map(|n| n.to_string());
            paragraph.left = look.left.unwrap_or(0);
            paragraph.right = look.right.unwrap_or(0);
            paragraph.hanging = look.hanging.unwrap_or(0);
            paragraph.alignment = look.alignment.unwrap_or_default();
            if look.style == Some(Style::LeftOut) {
                paragraph.end = End::LeftOut;
            }
        }
        self.flow.close_paragraph();
    }

    fn open_list(&mut self, element: &Element<'_>) -> Inside {
        let own = element.attribute("style-name").map(Cow::into_owned);
        let level = self.lists.len();
        let around = || self.lists.last().map(|list| list.style.clone());
        let style = own.or_else(around).unwrap_or_default();
        let goes_on = ["continue-numbering", "continue-list"];
        if !goes_on
            .iter()
            .any(|name| element.attribute(name).is_some_and(|v| v != "false"))
        {
            self.counts.remove(&(style.clone(), level));
        }
        self.lists.push(List { style, item: None });
        Inside::List
    }

    /// Counts one more item of the innermost list.
    fn open_item(&mut self, element: &Element<'_>) {
        let level = self.lists.len().saturating_sub(1);
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let Some(first) = self.styles.first_number(&list.style, level) else {
            return;
        };
        let given = element
            .attribute("start-value")
            .and_then(|v| v.parse().ok());
        let count = self
            .counts
            .entry((list.style.clone(), level))
            .or_insert(first);
        *count = given.unwrap_or(*count);
        list.item = Some(*count);
        *count = count.saturating_add(1);
    }

    /// Enters the body of a note whose mark was read.
    fn open_note(&mut self) -> Inside {
        let printed = std::mem::take(&mut self.mark).trim().to_owned();
        let is_short = (1..=MARK_CHARACTERS).contains(&printed.chars().count());
        let mark = if is_short && self.marks.insert(printed.clone()) {
            printed
        } else {
            // Marks that begin anew on each page would lead to the wrong note.
            let mark = format!("n{}", self.marks.len() + 1);
            self.marks.insert(mark.clone());
            mark
        };
        self.flow.refer(&mark);
        self.flow.open_note(&mark);
        Inside::Note
    }
}
