//! What most commands need: the settings and the taxonomy that they name.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Context as _;

use super::args::GlobalArgs;
use super::config::{Config, PartialConfig};
use crate::engine::{Engine, EngineOptions};
use crate::taxonomy::{self, Reference, SourceFile, Taxonomy, TaxonomyError};

/// Runners-up that a person is shown: the review file has room for four.
const RUNNERS_UP: usize = 5;

/// More threads than any machine has processors only wait for each other.
const MOST_THREADS: usize = 256;

/// How many runners-up the outcomes carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunnersUp {
    /// As many as `--top` asks for.
    AsAsked,
    /// Enough for a person to choose from.
    ForPeople,
}

impl RunnersUp {
    /// Where a person ruled out the best, the next one counts.
    pub fn beside_decisions(config: &Config) -> RunnersUp {
        if config.values.decisions.is_some() { RunnersUp::ForPeople } else { RunnersUp::AsAsked }
    }
}

/// Settings and taxonomy.
pub struct Session {
    /// The settings in force.
    pub config: Config,
    /// The taxonomy they name.
    pub taxonomy: Taxonomy,
    files: Vec<SourceFile>,
    source: Source,
}

/// Where a taxonomy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The binary, which has its index, too.
    Binary,
    /// What `--taxonomy` names.
    Given,
}

impl Session {
    /// Reads the settings, then the taxonomy they name.
    pub fn open(global: &GlobalArgs, flags: PartialConfig) -> anyhow::Result<Session> {
        let config = Config::load(global, flags)?;
        if config.values.taxonomy.is_some() {
            start_threads(&config)?;
        }
        let (taxonomy, files, source) = load_taxonomy(config.values.taxonomy.as_deref())?;
        Ok(Session { config, taxonomy, files, source })
    }

    /// The session with threads for many titles. A taxonomy of one's own is read by several threads, so that they run already.
    pub fn with_threads(self) -> anyhow::Result<Session> {
        if self.source == Source::Binary {
            start_threads(&self.config)?;
        }
        Ok(self)
    }

    /// The engine for these settings. It lives as long as the process: giving its memory back piece by piece at the end would
    /// take longer than most commands.
    pub fn into_engine(self, runners_up: RunnersUp) -> anyhow::Result<(&'static Engine, Config)> {
        let asked = self.config.values.top.unwrap_or(0);
        let top = match runners_up {
            RunnersUp::AsAsked => asked,
            RunnersUp::ForPeople => asked.max(RUNNERS_UP),
        };
        let options = EngineOptions { thresholds: self.config.thresholds, top };
        let engine = match self.source {
            Source::Binary => Engine::embedded(self.taxonomy, options)?,
            Source::Given => Engine::new(self.taxonomy, &self.files, options)?,
        };
        Ok((Box::leak(Box::new(engine)), self.config))
    }

    /// The standards that the taxonomy's roles are classified by: the folder's own lists, or the binary's.
    pub fn reference(&self) -> Result<Reference, TaxonomyError> {
        Reference::load(&self.files)
    }

    /// The taxonomy's files.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}

/// The engine for another taxonomy under the same settings; `None` is the one in the program. It lives as long, too.
pub fn engine_of(taxonomy: Option<&Path>, config: &Config, runners_up: RunnersUp) -> anyhow::Result<&'static Engine> {
    let (taxonomy, files, source) = load_taxonomy(taxonomy)?;
    let session = Session { config: config.clone(), taxonomy, files, source };
    Ok(session.into_engine(runners_up)?.0)
}

/// Must come before the first parallel work, and once only.
fn start_threads(config: &Config) -> anyhow::Result<()> {
    let jobs = config.values.jobs.unwrap_or(0).min(MOST_THREADS);
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().context("cannot start threads")
}

fn load_taxonomy(path: Option<&Path>) -> Result<(Taxonomy, Vec<SourceFile>, Source), TaxonomyError> {
    let Some(path) = path else {
        return Ok((Taxonomy::embedded()?, taxonomy::embedded_files(), Source::Binary));
    };
    if path.is_dir() {
        let mut files = taxonomy::read_folder(path)?;
        let taxonomy = taxonomy::load(&files)?;
        add_missing_lists(&mut files);
        return Ok((taxonomy, files, Source::Given));
    }
    if path.is_file() {
        let files = taxonomy::embedded_files();
        return Ok((taxonomy::load_catalogue(path, &files)?, files, Source::Given));
    }
    Err(TaxonomyError::NotFound { path: path.to_owned() })
}

/// A folder without a word list or the list of a standard uses the binary's.
fn add_missing_lists(files: &mut Vec<SourceFile>) {
    for own in taxonomy::embedded_files() {
        let list = own.name.starts_with("lexicon/") || own.name.starts_with("reference/");
        if list && !files.iter().any(|f| f.name == own.name) {
            files.push(own);
        }
    }
}

/// Version of the tool and of the taxonomy it carries.
pub fn version_line() -> String {
    let tool = env!("CARGO_PKG_VERSION");
    let embedded = taxonomy::embedded_files();
    let text = embedded.iter().find(|f| f.name == "version.toml").map_or(Cow::Borrowed(""), |f| f.text.clone());
    let table: toml::Table = text.parse().unwrap_or_default();
    let said = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or("unknown").to_owned();
    format!("{tool} (taxonomy {}, {})", said("version"), said("status"))
}
