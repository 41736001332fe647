//! Plots as SVG, drawn with the page's own colours. They are made of numbers and of our own words only.

use std::fmt::Write as _;

use super::{Plot, Series};

/// The drawing area: left, top, width and height.
const LEFT: f64 = 56.0;
const TOP: f64 = 16.0;
const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 260.0;

/// Room below for the numbers and name of the axis.
const BELOW: f64 = 48.0;

/// A plot as an SVG element.
pub fn svg(plot: &Plot) -> String {
    match plot {
        Plot::Reliability { bins, fitted } => reliability(bins, fitted),
        Plot::PrecisionCoverage { curve, marks } => precision_coverage(curve, marks),
        Plot::Histogram { bars, series, marks, .. } => histogram(bars, series, marks),
        Plot::Waterfall { terms, total } => waterfall(terms, total),
    }
}

/// What the plot shows, for the line below it.
pub fn caption(plot: &Plot) -> &'static str {
    match plot {
        Plot::Reliability { fitted, .. } if fitted.is_empty() => {
            "Points: bins of scores with 95 % intervals. Dashed: scores that are frequencies."
        }
        Plot::Reliability { .. } => {
            "Points: bins of scores with 95 % intervals. Dashed: scores that are frequencies. Line: the fitted table."
        }
        Plot::PrecisionCoverage { .. } => {
            "From the strictest threshold at the left to the laxest, with 95 % intervals."
        }
        Plot::Histogram { caption, .. } => caption,
        Plot::Waterfall { .. } => "What speaks for it to the right, what speaks against it to the left.",
    }
}

/// The top of an axis of five steps that reaches `most`, without much room above it and with round numbers beside it.
fn round_up(most: u64) -> u64 {
    const TENTHS: [u64; 9] = [10, 15, 20, 25, 30, 40, 50, 60, 80];
    let mut steps = (0..17).flat_map(|power| TENTHS.map(|tenths| tenths * 10u64.pow(power) / 10));
    steps.find(|step| step * 5 >= most).map_or(most, |step| step * 5)
}

/// An SVG in the making, with the vertical axis from `floor` to `top`.
struct Canvas {
    out: String,
    floor: f64,
    top: f64,
}

