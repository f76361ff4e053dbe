//! `norfolk search`: ranked passages with their citations.

use super::citing::{Known, Numbered, StyleName};
use super::open::Place;
use super::{Outcome, like, output};
use crate::index::Index;
use crate::profile::Profile;
use crate::rank::{Grouping, Wanted};
use crate::render;
use crate::retrieve::{Answer, Detail, Request, Syntax, retrieve};
use crate::search::{Correction, Filters, Manner, Matching, Missing, PageRange, YearRange};
use crate::text::fold;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Find the passages that say something
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Words, "phrases", +must, -not, AND, OR, prefix*, word~1, field:value
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// Only passages on this theme (can be repeated: all must hold)
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,

    /// Only passages that name this character (can be repeated: all must hold)
    #[arg(long, value_name = "NAME")]
    character: Vec<String>,

    /// Only essays by this author (can be repeated: any will do)
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,

    /// Only essays of these years: 2005, 2005..2012
    #[arg(long, value_name = "YEARS")]
    year: Option<YearRange>,

    /// Only passages that cite these pages of the novel: 81, 81..83
    #[arg(long, value_name = "PAGES")]
    page: Option<PageRange>,

    /// Only essays whose path matches, or holds these words (can be repeated: any will do)
    #[arg(long, value_name = "GLOB")]
    essay: Vec<String>,

    /// Show at most this many passages of one essay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    passages_per_essay: Option<u32>,

    /// Rank passages, or whole essays
    #[arg(long, value_enum, default_value_t)]
    group: Group,

    /// Show this many [default: 10; 1000 with --topics]
    #[arg(short = 'n', long = "count", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,

    /// Cite essays in this style
    #[arg(long, value_enum, default_value_t)]
    cite: StyleName,

    #[command(flatten)]
    numbered: Numbered,

    /// Match words as they are written, not by stem
    #[arg(long)]
    exact: bool,

    /// Say why each passage stands where it does
    #[arg(long)]
    explain: bool,

    /// Write the answer as
    #[arg(long, value_enum, default_value_t)]
    format: SearchFormat,

    /// Answer every line `id<TAB>query` of a file, in plain words (with --format trec)
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    topics: Option<PathBuf>,

    /// Find passages that say the same as a file of any format (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "topics", "exact"])]
    like: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Group {
    #[default]
    Passages,
    Essays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum SearchFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// One result a line
    Jsonl,
    /// For spreadsheets
    Csv,
    /// A list to paste into notes
    Markdown,
    /// A TREC run
    Trec,
}

/// The topic that a run of a single query is called by.
const ONLY_TOPIC: &str = "1";

pub(super) fn execute(args: &SearchArgs, place: &Place) -> Result<Outcome> {
    let began = Instant::now();
    if args.topics.is_some() && args.format != SearchFormat::Trec {
        bail!("`--topics` needs `--format trec`");
    }
    let (index, profile) = place.open()?;
    if let Some(topics) = &args.topics {
        return answer_topics(args, &index, &profile, topics);
    }
    let request = match &args.like {
        Some(file) => args.request(like::text(file)?, Syntax::Like),
        None => args.request(args.query.join(" "), Syntax::Language),
    };
    let answer = retrieve(&index, &profile, &request)?;
    let known = Known::new(&profile);
    let citing = known.citing(args.cite, args.numbered)?;
    match args.format {
        SearchFormat::Text => {
            if !answer.hits.is_empty() {
                let page = output::page();
                output::write(|out| render::search(out, page, &profile, &answer, &citing))?;
            }
        }
        SearchFormat::Json => {
            let elapsed_ms = began.elapsed().as_secs_f64() * 1000.0;
            let query = args.shown_query(&request);
            output::json(&render::json::answer(
                &profile, &query, &answer, &citing, elapsed_ms,
            ))?;
        }
        SearchFormat::Jsonl => output::write(|out| {
            for hit in &answer.hits {
                render::write_json(out, &render::json::hit(&profile, hit, &citing))?;
            }
            Ok(())
        })?,
        SearchFormat::Csv => {
            let rows = render::hit_rows(&profile, &answer, &citing);
            output::write(|out| render::csv(out, &rows))?;
        }
        SearchFormat::Markdown => {
            output::write(|out| render::markdown(out, &answer, &citing))?;
        }
        SearchFormat::Trec => write_run(args, ONLY_TOPIC, &answer)?,
    }
    explain(&answer);
    let outcome = output::found(!answer.hits.is_empty());
    // The system takes back sooner what is not given back piece by piece.
    std::mem::forget(index);
    Ok(outcome)
}

