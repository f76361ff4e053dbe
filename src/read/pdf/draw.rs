//! Drawing: which glyphs a page's operators put where.
//!
//! Only what moves or shows text is carried out, and thin horizontal lines are
//! noted; colours and curves are passed over. The text model is that of
//! ISO 32000-1, 9.2-9.4.

use super::content::{Operand, Operators};
use super::fonts::Font;
use super::glyph::{Glyph, Layer, Rule};
use super::matrix::Matrix;
use super::measure;
use super::shapes::{Pen, Shape};
use super::source::{Dict, Form, Source};
use super::tagged::Mark;
use super::upright::{Course, Placed};
use pdf_oxide::object::ObjectRef;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What a page's operators drew.
#[derive(Default)]
pub(super) struct Drawing {
    /// The glyphs in the order shown.
    pub(super) placed: Vec<Placed>,
    /// The horizontal lines.
    pub(super) rules: Vec<Rule>,
    /// Glyphs that no character is known for.
    pub(super) unknown: usize,
}

/// Most operators of a page, those of its forms counted each time.
const OPERATORS: usize = 3_000_000;
/// Most glyphs of a page: ten times a dense one.
const GLYPHS: usize = 60_000;
/// Most horizontal lines of a page.
const RULES: usize = 2_000;
/// Most forms that a page shows.
const FORMS: usize = 1_000;
/// Deepest nesting of forms, and of saved states.
const FORM_DEPTH: usize = 12;
const STATE_DEPTH: usize = 256;

/// What the operators of text and space have set.
#[derive(Clone)]
struct State {
    space: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_gap: f32,
    word_gap: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    is_hidden: bool,
}

/// Carries out operators; `goes_on` is asked now and then, and may end it.
pub(super) struct Painter<'a> {
    source: &'a Source,
    goes_on: &'a dyn Fn() -> bool,
    drawing: Drawing,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
    /// The fonts used so far, of these resources.
    fonts: FxHashMap<String, Option<Rc<Font>>>,
    fonts_of: Rc<Dict>,
    forms: Vec<ObjectRef>,
    forms_shown: usize,
    operators: usize,
    pen: Pen,
    is_after_space: bool,
}

/// What is drawn by `content`, from the page's space.
pub(super) fn draw(
    source: &Source,
    content: &[u8],
    resources: &Rc<Dict>,
    goes_on: &dyn Fn() -> bool,
) -> Drawing {
    let state = State {
        space: Matrix::IDENTITY,
        font: None,
        size: 0.0,
        letter_gap: 0.0,
        word_gap: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        is_hidden: false,
    };
    let mut painter = Painter {
        source,
        goes_on,
        drawing: Drawing::default(),
        state,
        saved: Vec::new(),
        text: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        marks: Vec::new(),
        fonts: FxHashMap::default(),
        fonts_of: Rc::clone(resources),
        forms: Vec::new(),
        forms_shown: 0,
        operators: 0,
        pen: Pen::default(),
        is_after_space: false,
    };
    painter.paint(content, resources);
    painter.drawing
}

