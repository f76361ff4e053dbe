//! Names in a query: words that a profile knows as a theme, a character or a
//! place. They are searched for as words; who wants only passages that are
//! tagged so is told the field to add.

use super::{Node, fields};
use crate::profile::Profile;

/// The longest name that is looked for, in words.
const LONGEST: usize = 4;
/// Words of a query among which names are looked for: a pasted page names all.
const LOOKED_AT: usize = 24;

/// The fields that would keep a query to the themes, characters and places it
/// names, each once, in its order.
#[must_use]
pub fn names(profile: &Profile, node: &Node) -> Vec<Node> {
    let mut words: Vec<&str> = Vec::new();
    node.each_word(&mut |word| words.push(word));
    words.truncate(LOOKED_AT);
    let known = profile.known_names();
    let mut found: Vec<Node> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = LONGEST.min(words.len() - at);
        let named = (1..=longest).rev().find_map(|count| {
            let name = words[at..at + count].join(" ");
            let is_known = known.may_hold(&name);
            let fields = is_known.then(|| fields::naming(profile, &name))?;
            (!fields.is_empty()).then_some((count, fields))
        });
        let (count, fields) = named.unwrap_or((1, Vec::new()));
        at += count;
        for field in fields {
            if !found.contains(&field) && !node.holds(&field) {
                found.push(field);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::parse;

    #[test]
    fn what_a_query_names_is_known_by_the_profile() {
        let profile = Profile::built_in("never-let-me-go").expect("it is built in");
        for (query, found) in [
            ("Hailsham memory", "place:Hailsham theme:memory"),
            ("kathy h. and the tape", "character:\"Kathy H.\""),
            ("memory theme:memory -tommy", ""),
            ("tape lost", ""),
        ] {
            let node = parse(query).expect("a query").expect("words");
            let fields: Vec<String> = names(&profile, &node)
                .iter()
                .map(ToString::to_string)
                .collect();
            assert_eq!(fields.join(" "), found, "{query}");
        }
    }
}
