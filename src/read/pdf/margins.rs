//! Margins: running heads and page numbers, which are no text of the essay,
//! and the page labels that they tell.
//!
//! They stand outermost, and repeat from page to page but for the number. A
//! number counts as a page's only if it goes up with the pages.

use super::super::furniture::{is_page_number, is_year};
use super::glyph::Layer;
use super::lines::Line;
use super::page::Page;
use rustc_hash::{FxHashMap, FxHashSet};

/// Share of a page's height at its top and bottom where heads and feet stand.
const ZONE: f32 = 0.16;
/// Most rows of a head or foot.
const ROWS: usize = 4;
/// Points by which a row may stand higher on one page than on another.
const DRIFT: f32 = 8.0;
/// Longest row with a page number in it, in words.
const HEAD_WORDS: usize = 12;
/// Lines of the first page among which the title is.
const HEAD_LINES: usize = 20;
/// Points within which baselines are a row.
const SAME_ROW: f32 = 4.0;

/// An end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum End {
    Top,
    Bottom,
}

const ENDS: [End; 2] = [End::Top, End::Bottom];

/// A row near an end of a page: where its lines are, and what it says.
struct Row {
    y: f32,
    lines: Vec<(usize, usize)>,
    text: String,
    size: f32,
    is_furniture: bool,
}

/// Takes heads and feet out of `pages`; returns each page's number as
/// printed, or as the file labels it.
pub(super) fn strip(pages: &mut [Page], stated: &[Option<String>]) -> Vec<Option<String>> {
    distrust_layers(pages);
    let rows: Vec<[Vec<Row>; 2]> = pages
        .iter()
        .map(|p| [rows(p, End::Top), rows(p, End::Bottom)])
        .collect();
    let heads = Heads::of(&rows).with_title(pages.first());
    let mut printed = vec![None; pages.len()];
    for (at, ends) in rows.iter().enumerate() {
        let mut gone = FxHashSet::default();
        for row in ENDS
            .into_iter()
            .zip(ends)
            .flat_map(|(end, rows)| heads.outer(end, rows, at))
        {
            gone.extend(row.lines.iter().copied());
            let number = own_number(&row.text, at, heads.offset);
            printed[at] = printed[at].take().or(number);
        }
        drop_lines(&mut pages[at], &gone);
    }
    (0..pages.len())
        .map(|at| heads.label(at, printed[at].take(), stated.get(at)))
        .collect()
}

/// A file that calls most of its text furniture does not mean it.
fn distrust_layers(pages: &mut [Page]) {
    let lines = || pages.iter().flat_map(|p| p.regions.iter().flatten());
    let letters = |layer| {
        lines()
            .filter(|l| l.layer == layer)
            .map(|l| l.text.len())
            .sum::<usize>()
    };
    if letters(Layer::Furniture) > letters(Layer::Text) {
        for line in pages
            .iter_mut()
            .flat_map(|p| p.regions.iter_mut().flatten())
        {
            line.layer = Layer::Text;
        }
    }
}

/// The rows at an end of a page, the outermost first.
fn rows(page: &Page, end: End) -> Vec<Row> {
    let zone = ZONE * page.height;
    let is_near = |y: f32| match end {
        End::Top => y < zone,
        End::Bottom => y > page.height - zone,
    };
    let mut found: Vec<(usize, usize, &Line)> = Vec::new();
    for (region, lines) in page.regions.iter().enumerate() {
        let lines = lines.iter().enumerate();
        found.extend(lines.map(|(at, line)| (region, at, line)));
    }
    found.retain(|(_, _, l)| is_near(l.y) || l.layer == Layer::Furniture && end == End::Top);
    found.sort_by(|a, b| match end {
        End::Top => a.2.y.total_cmp(&b.2.y),
        End::Bottom => b.2.y.total_cmp(&a.2.y),
    });
    let mut rows: Vec<Row> = Vec::new();
    for (region, at, line) in found {
        match rows.last_mut() {
            Some(row) if (row.y - line.y).abs() <= SAME_ROW => {
                row.lines.push((region, at));
                row.text = format!("{}\t{}", row.text, line.text);
                row.size = row.size.max(line.size);
                row.is_furniture &= line.layer == Layer::Furniture;
            }
            _ => rows.push(Row {
                y: line.y,
                lines: vec![(region, at)],
                text: line.text.clone(),
                size: line.size,
                is_furniture: line.layer == Layer::Furniture,
            }),
        }
    }
    rows
}

