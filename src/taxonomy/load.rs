//! The taxonomy's files to the model: the same for those in the binary and for `--taxonomy DIR`.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::code::{Level, Mnemonic, RoleCode, Track};
use super::error::TaxonomyError;
use super::ladder::Ladder;
use super::model::{
    Alias, Classification, Classifications, Components, Focus, Function, Pay, Place, Role, Shape, Story, Superfunction,
    Taxonomy, Version,
};

/// A file of the taxonomy: its name below the taxonomy's folder, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// "functions/sei.toml".
    pub name: String,
    /// The whole text.
    pub text: std::borrow::Cow<'static, str>,
}

/// Reads the files of a taxonomy's folder.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, TaxonomyError> {
    let mut files = Vec::new();
    for sub in ["", "functions", "lexicon"] {
        let path = folder.join(sub);
        if !sub.is_empty() && !path.is_dir() {
            continue;
        }
        let entries = std::fs::read_dir(&path).map_err(|source| TaxonomyError::Io { path: path.clone(), source })?;
        for entry in entries {
            let path = entry.map_err(|source| TaxonomyError::Io { path: path.clone(), source })?.path();
            let known = path.extension().is_some_and(|e| e == "toml" || e == "csv");
            let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|_| known && path.is_file()) else {
                continue;
            };
            let name = if sub.is_empty() { name.to_owned() } else { format!("{sub}/{name}") };
            let text = std::fs::read_to_string(&path).map_err(|source| TaxonomyError::Io { path, source })?;
            files.push(SourceFile { name, text: text.into() });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Builds the model from the files; `levels.toml`, `superfunctions.toml` and `version.toml` must be among them.
///
/// # Errors
/// The first thing that is wrong, with file, line, rule and mend.
pub fn load(files: &[SourceFile]) -> Result<Taxonomy, TaxonomyError> {
    let version: VersionFile = parse(find(files, "version.toml")?)?;
    let ladder_file = find(files, "levels.toml")?;
    let mut ladder: Ladder = parse(ladder_file)?;
    ladder.check().map_err(|message| TaxonomyError::Rule {
        place: Place { file: ladder_file.name.clone(), line: 1 },
        rule: message,
        mend: "add or remove [[level]] tables".to_owned(),
    })?;
    let groups: SuperfunctionsFile = parse(find(files, "superfunctions.toml")?)?;
    let mut taxonomy = Taxonomy {
        version: version.into(),
        ladder,
        superfunctions: groups.superfunctions.into_iter().map(Into::into).collect(),
        functions: Vec::new(),
        foci: Vec::new(),
        shape: Shape::Ladder,
    };
    let functions: Vec<&SourceFile> =
        files.iter().filter(|f| f.name.starts_with("functions/") && f.name.ends_with(".toml")).collect();
    // Parsing is most of the time of starting up, and the files do not know of each other.
    let parsed: Vec<(&SourceFile, FunctionFile)> =
        functions.par_iter().map(|file| Ok((*file, parse(file)?))).collect::<Result<_, TaxonomyError>>()?;
    for (file, raw) in parsed {
        add_function(&mut taxonomy, file, raw)?;
    }
    Ok(taxonomy)
}

fn find<'a>(files: &'a [SourceFile], name: &str) -> Result<&'a SourceFile, TaxonomyError> {
    files.iter().find(|f| f.name == name).ok_or_else(|| TaxonomyError::Rule {
        place: Place { file: name.to_owned(), line: 1 },
        rule: "the file is missing".to_owned(),
        mend: "copy it from a folder that `canon taxonomy export DIR` wrote".to_owned(),
    })
}

fn parse<'de, T: Deserialize<'de>>(file: &'de SourceFile) -> Result<T, TaxonomyError> {
    toml::from_str(&file.text).map_err(|error| TaxonomyError::Syntax {
        place: Place { file: file.name.clone(), line: error.span().map_or(1, |s| line_at(&file.text, s.start)) },
        message: error.message().lines().collect::<Vec<_>>().join(" "),
    })
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// Line numbers of offsets that come in no order, without counting from the start each time.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i).collect())
    }

    fn at(&self, span: &Range<usize>) -> usize {
        self.0.partition_point(|end| *end < span.start) + 1
    }
}

