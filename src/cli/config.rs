//! Settings in layers: defaults, then the nearest `canon.toml`, then flags; each value knows where it came from.
//!
//! There is no layer for a user's home: the same command on the same files must give the same answer on every machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::args::{ApplyArgs, FailOn, GlobalArgs, InputArgs, MatchArgs, ReviewArgs, RunArgs, ThresholdArgs, When};
use crate::decide::Thresholds;
use crate::taxonomy::did_you_mean;

/// Names of a config file, the first that is found wins.
const FILE_NAMES: [&str; 2] = ["canon.toml", ".canon.toml"];

/// More runners-up than this no title has.
const MOST_RUNNERS_UP: usize = 20;

/// Columns by name or number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnNames {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manages: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// One layer of settings: what a file or the flags say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_level: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bom: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jobs: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub columns: ColumnNames,
}

fn is_default(columns: &ColumnNames) -> bool {
    *columns == ColumnNames::default()
}

impl PartialConfig {
    /// What the program does when nobody says anything.
    #[must_use]
    pub fn defaults() -> PartialConfig {
        let Thresholds { accept, reject, accept_level, margin } = Thresholds::default();
        PartialConfig {
            accept: Some(accept),
            reject: Some(reject),
            accept_level: Some(accept_level),
            margin: Some(margin),
            top: Some(0),
            prefix: Some("canon_".to_owned()),
            bom: Some(false),
            jobs: Some(0),
            progress: Some(When::Auto),
            color: Some(When::Auto),
            encoding: Some("auto".to_owned()),
            delimiter: Some("auto".to_owned()),
            ..PartialConfig::default()
        }
    }

    /// What the flags that every command has say.
    #[must_use]
    pub fn of_global(args: &GlobalArgs) -> PartialConfig {
        PartialConfig { taxonomy: args.taxonomy.clone(), color: args.color, ..PartialConfig::default() }
    }

    /// What the flags of `canon match` say.
    #[must_use]
    pub fn of_match(args: &MatchArgs) -> PartialConfig {
        PartialConfig {
            top: args.top,
            prefix: args.prefix.clone(),
            bom: if args.bom { Some(true) } else { args.no_bom.then_some(false) },
            fail_on: args.fail_on,
            decisions: args.decisions.clone(),
            ..PartialConfig::of_matching(&args.input, &args.thresholds, &args.run)
        }
    }

    /// What the flags of `canon review` say.
    #[must_use]
    pub fn of_review(args: &ReviewArgs) -> PartialConfig {
        PartialConfig {
            decisions: args.decisions.clone(),
            ..PartialConfig::of_matching(&args.input, &args.thresholds, &args.run)
        }
    }

    /// What the flags of `canon apply` say.
    #[must_use]
    pub fn of_apply(args: &ApplyArgs) -> PartialConfig {
        PartialConfig {
            decisions: args.decisions.clone(),
            encoding: args.encoding.clone(),
            delimiter: args.delimiter.clone(),
            ..PartialConfig::default()
        }
    }

    /// What the flags say that every command that matches files has.
    #[must_use]
    pub fn of_matching(input: &InputArgs, thresholds: &ThresholdArgs, run: &RunArgs) -> PartialConfig {
        PartialConfig {
            accept: thresholds.accept,
            reject: thresholds.reject,
            accept_level: thresholds.accept_level,
            margin: thresholds.margin,
            jobs: run.jobs,
            progress: run.progress,
            encoding: input.encoding.clone(),
            delimiter: input.delimiter.clone(),
            columns: ColumnNames {
                title: input.select.clone(),
                department: input.department.clone(),
                family: input.family.clone(),
                level: input.level.clone(),
                years: input.years.clone(),
                manages: input.manages.clone(),
                manager: input.manager.clone(),
                id: input.id.clone(),
            },
            ..PartialConfig::default()
        }
    }

