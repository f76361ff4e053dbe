//! Encodings: the bytes of a file as text, whatever wrote them.
//!
//! In order: byte order mark, UTF-32 and UTF-16 without one (by their NUL bytes), UTF-8,
//! UTF-8 with stray bytes, then `MacRoman` against windows-1252 by what their
//! marks would mean, and chardetng for the rest, which takes every `MacRoman`
//! file for windows-1252. Text that was encoded twice is put right.

use super::{Problem, ReadError};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes looked at to tell the encoding; enough for any essay's head.
const SAMPLE_BYTES: usize = 64 * 1024;

/// A file's text and how it was got.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text, line ends and controls as they were.
    pub(super) text: Cow<'a, str>,
    /// Name of the encoding.
    pub(super) encoding: String,
    /// What had to be put right.
    pub(super) problems: Vec<Problem>,
}

/// Decodes `bytes`; an encoding that a page names itself is believed.
///
/// # Errors
/// [`ReadError::Binary`] if they are no text in any encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let mut problems = Vec::new();
    let (text, encoding) = match unicode(bytes)? {
        Some(found) => found,
        None => match std::str::from_utf8(bytes) {
            Ok(text) if has_escapes(text) => (
                ISO_2022_JP.decode_without_bom_handling(bytes).0,
                ISO_2022_JP.name(),
            ),
            Ok(text) => (Cow::Borrowed(text), UTF_8.name()),
            Err(_) if is_mostly_utf8(bytes) => {
                problems.push(problem("mixed_encoding", "some bytes are not UTF-8"));
                (Cow::Owned(mend_utf8(bytes)), UTF_8.name())
            }
            Err(_) => {
                let encoding = super::page::declared_encoding(bytes)
                    .filter(|e| *e != UTF_8)
                    .unwrap_or_else(|| guess(bytes));
                (
                    encoding.decode_without_bom_handling(bytes).0,
                    encoding.name(),
                )
            }
        },
    };
    let text = mend_c1(text, &mut problems);
    let text = mend_double(text, &mut problems);
    Ok(Decoded {
        text,
        encoding: encoding.to_ascii_lowercase(),
        problems,
    })
}

/// Decodes `bytes` in an encoding that is stated outside of them.
pub(super) fn decode_as<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, encoding, _) = encoding.decode(bytes);
    Decoded {
        text,
        encoding: encoding.name().to_ascii_lowercase(),
        problems: Vec::new(),
    }
}

/// Makes a problem.
pub(super) fn problem(kind: &str, message: &str) -> Problem {
    Problem {
        kind: kind.to_owned(),
        message: message.to_owned(),
    }
}

/// Whether a text in ASCII switches to Japanese by escape sequences, as mail does.
fn has_escapes(text: &str) -> bool {
    text.is_ascii() && (text.contains("\u{1b}$B") || text.contains("\u{1b}$@"))
}

type Found<'a> = Option<(Cow<'a, str>, &'static str)>;

/// Text that says it is Unicode: a byte order mark, or the NULs of UTF-16.
fn unicode(bytes: &[u8]) -> Result<Found<'_>, ReadError> {
    if let Some(found) = utf32(bytes) {
        return Ok(Some(found));
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[mark_bytes..]).0;
        let is_text = encoding != UTF_8 || !is_binary(bytes);
        return if is_text {
            Ok(Some((text, encoding.name())))
        } else {
            Err(ReadError::Binary)
        };
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    // Summed without a short way out, so that the compiler tests many bytes at once.
    let controls = |block: &[u8]| {
        let is_control = |b: &u8| b.wrapping_sub(b'\t') > 4 && *b < b' ';
        block.iter().map(|b| u32::from(is_control(b))).sum::<u32>()
    };
    if sample.chunks(1024).all(|block| controls(block) == 0) {
        return Ok(None);
    }
    let nuls = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, units) = (nuls(0), nuls(1), sample.len() / 2);
    let wide = |zeros: usize, others: usize| zeros * 3 > units && others * 20 <= units;
    let encoding = match () {
        () if units > 1 && wide(odd, even) => UTF_16LE,
        () if units > 1 && wide(even, odd) => UTF_16BE,
        () if is_binary(sample) => return Err(ReadError::Binary),
        () => return Ok(None),
    };
    let text = encoding.decode_without_bom_handling(bytes).0;
    let odd = text
        .chars()
        .filter(|c| (c.is_control() && !c.is_whitespace()) || *c == char::REPLACEMENT_CHARACTER)
        .count();
    if odd * 20 > units {
        return Err(ReadError::Binary);
    }
    Ok(Some((text, encoding.name())))
}

