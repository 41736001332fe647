//! How long the stages of matching take: `cargo bench`. The titles are those of the gold rows.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::Path;

use canon::batch::BatchMatcher;
use canon::decisions::Decisions;
use canon::engine::{Context, Engine, EngineOptions};
use canon::read::{self, Input, ReadOptions, Row};
use canon::taxonomy::Taxonomy;
use canon::write::{self, ByteOrderMark, Destination, OutputColumns, OutputFormat};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const TITLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/gold/trades.csv");
const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hr/bamboohr_employees.csv");

fn engine() -> Engine {
    Engine::embedded(Taxonomy::embedded().unwrap(), EngineOptions::default()).unwrap()
}

fn rows_of(path: &str) -> (read::Table, Vec<Row>) {
    let mut table = read::open(&Input::Path(path.into()), &ReadOptions::default()).unwrap();
    let mut rows = Vec::new();
    let mut row = Row::default();
    while table.read_row(&mut row).unwrap() {
        rows.push(row.clone());
    }
    (table, rows)
}

/// Title by title, each stage with those before it: normalising; the near phrases; their scores and what else speaks for their foci;
/// the level, the band and the reason.
fn titles(c: &mut Criterion) {
    let engine = engine();
    let (table, rows) = rows_of(TITLES);
    let titles: Vec<&str> = rows.iter().map(|row| row.get(Some(table.layout().title.index))).collect();
    let mut group = c.benchmark_group("titles");
    group.throughput(Throughput::Elements(titles.len() as u64));
    let mut stage = |name: &str, work: &dyn Fn(&str)| {
        group.bench_function(name, |b| b.iter(|| titles.iter().for_each(|title| work(title))));
    };
    stage("normalise", &|title| drop(black_box(engine.lexicon.title(title))));
    stage("… and find candidates", &|title| drop(black_box(engine.near(&engine.lexicon.title(title)))));
    stage("… and score them", &|title| drop(black_box(engine.analyse(title))));
    stage("… and decide", &|title| drop(black_box(engine.match_one(title, &Context::default()))));
    group.finish();
}

/// An export: reading it, and reading, matching and writing it.
fn export(c: &mut Criterion) {
    let engine = engine();
    let decisions = Decisions::default();
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("roles.csv");
    let mut group = c.benchmark_group("export");
    group.throughput(Throughput::Bytes(Path::new(EXPORT).metadata().unwrap().len()));
    group.bench_function("read", |b| b.iter(|| black_box(rows_of(EXPORT).1.len())));
    group.bench_function("read, match and write", |b| {
        b.iter(|| {
            let (table, rows) = rows_of(EXPORT);
            let outcomes = BatchMatcher::new(&engine, &decisions, table.layout()).match_rows(&rows);
            let columns = OutputColumns::new("canon_", 0, 1, table.headers()).unwrap();
            let to = Destination::File(result.clone());
            let mut writer =
                write::open(&to, OutputFormat::Csv, ByteOrderMark::Omit, columns, table.headers()).unwrap();
            for (row, found) in rows.iter().zip(&outcomes) {
                writer.write(row, None, &found.outcome).unwrap();
            }
            writer.finish().unwrap();
        });
    });
    group.finish();
}

criterion_group!(benches, titles, export);
criterion_main!(benches);
