//! A review file that a person filled in settles every title that is in it, however odd the title is.

use std::io::Cursor;

use canon::batch::{BatchMatcher, RowOutcome};
use canon::decide::{Band, Method};
use canon::decisions::Decisions;
use canon::read::{self, ColumnChoice, ColumnChoices, Row};
use canon::write::{ByteOrderMark, Destination, REVIEW_COLUMNS, ReviewFile, RowContext, Target};
use proptest::prelude::*;

use crate::{ENGINE, any_title, tried};

/// Titles and departments as a table would give them.
fn rows(titles: &[(String, String)]) -> (read::Table, Vec<Row>) {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["job title", "department"]).unwrap();
    titles.iter().for_each(|(title, department)| csv.write_record([title, department]).unwrap());
    let columns = ColumnChoices { title: Some(ColumnChoice::Number(1)), ..Default::default() };
    let options = read::ReadOptions {
        format: Some(read::InputFormat::Csv),
        delimiter: read::DelimiterChoice::Is(b','),
        header: read::HeaderChoice::Row(1),
        columns,
        ..Default::default()
    };
    let bytes = csv.into_inner().unwrap();
    let mut table = read::open_stream("made", Box::new(Cursor::new(bytes)), &options).unwrap();
    let mut all = vec![Row::new()];
    while table.read_row(all.last_mut().unwrap()).unwrap() {
        all.push(Row::new());
    }
    all.pop();
    (table, all)
}

/// The review file of these outcomes with `none` as the decision in every line, read again as decisions.
fn decided(matcher: &BatchMatcher<'_>, rows: &[Row], outcomes: &[RowOutcome]) -> Decisions {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.csv");
    let mut review = ReviewFile::default();
    for (row, found) in rows.iter().zip(outcomes) {
        let context = RowContext { department: row.get(Some(1)), ..RowContext::default() };
        review.add(matcher.title(found.title), found, context, &ENGINE.lexicon);
    }
    review.write(Target::create(&Destination::File(path.clone())).unwrap(), ByteOrderMark::Write).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut filled = csv::Writer::from_path(&path).unwrap();
    filled.write_record(REVIEW_COLUMNS).unwrap();
    let decision = REVIEW_COLUMNS.iter().position(|c| *c == "decision").unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        filled.write_record(record.iter().enumerate().map(|(i, c)| if i == decision { "none" } else { c })).unwrap();
    }
    filled.flush().unwrap();
    Decisions::read(&path, &ENGINE.lexicon).unwrap()
}

fn department() -> impl Strategy<Value = String> {
    prop::sample::select(&["", "Finance", "-Retail", "@Home Care", "=IT", "Nursing", " Legal "][..])
        .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(tried(100))]

    #[test]
    fn a_filled_review_file_settles_every_title_in_it(titles in prop::collection::vec((any_title(), department()), 1..12)) {
        let (table, rows) = rows(&titles);
        let nothing = Decisions::default();
        let mut before = BatchMatcher::new(&ENGINE, &nothing, table.layout());
        let outcomes = before.match_rows(&rows);
        let decisions = decided(&before, &rows, &outcomes);
        let settled = BatchMatcher::new(&ENGINE, &decisions, table.layout()).match_rows(&rows);
        for ((was, is), row) in outcomes.iter().zip(&settled).zip(&rows) {
            let asked = was.outcome.band != Band::Accepted && !was.outcome.is_rejected();
            let answered = is.outcome.method == Method::Decision;
            prop_assert!(answered || !asked, "{:?} was asked and is not answered", row.cells);
        }
    }
}
