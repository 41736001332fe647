//! A report for programs.

use serde::Serialize;

use super::report::Measured;
use crate::decide::Thresholds;
use crate::evaluate::{Evaluation, UnknownTruth};

#[derive(Serialize)]
struct Report<'a> {
    canon: &'static str,
    taxonomy: &'a str,
    thresholds: Limits,
    fit_digits: usize,
    files: Vec<File<'a>>,
    #[serde(flatten)]
    evaluation: &'a Evaluation,
    unknown: &'a [UnknownTruth],
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    title: &'a str,
    truth: &'a str,
    department: Option<&'a str>,
    family: Option<&'a str>,
    grade: Option<&'a str>,
    years: Option<&'a str>,
    manages: Option<&'a str>,
}

/// Single precision has digits in double that nobody wrote.
#[derive(Serialize)]
struct Limits {
    accept: f64,
    reject: f64,
    accept_level: f64,
    margin: f64,
}

/// The whole evaluation, with what it was made from.
pub fn render(measured: &Measured<'_>) -> serde_json::Result<String> {
    let files = measured.labelled.sources.iter().map(|source| {
        let layout = &source.layout;
        File {
            file: &layout.source,
            title: &layout.title.name,
            truth: &source.truth,
            department: layout.department.as_ref().map(|c| c.name.as_str()),
            family: layout.family.as_ref().map(|c| c.name.as_str()),
            grade: layout.grade.as_ref().map(|c| c.name.as_str()),
            years: layout.years.as_ref().map(|c| c.name.as_str()),
            manages: layout.manages.as_ref().map(|c| c.name.as_str()),
        }
    });
    let report = Report {
        canon: env!("CARGO_PKG_VERSION"),
        taxonomy: &measured.version.version,
        thresholds: limits(&measured.thresholds),
        fit_digits: measured.fit_digits,
        files: files.collect(),
        evaluation: measured.evaluation,
        unknown: &measured.labelled.unknown,
    };
    serde_json::to_string_pretty(&report).map(|text| text + "\n")
}

fn limits(thresholds: &Thresholds) -> Limits {
    let shown = |limit: f32| (f64::from(limit) * 1e4).round() / 1e4;
    Limits {
        accept: shown(thresholds.accept),
        reject: shown(thresholds.reject),
        accept_level: shown(thresholds.accept_level),
        margin: shown(thresholds.margin),
    }
}
