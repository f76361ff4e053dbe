//! Stopping: what Ctrl-C, or a request to end, means to a run that writes.

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What is added to a signal's number for the exit code, as shells do.
const CODE_OF_SIGNALS: i32 = 128;

/// Whether the run was asked to stop. Being asked again ends the process at
/// once: what was committed is whole whenever it ends.
pub(super) struct Stop {
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on.
    pub(super) fn listen() -> Result<Stop> {
        let is_asked = Arc::new(AtomicBool::new(false));
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [SIGINT, SIGTERM] {
            let value = usize::try_from(number).expect("numbers of signals are positive");
            // The order counts: the first time, it is not yet asked when this is looked at.
            flag::register_conditional_shutdown(
                number,
                CODE_OF_SIGNALS + number,
                Arc::clone(&is_asked),
            )
            .and_then(|_| flag::register(number, Arc::clone(&is_asked)))
            .and_then(|_| flag::register_usize(number, Arc::clone(&signal), value))
            .context("cannot listen for Ctrl-C")?;
        }
        Ok(Stop { signal })
    }

    /// Whether it was asked.
    pub(super) fn is_asked(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// The number of the signal that asked; 0 if none did.
    pub(super) fn signal(&self) -> u8 {
        u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(u8::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_asks_a_run_to_stop() {
        let stop = Stop::listen().expect("signals can be listened for");
        assert!(!stop.is_asked());
        signal_hook::low_level::raise(SIGTERM).expect("a process may signal itself");
        assert!(stop.is_asked());
        assert_eq!(i32::from(stop.signal()), SIGTERM);
    }
}
