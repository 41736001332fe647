//! A run in numbers, for programs.

use serde::Serialize;

use super::tell::RunFacts;
use crate::decide::Thresholds;
use crate::read::Layout;
use crate::report::RunReport;

#[derive(Serialize)]
struct Numbers<'a> {
    canon: &'static str,
    taxonomy: TaxonomySize<'a>,
    thresholds: &'a Thresholds,
    decisions: Option<String>,
    files: &'a [Layout],
    #[serde(flatten)]
    report: &'a RunReport,
}

#[derive(Serialize)]
struct TaxonomySize<'a> {
    version: &'a str,
    status: &'a str,
    functions: usize,
    foci: usize,
}

/// The numbers with what they were made from, as JSON.
pub fn render(facts: &RunFacts<'_>, report: &RunReport) -> serde_json::Result<String> {
    let taxonomy = &facts.engine.taxonomy;
    let numbers = Numbers {
        canon: env!("CARGO_PKG_VERSION"),
        taxonomy: TaxonomySize {
            version: &taxonomy.version.version,
            status: &taxonomy.version.status,
            functions: taxonomy.functions.len(),
            foci: taxonomy.foci.len(),
        },
        thresholds: facts.engine.thresholds(),
        decisions: facts.decisions.map(|path| path.display().to_string()),
        files: facts.layouts,
        report,
    };
    serde_json::to_string_pretty(&numbers).map(|text| text + "\n")
}