fn add_function(taxonomy: &mut Taxonomy, file: &SourceFile, raw: FunctionFile) -> Result<(), TaxonomyError> {
    let lines = Lines::of(&file.text);
    let rule = |line: usize, rule: String, mend: &str| TaxonomyError::Rule {
        place: Place { file: file.name.clone(), line },
        rule,
        mend: mend.to_owned(),
    };
    let superfunction = taxonomy.superfunctions.iter().position(|s| s.code == *raw.superfunction.get_ref());
    let Some(superfunction) = superfunction else {
        let what = format!("no superfunction `{}`", raw.superfunction.get_ref());
        return Err(rule(lines.at(&raw.superfunction.span()), what, "use a code of superfunctions.toml"));
    };
    let code = *raw.code.get_ref();
    if taxonomy.functions.iter().any(|f| f.code == code.as_str()) {
        let what = format!("function {code} stands in two files");
        return Err(rule(lines.at(&raw.code.span()), what, "give one of them another code"));
    }
    let function = taxonomy.functions.len();
    let first = taxonomy.foci.len();
    for focus in raw.foci {
        let line = lines.at(&focus.code.span());
        let name = format!("{code}.{}", focus.code.get_ref());
        if taxonomy.foci[first..].iter().any(|f| f.code == name) {
            return Err(rule(line, format!("focus {name} stands twice"), "join the two or give one another code"));
        }
        taxonomy.foci.push(Focus {
            function,
            code: name,
            name: focus.name,
            definition: focus.definition,
            track: focus.track.unwrap_or(raw.track),
            areas: focus.areas.into_iter().map(|a| a.into_alias(1.0, &lines)).collect(),
            aliases: focus.aliases.into_iter().map(|a| a.into_alias(1.0, &lines)).collect(),
            classifications: focus.classification.into(),
            roles: Vec::new(),
            line,
        });
    }
    for role in raw.roles {
        let line = lines.at(&role.code.span());
        let own = *role.code.get_ref();
        let focus = taxonomy.foci[first..].iter().position(|f| f.code == format!("{}.{}", own.function, own.focus));
        let Some(focus) = focus.map(|i| i + first) else {
            return Err(rule(
                line,
                format!("role {own} has no [[focus]] in this file"),
                "add the focus or mend the code",
            ));
        };
        if !taxonomy.has_level(focus, own.level) {
            let track = taxonomy.foci[focus].track;
            let what = format!("role {own}: the focus is on the {} track", track.name());
            return Err(rule(line, what, "use a level of that track, of M or of E"));
        }
        if taxonomy.foci[focus].roles.iter().any(|r| r.level == Some(own.level)) {
            return Err(rule(line, format!("role {own} stands twice"), "join the two tables"));
        }
        taxonomy.foci[focus].roles.push(Role {
            code: own.to_string(),
            level: Some(own.level),
            title: role.title,
            summary: role.summary,
            confidence: role.confidence,
            pay: role.pay.map(Into::into),
            classification: role.classification.map(Into::into),
            aliases: role.aliases.into_iter().map(|a| a.into_role_alias(&lines)).collect(),
        });
    }
    let (components, level_components) = raw.components.split(file)?;
    taxonomy.functions.push(Function {
        code: code.to_string(),
        name: raw.name,
        superfunction: Some(superfunction),
        track: raw.track,
        summary: raw.summary,
        classifications: raw.classification.into(),
        components,
        level_components,
        story: raw.story.map(Into::into),
        file: file.name.clone(),
    });
    Ok(())
}

/// Confidence of the level in an alias of a role that says none itself.
pub(super) const ROLE_ALIAS_CONFIDENCE: f32 = 0.90;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionFile {
    version: String,
    revision: String,
    date: String,
    status: String,
    scope: String,
    confidence: f32,
}

