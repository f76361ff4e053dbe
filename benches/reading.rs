//! What reading costs: reads the files of a folder as essays, or passes over
//! their bytes with nothing but an unzipper and an XML tokeniser, the least that
//! a reader of such files can do. `benches/formats` runs both.

use norfolk::read;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::error::Error;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};
use zip::ZipArchive;

const HELP: &str = "\
Read essays, or only unzip and tokenise them

usage: reading essays FOLDER    read them
       reading tokens FOLDER    unzip them, and count the tokens of their XML
       reading --help";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (count, folder): (fn(&[u8], &str) -> usize, _) = match args.as_slice() {
        ["essays", folder] => (words, folder),
        ["tokens", folder] => (tokens, folder),
        ["--help" | "-h"] | [] => return Ok(writeln!(io::stdout(), "{HELP}")?),
        _ => return Err(format!("cannot tell what `{}` asks for\n{HELP}", args.join(" ")).into()),
    };
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(folder))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let (mut bytes, mut counted) = (0, 0);
    for file in &files {
        let content = fs::read(file)?;
        bytes += content.len();
        counted += count(&content, &file.to_string_lossy());
    }
    let files = files.len();
    Ok(writeln!(
        io::stdout(),
        "{files} files, {bytes} bytes, {counted} counted"
    )?)
}

/// The words of an essay; none if it cannot be read.
fn words(bytes: &[u8], name: &str) -> usize {
    let essay = read::read(bytes, name);
    essay.map_or(0, |essay| essay.text.split_whitespace().count())
}

/// The tokens of all XML in a file, or in an archive.
fn tokens(bytes: &[u8], _: &str) -> usize {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return tokens_of(bytes);
    };
    let mut count = 0;
    for at in 0..archive.len() {
        let mut content = Vec::new();
        let member = archive.by_index(at);
        if member.is_ok_and(|mut member| member.read_to_end(&mut content).is_ok()) {
            count += tokens_of(&content);
        }
    }
    count
}

fn tokens_of(xml: &[u8]) -> usize {
    let mut reader = Reader::from_reader(xml);
    let mut count = 0;
    while !matches!(reader.read_event(), Ok(Event::Eof) | Err(_)) {
        count += 1;
    }
    count
}