/// What the heads and feet of a file have in common.
struct Heads {
    /// Texts, their figures left out, and where they stand, one a page.
    places: FxHashMap<(End, String), Vec<f32>>,
    /// What has to be added to a page's place, from nought, for its number.
    offset: Option<i64>,
    /// Where rows stand that have their page's number in them.
    numbered: Vec<(End, f32)>,
    pages: usize,
    /// Large lines of the first page, and their sizes: the title.
    large: Vec<(String, f32)>,
}

/// Size over that of a head from which a line of the same words is the title.
const TITLE: f32 = 1.1;

impl Heads {
    fn of(rows: &[[Vec<Row>; 2]]) -> Heads {
        let mut places: FxHashMap<(End, String), Vec<f32>> = FxHashMap::default();
        let mut votes: FxHashMap<i64, usize> = FxHashMap::default();
        for (at, ends) in rows.iter().enumerate() {
            let mut offsets = Vec::new();
            for (end, rows) in ENDS.into_iter().zip(ends) {
                for row in rows.iter().take(ROWS) {
                    places
                        .entry((end, shape(&row.text)))
                        .or_default()
                        .push(row.y);
                }
                for row in rows.iter().take(2) {
                    offsets.extend(numbers(&row.text).into_iter().map(|n| n - index(at)));
                }
            }
            offsets.sort_unstable();
            offsets.dedup();
            for offset in offsets {
                *votes.entry(offset).or_default() += 1;
            }
        }
        let needed = (rows.len() / 2).max(2);
        let votes = votes.into_iter().filter(|(_, count)| *count >= needed);
        let offset = votes.max_by_key(|(offset, count)| (*count, -offset.abs(), *offset));
        let offset = offset.map(|(offset, _)| offset);
        Heads {
            places,
            offset,
            numbered: numbered(rows, offset),
            pages: rows.len(),
            large: Vec::new(),
        }
    }

    /// Notes the large lines of the first page.
    fn with_title(mut self, page: Option<&Page>) -> Heads {
        let lines = page.into_iter().flat_map(|p| p.regions.iter().flatten());
        self.large = lines
            .take(HEAD_LINES)
            .map(|l| (shape(&l.text), l.size))
            .collect();
        self
    }

    /// Whether a row says what the title says.
    fn is_title(&self, row: &Row) -> bool {
        let own = shape(&row.text);
        self.large
            .iter()
            .any(|(text, size)| *text == own && *size > TITLE * row.size)
    }

    /// Whether a text of this shape stands there on other pages too.
    fn repeats(&self, end: End, row: &Row) -> bool {
        let places = self.places.get(&(end, shape(&row.text)));
        let near = |ys: &Vec<f32>| ys.iter().filter(|y| (**y - row.y).abs() <= DRIFT).count();
        places.map_or(0, near) > 1
    }

    /// Whether a row with its page's number stands where those of other pages
    /// do, or is nothing but a number: "3. Hailsham" on page 3 is a heading.
    fn is_in_line(&self, end: End, row: &Row) -> bool {
        let near = |(other, y): &&(End, f32)| *other == end && (y - row.y).abs() <= DRIFT;
        let is_bare = is_page_number(&row.text) || !row.text.contains(char::is_whitespace);
        is_bare || self.offset.is_none() || self.numbered.iter().filter(near).count() > 1
    }

