//! The taxonomy's files to the model: the same for those in the binary and for `--taxonomy DIR`.

mod files;

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

pub(super) use self::files::ROLE_ALIAS_CONFIDENCE;
use self::files::{FunctionFile, IntoAlias as _, IntoClassification as _, SuperfunctionsFile, VersionFile};
use super::codes::Codes;
use super::error::TaxonomyError;
use super::ladder::Ladder;
use super::model::{Focus, Function, Place, Role, Shape, Taxonomy};

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
    for sub in ["", "functions", "lexicon", "reference"] {
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
    let groups_file = find(files, "superfunctions.toml")?;
    let groups: SuperfunctionsFile = parse(groups_file)?;
    let lines = Lines::of(&groups_file.text);
    let mut taxonomy = Taxonomy {
        version: version.into(),
        ladder,
        superfunctions: groups.superfunctions.into_iter().map(|s| s.into_superfunction(&lines)).collect(),
        functions: Vec::new(),
        foci: Vec::new(),
        shape: Shape::Ladder,
        codes: Codes::default(),
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
            classifications: focus.classification.into_classifications(&lines),
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
            classification: role.classification.map(|c| c.into_classification(&lines)),
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
        classifications: raw.classification.into_classifications(&lines),
        components,
        level_components,
        story: raw.story.map(Into::into),
        file: file.name.clone(),
    });
    Ok(())
}
