//! Citing an essay: the reference (a CSL item), its locator, and how MLA, APA
//! and Chicago print them; references to and from other programs. The only room
//! that names hayagriva and biblatex.

mod bibtex;
mod bibtex_read;
mod case;
mod citing;
mod csl_json;
mod dates;
mod entry;
mod kind;
mod name;
mod note;
mod order;
mod parenthesis;
mod people;
mod places;
mod published;
mod record;
mod reference;
mod ris;
mod second_hand;
mod titles;

#[cfg(test)]
mod tests;

pub use bibtex::write_bibtex;
pub use bibtex_read::read_bibtex;
pub use citing::Citing;
pub use csl_json::{read_csl_json, write_csl_json};
pub use order::sort_records;
pub use record::{Record, RecordError, keys};
pub use reference::{Date, Locator, LocatorLabel, Name, Numbering, Reference, Style};
pub use ris::write_ris;
