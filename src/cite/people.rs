//! Lists of names as the styles print them.
//!
//! Sources: MLA Handbook, 9th ed., 5.3-5.23 and 6.4-6.7; APA Publication
//! Manual, 7th ed., 8.17 and 9.7-9.12; Chicago Manual of Style, 17th ed., 14.76.

use super::Name;
use std::fmt::Write as _;

/// Names an APA list prints in full; of more, the first 19 and the last.
const APA_NAMES: usize = 20;

/// Names a Chicago bibliography prints; of more, the first seven.
const CHICAGO_NAMES: usize = 10;

/// "Berg, Anna", "Tran, Cy, Jr."; a literal name as it is.
fn inverted(name: &Name) -> String {
    with_given(name, &name.given)
}

/// "Berg, A. M."; a literal name as it is.
fn initialled(name: &Name) -> String {
    with_given(name, &initials(&name.given))
}

fn with_given(name: &Name, given: &str) -> String {
    let (family, suffix) = name.family_and_suffix();
    let mut out = family.to_owned();
    for part in [Some(given), suffix]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
    {
        out.push_str(", ");
        out.push_str(part);
    }
    out
}

/// The initials of given names, hyphens kept: "Mary-Jane Ada" is "M.-J. A.".
pub(super) fn initials(given: &str) -> String {
    let mut out = String::new();
    let mut joint = "";
    for part in given.split_inclusive([' ', '-', '.']) {
        if let Some(first) = part.chars().find(|c| c.is_alphabetic()) {
            let _ = write!(out, "{joint}{first}.");
            joint = " ";
        }
        if part.ends_with('-') && !out.is_empty() {
            joint = "-";
        }
    }
    out
}

/// "Berg, Anna, and Bo Lim"; of three or more, the first and "et al.".
pub(super) fn mla_list(names: &[Name]) -> String {
    match names {
        [] => String::new(),
        [only] => inverted(only),
        [first, second] => format!("{}, and {second}", inverted(first)),
        [first, ..] => format!("{}, et al.", inverted(first)),
    }
}

/// "Berg, A., & Lim, B.".
pub(super) fn apa_list(names: &[Name]) -> String {
    let names: Vec<String> = names.iter().map(initialled).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) if before.len() >= APA_NAMES => {
            format!("{}, . . . {last}", before[..APA_NAMES - 1].join(", "))
        }
        Some((last, before)) => format!("{}, & {last}", before.join(", ")),
    }
}

/// "Berg, Anna, Bo Lim, and Cy Tran".
pub(super) fn chicago_list(names: &[Name]) -> String {
    let Some((first, others)) = names.split_first() else {
        return String::new();
    };
    let mut printed = vec![inverted(first)];
    printed.extend(others.iter().map(ToString::to_string));
    if printed.len() > CHICAGO_NAMES {
        return format!("{}, et al.", printed[..7].join(", "));
    }
    match printed.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{}, and {last}", before.join(", ")),
        _ => printed.join(""),
    }
}

/// "Anna Berg, Bo Lim, and Cy Tran", as a Chicago note begins; of four or more,
/// the first and "et al.".
pub(super) fn chicago_note(names: &[Name]) -> String {
    match names {
        [] => String::new(),
        [only] => only.to_string(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second}, and {third}"),
        [first, ..] => format!("{first} et al."),
    }
}

/// "Berg", "Berg and Lim", "Berg et al.", with the `and` of the style; of more
/// than `most`, the first and "et al.".
pub(super) fn families(names: &[Name], and: &str, most: usize) -> String {
    let families: Vec<&str> = names
        .iter()
        .map(|name| name.family_and_suffix().0)
        .collect();
    match &families[..] {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, ..] if families.len() > most => format!("{first} et al."),
        [first, second] => format!("{first} {and} {second}"),
        [before @ .., last] => format!("{}, {and} {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(names: &str, expected: Expect) {
        let names = Name::parse_list(names);
        let found = [
            mla_list(&names),
            apa_list(&names),
            chicago_list(&names),
            chicago_note(&names),
            families(&names, "&", 2),
            families(&names, "and", 3),
        ];
        expected.assert_eq(&(found.join("\n") + "\n"));
    }

    #[test]
    fn one_name_is_inverted() {
        check(
            "Mary-Jane Ada O’Neill",
            expect![[r#"
                O’Neill, Mary-Jane Ada
                O’Neill, M.-J. A.
                O’Neill, Mary-Jane Ada
                Mary-Jane Ada O’Neill
                O’Neill
                O’Neill
            "#]],
        );
        check(
            "Candidate 0000",
            expect![[r#"
                Candidate 0000
                Candidate 0000
                Candidate 0000
                Candidate 0000
                Candidate 0000
                Candidate 0000
            "#]],
        );
    }

    #[test]
    fn particles_and_suffixes_go_where_the_styles_put_them() {
        check(
            "Anna van der Berg and Cy J.R. Tran Jr.",
            expect![[r#"
                van der Berg, Anna, and Cy J.R. Tran Jr.
                van der Berg, A., & Tran, C. J. R., Jr.
                van der Berg, Anna, and Cy J.R. Tran Jr.
                Anna van der Berg and Cy J.R. Tran Jr.
                van der Berg & Tran
                van der Berg and Tran
            "#]],
        );
    }

    #[test]
    fn three_names_are_et_al_where_the_style_says_so() {
        check(
            "Anna Berg, Bo Lim and Wai-chew Sim",
            expect![[r#"
                Berg, Anna, et al.
                Berg, A., Lim, B., & Sim, W.-c.
                Berg, Anna, Bo Lim, and Wai-chew Sim
                Anna Berg, Bo Lim, and Wai-chew Sim
                Berg et al.
                Berg, Lim, and Sim
            "#]],
        );
    }
}
