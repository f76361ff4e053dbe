//! Quotations across essays, measured: which are one line of the novel, and
//! what the pages cited for a line come to.
//!
//! Grouping is measured end to end, on quotations as norfolk finds them: by
//! pairs of quotations of one line (a quotation that is not found loses all
//! its pairs) and by B³ (Bagga and Baldwin 1998).

use super::align::{token_overlap, tokens};
use super::essays::profile;
use super::metrics::{Counts, share};
use super::runs::index;
use super::table::{self, Row, ratio, row, scores};
use super::{Mistakes, Split, root};
use expect_test::expect_file;
use norfolk::quotes::{Corpus, Paginations, Quotations};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A line of the novel, and who quotes it.
#[derive(Debug, Deserialize)]
struct Labelled {
    members: Vec<Member>,
}

/// A quotation of a line.
#[derive(Debug, Deserialize)]
struct Member {
    essay: String,
    paragraph: u32,
    text: String,
}

/// A folder of essays that quote the same lines.
#[derive(Debug, Deserialize)]
struct Set {
    #[serde(rename = "set")]
    name: String,
    split: Split,
    groups: Vec<Judged>,
}

/// What is said of a line of a set.
#[derive(Debug, Deserialize)]
struct Judged {
    text: String,
    essays: usize,
    pages: BTreeMap<String, usize>,
    verdict: String,
}

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join("corpus").join(name)).expect("the corpus is whole");
    let parse = |line: &str| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"))
    };
    text.lines().map(parse).collect()
}

fn quotations(folder: &Path) -> Quotations {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let index = index(folder.to_path_buf(), &place.path().join("index"));
    let corpus = Corpus::of_index(&index, None).expect("what was written can be read");
    Quotations::group(corpus, Paginations::new(&profile()))
}

/// A labelled quotation: its split, its line, and the group it was found in.
struct Placed {
    split: Split,
    essay: String,
    text: String,
    line: usize,
    group: Option<usize>,
}

fn placed(found: &Quotations) -> Vec<Placed> {
    let splits = splits();
    let mut is_taken = vec![false; found.corpus.quotations.len()];
    // A paragraph read wrongly shifts those after it: it counts where reading is
    // measured. The nearest quotation of the essay with the words is the one.
    let mut group_of = |member: &Member| {
        let label = tokens(&member.text);
        let mut best: Option<(u32, usize, usize)> = None;
        for (number, group) in found.groups.iter().enumerate() {
            for at in group
                .occurrences
                .iter()
                .map(|occurrence| occurrence.quotation)
            {
                let quoted = &found.corpus.quotations[at];
                let path = &found.corpus.essays[quoted.essay].path;
                let is_own = path.ends_with(&member.essay) && !is_taken[at];
                let away = quoted.passage.paragraph.abs_diff(member.paragraph);
                let is_nearer = best.is_none_or(|(nearest, ..)| away < nearest);
                if is_own
                    && is_nearer
                    && token_overlap(&label, &tokens(&quoted.text)) >= LEAST_OVERLAP
                {
                    best = Some((away, at, number));
                }
            }
        }
        best.map(|(_, at, number)| {
            is_taken[at] = true;
            number
        })
    };
    let labelled: Vec<Labelled> = lines("groups.jsonl");
    let mut placed = Vec::new();
    for (line, labelled) in labelled.into_iter().enumerate() {
        for member in labelled.members {
            placed.push(Placed {
                split: splits[&member.essay],
                group: group_of(&member),
                essay: member.essay,
                text: member.text,
                line,
            });
        }
    }
    placed
}

/// Share of words that must agree where a quotation found is one labelled.
const LEAST_OVERLAP: f64 = 0.8;

fn splits() -> BTreeMap<String, Split> {
    #[derive(Deserialize)]
    struct Label {
        essay: String,
        split: Split,
    }
    let folder = fs::read_dir(root().join("corpus/labels")).expect("the corpus has labels");
    folder
        .map(|file| {
            let path = file.expect("a folder can be listed").path();
            let text = fs::read_to_string(&path).expect("labels are UTF-8");
            let label: Label = serde_json::from_str(&text).expect("labels are JSON");
            (label.essay, label.split)
        })
        .collect()
}

