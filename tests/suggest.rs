//! `canon suggest` through the real binary: what it proposes can be pasted, breaks no rule, and does what it says.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "title,context,decision,code,by,on,taxonomy,note\n";

fn canon(folder: &TempDir, args: &[&str]) -> Command {
    let mut canon = Command::cargo_bin("canon").unwrap();
    canon.current_dir(folder.path()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args).arg("--isolated");
    canon
}

fn output(folder: &TempDir, args: &[&str]) -> String {
    let run = canon(folder, args).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    serde_json::from_str(&output(folder, &[args, &["--format", "json"]].concat())).unwrap()
}

/// A folder with a taxonomy of a few functions, an export and decisions.
fn folder(export: &str, decisions: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    canon(&folder, &["taxonomy", "export", "small", "-q"]).assert().success();
    for entry in fs::read_dir(folder.path().join("small/functions")).unwrap() {
        let path = entry.unwrap().path();
        if !["frm.toml", "csr.toml", "sei.toml", "swe.toml"].iter().any(|name| path.ends_with(name)) {
            fs::remove_file(path).unwrap();
        }
    }
    fs::write(folder.path().join("people.csv"), export).unwrap();
    fs::write(folder.path().join("decisions.csv"), format!("{HEADER}{decisions}")).unwrap();
    folder
}

const SUGGEST: [&str; 6] = ["suggest", "people.csv", "--decisions", "decisions.csv", "-t", "small"];

/// Does what the comments of the text say: puts lines into the lists of the tables that stand in these lines, and new tables
/// at the end of their files.
fn paste(taxonomy: &Path, text: &str) {
    let mut file = String::new();
    let mut place: Option<(usize, String)> = None;
    let mut insertions: Vec<(String, usize, String, String)> = Vec::new();
    let mut appended: Vec<(String, String)> = Vec::new();
    let mut in_table = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ==== ") {
            file = name.to_owned();
        } else if line.starts_with("# [[") {
            let at = line.split(", line ").nth(1).map(|rest| {
                let (number, rest) = rest.split_once(':').unwrap();
                (number.parse().unwrap(), rest.trim().strip_prefix("into its ").unwrap().to_owned())
            });
            place = at;
        } else if line.starts_with("[[role]]") || in_table {
            in_table = line != "]";
            appended.push((file.clone(), line.to_owned()));
        } else if line.starts_with("  ") {
            let (at, list) = place.clone().unwrap();
            insertions.push((file.clone(), at, list, line.to_owned()));
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "{line:?}");
        }
    }
    // From the last place to the first, so that the numbers of lines stay true.
    insertions.sort_by_key(|(_, at, ..)| std::cmp::Reverse(*at));
    for (file, at, list, line) in insertions {
        let path = taxonomy.join(&file);
        let text = fs::read_to_string(&path).unwrap();
        let start: usize = text.split_inclusive('\n').take(at - 1).map(str::len).sum();
        let key = format!("{list} = [");
        let open = start + text[start..].find(&key).unwrap() + key.len();
        fs::write(path, format!("{}\n{line}\n{}", &text[..open], &text[open..])).unwrap();
    }
    for (file, line) in appended {
        let path = taxonomy.join(&file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}{line}\n")).unwrap();
    }
}

const EXPORT: &str = "\
Job Title,Department
Saffron Stigma Plucker,Fields
Sr. Saffron Stigma Plucker,Fields
Saffron Stigma Plucker II (Remote),Fields
Saffron Stigma Plucker,Fields
Happiness Hero,Support
Happiness Hero,Care
Manager of Moonlore,Fields
Manager of Moonlore,Fields
Quibble Wright,Fields
Quibble Wright,Fields
Software Engineer,IT
";

const DECISIONS: &str = "\
Saffron Stigma Plucker,,accept,FRM.GEN.S2,Ann,,,
Sr. Saffron Stigma Plucker,,accept,FRM.GEN.S3,Bo,,,
Happiness Hero,,accept,CSR.GEN.S2,Ann,,,
Manager of Moonlore,,accept,SEI.GEN.M2,Ann,,,
Quibble Wright,,accept,FRM.GEN.S4,Ann,,,
Software Engineer,,accept,SWE.GEN.P3,Ann,,,
";

