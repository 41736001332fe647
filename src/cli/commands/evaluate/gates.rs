//! Least shares that a run must reach, for continuous integration.

use anyhow::bail;

use crate::cli::args::GateArgs;
use crate::evaluate::{Evaluation, Part};

/// One line for each share that is below its gate.
///
/// # Errors
/// When there is a gate for something that the right answers do not say: it would never close.
pub fn below(gates: &GateArgs, fit_digits: usize, evaluation: &Evaluation) -> anyhow::Result<Vec<String>> {
    let share = |part: Option<Part>| part.and_then(|part| evaluation.share(part));
    let all = [
        ("--min-function", "function", gates.min_function, share(Some(Part::Function))),
        ("--min-focus", "focus", gates.min_focus, share(Some(Part::Focus))),
        ("--min-level", "level", gates.min_level, share(Some(Part::Level))),
        ("--min-code", "code", gates.min_code, share(Some(Part::Code))),
        ("--min-soc", "SOC code", gates.min_soc, share(Part::soc(fit_digits))),
        ("--min-precision", "role of accepted rows", gates.min_precision, evaluation.precision()),
    ];
    let mut below = Vec::new();
    for (flag, what, least, share) in all {
        let Some(least) = least else { continue };
        match share {
            Some(share) if share < least => below.push(format!("below {flag}: {what} {share:.3} < {least:.3}")),
            Some(_) => {}
            None => bail!("{flag} cannot be checked: no right answer in these rows says anything about it"),
        }
    }
    Ok(below)
}
