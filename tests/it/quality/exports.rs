//! The same essay in every format: whatever program saved it, what is read is
//! what the essay truly is.
//!
//! `tests/exports` holds essays of the corpus as Markdown, and files that
//! `scripts/exports` makes of each. What is read of the Markdown is held
//! against the labels here and stands, to be reviewed, in a golden file of its
//! own; what is read of the others has to be the same, line by line.

use super::align::squeezed;
use super::essays::{Citation, Found, Labelled, Labels, paragraphs, profile};
use super::root;
use super::table::{self, ratio, row};
use expect_test::{expect, expect_file};
use norfolk::enrich::{Enricher, Finders};
use norfolk::read::{self, Block, BlockKind, Essay, Format};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The essays, and their labels.
const ESSAYS: [(&str, &str); 5] = [
    ("etcheverry", "etcheverry-comfort-of-small-words"),
    ("halloran", "halloran-a-gallery-without-visitors"),
    ("kallistratos", "kallistratos-complete-sentences"),
    ("prosser", "prosser-knowing-about-chess"),
    ("vorster", "vorster-copies-without-originals"),
];

/// What is read of a file: all that formats have to agree on.
#[derive(Debug)]
struct Account {
    format: Format,
    title: String,
    authors: Vec<String>,
    date: String,
    paragraphs: Vec<Found>,
    lines: Vec<String>,
}

fn folder() -> PathBuf {
    root().join("tests/exports")
}

/// The files made of an essay, sorted.
fn exports(essay: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the exports are part of the project");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    let begins = format!("{essay}.");
    let is_of_it = |path: &Path| {
        let name = path.file_name().expect("a file").to_string_lossy();
        name.starts_with(&begins) && name.matches('.').count() == 2
    };
    paths.retain(|path| is_of_it(path));
    paths.sort();
    paths
}

fn account(path: &Path, enricher: &mut Enricher<'_>) -> Account {
    let bytes = fs::read(path).expect("a file that was listed");
    let name = path.file_name().expect("a file").to_string_lossy();
    let essay = read::read(&bytes, &name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (found, _) = enricher.enrich(&essay);
    let mut paragraphs = paragraphs(&profile(), &found.passages);
    let mut called = 0;
    for paragraph in &mut paragraphs {
        write_marks_alike(paragraph, essay.format, &mut called);
    }
    let reference = &found.essay.reference;
    let mut account = Account {
        format: essay.format,
        title: reference.title.clone().unwrap_or_default(),
        authors: reference.authors.iter().map(ToString::to_string).collect(),
        date: reference.date.map(|d| d.to_string()).unwrap_or_default(),
        paragraphs,
        lines: Vec::new(),
    };
    account.lines = lines(&essay, &account);
    for work in &found.essay.works_cited {
        let [author, year] = [&work.author, &work.year].map(|x| x.as_deref().unwrap_or("?"));
        let title = work.title.as_deref().unwrap_or("?");
        account
            .lines
            .push(format!("work: {author}, {title}, {year}"));
    }
    account
}

/// Everything in the order of the text. Titles and bylines are left to the reference, and
/// so is a heading over notes, which formats with notes of their own do not have.
fn lines(essay: &Essay, account: &Account) -> Vec<String> {
    let mut lines = vec![
        format!("title: {}", account.title),
        format!("authors: {}", account.authors.join("; ")),
        format!("date: {}", account.date),
    ];
    let mut notes = 0;
    for (at, block) in essay.blocks.iter().enumerate() {
        let is_behind = |b: &Block| matches!(b.kind, BlockKind::Note | BlockKind::WorksCited);
        let is_last = essay.blocks[at + 1..].iter().all(is_behind);
        let next = essay.blocks.get(at + 1).map(|next| next.kind);
        let text = block.span.of(&essay.text);
        match block.kind {
            BlockKind::Title | BlockKind::Byline => {}
            BlockKind::Heading if is_last && next == Some(BlockKind::Note) => {}
            BlockKind::Heading => lines.push(format!("heading: {text}")),
            BlockKind::Note => {
                notes += 1;
                let mark = match essay.format {
                    Format::Epub => notes.to_string(),
                    _ => arabic(block.mark.as_deref().unwrap_or("?")),
                };
                lines.push(format!("note {mark}: {text}"));
            }
            BlockKind::WorksCited => lines.push(format!("works cited: {text}")),
            BlockKind::Body | BlockKind::BlockQuotation => {
                let number = block.number.expect("a body block has a number");
                let own = account.paragraphs.iter().find(|p| p.number == number);
                paragraph(block, own.expect("a passage of its own"), &mut lines);
            }
        }
    }
    // Notes stand where the format has them: at the foot, or at the end.
    let (notes, mut others): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|l| l.starts_with("note "));
    others.extend(notes);
    others
}

