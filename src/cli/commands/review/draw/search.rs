//! The search: what is typed, and the roles that it finds.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::text::{clean, fit, padded, width};
use super::{Theme, put};
use crate::review::Search;

const PROMPT: &str = "Search: ";

/// Draws it; the cursor of the terminal stands where one types.
pub fn draw(screen: &mut Frame<'_>, area: Rect, search: &Search, theme: &Theme) {
    let columns = usize::from(area.width);
    let room = columns.saturating_sub(width(PROMPT) + 1);
    let typed = tail(&sanitised(search.text()), room);
    let at = area.x + (width(PROMPT) + width(&typed)) as u16;
    let line = Line::from(vec![Span::styled(PROMPT, theme.heading()), Span::raw(typed)]);
    put(screen, area.x, area.y, area.width, line);
    screen.set_cursor_position(Position { x: at.min(area.right().saturating_sub(1)), y: area.y });
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if search.found().is_empty() {
        let said = if search.text().trim().is_empty() {
            "words of a role, a beginning, or a code"
        } else {
            "nothing found: fewer or other words"
        };
        put(screen, list.x, list.y, list.width, Line::styled(said, theme.faint()));
        return;
    }
    let each = 2;
    let most = (usize::from(list.height) / each).max(1);
    let first = (search.cursor() + 1).saturating_sub(most);
    let shown = search.found().iter().enumerate().skip(first).take(most);
    let codes = shown.clone().map(|(_, f)| width(&clean(&f.role.code))).max().unwrap_or(0);
    for (y, (at, found)) in (list.y..).step_by(each).zip(shown) {
        let highlighted = at == search.cursor();
        let (mark, style) = if highlighted { ("▸ ", theme.highlighted()) } else { ("  ", theme.code()) };
        let code = padded(&clean(&found.role.code), codes);
        let name = fit(&clean(&found.name), columns.saturating_sub(codes + 4));
        let name_style = if highlighted { theme.title() } else { ratatui::style::Style::new() };
        let line = Line::from(vec![
            Span::styled(mark, theme.highlighted()),
            Span::styled(code, style),
            Span::raw("  "),
            Span::styled(name, name_style),
        ]);
        put(screen, list.x, y, list.width, line);
        let matched = if found.matched.is_empty() || found.by == "name" { &found.definition } else { &found.matched };
        let matched = fit(&clean(matched), columns.saturating_sub(4));
        if y + 1 < list.bottom() {
            put(screen, list.x + 4, y + 1, list.width.saturating_sub(4), Line::styled(matched, theme.faint()));
        }
    }
}

/// As typed, blanks at the end included.
fn sanitised(text: &str) -> String {
    crate::cli::sanitize::sanitize(text).into_owned()
}

/// The end of a text that is longer than its place.
fn tail(text: &str, columns: usize) -> String {
    let mut rest = text;
    while width(rest) > columns {
        let mut chars = rest.chars();
        chars.next();
        rest = chars.as_str();
    }
    rest.to_owned()
}
