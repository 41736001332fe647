//! What holds for the numbers of every evaluation: they add up.

use std::fmt::Write as _;
use std::io::Cursor;

use canon::evaluate::{EvaluateOptions, Evaluation, Labelled, Part, TruthChoice};
use canon::read::{self, ColumnChoices, ReadOptions, StreamChoice};
use proptest::prelude::*;

use super::{ENGINE, tried};

/// A labelled file of any titles; some truths are empty, unknown or several.
fn any_labelled() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    const TITLES: [&str; 9] = [
        "Registered Nurse",
        "Sr. Acct",
        "Security Engineer II",
        "Truck Driver",
        "Product Manager",
        "VP Sales",
        "N/A",
        "qqq",
        "Welder - Night Shift",
    ];
    const TRUTHS: [&str; 11] = [
        "NUR.GEN.P3",
        "ACC.GEN.P5",
        "SEI.GEN",
        "SEI.GEN.P2|SEI",
        "TRK",
        "P3",
        "none",
        "",
        "XXX",
        "SLS.GEN.E1",
        "WLD.GEN.S2",
    ];
    prop::collection::vec((prop::sample::select(&TITLES[..]), prop::sample::select(&TRUTHS[..])), 1..40)
}

fn read_labelled(rows: &[(&str, &str)]) -> Labelled {
    // One row at least has a truth.
    let mut text = String::from("title,code\nWelder,WLD.GEN.S2\n");
    rows.iter().for_each(|(title, truth)| writeln!(text, "{title},{truth}").unwrap());
    let stream = Box::new(Cursor::new(text.into_bytes()));
    // Finding the column is another law's matter: a few odd cells may not look like titles.
    let columns = ColumnChoices { title: Some("title".parse().unwrap()), ..ColumnChoices::default() };
    let options = ReadOptions { stream: StreamChoice::Table, columns, ..ReadOptions::default() };
    let table = read::open_stream("labelled.csv", stream, &options).unwrap();
    Labelled::read(&ENGINE, &mut [table], &TruthChoice::default(), |_, _| true).unwrap()
}

proptest! {
    #![proptest_config(tried(48))]

    #[test]
    fn counts_add_up(rows in any_labelled()) {
        let labelled = read_labelled(&rows);
        let (e, misses) = Evaluation::of(&labelled, &ENGINE.taxonomy, &EvaluateOptions { most: 1000, ..EvaluateOptions::default() });
        let all = rows.len() as u64 + 1;
        prop_assert_eq!(e.rows + e.empty_truths + e.unknown_truths, all);
        prop_assert_eq!(e.unknown_truths, rows.iter().filter(|(_, truth)| *truth == "XXX").count() as u64);
        prop_assert_eq!(e.bands.iter().map(|b| b.coverage.right).sum::<u64>(), e.rows);
        for part in &e.parts {
            prop_assert!(part.share.right <= part.share.rows && part.share.rows <= e.rows);
            let share = part.share.share.unwrap();
            prop_assert!(part.share.low <= share + 1e-9 && share <= part.share.high + 1e-9, "{:?}", part);
        }
        // The focus cannot be right in more rows than the function, nor the code than the focus.
        let right = |part: Part| e.parts.iter().find(|p| p.part == part).map_or(0, |p| p.share.right);
        prop_assert!(right(Part::Code) <= right(Part::Focus) && right(Part::Focus) <= right(Part::Function));
        prop_assert!(right(Part::Level) <= right(Part::LevelWithinOne));
        // What is wrong is listed, row by row and pair by pair.
        prop_assert!(e.parts.iter().all(|p| p.share.rows - p.share.right <= misses.len() as u64));
        let wrong_roles = e.bands.iter().map(|b| b.role_right.rows - b.role_right.right).sum::<u64>();
        prop_assert_eq!(e.confusions.iter().map(|c| c.rows).sum::<u64>(), wrong_roles);
        let (short, _) = Evaluation::of(&labelled, &ENGINE.taxonomy, &EvaluateOptions { most: 0, ..EvaluateOptions::default() });
        prop_assert!(short.surest_misses.is_empty() && short.confusions.is_empty() && short.level_confusions.is_empty());
        let in_groups: u64 = e.groups.iter().map(|g| g.rows).sum();
        prop_assert!(in_groups <= e.rows);
        prop_assert!(e.thresholds.windows(2).all(|w| w[0].coverage >= w[1].coverage));
        if let Some(calibration) = &e.role_calibration {
            prop_assert_eq!(calibration.bins.iter().map(|b| b.share.rows).sum::<u64>(), calibration.rows);
            prop_assert_eq!(calibration.rows, e.thresholds[0].precision.rows);
        }
    }
}
