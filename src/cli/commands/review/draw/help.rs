//! The keys, explained.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{fit, padded};
use super::{Theme, put};

const KEYS: [(&str, &str); 11] = [
    ("Enter", "accept the highlighted role at the level that is marked"),
    ("1 - 5", "accept that candidate"),
    ("↑ ↓", "highlight another candidate"),
    ("← →", "its level down or up; then Enter accepts it"),
    ("/", "search the taxonomy by words or code"),
    ("n", "no role fits"),
    ("s", "skip: not now, but in the next session"),
    ("u", "take the last answer back"),
    ("b", "blind: hide scores, reasons and the order by them"),
    ("?", "this page"),
    ("q", "end; so does Ctrl-C. Every answer is kept already"),
];

/// Draws the page.
pub fn draw(screen: &mut Frame<'_>, area: Rect, theme: &Theme) {
    for (y, (key, what)) in (area.y..area.bottom()).zip(KEYS) {
        let line = Line::from(vec![
            Span::styled(padded(key, 8), theme.highlighted()),
            Span::raw(fit(what, usize::from(area.width).saturating_sub(8))),
        ]);
        put(screen, area.x, y, area.width, line);
    }
}
