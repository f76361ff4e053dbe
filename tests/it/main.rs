//! The one integration binary: one link, shared fixtures, a module a subject.

mod citing;
mod commands;
mod corrections;
mod crash;
mod damage;
mod determinism;
mod invariants;
mod layers;
mod quality;
mod queries;
mod sandbox;
mod update;
