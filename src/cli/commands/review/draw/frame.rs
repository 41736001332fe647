//! What stands around the body: progress above, message and keys below; and the title that is asked about.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{clean, fit, width, wrap};
use super::{Theme, put};
use crate::cli::commands::review::settled;
use crate::cli::messages::counted;
use crate::review::{App, Mode, Progress, Question, Tone};

/// File and progress, and a rule that is heavy as far as rows are settled.
pub fn header(screen: &mut Frame<'_>, page: Rect, app: &App<'_>, file: &str, theme: &Theme) {
    let progress = app.queue().progress();
    let said = settled(&progress);
    let columns = usize::from(page.width);
    let blind = if app.is_blind() { " · blind" } else { "" };
    let room = columns.saturating_sub(width(&said) + width(blind) + 2);
    let name = if room < 8 { String::new() } else { fit(&clean(file), room) };
    let gap = columns.saturating_sub(width(&name) + width(blind) + width(&said));
    let line = Line::from(vec![
        Span::styled(name, theme.faint()),
        Span::styled(blind, theme.faint()),
        Span::raw(" ".repeat(gap)),
        Span::raw(fit(&said, columns)),
    ]);
    put(screen, page.x, page.y, page.width, line);
    let Progress { rows_settled, rows, .. } = progress;
    let heavy = (columns as u64 * rows_settled).checked_div(rows).unwrap_or(0) as usize;
    let rule = Line::from(vec![
        Span::styled("━".repeat(heavy), theme.done()),
        Span::styled("─".repeat(columns - heavy), theme.faint()),
    ]);
    put(screen, page.x, page.y + 1, page.width, rule);
}

/// The title with what stood beside it; the rest of the body.
pub fn title(screen: &mut Frame<'_>, body: Rect, app: &App<'_>, theme: &Theme) -> Rect {
    let Some(question) = app.question() else { return body };
    let roomy = body.height >= 18;
    let columns = usize::from(body.width);
    let mut y = body.y + u16::from(roomy);
    let shown = clean(&question.title);
    let shown = if shown.is_empty() { "(empty)".to_owned() } else { shown };
    for line in wrap(&shown, columns, if roomy { 2 } else { 1 }) {
        put(screen, body.x, y, body.width, Line::styled(line, theme.title()));
        y += 1;
    }
    let rows = counted(question.rows, "row");
    let facts = facts(question);
    let said = if facts.is_empty() { rows } else { format!("{rows} · {facts}") };
    for line in wrap(&said, columns, if roomy { 2 } else { 1 }) {
        put(screen, body.x, y, body.width, Line::raw(line));
        y += 1;
    }
    y += u16::from(roomy);
    Rect { y, height: body.bottom().saturating_sub(y), ..body }
}

/// Where an answer holds, and what was seen beside the title.
pub fn facts(question: &Question) -> String {
    let mut said = Vec::new();
    if !question.context.is_empty() {
        said.push(format!("for {} only", clean(&question.context)));
    }
    for (name, values) in &question.seen {
        // The department of a title that is decided there is said already.
        if *name != "department" || clean(values) != clean(&question.context) {
            said.push(format!("{name} {}", clean(values)));
        }
    }
    said.join(" · ")
}

/// What there is to say since the last key.
pub fn message(screen: &mut Frame<'_>, page: Rect, app: &App<'_>, theme: &Theme) {
    let Some((tone, text)) = app.message() else { return };
    let (mark, style) = match tone {
        Tone::Done => ("✓ ", theme.done()),
        Tone::Hint => ("", theme.code()),
        Tone::Warning => ("! ", theme.warning()),
    };
    let text = fit(&format!("{mark}{}", clean(text)), usize::from(page.width));
    put(screen, page.x, page.bottom() - 2, page.width, Line::styled(text, style));
}

/// Keys that need not be named where there is no room for all; the help has them.
const DISPENSABLE: [&str; 4] = ["b", "s", "u", "n"];

/// The keys that do something now, the less needed ones only where there is room.
pub fn keys(screen: &mut Frame<'_>, page: Rect, app: &App<'_>, theme: &Theme) {
    let all: &[(&str, &str)] = match app.mode() {
        Mode::Help => &[("any key", "back")],
        Mode::Searching(_) => &[("Enter", "choose"), ("↑↓", "move"), ("Ctrl-U", "clear"), ("Esc", "back")],
        Mode::Asking if app.question().is_none() => &[("u", "take back"), ("Enter", "end")],
        Mode::Asking => &[
            ("↵", "accept"),
            ("1-5", "pick"),
            ("←→", "level"),
            ("/", "search"),
            ("n", "none"),
            ("s", "skip"),
            ("u", "undo"),
            ("?", "help"),
            ("q", "quit"),
            ("b", "blind"),
        ],
    };
    let mut shown: Vec<&(&str, &str)> = all.iter().collect();
    let wide = |keys: &[&(&str, &str)]| keys.iter().map(|(key, what)| width(key) + width(what) + 3).sum::<usize>();
    for dispensable in DISPENSABLE {
        if wide(&shown) > usize::from(page.width) + 2 {
            shown.retain(|(key, _)| *key != dispensable);
        }
    }
    let mut spans = Vec::new();
    for (key, what) in shown {
        spans.push(Span::styled(*key, theme.highlighted()));
        spans.push(Span::styled(format!(" {what}  "), theme.faint()));
    }
    put(screen, page.x, page.bottom() - 1, page.width, Line::from(spans));
}

/// What is shown when nothing is left to ask.
pub fn end(screen: &mut Frame<'_>, body: Rect, app: &App<'_>, theme: &Theme) {
    let progress = app.queue().progress();
    let mut lines = vec![if progress.titles_open() == 0 {
        ("All titles are settled.".to_owned(), theme.title())
    } else {
        let open = counted(progress.titles_open(), "title");
        (format!("Nothing left but what was skipped: {open}. The next session asks again."), theme.title())
    }];
    let said = format!("{} in this session, every one of them kept.", counted(app.answered(), "answer"));
    lines.push((said, ratatui::style::Style::new()));
    lines.push(("u takes the last one back, Enter ends.".to_owned(), theme.faint()));
    let top = body.y + body.height / 3;
    for (y, (text, style)) in (top..).step_by(2).zip(lines) {
        put(screen, body.x, y, body.width, Line::styled(fit(&text, usize::from(body.width)), style));
    }
}
