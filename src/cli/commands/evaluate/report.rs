//! What was measured, in the order in which a person asks: how good is it, where, at which threshold, can the scores be
//! believed, and what goes wrong.

use crate::cli::document::{Document, Grid, Plot, Section, Series, clipped, interval, number, share};
use crate::cli::messages::{counted, grouped};
use crate::decide::Thresholds;
use crate::evaluate::{
    AtThreshold, Calibration, Confusion, Evaluation, Fit, FitResult, Labelled, Part, Quality, Share, Suggestion,
    Support,
};
use crate::taxonomy::Version;

/// An evaluation with what it was made from.
pub struct Measured<'a> {
    /// The numbers.
    pub evaluation: &'a Evaluation,
    /// The rows.
    pub labelled: &'a Labelled,
    /// Of the taxonomy.
    pub version: &'a Version,
    /// Where the bands begin.
    pub thresholds: Thresholds,
    /// Digits of SOC codes that make a role right.
    pub fit_digits: usize,
}

/// Between the thresholds of the table.
const TABLE_STEP: usize = 5;

/// Stretches of the histogram.
const BARS: usize = 20;

/// What the histogram stacks.
const RIGHT_AND_WRONG: [Series; 2] = [Series { class: "good", name: "right" }, Series { class: "bad", name: "wrong" }];

