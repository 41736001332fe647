//! The files of a taxonomy as they are written: what TOML they may hold, and how it becomes the model.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::{Lines, SourceFile};
use crate::taxonomy::code::{CodeError, Level, Mnemonic, RoleCode, Track};
use crate::taxonomy::error::TaxonomyError;
use crate::taxonomy::model::{
    Alias, Classification, Classifications, Components, Pay, Place, Story, Superfunction, Version,
};

/// Confidence of the level in an alias of a role that says none itself.
pub(in crate::taxonomy) const ROLE_ALIAS_CONFIDENCE: f32 = 0.90;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionFile {
    pub(super) version: String,
    pub(super) revision: String,
    pub(super) date: String,
    pub(super) status: String,
    pub(super) scope: String,
    pub(super) confidence: f32,
}

impl From<VersionFile> for Version {
    fn from(f: VersionFile) -> Version {
        let VersionFile { version, revision, date, status, scope, confidence } = f;
        Version { version, revision, date, status, scope, confidence }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuperfunctionsFile {
    #[serde(rename = "superfunction")]
    pub(super) superfunctions: Vec<SuperfunctionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuperfunctionEntry {
    pub(super) code: Mnemonic,
    pub(super) name: String,
    pub(super) soc: Spanned<String>,
    pub(super) soc_title: String,
}

impl SuperfunctionEntry {
    pub(super) fn into_superfunction(self, lines: &Lines) -> Superfunction {
        let line = lines.at(&self.soc.span());
        Superfunction { code: self.code, name: self.name, soc: self.soc.into_inner(), soc_title: self.soc_title, line }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FunctionFile {
    pub(super) code: Spanned<Mnemonic>,
    pub(super) name: String,
    pub(super) superfunction: Spanned<Mnemonic>,
    pub(super) track: Track,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) classification: ClassificationTable,
    #[serde(rename = "focus")]
    pub(super) foci: Vec<FocusEntry>,
    #[serde(rename = "role", default)]
    pub(super) roles: Vec<RoleEntry>,
    pub(super) story: Option<StoryTable>,
    #[serde(default)]
    pub(super) components: ComponentsTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FocusEntry {
    pub(super) code: Spanned<Mnemonic>,
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) track: Option<Track>,
    #[serde(default)]
    pub(super) classification: ClassificationTable,
    #[serde(default)]
    pub(super) areas: Vec<Spanned<AliasEntry>>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<AliasEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) code: Spanned<RoleCode>,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) confidence: Option<f32>,
    pub(super) pay: Option<PayTable>,
    pub(super) classification: Option<Spanned<ClassificationEntry>>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<AliasEntry>>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum AliasEntry {
    Plain(String),
    Full {
        alias: String,
        confidence: Option<f32>,
        focus_confidence: Option<f32>,
        #[serde(rename = "type")]
        kind: Option<String>,
        approved: Option<bool>,
    },
}

pub(super) trait IntoAlias {
    fn into_alias(self, default: f32, lines: &Lines) -> Alias;
    fn into_role_alias(self, lines: &Lines) -> Alias;
}

impl IntoAlias for Spanned<AliasEntry> {
    fn into_alias(self, default: f32, lines: &Lines) -> Alias {
        let line = lines.at(&self.span());
        match self.into_inner() {
            AliasEntry::Plain(text) => Alias {
                text: text.into(),
                kind: "common".into(),
                confidence: default,
                level_confidence: 0.0,
                approved: None,
                line,
            },
            AliasEntry::Full { alias, confidence, focus_confidence, kind, approved } => Alias {
                text: alias.into(),
                kind: kind.map_or("common".into(), Into::into),
                confidence: focus_confidence.or(confidence).unwrap_or(default),
                level_confidence: 0.0,
                approved,
                line,
            },
        }
    }

    fn into_role_alias(self, lines: &Lines) -> Alias {
        let (focus, level) = match self.get_ref() {
            AliasEntry::Plain(_) => (1.0, ROLE_ALIAS_CONFIDENCE),
            AliasEntry::Full { confidence, focus_confidence, .. } => {
                (focus_confidence.unwrap_or(1.0), confidence.unwrap_or(ROLE_ALIAS_CONFIDENCE))
            }
        };
        Alias { confidence: focus, level_confidence: level, ..self.into_alias(1.0, lines) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayTable {
    pub(super) median: f64,
    pub(super) currency: String,
    pub(super) basis: String,
}

impl From<PayTable> for Pay {
    fn from(p: PayTable) -> Pay {
        Pay { median: p.median, currency: p.currency, basis: p.basis }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassificationEntry {
    pub(super) soc: String,
    #[serde(default)]
    pub(super) isco: String,
    pub(super) source: Option<String>,
    pub(super) review_status: Option<String>,
}

pub(super) trait IntoClassification {
    fn into_classification(self, lines: &Lines) -> Classification;
}

impl IntoClassification for Spanned<ClassificationEntry> {
    fn into_classification(self, lines: &Lines) -> Classification {
        let line = lines.at(&self.span());
        let e = self.into_inner();
        Classification {
            soc: e.soc,
            isco: e.isco,
            source: e.source.unwrap_or_else(|| "canon".to_owned()),
            review_status: e.review_status.unwrap_or_else(|| "needs_review".to_owned()),
            line,
        }
    }
}

/// Keys are tracks (`P`) or levels (`M1`).
#[derive(Deserialize, Default)]
pub(super) struct ClassificationTable(FxHashMap<ClassificationKey, Spanned<ClassificationEntry>>);

#[derive(PartialEq, Eq, Hash)]
pub(super) enum ClassificationKey {
    Track(Track),
    Level(Level),
}

impl<'de> Deserialize<'de> for ClassificationKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<ClassificationKey, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut letters = text.chars();
        match (letters.next().and_then(Track::from_letter), letters.next()) {
            (Some(track), None) => Ok(ClassificationKey::Track(track)),
            _ => text.parse().map(ClassificationKey::Level).map_err(serde::de::Error::custom),
        }
    }
}

impl ClassificationTable {
    pub(super) fn into_classifications(self, lines: &Lines) -> Classifications {
        let mut c = Classifications::default();
        for (key, entry) in self.0 {
            let entry = entry.into_classification(lines);
            match key {
                ClassificationKey::Track(track) => c.tracks.push((track, entry)),
                ClassificationKey::Level(level) => c.levels.push((level, entry)),
            }
        }
        c.tracks.sort_by_key(|(t, _)| *t);
        c.levels.sort_by_key(|(l, _)| *l);
        c
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryTable {
    pub(super) who: String,
    pub(super) external: String,
    pub(super) internal: String,
    pub(super) why: String,
    pub(super) plan: Vec<String>,
    pub(super) stakes: String,
    pub(super) success: String,
}

impl From<StoryTable> for Story {
    fn from(t: StoryTable) -> Story {
        let StoryTable { who, external, internal, why, plan, stakes, success } = t;
        Story { who, external, internal, why, plan, stakes, success }
    }
}

/// The six kinds at the top, and a table of the same for each level that has its own.
#[derive(Deserialize, Default)]
pub(super) struct ComponentsTable(toml::Table);

impl ComponentsTable {
    pub(super) fn split(self, file: &SourceFile) -> Result<(Components, Vec<(Level, Components)>), TaxonomyError> {
        let wrong = |what: String, mend: &str| TaxonomyError::Rule {
            place: Place { file: file.name.clone(), line: line_of(&file.text, "[components") },
            rule: what,
            mend: mend.to_owned(),
        };
        let mut own = Components::default();
        let mut levels = Vec::new();
        for (key, value) in self.0 {
            if let toml::Value::Table(table) = value {
                let level: Level =
                    key.parse().map_err(|e: CodeError| wrong(e.to_string(), "use a level, such as P5"))?;
                let mut components = Components::default();
                for (key, value) in table {
                    set(&mut components, &key, value).map_err(|e| wrong(e, KINDS))?;
                }
                levels.push((level, components));
            } else {
                set(&mut own, &key, value).map_err(|e| wrong(e, KINDS))?;
            }
        }
        Ok((own, levels))
    }
}

const KINDS: &str = "the kinds are responsibilities, tasks, skills, knowledge, competencies and qualifications";

fn set(components: &mut Components, key: &str, value: toml::Value) -> Result<(), String> {
    let items: Vec<String> = value.try_into().map_err(|_| format!("components.{key} is not a list of texts"))?;
    let kind = match key {
        "responsibilities" => &mut components.responsibilities,
        "tasks" => &mut components.tasks,
        "skills" => &mut components.skills,
        "knowledge" => &mut components.knowledge,
        "competencies" => &mut components.competencies,
        "qualifications" => &mut components.qualifications,
        _ => return Err(format!("unknown kind of component `{key}`")),
    };
    *kind = items;
    Ok(())
}

fn line_of(text: &str, start: &str) -> usize {
    text.lines().position(|l| l.starts_with(start)).map_or(1, |i| i + 1)
}
