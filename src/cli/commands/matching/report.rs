//! A run as a page, in the order in which a person asks: is it done, what is left, would another threshold help, where did
//! the rows go, what is missing, and can the edges be trusted.

use super::tell::RunFacts;
use crate::cli::document::{Document, Grid, Item, Plot, Section, Series, clipped};
use crate::cli::messages::{counted, described, grouped};
use crate::decide::Thresholds;
use crate::report::{AtAccept, Count, Edge, RunReport};

/// More functions than these are counted, not shown.
const FUNCTIONS: usize = 40;

/// What the histogram stacks.
const BANDS: [Series; 3] = [
    Series { class: "good", name: "accepted" },
    Series { class: "fair", name: "in review" },
    Series { class: "bad", name: "unmatched" },
];

/// The report of a run; parts without anything to tell are left out.
pub fn document(facts: &RunFacts<'_>, report: &RunReport) -> Document {
    let thresholds = facts.engine.thresholds();
    let parts = [
        Some(bands(report)),
        histogram(report, thresholds),
        Some(threshold_table(report)),
        reviewed(report),
        functions(report),
        words(report),
        clusters(report),
        edges(
            "The lowest accepted titles",
            "If one of these is wrong, raise --accept above its score.",
            &report.lowest_accepted,
        ),
        edges(
            "The highest unmatched titles",
            "If one of these is right, add an alias, or lower --reject below its score; titles in other languages have a higher \
             limit of their own.",
            &report.highest_rejected,
        ),
        Some(settings(facts)),
    ];
    Document {
        title: "What the run came to".to_owned(),
        intro: verdict(report),
        sections: parts.into_iter().flatten().collect(),
    }
}

/// The run in a few lines.
fn verdict(report: &RunReport) -> Vec<String> {
    let all = report.all.rows;
    let mut lines = vec![format!(
        "{}, {}: {} accepted, {} in review, {} unmatched",
        counted(all, "row"),
        counted(report.all.titles, "distinct title"),
        percent(report.accepted.rows, all),
        percent(report.review.rows, all),
        percent(report.unmatched.rows, all),
    )];
    lines.push(match (report.reviewed.last(), report.reviewed.iter().find(|r| r.titles == 10)) {
        (None, _) => "Nothing waits for a person.".to_owned(),
        (Some(left), Some(ten)) => format!(
            "A person has {} to decide, for {}; the 10 most frequent settle {} of those rows.",
            counted(left.titles as u64, "title"),
            counted(left.rows, "row"),
            percent(ten.rows, left.rows),
        ),
        (Some(left), None) => {
            format!(
                "A person has {} to decide, for {}.",
                counted(left.titles as u64, "title"),
                counted(left.rows, "row")
            )
        }
    });
    lines
}

fn bands(report: &RunReport) -> Section {
    let mut grid = Grid::new(&["", "rows", "share", "distinct titles"], 1..4);
    let mut row = |what: &str, count: Count| {
        let share = percent(count.rows, report.all.rows);
        grid.rows.push(vec![what.to_owned(), grouped(count.rows), share, grouped(count.titles)]);
    };
    row("accepted", report.accepted);
    row("in review", report.review);
    row("unmatched", report.unmatched);
    row("… of these no title at all", report.no_title);
    row("settled by a decision, in any band", report.decided);
    let note = "A title counts in each band that it has rows in: what stands beside it can decide.".to_owned();
    Section::with("Bands", vec![note], grid)
}

fn histogram(report: &RunReport, thresholds: &Thresholds) -> Option<Section> {
    let drawn = |b: &&crate::report::Bin| b.accepted + b.review + b.unmatched > 0;
    let mut grid = Grid::new(&["role_score", "accepted", "in review", "unmatched"], 0..4);
    for bin in report.histogram.iter().filter(drawn) {
        let stretch = format!("{:.2}–{:.2}", bin.from, bin.to);
        grid.rows.push(vec![stretch, grouped(bin.accepted), grouped(bin.review), grouped(bin.unmatched)]);
    }
    let bars = report.histogram.iter().map(|b| vec![b.accepted, b.review, b.unmatched]).collect();
    let marks = [(thresholds.reject, "reject"), (thresholds.accept, "accept")];
    let marks = marks.map(|(at, name)| (f64::from(at), format!("{name} {at:.2}"))).to_vec();
    let caption = "From below: rows accepted, in review, unmatched. Dashed: the two thresholds.";
    let note = "An unmatched row stands at the score of its nearest role. Rows that nothing came near and rows that people \
                decided are not drawn. A row above the accept threshold is still in review when its level is unsure or \
                another focus is about as likely.";
    (!grid.rows.is_empty()).then(|| Section {
        plot: Some(Plot::Histogram { bars, series: &BANDS, marks, caption }),
        ..Section::with("Rows by role score", vec![note.to_owned()], grid)
    })
}