/// UTF-32, by its byte order mark or because each character has two NULs.
fn utf32(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    let units = |swap: fn([u8; 4]) -> u32| {
        let (units, _) = bytes.as_chunks::<4>();
        units.iter().map(move |unit| char::from_u32(swap(*unit)))
    };
    let (first, _) = bytes.split_first_chunk::<4>()?;
    let (name, swap): (_, fn([u8; 4]) -> u32) = match first {
        [0xff, 0xfe, 0, 0] | [1..=255, _, 0, 0] => ("utf-32le", u32::from_le_bytes),
        [0, 0, 0xfe, 0xff] | [0, 0, _, 1..=255] => ("utf-32be", u32::from_be_bytes),
        _ => return None,
    };
    let is_text = units(swap).all(|c| c.is_some_and(|c| c != '\0'));
    let text = units(swap).flatten().filter(|c| *c != '\u{feff}');
    is_text.then(|| (Cow::Owned(text.collect()), name))
}

/// Whether more than one byte in fifty is a NUL, or one in ten a control.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let is_nul = |b: &u8| *b == 0;
    let nuls = sample.iter().copied().filter(is_nul).count();
    let is_control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t'..=b'\r' | 0x1a | 0x1b);
    let controls = sample.iter().filter(|b| is_control(b)).count();
    nuls * 50 > sample.len() || controls * 10 > sample.len()
}

/// Whether stray bytes are few beside well-formed UTF-8 sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += chunk.invalid().len();
    }
    good > bad * 2
}

fn mend_utf8(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    out
}

/// One byte in this many, at most, is no ASCII in western prose.
const WESTERN_SHARE: usize = 40;

/// What chardetng takes `sample` for.
fn detected(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding of bytes that are no Unicode.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let high = sample.iter().filter(|b| **b >= 0x80).count();
    if high * 5 > sample.len() {
        return detected(sample);
    }
    let (mac, windows) = western_evidence(sample);
    if high * WESTERN_SHARE > sample.len() && mac.max(windows) * 3 < high * 2 {
        return detected(sample);
    }
    if mac > windows {
        MACINTOSH
    } else {
        WINDOWS_1252
    }
}

/// How many bytes make sense where they stand as `MacRoman`, as windows-1252.
fn western_evidence(bytes: &[u8]) -> (usize, usize) {
    let at = |i: Option<usize>| i.and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    let (mut mac, mut windows) = (0, 0);
    for (i, byte) in bytes.iter().enumerate().filter(|(_, b)| **b >= 0x80) {
        let before = at(i.checked_sub(1));
        let after = at(Some(i + 1));
        let in_word = before.is_ascii_lowercase() || after.is_ascii_lowercase();
        let inside = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
        let opens = !before.is_ascii_alphanumeric() && after.is_ascii_graphic();
        let closes = before.is_ascii_graphic() && !after.is_ascii_alphanumeric();
        let (sense_mac, sense_windows) = match byte {
            0xd2 | 0xd4 => (opens, false),
            0xd3 => (closes, in_word),
            0xd5 => (inside || closes, false),
            0xd0 | 0xd1 | 0xc9 | 0xca => (!before.is_ascii_uppercase(), false),
            0x93 | 0x91 => (inside, opens),
            0x94 => (inside, closes),
            0x92 => (false, inside || closes),
            0x85 | 0x96 | 0x97 => (inside && *byte != 0x85, !inside),
            0x8e | 0x8f | 0x87 | 0x88 | 0x8a | 0x8d | 0x90 | 0x9a | 0x9f | 0x9c => (in_word, false),
            0xe0..=0xff => (false, in_word),
            _ => (false, false),
        };
        mac += usize::from(sense_mac);
        windows += usize::from(sense_windows);
    }
    (mac, windows)
}

/// Reads C1 controls as what windows-1252 has in their place.
fn mend_c1<'a>(text: Cow<'a, str>, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let is_c1 = |c: char| matches!(c, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}');
    if !text.as_bytes().contains(&0xc2) || !text.contains(is_c1) {
        return text;
    }
    // Inside twice-encoded text they are bytes: leave them to `mend_double`.
    if text.contains("â\u{80}") || text.contains("Ã\u{83}") {
        return text;
    }
    problems.push(problem(
        "c1_controls",
        "windows-1252 marks stand in Unicode text",
    ));
    Cow::Owned(
        text.chars()
            .map(|c| if is_c1(c) { windows_char(c) } else { c })
            .collect(),
    )
}

fn windows_char(c: char) -> char {
    let byte = u8::try_from(c as u32).unwrap_or(b'?');
    WINDOWS_1252
        .decode_without_bom_handling(&[byte])
        .0
        .chars()
        .next()
        .unwrap_or(c)
}