impl Canvas {
    fn new(description: &str, across: &str, up: &str, floor: f64, top: f64) -> Canvas {
        let (width, height) = (LEFT + WIDTH + 24.0, TOP + HEIGHT + BELOW);
        let out = format!(
            "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{description}\">\n<rect class=\"axis\" x=\"{LEFT}\" \
             y=\"{TOP}\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n"
        );
        let mut canvas = Canvas { out, floor, top };
        for i in 0..=5u8 {
            let share = f64::from(i) / 5.0;
            canvas.text(canvas.x(share), TOP + HEIGHT + 18.0, "middle", &format!("{share:.1}"));
            let value = floor + (top - floor) * share;
            let shown = if top > 1.5 { format!("{value:.0}") } else { format!("{value:.2}") };
            canvas.text(LEFT - 8.0, canvas.y(value) + 4.0, "end", &shown);
        }
        canvas.text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 40.0, "middle", across);
        let middle = TOP + HEIGHT / 2.0;
        let _ = writeln!(
            canvas.out,
            "<text x=\"14\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {middle})\">{up}</text>"
        );
        canvas
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + WIDTH * value
    }

    fn y(&self, value: f64) -> f64 {
        TOP + HEIGHT * (1.0 - (value.clamp(self.floor, self.top) - self.floor) / (self.top - self.floor))
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, text: &str) {
        let _ = writeln!(self.out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (self.x(from.0), self.y(from.1), self.x(to.0), self.y(to.1));
        let _ =
            writeln!(self.out, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
    }

    fn points(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let shown: Vec<String> = points.map(|(x, y)| format!("{:.1},{:.1}", self.x(x), self.y(y))).collect();
        shown.join(" ")
    }

    fn path(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>) {
        let points = self.points(points);
        let _ = writeln!(self.out, "<polyline class=\"{class}\" points=\"{points}\"/>");
    }

    fn dot(&mut self, class: &str, at: (f64, f64), title: &str) {
        let (x, y) = (self.x(at.0), self.y(at.1));
        let _ = writeln!(
            self.out,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"><title>{title}</title></circle>"
        );
    }

    fn finish(self) -> String {
        self.out + "</svg>"
    }
}

fn reliability(bins: &[(f64, f64, f64, f64)], fitted: &[(f64, f64)]) -> String {
    let mut canvas = Canvas::new("Share of right rows by score", "score", "share right", 0.0, 1.0);
    canvas.line("ideal", (0.0, 0.0), (1.0, 1.0));
    if !fitted.is_empty() {
        canvas.path("fit", fitted.iter().copied());
    }
    for (score, share, low, high) in bins.iter().copied() {
        canvas.line("whisker", (score, low), (score, high));
        canvas.dot("good", (score, share), &format!("score {score:.3}: {share:.3} right ({low:.2}–{high:.2})"));
    }
    canvas.finish()
}

fn precision_coverage(curve: &[(f64, f64, f64, f64)], marks: &[(f64, f64, String)]) -> String {
    // Most of the curve is near the top, so the axis begins at the tenth below it.
    let lowest = curve.iter().map(|c| c.1).fold(1.0, f64::min);
    let floor = ((lowest * 10.0).floor() / 10.0 - 0.1).clamp(0.0, 0.9);
    let mut canvas = Canvas::new("Precision by coverage", "coverage", "precision", floor, 1.0);
    let band = curve.iter().map(|c| (c.0, c.3)).chain(curve.iter().rev().map(|c| (c.0, c.2)));
    let band = canvas.points(band);
    let _ = writeln!(canvas.out, "<polygon class=\"spread\" points=\"{band}\"/>");
    canvas.path("line", curve.iter().map(|c| (c.0, c.1)));
    for (coverage, precision, name) in marks {
        canvas.dot("bad", (*coverage, *precision), name);
        // Below the curve there is room, unless the axis is near.
        let (below, above) = (canvas.y(*precision) + 24.0, canvas.y(*precision) - 12.0);
        canvas.text(canvas.x(*coverage), if below < TOP + HEIGHT { below } else { above }, "end", name);
    }
    canvas.finish()
}

fn histogram(bars: &[Vec<u64>], series: &[Series], marks: &[(f64, String)]) -> String {
    let most = bars.iter().map(|stack| stack.iter().sum()).max().unwrap_or(0);
    let top = round_up(most);
    let mut canvas = Canvas::new("Rows by score", "role_score", "rows", 0.0, top as f64);
    let width = 1.0 / bars.len().max(1) as f64;
    for (i, stack) in bars.iter().enumerate() {
        let from = i as f64 * width;
        let stretch = format!("{from:.2}–{:.2}", from + width);
        let mut below = 0;
        for (rows, Series { class, name }) in stack.iter().zip(series) {
            if *rows == 0 {
                continue;
            }
            let (low, high) = (below as f64, (below + rows) as f64);
            below += rows;
            let (x, y) = (canvas.x(from) + 1.0, canvas.y(high));
            let (w, h) = (WIDTH * width - 2.0, canvas.y(low) - y);
            let _ = writeln!(
                canvas.out,
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"><title>{stretch}: {rows} {name}</title></rect>"
            );
        }
    }
    for (at, name) in marks {
        canvas.line("mark", (*at, 0.0), (*at, top as f64));
        canvas.text(canvas.x(*at), TOP - 4.0, "middle", name);
    }
    canvas.finish()
}

/// Height of a bar of a waterfall with the room below it.
const STEP: f64 = 20.0;
/// Where the bars of a waterfall begin, right of their names, and how much room they have before their numbers.
const BARS_LEFT: f64 = 230.0;
const BARS_WIDTH: f64 = 270.0;

fn waterfall(terms: &[(&'static str, f64)], total: &str) -> String {
    let mut at = 0.0;
    let mut bars: Vec<(&str, f64, f64, f64)> = Vec::with_capacity(terms.len() + 1);
    for (name, value) in terms {
        bars.push((name, at, at + value, *value));
        at += value;
    }
    bars.push((total, 0.0, at, at));
    let low = bars.iter().map(|bar| bar.1.min(bar.2)).fold(0.0, f64::min);
    let high = bars.iter().map(|bar| bar.1.max(bar.2)).fold(0.0, f64::max);
    let scale = BARS_WIDTH / (high - low).max(0.1);
    let x = |value: f64| BARS_LEFT + (value - low) * scale;
    let (width, height) = (LEFT + WIDTH + 64.0, STEP * bars.len() as f64 + 6.0);
    let zero = x(0.0);
    let mut out = format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Waterfall of the evidence\">\n<line class=\"axis\" \
         x1=\"{zero:.1}\" y1=\"0\" x2=\"{zero:.1}\" y2=\"{height}\"/>\n"
    );
    for (n, (name, from, to, value)) in bars.iter().enumerate() {
        let (top, middle) = (STEP * n as f64 + 3.0, STEP * n as f64 + 15.0);
        let (left, wide) = (x(from.min(*to)), ((to - from).abs() * scale).max(1.0));
        let class = if *value < 0.0 { "bad" } else { "good" };
        let number = BARS_LEFT + BARS_WIDTH + 52.0;
        let name_end = BARS_LEFT - 10.0;
        let _ = writeln!(
            out,
            "<text x=\"{name_end}\" y=\"{middle}\" text-anchor=\"end\">{name}</text><rect class=\"{class}\" x=\"{left:.1}\" \
             y=\"{top}\" width=\"{wide:.1}\" height=\"14\"/><text x=\"{number}\" y=\"{middle}\" text-anchor=\"end\">{value:+.2}</text>"
        );
    }
    out + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!([0, 3, 7, 22, 480, 1069].map(round_up), [5, 5, 10, 25, 500, 1250]);
    }
}
