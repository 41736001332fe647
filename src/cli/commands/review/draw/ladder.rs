//! The levels of the highlighted focus: the chosen one marked, the suggested one dotted, and what it asks of people.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{clean, fit, wrap};
use super::{Theme, put};
use crate::review::{App, ladder};
use crate::taxonomy::{Level, ResolvedRole};

/// Draws the ladder of a role; `suggested` is the code that was suggested for its focus.
pub fn draw(screen: &mut Frame<'_>, area: Rect, app: &App<'_>, role: Option<(&ResolvedRole, &str)>, theme: &Theme) {
    for y in area.y..area.bottom() {
        put(screen, area.x - 1, y, 1, Line::styled("│", theme.faint()));
    }
    let area = Rect { x: area.x + 1, width: area.width - 1, ..area };
    let columns = usize::from(area.width);
    let Some((role, suggested)) = role else {
        let what = if app.choices().is_empty() { "/ finds a role" } else { "↑ and ↓ highlight a candidate" };
        let lines = wrap(&format!("{what}; its levels are shown here."), columns, 4);
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            put(screen, area.x, y, area.width, Line::styled(line, theme.faint()));
        }
        return;
    };
    let taxonomy = app.taxonomy();
    let rungs = ladder(taxonomy, role.focus);
    let here = rungs.iter().position(|rung| rung.code == role.code).unwrap_or(0);
    let head = fit(&clean(taxonomy.work_name(role.focus)), columns);
    put(screen, area.x, area.y, area.width, Line::styled(head, theme.heading()));
    let rows = usize::from(area.height).saturating_sub(1);
    let tracks = 1 + rungs.windows(2).filter(|pair| parts(&pair[0]) != parts(&pair[1])).count();
    let gaps = if rows >= rungs.len() + tracks { 1 } else { 0 };
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut at_line = 0;
    for (at, rung) in rungs.iter().enumerate() {
        if at > 0 && gaps > 0 && parts(rung) != parts(&rungs[at - 1]) {
            lines.push(Line::raw(""));
        }
        let (mark, style) =
            if at == here { ("▸ ", theme.highlighted()) } else { ("  ", ratatui::style::Style::new()) };
        if at == here {
            at_line = lines.len();
        }
        // In a blind review a mark would lead as a score does.
        let dot = if rung.code == suggested && !app.is_blind() { "•" } else { " " };
        lines.push(Line::from(vec![
            Span::styled(mark, theme.highlighted()),
            Span::styled(dot, theme.warning()),
            Span::styled(fit(&name(app, rung), columns.saturating_sub(3)), style),
        ]));
    }
    // Where not all fit, those around the chosen one are shown.
    let first = at_line.saturating_sub(rows / 2).min(lines.len().saturating_sub(rows));
    let mut y = area.y + 1;
    for line in lines.into_iter().skip(first).take(rows) {
        put(screen, area.x, y, area.width, line);
        y += 1;
    }
    let rest = usize::from(area.bottom().saturating_sub(y));
    if let Some(level) = role.level.filter(|_| rest > 2) {
        let said = description(app, level);
        for (y, line) in (y + 1..area.bottom()).zip(wrap(&said, columns, rest - 1)) {
            put(screen, area.x, y, area.width, Line::styled(line, theme.faint()));
        }
    }
}

/// What parts the ladder: the track.
fn parts(role: &ResolvedRole) -> Option<char> {
    role.level.map(|level| level.track().letter())
}

/// "P5 Expert Professional"; in a catalogue, code and title.
fn name(app: &App<'_>, role: &ResolvedRole) -> String {
    let by_level = role.level.filter(|level| role.code.ends_with(&format!(".{level}")));
    match by_level {
        Some(level) => format!("{level} {}", app.taxonomy().ladder.definition(level).name),
        None => clean(&format!("{} {}", role.code, role.title)),
    }
}

fn description(app: &App<'_>, level: Level) -> String {
    let definition = app.taxonomy().ladder.definition(level);
    let [said, experience] = [&definition.description, &definition.experience].map(|text| text.trim_end_matches('.'));
    format!("{level}: {said}; experience {experience}.")
}