fn paragraph(block: &Block, found: &Found, lines: &mut Vec<String>) {
    let kind = match block.kind {
        BlockKind::BlockQuotation => "block quotation",
        _ => "body",
    };
    let number = found.number;
    lines.push(format!("{kind} {number}: {}", found.text));
    for citation in &found.citations {
        let mut line = format!("citation {number}: {}", citation.as_written);
        for work in &citation.works {
            let fields = [&work.author, &work.title, &work.year];
            let fields = fields.map(|field| field.as_deref().unwrap_or("?"));
            let (kind, locator) = (&work.locator_kind, work.locator.join(" "));
            write!(line, " | {} | {kind} {locator}", fields.join(", ")).expect("a string");
        }
        lines.push(line);
    }
    for quotation in &found.quotations {
        let (text, kind) = (&quotation.text, &quotation.kind);
        let problem = quotation.problem.as_deref().unwrap_or("whole");
        let citation = quotation.citation.map(|at| &found.citations[at].as_written);
        let citation = citation.map_or("uncited", |c| c);
        lines.push(format!(
            "quotation {number}: {text} | {kind} | {citation} | {problem}"
        ));
    }
}

/// Writes all marks of notes as `[1]`: formats raise them or put them in brackets. A book's
/// notes are numbered anew in each chapter; here they are `called` one after the other.
fn write_marks_alike(found: &mut Found, format: Format, called: &mut usize) {
    let chars: Vec<char> = found.text.chars().collect();
    let (mut text, mut from) = (String::new(), 0);
    for citation in found.citations.iter_mut().filter(|c| c.kind == "note") {
        *called += 1;
        citation.as_written = match format {
            Format::Epub => format!("[{called}]"),
            _ => format!("[{}]", mark(citation)),
        };
        text.extend(&chars[from..citation.start]);
        text.push_str(&citation.as_written);
        from = citation.end;
    }
    text.extend(&chars[from..]);
    found.text = text;
}

fn mark(citation: &Citation) -> String {
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|r| r == c);
    let marks = citation.as_written.chars();
    let plain = marks.map(|c| {
        raised(c).map_or(c, |digit| {
            char::from_digit(u32::try_from(digit).expect("one of ten"), 10).expect("a digit")
        })
    });
    let plain: String = plain.filter(|c| !"[]^".contains(*c)).collect();
    arabic(&plain)
}

fn arabic(mark: &str) -> String {
    let roman = ROMAN.iter().position(|roman| *roman == mark);
    roman.map_or_else(|| mark.to_owned(), |at| (at + 1).to_string())
}

/// Word processors number endnotes so.
const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// Lines of one that the other lacks, cut to where they part.
fn differences(answer: &[String], got: &[String]) -> Vec<String> {
    let lacking = |of: &[String], all: &[String], sign: char| -> Vec<String> {
        let mut left: Vec<&String> = all.iter().collect();
        let lacking = of.iter().filter(|line| {
            let at = left.iter().position(|other| other == line);
            at.map(|at| left.swap_remove(at)).is_none()
        });
        lacking
            .map(|line| format!("{sign} {}", parting(line, all)))
            .collect()
    };
    let mut lines = lacking(answer, got, '-');
    lines.extend(lacking(got, answer, '+'));
    lines
}

/// The label of a line, and what stands around the place where it leaves the line most like it.
fn parting(line: &str, others: &[String]) -> String {
    let shared = |other: &String| {
        let pairs = line.char_indices().zip(other.chars());
        let pairs = pairs.take_while(|((_, a), b)| a == b);
        pairs.last().map_or(0, |((at, c), _)| at + c.len_utf8())
    };
    let label = line.find(": ").map_or(0, |at| at + 2);
    let at = others.iter().map(shared).max().unwrap_or(0);
    let before = line[..at.max(label)].char_indices().rev().nth(29);
    let from = before.map_or(label, |(from, _)| from.max(label));
    let rest: String = line[from..].chars().take(90).collect();
    let dots = if from > label { "…" } else { "" };
    format!("{}{dots}{rest}", &line[..label])
}

/// Files of a format: how many there are, how many are read as they should be.
type Counts = BTreeMap<String, (u32, u32)>;

