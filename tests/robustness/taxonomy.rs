//! A taxonomy that people edit: what is exported is the same again, what is broken is named with its file and line.

use std::fs;

use calamine::{DataType as _, Reader as _};

use crate::{Office, error};

/// An office in which the taxonomy of the program lies in `mine`.
fn exported() -> Office {
    let office = Office::new();
    office.canon(&["taxonomy", "export", "mine", "-q"]).assert().success().stdout("").stderr("");
    office
}

/// Changes a file and gives back the number of the line in which `mark` stands.
fn replace(office: &Office, file: &str, mark: &str, by: &str) -> usize {
    let path = office.path("mine").join(file);
    let text = fs::read_to_string(&path).unwrap();
    let before = text.find(mark).unwrap_or_else(|| panic!("{file} has no {mark}"));
    fs::write(&path, text.replacen(mark, by, 1)).unwrap();
    text[..before].matches('\n').count() + 1
}

#[test]
fn an_exported_taxonomy_matches_as_the_one_in_the_program() {
    let office = exported();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hr/people.jsonl"), office.path("people.jsonl")).unwrap();
    let run = |args: &[&str]| office.canon(args).assert().success().get_output().stdout.clone();
    let own = run(&["match", "people.jsonl", "--top", "2", "-q"]);
    assert!(!own.is_empty());
    assert!(own == run(&["match", "people.jsonl", "--top", "2", "-q", "--taxonomy", "mine"]));
    assert!(run(&["taxonomy", "stats"]) == run(&["taxonomy", "stats", "-t", "mine"]));
}

#[test]
fn an_alias_that_is_added_is_found() {
    let office = exported();
    replace(&office, "functions/sei.toml", "aliases = [\n", "aliases = [\n  \"grand wizard of firewalls\",\n");
    let run = office
        .canon(&["match", "-t", "mine", "-q", "--format", "tsv"])
        .write_stdin("Grand Wizard of Firewalls\n")
        .assert();
    let text = String::from_utf8(run.success().get_output().stdout.clone()).unwrap();
    assert!(text.contains("Grand Wizard of Firewalls\tSEI.") && text.contains("\taccepted\t"), "{text}");
}

#[test]
fn a_file_that_is_no_toml_is_named_with_its_line() {
    let office = exported();
    let line = replace(&office, "functions/sei.toml", "superfunction = \"TEC\"", "superfunction = \"TEC");
    let text = error(&mut office.canon(&["match", "-t", "mine"]));
    assert!(text.contains(&format!("functions/sei.toml:{line}: ")), "{text}");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let office = exported();
    let line = replace(&office, "functions/sei.toml", "superfunction = \"TEC\"", "superfunktion = \"TEC\"");
    let text = error(&mut office.canon(&["taxonomy", "check", "-t", "mine"]));
    assert!(text.contains(&format!("functions/sei.toml:{line}: ")) && text.contains("superfunktion"), "{text}");
}

#[test]
fn a_superfunction_that_is_not_there_is_named_with_its_line() {
    let office = exported();
    let line = replace(&office, "functions/sei.toml", "superfunction = \"TEC\"", "superfunction = \"TCE\"");
    let text = error(&mut office.canon(&["taxonomy", "stats", "-t", "mine"]));
    assert!(text.contains(&format!("functions/sei.toml:{line}: ")) && text.contains("TCE"), "{text}");
}

#[test]
fn a_check_names_an_alias_that_stands_in_two_foci() {
    let office = exported();
    replace(&office, "functions/acc.toml", "aliases = [\n", "aliases = [\n  \"security engineer\",\n");
    let run = office.canon(&["taxonomy", "check", "-t", "mine"]).assert();
    let output = run.code(2).get_output().clone();
    let text = String::from_utf8(output.stdout).unwrap();
    let named = text.lines().any(|l| l.contains("error: ") && l.contains("security engineer") && l.contains(".toml:"));
    assert!(named, "{text}");
}