    /// The outermost rows that are no text, up to the first that is.
    fn outer<'r>(&self, end: End, rows: &'r [Row], at: usize) -> Vec<&'r Row> {
        let mut outer: Vec<&Row> = rows.iter().filter(|r| r.is_furniture).collect();
        for row in rows.iter().filter(|r| !r.is_furniture).take(ROWS) {
            if !self.is_head(end, row, at) {
                break;
            }
            outer.push(row);
        }
        outer
    }

    fn is_head(&self, end: End, row: &Row, at: usize) -> bool {
        let is_short = row.text.split_whitespace().count() <= HEAD_WORDS;
        let is_own = own_number(&row.text, at, self.offset).is_some();
        let is_numbered = is_short && is_own && self.is_in_line(end, row);
        let is_lone = self.offset.is_none() && is_page_number(&row.text);
        let is_printed = is_short && is_web_print(&row.text, self.pages);
        is_numbered || is_lone || is_printed || self.repeats(end, row) || self.is_title(row)
    }

    fn label(
        &self,
        at: usize,
        printed: Option<String>,
        stated: Option<&Option<String>>,
    ) -> Option<String> {
        let stated = stated.and_then(Clone::clone);
        match self.offset.map(|offset| offset + index(at)) {
            Some(number) if number >= 1 => Some(number.to_string()),
            Some(_) => printed.or(stated),
            None => stated.or(printed).or_else(|| Some((at + 1).to_string())),
        }
    }
}

fn index(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX / 4)
}

/// Where the outer rows stand that have their page's number in them.
fn numbered(rows: &[[Vec<Row>; 2]], offset: Option<i64>) -> Vec<(End, f32)> {
    let mut numbered = Vec::new();
    for (at, ends) in rows.iter().enumerate() {
        let number = offset.map(|offset| offset + index(at));
        for (end, rows) in ENDS.into_iter().zip(ends) {
            let outer = rows.iter().take(2);
            let own = outer.filter(|row| number.is_some_and(|n| numbers(&row.text).contains(&n)));
            numbered.extend(own.map(|row| (end, row.y)));
        }
    }
    numbered
}

/// The page number in a row: the one that goes with its place, or Roman.
fn own_number(text: &str, at: usize, offset: Option<i64>) -> Option<String> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if is_roman(bare) {
        return Some(bare.to_owned());
    }
    match offset {
        Some(offset) => {
            let expected = index(at) + offset;
            numbers(text)
                .contains(&expected)
                .then(|| expected.to_string())
        }
        None if is_page_number(text) => numbers(text).first().map(ToString::to_string),
        None => {
            // Of one page there is no row of numbers: a figure set apart, or
            // behind a name, will do.
            let is_first = at == 0 && numbers(text).contains(&1);
            let is_named = bare.split_whitespace().count() == 2 && text.ends_with('1');
            let is_apart = text.starts_with("1\t") || text.ends_with("\t1");
            (is_first && (is_named || is_apart)).then(|| "1".to_owned())
        }
    }
}

fn is_roman(text: &str) -> bool {
    let is_numeral = |b: u8| matches!(b, b'i' | b'v' | b'x' | b'l');
    (1..=7).contains(&text.len()) && text.bytes().all(is_numeral)
}

/// The figures that begin or end a row and could be a page number.
fn numbers(text: &str) -> Vec<i64> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '•' | '·' | '[' | ']'))
        .filter(|w| !w.is_empty())
        .collect();
    if words.len() > HEAD_WORDS {
        return Vec::new();
    }
    let is_page = |n: &usize| *n == 0 || *n + 1 == words.len() || is_page_number(text);
    let own = words.iter().enumerate().filter(|(n, _)| is_page(n));
    let figures = own.map(|(_, w)| w.trim_matches(|c: char| !c.is_ascii_digit()));
    let short = figures.filter(|w| (1..=4).contains(&w.len()) && !(w.len() == 4 && is_year(w)));
    short.filter_map(|w| w.parse().ok()).collect()
}

/// "2/3/2019, 10:32", "1/4" of four pages, an address: what browsers print.
fn is_web_print(text: &str, pages: usize) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let of_pages = |w: &&str| {
        w.split_once('/').is_some_and(|(n, all)| {
            all.parse() == Ok(pages) && n.parse::<usize>().is_ok_and(|n| n <= pages)
        })
    };
    let is_address = |w: &&str| w.contains("://") || w.starts_with("file:");
    let is_time =
        |w: &&str| w.len() <= 8 && w.contains(':') && w.starts_with(|c: char| c.is_ascii_digit());
    let is_date = |w: &&str| {
        w.matches(['/', '.']).count() == 2 && w.starts_with(|c: char| c.is_ascii_digit())
    };
    words.last().is_some_and(of_pages) && words.len() <= 2
        || words.first().is_some_and(is_address) && words.len() <= 2
        || words.first().is_some_and(is_date) && words.get(1).is_some_and(is_time)
}

