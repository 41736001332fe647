//! The progress bar: on standard error, at a terminal, and only for runs long enough to wonder about.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::When;

/// A run shorter than this needs no bar.
const AFTER: Duration = Duration::from_millis(500);

/// Shows how far a run is, or nothing.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    total: Option<u64>,
    shown: bool,
}

impl Progress {
    /// A bar over `total` bytes, or a counter where the total is not known.
    pub fn new(when: When, total: Option<u64>) -> Progress {
        let wanted = match when {
            When::Always => true,
            When::Never => false,
            When::Auto => std::io::stderr().is_terminal(),
        };
        let bar = wanted.then(|| ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden()));
        Progress { bar, started: Instant::now(), total, shown: false }
    }

    /// `bytes` of the input are done, in `rows` rows.
    pub fn at(&mut self, bytes: u64, rows: u64) {
        let Some(bar) = &self.bar else { return };
        if !self.shown && self.started.elapsed() >= AFTER {
            self.shown = true;
            bar.set_draw_target(ProgressDrawTarget::stderr());
            let template = match self.total {
                Some(_) => "{bar:30} {percent:>3}%  {msg} rows  {bytes_per_sec}  {eta} left",
                None => "{spinner} {msg} rows  {bytes} read  {bytes_per_sec}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
        }
        bar.set_position(bytes);
        bar.set_message(super::messages::grouped(rows));
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
