//! Names as essays sign themselves, parted into given and family.
//!
//! Two fields are all an index keeps, so a particle stays with the family name
//! it is printed with (`van der Berg`) and so does a generational suffix
//! (`Smith Jr.`). What cannot be parted for certain, such as a candidate number,
//! a pen name or a school, stays one literal name: no style may turn
//! "Candidate 0000" into "0000, C.".

use super::Name;

/// Words that stand before a family name and belong to it, folded.
const PARTICLES: [&str; 29] = [
    "van", "von", "vom", "zu", "zur", "der", "den", "ter", "ten", "het", "de", "del", "della",
    "des", "di", "da", "das", "do", "dos", "du", "la", "le", "st", "st.", "af", "al", "el", "bin",
    "ibn",
];

/// Forms of address, which no style prints, folded and without a stop.
const HONORIFICS: [&str; 12] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "rev",
    "lecturer",
];

/// Generational suffixes, folded and without a stop.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "esq"];

/// Degrees, which no style prints, folded and without stops.
const DEGREES: [&str; 10] = [
    "phd", "dphil", "md", "ma", "ba", "bsc", "msc", "mphil", "med", "mfa",
];

/// Words by which a body, not a person, is known, folded.
const BODY_WORDS: [&str; 26] = [
    "university",
    "college",
    "school",
    "academy",
    "department",
    "institute",
    "staff",
    "team",
    "editors",
    "society",
    "association",
    "press",
    "group",
    "class",
    "committee",
    "council",
    "student",
    "candidate",
    "anonymous",
    "centre",
    "center",
    "library",
    "company",
    "foundation",
    "ltd",
    "inc",
];

impl Name {
    /// A name no style may take apart: a body, a pen name, a candidate number.
    ///
    /// ```
    /// assert_eq!(norfolk::cite::Name::literal("Candidate 0000").to_string(), "Candidate 0000");
    /// ```
    #[must_use]
    pub fn literal(name: &str) -> Name {
        Name {
            given: String::new(),
            family: one_spaced(name),
        }
    }

    /// The name written as `text`: "Given Family" or "Family, Given".
    ///
    /// Capitals are kept as written; honorifics and degrees are dropped. A name
    /// with a digit, of one word, of a body, or ending in an initial
    /// ("Emma S.") is literal. Empty if `text` has no letter or digit.
    ///
    /// ```
    /// use norfolk::cite::Name;
    /// let name = Name::parse("van der Berg, Anna");
    /// assert_eq!((&*name.given, &*name.family), ("Anna", "van der Berg"));
    /// assert_eq!(Name::parse("Anna van der Berg"), name);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Name {
        let text = one_spaced(text);
        let text = without_address(text.trim_matches([',', ';', ' ']));
        if !text.chars().any(char::is_alphanumeric) {
            return Name::default();
        }
        match text.split_once(',') {
            Some((before, after)) => parse_inverted(before.trim(), after.trim()),
            None if is_literal(text) => Name::literal(text),
            None => parse_natural(text),
        }
    }

    /// The names in a byline such as "Anna Berg, Bo Lim and Cy Tran", in order.
    ///
    /// A list is parted at semicolons, `and` and `&`; at commas only where both
    /// sides read as full names, so "Berg, Anna" stays one. Empty if there is none.
    #[must_use]
    pub fn parse_list(text: &str) -> Vec<Name> {
        let text = one_spaced(text)
            .replace(" & ", ";")
            .replace(", and ", ";")
            .replace(" and ", ";");
        let parts = text.split(';').flat_map(split_commas);
        parts
            .map(Name::parse)
            .filter(|name| !name.family.is_empty())
            .collect()
    }

    /// Family name without its generational suffix, and the suffix if it has one.
    ///
    /// ```
    /// let name = norfolk::cite::Name::parse("Cy Tran Jr.");
    /// assert_eq!(name.family_and_suffix(), ("Tran", Some("Jr.")));
    /// ```
    #[must_use]
    pub fn family_and_suffix(&self) -> (&str, Option<&str>) {
        match self.family.rsplit_once(' ') {
            Some((family, last)) if !self.given.is_empty() && is_one_of(last, &SUFFIXES) => {
                (family, Some(last))
            }
            _ => (&self.family, None),
        }
    }
}

fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `word`, folded and without stops, is listed.
fn is_one_of(word: &str, list: &[&str]) -> bool {
    let folded: String = word
        .chars()
        .filter(|c| !matches!(c, '.' | ','))
        .flat_map(char::to_lowercase)
        .collect();
    list.contains(&&*folded)
}

/// `text` without forms of address before it and degrees after it.
fn without_address(mut text: &str) -> &str {
    while let Some((first, rest)) = text.split_once(' ') {
        if !is_one_of(first, &HONORIFICS) {
            break;
        }
        text = rest;
    }
    while let Some((rest, last)) = text.rsplit_once(' ') {
        let is_degree = is_one_of(last, &DEGREES)
            && (rest.ends_with(',') || last.contains('.') || last.ends_with(char::is_uppercase))
            && rest.contains(' ');
        if !is_degree {
            break;
        }
        text = rest.trim_end_matches(',');
    }
    text
}

/// Whether a name without a comma cannot be parted.
fn is_literal(text: &str) -> bool {
    let mut words = text.split(' ');
    let is_last_initial = words.next_back().is_some_and(|last| {
        let mut chars = last.chars();
        chars.next().is_some_and(char::is_alphabetic) && matches!(chars.as_str(), "" | ".")
    });
    !text.contains(' ') || is_last_initial || is_body(text)
}

fn is_body(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_numeric() || matches!(c, '@' | '/' | '_' | '&'))
        || text.split(' ').any(|word| is_one_of(word, &BODY_WORDS))
        || text
            .split(' ')
            .next()
            .is_some_and(|word| is_one_of(word, &["the"]))
}

/// "Family, Given", "Family, Given, Jr.", "Given Family, Jr.".
fn parse_inverted(before: &str, after: &str) -> Name {
    if is_one_of(after, &SUFFIXES) {
        let mut name = parse_natural(before);
        name.family = format!("{} {after}", name.family);
        return name;
    }
    if is_body(after) {
        return Name::parse(before);
    }
    if is_body(before) || after.is_empty() {
        return Name::literal(before);
    }
    let (given, suffix) = match after.split_once(',') {
        Some((given, last)) => (given, Some(last.trim())),
        None => (after, None),
    };
    let (given, particles) = trailing_particles(given.trim());
    let mut family = [particles, before].join(" ").trim().to_owned();
    if let Some(suffix) = suffix.filter(|suffix| is_one_of(suffix, &SUFFIXES)) {
        family = format!("{family} {suffix}");
    }
    Name {
        given: given.to_owned(),
        family,
    }
}

/// "Anna van der" of "Berg, Anna van der": the given name, and the particles.
fn trailing_particles(given: &str) -> (&str, &str) {
    let mut at = given.len();
    while let Some((before, word)) = given[..at].trim_end().rsplit_once(' ') {
        let is_particle = word.starts_with(char::is_lowercase) && is_one_of(word, &PARTICLES);
        if !is_particle {
            break;
        }
        at = before.len();
    }
    (&given[..at], given[at..].trim())
}

/// "Given Family": the family name is the last word, the particles before it
/// and the suffix after it included.
fn parse_natural(text: &str) -> Name {
    let words: Vec<&str> = text.split(' ').collect();
    let has_suffix = words.len() > 2 && words.last().is_some_and(|last| is_one_of(last, &SUFFIXES));
    let last = words.len() - 1 - usize::from(has_suffix);
    let particles = words[..last]
        .iter()
        .rev()
        .take_while(|word| PARTICLES.contains(&&*word.to_lowercase()));
    let family_at = (last - particles.count()).max(1).min(last);
    let family = words[family_at..].join(" ");
    Name {
        given: words[..family_at]
            .join(" ")
            .trim_end_matches(',')
            .to_owned(),
        family,
    }
}

