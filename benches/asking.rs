//! What a query costs once the index is open: asks 500 queries made from the
//! passages of an index, of every kind that people type, and prints how long
//! they took. `benches/query` runs it, and measures whole processes too.

use mimalloc::MiMalloc;
use norfolk::index::Index;
use norfolk::profile::Profile;
use norfolk::rank::{Grouping, Wanted};
use norfolk::retrieve::{Detail, Request, Syntax, retrieve};
use norfolk::search::{Filters, Matching};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;
use std::{array, env, iter};
use tantivy::DocAddress;

/// That of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const HELP: &str = "\
Ask 500 queries of an open index

usage: asking INDEX      print the median and 95th percentile of their time
       asking --help";

/// How many queries are asked.
const QUERIES: usize = 500;
/// How often each is asked; its fastest time counts.
const TIMES: usize = 3;
/// How many passages an answer has.
const SHOWN: usize = 10;

/// How one kind of query is made of some words that stand together in a passage.
type Kind = (&'static str, fn(&[&str; 12]) -> String);

const KINDS: &[Kind] = &[
    ("one word", |w| w[0].to_string()),
    ("two words", |w| format!("{} {}", w[0], w[7])),
    ("four words", |w| [w[0], w[3], w[6], w[9]].join(" ")),
    ("question", |w| w.join(" ")),
    ("words, essays", |w| [w[1], w[4], w[8]].join(" ")),
    ("phrase", |w| format!("\"{}\"", w[..4].join(" "))),
    ("remembered line", |w| format!("\"{}\"", w.join(" "))),
    ("near", |w| format!("\"{} {}\"~4", w[0], w[2])),
    ("prefix", |w| {
        let start: String = w[5].chars().take(5).collect();
        format!("{start}* {}", w[0])
    }),
    ("fuzzy", |w| format!("{}~1 {}", w[5], w[0])),
    ("must, not", |w| format!("+{} {} -{}", w[0], w[5], w[9])),
    ("boolean", |w| {
        format!("({} OR {}) AND {}", w[0], w[4], w[8])
    }),
];

/// The kind that ranks whole essays.
const RANKS_ESSAYS: &str = "words, essays";

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
    let texts = texts(&index)?;
    let mut by_kind: Vec<Vec<f64>> = vec![Vec::new(); KINDS.len()];
    for (number, text) in (0..QUERIES).zip(texts.iter().cycle()) {
        let (kind, make) = KINDS[number % KINDS.len()];
        let Some(words) = words(text, number) else {
            continue;
        };
        let grouping = match kind {
            RANKS_ESSAYS => Grouping::Essays,
            _ => Grouping::Passages,
        };
        let request = request(make(&words), grouping);
        let times = iter::repeat_with(|| -> Result<f64, Box<dyn Error>> {
            let began = Instant::now();
            retrieve(&index, &profile, &request)?;
            Ok(began.elapsed().as_secs_f64() * 1000.0)
        });
        let times: Result<Vec<f64>, _> = times.take(TIMES).collect();
        by_kind[number % KINDS.len()].push(times?.into_iter().fold(f64::MAX, f64::min));
    }
    let mut out = io::stdout().lock();
    writeln!(out, "milliseconds in process, by kind of query")?;
    for ((kind, _), times) in KINDS.iter().zip(&by_kind) {
        report(&mut out, kind, times.clone())?;
    }
    report(&mut out, "all", by_kind.concat())?;
    Ok(())
}

fn report(out: &mut impl Write, name: &str, mut times: Vec<f64>) -> io::Result<()> {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1];
    let count = times.len();
    let (middle, tail, most) = (at(50), at(95), at(100));
    writeln!(
        out,
        "{name:16} {count:4} queries  p50 {middle:6.2}  p95 {tail:6.2}  max {most:6.2}"
    )
}

fn request(query: String, grouping: Grouping) -> Request {
    Request {
        query,
        syntax: Syntax::Language,
        matching: Matching::Stems,
        filters: Filters::default(),
        wanted: Wanted {
            count: SHOWN,
            grouping,
            per_essay: None,
        },
        detail: Detail::Passages,
    }
}

/// The texts of passages from all over the index.
fn texts(index: &Index) -> Result<Vec<String>, Box<dyn Error>> {
    let essays = index.essays()?;
    let step = (essays.len() / QUERIES).max(1);
    let mut texts = Vec::new();
    for essay in essays.iter().step_by(step) {
        let first = DocAddress::new(essay.segment_ord, essay.doc_id + 1);
        // An essay without passages is followed by another essay.
        if let Ok(passage) = index.passage(first) {
            texts.push(passage.text);
        }
    }
    Ok(texts)
}

/// Twelve words of letters that stand together in a text, another place for each number.
fn words(text: &str, number: usize) -> Option<[&str; 12]> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.len().checked_sub(12)?;
    let start = (number * 7) % (last + 1);
    Some(array::from_fn(|at| words[start + at]))
}