impl Measured<'_> {
    /// The report; parts without numbers are left out.
    pub fn document(&self) -> Document {
        let e = self.evaluation;
        let mut sections = vec![self.parts()];
        if e.role_means.is_some() {
            sections.push(self.bands());
        }
        sections.extend((e.groups.len() > 1).then(|| self.groups()));
        if !e.thresholds.is_empty() {
            sections.push(self.thresholds());
            sections.push(self.suggestions());
            sections.push(self.histogram());
        }
        let fitted = |fit: &Option<FitResult>| match fit {
            Some(FitResult::Fitted(fit)) => fit.table.points.clone(),
            _ => Vec::new(),
        };
        let role = e.role_calibration.as_ref();
        sections
            .extend(role.map(|c| calibration("role_score", "All rows that come near a role.", c, fitted(&e.role_fit))));
        let level = e.level_calibration.as_ref();
        let which = if e.role_means.is_some() { "Answers whose role is right." } else { "All answers." };
        sections.extend(level.map(|c| calibration("level_score", which, c, fitted(&e.level_fit))));
        sections.extend(confusions("Roles taken for others", &e.confusions));
        sections.extend(confusions("Levels taken for others, where the role is right", &e.level_confusions));
        sections.extend((!e.surest_misses.is_empty()).then(|| self.misses()));
        sections.extend(e.role_fit.as_ref().map(|fit| fit_section("role_score", "CURVE", fit)));
        sections.extend(e.level_fit.as_ref().map(|fit| fit_section("level_score", "LEVEL_CURVE", fit)));
        Document { title: "Accuracy on labelled titles".to_owned(), intro: self.intro(), sections }
    }

    fn intro(&self) -> Vec<String> {
        let (e, t) = (self.evaluation, &self.thresholds);
        let mut columns: Vec<&str> = self.labelled.sources.iter().map(|s| s.truth.as_str()).collect();
        columns.sort_unstable();
        columns.dedup();
        let kinds: Vec<String> = e
            .truth
            .iter()
            .map(|(kind, n)| format!("{} {}", grouped(*n), if *n == 1 { kind.word() } else { kind.plural() }))
            .collect();
        let mut lines = vec![format!(
            "{}, {}, {}; right answers in {}: {}",
            counted(e.rows, "row"),
            counted(e.distinct_titles, "distinct title"),
            counted(self.labelled.sources.len() as u64, "file"),
            columns.join(", "),
            kinds.join(", ")
        )];
        if e.empty_truths + e.unknown_truths > 0 {
            lines.push(format!(
                "left out: {} without a right answer, {} with one that is unknown",
                counted(e.empty_truths, "row"),
                counted(e.unknown_truths, "row")
            ));
        }
        lines.push(format!(
            "taxonomy {} ({}); accepted from role score {:.2}, level score {:.2} and a lead of {:.2}, unmatched below {:.2}",
            self.version.version, self.version.status, t.accept, t.accept_level, t.margin, t.reject
        ));
        if let Some(right) = self.right_means() {
            lines.push(format!("a role is right when {right}"));
        }
        lines.push("intervals: 95 % (Wilson), in which rows of the same title count as one".to_owned());
        lines
    }

    fn right_means(&self) -> Option<String> {
        Some(match self.evaluation.role_means? {
            Part::Focus => "its focus is (its function, where no more is said)".to_owned(),
            Part::Function => "its function is".to_owned(),
            _ => format!("its SOC code agrees in {} digits", self.fit_digits),
        })
    }

    fn parts(&self) -> Section {
        let mut grid = Grid::new(&["part", "rows", "right", "share", "interval"], 1..5);
        for p in &self.evaluation.parts {
            let mut cells = vec![p.part.words().to_owned()];
            cells.extend([grouped(p.share.rows), grouped(p.share.right), share(&p.share), interval(&p.share)]);
            grid.rows.push(cells);
        }
        Section::with("Accuracy", vec!["A row that is left unmatched counts as wrong.".to_owned()], grid)
    }

    fn bands(&self) -> Section {
        let mut grid = Grid::new(&["band", "rows", "of all", "role right", "interval", "all right"], 1..6);
        for b in &self.evaluation.bands {
            grid.rows.push(vec![
                b.band.word().to_owned(),
                grouped(b.coverage.right),
                share(&b.coverage),
                share(&b.role_right),
                interval(&b.role_right),
                share(&b.all_right),
            ]);
        }
        Section::with("Bands", Vec::new(), grid)
    }

    fn groups(&self) -> Section {
        let e = self.evaluation;
        let parts: Vec<Part> = e.parts.iter().map(|p| p.part).collect();
        let mut header = vec!["group of the right answer", "rows"];
        header.extend(parts.iter().map(|p| p.words()));
        header.extend(["accepted", "of those right"]);
        let mut grid = Grid::new(&header, 1..header.len());
        for group in &e.groups {
            let of = |part: &Part| {
                group.parts.iter().find(|p| p.part == *part).map_or_else(String::new, |p| share(&p.share))
            };
            let mut cells = vec![clipped(&group.name), grouped(group.rows)];
            cells.extend(parts.iter().map(of));
            cells.extend([share(&group.accepted), share(&group.accepted_right)]);
            grid.rows.push(cells);
        }
        Section::with("Groups", Vec::new(), grid)
    }

    fn thresholds(&self) -> Section {
        let curve = &self.evaluation.thresholds;
        let mut grid = Grid::new(&["role_score from", "rows", "coverage", "precision", "interval"], 0..5);
        let mut before = 0;
        for at in curve.iter().step_by(TABLE_STEP) {
            // A threshold that leaves out no more rows than the one before says nothing new.
            if at.precision.rows != std::mem::replace(&mut before, at.precision.rows) && at.precision.rows > 0 {
                grid.rows.push(threshold_cells(at));
            }
        }
        let note = "Rows with at least this score, of all rows, and the share of them whose role is right. What is accepted \
                    also needs its level score and its lead.";
        let points = curve.iter().rev().filter(|at| at.precision.rows > 0);
        let points = points.map(|at| {
            let p = &at.precision;
            (at.coverage, p.share.unwrap_or(0.0), p.low, p.high)
        });
        let accept = curve.get((f64::from(self.thresholds.accept) * 100.0).round() as usize);
        let accept = accept.filter(|at| at.precision.rows > 0);
        let marks =
            accept.map(|at| (at.coverage, at.precision.share.unwrap_or(0.0), format!("accept {:.2}", at.threshold)));
        let plot = Plot::PrecisionCoverage { curve: points.collect(), marks: marks.into_iter().collect() };
        Section { plot: Some(plot), ..Section::with("Precision and coverage", vec![note.to_owned()], grid) }
    }

    fn suggestions(&self) -> Section {
        let header = ["wanted precision", "--accept", "coverage", "precision", "interval", "what the rows say"];
        let mut grid = Grid::new(&header, 0..5);
        for s in &self.evaluation.suggestions {
            let mut cells = vec![format!("{}", s.target)];
            match &s.at {
                Some(at) => cells.extend([
                    format!("{:.2}", at.threshold),
                    number(at.coverage),
                    share(&at.precision),
                    interval(&at.precision),
                ]),
                None => cells.extend(std::iter::repeat_n("–".to_owned(), 4)),
            }
            cells.push(support(s));
            grid.rows.push(cells);
        }
        let note = "The least threshold that reaches it on these rows. It is chosen on the rows that it is measured on, so \
                    count on the lower end of the interval.";
        Section::with("Thresholds for a wanted precision", vec![note.to_owned()], grid)
    }

    fn histogram(&self) -> Section {
        let curve = &self.evaluation.thresholds;
        let step = (curve.len() - 1) / BARS;
        let at = |i: usize| curve.get(i * step).map_or((0, 0), |at| (at.precision.right, at.precision.rows));
        let bars: Vec<Vec<u64>> = (0..BARS)
            .map(|i| {
                let (low, high) = (at(i), if i + 1 == BARS { (0, 0) } else { at(i + 1) });
                let right = low.0 - high.0;
                vec![right, low.1 - high.1 - right]
            })
            .collect();
        let mut grid = Grid::new(&["role_score", "rows", "right", "wrong"], 0..4);
        for (i, stack) in bars.iter().enumerate().filter(|(_, stack)| stack.iter().sum::<u64>() > 0) {
            let edge = |i: usize| i as f64 / BARS as f64;
            let stretch = format!("{:.2}–{:.2}", edge(i), edge(i + 1));
            let mut row = vec![stretch, grouped(stack.iter().sum())];
            row.extend(stack.iter().map(|rows| grouped(*rows)));
            grid.rows.push(row);
        }
        let marks = [(self.thresholds.reject, "reject"), (self.thresholds.accept, "accept")];
        let marks = marks.map(|(at, name)| (f64::from(at), format!("{name} {at:.2}"))).to_vec();
        let caption = "Below: rows whose role is right; on top of them: rows whose role is wrong.";
        let plot = Plot::Histogram { bars, series: &RIGHT_AND_WRONG, marks, caption };
        Section { plot: Some(plot), ..Section::with("Rows by score", Vec::new(), grid) }
    }

    fn misses(&self) -> Section {
        let mut grid = Grid::new(&["title", "right", "answer", "role_score", "reason"], 3..4);
        for miss in &self.evaluation.surest_misses {
            let answer = match self.evaluation.role_means {
                Some(Part::Soc2 | Part::Soc3 | Part::Soc5 | Part::Soc6) => {
                    format!("{} ({})", miss.answer, miss.answer_soc)
                }
                _ => miss.answer.clone(),
            };
            let cells =
                [clipped(&miss.title), clipped(&miss.truth), answer, number(miss.role_score), miss.reason.clone()];
            grid.rows.push(cells.to_vec());
        }
        Section::with("Errors that look surest", Vec::new(), grid)
    }
}