#[test]
fn an_essay_is_the_same_in_every_format() {
    let finders = Finders::new(&profile());
    let mut enricher = Enricher::new(&finders);
    let (mut counts, mut wrong) = (Counts::new(), String::new());
    for (essay, _) in ESSAYS {
        let answer = account(&folder().join(format!("{essay}.md")), &mut enricher);
        for path in exports(essay) {
            let name = path.file_name().expect("a file").to_string_lossy();
            let format = path.extension().expect("an ending").to_string_lossy();
            let got = account(&path, &mut enricher);
            let differences = differences(&answer.lines, &got.lines);
            let (files, right) = counts.entry(format.into_owned()).or_default();
            *files += 1;
            *right += u32::from(differences.is_empty());
            if !differences.is_empty() {
                writeln!(wrong, "{name}:\n  {}", differences.join("\n  ")).expect("a string");
            }
        }
    }
    let rows = counts
        .iter()
        .map(|(format, (files, right))| row(format, ratio(*right, *files)));
    let mut out = HEAD.to_owned();
    table::write(&mut out, "FORMAT", &[("the same", rows.collect())]);
    out.push_str(&wrong);
    expect_file!["../../golden/reading/exports.txt"].assert_eq(&out);
}

#[test]
fn the_essays_are_what_their_labels_say() {
    let finders = Finders::new(&profile());
    let mut enricher = Enricher::new(&finders);
    for (essay, label) in ESSAYS {
        let got = account(&folder().join(format!("{essay}.md")), &mut enricher);
        let path = root().join(format!("corpus/labels/{label}.json"));
        let labels = fs::read_to_string(path).expect("an essay of the corpus");
        let labels: Labels = serde_json::from_str(&labels).expect("labels");
        let text = |field: &Option<String>| squeezed(field.as_deref().unwrap_or_default());
        assert_eq!(squeezed(&got.title), text(&labels.title), "{essay}");
        assert_eq!(got.authors, labels.authors, "{essay}");
        assert_eq!(got.date, labels.date.clone().unwrap_or_default(), "{essay}");
        assert_eq!(got.paragraphs.len(), labels.paragraphs().len(), "{essay}");
        for (found, labelled) in got.paragraphs.iter().zip(labels.paragraphs()) {
            assert_labelled(essay, found, labelled);
        }
        let path = format!("../../golden/reading/exports/{essay}.txt");
        expect_file![path].assert_eq(&(got.lines.join("\n") + "\n"));
    }
}

#[track_caller]
fn assert_labelled(essay: &str, found: &Found, labelled: &Labelled) {
    let place = format!("{essay} {}", found.number);
    assert!(
        squeezed(&found.text).starts_with(&squeezed(&labelled.starts)),
        "{place}"
    );
    let citations = |citations: &[Citation]| -> Vec<_> {
        let written = citations.iter().map(|c| squeezed(&mark(c)));
        written.collect()
    };
    assert_eq!(
        citations(&found.citations),
        citations(&labelled.citations),
        "{place}"
    );
    // Labels leave out a stop that the writer put before the closing mark.
    let text = |text: &str| squeezed(text.trim_end_matches([',', '.']));
    let quotations = found.quotations.iter().map(|q| text(&q.text));
    let labelled = labelled.quotations.iter().map(|q| text(&q.text));
    let [found, labelled]: [Vec<_>; 2] = [quotations.collect(), labelled.collect()];
    assert_eq!(found, labelled, "{place}");
}

#[test]
fn paragraphs_of_a_pdf_have_pages_that_go_up() {
    let finders = Finders::new(&profile());
    let mut enricher = Enricher::new(&finders);
    for path in ESSAYS.iter().flat_map(|(essay, _)| exports(essay)) {
        let account = account(&path, &mut enricher);
        if account.format != Format::Pdf {
            continue;
        }
        let essay = read::read(&fs::read(&path).expect("a file"), "a.pdf").expect("an essay");
        let pages = essay.blocks.iter().filter(|block| block.number.is_some());
        let pages = pages.map(|b| b.page.as_deref().and_then(|p| p.parse::<u32>().ok()));
        let pages: Vec<u32> = pages.map(|page| page.expect("a page")).collect();
        assert!(pages.is_sorted(), "{}: {pages:?}", path.display());
        assert!(pages.last() > pages.first(), "{}", path.display());
    }
}

#[test]
fn a_difference_is_shown_where_lines_part() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let answer = lines("title: On Doors\nbody 1: They stay shut.\nnote 1: Ibid.");
    let got = lines("title: On Doors\nbody 1: They stay open.\nheading: Notes");
    expect![[r#"
        [
            "- body 1: They stay shut.",
            "- note 1: Ibid.",
            "+ body 1: They stay open.",
            "+ heading: Notes",
        ]
    "#]]
    .assert_debug_eq(&differences(&answer, &got));
}

const HEAD: &str = "\
# Essays of tests/exports: how many files of each format are read as what the essay truly is, and
# where the others differ (-: lacks, +: has instead). What the essays are: tests/golden/reading/exports.
# `scripts/evaluate` writes this file.

";
