//! Remembered lines: topics made of the quotations in the corpus, each with a
//! word wrong or left out, as people remember them. What has the line as it
//! stands is relevant.

use super::runs::Topic;
use norfolk::enrich::EnrichedPassage;
use norfolk::index::Index;
use norfolk::text::Forms;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::DocAddress;

/// Words of a line, the wrong one among them.
const WORDS: usize = 9;

/// A paragraph's name in a run, and its words.
struct Paragraph {
    name: String,
    words: String,
}

/// The topics, in the order of their lines.
pub(super) fn topics(index: &Index) -> Vec<Topic> {
    let mut forms = Forms::default();
    let (mut lines, mut paragraphs) = (BTreeSet::new(), Vec::new());
    for essay in index.essays().expect("the index is whole") {
        let path = index.shown_path(&index.essay(essay).expect("an essay"));
        let reader = index.searcher().segment_reader(essay.segment_ord);
        let columns = index.passage_columns(reader).expect("columns");
        for doc in columns.passages_of(essay.doc_id) {
            let address = DocAddress::new(essay.segment_ord, doc);
            let passage = index.passage(address).expect("a passage");
            lines.extend(lines_of(&passage, &mut forms));
            let number = passage.passage.paragraph;
            let name = format!("{}#p{number}", path.replace(' ', "%20"));
            let words = exact(&passage.text, &mut forms).join(" ");
            paragraphs.push(Paragraph { name, words });
        }
    }
    let lines: Vec<Vec<String>> = lines.into_iter().collect();
    (0..lines.len())
        .map(|at| topic(&lines, at, &paragraphs))
        .collect()
}

/// The first words of each quotation that is long enough.
fn lines_of(passage: &EnrichedPassage, forms: &mut Forms) -> Vec<Vec<String>> {
    let quotations = passage.quotations.iter();
    let words = quotations.map(|quotation| exact(quotation.span.of(&passage.text), forms));
    let long = words.filter(|words| words.len() >= WORDS);
    long.map(|words| words[..WORDS].to_vec()).collect()
}

fn topic(lines: &[Vec<String>], at: usize, paragraphs: &[Paragraph]) -> Topic {
    let line = &lines[at];
    let has_line = |paragraph: &&Paragraph| {
        format!(" {} ", paragraph.words).contains(&format!(" {} ", line.join(" ")))
    };
    let having = paragraphs.iter().filter(has_line);
    let grades: BTreeMap<String, u32> = having
        .map(|p| (super::ranking::below(&p.name), 1))
        .collect();
    let mut words = line.clone();
    // Never the same place twice running, and never a word of the line's ends.
    let place = 1 + at % (WORDS - 2);
    if at.is_multiple_of(2) {
        words.remove(place);
    } else {
        let other = &lines[(at + 1) % lines.len()];
        words[place].clone_from(&other[place]);
    }
    Topic {
        id: format!("line-{at}"),
        query: words.join(" "),
        grades,
    }
}

fn exact(text: &str, forms: &mut Forms) -> Vec<String> {
    let words = forms.words(text);
    words
        .iter()
        .map(|word| forms.get(word.form).exact.to_string())
        .collect()
}