fn threshold_table(report: &RunReport) -> Section {
    let checked = report.thresholds.iter().any(|at| at.decisions.is_some());
    let header = ["accept from", "rows accepted", "rows in review", "titles in review", "decided titles it got right"];
    let mut grid = Grid::new(&header[..if checked { 5 } else { 4 }], 0..5);
    for at in &report.thresholds {
        let mark = if at.in_force { " (now)" } else { "" };
        let mut row = vec![
            format!("{:.2}{mark}", at.accept),
            grouped(at.accepted_rows),
            grouped(at.review_rows),
            grouped(at.review_titles),
        ];
        if let Some(check) = &at.decisions {
            row.push(format!("{} of {}", grouped(check.right), grouped(check.titles)));
        }
        grid.rows.push(row);
    }
    let mut notes = vec![
        "What another --accept would do; what is in review for its level or a close second stays there at any threshold."
            .to_owned(),
    ];
    notes.extend(instead(&report.thresholds));
    if checked {
        notes.push(
            "The last column compares what people decided with what would have been computed, for decided titles that \
             reach the threshold. They were mostly decided because they were doubtful, so all others should do better."
                .to_owned(),
        );
    }
    Section::with("What another threshold would do", notes, grid)
}

/// "At 0.80 you would review 141 titles instead of 212", for the steps around the one in force.
fn instead(thresholds: &[AtAccept]) -> Option<String> {
    let now = thresholds.iter().position(|at| at.in_force)?;
    let titles = |at: &AtAccept| counted(at.review_titles, "title");
    let around = [now.checked_sub(1), Some(now + 1)].into_iter().flatten().filter_map(|n| thresholds.get(n));
    let said: Vec<String> = around.map(|at| format!("at {:.2} you would review {}", at.accept, titles(at))).collect();
    let said = said.join(", ");
    let mut letters = said.chars();
    let first = letters.next()?.to_uppercase().to_string();
    Some(format!("{first}{} instead of {}.", letters.as_str(), grouped(thresholds[now].review_titles)))
}

fn reviewed(report: &RunReport) -> Option<Section> {
    let all = report.reviewed.last()?.rows;
    let mut grid = Grid::new(&["titles reviewed", "rows settled", "of the rows that wait"], 0..3);
    for step in &report.reviewed {
        grid.rows.push(vec![grouped(step.titles as u64), grouped(step.rows), percent(step.rows, all)]);
    }
    let note = "The most frequent first, as the review file (-r) lists them: a title counts once for each department that makes a \
                difference.".to_owned();
    Some(Section::with("How soon reviewing pays", vec![note], grid))
}

fn functions(report: &RunReport) -> Option<Section> {
    let functions = &report.functions;
    let named = functions.functions.iter().any(|f| !f.code.is_empty());
    if functions.levels.is_empty() || !named {
        return None;
    }
    let mut header = vec!["function".to_owned(), "rows".to_owned()];
    header.extend(functions.levels.iter().map(ToString::to_string));
    let numbers = (1..header.len()).collect();
    let most = functions.functions.iter().flat_map(|f| &f.by_level).copied().max().unwrap_or(0).max(1);
    let shown = || functions.functions.iter().take(FUNCTIONS);
    let cell = |rows: &u64| if *rows == 0 { String::new() } else { grouped(*rows) };
    let rows = shown().map(|f| {
        let mut row = vec![format!("{} {}", f.code, f.name), grouped(f.rows)];
        row.extend(f.by_level.iter().map(cell));
        row
    });
    // Rows spread over orders of magnitude.
    let shade = |rows: &u64| (1.0 + *rows as f64).ln() / (1.0 + most as f64).ln();
    let shades = shown().map(|f| [0.0, 0.0].into_iter().chain(f.by_level.iter().map(shade)).collect());
    let grid = Grid { header, rows: rows.collect(), numbers, shades: shades.collect() };
    let mut notes = vec!["Rows with a role, accepted or in review.".to_owned()];
    let more = functions.functions.len().saturating_sub(FUNCTIONS);
    if more > 0 {
        let rows = functions.functions[FUNCTIONS..].iter().map(|f| f.rows).sum();
        notes.push(format!("{} more with {} are not shown.", counted(more as u64, "function"), counted(rows, "row")));
    }
    Some(Section::with("Functions and levels", notes, grid))
}

