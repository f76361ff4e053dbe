//! Block quotations and headings that only their look gives away.
//!
//! Formats with indents and bold type have styles for both, and essays written
//! without them: a quotation is then indented beside the rest, a heading is a
//! short bold line. What counts is the difference to the essay's own prose.

use super::builder::{Draft, Role, is_longer};
use super::inner::ends_with_citation;

/// Columns that a line in the middle counts as indented, to those who read the head.
const CENTRED_COLUMNS: usize = 20;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stand {
    /// At the left margin, its indent aside.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right margin.
    Right,
    /// Behind the mark of an item in a list.
    Item,
}

/// How a paragraph looks; lengths in twips, twenty to a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Left indent.
    pub(super) left: i32,
    /// Right indent.
    pub(super) right: i32,
    /// Indent of the first line beside the others; negative if it hangs.
    pub(super) first: i32,
    /// Where it stands.
    pub(super) stand: Stand,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    /// Size of its type, in half points.
    pub(super) size: i32,
}

impl Look {
    /// The columns before its draft.
    pub(super) fn columns(&self) -> usize {
        if self.stand == Stand::Centre {
            CENTRED_COLUMNS
        } else {
            0
        }
    }
}

/// Shortest indent that sets a paragraph off: a centimetre is 567 twips, and
/// some set off by half of one.
const SET_OFF: i32 = 280;
/// Fewest words of a quotation that is indented at both sides.
const FEWEST_WORDS: usize = 4;
/// Fewest words of one that is indented at the left, and neither introduced
/// nor cited: style guides set off what runs over four lines.
const LONG_WORDS: usize = 25;
/// Most words of a heading.
const HEADING_WORDS: usize = 12;

/// Most words of a title.
const TITLE_WORDS: usize = 25;

/// Gives prose its role by its look; `looks` are those of `drafts`, in order.
pub(super) fn mark(drafts: &mut [Draft], looks: &[Look]) {
    mark_title(drafts, looks);
    let base = (
        most(drafts, looks, |l| l.left),
        most(drafts, looks, |l| l.right),
    );
    let mut has_prose = false;
    for at in 0..drafts.len().min(looks.len()) {
        if drafts[at].role != Role::Prose {
            continue;
        }
        let look = looks[at];
        if is_heading(drafts, looks, at) {
            // At the head, a bold line is as often a byline: that is found later.
            if has_prose {
                drafts[at].role = Role::Heading(2);
            }
        } else if is_quotation(drafts, looks, at, base) {
            drafts[at].role = Role::Quotation;
        } else {
            has_prose |= look.stand == Stand::Left && is_longer(&drafts[at].text, LONG_WORDS);
        }
    }
}

/// The line at the head whose type is larger than all else is the title, if
/// no style says which one is.
fn mark_title(drafts: &mut [Draft], looks: &[Look]) {
    let base = most(drafts, looks, |l| l.size);
    let is_prose = |d: &Draft| d.role == Role::Prose && is_longer(&d.text, LONG_WORDS);
    let head = drafts.iter().position(is_prose).unwrap_or(0);
    let head = &drafts[..head.min(looks.len())];
    if head.iter().any(|d| d.role == Role::Title) {
        return;
    }
    let Some(largest) = looks[..head.len()].iter().map(|l| l.size).max() else {
        return;
    };
    let is_largest = |at: &usize| looks[*at].size == largest;
    let mut found = (0..head.len()).filter(is_largest);
    if let Some(at) = found.next()
        && found.all(|other| head[other].text.trim() == head[at].text.trim())
        && largest > base
        && head[at].role == Role::Prose
        && !is_longer(&head[at].text, TITLE_WORDS)
    {
        drafts[at].role = Role::Title;
    }
}

/// What most of the prose has of this; the lesser of two that tie.
fn most(drafts: &[Draft], looks: &[Look], of: fn(&Look) -> i32) -> i32 {
    let prose = drafts
        .iter()
        .zip(looks)
        .filter(|(d, _)| d.role == Role::Prose);
    let mut sums: Vec<(i32, usize)> = prose.map(|(d, l)| (of(l), d.text.len())).collect();
    sums.sort_unstable();
    let chunks = sums.chunk_by(|a, b| a.0 == b.0);
    let sum = |chunk: &[(i32, usize)]| chunk.iter().map(|(_, bytes)| bytes).sum::<usize>();
    let sums = chunks.map(|chunk| (sum(chunk), std::cmp::Reverse(chunk[0].0)));
    sums.max().map_or(0, |(_, least)| least.0)
}

