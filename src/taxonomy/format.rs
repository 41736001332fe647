//! A function's file in its one canonical form: order of keys, sorted aliases, wrapped lists, no alias twice.
//!
//! The form is for people who read and compare files; the loader does not ask for it. Comments at the head of the
//! file and above a table stay with it; elsewhere they would be lost when lists are sorted, so they are an error.

mod comments;
mod duplicates;
mod value;

use toml::{Table, Value};

use super::error::TaxonomyError;
use super::load::{ROLE_ALIAS_CONFIDENCE, SourceFile};
use super::model::Place;
use crate::normalize::Lexicon;
use comments::Comments;
use value::{entry, inline, list, number, quoted};

/// Renders a function's file canonically.
///
/// # Errors
/// When the file is no TOML, has a key that no function file has, or a comment in a place where it would be lost.
pub fn canonical(file: &SourceFile, lexicon: &Lexicon) -> Result<String, TaxonomyError> {
    let place = |line: usize| Place { file: file.name.clone(), line };
    let syntax = |line: usize, message: String| TaxonomyError::Syntax { place: place(line), message };
    let mut table: Table = toml::from_str(&file.text).map_err(|e| {
        let start = e.span().map_or(0, |s| s.start);
        syntax(file.text[..start.min(file.text.len())].lines().count().max(1), e.message().to_owned())
    })?;
    let comments = Comments::of(&file.text).map_err(|line| TaxonomyError::Rule {
        place: place(line),
        rule: "a comment here would be lost when the file is put in order".to_owned(),
        mend: "move it above a table header or to the head of the file".to_owned(),
    })?;
    duplicates::remove(&mut table, lexicon);
    let mut out = String::new();
    render(&mut table, &comments, &mut out).map_err(|message| syntax(1, message))?;
    Ok(out)
}

fn render(table: &mut Table, comments: &Comments, out: &mut String) -> Result<(), String> {
    out.push_str(&comments.head);
    for key in ["code", "name", "superfunction", "track", "summary"] {
        take_entry(table, key, out)?;
    }
    if let Some(Value::Table(classification)) = table.remove("classification") {
        header("[classification]", "", comments, out);
        for (key, value) in by_track(classification) {
            out.push_str(&format!("{key} = {}\n", classification_entry(value)?));
        }
    }
    let mut foci = tables(table, "focus");
    foci.sort_by_key(|f| (code(f) != "GEN", code(f)));
    for mut focus in foci {
        header("[[focus]]", &code(&focus), comments, out);
        for key in ["code", "name", "track", "definition"] {
            take_entry(&mut focus, key, out)?;
        }
        if let Some(Value::Table(classification)) = focus.remove("classification") {
            let entries = by_track(classification).into_iter();
            let entries = entries.map(|(k, v)| Ok(format!("{k} = {}", classification_entry(v)?)));
            let entries: Vec<String> = entries.collect::<Result<_, String>>()?;
            out.push_str(&format!("classification = {{ {} }}\n", entries.join(", ")));
        }
        take_aliases(&mut focus, "areas", 1.0, out)?;
        take_aliases(&mut focus, "aliases", 1.0, out)?;
        nothing_left(&focus, "[[focus]]")?;
    }
    let mut roles = tables(table, "role");
    roles.sort_by_key(code);
    for mut role in roles {
        header("[[role]]", &code(&role), comments, out);
        for key in ["code", "title", "confidence", "summary"] {
            take_entry(&mut role, key, out)?;
        }
        if let Some(Value::Table(pay)) = role.remove("pay") {
            out.push_str(&format!("pay = {}\n", inline(pay, &["median", "currency", "basis"])?));
        }
        if let Some(value) = role.remove("classification") {
            out.push_str(&format!("classification = {}\n", classification_entry(value)?));
        }
        take_aliases(&mut role, "aliases", f64::from(ROLE_ALIAS_CONFIDENCE), out)?;
        nothing_left(&role, "[[role]]")?;
    }
    if let Some(Value::Table(mut story)) = table.remove("story") {
        header("[story]", "", comments, out);
        for key in ["who", "external", "internal", "why", "plan", "stakes", "success"] {
            take_entry(&mut story, key, out)?;
        }
        nothing_left(&story, "[story]")?;
    }
    if let Some(Value::Table(components)) = table.remove("components") {
        render_components(components, comments, out)?;
    }
    nothing_left(table, "the file")
}

const KINDS: [&str; 6] = ["responsibilities", "tasks", "skills", "knowledge", "competencies", "qualifications"];

fn render_components(mut components: Table, comments: &Comments, out: &mut String) -> Result<(), String> {
    header("[components]", "", comments, out);
    for kind in KINDS {
        take_entry(&mut components, kind, out)?;
    }
    let mut levels: Vec<(String, Value)> = components.into_iter().collect();
    levels.sort_by(|a, b| a.0.cmp(&b.0));
    for (level, value) in levels {
        let Value::Table(mut own) = value else { return Err(format!("unknown key `{level}` in [components]")) };
        header(&format!("[components.{level}]"), "", comments, out);
        for kind in KINDS {
            take_entry(&mut own, kind, out)?;
        }
        nothing_left(&own, "[components]")?;
    }
    Ok(())
}

