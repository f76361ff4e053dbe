//! Pages: which page of a flowing text a block begins on, as printed.
//!
//! Word leaves a mark where a page ended when the file was last saved, beside
//! the breaks that the author made; one change of page can leave two marks.
//! How a section begins and numbers its pages stands at its end, so places
//! are numbered when the whole was read.

/// A place among the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Breaks before it, those between sections aside.
    breaks: usize,
    section: usize,
}

/// How the pages of a section are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3.
    #[default]
    Arabic,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// How a section begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Opening {
    /// On a new page.
    #[default]
    NewPage,
    /// On the page where the one before it ends.
    Continuous,
}

/// What a section says of its pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// How it begins.
    pub(super) opening: Opening,
    /// The number of its first page, if it does not go on from the one before.
    pub(super) start: Option<u32>,
    /// How its pages are numbered.
    pub(super) numerals: Numerals,
}

/// Whether anything was printed since the last break.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Since {
    #[default]
    Text,
    Break,
    Section,
}

/// A section that has ended.
#[derive(Debug, Clone, Copy)]
struct Ended {
    section: Section,
    /// Breaks before it.
    began: usize,
    /// Whether the printer's mark of a new page opened it.
    is_turned: bool,
}

/// Bytes that fit on a page of double-spaced text: 275 words. Where only the
/// author's breaks are marked and more stands between two of them, there are
/// pages that nobody counted.
const PAGE_BYTES: usize = 1800;

/// The pages of a text as it is read.
#[derive(Debug, Default)]
pub(super) struct Pages {
    breaks: usize,
    since: Since,
    ended: Vec<Ended>,
    /// Breaks before the section that is open.
    began: usize,
    is_turned: bool,
    /// Whether the program that saved the file marked where pages ended.
    is_printed: bool,
    /// Bytes since the last break, and at most between two.
    bytes: usize,
    most_bytes: usize,
}

impl Pages {
    /// Text of this many bytes is printed.
    pub(super) fn print(&mut self, bytes: usize) {
        self.since = Since::Text;
        self.bytes += bytes;
        self.most_bytes = self.most_bytes.max(self.bytes);
    }

    /// Whether nothing was printed yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.breaks == 0 && self.most_bytes == 0
    }

    /// Where text printed now stands.
    pub(super) fn place(&self) -> Place {
        Place {
            breaks: self.breaks,
            section: self.ended.len(),
        }
    }

    /// The author began a new page.
    pub(super) fn turn(&mut self) {
        self.breaks += 1;
        self.since = Since::Break;
        self.bytes = 0;
    }

    /// The program that saved the file began a new page here.
    pub(super) fn turn_as_printed(&mut self) {
        self.is_printed = true;
        match self.since {
            Since::Text => self.breaks += 1,
            Since::Section => self.is_turned = true,
            Since::Break => {}
        }
        self.since = Since::Text;
    }

    /// The section that was open is this one, and ends.
    pub(super) fn end_section(&mut self, section: Section) {
        self.ended.push(Ended {
            section,
            began: self.began,
            is_turned: self.is_turned,
        });
        self.began = self.breaks;
        self.is_turned = false;
        self.since = Since::Section;
    }

    /// How places are printed; to be asked when all was read.
    pub(super) fn labels(&self) -> Labels {
        let mut labels = Labels::default();
        if !self.is_printed && (self.breaks == 0 || self.most_bytes > PAGE_BYTES) {
            return labels;
        }
        let (mut turned, mut shift, mut numerals) = (0, 1, Numerals::Arabic);
        for (at, ended) in self.ended.iter().enumerate() {
            let opens_page = ended.section.opening == Opening::NewPage || ended.is_turned;
            turned += usize::from(at > 0 && opens_page);
            if let Some(start) = ended.section.start {
                let first = i64::try_from(ended.began + turned).unwrap_or(i64::MAX);
                shift = i64::from(start) - first;
            }
            numerals = ended.section.numerals;
            labels.sections.push((turned, shift, numerals));
        }
        labels.sections.push((turned, shift, numerals));
        labels
    }
}

/// How the places of a text are printed.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Of each section: pages that sections turned before it, what is added to
    /// a page's place to number it, and how it is written.
    sections: Vec<(usize, i64, Numerals)>,
}

impl Labels {
    /// The page of `place`; `None` if the file has no pages.
    pub(super) fn of(&self, place: Place) -> Option<String> {
        let (turned, shift, numerals) = self.sections.get(place.section)?;
        let number = i64::try_from(place.breaks + turned).ok()? + shift;
        let number = u32::try_from(number).ok()?;
        Some(match numerals {
            Numerals::Arabic => number.to_string(),
            Numerals::LowerRoman => roman(number),
            Numerals::UpperRoman => roman(number).to_uppercase(),
        })
    }
}

/// A number in lower-case Roman numerals; in figures if it is 0 or over 3999.
pub(super) fn roman(number: u32) -> String {
    const VALUES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, numeral) in VALUES {
        while rest >= value {
            out.push_str(numeral);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a story: `t` text (whose page is asked), `b` the author's break, `p` the
    /// printer's, `n` and `c` the end of a section that began on a new page or not,
    /// `4` and `i` the same of one whose pages start at 4, or are roman.
    fn check(story: &str, expected: &str) {
        let mut pages = Pages::default();
        let mut places = Vec::new();
        for event in story.chars() {
            let section = Section {
                opening: [Opening::NewPage, Opening::Continuous][usize::from(event == 'c')],
                start: (event == '4').then_some(4),
                numerals: [Numerals::Arabic, Numerals::LowerRoman][usize::from(event == 'i')],
            };
            match event {
                't' => {
                    pages.print(9);
                    places.push(pages.place());
                }
                'b' => pages.turn(),
                'p' => pages.turn_as_printed(),
                _ => pages.end_section(section),
            }
        }
        let labels = pages.labels();
        let shown: Vec<_> = places
            .iter()
            .map(|p| labels.of(*p).unwrap_or_default())
            .collect();
        assert_eq!(shown.join(" "), expected, "{story}");
    }

    #[test]
    fn pages_are_counted_only_where_a_file_has_marks_of_them() {
        check("tt", " ");
        check("tntn", " ");
        check("tptpptn", "1 2 4");
        let mut pages = Pages::default();
        pages.print(PAGE_BYTES + 1);
        pages.turn();
        pages.print(1);
        assert_eq!(pages.labels().of(pages.place()), None);
    }

    #[test]
    fn one_change_of_page_may_leave_two_marks() {
        check("tbptn", "1 2");
        check("tbpptn", "1 3");
        check("tbbtn", "1 3");
    }

    #[test]
    fn sections_begin_and_number_pages_as_they_say_at_their_end() {
        check("tpntn", "1 3");
        check("tntcptn", "1 1 2");
        check("tnptn", "1 2");
        check("tnptc", "1 2");
        check("tptnt4t", "1 2 4 4");
        check("titbtn", "i 2 3");
    }
}
