//! Character sets of RTF: what bytes above 127 mean in a file, in a font.
//!
//! The header names a code page for the file; a font may have its own, given
//! as the character set of Windows or Mac OS fonts. Sources: Rich Text Format
//! Specification 1.9.1, "Character Set" and "Font Table".

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use std::borrow::Cow;

/// The upper half of code page 437, DOS in America.
const DOS_AMERICAN: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟\
                            ╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// The upper half of code page 850, DOS in western Europe.
const DOS_WESTERN: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ\
                           ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How bytes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// In an encoding that the web knows.
    Web(&'static Encoding),
    /// By the upper half of a code page of DOS.
    Dos(&'static str),
    /// As pictures: the upper half are no letters.
    Symbols,
}

impl Charset {
    /// What a file is in that names no code page.
    pub(super) const ANSI: Charset = Charset::Web(WINDOWS_1252);
    /// What `\mac` names.
    pub(super) const MAC: Charset = Charset::Web(MACINTOSH);
    /// What `\pc` names.
    pub(super) const PC: Charset = Charset::Dos(DOS_AMERICAN);
    /// What `\pca` names.
    pub(super) const PCA: Charset = Charset::Dos(DOS_WESTERN);

    /// The code page `number` of Windows, as `\ansicpg` gives it.
    pub(super) fn of_code_page(number: i32) -> Option<Charset> {
        let label = match number {
            437 => return Some(Charset::PC),
            850 | 858 => return Some(Charset::PCA),
            874 => "windows-874",
            866 => "ibm866",
            932 | 10001 => "shift_jis",
            936 | 54936 | 10008 => "gbk",
            949 | 1361 | 10003 => "euc-kr",
            950 | 10002 => "big5",
            1250 => "windows-1250",
            1251 => "windows-1251",
            1253 => "windows-1253",
            1254 => "windows-1254",
            1255 => "windows-1255",
            1256 => "windows-1256",
            1257 => "windows-1257",
            1258 => "windows-1258",
            10000 | 10004..=10006 | 10010 | 10029 | 10079 | 10081 | 10082 => "macintosh",
            10007 | 10017 => "x-mac-cyrillic",
            20866 => "koi8-r",
            28592 => "iso-8859-2",
            65001 => "utf-8",
            1252 | 28591 => "windows-1252",
            _ => return None,
        };
        Encoding::for_label(label.as_bytes()).map(Charset::Web)
    }

    /// The character set `number` of a font, as `\fcharset` gives it; `None`
    /// if it is that of the file.
    pub(super) fn of_font(number: i32) -> Option<Charset> {
        let code_page = match number {
            0 => 1252,
            2 => return Some(Charset::Symbols),
            77 | 85 | 86 | 88 => 10000,
            78 | 128 => 932,
            79 | 129 | 130 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            89 => 10007,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 | 181 => 1255,
            178..=180 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        };
        Charset::of_code_page(code_page)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Charset::Web(encoding) => encoding.name(),
            Charset::Dos(DOS_AMERICAN) => "ibm437",
            Charset::Dos(_) => "ibm850",
            Charset::Symbols => "symbol",
        }
    }

    /// The text that `bytes` write. Programs that know no better write UTF-8
    /// where they said western: bytes that are well-formed UTF-8 are that.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let is_western = matches!(self, Charset::Web(e) if e == WINDOWS_1252 || e == MACINTOSH);
        if (is_western || bytes.is_ascii())
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return Cow::Borrowed(text);
        }
        match self {
            Charset::Web(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Charset::Dos(upper) => Cow::Owned(bytes.iter().map(|b| dos(*b, upper)).collect()),
            Charset::Symbols => {
                let plain = bytes.iter().filter(|b| b.is_ascii());
                Cow::Owned(plain.map(|b| char::from(*b)).collect())
            }
        }
    }
}

impl Default for Charset {
    fn default() -> Charset {
        Charset::ANSI
    }
}

fn dos(byte: u8, upper: &str) -> char {
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(place) => upper
            .chars()
            .nth(usize::from(place))
            .expect("a half has 128"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_by_code_page_and_font() {
        for (charset, bytes, text) in [
            (Charset::of_code_page(1252), &b"caf\xe9 \x97"[..], "café —"),
            (Charset::of_code_page(10000), b"\xd2caf\x8e\xd3", "“café”"),
            (Charset::of_code_page(437), b"caf\x82 \xff", "café \u{a0}"),
            (Charset::of_code_page(850), b"\xb5", "Á"),
            (Charset::of_code_page(1252), b"caf\xc3\xa9", "café"),
            (Charset::of_font(128), b"\x82\xa8", "お"),
            (Charset::of_font(204), b"\xcf", "П"),
            (Charset::of_font(2), b"\xb7a", "a"),
        ] {
            assert_eq!(charset.map(|c| c.decode(bytes)).as_deref(), Some(text));
        }
        assert_eq!(Charset::of_font(1), None);
        assert_eq!(Charset::of_code_page(-5), None);
        assert_eq!(DOS_AMERICAN.chars().count(), 128);
        assert_eq!(DOS_WESTERN.chars().count(), 128);
    }
}
