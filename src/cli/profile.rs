//! `norfolk profile`: the novel profiles, built in or the user's.

use super::{Outcome, open, output};
use crate::profile::{Profile, Severity};
use crate::render::count;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::path::Path;

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
    /// Check a profile and say all that is wrong, with line and advice
    ///
    /// Ends with 0 if nothing is, 1 if something is doubtful, 2 if the profile cannot be used.
    Check {
        /// A TOML file or a built-in name
        #[arg(value_name = "FILE|NAME")]
        profile: String,
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
        ProfileCommand::Check { profile } => {
            let built_in = Profile::built_in(profile).ok();
            if let Some(built_in) = built_in.filter(|_| !Path::new(profile).exists()) {
                return check(profile, built_in.source());
            }
            let text = std::fs::read_to_string(profile)
                .with_context(|| format!("cannot read profile `{profile}`"))?;
            check(profile, &text)
        }
    }
}

fn check(path: &str, text: &str) -> Result<Outcome> {
    let findings = Profile::check(text);
    output::write(|out| {
        for finding in &findings {
            let (line, severity, message) = (finding.line, finding.severity, &finding.message);
            writeln!(out, "{path}:{line}: {severity}: {message}")?;
        }
        Ok(())
    })?;
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    match u64::try_from(errors.count())? {
        0 => Ok(output::found(findings.is_empty())),
        errors => bail!("`{path}` cannot be used: {}", count(errors, "error")),
    }
}
