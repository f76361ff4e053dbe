//! What finding and resolving cost: reads the files of a folder, and finds the
//! citations and quotations in each if it is told to. `benches/resolve` runs it
//! both ways and takes the difference, beside what bare tantivy costs.

use norfolk::enrich::{CitationFinder, resolve};
use norfolk::profile::Profile;
use norfolk::read;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

const HELP: &str = "\
Read essays, and find their citations and quotations

usage: finding read FOLDER       only read them
       finding resolve FOLDER    read them, and find and resolve
       finding --help";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (is_resolving, folder) = match args.as_slice() {
        ["read", folder] => (false, folder),
        ["resolve", folder] => (true, folder),
        ["--help" | "-h"] | [] => return Ok(writeln!(io::stdout(), "{HELP}")?),
        _ => return Err(format!("cannot tell what `{}` asks for\n{HELP}", args.join(" ")).into()),
    };
    let profile = Profile::built_in(Profile::built_in_names()[0])?;
    let finder = CitationFinder::new(&profile);
    let mut files = Vec::new();
    list_files(Path::new(folder), &mut files)?;
    let (mut bytes, mut citations, mut quotations) = (0, 0, 0);
    for file in &files {
        let Ok(essay) = read::read(&fs::read(file)?, &file.to_string_lossy()) else {
            continue;
        };
        bytes += essay.text.len();
        if is_resolving {
            for paragraph in resolve(&essay, &finder).paragraphs {
                citations += paragraph.citations.len();
                quotations += paragraph.quotations.len();
            }
        }
    }
    let found = format!("{citations} citations, {quotations} quotations");
    let files = files.len();
    Ok(writeln!(
        io::stdout(),
        "{files} files, {bytes} bytes of text, {found}"
    )?)
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