impl Painter<'_> {
    fn paint(&mut self, content: &[u8], resources: &Rc<Dict>) {
        let mut operators = Operators::new(content);
        let mut operands = Vec::new();
        while let Some(operator) = operators.next(&mut operands) {
            self.operators += 1;
            let is_full = self.operators > OPERATORS || self.drawing.placed.len() > GLYPHS;
            if is_full || self.operators.is_multiple_of(1024) && !(self.goes_on)() {
                return;
            }
            match operator {
                b"Do" => {
                    if let [Operand::Name(name), ..] = operands.as_slice() {
                        self.show_form(name, resources);
                    }
                }
                b"Tf" => {
                    if let [Operand::Name(name), Operand::Number(size)] = operands.as_slice() {
                        self.state.font = self.font(resources, name);
                        self.state.size = *size;
                    }
                }
                b"BDC" | b"BMC" if self.marks.len() < STATE_DEPTH => {
                    let start = self.drawing.placed.len();
                    self.marks
                        .push(Mark::open(&operands, self.source, resources, start));
                }
                b"EMC" => {
                    if let Some(mark) = self.marks.pop() {
                        mark.close(&mut self.drawing.placed);
                    }
                }
                _ => self.carry_out(operator, &operands),
            }
        }
    }

    /// The font called `name`; those of the resources in use are kept at hand.
    fn font(&mut self, resources: &Rc<Dict>, name: &str) -> Option<Rc<Font>> {
        if !Rc::ptr_eq(&self.fonts_of, resources) {
            self.fonts_of = Rc::clone(resources);
            self.fonts.clear();
        }
        if let Some(font) = self.fonts.get(name) {
            return font.clone();
        }
        let font = self.source.font(resources, name);
        self.fonts.insert(name.to_owned(), font.clone());
        font
    }

    fn carry_out(&mut self, operator: &[u8], operands: &[Operand]) {
        let numbers: Vec<f32> = operands.iter().filter_map(Operand::number).collect();
        match (operator, numbers.as_slice()) {
            (b"q", _) if self.saved.len() < STATE_DEPTH => self.saved.push(self.state.clone()),
            (b"Q", _) => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            (b"cm", numbers) => {
                if let Some(matrix) = Matrix::of(numbers) {
                    self.state.space = matrix.then(self.state.space);
                }
            }
            (b"BT", _) => self.start_line(Matrix::IDENTITY),
            (b"Tc", [gap]) => self.state.letter_gap = *gap,
            (b"Tw", [gap]) => self.state.word_gap = *gap,
            (b"Tz", [percent]) => self.state.stretch = percent / 100.0,
            (b"TL", [leading]) => self.state.leading = *leading,
            (b"Ts", [rise]) => self.state.rise = *rise,
            (b"Tr", [mode]) => self.state.is_hidden = matches!(measure::step(*mode, 1.0), 3 | 7),
            (b"Tm", numbers) => {
                if let Some(matrix) = Matrix::of(numbers) {
                    self.start_line(matrix);
                }
            }
            (b"Td", [x, y]) => self.next_line(*x, *y),
            (b"TD", [x, y]) => {
                self.state.leading = -y;
                self.next_line(*x, *y);
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            _ if self.pen.take(operator, &numbers, self.state.space) => self.paint_shape(),
            _ => self.show(operator, operands, &numbers),
        }
    }

    fn show(&mut self, operator: &[u8], operands: &[Operand], numbers: &[f32]) {
        match (operator, operands) {
            (b"Tj", [Operand::Text(text), ..]) => self.show_text(text),
            (b"'", [Operand::Text(text), ..]) => {
                self.next_line(0.0, -self.state.leading);
                self.show_text(text);
            }
            (b"\"", [.., Operand::Text(text)]) => {
                if let [word_gap, letter_gap, ..] = numbers {
                    (self.state.word_gap, self.state.letter_gap) = (*word_gap, *letter_gap);
                }
                self.next_line(0.0, -self.state.leading);
                self.show_text(text);
            }
            (b"TJ", [Operand::List(parts), ..]) => {
                for part in parts {
                    match part {
                        Operand::Text(text) => self.show_text(text),
                        Operand::Number(back) => {
                            self.move_on(-back / 1000.0 * self.state.size * self.state.stretch);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn start_line(&mut self, at: Matrix) {
        self.line = at;
        self.text = at;
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.start_line(Matrix::shift(x, y).then(self.line));
    }

    fn move_on(&mut self, by: f32) {
        self.text = Matrix::shift(by, 0.0).then(self.text);
    }

    fn show_text(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        for (code, len) in font.codes(bytes) {
            let shape = font.shape(code);
            let State {
                size,
                stretch,
                letter_gap,
                word_gap,
                ..
            } = self.state;
            let width = shape.advance * size * stretch;
            self.place(&shape.text, width, &font);
            let is_space = len == 1 && code == 32;
            let gap = letter_gap + if is_space { word_gap } else { 0.0 };
            self.move_on(width + gap * stretch);
        }
    }

    /// Puts the characters of one code, side by side over its width.
    fn place(&mut self, text: &[char], width: f32, font: &Font) {
        let space = self.text.then(self.state.space);
        let (x, y) = space.apply(0.0, self.state.rise);
        let size = self.state.size.abs() * space.upwards() * font.em();
        let width = width * space.across();
        let course = space.course();
        if ![x, y, size, width].iter().all(|n| n.is_finite()) || size <= 0.0 {
            return;
        }
        if text.is_empty() {
            self.drawing.unknown += 1;
        }
        let layer = self.layer();
        let share = width / measure::count(text.len().max(1));
        let mut along = 0.0;
        for c in text {
            if c.is_whitespace() {
                self.is_after_space = true;
            } else {
                let (x, y) = ahead(course, x, y, along);
                let follows_space = std::mem::take(&mut self.is_after_space);
                let is_bold = font.is_bold();
                let glyph = Glyph {
                    c: *c,
                    x,
                    y,
                    width: share,
                    size,
                    is_bold,
                    follows_space,
                    layer,
                };
                self.drawing.placed.push(Placed { glyph, course });
            }
            along += share;
        }
    }

    fn layer(&self) -> Layer {
        match () {
            () if self.state.is_hidden => Layer::Hidden,
            () if self.marks.iter().any(|m| m.is_furniture) => Layer::Furniture,
            () => Layer::Text,
        }
    }

    /// Notes what was painted: a rule, or a bullet that is drawn and not written.
    fn paint_shape(&mut self) {
        let is_furniture = self.layer() == Layer::Furniture;
        match self.pen.painted() {
            Some(Shape::Rule(rule)) if self.drawing.rules.len() < RULES => {
                self.drawing.rules.push(rule);
            }
            Some(Shape::Bullet(bullet)) if !is_furniture => self.drawing.placed.push(bullet),
            _ => {}
        }
    }

    fn show_form(&mut self, name: &str, resources: &Rc<Dict>) {
        let may_nest = self.forms.len() < FORM_DEPTH && self.forms_shown < FORMS;
        let Some((at, form)) = may_nest
            .then(|| self.source.form(resources, name))
            .flatten()
        else {
            return;
        };
        if self.forms.contains(&at) {
            return;
        }
        self.forms_shown += 1;
        self.forms.push(at);
        self.paint_form(&form, resources);
        self.forms.pop();
    }

    fn paint_form(&mut self, form: &Form, resources: &Rc<Dict>) {
        let state = self.state.clone();
        let saved = std::mem::take(&mut self.saved);
        let marks = self.marks.len();
        let (text, line) = (self.text, self.line);
        self.state.space = form.matrix.then(self.state.space);
        let own = form.resources.as_ref().unwrap_or(resources);
        self.paint(&form.content, own);
        self.marks.truncate(marks);
        (self.text, self.line) = (text, line);
        self.saved = saved;
        self.state = state;
    }
}

/// The point that lies `by` ahead on a line of this course.
fn ahead(course: Option<Course>, x: f32, y: f32, by: f32) -> (f32, f32) {
    match course {
        Some(1) => (x, y + by),
        Some(2) => (x - by, y),
        Some(3) => (x, y - by),
        _ => (x + by, y),
    }
}