/// Words in no essay that are named; of a pasted text there may be hundreds.
const NAMED: usize = 5;

/// Says what was searched for otherwise than it was typed, which words are in
/// no essay, and why nothing was found.
fn explain(answer: &Answer) {
    for Correction { from, to, manner } in &answer.corrections {
        let (from, to) = (shortened(from), shortened(to));
        output::warn(&match manner {
            Manner::Instead => format!("no essay has `{from}`: showing passages with `{to}`"),
            Manner::Also => format!("`{from}` may be `{to}`: showing passages with either"),
        });
    }
    let is_corrected = |missing: &&Missing| {
        let same = |known: &Correction| fold(&known.from) == missing.word;
        !answer.corrections.iter().any(same)
    };
    let missing: Vec<&Missing> = answer.missing.iter().filter(is_corrected).collect();
    for Missing { word, nearest } in missing.iter().take(NAMED) {
        let near = match nearest.as_slice() {
            [] => String::new(),
            near => format!("; the nearest words are `{}`", near.join("`, `")),
        };
        output::warn(&format!("no essay has `{}`{near}", shortened(word)));
    }
    if missing.len() > NAMED {
        let more = (missing.len() - NAMED) as u64;
        output::warn(&format!("nor {}", render::count(more, "other word")));
    }
    for doubt in &answer.doubts {
        let (some, more) = (doubt.passages as u64, doubt.meant_passages as u64);
        output::warn(&format!(
            "did you mean `{}`? `{}` is in {}, `{}` in {more}",
            doubt.meant,
            doubt.word,
            render::count(some, "passage"),
            doubt.meant
        ));
    }
    if answer.hits.is_empty() {
        output::warn(&format!(
            "nothing found for: {}",
            shortened(&answer.understood)
        ));
    }
}

/// A text as a line that names it.
fn shortened(text: &str) -> String {
    /// Characters of the longest.
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

impl SearchArgs {
    fn request(&self, query: String, syntax: Syntax) -> Request {
        let wide = if self.format == SearchFormat::Trec {
            PARTS_A_PARAGRAPH
        } else {
            1
        };
        Request {
            query,
            syntax,
            matching: if self.exact {
                Matching::Exact
            } else {
                Matching::Stems
            },
            filters: Filters {
                themes: self.theme.clone(),
                characters: self.character.clone(),
                authors: self.author.clone(),
                year: self.year,
                page: self.page,
                essays: self.essay.clone(),
            },
            wanted: Wanted {
                count: self.count() * wide,
                grouping: self.grouping(),
                per_essay: self.passages_per_essay.map(|n| n as usize),
            },
            detail: match (self.format, self.explain) {
                (SearchFormat::Trec, _) => Detail::Ranks,
                (_, true) => Detail::Explained,
                (_, false) => Detail::Passages,
            },
        }
    }

    /// The query as an answer repeats it; of a text only where it was.
    fn shown_query(&self, request: &Request) -> String {
        match &self.like {
            Some(file) => format!("--like {}", file.display()),
            None => request.query.clone(),
        }
    }

    fn count(&self) -> usize {
        let default = if self.topics.is_some() { 1000 } else { 10 };
        self.count.map_or(default, |n| n as usize)
    }

    fn grouping(&self) -> Grouping {
        match self.group {
            Group::Passages => Grouping::Passages,
            Group::Essays => Grouping::Essays,
        }
    }
}

/// A run names paragraphs, each once: passages asked for one paragraph wanted.
const PARTS_A_PARAGRAPH: usize = 4;

fn write_run(args: &SearchArgs, topic: &str, answer: &Answer) -> Result<()> {
    let (grouping, most) = (args.grouping(), args.count());
    output::write(|out| render::trec(out, topic, &answer.hits, grouping, most))
}

fn answer_topics(
    args: &SearchArgs,
    index: &Index,
    profile: &Profile,
    topics: &Path,
) -> Result<Outcome> {
    let text = std::fs::read_to_string(topics)
        .with_context(|| format!("cannot read topics `{}`", topics.display()))?;
    let mut is_found = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let Some((id, query)) = line.split_once('\t') else {
            bail!(
                "`{}` line {number}: no tab between id and query",
                topics.display()
            );
        };
        let request = args.request(query.to_string(), Syntax::Plain);
        match retrieve(index, profile, &request) {
            Ok(answer) => {
                is_found |= !answer.hits.is_empty();
                write_run(args, id.trim(), &answer)?;
            }
            Err(crate::search::QueryError::Empty) => {
                output::warn(&format!("topic {id} has no words"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(output::found(is_found))
}
