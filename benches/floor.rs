//! The floor that norfolk is measured against: tantivy and rayon, nothing else.
//!
//! Every file of a folder is split into paragraphs, at blank lines or, where
//! there are none, at line ends, and each paragraph becomes a document: its
//! text (stemmed, with positions, stored) and its path. Threads and memory are
//! those that norfolk takes. It finds no metadata, citation or theme; whatever
//! norfolk costs above it is the price of those. Of an index that is up to date,
//! the floor is a walk: one stat a file. See `benches/ingest`, `benches/query` and
//! `benches/scale`, which run both.

use rayon::prelude::*;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs, thread};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyDocument, doc};

const HELP: &str = "\
Bare tantivy and rayon, to measure norfolk against

usage: floor index FOLDER INDEX    make an index in the new folder INDEX
       floor search INDEX WORD…    print the ten best paragraphs
       floor walk FOLDER           look at every file, and read none
       floor --help";

/// Memory for documents that wait to be written, per thread: as much as norfolk's writer has.
const BUDGET_BYTES: usize = 32 << 20;
/// Most threads that tantivy's writer takes.
const MAX_WRITER_THREADS: usize = 8;
/// How many paragraphs a search prints.
const SHOWN: usize = 10;
const TOKENIZER: &str = "stems";

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["index", folder, index] => make_index(Path::new(folder), Path::new(index)),
        ["search", index, words @ ..] if !words.is_empty() => {
            search(Path::new(index), &words.join(" "))
        }
        ["walk", folder] => {
            let (files, bytes) = walk(Path::new(folder))?;
            Ok(writeln!(io::stdout(), "{files} files, {bytes} bytes")?)
        }
        ["--help" | "-h"] | [] => Ok(writeln!(io::stdout(), "{HELP}")?),
        _ => Err(format!("cannot tell what `{}` asks for\n{HELP}", args.join(" ")).into()),
    }
}

fn make_index(folder: &Path, directory: &Path) -> Outcome {
    let mut files = Vec::new();
    list_files(folder, &mut files)?;
    fs::create_dir_all(directory)?;
    let (schema, text, path) = schema();
    let index = Index::create_in_dir(directory, schema)?;
    register(&index);
    let threads = thread::available_parallelism()?
        .get()
        .min(MAX_WRITER_THREADS);
    let mut writer = index.writer_with_num_threads(threads, threads * BUDGET_BYTES)?;
    let counts = files
        .par_iter()
        .map(|file| add(&writer, file, text, path))
        .try_reduce(|| (0, 0), |a, b| Ok((a.0 + b.0, a.1 + b.1)))?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    let (paragraphs, bytes) = counts;
    let files = files.len();
    writeln!(
        io::stdout(),
        "{files} files, {paragraphs} paragraphs, {bytes} bytes of text"
    )?;
    Ok(())
}

fn list_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list_files(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// How many files a folder holds, and their bytes: one stat a file.
fn walk(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (more, size) = if entry.file_type()?.is_dir() {
            walk(&entry.path())?
        } else {
            (1, entry.metadata()?.len())
        };
        files += more;
        bytes += size;
    }
    Ok((files, bytes))
}

/// Adds a file's paragraphs; how many, and their bytes.
fn add(writer: &IndexWriter, file: &Path, text: Field, path: Field) -> tantivy::Result<(u64, u64)> {
    let content = fs::read(file)?;
    let content = String::from_utf8_lossy(&content).replace("\r\n", "\n");
    let name = file.to_string_lossy();
    let (mut paragraphs, mut bytes) = (0, 0);
    for paragraph in split(&content) {
        writer.add_document(doc!(text => paragraph, path => name.as_ref()))?;
        paragraphs += 1;
        bytes += paragraph.len() as u64;
    }
    Ok((paragraphs, bytes))
}

fn split(content: &str) -> impl Iterator<Item = &str> {
    let end = if content.trim().contains("\n\n") {
        "\n\n"
    } else {
        "\n"
    };
    content
        .split(end)
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
}

fn schema() -> (Schema, Field, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let text = schema.add_text_field("text", options);
    let path = schema.add_text_field("path", STRING | STORED);
    (schema.build(), text, path)
}

fn register(index: &Index) {
    let stems = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build();
    index.tokenizers().register(TOKENIZER, stems);
}

fn search(directory: &Path, words: &str) -> Outcome {
    let index = Index::open_in_dir(directory)?;
    register(&index);
    let schema = index.schema();
    let (text, path) = (schema.get_field("text")?, schema.get_field("path")?);
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let (query, _) = QueryParser::for_index(&index, vec![text]).parse_query_lenient(words);
    let top = TopDocs::with_limit(SHOWN).order_by_score();
    let mut out = io::stdout().lock();
    for (score, address) in searcher.search(&query, &top)? {
        let found: TantivyDocument = searcher.doc(address)?;
        let stored = |field| found.get_first(field).and_then(|value| value.as_str());
        let (path, text) = (stored(path).unwrap_or(""), stored(text).unwrap_or(""));
        writeln!(out, "{score:.2} {path}\n{text}\n")?;
    }
    Ok(())
}
