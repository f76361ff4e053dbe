//! Citing an essay: the reference (a CSL item), its locator, and how MLA, APA
//! and Chicago print them. The only room that names hayagriva.

mod citing;
mod dates;
mod entry;
mod kind;
mod name;
mod people;
mod published;
mod reference;
mod titles;

pub use citing::Citing;
pub use reference::{Date, Locator, LocatorLabel, Name, Reference, Style};
