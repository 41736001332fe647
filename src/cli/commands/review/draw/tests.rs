use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

use super::*;
use crate::engine::{Engine, EngineOptions};
use crate::review::sample::{Sample, press};
use crate::review::{App, Effect, Key};
use crate::search::search;
use crate::taxonomy::Taxonomy;

/// The screen in cells.
fn drawn(app: &App<'_>, width: u16, height: u16, theme: Theme) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| _ = screen(frame, app, "people.review.xlsx", &theme)).unwrap();
    terminal
}

fn text(app: &App<'_>, width: u16, height: u16) -> String {
    drawn(app, width, height, Theme::new(true)).backend().to_string()
}

/// Skips some questions.
fn skipped(app: &mut App<'_>, times: usize) {
    for _ in 0..times {
        app.update(Key::Char('s'));
    }
}

#[test]
fn a_question_on_a_usual_terminal() {
    let sample = Sample::new();
    insta::assert_snapshot!(text(&sample.app(false), 80, 24));
}

#[test]
fn a_question_on_a_large_terminal() {
    let sample = Sample::new();
    let mut app = sample.app(false);
    app.update(Key::Right);
    insta::assert_snapshot!(text(&app, 120, 40));
}

#[test]
fn a_question_on_the_smallest_terminal() {
    let sample = Sample::new();
    insta::assert_snapshot!(text(&sample.app(false), 60, 16));
}

#[test]
fn a_blind_question_tells_no_score() {
    let sample = Sample::new();
    let shown = text(&sample.app(true), 80, 24);
    assert!(!shown.contains("0.") && !shown.contains('█') && !shown.contains('•'), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn a_hostile_title_is_inert() {
    let sample = Sample::new();
    let mut app = sample.app(false);
    skipped(&mut app, 1);
    let shown = text(&app, 80, 24);
    assert!(!shown.contains(|c: char| c != '\n' && crate::review::is_unseen(c)), "{shown:?}");
    insta::assert_snapshot!(shown);
}

#[test]
fn wide_characters_leave_the_columns_in_their_places() {
    let sample = Sample::new();
    let mut app = sample.app(false);
    skipped(&mut app, 2);
    insta::assert_snapshot!(text(&app, 80, 24));
}

#[test]
fn a_search_lists_what_it_finds() {
    let sample = Sample::new();
    let engine = Engine::embedded(Taxonomy::embedded().unwrap(), EngineOptions::default()).unwrap();
    let mut app = sample.app(false);
    app.update(Key::Char('/'));
    insta::assert_snapshot!("search_empty", text(&app, 80, 24));
    let Some(Effect::Search(words)) = app.update(Key::Paste("penetration".to_owned())) else { panic!("no search") };
    app.found(search(&engine, &words, 10));
    insta::assert_snapshot!("search_found", text(&app, 80, 24));
    app.update(Key::Enter);
    insta::assert_snapshot!("search_chosen", text(&app, 80, 24));
}

#[test]
fn help_and_end() {
    let sample = Sample::new();
    let folder = tempfile::tempdir().unwrap();
    let keeper = sample.keeper(folder.path().join("decisions.csv"));
    let mut app = sample.app(false);
    app.update(Key::Char('?'));
    insta::assert_snapshot!("help", text(&app, 80, 24));
    app.update(Key::Escape);
    press(&mut app, &keeper, &[Key::Enter, Key::Char('s'), Key::Char('n')]);
    insta::assert_snapshot!("end_with_skipped", text(&app, 80, 24));
    press(&mut app, &keeper, &[Key::Char('u'), Key::Char('u'), Key::Char('n'), Key::Char('n')]);
    insta::assert_snapshot!("end", text(&app, 80, 24));
}

#[test]
fn every_size_is_drawn_and_small_ones_say_so() {
    let sample = Sample::new();
    let mut app = sample.app(false);
    for round in 0..5 {
        for (width, height) in [(1, 1), (20, 5), (59, 16), (60, 15), (60, 16), (61, 17), (79, 23), (200, 60), (300, 16)]
        {
            let shown = text(&app, width, height);
            if width >= 20 && (width < 60 || height < 16) {
                assert!(shown.contains("canon review needs"), "{width}×{height}\n{shown}");
            }
        }
        let key = [Key::Down, Key::Char('/'), Key::Escape, Key::Char('s'), Key::Char('?')][round].clone();
        app.update(key);
    }
}

#[test]
fn without_colours_marks_and_weight_tell_the_same() {
    let sample = Sample::new();
    let app = sample.app(false);
    let plain = drawn(&app, 80, 24, Theme::new(false));
    let cells = &plain.backend().buffer().content;
    assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    assert!(cells.iter().any(|cell| cell.modifier.contains(Modifier::BOLD)));
    assert_eq!(plain.backend().to_string(), text(&app, 80, 24));
}
