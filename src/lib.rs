//! norfolk finds what essays say about a novel, and where they say it.

pub mod text;
pub mod profile;
pub mod cite;
pub mod read;
pub mod passage;
pub mod enrich;
pub mod index;
pub mod search;
pub mod rank;
pub mod compare;
pub mod render;
pub mod ingest;
pub mod retrieve;
pub mod cli;
