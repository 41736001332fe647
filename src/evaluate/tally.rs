//! Counting: how many of how many are right, and how sure that share is.

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

/// The 97.5 % point of the normal distribution, for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Counts rows, and knows which of them are the same title: a hundred rows of one title say as much as one row.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    rows: u64,
    right: u64,
    by_title: FxHashMap<u32, u64>,
    squares: u64,
}

impl Tally {
    /// Counts a row of a title.
    pub fn add(&mut self, title: u32, right: bool) {
        self.rows += 1;
        self.right += u64::from(right);
        let same = self.by_title.entry(title).or_default();
        self.squares += 2 * *same + 1;
        *same += 1;
    }

    /// Rows counted.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many independent rows these are worth: Kish's effective sample size (1965) with titles as clusters,
    /// from 1 for rows of one title to all of them where each has its own.
    #[must_use]
    pub fn effective(&self) -> f64 {
        if self.squares == 0 { 0.0 } else { (self.rows as f64).powi(2) / self.squares as f64 }
    }

    /// The share of right rows.
    #[must_use]
    pub fn share(&self) -> Share {
        let share = (self.rows > 0).then(|| self.right as f64 / self.rows as f64);
        let (low, high) = wilson(share.unwrap_or(0.0), self.effective());
        Share { right: self.right, rows: self.rows, share, low, high }
    }
}

/// A share of rows with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// Rows that are right.
    pub right: u64,
    /// Rows.
    pub rows: u64,
    /// 0–1; `None` without rows.
    #[serde(serialize_with = "rounded_option")]
    pub share: Option<f64>,
    /// Lower end of the 95 % interval, 0–1.
    #[serde(serialize_with = "rounded")]
    pub low: f64,
    /// Upper end.
    #[serde(serialize_with = "rounded")]
    pub high: f64,
}

/// The 95 % score interval of a share of `n` independent rows (Wilson 1927), which holds for few rows and for shares
/// near 0 and 1, too; 0–1 without rows.
#[must_use]
pub fn wilson(share: f64, n: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let z2 = Z * Z;
    let middle = share + z2 / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z2 / n;
    (((middle - spread) / whole).max(0.0), ((middle + spread) / whole).min(1.0))
}

/// How many independent rows without one error a share needs for its interval to begin at `low`, which is below 1.
#[must_use]
pub fn rows_to_support(low: f64) -> f64 {
    (Z * Z * low / (1.0 - low)).ceil()
}

/// Four decimals: more would only show the arithmetic.
pub(super) fn rounded<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1e4).round() / 1e4)
}

fn rounded_option<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => rounded(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_the_books() {
        // 81 of 263, Newcombe (1998), table I.
        let (low, high) = wilson(81.0 / 263.0, 263.0);
        assert!((low - 0.2553).abs() < 1e-4 && (high - 0.3662).abs() < 1e-4, "{low} {high}");
        // 0 of 20.
        let (low, high) = wilson(0.0, 20.0);
        assert!(low.abs() < 1e-12 && (high - 0.1611).abs() < 1e-4, "{low} {high}");
    }

    #[test]
    fn rows_of_one_title_are_worth_one_row() {
        let mut same = Tally::default();
        (0..50).for_each(|_| same.add(7, true));
        let mut different = Tally::default();
        (0..50).for_each(|title| different.add(title, true));
        assert!((same.effective() - 1.0).abs() < 1e-9 && (different.effective() - 50.0).abs() < 1e-9);
        assert!(same.share().low < different.share().low);
    }

    #[test]
    fn as_many_rows_as_said_support_a_share() {
        let n = rows_to_support(0.97);
        assert!(wilson(1.0, n).0 >= 0.97 && wilson(1.0, n - 1.0).0 < 0.97, "{n}");
    }
}