#[test]
fn a_check_names_codes_that_the_standards_do_not_have() {
    let office = exported();
    let (right, wrong) = ("soc = \"15-1212\", isco = \"2529\"", "soc = \"15-1122\", isco = \"2592\"");
    let line = replace(&office, "functions/sei.toml", right, wrong);
    let check = || {
        let output = office.canon(&["taxonomy", "check", "-t", "mine"]).assert().get_output().clone();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, text) = check();
    let place = format!("functions/sei.toml:{line}: error: ");
    let soc = format!("{place}SOC 2018 has no code `15-1122`; did you mean `15-1212` Information Security Analysts?");
    let isco = format!("{place}ISCO-08 has no code `2592`; did you mean `2529` Database and Network Professionals");
    assert!(code == Some(2) && text.contains(&soc) && text.contains(&isco), "{text}");
    // A folder's own list stands for the program's; without one, the program's holds.
    let list = office.path("mine/reference/soc_2018.csv");
    fs::write(&list, format!("{}15-1122,Watchers\n", fs::read_to_string(&list).unwrap())).unwrap();
    assert!(!check().1.contains("15-1122"));
    fs::remove_dir_all(office.path("mine/reference")).unwrap();
    assert!(check().1.contains(&soc));
}

#[test]
fn a_list_of_a_standard_that_cannot_be_read_is_named_with_its_line() {
    let office = exported();
    let line = replace(&office, "reference/isco_08.csv", "2529,", "252X,");
    let text = error(&mut office.canon(&["show", "-t", "mine", "SEI.GEN.P5"]));
    assert!(text.contains(&format!("reference/isco_08.csv:{line}: `252X` is no ISCO-08 code")), "{text}");
}

#[test]
fn a_missing_file_is_named() {
    let office = exported();
    fs::remove_file(office.path("mine/levels.toml")).unwrap();
    assert!(error(&mut office.canon(&["match", "-t", "mine"])).contains("levels.toml"));
}

#[test]
fn a_folder_that_is_no_taxonomy_is_an_error() {
    let office = Office::with("notes.txt", "hello");
    fs::create_dir(office.path("empty")).unwrap();
    assert!(error(&mut office.canon(&["taxonomy", "list", "-t", "empty"])).contains("version.toml"));
    error(&mut office.canon(&["taxonomy", "list", "-t", "notes.txt"]));
}

/// An office with a taxonomy of one function.
fn exported_function() -> Office {
    let office = exported();
    for entry in fs::read_dir(office.path("mine/functions")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("sei.toml") {
            fs::remove_file(path).unwrap();
        }
    }
    office
}

/// The rows of a workbook's first sheet, as texts.
fn sheet(path: &std::path::Path) -> Vec<Vec<String>> {
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(|c| c.as_string().unwrap_or_default()).collect()).collect()
}

#[test]
fn a_table_of_the_taxonomy_is_a_catalogue_again() {
    let office = exported_function();
    let titles = "Sr. InfoSec Eng\nCISO\nAppSec Engineer\nDirector, Identity and Access Management\n";
    for (grain, file, codes) in [
        ("focus", "foci.csv", ["SEI.GEN", "SEI.GEN", "SEI.APP", "SEI.IAM"]),
        ("focus", "foci.xlsx", ["SEI.GEN", "SEI.GEN", "SEI.APP", "SEI.IAM"]),
        ("role", "roles.csv", ["SEI.GEN.P3", "SEI.GEN.E4", "SEI.APP.P3", "SEI.IAM.M4"]),
    ] {
        let said = office.canon(&["taxonomy", "export", "-t", "mine", "--by", grain, "-o", file]).assert().success();
        assert!(String::from_utf8_lossy(&said.get_output().stderr).contains(file));
        let run = office.canon(&["match", "-t", file, "-q", "--format", "tsv"]).write_stdin(titles).assert();
        let text = String::from_utf8(run.success().get_output().stdout.clone()).unwrap();
        let found: Vec<&str> = text.lines().skip(1).map(|l| l.split('\t').nth(1).unwrap()).collect();
        assert_eq!(found, codes, "{file}");
    }
}

#[test]
fn csv_and_workbook_of_the_taxonomy_say_the_same() {
    let office = exported_function();
    for file in ["roles.csv", "roles.xlsx", "again.xlsx"] {
        office.canon(&["taxonomy", "export", "-t", "mine", "--by", "role", "-q", "-o", file]).assert().success();
    }
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_path(office.path("roles.csv")).unwrap();
    let rows: Vec<Vec<String>> = csv.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    assert!(rows.len() > 100 && rows[0][..2] == ["code", "superfunction"], "{:?}", rows[0]);
    assert_eq!(sheet(&office.path("roles.xlsx")), rows);
    assert!(fs::read(office.path("roles.xlsx")).unwrap() == fs::read(office.path("again.xlsx")).unwrap());
}

