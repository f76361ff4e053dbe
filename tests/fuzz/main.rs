//! Fuzzes the readers: seeds of a format, damaged at random, are read as long
//! as the clock runs. Reading has to give an essay or an error, in time;
//! `scripts/fuzz` runs this for every format, within limits of memory.
//!
//! Archives are damaged inside and packed again, so that what is in them is
//! reached. Whatever is read wrongly is kept, to become a test.

use norfolk::read;
use std::error::Error;
use std::io::{self, Cursor, Read, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const HELP: &str = "\
Read damaged files of a format, again and again

usage: fuzz FORMAT SEEDS SECONDS FINDINGS [NUMBER]

Reads the files FORMAT* of the folder SEEDS, damaged in ways that NUMBER
decides, for so many SECONDS. What makes norfolk panic or takes it longer than
two seconds is kept in the folder FINDINGS; so is the file being read, in case
the process dies of it. Exits with 1 if anything was found.";

/// Longest that a damaged seed, all of them small, may take.
const LONGEST: Duration = Duration::from_secs(2);
/// Largest file that is read, in bytes.
const LARGEST: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (format, seeds, seconds, findings, number) = match args.as_slice() {
        [format, seeds, seconds, findings] => (*format, seeds, seconds, findings, "1"),
        [format, seeds, seconds, findings, number] => (*format, seeds, seconds, findings, *number),
        _ => return Ok(writeln!(io::stdout(), "{HELP}")?),
    };
    let seeds = load(Path::new(seeds), format)?;
    if seeds.is_empty() {
        return Err(format!("no seed of `{format}`").into());
    }
    let findings = PathBuf::from(findings);
    fs::create_dir_all(&findings)?;
    std::panic::set_hook(Box::new(|_| {}));
    let mut chance = Chance(number.parse::<u64>()?.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let until = Instant::now() + Duration::from_secs(seconds.parse()?);
    let (mut reads, mut essays, mut found) = (0_u64, 0_u64, 0_u64);
    let mut longest = Duration::ZERO;
    while Instant::now() < until {
        let bytes = damaged(&seeds, &mut chance);
        fs::write(findings.join(format!("{format}.current")), &bytes)?;
        let began = Instant::now();
        let outcome = catch_unwind(|| read::read(&bytes, &format!("a.{format}")).is_ok());
        let took = began.elapsed();
        longest = longest.max(took);
        reads += 1;
        essays += u64::from(matches!(outcome, Ok(true)));
        if outcome.is_err() || took > LONGEST {
            found += 1;
            fs::write(findings.join(format!("{format}.{number}.{found}")), &bytes)?;
        }
    }
    fs::remove_file(findings.join(format!("{format}.current")))?;
    let longest = longest.as_millis();
    writeln!(
        io::stdout(),
        "{format:5} {reads:>10} reads, {essays:>10} essays, {found} findings, longest {longest} ms"
    )?;
    if found > 0 {
        return Err(format!("{found} findings in `{}`", findings.display()).into());
    }
    Ok(())
}

fn load(folder: &Path, format: &str) -> io::Result<Vec<Vec<u8>>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == format));
    paths.sort();
    paths.into_iter().map(fs::read).collect()
}

/// Random numbers (xorshift64*, Vigna 2016): the same for the same start.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`; 0 if that is 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a length fits in 64 bits").max(1);
        usize::try_from(self.next() % end).expect("it is below a length")
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// One of the seeds, damaged.
fn damaged(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let seed = chance.pick(seeds).clone();
    let other = chance.pick(seeds).clone();
    let is_repacked = chance.below(8) != 0;
    let mut bytes = seed;
    if let Some(archive) = members(&bytes).filter(|_| is_repacked) {
        bytes = repacked(archive, &members(&other).unwrap_or_default(), chance);
    } else {
        damage(&mut bytes, &other, chance);
    }
    bytes.truncate(LARGEST);
    bytes
}

type Member = (String, Vec<u8>);

/// What is in an archive; `None` if it is none.
fn members(bytes: &[u8]) -> Option<Vec<Member>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).ok()?;
        let mut content = Vec::new();
        member.read_to_end(&mut content).ok()?;
        let name = member.name().ok()?.into_owned();
        members.push((name, content));
    }
    Some(members)
}

fn repacked(mut archive: Vec<Member>, other: &[Member], chance: &mut Chance) -> Vec<u8> {
    for _ in 0..=chance.below(2) {
        let at = chance.below(archive.len());
        let of_other = other.iter().find(|(name, _)| *name == archive[at].0);
        let of_other = of_other.map_or(&[][..], |(_, content)| content);
        match chance.below(12) {
            0 => drop(archive.remove(at)),
            1 => archive[at].1 = of_other.to_vec(),
            _ => damage(&mut archive[at].1, of_other, chance),
        }
        if archive.is_empty() {
            break;
        }
    }
    let method = *chance.pick(&[CompressionMethod::Stored, CompressionMethod::Deflated]);
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in archive {
        // Two members of one name are no fault of the reader's.
        if writer.start_file(name, options).is_ok() {
            writer.write_all(&content).expect("a vector takes all");
        }
    }
    writer.finish().expect("a vector takes all").into_inner()
}

/// Numbers that readers trip over.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "1",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967296",
    "999999999999",
    "1e9",
];

/// Damages bytes in one to four ways.
fn damage(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(64)).min(bytes.len());
        match chance.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let again = bytes[at..end].repeat(1 + chance.below(200));
                drop(bytes.splice(at..at, again));
            }
            4 => {
                let (start, end) = token(other, chance);
                drop(bytes.splice(at..at, other[start..end].to_vec()));
            }
            5 => {
                let (start, end) = token(bytes, chance);
                drop(bytes.drain(start..end));
            }
            6 => {
                let (start, end) = token(bytes, chance);
                let most = (LARGEST / (end - start).max(1)).min(2000);
                let again = bytes[start..end].repeat(1 + chance.below(most));
                drop(bytes.splice(start..start, again));
            }
            7 => number(bytes, chance),
            _ => {
                let random: Vec<u8> = (0..chance.below(8))
                    .map(|_| chance.next().to_le_bytes()[0])
                    .collect();
                drop(bytes.splice(at..end, random));
            }
        }
        bytes.truncate(LARGEST);
    }
}

/// A stretch between two marks of markup.
fn token(bytes: &[u8], chance: &mut Chance) -> (usize, usize) {
    let is_mark = |byte: &u8| b"<>\\{}/()[]\n\" ".contains(byte);
    let at = chance.below(bytes.len());
    let before = bytes[..at].iter().rposition(is_mark).unwrap_or(0);
    let after = bytes[at..].iter().skip(1).position(is_mark);
    let after = after.map_or(bytes.len(), |length| at + length + 1);
    (before, after)
}

/// Puts another number in the place of one.
fn number(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let from = chance.below(bytes.len());
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let start = from + start;
    let length = bytes[start..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let number = chance.pick(&NUMBERS).as_bytes().to_vec();
    drop(bytes.splice(start..start + length, number));
}