fn words(report: &RunReport) -> Option<Section> {
    let mut grid = Grid::new(&["word", "rows", "titles", "in the taxonomy", "such as"], 1..3);
    for word in &report.gaps.words {
        let known = if word.known { "in other phrases" } else { "nowhere" };
        grid.rows.push(vec![
            clipped(&word.word),
            grouped(word.rows),
            grouped(word.titles),
            known.to_owned(),
            clipped(&word.example),
        ]);
    }
    let note = "Words of unmatched titles and of titles with a low role score that the nearest phrase does not account for, \
                ranks and what was set aside left out; those that would tell most stand first.";
    (!grid.rows.is_empty()).then(|| Section::with("Words that the taxonomy lacks", vec![note.to_owned()], grid))
}

fn clusters(report: &RunReport) -> Option<Section> {
    let mut grid = Grid::new(&["they share", "rows", "titles", "nearest focus", "such as"], 1..3);
    for cluster in &report.gaps.clusters {
        let examples: Vec<String> = cluster.examples.iter().map(|title| clipped(title)).collect();
        grid.rows.push(vec![
            clipped(&cluster.phrase),
            grouped(cluster.rows),
            grouped(cluster.titles),
            cluster.nearest.clone(),
            examples.join(" · "),
        ]);
    }
    let note = "Unmatched titles and titles with a low role score that share words. Each group may be one alias, or one focus, \
                to add.";
    (!grid.rows.is_empty())
        .then(|| Section::with("Groups of titles that found no sure role", vec![note.to_owned()], grid))
}

fn edges(heading: &str, advice: &str, edges: &[Edge]) -> Option<Section> {
    let how = "The bars show what puts the role ahead of the next, in log-odds: +0.7 makes it twice as likely.";
    let item = |edge: &Edge| {
        let terms: Vec<(&'static str, f64)> = edge.evidence.iter().map(|term| (term.what, term.ahead())).collect();
        let total = if edge.next.is_some() { "ahead by" } else { "in all" };
        let next = edge.next.as_deref().map_or_else(String::new, |next| format!("; next is {next}"));
        Item {
            heading: format!("{} — {} {}, {:.3}", clipped(&edge.title), edge.code, edge.role, edge.role_score),
            notes: vec![format!("{}{next}. {}", counted(edge.rows, "row"), edge.reason)],
            plot: (!terms.is_empty()).then_some(Plot::Waterfall { terms, total }),
        }
    };
    (!edges.is_empty()).then(|| Section {
        heading: heading.to_owned(),
        notes: vec![advice.to_owned(), how.to_owned()],
        items: edges.iter().map(item).collect(),
        ..Section::default()
    })
}

fn settings(facts: &RunFacts<'_>) -> Section {
    let mut grid = Grid::new(&["", ""], 2..2);
    let mut row = |what: &str, text: String| grid.rows.push(vec![what.to_owned(), text]);
    for layout in facts.layouts {
        row("read", described(layout));
    }
    let taxonomy = &facts.engine.taxonomy;
    let (version, status) = (&taxonomy.version.version, &taxonomy.version.status);
    row("canon", env!("CARGO_PKG_VERSION").to_owned());
    let size = format!("{version} ({status}), {} functions, {} foci", taxonomy.functions.len(), taxonomy.foci.len());
    row("taxonomy", size);
    let Thresholds { accept, reject, accept_level, margin } = facts.engine.thresholds();
    row("--accept", format!("{accept:.2}"));
    row("--reject", format!("{reject:.2}"));
    row("--accept-level", format!("{accept_level:.2}"));
    row("--margin", format!("{margin:.2}"));
    if let Some(decisions) = facts.decisions {
        row("--decisions", decisions.display().to_string());
    }
    Section::with("What was read, and how", Vec::new(), grid)
}

/// "71.4 %".
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.1} %", part as f64 * 100.0 / whole as f64) }
}