/// Parts at commas where every part reads as a name of two words or more.
fn split_commas(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_full =
        |part: &&str| part.contains(' ') && !part.split(' ').all(|w| is_one_of(w, &DEGREES));
    if parts.iter().all(is_full) {
        parts
    } else {
        vec![text.trim()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, given: &str, family: &str) {
        let name = Name::parse(text);
        assert_eq!((&*name.given, &*name.family), (given, family), "{text}");
    }

    #[test]
    fn a_name_is_parted_in_either_order() {
        check("Wai-chew Sim", "Wai-chew", "Sim");
        check("Sim, Wai-chew", "Wai-chew", "Sim");
        check("Mary-Jane O’Neill", "Mary-Jane", "O’Neill");
        check("JOHN SMITH", "JOHN", "SMITH");
        check("  Ana \t Maria\u{a0}Costa ", "Ana Maria", "Costa");
        check("J. R. Marlow", "J. R.", "Marlow");
        check("Marlow, J. R.", "J. R.", "Marlow");
    }

    #[test]
    fn particles_and_suffixes_stay_with_the_family_name() {
        check("Anna van der Berg", "Anna", "van der Berg");
        check("van der Berg, Anna", "Anna", "van der Berg");
        check("Berg, Anna van der", "Anna", "van der Berg");
        check("Oscar De La Cruz", "Oscar", "De La Cruz");
        check("Van Tran", "Van", "Tran");
        check("Cy Tran Jr.", "Cy", "Tran Jr.");
        check("Cy Tran, Jr.", "Cy", "Tran Jr.");
        check("Tran, Cy, III", "Cy", "Tran III");
    }

    #[test]
    fn what_is_no_persons_full_name_is_literal() {
        check("Candidate 0000", "", "Candidate 0000");
        check("Emma S.", "", "Emma S.");
        check("bookworm_12", "", "bookworm_12");
        check("Sappho", "", "Sappho");
        check("The Lantern Society", "", "The Lantern Society");
        check("Hill Street School, Year 9", "", "Hill Street School");
        check("", "", "");
        check(" ,; ", "", "");
    }

    #[test]
    fn titles_and_degrees_are_dropped() {
        check("Dr. Jane Doe", "Jane", "Doe");
        check("Jane Doe, PhD", "Jane", "Doe");
        check("Prof. Dr Jane Doe", "Jane", "Doe");
        check("Jane Doe, University of Leeds", "Jane", "Doe");
        check("Jack Ma", "Jack", "Ma");
    }

    #[test]
    fn a_list_is_parted_between_full_names_only() {
        for (text, expected) in [
            ("Anna Berg, Bo Lim and Cy Tran", "Anna Berg|Bo Lim|Cy Tran"),
            ("Anna Berg & Bo Lim", "Anna Berg|Bo Lim"),
            ("Berg, Anna; Lim, Bo", "Anna Berg|Bo Lim"),
            ("Berg, Anna", "Anna Berg"),
            ("Berg, Anna, and Bo Lim", "Anna Berg|Bo Lim"),
            ("", ""),
        ] {
            let names = Name::parse_list(text);
            let found: Vec<_> = names.iter().map(ToString::to_string).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_and_keeps_a_family_name(text in "\\PC{0,40}") {
            let _ = Name::parse_list(&text);
            let name = Name::parse(&text);
            prop_assert!(!name.family.is_empty() || name.given.is_empty());
        }

        #[test]
        fn a_printed_name_is_read_as_it_was(text in "[A-Z][a-z]{2,8} [A-Z][a-z]{3,8}") {
            let name = Name::parse(&text);
            prop_assert_eq!(Name::parse(&name.to_string()), name);
        }
    }
}
