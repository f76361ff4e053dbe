//! Front matter: the fields that stand above a Markdown text.
//!
//! YAML is read as the plain lines essays have (`key: value`, lists, one level
//! of nesting), not as the whole language; TOML by its own crate.

use super::markdown::plain_line;
use super::metadata::{Stated, field_of};

/// Reads YAML front matter; what is not understood is passed over.
pub(super) fn yaml(text: &str) -> Stated {
    let mut stated = Stated::default();
    let mut field = "";
    for line in &whole_lines(text) {
        let is_nested = line.starts_with([' ', '\t']) || line.trim_start().starts_with('-');
        let item = line.trim().trim_start_matches("- ").trim();
        match split_pair(item) {
            Some((key, value)) if !is_nested => {
                field = field_of(key);
                take_value(&mut stated, field, value);
            }
            Some((key, value)) if is_nested && matches!(key.trim(), "name" | "literal") => {
                take_value(&mut stated, field, value);
            }
            Some(_) if is_nested && field == "author" => {}
            _ if is_nested && !item.is_empty() => take_value(&mut stated, field, item),
            _ => {}
        }
    }
    stated
}

/// The lines of front matter, with those that go on a value joined to it: lines
/// of a block (`|`, `>`), of a quotation not closed, or indented below plain words.
fn whole_lines(text: &str) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in text.lines() {
        let is_indented = line.starts_with([' ', '\t']);
        let open = whole.last().and_then(|last| split_pair(last));
        let open = open.filter(|(_, value)| is_indented && is_open(value, line));
        let marks = open.map(|(_, value)| if is_block(value) { value.len() } else { 0 });
        match (marks, whole.last_mut()) {
            (Some(marks), Some(last)) => {
                last.truncate(last.trim_end().len() - marks);
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => whole.push(line.to_owned()),
        }
    }
    whole
}

fn is_block(value: &str) -> bool {
    matches!(value, "|" | ">" | "|-" | ">-")
}

/// Whether `line`, indented below it, goes on `value`.
fn is_open(value: &str, line: &str) -> bool {
    let is_quoted = |mark: char| {
        let rest = value.strip_prefix(mark);
        rest.is_some_and(|rest| !rest.ends_with(mark))
    };
    let is_item = line.trim_start().starts_with("- ") || split_pair(line.trim()).is_some();
    let is_plain = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']) && !is_item;
    is_quoted('"') || is_quoted('\'') || is_block(value) || is_plain
}

/// `key: value`, where the colon ends the key.
fn split_pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (is_key && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((key, value.trim()))
}

fn take_value(stated: &mut Stated, field: &str, value: &str) {
    let value = value.trim();
    if let Some(list) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        for item in list.split(',') {
            stated.take(field, unquote(item));
        }
        return;
    }
    let value = unquote(value);
    match field {
        _ if is_block(value) || matches!(value, "null" | "~") => {}
        "title" | "container" => stated.take(field, &plain_line(value)),
        _ => stated.take(field, value),
    }
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    let within = |mark: char| value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value).trim()
}

/// Reads TOML front matter; a table that does not parse states nothing.
pub(super) fn toml(text: &str) -> Stated {
    let mut stated = Stated::default();
    let Ok(table) = text.parse::<toml::Table>() else {
        return stated;
    };
    for (key, value) in &table {
        let field = field_of(key);
        match value {
            toml::Value::Array(items) => {
                for item in items {
                    take_toml(&mut stated, field, item);
                }
            }
            _ => take_toml(&mut stated, field, value),
        }
    }
    stated
}

fn take_toml(stated: &mut Stated, field: &str, value: &toml::Value) {
    match value {
        toml::Value::String(text) => stated.take(field, text),
        toml::Value::Integer(number) => stated.take(field, &number.to_string()),
        toml::Value::Datetime(date) => stated.take(field, &date.to_string()),
        toml::Value::Table(table) => {
            if let Some(name) = table.get("name").and_then(toml::Value::as_str) {
                stated.take(field, name);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stated: &Stated, expected: &str) {
        let r = &stated.reference;
        let authors: Vec<_> = r.authors.iter().map(ToString::to_string).collect();
        let date = r.date.map(|d| d.to_string()).unwrap_or_default();
        let title = r.title.clone().unwrap_or_default();
        assert_eq!(
            format!("{title} / {} / {date}", authors.join(", ")),
            expected
        );
    }

    #[test]
    fn yaml_lists_and_pairs_are_read() {
        check(
            &yaml("title: \"On Waiting: a Study\"\nauthor: Ann Bell\ndate: 2019-05-12\n"),
            "On Waiting: a Study / Ann Bell / 2019-05-12",
        );
        check(
            &yaml("authors:\n  - name: Ann Bell\n  - Cy Dow\nyear: 2019"),
            " / Ann Bell, Cy Dow / 2019",
        );
        check(
            &yaml("author: [Ann Bell, 'Cy Dow']\n"),
            " / Ann Bell, Cy Dow / ",
        );
        check(&yaml(":::\n- \n\t: x"), " /  / ");
    }

    #[test]
    fn a_title_may_run_over_lines_and_have_markup() {
        let expected = "1984: Doors in *W / Ann Bell / ";
        check(
            &yaml("author: Ann Bell\ntitle: \"1984: *Doors*\n  in *W\"\n"),
            expected,
        );
        check(
            &yaml("author:\n- Ann Bell\ntitle: >\n  1984: __Doors__\n  in *W\n"),
            expected,
        );
        check(
            &yaml("title: 1984: Doors\n  in *W\nauthor:\n  - name: Ann Bell\n    email: a\n"),
            expected,
        );
    }

    #[test]
    fn toml_dates_are_read() {
        check(
            &toml("title = 'On Waiting'\nauthor = 'Tadhg Ó Broin'\ndate = 2019-02-08T22:10:00Z\n"),
            "On Waiting / Tadhg Ó Broin / 2019-02-08",
        );
        check(&toml("= broken"), " /  / ");
    }
}
