//! Initials: a large letter that a paragraph opens with, over several lines.
//!
//! Its baseline is that of a line further down, so it is taken out before
//! lines are made and given to the line it belongs to.

use super::fragments::Fragment;
use super::lines::Line;

/// How many times larger than the text an initial is.
const LARGER: f32 = 1.8;
/// Most letters of an initial: one, and a quotation mark.
const LETTERS: usize = 2;

/// Takes the initials out of the fragments of a region.
pub(super) fn take(fragments: Vec<Fragment>) -> (Vec<Fragment>, Vec<Fragment>) {
    let mut sizes: Vec<f32> = Vec::new();
    for fragment in &fragments {
        sizes.extend(fragment.glyphs.iter().map(|g| g.size));
    }
    sizes.sort_by(f32::total_cmp);
    let Some(text_size) = sizes.get(sizes.len() / 2).copied() else {
        return (Vec::new(), fragments);
    };
    let is_initial = |initial: &Fragment| {
        let has_letter = initial.glyphs.iter().any(|g| g.c.is_alphabetic());
        let beside = |f: &&Fragment| is_beside(initial, f.left, f.y, f.size);
        has_letter
            && initial.glyphs.len() <= LETTERS
            && initial.size >= LARGER * text_size
            && fragments.iter().filter(beside).count() >= 2
    };
    let is_taken: Vec<bool> = fragments.iter().map(is_initial).collect();
    let mut initials = Vec::new();
    let mut others = Vec::new();
    for (fragment, is_initial) in fragments.into_iter().zip(is_taken) {
        if is_initial {
            initials.push(fragment);
        } else {
            others.push(fragment);
        }
    }
    (initials, others)
}

/// Whether text of this place and size stands to the right of an initial.
fn is_beside(initial: &Fragment, left: f32, y: f32, size: f32) -> bool {
    let top = initial.y - 0.8 * initial.size;
    size < initial.size / 1.4
        && y > top
        && y < initial.y + 0.5 * size
        && left >= initial.right - 0.3 * size
        && left <= initial.right + 2.0 * size
}

/// Puts each initial before the first line that stands beside it.
pub(super) fn give_back(lines: &mut [Line], initials: Vec<Fragment>) {
    for initial in initials {
        let is_own = |l: &Line| is_beside(&initial, l.left, l.y, l.size);
        let mut is_first = true;
        for line in lines.iter_mut().filter(|l| is_own(l)) {
            if is_first {
                let letters: String = initial.glyphs.iter().map(|g| g.c).collect();
                let is_word = matches!(letters.as_str(), "A" | "I")
                    && line.left - initial.right > 0.25 * line.size;
                let space = if is_word { " " } else { "" };
                line.text = format!("{letters}{space}{}", line.text);
                is_first = false;
            }
            line.left = initial.left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::glyphs;
    use super::super::fragments::fragments;
    use super::super::lines::lines;

    #[test]
    fn a_large_letter_opens_the_first_line_beside_it() {
        let mut shown = glyphs("T", 72.0, 124.0, 36.0);
        shown.extend(glyphs("he first line of the text", 91.0, 100.0, 12.0));
        shown.extend(glyphs("and the second one of it", 91.0, 112.0, 12.0));
        shown.extend(glyphs("and a third line beside it", 91.0, 124.0, 12.0));
        shown.extend(glyphs("and what follows further down", 72.0, 136.0, 12.0));
        let lines = lines(fragments(&shown));
        assert_eq!(lines[0].text, "The first line of the text");
        assert!(lines.iter().all(|l| l.left < 73.0));
        assert_eq!(lines.len(), 4);
    }
}
