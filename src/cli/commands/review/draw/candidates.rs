//! The roles to choose from, with their scores and how they differ; below, why it is asked and what the highlighted one is.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{clean, fit, padded, width, wrap};
use super::{Theme, put};
use crate::review::{App, Choice};

/// Columns of a score's bar.
const BAR: usize = 8;

/// Codes of a company's own may be long.
const WIDEST_CODE: usize = 14;

/// Draws them, on two lines each where there is room.
pub fn draw(screen: &mut Frame<'_>, area: Rect, app: &App<'_>, theme: &Theme) {
    let choices = app.choices();
    let columns = usize::from(area.width);
    let mut lines: Vec<Line<'_>> = Vec::new();
    let suggested = app.question().is_some_and(|q| q.has_suggestion);
    if choices.is_empty() {
        lines.push(Line::raw(fit("Nothing comes near: / searches, n is for none.", columns)));
    } else if !suggested && !app.is_blind() {
        lines.push(Line::styled(fit("Not near enough to suggest; the nearest:", columns), theme.faint()));
    }
    let codes = choices.iter().map(|c| width(&clean(&c.role.code))).max().unwrap_or(0).min(WIDEST_CODE);
    let two_lines = usize::from(area.height) > choices.len() * 2;
    for (at, choice) in choices.iter().enumerate() {
        let highlighted = app.cursor() == Some(at);
        let (mark, style) = if highlighted { ("▸ ", theme.highlighted()) } else { ("  ", theme.code()) };
        let number = if choice.is_found { "/".to_owned() } else { (at + 1).to_string() };
        let mut spans = vec![
            Span::styled(mark, theme.highlighted()),
            Span::styled(format!("{number} "), theme.highlighted()),
            Span::styled(padded(&clean(&choice.role.code), codes), style),
        ];
        spans.extend(score(choice, app, theme));
        let title = clean(&choice.role.title);
        let beside = beside(choice, app);
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let title_style = if highlighted { theme.title() } else { ratatui::style::Style::new() };
        if two_lines {
            spans.push(Span::styled(fit(&beside, columns.saturating_sub(used)), theme.faint()));
            lines.push(Line::from(spans));
            let title = fit(&title, columns.saturating_sub(4));
            lines.push(Line::from(vec![Span::raw("    "), Span::styled(title, title_style)]));
        } else {
            spans.push(Span::styled(fit(&title, columns.saturating_sub(used)), title_style));
            lines.push(Line::from(spans));
        }
    }
    let foot = foot(app, columns, usize::from(area.height).saturating_sub(lines.len()));
    lines.extend(foot.into_iter().map(|line| Line::styled(line, theme.faint())));
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        put(screen, area.x, y, area.width, line);
    }
}

/// Why it is asked, and what the highlighted focus is, in as many lines as there are.
fn foot(app: &App<'_>, columns: usize, rows: usize) -> Vec<String> {
    let reason = app.question().map(|q| clean(&q.reason)).filter(|reason| !reason.is_empty() && !app.is_blind());
    let focus = app.highlighted().map(|choice| &app.taxonomy().foci[choice.role.focus]);
    let definition = focus.filter(|focus| !focus.definition.is_empty());
    let definition = definition.map(|focus| clean(&format!("{}: {}", focus.code, focus.definition)));
    let mut lines = Vec::new();
    if let Some(reason) = reason {
        let blank = usize::from(rows > 2);
        let room = rows.saturating_sub(blank);
        let most = if definition.is_some() && room > 3 { room - 2 } else { room };
        lines.extend(std::iter::repeat_n(String::new(), blank));
        lines.extend(wrap(&format!("why: {reason}"), columns, most.min(4)));
    }
    if let Some(definition) = definition {
        let rest = rows.saturating_sub(lines.len());
        let blank = usize::from(rest > 2);
        if rest > blank {
            lines.extend(std::iter::repeat_n(String::new(), blank));
            lines.extend(wrap(&definition, columns, (rest - blank).min(4)));
        }
    }
    lines
}

/// The bar and the number of a score, blank where there is none to show.
fn score(choice: &Choice, app: &App<'_>, theme: &Theme) -> Vec<Span<'static>> {
    if app.is_blind() || app.choices().iter().all(|c| c.suggestion.score.is_none()) {
        return vec![Span::raw(" ")];
    }
    if choice.is_moved() || choice.is_found {
        // There is no score, and what is said instead needs the room.
        return vec![Span::raw(" ")];
    }
    let Some(score) = choice.suggestion.score else { return vec![Span::raw(" ".repeat(BAR + 7))] };
    let full = (score.clamp(0.0, 1.0) * BAR as f32).round() as usize;
    vec![
        Span::raw(" "),
        Span::styled("█".repeat(full), theme.code()),
        Span::styled("░".repeat(BAR - full), theme.faint()),
        Span::raw(format!(" {score:.2} ")),
    ]
}

/// How a candidate differs from the first, or what the person did to it.
fn beside(choice: &Choice, app: &App<'_>) -> String {
    if choice.is_moved() {
        return format!("instead of {}", clean(&choice.suggestion.role.code));
    }
    if choice.is_found {
        return "searched for".to_owned();
    }
    let first = app.question().and_then(|q| q.suggestions.first());
    match first.filter(|_| !app.is_blind()) {
        Some(first) => choice.suggestion.difference(first, app.taxonomy()),
        None => String::new(),
    }
}
