//! norfolk finds what essays say about a novel, and where they say it.
//!
//! # The flow
//!
//! Writing: files → [`read`] → `Essay` → [`passage`] → `Passage` → [`enrich`]
//! → `Enriched` → [`index`]. Reading: query → [`search`] → candidates →
//! [`rank`] → ranked passages → [`render`]. [`ingest`] drives the first,
//! [`retrieve`] the second; [`compare`] stands on the side.
//!
//! | room | what it owns | imports |
//! |---|---|---|
//! | [`text`] | spans, words, sentences, folding | |
//! | [`profile`] | the novel under study, from TOML: all that is known of it | text |
//! | [`cite`] | an essay as a reference, and how styles print it (hayagriva) | text |
//! | [`mod@read`] | bytes → essay, one format a file | text, cite |
//! | [`passage`] | essay → passages | text, read |
//! | [`enrich`] | quotations, citations, works cited, themes, characters, places; users' corrections of them | text, profile, cite, read, passage |
//! | [`index`] | tantivy on disk, and everything stored beside it | text, cite, read, passage, enrich |
//! | [`search`] | query language → tree → the passages that match | text, profile, enrich, index |
//! | [`rank`] | their order, and why | text, index, search |
//! | [`quotes`] | one quotation in all its wordings, and the pages cited for it | text, profile, passage, enrich, index |
//! | [`compare`] | essays by theme, keyness, shared quotations | text, passage, enrich, index, quotes |
//! | [`render`] | text, JSON, CSV and TREC runs, onto a given `Write` | all above, retrieve |
//! | [`ingest`] | folders, threads (rayon), the report of a run | profile, read, enrich, index |
//! | [`retrieve`] | query string → ranked passages: the call every face shares | text, profile, enrich, index, search, rank |
//! | [`cli`] | the command line (clap, anyhow, standard output, indicatif, signals) | all |
//!
//! # What always holds
//!
//! 1. Imports point one way; outside crates stay in their room.
//! 2. Reading is total: any bytes give an essay or a `ReadError`.
//! 3. Splitting loses nothing: passages are in order, disjoint, and cover each body block.
//! 4. A span shown is a span of the source.
//! 5. Same corpus, same index, same answers, whatever the threads and the order of files.
//! 6. `Enriched` survives the index and back unchanged.
//! 7. A committed index is whole: a crash leaves the old one or the new one.
//! 8. A damaged index is never answered from where it is damaged.
//!
//! # An essay, read
//!
//! ```
//! use norfolk::enrich::{Enricher, Finders};
//! use norfolk::profile::Profile;
//!
//! let name = Profile::built_in_names()[0];
//! let profile = Profile::built_in(name)?;
//! let family = &profile.author.family;
//! let text = format!("On Tapes\n\nShe says so, “just once” ({family} 59). Nobody asks her why.");
//! let essay = norfolk::read::read(text.as_bytes(), "tapes.txt")?;
//! let finders = Finders::new(&profile);
//! let (enriched, _) = Enricher::new(&finders).enrich(&essay);
//!
//! let passage = &enriched.passages[0];
//! assert_eq!(passage.cited_pages(), [59]);
//! assert_eq!(passage.quotations[0].span.of(&passage.text), "just once");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod cite;
pub mod cli;
pub mod compare;
pub mod enrich;
pub mod index;
pub mod ingest;
pub mod passage;
pub mod profile;
pub mod quotes;
pub mod rank;
pub mod read;
pub mod render;
pub mod retrieve;
pub mod search;
pub mod text;
