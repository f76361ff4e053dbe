//! The guard: what nobody foresaw ends as an error with a way out.
//!
//! A damaged index is found out when it is read. Should that mislead code that
//! trusts it all the same, the reader is told of the check.

use super::Outcome;
use anyhow::{Result, anyhow};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Carries out a command; a panic of its own thread is an error.
pub(super) fn guarded(command: impl FnOnce() -> Result<Outcome>) -> Result<Outcome> {
    let place = Arc::new(Mutex::new(String::new()));
    let (usual, told) = (panic::take_hook(), Arc::clone(&place));
    let guarded = thread::current().id();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == guarded {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = place_of(panic);
        } else {
            usual(panic);
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        let place = place.lock().unwrap_or_else(PoisonError::into_inner);
        Err(anyhow!(
            "norfolk failed at {place}; if `norfolk status --check` finds nothing wrong with the \
             index, please report this, else make it anew with `norfolk index --rebuild FOLDER`"
        ))
    })
}

fn place_of(panic: &PanicHookInfo<'_>) -> String {
    let file = |location: &panic::Location<'_>| {
        let names = location.file().rsplit(['/', '\\']);
        let last: Vec<_> = names.take(2).collect();
        format!("{}/{}:{}", last[last.len() - 1], last[0], location.line())
    };
    panic
        .location()
        .map_or_else(|| "an unknown place".to_string(), file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_where_and_what_would_do() {
        let failed = guarded(|| panic!("nobody foresaw it"));
        let said = failed.expect_err("it panicked").to_string();
        assert!(said.contains("cli/guard.rs:"), "{said}");
        assert!(said.contains("status --check"), "{said}");
    }
}
