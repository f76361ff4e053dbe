//! `norfolk profile`: the novel profiles, built in or the user's.

use super::{Outcome, open, output};
use crate::profile::Profile;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// List, show or check the profiles of novels
#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    #[command(subcommand)]
    command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
enum ProfileCommand {
    /// List the profiles that are built in
    List,
    /// Write a profile's TOML to standard output, to read or to start another from
    Show {
        /// A built-in name or a TOML file
        #[arg(value_name = "NAME|FILE")]
        profile: Option<String>,
    },
    /// Check a profile and say what is wrong, with line and advice
    Check {
        /// A TOML file
        file: PathBuf,
    },
}

pub(super) fn execute(args: &ProfileArgs) -> Result<Outcome> {
    match &args.command {
        ProfileCommand::List => {
            let names = Profile::built_in_names();
            output::write(|out| {
                for name in names {
                    if let Ok(profile) = Profile::built_in(name) {
                        let (work, author) = (&profile.work, &profile.author);
                        let (given, family) = (&author.given, &author.family);
                        writeln!(
                            out,
                            "{name}: {} ({given} {family}, {})",
                            work.title, work.year
                        )?;
                    }
                }
                Ok(())
            })?;
            Ok(Outcome::Done)
        }
        ProfileCommand::Show { profile } => {
            let profile = open::profile(profile.as_deref())?;
            output::write(|out| out.write_all(profile.source().as_bytes()))?;
            Ok(Outcome::Done)
        }
        ProfileCommand::Check { file } => {
            let path = file.display().to_string();
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read profile `{path}`"))?;
            check(&path, &text)
        }
    }
}

fn check(path: &str, text: &str) -> Result<Outcome> {
    let findings = Profile::check(text);
    output::write(|out| {
        for finding in &findings {
            writeln!(out, "{path}:{}: {}", finding.line, finding.message)?;
        }
        Ok(())
    })?;
    // A profile that cannot be used is an error, with its line; a doubtful one is not.
    Profile::from_toml(text, path)?;
    Ok(output::found(findings.is_empty()))
}
