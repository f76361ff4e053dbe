//! Control words of RTF that name a destination or a character.

use super::state::{Sink, State};

/// What a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Nothing that is read.
    Skipped,
    /// Other groups, of which some are read.
    Container,
    /// The same text twice, the second time in Unicode.
    Alternatives,
    /// The text of alternatives in Unicode.
    Unicode,
    /// The table of fonts.
    Fonts,
    /// The style sheet.
    Styles,
    /// What the file says of itself.
    Info,
    /// A property.
    Property(&'static str),
    /// A property that is a moment.
    Moment(&'static str),
    /// What stands before a list item.
    Item,
    /// What a field computes.
    Instruction,
    /// A footnote or endnote.
    Note,
    /// A text box.
    Box,
}

/// The destination that `word` names in a group of this state; `None` if it
/// names none. One that is starred and unknown is to be stepped over.
pub(super) fn destination(word: &[u8], is_starred: bool, state: &State) -> Option<Destination> {
    let found = match (word, state.sink) {
        (b"fonttbl", _) => Destination::Fonts,
        (b"stylesheet", _) => Destination::Styles,
        (b"info", _) => Destination::Info,
        (b"title", Sink::Info) => Destination::Property("title"),
        (b"author", Sink::Info) => Destination::Property("creator"),
        (b"company", Sink::Info) => Destination::Property("company"),
        (b"creatim", Sink::Info) => Destination::Moment("created"),
        (b"revtim", Sink::Info) => Destination::Moment("modified"),
        (b"footnote", Sink::Text) if state.is_seen() => Destination::Note,
        (b"listtext" | b"pntext", Sink::Text) => Destination::Item,
        (b"fldinst", Sink::Text) => Destination::Instruction,
        (b"fldrslt", Sink::Text) if state.is_computed => Destination::Skipped,
        (b"shptxt" | b"dptxbxtext", Sink::Text | Sink::Nowhere) if state.is_seen() => {
            Destination::Box
        }
        (b"shpinst" | b"do", Sink::Text | Sink::Nowhere) => Destination::Container,
        (b"upr", _) => Destination::Alternatives,
        (b"ud", Sink::Nowhere) => Destination::Unicode,
        // A style of characters is starred, and stands in the sheet all the same.
        (b"cs" | b"ts" | b"ds", Sink::Styles) => return None,
        _ if is_starred || is_skipped(word) => Destination::Skipped,
        _ => return None,
    };
    Some(found)
}

/// Whether `word` names a destination that no program stars, and that is no
/// text of the essay.
fn is_skipped(word: &[u8]) -> bool {
    matches!(
        word,
        b"colortbl"
            | b"pict"
            | b"nonshppict"
            | b"object"
            | b"shprslt"
            | b"sp"
            | b"mmath"
            | b"header"
            | b"headerl"
            | b"headerr"
            | b"headerf"
            | b"footer"
            | b"footerl"
            | b"footerr"
            | b"footerf"
            | b"footnote"
            | b"ftnsep"
            | b"ftnsepc"
            | b"ftncn"
            | b"aftnsep"
            | b"aftnsepc"
            | b"aftncn"
            | b"annotation"
            | b"atnid"
            | b"atnauthor"
            | b"listtext"
            | b"pntext"
            | b"nonesttables"
            | b"xe"
            | b"tc"
            | b"tcn"
            | b"rxe"
            | b"txe"
            | b"private"
            | b"template"
            | b"filetbl"
            | b"listtable"
            | b"listoverridetable"
            | b"revtbl"
            | b"rsidtbl"
            | b"factoidname"
            | b"xmlnstbl"
            | b"themedata"
            | b"formfield"
            | b"fldtype"
            | b"generator"
            | b"userprops"
            | b"background"
            | b"subject"
            | b"operator"
            | b"keywords"
            | b"doccomm"
            | b"comment"
            | b"hlinkbase"
            | b"printim"
            | b"buptim"
    )
}

/// The characters that `word` names.
pub(super) fn special(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"tab" => "\t",
        b"line" | b"lbr" => "\n",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"emdash" => "—",
        b"endash" => "–",
        b"bullet" => "•",
        b"emspace" | b"enspace" | b"qmspace" => " ",
        _ => return None,
    })
}

/// Whether a field with this instruction lists parts of the essay, or counts
/// its pages: none of that is text of the author's.
pub(super) fn is_computed(instruction: &str) -> bool {
    let name = instruction.split_whitespace().next().unwrap_or("");
    ["TOC", "INDEX", "PAGE", "NUMPAGES", "NUMWORDS"]
        .iter()
        .any(|n| n.eq_ignore_ascii_case(name))
}
