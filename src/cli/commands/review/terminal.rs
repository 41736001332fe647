//! The screen, the keyboard and the signals of a review. Whatever ends it, the terminal is as it was before.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, stdout};
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode, size as window_size,
};
use ratatui::crossterm::{execute, queue};

use super::desk::{Desk, End};
use super::draw::{self, Theme};
use crate::cli::exit::Exit;
use crate::review::Key;

/// How often signals are looked at while nobody types.
const GLANCE: Duration = Duration::from_millis(100);

/// How many glances find the terminal gone before the program ends: enough for an answer to be written.
const GLANCES_AFTER_CLOSING: u32 = 10;

/// Reviews until the person or a signal ends it.
pub fn run(desk: &mut Desk<'_>) -> anyhow::Result<End> {
    let asked = signals();
    end_with_the_window();
    let theme = Theme::of_terminal();
    // What a colour is was decided for all of the program; the library would decide by itself again.
    force_color_output(theme.has_colours());
    let _restore = Restore::enter().context("cannot use the terminal")?;
    let output = BufWriter::new(stdout());
    let terminal = Terminal::new(CrosstermBackend::new(output)).context("cannot use the terminal")?;
    // `Restore` shows the cursor again. The library would do so, too, and panic where there is no terminal left to complain to.
    let mut terminal = ManuallyDrop::new(terminal);
    // From now on changes of the window's size are heard, even those before the first picture is done.
    event::poll(Duration::ZERO).context("cannot read from the terminal")?;
    loop {
        // Before the picture, so that a change while it is drawn is seen below.
        let drawn = window_size().ok();
        let too_small = !draw(&mut terminal, desk, &theme).context("cannot write to the terminal")?;
        let key = loop {
            if asked.load(Ordering::Relaxed) {
                return Ok(End::Interrupted);
            }
            if !event::poll(GLANCE).context("cannot read from the terminal")? {
                // The library loses word of a new size that comes together with a key.
                if window_size().ok() != drawn {
                    break None;
                }
                continue;
            }
            match event::read().context("cannot read from the terminal")? {
                Event::Key(pressed) => {
                    if let Some(key) = key_of(pressed) {
                        break Some(key);
                    }
                }
                Event::Paste(text) => break Some(Key::Paste(text)),
                Event::Resize(..) => break None,
                _ => {}
            }
        };
        match key {
            Some(Key::Char('q')) if too_small => return Ok(End::Quit),
            // Nobody answers what cannot be seen.
            Some(key) if !too_small || key == Key::Interrupt => {
                if let Some(end) = desk.press(key) {
                    return Ok(end);
                }
            }
            _ => {}
        }
    }
}

/// Draws a picture that appears at once; false when there is no room for it.
fn draw(
    terminal: &mut Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    desk: &Desk<'_>,
    theme: &Theme,
) -> io::Result<bool> {
    let mut drawn = true;
    queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
    terminal.draw(|frame| drawn = draw::screen(frame, &desk.app, &desk.file, theme))?;
    execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
    Ok(drawn)
}

/// Set when the program is asked from outside to end.
fn signals() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP, signal_hook::consts::SIGINT] {
        // Without it the signal ends the program, only less tidily; no answer is lost.
        let _ = signal_hook::flag::register(signal, Arc::clone(&asked));
    }
    asked
}

/// Ends the program some time after its window was closed. Reading from a terminal that is gone never returns, whatever the
/// signals say; every answer is on the disk, so there is nothing to tidy up but the terminal, which is no more.
#[expect(clippy::disallowed_methods, reason = "the review hangs in a read; its answers are on the disk")]
fn end_with_the_window() {
    std::thread::spawn(|| {
        let mut gone = 0;
        while gone < GLANCES_AFTER_CLOSING {
            std::thread::sleep(GLANCE);
            gone = if io::stdin().is_terminal() { 0 } else { gone + 1 };
        }
        std::process::exit(i32::from(Exit::Interrupted.code()));
    });
}

/// Gives the terminal back when it is dropped, and before a panic is told.
struct Restore;

impl Restore {
    fn enter() -> io::Result<Restore> {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore();
            tell(panic);
        }));
        enable_raw_mode()?;
        let entered = Restore;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(entered)
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        restore();
    }
}

fn restore() {
    // All of it, even if a part fails: the terminal may be gone.
    let _ = execute!(stdout(), EndSynchronizedUpdate);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen);
    let _ = execute!(stdout(), Show);
    let _ = disable_raw_mode();
}

/// What a key means, if anything.
fn key_of(pressed: KeyEvent) -> Option<Key> {
    if pressed.kind == KeyEventKind::Release {
        return None;
    }
    if pressed.modifiers.contains(KeyModifiers::CONTROL) {
        return match pressed.code {
            KeyCode::Char('c') => Some(Key::Interrupt),
            KeyCode::Char('u') => Some(Key::Clear),
            KeyCode::Char('h') => Some(Key::Backspace),
            KeyCode::Char('p') => Some(Key::Up),
            KeyCode::Char('n') => Some(Key::Down),
            _ => None,
        };
    }
    if pressed.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META) {
        return None;
    }
    Some(match pressed.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Backspace => Key::Backspace,
        _ => return None,
    })
}