fn header(name: &str, code: &str, comments: &Comments, out: &mut String) {
    out.push('\n');
    out.push_str(comments.above(name, code));
    out.push_str(name);
    out.push('\n');
}

fn take_entry(table: &mut Table, key: &str, out: &mut String) -> Result<(), String> {
    if let Some(value) = table.remove(key) {
        out.push_str(&entry(key, &value)?);
    }
    Ok(())
}

/// Plain aliases sorted, then those with more to say, sorted.
fn take_aliases(table: &mut Table, key: &str, default: f64, out: &mut String) -> Result<(), String> {
    let Some(Value::Array(aliases)) = table.remove(key) else { return Ok(()) };
    let mut items: Vec<(bool, String, String)> = Vec::new();
    for alias in aliases {
        items.push(match alias {
            Value::String(text) => (false, text.clone(), quoted(&text)),
            Value::Table(full) => alias_item(full, default)?,
            other => return Err(format!("`{other}` is no alias")),
        });
    }
    items.sort();
    items.dedup();
    out.push_str(&list(key, items.into_iter().map(|(_, _, rendered)| rendered)));
    Ok(())
}

fn alias_item(full: Table, default: f64) -> Result<(bool, String, String), String> {
    let text = full.get("alias").and_then(Value::as_str).map(str::to_owned).ok_or("an alias without a text")?;
    let usual = |(key, value): (&String, &Value)| match key.as_str() {
        "alias" => true,
        "confidence" => number(value).is_some_and(|n| (n - default).abs() < 1e-6),
        "focus_confidence" => number(value) == Some(1.0),
        "type" => value.as_str() == Some("common"),
        _ => false,
    };
    // A table that says nothing beyond the defaults is the plain text.
    if full.iter().all(usual) {
        return Ok((false, text.clone(), quoted(&text)));
    }
    Ok((true, text, inline(full, &["alias", "confidence", "focus_confidence", "type", "approved"])?))
}

fn classification_entry(value: Value) -> Result<String, String> {
    match value {
        Value::Table(entry) => inline(entry, &["soc", "isco", "source", "review_status"]),
        other => Err(format!("`{other}` is no classification")),
    }
}

/// Individual contributors first, then those who lead; a track before its levels.
fn by_track(table: Table) -> Vec<(String, Value)> {
    let mut entries: Vec<(String, Value)> = table.into_iter().collect();
    let order = |key: &str| "PSME".find(key.get(..1).unwrap_or("")).unwrap_or(usize::MAX);
    entries.sort_by(|a, b| order(&a.0).cmp(&order(&b.0)).then_with(|| a.0.cmp(&b.0)));
    entries
}

fn tables(table: &mut Table, key: &str) -> Vec<Table> {
    let Some(Value::Array(array)) = table.remove(key) else { return Vec::new() };
    array.into_iter().filter_map(|v| if let Value::Table(t) = v { Some(t) } else { None }).collect()
}

fn code(table: &Table) -> String {
    table.get("code").and_then(Value::as_str).unwrap_or("").to_owned()
}

fn nothing_left(table: &Table, place: &str) -> Result<(), String> {
    match table.keys().next() {
        None => Ok(()),
        Some(key) => Err(format!("unknown key `{key}` in {place}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_of(text: &str) -> Result<String, String> {
        let file = SourceFile { name: "functions/abc.toml".to_owned(), text: text.to_owned().into() };
        canonical(&file, &Lexicon::default()).map_err(|e| e.to_string())
    }

    const MESSY: &str = r#"# About this file.

name = "Abc"
code = "ABC"
track = "P"
superfunction = "TEC"
summary = "Does."
[classification]
M = {isco="1330",soc="11-3021"}
P = { soc = "15-1212" }
[[focus]]
code="ZZZ"
name="Z"
definition="D"
areas=["z"]
aliases=["b", { alias="c", confidence=0.5 }, "a", {alias="d", confidence=1.0}, "a"]
# The first of all.
[[focus]]
code="GEN"
name="General"
definition="D"
areas=["abc"]
aliases=["a", "x"]
"#;

    #[test]
    fn a_messy_file_is_put_in_order_and_an_orderly_one_stays() {
        let once = canonical_of(MESSY).unwrap();
        let expected = r#"# About this file.

code = "ABC"
name = "Abc"
superfunction = "TEC"
track = "P"
summary = "Does."

[classification]
P = { soc = "15-1212" }
M = { soc = "11-3021", isco = "1330" }

# The first of all.
[[focus]]
code = "GEN"
name = "General"
definition = "D"
areas = ["abc"]
aliases = ["x"]

[[focus]]
code = "ZZZ"
name = "Z"
definition = "D"
areas = ["z"]
aliases = ["a", "b", "d", { alias = "c", confidence = 0.50 }]
"#;
        assert_eq!(once, expected);
        assert_eq!(canonical_of(&once).unwrap(), once);
    }

    #[test]
    fn nothing_is_lost_silently() {
        assert!(canonical_of("code = \"ABC\"\nnonsense = 1\n").unwrap_err().contains("unknown key `nonsense`"));
        let inside = "code = \"ABC\"\n[[focus]]\naliases = [\n  # regional\n  \"a\",\n]\n";
        assert!(canonical_of(inside).unwrap_err().starts_with("functions/abc.toml:4: a comment here would be lost"));
    }
}
