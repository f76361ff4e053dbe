//! Citing an essay: the reference (a CSL item), its locator, and how MLA, APA
//! and Chicago print them. The only room that names hayagriva.

mod name;
mod reference;

pub use reference::{Date, Locator, LocatorLabel, Name, Reference, Style};
