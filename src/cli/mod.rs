//! The command line: parse, call, render. The only room that names clap,
//! anyhow, standard output, indicatif and signals. One command a file; no logic.

mod cite;
mod citing;
mod compare;
mod guard;
mod index;
mod inspect;
mod like;
mod open;
mod output;
mod profile;
mod progress;
mod quotes;
mod search;
mod show;
mod status;
mod stop;
mod tags;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The profile that a new index is made with unless another is asked for: the first built in.
const DEFAULT_PROFILE: &str = "never-let-me-go";

/// Find what essays say about a novel, and where they say it
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, disable_help_subcommand = true)]
pub struct Args {
    /// Use the index in this folder [default: `.norfolk` here or in a folder above]
    #[arg(
        long = "index",
        value_name = "DIR",
        global = true,
        env = "NORFOLK_INDEX"
    )]
    index_dir: Option<PathBuf>,

    /// Set matches and names off by colour
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value_t)]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// In pipes and files too
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Search(Box<search::SearchArgs>),
    Compare(compare::CompareArgs),
    Quotes(quotes::QuotesArgs),
    Themes(tags::TagsArgs),
    Characters(tags::TagsArgs),
    Cite(cite::CiteArgs),
    Show(show::ShowArgs),
    Inspect(inspect::InspectArgs),
    Status(status::StatusArgs),
    Profile(profile::ProfileArgs),
    /// Write a completion script for a shell to standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// What came of a command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or found.
    Done,
    /// Nothing was found.
    Nothing,
    /// Done, but some files could not be read.
    Partly,
    /// Ended before it was done, by the signal with this number.
    Stopped(u8),
}

impl Outcome {
    /// The exit code that says so.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
            Outcome::Partly => 3,
            Outcome::Stopped(signal) => 128 + signal,
        }
    }
}

/// Carries out a command.
///
/// # Errors
/// With a message for the user, if it could not be carried out.
pub fn execute(args: Args) -> Result<Outcome> {
    output::use_color(args.color);
    crate::read::silence_caught_panics();
    guard::guarded(|| carry_out(args))
}

fn carry_out(args: Args) -> Result<Outcome> {
    let place = open::Place::new(args.index_dir);
    match args.command {
        Command::Index(args) => index::execute(&args, &place),
        Command::Search(args) => search::execute(&args, &place),
        Command::Compare(args) => compare::execute(&args, &place),
        Command::Quotes(args) => quotes::execute(&args, &place),
        Command::Themes(args) => tags::themes(&args, &place),
        Command::Characters(args) => tags::characters(&args, &place),
        Command::Cite(args) => cite::execute(&args, &place),
        Command::Show(args) => show::execute(&args, &place),
        Command::Inspect(args) => inspect::execute(&args),
        Command::Status(args) => status::execute(&args, &place),
        Command::Profile(args) => profile::execute(&args),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "norfolk", &mut out);
            output::write(|to| to.write_all(&out))?;
            Ok(Outcome::Done)
        }
    }
}

/// Tells standard error of a failure; the exit code to end with. A reader that
/// went away (`norfolk … | head`) is no failure.
#[must_use]
pub fn report_failure(error: &anyhow::Error) -> u8 {
    let is_closed_pipe = error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    });
    if is_closed_pipe {
        return 0;
    }
    output::warn(&format!("error: {error:#}"));
    2
}