    /// Takes over what a later layer says.
    pub fn update(&mut self, later: PartialConfig) {
        fn take<T>(own: &mut Option<T>, later: Option<T>) {
            if later.is_some() {
                *own = later;
            }
        }
        take(&mut self.accept, later.accept);
        take(&mut self.reject, later.reject);
        take(&mut self.accept_level, later.accept_level);
        take(&mut self.margin, later.margin);
        take(&mut self.top, later.top);
        take(&mut self.prefix, later.prefix);
        take(&mut self.bom, later.bom);
        take(&mut self.jobs, later.jobs);
        take(&mut self.fail_on, later.fail_on);
        take(&mut self.progress, later.progress);
        take(&mut self.color, later.color);
        take(&mut self.taxonomy, later.taxonomy);
        take(&mut self.decisions, later.decisions);
        take(&mut self.encoding, later.encoding);
        take(&mut self.delimiter, later.delimiter);
        take(&mut self.columns.title, later.columns.title);
        take(&mut self.columns.department, later.columns.department);
        take(&mut self.columns.family, later.columns.family);
        take(&mut self.columns.level, later.columns.level);
        take(&mut self.columns.years, later.columns.years);
        take(&mut self.columns.manages, later.columns.manages);
        take(&mut self.columns.manager, later.columns.manager);
        take(&mut self.columns.id, later.columns.id);
    }
}

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Config {
    /// All layers, one over the other.
    pub values: PartialConfig,
    /// Where the bands begin.
    pub thresholds: Thresholds,
    /// Each layer that says something, with its name, the last one the strongest.
    pub layers: Vec<(String, PartialConfig)>,
}

impl Config {
    /// Puts the layers over each other.
    ///
    /// # Errors
    /// When a config file cannot be read, says something unknown, or a threshold lies outside 0–1.
    pub fn load(global: &GlobalArgs, flags: PartialConfig) -> anyhow::Result<Config> {
        let mut layers = vec![("default".to_owned(), PartialConfig::defaults())];
        if let Some(path) = config_path(global)? {
            layers.push((path.display().to_string(), read(&path)?));
        }
        let mut of_flags = PartialConfig::of_global(global);
        of_flags.update(flags);
        layers.push(("flag".to_owned(), of_flags));
        let mut values = PartialConfig::default();
        for (_, layer) in &layers {
            values.update(layer.clone());
        }
        let thresholds = thresholds(&values)?;
        if let Some(top) = values.top.filter(|top| *top > MOST_RUNNERS_UP) {
            bail!("top is {top}; there are at most {MOST_RUNNERS_UP} runners-up");
        }
        Ok(Config { values, thresholds, layers })
    }
}

fn thresholds(values: &PartialConfig) -> anyhow::Result<Thresholds> {
    let default = Thresholds::default();
    let checked = |name: &str, value: Option<f32>, default: f32| {
        let value = value.unwrap_or(default);
        if (0.0..=1.0).contains(&value) { Ok(value) } else { bail!("{name} is {value}; scores go from 0 to 1") }
    };
    let thresholds = Thresholds {
        accept: checked("accept", values.accept, default.accept)?,
        reject: checked("reject", values.reject, default.reject)?,
        accept_level: checked("accept_level", values.accept_level, default.accept_level)?,
        margin: checked("margin", values.margin, default.margin)?,
    };
    if thresholds.reject > thresholds.accept {
        bail!("reject ({}) is above accept ({}): nothing could be in review", thresholds.reject, thresholds.accept);
    }
    Ok(thresholds)
}

fn config_path(global: &GlobalArgs) -> anyhow::Result<Option<PathBuf>> {
    if global.isolated {
        return Ok(None);
    }
    if let Some(path) = &global.config {
        return Ok(Some(path.clone()));
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let found = here.ancestors().flat_map(|folder| FILE_NAMES.map(|name| folder.join(name))).find(|p| p.is_file());
    Ok(found)
}

/// Reads a config file; paths in it are relative to its folder.
fn read(path: &Path) -> anyhow::Result<PartialConfig> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut config: PartialConfig = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |s| text[..s.start].matches('\n').count() + 1);
        anyhow::anyhow!("{}:{line}: {}", path.display(), explained(error.message()))
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for file in [&mut config.taxonomy, &mut config.decisions].into_iter().flatten() {
        *file = folder.join(&*file);
    }
    Ok(config)
}

/// serde lists all keys for an unknown one; people want the nearest.
fn explained(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((key, known)) if message.starts_with("unknown field") => {
            let nearest = did_you_mean(key, known.iter().copied());
            format!("unknown key `{key}`{nearest} (keys: {})", known.join(", "))
        }
        _ => message.lines().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_from_nothing_changes_nothing() {
        let mut config = PartialConfig::defaults();
        config.update(PartialConfig::default());
        assert_eq!(config, PartialConfig::defaults());
    }

    #[test]
    fn a_later_layer_wins() {
        let mut config = PartialConfig::defaults();
        config.update(PartialConfig { top: Some(3), ..PartialConfig::default() });
        config.update(PartialConfig { accept: Some(0.9), ..PartialConfig::default() });
        assert_eq!((config.top, config.accept, config.reject), (Some(3), Some(0.9), Some(0.10)));
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let error = toml::from_str::<PartialConfig>("acept = 0.9").unwrap_err();
        assert!(explained(error.message()).starts_with("unknown key `acept` — did you mean `accept`?"), "{error}");
    }
}
