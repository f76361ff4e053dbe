//! The publisher of an entry, from what follows its title.
//!
//! Old styles give "Place: Publisher", new ones "Publisher, year", and those
//! with the year in front only "Publisher". Volumes, pages, editors and dates
//! of periodicals are none of these.

/// Longest name of a publisher, in words.
const NAME_WORDS: usize = 7;

/// Words with which a piece is no publisher's.
const OTHERS: &str = " vol vols no pp p ed eds edn edited edition trans translated directed print \
    in doi isbn chapter issue web by volume special pbk film ";

/// Months and seasons, which stand before the year of a periodical.
const DATES: &str = " january february march april may june july august september october november \
    december jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter ";

/// The publisher that `after`, the text behind a title, names.
pub(super) fn publisher(after: &str) -> Option<&str> {
    placed(after)
        .or_else(|| dated(after))
        .or_else(|| alone(after))
}

/// "London: Name, 2006": after a place and a colon.
fn placed(after: &str) -> Option<&str> {
    after.match_indices(':').find_map(|(at, _)| {
        let before = after[..at].trim_end_matches(['.', ' ']);
        let before = before.rsplit(". ").next()?;
        let place = before
            .rsplit(['(', ';', '['])
            .next()?
            .trim_start_matches(['.', ' ']);
        let is_place = place.rsplit(',').next().is_some_and(|p| is_name(p.trim()));
        let name = piece(after[at + 1..].trim_start());
        (is_place && is_name(name)).then_some(name)
    })
}

/// "Name, 2006": the piece before a year.
fn dated(after: &str) -> Option<&str> {
    let is_year = |piece: &str| {
        let piece = piece.trim_end_matches(['.', ')', ' ']);
        piece.len() == 4 && piece.bytes().all(|b| b.is_ascii_digit())
    };
    let mut before = None;
    for piece in after.split([',', ';', '(']).map(str::trim) {
        let sentences = || piece.match_indices(". ");
        if piece.get(..4).is_some_and(is_year) {
            return before;
        }
        // What precedes the last full stop belongs to the piece before it.
        let start = sentences()
            .filter(|(at, _)| !is_initial(&piece[..*at]))
            .last();
        let name = piece[start.map_or(0, |(at, stop)| at + stop.len())..].trim_start_matches(". ");
        before = Some(name.trim()).filter(|name| is_name(name));
    }
    None
}

/// "Name.": a sentence of its own, of which nothing else is one.
fn alone(after: &str) -> Option<&str> {
    let mut rest = after;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let name = piece(rest);
        let is_whole = !rest[name.len()..].starts_with([',', ';']) || is_before_place(rest, name);
        if is_whole && is_name(name) {
            let is_article = after.contains(['“', '”', '*', '_']) && !name.contains("Press");
            return (!is_article).then_some(name);
        }
        rest = &rest[name.len()..];
    }
    None
}

/// "Name, London.": the place after the name, at the end.
fn is_before_place(text: &str, name: &str) -> bool {
    let after = text[name.len()..].trim_start_matches([',', ' ']);
    let place = piece(after);
    let is_end = after[place.len()..].trim_matches(['.', ' ']).is_empty();
    is_name(place) && is_end && place.split_whitespace().count() <= 2
}

/// The front of `text` up to what ends a publisher's name.
fn piece(text: &str) -> &str {
    let ends = |(at, c): &(usize, char)| match c {
        ',' | ';' | ')' | '(' | '[' | ']' => true,
        '.' => !is_initial(&text[..*at]),
        _ => false,
    };
    let end = text.char_indices().find(ends);
    text[..end.map_or(text.len(), |(at, _)| at)].trim()
}

/// Whether a stop at the end of `before` is that of an initial ("Alfred A.").
fn is_initial(before: &str) -> bool {
    let word = before.rsplit([' ', '.']).next().unwrap_or(before);
    word.chars().count() == 1 && word.starts_with(char::is_uppercase)
}

/// Whether `name` looks like a publisher's or a place's: capitals, no figures.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_other = |word: &&str| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        [OTHERS, DATES]
            .iter()
            .any(|list| list.contains(&format!(" {word} ")))
    };
    (1..=NAME_WORDS).contains(&words.len())
        && name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && words[0].starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '"' | '“' | '”' | '/' | '*'))
        && !words.iter().any(is_other)
        && words
            .iter()
            .all(|w| !w.starts_with(char::is_lowercase) || w.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publisher_is_read_in_every_style() {
        for (after, expected) in [
            (". New York: Vintage, 2006. Print.", "Vintage"),
            ("*. Vintage International, 2006.", "Vintage International"),
            (" (London: Quill and Quill, 2006)", "Quill and Quill"),
            (". London: Quill & Quill.", "Quill & Quill"),
            (". Alfred A. Quill.", "Alfred A. Quill"),
            (". London, U.K.: Quill, 2005.", "Quill"),
            (". Quill and Quill, London.", "Quill and Quill"),
            (". New York: A. A. Quill, 2005.", "A. A. Quill"),
            (", London: Quill and Quill, 2006, p. 13", "Quill and Quill"),
            (
                ". Vintage International. (Original work published 2005)",
                "Vintage International",
            ),
            (". Directed by Ann Lund, Fox, 2010.", "Fox"),
            (". Edited by Ann Lund, Cwm UP, 2010, pp. 3-9.", "Cwm UP"),
            (". 2nd ed., Bow: Cwm, 2010.", "Cwm"),
            ("”. Idiom, vol. 8, no. 1, 2012, pp. 9-31.", "none"),
            ("’, Review, 18(3), pp. 80–97.", "none"),
            (". *Journal of Grass*, 12(3), 45–67.", "none"),
            ("”. The Herald, 25 Feb. 2006.", "none"),
            (".", "none"),
        ] {
            assert_eq!(publisher(after).unwrap_or("none"), expected, "{after}");
        }
    }
}