/// Pairs and B³ of the quotations of one split.
fn grouping_rows(placed: &[&Placed], mistakes: &mut Mistakes) -> Vec<Row> {
    let mut pairs = Counts::default();
    let mut of_found = 0;
    for (at, a) in placed.iter().enumerate() {
        for b in &placed[..at] {
            let (is_line, is_group) = (a.line == b.line, is_together(a, b));
            pairs.labelled += u32::from(is_line);
            of_found += u32::from(is_line && a.group.is_some() && b.group.is_some());
            pairs.recalled += u32::from(is_line && is_group);
            pairs.found += u32::from(is_group);
            pairs.right += u32::from(is_line && is_group);
            if is_line != is_group {
                mistakes.turn_to(&a.essay, a.split);
                let what = if is_line { "pair missed" } else { "pair false" };
                mistakes.add(0, what, &a.text, &format!("{} in {}", b.text, b.essay));
            }
        }
    }
    let b3 = |is_whole: fn(&Placed, &Placed) -> bool, is_right: fn(&Placed, &Placed) -> bool| {
        let of_one = |a: &&Placed| {
            let whole: Vec<_> = placed.iter().filter(|b| is_whole(a, b)).collect();
            let right = whole.iter().filter(|b| is_right(a, b)).count();
            let count = |n: usize| u32::try_from(n).expect("the corpus is small");
            share(count(right), count(whole.len()))
        };
        let sum: f64 = placed.iter().map(of_one).sum();
        let count = u32::try_from(placed.len()).expect("the corpus is small");
        format!("{:.3}", sum / f64::from(count.max(1)))
    };
    let mut rows = scores("pairs", &pairs).to_vec();
    rows.push(row(
        "pairs recall, both found",
        ratio(pairs.recalled, of_found),
    ));
    rows.push(row("B3 precision", b3(is_together, is_one_line)));
    rows.push(row("B3 recall", b3(is_one_line, is_together)));
    let found = placed.iter().filter(|one| one.group.is_some()).count();
    let count = |n: usize| u32::try_from(n).expect("the corpus is small");
    rows.push(row(
        "quotations found",
        ratio(count(found), count(placed.len())),
    ));
    rows
}

fn is_one_line(a: &Placed, b: &Placed) -> bool {
    a.line == b.line
}

/// Whether two quotations are in one group; one that is not found is with itself only.
fn is_together(a: &Placed, b: &Placed) -> bool {
    std::ptr::eq(a, b) || a.group.is_some() && a.group == b.group
}

/// What came of the sets of one split.
#[derive(Debug, Default)]
struct Verdicts {
    groups: u32,
    essays_right: u32,
    pages_right: u32,
    verdict_right: u32,
    false_groups: u32,
    by_verdict: BTreeMap<String, (u32, u32)>,
}

