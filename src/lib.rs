//! norfolk finds what essays say about a novel, and where they say it.

pub mod cite;
pub mod enrich;
pub mod index;
pub mod passage;
pub mod profile;
pub mod read;
pub mod search;
pub mod text;