fn threshold_cells(at: &AtThreshold) -> Vec<String> {
    let p = &at.precision;
    vec![format!("{:.2}", at.threshold), grouped(p.rows), number(at.coverage), share(p), interval(p)]
}

/// What to make of a suggested threshold, for people.
fn support(suggestion: &Suggestion) -> String {
    match suggestion.verdict {
        Support::Supported => "reached, interval and all".to_owned(),
        Support::Unsettled => "reached, but the interval begins below it".to_owned(),
        Support::TooFewRows { needed } => {
            format!("too few rows to tell: even without an error it takes {} different titles", grouped(needed))
        }
        Support::OutOfReach => "not reached by any threshold; this comes nearest".to_owned(),
        Support::NoRows => "no row has a score".to_owned(),
    }
}

fn quality(q: &Quality) -> String {
    format!("ECE {:.3}, Brier score {:.3}, log loss {:.3}", q.ece, q.brier, q.log_loss)
}

fn calibration(score: &str, which: &str, c: &Calibration, fitted: Vec<(f64, f64)>) -> Section {
    let mut grid = Grid::new(&["score", "rows", "mean score", "share right", "interval"], 0..5);
    for bin in &c.bins {
        grid.rows.push(vec![
            format!("{:.1}–{:.1}", bin.from, bin.to),
            grouped(bin.share.rows),
            number(bin.mean_score),
            share(&bin.share),
            interval(&bin.share),
        ]);
    }
    let line = |(at, s): (f64, &Share)| (at, s.share.unwrap_or(0.0), s.low, s.high);
    let bins = c.bins.iter().map(|bin| line((bin.mean_score, &bin.share))).collect();
    let notes = vec![format!("{which} {}: {}.", counted(c.rows, "row"), quality(&c.quality))];
    let plot = Plot::Reliability { bins, fitted };
    Section { plot: Some(plot), ..Section::with(format!("Calibration of {score}"), notes, grid) }
}

