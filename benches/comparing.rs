//! What a comparison costs once the index is open: makes every form of it, each
//! on an index that was opened for it alone, as the command does, and prints
//! how long they took beside a bare read of the same columns. `benches/compare`
//! runs it on 15,000 essays.

use norfolk::compare::{
    Known, Tagged, Together, alike, group_by_year, matrix, overview, side_by_side, theme_across,
    trends,
};
use norfolk::index::{Index, IndexError};
use norfolk::profile::Profile;
use norfolk::quotes::Paginations;
use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

const HELP: &str = "\
Compare the essays of an index

usage: comparing INDEX      print the median and 95th percentile of each form's time
       comparing --help";

/// How often each form is asked for, with another theme, character or pair of essays.
const TIMES: usize = 40;
/// How many essays an answer on one theme has.
const SHOWN: usize = 10;

/// One form of comparison: its name, and what it makes of an index and a
/// number; how many rows that has.
type Form = (&'static str, fn(&Asked<'_>) -> Result<usize, IndexError>);

const FORMS: &[Form] = &[
    ("bare columns", bare),
    ("matrix", |asked| {
        Ok(alike(asked.index, asked.known.themes)?.len())
    }),
    ("matrix, ten named", |asked| named(asked, SHOWN)),
    ("by year", |asked| {
        let essays = alike(asked.index, asked.known.themes)?;
        Ok(group_by_year(&essays).len())
    }),
    ("one theme", |asked| {
        let theme = turn(asked.number, asked.known.themes);
        let across = theme_across(asked.index, asked.known.themes, theme, SHOWN)?;
        Ok(across.rows.len())
    }),
    ("side by side", sides),
    ("theme over all", |asked| over_all(asked, Tagged::Themes)),
    ("character over all", |asked| {
        over_all(asked, Tagged::Characters)
    }),
    ("list of themes", |asked| {
        let trends = trends(asked.index, Tagged::Themes, asked.known.themes)?;
        let together = Together::count(asked.index, asked.known)?;
        Ok(trends.len() + together.strongest(Tagged::Themes).len())
    }),
    ("matrix, all named", |asked| named(asked, usize::MAX)),
];

/// What is asked: of which index, and for the how-manieth time.
struct Asked<'a> {
    index: &'a Index,
    profile: &'a Profile,
    known: Known,
    number: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--help" | "-h"] | [] => Ok(writeln!(io::stdout(), "{HELP}")?),
        [directory] => ask_all(Path::new(directory)),
        _ => Err(format!("cannot tell what `{}` asks for\n{HELP}", args.join(" ")).into()),
    }
}

fn ask_all(directory: &Path) -> Result<(), Box<dyn Error>> {
    let index = Index::open(directory)?;
    let profile = Profile::kept(&index.info().names).expect("this norfolk wrote them");
    let known = Known {
        themes: profile.themes.len(),
        characters: profile.characters.len(),
    };
    let (essays, themes) = (index.essays()?.len(), known.themes);
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "milliseconds in process, {essays} essays x {themes} themes"
    )?;
    let mut floor = None;
    for (name, form) in FORMS {
        let mut times = Vec::new();
        let mut rows = 0;
        for number in 0..TIMES {
            let index = Index::open(directory)?;
            let asked = Asked {
                index: &index,
                profile: &profile,
                known,
                number,
            };
            let began = Instant::now();
            rows = form(&asked)?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1];
        let floor = *floor.get_or_insert(at(50));
        let (middle, tail, ratio) = (at(50), at(95), at(50) / floor);
        writeln!(
            out,
            "{name:18} {rows:6} rows  p50 {middle:7.2}  p95 {tail:7.2}  x bare {ratio:6.2}"
        )?;
    }
    Ok(())
}

/// The floor: reads the words and themes of every document, and no more.
fn bare(asked: &Asked<'_>) -> Result<usize, IndexError> {
    let mut sum = 0;
    for segment in asked.index.searcher().segment_readers() {
        let tags = asked.index.tag_columns(segment)?;
        for doc in segment.doc_ids_alive() {
            let themes: u64 = tags.themes.values_for_doc(doc).sum();
            sum += tags.words.get_val(doc) + themes;
        }
    }
    Ok(usize::from(sum > 0))
}

/// The matrix with names for the first `count` essays.
fn named(asked: &Asked<'_>, count: usize) -> Result<usize, IndexError> {
    let mut essays = alike(asked.index, asked.known.themes)?;
    essays.truncate(count);
    Ok(matrix(asked.index, essays)?.rows.len())
}

/// Two essays that stand apart, another two each time.
fn sides(asked: &Asked<'_>) -> Result<usize, IndexError> {
    let essays = asked.index.essays()?;
    let place = |number: usize| essays[number * 7919 % essays.len()];
    let two = [place(2 * asked.number), place(2 * asked.number + 1)];
    let paginations = Paginations::new(asked.profile);
    let sides = side_by_side(asked.index, asked.known.themes, paginations, &two)?;
    Ok(sides.themes.len())
}

fn over_all(asked: &Asked<'_>, tagged: Tagged) -> Result<usize, IndexError> {
    let id = turn(asked.number, asked.known.of(tagged));
    let overview = overview(asked.index, asked.known, tagged, id)?;
    Ok(overview.trend.years.len() + overview.together.themes.len())
}

/// One of `count` after the other.
fn turn(number: usize, count: usize) -> u16 {
    u16::try_from(number % count.max(1)).unwrap_or(0)
}
