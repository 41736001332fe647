//! The same review line by line, for terminals that cannot be drawn on.

use std::io::{self, BufRead as _, Write};

use anyhow::Context as _;

use super::desk::{Desk, End};
use super::draw::{clean, facts};
use super::settled;
use crate::cli::messages::counted;
use crate::review::{App, Key, Mode};

const HELP: &str = "\
Enter  accept what is marked with >      2      accept candidate 2
+  -   its level up or down              2+     candidate 2, one level up
/words search the taxonomy               n      no role fits
s      skip, in this session             u      take the last answer back
b      hide or show the scores           q      end";

/// Results of a search that are listed.
const LISTED: usize = 9;

/// Reviews until the person ends it, or the input does.
pub fn run(desk: &mut Desk<'_>) -> anyhow::Result<End> {
    let mut out = io::stderr();
    let mut input = io::stdin().lock();
    let mut asked = None;
    loop {
        if let Some((_, message)) = desk.app.message() {
            // The keys of the screen are not those of the lines.
            let message = message.replace("←/→", "+ and -").replace("first: ↑ or ↓", "first, as by 2+");
            writeln!(out, "{}", clean(&message))?;
        }
        let now = desk.app.question().map(|q| (q.title.clone(), q.context.clone(), desk.app.is_blind()));
        if asked != now {
            write_question(&mut out, &desk.app)?;
            asked = now;
        }
        let hint = match (desk.app.mode(), desk.app.highlighted()) {
            (Mode::Searching(_), _) => "number, other words, or Enter to go back".to_owned(),
            (_, Some(choice)) => format!("Enter accepts {}, ? helps", clean(&choice.role.code)),
            (_, None) => "? helps".to_owned(),
        };
        write!(out, "[{hint}] ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line).context("cannot read from the terminal")? == 0 {
            writeln!(out)?;
            return Ok(End::Quit);
        }
        if line.trim() == "?" {
            writeln!(out, "{HELP}")?;
            continue;
        }
        for key in keys(&line, &desk.app) {
            if let Some(end) = desk.press(key) {
                return Ok(end);
            }
        }
        if let Mode::Searching(search) = desk.app.mode() {
            for (n, found) in search.found().iter().take(LISTED).enumerate() {
                writeln!(out, "  {}  {}  {}", n + 1, clean(&found.role.code), clean(&found.role.title))?;
            }
            if search.found().is_empty() {
                writeln!(out, "nothing found")?;
            }
        }
    }
}

fn write_question(out: &mut impl Write, app: &App<'_>) -> io::Result<()> {
    let progress = app.queue().progress();
    writeln!(out, "\n{}", settled(&progress))?;
    let Some(question) = app.question() else {
        return writeln!(out, "Nothing left to ask. u takes the last answer back, Enter ends.");
    };
    writeln!(out, "{}", clean(&question.title))?;
    writeln!(out, "  {}: {}", counted(question.rows, "row"), facts(question))?;
    for (n, choice) in app.choices().iter().enumerate() {
        let mark = if app.cursor() == Some(n) { '>' } else { ' ' };
        let score = choice.suggestion.score.filter(|_| !app.is_blind());
        let score = score.map_or_else(String::new, |score| format!("{score:.2}  "));
        writeln!(out, "{mark} {}  {}  {score}{}", n + 1, clean(&choice.role.code), clean(&choice.role.title))?;
    }
    if !app.is_blind() && !question.reason.is_empty() {
        writeln!(out, "  why: {}", clean(&question.reason))?;
    }
    Ok(())
}

/// The keys that a line stands for.
fn keys(line: &str, app: &App<'_>) -> Vec<Key> {
    let line = line.trim();
    if let Mode::Searching(search) = app.mode() {
        return match line.parse::<usize>() {
            _ if line.is_empty() => vec![Key::Escape],
            Ok(n) if (1..=search.found().len().min(LISTED)).contains(&n) => {
                let mut keys = vec![Key::Down; n - 1];
                keys.push(Key::Enter);
                keys
            }
            _ => vec![Key::Clear, Key::Paste(line.trim_start_matches('/').to_owned())],
        };
    }
    if let Some(words) = line.strip_prefix('/') {
        return vec![Key::Char('/'), Key::Paste(words.to_owned())];
    }
    let level = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if !level.is_empty() && level.chars().all(|c| c == '+' || c == '-') {
        let mut keys = Vec::new();
        if let Ok(n) = line[..line.len() - level.len()].parse::<usize>() {
            // From wherever it is, to the top and down again.
            keys.extend(vec![Key::Up; app.choices().len()]);
            keys.extend(vec![Key::Down; n.saturating_sub(1).min(app.choices().len())]);
        }
        keys.extend(level.chars().map(|c| if c == '+' { Key::Right } else { Key::Left }));
        return keys;
    }
    let mut letters = line.chars();
    match (letters.next(), letters.next()) {
        (None, _) => vec![Key::Enter],
        (Some(letter), None) => vec![Key::Char(letter)],
        // Words were not meant as keys, one after the other.
        _ => vec![Key::Paste(line.to_owned())],
    }
}
