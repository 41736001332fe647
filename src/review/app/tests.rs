use super::sample::{Sample, press};
use super::*;
use crate::review::{Keeper, Queue};

fn asks(app: &App<'_>, start: &str) -> bool {
    app.question().is_some_and(|question| question.title.starts_with(start))
}

fn text(keeper: &Keeper<'_>) -> String {
    std::fs::read_to_string(&keeper.decisions).unwrap()
}

/// A sample with a keeper that writes into a folder of its own.
macro_rules! review {
    ($app:ident, $keeper:ident) => {
        let sample = Sample::new();
        let folder = tempfile::tempdir().unwrap();
        let $keeper = sample.keeper(folder.path().join("decisions.csv"));
        #[allow(unused_mut)]
        let mut $app = sample.app(false);
    };
}

#[test]
fn enter_accepts_what_is_highlighted_and_the_next_is_asked() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Enter]);
    assert!(asks(&app, "\u{1b}[2J"));
    assert!(
        text(&keeper).ends_with("Sr. InfoSec Eng III (Remote) - REQ1234,,accept,SEI.GEN.P5,Ann,2026-11-23,2026.1,\n")
    );
    let progress = app.queue().progress();
    assert_eq!((progress.titles_settled, progress.rows_settled, progress.rows), (1, 1412, 1427));
}

#[test]
fn digits_pick_and_arrows_move_the_level() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Down, Key::Down, Key::Left, Key::Left]);
    assert_eq!(app.highlighted().unwrap().role.code, "SEI.APP.P3");
    assert!(app.highlighted().unwrap().is_moved());
    // A pick takes the level that was chosen for it.
    press(&mut app, &keeper, &[Key::Up, Key::Char('3')]);
    assert!(text(&keeper).contains("accept,SEI.APP.P3"));
}

#[test]
fn the_ladder_goes_on_from_professionals_to_executives_and_ends() {
    review!(app, keeper);
    press(&mut app, &keeper, &vec![Key::Right; 30]);
    assert_eq!(app.highlighted().unwrap().role.code, "SEI.GEN.E4");
    assert!(app.message().unwrap().1.contains("highest"));
    press(&mut app, &keeper, &vec![Key::Left; 30]);
    assert_eq!(app.highlighted().unwrap().role.code, "SEI.GEN.P1");
}

#[test]
fn what_is_only_near_is_not_accepted_by_enter() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Char('s')]);
    assert_eq!(press(&mut app, &keeper, &[Key::Enter]), None);
    assert_eq!(press(&mut app, &keeper, &[Key::Char('4')]), None);
    assert!(app.message().unwrap().1.contains("no candidate 4"));
    press(&mut app, &keeper, &[Key::Down, Key::Enter]);
    assert!(text(&keeper).contains("accept,SEI.OFF.P3"));
}

#[test]
fn undo_restores_what_the_file_had() {
    review!(app, keeper);
    let before = "title,context,decision,code,by,on,taxonomy,note\n\
                  Baker,,none,,Bo,2020-01-01,2025.1,\n\
                  SR. INFOSEC ENG III (REMOTE) - REQ1234,,skip,,Bo,2020-01-02,2025.1,ask Kim\n";
    std::fs::write(&keeper.decisions, before).unwrap();
    press(&mut app, &keeper, &[Key::Char('n')]);
    assert!(text(&keeper).contains(",none,,Ann,2026-11-23,2026.1,ask Kim\n"), "{}", text(&keeper));
    press(&mut app, &keeper, &[Key::Char('s'), Key::Char('u')]);
    assert!(asks(&app, "\u{1b}"), "a skip is taken back, too");
    press(&mut app, &keeper, &[Key::Char('u')]);
    assert!(asks(&app, "Sr."));
    assert_eq!(text(&keeper), before);
    assert_eq!(app.answered(), 0);
    press(&mut app, &keeper, &[Key::Char('u')]);
    assert!(app.message().unwrap().1.contains("nothing to take back"));
}

#[test]
fn an_answer_that_somebody_changed_since_is_not_taken_back() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Enter]);
    let theirs = text(&keeper).replace("SEI.GEN.P5,Ann", "SEI.GEN.P4,Bo");
    std::fs::write(&keeper.decisions, &theirs).unwrap();
    press(&mut app, &keeper, &[Key::Char('u')]);
    assert_eq!(text(&keeper), theirs);
    assert_eq!(app.message().unwrap().0, Tone::Warning);
}