fn is_quotation(drafts: &[Draft], looks: &[Look], at: usize, base: (i32, i32)) -> bool {
    let (text, look) = (drafts[at].text.as_str(), looks[at]);
    let is_left = look.left >= base.0.saturating_add(SET_OFF) && look.first > -SET_OFF / 2;
    if look.stand != Stand::Left || !is_left {
        return false;
    }
    if look.right >= base.1.saturating_add(SET_OFF) {
        return is_longer(text, FEWEST_WORDS - 1);
    }
    let previous = drafts[..at].iter().zip(looks).next_back();
    let follows = |(draft, before): (&Draft, &Look)| {
        let is_introduction =
            draft.role == Role::Prose && draft.text.trim_end().ends_with([':', ',', '—', '–']);
        is_introduction || draft.role == Role::Quotation && before.left == look.left
    };
    previous.is_some_and(follows) || ends_with_citation(text) || is_longer(text, LONG_WORDS - 1)
}

/// Whether the draft at `at` is a short bold line before prose that is not.
fn is_heading(drafts: &[Draft], looks: &[Look], at: usize) -> bool {
    let text = drafts[at].text.trim_end();
    let opens_prose = || {
        let next = drafts.get(at + 1).zip(looks.get(at + 1));
        next.is_some_and(|(d, l)| {
            d.role == Role::Prose && !l.is_bold && is_longer(&d.text, HEADING_WORDS)
        })
    };
    looks[at].is_bold
        && !is_longer(text, HEADING_WORDS)
        && !text.ends_with(['.', ',', ';', '”', '"'])
        && opens_prose()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "This is prose of the essay, which goes on for as long as it takes to be \
                         taken for prose by those who count its words, of which it has many.";

    fn roles(paragraphs: &[(i32, i32, &str)]) -> Vec<Role> {
        let draft = |p: &(i32, i32, &str)| Draft::new(Role::Prose, p.2);
        let look = |p: &(i32, i32, &str)| Look {
            left: p.0,
            right: p.1,
            is_bold: p.2.starts_with("Bold"),
            ..Look::default()
        };
        let mut drafts: Vec<_> = paragraphs.iter().map(draft).collect();
        let looks: Vec<_> = paragraphs.iter().map(look).collect();
        mark(&mut drafts, &looks);
        drafts.into_iter().map(|d| d.role).collect()
    }

    #[test]
    fn a_quotation_is_indented_beside_the_prose() {
        use Role::{Prose, Quotation};
        let short = "they were never there at all";
        let cited = "never there (Bell 12).";
        let long = &PROSE[..PROSE.len() - 6];
        for (paragraphs, expected) in [
            (
                [(0, 0, PROSE), (720, 720, short), (0, 0, PROSE)],
                [Prose, Quotation, Prose],
            ),
            (
                [(0, 0, PROSE), (720, 0, short), (0, 0, PROSE)],
                [Prose, Prose, Prose],
            ),
            (
                [(0, 0, PROSE), (720, 0, long), (720, 0, "a b")],
                [Prose, Quotation, Quotation],
            ),
            (
                [(0, 0, "She says:"), (720, 0, short), (0, 0, PROSE)],
                [Prose, Quotation, Prose],
            ),
            (
                [(0, 0, PROSE), (720, 0, cited), (0, 0, PROSE)],
                [Prose, Quotation, Prose],
            ),
            (
                [(720, 720, PROSE), (720, 720, short), (720, 720, PROSE)],
                [Prose, Prose, Prose],
            ),
            (
                [(720, 720, PROSE), (1440, 1440, short), (0, 0, short)],
                [Prose, Quotation, Prose],
            ),
        ] {
            assert_eq!(roles(&paragraphs), expected, "{paragraphs:?}");
        }
    }

    #[test]
    fn a_heading_is_a_short_bold_line_in_the_essay() {
        use Role::{Heading, Prose};
        let bold = (0, 0, "Bold and short");
        assert_eq!(
            roles(&[bold, (0, 0, PROSE), bold, (0, 0, PROSE), bold]),
            [Prose, Prose, Heading(2), Prose, Prose]
        );
    }

    #[test]
    fn the_largest_line_at_the_head_is_the_title() {
        let mut drafts =
            ["Ann Bell", "On Doors", "2019", PROSE].map(|t| Draft::new(Role::Prose, t));
        let looks = [24, 36, 24, 24].map(|size| Look {
            size,
            ..Look::default()
        });
        mark(&mut drafts, &looks);
        assert_eq!(
            drafts.map(|d| d.role == Role::Title),
            [false, true, false, false]
        );
    }

    #[test]
    fn indents_beyond_reason_do_no_harm() {
        let far = (i32::MAX, i32::MIN, PROSE);
        assert_eq!(
            roles(&[far, (i32::MIN, i32::MAX, "a"), far])[1],
            Role::Prose
        );
    }
}
