//! Ctrl-C: the run stops between two batches, and leaves no temporary file.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::exit::Exit;

/// The user stopped the run.
#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// How long a run may take to end by itself. It cannot while it waits for a slow pipe.
const PATIENCE: Duration = Duration::from_millis(300);

/// Knows whether the user asked to stop.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    temporary: Arc<Mutex<Vec<PathBuf>>>,
}

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let heard = interrupt.clone();
        // Without a handler Ctrl-C still ends the run, only less tidily.
        let _ = ctrlc::set_handler(move || {
            heard.asked.store(true, Ordering::Relaxed);
            std::thread::sleep(PATIENCE);
            heard.leave();
        });
        interrupt
    }

    /// A file that must not outlive an interrupted run.
    pub fn removes(&self, temporary: Option<&Path>) {
        let mut all = self.temporary.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(temporary.map(Path::to_owned));
    }

    /// An error once the user has asked to stop.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.asked.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
    }

    /// Ends the program where it stands.
    #[expect(clippy::disallowed_methods, reason = "the run hangs in a read; its temporary files are removed here")]
    fn leave(&self) -> ! {
        for path in self.temporary.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(i32::from(Exit::Interrupted.code()));
    }
}