#[test]
fn an_older_answer_of_somebody_else_stays_and_undo_withdraws_the_conflict() {
    review!(app, keeper);
    let theirs = "title,context,decision,code,by,on,taxonomy,note\nSR. INFOSEC ENG III (REMOTE) - REQ1234,,none,,Bo,2020-01-01,2026.1,\n";
    // Written after the review began, which therefore still asks.
    std::fs::write(&keeper.decisions, theirs).unwrap();
    press(&mut app, &keeper, &[Key::Enter]);
    assert!(app.message().unwrap().1.contains("Bo said no role"), "{:?}", app.message());
    assert_eq!(text(&keeper), theirs);
    let conflicts = crate::review::conflicts_path(&keeper.decisions);
    assert!(std::fs::read_to_string(&conflicts).unwrap().contains("accept,SEI.GEN.P5,Ann"));
    press(&mut app, &keeper, &[Key::Char('u')]);
    assert!(!conflicts.exists());
    assert_eq!(text(&keeper), theirs);
}

#[test]
fn what_others_settle_meanwhile_is_not_asked() {
    review!(app, keeper);
    let theirs =
        "title,context,decision,code,by,on,taxonomy,note\n営業部長 👩🏽‍🚀 Sales Manager,,none,,Bo,2020-01-01,2026.1,\n";
    std::fs::write(&keeper.decisions, theirs).unwrap();
    press(&mut app, &keeper, &[Key::Enter, Key::Char('n')]);
    assert!(app.question().is_none(), "{:?}", app.question());
    assert_eq!(app.queue().progress().titles_open(), 0);
    assert_eq!(app.answered(), 2);
}

#[test]
fn the_end_waits_so_that_the_last_answer_can_be_taken_back() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Enter, Key::Char('n'), Key::Char('s')]);
    assert!(app.question().is_none());
    assert_eq!(press(&mut app, &keeper, &[Key::Char('x')]), None);
    press(&mut app, &keeper, &[Key::Char('u')]);
    assert!(asks(&app, "営業"));
    press(&mut app, &keeper, &[Key::Enter]);
    assert_eq!(press(&mut app, &keeper, &[Key::Enter]), Some(Effect::Quit));
}

#[test]
fn blind_hides_the_order_and_highlights_nothing() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Char('b')]);
    let codes: Vec<&str> = app.choices().iter().map(|c| c.role.code.as_str()).collect();
    assert_eq!(codes, ["SEI.APP.P5", "SEI.GEN.M2", "SEI.GEN.P4", "SEI.GEN.P5", "SWE.GEN.P5"]);
    assert_eq!(press(&mut app, &keeper, &[Key::Enter]), None);
    press(&mut app, &keeper, &[Key::Char('4')]);
    assert!(text(&keeper).contains("accept,SEI.GEN.P5"));
}

#[test]
fn pasted_words_answer_nothing_and_are_taken_in_a_search() {
    review!(app, keeper);
    press(&mut app, &keeper, &[Key::Paste("n\nn\n".to_owned())]);
    assert!(asks(&app, "Sr.") && !keeper.decisions.exists());
    let found = press(&mut app, &keeper, &[Key::Char('/'), Key::Paste("head\nchef".to_owned())]);
    assert_eq!(found, Some(Effect::Search("head chef".to_owned())));
    assert_eq!(press(&mut app, &keeper, &[Key::Backspace]), Some(Effect::Search("head che".to_owned())));
    assert_eq!(press(&mut app, &keeper, &[Key::Enter]), None);
    assert!(matches!(app.mode(), Mode::Searching(_)));
    press(&mut app, &keeper, &[Key::Escape]);
    assert!(matches!(app.mode(), Mode::Asking));
    assert_eq!(press(&mut app, &keeper, &[Key::Char('/'), Key::Interrupt]), Some(Effect::Interrupt));
}

#[test]
fn an_answer_that_cannot_be_kept_is_asked_again() {
    review!(app, keeper);
    let Some(Effect::Keep { verdict, .. }) = app.update(Key::Enter) else { panic!("no answer") };
    app.kept(&verdict, Err("the disk is full".to_owned()));
    assert!(asks(&app, "Sr."));
    assert_eq!(app.message(), Some((Tone::Warning, "not kept: the disk is full")));
    assert!(!keeper.decisions.exists());
}

#[test]
fn settled_titles_count_and_stale_and_rejected_roles_are_asked_again() {
    let sample = Sample::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("decisions.csv");
    let lines = "title,context,decision,code\n\
                 SR. INFOSEC ENG III (REMOTE) - REQ1234,,reject,sei.gen.p5\n\
                 営業部長 👩🏽‍🚀 Sales Manager,東京,accept,XXX.GEN.P1\n";
    std::fs::write(&path, lines).unwrap();
    let ledger = Ledger::read(&path, &sample.lexicon).unwrap();
    let queue = Queue::new(sample.questions(), &ledger, &sample.taxonomy, &sample.lexicon);
    assert_eq!(queue.progress().titles_settled, 0);
    assert_eq!(queue.question(0).suggestions[0].role.code, "SEI.GEN.P4");
    assert!(queue.question(0).reason.contains("SEI.GEN.P5 was ruled out"));
    assert!(queue.question(2).reason.starts_with("stale decision: no function `XXX`"), "{}", queue.question(2).reason);
}
