//! Isotonic regression: the non-decreasing step function nearest to points, by pooling adjacent violators (Ayer,
//! Brunk, Ewing, Reid and Silverman 1955); for calibrating scores after Zadrozny and Elkan (2002).

/// A stretch of scores with one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// Weighted mean of its scores.
    pub mean: f64,
    /// The value of the step: the weighted mean of its values.
    pub value: f64,
    /// Its weight: the number of rows.
    pub weight: f64,
}

impl Block {
    /// Both blocks in one.
    #[must_use]
    pub fn pooled(self, other: Block) -> Block {
        let weight = self.weight + other.weight;
        let mean = |own: f64, others: f64| (own * self.weight + others * other.weight) / weight;
        Block { mean: mean(self.mean, other.mean), value: mean(self.value, other.value), weight }
    }
}

/// The steps through points of (score, value), in the order of the scores. Points of one score become one first, for
/// a function has one value there.
#[must_use]
pub fn isotonic(points: &[(f64, f64)]) -> Vec<Block> {
    let mut sorted: Vec<Block> = points.iter().map(|(x, y)| Block { mean: *x, value: *y, weight: 1.0 }).collect();
    sorted.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let mut same: Vec<Block> = Vec::new();
    for block in sorted {
        match same.last_mut().filter(|last| last.mean == block.mean) {
            Some(last) => *last = Block { mean: last.mean, ..last.pooled(block) },
            None => same.push(block),
        }
    }
    pool(same)
}

/// Pools neighbours until values no longer fall. Blocks of the same value stay apart, which changes no value.
#[must_use]
pub fn pool(blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut steps: Vec<Block> = Vec::new();
    for mut block in blocks {
        while let Some(last) = steps.pop_if(|last| last.value > block.value) {
            block = last.pooled(block);
        }
        steps.push(block);
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The steps' value for every point, in the order of the scores.
    fn fitted(points: &[(f64, f64)]) -> Vec<(f64, f64, f64)> {
        let mut sorted = points.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut values =
            isotonic(points).into_iter().flat_map(|b| std::iter::repeat_n(b.value, b.weight.round() as usize));
        sorted.into_iter().map(|(x, y)| (x, y, values.next().unwrap())).collect()
    }

    #[test]
    fn falling_neighbours_are_pooled() {
        let points = [(0.1, 0.0), (0.2, 1.0), (0.3, 0.0), (0.4, 1.0)];
        let values: Vec<f64> = isotonic(&points).iter().map(|b| b.value).collect();
        assert_eq!(values, [0.0, 0.5, 1.0]);
    }

    fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
        prop::collection::vec((0u8..40, any::<bool>()), 1..120)
            .prop_map(|all| all.into_iter().map(|(x, y)| (f64::from(x) / 40.0, f64::from(u8::from(y)))).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn steps_never_fall_and_keep_all_weight(points in points()) {
            let steps = isotonic(&points);
            prop_assert!(steps.windows(2).all(|w| w[0].value <= w[1].value && w[0].mean < w[1].mean));
            prop_assert!((steps.iter().map(|b| b.weight).sum::<f64>() - points.len() as f64).abs() < 1e-6);
        }

        /// No other non-decreasing function is nearer: not the scores themselves, not the mean of all.
        #[test]
        fn the_squared_error_is_never_worse_than_that_of_the_scores(points in points()) {
            let mean = points.iter().map(|p| p.1).sum::<f64>() / points.len() as f64;
            let error = |value: &dyn Fn(&(f64, f64, f64)) -> f64| -> f64 {
                fitted(&points).iter().map(|p| (value(p) - p.1).powi(2)).sum()
            };
            let own = error(&|p| p.2);
            prop_assert!(own <= error(&|p| p.0) + 1e-9 && own <= error(&|_| mean) + 1e-9);
        }

        #[test]
        fn fitting_what_is_fitted_changes_nothing(points in points()) {
            let once = fitted(&points);
            let again = fitted(&once.iter().map(|p| (p.0, p.2)).collect::<Vec<_>>());
            prop_assert!(once.iter().zip(&again).all(|(a, b)| (a.2 - b.2).abs() < 1e-9));
        }
    }
}