/// A text in lower case with `#` for its figures.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_numeric() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            _ => shape.extend(c.to_lowercase()),
        }
    }
    shape
}

fn drop_lines(page: &mut Page, gone: &FxHashSet<(usize, usize)>) {
    for (region, lines) in page.regions.iter_mut().enumerate() {
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !gone.contains(&(region, at - 1))
        });
    }
    page.regions.retain(|lines| !lines.is_empty());
}

#[cfg(test)]
mod tests {
    use super::super::fixture::page;
    use super::*;
    use expect_test::{Expect, expect};

    /// Pages of rows: where they stand and what they say. What is left of each
    /// page after its label.
    fn check(pages: &[&[(f32, &str)]], stated: &[Option<String>], expected: &Expect) {
        let placed = |rows: &&[(f32, &str)]| {
            let rows: Vec<_> = rows
                .iter()
                .map(|(y, text)| (72.0, *y, 10.0, *text))
                .collect();
            page(&rows)
        };
        let mut pages: Vec<Page> = pages.iter().map(placed).collect();
        let labels = strip(&mut pages, stated);
        let left = |page: &Page| {
            let lines = page.regions.iter().flatten();
            lines
                .map(|l| l.text.as_str())
                .collect::<Vec<_>>()
                .join(" / ")
        };
        let shown = pages.iter().zip(labels);
        let shown =
            shown.map(|(page, label)| format!("{}: {}", label.unwrap_or_default(), left(page)));
        expected.assert_eq(&shown.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn heads_repeat_but_for_their_number() {
        check(
            &[
                &[
                    (40.0, "Bell 11"),
                    (100.0, "It begins."),
                    (750.0, "A Journal of Doors"),
                ],
                &[
                    (40.0, "Bell 12"),
                    (100.0, "Chapter 12 goes on."),
                    (750.0, "A Journal of Doors"),
                ],
                &[
                    (40.0, "Bell 13"),
                    (100.0, "It ends."),
                    (750.0, "A Journal of Doors"),
                ],
            ],
            &[],
            &expect![[r"
                11: It begins.
                12: Chapter 12 goes on.
                13: It ends."]],
        );
    }

    #[test]
    fn a_heading_with_the_number_of_its_page_is_none_of_the_heads() {
        check(
            &[
                &[(100.0, "It begins."), (750.0, "Bell 1")],
                &[(100.0, "2. The school"), (750.0, "Bell 2")],
                &[(100.0, "It ends."), (750.0, "Bell 3")],
            ],
            &[],
            &expect![[r"
                1: It begins.
                2: 2. The school
                3: It ends."]],
        );
    }

    #[test]
    fn a_lone_page_keeps_what_only_looks_like_a_number() {
        check(
            &[&[(100.0, "It begins."), (750.0, "- 1 -")]],
            &[],
            &expect!["1: It begins."],
        );
        check(
            &[&[(40.0, "In 1984"), (100.0, "it begins.")]],
            &[],
            &expect!["1: In 1984 / it begins."],
        );
        check(
            &[&[
                (40.0, "3/2/2019, 10:32 AM"),
                (100.0, "It begins."),
                (750.0, "https://a.example/b 1/1"),
            ]],
            &[],
            &expect!["1: It begins."],
        );
    }

    #[test]
    fn labels_are_those_printed_then_those_stated() {
        let stated = [Some("iv".to_owned()), Some("1".to_owned())];
        check(
            &[&[(100.0, "One.")], &[(100.0, "Two.")]],
            &stated,
            &expect![[r"
            iv: One.
            1: Two."]],
        );
        check(
            &[
                &[(100.0, "One."), (750.0, "88")],
                &[(100.0, "Two."), (750.0, "89")],
            ],
            &stated,
            &expect![[r"
            88: One.
            89: Two."]],
        );
        check(
            &[&[(100.0, "One."), (750.0, "xiv")], &[(100.0, "Two.")]],
            &[],
            &expect![[r"
            xiv: One.
            2: Two."]],
        );
    }
}
