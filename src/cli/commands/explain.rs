//! `canon explain`: what became of a title, for a person who wonders.

use std::io::Write as _;

use anstyle::Style;
use serde::Serialize;

use crate::cli::args::{ExplainArgs, GlobalArgs, TextOrJson};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::sanitize::sanitize;
use crate::cli::session::{RunnersUp, Session};
use crate::cli::table;
use crate::engine::Context;
use crate::explain::{Considered, Explanation};
use crate::page::{self, PageClassification};
use crate::score::calibration::Fit;

const BOLD: Style = Style::new().bold();

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::default())?;
    let reference = match args.format {
        TextOrJson::Json => Some(session.reference()?),
        TextOrJson::Text => None,
    };
    let (engine, _) = session.into_engine(RunnersUp::ForPeople)?;
    let title = args.title.join(" ");
    let context = Context {
        department: args.department.as_deref().unwrap_or(""),
        family: args.family.as_deref().unwrap_or(""),
        grade: args.level.as_deref().unwrap_or(""),
        years: args.years.as_deref().unwrap_or(""),
        manages: args.manages.as_deref().unwrap_or(""),
    };
    let explanation = engine.explain(&title, &context);
    let mut out = anstream::stdout();
    match reference {
        Some(reference) => {
            let best = explanation.outcome.best.as_ref();
            let classifications = best.map(|b| page::classifications(&engine.taxonomy, &reference, &b.role));
            let all = Classified { explanation: &explanation, classifications: classifications.unwrap_or_default() };
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        None => write(&mut out, &explanation)?,
    }
    Ok(Exit::Done)
}

/// What a program gets: the explanation, and the best role's codes in SOC and ISCO with their titles.
#[derive(Serialize)]
struct Classified<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    classifications: Vec<PageClassification>,
}

fn write(out: &mut impl std::io::Write, e: &Explanation) -> std::io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}\n", sanitize(&e.title))?;
    writeln!(out, "{BOLD}Read as{BOLD:#}")?;
    for step in &e.steps {
        writeln!(out, "  {:<15} {}", step.name, sanitize(&step.text))?;
    }
    for noise in &e.set_aside {
        writeln!(out, "  {:<15} {} ({})", "set aside", sanitize(&noise.text), noise.kind.words())?;
    }
    if !e.considered.is_empty() {
        writeln!(out, "\n{BOLD}Considered{BOLD:#}")?;
        let rows: Vec<Vec<String>> = e.considered.iter().map(row).collect();
        let header = ["focus", "name", "phrase", "similarity", "confidence", "probability", "role score"];
        writeln!(out, "{}", indented(&table::render(&header, &rows, &[3, 4, 5, 6])))?;
    }
    for considered in e.considered.iter().take(2) {
        writeln!(
            out,
            "\n{BOLD}{}{BOLD:#} by {} “{}” ({})",
            considered.focus, considered.kind, considered.phrase, considered.place
        )?;
        for word in &considered.words {
            match &word.title {
                Some(title) => {
                    let alike =
                        if word.similarity < 0.999 { format!(", {:.2} alike", word.similarity) } else { String::new() };
                    writeln!(out, "  + {} = {} (weight {:.1}{alike})", word.word, sanitize(title), word.weight)?;
                }
                None => writeln!(out, "  - {} is not in the title (weight {:.1})", word.word, word.weight)?,
            }
        }
        if !considered.left_over.is_empty() {
            writeln!(out, "  left over: {}", sanitize(&considered.left_over.join(", ")))?;
        }
        writeln!(out, "  level: {}", considered.level)?;
    }
    waterfall(out, e)?;
    trust(out, e)?;
    verdict(out, e)
}

/// What each piece of evidence says for the best focus and for the next, and what puts the one ahead.
fn waterfall(out: &mut impl std::io::Write, e: &Explanation) -> std::io::Result<()> {
    let [best, next, ..] = e.considered.as_slice() else { return Ok(()) };
    writeln!(
        out,
        "\n{BOLD}Why {} and not {}{BOLD:#} (log-odds; +0.7 makes it twice as likely)",
        best.focus, next.focus
    )?;
    let signed = |n: f32| format!("{n:+.2}");
    let terms = best.evidence.terms().into_iter().zip(next.evidence.terms());
    let mut rows: Vec<Vec<String>> = terms
        .filter(|((_, a), (_, b))| *a != 0.0 || *b != 0.0)
        .map(|((what, a), (_, b))| vec![what.to_owned(), signed(a), signed(b), signed(a - b)])
        .collect();
    let (a, b) = (best.evidence.total(), next.evidence.total());
    rows.push(vec!["in all".to_owned(), signed(a), signed(b), signed(a - b)]);
    writeln!(
        out,
        "{}",
        indented(&table::render(&["evidence", &best.focus, &next.focus, "ahead by"], &rows, &[1, 2, 3]))
    )?;
    writeln!(out, "  {:.3} of all that speaks for the foci considered", best.probability)
}

/// What makes the best focus trusted or doubted, whatever stands beside it.
fn trust(out: &mut impl std::io::Write, e: &Explanation) -> std::io::Result<()> {
    let Some(best) = e.considered.first() else { return Ok(()) };
    writeln!(out, "\n{BOLD}How far {} is trusted{BOLD:#} (log-odds)", best.focus)?;
    let terms = best.signals.terms();
    let rows: Vec<Vec<String>> = terms
        .iter()
        .enumerate()
        .filter(|(i, (_, term))| *i == 0 || *term != 0.0)
        .map(|(_, (what, term))| vec![(*what).to_owned(), format!("{term:+.2}")])
        .collect();
    writeln!(out, "{}", indented(&table::render(&["signal", &best.focus], &rows, &[1])))?;
    let said = match best.signals.fit {
        Fit::Exact { confirmed: Some(_) } => "a person answers for an alias that is the title itself",
        _ => "of titles like that so many are right",
    };
    writeln!(out, "  {:.3} in all, role score {:.3}: {said}", best.signals.trust(), best.role_score)
}

fn verdict(out: &mut impl std::io::Write, e: &Explanation) -> std::io::Result<()> {
    writeln!(out, "\n{BOLD}Verdict{BOLD:#}")?;
    let t = &e.thresholds;
    match &e.outcome.best {
        Some(best) => {
            writeln!(out, "  {}: {BOLD}{}{BOLD:#} {}", e.outcome.band.word(), best.role.code, best.role.title)?;
            writeln!(
                out,
                "  score {:.3} = role {:.3} × level {:.3} (accepted from role {:.2}, level {:.2}, lead {:.2})",
                best.score, best.role_score, best.level_score, t.accept, t.accept_level, t.margin
            )?;
        }
        None => writeln!(out, "  {}", e.outcome.band.word())?,
    }
    writeln!(out, "  {}", sanitize(&e.outcome.reason))?;
    for other in &e.outcome.alternatives {
        writeln!(out, "  or {} {} ({:.3})", other.role.code, other.role.title, other.score)?;
    }
    Ok(())
}

fn row(c: &Considered) -> Vec<String> {
    let number = |n: f32| format!("{n:.3}");
    vec![
        c.focus.clone(),
        c.name.clone(),
        c.phrase.clone(),
        number(c.similarity),
        format!("{:.2}", c.confidence),
        number(c.probability),
        number(c.role_score),
    ]
}

fn indented(text: &str) -> String {
    text.lines().map(|l| format!("  {l}")).collect::<Vec<_>>().join("\n")
}