/// Puts right UTF-8 that was taken for windows-1252 and encoded again.
fn mend_double<'a>(text: Cow<'a, str>, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let has_lead = [0xc3, 0xc5, 0xc4]
        .iter()
        .any(|b| text.as_bytes().contains(b));
    if !has_lead {
        return text;
    }
    let Some(mended) = decode_again(&text) else {
        return text;
    };
    problems.push(problem(
        "double_encoded",
        "its text was encoded twice; this was put right",
    ));
    // Thrice-encoded files exist; a fourth time was never seen.
    Cow::Owned(decode_again(&mended).unwrap_or(mended))
}

/// The text with each twice-encoded character decoded; `None` if it has none.
fn decode_again(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut is_mended = false;
    let mut rest = text;
    while let Some(at) = rest.find(['â', 'Ã', 'Â', 'Å', 'Ä', 'Ë', 'ï', 'ð']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = twice_encoded(rest).unwrap_or_else(|| {
            let c = rest.chars().next().expect("`find` found a character");
            (c, c.len_utf8())
        });
        is_mended |= !rest.starts_with(c);
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    is_mended.then_some(out)
}

/// The character whose bytes, each as a character, open `rest`; and how many
/// bytes of `rest` they take.
fn twice_encoded(rest: &str) -> Option<(char, usize)> {
    let mut bytes = [0_u8; 4];
    let mut taken = 0;
    for (i, c) in rest.chars().take(4).enumerate() {
        let Some(byte) = windows_byte(c) else { break };
        bytes[i] = byte;
        taken += c.len_utf8();
        if let Ok(found) = std::str::from_utf8(&bytes[..=i]) {
            let found = found.chars().next().filter(|c| !c.is_ascii())?;
            return Some((found, taken));
        }
    }
    // The closing mark's last byte has no character: editors drop it.
    let after = rest.strip_prefix("â€")?;
    let is_alone = after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    is_alone.then_some(('\u{201d}', "â€".len()))
}

fn windows_byte(c: char) -> Option<u8> {
    match c as u32 {
        0x80..=0xff => u8::try_from(c as u32).ok(),
        _ if c.is_ascii() => None,
        _ => {
            let mut buffer = [0_u8; 4];
            let (bytes, _, has_errors) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            match *bytes {
                [byte] if !has_errors => Some(byte),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).expect("it is text");
        assert_eq!((&*decoded.encoding, &*decoded.text), (encoding, text));
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        check("café “x”".as_bytes(), "utf-8", "café “x”");
        check(b"\xef\xbb\xbfplain", "utf-8", "plain");
        check(
            b"Kathy\x92s \x93caf\xe9\x94 \x96 so",
            "windows-1252",
            "Kathy’s “café” – so",
        );
        check(
            b"Kathy\xd5s \xd2clich\x8e,\xd3 she says \xd1 so",
            "macintosh",
            "Kathy’s “cliché,” she says — so",
        );
        check(b"a\0b\0\x19\x20c\0d\0 \0e\0", "utf-16le", "ab’cd e");
        check(b"\xfe\xff\0a\0b", "utf-16be", "ab");
        check(b"\0a\0b\0c\0d", "utf-16be", "abcd");
        check(b"\xff\xfe\0\0a\0\0\0\x19\x20\0\0", "utf-32le", "a\u{2019}");
        check(b"\0\0\0a\0\0\x20\x19", "utf-32be", "a\u{2019}");
        check(b"\x1b$B$3$N\x1b(B so", "iso-2022-jp", "\u{3053}\u{306e} so");
        check(
            b"Naukowcy zauwa\xbfyli, \xbfe zmiana rytmu snu mo\xbfe go rozregulowa\xe6, a \xb6wiat \xb6pi sobie d\xb3u\xbfej.",
            "iso-8859-2",
            "Naukowcy zauważyli, że zmiana rytmu snu może go rozregulować, a świat śpi sobie dłużej.",
        );
    }

    #[test]
    fn text_encoded_twice_is_put_right() {
        check(
            "Kathyâ€™s â€œcafÃ©â€\u{9d} â€“ so".as_bytes(),
            "utf-8",
            "Kathy’s “café” – so",
        );
        check(
            "â€œno last byteâ€ so".as_bytes(),
            "utf-8",
            "“no last byte” so",
        );
        check("Une tâche, Ângela".as_bytes(), "utf-8", "Une tâche, Ângela");
    }

    #[test]
    fn stray_bytes_and_controls_are_read_as_windows_1252() {
        check(
            "“Kathy’s” and \u{92}90s".as_bytes(),
            "utf-8",
            "“Kathy’s” and ’90s",
        );
        check(
            b"\xe2\x80\x9cone\xe2\x80\x9d \xe2\x80\x9ctwo\xe2\x80\x9d it\x92s",
            "utf-8",
            "“one” “two” it’s",
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(
            decode(&[0, 1, 2, 3, 0, 0, 9, 200]).err(),
            Some(ReadError::Binary)
        );
    }
}