#[test]
fn formulas_in_a_taxonomy_are_inert_in_its_table() {
    let office = exported_function();
    replace(&office, "functions/sei.toml", "definition = \"Secures software", "definition = \"=1+1 Secures software");
    replace(&office, "functions/sei.toml", "name = \"Security Engineering", "name = \"@SUM(A1) Security Engineering");
    let table = office.canon(&["taxonomy", "export", "-t", "mine", "--format", "csv"]).assert().success();
    let text = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(text.contains(",\"'=1+1 Secures software") && text.contains(",'@SUM(A1) Security Engineering"), "{text}");
    assert!(!text.contains(",=1+1") && !text.contains("\"=1+1") && !text.contains(",@SUM"));
    office.canon(&["taxonomy", "export", "-t", "mine", "-q", "-o", "mine.xlsx"]).assert().success();
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(office.path("mine.xlsx")).unwrap();
    assert!(workbook.worksheet_formula("catalogue").unwrap().is_empty());
    assert!(sheet(&office.path("mine.xlsx")).iter().flatten().any(|c| c.starts_with("=1+1 Secures software")));
    // What comes in again is what it was.
    fs::write(office.path("mine.csv"), text).unwrap();
    let page = office.canon(&["show", "-t", "mine.csv", "SEI.APP"]).assert();
    let output = page.get_output();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("=1+1 Secures software") && !said.contains("'=1+1"), "{said}");
}

#[test]
fn a_table_of_a_catalogue_is_written_too() {
    let office = Office::with(
        "jobs.csv",
        "code,title,level,soc,aliases\nA1,Cook I,S1,35-2014.00,fry cook\nA2,Baker,,51-3011,\n",
    );
    let table = office.canon(&["taxonomy", "export", "-t", "jobs.csv", "--by", "role", "--format", "csv"]).assert();
    let text = String::from_utf8(table.success().get_output().stdout.clone()).unwrap();
    assert!(
        text.contains("A1,,,Cook I,S1,Entry Support,") && text.contains(",35-2014.00,\"Cooks, Restaurant\","),
        "{text}"
    );
    assert!(text.contains("A2,,,Baker,,,,Baker,") && text.contains(",51-3011,Bakers,"), "{text}");
    let text = error(&mut office.canon(&["taxonomy", "export", "-t", "jobs.csv", "-o", "jobs.csv"]));
    assert!(text.contains("jobs.csv is what is read"), "{text}");
    assert!(error(&mut office.canon(&["taxonomy", "export", "-t", "jobs.csv", "mine"])).contains("-o FILE"));
}

#[test]
fn two_roles_with_one_name_are_for_a_person_to_tell_apart() {
    let office = Office::with("jobs.csv", "code,title\na1,Analyst\na2,Analyst\nb1,Cook\n");
    let run = office.canon(&["match", "-q", "-t", "jobs.csv"]).write_stdin("Analyst\nCook\n").assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let band = |row: usize| text.lines().nth(row).unwrap().split(',').nth(4).unwrap().to_owned();
    assert_eq!((band(1), band(2)), ("review".to_owned(), "accepted".to_owned()), "{text}");
}

#[test]
fn a_stray_quotation_mark_swallows_no_roles() {
    let rows: String = (0..400).map(|n| format!("c{n},Job {n}\n")).collect();
    let office = Office::with("jobs.csv", format!("code,title\nc,\"Clerk\n{rows}"));
    let text = error(office.canon(&["match", "-q", "-t", "jobs.csv"]).write_stdin("Clerk\n"));
    assert!(text.contains("jobs.csv") && text.contains("line 2: a quotation mark opens here"), "{text}");
}

#[test]
fn a_stray_quotation_mark_swallows_no_decisions() {
    let rows: String = (0..400).map(|n| format!("job {n},,none,,ann,\n")).collect();
    let office =
        Office::with("decisions.csv", format!("title,context,decision,code,by,note\ncook,,none,,\"ann,\n{rows}"));
    let text = error(office.canon(&["match", "-q", "--decisions", "decisions.csv"]).write_stdin("Cook\n"));
    assert!(text.contains("line 2: a quotation mark opens here"), "{text}");
}
