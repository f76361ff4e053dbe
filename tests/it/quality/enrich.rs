//! What norfolk reads and finds in the sample corpus, as figures.

use super::citations::Citations;
use super::essays::{self, Essay};
use super::names::Names;
use super::quotations::Quotations;
use super::reading::{Read, Reading};
use super::table::{self, Row};
use super::themes::Themes;
use super::{Mistakes, Split, paragraphs};
use expect_test::expect_file;
use norfolk::profile::Profile;
use std::fmt::Write;

/// All that is measured of one split.
#[derive(Debug, Default)]
struct Measures {
    reading: Reading,
    citations: Citations,
    quotations: Quotations,
    themes: Themes,
    characters: Names,
    places: Names,
}

impl Measures {
    fn add(&mut self, essay: &Essay, themes: &[&str], read: &Read, mistakes: &mut Mistakes) {
        self.reading.add(read);
        self.themes.begin_essay(themes.len());
        for (labelled, found) in &essay.paragraphs {
            let pairs = self.citations.add(labelled, found, mistakes);
            self.quotations.add(labelled, found, &pairs, mistakes);
            self.themes.add(themes, labelled, found);
            let number = labelled.number.max(found.number);
            let (labels, names) = (&labelled.characters, &found.characters);
            self.characters
                .add(labels, names, "character", number, mistakes);
            let (labels, names) = (&labelled.places, &found.places);
            self.places.add(labels, names, "place", number, mistakes);
        }
    }
}

/// What norfolk finds in a folder of labelled essays, as tables; its mistakes as `subject`.
fn tables(id: &str, corpus: &str, subject: &str) -> String {
    let profile = Profile::built_in(id).expect("it is built in");
    let themes: Vec<&str> = profile
        .themes
        .iter()
        .map(|theme| theme.id.as_str())
        .collect();
    let (mut dev, mut test) = (Measures::default(), Measures::default());
    let mut mistakes = Mistakes::default();
    let mut misread = String::new();
    for essay in essays::read_all(&profile, corpus) {
        let labels = &essay.labels;
        mistakes.turn_to(&labels.essay, labels.split);
        let read = Read::new(&essay, &mut mistakes);
        if labels.split == Split::Dev && !read.faults().is_empty() {
            writeln!(misread, "  {}: {}", labels.essay, read.faults()).expect("a string takes all");
        }
        let measures = match labels.split {
            Split::Dev => &mut dev,
            Split::Test => &mut test,
        };
        measures.add(&essay, &themes, &read, &mut mistakes);
    }
    mistakes.save(subject);
    let mut out = format!("# What norfolk finds in {corpus}/, against {corpus}/labels. {HEAD}\n");
    let mut write = |heading: &str, rows: &dyn Fn(&Measures) -> Vec<Row>| {
        table::write(
            &mut out,
            heading,
            &[("dev", rows(&dev)), ("test", rows(&test))],
        );
    };
    write("CITATIONS", &|m| m.citations.rows());
    write("QUOTATIONS", &|m| m.quotations.rows());
    write("THEMES", &|m| m.themes.rows(&themes));
    write("CHARACTERS, PLACES", &|m| {
        let names = [m.characters.rows("characters"), m.places.rows("places")];
        names.concat()
    });
    write("READING (essays)", &|m| m.reading.rows());
    let taggers = paragraphs::measure(&profile, Split::Dev);
    let columns = [
        ("dev", taggers.norfolk.rows(&themes)),
        ("(one list)", taggers.one_list.rows(&themes)),
        ("(title only)", taggers.title_only.rows(&themes)),
    ];
    table::write(&mut out, "THEMES (paragraphs)", &columns);
    write!(out, "not read as labelled, dev:\n{misread}").expect("a string takes all");
    out
}

#[test]
fn the_sample_corpus_is_found_as_well_as_it_was() {
    let (id, corpus) = essays::CORPORA[0];
    expect_file!["../../golden/enrich/stats.txt"].assert_eq(&tables(id, corpus, "enrich"));
}

#[test]
fn essays_on_another_novel_are_found_as_well_as_they_were() {
    let (id, corpus) = essays::CORPORA[1];
    let subject = format!("enrich-{id}");
    expect_file!["../../golden/enrich/other-novel.txt"].assert_eq(&tables(id, corpus, &subject));
}

const HEAD: &str = "\
`scripts/evaluate` writes this file.
# Citations: half of the labelled characters found; quotations: four fifths of the words agree.
# Paragraphs are compared by their first words, so one read wrongly does not shift the others.
# Of corpus/paragraphs.jsonl, in brackets: a profile whose entries all weigh alike, and the themes
# of the title for all paragraphs.
";
