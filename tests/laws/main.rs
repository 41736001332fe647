//! What holds for every input, tried on many: codes, titles, rows, aliases, threads.

#![allow(clippy::unwrap_used)]

mod aliases;
mod codes;
mod evaluate;
mod review;
mod rows;
mod threads;
mod titles;

use std::sync::LazyLock;

use canon::engine::{Engine, EngineOptions};
use canon::taxonomy;
use proptest::prelude::*;

/// The taxonomy of the program with all runners-up that a person is shown.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let files = taxonomy::embedded_files();
    let loaded = taxonomy::load(&files).unwrap_or_else(|e| panic!("{e}"));
    Engine::new(loaded, &files, EngineOptions { top: 5, ..EngineOptions::default() }).unwrap_or_else(|e| panic!("{e}"))
});

/// How many cases a law is tried on. What once failed is a test of its own, not a file of seeds.
fn tried(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts that people type where a title should stand, and some that nobody would.
fn any_title() -> impl Strategy<Value = String> {
    const WORDS: &str = "senior|Sr.|jr|lead|II|IV|P5|Level 3|head of|VP|director|mgr|eng|nurse|registered|software|engineer|\
        accountant|sales|product|manager|chief|officer|of|and|&|/|,|-|–|(|)|(Remote)|- REQ1234|m/w/d|Geschäftsführer|\
        ingénieur|forklift|operator|enginer|nurs|school|principal|12345|N/A|'|=|@|営業|\t|\
        Techniker/in|(m/w/d)|$25/hr|2nd shift|Band 6|Class B|Ward 3|GS-12|at Acme Inc|wanted!|John|Smith,|Ã¼|&amp;|2025-2026|6 month contract";
    let words: Vec<&str> = WORDS.split('|').collect();
    let typed = prop::collection::vec(prop::sample::select(words), 0..7).prop_map(|words| words.join(" "));
    prop_oneof![4 => typed, 1 => "\\PC{0,40}", 1 => any::<String>()]
}