fn confusions(heading: &str, all: &[Confusion]) -> Option<Section> {
    let mut grid = Grid::new(&["right", "answer", "rows", "example"], 2..3);
    for c in all {
        let answer = if c.answer.is_empty() { "(unmatched)".to_owned() } else { c.answer.clone() };
        grid.rows.push(vec![clipped(&c.truth), answer, grouped(c.rows), clipped(&c.example)]);
    }
    (!all.is_empty()).then(|| Section::with(heading, Vec::new(), grid))
}

fn fit_section(score: &str, constant: &str, fit: &FitResult) -> Section {
    let heading = format!("Calibration fitted to {score}");
    let fit = match fit {
        FitResult::Fitted(fit) => fit,
        FitResult::NotFitted(why) => {
            return Section { heading, notes: vec![format!("None: {why}.")], ..Section::default() };
        }
    };
    let verdict = if fit.helps() {
        "It helps on rows that it was not fitted to."
    } else {
        "These rows do not show that it would help on others."
    };
    let mut grid = Grid::new(&["", "ECE", "Brier score", "log loss"], 1..4);
    for (what, q) in [("as it is", &fit.before), ("with the table", &fit.after)] {
        grid.rows.push(vec![what.to_owned(), number(q.ece), number(q.brier), number(q.log_loss)]);
    }
    let notes = vec![
        format!(
            "Isotonic regression on {}, reduced to {} points. The second line is on rows that the table was not fitted to \
             ({}-fold cross-validation, rows of the same title together).",
            counted(fit.rows, "row"),
            fit.table.points.len(),
            fit.folds
        ),
        format!("Log loss falls by {:.4} to {:.4} (95 % interval). {verdict}", fit.gain_low, fit.gain_high),
    ];
    Section { snippet: Some(snippet(score, constant, fit)), ..Section::with(heading, notes, grid) }
}

/// The table as it stands in `src/score/calibration.rs`.
fn snippet(score: &str, constant: &str, fit: &Fit) -> String {
    let points: Vec<String> = fit.table.points.iter().map(|(raw, fitted)| format!("({raw:?}, {fitted:?})")).collect();
    let mut lines = vec![String::from("   ")];
    for point in points {
        let point = format!(" {point},");
        match lines.last_mut().filter(|line| line.len() + point.len() <= 110) {
            Some(line) => line.push_str(&point),
            None => lines.push(format!("   {point}")),
        }
    }
    format!(
        "/// Points (raw {score}, share right): isotonic regression on {} labelled rows.\nconst {constant}: &[(f32, f32)] = &[\n{}\n];",
        grouped(fit.rows),
        lines.join("\n")
    )
}