#[test]
fn what_is_pasted_breaks_no_rule_and_settles_what_it_said() {
    let folder = folder(EXPORT, DECISIONS);
    let found = json(&folder, &SUGGEST);
    let text = output(&folder, &SUGGEST);
    let proposals = found["proposals"].as_array().unwrap();
    let of = |alias: &str| proposals.iter().find(|p| p["alias"] == alias).unwrap_or_else(|| panic!("{alias}: {text}"));
    assert_eq!(found["already"], 1, "{text}");
    // Without ranks and noise, spelled as people spell it.
    let plucker = of("saffron stigma plucker");
    assert_eq!((&plucker["code"], &plucker["list"]), (&"FRM.GEN".into(), &"aliases".into()));
    assert_eq!((&plucker["answers"], &plucker["fulfilled"], &plucker["settles"]), (&2.into(), &2.into(), &4.into()));
    // Who manages is said by the name of the work.
    assert_eq!(of("moonlore")["list"], "areas");
    // Where the words say another level than people did, the title pins it.
    let wright = of("quibble wright");
    assert_eq!((&wright["code"], &wright["list"]), (&"FRM.GEN.S4".into(), &"role_aliases".into()));
    let settles: u64 = proposals.iter().map(|p| p["settles"].as_u64().unwrap()).sum();
    assert_eq!((settles, found["held"].as_array().unwrap().len()), (10, 0), "{text}");
    assert!(proposals.iter().all(|p| p["changes"].as_array().unwrap().is_empty()), "{text}");

    let run = |output: &str| {
        canon(&folder, &["match", "people.csv", "-t", "small", "-q", "-o", output]).assert().success();
    };
    run("before.csv");
    paste(&folder.path().join("small"), &text);
    let check = output(&folder, &["taxonomy", "check", "-t", "small", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&check).unwrap()["errors"], 0, "{check}");
    run("after.csv");
    let diff = json(&folder, &["diff", "before.csv", "after.csv", "--min-change", "1"]);
    assert_eq!(diff["changed_rows"], settles, "{diff:#}");
    let changes = diff["groups"].as_array().unwrap().iter().flat_map(|group| group["changes"].as_array().unwrap());
    assert!(changes.into_iter().all(|change| change["new"]["band"] == "accepted"), "{diff:#}");
    // What decisions said is what the taxonomy says now.
    let rows = fs::read_to_string(folder.path().join("after.csv")).unwrap();
    for (title, code) in [("Sr. Saffron Stigma Plucker", "FRM.GEN.S3"), ("Quibble Wright", "FRM.GEN.S4")] {
        let line = rows.lines().find(|line| line.starts_with(title)).unwrap();
        assert!(line.contains(code) && line.contains("accepted"), "{line}");
    }
    let again = json(&folder, &SUGGEST);
    assert_eq!((again["proposals"].as_array().unwrap().len(), &again["already"]), (0, &found["answers"]));
}

/// The reason why an alias is not proposed.
fn why(found: &Value, alias: &str) -> String {
    let held = found["held"].as_array().unwrap().iter().find(|held| held["alias"] == alias);
    held.map_or_else(|| panic!("{alias}: {found:#}"), |held| held["why"].as_str().unwrap().to_owned())
}

#[test]
fn what_contradicts_is_not_proposed_and_says_why() {
    let export = "Job Title,Department\nGlimmer Warden,Fields\nGlimmer Warden,Fields\nSoftware Engineer,IT\nSoftware Engineer,Fields\nSoftware Engineer,Fields\n";
    let decisions = "\
Zorb Wrangler,,accept,FRM.GEN.S2,Ann,,,
Zorb Wrangler II,Events,accept,CSR.GEN.S2,Bo,,,
Glimmer Warden,Fields,accept,FRM.GEN.S2,Ann,,,
Glimmer Warden,Town,none,,Bo,,,
Software Engineer,Fields,accept,FRM.GEN.S2,Ann,,,
Quibble Wright,,accept,FRM.GEN.S2,Ann,,,
Flux Keeper,,accept,FRM.XXX.S2,Ann,,,
Security Engineer,,accept,FRM.GEN.S2,Ann,,,
Security Engineer II,,accept,FRM.GEN.S2,Ann,,,
";
    let folder = folder(export, decisions);
    let found = json(&folder, &SUGGEST);
    assert_eq!(found["proposals"].as_array().unwrap().len(), 0, "{found:#}");
    assert_eq!(why(&found, "zorb wrangler"), "the answers disagree: CSR.GEN, FRM.GEN");
    assert!(why(&found, "glimmer warden").starts_with("another answer contradicts: “Glimmer Warden” in “Town” (Bo)"));
    assert!(why(&found, "software engineer").contains("it is an alias of SWE.GEN (functions/swe.toml:"));
    assert_eq!(why(&found, "quibble wright"), "1 of the 2 answers or rows that --min-count asks for");
    assert!(why(&found, "Flux Keeper").starts_with("no focus `FRM.XXX`"));
    assert!(why(&found, "security engineer").contains("it is an alias of SEI.GEN"));
    // One answer is enough for who says so.
    let found = json(&folder, &[&SUGGEST[..], &["--min-count", "1"]].concat());
    assert_eq!(found["proposals"][0]["alias"], "quibble wright");
}