impl Verdicts {
    fn add(&mut self, set: &Set, found: &Quotations, mistakes: &mut Mistakes) {
        mistakes.turn_to(&set.name, set.split);
        let mut is_taken = vec![false; found.groups.len()];
        for label in &set.groups {
            let own = best_group(label, found, &is_taken);
            let group = own.map(|at| &found.groups[at]);
            if let Some(own) = own {
                is_taken[own] = true;
            }
            let pages: Option<BTreeMap<String, usize>> =
                group.map(|group| group.pages.iter().cloned().collect());
            let is_right = group.is_some_and(|group| group.verdict.name() == label.verdict);
            self.groups += 1;
            self.essays_right += u32::from(group.is_some_and(|g| g.essays == label.essays));
            self.pages_right += u32::from(pages.as_ref() == Some(&label.pages));
            self.verdict_right += u32::from(is_right);
            let of_verdict = self.by_verdict.entry(label.verdict.clone()).or_default();
            of_verdict.0 += u32::from(is_right);
            of_verdict.1 += 1;
            if !is_right || pages.as_ref() != Some(&label.pages) {
                let expected = format!("{}: {} {:?}", label.text, label.verdict, label.pages);
                let got = group.map_or_else(String::new, |group| {
                    format!(
                        "{} {:?} {}",
                        group.verdict.name(),
                        group.pages,
                        group.evidence
                    )
                });
                mistakes.add(0, "verdict", &expected, &got);
            }
        }
        for (group, _) in found
            .groups
            .iter()
            .zip(is_taken)
            .filter(|(_, taken)| !taken)
        {
            self.false_groups += 1;
            mistakes.add(0, "group not labelled", "", &group.text);
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = vec![
            row("essays right", ratio(self.essays_right, self.groups)),
            row("pages right", ratio(self.pages_right, self.groups)),
            row("verdict right", ratio(self.verdict_right, self.groups)),
        ];
        for verdict in ["single", "agree", "edition", "mistake", "unknown"] {
            let (right, all) = self.by_verdict.get(verdict).copied().unwrap_or_default();
            rows.push(row(&format!("  {verdict}"), ratio(right, all)));
        }
        rows.push(row("groups not labelled", self.false_groups.to_string()));
        rows
    }
}

/// The group that is the labelled one: of those with its words, the one with most of its pages.
fn best_group(label: &Judged, found: &Quotations, is_taken: &[bool]) -> Option<usize> {
    let words = tokens(&label.text);
    let candidates = (0..found.groups.len()).filter(|at| !is_taken[*at]);
    let likeness = |at: &usize| {
        let group = &found.groups[*at];
        let texts = group
            .occurrences
            .iter()
            .map(|occurrence| &found.corpus.quotations[occurrence.quotation].text);
        let overlap = texts.map(|text| token_overlap(&words, &tokens(text)));
        let overlap = overlap.fold(0.0_f64, f64::max);
        let has_page = |(page, _): &&(String, usize)| label.pages.contains_key(page);
        let shared = u32::try_from(group.pages.iter().filter(has_page).count()).unwrap_or(0);
        (overlap, f64::from(shared))
    };
    let best = candidates.max_by(|a, b| {
        let (a, b) = (likeness(a), likeness(b));
        (a.0 + a.1).total_cmp(&(b.0 + b.1))
    })?;
    (likeness(&best).0 >= 0.5).then_some(best)
}

#[test]
fn quotations_are_grouped_as_well_as_they_were() {
    let mut mistakes = Mistakes::default();
    let found = quotations(&root().join("corpus/essays"));
    let placed = placed(&found);
    let mut out = HEAD.to_owned();
    let mut columns = Vec::new();
    for (name, split) in [("dev", Split::Dev), ("test", Split::Test)] {
        let of_split: Vec<&Placed> = placed.iter().filter(|one| one.split == split).collect();
        columns.push((name, grouping_rows(&of_split, &mut mistakes)));
    }
    table::write(&mut out, "GROUPING", &columns);
    let (mut dev, mut test) = (Verdicts::default(), Verdicts::default());
    for set in lines::<Set>("verdicts/labels.jsonl") {
        let found = quotations(&root().join("corpus/verdicts").join(&set.name));
        let verdicts = match set.split {
            Split::Dev => &mut dev,
            Split::Test => &mut test,
        };
        verdicts.add(&set, &found, &mut mistakes);
    }
    table::write(
        &mut out,
        "VERDICTS",
        &[("dev", dev.rows()), ("test", test.rows())],
    );
    mistakes.save("quotes");
    writeln!(out, "lines in the corpus {}", found.groups.len()).expect("a string takes all");
    expect_file!["../../golden/quotes/stats.txt"].assert_eq(&out);
}

const HEAD: &str = "\
# Quotations across essays, against corpus/groups.jsonl and corpus/verdicts. `scripts/evaluate`
# writes this file. A pair is two quotations of one line; both are of the split.

";
