//! Pages of an RTF file: on which of them a paragraph begins.
//!
//! The format marks the breaks that an author made, seldom those that came by
//! themselves. Page numbers are believed only where they must be right: the
//! file marks soft breaks too, or says how many pages it has and shows as many.

/// Most bytes of text on one page: closely set and on large paper.
const PAGE_BYTES: usize = 10_000;

/// Counts pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pages {
    /// Number that the page of now has in print.
    number: u32,
    /// Pages so far.
    count: u32,
    /// Bytes of text on the page of now.
    bytes: usize,
    /// Most bytes that a page before had.
    longest: usize,
    has_soft_breaks: bool,
    /// How many pages the file says that it has.
    pub(super) stated: Option<u32>,
    /// Whether the section of now begins on a new page.
    pub(super) is_section_on_new_page: bool,
    /// The number at which the section of now begins, if it begins anew.
    pub(super) first: Option<u32>,
    is_section_to_begin: bool,
}

impl Pages {
    /// The first page.
    pub(super) fn new() -> Pages {
        Pages {
            number: 1,
            count: 1,
            bytes: 0,
            longest: 0,
            has_soft_breaks: false,
            stated: None,
            is_section_on_new_page: true,
            first: None,
            is_section_to_begin: false,
        }
    }

    /// Ends a page where the author did.
    pub(super) fn turn(&mut self) {
        self.number = self.number.saturating_add(1);
        self.count = self.count.saturating_add(1);
        self.longest = self.longest.max(std::mem::take(&mut self.bytes));
    }

    /// Ends a page where the text ran over.
    pub(super) fn run_over(&mut self) {
        self.has_soft_breaks = true;
        self.turn();
    }

    /// Ends a section; how the next one begins is not known yet.
    pub(super) fn end_section(&mut self) {
        self.is_section_to_begin = true;
    }

    /// Undoes what was said of the section.
    pub(super) fn reset_section(&mut self) {
        self.is_section_on_new_page = true;
        self.first = None;
    }

    /// The page on which text begins that is about to come.
    pub(super) fn begin(&mut self) -> u32 {
        if std::mem::take(&mut self.is_section_to_begin) {
            if self.is_section_on_new_page {
                self.turn();
            }
            self.number = self.first.unwrap_or(self.number);
        } else if self.count == 1 && self.bytes == 0 {
            self.number = self.first.unwrap_or(self.number);
        }
        self.number
    }

    /// Takes in that a page has so much more text.
    pub(super) fn fill(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Whether the page of now has any text.
    pub(super) fn has_text(&self) -> bool {
        self.bytes > 0
    }

    /// Whether the pages counted are those of the printed essay.
    pub(super) fn are_true(&self) -> bool {
        let is_full = self.longest.max(self.bytes) > PAGE_BYTES;
        !is_full && (self.has_soft_breaks || self.stated == Some(self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_believed_if_they_are_as_many_as_stated() {
        let mut pages = Pages::new();
        pages.fill(100);
        assert!(!pages.are_true());
        pages.turn();
        pages.fill(100);
        pages.stated = Some(2);
        assert!(pages.are_true());
        pages.fill(PAGE_BYTES);
        assert!(!pages.are_true());
    }

    #[test]
    fn a_section_begins_on_a_new_page_if_it_says_nothing_else() {
        let mut pages = Pages::new();
        assert_eq!(pages.begin(), 1);
        pages.fill(1);
        pages.end_section();
        assert_eq!(pages.begin(), 2);
        pages.end_section();
        pages.is_section_on_new_page = false;
        pages.first = Some(7);
        assert_eq!(pages.begin(), 7);
    }
}