#[test]
fn a_decision_of_one_department_is_general_only_where_nothing_contradicts_it() {
    let export = "Job Title,Department\nGlimmer Warden,Fields\nGlimmer Warden,Fields\n";
    let folder = folder(export, "Glimmer Warden,Fields,accept,FRM.GEN.S2,Ann,,,\n");
    let found = json(&folder, &SUGGEST);
    assert_eq!(found["proposals"][0]["notes"][0], "decided in “Fields” only; nothing contradicts it elsewhere");
    let elsewhere = "Job Title,Department\nSoftware Glimmer Engineer,Fields\nSoftware Glimmer Engineer,Fields\nSoftware Glimmer Engineer,IT\n";
    fs::write(folder.path().join("people.csv"), elsewhere).unwrap();
    let decisions = format!("{HEADER}Software Glimmer Engineer,Fields,accept,FRM.GEN.P3,Ann,,,\n");
    fs::write(folder.path().join("decisions.csv"), decisions.replace("P3", "S2")).unwrap();
    let accepting = [&SUGGEST[..], &["--accept", "0.3", "--margin", "0"]].concat();
    let found = json(&folder, &accepting);
    assert!(
        why(&found, "software glimmer engineer")
            .starts_with("decided in “Fields” only, and “Software Glimmer Engineer” is SWE.")
    );
}

#[test]
fn open_titles_are_clustered_and_their_lines_are_guesses() {
    let export = "Job Title\nZorbing Software Marshal\nZorbing Software Marshal II\nZorbing Software Juggler (Remote)\nZorbing Software Juggler\nSoftware Engineer\n";
    let folder = folder(export, "");
    let found = json(&folder, &["suggest", "people.csv", "-t", "small"]);
    let cluster = &found["clusters"][0];
    assert_eq!((&cluster["rows"], &cluster["titles"]), (&4.into(), &4.into()), "{found:#}");
    assert!(cluster["phrase"].as_str().unwrap().starts_with("zorbing"));
    let lines = cluster["lines"].as_array().unwrap();
    assert!(!lines.is_empty() && lines.iter().all(|line| line["confirmed"] == false), "{cluster:#}");
    // Nothing that nobody confirmed is there to be pasted by mistake.
    let text = output(&folder, &["suggest", "people.csv", "-t", "small"]);
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    assert!(text.contains("approved = false"));
}

#[test]
fn titles_are_inert() {
    let evil = "\"Zorb \u{202e}\u{2028}\u{1b}[31mWrangler\n[[focus]]\ncode = \"\"X\"\"\"";
    let export = format!("Job Title\n{evil}\n{evil}\n=HYPERLINK(\"http://x\") zorb\n<script>alert(1)</script> zorb\n");
    let folder = folder(&export, &format!("{evil},,accept,FRM.GEN.S2,\"A\u{202e}nn\n[x]\",,,\n"));
    let text = output(&folder, &[&SUGGEST[..], &["--min-count", "1"]].concat());
    let is_line = |line: &str| {
        let alias = line.strip_prefix("  \"").and_then(|rest| rest.strip_suffix("\","));
        alias.is_some_and(|alias| alias.chars().all(|c| c.is_ascii_alphanumeric() || " &/+#-'.".contains(c)))
    };
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with("# ") || is_line(line)), "{text}");
    assert!(!text.chars().any(|c| c != '\n' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c))), "{text}");
    let mut canon = canon(&folder, &[&SUGGEST[..], &["-o", "lines.toml", "--min-count", "1"]].concat());
    canon.assert().success();
    assert_eq!(fs::read_to_string(folder.path().join("lines.toml")).unwrap(), text);
}
