//! Style sheets of pages that word processors write: how a paragraph is set.
//!
//! Such pages have no element for a block quotation: it is a paragraph with
//! margins, given by a class or in its own `style`. No more of a style sheet
//! than that is read, and none of other pages, where margins are decoration.

use super::set_off::{Look, Stand};
use rustc_hash::FxHashMap;
use scraper::node::Element;

/// Most bytes of style sheets that are read; word processors write a tenth.
const MOST_BYTES: usize = 1 << 20;

/// What a rule says of paragraphs; `None` where it is silent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Rule {
    left: Option<i32>,
    right: Option<i32>,
    first: Option<i32>,
    is_centred: Option<bool>,
    is_bold: Option<bool>,
}

/// The rules of a page, by class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    classes: FxHashMap<String, Rule>,
}

impl Rules {
    /// Reads the rules for classes in a style sheet.
    pub(super) fn of(sheet: &str) -> Rules {
        let mut rules = Rules::default();
        for rule in super::clean::first_bytes(sheet, MOST_BYTES).split('}') {
            let Some((selectors, body)) = rule.split_once('{') else {
                continue;
            };
            let said = read_rule(body);
            for selector in selectors.split(',').filter(|_| said != Rule::default()) {
                if let Some((_, class)) = selector.trim().rsplit_once('.') {
                    let known = rules.classes.entry(class.to_owned()).or_default();
                    *known = said.over(*known);
                }
            }
        }
        rules
    }

    /// How the paragraphs in an element are set; `outer` is how the element is.
    pub(super) fn look(&self, element: &Element, outer: Look) -> Look {
        let said = self.said(element);
        let is_centred = said.is_centred.or(match element.attr("align") {
            Some(align) => Some(align.eq_ignore_ascii_case("center")),
            None => (element.name() == "center").then_some(true),
        });
        let stand = match is_centred {
            Some(true) => Stand::Centre,
            Some(false) => Stand::Left,
            None if element.name() == "li" => Stand::Item,
            None => outer.stand,
        };
        Look {
            left: outer.left.saturating_add(said.left.unwrap_or(0)),
            right: outer.right.saturating_add(said.right.unwrap_or(0)),
            first: said.first.unwrap_or(outer.first),
            stand,
            is_bold: said.is_bold.unwrap_or(outer.is_bold),
            ..outer
        }
    }

    /// Whether the words in an element within a line are bold; `outer` is whether it is.
    pub(super) fn is_bold(&self, element: &Element, outer: bool) -> bool {
        let is_named = matches!(element.name(), "b" | "strong");
        self.said(element).is_bold.unwrap_or(outer || is_named)
    }

    /// What the classes of an element and its own style say.
    fn said(&self, element: &Element) -> Rule {
        let classes = element
            .classes()
            .filter_map(|class| self.classes.get(class));
        let said = classes.fold(Rule::default(), |known, rule| rule.over(known));
        let own = element.attr("style").map(read_rule).unwrap_or_default();
        own.over(said)
    }
}

impl Rule {
    /// This rule, and where it is silent the one before it.
    fn over(self, before: Rule) -> Rule {
        Rule {
            left: self.left.or(before.left),
            right: self.right.or(before.right),
            first: self.first.or(before.first),
            is_centred: self.is_centred.or(before.is_centred),
            is_bold: self.is_bold.or(before.is_bold),
        }
    }
}

/// Reads what stands between the braces of a rule, or in a `style`.
fn read_rule(body: &str) -> Rule {
    let mut rule = Rule::default();
    for said in body.split(';') {
        let Some((name, value)) = said.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "margin-left" => rule.left = twips(value),
            "margin-right" => rule.right = twips(value),
            "text-indent" => rule.first = twips(value),
            "font-weight" => rule.is_bold = Some(is_bold(value)),
            "text-align" => rule.is_centred = Some(value.eq_ignore_ascii_case("center")),
            "margin" => {
                let sides: Vec<_> = value.split_whitespace().take(4).map(twips).collect();
                let side = |place: usize| sides.get(place).copied().flatten();
                rule.right = side(1).or(side(0));
                rule.left = side(3).or(rule.right);
            }
            _ => {}
        }
    }
    rule
}

/// Whether a weight of type is bold: by name, or from 600 on.
fn is_bold(weight: &str) -> bool {
    matches!(weight, "bold" | "bolder") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
}

/// A length in twips, twenty to a point.
fn twips(length: &str) -> Option<i32> {
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number: f64 = length[..length.len() - unit.len()].parse().ok()?;
    let points = match unit.to_ascii_lowercase().as_str() {
        "" | "pt" => 1.0,
        "px" => 0.75,
        "pc" | "em" | "rem" => 12.0,
        "in" => 72.0,
        "cm" => 28.35,
        "mm" => 2.835,
        _ => return None,
    };
    // A cast to an integer stops at its ends, whatever a page says.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a length has no fraction of a twip"
    )]
    let length = (number * points * 20.0).round() as i32;
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::{ElementRef, Html};

    fn check(markup: &str, left: i32, right: i32, stand: Stand) {
        let rules = Rules::of(
            "<!-- p.MsoNormal, li.MsoNormal {margin:0in;} --> .c1{margin-left:36pt;color:red;margin-right:.5in}
             .c2{text-align:center} p.MsoQuote{margin:0in 0in 0in 1cm} .c3{margin-left:9e99pt",
        );
        let page = Html::parse_fragment(markup);
        let element = page.root_element().children().find_map(ElementRef::wrap);
        let look = rules.look(element.expect("there is one").value(), Look::default());
        assert_eq!(
            (look.left, look.right, look.stand),
            (left, right, stand),
            "{markup}"
        );
    }

    #[test]
    fn margins_come_from_classes_and_styles() {
        check("<p class='c1'>", 720, 720, Stand::Left);
        check(
            "<p class='c1 c2' style='margin-left: 0'>",
            0,
            720,
            Stand::Centre,
        );
        check("<p class=MsoQuote>", 567, 0, Stand::Left);
        check("<p align=center>", 0, 0, Stand::Centre);
        check("<p class=c3 style='margin-left:50%'>", 0, 0, Stand::Left);
        check(
            "<p style='margin-left:99999999999pt'>",
            i32::MAX,
            0,
            Stand::Left,
        );
    }
}
