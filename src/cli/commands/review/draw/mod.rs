//! The screen of a review: what stands where. It reads the state and changes nothing.

mod candidates;
mod frame;
mod help;
mod ladder;
mod search;
#[cfg(test)]
mod tests;
mod text;
mod theme;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub use self::frame::facts;
pub use self::text::clean;
pub use self::theme::Theme;
use crate::review::{App, Mode};

/// Below this there is no room for a title, its candidates and the keys.
const LEAST: (u16, u16) = (60, 16);

/// Lines above the body: the header and the rule.
const ABOVE: u16 = 2;

/// Lines below it: the message and the keys.
const BELOW: u16 = 2;

/// Draws the screen; false when there is no room for it.
pub fn screen(screen: &mut Frame<'_>, app: &App<'_>, file: &str, theme: &Theme) -> bool {
    let area = screen.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(screen, area);
        return false;
    }
    // A column of air on both sides.
    let page = Rect { x: 1, width: area.width - 2, ..area };
    frame::header(screen, page, app, file, theme);
    frame::keys(screen, page, app, theme);
    frame::message(screen, page, app, theme);
    let body = Rect { y: ABOVE, height: page.height - ABOVE - BELOW, ..page };
    match app.mode() {
        Mode::Help => help::draw(screen, body, theme),
        _ if app.question().is_none() => frame::end(screen, body, app, theme),
        Mode::Asking => {
            let (left, right) = sides(frame::title(screen, body, app, theme));
            candidates::draw(screen, left, app, theme);
            let role = app.highlighted().map(|choice| (&*choice.role, choice.suggestion.role.code.as_str()));
            ladder::draw(screen, right, app, role, theme);
        }
        Mode::Searching(found) => {
            let (left, right) = sides(frame::title(screen, body, app, theme));
            search::draw(screen, left, found, theme);
            let role = found.found().get(found.cursor()).map(|f| (&f.role, f.role.code.as_str()));
            ladder::draw(screen, right, app, role, theme);
        }
    }
    true
}

/// The candidates on the left, the ladder on the right, which gives way first.
fn sides(body: Rect) -> (Rect, Rect) {
    let right = (body.width * 2 / 5).clamp(24, 48).min(body.width - 34);
    let gap = 2;
    let left = Rect { width: body.width - right - gap, ..body };
    (left, Rect { x: body.x + body.width - right, width: right, ..body })
}

fn too_small(screen: &mut Frame<'_>, area: Rect) {
    let (width, height) = LEAST;
    let said = format!(
        "canon review needs {width} × {height} characters; this window has {} × {}. Make it larger, or q ends: every answer is kept.",
        area.width, area.height
    );
    for (y, line) in (area.y..area.bottom()).zip(text::wrap(&said, usize::from(area.width), usize::from(area.height))) {
        put(screen, area.x, y, area.width, Line::raw(line));
    }
}

/// Draws a line at a place, no wider than told; outside of the screen nothing is drawn.
fn put<'l>(screen: &mut Frame<'_>, x: u16, y: u16, width: u16, line: impl Into<Line<'l>>) {
    let all = screen.area();
    if y < all.bottom() && x < all.right() {
        screen.buffer_mut().set_line(x, y, &line.into(), width.min(all.right() - x));
    }
}