impl From<VersionFile> for Version {
    fn from(f: VersionFile) -> Version {
        let VersionFile { version, revision, date, status, scope, confidence } = f;
        Version { version, revision, date, status, scope, confidence }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuperfunctionsFile {
    #[serde(rename = "superfunction")]
    superfunctions: Vec<SuperfunctionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuperfunctionEntry {
    code: Mnemonic,
    name: String,
    soc: String,
    soc_title: String,
}

impl From<SuperfunctionEntry> for Superfunction {
    fn from(e: SuperfunctionEntry) -> Superfunction {
        Superfunction { code: e.code, name: e.name, soc: e.soc, soc_title: e.soc_title }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FunctionFile {
    code: Spanned<Mnemonic>,
    name: String,
    superfunction: Spanned<Mnemonic>,
    track: Track,
    summary: String,
    #[serde(default)]
    classification: ClassificationTable,
    #[serde(rename = "focus")]
    foci: Vec<FocusEntry>,
    #[serde(rename = "role", default)]
    roles: Vec<RoleEntry>,
    story: Option<StoryTable>,
    #[serde(default)]
    components: ComponentsTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FocusEntry {
    code: Spanned<Mnemonic>,
    name: String,
    definition: String,
    track: Option<Track>,
    #[serde(default)]
    classification: ClassificationTable,
    #[serde(default)]
    areas: Vec<Spanned<AliasEntry>>,
    #[serde(default)]
    aliases: Vec<Spanned<AliasEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    code: Spanned<RoleCode>,
    title: Option<String>,
    summary: Option<String>,
    confidence: Option<f32>,
    pay: Option<PayTable>,
    classification: Option<ClassificationEntry>,
    #[serde(default)]
    aliases: Vec<Spanned<AliasEntry>>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum AliasEntry {
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

trait IntoAlias {
    fn into_alias(self, default: f32, lines: &Lines) -> Alias;
    fn into_role_alias(self, lines: &Lines) -> Alias;
}

impl IntoAlias for Spanned<AliasEntry> {
    fn into_alias(self, default: f32, lines: &Lines) -> Alias {
        let line = lines.at(&self.span());
        match self.into_inner() {
            AliasEntry::Plain(text) => Alias {
                text,
                kind: "common".to_owned(),
                confidence: default,
                level_confidence: 0.0,
                approved: true,
                line,
            },
            AliasEntry::Full { alias, confidence, focus_confidence, kind, approved } => Alias {
                text: alias,
                kind: kind.unwrap_or_else(|| "common".to_owned()),
                confidence: focus_confidence.or(confidence).unwrap_or(default),
                level_confidence: 0.0,
                approved: approved.unwrap_or(true),
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
struct PayTable {
    median: f64,
    currency: String,
    basis: String,
}

impl From<PayTable> for Pay {
    fn from(p: PayTable) -> Pay {
        Pay { median: p.median, currency: p.currency, basis: p.basis }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassificationEntry {
    soc: String,
    #[serde(default)]
    isco: String,
    source: Option<String>,
    review_status: Option<String>,
}

impl From<ClassificationEntry> for Classification {
    fn from(e: ClassificationEntry) -> Classification {
        Classification {
            soc: e.soc,
            isco: e.isco,
            source: e.source.unwrap_or_else(|| "canon".to_owned()),
            review_status: e.review_status.unwrap_or_else(|| "needs_review".to_owned()),
        }
    }
}

/// Keys are tracks (`P`) or levels (`M1`).
#[derive(Deserialize, Default)]
struct ClassificationTable(FxHashMap<ClassificationKey, ClassificationEntry>);

#[derive(PartialEq, Eq, Hash)]
enum ClassificationKey {
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

impl From<ClassificationTable> for Classifications {
    fn from(table: ClassificationTable) -> Classifications {
        let mut c = Classifications::default();
        for (key, entry) in table.0 {
            match key {
                ClassificationKey::Track(track) => c.tracks.push((track, entry.into())),
                ClassificationKey::Level(level) => c.levels.push((level, entry.into())),
            }
        }
        c.tracks.sort_by_key(|(t, _)| *t);
        c.levels.sort_by_key(|(l, _)| *l);
        c
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryTable {
    who: String,
    external: String,
    internal: String,
    why: String,
    plan: Vec<String>,
    stakes: String,
    success: String,
}

impl From<StoryTable> for Story {
    fn from(t: StoryTable) -> Story {
        let StoryTable { who, external, internal, why, plan, stakes, success } = t;
        Story { who, external, internal, why, plan, stakes, success }
    }
}

/// The six kinds at the top, and a table of the same for each level that has its own.
#[derive(Deserialize, Default)]
struct ComponentsTable(toml::Table);

impl ComponentsTable {
    fn split(self, file: &SourceFile) -> Result<(Components, Vec<(Level, Components)>), TaxonomyError> {
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
                    key.parse().map_err(|e: super::CodeError| wrong(e.to_string(), "use a level, such as P5"))?;
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
