//! The review at a real pseudo-terminal: what is seen, what is kept, and what is left when it ends.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::{Office, csv_rows};

/// A slow machine may need long; a test that passes never waits for it.
const PATIENCE: Duration = Duration::from_secs(120);

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";

fn cells(number: u16) -> NonZero<u16> {
    NonZero::new(number).unwrap()
}

/// What came out of the program: the screen as it is now, and every byte.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
}

impl Seen {
    /// Whether the last picture is complete.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.bytes.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }
}

/// The program at a terminal.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn std::io::Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Terminal {
    fn start(office: &Office, args: &[&str], variables: &[(&str, &str)]) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_canon"));
        command.args(args);
        command.cwd(office.path("."));
        for variable in
            ["CANON_CONFIG", "CANON_JOBS", "CANON_BY", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS"]
        {
            command.env_remove(variable);
        }
        for (name, value) in [("CANON_ON", "2026-11-23"), ("USER", "ann"), ("TERM", "xterm-256color")] {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let parser = vt100::Parser::new(cells(24), cells(80), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, bytes: Vec::new(), ended: false }), Condvar::new()));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            loop {
                let read = reader.read(&mut chunk).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap();
                seen.parser.process(&chunk[..read]);
                seen.bytes.extend(&chunk[..read]);
                seen.ended = read == 0;
                shared.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Terminal { master: pair.master, child, keyboard, seen }
    }

    fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().unwrap().bytes).into_owned()
    }

    /// Waits for something to be so.
    fn wait(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !(seen.is_whole() && is(&seen)) {
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.ended, "never saw {what} in\n{}", seen.parser.screen().contents());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the screen shows a text.
    fn sees(&self, text: &str) {
        self.wait(text, |seen| seen.parser.screen().contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn resize(&self, cols: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the end of the program; its exit code and all that it wrote.
    fn ends(mut self) -> (u32, String) {
        let code = self.child.wait().unwrap().exit_code();
        let until = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.ended && Instant::now() < until {
            seen = self.seen.1.wait_timeout(seen, PATIENCE).unwrap().0;
        }
        drop(seen);
        (code, self.bytes())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Six titles on ten rows, all of them to be reviewed.
fn office() -> Office {
    let office = Office::new();
    let rows =
        [("Stocker", 4), ("Bus Driver", 2), ("Sr InfoSec Eng", 1), ("Cashier", 1), ("Line Cook", 1), ("Nurse", 1)];
    let lines: String = rows.iter().map(|(title, times)| format!("{title}\n").repeat(*times)).collect();
    office.put("people.txt", lines);
    office.said(&["match", "people.txt", "-o", "o.csv", "-r", "r.xlsx", "--accept", "1"], 0);
    office
}

fn start(office: &Office) -> Terminal {
    let terminal = Terminal::start(office, &["review", "r.xlsx", "--by", "Ann"], &[]);
    terminal.sees("of 6 titles");
    terminal
}

/// Decision and code of a title; none where it is not decided.
fn decided(office: &Office, title: &str) -> Option<(String, String)> {
    if !office.path("decisions.csv").exists() {
        return None;
    }
    let rows = csv_rows(&office.text("decisions.csv"));
    rows.into_iter().find(|row| row["title"] == title).map(|row| (row["decision"].clone(), row["code"].clone()))
}

/// The title that is asked about.
fn asked(terminal: &Terminal) -> String {
    terminal.screen().lines().nth(3).unwrap_or_default().trim().to_owned()
}

#[test]
fn answers_are_in_the_file_before_the_next_title_is_asked() {
    let office = office();
    let mut terminal = start(&office);
    terminal.sees("0 of 6 titles · 0 of 10 rows settled");
    let first = asked(&terminal);
    terminal.press(ENTER);
    terminal.sees("1 of 6 titles");
    assert_eq!(decided(&office, &first).unwrap().0, "accept");
    let second = asked(&terminal);
    terminal.press("2");
    terminal.sees("2 of 6 titles");
    assert_eq!(decided(&office, &second).unwrap().0, "accept");
    let third = asked(&terminal);
    terminal.press("n");
    terminal.sees("3 of 6 titles");
    assert_eq!(decided(&office, &third), Some(("none".to_owned(), String::new())));
    let fourth = asked(&terminal);
    terminal.press("s");
    terminal.wait("the next title", |seen| !seen.parser.screen().contents().contains(&fourth));
    assert_eq!(decided(&office, &fourth), None);
    terminal.press("q");
    let (code, said) = terminal.ends();
    assert_eq!(code, 0);
    assert!(said.contains("decisions.csv: 3 answers in this session; 3 of 6 titles · "), "{said}");
    assert!(said.contains("canon review r.xlsx goes on where this ended"), "{said}");
    assert!(office.text("decisions.csv").lines().skip(1).all(|line| line.contains(",Ann,2026-11-23,")));
    // What was accepted holds in the next run.
    let said = office.said(&["match", "people.txt", "-o", "o.csv", "--accept", "1", "--decisions", "decisions.csv"], 0);
    assert!(!said.contains("10 in review"), "{said}");
}

#[test]
fn a_level_is_moved_by_the_arrows_and_undo_takes_the_answer_back() {
    let office = office();
    let mut terminal = start(&office);
    let title = asked(&terminal);
    terminal.press(RIGHT);
    terminal.sees("instead of");
    terminal.press(ENTER);
    terminal.sees("1 of 6 titles");
    let raised = decided(&office, &title).unwrap().1;
    terminal.press("u");
    terminal.sees("0 of 6 titles");
    assert_eq!(decided(&office, &title), None);
    assert_eq!(asked(&terminal), title);
    terminal.press(ENTER);
    terminal.sees("1 of 6 titles");
    let plain = decided(&office, &title).unwrap().1;
    assert_eq!(raised.rsplit_once('.').unwrap().0, plain.rsplit_once('.').unwrap().0);
    assert_ne!(raised, plain);
    terminal.press("u");
    terminal.sees("0 of 6 titles");
    terminal.press(LEFT);
    terminal.sees("instead of");
    terminal.press("1");
    terminal.sees("1 of 6 titles");
    assert!(decided(&office, &title).unwrap().1 < plain);
    terminal.press("\x03");
    assert_eq!(terminal.ends().0, 130);
}

#[test]
fn a_search_finds_a_role_that_was_not_suggested() {
    let office = office();
    let mut terminal = start(&office);
    let title = asked(&terminal);
    terminal.press("/");
    terminal.sees("Search:");
    terminal.press("sei.off");
    terminal.sees("Offensive Security");
    terminal.press(ENTER);
    terminal.sees("searched for");
    terminal.press(RIGHT);
    terminal.sees("SEI.OFF.P4");
    terminal.press(ENTER);
    terminal.sees("1 of 6 titles");
    assert_eq!(decided(&office, &title), Some(("accept".to_owned(), "SEI.OFF.P4".to_owned())));
    terminal.press("/");
    terminal.sees("Search:");
    terminal.press(ESCAPE);
    terminal.wait("the keys", |seen| !seen.parser.screen().contents().contains("Search:"));
    terminal.press("q");
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_was() {
    let office = office();
    let mut terminal = start(&office);
    for n in 1..=3 {
        terminal.press(if n == 2 { "n" } else { ENTER });
        terminal.sees(&format!("{n} of 6 titles"));
    }
    let next = asked(&terminal);
    terminal.press(RIGHT);
    terminal.sees("instead of");
    let kept = office.text("decisions.csv");
    terminal.signal("-KILL");
    terminal.ends();
    assert_eq!(office.text("decisions.csv"), kept);
    let mut terminal = start(&office);
    terminal.sees("3 of 6 titles");
    assert_eq!(asked(&terminal), next);
    // To the end, and from there a new start has nothing to ask.
    for n in 4..=6 {
        terminal.press("n");
        terminal.sees(&format!("{n} of 6 titles"));
    }
    terminal.sees("All titles are settled.");
    terminal.press(ENTER);
    assert_eq!(terminal.ends().0, 0);
    let said = office.said(&["review", "r.xlsx"], 0);
    assert_eq!(said, "r.xlsx: nothing left to review, 6 titles settled\n");
}

#[test]
fn an_export_is_matched_first_and_counts_what_was_settled_before() {
    let office = office();
    let args = ["review", "people.txt", "--accept", "1", "--decisions", "d.csv"];
    let mut terminal = Terminal::start(&office, &args, &[]);
    terminal.sees("0 of 6 titles · 0 of 10 rows settled");
    terminal.press(ENTER);
    terminal.sees("1 of 6 titles · 4 of 10 rows settled");
    terminal.press("q");
    let (code, said) = terminal.ends();
    assert_eq!(code, 0);
    assert!(said.contains("canon review people.txt --decisions d.csv goes on"), "{said}");
    let terminal = Terminal::start(&office, &args, &[]);
    terminal.sees("1 of 6 titles · 4 of 10 rows settled");
    assert_eq!(csv_rows(&office.text("d.csv"))[0]["by"], "ann");
}

#[test]
fn what_another_process_writes_meanwhile_stays_and_is_not_asked() {
    let office = office();
    let mut terminal = start(&office);
    let first = asked(&terminal);
    let other = ["Stocker", "Bus Driver", "Cashier"].into_iter().find(|title| *title != first).unwrap();
    office.put("bo.csv", format!("title,context,decision,code\n{other},,none,\nWelder,,none,\n"));
    office.said(&["apply", "bo.csv", "--by", "Bo"], 0);
    terminal.press(ENTER);
    terminal.sees("2 of 6 titles");
    let rows = csv_rows(&office.text("decisions.csv"));
    let by: Vec<(&str, &str)> = rows.iter().map(|row| (row["title"].as_str(), row["by"].as_str())).collect();
    for line in [(first.as_str(), "Ann"), (other, "Bo"), ("Welder", "Bo")] {
        assert!(by.contains(&line), "{line:?} in {by:?}");
    }
    assert_eq!(by.len(), 3);
}

#[test]
fn a_window_may_change_its_size() {
    let office = office();
    let mut terminal = start(&office);
    let title = asked(&terminal);
    terminal.resize(50, 12);
    terminal.sees("canon review needs");
    // Nobody answers what cannot be seen.
    terminal.press("n");
    terminal.resize(120, 40);
    terminal.sees("q quit  b blind");
    assert_eq!(asked(&terminal), title);
    assert!(!office.path("decisions.csv").exists());
    terminal.press("b");
    terminal.sees("scores are hidden");
    terminal.resize(50, 12);
    terminal.sees("canon review needs");
    terminal.press("q");
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn a_hostile_title_reaches_nobodys_terminal() {
    let office = Office::new();
    office.put(
        "people.jsonl",
        r#"{"title": "\u001b]0;owned\u0007\u001b[2J\u202eCook\u0000 Manager", "department": "\u001b[31mIT"}"#,
    );
    let mut terminal = Terminal::start(&office, &["review", "people.jsonl", "--accept", "1"], &[]);
    terminal.sees(r"\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}Cook\u{0} Manager");
    terminal.press("n");
    terminal.sees("1 of 1 title");
    terminal.press("q");
    let (code, said) = terminal.ends();
    assert_eq!(code, 0);
    for sent in ["\u{1b}]0;", "\u{202e}", "\u{1b}[31mIT", "\u{0}"] {
        assert!(!said.contains(sent), "{sent:?}");
    }
    assert!(office.text("decisions.csv").contains(r"\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}Cook"));
}

#[test]
fn the_terminal_is_given_back_however_it_ends() {
    let office = office();
    for (end, code) in [("q", 0), ("\x03", 130), ("-TERM", 130), ("-HUP", 130), ("-INT", 130)] {
        let mut terminal = start(&office);
        if end.starts_with('-') {
            terminal.signal(end);
        } else {
            terminal.press(end);
        }
        let (ended, said) = terminal.ends();
        assert_eq!(ended, code, "{end:?}");
        assert!(said.contains("\x1b[?1049h") && said.contains("\x1b[?2004h"), "{end:?}");
        let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap_or_else(|| panic!("{end:?} stays in {said:?}"));
        assert!(after.contains("\x1b[?25h"), "{end:?}: no cursor in {after:?}");
        assert!(after.contains("0 answers in this session"), "{end:?}: {after:?}");
    }
}

#[test]
fn it_ends_with_its_window() {
    let office = office();
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_canon"));
    command.args(["review", "r.xlsx", "--by", "Ann"]);
    command.cwd(office.path("."));
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    // The first picture is whole.
    while !seen.windows(8).any(|bytes| bytes == b"\x1b[?2026l") {
        let mut chunk = [0; 4096];
        let read = reader.read(&mut chunk).unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend(&chunk[..read]);
    }
    // Nothing is left that could show or type anything, as when a terminal emulator is killed.
    drop(reader);
    drop(pair.master);
    let until = Instant::now() + PATIENCE;
    let code = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status.exit_code(),
            None if Instant::now() > until => {
                child.kill().unwrap();
                panic!("it goes on without a window");
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    assert_eq!(code, 130);
}

#[test]
fn colours_are_left_out_where_nobody_wants_them() {
    let office = office();
    let coloured = |variables: &[(&str, &str)], args: &[&str]| {
        let all: Vec<&str> = ["review", "r.xlsx"].iter().chain(args).copied().collect();
        let mut terminal = Terminal::start(&office, &all, variables);
        terminal.sees("of 6 titles");
        terminal.press("q");
        let (_, said) = terminal.ends();
        // Foreground colours as crossterm sends them: by palette, or by the classic numbers.
        said.contains("\x1b[38;5;") || said.contains("\x1b[36m")
    };
    assert!(coloured(&[], &[]));
    assert!(!coloured(&[("NO_COLOR", "1")], &[]));
    assert!(!coloured(&[], &["--color", "never"]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
}

#[test]
fn a_dumb_terminal_is_asked_line_by_line() {
    let office = office();
    // On a CI machine as well, which many libraries give colours without asking the terminal.
    let mut terminal = Terminal::start(&office, &["review", "r.xlsx"], &[("TERM", "dumb"), ("CI", "true")]);
    terminal.sees("0 of 6 titles");
    terminal.sees("? helps]");
    terminal.press("\r");
    terminal.sees("1 of 6 titles");
    assert_eq!(csv_rows(&office.text("decisions.csv")).len(), 1);
    terminal.press("1+\r");
    terminal.wait("the raised level", |seen| seen.parser.screen().contents().matches("Enter accepts").count() > 2);
    terminal.press("/sei.off\r");
    terminal.sees("SEI.OFF.P3");
    terminal.press("1\r");
    terminal.sees("Enter accepts SEI.OFF.P3");
    terminal.press("\r");
    terminal.sees("2 of 6 titles");
    assert!(office.text("decisions.csv").contains("accept,SEI.OFF.P3"));
    terminal.press("u\r");
    terminal.sees("taken back");
    assert!(!office.text("decisions.csv").contains("SEI.OFF.P3"));
    terminal.press("q\r");
    let (code, said) = terminal.ends();
    assert_eq!(code, 0);
    assert!(!said.contains('\x1b'), "{said:?}");
}

#[test]
fn without_a_terminal_the_sheet_is_named() {
    let office = office();
    let said = office.said(&["review", "r.xlsx"], 2);
    assert!(said.contains("standard input is no terminal"), "{said}");
    assert!(said.contains("fill in `decision` in r.xlsx, then canon apply r.xlsx"), "{said}");
    let said = office.said(&["review", "people.txt", "--accept", "1"], 2);
    assert!(said.contains("canon match people.txt -r review.xlsx, fill in `decision` in review.xlsx"), "{said}");
    assert!(!office.path("decisions.csv").exists());
}

#[test]
fn nothing_to_ask_is_said_in_one_line() {
    let office = Office::new();
    office.put("people.txt", "Software Engineer\n");
    assert_eq!(office.said(&["review", "people.txt", "--quiet"], 0), "");
    assert!(office.said(&["review", "people.txt"], 0).ends_with("people.txt: no title needs a person\n"));
    office.said(&["match", "people.txt", "-o", "o.csv", "-r", "r.xlsx"], 0);
    assert_eq!(office.said(&["review", "r.xlsx"], 0), "r.xlsx: no title needs a person\n");
}

#[test]
fn files_that_hold_no_questions_are_named() {
    let office = office();
    office.put("d.csv", "title,context,decision,code\nBaker,,none,\n");
    assert!(office.said(&["review", "d.csv"], 2).contains("d.csv is a decisions file"));
    assert!(office.said(&["review", "d.csv", "--decisions", "d.csv"], 2).contains("is the decisions file itself"));
    assert!(office.said(&["review", "none.csv"], 2).contains("none.csv"));
    assert!(office.said(&["review", "-"], 2).contains("must be in a file"));
    office.put("cut.csv", "rows,title,suggestion,decision,code\n1,Baker,,,\n");
    assert!(office.said(&["review", "cut.csv"], 2).contains("no column `context`"));
}

#[test]
fn rows_that_were_filled_in_or_edited_are_not_asked_but_told() {
    let office = office();
    office.said(&["match", "people.txt", "-o", "o.csv", "-r", "r.csv", "--accept", "1"], 0);
    let mut sheet = super::Book::open(&office.path("r.xlsx"));
    sheet.answer("Stocker", "none", "");
    let row = sheet.row("Nurse");
    sheet.fill(row, "title", calamine::Data::String("Nurses!".to_owned()));
    sheet.save(&office.path("r.xlsx"));
    let mut terminal = Terminal::start(&office, &["review", "r.xlsx"], &[]);
    terminal.sees("0 of 4 titles · 0 of 5 rows settled");
    terminal.press("q");
    let (_, said) = terminal.ends();
    assert!(said.contains("r.xlsx answers 1 title itself"), "{said}");
    assert!(said.contains("the title or its context is not the one that was asked about"), "{said}");
    // Once it is applied, it is settled.
    office.said(&["apply", "r.xlsx"], 0);
    let terminal = Terminal::start(&office, &["review", "r.xlsx"], &[]);
    terminal.sees("1 of 5 titles · 4 of 9 rows settled");
    std::fs::remove_file(office.path("decisions.csv")).unwrap();
    // The CSV asks the same; it has no marks, and those that settle most come first.
    let terminal = Terminal::start(&office, &["review", "r.csv"], &[]);
    terminal.sees("0 of 6 titles · 0 of 10 rows settled");
    assert_eq!(asked(&terminal), "Stocker");
    let screen = terminal.screen();
    assert!(screen.matches('█').count() > 0 && screen.matches("0.").count() >= 5, "{screen}");
}
